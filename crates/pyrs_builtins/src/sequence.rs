//! Reading iterables into storage that the collector sees.

use pyrs_object::list::ListObject;
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
    let list = ListObject::with_capacity(thread, 4)?;
    if class == core().types.list.get()
        && let Some(source) = iterable.downcast::<ListObject>()
    {
        let mut index = 0;
        while let Some(item) = source.get(index) {
            list.push(thread, item)?;
            index += 1;
        }
        return Ok(list);
    }
    protocol::for_each(thread, iterable, |thread, item| list.push(thread, item))?;
    Ok(list)
}

/// The items of an iterable as a tuple.
pub fn collect_tuple(thread: &mut Thread, iterable: Value) -> PyResult<Ref<TupleObject>> {
    if class_of(iterable) == core().types.tuple.get()
        && let Some(tuple) = iterable.downcast::<TupleObject>()
    {
        return Ok(tuple);
    }
    let list = collect(thread, iterable)?;
    TupleObject::from_slice(thread, list.items())
}
