//! Iterators that the interpreter and compiled code know: of lists, tuples and ranges.
//!
//! Others (dict views, enumerate, zip, ...) live with their types in `pyrs_builtins`.

use crate::core::core;
use crate::errors::PyResult;
use crate::header::{Field, Header, Ref};
use crate::heap_object;
use crate::list::ListObject;
use crate::thread::Thread;
use crate::tuple::TupleObject;
use crate::value::Value;
use std::cell::Cell;

/// Iterator over a list or a tuple, told apart by its class.
#[repr(C)]
pub struct SequenceIterator {
    header: Header,
    /// The sequence; empty once exhausted.
    pub sequence: Field<Option<Value>>,
    /// Next index.
    pub index: Cell<usize>,
}
heap_object!(SequenceIterator, "sequence iterator", LIST_ITERATOR_LAYOUT, [sequence]);

impl SequenceIterator {
    /// Byte offset of the sequence.
    pub const SEQUENCE_OFFSET: usize = std::mem::offset_of!(SequenceIterator, sequence);
    /// Byte offset of the next index.
    pub const INDEX_OFFSET: usize = std::mem::offset_of!(SequenceIterator, index);

    /// Iterator over a list.
    pub fn of_list(thread: &mut Thread, list: Ref<ListObject>) -> PyResult<Ref<SequenceIterator>> {
        Self::new(thread, core().types.list_iterator.get(), list.value())
    }

    /// Iterator over a tuple.
    pub fn of_tuple(thread: &mut Thread, tuple: Ref<TupleObject>) -> PyResult<Ref<SequenceIterator>> {
        Self::new(thread, core().types.tuple_iterator.get(), tuple.value())
    }

    fn new(
        thread: &mut Thread,
        class: Ref<crate::type_object::TypeObject>,
        sequence: Value,
    ) -> PyResult<Ref<SequenceIterator>> {
        let shape = class.root_shape();
        let iterator = thread.allocate::<SequenceIterator>(shape, std::mem::size_of::<SequenceIterator>())?;
        iterator.sequence.set(iterator, Some(sequence));
        Ok(iterator)
    }
}

impl Ref<SequenceIterator> {
    /// The next item of a list iterator.
    #[inline(always)]
    pub fn next_of_list(self) -> Option<Value> {
        let list = self.sequence.get()?.downcast::<ListObject>()?;
        match list.get(self.index.get()) {
            Some(item) => {
                self.index.set(self.index.get() + 1);
                Some(item)
            }
            None => {
                self.sequence.set(self, None);
                None
            }
        }
    }

    /// The next item of a tuple iterator.
    #[inline(always)]
    pub fn next_of_tuple(self) -> Option<Value> {
        let tuple = self.sequence.get()?.downcast::<TupleObject>()?;
        match tuple.items().get(self.index.get()) {
            Some(item) => {
                self.index.set(self.index.get() + 1);
                Some(*item)
            }
            None => {
                self.sequence.set(self, None);
                None
            }
        }
    }
}

/// Iterator over a range whose numbers all are small ints.
#[repr(C)]
pub struct RangeIterator {
    header: Header,
    /// Next number.
    pub next: Cell<i64>,
    /// Step.
    pub step: Cell<i64>,
    /// Numbers left.
    pub remaining: Cell<u64>,
}
heap_object!(RangeIterator, "range iterator", RANGE_ITERATOR_LAYOUT, []);

impl RangeIterator {
    /// Byte offset of the next number.
    pub const NEXT_OFFSET: usize = std::mem::offset_of!(RangeIterator, next);
    /// Byte offset of the step.
    pub const STEP_OFFSET: usize = std::mem::offset_of!(RangeIterator, step);
    /// Byte offset of the count left.
    pub const REMAINING_OFFSET: usize = std::mem::offset_of!(RangeIterator, remaining);

    /// An iterator. All its numbers, and the one after the last, must be small ints.
    pub fn new(thread: &mut Thread, start: i64, step: i64, count: u64) -> PyResult<Ref<RangeIterator>> {
        let shape = core().types.range_iterator.get().root_shape();
        let iterator = thread.allocate::<RangeIterator>(shape, std::mem::size_of::<RangeIterator>())?;
        iterator.next.set(start);
        iterator.step.set(step);
        iterator.remaining.set(count);
        Ok(iterator)
    }

    /// The next number.
    #[inline(always)]
    pub fn advance(&self) -> Option<Value> {
        let remaining = self.remaining.get();
        if remaining == 0 {
            return None;
        }
        self.remaining.set(remaining - 1);
        let number = self.next.get();
        self.next.set(number.wrapping_add(self.step.get()));
        Some(Value::small_int(number))
    }
}

/// `enumerate`: an iterator, and the number of its next item.
#[repr(C)]
pub struct EnumerateObject {
    header: Header,
    /// What is iterated.
    pub iterator: Field<Value>,
    /// An int.
    pub count: Field<Value>,
}
heap_object!(EnumerateObject, "enumerate", ENUMERATE_LAYOUT, [iterator, count]);

/// `zip`: iterators that go in step.
#[repr(C)]
pub struct ZipObject {
    header: Header,
    /// The iterators.
    pub iterators: Field<Ref<TupleObject>>,
    /// Not zero if all have to end together.
    pub strict: Cell<u64>,
}
heap_object!(ZipObject, "zip", ZIP_LAYOUT, [iterators]);
