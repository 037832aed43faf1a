//! Hexadecimal digits that must be without a gap.

use pyrs_text::hexadecimal;

/// Decodes; the error is the message.
pub fn decode(digits: &[u8]) -> Result<Vec<u8>, &'static str> {
    if !digits.len().is_multiple_of(2) {
        return Err("Odd-length string");
    }
    let mut out = Vec::with_capacity(digits.len() / 2);
    for pair in digits.chunks_exact(2) {
        match hexadecimal::byte(pair[0], pair[1]) {
            Some(byte) => out.push(byte),
            None => return Err("Non-hexadecimal digit found"),
        }
    }
    Ok(out)
}
