//! One operation at a time on a connection: OpenSSL's connections are not made for several threads.
//!
//! Invariant: nobody waits for the guard in its turn of the interpreter, for who holds it may need that turn for a callback.
//! A callback that comes back to its own connection goes through.

use pyrs_lib_core::foreign::released;
use pyrs_object::Thread;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// What keeps operations apart.
#[derive(Default)]
pub struct Guard {
    lock: Mutex<()>,
    /// Number of the thread that holds the lock, or 0.
    holder: AtomicU64,
}

impl Guard {
    /// Runs an operation while other threads run Python code.
    pub fn run<R>(&self, thread: &mut Thread, operation: impl FnOnce() -> R) -> R {
        let number = thread.number;
        if self.holder.load(Ordering::Relaxed) == number {
            return released(thread, operation);
        }
        released(thread, || {
            let held = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
            self.holder.store(number, Ordering::Relaxed);
            let result = operation();
            self.holder.store(0, Ordering::Relaxed);
            drop(held);
            result
        })
    }
}
