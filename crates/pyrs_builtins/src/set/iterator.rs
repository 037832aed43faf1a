//! The iterator over a set. It fails once the set has another number of keys.

use pyrs_macros::pymethods;
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::set::SetObject;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{PyResult, Ref, Thread, Value, core, heap_object};
use std::cell::Cell;

/// An iterator over a set.
#[repr(C)]
pub struct SetIterator {
    header: Header,
    /// The set, until the end is reached.
    set: Field<Option<Ref<SetObject>>>,
    /// First slot not yet seen.
    position: Cell<usize>,
    /// Number of keys at the start, or `CHANGED`.
    used: Cell<usize>,
    /// Keys left.
    remaining: Cell<usize>,
}
heap_object!(SetIterator, "set iterator", SET_ITERATOR_LAYOUT, [set]);

/// Kept as the number of keys once a change was reported, so that it is reported again.
const CHANGED: usize = usize::MAX;

/// The class.
pub static SET_ITERATOR: NativeClass =
    NativeClass::new("builtins", "set_iterator", &SET_ITERATOR_LAYOUT).methods(SetIteratorMethods::TYPE_METHODS);

/// An iterator over a set.
pub fn new(thread: &mut Thread, set: Ref<SetObject>) -> PyResult<Value> {
    let iterator: Ref<SetIterator> = SET_ITERATOR.get().allocate_instance(thread)?;
    iterator.set.set(iterator, Some(set));
    iterator.used.set(set.len());
    iterator.remaining.set(set.len());
    Ok(iterator.value())
}

/// The methods of `set_iterator`.
pub struct SetIteratorMethods;

#[pymethods]
impl SetIteratorMethods {
    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let Some(iterator) = this.downcast::<SetIterator>() else {
            let name = class_of(this).name_for_message();
            return Err(thread.type_error(format_args!("'{name}' object is not a set iterator")));
        };
        let Some(set) = iterator.set.get() else {
            return Ok(None);
        };
        if set.len() != iterator.used.get() {
            iterator.used.set(CHANGED);
            return Err(thread.runtime_error(format_args!("Set changed size during iteration")));
        }
        match set.next_key(iterator.position.get()) {
            Some((at, key)) => {
                iterator.position.set(at + 1);
                iterator.remaining.set(iterator.remaining.get().saturating_sub(1));
                Ok(Some(key))
            }
            None => {
                iterator.set.set(iterator, None);
                Ok(None)
            }
        }
    }

    /// Private method returning an estimate of len(list(it)).
    #[method]
    fn __length_hint__(_thread: &mut Thread, this: Ref<SetIterator>) -> usize {
        match this.set.get() {
            Some(set) if set.len() == this.used.get() => this.remaining.get(),
            _ => 0,
        }
    }

    /// Return state information for pickling.
    #[method]
    fn __reduce__(thread: &mut Thread, this: Ref<SetIterator>) -> PyResult<Ref<TupleObject>> {
        // The copy is walked, so that this iterator stays where it is.
        let rest: Ref<SetIterator> = SET_ITERATOR.get().allocate_instance(thread)?;
        rest.set.set(rest, this.set.get());
        rest.position.set(this.position.get());
        rest.used.set(this.used.get());
        rest.remaining.set(this.remaining.get());
        let items = crate::sequence::collect(thread, rest.value())?;
        let name = StrObject::intern(thread, "iter")?;
        let Some(iter) = core().builtins.get().get_interned(name) else {
            return Err(thread.name_error_plain(format_args!("name 'iter' is not defined")));
        };
        let args = TupleObject::from_slice(thread, &[items.value()])?;
        TupleObject::from_slice(thread, &[iter, args.value()])
    }
}

/// Makes the class.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    SET_ITERATOR.create(thread).map(|_| ())
}
