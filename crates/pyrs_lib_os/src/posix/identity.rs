//! Users and groups of the process, process groups, sessions, priorities, scheduling.

use crate::accounts::number;
use crate::os_error::{last_errno, last_os_error, os_error};
use pyrs_macros::pymodule;
use pyrs_object::struct_sequence::{Field, StructSequence};
use pyrs_object::tuple::TupleObject;
use pyrs_object::{PyResult, Ref, Thread, Value, protocol};

/// `os.sched_param`.
static SCHED_PARAM: StructSequence =
    StructSequence::new("sched_param", "posix", &[Field("sched_priority")]).taking_fields();

/// None for a call that succeeded, else OSError.
pub(super) fn done(thread: &mut Thread, status: i32) -> PyResult<()> {
    match status {
        0.. => Ok(()),
        _ => Err(last_os_error(thread, None)),
    }
}

/// A user's number.
pub(super) fn uid_of(thread: &mut Thread, value: Value) -> PyResult<libc::uid_t> {
    match number(thread, "uid", value)? {
        Some(uid) => Ok(uid),
        None => Err(thread.overflow_error(format_args!("uid is less than minimum"))),
    }
}

/// A group's number.
pub(super) fn gid_of(thread: &mut Thread, value: Value) -> PyResult<libc::gid_t> {
    match number(thread, "gid", value)? {
        Some(gid) => Ok(gid),
        None => Err(thread.overflow_error(format_args!("gid is less than minimum"))),
    }
}

fn numbers(thread: &mut Thread, numbers: &[u32]) -> PyResult<Ref<TupleObject>> {
    let tuple = TupleObject::with_length(thread, numbers.len())?;
    for (i, number) in numbers.iter().enumerate() {
        tuple.initialise_item(i, Value::small_int((*number).into()));
    }
    Ok(tuple)
}

/// The priority of a `sched_param`.
fn parameter(thread: &mut Thread, value: Value) -> PyResult<libc::sched_param> {
    let class = SCHED_PARAM.class(thread)?;
    let priority = value
        .downcast::<TupleObject>()
        .filter(|tuple| tuple.class() == class)
        .and_then(|tuple| tuple.items().first().copied());
    let Some(priority) = priority else {
        return Err(thread.type_error(format_args!("must have a sched_param object")));
    };
    let priority = protocol::index_clamped(thread, priority)?;
    // SAFETY: all zeros are a parameter.
    let mut parameter: libc::sched_param = unsafe { std::mem::zeroed() };
    match i32::try_from(priority) {
        Ok(priority) => parameter.sched_priority = priority,
        Err(_) => return Err(thread.overflow_error(format_args!("sched_priority out of range"))),
    }
    Ok(parameter)
}

#[pymodule(name = "posix")]
pub(super) mod table {
    use super::{SCHED_PARAM, done, gid_of, last_errno, last_os_error, numbers, os_error, parameter, uid_of};
    use crate::path;
    use pyrs_object::list::ListObject;
    use pyrs_object::set::SetObject;
    use pyrs_object::slots::UnaryOp;
    use pyrs_object::tuple::TupleObject;
    use pyrs_object::type_object::class_of;
    use pyrs_object::{PyResult, Ref, Thread, Value, int, protocol};

    #[attr]
    fn sched_param(thread: &mut Thread) -> PyResult<Value> {
        Ok(SCHED_PARAM.class(thread)?.value())
    }

    /// Set the user of the process.
    #[function]
    fn setuid(thread: &mut Thread, uid: Value) -> PyResult<()> {
        let uid = uid_of(thread, uid)?;
        // SAFETY: a plain library call, as are those below.
        done(thread, unsafe { libc::setuid(uid) })
    }

    /// Set the effective user of the process.
    #[function]
    fn seteuid(thread: &mut Thread, euid: Value) -> PyResult<()> {
        let uid = uid_of(thread, euid)?;
        // SAFETY: a plain library call.
        done(thread, unsafe { libc::seteuid(uid) })
    }

    /// Set the group of the process.
    #[function]
    fn setgid(thread: &mut Thread, gid: Value) -> PyResult<()> {
        let gid = gid_of(thread, gid)?;
        // SAFETY: a plain library call.
        done(thread, unsafe { libc::setgid(gid) })
    }

    /// Set the effective group of the process.
    #[function]
    fn setegid(thread: &mut Thread, egid: Value) -> PyResult<()> {
        let gid = gid_of(thread, egid)?;
        // SAFETY: a plain library call.
        done(thread, unsafe { libc::setegid(gid) })
    }

    /// Set the real and the effective user.
    #[function]
    fn setreuid(thread: &mut Thread, ruid: Value, euid: Value) -> PyResult<()> {
        let (real, effective) = (uid_of(thread, ruid)?, uid_of(thread, euid)?);
        // SAFETY: a plain library call.
        done(thread, unsafe { libc::setreuid(real, effective) })
    }

    /// Set the real and the effective group.
    #[function]
    fn setregid(thread: &mut Thread, rgid: Value, egid: Value) -> PyResult<()> {
        let (real, effective) = (gid_of(thread, rgid)?, gid_of(thread, egid)?);
        // SAFETY: a plain library call.
        done(thread, unsafe { libc::setregid(real, effective) })
    }

    /// Set the real, the effective and the saved user.
    #[function]
    fn setresuid(thread: &mut Thread, ruid: Value, euid: Value, suid: Value) -> PyResult<()> {
        let (real, effective, saved) = (uid_of(thread, ruid)?, uid_of(thread, euid)?, uid_of(thread, suid)?);
        // SAFETY: a plain library call.
        done(thread, unsafe { libc::setresuid(real, effective, saved) })
    }

    /// Set the real, the effective and the saved group.
    #[function]
    fn setresgid(thread: &mut Thread, rgid: Value, egid: Value, sgid: Value) -> PyResult<()> {
        let (real, effective, saved) = (gid_of(thread, rgid)?, gid_of(thread, egid)?, gid_of(thread, sgid)?);
        // SAFETY: a plain library call.
        done(thread, unsafe { libc::setresgid(real, effective, saved) })
    }

    /// The real, the effective and the saved user.
    #[function]
    fn getresuid(thread: &mut Thread) -> PyResult<Ref<TupleObject>> {
        let mut ids = [0; 3];
        let [real, effective, saved] = &mut ids;
        // SAFETY: there is room for three numbers.
        let status = unsafe { libc::getresuid(real, effective, saved) };
        done(thread, status)?;
        numbers(thread, &ids)
    }

    /// The real, the effective and the saved group.
    #[function]
    fn getresgid(thread: &mut Thread) -> PyResult<Ref<TupleObject>> {
        let mut ids = [0; 3];
        let [real, effective, saved] = &mut ids;
        // SAFETY: there is room for three numbers.
        let status = unsafe { libc::getresgid(real, effective, saved) };
        done(thread, status)?;
        numbers(thread, &ids)
    }

    /// Set the further groups of the process.
    #[function]
    fn setgroups(thread: &mut Thread, groups: Value) -> PyResult<()> {
        let class = class_of(groups);
        if class.slot(|s| s.getitem).is_none() || class.slot(|s| s.len).is_none() {
            return Err(thread.type_error(format_args!("setgroups argument must be a sequence")));
        }
        let mut ids = Vec::new();
        protocol::for_each(thread, groups, |thread, group| {
            if !int::is_int(group) {
                return Err(thread.type_error(format_args!("groups must be integers")));
            }
            ids.push(gid_of(thread, group)?);
            Ok(())
        })?;
        // SAFETY: the list has the length given.
        done(thread, unsafe { libc::setgroups(ids.len(), ids.as_ptr()) })
    }

    /// Set the further groups of the process to those of a user, and one more.
    #[function]
    fn initgroups(thread: &mut Thread, username: Value, gid: Value) -> PyResult<()> {
        let name = path::convert_path(thread, "initgroups", "username", username)?;
        let gid = gid_of(thread, gid)?;
        // SAFETY: the name ends with a zero.
        done(thread, unsafe { libc::initgroups(name.as_ptr(), gid) })
    }

    /// The groups that a user belongs to, with one more.
    #[function]
    fn getgrouplist(thread: &mut Thread, user: Value, group: Value) -> PyResult<Ref<ListObject>> {
        let name = path::convert_path(thread, "getgrouplist", "user", user)?;
        let gid = gid_of(thread, group)?;
        let mut groups = vec![0; 65_536];
        let mut count = groups.len() as i32;
        // SAFETY: the list has the length given, and the name ends with a zero.
        let status = unsafe { libc::getgrouplist(name.as_ptr(), gid, groups.as_mut_ptr(), &mut count) };
        done(thread, status)?;
        let list = ListObject::with_capacity(thread, count as usize)?;
        for group in groups.iter().take(count as usize) {
            list.push(thread, Value::small_int((*group).into()))?;
        }
        Ok(list)
    }

    /// The name of the user who is logged in.
    #[function]
    fn getlogin(thread: &mut Thread) -> PyResult<Value> {
        // SAFETY: the text is the library's own, which nobody else asks for during this turn.
        let name = unsafe {
            let name = libc::getlogin();
            if name.is_null() {
                return Err(last_os_error(thread, None));
            }
            std::ffi::CStr::from_ptr(name).to_bytes().to_vec()
        };
        Ok(path::decode(thread, &name)?.value())
    }

    fn group(thread: &mut Thread, result: i32) -> PyResult<i32> {
        match result {
            0.. => Ok(result),
            _ => Err(last_os_error(thread, None)),
        }
    }

    /// The process group of a process.
    #[function(keywords = "pid")]
    fn getpgid(thread: &mut Thread, pid: i32) -> PyResult<i32> {
        // SAFETY: a plain library call.
        group(thread, unsafe { libc::getpgid(pid) })
    }

    /// Put a process into a process group.
    #[function]
    fn setpgid(thread: &mut Thread, pid: i32, pgrp: i32) -> PyResult<()> {
        // SAFETY: a plain library call.
        done(thread, unsafe { libc::setpgid(pid, pgrp) })
    }

    /// Make this process the leader of a process group.
    #[function]
    fn setpgrp(thread: &mut Thread) -> PyResult<()> {
        // SAFETY: a plain library call.
        done(thread, unsafe { libc::setpgid(0, 0) })
    }

    /// The session of a process.
    #[function]
    fn getsid(thread: &mut Thread, pid: i32) -> PyResult<i32> {
        // SAFETY: a plain library call.
        group(thread, unsafe { libc::getsid(pid) })
    }

    /// Send a signal to a process group.
    #[function]
    fn killpg(thread: &mut Thread, pgid: i32, signal: i32) -> PyResult<()> {
        // SAFETY: a plain library call.
        let status = unsafe { libc::killpg(pgid, signal) };
        done(thread, status)?;
        crate::os_error::poll(thread)
    }

    /// The process group in the foreground of a terminal.
    #[function]
    fn tcgetpgrp(thread: &mut Thread, fd: i32) -> PyResult<i32> {
        // SAFETY: a plain library call.
        group(thread, unsafe { libc::tcgetpgrp(fd) })
    }

    /// Put a process group into the foreground of a terminal.
    #[function]
    fn tcsetpgrp(thread: &mut Thread, fd: i32, pgid: i32) -> PyResult<()> {
        // SAFETY: a plain library call.
        done(thread, unsafe { libc::tcsetpgrp(fd, pgid) })
    }

    /// Add to the niceness of the process. What it is now.
    #[function]
    fn nice(thread: &mut Thread, increment: i32) -> PyResult<i32> {
        // SAFETY: plain library calls; the error number tells -1 from a failure.
        let (result, errno) = unsafe {
            *libc::__errno_location() = 0;
            (libc::nice(increment), last_errno())
        };
        if result == -1 && errno != 0 {
            return Err(os_error(thread, errno, None));
        }
        Ok(result)
    }

    /// The priority of a process, a process group or a user.
    #[function(keywords = "which, who")]
    fn getpriority(thread: &mut Thread, which: i32, who: i32) -> PyResult<i32> {
        // SAFETY: as above.
        let (result, errno) = unsafe {
            *libc::__errno_location() = 0;
            (libc::getpriority(which as _, who as _), last_errno())
        };
        if result == -1 && errno != 0 {
            return Err(os_error(thread, errno, None));
        }
        Ok(result)
    }

    /// Set the priority of a process, a process group or a user.
    #[function(keywords = "which, who, priority")]
    fn setpriority(thread: &mut Thread, which: i32, who: i32, priority: i32) -> PyResult<()> {
        // SAFETY: a plain library call.
        done(thread, unsafe { libc::setpriority(which as _, who as _, priority) })
    }

    /// Let another process have this processor.
    #[function]
    fn sched_yield(thread: &mut Thread) {
        // SAFETY: a plain library call.
        thread.blocking(|| unsafe { libc::sched_yield() });
    }

    /// The greatest priority of a policy.
    #[function(keywords = "policy")]
    fn sched_get_priority_max(thread: &mut Thread, policy: i32) -> PyResult<i32> {
        // SAFETY: a plain library call.
        group(thread, unsafe { libc::sched_get_priority_max(policy) })
    }

    /// The least priority of a policy.
    #[function(keywords = "policy")]
    fn sched_get_priority_min(thread: &mut Thread, policy: i32) -> PyResult<i32> {
        // SAFETY: a plain library call.
        group(thread, unsafe { libc::sched_get_priority_min(policy) })
    }

    /// The policy of a process.
    #[function]
    fn sched_getscheduler(thread: &mut Thread, pid: i32) -> PyResult<i32> {
        // SAFETY: a plain library call.
        group(thread, unsafe { libc::sched_getscheduler(pid) })
    }

    /// Set policy and parameters of a process.
    #[function]
    fn sched_setscheduler(thread: &mut Thread, pid: i32, policy: i32, param: Value) -> PyResult<()> {
        let parameter = parameter(thread, param)?;
        // SAFETY: the parameters live during the call.
        done(thread, unsafe { libc::sched_setscheduler(pid, policy, &parameter) })
    }

    /// The parameters of a process.
    #[function]
    fn sched_getparam(thread: &mut Thread, pid: i32) -> PyResult<Value> {
        // SAFETY: the structure is the call's to fill.
        let (status, parameter) = unsafe {
            let mut parameter: libc::sched_param = std::mem::zeroed();
            (libc::sched_getparam(pid, &mut parameter), parameter)
        };
        done(thread, status)?;
        SCHED_PARAM.create(thread, &[Value::small_int(parameter.sched_priority.into())])
    }

    /// Set the parameters of a process.
    #[function]
    fn sched_setparam(thread: &mut Thread, pid: i32, param: Value) -> PyResult<()> {
        let parameter = parameter(thread, param)?;
        // SAFETY: the parameters live during the call.
        done(thread, unsafe { libc::sched_setparam(pid, &parameter) })
    }

    /// How long a process runs at a time under SCHED_RR, in seconds.
    #[function]
    fn sched_rr_get_interval(thread: &mut Thread, pid: i32) -> PyResult<f64> {
        // SAFETY: the structure is the call's to fill.
        let (status, time) = unsafe {
            let mut time: libc::timespec = std::mem::zeroed();
            (libc::sched_rr_get_interval(pid, &mut time), time)
        };
        done(thread, status)?;
        Ok(time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9)
    }

    /// The processors that a process may run on.
    #[function]
    fn sched_getaffinity(thread: &mut Thread, pid: i32) -> PyResult<Ref<SetObject>> {
        // SAFETY: the structure is the call's to fill.
        let (status, set) = unsafe {
            let mut set: libc::cpu_set_t = std::mem::zeroed();
            let size = std::mem::size_of::<libc::cpu_set_t>();
            (libc::sched_getaffinity(pid, size, &mut set), set)
        };
        done(thread, status)?;
        let result = SetObject::new(thread)?;
        for cpu in 0..libc::CPU_SETSIZE as usize {
            // SAFETY: the number is in range.
            if unsafe { libc::CPU_ISSET(cpu, &set) } {
                result.add(thread, Value::small_int(cpu as i64))?;
            }
        }
        Ok(result)
    }

    /// Set the processors that a process may run on.
    #[function]
    fn sched_setaffinity(thread: &mut Thread, pid: i32, mask: Value) -> PyResult<()> {
        // SAFETY: all zeros are the empty set.
        let mut set: libc::cpu_set_t = unsafe { std::mem::zeroed() };
        protocol::for_each(thread, mask, |thread, cpu| {
            if !int::is_int(cpu) && protocol::convert(thread, UnaryOp::Index, cpu)?.is_none() {
                let class = class_of(cpu).name_for_message();
                return Err(thread.type_error(format_args!(
                    "expected an iterator of ints, but iterator yielded '{class}'"
                )));
            }
            match protocol::index_clamped(thread, cpu)? {
                cpu if cpu < 0 => Err(thread.value_error(format_args!("negative CPU number"))),
                cpu if cpu >= libc::CPU_SETSIZE.into() => {
                    Err(thread.overflow_error(format_args!("CPU number too large")))
                }
                cpu => {
                    // SAFETY: the number is in range.
                    unsafe { libc::CPU_SET(cpu as usize, &mut set) };
                    Ok(())
                }
            }
        })?;
        let size = std::mem::size_of::<libc::cpu_set_t>();
        // SAFETY: the set lives during the call.
        done(thread, unsafe { libc::sched_setaffinity(pid, size, &set) })
    }
}
