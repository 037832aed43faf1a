//! Operations of a connection that may wait for the other side: handshake, reading, writing, the end.
//!
//! A socket with a timeout has a non-blocking descriptor; waiting is done by `poll`. Without a timeout OpenSSL itself waits,
//! in a system call; with buffers, and with a timeout of zero, the caller is told what is missing.

use super::errno;
use super::errors::{self, Outcome};
use super::ffi::{self, code};
use super::socket::TlsSocketObject;
use pyrs_lib_core::buffer;
use pyrs_lib_os::os_error;
use pyrs_object::bytes::BytesObject;
use pyrs_object::header::Ref;
use pyrs_object::{PyResult, Raised, Thread, Value, core, none};
use std::ffi::c_int;
use std::time::{Duration, Instant};

/// Bytes of one read at most: a record has fewer, and a read gives no more than one.
const READ_SIZE: usize = 64 << 10;

/// How waiting went.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Waited {
    /// The descriptor is ready, or OpenSSL will wait itself.
    Ready,
    TimedOut,
    /// Waiting is the caller's.
    NonBlocking,
    Closed,
}

/// The end of an operation's time, if it has one.
fn deadline(this: Ref<TlsSocketObject>) -> Option<Instant> {
    let timeout = this.socket.get()?.timeout()?;
    (timeout > Duration::ZERO).then(|| Instant::now() + timeout)
}

fn wait(thread: &mut Thread, this: Ref<TlsSocketObject>, events: i16, end: Option<Instant>) -> PyResult<Waited> {
    let Some(socket) = this.socket.get() else {
        return Ok(Waited::NonBlocking);
    };
    match socket.timeout() {
        Some(Duration::ZERO) => return Ok(Waited::NonBlocking),
        None => return Ok(Waited::Ready),
        Some(_) => {}
    }
    let fd = socket.descriptor();
    if fd < 0 {
        return Ok(Waited::Closed);
    }
    loop {
        let left = end.map_or(Duration::ZERO, |end| end.saturating_duration_since(Instant::now()));
        if left.is_zero() {
            return Ok(Waited::TimedOut);
        }
        let milliseconds = left.as_nanos().div_ceil(1_000_000).min(i32::MAX as u128) as i32;
        let mut entry = libc::pollfd { fd, events, revents: 0 };
        let (ready, errno) =
            // SAFETY: one entry, alive during the call.
            thread.blocking(|| unsafe { (libc::poll(&mut entry, 1, milliseconds), os_error::last_errno()) });
        match ready {
            0 => return Ok(Waited::TimedOut),
            ready if ready > 0 => return Ok(Waited::Ready),
            _ if errno == libc::EINTR => os_error::poll(thread)?,
            _ => return Err(os_error::os_error(thread, errno, None)),
        }
    }
}

#[cold]
fn timed_out(thread: &mut Thread, what: &str) -> Raised {
    let message = match what {
        "handshake" => format!("_ssl.c:{}: The handshake operation timed out", line!()),
        what => format!("The {what} operation timed out"),
    };
    thread.raise_message(core().types.timeout_error.get(), format_args!("{message}"))
}

/// Tells OpenSSL's end of the socket whether it may wait.
fn set_blocking(this: Ref<TlsSocketObject>) {
    let Some(socket) = this.socket.get() else { return };
    let non_blocking = socket.timeout().is_some().into();
    // SAFETY: the connection is open, and has both ends.
    unsafe {
        for end in [ffi::SSL_get_rbio(this.pointer()), ffi::SSL_get_wbio(this.pointer())] {
            ffi::BIO_ctrl(end, code::BIO_SET_NBIO, non_blocking, std::ptr::null_mut());
        }
    }
}

/// One call of OpenSSL, which returns a positive number if it went well.
fn call(
    thread: &mut Thread,
    this: Ref<TlsSocketObject>,
    operation: &mut dyn FnMut(*mut ffi::SSL) -> c_int,
) -> (c_int, Outcome) {
    let pointer = this.pointer();
    this.guard().run(thread, || {
        errno::forget();
        // SAFETY: no arguments.
        unsafe { ffi::ERR_clear_error() };
        let result = operation(pointer);
        let number = os_error::last_errno();
        let failed = result <= 0;
        let kind = match failed {
            // SAFETY: the connection is open, and has just run the operation on this thread.
            true => unsafe { ffi::SSL_get_error(pointer, result) },
            false => 0,
        };
        (
            result,
            Outcome {
                failed,
                kind,
                errno: number,
            },
        )
    })
}

/// Raises what a callback has left.
fn check_callbacks(thread: &mut Thread, this: Ref<TlsSocketObject>) -> PyResult<()> {
    match this.failed.get() {
        Some(exception) => {
            this.failed.set(this, None);
            Err(thread.reraise(exception))
        }
        None => Ok(()),
    }
}

/// Waits for what an operation lacks; false if the caller has to.
fn wait_for(
    thread: &mut Thread,
    this: Ref<TlsSocketObject>,
    kind: i32,
    end: Option<Instant>,
    what: &str,
) -> PyResult<bool> {
    let events = if kind == code::ERROR_WANT_READ {
        libc::POLLIN
    } else {
        libc::POLLOUT
    };
    match wait(thread, this, events, end)? {
        Waited::Ready => Ok(true),
        Waited::NonBlocking => Ok(false),
        Waited::TimedOut => Err(timed_out(thread, what)),
        Waited::Closed => Err(errors::bare(thread, "Underlying socket has been closed.")),
    }
}

fn lacks(outcome: Outcome) -> bool {
    matches!(outcome.kind, code::ERROR_WANT_READ | code::ERROR_WANT_WRITE)
}

/// Runs an operation until it is done; false if the other side has ended TLS in good order.
fn run(
    thread: &mut Thread,
    this: Ref<TlsSocketObject>,
    what: &str,
    operation: &mut dyn FnMut(*mut ffi::SSL) -> c_int,
) -> PyResult<bool> {
    let end = deadline(this);
    loop {
        let (_, outcome) = call(thread, this, operation);
        os_error::poll(thread)?;
        if lacks(outcome) && wait_for(thread, this, outcome.kind, end, what)? {
            continue;
        }
        // SAFETY: the connection is open.
        let shut = unsafe { ffi::SSL_get_shutdown(this.pointer()) };
        if what == "read" && outcome.kind == code::ERROR_ZERO_RETURN && shut == code::RECEIVED_SHUTDOWN {
            return Ok(false);
        }
        if outcome.failed {
            let raised = errors::of_operation(thread, this, outcome);
            return match this.failed.get() {
                Some(_) => {
                    thread.take_raised();
                    check_callbacks(thread, this).map(|()| false).and(Err(raised))
                }
                None => Err(raised),
            };
        }
        check_callbacks(thread, this)?;
        return Ok(true);
    }
}

/// `do_handshake`.
pub fn handshake(thread: &mut Thread, this: Ref<TlsSocketObject>) -> PyResult<()> {
    set_blocking(this);
    // SAFETY: the connection is open.
    run(thread, this, "handshake", &mut |pointer| unsafe {
        ffi::SSL_do_handshake(pointer)
    })
    .map(|_| ())
}

/// `write`.
pub fn write(thread: &mut Thread, this: Ref<TlsSocketObject>, data: Value) -> PyResult<usize> {
    // Other threads may change a bytearray meanwhile.
    let (held, copy);
    let bytes = match data.downcast::<BytesObject>() {
        Some(plain) => {
            held = plain;
            held.data()
        }
        None => {
            copy = buffer::readable(thread, data)?.to_vec();
            &copy[..]
        }
    };
    set_blocking(this);
    let end = deadline(this);
    match wait(thread, this, libc::POLLOUT, end)? {
        Waited::TimedOut => return Err(timed_out(thread, "write")),
        Waited::Closed => return Err(errors::bare(thread, "Underlying socket has been closed.")),
        _ => {}
    }
    let mut count = 0;
    // SAFETY: the data have the length given.
    run(thread, this, "write", &mut |pointer| unsafe {
        ffi::SSL_write_ex(pointer, bytes.as_ptr().cast(), bytes.len(), &mut count)
    })?;
    Ok(count)
}

/// `read`.
pub fn read(thread: &mut Thread, this: Ref<TlsSocketObject>, size: i64, target: Option<Value>) -> PyResult<Value> {
    let target = match target {
        Some(target) => Some(buffer::writable(thread, target)?),
        None => None,
    };
    let size = match &target {
        None if size < 0 => {
            return Err(thread.value_error(format_args!("size should not be negative")));
        }
        None => size as usize,
        Some(target) => {
            let room = target.data().len();
            usize::try_from(size)
                .ok()
                .filter(|size| (1..=room).contains(size))
                .unwrap_or(room)
        }
    };
    let mut data = vec![0u8; size.min(READ_SIZE)];
    let mut count = 0;
    if !data.is_empty() {
        set_blocking(this);
        // SAFETY: there is room for so many bytes.
        let more = run(thread, this, "read", &mut |pointer| unsafe {
            ffi::SSL_read_ex(pointer, data.as_mut_ptr().cast(), data.len(), &mut count)
        })?;
        if !more {
            count = 0;
        }
    }
    data.truncate(count);
    match target {
        None => Ok(BytesObject::new(thread, &data)?.value()),
        Some(target) => {
            // The object may have become shorter while other threads ran.
            if let Some(room) = target.data_mut().and_then(|room| room.get_mut(..data.len())) {
                room.copy_from_slice(&data);
            }
            Ok(Value::small_int(data.len() as i64))
        }
    }
}

/// `shutdown`.
pub fn shutdown(thread: &mut Thread, this: Ref<TlsSocketObject>) -> PyResult<Value> {
    if this.socket.get().is_some_and(|socket| socket.descriptor() < 0) {
        return Err(errors::plain(thread, "Underlying socket connection gone"));
    }
    set_blocking(this);
    let end = deadline(this);
    let mut zeros = 0;
    loop {
        let once = this.shut_down_once.get();
        // SAFETY: the connection is open.
        let (result, outcome) = call(thread, this, &mut |pointer| unsafe {
            // What comes behind the end of TLS is to stay in the socket.
            if once {
                ffi::SSL_set_read_ahead(pointer, 0);
            }
            ffi::SSL_shutdown(pointer)
        });
        if result > 0 {
            break;
        }
        if result == 0 {
            zeros += 1;
            if zeros > 1 {
                break;
            }
            this.shut_down_once.set(true);
            continue;
        }
        os_error::poll(thread)?;
        let what = if outcome.kind == code::ERROR_WANT_READ {
            "read"
        } else {
            "write"
        };
        if lacks(outcome) && wait_for(thread, this, outcome.kind, end, what)? {
            continue;
        }
        return Err(errors::of_operation(thread, this, outcome));
    }
    check_callbacks(thread, this)?;
    Ok(this.socket.get().map_or_else(none, Ref::value))
}
