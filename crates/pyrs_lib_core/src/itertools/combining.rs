//! `accumulate` and `zip_longest`.

use super::native_iterator;
use crate::collect::allocate;
use pyrs_macros::pymethods;
use pyrs_object::array::ValueArray;
use pyrs_object::convert::{Signature, bind_slot};
use pyrs_object::slots::BinaryOp;
use pyrs_object::tuple::TupleObject;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, none, protocol};

native_iterator!(
    /// `accumulate`: the iterator, the function if there is one, the total so far, and a first total still to be given.
    AccumulateObject, "accumulate", ACCUMULATE_LAYOUT, ACCUMULATE, AccumulateMethods,
    [iterator, function, total, initial], []
);
static ACCUMULATE_SIGNATURE: Signature = Signature {
    keyword_only_from: 2,
    ..Signature::of_slot("accumulate", &["iterable", "func", "initial"], 1)
};

/// Holds the methods of `accumulate`.
pub struct AccumulateMethods;

/// Return series of accumulated sums (or other binary function results).
#[pymethods]
impl AccumulateMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let [iterable, function, initial] = bind_slot::<3>(thread, &ACCUMULATE_SIGNATURE, args)?;
        let iterator = protocol::iter(thread, iterable.unwrap_or_else(none))?;
        let this: Ref<AccumulateObject> = allocate(thread, class)?;
        this.iterator.set(this, Some(iterator));
        this.function.set(this, function.filter(|function| *function != none()));
        this.initial.set(this, initial.filter(|initial| *initial != none()));
        Ok(this.value())
    }

    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let this = AccumulateObject::of(thread, this)?;
        if let Some(initial) = this.initial.get() {
            this.initial.set(this, None);
            this.total.set(this, Some(initial));
            return Ok(Some(initial));
        }
        let Some(iterator) = this.iterator.get() else {
            return Ok(None);
        };
        let Some(item) = protocol::next(thread, iterator)? else {
            return Ok(None);
        };
        let total = match (this.total.get(), this.function.get()) {
            (None, _) => item,
            (Some(total), None) => protocol::binary(thread, BinaryOp::Add, total, item)?,
            (Some(total), Some(function)) => protocol::call(thread, function, &[total, item])?,
        };
        this.total.set(this, Some(total));
        Ok(Some(total))
    }
}

native_iterator!(
    /// `zip_longest`: an array of iterators, empty where one has ended, the value that fills, and how many are active.
    ZipLongestObject, "zip_longest", ZIP_LONGEST_LAYOUT, ZIP_LONGEST, ZipLongestMethods, [iterators, fill], [active]
);

/// Holds the methods of `zip_longest`.
pub struct ZipLongestMethods;

/// Return a zip_longest object whose .__next__() method returns a tuple where
/// the i-th element comes from the i-th iterable argument.
///
/// The .__next__() method continues until the longest iterable in the argument sequence
/// is exhausted. When the shorter iterables are exhausted, the fillvalue is substituted
/// in their place.
#[pymethods]
impl ZipLongestMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let mut fill = none();
        for (name, value) in args.keywords() {
            if !name.equals_str("fillvalue") {
                return Err(thread.type_error(format_args!("zip_longest() got an unexpected keyword argument")));
            }
            fill = value;
        }
        let iterables = args.positional();
        let iterators = ValueArray::new(thread, iterables.len())?;
        for (index, iterable) in iterables.iter().enumerate() {
            let iterator = protocol::iter(thread, *iterable)?;
            iterators.set(index, Some(iterator));
        }
        let this: Ref<ZipLongestObject> = allocate(thread, class)?;
        this.iterators.set(this, Some(iterators.value()));
        this.fill.set(this, Some(fill));
        this.active.set(iterables.len() as i64);
        Ok(this.value())
    }

    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let this = ZipLongestObject::of(thread, this)?;
        let Some(iterators) = this.iterators.get().and_then(|array| array.downcast::<ValueArray>()) else {
            return Ok(None);
        };
        if this.active.get() == 0 {
            return Ok(None);
        }
        let fill = this.fill.get().unwrap_or_else(none);
        let row = ValueArray::new(thread, iterators.capacity())?;
        for index in 0..iterators.capacity() {
            let mut item = None;
            if let Some(iterator) = iterators.get(index) {
                item = match protocol::next(thread, iterator) {
                    Ok(item) => item,
                    Err(raised) => {
                        this.active.set(0);
                        return Err(raised);
                    }
                };
                if item.is_none() {
                    iterators.set(index, None);
                    this.active.set(this.active.get() - 1);
                    if this.active.get() <= 0 {
                        this.active.set(0);
                        return Ok(None);
                    }
                }
            }
            row.set(index, Some(item.unwrap_or(fill)));
        }
        let count = row.capacity();
        Ok(Some(TupleObject::from_slice(thread, row.values(count))?.value()))
    }
}
