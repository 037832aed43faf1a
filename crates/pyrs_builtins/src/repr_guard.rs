//! Containers whose `repr` is being made, so that one which contains itself shows as `...`.
//!
//! Invariant: an object is listed as long as its [`ReprGuard`] lives on the native stack, which keeps the object alive.

use pyrs_object::Value;
use std::cell::RefCell;

thread_local! {
    static ACTIVE: RefCell<Vec<u64>> = const { RefCell::new(Vec::new()) };
}

/// Marks an object as being shown until it is dropped.
pub struct ReprGuard(Value);

impl ReprGuard {
    /// Enters an object; `None` if its `repr` is being made already.
    pub fn enter(object: Value) -> Option<ReprGuard> {
        ACTIVE.with_borrow_mut(|active| {
            if active.contains(&object.bits()) {
                return None;
            }
            active.push(object.bits());
            Some(ReprGuard(object))
        })
    }
}

impl Drop for ReprGuard {
    fn drop(&mut self) {
        ACTIVE.with_borrow_mut(|active| {
            if let Some(at) = active.iter().rposition(|bits| *bits == self.0.bits()) {
                active.remove(at);
            }
        });
    }
}
