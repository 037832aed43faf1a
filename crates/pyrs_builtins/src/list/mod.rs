//! `list`: slots and construction; methods and sorting beside it.

mod methods;
pub(crate) mod sort;

use crate::repr_guard::ReprGuard;
use crate::{slicing, tuple};
use pyrs_macros::pymethods;
use pyrs_object::iterator::SequenceIterator;
use pyrs_object::list::ListObject;
use pyrs_object::range::{RangeObject, SliceObject};
use pyrs_object::slots::{BinaryOp, CompareOp};
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeFlags, TypeObject, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, core, none, not_implemented, protocol};

/// Fills the class.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    let class = core().types.list.get();
    ListSlots::register(thread, class)?;
    methods::ListMethods::register(thread, class)?;
    class.dict.get().set(thread, core().names.hash.get().value(), none())
}

/// The receiver of a slot, which a wrapper may call with anything.
pub fn list_of(thread: &mut Thread, value: Value) -> PyResult<Ref<ListObject>> {
    match value.downcast() {
        Some(list) => Ok(list),
        None => {
            let name = class_of(value).name_for_message();
            Err(thread.type_error(format_args!("expected a list, not '{name}'")))
        }
    }
}

/// Appends the items of a list, without a look at the `__iter__` of its class.
fn extend_by_list(thread: &mut Thread, list: Ref<ListObject>, other: Ref<ListObject>) -> PyResult<()> {
    let length = list.len();
    if list != other {
        return list.splice(thread, length, 0, other.items());
    }
    // Through a tuple: growing replaces the storage that is read from.
    let items = TupleObject::from_slice(thread, other.items())?;
    list.splice(thread, length, 0, items.items_unbound())
}

/// Appends the items of an iterable.
pub fn extend(thread: &mut Thread, list: Ref<ListObject>, iterable: Value) -> PyResult<()> {
    if let Some(other) = iterable.downcast::<ListObject>()
        && other.class() == core().types.list.get()
    {
        return extend_by_list(thread, list, other);
    }
    if let Some(other) = iterable.downcast::<TupleObject>()
        && other.class() == core().types.tuple.get()
    {
        let length = list.len();
        return list.splice(thread, length, 0, other.items_unbound());
    }
    if let Some(range) = iterable.downcast::<RangeObject>()
        && let Some(numbers) = crate::sequence::collect_range(thread, range)?
    {
        if list.is_empty() {
            let (storage, length) = numbers.take_storage();
            list.put_storage(storage, length);
            return Ok(());
        }
        return extend_by_list(thread, list, numbers);
    }
    // A list grows as it needs: the guess is asked for because Python code can tell, and may raise.
    if class_of(iterable).has(TypeFlags::HEAP) {
        let iterator = protocol::iter(thread, iterable)?;
        protocol::length_hint(thread, iterable)?;
        return protocol::for_each(thread, iterator, |thread, item| list.push(thread, item));
    }
    protocol::for_each(thread, iterable, |thread, item| list.push(thread, item))
}

/// The position that an index names; IndexError with `message` if there is none.
fn position_of(thread: &mut Thread, list: Ref<ListObject>, key: Value, message: &str) -> PyResult<usize> {
    let index = match key.as_small_int() {
        Some(index) => index,
        None => tuple::index_of(thread, key, "list")?,
    };
    match slicing::position(index, list.len()) {
        Some(position) => Ok(position),
        None => Err(thread.index_error(format_args!("{message}"))),
    }
}

fn get_slice(thread: &mut Thread, list: Ref<ListObject>, slice: Ref<SliceObject>) -> PyResult<Value> {
    let resolved = slicing::resolve(thread, slice, || list.len())?;
    Ok(ListObject::of_slice(thread, list, resolved)?.value())
}

/// `list[slice] = items`, which are not the list's own.
fn replace_slice(thread: &mut Thread, list: Ref<ListObject>, slice: Ref<SliceObject>, items: &[Value]) -> PyResult<()> {
    let resolved = slicing::resolve(thread, slice, || list.len())?;
    if resolved.step == 1 {
        return list.splice(thread, resolved.start, resolved.count, items);
    }
    if items.len() != resolved.count {
        let (given, wanted) = (items.len(), resolved.count);
        return Err(thread.value_error(format_args!(
            "attempt to assign sequence of size {given} to extended slice of size {wanted}"
        )));
    }
    for (position, item) in resolved.positions().zip(items) {
        list.set(position, *item);
    }
    Ok(())
}

fn set_slice(
    thread: &mut Thread,
    list: Ref<ListObject>,
    slice: Ref<SliceObject>,
    value: Option<Value>,
) -> PyResult<()> {
    let items = match value {
        Some(value) => {
            if class_of(value).slot(|s| s.iter).is_none() && class_of(value).slot(|s| s.getitem).is_none() {
                return Err(thread.type_error(format_args!("must assign iterable to extended slice")));
            }
            // Nothing can change these on the way: no copy is needed.
            if let Some(source) = value.downcast::<ListObject>()
                && source.class() == core().types.list.get()
                && source != list
                && [slice.start.get(), slice.stop.get(), slice.step.get()]
                    .iter()
                    .all(|bound| bound.is_small_int() || *bound == none())
            {
                return replace_slice(thread, list, slice, source.items());
            }
            crate::sequence::collect_tuple(thread, value)?
        }
        None => core().empty_tuple.get(),
    };
    if value.is_some() {
        return replace_slice(thread, list, slice, items.items_unbound());
    }
    let resolved = slicing::resolve(thread, slice, || list.len())?;
    if resolved.step == 1 {
        return list.splice(thread, resolved.start, resolved.count, &[]);
    }
    let mut doomed: Vec<usize> = resolved.positions().collect();
    doomed.sort_unstable();
    let kept = ListObject::with_capacity(thread, list.len())?;
    let mut next = doomed.iter().peekable();
    for position in 0..list.len() {
        if next.peek() == Some(&&position) {
            next.next();
        } else if let Some(item) = list.get(position) {
            kept.push(thread, item)?;
        }
    }
    let (storage, length) = kept.take_storage();
    list.put_storage(storage, length);
    Ok(())
}

fn repeat(thread: &mut Thread, list: Ref<ListObject>, count: usize) -> PyResult<Ref<ListObject>> {
    let Some(length) = list.len().checked_mul(count).filter(|n| *n < isize::MAX as usize / 8) else {
        return Err(thread.memory_error());
    };
    let result = ListObject::with_capacity(thread, length)?;
    let source = list.len();
    if let [single] = list.items() {
        let single = *single;
        for _ in 0..count {
            result.push(thread, single)?;
        }
        return Ok(result);
    }
    for index in 0..length {
        if let Some(item) = list.get(index % source) {
            result.push(thread, item)?;
        }
    }
    Ok(result)
}

struct ListSlots;

/// Built-in mutable sequence.
///
/// If no argument is given, the constructor creates a new empty list.
/// The argument must be an iterable if specified.
#[pymethods]
impl ListSlots {
    #[slot]
    fn new(thread: &mut Thread, class: Value, _args: Args) -> PyResult<Value> {
        let list: Ref<ListObject> = match class.downcast::<TypeObject>() {
            Some(class) => class.allocate_instance(thread)?,
            None => return Err(thread.type_error(format_args!("list.__new__(X): X is not a type object"))),
        };
        Ok(list.value())
    }

    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        let list = list_of(thread, this)?;
        if args.names().is_some() && list.class() == core().types.list.get() {
            return Err(thread.type_error(format_args!("list() takes no keyword arguments")));
        }
        match args.positional() {
            [] => list.clear(),
            [iterable] => {
                list.clear();
                extend(thread, list, *iterable)?;
            }
            more => {
                let count = more.len();
                return Err(thread.type_error(format_args!("list expected at most 1 argument, got {count}")));
            }
        }
        Ok(())
    }

    #[slot]
    fn len(thread: &mut Thread, this: Value) -> PyResult<usize> {
        Ok(list_of(thread, this)?.len())
    }

    #[slot]
    fn iter(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let this = list_of(thread, this)?;
        Ok(SequenceIterator::of_list(thread, this)?.value())
    }

    #[slot]
    fn getitem(thread: &mut Thread, this: Value, key: Value) -> PyResult<Value> {
        let list = list_of(thread, this)?;
        if let Some(slice) = key.downcast::<SliceObject>() {
            return get_slice(thread, list, slice);
        }
        let position = position_of(thread, list, key, "list index out of range")?;
        Ok(list.items()[position])
    }

    #[slot]
    fn setitem(thread: &mut Thread, this: Value, key: Value, value: Option<Value>) -> PyResult<()> {
        let list = list_of(thread, this)?;
        if let Some(slice) = key.downcast::<SliceObject>() {
            return set_slice(thread, list, slice, value);
        }
        let position = position_of(thread, list, key, "list assignment index out of range")?;
        match value {
            Some(value) => {
                list.set(position, value);
                Ok(())
            }
            None => list.splice(thread, position, 1, &[]),
        }
    }

    #[slot]
    fn contains(thread: &mut Thread, this: Value, value: Value) -> PyResult<bool> {
        let list = list_of(thread, this)?;
        Ok(tuple::find(thread, &|i| list.get(i), value, 0, usize::MAX)?.is_some())
    }

    #[slot]
    fn compare(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        let (Some(a), Some(b)) = (left.downcast::<ListObject>(), right.downcast::<ListObject>()) else {
            return Ok(not_implemented());
        };
        tuple::compare_items(thread, op, &|i| a.get(i), &|i| b.get(i), &|| (a.len(), b.len()))
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let list = list_of(thread, this)?;
        let Some(_guard) = ReprGuard::enter(this) else {
            return Ok(StrObject::from_str(thread, "[...]")?.value());
        };
        tuple::join_reprs(thread, "[", &|i| list.get(i), "]")
    }

    #[slot(plain_ops = "Add", ops = "Mul")]
    fn binary(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        match (op, left.downcast::<ListObject>(), right.downcast::<ListObject>()) {
            (BinaryOp::Add, Some(a), Some(b)) => {
                let result = ListObject::with_capacity(thread, a.len() + b.len())?;
                for list in [a, b] {
                    extend_by_list(thread, result, list)?;
                }
                Ok(result.value())
            }
            (BinaryOp::Add, Some(_), None) if !slicing::other_may_decide(right) => {
                let name = class_of(right).name_for_message();
                Err(thread.type_error(format_args!("can only concatenate list (not \"{name}\") to list")))
            }
            (BinaryOp::Mul, Some(list), None) => match slicing::repeat_count(thread, right)? {
                Some(count) => Ok(repeat(thread, list, count)?.value()),
                None => tuple::not_a_count(thread, right),
            },
            (BinaryOp::Mul, None, Some(list)) => match slicing::repeat_count(thread, left)? {
                Some(count) => Ok(repeat(thread, list, count)?.value()),
                None => tuple::not_a_count(thread, left),
            },
            (BinaryOp::Mul, Some(_), Some(_)) => tuple::not_a_count(thread, right),
            _ => Ok(not_implemented()),
        }
    }

    #[slot(ops = "Add Mul")]
    fn inplace(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        let list = list_of(thread, left)?;
        match op {
            BinaryOp::Add => {
                extend(thread, list, right)?;
                Ok(left)
            }
            BinaryOp::Mul => match slicing::repeat_count(thread, right)? {
                Some(count) => {
                    let repeated = repeat(thread, list, count)?;
                    let (storage, length) = repeated.take_storage();
                    list.put_storage(storage, length);
                    Ok(left)
                }
                None => tuple::not_a_count(thread, right),
            },
            _ => Ok(not_implemented()),
        }
    }
}
