//! Numbers to text and back.

use super::coefficient::Coefficient;
use super::number::{EXPONENT_CLAMP, EXPONENT_INFINITE, Kind, Limits, Number};

/// Reads a number; `None` if the text is none. The text is ASCII, without blanks.
pub fn parse(text: &[u8]) -> Option<Number> {
    let (negative, rest) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    match rest.first()? {
        b'0'..=b'9' | b'.' => finite(negative, rest),
        _ => special(negative, rest),
    }
}

fn special(negative: bool, text: &[u8]) -> Option<Number> {
    let lower = text.to_ascii_lowercase();
    if lower == b"inf" || lower == b"infinity" {
        return Some(Number::infinity(negative));
    }
    let (kind, payload) = match lower.strip_prefix(b"snan") {
        Some(payload) => (Kind::Signaling, payload),
        None => (Kind::Quiet, lower.strip_prefix(b"nan")?),
    };
    if !payload.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some(Number {
        negative,
        kind,
        exponent: 0,
        coefficient: Coefficient::from_text(without_zeros(payload)),
    })
}

fn without_zeros(digits: &[u8]) -> &[u8] {
    let zeros = digits.iter().take_while(|digit| **digit == b'0').count();
    &digits[zeros..]
}

fn finite(negative: bool, text: &[u8]) -> Option<Number> {
    let end = text.iter().position(|byte| matches!(byte, b'e' | b'E'));
    let (mantissa, exponent) = match end {
        Some(end) => (&text[..end], parse_exponent(&text[end + 1..])?),
        None => (text, 0),
    };
    let mut places = 0;
    let point = mantissa.iter().position(|byte| *byte == b'.');
    let joined;
    let digits = match point {
        Some(point) => {
            places = mantissa.len() - point - 1;
            joined = [&mantissa[..point], &mantissa[point + 1..]].concat();
            joined.as_slice()
        }
        None => mantissa,
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let exponent = (exponent - places as i64).clamp(EXPONENT_CLAMP, EXPONENT_INFINITE);
    Some(Number::new(
        negative,
        Coefficient::from_text(without_zeros(digits)),
        exponent,
    ))
}

/// An exponent; those beyond all limits become ones that are beyond them, too.
fn parse_exponent(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] => (false, digits),
        digits => (false, digits),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let magnitude = digits.iter().fold(0i64, |value, digit| {
        value
            .saturating_mul(10)
            .saturating_add(i64::from(digit - b'0'))
            .min(4 * EXPONENT_INFINITE / 2)
    });
    Some(if negative { -magnitude } else { magnitude })
}

/// The letters of infinities and NaNs.
pub fn special_text(number: &Number) -> String {
    let sign = if number.negative { "-" } else { "" };
    let payload = match number.coefficient.is_zero() {
        true => String::new(),
        false => number.coefficient.to_text(),
    };
    match number.kind {
        Kind::Infinite => format!("{sign}Infinity"),
        Kind::Quiet => format!("{sign}NaN{payload}"),
        Kind::Signaling => format!("{sign}sNaN{payload}"),
        Kind::Finite => String::new(),
    }
}

/// Scientific notation; with `engineering`, exponents are multiples of three.
pub fn to_text(number: &Number, engineering: bool, capitals: bool) -> String {
    if !number.is_finite() {
        return special_text(number);
    }
    let digits = number.coefficient.to_text();
    let length = digits.len() as i64;
    let adjusted = number.exponent + length - 1;
    // Where the decimal point goes, counted from the first digit.
    let point = if number.exponent <= 0 && adjusted >= -6 {
        number.exponent + length
    } else if !engineering {
        1
    } else if number.coefficient.is_zero() {
        // A zero keeps its exponent by showing zeros behind the point.
        return engineering_zero(number, capitals);
    } else {
        adjusted.rem_euclid(3) + 1
    };
    let mut text = String::with_capacity(digits.len() + 24);
    if number.negative {
        text.push('-');
    }
    if point <= 0 {
        text.push_str("0.");
        text.extend(std::iter::repeat_n('0', point.unsigned_abs() as usize));
        text.push_str(&digits);
    } else if point >= length {
        text.push_str(&digits);
        text.extend(std::iter::repeat_n('0', (point - length) as usize));
    } else {
        let (whole, fraction) = digits.split_at(point as usize);
        text.push_str(whole);
        text.push('.');
        text.push_str(fraction);
    }
    push_exponent(&mut text, number.exponent + length - point, capitals);
    text
}

fn engineering_zero(number: &Number, capitals: bool) -> String {
    let exponent = number.exponent;
    let places = (-exponent).rem_euclid(3);
    let mut text = String::from(if number.negative { "-0" } else { "0" });
    let shown = match places {
        0 => exponent,
        _ => {
            text.push('.');
            text.extend(std::iter::repeat_n('0', places as usize));
            exponent + places
        }
    };
    push_exponent(&mut text, shown, capitals);
    text
}

fn push_exponent(text: &mut String, exponent: i64, capitals: bool) {
    if exponent != 0 {
        text.push(if capitals { 'E' } else { 'e' });
        text.push_str(&format!("{exponent:+}"));
    }
}

/// Puts a number that was read within the widest limits; `None` if that changes it.
pub fn exact(number: Number) -> Option<Number> {
    let mut status = 0;
    let finished = number.finish(&Limits::MAX, &mut status);
    let changed = super::status::INEXACT | super::status::ROUNDED | super::status::CLAMPED | super::status::ERRORS;
    (status & changed == 0).then_some(finished)
}
