//! Lists and tuples made of iterables, and arguments of constructors.

use pyrs_object::list::ListObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{Args, HeapObject, PyResult, Raised, Ref, Thread, Value, protocol};

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

/// A new instance of `class`, which must have the layout of `T`.
pub fn allocate<T: HeapObject>(thread: &mut Thread, class: Value) -> PyResult<Ref<T>> {
    match class.downcast::<TypeObject>() {
        Some(class) if T::is_layout(class.layout.get()) => class.allocate_instance(thread),
        _ => {
            let (wanted, name) = (T::layout_name(), class_of(class).name_for_message());
            Err(thread.type_error(format_args!("'{name}' objects have no room for a {wanted}")))
        }
    }
}

/// Refuses keyword arguments.
pub fn no_keywords(thread: &mut Thread, name: &str, args: Args) -> PyResult<()> {
    match args.names() {
        None => Ok(()),
        Some(_) => Err(thread.type_error(format_args!("{name}() takes no keyword arguments"))),
    }
}

/// The error of a receiver of another type.
#[cold]
pub fn wrong_receiver(thread: &mut Thread, expected: &str, given: Value) -> Raised {
    let given = class_of(given).name_for_message();
    thread.type_error(format_args!(
        "descriptor requires a '{expected}' object but received a '{given}'"
    ))
}

/// `class[item]` as a `types.GenericAlias`.
pub fn generic_alias(thread: &mut Thread, class: Ref<TypeObject>, item: Value) -> PyResult<Value> {
    // The class of aliases is known by an alias of a class that has them.
    let alias = protocol::getitem(thread, pyrs_object::core().types.list.get().value(), item)?;
    protocol::call(thread, class_of(alias).value(), &[class.value(), item])
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
