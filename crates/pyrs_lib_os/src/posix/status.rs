//! `stat` and its relatives, permissions and times.

use super::{NamedPath, Target};
use pyrs_macros::pymodule;
use pyrs_object::struct_sequence::{Field, StructSequence};
use pyrs_object::{PyResult, Thread, Value};

/// `os.stat_result`.
pub static STAT_RESULT: StructSequence = StructSequence::new(
    "stat_result",
    "os",
    &[
        Field("st_mode"),
        Field("st_ino"),
        Field("st_dev"),
        Field("st_nlink"),
        Field("st_uid"),
        Field("st_gid"),
        Field("st_size"),
        Field(""),
        Field(""),
        Field(""),
    ],
)
.hidden(&[
    Field("st_atime"),
    Field("st_mtime"),
    Field("st_ctime"),
    Field("st_atime_ns"),
    Field("st_mtime_ns"),
    Field("st_ctime_ns"),
    Field("st_blksize"),
    Field("st_blocks"),
    Field("st_rdev"),
]);

/// Makes a stat_result.
pub fn result(thread: &mut Thread, status: &libc::stat) -> PyResult<Value> {
    let times = [
        (status.st_atime, status.st_atime_nsec),
        (status.st_mtime, status.st_mtime_nsec),
        (status.st_ctime, status.st_ctime_nsec),
    ];
    let numbers = [
        status.st_mode as u64,
        status.st_ino,
        status.st_dev,
        status.st_nlink as u64,
        status.st_uid.into(),
        status.st_gid.into(),
        status.st_size as u64,
    ];
    let mut values = [Value::small_int(0); 19];
    for (slot, number) in values.iter_mut().zip(numbers) {
        *slot = pyrs_object::int::from_u64(thread, number)?;
    }
    for (i, (seconds, nanoseconds)) in times.into_iter().enumerate() {
        values[7 + i] = pyrs_object::int::from_i64(thread, seconds)?;
        let fraction = seconds as f64 + 1e-9 * nanoseconds as f64;
        values[10 + i] = pyrs_object::float::from_f64(thread, fraction)?;
        let total = i128::from(seconds) * 1_000_000_000 + i128::from(nanoseconds);
        let total = i64::try_from(total).unwrap_or(i64::MAX);
        values[13 + i] = pyrs_object::int::from_i64(thread, total)?;
    }
    values[16] = pyrs_object::int::from_i64(thread, status.st_blksize as i64)?;
    values[17] = pyrs_object::int::from_i64(thread, status.st_blocks)?;
    values[18] = pyrs_object::int::from_u64(thread, status.st_rdev)?;
    STAT_RESULT.create(thread, &values)
}

/// The system call, on a path relative to a directory.
pub fn query(path: &std::ffi::CStr, directory: i32, follow: bool) -> Result<libc::stat, i32> {
    let flags = if follow { 0 } else { libc::AT_SYMLINK_NOFOLLOW };
    // SAFETY: the structure is the call's to fill, the path ends with a zero.
    unsafe {
        let mut status = std::mem::zeroed::<libc::stat>();
        if libc::fstatat(directory, path.as_ptr(), &mut status, flags) == 0 {
            Ok(status)
        } else {
            Err(crate::os_error::last_errno())
        }
    }
}

fn query_descriptor(fd: i32) -> Result<libc::stat, i32> {
    // SAFETY: the structure is the call's to fill.
    unsafe {
        let mut status = std::mem::zeroed::<libc::stat>();
        if libc::fstat(fd, &mut status) == 0 {
            Ok(status)
        } else {
            Err(crate::os_error::last_errno())
        }
    }
}

fn stat_target(thread: &mut Thread, target: Target, directory: i32, follow: bool) -> PyResult<Value> {
    let (status, object) = match target {
        Target::Path(NamedPath { text, object }) => (query(&text, directory, follow), object),
        Target::Descriptor(fd, object) => (query_descriptor(fd), object),
    };
    match status {
        Ok(status) => result(thread, &status),
        Err(errno) => Err(crate::os_error::os_error(thread, errno, Some(object))),
    }
}

#[pymodule(name = "posix")]
pub(super) mod table {
    use super::super::{Target, check, directory_of, named, target};
    use super::{STAT_RESULT, query_descriptor, result, stat_target};
    use crate::os_error::{os_error, retry};
    use pyrs_object::convert::OptionalNone;
    use pyrs_object::tuple::TupleObject;
    use pyrs_object::{PyResult, Ref, Thread, Value, protocol};

    /// Perform a stat system call on the given path.
    #[function(keywords = "path, dir_fd, follow_symlinks", kwonly = "dir_fd")]
    fn stat(
        thread: &mut Thread,
        path: Value,
        dir_fd: OptionalNone<i32>,
        follow_symlinks: Option<bool>,
    ) -> PyResult<Value> {
        let target = target(thread, "stat", "path", path)?;
        stat_target(thread, target, directory_of(dir_fd.0), follow_symlinks.unwrap_or(true))
    }

    /// Perform a stat system call on the given path, without following symbolic links.
    #[function(keywords = "path, dir_fd", kwonly = "dir_fd")]
    fn lstat(thread: &mut Thread, path: Value, dir_fd: OptionalNone<i32>) -> PyResult<Value> {
        let path = named(thread, "lstat", "path", path)?;
        stat_target(thread, Target::Path(path), directory_of(dir_fd.0), false)
    }

    /// Perform a stat system call on the given file descriptor.
    #[function(keywords = "fd")]
    fn fstat(thread: &mut Thread, fd: i32) -> PyResult<Value> {
        match query_descriptor(fd) {
            Ok(status) => result(thread, &status),
            Err(errno) => Err(os_error(thread, errno, None)),
        }
    }

    #[attr]
    fn stat_result(thread: &mut Thread) -> PyResult<Value> {
        Ok(STAT_RESULT.class(thread)?.value())
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
        let path = named(thread, "access", "path", path)?;
        let mut flags = 0;
        if effective_ids == Some(true) {
            flags |= libc::AT_EACCESS;
        }
        if follow_symlinks == Some(false) {
            flags |= libc::AT_SYMLINK_NOFOLLOW;
        }
        // SAFETY: the path ends with a zero.
        Ok(unsafe { libc::faccessat(directory_of(dir_fd.0), path.text.as_ptr(), mode, flags) } == 0)
    }

    /// Change the access permissions of a file.
    #[function(keywords = "path, mode, dir_fd, follow_symlinks", kwonly = "dir_fd")]
    fn chmod(
        thread: &mut Thread,
        path: Value,
        mode: u32,
        dir_fd: OptionalNone<i32>,
        follow_symlinks: Option<bool>,
    ) -> PyResult<()> {
        let flags = if follow_symlinks == Some(false) {
            libc::AT_SYMLINK_NOFOLLOW
        } else {
            0
        };
        let done = match target(thread, "chmod", "path", path)? {
            // SAFETY: the path ends with a zero.
            Target::Path(path) => retry(thread, || unsafe {
                libc::fchmodat(directory_of(dir_fd.0), path.text.as_ptr(), mode, flags)
            })?,
            // SAFETY: a plain system call.
            Target::Descriptor(fd, _) => retry(thread, || unsafe { libc::fchmod(fd, mode) })?,
        };
        check(thread, done, path)
    }

    /// Change the access permissions of the file given by file descriptor fd.
    #[function(keywords = "fd, mode")]
    fn fchmod(thread: &mut Thread, fd: i32, mode: u32) -> PyResult<()> {
        // SAFETY: a plain system call.
        match retry(thread, || unsafe { libc::fchmod(fd, mode) })? {
            Ok(_) => Ok(()),
            Err(errno) => Err(os_error(thread, errno, None)),
        }
    }

    /// Change the owner and group id of path to the numeric uid and gid.
    #[function(keywords = "path, uid, gid, dir_fd, follow_symlinks", kwonly = "dir_fd")]
    fn chown(
        thread: &mut Thread,
        path: Value,
        uid: i64,
        gid: i64,
        dir_fd: OptionalNone<i32>,
        follow_symlinks: Option<bool>,
    ) -> PyResult<()> {
        let flags = if follow_symlinks == Some(false) {
            libc::AT_SYMLINK_NOFOLLOW
        } else {
            0
        };
        let (uid, gid) = (uid as libc::uid_t, gid as libc::gid_t);
        let done = match target(thread, "chown", "path", path)? {
            // SAFETY: the path ends with a zero.
            Target::Path(path) => retry(thread, || unsafe {
                libc::fchownat(directory_of(dir_fd.0), path.text.as_ptr(), uid, gid, flags)
            })?,
            // SAFETY: a plain system call.
            Target::Descriptor(fd, _) => retry(thread, || unsafe { libc::fchown(fd, uid, gid) })?,
        };
        check(thread, done, path)
    }

    fn seconds(thread: &mut Thread, value: Value) -> PyResult<libc::timespec> {
        if let Some(seconds) = pyrs_object::int::as_i64(value) {
            return Ok(libc::timespec {
                tv_sec: seconds,
                tv_nsec: 0,
            });
        }
        let time = pyrs_object::convert::to_f64(thread, value)?;
        let whole = time.floor();
        if !(-9.2e18..9.2e18).contains(&whole) {
            return Err(thread.overflow_error(format_args!("timestamp out of range for platform time_t")));
        }
        Ok(libc::timespec {
            tv_sec: whole as i64,
            tv_nsec: (((time - whole) * 1e9) as i64).clamp(0, 999_999_999),
        })
    }

    fn nanoseconds(thread: &mut Thread, value: Value) -> PyResult<libc::timespec> {
        let total = protocol::index_i64(thread, value)?;
        Ok(libc::timespec {
            tv_sec: total.div_euclid(1_000_000_000),
            tv_nsec: total.rem_euclid(1_000_000_000),
        })
    }

    fn pair(thread: &mut Thread, value: Value) -> PyResult<Ref<TupleObject>> {
        match value.downcast::<TupleObject>().filter(|tuple| tuple.len() == 2) {
            Some(tuple) => Ok(tuple),
            None => Err(thread.type_error(format_args!(
                "utime: 'times' must be either a tuple of two ints or None"
            ))),
        }
    }

    /// Set the access and modified time of path.
    #[function(keywords = "path, times, ns, dir_fd, follow_symlinks", kwonly = "ns")]
    fn utime(
        thread: &mut Thread,
        path: Value,
        times: OptionalNone<Value>,
        ns: Option<Value>,
        dir_fd: OptionalNone<i32>,
        follow_symlinks: Option<bool>,
    ) -> PyResult<()> {
        let now = libc::timespec {
            tv_sec: 0,
            tv_nsec: libc::UTIME_NOW,
        };
        let stamps = match (times.0, ns) {
            (Some(_), Some(_)) => {
                return Err(thread.value_error(format_args!(
                    "utime: you may specify either 'times' or 'ns' but not both"
                )));
            }
            (Some(times), None) => {
                let times = pair(thread, times)?;
                [seconds(thread, times.items()[0])?, seconds(thread, times.items()[1])?]
            }
            (None, Some(times)) => {
                let times = pair(thread, times)?;
                [
                    nanoseconds(thread, times.items()[0])?,
                    nanoseconds(thread, times.items()[1])?,
                ]
            }
            (None, None) => [now, now],
        };
        let flags = if follow_symlinks == Some(false) {
            libc::AT_SYMLINK_NOFOLLOW
        } else {
            0
        };
        let done = match target(thread, "utime", "path", path)? {
            // SAFETY: the path ends with a zero, and there are two times.
            Target::Path(path) => retry(thread, || unsafe {
                libc::utimensat(directory_of(dir_fd.0), path.text.as_ptr(), stamps.as_ptr(), flags)
            })?,
            // SAFETY: there are two times.
            Target::Descriptor(fd, _) => retry(thread, || unsafe { libc::futimens(fd, stamps.as_ptr()) })?,
        };
        check(thread, done, path)
    }

    /// Set the current numeric umask and return the previous umask.
    #[function]
    fn umask(_thread: &mut Thread, mask: u32) -> u32 {
        // SAFETY: a plain system call.
        unsafe { libc::umask(mask) }
    }
}
