//! UTF-16 and UTF-32.

use super::{DecodeError, EncodeError, bad_run, is_surrogate};

fn unit_16(bytes: &[u8], at: usize, big: bool) -> Option<u32> {
    let pair: [u8; 2] = bytes.get(at..at + 2)?.try_into().ok()?;
    Some(u32::from(if big {
        u16::from_be_bytes(pair)
    } else {
        u16::from_le_bytes(pair)
    }))
}

/// Decodes UTF-16.
pub fn decode_16(bytes: &[u8], start: usize, big: bool, out: &mut Vec<u32>) -> Result<(), DecodeError> {
    let mut at = start;
    let error = |start, end, reason| Err(DecodeError { start, end, reason });
    while at < bytes.len() {
        let Some(unit) = unit_16(bytes, at, big) else {
            return error(at, bytes.len(), "truncated data");
        };
        match unit {
            0xd800..0xdc00 => match unit_16(bytes, at + 2, big) {
                Some(low @ 0xdc00..0xe000) => {
                    out.push(0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
                    at += 4;
                }
                Some(_) => return error(at, at + 2, "illegal UTF-16 surrogate"),
                None => return error(at, bytes.len(), "unexpected end of data"),
            },
            0xdc00..0xe000 => return error(at, at + 2, "illegal encoding"),
            _ => {
                out.push(unit);
                at += 2;
            }
        }
    }
    Ok(())
}

/// Decodes UTF-32.
pub fn decode_32(bytes: &[u8], start: usize, big: bool, out: &mut Vec<u32>) -> Result<(), DecodeError> {
    let mut at = start;
    let error = |start, end, reason| Err(DecodeError { start, end, reason });
    while at < bytes.len() {
        let Some(Ok(quad)) = bytes.get(at..at + 4).map(<[u8; 4]>::try_from) else {
            return error(at, bytes.len(), "truncated data");
        };
        let c = if big {
            u32::from_be_bytes(quad)
        } else {
            u32::from_le_bytes(quad)
        };
        if is_surrogate(c) {
            return error(at, at + 4, "code point in surrogate code point range(0xd800, 0xe000)");
        }
        if c > 0x10_ffff {
            return error(at, at + 4, "code point not in range(0x110000)");
        }
        out.push(c);
        at += 4;
    }
    Ok(())
}

/// Encodes UTF-16.
pub fn encode_16(chars: &[u32], start: usize, big: bool, out: &mut Vec<u8>) -> Result<(), EncodeError> {
    let mut push = |unit: u32| {
        let unit = unit as u16;
        out.extend(if big { unit.to_be_bytes() } else { unit.to_le_bytes() });
    };
    for (i, c) in chars.iter().enumerate().skip(start) {
        match *c {
            c if is_surrogate(c) => return Err(bad_run(chars, i, is_surrogate, "surrogates not allowed")),
            c @ 0x1_0000.. => {
                push(0xd800 + ((c - 0x1_0000) >> 10));
                push(0xdc00 + ((c - 0x1_0000) & 0x3ff));
            }
            c => push(c),
        }
    }
    Ok(())
}

/// Encodes UTF-32.
pub fn encode_32(chars: &[u32], start: usize, big: bool, out: &mut Vec<u8>) -> Result<(), EncodeError> {
    for (i, c) in chars.iter().enumerate().skip(start) {
        if is_surrogate(*c) {
            return Err(bad_run(chars, i, is_surrogate, "surrogates not allowed"));
        }
        out.extend(if big { c.to_be_bytes() } else { c.to_le_bytes() });
    }
    Ok(())
}
