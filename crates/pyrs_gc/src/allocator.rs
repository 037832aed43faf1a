//! Bump allocation: the inline fast path and the slow path that finds the next hole.
//!
//! `limit` is what the fast path compares with. It is `region_end` in normal running, and null when the next
//! allocation has to take the slow path (a collection is due, or stress mode), so code generated for the fast path
//! obeys without a check of its own.

use crate::block::Block;
use crate::chunk::{
    BLOCK_SIZE, END_TABLE_OFFSET, GRANULE, LARGE_THRESHOLD, MAX_OBJECT_SIZE, VALID_TABLE_OFFSET, round_up_to_granule,
    set_bit,
};
use crate::heap::Heap;
use crate::hole::{self, GRANULES_PER_BLOCK, MIN_HOLE_SIZE};
use std::ptr;

/// Larger objects do not look for holes first.
const MAX_SIZE_FOR_HOLES: usize = 1024;
/// How many holes that are too small are given up in looking for one.
const HOLES_PASSED_OVER: usize = 6;

/// The allocation state of one thread, embedded in the thread's own structure.
///
/// `cursor` is at offset 0 and `limit` at offset 8, for generated code.
#[repr(C)]
pub struct Allocator {
    /// Where the next object goes.
    pub cursor: *mut u8,
    /// The fast path may allocate up to here.
    pub limit: *mut u8,
    /// The true end of the run of zeroed memory at `cursor`.
    pub(crate) region_end: *mut u8,
    /// A second run: what was left of the region when an object did not fit into it.
    pub(crate) overflow_cursor: *mut u8,
    pub(crate) overflow_end: *mut u8,
    block: *mut u8,
    block_is_zero: bool,
    /// Where to look for the next hole of `block`, in granules.
    next_granule: usize,
    heap: *const Heap,
}

impl Default for Allocator {
    fn default() -> Self {
        Self::new()
    }
}

impl Allocator {
    /// Offset of `cursor`.
    pub const CURSOR_OFFSET: usize = std::mem::offset_of!(Allocator, cursor);
    /// Offset of `limit`.
    pub const LIMIT_OFFSET: usize = std::mem::offset_of!(Allocator, limit);

    /// An allocator of no heap yet; `Heap::attach_allocator` makes it usable.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            cursor: ptr::null_mut(),
            limit: ptr::null_mut(),
            region_end: ptr::null_mut(),
            overflow_cursor: ptr::null_mut(),
            overflow_end: ptr::null_mut(),
            block: ptr::null_mut(),
            block_is_zero: false,
            next_granule: GRANULES_PER_BLOCK,
            heap: ptr::null(),
        }
    }

    pub(crate) fn set_heap(&mut self, heap: *const Heap) {
        self.heap = heap;
    }

    /// Allocates `size` zeroed bytes; null if there is no memory. May collect.
    ///
    /// # Safety
    /// The allocator is attached and the calling thread is the one that runs with the heap. `size` is a nonzero
    /// multiple of `GRANULE` and at most `MAX_OBJECT_SIZE`. Before anything can collect, the caller stores whatever
    /// the object model needs to trace the object and to tell its size.
    #[inline(always)]
    pub unsafe fn alloc(&mut self, size: usize) -> *mut u8 {
        debug_assert!(size != 0 && size.is_multiple_of(GRANULE) && size <= MAX_OBJECT_SIZE);
        let p = self.cursor;
        let next = p.wrapping_add(size);
        if next > self.limit {
            // SAFETY: the caller's contract.
            return unsafe { self.alloc_slow(size) };
        }
        self.cursor = next;
        // SAFETY: the object is in a mapped chunk.
        unsafe { set_bit(p, VALID_TABLE_OFFSET) };
        p
    }

    /// As `alloc`, for any `size`: rounds it up, and returns null for sizes that no heap can hold.
    ///
    /// # Safety
    /// As for `alloc`, but for the size.
    #[inline]
    pub unsafe fn alloc_any(&mut self, size: usize) -> *mut u8 {
        if size > MAX_OBJECT_SIZE {
            return ptr::null_mut();
        }
        // SAFETY: the caller's contract.
        unsafe { self.alloc(round_up_to_granule(size.max(1))) }
    }

    /// Everything the fast path cannot do. Generated code calls this when its comparison fails.
    ///
    /// # Safety
    /// As for `alloc`.
    #[cold]
    #[inline(never)]
    pub unsafe fn alloc_slow(&mut self, size: usize) -> *mut u8 {
        // SAFETY: an attached allocator's heap outlives it.
        let heap = unsafe { &*self.heap };
        if !heap.before_slow_allocation() {
            return ptr::null_mut();
        }
        if size > LARGE_THRESHOLD {
            return heap.alloc_large(size);
        }
        // SAFETY: the caller's contract; a region belongs to this allocator until the next collection.
        unsafe {
            let mut p = self.bump(size);
            if p.is_null() {
                p = self.refill(heap, size);
            }
            if p.is_null() && heap.collect_for_memory() {
                p = self.refill(heap, size);
            }
            self.limit = if heap.instrumented() {
                ptr::null_mut()
            } else {
                self.region_end
            };
            p
        }
    }

    /// Allocates from the region at hand, whatever `limit` says.
    unsafe fn bump(&mut self, size: usize) -> *mut u8 {
        let p = self.cursor;
        if self.region_end.addr() - p.addr() < size {
            return ptr::null_mut();
        }
        self.cursor = p.wrapping_add(size);
        // SAFETY: regions are in mapped chunks.
        unsafe { set_bit(p, VALID_TABLE_OFFSET) };
        p
    }

    /// Finds memory for a small object that does not fit into the region at hand; null if there is none.
    unsafe fn refill(&mut self, heap: &Heap, size: usize) -> *mut u8 {
        let left = self.overflow_end.addr() - self.overflow_cursor.addr();
        let found = if left >= size.max(MIN_HOLE_SIZE) {
            self.swap_regions();
            true
        } else if size <= MIN_HOLE_SIZE {
            self.region_from_hole(heap, size, 0)
        } else {
            // Holes come first, for the heap not to grow while they are there, but not many are given up for it.
            size <= MAX_SIZE_FOR_HOLES && self.region_from_hole(heap, size, HOLES_PASSED_OVER)
                || self.region_from_free_block(heap)
                || self.region_from_hole(heap, size, usize::MAX)
        };
        if !found {
            return ptr::null_mut();
        }
        // SAFETY: the region was chosen to be large enough.
        unsafe { self.bump(size) }
    }

    fn swap_regions(&mut self) {
        std::mem::swap(&mut self.cursor, &mut self.overflow_cursor);
        std::mem::swap(&mut self.region_end, &mut self.overflow_end);
    }

    /// Makes `bytes` bytes at `start` the region at hand, and keeps the larger of those there were.
    fn set_region(&mut self, heap: &Heap, start: *mut u8, bytes: usize, is_zero: bool) {
        if !is_zero {
            // SAFETY: a hole of a block that is this allocator's.
            unsafe { start.write_bytes(0, bytes) };
        }
        heap.count_allocated(bytes);
        if self.region_end.addr() - self.cursor.addr() > self.overflow_end.addr() - self.overflow_cursor.addr() {
            self.swap_regions();
        }
        self.cursor = start;
        self.region_end = start.wrapping_add(bytes);
    }

    fn region_from_free_block(&mut self, heap: &Heap) -> bool {
        let Some((Block(block), is_zero)) = heap.take_free_block() else {
            return false;
        };
        self.set_region(heap, block, BLOCK_SIZE, is_zero);
        true
    }

    /// Goes on to the next hole of at least `size` bytes; up to `may_pass` smaller ones are passed over, which are lost
    /// until the next collection.
    fn region_from_hole(&mut self, heap: &Heap, size: usize, mut may_pass: usize) -> bool {
        loop {
            if let Some((start, end)) = self.next_hole() {
                self.next_granule = end;
                let bytes = (end - start) * GRANULE;
                if bytes >= size {
                    let (start, is_zero) = (self.block.wrapping_add(start * GRANULE), self.block_is_zero);
                    self.set_region(heap, start, bytes, is_zero);
                    return true;
                }
                if may_pass == 0 {
                    return false;
                }
                may_pass -= 1;
            } else if !self.next_block(heap) {
                return false;
            }
        }
    }

    fn next_hole(&self) -> Option<(usize, usize)> {
        if self.next_granule >= GRANULES_PER_BLOCK {
            return None;
        }
        let block = Block(self.block);
        // SAFETY: the block is this allocator's, and the two tables do not overlap. What is behind the last hole survived
        // the last collection, which has marked the ends.
        unsafe {
            let (starts, ends) = (block.bits(VALID_TABLE_OFFSET), block.bits(END_TABLE_OFFSET));
            hole::next_hole(starts, ends, self.next_granule)
        }
    }

    fn next_block(&mut self, heap: &Heap) -> bool {
        if let Some(block) = heap.take_recyclable() {
            self.block = block.0;
            self.block_is_zero = false;
        } else if let Some((block, zero)) = heap.take_free_block() {
            self.block = block.0;
            self.block_is_zero = zero;
        } else {
            return false;
        }
        self.next_granule = 0;
        true
    }

    /// Gives up all memory not used yet, and says how many bytes of it had been counted as allocated.
    pub(crate) fn retire(&mut self) -> usize {
        let unused =
            (self.region_end.addr() - self.cursor.addr()) + (self.overflow_end.addr() - self.overflow_cursor.addr());
        let heap = self.heap;
        *self = Self::new();
        self.heap = heap;
        unused
    }

    /// Sends the next allocation to the slow path.
    pub(crate) fn trip(&mut self) {
        self.limit = ptr::null_mut();
    }
}
