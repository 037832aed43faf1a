//! `chain`, `islice` and `starmap`.

use super::native_iterator;
use crate::collect::{allocate, no_keywords, to_tuple};
use pyrs_macros::pymethods;
use pyrs_object::convert::{Signature, bind_slot};
use pyrs_object::tuple::TupleObject;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, none, protocol};

native_iterator!(
    /// `chain`: an iterator of iterables, and the iterator of the current one.
    ChainObject, "chain", CHAIN_LAYOUT, CHAIN, ChainMethods, [source, active], []
);

/// Holds the methods of `chain`.
pub struct ChainMethods;

fn new_chain(thread: &mut Thread, class: Value, source: Value) -> PyResult<Value> {
    let this: Ref<ChainObject> = allocate(thread, class)?;
    this.source.set(this, Some(source));
    Ok(this.value())
}

/// Return a chain object whose .__next__() method returns elements from the
/// first iterable until it is exhausted, then elements from the next
/// iterable, until all of the iterables are exhausted.
#[pymethods]
impl ChainMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        no_keywords(thread, "chain", args)?;
        let iterables = TupleObject::from_slice(thread, args.positional())?;
        let source = protocol::iter(thread, iterables.value())?;
        new_chain(thread, class, source)
    }

    /// Alternative chain() constructor taking a single iterable argument that evaluates lazily.
    #[classmethod]
    fn from_iterable(thread: &mut Thread, class: Value, iterable: Value) -> PyResult<Value> {
        let source = protocol::iter(thread, iterable)?;
        new_chain(thread, class, source)
    }

    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let this = ChainObject::of(thread, this)?;
        while let Some(source) = this.source.get() {
            let active = match this.active.get() {
                Some(active) => active,
                None => {
                    let opened = match protocol::next(thread, source) {
                        Ok(Some(iterable)) => protocol::iter(thread, iterable),
                        Ok(None) => {
                            this.source.set(this, None);
                            return Ok(None);
                        }
                        Err(raised) => Err(raised),
                    };
                    match opened {
                        Ok(active) => {
                            this.active.set(this, Some(active));
                            active
                        }
                        Err(raised) => {
                            this.source.set(this, None);
                            return Err(raised);
                        }
                    }
                }
            };
            if let Some(item) = protocol::next(thread, active)? {
                return Ok(Some(item));
            }
            this.active.set(this, None);
        }
        Ok(None)
    }
}

native_iterator!(
    /// `islice`: the index of the next item to give, the end (-1 for none), the step, and the items taken so far.
    ISliceObject, "islice", ISLICE_LAYOUT, ISLICE, ISliceMethods, [iterator], [next, stop, step, taken]
);

/// Holds the methods of `islice`.
pub struct ISliceMethods;

/// A position of `islice`: `None` for None, an error for what is not a number within `0..=sys.maxsize`.
fn position(thread: &mut Thread, value: Value, message: &str) -> PyResult<Option<i64>> {
    if value == none() {
        return Ok(None);
    }
    let number = match protocol::index_clamped(thread, value) {
        Ok(number) => number,
        Err(_) => {
            thread.take_raised();
            -1
        }
    };
    let exact = pyrs_object::int::is_int(value) && pyrs_object::int::as_i64(value).is_none();
    if number < 0 || exact {
        return Err(thread.value_error(format_args!("{message}")));
    }
    Ok(Some(number))
}

const STOP: &str = "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
const INDICES: &str = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
const STEP: &str = "Step for islice() must be a positive integer or None.";

/// islice(iterable, stop) --> islice object
/// islice(iterable, start, stop[, step]) --> islice object
///
/// Return an iterator whose next() method returns selected values from an
/// iterable.  If start is specified, will skip all preceding elements;
/// otherwise, start defaults to zero.  Step defaults to one.  If
/// specified as another value, step determines how many values are
/// skipped between successive calls.  Works like a slice() on a list
/// but returns an iterator.
#[pymethods]
impl ISliceMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        no_keywords(thread, "islice", args)?;
        let (iterable, start, stop, step) = match *args.positional() {
            [iterable, stop] => (iterable, None, position(thread, stop, STOP)?, None),
            [iterable, start, stop] | [iterable, start, stop, _] => {
                let start = position(thread, start, INDICES)?;
                let stop = position(thread, stop, STOP)?;
                let step = match args.positional().get(3) {
                    Some(step) => position(thread, *step, STEP)?,
                    None => None,
                };
                (iterable, start, stop, step)
            }
            ref other => {
                let (bound, count, given) = if other.len() < 2 {
                    ("least", 2, other.len())
                } else {
                    ("most", 4, other.len())
                };
                return Err(thread.type_error(format_args!(
                    "islice expected at {bound} {count} arguments, got {given}"
                )));
            }
        };
        if step == Some(0) {
            return Err(thread.value_error(format_args!("{STEP}")));
        }
        let iterator = protocol::iter(thread, iterable)?;
        let this: Ref<ISliceObject> = allocate(thread, class)?;
        this.iterator.set(this, Some(iterator));
        this.next.set(start.unwrap_or(0));
        this.stop.set(stop.unwrap_or(-1));
        this.step.set(step.unwrap_or(1));
        Ok(this.value())
    }

    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let this = ISliceObject::of(thread, this)?;
        let Some(iterator) = this.iterator.get() else {
            return Ok(None);
        };
        let stop = this.stop.get();
        let target = this.next.get();
        let limit = if stop >= 0 { target.min(stop) } else { target };
        while this.taken.get() < limit {
            if protocol::next(thread, iterator)?.is_none() {
                this.iterator.set(this, None);
                return Ok(None);
            }
            this.taken.set(this.taken.get() + 1);
        }
        if stop >= 0 && this.taken.get() >= stop {
            this.iterator.set(this, None);
            return Ok(None);
        }
        let item = protocol::next(thread, iterator)?;
        if item.is_none() {
            this.iterator.set(this, None);
            return Ok(None);
        }
        this.taken.set(this.taken.get() + 1);
        let next = target.saturating_add(this.step.get());
        this.next.set(if stop >= 0 { next.min(stop) } else { next });
        Ok(item)
    }
}

native_iterator!(
    /// `starmap`: the function, and the iterator of argument sequences.
    StarmapObject, "starmap", STARMAP_LAYOUT, STARMAP, StarmapMethods, [function, iterator], []
);

/// Holds the methods of `starmap`.
pub struct StarmapMethods;

static STARMAP_SIGNATURE: Signature = Signature::of_positional_slot("starmap", &["function", "iterable"], 2);

/// Return an iterator whose values are returned from the function evaluated with an argument tuple taken from the
/// given sequence.
#[pymethods]
impl StarmapMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let [function, iterable] = bind_slot::<2>(thread, &STARMAP_SIGNATURE, args)?;
        let iterator = protocol::iter(thread, iterable.unwrap_or_else(none))?;
        let this: Ref<StarmapObject> = allocate(thread, class)?;
        this.function.set(this, function);
        this.iterator.set(this, Some(iterator));
        Ok(this.value())
    }

    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let this = StarmapObject::of(thread, this)?;
        let (Some(function), Some(iterator)) = (this.function.get(), this.iterator.get()) else {
            return Ok(None);
        };
        let Some(item) = protocol::next(thread, iterator)? else {
            return Ok(None);
        };
        let args = to_tuple(thread, item)?;
        protocol::call(thread, function, args.items_unbound()).map(Some)
    }
}
