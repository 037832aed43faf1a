//! Chunks: the 4 MiB aligned units of memory, the side tables in their head, and the table of all chunks.
//!
//! The head of a chunk is nine blocks long: one for `ChunkHead`, two for each of the four bit tables (valid object,
//! mark, unlogged, end), one bit a granule. A table's bit for address `p` is found from `p` alone. Objects larger than a
//! chunk have a mapping of their own whose head is laid out the same; only the object's start has bits.

use crate::heap::Heap;
use crate::os;

/// Size and alignment of a chunk.
pub const CHUNK_SIZE: usize = 4 << 20;
/// `p & !CHUNK_MASK` is the chunk that the object starting at `p` is in.
pub const CHUNK_MASK: usize = CHUNK_SIZE - 1;
/// log2 of `GRANULE`.
pub const GRANULE_SHIFT: u32 = 3;
/// Objects start at multiples of this and have sizes that are multiples of it. Eight rather than sixteen, because
/// objects of three words are frequent and the wider tables cost less than padding them.
pub const GRANULE: usize = 1 << GRANULE_SHIFT;
/// Objects larger than this go to the large-object space, unless they happen to fit into the empty block at hand.
pub const LARGE_THRESHOLD: usize = 16 << 10;
/// Requests above this fail at once.
pub const MAX_OBJECT_SIZE: usize = 1 << 46;

pub(crate) const BLOCK_SHIFT: u32 = 15;
pub(crate) const BLOCK_SIZE: usize = 1 << BLOCK_SHIFT;
pub(crate) const BLOCKS_PER_CHUNK: usize = CHUNK_SIZE / BLOCK_SIZE;
pub(crate) const TABLE_SIZE: usize = CHUNK_SIZE / GRANULE / 8;

/// Offset in a chunk of the bits that say where objects start: the bit for `p` is bit `(p >> 3) & 7` of the byte at
/// `chunk + VALID_TABLE_OFFSET + ((p & CHUNK_MASK) >> 6)`.
pub const VALID_TABLE_OFFSET: usize = BLOCK_SIZE;
pub(crate) const MARK_TABLE_OFFSET: usize = VALID_TABLE_OFFSET + TABLE_SIZE;
/// Offset in a chunk of the bits that are set for old objects not yet logged by the write barrier.
pub const UNLOGGED_TABLE_OFFSET: usize = MARK_TABLE_OFFSET + TABLE_SIZE;
/// Offset in a chunk of the bits of the last granules of marked objects in blocks. With them and the starts, sweeping and
/// the search for holes need not touch the objects.
pub(crate) const END_TABLE_OFFSET: usize = UNLOGGED_TABLE_OFFSET + TABLE_SIZE;
pub(crate) const HEAD_SIZE: usize = END_TABLE_OFFSET + TABLE_SIZE;
pub(crate) const FIRST_BLOCK: usize = HEAD_SIZE / BLOCK_SIZE;
pub(crate) const PAGES_PER_CHUNK: usize = CHUNK_SIZE / os::PAGE_SIZE;
pub(crate) const FIRST_PAGE: usize = HEAD_SIZE / os::PAGE_SIZE;

const _: () = assert!(size_of::<ChunkHead>() <= BLOCK_SIZE && HEAD_SIZE.is_multiple_of(BLOCK_SIZE));

/// `size` rounded up to a size that can be allocated.
#[inline(always)]
#[must_use]
pub const fn round_up_to_granule(size: usize) -> usize {
    (size + (GRANULE - 1)) & !(GRANULE - 1)
}

/// What a chunk is used for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(crate) enum ChunkKind {
    /// Blocks of small objects.
    Blocks = 1,
    /// Large objects on runs of pages.
    Pages = 2,
    /// One object larger than a chunk; the mapping may be longer than a chunk.
    Run = 3,
}

/// The start of every chunk. Mapped memory is zero, so a new head only has its first three fields written.
#[repr(C)]
pub(crate) struct ChunkHead {
    pub(crate) heap: *const Heap,
    pub(crate) mapped: usize,
    pub(crate) kind: ChunkKind,
    /// Per block: `block::FRESH`, `DIRTY` or `IN_USE`.
    pub(crate) block_state: [u8; BLOCKS_PER_CHUNK],
    /// Per block: whether it was allocated into since the last collection.
    pub(crate) touched: [u8; BLOCKS_PER_CHUNK],
    /// Per block: granules not in holes, as the last sweep saw it.
    pub(crate) used_granules: [u16; BLOCKS_PER_CHUNK],
    /// Page chunks: a bit for each page in use, and one for each free page that may not be zero.
    pub(crate) page_used: [u64; PAGES_PER_CHUNK / 64],
    pub(crate) page_dirty: [u64; PAGES_PER_CHUNK / 64],
    /// Page chunks: no run of free pages is longer than this.
    pub(crate) longest_free: usize,
    /// Page and run chunks: for each page in use, the index of the large object on it.
    pub(crate) owner: [u32; PAGES_PER_CHUNK],
}

/// The chunk of an object's start.
#[inline(always)]
pub(crate) fn chunk_of(p: *const u8) -> *mut ChunkHead {
    p.map_addr(|a| a & !CHUNK_MASK).cast_mut().cast()
}

#[inline(always)]
fn table_byte(p: *const u8, table: usize) -> (*mut u8, u8) {
    let a = p.addr();
    let base: *mut u8 = chunk_of(p).cast();
    (
        base.wrapping_add(table + ((a & CHUNK_MASK) >> (GRANULE_SHIFT + 3))),
        1 << ((a >> GRANULE_SHIFT) & 7),
    )
}

/// Reads the bit of `p` in the table at offset `table`.
///
/// # Safety
/// `p` is in the first chunk-length of a mapped chunk.
#[inline(always)]
pub(crate) unsafe fn test_bit(p: *const u8, table: usize) -> bool {
    let (byte, bit) = table_byte(p, table);
    // SAFETY: the byte is in the head of a mapped chunk.
    unsafe { *byte & bit != 0 }
}

/// Sets the bit of `p` and says whether it was clear.
///
/// # Safety
/// As for `test_bit`.
#[inline(always)]
pub(crate) unsafe fn set_bit(p: *const u8, table: usize) -> bool {
    let (byte, bit) = table_byte(p, table);
    // SAFETY: the byte is in the head of a mapped chunk, and one thread runs with the heap.
    unsafe {
        let old = *byte;
        *byte = old | bit;
        old & bit == 0
    }
}

/// Clears the bit of `p`.
///
/// # Safety
/// As for `test_bit`.
#[inline(always)]
pub(crate) unsafe fn clear_bit(p: *const u8, table: usize) {
    let (byte, bit) = table_byte(p, table);
    // SAFETY: the byte is in the head of a mapped chunk, and one thread runs with the heap.
    unsafe { *byte &= !bit };
}

/// All chunks, ordered by address, for looking up addresses that may be anything.
#[derive(Default)]
pub(crate) struct ChunkTable {
    /// `[start, end)` of each mapping.
    ranges: Vec<(usize, usize)>,
    heads: Vec<*mut ChunkHead>,
    low: usize,
    high: usize,
    pub(crate) mapped: usize,
}

impl ChunkTable {
    /// Maps a chunk of `len` bytes; null if the system refuses or `limit` (unless 0) would be passed.
    pub(crate) fn map(&mut self, heap: *const Heap, kind: ChunkKind, len: usize, limit: usize) -> *mut ChunkHead {
        if limit != 0 && self.mapped + len > limit {
            return std::ptr::null_mut();
        }
        let p = os::map_aligned(len, CHUNK_SIZE);
        if p.is_null() {
            return p.cast();
        }
        let head: *mut ChunkHead = p.cast();
        // SAFETY: freshly mapped, zeroed, aligned memory of at least the size of a head.
        unsafe {
            if self.ranges.is_empty() {
                os::no_huge_pages(p, len);
            }
            (*head).heap = heap;
            (*head).mapped = len;
            (*head).kind = kind;
        }
        let at = self.ranges.partition_point(|r| r.0 < p.addr());
        self.ranges.insert(at, (p.addr(), p.addr() + len));
        self.heads.insert(at, head);
        self.mapped += len;
        self.update_bounds();
        head
    }

    /// Unmaps a chunk.
    ///
    /// # Safety
    /// Nothing in the chunk is used any more.
    pub(crate) unsafe fn unmap(&mut self, head: *mut ChunkHead) {
        let at = self.ranges.partition_point(|r| r.0 < head.addr());
        debug_assert!(self.heads.get(at) == Some(&head));
        self.ranges.remove(at);
        self.heads.remove(at);
        // SAFETY: the head was mapped by `map` with the length it records.
        unsafe {
            let len = (*head).mapped;
            self.mapped -= len;
            os::unmap(head.cast(), len);
        }
        self.update_bounds();
    }

    fn update_bounds(&mut self) {
        self.low = self.ranges.first().map_or(0, |r| r.0);
        self.high = self.ranges.last().map_or(0, |r| r.1);
    }

    /// Whether `addr` may be in the heap or just behind it: a cheap filter before `find`.
    #[inline(always)]
    pub(crate) fn may_contain(&self, addr: usize) -> bool {
        addr.wrapping_sub(self.low) <= self.high - self.low
    }

    /// The chunk whose mapping contains `addr`.
    pub(crate) fn find(&self, addr: usize) -> Option<*mut ChunkHead> {
        let at = self.ranges.partition_point(|r| r.0 <= addr).checked_sub(1)?;
        let range = self.ranges.get(at)?;
        if addr < range.1 {
            self.heads.get(at).copied()
        } else {
            None
        }
    }

    /// All chunks, lowest address first.
    pub(crate) fn heads(&self) -> &[*mut ChunkHead] {
        &self.heads
    }
}

impl Drop for ChunkTable {
    fn drop(&mut self) {
        for &head in &self.heads {
            // SAFETY: the heap is going away and with it every object.
            unsafe { os::unmap(head.cast(), (*head).mapped) };
        }
    }
}
