//! `zlib.Decompress`, which `decompressobj` makes, and `zlib._ZlibDecompressor`.

use super::errors::raise;
use super::objects::{Owned, adopt};
use super::stream::{Stream, code};
use crate::buffer::readable;
use pyrs_macros::pymethods;
use pyrs_object::bytes::{BytesObject, as_bytes};
use pyrs_object::convert::{Signature, bind_slot};
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::type_object::TypeObject;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, heap_object, none, protocol};
use std::cell::Cell;

/// A decompressor of either class.
#[repr(C)]
pub struct DecompressObject {
    header: Header,
    stream: Owned,
    /// The preset dictionary.
    dictionary: Field<Option<Value>>,
    /// What came after the end of the stream.
    unused: Field<Option<Value>>,
    /// Input that a limit of the output left over.
    rest: Field<Option<Value>>,
    ended: Cell<u64>,
    wants_input: Cell<u64>,
}
heap_object!(
    DecompressObject,
    "zlib.Decompress",
    DECOMPRESS_LAYOUT,
    [dictionary, unused, rest],
    drop = release
);

unsafe fn release(object: *mut u8) {
    // SAFETY: called for dead decompressors only.
    unsafe { (*(object as *const DecompressObject)).stream.release() };
}

/// `zlib.Decompress`.
pub static DECOMPRESS: NativeClass =
    NativeClass::new("zlib", "Decompress", &DECOMPRESS_LAYOUT).methods(DecompressMethods::TYPE_METHODS);

/// `zlib._ZlibDecompressor`.
pub static DECOMPRESSOR: NativeClass =
    NativeClass::new("zlib", "_ZlibDecompressor", &DECOMPRESS_LAYOUT).methods(DecompressorMethods::TYPE_METHODS);

/// An object of a class.
pub fn new(
    thread: &mut Thread,
    class: Ref<TypeObject>,
    wbits: i32,
    dictionary: Option<Value>,
) -> PyResult<Ref<DecompressObject>> {
    let dictionary = match dictionary {
        Some(given) => {
            let data = readable(thread, given)?.to_vec();
            match data.is_empty() {
                true => None,
                false => Some(BytesObject::new(thread, &data)?.value()),
            }
        }
        None => None,
    };
    let stream = match Stream::inflate(wbits) {
        Ok(stream) => stream,
        Err(code::STREAM_ERROR) => return Err(thread.value_error(format_args!("Invalid initialization option"))),
        Err(code::MEM_ERROR) => return Err(thread.memory_error()),
        Err(error) => return Err(raise(thread, None, error, "while creating decompression object")),
    };
    let object = empty(thread, class, stream)?;
    object.dictionary.set(object, dictionary);
    if wbits < 0 && dictionary.is_some() {
        use_dictionary(thread, object)?;
    }
    Ok(object)
}

fn empty(thread: &mut Thread, class: Ref<TypeObject>, stream: Stream) -> PyResult<Ref<DecompressObject>> {
    let object: Ref<DecompressObject> = class.allocate_instance(thread)?;
    object.wants_input.set(1);
    adopt(thread, object, &object.stream, stream);
    Ok(object)
}

fn use_dictionary(thread: &mut Thread, this: Ref<DecompressObject>) -> PyResult<()> {
    let (Some(stream), Some(dictionary)) = (this.stream.get(), this.dictionary.get()) else {
        return Ok(());
    };
    match stream.set_dictionary(as_bytes(&dictionary).unwrap_or(&[])) {
        code::OK => Ok(()),
        error => Err(raise(thread, Some(stream), error, "while setting zdict")),
    }
}

/// How far decompressing came.
struct Progress {
    code: i32,
    output: Vec<u8>,
    position: usize,
    /// The output's limit was reached.
    full: bool,
}

/// Decompresses input until it is used up, the stream ends or the output reaches `limit`.
fn run(
    thread: &mut Thread,
    this: Ref<DecompressObject>,
    input: &[u8],
    limit: usize,
    first: usize,
    flush: i32,
) -> PyResult<Progress> {
    let mut progress = Progress {
        code: code::OK,
        output: Vec::new(),
        position: 0,
        full: false,
    };
    loop {
        let Some(stream) = this.stream.get() else {
            progress.code = code::STREAM_ERROR;
            return Ok(progress);
        };
        let done = progress.output.len();
        let room = done.clamp(first.clamp(1, 1 << 24), 1 << 24).min(limit - done);
        progress.code = stream.step(input, &mut progress.position, &mut progress.output, room, flush);
        let full = stream.is_full();
        progress.full = full && progress.output.len() == limit;
        match progress.code {
            code::NEED_DICT if this.dictionary.get().is_some() => use_dictionary(thread, this)?,
            code::OK | code::BUF_ERROR if full && !progress.full => {}
            code::OK if progress.position < input.len() && !progress.full => {}
            _ => return Ok(progress),
        }
    }
}

/// Keeps what an operation has left of its input.
fn keep_rest(thread: &mut Thread, this: Ref<DecompressObject>, input: &[u8], progress: &Progress) -> PyResult<()> {
    let rest = input.get(progress.position..).unwrap_or(&[]);
    if progress.code == code::STREAM_END {
        let mut unused = this
            .unused
            .get()
            .and_then(|unused| Some(as_bytes(&unused)?.to_vec()))
            .unwrap_or_default();
        unused.extend_from_slice(rest);
        let unused = BytesObject::new(thread, &unused)?;
        this.unused.set(this, Some(unused.value()));
        this.rest.set(this, None);
        return Ok(());
    }
    let rest = match rest.is_empty() {
        true => None,
        false => Some(BytesObject::new(thread, rest)?.value()),
    };
    this.rest.set(this, rest);
    Ok(())
}

fn bytes_or_empty(thread: &mut Thread, value: Option<Value>) -> PyResult<Value> {
    match value {
        Some(value) => Ok(value),
        None => Ok(BytesObject::new(thread, &[])?.value()),
    }
}

fn copy(thread: &mut Thread, this: Ref<DecompressObject>) -> PyResult<Ref<DecompressObject>> {
    let stream = match this.stream.get().map(Stream::copy) {
        Some(Ok(stream)) => stream,
        Some(Err(code::MEM_ERROR)) => return Err(thread.memory_error()),
        _ => return Err(thread.value_error(format_args!("Inconsistent stream state"))),
    };
    let copy = empty(thread, DECOMPRESS.get(), stream)?;
    copy.dictionary.set(copy, this.dictionary.get());
    copy.unused.set(copy, this.unused.get());
    copy.rest.set(copy, this.rest.get());
    copy.ended.set(this.ended.get());
    Ok(copy)
}

/// Holds the methods of `zlib.Decompress`.
pub struct DecompressMethods;

#[pymethods]
impl DecompressMethods {
    #[slot]
    fn new(thread: &mut Thread, _class: Value, _args: Args) -> PyResult<Value> {
        Err(thread.type_error(format_args!("cannot create 'zlib.Decompress' instances")))
    }

    /// Takes data in; returns at most max_length bytes, or without it all that can be had.
    #[method(keywords = "max_length", signature = "(data, /, max_length=0)")]
    fn decompress(
        thread: &mut Thread,
        this: Ref<DecompressObject>,
        data: Value,
        max_length: Option<i64>,
    ) -> PyResult<Ref<BytesObject>> {
        let data = readable(thread, data)?.to_vec();
        let limit = match max_length.unwrap_or(0) {
            0 => usize::MAX,
            length @ 1.. => length as usize,
            _ => return Err(thread.value_error(format_args!("max_length must be non-negative"))),
        };
        let progress = run(thread, this, &data, limit, 16 * 1024, code::SYNC_FLUSH)?;
        keep_rest(thread, this, &data, &progress)?;
        match progress.code {
            code::STREAM_END => this.ended.set(1),
            code::OK | code::BUF_ERROR => {}
            error => {
                return Err(raise(
                    thread,
                    this.stream.get().map(|s| &*s),
                    error,
                    "while decompressing data",
                ));
            }
        }
        BytesObject::new(thread, &progress.output)
    }

    /// Returns what can be had of the input that was left over.
    #[method(signature = "(length=zlib.DEF_BUF_SIZE, /)")]
    fn flush(thread: &mut Thread, this: Ref<DecompressObject>, length: Option<i64>) -> PyResult<Ref<BytesObject>> {
        let length = length.unwrap_or(16 * 1024);
        if length <= 0 {
            return Err(thread.value_error(format_args!("length must be greater than zero")));
        }
        let data = this
            .rest
            .get()
            .and_then(|rest| Some(as_bytes(&rest)?.to_vec()))
            .unwrap_or_default();
        let progress = run(thread, this, &data, usize::MAX, length as usize, code::FINISH)?;
        keep_rest(thread, this, &data, &progress)?;
        if progress.code == code::STREAM_END {
            this.ended.set(1);
            this.stream.release();
        }
        BytesObject::new(thread, &progress.output)
    }

    /// An independent decompressor in the same state.
    #[method]
    fn copy(thread: &mut Thread, this: Ref<DecompressObject>) -> PyResult<Ref<DecompressObject>> {
        copy(thread, this)
    }
    #[method(name = "__copy__")]
    fn dunder_copy(thread: &mut Thread, this: Ref<DecompressObject>) -> PyResult<Ref<DecompressObject>> {
        copy(thread, this)
    }
    #[method(name = "__deepcopy__", signature = "(memo, /)")]
    fn deepcopy(thread: &mut Thread, this: Ref<DecompressObject>, _memo: Value) -> PyResult<Ref<DecompressObject>> {
        copy(thread, this)
    }

    /// What came after the end of the stream.
    #[getter]
    fn unused_data(thread: &mut Thread, this: Ref<DecompressObject>) -> PyResult<Value> {
        bytes_or_empty(thread, this.unused.get())
    }
    /// Input that max_length left over.
    #[getter]
    fn unconsumed_tail(thread: &mut Thread, this: Ref<DecompressObject>) -> PyResult<Value> {
        bytes_or_empty(thread, this.rest.get())
    }
    /// Whether the stream has ended.
    #[getter]
    fn eof(_thread: &mut Thread, this: Ref<DecompressObject>) -> bool {
        this.ended.get() != 0
    }
}

static NEW: Signature = Signature::of_slot("_ZlibDecompressor", &["wbits", "zdict"], 0);

/// Holds the methods of `zlib._ZlibDecompressor`.
pub struct DecompressorMethods;

/// A decompressor that keeps the input which it cannot use yet.
#[pymethods]
impl DecompressorMethods {
    #[slot]
    fn new(thread: &mut Thread, _class: Value, args: Args) -> PyResult<Value> {
        let [wbits, zdict] = bind_slot::<2>(thread, &NEW, args)?;
        let wbits = match wbits {
            Some(wbits) => i32::try_from(protocol::index_clamped(thread, wbits)?).unwrap_or(i32::MAX),
            None => 15,
        };
        Ok(new(thread, DECOMPRESSOR.get(), wbits, zdict)?.value())
    }

    /// Takes data in; returns at most max_length bytes, unless that is negative.
    #[method(keywords = "data, max_length", signature = "(data, max_length=-1)")]
    fn decompress(
        thread: &mut Thread,
        this: Ref<DecompressObject>,
        data: Value,
        max_length: Option<i64>,
    ) -> PyResult<Ref<BytesObject>> {
        let given = readable(thread, data)?.to_vec();
        if this.ended.get() != 0 {
            return Err(thread.eof_error(format_args!("End of stream already reached")));
        }
        let mut data = this
            .rest
            .get()
            .and_then(|rest| Some(as_bytes(&rest)?.to_vec()))
            .unwrap_or_default();
        data.extend_from_slice(&given);
        let limit = usize::try_from(max_length.unwrap_or(-1)).unwrap_or(usize::MAX);
        let progress = run(thread, this, &data, limit, 16 * 1024, code::SYNC_FLUSH)?;
        keep_rest(thread, this, &data, &progress)?;
        match progress.code {
            code::STREAM_END => {
                this.ended.set(1);
                this.wants_input.set(0);
            }
            code::OK | code::BUF_ERROR => {
                let used_up = progress.position == data.len() && !progress.full;
                this.wants_input.set(u64::from(used_up));
            }
            error => {
                return Err(raise(
                    thread,
                    this.stream.get().map(|s| &*s),
                    error,
                    "while decompressing data",
                ));
            }
        }
        BytesObject::new(thread, &progress.output)
    }

    /// Whether the stream has ended.
    #[getter]
    fn eof(_thread: &mut Thread, this: Ref<DecompressObject>) -> bool {
        this.ended.get() != 0
    }
    /// What came after the end of the stream.
    #[getter]
    fn unused_data(thread: &mut Thread, this: Ref<DecompressObject>) -> PyResult<Value> {
        bytes_or_empty(thread, this.unused.get())
    }
    /// Whether more input is needed before there is more output.
    #[getter]
    fn needs_input(_thread: &mut Thread, this: Ref<DecompressObject>) -> bool {
        this.wants_input.get() != 0
    }
}

/// `zlib.decompress`.
pub fn all(thread: &mut Thread, data: Value, wbits: i32, size: i64) -> PyResult<Ref<BytesObject>> {
    let data = readable(thread, data)?;
    if size < 0 {
        return Err(thread.value_error(format_args!("bufsize must be non-negative")));
    }
    let mut stream = match Stream::inflate(wbits) {
        Ok(stream) => stream,
        Err(code::MEM_ERROR) => return Err(thread.memory_error()),
        Err(error) => return Err(raise(thread, None, error, "while preparing to decompress data")),
    };
    let (mut output, mut position) = (Vec::new(), 0);
    loop {
        let room = output.len().clamp((size as usize).clamp(1, 1 << 24), 1 << 24);
        let result = stream.step(data.data(), &mut position, &mut output, room, code::SYNC_FLUSH);
        match result {
            code::STREAM_END => return BytesObject::new(thread, &output),
            code::OK if position < data.data().len() || stream.is_full() => {}
            code::BUF_ERROR if stream.is_full() => {}
            code::OK | code::BUF_ERROR => {
                return Err(raise(
                    thread,
                    Some(&stream),
                    code::BUF_ERROR,
                    "while decompressing data",
                ));
            }
            error => return Err(raise(thread, Some(&stream), error, "while decompressing data")),
        }
    }
}

/// Whether a value may be given as a dictionary; None is none.
pub fn checked_dictionary(thread: &mut Thread, given: Option<Value>) -> PyResult<Option<Value>> {
    let Some(given) = given.filter(|given| *given != none()) else {
        return Ok(None);
    };
    match crate::buffer::try_readable(thread, given)? {
        Some(_) => Ok(Some(given)),
        None => Err(thread.type_error(format_args!("zdict argument must support the buffer protocol"))),
    }
}
