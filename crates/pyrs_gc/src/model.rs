//! What the heap asks about objects: a table of plain functions given once, when the heap is made.

use crate::mark::Visitor;

/// Whether `word` is a reference to a heap object: nonzero with the low three bits zero.
#[inline(always)]
#[must_use]
pub const fn is_reference(word: u64) -> bool {
    word != 0 && word & 7 == 0
}

/// The functions by which the heap understands the objects stored in it.
///
/// None of them may allocate, store into the heap or call back into it (except `Heap::external_freed`). They see
/// objects whose referents may be unreachable too, but never objects already swept.
#[derive(Clone, Copy)]
pub struct ObjectModel {
    /// Hands every strong reference in the object at `obj` to the visitor, weak slots left out, and returns its `size`.
    pub trace: unsafe fn(obj: *mut u8, visitor: &mut Visitor) -> usize,
    /// The bytes the object was allocated with; it must not change while the object lives.
    pub size: unsafe fn(obj: *const u8) -> usize,
    /// Hands the references stored in `[lo, hi)`, a part of the object at `obj`, to the visitor. With it a store into
    /// a large object rescans only the part stored to; without it the whole object.
    pub trace_range: Option<unsafe fn(obj: *mut u8, lo: *const u64, hi: *const u64, visitor: &mut Visitor)>,
    /// Releases what an object registered with `Heap::register_drop` owns outside the heap. Called once, when the
    /// object is found dead and before its memory is reused; it may read only the object itself and its type.
    pub finalize_dead: Option<unsafe fn(obj: *mut u8)>,
    /// Whether an object registered with `Heap::finalizer_register`, found unreachable now, is still to be finalized;
    /// without it all are. It may read only the object itself and its type.
    pub wants_finalizer: Option<unsafe fn(obj: *mut u8) -> bool>,
}
