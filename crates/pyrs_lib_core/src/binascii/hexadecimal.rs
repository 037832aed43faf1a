//! Hexadecimal digits.

/// Decodes; the error is the message.
pub fn decode(digits: &[u8]) -> Result<Vec<u8>, &'static str> {
    if !digits.len().is_multiple_of(2) {
        return Err("Odd-length string");
    }
    let value = |byte: u8| char::from(byte).to_digit(16).ok_or("Non-hexadecimal digit found");
    digits
        .chunks_exact(2)
        .map(|pair| Ok((value(pair[0])? << 4 | value(pair[1])?) as u8))
        .collect()
}

/// Encodes, with a separator between groups: counted from the end for a positive length, else from the start.
pub fn encode(data: &[u8], separator: Option<u8>, group: i64) -> Vec<u8> {
    static HEX: &[u8; 16] = b"0123456789abcdef";
    let size = usize::try_from(group.unsigned_abs()).unwrap_or(usize::MAX);
    let mut out = Vec::with_capacity(data.len() * 2);
    for (index, byte) in data.iter().enumerate() {
        let distance = if group < 0 { index } else { data.len() - index };
        if let Some(separator) = separator
            && index > 0
            && size > 0
            && distance % size == 0
        {
            out.push(separator);
        }
        out.extend([HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
    }
    out
}
