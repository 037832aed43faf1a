//! The heap: owner of all parts, and the interface the runtime uses.
//!
//! Methods take `&self`; the state behind them is borrowed only for the length of a method, and no function of the
//! runtime is called while it is, but for those of the object model and the root source, which do not use the heap.

use crate::allocator::Allocator;
use crate::barrier::Log;
use crate::block::{self, Block, BlockSpace, IN_USE};
use crate::chunk::{ChunkTable, GRANULE, MAX_OBJECT_SIZE};
use crate::collect::{Kind, Reason};
use crate::config::HeapConfig;
use crate::find::Finder;
use crate::large::LargeSpace;
use crate::mark::{RootVisitor, Visitor};
use crate::model::ObjectModel;
use crate::policy::Policy;
use crate::roots::{RootSlotsId, RootVec, Roots, StackId};
use crate::stack_scan::with_spilled_registers;
use crate::stats::Stats;
use crate::weak::{Liveness, WeakTables};
use std::cell::{Cell, UnsafeCell};
use std::ptr;

/// What changes while the heap is used.
pub(crate) struct HeapState {
    pub(crate) chunks: ChunkTable,
    pub(crate) blocks: BlockSpace,
    pub(crate) large: LargeSpace,
    pub(crate) visitor: Visitor,
    pub(crate) roots: Roots,
    pub(crate) weak: WeakTables,
    pub(crate) log: Log,
    pub(crate) policy: Policy,
    pub(crate) stats: Stats,
    pub(crate) allocators: Vec<*mut Allocator>,
}

impl HeapState {
    /// Bytes in use inside the heap as of the last collection, plus large objects made since.
    pub(crate) fn used_bytes(&self) -> usize {
        self.blocks.used_bytes() + self.large.used_bytes()
    }
}

/// A function called after each collection, outside of it.
type AfterCollection = (unsafe fn(*mut ()), *mut ());

/// A garbage-collected heap. `docs/gc.md` has the rules for using one.
pub struct Heap {
    model: &'static ObjectModel,
    config: HeapConfig,
    state: UnsafeCell<HeapState>,
    immortal_allocator: UnsafeCell<Allocator>,
    after_collection: Cell<Option<AfterCollection>>,
    /// Bytes allocated since the last collection, external ones included.
    allocated: Cell<usize>,
    /// `allocated` at which a collection is due.
    budget: Cell<usize>,
    external: Cell<usize>,
    requested: Cell<bool>,
    collecting: Cell<bool>,
    disabled: Cell<u32>,
    /// Collect at every this many allocations; 0 is off.
    stress: Cell<u64>,
    until_stress: Cell<u64>,
    /// Allocations up to and with the one that fails; 0 is off.
    until_failure: Cell<u64>,
}

// SAFETY: the heap is used by one thread at a time, under a lock above this crate (part of every unsafe contract of
// this crate); nothing in it depends on which thread that is.
unsafe impl Send for Heap {}
// SAFETY: as above.
unsafe impl Sync for Heap {}

impl Heap {
    /// Makes a heap. Its address stays the same, because chunks and allocators name it.
    #[must_use]
    pub fn new(model: &'static ObjectModel, config: HeapConfig) -> Box<Self> {
        let policy = Policy::new(&config);
        let heap = Box::new(Self {
            model,
            state: UnsafeCell::new(HeapState {
                chunks: ChunkTable::default(),
                blocks: BlockSpace::default(),
                large: LargeSpace::default(),
                visitor: Visitor::new(model),
                roots: Roots::default(),
                weak: WeakTables::default(),
                log: Log::default(),
                stats: Stats::default(),
                allocators: Vec::new(),
                policy,
            }),
            immortal_allocator: UnsafeCell::new(Allocator::new()),
            after_collection: Cell::new(None),
            allocated: Cell::new(0),
            budget: Cell::new(config.nursery_bytes),
            external: Cell::new(0),
            requested: Cell::new(false),
            collecting: Cell::new(false),
            disabled: Cell::new(0),
            stress: Cell::new(config.stress),
            until_stress: Cell::new(config.stress),
            until_failure: Cell::new(config.alloc_fail_at),
            config,
        });
        // SAFETY: the allocator lives as long as the heap and at a fixed address.
        unsafe { heap.attach_allocator(heap.immortal_allocator.get()) };
        heap
    }

    pub(crate) fn state(&self) -> *mut HeapState {
        self.state.get()
    }

    pub(crate) fn model(&self) -> &'static ObjectModel {
        self.model
    }

    /// The settings.
    #[must_use]
    pub fn config(&self) -> &HeapConfig {
        &self.config
    }

    /// A short borrow of the state.
    #[expect(
        clippy::mut_from_ref,
        reason = "the state is an UnsafeCell; the module head says when it is borrowed"
    )]
    fn st(&self) -> &mut HeapState {
        // SAFETY: one thread runs with the heap, and borrows end before anything else is called.
        unsafe { &mut *self.state.get() }
    }

    // ----- allocation -----

    /// Makes an allocator usable with this heap.
    ///
    /// # Safety
    /// The allocator stays at this address and alive until it is detached or the heap is dropped.
    pub unsafe fn attach_allocator(&self, allocator: *mut Allocator) {
        // SAFETY: the caller's contract.
        unsafe { (*allocator).set_heap(self) };
        self.st().allocators.push(allocator);
    }

    /// Takes an allocator out of use; what it had left is found again by the next collection.
    ///
    /// # Safety
    /// The allocator was attached to this heap and is not used any more.
    pub unsafe fn detach_allocator(&self, allocator: *mut Allocator) {
        // SAFETY: the caller's contract.
        let unused = unsafe { (*allocator).retire() };
        self.allocated.set(self.allocated.get().saturating_sub(unused));
        self.st().allocators.retain(|&a| a != allocator);
    }

    /// Allocates an object that is never freed. Null if there is no memory.
    ///
    /// # Safety
    /// As for `Allocator::alloc`.
    #[must_use]
    pub unsafe fn alloc_immortal(&self, size: usize) -> *mut u8 {
        // SAFETY: the heap's own allocator, borrowed for this call only.
        let p = unsafe { (*self.immortal_allocator.get()).alloc(size) };
        if !p.is_null() {
            self.st().roots.add_immortal(p);
        }
        p
    }

    /// Polls, and counts in stress and failure modes. False if the allocation has to fail.
    pub(crate) fn before_slow_allocation(&self) -> bool {
        if self.instrumented() {
            if count_down(&self.until_failure) {
                return false;
            }
            if count_down(&self.until_stress) {
                self.until_stress.set(self.stress.get());
                self.collect(Reason::Stress);
            }
        }
        if self.requested.get() {
            self.collect(Reason::Requested);
        } else if self.allocated.get() >= self.budget.get() {
            self.collect(Reason::Allocation);
        }
        true
    }

    /// Whether every allocation has to take the slow path.
    pub(crate) fn instrumented(&self) -> bool {
        self.until_failure.get() != 0 || self.stress.get() != 0
    }

    /// Collects at every `n`th allocation from now on; 0 ends that.
    pub fn set_stress(&self, n: u64) {
        self.stress.set(n);
        self.until_stress.set(n);
        self.trip_allocators();
    }

    /// Makes the `n`th allocation from now fail; 0 takes that back.
    pub fn set_alloc_fail_at(&self, n: u64) {
        self.until_failure.set(n);
        self.trip_allocators();
    }

    pub(crate) fn count_allocated(&self, bytes: usize) {
        self.allocated.set(self.allocated.get().saturating_add(bytes));
    }

    pub(crate) fn take_allocated(&self) -> usize {
        self.allocated.replace(0)
    }

    pub(crate) fn set_budget(&self, bytes: usize) {
        self.budget.set(bytes);
    }

    /// The last resort when memory has run out; false if nothing could be done.
    pub(crate) fn collect_for_memory(&self) -> bool {
        self.collect(Reason::External)
    }

    pub(crate) fn take_recyclable(&self) -> Option<Block> {
        self.st().blocks.take_recyclable()
    }

    pub(crate) fn take_free_block(&self) -> Option<(Block, bool)> {
        let limit = self.config.max_heap_bytes;
        let st = self.st();
        if let Some(found) = st.blocks.take_free() {
            return Some(found);
        }
        if !st.blocks.grow(&mut st.chunks, self, limit) {
            return None;
        }
        st.blocks.take_free()
    }

    pub(crate) fn alloc_large(&self, size: usize, zeroed: usize) -> *mut u8 {
        if size > MAX_OBJECT_SIZE {
            return ptr::null_mut();
        }
        let attempt = || {
            let st = self.st();
            st.large
                .alloc(size, zeroed, &mut st.chunks, self, self.config.max_heap_bytes)
        };
        // An object larger than the nursery would push the count far beyond the budget before anyone looks.
        self.count_allocated(size);
        if self.allocated.get() >= self.budget.get() {
            self.collect(Reason::Allocation);
        }
        let mut p = attempt();
        if p.is_null() && self.collect_for_memory() {
            p = attempt();
        }
        p
    }

    // ----- collections -----

    /// Asks for a full collection at the next allocation.
    pub fn request_collection(&self) {
        self.requested.set(true);
        self.trip_allocators();
    }

    fn trip_allocators(&self) {
        for &allocator in &self.st().allocators {
            // SAFETY: attached allocators are alive.
            unsafe { (*allocator).trip() };
        }
    }

    /// Keeps collections from running until as many calls of `enable`: for critical sections of the runtime only.
    pub fn disable(&self) {
        self.disabled.set(self.disabled.get() + 1);
    }

    /// Undoes one `disable`.
    pub fn enable(&self) {
        debug_assert!(self.disabled.get() > 0);
        self.disabled.set(self.disabled.get().saturating_sub(1));
        if self.disabled.get() == 0 && (self.requested.get() || self.allocated.get() >= self.budget.get()) {
            self.trip_allocators();
        }
    }

    /// Whether a collection is going on.
    #[must_use]
    pub fn is_collecting(&self) -> bool {
        self.collecting.get()
    }

    pub(crate) fn try_enter_collection(&self) -> bool {
        if self.disabled.get() != 0 || self.collecting.get() {
            return false;
        }
        self.collecting.set(true);
        self.requested.set(false);
        true
    }

    pub(crate) fn leave_collection(&self) {
        self.collecting.set(false);
        if let Some((hook, ctx)) = self.after_collection.get() {
            // SAFETY: registered with this context.
            unsafe { hook(ctx) };
        }
    }

    /// Sets a function called after each collection, for the runtime to note that there may be weak references and
    /// finalizers to take. It runs inside an allocation: it must not run Python code.
    ///
    /// # Safety
    /// `hook` may be called with `ctx` as long as the heap lives.
    pub unsafe fn set_after_collection(&self, hook: unsafe fn(*mut ()), ctx: *mut ()) {
        self.after_collection.set(Some((hook, ctx)));
    }

    /// Tells of `bytes` allocated outside the heap that go when an object of the heap goes.
    pub fn external_allocated(&self, bytes: usize) {
        self.external.set(self.external.get().saturating_add(bytes));
        self.count_allocated(bytes);
        if self.allocated.get() >= self.budget.get() && self.disabled.get() == 0 && !self.collecting.get() {
            self.trip_allocators();
        }
    }

    /// Tells that `bytes` told of before were freed. May be called from the object model's `finalize_dead`.
    pub fn external_freed(&self, bytes: usize) {
        self.external.set(self.external.get().saturating_sub(bytes));
    }

    /// Bytes outside the heap told of and not freed.
    #[must_use]
    pub fn external_bytes(&self) -> usize {
        self.external.get()
    }

    // ----- roots -----

    /// Sets the function that visits the roots the runtime keeps.
    ///
    /// # Safety
    /// `source` may be called with `ctx` as long as the heap lives; it visits words as `RootVisitor` wants them and
    /// does not use the heap.
    pub unsafe fn set_root_source(&self, source: unsafe fn(*mut (), &mut RootVisitor<'_>), ctx: *mut ()) {
        self.st().roots.set_source((source, ctx));
    }

    /// Makes `n` words from `slots` on roots.
    ///
    /// # Safety
    /// The words can be read, and hold no reference but to objects of this heap, until they are removed.
    pub unsafe fn add_root_slot(&self, slots: *const u64, n: usize) -> RootSlotsId {
        self.st().roots.add_slots(slots, n)
    }

    /// Undoes `add_root_slot`.
    pub fn remove_root_slot(&self, id: RootSlotsId) {
        self.st().roots.remove_slots(id);
    }

    /// Registers the calling thread's stack, whose highest address is `base`, and makes it the running one.
    ///
    /// # Safety
    /// The calling thread is the one that runs with the heap; the stack is readable from its stack pointer to `base`
    /// until it is detached.
    pub unsafe fn attach_stack(&self, base: *const u8) -> StackId {
        self.st().roots.attach_stack(base)
    }

    /// Forgets a stack. To be called before its thread ends.
    pub fn detach_stack(&self, id: StackId) {
        self.st().roots.detach_stack(id);
    }

    /// Runs `f`, in which the calling thread may let another one run with the heap and must wait for its own turn
    /// again before it returns. Registers and stack of this thread are scanned meanwhile.
    ///
    /// # Safety
    /// `id` is the calling thread's stack. Inside `f` this thread does not use the heap or its objects unless it is
    /// its turn.
    pub unsafe fn park_stack<R>(&self, id: StackId, f: impl FnOnce() -> R) -> R {
        with_spilled_registers(|sp| {
            self.st().roots.park_stack(id, sp);
            let result = f();
            self.st().roots.resume_stack(id);
            result
        })
    }

    /// Runs `f`, for which the calling thread has its turn, inside of the function given to [`Heap::park_stack`].
    ///
    /// # Safety
    /// `id` is the calling thread's stack, which is parked; it is the thread's turn.
    pub unsafe fn unpark_stack<R>(&self, id: StackId, f: impl FnOnce() -> R) -> R {
        self.st().roots.resume_stack(id);
        let result = f();
        with_spilled_registers(|sp| self.st().roots.park_stack(id, sp));
        result
    }

    /// Runs `f`, which goes on on another stack, whose highest address is `new_base`, on the same thread.
    ///
    /// # Safety
    /// The running thread's stack is registered; all of `f` that uses the heap runs on the new stack.
    pub unsafe fn with_stack_segment<R>(&self, new_base: *const u8, f: impl FnOnce() -> R) -> R {
        with_spilled_registers(|sp| {
            self.st().roots.push_segment(sp, new_base);
            let result = f();
            self.st().roots.pop_segment();
            result
        })
    }

    // ----- weak references, finalizers, drops -----

    /// Registers the word at `offset` in `weak_obj` as a weak reference: when its referent becomes unreachable the word
    /// is set to zero and `weak_obj`, if still alive, queued. The object model must not trace the word. A word that is
    /// no reference at the next collection ends the registration.
    ///
    /// # Safety
    /// `weak_obj` is the start of an object that has such a word, and its word refers to an object.
    pub unsafe fn weak_register(&self, weak_obj: *mut u8, offset: usize) {
        debug_assert!(offset.is_multiple_of(GRANULE));
        self.st().weak.register_weak(weak_obj, offset);
    }

    /// The weak objects whose referents died since the last call.
    #[must_use]
    pub fn take_cleared_weakrefs(&self) -> RootVec {
        let words = std::mem::take(&mut self.st().weak.cleared);
        RootVec::from_words(self, words)
    }

    /// Registers an object to be kept and queued, once, when it becomes unreachable.
    ///
    /// # Safety
    /// `obj` is the start of an object.
    pub unsafe fn finalizer_register(&self, obj: *mut u8) {
        self.st().weak.register_finalizer(obj);
    }

    /// The objects whose finalizers are to be run since the last call.
    #[must_use]
    pub fn take_finalizable(&self) -> RootVec {
        let words = std::mem::take(&mut self.st().weak.finalizable);
        RootVec::from_words(self, words)
    }

    /// All objects that are registered to be queued and want it, dead or not, in the order in which they were registered:
    /// for the end of a program. They are registered no more.
    #[must_use]
    pub fn take_registered(&self) -> RootVec {
        let words = self.st().weak.take_registered(self.model.wants_finalizer);
        RootVec::from_words(self, words)
    }

    /// Whether there are cleared weak references or finalizable objects to take.
    #[must_use]
    pub fn has_pending(&self) -> bool {
        let weak = &self.st().weak;
        !weak.cleared.is_empty() || !weak.finalizable.is_empty()
    }

    /// Registers an object for the object model's `finalize_dead`.
    ///
    /// # Safety
    /// `obj` is the start of an object that `finalize_dead` can be called with.
    pub unsafe fn register_drop(&self, obj: *mut u8) {
        self.st().weak.register_drop(obj);
    }

    /// Adds a function called in each collection when it is known what survives, to drop dead entries of weak tables
    /// outside the heap.
    ///
    /// # Safety
    /// `hook` may be called with `ctx` as long as the heap lives, and does not use the heap.
    pub unsafe fn add_weak_hook(&self, hook: unsafe fn(*mut (), &Liveness), ctx: *mut ()) {
        self.st().weak.add_hook((hook, ctx));
    }

    // ----- looking -----

    fn finder(&self) -> Finder<'_> {
        let st = self.st();
        Finder {
            chunks: &st.chunks,
            large: &st.large,
            model: self.model,
        }
    }

    /// The object that `addr` points to the start of, into, or just behind, if any.
    #[must_use]
    pub fn object_containing(&self, addr: usize) -> Option<*mut u8> {
        self.finder().object_at(addr)
    }

    /// Calls `f` with each object, reachable or not. `f` must not allocate.
    pub fn for_each_object(&self, mut f: impl FnMut(*mut u8)) {
        self.disable();
        let st = self.st();
        block::for_each_block(&st.chunks, |b: Block, state| {
            if state == IN_USE {
                // SAFETY: the block is mapped, and `f` does not allocate.
                unsafe { block::for_each_object_in(b, &mut f) };
            }
        });
        st.large.for_each(f);
        self.enable();
    }

    /// Appends the references in an object: for those who look at the graph. They are kept by nothing but the heap.
    ///
    /// # Safety
    /// `obj` is the start of a live object.
    pub unsafe fn references_of(&self, obj: *mut u8, found: &mut Vec<u64>) {
        // SAFETY: the caller's contract.
        unsafe { Visitor::list_references(&self.finder(), obj, found) };
    }

    /// Counters and sizes.
    #[must_use]
    pub fn stats(&self) -> Stats {
        let st = self.st();
        let counts = st.blocks.counts();
        Stats {
            bytes_used: st.used_bytes() + self.external.get(),
            external_bytes: self.external.get(),
            mapped_bytes: st.chunks.mapped,
            chunks: st.chunks.heads().len(),
            large_objects: st.large.count(),
            block_bytes_used: counts.used_bytes,
            free_blocks: counts.free_blocks,
            bytes_allocated: st.stats.bytes_allocated + self.allocated.get() as u64,
            ..st.stats
        }
    }

    /// Collects young objects until nothing is left to find: a convenience for `gc.collect(0)`.
    pub fn collect_young(&self) -> bool {
        self.collect_kind(Kind::Young)
    }
}

/// Counts down to zero; true when it gets there.
fn count_down(counter: &Cell<u64>) -> bool {
    let n = counter.get();
    counter.set(n.saturating_sub(1));
    n == 1
}

impl Drop for Heap {
    fn drop(&mut self) {
        // SAFETY: nothing uses the heap any more.
        unsafe { self.st().weak.drop_all(self.model.finalize_dead) };
    }
}
