//! Lists: a length and a growable array of items.

use crate::array::ValueArray;
use crate::core::core;
use crate::errors::PyResult;
use crate::header::{Field, Header, Ref};
use crate::heap_object;
use crate::range::Resolved;
use crate::thread::Thread;
use crate::value::Value;
use std::cell::Cell;

/// A list or an instance of a subclass.
#[repr(C)]
pub struct ListObject {
    header: Header,
    length: Cell<usize>,
    storage: Field<Option<Ref<ValueArray>>>,
}
heap_object!(ListObject, "list", LIST_LAYOUT, [storage]);

impl ListObject {
    /// Byte offset of the length.
    pub const LENGTH_OFFSET: usize = std::mem::offset_of!(ListObject, length);
    /// Byte offset of the pointer to the storage ([`ValueArray`]).
    pub const STORAGE_OFFSET: usize = std::mem::offset_of!(ListObject, storage);

    /// An empty list with room for `capacity` items.
    pub fn with_capacity(thread: &mut Thread, capacity: usize) -> PyResult<Ref<ListObject>> {
        let storage = if capacity > 0 {
            Some(ValueArray::new(thread, capacity)?)
        } else {
            None
        };
        let shape = core().types.list.get().root_shape();
        let list = thread.allocate::<ListObject>(shape, std::mem::size_of::<ListObject>())?;
        list.storage.set(list, storage);
        Ok(list)
    }

    /// A list of the items.
    pub fn from_slice(thread: &mut Thread, items: &[Value]) -> PyResult<Ref<ListObject>> {
        let list = Self::with_capacity(thread, items.len())?;
        if let Some(storage) = list.storage.get() {
            storage.copy_from_slice(0, items);
        }
        list.length.set(items.len());
        Ok(list)
    }

    /// A list of a range of another's items, which must exist.
    pub fn copy_range(
        thread: &mut Thread,
        source: Ref<ListObject>,
        range: std::ops::Range<usize>,
    ) -> PyResult<Ref<ListObject>> {
        assert!(range.end <= source.len());
        let list = Self::with_capacity(thread, range.len())?;
        if let (Some(to), Some(from)) = (list.storage.get(), source.storage.get()) {
            to.copy_within_arrays(0, from, range.start, range.len());
        }
        list.length.set(range.len());
        Ok(list)
    }

    /// A list of the items at the positions of a slice that was resolved for the source as it is now.
    pub fn of_slice(thread: &mut Thread, source: Ref<ListObject>, part: Resolved) -> PyResult<Ref<ListObject>> {
        if let Some(range) = part.range() {
            return Self::copy_range(thread, source, range);
        }
        let list = Self::with_capacity(thread, part.count)?;
        let Some(storage) = list.storage.get() else {
            return Ok(list);
        };
        let items = source.items();
        assert!(part.positions().last().is_none_or(|last| last < items.len()) && part.start < items.len());
        // SAFETY: the first and the last position are items, so that all between are; the new storage has room for them.
        unsafe {
            let mut target = storage.as_words();
            let mut position = items.as_ptr().add(part.start);
            for _ in 0..part.count {
                *target = Some(*position);
                target = target.add(1);
                position = position.wrapping_offset(part.step as isize);
            }
            pyrs_gc::write_barrier(storage.as_ptr().cast());
        }
        list.length.set(part.count);
        Ok(list)
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

    /// Item at `index`, if there is one.
    #[inline(always)]
    pub fn get(&self, index: usize) -> Option<Value> {
        if index >= self.len() {
            return None;
        }
        // SAFETY: a list with items has storage with at least as many words.
        unsafe { *self.storage.get().unwrap_unchecked().as_words().add(index) }
    }

    /// The items as they are now. Not to be held across anything that may run Python code: use [`Self::get`] there.
    #[inline(always)]
    pub fn items(&self) -> &[Value] {
        match self.storage.get() {
            // SAFETY: the first `len` words are values, and the storage is kept by the list.
            Some(storage) => unsafe { std::slice::from_raw_parts(storage.as_words().cast(), self.len()) },
            None => &[],
        }
    }
}

impl Ref<ListObject> {
    /// Overwrites the item at `index`, which must exist.
    #[inline(always)]
    pub fn set(self, index: usize, value: Value) {
        assert!(index < self.len());
        // SAFETY: a list with items has storage with at least as many words.
        unsafe {
            let storage = self.storage.get().unwrap_unchecked();
            let slot = storage.as_words().add(index);
            *slot = Some(value);
            pyrs_gc::write_barrier_slot(storage.as_ptr().cast(), slot.cast());
        }
    }

    /// Room for `capacity` items in all.
    pub fn reserve(self, thread: &mut Thread, capacity: usize) -> PyResult<Ref<ValueArray>> {
        match self.storage.get() {
            Some(storage) if storage.capacity() >= capacity => Ok(storage),
            old => {
                let grown = capacity.max(self.len() + self.len() / 2).max(4);
                let storage = ValueArray::new(thread, grown)?;
                if let Some(old) = old {
                    storage.copy_from(old, self.len());
                }
                self.storage.set(self, Some(storage));
                Ok(storage)
            }
        }
    }

    /// Appends an item.
    #[inline]
    pub fn push(self, thread: &mut Thread, value: Value) -> PyResult<()> {
        let length = self.len();
        let storage = self.reserve(thread, length + 1)?;
        storage.set(length, Some(value));
        self.length.set(length + 1);
        Ok(())
    }

    /// Removes and returns the last item.
    #[inline]
    pub fn pop(self) -> Option<Value> {
        let last = self.len().checked_sub(1)?;
        let value = self.get(last);
        self.length.set(last);
        if let Some(storage) = self.storage.get() {
            storage.clear_range(last, 1);
        }
        value
    }

    /// Removes and returns the item at `index`, if there is one.
    #[inline]
    pub fn remove_at(self, index: usize) -> Option<Value> {
        let value = self.get(index)?;
        let last = self.len() - 1;
        self.length.set(last);
        if let Some(storage) = self.storage.get() {
            storage.copy_within_arrays(index, storage, index + 1, last - index);
            storage.clear_range(last, 1);
        }
        Some(value)
    }

    /// Inserts an item in front of the one at `index`, which must not be beyond the end.
    #[inline]
    pub fn insert_at(self, thread: &mut Thread, index: usize, value: Value) -> PyResult<()> {
        let length = self.len();
        assert!(index <= length);
        let storage = self.reserve(thread, length + 1)?;
        storage.copy_within_arrays(index + 1, storage, index, length - index);
        storage.set(index, Some(value));
        self.length.set(length + 1);
        Ok(())
    }

    /// Replaces `removed` items from `start` on by `items`. The range must lie within the list; `items` must not be
    /// the list's own storage.
    pub fn splice(self, thread: &mut Thread, start: usize, removed: usize, items: &[Value]) -> PyResult<()> {
        let length = self.len();
        assert!(start + removed <= length);
        if removed == items.len() {
            if let Some(storage) = self.storage.get() {
                storage.copy_from_slice(start, items);
            }
            return Ok(());
        }
        let new_length = length - removed + items.len();
        if new_length == 0 {
            self.clear();
            return Ok(());
        }
        let storage = self.reserve(thread, new_length)?;
        storage.copy_within_arrays(start + items.len(), storage, start + removed, length - start - removed);
        storage.copy_from_slice(start, items);
        if new_length < length {
            storage.clear_range(new_length, length - new_length);
        }
        self.length.set(new_length);
        Ok(())
    }

    /// Changes the order of the items. `arrange` must leave the same values there, and runs no Python code.
    pub fn rearrange(self, arrange: impl FnOnce(&mut [Value])) {
        if let Some(storage) = self.storage.get() {
            // SAFETY: the first `len` words are values, nobody else has a view of them, and the barrier tells of the
            // stores.
            unsafe {
                arrange(std::slice::from_raw_parts_mut(storage.as_words().cast(), self.len()));
                pyrs_gc::write_barrier(storage.as_ptr().cast());
            }
        }
    }

    /// Removes all items and gives the storage up.
    pub fn clear(self) {
        self.length.set(0);
        self.storage.set(self, None);
    }

    /// Takes the items out, leaving an empty list (for sorting in place): storage and length.
    pub fn take_storage(self) -> (Option<Ref<ValueArray>>, usize) {
        let taken = (self.storage.get(), self.len());
        self.length.set(0);
        self.storage.set(self, None);
        taken
    }

    /// Puts storage back whose first `length` words are values.
    pub fn put_storage(self, storage: Option<Ref<ValueArray>>, length: usize) {
        debug_assert!(storage.map_or(0, |s| s.capacity()) >= length);
        self.storage.set(self, storage);
        self.length.set(length);
    }
}
