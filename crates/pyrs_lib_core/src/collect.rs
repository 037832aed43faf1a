//! Lists and tuples made of iterables, and arguments of constructors.

use pyrs_object::list::ListObject;
pub use pyrs_object::native_class::{allocate, generic_alias, wrong_receiver};
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, protocol};

/// `list(iterable)`.
pub fn to_list(thread: &mut Thread, iterable: Value) -> PyResult<Ref<ListObject>> {
    let list = ListObject::with_capacity(thread, 0)?;
    protocol::for_each(thread, iterable, |thread, item| list.push(thread, item))?;
    Ok(list)
}

/// `tuple(iterable)`.
pub fn to_tuple(thread: &mut Thread, iterable: Value) -> PyResult<Ref<TupleObject>> {
    let plain = pyrs_object::core().types.tuple.get();
    if class_of(iterable) == plain
        && let Some(tuple) = iterable.downcast()
    {
        return Ok(tuple);
    }
    let list = to_list(thread, iterable)?;
    list_to_tuple(thread, list)
}

/// A tuple of a list's items.
pub fn list_to_tuple(thread: &mut Thread, list: Ref<ListObject>) -> PyResult<Ref<TupleObject>> {
    let tuple = TupleObject::with_length(thread, list.len())?;
    for index in 0..list.len() {
        if let Some(item) = list.get(index) {
            tuple.initialise_item(index, item);
        }
    }
    Ok(tuple)
}

/// Refuses keyword arguments.
pub fn no_keywords(thread: &mut Thread, name: &str, args: Args) -> PyResult<()> {
    match args.names() {
        None => Ok(()),
        Some(_) => Err(thread.type_error(format_args!("{name}() takes no keyword arguments"))),
    }
}

/// The `__dict__` of an instance for pickling: None if there is nothing in it.
pub fn instance_state(thread: &mut Thread, object: Value) -> PyResult<Value> {
    let name = pyrs_object::core().names.dict.get();
    let state = protocol::getattr_optional(thread, object, name)?;
    let filled = state.filter(|state| {
        state
            .downcast::<pyrs_object::dict::DictObject>()
            .is_none_or(|dict| !dict.is_empty())
    });
    Ok(filled.unwrap_or_else(pyrs_object::none))
}

/// `a < b` as a truth value. Small ints need no call.
#[inline]
pub fn less(thread: &mut Thread, a: Value, b: Value) -> PyResult<bool> {
    if let (Some(x), Some(y)) = (a.as_small_int(), b.as_small_int()) {
        return Ok(x < y);
    }
    let result = protocol::compare(thread, pyrs_object::slots::CompareOp::Lt, a, b)?;
    protocol::truth(thread, result)
}
