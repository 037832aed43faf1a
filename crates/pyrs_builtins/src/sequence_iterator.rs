//! Iterators of lists, tuples and ranges, and the reverse iterator of lists.

use pyrs_macros::pymethods;
use pyrs_object::header::{Field, Header};
use pyrs_object::heap_object;
use pyrs_object::iterator::{RangeIterator, SequenceIterator};
use pyrs_object::list::ListObject;
use pyrs_object::native_class::NativeClass;
use pyrs_object::range::RangeObject;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::{PyResult, Ref, Thread, Value, core, none, protocol};
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

/// `(function, (sequence,), state)` for pickling, `function` being one of `builtins`.
pub(crate) fn reduced(thread: &mut Thread, function: &str, sequence: Value, state: Option<Value>) -> PyResult<Value> {
    let name = StrObject::intern(thread, function)?;
    let Some(function) = core().builtins.get().get_interned(name) else {
        return Err(thread.name_error(
            core().types.name_error.get(),
            name,
            format_args!("name '{function}' is not defined"),
        ));
    };
    let args = TupleObject::from_slice(thread, &[sequence])?.value();
    let parts = match state {
        Some(state) => TupleObject::from_slice(thread, &[function, args, state])?,
        None => TupleObject::from_slice(thread, &[function, args])?,
    };
    Ok(parts.value())
}

/// The state of a list iterator or tuple iterator for pickling.
fn reduce_sequence(thread: &mut Thread, iterator: Ref<SequenceIterator>, of_list: bool) -> PyResult<Value> {
    match iterator.sequence.get() {
        Some(sequence) => reduced(
            thread,
            "iter",
            sequence,
            Some(Value::small_int(iterator.index.get() as i64)),
        ),
        None if of_list => {
            let empty = ListObject::with_capacity(thread, 0)?;
            reduced(thread, "iter", empty.value(), None)
        }
        None => reduced(thread, "iter", core().empty_tuple.get().value(), None),
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

    /// Return state information for pickling.
    #[method]
    fn __reduce__(thread: &mut Thread, this: Ref<SequenceIterator>) -> PyResult<Value> {
        reduce_sequence(thread, this, true)
    }

    /// Set state information for unpickling.
    #[method]
    fn __setstate__(thread: &mut Thread, this: Ref<SequenceIterator>, object: i64) -> PyResult<()> {
        if let Some(sequence) = this.sequence.get() {
            let length = protocol::len(thread, sequence)?;
            this.index.set((object.max(0) as usize).min(length));
        }
        Ok(())
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

    /// Return state information for pickling.
    #[method]
    fn __reduce__(thread: &mut Thread, this: Ref<SequenceIterator>) -> PyResult<Value> {
        reduce_sequence(thread, this, false)
    }

    /// Set state information for unpickling.
    #[method]
    fn __setstate__(thread: &mut Thread, this: Ref<SequenceIterator>, object: i64) -> PyResult<()> {
        if let Some(sequence) = this.sequence.get() {
            let length = protocol::len(thread, sequence)?;
            this.index.set((object.max(0) as usize).min(length));
        }
        Ok(())
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

    /// Return state information for pickling.
    #[method]
    fn __reduce__(thread: &mut Thread, this: Ref<RangeIterator>) -> PyResult<Value> {
        let (next, step, count) = (this.next.get(), this.step.get(), this.remaining.get() as i64);
        let parts = [next, next + step * count, step, count].map(Value::small_int);
        let range = RangeObject::new(thread, parts[0], parts[1], parts[2], parts[3])?;
        reduced(thread, "iter", range.value(), Some(none()))
    }

    /// Set state information for unpickling.
    #[method]
    fn __setstate__(_thread: &mut Thread, this: Ref<RangeIterator>, object: i64) {
        let skipped = (object.max(0) as u64).min(this.remaining.get());
        this.next.set(this.next.get() + this.step.get() * skipped as i64);
        this.remaining.set(this.remaining.get() - skipped);
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

    /// Return state information for pickling.
    #[method]
    fn __reduce__(thread: &mut Thread, this: Ref<ReverseIterator>) -> PyResult<Value> {
        match this.list.get() {
            Some(list) => {
                let position = Value::small_int(this.remaining.get() as i64 - 1);
                reduced(thread, "reversed", list, Some(position))
            }
            None => {
                let empty = ListObject::with_capacity(thread, 0)?;
                reduced(thread, "reversed", empty.value(), None)
            }
        }
    }

    /// Set state information for unpickling.
    #[method]
    fn __setstate__(_thread: &mut Thread, this: Ref<ReverseIterator>, object: i64) {
        if let Some(list) = this.list.get().and_then(|list| list.downcast::<ListObject>()) {
            let position = object.clamp(-1, list.len() as i64 - 1);
            this.remaining.set((position + 1) as usize);
        }
    }

    /// Private method returning an estimate of len(list(it)).
    #[method]
    fn __length_hint__(_thread: &mut Thread, this: Ref<ReverseIterator>) -> PyResult<i64> {
        let list = this.list.get().and_then(|list| list.downcast::<ListObject>());
        let reachable = list.is_some_and(|list| this.remaining.get() <= list.len());
        Ok(if reachable { this.remaining.get() as i64 } else { 0 })
    }
}
