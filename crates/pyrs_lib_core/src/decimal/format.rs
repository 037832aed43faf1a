//! `Decimal.__format__`: the format specification as decimals understand it.
//!
//! Differences from other numbers' formats: the rounding is that of the context, a fraction may be grouped, and zeros
//! before the width cannot be combined with an alignment.

use super::arithmetic::coefficient::MAX_DIGITS;
use super::arithmetic::number::MAX_PREC;
use super::arithmetic::{Limits, Number, Rounding, text};
use super::context;
use pyrs_object::dict::DictObject;
use pyrs_object::str::{StrObject, as_str, push_generalised_utf8};
use pyrs_object::{PyResult, Raised, Ref, Thread, Value, core};

/// A parsed specification.
struct Spec {
    fill: u32,
    align: u8,
    sign: u8,
    no_negative_zero: bool,
    zero_padded: bool,
    width: usize,
    precision: Option<u64>,
    /// `#`: the point is always shown.
    alternate: bool,
    kind: u8,
    fraction_separator: String,
    point: String,
    separator: String,
    /// Sizes of groups from the point on; the last one repeats unless it is zero.
    grouping: Vec<usize>,
}

enum Error {
    Invalid,
    Limit,
    Width,
}

struct Cursor<'a> {
    text: &'a [u32],
}

impl Cursor<'_> {
    fn peek(&self) -> Option<u8> {
        self.text
            .first()
            .and_then(|c| u8::try_from(*c).ok())
            .filter(u8::is_ascii)
    }

    fn take(&mut self, allowed: &[u8]) -> Option<u8> {
        let found = self.peek().filter(|byte| allowed.contains(byte))?;
        self.text = &self.text[1..];
        Some(found)
    }

    fn number(&mut self) -> Option<u64> {
        let mut number: Option<u64> = None;
        while let Some(digit) = self.take(b"0123456789") {
            let grown = number
                .unwrap_or(0)
                .saturating_mul(10)
                .saturating_add(u64::from(digit - b'0'));
            number = Some(grown);
        }
        number
    }
}

impl Spec {
    fn parse(chars: &[u32], capitals: bool) -> Result<Spec, Error> {
        let mut spec = Spec {
            fill: u32::from(b' '),
            align: b'>',
            sign: b'-',
            no_negative_zero: false,
            zero_padded: false,
            width: 0,
            precision: None,
            alternate: false,
            kind: if capitals { b'G' } else { b'g' },
            fraction_separator: String::new(),
            point: ".".to_owned(),
            separator: String::new(),
            grouping: Vec::new(),
        };
        let mut cursor = Cursor { text: chars };
        let is_align = |c: &u32| matches!(*c, 0x3c | 0x3d | 0x3e | 0x5e);
        let mut aligned = false;
        if let [fill, align, rest @ ..] = chars
            && is_align(align)
        {
            spec.fill = *fill;
            spec.align = *align as u8;
            cursor.text = rest;
            aligned = true;
        } else if let Some(align) = cursor.take(b"<>=^") {
            spec.align = align;
            aligned = true;
        }
        spec.sign = cursor.take(b"+- ").unwrap_or(b'-');
        spec.no_negative_zero = cursor.take(b"z").is_some();
        spec.alternate = cursor.take(b"#").is_some();
        if cursor.peek() == Some(b'0') {
            if aligned {
                return Err(Error::Invalid);
            }
            cursor.take(b"0");
            spec.zero_padded = true;
            spec.align = b'=';
        }
        if let Some(width) = cursor.number() {
            spec.width = usize::try_from(width)
                .ok()
                .filter(|width| *width <= i64::MAX as usize)
                .ok_or(Error::Width)?;
            if width > MAX_PREC as u64 {
                return Err(Error::Limit);
            }
        }
        if let Some(separator) = cursor.take(b",_") {
            spec.separator = (separator as char).to_string();
            spec.grouping = vec![3];
        }
        if cursor.take(b".").is_some() {
            spec.precision = cursor.number();
            if spec.precision.is_some_and(|precision| precision > MAX_PREC as u64) {
                return Err(Error::Limit);
            }
            match cursor.take(b",_") {
                Some(separator) => spec.fraction_separator = (separator as char).to_string(),
                None if spec.precision.is_none() => return Err(Error::Invalid),
                None => {}
            }
        }
        if let Some(kind) = cursor.take(b"eEfFgGnN%") {
            spec.kind = kind;
        }
        if !cursor.text.is_empty() || matches!(spec.kind, b'n' | b'N') && !spec.separator.is_empty() {
            return Err(Error::Invalid);
        }
        if matches!(spec.kind, b'n' | b'N') {
            spec.kind = if spec.kind == b'n' { b'g' } else { b'G' };
        }
        Ok(spec)
    }

    /// Replaces separators by those of a dict.
    fn apply(&mut self, thread: &mut Thread, overrides: Ref<DictObject>) -> PyResult<()> {
        let mut get = |name: &str| -> PyResult<Option<String>> {
            let key = StrObject::intern(thread, name)?;
            match overrides.get(thread, key.value())? {
                None => Ok(None),
                Some(value) => match as_str(value) {
                    Some(text) => Ok(Some(text.to_string_lossy())),
                    None => Err(thread.value_error(format_args!("invalid override dict"))),
                },
            }
        };
        let (point, separator, grouping) = (get("decimal_point")?, get("thousands_sep")?, get("grouping")?);
        if let Some(point) = point {
            self.point = point;
        }
        if let Some(separator) = separator {
            self.separator = separator;
        }
        if let Some(grouping) = grouping {
            // A size of zero ends the list, and the one before it repeats; 127 ends grouping.
            let sizes = grouping.chars().map(|size| size as usize).take_while(|size| *size != 0);
            self.grouping = sizes.map(|size| if size == 127 { 0 } else { size }).collect();
        }
        let too_long = |text: &str| text.len() > 4;
        if too_long(&self.point) || too_long(&self.separator) || self.grouping.iter().any(|size| *size > 127) {
            return Err(thread.value_error(format_args!("invalid override dict")));
        }
        Ok(())
    }
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// Digits with separators, with zeros before them up to a width.
fn grouped(digits: &str, spec: &Spec, width: usize) -> String {
    let separator = &spec.separator;
    if separator.is_empty() || spec.grouping.is_empty() {
        return format!("{digits:0>width$}");
    }
    let mut groups: Vec<String> = Vec::new();
    let mut rest = digits;
    let mut wanted = width;
    let mut index = 0;
    loop {
        let size = spec.grouping.get(index).or(spec.grouping.last()).copied().unwrap_or(0);
        index += 1;
        let needed = rest.len().max(wanted).max(1);
        let size = if size == 0 { needed } else { size.min(needed) };
        let split = rest.len().saturating_sub(size);
        groups.push(format!("{:0>size$}", &rest[split..]));
        rest = &rest[..split];
        wanted = wanted.saturating_sub(size);
        if rest.is_empty() && wanted == 0 {
            break;
        }
        wanted = wanted.saturating_sub(length(separator));
    }
    groups.reverse();
    groups.join(separator)
}

/// Rounds to so many digits.
fn round_digits(number: Number, digits: u64, rounding: Rounding) -> Number {
    let limits = Limits {
        prec: digits.clamp(1, MAX_PREC as u64) as i64,
        emax: i64::MAX / 2,
        emin: i64::MIN / 2,
        rounding,
        clamp: false,
    };
    number.finish(&limits, &mut 0)
}

/// Gives a number an exponent; `None` if it would be too long.
fn rescale(mut number: Number, exponent: i64, rounding: Rounding) -> Option<Number> {
    if number.exponent < exponent {
        number.cut(number.exponent.abs_diff(exponent), rounding);
        number.exponent = exponent;
        return Some(number);
    }
    let places = number.exponent.abs_diff(exponent);
    if places > MAX_DIGITS && !number.coefficient.is_zero() {
        return None;
    }
    number.coefficient = number.coefficient.shift_left(places);
    number.exponent = exponent;
    Some(number)
}

/// Whole part, fraction and exponent part; `None` if they would be too long.
fn parts(number: &Number, spec: &Spec, rounding: Rounding) -> Option<(bool, String, String, String)> {
    let mut number = number.clone();
    if spec.kind == b'%' {
        number.exponent += 2;
    }
    let kind = spec.kind.to_ascii_lowercase();
    match (kind, spec.precision) {
        (b'f' | b'%', Some(precision)) => number = rescale(number, -(precision as i64), rounding)?,
        (b'f' | b'%', None) if number.exponent > 0 => number = rescale(number, 0, rounding)?,
        (b'e', Some(precision)) => number = round_digits(number, precision + 1, rounding),
        (b'g', Some(precision)) => number = round_digits(number, precision, rounding),
        _ => {}
    }
    let negative = number.negative && !(spec.no_negative_zero && number.coefficient.is_zero());
    let digits = number.coefficient.to_text();
    // Where the point would be without an exponent part, and where it goes.
    let natural = number.exponent + digits.len() as i64;
    let point = match (kind, spec.precision) {
        (b'e', Some(precision)) if number.coefficient.is_zero() => 1 - precision as i64,
        (b'e', _) => 1,
        (b'g', _) if number.exponent > 0 || natural <= -6 => 1,
        _ => natural,
    };
    if point.unsigned_abs() > MAX_DIGITS.max(digits.len() as u64) {
        return None;
    }
    let (whole, mut fraction) = if point <= 0 {
        (
            String::from("0"),
            format!("{}{digits}", "0".repeat(point.unsigned_abs() as usize)),
        )
    } else if point as usize >= digits.len() {
        let zeros = point as usize - digits.len();
        (format!("{digits}{}", "0".repeat(zeros)), String::new())
    } else {
        let (whole, fraction) = digits.split_at(point as usize);
        (whole.to_owned(), fraction.to_owned())
    };
    if let (b'e', Some(precision)) = (kind, spec.precision) {
        if precision > MAX_DIGITS {
            return None;
        }
        fraction.extend(std::iter::repeat_n(
            '0',
            (precision as usize).saturating_sub(fraction.len()),
        ));
    }
    let exponent = natural - point;
    let letter = if spec.kind.is_ascii_uppercase() { 'E' } else { 'e' };
    let suffix = match kind {
        b'%' => "%".to_owned(),
        b'e' => format!("{letter}{exponent:+}"),
        _ if exponent != 0 => format!("{letter}{exponent:+}"),
        _ => String::new(),
    };
    Some((negative, whole, fraction, suffix))
}

fn sign_text(negative: bool, spec: &Spec) -> &'static str {
    match (negative, spec.sign) {
        (true, _) => "-",
        (false, b'+') => "+",
        (false, b' ') => " ",
        _ => "",
    }
}

/// Sign and body; zeros that fill the width are in the body.
fn formatted(number: &Number, spec: &Spec, rounding: Rounding) -> Option<(String, String)> {
    if !number.is_finite() {
        let mut body = text::special_text(&number.clone().with_sign(false));
        if spec.kind == b'%' {
            body.push('%');
        }
        return Some((sign_text(number.negative, spec).to_owned(), body));
    }
    let (negative, whole, mut fraction, suffix) = parts(number, spec, rounding)?;
    let sign = sign_text(negative, spec);
    if !spec.fraction_separator.is_empty() {
        let bytes = fraction.as_bytes();
        let groups: Vec<&str> = bytes
            .chunks(3)
            .filter_map(|group| std::str::from_utf8(group).ok())
            .collect();
        fraction = groups.join(&spec.fraction_separator);
    }
    let tail = match fraction.is_empty() && !spec.alternate {
        true => suffix,
        false => format!("{}{fraction}{suffix}", spec.point),
    };
    let width = match spec.zero_padded {
        true => spec.width.saturating_sub(length(&tail) + sign.len()),
        false => 0,
    };
    Some((sign.to_owned(), format!("{}{tail}", grouped(&whole, spec, width))))
}

fn padded(sign: &str, body: &str, spec: &Spec, zeros: bool) -> Vec<u8> {
    let missing = spec.width.saturating_sub(length(sign) + length(body));
    let align = if zeros { b'>' } else { spec.align };
    let (before, between, after) = match align {
        b'<' => (0, 0, missing),
        b'^' => (missing / 2, 0, missing - missing / 2),
        b'=' => (0, missing, 0),
        _ => (missing, 0, 0),
    };
    let mut fill = Vec::new();
    push_generalised_utf8(&mut fill, spec.fill);
    let mut bytes = fill.repeat(before);
    bytes.extend_from_slice(sign.as_bytes());
    bytes.extend(fill.repeat(between));
    bytes.extend_from_slice(body.as_bytes());
    bytes.extend(fill.repeat(after));
    bytes
}

#[cold]
fn refuse(thread: &mut Thread, error: Error) -> Raised {
    match error {
        Error::Invalid => thread.value_error(format_args!("invalid format string")),
        Error::Limit => thread.value_error(format_args!("format specification exceeds internal limits of _decimal")),
        Error::Width => thread.overflow_error(format_args!("cannot fit 'int' into an index-sized integer")),
    }
}

/// `number.__format__(spec, overrides)`.
pub fn format(thread: &mut Thread, number: &Number, spec: Value, overrides: Option<Value>) -> PyResult<Value> {
    let Some(given) = as_str(spec) else {
        return Err(thread.type_error(format_args!("format arg must be str")));
    };
    let context = context::current(thread)?;
    let chars: Vec<u32> = given.chars().iter().collect();
    if chars.last() == Some(&u32::from(b'N')) {
        let category = core().types.deprecation_warning.get().value();
        let message = "Format specifier 'N' is deprecated and slated for removal in Python 3.18";
        crate::invoke::warn(thread, category, message, 1)?;
    }
    let mut spec = match Spec::parse(&chars, context.capitals.get() != 0) {
        Ok(spec) => spec,
        Err(error) => return Err(refuse(thread, error)),
    };
    if let Some(overrides) = overrides {
        let Some(dict) = overrides.downcast::<DictObject>() else {
            return Err(thread.type_error(format_args!("optional argument must be a dict")));
        };
        spec.apply(thread, dict)?;
    }
    if spec.width as u64 > 16 * MAX_DIGITS {
        return Err(thread.memory_error());
    }
    let Some((sign, body)) = formatted(number, &spec, context.rounding()) else {
        return Err(thread.memory_error());
    };
    let text = padded(&sign, &body, &spec, spec.zero_padded && !number.is_finite());
    Ok(StrObject::from_generalised_utf8(thread, &text)?.value())
}
