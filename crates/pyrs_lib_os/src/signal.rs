//! The module `_signal`: Python functions as signal handlers.
//!
//! The system's handler only notes the signal in a bit set and raises `Thread::poll`; the functions run at the next safe
//! point ([`run_pending`]), on the main thread. Invariant: what the system's handler touches is atomic.

use crate::static_root::StaticRoot;
use pyrs_macros::pymodule;
use pyrs_object::function::NativeFunctionObject;
use pyrs_object::list::ListObject;
use pyrs_object::{PyResult, Ref, Thread, Value, none, protocol};
use std::sync::atomic::{AtomicI32, AtomicPtr, AtomicU32, AtomicU64, Ordering};

/// One more than the highest signal number.
const SIGNALS: i32 = 65;

/// A list with the handler of each signal: a function, or the numbers of `SIG_DFL` and `SIG_IGN`, or None.
static HANDLERS: StaticRoot = StaticRoot::new();
/// Signals that came and whose functions have not run: signal n is bit n - 1.
static PENDING: AtomicU64 = AtomicU64::new(0);
/// The main thread's poll word.
static POLL: AtomicPtr<AtomicU32> = AtomicPtr::new(std::ptr::null_mut());
/// Descriptor that gets a byte for each signal, or -1.
static WAKEUP: AtomicI32 = AtomicI32::new(-1);

extern "C" fn note(signal: i32) {
    PENDING.fetch_or(1 << (signal - 1), Ordering::Relaxed);
    wake();
    // SAFETY: `write` may be called in handlers, and `errno` is put back.
    unsafe {
        let fd = WAKEUP.load(Ordering::Relaxed);
        if fd >= 0 {
            let errno = *libc::__errno_location();
            let byte = signal as u8;
            libc::write(fd, (&raw const byte).cast(), 1);
            *libc::__errno_location() = errno;
        }
    }
}

/// Makes the main thread come to a safe point. May be called in a signal handler.
pub fn wake() {
    let poll = POLL.load(Ordering::Relaxed);
    // SAFETY: the word is the main thread's, which outlives signal handling.
    unsafe {
        if !poll.is_null() {
            (*poll).store(1, Ordering::Relaxed);
        }
    }
}

fn handlers(thread: &mut Thread) -> PyResult<Ref<ListObject>> {
    if let Some(list) = HANDLERS.get().and_then(|list| list.downcast()) {
        return Ok(list);
    }
    let list = ListObject::with_capacity(thread, SIGNALS as usize)?;
    for signal in 0..SIGNALS {
        let current = current_disposition(signal);
        list.push(thread, current)?;
    }
    HANDLERS.set(thread, Some(list.value()));
    Ok(list)
}

/// `SIG_DFL`, `SIG_IGN`, or None for a handler that is not Python's.
fn current_disposition(signal: i32) -> Value {
    // SAFETY: the structure is the call's to fill; with a null action nothing changes.
    unsafe {
        let mut action = std::mem::zeroed::<libc::sigaction>();
        if signal == 0 || libc::sigaction(signal, std::ptr::null(), &mut action) != 0 {
            return none();
        }
        match action.sa_sigaction {
            libc::SIG_DFL => Value::small_int(0),
            libc::SIG_IGN => Value::small_int(1),
            _ => none(),
        }
    }
}

/// Runs the functions of signals that came, on the main thread; on others they stay pending. The runtime's poll hook calls it.
pub fn run_pending(thread: &mut Thread) -> PyResult<()> {
    if !thread.is_main {
        return Ok(());
    }
    let mut pending = PENDING.swap(0, Ordering::Relaxed);
    while pending != 0 {
        let signal = pending.trailing_zeros() as i32 + 1;
        pending &= pending - 1;
        let handler = handlers(thread)?.get(signal as usize).unwrap_or_else(none);
        if handler.is_small_int() || handler == none() {
            continue;
        }
        let frame = match crate::invoke::sys_attribute(thread, "_getframe")? {
            Some(get) => protocol::call(thread, get, &[]).unwrap_or_else(|_| {
                thread.take_raised();
                none()
            }),
            None => none(),
        };
        let args = [Value::small_int(signal.into()), frame];
        if let Err(raised) = protocol::call(thread, handler, &args) {
            // The others stay pending for the next time.
            PENDING.fetch_or(pending, Ordering::Relaxed);
            if pending != 0 {
                thread.poll.store(1, Ordering::Relaxed);
            }
            return Err(raised);
        }
    }
    Ok(())
}

/// As if a signal had come, if it has a Python function as handler.
pub(crate) fn simulate(thread: &mut Thread, signal: i32) -> PyResult<()> {
    if !(1..SIGNALS).contains(&signal) {
        return Err(thread.value_error(format_args!("signal number out of range")));
    }
    let handler = handlers(thread)?.get(signal as usize).unwrap_or_else(none);
    if !handler.is_small_int() && handler != none() {
        note(signal);
    }
    Ok(())
}

/// In a forked child: signals are this thread's from now on.
pub(crate) fn adopt(thread: &mut Thread) {
    POLL.store(&raw mut thread.poll, Ordering::Relaxed);
}

/// Refuses what only the main thread may do: signals raise its poll word, which lives as long as they may come.
fn check_main(thread: &mut Thread, function: &str) -> PyResult<()> {
    if thread.is_main {
        return Ok(());
    }
    Err(thread.value_error(format_args!(
        "{function} only works in main thread of the main interpreter"
    )))
}

/// Makes the system call [`note`], `SIG_DFL` or `SIG_IGN`.
fn install(thread: &mut Thread, signal: i32, action: usize) -> PyResult<()> {
    POLL.store(&raw mut thread.poll, Ordering::Relaxed);
    // SAFETY: the action is one of the system's constants or `note`, which obeys the rules of handlers. System calls
    // are not restarted, so that Python functions run without delay.
    unsafe {
        let mut new = std::mem::zeroed::<libc::sigaction>();
        new.sa_sigaction = action;
        new.sa_flags = libc::SA_ONSTACK;
        libc::sigemptyset(&mut new.sa_mask);
        if libc::sigaction(signal, &new, std::ptr::null_mut()) != 0 {
            return Err(crate::os_error::last_os_error(thread, None));
        }
    }
    Ok(())
}

/// What the runtime does at start-up: SIGPIPE is ignored, SIGINT raises KeyboardInterrupt.
pub fn install_defaults(thread: &mut Thread) -> PyResult<()> {
    let list = handlers(thread)?;
    for signal in [libc::SIGPIPE, libc::SIGXFSZ] {
        install(thread, signal, libc::SIG_IGN)?;
        list.set(signal as usize, Value::small_int(1));
    }
    if list.get(libc::SIGINT as usize) == Some(Value::small_int(0)) {
        let definition = &MODULE.functions.iter().find(|f| f.name == "default_int_handler");
        let Some(definition) = definition else { return Ok(()) };
        let function = NativeFunctionObject::new(thread, definition, None)?;
        list.set(libc::SIGINT as usize, function.value());
        install(thread, libc::SIGINT, note as *const () as usize)?;
    }
    Ok(())
}

macro_rules! signals {
    ($($name:ident)*) => {
        const NUMBERS: &[(&str, i64)] = &[
            $((stringify!($name), libc::$name as i64),)*
            ("SIGCLD", libc::SIGCHLD as i64),
            ("NSIG", SIGNALS as i64),
            ("SIG_DFL", 0),
            ("SIG_IGN", 1),
            ("SIG_BLOCK", libc::SIG_BLOCK as i64),
            ("SIG_UNBLOCK", libc::SIG_UNBLOCK as i64),
            ("SIG_SETMASK", libc::SIG_SETMASK as i64),
            ("SIGRTMIN", 34),
            ("SIGRTMAX", 64),
            ("ITIMER_REAL", libc::ITIMER_REAL as i64),
            ("ITIMER_VIRTUAL", libc::ITIMER_VIRTUAL as i64),
            ("ITIMER_PROF", libc::ITIMER_PROF as i64),
        ];
    };
}

signals! {
    SIGHUP SIGINT SIGQUIT SIGILL SIGTRAP SIGABRT SIGIOT SIGBUS SIGFPE SIGKILL SIGUSR1 SIGSEGV SIGUSR2 SIGPIPE SIGALRM
    SIGTERM SIGSTKFLT SIGCHLD SIGCONT SIGSTOP SIGTSTP SIGTTIN SIGTTOU SIGURG SIGXCPU SIGXFSZ SIGVTALRM SIGPROF SIGWINCH
    SIGIO SIGPOLL SIGPWR SIGSYS
}

/// This module provides mechanisms to use signal handlers in Python.
#[pymodule(name = "_signal")]
mod module {
    use super::{
        NUMBERS, NativeFunctionObject, PENDING, SIGNALS, WAKEUP, check_main, handlers, install, note, run_pending,
    };
    use crate::os_error::{last_os_error, strerror};
    use pyrs_object::core::core;
    use pyrs_object::module::ModuleObject;
    use pyrs_object::set::SetObject;
    use pyrs_object::str::StrObject;
    use pyrs_object::tuple::TupleObject;
    use pyrs_object::type_object::class_of;
    use pyrs_object::{PyResult, Ref, Thread, Value, protocol};
    use std::sync::atomic::Ordering;

    fn check(thread: &mut Thread, signal: i32) -> PyResult<()> {
        if (1..SIGNALS).contains(&signal) {
            return Ok(());
        }
        Err(thread.value_error(format_args!("signal number out of range")))
    }

    /// Set the action for the given signal.
    #[function]
    fn signal(thread: &mut Thread, signalnum: i32, handler: Value) -> PyResult<Value> {
        let number = pyrs_object::int::as_i64(handler);
        let action = match number {
            Some(0) => libc::SIG_DFL,
            Some(1) => libc::SIG_IGN,
            _ if class_of(handler).slot(|s| s.call).is_some() => note as *const () as usize,
            _ => {
                return Err(thread.type_error(format_args!(
                    "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object"
                )));
            }
        };
        check_main(thread, "signal")?;
        check(thread, signalnum)?;
        run_pending(thread)?;
        let list = handlers(thread)?;
        install(thread, signalnum, action)?;
        let old = list.get(signalnum as usize).unwrap_or_else(pyrs_object::none);
        let kept = match number {
            Some(number) => Value::small_int(number),
            None => handler,
        };
        list.set(signalnum as usize, kept);
        Ok(old)
    }

    /// Return the current action for the given signal.
    #[function]
    fn getsignal(thread: &mut Thread, signalnum: i32) -> PyResult<Value> {
        check(thread, signalnum)?;
        let list = handlers(thread)?;
        Ok(list.get(signalnum as usize).unwrap_or_else(pyrs_object::none))
    }

    /// The default handler for SIGINT installed by Python.
    #[function]
    fn default_int_handler(thread: &mut Thread, _signalnum: i64, _frame: Value) -> PyResult<()> {
        Err(thread.raise_with(core().types.keyboard_interrupt.get(), &[]))
    }

    /// Send a signal to the executing process.
    #[function]
    fn raise_signal(thread: &mut Thread, signalnum: i32) -> PyResult<()> {
        // SAFETY: a plain library call.
        if unsafe { libc::raise(signalnum) } != 0 {
            return Err(last_os_error(thread, None));
        }
        run_pending(thread)
    }

    /// Arrange for SIGALRM to arrive after the given number of seconds.
    #[function]
    fn alarm(_thread: &mut Thread, seconds: i32) -> u32 {
        // SAFETY: a plain system call.
        unsafe { libc::alarm(seconds as u32) }
    }

    /// Wait until a signal arrives.
    #[function]
    fn pause(thread: &mut Thread) -> PyResult<()> {
        if PENDING.load(Ordering::Relaxed) == 0 {
            // SAFETY: a plain system call.
            unsafe { libc::pause() };
        }
        run_pending(thread)
    }

    fn pair(thread: &mut Thread, timer: &libc::itimerval) -> PyResult<Ref<TupleObject>> {
        let seconds = |time: &libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 / 1e6;
        let value = pyrs_object::float::from_f64(thread, seconds(&timer.it_value))?;
        let interval = pyrs_object::float::from_f64(thread, seconds(&timer.it_interval))?;
        TupleObject::from_slice(thread, &[value, interval])
    }

    fn time(thread: &mut Thread, seconds: f64) -> PyResult<libc::timeval> {
        if !(0.0..1e15).contains(&seconds) {
            return Err(thread.value_error(format_args!("timer values must be non-negative and finite")));
        }
        Ok(libc::timeval {
            tv_sec: seconds as i64,
            tv_usec: ((seconds.fract() * 1e6).ceil() as i64).min(999_999),
        })
    }

    /// Sets given itimer (one of ITIMER_REAL, ITIMER_VIRTUAL or ITIMER_PROF).
    #[function]
    fn setitimer(thread: &mut Thread, which: i32, seconds: f64, interval: Option<f64>) -> PyResult<Ref<TupleObject>> {
        let new = libc::itimerval {
            it_value: time(thread, seconds)?,
            it_interval: time(thread, interval.unwrap_or(0.0))?,
        };
        // SAFETY: both structures live through the call.
        let old = unsafe {
            let mut old = std::mem::zeroed::<libc::itimerval>();
            if libc::syscall(libc::SYS_setitimer, which, &raw const new, &raw mut old) != 0 {
                return Err(last_os_error(thread, None));
            }
            old
        };
        pair(thread, &old)
    }

    /// Returns current value of given itimer.
    #[function]
    fn getitimer(thread: &mut Thread, which: i32) -> PyResult<Ref<TupleObject>> {
        // SAFETY: the structure is the call's to fill.
        let now = unsafe {
            let mut now = std::mem::zeroed::<libc::itimerval>();
            if libc::syscall(libc::SYS_getitimer, which, &raw mut now) != 0 {
                return Err(last_os_error(thread, None));
            }
            now
        };
        pair(thread, &now)
    }

    /// Sets the fd to be written to (with the signal number) when a signal comes in.
    #[function(keywords = "fd, warn_on_full_buffer", kwonly = "warn_on_full_buffer")]
    fn set_wakeup_fd(thread: &mut Thread, fd: i32, _warn_on_full_buffer: Option<bool>) -> PyResult<i32> {
        check_main(thread, "set_wakeup_fd")?;
        Ok(WAKEUP.swap(fd, Ordering::Relaxed))
    }

    /// Change system call restart behaviour.
    #[function]
    fn siginterrupt(thread: &mut Thread, signalnum: i32, flag: i32) -> PyResult<()> {
        check(thread, signalnum)?;
        // SAFETY: the structure is filled by the first call.
        unsafe {
            let mut action = std::mem::zeroed::<libc::sigaction>();
            if libc::sigaction(signalnum, std::ptr::null(), &mut action) == 0 {
                action.sa_flags = if flag != 0 {
                    action.sa_flags & !libc::SA_RESTART
                } else {
                    action.sa_flags | libc::SA_RESTART
                };
                libc::sigaction(signalnum, &action, std::ptr::null_mut());
            }
        }
        Ok(())
    }

    /// Return the system description of the given signal.
    #[function]
    fn strsignal(thread: &mut Thread, signalnum: i32) -> PyResult<Option<Value>> {
        check(thread, signalnum)?;
        // SAFETY: the text is the library's and ends with a zero.
        let text = unsafe {
            let text = libc::strsignal(signalnum);
            if text.is_null() {
                return Ok(None);
            }
            std::ffi::CStr::from_ptr(text).to_string_lossy().into_owned()
        };
        if text.starts_with("Unknown signal") {
            return Ok(None);
        }
        Ok(Some(StrObject::from_str(thread, &text)?.value()))
    }

    /// Return a set of valid signal numbers on this platform.
    #[function]
    fn valid_signals(thread: &mut Thread) -> PyResult<Ref<SetObject>> {
        let set = SetObject::new(thread)?;
        for signal in (1..SIGNALS).filter(|signal| ![32, 33].contains(signal)) {
            set.add(thread, Value::small_int(signal.into()))?;
        }
        Ok(set)
    }

    fn set_of(thread: &mut Thread, mask: &libc::sigset_t) -> PyResult<Ref<SetObject>> {
        let set = SetObject::new(thread)?;
        for signal in 1..SIGNALS {
            // SAFETY: the mask is initialised.
            if unsafe { libc::sigismember(mask, signal) } == 1 {
                set.add(thread, Value::small_int(signal.into()))?;
            }
        }
        Ok(set)
    }

    fn mask_of(thread: &mut Thread, signals: Value) -> PyResult<libc::sigset_t> {
        // SAFETY: the structure is initialised by the call.
        let mut mask = unsafe {
            let mut mask = std::mem::zeroed::<libc::sigset_t>();
            libc::sigemptyset(&mut mask);
            mask
        };
        protocol::for_each(thread, signals, |thread, item| {
            let signal = protocol::index_i64(thread, item)? as i32;
            if !(1..SIGNALS).contains(&signal) {
                return Err(
                    thread.value_error(format_args!("signal number {signal} out of range [1; {}]", SIGNALS - 1))
                );
            }
            // SAFETY: the mask is initialised, the number is in range.
            unsafe { libc::sigaddset(&mut mask, signal) };
            Ok(())
        })?;
        Ok(mask)
    }

    /// Fetch and/or change the signal mask of the calling thread.
    #[function]
    fn pthread_sigmask(thread: &mut Thread, how: i32, mask: Value) -> PyResult<Ref<SetObject>> {
        let mask = mask_of(thread, mask)?;
        // SAFETY: both masks live through the call.
        let (errno, old) = unsafe {
            let mut old = std::mem::zeroed::<libc::sigset_t>();
            (libc::pthread_sigmask(how, &mask, &mut old), old)
        };
        if errno != 0 {
            return Err(crate::os_error::os_error(thread, errno, None));
        }
        run_pending(thread)?;
        set_of(thread, &old)
    }

    /// Examine pending signals.
    #[function]
    fn sigpending(thread: &mut Thread) -> PyResult<Ref<SetObject>> {
        // SAFETY: the structure is the call's to fill.
        let mask = unsafe {
            let mut mask = std::mem::zeroed::<libc::sigset_t>();
            if libc::sigpending(&mut mask) != 0 {
                return Err(last_os_error(thread, None));
            }
            mask
        };
        set_of(thread, &mask)
    }

    /// Wait for a signal.
    #[function]
    fn sigwait(thread: &mut Thread, sigset: Value) -> PyResult<i32> {
        let mask = mask_of(thread, sigset)?;
        let mut signal = 0;
        // SAFETY: both live through the call.
        let errno = unsafe { libc::sigwait(&mask, &mut signal) };
        if errno != 0 {
            let text = strerror(errno);
            return Err(thread.os_error_plain(format_args!("{text}")));
        }
        Ok(signal)
    }

    /// Send a signal to a thread.
    #[function]
    fn pthread_kill(thread: &mut Thread, thread_id: i64, signalnum: i32) -> PyResult<()> {
        // SAFETY: the caller names a thread that exists.
        let errno = unsafe { libc::pthread_kill(thread_id as libc::pthread_t, signalnum) };
        if errno != 0 {
            return Err(crate::os_error::os_error(thread, errno, None));
        }
        run_pending(thread)
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        let dict = module.dict.get();
        for (name, number) in NUMBERS {
            dict.set_str(thread, name, Value::small_int(*number))?;
        }
        dict.set_str(thread, "ItimerError", core().types.os_error.get().value())?;
        let list = handlers(thread)?;
        // The handler that start-up has installed is the function of this module.
        let interrupt = libc::SIGINT as usize;
        let installed = list
            .get(interrupt)
            .and_then(|handler| handler.downcast::<NativeFunctionObject>());
        let name = StrObject::intern(thread, "default_int_handler")?;
        if let Some(function) = dict.get_interned(name)
            && let Some(own) = function.downcast::<NativeFunctionObject>()
            && installed.is_some_and(|handler| std::ptr::eq(handler.definition.get(), own.definition.get()))
        {
            list.set(interrupt, function);
        }
        Ok(())
    }
}

pub use module::MODULE;
