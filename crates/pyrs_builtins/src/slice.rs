//! `slice`.

use pyrs_macros::pymethods;
use pyrs_object::big::IBig;
use pyrs_object::range::SliceObject;
use pyrs_object::slots::CompareOp;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, core, int, none, not_implemented, protocol};

/// Fills the class.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    SliceMethods::register(thread, core().types.slice.get())
}

fn parts(thread: &mut Thread, value: Value) -> PyResult<Ref<TupleObject>> {
    match value.downcast::<SliceObject>() {
        Some(slice) => TupleObject::from_slice(thread, &[slice.start.get(), slice.stop.get(), slice.step.get()]),
        None => {
            let name = class_of(value).name_for_message();
            Err(thread.type_error(format_args!("expected a slice, not '{name}'")))
        }
    }
}

/// A bound as an int; `None` for None.
fn bound(thread: &mut Thread, value: Value) -> PyResult<Option<IBig>> {
    if value == none() {
        return Ok(None);
    }
    if !int::is_int(value) && protocol::convert(thread, pyrs_object::slots::UnaryOp::Index, value)?.is_none() {
        return Err(thread.type_error(format_args!(
            "slice indices must be integers or None or have an __index__ method"
        )));
    }
    let index = protocol::index(thread, value)?;
    Ok(int::as_big(index))
}

/// Start, stop and step for a sequence of some length, clipped to it; stop is -1 where a descending slice takes all.
pub(crate) fn indices(thread: &mut Thread, slice: Ref<SliceObject>, length: &IBig) -> PyResult<(IBig, IBig, IBig)> {
    let step = bound(thread, slice.step.get())?.unwrap_or(IBig::ONE);
    if step == IBig::ZERO {
        return Err(thread.value_error(format_args!("slice step cannot be zero")));
    }
    let down = step < IBig::ZERO;
    let (lowest, highest) = if down {
        (-IBig::ONE, length - IBig::ONE)
    } else {
        (IBig::ZERO, length.clone())
    };
    let clip = |value: Option<IBig>, default: &IBig| match value {
        None => default.clone(),
        Some(value) if value < IBig::ZERO => (value + length).max(lowest.clone()),
        Some(value) => value.min(highest.clone()),
    };
    let start = clip(bound(thread, slice.start.get())?, if down { &highest } else { &lowest });
    let stop = clip(bound(thread, slice.stop.get())?, if down { &lowest } else { &highest });
    Ok((start, stop, step))
}

/// Holds the methods of `slice`.
pub struct SliceMethods;

/// slice(stop)
/// slice(start, stop[, step])
///
/// Create a slice object.  This is used for extended slicing (e.g. a[0:10:2]).
#[pymethods]
impl SliceMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let _ = class;
        if args.names().is_some() {
            return Err(thread.type_error(format_args!("slice() takes no keyword arguments")));
        }
        let (start, stop, step) = match args.positional() {
            [stop] => (none(), *stop, none()),
            [start, stop] => (*start, *stop, none()),
            [start, stop, step] => (*start, *stop, *step),
            [] => return Err(thread.type_error(format_args!("slice expected at least 1 argument, got 0"))),
            more => {
                let count = more.len();
                return Err(thread.type_error(format_args!("slice expected at most 3 arguments, got {count}")));
            }
        };
        Ok(SliceObject::new(thread, start, stop, step)?.value())
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let parts = parts(thread, this)?;
        let text = protocol::repr(thread, parts.value())?.to_string_lossy();
        Ok(StrObject::from_str(thread, &format!("slice{text}"))?.value())
    }

    #[slot]
    fn hash(thread: &mut Thread, this: Value) -> PyResult<i64> {
        let parts = parts(thread, this)?;
        let mut fold = pyrs_object::hash::Fold::new();
        for part in parts.items_unbound() {
            fold.add(protocol::hash(thread, *part)?);
        }
        Ok(fold.finish_fixed())
    }

    #[slot]
    fn compare(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        if left.downcast::<SliceObject>().is_none() || right.downcast::<SliceObject>().is_none() {
            return Ok(not_implemented());
        }
        let (left, right) = (parts(thread, left)?, parts(thread, right)?);
        protocol::compare(thread, op, left.value(), right.value())
    }

    /// S.indices(len) -> (start, stop, stride)
    ///
    /// Assuming a sequence of length len, calculate the start and stop
    /// indices, and the stride length of the extended slice described by
    /// S. Out of bounds indices are clipped in a manner consistent with the
    /// handling of normal slices.
    #[method]
    fn indices(thread: &mut Thread, this: Ref<SliceObject>, object: Value) -> PyResult<Value> {
        let length = protocol::index(thread, object)?;
        let length = int::as_big(length).unwrap_or_default();
        if length < IBig::ZERO {
            return Err(thread.value_error(format_args!("length should not be negative")));
        }
        let (start, stop, step) = indices(thread, this, &length)?;
        let start = int::from_big(thread, &start)?;
        let stop = int::from_big(thread, &stop)?;
        let step = int::from_big(thread, &step)?;
        Ok(TupleObject::from_slice(thread, &[start, stop, step])?.value())
    }

    /// Return state information for pickling.
    #[method]
    fn __reduce__(thread: &mut Thread, this: Ref<SliceObject>) -> PyResult<Value> {
        let parts = parts(thread, this.value())?;
        Ok(TupleObject::from_slice(thread, &[this.class().value(), parts.value()])?.value())
    }

    /// First position.
    #[getter(kind = "member")]
    fn start(_thread: &mut Thread, this: Ref<SliceObject>) -> PyResult<Value> {
        Ok(this.start.get())
    }

    #[setter]
    fn set_start(thread: &mut Thread, _this: Value, _value: Option<Value>) -> PyResult<()> {
        Err(thread.attribute_error_plain(format_args!("readonly attribute")))
    }

    /// Bound.
    #[getter(kind = "member")]
    fn stop(_thread: &mut Thread, this: Ref<SliceObject>) -> PyResult<Value> {
        Ok(this.stop.get())
    }

    #[setter]
    fn set_stop(thread: &mut Thread, _this: Value, _value: Option<Value>) -> PyResult<()> {
        Err(thread.attribute_error_plain(format_args!("readonly attribute")))
    }

    /// Step.
    #[getter(kind = "member")]
    fn step(_thread: &mut Thread, this: Ref<SliceObject>) -> PyResult<Value> {
        Ok(this.step.get())
    }

    #[setter]
    fn set_step(thread: &mut Thread, _this: Value, _value: Option<Value>) -> PyResult<()> {
        Err(thread.attribute_error_plain(format_args!("readonly attribute")))
    }
}
