//! `zlib.Compress`: what `compressobj` makes.

use super::errors::raise;
use super::objects::{Owned, adopt};
use super::stream::{Stream, code};
use crate::buffer::readable;
use pyrs_macros::pymethods;
use pyrs_object::bytes::BytesObject;
use pyrs_object::header::Header;
use pyrs_object::native_class::NativeClass;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, heap_object};

/// A compressor.
#[repr(C)]
pub struct CompressObject {
    header: Header,
    stream: Owned,
}
heap_object!(CompressObject, "zlib.Compress", COMPRESS_LAYOUT, [], drop = release);

unsafe fn release(object: *mut u8) {
    // SAFETY: called for dead compressors only.
    unsafe { (*(object as *const CompressObject)).stream.release() };
}

/// `zlib.Compress`.
pub static COMPRESS: NativeClass =
    NativeClass::new("zlib", "Compress", &COMPRESS_LAYOUT).methods(CompressMethods::TYPE_METHODS);

/// An object for a stream.
pub fn new(thread: &mut Thread, stream: Stream) -> PyResult<Ref<CompressObject>> {
    let object: Ref<CompressObject> = COMPRESS.get().allocate_instance(thread)?;
    adopt(thread, object, &object.stream, stream);
    Ok(object)
}

/// Compresses all of the input; the library's last code tells how it went.
pub fn run(stream: &mut Stream, input: &[u8], flush: i32) -> (i32, Vec<u8>) {
    let (mut output, mut position) = (Vec::new(), 0);
    loop {
        let room = output.len().clamp(16 * 1024, 1 << 24);
        let result = stream.step(input, &mut position, &mut output, room, flush);
        if result == code::STREAM_ERROR || position == input.len() && !stream.is_full() || result == code::STREAM_END {
            return (result, output);
        }
    }
}

fn copy(thread: &mut Thread, this: Ref<CompressObject>) -> PyResult<Ref<CompressObject>> {
    match this.stream.get().map(Stream::copy) {
        Some(Ok(stream)) => new(thread, stream),
        Some(Err(code::MEM_ERROR)) => Err(thread.memory_error()),
        _ => Err(thread.value_error(format_args!("Inconsistent stream state"))),
    }
}

struct CompressMethods;

#[pymethods]
impl CompressMethods {
    #[slot]
    fn new(thread: &mut Thread, _class: Value, _args: Args) -> PyResult<Value> {
        Err(thread.type_error(format_args!("cannot create 'zlib.Compress' instances")))
    }

    /// Takes data in; returns what is compressed so far.
    #[method]
    fn compress(thread: &mut Thread, this: Ref<CompressObject>, data: Value) -> PyResult<Ref<BytesObject>> {
        let data = readable(thread, data)?;
        let Some(stream) = this.stream.get() else {
            return Err(raise(thread, None, code::STREAM_ERROR, "while compressing data"));
        };
        let (result, output) = run(stream, data.data(), code::NO_FLUSH);
        if result == code::STREAM_ERROR {
            return Err(raise(thread, Some(stream), result, "while compressing data"));
        }
        BytesObject::new(thread, &output)
    }

    /// Returns what is left; the stream ends, unless another mode is given.
    #[method(signature = "(mode=zlib.Z_FINISH, /)")]
    fn flush(thread: &mut Thread, this: Ref<CompressObject>, mode: Option<i32>) -> PyResult<Ref<BytesObject>> {
        let mode = mode.unwrap_or(code::FINISH);
        if mode == code::NO_FLUSH {
            return BytesObject::new(thread, &[]);
        }
        let Some(stream) = this.stream.get() else {
            return Err(raise(thread, None, code::STREAM_ERROR, "while flushing"));
        };
        let (result, output) = run(stream, &[], mode);
        match result {
            code::STREAM_END if mode == code::FINISH => this.stream.release(),
            code::OK | code::BUF_ERROR => {}
            error => return Err(raise(thread, Some(stream), error, "while flushing")),
        }
        BytesObject::new(thread, &output)
    }

    /// An independent compressor in the same state.
    #[method]
    fn copy(thread: &mut Thread, this: Ref<CompressObject>) -> PyResult<Ref<CompressObject>> {
        copy(thread, this)
    }
    #[method(name = "__copy__")]
    fn dunder_copy(thread: &mut Thread, this: Ref<CompressObject>) -> PyResult<Ref<CompressObject>> {
        copy(thread, this)
    }
    #[method(name = "__deepcopy__", signature = "(memo, /)")]
    fn deepcopy(thread: &mut Thread, this: Ref<CompressObject>, _memo: Value) -> PyResult<Ref<CompressObject>> {
        copy(thread, this)
    }
}
