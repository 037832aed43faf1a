//! Iterators that choose items: `takewhile`, `dropwhile`, `filterfalse`, `compress`; and `cycle`, `pairwise`.

use super::native_iterator;
use crate::collect::{allocate, no_keywords};
use pyrs_macros::pymethods;
use pyrs_object::convert::{Signature, bind_slot};
use pyrs_object::list::ListObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, none, protocol};

/// Binds `(function, iterable)` and opens the iterable.
fn function_and_iterator(thread: &mut Thread, signature: &'static Signature, args: Args) -> PyResult<(Value, Value)> {
    let [function, iterable] = bind_slot::<2>(thread, signature, args)?;
    let iterator = protocol::iter(thread, iterable.unwrap_or_else(none))?;
    Ok((function.unwrap_or_else(none), iterator))
}

fn holds(thread: &mut Thread, function: Value, item: Value) -> PyResult<bool> {
    let result = protocol::call(thread, function, &[item])?;
    protocol::truth(thread, result)
}

native_iterator!(
    /// `takewhile`; without iterator once it has ended.
    TakeWhileObject, "takewhile", TAKEWHILE_LAYOUT, TAKEWHILE, TakeWhileMethods, [function, iterator], []
);
static TAKEWHILE_SIGNATURE: Signature = Signature::of_positional_slot("takewhile", &["predicate", "iterable"], 2);

/// Holds the methods of `takewhile`.
pub struct TakeWhileMethods;

/// Return successive entries from an iterable as long as the predicate evaluates to true for each entry.
#[pymethods]
impl TakeWhileMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let (function, iterator) = function_and_iterator(thread, &TAKEWHILE_SIGNATURE, args)?;
        let this: Ref<TakeWhileObject> = allocate(thread, class)?;
        this.function.set(this, Some(function));
        this.iterator.set(this, Some(iterator));
        Ok(this.value())
    }

    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let this = TakeWhileObject::of(thread, this)?;
        let (Some(function), Some(iterator)) = (this.function.get(), this.iterator.get()) else {
            return Ok(None);
        };
        let Some(item) = protocol::next(thread, iterator)? else {
            return Ok(None);
        };
        if holds(thread, function, item)? {
            return Ok(Some(item));
        }
        this.iterator.set(this, None);
        Ok(None)
    }
}

native_iterator!(
    /// `dropwhile`; without function once the first item has been given.
    DropWhileObject, "dropwhile", DROPWHILE_LAYOUT, DROPWHILE, DropWhileMethods, [function, iterator], []
);
static DROPWHILE_SIGNATURE: Signature = Signature::of_positional_slot("dropwhile", &["predicate", "iterable"], 2);

/// Holds the methods of `dropwhile`.
pub struct DropWhileMethods;

/// Drop items from the iterable while predicate(item) is true.
///
/// Afterwards, return every element until the iterable is exhausted.
#[pymethods]
impl DropWhileMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let (function, iterator) = function_and_iterator(thread, &DROPWHILE_SIGNATURE, args)?;
        let this: Ref<DropWhileObject> = allocate(thread, class)?;
        this.function.set(this, Some(function));
        this.iterator.set(this, Some(iterator));
        Ok(this.value())
    }

    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let this = DropWhileObject::of(thread, this)?;
        let Some(iterator) = this.iterator.get() else {
            return Ok(None);
        };
        while let Some(item) = protocol::next(thread, iterator)? {
            match this.function.get() {
                Some(function) if holds(thread, function, item)? => {}
                _ => {
                    this.function.set(this, None);
                    return Ok(Some(item));
                }
            }
        }
        Ok(None)
    }
}

native_iterator!(
    /// `filterfalse`.
    FilterFalseObject, "filterfalse", FILTERFALSE_LAYOUT, FILTERFALSE, FilterFalseMethods, [function, iterator], []
);
static FILTERFALSE_SIGNATURE: Signature = Signature::of_positional_slot("filterfalse", &["function", "iterable"], 2);

/// Holds the methods of `filterfalse`.
pub struct FilterFalseMethods;

/// Return those items of iterable for which function(item) is false.
///
/// If function is None, return the items that are false.
#[pymethods]
impl FilterFalseMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let (function, iterator) = function_and_iterator(thread, &FILTERFALSE_SIGNATURE, args)?;
        let this: Ref<FilterFalseObject> = allocate(thread, class)?;
        this.function.set(this, Some(function));
        this.iterator.set(this, Some(iterator));
        Ok(this.value())
    }

    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let this = FilterFalseObject::of(thread, this)?;
        let (Some(function), Some(iterator)) = (this.function.get(), this.iterator.get()) else {
            return Ok(None);
        };
        while let Some(item) = protocol::next(thread, iterator)? {
            let chosen = if function == none() {
                protocol::truth(thread, item)?
            } else {
                holds(thread, function, item)?
            };
            if !chosen {
                return Ok(Some(item));
            }
        }
        Ok(None)
    }
}

native_iterator!(
    /// `compress`.
    CompressObject, "compress", COMPRESS_LAYOUT, COMPRESS, CompressMethods, [data, selectors], []
);
static COMPRESS_SIGNATURE: Signature = Signature::of_slot("compress", &["data", "selectors"], 2);

/// Holds the methods of `compress`.
pub struct CompressMethods;

/// Return data elements corresponding to true selector elements.
#[pymethods]
impl CompressMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let [data, selectors] = bind_slot::<2>(thread, &COMPRESS_SIGNATURE, args)?;
        let data = protocol::iter(thread, data.unwrap_or_else(none))?;
        let selectors = protocol::iter(thread, selectors.unwrap_or_else(none))?;
        let this: Ref<CompressObject> = allocate(thread, class)?;
        this.data.set(this, Some(data));
        this.selectors.set(this, Some(selectors));
        Ok(this.value())
    }

    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let this = CompressObject::of(thread, this)?;
        let (Some(data), Some(selectors)) = (this.data.get(), this.selectors.get()) else {
            return Ok(None);
        };
        while let Some(item) = protocol::next(thread, data)? {
            let Some(selector) = protocol::next(thread, selectors)? else {
                return Ok(None);
            };
            if protocol::truth(thread, selector)? {
                return Ok(Some(item));
            }
        }
        Ok(None)
    }
}

native_iterator!(
    /// `cycle`: the iterator until it ends, the list of its items, and the index of the next one after that.
    CycleObject, "cycle", CYCLE_LAYOUT, CYCLE, CycleMethods, [iterator, saved], [index]
);
static CYCLE_SIGNATURE: Signature = Signature::of_positional_slot("cycle", &["iterable"], 1);

/// Holds the methods of `cycle`.
pub struct CycleMethods;

/// Return elements from the iterable until it is exhausted. Then repeat the sequence indefinitely.
#[pymethods]
impl CycleMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let [iterable] = bind_slot::<1>(thread, &CYCLE_SIGNATURE, args)?;
        let iterator = protocol::iter(thread, iterable.unwrap_or_else(none))?;
        let saved = ListObject::with_capacity(thread, 0)?;
        let this: Ref<CycleObject> = allocate(thread, class)?;
        this.iterator.set(this, Some(iterator));
        this.saved.set(this, Some(saved.value()));
        Ok(this.value())
    }

    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let this = CycleObject::of(thread, this)?;
        let Some(saved) = this.saved.get().and_then(|saved| saved.downcast::<ListObject>()) else {
            return Ok(None);
        };
        if let Some(iterator) = this.iterator.get() {
            if let Some(item) = protocol::next(thread, iterator)? {
                saved.push(thread, item)?;
                return Ok(Some(item));
            }
            this.iterator.set(this, None);
        }
        let index = this.index.get() as usize;
        let item = saved.get(index);
        this.index
            .set(if index + 1 < saved.len() { index as i64 + 1 } else { 0 });
        Ok(item)
    }
}

native_iterator!(
    /// `pairwise`: the iterator until it ends, and the last item it gave.
    PairwiseObject, "pairwise", PAIRWISE_LAYOUT, PAIRWISE, PairwiseMethods, [iterator, previous], []
);
static PAIRWISE_SIGNATURE: Signature = Signature::of_positional_slot("pairwise", &["iterable"], 1);

/// Holds the methods of `pairwise`.
pub struct PairwiseMethods;

/// Return an iterator of overlapping pairs taken from the input iterator.
#[pymethods]
impl PairwiseMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        no_keywords(thread, "pairwise", args)?;
        let [iterable] = bind_slot::<1>(thread, &PAIRWISE_SIGNATURE, args)?;
        let iterator = protocol::iter(thread, iterable.unwrap_or_else(none))?;
        let this: Ref<PairwiseObject> = allocate(thread, class)?;
        this.iterator.set(this, Some(iterator));
        Ok(this.value())
    }

    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let this = PairwiseObject::of(thread, this)?;
        let Some(iterator) = this.iterator.get() else {
            return Ok(None);
        };
        let previous = match this.previous.get() {
            Some(previous) => Some(previous),
            None => {
                let first = protocol::next(thread, iterator)?;
                this.previous.set(this, first);
                first
            }
        };
        if let Some(previous) = previous
            && let Some(item) = protocol::next(thread, iterator)?
        {
            this.previous.set(this, Some(item));
            return Ok(Some(TupleObject::from_slice(thread, &[previous, item])?.value()));
        }
        this.iterator.set(this, None);
        this.previous.set(this, None);
        Ok(None)
    }
}
