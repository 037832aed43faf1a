//! Attributes and identity: `getattr`, `hasattr`, `setattr`, `delattr`, `callable`, `hash`, `id`, `len`.

use pyrs_macros::pymodule;
use pyrs_object::str::StrObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{PyResult, Ref, Thread, Value};

/// An attribute name: a string, interned as look-ups want it.
#[inline]
fn attribute_name(thread: &mut Thread, name: Value) -> PyResult<Ref<StrObject>> {
    match name.downcast::<StrObject>() {
        Some(name) => name.interned(thread),
        None => {
            let class = class_of(name).name_for_message();
            Err(thread.type_error(format_args!("attribute name must be string, not '{class}'")))
        }
    }
}

/// The functions.
#[pymodule(name = "builtins")]
pub mod functions {
    use super::attribute_name;
    use pyrs_object::type_object::class_of;
    use pyrs_object::{PyResult, Thread, Value, core, protocol};

    /// Return the number of items in a container.
    #[function]
    fn len(thread: &mut Thread, obj: Value) -> PyResult<usize> {
        protocol::len(thread, obj)
    }

    /// Get a named attribute from an object.
    ///
    /// getattr(x, 'y') is equivalent to ``x.y``. When a default argument is given, it
    /// is returned when the attribute doesn't exist; without it, an exception is raised.
    #[function]
    fn getattr(thread: &mut Thread, object: Value, name: Value, default: Option<Value>) -> PyResult<Value> {
        let name = attribute_name(thread, name)?;
        match default {
            None => protocol::getattr(thread, object, name),
            Some(default) => Ok(protocol::getattr_optional(thread, object, name)?.unwrap_or(default)),
        }
    }

    /// Return whether the object has an attribute with the given name.
    ///
    /// This is done by calling getattr(obj, name) and catching AttributeError.
    #[function]
    fn hasattr(thread: &mut Thread, obj: Value, name: Value) -> PyResult<bool> {
        let name = attribute_name(thread, name)?;
        Ok(protocol::getattr_optional(thread, obj, name)?.is_some())
    }

    /// Sets the named attribute on the given object to the specified value.
    ///
    /// setattr(x, 'y', v) is equivalent to ``x.y = v``
    #[function]
    fn setattr(thread: &mut Thread, obj: Value, name: Value, value: Value) -> PyResult<()> {
        let name = attribute_name(thread, name)?;
        protocol::setattr(thread, obj, name, Some(value))
    }

    /// Deletes the named attribute from the given object.
    ///
    /// delattr(x, 'y') is equivalent to ``del x.y``
    #[function]
    fn delattr(thread: &mut Thread, obj: Value, name: Value) -> PyResult<()> {
        let name = attribute_name(thread, name)?;
        protocol::setattr(thread, obj, name, None)
    }

    /// Return whether the object is callable (i.e., some kind of function).
    ///
    /// Note that classes are callable, as are instances of classes with a
    /// __call__() method.
    #[function(flags = "LEAF|NO_GC")]
    fn callable(_thread: &mut Thread, obj: Value) -> bool {
        class_of(obj).slot(|s| s.call).is_some()
    }

    /// Return the hash value for the given object.
    ///
    /// Two objects that compare equal must also have the same hash value, but the
    /// reverse is not necessarily true.
    #[function]
    fn hash(thread: &mut Thread, obj: Value) -> PyResult<i64> {
        protocol::hash(thread, obj)
    }

    /// Return the identity of an object.
    ///
    /// This is guaranteed to be unique among simultaneously existing objects.
    #[function(flags = "LEAF")]
    fn id(_thread: &mut Thread, obj: Value) -> u64 {
        // Immediates are told apart from addresses by their low bits.
        obj.bits()
    }

    /// Invoke the breakpoint hook.
    ///
    /// Call sys.breakpointhook() with args and kws. sys.breakpointhook() must accept
    /// whatever arguments are passed.
    #[function]
    fn breakpoint(thread: &mut Thread, args: pyrs_object::Args) -> PyResult<Value> {
        let hook = crate::functions::print::system_attribute(thread, "breakpointhook")?;
        match hook {
            Some(hook) => protocol::call_args(thread, hook, args),
            None => Err(thread.runtime_error(format_args!("lost sys.breakpointhook"))),
        }
    }

    /// Return an AsyncIterator for an AsyncIterable object.
    #[function]
    fn aiter(thread: &mut Thread, async_iterable: Value) -> PyResult<Value> {
        let Some(aiter) = class_of(async_iterable).slot(|s| s.aiter) else {
            let class = class_of(async_iterable).name_for_message();
            return Err(thread.type_error(format_args!("'{class}' object is not an async iterable")));
        };
        let iterator = aiter(thread, async_iterable)?;
        if class_of(iterator).slot(|s| s.anext).is_none()
            && class_of(iterator).lookup(core().names.anext.get()).is_none()
        {
            let class = class_of(iterator).name_for_message();
            return Err(thread.type_error(format_args!("aiter() returned not an async iterator of type '{class}'")));
        }
        Ok(iterator)
    }
}
