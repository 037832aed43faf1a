//! Iterators of lists, tuples and ranges, and the reverse iterator of lists.

use pyrs_macros::pymethods;
use pyrs_object::header::{Field, Header};
use pyrs_object::heap_object;
use pyrs_object::iterator::{RangeIterator, SequenceIterator};
use pyrs_object::list::ListObject;
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::{PyResult, Ref, Thread, Value, core, int, protocol};
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

/// `(function, (sequence,), state)`, with `function` one of `builtins`: how iterators are pickled.
pub(crate) fn reduce_by(
    thread: &mut Thread,
    function: &'static str,
    sequence: Value,
    state: Option<Value>,
) -> PyResult<Value> {
    let name = StrObject::intern(thread, function)?;
    let Some(maker) = core().builtins.get().get_interned(name) else {
        return Err(thread.name_error_plain(format_args!("name '{function}' is not defined")));
    };
    let args = TupleObject::from_slice(thread, &[sequence])?.value();
    let parts = match state {
        Some(state) => TupleObject::from_slice(thread, &[maker, args, state])?,
        None => TupleObject::from_slice(thread, &[maker, args])?,
    };
    Ok(parts.value())
}

/// The argument of `__setstate__`.
fn state_index(thread: &mut Thread, state: Value) -> PyResult<i64> {
    if !int::is_int(state) {
        return Err(thread.type_error(format_args!("an integer is required")));
    }
    protocol::index_i64(thread, state)
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

    /// Return state information for pickling.
    #[method]
    fn __reduce__(thread: &mut Thread, this: Ref<SequenceIterator>) -> PyResult<Value> {
        match this.sequence.get() {
            Some(sequence) => {
                let index = int::from_u64(thread, this.index.get() as u64)?;
                reduce_by(thread, "iter", sequence, Some(index))
            }
            None => {
                let empty = ListObject::with_capacity(thread, 0)?.value();
                reduce_by(thread, "iter", empty, None)
            }
        }
    }

    /// Set state information for unpickling.
    #[method]
    fn __setstate__(thread: &mut Thread, this: Ref<SequenceIterator>, state: Value) -> PyResult<()> {
        let state = state_index(thread, state)?;
        // Below zero, a list's iterator is at its end.
        if state < 0 {
            this.sequence.set(this, None);
        } else if let Some(list) = this.sequence.get().and_then(|s| s.downcast::<ListObject>()) {
            this.index.set((state as usize).min(list.len()));
        }
        Ok(())
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

    /// Return state information for pickling.
    #[method]
    fn __reduce__(thread: &mut Thread, this: Ref<SequenceIterator>) -> PyResult<Value> {
        match this.sequence.get() {
            Some(sequence) => {
                let index = int::from_u64(thread, this.index.get() as u64)?;
                reduce_by(thread, "iter", sequence, Some(index))
            }
            None => {
                let empty = core().empty_tuple.get().value();
                reduce_by(thread, "iter", empty, None)
            }
        }
    }

    /// Set state information for unpickling.
    #[method]
    fn __setstate__(thread: &mut Thread, this: Ref<SequenceIterator>, state: Value) -> PyResult<()> {
        let state = state_index(thread, state)?;
        if let Some(tuple) = this.sequence.get().and_then(|s| s.downcast::<TupleObject>()) {
            this.index.set((state.max(0) as usize).min(tuple.len()));
        }
        Ok(())
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

    /// Return state information for pickling.
    #[method]
    fn __reduce__(thread: &mut Thread, this: Ref<RangeIterator>) -> PyResult<Value> {
        let next = int::from_i64(thread, this.next.get())?;
        let step = int::from_i64(thread, this.step.get())?;
        let remaining = int::from_u64(thread, this.remaining.get())?;
        crate::range::reduce_iterator(thread, next, step, remaining)
    }

    /// Set state information for unpickling.
    #[method]
    fn __setstate__(thread: &mut Thread, this: Ref<RangeIterator>, state: Value) -> PyResult<()> {
        let skipped = (state_index(thread, state)?.max(0) as u64).min(this.remaining.get());
        // In range: the number after the last one is a small int.
        let offset = this.step.get().wrapping_mul(skipped as i64);
        this.next.set(this.next.get().wrapping_add(offset));
        this.remaining.set(this.remaining.get() - skipped);
        Ok(())
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
        // At its regular end the iterator keeps the list, and can be set back.
        let Some(index) = this.remaining.get().checked_sub(1) else {
            return Ok(None);
        };
        match list.and_then(|list| list.get(index)) {
            Some(item) => {
                this.remaining.set(index);
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

    /// Return state information for pickling.
    #[method]
    fn __reduce__(thread: &mut Thread, this: Ref<ReverseIterator>) -> PyResult<Value> {
        match (this.list.get(), this.remaining.get().checked_sub(1)) {
            (Some(list), Some(index)) => {
                let index = int::from_u64(thread, index as u64)?;
                reduce_by(thread, "reversed", list, Some(index))
            }
            _ => {
                let empty = ListObject::with_capacity(thread, 0)?.value();
                reduce_by(thread, "reversed", empty, None)
            }
        }
    }

    /// Set state information for unpickling.
    #[method]
    fn __setstate__(thread: &mut Thread, this: Ref<ReverseIterator>, state: Value) -> PyResult<()> {
        let index = state_index(thread, state)?;
        if let Some(list) = this.list.get().and_then(|list| list.downcast::<ListObject>()) {
            let remaining = index.max(-1).saturating_add(1) as usize;
            this.remaining.set(remaining.min(list.len()));
        }
        Ok(())
    }
}
