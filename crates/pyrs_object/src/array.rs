//! Raw storage blocks: arrays of values (traced) and of bytes (not traced). Lists, dicts, overflow slots and buffers
//! are made of them; Python code never sees one.

use crate::core::core;
use crate::errors::PyResult;
use crate::header::{Header, Ref};
use crate::heap_object;
use crate::layout::Layout;
use crate::thread::Thread;
use crate::value::Value;
use std::cell::Cell;

/// A fixed number of words, each a value or empty.
#[repr(C)]
pub struct ValueArray {
    header: Header,
    capacity: Cell<usize>,
}

/// Layout of [`ValueArray`].
pub static VALUE_ARRAY_LAYOUT: Layout = Layout {
    name: "value array",
    trace: {
        unsafe fn trace(object: *mut u8, visitor: &mut pyrs_gc::Visitor) {
            // SAFETY: called for value arrays only.
            unsafe {
                let array = &*(object as *const ValueArray);
                visitor.visit_slice(array.words() as *const u64, array.capacity());
            }
        }
        trace
    },
    size: {
        unsafe fn size(object: *const u8) -> usize {
            // SAFETY: called for value arrays only.
            let array = unsafe { &*(object as *const ValueArray) };
            ValueArray::ITEMS_OFFSET + 8 * array.capacity()
        }
        size
    },
    fixed_size: 0,
    drop: None,
    wants_finalizer: None,
};
heap_object!(@impl ValueArray, VALUE_ARRAY_LAYOUT);

impl ValueArray {
    /// Byte offset of the first word.
    pub const ITEMS_OFFSET: usize = std::mem::size_of::<ValueArray>();
    /// Byte offset of the capacity.
    pub const CAPACITY_OFFSET: usize = std::mem::offset_of!(ValueArray, capacity);

    /// An array of empty words.
    pub fn new(thread: &mut Thread, capacity: usize) -> PyResult<Ref<ValueArray>> {
        let Some(size) = capacity.checked_mul(8).and_then(|n| n.checked_add(Self::ITEMS_OFFSET)) else {
            return Err(thread.memory_error());
        };
        let array = thread.allocate::<ValueArray>(core().value_array_shape(), size)?;
        array.capacity.set(capacity);
        Ok(array)
    }

    /// Words in all.
    #[inline(always)]
    pub fn capacity(&self) -> usize {
        self.capacity.get()
    }

    #[inline(always)]
    fn words(&self) -> *mut Option<Value> {
        // SAFETY: the words follow the fixed part in the same object.
        unsafe { (self as *const Self as *mut u8).add(Self::ITEMS_OFFSET).cast() }
    }

    /// Reads a word.
    #[inline(always)]
    pub fn get(&self, index: usize) -> Option<Value> {
        assert!(index < self.capacity());
        // SAFETY: inside the array.
        unsafe { *self.words().add(index) }
    }

    /// The first `count` words. They must not be held across anything that may run Python code.
    #[inline(always)]
    pub fn prefix(&self, count: usize) -> &[Option<Value>] {
        assert!(count <= self.capacity());
        // SAFETY: inside the array.
        unsafe { std::slice::from_raw_parts(self.words(), count) }
    }

    /// The first `count` words, all of which hold values. Not to be held across anything that may run Python code.
    #[inline(always)]
    pub fn values(&self, count: usize) -> &[Value] {
        assert!(count <= self.capacity());
        debug_assert!(self.prefix(count).iter().all(Option::is_some));
        // SAFETY: inside the array; the caller's invariant is that these words are filled.
        unsafe { std::slice::from_raw_parts(self.words().cast(), count) }
    }

    /// Address of the first word, for code that addresses items itself.
    #[inline(always)]
    pub fn as_words(&self) -> *mut Option<Value> {
        self.words()
    }
}

impl Ref<ValueArray> {
    /// Writes a word.
    #[inline(always)]
    pub fn set(self, index: usize, value: Option<Value>) {
        assert!(index < self.capacity());
        // SAFETY: inside the array; the barrier names the array and the slot.
        unsafe {
            let slot = self.words().add(index);
            *slot = value;
            pyrs_gc::write_barrier_slot(self.as_ptr().cast(), slot.cast());
        }
    }

    /// Copies the first `count` words of `from`.
    pub fn copy_from(self, from: Ref<ValueArray>, count: usize) {
        self.copy_within_arrays(0, from, 0, count);
    }

    /// Copies `count` words from `from[source..]` to `self[target..]`; the ranges may overlap.
    pub fn copy_within_arrays(self, target: usize, from: Ref<ValueArray>, source: usize, count: usize) {
        assert!(target + count <= self.capacity() && source + count <= from.capacity());
        // SAFETY: both ranges are inside their arrays.
        unsafe {
            std::ptr::copy(from.words().add(source), self.words().add(target), count);
            pyrs_gc::write_barrier(self.as_ptr().cast());
        }
    }

    /// Copies values in from a slice.
    pub fn copy_from_slice(self, target: usize, values: &[Value]) {
        assert!(target + values.len() <= self.capacity());
        // SAFETY: the range is inside the array.
        unsafe {
            std::ptr::copy(values.as_ptr(), self.words().add(target).cast(), values.len());
            pyrs_gc::write_barrier(self.as_ptr().cast());
        }
    }

    /// Empties `count` words from `start` on.
    pub fn clear_range(self, start: usize, count: usize) {
        assert!(start + count <= self.capacity());
        // SAFETY: the range is inside the array; zero is the empty word, and needs no barrier.
        unsafe { std::ptr::write_bytes(self.words().add(start), 0, count) };
    }
}

/// A fixed number of bytes.
#[repr(C)]
pub struct RawArray {
    header: Header,
    capacity: Cell<usize>,
}

/// Layout of [`RawArray`].
pub static RAW_ARRAY_LAYOUT: Layout = Layout {
    name: "raw array",
    trace: {
        unsafe fn trace(_: *mut u8, _: &mut pyrs_gc::Visitor) {}
        trace
    },
    size: {
        unsafe fn size(object: *const u8) -> usize {
            // SAFETY: called for raw arrays only.
            let array = unsafe { &*(object as *const RawArray) };
            RawArray::ITEMS_OFFSET + array.capacity().next_multiple_of(8)
        }
        size
    },
    fixed_size: 0,
    drop: None,
    wants_finalizer: None,
};
heap_object!(@impl RawArray, RAW_ARRAY_LAYOUT);

impl RawArray {
    /// Byte offset of the first byte.
    pub const ITEMS_OFFSET: usize = std::mem::size_of::<RawArray>();

    /// An array of zero bytes.
    pub fn new(thread: &mut Thread, capacity: usize) -> PyResult<Ref<RawArray>> {
        let Some(size) = capacity
            .checked_next_multiple_of(8)
            .and_then(|n| n.checked_add(Self::ITEMS_OFFSET))
        else {
            return Err(thread.memory_error());
        };
        let array = thread.allocate::<RawArray>(core().raw_array_shape(), size)?;
        array.capacity.set(capacity);
        Ok(array)
    }

    /// Bytes in all.
    #[inline(always)]
    pub fn capacity(&self) -> usize {
        self.capacity.get()
    }

    /// Address of the first byte.
    #[inline(always)]
    pub fn data_ptr(&self) -> *mut u8 {
        // SAFETY: the bytes follow the fixed part in the same object.
        unsafe { (self as *const Self as *mut u8).add(Self::ITEMS_OFFSET) }
    }

    /// The bytes. Not to be held across anything that may write to the array.
    #[inline(always)]
    pub fn bytes(&self) -> &[u8] {
        // SAFETY: inside the array.
        unsafe { std::slice::from_raw_parts(self.data_ptr(), self.capacity()) }
    }

    /// The bytes for writing. Not to be held across anything that may run Python code.
    #[inline(always)]
    #[allow(clippy::mut_from_ref)]
    pub fn bytes_mut(&self) -> &mut [u8] {
        // SAFETY: inside the array; only one thread runs, and callers keep no second view.
        unsafe { std::slice::from_raw_parts_mut(self.data_ptr(), self.capacity()) }
    }
}
