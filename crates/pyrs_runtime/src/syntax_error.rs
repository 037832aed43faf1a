//! Turns errors of the front end into Python exceptions.

use pyrs_compiler::CompileError;
use pyrs_object::core::{core, none};
use pyrs_object::errors::{PyResult, Raised};
use pyrs_object::header::Ref;
use pyrs_object::protocol;
use pyrs_object::str::StrObject;
use pyrs_object::thread::Thread;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::TypeObject;
use pyrs_object::value::Value;
use pyrs_syntax::{ErrorKind, Finder, LineIndex, SyntaxError, Warning};

/// Where an error is, as SyntaxError's fields say it.
struct Place {
    lineno: i64,
    offset: i64,
    text: Option<String>,
    /// The exception's arguments are the message and these facts.
    in_arguments: bool,
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
    if error.lineno == 0 && error.text.is_none() {
        // An undecodable source has no lines.
        if error.message.ends_with("null bytes") {
            return thread.raise_message(class, format_args!("{}", error.message));
        }
        let place = Place {
            lineno: 0,
            offset: -1,
            text: None,
            in_arguments: true,
            end: None,
        };
        return raise_at(thread, class, &error.message, filename, &place);
    }
    let text = match error.finder {
        Finder::Parser => error.text.clone(),
        Finder::Scopes | Finder::Compiler => crate::source::line(&filename.to_string_lossy(), error.lineno),
    };
    let place = Place {
        lineno: error.lineno as i64,
        offset: error.offset as i64,
        text,
        in_arguments: error.finder != Finder::Scopes,
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
    filename: Ref<StrObject>,
) -> Raised {
    let start = lines.line_column(error.range.start);
    let end = lines.line_column(error.range.end);
    let place = Place {
        lineno: start.line as i64,
        // Columns of the compiler count bytes.
        offset: i64::from(start.column) + 1,
        end: Some((i64::from(end.line), i64::from(end.column) + 1)),
        // CPython looks for the line in the file, where there is one.
        text: crate::source::line(&filename.to_string_lossy(), start.line),
        in_arguments: !error.is_about_scopes,
    };
    raise_at(
        thread,
        core().types.syntax_error.get(),
        &error.message,
        filename,
        &place,
    )
}

/// What warnings about escape sequences say, and errors don't.
const PROSPECT: &str = ". Such sequences will not work in the future.";

/// Raises a warning of the parser as an error.
#[cold]
fn raise_in_line(
    thread: &mut Thread,
    message: &str,
    warning: &Warning,
    lines: &LineIndex,
    source: &str,
    filename: Ref<StrObject>,
) -> Raised {
    let (start, end) = (
        lines.line_column(warning.range.start),
        lines.line_column(warning.range.end),
    );
    let line = lines.line_text(source, start.line).trim_end_matches(['\n', '\r']);
    let place = Place {
        lineno: i64::from(start.line),
        offset: i64::from(start.column) + 1,
        text: Some(format!("{line}\n")),
        in_arguments: true,
        end: Some((i64::from(end.line), i64::from(end.column) + 1)),
    };
    raise_at(thread, core().types.syntax_error.get(), message, filename, &place)
}

/// Issues a SyntaxWarning for each of `warnings`. Where the filters make one an exception, it becomes a SyntaxError.
pub(crate) fn warn(
    thread: &mut Thread,
    warnings: &[Warning],
    lines: &LineIndex,
    source: &str,
    filename: Ref<StrObject>,
) -> PyResult<()> {
    if warnings.is_empty() {
        return Ok(());
    }
    let category = core().types.syntax_warning.get();
    let warn = pyrs_lib_core::invoke::module_attribute(thread, "_warnings", "warn_explicit")?;
    for warning in warnings {
        let line = Value::small_int(i64::from(lines.line(warning.range.start)));
        let message = StrObject::from_str(thread, &warning.message)?;
        let arguments = [message.value(), category.value(), filename.value(), line];
        if let Err(raised) = protocol::call(thread, warn, &arguments) {
            if !thread
                .raised
                .is_some_and(|exception| exception.class().is_subtype(category))
            {
                return Err(raised);
            }
            thread.take_raised();
            if let Some((what, hint)) = warning.message.split_once(PROSPECT) {
                // The parser's own: it has the line, and says no more about the future.
                let message = format!("{what}.{hint}");
                return Err(raise_in_line(thread, &message, warning, lines, source, filename));
            }
            let error = CompileError {
                message: warning.message.clone(),
                range: warning.range,
                is_about_scopes: true,
            };
            return Err(raise_compile_error(thread, &error, lines, filename));
        }
    }
    Ok(())
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
            let args = if place.in_arguments { &args[..] } else { &args[..1] };
            let raised = thread.raise_with(class, args);
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
