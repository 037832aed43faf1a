//! The memory of bytes-like arguments.
//!
//! bytes and bytearray are used in place, every other object through a memoryview of it, which is released afterwards.
//! Data is borrowed only while no Python code can run.

use pyrs_object::bytes::{ByteArrayObject, BytesObject, as_bytes};
use pyrs_object::memory_view::{MemoryViewObject, exporter_of};
use pyrs_object::str::StrObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{PyResult, Raised, Ref, Thread, Value, core, protocol};

/// A bytes-like object that is being read or written.
pub enum Buffer {
    /// bytes or bytearray.
    Plain(Value),
    /// A view that was made of another object.
    View(Ref<MemoryViewObject>),
}

impl Buffer {
    /// The bytes; none of a view that is not contiguous.
    pub fn data(&self) -> &[u8] {
        match self {
            Buffer::Plain(value) => as_bytes(value).unwrap_or(&[]),
            Buffer::View(view) => view.contiguous_bytes().unwrap_or(&[]),
        }
    }

    /// The bytes for writing: `None` for what cannot be written.
    #[allow(clippy::mut_from_ref)]
    pub fn data_mut(&self) -> Option<&mut [u8]> {
        match self {
            Buffer::Plain(value) => {
                let array = value.downcast::<ByteArrayObject>()?;
                // SAFETY: the value keeps the array alive; nobody resizes it while the slice is in use.
                Some(unsafe { &mut *(array.data_mut() as *mut [u8]) })
            }
            Buffer::View(view) if view.is_readonly() || !view.is_c_contiguous() => None,
            Buffer::View(view) => match view.byte_count() {
                0 => Some(&mut []),
                // SAFETY: the view keeps its owner, which keeps the memory where it is; one thread runs.
                count => Some(unsafe { std::slice::from_raw_parts_mut(view.data(), count) }),
            },
        }
    }

    /// A copy, for work during which Python code may run.
    pub fn to_vec(&self) -> Vec<u8> {
        self.data().to_vec()
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        if let Buffer::View(view) = self {
            view.release();
        }
    }
}

/// The memory of an object, or `None` if it has none.
pub fn try_readable(thread: &mut Thread, value: Value) -> PyResult<Option<Buffer>> {
    if value.downcast::<BytesObject>().is_some() || value.downcast::<ByteArrayObject>().is_some() {
        return Ok(Some(Buffer::Plain(value)));
    }
    let special = StrObject::intern(thread, "__buffer__")?;
    let lends = value.downcast::<MemoryViewObject>().is_some()
        || exporter_of(value).is_some()
        || class_of(value).lookup(special).is_some();
    if !lends {
        return Ok(None);
    }
    let name = StrObject::intern(thread, "memoryview")?;
    let Some(class) = core().builtins.get().get_interned(name) else {
        return Ok(None);
    };
    let view = protocol::call(thread, class, &[value])?;
    match view.downcast::<MemoryViewObject>() {
        Some(view) if view.is_c_contiguous() => Ok(Some(Buffer::View(view))),
        _ => Err(thread.buffer_error(format_args!("memoryview: underlying buffer is not C-contiguous"))),
    }
}

/// The memory of a bytes-like argument.
pub fn readable(thread: &mut Thread, value: Value) -> PyResult<Buffer> {
    match try_readable(thread, value)? {
        Some(buffer) => Ok(buffer),
        None => Err(not_bytes_like(thread, value)),
    }
}

/// The memory of an argument that is written.
pub fn writable(thread: &mut Thread, value: Value) -> PyResult<Buffer> {
    if let Some(buffer) = try_readable(thread, value)?
        && buffer.data_mut().is_some()
    {
        return Ok(buffer);
    }
    let class = class_of(value).name_for_message();
    Err(thread.type_error(format_args!(
        "argument must be read-write bytes-like object, not {class}"
    )))
}

#[cold]
fn not_bytes_like(thread: &mut Thread, value: Value) -> Raised {
    let class = class_of(value).name_for_message();
    thread.type_error(format_args!("a bytes-like object is required, not '{class}'"))
}
