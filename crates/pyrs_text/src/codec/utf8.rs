//! UTF-8.

use super::{DecodeError, EncodeError, bad_run, is_surrogate};
use crate::escape::push_code_point;

/// Decodes UTF-8. An error covers the longest start of a character that could have become valid.
pub fn decode(bytes: &[u8], start: usize, out: &mut Vec<u32>) -> Result<(), DecodeError> {
    let rest = &bytes[start..];
    let (valid, error) = match std::str::from_utf8(rest) {
        Ok(text) => (text, None),
        Err(error) => {
            let valid = std::str::from_utf8(&rest[..error.valid_up_to()]).unwrap_or("");
            (valid, Some(error))
        }
    };
    out.extend(valid.chars().map(|c| c as u32));
    let Some(error) = error else {
        return Ok(());
    };
    let at = start + error.valid_up_to();
    let (end, reason) = match error.error_len() {
        None => (bytes.len(), "unexpected end of data"),
        Some(length) if matches!(bytes[at], 0xc2..=0xf4) => (at + length, "invalid continuation byte"),
        Some(length) => (at + length, "invalid start byte"),
    };
    Err(DecodeError { start: at, end, reason })
}

/// Encodes UTF-8.
pub fn encode(chars: &[u32], start: usize, out: &mut Vec<u8>) -> Result<(), EncodeError> {
    for (i, c) in chars.iter().enumerate().skip(start) {
        if is_surrogate(*c) {
            return Err(bad_run(chars, i, is_surrogate, "surrogates not allowed"));
        }
        push_code_point(out, *c);
    }
    Ok(())
}
