//! When to collect, and how much.
//!
//! A young collection is due after a nursery's worth of allocation. A full one replaces it when what survived since
//! the last full one has grown past a share of what that one left. Bytes reported from outside count in both. The same
//! share holds for the blocks that are in use: survivors that are spread thin, and dead by now, keep many blocks from
//! being empty while they hardly add to what is used.

use crate::config::HeapConfig;

/// The figures decisions are made from.
pub(crate) struct Policy {
    /// Use of the heap, external bytes included, from which on the next collection is a full one.
    full_at: usize,
    /// Bytes of blocks in use, however little is in them, from which on the next collection is a full one.
    full_at_blocks: usize,
    /// Whether the next collection is a full one.
    full_next: bool,
}

impl Policy {
    pub(crate) fn new(config: &HeapConfig) -> Self {
        Self {
            full_at: config.min_growth_bytes,
            full_at_blocks: config.min_growth_bytes.saturating_mul(2),
            full_next: !config.generational,
        }
    }

    /// Bytes that may be allocated before the next collection.
    pub(crate) fn budget(&self, config: &HeapConfig, used: usize) -> usize {
        if config.generational {
            config.nursery_bytes
        } else {
            self.full_at.saturating_sub(used).max(config.nursery_bytes)
        }
    }

    /// Whether the collection that is due must be a full one. Decided when the last one ended, because garbage
    /// allocated since looks like growth.
    pub(crate) fn wants_full(&self) -> bool {
        self.full_next
    }

    /// Takes note of what a young collection left.
    pub(crate) fn after_young(&mut self, used: usize, blocks: usize) {
        self.full_next |= used >= self.full_at || blocks >= self.full_at_blocks;
    }

    /// Bytes that may survive before a full collection is due.
    pub(crate) fn growth_left(&self, used: usize) -> usize {
        self.full_at.saturating_sub(used)
    }

    /// Takes note of what a full collection left.
    pub(crate) fn after_full(&mut self, config: &HeapConfig, used: usize, blocks: usize) {
        let grown = |bytes: usize| {
            let growth = (bytes / 100)
                .saturating_mul(config.growth_percent)
                .max(config.min_growth_bytes);
            bytes.saturating_add(growth)
        };
        self.full_at = grown(used);
        self.full_at_blocks = grown(blocks);
        self.full_next = !config.generational;
    }
}
