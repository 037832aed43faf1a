//! The iterator classes that belong to functions of `builtins`: `enumerate`, `zip`, `map`, `filter`, `reversed`, and the
//! results of `iter`.
//!
//! Invariant: the field of what is iterated is empty once the iterator has ended, where Python says that it stays ended.

pub mod anext_awaitable;
pub mod callable_iterator;
pub mod enumerate;
pub mod filter;
pub mod item_iterator;
pub mod map;
pub mod reversed;
pub mod zip;

use pyrs_object::header::HeapObject;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, bool_value, core, none, protocol};

/// The receiver of a slot.
#[inline(always)]
fn receiver<T: HeapObject>(thread: &mut Thread, value: Value) -> PyResult<Ref<T>> {
    match value.downcast() {
        Some(this) => Ok(this),
        None => Err(wrong_receiver(thread, value, T::layout_name())),
    }
}

#[cold]
fn wrong_receiver(thread: &mut Thread, value: Value, wanted: &str) -> pyrs_object::Raised {
    let class = class_of(value).name_for_message();
    thread.type_error(format_args!("expected {wanted} object, got '{class}'"))
}

/// Raises TypeError for keyword arguments, unless a subclass has an `__init__` that may want them.
fn no_keywords(thread: &mut Thread, class: Value, name: &str, args: Args) -> PyResult<()> {
    if args.names().is_none() {
        return Ok(());
    }
    let init = |class: Ref<TypeObject>| class.slot(|s| s.init).map(|f| f as usize);
    let plain = class
        .downcast::<TypeObject>()
        .is_none_or(|class| init(class) == init(core().types.object.get()));
    if plain {
        return Err(thread.type_error(format_args!("{name}() takes no keyword arguments")));
    }
    Ok(())
}

/// The only keyword argument of `zip` and `map`.
fn strict_keyword(thread: &mut Thread, name: &str, args: Args) -> PyResult<bool> {
    let mut strict = false;
    for (keyword, value) in args.keywords() {
        if !keyword.equals_str("strict") {
            let keyword = keyword.to_string_lossy();
            return Err(thread.type_error(format_args!("{name}() got an unexpected keyword argument '{keyword}'")));
        }
        strict = protocol::truth(thread, value)?;
    }
    Ok(strict)
}

/// Iterators over the arguments.
fn iterators_of(thread: &mut Thread, iterables: &[Value]) -> PyResult<Ref<TupleObject>> {
    let list = pyrs_object::list::ListObject::with_capacity(thread, iterables.len())?;
    for iterable in iterables {
        let iterator = protocol::iter(thread, *iterable)?;
        list.push(thread, iterator)?;
    }
    TupleObject::from_slice(thread, list.items())
}

/// Iterator number `index` of a strict `zip` or `map` has ended: an error unless all have.
#[cold]
fn check_all_ended(thread: &mut Thread, name: &str, iterators: Ref<TupleObject>, index: usize) -> PyResult<()> {
    let before = |count: usize| {
        if count == 1 {
            " 1".to_owned()
        } else {
            format!("s 1-{count}")
        }
    };
    if index > 0 {
        let (position, others) = (index + 1, before(index));
        return Err(thread.value_error(format_args!(
            "{name}() argument {position} is shorter than argument{others}"
        )));
    }
    for (index, iterator) in iterators.items_unbound().iter().enumerate().skip(1) {
        if protocol::next(thread, *iterator)?.is_some() {
            let (position, others) = (index + 1, before(index));
            return Err(thread.value_error(format_args!(
                "{name}() argument {position} is longer than argument{others}"
            )));
        }
    }
    Ok(())
}

/// `(class, args)` or `(class, args, True)` for strict ones.
fn reduced(thread: &mut Thread, object: Value, args: Ref<TupleObject>, strict: bool) -> PyResult<Ref<TupleObject>> {
    let class = class_of(object).value();
    match strict {
        false => TupleObject::from_slice(thread, &[class, args.value()]),
        true => TupleObject::from_slice(thread, &[class, args.value(), bool_value(true)]),
    }
}

/// `(iter, args)` or `(iter, args, index)`: how the results of `iter` are pickled; with no `args`, as an ended one.
fn reduced_by_iter(thread: &mut Thread, args: &[Value], index: Option<usize>) -> PyResult<Ref<TupleObject>> {
    let name = StrObject::intern(thread, "iter")?;
    let iter = core().builtins.get().get_interned(name).unwrap_or_else(none);
    let empty = [core().empty_tuple.get().value()];
    let args = TupleObject::from_slice(thread, if args.is_empty() { &empty } else { args })?;
    match index {
        Some(index) => TupleObject::from_slice(thread, &[iter, args.value(), Value::small_int(index as i64)]),
        None => TupleObject::from_slice(thread, &[iter, args.value()]),
    }
}

/// Fills the classes that the runtime itself knows, before `object`'s slots are handed down to them.
pub fn register_known(thread: &mut Thread) -> PyResult<()> {
    enumerate::EnumerateMethods::register(thread, core().types.enumerate.get())?;
    zip::ZipMethods::register(thread, core().types.zip.get())
}

/// Makes the other classes, and enters those in `builtins` that belong there.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    for class in [&map::MAP, &filter::FILTER, &reversed::REVERSED] {
        let class = class.create(thread)?;
        let name = class.name.get();
        core().builtins.get().set(thread, name.value(), class.value())?;
    }
    anext_awaitable::ANEXT_AWAITABLE.create(thread)?;
    callable_iterator::CALLABLE_ITERATOR.create(thread)?;
    item_iterator::register(thread)
}
