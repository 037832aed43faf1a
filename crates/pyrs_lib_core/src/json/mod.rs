//! The module `_json`: the fast half of `json`.

pub mod encoder;
mod escape;
mod scanner;
mod string;

use pyrs_macros::pymodule;

/// json speedups
#[pymodule(name = "_json")]
pub mod module {
    use super::{encoder, escape, scanner, string};
    use crate::text_buffer::TextBuffer;
    use pyrs_object::int::from_i64;
    use pyrs_object::module::ModuleObject;
    use pyrs_object::str::StrObject;
    use pyrs_object::tuple::TupleObject;
    use pyrs_object::type_object::class_of;
    use pyrs_object::{PyResult, Ref, Thread, Value};

    fn text_of(thread: &mut Thread, value: Value) -> PyResult<Ref<StrObject>> {
        match value.downcast() {
            Some(text) => Ok(text),
            None => {
                let class = class_of(value).name_for_message();
                Err(thread.type_error(format_args!("first argument must be a string, not {class}")))
            }
        }
    }

    /// Return an ASCII-only JSON representation of a Python string
    #[function]
    fn encode_basestring_ascii(thread: &mut Thread, string: Value) -> PyResult<Value> {
        let text = text_of(thread, string)?;
        let mut out = TextBuffer::default();
        escape::push_quoted(&mut out, text.chars_unbound(), true);
        Ok(out.finish(thread)?.value())
    }

    /// Return a JSON representation of a Python string
    #[function]
    fn encode_basestring(thread: &mut Thread, string: Value) -> PyResult<Value> {
        let text = text_of(thread, string)?;
        let mut out = TextBuffer::default();
        escape::push_quoted(&mut out, text.chars_unbound(), false);
        Ok(out.finish(thread)?.value())
    }

    /// Scan the string s for a JSON string. End is the index of the
    /// character in s after the quote that started the JSON string.
    /// Unescapes all valid JSON string escape sequences and raises ValueError
    /// on attempt to decode an invalid string. If strict is False then literal
    /// control characters are allowed in the string.
    ///
    /// Returns a tuple of the decoded string and the index of the character in s
    /// after the end quote.
    #[function]
    fn scanstring(thread: &mut Thread, string: Value, end: i64, strict: Option<bool>) -> PyResult<Value> {
        let text = text_of(thread, string)?;
        let Some(begin) = usize::try_from(end).ok().filter(|end| *end <= text.len()) else {
            return Err(thread.value_error(format_args!("end is out of bounds")));
        };
        let (value, end) = string::scan_any(thread, text, begin, strict.unwrap_or(true))?;
        let end = from_i64(thread, end as i64)?;
        Ok(TupleObject::from_slice(thread, &[value.value(), end])?.value())
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        let scanner = scanner::SCANNER.create(thread)?;
        module.dict.get().set_str(thread, "make_scanner", scanner.value())?;
        let encoder = encoder::ENCODER.create(thread)?;
        module.dict.get().set_str(thread, "make_encoder", encoder.value())
    }
}

pub use module::MODULE;
