//! From an address that may be anything to the object it points into.

use crate::block::{Block, IN_USE};
use crate::chunk::{
    BLOCK_SHIFT, CHUNK_MASK, ChunkHead, ChunkKind, ChunkTable, FIRST_BLOCK, GRANULE, GRANULE_SHIFT, HEAD_SIZE,
    VALID_TABLE_OFFSET,
};
use crate::large::LargeSpace;
use crate::model::ObjectModel;
use crate::os::PAGE_SIZE;

/// What a look-up needs to know of the heap.
#[derive(Clone, Copy)]
pub(crate) struct Finder<'a> {
    pub(crate) chunks: &'a ChunkTable,
    pub(crate) large: &'a LargeSpace,
    pub(crate) model: &'static ObjectModel,
}

impl Finder<'_> {
    /// The object that `addr` points to the start of, into, or just behind.
    ///
    /// An address just behind one object and at the start of the next means the next one.
    pub(crate) fn object_at(&self, addr: usize) -> Option<*mut u8> {
        if !self.chunks.may_contain(addr) {
            return None;
        }
        if let Some(head) = self.chunks.find(addr)
            && let Some(obj) = self.in_chunk(head, addr)
        {
            return Some(obj);
        }
        let before = addr.checked_sub(1)?;
        let obj = self.in_chunk(self.chunks.find(before)?, before)?;
        // SAFETY: an object with a valid bit.
        (addr == obj.addr() + unsafe { (self.model.size)(obj) }).then_some(obj)
    }

    /// Whether an object starts at `addr`.
    pub(crate) fn starts_at(&self, addr: usize) -> bool {
        addr & (GRANULE - 1) == 0 && self.object_at(addr).is_some_and(|p| p.addr() == addr)
    }

    fn in_chunk(&self, head: *mut ChunkHead, addr: usize) -> Option<*mut u8> {
        let offset = addr - head.addr();
        if offset < HEAD_SIZE {
            return None;
        }
        // SAFETY: heads in the table are mapped.
        let kind = unsafe { (*head).kind };
        match kind {
            ChunkKind::Blocks => self.in_block(head, offset),
            ChunkKind::Run => self.in_large(head, HEAD_SIZE / PAGE_SIZE, addr),
            ChunkKind::Pages => self.in_large(head, offset / PAGE_SIZE, addr),
        }
    }

    fn in_large(&self, head: *mut ChunkHead, page: usize, addr: usize) -> Option<*mut u8> {
        // SAFETY: heads in the table are mapped; page is below the number of pages of a chunk.
        let owner = unsafe {
            if (*head).page_used[page / 64] >> (page % 64) & 1 == 0 {
                return None;
            }
            (*head).owner[page]
        };
        let large = self.large.get(owner)?;
        (addr < large.start.addr() + large.size).then_some(large.start)
    }

    /// Looks for the nearest object start at or below the address in its block.
    fn in_block(&self, head: *mut ChunkHead, offset: usize) -> Option<*mut u8> {
        let index = (offset & CHUNK_MASK) >> BLOCK_SHIFT;
        debug_assert!(index >= FIRST_BLOCK);
        // SAFETY: heads in the table are mapped.
        if unsafe { (*head).block_state[index] } != IN_USE {
            return None;
        }
        let block = Block::at(head, index);
        let addr = head.addr() + offset;
        let granule = (addr - block.0.addr()) >> GRANULE_SHIFT;
        // SAFETY: the block is mapped; the words are only read.
        let valid: &[u64; 64] = unsafe { block.bits(VALID_TABLE_OFFSET) };
        let mut word = granule / 64;
        let mut bits = valid[word] & (u64::MAX >> (63 - granule % 64));
        while bits == 0 {
            word = word.checked_sub(1)?;
            bits = valid[word];
        }
        let start = word * 64 + 63 - bits.leading_zeros() as usize;
        let obj = block.0.wrapping_add(start * GRANULE);
        // SAFETY: an object with a valid bit.
        let inside = start == granule || addr - obj.addr() < unsafe { (self.model.size)(obj) };
        inside.then_some(obj)
    }
}
