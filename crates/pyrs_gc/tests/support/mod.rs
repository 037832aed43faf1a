//! The object model of the tests: objects that say their size, identity and slots, and are filled with a pattern.

use pyrs_gc::{Allocator, Heap, HeapConfig, ObjectModel, Visitor, round_up_to_granule};
use std::cell::RefCell;

/// Words before the first slot.
pub const HEADER_WORDS: usize = 3;
/// Byte offset of the weak slot of an object made with `weak`.
pub const WEAK_OFFSET: usize = HEADER_WORDS * 8;

thread_local! {
    /// Identities of objects that `finalize_dead` was called with.
    pub static DROPPED: RefCell<Vec<u64>> = const { RefCell::new(Vec::new()) };
}

unsafe fn word(obj: *const u8, i: usize) -> u64 {
    // SAFETY: every object has its header.
    unsafe { *obj.cast::<u64>().add(i) }
}

/// The identity of an object.
pub unsafe fn id(obj: *const u8) -> u64 {
    // SAFETY: the caller passes an object.
    unsafe { word(obj, 1) >> 3 }
}

unsafe fn slot_count(obj: *const u8) -> usize {
    // SAFETY: the caller passes an object.
    unsafe { (word(obj, 2) >> 4) as usize }
}

unsafe fn is_weak(obj: *const u8) -> bool {
    // SAFETY: the caller passes an object.
    unsafe { word(obj, 2) >> 3 & 1 != 0 }
}

pub unsafe fn size(obj: *const u8) -> usize {
    // SAFETY: the caller passes an object.
    unsafe { (word(obj, 0) >> 3) as usize }
}

unsafe fn trace(obj: *mut u8, v: &mut Visitor) -> usize {
    // SAFETY: the header says how many slots there are; the first may be weak.
    unsafe {
        let skip = usize::from(is_weak(obj));
        v.visit_slice(obj.cast::<u64>().add(HEADER_WORDS + skip), slot_count(obj) - skip);
        size(obj)
    }
}

unsafe fn trace_range(obj: *mut u8, lo: *const u64, hi: *const u64, v: &mut Visitor) {
    // SAFETY: all words but weak slots are references or tagged; large test objects have no weak slots.
    unsafe {
        assert!(!is_weak(obj));
        v.visit_slice(lo, hi.offset_from(lo) as usize);
    }
}

unsafe fn finalize_dead(obj: *mut u8) {
    // SAFETY: the heap passes an object.
    let id = unsafe { id(obj) };
    DROPPED.with_borrow_mut(|d| d.push(id));
}

pub static MODEL: ObjectModel = ObjectModel {
    trace,
    size,
    trace_range: Some(trace_range),
    finalize_dead: Some(finalize_dead),
    wants_finalizer: None,
};

/// Makes an object with `slots` empty slots and at least `bytes` bytes. Null if the heap is full.
pub unsafe fn make(al: &mut Allocator, id: u64, slots: usize, bytes: usize, weak: bool) -> *mut u8 {
    let size = round_up_to_granule(bytes.max((HEADER_WORDS + slots) * 8));
    // SAFETY: the caller attached the allocator; the header is stored at once.
    unsafe {
        let p = al.alloc(size);
        if p.is_null() {
            return p;
        }
        let w: *mut u64 = p.cast();
        for i in 0..size / 8 {
            assert_eq!(*w.add(i), 0, "memory handed out is zero");
        }
        *w = (size as u64) << 3 | 1;
        *w.add(1) = id << 3 | 1;
        *w.add(2) = (slots as u64) << 4 | u64::from(weak) << 3 | 1;
        for i in HEADER_WORDS + slots..size / 8 {
            *w.add(i) = pattern(id, i);
        }
        p
    }
}

fn pattern(id: u64, i: usize) -> u64 {
    (id.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ i as u64) | 1
}

/// Address of a slot.
pub unsafe fn slot(obj: *mut u8, i: usize) -> *mut u64 {
    // SAFETY: the caller passes an object with such a slot.
    unsafe {
        assert!(i < slot_count(obj));
        obj.cast::<u64>().add(HEADER_WORDS + i)
    }
}

/// Checks that nobody wrote over the object.
pub unsafe fn check(obj: *const u8, expected: u64) {
    // SAFETY: the caller passes an object.
    unsafe {
        assert_eq!(id(obj), expected, "object {obj:p} is intact");
        for i in HEADER_WORDS + slot_count(obj)..size(obj) / 8 {
            assert_eq!(word(obj, i), pattern(expected, i), "object {obj:p} is intact");
        }
    }
}

/// A heap with one allocator, without stack scanning: what is alive is known exactly.
pub struct Fixture {
    pub heap: Box<Heap>,
    pub al: Box<Allocator>,
}

impl Fixture {
    pub fn new(config: HeapConfig) -> Self {
        let heap = Heap::new(&MODEL, config);
        let mut al = Box::new(Allocator::new());
        // SAFETY: detached in `drop`.
        unsafe { heap.attach_allocator(&mut *al) };
        Self { heap, al }
    }

    /// Identities of all objects in the heap, sorted.
    pub fn ids(&self) -> Vec<u64> {
        let mut ids = Vec::new();
        // SAFETY: the heap passes objects.
        self.heap.for_each_object(|p| ids.push(unsafe { id(p) }));
        ids.sort_unstable();
        ids
    }
}

impl Drop for Fixture {
    fn drop(&mut self) {
        // SAFETY: attached in `new`.
        unsafe { self.heap.detach_allocator(&mut *self.al) };
    }
}
