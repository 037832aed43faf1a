//! Processes, users, the environment, random bytes.

use crate::static_root::StaticRoot;
use pyrs_macros::pymodule;
use pyrs_object::list::ListObject;
use pyrs_object::struct_sequence::{Field, StructSequence};
use pyrs_object::{PyResult, Ref, Thread, Value, protocol};
use std::sync::atomic::AtomicI32;

/// `os.uname_result`.
pub static UNAME_RESULT: StructSequence = StructSequence::new(
    "uname_result",
    "posix",
    &[
        Field("sysname"),
        Field("nodename"),
        Field("release"),
        Field("version"),
        Field("machine"),
    ],
);

/// `os.times_result`.
pub static TIMES_RESULT: StructSequence = StructSequence::new(
    "times_result",
    "posix",
    &[
        Field("user"),
        Field("system"),
        Field("children_user"),
        Field("children_system"),
        Field("elapsed"),
    ],
);

/// The number of processors that `-X cpu_count` pretends, or -1.
pub static CPU_COUNT: AtomicI32 = AtomicI32::new(-1);

#[pymodule(name = "posix")]
pub(super) mod table {
    use super::super::named;
    use super::{TIMES_RESULT, UNAME_RESULT};
    use crate::os_error::{last_os_error, os_error, retry};
    use crate::path;
    use pyrs_object::bytes::BytesObject;
    use pyrs_object::list::ListObject;
    use pyrs_object::str::StrObject;
    use pyrs_object::tuple::TupleObject;
    use pyrs_object::{PyResult, Ref, Thread, Value, protocol};
    use std::ffi::CString;

    /// Return the current process id.
    #[function]
    fn getpid(_thread: &mut Thread) -> i32 {
        // SAFETY: a plain system call, as are those below.
        unsafe { libc::getpid() }
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
    /// Return the current process group id.
    #[function]
    fn getpgrp(_thread: &mut Thread) -> i32 {
        // SAFETY: a plain system call.
        unsafe { libc::getpgrp() }
    }
    /// Call the system call setsid().
    #[function]
    fn setsid(thread: &mut Thread) -> PyResult<()> {
        // SAFETY: a plain system call.
        if unsafe { libc::setsid() } < 0 {
            return Err(last_os_error(thread, None));
        }
        Ok(())
    }

    /// Return list of supplemental group IDs for the process.
    #[function]
    fn getgroups(thread: &mut Thread) -> PyResult<Ref<ListObject>> {
        let mut groups = vec![0 as libc::gid_t; 65_536];
        // SAFETY: the buffer has the length given.
        let count = unsafe { libc::getgroups(groups.len() as i32, groups.as_mut_ptr()) };
        if count < 0 {
            return Err(last_os_error(thread, None));
        }
        let list = ListObject::with_capacity(thread, count as usize)?;
        for group in &groups[..count as usize] {
            list.push(thread, Value::small_int((*group).into()))?;
        }
        Ok(list)
    }

    /// Kill a process with a signal.
    #[function]
    fn kill(thread: &mut Thread, pid: i32, signal: i32) -> PyResult<()> {
        // SAFETY: a plain system call.
        if unsafe { libc::kill(pid, signal) } != 0 {
            return Err(last_os_error(thread, None));
        }
        crate::os_error::poll(thread)
    }

    /// Fork a child process.
    #[function]
    fn fork(thread: &mut Thread) -> PyResult<i32> {
        super::run_handlers(thread, &super::FORK_HANDLERS.before, true);
        // SAFETY: only one thread runs Python code; the child goes on with a copy of everything.
        let pid = unsafe { pyrs_object::gil::fork(thread, || libc::fork()) };
        let errno = crate::os_error::last_errno();
        if pid == 0 {
            crate::signal::adopt(thread);
        }
        let after = if pid == 0 {
            &super::FORK_HANDLERS.in_child
        } else {
            &super::FORK_HANDLERS.in_parent
        };
        super::run_handlers(thread, after, false);
        if pid < 0 {
            return Err(os_error(thread, errno, None));
        }
        Ok(pid)
    }

    /// Exit to the system with specified status, without normal exit processing.
    #[function(name = "_exit", keywords = "status")]
    fn exit_now(_thread: &mut Thread, status: i32) -> PyResult<()> {
        // SAFETY: ends the process.
        unsafe { libc::_exit(status) }
    }

    /// Abort the interpreter immediately.
    #[function]
    fn abort(_thread: &mut Thread) -> PyResult<()> {
        std::process::abort()
    }

    /// Wait for completion of a given child process.
    #[function]
    fn waitpid(thread: &mut Thread, pid: i32, options: i32) -> PyResult<Ref<TupleObject>> {
        let mut status = 0;
        // SAFETY: the status is the call's to fill.
        match retry(thread, || unsafe { libc::waitpid(pid, &mut status, options) })? {
            Ok(pid) => TupleObject::from_slice(thread, &[pid, status].map(|n| Value::small_int(n.into()))),
            Err(errno) => Err(os_error(thread, errno, None)),
        }
    }

    /// Wait for completion of a child process.
    #[function]
    fn wait(thread: &mut Thread) -> PyResult<Ref<TupleObject>> {
        waitpid(thread, -1, 0)
    }

    /// Convert a wait status to an exit code.
    #[function(keywords = "status")]
    fn waitstatus_to_exitcode(thread: &mut Thread, status: i32) -> PyResult<i32> {
        if libc::WIFEXITED(status) {
            Ok(libc::WEXITSTATUS(status))
        } else if libc::WIFSIGNALED(status) {
            Ok(-libc::WTERMSIG(status))
        } else {
            Err(thread.value_error(format_args!("invalid wait status: {status}")))
        }
    }

    /// Return True if the process returning status exited via the exit() system call.
    #[function(name = "WIFEXITED", keywords = "status")]
    fn wifexited(_thread: &mut Thread, status: i32) -> bool {
        libc::WIFEXITED(status)
    }
    /// Return the process return code from status.
    #[function(name = "WEXITSTATUS", keywords = "status")]
    fn wexitstatus(_thread: &mut Thread, status: i32) -> i32 {
        libc::WEXITSTATUS(status)
    }
    /// Return True if the process returning status was terminated by a signal.
    #[function(name = "WIFSIGNALED", keywords = "status")]
    fn wifsignaled(_thread: &mut Thread, status: i32) -> bool {
        libc::WIFSIGNALED(status)
    }
    /// Return the signal that terminated the process that provided the status value.
    #[function(name = "WTERMSIG", keywords = "status")]
    fn wtermsig(_thread: &mut Thread, status: i32) -> i32 {
        libc::WTERMSIG(status)
    }
    /// Return True if the process returning status was stopped.
    #[function(name = "WIFSTOPPED", keywords = "status")]
    fn wifstopped(_thread: &mut Thread, status: i32) -> bool {
        libc::WIFSTOPPED(status)
    }
    /// Return the signal that stopped the process that provided the status value.
    #[function(name = "WSTOPSIG", keywords = "status")]
    fn wstopsig(_thread: &mut Thread, status: i32) -> i32 {
        libc::WSTOPSIG(status)
    }

    fn c_strings(thread: &mut Thread, items: Value) -> PyResult<Vec<CString>> {
        let mut strings = Vec::new();
        protocol::for_each(thread, items, |thread, item| {
            strings.push(path::convert_path(thread, "execv", "argv", item)?);
            Ok(())
        })?;
        Ok(strings)
    }

    fn pointers(strings: &[CString]) -> Vec<*const libc::c_char> {
        strings
            .iter()
            .map(|text| text.as_ptr())
            .chain([std::ptr::null()])
            .collect()
    }

    /// Execute an executable path with arguments, replacing current process.
    #[function]
    fn execv(thread: &mut Thread, path: Value, argv: Value) -> PyResult<()> {
        let name = named(thread, "execv", "path", path)?;
        let strings = c_strings(thread, argv)?;
        if strings.is_empty() {
            return Err(thread.value_error(format_args!("execv() arg 2 must not be empty")));
        }
        let arguments = pointers(&strings);
        // SAFETY: strings and the list of them end with zeros.
        unsafe { libc::execv(name.text.as_ptr(), arguments.as_ptr()) };
        Err(last_os_error(thread, Some(path)))
    }

    /// Execute an executable path with arguments and environment, replacing current process.
    #[function(keywords = "path, argv, env")]
    fn execve(thread: &mut Thread, path: Value, argv: Value, env: Value) -> PyResult<()> {
        let name = named(thread, "execve", "path", path)?;
        let strings = c_strings(thread, argv)?;
        let settings = super::settings(thread, env)?;
        let (arguments, environment) = (pointers(&strings), pointers(&settings));
        // SAFETY: strings and the lists of them end with zeros.
        unsafe { libc::execve(name.text.as_ptr(), arguments.as_ptr(), environment.as_ptr()) };
        Err(last_os_error(thread, Some(path)))
    }

    /// Execute the command in a subshell.
    #[function(keywords = "command")]
    fn system(thread: &mut Thread, command: Value) -> PyResult<i32> {
        let command = path::convert_path(thread, "system", "command", command)?;
        // SAFETY: the command ends with a zero.
        Ok(unsafe { libc::system(command.as_ptr()) })
    }

    fn variable(thread: &mut Thread, value: Value) -> PyResult<CString> {
        let bytes = path::encode(thread, value)?;
        CString::new(bytes).map_err(|_| thread.value_error(format_args!("embedded null byte")))
    }

    /// Change or add an environment variable.
    #[function]
    fn putenv(thread: &mut Thread, name: Value, value: Value) -> PyResult<()> {
        let (name, value) = (variable(thread, name)?, variable(thread, value)?);
        if name.as_bytes().contains(&b'=') {
            return Err(thread.value_error(format_args!("illegal environment variable name")));
        }
        // SAFETY: both end with a zero, and no other thread reads the environment.
        if unsafe { libc::setenv(name.as_ptr(), value.as_ptr(), 1) } != 0 {
            return Err(last_os_error(thread, None));
        }
        Ok(())
    }

    /// Delete an environment variable.
    #[function]
    fn unsetenv(thread: &mut Thread, name: Value) -> PyResult<()> {
        let name = variable(thread, name)?;
        // SAFETY: the name ends with a zero, and no other thread reads the environment.
        if unsafe { libc::unsetenv(name.as_ptr()) } != 0 {
            return Err(last_os_error(thread, None));
        }
        Ok(())
    }

    /// Return a bytes object containing random bytes suitable for cryptographic use.
    #[function]
    fn urandom(thread: &mut Thread, size: i64) -> PyResult<Ref<BytesObject>> {
        if size < 0 {
            return Err(thread.value_error(format_args!("negative argument not allowed")));
        }
        getrandom(thread, size as usize, None)
    }

    /// Obtain a series of random bytes.
    #[function(keywords = "size, flags")]
    fn getrandom(thread: &mut Thread, size: usize, flags: Option<u32>) -> PyResult<Ref<BytesObject>> {
        pyrs_object::protocol::check_room(thread, size)?;
        let mut buffer = vec![0u8; size];
        let mut filled = 0;
        while filled < size {
            let rest = &mut buffer[filled..];
            // SAFETY: the buffer has the length given.
            match retry(thread, || unsafe {
                libc::getrandom(rest.as_mut_ptr().cast(), rest.len(), flags.unwrap_or(0))
            })? {
                Ok(count) => filled += count as usize,
                Err(errno) => return Err(os_error(thread, errno, None)),
            }
        }
        BytesObject::new(thread, &buffer)
    }

    /// Return the number of logical CPUs in the system.
    #[function]
    fn cpu_count(_thread: &mut Thread) -> Option<Value> {
        let pretended = super::CPU_COUNT.load(std::sync::atomic::Ordering::Relaxed);
        if pretended > 0 {
            return Some(Value::small_int(pretended.into()));
        }
        // SAFETY: a plain library call.
        let count = unsafe { libc::sysconf(libc::_SC_NPROCESSORS_ONLN) };
        (count > 0).then(|| Value::small_int(count))
    }

    /// Return the load averages of the last 1, 5 and 15 minutes.
    #[function]
    fn getloadavg(thread: &mut Thread) -> PyResult<Ref<TupleObject>> {
        let mut loads = [0f64; 3];
        // SAFETY: there is room for three numbers.
        if unsafe { libc::getloadavg(loads.as_mut_ptr(), 3) } != 3 {
            return Err(thread.os_error_plain(format_args!("Load averages are unobtainable")));
        }
        let tuple = TupleObject::with_length(thread, 3)?;
        for (i, load) in loads.into_iter().enumerate() {
            let load = pyrs_object::float::from_f64(thread, load)?;
            tuple.initialise_item(i, load);
        }
        Ok(tuple)
    }

    /// Return an object identifying the current operating system.
    #[function]
    fn uname(thread: &mut Thread) -> PyResult<Value> {
        // SAFETY: the structure is the call's to fill.
        let names = unsafe {
            let mut names = std::mem::zeroed::<libc::utsname>();
            if libc::uname(&mut names) != 0 {
                return Err(last_os_error(thread, None));
            }
            names
        };
        let fields = [
            &names.sysname,
            &names.nodename,
            &names.release,
            &names.version,
            &names.machine,
        ];
        let mut values = [Value::small_int(0); 5];
        for (value, field) in values.iter_mut().zip(fields) {
            let bytes: Vec<u8> = field.iter().map(|c| *c as u8).take_while(|c| *c != 0).collect();
            *value = path::decode(thread, &bytes)?.value();
        }
        UNAME_RESULT.create(thread, &values)
    }

    #[attr]
    fn uname_result(thread: &mut Thread) -> PyResult<Value> {
        Ok(UNAME_RESULT.class(thread)?.value())
    }

    #[attr]
    fn times_result(thread: &mut Thread) -> PyResult<Value> {
        Ok(TIMES_RESULT.class(thread)?.value())
    }

    /// Return a collection containing process timing information.
    #[function]
    fn times(thread: &mut Thread) -> PyResult<Value> {
        // SAFETY: the structure is the call's to fill.
        let (used, elapsed, rate) = unsafe {
            let mut used = std::mem::zeroed::<libc::tms>();
            let elapsed = libc::times(&mut used);
            (used, elapsed, libc::sysconf(libc::_SC_CLK_TCK) as f64)
        };
        let ticks = [
            used.tms_utime,
            used.tms_stime,
            used.tms_cutime,
            used.tms_cstime,
            elapsed,
        ];
        let mut values = [Value::small_int(0); 5];
        for (value, ticks) in values.iter_mut().zip(ticks) {
            *value = pyrs_object::float::from_f64(thread, ticks as f64 / rate)?;
        }
        TIMES_RESULT.create(thread, &values)
    }

    /// Return the name of the controlling terminal for this process.
    #[function]
    fn ctermid(thread: &mut Thread) -> PyResult<Ref<StrObject>> {
        StrObject::from_str(thread, "/dev/tty")
    }

    /// Register callables to be called when forking a new process.
    #[function(keywords = "before, after_in_child, after_in_parent", kwonly = "before")]
    fn register_at_fork(
        thread: &mut Thread,
        before: Option<Value>,
        after_in_child: Option<Value>,
        after_in_parent: Option<Value>,
    ) -> PyResult<()> {
        if before.is_none() && after_in_child.is_none() && after_in_parent.is_none() {
            return Err(thread.type_error(format_args!("At least one argument is required.")));
        }
        super::FORK_HANDLERS.add(thread, before, after_in_child, after_in_parent)
    }
}

/// The settings of an environment as the system has them: `NAME=VALUE`.
pub(super) fn settings(thread: &mut Thread, env: Value) -> PyResult<Vec<std::ffi::CString>> {
    let mut settings = Vec::new();
    let items = crate::invoke::method(thread, env, "items", &[])?;
    protocol::for_each(thread, items, |thread, pair| {
        let Some(pair) = pair
            .downcast::<pyrs_object::tuple::TupleObject>()
            .filter(|pair| pair.len() == 2)
        else {
            return Err(thread.type_error(format_args!("env must be a mapping")));
        };
        let mut setting = crate::path::encode(thread, pair.items()[0])?;
        // The first character may be the sign: names of the system's own begin so elsewhere.
        if setting.iter().skip(1).any(|byte| *byte == b'=') || setting.first() == Some(&b'=') {
            return Err(thread.value_error(format_args!("illegal environment variable name")));
        }
        setting.push(b'=');
        setting.extend(crate::path::encode(thread, pair.items()[1])?);
        match std::ffi::CString::new(setting) {
            Ok(setting) => settings.push(setting),
            Err(_) => return Err(thread.value_error(format_args!("embedded null byte"))),
        }
        Ok(())
    })?;
    Ok(settings)
}

/// What `register_at_fork` has registered.
static FORK_HANDLERS: ForkHandlers = ForkHandlers {
    before: StaticRoot::new(),
    in_child: StaticRoot::new(),
    in_parent: StaticRoot::new(),
};

struct ForkHandlers {
    before: StaticRoot,
    in_child: StaticRoot,
    in_parent: StaticRoot,
}

impl ForkHandlers {
    fn add(
        &'static self,
        thread: &mut Thread,
        before: Option<Value>,
        in_child: Option<Value>,
        in_parent: Option<Value>,
    ) -> PyResult<()> {
        for (root, handler) in [
            (&self.before, before),
            (&self.in_child, in_child),
            (&self.in_parent, in_parent),
        ] {
            let Some(handler) = crate::invoke::given(handler) else {
                continue;
            };
            let list: Ref<ListObject> = match root.get().and_then(|list| list.downcast()) {
                Some(list) => list,
                None => {
                    let list = ListObject::with_capacity(thread, 1)?;
                    root.set(thread, Some(list.value()));
                    list
                }
            };
            list.push(thread, handler)?;
        }
        Ok(())
    }
}

/// Runs registered functions; what they raise is dropped, as forking must not fail half-way.
fn run_handlers(thread: &mut Thread, root: &'static StaticRoot, backwards: bool) {
    let Some(list) = root.get().and_then(|list| list.downcast::<ListObject>()) else {
        return;
    };
    for step in 0..list.len() {
        let index = if backwards { list.len() - 1 - step } else { step };
        if let Some(handler) = list.get(index)
            && protocol::call(thread, handler, &[]).is_err()
        {
            thread.take_raised();
        }
    }
}
