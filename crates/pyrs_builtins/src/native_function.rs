//! Native functions and method descriptors: calling, binding and attributes.

use pyrs_macros::pymethods;
use pyrs_object::function::{NativeDef, NativeFunctionObject};
use pyrs_object::hash::hash_i64;
use pyrs_object::slots::CompareOp;
use pyrs_object::str::StrObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, bool_value, core, none, not_implemented};

/// Splits a definition's documentation into the text signature and the rest.
pub fn split_doc<'a>(name: &str, doc: &'a str) -> (Option<&'a str>, &'a str) {
    const SEPARATOR: &str = "\n--\n\n";
    let split = doc
        .strip_prefix(name)
        .filter(|rest| rest.starts_with('('))
        .and_then(|rest| rest.split_once(SEPARATOR));
    match split {
        Some((signature, rest)) => (Some(signature), rest),
        None => (None, doc),
    }
}

fn doc_value(thread: &mut Thread, definition: &NativeDef) -> PyResult<Value> {
    match split_doc(definition.name, definition.doc).1 {
        "" => Ok(none()),
        text => Ok(StrObject::from_str(thread, text)?.value()),
    }
}

fn signature_value(thread: &mut Thread, definition: &NativeDef) -> PyResult<Value> {
    match split_doc(definition.name, definition.doc).0 {
        None => Ok(none()),
        Some(text) => Ok(StrObject::from_str(thread, text)?.value()),
    }
}

fn owner_class(function: Ref<NativeFunctionObject>) -> Option<Ref<TypeObject>> {
    function.owner.get()?.downcast()
}

fn function_of(thread: &mut Thread, value: Value) -> PyResult<Ref<NativeFunctionObject>> {
    match value.downcast() {
        Some(function) => Ok(function),
        None => Err(thread.type_error(format_args!("native function expected"))),
    }
}

/// The methods of `builtin_function_or_method`.
pub struct NativeFunctionMethods;

#[pymethods]
impl NativeFunctionMethods {
    #[slot]
    fn call(thread: &mut Thread, callee: Value, args: Args) -> PyResult<Value> {
        let function = function_of(thread, callee)?;
        let code = function.definition.get().function;
        match function.owner.get() {
            None => code(thread, args),
            Some(owner) => args.with_first(thread, owner, code),
        }
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let function = function_of(thread, this)?;
        let name = function.definition.get().name;
        let text = match function.owner.get() {
            None => format!("<built-in function {name}>"),
            Some(owner) => {
                let class = class_of(owner).name_for_message();
                format!("<built-in method {name} of {class} object at {:#x}>", owner.bits())
            }
        };
        Ok(StrObject::from_str(thread, &text)?.value())
    }

    #[slot]
    fn hash(_thread: &mut Thread, this: Value) -> PyResult<i64> {
        let Some(function) = this.downcast::<NativeFunctionObject>() else {
            return Ok(0);
        };
        let code = function.definition.get() as *const NativeDef as i64;
        let owner = function.owner.get().map_or(0, |v| v.bits() as i64);
        Ok(hash_i64((code >> 3).wrapping_mul(31) ^ owner >> 3))
    }

    #[slot]
    fn compare(_thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        let functions = (
            left.downcast::<NativeFunctionObject>(),
            right.downcast::<NativeFunctionObject>(),
        );
        let (Some(a), Some(b)) = functions else {
            return Ok(not_implemented());
        };
        let same = a.class() == b.class()
            && std::ptr::eq(a.definition.get(), b.definition.get())
            && a.owner.get() == b.owner.get();
        match op {
            CompareOp::Eq => Ok(bool_value(same)),
            CompareOp::Ne => Ok(bool_value(!same)),
            _ => Ok(not_implemented()),
        }
    }

    #[getter]
    fn __name__(_thread: &mut Thread, this: Ref<NativeFunctionObject>) -> &'static str {
        this.definition.get().name
    }

    #[getter]
    fn __qualname__(_thread: &mut Thread, this: Ref<NativeFunctionObject>) -> String {
        let name = this.definition.get().name;
        match this.owner.get() {
            None => name.to_owned(),
            Some(owner) => {
                let class = owner.downcast::<TypeObject>().unwrap_or_else(|| class_of(owner));
                format!("{}.{name}", class.qualname.get().to_string_lossy())
            }
        }
    }

    #[getter]
    fn __module__(_thread: &mut Thread, this: Ref<NativeFunctionObject>) -> Option<Value> {
        this.module.get()
    }

    #[getter]
    fn __self__(thread: &mut Thread, this: Ref<NativeFunctionObject>) -> PyResult<Value> {
        if let Some(owner) = this.owner.get() {
            return Ok(owner);
        }
        match this.module.get() {
            Some(name) => Ok(core().modules.get().get(thread, name)?.unwrap_or_else(none)),
            None => Ok(none()),
        }
    }

    #[getter]
    fn __doc__(thread: &mut Thread, this: Ref<NativeFunctionObject>) -> PyResult<Value> {
        doc_value(thread, this.definition.get())
    }

    #[getter]
    fn __text_signature__(thread: &mut Thread, this: Ref<NativeFunctionObject>) -> PyResult<Value> {
        signature_value(thread, this.definition.get())
    }

    /// Helper for pickle.
    #[method]
    fn __reduce__(thread: &mut Thread, this: Ref<NativeFunctionObject>) -> PyResult<Value> {
        let name = StrObject::intern(thread, this.definition.get().name)?.value();
        match this.owner.get() {
            None => Ok(name),
            Some(owner) => crate::object::reduce_by_getattr(thread, owner, name),
        }
    }
}

/// The methods of `method_descriptor`.
pub struct MethodDescriptorMethods;

#[pymethods]
impl MethodDescriptorMethods {
    #[slot]
    fn call(thread: &mut Thread, callee: Value, args: Args) -> PyResult<Value> {
        let function = function_of(thread, callee)?;
        let definition = function.definition.get();
        if let Some(owner) = owner_class(function) {
            let name = definition.name;
            match args.positional().first() {
                None => {
                    let owner = owner.short_name();
                    return Err(thread.type_error(format_args!("unbound method {owner}.{name}() needs an argument")));
                }
                Some(receiver) if !class_of(*receiver).is_subtype(owner) => {
                    let (owner, class) = (owner.name_for_message(), class_of(*receiver).name_for_message());
                    return Err(thread.type_error(format_args!(
                        "descriptor '{name}' for '{owner}' objects doesn't apply to a '{class}' object"
                    )));
                }
                Some(_) => {}
            }
        }
        (definition.function)(thread, args)
    }

    #[slot]
    fn descr_get(thread: &mut Thread, this: Value, object: Option<Value>, _class: Value) -> PyResult<Value> {
        let (Some(receiver), Some(function)) = (object, this.downcast::<NativeFunctionObject>()) else {
            return Ok(this);
        };
        if let Some(owner) = owner_class(function)
            && !class_of(receiver).is_subtype(owner)
        {
            let (name, owner) = (function.definition.get().name, owner.name_for_message());
            let class = class_of(receiver).name_for_message();
            return Err(thread.type_error(format_args!(
                "descriptor '{name}' for '{owner}' objects doesn't apply to a '{class}' object"
            )));
        }
        let bound = NativeFunctionObject::new(thread, function.definition.get(), None)?;
        bound.owner.set(bound, Some(receiver));
        Ok(bound.value())
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let function = function_of(thread, this)?;
        let owner = owner_class(function).map_or_else(String::new, |c| c.name_for_message());
        let name = function.definition.get().name;
        Ok(StrObject::from_str(thread, &format!("<method '{name}' of '{owner}' objects>"))?.value())
    }

    #[getter]
    fn __name__(_thread: &mut Thread, this: Ref<NativeFunctionObject>) -> &'static str {
        this.definition.get().name
    }

    #[getter]
    fn __qualname__(_thread: &mut Thread, this: Ref<NativeFunctionObject>) -> String {
        let owner = owner_class(this).map_or_else(String::new, |c| c.qualname.get().to_string_lossy());
        format!("{owner}.{}", this.definition.get().name)
    }

    #[getter]
    fn __objclass__(_thread: &mut Thread, this: Ref<NativeFunctionObject>) -> Option<Value> {
        this.owner.get()
    }

    #[getter]
    fn __doc__(thread: &mut Thread, this: Ref<NativeFunctionObject>) -> PyResult<Value> {
        doc_value(thread, this.definition.get())
    }

    #[getter]
    fn __text_signature__(thread: &mut Thread, this: Ref<NativeFunctionObject>) -> PyResult<Value> {
        signature_value(thread, this.definition.get())
    }

    #[method]
    fn __reduce__(thread: &mut Thread, this: Ref<NativeFunctionObject>) -> PyResult<Value> {
        let name = StrObject::intern(thread, this.definition.get().name)?.value();
        let owner = this.owner.get().unwrap_or_else(none);
        crate::object::reduce_by_getattr(thread, owner, name)
    }
}

/// The methods of `classmethod_descriptor`.
pub struct ClassMethodDescriptorMethods;

#[pymethods]
impl ClassMethodDescriptorMethods {
    #[slot]
    fn call(thread: &mut Thread, callee: Value, args: Args) -> PyResult<Value> {
        let function = function_of(thread, callee)?;
        let definition = function.definition.get();
        let name = definition.name;
        let owner = owner_class(function).unwrap_or_else(|| core().types.object.get());
        let class = args.positional().first().copied();
        match class.map(|c| (c, c.downcast::<TypeObject>())) {
            None => {
                let owner = owner.name_for_message();
                Err(thread.type_error(format_args!(
                    "descriptor '{name}' of '{owner}' object needs an argument"
                )))
            }
            Some((_, Some(class))) if class.is_subtype(owner) => (definition.function)(thread, args),
            Some((_, Some(class))) => {
                let (owner, class) = (owner.name_for_message(), class.name_for_message());
                Err(thread.type_error(format_args!(
                    "descriptor '{name}' requires a subtype of '{owner}' but received '{class}'"
                )))
            }
            Some((other, None)) => {
                let class = class_of(other).name_for_message();
                Err(thread.type_error(format_args!(
                    "descriptor '{name}' requires a type but received a '{class}' instance"
                )))
            }
        }
    }

    #[slot]
    fn descr_get(thread: &mut Thread, this: Value, object: Option<Value>, class: Value) -> PyResult<Value> {
        let function = function_of(thread, this)?;
        let class = match (class.downcast::<TypeObject>(), object) {
            (Some(class), _) => class,
            (None, Some(object)) => class_of(object),
            (None, None) => return Ok(this),
        };
        let bound = NativeFunctionObject::new(thread, function.definition.get(), None)?;
        bound.owner.set(bound, Some(class.value()));
        Ok(bound.value())
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        MethodDescriptorMethods::repr(thread, this)
    }

    #[getter]
    fn __name__(_thread: &mut Thread, this: Ref<NativeFunctionObject>) -> &'static str {
        this.definition.get().name
    }

    #[getter]
    fn __qualname__(thread: &mut Thread, this: Ref<NativeFunctionObject>) -> String {
        MethodDescriptorMethods::__qualname__(thread, this)
    }

    #[getter]
    fn __objclass__(_thread: &mut Thread, this: Ref<NativeFunctionObject>) -> Option<Value> {
        this.owner.get()
    }

    #[getter]
    fn __doc__(thread: &mut Thread, this: Ref<NativeFunctionObject>) -> PyResult<Value> {
        doc_value(thread, this.definition.get())
    }

    #[getter]
    fn __text_signature__(thread: &mut Thread, this: Ref<NativeFunctionObject>) -> PyResult<Value> {
        signature_value(thread, this.definition.get())
    }
}

/// Registers the three classes.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    let types = &core().types;
    NativeFunctionMethods::register(thread, types.native_function.get())?;
    MethodDescriptorMethods::register(thread, types.method_descriptor.get())?;
    ClassMethodDescriptorMethods::register(thread, types.classmethod_descriptor.get())
}
