//! Ints to and from text, and their formats.

use pyrs_object::big::{IBig, Sign, UBig};
use pyrs_object::str::StrObject;
use pyrs_object::{PyResult, Ref, Thread, Value, int};
use pyrs_text::format_spec::FormatSpec;
use pyrs_text::number_layout::{NumberParts, format_float, lay_out};
use pyrs_text::number_parse::{IntDigits, parse_int, to_ascii_number};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Most digits in a conversion between ints and decimal text; 0 for no limit. `sys.set_int_max_str_digits`.
pub static MAX_STR_DIGITS: AtomicUsize = AtomicUsize::new(DEFAULT_MAX_STR_DIGITS);
/// First value of [`MAX_STR_DIGITS`].
pub const DEFAULT_MAX_STR_DIGITS: usize = 4300;
/// Least limit that may be set; texts of up to so many digits are not checked.
pub const STR_DIGITS_THRESHOLD: usize = 640;

fn limit() -> usize {
    match MAX_STR_DIGITS.load(Ordering::Relaxed) {
        0 => usize::MAX,
        limit => limit,
    }
}

/// The decimal text of an int.
pub fn to_decimal(thread: &mut Thread, value: Value) -> PyResult<String> {
    if let Some(small) = int::as_i64(value) {
        return Ok(small.to_string());
    }
    let big = int::as_big(value).unwrap_or_default();
    big_to_decimal(thread, &big)
}

/// The decimal text of a big int.
pub fn big_to_decimal(thread: &mut Thread, big: &IBig) -> PyResult<String> {
    use pyrs_object::big::ops::BitTest;
    let limit = limit();
    let too_long = |thread: &mut Thread| {
        thread.value_error(format_args!(
            "Exceeds the limit ({limit} digits) for integer string conversion; \
             use sys.set_int_max_str_digits() to increase the limit"
        ))
    };
    // More than 10/3 bits a digit: too long without looking at the digits, which would take quadratic time.
    if limit < usize::MAX && big.bit_len() / 10 * 3 > limit {
        return Err(too_long(thread));
    }
    let text = big.to_string();
    if text.len() - usize::from(text.starts_with('-')) > limit {
        return Err(too_long(thread));
    }
    Ok(text)
}

/// Digits of an int in a base, without sign and prefix, and whether it is below zero.
pub fn digits(value: Value, base: u8) -> (bool, String) {
    if let Some(small) = int::as_i64(value) {
        let magnitude = small.unsigned_abs();
        let text = match base {
            2 => format!("{magnitude:b}"),
            8 => format!("{magnitude:o}"),
            _ => format!("{magnitude:x}"),
        };
        return (small < 0, text);
    }
    let (sign, magnitude) = int::as_big(value).unwrap_or_default().into_parts();
    (sign == Sign::Negative, magnitude.in_radix(base).to_string())
}

/// `bin`, `oct` or `hex`: sign, prefix and digits.
pub fn prefixed(value: Value, base: u8) -> String {
    let prefix = match base {
        2 => "0b",
        8 => "0o",
        _ => "0x",
    };
    let (negative, digits) = digits(value, base);
    let sign = if negative { "-" } else { "" };
    [sign, prefix, &digits].concat()
}

/// `int(text, base)`; `shown` is for the message.
pub fn parse(
    thread: &mut Thread,
    chars: impl Iterator<Item = u32>,
    base: u32,
    shown: impl FnOnce() -> String,
) -> PyResult<Value> {
    let Some(parsed) = to_ascii_number(chars).and_then(|text| parse_int(&text, base)) else {
        let shown = shown();
        return Err(thread.value_error(format_args!("invalid literal for int() with base {base}: {shown}")));
    };
    let IntDigits { negative, base, digits } = parsed;
    if let Ok(small) = i64::from_str_radix(&digits, base) {
        return int::from_i64(thread, if negative { -small } else { small });
    }
    let limit = limit();
    if digits.len() > STR_DIGITS_THRESHOLD && digits.len() > limit && !base.is_power_of_two() {
        let count = digits.len();
        return Err(thread.value_error(format_args!(
            "Exceeds the limit ({limit} digits) for integer string conversion: value has {count} digits; \
             use sys.set_int_max_str_digits() to increase the limit"
        )));
    }
    let magnitude = match UBig::from_str_radix(&digits, base) {
        Ok(magnitude) => IBig::from(magnitude),
        Err(_) => {
            let shown = shown();
            return Err(thread.value_error(format_args!("invalid literal for int() with base {base}: {shown}")));
        }
    };
    int::from_big(thread, &if negative { -magnitude } else { magnitude })
}

/// `format(int, spec)`; `type_name` is for messages.
pub fn format(thread: &mut Thread, value: Value, spec: &FormatSpec, type_name: &str) -> PyResult<Ref<StrObject>> {
    let text = match spec.kind_ascii() {
        0 | b'd' | b'n' | b'b' | b'o' | b'x' | b'X' | b'c' => {
            if let Err(message) = spec.check_int() {
                return Err(thread.value_error(format_args!("{message}")));
            }
            if spec.kind_ascii() == b'c' {
                return format_char(thread, value, spec);
            }
            format_digits(thread, value, spec)?
        }
        b'e' | b'E' | b'f' | b'F' | b'g' | b'G' | b'%' => {
            let number = crate::real::int_to_f64(thread, value)?;
            match format_float(number, spec, type_name) {
                Ok(text) => text,
                Err(message) => return Err(thread.value_error(format_args!("{message}"))),
            }
        }
        _ => {
            let message = spec.unknown_code(type_name);
            return Err(thread.value_error(format_args!("{message}")));
        }
    };
    StrObject::from_generalised_utf8(thread, &text)
}

fn format_digits(thread: &mut Thread, value: Value, spec: &FormatSpec) -> PyResult<Vec<u8>> {
    let kind = spec.kind_ascii();
    let (prefix, base) = match kind {
        b'b' => ("0b", 2),
        b'o' => ("0o", 8),
        b'x' => ("0x", 16),
        b'X' => ("0X", 16),
        _ => ("", 10),
    };
    let (negative, mut integer) = if base == 10 {
        let text = to_decimal(thread, value)?;
        match text.strip_prefix('-') {
            Some(digits) => (true, digits.to_owned()),
            None => (false, text),
        }
    } else {
        digits(value, base)
    };
    if kind == b'X' {
        integer.make_ascii_uppercase();
    }
    let parts = NumberParts {
        negative,
        prefix: if spec.alternate { prefix } else { "" },
        integer: &integer,
        group: if base == 10 { 3 } else { 4 },
        ..NumberParts::default()
    };
    Ok(lay_out(spec, parts))
}

fn format_char(thread: &mut Thread, value: Value, spec: &FormatSpec) -> PyResult<Ref<StrObject>> {
    let code = int::as_i64(value)
        .and_then(|c| u32::try_from(c).ok())
        .filter(|c| *c < 0x11_0000);
    let Some(code) = code else {
        return Err(thread.overflow_error(format_args!("%c arg not in range(0x110000)")));
    };
    let mut text = Vec::new();
    pyrs_text::escape::push_code_point(&mut text, code);
    let padded = pyrs_text::number_layout::pad(&text, 1, spec, pyrs_text::format_spec::Align::Right);
    StrObject::from_generalised_utf8(thread, &padded)
}
