//! `repr` of strings and bytes, and generalised UTF-8.

use crate::unicode::is_printable;

/// Appends a code point in generalised UTF-8 (surrogates are encoded like other code points).
pub fn push_code_point(out: &mut Vec<u8>, c: u32) {
    match c {
        0..0x80 => out.push(c as u8),
        0x80..0x800 => out.extend([0xc0 | (c >> 6) as u8, 0x80 | (c & 0x3f) as u8]),
        0x800..0x1_0000 => out.extend([
            0xe0 | (c >> 12) as u8,
            0x80 | (c >> 6 & 0x3f) as u8,
            0x80 | (c & 0x3f) as u8,
        ]),
        _ => out.extend([
            0xf0 | (c >> 18) as u8,
            0x80 | (c >> 12 & 0x3f) as u8,
            0x80 | (c >> 6 & 0x3f) as u8,
            0x80 | (c & 0x3f) as u8,
        ]),
    }
}

fn choose_quote(has_single: bool, has_double: bool) -> char {
    if has_single && !has_double { '"' } else { '\'' }
}

/// Appends the `\x`, `\u` or `\U` escape of a code point.
pub fn push_escape(out: &mut String, c: u32) {
    use std::fmt::Write;
    // Writing to a string does not fail.
    let _ = match c {
        0..0x100 => write!(out, "\\x{c:02x}"),
        0x100..0x1_0000 => write!(out, "\\u{c:04x}"),
        _ => write!(out, "\\U{c:08x}"),
    };
}

fn push_simple(out: &mut String, c: u32, quote: char) -> bool {
    match c {
        0x5c => out.push_str("\\\\"),
        0x09 => out.push_str("\\t"),
        0x0a => out.push_str("\\n"),
        0x0d => out.push_str("\\r"),
        _ if c == quote as u32 => {
            out.push('\\');
            out.push(quote);
        }
        _ => return false,
    }
    true
}

/// `repr` of a string; with `ascii_only`, `ascii`.
pub fn str_repr(chars: impl Iterator<Item = u32> + Clone, ascii_only: bool) -> String {
    let (mut single, mut double, mut length) = (false, false, 0);
    for c in chars.clone() {
        single |= c == '\'' as u32;
        double |= c == '"' as u32;
        length += 1;
    }
    let quote = choose_quote(single, double);
    let mut out = String::with_capacity(length + 2);
    out.push(quote);
    for c in chars {
        if push_simple(&mut out, c, quote) {
            continue;
        }
        match char::from_u32(c) {
            Some(shown) if is_printable(c) && (c < 0x80 || !ascii_only) => out.push(shown),
            _ => push_escape(&mut out, c),
        }
    }
    out.push(quote);
    out
}

/// `repr` of bytes, with `b` and quotes.
pub fn bytes_repr(bytes: &[u8]) -> String {
    quoted_bytes(bytes, false)
}

/// `repr(bytearray)` without the name: single quotes are escaped even between double ones.
pub fn bytearray_repr(bytes: &[u8]) -> String {
    quoted_bytes(bytes, true)
}

fn quoted_bytes(bytes: &[u8], escape_single: bool) -> String {
    let quote = choose_quote(bytes.contains(&b'\''), bytes.contains(&b'"'));
    let mut out = String::with_capacity(bytes.len() + 3);
    out.push('b');
    out.push(quote);
    for b in bytes {
        if push_simple(&mut out, u32::from(*b), quote) {
            continue;
        }
        match b {
            b'\'' if escape_single => out.push_str("\\'"),
            0x20..0x7f => out.push(*b as char),
            _ => push_escape(&mut out, u32::from(*b)),
        }
    }
    out.push(quote);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reprs() {
        let repr = |s: &str| str_repr(s.chars().map(|c| c as u32), false);
        assert_eq!(repr("it's"), "\"it's\"");
        assert_eq!(repr("'\""), "'\\'\"'");
        assert_eq!(
            repr("a\n\u{7f}é\u{200b}\u{1f600}\u{e0001}"),
            "'a\\n\\x7fé\\u200b\u{1f600}\\U000e0001'"
        );
        assert_eq!(str_repr([0xd800].into_iter(), false), "'\\ud800'");
        assert_eq!(bytes_repr(b"\x00'\xff"), "b\"\\x00'\\xff\"");
    }
}
