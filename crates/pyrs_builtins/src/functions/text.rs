//! Texts: `ascii`, `chr`, `format`, `ord`, `repr`.

use pyrs_macros::pymodule;
use pyrs_object::str::StrObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{PyResult, Ref, Thread, Value, core, protocol};

/// The functions.
#[pymodule(name = "builtins")]
pub mod functions {
    use pyrs_object::str::StrObject;
    use pyrs_object::type_object::class_of;
    use pyrs_object::{PyResult, Ref, Thread, Value, bytes, protocol};

    /// Return the canonical string representation of the object.
    ///
    /// For many object types, including most builtins, eval() will return
    /// equal objects.
    #[function]
    fn repr(thread: &mut Thread, obj: Value) -> PyResult<Ref<StrObject>> {
        protocol::repr(thread, obj)
    }

    /// Return an ASCII-only representation of an object.
    ///
    /// As repr(), return a string containing a printable representation of an
    /// object, but escape the non-ASCII characters in the string returned by
    /// repr() using \\x, \\u or \\U escapes.
    #[function]
    fn ascii(thread: &mut Thread, obj: Value) -> PyResult<Ref<StrObject>> {
        let text = protocol::repr(thread, obj)?;
        if text.is_ascii() {
            return Ok(text);
        }
        let mut escaped = String::with_capacity(text.len() + 16);
        for c in text.chars().iter() {
            match c {
                0..0x80 => escaped.push(c as u8 as char),
                _ => pyrs_text::escape::push_escape(&mut escaped, c),
            }
        }
        StrObject::from_str(thread, &escaped)
    }

    /// Return a Unicode string of one character with ordinal i; 0 <= i <= 0x10ffff.
    #[function]
    fn chr(thread: &mut Thread, i: Value) -> PyResult<Ref<StrObject>> {
        match protocol::index_clamped(thread, i)? {
            i @ 0..0x11_0000 => StrObject::from_char(thread, i as u32),
            _ => Err(thread.value_error(format_args!("chr() arg not in range(0x110000)"))),
        }
    }

    /// Return the ordinal value of a character.
    ///
    /// If the argument is a one-byte string, return the integer value of that
    /// byte.
    #[function]
    fn ord(thread: &mut Thread, character: Value) -> PyResult<u32> {
        let length = if let Some(string) = character.downcast::<StrObject>() {
            if string.len() == 1 {
                return Ok(string.chars().get(0));
            }
            string.len()
        } else if let Some(data) = bytes::as_bytes(&character) {
            if let [byte] = data {
                return Ok(u32::from(*byte));
            }
            data.len()
        } else {
            let class = class_of(character).name_for_message();
            return Err(thread.type_error(format_args!("ord() expected string of length 1, but {class} found")));
        };
        Err(thread.type_error(format_args!(
            "ord() expected a character, but string of length {length} found"
        )))
    }

    /// Return type(value).__format__(value, format_spec)
    ///
    /// Many built-in types implement format_spec according to the
    /// Format Specification Mini-language. See help('FORMATTING')
    /// for details.
    #[function(signature = "($module, value, format_spec='', /)")]
    fn format(thread: &mut Thread, value: Value, spec: Option<Ref<StrObject>>) -> PyResult<Value> {
        super::format(thread, value, spec)
    }
}

/// `format(value, spec)`.
pub fn format(thread: &mut Thread, value: Value, spec: Option<Ref<StrObject>>) -> PyResult<Value> {
    let spec = match spec {
        Some(spec) => spec,
        None => core().empty_str.get(),
    };
    if spec.is_empty() {
        let class = class_of(value);
        if class == core().types.str_.get() {
            return Ok(value);
        }
        if class == core().types.int.get() {
            return Ok(protocol::str(thread, value)?.value());
        }
    }
    match protocol::call_special(thread, value, core().names.format.get(), &[spec.value()])? {
        Some(text) if text.downcast::<StrObject>().is_some() => Ok(text),
        Some(other) => {
            let class = class_of(other).name_for_message();
            Err(thread.type_error(format_args!("__format__ must return a str, not {class}")))
        }
        None => {
            let class = class_of(value).name_for_message();
            Err(thread.type_error(format_args!("Type {class} doesn't define __format__")))
        }
    }
}
