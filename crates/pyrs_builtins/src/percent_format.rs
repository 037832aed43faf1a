//! `%` formatting of strings and of bytes.
//!
//! Both have the same conversions but for `%s`, `%b` and `%c`; bytes are seen as Latin-1 characters.

use crate::text_builder::TextBuilder;
use crate::{int_text, real};
use pyrs_object::bytes::as_bytes;
use pyrs_object::slots::UnaryOp;
use pyrs_object::str::{Chars, StrObject};
use pyrs_object::tuple::TupleObject;
use pyrs_object::{PyResult, Raised, Ref, Thread, Value, class_of, core, float, int, protocol};
use pyrs_text::float_format::{Options, Presentation, format_magnitude};

/// `template % values`.
pub fn format_str(thread: &mut Thread, template: Ref<StrObject>, values: Value) -> PyResult<Ref<StrObject>> {
    let out = format(thread, template.chars_unbound(), values, false)?;
    out.finish(thread)
}

/// The same for bytes.
pub fn format_bytes(thread: &mut Thread, template: &[u8], values: Value) -> PyResult<Vec<u8>> {
    let out = format(thread, Chars::One(template), values, true)?;
    Ok(out.into_latin1())
}

/// A conversion's parts between `%` and the letter.
#[derive(Clone, Copy, Default)]
struct Conversion {
    left: bool,
    plus: bool,
    space: bool,
    alternate: bool,
    zero: bool,
    width: usize,
    precision: Option<usize>,
}

/// Where values come from.
struct Values {
    source: Value,
    tuple: Option<Ref<TupleObject>>,
    next: usize,
    mapping: bool,
    /// Whether a key was looked up.
    keyed: bool,
}

impl Values {
    fn next(&mut self, thread: &mut Thread) -> PyResult<Value> {
        let index = self.next;
        self.next += 1;
        let found = match self.tuple {
            Some(tuple) => tuple.items().get(index).copied(),
            // A mapping that has been read by keys is no value as well.
            None => (index == 0 && !self.keyed).then_some(self.source),
        };
        match found {
            Some(value) => Ok(value),
            None => Err(thread.type_error(format_args!("not enough arguments for format string"))),
        }
    }

    fn is_used_up(&self) -> bool {
        self.next >= self.tuple.map_or(1, |tuple| tuple.len())
    }
}

fn at(text: Chars, index: usize) -> Option<char> {
    if index < text.len() {
        char::from_u32(text.get(index)).or(Some('\u{fffd}'))
    } else {
        None
    }
}

fn format(thread: &mut Thread, text: Chars, source: Value, is_bytes: bool) -> PyResult<TextBuilder> {
    let tuple = source.downcast::<TupleObject>();
    let is_text = source.downcast::<StrObject>().is_some() || (is_bytes && as_bytes(&source).is_some());
    let mut values = Values {
        source,
        tuple,
        next: 0,
        mapping: tuple.is_none() && !is_text && class_of(source).slot(|s| s.getitem).is_some(),
        keyed: false,
    };
    let mut out = TextBuilder::with_capacity(text.len());
    let (mut position, mut literal) = (0, 0);
    while position < text.len() {
        match text {
            Chars::One(bytes) => match memchr::memchr(b'%', &bytes[position..]) {
                Some(next) => position += next,
                None => break,
            },
            _ if text.get(position) != '%' as u32 => {
                position += 1;
                continue;
            }
            _ => {}
        }
        out.push_chars(text.slice(literal..position));
        position += 1;
        if at(text, position) == Some('%') {
            out.push('%' as u32);
        } else if let Chars::One(bytes) = text
            && let Some(b's' | b'd') = bytes.get(position)
            && !is_bytes
        {
            let value = values.next(thread)?;
            plain(thread, bytes[position], value, position, &mut out)?;
        } else {
            let mut value = None;
            if at(text, position) == Some('(') {
                value = Some(keyed_value(thread, text, &mut position, &values, is_bytes)?);
                values.keyed = true;
            }
            let conversion = parse_conversion(thread, text, &mut position, &mut values)?;
            let Some(letter) = at(text, position) else {
                return Err(thread.value_error(format_args!("incomplete format")));
            };
            if letter == '%' {
                out.push('%' as u32);
            } else {
                let value = match value {
                    Some(value) => value,
                    None => values.next(thread)?,
                };
                convert(thread, letter, conversion, value, position, is_bytes, &mut out)?;
            }
        }
        position += 1;
        literal = position;
    }
    out.push_chars(text.slice(literal.min(text.len())..text.len()));
    if !values.keyed && !values.is_used_up() && !values.mapping {
        let what = if is_bytes { "bytes" } else { "string" };
        return Err(thread.type_error(format_args!("not all arguments converted during {what} formatting")));
    }
    Ok(out)
}

/// The value of `%(key)`.
fn keyed_value(
    thread: &mut Thread,
    text: Chars,
    position: &mut usize,
    values: &Values,
    is_bytes: bool,
) -> PyResult<Value> {
    if !values.mapping {
        return Err(thread.type_error(format_args!("format requires a mapping")));
    }
    let start = *position + 1;
    let (mut depth, mut end) = (1, start);
    loop {
        match at(text, end) {
            Some('(') => depth += 1,
            Some(')') => depth -= 1,
            None => return Err(thread.value_error(format_args!("incomplete format key"))),
            _ => {}
        }
        if depth == 0 {
            break;
        }
        end += 1;
    }
    *position = end + 1;
    let key = match text.slice(start..end) {
        Chars::One(bytes) if is_bytes => pyrs_object::bytes::BytesObject::new(thread, bytes)?.value(),
        key => StrObject::from_chars(thread, key)?.value(),
    };
    protocol::getitem(thread, values.source, key)
}

/// A number written in the format, or `*`.
fn number(
    thread: &mut Thread,
    text: Chars,
    position: &mut usize,
    values: &mut Values,
    what: &str,
) -> PyResult<Option<i64>> {
    if at(text, *position) == Some('*') {
        *position += 1;
        let value = values.next(thread)?;
        if !int::is_int(value) {
            return Err(thread.type_error(format_args!("* wants int")));
        }
        return match int::as_i64(value).filter(|n| n.unsigned_abs() <= i32::MAX as u64) {
            Some(number) => Ok(Some(number)),
            None => Err(thread.overflow_error(format_args!("Python int too large to convert to C int"))),
        };
    }
    let mut number: Option<i64> = None;
    while let Some(digit) = at(text, *position).and_then(|c| c.to_digit(10)) {
        let grown = number.unwrap_or(0) * 10 + i64::from(digit);
        if grown > i64::from(i32::MAX) {
            return Err(thread.value_error(format_args!("{what} too big")));
        }
        number = Some(grown);
        *position += 1;
    }
    Ok(number)
}

fn parse_conversion(
    thread: &mut Thread,
    text: Chars,
    position: &mut usize,
    values: &mut Values,
) -> PyResult<Conversion> {
    let mut conversion = Conversion::default();
    loop {
        match at(text, *position) {
            Some('-') => conversion.left = true,
            Some('+') => conversion.plus = true,
            Some(' ') => conversion.space = true,
            Some('#') => conversion.alternate = true,
            Some('0') => conversion.zero = true,
            _ => break,
        }
        *position += 1;
    }
    if let Some(width) = number(thread, text, position, values, "width")? {
        conversion.left |= width < 0;
        conversion.width = width.unsigned_abs() as usize;
    }
    if at(text, *position) == Some('.') {
        *position += 1;
        let precision = number(thread, text, position, values, "precision")?;
        conversion.precision = Some(precision.unwrap_or(0).max(0) as usize);
    }
    if matches!(at(text, *position), Some('h' | 'l' | 'L')) {
        *position += 1;
    }
    Ok(conversion)
}

/// `%s` and `%d` without anything between.
fn plain(thread: &mut Thread, letter: u8, value: Value, position: usize, out: &mut TextBuilder) -> PyResult<()> {
    if let Some(small) = value.as_small_int() {
        out.push_chars(Chars::One(itoa::Buffer::new().format(small).as_bytes()));
        return Ok(());
    }
    match value.downcast::<StrObject>() {
        Some(string) if letter == b's' && string.class() == core().types.str_.get() => {
            out.push_chars(string.chars());
            Ok(())
        }
        _ => convert(
            thread,
            letter as char,
            Conversion::default(),
            value,
            position,
            false,
            out,
        ),
    }
}

fn convert(
    thread: &mut Thread,
    letter: char,
    conversion: Conversion,
    value: Value,
    position: usize,
    is_bytes: bool,
    out: &mut TextBuilder,
) -> PyResult<()> {
    match letter {
        's' | 'b' if is_bytes => {
            let bytes = bytes_of(thread, value)?;
            push_text(out, Chars::One(bytes.data()), conversion);
        }
        's' | 'r' | 'a' => {
            let text = match letter {
                's' => protocol::str(thread, value)?,
                'r' if !is_bytes => protocol::repr(thread, value)?,
                _ => crate::format::ascii(thread, value)?,
            };
            push_text(out, text.chars(), conversion);
        }
        'c' => {
            let c = character(thread, value, is_bytes)?;
            let unlimited = Conversion {
                precision: None,
                ..conversion
            };
            match u8::try_from(c) {
                Ok(byte) => push_text(out, Chars::One(&[byte]), unlimited),
                Err(_) => push_text(out, Chars::Four(&[c]), unlimited),
            }
        }
        'd' | 'i' | 'u' | 'x' | 'X' | 'o' => push_int(thread, letter, conversion, value, out)?,
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' => push_float(thread, letter, conversion, value, is_bytes, out)?,
        _ => {
            let code = letter as u32;
            let shown = if letter.is_ascii_graphic() { letter } else { '?' };
            return Err(thread.value_error(format_args!(
                "unsupported format character '{shown}' (0x{code:x}) at index {position}"
            )));
        }
    }
    Ok(())
}

fn push_text(out: &mut TextBuilder, chars: Chars, conversion: Conversion) {
    let kept = conversion.precision.map_or(chars.len(), |p| p.min(chars.len()));
    let missing = conversion.width.saturating_sub(kept);
    if !conversion.left {
        out.push_repeated(' ' as u32, missing);
    }
    out.push_chars(chars.slice(0..kept));
    if conversion.left {
        out.push_repeated(' ' as u32, missing);
    }
}

fn push_number(out: &mut TextBuilder, negative: bool, prefix: &str, digits: &str, conversion: Conversion, zero: bool) {
    let sign = match () {
        () if negative => "-",
        () if conversion.plus => "+",
        () if conversion.space => " ",
        () => "",
    };
    let missing = conversion
        .width
        .saturating_sub(sign.len() + prefix.len() + digits.len());
    if !conversion.left && !zero {
        out.push_repeated(' ' as u32, missing);
    }
    out.push_str(sign);
    out.push_str(prefix);
    if !conversion.left && zero {
        out.push_repeated('0' as u32, missing);
    }
    out.push_str(digits);
    if conversion.left {
        out.push_repeated(' ' as u32, missing);
    }
}

#[cold]
fn wrong_number(thread: &mut Thread, letter: char, wanted: &str, value: Value) -> Raised {
    let class = class_of(value).name_for_message();
    thread.type_error(format_args!("%{letter} format: {wanted} is required, not {class}"))
}

fn push_int(
    thread: &mut Thread,
    letter: char,
    conversion: Conversion,
    value: Value,
    out: &mut TextBuilder,
) -> PyResult<()> {
    let decimal = matches!(letter, 'd' | 'i' | 'u');
    let wanted = if decimal { "a real number" } else { "an integer" };
    let number = if int::is_int(value) {
        value
    } else if let Some(number) = float::as_f64(value).filter(|_| decimal) {
        real::f64_to_int(thread, number.trunc())?
    } else {
        let mut converted = None;
        for op in if decimal {
            &[UnaryOp::Int, UnaryOp::Index][..]
        } else {
            &[UnaryOp::Index][..]
        } {
            if converted.is_none() {
                converted = protocol::convert(thread, *op, value)?;
            }
        }
        match converted.filter(|v| int::is_int(*v)) {
            Some(number) => number,
            None => return Err(wrong_number(thread, letter, wanted, value)),
        }
    };
    let (prefix, base) = match letter {
        'x' => ("0x", 16),
        'X' => ("0X", 16),
        'o' => ("0o", 8),
        _ => ("", 10),
    };
    let (negative, mut digits) = if base == 10 {
        let text = int_text::to_decimal(thread, number)?;
        match text.strip_prefix('-') {
            Some(digits) => (true, digits.to_owned()),
            None => (false, text),
        }
    } else {
        int_text::digits(number, base)
    };
    if letter == 'X' {
        digits.make_ascii_uppercase();
    }
    let precision = conversion.precision.unwrap_or(0);
    if precision > digits.len() {
        digits.insert_str(0, &"0".repeat(precision - digits.len()));
    }
    let prefix = if conversion.alternate { prefix } else { "" };
    push_number(out, negative, prefix, &digits, conversion, conversion.zero);
    Ok(())
}

fn push_float(
    thread: &mut Thread,
    letter: char,
    conversion: Conversion,
    value: Value,
    is_bytes: bool,
    out: &mut TextBuilder,
) -> PyResult<()> {
    let number = match pyrs_object::convert::to_f64(thread, value) {
        Err(raised) if is_bytes => {
            if !thread.clear_if(core().types.type_error.get()) {
                return Err(raised);
            }
            let class = class_of(value).name_for_message();
            return Err(thread.type_error(format_args!("float argument required, not {class}")));
        }
        result => result?,
    };
    let precision = conversion.precision.unwrap_or(6);
    let presentation = match letter {
        'e' | 'E' => Presentation::Exponent(precision),
        'f' | 'F' => Presentation::Fixed(precision),
        _ => Presentation::General(precision),
    };
    let options = Options {
        alternate: conversion.alternate,
        add_dot_0: false,
        upper: letter.is_ascii_uppercase(),
    };
    let digits = format_magnitude(number.abs(), presentation, options);
    let negative = number.is_sign_negative() && !number.is_nan();
    push_number(out, negative, "", &digits, conversion, conversion.zero);
    Ok(())
}

/// The character of `%c`.
fn character(thread: &mut Thread, value: Value, is_bytes: bool) -> PyResult<u32> {
    let limit = if is_bytes { 256 } else { 0x11_0000 };
    if is_bytes {
        if let Some([byte]) = as_bytes(&value) {
            return Ok(u32::from(*byte));
        }
    } else if let Some(text) = value.downcast::<StrObject>() {
        if text.len() == 1 {
            return Ok(text.chars().get(0));
        }
        let length = text.len();
        return Err(thread.type_error(format_args!(
            "%c requires an int or a unicode character, not a string of length {length}"
        )));
    }
    let number = if int::is_int(value) {
        Some(value)
    } else {
        protocol::convert(thread, UnaryOp::Index, value)?.filter(|v| int::is_int(*v))
    };
    let Some(number) = number else {
        let class = class_of(value).name_for_message();
        return Err(if is_bytes {
            let found = match as_bytes(&value) {
                Some(bytes) => format!("a {class} object of length {}", bytes.len()),
                None => class,
            };
            thread.type_error(format_args!(
                "%c requires an integer in range(256) or a single byte, not {found}"
            ))
        } else {
            thread.type_error(format_args!("%c requires an int or a unicode character, not {class}"))
        });
    };
    match int::as_i64(number)
        .and_then(|n| u32::try_from(n).ok())
        .filter(|n| *n < limit)
    {
        Some(c) => Ok(c),
        None if is_bytes => Err(thread.overflow_error(format_args!("%c arg not in range(256)"))),
        None => Err(thread.overflow_error(format_args!("%c arg not in range(0x110000)"))),
    }
}

/// What `%s` of bytes takes.
fn bytes_of(thread: &mut Thread, value: Value) -> PyResult<Ref<pyrs_object::bytes::BytesObject>> {
    use pyrs_object::bytes::BytesObject;
    if let Some(bytes) = value.downcast::<BytesObject>() {
        return Ok(bytes);
    }
    if let Some(bytes) = as_bytes(&value) {
        return BytesObject::new(thread, bytes);
    }
    let name = pyrs_object::core().names.bytes.get();
    if let Some(result) = protocol::call_special(thread, value, name, &[])?
        && let Some(bytes) = result.downcast::<BytesObject>()
    {
        return Ok(bytes);
    }
    let class = class_of(value).name_for_message();
    Err(thread.type_error(format_args!(
        "%b requires a bytes-like object, or an object that implements __bytes__, not '{class}'"
    )))
}
