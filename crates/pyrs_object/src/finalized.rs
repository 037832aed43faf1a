//! Which objects that are alive have had their `__del__` called by the collector: `gc.is_finalized`.
//!
//! Addresses only; the weak hook drops those of objects that died, so that none outlives its object.

use crate::thread::Thread;
use crate::value::Value;
use pyrs_gc::Liveness;
use std::collections::HashSet;
use std::sync::Mutex;

static FINALIZED: Mutex<Option<HashSet<u64>>> = Mutex::new(None);

fn with_set<R>(f: impl FnOnce(&mut HashSet<u64>) -> R) -> R {
    let mut set = FINALIZED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    f(set.get_or_insert_default())
}

unsafe fn drop_dead(_context: *mut (), liveness: &Liveness) {
    with_set(|set| {
        // SAFETY: entries were live objects when the collection started, as dead ones left in the last one.
        set.retain(|address| unsafe { liveness.is_live(*address as *const u8) });
    });
}

/// Installs the hook that forgets dead objects.
pub fn install(thread: &mut Thread) {
    // SAFETY: the hook uses no context and does not use the heap.
    unsafe { thread.heap().add_weak_hook(drop_dead, std::ptr::null_mut()) };
}

/// Notes that an object's finalizer is about to run.
pub fn note(object: Value) {
    if object.is_heap() {
        with_set(|set| set.insert(object.bits()));
    }
}

/// Whether an object's finalizer has run.
pub fn contains(object: Value) -> bool {
    object.is_heap() && with_set(|set| set.contains(&object.bits()))
}
