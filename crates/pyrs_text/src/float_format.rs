//! Doubles to decimal text: the shortest text that reads back (`repr`), and the presentations `e`, `f` and `g`.
//!
//! Invariant: digits are exact (Rust's standard library rounds half to even on the exact value); this module only
//! chooses between positional and scientific notation and lays the digits out.

/// How a double is to be written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Presentation {
    /// As few digits as read back to the same double; scientific below 1e-4 and from 1e16 on.
    Repr,
    /// Scientific with a number of digits after the point.
    Exponent(usize),
    /// Positional with a number of digits after the point.
    Fixed(usize),
    /// A number of significant digits, without trailing zeros.
    General(usize),
}

/// Details of [`format_magnitude`].
#[derive(Clone, Copy, Default)]
pub struct Options {
    /// Always a decimal point; `General` keeps trailing zeros (`#`).
    pub alternate: bool,
    /// At least one digit after the point (`repr`, and a format without a type).
    pub add_dot_0: bool,
    /// `E`, `INF`, `NAN`.
    pub upper: bool,
}

/// Digits after the point beyond which every double has only zeros.
const EXACT_DIGITS: usize = 1100;

/// `repr(value)`.
pub fn repr(value: f64) -> String {
    let body = format_magnitude(
        value.abs(),
        Presentation::Repr,
        Options {
            add_dot_0: true,
            ..Options::default()
        },
    );
    if value.is_sign_negative() && !value.is_nan() {
        format!("-{body}")
    } else {
        body
    }
}

/// A double without its sign. `value` is not negative, or NaN.
pub fn format_magnitude(value: f64, presentation: Presentation, options: Options) -> String {
    let text = if value.is_nan() {
        "nan".to_owned()
    } else if value.is_infinite() {
        "inf".to_owned()
    } else {
        match presentation {
            Presentation::Repr => format_repr(value, options),
            Presentation::Exponent(precision) => {
                let (digits, exponent) = scientific_digits(value, precision);
                scientific(&digits, exponent, options.alternate)
            }
            Presentation::Fixed(precision) => fixed(value, precision, options.alternate),
            Presentation::General(precision) => general(value, precision.max(1), options),
        }
    };
    if options.upper { text.to_ascii_uppercase() } else { text }
}

/// Digits and decimal exponent of the shortest text: `0.d1d2d3... * 10^point`.
///
/// The digits are Ryū's (Adams, "Ryū: fast float-to-string conversion", 2018).
fn shortest_digits(value: f64) -> (String, i32) {
    let mut buffer = ryu::Buffer::new();
    let text = buffer.format_finite(value);
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mut digits = String::with_capacity(24);
    digits.push_str(whole);
    digits.push_str(fraction);
    let leading = digits.len() - digits.trim_start_matches('0').len();
    digits.truncate(digits.trim_end_matches('0').len());
    digits.drain(..leading.min(digits.len()));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    (digits, exponent + whole.len() as i32 - 1 - leading as i32)
}

/// `precision + 1` digits, and the exponent of the first.
fn scientific_digits(value: f64, precision: usize) -> (String, i32) {
    let exact = precision.min(EXACT_DIGITS);
    let (mut digits, exponent) = split_scientific(&format!("{value:.exact$e}"));
    digits.extend(std::iter::repeat_n('0', precision - exact));
    (digits, exponent)
}

fn split_scientific(text: &str) -> (String, i32) {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    (mantissa.replace('.', ""), exponent.parse().unwrap_or(0))
}

fn format_repr(value: f64, options: Options) -> String {
    if value == 0.0 {
        return positional("0", 0, options);
    }
    let (digits, exponent) = shortest_digits(value);
    if (-4..16).contains(&exponent) {
        positional(&digits, exponent, options)
    } else {
        scientific(&digits, exponent, options.alternate)
    }
}

fn general(value: f64, precision: usize, options: Options) -> String {
    let (digits, exponent) = scientific_digits(value, precision - 1);
    let kept = if options.alternate {
        digits.as_str()
    } else {
        match digits.trim_end_matches('0') {
            "" => "0",
            kept => kept,
        }
    };
    // A result that must look like a float gives its last digit's place to the zero after the point.
    let limit = precision as i64 - i64::from(options.add_dot_0);
    if exponent < -4 || i64::from(exponent) >= limit {
        scientific(kept, exponent, options.alternate)
    } else {
        positional(kept, exponent, options)
    }
}

/// The digits after which [`fixed_in_integers`] has no room.
const INTEGER_DIGITS: usize = 22;

/// `value * 10^precision`, rounded half to even, in exact integers: `m * 2^e * 10^p` with a mantissa of 53 bits and at
/// most 22 digits fits in 128 bits. `None` for large values and more digits.
fn fixed_in_integers(value: f64, precision: usize) -> Option<String> {
    let bits = value.to_bits();
    let biased = (bits >> 52 & 0x7ff) as i32;
    let fraction = u128::from(bits & ((1 << 52) - 1));
    let (mantissa, exponent) = match biased {
        0 => (fraction, -1074),
        _ => (fraction | 1 << 52, biased - 1075),
    };
    if precision > INTEGER_DIGITS || exponent > 0 {
        return None;
    }
    let scaled = mantissa * 10u128.pow(precision as u32);
    let shift = exponent.unsigned_abs();
    let rounded = match shift {
        0 => scaled,
        // Below half a unit: the scaled mantissa has at most 127 bits.
        128.. => 0,
        _ => {
            let (whole, rest) = (scaled >> shift, scaled & ((1 << shift) - 1));
            let half = 1u128 << (shift - 1);
            whole + u128::from(rest > half || (rest == half && whole & 1 == 1))
        }
    };
    let width = precision + 1;
    let mut text = match u64::try_from(rounded) {
        Ok(rounded) => format!("{rounded:0width$}"),
        Err(_) => format!("{rounded:0width$}"),
    };
    if precision > 0 {
        text.insert(text.len() - precision, '.');
    }
    Some(text)
}

fn fixed(value: f64, precision: usize, alternate: bool) -> String {
    if let Some(mut text) = fixed_in_integers(value, precision) {
        if precision == 0 && alternate {
            text.push('.');
        }
        return text;
    }
    let exact = precision.min(EXACT_DIGITS);
    let mut text = format!("{value:.exact$}");
    text.extend(std::iter::repeat_n('0', precision - exact));
    if precision == 0 && alternate {
        text.push('.');
    }
    text
}

/// Digits with the point behind the one of exponent 0.
fn positional(digits: &str, exponent: i32, options: Options) -> String {
    let mut text = String::with_capacity(digits.len() + 8);
    if exponent < 0 {
        text.push_str("0.");
        text.extend(std::iter::repeat_n('0', (-exponent - 1) as usize));
        text.push_str(digits);
        return text;
    }
    let whole = exponent as usize + 1;
    if digits.len() > whole {
        text.push_str(&digits[..whole]);
        text.push('.');
        text.push_str(&digits[whole..]);
        return text;
    }
    text.push_str(digits);
    text.extend(std::iter::repeat_n('0', whole - digits.len()));
    if options.add_dot_0 {
        text.push_str(".0");
    } else if options.alternate {
        text.push('.');
    }
    text
}

fn scientific(digits: &str, exponent: i32, alternate: bool) -> String {
    let (first, rest) = digits.split_at(1);
    let sign = if exponent < 0 { '-' } else { '+' };
    let point = if rest.is_empty() && !alternate { "" } else { "." };
    format!("{first}{point}{rest}e{sign}{:02}", exponent.unsigned_abs())
}

/// `repr(complex(real, imaginary))`.
pub fn complex_repr(real: f64, imaginary: f64) -> String {
    let part = |value: f64| {
        let body = format_magnitude(value.abs(), Presentation::Repr, Options::default());
        if value.is_sign_negative() && !value.is_nan() {
            format!("-{body}")
        } else {
            body
        }
    };
    if real == 0.0 && real.is_sign_positive() {
        return format!("{}j", part(imaginary));
    }
    let joined = part(imaginary);
    let plus = if joined.starts_with('-') { "" } else { "+" };
    format!("({}{plus}{joined}j)", part(real))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repr_chooses_notation() {
        for (value, text) in [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (1.0, "1.0"),
            (0.1, "0.1"),
            (1e16, "1e+16"),
            (9_999_999_999_999_998.0, "9999999999999998.0"),
            (1e-4, "0.0001"),
            (1.5e-5, "1.5e-05"),
            (5e-324, "5e-324"),
            (f64::MAX, "1.7976931348623157e+308"),
            (f64::INFINITY, "inf"),
            (-f64::NAN, "nan"),
        ] {
            assert_eq!(repr(value), text);
        }
        assert_eq!(repr(1e22), "1e+22");
        // As near to both: the even digit.
        assert_eq!(repr(1_606_407_161_058_386.0 + 0.25), "1606407161058386.2");
        assert_eq!(repr(1.234e-7), "1.234e-07");
        assert_eq!(repr(123_456.789), "123456.789");
        assert_eq!(complex_repr(0.0, -0.0), "-0j");
        assert_eq!(complex_repr(-0.0, 1.0), "(-0+1j)");
    }

    #[test]
    fn fixed_digits_are_exact() {
        let mut seed = 42u64;
        for _ in 0..20_000 {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let value = f64::from_bits(seed >> 1);
            if !value.is_finite() {
                continue;
            }
            for value in [value, (seed >> 40) as f64 / 1024.0, (seed >> 11) as f64 * 1e-9] {
                let precision = (seed >> 20) as usize % 24;
                assert_eq!(fixed(value, precision, false), format!("{value:.precision$}"));
            }
        }
        for (value, precision, text) in [
            (0.5, 0, "0"),
            (1.5, 0, "2"),
            (2.5, 0, "2"),
            (0.125, 2, "0.12"),
            (5e-324, 22, "0.0000000000000000000000"),
        ] {
            assert_eq!(fixed(value, precision, false), text);
        }
    }

    #[test]
    fn shortest_digits_read_back() {
        let mut seed = 7u64;
        for _ in 0..20_000 {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let value = f64::from_bits(seed >> 1);
            if value.is_finite() && value != 0.0 {
                let (digits, exponent) = shortest_digits(value);
                let text = format!("{}.{}e{exponent}", &digits[..1], &digits[1..]);
                assert_eq!(text.parse(), Ok(value));
                assert_eq!(digits.len(), split_scientific(&format!("{value:e}")).0.len());
            }
        }
    }
}
