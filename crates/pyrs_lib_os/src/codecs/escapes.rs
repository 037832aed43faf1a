//! The escape codecs: `unicode_escape`, `raw_unicode_escape`, and the one of bytes literals.

use crate::invoke;
use pyrs_object::core::core;
use pyrs_object::str::StrObject;
use pyrs_object::{PyResult, Raised, Thread};
use pyrs_text::codec::DecodeError;

fn hex_digits(bytes: &[u8], start: usize, count: usize) -> (u32, usize) {
    let digits = bytes[start.min(bytes.len())..].iter().take(count);
    let (mut value, mut found) = (0, 0);
    for digit in digits {
        let Some(digit) = (*digit as char).to_digit(16) else {
            break;
        };
        value = value << 4 | digit;
        found += 1;
    }
    (value, found)
}

/// Decodes `\xXX`, `\uXXXX` or `\UXXXXXXXX` whose letter is at `at + 1`.
fn numeric(bytes: &[u8], at: usize, count: usize, reason: &'static str) -> Result<(u32, usize), DecodeError> {
    let (value, found) = hex_digits(bytes, at + 2, count);
    let end = at + 2 + found;
    if found < count {
        return Err(DecodeError { start: at, end, reason });
    }
    if value > 0x10_ffff {
        return Err(DecodeError {
            start: at,
            end,
            reason: "illegal Unicode character",
        });
    }
    Ok((value, end))
}

/// `\N{name}`, by the module `unicodedata`.
fn named(thread: &mut Thread, bytes: &[u8], at: usize) -> PyResult<Result<(u32, usize), DecodeError>> {
    let malformed = |end| {
        Ok(Err(DecodeError {
            start: at,
            end,
            reason: "malformed \\N character escape",
        }))
    };
    if bytes.get(at + 2) != Some(&b'{') {
        return malformed(at + 2);
    }
    let Some(length) = memchr::memchr(b'}', &bytes[at + 3..]) else {
        return malformed(bytes.len());
    };
    if length == 0 {
        return malformed(at + 4);
    }
    let name = StrObject::from_latin1(thread, &bytes[at + 3..at + 3 + length])?;
    let end = at + 4 + length;
    let module = invoke::import(thread, "unicodedata")?;
    match invoke::method(thread, module, "lookup", &[name.value()]) {
        Ok(found) => match found.downcast::<StrObject>().filter(|text| text.len() == 1) {
            Some(text) => Ok(Ok((text.chars().get(0), end))),
            None => malformed(end),
        },
        Err(raised) => {
            if thread.clear_if(core().types.key_error.get()) {
                return Ok(Err(DecodeError {
                    start: at,
                    end,
                    reason: "unknown Unicode character name",
                }));
            }
            Err(raised)
        }
    }
}

fn simple(letter: u8) -> Option<u8> {
    Some(match letter {
        b'\\' | b'\'' | b'"' => letter,
        b'a' => 7,
        b'b' => 8,
        b't' => 9,
        b'n' => 10,
        b'v' => 11,
        b'f' => 12,
        b'r' => 13,
        _ => return None,
    })
}

fn octal(bytes: &[u8], start: usize) -> (u32, usize) {
    let digits: Vec<u32> = bytes[start..]
        .iter()
        .take(3)
        .map_while(|digit| (*digit as char).to_digit(8))
        .collect();
    (
        digits.iter().fold(0, |value, digit| value << 3 | digit),
        start + digits.len(),
    )
}

/// A step of `unicode_escape`.
pub fn decode_unicode(
    thread: &mut Thread,
    bytes: &[u8],
    start: usize,
    out: &mut Vec<u32>,
) -> PyResult<Result<(), DecodeError>> {
    let mut at = start;
    while at < bytes.len() {
        if bytes[at] != b'\\' {
            out.push(bytes[at].into());
            at += 1;
            continue;
        }
        let decoded = match bytes.get(at + 1) {
            None => Err(DecodeError {
                start: at,
                end: at + 1,
                reason: "\\ at end of string",
            }),
            Some(b'\n') => {
                at += 2;
                continue;
            }
            Some(b'x') => numeric(bytes, at, 2, "truncated \\xXX escape"),
            Some(b'u') => numeric(bytes, at, 4, "truncated \\uXXXX escape"),
            Some(b'U') => numeric(bytes, at, 8, "truncated \\UXXXXXXXX escape"),
            Some(b'N') => named(thread, bytes, at)?,
            Some(b'0'..=b'7') => Ok(octal(bytes, at + 1)),
            Some(&letter) => match simple(letter) {
                Some(c) => Ok((c.into(), at + 2)),
                None => Ok((u32::from(b'\\'), at + 1)),
            },
        };
        match decoded {
            Ok((c, next)) => {
                out.push(c);
                at = next;
            }
            Err(error) => return Ok(Err(error)),
        }
    }
    Ok(Ok(()))
}

/// A step of `raw_unicode_escape`.
pub fn decode_raw(bytes: &[u8], start: usize, out: &mut Vec<u32>) -> Result<(), DecodeError> {
    let mut at = start;
    while at < bytes.len() {
        let decoded = match (bytes[at], bytes.get(at + 1)) {
            (b'\\', Some(b'u')) => numeric(bytes, at, 4, "truncated \\uXXXX escape")?,
            (b'\\', Some(b'U')) => numeric(bytes, at, 8, "truncated \\UXXXXXXXX escape")?,
            (b'\\', Some(other)) => {
                out.push(u32::from(b'\\'));
                (u32::from(*other), at + 2)
            }
            (byte, _) => (byte.into(), at + 1),
        };
        out.push(decoded.0);
        at = decoded.1;
    }
    Ok(())
}

/// `unicode_escape`.
pub fn encode_unicode(chars: impl Iterator<Item = u32>) -> Vec<u8> {
    let mut out = String::new();
    for c in chars {
        match c {
            0x5c => out.push_str("\\\\"),
            9 => out.push_str("\\t"),
            10 => out.push_str("\\n"),
            13 => out.push_str("\\r"),
            0x20..0x7f => out.push(c as u8 as char),
            0..0x100 => out.push_str(&format!("\\x{c:02x}")),
            0x100..0x1_0000 => out.push_str(&format!("\\u{c:04x}")),
            _ => out.push_str(&format!("\\U{c:08x}")),
        }
    }
    out.into_bytes()
}

/// `raw_unicode_escape`.
pub fn encode_raw(chars: impl Iterator<Item = u32>) -> Vec<u8> {
    let mut out = Vec::new();
    for c in chars {
        match c {
            0..0x100 => out.push(c as u8),
            0x100..0x1_0000 => out.extend(format!("\\u{c:04x}").bytes()),
            _ => out.extend(format!("\\U{c:08x}").bytes()),
        }
    }
    out
}

/// The escapes of bytes literals.
pub fn decode_bytes(thread: &mut Thread, bytes: &[u8], errors: &str) -> PyResult<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != b'\\' {
            out.push(bytes[at]);
            at += 1;
            continue;
        }
        match bytes.get(at + 1) {
            None => return Err(thread.value_error(format_args!("Trailing \\ in string"))),
            Some(b'\n') => at += 2,
            Some(b'x') => {
                let (value, found) = hex_digits(bytes, at + 2, 2);
                if found == 2 {
                    out.push(value as u8);
                } else {
                    match errors {
                        "replace" => out.push(b'?'),
                        "ignore" => {}
                        "strict" => return Err(bad_hex(thread, at)),
                        other => {
                            return Err(thread
                                .value_error(format_args!("decoding error; unknown error handling code: {other}")));
                        }
                    }
                }
                at += 2 + found;
            }
            Some(b'0'..=b'7') => {
                let (value, next) = octal(bytes, at + 1);
                out.push(value as u8);
                at = next;
            }
            Some(&letter) => {
                match simple(letter) {
                    Some(c) => out.push(c),
                    None => out.extend([b'\\', letter]),
                }
                at += 2;
            }
        }
    }
    Ok(out)
}

#[cold]
fn bad_hex(thread: &mut Thread, at: usize) -> Raised {
    thread.value_error(format_args!("invalid \\x escape at position {at}"))
}

/// The escapes of bytes literals, the other way.
pub fn encode_bytes(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    for byte in bytes {
        match byte {
            b'\\' | b'\'' => out.extend([b'\\', *byte]),
            b'\t' => out.extend(b"\\t"),
            b'\n' => out.extend(b"\\n"),
            b'\r' => out.extend(b"\\r"),
            0x20..0x7f => out.push(*byte),
            _ => out.extend(format!("\\x{byte:02x}").bytes()),
        }
    }
    out
}
