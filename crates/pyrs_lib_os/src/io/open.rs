//! `open()`: checks the mode and stacks raw, buffered and text streams.

use super::buffered::{BUFFERED_RANDOM, BUFFERED_READER, BUFFERED_WRITER};
use super::file::FILE_IO;
use super::newline::Newline;
use super::text::{self, Settings};
use crate::invoke;
use pyrs_object::str::StrObject;
use pyrs_object::{PyResult, Thread, Value, bool_value, none, protocol};

/// The arguments of `open()`.
pub struct Request {
    /// `mode`
    pub mode: String,
    /// `buffering`
    pub buffering: i64,
    /// `encoding`
    pub encoding: Option<Value>,
    /// `errors`
    pub errors: Option<Value>,
    /// `newline`
    pub newline: Option<Value>,
    /// `closefd`
    pub close_fd: bool,
    /// `opener`
    pub opener: Option<Value>,
}

struct Mode {
    raw: String,
    updating: bool,
    writing: bool,
    binary: bool,
}

fn parse(thread: &mut Thread, mode: &str) -> PyResult<Mode> {
    let invalid = |thread: &mut Thread| Err(thread.value_error(format_args!("invalid mode: '{mode}'")));
    let mut counts = [0usize; 7];
    const LETTERS: &str = "rwxa+tb";
    for c in mode.chars() {
        match LETTERS.find(c) {
            Some(index) if counts[index] == 0 => counts[index] = 1,
            _ => return invalid(thread),
        }
    }
    let [reading, writing, creating, appending, updating, text, binary] = counts.map(|count| count > 0);
    if text && binary {
        return Err(thread.value_error(format_args!("can't have text and binary mode at once")));
    }
    let kinds = [reading, writing, creating, appending].iter().filter(|on| **on).count();
    if kinds > 1 {
        return Err(thread.value_error(format_args!("must have exactly one of create/read/write/append mode")));
    }
    if kinds == 0 {
        return Err(thread.value_error(format_args!(
            "Must have exactly one of create/read/write/append mode and at most one plus"
        )));
    }
    let raw = LETTERS[..5]
        .chars()
        .zip(counts)
        .filter(|(_, on)| *on > 0)
        .map(|(c, _)| c)
        .collect();
    Ok(Mode {
        raw,
        updating,
        writing: writing || creating || appending,
        binary,
    })
}

fn check(thread: &mut Thread, mode: &Mode, request: &Request) -> PyResult<()> {
    if !mode.binary {
        return Ok(());
    }
    for (given, name) in [
        (request.encoding.is_some(), "an encoding"),
        (request.errors.is_some(), "an errors"),
        (request.newline.is_some(), "a newline"),
    ] {
        if given {
            return Err(thread.value_error(format_args!("binary mode doesn't take {name} argument")));
        }
    }
    if request.buffering == 1 {
        let message =
            "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used";
        crate::warnings::warn(thread, "RuntimeWarning", message, 1)?;
    }
    Ok(())
}

/// `open(file, ...)`.
pub fn open(thread: &mut Thread, file: Value, request: Request) -> PyResult<Value> {
    let mode = parse(thread, &request.mode)?;
    check(thread, &mode, &request)?;
    let raw_mode = StrObject::from_str(thread, &mode.raw)?.value();
    let opener = request.opener.unwrap_or_else(none);
    let args = [file, raw_mode, bool_value(request.close_fd), opener];
    let raw = protocol::call(thread, FILE_IO.get().value(), &args)?;
    match stack(thread, raw, &mode, &request) {
        Ok(stream) => Ok(stream),
        Err(_) => {
            let pending = thread.take_raised();
            if invoke::method(thread, raw, "close", &[]).is_err() {
                thread.take_raised();
            }
            match pending {
                Some(exception) => Err(thread.reraise(exception)),
                None => Err(thread.system_error(format_args!("error without exception in open()"))),
            }
        }
    }
}

fn stack(thread: &mut Thread, raw: Value, mode: &Mode, request: &Request) -> PyResult<Value> {
    let mut buffering = request.buffering;
    let mut line_buffering = false;
    if buffering < 0 || buffering == 1 {
        let terminal = if buffering < 0 {
            let terminal = invoke::method(thread, raw, "isatty", &[])?;
            protocol::truth(thread, terminal)?
        } else {
            false
        };
        line_buffering = buffering == 1 || terminal;
        buffering = super::BUFFER_SIZE as i64;
    }
    if buffering == 0 {
        if !mode.binary {
            return Err(thread.value_error(format_args!("can't have unbuffered text I/O")));
        }
        return Ok(raw);
    }
    let class = if mode.updating {
        &BUFFERED_RANDOM
    } else if mode.writing {
        &BUFFERED_WRITER
    } else {
        &BUFFERED_READER
    };
    let buffer = protocol::call(thread, class.get().value(), &[raw, Value::small_int(buffering)])?;
    if mode.binary {
        return Ok(buffer);
    }
    if let Some(errors) = request.errors {
        invoke::expect_str(thread, "open", "errors", errors)?;
    }
    let settings = Settings {
        encoding: request.encoding,
        errors: request.errors,
        newline: Newline::from_argument(thread, request.newline)?,
        line_buffering,
        write_through: false,
    };
    let stream = text::wrap(thread, buffer, settings)?.value();
    let text_mode = StrObject::from_str(thread, &request.mode)?;
    invoke::set_attribute(thread, stream, "mode", text_mode.value())?;
    Ok(stream)
}
