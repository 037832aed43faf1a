//! Roots: everything outside the heap from which objects are reached.

use crate::heap::Heap;
use crate::mark::{RootVisitor, Visitor};
use std::cell::{Cell, UnsafeCell};

/// A registered native stack.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StackId(usize);

/// A registered range of root slots.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RootSlotsId(usize);

/// The function that visits the roots the runtime keeps.
pub(crate) type RootSource = (unsafe fn(*mut (), &mut RootVisitor<'_>), *mut ());

struct Stack {
    base: *const u8,
    /// Where the stack ends now, for a stack whose thread waits; null for the running one.
    parked_at: *const u8,
    /// `[lo, hi)` of the parts in use of stacks left for another one further down the same thread.
    left: Vec<(*const u8, *const u8)>,
}

/// All registered roots.
#[derive(Default)]
pub(crate) struct Roots {
    source: Option<RootSource>,
    slots: Vec<Option<(*const u64, usize)>>,
    vecs: Vec<*const RootVecInner>,
    stacks: Vec<Option<Stack>>,
    current: Option<usize>,
    immortals: Vec<*mut u8>,
    /// Immortals from here on were allocated since the last collection.
    first_young_immortal: usize,
}

impl Roots {
    pub(crate) fn set_source(&mut self, source: RootSource) {
        self.source = Some(source);
    }

    pub(crate) fn add_slots(&mut self, slots: *const u64, n: usize) -> RootSlotsId {
        RootSlotsId(insert(&mut self.slots, (slots, n)))
    }

    pub(crate) fn remove_slots(&mut self, id: RootSlotsId) {
        if let Some(entry) = self.slots.get_mut(id.0) {
            *entry = None;
        }
    }

    pub(crate) fn add_immortal(&mut self, obj: *mut u8) {
        self.immortals.push(obj);
    }

    pub(crate) fn attach_stack(&mut self, base: *const u8) -> StackId {
        let stack = Stack {
            base,
            parked_at: std::ptr::null(),
            left: Vec::new(),
        };
        let id = insert(&mut self.stacks, stack);
        self.current = Some(id);
        StackId(id)
    }

    pub(crate) fn detach_stack(&mut self, id: StackId) {
        if let Some(entry) = self.stacks.get_mut(id.0) {
            *entry = None;
        }
        if self.current == Some(id.0) {
            self.current = None;
        }
    }

    pub(crate) fn park_stack(&mut self, id: StackId, sp: *const u8) {
        if let Some(Some(stack)) = self.stacks.get_mut(id.0) {
            stack.parked_at = sp;
        }
        if self.current == Some(id.0) {
            self.current = None;
        }
    }

    pub(crate) fn resume_stack(&mut self, id: StackId) {
        if let Some(Some(stack)) = self.stacks.get_mut(id.0) {
            stack.parked_at = std::ptr::null();
            self.current = Some(id.0);
        }
    }

    pub(crate) fn push_segment(&mut self, sp: *const u8, new_base: *const u8) {
        if let Some(stack) = self.current.and_then(|id| self.stacks.get_mut(id)?.as_mut()) {
            stack.left.push((sp, stack.base));
            stack.base = new_base;
        }
    }

    pub(crate) fn pop_segment(&mut self) {
        if let Some(stack) = self.current.and_then(|id| self.stacks.get_mut(id)?.as_mut())
            && let Some((_, base)) = stack.left.pop()
        {
            stack.base = base;
        }
    }

    /// Visits all roots. `sp` is where the running thread's stack ends.
    ///
    /// # Safety
    /// The contracts under which the roots were registered hold.
    pub(crate) unsafe fn visit(&mut self, visitor: &mut Visitor, sp: *const u8, full: bool) {
        let young = if full { 0 } else { self.first_young_immortal };
        for &obj in &self.immortals[young..] {
            // SAFETY: an object of this heap.
            unsafe { visitor.visit_object(obj) };
        }
        self.first_young_immortal = self.immortals.len();
        for &(slots, n) in self.slots.iter().flatten() {
            // SAFETY: registered as readable and as holding words of the heap.
            unsafe { visitor.visit_slice(slots, n) };
        }
        for &vec in &self.vecs {
            // SAFETY: a `RootVec` takes itself off the list when dropped.
            unsafe {
                let words = &*(*vec).words.get();
                visitor.visit_slice(words.as_ptr(), words.len());
            }
        }
        if let Some((source, ctx)) = self.source {
            // SAFETY: registered with this context.
            unsafe { source(ctx, &mut RootVisitor(visitor)) };
        }
        for (id, stack) in self.stacks.iter().enumerate() {
            let Some(stack) = stack else { continue };
            let lo = if self.current == Some(id) { sp } else { stack.parked_at };
            let ranges = stack
                .left
                .iter()
                .copied()
                .chain((!lo.is_null()).then_some((lo, stack.base)));
            for (lo, hi) in ranges {
                let lo = lo.map_addr(|a| a & !7);
                // SAFETY: the live part of a registered stack, whose thread does not run or is this one.
                unsafe { visitor.visit_conservative(lo.cast(), hi.cast()) };
            }
        }
    }
}

fn insert<T>(entries: &mut Vec<Option<T>>, value: T) -> usize {
    match entries.iter().position(Option::is_none) {
        Some(i) => {
            entries[i] = Some(value);
            i
        }
        None => {
            entries.push(Some(value));
            entries.len() - 1
        }
    }
}

struct RootVecInner {
    words: UnsafeCell<Vec<u64>>,
    /// Position in the heap's list.
    index: Cell<usize>,
}

/// A growable list of words that the collector sees: what Rust code uses instead of a `Vec` of references.
pub struct RootVec {
    inner: Box<RootVecInner>,
    heap: *const Heap,
}

impl RootVec {
    /// An empty list. It must be dropped before the heap is.
    #[must_use]
    pub fn new(heap: &Heap) -> Self {
        Self::from_words(heap, Vec::new())
    }

    pub(crate) fn from_words(heap: &Heap, words: Vec<u64>) -> Self {
        let inner = Box::new(RootVecInner {
            words: UnsafeCell::new(words),
            index: Cell::new(0),
        });
        // SAFETY: no other borrow of the roots is in use: nothing is called while one is.
        let vecs = unsafe { &mut (*heap.state()).roots.vecs };
        inner.index.set(vecs.len());
        vecs.push(&raw const *inner);
        Self { inner, heap }
    }

    fn words(&self) -> &Vec<u64> {
        // SAFETY: changed only through `&mut self`; the collector only reads.
        unsafe { &*self.inner.words.get() }
    }

    fn words_mut(&mut self) -> &mut Vec<u64> {
        // SAFETY: `&mut self` is exclusive, and no collection runs while the borrow lives: it ends in this module.
        unsafe { &mut *self.inner.words.get() }
    }

    /// Appends a word.
    pub fn push(&mut self, word: u64) {
        self.words_mut().push(word);
    }

    /// Removes and returns the last word.
    pub fn pop(&mut self) -> Option<u64> {
        self.words_mut().pop()
    }

    /// Appends all words of a slice.
    pub fn extend_from_slice(&mut self, words: &[u64]) {
        self.words_mut().extend_from_slice(words);
    }

    /// Number of words.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words().len()
    }

    /// Whether there is no word.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words().is_empty()
    }

    /// The word at an index.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<u64> {
        self.words().get(index).copied()
    }

    /// Replaces the word at an index; false if there is none.
    pub fn set(&mut self, index: usize, word: u64) -> bool {
        self.words_mut().get_mut(index).map(|w| *w = word).is_some()
    }

    /// Drops all words from `len` on.
    pub fn truncate(&mut self, len: usize) {
        self.words_mut().truncate(len);
    }

    /// Drops all words.
    pub fn clear(&mut self) {
        self.words_mut().clear();
    }

    /// All words.
    #[must_use]
    pub fn as_slice(&self) -> &[u64] {
        self.words()
    }

    /// All words, for changing in place.
    #[must_use]
    pub fn as_mut_slice(&mut self) -> &mut [u64] {
        self.words_mut()
    }
}

impl Drop for RootVec {
    fn drop(&mut self) {
        // SAFETY: the heap outlives the list, and no borrow of the roots is in use.
        unsafe {
            let vecs = &mut (*(*self.heap).state()).roots.vecs;
            let index = self.inner.index.get();
            vecs.swap_remove(index);
            if let Some(&moved) = vecs.get(index) {
                (*moved).index.set(index);
            }
        }
    }
}
