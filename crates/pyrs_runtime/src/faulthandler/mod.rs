//! The module `faulthandler`: the stacks of threads, written to a descriptor without any Python code: on demand, after a
//! time, at a signal, and when the process is about to die of one.
//!
//! Stacks are read by the thread whose turn it is. So a registered signal is answered at the next safe point of the main
//! thread, and the watchdog takes its turn before it looks; only a fatal signal is answered where it strikes, once.
//! Absent: stacks of native code, and watching a thread that runs native code without ever giving its turn away.

mod dump;
mod fatal;
mod signals;
mod watchdog;

pub(crate) use signals::run_pending;

use pyrs_macros::pymodule;
use pyrs_object::core::none;
use pyrs_object::errors::PyResult;
use pyrs_object::int;
use pyrs_object::protocol;
use pyrs_object::str::StrObject;
use pyrs_object::thread::Thread;
use pyrs_object::value::Value;

/// Where to write, and what.
#[derive(Clone, Copy)]
struct Target {
    fd: i32,
    all_threads: bool,
}

/// Turns the fatal handlers on as `-X faulthandler` does.
pub(crate) fn enable_at_start() {
    fatal::enable(Target {
        fd: 2,
        all_threads: true,
    });
}

/// The descriptor of the argument `file`: a number, an object with `fileno()`, or `sys.stderr`.
fn descriptor(thread: &mut Thread, file: Option<Value>) -> PyResult<i32> {
    let file = match file.filter(|file| *file != none()) {
        Some(file) => file,
        None => match crate::sys::attribute(pyrs_object::core::core().names.stderr.get()) {
            None => return Err(thread.runtime_error(format_args!("unable to get sys.stderr"))),
            Some(file) if file == none() => return Err(thread.runtime_error(format_args!("sys.stderr is None"))),
            Some(file) => file,
        },
    };
    let number = if int::is_int(file) {
        file
    } else {
        let fileno = StrObject::intern(thread, "fileno")?;
        let number = protocol::call_method(thread, file, fileno, &[])?;
        let flush = StrObject::intern(thread, "flush")?;
        if protocol::call_method(thread, file, flush, &[]).is_err() {
            thread.take_raised();
        }
        number
    };
    match int::as_i64(number).and_then(|fd| i32::try_from(fd).ok()) {
        Some(fd) if fd >= 0 => Ok(fd),
        _ => Err(thread.value_error(format_args!("file is not a valid file descriptor"))),
    }
}

fn target(thread: &mut Thread, file: Option<Value>, all_threads: Option<bool>) -> PyResult<Target> {
    Ok(Target {
        fd: descriptor(thread, file)?,
        all_threads: all_threads.unwrap_or(true),
    })
}

#[pymodule(name = "faulthandler")]
pub(crate) mod module {
    use super::{descriptor, dump, fatal, signals, target, watchdog};
    use pyrs_object::core::none;
    use pyrs_object::errors::PyResult;
    use pyrs_object::float;
    use pyrs_object::int;
    use pyrs_object::thread::Thread;
    use pyrs_object::type_object::class_of;
    use pyrs_object::value::Value;

    /// Write the stacks of all threads, or of this one, to a file.
    #[function(keywords = "file, all_threads")]
    fn dump_traceback(thread: &mut Thread, file: Option<Value>, all_threads: Option<bool>) -> PyResult<()> {
        let target = target(thread, file, all_threads)?;
        dump::stacks(thread, target);
        Ok(())
    }

    /// Write the native stack: that this is not known here is all that is written.
    #[function(keywords = "file")]
    fn dump_c_stack(thread: &mut Thread, file: Option<Value>) -> PyResult<()> {
        let fd = descriptor(thread, file)?;
        dump::write(fd, "Current thread's C stack trace (most recent call first):\n");
        dump::write(fd, "  <cannot get C stack on this system>\n");
        Ok(())
    }

    /// Write stacks when a fatal signal comes.
    #[function(keywords = "file, all_threads, c_stack")]
    fn enable(
        thread: &mut Thread,
        file: Option<Value>,
        all_threads: Option<bool>,
        c_stack: Option<bool>,
    ) -> PyResult<()> {
        let _ = c_stack;
        let target = target(thread, file, all_threads)?;
        fatal::enable(target);
        Ok(())
    }

    /// Leave fatal signals alone. Whether they were not left before.
    #[function]
    fn disable(_thread: &mut Thread) -> bool {
        fatal::disable()
    }

    /// Whether fatal signals are handled.
    #[function]
    fn is_enabled(_thread: &mut Thread) -> bool {
        fatal::is_enabled()
    }

    /// Write stacks after some seconds, again and again if wanted, or end the process then.
    #[function(keywords = "timeout, repeat, file, exit")]
    fn dump_traceback_later(
        thread: &mut Thread,
        timeout: Value,
        repeat: Option<bool>,
        file: Option<Value>,
        exit: Option<bool>,
    ) -> PyResult<()> {
        let seconds = if let Some(seconds) = float::as_f64(timeout) {
            seconds
        } else if int::is_int(timeout) {
            pyrs_object::convert::to_f64(thread, timeout)?
        } else {
            let class = class_of(timeout).name_for_message();
            return Err(thread.type_error(format_args!(
                "'{class}' object cannot be interpreted as an integer or float"
            )));
        };
        if seconds.is_nan() {
            return Err(thread.value_error(format_args!("Invalid value NaN (not a number)")));
        }
        if seconds <= 0.0 {
            return Err(thread.value_error(format_args!("timeout must be greater than 0")));
        }
        let Ok(timeout) = std::time::Duration::try_from_secs_f64(seconds) else {
            return Err(thread.overflow_error(format_args!("timeout value is too large")));
        };
        let target = target(thread, file, None)?;
        watchdog::start(thread, target, timeout, repeat.unwrap_or(false), exit.unwrap_or(false))
    }

    /// Do without what dump_traceback_later has asked for.
    #[function]
    fn cancel_dump_traceback_later(_thread: &mut Thread) {
        watchdog::cancel();
    }

    /// Write stacks when a signal comes, and then run what handled it before if `chain` is true.
    #[function(keywords = "signum, file, all_threads, chain")]
    fn register(
        thread: &mut Thread,
        signum: i32,
        file: Option<Value>,
        all_threads: Option<bool>,
        chain: Option<bool>,
    ) -> PyResult<()> {
        signals::check(thread, signum)?;
        let target = target(thread, file, all_threads)?;
        signals::register(thread, signum, target, chain.unwrap_or(false))
    }

    /// Leave a signal to what handled it before. Whether it was registered.
    #[function]
    fn unregister(thread: &mut Thread, signum: i32) -> PyResult<bool> {
        signals::check(thread, signum)?;
        Ok(signals::unregister(signum))
    }

    /// Die of SIGSEGV, for tests.
    #[function]
    fn _sigsegv(thread: &mut Thread, release_gil: Option<bool>) -> PyResult<Value> {
        let _ = (thread, release_gil);
        fatal::strike(libc::SIGSEGV);
        Ok(none())
    }

    /// Die of SIGSEGV as reading at address zero does, for tests.
    #[function]
    fn _read_null(_thread: &mut Thread) {
        fatal::strike(libc::SIGSEGV);
    }

    /// Die of SIGABRT, for tests.
    #[function]
    fn _sigabrt(_thread: &mut Thread) {
        fatal::strike(libc::SIGABRT);
    }

    /// Die of SIGFPE, for tests.
    #[function]
    fn _sigfpe(_thread: &mut Thread) {
        fatal::strike(libc::SIGFPE);
    }
}

pub(crate) use module::MODULE;
