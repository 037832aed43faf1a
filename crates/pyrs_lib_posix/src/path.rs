//! Paths between Python and the system, and the errors of system calls.

use pyrs_object::bytes::{BytesObject, as_bytes};
use pyrs_object::str::StrObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{PyResult, Raised, Thread, Value, core, protocol};
use std::ffi::{CStr, CString};

/// A path argument: the bytes for the system, and whether results about it are bytes.
pub struct Path {
    /// The bytes, without their zero.
    pub name: CString,
    /// Whether the argument was bytes.
    pub is_bytes: bool,
}

/// A path, or the file descriptor that a function accepts instead.
pub enum PathOrFd {
    /// A path.
    Path(Path),
    /// A file descriptor.
    Fd(i32),
}

/// The bytes of a string in the file system's encoding.
pub fn encode(thread: &mut Thread, value: Value) -> PyResult<Option<Vec<u8>>> {
    if let Some(bytes) = value.downcast::<BytesObject>() {
        return Ok(Some(bytes.data().to_vec()));
    }
    let Some(string) = value.downcast::<StrObject>() else {
        return Ok(None);
    };
    let mut bytes = Vec::with_capacity(string.len());
    for c in string.chars().iter() {
        match char::from_u32(c) {
            Some(c) => bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
            None if (0xdc80..=0xdcff).contains(&c) => bytes.push((c - 0xdc00) as u8),
            None => {
                return Err(thread.unicode_error(format_args!(
                    "'utf-8' codec can't encode character '\\u{c:x}': surrogates not allowed"
                )));
            }
        }
    }
    Ok(Some(bytes))
}

/// A name from the system as str, or as bytes if asked.
pub fn decode(thread: &mut Thread, bytes: &[u8], as_bytes: bool) -> PyResult<Value> {
    if as_bytes {
        return Ok(BytesObject::new(thread, bytes)?.value());
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(StrObject::from_str(thread, text)?.value());
    }
    let mut chars = Vec::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        chars.extend(chunk.valid().chars().map(u32::from));
        chars.extend(chunk.invalid().iter().map(|byte| 0xdc00 + u32::from(*byte)));
    }
    Ok(StrObject::from_code_points(thread, chars.iter().copied())?.value())
}

/// `os.fspath(path)`: str or bytes.
pub fn fspath(thread: &mut Thread, path: Value) -> PyResult<Value> {
    if path.downcast::<StrObject>().is_some() || path.downcast::<BytesObject>().is_some() {
        return Ok(path);
    }
    let name = StrObject::intern(thread, "__fspath__")?;
    let class = class_of(path).name_for_message();
    let Some(result) = protocol::call_special(thread, path, name, &[])? else {
        return Err(thread.type_error(format_args!("expected str, bytes or os.PathLike object, not {class}")));
    };
    if result.downcast::<StrObject>().is_some() || result.downcast::<BytesObject>().is_some() {
        return Ok(result);
    }
    let given = class_of(result).name_for_message();
    Err(thread.type_error(format_args!(
        "expected {class}.__fspath__() to return str or bytes, not {given}"
    )))
}

fn convert(thread: &mut Thread, function: &str, path: Value, expected: &str) -> PyResult<Path> {
    let special = StrObject::intern(thread, "__fspath__")?;
    let known = path.downcast::<StrObject>().is_some() || as_bytes(&path).is_some();
    if !known && class_of(path).lookup(special).is_none() {
        let class = class_of(path).name_for_message();
        return Err(thread.type_error(format_args!("{function}: path should be {expected}, not {class}")));
    }
    let path = fspath(thread, path)?;
    let bytes = encode(thread, path)?.unwrap_or_default();
    match CString::new(bytes) {
        Ok(name) => Ok(Path {
            name,
            is_bytes: path.downcast::<BytesObject>().is_some(),
        }),
        Err(_) => Err(thread.value_error(format_args!("{function}: embedded null character in path"))),
    }
}

/// A path argument of `function`.
pub fn path(thread: &mut Thread, function: &str, path: Value) -> PyResult<Path> {
    convert(thread, function, path, "string, bytes or os.PathLike")
}

/// A path or file descriptor.
pub fn path_or_fd(thread: &mut Thread, function: &str, value: Value) -> PyResult<PathOrFd> {
    if pyrs_object::int::is_int(value) {
        return file_descriptor(thread, value).map(PathOrFd::Fd);
    }
    convert(thread, function, value, "string, bytes, os.PathLike or integer").map(PathOrFd::Path)
}

fn file_descriptor(thread: &mut Thread, value: Value) -> PyResult<i32> {
    match i32::try_from(protocol::index_clamped(thread, value)?) {
        Ok(fd) => Ok(fd),
        Err(_) => Err(thread.overflow_error(format_args!("fd is out of range"))),
    }
}

/// The system's text of an error number.
pub fn strerror(errno: i32) -> String {
    let mut buffer = [0u8; 256];
    // SAFETY: the buffer has the length given, and the call ends the text with a zero.
    unsafe { libc::strerror_r(errno, buffer.as_mut_ptr().cast(), buffer.len()) };
    CStr::from_bytes_until_nul(&buffer).map_or_else(|_| String::new(), |text| text.to_string_lossy().into_owned())
}

/// Raises the OSError of an error number.
#[cold]
pub fn raise_errno(thread: &mut Thread, errno: i32, filenames: &[Value]) -> Raised {
    let text = match StrObject::from_str(thread, &strerror(errno)) {
        Ok(text) => text.value(),
        Err(raised) => return raised,
    };
    let none = pyrs_object::none();
    let number = Value::small_int(errno.into());
    let class = core().types.os_error.get().value();
    let made = match *filenames {
        [] => protocol::call(thread, class, &[number, text]),
        [name] => protocol::call(thread, class, &[number, text, name]),
        [name, other, ..] => protocol::call(thread, class, &[number, text, name, none, other]),
    };
    match made.map(|exception| exception.downcast()) {
        Ok(Some(exception)) => thread.raise(exception),
        Ok(None) => thread.type_error(format_args!("exceptions must derive from BaseException")),
        Err(raised) => raised,
    }
}

/// The error number of the last system call.
pub fn last_errno() -> i32 {
    std::io::Error::last_os_error().raw_os_error().unwrap_or(0)
}

/// The result of a system call that gives -1 for an error.
pub fn check(thread: &mut Thread, result: i64, filenames: &[Value]) -> PyResult<i64> {
    if result >= 0 {
        return Ok(result);
    }
    let errno = last_errno();
    Err(raise_errno(thread, errno, filenames))
}
