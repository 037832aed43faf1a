//! `map`.

use super::{check_all_ended, iterators_of, receiver, reduced, strict_keyword};
use pyrs_macros::pymethods;
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::tuple::TupleObject;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, heap_object, protocol};
use std::cell::Cell;

/// A function, and the iterators that its arguments come from.
#[repr(C)]
pub struct MapObject {
    header: Header,
    function: Field<Value>,
    iterators: Field<Ref<TupleObject>>,
    /// Not zero if all iterators have to end together.
    strict: Cell<u64>,
}
heap_object!(MapObject, "map", MAP_LAYOUT, [function, iterators]);

/// The class.
pub static MAP: NativeClass = NativeClass::new("builtins", "map", &MAP_LAYOUT)
    .subclassable()
    .methods(MapMethods::TYPE_METHODS);

/// The methods of `map`.
pub struct MapMethods;

/// Make an iterator that computes the function using arguments from
/// each of the iterables.  Stops when the shortest iterable is exhausted.
///
/// If strict is true and one of the arguments is exhausted before the others,
/// raise a ValueError.
#[pymethods]
impl MapMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let strict = strict_keyword(thread, "map", args)?;
        let [function, iterables @ ..] = args.positional() else {
            return Err(thread.type_error(format_args!("map() must have at least two arguments.")));
        };
        if iterables.is_empty() {
            return Err(thread.type_error(format_args!("map() must have at least two arguments.")));
        }
        let iterators = iterators_of(thread, iterables)?;
        let this: Ref<MapObject> = crate::object::allocate(thread, class)?;
        this.function.set(this, *function);
        this.iterators.set(this, iterators);
        this.strict.set(u64::from(strict));
        Ok(this.value())
    }

    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let this = receiver::<MapObject>(thread, this)?;
        let iterators = this.iterators.get();
        if let &[iterator] = iterators.items_unbound() {
            return match protocol::next(thread, iterator)? {
                Some(item) => protocol::call(thread, this.function.get(), &[item]).map(Some),
                None => Ok(None),
            };
        }
        let items = TupleObject::with_length(thread, iterators.len())?;
        for (index, iterator) in iterators.items_unbound().iter().enumerate() {
            match protocol::next(thread, *iterator)? {
                Some(item) => items.initialise_item(index, item),
                None => {
                    if this.strict.get() != 0 {
                        check_all_ended(thread, "map", iterators, index)?;
                    }
                    return Ok(None);
                }
            }
        }
        protocol::call(thread, this.function.get(), items.items_unbound()).map(Some)
    }

    /// Return state information for pickling.
    #[method]
    fn __reduce__(thread: &mut Thread, this: Ref<MapObject>) -> PyResult<Ref<TupleObject>> {
        let iterators = this.iterators.get();
        let args = TupleObject::with_length(thread, iterators.len() + 1)?;
        args.initialise_item(0, this.function.get());
        for (index, iterator) in iterators.items_unbound().iter().enumerate() {
            args.initialise_item(index + 1, *iterator);
        }
        reduced(thread, this.value(), args, this.strict.get() != 0)
    }

    /// Set state information for unpickling.
    #[method]
    fn __setstate__(thread: &mut Thread, this: Ref<MapObject>, state: Value) -> PyResult<()> {
        let strict = protocol::truth(thread, state)?;
        this.strict.set(u64::from(strict));
        Ok(())
    }
}
