//! The functions of `posix`.

use pyrs_macros::pymodule;

/// This module provides access to operating system functionality that is
/// standardized by the C Standard and the POSIX standard (a thinly
/// disguised Unix interface).
#[pymodule(name = "posix")]
pub mod module {
    use crate::constants::{CONSTANTS, HAVE_FUNCTIONS, OTHERS};
    use crate::path::{PathOrFd, check, decode, last_errno, path, path_or_fd, raise_errno};
    use crate::stat_result::{self, STAT_RESULT};
    use crate::terminal_size::TERMINAL_SIZE;
    use libc::AT_FDCWD;
    use pyrs_object::bytes::BytesObject;
    use pyrs_object::convert::OptionalNone;
    use pyrs_object::dict::DictObject;
    use pyrs_object::list::ListObject;
    use pyrs_object::module::ModuleObject;
    use pyrs_object::str::StrObject;
    use pyrs_object::tuple::TupleObject;
    use pyrs_object::{PyResult, Ref, Thread, Value, core, none};
    use std::ffi::{CString, OsStr};
    use std::os::unix::ffi::{OsStrExt, OsStringExt};

    fn stat_path(
        thread: &mut Thread,
        function: &str,
        name: Value,
        dir_fd: Option<i32>,
        follow: bool,
    ) -> PyResult<Value> {
        // SAFETY: all zeros is a valid `stat`.
        let mut stat: libc::stat = unsafe { std::mem::zeroed() };
        let result = match path_or_fd(thread, function, name)? {
            PathOrFd::Fd(_) if dir_fd.is_some() => {
                return Err(thread.value_error(format_args!("{function}: can't specify dir_fd without matching path")));
            }
            // SAFETY: the buffer is a `stat`.
            PathOrFd::Fd(fd) => unsafe { libc::fstat(fd, &mut stat) },
            PathOrFd::Path(path) => {
                let flags = if follow { 0 } else { libc::AT_SYMLINK_NOFOLLOW };
                // SAFETY: the name ends in a zero, and the buffer is a `stat`.
                unsafe { libc::fstatat(dir_fd.unwrap_or(AT_FDCWD), path.name.as_ptr(), &mut stat, flags) }
            }
        };
        check(thread, result.into(), &[name])?;
        stat_result::new(thread, &stat)
    }

    /// Perform a stat system call on the given path.
    #[function(keywords = "path, dir_fd, follow_symlinks", kwonly = "dir_fd")]
    fn stat(
        thread: &mut Thread,
        path: Value,
        dir_fd: OptionalNone<i32>,
        follow_symlinks: Option<bool>,
    ) -> PyResult<Value> {
        stat_path(thread, "stat", path, dir_fd.0, follow_symlinks.unwrap_or(true))
    }

    /// Perform a stat system call on the given path, without following symbolic links.
    #[function(keywords = "path, dir_fd", kwonly = "dir_fd")]
    fn lstat(thread: &mut Thread, path: Value, dir_fd: OptionalNone<i32>) -> PyResult<Value> {
        stat_path(thread, "lstat", path, dir_fd.0, false)
    }

    /// Perform a stat system call on the given file descriptor.
    #[function(keywords = "fd")]
    fn fstat(thread: &mut Thread, fd: i32) -> PyResult<Value> {
        // SAFETY: all zeros is a valid `stat`, and the buffer is one.
        let (result, stat) = unsafe {
            let mut stat: libc::stat = std::mem::zeroed();
            (libc::fstat(fd, &mut stat), stat)
        };
        check(thread, result.into(), &[])?;
        stat_result::new(thread, &stat)
    }

    /// Return a list containing the names of the files in the directory.
    #[function(keywords = "path")]
    fn listdir(thread: &mut Thread, path: Option<Value>) -> PyResult<Value> {
        let given = path.filter(|path| *path != none());
        let (name, is_bytes) = match given {
            None => (c".".to_owned(), false),
            Some(path) => {
                let path = crate::path::path(thread, "listdir", path)?;
                (path.name, path.is_bytes)
            }
        };
        let shown = match given {
            Some(given) => given,
            None => StrObject::from_str(thread, ".")?.value(),
        };
        let fail = |thread: &mut Thread, error: std::io::Error| {
            raise_errno(thread, error.raw_os_error().unwrap_or(0), &[shown])
        };
        let entries = match std::fs::read_dir(OsStr::from_bytes(name.as_bytes())) {
            Ok(entries) => entries,
            Err(error) => return Err(fail(thread, error)),
        };
        let list = ListObject::with_capacity(thread, 0)?;
        for entry in entries {
            match entry {
                Ok(entry) => {
                    let name = decode(thread, entry.file_name().as_bytes(), is_bytes)?;
                    list.push(thread, name)?;
                }
                Err(error) => return Err(fail(thread, error)),
            }
        }
        Ok(list.value())
    }

    fn current_directory(thread: &mut Thread, as_bytes: bool) -> PyResult<Value> {
        match std::env::current_dir() {
            Ok(path) => decode(thread, path.as_os_str().as_bytes(), as_bytes),
            Err(error) => Err(raise_errno(thread, error.raw_os_error().unwrap_or(0), &[])),
        }
    }

    /// Return a unicode string representing the current working directory.
    #[function]
    fn getcwd(thread: &mut Thread) -> PyResult<Value> {
        current_directory(thread, false)
    }

    /// Return a bytes string representing the current working directory.
    #[function]
    fn getcwdb(thread: &mut Thread) -> PyResult<Value> {
        current_directory(thread, true)
    }

    /// Change the current working directory to the specified path.
    #[function(keywords = "path")]
    fn chdir(thread: &mut Thread, path: Value) -> PyResult<()> {
        let result = match path_or_fd(thread, "chdir", path)? {
            // SAFETY: a plain system call.
            PathOrFd::Fd(fd) => unsafe { libc::fchdir(fd) },
            // SAFETY: the name ends in a zero.
            PathOrFd::Path(name) => unsafe { libc::chdir(name.name.as_ptr()) },
        };
        check(thread, result.into(), &[path]).map(drop)
    }

    /// Open a file for low level IO.  Returns a file descriptor (integer).
    #[function(keywords = "path, flags, mode, dir_fd", kwonly = "dir_fd")]
    fn open(
        thread: &mut Thread,
        path: Value,
        flags: i32,
        mode: Option<i32>,
        dir_fd: OptionalNone<i32>,
    ) -> PyResult<i64> {
        let name = crate::path::path(thread, "open", path)?;
        let (dir, flags, mode) = (
            dir_fd.0.unwrap_or(AT_FDCWD),
            flags | libc::O_CLOEXEC,
            mode.unwrap_or(0o777),
        );
        // SAFETY: the name ends in a zero.
        let fd = unsafe { libc::openat(dir, name.name.as_ptr(), flags, mode as libc::c_uint) };
        check(thread, fd.into(), &[path])
    }

    /// Close a file descriptor.
    #[function(keywords = "fd")]
    fn close(thread: &mut Thread, fd: i32) -> PyResult<()> {
        // SAFETY: a plain system call.
        let result = unsafe { libc::close(fd) };
        check(thread, result.into(), &[]).map(drop)
    }

    /// Read from a file descriptor.  Returns a bytes object.
    #[function]
    fn read(thread: &mut Thread, fd: i32, length: i64) -> PyResult<Value> {
        if length < 0 {
            return Err(raise_errno(thread, libc::EINVAL, &[]));
        }
        let mut buffer = Vec::new();
        if buffer.try_reserve_exact(length as usize).is_err() {
            return Err(thread.memory_error());
        }
        // SAFETY: the buffer has room for that many bytes.
        let count = unsafe { libc::read(fd, buffer.as_mut_ptr() as *mut libc::c_void, length as usize) };
        let count = check(thread, count as i64, &[])?;
        // SAFETY: the system has filled that many bytes.
        unsafe { buffer.set_len(count as usize) };
        let buffer: Vec<u8> = buffer;
        Ok(BytesObject::new(thread, &buffer)?.value())
    }

    /// Write a bytes object to a file descriptor.
    #[function]
    fn write(thread: &mut Thread, fd: i32, data: Value) -> PyResult<i64> {
        let Some(bytes) = pyrs_object::bytes::as_bytes(&data) else {
            let class = pyrs_object::class_of(data).name_for_message();
            return Err(thread.type_error(format_args!("a bytes-like object is required, not '{class}'")));
        };
        // SAFETY: the bytes are readable for their length.
        let count = unsafe { libc::write(fd, bytes.as_ptr().cast(), bytes.len()) };
        check(thread, count as i64, &[])
    }

    /// Set the position of a file descriptor.  Return the new position.
    #[function]
    fn lseek(thread: &mut Thread, fd: i32, position: i64, whence: i32) -> PyResult<i64> {
        // SAFETY: a plain system call.
        let result = unsafe { libc::lseek(fd, position, whence) };
        check(thread, result, &[])
    }

    /// Return a duplicate of a file descriptor.
    #[function]
    fn dup(thread: &mut Thread, fd: i32) -> PyResult<i64> {
        // SAFETY: a plain system call.
        let result = unsafe { libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 0) };
        check(thread, result.into(), &[])
    }

    /// Duplicate file descriptor.
    #[function(keywords = "fd, fd2, inheritable")]
    fn dup2(thread: &mut Thread, fd: i32, fd2: i32, inheritable: Option<bool>) -> PyResult<i64> {
        // SAFETY: a plain system call.
        let result = unsafe {
            if inheritable.unwrap_or(true) || fd == fd2 {
                libc::dup2(fd, fd2)
            } else {
                libc::dup3(fd, fd2, libc::O_CLOEXEC)
            }
        };
        check(thread, result.into(), &[])
    }

    /// Create a pipe.
    #[function]
    fn pipe(thread: &mut Thread) -> PyResult<Value> {
        let mut ends = [0; 2];
        // SAFETY: there is room for two descriptors.
        let result = unsafe { libc::pipe2(ends.as_mut_ptr(), libc::O_CLOEXEC) };
        check(thread, result.into(), &[])?;
        let ends = ends.map(|fd| Value::small_int(fd.into()));
        Ok(TupleObject::from_slice(thread, &ends)?.value())
    }

    /// Return True if the fd is connected to a terminal.
    #[function]
    fn isatty(_thread: &mut Thread, fd: i32) -> bool {
        // SAFETY: a plain system call.
        unsafe { libc::isatty(fd) == 1 }
    }

    /// Return the file system path representation of the object.
    #[function(keywords = "path")]
    fn fspath(thread: &mut Thread, path: Value) -> PyResult<Value> {
        crate::path::fspath(thread, path)
    }

    /// Create a directory.
    #[function(keywords = "path, mode, dir_fd", kwonly = "dir_fd")]
    fn mkdir(thread: &mut Thread, path: Value, mode: Option<i32>, dir_fd: OptionalNone<i32>) -> PyResult<()> {
        let name = crate::path::path(thread, "mkdir", path)?;
        let (dir, mode) = (dir_fd.0.unwrap_or(AT_FDCWD), mode.unwrap_or(0o777) as libc::mode_t);
        // SAFETY: the name ends in a zero.
        let result = unsafe { libc::mkdirat(dir, name.name.as_ptr(), mode) };
        check(thread, result.into(), &[path]).map(drop)
    }

    fn unlink_at(thread: &mut Thread, function: &str, path: Value, dir_fd: Option<i32>, flags: i32) -> PyResult<()> {
        let name = crate::path::path(thread, function, path)?;
        // SAFETY: the name ends in a zero.
        let result = unsafe { libc::unlinkat(dir_fd.unwrap_or(AT_FDCWD), name.name.as_ptr(), flags) };
        check(thread, result.into(), &[path]).map(drop)
    }

    /// Remove a directory.
    #[function(keywords = "path, dir_fd", kwonly = "dir_fd")]
    fn rmdir(thread: &mut Thread, path: Value, dir_fd: OptionalNone<i32>) -> PyResult<()> {
        unlink_at(thread, "rmdir", path, dir_fd.0, libc::AT_REMOVEDIR)
    }

    /// Remove a file (same as remove()).
    #[function(keywords = "path, dir_fd", kwonly = "dir_fd")]
    fn unlink(thread: &mut Thread, path: Value, dir_fd: OptionalNone<i32>) -> PyResult<()> {
        unlink_at(thread, "unlink", path, dir_fd.0, 0)
    }

    /// Remove a file (same as unlink()).
    #[function(keywords = "path, dir_fd", kwonly = "dir_fd")]
    fn remove(thread: &mut Thread, path: Value, dir_fd: OptionalNone<i32>) -> PyResult<()> {
        unlink_at(thread, "remove", path, dir_fd.0, 0)
    }

    fn rename_at(thread: &mut Thread, function: &str, names: [Value; 2], dirs: [Option<i32>; 2]) -> PyResult<()> {
        let from = path(thread, function, names[0])?;
        let to = path(thread, function, names[1])?;
        let [from_dir, to_dir] = dirs.map(|dir| dir.unwrap_or(AT_FDCWD));
        // SAFETY: both names end in a zero.
        let result = unsafe { libc::renameat(from_dir, from.name.as_ptr(), to_dir, to.name.as_ptr()) };
        check(thread, result.into(), &names).map(drop)
    }

    /// Rename a file or directory.
    #[function(keywords = "src, dst, src_dir_fd, dst_dir_fd", kwonly = "src_dir_fd")]
    fn rename(
        thread: &mut Thread,
        src: Value,
        dst: Value,
        src_dir_fd: OptionalNone<i32>,
        dst_dir_fd: OptionalNone<i32>,
    ) -> PyResult<()> {
        rename_at(thread, "rename", [src, dst], [src_dir_fd.0, dst_dir_fd.0])
    }

    /// Rename a file or directory, overwriting the destination.
    #[function(keywords = "src, dst, src_dir_fd, dst_dir_fd", kwonly = "src_dir_fd")]
    fn replace(
        thread: &mut Thread,
        src: Value,
        dst: Value,
        src_dir_fd: OptionalNone<i32>,
        dst_dir_fd: OptionalNone<i32>,
    ) -> PyResult<()> {
        rename_at(thread, "replace", [src, dst], [src_dir_fd.0, dst_dir_fd.0])
    }

    /// Return a string representing the path to which the symbolic link points.
    #[function(keywords = "path, dir_fd", kwonly = "dir_fd")]
    fn readlink(thread: &mut Thread, path: Value, dir_fd: OptionalNone<i32>) -> PyResult<Value> {
        let name = crate::path::path(thread, "readlink", path)?;
        let mut buffer = vec![0u8; libc::PATH_MAX as usize];
        let dir = dir_fd.0.unwrap_or(AT_FDCWD);
        // SAFETY: the name ends in a zero, and the buffer has the length given.
        let count = unsafe { libc::readlinkat(dir, name.name.as_ptr(), buffer.as_mut_ptr().cast(), buffer.len()) };
        let count = check(thread, count as i64, &[path])?;
        decode(thread, &buffer[..count as usize], name.is_bytes)
    }

    /// Use the real uid/gid to test for access to a path.
    #[function(keywords = "path, mode, dir_fd, effective_ids, follow_symlinks", kwonly = "dir_fd")]
    fn access(
        thread: &mut Thread,
        path: Value,
        mode: i32,
        dir_fd: OptionalNone<i32>,
        effective_ids: Option<bool>,
        follow_symlinks: Option<bool>,
    ) -> PyResult<bool> {
        let name = crate::path::path(thread, "access", path)?;
        let mut flags = 0;
        if effective_ids.unwrap_or(false) {
            flags |= libc::AT_EACCESS;
        }
        if !follow_symlinks.unwrap_or(true) {
            flags |= libc::AT_SYMLINK_NOFOLLOW;
        }
        // SAFETY: the name ends in a zero.
        let result = unsafe { libc::faccessat(dir_fd.0.unwrap_or(AT_FDCWD), name.name.as_ptr(), mode, flags) };
        Ok(result == 0)
    }

    /// Translate an error code to a message string.
    #[function]
    fn strerror(_thread: &mut Thread, code: i32) -> String {
        crate::path::strerror(code)
    }

    /// Return a bytes object containing random bytes suitable for cryptographic use.
    #[function]
    fn urandom(thread: &mut Thread, size: i64) -> PyResult<Value> {
        if size < 0 {
            return Err(thread.value_error(format_args!("negative argument not allowed")));
        }
        let mut buffer = Vec::new();
        if buffer.try_reserve_exact(size as usize).is_err() {
            return Err(thread.memory_error());
        }
        buffer.resize(size as usize, 0u8);
        let mut filled = 0;
        while filled < buffer.len() {
            let rest = &mut buffer[filled..];
            // SAFETY: the buffer has the length given.
            let count = unsafe { libc::getrandom(rest.as_mut_ptr().cast(), rest.len(), 0) };
            if count < 0 && last_errno() == libc::EINTR {
                continue;
            }
            filled += check(thread, count as i64, &[])? as usize;
        }
        Ok(BytesObject::new(thread, &buffer)?.value())
    }

    /// Return the number of logical CPUs in the system.
    #[function]
    fn cpu_count(_thread: &mut Thread) -> Option<Value> {
        // SAFETY: a plain call.
        let count = unsafe { libc::sysconf(libc::_SC_NPROCESSORS_ONLN) };
        (count > 0).then(|| Value::small_int(count as i64))
    }

    /// Return the size of the terminal window as (columns, lines).
    #[function]
    fn get_terminal_size(thread: &mut Thread, fd: Option<i32>) -> PyResult<Value> {
        // SAFETY: all zeros is a valid `winsize`, and the request fills one.
        let (result, size) = unsafe {
            let mut size: libc::winsize = std::mem::zeroed();
            (libc::ioctl(fd.unwrap_or(1), libc::TIOCGWINSZ, &mut size), size)
        };
        check(thread, result.into(), &[])?;
        let sizes = [size.ws_col, size.ws_row].map(|n| Value::small_int(n.into()));
        TERMINAL_SIZE.create(thread, &sizes)
    }

    /// Return the current process id.
    #[function]
    fn getpid(_thread: &mut Thread) -> u32 {
        std::process::id()
    }

    /// Return the parent's process id.
    #[function]
    fn getppid(_thread: &mut Thread) -> i32 {
        // SAFETY: a plain system call.
        unsafe { libc::getppid() }
    }

    /// Return the current process's user id.
    #[function]
    fn getuid(_thread: &mut Thread) -> u32 {
        // SAFETY: a plain system call.
        unsafe { libc::getuid() }
    }

    /// Return the current process's effective user id.
    #[function]
    fn geteuid(_thread: &mut Thread) -> u32 {
        // SAFETY: a plain system call.
        unsafe { libc::geteuid() }
    }

    /// Return the current process's group id.
    #[function]
    fn getgid(_thread: &mut Thread) -> u32 {
        // SAFETY: a plain system call.
        unsafe { libc::getgid() }
    }

    /// Return the current process's effective group id.
    #[function]
    fn getegid(_thread: &mut Thread) -> u32 {
        // SAFETY: a plain system call.
        unsafe { libc::getegid() }
    }

    /// Set the current numeric umask and return the previous umask.
    #[function]
    fn umask(_thread: &mut Thread, mask: i32) -> i64 {
        // SAFETY: a plain system call.
        unsafe { libc::umask(mask as libc::mode_t) }.into()
    }

    /// Kill a process with a signal.
    #[function]
    fn kill(thread: &mut Thread, pid: i32, signal: i32) -> PyResult<()> {
        // SAFETY: a plain system call.
        let result = unsafe { libc::kill(pid, signal) };
        check(thread, result.into(), &[]).map(drop)
    }

    /// Exit to the system with specified status, without normal exit processing.
    #[function(keywords = "status")]
    fn _exit(_thread: &mut Thread, status: i32) {
        // SAFETY: ends the process at once.
        unsafe { libc::_exit(status) }
    }

    fn environment_text(thread: &mut Thread, value: Value) -> PyResult<CString> {
        let path = crate::path::fspath(thread, value)?;
        match crate::path::encode(thread, path)?.map(CString::new) {
            Some(Ok(text)) => Ok(text),
            _ => Err(thread.value_error(format_args!("embedded null byte"))),
        }
    }

    /// Change or add an environment variable.
    #[function]
    fn putenv(thread: &mut Thread, name: Value, value: Value) -> PyResult<()> {
        let name = environment_text(thread, name)?;
        let value = environment_text(thread, value)?;
        if name.as_bytes().contains(&b'=') {
            return Err(thread.value_error(format_args!("illegal environment variable name")));
        }
        // SAFETY: both texts end in a zero; only this thread changes the environment.
        let result = unsafe { libc::setenv(name.as_ptr(), value.as_ptr(), 1) };
        check(thread, result.into(), &[]).map(drop)
    }

    /// Delete an environment variable.
    #[function]
    fn unsetenv(thread: &mut Thread, name: Value) -> PyResult<()> {
        let name = environment_text(thread, name)?;
        // SAFETY: the text ends in a zero; only this thread changes the environment.
        let result = unsafe { libc::unsetenv(name.as_ptr()) };
        check(thread, result.into(), &[]).map(drop)
    }

    /// Create the environment dictionary.
    #[function]
    fn _create_environ(thread: &mut Thread) -> PyResult<Value> {
        let dict = DictObject::new(thread)?;
        for (name, value) in std::env::vars_os() {
            let name = BytesObject::new(thread, &name.into_vec())?.value();
            let value = BytesObject::new(thread, &value.into_vec())?.value();
            dict.set(thread, name, value)?;
        }
        Ok(dict.value())
    }

    /// The environment when the module was made.
    #[attr]
    fn environ(thread: &mut Thread) -> PyResult<Value> {
        _create_environ(thread)
    }

    /// The class of system errors.
    #[attr]
    fn error(_thread: &mut Thread) -> PyResult<Value> {
        Ok(core().types.os_error.get().value())
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        let dict = module.dict.get();
        for (name, value) in CONSTANTS.iter().chain(OTHERS) {
            dict.set_str(thread, name, Value::small_int(*value))?;
        }
        let names = ListObject::with_capacity(thread, HAVE_FUNCTIONS.len())?;
        for name in HAVE_FUNCTIONS {
            let name = StrObject::from_str(thread, name)?;
            names.push(thread, name.value())?;
        }
        dict.set_str(thread, "_have_functions", names.value())?;
        let stat_result = STAT_RESULT.create(thread)?;
        dict.set_str(thread, "stat_result", stat_result.value())?;
        let terminal_size = TERMINAL_SIZE.class(thread)?;
        dict.set_str(thread, "terminal_size", terminal_size.value())
    }
}

pub use module::MODULE;
