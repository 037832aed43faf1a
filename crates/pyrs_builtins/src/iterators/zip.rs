//! `zip`.

use super::{check_all_ended, iterators_of, receiver, reduced, strict_keyword};
use pyrs_macros::pymethods;
use pyrs_object::iterator::ZipObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, protocol};

/// The methods of `zip`.
pub struct ZipMethods;

/// The zip object yields n-length tuples, where n is the number of iterables
/// passed as positional arguments to zip().  The i-th element in every tuple
/// comes from the i-th iterable argument to zip().  This continues until the
/// shortest argument is exhausted.
///
/// If strict is true and one of the arguments is exhausted before the others,
/// raise a ValueError.
///
///    >>> list(zip('abcdefg', range(3), range(4)))
///    [('a', 0, 0), ('b', 1, 1), ('c', 2, 2)]
#[pymethods]
impl ZipMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let strict = strict_keyword(thread, "zip", args)?;
        let iterators = iterators_of(thread, args.positional())?;
        let this: Ref<ZipObject> = crate::object::allocate(thread, class)?;
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
        let this = receiver::<ZipObject>(thread, this)?;
        let iterators = this.iterators.get();
        if iterators.is_empty() {
            return Ok(None);
        }
        let items = TupleObject::with_length(thread, iterators.len())?;
        for (index, iterator) in iterators.items_unbound().iter().enumerate() {
            match protocol::next(thread, *iterator)? {
                Some(item) => items.initialise_item(index, item),
                None => {
                    if this.strict.get() != 0 {
                        check_all_ended(thread, "zip", iterators, index)?;
                    }
                    return Ok(None);
                }
            }
        }
        Ok(Some(items.value()))
    }

    /// Return state information for pickling.
    #[method]
    fn __reduce__(thread: &mut Thread, this: Ref<ZipObject>) -> PyResult<Ref<TupleObject>> {
        reduced(thread, this.value(), this.iterators.get(), this.strict.get() != 0)
    }

    /// Set state information for unpickling.
    #[method]
    fn __setstate__(thread: &mut Thread, this: Ref<ZipObject>, state: Value) -> PyResult<()> {
        let strict = protocol::truth(thread, state)?;
        this.strict.set(u64::from(strict));
        Ok(())
    }
}
