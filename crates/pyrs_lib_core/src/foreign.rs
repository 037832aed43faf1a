//! Going into a foreign library and coming back: other threads run while it works, and its callbacks find the thread again.
//!
//! Invariant: a callback runs on the thread that called it, inside of [`released`]; where there is no such call
//! (the collector drops what the library has) callbacks do nothing. No panic goes through C.

use pyrs_object::Thread;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    /// The state of the thread that is inside of the library.
    static INSIDE: Cell<*mut Thread> = const { Cell::new(std::ptr::null_mut()) };
}

/// Calls the library while other threads may run. `call` must not touch the heap.
pub fn released<R>(thread: &mut Thread, call: impl FnOnce() -> R) -> R {
    let outer = INSIDE.replace(thread);
    let result = thread.blocking(call);
    INSIDE.set(outer);
    result
}

/// Runs a callback's work with the thread's turn; `otherwise` if nobody has called the library, or the work panicked.
pub fn called_back<R>(otherwise: R, work: impl FnOnce(&mut Thread) -> R) -> R {
    let thread = INSIDE.get();
    if thread.is_null() {
        return otherwise;
    }
    // SAFETY: the thread waits in `released`, on this very stack, and does nothing until this returns.
    let result = catch_unwind(AssertUnwindSafe(|| unsafe { (*thread).resumed(work) }));
    result.unwrap_or(otherwise)
}
