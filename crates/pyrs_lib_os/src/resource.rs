//! The module `resource`: limits of the process and what it has used.

use crate::os_error::os_error;
use pyrs_macros::pymodule;
use pyrs_object::struct_sequence::{Field, StructSequence};
use pyrs_object::tuple::TupleObject;
use pyrs_object::{PyResult, Raised, Ref, Thread, Value, float, int, protocol};

static RUSAGE: StructSequence = StructSequence::new(
    "struct_rusage",
    "resource",
    &[
        Field("ru_utime"),
        Field("ru_stime"),
        Field("ru_maxrss"),
        Field("ru_ixrss"),
        Field("ru_idrss"),
        Field("ru_isrss"),
        Field("ru_minflt"),
        Field("ru_majflt"),
        Field("ru_nswap"),
        Field("ru_inblock"),
        Field("ru_oublock"),
        Field("ru_msgsnd"),
        Field("ru_msgrcv"),
        Field("ru_nsignals"),
        Field("ru_nvcsw"),
        Field("ru_nivcsw"),
    ],
);

/// One more than the highest limit number.
const LIMITS: i32 = 16;

macro_rules! constants {
    ($($name:ident)*) => { &[$((stringify!($name), libc::$name as i64)),*] };
}

static CONSTANTS: &[(&str, i64)] = constants! {
    RLIMIT_AS RLIMIT_CORE RLIMIT_CPU RLIMIT_DATA RLIMIT_FSIZE RLIMIT_MEMLOCK RLIMIT_MSGQUEUE RLIMIT_NICE RLIMIT_NOFILE
    RLIMIT_NPROC RLIMIT_RSS RLIMIT_RTPRIO RLIMIT_RTTIME RLIMIT_SIGPENDING RLIMIT_STACK RUSAGE_CHILDREN RUSAGE_SELF
    RUSAGE_THREAD
};

fn check(thread: &mut Thread, resource: i32) -> PyResult<()> {
    if (0..LIMITS).contains(&resource) {
        return Ok(());
    }
    Err(thread.value_error(format_args!("invalid resource specified")))
}

/// A pair of limits as Python has it: -1 is no limit.
fn pair(thread: &mut Thread, limit: &libc::rlimit) -> PyResult<Ref<TupleObject>> {
    let soft = int::from_i64(thread, limit.rlim_cur as i64)?;
    let hard = int::from_i64(thread, limit.rlim_max as i64)?;
    TupleObject::from_slice(thread, &[soft, hard])
}

fn limit_of(thread: &mut Thread, value: Value) -> PyResult<libc::rlim_t> {
    let number = protocol::index(thread, value)?;
    if let Some(number) = int::as_i64(number) {
        return match number {
            -1 => Ok(libc::RLIM_INFINITY),
            number if number < 0 => Err(thread.value_error(format_args!("Cannot convert negative int"))),
            number => Ok(number as libc::rlim_t),
        };
    }
    match number.downcast::<int::IntObject>() {
        Some(big) if big.is_negative() => Err(thread.value_error(format_args!("Cannot convert negative int"))),
        Some(big) if big.limbs().len() == 1 => Ok(big.limbs()[0]),
        _ => Err(thread.overflow_error(format_args!("Python int too large to convert to C rlim_t"))),
    }
}

/// The limits of a pair of numbers.
fn limits(thread: &mut Thread, value: Value) -> PyResult<libc::rlimit> {
    let tuple = pyrs_object::core::core().types.tuple.get();
    let items = protocol::call(thread, tuple.value(), &[value])?;
    let Some(items) = items.downcast::<TupleObject>().filter(|items| items.len() == 2) else {
        return Err(thread.value_error(format_args!("expected a tuple of 2 integers")));
    };
    let (soft, hard) = (items.items()[0], items.items()[1]);
    Ok(libc::rlimit {
        rlim_cur: limit_of(thread, soft)?,
        rlim_max: limit_of(thread, hard)?,
    })
}

fn failed(thread: &mut Thread, errno: i32, limit: Option<&libc::rlimit>) -> Raised {
    match (errno, limit) {
        (libc::EINVAL, Some(limit)) if limit.rlim_cur > limit.rlim_max => {
            thread.value_error(format_args!("current limit exceeds maximum limit"))
        }
        (libc::EINVAL, _) => thread.value_error(format_args!("invalid resource specified")),
        (libc::EPERM, Some(_)) => thread.value_error(format_args!("not allowed to raise maximum limit")),
        _ => os_error(thread, errno, None),
    }
}

pub(crate) fn usage(thread: &mut Thread, used: &libc::rusage) -> PyResult<Value> {
    let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 * 1e-6;
    let (user, system) = (seconds(used.ru_utime), seconds(used.ru_stime));
    let mut fields = [Value::small_int(0); 16];
    fields[0] = float::from_f64(thread, user)?;
    fields[1] = float::from_f64(thread, system)?;
    let numbers = [
        used.ru_maxrss,
        used.ru_ixrss,
        used.ru_idrss,
        used.ru_isrss,
        used.ru_minflt,
        used.ru_majflt,
        used.ru_nswap,
        used.ru_inblock,
        used.ru_oublock,
        used.ru_msgsnd,
        used.ru_msgrcv,
        used.ru_nsignals,
        used.ru_nvcsw,
        used.ru_nivcsw,
    ];
    for (field, number) in fields[2..].iter_mut().zip(numbers) {
        *field = int::from_i64(thread, number)?;
    }
    RUSAGE.create(thread, &fields)
}

#[pymodule(name = "resource")]
pub(crate) mod module {
    use super::{CONSTANTS, RUSAGE, check, failed, limits, pair, usage};
    use crate::os_error::{last_errno, last_os_error};
    use pyrs_object::convert::OptionalNone;
    use pyrs_object::core::core;
    use pyrs_object::module::ModuleObject;
    use pyrs_object::tuple::TupleObject;
    use pyrs_object::{PyResult, Ref, Thread, Value, int};

    #[attr]
    fn error(_thread: &mut Thread) -> Value {
        core().types.os_error.get().value()
    }

    #[attr]
    fn struct_rusage(thread: &mut Thread) -> PyResult<Value> {
        Ok(RUSAGE.class(thread)?.value())
    }

    /// Bytes of a page of memory.
    #[function]
    fn getpagesize(_thread: &mut Thread) -> i64 {
        // SAFETY: a query by number.
        unsafe { libc::sysconf(libc::_SC_PAGESIZE) }
    }

    /// What this process, this thread or the ended children have used.
    #[function]
    fn getrusage(thread: &mut Thread, who: i32) -> PyResult<Value> {
        // SAFETY: the structure is the call's to fill.
        let (status, used) = unsafe {
            let mut used: libc::rusage = std::mem::zeroed();
            (libc::getrusage(who as _, &mut used), used)
        };
        if status != 0 {
            return Err(match last_errno() {
                libc::EINVAL => thread.value_error(format_args!("invalid who parameter")),
                _ => last_os_error(thread, None),
            });
        }
        usage(thread, &used)
    }

    /// The soft and the hard limit of a resource.
    #[function]
    fn getrlimit(thread: &mut Thread, resource: i32) -> PyResult<Ref<TupleObject>> {
        check(thread, resource)?;
        // SAFETY: the structure is the call's to fill.
        let (status, limit) = unsafe {
            let mut limit: libc::rlimit = std::mem::zeroed();
            (libc::getrlimit(resource as _, &mut limit), limit)
        };
        if status != 0 {
            return Err(last_os_error(thread, None));
        }
        pair(thread, &limit)
    }

    /// Set the soft and the hard limit of a resource.
    #[function]
    fn setrlimit(thread: &mut Thread, resource: i32, limits: Value) -> PyResult<()> {
        check(thread, resource)?;
        let limit = super::limits(thread, limits)?;
        // SAFETY: the structure lives during the call.
        if unsafe { libc::setrlimit(resource as _, &limit) } != 0 {
            return Err(failed(thread, last_errno(), Some(&limit)));
        }
        Ok(())
    }

    /// Set the limits of a process, if they are given. What they were before.
    #[function]
    fn prlimit(
        thread: &mut Thread,
        pid: i32,
        resource: i32,
        limits: OptionalNone<Value>,
    ) -> PyResult<Ref<TupleObject>> {
        check(thread, resource)?;
        let new = match limits.0 {
            Some(value) => Some(self::limits(thread, value)?),
            None => None,
        };
        let pointer = new.as_ref().map_or(std::ptr::null(), std::ptr::from_ref);
        // SAFETY: both structures live during the call; a null pointer sets nothing.
        let (status, old) = unsafe {
            let mut old: libc::rlimit = std::mem::zeroed();
            (libc::prlimit(pid, resource as _, pointer, &mut old), old)
        };
        if status != 0 {
            return Err(failed(thread, last_errno(), new.as_ref()));
        }
        pair(thread, &old)
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        let dict = module.dict.get();
        for (name, value) in CONSTANTS {
            let value = int::from_i64(thread, *value)?;
            dict.set_str(thread, name, value)?;
        }
        let files = int::from_i64(thread, libc::RLIMIT_NOFILE as i64)?;
        dict.set_str(thread, "RLIMIT_OFILE", files)?;
        dict.set_str(thread, "RLIM_INFINITY", Value::small_int(-1))
    }
}

pub use module::MODULE;
