//! Encoding and decoding with error handlers.
//!
//! The built-in encodings and handlers are here; others (the codecs registry) come through [`HOOKS`].

use pyrs_object::bytes::BytesObject;
use pyrs_object::exception::ExceptionObject;
use pyrs_object::str::{Chars, StrObject};
use pyrs_object::type_object::TypeObject;
use pyrs_object::{PyResult, Raised, Ref, Thread, Value, core, protocol};
use pyrs_text::codec::{ByteOrder, DecodeError, EncodeError, Encoding};
use pyrs_text::escape::{push_code_point, push_escape};
use std::borrow::Cow;
use std::cell::Cell;

/// Encodes or decodes an object with a named encoding and error handler.
pub type CodecHook = fn(&mut Thread, Value, &str, &str) -> PyResult<Value>;
/// Asks a named error handler about an exception: replacement and position to go on from.
pub type ErrorHook = fn(&mut Thread, &str, Value) -> PyResult<(Value, usize)>;

/// What the codecs registry installs.
pub struct CodecHooks {
    /// Encoders that are not here.
    pub encode: Cell<Option<CodecHook>>,
    /// Decoders that are not here.
    pub decode: Cell<Option<CodecHook>>,
    /// Error handlers that are not here.
    pub error_handler: Cell<Option<ErrorHook>>,
}

// SAFETY: only the thread that holds the GIL touches the cells.
unsafe impl Sync for CodecHooks {}

/// See [`CodecHooks`].
pub static HOOKS: CodecHooks = CodecHooks {
    encode: Cell::new(None),
    decode: Cell::new(None),
    error_handler: Cell::new(None),
};

/// The names given, or the defaults.
pub fn names<'a>(
    encoding: Option<&'a Ref<StrObject>>,
    errors: Option<&'a Ref<StrObject>>,
) -> (Cow<'a, str>, Cow<'a, str>) {
    fn text<'a>(name: Option<&'a Ref<StrObject>>, default: &'static str) -> Cow<'a, str> {
        match name {
            Some(name) => match name.as_ascii() {
                Some(text) => text.into(),
                None => name.to_string_lossy().into(),
            },
            None => default.into(),
        }
    }
    (text(encoding, "utf-8"), text(errors, "strict"))
}

#[cold]
fn unknown_encoding(thread: &mut Thread, name: &str) -> Raised {
    thread.lookup_error(format_args!("unknown encoding: {name}"))
}

/// Makes the exception; it is not raised yet.
fn error_object(
    thread: &mut Thread,
    class: Ref<TypeObject>,
    encoding: &str,
    object: Value,
    start: usize,
    end: usize,
    reason: &str,
) -> PyResult<Value> {
    let encoding = StrObject::from_str(thread, encoding)?;
    let reason = StrObject::from_str(thread, reason)?;
    let position = |at: usize| Value::small_int(at as i64);
    let args = [encoding.value(), object, position(start), position(end), reason.value()];
    protocol::call(thread, class.value(), &args)
}

fn raise(thread: &mut Thread, exception: Value) -> Raised {
    match exception.downcast::<ExceptionObject>() {
        Some(exception) => thread.raise(exception),
        None => thread.system_error(format_args!("a Unicode error is no exception")),
    }
}

/// Asks the hook; without one the handler does not exist.
fn ask_hook(thread: &mut Thread, errors: &str, exception: Value) -> PyResult<(Value, usize)> {
    match HOOKS.error_handler.get() {
        Some(hook) => hook(thread, errors, exception),
        None => Err(thread.lookup_error(format_args!("unknown error handler name '{errors}'"))),
    }
}

/// `string.encode(encoding, errors)`.
pub fn encode(thread: &mut Thread, string: Ref<StrObject>, encoding: &str, errors: &str) -> PyResult<Value> {
    let Some(codec) = Encoding::from_name(encoding) else {
        return match HOOKS.encode.get() {
            Some(hook) => hook(thread, string.value(), encoding, errors),
            None => Err(unknown_encoding(thread, encoding)),
        };
    };
    if string.is_ascii() && matches!(codec, Encoding::Utf8 | Encoding::Ascii | Encoding::Latin1) {
        return Ok(BytesObject::new(thread, string.data())?.value());
    }
    if codec == Encoding::Utf8
        && let Some(length) = utf8_length(string.chars())
    {
        return encode_utf8(thread, string, length);
    }
    let chars: Vec<u32> = string.chars().iter().collect();
    let mut out = codec.mark().to_vec();
    let mut start = 0;
    while let Err(error) = codec.encode(&chars, start, &mut out) {
        start = match replace_in_encoding(codec, errors, &chars, error, &mut out) {
            Some(next) => next,
            None => {
                let class = core().types.unicode_encode_error.get();
                let name = codec.error_name();
                let exception = error_object(
                    thread,
                    class,
                    name,
                    string.value(),
                    error.start,
                    error.end,
                    error.reason,
                )?;
                if is_builtin_handler(errors) {
                    return Err(raise(thread, exception));
                }
                let (replacement, next) = ask_hook(thread, errors, exception)?;
                push_replacement(thread, codec, replacement, exception, &mut out)?;
                next
            }
        };
    }
    Ok(BytesObject::new(thread, &out)?.value())
}

/// Bytes of a text in UTF-8; `None` if it has lone surrogates.
fn utf8_length(chars: Chars<'_>) -> Option<usize> {
    let length = |c: u32| 1 + usize::from(c >= 0x80) + usize::from(c >= 0x800) + usize::from(c >= 0x1_0000);
    let is_surrogate = |c: u32| c & 0xf800 == 0xd800 && c < 0x1_0000;
    match chars {
        Chars::One(s) => Some(s.len() + s.iter().filter(|c| **c >= 0x80).count()),
        Chars::Two(s) if s.iter().any(|c| is_surrogate(u32::from(*c))) => None,
        Chars::Two(s) => Some(s.iter().map(|c| length(u32::from(*c))).sum()),
        Chars::Four(s) if s.iter().any(|c| is_surrogate(*c)) => None,
        Chars::Four(s) => Some(s.iter().map(|c| length(*c)).sum()),
    }
}

/// The text, which has no surrogates, in `length` bytes of UTF-8.
fn encode_utf8(thread: &mut Thread, string: Ref<StrObject>, length: usize) -> PyResult<Value> {
    let bytes = BytesObject::with_length(thread, core().types.bytes.get(), length)?;
    // SAFETY: the object is fresh and has `length` bytes, which the encoded characters fill.
    let mut rest = unsafe { std::slice::from_raw_parts_mut(bytes.data_ptr(), length) };
    let mut push = |c: u32| {
        let used = char::from_u32(c).unwrap_or('?').encode_utf8(rest).len();
        rest = &mut std::mem::take(&mut rest)[used..];
    };
    match string.chars() {
        Chars::One(s) => s.iter().for_each(|c| push(u32::from(*c))),
        Chars::Two(s) => s.iter().for_each(|c| push(u32::from(*c))),
        Chars::Four(s) => s.iter().for_each(|c| push(*c)),
    }
    Ok(bytes.value())
}

/// Handlers that raise what they don't handle.
fn is_builtin_handler(errors: &str) -> bool {
    matches!(errors, "strict" | "surrogateescape" | "surrogatepass")
}

/// Appends what a registered handler returned for code points.
fn push_replacement(
    thread: &mut Thread,
    codec: Encoding,
    replacement: Value,
    exception: Value,
    out: &mut Vec<u8>,
) -> PyResult<()> {
    if let Some(bytes) = pyrs_object::bytes::as_bytes(&replacement) {
        out.extend_from_slice(bytes);
        return Ok(());
    }
    let Some(text) = replacement.downcast::<StrObject>() else {
        return Err(thread.type_error(format_args!(
            "encoding error handler must return (str/bytes, int) tuple"
        )));
    };
    let chars: Vec<u32> = text.chars().iter().collect();
    match codec.encode(&chars, 0, out) {
        Ok(()) => Ok(()),
        Err(_) => Err(raise(thread, exception)),
    }
}

/// Handles an error by a built-in handler: where to go on, or `None` if it does not apply.
fn replace_in_encoding(
    codec: Encoding,
    errors: &str,
    chars: &[u32],
    error: EncodeError,
    out: &mut Vec<u8>,
) -> Option<usize> {
    let bad = chars.get(error.start..error.end)?;
    let mut text = String::new();
    match errors {
        "ignore" => {}
        "replace" => text.extend(std::iter::repeat_n('?', bad.len())),
        "backslashreplace" => bad.iter().for_each(|c| push_escape(&mut text, *c)),
        "xmlcharrefreplace" => bad.iter().for_each(|c| text.push_str(&format!("&#{c};"))),
        "namereplace" => bad
            .iter()
            .for_each(|c| match char::from_u32(*c).and_then(unicode_names2::name) {
                Some(name) => text.push_str(&format!("\\N{{{name}}}")),
                None => push_escape(&mut text, *c),
            }),
        "surrogateescape" => {
            if !bad.iter().all(|c| (0xdc80..0xdd00).contains(c)) {
                return None;
            }
            out.extend(bad.iter().map(|c| (*c - 0xdc00) as u8));
        }
        "surrogatepass" => {
            if !bad.iter().all(|c| (0xd800..0xe000).contains(c)) {
                return None;
            }
            for c in bad {
                push_surrogate(codec, *c, out)?;
            }
        }
        _ => return None,
    }
    let text: Vec<u32> = text.bytes().map(u32::from).collect();
    codec.encode(&text, 0, out).ok()?;
    Some(error.end)
}

fn push_surrogate(codec: Encoding, c: u32, out: &mut Vec<u8>) -> Option<()> {
    match codec {
        Encoding::Utf8 => push_code_point(out, c),
        Encoding::Utf16(ByteOrder::Big) => out.extend((c as u16).to_be_bytes()),
        Encoding::Utf16(_) => out.extend((c as u16).to_le_bytes()),
        Encoding::Utf32(ByteOrder::Big) => out.extend(c.to_be_bytes()),
        Encoding::Utf32(_) => out.extend(c.to_le_bytes()),
        Encoding::Latin1 | Encoding::Ascii => return None,
    }
    Some(())
}

/// `object.decode(encoding, errors)`, where `bytes` are the object's data.
pub fn decode(thread: &mut Thread, object: Value, bytes: &[u8], encoding: &str, errors: &str) -> PyResult<Value> {
    let Some(codec) = Encoding::from_name(encoding) else {
        return match HOOKS.decode.get() {
            Some(hook) => hook(thread, object, encoding, errors),
            None => Err(unknown_encoding(thread, encoding)),
        };
    };
    match codec {
        Encoding::Latin1 => return Ok(StrObject::from_latin1(thread, bytes)?.value()),
        Encoding::Ascii | Encoding::Utf8 if bytes.is_ascii() => {
            return Ok(StrObject::from_latin1(thread, bytes)?.value());
        }
        Encoding::Utf8 => {
            if let Ok(text) = std::str::from_utf8(bytes) {
                return Ok(StrObject::from_str(thread, text)?.value());
            }
        }
        _ => {}
    }
    // A handler may run Python code, which could change a bytearray.
    let bytes = bytes.to_vec();
    let (codec, mut start) = codec.resolve_mark(&bytes);
    let mut out = Vec::with_capacity(bytes.len());
    while let Err(error) = codec.decode(&bytes, start, &mut out) {
        start = match replace_in_decoding(codec, errors, &bytes, error, &mut out) {
            Some(next) => next,
            None => {
                let class = core().types.unicode_decode_error.get();
                let data = BytesObject::new(thread, &bytes)?;
                let name = codec.error_name();
                let exception = error_object(thread, class, name, data.value(), error.start, error.end, error.reason)?;
                if is_builtin_handler(errors) {
                    return Err(raise(thread, exception));
                }
                let (replacement, next) = ask_hook(thread, errors, exception)?;
                let Some(text) = replacement.downcast::<StrObject>() else {
                    return Err(thread.type_error(format_args!("decoding error handler must return (str, int) tuple")));
                };
                out.extend(text.chars().iter());
                if next > bytes.len() {
                    return Err(thread.index_error(format_args!("position {next} from error handler out of bounds")));
                }
                next
            }
        };
    }
    Ok(StrObject::from_code_points(thread, out.iter().copied())?.value())
}

/// Handles an error by a built-in handler: where to go on, or `None` if it does not apply.
fn replace_in_decoding(
    codec: Encoding,
    errors: &str,
    bytes: &[u8],
    error: DecodeError,
    out: &mut Vec<u32>,
) -> Option<usize> {
    let bad = bytes.get(error.start..error.end)?;
    match errors {
        "ignore" => {}
        "replace" => out.push(0xfffd),
        "backslashreplace" => {
            let mut text = String::new();
            bad.iter().for_each(|b| push_escape(&mut text, u32::from(*b)));
            out.extend(text.bytes().map(u32::from));
        }
        "surrogateescape" => {
            let escaped = bad.iter().take_while(|b| **b >= 0x80).count();
            if escaped == 0 {
                return None;
            }
            out.extend(bad[..escaped].iter().map(|b| 0xdc00 + u32::from(*b)));
            return Some(error.start + escaped);
        }
        "surrogatepass" => {
            let (c, size) = surrogate_at(codec, &bytes[error.start..])?;
            out.push(c);
            return Some(error.start + size);
        }
        _ => return None,
    }
    Some(error.end)
}

/// An encoded surrogate at the start of the bytes, and its size.
fn surrogate_at(codec: Encoding, bytes: &[u8]) -> Option<(u32, usize)> {
    let (c, size) = match (codec, bytes) {
        (Encoding::Utf8, [0xed, b @ 0xa0..=0xbf, c @ 0x80..=0xbf, ..]) => {
            (0xd000 | u32::from(b & 0x3f) << 6 | u32::from(c & 0x3f), 3)
        }
        (Encoding::Utf16(ByteOrder::Big), [a, b, ..]) => (u32::from(u16::from_be_bytes([*a, *b])), 2),
        (Encoding::Utf16(_), [a, b, ..]) => (u32::from(u16::from_le_bytes([*a, *b])), 2),
        (Encoding::Utf32(ByteOrder::Big), [a, b, c, d, ..]) => (u32::from_be_bytes([*a, *b, *c, *d]), 4),
        (Encoding::Utf32(_), [a, b, c, d, ..]) => (u32::from_le_bytes([*a, *b, *c, *d]), 4),
        _ => return None,
    };
    (0xd800..0xe000).contains(&c).then_some((c, size))
}
