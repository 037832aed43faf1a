//! The module `_string`: what `string.Formatter` needs to take format strings apart.

use pyrs_macros::pymodule;

/// A piece of a format string: literal text, and the field after it.
struct Piece {
    literal: Vec<u32>,
    field: Option<FieldText>,
}

struct FieldText {
    name: Vec<u32>,
    spec: Vec<u32>,
    conversion: Option<u32>,
}

const OPEN: u32 = b'{' as u32;
const CLOSE: u32 = b'}' as u32;

/// The next piece from `at` on, and where the one after it begins.
fn next_piece(text: &[u32], at: usize) -> Result<(Piece, usize), &'static str> {
    let mut literal = Vec::new();
    let mut index = at;
    while index < text.len() {
        let c = text[index];
        if c != OPEN && c != CLOSE {
            literal.push(c);
            index += 1;
            continue;
        }
        if text.get(index + 1) == Some(&c) {
            literal.push(c);
            return Ok((Piece { literal, field: None }, index + 2));
        }
        if c == CLOSE {
            return Err("Single '}' encountered in format string");
        }
        if index + 1 == text.len() {
            return Err("Single '{' encountered in format string");
        }
        let (field, next) = field(text, index + 1)?;
        return Ok((
            Piece {
                literal,
                field: Some(field),
            },
            next,
        ));
    }
    Ok((Piece { literal, field: None }, index))
}

/// The field that starts at `at`, behind the brace.
fn field(text: &[u32], at: usize) -> Result<(FieldText, usize), &'static str> {
    let (mut index, mut in_brackets) = (at, false);
    loop {
        match text.get(index).and_then(|c| char::from_u32(*c)) {
            None if index >= text.len() => return Err("expected '}' before end of string"),
            Some('{') => return Err("unexpected '{' in field name"),
            Some('[') => in_brackets = true,
            Some(']') => in_brackets = false,
            Some('}' | ':' | '!') if !in_brackets => break,
            _ => {}
        }
        index += 1;
    }
    let name = text[at..index].to_vec();
    let mut conversion = None;
    if text[index] == u32::from(b'!') {
        let Some(&c) = text.get(index + 1) else {
            return Err("end of string while looking for conversion specifier");
        };
        conversion = Some(c);
        index += 2;
        match text.get(index) {
            None => return Err("unmatched '{' in format spec"),
            Some(&CLOSE) => {
                let spec = Vec::new();
                return Ok((FieldText { name, spec, conversion }, index + 1));
            }
            Some(c) if *c == u32::from(b':') => {}
            Some(_) => return Err("expected ':' after conversion specifier"),
        }
    } else if text[index] == CLOSE {
        let spec = Vec::new();
        return Ok((FieldText { name, spec, conversion }, index + 1));
    }
    let start = index + 1;
    let mut depth = 1;
    for (end, c) in text.iter().enumerate().skip(start) {
        match *c {
            OPEN => depth += 1,
            CLOSE => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            let spec = text[start..end].to_vec();
            return Ok((FieldText { name, spec, conversion }, end + 1));
        }
    }
    Err("unmatched '{' in format spec")
}

/// string helper module
#[pymodule(name = "_string")]
mod module {
    use super::next_piece;
    use pyrs_object::iterator::SequenceIterator;
    use pyrs_object::list::ListObject;
    use pyrs_object::str::StrObject;
    use pyrs_object::tuple::TupleObject;
    use pyrs_object::{PyResult, Ref, Thread, Value, bool_value, none};

    fn text(thread: &mut Thread, chars: &[u32]) -> PyResult<Value> {
        Ok(StrObject::from_code_points(thread, chars.iter().copied())?.value())
    }

    /// Parse the argument as a format string.
    #[function]
    fn formatter_parser(thread: &mut Thread, string: Ref<StrObject>) -> PyResult<Ref<SequenceIterator>> {
        let chars: Vec<u32> = string.chars().iter().collect();
        let pieces = ListObject::with_capacity(thread, 0)?;
        let mut at = 0;
        while at < chars.len() {
            let (piece, next) = match next_piece(&chars, at) {
                Ok(found) => found,
                Err(message) => return Err(thread.value_error(format_args!("{message}"))),
            };
            at = next;
            let mut row = [text(thread, &piece.literal)?, none(), none(), none()];
            if let Some(field) = &piece.field {
                row[1] = text(thread, &field.name)?;
                row[2] = text(thread, &field.spec)?;
                if let Some(conversion) = field.conversion {
                    row[3] = text(thread, &[conversion])?;
                }
            }
            let row = TupleObject::from_slice(thread, &row)?;
            pieces.push(thread, row.value())?;
        }
        SequenceIterator::of_list(thread, pieces)
    }

    /// An int for digits, else the text.
    fn key(thread: &mut Thread, chars: &[u32]) -> PyResult<Value> {
        let digits: Option<Vec<u32>> = chars.iter().map(|c| char::from_u32(*c)?.to_digit(10)).collect();
        match digits.filter(|digits| !digits.is_empty()) {
            Some(digits) => {
                let number = digits
                    .iter()
                    .try_fold(0i64, |n, digit| n.checked_mul(10)?.checked_add(i64::from(*digit)));
                match number {
                    Some(number) => pyrs_object::int::from_i64(thread, number),
                    None => Err(thread.value_error(format_args!("Too many decimal digits in format string"))),
                }
            }
            None => text(thread, chars),
        }
    }

    /// Split the argument as a field name.
    #[function]
    fn formatter_field_name_split(thread: &mut Thread, string: Ref<StrObject>) -> PyResult<Ref<TupleObject>> {
        let chars: Vec<u32> = string.chars().iter().collect();
        let (dot, bracket, close) = (u32::from(b'.'), u32::from(b'['), u32::from(b']'));
        let first_end = chars
            .iter()
            .position(|c| *c == dot || *c == bracket)
            .unwrap_or(chars.len());
        let first = key(thread, &chars[..first_end])?;
        let rest = ListObject::with_capacity(thread, 0)?;
        let mut at = first_end;
        while at < chars.len() {
            let is_attribute = chars[at] == dot;
            let start = at + 1;
            let length = chars[start..].iter().position(|c| {
                if is_attribute {
                    *c == dot || *c == bracket
                } else {
                    *c == close
                }
            });
            let end = match length {
                Some(length) => start + length,
                None if is_attribute => chars.len(),
                None => return Err(thread.value_error(format_args!("Missing ']' in format string"))),
            };
            if start == end {
                return Err(thread.value_error(format_args!("Empty attribute in format string")));
            }
            let name = if is_attribute {
                text(thread, &chars[start..end])?
            } else {
                key(thread, &chars[start..end])?
            };
            at = if is_attribute { end } else { end + 1 };
            if !is_attribute && at < chars.len() && chars[at] != dot && chars[at] != bracket {
                return Err(
                    thread.value_error(format_args!("Only '.' or '[' may follow ']' in format field specifier"))
                );
            }
            let row = TupleObject::from_slice(thread, &[bool_value(is_attribute), name])?;
            rest.push(thread, row.value())?;
        }
        let rest = SequenceIterator::of_list(thread, rest)?;
        TupleObject::from_slice(thread, &[first, rest.value()])
    }
}

pub use module::MODULE;
