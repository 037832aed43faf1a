//! File systems and what is special in them: their size and limits, extended attributes, pipes and devices, owners.

use pyrs_macros::pymodule;
use pyrs_object::str::StrObject;
use pyrs_object::struct_sequence::{Field, StructSequence};
use pyrs_object::{PyResult, Thread, Value, int, protocol};

/// `os.statvfs_result`.
static STATVFS_RESULT: StructSequence = StructSequence::new(
    "statvfs_result",
    "os",
    &[
        Field("f_bsize"),
        Field("f_frsize"),
        Field("f_blocks"),
        Field("f_bfree"),
        Field("f_bavail"),
        Field("f_files"),
        Field("f_ffree"),
        Field("f_favail"),
        Field("f_flag"),
        Field("f_namemax"),
    ],
)
.hidden(&[Field("f_fsid")]);

/// Names of limits of files.
const PATHCONF: &[(&str, i32)] = &[
    ("PC_ALLOC_SIZE_MIN", 18),
    ("PC_ASYNC_IO", libc::_PC_ASYNC_IO),
    ("PC_CHOWN_RESTRICTED", libc::_PC_CHOWN_RESTRICTED),
    ("PC_FILESIZEBITS", 13),
    ("PC_LINK_MAX", libc::_PC_LINK_MAX),
    ("PC_MAX_CANON", libc::_PC_MAX_CANON),
    ("PC_MAX_INPUT", libc::_PC_MAX_INPUT),
    ("PC_NAME_MAX", libc::_PC_NAME_MAX),
    ("PC_NO_TRUNC", libc::_PC_NO_TRUNC),
    ("PC_PATH_MAX", libc::_PC_PATH_MAX),
    ("PC_PIPE_BUF", libc::_PC_PIPE_BUF),
    ("PC_PRIO_IO", libc::_PC_PRIO_IO),
    ("PC_REC_INCR_XFER_SIZE", 14),
    ("PC_REC_MAX_XFER_SIZE", 15),
    ("PC_REC_MIN_XFER_SIZE", 16),
    ("PC_REC_XFER_ALIGN", 17),
    ("PC_SOCK_MAXBUF", 12),
    ("PC_SYMLINK_MAX", 19),
    ("PC_SYNC_IO", libc::_PC_SYNC_IO),
    ("PC_VDISABLE", libc::_PC_VDISABLE),
];

/// Names of texts about the system.
const CONFSTR: &[(&str, i32)] = &[
    ("CS_GNU_LIBC_VERSION", 2),
    ("CS_GNU_LIBPTHREAD_VERSION", 3),
    ("CS_LFS64_CFLAGS", 1004),
    ("CS_LFS64_LDFLAGS", 1005),
    ("CS_LFS64_LIBS", 1006),
    ("CS_LFS64_LINTFLAGS", 1007),
    ("CS_LFS_CFLAGS", 1000),
    ("CS_LFS_LDFLAGS", 1001),
    ("CS_LFS_LIBS", 1002),
    ("CS_LFS_LINTFLAGS", 1003),
    ("CS_PATH", 0),
    ("CS_XBS5_ILP32_OFF32_CFLAGS", 1100),
    ("CS_XBS5_ILP32_OFF32_LDFLAGS", 1101),
    ("CS_XBS5_ILP32_OFF32_LIBS", 1102),
    ("CS_XBS5_ILP32_OFF32_LINTFLAGS", 1103),
    ("CS_XBS5_ILP32_OFFBIG_CFLAGS", 1104),
    ("CS_XBS5_ILP32_OFFBIG_LDFLAGS", 1105),
    ("CS_XBS5_ILP32_OFFBIG_LIBS", 1106),
    ("CS_XBS5_ILP32_OFFBIG_LINTFLAGS", 1107),
    ("CS_XBS5_LP64_OFF64_CFLAGS", 1108),
    ("CS_XBS5_LP64_OFF64_LDFLAGS", 1109),
    ("CS_XBS5_LP64_OFF64_LIBS", 1110),
    ("CS_XBS5_LP64_OFF64_LINTFLAGS", 1111),
    ("CS_XBS5_LPBIG_OFFBIG_CFLAGS", 1112),
    ("CS_XBS5_LPBIG_OFFBIG_LDFLAGS", 1113),
    ("CS_XBS5_LPBIG_OFFBIG_LIBS", 1114),
    ("CS_XBS5_LPBIG_OFFBIG_LINTFLAGS", 1115),
];

/// The number of a name of a table, or a number itself.
fn named_number(thread: &mut Thread, table: &[(&str, i32)], name: Value) -> PyResult<i32> {
    let number = match name.downcast::<StrObject>() {
        Some(text) => table.iter().find(|(name, _)| text.equals_str(name)).map(|row| row.1),
        None if int::is_int(name) => i32::try_from(protocol::index_clamped(thread, name)?).ok(),
        None => return Err(thread.type_error(format_args!("configuration names must be strings or integers"))),
    };
    match number {
        Some(number) => Ok(number),
        None => Err(thread.value_error(format_args!("unrecognized configuration name"))),
    }
}

fn statvfs_result(thread: &mut Thread, data: &libc::statvfs) -> PyResult<Value> {
    let numbers = [
        data.f_bsize,
        data.f_frsize,
        data.f_blocks,
        data.f_bfree,
        data.f_bavail,
        data.f_files,
        data.f_ffree,
        data.f_favail,
        data.f_flag,
        data.f_namemax,
        data.f_fsid,
    ];
    let mut values = [Value::small_int(0); 11];
    for (value, number) in values.iter_mut().zip(numbers) {
        *value = int::from_u64(thread, number)?;
    }
    STATVFS_RESULT.create(thread, &values)
}

#[pymodule(name = "posix")]
pub(super) mod table {
    use super::super::identity::{gid_of, uid_of};
    use super::super::{Target, check, directory_of, named, target};
    use super::{CONFSTR, PATHCONF, STATVFS_RESULT, named_number, statvfs_result};
    use crate::os_error::{last_errno, os_error, retry};
    use crate::path;
    use pyrs_object::bytes::BytesObject;
    use pyrs_object::convert::OptionalNone;
    use pyrs_object::dict::DictObject;
    use pyrs_object::{PyResult, Ref, Thread, Value};

    #[attr(name = "statvfs_result")]
    fn result_class(thread: &mut Thread) -> PyResult<Value> {
        Ok(STATVFS_RESULT.class(thread)?.value())
    }

    fn names(thread: &mut Thread, table: &[(&str, i32)]) -> PyResult<Ref<DictObject>> {
        let dict = DictObject::new(thread)?;
        for (name, number) in table {
            dict.set_str(thread, name, Value::small_int((*number).into()))?;
        }
        Ok(dict)
    }

    #[attr]
    fn pathconf_names(thread: &mut Thread) -> PyResult<Ref<DictObject>> {
        names(thread, PATHCONF)
    }

    #[attr]
    fn confstr_names(thread: &mut Thread) -> PyResult<Ref<DictObject>> {
        names(thread, CONFSTR)
    }

    /// A text about the system.
    #[function]
    fn confstr(thread: &mut Thread, name: Value) -> PyResult<Option<Value>> {
        let number = named_number(thread, CONFSTR, name)?;
        let mut buffer = [0u8; 4096];
        // SAFETY: the buffer has the length given.
        let length = unsafe { libc::confstr(number, buffer.as_mut_ptr().cast(), buffer.len()) };
        match length {
            0 => Ok(None),
            length => {
                let end = (length - 1).min(buffer.len() - 1);
                Ok(Some(path::decode(thread, &buffer[..end])?.value()))
            }
        }
    }

    fn limit(thread: &mut Thread, result: (i64, i32), path: Option<Value>) -> PyResult<i64> {
        match result {
            (-1, errno) if errno != 0 => Err(os_error(thread, errno, path)),
            (number, _) => Ok(number),
        }
    }

    /// A limit of a file or of the system it is in.
    #[function(keywords = "path, name")]
    fn pathconf(thread: &mut Thread, path: Value, name: Value) -> PyResult<i64> {
        let number = named_number(thread, PATHCONF, name)?;
        let place = target(thread, "pathconf", "path", path)?;
        // SAFETY: the path ends with a zero; the error number tells "no limit" from a failure.
        let result = unsafe {
            *libc::__errno_location() = 0;
            let result = match &place {
                Target::Path(path) => libc::pathconf(path.text.as_ptr(), number),
                Target::Descriptor(fd, _) => libc::fpathconf(*fd, number),
            };
            (result, last_errno())
        };
        limit(thread, result, Some(path))
    }

    /// A limit of an open file.
    #[function(keywords = "fd, name")]
    fn fpathconf(thread: &mut Thread, fd: i32, name: Value) -> PyResult<i64> {
        let number = named_number(thread, PATHCONF, name)?;
        // SAFETY: as above.
        let result = unsafe {
            *libc::__errno_location() = 0;
            (libc::fpathconf(fd, number), last_errno())
        };
        limit(thread, result, None)
    }

    /// Size and limits of the file system of a path.
    #[function(keywords = "path")]
    fn statvfs(thread: &mut Thread, path: Value) -> PyResult<Value> {
        let place = target(thread, "statvfs", "path", path)?;
        // SAFETY: all zeros are a result, which is the call's to fill; the path ends with a zero.
        let mut data: libc::statvfs = unsafe { std::mem::zeroed() };
        // SAFETY: as above.
        let result = retry(thread, || unsafe {
            match &place {
                Target::Path(path) => libc::statvfs(path.text.as_ptr(), &mut data),
                Target::Descriptor(fd, _) => libc::fstatvfs(*fd, &mut data),
            }
        })?;
        check(thread, result, path)?;
        statvfs_result(thread, &data)
    }

    /// Size and limits of the file system of an open file.
    #[function(keywords = "fd")]
    fn fstatvfs(thread: &mut Thread, fd: i32) -> PyResult<Value> {
        // SAFETY: as above.
        let mut data: libc::statvfs = unsafe { std::mem::zeroed() };
        // SAFETY: as above.
        match retry(thread, || unsafe { libc::fstatvfs(fd, &mut data) })? {
            Ok(_) => statvfs_result(thread, &data),
            Err(errno) => Err(os_error(thread, errno, None)),
        }
    }

    /// Make a pipe with a name.
    #[function(keywords = "path, mode, dir_fd", kwonly = "dir_fd")]
    fn mkfifo(thread: &mut Thread, path: Value, mode: Option<u32>, dir_fd: OptionalNone<i32>) -> PyResult<()> {
        let name = named(thread, "mkfifo", "path", path)?;
        let mode = mode.unwrap_or(0o666);
        // SAFETY: the path ends with a zero.
        match retry(thread, || unsafe {
            libc::mkfifoat(directory_of(dir_fd.0), name.text.as_ptr(), mode)
        })? {
            Ok(_) => Ok(()),
            Err(errno) => Err(os_error(thread, errno, None)),
        }
    }

    /// Make a file, a device or a pipe with a name.
    #[function(keywords = "path, mode, device, dir_fd", kwonly = "dir_fd")]
    fn mknod(
        thread: &mut Thread,
        path: Value,
        mode: Option<u32>,
        device: Option<i64>,
        dir_fd: OptionalNone<i32>,
    ) -> PyResult<()> {
        let name = named(thread, "mknod", "path", path)?;
        let (mode, device) = (mode.unwrap_or(0o600), device.unwrap_or(0) as u64);
        // SAFETY: the path ends with a zero.
        match retry(thread, || unsafe {
            libc::mknodat(directory_of(dir_fd.0), name.text.as_ptr(), mode, device)
        })? {
            Ok(_) => Ok(()),
            Err(errno) => Err(os_error(thread, errno, None)),
        }
    }

    /// Set owner and group of an open file; -1 leaves one as it is.
    #[function(keywords = "fd, uid, gid")]
    fn fchown(thread: &mut Thread, fd: i32, uid: Value, gid: Value) -> PyResult<()> {
        let (uid, gid) = (uid_of(thread, uid)?, gid_of(thread, gid)?);
        // SAFETY: a plain system call.
        match retry(thread, || unsafe { libc::fchown(fd, uid, gid) })? {
            Ok(_) => Ok(()),
            Err(errno) => Err(os_error(thread, errno, None)),
        }
    }

    /// Set owner and group of a file; of a link itself, not of what it leads to.
    #[function(keywords = "path, uid, gid")]
    fn lchown(thread: &mut Thread, path: Value, uid: Value, gid: Value) -> PyResult<()> {
        let name = named(thread, "lchown", "path", path)?;
        let (uid, gid) = (uid_of(thread, uid)?, gid_of(thread, gid)?);
        // SAFETY: the path ends with a zero.
        let result = retry(thread, || unsafe { libc::lchown(name.text.as_ptr(), uid, gid) })?;
        check(thread, result, path)
    }

    /// Make a folder the root of all paths of this process.
    #[function(keywords = "path")]
    fn chroot(thread: &mut Thread, path: Value) -> PyResult<()> {
        let name = named(thread, "chroot", "path", path)?;
        // SAFETY: the path ends with a zero.
        let result = retry(thread, || unsafe { libc::chroot(name.text.as_ptr()) })?;
        check(thread, result, path)
    }

    /// The value of an extended attribute of an open file or a path.
    #[function(keywords = "path, attribute, follow_symlinks", kwonly = "follow_symlinks")]
    fn getxattr(
        thread: &mut Thread,
        path: Value,
        attribute: Value,
        follow_symlinks: Option<bool>,
    ) -> PyResult<Ref<BytesObject>> {
        let name = path::convert_path(thread, "getxattr", "attribute", attribute)?;
        let mut buffer = vec![0u8; 65_536];
        let (start, length) = (buffer.as_mut_ptr().cast(), buffer.len());
        let place = target(thread, "getxattr", "path", path)?;
        // SAFETY: path and name end with a zero, and the buffer has the length given.
        let result = retry(thread, || unsafe {
            match &place {
                Target::Descriptor(fd, _) => libc::fgetxattr(*fd, name.as_ptr(), start, length),
                Target::Path(path) if follow_symlinks == Some(false) => {
                    libc::lgetxattr(path.text.as_ptr(), name.as_ptr(), start, length)
                }
                Target::Path(path) => libc::getxattr(path.text.as_ptr(), name.as_ptr(), start, length),
            }
        })?;
        match result {
            Ok(count) => BytesObject::new(thread, &buffer[..count as usize]),
            Err(errno) => Err(os_error(thread, errno, Some(path))),
        }
    }

    /// Set an extended attribute of an open file or a path.
    #[function(
        keywords = "path, attribute, value, flags, follow_symlinks",
        kwonly = "follow_symlinks"
    )]
    fn setxattr(
        thread: &mut Thread,
        path: Value,
        attribute: Value,
        value: Value,
        flags: Option<i32>,
        follow_symlinks: Option<bool>,
    ) -> PyResult<()> {
        let name = path::convert_path(thread, "setxattr", "attribute", attribute)?;
        let source = crate::byte_view::readable(thread, value)?;
        let data = crate::byte_view::data(&source).to_vec();
        let (start, length, flags) = (data.as_ptr().cast(), data.len(), flags.unwrap_or(0));
        let place = target(thread, "setxattr", "path", path)?;
        // SAFETY: path and name end with a zero, and the data have the length given.
        let result = retry(thread, || unsafe {
            match &place {
                Target::Descriptor(fd, _) => libc::fsetxattr(*fd, name.as_ptr(), start, length, flags),
                Target::Path(path) if follow_symlinks == Some(false) => {
                    libc::lsetxattr(path.text.as_ptr(), name.as_ptr(), start, length, flags)
                }
                Target::Path(path) => libc::setxattr(path.text.as_ptr(), name.as_ptr(), start, length, flags),
            }
        })?;
        super::super::check(thread, result, path)
    }

    /// Take an extended attribute away from an open file or a path.
    #[function(keywords = "path, attribute, follow_symlinks", kwonly = "follow_symlinks")]
    fn removexattr(thread: &mut Thread, path: Value, attribute: Value, follow_symlinks: Option<bool>) -> PyResult<()> {
        let name = path::convert_path(thread, "removexattr", "attribute", attribute)?;
        let place = target(thread, "removexattr", "path", path)?;
        // SAFETY: path and name end with a zero.
        let result = retry(thread, || unsafe {
            match &place {
                Target::Descriptor(fd, _) => libc::fremovexattr(*fd, name.as_ptr()),
                Target::Path(path) if follow_symlinks == Some(false) => {
                    libc::lremovexattr(path.text.as_ptr(), name.as_ptr())
                }
                Target::Path(path) => libc::removexattr(path.text.as_ptr(), name.as_ptr()),
            }
        })?;
        super::super::check(thread, result, path)
    }

    /// The names of the extended attributes of an open file or a path.
    #[function(keywords = "path, follow_symlinks", kwonly = "follow_symlinks")]
    fn listxattr(
        thread: &mut Thread,
        path: OptionalNone<Value>,
        follow_symlinks: Option<bool>,
    ) -> PyResult<Ref<pyrs_object::list::ListObject>> {
        let path = match path.0 {
            Some(path) => path,
            None => pyrs_object::str::StrObject::intern(thread, ".")?.value(),
        };
        let mut buffer = vec![0u8; 65_536];
        let (start, length) = (buffer.as_mut_ptr().cast(), buffer.len());
        let place = target(thread, "listxattr", "path", path)?;
        // SAFETY: the path ends with a zero, and the buffer has the length given.
        let result = retry(thread, || unsafe {
            match &place {
                Target::Descriptor(fd, _) => libc::flistxattr(*fd, start, length),
                Target::Path(path) if follow_symlinks == Some(false) => {
                    libc::llistxattr(path.text.as_ptr(), start, length)
                }
                Target::Path(path) => libc::listxattr(path.text.as_ptr(), start, length),
            }
        })?;
        let count = match result {
            Ok(count) => count as usize,
            Err(errno) => return Err(os_error(thread, errno, Some(path))),
        };
        let list = pyrs_object::list::ListObject::with_capacity(thread, 0)?;
        for name in buffer[..count].split(|byte| *byte == 0).filter(|name| !name.is_empty()) {
            let name = path::decode(thread, name)?;
            list.push(thread, name.value())?;
        }
        Ok(list)
    }
}
