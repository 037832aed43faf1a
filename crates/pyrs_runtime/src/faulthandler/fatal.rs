//! Signals that end the process: a last look at the stacks before it does.
//!
//! The handler gives the signal back its earlier action first, so that a fault while it looks ends the process at once.

use super::{Target, dump};
use pyrs_object::gil;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};

/// The signals and their names.
const SIGNALS: [(i32, &str); 5] = [
    (libc::SIGBUS, "Bus error"),
    (libc::SIGILL, "Illegal instruction"),
    (libc::SIGFPE, "Floating-point exception"),
    (libc::SIGABRT, "Aborted"),
    (libc::SIGSEGV, "Segmentation fault"),
];

static ENABLED: AtomicBool = AtomicBool::new(false);
static FD: AtomicI32 = AtomicI32::new(2);
static ALL_THREADS: AtomicBool = AtomicBool::new(true);
/// What handled the signals before.
static EARLIER: Mutex<Vec<(i32, libc::sigaction)>> = Mutex::new(Vec::new());

pub(super) fn is_enabled() -> bool {
    ENABLED.load(Ordering::Relaxed)
}

pub(super) fn enable(target: Target) {
    FD.store(target.fd, Ordering::Relaxed);
    ALL_THREADS.store(target.all_threads, Ordering::Relaxed);
    if ENABLED.swap(true, Ordering::Relaxed) {
        return;
    }
    let mut earlier = EARLIER.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    for (signal, _) in SIGNALS {
        // SAFETY: both structures live during the call; the handler is a function of the right type, which runs on the
        // alternate stack that the standard library has set up.
        unsafe {
            let mut action: libc::sigaction = std::mem::zeroed();
            let mut old: libc::sigaction = std::mem::zeroed();
            action.sa_sigaction = on_signal as extern "C" fn(i32) as usize;
            action.sa_flags = libc::SA_NODEFER | libc::SA_ONSTACK;
            libc::sigemptyset(&mut action.sa_mask);
            if libc::sigaction(signal, &action, &mut old) == 0 {
                earlier.push((signal, old));
            }
        }
    }
}

pub(super) fn disable() -> bool {
    let was_enabled = ENABLED.swap(false, Ordering::Relaxed);
    let mut earlier = EARLIER.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    for (signal, action) in earlier.drain(..) {
        // SAFETY: the structure is what the system gave for this signal.
        unsafe { libc::sigaction(signal, &action, std::ptr::null_mut()) };
    }
    was_enabled
}

extern "C" fn on_signal(signal: i32) {
    // SAFETY: plain system calls.
    unsafe { libc::signal(signal, libc::SIG_DFL) };
    let fd = FD.load(Ordering::Relaxed);
    let name = SIGNALS
        .iter()
        .find(|(other, _)| *other == signal)
        .map_or("", |row| row.1);
    dump::write(fd, "Fatal Python error: ");
    dump::write(fd, name);
    dump::write(fd, "\n\n");
    // SAFETY: the thread whose turn it is lives; it is read only if it is this one, which does nothing else now.
    unsafe {
        let ident = libc::pthread_self() as u64;
        match gil::current().as_mut() {
            Some(thread) if thread.ident == ident => {
                let target = Target {
                    fd,
                    all_threads: ALL_THREADS.load(Ordering::Relaxed),
                };
                dump::stacks(thread, target);
            }
            _ => dump::write(fd, "<the thread that failed does not run Python code>\n"),
        }
        libc::raise(signal);
    }
}

/// Sends this thread a signal that nothing handles but this module.
pub(super) fn strike(signal: i32) {
    if !is_enabled() {
        // SAFETY: plain system calls.
        unsafe { libc::signal(signal, libc::SIG_DFL) };
    }
    // SAFETY: a plain library call.
    unsafe { libc::raise(signal) };
}
