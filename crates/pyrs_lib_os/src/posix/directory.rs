//! Directories and links.

use super::entry::Place;
use crate::path::{self, PathArgument};
use pyrs_macros::pymodule;
use pyrs_object::{PyResult, Thread, Value};

/// The directory argument of `listdir` and `scandir`: where it is, its path, and the value whose type results have.
pub fn place(
    thread: &mut Thread,
    function: &str,
    argument: Option<Value>,
) -> PyResult<(Place, Option<Vec<u8>>, Option<Value>)> {
    let Some(argument) = crate::invoke::given(argument) else {
        return Ok((Place::Path(c".".to_owned()), Some(b".".to_vec()), None));
    };
    match path::convert(thread, function, "path", argument)? {
        PathArgument::Path(text) => {
            let like = path::fspath(thread, argument)?;
            let bytes = text.as_bytes().to_vec();
            Ok((Place::Path(text), Some(bytes), like))
        }
        PathArgument::Descriptor(fd) => Ok((Place::Descriptor(fd), None, None)),
    }
}

#[pymodule(name = "posix")]
pub(super) mod table {
    use super::super::{NamedPath, Target, check, directory_of, entry, named, target};
    use super::place;
    use crate::os_error::{last_errno, os_error, os_error_2, retry};
    use crate::path;
    use pyrs_object::bytes::BytesObject;
    use pyrs_object::convert::OptionalNone;
    use pyrs_object::list::ListObject;
    use pyrs_object::{PyResult, Ref, Thread, Value};

    /// Return a list containing the names of the files in the directory.
    #[function(keywords = "path")]
    fn listdir(thread: &mut Thread, path: Option<Value>) -> PyResult<Ref<ListObject>> {
        let (place, _, like) = place(thread, "listdir", path)?;
        let entries = match entry::read(&place) {
            Ok(entries) => entries,
            Err(errno) => return Err(os_error(thread, errno, crate::invoke::given(path))),
        };
        let names = ListObject::with_capacity(thread, entries.len())?;
        for raw in &entries {
            let name = path::decode_like(thread, &raw.name, like)?;
            names.push(thread, name)?;
        }
        Ok(names)
    }

    /// Return an iterator of DirEntry objects for given path.
    #[function(keywords = "path")]
    fn scandir(thread: &mut Thread, path: Option<Value>) -> PyResult<Value> {
        entry::scandir(thread, path)
    }

    fn working_directory(thread: &mut Thread) -> PyResult<Vec<u8>> {
        use std::os::unix::ffi::OsStringExt;
        match std::env::current_dir() {
            Ok(path) => Ok(path.into_os_string().into_vec()),
            Err(error) => Err(os_error(thread, error.raw_os_error().unwrap_or(libc::ENOENT), None)),
        }
    }

    /// Return a unicode string representing the current working directory.
    #[function]
    fn getcwd(thread: &mut Thread) -> PyResult<Value> {
        let path = working_directory(thread)?;
        Ok(path::decode(thread, &path)?.value())
    }

    /// Return a bytes string representing the current working directory.
    #[function]
    fn getcwdb(thread: &mut Thread) -> PyResult<Value> {
        let path = working_directory(thread)?;
        Ok(BytesObject::new(thread, &path)?.value())
    }

    /// Change the current working directory to the specified path.
    #[function(keywords = "path")]
    fn chdir(thread: &mut Thread, path: Value) -> PyResult<()> {
        let done = match target(thread, "chdir", "path", path)? {
            // SAFETY: the path ends with a zero.
            Target::Path(path) => retry(thread, || unsafe { libc::chdir(path.text.as_ptr()) })?,
            // SAFETY: a plain system call.
            Target::Descriptor(fd, _) => retry(thread, || unsafe { libc::fchdir(fd) })?,
        };
        check(thread, done, path)
    }

    /// Create a directory.
    #[function(keywords = "path, mode, dir_fd", kwonly = "dir_fd")]
    fn mkdir(thread: &mut Thread, path: Value, mode: Option<u32>, dir_fd: OptionalNone<i32>) -> PyResult<()> {
        let name = named(thread, "mkdir", "path", path)?;
        let mode = mode.unwrap_or(0o777);
        // SAFETY: the path ends with a zero.
        let done = retry(thread, || unsafe {
            libc::mkdirat(directory_of(dir_fd.0), name.text.as_ptr(), mode)
        })?;
        check(thread, done, path)
    }

    fn unlink_with(thread: &mut Thread, function: &str, path: Value, dir_fd: Option<i32>, flags: i32) -> PyResult<()> {
        let name = named(thread, function, "path", path)?;
        // SAFETY: the path ends with a zero.
        let done = retry(thread, || unsafe {
            libc::unlinkat(directory_of(dir_fd), name.text.as_ptr(), flags)
        })?;
        check(thread, done, path)
    }

    /// Remove a directory.
    #[function(keywords = "path, dir_fd", kwonly = "dir_fd")]
    fn rmdir(thread: &mut Thread, path: Value, dir_fd: OptionalNone<i32>) -> PyResult<()> {
        unlink_with(thread, "rmdir", path, dir_fd.0, libc::AT_REMOVEDIR)
    }

    /// Remove a file (same as remove()).
    #[function(keywords = "path, dir_fd", kwonly = "dir_fd")]
    fn unlink(thread: &mut Thread, path: Value, dir_fd: OptionalNone<i32>) -> PyResult<()> {
        unlink_with(thread, "unlink", path, dir_fd.0, 0)
    }

    /// Remove a file (same as unlink()).
    #[function(keywords = "path, dir_fd", kwonly = "dir_fd")]
    fn remove(thread: &mut Thread, path: Value, dir_fd: OptionalNone<i32>) -> PyResult<()> {
        unlink_with(thread, "remove", path, dir_fd.0, 0)
    }

    fn two_paths(thread: &mut Thread, function: &str, src: Value, dst: Value) -> PyResult<(NamedPath, NamedPath)> {
        Ok((
            named(thread, function, "src", src)?,
            named(thread, function, "dst", dst)?,
        ))
    }

    fn rename_with(
        thread: &mut Thread,
        function: &str,
        src: Value,
        dst: Value,
        directories: (Option<i32>, Option<i32>),
    ) -> PyResult<()> {
        let (from, to) = two_paths(thread, function, src, dst)?;
        let (from_fd, to_fd) = (directory_of(directories.0), directory_of(directories.1));
        // SAFETY: the paths end with a zero.
        match retry(thread, || unsafe {
            libc::renameat(from_fd, from.text.as_ptr(), to_fd, to.text.as_ptr())
        })? {
            Ok(_) => Ok(()),
            Err(errno) => Err(os_error_2(thread, errno, Some(src), Some(dst))),
        }
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
        rename_with(thread, "rename", src, dst, (src_dir_fd.0, dst_dir_fd.0))
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
        rename_with(thread, "replace", src, dst, (src_dir_fd.0, dst_dir_fd.0))
    }

    /// Create a hard link to a file.
    #[function(
        keywords = "src, dst, src_dir_fd, dst_dir_fd, follow_symlinks",
        kwonly = "src_dir_fd"
    )]
    fn link(
        thread: &mut Thread,
        src: Value,
        dst: Value,
        src_dir_fd: OptionalNone<i32>,
        dst_dir_fd: OptionalNone<i32>,
        follow_symlinks: Option<bool>,
    ) -> PyResult<()> {
        let (from, to) = two_paths(thread, "link", src, dst)?;
        let flags = if follow_symlinks == Some(true) {
            libc::AT_SYMLINK_FOLLOW
        } else {
            0
        };
        let (from_fd, to_fd) = (directory_of(src_dir_fd.0), directory_of(dst_dir_fd.0));
        // SAFETY: the paths end with a zero.
        match retry(thread, || unsafe {
            libc::linkat(from_fd, from.text.as_ptr(), to_fd, to.text.as_ptr(), flags)
        })? {
            Ok(_) => Ok(()),
            Err(errno) => Err(os_error_2(thread, errno, Some(src), Some(dst))),
        }
    }

    /// Create a symbolic link pointing to src named dst.
    #[function(keywords = "src, dst, target_is_directory, dir_fd", kwonly = "dir_fd")]
    fn symlink(
        thread: &mut Thread,
        src: Value,
        dst: Value,
        _target_is_directory: Option<bool>,
        dir_fd: OptionalNone<i32>,
    ) -> PyResult<()> {
        let (from, to) = two_paths(thread, "symlink", src, dst)?;
        // SAFETY: the paths end with a zero.
        match retry(thread, || unsafe {
            libc::symlinkat(from.text.as_ptr(), directory_of(dir_fd.0), to.text.as_ptr())
        })? {
            Ok(_) => Ok(()),
            Err(errno) => Err(os_error_2(thread, errno, Some(src), Some(dst))),
        }
    }

    /// Return a string representing the path to which the symbolic link points.
    #[function(keywords = "path, dir_fd", kwonly = "dir_fd")]
    fn readlink(thread: &mut Thread, path: Value, dir_fd: OptionalNone<i32>) -> PyResult<Value> {
        let name = named(thread, "readlink", "path", path)?;
        let mut buffer = vec![0u8; libc::PATH_MAX as usize + 1];
        // SAFETY: the path ends with a zero, and the buffer has the length given.
        let length = unsafe {
            libc::readlinkat(
                directory_of(dir_fd.0),
                name.text.as_ptr(),
                buffer.as_mut_ptr().cast(),
                buffer.len(),
            )
        };
        if length < 0 {
            let errno = last_errno();
            return Err(os_error(thread, errno, Some(path)));
        }
        let like = path::fspath(thread, path)?;
        path::decode_like(thread, &buffer[..length as usize], like)
    }
}
