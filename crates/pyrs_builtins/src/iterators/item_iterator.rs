//! Iterators over objects that have `__getitem__` only.

use super::{receiver, reduced_by_iter};
use pyrs_macros::pymethods;
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{PyResult, Ref, Thread, Value, core, heap_object, int, not_implemented, protocol};
use std::cell::Cell;

/// An object, and the index of its next item.
#[repr(C)]
pub struct ItemIterator {
    header: Header,
    sequence: Field<Option<Value>>,
    index: Cell<usize>,
}
heap_object!(ItemIterator, "iterator", ITEM_ITERATOR_LAYOUT, [sequence]);

/// The class.
pub static ITEM_ITERATOR: NativeClass =
    NativeClass::new("builtins", "iterator", &ITEM_ITERATOR_LAYOUT).methods(ItemIteratorMethods::TYPE_METHODS);

/// `sequence[index]`; `None` where that raises IndexError or StopIteration.
pub(super) fn item_or_end(thread: &mut Thread, sequence: Value, index: usize) -> PyResult<Option<Value>> {
    let key = int::from_u64(thread, index as u64)?;
    match protocol::getitem(thread, sequence, key) {
        Ok(item) => Ok(Some(item)),
        Err(raised) => {
            let types = &core().types;
            if thread.clear_if(types.index_error.get()) || thread.clear_if(types.stop_iteration.get()) {
                Ok(None)
            } else {
                Err(raised)
            }
        }
    }
}

fn make(thread: &mut Thread, sequence: Value) -> PyResult<Value> {
    let this: Ref<ItemIterator> = ITEM_ITERATOR.get().allocate_instance(thread)?;
    this.sequence.set(this, Some(sequence));
    Ok(this.value())
}

/// The methods of `iterator`.
pub struct ItemIteratorMethods;

#[pymethods]
impl ItemIteratorMethods {
    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let this = receiver::<ItemIterator>(thread, this)?;
        let Some(sequence) = this.sequence.get() else {
            return Ok(None);
        };
        let item = item_or_end(thread, sequence, this.index.get())?;
        match item {
            Some(_) => this.index.set(this.index.get() + 1),
            None => this.sequence.set(this, None),
        }
        Ok(item)
    }

    /// Private method returning an estimate of len(list(it)).
    #[method]
    fn __length_hint__(thread: &mut Thread, this: Ref<ItemIterator>) -> PyResult<Value> {
        let Some(sequence) = this.sequence.get() else {
            return Ok(Value::small_int(0));
        };
        if class_of(sequence).slot(|s| s.len).is_none() {
            return Ok(not_implemented());
        }
        let length = protocol::len(thread, sequence)?;
        int::from_u64(thread, length.saturating_sub(this.index.get()) as u64)
    }

    /// Return state information for pickling.
    #[method]
    fn __reduce__(thread: &mut Thread, this: Ref<ItemIterator>) -> PyResult<Ref<TupleObject>> {
        match this.sequence.get() {
            Some(sequence) => reduced_by_iter(thread, &[sequence], Some(this.index.get())),
            None => reduced_by_iter(thread, &[], None),
        }
    }

    /// Set state information for unpickling.
    #[method]
    fn __setstate__(_thread: &mut Thread, this: Ref<ItemIterator>, state: i64) -> PyResult<()> {
        if this.sequence.get().is_some() {
            this.index.set(usize::try_from(state).unwrap_or(0));
        }
        Ok(())
    }
}

/// Makes the class, and lets `iter` use it.
pub(super) fn register(thread: &mut Thread) -> PyResult<()> {
    ITEM_ITERATOR.create(thread)?;
    core().hooks.sequence_iterator.set(Some(make));
    Ok(())
}
