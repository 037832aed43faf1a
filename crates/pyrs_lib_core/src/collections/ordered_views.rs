//! Views and iterators of `OrderedDict`.
//!
//! An iterator holds the version of the dict, which changes with every change of the keys or of their order.

use crate::collect::wrong_receiver;
use pyrs_macros::pymethods;
use pyrs_object::dict::DictObject;
use pyrs_object::dict_view::{DICT_VIEW_LAYOUT, DictView, Part};
use pyrs_object::header::{Field, Header};
use pyrs_object::list::ListObject;
use pyrs_object::native_class::NativeClass;
use pyrs_object::tuple::TupleObject;
use pyrs_object::{PyResult, Ref, Thread, Value, heap_object};
use std::cell::Cell;

/// `odict_keys`.
pub static ORDERED_KEYS: NativeClass = NativeClass::new("builtins", "odict_keys", &DICT_VIEW_LAYOUT)
    .base(|| Part::Key.class())
    .methods(OrderedViewMethods::TYPE_METHODS);
/// `odict_values`.
pub static ORDERED_VALUES: NativeClass = NativeClass::new("builtins", "odict_values", &DICT_VIEW_LAYOUT)
    .base(|| Part::Value.class())
    .methods(OrderedViewMethods::TYPE_METHODS);
/// `odict_items`.
pub static ORDERED_ITEMS: NativeClass = NativeClass::new("builtins", "odict_items", &DICT_VIEW_LAYOUT)
    .base(|| Part::Item.class())
    .methods(OrderedViewMethods::TYPE_METHODS);

/// An iterator.
#[repr(C)]
pub struct OrderedIterator {
    header: Header,
    /// The dict, until the end is reached.
    dict: Field<Option<Ref<DictObject>>>,
    /// Forward: first position not yet seen; backward: one past it.
    position: Cell<usize>,
    version: Cell<u64>,
    part: Cell<Part>,
    backward: Cell<u64>,
}
heap_object!(OrderedIterator, "odict_iterator", ORDERED_ITERATOR_LAYOUT, [dict]);

/// The class of iterators.
pub static ORDERED_ITERATOR: NativeClass = NativeClass::new("builtins", "odict_iterator", &ORDERED_ITERATOR_LAYOUT)
    .methods(OrderedIteratorMethods::TYPE_METHODS);

/// An iterator.
pub fn iterator(thread: &mut Thread, dict: Ref<DictObject>, part: Part, backward: bool) -> PyResult<Value> {
    let iterator: Ref<OrderedIterator> = ORDERED_ITERATOR.get().allocate_instance(thread)?;
    iterator.dict.set(iterator, Some(dict));
    iterator.position.set(if backward { dict.entry_limit() } else { 0 });
    iterator.version.set(dict.version());
    iterator.part.set(part);
    iterator.backward.set(u64::from(backward));
    Ok(iterator.value())
}

fn advance(thread: &mut Thread, this: Ref<OrderedIterator>) -> PyResult<Option<Value>> {
    let Some(dict) = this.dict.get() else {
        return Ok(None);
    };
    if dict.version() != this.version.get() {
        return Err(thread.runtime_error(format_args!("OrderedDict mutated during iteration")));
    }
    let backward = this.backward.get() != 0;
    let found = match backward {
        true => dict.previous_entry(this.position.get()),
        false => dict.next_entry(this.position.get()),
    };
    let Some((at, key, value)) = found else {
        this.dict.set(this, None);
        return Ok(None);
    };
    this.position.set(if backward { at } else { at + 1 });
    this.part.get().of(thread, key, value).map(Some)
}

/// The methods of iterators.
pub struct OrderedIteratorMethods;

#[pymethods]
impl OrderedIteratorMethods {
    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        match this.downcast() {
            Some(this) => advance(thread, this),
            None => Err(wrong_receiver(thread, "odict_iterator", this)),
        }
    }

    /// Return state information for pickling
    #[method(name = "__reduce__")]
    fn reduce(thread: &mut Thread, this: Ref<OrderedIterator>) -> PyResult<Value> {
        let rest = ListObject::with_capacity(thread, 0)?;
        // What is left is walked, and the iterator stays where it is.
        let (dict, position) = (this.dict.get(), this.position.get());
        while let Some(item) = advance(thread, this)? {
            rest.push(thread, item)?;
        }
        this.dict.set(this, dict);
        this.position.set(position);
        let iter = crate::invoke::builtin(thread, "iter")?;
        let args = TupleObject::from_slice(thread, &[rest.value()])?;
        Ok(TupleObject::from_slice(thread, &[iter, args.value()])?.value())
    }
}

/// The methods of views.
pub struct OrderedViewMethods;

#[pymethods]
impl OrderedViewMethods {
    #[slot]
    fn iter(thread: &mut Thread, this: Value) -> PyResult<Value> {
        match this.downcast::<DictView>() {
            Some(view) => iterator(thread, view.dict.get(), view.part.get(), false),
            None => Err(wrong_receiver(thread, "odict view", this)),
        }
    }

    #[method(name = "__reversed__")]
    fn reversed(thread: &mut Thread, this: Ref<DictView>) -> PyResult<Value> {
        iterator(thread, this.dict.get(), this.part.get(), true)
    }
}

/// Makes the classes.
pub fn create(thread: &mut Thread) -> PyResult<()> {
    for class in [&ORDERED_KEYS, &ORDERED_VALUES, &ORDERED_ITEMS, &ORDERED_ITERATOR] {
        class.create(thread)?;
    }
    Ok(())
}
