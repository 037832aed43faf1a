//! `MemoryBIO`: a buffer between TLS and whatever carries the bytes.

use super::errors;
use super::ffi::{self, code};
use pyrs_lib_core::buffer;
use pyrs_macros::pymethods;
use pyrs_object::bytes::BytesObject;
use pyrs_object::header::{Header, Ref};
use pyrs_object::native_class::{NativeClass, allocate};
use pyrs_object::{Args, PyResult, Thread, Value, heap_object};
use std::cell::Cell;

/// A buffer.
#[repr(C)]
pub struct MemoryBioObject {
    header: Header,
    /// OpenSSL's buffer, of which the object has a count of its own.
    pointer: Cell<*mut ffi::BIO>,
    ended: Cell<u64>,
}
heap_object!(MemoryBioObject, "_ssl.MemoryBIO", MEMORY_BIO_LAYOUT, [], drop = release);

/// `_ssl.MemoryBIO`.
pub static MEMORY_BIO: NativeClass = NativeClass::new("_ssl", "MemoryBIO", &MEMORY_BIO_LAYOUT)
    .subclassable()
    .methods(MemoryBioMethods::TYPE_METHODS);

unsafe fn release(object: *mut u8) {
    // SAFETY: called for dead buffers only, once; null is ignored.
    unsafe {
        ffi::BIO_free(
            (*(object as *const MemoryBioObject))
                .pointer
                .replace(std::ptr::null_mut()),
        )
    };
}

/// Bytes that wait in a buffer of OpenSSL's.
///
/// # Safety
/// The buffer is open.
unsafe fn waiting(bio: *mut ffi::BIO) -> usize {
    // SAFETY: promised by the caller.
    unsafe { ffi::BIO_ctrl(bio, code::BIO_CTRL_PENDING, 0, std::ptr::null_mut()) as usize }
}

impl MemoryBioObject {
    /// OpenSSL's buffer.
    pub fn pointer(&self) -> *mut ffi::BIO {
        self.pointer.get()
    }
}

/// A temporary buffer in memory, into which OpenSSL writes texts.
pub struct Scratch(pub *mut ffi::BIO);

impl Scratch {
    /// An empty buffer.
    pub fn new() -> Scratch {
        // SAFETY: a new buffer, or null if memory is out, which all users take for a failure.
        Scratch(unsafe { ffi::BIO_new(ffi::BIO_s_mem()) })
    }

    /// Takes what was written.
    pub fn take(&self) -> Vec<u8> {
        // SAFETY: the buffer is open or null; there is room for what waits.
        unsafe {
            if self.0.is_null() {
                return Vec::new();
            }
            let mut data = vec![0u8; waiting(self.0)];
            let count = ffi::BIO_read(self.0, data.as_mut_ptr().cast(), data.len() as i32);
            data.truncate(count.max(0) as usize);
            data
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // SAFETY: the buffer is this one's own.
        unsafe { ffi::BIO_free(self.0) };
    }
}

/// Holds the methods of buffers.
pub struct MemoryBioMethods;

#[pymethods]
impl MemoryBioMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        if !args.all().is_empty() {
            let given = args.all().len();
            return Err(thread.type_error(format_args!("MemoryBIO() takes no arguments ({given} given)")));
        }
        let this: Ref<MemoryBioObject> = allocate(thread, class)?;
        // SAFETY: a new buffer, which becomes the object's own.
        let pointer = unsafe { ffi::BIO_new(ffi::BIO_s_mem()) };
        if pointer.is_null() {
            return Err(thread.memory_error());
        }
        // An empty buffer is to be tried again, until its end was written. SAFETY: the buffer is open.
        unsafe { ffi::BIO_ctrl(pointer, code::BIO_SET_MEM_EOF_RETURN, -1, std::ptr::null_mut()) };
        this.pointer.set(pointer);
        // SAFETY: the layout has a drop function, and the object is registered once.
        unsafe { thread.heap().register_drop(this.as_ptr().cast()) };
        Ok(this.value())
    }

    /// Takes at most so many bytes out.
    #[method(signature = "($self, size=-1, /)")]
    fn read(thread: &mut Thread, this: Ref<MemoryBioObject>, size: Option<i32>) -> PyResult<Value> {
        // SAFETY: the buffer is open.
        let there = unsafe { waiting(this.pointer()) };
        let size = usize::try_from(size.unwrap_or(-1)).map_or(there, |size| size.min(there));
        let mut data = vec![0u8; size];
        if size > 0 {
            // SAFETY: there is room for so many bytes.
            let count = unsafe { ffi::BIO_read(this.pointer(), data.as_mut_ptr().cast(), size as i32) };
            if count < 0 {
                return Err(errors::of_queue(thread));
            }
            data.truncate(count as usize);
        }
        Ok(BytesObject::new(thread, &data)?.value())
    }

    /// Puts bytes in.
    #[method(signature = "($self, b, /)")]
    fn write(thread: &mut Thread, this: Ref<MemoryBioObject>, b: Value) -> PyResult<i32> {
        let data = buffer::readable(thread, b)?;
        if data.data().len() > i32::MAX as usize {
            return Err(thread.overflow_error(format_args!("string longer than 2147483647 bytes")));
        }
        if this.ended.get() != 0 {
            return Err(errors::bare(thread, "cannot write() after write_eof()"));
        }
        if data.data().is_empty() {
            return Ok(0);
        }
        // SAFETY: the data have the length given.
        let count = unsafe { ffi::BIO_write(this.pointer(), data.data().as_ptr().cast(), data.data().len() as i32) };
        if count < 0 {
            return Err(errors::of_queue(thread));
        }
        Ok(count)
    }

    /// Says that nothing comes any more.
    #[method]
    fn write_eof(_thread: &mut Thread, this: Ref<MemoryBioObject>) {
        this.ended.set(1);
        // SAFETY: the buffer is open.
        unsafe {
            ffi::BIO_clear_flags(this.pointer(), code::BIO_FLAGS_RETRY);
            ffi::BIO_ctrl(this.pointer(), code::BIO_SET_MEM_EOF_RETURN, 0, std::ptr::null_mut());
        }
    }

    /// How many bytes are in it.
    #[getter]
    fn pending(_thread: &mut Thread, this: Ref<MemoryBioObject>) -> usize {
        // SAFETY: the buffer is open.
        unsafe { waiting(this.pointer()) }
    }

    /// Whether its end has been reached.
    #[getter]
    fn eof(_thread: &mut Thread, this: Ref<MemoryBioObject>) -> bool {
        // SAFETY: the buffer is open.
        this.ended.get() != 0 && unsafe { waiting(this.pointer()) } == 0
    }
}
