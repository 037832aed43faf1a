//! The collector: heap, roots, conservative stack scan, marking and sweeping.
//!
//! A non-moving mark-region heap with sticky mark bits. Memory is a set of 4 MiB chunks whose head carries the side
//! tables, so that every question about an object starts with `p & !CHUNK_MASK`. References found in objects are
//! precise, those found on native stacks are conservative.
//!
//! The main invariant: exactly one thread runs with the heap at any time (a lock above this crate sees to it), so
//! nothing here is atomic. Deliberately absent: any knowledge of Python, worker threads, moving, read barriers.
//! `docs/gc.md` lists the rules that users of this crate keep.

mod allocator;
mod barrier;
mod block;
mod chunk;
mod collect;
mod config;
mod find;
mod heap;
mod hole;
mod large;
mod mark;
mod model;
mod os;
mod policy;
mod roots;
mod stack_scan;
mod stats;
mod verify;
mod weak;

pub use allocator::Allocator;
pub use barrier::{write_barrier, write_barrier_slot, write_barrier_slot_slow, write_barrier_slow};
pub use chunk::{
    CHUNK_MASK, CHUNK_SIZE, GRANULE, GRANULE_SHIFT, LARGE_THRESHOLD, MAX_OBJECT_SIZE, UNLOGGED_TABLE_OFFSET,
    VALID_TABLE_OFFSET, round_up_to_granule,
};
pub use collect::{Kind, Reason};
pub use config::HeapConfig;
pub use heap::Heap;
pub use mark::{RootVisitor, Visitor};
pub use model::{ObjectModel, is_reference};
pub use roots::{RootSlotsId, RootVec, StackId};
pub use stack_scan::{current_stack_base, keep_alive};
pub use stats::Stats;
pub use weak::Liveness;
