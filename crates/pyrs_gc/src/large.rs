//! The large-object space: objects of more than 16 KiB on runs of pages of their own.
//!
//! Up to most of a chunk they share chunks, found by first fit; beyond it an object has a mapping to itself. A large
//! object carries cards, one bit for each 128 bytes, made when the write barrier first needs them.

use crate::block::POISON;
use crate::chunk::{
    CHUNK_SIZE, ChunkHead, ChunkKind, ChunkTable, FIRST_PAGE, HEAD_SIZE, MARK_TABLE_OFFSET, PAGES_PER_CHUNK,
    UNLOGGED_TABLE_OFFSET, VALID_TABLE_OFFSET, chunk_of, clear_bit, set_bit, test_bit,
};
use crate::heap::Heap;
use crate::os::{self, PAGE_SIZE};
use std::ptr;

/// Bytes of a large object that one card stands for.
pub(crate) const CARD_SIZE: usize = 128;

/// What is known about one large object.
pub(crate) struct LargeObject {
    /// Null for a free entry.
    pub(crate) start: *mut u8,
    pub(crate) size: usize,
    pages: usize,
    /// A bit for each card stored to since the last collection; empty until the first such store.
    pub(crate) cards: Vec<u64>,
}

/// All large objects.
#[derive(Default)]
pub(crate) struct LargeSpace {
    objects: Vec<LargeObject>,
    free_entries: Vec<u32>,
    young: Vec<u32>,
    page_chunks: Vec<*mut ChunkHead>,
    bytes: usize,
}

impl LargeSpace {
    /// Bytes on pages that large objects use.
    pub(crate) fn used_bytes(&self) -> usize {
        self.bytes
    }

    /// Number of large objects.
    pub(crate) fn count(&self) -> usize {
        self.objects.len() - self.free_entries.len()
    }

    /// The live entry with this index.
    pub(crate) fn get(&self, index: u32) -> Option<&LargeObject> {
        self.objects.get(index as usize).filter(|o| !o.start.is_null())
    }

    /// The entry of the large object starting at `obj`.
    ///
    /// # Safety
    /// `obj` is the start of an object of this heap.
    pub(crate) unsafe fn entry_of(&mut self, obj: *mut u8) -> Option<&mut LargeObject> {
        let head = chunk_of(obj);
        // SAFETY: the object's chunk is mapped.
        let index = unsafe {
            if (*head).kind == ChunkKind::Blocks {
                return None;
            }
            (*head).owner[(obj.addr() - head.addr()) / PAGE_SIZE]
        };
        self.objects.get_mut(index as usize).filter(|o| o.start == obj)
    }

    /// Calls `f` with each large object.
    pub(crate) fn for_each(&self, mut f: impl FnMut(*mut u8)) {
        self.objects
            .iter()
            .filter(|o| !o.start.is_null())
            .for_each(|o| f(o.start));
    }

    /// Allocates memory of which the first `zeroed` bytes are zero; null if the system or `limit` refuses.
    pub(crate) fn alloc(
        &mut self,
        size: usize,
        zeroed: usize,
        chunks: &mut ChunkTable,
        heap: *const Heap,
        limit: usize,
    ) -> *mut u8 {
        let pages = size.div_ceil(PAGE_SIZE);
        let start = if pages > PAGES_PER_CHUNK - FIRST_PAGE {
            let head = chunks.map(
                heap,
                ChunkKind::Run,
                os::round_up_to_system_page(HEAD_SIZE + pages * PAGE_SIZE),
                limit,
            );
            if head.is_null() {
                ptr::null_mut()
            } else {
                head.cast::<u8>().wrapping_add(HEAD_SIZE)
            }
        } else {
            self.alloc_pages(pages, zeroed, chunks, heap, limit)
        };
        if start.is_null() {
            return start;
        }
        let object = LargeObject {
            start,
            size,
            pages,
            cards: Vec::new(),
        };
        let index = match self.free_entries.pop() {
            Some(i) => {
                self.objects[i as usize] = object;
                i
            }
            None => {
                self.objects.push(object);
                (self.objects.len() - 1) as u32
            }
        };
        self.young.push(index);
        self.bytes += pages * PAGE_SIZE;
        let head = chunk_of(start);
        let first = (start.addr() - head.addr()) / PAGE_SIZE;
        // SAFETY: the chunk is mapped. In a run only the first page is entered.
        unsafe {
            let count = if (*head).kind == ChunkKind::Run { 1 } else { pages };
            for page in first..first + count {
                (*head).owner[page] = index;
                (*head).page_used[page / 64] |= 1 << (page % 64);
            }
            set_bit(start, VALID_TABLE_OFFSET);
        }
        start
    }

    fn alloc_pages(
        &mut self,
        pages: usize,
        zeroed: usize,
        chunks: &mut ChunkTable,
        heap: *const Heap,
        limit: usize,
    ) -> *mut u8 {
        for &head in &self.page_chunks {
            // SAFETY: chunks in the list are mapped.
            unsafe {
                if (*head).longest_free < pages {
                    continue;
                }
                let (page, longest) = find_run(&(*head).page_used, pages);
                let Some(page) = page else {
                    (*head).longest_free = longest;
                    continue;
                };
                return zero_pages(head, page, pages, zeroed);
            }
        }
        let head = chunks.map(heap, ChunkKind::Pages, CHUNK_SIZE, limit);
        if head.is_null() {
            return ptr::null_mut();
        }
        self.page_chunks.push(head);
        // SAFETY: just mapped.
        unsafe { (*head).longest_free = PAGES_PER_CHUNK - FIRST_PAGE };
        head.cast::<u8>().wrapping_add(FIRST_PAGE * PAGE_SIZE)
    }

    /// Clears all mark bits before a full collection.
    pub(crate) fn clear_marks(&mut self) {
        // SAFETY: live entries have mapped chunks.
        self.for_each(|p| unsafe { clear_bit(p, MARK_TABLE_OFFSET) });
    }

    /// Frees unmarked objects, of the young ones only or of all.
    pub(crate) fn sweep(&mut self, full: bool, chunks: &mut ChunkTable, poison: bool) {
        let mut young = std::mem::take(&mut self.young);
        if full {
            young.clear();
            young.extend(0..self.objects.len() as u32);
        }
        for &index in &young {
            let start = self.objects[index as usize].start;
            if start.is_null() {
                continue;
            }
            // SAFETY: live entries have mapped chunks; an unmarked object is not referred to by anything.
            unsafe {
                if test_bit(start, MARK_TABLE_OFFSET) {
                    set_bit(start, UNLOGGED_TABLE_OFFSET);
                } else {
                    self.free(index, chunks, poison);
                }
            }
        }
        young.clear();
        self.young = young;
    }

    /// # Safety
    /// The entry is live and its object unreachable.
    unsafe fn free(&mut self, index: u32, chunks: &mut ChunkTable, poison: bool) {
        let LargeObject { start, pages, .. } = self.objects[index as usize];
        self.objects[index as usize] = LargeObject {
            start: ptr::null_mut(),
            size: 0,
            pages: 0,
            cards: Vec::new(),
        };
        self.free_entries.push(index);
        self.bytes -= pages * PAGE_SIZE;
        let head = chunk_of(start);
        // SAFETY: the chunk is mapped and the pages are no longer used.
        unsafe {
            if (*head).kind == ChunkKind::Run {
                chunks.unmap(head);
                return;
            }
            if poison {
                start.write_bytes(POISON, pages * PAGE_SIZE);
            }
            clear_bit(start, VALID_TABLE_OFFSET);
            clear_bit(start, UNLOGGED_TABLE_OFFSET);
            let first = (start.addr() - head.addr()) / PAGE_SIZE;
            for page in first..first + pages {
                (*head).page_used[page / 64] &= !(1 << (page % 64));
                (*head).page_dirty[page / 64] |= 1 << (page % 64);
            }
            (*head).longest_free = PAGES_PER_CHUNK - FIRST_PAGE;
        }
    }

    /// Returns free memory to the system, but for about `reserve` bytes. After a full collection.
    pub(crate) fn release(&mut self, chunks: &mut ChunkTable, reserve: usize) {
        let mut keep = reserve / PAGE_SIZE;
        self.page_chunks.retain(|&head| {
            // SAFETY: chunks in the list are mapped; free pages and chunks without used pages hold nothing.
            unsafe {
                let words = &(*head).page_dirty;
                let dirty: usize = words.iter().map(|w| w.count_ones() as usize).sum();
                if dirty <= keep {
                    keep -= dirty;
                    return true;
                }
                if (*head).page_used.iter().all(|&w| w == 0) {
                    chunks.unmap(head);
                    return false;
                }
                let mut page = FIRST_PAGE;
                while page < PAGES_PER_CHUNK {
                    let from = page;
                    while page < PAGES_PER_CHUNK && (*head).page_dirty[page / 64] >> (page % 64) & 1 != 0 {
                        page += 1;
                    }
                    let memory = head.cast::<u8>().wrapping_add(from * PAGE_SIZE);
                    if page > from && os::discard(memory, (page - from) * PAGE_SIZE) {
                        for p in from..page {
                            (*head).page_dirty[p / 64] &= !(1 << (p % 64));
                        }
                    }
                    page += 1;
                }
            }
            true
        });
    }
}

/// The first run of `pages` clear bits, or the length of the longest one.
fn find_run(used: &[u64; PAGES_PER_CHUNK / 64], pages: usize) -> (Option<usize>, usize) {
    let (mut run, mut longest) = (0, 0);
    for page in FIRST_PAGE..PAGES_PER_CHUNK {
        if used[page / 64] >> (page % 64) & 1 == 0 {
            run += 1;
            if run == pages {
                return (Some(page + 1 - pages), run);
            }
            longest = longest.max(run);
        } else {
            run = 0;
        }
    }
    (None, longest)
}

/// Zeroes those pages of the run that are dirty.
///
/// # Safety
/// The chunk is mapped and the pages are free.
unsafe fn zero_pages(head: *mut ChunkHead, first: usize, pages: usize, zeroed: usize) -> *mut u8 {
    let start = head.cast::<u8>().wrapping_add(first * PAGE_SIZE);
    for page in first..first + pages {
        // SAFETY: the caller's contract.
        unsafe {
            let word = &mut (*head).page_dirty[page / 64];
            if *word >> (page % 64) & 1 != 0 {
                *word &= !(1 << (page % 64));
                let wanted = zeroed.saturating_sub((page - first) * PAGE_SIZE).min(PAGE_SIZE);
                head.cast::<u8>().wrapping_add(page * PAGE_SIZE).write_bytes(0, wanted);
            }
        }
    }
    start
}
