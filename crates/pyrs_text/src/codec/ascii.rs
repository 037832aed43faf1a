//! ASCII, and encoders of single bytes.

use super::{DecodeError, EncodeError, bad_run};

/// Decodes ASCII.
pub fn decode(bytes: &[u8], start: usize, out: &mut Vec<u32>) -> Result<(), DecodeError> {
    for (i, b) in bytes.iter().enumerate().skip(start) {
        if *b >= 0x80 {
            return Err(DecodeError {
                start: i,
                end: i + 1,
                reason: "ordinal not in range(128)",
            });
        }
        out.push(u32::from(*b));
    }
    Ok(())
}

/// Encodes code points below `limit`.
pub fn encode(
    chars: &[u32],
    start: usize,
    limit: u32,
    reason: &'static str,
    out: &mut Vec<u8>,
) -> Result<(), EncodeError> {
    for (i, c) in chars.iter().enumerate().skip(start) {
        if *c >= limit {
            return Err(bad_run(chars, i, |c| c >= limit, reason));
        }
        out.push(*c as u8);
    }
    Ok(())
}
