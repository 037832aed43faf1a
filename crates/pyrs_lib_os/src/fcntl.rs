//! The module `fcntl`: control of descriptors (`fcntl`, `ioctl`) and locks on files (`flock`, `lockf`).
//!
//! Arguments that the system reads or writes are copied to a buffer of the call, so that nothing moves meanwhile.
//! Absent: constants that Linux does not have.

use crate::byte_view::{self, Target};
use crate::os_error::{os_error, retry};
use pyrs_macros::pymodule;
use pyrs_object::bytes::BytesObject;
use pyrs_object::slots::UnaryOp;
use pyrs_object::str::StrObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{PyResult, Thread, Value, int, protocol};

/// Most bytes of an argument that is not changed in place.
const LONGEST: usize = 1024;
/// Room behind the data, for calls that write more than they were given.
const ROOM: usize = 1024;

macro_rules! constants {
    ($($name:ident)* ; $($other:ident = $value:expr,)*) => {
        /// Name and value.
        static CONSTANTS: &[(&str, i64)] = &[
            $((stringify!($name), libc::$name as i64),)*
            $((stringify!($other), $value as i64),)*
        ];
    };
}

constants! {

FD_CLOEXEC F_ADD_SEALS F_DUPFD F_DUPFD_CLOEXEC F_GETFD F_GETFL F_GETLEASE F_GETLK F_GETOWN F_GETPIPE_SZ
    F_GET_SEALS F_NOTIFY F_OFD_GETLK F_OFD_SETLK F_OFD_SETLKW F_RDLCK
    F_SEAL_FUTURE_WRITE F_SEAL_GROW F_SEAL_SEAL F_SEAL_SHRINK F_SEAL_WRITE F_SETFD F_SETFL F_SETLEASE F_SETLK F_SETLKW
    F_SETOWN F_SETPIPE_SZ F_UNLCK F_WRLCK LOCK_EX LOCK_NB LOCK_SH LOCK_UN
    ;
    DN_ACCESS = 1,
    DN_MODIFY = 2,
    DN_CREATE = 4,
    DN_DELETE = 8,
    DN_RENAME = 16,
    DN_ATTRIB = 32,
    F_GET_RW_HINT = 1035,
    F_SET_RW_HINT = 1036,
    F_GET_FILE_RW_HINT = 1037,
    F_SET_FILE_RW_HINT = 1038,
    RWH_WRITE_LIFE_NOT_SET = 0,
    RWH_WRITE_LIFE_NONE = 1,
    RWH_WRITE_LIFE_SHORT = 2,
    RWH_WRITE_LIFE_MEDIUM = 3,
    RWH_WRITE_LIFE_LONG = 4,
    RWH_WRITE_LIFE_EXTREME = 5,
    DN_MULTISHOT = 0x8000_0000u32,
    FASYNC = libc::O_ASYNC,
    FICLONE = 0x4004_9409,
    FICLONERANGE = 0x4020_940d,
    F_DUPFD_QUERY = 1027,
    F_EXLCK = 4,
    F_SHLCK = 8,
    F_GETLK64 = libc::F_GETLK,
    F_SETLK64 = libc::F_SETLK,
    F_SETLKW64 = libc::F_SETLKW,
    F_GETOWN_EX = 16,
    F_SETOWN_EX = 15,
    F_GETSIG = 11,
    F_SETSIG = 10,
    F_OWNER_TID = 0,
    F_OWNER_PID = 1,
    F_OWNER_PGRP = 2,
    LOCK_MAND = 32,
    LOCK_READ = 64,
    LOCK_WRITE = 128,
    LOCK_RW = 192,
}

/// The third argument of `fcntl` and `ioctl`.
enum Argument {
    /// A number, passed as it is.
    Number(libc::c_ulong),
    /// Data that the system may read and write; the object behind it, if it is to be changed.
    Data(Vec<u8>, usize, Option<Target>),
}

/// The low bits of an int of any size.
fn low_bits(thread: &mut Thread, value: Value) -> PyResult<u64> {
    let number = protocol::index(thread, value)?;
    if let Some(number) = int::as_i64(number) {
        return Ok(number as u64);
    }
    let (is_negative, limb) = match number.downcast::<int::IntObject>() {
        Some(big) => (big.is_negative(), big.limbs().first().copied().unwrap_or(0)),
        None => (false, 0),
    };
    Ok(if is_negative { limb.wrapping_neg() } else { limb })
}

fn argument(thread: &mut Thread, function: &str, value: Option<Value>, in_place: bool) -> PyResult<Argument> {
    let Some(value) = value else {
        return Ok(Argument::Number(0));
    };
    if int::is_int(value) || protocol::convert(thread, UnaryOp::Index, value)?.is_some() {
        // As C's int, of whose bits the sign is spread.
        let bits = low_bits(thread, value)? as u32 as i32;
        return Ok(Argument::Number(bits as libc::c_ulong));
    }
    let mut target = None;
    let bytes = if let Some(text) = value.downcast::<StrObject>() {
        crate::codec::encode(thread, pyrs_text::codec::Encoding::Utf8, text, "strict")?
    } else {
        let lends = byte_view::data(&value) != b"" || pyrs_object::bytes::as_bytes(&value).is_some();
        if !lends && byte_view::try_view(thread, value)?.is_none() {
            let class = class_of(value).name_for_message();
            return Err(thread.type_error(format_args!(
                "{function}() argument 3 must be an integer, a bytes-like object, or a string, not {class}"
            )));
        }
        if in_place && value.downcast::<BytesObject>().is_none() {
            target = Target::new(thread, function, value).ok();
            if target.is_none() {
                thread.take_raised();
            }
        }
        let readable = byte_view::readable(thread, value)?;
        byte_view::data(&readable).to_vec()
    };
    let length = bytes.len();
    if target.is_none() && length > LONGEST {
        return Err(thread.value_error(format_args!("{function} argument 3 is too long")));
    }
    let mut data = bytes;
    data.resize(length + ROOM, 0);
    Ok(Argument::Data(data, length, target))
}

/// Makes the call and gives what the Python function returns: the number, or the data as the system left them.
fn finish(
    thread: &mut Thread,
    argument: Argument,
    call: impl Fn(*mut u8, libc::c_ulong) -> libc::c_int,
) -> PyResult<Value> {
    match argument {
        Argument::Number(number) => match retry(thread, || call(std::ptr::null_mut(), number))? {
            Ok(result) => int::from_i64(thread, result.into()),
            Err(errno) => Err(os_error(thread, errno, None)),
        },
        Argument::Data(mut data, length, target) => {
            let start = data.as_mut_ptr();
            match (retry(thread, || call(start, 0))?, target) {
                (Ok(result), Some(target)) => {
                    target.fill(thread, &data[..length])?;
                    int::from_i64(thread, result.into())
                }
                (Ok(_), None) => Ok(BytesObject::new(thread, &data[..length])?.value()),
                (Err(errno), _) => Err(os_error(thread, errno, None)),
            }
        }
    }
}

/// Control of file descriptors and of locks on files, as the system calls of the same names give it.
#[pymodule(name = "fcntl")]
pub(crate) mod module {
    use super::{CONSTANTS, argument, finish, low_bits};
    use crate::os_error::{os_error, retry};
    use crate::select::descriptor;
    use pyrs_object::module::ModuleObject;
    use pyrs_object::{PyResult, Ref, Thread, Value, int, protocol};

    /// Perform the operation `cmd` on a file descriptor.
    ///
    /// With a bytes-like argument or a str, the result is bytes: the argument as the system has changed it.
    #[function]
    fn fcntl(thread: &mut Thread, fd: Value, cmd: i32, arg: Option<Value>) -> PyResult<Value> {
        let fd = descriptor(thread, fd)?;
        let argument = argument(thread, "fcntl", arg, false)?;
        finish(thread, argument, |data, number| {
            // SAFETY: the data have room for what such operations read and write.
            unsafe {
                if data.is_null() {
                    libc::fcntl(fd, cmd, number)
                } else {
                    libc::fcntl(fd, cmd, data)
                }
            }
        })
    }

    /// Perform the device operation `request` on a file descriptor.
    ///
    /// A writable buffer is changed in place unless `mutate_flag` is false; other data come back as bytes.
    #[function]
    fn ioctl(
        thread: &mut Thread,
        fd: Value,
        request: Value,
        arg: Option<Value>,
        mutate_flag: Option<bool>,
    ) -> PyResult<Value> {
        let fd = descriptor(thread, fd)?;
        let request = low_bits(thread, request)?;
        let argument = argument(thread, "ioctl", arg, mutate_flag.unwrap_or(true))?;
        finish(thread, argument, |data, number| {
            // SAFETY: the data are as long as the caller says the request needs, and have some room behind.
            unsafe {
                if data.is_null() {
                    libc::ioctl(fd, request as _, number)
                } else {
                    libc::ioctl(fd, request as _, data)
                }
            }
        })
    }

    /// Lock or unlock a whole open file: LOCK_SH, LOCK_EX or LOCK_UN, perhaps with LOCK_NB.
    #[function]
    fn flock(thread: &mut Thread, fd: Value, operation: i32) -> PyResult<()> {
        let fd = descriptor(thread, fd)?;
        // SAFETY: a plain system call.
        match retry(thread, || unsafe { libc::flock(fd, operation) })? {
            Ok(_) => Ok(()),
            Err(errno) => Err(os_error(thread, errno, None)),
        }
    }

    fn offset(thread: &mut Thread, value: Option<Value>) -> PyResult<libc::off_t> {
        match value {
            Some(value) => protocol::index_i64(thread, value),
            None => Ok(0),
        }
    }

    /// Lock or unlock bytes of a file for this process: `len` of them (0 for all) from `start` on, counted as `whence` says.
    #[function]
    fn lockf(
        thread: &mut Thread,
        fd: Value,
        cmd: i32,
        len: Option<Value>,
        start: Option<Value>,
        whence: Option<i32>,
    ) -> PyResult<()> {
        let fd = descriptor(thread, fd)?;
        let kind = match cmd {
            _ if cmd == libc::LOCK_UN => libc::F_UNLCK,
            _ if cmd & libc::LOCK_SH != 0 => libc::F_RDLCK,
            _ if cmd & libc::LOCK_EX != 0 => libc::F_WRLCK,
            _ => return Err(thread.value_error(format_args!("unrecognized lockf argument"))),
        };
        // SAFETY: all zeros are a lock description.
        let mut lock: libc::flock = unsafe { std::mem::zeroed() };
        lock.l_type = kind as _;
        lock.l_start = offset(thread, start)?;
        lock.l_len = offset(thread, len)?;
        lock.l_whence = whence.unwrap_or(0) as _;
        let command = if cmd & libc::LOCK_NB != 0 {
            libc::F_SETLK
        } else {
            libc::F_SETLKW
        };
        // SAFETY: the description lives during the call.
        match retry(thread, || unsafe { libc::fcntl(fd, command, &raw const lock) })? {
            Ok(_) => Ok(()),
            Err(errno) => Err(os_error(thread, errno, None)),
        }
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        for (name, value) in CONSTANTS {
            let value = int::from_i64(thread, *value)?;
            module.dict.get().set_str(thread, name, value)?;
        }
        Ok(())
    }
}

pub use module::MODULE;
