//! `count` and `repeat`.

use super::native_iterator;
use crate::collect::allocate;
use pyrs_macros::pymethods;
use pyrs_object::convert::{Signature, bind_slot};
use pyrs_object::float::ComplexObject;
use pyrs_object::slots::BinaryOp;
use pyrs_object::str::StrObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, none, protocol};

native_iterator!(
    /// `count`: the next number and the step.
    CountObject, "count", COUNT_LAYOUT, COUNT, CountMethods, [current, step], []
);

/// Holds the methods of `count`.
pub struct CountMethods;

static COUNT_SIGNATURE: Signature = Signature::of_slot("count", &["start", "step"], 0);

fn require_number(thread: &mut Thread, value: Value) -> PyResult<()> {
    let known = pyrs_object::int::is_int(value)
        || pyrs_object::float::as_f64(value).is_some()
        || value.downcast::<ComplexObject>().is_some();
    if known {
        return Ok(());
    }
    for name in ["__index__", "__int__", "__float__"] {
        let name = StrObject::intern(thread, name)?;
        if class_of(value).lookup(name).is_some() {
            return Ok(());
        }
    }
    Err(thread.type_error(format_args!("a number is required")))
}

/// Return a count object whose .__next__() method returns consecutive values.
///
/// Equivalent to:
///     def count(firstval=0, step=1):
///         x = firstval
///         while 1:
///             yield x
///             x += step
#[pymethods]
impl CountMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let [start, step] = bind_slot::<2>(thread, &COUNT_SIGNATURE, args)?;
        let start = start.unwrap_or(Value::small_int(0));
        let step = step.unwrap_or(Value::small_int(1));
        require_number(thread, start)?;
        require_number(thread, step)?;
        let this: Ref<CountObject> = allocate(thread, class)?;
        this.current.set(this, Some(start));
        this.step.set(this, Some(step));
        Ok(this.value())
    }

    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let this = CountObject::of(thread, this)?;
        let (Some(current), Some(step)) = (this.current.get(), this.step.get()) else {
            return Ok(None);
        };
        let sum = match (current.as_small_int(), step.as_small_int()) {
            (Some(current), Some(step)) => pyrs_object::int::from_i64(thread, current + step)?,
            _ => protocol::binary(thread, BinaryOp::Add, current, step)?,
        };
        this.current.set(this, Some(sum));
        Ok(Some(current))
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let name = class_of(this).short_name();
        let this = CountObject::of(thread, this)?;
        let current = this.current.get().unwrap_or_else(none);
        let step = this.step.get().unwrap_or_else(none);
        let mut text = format!("{name}({}", protocol::repr(thread, current)?.to_string_lossy());
        if step.as_small_int() != Some(1) {
            text.push_str(&format!(", {}", protocol::repr(thread, step)?.to_string_lossy()));
        }
        text.push(')');
        Ok(StrObject::from_str(thread, &text)?.value())
    }
}

native_iterator!(
    /// `repeat`: the object, and how often it is still to be given (-1 for ever).
    RepeatObject, "repeat", REPEAT_LAYOUT, REPEAT, RepeatMethods, [object], [left]
);

/// Holds the methods of `repeat`.
pub struct RepeatMethods;

static REPEAT_SIGNATURE: Signature = Signature::of_slot("repeat", &["object", "times"], 1);

/// repeat(object [,times]) -> create an iterator which returns the object
/// for the specified number of times.  If not specified, returns the object
/// endlessly.
#[pymethods]
impl RepeatMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let [object, times] = bind_slot::<2>(thread, &REPEAT_SIGNATURE, args)?;
        let left = match times {
            Some(times) => protocol::index_i64(thread, times)?.max(0),
            None => -1,
        };
        let this: Ref<RepeatObject> = allocate(thread, class)?;
        this.object.set(this, object);
        this.left.set(left);
        Ok(this.value())
    }

    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let this = RepeatObject::of(thread, this)?;
        match this.left.get() {
            0 => Ok(None),
            left => {
                if left > 0 {
                    this.left.set(left - 1);
                }
                Ok(this.object.get())
            }
        }
    }

    /// Private method returning an estimate of len(list(it)).
    #[method]
    fn __length_hint__(thread: &mut Thread, this: Ref<RepeatObject>) -> PyResult<i64> {
        match this.left.get() {
            left if left < 0 => Err(thread.type_error(format_args!("len() of unsized object"))),
            left => Ok(left),
        }
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let name = class_of(this).short_name();
        let this = RepeatObject::of(thread, this)?;
        let object = this.object.get().unwrap_or_else(none);
        let object = protocol::repr(thread, object)?.to_string_lossy();
        let text = match this.left.get() {
            left if left < 0 => format!("{name}({object})"),
            left => format!("{name}({object}, {left})"),
        };
        Ok(StrObject::from_str(thread, &text)?.value())
    }
}
