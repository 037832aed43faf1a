//! The watchdog: a thread that waits for a time to pass and then writes the stacks of the others.
//!
//! There is one at a time; a new one, or a cancellation, moves [`STATE`]'s generation on, and the old one ends.

use super::{Target, dump};
use pyrs_object::errors::PyResult;
use pyrs_object::gc::RootVec;
use pyrs_object::gil;
use pyrs_object::thread::Thread;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What the newest watchdog does.
struct State {
    generation: u64,
    /// What it was started for, until it takes it up.
    task: Option<Task>,
}

#[derive(Clone, Copy)]
struct Task {
    target: Target,
    timeout: Duration,
    repeat: bool,
    exit: bool,
}

static STATE: Mutex<State> = Mutex::new(State {
    generation: 0,
    task: None,
});
static CHANGED: Condvar = Condvar::new();
/// Native stack of the thread.
const STACK_BYTES: usize = 1 << 20;

pub(super) fn start(thread: &mut Thread, target: Target, timeout: Duration, repeat: bool, exit: bool) -> PyResult<()> {
    let task = Task {
        target,
        timeout,
        repeat,
        exit,
    };
    {
        let mut state = STATE.lock().unwrap_or_else(PoisonError::into_inner);
        state.generation += 1;
        state.task = Some(task);
        CHANGED.notify_all();
    }
    let values = RootVec::new(thread.heap());
    match gil::start(thread, STACK_BYTES, values, watch) {
        Ok(_) => Ok(()),
        Err(_) => {
            cancel();
            Err(thread.runtime_error(format_args!("unable to start watchdog thread")))
        }
    }
}

pub(super) fn cancel() {
    let mut state = STATE.lock().unwrap_or_else(PoisonError::into_inner);
    state.generation += 1;
    state.task = None;
    CHANGED.notify_all();
}

/// The life of a watchdog.
fn watch(thread: &mut Thread, _values: &RootVec) {
    let (generation, task) = {
        let mut state = STATE.lock().unwrap_or_else(PoisonError::into_inner);
        match state.task.take() {
            Some(task) => (state.generation, task),
            None => return,
        }
    };
    loop {
        let is_cancelled = thread.blocking(|| wait(generation, task.timeout));
        if is_cancelled {
            return;
        }
        let nanoseconds = task.timeout.as_micros();
        let (seconds, fraction) = (nanoseconds / 1_000_000, nanoseconds % 1_000_000);
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        let fraction = match fraction {
            0 => String::new(),
            fraction => format!(".{fraction:06}"),
        };
        dump::write(
            task.target.fd,
            &format!("Timeout ({hours}:{minutes:02}:{seconds:02}{fraction})!\n"),
        );
        dump::stacks_of_others(thread, task.target.fd);
        if task.exit {
            // SAFETY: ends the process, as was asked for.
            unsafe { libc::_exit(1) };
        }
        if !task.repeat {
            return;
        }
    }
}

/// Waits for the time to pass; whether something else ended the wait.
fn wait(generation: u64, timeout: Duration) -> bool {
    let end = Instant::now().checked_add(timeout);
    let mut state = STATE.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        if state.generation != generation {
            return true;
        }
        let left = match end {
            Some(end) => end.saturating_duration_since(Instant::now()),
            None => Duration::from_secs(3600),
        };
        if left.is_zero() {
            return false;
        }
        state = CHANGED
            .wait_timeout(state, left)
            .unwrap_or_else(PoisonError::into_inner)
            .0;
    }
}
