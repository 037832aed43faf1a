//! `stat_result`.

use crate::os_error::last_os_error;
use crate::path::PathArgument;
use pyrs_object::struct_sequence::{Field, StructSequence};
use pyrs_object::{PyResult, Thread, Value, float, int};

static STAT_RESULT: StructSequence = StructSequence::new(
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
        Field("st_atime"),
        Field("st_mtime"),
        Field("st_ctime"),
        Field("st_atime_ns"),
        Field("st_mtime_ns"),
        Field("st_ctime_ns"),
        Field("st_blksize"),
        Field("st_blocks"),
        Field("st_rdev"),
    ],
);

/// The class.
pub(super) fn class(thread: &mut Thread) -> PyResult<Value> {
    Ok(STAT_RESULT.class(thread)?.value())
}

/// The status of a file.
pub(super) fn stat(thread: &mut Thread, file: PathArgument, path: Value, follow: bool) -> PyResult<Value> {
    let mut status = std::mem::MaybeUninit::<libc::stat>::zeroed();
    // SAFETY: the structure is the call's to fill, and paths end with a zero.
    let result = unsafe {
        match &file {
            PathArgument::Path(path) if follow => libc::stat(path.as_ptr(), status.as_mut_ptr()),
            PathArgument::Path(path) => libc::lstat(path.as_ptr(), status.as_mut_ptr()),
            PathArgument::Descriptor(fd) => libc::fstat(*fd, status.as_mut_ptr()),
        }
    };
    if result != 0 {
        return Err(last_os_error(thread, Some(path)));
    }
    // SAFETY: the call has succeeded; the structure was zeroed before.
    let status = unsafe { status.assume_init() };
    let times = [
        (status.st_atime, status.st_atime_nsec),
        (status.st_mtime, status.st_mtime_nsec),
        (status.st_ctime, status.st_ctime_nsec),
    ];
    let mut fields = [Value::small_int(0); 16];
    let numbers = [
        status.st_mode as u64,
        status.st_ino,
        status.st_dev,
        status.st_nlink as u64,
        status.st_uid as u64,
        status.st_gid as u64,
        status.st_size as u64,
    ];
    for (field, number) in fields.iter_mut().zip(numbers) {
        *field = int::from_u64(thread, number)?;
    }
    for (index, (seconds, nanoseconds)) in times.into_iter().enumerate() {
        let total = seconds as i128 * 1_000_000_000 + nanoseconds as i128;
        fields[7 + index] = float::from_f64(thread, seconds as f64 + nanoseconds as f64 / 1e9)?;
        fields[10 + index] = int::from_big(thread, &total.into())?;
    }
    fields[13] = int::from_i64(thread, status.st_blksize as i64)?;
    fields[14] = int::from_i64(thread, status.st_blocks)?;
    fields[15] = int::from_u64(thread, status.st_rdev)?;
    STAT_RESULT.create(thread, &fields)
}
