//! Settings of a heap: policy, stress and check modes.

/// How a heap behaves. The defaults are those of production.
#[derive(Clone, Debug)]
pub struct HeapConfig {
    /// Collect at every Nth allocation (1 is every one); 0 is off. Young and full collections take turns.
    pub stress: u64,
    /// Fill freed memory with a pattern, so that a use after free is seen at once.
    pub poison: bool,
    /// After marking, check that each reference in each live object is to the start of a live object.
    pub verify: bool,
    /// Make the Nth allocation from now (1 is the first) fail; 0 is off.
    pub alloc_fail_at: u64,
    /// Collect the young generation alone when that is likely to be enough.
    pub generational: bool,
    /// Bytes allocated between two young collections.
    pub nursery_bytes: usize,
    /// The least growth of the old generation that leads to a full collection.
    pub min_growth_bytes: usize,
    /// Growth of the old generation that leads to a full collection, in percent of what the last one left.
    pub growth_percent: usize,
    /// The most memory to map; allocation fails beyond it. 0 is no limit.
    pub max_heap_bytes: usize,
}

impl Default for HeapConfig {
    fn default() -> Self {
        Self {
            stress: 0,
            poison: false,
            verify: false,
            alloc_fail_at: 0,
            generational: true,
            nursery_bytes: 8 << 20,
            min_growth_bytes: 16 << 20,
            growth_percent: 75,
            max_heap_bytes: 0,
        }
    }
}
