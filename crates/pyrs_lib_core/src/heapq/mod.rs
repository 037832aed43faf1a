//! The module `_heapq`: heaps in lists.
//!
//! A comparison may run Python code that changes the list: its length is checked after each.

use crate::collect::less;
use pyrs_macros::pymodule;
use pyrs_object::list::ListObject;
use pyrs_object::{PyResult, Raised, Ref, Thread, Value};

/// Which item is on top.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Top {
    Least,
    Greatest,
}

#[cold]
fn out_of_range(thread: &mut Thread) -> Raised {
    thread.index_error(format_args!("index out of range"))
}

fn item(thread: &mut Thread, heap: Ref<ListObject>, index: usize) -> PyResult<Value> {
    match heap.get(index) {
        Some(item) => Ok(item),
        None => Err(out_of_range(thread)),
    }
}

/// Whether `a` belongs above `b`.
fn above(thread: &mut Thread, heap: Ref<ListObject>, top: Top, a: Value, b: Value) -> PyResult<bool> {
    let length = heap.len();
    let (a, b) = if top == Top::Least { (a, b) } else { (b, a) };
    let result = less(thread, a, b)?;
    if heap.len() != length {
        return Err(thread.runtime_error(format_args!("list changed size during iteration")));
    }
    Ok(result)
}

fn swap(thread: &mut Thread, heap: Ref<ListObject>, a: usize, b: usize) -> PyResult<()> {
    let (x, y) = (item(thread, heap, a)?, item(thread, heap, b)?);
    heap.set(a, y);
    heap.set(b, x);
    Ok(())
}

/// Moves the item at `place` up towards `start` as far as it belongs.
fn rise(thread: &mut Thread, heap: Ref<ListObject>, top: Top, start: usize, place: usize) -> PyResult<()> {
    let mut place = place;
    while place > start {
        let parent = (place - 1) / 2;
        let (child_item, parent_item) = (item(thread, heap, place)?, item(thread, heap, parent)?);
        if !above(thread, heap, top, child_item, parent_item)? {
            break;
        }
        swap(thread, heap, place, parent)?;
        place = parent;
    }
    Ok(())
}

/// Moves the item at `start` down to a leaf along the children that belong on top, and up again to where it belongs:
/// most items of a heap belong far down.
fn sink(thread: &mut Thread, heap: Ref<ListObject>, top: Top, start: usize) -> PyResult<()> {
    let end = heap.len();
    let mut place = start;
    loop {
        let mut child = 2 * place + 1;
        if child >= end {
            break;
        }
        if child + 1 < end {
            let (left, right) = (item(thread, heap, child)?, item(thread, heap, child + 1)?);
            if !above(thread, heap, top, left, right)? {
                child += 1;
            }
        }
        swap(thread, heap, child, place)?;
        place = child;
    }
    rise(thread, heap, top, start, place)
}

fn push(thread: &mut Thread, heap: Ref<ListObject>, value: Value, top: Top) -> PyResult<()> {
    heap.push(thread, value)?;
    rise(thread, heap, top, 0, heap.len() - 1)
}

fn pop(thread: &mut Thread, heap: Ref<ListObject>, top: Top) -> PyResult<Value> {
    let Some(last) = heap.pop() else {
        return Err(out_of_range(thread));
    };
    if heap.is_empty() {
        return Ok(last);
    }
    replace(thread, heap, last, top)
}

fn replace(thread: &mut Thread, heap: Ref<ListObject>, value: Value, top: Top) -> PyResult<Value> {
    let first = item(thread, heap, 0)?;
    heap.set(0, value);
    sink(thread, heap, top, 0)?;
    Ok(first)
}

fn push_pop(thread: &mut Thread, heap: Ref<ListObject>, value: Value, top: Top) -> PyResult<Value> {
    let Some(first) = heap.get(0) else {
        return Ok(value);
    };
    if !above(thread, heap, top, first, value)? {
        return Ok(value);
    }
    replace(thread, heap, value, top)
}

fn heapify_all(thread: &mut Thread, heap: Ref<ListObject>, top: Top) -> PyResult<()> {
    for place in (0..heap.len() / 2).rev() {
        sink(thread, heap, top, place)?;
    }
    Ok(())
}

/// Heap queue algorithm (a.k.a. priority queue).
///
/// Heaps are arrays for which a[k] <= a[2*k+1] and a[k] <= a[2*k+2] for
/// all k, counting elements from 0.  For the sake of comparison,
/// non-existing elements are considered to be infinite.  The interesting
/// property of a heap is that a[0] is always its smallest element.
#[pymodule(name = "_heapq")]
pub mod module {
    use super::{ListObject, PyResult, Ref, Thread, Top, Value, heapify_all, pop, push, push_pop, replace};

    /// Push item onto heap, maintaining the heap invariant.
    #[function]
    fn heappush(thread: &mut Thread, heap: Ref<ListObject>, item: Value) -> PyResult<()> {
        push(thread, heap, item, Top::Least)
    }

    /// Pop the smallest item off the heap, maintaining the heap invariant.
    #[function]
    fn heappop(thread: &mut Thread, heap: Ref<ListObject>) -> PyResult<Value> {
        pop(thread, heap, Top::Least)
    }

    /// Pop and return the current smallest value, and add the new item.
    ///
    /// This is more efficient than heappop() followed by heappush(), and can be
    /// more appropriate when using a fixed-size heap.
    #[function]
    fn heapreplace(thread: &mut Thread, heap: Ref<ListObject>, item: Value) -> PyResult<Value> {
        replace(thread, heap, item, Top::Least)
    }

    /// Push item on the heap, then pop and return the smallest item from the heap.
    ///
    /// The combined action runs more efficiently than heappush() followed by
    /// a separate call to heappop().
    #[function]
    fn heappushpop(thread: &mut Thread, heap: Ref<ListObject>, item: Value) -> PyResult<Value> {
        push_pop(thread, heap, item, Top::Least)
    }

    /// Transform list into a heap, in-place, in O(len(heap)) time.
    #[function]
    fn heapify(thread: &mut Thread, heap: Ref<ListObject>) -> PyResult<()> {
        heapify_all(thread, heap, Top::Least)
    }

    /// Push item onto max heap, maintaining the heap invariant.
    #[function]
    fn heappush_max(thread: &mut Thread, heap: Ref<ListObject>, item: Value) -> PyResult<()> {
        push(thread, heap, item, Top::Greatest)
    }

    /// Maxheap variant of heappop.
    #[function]
    fn heappop_max(thread: &mut Thread, heap: Ref<ListObject>) -> PyResult<Value> {
        pop(thread, heap, Top::Greatest)
    }

    /// Maxheap variant of heapreplace.
    #[function]
    fn heapreplace_max(thread: &mut Thread, heap: Ref<ListObject>, item: Value) -> PyResult<Value> {
        replace(thread, heap, item, Top::Greatest)
    }

    /// Maxheap variant of heappushpop.
    ///
    /// The combined action runs more efficiently than heappush_max() followed by
    /// a separate call to heappop_max().
    #[function]
    fn heappushpop_max(thread: &mut Thread, heap: Ref<ListObject>, item: Value) -> PyResult<Value> {
        push_pop(thread, heap, item, Top::Greatest)
    }

    /// Maxheap variant of heapify.
    #[function]
    fn heapify_max(thread: &mut Thread, heap: Ref<ListObject>) -> PyResult<()> {
        heapify_all(thread, heap, Top::Greatest)
    }
}

pub use module::MODULE;
