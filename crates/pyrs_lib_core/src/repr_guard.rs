//! Recursion in `repr` of containers: an object that is being shown already is shown as dots.

use pyrs_object::Value;
use std::sync::Mutex;

/// Addresses of objects whose `repr` is running; each is on the native stack of that call.
static RUNNING: Mutex<Vec<u64>> = Mutex::new(Vec::new());

/// Marks an object as being shown while it lives.
pub struct ReprGuard(u64);

impl ReprGuard {
    /// `None` if the object is being shown already.
    pub fn enter(object: Value) -> Option<ReprGuard> {
        let mut running = RUNNING.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if running.contains(&object.bits()) {
            return None;
        }
        running.push(object.bits());
        Some(ReprGuard(object.bits()))
    }
}

impl Drop for ReprGuard {
    fn drop(&mut self) {
        let mut running = RUNNING.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(at) = running.iter().rposition(|bits| *bits == self.0) {
            running.remove(at);
        }
    }
}
