//! Reading JSON strings, and the errors of JSON texts.

use crate::invoke::module_attribute;
use crate::text_buffer::TextBuffer;
use pyrs_object::int::from_i64;
use pyrs_object::str::{Chars, StrObject};
use pyrs_object::{PyResult, Raised, Ref, Thread, protocol};
use pyrs_regex::Unit;

/// A code unit from which strings can be made.
pub trait TextUnit: Unit {
    /// A string of the units.
    fn string(thread: &mut Thread, units: &[Self]) -> PyResult<Ref<StrObject>>;
    /// Appends the units.
    fn push(out: &mut TextBuffer, units: &[Self]);
}

macro_rules! text_unit {
    ($($unit:ty => $chars:ident;)*) => {
        $(impl TextUnit for $unit {
            fn string(thread: &mut Thread, units: &[$unit]) -> PyResult<Ref<StrObject>> {
                StrObject::from_chars(thread, Chars::$chars(units))
            }
            fn push(out: &mut TextBuffer, units: &[$unit]) {
                out.push_chars(Chars::$chars(units));
            }
        })*
    };
}
text_unit! { u8 => One; u16 => Two; u32 => Four; }

/// Raises `json.JSONDecodeError`.
#[cold]
pub fn decode_error(thread: &mut Thread, message: &str, text: Ref<StrObject>, position: i64) -> Raised {
    match make_error(thread, message, text, position) {
        Ok(raised) | Err(raised) => raised,
    }
}

fn make_error(thread: &mut Thread, message: &str, text: Ref<StrObject>, position: i64) -> PyResult<Raised> {
    let class = module_attribute(thread, "json.decoder", "JSONDecodeError")?;
    let message = StrObject::from_str(thread, message)?;
    let position = from_i64(thread, position)?;
    let exception = protocol::call(thread, class, &[message.value(), text.value(), position])?;
    match exception.downcast() {
        Some(exception) => Ok(thread.raise(exception)),
        None => Err(thread.type_error(format_args!("exceptions must derive from BaseException"))),
    }
}

/// Length of the beginning of `units` that stands for itself.
#[inline(always)]
pub fn plain_length<U: Unit>(units: &[U], strict: bool) -> usize {
    units
        .iter()
        .position(|unit| match unit.code() {
            0x22 | 0x5c => true,
            c => c < 0x20 && strict,
        })
        .unwrap_or(units.len())
}

/// Four hexadecimal digits at `at`.
fn four_digits<U: Unit>(units: &[U], at: usize) -> Option<u32> {
    units.get(at..at + 4)?.iter().try_fold(0, |value, unit| {
        let digit = char::from_u32(unit.code())?.to_digit(16)?;
        Some(value << 4 | digit)
    })
}

/// The character of the `\u` escape whose `u` is at `at`, and the place after it. Two escapes may make one character.
fn unicode_escape<U: Unit>(
    thread: &mut Thread,
    text: Ref<StrObject>,
    units: &[U],
    at: usize,
) -> PyResult<(u32, usize)> {
    const INVALID: &str = "Invalid \\uXXXX escape";
    let Some(first) = four_digits(units, at + 1) else {
        return Err(decode_error(thread, INVALID, text, at as i64));
    };
    let end = at + 5;
    let is_pair = (0xd800..0xdc00).contains(&first)
        && end + 6 < units.len()
        && units[end].code() == u32::from(b'\\')
        && units[end + 1].code() == u32::from(b'u');
    if !is_pair {
        return Ok((first, end));
    }
    match four_digits(units, end + 2) {
        Some(second @ 0xdc00..0xe000) => Ok((0x1_0000 + ((first & 0x3ff) << 10 | second & 0x3ff), end + 6)),
        Some(_) => Ok((first, end)),
        None => Err(decode_error(thread, INVALID, text, end as i64 + 1)),
    }
}

/// Reads the string whose first character is at `begin`; gives it and the place after its closing quote.
pub fn scan<U: TextUnit>(
    thread: &mut Thread,
    text: Ref<StrObject>,
    units: &[U],
    begin: usize,
    strict: bool,
) -> PyResult<(Ref<StrObject>, usize)> {
    let length = plain_length(units.get(begin..).unwrap_or_default(), strict);
    if units.get(begin + length).is_some_and(|unit| unit.code() == 0x22) {
        let string = U::string(thread, &units[begin..begin + length])?;
        return Ok((string, begin + length + 1));
    }
    let mut out = TextBuffer::default();
    let mut at = begin;
    loop {
        let end = at + plain_length(units.get(at..).unwrap_or_default(), strict);
        U::push(&mut out, units.get(at..end).unwrap_or_default());
        let unterminated =
            |thread: &mut Thread| decode_error(thread, "Unterminated string starting at", text, begin as i64 - 1);
        match units.get(end).map(|unit| unit.code()) {
            None => return Err(unterminated(thread)),
            Some(0x22) => return Ok((out.finish(thread)?, end + 1)),
            Some(0x5c) => {}
            Some(_) => return Err(decode_error(thread, "Invalid control character at", text, end as i64)),
        }
        let Some(letter) = units.get(end + 1).map(|unit| unit.code()) else {
            return Err(unterminated(thread));
        };
        at = end + 2;
        let c = match u8::try_from(letter).unwrap_or(0) {
            c @ (b'"' | b'\\' | b'/') => c as u32,
            b'b' => 0x08,
            b'f' => 0x0c,
            b'n' => 0x0a,
            b'r' => 0x0d,
            b't' => 0x09,
            b'u' => {
                let (c, next) = unicode_escape(thread, text, units, end + 1)?;
                at = next;
                c
            }
            _ => return Err(decode_error(thread, "Invalid \\escape", text, end as i64)),
        };
        out.push(c);
    }
}

/// [`scan`] for a text of any width.
pub fn scan_any(
    thread: &mut Thread,
    text: Ref<StrObject>,
    begin: usize,
    strict: bool,
) -> PyResult<(Ref<StrObject>, usize)> {
    match text.chars_unbound() {
        Chars::One(units) => scan(thread, text, units, begin, strict),
        Chars::Two(units) => scan(thread, text, units, begin, strict),
        Chars::Four(units) => scan(thread, text, units, begin, strict),
    }
}
