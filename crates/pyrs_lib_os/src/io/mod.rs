//! The module `_io`: raw, buffered, text and in-memory streams.
//!
//! Invariant: between the native classes there are Rust calls only, so that `print` to a file costs one copy of the
//! text; a subclass or another object in the chain is called by its methods.

pub mod base;
pub mod buffered;
pub mod file;
pub mod memory_bytes;
pub mod memory_text;
pub mod newline;
mod open;
pub mod open_writers;
pub mod text;

use pyrs_macros::pymodule;
use pyrs_object::str::StrObject;
use pyrs_object::{PyResult, Thread, Value};

/// `DEFAULT_BUFFER_SIZE`.
pub const BUFFER_SIZE: usize = 128 * 1024;

/// Makes all classes of the module.
fn create_classes(thread: &mut Thread) -> PyResult<()> {
    base::create(thread)?;
    file::FILE_IO.create(thread)?;
    buffered::create(thread)?;
    for class in [
        &buffered::BUFFERED_RW_PAIR,
        &memory_bytes::BYTES_IO,
        &newline::NEWLINE_DECODER,
        &memory_text::STRING_IO,
        &text::TEXT_IO,
    ] {
        class.create(thread)?;
    }
    Ok(())
}

/// How a standard stream is made.
pub struct StandardStream<'a> {
    /// The descriptor: 0, 1 or 2.
    pub fd: i32,
    /// The encoding.
    pub encoding: &'a str,
    /// The error mode.
    pub errors: &'a str,
    /// Whether what is written goes out at once.
    pub unbuffered: bool,
}

/// Makes `sys.stdin`, `stdout` or `stderr`: a text stream over a buffered one, or over none, over the descriptor.
pub fn standard_stream(thread: &mut Thread, wanted: &StandardStream) -> PyResult<Value> {
    create_classes(thread)?;
    let (fd, writable) = (wanted.fd, wanted.fd != 0);
    let name = match fd {
        0 => "<stdin>",
        1 => "<stdout>",
        _ => "<stderr>",
    };
    let raw = file::of_descriptor(thread, fd, writable)?;
    let label = StrObject::from_str(thread, name)?;
    crate::invoke::set_attribute(thread, raw.value(), "name", label.value())?;
    // What is read is buffered in any case.
    let binary = match wanted.unbuffered && writable {
        true => raw.value(),
        false => buffered::over_file(thread, raw, writable)?.value(),
    };
    // SAFETY: a plain library call.
    let is_terminal = unsafe { libc::isatty(fd) } == 1;
    let errors = StrObject::intern(thread, wanted.errors)?.value();
    let encoding = StrObject::intern(thread, wanted.encoding)?.value();
    let newline = if writable {
        newline::Newline::Lf
    } else {
        newline::Newline::Universal
    };
    let settings = text::Settings {
        encoding: Some(encoding),
        errors: Some(errors),
        newline,
        line_buffering: !wanted.unbuffered && (is_terminal || fd == 2),
        write_through: wanted.unbuffered,
    };
    let stream = text::wrap(thread, binary, settings)?.value();
    let mode = StrObject::intern(thread, if writable { "w" } else { "r" })?;
    crate::invoke::set_attribute(thread, stream, "mode", mode.value())?;
    Ok(stream)
}

/// Writes out what open streams hold, at the end of the program.
pub fn flush_open_streams(thread: &mut Thread) {
    open_writers::flush_all(thread);
}

/// The io module provides the Python interfaces to stream handling.
#[pymodule(name = "_io")]
mod module {
    use super::{base, buffered, file, memory_bytes, memory_text, newline, open, text};
    use pyrs_object::convert::OptionalNone;
    use pyrs_object::core::core;
    use pyrs_object::module::ModuleObject;
    use pyrs_object::str::StrObject;
    use pyrs_object::{PyResult, Ref, Thread, Value};

    /// Open file and return a stream.  Raise OSError upon failure.
    #[function(keywords = "file, mode, buffering, encoding, errors, newline, closefd, opener")]
    fn open(
        thread: &mut Thread,
        file: Value,
        mode: Option<Ref<StrObject>>,
        buffering: Option<i64>,
        encoding: Option<Value>,
        errors: Option<Value>,
        newline: Option<Value>,
        closefd: Option<bool>,
        opener: Option<Value>,
    ) -> PyResult<Value> {
        let request = open::Request {
            mode: mode.map_or_else(|| "r".to_owned(), |mode| mode.to_string_lossy()),
            buffering: buffering.unwrap_or(-1),
            encoding: crate::invoke::given(encoding),
            errors: crate::invoke::given(errors),
            newline: crate::invoke::given(newline),
            close_fd: closefd.unwrap_or(true),
            opener: crate::invoke::given(opener),
        };
        open::open(thread, file, request)
    }

    /// Opens the provided file with the intent to import the contents.
    #[function(keywords = "path")]
    fn open_code(thread: &mut Thread, path: Ref<StrObject>) -> PyResult<Value> {
        let request = open::Request {
            mode: "rb".to_owned(),
            buffering: -1,
            encoding: None,
            errors: None,
            newline: None,
            close_fd: true,
            opener: None,
        };
        open::open(thread, path.value(), request)
    }

    /// A helper function to choose the text encoding.
    #[function]
    fn text_encoding(thread: &mut Thread, encoding: Value, _stacklevel: OptionalNone<i64>) -> PyResult<Value> {
        if encoding != pyrs_object::none() {
            return Ok(encoding);
        }
        Ok(StrObject::intern(thread, "locale")?.value())
    }

    #[attr(name = "DEFAULT_BUFFER_SIZE")]
    fn default_buffer_size(_thread: &mut Thread) -> usize {
        super::BUFFER_SIZE
    }

    #[attr(name = "BlockingIOError")]
    fn blocking_io_error(_thread: &mut Thread) -> Value {
        core().types.blocking_io_error.get().value()
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        super::create_classes(thread)?;
        let dict = module.dict.get();
        for (name, class) in [
            ("_IOBase", &base::IO_BASE),
            ("_RawIOBase", &base::RAW_IO_BASE),
            ("_BufferedIOBase", &base::BUFFERED_IO_BASE),
            ("_TextIOBase", &base::TEXT_IO_BASE),
            ("UnsupportedOperation", &base::UNSUPPORTED_OPERATION),
            ("FileIO", &file::FILE_IO),
            ("BufferedReader", &buffered::BUFFERED_READER),
            ("BufferedWriter", &buffered::BUFFERED_WRITER),
            ("BufferedRandom", &buffered::BUFFERED_RANDOM),
            ("BufferedRWPair", &buffered::BUFFERED_RW_PAIR),
            ("BytesIO", &memory_bytes::BYTES_IO),
            ("StringIO", &memory_text::STRING_IO),
            ("IncrementalNewlineDecoder", &newline::NEWLINE_DECODER),
            ("TextIOWrapper", &text::TEXT_IO),
        ] {
            dict.set_str(thread, name, class.get().value())?;
        }
        Ok(())
    }
}

pub use module::MODULE;
