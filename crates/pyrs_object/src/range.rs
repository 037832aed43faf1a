//! Ranges and slices.

use crate::core::core;
use crate::errors::PyResult;
use crate::header::{Field, Header, Ref};
use crate::heap_object;
use crate::thread::Thread;
use crate::value::Value;

/// A range. The bounds are ints of any size; `length` is their count as an int.
#[repr(C)]
pub struct RangeObject {
    header: Header,
    /// First number.
    pub start: Field<Value>,
    /// Bound.
    pub stop: Field<Value>,
    /// Step, not zero.
    pub step: Field<Value>,
    /// Number of items.
    pub length: Field<Value>,
}
heap_object!(RangeObject, "range", RANGE_LAYOUT, [start, stop, step, length]);

impl RangeObject {
    /// A range of ints; the caller has computed the length.
    pub fn new(
        thread: &mut Thread,
        start: Value,
        stop: Value,
        step: Value,
        length: Value,
    ) -> PyResult<Ref<RangeObject>> {
        let shape = core().types.range.get().root_shape();
        let range = thread.allocate::<RangeObject>(shape, std::mem::size_of::<RangeObject>())?;
        range.start.set(range, start);
        range.stop.set(range, stop);
        range.step.set(range, step);
        range.length.set(range, length);
        Ok(range)
    }
}

/// A slice.
#[repr(C)]
pub struct SliceObject {
    header: Header,
    /// `start`.
    pub start: Field<Value>,
    /// `stop`.
    pub stop: Field<Value>,
    /// `step`.
    pub step: Field<Value>,
}
heap_object!(SliceObject, "slice", SLICE_LAYOUT, [start, stop, step]);

impl SliceObject {
    /// A slice.
    pub fn new(thread: &mut Thread, start: Value, stop: Value, step: Value) -> PyResult<Ref<SliceObject>> {
        let shape = core().types.slice.get().root_shape();
        let slice = thread.allocate::<SliceObject>(shape, std::mem::size_of::<SliceObject>())?;
        slice.start.set(slice, start);
        slice.stop.set(slice, stop);
        slice.step.set(slice, step);
        Ok(slice)
    }
}

/// A slice resolved for a length: positions `start + k * step` for `k` below `count`, all of them valid.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Resolved {
    /// First position; where a contiguous slice is empty, the place where items would go.
    pub start: usize,
    /// Distance between positions, not zero.
    pub step: i64,
    /// Number of positions.
    pub count: usize,
}

impl Resolved {
    /// Resolves bounds, `None` where they are left out, and a step that is not zero, for a sequence of `length` items.
    #[inline(always)]
    pub fn new(start: Option<i64>, stop: Option<i64>, step: i64, length: usize) -> Resolved {
        let length = length as i64;
        let (low, high) = if step > 0 { (0, length) } else { (-1, length - 1) };
        let clamp = |index: i64| {
            if index < 0 {
                index.saturating_add(length).max(low)
            } else {
                index.min(high)
            }
        };
        let start = start.map_or(if step > 0 { low } else { high }, clamp);
        let stop = stop.map_or(if step > 0 { high } else { low }, clamp);
        let count = match step {
            1 => (stop - start).max(0) as usize,
            -1 => (start - stop).max(0) as usize,
            _ => range_length(start, stop, step) as usize,
        };
        Resolved {
            start: start.max(0) as usize,
            step,
            count,
        }
    }

    /// The positions.
    pub fn positions(self) -> impl Iterator<Item = usize> + Clone {
        (0..self.count).map(move |k| (self.start as i64 + k as i64 * self.step) as usize)
    }

    /// The positions as a range, if they are contiguous and ascending.
    pub fn range(self) -> Option<std::ops::Range<usize>> {
        (self.step == 1).then_some(self.start..self.start + self.count)
    }
}

/// A bound of a slice, clamped to 64 bits; `None` for None.
pub fn bound(thread: &mut Thread, value: Value) -> PyResult<Option<i64>> {
    if let Some(small) = value.as_small_int() {
        return Ok(Some(small));
    }
    if value == crate::core::none() {
        return Ok(None);
    }
    if !crate::int::is_int(value) && crate::protocol::convert(thread, crate::slots::UnaryOp::Index, value)?.is_none() {
        return Err(thread.type_error(format_args!(
            "slice indices must be integers or None or have an __index__ method"
        )));
    }
    crate::protocol::index_clamped(thread, value).map(Some)
}

/// Resolves a slice for a sequence whose length `length` tells after the bounds have been evaluated.
pub fn resolve(thread: &mut Thread, slice: Ref<SliceObject>, length: impl FnOnce() -> usize) -> PyResult<Resolved> {
    let step = bound(thread, slice.step.get())?.unwrap_or(1).max(-i64::MAX);
    if step == 0 {
        return Err(thread.value_error(format_args!("slice step cannot be zero")));
    }
    let start = bound(thread, slice.start.get())?;
    let stop = bound(thread, slice.stop.get())?;
    Ok(Resolved::new(start, stop, step, length()))
}

/// Number of items of a range of 64-bit ints.
pub fn range_length(start: i64, stop: i64, step: i64) -> u64 {
    let (low, high, stride) = if step > 0 {
        (start, stop, step as u64)
    } else {
        (stop, start, step.unsigned_abs())
    };
    if low >= high {
        0
    } else {
        ((high as i128 - low as i128 - 1) as u64) / stride + 1
    }
}
