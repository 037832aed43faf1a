//! Hexadecimal digits of bytes, and back.

/// The two digits of every byte.
static PAIRS: [[u8; 2]; 256] = {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut pairs = [[0; 2]; 256];
    let mut byte = 0;
    while byte < 256 {
        pairs[byte] = [DIGITS[byte >> 4], DIGITS[byte & 15]];
        byte += 1;
    }
    pairs
};

/// The value of every digit; of other characters, more than 15.
static VALUES: [u8; 256] = {
    let mut values = [0xff; 256];
    let mut digit = 0;
    while digit < 16 {
        let lower = b"0123456789abcdef"[digit];
        values[lower as usize] = digit as u8;
        values[lower.to_ascii_uppercase() as usize] = digit as u8;
        digit += 1;
    }
    values
};

/// Fills `out`, which is twice as long as the data, with digits.
pub fn write_digits(data: &[u8], out: &mut [u8]) {
    for (pair, byte) in out.as_chunks_mut::<2>().0.iter_mut().zip(data) {
        *pair = PAIRS[usize::from(*byte)];
    }
}

/// The digits, with a separator between groups of bytes: counted from the end for a positive length of the group, else
/// from the start.
pub fn encode(data: &[u8], separator: Option<u8>, group: i64) -> Vec<u8> {
    let size = usize::try_from(group.unsigned_abs()).unwrap_or(usize::MAX);
    let Some(separator) = separator.filter(|_| size > 0 && size < data.len()) else {
        let mut text = vec![0; 2 * data.len()];
        write_digits(data, &mut text);
        return text;
    };
    let first = match data.len() % size {
        part if group > 0 && part > 0 => part,
        _ => size,
    };
    let (first, rest) = data.split_at(first);
    let mut text = Vec::with_capacity(2 * data.len() + rest.len().div_ceil(size));
    for (index, part) in std::iter::once(first).chain(rest.chunks(size)).enumerate() {
        if index > 0 {
            text.push(separator);
        }
        text.extend(part.iter().flat_map(|byte| PAIRS[usize::from(*byte)]));
    }
    text
}

/// The byte of two digits, if they are such.
#[inline]
pub fn byte(high: u8, low: u8) -> Option<u8> {
    let (high, low) = (VALUES[usize::from(high)], VALUES[usize::from(low)]);
    (high | low < 16).then_some(high << 4 | low)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_counted_from_either_end() {
        let text = |group| String::from_utf8(encode(&[0xb9, 0x01, 0xef], Some(b':'), group)).unwrap_or_default();
        assert_eq!(text(1), "b9:01:ef");
        assert_eq!(text(2), "b9:01ef");
        assert_eq!(text(-2), "b901:ef");
        assert_eq!(text(3), "b901ef");
        assert_eq!(text(0), "b901ef");
        assert_eq!(text(i64::MIN), "b901ef");
    }

    #[test]
    fn bytes_come_back() {
        assert_eq!(byte(b'A', b'f'), Some(0xaf));
        assert_eq!(byte(b'g', b'0'), None);
        assert_eq!(byte(b'0', b' '), None);
    }
}
