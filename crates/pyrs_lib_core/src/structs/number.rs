//! Numbers as bytes, and floats of two bytes.

/// A float too large for the format.
pub struct TooLarge;

/// The low `out.len()` bytes of a word.
pub fn write_int(number: u64, big: bool, out: &mut [u8]) {
    let ordered = |number: u64, bytes: usize| match big {
        true => number.swap_bytes().unbounded_shr(64 - 8 * bytes as u32),
        false => number,
    };
    match out.len() {
        1 => out[0] = number as u8,
        2 => out.copy_from_slice(&(ordered(number, 2) as u16).to_le_bytes()),
        4 => out.copy_from_slice(&(ordered(number, 4) as u32).to_le_bytes()),
        count => {
            let count = count.min(8);
            out[..count].copy_from_slice(&ordered(number, count).to_le_bytes()[..count]);
        }
    }
}

/// The word that up to eight bytes stand for.
pub fn read_word(bytes: &[u8], big: bool) -> u64 {
    let little = match *bytes {
        [a] => u64::from(a),
        [a, b] => u64::from(u16::from_le_bytes([a, b])),
        [a, b, c, d] => u64::from(u32::from_le_bytes([a, b, c, d])),
        _ => {
            let mut word = [0; 8];
            let count = bytes.len().min(8);
            word[..count].copy_from_slice(&bytes[..count]);
            u64::from_le_bytes(word)
        }
    };
    match big {
        true => little.swap_bytes().unbounded_shr(64 - 8 * bytes.len().min(8) as u32),
        false => little,
    }
}

/// A word of so many bytes as a signed number.
pub fn extend_sign(number: u64, bytes: usize) -> i64 {
    let unused = 64 - 8 * bytes.clamp(1, 8) as u32;
    (number << unused) as i64 >> unused
}

/// Writes a float of two, four or eight bytes.
pub fn write_float(number: f64, big: bool, out: &mut [u8]) -> Result<(), TooLarge> {
    match out.len() {
        2 => out.copy_from_slice(&half_bits(number)?.to_le_bytes()),
        4 => {
            let narrow = number as f32;
            if narrow.is_infinite() && number.is_finite() {
                return Err(TooLarge);
            }
            out.copy_from_slice(&narrow.to_le_bytes());
        }
        _ => out.copy_from_slice(&number.to_le_bytes()),
    }
    if big {
        out.reverse();
    }
    Ok(())
}

/// Reads a float of two, four or eight bytes.
pub fn read_float(bytes: &[u8], big: bool) -> f64 {
    let bits = read_word(bytes, big);
    match bytes.len() {
        2 => half_value(bits as u16),
        4 => f64::from(f32::from_bits(bits as u32)),
        _ => f64::from_bits(bits),
    }
}

/// The nearest float of two bytes, ties to even.
fn half_bits(number: f64) -> Result<u16, TooLarge> {
    let sign = if number.is_sign_negative() { 0x8000 } else { 0 };
    if number.is_nan() {
        return Ok(sign | 0x7e00);
    }
    let size = number.abs();
    if size.is_infinite() {
        return Ok(sign | 0x7c00);
    }
    // Adding a power of two whose last place is that of the result rounds as the hardware does.
    let exponent = ((size.to_bits() >> 52) as i64 - 1023).max(-14);
    let place = f64::from_bits(((exponent - 10 + 52 + 1023) as u64) << 52);
    let rounded = (size + place) - place;
    let units = (rounded / f64::from_bits(((exponent - 10 + 1023) as u64) << 52)) as u64;
    // `units` has its leading bit at place 10 for normal numbers, which carries into the exponent.
    let bits = units + (((exponent + 14) as u64) << 10);
    if bits >= 0x7c00 {
        return Err(TooLarge);
    }
    Ok(sign | bits as u16)
}

fn half_value(bits: u16) -> f64 {
    let (exponent, fraction) = (i32::from(bits >> 10 & 0x1f), f64::from(bits & 0x3ff));
    let size = match exponent {
        0 => fraction * 2f64.powi(-24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (1024.0 + fraction) * 2f64.powi(exponent - 25),
    };
    if bits & 0x8000 != 0 { -size } else { size }
}

#[cfg(test)]
mod tests {
    use super::{extend_sign, half_bits, half_value, read_word, write_int};

    #[test]
    fn halves_survive_the_round_trip() {
        for bits in 0..=u16::MAX {
            let value = half_value(bits);
            if !value.is_nan() {
                assert_eq!(half_bits(value).ok(), Some(bits), "{bits:#x}");
            }
        }
        assert!(half_bits(65520.0).is_err());
        assert_eq!(half_bits(65519.999).ok(), Some(0x7bff));
    }

    #[test]
    fn integers_survive_the_round_trip() {
        for big in [false, true] {
            for number in [0, 1, -1, 127, -128, 0x1234, -0x1234] {
                for size in [2, 4, 8] {
                    let mut bytes = [0; 8];
                    write_int(number as u64, big, &mut bytes[..size]);
                    assert_eq!(extend_sign(read_word(&bytes[..size], big), size), number);
                }
            }
        }
    }
}
