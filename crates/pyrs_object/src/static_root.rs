//! Values that a native module keeps for the whole process: traced, unlike other statics.

use crate::thread::Thread;
use crate::value::Value;
use std::cell::Cell;

/// A static that holds a value which the collector sees.
pub struct StaticRoot {
    value: Cell<Option<Value>>,
    registered: Cell<bool>,
}

// SAFETY: only the thread that holds the GIL touches the cells.
unsafe impl Sync for StaticRoot {}

impl StaticRoot {
    /// An empty root.
    #[allow(clippy::new_without_default)]
    pub const fn new() -> StaticRoot {
        StaticRoot {
            value: Cell::new(None),
            registered: Cell::new(false),
        }
    }

    /// The value.
    #[inline]
    pub fn get(&'static self) -> Option<Value> {
        self.value.get()
    }

    /// Sets the value.
    pub fn set(&'static self, thread: &mut Thread, value: Option<Value>) {
        self.value.set(value);
        if !self.registered.replace(true) {
            // SAFETY: the cell is static and one word: zero, or a value of this heap.
            unsafe { thread.heap().add_root_slot(self.value.as_ptr() as *const u64, 1) };
        }
    }
}
