//! OSError from `errno`, and system calls that are repeated when a signal interrupts them.

use pyrs_object::core::core;
use pyrs_object::str::StrObject;
use pyrs_object::{PyResult, Raised, Thread, Value, protocol};
use std::sync::atomic::Ordering;

/// `errno` of the last system call.
pub fn last_errno() -> i32 {
    std::io::Error::last_os_error().raw_os_error().unwrap_or(0)
}

/// The system's text for an error number.
pub fn strerror(errno: i32) -> String {
    let mut buffer = [0 as libc::c_char; 256];
    // SAFETY: the buffer is as long as said, and the function ends its text with a zero.
    unsafe {
        if libc::strerror_r(errno, buffer.as_mut_ptr(), buffer.len()) != 0 {
            return format!("Unknown error {errno}");
        }
        std::ffi::CStr::from_ptr(buffer.as_ptr()).to_string_lossy().into_owned()
    }
}

/// Raises the OSError of an error number, with the file's name if there is one.
#[cold]
pub fn os_error(thread: &mut Thread, errno: i32, filename: Option<Value>) -> Raised {
    os_error_2(thread, errno, filename, None)
}

/// The same for operations with two files.
#[cold]
pub fn os_error_2(thread: &mut Thread, errno: i32, filename: Option<Value>, filename2: Option<Value>) -> Raised {
    match make_os_error(thread, errno, filename, filename2) {
        Ok(raised) | Err(raised) => raised,
    }
}

fn make_os_error(
    thread: &mut Thread,
    errno: i32,
    filename: Option<Value>,
    filename2: Option<Value>,
) -> PyResult<Raised> {
    let text = StrObject::from_str(thread, &strerror(errno))?.value();
    let none = pyrs_object::none();
    let args = [
        Value::small_int(errno.into()),
        text,
        filename.unwrap_or(none),
        none,
        filename2.unwrap_or(none),
    ];
    let count = match (filename, filename2) {
        (_, Some(_)) => 5,
        (Some(_), None) => 3,
        (None, None) => 2,
    };
    let class = core().types.os_error.get().value();
    let exception = protocol::call(thread, class, &args[..count])?;
    match exception.downcast() {
        Some(exception) => Ok(thread.raise(exception)),
        None => Err(thread.type_error(format_args!("exceptions must derive from BaseException"))),
    }
}

/// Raises the OSError of the last system call.
#[cold]
pub fn last_os_error(thread: &mut Thread, filename: Option<Value>) -> Raised {
    os_error(thread, last_errno(), filename)
}

/// Runs pending signal handlers and the like.
pub fn poll(thread: &mut Thread) -> PyResult<()> {
    if thread.poll.load(Ordering::Relaxed) != 0
        && let Some(poll) = core().hooks.poll.get()
    {
        return poll(thread);
    }
    Ok(())
}

/// Runs a system call that returns -1 for an error until no signal interrupts it; other threads run meanwhile, and
/// handlers in between. The inner
/// result is the number or `errno`.
pub fn retry<T: Copy + PartialOrd + From<i8>>(
    thread: &mut Thread,
    mut call: impl FnMut() -> T,
) -> PyResult<Result<T, i32>> {
    loop {
        let (result, errno) = thread.blocking(|| (call(), last_errno()));
        if result >= T::from(0) {
            return Ok(Ok(result));
        }
        if errno != libc::EINTR {
            return Ok(Err(errno));
        }
        poll(thread)?;
    }
}
