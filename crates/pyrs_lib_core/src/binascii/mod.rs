//! The module `binascii`: bytes as printable text, and checksums.

mod base64;
mod checksum;
mod hexadecimal;
mod quoted;
mod uu;

use crate::buffer;
use pyrs_macros::pymodule;
use pyrs_object::bytes::BytesObject;
use pyrs_object::core::core;
use pyrs_object::exception::EXCEPTION_LAYOUT;
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::as_str;
use pyrs_object::type_object::{TypeFlags, class_of};
use pyrs_object::{PyResult, Raised, Ref, Thread, Value, int, protocol};

static ERROR: NativeClass = NativeClass::new("binascii", "Error", &EXCEPTION_LAYOUT)
    .base(|| core().types.value_error.get())
    .flags(TypeFlags::SUBCLASSABLE.union(TypeFlags::HAS_DICT));
static INCOMPLETE: NativeClass = NativeClass::new("binascii", "Incomplete", &EXCEPTION_LAYOUT)
    .base(|| core().types.exception.get())
    .flags(TypeFlags::SUBCLASSABLE.union(TypeFlags::HAS_DICT));

#[cold]
fn error(thread: &mut Thread, message: &str) -> Raised {
    thread.raise_message(ERROR.get(), format_args!("{message}"))
}

/// Text that is decoded: bytes-like, or ASCII.
fn ascii(thread: &mut Thread, data: Value) -> PyResult<Vec<u8>> {
    if let Some(text) = as_str(data) {
        return match text.as_ascii() {
            Some(text) => Ok(text.as_bytes().to_vec()),
            None => Err(thread.value_error(format_args!("string argument should contain only ASCII characters"))),
        };
    }
    match buffer::try_readable(thread, data)? {
        Some(buffer) => Ok(buffer.to_vec()),
        None => {
            let class = class_of(data).name_for_message();
            Err(thread.type_error(format_args!(
                "argument should be bytes, buffer or ASCII string, not '{class}'"
            )))
        }
    }
}

/// The argument `sep`.
fn separator(thread: &mut Thread, given: Option<Value>) -> PyResult<Option<u8>> {
    let Some(given) = given else {
        return Ok(None);
    };
    if protocol::len(thread, given)? != 1 {
        return Err(thread.value_error(format_args!("sep must be length 1.")));
    }
    if let Some(text) = as_str(given) {
        return match text.chars().iter().next().map(u8::try_from) {
            Some(Ok(byte)) => Ok(Some(byte)),
            _ => Err(thread.value_error(format_args!("sep must be ASCII."))),
        };
    }
    match given
        .downcast::<BytesObject>()
        .and_then(|bytes| bytes.data().first().copied())
    {
        Some(byte) => Ok(Some(byte)),
        None => Err(thread.type_error(format_args!("sep must be str or bytes."))),
    }
}

fn hexlify(thread: &mut Thread, data: Value, sep: Option<Value>, group: Option<i64>) -> PyResult<Ref<BytesObject>> {
    let separator = separator(thread, sep)?;
    let out = {
        let buffer = buffer::readable(thread, data)?;
        pyrs_text::hexadecimal::encode(buffer.data(), separator, group.unwrap_or(1))
    };
    BytesObject::new(thread, &out)
}

fn unhexlify(thread: &mut Thread, text: Value) -> PyResult<Ref<BytesObject>> {
    let text = ascii(thread, text)?;
    match hexadecimal::decode(&text) {
        Ok(out) => BytesObject::new(thread, &out),
        Err(message) => Err(error(thread, message)),
    }
}

/// The low bits of an int.
fn low_bits(thread: &mut Thread, value: Value) -> PyResult<u32> {
    let value = protocol::index(thread, value)?;
    if let Some(number) = int::as_i64(value) {
        return Ok(number as u32);
    }
    let mask = int::from_i64(thread, u32::MAX.into())?;
    let low = protocol::binary(thread, pyrs_object::slots::BinaryOp::And, value, mask)?;
    Ok(protocol::index_i64(thread, low)? as u32)
}

/// Conversion between binary data and ASCII
#[pymodule(name = "binascii")]
pub mod module {
    use super::{
        BytesObject, ERROR, INCOMPLETE, PyResult, Ref, Thread, Value, ascii, base64, buffer, checksum, error, low_bits,
        quoted, uu,
    };
    use pyrs_object::module::ModuleObject;

    /// Decode a line of base64 data.
    #[function(
        signature = "(data, /, *, strict_mode=False)",
        keywords = "strict_mode",
        kwonly = "strict_mode"
    )]
    fn a2b_base64(thread: &mut Thread, data: Value, strict_mode: Option<bool>) -> PyResult<Ref<BytesObject>> {
        let data = ascii(thread, data)?;
        match base64::decode(&data, strict_mode.unwrap_or(false)) {
            Ok(out) => BytesObject::new(thread, &out),
            Err(message) => Err(error(thread, &message)),
        }
    }

    /// Base64-code line of data.
    #[function(signature = "(data, /, *, newline=True)", keywords = "newline", kwonly = "newline")]
    fn b2a_base64(thread: &mut Thread, data: Value, newline: Option<bool>) -> PyResult<Ref<BytesObject>> {
        let out = base64::encode(buffer::readable(thread, data)?.data(), newline.unwrap_or(true));
        BytesObject::new(thread, &out)
    }

    /// Hexadecimal representation of binary data.
    ///
    /// The return value is a bytes object.  This function is also
    /// available as "b2a_hex()".
    #[function(
        signature = "(data, sep=<unrepresentable>, bytes_per_sep=1)",
        keywords = "data, sep, bytes_per_sep"
    )]
    fn hexlify(
        thread: &mut Thread,
        data: Value,
        sep: Option<Value>,
        bytes_per_sep: Option<i64>,
    ) -> PyResult<Ref<BytesObject>> {
        super::hexlify(thread, data, sep, bytes_per_sep)
    }

    /// Hexadecimal representation of binary data.
    #[function(
        signature = "(data, sep=<unrepresentable>, bytes_per_sep=1)",
        keywords = "data, sep, bytes_per_sep"
    )]
    fn b2a_hex(
        thread: &mut Thread,
        data: Value,
        sep: Option<Value>,
        bytes_per_sep: Option<i64>,
    ) -> PyResult<Ref<BytesObject>> {
        super::hexlify(thread, data, sep, bytes_per_sep)
    }

    /// Binary data of hexadecimal representation.
    ///
    /// hexstr must contain an even number of hex digits (upper or lower case).
    #[function]
    fn unhexlify(thread: &mut Thread, hexstr: Value) -> PyResult<Ref<BytesObject>> {
        super::unhexlify(thread, hexstr)
    }

    /// Binary data of hexadecimal representation.
    #[function]
    fn a2b_hex(thread: &mut Thread, hexstr: Value) -> PyResult<Ref<BytesObject>> {
        super::unhexlify(thread, hexstr)
    }

    /// Decode a line of uuencoded data.
    #[function]
    fn a2b_uu(thread: &mut Thread, data: Value) -> PyResult<Ref<BytesObject>> {
        let data = ascii(thread, data)?;
        match uu::decode(&data) {
            Ok(out) => BytesObject::new(thread, &out),
            Err(message) => Err(error(thread, message)),
        }
    }

    /// Uuencode line of data.
    #[function(
        signature = "(data, /, *, backtick=False)",
        keywords = "backtick",
        kwonly = "backtick"
    )]
    fn b2a_uu(thread: &mut Thread, data: Value, backtick: Option<bool>) -> PyResult<Ref<BytesObject>> {
        let data = buffer::readable(thread, data)?.to_vec();
        if data.len() > uu::LINE {
            return Err(error(thread, "At most 45 bytes at once"));
        }
        BytesObject::new(thread, &uu::encode(&data, backtick.unwrap_or(false)))
    }

    /// Decode a string of qp-encoded data.
    #[function(signature = "(data, header=False)", keywords = "data, header")]
    fn a2b_qp(thread: &mut Thread, data: Value, header: Option<bool>) -> PyResult<Ref<BytesObject>> {
        let data = ascii(thread, data)?;
        BytesObject::new(thread, &quoted::decode(&data, header.unwrap_or(false)))
    }

    /// Encode a string using quoted-printable encoding.
    ///
    /// On encoding, when istext is set, newlines are not encoded, and white
    /// space at end of lines is.  When istext is not set, \r and \n (CR/LF)
    /// are both encoded.  When quotetabs is set, space and tabs are encoded.
    #[function(
        signature = "(data, quotetabs=False, istext=True, header=False)",
        keywords = "data, quotetabs, istext, header"
    )]
    fn b2a_qp(
        thread: &mut Thread,
        data: Value,
        quotetabs: Option<bool>,
        istext: Option<bool>,
        header: Option<bool>,
    ) -> PyResult<Ref<BytesObject>> {
        let options = quoted::Options {
            quote_tabs: quotetabs.unwrap_or(false),
            text: istext.unwrap_or(true),
            header: header.unwrap_or(false),
        };
        let out = quoted::encode(buffer::readable(thread, data)?.data(), options);
        BytesObject::new(thread, &out)
    }

    /// Compute CRC-32 incrementally.
    #[function(signature = "(data, crc=0, /)")]
    fn crc32(thread: &mut Thread, data: Value, crc: Option<Value>) -> PyResult<u32> {
        let start = match crc {
            Some(crc) => low_bits(thread, crc)?,
            None => 0,
        };
        Ok(crate::zlib::crc32(start, buffer::readable(thread, data)?.data()))
    }

    /// Compute CRC-CCITT incrementally.
    #[function]
    fn crc_hqx(thread: &mut Thread, data: Value, crc: Value) -> PyResult<u32> {
        let start = low_bits(thread, crc)? as u16;
        let crc = checksum::crc_hqx(buffer::readable(thread, data)?.data(), start);
        Ok(crc.into())
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        for (name, class) in [("Error", &ERROR), ("Incomplete", &INCOMPLETE)] {
            let class = class.create(thread)?;
            module.dict.get().set_str(thread, name, class.value())?;
        }
        Ok(())
    }
}

pub use module::MODULE;
