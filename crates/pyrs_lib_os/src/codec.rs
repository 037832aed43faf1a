//! Encoding and decoding with error handlers: the built-in encodings of `pyrs_text`, the handlers that need no Python
//! code, and the registered ones.

use crate::invoke;
use crate::static_root::StaticRoot;
use pyrs_object::bytes::{BytesObject, as_bytes};
use pyrs_object::core::core;
use pyrs_object::dict::DictObject;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{PyResult, Raised, Ref, Thread, Value, protocol};
use pyrs_text::codec::{DecodeError, EncodeError, Encoding};

/// An error handler that the runtime has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum ErrorMode {
    /// Raise.
    Strict,
    /// Leave out.
    Ignore,
    /// U+FFFD, or `?`.
    Replace,
    /// Escape sequences.
    BackslashReplace,
    /// Lone surrogates for bytes.
    SurrogateEscape,
    /// Surrogates as they are.
    SurrogatePass,
    /// XML character references.
    XmlCharRef,
    /// A handler of the registry.
    Registered,
}

impl ErrorMode {
    /// The handler of a name.
    pub fn from_name(name: &str) -> ErrorMode {
        match name {
            "strict" => ErrorMode::Strict,
            "ignore" => ErrorMode::Ignore,
            "replace" => ErrorMode::Replace,
            "backslashreplace" => ErrorMode::BackslashReplace,
            "surrogateescape" => ErrorMode::SurrogateEscape,
            "surrogatepass" => ErrorMode::SurrogatePass,
            "xmlcharrefreplace" => ErrorMode::XmlCharRef,
            _ => ErrorMode::Registered,
        }
    }
}

static HANDLERS: StaticRoot = StaticRoot::new();

/// The dict of registered error handlers.
pub fn handlers(thread: &mut Thread) -> PyResult<Ref<DictObject>> {
    if let Some(dict) = HANDLERS.get().and_then(|v| v.downcast()) {
        return Ok(dict);
    }
    let dict = DictObject::new(thread)?;
    HANDLERS.set(thread, Some(dict.value()));
    Ok(dict)
}

fn registered(thread: &mut Thread, name: &str) -> PyResult<Value> {
    let text = StrObject::from_str(thread, name)?.value();
    match handlers(thread)?.get(thread, text)? {
        Some(handler) => Ok(handler),
        None => {
            let module = invoke::import(thread, "_codecs")?;
            invoke::method(thread, module, "lookup_error", &[text])
        }
    }
}

/// A codec for the error paths: its name in messages, and the encoding if it is a built-in one.
#[derive(Clone, Copy)]
pub struct Codec<'a> {
    /// Name.
    pub name: &'a str,
    /// Encoding.
    pub encoding: Option<Encoding>,
}

impl Codec<'static> {
    /// A built-in encoding.
    pub fn builtin(encoding: Encoding) -> Codec<'static> {
        Codec {
            name: encoding.error_name(),
            encoding: Some(encoding),
        }
    }
}

/// Runs a decoder step by step: `step` decodes from a position to the end or the first error. Without `finish`, an
/// incomplete end is left over; the second result is the bytes consumed.
pub fn decode_with(
    thread: &mut Thread,
    codec: Codec,
    bytes: &[u8],
    errors: &str,
    finish: bool,
    mut step: impl FnMut(&mut Thread, usize, &mut Vec<u32>) -> PyResult<Result<(), DecodeError>>,
) -> PyResult<(Ref<StrObject>, usize)> {
    let mut out = Vec::with_capacity(bytes.len());
    let (mut position, mut object, mut consumed) = (0, None, bytes.len());
    while let Err(error) = step(thread, position, &mut out)? {
        let incomplete = error.end == bytes.len()
            && (matches!(
                error.reason,
                "unexpected end of data" | "truncated data" | "\\ at end of string"
            ) || error.reason.starts_with("truncated \\"));
        if incomplete && !finish {
            consumed = error.start;
            break;
        }
        position = recover_decoding(thread, codec, bytes, errors, error, &mut out, &mut object)?;
        if position >= bytes.len() {
            break;
        }
    }
    Ok((StrObject::from_code_points(thread, out.iter().copied())?, consumed))
}

/// Decodes. Without `finish`, an incomplete character at the end is left: the second result is the bytes consumed.
pub fn decode(
    thread: &mut Thread,
    encoding: Encoding,
    bytes: &[u8],
    errors: &str,
    finish: bool,
) -> PyResult<(Ref<StrObject>, usize)> {
    if bytes.is_ascii() && matches!(encoding, Encoding::Utf8 | Encoding::Ascii | Encoding::Latin1)
        || encoding == Encoding::Latin1
    {
        return Ok((StrObject::from_latin1(thread, bytes)?, bytes.len()));
    }
    if encoding == Encoding::Utf8
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return Ok((StrObject::from_str(thread, text)?, bytes.len()));
    }
    let (encoding, mark) = encoding.resolve_mark(bytes);
    decode_with(
        thread,
        Codec::builtin(encoding),
        bytes,
        errors,
        finish,
        |_, position, out| Ok(encoding.decode(bytes, position.max(mark), out)),
    )
}

fn recover_decoding(
    thread: &mut Thread,
    codec: Codec,
    bytes: &[u8],
    errors: &str,
    error: DecodeError,
    out: &mut Vec<u32>,
    object: &mut Option<Value>,
) -> PyResult<usize> {
    let bad = &bytes[error.start..error.end];
    match ErrorMode::from_name(errors) {
        ErrorMode::Ignore => return Ok(error.end),
        ErrorMode::Replace => {
            out.push(0xfffd);
            return Ok(error.end);
        }
        ErrorMode::BackslashReplace => {
            out.extend(
                bad.iter()
                    .flat_map(|b| format!("\\x{b:02x}").into_bytes())
                    .map(u32::from),
            );
            return Ok(error.end);
        }
        ErrorMode::SurrogateEscape => {
            let escapable = bad.iter().take_while(|b| **b >= 0x80).count();
            if escapable > 0 {
                out.extend(bad[..escapable].iter().map(|b| 0xdc00 + u32::from(*b)));
                return Ok(error.start + escapable);
            }
        }
        ErrorMode::SurrogatePass => {
            let found = codec.encoding.and_then(|e| encoded_surrogate(e, &bytes[error.start..]));
            if let Some((surrogate, length)) = found {
                out.push(surrogate);
                return Ok(error.start + length);
            }
        }
        ErrorMode::Strict | ErrorMode::XmlCharRef => {}
        ErrorMode::Registered => {
            return call_decode_handler(thread, codec, bytes, errors, error, out, object);
        }
    }
    let object = match *object {
        Some(object) => object,
        None => BytesObject::new(thread, bytes)?.value(),
    };
    if ErrorMode::from_name(errors) == ErrorMode::XmlCharRef {
        return Err(thread.type_error(format_args!(
            "don't know how to handle UnicodeDecodeError in error callback"
        )));
    }
    Err(decode_error(thread, codec.name, object, error))
}

fn encoded_surrogate(encoding: Encoding, bytes: &[u8]) -> Option<(u32, usize)> {
    use pyrs_text::codec::ByteOrder;
    let (code, length) = match (encoding, bytes) {
        (Encoding::Utf8, [0xed, b, c, ..]) if *b & 0xe0 == 0xa0 && *c & 0xc0 == 0x80 => {
            (0xd000 | u32::from(*b & 0x3f) << 6 | u32::from(*c & 0x3f), 3)
        }
        (Encoding::Utf16(ByteOrder::Big), [a, b, ..]) => (u32::from(u16::from_be_bytes([*a, *b])), 2),
        (Encoding::Utf16(_), [a, b, ..]) => (u32::from(u16::from_le_bytes([*a, *b])), 2),
        (Encoding::Utf32(ByteOrder::Big), [a, b, c, d, ..]) => (u32::from_be_bytes([*a, *b, *c, *d]), 4),
        (Encoding::Utf32(_), [a, b, c, d, ..]) => (u32::from_le_bytes([*a, *b, *c, *d]), 4),
        _ => return None,
    };
    (0xd800..0xe000).contains(&code).then_some((code, length))
}

fn call_decode_handler(
    thread: &mut Thread,
    codec: Codec,
    bytes: &[u8],
    errors: &str,
    error: DecodeError,
    out: &mut Vec<u32>,
    object: &mut Option<Value>,
) -> PyResult<usize> {
    let handler = registered(thread, errors)?;
    let source = match *object {
        Some(object) => object,
        None => BytesObject::new(thread, bytes)?.value(),
    };
    *object = Some(source);
    let exception = new_decode_error(thread, codec.name, source, error)?;
    let result = protocol::call(thread, handler, &[exception])?;
    let (replacement, next) = handler_result(thread, result, bytes.len(), "decoding")?;
    match replacement.downcast::<StrObject>() {
        Some(text) => out.extend(text.chars().iter()),
        None => {
            return Err(thread.type_error(format_args!("decoding error handler must return (str, int) tuple")));
        }
    }
    Ok(next)
}

/// The result of an error handler: replacement and position.
pub fn handler_result(thread: &mut Thread, result: Value, length: usize, what: &str) -> PyResult<(Value, usize)> {
    let pair = result.downcast::<TupleObject>().filter(|t| t.len() == 2);
    let Some(pair) = pair else {
        let form = if what == "encoding" {
            "(str/bytes, int)"
        } else {
            "(str, int)"
        };
        return Err(thread.type_error(format_args!("{what} error handler must return {form} tuple")));
    };
    let position = protocol::index_i64(thread, pair.items()[1])?;
    let next = if position < 0 {
        position + length as i64
    } else {
        position
    };
    if next < 0 || next > length as i64 {
        return Err(thread.index_error(format_args!("position {position} from error handler out of bounds")));
    }
    Ok((pair.items()[0], next as usize))
}

/// Makes a UnicodeDecodeError.
pub fn new_decode_error(thread: &mut Thread, encoding: &str, object: Value, error: DecodeError) -> PyResult<Value> {
    let encoding = StrObject::from_str(thread, encoding)?.value();
    let reason = StrObject::from_str(thread, error.reason)?.value();
    let (start, end) = (Value::small_int(error.start as i64), Value::small_int(error.end as i64));
    let class = core().types.unicode_decode_error.get().value();
    protocol::call(thread, class, &[encoding, object, start, end, reason])
}

/// Makes a UnicodeEncodeError.
pub fn new_encode_error(
    thread: &mut Thread,
    encoding: &str,
    text: Ref<StrObject>,
    error: EncodeError,
) -> PyResult<Value> {
    let encoding = StrObject::from_str(thread, encoding)?.value();
    let reason = StrObject::from_str(thread, error.reason)?.value();
    let (start, end) = (Value::small_int(error.start as i64), Value::small_int(error.end as i64));
    let class = core().types.unicode_encode_error.get().value();
    protocol::call(thread, class, &[encoding, text.value(), start, end, reason])
}

/// Raises an exception object.
pub fn raise(thread: &mut Thread, exception: PyResult<Value>) -> Raised {
    match exception {
        Ok(exception) => match exception.downcast() {
            Some(exception) => thread.raise(exception),
            None => thread.type_error(format_args!("exceptions must derive from BaseException")),
        },
        Err(raised) => raised,
    }
}

/// Raises a UnicodeDecodeError.
pub fn decode_error(thread: &mut Thread, encoding: &str, object: Value, error: DecodeError) -> Raised {
    let made = new_decode_error(thread, encoding, object, error);
    raise(thread, made)
}

/// Raises a UnicodeEncodeError.
pub fn encode_error(thread: &mut Thread, encoding: &str, text: Ref<StrObject>, error: EncodeError) -> Raised {
    let made = new_encode_error(thread, encoding, text, error);
    raise(thread, made)
}

/// Encodes.
pub fn encode(thread: &mut Thread, encoding: Encoding, text: Ref<StrObject>, errors: &str) -> PyResult<Vec<u8>> {
    let narrow = matches!(encoding, Encoding::Utf8 | Encoding::Ascii | Encoding::Latin1);
    if narrow && text.is_ascii() || encoding == Encoding::Latin1 && text.width() == 1 {
        return Ok(text.data().to_vec());
    }
    let chars: Vec<u32> = text.chars().iter().collect();
    let mut out = encoding.mark().to_vec();
    let step =
        |_: &mut Thread, chars: &[u32], position: usize, out: &mut Vec<u8>| Ok(encoding.encode(chars, position, out));
    encode_with(thread, Codec::builtin(encoding), text, &chars, errors, &mut out, step)?;
    Ok(out)
}

/// Runs an encoder step by step: `step` encodes from a position to the end or the first error. Replacement texts are
/// encoded by it too.
pub fn encode_with(
    thread: &mut Thread,
    codec: Codec,
    text: Ref<StrObject>,
    chars: &[u32],
    errors: &str,
    out: &mut Vec<u8>,
    mut step: impl FnMut(&mut Thread, &[u32], usize, &mut Vec<u8>) -> PyResult<Result<(), EncodeError>>,
) -> PyResult<()> {
    let mut position = 0;
    while let Err(error) = step(thread, chars, position, out)? {
        let (replacement, next) = recover_encoding(thread, codec, text, chars, errors, error, out)?;
        if !replacement.is_empty() && step(thread, &replacement, 0, out)?.is_err() {
            return Err(encode_error(thread, codec.name, text, error));
        }
        position = next;
        if position >= chars.len() {
            break;
        }
    }
    Ok(())
}

/// The replacement text of a code point in the modes that have one.
pub fn replacement(mode: ErrorMode, c: u32) -> Option<String> {
    Some(match mode {
        ErrorMode::Ignore => String::new(),
        ErrorMode::Replace => "?".to_owned(),
        ErrorMode::XmlCharRef => format!("&#{c};"),
        ErrorMode::BackslashReplace if c < 0x100 => format!("\\x{c:02x}"),
        ErrorMode::BackslashReplace if c < 0x1_0000 => format!("\\u{c:04x}"),
        ErrorMode::BackslashReplace => format!("\\U{c:08x}"),
        _ => return None,
    })
}

/// What is to be encoded instead, and where to go on; bytes that stand for themselves are appended to `out`.
fn recover_encoding(
    thread: &mut Thread,
    codec: Codec,
    text: Ref<StrObject>,
    chars: &[u32],
    errors: &str,
    error: EncodeError,
    out: &mut Vec<u8>,
) -> PyResult<(Vec<u32>, usize)> {
    let mode = ErrorMode::from_name(errors);
    let mut position = error.start;
    let mut instead: Vec<u32> = Vec::new();
    for &c in &chars[error.start..error.end] {
        match mode {
            ErrorMode::SurrogateEscape if (0xdc80..0xdd00).contains(&c) => out.push((c - 0xdc00) as u8),
            ErrorMode::SurrogatePass if (0xd800..0xe000).contains(&c) => {
                if !codec.encoding.is_some_and(|encoding| push_surrogate(encoding, c, out)) {
                    break;
                }
            }
            _ => match replacement(mode, c) {
                Some(replacement) => instead.extend(replacement.bytes().map(u32::from)),
                None => break,
            },
        }
        position += 1;
    }
    if position > error.start {
        return Ok((instead, position));
    }
    if mode != ErrorMode::Registered {
        return Err(encode_error(thread, codec.name, text, error));
    }
    let handler = registered(thread, errors)?;
    let exception = new_encode_error(thread, codec.name, text, error)?;
    let result = protocol::call(thread, handler, &[exception])?;
    let (replacement, next) = handler_result(thread, result, chars.len(), "encoding")?;
    if let Some(bytes) = as_bytes(&replacement) {
        out.extend_from_slice(bytes);
        return Ok((Vec::new(), next));
    }
    match replacement.downcast::<StrObject>() {
        Some(replacement) => Ok((replacement.chars().iter().collect(), next)),
        None => Err(thread.type_error(format_args!(
            "encoding error handler must return (str/bytes, int) tuple"
        ))),
    }
}

fn push_surrogate(encoding: Encoding, c: u32, out: &mut Vec<u8>) -> bool {
    use pyrs_text::codec::ByteOrder;
    match encoding {
        Encoding::Utf8 => pyrs_text::escape::push_code_point(out, c),
        Encoding::Utf16(ByteOrder::Big) => out.extend((c as u16).to_be_bytes()),
        Encoding::Utf16(_) => out.extend((c as u16).to_le_bytes()),
        Encoding::Utf32(ByteOrder::Big) => out.extend(c.to_be_bytes()),
        Encoding::Utf32(_) => out.extend(c.to_le_bytes()),
        _ => return false,
    }
    true
}

/// What a built-in handler does with an exception: `(replacement, position)`.
pub fn handle(thread: &mut Thread, mode: ErrorMode, exception: Value) -> PyResult<Value> {
    let types = &core().types;
    let class = class_of(exception);
    let decoding = class.is_subtype(types.unicode_decode_error.get());
    let known = decoding
        || class.is_subtype(types.unicode_encode_error.get())
        || class.is_subtype(types.unicode_translate_error.get());
    if mode == ErrorMode::Strict
        && let Some(exception) = exception.downcast()
    {
        return Err(thread.raise(exception));
    }
    if !known {
        let name = class.name_for_message();
        return Err(thread.type_error(format_args!("don't know how to handle {name} in error callback")));
    }
    let object = invoke::attribute(thread, exception, "object")?;
    let start = invoke::attribute(thread, exception, "start")?;
    let end = invoke::attribute(thread, exception, "end")?;
    let (start, end) = (
        protocol::index_i64(thread, start)?.max(0) as usize,
        protocol::index_i64(thread, end)?.max(0) as usize,
    );
    let mut out: Vec<u32> = Vec::new();
    let mut next = end;
    if decoding {
        let bytes = as_bytes(&object).unwrap_or(&[]).to_vec();
        let end = end.min(bytes.len());
        let encoding = invoke::attribute(thread, exception, "encoding")?;
        let encoding = protocol::str(thread, encoding)?.to_string_lossy();
        let encoding = Encoding::from_name(&encoding).unwrap_or(Encoding::Ascii);
        let error = DecodeError {
            start: start.min(end),
            end,
            reason: "",
        };
        match mode {
            ErrorMode::XmlCharRef | ErrorMode::Registered => {
                let name = class.name_for_message();
                return Err(thread.type_error(format_args!("don't know how to handle {name} in error callback")));
            }
            ErrorMode::SurrogateEscape if bytes[error.start..end].first().is_none_or(|b| *b < 0x80) => {
                return Err(reraise(thread, exception));
            }
            ErrorMode::SurrogatePass if encoded_surrogate(encoding, &bytes[error.start..]).is_none() => {
                return Err(reraise(thread, exception));
            }
            _ => {}
        }
        let name = match mode {
            ErrorMode::Ignore => "ignore",
            ErrorMode::Replace => "replace",
            ErrorMode::BackslashReplace => "backslashreplace",
            ErrorMode::SurrogateEscape => "surrogateescape",
            _ => "surrogatepass",
        };
        next = recover_decoding(
            thread,
            Codec::builtin(encoding),
            &bytes,
            name,
            error,
            &mut out,
            &mut None,
        )?;
    } else if let Some(text) = object.downcast::<StrObject>() {
        let translating = class.is_subtype(types.unicode_translate_error.get());
        let end = end.min(text.len());
        let mut bytes = Vec::new();
        for index in start.min(end)..end {
            let c = text.chars().get(index);
            match mode {
                ErrorMode::Replace if translating => out.push(0xfffd),
                ErrorMode::SurrogateEscape if (0xdc80..0xdd00).contains(&c) => bytes.push((c - 0xdc00) as u8),
                ErrorMode::SurrogatePass if (0xd800..0xe000).contains(&c) => {
                    let encoding = invoke::attribute(thread, exception, "encoding")?;
                    let encoding = protocol::str(thread, encoding)?.to_string_lossy();
                    let done = Encoding::from_name(&encoding).is_some_and(|e| push_surrogate(e, c, &mut bytes));
                    if !done {
                        return Err(reraise(thread, exception));
                    }
                }
                _ => match replacement(mode, c) {
                    Some(replacement) => out.extend(replacement.chars().map(|c| c as u32)),
                    None => return Err(reraise(thread, exception)),
                },
            }
        }
        if !bytes.is_empty() {
            let bytes = BytesObject::new(thread, &bytes)?.value();
            return Ok(TupleObject::from_slice(thread, &[bytes, Value::small_int(end as i64)])?.value());
        }
    }
    let text = StrObject::from_code_points(thread, out.iter().copied())?.value();
    Ok(TupleObject::from_slice(thread, &[text, Value::small_int(next as i64)])?.value())
}

fn reraise(thread: &mut Thread, exception: Value) -> Raised {
    raise(thread, Ok(exception))
}
