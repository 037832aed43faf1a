//! The write barrier: remembers old objects that were stored to, so that a young collection finds what they refer to.
//!
//! An old object's unlogged bit is set until the first store into it; the barrier clears the bit and logs the object.
//! A large object is not logged whole: it keeps its bit and its cards are logged one by one.

use crate::chunk::{ChunkKind, UNLOGGED_TABLE_OFFSET, chunk_of, clear_bit, set_bit, test_bit};
use crate::large::{CARD_SIZE, LargeSpace};
use crate::mark::Visitor;
use crate::model::ObjectModel;

/// To be called after every store of a reference into the heap object at `src`.
///
/// # Safety
/// `src` is the start of an object, and the calling thread is the one that runs with the heap.
#[inline(always)]
pub unsafe fn write_barrier(src: *mut u8) {
    // SAFETY: the caller's contract.
    unsafe {
        if test_bit(src, UNLOGGED_TABLE_OFFSET) {
            write_barrier_slow(src);
        }
    }
}

/// As `write_barrier`, for a store to `slot` in an object that may be large: only the stored part is rescanned.
///
/// # Safety
/// As for `write_barrier`; `slot` is in the object.
#[inline(always)]
pub unsafe fn write_barrier_slot(src: *mut u8, slot: *const u64) {
    // SAFETY: the caller's contract.
    unsafe {
        if test_bit(src, UNLOGGED_TABLE_OFFSET) {
            write_barrier_slot_slow(src, slot);
        }
    }
}

/// Logs an object whose unlogged bit is set. Generated code that tests the bit itself calls this.
///
/// # Safety
/// As for `write_barrier`, and the bit is set.
#[cold]
#[inline(never)]
pub unsafe extern "C" fn write_barrier_slow(src: *mut u8) {
    // SAFETY: the object's chunk is mapped and names its heap; no borrow of the heap's state is in use.
    unsafe {
        clear_bit(src, UNLOGGED_TABLE_OFFSET);
        let heap = &*(*chunk_of(src)).heap;
        (*heap.state()).log.objects.push(src);
    }
}

/// Logs a slot of an object whose unlogged bit is set. Generated code that tests the bit itself calls this.
///
/// # Safety
/// As for `write_barrier_slot`, and the bit is set.
#[cold]
#[inline(never)]
pub unsafe extern "C" fn write_barrier_slot_slow(src: *mut u8, slot: *const u64) {
    // SAFETY: as above.
    unsafe {
        let head = chunk_of(src);
        if (*head).kind == ChunkKind::Blocks {
            return write_barrier_slow(src);
        }
        let heap = &*(*head).heap;
        let state = &mut *heap.state();
        if heap.model().trace_range.is_none() || !state.log.log_card(&mut state.large, src, slot) {
            write_barrier_slow(src);
        }
    }
}

/// What was stored to since the last collection.
#[derive(Default)]
pub(crate) struct Log {
    objects: Vec<*mut u8>,
    cards: Vec<(*mut u8, usize)>,
}

impl Log {
    unsafe fn log_card(&mut self, large: &mut LargeSpace, src: *mut u8, slot: *const u64) -> bool {
        // SAFETY: the barrier's contract: the start of an object.
        let Some(object) = (unsafe { large.entry_of(src) }) else {
            return false;
        };
        let card = (slot.addr() - src.addr()) / CARD_SIZE;
        if object.cards.is_empty() {
            object.cards.resize(object.size.div_ceil(CARD_SIZE * 64), 0);
        }
        let Some(word) = object.cards.get_mut(card / 64) else {
            return false;
        };
        if *word >> (card % 64) & 1 == 0 {
            *word |= 1 << (card % 64);
            self.cards.push((src, card));
        }
        true
    }

    /// Number of objects and cards logged.
    pub(crate) fn len(&self) -> usize {
        self.objects.len() + self.cards.len()
    }

    /// Traces what was stored to again and empties the log.
    ///
    /// # Safety
    /// A young collection is being started.
    pub(crate) unsafe fn rescan(&mut self, large: &mut LargeSpace, model: &ObjectModel, visitor: &mut Visitor) {
        for &src in &self.objects {
            // SAFETY: logged objects are old, and old objects do not die in a young collection.
            unsafe {
                set_bit(src, UNLOGGED_TABLE_OFFSET);
                visitor.trace_again(src);
            }
        }
        if let Some(trace_range) = model.trace_range {
            for &(src, card) in &self.cards {
                let lo = src.wrapping_add(card * CARD_SIZE);
                // SAFETY: as above; the card was found in the object.
                unsafe {
                    let size = (model.size)(src);
                    let hi = src.wrapping_add(((card + 1) * CARD_SIZE).min(size));
                    trace_range(src, lo.cast(), hi.cast(), visitor);
                }
            }
        }
        self.clear(large);
    }

    /// Empties the log. A full collection, which traces everything, needs nothing else.
    pub(crate) fn clear(&mut self, large: &mut LargeSpace) {
        self.objects.clear();
        for &(src, card) in &self.cards {
            // SAFETY: logged objects stay in the heap until the sweep of the collection that empties the log.
            if let Some(object) = unsafe { large.entry_of(src) } {
                object.cards[card / 64] &= !(1 << (card % 64));
            }
        }
        self.cards.clear();
    }
}
