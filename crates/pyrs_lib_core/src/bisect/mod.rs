//! The module `_bisect`: search in sorted sequences.

use crate::collect::less;
use pyrs_macros::pymodule;
use pyrs_object::list::ListObject;
use pyrs_object::{PyResult, Ref, Thread, Value, class_of, core, int, none, protocol};

/// What a search is for.
#[derive(Clone, Copy)]
struct Range {
    low: i64,
    high: Option<i64>,
}

fn item(thread: &mut Thread, sequence: Value, list: Option<Ref<ListObject>>, index: i64) -> PyResult<Value> {
    if let Some(list) = list {
        return match list.get(index as usize) {
            Some(item) => Ok(item),
            None => Err(thread.index_error(format_args!("list index out of range"))),
        };
    }
    let index = int::from_i64(thread, index)?;
    protocol::getitem(thread, sequence, index)
}

/// The place for `x`: before items equal to it with `left`, else behind them.
fn search(
    thread: &mut Thread,
    sequence: Value,
    x: Value,
    range: Range,
    key: Option<Value>,
    left: bool,
) -> PyResult<i64> {
    let mut low = range.low;
    if low < 0 {
        return Err(thread.value_error(format_args!("lo must be non-negative")));
    }
    let mut high = match range.high {
        Some(high) => high,
        None => protocol::len(thread, sequence)? as i64,
    };
    // Subclasses may have items of their own.
    let list = sequence
        .downcast::<ListObject>()
        .filter(|_| class_of(sequence) == core().types.list.get());
    while low < high {
        let middle = low + (high - low) / 2;
        let mut found = item(thread, sequence, list, middle)?;
        if let Some(key) = key {
            found = protocol::call(thread, key, &[found])?;
        }
        let behind = if left {
            less(thread, found, x)?
        } else {
            !less(thread, x, found)?
        };
        if behind {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(low)
}

fn insert(
    thread: &mut Thread,
    sequence: Value,
    x: Value,
    range: Range,
    key: Option<Value>,
    left: bool,
) -> PyResult<()> {
    let wanted = match key {
        Some(key) => protocol::call(thread, key, &[x])?,
        None => x,
    };
    let place = search(thread, sequence, wanted, range, key, left)?;
    if class_of(sequence) == core().types.list.get()
        && let Some(list) = sequence.downcast::<ListObject>()
    {
        // A comparison may have shortened the list.
        let place = (place as usize).min(list.len());
        return list.splice(thread, place, 0, &[x]);
    }
    let name = pyrs_object::str::StrObject::intern(thread, "insert")?;
    let place = int::from_i64(thread, place)?;
    protocol::call_method(thread, sequence, name, &[place, x])?;
    Ok(())
}

fn range(thread: &mut Thread, lo: Option<i64>, hi: Option<Value>) -> PyResult<Range> {
    let high = match hi.filter(|hi| *hi != none()) {
        Some(hi) => Some(protocol::index_i64(thread, hi)?),
        None => None,
    };
    Ok(Range {
        low: lo.unwrap_or(0),
        high,
    })
}

/// Bisection algorithms.
///
/// This module provides support for maintaining a list in sorted order without
/// having to sort the list after each insertion. For long lists of items with
/// expensive comparison operations, this can be an improvement over the more
/// common approach.
#[pymodule(name = "_bisect")]
pub mod module {
    use super::{insert, none, range, search};
    use pyrs_object::{PyResult, Thread, Value};

    fn given(key: Option<Value>) -> Option<Value> {
        key.filter(|key| *key != none())
    }

    /// Return the index where to insert item x in list a, assuming a is sorted.
    ///
    /// The return value i is such that all e in a[:i] have e < x, and all e in
    /// a[i:] have e >= x.  So if x already appears in the list, a.insert(i, x) will
    /// insert just before the leftmost x already there.
    #[function(
        signature = "(a, x, lo=0, hi=None, *, key=None)",
        keywords = "a, x, lo, hi, key",
        kwonly = "key"
    )]
    fn bisect_left(
        thread: &mut Thread,
        a: Value,
        x: Value,
        lo: Option<i64>,
        hi: Option<Value>,
        key: Option<Value>,
    ) -> PyResult<i64> {
        let range = range(thread, lo, hi)?;
        search(thread, a, x, range, given(key), true)
    }

    /// Return the index where to insert item x in list a, assuming a is sorted.
    ///
    /// The return value i is such that all e in a[:i] have e <= x, and all e in
    /// a[i:] have e > x.  So if x already appears in the list, a.insert(i, x) will
    /// insert just after the rightmost x already there.
    #[function(
        signature = "(a, x, lo=0, hi=None, *, key=None)",
        keywords = "a, x, lo, hi, key",
        kwonly = "key"
    )]
    fn bisect_right(
        thread: &mut Thread,
        a: Value,
        x: Value,
        lo: Option<i64>,
        hi: Option<Value>,
        key: Option<Value>,
    ) -> PyResult<i64> {
        let range = range(thread, lo, hi)?;
        search(thread, a, x, range, given(key), false)
    }

    /// Insert item x in list a, and keep it sorted assuming a is sorted.
    ///
    /// If x is already in a, insert it to the left of the leftmost x.
    #[function(
        signature = "(a, x, lo=0, hi=None, *, key=None)",
        keywords = "a, x, lo, hi, key",
        kwonly = "key"
    )]
    fn insort_left(
        thread: &mut Thread,
        a: Value,
        x: Value,
        lo: Option<i64>,
        hi: Option<Value>,
        key: Option<Value>,
    ) -> PyResult<()> {
        let range = range(thread, lo, hi)?;
        insert(thread, a, x, range, given(key), true)
    }

    /// Insert item x in list a, and keep it sorted assuming a is sorted.
    ///
    /// If x is already in a, insert it to the right of the rightmost x.
    #[function(
        signature = "(a, x, lo=0, hi=None, *, key=None)",
        keywords = "a, x, lo, hi, key",
        kwonly = "key"
    )]
    fn insort_right(
        thread: &mut Thread,
        a: Value,
        x: Value,
        lo: Option<i64>,
        hi: Option<Value>,
        key: Option<Value>,
    ) -> PyResult<()> {
        let range = range(thread, lo, hi)?;
        insert(thread, a, x, range, given(key), false)
    }
}

pub use module::MODULE;
