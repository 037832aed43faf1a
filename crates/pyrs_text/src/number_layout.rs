//! Numbers laid out as a format specification says: sign, prefix, digit groups, padding.
//!
//! The result is generalised UTF-8 (the fill may be a lone surrogate).

use crate::escape::push_code_point;
use crate::float_format::{Options, Presentation, format_magnitude};
use crate::format_spec::{Align, FormatSpec, Sign};

/// The parts of a number's text.
#[derive(Clone, Copy, Default)]
pub struct NumberParts<'a> {
    /// Whether it has a minus sign.
    pub negative: bool,
    /// `0x` and the like.
    pub prefix: &'a str,
    /// Digits before the point (or `inf`).
    pub integer: &'a str,
    /// Digits after the point, without it.
    pub fraction: &'a str,
    /// The point, if there is one.
    pub point: &'a str,
    /// Exponent, or percent sign.
    pub tail: &'a str,
    /// Digits in a group.
    pub group: usize,
}

/// Pads text of `length` code points to the specification's width.
pub fn pad(text: &[u8], length: usize, spec: &FormatSpec, default: Align) -> Vec<u8> {
    let missing = spec.width.saturating_sub(length);
    if missing == 0 {
        return text.to_vec();
    }
    let left = match spec.align.unwrap_or(default) {
        Align::Left => 0,
        Align::Right | Align::AfterSign => missing,
        Align::Center => missing / 2,
    };
    let mut out = Vec::with_capacity(text.len() + missing);
    push_fill(&mut out, spec.fill, left);
    out.extend_from_slice(text);
    push_fill(&mut out, spec.fill, missing - left);
    out
}

fn push_fill(out: &mut Vec<u8>, fill: u32, count: usize) {
    for _ in 0..count {
        push_code_point(out, fill);
    }
}

/// Lays a number out.
pub fn lay_out(spec: &FormatSpec, parts: NumberParts) -> Vec<u8> {
    let sign = match (parts.negative, spec.sign) {
        (true, _) => "-",
        (false, Some(Sign::Plus)) => "+",
        (false, Some(Sign::Space)) => " ",
        _ => "",
    };
    let mut rest = String::from(parts.point);
    group_fraction(&mut rest, parts.fraction, spec.fraction_grouping);
    rest.push_str(parts.tail);
    let fixed = sign.len() + parts.prefix.len() + rest.len();
    let zero_padded = spec.fill == '0' as u32 && spec.align == Some(Align::AfterSign);
    let least = if zero_padded {
        spec.width.saturating_sub(fixed)
    } else {
        0
    };
    let integer = match spec.grouping {
        Some(separator) if parts.group > 0 => group_integer(parts.integer, separator, parts.group, least),
        _ => {
            let zeros = least.saturating_sub(parts.integer.len());
            let mut text = "0".repeat(zeros);
            text.push_str(parts.integer);
            text
        }
    };
    if spec.align == Some(Align::AfterSign) {
        let mut out = Vec::with_capacity(spec.width);
        out.extend_from_slice(sign.as_bytes());
        out.extend_from_slice(parts.prefix.as_bytes());
        push_fill(&mut out, spec.fill, spec.width.saturating_sub(fixed + integer.len()));
        out.extend_from_slice(integer.as_bytes());
        out.extend_from_slice(rest.as_bytes());
        return out;
    }
    let text = [sign, parts.prefix, &integer, &rest].concat();
    if spec.width <= text.len() {
        return text.into_bytes();
    }
    pad(text.as_bytes(), text.len(), spec, Align::Right)
}

fn group_fraction(out: &mut String, digits: &str, separator: Option<char>) {
    let Some(separator) = separator else {
        out.push_str(digits);
        return;
    };
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && i % 3 == 0 {
            out.push(separator);
        }
        out.push(digit);
    }
}

/// Groups digits from the right, and puts zeros in front until the whole is at least `least` wide. A separator is never
/// first, so the result can be one wider.
fn group_integer(digits: &str, separator: char, group: usize, least: usize) -> String {
    let (mut left, mut wanted) = (digits.len(), least as isize);
    let mut reversed = Vec::new();
    loop {
        let size = group.min(left.max(wanted.max(1) as usize));
        let own = left.min(size);
        reversed.extend(digits[left - own..left].bytes().rev());
        reversed.extend(std::iter::repeat_n(b'0', size - own));
        left -= own;
        wanted -= size as isize;
        if left == 0 && wanted <= 0 {
            break;
        }
        wanted -= 1;
        reversed.push(separator as u8);
    }
    reversed.iter().rev().map(|b| *b as char).collect()
}

/// Formats a float; `type_name` is for messages.
pub fn format_float(value: f64, spec: &FormatSpec, type_name: &str) -> Result<Vec<u8>, String> {
    let kind = spec.kind_ascii();
    if !matches!(kind, 0 | b'e' | b'E' | b'f' | b'F' | b'g' | b'G' | b'n' | b'%') {
        return Err(spec.unknown_code(type_name));
    }
    let text = float_text(value, spec, kind, true)?;
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.as_str()),
    };
    Ok(lay_out(spec, split(negative, text, value.is_finite())))
}

fn split(negative: bool, text: &str, finite: bool) -> NumberParts<'_> {
    if !finite {
        let digits = text.len() - usize::from(text.ends_with('%'));
        return NumberParts {
            negative,
            integer: &text[..digits],
            tail: &text[digits..],
            ..NumberParts::default()
        };
    }
    let whole = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (integer, rest) = text.split_at(whole);
    let (point, rest) = rest.split_at(usize::from(rest.starts_with('.')));
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    NumberParts {
        negative,
        prefix: "",
        integer,
        point,
        fraction: &rest[..digits],
        tail: &rest[digits..],
        group: 3,
    }
}

/// Sign and digits of a float, without padding and groups. `dot_0`: a format without type keeps a digit after the point.
fn float_text(value: f64, spec: &FormatSpec, kind: u8, dot_0: bool) -> Result<String, String> {
    let precision = match spec.precision {
        Some(precision) if precision > i32::MAX as usize => return Err("precision too big".to_owned()),
        Some(precision) => precision,
        None => 6,
    };
    let presentation = match kind {
        0 if spec.precision.is_none() => Presentation::Repr,
        b'e' | b'E' => Presentation::Exponent(precision),
        b'f' | b'F' | b'%' => Presentation::Fixed(precision),
        _ => Presentation::General(precision),
    };
    let options = Options {
        alternate: spec.alternate,
        add_dot_0: kind == 0 && dot_0,
        upper: matches!(kind, b'E' | b'F' | b'G'),
    };
    let number = if kind == b'%' { value * 100.0 } else { value };
    let mut text = format_magnitude(number.abs(), presentation, options);
    let mut negative = value.is_sign_negative() && !value.is_nan();
    if negative && spec.no_negative_zero && value.is_finite() {
        let mantissa = text.split(['e', 'E']).next().unwrap_or("");
        negative = mantissa.bytes().any(|b| matches!(b, b'1'..=b'9'));
    }
    if kind == b'%' {
        text.push('%');
    }
    Ok(if negative { format!("-{text}") } else { text })
}

/// Formats a complex number.
pub fn format_complex(real: f64, imaginary: f64, spec: &FormatSpec) -> Result<Vec<u8>, String> {
    let kind = spec.kind_ascii();
    if !matches!(kind, 0 | b'e' | b'E' | b'f' | b'F' | b'g' | b'G' | b'n') {
        return Err(spec.unknown_code("complex"));
    }
    spec.check_complex()?;
    let part = |value: f64, sign: Option<Sign>| -> Result<Vec<u8>, String> {
        let inner = FormatSpec {
            width: 0,
            align: None,
            sign,
            ..*spec
        };
        let text = float_text(value, &inner, kind, false)?;
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.as_str()),
        };
        Ok(lay_out(&inner, split(negative, text, value.is_finite())))
    };
    let mut text = Vec::new();
    if kind == 0 && real == 0.0 && real.is_sign_positive() {
        text.extend(part(imaginary, spec.sign)?);
        text.push(b'j');
    } else {
        text.extend(part(real, spec.sign)?);
        text.extend(part(imaginary, Some(Sign::Plus))?);
        text.push(b'j');
        if kind == 0 {
            text.insert(0, b'(');
            text.push(b')');
        }
    }
    Ok(pad(&text, text.len(), spec, Align::Right))
}
