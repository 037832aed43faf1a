//! Iterators over dicts: of keys, values and items, forward and backward.
//!
//! The six classes share one layout and one set of methods; what an iterator yields is kept in the object. An iterator
//! fails once the dict has another number of keys, and if more keys turn up than there were at its start.

use pyrs_macros::pymethods;
use pyrs_object::dict::DictObject;
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{PyResult, Ref, Thread, Value, core, heap_object};
use std::cell::Cell;

pub use pyrs_object::dict_view::Part;

/// Where an iterator goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Direction {
    /// Oldest entry first.
    Forward,
    /// Newest entry first.
    Backward,
}

/// An iterator over a dict. Its cells start zeroed: `Part` and `Direction` have a variant of number zero.
#[repr(C)]
pub struct DictIterator {
    header: Header,
    /// The dict, until the end is reached.
    dict: Field<Option<Ref<DictObject>>>,
    /// Forward: first position not yet seen; backward: one past it.
    position: Cell<usize>,
    /// Number of keys at the start, or `CHANGED`.
    used: Cell<usize>,
    /// Entries left.
    remaining: Cell<usize>,
    part: Cell<Part>,
    direction: Cell<Direction>,
}
heap_object!(DictIterator, "dictionary iterator", DICT_ITERATOR_LAYOUT, [dict]);

/// Kept as the number of keys once a change was reported, so that it is reported again.
const CHANGED: usize = usize::MAX;

const fn class(name: &'static str) -> NativeClass {
    NativeClass::new("builtins", name, &DICT_ITERATOR_LAYOUT).methods(DictIteratorMethods::TYPE_METHODS)
}

/// The classes, by direction and part.
static CLASSES: [[NativeClass; 3]; 2] = [
    [
        class("dict_keyiterator"),
        class("dict_valueiterator"),
        class("dict_itemiterator"),
    ],
    [
        class("dict_reversekeyiterator"),
        class("dict_reversevalueiterator"),
        class("dict_reverseitemiterator"),
    ],
];

/// An iterator over a dict.
pub fn new(thread: &mut Thread, dict: Ref<DictObject>, part: Part, direction: Direction) -> PyResult<Value> {
    let class = CLASSES[direction as usize][part as usize].get();
    let iterator: Ref<DictIterator> = class.allocate_instance(thread)?;
    iterator.dict.set(iterator, Some(dict));
    if direction == Direction::Backward {
        iterator.position.set(dict.entry_limit());
    }
    iterator.used.set(dict.len());
    iterator.remaining.set(dict.len());
    iterator.part.set(part);
    iterator.direction.set(direction);
    Ok(iterator.value())
}

/// The next entry.
fn advance(thread: &mut Thread, iterator: Ref<DictIterator>) -> PyResult<Option<(Value, Value)>> {
    let Some(dict) = iterator.dict.get() else {
        return Ok(None);
    };
    if dict.len() != iterator.used.get() {
        iterator.used.set(CHANGED);
        return Err(thread.runtime_error(format_args!("dictionary changed size during iteration")));
    }
    let position = iterator.position.get();
    let found = match iterator.direction.get() {
        Direction::Forward => dict.next_entry(position),
        Direction::Backward => dict.previous_entry(position),
    };
    let Some((at, key, value)) = found else {
        iterator.dict.set(iterator, None);
        return Ok(None);
    };
    if iterator.remaining.get() == 0 {
        iterator.dict.set(iterator, None);
        return Err(thread.runtime_error(format_args!("dictionary keys changed during iteration")));
    }
    iterator.remaining.set(iterator.remaining.get() - 1);
    iterator.position.set(match iterator.direction.get() {
        Direction::Forward => at + 1,
        Direction::Backward => at,
    });
    Ok(Some((key, value)))
}

/// The methods of dict iterators.
pub struct DictIteratorMethods;

#[pymethods]
impl DictIteratorMethods {
    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let Some(iterator) = this.downcast::<DictIterator>() else {
            let name = class_of(this).name_for_message();
            return Err(thread.type_error(format_args!("'{name}' object is not a dictionary iterator")));
        };
        match advance(thread, iterator)? {
            Some((key, value)) => iterator.part.get().of(thread, key, value).map(Some),
            None => Ok(None),
        }
    }

    /// Private method returning an estimate of len(list(it)).
    #[method]
    fn __length_hint__(_thread: &mut Thread, this: Ref<DictIterator>) -> usize {
        match this.dict.get() {
            Some(dict) if dict.len() == this.used.get() => this.remaining.get(),
            _ => 0,
        }
    }

    /// Return state information for pickling.
    #[method]
    fn __reduce__(thread: &mut Thread, this: Ref<DictIterator>) -> PyResult<Ref<TupleObject>> {
        // The copy is walked, so that this iterator stays where it is.
        let rest: Ref<DictIterator> = class_of(this.value()).allocate_instance(thread)?;
        rest.dict.set(rest, this.dict.get());
        rest.position.set(this.position.get());
        rest.used.set(this.used.get());
        rest.remaining.set(this.remaining.get());
        rest.part.set(this.part.get());
        rest.direction.set(this.direction.get());
        let items = crate::sequence::collect(thread, rest.value())?;
        let name = StrObject::intern(thread, "iter")?;
        let Some(iter) = core().builtins.get().get_interned(name) else {
            return Err(thread.name_error_plain(format_args!("name 'iter' is not defined")));
        };
        let args = TupleObject::from_slice(thread, &[items.value()])?;
        TupleObject::from_slice(thread, &[iter, args.value()])
    }
}

/// Makes the classes.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    for class in CLASSES.iter().flatten() {
        class.create(thread)?;
    }
    Ok(())
}
