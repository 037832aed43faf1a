//! `module`.

use pyrs_macros::pymethods;
use pyrs_object::convert::{Signature, bind_slot};
use pyrs_object::dict::DictObject;
use pyrs_object::list::ListObject;
use pyrs_object::module::ModuleObject;
use pyrs_object::str::StrObject;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, attribute, class_of, core, none, protocol};

/// The methods of `module`.
pub struct ModuleMethods;

/// Create a module object.
///
/// The name must be a string; the optional docstring can have any type.
#[pymethods]
impl ModuleMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, _args: Args) -> PyResult<Value> {
        let dict = DictObject::new(thread)?;
        let module: Ref<ModuleObject> = crate::object::allocate(thread, class)?;
        module.dict.set(module, dict);
        Ok(module.value())
    }

    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        static SIGNATURE: Signature = Signature::of_slot("module", &["name", "doc"], 1);
        let [name, doc] = bind_slot(thread, &SIGNATURE, args)?;
        let (Some(module), Some(name)) = (this.downcast::<ModuleObject>(), name) else {
            return Err(thread.type_error(format_args!("module() needs a name")));
        };
        if name.downcast::<StrObject>().is_none() {
            let class = pyrs_object::class_of(name).name_for_message();
            return Err(thread.type_error(format_args!("module() argument 'name' must be str, not {class}")));
        }
        let (dict, names) = (module.dict.get(), &core().names);
        dict.set(thread, names.name.get().value(), name)?;
        dict.set(thread, names.doc.get().value(), doc.unwrap_or_else(none))?;
        for name in [&names.package, &names.loader, &names.spec] {
            dict.set(thread, name.get().value(), none())?;
        }
        Ok(())
    }

    /// The module's namespace, then its own `__getattr__` (PEP 562).
    #[slot]
    fn getattr(thread: &mut Thread, this: Value, name: Ref<StrObject>) -> PyResult<Value> {
        if let Some(found) = attribute::generic_getattr_optional(thread, this, name)? {
            return Ok(found);
        }
        let module = this.downcast::<ModuleObject>();
        let fallback = module.and_then(|m| m.dict.get().get_interned(core().names.getattr.get()));
        match fallback {
            Some(fallback) => protocol::call(thread, fallback, &[name.value()]),
            None => Err(attribute::no_attribute(thread, this, name)),
        }
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let Some(module) = this.downcast::<ModuleObject>() else {
            return Err(thread.type_error(format_args!("module expected")));
        };
        let (dict, names) = (module.dict.get(), &core().names);
        let quoted = |thread: &mut Thread, value: Value| -> PyResult<String> {
            Ok(protocol::repr(thread, value)?.to_string_lossy())
        };
        let name = match dict.get_interned(names.name.get()) {
            Some(name) => quoted(thread, name)?,
            None => "'?'".to_owned(),
        };
        let spec = dict.get_interned(names.spec.get()).filter(|s| *s != none());
        let mut origin = None;
        if let Some(spec) = spec {
            let key = StrObject::intern(thread, "origin")?;
            origin = protocol::getattr_optional(thread, spec, key)?.filter(|o| *o != none());
        }
        let text = match (dict.get_interned(names.file.get()), origin) {
            (Some(file), _) => format!("<module {name} from {}>", quoted(thread, file)?),
            (None, Some(origin)) => match origin.downcast::<StrObject>().filter(|o| o.equals_str("built-in")) {
                Some(_) => format!("<module {name} (built-in)>"),
                None => format!("<module {name} ({})>", protocol::str(thread, origin)?.to_string_lossy()),
            },
            (None, None) => match dict.get_interned(names.loader.get()).filter(|l| *l != none()) {
                Some(loader) => format!("<module {name} ({})>", quoted(thread, loader)?),
                None => format!("<module {name}>"),
            },
        };
        Ok(StrObject::from_str(thread, &text)?.value())
    }

    #[getter(kind = "member")]
    fn __dict__(_thread: &mut Thread, this: Ref<ModuleObject>) -> Ref<DictObject> {
        this.dict.get()
    }

    #[getter]
    fn __annotations__(thread: &mut Thread, this: Ref<ModuleObject>) -> PyResult<Value> {
        let (dict, names) = (this.dict.get(), &core().names);
        if let Some(annotations) = dict.get_interned(names.annotations.get()) {
            return Ok(annotations);
        }
        let annotate = dict.get_interned(names.annotate.get()).unwrap_or_else(none);
        let annotations = crate::class::attributes::evaluate_annotations(thread, annotate)?;
        dict.set(thread, names.annotations.get().value(), annotations)?;
        Ok(annotations)
    }

    #[setter(name = "__annotations__")]
    fn set_annotations(thread: &mut Thread, this: Ref<ModuleObject>, value: Option<Value>) -> PyResult<()> {
        let (dict, name) = (this.dict.get(), core().names.annotations.get());
        match value {
            Some(value) => dict.set(thread, name.value(), value),
            None => match dict.remove(thread, name.value())? {
                Some(_) => Ok(()),
                None => Err(attribute::no_attribute(thread, this.value(), name)),
            },
        }
    }

    #[getter]
    fn __annotate__(thread: &mut Thread, this: Ref<ModuleObject>) -> PyResult<Value> {
        let (dict, name) = (this.dict.get(), core().names.annotate.get());
        match dict.get_interned(name) {
            Some(annotate) => Ok(annotate),
            None => {
                dict.set(thread, name.value(), none())?;
                Ok(none())
            }
        }
    }

    #[setter(name = "__annotate__")]
    fn set_annotate(thread: &mut Thread, this: Ref<ModuleObject>, value: Option<Value>) -> PyResult<()> {
        let Some(value) = value else {
            return Err(thread.type_error(format_args!("cannot delete __annotate__ attribute")));
        };
        if value != none() && class_of(value).slot(|s| s.call).is_none() {
            return Err(thread.type_error(format_args!("__annotate__ must be callable or None")));
        }
        let dict = this.dict.get();
        dict.set(thread, core().names.annotate.get().value(), value)?;
        if value != none() {
            dict.remove(thread, core().names.annotations.get().value())?;
        }
        Ok(())
    }

    /// __dir__() -> list
    #[method]
    fn __dir__(thread: &mut Thread, this: Ref<ModuleObject>) -> PyResult<Value> {
        let dict = this.dict.get();
        if let Some(own) = dict.get_interned(core().names.dir.get()) {
            return protocol::call(thread, own, &[]);
        }
        let names: Ref<ListObject> = crate::object::keys_list(thread, dict)?;
        Ok(names.value())
    }
}

/// Registers the class.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    ModuleMethods::register(thread, core().types.module.get())
}
