//! Descriptors beyond reading and writing: several buffers at once, copies between descriptors, terminals, events,
//! anonymous files.

use crate::byte_view::{self, Target};
use pyrs_macros::pymodule;
use pyrs_object::type_object::class_of;
use pyrs_object::{PyResult, Thread, Value, protocol};

/// The items of a sequence of buffers, each at most so often as the system takes.
fn sequence(thread: &mut Thread, function: &str, buffers: Value) -> PyResult<()> {
    let class = class_of(buffers);
    if class.slot(|s| s.getitem).is_none() || class.slot(|s| s.len).is_none() {
        return Err(thread.type_error(format_args!("{function}() arg 2 must be a sequence")));
    }
    Ok(())
}

/// The data of all buffers, one after the other.
fn gather(thread: &mut Thread, function: &str, buffers: Value) -> PyResult<Vec<u8>> {
    sequence(thread, function, buffers)?;
    let mut data = Vec::new();
    protocol::for_each(thread, buffers, |thread, buffer| {
        let source = byte_view::readable(thread, buffer)?;
        data.extend_from_slice(byte_view::data(&source));
        Ok(())
    })?;
    Ok(data)
}

/// The room of all buffers.
fn room(thread: &mut Thread, function: &str, buffers: Value) -> PyResult<usize> {
    sequence(thread, function, buffers)?;
    let mut length = 0;
    protocol::for_each(thread, buffers, |thread, buffer| {
        length += writable(thread, buffer)?.len();
        Ok(())
    })?;
    Ok(length)
}

fn writable(thread: &mut Thread, buffer: Value) -> PyResult<Target> {
    match Target::new(thread, "readv", buffer) {
        Err(_) if pyrs_object::bytes::as_bytes(&buffer).is_some() => {
            thread.take_raised();
            Err(thread.buffer_error(format_args!("Object is not writable.")))
        }
        other => other,
    }
}

/// Spreads data over the buffers.
fn scatter(thread: &mut Thread, buffers: Value, data: &[u8]) -> PyResult<()> {
    let mut rest = data;
    protocol::for_each(thread, buffers, |thread, buffer| {
        let target = writable(thread, buffer)?;
        let (part, after) = rest.split_at(target.len().min(rest.len()));
        rest = after;
        target.fill(thread, part)
    })
}

#[pymodule(name = "posix")]
pub(super) mod table {
    use super::super::identity::done;
    use super::{gather, room, scatter};
    use crate::os_error::{last_os_error, os_error, retry};
    use crate::path;
    use pyrs_object::convert::OptionalNone;
    use pyrs_object::tuple::TupleObject;
    use pyrs_object::{PyResult, Ref, Thread, Value, int};

    fn count(thread: &mut Thread, result: Result<isize, i32>) -> PyResult<usize> {
        match result {
            Ok(count) => Ok(count as usize),
            Err(errno) => Err(os_error(thread, errno, None)),
        }
    }

    /// Read into several buffers.
    #[function]
    fn readv(thread: &mut Thread, fd: i32, buffers: Value) -> PyResult<usize> {
        let mut data = vec![0u8; room(thread, "readv", buffers)?];
        // SAFETY: the buffer has the length given.
        let result = retry(thread, || unsafe {
            libc::read(fd, data.as_mut_ptr().cast(), data.len())
        })?;
        let count = count(thread, result)?;
        scatter(thread, buffers, &data[..count])?;
        Ok(count)
    }

    /// Read into several buffers from a position on.
    #[function]
    fn preadv(thread: &mut Thread, fd: i32, buffers: Value, offset: i64, flags: Option<i32>) -> PyResult<usize> {
        let mut data = vec![0u8; room(thread, "preadv", buffers)?];
        let flags = flags.unwrap_or(0);
        let part = libc::iovec {
            iov_base: data.as_mut_ptr().cast(),
            iov_len: data.len(),
        };
        // SAFETY: the one buffer has the length given.
        let result = retry(thread, || unsafe { libc::preadv2(fd, &part, 1, offset, flags) })?;
        let count = count(thread, result)?;
        scatter(thread, buffers, &data[..count])?;
        Ok(count)
    }

    /// Write several buffers.
    #[function]
    fn writev(thread: &mut Thread, fd: i32, buffers: Value) -> PyResult<usize> {
        let data = gather(thread, "writev", buffers)?;
        // SAFETY: the data have the length given.
        let result = retry(thread, || unsafe { libc::write(fd, data.as_ptr().cast(), data.len()) })?;
        count(thread, result)
    }

    /// Write several buffers from a position on.
    #[function]
    fn pwritev(thread: &mut Thread, fd: i32, buffers: Value, offset: i64, flags: Option<i32>) -> PyResult<usize> {
        let data = gather(thread, "pwritev", buffers)?;
        let flags = flags.unwrap_or(0);
        let part = libc::iovec {
            iov_base: data.as_ptr().cast_mut().cast(),
            iov_len: data.len(),
        };
        // SAFETY: the one buffer has the length given and is only read.
        let result = retry(thread, || unsafe { libc::pwritev2(fd, &part, 1, offset, flags) })?;
        count(thread, result)
    }

    /// Copy from a file to a descriptor; where `offset` is None, from the file's position, which moves.
    #[function(keywords = "out_fd, in_fd, offset, count")]
    fn sendfile(thread: &mut Thread, out_fd: i32, in_fd: i32, offset: Value, count: usize) -> PyResult<usize> {
        let mut place = match offset == pyrs_object::none() {
            true => None,
            false => Some(pyrs_object::protocol::index_i64(thread, offset)?),
        };
        let pointer = place.as_mut().map_or(std::ptr::null_mut(), std::ptr::from_mut);
        // SAFETY: the place lives during the call; a null pointer means the file's own.
        let result = retry(thread, || unsafe { libc::sendfile(out_fd, in_fd, pointer, count) })?;
        self::count(thread, result)
    }

    /// Copy between two files without reading the data.
    #[function(keywords = "src, dst, count, offset_src, offset_dst")]
    fn copy_file_range(
        thread: &mut Thread,
        src: i32,
        dst: i32,
        count: i64,
        offset_src: OptionalNone<i64>,
        offset_dst: OptionalNone<i64>,
    ) -> PyResult<usize> {
        let Ok(length) = usize::try_from(count) else {
            return Err(thread.value_error(format_args!("negative value for 'count' not allowed")));
        };
        let (mut from, mut to) = (offset_src.0, offset_dst.0);
        let from = from.as_mut().map_or(std::ptr::null_mut(), std::ptr::from_mut);
        let to = to.as_mut().map_or(std::ptr::null_mut(), std::ptr::from_mut);
        // SAFETY: the places live during the call; null pointers mean the files' own.
        let result = retry(thread, || unsafe {
            libc::copy_file_range(src, from, dst, to, length, 0)
        })?;
        self::count(thread, result)
    }

    /// Move data between two descriptors, one of which is a pipe.
    #[function(keywords = "src, dst, count, offset_src, offset_dst, flags")]
    fn splice(
        thread: &mut Thread,
        src: i32,
        dst: i32,
        count: i64,
        offset_src: OptionalNone<i64>,
        offset_dst: OptionalNone<i64>,
        flags: Option<u32>,
    ) -> PyResult<usize> {
        let Ok(length) = usize::try_from(count) else {
            return Err(thread.value_error(format_args!("negative value for 'count' not allowed")));
        };
        let (mut from, mut to) = (offset_src.0, offset_dst.0);
        let from = from.as_mut().map_or(std::ptr::null_mut(), std::ptr::from_mut);
        let to = to.as_mut().map_or(std::ptr::null_mut(), std::ptr::from_mut);
        let flags = flags.unwrap_or(0);
        // SAFETY: the places live during the call; null pointers mean the files' own.
        let result = retry(thread, || unsafe { libc::splice(src, from, dst, to, length, flags) })?;
        self::count(thread, result)
    }

    /// Make sure that there is room on the disk.
    #[function]
    fn posix_fallocate(thread: &mut Thread, fd: i32, offset: i64, length: i64) -> PyResult<()> {
        // SAFETY: a plain library call.
        let errno = thread.blocking(|| unsafe { libc::posix_fallocate(fd, offset, length) });
        match errno {
            0 => Ok(()),
            errno => Err(os_error(thread, errno, None)),
        }
    }

    /// Tell the system how a part of a file will be used.
    #[function]
    fn posix_fadvise(thread: &mut Thread, fd: i32, offset: i64, length: i64, advice: i32) -> PyResult<()> {
        // SAFETY: a plain library call.
        let errno = thread.blocking(|| unsafe { libc::posix_fadvise(fd, offset, length, advice) });
        match errno {
            0 => Ok(()),
            errno => Err(os_error(thread, errno, None)),
        }
    }

    /// Lock, test or unlock a part of a file from its position on.
    #[function]
    fn lockf(thread: &mut Thread, fd: i32, command: i32, length: i64) -> PyResult<()> {
        // SAFETY: a plain library call.
        match retry(thread, || unsafe { libc::lockf(fd, command, length) })? {
            Ok(_) => Ok(()),
            Err(errno) => Err(os_error(thread, errno, None)),
        }
    }

    /// Write everything in the system's caches to disk.
    #[function]
    fn sync(thread: &mut Thread) {
        // SAFETY: a plain library call.
        thread.blocking(|| unsafe { libc::sync() });
    }

    fn fresh(thread: &mut Thread, fd: i32) -> PyResult<i32> {
        match fd {
            0.. => Ok(fd),
            _ => Err(last_os_error(thread, None)),
        }
    }

    /// A descriptor with a counter for events.
    #[function(keywords = "initval, flags")]
    fn eventfd(thread: &mut Thread, initval: u32, flags: Option<i32>) -> PyResult<i32> {
        // SAFETY: a plain library call.
        let fd = unsafe { libc::eventfd(initval, flags.unwrap_or(libc::EFD_CLOEXEC)) };
        fresh(thread, fd)
    }

    /// Take the counter of an event descriptor.
    #[function(keywords = "fd")]
    fn eventfd_read(thread: &mut Thread, fd: i32) -> PyResult<u64> {
        let mut number = 0u64;
        // SAFETY: there is room for the number.
        let result = retry(thread, || unsafe { libc::read(fd, (&raw mut number).cast(), 8) })?;
        count(thread, result)?;
        Ok(number)
    }

    /// Add to the counter of an event descriptor.
    #[function(keywords = "fd, value")]
    fn eventfd_write(thread: &mut Thread, fd: i32, value: u32) -> PyResult<()> {
        let number = u64::from(value);
        // SAFETY: the number has the length given.
        let result = retry(thread, || unsafe { libc::write(fd, (&raw const number).cast(), 8) })?;
        count(thread, result).map(|_| ())
    }

    /// A file in memory, without a place in a folder.
    #[function(keywords = "name, flags")]
    fn memfd_create(thread: &mut Thread, name: Value, flags: Option<u32>) -> PyResult<i32> {
        let bytes = path::encode(thread, name)?;
        let Ok(name) = std::ffi::CString::new(bytes) else {
            return Err(thread.value_error(format_args!("embedded null byte")));
        };
        // SAFETY: the name ends with a zero.
        let fd = unsafe { libc::memfd_create(name.as_ptr(), flags.unwrap_or(libc::MFD_CLOEXEC)) };
        fresh(thread, fd)
    }

    /// A descriptor of a process.
    #[function(keywords = "pid, flags")]
    fn pidfd_open(thread: &mut Thread, pid: i32, flags: Option<u32>) -> PyResult<i32> {
        // SAFETY: a system call with two numbers.
        let fd = unsafe { libc::syscall(libc::SYS_pidfd_open, pid, flags.unwrap_or(0)) };
        fresh(thread, fd as i32)
    }

    /// A new terminal: the descriptors of its two sides.
    #[function]
    fn openpty(thread: &mut Thread) -> PyResult<Ref<TupleObject>> {
        let (mut main, mut other) = (-1, -1);
        let null = std::ptr::null_mut();
        // SAFETY: there is room for the descriptors; null pointers ask for nothing else.
        let status = unsafe { libc::openpty(&mut main, &mut other, null, std::ptr::null(), std::ptr::null()) };
        done(thread, status)?;
        for fd in [main, other] {
            // SAFETY: a plain system call.
            unsafe { libc::fcntl(fd, libc::F_SETFD, libc::FD_CLOEXEC) };
        }
        TupleObject::from_slice(thread, &[main, other].map(|fd| Value::small_int(fd.into())))
    }

    /// Make a terminal this process's own, as its standard streams.
    #[function]
    fn login_tty(thread: &mut Thread, fd: i32) -> PyResult<()> {
        // SAFETY: a plain library call.
        done(thread, unsafe { libc::login_tty(fd) })
    }

    fn name(thread: &mut Thread, status: i32, buffer: &[u8]) -> PyResult<Value> {
        if status != 0 {
            return Err(os_error(thread, status, None));
        }
        let end = buffer.iter().position(|byte| *byte == 0).unwrap_or(buffer.len());
        Ok(path::decode(thread, &buffer[..end])?.value())
    }

    /// The name of a terminal.
    #[function]
    fn ttyname(thread: &mut Thread, fd: i32) -> PyResult<Value> {
        let mut buffer = [0u8; 512];
        // SAFETY: the buffer has the length given.
        let status = unsafe { libc::ttyname_r(fd, buffer.as_mut_ptr().cast(), buffer.len()) };
        name(thread, status, &buffer)
    }

    /// The main side of a new terminal.
    #[function]
    fn posix_openpt(thread: &mut Thread, oflag: i32) -> PyResult<i32> {
        // SAFETY: a plain library call.
        let fd = unsafe { libc::posix_openpt(oflag | libc::O_CLOEXEC) };
        fresh(thread, fd)
    }

    /// Give this process the other side of a terminal.
    #[function]
    fn grantpt(thread: &mut Thread, fd: i32) -> PyResult<()> {
        // SAFETY: a plain library call.
        done(thread, unsafe { libc::grantpt(fd) })
    }

    /// Let the other side of a terminal be opened.
    #[function]
    fn unlockpt(thread: &mut Thread, fd: i32) -> PyResult<()> {
        // SAFETY: a plain library call.
        done(thread, unsafe { libc::unlockpt(fd) })
    }

    /// The name of the other side of a terminal.
    #[function]
    fn ptsname(thread: &mut Thread, fd: i32) -> PyResult<Value> {
        let mut buffer = [0u8; 512];
        // SAFETY: the buffer has the length given.
        let status = unsafe { libc::ptsname_r(fd, buffer.as_mut_ptr().cast(), buffer.len()) };
        name(thread, status, &buffer)
    }

    /// The device of a major and a minor number.
    #[function]
    fn makedev(_thread: &mut Thread, major: u32, minor: u32) -> u64 {
        libc::makedev(major, minor)
    }

    /// The major number of a device.
    #[function]
    fn major(thread: &mut Thread, device: Value) -> PyResult<u32> {
        Ok(libc::major(device_of(thread, device)?))
    }

    /// The minor number of a device.
    #[function]
    fn minor(thread: &mut Thread, device: Value) -> PyResult<u32> {
        Ok(libc::minor(device_of(thread, device)?))
    }

    fn device_of(thread: &mut Thread, device: Value) -> PyResult<u64> {
        let number = pyrs_object::protocol::index(thread, device)?;
        match int::as_i64(number) {
            Some(number) => Ok(number as u64),
            None => match number.downcast::<int::IntObject>() {
                Some(big) if !big.is_negative() && big.limbs().len() == 1 => Ok(big.limbs()[0]),
                _ => Err(thread.overflow_error(format_args!("Python int too large to convert to C unsigned long"))),
            },
        }
    }
}
