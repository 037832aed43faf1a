//! The module `_bz2`: compression by libbz2-rs.

mod stream;

use crate::buffer::readable;
use crate::compression::{self, bytes_or_empty, joined, left_over};
use crate::owned::Owned;
use pyrs_macros::{pymethods, pymodule};
use pyrs_object::bytes::BytesObject;
use pyrs_object::convert::{Signature, bind_slot};
use pyrs_object::header::{Field, Header};
use pyrs_object::module::ModuleObject;
use pyrs_object::native_class::{NativeClass, allocate};
use pyrs_object::type_object::class_of;
use pyrs_object::{Args, PyResult, Raised, Ref, Thread, Value, heap_object, protocol};
use std::cell::Cell;
use stream::{Stream, code};

/// Bytes that a stream takes outside of the heap, roughly.
const STREAM_BYTES: usize = 4 << 20;

#[cold]
fn raise(thread: &mut Thread, error: i32) -> Raised {
    match error {
        code::PARAM_ERROR => thread.value_error(format_args!("Internal error - invalid parameters passed to libbzip2")),
        code::MEM_ERROR => thread.memory_error(),
        code::DATA_ERROR | code::DATA_ERROR_MAGIC => thread.os_error_plain(format_args!("Invalid data stream")),
        code::IO_ERROR => thread.os_error_plain(format_args!("Unknown I/O error")),
        code::UNEXPECTED_EOF => thread.eof_error(format_args!(
            "Compressed file ended before the logical end-of-stream was detected"
        )),
        code::SEQUENCE_ERROR => thread.runtime_error(format_args!(
            "Internal error - Invalid sequence of commands sent to libbzip2"
        )),
        error => thread.os_error_plain(format_args!("Unrecognized error from libbzip2: {error}")),
    }
}

#[cold]
fn no_pickle(thread: &mut Thread, this: Value) -> Raised {
    let class = class_of(this).name_for_message();
    thread.type_error(format_args!("cannot pickle '{class}' object"))
}

/// A compressor.
#[repr(C)]
pub struct CompressorObject {
    header: Header,
    stream: Owned<Stream>,
}
heap_object!(
    CompressorObject,
    "_bz2.BZ2Compressor",
    COMPRESSOR_LAYOUT,
    [],
    drop = release_compressor
);

unsafe fn release_compressor(object: *mut u8) {
    // SAFETY: called for dead compressors only.
    unsafe { (*(object as *const CompressorObject)).stream.release() };
}

static COMPRESSOR: NativeClass =
    NativeClass::new("_bz2", "BZ2Compressor", &COMPRESSOR_LAYOUT).methods(CompressorMethods::TYPE_METHODS);
static NEW_COMPRESSOR: Signature = Signature::of_positional_slot("BZ2Compressor", &["compresslevel"], 0);

fn run(thread: &mut Thread, this: Ref<CompressorObject>, input: &[u8], finish: bool) -> PyResult<Ref<BytesObject>> {
    let Some(stream) = this.stream.get() else {
        let what = if finish {
            "Repeated call to flush()"
        } else {
            "Compressor has been flushed"
        };
        return Err(thread.value_error(format_args!("{what}")));
    };
    stream.action = if finish { code::FINISH } else { code::RUN };
    match compression::compress(stream, input, finish) {
        Ok(output) => {
            if finish {
                this.stream.release();
            }
            BytesObject::new(thread, &output)
        }
        Err(error) => Err(raise(thread, error)),
    }
}

struct CompressorMethods;

/// A compressor for data that comes in parts. compresslevel is a number from 1 to 9.
#[pymethods]
impl CompressorMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let [level] = bind_slot::<1>(thread, &NEW_COMPRESSOR, args)?;
        let level = match level {
            Some(level) => protocol::index_clamped(thread, level)?,
            None => 9,
        };
        if !(1..=9).contains(&level) {
            return Err(thread.value_error(format_args!("compresslevel must be between 1 and 9")));
        }
        let stream = match Stream::compressor(level as i32) {
            Ok(stream) => stream,
            Err(error) => return Err(raise(thread, error)),
        };
        let object: Ref<CompressorObject> = allocate(thread, class)?;
        Owned::adopt(thread, object, &object.stream, stream, STREAM_BYTES);
        Ok(object.value())
    }

    /// Takes data in; returns what is compressed so far.
    #[method]
    fn compress(thread: &mut Thread, this: Ref<CompressorObject>, data: Value) -> PyResult<Ref<BytesObject>> {
        let data = readable(thread, data)?;
        run(thread, this, data.data(), false)
    }

    /// Ends the stream; returns what is left.
    #[method]
    fn flush(thread: &mut Thread, this: Ref<CompressorObject>) -> PyResult<Ref<BytesObject>> {
        run(thread, this, &[], true)
    }

    #[method(name = "__reduce__")]
    fn reduce(thread: &mut Thread, this: Value) -> PyResult<Value> {
        Err(no_pickle(thread, this))
    }
}

/// A decompressor.
#[repr(C)]
pub struct DecompressorObject {
    header: Header,
    stream: Owned<Stream>,
    /// What came after the end of the stream.
    unused: Field<Option<Value>>,
    /// Input that a limit of the output left over.
    rest: Field<Option<Value>>,
    ended: Cell<u64>,
    wants_input: Cell<u64>,
}
heap_object!(
    DecompressorObject,
    "_bz2.BZ2Decompressor",
    DECOMPRESSOR_LAYOUT,
    [unused, rest],
    drop = release_decompressor
);

unsafe fn release_decompressor(object: *mut u8) {
    // SAFETY: called for dead decompressors only.
    unsafe { (*(object as *const DecompressorObject)).stream.release() };
}

static DECOMPRESSOR: NativeClass =
    NativeClass::new("_bz2", "BZ2Decompressor", &DECOMPRESSOR_LAYOUT).methods(DecompressorMethods::TYPE_METHODS);
static NEW_DECOMPRESSOR: Signature = Signature::of_positional_slot("BZ2Decompressor", &[], 0);

struct DecompressorMethods;

/// A decompressor for one stream of data that comes in parts.
#[pymethods]
impl DecompressorMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        if !args.positional().is_empty() {
            return Err(thread.type_error(format_args!("BZ2Decompressor() takes no positional arguments")));
        }
        bind_slot::<0>(thread, &NEW_DECOMPRESSOR, args)?;
        let stream = match Stream::decompressor() {
            Ok(stream) => stream,
            Err(error) => return Err(raise(thread, error)),
        };
        let object: Ref<DecompressorObject> = allocate(thread, class)?;
        object.wants_input.set(1);
        Owned::adopt(thread, object, &object.stream, stream, STREAM_BYTES);
        Ok(object.value())
    }

    /// Takes data in; returns at most max_length bytes, unless that is negative.
    #[method(keywords = "data, max_length", signature = "($self, /, data, max_length=-1)")]
    fn decompress(
        thread: &mut Thread,
        this: Ref<DecompressorObject>,
        data: Value,
        max_length: Option<i64>,
    ) -> PyResult<Ref<BytesObject>> {
        let given = readable(thread, data)?;
        let data = joined(this.rest.get(), given.data());
        drop(given);
        let Some(stream) = this.stream.get() else {
            return Err(match this.ended.get() {
                0 => thread.value_error(format_args!("Decompressor is unusable after a previous error")),
                _ => thread.eof_error(format_args!("End of stream already reached")),
            });
        };
        let limit = usize::try_from(max_length.unwrap_or(-1)).unwrap_or(usize::MAX);
        let progress = match compression::decompress(stream, &data, limit) {
            Ok(progress) => progress,
            Err(error) => {
                this.wants_input.set(0);
                this.stream.release();
                return Err(raise(thread, error));
            }
        };
        let rest = left_over(thread, &data, progress.position)?;
        if progress.ended {
            this.ended.set(1);
            this.unused.set(this, rest);
            this.rest.set(this, None);
            this.stream.release();
        } else {
            this.rest.set(this, rest);
        }
        this.wants_input.set(u64::from(!progress.ended && rest.is_none()));
        BytesObject::new(thread, &progress.output)
    }

    /// Whether the stream has ended.
    #[getter(kind = "member")]
    fn eof(_thread: &mut Thread, this: Ref<DecompressorObject>) -> bool {
        this.ended.get() != 0
    }

    /// What came after the end of the stream.
    #[getter(kind = "member")]
    fn unused_data(thread: &mut Thread, this: Ref<DecompressorObject>) -> PyResult<Value> {
        bytes_or_empty(thread, this.unused.get())
    }

    /// Whether more input is needed before there is more output.
    #[getter(kind = "member")]
    fn needs_input(_thread: &mut Thread, this: Ref<DecompressorObject>) -> bool {
        this.wants_input.get() != 0
    }

    #[method(name = "__reduce__")]
    fn reduce(thread: &mut Thread, this: Value) -> PyResult<Value> {
        Err(no_pickle(thread, this))
    }
}

/// Compression in the format of bzip2.
#[pymodule(name = "_bz2")]
pub mod module {
    use super::*;

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        let dict = module.dict.get();
        for (name, class) in [("BZ2Compressor", &COMPRESSOR), ("BZ2Decompressor", &DECOMPRESSOR)] {
            let class = class.create(thread)?;
            dict.set_str(thread, name, class.value())?;
        }
        Ok(())
    }
}

pub use module::MODULE;
