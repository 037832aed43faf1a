//! Waiting for a word of memory to change, and waking those who wait: the system's futex.

use crate::os_error;
use pyrs_object::errors::PyResult;
use pyrs_object::thread::Thread;
use std::sync::atomic::AtomicU32;
use std::time::{Duration, Instant};

/// Waits while the word is `expected`, for at most `timeout`. It may return early.
fn wait(word: &AtomicU32, expected: u32, timeout: Option<Duration>) {
    let limit = timeout.map(|timeout| libc::timespec {
        tv_sec: timeout.as_secs().min(i64::MAX as u64) as i64,
        tv_nsec: timeout.subsec_nanos().into(),
    });
    let limit = limit.as_ref().map_or(std::ptr::null(), std::ptr::from_ref);
    // SAFETY: the word is alive, and the time is a structure or null.
    unsafe {
        libc::syscall(
            libc::SYS_futex,
            word.as_ptr(),
            libc::FUTEX_WAIT | libc::FUTEX_PRIVATE_FLAG,
            expected,
            limit,
        );
    }
}

/// Wakes up to `count` waiting threads.
pub(super) fn wake(word: &AtomicU32, count: i32) {
    // SAFETY: the word is alive.
    unsafe {
        libc::syscall(
            libc::SYS_futex,
            word.as_ptr(),
            libc::FUTEX_WAKE | libc::FUTEX_PRIVATE_FLAG,
            count,
        );
    }
}

/// How long a thread is ready to wait.
#[derive(Clone, Copy)]
pub(super) enum Patience {
    /// Not at all.
    None,
    /// Until then.
    Until(Instant),
    /// For ever.
    Endless,
}

impl Patience {
    /// Some seconds from now; negative for ever.
    pub(super) fn from_seconds(thread: &mut Thread, seconds: f64) -> PyResult<Patience> {
        if seconds < 0.0 {
            return Ok(Patience::Endless);
        }
        let duration = Duration::try_from_secs_f64(seconds)
            .ok()
            .filter(|d| d.as_secs() < 1 << 33);
        let Some(duration) = duration else {
            return Err(thread.overflow_error(format_args!("timestamp out of range for C PyTime_t")));
        };
        if duration.is_zero() {
            return Ok(Patience::None);
        }
        Ok(Instant::now()
            .checked_add(duration)
            .map_or(Patience::Endless, Patience::Until))
    }

    /// Waits until the word is not `expected` any more or something else happens; false if time is up. Other threads
    /// run meanwhile, and signal handlers do afterwards.
    pub(super) fn wait(self, thread: &mut Thread, word: &AtomicU32, expected: u32) -> PyResult<bool> {
        let left = match self {
            Patience::None => return Ok(false),
            Patience::Until(end) => {
                let left = end.saturating_duration_since(Instant::now());
                if left.is_zero() {
                    return Ok(false);
                }
                Some(left)
            }
            Patience::Endless => None,
        };
        thread.blocking(|| wait(word, expected, left));
        os_error::poll(thread)?;
        Ok(true)
    }
}
