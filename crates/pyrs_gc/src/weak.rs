//! Weak references, finalizers and native drops: what happens to objects found unreachable.
//!
//! Each table is split in young and old, because an old object cannot die in a young collection: that one looks at the
//! young part only. The order is Python's: weak references to everything unreachable are cleared first, then objects
//! with finalizers are kept once more with all they reach, then the rest is dead.

use crate::chunk::{MARK_TABLE_OFFSET, test_bit};
use crate::mark::Visitor;
use crate::model::{ObjectModel, is_reference};
use std::ptr;

/// A table in two generations.
struct Table<T> {
    old: Vec<T>,
    young: Vec<T>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self {
            old: Vec::new(),
            young: Vec::new(),
        }
    }
}

impl<T> Table<T> {
    /// Keeps the entries for which `keep` is true, of those that this collection can have an effect on.
    fn retain(&mut self, full: bool, keep: impl FnMut(&mut T) -> bool) {
        if full {
            self.old.append(&mut self.young);
            self.old.retain_mut(keep);
        } else {
            self.young.retain_mut(keep);
        }
    }

    fn promote(&mut self) {
        self.old.append(&mut self.young);
    }
}

struct WeakEntry {
    object: *mut u8,
    offset: usize,
}

/// Tells a weak hook which objects survive the collection that is going on.
pub struct Liveness {
    full: bool,
}

impl Liveness {
    /// Whether old objects may have died, too: in a young collection, all objects that the one before it left survive.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.full
    }

    /// Whether the object survives.
    ///
    /// # Safety
    /// `obj` was the start of a live object of this heap when the collection started.
    #[must_use]
    pub unsafe fn is_live(&self, obj: *const u8) -> bool {
        // SAFETY: the caller's contract.
        unsafe { test_bit(obj, MARK_TABLE_OFFSET) }
    }
}

/// A function that drops dead entries of a table the runtime keeps outside the heap.
pub(crate) type WeakHook = (unsafe fn(*mut (), &Liveness), *mut ());

/// The tables.
#[derive(Default)]
pub(crate) struct WeakTables {
    weak: Table<WeakEntry>,
    finalizers: Table<*mut u8>,
    drops: Table<*mut u8>,
    hooks: Vec<WeakHook>,
    /// Weak objects whose referent died, not taken by the runtime yet.
    pub(crate) cleared: Vec<u64>,
    /// Objects to be finalized, not taken by the runtime yet.
    pub(crate) finalizable: Vec<u64>,
}

/// # Safety
/// `obj` is the start of an object.
unsafe fn is_marked(obj: *const u8) -> bool {
    // SAFETY: the caller's contract.
    unsafe { test_bit(obj, MARK_TABLE_OFFSET) }
}

impl WeakTables {
    pub(crate) fn register_weak(&mut self, object: *mut u8, offset: usize) {
        self.weak.young.push(WeakEntry { object, offset });
    }

    pub(crate) fn register_finalizer(&mut self, object: *mut u8) {
        self.finalizers.young.push(object);
    }

    pub(crate) fn take_registered(&mut self, wants: Option<unsafe fn(*mut u8) -> bool>) -> Vec<u64> {
        self.finalizers.promote();
        // SAFETY: registered objects that were not found dead are live.
        let wanted = |obj: &*mut u8| wants.is_none_or(|wants| unsafe { wants(*obj) });
        let objects = std::mem::take(&mut self.finalizers.old).into_iter().filter(wanted);
        objects.map(|obj| obj.expose_provenance() as u64).collect()
    }

    pub(crate) fn register_drop(&mut self, object: *mut u8) {
        self.drops.young.push(object);
    }

    pub(crate) fn add_hook(&mut self, hook: WeakHook) {
        self.hooks.push(hook);
    }

    /// Visits what waits for the runtime to take it.
    pub(crate) fn visit_queues(&self, visitor: &mut Visitor) {
        for queue in [&self.cleared, &self.finalizable] {
            // SAFETY: the queues hold objects of this heap.
            unsafe { visitor.visit_slice(queue.as_ptr(), queue.len()) };
        }
    }

    /// Everything between marking and sweeping.
    ///
    /// # Safety
    /// Marking from the roots is done.
    pub(crate) unsafe fn process(&mut self, visitor: &mut Visitor, full: bool, model: &ObjectModel) {
        // SAFETY: entries are objects that were live at the start of the collection, so their memory is intact.
        unsafe {
            self.clear_weak(full);
            self.resurrect(visitor, full, model.wants_finalizer);
            self.weak.retain(full, |e| is_marked(e.object));
            self.weak.promote();
            for &(hook, ctx) in &self.hooks {
                hook(ctx, &Liveness { full });
            }
            self.drops.retain(full, |&mut obj| {
                let live = is_marked(obj);
                if !live && let Some(finalize) = model.finalize_dead {
                    finalize(obj);
                }
                live
            });
            self.drops.promote();
        }
    }

    unsafe fn clear_weak(&mut self, full: bool) {
        let cleared = &mut self.cleared;
        self.weak.retain(full, |entry| {
            // SAFETY: a registered slot of an object whose memory is intact, and what it refers to.
            unsafe {
                let slot: *mut u64 = entry.object.add(entry.offset).cast();
                let word = *slot;
                if !is_reference(word) {
                    return false;
                }
                if is_marked(ptr::with_exposed_provenance(word as usize)) {
                    return true;
                }
                *slot = 0;
                if is_marked(entry.object) {
                    cleared.push(entry.object.expose_provenance() as u64);
                }
                false
            }
        });
    }

    unsafe fn resurrect(&mut self, visitor: &mut Visitor, full: bool, wants: Option<unsafe fn(*mut u8) -> bool>) {
        let first = self.finalizable.len();
        let queue = &mut self.finalizable;
        self.finalizers.retain(full, |&mut obj| {
            // SAFETY: a registered object.
            let live = unsafe { is_marked(obj) };
            // SAFETY: as above; it is not swept before this is over.
            if !live && wants.is_none_or(|wants| unsafe { wants(obj) }) {
                queue.push(obj.expose_provenance() as u64);
            }
            live
        });
        self.finalizers.promote();
        for &word in &self.finalizable[first..] {
            // SAFETY: a registered object.
            unsafe { visitor.visit(word) };
        }
        visitor.drain();
    }

    /// Releases what the objects registered for it own, when the heap goes away.
    ///
    /// # Safety
    /// No object is used any more.
    pub(crate) unsafe fn drop_all(&mut self, finalize: Option<unsafe fn(*mut u8)>) {
        self.drops.promote();
        if let Some(finalize) = finalize {
            for obj in self.drops.old.drain(..) {
                // SAFETY: a registered object whose memory is intact.
                unsafe { finalize(obj) };
            }
        }
    }
}
