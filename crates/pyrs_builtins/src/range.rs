//! `range`: bounds are ints of any size; the common case of 64-bit ones is computed without big ints.

use pyrs_macros::pymethods;
use pyrs_object::big::IBig;
use pyrs_object::header::{Field, Header};
use pyrs_object::heap_object;
use pyrs_object::iterator::RangeIterator;
use pyrs_object::native_class::NativeClass;
use pyrs_object::range::{RangeObject, SliceObject, range_length};
use pyrs_object::slots::CompareOp;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::class_of;
use pyrs_object::value::{SMALL_INT_MAX, SMALL_INT_MIN};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, bool_value, core, int, none, not_implemented, protocol};

/// Fills the classes.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    RangeMethods::register(thread, core().types.range.get())?;
    BIG_ITERATOR.create(thread)?;
    Ok(())
}

fn range_of(thread: &mut Thread, value: Value) -> PyResult<Ref<RangeObject>> {
    match value.downcast() {
        Some(range) => Ok(range),
        None => {
            let name = class_of(value).name_for_message();
            Err(thread.type_error(format_args!("expected a range, not '{name}'")))
        }
    }
}

/// An argument as an exact int.
fn exact_index(thread: &mut Thread, value: Value) -> PyResult<Value> {
    let index = protocol::index(thread, value)?;
    if class_of(index) == core().types.int.get() {
        return Ok(index);
    }
    match int::as_bool(index) {
        Some(flag) => Ok(Value::small_int(flag.into())),
        None => int::from_big(thread, &big(index)),
    }
}

fn big(value: Value) -> IBig {
    int::as_big(value).unwrap_or_default()
}

/// Start, stop and step, if all fit 64 bits.
fn bounds(range: Ref<RangeObject>) -> Option<(i64, i64, i64)> {
    Some((
        int::as_i64(range.start.get())?,
        int::as_i64(range.stop.get())?,
        int::as_i64(range.step.get())?,
    ))
}

/// A range; the step is not zero.
fn make(thread: &mut Thread, start: Value, stop: Value, step: Value) -> PyResult<Ref<RangeObject>> {
    let length = match (int::as_i64(start), int::as_i64(stop), int::as_i64(step)) {
        (Some(start), Some(stop), Some(step)) => int::from_u64(thread, range_length(start, stop, step))?,
        _ => {
            let (first, last, stride) = (big(start), big(stop), big(step));
            let zero = IBig::ZERO;
            let (span, stride) = if stride > zero {
                (last - first, stride)
            } else {
                (first - last, -stride)
            };
            let length = if span <= zero {
                zero
            } else {
                (span - IBig::ONE) / stride + IBig::ONE
            };
            int::from_big(thread, &length)?
        }
    };
    RangeObject::new(thread, start, stop, step, length)
}

/// Start, step and length, if the range's numbers can be computed with in 64 bits.
fn small_parts(range: Ref<RangeObject>) -> Option<(i64, i64, i64)> {
    Some((
        range.start.get().as_small_int()?,
        range.step.get().as_small_int()?,
        range.length.get().as_small_int()?,
    ))
}

fn item(thread: &mut Thread, range: Ref<RangeObject>, position: Value) -> PyResult<Value> {
    if let (Some((start, _, step)), Some(position)) = (bounds(range), int::as_i64(position))
        && let Some(number) = step.checked_mul(position).and_then(|offset| start.checked_add(offset))
    {
        return int::from_i64(thread, number);
    }
    let number = big(range.start.get()) + big(range.step.get()) * big(position);
    int::from_big(thread, &number)
}

/// An iterator over the numbers `start + k * step` for `k` below `length`.
fn iterate(thread: &mut Thread, start: Value, step: Value, length: Value) -> PyResult<Value> {
    if let (Some(first), Some(stride), Some(count)) = (int::as_i64(start), int::as_i64(step), int::as_i64(length)) {
        let past = (first as i128) + (stride as i128) * (count as i128);
        let small = |n: i128| (SMALL_INT_MIN as i128..=SMALL_INT_MAX as i128).contains(&n);
        if small(first as i128) && small(past) {
            return Ok(RangeIterator::new(thread, first, stride, count as u64)?.value());
        }
    }
    let iterator: Ref<BigRangeIterator> = BIG_ITERATOR.get().allocate_instance(thread)?;
    iterator.next.set(iterator, Some(start));
    iterator.step.set(iterator, Some(step));
    iterator.remaining.set(iterator, Some(length));
    Ok(iterator.value())
}

/// Whether a number is an int or a bool, not of a subclass that may compare in its own way.
fn is_exact(number: Value) -> bool {
    number.is_small_int() || int::as_bool(number).is_some() || class_of(number) == core().types.int.get()
}

/// The position of a number in a range; `None` if it is not there.
fn position_of(thread: &mut Thread, range: Ref<RangeObject>, number: Value) -> PyResult<Option<Value>> {
    if !is_exact(number) {
        let iterator = iterate(thread, range.start.get(), range.step.get(), range.length.get())?;
        let mut position = 0;
        while let Some(candidate) = protocol::next(thread, iterator)? {
            if protocol::equals(thread, candidate, number)? {
                return int::from_i64(thread, position).map(Some);
            }
            position += 1;
        }
        return Ok(None);
    }
    if let (Some((start, step, length)), Some(number)) = (small_parts(range), int::as_i64(number)) {
        let offset = number as i128 - start as i128;
        let (position, rest) = (offset / step as i128, offset % step as i128);
        let found = rest == 0 && (0..length as i128).contains(&position);
        return Ok(found.then(|| Value::small_int(position as i64)));
    }
    let (start, step) = (big(range.start.get()), big(range.step.get()));
    let offset = big(number) - start;
    if &offset % &step != IBig::ZERO {
        return Ok(None);
    }
    let position = offset / step;
    if position < IBig::ZERO || position >= big(range.length.get()) {
        return Ok(None);
    }
    int::from_big(thread, &position).map(Some)
}

fn slice(thread: &mut Thread, range: Ref<RangeObject>, slice: Ref<SliceObject>) -> PyResult<Value> {
    let length = big(range.length.get());
    let (first, past, stride) = crate::slice::indices(thread, slice, &length)?;
    let (first, past) = (int::from_big(thread, &first)?, int::from_big(thread, &past)?);
    let start = item(thread, range, first)?;
    let stop = item(thread, range, past)?;
    let step = int::from_big(thread, &(big(range.step.get()) * stride))?;
    Ok(make(thread, start, stop, step)?.value())
}

/// Holds the methods of `range`.
pub struct RangeMethods;

/// range(stop) -> range object
/// range(start, stop[, step]) -> range object
///
/// Return an object that produces a sequence of integers from start (inclusive)
/// to stop (exclusive) by step.  range(i, j) produces i, i+1, i+2, ..., j-1.
/// start defaults to 0, and stop is omitted!  range(4) produces 0, 1, 2, 3.
/// These are exactly the valid indices for a list of 4 elements.
/// When step is given, it specifies the increment (or decrement).
#[pymethods]
impl RangeMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let _ = class;
        if args.names().is_some() {
            return Err(thread.type_error(format_args!("range() takes no keyword arguments")));
        }
        let (start, stop, step) = match args.positional() {
            [stop] => (Value::small_int(0), *stop, Value::small_int(1)),
            [start, stop] => (*start, *stop, Value::small_int(1)),
            [start, stop, step] => (*start, *stop, *step),
            [] => return Err(thread.type_error(format_args!("range expected at least 1 argument, got 0"))),
            more => {
                let count = more.len();
                return Err(thread.type_error(format_args!("range expected at most 3 arguments, got {count}")));
            }
        };
        let start = exact_index(thread, start)?;
        let stop = exact_index(thread, stop)?;
        let step = exact_index(thread, step)?;
        if step.as_small_int() == Some(0) || int::as_i64(step) == Some(0) {
            return Err(thread.value_error(format_args!("range() arg 3 must not be zero")));
        }
        Ok(make(thread, start, stop, step)?.value())
    }

    #[slot]
    fn len(thread: &mut Thread, this: Value) -> PyResult<usize> {
        let range = range_of(thread, this)?;
        match int::as_i64(range.length.get()) {
            Some(length) => Ok(length as usize),
            None => Err(thread.overflow_error(format_args!("Python int too large to convert to C ssize_t"))),
        }
    }

    #[slot]
    fn truth(thread: &mut Thread, this: Value) -> PyResult<bool> {
        Ok(range_of(thread, this)?.length.get().as_small_int() != Some(0))
    }

    #[slot]
    fn iter(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let range = range_of(thread, this)?;
        iterate(thread, range.start.get(), range.step.get(), range.length.get())
    }

    #[slot]
    fn getitem(thread: &mut Thread, this: Value, key: Value) -> PyResult<Value> {
        let range = range_of(thread, this)?;
        if let (Some(index), Some((start, step, length))) = (key.as_small_int(), small_parts(range)) {
            let position = if index < 0 { index + length } else { index };
            if !(0..length).contains(&position) {
                return Err(thread.index_error(format_args!("range object index out of range")));
            }
            if let Ok(number) = i64::try_from(start as i128 + step as i128 * position as i128) {
                return int::from_i64(thread, number);
            }
        }
        if let Some(key) = key.downcast::<SliceObject>() {
            return slice(thread, range, key);
        }
        if !int::is_int(key) && protocol::convert(thread, pyrs_object::slots::UnaryOp::Index, key)?.is_none() {
            let name = class_of(key).name_for_message();
            return Err(thread.type_error(format_args!("range indices must be integers or slices, not {name}")));
        }
        let index = protocol::index(thread, key)?;
        let (mut position, length) = (big(index), big(range.length.get()));
        if position < IBig::ZERO {
            position += &length;
        }
        if position < IBig::ZERO || position >= length {
            return Err(thread.index_error(format_args!("range object index out of range")));
        }
        let position = int::from_big(thread, &position)?;
        item(thread, range, position)
    }

    #[slot]
    fn contains(thread: &mut Thread, this: Value, number: Value) -> PyResult<bool> {
        let range = range_of(thread, this)?;
        Ok(position_of(thread, range, number)?.is_some())
    }

    #[slot]
    fn compare(_thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        let (Some(a), Some(b)) = (left.downcast::<RangeObject>(), right.downcast::<RangeObject>()) else {
            return Ok(not_implemented());
        };
        let same = key_of(a) == key_of(b);
        match op {
            CompareOp::Eq => Ok(bool_value(same)),
            CompareOp::Ne => Ok(bool_value(!same)),
            _ => Ok(not_implemented()),
        }
    }

    #[slot]
    fn hash(thread: &mut Thread, this: Value) -> PyResult<i64> {
        let range = range_of(thread, this)?;
        let (length, start, step) = key_of(range);
        let mut parts = [range.length.get(), none(), none()];
        if length != IBig::ZERO && start.is_some() {
            parts[1] = range.start.get();
        }
        if step.is_some() {
            parts[2] = range.step.get();
        }
        let tuple = TupleObject::from_slice(thread, &parts)?;
        protocol::hash(thread, tuple.value())
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let range = range_of(thread, this)?;
        let start = protocol::repr(thread, range.start.get())?.to_string_lossy();
        let stop = protocol::repr(thread, range.stop.get())?.to_string_lossy();
        let text = if range.step.get().as_small_int() == Some(1) {
            format!("range({start}, {stop})")
        } else {
            let step = protocol::repr(thread, range.step.get())?.to_string_lossy();
            format!("range({start}, {stop}, {step})")
        };
        Ok(StrObject::from_str(thread, &text)?.value())
    }

    /// rangeobject.count(value) -> integer -- return number of occurrences of value
    #[method]
    fn count(thread: &mut Thread, this: Ref<RangeObject>, object: Value) -> PyResult<i64> {
        if is_exact(object) {
            return Ok(position_of(thread, this, object)?.is_some() as i64);
        }
        let mut count = 0;
        protocol::for_each(thread, this.value(), |thread, item| {
            count += i64::from(protocol::equals(thread, item, object)?);
            Ok(())
        })?;
        Ok(count)
    }

    /// rangeobject.index(value) -> integer -- return index of value.
    /// Raise ValueError if the value is not present.
    #[method]
    fn index(thread: &mut Thread, this: Ref<RangeObject>, object: Value) -> PyResult<Value> {
        match position_of(thread, this, object)? {
            Some(position) => Ok(position),
            None => {
                // Only ints are sought by arithmetic; others as in any sequence.
                let kind = if is_exact(object) { "range" } else { "sequence" };
                Err(thread.value_error(format_args!("{kind}.index(x): x not in {kind}")))
            }
        }
    }

    /// Return a reverse iterator.
    #[method]
    fn __reversed__(thread: &mut Thread, this: Ref<RangeObject>) -> PyResult<Value> {
        let length = big(this.length.get());
        let last = big(this.start.get()) + (&length - IBig::ONE) * big(this.step.get());
        let last = int::from_big(thread, &last)?;
        let step = int::from_big(thread, &-big(this.step.get()))?;
        iterate(thread, last, step, this.length.get())
    }

    /// Helper for pickle.
    #[method]
    fn __reduce__(thread: &mut Thread, this: Ref<RangeObject>) -> PyResult<Value> {
        let args = TupleObject::from_slice(thread, &[this.start.get(), this.stop.get(), this.step.get()])?;
        Ok(TupleObject::from_slice(thread, &[this.class().value(), args.value()])?.value())
    }

    /// First number.
    #[getter(kind = "member")]
    fn start(_thread: &mut Thread, this: Ref<RangeObject>) -> PyResult<Value> {
        Ok(this.start.get())
    }

    #[setter]
    fn set_start(thread: &mut Thread, _this: Value, _value: Option<Value>) -> PyResult<()> {
        Err(thread.attribute_error_plain(format_args!("readonly attribute")))
    }

    /// Bound.
    #[getter(kind = "member")]
    fn stop(_thread: &mut Thread, this: Ref<RangeObject>) -> PyResult<Value> {
        Ok(this.stop.get())
    }

    #[setter]
    fn set_stop(thread: &mut Thread, _this: Value, _value: Option<Value>) -> PyResult<()> {
        Err(thread.attribute_error_plain(format_args!("readonly attribute")))
    }

    /// Step.
    #[getter(kind = "member")]
    fn step(_thread: &mut Thread, this: Ref<RangeObject>) -> PyResult<Value> {
        Ok(this.step.get())
    }

    #[setter]
    fn set_step(thread: &mut Thread, _this: Value, _value: Option<Value>) -> PyResult<()> {
        Err(thread.attribute_error_plain(format_args!("readonly attribute")))
    }
}

/// What equal ranges have in common: length, start unless empty, step if there is more than one number.
fn key_of(range: Ref<RangeObject>) -> (IBig, Option<IBig>, Option<IBig>) {
    let length = big(range.length.get());
    let start = (length != IBig::ZERO).then(|| big(range.start.get()));
    let step = (length > IBig::ONE).then(|| big(range.step.get()));
    (length, start, step)
}

/// How the iterators of ranges are pickled: as `iter` of the range that is left.
pub(crate) fn reduce_iterator(thread: &mut Thread, next: Value, step: Value, remaining: Value) -> PyResult<Value> {
    let stop = int::from_big(thread, &(big(next) + big(step) * big(remaining)))?;
    let rest = make(thread, next, stop, step)?;
    crate::sequence_iterator::reduce_by(thread, "iter", rest.value(), Some(none()))
}

/// Iterator over numbers that are not all small ints.
#[repr(C)]
struct BigRangeIterator {
    header: Header,
    next: Field<Option<Value>>,
    step: Field<Option<Value>>,
    remaining: Field<Option<Value>>,
}
heap_object!(
    BigRangeIterator,
    "longrange_iterator",
    BIG_ITERATOR_LAYOUT,
    [next, step, remaining]
);

static BIG_ITERATOR: NativeClass =
    NativeClass::new("builtins", "longrange_iterator", &BIG_ITERATOR_LAYOUT).methods(BigRangeMethods::TYPE_METHODS);

struct BigRangeMethods;

#[pymethods]
impl BigRangeMethods {
    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let Some(this) = this.downcast::<BigRangeIterator>() else {
            return Ok(None);
        };
        let (Some(number), Some(step), Some(remaining)) = (this.next.get(), this.step.get(), this.remaining.get())
        else {
            return Ok(None);
        };
        let left = big(remaining);
        if left <= IBig::ZERO {
            return Ok(None);
        }
        let following = int::from_big(thread, &(big(number) + big(step)))?;
        let left = int::from_big(thread, &(left - IBig::ONE))?;
        this.next.set(this, Some(following));
        this.remaining.set(this, Some(left));
        Ok(Some(number))
    }

    /// Private method returning an estimate of len(list(it)).
    #[method]
    fn __length_hint__(_thread: &mut Thread, this: Ref<BigRangeIterator>) -> PyResult<Value> {
        Ok(this.remaining.get().unwrap_or(Value::small_int(0)))
    }

    /// Return state information for pickling.
    #[method]
    fn __reduce__(thread: &mut Thread, this: Ref<BigRangeIterator>) -> PyResult<Value> {
        let zero = Value::small_int(0);
        let next = this.next.get().unwrap_or(zero);
        let step = this.step.get().unwrap_or(Value::small_int(1));
        reduce_iterator(thread, next, step, this.remaining.get().unwrap_or(zero))
    }

    /// Set state information for unpickling.
    #[method]
    fn __setstate__(thread: &mut Thread, this: Ref<BigRangeIterator>, state: Value) -> PyResult<()> {
        let (Some(next), Some(step), Some(remaining)) = (this.next.get(), this.step.get(), this.remaining.get()) else {
            return Ok(());
        };
        let Some(skipped) = int::as_big(state) else {
            let name = class_of(state).name_for_message();
            return Err(thread.type_error(format_args!("state must be an int, not {name}")));
        };
        let remaining = big(remaining);
        let skipped = skipped.max(IBig::ZERO).min(remaining.clone());
        let next = int::from_big(thread, &(big(next) + &skipped * big(step)))?;
        let remaining = int::from_big(thread, &(remaining - skipped))?;
        this.next.set(this, Some(next));
        this.remaining.set(this, Some(remaining));
        Ok(())
    }
}
