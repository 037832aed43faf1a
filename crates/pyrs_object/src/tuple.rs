//! Tuples: items inline behind the length.

use crate::core::core;
use crate::errors::PyResult;
use crate::header::{Header, Ref};
use crate::heap_object;
use crate::layout::Layout;
use crate::thread::Thread;
use crate::type_object::TypeObject;
use crate::value::Value;
use std::cell::Cell;

/// A tuple or an instance of a subclass.
#[repr(C)]
pub struct TupleObject {
    header: Header,
    length: Cell<usize>,
    /// The hash, or 0 as long as nobody has asked for it. It stays right: items never change once a tuple is seen.
    hash: Cell<i64>,
}

/// Layout of [`TupleObject`].
pub static TUPLE_LAYOUT: Layout = Layout {
    name: "tuple",
    trace: {
        unsafe fn trace(object: *mut u8, visitor: &mut pyrs_gc::Visitor) {
            // SAFETY: called for tuples only.
            unsafe {
                let tuple = &*(object as *const TupleObject);
                visitor.visit_slice(tuple.items_ptr() as *const u64, tuple.len());
            }
        }
        trace
    },
    size: {
        unsafe fn size(object: *const u8) -> usize {
            // SAFETY: called for tuples only.
            let tuple = unsafe { &*(object as *const TupleObject) };
            TupleObject::ITEMS_OFFSET + 8 * tuple.len()
        }
        size
    },
    fixed_size: 0,
    drop: None,
    wants_finalizer: None,
};
heap_object!(@impl TupleObject, TUPLE_LAYOUT);

impl TupleObject {
    /// The hash, if it has been computed.
    #[inline]
    pub fn cached_hash(&self) -> Option<i64> {
        Some(self.hash.get()).filter(|hash| *hash != 0)
    }

    /// Remembers the hash.
    pub fn cache_hash(&self, hash: i64) {
        self.hash.set(hash);
    }

    /// Byte offset of the first item.
    pub const ITEMS_OFFSET: usize = std::mem::size_of::<TupleObject>();
    /// Byte offset of the length.
    pub const LENGTH_OFFSET: usize = std::mem::offset_of!(TupleObject, length);

    /// A tuple whose items are yet to be set by [`Ref::initialise_item`]; until then they are empty, and nobody else
    /// may see it.
    pub fn with_length(thread: &mut Thread, length: usize) -> PyResult<Ref<TupleObject>> {
        if length == 0
            && let Some(empty) = core().empty_tuple.try_get()
        {
            return Ok(empty);
        }
        Self::with_class(thread, core().types.tuple.get(), length)
    }

    /// The same for a subclass.
    pub fn with_class(thread: &mut Thread, class: Ref<TypeObject>, length: usize) -> PyResult<Ref<TupleObject>> {
        let shape = class.root_shape();
        let Some(size) = length
            .checked_mul(8)
            .and_then(|n| n.checked_add(Self::ITEMS_OFFSET + shape.extension_size()))
        else {
            return Err(thread.memory_error());
        };
        let tuple = thread.allocate::<TupleObject>(shape, size)?;
        tuple.length.set(length);
        Ok(tuple)
    }

    /// A tuple of the items.
    pub fn from_slice(thread: &mut Thread, items: &[Value]) -> PyResult<Ref<TupleObject>> {
        let tuple = Self::with_length(thread, items.len())?;
        // SAFETY: the tuple has room for the items; it is fresh, but a collection may have promoted it.
        unsafe {
            std::ptr::copy_nonoverlapping(items.as_ptr(), tuple.items_ptr(), items.len());
            pyrs_gc::write_barrier(tuple.as_ptr().cast());
        }
        Ok(tuple)
    }

    #[inline(always)]
    fn items_ptr(&self) -> *mut Value {
        // SAFETY: the items follow the fixed part in the same object.
        unsafe { (self as *const Self as *mut u8).add(Self::ITEMS_OFFSET).cast() }
    }

    /// Number of items.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.length.get()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The items. Tuples don't change, so the slice may be held as long as the tuple is.
    #[inline(always)]
    pub fn items(&self) -> &[Value] {
        // SAFETY: all items of a published tuple are values.
        unsafe { std::slice::from_raw_parts(self.items_ptr(), self.len()) }
    }
}

impl Ref<TupleObject> {
    /// Sets an item of a tuple under construction.
    #[inline(always)]
    pub fn initialise_item(self, index: usize, value: Value) {
        assert!(index < self.len());
        // SAFETY: inside the tuple.
        unsafe {
            *self.items_ptr().add(index) = value;
            pyrs_gc::write_barrier(self.as_ptr().cast());
        }
    }

    /// Sets items of a tuple under construction from `start` on.
    pub fn initialise_slice(self, start: usize, values: &[Value]) {
        assert!(start + values.len() <= self.len());
        // SAFETY: inside the tuple.
        unsafe {
            std::ptr::copy(values.as_ptr(), self.items_ptr().add(start), values.len());
            pyrs_gc::write_barrier(self.as_ptr().cast());
        }
    }

    /// The items, free of the borrow: a tuple under a live reference neither moves nor changes.
    #[inline(always)]
    pub fn items_unbound<'a>(self) -> &'a [Value] {
        // SAFETY: the collector doesn't move objects, and the caller holds the reference on its stack.
        unsafe { std::slice::from_raw_parts(self.items_ptr(), self.len()) }
    }
}
