//! Paths as arguments: str, bytes, `__fspath__` or a descriptor; and file names as results.

use crate::codec;
use pyrs_object::bytes::BytesObject;
use pyrs_object::core::core;
use pyrs_object::str::StrObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{PyResult, Ref, Thread, Value, protocol};
use pyrs_text::codec::Encoding;
use std::ffi::CString;

/// A converted path argument.
pub enum PathArgument {
    /// A path.
    Path(CString),
    /// An open file.
    Descriptor(i32),
}

/// `os.fspath(path)`: a str or bytes; `None` if the object is no path.
pub fn fspath(thread: &mut Thread, path: Value) -> PyResult<Option<Value>> {
    if path.downcast::<StrObject>().is_some() || path.downcast::<BytesObject>().is_some() {
        return Ok(Some(path));
    }
    let Some(result) = protocol::call_special(thread, path, core().names.fspath.get(), &[])? else {
        return Ok(None);
    };
    if result.downcast::<StrObject>().is_some() || result.downcast::<BytesObject>().is_some() {
        return Ok(Some(result));
    }
    let (class, result) = (class_of(path).name_for_message(), class_of(result).name_for_message());
    Err(thread.type_error(format_args!(
        "expected {class}.__fspath__() to return str or bytes, not {result}"
    )))
}

/// The bytes of a str or bytes as the file system has them.
pub fn encode(thread: &mut Thread, path: Value) -> PyResult<Vec<u8>> {
    if let Some(bytes) = path.downcast::<BytesObject>() {
        return Ok(bytes.data().to_vec());
    }
    match path.downcast::<StrObject>() {
        Some(text) => codec::encode(thread, Encoding::Utf8, text, "surrogateescape"),
        None => {
            let class = class_of(path).name_for_message();
            Err(thread.type_error(format_args!("expected str, bytes or os.PathLike object, not {class}")))
        }
    }
}

/// A str for bytes of the file system.
pub fn decode(thread: &mut Thread, bytes: &[u8]) -> PyResult<Ref<StrObject>> {
    codec::decode(thread, Encoding::Utf8, bytes, "surrogateescape", true).map(|(text, _)| text)
}

/// A result in the type of the argument: bytes for bytes, else str.
pub fn decode_like(thread: &mut Thread, bytes: &[u8], argument: Option<Value>) -> PyResult<Value> {
    if argument.is_some_and(|path| path.downcast::<BytesObject>().is_some()) {
        return Ok(BytesObject::new(thread, bytes)?.value());
    }
    Ok(decode(thread, bytes)?.value())
}

/// A path or descriptor.
pub fn convert(thread: &mut Thread, function: &str, argument: &str, path: Value) -> PyResult<PathArgument> {
    if let Some(fd) = pyrs_object::int::as_i64(path) {
        return Ok(PathArgument::Descriptor(fd as i32));
    }
    match fspath(thread, path)? {
        Some(path) => to_c_string(thread, function, argument, path).map(PathArgument::Path),
        None => {
            let class = class_of(path).name_for_message();
            Err(match function {
                "open" => thread.type_error(format_args!("expected str, bytes or os.PathLike object, not {class}")),
                _ => thread.type_error(format_args!(
                    "{function}: {argument} should be string, bytes, os.PathLike or integer, not {class}"
                )),
            })
        }
    }
}

/// A path only.
pub fn convert_path(thread: &mut Thread, function: &str, argument: &str, path: Value) -> PyResult<CString> {
    match fspath(thread, path)? {
        Some(path) => to_c_string(thread, function, argument, path),
        None => {
            let class = class_of(path).name_for_message();
            Err(thread.type_error(format_args!(
                "{function}: {argument} should be string, bytes or os.PathLike, not {class}"
            )))
        }
    }
}

fn to_c_string(thread: &mut Thread, function: &str, argument: &str, path: Value) -> PyResult<CString> {
    let bytes = encode(thread, path)?;
    CString::new(bytes).map_err(|_| match function {
        "open" => thread.value_error(format_args!("embedded null byte")),
        _ if path.downcast::<StrObject>().is_some() => {
            thread.value_error(format_args!("{function}: embedded null character in {argument}"))
        }
        _ => thread.value_error(format_args!("{function}: embedded null character in {argument}")),
    })
}
