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
    let mut out = vec![b'='; data.len().div_ceil(3) * 4 + usize::from(newline)];
    let digit = |bits: u32, place: u32| ALPHABET[(bits >> (18 - 6 * place) & 63) as usize];
    let (groups, rest) = data.as_chunks::<3>();
    let (places, last) = out.as_chunks_mut::<4>();
    for (group, places) in groups.iter().zip(places.iter_mut()) {
        let bits = u32::from_be_bytes([0, group[0], group[1], group[2]]);
        *places = [digit(bits, 0), digit(bits, 1), digit(bits, 2), digit(bits, 3)];
    }
    if let (Some(first), Some(places)) = (rest.first(), places.last_mut()) {
        let bits = u32::from_be_bytes([0, *first, rest.get(1).copied().unwrap_or(0), 0]);
        for (index, place) in places.iter_mut().take(rest.len() + 1).enumerate() {
            *place = digit(bits, index as u32);
        }
    }
    if let Some(last) = last.first_mut() {
        *last = b'\n';
    }
    out
}

/// Decodes the groups of four digits that the data begins with; the result is how many bytes of it they are.
fn whole_groups(data: &[u8], out: &mut Vec<u8>) -> usize {
    let mut used = 0;
    for group in data.as_chunks::<4>().0 {
        let [a, b, c, d] = group.map(|byte| DIGITS[usize::from(byte)]);
        if (a | b | c | d) & 0xc0 != 0 {
            break;
        }
        out.extend_from_slice(&[a << 2 | b >> 4, b << 4 | c >> 2, c << 6 | d]);
        used += 4;
    }
    used
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
    let mut index = whole_groups(data, &mut out);
    while let Some(byte) = data.get(index) {
        let here = index;
        index += 1;
        if *byte == b'=' {
            padding += 1;
            if !strict || place >= 2 && place + padding <= 4 {
                continue;
            }
            return Err(match place {
                1 => one_too_many(&out),
                0 if here == 0 => "Leading padding not allowed".to_owned(),
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
        if place == 0 {
            index += whole_groups(&data[index..], &mut out);
        }
    }
    match place {
        0 => Ok(out),
        1 => Err(one_too_many(&out)),
        _ if place + padding < 4 => Err("Incorrect padding".to_owned()),
        _ => Ok(out),
    }
}
