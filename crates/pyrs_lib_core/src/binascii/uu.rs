//! Lines of uuencoded data.

/// Bytes of the longest line.
pub const LINE: usize = 45;

/// Encodes one line of at most [`LINE`] bytes; with `backtick`, zeros are backticks instead of blanks.
pub fn encode(data: &[u8], backtick: bool) -> Vec<u8> {
    let digit = |bits: u32| match (bits & 63) as u8 {
        0 if backtick => b'`',
        bits => bits + b' ',
    };
    let mut out = vec![digit(data.len() as u32)];
    for group in data.chunks(3) {
        let byte = |index: usize| u32::from(group.get(index).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        out.extend([18, 12, 6, 0].map(|shift| digit(bits >> shift)));
    }
    out.push(b'\n');
    out
}

/// Decodes one line; the error is the message.
pub fn decode(data: &[u8]) -> Result<Vec<u8>, &'static str> {
    let Some((first, rest)) = data.split_first() else {
        return Err("Missing length byte");
    };
    let length = usize::from(first.wrapping_sub(b' ') & 63);
    let mut out = Vec::with_capacity(length);
    let mut bytes = rest.iter();
    let (mut bits, mut count) = (0u32, 0);
    while out.len() < length {
        // A line may have lost the blanks at its end.
        let digit = match bytes.as_slice().first() {
            None | Some(b'\n' | b'\r') => 0,
            Some(byte) if *byte < b' ' || *byte > b' ' + 64 => return Err("Illegal char"),
            Some(byte) => (byte - b' ') & 63,
        };
        bytes.next();
        bits = bits << 6 | u32::from(digit);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    match bytes.any(|byte| !matches!(*byte, b' ' | b'`' | b'\n' | b'\r')) {
        true => Err("Trailing garbage"),
        false => Ok(out),
    }
}
