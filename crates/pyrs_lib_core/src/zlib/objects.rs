//! What the three classes have in common: a stream that the object owns outside of the heap.

use super::stream::Stream;
use pyrs_object::gc::Heap;
use pyrs_object::{HeapObject, Ref, Thread};
use std::cell::Cell;

/// Bytes that a stream takes outside of the heap, roughly.
const STREAM_BYTES: usize = 64 * 1024;

/// What an object owns: the stream, and the heap that was told of it.
struct Content {
    stream: Stream,
    heap: *const Heap,
}

/// An owned stream, or none after its end. One word.
#[repr(transparent)]
pub struct Owned(Cell<*mut Content>);

impl Owned {
    /// Takes a stream into an object, which is registered for a drop.
    pub fn adopt<T: HeapObject>(thread: &mut Thread, object: Ref<T>, field: &Owned, stream: Stream) {
        let heap: *const Heap = thread.heap();
        field.0.set(Box::into_raw(Box::new(Content { stream, heap })));
        thread.heap().external_allocated(STREAM_BYTES);
        // SAFETY: the object's layout has a drop function, and it is registered once.
        unsafe { thread.heap().register_drop(object.as_ptr().cast()) };
    }

    /// The stream. The caller holds it for no longer than no Python code runs, and takes no second one.
    #[allow(clippy::mut_from_ref)]
    pub fn get(&self) -> Option<&mut Stream> {
        // SAFETY: the word is null or a box that this object owns; one thread runs, and callers keep no second borrow.
        unsafe { self.0.get().as_mut() }.map(|content| &mut content.stream)
    }

    /// Ends the stream.
    pub fn release(&self) {
        let content = self.0.replace(std::ptr::null_mut());
        if !content.is_null() {
            // SAFETY: the word was a box, and is no longer; the heap outlives its objects.
            unsafe {
                let content = Box::from_raw(content);
                (*content.heap).external_freed(STREAM_BYTES);
            }
        }
    }
}
