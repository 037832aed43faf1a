//! Iterators of lists, tuples and ranges, and the reverse iterator of lists.

use pyrs_macros::pymethods;
use pyrs_object::header::{Field, Header};
use pyrs_object::heap_object;
use pyrs_object::iterator::{RangeIterator, SequenceIterator};
use pyrs_object::list::ListObject;
use pyrs_object::native_class::NativeClass;
use pyrs_object::{PyResult, Ref, Thread, Value, core, protocol};
use std::cell::Cell;

/// Fills the classes.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    let types = &core().types;
    ListIteratorMethods::register(thread, types.list_iterator.get())?;
    TupleIteratorMethods::register(thread, types.tuple_iterator.get())?;
    RangeIteratorMethods::register(thread, types.range_iterator.get())?;
    REVERSE.create(thread)?;
    Ok(())
}

fn remaining(thread: &mut Thread, iterator: Ref<SequenceIterator>) -> PyResult<i64> {
    match iterator.sequence.get() {
        Some(sequence) => Ok(protocol::len(thread, sequence)?.saturating_sub(iterator.index.get()) as i64),
        None => Ok(0),
    }
}

struct ListIteratorMethods;

#[pymethods]
impl ListIteratorMethods {
    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(_thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        Ok(this
            .downcast::<SequenceIterator>()
            .and_then(|iterator| iterator.next_of_list()))
    }

    /// Private method returning an estimate of len(list(it)).
    #[method]
    fn __length_hint__(thread: &mut Thread, this: Ref<SequenceIterator>) -> PyResult<i64> {
        remaining(thread, this)
    }
}

struct TupleIteratorMethods;

#[pymethods]
impl TupleIteratorMethods {
    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(_thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        Ok(this
            .downcast::<SequenceIterator>()
            .and_then(|iterator| iterator.next_of_tuple()))
    }

    /// Private method returning an estimate of len(list(it)).
    #[method]
    fn __length_hint__(thread: &mut Thread, this: Ref<SequenceIterator>) -> PyResult<i64> {
        remaining(thread, this)
    }
}

struct RangeIteratorMethods;

#[pymethods]
impl RangeIteratorMethods {
    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(_thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        Ok(this.downcast::<RangeIterator>().and_then(|iterator| iterator.advance()))
    }

    /// Private method returning an estimate of len(list(it)).
    #[method]
    fn __length_hint__(_thread: &mut Thread, this: Ref<RangeIterator>) -> PyResult<i64> {
        Ok(this.remaining.get() as i64)
    }
}

/// An iterator over a list from its end.
#[repr(C)]
struct ReverseIterator {
    header: Header,
    list: Field<Option<Value>>,
    /// Items left.
    remaining: Cell<usize>,
}
heap_object!(ReverseIterator, "list_reverseiterator", REVERSE_LAYOUT, [list]);

static REVERSE: NativeClass =
    NativeClass::new("builtins", "list_reverseiterator", &REVERSE_LAYOUT).methods(ReverseMethods::TYPE_METHODS);

/// `reversed(list)`.
pub(crate) fn reverse_of_list(thread: &mut Thread, list: Ref<ListObject>) -> PyResult<Value> {
    let iterator: Ref<ReverseIterator> = REVERSE.get().allocate_instance(thread)?;
    iterator.list.set(iterator, Some(list.value()));
    iterator.remaining.set(list.len());
    Ok(iterator.value())
}

struct ReverseMethods;

#[pymethods]
impl ReverseMethods {
    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(_thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let Some(this) = this.downcast::<ReverseIterator>() else {
            return Ok(None);
        };
        let list = this.list.get().and_then(|list| list.downcast::<ListObject>());
        let item = this.remaining.get().checked_sub(1).and_then(|index| list?.get(index));
        match item {
            Some(item) => {
                this.remaining.set(this.remaining.get() - 1);
                Ok(Some(item))
            }
            None => {
                this.list.set(this, None);
                this.remaining.set(0);
                Ok(None)
            }
        }
    }

    /// Private method returning an estimate of len(list(it)).
    #[method]
    fn __length_hint__(_thread: &mut Thread, this: Ref<ReverseIterator>) -> PyResult<i64> {
        Ok(this.remaining.get() as i64)
    }
}
