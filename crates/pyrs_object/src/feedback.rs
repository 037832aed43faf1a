//! Inline caches: what an instruction has seen, written by the interpreter and read by the JIT.
//!
//! A site remembers up to [`WAYS`] shapes. An entry whose meaning depends on the class (method, class attribute,
//! descriptor) holds the class's version, so that mutating the class makes it fail; a slot entry depends on the shape
//! alone, because making a data descriptor that may hide an attribute clears all caches ([`forget_slots`]).

use crate::core::core;
use crate::errors::PyResult;
use crate::header::{Header, Ref};
use crate::layout::Layout;
use crate::shape::Shape;
use crate::thread::Thread;
use crate::value::Value;
use std::cell::Cell;

/// Shapes that a site remembers before it is megamorphic.
pub const WAYS: usize = 4;

/// What an attribute turned out to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum CacheKind {
    /// Nothing cached.
    Empty,
    /// Own attribute at byte `offset` of the object. Store sites too.
    Slot,
    /// Own attribute number `offset` in the overflow array.
    OverflowSlot,
    /// `__slots__` member at byte `offset`: raises AttributeError when empty.
    Member,
    /// Store that adds the attribute: writes byte `offset` and changes the shape to `target` (a shape).
    AddSlot,
    /// Class attribute `target` that is no descriptor.
    ClassAttribute,
    /// Function or other method descriptor `target` of the class: binds. Found by `super(owner, object)` where there
    /// is an owner.
    Method,
    /// Property with getter `target` (a Python function).
    Property,
    /// Data descriptor `target` of the class whose own class is native: its `__get__` gives the attribute.
    Descriptor,
    /// Attribute `target` of a class object as reading it gives it; the entry's shape is that of the class object,
    /// `owner` the class itself, `version2` the version of the metaclass.
    TypeAttribute,
    /// As `TypeAttribute`, for a method load: Python function `target` of a `classmethod`, to be called with the class.
    ClassMethod,
    /// Module attribute: value slot at `address` while the module dict's version is `version`.
    ModuleAttribute,
    /// Global or builtin: value slot at `address` while the dict versions are `version` and `version2`.
    Global,
    /// Call target: the function or class `target`, by identity. For a class whose instances are made plainly,
    /// `owner` is its Python `__init__` while the class's version is `version`.
    CallTarget,
    /// Call target: functions with the code `target` (closures made again and again).
    CallCode,
}

/// One remembered case.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct CacheEntry {
    /// Shape of the object.
    pub shape: Option<Ref<Shape>>,
    /// Attribute, function, class or target shape: see [`CacheKind`].
    pub target: Option<Value>,
    /// Class or owner object.
    pub owner: Option<Value>,
    /// Address of a value slot in a dict's storage.
    pub address: *const Option<Value>,
    /// Version of `owner` (a class) or of a dict.
    pub version: u64,
    /// Version of the builtins dict if the value is there, else 0.
    pub version2: u64,
    /// Byte offset or slot number.
    pub offset: u32,
    /// What is cached.
    pub kind: CacheKind,
}

impl CacheEntry {
    /// Nothing cached.
    pub const EMPTY: CacheEntry = CacheEntry {
        shape: None,
        target: None,
        owner: None,
        address: std::ptr::null(),
        version: 0,
        version2: 0,
        offset: 0,
        kind: CacheKind::Empty,
    };
}

/// State of one site. The first entry is the one that quick forms of instructions use.
#[repr(C)]
pub struct Cache {
    /// Remembered cases, the first `used` of them valid.
    pub entries: [Cell<CacheEntry>; WAYS],
    /// Cases remembered.
    pub used: Cell<u32>,
    /// Cases met that did not fit any more: the site is megamorphic.
    pub misses: Cell<u32>,
    /// Executions that found nothing in the cache, to hold back re-quickening.
    pub backoff: Cell<u32>,
    _pad: u32,
}

impl Cache {
    /// The first case.
    #[inline(always)]
    pub fn first(&self) -> &CacheEntry {
        // SAFETY: entries are written only by the instruction that owns the site, never while it reads one.
        unsafe { &*self.entries[0].as_ptr() }
    }

    /// The remembered cases.
    pub fn cases(&self) -> impl Iterator<Item = CacheEntry> + '_ {
        self.entries[..self.used.get() as usize].iter().map(Cell::get)
    }

    /// Notes an execution that nothing could be remembered of: the site is not one that never ran.
    pub fn note_uncached(&self) {
        self.backoff.set(self.backoff.get().saturating_add(1));
    }

    /// Whether the site has never been executed, as far as anybody noted.
    pub fn is_fresh(&self) -> bool {
        self.used.get() == 0 && self.misses.get() == 0 && self.backoff.get() == 0
    }

    /// Whether more cases were met than fit.
    pub fn is_megamorphic(&self) -> bool {
        self.misses.get() > 0
    }
}

/// The caches of a code object, by site.
#[repr(C)]
pub struct CacheArray {
    header: Header,
    count: Cell<usize>,
}

/// Layout of [`CacheArray`].
pub static CACHE_ARRAY_LAYOUT: Layout = Layout {
    name: "cache array",
    trace: {
        unsafe fn trace(object: *mut u8, visitor: &mut pyrs_gc::Visitor) {
            // SAFETY: called for cache arrays only.
            let array = unsafe { &*(object as *const CacheArray) };
            for cache in array.sites() {
                for entry in cache.cases() {
                    // SAFETY: the entry's words are heap words.
                    unsafe {
                        visitor.visit(entry.shape.map_or(0, Ref::address));
                        visitor.visit(entry.target.map_or(0, Value::bits));
                        visitor.visit(entry.owner.map_or(0, Value::bits));
                    }
                }
            }
        }
        trace
    },
    size: {
        unsafe fn size(object: *const u8) -> usize {
            // SAFETY: called for cache arrays only.
            let array = unsafe { &*(object as *const CacheArray) };
            std::mem::size_of::<CacheArray>() + array.count.get() * std::mem::size_of::<Cache>()
        }
        size
    },
    fixed_size: 0,
    drop: None,
    wants_finalizer: None,
};
crate::heap_object!(@impl CacheArray, CACHE_ARRAY_LAYOUT);

impl CacheArray {
    /// Caches for `count` sites, all empty.
    pub fn new(thread: &mut Thread, count: usize) -> PyResult<Ref<CacheArray>> {
        let size = std::mem::size_of::<CacheArray>() + count * std::mem::size_of::<Cache>();
        let array = thread.allocate::<CacheArray>(core().cache_array_shape(), size)?;
        array.count.set(count);
        Ok(array)
    }

    /// All sites.
    pub fn sites(&self) -> &[Cache] {
        // SAFETY: the sites follow the fixed part; zeroed memory is a valid empty cache.
        unsafe { std::slice::from_raw_parts((self as *const Self).add(1).cast(), self.count.get()) }
    }

    /// One site.
    #[inline(always)]
    pub fn site(&self, index: usize) -> &Cache {
        debug_assert!(index < self.count.get());
        // SAFETY: verified code names existing sites only.
        unsafe { &*(self as *const Self).add(1).cast::<Cache>().add(index) }
    }
}

impl Ref<CacheArray> {
    /// Remembers a case, in place of one for the same shape if there is one. False if the site is full.
    pub fn record(self, site: usize, entry: CacheEntry) -> bool {
        let cache = self.site(site);
        let used = cache.used.get() as usize;
        let same = (0..used).find(|&i| {
            let old = cache.entries[i].get();
            old.shape == entry.shape && old.kind == entry.kind && (entry.shape.is_some() || old.target == entry.target)
        });
        let position = same.unwrap_or(used);
        if position >= WAYS {
            cache.misses.set(cache.misses.get().saturating_add(1));
            return false;
        }
        cache.entries[position].set(entry);
        cache.used.set(cache.used.get().max(position as u32 + 1));
        // SAFETY: the array is a live heap object.
        unsafe { pyrs_gc::write_barrier(self.as_ptr().cast()) };
        true
    }

    /// The remembered cases of a site, free of the borrow: see [`Self::first_entry`].
    #[inline(always)]
    pub fn cases<'a>(self, site: usize) -> impl Iterator<Item = &'a CacheEntry> {
        // SAFETY: as for `first_entry`.
        let cache = unsafe { (*(self.as_ptr() as *const CacheArray)).site(site) };
        // SAFETY: as for `first_entry`.
        cache.entries[..cache.used.get() as usize]
            .iter()
            .map(|entry| unsafe { &*entry.as_ptr() })
    }

    /// The first case of a site, free of the borrow: caches under a live reference do not move.
    #[inline(always)]
    pub fn first_entry<'a>(self, site: usize) -> &'a CacheEntry {
        // SAFETY: verified code names existing sites only; entries are written only by the instruction that owns them.
        unsafe { &*(*(self.as_ptr() as *const CacheArray)).site(site).entries[0].as_ptr() }
    }

    /// Makes a case the first and only one.
    pub fn replace_first(self, site: usize, entry: CacheEntry) {
        let cache = self.site(site);
        cache.entries[0].set(entry);
        cache.used.set(1);
        // SAFETY: the array is a live heap object.
        unsafe { pyrs_gc::write_barrier(self.as_ptr().cast()) };
    }

    /// Forgets everything.
    pub fn clear(self) {
        for cache in self.sites() {
            cache.used.set(0);
            cache.entries[0].set(CacheEntry::EMPTY);
        }
    }
}

/// Clears the caches of all code: a class has got a data descriptor with the name of an attribute slot, or a special
/// method that takes attribute access over. Rare, so that
/// finding the caches may take a walk over the heap.
#[cold]
pub fn forget_slots(thread: &mut Thread) {
    if let Some(hook) = core().hooks.slots_forgotten.get() {
        hook();
    }
    thread.heap().for_each_object(|object| {
        // SAFETY: the walk gives starts of live objects.
        let object = unsafe { Ref::<Header>::from_address(object as u64) };
        if let Some(caches) = object.value().downcast::<CacheArray>() {
            caches.clear();
        }
    });
}
