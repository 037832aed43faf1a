//! The block space: blocks of 32 KiB in which small objects are bump-allocated into runs of free lines.
//!
//! Each block is fresh (zero), dirty (empty, must be zeroed at hand-out) or in use. In-use blocks with enough free
//! memory wait in `recyclable`, empty ones in `free`; a block handed to an allocator is in neither until it is swept.

use crate::chunk::{
    BLOCK_SHIFT, BLOCK_SIZE, BLOCKS_PER_CHUNK, CHUNK_MASK, CHUNK_SIZE, ChunkHead, ChunkKind, ChunkTable,
    END_TABLE_OFFSET, FIRST_BLOCK, GRANULE, MARK_TABLE_OFFSET, UNLOGGED_TABLE_OFFSET, VALID_TABLE_OFFSET, chunk_of,
};
use crate::heap::Heap;
use crate::hole::{self, GRANULES_PER_BLOCK};
use crate::os;
use std::collections::HashSet;

/// Never used since it was mapped or discarded: its memory is zero.
pub(crate) const FRESH: u8 = 0;
/// Empty, its memory is not zero.
pub(crate) const DIRTY: u8 = 1;
/// Holds objects.
pub(crate) const IN_USE: u8 = 2;

/// Blocks with less memory in holes, in granules, are left alone: looking for it costs more than it brings.
const MIN_FREE: usize = GRANULES_PER_BLOCK / 8;
/// What freed memory is filled with in poison mode: no reference (low bits set), and easily seen in a debugger.
pub(crate) const POISON: u8 = 0xDB;

const BLOCK_TABLE_BYTES: usize = BLOCK_SIZE / GRANULE / 8;

/// A block, by its address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Block(pub(crate) *mut u8);

impl Block {
    pub(crate) fn at(head: *mut ChunkHead, index: usize) -> Self {
        Self(head.cast::<u8>().wrapping_add(index << BLOCK_SHIFT))
    }

    pub(crate) fn head(self) -> *mut ChunkHead {
        chunk_of(self.0)
    }

    pub(crate) fn index(self) -> usize {
        (self.0.addr() & CHUNK_MASK) >> BLOCK_SHIFT
    }

    /// The 64 words of the block in the bit table at offset `table`.
    ///
    /// # Safety
    /// The block is mapped and no other reference to these words is in use.
    pub(crate) unsafe fn bits<'a>(self, table: usize) -> &'a mut [u64; 64] {
        let p = self
            .head()
            .cast::<u8>()
            .wrapping_add(table + self.index() * BLOCK_TABLE_BYTES);
        // SAFETY: 512 bytes of the chunk's head, eight-byte aligned because the tables and 512 are.
        unsafe { &mut *p.cast() }
    }
}

/// What sweeping a set of blocks found.
#[derive(Default, Clone, Copy)]
pub(crate) struct BlockSpaceCounts {
    pub(crate) used_bytes: usize,
    pub(crate) free_blocks: usize,
}

/// All chunks of small objects.
#[derive(Default)]
pub(crate) struct BlockSpace {
    free: Vec<Block>,
    recyclable: Vec<Block>,
    touched: Vec<Block>,
    /// Granules in use over all blocks, as the last sweeps saw them.
    used_granules: usize,
    /// Blocks that hold objects.
    in_use: usize,
}

impl BlockSpace {
    /// Bytes of the blocks that hold objects, holes included.
    pub(crate) fn in_use_bytes(&self) -> usize {
        self.in_use * BLOCK_SIZE
    }

    /// Bytes not in holes as of the last collection.
    pub(crate) fn used_bytes(&self) -> usize {
        self.used_granules * GRANULE
    }

    /// A partly filled block.
    pub(crate) fn take_recyclable(&mut self) -> Option<Block> {
        let block = self.recyclable.pop()?;
        self.touch(block);
        Some(block)
    }

    /// An empty block, and whether its memory is zero already.
    pub(crate) fn take_free(&mut self) -> Option<(Block, bool)> {
        let block = self.free.pop()?;
        self.touch(block);
        let (head, i) = (block.head(), block.index());
        // SAFETY: blocks in the list are mapped.
        unsafe {
            let fresh = (*head).block_state[i] == FRESH;
            (*head).block_state[i] = IN_USE;
            self.in_use += 1;
            Some((block, fresh))
        }
    }

    fn touch(&mut self, block: Block) {
        let (head, i) = (block.head(), block.index());
        // SAFETY: the block is mapped.
        unsafe {
            if (*head).touched[i] == 0 {
                (*head).touched[i] = 1;
                self.touched.push(block);
            }
        }
    }

    /// Maps a chunk more; false if that fails.
    pub(crate) fn grow(&mut self, chunks: &mut ChunkTable, heap: *const Heap, limit: usize) -> bool {
        let head = chunks.map(heap, ChunkKind::Blocks, CHUNK_SIZE, limit);
        if head.is_null() {
            return false;
        }
        self.free
            .extend((FIRST_BLOCK..BLOCKS_PER_CHUNK).rev().map(|i| Block::at(head, i)));
        true
    }

    /// Clears the mark bits of all blocks before a full collection.
    pub(crate) fn clear_marks(&mut self, chunks: &ChunkTable) {
        for_each_block(chunks, |block, state| {
            if state == IN_USE {
                // SAFETY: the block is mapped and nothing else looks at its bits now.
                unsafe {
                    block.bits(MARK_TABLE_OFFSET).fill(0);
                    block.bits(END_TABLE_OFFSET).fill(0);
                }
            }
        });
    }

    /// Frees the unmarked objects of blocks allocated into since the last collection.
    pub(crate) fn sweep_young(&mut self, poison: bool) {
        let touched = std::mem::take(&mut self.touched);
        // Backwards, so that the lists hand blocks out in the order of their last use.
        for &block in touched.iter().rev() {
            self.sweep_block(block, poison);
        }
        self.touched = touched;
        self.touched.clear();
    }

    /// Frees the unmarked objects of all blocks.
    pub(crate) fn sweep_full(&mut self, chunks: &ChunkTable, poison: bool) {
        self.free.clear();
        self.recyclable.clear();
        self.touched.clear();
        for &head in chunks.heads().iter().rev() {
            for_each_block_of(head, |block, state| {
                if state == IN_USE {
                    self.sweep_block(block, poison);
                } else {
                    self.free.push(block);
                }
            });
        }
    }

    fn sweep_block(&mut self, block: Block, poison: bool) {
        let (head, i) = (block.head(), block.index());
        // SAFETY: the block is mapped and in use; the four bit tables do not overlap, and sweeping runs alone.
        unsafe {
            let (valid, marks, unlogged, ends) = (
                block.bits(VALID_TABLE_OFFSET),
                block.bits(MARK_TABLE_OFFSET),
                block.bits(UNLOGGED_TABLE_OFFSET),
                block.bits(END_TABLE_OFFSET),
            );
            if poison {
                poison_dead(block, valid, marks);
            }
            valid.copy_from_slice(marks);
            unlogged.copy_from_slice(marks);
            let used = GRANULES_PER_BLOCK - free_granules(valid, ends);
            self.used_granules += used;
            self.used_granules -= usize::from((*head).used_granules[i]);
            (*head).used_granules[i] = used as u16;
            (*head).touched[i] = 0;
            if used == 0 {
                (*head).block_state[i] = DIRTY;
                self.in_use -= 1;
                self.free.push(block);
            } else if GRANULES_PER_BLOCK - used >= MIN_FREE {
                self.recyclable.push(block);
            }
        }
    }

    /// Returns empty memory to the system until at most `reserve` bytes of it are kept. After a full sweep only.
    pub(crate) fn release(&mut self, chunks: &mut ChunkTable, reserve: usize) {
        let mut excess = self.resident_free_bytes(chunks).saturating_sub(reserve);
        let heads: Vec<_> = chunks.heads().to_vec();
        let mut unmapped = HashSet::new();
        for &head in heads.iter().rev() {
            // SAFETY: the head is mapped.
            if unsafe { (*head).kind } != ChunkKind::Blocks || chunks.heads().len() == 1 {
                continue;
            }
            let mut dirty = 0;
            let mut empty = true;
            for_each_block_of(head, |_, state| {
                dirty += usize::from(state == DIRTY);
                empty &= state != IN_USE;
            });
            if empty && excess >= dirty * BLOCK_SIZE && excess > 0 {
                excess -= dirty * BLOCK_SIZE;
                unmapped.insert(head);
                // SAFETY: no block of the chunk is in use; its entries in the free list are dropped below.
                unsafe { chunks.unmap(head) };
            }
        }
        if !unmapped.is_empty() {
            self.free.retain(|b| !unmapped.contains(&b.head()));
        }
        self.discard_dirty(excess);
    }

    /// Gives the pages of up to `excess` bytes of empty blocks back.
    fn discard_dirty(&mut self, excess: usize) {
        // The end of the list is handed out first, so what is given back comes from its start. Neighbours, which the
        // list has in descending order, go in one call.
        let mut left = excess / BLOCK_SIZE;
        let mut i = 0;
        while i < self.free.len() && left > 0 {
            let mut n = 0;
            while n < left
                && let Some(&block) = self.free.get(i + n)
                && block.0.addr() + n * BLOCK_SIZE == self.free[i].0.addr()
                && block.head() == self.free[i].head()
                // SAFETY: blocks in the list are mapped.
                && unsafe { (*block.head()).block_state[block.index()] } == DIRTY
            {
                n += 1;
            }
            if n == 0 {
                i += 1;
                continue;
            }
            // SAFETY: the blocks are mapped and empty.
            unsafe {
                let lowest = self.free[i + n - 1];
                if os::discard(lowest.0, n * BLOCK_SIZE) {
                    let states = &mut (*lowest.head()).block_state;
                    states[lowest.index()..lowest.index() + n].fill(FRESH);
                }
            }
            left -= n;
            i += n;
        }
    }

    fn resident_free_bytes(&self, chunks: &ChunkTable) -> usize {
        let mut n = 0;
        for_each_block(chunks, |_, state| n += usize::from(state == DIRTY));
        n * BLOCK_SIZE
    }

    /// Counts for statistics and tests.
    pub(crate) fn counts(&self) -> BlockSpaceCounts {
        BlockSpaceCounts {
            used_bytes: self.used_bytes(),
            free_blocks: self.free.len(),
        }
    }
}

/// The granules of all holes of a block, by the first and last granules of its live objects.
fn free_granules(starts: &hole::Bits, ends: &hole::Bits) -> usize {
    let (mut from, mut free) = (0, 0);
    while let Some((start, end)) = hole::next_hole(starts, ends, from) {
        free += end - start;
        from = end;
    }
    free
}

/// Calls `f` with each object start of the block.
///
/// # Safety
/// The block is mapped and `f` does not change its valid bits.
pub(crate) unsafe fn for_each_object_in(block: Block, mut f: impl FnMut(*mut u8)) {
    for word in 0..64 {
        // SAFETY: the caller's contract; the word is copied, so `f` runs with no borrow of the table.
        let mut bits = unsafe { block.bits(VALID_TABLE_OFFSET)[word] };
        while bits != 0 {
            let granule = word * 64 + bits.trailing_zeros() as usize;
            bits &= bits - 1;
            f(block.0.wrapping_add(granule * GRANULE));
        }
    }
}

/// Calls `f` with every block of small objects and its state.
pub(crate) fn for_each_block(chunks: &ChunkTable, mut f: impl FnMut(Block, u8)) {
    for &head in chunks.heads() {
        for_each_block_of(head, &mut f);
    }
}

/// The same for one chunk, highest block first, which is the order free lists want.
fn for_each_block_of(head: *mut ChunkHead, mut f: impl FnMut(Block, u8)) {
    // SAFETY: heads in the table are mapped.
    unsafe {
        if (*head).kind == ChunkKind::Blocks {
            for i in (FIRST_BLOCK..BLOCKS_PER_CHUNK).rev() {
                f(Block::at(head, i), (*head).block_state[i]);
            }
        }
    }
}

/// Fills everything from each dead object to the next object with the pattern.
///
/// # Safety
/// The block is in use and the bits are its own.
unsafe fn poison_dead(block: Block, valid: &[u64; 64], marks: &[u64; 64]) {
    let mut dead: Option<usize> = None;
    for (word, &v) in valid.iter().enumerate() {
        let mut bits = v;
        while bits != 0 {
            let bit = bits.trailing_zeros() as usize;
            bits &= bits - 1;
            let granule = word * 64 + bit;
            if let Some(from) = dead.take() {
                // SAFETY: between a dead object and the next object there is nothing live.
                unsafe { fill(block, from, granule) };
            }
            if marks[word] >> bit & 1 == 0 {
                dead = Some(granule);
            }
        }
    }
    if let Some(from) = dead {
        // SAFETY: as above, up to the end of the block.
        unsafe { fill(block, from, GRANULES_PER_BLOCK) };
    }
}

/// # Safety
/// The granules hold nothing live.
unsafe fn fill(block: Block, from: usize, to: usize) {
    // SAFETY: the caller's contract; both are granules of the block.
    unsafe {
        block
            .0
            .wrapping_add(from * GRANULE)
            .write_bytes(POISON, (to - from) * GRANULE)
    };
}
