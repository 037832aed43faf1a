//! Bytes and bytearrays.

use crate::array::RawArray;
use crate::core::core;
use crate::errors::PyResult;
use crate::header::{Field, Header, Ref};
use crate::heap_object;
use crate::layout::Layout;
use crate::thread::Thread;
use crate::type_object::TypeObject;
use crate::value::Value;
use std::cell::Cell;

/// Bytes or an instance of a subclass: data inline.
#[repr(C)]
pub struct BytesObject {
    header: Header,
    length: Cell<usize>,
    hash: Cell<i64>,
}

/// Layout of [`BytesObject`].
pub static BYTES_LAYOUT: Layout = Layout {
    name: "bytes",
    trace: {
        unsafe fn trace(_: *mut u8, _: &mut pyrs_gc::Visitor) {}
        trace
    },
    size: {
        unsafe fn size(object: *const u8) -> usize {
            // SAFETY: called for bytes only.
            let bytes = unsafe { &*(object as *const BytesObject) };
            std::mem::size_of::<BytesObject>() + bytes.len().next_multiple_of(8)
        }
        size
    },
    fixed_size: 0,
    drop: None,
    wants_finalizer: None,
};
heap_object!(@impl BytesObject, BYTES_LAYOUT);

impl BytesObject {
    /// Bytes with a copy of the data.
    pub fn new(thread: &mut Thread, data: &[u8]) -> PyResult<Ref<BytesObject>> {
        Self::with_class(thread, core().types.bytes.get(), data)
    }

    /// The same for a subclass.
    pub fn with_class(thread: &mut Thread, class: Ref<TypeObject>, data: &[u8]) -> PyResult<Ref<BytesObject>> {
        let shape = class.root_shape();
        if shape.has_extension() {
            let bytes = Self::with_length(thread, class, data.len())?;
            // SAFETY: the object has room for the data.
            unsafe { std::ptr::copy_nonoverlapping(data.as_ptr(), bytes.data_ptr(), data.len()) };
            return Ok(bytes);
        }
        let size = std::mem::size_of::<BytesObject>() + data.len().next_multiple_of(8);
        let bytes = thread.allocate_data::<BytesObject>(shape, size)?;
        bytes.length.set(data.len());
        // SAFETY: as above.
        unsafe { std::ptr::copy_nonoverlapping(data.as_ptr(), bytes.data_ptr(), data.len()) };
        Ok(bytes)
    }

    /// Zero bytes, to be filled before anybody sees them.
    pub fn with_length(thread: &mut Thread, class: Ref<TypeObject>, length: usize) -> PyResult<Ref<BytesObject>> {
        if length > isize::MAX as usize / 2 {
            return Err(thread.memory_error());
        }
        let shape = class.root_shape();
        let size = std::mem::size_of::<BytesObject>() + length.next_multiple_of(8) + shape.extension_size();
        let bytes = thread.allocate::<BytesObject>(shape, size)?;
        bytes.length.set(length);
        Ok(bytes)
    }

    /// Address of the data.
    #[inline]
    pub fn data_ptr(&self) -> *mut u8 {
        // SAFETY: the data follow the fixed part in the same object.
        unsafe { (self as *const Self).add(1) as *mut u8 }
    }

    /// Number of bytes.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.length.get()
    }

    /// Whether there are none.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The data.
    #[inline(always)]
    pub fn data(&self) -> &[u8] {
        // SAFETY: inside the object; bytes don't change once published.
        unsafe { std::slice::from_raw_parts(self.data_ptr(), self.len()) }
    }

    /// The hash.
    pub fn hash(&self) -> i64 {
        if self.hash.get() == 0 {
            self.hash.set(crate::hash::hash_bytes(self.data()));
        }
        self.hash.get()
    }
}

/// A bytearray or an instance of a subclass: a growable buffer. Bytes removed from the front only move `offset`.
///
/// Invariant: `offset + length` is at most the capacity of the storage; `offset` is 0 without one.
#[repr(C)]
pub struct ByteArrayObject {
    header: Header,
    length: Cell<usize>,
    /// Bytes of the storage before the first one.
    offset: Cell<usize>,
    storage: Field<Option<Ref<RawArray>>>,
    /// Views of the buffer; while there are any, the size is fixed.
    pub exports: Cell<usize>,
}
heap_object!(ByteArrayObject, "bytearray", BYTEARRAY_LAYOUT, [storage]);

impl ByteArrayObject {
    /// A bytearray with a copy of the data.
    pub fn new(thread: &mut Thread, data: &[u8]) -> PyResult<Ref<ByteArrayObject>> {
        Self::with_class(thread, core().types.bytearray.get(), data)
    }

    /// The same for a subclass.
    pub fn with_class(thread: &mut Thread, class: Ref<TypeObject>, data: &[u8]) -> PyResult<Ref<ByteArrayObject>> {
        let object: Ref<ByteArrayObject> = class.allocate_instance(thread)?;
        object.splice(thread, 0, 0, data)?;
        Ok(object)
    }

    /// Number of bytes.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.length.get()
    }

    /// Whether there are none.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The data. Not to be held across anything that may run Python code.
    #[inline]
    pub fn data(&self) -> &[u8] {
        match self.storage.get() {
            // SAFETY: the storage has at least `len` bytes behind the offset.
            Some(storage) => unsafe {
                std::slice::from_raw_parts(storage.data_ptr().add(self.offset.get()), self.len())
            },
            None => &[],
        }
    }

    /// The data for writing. Not to be held across anything that may run Python code.
    #[allow(clippy::mut_from_ref)]
    #[inline]
    pub fn data_mut(&self) -> &mut [u8] {
        match self.storage.get() {
            // SAFETY: the storage has at least `len` bytes behind the offset; only one thread runs, and callers keep no
            // second view.
            Some(storage) => unsafe {
                std::slice::from_raw_parts_mut(storage.data_ptr().add(self.offset.get()), self.len())
            },
            None => &mut [],
        }
    }
}

impl Ref<ByteArrayObject> {
    /// Replaces `removed` bytes from `start` on by `data`, which must not be the buffer's own. The range must lie
    /// within the buffer, and nobody may have it exported if the length changes.
    pub fn splice(self, thread: &mut Thread, start: usize, removed: usize, data: &[u8]) -> PyResult<()> {
        let length = self.len();
        assert!(start + removed <= length);
        if start == 0 && data.len() < removed {
            return self.shorten_front(removed - data.len(), data);
        }
        let new_length = length - removed + data.len();
        let storage = self.reserve(thread, new_length)?;
        let bytes = &mut storage.bytes_mut()[self.offset.get()..];
        if removed != data.len() {
            bytes.copy_within(start + removed..length, start + data.len());
        }
        bytes[start..start + data.len()].copy_from_slice(data);
        self.length.set(new_length);
        Ok(())
    }

    /// Removes `count` bytes of the front, and puts `data` over the first ones left.
    fn shorten_front(self, count: usize, data: &[u8]) -> PyResult<()> {
        let new_length = self.len() - count;
        self.length.set(new_length);
        self.offset
            .set(if new_length == 0 { 0 } else { self.offset.get() + count });
        self.data_mut()[..data.len()].copy_from_slice(data);
        Ok(())
    }

    /// Makes room for `wanted` bytes in all. Bytes move to the front of the storage only if at least as much is free
    /// there as is moved, so that appending and removing from the front in turn stays linear.
    fn reserve(self, thread: &mut Thread, wanted: usize) -> PyResult<Ref<RawArray>> {
        let (length, offset) = (self.len(), self.offset.get());
        match self.storage.get() {
            Some(storage) if storage.capacity() - offset >= wanted => Ok(storage),
            Some(storage) if storage.capacity() >= wanted && offset >= length => {
                storage.bytes_mut().copy_within(offset..offset + length, 0);
                self.offset.set(0);
                Ok(storage)
            }
            old => {
                let storage = RawArray::new(thread, wanted.max(length + length / 2))?;
                if let Some(old) = old {
                    storage.bytes_mut()[..length].copy_from_slice(&old.bytes()[offset..offset + length]);
                }
                self.offset.set(0);
                self.storage.set(self, Some(storage));
                Ok(storage)
            }
        }
    }
}

/// The data of bytes, a bytearray or a contiguous memory view.
#[inline]
pub fn as_bytes(value: &Value) -> Option<&[u8]> {
    if let Some(bytes) = value.downcast::<BytesObject>() {
        // SAFETY: the value keeps the object alive for the borrow, and it does not move.
        return Some(unsafe { &*(bytes.data() as *const [u8]) });
    }
    let Some(array) = value.downcast::<ByteArrayObject>() else {
        let view = value.downcast::<crate::memory_view::MemoryViewObject>()?;
        // SAFETY: as above; the owner does not resize its memory while there are views.
        return view.contiguous_bytes().map(|data| unsafe { &*(data as *const [u8]) });
    };
    // SAFETY: as above; the caller does not resize the array while it holds the slice.
    Some(unsafe { &*(array.data() as *const [u8]) })
}
