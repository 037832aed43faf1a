//! What an object owns outside of the heap: a stream of a compression library.
//!
//! Invariant: the word is null or a box that no other word has; the heap is told of its size, and the object is registered
//! for a drop, in which it calls [`Owned::release`].

use pyrs_object::gc::Heap;
use pyrs_object::{HeapObject, Ref, Thread};
use std::cell::Cell;

struct Content<T> {
    inner: T,
    heap: *const Heap,
    bytes: usize,
}

/// An owned thing, or none after its end. One word.
#[repr(transparent)]
pub struct Owned<T>(Cell<*mut Content<T>>);

impl<T> Owned<T> {
    /// Takes something of about so many bytes into an object, which is registered for a drop.
    pub fn adopt<O: HeapObject>(thread: &mut Thread, object: Ref<O>, field: &Owned<T>, inner: T, bytes: usize) {
        let first = field.0.get().is_null();
        Owned::adopt_further(thread, field, inner, bytes);
        if first {
            // SAFETY: the object's layout has a drop function, and it is registered once.
            unsafe { thread.heap().register_drop(object.as_ptr().cast()) };
        }
    }

    /// Takes a further thing into an object that is registered for a drop already, and releases this one there, too.
    pub fn adopt_further(thread: &mut Thread, field: &Owned<T>, inner: T, bytes: usize) {
        let heap: *const Heap = thread.heap();
        field.release();
        field.0.set(Box::into_raw(Box::new(Content { inner, heap, bytes })));
        thread.heap().external_allocated(bytes);
    }

    /// What is owned. The caller holds it for no longer than no Python code runs, and takes no second one.
    #[allow(clippy::mut_from_ref)]
    pub fn get(&self) -> Option<&mut T> {
        // SAFETY: the word is null or a box that this object owns; one thread runs, and callers keep no second borrow.
        unsafe { self.0.get().as_mut() }.map(|content| &mut content.inner)
    }

    /// Ends it.
    pub fn release(&self) {
        let content = self.0.replace(std::ptr::null_mut());
        if !content.is_null() {
            // SAFETY: the word was a box, and is no longer; the heap outlives its objects.
            unsafe {
                let content = Box::from_raw(content);
                (*content.heap).external_freed(content.bytes);
            }
        }
    }
}
