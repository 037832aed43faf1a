//! `zlib.error` and its texts.

use super::stream::{Stream, code};
use pyrs_object::exception::EXCEPTION_LAYOUT;
use pyrs_object::native_class::NativeClass;
use pyrs_object::type_object::TypeFlags;
use pyrs_object::{Raised, Thread, core};

/// `zlib.error`.
pub static ERROR: NativeClass = NativeClass::new("zlib", "error", &EXCEPTION_LAYOUT)
    .base(|| core().types.exception.get())
    .flags(TypeFlags::SUBCLASSABLE.union(TypeFlags::HAS_DICT));

/// Raises `zlib.error` for a code of the library.
#[cold]
pub fn raise(thread: &mut Thread, stream: Option<&Stream>, error: i32, what: &str) -> Raised {
    let message = stream.and_then(Stream::message).or(match error {
        code::VERSION_ERROR => Some("library version mismatch".to_owned()),
        code::BUF_ERROR => Some("incomplete or truncated stream".to_owned()),
        code::STREAM_ERROR => Some("inconsistent stream state".to_owned()),
        code::DATA_ERROR => Some("invalid input data".to_owned()),
        _ => None,
    });
    match message {
        Some(message) => thread.raise_message(ERROR.get(), format_args!("Error {error} {what}: {message}")),
        None => thread.raise_message(ERROR.get(), format_args!("Error {error} {what}")),
    }
}

/// Raises `zlib.error` with a text.
#[cold]
pub fn plain(thread: &mut Thread, message: &str) -> Raised {
    thread.raise_message(ERROR.get(), format_args!("{message}"))
}
