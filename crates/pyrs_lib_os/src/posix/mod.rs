//! The module `posix`: files, folders, descriptors and the process.
//!
//! Absent so far, and missing as attributes: processes (fork, exec, wait), `scandir`, users' rights and terminals.

mod status;

use pyrs_macros::pymodule;

/// Names and numbers of the constants.
const CONSTANTS: &[(&str, i64)] = &[
    ("F_OK", libc::F_OK as i64),
    ("R_OK", libc::R_OK as i64),
    ("W_OK", libc::W_OK as i64),
    ("X_OK", libc::X_OK as i64),
    ("O_RDONLY", libc::O_RDONLY as i64),
    ("O_WRONLY", libc::O_WRONLY as i64),
    ("O_RDWR", libc::O_RDWR as i64),
    ("O_CREAT", libc::O_CREAT as i64),
    ("O_EXCL", libc::O_EXCL as i64),
    ("O_TRUNC", libc::O_TRUNC as i64),
    ("O_APPEND", libc::O_APPEND as i64),
    ("O_NONBLOCK", libc::O_NONBLOCK as i64),
    ("O_CLOEXEC", libc::O_CLOEXEC as i64),
    ("O_DIRECTORY", libc::O_DIRECTORY as i64),
    ("O_NOFOLLOW", libc::O_NOFOLLOW as i64),
    ("O_SYNC", libc::O_SYNC as i64),
    ("SEEK_DATA", 3),
    ("SEEK_HOLE", 4),
    ("EX_OK", 0),
    ("EX_USAGE", 64),
    ("EX_DATAERR", 65),
    ("EX_SOFTWARE", 70),
    ("EX_OSERR", 71),
    ("EX_IOERR", 74),
    ("EX_TEMPFAIL", 75),
];

#[pymodule(name = "posix")]
pub(crate) mod module {
    use super::{CONSTANTS, status};
    use crate::os_error::{last_os_error, strerror as error_text};
    use crate::path;
    use pyrs_object::bytes::BytesObject;
    use pyrs_object::core::core;
    use pyrs_object::dict::DictObject;
    use pyrs_object::list::ListObject;
    use pyrs_object::module::ModuleObject;
    use pyrs_object::type_object::class_of;
    use pyrs_object::{PyResult, Ref, Thread, Value};
    use std::ffi::{CStr, CString};

    fn path_of(thread: &mut Thread, function: &str, path: Value) -> PyResult<CString> {
        path::convert_path(thread, function, "path", path)
    }

    /// The result of a call that gives -1 for an error.
    fn checked(thread: &mut Thread, result: i64, path: Option<Value>) -> PyResult<i64> {
        if result < 0 {
            Err(last_os_error(thread, path))
        } else {
            Ok(result)
        }
    }

    /// Perform a stat system call on the given path.
    #[function(keywords = "follow_symlinks", kwonly = "follow_symlinks")]
    fn stat(thread: &mut Thread, path: Value, follow_symlinks: Option<bool>) -> PyResult<Value> {
        let argument = path::convert(thread, "stat", "path", path)?;
        status::stat(thread, argument, path, follow_symlinks.unwrap_or(true))
    }

    /// Perform a stat system call on the given path, without following symbolic links.
    #[function]
    fn lstat(thread: &mut Thread, path: Value) -> PyResult<Value> {
        let argument = path::convert(thread, "lstat", "path", path)?;
        status::stat(thread, argument, path, false)
    }

    /// Perform a stat system call on the given file descriptor.
    #[function]
    fn fstat(thread: &mut Thread, fd: i32) -> PyResult<Value> {
        status::stat(
            thread,
            path::PathArgument::Descriptor(fd),
            Value::small_int(fd as i64),
            true,
        )
    }

    /// Return a list containing the names of the files in the directory.
    #[function]
    fn listdir(thread: &mut Thread, path: Option<Value>) -> PyResult<Value> {
        let path = path.filter(|p| *p != pyrs_object::none());
        let folder = match path {
            Some(path) => path_of(thread, "listdir", path)?,
            None => c".".to_owned(),
        };
        // SAFETY: the path ends with a zero.
        let stream = unsafe { libc::opendir(folder.as_ptr()) };
        if stream.is_null() {
            return Err(last_os_error(thread, path));
        }
        let names = read_names(thread, stream, path);
        // SAFETY: the stream was opened above.
        unsafe { libc::closedir(stream) };
        names
    }

    fn read_names(thread: &mut Thread, stream: *mut libc::DIR, like: Option<Value>) -> PyResult<Value> {
        let list = ListObject::with_capacity(thread, 16)?;
        loop {
            // SAFETY: the stream is open; the entry is valid until the next call.
            let name = unsafe {
                let entry = libc::readdir(stream);
                if entry.is_null() {
                    return Ok(list.value());
                }
                CStr::from_ptr((*entry).d_name.as_ptr()).to_bytes().to_vec()
            };
            if name != b"." && name != b".." {
                let name = path::decode_like(thread, &name, like)?;
                list.push(thread, name)?;
            }
        }
    }

    /// Return a unicode string representing the current working directory.
    #[function]
    fn getcwd(thread: &mut Thread) -> PyResult<Value> {
        match std::env::current_dir() {
            Ok(folder) => {
                use std::os::unix::ffi::OsStrExt;
                Ok(path::decode(thread, folder.as_os_str().as_bytes())?.value())
            }
            Err(_) => Err(last_os_error(thread, None)),
        }
    }

    /// Change the current working directory to the specified path.
    #[function]
    fn chdir(thread: &mut Thread, path: Value) -> PyResult<()> {
        let folder = path_of(thread, "chdir", path)?;
        // SAFETY: the path ends with a zero (in all calls below).
        let result = unsafe { libc::chdir(folder.as_ptr()) };
        checked(thread, result as i64, Some(path)).map(|_| ())
    }

    /// Return the file system path representation of the object.
    #[function]
    fn fspath(thread: &mut Thread, path: Value) -> PyResult<Value> {
        match path::fspath(thread, path)? {
            Some(path) => Ok(path),
            None => {
                let class = class_of(path).name_for_message();
                Err(thread.type_error(format_args!("expected str, bytes or os.PathLike object, not {class}")))
            }
        }
    }

    /// Open a file for low level IO.
    #[function(keywords = "mode")]
    fn open(thread: &mut Thread, path: Value, flags: i32, mode: Option<i32>) -> PyResult<i64> {
        let file = path_of(thread, "open", path)?;
        // SAFETY: the path ends with a zero.
        let result = unsafe { libc::open(file.as_ptr(), flags | libc::O_CLOEXEC, mode.unwrap_or(0o777)) };
        checked(thread, result as i64, Some(path))
    }

    /// Close a file descriptor.
    #[function]
    fn close(thread: &mut Thread, fd: i32) -> PyResult<()> {
        // SAFETY: closing a descriptor that is not open fails and does nothing.
        let result = unsafe { libc::close(fd) };
        checked(thread, result as i64, None).map(|_| ())
    }

    /// Read from a file descriptor. Returns a bytes object.
    #[function]
    fn read(thread: &mut Thread, fd: i32, length: i64) -> PyResult<Value> {
        if length < 0 {
            return Err(crate::os_error::os_error(thread, libc::EINVAL, None));
        }
        let mut buffer = vec![0u8; length as usize];
        // SAFETY: the buffer has the length given.
        let count = unsafe { libc::read(fd, buffer.as_mut_ptr().cast(), buffer.len()) };
        let count = checked(thread, count as i64, None)? as usize;
        Ok(BytesObject::new(thread, &buffer[..count])?.value())
    }

    /// Write a bytes object to a file descriptor.
    #[function]
    fn write(thread: &mut Thread, fd: i32, data: Value) -> PyResult<i64> {
        let Some(bytes) = pyrs_object::bytes::as_bytes(&data) else {
            let class = class_of(data).name_for_message();
            return Err(thread.type_error(format_args!("a bytes-like object is required, not '{class}'")));
        };
        // SAFETY: the buffer has the length given.
        let count = unsafe { libc::write(fd, bytes.as_ptr().cast(), bytes.len()) };
        checked(thread, count as i64, None)
    }

    /// Return True if the fd is connected to a terminal.
    #[function]
    fn isatty(_thread: &mut Thread, fd: i32) -> PyResult<bool> {
        // SAFETY: a query.
        Ok(unsafe { libc::isatty(fd) } == 1)
    }

    /// Create a directory.
    #[function(keywords = "mode")]
    fn mkdir(thread: &mut Thread, path: Value, mode: Option<u32>) -> PyResult<()> {
        let folder = path_of(thread, "mkdir", path)?;
        // SAFETY: the path ends with a zero.
        let result = unsafe { libc::mkdir(folder.as_ptr(), mode.unwrap_or(0o777)) };
        checked(thread, result as i64, Some(path)).map(|_| ())
    }

    /// Remove a directory.
    #[function]
    fn rmdir(thread: &mut Thread, path: Value) -> PyResult<()> {
        let folder = path_of(thread, "rmdir", path)?;
        // SAFETY: the path ends with a zero.
        let result = unsafe { libc::rmdir(folder.as_ptr()) };
        checked(thread, result as i64, Some(path)).map(|_| ())
    }

    /// Remove a file.
    #[function]
    fn unlink(thread: &mut Thread, path: Value) -> PyResult<()> {
        let file = path_of(thread, "unlink", path)?;
        // SAFETY: the path ends with a zero.
        let result = unsafe { libc::unlink(file.as_ptr()) };
        checked(thread, result as i64, Some(path)).map(|_| ())
    }

    /// Remove a file.
    #[function]
    fn remove(thread: &mut Thread, path: Value) -> PyResult<()> {
        unlink(thread, path)
    }

    /// Rename a file or directory, overwriting the destination.
    #[function]
    fn replace(thread: &mut Thread, source: Value, destination: Value) -> PyResult<()> {
        let from = path_of(thread, "replace", source)?;
        let to = path_of(thread, "replace", destination)?;
        // SAFETY: the paths end with a zero.
        let result = unsafe { libc::rename(from.as_ptr(), to.as_ptr()) };
        checked(thread, result as i64, Some(source)).map(|_| ())
    }

    /// Rename a file or directory.
    #[function]
    fn rename(thread: &mut Thread, source: Value, destination: Value) -> PyResult<()> {
        replace(thread, source, destination)
    }

    /// Use the real uid/gid to test for access to a path.
    #[function]
    fn access(thread: &mut Thread, path: Value, mode: i32) -> PyResult<bool> {
        let file = path_of(thread, "access", path)?;
        // SAFETY: the path ends with a zero.
        Ok(unsafe { libc::access(file.as_ptr(), mode) } == 0)
    }

    /// Return the current process id.
    #[function]
    fn getpid(_thread: &mut Thread) -> PyResult<i64> {
        Ok(std::process::id() as i64)
    }

    /// Translate an error code to a message string.
    #[function]
    fn strerror(_thread: &mut Thread, code: i32) -> PyResult<String> {
        Ok(error_text(code))
    }

    /// Return a bytes object containing random bytes suitable for cryptographic use.
    #[function]
    fn urandom(thread: &mut Thread, size: i64) -> PyResult<Value> {
        if size < 0 {
            return Err(thread.value_error(format_args!("negative argument not allowed")));
        }
        let mut buffer = vec![0u8; size as usize];
        for part in buffer.chunks_mut(256) {
            // SAFETY: the buffer has the length given; up to 256 bytes come whole.
            if unsafe { libc::getrandom(part.as_mut_ptr().cast(), part.len(), 0) } < 0 {
                return Err(last_os_error(thread, None));
            }
        }
        Ok(BytesObject::new(thread, &buffer)?.value())
    }

    /// Return the number of logical CPUs in the system.
    #[function]
    fn cpu_count(_thread: &mut Thread) -> PyResult<i64> {
        Ok(std::thread::available_parallelism().map_or(1, |count| count.get() as i64))
    }

    /// Exit to the system with specified status, without normal exit processing.
    #[function]
    fn _exit(_thread: &mut Thread, status: i32) -> PyResult<()> {
        // SAFETY: ends the process.
        unsafe { libc::_exit(status) }
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        use std::os::unix::ffi::OsStrExt;
        let dict = module.dict.get();
        for (name, number) in CONSTANTS {
            dict.set_str(thread, name, Value::small_int(*number))?;
        }
        let environ = DictObject::new(thread)?;
        for (name, value) in std::env::vars_os() {
            let name = BytesObject::new(thread, name.as_bytes())?;
            let value = BytesObject::new(thread, value.as_bytes())?;
            environ.set(thread, name.value(), value.value())?;
        }
        dict.set_str(thread, "environ", environ.value())?;
        let functions = ListObject::with_capacity(thread, 0)?;
        dict.set_str(thread, "_have_functions", functions.value())?;
        let class = status::class(thread)?;
        dict.set_str(thread, "stat_result", class)?;
        dict.set_str(thread, "error", core().types.os_error.get().value())
    }
}

pub use module::MODULE;
