//! `ExpatError` with its attributes.

use super::EXPAT_ERROR;
use super::codes::ERRORS;
use super::object::{ParserObject, parser_of};
use pyrs_object::str::StrObject;
use pyrs_object::{PyResult, Raised, Ref, Thread, Value, protocol};

/// The text of a code.
pub fn text_of(code: i64) -> Option<&'static str> {
    let index = usize::try_from(code - 1).ok()?;
    Some(ERRORS.get(index)?.1)
}

/// Raises the error of a code at the parser's position.
#[cold]
pub fn raise(thread: &mut Thread, this: Ref<ParserObject>, code: i64) -> Raised {
    this.error_code.set(code);
    let (line, column, _) = parser_of(this).map_or((1, 0, None), |parser| parser.place());
    let message = format!(
        "{}: line {line}, column {column}",
        text_of(code).unwrap_or("unknown error")
    );
    make(thread, &message, code, line, column).unwrap_or_else(|raised| raised)
}

/// Raises the error of an argument.
#[cold]
pub fn invalid_argument(thread: &mut Thread, this: Ref<ParserObject>, message: &str) -> Raised {
    const INVALID_ARGUMENT: i64 = 41;
    let (line, column, _) = parser_of(this).map_or((1, 0, None), |parser| parser.place());
    make(thread, message, INVALID_ARGUMENT, line, column).unwrap_or_else(|raised| raised)
}

fn make(thread: &mut Thread, message: &str, code: i64, line: u64, column: u64) -> PyResult<Raised> {
    let raised = thread.raise_message(EXPAT_ERROR.get(), format_args!("{message}"));
    let Some(exception) = thread.raised.take() else {
        return Ok(raised);
    };
    for (name, number) in [("code", code), ("lineno", line as i64), ("offset", column as i64)] {
        let name = StrObject::intern(thread, name)?;
        protocol::setattr(thread, exception.value(), name, Some(Value::small_int(number)))?;
    }
    Ok(thread.reraise(exception))
}
