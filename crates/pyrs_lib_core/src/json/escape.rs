//! Strings as JSON writes them.

use crate::text_buffer::TextBuffer;
use pyrs_object::str::Chars;

/// The letter of a two-character escape.
fn short(c: u32) -> Option<u8> {
    Some(match c {
        0x22 => b'"',
        0x5c => b'\\',
        0x08 => b'b',
        0x0c => b'f',
        0x0a => b'n',
        0x0d => b'r',
        0x09 => b't',
        _ => return None,
    })
}

fn push_unit(out: &mut TextBuffer, unit: u32) {
    let digit = |shift: u32| b"0123456789abcdef"[(unit >> shift & 15) as usize];
    out.push_bytes(&[b'\\', b'u', digit(12), digit(8), digit(4), digit(0)]);
}

fn push_escape(out: &mut TextBuffer, c: u32) {
    if let Some(letter) = short(c) {
        out.push_bytes(&[b'\\', letter]);
    } else if c < 0x1_0000 {
        push_unit(out, c);
    } else {
        push_unit(out, 0xd800 | (c - 0x1_0000) >> 10);
        push_unit(out, 0xdc00 | (c - 0x1_0000) & 0x3ff);
    }
}

fn is_plain(c: u32, ascii: bool) -> bool {
    !matches!(c, 0..0x20 | 0x22 | 0x5c) && (c < 0x7f || !ascii)
}

/// Appends a string in quotes; with `ascii`, what is not ASCII is escaped.
pub fn push_quoted(out: &mut TextBuffer, chars: Chars, ascii: bool) {
    out.push_bytes(b"\"");
    match chars {
        Chars::One(mut bytes) => loop {
            let plain = bytes.iter().position(|c| !is_plain(*c as u32, ascii));
            let (before, rest) = bytes.split_at(plain.unwrap_or(bytes.len()));
            out.push_bytes(before);
            let Some((c, rest)) = rest.split_first() else { break };
            push_escape(out, *c as u32);
            bytes = rest;
        },
        wide => {
            for c in wide.iter() {
                if is_plain(c, ascii) {
                    out.push(c);
                } else {
                    push_escape(out, c);
                }
            }
        }
    }
    out.push_bytes(b"\"");
}
