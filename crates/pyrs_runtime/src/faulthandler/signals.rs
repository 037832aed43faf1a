//! Signals that programs have registered: noted by the system's handler, answered at the next safe point.

use super::{Target, dump};
use pyrs_object::errors::PyResult;
use pyrs_object::thread::Thread;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

/// One more than the highest signal number.
const SIGNALS: usize = 65;

/// A registered signal.
struct Registered {
    signal: i32,
    target: Target,
    earlier: libc::sigaction,
}

static REGISTERED: Mutex<Vec<Registered>> = Mutex::new(Vec::new());
/// Signals that came and were not answered: signal n is bit n - 1.
static PENDING: AtomicU64 = AtomicU64::new(0);
/// The handler to be called next of each signal, where that was asked for.
static CHAINED: [AtomicUsize; SIGNALS] = [const { AtomicUsize::new(0) }; SIGNALS];

extern "C" fn on_signal(signal: i32) {
    PENDING.fetch_or(1 << (signal - 1), Ordering::Relaxed);
    pyrs_lib_os::signal::wake();
    let next = CHAINED
        .get(signal as usize)
        .map_or(0, |next| next.load(Ordering::Relaxed));
    if next != libc::SIG_DFL && next != libc::SIG_IGN {
        // SAFETY: the address is of a handler that was installed for this signal, without further arguments.
        let next: extern "C" fn(i32) = unsafe { std::mem::transmute(next) };
        next(signal);
    }
}

/// Whether a signal may be registered.
pub(super) fn check(thread: &mut Thread, signal: i32) -> PyResult<()> {
    let is_fatal = [libc::SIGBUS, libc::SIGILL, libc::SIGFPE, libc::SIGABRT, libc::SIGSEGV].contains(&signal);
    if is_fatal {
        return Err(thread.runtime_error(format_args!(
            "signal {signal} cannot be registered, use enable() instead"
        )));
    }
    if !(1..SIGNALS as i32).contains(&signal) {
        return Err(thread.value_error(format_args!("signal number out of range")));
    }
    Ok(())
}

pub(super) fn register(thread: &mut Thread, signal: i32, target: Target, chain: bool) -> PyResult<()> {
    let mut registered = REGISTERED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let known = registered.iter().position(|row| row.signal == signal);
    // SAFETY: both structures live during the call; the handler is a function of the right type.
    let (status, old) = unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        let mut old: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = on_signal as extern "C" fn(i32) as usize;
        // Waiting calls must end, so that the safe point after them comes.
        action.sa_flags = if chain { libc::SA_NODEFER } else { 0 };
        libc::sigemptyset(&mut action.sa_mask);
        (libc::sigaction(signal, &action, &mut old), old)
    };
    if status != 0 {
        drop(registered);
        return Err(pyrs_lib_os::os_error::last_os_error(thread, None));
    }
    let earlier = match known {
        Some(index) => registered.swap_remove(index).earlier,
        None => old,
    };
    let takes_information = earlier.sa_flags & libc::SA_SIGINFO != 0;
    let next = if chain && !takes_information {
        earlier.sa_sigaction
    } else {
        libc::SIG_DFL
    };
    CHAINED[signal as usize].store(next, Ordering::Relaxed);
    registered.push(Registered {
        signal,
        target,
        earlier,
    });
    Ok(())
}

pub(super) fn unregister(signal: i32) -> bool {
    let mut registered = REGISTERED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let Some(index) = registered.iter().position(|row| row.signal == signal) else {
        return false;
    };
    let row = registered.swap_remove(index);
    // SAFETY: the structure is what the system gave for this signal.
    unsafe { libc::sigaction(signal, &row.earlier, std::ptr::null_mut()) };
    true
}

/// Answers the signals that came, on the main thread; on others they stay pending.
pub(crate) fn run_pending(thread: &mut Thread) {
    if !thread.is_main || PENDING.load(Ordering::Relaxed) == 0 {
        return;
    }
    let pending = PENDING.swap(0, Ordering::Relaxed);
    let targets: Vec<Target> = REGISTERED
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
        .iter()
        .filter(|row| pending & (1 << (row.signal - 1)) != 0)
        .map(|row| row.target)
        .collect();
    for target in targets {
        dump::stacks(thread, target);
    }
}
