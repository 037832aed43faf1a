//! File descriptors.

use pyrs_macros::pymodule;
use pyrs_object::struct_sequence::{Field, StructSequence};

/// `os.terminal_size`.
pub static TERMINAL_SIZE: StructSequence =
    StructSequence::new("terminal_size", "os", &[Field("columns"), Field("lines")]);

#[pymodule(name = "posix")]
pub(super) mod table {
    use super::super::{Target, directory_of, named, target};
    use super::TERMINAL_SIZE;
    use crate::byte_view;
    use crate::os_error::{last_os_error, os_error, retry};
    use pyrs_object::bytes::BytesObject;
    use pyrs_object::convert::OptionalNone;
    use pyrs_object::tuple::TupleObject;
    use pyrs_object::{PyResult, Ref, Thread, Value};

    fn done<T>(thread: &mut Thread, result: Result<T, i32>) -> PyResult<T> {
        match result {
            Ok(value) => Ok(value),
            Err(errno) => Err(os_error(thread, errno, None)),
        }
    }

    /// Open a file for low level IO.  Returns a file descriptor (integer).
    #[function(keywords = "path, flags, mode, dir_fd", kwonly = "dir_fd")]
    fn open(
        thread: &mut Thread,
        path: Value,
        flags: i32,
        mode: Option<u32>,
        dir_fd: OptionalNone<i32>,
    ) -> PyResult<i32> {
        let name = named(thread, "open", "path", path)?;
        let (flags, mode) = (flags | libc::O_CLOEXEC, mode.unwrap_or(0o777));
        // SAFETY: the path ends with a zero.
        match retry(thread, || unsafe {
            libc::openat(directory_of(dir_fd.0), name.text.as_ptr(), flags, mode)
        })? {
            Ok(fd) => Ok(fd),
            Err(errno) => Err(os_error(thread, errno, Some(path))),
        }
    }

    /// Close a file descriptor.
    #[function(keywords = "fd")]
    fn close(thread: &mut Thread, fd: i32) -> PyResult<()> {
        // SAFETY: the caller says that the descriptor is its own; EINTR still closes it.
        if unsafe { libc::close(fd) } != 0 && crate::os_error::last_errno() != libc::EINTR {
            return Err(last_os_error(thread, None));
        }
        Ok(())
    }

    /// Closes all file descriptors in [fd_low, fd_high), ignoring errors.
    #[function]
    fn closerange(_thread: &mut Thread, fd_low: i32, fd_high: i32) {
        for fd in fd_low.max(0)..fd_high {
            // SAFETY: as `close`.
            unsafe { libc::close(fd) };
        }
    }

    /// Read from a file descriptor.  Returns a bytes object.
    #[function]
    fn read(thread: &mut Thread, fd: i32, length: i64) -> PyResult<Ref<BytesObject>> {
        if length < 0 {
            return Err(os_error(thread, libc::EINVAL, None));
        }
        let mut buffer = vec![0u8; (length as usize).min(i32::MAX as usize)];
        // SAFETY: the buffer has the length given.
        let count = retry(thread, || unsafe {
            libc::read(fd, buffer.as_mut_ptr().cast(), buffer.len())
        })?;
        let count = done(thread, count)?;
        BytesObject::new(thread, &buffer[..count as usize])
    }

    /// Read into a buffer object from a file descriptor.
    #[function]
    fn readinto(thread: &mut Thread, fd: i32, buffer: Value) -> PyResult<usize> {
        let target = byte_view::Target::new(thread, "readinto", buffer)?;
        let mut data = vec![0u8; target.len()];
        // SAFETY: the buffer has the length given.
        let count = retry(thread, || unsafe {
            libc::read(fd, data.as_mut_ptr().cast(), data.len())
        })?;
        let count = done(thread, count)? as usize;
        target.fill(thread, &data[..count])?;
        Ok(count)
    }

    /// Write a bytes object to a file descriptor.
    #[function]
    fn write(thread: &mut Thread, fd: i32, data: Value) -> PyResult<i64> {
        let source = byte_view::readable(thread, data)?;
        let bytes = byte_view::data(&source);
        // SAFETY: the data have the length given.
        let count = retry(thread, || unsafe {
            libc::write(fd, bytes.as_ptr().cast(), bytes.len())
        })?;
        let written = done(thread, count)?;
        if (written as usize) < bytes.len() {
            // A signal may have cut it short.
            crate::os_error::poll(thread)?;
        }
        Ok(written as i64)
    }

    /// Read from a file descriptor at a position.
    #[function]
    fn pread(thread: &mut Thread, fd: i32, length: usize, offset: i64) -> PyResult<Ref<BytesObject>> {
        let mut buffer = vec![0u8; length.min(i32::MAX as usize)];
        // SAFETY: the buffer has the length given.
        let count = retry(thread, || unsafe {
            libc::pread(fd, buffer.as_mut_ptr().cast(), buffer.len(), offset)
        })?;
        let count = done(thread, count)?;
        BytesObject::new(thread, &buffer[..count as usize])
    }

    /// Write bytes to a file descriptor starting at a particular offset.
    #[function]
    fn pwrite(thread: &mut Thread, fd: i32, buffer: Value, offset: i64) -> PyResult<i64> {
        let source = byte_view::readable(thread, buffer)?;
        let bytes = byte_view::data(&source);
        // SAFETY: the data have the length given.
        let count = retry(thread, || unsafe {
            libc::pwrite(fd, bytes.as_ptr().cast(), bytes.len(), offset)
        })?;
        Ok(done(thread, count)? as i64)
    }

    /// Set the position of a file descriptor.  Return the new position.
    #[function]
    fn lseek(thread: &mut Thread, fd: i32, position: i64, whence: i32) -> PyResult<i64> {
        // SAFETY: a plain system call.
        let result = retry(thread, || unsafe { libc::lseek(fd, position, whence) })?;
        done(thread, result)
    }

    /// Force write of fd to disk.
    #[function(keywords = "fd")]
    fn fsync(thread: &mut Thread, fd: i32) -> PyResult<()> {
        // SAFETY: a plain system call.
        let result = retry(thread, || unsafe { libc::fsync(fd) })?;
        done(thread, result).map(|_| ())
    }

    /// Force write of fd to disk without forcing update of metadata.
    #[function(keywords = "fd")]
    fn fdatasync(thread: &mut Thread, fd: i32) -> PyResult<()> {
        // SAFETY: a plain system call.
        let result = retry(thread, || unsafe { libc::fdatasync(fd) })?;
        done(thread, result).map(|_| ())
    }

    /// Change to the directory of the given file descriptor.
    #[function(keywords = "fd")]
    fn fchdir(thread: &mut Thread, fd: i32) -> PyResult<()> {
        // SAFETY: a plain system call.
        let result = retry(thread, || unsafe { libc::fchdir(fd) })?;
        done(thread, result).map(|_| ())
    }

    /// Truncate a file, specified by file descriptor, to a specific length.
    #[function]
    fn ftruncate(thread: &mut Thread, fd: i32, length: i64) -> PyResult<()> {
        // SAFETY: a plain system call.
        let result = retry(thread, || unsafe { libc::ftruncate(fd, length) })?;
        done(thread, result).map(|_| ())
    }

    /// Truncate a file, specified by path, to a specific length.
    #[function(keywords = "path, length")]
    fn truncate(thread: &mut Thread, path: Value, length: i64) -> PyResult<()> {
        let result = match target(thread, "truncate", "path", path)? {
            // SAFETY: the path ends with a zero.
            Target::Path(path) => retry(thread, || unsafe { libc::truncate(path.text.as_ptr(), length) })?,
            // SAFETY: a plain system call.
            Target::Descriptor(fd, _) => retry(thread, || unsafe { libc::ftruncate(fd, length) })?,
        };
        super::super::check(thread, result, path)
    }

    /// Return a duplicate of a file descriptor.
    #[function]
    fn dup(thread: &mut Thread, fd: i32) -> PyResult<i32> {
        // SAFETY: a plain system call.
        let result = retry(thread, || unsafe { libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 0) })?;
        done(thread, result)
    }

    /// Duplicate file descriptor.
    #[function(keywords = "fd, fd2, inheritable")]
    fn dup2(thread: &mut Thread, fd: i32, fd2: i32, inheritable: Option<bool>) -> PyResult<i32> {
        let flags = if inheritable.unwrap_or(true) || fd == fd2 {
            0
        } else {
            libc::O_CLOEXEC
        };
        // SAFETY: plain system calls.
        let result = retry(thread, || unsafe {
            if flags == 0 {
                libc::dup2(fd, fd2)
            } else {
                libc::dup3(fd, fd2, flags)
            }
        })?;
        done(thread, result)
    }

    /// Create a pipe.
    #[function]
    fn pipe(thread: &mut Thread) -> PyResult<Ref<TupleObject>> {
        pipe2(thread, libc::O_CLOEXEC)
    }

    /// Create a pipe with flags set atomically.
    #[function]
    fn pipe2(thread: &mut Thread, flags: i32) -> PyResult<Ref<TupleObject>> {
        let mut ends = [0i32; 2];
        // SAFETY: there is room for two descriptors.
        if unsafe { libc::pipe2(ends.as_mut_ptr(), flags) } != 0 {
            return Err(last_os_error(thread, None));
        }
        TupleObject::from_slice(thread, &ends.map(|fd| Value::small_int(fd.into())))
    }

    /// Return True if the fd is connected to a terminal.
    #[function]
    fn isatty(_thread: &mut Thread, fd: i32) -> bool {
        // SAFETY: a plain library call.
        unsafe { libc::isatty(fd) == 1 }
    }

    #[attr]
    fn terminal_size(thread: &mut Thread) -> PyResult<Value> {
        Ok(TERMINAL_SIZE.class(thread)?.value())
    }

    /// Return the size of the terminal window as (columns, lines).
    #[function]
    fn get_terminal_size(thread: &mut Thread, fd: Option<i32>) -> PyResult<Value> {
        // SAFETY: the structure is the call's to fill.
        let size = unsafe {
            let mut size = std::mem::zeroed::<libc::winsize>();
            if libc::ioctl(fd.unwrap_or(1), libc::TIOCGWINSZ, &mut size) != 0 {
                return Err(last_os_error(thread, None));
            }
            size
        };
        let fields = [size.ws_col, size.ws_row].map(|n| Value::small_int(n.into()));
        TERMINAL_SIZE.create(thread, &fields)
    }

    /// Get the close-on-exe flag of the specified file descriptor.
    #[function]
    fn get_inheritable(thread: &mut Thread, fd: i32) -> PyResult<bool> {
        // SAFETY: a plain system call.
        let flags = unsafe { libc::fcntl(fd, libc::F_GETFD) };
        if flags < 0 {
            return Err(last_os_error(thread, None));
        }
        Ok(flags & libc::FD_CLOEXEC == 0)
    }

    /// Set the inheritable flag of the specified file descriptor.
    #[function]
    fn set_inheritable(thread: &mut Thread, fd: i32, inheritable: bool) -> PyResult<()> {
        // SAFETY: plain system calls.
        let result = unsafe {
            let flags = libc::fcntl(fd, libc::F_GETFD);
            if flags < 0 {
                flags
            } else {
                let wanted = if inheritable {
                    flags & !libc::FD_CLOEXEC
                } else {
                    flags | libc::FD_CLOEXEC
                };
                libc::fcntl(fd, libc::F_SETFD, wanted)
            }
        };
        if result < 0 {
            return Err(last_os_error(thread, None));
        }
        Ok(())
    }

    /// Get the blocking mode of the file descriptor.
    #[function]
    fn get_blocking(thread: &mut Thread, fd: i32) -> PyResult<bool> {
        // SAFETY: a plain system call.
        let flags = unsafe { libc::fcntl(fd, libc::F_GETFL) };
        if flags < 0 {
            return Err(last_os_error(thread, None));
        }
        Ok(flags & libc::O_NONBLOCK == 0)
    }

    /// Set the blocking mode of the specified file descriptor.
    #[function]
    fn set_blocking(thread: &mut Thread, fd: i32, blocking: bool) -> PyResult<()> {
        // SAFETY: plain system calls.
        let result = unsafe {
            let flags = libc::fcntl(fd, libc::F_GETFL);
            if flags < 0 {
                flags
            } else {
                let wanted = if blocking {
                    flags & !libc::O_NONBLOCK
                } else {
                    flags | libc::O_NONBLOCK
                };
                libc::fcntl(fd, libc::F_SETFL, wanted)
            }
        };
        if result < 0 {
            return Err(last_os_error(thread, None));
        }
        Ok(())
    }

    /// Return a string describing the encoding of a terminal's file descriptor.
    #[function]
    fn device_encoding(thread: &mut Thread, fd: i32) -> PyResult<Option<Value>> {
        // SAFETY: a plain library call.
        if unsafe { libc::isatty(fd) } != 1 {
            return Ok(None);
        }
        Ok(Some(pyrs_object::str::StrObject::intern(thread, "UTF-8")?.value()))
    }
}
