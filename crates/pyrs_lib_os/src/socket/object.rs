//! The class `_socket.socket`: a descriptor, its kind, and how long its operations may wait.
//!
//! Invariants: a socket with a timeout, zero included, has a non-blocking descriptor, and waiting is done by `poll`; the
//! data of a bytearray is copied before a call that may wait, for another thread may resize it meanwhile.

use super::address::{self, Address};
use super::message;
use crate::byte_view::{self, Target};
use crate::invoke::{self, slot_signature};
use crate::os_error::{self, last_errno, os_error, retry};
use crate::warnings;
use pyrs_macros::pymethods;
use pyrs_object::bytes::{ByteArrayObject, BytesObject};
use pyrs_object::convert::Signature;
use pyrs_object::core::core;
use pyrs_object::header::Header;
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeFlags, TypeObject};
use pyrs_object::{Args, PyResult, Raised, Ref, Thread, Value, heap_object, int, none, protocol};
use std::cell::Cell;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

/// A socket.
#[repr(C)]
pub struct SocketObject {
    header: Header,
    /// Descriptor, or -1.
    fd: Cell<i32>,
    family: Cell<i32>,
    kind: Cell<i32>,
    protocol: Cell<i32>,
    /// Nanoseconds that an operation may wait; negative for ever.
    timeout: Cell<i64>,
}
heap_object!(SocketObject, "_socket.socket", SOCKET_LAYOUT, []);

/// The class.
pub static SOCKET: NativeClass = NativeClass::new("_socket", "socket", &SOCKET_LAYOUT)
    .subclassable()
    .flags(TypeFlags::HAS_FINALIZER)
    .methods(SocketMethods::TYPE_METHODS);

/// Timeout of new sockets.
static DEFAULT_TIMEOUT: AtomicI64 = AtomicI64::new(-1);

static NEW: Signature = slot_signature("socket", &["family", "type", "proto", "fileno"], 0, 0);

/// The end of an operation's time, if it has one.
#[derive(Clone, Copy)]
struct Deadline(Option<Instant>);

/// Waits until the descriptor is ready; false if time is up. Other threads run meanwhile.
fn wait(thread: &mut Thread, fd: i32, events: i16, deadline: Deadline) -> PyResult<bool> {
    loop {
        let milliseconds = match deadline.0 {
            None => -1,
            Some(end) => {
                let left = end.saturating_duration_since(Instant::now());
                left.as_nanos().div_ceil(1_000_000).min(i32::MAX as u128) as i32
            }
        };
        let mut entry = libc::pollfd { fd, events, revents: 0 };
        // SAFETY: one entry, alive during the call.
        let (ready, errno) = thread.blocking(|| unsafe { (libc::poll(&mut entry, 1, milliseconds), last_errno()) });
        match ready {
            0 => {
                if deadline.0.is_some_and(|end| Instant::now() >= end) {
                    return Ok(false);
                }
            }
            ready if ready > 0 => return Ok(true),
            _ if errno == libc::EINTR => os_error::poll(thread)?,
            _ => return Err(os_error(thread, errno, None)),
        }
    }
}

#[cold]
fn timed_out(thread: &mut Thread) -> Raised {
    thread.raise_message(core().types.timeout_error.get(), format_args!("timed out"))
}

/// Makes a descriptor blocking or not.
fn set_blocking(thread: &mut Thread, fd: i32, blocking: bool) -> PyResult<()> {
    let mut flag = libc::c_int::from(!blocking);
    // SAFETY: the request reads one int.
    if unsafe { libc::ioctl(fd, libc::FIONBIO, &mut flag) } != 0 {
        return Err(os_error::last_os_error(thread, None));
    }
    Ok(())
}

fn close_descriptor(thread: &mut Thread, fd: i32) -> PyResult<()> {
    // SAFETY: the descriptor is the socket's own, which forgets it.
    let (result, errno) = thread.blocking(|| unsafe { (libc::close(fd), last_errno()) });
    // The peer's reset is no failure of closing.
    if result != 0 && errno != libc::ECONNRESET {
        return Err(os_error(thread, errno, None));
    }
    Ok(())
}

fn nanoseconds(thread: &mut Thread, value: Value) -> PyResult<i64> {
    match address::seconds(thread, value)? {
        None => Ok(-1),
        Some(seconds) if seconds.is_nan() => Err(thread.value_error(format_args!("Invalid value NaN (not a number)"))),
        Some(seconds) if seconds < 0.0 => Err(thread.value_error(format_args!("Timeout value out of range"))),
        Some(seconds) if seconds >= 9.2e9 => {
            Err(thread.overflow_error(format_args!("timestamp too large to convert to C PyTime_t")))
        }
        Some(seconds) => Ok((seconds * 1e9).ceil() as i64),
    }
}

fn timeout_value(thread: &mut Thread, timeout: i64) -> PyResult<Value> {
    if timeout < 0 {
        return Ok(none());
    }
    pyrs_object::float::from_f64(thread, timeout as f64 / 1e9)
}

/// `getdefaulttimeout`.
pub fn default_timeout(thread: &mut Thread) -> PyResult<Value> {
    timeout_value(thread, DEFAULT_TIMEOUT.load(Ordering::Relaxed))
}

/// `setdefaulttimeout`.
pub fn set_default_timeout(thread: &mut Thread, value: Value) -> PyResult<()> {
    let timeout = nanoseconds(thread, value)?;
    DEFAULT_TIMEOUT.store(timeout, Ordering::Relaxed);
    Ok(())
}

/// Data that stays as it is while other threads run.
pub fn stable(thread: &mut Thread, value: Value) -> PyResult<Value> {
    let readable = byte_view::readable(thread, value)?;
    if readable.downcast::<ByteArrayObject>().is_some() {
        return Ok(BytesObject::new(thread, byte_view::data(&readable))?.value());
    }
    Ok(readable)
}

impl SocketObject {
    /// The descriptor, or -1.
    pub fn descriptor(&self) -> i32 {
        self.fd.get()
    }

    /// How long an operation may wait; `None` for ever.
    pub fn timeout(&self) -> Option<Duration> {
        u64::try_from(self.timeout.get()).ok().map(Duration::from_nanos)
    }

    fn deadline(&self) -> Deadline {
        let timeout = self.timeout.get();
        Deadline((timeout > 0).then(|| Instant::now() + Duration::from_nanos(timeout as u64)))
    }

    /// Runs an operation, waiting for the descriptor as long as the timeout allows.
    pub fn attempt(&self, thread: &mut Thread, events: i16, call: impl FnMut(i32) -> isize) -> PyResult<usize> {
        self.attempt_until(thread, events, self.deadline(), call)
    }

    fn attempt_until(
        &self,
        thread: &mut Thread,
        events: i16,
        deadline: Deadline,
        mut call: impl FnMut(i32) -> isize,
    ) -> PyResult<usize> {
        let fd = self.fd.get();
        loop {
            if deadline.0.is_some() && !wait(thread, fd, events, deadline)? {
                return Err(timed_out(thread));
            }
            match retry(thread, || call(fd))? {
                Ok(count) => return Ok(count as usize),
                Err(libc::EAGAIN) if deadline.0.is_some() => {}
                Err(errno) => return Err(os_error(thread, errno, None)),
            }
        }
    }

    fn connect_to(&self, thread: &mut Thread, address: &Address) -> PyResult<i32> {
        let fd = self.fd.get();
        // SAFETY: the address is alive, with its length.
        let (result, errno) =
            thread.blocking(|| unsafe { (libc::connect(fd, address.as_ptr(), address.len()), last_errno()) });
        if result == 0 {
            return Ok(0);
        }
        let interrupted = errno == libc::EINTR && self.timeout.get() != 0;
        if interrupted {
            os_error::poll(thread)?;
        }
        if !(interrupted || errno == libc::EINPROGRESS && self.timeout.get() > 0) {
            return Ok(errno);
        }
        if !wait(thread, fd, libc::POLLOUT, self.deadline())? {
            return Ok(-1);
        }
        let mut error: libc::c_int = 0;
        let mut length = std::mem::size_of::<libc::c_int>() as libc::socklen_t;
        // SAFETY: the option is an int.
        let result = unsafe {
            libc::getsockopt(
                fd,
                libc::SOL_SOCKET,
                libc::SO_ERROR,
                (&raw mut error).cast(),
                &mut length,
            )
        };
        Ok(match (result, error) {
            (0, libc::EISCONN) => 0,
            (0, error) => error,
            _ => last_errno(),
        })
    }

    fn option(&self, option: i32) -> Option<i32> {
        let mut value: libc::c_int = 0;
        let mut length = std::mem::size_of::<libc::c_int>() as libc::socklen_t;
        let fd = self.fd.get();
        // SAFETY: the option is an int.
        let result = unsafe { libc::getsockopt(fd, libc::SOL_SOCKET, option, (&raw mut value).cast(), &mut length) };
        (result == 0).then_some(value)
    }

    fn start_timeout(&self, thread: &mut Thread, flags: i32) -> PyResult<()> {
        if flags & libc::SOCK_NONBLOCK != 0 {
            self.timeout.set(0);
            return Ok(());
        }
        let timeout = DEFAULT_TIMEOUT.load(Ordering::Relaxed);
        self.timeout.set(timeout);
        if timeout >= 0 {
            set_blocking(thread, self.fd.get(), false)?;
        }
        Ok(())
    }

    /// One receiving call into fresh memory.
    pub fn receive(&self, thread: &mut Thread, size: usize, flags: i32) -> PyResult<Vec<u8>> {
        let mut buffer = Vec::<u8>::with_capacity(size);
        let start = buffer.as_mut_ptr();
        // SAFETY: there is room for so many bytes.
        let count = self.attempt(thread, libc::POLLIN, |fd| unsafe {
            libc::recv(fd, start.cast(), size, flags)
        })?;
        // SAFETY: the call has written so many bytes.
        unsafe { buffer.set_len(count.min(size)) };
        Ok(buffer)
    }

    fn receive_from(&self, thread: &mut Thread, size: usize, flags: i32) -> PyResult<(Vec<u8>, Address)> {
        let mut buffer = Vec::<u8>::with_capacity(size);
        let start = buffer.as_mut_ptr();
        let mut from = Address::empty();
        // SAFETY: there is room for so many bytes, and for any address.
        let count = self.attempt(thread, libc::POLLIN, |fd| unsafe {
            from = Address::empty();
            let (pointer, length) = (from.as_mut_ptr(), from.len_mut() as *mut libc::socklen_t);
            libc::recvfrom(fd, start.cast(), size, flags, pointer, length)
        })?;
        // SAFETY: the call has written so many bytes.
        unsafe { buffer.set_len(count.min(size)) };
        Ok((buffer, from))
    }
}

fn receiver(thread: &mut Thread, this: Value) -> PyResult<Ref<SocketObject>> {
    match this.downcast::<SocketObject>() {
        Some(this) => Ok(this),
        None => Err(thread.type_error(format_args!("a socket is required"))),
    }
}

/// A new descriptor.
fn open(thread: &mut Thread, family: i32, kind: i32, protocol: i32) -> PyResult<i32> {
    // SAFETY: plain numbers.
    let result = retry(thread, || unsafe {
        libc::socket(family, kind | libc::SOCK_CLOEXEC, protocol)
    })?;
    result.map_err(|errno| os_error(thread, errno, None))
}

fn initialise(thread: &mut Thread, this: Ref<SocketObject>, args: Args) -> PyResult<()> {
    let [family, kind, protocol, fileno] = invoke::bind(thread, &NEW, args)?;
    let mut family = address::optional_i32(thread, family, -1)?;
    let mut kind = address::optional_i32(thread, kind, -1)?;
    let mut protocol = address::optional_i32(thread, protocol, -1)?;
    if let Some(fileno) = invoke::given(fileno) {
        let fd = address::optional_i32(thread, Some(fileno), -1)?;
        if fd < 0 {
            return Err(thread.value_error(format_args!("negative file descriptor")));
        }
        let mut name = Address::empty();
        let (pointer, length) = (name.as_mut_ptr(), name.len_mut() as *mut libc::socklen_t);
        // SAFETY: there is room for any address.
        let result = unsafe { libc::getsockname(fd, pointer, length) };
        if result != 0 && (family == -1 || matches!(last_errno(), libc::EBADF | libc::ENOTSOCK)) {
            return Err(os_error::last_os_error(thread, None));
        }
        if family == -1 {
            family = name.family();
        }
        let old = this.fd.replace(fd);
        if kind == -1 {
            kind = this.option(libc::SO_TYPE).unwrap_or(libc::SOCK_STREAM);
        }
        if protocol == -1 {
            protocol = this.option(libc::SO_PROTOCOL).unwrap_or(0);
        }
        debug_assert!(old < 0 || old == fd);
    } else {
        family = if family == -1 { libc::AF_INET } else { family };
        kind = if kind == -1 { libc::SOCK_STREAM } else { kind };
        protocol = protocol.max(0);
        let fd = open(thread, family, kind, protocol)?;
        this.fd.set(fd);
    }
    this.family.set(family);
    this.kind.set(kind & !(libc::SOCK_CLOEXEC | libc::SOCK_NONBLOCK));
    this.protocol.set(protocol);
    this.start_timeout(thread, kind)
}

/// A socket object of a descriptor.
pub fn of_descriptor(thread: &mut Thread, fd: i32, family: i32, kind: i32, protocol: i32) -> PyResult<Value> {
    let this: Ref<SocketObject> = SOCKET.get().allocate_instance(thread)?;
    this.fd.set(fd);
    this.family.set(family);
    this.kind.set(kind & !(libc::SOCK_CLOEXEC | libc::SOCK_NONBLOCK));
    this.protocol.set(protocol);
    this.timeout.set(-1);
    this.start_timeout(thread, kind)?;
    Ok(this.value())
}

fn size_argument(thread: &mut Thread, function: &str, size: i64) -> PyResult<usize> {
    match usize::try_from(size) {
        Ok(size) if size < (isize::MAX as usize) >> 1 => Ok(size),
        Ok(_) => Err(thread.memory_error()),
        Err(_) => Err(thread.value_error(format_args!("negative buffersize in {function}"))),
    }
}

/// How many bytes `recv_into` asks for, and where they go.
fn target(thread: &mut Thread, function: &str, buffer: Value, count: Option<i64>) -> PyResult<(Target, usize)> {
    let target = match Target::new(thread, function, buffer) {
        Ok(target) => target,
        Err(raised) => {
            if !thread.clear_if(core().types.type_error.get()) {
                return Err(raised);
            }
            let class = pyrs_object::type_object::class_of(buffer).name_for_message();
            return Err(thread.type_error(format_args!(
                "{function}() argument 1 must be read-write bytes-like object, not {class}"
            )));
        }
    };
    let count = count.unwrap_or(0);
    let Ok(count) = usize::try_from(count) else {
        return Err(thread.value_error(format_args!("negative buffersize in {function}")));
    };
    if count > target.len() {
        return Err(thread.value_error(format_args!("buffer too small for requested bytes")));
    }
    let count = if count == 0 { target.len() } else { count };
    Ok((target, count))
}

fn name_of(
    thread: &mut Thread,
    this: &SocketObject,
    call: unsafe extern "C" fn(libc::c_int, *mut libc::sockaddr, *mut libc::socklen_t) -> libc::c_int,
) -> PyResult<Value> {
    let mut name = Address::empty();
    let (pointer, length) = (name.as_mut_ptr(), name.len_mut() as *mut libc::socklen_t);
    // SAFETY: there is room for any address.
    if unsafe { call(this.fd.get(), pointer, length) } != 0 {
        return Err(os_error::last_os_error(thread, None));
    }
    name.to_value(thread)
}

/// Holds the methods of sockets.
pub struct SocketMethods;

/// socket(family=AF_INET, type=SOCK_STREAM, proto=0) -> socket object
/// socket(family=-1, type=-1, proto=-1, fileno=None) -> socket object
///
/// Open a socket of the given type, or make an object for an open descriptor.
#[pymethods]
impl SocketMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, _args: Args) -> PyResult<Value> {
        let Some(class) = class.downcast::<TypeObject>() else {
            return Err(thread.type_error(format_args!("__new__() needs a class")));
        };
        let this: Ref<SocketObject> = class.allocate_instance(thread)?;
        this.fd.set(-1);
        this.timeout.set(-1);
        Ok(this.value())
    }

    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        let this = receiver(thread, this)?;
        initialise(thread, this, args)
    }

    #[slot]
    fn finalize(thread: &mut Thread, this: Value) {
        let Some(socket) = this.downcast::<SocketObject>().filter(|socket| socket.fd.get() >= 0) else {
            return;
        };
        let text = match protocol::repr(thread, this) {
            Ok(text) => text.to_string_lossy(),
            Err(_) => "<socket object>".to_owned(),
        };
        // An exception stays pending for the caller to report.
        let _reported = warnings::warn(thread, "ResourceWarning", &format!("unclosed {text}"), 1);
        // SAFETY: nobody else has the socket any more.
        unsafe { libc::close(socket.fd.replace(-1)) };
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let this = receiver(thread, this)?;
        let (fd, family, kind, protocol) = (this.fd.get(), this.family.get(), this.kind.get(), this.protocol.get());
        let text = format!("<socket object, fd={fd}, family={family}, type={kind}, proto={protocol}>");
        Ok(StrObject::from_str(thread, &text)?.value())
    }

    /// the socket family
    #[getter]
    fn family(_thread: &mut Thread, this: Ref<SocketObject>) -> PyResult<i32> {
        Ok(this.family.get())
    }

    /// the socket type
    #[getter(name = "type")]
    fn kind(_thread: &mut Thread, this: Ref<SocketObject>) -> PyResult<i32> {
        Ok(this.kind.get())
    }

    /// the socket protocol
    #[getter]
    fn proto(_thread: &mut Thread, this: Ref<SocketObject>) -> PyResult<i32> {
        Ok(this.protocol.get())
    }

    /// the socket timeout
    #[getter]
    fn timeout(thread: &mut Thread, this: Ref<SocketObject>) -> PyResult<Value> {
        timeout_value(thread, this.timeout.get())
    }

    /// Wait for an incoming connection, and return a new descriptor and the address of the client.
    #[method]
    fn _accept(thread: &mut Thread, this: Ref<SocketObject>) -> PyResult<Value> {
        let mut from = Address::empty();
        // SAFETY: there is room for any address.
        let fd = this.attempt(thread, libc::POLLIN, |fd| unsafe {
            from = Address::empty();
            let (pointer, length) = (from.as_mut_ptr(), from.len_mut() as *mut libc::socklen_t);
            libc::accept4(fd, pointer, length, libc::SOCK_CLOEXEC) as isize
        })?;
        let address = match from.to_value(thread) {
            Ok(address) => address,
            Err(raised) => {
                // SAFETY: the descriptor was just made.
                unsafe { libc::close(fd as i32) };
                return Err(raised);
            }
        };
        Ok(TupleObject::from_slice(thread, &[Value::small_int(fd as i64), address])?.value())
    }

    /// Bind the socket to a local address.
    #[method]
    fn bind(thread: &mut Thread, this: Ref<SocketObject>, address: Value) -> PyResult<()> {
        let address = Address::from_value(thread, "bind", this.family.get(), address)?;
        let fd = this.fd.get();
        // SAFETY: the address is alive, with its length.
        match retry(thread, || unsafe { libc::bind(fd, address.as_ptr(), address.len()) })? {
            Ok(_) => Ok(()),
            Err(errno) => Err(os_error(thread, errno, None)),
        }
    }

    /// Mark the socket closed and close its descriptor.
    #[method]
    fn close(thread: &mut Thread, this: Ref<SocketObject>) -> PyResult<()> {
        match this.fd.replace(-1) {
            fd if fd < 0 => Ok(()),
            fd => close_descriptor(thread, fd),
        }
    }

    /// Close the socket object without closing its descriptor, which is returned.
    #[method]
    fn detach(_thread: &mut Thread, this: Ref<SocketObject>) -> i32 {
        this.fd.replace(-1)
    }

    /// Connect the socket to a remote address.
    #[method]
    fn connect(thread: &mut Thread, this: Ref<SocketObject>, address: Value) -> PyResult<()> {
        let address = Address::from_value(thread, "connect", this.family.get(), address)?;
        match this.connect_to(thread, &address)? {
            0 => Ok(()),
            -1 => Err(timed_out(thread)),
            errno => Err(os_error(thread, errno, None)),
        }
    }

    /// Like connect(), but return an error number instead of raising.
    #[method]
    fn connect_ex(thread: &mut Thread, this: Ref<SocketObject>, address: Value) -> PyResult<i32> {
        let address = Address::from_value(thread, "connect_ex", this.family.get(), address)?;
        match this.connect_to(thread, &address)? {
            -1 => Ok(libc::EAGAIN),
            errno => Ok(errno),
        }
    }

    /// Return the descriptor.
    #[method]
    fn fileno(_thread: &mut Thread, this: Ref<SocketObject>) -> i32 {
        this.fd.get()
    }

    /// Return the address of the remote end.
    #[method]
    fn getpeername(thread: &mut Thread, this: Ref<SocketObject>) -> PyResult<Value> {
        name_of(thread, &this, libc::getpeername)
    }

    /// Return the address of the local end.
    #[method]
    fn getsockname(thread: &mut Thread, this: Ref<SocketObject>) -> PyResult<Value> {
        name_of(thread, &this, libc::getsockname)
    }

    /// Get a socket option: an integer, or bytes if a length is given.
    #[method]
    fn getsockopt(
        thread: &mut Thread,
        this: Ref<SocketObject>,
        level: i32,
        option: i32,
        buflen: Option<i64>,
    ) -> PyResult<Value> {
        let size = buflen.unwrap_or(0);
        if !(0..=1024).contains(&size) {
            return Err(thread.os_error_plain(format_args!("getsockopt buflen out of range")));
        }
        let mut buffer = [0u8; 1024];
        let is_number = size == 0;
        let mut length = if is_number { 4 } else { size as libc::socklen_t };
        let fd = this.fd.get();
        // SAFETY: the buffer is at least as long as said.
        if unsafe { libc::getsockopt(fd, level, option, buffer.as_mut_ptr().cast(), &mut length) } != 0 {
            return Err(os_error::last_os_error(thread, None));
        }
        if is_number {
            let number = i32::from_ne_bytes([buffer[0], buffer[1], buffer[2], buffer[3]]);
            return Ok(Value::small_int(number.into()));
        }
        Ok(BytesObject::new(thread, &buffer[..(length as usize).min(buffer.len())])?.value())
    }

    /// Set a socket option: an integer, bytes, or None and a length.
    #[method]
    fn setsockopt(
        thread: &mut Thread,
        this: Ref<SocketObject>,
        level: i32,
        option: i32,
        value: Value,
        optlen: Option<i64>,
    ) -> PyResult<()> {
        let fd = this.fd.get();
        let result = if let Some(number) = int::as_i64(value) {
            let number = i32::try_from(number)
                .map_err(|_| thread.overflow_error(format_args!("Python int too large to convert to C int")))?;
            // SAFETY: an int, alive during the call.
            unsafe { libc::setsockopt(fd, level, option, (&raw const number).cast(), 4) }
        } else if value == none() {
            let length = optlen.unwrap_or(0).clamp(0, i64::from(u32::MAX)) as libc::socklen_t;
            // SAFETY: a null pointer is what the caller asks for; the system checks it.
            unsafe { libc::setsockopt(fd, level, option, std::ptr::null(), length) }
        } else {
            let data = byte_view::readable(thread, value)?;
            let data = byte_view::data(&data);
            // SAFETY: the data have the length given.
            unsafe { libc::setsockopt(fd, level, option, data.as_ptr().cast(), data.len() as libc::socklen_t) }
        };
        if result != 0 {
            return Err(os_error::last_os_error(thread, None));
        }
        Ok(())
    }

    /// Let the socket accept connections.
    #[method]
    fn listen(thread: &mut Thread, this: Ref<SocketObject>, backlog: Option<i32>) -> PyResult<()> {
        // SAFETY: plain numbers.
        if unsafe { libc::listen(this.fd.get(), backlog.unwrap_or(128).max(0)) } != 0 {
            return Err(os_error::last_os_error(thread, None));
        }
        Ok(())
    }

    /// Receive up to a number of bytes.
    #[method]
    fn recv(thread: &mut Thread, this: Ref<SocketObject>, bufsize: i64, flags: Option<i32>) -> PyResult<Value> {
        let size = size_argument(thread, "recv", bufsize)?;
        let data = this.receive(thread, size, flags.unwrap_or(0))?;
        Ok(BytesObject::new(thread, &data)?.value())
    }

    /// Receive into a buffer, and return how many bytes came.
    #[method(keywords = "buffer, nbytes, flags")]
    fn recv_into(
        thread: &mut Thread,
        this: Ref<SocketObject>,
        buffer: Value,
        nbytes: Option<i64>,
        flags: Option<i32>,
    ) -> PyResult<usize> {
        let (target, count) = target(thread, "recv_into", buffer, nbytes)?;
        let data = this.receive(thread, count, flags.unwrap_or(0))?;
        target.fill(thread, &data)?;
        Ok(data.len())
    }

    /// Like recv(), but return the sender's address as well.
    #[method]
    fn recvfrom(thread: &mut Thread, this: Ref<SocketObject>, bufsize: i64, flags: Option<i32>) -> PyResult<Value> {
        let size = size_argument(thread, "recvfrom", bufsize)?;
        let (data, from) = this.receive_from(thread, size, flags.unwrap_or(0))?;
        let data = BytesObject::new(thread, &data)?.value();
        let from = from.to_value(thread)?;
        Ok(TupleObject::from_slice(thread, &[data, from])?.value())
    }

    /// Like recv_into(), but return the sender's address as well.
    #[method(keywords = "buffer, nbytes, flags")]
    fn recvfrom_into(
        thread: &mut Thread,
        this: Ref<SocketObject>,
        buffer: Value,
        nbytes: Option<i64>,
        flags: Option<i32>,
    ) -> PyResult<Value> {
        let (target, count) = target(thread, "recvfrom_into", buffer, nbytes)?;
        let (data, from) = this.receive_from(thread, count, flags.unwrap_or(0))?;
        target.fill(thread, &data)?;
        let from = from.to_value(thread)?;
        Ok(TupleObject::from_slice(thread, &[Value::small_int(data.len() as i64), from])?.value())
    }

    /// Receive a message with ancillary data: (data, ancdata, msg_flags, address).
    #[method]
    fn recvmsg(
        thread: &mut Thread,
        this: Ref<SocketObject>,
        bufsize: i64,
        ancbufsize: Option<i64>,
        flags: Option<i32>,
    ) -> PyResult<Value> {
        let size = size_argument(thread, "recvmsg()", bufsize)?;
        let ancillary = size_argument(thread, "recvmsg()", ancbufsize.unwrap_or(0))?;
        message::receive(thread, &this, size, ancillary, flags.unwrap_or(0))
    }

    /// Send data, and return how many bytes were sent.
    #[method]
    fn send(thread: &mut Thread, this: Ref<SocketObject>, data: Value, flags: Option<i32>) -> PyResult<usize> {
        let held = stable(thread, data)?;
        let (data, flags) = (byte_view::data(&held), flags.unwrap_or(0));
        // SAFETY: the data have the length given.
        this.attempt(thread, libc::POLLOUT, |fd| unsafe {
            libc::send(fd, data.as_ptr().cast(), data.len(), flags)
        })
    }

    /// Send all the data.
    #[method]
    fn sendall(thread: &mut Thread, this: Ref<SocketObject>, data: Value, flags: Option<i32>) -> PyResult<()> {
        let held = stable(thread, data)?;
        let (mut data, flags) = (byte_view::data(&held), flags.unwrap_or(0));
        // The timeout is for all of it.
        let deadline = this.deadline();
        while !data.is_empty() {
            // SAFETY: the data have the length given.
            let count = this.attempt_until(thread, libc::POLLOUT, deadline, |fd| unsafe {
                libc::send(fd, data.as_ptr().cast(), data.len(), flags)
            })?;
            data = &data[count.min(data.len())..];
            os_error::poll(thread)?;
        }
        Ok(())
    }

    /// sendto(data[, flags], address) -> count
    ///
    /// Like send(data, flags) but to an address.
    #[method(signature = "")]
    fn sendto(thread: &mut Thread, this: Ref<SocketObject>, args: Args) -> PyResult<usize> {
        let (data, flags, address) = match args.positional() {
            [data, address] => (*data, 0, *address),
            [data, flags, address] => (*data, address::optional_i32(thread, Some(*flags), 0)?, *address),
            other => {
                let given = other.len();
                return Err(thread.type_error(format_args!("sendto() takes 2 or 3 arguments ({given} given)")));
            }
        };
        let held = stable(thread, data)?;
        let data = byte_view::data(&held);
        let to = Address::from_value(thread, "sendto", this.family.get(), address)?;
        // SAFETY: the data and the address have the lengths given.
        this.attempt(thread, libc::POLLOUT, |fd| unsafe {
            libc::sendto(fd, data.as_ptr().cast(), data.len(), flags, to.as_ptr(), to.len())
        })
    }

    /// Send buffers and ancillary data, and return how many bytes of the buffers were sent.
    #[method]
    fn sendmsg(
        thread: &mut Thread,
        this: Ref<SocketObject>,
        buffers: Value,
        ancdata: Option<Value>,
        flags: Option<i32>,
        address: Option<Value>,
    ) -> PyResult<usize> {
        let to = match invoke::given(address) {
            Some(address) => Some(Address::from_value(thread, "sendmsg", this.family.get(), address)?),
            None => None,
        };
        message::send(thread, &this, buffers, ancdata, flags.unwrap_or(0), to)
    }

    /// Set the socket to blocking (true) or non-blocking (false).
    #[method]
    fn setblocking(thread: &mut Thread, this: Ref<SocketObject>, flag: bool) -> PyResult<()> {
        this.timeout.set(if flag { -1 } else { 0 });
        set_blocking(thread, this.fd.get(), flag)
    }

    /// Whether the socket is in blocking mode.
    #[method]
    fn getblocking(_thread: &mut Thread, this: Ref<SocketObject>) -> bool {
        this.timeout.get() != 0
    }

    /// Set a timeout in seconds on operations; None for none.
    #[method]
    fn settimeout(thread: &mut Thread, this: Ref<SocketObject>, timeout: Value) -> PyResult<()> {
        let timeout = nanoseconds(thread, timeout)?;
        this.timeout.set(timeout);
        set_blocking(thread, this.fd.get(), timeout < 0)
    }

    /// Return the timeout in seconds, or None.
    #[method]
    fn gettimeout(thread: &mut Thread, this: Ref<SocketObject>) -> PyResult<Value> {
        timeout_value(thread, this.timeout.get())
    }

    /// Shut down the reading side, the writing side, or both.
    #[method]
    fn shutdown(thread: &mut Thread, this: Ref<SocketObject>, flag: i32) -> PyResult<()> {
        // SAFETY: plain numbers.
        if unsafe { libc::shutdown(this.fd.get(), flag) } != 0 {
            return Err(os_error::last_os_error(thread, None));
        }
        Ok(())
    }
}
