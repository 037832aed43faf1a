//! Protection against documents that are small and expand to much: "billion laughs".
//!
//! All parsers of one document share an account. What the document itself has is counted as direct; what entities and
//! external subsets add, as indirect; what is kept for later, as allocated.

use std::cell::Cell;

/// The account of a document.
#[derive(Debug)]
pub struct Account {
    direct: Cell<u64>,
    indirect: Cell<u64>,
    allocated: Cell<u64>,
    /// Bytes of output from which on the factor is looked at.
    pub expansion_threshold: Cell<u64>,
    /// How many times the input the output may be.
    pub expansion_factor: Cell<f32>,
    /// The same for memory.
    pub memory_threshold: Cell<u64>,
    /// The same for memory.
    pub memory_factor: Cell<f32>,
}

impl Default for Account {
    fn default() -> Account {
        Account {
            direct: Cell::new(0),
            indirect: Cell::new(0),
            allocated: Cell::new(0),
            expansion_threshold: Cell::new(8 << 20),
            expansion_factor: Cell::new(100.0),
            memory_threshold: Cell::new(64 << 20),
            memory_factor: Cell::new(100.0),
        }
    }
}

impl Account {
    /// Counts bytes that were processed; false if that is too much.
    pub fn process(&self, bytes: usize, direct: bool) -> bool {
        let counter = if direct { &self.direct } else { &self.indirect };
        counter.set(counter.get().saturating_add(bytes as u64));
        let (direct, indirect) = (self.direct.get(), self.indirect.get());
        let output = direct.saturating_add(indirect);
        if output < self.expansion_threshold.get() {
            return true;
        }
        // What an external subset adds before anything of the document is compared with the shortest way to name it.
        let base = if direct > 0 { direct as f32 } else { 22.0 };
        let output = if direct > 0 {
            output as f32
        } else {
            22.0 + indirect as f32
        };
        output / base <= self.expansion_factor.get()
    }

    /// Counts bytes that are kept; false if that is too much.
    pub fn keep(&self, bytes: usize) -> bool {
        self.allocated.set(self.allocated.get().saturating_add(bytes as u64));
        let allocated = self.allocated.get();
        allocated < self.memory_threshold.get()
            || self.direct.get() == 0
            || allocated as f32 / self.direct.get() as f32 <= self.memory_factor.get()
    }
}
