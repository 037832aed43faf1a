//! `str.format` and `str.format_map`: replacement fields.

use crate::text_builder::TextBuilder;
use pyrs_object::str::{Chars, StrObject};
use pyrs_object::{Args, PyResult, Raised, Ref, Thread, Value, protocol};

/// Where fields come from.
#[derive(Clone, Copy)]
pub enum Fields<'a> {
    /// Arguments of the call.
    Call(Args<'a>),
    /// A mapping.
    Mapping(Value),
}

/// How fields without a name are numbered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Numbering {
    Unknown,
    Automatic(usize),
    Manual,
}

struct Formatter<'a> {
    fields: Fields<'a>,
    numbering: Numbering,
}

/// `template.format(...)`.
pub fn format(thread: &mut Thread, template: Ref<StrObject>, fields: Fields) -> PyResult<Ref<StrObject>> {
    let mut formatter = Formatter {
        fields,
        numbering: Numbering::Unknown,
    };
    let mut out = TextBuilder::with_capacity(template.len());
    formatter.expand(thread, template.chars_unbound(), 2, &mut out)?;
    out.finish(thread)
}

fn value_error<T>(thread: &mut Thread, message: &str) -> PyResult<T> {
    Err(thread.value_error(format_args!("{message}")))
}

fn is(chars: Chars, at: usize, c: char) -> bool {
    at < chars.len() && chars.get(at) == c as u32
}

/// A replacement field's parts.
struct Field<'a> {
    name: Chars<'a>,
    conversion: Option<u32>,
    spec: Chars<'a>,
    /// Position after the closing brace.
    end: usize,
}

/// Parses a field whose opening brace is before `start`.
fn parse_field<'a>(thread: &mut Thread, text: Chars<'a>, start: usize) -> PyResult<Field<'a>> {
    let mut at = start;
    while at < text.len() && ![':', '!', '}'].iter().any(|c| is(text, at, *c)) {
        if is(text, at, '{') {
            return value_error(thread, "unexpected '{' in field name");
        }
        if is(text, at, '[') {
            while at < text.len() && !is(text, at, ']') {
                at += 1;
            }
        } else {
            at += 1;
        }
        if at < text.len() && is(text, at, ']') {
            at += 1;
        }
    }
    if at >= text.len() {
        return value_error(thread, "expected '}' before end of string");
    }
    let name = text.slice(start..at);
    let mut conversion = None;
    if is(text, at, '!') {
        if at + 1 >= text.len() {
            return value_error(thread, "end of string while looking for conversion specifier");
        }
        conversion = Some(text.get(at + 1));
        at += 2;
        if at >= text.len() {
            return value_error(thread, "unmatched '{' in format spec");
        }
        if !is(text, at, ':') && !is(text, at, '}') {
            return value_error(thread, "expected ':' after conversion specifier");
        }
    }
    let empty = text.slice(at..at);
    if is(text, at, '}') {
        return Ok(Field {
            name,
            conversion,
            spec: empty,
            end: at + 1,
        });
    }
    let spec_start = at + 1;
    let (mut depth, mut at) = (1, spec_start);
    while at < text.len() {
        depth += i32::from(is(text, at, '{')) - i32::from(is(text, at, '}'));
        if depth == 0 {
            return Ok(Field {
                name,
                conversion,
                spec: text.slice(spec_start..at),
                end: at + 1,
            });
        }
        at += 1;
    }
    value_error(thread, "unmatched '{' in format spec")
}

/// Decimal digits as an index; `None` if the text is something else or empty.
fn as_index(thread: &mut Thread, text: Chars) -> PyResult<Option<i64>> {
    if text.is_empty() {
        return Ok(None);
    }
    let mut index: i64 = 0;
    for c in text.iter() {
        let Some(digit) = pyrs_text::unicode::decimal_value(c) else {
            return Ok(None);
        };
        match index.checked_mul(10).and_then(|n| n.checked_add(i64::from(digit))) {
            Some(grown) => index = grown,
            None => return value_error(thread, "Too many decimal digits in format string"),
        }
    }
    Ok(Some(index))
}

impl Formatter<'_> {
    fn expand(&mut self, thread: &mut Thread, text: Chars, depth: u32, out: &mut TextBuilder) -> PyResult<()> {
        if depth == 0 {
            return value_error(thread, "Max string recursion exceeded");
        }
        let (mut at, mut literal) = (0, 0);
        while at < text.len() {
            let (open, close) = (is(text, at, '{'), is(text, at, '}'));
            if !open && !close {
                at += 1;
                continue;
            }
            out.push_chars(text.slice(literal..at));
            if is(text, at + 1, if open { '{' } else { '}' }) {
                out.push(text.get(at));
                at += 2;
            } else if close {
                return value_error(thread, "Single '}' encountered in format string");
            } else if at + 1 == text.len() {
                return value_error(thread, "Single '{' encountered in format string");
            } else {
                let field = parse_field(thread, text, at + 1)?;
                at = field.end;
                self.expand_field(thread, field, depth, out)?;
            }
            literal = at;
        }
        out.push_chars(text.slice(literal..text.len()));
        Ok(())
    }

    fn expand_field(&mut self, thread: &mut Thread, field: Field, depth: u32, out: &mut TextBuilder) -> PyResult<()> {
        let mut value = self.look_up(thread, field.name)?;
        if let Some(conversion) = field.conversion {
            value = match char::from_u32(conversion) {
                Some('r') => protocol::repr(thread, value)?.value(),
                Some('s') => protocol::str(thread, value)?.value(),
                Some('a') => crate::format::ascii(thread, value)?.value(),
                _ => return Err(unknown_conversion(thread, conversion)),
            };
        }
        let spec = if field.spec.iter().any(|c| c == '{' as u32 || c == '}' as u32) {
            let mut spec = TextBuilder::default();
            self.expand(thread, field.spec, depth - 1, &mut spec)?;
            spec.finish(thread)?
        } else {
            StrObject::from_chars(thread, field.spec)?
        };
        let text = crate::format::format_value(thread, value, spec)?;
        out.push_chars(text.chars());
        Ok(())
    }

    fn look_up(&mut self, thread: &mut Thread, name: Chars) -> PyResult<Value> {
        let is_stop = |c: u32| c == '.' as u32 || c == '[' as u32;
        let first = name.iter().position(is_stop).unwrap_or(name.len());
        let mut value = self.first(thread, name.slice(0..first))?;
        let mut at = first;
        while at < name.len() {
            let attribute = is(name, at, '.');
            if !attribute && !is(name, at, '[') {
                return value_error(thread, "Only '.' or '[' may follow ']' in format field specifier");
            }
            let start = at + 1;
            let length = name
                .slice(start..name.len())
                .iter()
                .position(|c| if attribute { is_stop(c) } else { c == ']' as u32 });
            let end = match length {
                Some(length) => start + length,
                None if attribute => name.len(),
                None => return value_error(thread, "Missing ']' in format string"),
            };
            if start == end {
                return value_error(thread, "Empty attribute in format string");
            }
            let part = name.slice(start..end);
            if attribute {
                let part = StrObject::from_chars(thread, part)?.interned(thread)?;
                value = protocol::getattr(thread, value, part)?;
                at = end;
            } else {
                let key = match as_index(thread, part)? {
                    Some(index) => pyrs_object::int::from_i64(thread, index)?,
                    None => StrObject::from_chars(thread, part)?.value(),
                };
                value = protocol::getitem(thread, value, key)?;
                at = end + 1;
            }
        }
        Ok(value)
    }

    /// The object that the first part of a field's name stands for.
    fn first(&mut self, thread: &mut Thread, name: Chars) -> PyResult<Value> {
        let explicit = as_index(thread, name)?;
        let index = if name.is_empty() {
            let next = match self.numbering {
                Numbering::Unknown => 0,
                Numbering::Automatic(next) => next,
                Numbering::Manual => {
                    return value_error(
                        thread,
                        "cannot switch from manual field specification to automatic field numbering",
                    );
                }
            };
            self.numbering = Numbering::Automatic(next + 1);
            next
        } else if let Some(index) = explicit {
            if matches!(self.numbering, Numbering::Automatic(_)) {
                return value_error(
                    thread,
                    "cannot switch from automatic field numbering to manual field specification",
                );
            }
            self.numbering = Numbering::Manual;
            index as usize
        } else {
            return self.named(thread, name);
        };
        match self.fields {
            Fields::Mapping(_) => value_error(thread, "Format string contains positional fields"),
            Fields::Call(args) => match args.positional().get(index) {
                Some(value) => Ok(*value),
                None => Err(thread.index_error(format_args!(
                    "Replacement index {index} out of range for positional args tuple"
                ))),
            },
        }
    }

    fn named(&mut self, thread: &mut Thread, name: Chars) -> PyResult<Value> {
        match self.fields {
            Fields::Mapping(mapping) => {
                let key = StrObject::from_chars(thread, name)?;
                protocol::getitem(thread, mapping, key.value())
            }
            Fields::Call(args) => {
                let found = args
                    .keywords()
                    .find(|(key, _)| crate::str_search::equal(key.chars(), name))
                    .map(|(_, value)| value);
                match found {
                    Some(value) => Ok(value),
                    None => {
                        let key = StrObject::from_chars(thread, name)?;
                        Err(thread.key_error(key.value()))
                    }
                }
            }
        }
    }
}

#[cold]
fn unknown_conversion(thread: &mut Thread, conversion: u32) -> Raised {
    match conversion {
        0x21..0x7f => {
            let c = conversion as u8 as char;
            thread.value_error(format_args!("Unknown conversion specifier {c}"))
        }
        // A brace right after the exclamation mark is taken for a missing conversion.
        _ => thread.value_error(format_args!("Unknown conversion specifier \\x{conversion:x}")),
    }
}
