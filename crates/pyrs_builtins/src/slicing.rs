//! Index and slice arithmetic of sequences.

use pyrs_object::range::{Resolved, SliceObject};
use pyrs_object::{PyResult, Ref, Thread, Value, class_of, int, none, protocol};

/// A bound of a slice, clamped to 64 bits; `None` for None.
pub fn bound(thread: &mut Thread, value: Value) -> PyResult<Option<i64>> {
    if let Some(small) = value.as_small_int() {
        return Ok(Some(small));
    }
    if value == none() {
        return Ok(None);
    }
    if !int::is_int(value) && protocol::convert(thread, pyrs_object::slots::UnaryOp::Index, value)?.is_none() {
        return Err(thread.type_error(format_args!(
            "slice indices must be integers or None or have an __index__ method"
        )));
    }
    protocol::index_clamped(thread, value).map(Some)
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

/// `start` and `end` arguments of `find` and the like, for a length: `None` if no position fits.
pub fn window(
    thread: &mut Thread,
    start: Option<Value>,
    end: Option<Value>,
    length: usize,
) -> PyResult<Option<std::ops::Range<usize>>> {
    let start = match start {
        Some(value) => bound(thread, value)?.unwrap_or(0),
        None => 0,
    };
    let end = match end {
        Some(value) => bound(thread, value)?.unwrap_or(i64::MAX),
        None => i64::MAX,
    };
    let length = length as i64;
    let clamp = |index: i64| {
        if index < 0 {
            index.saturating_add(length).max(0)
        } else {
            index
        }
    };
    let (start, end) = (clamp(start), clamp(end).min(length));
    Ok((start <= end).then_some(start as usize..end as usize))
}

/// A position from an index that may count from the end; `None` if it is out of range.
#[inline]
pub fn position(index: i64, length: usize) -> Option<usize> {
    let index = if index < 0 {
        index.checked_add(length as i64)?
    } else {
        index
    };
    usize::try_from(index).ok().filter(|i| *i < length)
}

/// An index argument; the IndexError of an int beyond 64 bits is CPython's.
pub fn index(thread: &mut Thread, value: Value) -> PyResult<i64> {
    if let Some(small) = value.as_small_int() {
        return Ok(small);
    }
    let int = protocol::index(thread, value)?;
    match int::as_i64(int) {
        Some(number) => Ok(number),
        None => {
            let class = class_of(value).name_for_message();
            Err(thread.index_error(format_args!("cannot fit '{class}' into an index-sized integer")))
        }
    }
}

/// The count of a repetition; `None` where the value is no integer.
pub fn repeat_count(thread: &mut Thread, value: Value) -> PyResult<Option<usize>> {
    if let Some(small) = value.as_small_int() {
        return Ok(Some(small.max(0) as usize));
    }
    if !int::is_int(value) && protocol::convert(thread, pyrs_object::slots::UnaryOp::Index, value)?.is_none() {
        return Ok(None);
    }
    let int = protocol::index(thread, value)?;
    match int::as_i64(int) {
        Some(number) => Ok(Some(number.max(0) as usize)),
        None => {
            let class = class_of(value).name_for_message();
            Err(thread.overflow_error(format_args!("cannot fit '{class}' into an index-sized integer")))
        }
    }
}

/// What to do where an operand of a sequence's `+` or `*` does not fit: whether the other operand's class, one made in
/// Python, may still have a say.
pub fn other_may_decide(other: Value) -> bool {
    let class = class_of(other);
    class.has(pyrs_object::type_object::TypeFlags::HEAP) && class.slot(|s| s.binary).is_some()
}
