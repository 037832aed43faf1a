//! Doubles to and from hexadecimal text (`float.hex`, `float.fromhex`).

/// `float.hex(value)`.
pub fn to_hex(value: f64) -> String {
    if !value.is_finite() {
        return crate::float_format::repr(value);
    }
    let sign = if value.is_sign_negative() { "-" } else { "" };
    if value == 0.0 {
        return format!("{sign}0x0.0p+0");
    }
    let bits = value.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    let (lead, exponent) = match (bits >> 52 & 0x7ff) as i32 {
        0 => (0, -1022),
        biased => (1, biased - 1023),
    };
    format!("{sign}0x{lead}.{fraction:013x}p{exponent:+}")
}

/// Why text is no hexadecimal double.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HexError {
    /// Not of the form.
    Invalid,
    /// Beyond the range of doubles.
    Overflow,
}

/// `float.fromhex(text)`; the text is without surrounding white space.
pub fn from_hex(text: &str) -> Result<f64, HexError> {
    let (negative, rest) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    let magnitude = match rest.to_ascii_lowercase().as_str() {
        "inf" | "infinity" => f64::INFINITY,
        "nan" => f64::NAN,
        lower => parse_magnitude(lower)?,
    };
    Ok(if negative { -magnitude } else { magnitude })
}

fn parse_magnitude(text: &str) -> Result<f64, HexError> {
    let text = text.strip_prefix("0x").unwrap_or(text);
    let (digits, exponent) = match text.split_once('p') {
        Some((digits, exponent)) => (digits, parse_exponent(exponent)?),
        None => (text, 0),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() && fraction.is_empty() {
        return Err(HexError::Invalid);
    }
    // 64 bits of mantissa, the lowest of them sticky; `scale` counts the bits to its right.
    let (mut mantissa, mut scale, mut sticky) = (0u64, 0i64, false);
    for (digit, is_fraction) in whole
        .bytes()
        .map(|b| (b, false))
        .chain(fraction.bytes().map(|b| (b, true)))
    {
        let digit = (digit as char).to_digit(16).ok_or(HexError::Invalid)?;
        if mantissa >> 60 == 0 {
            mantissa = mantissa << 4 | u64::from(digit);
            scale -= if is_fraction { 4 } else { 0 };
        } else {
            sticky |= digit != 0;
            scale += if is_fraction { 0 } else { 4 };
        }
    }
    if mantissa == 0 {
        return Ok(0.0);
    }
    compose(mantissa | u64::from(sticky), scale.saturating_add(exponent))
}

fn parse_exponent(text: &str) -> Result<i64, HexError> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(HexError::Invalid);
    }
    // Anything beyond this is zero or an overflow, whatever the mantissa's digits say.
    let magnitude = digits.parse::<i64>().unwrap_or(i64::MAX).min(i64::MAX / 4);
    Ok(if text.starts_with('-') { -magnitude } else { magnitude })
}

/// `mantissa * 2^exponent`, rounded half to even. `mantissa` is not zero.
pub fn compose(mantissa: u64, exponent: i64) -> Result<f64, HexError> {
    let shift = mantissa.leading_zeros();
    let mantissa = mantissa << shift;
    // The value is 1.xxx * 2^top.
    let top = exponent.saturating_add(63 - i64::from(shift));
    if top > 1023 {
        return Err(HexError::Overflow);
    }
    let dropped = if top >= -1022 { 11 } else { 11 + (-1022 - top) };
    if dropped > 64 {
        return Ok(0.0);
    }
    let dropped = dropped as u32;
    let kept = mantissa.checked_shr(dropped).unwrap_or(0);
    let rest = mantissa & (u64::MAX.checked_shr(64 - dropped).unwrap_or(0));
    let half = 1u64 << (dropped - 1);
    let up = rest > half || (rest == half && kept & 1 == 1);
    let rounded = kept + u64::from(up);
    // Adding to the bits carries into the exponent as it should.
    let bits = if top >= -1022 {
        (((top + 1022) as u64) << 52) + rounded
    } else {
        rounded
    };
    let value = f64::from_bits(bits);
    if value.is_finite() {
        Ok(value)
    } else {
        Err(HexError::Overflow)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_round_trips() {
        for value in [1.0, 0.1, -2.5, 5e-324, f64::MIN_POSITIVE, f64::MAX, 1e-310, 3.0e8] {
            assert_eq!(from_hex(&to_hex(value)), Ok(value), "{value}");
        }
        assert_eq!(to_hex(3.25), "0x1.a000000000000p+1");
        assert_eq!(from_hex("0x1.fffffffffffff8p0"), Ok(2.0));
        assert_eq!(from_hex("0x0.8p-1074"), Ok(0.0));
        assert_eq!(from_hex("0x0.80000000000000000001p-1074"), Ok(5e-324));
        assert_eq!(from_hex("0x1p1024"), Err(HexError::Overflow));
        assert_eq!(from_hex("0x1.fffffffffffff8p1023"), Err(HexError::Overflow));
        assert_eq!(from_hex("0x"), Err(HexError::Invalid));
    }
}
