//! Counters, for `gc` module queries, tests and tuning.

/// What a heap has done so far.
#[derive(Clone, Copy, Default, Debug)]
pub struct Stats {
    /// Collections of the young generation.
    pub young_collections: u64,
    /// Collections of everything.
    pub full_collections: u64,
    /// Time in young collections.
    pub young_ns: u64,
    /// Time in full collections.
    pub full_ns: u64,
    /// The longest young collection.
    pub young_pause_max_ns: u64,
    /// The longest full collection.
    pub full_pause_max_ns: u64,
    /// Bytes allocated so far, external ones and what allocators hold ready included.
    pub bytes_allocated: u64,
    /// Bytes in use after the last collection, unusable gaps and whole pages included, external ones included.
    pub bytes_used: usize,
    /// Bytes reported from outside the heap now.
    pub external_bytes: usize,
    /// Bytes mapped now.
    pub mapped_bytes: usize,
    /// Chunks mapped now.
    pub chunks: usize,
    /// Large objects now.
    pub large_objects: usize,
    /// Bytes in use by small objects after the last collection.
    pub block_bytes_used: usize,
    /// Empty blocks now.
    pub free_blocks: usize,
    /// Objects and cards that the write barrier logged, as found by young collections.
    pub logged: u64,
}

impl Stats {
    /// All of them, with their names.
    pub fn rows(&self) -> [(&'static str, u64); 15] {
        [
            ("young_collections", self.young_collections),
            ("full_collections", self.full_collections),
            ("young_ns", self.young_ns),
            ("full_ns", self.full_ns),
            ("young_pause_max_ns", self.young_pause_max_ns),
            ("full_pause_max_ns", self.full_pause_max_ns),
            ("bytes_allocated", self.bytes_allocated),
            ("bytes_used", self.bytes_used as u64),
            ("external_bytes", self.external_bytes as u64),
            ("mapped_bytes", self.mapped_bytes as u64),
            ("chunks", self.chunks as u64),
            ("large_objects", self.large_objects as u64),
            ("block_bytes_used", self.block_bytes_used as u64),
            ("free_blocks", self.free_blocks as u64),
            ("logged", self.logged),
        ]
    }

    pub(crate) fn record(&mut self, full: bool, ns: u64) {
        let (count, total, max) = if full {
            (
                &mut self.full_collections,
                &mut self.full_ns,
                &mut self.full_pause_max_ns,
            )
        } else {
            (
                &mut self.young_collections,
                &mut self.young_ns,
                &mut self.young_pause_max_ns,
            )
        };
        *count += 1;
        *total += ns;
        *max = (*max).max(ns);
    }
}
