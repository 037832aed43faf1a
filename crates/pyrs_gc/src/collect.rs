//! One collection, from retiring the allocators to accounting for what is left.

use crate::heap::{Heap, HeapState};
use crate::stack_scan::with_spilled_registers;
use crate::verify;
use std::time::Instant;

/// Empty memory kept after a collection that the program asked for.
const SMALL_RESERVE: usize = 1 << 20;

/// Why a collection runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reason {
    /// Enough was allocated since the last one.
    Allocation,
    /// The program asked for it.
    Requested,
    /// Stress mode.
    Stress,
    /// The system ran out of something that unreachable objects may hold: memory, file descriptors.
    External,
}

/// How much a collection looks at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Objects allocated since the last collection.
    Young,
    /// All objects.
    Full,
}

/// How much empty memory a full collection keeps, of blocks and of pages for large objects each.
#[derive(Clone, Copy)]
enum Keep {
    /// 1 MiB: the program asked for the collection.
    Little,
    /// What the next nursery needs, and half of what may survive until the next full collection.
    Growth,
}

impl Heap {
    /// Collects: young or full as the policy decides for `Reason::Allocation`, in turns for stress, else full.
    ///
    /// Does nothing, and returns false, inside another collection or while collections are disabled.
    pub fn collect(&self, reason: Reason) -> bool {
        // SAFETY: no borrow of the state is in use: nothing is called while one is.
        let st = unsafe { &*self.state() };
        let full = match reason {
            Reason::Allocation => st.policy.wants_full(),
            Reason::Requested | Reason::External => true,
            Reason::Stress => st.stats.young_collections > st.stats.full_collections || !self.config().generational,
        };
        let keep = match reason {
            Reason::Requested | Reason::External => Keep::Little,
            Reason::Allocation | Reason::Stress => Keep::Growth,
        };
        self.run_collection(full, keep)
    }

    /// Collects the generations asked for. As `collect` otherwise.
    pub fn collect_kind(&self, kind: Kind) -> bool {
        self.run_collection(kind == Kind::Full, Keep::Little)
    }

    fn run_collection(&self, full: bool, keep: Keep) -> bool {
        if !self.try_enter_collection() {
            return false;
        }
        let start = Instant::now();
        with_spilled_registers(|sp| {
            // SAFETY: collections do not nest, and the functions called by this one do not use the heap.
            let st = unsafe { &mut *self.state() };
            self.retire_allocators(st);
            // SAFETY: the running thread is the only one, and everything it holds is at `sp` or above.
            unsafe {
                self.mark(st, sp, full);
                st.weak.process(&mut st.visitor, full, self.model());
            }
            if self.config().verify {
                verify::verify_heap(&st.chunks, &st.large, &mut st.visitor);
            }
            st.visitor.end();
            self.sweep(st, full, keep);
        });
        // SAFETY: as above.
        let st = unsafe { &mut *self.state() };
        st.stats.record(full, start.elapsed().as_nanos() as u64);
        self.leave_collection();
        true
    }

    fn retire_allocators(&self, st: &mut HeapState) {
        let mut unused = 0;
        for &allocator in &st.allocators {
            // SAFETY: attached allocators are alive.
            unused += unsafe { (*allocator).retire() };
        }
        let allocated = self.take_allocated().saturating_sub(unused);
        st.stats.bytes_allocated += allocated as u64;
    }

    /// # Safety
    /// Only the calling thread runs with the heap, and what it holds is at `sp` or above.
    unsafe fn mark(&self, st: &mut HeapState, sp: *const u8, full: bool) {
        if full {
            st.blocks.clear_marks(&st.chunks);
            st.large.clear_marks();
        }
        st.visitor.begin(&raw const st.chunks, &raw const st.large);
        if full {
            st.log.clear(&mut st.large);
        } else {
            st.stats.logged += st.log.len() as u64;
            // SAFETY: a young collection is being started.
            unsafe { st.log.rescan(&mut st.large, self.model(), &mut st.visitor) };
        }
        // SAFETY: roots are registered under the contracts needed here.
        unsafe { st.roots.visit(&mut st.visitor, sp, full) };
        st.weak.visit_queues(&mut st.visitor);
        st.visitor.drain();
    }

    fn sweep(&self, st: &mut HeapState, full: bool, keep: Keep) {
        let config = self.config();
        if full {
            st.blocks.sweep_full(&st.chunks, config.poison);
        } else {
            st.blocks.sweep_young(config.poison);
        }
        st.large.sweep(full, &mut st.chunks, config.poison);
        let used = st.used_bytes() + self.external_bytes();
        if full {
            st.policy.after_full(config, used, st.blocks.in_use_bytes());
            // What the program will fill again before the next full collection is not worth a trip to the system.
            let reserve = match keep {
                Keep::Little => SMALL_RESERVE,
                Keep::Growth => config.nursery_bytes.max(st.policy.growth_left(used) / 2),
            };
            st.blocks.release(&mut st.chunks, reserve);
            st.large.release(&mut st.chunks, reserve);
        } else {
            st.policy.after_young(used, st.blocks.in_use_bytes());
        }
        self.set_budget(st.policy.budget(config, used));
    }
}
