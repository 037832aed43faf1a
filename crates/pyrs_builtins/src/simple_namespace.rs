//! `types.SimpleNamespace`.

use pyrs_macros::pymethods;
use pyrs_object::dict::DictObject;
use pyrs_object::header::Header;
use pyrs_object::instance::{materialize_dict, set_attribute};
use pyrs_object::native_class::NativeClass;
use pyrs_object::slots::CompareOp;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, heap_object, not_implemented, protocol};

/// A namespace: its attributes are all it has.
#[repr(C)]
pub struct NamespaceObject {
    header: Header,
}
heap_object!(NamespaceObject, "types.SimpleNamespace", NAMESPACE_LAYOUT, []);

/// The class.
pub static SIMPLE_NAMESPACE: NativeClass = NativeClass::new("types", "SimpleNamespace", &NAMESPACE_LAYOUT)
    .subclassable()
    .with_dict()
    .methods(NamespaceMethods::TYPE_METHODS);

fn dict_of(thread: &mut Thread, value: Value) -> PyResult<Ref<DictObject>> {
    match value.as_object().filter(|o| o.shape().is_extensible()) {
        Some(object) => materialize_dict(thread, object),
        None => Err(thread.type_error(format_args!("types.SimpleNamespace expected"))),
    }
}

/// The methods of `types.SimpleNamespace`.
pub struct NamespaceMethods;

/// A simple attribute-based namespace.
#[pymethods]
impl NamespaceMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, _args: Args) -> PyResult<Value> {
        let made: Ref<NamespaceObject> = crate::object::allocate(thread, class)?;
        Ok(made.value())
    }

    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        match args.positional() {
            [] => {}
            [mapping] => {
                let dict = dict_of(thread, this)?;
                let class = pyrs_object::core().types.dict.get().value();
                let source = match mapping.downcast::<DictObject>() {
                    Some(source) => source.value(),
                    None => protocol::call(thread, class, &[*mapping])?,
                };
                let Some(source) = source.downcast::<DictObject>() else {
                    return Err(thread.type_error(format_args!("expected mapping or iterable")));
                };
                let mut position = 0;
                while let Some((at, key, value)) = source.next_entry(position) {
                    position = at + 1;
                    if key.downcast::<StrObject>().is_none() {
                        return Err(thread.type_error(format_args!("keywords must be strings")));
                    }
                    dict.set(thread, key, value)?;
                }
            }
            more => {
                let given = more.len();
                return Err(thread.type_error(format_args!("SimpleNamespace expected at most 1 argument, got {given}")));
            }
        }
        if let Some(object) = this.as_object() {
            for (name, value) in args.keywords() {
                let name = name.interned(thread)?;
                set_attribute(thread, object, name, value)?;
            }
        }
        Ok(())
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let dict = dict_of(thread, this)?;
        let class = class_of(this);
        let name = if class == SIMPLE_NAMESPACE.get() {
            "namespace".to_owned()
        } else {
            class.name_for_message()
        };
        let (mut parts, mut position) = (Vec::new(), 0);
        while let Some((at, key, value)) = dict.next_entry(position) {
            position = at + 1;
            let Some(key) = key.downcast::<StrObject>() else {
                continue;
            };
            if value == this {
                parts.push(format!("{}={name}(...)", key.to_string_lossy()));
                continue;
            }
            let value = protocol::repr(thread, value)?.to_string_lossy();
            parts.push(format!("{}={value}", key.to_string_lossy()));
        }
        Ok(StrObject::from_str(thread, &format!("{name}({})", parts.join(", ")))?.value())
    }

    #[slot]
    fn compare(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        if left.downcast::<NamespaceObject>().is_none() || right.downcast::<NamespaceObject>().is_none() {
            return Ok(not_implemented());
        }
        let (left, right) = (dict_of(thread, left)?, dict_of(thread, right)?);
        protocol::compare(thread, op, left.value(), right.value())
    }

    #[method]
    fn __reduce__(thread: &mut Thread, this: Ref<NamespaceObject>) -> PyResult<Ref<TupleObject>> {
        let dict = dict_of(thread, this.value())?;
        let class = class_of(this.value()).value();
        let args = pyrs_object::core().empty_tuple.get().value();
        TupleObject::from_slice(thread, &[class, args, dict.value()])
    }

    /// Return a copy of the namespace object with new values for the specified attributes.
    #[method]
    fn __replace__(thread: &mut Thread, this: Ref<NamespaceObject>, args: Args) -> PyResult<Value> {
        if !args.positional().is_empty() {
            return Err(thread.type_error(format_args!("__replace__() takes no positional arguments")));
        }
        let dict = dict_of(thread, this.value())?;
        let class = class_of(this.value()).value();
        let copy = protocol::call(thread, class, &[dict.value()])?;
        for (name, value) in args.keywords() {
            protocol::setattr(thread, copy, name, Some(value))?;
        }
        Ok(copy)
    }
}

/// Makes the class.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    let class = SIMPLE_NAMESPACE.create(thread)?;
    crate::object::add_instance_dict(thread, class)?;
    Ok(())
}
