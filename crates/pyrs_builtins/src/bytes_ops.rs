//! Operations on the data of bytes and bytearrays, which both types share.
//!
//! Everything takes slices and gives ranges or vectors; the types' methods make objects of them.

use pyrs_object::bytes::{BytesObject, as_bytes};
use pyrs_object::str::StrObject;
use pyrs_object::{PyResult, Raised, Thread, Value, class_of, core, int, none, protocol};
use pyrs_text::hexadecimal;
use std::ops::Range;

/// White space in bytes.
pub fn is_space(b: u8) -> bool {
    matches!(b, b' ' | 0x09..=0x0d)
}

#[cold]
fn not_bytes_like(thread: &mut Thread, value: Value) -> Raised {
    let class = class_of(value).name_for_message();
    thread.type_error(format_args!("a bytes-like object is required, not '{class}'"))
}

/// A copy of the data of a bytes-like argument.
pub fn data_of(thread: &mut Thread, value: Value) -> PyResult<Vec<u8>> {
    match as_bytes(&value) {
        Some(data) => Ok(data.to_vec()),
        None => Err(not_bytes_like(thread, value)),
    }
}

/// A byte given as an int.
pub fn byte_of(thread: &mut Thread, value: Value) -> PyResult<u8> {
    let index = protocol::index_clamped(thread, value)?;
    match u8::try_from(index) {
        Ok(byte) => Ok(byte),
        Err(_) => Err(thread.value_error(format_args!("byte must be in range(0, 256)"))),
    }
}

/// What `find` and `in` look for: data, or a byte.
pub fn needle(thread: &mut Thread, value: Value) -> PyResult<Vec<u8>> {
    if let Some(data) = as_bytes(&value) {
        return Ok(data.to_vec());
    }
    if int::is_int(value) || protocol::convert(thread, pyrs_object::slots::UnaryOp::Index, value)?.is_some() {
        return Ok(vec![byte_of(thread, value)?]);
    }
    let class = class_of(value).name_for_message();
    Err(thread.type_error(format_args!(
        "argument should be integer or bytes-like object, not '{class}'"
    )))
}

/// Whether [`from_object`] can make bytes of this: a buffer or an iterable, but no string.
pub fn is_source(value: Value) -> bool {
    if value.downcast::<StrObject>().is_some() {
        return false;
    }
    let class = class_of(value);
    as_bytes(&value).is_some()
        || value.downcast::<pyrs_object::memory_view::MemoryViewObject>().is_some()
        || class.slot(|s| s.iter).is_some()
        || class.slot(|s| s.getitem).is_some()
}

/// `bytes(object)` for one argument without encoding: counts are not taken. `noun` is what errors call the items.
pub fn from_object(thread: &mut Thread, value: Value, noun: &str) -> PyResult<Vec<u8>> {
    if let Some(data) = as_bytes(&value) {
        return Ok(data.to_vec());
    }
    if let Some(data) = crate::memoryview::copied_data(thread, value)? {
        return Ok(data);
    }
    if !is_source(value) {
        let class = class_of(value).name_for_message();
        let made = if noun == "byte" { "bytearray" } else { "bytes" };
        return Err(thread.type_error(format_args!("cannot convert '{class}' object to {made}")));
    }
    let mut data = Vec::new();
    protocol::for_each(thread, value, |thread, item| {
        let index = protocol::index_clamped(thread, item)?;
        match u8::try_from(index) {
            Ok(byte) => data.push(byte),
            Err(_) => return Err(thread.value_error(format_args!("{noun} must be in range(0, 256)"))),
        }
        Ok(())
    })?;
    Ok(data)
}

/// The only argument of a call, where no special method and no iterator decides what it stands for.
#[derive(Clone, Copy)]
pub enum Plain {
    /// A number of zero bytes.
    Count(usize),
    /// bytes, a bytearray or a contiguous view.
    Data(Value),
}

/// What `bytes(value)` is made of in the frequent cases; `None` for all others and those that raise.
pub fn plain_source(thread: &mut Thread, args: pyrs_object::Args) -> PyResult<Option<Plain>> {
    let ([value], None) = (args.all(), args.names()) else {
        return Ok(None);
    };
    if let Some(count) = value.as_small_int() {
        return match usize::try_from(count) {
            Ok(count) if count <= 1 << 40 => {
                protocol::check_room(thread, count)?;
                Ok(Some(Plain::Count(count)))
            }
            _ => Ok(None),
        };
    }
    let (types, class) = (&core().types, class_of(*value));
    let exact = class == types.bytes.get() || class == types.bytearray.get();
    let exact = exact || value.downcast::<pyrs_object::memory_view::MemoryViewObject>().is_some();
    Ok((exact && as_bytes(value).is_some()).then_some(Plain::Data(*value)))
}

/// Arguments of `bytes()` and `bytearray()` as data.
pub fn construct(thread: &mut Thread, args: pyrs_object::Args, type_name: &str) -> PyResult<Vec<u8>> {
    const NAMES: [&str; 3] = ["source", "encoding", "errors"];
    let given = args.all().len();
    if given > 3 {
        return Err(thread.type_error(format_args!("{type_name}() takes at most 3 arguments ({given} given)")));
    }
    let mut values = [None; 3];
    for (slot, value) in values.iter_mut().zip(args.positional()) {
        *slot = Some(*value);
    }
    for (key, value) in args.keywords() {
        match NAMES.iter().position(|name| key.equals_str(name)) {
            Some(index) if values[index].is_none() => values[index] = Some(value),
            Some(index) => {
                let (key, position) = (NAMES[index], index + 1);
                return Err(thread.type_error(format_args!(
                    "argument for {type_name}() given by name ('{key}') and position ({position})"
                )));
            }
            None => {
                let key = key.to_string_lossy();
                return Err(thread.type_error(format_args!("{type_name}() got an unexpected keyword argument '{key}'")));
            }
        }
    }
    let mut texts = [None; 2];
    for i in 0..2 {
        if let Some(value) = values[i + 1] {
            let Some(text) = value.downcast::<StrObject>() else {
                let (name, class) = (NAMES[i + 1], class_of(value).name_for_message());
                return Err(thread.type_error(format_args!("{type_name}() argument '{name}' must be str, not {class}")));
            };
            texts[i] = Some(text);
        }
    }
    let text = values[0].and_then(|v| v.downcast::<StrObject>());
    match (values[0], text) {
        (Some(_), Some(text)) if texts[0].is_some() => {
            let (encoding, errors) = crate::codec::names(texts[0].as_ref(), texts[1].as_ref());
            let encoded = crate::codec::encode(thread, text, &encoding, &errors)?;
            data_of(thread, encoded)
        }
        (Some(_), Some(_)) if texts[1].is_some() => {
            Err(thread.type_error(format_args!("string argument without an encoding")))
        }
        (_, None) if texts[0].is_some() => Err(thread.type_error(format_args!("encoding without a string argument"))),
        (_, None) if texts[1].is_some() => Err(thread.type_error(format_args!("errors without a string argument"))),
        (Some(_), Some(_)) => Err(thread.type_error(format_args!("string argument without an encoding"))),
        (None, _) => Ok(Vec::new()),
        (Some(value), None) => construct_from(thread, value, type_name),
    }
}

/// The result of `__bytes__`, where there is one.
pub fn by_special_method(thread: &mut Thread, value: Value) -> PyResult<Option<Vec<u8>>> {
    let class = class_of(value);
    if as_bytes(&value).is_some() && !class.has(pyrs_object::type_object::TypeFlags::HEAP) {
        return Ok(None);
    }
    let Some(result) = protocol::call_special(thread, value, core().names.bytes.get(), &[])? else {
        return Ok(None);
    };
    match result.downcast::<BytesObject>() {
        Some(bytes) => Ok(Some(bytes.data().to_vec())),
        None => {
            let class = class_of(result).name_for_message();
            Err(thread.type_error(format_args!("__bytes__ returned non-bytes (type {class})")))
        }
    }
}

fn construct_from(thread: &mut Thread, value: Value, type_name: &str) -> PyResult<Vec<u8>> {
    if type_name == "bytes"
        && let Some(data) = by_special_method(thread, value)?
    {
        return Ok(data);
    }
    let is_count = int::is_int(value)
        || (as_bytes(&value).is_none()
            && pyrs_object::memory_view::exporter_of(value).is_none()
            && protocol::convert(thread, pyrs_object::slots::UnaryOp::Index, value)?.is_some());
    if !is_count {
        let noun = if type_name == "bytearray" { "byte" } else { "bytes" };
        return from_object(thread, value, noun);
    }
    let count = crate::slicing::index(thread, value);
    let count = match count {
        Ok(count) => count,
        Err(raised) => {
            if !thread.clear_if(core().types.index_error.get()) {
                return Err(raised);
            }
            let class = class_of(value).name_for_message();
            return Err(thread.overflow_error(format_args!("cannot fit '{class}' into an index-sized integer")));
        }
    };
    match usize::try_from(count) {
        Ok(count) if count <= 1 << 40 => {
            protocol::check_room(thread, count)?;
            Ok(vec![0; count])
        }
        Ok(_) => Err(thread.memory_error()),
        Err(_) => Err(thread.value_error(format_args!("negative count"))),
    }
}

/// The words of data, from the left.
pub fn split_space(data: &[u8], limit: usize) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut at = 0;
    loop {
        at += data[at..].iter().take_while(|b| is_space(**b)).count();
        if at == data.len() {
            return pieces;
        }
        if pieces.len() == limit {
            pieces.push(at..data.len());
            return pieces;
        }
        let length = data[at..].iter().take_while(|b| !is_space(**b)).count();
        pieces.push(at..at + length);
        at += length;
    }
}

/// The words of data, from the right, in reverse order.
pub fn rsplit_space(data: &[u8], limit: usize) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut end = data.len();
    loop {
        end -= data[..end].iter().rev().take_while(|b| is_space(**b)).count();
        if end == 0 {
            return pieces;
        }
        if pieces.len() == limit {
            pieces.push(0..end);
            return pieces;
        }
        let length = data[..end].iter().rev().take_while(|b| !is_space(**b)).count();
        pieces.push(end - length..end);
        end -= length;
    }
}

/// Pieces between separators, from the left.
pub fn split(data: &[u8], separator: &[u8], limit: usize) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for at in memchr::memmem::find_iter(data, separator).take(limit) {
        pieces.push(start..at);
        start = at + separator.len();
    }
    pieces.push(start..data.len());
    pieces
}

/// Pieces between separators, from the right, in reverse order.
pub fn rsplit(data: &[u8], separator: &[u8], limit: usize) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut end = data.len();
    while pieces.len() < limit
        && let Some(at) = memchr::memmem::rfind(&data[..end], separator)
    {
        pieces.push(at + separator.len()..end);
        end = at;
    }
    pieces.push(0..end);
    pieces
}

/// Lines; only `\n`, `\r` and `\r\n` end one.
pub fn lines(data: &[u8], keep_ends: bool) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    while start < data.len() {
        let end = memchr::memchr2(b'\n', b'\r', &data[start..]).map_or(data.len(), |at| start + at);
        let next = match data[end..] {
            [b'\r', b'\n', ..] => end + 2,
            [] => end,
            _ => end + 1,
        };
        pieces.push(start..if keep_ends { next } else { end });
        start = next;
    }
    pieces
}

/// The data with occurrences replaced, at most `count`.
pub fn replace(data: &[u8], old: &[u8], new: &[u8], count: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len());
    if old.is_empty() {
        for (i, b) in data.iter().enumerate() {
            if i < count {
                out.extend_from_slice(new);
            }
            out.push(*b);
        }
        if data.len() < count {
            out.extend_from_slice(new);
        }
        return out;
    }
    let mut start = 0;
    for at in memchr::memmem::find_iter(data, old).take(count) {
        out.extend_from_slice(&data[start..at]);
        out.extend_from_slice(new);
        start = at + old.len();
    }
    out.extend_from_slice(&data[start..]);
    out
}

/// The range that remains when bytes of `set` (white space if there is none) are taken off the ends.
pub fn stripped(data: &[u8], set: Option<&[u8]>, left: bool, right: bool) -> Range<usize> {
    let drop = |b: u8| set.map_or_else(|| is_space(b), |set| set.contains(&b));
    let (mut start, mut end) = (0, data.len());
    while left && start < end && drop(data[start]) {
        start += 1;
    }
    while right && start < end && drop(data[end - 1]) {
        end -= 1;
    }
    start..end
}

/// Hexadecimal text with a separator between groups of bytes: counted from the end for a positive length.
pub fn hex(thread: &mut Thread, data: &[u8], separator: Option<u8>, group: i64) -> PyResult<Value> {
    if separator.is_some() || data.is_empty() {
        let text = hexadecimal::encode(data, separator, group);
        return Ok(StrObject::from_latin1(thread, &text)?.value());
    }
    let text = StrObject::with_length(thread, core().types.str_.get(), 2 * data.len(), 0x7f)?;
    // SAFETY: a fresh string with one byte a character, which nobody else sees yet.
    let out = unsafe { std::slice::from_raw_parts_mut(text.data_ptr(), 2 * data.len()) };
    hexadecimal::write_digits(data, out);
    Ok(text.value())
}

/// Data of hexadecimal text; the error is the position.
pub fn from_hex(text: &[u8]) -> Result<Vec<u8>, usize> {
    let mut data = Vec::with_capacity(text.len() / 2);
    let mut at = 0;
    while at < text.len() {
        if is_space(text[at]) {
            at += 1;
            continue;
        }
        if let Some([high, low]) = text.get(at..at + 2)
            && let Some(byte) = hexadecimal::byte(*high, *low)
        {
            data.push(byte);
            at += 2;
            continue;
        }
        let is_digit = text.get(at).is_some_and(u8::is_ascii_hexdigit);
        return Err(if is_digit { at + 1 } else { at });
    }
    Ok(data)
}

/// The set argument of `strip`.
pub fn strip_set(thread: &mut Thread, set: Option<Value>) -> PyResult<Option<Vec<u8>>> {
    match set.filter(|set| *set != none()) {
        Some(set) => data_of(thread, set).map(Some),
        None => Ok(None),
    }
}

/// The fill byte of `center` and the like.
pub fn fill_byte(thread: &mut Thread, fill: Option<Value>, name: &str) -> PyResult<u8> {
    let Some(fill) = fill else { return Ok(b' ') };
    match as_bytes(&fill) {
        Some([byte]) => Ok(*byte),
        Some(other) => {
            let (kind, length) = (class_of(fill).name_for_message(), other.len());
            Err(thread.type_error(format_args!(
                "{name}(): argument 2 must be a byte string of length 1, not a {kind} object of length {length}"
            )))
        }
        None => {
            let class = class_of(fill).name_for_message();
            Err(thread.type_error(format_args!(
                "{name}() argument 2 must be a byte string of length 1, not {class}"
            )))
        }
    }
}

/// Pads data.
pub fn padded(data: &[u8], left: usize, right: usize, fill: u8) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len() + left + right);
    out.extend(std::iter::repeat_n(fill, left));
    out.extend_from_slice(data);
    out.extend(std::iter::repeat_n(fill, right));
    out
}

/// Each word with an upper-case first letter.
pub fn title(data: &[u8]) -> Vec<u8> {
    let mut inside = false;
    let map = |b: &u8| {
        let mapped = if inside {
            b.to_ascii_lowercase()
        } else {
            b.to_ascii_uppercase()
        };
        inside = b.is_ascii_alphabetic();
        mapped
    };
    data.iter().map(map).collect()
}

/// Whether words start with upper case and go on in lower case.
pub fn is_title(data: &[u8]) -> bool {
    let (mut found, mut inside) = (false, false);
    for b in data {
        if (b.is_ascii_uppercase() && inside) || (b.is_ascii_lowercase() && !inside) {
            return false;
        }
        inside = b.is_ascii_alphabetic();
        found |= inside;
    }
    found
}

/// Tabs replaced by spaces.
pub fn expand_tabs(data: &[u8], size: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len());
    let mut column = 0;
    for b in data {
        if *b == b'\t' {
            let missing = if size > 0 { size - column % size } else { 0 };
            out.extend(std::iter::repeat_n(b' ', missing));
            column += missing;
        } else {
            out.push(*b);
            column = if matches!(b, b'\n' | b'\r') { 0 } else { column + 1 };
        }
    }
    out
}
