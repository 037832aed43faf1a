//! The global interpreter lock: whose turn it is to run Python code and touch the heap.
//!
//! A thread that has waited for the switch interval asks the running one, by its poll word, to let others in, which it
//! does at its next safe point ([`yield_turn`]). Around calls that may wait, a thread gives its turn away
//! ([`Thread::blocking`]).
//!
//! Invariants: `CURRENT` is the thread whose turn it is, and changes under the lock of `TURN` only; every other thread
//! is parked, so that the collector knows how far its native stack goes. Fairness beyond one switch is absent: who
//! waits longest is the system's choice.

use crate::thread::Thread;
use pyrs_gc::{Heap, RootVec, RootVisitor};
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

struct Turn {
    taken: bool,
    /// How often the turn has been taken.
    changes: u64,
    /// Threads waiting for it.
    waiting: usize,
}

static TURN: Mutex<Turn> = Mutex::new(Turn {
    taken: false,
    changes: 0,
    waiting: 0,
});
/// The turn was given away.
static FREED: Condvar = Condvar::new();
/// The turn was taken.
static TAKEN: Condvar = Condvar::new();
static CURRENT: AtomicPtr<Thread> = AtomicPtr::new(std::ptr::null_mut());
/// Somebody wants the running thread to let others in.
static REQUESTED: AtomicBool = AtomicBool::new(false);
/// The process ends: only the main thread may run any more.
static ENDING: AtomicBool = AtomicBool::new(false);
static INTERVAL_NS: AtomicU64 = AtomicU64::new(5_000_000);
static COUNT: AtomicUsize = AtomicUsize::new(0);

struct Threads(Vec<*mut Thread>);
// SAFETY: addresses; the threads behind them are touched by the thread whose turn it is only.
unsafe impl Send for Threads {}

/// All threads of Python code.
static THREADS: Mutex<Threads> = Mutex::new(Threads(Vec::new()));

fn locked<T>(mutex: &'static Mutex<T>) -> MutexGuard<'static, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Adds a thread to those whose values are roots.
pub(crate) fn add(thread: *mut Thread) {
    locked(&THREADS).0.push(thread);
    COUNT.fetch_add(1, Ordering::Relaxed);
}

/// Takes a thread off the list again.
pub(crate) fn remove(thread: *mut Thread) {
    locked(&THREADS).0.retain(|other| *other != thread);
    COUNT.fetch_sub(1, Ordering::Relaxed);
}

/// Visits the roots of all threads.
pub(crate) fn visit_threads(visitor: &mut RootVisitor) {
    for thread in &locked(&THREADS).0 {
        // SAFETY: threads take themselves off the list when they are dropped; none runs during a collection but this.
        unsafe { (**thread).visit_roots(visitor) };
    }
}

/// Numbers of the threads there are.
pub fn thread_numbers() -> Vec<u64> {
    // SAFETY: as above; the number never changes.
    locked(&THREADS)
        .0
        .iter()
        .map(|thread| unsafe { (**thread).number })
        .collect()
}

/// Identities ([`Thread::ident`]) and addresses of the threads there are. The addresses hold during this turn.
pub fn threads() -> Vec<*mut Thread> {
    locked(&THREADS).0.clone()
}

/// Whether there are threads besides the running one.
#[inline]
pub fn has_others() -> bool {
    COUNT.load(Ordering::Relaxed) > 1
}

/// The thread whose turn it is; null where nobody's.
pub fn current() -> *mut Thread {
    CURRENT.load(Ordering::Relaxed)
}

/// How long a thread waits before it asks for the turn.
pub fn switch_interval() -> Duration {
    Duration::from_nanos(INTERVAL_NS.load(Ordering::Relaxed))
}

/// Sets [`switch_interval`].
pub fn set_switch_interval(interval: Duration) {
    let nanoseconds = u64::try_from(interval.as_nanos()).unwrap_or(u64::MAX);
    INTERVAL_NS.store(nanoseconds.max(1000), Ordering::Relaxed);
}

/// From now on only the main thread runs: others wait for ever where they would take their turn.
pub fn begin_ending() {
    ENDING.store(true, Ordering::Relaxed);
}

/// Whether [`begin_ending`] was called.
pub fn is_ending() -> bool {
    ENDING.load(Ordering::Relaxed)
}

/// Waits until it is this thread's turn.
///
/// # Safety
/// The thread lives and does not have the turn.
pub(crate) unsafe fn take(thread: *mut Thread) {
    let mut turn = locked(&TURN);
    while turn.taken {
        let seen = turn.changes;
        turn.waiting += 1;
        let (woken, timeout) = FREED
            .wait_timeout(turn, switch_interval())
            .unwrap_or_else(PoisonError::into_inner);
        turn = woken;
        turn.waiting -= 1;
        if timeout.timed_out() && turn.taken && turn.changes == seen {
            request();
        }
    }
    // SAFETY: promised by the caller.
    if ENDING.load(Ordering::Relaxed) && !unsafe { (*thread).is_main } {
        drop(turn);
        FREED.notify_one();
        loop {
            std::thread::park();
        }
    }
    turn.taken = true;
    turn.changes += 1;
    CURRENT.store(thread, Ordering::Relaxed);
    TAKEN.notify_all();
}

/// Asks the running thread for its turn. The caller has the lock of `TURN`.
fn request() {
    REQUESTED.store(true, Ordering::Relaxed);
    let current = CURRENT.load(Ordering::Relaxed);
    if !current.is_null() {
        // SAFETY: the thread whose turn it is lives, and cannot end its turn while the lock is held; the word is
        // atomic.
        unsafe { (*current).poll.store(1, Ordering::Relaxed) };
    }
}

/// Gives the turn away.
pub(crate) fn give() {
    let mut turn = locked(&TURN);
    turn.taken = false;
    CURRENT.store(std::ptr::null_mut(), Ordering::Relaxed);
    FREED.notify_one();
}

/// Lets another thread in if one has asked. Part of the poll.
pub fn yield_turn(thread: &mut Thread) {
    if !REQUESTED.swap(false, Ordering::Relaxed) {
        return;
    }
    thread.blocking(|| {
        let mut turn = locked(&TURN);
        let seen = turn.changes;
        // Whoever is woken takes the turn before this thread tries to.
        while turn.waiting > 0 && turn.changes == seen {
            turn = TAKEN
                .wait_timeout(turn, switch_interval())
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
    });
}

/// Forks with the locks of this module in a known state; in the child only the calling thread goes on.
///
/// # Safety
/// `fork` does nothing but the system call, whose result it returns.
pub unsafe fn fork(thread: &mut Thread, fork: impl FnOnce() -> i32) -> i32 {
    let mut turn = locked(&TURN);
    let mut threads = locked(&THREADS);
    let result = fork();
    if result == 0 {
        let own: *mut Thread = thread;
        for &other in threads.0.iter().filter(|other| **other != own) {
            // SAFETY: the thread is not there in the child; its stack's contents are not needed any more.
            if let Some(stack) = unsafe { (*other).stack } {
                thread.heap().detach_stack(stack);
            }
        }
        threads.0.retain(|other| *other == own);
        COUNT.store(1, Ordering::Relaxed);
        turn.waiting = 0;
        thread.is_main = true;
        thread.running_loop = None;
        thread.running_task = None;
    }
    result
}

/// What a new thread takes along.
struct Luggage {
    thread: *mut Thread,
    heap: *const Heap,
    values: RootVec,
    run: fn(&mut Thread, &RootVec),
}
// SAFETY: the new thread touches none of it before its turn.
unsafe impl Send for Luggage {}

/// Starts a thread of the system that will run `run` with `values` when its turn comes; its identity.
///
/// # Errors
/// The system has no room for the thread.
pub fn start(
    thread: &mut Thread,
    stack_bytes: usize,
    values: RootVec,
    run: fn(&mut Thread, &RootVec),
) -> std::io::Result<u64> {
    use std::os::unix::thread::JoinHandleExt;
    let heap: *mut Heap = thread.heap();
    // SAFETY: the heap outlives its threads; the values are none yet.
    let mut new = unsafe { Thread::new(heap, 0)? };
    new.recursion_limit = thread.recursion_limit;
    let luggage = Luggage {
        thread: Box::into_raw(new),
        heap,
        values,
        run,
    };
    let address = luggage.thread;
    let started = std::thread::Builder::new()
        .stack_size(stack_bytes)
        .spawn(move || live(luggage));
    match started {
        Ok(handle) => Ok(handle.as_pthread_t()),
        Err(error) => {
            // SAFETY: made from a box above, and nobody else has it.
            drop(unsafe { Box::from_raw(address) });
            Err(error)
        }
    }
}

/// The life of a started thread.
fn live(luggage: Luggage) {
    let Luggage {
        thread,
        heap,
        values,
        run,
    } = luggage;
    // SAFETY: the box is this thread's own; the heap outlives it. Nothing of either is used before the turn.
    unsafe {
        (*thread).on_own_stack();
        take(thread);
        let stack = (*heap).attach_stack(pyrs_gc::current_stack_base());
        (*thread).stack = Some(stack);
        run(&mut *thread, &values);
        drop(values);
        (*heap).detach_stack(stack);
        // Still this thread's turn, but nobody may ask it for the turn any more.
        let turn = locked(&TURN);
        CURRENT.store(std::ptr::null_mut(), Ordering::Relaxed);
        drop(turn);
        drop(Box::from_raw(thread));
    }
    give();
}
