//! Marking: the visitor that object tracing talks to, the mark stack, and the loop that empties it.

use crate::chunk::{
    ChunkKind, ChunkTable, END_TABLE_OFFSET, GRANULE, LARGE_THRESHOLD, MARK_TABLE_OFFSET, chunk_of,
    round_up_to_granule, set_bit,
};
use crate::find::Finder;
use crate::large::LargeSpace;
use crate::model::{ObjectModel, is_reference};
use crate::verify;
use std::ptr;

/// Objects whose first cache line is being fetched while others are traced.
const PREFETCH_DISTANCE: usize = 8;
/// A mark stack that has grown larger than this is given back after the collection.
const KEEP_STACK_ENTRIES: usize = 64 << 10;

/// Receives the references found in objects.
pub struct Visitor {
    stack: Vec<*mut u8>,
    model: &'static ObjectModel,
    chunks: *const ChunkTable,
    large: *const LargeSpace,
    /// The object whose references are being checked; null while marking.
    checked: *mut u8,
    /// Whether references are only listed, on the stack; `checked` is not null then.
    listing: bool,
}

impl Visitor {
    pub(crate) fn new(model: &'static ObjectModel) -> Self {
        Self {
            stack: Vec::new(),
            model,
            chunks: ptr::null(),
            large: ptr::null(),
            checked: ptr::null_mut(),
            listing: false,
        }
    }

    /// The references in one object, into `found`.
    ///
    /// # Safety
    /// `obj` is the start of a live object.
    pub(crate) unsafe fn list_references(finder: &Finder<'_>, obj: *mut u8, found: &mut Vec<u64>) {
        let mut visitor = Self::new(finder.model);
        visitor.begin(finder.chunks, finder.large);
        visitor.checked = obj;
        visitor.listing = true;
        // SAFETY: the caller's contract.
        unsafe { (finder.model.trace)(obj, &mut visitor) };
        found.extend(visitor.stack.iter().map(|object| object.expose_provenance() as u64));
    }

    /// Prepares for a collection.
    ///
    /// The visitor is used only while both tables stay where they are and are not changed.
    pub(crate) fn begin(&mut self, chunks: *const ChunkTable, large: *const LargeSpace) {
        self.chunks = chunks;
        self.large = large;
    }

    pub(crate) fn end(&mut self) {
        self.stack.shrink_to(KEEP_STACK_ENTRIES);
    }

    /// Takes a word of an object: a reference is followed, anything else ignored.
    ///
    /// # Safety
    /// If the word is a reference it is to the start of an object of this heap.
    #[inline(always)]
    pub unsafe fn visit(&mut self, word: u64) {
        if is_reference(word) {
            // SAFETY: the caller's contract.
            unsafe { self.visit_object(ptr::with_exposed_provenance_mut(word as usize)) };
        }
    }

    /// Takes `n` words from `words` on.
    ///
    /// # Safety
    /// The words can be read, and each is as `visit` wants it.
    #[inline]
    pub unsafe fn visit_slice(&mut self, words: *const u64, n: usize) {
        for i in 0..n {
            // SAFETY: the caller's contract.
            unsafe { self.visit(*words.add(i)) };
        }
    }

    /// Takes the words in `[lo, hi)`, which may be anything: those that point to, into or just behind an object keep
    /// it alive.
    ///
    /// # Safety
    /// The words can be read; `lo` and `hi` are multiples of eight.
    pub unsafe fn visit_conservative(&mut self, lo: *const u64, hi: *const u64) {
        // SAFETY: set by `begin`, and unchanged while the visitor is used.
        let finder = unsafe {
            Finder {
                chunks: &*self.chunks,
                large: &*self.large,
                model: self.model,
            }
        };
        let mut p = lo;
        while p < hi {
            // SAFETY: the caller's contract. Stack words may be uninitialised padding, which a volatile read makes
            // an ordinary if meaningless value.
            let word = unsafe { p.read_volatile() } as usize;
            if finder.chunks.may_contain(word)
                && let Some(obj) = finder.object_at(word)
            {
                // SAFETY: found as the start of an object.
                unsafe { self.visit_object(obj) };
            }
            p = p.wrapping_add(1);
        }
    }

    #[inline(always)]
    pub(crate) unsafe fn visit_object(&mut self, obj: *mut u8) {
        if !self.checked.is_null() {
            if self.listing {
                self.stack.push(obj);
                return;
            }
            // SAFETY: set by `begin`, and unchanged while the visitor is used.
            let finder = unsafe {
                Finder {
                    chunks: &*self.chunks,
                    large: &*self.large,
                    model: self.model,
                }
            };
            verify::check_reference(&finder, self.checked, obj);
            return;
        }
        // SAFETY: the start of an object of this heap.
        unsafe {
            debug_assert!(!(*chunk_of(obj)).heap.is_null());
            if set_bit(obj, MARK_TABLE_OFFSET) {
                self.stack.push(obj);
            }
        }
    }

    /// Traces an object already marked, for what was stored into it since.
    ///
    /// # Safety
    /// `obj` is the start of a live object.
    pub(crate) unsafe fn trace_again(&mut self, obj: *mut u8) {
        // SAFETY: the caller's contract.
        unsafe { (self.model.trace)(obj, self) };
    }

    /// Traces until there is nothing left to trace.
    pub(crate) fn drain(&mut self) {
        let trace = self.model.trace;
        let mut waiting = [ptr::null_mut::<u8>(); PREFETCH_DISTANCE];
        let (mut at, mut count) = (0, 0);
        loop {
            let incoming = match self.stack.pop() {
                Some(p) => {
                    prefetch(p);
                    count += 1;
                    p
                }
                None if count == 0 => break,
                None => ptr::null_mut(),
            };
            let obj = std::mem::replace(&mut waiting[at], incoming);
            at = (at + 1) % PREFETCH_DISTANCE;
            if !obj.is_null() {
                count -= 1;
                // SAFETY: everything on the stack is the start of a live object.
                unsafe {
                    let size = trace(obj, self);
                    mark_end(obj, size);
                }
            }
        }
    }

    /// Traces the object without marking, checking what it refers to.
    ///
    /// # Safety
    /// `obj` is the start of a live object; marking is done.
    pub(crate) unsafe fn check(&mut self, obj: *mut u8) {
        self.checked = obj;
        // SAFETY: the caller's contract.
        unsafe { (self.model.trace)(obj, self) };
        self.checked = ptr::null_mut();
    }
}

/// Notes the last granule of an object of a block, while the object is in the cache anyway.
///
/// # Safety
/// `obj` is the start of a live object of `size` bytes.
#[inline(always)]
unsafe fn mark_end(obj: *mut u8, size: usize) {
    // SAFETY: objects are in mapped chunks, and those in blocks do not reach out of them.
    unsafe {
        if size <= LARGE_THRESHOLD || (*chunk_of(obj)).kind == ChunkKind::Blocks {
            let last = round_up_to_granule(size.max(1)) - GRANULE;
            set_bit(obj.wrapping_add(last), END_TABLE_OFFSET);
        }
    }
}

#[inline(always)]
fn prefetch(p: *const u8) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: prefetching has no effect but on caches, whatever the address.
    unsafe {
        std::arch::x86_64::_mm_prefetch::<{ std::arch::x86_64::_MM_HINT_T0 }>(p.cast());
    }
    #[cfg(target_arch = "aarch64")]
    // SAFETY: as above.
    unsafe {
        std::arch::asm!("prfm pldl1keep, [{p}]", p = in(reg) p, options(nostack, readonly, preserves_flags));
    }
}

/// Receives the references found outside the heap.
pub struct RootVisitor<'a>(pub(crate) &'a mut Visitor);

impl RootVisitor<'_> {
    /// As `Visitor::visit`.
    ///
    /// # Safety
    /// If the word is a reference it is to the start of an object of this heap.
    #[inline]
    pub unsafe fn visit(&mut self, word: u64) {
        // SAFETY: the caller's contract.
        unsafe { self.0.visit(word) };
    }

    /// As `Visitor::visit_slice`.
    ///
    /// # Safety
    /// The words can be read, and each is as `visit` wants it.
    pub unsafe fn visit_slice(&mut self, words: *const u64, n: usize) {
        // SAFETY: the caller's contract.
        unsafe { self.0.visit_slice(words, n) };
    }

    /// As `Visitor::visit_conservative`.
    ///
    /// # Safety
    /// The words can be read; `lo` and `hi` are multiples of eight.
    pub unsafe fn visit_conservative_range(&mut self, lo: *const u64, hi: *const u64) {
        // SAFETY: the caller's contract.
        unsafe { self.0.visit_conservative(lo, hi) };
    }
}
