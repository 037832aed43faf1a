//! Streams that may hold data not yet written, known weakly, so that the end of the program can write them out.

use super::buffered::BufferedObject;
use super::text::TextIoObject;
use pyrs_object::gc::Liveness;
use pyrs_object::{Ref, Thread, Value};
use std::cell::{Cell, RefCell};

/// Addresses of streams. Not values: the collector drops the entries of streams that it reclaims.
struct OpenWriters {
    addresses: RefCell<Vec<u64>>,
    hooked: Cell<bool>,
}

// SAFETY: only the thread that holds the GIL touches it.
unsafe impl Sync for OpenWriters {}

static OPEN_WRITERS: OpenWriters = OpenWriters {
    addresses: RefCell::new(Vec::new()),
    hooked: Cell::new(false),
};

unsafe fn drop_dead(_context: *mut (), liveness: &Liveness) {
    let mut addresses = OPEN_WRITERS.addresses.borrow_mut();
    addresses.retain(|address| {
        // SAFETY: entries that died in earlier collections are gone; the others were live when this one started.
        unsafe { liveness.is_live(*address as *const u8) }
    });
}

/// Enters a stream, once per stream.
pub fn add(thread: &mut Thread, stream: Value) {
    OPEN_WRITERS.addresses.borrow_mut().push(stream.bits());
    if !OPEN_WRITERS.hooked.replace(true) {
        // SAFETY: the hook touches nothing but the static table.
        unsafe { thread.heap().add_weak_hook(drop_dead, std::ptr::null_mut()) };
    }
}

/// Writes everything out; errors are ignored, as at the end of a program nobody can handle them.
pub fn flush_all(thread: &mut Thread) {
    let pending = thread.raised.take();
    // Text streams before the buffers below them; each look-up is fresh, because flushing may run Python code.
    for text_first in [true, false] {
        let mut index = 0;
        loop {
            let address = OPEN_WRITERS.addresses.borrow().get(index).copied();
            let Some(address) = address else { break };
            index += 1;
            // SAFETY: the table holds addresses of live objects only.
            let stream: Ref<pyrs_object::Header> = unsafe { Ref::from_address(address) };
            let flushed = if let Some(text) = stream.value().downcast::<TextIoObject>() {
                if !text_first {
                    continue;
                }
                text.flush_pending(thread)
            } else if let Some(buffered) = stream.value().downcast::<BufferedObject>() {
                if text_first {
                    continue;
                }
                buffered.flush_dirty(thread)
            } else {
                continue;
            };
            if flushed.is_err() {
                thread.take_raised();
            }
        }
    }
    thread.raised = pending;
}
