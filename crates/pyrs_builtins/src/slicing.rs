//! Index and slice arithmetic of sequences.

pub use pyrs_object::range::{bound, resolve};
use pyrs_object::{PyResult, Thread, Value, class_of, int, protocol};

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
