//! The module `_posixsubprocess`: starting a program in a child process.
//!
//! Invariant: between `fork` and `exec` the child only makes system calls on data prepared before, for other threads may
//! have held any lock at the moment of the fork. That is why `preexec_fn` is absent: it raises NotImplementedError.

use pyrs_macros::pymodule;
use std::ffi::CString;

/// Everything that the child needs, prepared before the fork.
struct Start {
    arguments: Vec<CString>,
    executables: Vec<CString>,
    environment: Option<Vec<CString>>,
    folder: Option<CString>,
    close_others: bool,
    kept: Vec<i32>,
    /// For standard input, output and errors: the child's descriptor, or -1.
    standard: [i32; 3],
    /// The parent's ends of the pipes.
    parents: [i32; 3],
    error_read: i32,
    error_write: i32,
    restore_signals: bool,
    new_session: bool,
    process_group: i32,
    group: Option<u32>,
    groups: Option<Vec<u32>>,
    user: Option<u32>,
    mask: i32,
}

/// What of starting a program has failed.
#[derive(Clone, Copy)]
enum Stage {
    Prepare,
    Folder,
    Execute,
}

fn pointers(texts: &[CString]) -> Vec<*const libc::c_char> {
    let ends = std::iter::once(std::ptr::null());
    texts.iter().map(|text| text.as_ptr()).chain(ends).collect()
}

fn errno() -> i32 {
    crate::os_error::last_errno()
}

/// Fails with `errno` if a system call said so.
fn check(result: libc::c_int) -> Result<(), i32> {
    if result < 0 { Err(errno()) } else { Ok(()) }
}

/// Closes every descriptor above the standard ones that is not kept.
///
/// # Safety
/// Only in the child.
unsafe fn close_others(kept: &[i32]) {
    let mut first = 3;
    // SAFETY: the child owns its descriptors.
    unsafe {
        for &fd in kept.iter().filter(|fd| **fd >= 3) {
            if fd > first {
                close_range(first, fd - 1);
            }
            first = fd + 1;
        }
        close_range(first, i32::MAX);
    }
}

/// # Safety
/// As for [`close_others`].
unsafe fn close_range(first: i32, last: i32) {
    // SAFETY: as promised by the caller.
    unsafe {
        if libc::syscall(libc::SYS_close_range, first, last, 0) != 0 {
            let limit = libc::sysconf(libc::_SC_OPEN_MAX).clamp(256, 65_536) as i32;
            for fd in first..last.min(limit) {
                libc::close(fd);
            }
        }
    }
}

impl Start {
    /// Moves the pipes to the standard descriptors.
    ///
    /// # Safety
    /// Only in the child.
    unsafe fn redirect(&self) -> Result<(), i32> {
        // SAFETY: the child owns its descriptors.
        unsafe {
            for fd in self.parents.into_iter().filter(|fd| *fd >= 0) {
                libc::close(fd);
            }
            libc::close(self.error_read);
            let mut standard = self.standard;
            // A pipe at the place of another standard descriptor is moved out of the way first.
            for (place, fd) in standard.iter_mut().enumerate() {
                if (0..place as i32).contains(fd) {
                    let moved = libc::dup(*fd);
                    check(moved)?;
                    *fd = moved;
                }
            }
            for (place, fd) in standard.into_iter().enumerate() {
                let place = place as i32;
                if fd == place {
                    let flags = libc::fcntl(fd, libc::F_GETFD);
                    check(flags)?;
                    check(libc::fcntl(fd, libc::F_SETFD, flags & !libc::FD_CLOEXEC))?;
                } else if fd >= 0 {
                    check(libc::dup2(fd, place))?;
                }
            }
        }
        Ok(())
    }

    /// Everything that the child does; it returns only if something fails.
    ///
    /// # Safety
    /// Only in the child; the pointers are those of the own texts.
    unsafe fn run(
        &self,
        arguments: &[*const libc::c_char],
        environment: Option<&[*const libc::c_char]>,
    ) -> (i32, Stage) {
        // SAFETY: system calls on own data.
        unsafe {
            if let Err(errno) = self.redirect() {
                return (errno, Stage::Prepare);
            }
            if let Some(folder) = &self.folder
                && libc::chdir(folder.as_ptr()) != 0
            {
                return (errno(), Stage::Folder);
            }
            if let Err(errno) = self.change_state() {
                return (errno, Stage::Prepare);
            }
            if self.close_others {
                close_others(&self.kept);
            }
            let mut saved = libc::ENOENT;
            for executable in &self.executables {
                match environment {
                    Some(environment) => libc::execve(executable.as_ptr(), arguments.as_ptr(), environment.as_ptr()),
                    None => libc::execv(executable.as_ptr(), arguments.as_ptr()),
                };
                let errno = errno();
                if errno != libc::ENOENT && errno != libc::ENOTDIR {
                    saved = errno;
                }
            }
            (saved, Stage::Execute)
        }
    }

    /// # Safety
    /// Only in the child.
    unsafe fn change_state(&self) -> Result<(), i32> {
        // SAFETY: plain system calls.
        unsafe {
            if self.mask >= 0 {
                libc::umask(self.mask as libc::mode_t);
            }
            if self.restore_signals {
                for signal in [libc::SIGPIPE, libc::SIGXFSZ] {
                    libc::signal(signal, libc::SIG_DFL);
                }
            }
            if self.new_session {
                check(libc::setsid())?;
            }
            if self.process_group >= 0 {
                check(libc::setpgid(0, self.process_group))?;
            }
            if let Some(groups) = &self.groups {
                check(libc::setgroups(groups.len() as _, groups.as_ptr()))?;
            }
            if let Some(group) = self.group {
                check(libc::setregid(group, group))?;
            }
            if let Some(user) = self.user {
                check(libc::setreuid(user, user))?;
            }
        }
        Ok(())
    }

    /// Starts the child.
    fn start(&self) -> Result<i32, i32> {
        let arguments = pointers(&self.arguments);
        let environment = self.environment.as_deref().map(pointers);
        // SAFETY: the child only makes system calls on what is prepared.
        let pid = unsafe { libc::fork() };
        if pid != 0 {
            return if pid < 0 { Err(errno()) } else { Ok(pid) };
        }
        // SAFETY: this is the child.
        unsafe {
            for &fd in self.kept.iter().filter(|fd| **fd >= 3 && **fd != self.error_write) {
                libc::fcntl(fd, libc::F_SETFD, 0);
            }
            let (errno, stage) = self.run(&arguments, environment.as_deref());
            let mut text = [0u8; 32];
            let length = report(&mut text, errno, stage);
            libc::write(self.error_write, text.as_ptr().cast(), length);
            libc::_exit(255)
        }
    }
}

/// What the parent reads of a failure: "OSError:HEX:", and "noexec" if the program was not come to. It allocates nothing.
fn report(text: &mut [u8; 32], errno: i32, stage: Stage) -> usize {
    let mut length = 0;
    let mut push = |bytes: &[u8]| {
        text[length..length + bytes.len()].copy_from_slice(bytes);
        length += bytes.len();
    };
    push(b"OSError:");
    let mut started = false;
    for shift in (0..8).rev() {
        let digit = (errno as u32 >> (4 * shift) & 15) as usize;
        if digit != 0 || started || shift == 0 {
            started = true;
            push(&b"0123456789ABCDEF"[digit..=digit]);
        }
    }
    push(match stage {
        Stage::Prepare => b":noexec",
        Stage::Folder => b":noexec:chdir",
        Stage::Execute => b":",
    });
    length
}

/// Whether a text has nothing behind a zero byte.
fn c_string(bytes: Vec<u8>) -> Option<CString> {
    CString::new(bytes).ok()
}

#[pymodule(name = "_posixsubprocess")]
pub(crate) mod module {
    use super::{CString, Start, c_string};
    use crate::os_error::os_error;
    use crate::path;
    use pyrs_object::list::ListObject;
    use pyrs_object::{Args, PyResult, Thread, Value, none, protocol};

    fn items(thread: &mut Thread, value: Value) -> PyResult<Vec<Value>> {
        let list = ListObject::with_capacity(thread, 4)?;
        protocol::for_each(thread, value, |thread: &mut Thread, item| list.push(thread, item))?;
        // The container that they come from keeps them alive.
        Ok(list.items().to_vec())
    }

    fn text(thread: &mut Thread, value: Value) -> PyResult<CString> {
        let Some(converted) = path::fspath(thread, value)? else {
            let class = pyrs_object::type_object::class_of(value).name_for_message();
            return Err(thread.type_error(format_args!("expected str, bytes or os.PathLike object, not {class}")));
        };
        let bytes = path::encode(thread, converted)?;
        c_string(bytes).ok_or_else(|| thread.value_error(format_args!("embedded null byte")))
    }

    fn texts(thread: &mut Thread, value: Value) -> PyResult<Vec<CString>> {
        let mut all = Vec::new();
        for item in items(thread, value)? {
            all.push(text(thread, item)?);
        }
        Ok(all)
    }

    fn number(thread: &mut Thread, value: Value) -> PyResult<i32> {
        let number = protocol::index_i64(thread, value)?;
        i32::try_from(number)
            .map_err(|_| thread.overflow_error(format_args!("Python int too large to convert to C int")))
    }

    fn identity(thread: &mut Thread, value: Value) -> PyResult<Option<u32>> {
        if value == none() {
            return Ok(None);
        }
        number(thread, value).map(|number| Some(number as u32))
    }

    /// Fork a child process, and run a program in it. For internal use by subprocess.
    #[function(signature = "")]
    fn fork_exec(thread: &mut Thread, args: Args) -> PyResult<i64> {
        let values = args.positional();
        let &[
            arguments,
            executables,
            close_fds,
            pass_fds,
            folder,
            environment,
            ref rest @ ..,
        ] = values
        else {
            let given = values.len();
            return Err(thread.type_error(format_args!("fork_exec expected 22 arguments, got {given}")));
        };
        if rest.len() != 16 {
            let given = values.len();
            return Err(thread.type_error(format_args!("fork_exec expected 22 arguments, got {given}")));
        }
        if rest[15] != none() {
            return Err(thread.not_implemented_error(format_args!("preexec_fn is not supported")));
        }
        let mut fds = [0; 8];
        for (fd, value) in fds.iter_mut().zip(rest) {
            *fd = number(thread, *value)?;
        }
        let mut kept = Vec::new();
        for fd in items(thread, pass_fds)? {
            kept.push(number(thread, fd)?);
        }
        if !kept.is_sorted() || kept.iter().any(|fd| *fd < 0) {
            return Err(thread.value_error(format_args!("bad value(s) in fds_to_keep")));
        }
        let groups = if rest[12] == none() {
            None
        } else {
            let mut groups = Vec::new();
            for group in items(thread, rest[12])? {
                groups.push(number(thread, group)? as u32);
            }
            Some(groups)
        };
        let start = Start {
            arguments: texts(thread, arguments)?,
            executables: texts(thread, executables)?,
            environment: if environment == none() {
                None
            } else {
                Some(texts(thread, environment)?)
            },
            folder: if folder == none() {
                None
            } else {
                Some(text(thread, folder)?)
            },
            close_others: protocol::truth(thread, close_fds)?,
            kept,
            standard: [fds[0], fds[3], fds[5]],
            parents: [fds[1], fds[2], fds[4]],
            error_read: fds[6],
            error_write: fds[7],
            restore_signals: protocol::truth(thread, rest[8])?,
            new_session: protocol::truth(thread, rest[9])?,
            process_group: number(thread, rest[10])?,
            group: identity(thread, rest[11])?,
            groups,
            user: identity(thread, rest[13])?,
            mask: number(thread, rest[14])?,
        };
        match start.start() {
            Ok(pid) => Ok(pid.into()),
            Err(errno) => Err(os_error(thread, errno, None)),
        }
    }
}

pub use module::MODULE;
