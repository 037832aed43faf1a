//! The module `zlib`: compression by zlib-rs.
//!
//! The compressed bytes may differ from those that another zlib makes of the same data; they decompress alike.

mod compress;
mod decompress;
mod errors;
mod objects;
mod stream;

use pyrs_macros::pymodule;
pub(crate) use stream::crc32;
use stream::{Setup, Stream, code};

/// Compression in the formats of zlib and gzip.
#[pymodule(name = "zlib")]
pub mod module {
    use super::*;
    use crate::buffer::readable;
    use pyrs_object::bytes::BytesObject;
    use pyrs_object::module::ModuleObject;
    use pyrs_object::str::StrObject;
    use pyrs_object::{PyResult, Ref, Thread, Value, int, protocol};

    /// A checksum's start as 32 bits.
    fn start(thread: &mut Thread, value: Option<Value>, default: u32) -> PyResult<u32> {
        let Some(value) = value else {
            return Ok(default);
        };
        let value = protocol::index(thread, value)?;
        if let Some(number) = int::as_i64(value) {
            return Ok(number as u32);
        }
        let bytes = int::as_big(value).map(|big| big.to_le_bytes()).unwrap_or_default();
        Ok(match bytes.first_chunk::<4>() {
            Some(low) => u32::from_le_bytes(*low),
            None => default,
        })
    }

    /// The CRC-32 of data.
    #[function(signature = "($module, data, value=0, /)")]
    fn crc32(thread: &mut Thread, data: Value, value: Option<Value>) -> PyResult<u32> {
        let value = start(thread, value, 0)?;
        let data = readable(thread, data)?;
        Ok(stream::crc32(value, data.data()))
    }

    /// The Adler-32 of data.
    #[function(signature = "($module, data, value=1, /)")]
    fn adler32(thread: &mut Thread, data: Value, value: Option<Value>) -> PyResult<u32> {
        let value = start(thread, value, 1)?;
        let data = readable(thread, data)?;
        Ok(stream::adler32(value, data.data()))
    }

    /// Data, compressed.
    #[function(
        keywords = "level, wbits",
        signature = "($module, data, /, level=Z_DEFAULT_COMPRESSION, wbits=MAX_WBITS)"
    )]
    fn compress(
        thread: &mut Thread,
        data: Value,
        level: Option<i32>,
        wbits: Option<i32>,
    ) -> PyResult<Ref<BytesObject>> {
        let data = readable(thread, data)?;
        let setup = Setup {
            level: level.unwrap_or(-1),
            method: 8,
            wbits: wbits.unwrap_or(15),
            mem_level: 8,
            strategy: 0,
        };
        let mut stream = match Stream::deflate(&setup) {
            Ok(stream) => stream,
            Err(code::MEM_ERROR) => return Err(thread.memory_error()),
            Err(code::STREAM_ERROR) => return Err(errors::plain(thread, "Bad compression level")),
            Err(error) => return Err(errors::raise(thread, None, error, "while compressing data")),
        };
        let (result, output) = compress::run(&mut stream, data.data(), code::FINISH);
        if result != code::STREAM_END {
            return Err(errors::raise(thread, Some(&stream), result, "while compressing data"));
        }
        BytesObject::new(thread, &output)
    }

    /// Data, decompressed.
    #[function(
        keywords = "wbits, bufsize",
        signature = "($module, data, /, wbits=MAX_WBITS, bufsize=DEF_BUF_SIZE)"
    )]
    fn decompress(
        thread: &mut Thread,
        data: Value,
        wbits: Option<i32>,
        bufsize: Option<i64>,
    ) -> PyResult<Ref<BytesObject>> {
        decompress::all(thread, data, wbits.unwrap_or(15), bufsize.unwrap_or(16 * 1024))
    }

    /// A compressor for data that comes in parts.
    #[function(
        keywords = "level, method, wbits, memLevel, strategy, zdict",
        signature = "($module, /, level=Z_DEFAULT_COMPRESSION, method=DEFLATED, wbits=MAX_WBITS, memLevel=DEF_MEM_LEVEL, strategy=Z_DEFAULT_STRATEGY, zdict=<unrepresentable>)"
    )]
    fn compressobj(
        thread: &mut Thread,
        level: Option<i32>,
        method: Option<i32>,
        wbits: Option<i32>,
        mem_level: Option<i32>,
        strategy: Option<i32>,
        zdict: Option<Value>,
    ) -> PyResult<Value> {
        let dictionary = match zdict {
            Some(zdict) => Some(readable(thread, zdict)?),
            None => None,
        };
        let setup = Setup {
            level: level.unwrap_or(-1),
            method: method.unwrap_or(8),
            wbits: wbits.unwrap_or(15),
            mem_level: mem_level.unwrap_or(8),
            strategy: strategy.unwrap_or(0),
        };
        let mut stream = match Stream::deflate(&setup) {
            Ok(stream) => stream,
            Err(code::MEM_ERROR) => return Err(thread.memory_error()),
            Err(code::STREAM_ERROR) => return Err(thread.value_error(format_args!("Invalid initialization option"))),
            Err(error) => return Err(errors::raise(thread, None, error, "while creating compression object")),
        };
        if let Some(dictionary) = dictionary {
            match stream.set_dictionary(dictionary.data()) {
                code::OK => {}
                code::STREAM_ERROR => return Err(thread.value_error(format_args!("Invalid dictionary"))),
                _ => return Err(thread.value_error(format_args!("deflateSetDictionary()"))),
            }
        }
        Ok(compress::new(thread, stream)?.value())
    }

    /// A decompressor for data that comes in parts.
    #[function(keywords = "wbits, zdict", signature = "($module, /, wbits=MAX_WBITS, zdict=b'')")]
    fn decompressobj(thread: &mut Thread, wbits: Option<i32>, zdict: Option<Value>) -> PyResult<Value> {
        let zdict = decompress::checked_dictionary(thread, zdict)?;
        let class = decompress::DECOMPRESS.get();
        Ok(decompress::new(thread, class, wbits.unwrap_or(15), zdict)?.value())
    }

    const CONSTANTS: [(&str, i64); 20] = [
        ("DEFLATED", 8),
        ("DEF_BUF_SIZE", 16 * 1024),
        ("DEF_MEM_LEVEL", 8),
        ("MAX_WBITS", 15),
        ("Z_BEST_COMPRESSION", 9),
        ("Z_BEST_SPEED", 1),
        ("Z_BLOCK", 5),
        ("Z_DEFAULT_COMPRESSION", -1),
        ("Z_DEFAULT_STRATEGY", 0),
        ("Z_FILTERED", 1),
        ("Z_FINISH", 4),
        ("Z_FIXED", 4),
        ("Z_FULL_FLUSH", 3),
        ("Z_HUFFMAN_ONLY", 2),
        ("Z_NO_COMPRESSION", 0),
        ("Z_NO_FLUSH", 0),
        ("Z_PARTIAL_FLUSH", 1),
        ("Z_RLE", 3),
        ("Z_SYNC_FLUSH", 2),
        ("Z_TREES", 6),
    ];

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        let dict = module.dict.get();
        compress::COMPRESS.create(thread)?;
        decompress::DECOMPRESS.create(thread)?;
        for (name, class) in [
            ("_ZlibDecompressor", &decompress::DECOMPRESSOR),
            ("error", &errors::ERROR),
        ] {
            let class = class.create(thread)?;
            dict.set_str(thread, name, class.value())?;
        }
        for (name, number) in CONSTANTS {
            dict.set_str(thread, name, Value::small_int(number))?;
        }
        for (name, text) in [
            ("ZLIB_VERSION", "1.3.2"),
            ("ZLIB_RUNTIME_VERSION", "1.3.2"),
            ("__version__", "1.0"),
        ] {
            let text = StrObject::from_str(thread, text)?;
            dict.set_str(thread, name, text.value())?;
        }
        Ok(())
    }
}

pub use module::MODULE;
