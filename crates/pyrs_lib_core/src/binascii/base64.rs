//! Base64.

static ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const NO_DIGIT: u8 = 0xff;
static DIGITS: [u8; 256] = {
    let mut digits = [NO_DIGIT; 256];
    let mut index = 0;
    while index < ALPHABET.len() {
        digits[ALPHABET[index] as usize] = index as u8;
        index += 1;
    }
    digits
};

/// Encodes.
pub fn encode(data: &[u8], newline: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len().div_ceil(3) * 4 + 1);
    for group in data.chunks(3) {
        let byte = |index: usize| u32::from(group.get(index).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            out.push(match place <= group.len() {
                true => ALPHABET[(bits >> (18 - 6 * place) & 63) as usize],
                false => b'=',
            });
        }
    }
    if newline {
        out.push(b'\n');
    }
    out
}

/// Decodes; the error is the message. Without `strict`, other characters and misplaced padding are passed over.
pub fn decode(data: &[u8], strict: bool) -> Result<Vec<u8>, String> {
    let mut out = Vec::with_capacity(data.len() / 4 * 3 + 3);
    let (mut place, mut padding, mut rest) = (0, 0, 0u8);
    let one_too_many = |out: &Vec<u8>| {
        let count = out.len() / 3 * 4 + 1;
        format!(
            "Invalid base64-encoded string: number of data characters ({count}) cannot be 1 more than a multiple of 4"
        )
    };
    for (index, byte) in data.iter().enumerate() {
        if *byte == b'=' {
            padding += 1;
            if !strict || place >= 2 && place + padding <= 4 {
                continue;
            }
            return Err(match place {
                1 => one_too_many(&out),
                0 if index == 0 => "Leading padding not allowed".to_owned(),
                _ => "Excess padding not allowed".to_owned(),
            });
        }
        let digit = DIGITS[usize::from(*byte)];
        if digit == NO_DIGIT {
            if strict {
                return Err("Only base64 data is allowed".to_owned());
            }
            continue;
        }
        if strict && padding > 0 {
            return Err(match place + padding {
                4 => "Excess data after padding".to_owned(),
                _ => "Discontinuous padding not allowed".to_owned(),
            });
        }
        padding = 0;
        match place {
            0 => {}
            1 => out.push(rest << 2 | digit >> 4),
            2 => out.push((rest & 15) << 4 | digit >> 2),
            _ => out.push((rest & 3) << 6 | digit),
        }
        rest = digit;
        place = (place + 1) % 4;
    }
    match place {
        0 => Ok(out),
        1 => Err(one_too_many(&out)),
        _ if place + padding < 4 => Err("Incorrect padding".to_owned()),
        _ => Ok(out),
    }
}
