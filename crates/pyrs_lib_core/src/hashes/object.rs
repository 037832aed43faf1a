//! Hash objects, and what their methods have in common.

use super::algorithm::State;
use crate::buffer;
use crate::collect::wrong_receiver;
use pyrs_object::array::RawArray;
use pyrs_object::bytes::BytesObject;
use pyrs_object::header::{Field, Header};
use pyrs_object::str::StrObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, heap_object, protocol};

/// A hash object; its class says which function it is.
#[repr(C)]
pub struct HashObject {
    header: Header,
    state: Field<Option<Ref<RawArray>>>,
}
heap_object!(HashObject, "_hashlib.HASH", HASH_LAYOUT, [state]);

/// Writes a state.
pub fn store(array: Ref<RawArray>, state: State) {
    assert!(array.capacity() >= size_of::<State>());
    // SAFETY: there is room; nothing else reads the bytes but `load`.
    unsafe { array.data_ptr().cast::<State>().write_unaligned(state) };
}

/// Reads a state.
pub fn load(array: Ref<RawArray>) -> State {
    assert!(array.capacity() >= size_of::<State>());
    // SAFETY: `store` wrote a state, which owns no memory, so that a copy is as good.
    unsafe { array.data_ptr().cast::<State>().read_unaligned() }
}

/// A hash object that has been given `data`.
pub fn new(thread: &mut Thread, class: Ref<TypeObject>, state: State, data: Option<Value>) -> PyResult<Value> {
    let array = RawArray::new(thread, size_of::<State>())?;
    store(array, state);
    let object: Ref<HashObject> = class.allocate_instance(thread)?;
    object.state.set(object, Some(array));
    if let Some(data) = data {
        update(thread, object, data)?;
    }
    Ok(object.value())
}

/// The state.
pub fn state_of(thread: &mut Thread, this: Ref<HashObject>) -> PyResult<State> {
    match this.state.get() {
        Some(array) => Ok(load(array)),
        None => Err(wrong_receiver(thread, "_hashlib.HASH", this.value())),
    }
}

/// Adds data.
pub fn update(thread: &mut Thread, this: Ref<HashObject>, data: Value) -> PyResult<()> {
    let Some(data) = hashable(thread, data)? else {
        return Err(thread.type_error(format_args!("object supporting the buffer API required")));
    };
    let mut state = state_of(thread, this)?;
    state.update(data.data());
    if let Some(array) = this.state.get() {
        store(array, state);
    }
    Ok(())
}

/// The memory of data that can be hashed, if it has some; strings are refused.
pub fn hashable(thread: &mut Thread, data: Value) -> PyResult<Option<buffer::Buffer>> {
    if data.downcast::<StrObject>().is_some() {
        return Err(thread.type_error(format_args!("Strings must be encoded before hashing")));
    }
    buffer::try_readable(thread, data)
}

/// A second object with the same state.
pub fn copy(thread: &mut Thread, this: Ref<HashObject>) -> PyResult<Value> {
    let state = state_of(thread, this)?;
    new(thread, class_of(this.value()), state, None)
}

/// The result as bytes.
pub fn digest(thread: &mut Thread, this: Ref<HashObject>, length: usize) -> PyResult<Ref<BytesObject>> {
    let out = state_of(thread, this)?.finish(length);
    BytesObject::new(thread, &out)
}

/// The result as text.
pub fn hex_digest(thread: &mut Thread, this: Ref<HashObject>, length: usize) -> PyResult<String> {
    let out = state_of(thread, this)?.finish(length);
    let text = pyrs_text::hexadecimal::encode(&out, None, 0);
    Ok(text.into_iter().map(char::from).collect())
}

/// The data that a constructor `(data=b'', *, usedforsecurity=True, string=None)` was given; `other` sees the keyword
/// arguments that are left, and says whether it knows them.
pub fn constructor_data(
    thread: &mut Thread,
    function: &str,
    args: Args,
    mut other: impl FnMut(&mut Thread, &str, Value) -> PyResult<bool>,
) -> PyResult<Option<Value>> {
    let count = args.positional().len();
    if count > 1 {
        return Err(thread.type_error(format_args!(
            "{function}() takes at most 1 positional argument ({count} given)"
        )));
    }
    let (mut data, mut string) = (args.positional().first().copied(), None);
    for (name, value) in args.keywords() {
        let name = name.to_string_lossy();
        match name.as_str() {
            "data" if data.is_some() => {
                return Err(thread.type_error(format_args!(
                    "argument for {function}() given by name ('data') and position (1)"
                )));
            }
            "data" => data = Some(value),
            "string" => string = Some(value).filter(|value| *value != pyrs_object::none()),
            "usedforsecurity" => {
                protocol::truth(thread, value)?;
            }
            _ => {
                if !other(thread, &name, value)? {
                    return Err(
                        thread.type_error(format_args!("{function}() got an unexpected keyword argument '{name}'"))
                    );
                }
            }
        }
    }
    if data.is_some() && string.is_some() {
        return Err(thread.type_error(format_args!(
            "'data' and 'string' are mutually exclusive and support for 'string' keyword parameter is slated for removal in a future version."
        )));
    }
    Ok(data.or(string))
}
