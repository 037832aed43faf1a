//! Short forms of the operations by which native modules reach objects that may be Python's: attributes and methods by
//! name, and the arguments of slots.

use pyrs_object::convert::{self, Receiver, Signature};
use pyrs_object::core::core;
use pyrs_object::module::ModuleObject;
pub use pyrs_object::module::{import, loaded_module};
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, protocol};

/// `object.name`.
pub fn attribute(thread: &mut Thread, object: Value, name: &str) -> PyResult<Value> {
    let name = StrObject::intern(thread, name)?;
    protocol::getattr(thread, object, name)
}

/// `object.name`, or `None` where that raises AttributeError.
pub fn attribute_optional(thread: &mut Thread, object: Value, name: &str) -> PyResult<Option<Value>> {
    let name = StrObject::intern(thread, name)?;
    protocol::getattr_optional(thread, object, name)
}

/// `object.name = value`.
pub fn set_attribute(thread: &mut Thread, object: Value, name: &str, value: Value) -> PyResult<()> {
    let name = StrObject::intern(thread, name)?;
    protocol::setattr(thread, object, name, Some(value))
}

/// `object.name(*args)`.
pub fn method(thread: &mut Thread, object: Value, name: &str, args: &[Value]) -> PyResult<Value> {
    let name = StrObject::intern(thread, name)?;
    protocol::call_method(thread, object, name, args)
}

/// `callee(*positional, **keywords)`; the values of the keywords come last in `all`.
pub fn call_keywords(thread: &mut Thread, callee: Value, all: &[Value], keywords: &[&str]) -> PyResult<Value> {
    let names = TupleObject::with_length(thread, keywords.len())?;
    for (i, keyword) in keywords.iter().enumerate() {
        let keyword = StrObject::intern(thread, keyword)?;
        names.initialise_item(i, keyword.value());
    }
    protocol::call_args(thread, callee, Args::new(all, Some(names)))
}

/// A name of the `builtins` module.
pub fn builtin(thread: &mut Thread, name: &str) -> PyResult<Value> {
    let text = StrObject::intern(thread, name)?;
    match core().builtins.get().get_interned(text) {
        Some(value) => Ok(value),
        None => Err(thread.name_error_plain(format_args!("name '{name}' is not defined"))),
    }
}

/// A name of the `sys` module, if the module and the name are there.
pub fn sys_attribute(thread: &mut Thread, name: &str) -> PyResult<Option<Value>> {
    let Some(sys) = loaded_module(thread, "sys")?.and_then(|v| v.downcast::<ModuleObject>()) else {
        return Ok(None);
    };
    let name = StrObject::intern(thread, name)?;
    Ok(sys.dict.get().get_interned(name))
}

/// The signature of a slot's arguments, which come without receiver.
pub const fn slot_signature(
    name: &'static str,
    parameters: &'static [&'static str],
    required: usize,
    keywords_from: usize,
) -> Signature {
    Signature {
        name,
        module: "",
        receiver: Receiver::Static,
        parameters,
        required: (1 << required) - 1,
        keywords_from,
        keyword_only_from: parameters.len(),
    }
}

/// Binds the arguments of a slot.
pub fn bind<const N: usize>(
    thread: &mut Thread,
    signature: &'static Signature,
    args: Args,
) -> PyResult<[Option<Value>; N]> {
    let mut values = [None; N];
    convert::bind(thread, signature, args, &mut values)?;
    Ok(values)
}

/// The text of an argument that must be a str.
pub fn expect_str(thread: &mut Thread, function: &str, argument: &str, value: Value) -> PyResult<Ref<StrObject>> {
    match value.downcast::<StrObject>() {
        Some(text) => Ok(text),
        None => {
            let class = if value == pyrs_object::none() {
                "None".to_owned()
            } else {
                class_of(value).name_for_message()
            };
            Err(thread.type_error(format_args!(
                "{function}() argument '{argument}' must be str, not {class}"
            )))
        }
    }
}

/// An argument where None means absent.
pub fn given(value: Option<Value>) -> Option<Value> {
    value.filter(|value| *value != pyrs_object::none())
}

/// The reference to an object that a method has only borrowed, to store into its fields.
pub fn heap_ref<T: pyrs_object::HeapObject>(object: &T) -> Ref<T> {
    // SAFETY: values of these types exist in the heap only.
    unsafe { Ref::from_address(object as *const T as u64) }
}
