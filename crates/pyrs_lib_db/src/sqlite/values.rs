//! Values on their way into SQLite (parameters, results of functions) and out of it (columns, arguments of functions).

use super::errors;
use libsqlite3_sys as ffi;
use pyrs_lib_core::buffer::{self, Buffer};
use pyrs_object::bytes::BytesObject;
use pyrs_object::header::Ref;
use pyrs_object::str::StrObject;
use pyrs_object::{PyResult, Thread, Value, float, int, none, protocol};

/// The bytes of a text.
pub enum Text {
    /// Of the object itself.
    Own(Ref<StrObject>),
    /// Encoded.
    Encoded(Value),
}

impl Text {
    /// A text in UTF-8; UnicodeEncodeError for surrogates.
    pub fn of(thread: &mut Thread, text: Ref<StrObject>) -> PyResult<Text> {
        if text.is_ascii() {
            return Ok(Text::Own(text));
        }
        let encode = StrObject::intern(thread, "encode")?;
        let plain = StrObject::from_chars(thread, text.chars_unbound())?;
        protocol::call_method(thread, plain.value(), encode, &[]).map(Text::Encoded)
    }

    /// The bytes.
    pub fn data(&self) -> &[u8] {
        match self {
            Text::Own(text) => text.data(),
            Text::Encoded(value) => pyrs_object::bytes::as_bytes(value).unwrap_or(&[]),
        }
    }

    /// The bytes with a zero behind them; ValueError if there is one inside.
    pub fn c_string(&self, thread: &mut Thread) -> PyResult<std::ffi::CString> {
        std::ffi::CString::new(self.data()).map_err(|_| thread.value_error(format_args!("embedded null character")))
    }
}

/// A value in one of SQLite's types.
pub enum Stored {
    /// NULL.
    Null,
    /// INTEGER.
    Int(i64),
    /// REAL.
    Float(f64),
    /// TEXT.
    Text(Text),
    /// BLOB.
    Blob(Buffer),
}

/// The value as SQLite has it; `None` for one of a type that it does not know.
pub fn to_stored(thread: &mut Thread, value: Value) -> PyResult<Option<Stored>> {
    if value == none() {
        return Ok(Some(Stored::Null));
    }
    if int::is_int(value) {
        return match int::as_i64(value) {
            Some(number) => Ok(Some(Stored::Int(number))),
            None => Err(too_large_int(thread)),
        };
    }
    if let Some(number) = float::as_f64(value) {
        return Ok(Some(Stored::Float(number)));
    }
    if let Some(text) = value.downcast::<StrObject>() {
        let text = Text::of(thread, text)?;
        if text.data().len() > i32::MAX as usize {
            return Err(thread.overflow_error(format_args!("string longer than INT_MAX bytes")));
        }
        return Ok(Some(Stored::Text(text)));
    }
    let Some(buffer) = buffer::try_readable(thread, value)? else {
        return Ok(None);
    };
    if buffer.data().len() > i32::MAX as usize {
        return Err(thread.overflow_error(format_args!("BLOB longer than INT_MAX bytes")));
    }
    Ok(Some(Stored::Blob(buffer)))
}

/// The error of an int that does not fit.
#[cold]
pub fn too_large_int(thread: &mut Thread) -> pyrs_object::Raised {
    thread.overflow_error(format_args!("Python int too large to convert to SQLite INTEGER"))
}

/// An address of data, which is not null for no data: SQLite takes null for NULL.
fn address(data: &[u8]) -> *const std::ffi::c_char {
    match data {
        [] => c"".as_ptr(),
        data => data.as_ptr().cast(),
    }
}

/// Binds a parameter; a result code.
///
/// # Safety
/// The statement is open.
pub unsafe fn bind(statement: *mut ffi::sqlite3_stmt, position: i32, value: &Stored) -> i32 {
    // SAFETY: data have the lengths given, and SQLite copies them.
    unsafe {
        match value {
            Stored::Null => ffi::sqlite3_bind_null(statement, position),
            Stored::Int(number) => ffi::sqlite3_bind_int64(statement, position, *number),
            Stored::Float(number) => ffi::sqlite3_bind_double(statement, position, *number),
            Stored::Text(text) => {
                let data = text.data();
                let length = data.len() as i32;
                ffi::sqlite3_bind_text(statement, position, address(data), length, ffi::SQLITE_TRANSIENT())
            }
            Stored::Blob(buffer) => {
                let data = buffer.data();
                let length = data.len() as i32;
                ffi::sqlite3_bind_blob(
                    statement,
                    position,
                    address(data).cast(),
                    length,
                    ffi::SQLITE_TRANSIENT(),
                )
            }
        }
    }
}

/// Makes a value the result of a function that SQLite has called.
///
/// # Safety
/// The context is that of the running function.
pub unsafe fn set_result(context: *mut ffi::sqlite3_context, value: &Stored) {
    // SAFETY: data have the lengths given, and SQLite copies them.
    unsafe {
        match value {
            Stored::Null => ffi::sqlite3_result_null(context),
            Stored::Int(number) => ffi::sqlite3_result_int64(context, *number),
            Stored::Float(number) => ffi::sqlite3_result_double(context, *number),
            Stored::Text(text) => {
                let data = text.data();
                ffi::sqlite3_result_text(context, address(data), data.len() as i32, ffi::SQLITE_TRANSIENT());
            }
            Stored::Blob(buffer) => {
                let data = buffer.data();
                ffi::sqlite3_result_blob(
                    context,
                    address(data).cast(),
                    data.len() as i32,
                    ffi::SQLITE_TRANSIENT(),
                );
            }
        }
    }
}

/// Bytes that SQLite holds.
///
/// # Safety
/// The pointer is null or has so many bytes, until SQLite is called again.
unsafe fn slice<'a>(pointer: *const u8, length: i32) -> &'a [u8] {
    if pointer.is_null() || length <= 0 {
        return &[];
    }
    // SAFETY: promised by the caller.
    unsafe { std::slice::from_raw_parts(pointer, length as usize) }
}

/// A text of SQLite, strictly in UTF-8.
pub fn decode(thread: &mut Thread, data: &[u8]) -> PyResult<Value> {
    if let Ok(text) = std::str::from_utf8(data) {
        return Ok(StrObject::from_str(thread, text)?.value());
    }
    let bytes = BytesObject::new(thread, data)?.value();
    let decode = StrObject::intern(thread, "decode")?;
    protocol::call_method(thread, bytes, decode, &[])
}

/// An argument of a function.
///
/// # Safety
/// The value is one that SQLite has passed to the running function.
pub unsafe fn argument(thread: &mut Thread, value: *mut ffi::sqlite3_value) -> PyResult<Value> {
    // SAFETY: promised by the caller; the bytes are copied before SQLite is called again.
    unsafe {
        match ffi::sqlite3_value_type(value) {
            ffi::SQLITE_INTEGER => int::from_i64(thread, ffi::sqlite3_value_int64(value)),
            ffi::SQLITE_FLOAT => float::from_f64(thread, ffi::sqlite3_value_double(value)),
            ffi::SQLITE_TEXT => {
                let text = ffi::sqlite3_value_text(value);
                let data = slice(text, ffi::sqlite3_value_bytes(value));
                decode(thread, data)
            }
            ffi::SQLITE_BLOB => {
                let blob = ffi::sqlite3_value_blob(value);
                let data = slice(blob.cast(), ffi::sqlite3_value_bytes(value));
                Ok(BytesObject::new(thread, data)?.value())
            }
            _ => Ok(none()),
        }
    }
}

/// The bytes of a column, `None` for NULL.
///
/// # Safety
/// The statement is open and at a row. The bytes last until SQLite is called again.
pub unsafe fn column_bytes<'a>(statement: *mut ffi::sqlite3_stmt, column: i32) -> Option<&'a [u8]> {
    // SAFETY: promised by the caller.
    unsafe {
        if ffi::sqlite3_column_type(statement, column) == ffi::SQLITE_NULL {
            return None;
        }
        let blob = ffi::sqlite3_column_blob(statement, column);
        if blob.is_null() {
            return None;
        }
        Some(slice(blob.cast(), ffi::sqlite3_column_bytes(statement, column)))
    }
}

/// A column's value; texts go through `text_factory`, `None` for plain strings.
///
/// # Safety
/// The statement is open and at a row.
pub unsafe fn column(
    thread: &mut Thread,
    statement: *mut ffi::sqlite3_stmt,
    column: i32,
    text_factory: Option<Value>,
) -> PyResult<Value> {
    // SAFETY: promised by the caller; the bytes are copied before SQLite is called again.
    unsafe {
        match ffi::sqlite3_column_type(statement, column) {
            ffi::SQLITE_NULL => Ok(none()),
            ffi::SQLITE_INTEGER => int::from_i64(thread, ffi::sqlite3_column_int64(statement, column)),
            ffi::SQLITE_FLOAT => float::from_f64(thread, ffi::sqlite3_column_double(statement, column)),
            ffi::SQLITE_TEXT => {
                let text = ffi::sqlite3_column_text(statement, column);
                let data = slice(text, ffi::sqlite3_column_bytes(statement, column));
                if let Some(factory) = text_factory {
                    let bytes = BytesObject::new(thread, data)?.value();
                    return protocol::call(thread, factory, &[bytes]);
                }
                match std::str::from_utf8(data) {
                    Ok(text) => Ok(StrObject::from_str(thread, text)?.value()),
                    Err(_) => {
                        let name = errors::text(ffi::sqlite3_column_name(statement, column));
                        let shown: String = data
                            .iter()
                            .map(|byte| if byte.is_ascii() { *byte as char } else { '\u{fffd}' })
                            .collect();
                        Err(errors::operational(
                            thread,
                            format_args!("Could not decode to UTF-8 column '{name}' with text '{shown}'"),
                        ))
                    }
                }
            }
            _ => {
                let data = column_bytes(statement, column).unwrap_or(&[]);
                Ok(BytesObject::new(thread, data)?.value())
            }
        }
    }
}
