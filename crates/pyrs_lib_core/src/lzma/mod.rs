//! The module `_lzma`: compression by liblzma, in the formats .xz and .lzma and without container.

mod errors;
mod filters;
mod stream;

use crate::buffer::readable;
use crate::compression::{self, bytes_or_empty, joined, left_over};
use crate::owned::Owned;
use errors::{error_class, raise};
use filters::given;
use liblzma_sys as lzma;
use pyrs_macros::{pymethods, pymodule};
use pyrs_object::bytes::BytesObject;
use pyrs_object::convert::{Signature, bind_slot};
use pyrs_object::dict::DictObject;
use pyrs_object::header::{Field, Header};
use pyrs_object::module::ModuleObject;
use pyrs_object::native_class::{NativeClass, allocate};
use pyrs_object::type_object::class_of;
use pyrs_object::{Args, PyResult, Raised, Ref, Thread, Value, bool_value, heap_object, int, protocol};
use std::cell::Cell;
use stream::{CHECK_UNKNOWN, FORMAT_ALONE, FORMAT_AUTO, FORMAT_RAW, FORMAT_XZ, Stream};

/// Bytes that a stream takes outside of the heap, roughly.
const STREAM_BYTES: usize = 8 << 20;

#[cold]
fn no_pickle(thread: &mut Thread, this: Value) -> Raised {
    let class = class_of(this).name_for_message();
    thread.type_error(format_args!("cannot pickle '{class}' object"))
}

fn c_int(thread: &mut Thread, value: Option<Value>, default: i64) -> PyResult<i64> {
    let Some(value) = value else { return Ok(default) };
    let index = protocol::index(thread, value)?;
    match int::as_i64(index).filter(|number| i32::try_from(*number).is_ok()) {
        Some(number) => Ok(number),
        None => Err(thread.overflow_error(format_args!("Python int too large to convert to C int"))),
    }
}

/// A compressor.
#[repr(C)]
pub struct CompressorObject {
    header: Header,
    stream: Owned<Stream>,
}
heap_object!(
    CompressorObject,
    "_lzma.LZMACompressor",
    COMPRESSOR_LAYOUT,
    [],
    drop = release_compressor
);

unsafe fn release_compressor(object: *mut u8) {
    // SAFETY: called for dead compressors only.
    unsafe { (*(object as *const CompressorObject)).stream.release() };
}

static COMPRESSOR: NativeClass =
    NativeClass::new("_lzma", "LZMACompressor", &COMPRESSOR_LAYOUT).methods(CompressorMethods::TYPE_METHODS);
static NEW_COMPRESSOR: Signature = Signature::of_slot("LZMACompressor", &["format", "check", "preset", "filters"], 0);

fn compressor_stream(
    thread: &mut Thread,
    format: i64,
    check: i64,
    preset: Option<Value>,
    specifiers: Option<Value>,
) -> PyResult<Stream> {
    if preset.is_some() && specifiers.is_some() {
        return Err(thread.value_error(format_args!("Cannot specify both preset and filter chain")));
    }
    let no_check = lzma::LZMA_CHECK_NONE as i64;
    if format != FORMAT_XZ && check != -1 && check != no_check {
        return Err(thread.value_error(format_args!("Integrity checks are only supported by FORMAT_XZ")));
    }
    let preset = match preset {
        Some(preset) => filters::to_u32(thread, preset)?,
        None => lzma::LZMA_PRESET_DEFAULT,
    };
    let chain = match specifiers {
        Some(specifiers) if matches!(format, FORMAT_XZ | FORMAT_ALONE | FORMAT_RAW) => {
            Some(filters::parse_chain(thread, specifiers)?)
        }
        _ => None,
    };
    let made = match (format, &chain) {
        (FORMAT_XZ, chain) => {
            let check = if check == -1 {
                lzma::LZMA_CHECK_CRC64 as i64
            } else {
                check
            };
            match chain {
                Some(chain) => Stream::xz_by_filters(chain, check as u32),
                None => Stream::xz_by_preset(preset, check as u32),
            }
        }
        (FORMAT_ALONE, None) => {
            let options = filters::preset_options(thread, preset)?;
            Stream::alone(&options)
        }
        (FORMAT_ALONE, Some(chain)) => match chain.single_lzma1() {
            Some(options) => Stream::alone(options),
            None => {
                return Err(thread.value_error(format_args!(
                    "Invalid filter chain for FORMAT_ALONE - must be a single LZMA1 filter"
                )));
            }
        },
        (FORMAT_RAW, Some(chain)) => Stream::raw_compressor(chain),
        (FORMAT_RAW, None) => {
            return Err(thread.value_error(format_args!("Must specify filters for FORMAT_RAW")));
        }
        _ => return Err(thread.value_error(format_args!("Invalid container format: {format}"))),
    };
    made.map_err(|error| raise(thread, error))
}

fn run(thread: &mut Thread, this: Ref<CompressorObject>, input: &[u8], finish: bool) -> PyResult<Ref<BytesObject>> {
    let Some(stream) = this.stream.get() else {
        let what = if finish {
            "Repeated call to flush()"
        } else {
            "Compressor has been flushed"
        };
        return Err(thread.value_error(format_args!("{what}")));
    };
    stream.finish = finish;
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

/// A compressor for data that comes in parts.
///
/// format is FORMAT_XZ, FORMAT_ALONE or FORMAT_RAW; check is the integrity check of FORMAT_XZ. How to compress is said by
/// a preset from 0 to 9, perhaps with PRESET_EXTREME, or by a chain of filters.
#[pymethods]
impl CompressorMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let [format, check, preset, specifiers] = bind_slot::<4>(thread, &NEW_COMPRESSOR, args)?;
        let (format, check) = (c_int(thread, format, FORMAT_XZ)?, c_int(thread, check, -1)?);
        let stream = compressor_stream(thread, format, check, given(preset), given(specifiers))?;
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
    check: Cell<i64>,
}
heap_object!(
    DecompressorObject,
    "_lzma.LZMADecompressor",
    DECOMPRESSOR_LAYOUT,
    [unused, rest],
    drop = release_decompressor
);

unsafe fn release_decompressor(object: *mut u8) {
    // SAFETY: called for dead decompressors only.
    unsafe { (*(object as *const DecompressorObject)).stream.release() };
}

static DECOMPRESSOR: NativeClass =
    NativeClass::new("_lzma", "LZMADecompressor", &DECOMPRESSOR_LAYOUT).methods(DecompressorMethods::TYPE_METHODS);
static NEW_DECOMPRESSOR: Signature = Signature::of_slot("LZMADecompressor", &["format", "memlimit", "filters"], 0);

fn memory_limit(thread: &mut Thread, limit: Value) -> PyResult<u64> {
    let index = protocol::index(thread, limit)?;
    match int::as_big(index).map(|big| u64::try_from(&big)) {
        Some(Ok(limit)) => Ok(limit),
        _ => Err(thread.overflow_error(format_args!("int too big to convert"))),
    }
}

struct DecompressorMethods;

/// A decompressor for one stream of data that comes in parts.
///
/// format is FORMAT_AUTO, FORMAT_XZ, FORMAT_ALONE or FORMAT_RAW, which needs the chain of filters. memlimit limits the
/// memory that decompressing may take.
#[pymethods]
impl DecompressorMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let [format, limit, specifiers] = bind_slot::<3>(thread, &NEW_DECOMPRESSOR, args)?;
        let format = c_int(thread, format, FORMAT_AUTO)?;
        let limit = match given(limit) {
            None => None,
            Some(_) if format == FORMAT_RAW => {
                return Err(thread.value_error(format_args!("Cannot specify memory limit with FORMAT_RAW")));
            }
            Some(limit) => Some(memory_limit(thread, limit)?),
        };
        let specifiers = given(specifiers);
        if format == FORMAT_RAW && specifiers.is_none() {
            return Err(thread.value_error(format_args!("Must specify filters for FORMAT_RAW")));
        }
        if format != FORMAT_RAW && specifiers.is_some() {
            return Err(thread.value_error(format_args!("Cannot specify filters except with FORMAT_RAW")));
        }
        let made = match (format, specifiers) {
            (FORMAT_RAW, Some(specifiers)) => {
                let chain = filters::parse_chain(thread, specifiers)?;
                Stream::raw_decompressor(&chain)
            }
            (FORMAT_AUTO | FORMAT_XZ | FORMAT_ALONE, _) => Stream::decompressor(format, limit.unwrap_or(u64::MAX)),
            _ => return Err(thread.value_error(format_args!("Invalid container format: {format}"))),
        };
        let mut stream = match made {
            Ok(stream) => stream,
            Err(error) => return Err(raise(thread, error)),
        };
        if matches!(format, FORMAT_RAW | FORMAT_ALONE) {
            stream.check = lzma::LZMA_CHECK_NONE as i64;
        }
        let object: Ref<DecompressorObject> = allocate(thread, class)?;
        object.wants_input.set(1);
        object.check.set(stream.check);
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
        let new = readable(thread, data)?;
        let data = joined(this.rest.get(), new.data());
        drop(new);
        let Some(stream) = this.stream.get().filter(|_| this.ended.get() == 0) else {
            return Err(thread.eof_error(format_args!("Already at end of stream")));
        };
        let limit = usize::try_from(max_length.unwrap_or(-1)).unwrap_or(usize::MAX);
        let progress = compression::decompress(stream, &data, limit);
        this.check.set(stream.check);
        let progress = match progress {
            Ok(progress) => progress,
            Err(error) => return Err(raise(thread, error)),
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
        // With all room used, the library may have more.
        let wants = !progress.ended && rest.is_none() && !(progress.full && progress.output.len() == limit);
        this.wants_input.set(u64::from(wants));
        BytesObject::new(thread, &progress.output)
    }

    /// The integrity check of the stream: CHECK_UNKNOWN until it is known.
    #[getter(kind = "member")]
    fn check(_thread: &mut Thread, this: Ref<DecompressorObject>) -> i64 {
        this.check.get()
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

/// Compression in the formats of xz.
#[pymodule(name = "_lzma")]
pub mod module {
    use super::*;

    /// Whether the library knows an integrity check.
    #[function]
    fn is_check_supported(thread: &mut Thread, check_id: Value) -> PyResult<Value> {
        let id = c_int(thread, Some(check_id), 0)?;
        // SAFETY: a pure function.
        let known = u32::try_from(id).is_ok_and(|id| unsafe { lzma::lzma_check_is_supported(id as _) } != 0);
        Ok(bool_value(known))
    }

    /// The options of a filter as bytes, without its number.
    #[function]
    fn _encode_filter_properties(thread: &mut Thread, filter: Value) -> PyResult<Ref<BytesObject>> {
        let bytes = filters::encode_properties(thread, filter)?;
        BytesObject::new(thread, &bytes)
    }

    /// The filter of a number and of options as bytes.
    #[function]
    fn _decode_filter_properties(
        thread: &mut Thread,
        filter_id: Value,
        encoded_props: Value,
    ) -> PyResult<Ref<DictObject>> {
        let id = memory_limit(thread, filter_id)?;
        let bytes = readable(thread, encoded_props)?.to_vec();
        filters::decode_properties(thread, id, &bytes)
    }

    const CONSTANTS: [(&str, u64); 28] = [
        ("FORMAT_AUTO", FORMAT_AUTO as u64),
        ("FORMAT_XZ", FORMAT_XZ as u64),
        ("FORMAT_ALONE", FORMAT_ALONE as u64),
        ("FORMAT_RAW", FORMAT_RAW as u64),
        ("CHECK_NONE", lzma::LZMA_CHECK_NONE as u64),
        ("CHECK_CRC32", lzma::LZMA_CHECK_CRC32 as u64),
        ("CHECK_CRC64", lzma::LZMA_CHECK_CRC64 as u64),
        ("CHECK_SHA256", lzma::LZMA_CHECK_SHA256 as u64),
        ("CHECK_ID_MAX", CHECK_UNKNOWN as u64 - 1),
        ("CHECK_UNKNOWN", CHECK_UNKNOWN as u64),
        ("FILTER_LZMA1", lzma::LZMA_FILTER_LZMA1),
        ("FILTER_LZMA2", lzma::LZMA_FILTER_LZMA2),
        ("FILTER_DELTA", lzma::LZMA_FILTER_DELTA),
        ("FILTER_X86", lzma::LZMA_FILTER_X86),
        ("FILTER_IA64", lzma::LZMA_FILTER_IA64),
        ("FILTER_ARM", lzma::LZMA_FILTER_ARM),
        ("FILTER_ARMTHUMB", lzma::LZMA_FILTER_ARMTHUMB),
        ("FILTER_POWERPC", lzma::LZMA_FILTER_POWERPC),
        ("FILTER_SPARC", lzma::LZMA_FILTER_SPARC),
        ("MF_HC3", lzma::LZMA_MF_HC3 as u64),
        ("MF_HC4", lzma::LZMA_MF_HC4 as u64),
        ("MF_BT2", lzma::LZMA_MF_BT2 as u64),
        ("MF_BT3", lzma::LZMA_MF_BT3 as u64),
        ("MF_BT4", lzma::LZMA_MF_BT4 as u64),
        ("MODE_FAST", lzma::LZMA_MODE_FAST as u64),
        ("MODE_NORMAL", lzma::LZMA_MODE_NORMAL as u64),
        ("PRESET_DEFAULT", lzma::LZMA_PRESET_DEFAULT as u64),
        ("PRESET_EXTREME", lzma::LZMA_PRESET_EXTREME as u64),
    ];

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        let dict = module.dict.get();
        for (name, class) in [("LZMACompressor", &COMPRESSOR), ("LZMADecompressor", &DECOMPRESSOR)] {
            let class = class.create(thread)?;
            dict.set_str(thread, name, class.value())?;
        }
        let error = error_class(thread)?;
        dict.set_str(thread, "LZMAError", error)?;
        for (name, number) in CONSTANTS {
            let number = int::from_u64(thread, number)?;
            dict.set_str(thread, name, number)?;
        }
        Ok(())
    }
}

pub use module::MODULE;
