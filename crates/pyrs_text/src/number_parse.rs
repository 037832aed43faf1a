//! Text to numbers: the grammar of `float()`, `complex()` and `int()`.
//!
//! Input is ASCII; callers translate other decimal digits and white space first ([`to_ascii_number`]).

/// Code points as the text of a number: decimal digits of any script become ASCII, white space becomes spaces, and
/// surrounding white space goes. `None` if a character can be in no number.
pub fn to_ascii_number(chars: impl Iterator<Item = u32>) -> Option<String> {
    let mut text = String::new();
    for c in chars {
        if let Some(digit) = crate::unicode::decimal_value(c) {
            text.push((b'0' + digit) as char);
        } else if crate::unicode::is_space(c) {
            text.push(' ');
        } else if c < 0x80 {
            text.push(c as u8 as char);
        } else {
            return None;
        }
    }
    Some(text.trim_matches(' ').to_owned())
}

/// The float of a text of digits, point and exponent with an optional sign: what nearly every text is. `None` means that
/// the text is not of that kind, or no number at all.
pub fn plain_float(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    match unsigned.as_bytes().first() {
        Some(b'0'..=b'9' | b'.') => text.parse().ok(),
        _ => None,
    }
}

/// The int of a text of decimal digits with an optional sign. `None` as for [`plain_float`], or if it is long.
pub fn plain_int(text: &str) -> Option<i64> {
    let (negative, digits) = match text.as_bytes() {
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] => (false, digits),
        digits => (false, digits),
    };
    // 18 digits always fit.
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    let mut value = 0i64;
    for digit in digits {
        if !digit.is_ascii_digit() {
            return None;
        }
        value = value * 10 + i64::from(digit - b'0');
    }
    Some(if negative { -value } else { value })
}

/// Removes underscores that stand between two digits; `None` if one stands elsewhere.
fn without_underscores(text: &str) -> Option<std::borrow::Cow<'_, str>> {
    if !text.contains('_') {
        return Some(text.into());
    }
    let bytes = text.as_bytes();
    for (i, b) in bytes.iter().enumerate() {
        let between = i > 0 && bytes[i - 1].is_ascii_digit() && bytes.get(i + 1).is_some_and(u8::is_ascii_digit);
        if *b == b'_' && !between {
            return None;
        }
    }
    Some(text.replace('_', "").into())
}

/// `float(text)`; the text is stripped.
pub fn parse_float(text: &str) -> Option<f64> {
    let text = without_underscores(text)?;
    let end = float_prefix(&text)?;
    if end == text.len() { read(&text) } else { None }
}

fn read(text: &str) -> Option<f64> {
    text.parse().ok()
}

/// Length of the longest float that the text starts with.
pub fn float_prefix(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    for word in ["infinity", "inf", "nan"] {
        if bytes
            .get(at..at + word.len())
            .is_some_and(|b| b.eq_ignore_ascii_case(word.as_bytes()))
        {
            return Some(at + word.len());
        }
    }
    let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let whole = digits(at);
    at += whole;
    let mut fraction = 0;
    if bytes.get(at) == Some(&b'.') {
        fraction = digits(at + 1);
        if whole + fraction > 0 {
            at += 1 + fraction;
        }
    }
    if whole + fraction == 0 {
        return None;
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        let signed = at + 1 + usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        let count = if signed <= bytes.len() { digits(signed) } else { 0 };
        if count > 0 {
            at = signed + count;
        }
    }
    Some(at)
}

/// `complex(text)`; the text is stripped.
pub fn parse_complex(text: &str) -> Option<(f64, f64)> {
    let mut text = text;
    if let Some(inner) = text.strip_prefix('(') {
        text = inner.strip_suffix(')')?.trim_matches(' ');
    }
    let text = without_underscores(text)?;
    let text = text.as_ref();
    let is_j = |rest: &str| matches!(rest, "j" | "J");
    // A lone "j", with or without sign, is one.
    let unit = |rest: &str| match rest {
        "j" | "J" | "+j" | "+J" => Some(1.0),
        "-j" | "-J" => Some(-1.0),
        _ => None,
    };
    if let Some(imaginary) = unit(text) {
        return Some((0.0, imaginary));
    }
    let end = float_prefix(text)?;
    let (first, rest) = (read(&text[..end])?, &text[end..]);
    if rest.is_empty() {
        return Some((first, 0.0));
    }
    if is_j(rest) {
        return Some((0.0, first));
    }
    if !rest.starts_with(['+', '-']) {
        return None;
    }
    if let Some(imaginary) = unit(rest) {
        return Some((first, imaginary));
    }
    let end = float_prefix(rest)?;
    if is_j(&rest[end..]) {
        Some((first, read(&rest[..end])?))
    } else {
        None
    }
}

/// Digits of an int: sign, base and the digits without prefix and underscores.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct IntDigits {
    /// Below zero.
    pub negative: bool,
    /// 2 to 36.
    pub base: u32,
    /// ASCII digits and letters, at least one.
    pub digits: String,
}

/// Splits the stripped text of an int; `base` 0 reads the prefix.
pub fn parse_int(text: &str, base: u32) -> Option<IntDigits> {
    let (negative, mut rest) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    let prefixed = match rest.as_bytes() {
        [b'0', b'x' | b'X', ..] => 16,
        [b'0', b'o' | b'O', ..] => 8,
        [b'0', b'b' | b'B', ..] => 2,
        _ => 0,
    };
    let mut actual = base;
    if prefixed != 0 && (base == 0 || base == prefixed) {
        actual = prefixed;
        rest = &rest[2..];
        // One underscore may follow the prefix.
        rest = rest.strip_prefix('_').unwrap_or(rest);
    } else if base == 0 {
        actual = 10;
        let zeros = rest.bytes().all(|b| matches!(b, b'0' | b'_'));
        if rest.starts_with('0') && !zeros {
            return None;
        }
    }
    let mut digits = String::with_capacity(rest.len());
    let mut after_digit = false;
    for c in rest.chars() {
        if c == '_' {
            if !after_digit {
                return None;
            }
            after_digit = false;
        } else {
            c.to_digit(actual)?;
            digits.push(c);
            after_digit = true;
        }
    }
    after_digit.then_some(IntDigits {
        negative,
        base: actual,
        digits,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats() {
        for (text, value) in [
            ("1_0.5_0e1_0", Some(10.5e10)),
            ("-.5", Some(-0.5)),
            ("5.", Some(5.0)),
            ("+Infinity", Some(f64::INFINITY)),
            ("1__0", None),
            ("_1", None),
            ("1_.5", None),
            ("", None),
            (".", None),
            ("1e", None),
            ("e5", None),
            ("0x1", None),
        ] {
            assert_eq!(parse_float(text), value, "{text}");
        }
        assert_eq!(parse_complex("(1+2j)"), Some((1.0, 2.0)));
        assert_eq!(parse_complex("-j"), Some((0.0, -1.0)));
        assert_eq!(parse_complex("1e5-infj"), Some((1e5, f64::NEG_INFINITY)));
        assert_eq!(parse_complex("1+2"), None);
        assert_eq!(parse_complex("1 + 2j"), None);
    }

    #[test]
    fn ints() {
        let digits = |text, base| parse_int(text, base).map(|d| (d.negative, d.base, d.digits));
        assert_eq!(digits("-0x_fF", 0), Some((true, 16, "fF".to_owned())));
        assert_eq!(digits("0b1", 16), Some((false, 16, "0b1".to_owned())));
        assert_eq!(digits("010", 0), None);
        assert_eq!(digits("0_0", 0), Some((false, 10, "00".to_owned())));
        assert_eq!(digits("1_", 10), None);
        assert_eq!(digits("", 10), None);
        assert_eq!(digits("0x", 16), None);
        assert_eq!(digits("z", 36), Some((false, 36, "z".to_owned())));
    }
}
