//! Turns errors of the front end into Python exceptions.

use pyrs_compiler::CompileError;
use pyrs_object::core::{core, none};
use pyrs_object::errors::Raised;
use pyrs_object::header::Ref;
use pyrs_object::str::StrObject;
use pyrs_object::thread::Thread;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::TypeObject;
use pyrs_object::value::Value;
use pyrs_syntax::{ErrorKind, LineIndex, Source, SyntaxError};

/// Where an error is, as SyntaxError's fields say it.
struct Place {
    lineno: i64,
    offset: i64,
    text: Option<String>,
    /// Line and column of the end, if it is known.
    end: Option<(i64, i64)>,
}

/// Raises an error of the parser.
#[cold]
pub(crate) fn raise(thread: &mut Thread, error: &SyntaxError, filename: Ref<StrObject>) -> Raised {
    raise_open(thread, error, filename, false)
}

/// Raises an error of the parser; if it is open, without its end.
#[cold]
pub(crate) fn raise_open(thread: &mut Thread, error: &SyntaxError, filename: Ref<StrObject>, is_open: bool) -> Raised {
    let types = &core().types;
    let class = match error.kind {
        ErrorKind::Syntax => types.syntax_error.get(),
        ErrorKind::Indentation => types.indentation_error.get(),
        ErrorKind::Tab => types.tab_error.get(),
        ErrorKind::Recursion => {
            let message = error.message.clone();
            return thread.recursion_error(format_args!("{message}"));
        }
    };
    // Refused before it is text with lines.
    if error.lineno == 0 && error.text.is_none() {
        return thread.raise_message(class, format_args!("{}", error.message));
    }
    let place = Place {
        lineno: error.lineno as i64,
        offset: error.offset as i64,
        text: error.text.clone(),
        end: (!is_open).then_some((error.end_lineno as i64, error.end_offset as i64)),
    };
    raise_at(thread, class, &error.message, filename, &place)
}

/// Raises an error of the compiler.
#[cold]
pub(crate) fn raise_compile_error(
    thread: &mut Thread,
    error: &CompileError,
    lines: &LineIndex,
    source: &Source,
    filename: Ref<StrObject>,
) -> Raised {
    let start = lines.line_column(error.range.start);
    let end = lines.line_column(error.range.end);
    let line_text = |line: u32| {
        source
            .text()
            .lines()
            .nth(line.saturating_sub(1) as usize)
            .unwrap_or("")
            .to_owned()
    };
    let first = line_text(start.line);
    let last = line_text(end.line);
    let in_characters = |line: &str, column: u32| {
        line.get(..column as usize)
            .map_or(column as i64, |s| s.chars().count() as i64)
    };
    let place = Place {
        lineno: start.line as i64,
        offset: in_characters(&first, start.column) + 1,
        end: Some((end.line as i64, in_characters(&last, end.column) + 1)),
        text: Some(format!("{first}\n")),
    };
    raise_at(
        thread,
        core().types.syntax_error.get(),
        &error.message,
        filename,
        &place,
    )
}

fn raise_at(
    thread: &mut Thread,
    class: Ref<TypeObject>,
    message: &str,
    filename: Ref<StrObject>,
    place: &Place,
) -> Raised {
    match arguments(thread, message, filename, place) {
        Ok((args, fields)) => {
            let raised = thread.raise_with(class, &args);
            if let Some(exception) = thread.raised {
                exception.set_extra(thread, &fields);
            }
            raised
        }
        Err(raised) => raised,
    }
}

/// `(message, (filename, lineno, offset, text, end_lineno, end_offset))`, and the same as fields: msg, filename, lineno,
/// offset, text, end_lineno, end_offset.
#[allow(clippy::type_complexity)]
fn arguments(
    thread: &mut Thread,
    message: &str,
    filename: Ref<StrObject>,
    place: &Place,
) -> Result<([Value; 2], [Option<Value>; 7]), Raised> {
    let message = StrObject::from_str(thread, message)?.value();
    let text = match &place.text {
        Some(text) => StrObject::from_str(thread, text)?.value(),
        None => none(),
    };
    let (end_lineno, end_offset) = match place.end {
        Some((line, offset)) => (Value::small_int(line), Value::small_int(offset)),
        None => (none(), none()),
    };
    let details = [
        filename.value(),
        Value::small_int(place.lineno),
        Value::small_int(place.offset),
        text,
        end_lineno,
        end_offset,
    ];
    let tuple = TupleObject::from_slice(thread, &details)?;
    let mut fields = [Some(message); 7];
    for (field, detail) in fields[1..].iter_mut().zip(details) {
        *field = Some(detail);
    }
    Ok(([message, tuple.value()], fields))
}
