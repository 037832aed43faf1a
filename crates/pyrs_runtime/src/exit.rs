//! What happens when a program ends.

use crate::hooks;
use pyrs_object::core::{core, none};
use pyrs_object::errors::PyResult;
use pyrs_object::exception::ExceptionObject;
use pyrs_object::header::Ref;
use pyrs_object::protocol;
use pyrs_object::str::StrObject;
use pyrs_object::thread::Thread;
use pyrs_object::value::Value;

/// How a program ends.
#[derive(Default)]
pub(crate) struct Ending {
    /// The exit status.
    pub(crate) status: i32,
    /// Whether an interrupt that nobody handled ends it: the process then dies of the signal, as its parent may want to
    /// know.
    pub(crate) by_interrupt: bool,
}

/// Handles the pending exception of a program: prints it, or takes the status of SystemExit.
pub(crate) fn ending_of_pending(thread: &mut Thread) -> Ending {
    let Some(exception) = thread.take_raised() else {
        return Ending {
            status: 1,
            by_interrupt: false,
        };
    };
    if exception.class().is_subtype(core().types.system_exit.get()) {
        return Ending {
            status: system_exit_status(thread, exception),
            by_interrupt: false,
        };
    }
    let by_interrupt = exception.class().is_subtype(core().types.keyboard_interrupt.get());
    match hooks::print(thread, exception) {
        Some(status) => Ending {
            status,
            by_interrupt: false,
        },
        None => Ending {
            status: if by_interrupt { 130 } else { 1 },
            by_interrupt,
        },
    }
}

/// As [`ending_of_pending`] where the interactive prompt comes next: SystemExit is printed like others.
pub(crate) fn ending_of_inspected(thread: &mut Thread) -> Ending {
    if let Some(exception) = thread.take_raised() {
        hooks::print(thread, exception);
    }
    Ending::default()
}

/// Ends the process by SIGINT.
pub(crate) fn die_of_interrupt() {
    // SAFETY: plain library calls; the process has nothing left to do.
    unsafe {
        libc::signal(libc::SIGINT, libc::SIG_DFL);
        libc::raise(libc::SIGINT);
    }
}

/// The status that a SystemExit asks for; what is no number is printed.
pub(crate) fn system_exit_status(thread: &mut Thread, exception: Ref<ExceptionObject>) -> i32 {
    let code = match exception.extra_field(0) {
        Some(code) => code,
        None => exception
            .args
            .get()
            .and_then(|args| args.items().first().copied())
            .unwrap_or_else(none),
    };
    if code == none() {
        return 0;
    }
    if let Some(status) = pyrs_object::int::as_i64(code) {
        return status as i32;
    }
    if pyrs_object::int::is_int(code) {
        // Too large for a status: what C's conversion gives for an error.
        return -1;
    }
    match protocol::str(thread, code) {
        Ok(text) => crate::traceback::write_error(thread, &format!("{}\n", text.to_string_lossy())),
        Err(_) => {
            thread.take_raised();
        }
    }
    1
}

/// Waits for threads, runs exit functions and flushes the standard streams. The status, which a failing flush of stdout changes.
pub(crate) fn finish(thread: &mut Thread, status: i32) -> i32 {
    for (module, function) in [
        ("threading", "_shutdown"),
        ("_thread", "_shutdown"),
        ("atexit", "_run_exitfuncs"),
    ] {
        if let Err(_raised) = call_if_loaded(thread, module, function) {
            ending_of_pending(thread);
        }
    }
    // Daemon threads stop where they are: what they would print now, nobody would flush.
    pyrs_object::gil::begin_ending();
    crate::pending::run_all(thread);
    let mut status = status;
    for name in [core().names.stdout.get(), core().names.stderr.get()] {
        if flush(thread, name).is_err() {
            thread.take_raised();
            status = 120;
        }
    }
    pyrs_lib_os::io::flush_open_streams(thread);
    status
}

fn call_if_loaded(thread: &mut Thread, module: &str, function: &str) -> PyResult<()> {
    let module = StrObject::intern(thread, module)?;
    let Some(module) = core().modules.get().get_interned(module) else {
        return Ok(());
    };
    let function = StrObject::intern(thread, function)?;
    protocol::call_method(thread, module, function, &[]).map(|_| ())
}

fn flush(thread: &mut Thread, stream: Ref<StrObject>) -> PyResult<()> {
    match crate::sys::attribute(stream) {
        Some(stream) if stream != none() => {
            let closed = StrObject::intern(thread, "closed")?;
            let closed = match protocol::getattr_optional(thread, stream, closed) {
                Ok(Some(closed)) => protocol::truth(thread, closed),
                Ok(None) => Ok(false),
                Err(raised) => Err(raised),
            };
            // A stream that cannot say whether it is closed is flushed.
            let closed = closed.unwrap_or_else(|_| {
                thread.take_raised();
                false
            });
            if closed {
                return Ok(());
            }
            protocol::call_method(thread, stream, core().names.flush.get(), &[]).map(|_: Value| ())
        }
        _ => Ok(()),
    }
}

/// Prints counters at exit, where `-X stats` asks for them.
pub(crate) fn print_statistics(heap: &pyrs_object::gc::Heap, options: &pyrs_options::Options) {
    if options.stats == pyrs_options::StatsForm::None {
        return;
    }
    let gc: Vec<(String, f64)> = heap
        .stats()
        .rows()
        .iter()
        .map(|(name, number)| (name.to_string(), *number as f64))
        .collect();
    let jit = pyrs_jit::rows(heap);
    match options.stats {
        pyrs_options::StatsForm::None => {}
        pyrs_options::StatsForm::Text => {
            for (name, number) in &gc {
                eprintln!("gc_{name}: {number}");
            }
            for (name, number) in jit.iter().flatten().filter(|(_, number)| *number != 0.0) {
                eprintln!("{name}: {number}");
            }
            if jit.is_none() {
                eprintln!("jit: off");
            }
        }
        pyrs_options::StatsForm::Json => {
            let jit = jit.map_or("null".to_string(), |rows| json_object(&rows));
            eprintln!("{{\"gc\": {}, \"jit\": {jit}}}", json_object(&gc));
        }
    }
}

/// Names without special characters and finite numbers as a JSON object.
fn json_object(rows: &[(String, f64)]) -> String {
    let members: Vec<String> = rows
        .iter()
        .map(|(name, number)| format!("\"{name}\": {number}"))
        .collect();
    format!("{{{}}}", members.join(", "))
}
