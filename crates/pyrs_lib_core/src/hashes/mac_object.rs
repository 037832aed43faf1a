//! HMAC objects of the modules `_hashlib` and `_hmac`.

use super::function::{FUNCTIONS, Function};
use super::keyed_hash::Mac;
use super::object::hashable;
use pyrs_macros::pymethods;
use pyrs_object::array::RawArray;
use pyrs_object::bytes::BytesObject;
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{Args, PyResult, Raised, Ref, Thread, Value, heap_object};
use std::cell::Cell;

/// An HMAC of the data so far.
#[repr(C)]
pub struct MacObject {
    header: Header,
    state: Field<Option<Ref<RawArray>>>,
    function: Cell<usize>,
}
heap_object!(MacObject, "HMAC", MAC_LAYOUT, [state]);

/// `_hashlib.HMAC`.
pub static HASHLIB_HMAC: NativeClass =
    NativeClass::new("_hashlib", "HMAC", &MAC_LAYOUT).methods(MacMethods::TYPE_METHODS);
/// `_hmac.HMAC`.
pub static HMAC: NativeClass = NativeClass::new("_hmac", "HMAC", &MAC_LAYOUT).methods(MacMethods::TYPE_METHODS);

/// An object of a class.
pub fn new(thread: &mut Thread, class: Ref<TypeObject>, function: Function, mac: Mac) -> PyResult<Ref<MacObject>> {
    let array = RawArray::new(thread, size_of::<Mac>())?;
    let object: Ref<MacObject> = class.allocate_instance(thread)?;
    store(array, mac);
    object.state.set(object, Some(array));
    object.function.set(function.number());
    Ok(object)
}

fn store(array: Ref<RawArray>, mac: Mac) {
    assert!(array.capacity() >= size_of::<Mac>());
    // SAFETY: there is room; nothing else reads the bytes but `load`.
    unsafe { array.data_ptr().cast::<Mac>().write_unaligned(mac) };
}

fn load(array: Ref<RawArray>) -> Mac {
    assert!(array.capacity() >= size_of::<Mac>());
    // SAFETY: `store` wrote a state, which owns no memory, so that a copy is as good.
    unsafe { array.data_ptr().cast::<Mac>().read_unaligned() }
}

#[cold]
fn no_state(thread: &mut Thread) -> Raised {
    thread.type_error(format_args!("an initialised HMAC object is required"))
}

fn state(thread: &mut Thread, this: Ref<MacObject>) -> PyResult<(Ref<RawArray>, Mac)> {
    match this.state.get() {
        Some(array) => Ok((array, load(array))),
        None => Err(no_state(thread)),
    }
}

fn function(this: Ref<MacObject>) -> Function {
    FUNCTIONS.get(this.function.get()).copied().unwrap_or(FUNCTIONS[0])
}

/// The data of a message or key.
pub fn message(thread: &mut Thread, data: Value) -> PyResult<Vec<u8>> {
    match hashable(thread, data)? {
        Some(data) => Ok(data.to_vec()),
        None => Err(thread.type_error(format_args!("object supporting the buffer API required"))),
    }
}

/// Holds the methods.
pub struct MacMethods;

/// A keyed hash of data that comes in parts.
#[pymethods]
impl MacMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, _args: Args) -> PyResult<Value> {
        let name = match class.downcast::<TypeObject>() {
            Some(class) => class.name_for_message(),
            None => "HMAC".to_owned(),
        };
        Err(thread.type_error(format_args!("cannot create '{name}' instances")))
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let Some(object) = this.downcast::<MacObject>() else {
            return Err(no_state(thread));
        };
        let text = format!("<{} HMAC object @ {:#x}>", function(object).name(), object.address());
        Ok(pyrs_object::str::StrObject::from_str(thread, &text)?.value())
    }

    /// Add data.
    #[method(keywords = "msg")]
    fn update(thread: &mut Thread, this: Ref<MacObject>, msg: Value) -> PyResult<()> {
        let data = message(thread, msg)?;
        let (array, mut mac) = state(thread, this)?;
        mac.update(&data);
        store(array, mac);
        Ok(())
    }

    /// The result as bytes.
    #[method]
    fn digest(thread: &mut Thread, this: Ref<MacObject>) -> PyResult<Ref<BytesObject>> {
        let (_, mac) = state(thread, this)?;
        BytesObject::new(thread, &mac.finish())
    }

    /// The result as hexadecimal digits.
    #[method]
    fn hexdigest(thread: &mut Thread, this: Ref<MacObject>) -> PyResult<String> {
        let (_, mac) = state(thread, this)?;
        Ok(mac.finish().iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// An independent object in the same state.
    #[method]
    fn copy(thread: &mut Thread, this: Ref<MacObject>) -> PyResult<Ref<MacObject>> {
        let (_, mac) = state(thread, this)?;
        new(thread, class_of(this.value()), function(this), mac)
    }

    #[getter]
    fn name(_thread: &mut Thread, this: Ref<MacObject>) -> String {
        format!("hmac-{}", function(this).name())
    }

    #[getter]
    fn digest_size(_thread: &mut Thread, this: Ref<MacObject>) -> usize {
        function(this).digest_size()
    }

    #[getter]
    fn block_size(_thread: &mut Thread, this: Ref<MacObject>) -> usize {
        function(this).block_size()
    }
}
