//! Bytes-like arguments: reading their data, and filling writable ones.
//!
//! bytes and bytearray are read and written in place. Other exporters of the buffer protocol go through `memoryview`
//! with a copy.

use crate::invoke;
use pyrs_object::bytes::{ByteArrayObject, BytesObject, as_bytes};
use pyrs_object::range::SliceObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{PyResult, Ref, Thread, Value, none, protocol};

/// A bytes-like object as bytes or bytearray: itself, or a copy of its data.
pub fn readable(thread: &mut Thread, value: Value) -> PyResult<Value> {
    if as_bytes(&value).is_some() {
        return Ok(value);
    }
    match try_view(thread, value)? {
        Some(view) => invoke::method(thread, view, "tobytes", &[]),
        None => {
            let class = class_of(value).name_for_message();
            Err(thread.type_error(format_args!("a bytes-like object is required, not '{class}'")))
        }
    }
}

/// A memoryview of an object, or `None` if it exports no buffer.
pub fn try_view(thread: &mut Thread, value: Value) -> PyResult<Option<Value>> {
    let class = class_of(value);
    let text = class.name.get();
    let has_buffer = text.equals_str("memoryview") || text.equals_str("array") || text.equals_str("mmap");
    let special = pyrs_object::str::StrObject::intern(thread, "__buffer__")?;
    if !has_buffer && class.lookup(special).is_none() {
        return Ok(None);
    }
    let memoryview = invoke::builtin(thread, "memoryview")?;
    protocol::call(thread, memoryview, &[value]).map(Some)
}

/// The data of a value that [`readable`] returned.
pub fn data(value: &Value) -> &[u8] {
    as_bytes(value).unwrap_or(&[])
}

/// A writable bytes-like argument.
pub enum Target {
    /// A bytearray.
    Array(Ref<ByteArrayObject>),
    /// A memoryview of bytes, and its length.
    View(Value, usize),
}

impl Target {
    /// The target of `readinto`.
    pub fn new(thread: &mut Thread, function: &str, value: Value) -> PyResult<Target> {
        if let Some(array) = value.downcast::<ByteArrayObject>() {
            return Ok(Target::Array(array));
        }
        if value.downcast::<BytesObject>().is_none()
            && let Some(view) = try_view(thread, value)?
        {
            let read_only = invoke::attribute(thread, view, "readonly")?;
            if !protocol::truth(thread, read_only)? {
                let format = pyrs_object::str::StrObject::intern(thread, "B")?;
                let view = invoke::method(thread, view, "cast", &[format.value()])?;
                let length = protocol::len(thread, view)?;
                return Ok(Target::View(view, length));
            }
        }
        let class = class_of(value).name_for_message();
        Err(thread.type_error(format_args!(
            "{function}() argument must be read-write bytes-like object, not {class}"
        )))
    }

    /// Bytes that fit.
    pub fn len(&self) -> usize {
        match self {
            Target::Array(array) => array.len(),
            Target::View(_, length) => *length,
        }
    }

    /// Whether nothing fits.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Writes data to the start.
    pub fn fill(&self, thread: &mut Thread, data: &[u8]) -> PyResult<()> {
        match self {
            Target::Array(array) => {
                let count = data.len().min(array.len());
                array.data_mut()[..count].copy_from_slice(&data[..count]);
                Ok(())
            }
            Target::View(view, length) => {
                let count = data.len().min(*length);
                let bytes = BytesObject::new(thread, &data[..count])?;
                let end = Value::small_int(count as i64);
                let range = SliceObject::new(thread, none(), end, none())?;
                protocol::setitem(thread, *view, range.value(), Some(bytes.value()))
            }
        }
    }
}
