//! Reading iterables into storage that the collector sees.

use pyrs_object::list::ListObject;
use pyrs_object::range::RangeObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{PyResult, Ref, Thread, Value, core, protocol};

/// The items of an iterable as a fresh list. Exact tuples and lists are copied without an iterator.
pub fn collect(thread: &mut Thread, iterable: Value) -> PyResult<Ref<ListObject>> {
    let class = class_of(iterable);
    if class == core().types.tuple.get()
        && let Some(tuple) = iterable.downcast::<TupleObject>()
    {
        return ListObject::from_slice(thread, tuple.items_unbound());
    }
    if class == core().types.list.get()
        && let Some(source) = iterable.downcast::<ListObject>()
    {
        return ListObject::from_slice(thread, source.items());
    }
    if let Some(range) = iterable.downcast::<RangeObject>()
        && let Some(list) = collect_range(thread, range)?
    {
        return Ok(list);
    }
    let list = ListObject::with_capacity(thread, 4)?;
    protocol::for_each(thread, iterable, |thread, item| list.push(thread, item))?;
    Ok(list)
}

/// The numbers of a range; `None` if they are not all small ints.
pub fn collect_range(thread: &mut Thread, range: Ref<RangeObject>) -> PyResult<Option<Ref<ListObject>>> {
    let parts = (
        range.start.get().as_small_int(),
        range.step.get().as_small_int(),
        range.length.get().as_small_int(),
    );
    let (Some(start), Some(step), Some(length)) = parts else {
        return Ok(None);
    };
    // The last number lies between start and stop, which are small if they are of that form.
    if range.stop.get().as_small_int().is_none() {
        return Ok(None);
    }
    let list = ListObject::with_capacity(thread, length as usize)?;
    for index in 0..length {
        list.push(thread, Value::small_int(start + step * index))?;
    }
    Ok(Some(list))
}

/// The items of an iterable as a tuple.
pub fn collect_tuple(thread: &mut Thread, iterable: Value) -> PyResult<Ref<TupleObject>> {
    if class_of(iterable) == core().types.tuple.get()
        && let Some(tuple) = iterable.downcast::<TupleObject>()
    {
        return Ok(tuple);
    }
    if class_of(iterable) == core().types.list.get()
        && let Some(list) = iterable.downcast::<ListObject>()
    {
        return TupleObject::from_slice(thread, list.items());
    }
    let list = collect(thread, iterable)?;
    TupleObject::from_slice(thread, list.items())
}
