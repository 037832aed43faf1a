//! `format()`: format specifications of objects, and the formats of strings.

use pyrs_object::str::{Chars, StrObject};
use pyrs_object::{PyResult, Ref, Thread, Value, class_of, core, protocol};
use pyrs_text::format_spec::{Align, FormatSpec};

/// Parses a specification; `type_name` is for messages.
pub fn parse_spec(thread: &mut Thread, spec: Ref<StrObject>, type_name: &str, numeric: bool) -> PyResult<FormatSpec> {
    let chars: Vec<u32> = spec.chars().iter().collect();
    match FormatSpec::parse(&chars, type_name, numeric) {
        Ok(spec) => {
            protocol::check_room(thread, spec.width)?;
            Ok(spec)
        }
        Err(message) => Err(thread.value_error(format_args!("{message}"))),
    }
}

/// `format(value, spec)`: what f-strings, `format()` and `str.format` do with a value.
pub fn format_value(thread: &mut Thread, value: Value, spec: Ref<StrObject>) -> PyResult<Ref<StrObject>> {
    let class = class_of(value);
    let types = &core().types;
    if class == types.str_.get()
        && let Some(string) = value.downcast::<StrObject>()
    {
        return format_str(thread, string, spec);
    }
    if class == types.int.get() || class == types.float.get() {
        if spec.is_empty() {
            return protocol::str(thread, value);
        }
        if class == types.int.get() {
            let spec = parse_spec(thread, spec, "int", true)?;
            return crate::int_text::format(thread, value, &spec, "int");
        }
    }
    let name = core().names.format.get();
    let Some(result) = protocol::call_special(thread, value, name, &[spec.value()])? else {
        let class = class.name_for_message();
        return Err(thread.type_error(format_args!("Type {class} doesn't define __format__")));
    };
    match result.downcast() {
        Some(string) => Ok(string),
        None => {
            let class = class_of(result).name_for_message();
            Err(thread.type_error(format_args!("__format__ must return a str, not {class}")))
        }
    }
}

/// `str.__format__`.
pub fn format_str(thread: &mut Thread, string: Ref<StrObject>, spec: Ref<StrObject>) -> PyResult<Ref<StrObject>> {
    if spec.is_empty() {
        return protocol::str(thread, string.value());
    }
    let spec = parse_spec(thread, spec, "str", false)?;
    if let Err(message) = spec.check_str() {
        return Err(thread.value_error(format_args!("{message}")));
    }
    let kept = spec
        .precision
        .map_or(string.len(), |precision| precision.min(string.len()));
    let chars: Chars = string.chars_unbound().slice(0..kept);
    let missing = spec.width.saturating_sub(kept);
    let left = match spec.align.unwrap_or(Align::Left) {
        Align::Left | Align::AfterSign => 0,
        Align::Right => missing,
        Align::Center => missing / 2,
    };
    let mut out = crate::text_builder::TextBuilder::with_capacity(kept);
    out.push_repeated(spec.fill, left);
    out.push_chars(chars);
    out.push_repeated(spec.fill, missing - left);
    out.finish(thread)
}

/// `ascii(value)`.
pub fn ascii(thread: &mut Thread, value: Value) -> PyResult<Ref<StrObject>> {
    let repr = protocol::repr(thread, value)?;
    if repr.is_ascii() {
        return Ok(repr);
    }
    let mut text = String::with_capacity(repr.len());
    for c in repr.chars().iter() {
        match u8::try_from(c) {
            Ok(byte) if byte.is_ascii() => text.push(byte as char),
            _ => pyrs_text::escape::push_escape(&mut text, c),
        }
    }
    StrObject::from_str(thread, &text)
}
