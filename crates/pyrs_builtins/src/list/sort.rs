//! `list.sort`: a stable merge sort over value arrays, which the collector sees while comparisons run Python code.
//!
//! Runs that are in order already are taken as they are (natural merge sort); keys that are all small ints, floats or
//! plain strings are compared without a look at types. While it sorts, the list is empty, so that a change by a key or a
//! comparison is noticed.

use pyrs_object::array::ValueArray;
use pyrs_object::list::ListObject;
use pyrs_object::slots::CompareOp;
use pyrs_object::str::StrObject;
use pyrs_object::{PyResult, Ref, Thread, Value, core, protocol};

/// What all keys are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keys {
    SmallInts,
    Floats,
    Strings,
    Any,
}

/// Sorts a list in place.
pub(super) fn sort(thread: &mut Thread, list: Ref<ListObject>, key: Option<Value>, reverse: bool) -> PyResult<()> {
    let (storage, length) = list.take_storage();
    let Some(storage) = storage else { return Ok(()) };
    let result = sort_storage(thread, storage, length, key, reverse);
    // Storage is what any change but emptying leaves behind, even one that was undone.
    let modified = list.take_storage().0.is_some();
    list.put_storage(Some(storage), length);
    result?;
    if modified {
        return Err(thread.value_error(format_args!("list modified during sort")));
    }
    Ok(())
}

fn sort_storage(
    thread: &mut Thread,
    items: Ref<ValueArray>,
    length: usize,
    key: Option<Value>,
    reverse: bool,
) -> PyResult<()> {
    // Pairs of key and item, so that one move carries both.
    let pairs = ValueArray::new(thread, 2 * length)?;
    for index in 0..length {
        let Some(item) = items.get(index) else { continue };
        let item_key = match key {
            Some(key) => protocol::call(thread, key, &[item])?,
            None => item,
        };
        // Descending order is ascending order of the reversed sequence, reversed: equal items keep their order.
        let target = if reverse { length - 1 - index } else { index };
        pairs.set(2 * target, Some(item_key));
        pairs.set(2 * target + 1, Some(item));
    }
    let buffer = ValueArray::new(thread, 2 * length)?;
    let mut sorter = Sorter {
        pairs,
        buffer,
        kind: kind_of(pairs, length),
    };
    sorter.run(thread, 0, length)?;
    for index in 0..length {
        let source = if reverse { length - 1 - index } else { index };
        items.set(index, sorter.pairs.get(2 * source + 1));
    }
    Ok(())
}

fn kind_of(pairs: Ref<ValueArray>, length: usize) -> Keys {
    let plain = core().types.str_.get();
    let all = |test: &dyn Fn(Value) -> bool| (0..length).all(|i| pairs.get(2 * i).is_some_and(test));
    if all(&|key| key.is_small_int()) {
        Keys::SmallInts
    } else if all(&|key| key.is_immediate_float()) {
        Keys::Floats
    } else if all(&|key| key.downcast::<StrObject>().is_some_and(|s| s.class() == plain)) {
        Keys::Strings
    } else {
        Keys::Any
    }
}

struct Sorter {
    pairs: Ref<ValueArray>,
    buffer: Ref<ValueArray>,
    kind: Keys,
}

impl Sorter {
    fn less(&self, thread: &mut Thread, left: Value, right: Value) -> PyResult<bool> {
        match self.kind {
            Keys::SmallInts => Ok((left.bits() as i64) < (right.bits() as i64)),
            Keys::Floats => Ok(left.as_immediate_float() < right.as_immediate_float()),
            Keys::Strings => match (left.downcast::<StrObject>(), right.downcast::<StrObject>()) {
                (Some(a), Some(b)) if a.width() == 1 && b.width() == 1 => Ok(a.data() < b.data()),
                (Some(a), Some(b)) => Ok(a.chars().iter().lt(b.chars().iter())),
                _ => Ok(false),
            },
            Keys::Any => {
                let result = protocol::compare(thread, CompareOp::Lt, left, right)?;
                protocol::truth(thread, result)
            }
        }
    }

    fn key(&self, index: usize) -> Value {
        self.pairs.get(2 * index).unwrap_or_else(pyrs_object::none)
    }

    /// Sorts the pairs from `start` to `end`.
    fn run(&mut self, thread: &mut Thread, start: usize, end: usize) -> PyResult<()> {
        const INSERTION: usize = 24;
        let sorted = self.ordered_prefix(thread, start, end)?;
        if sorted == end {
            return Ok(());
        }
        if end - start <= INSERTION {
            return self.insert(thread, start, sorted, end);
        }
        let middle = start + (end - start) / 2;
        self.run(thread, start, middle)?;
        self.run(thread, middle, end)?;
        self.merge(thread, start, middle, end)
    }

    /// End of the longest run from `start` on that is in order.
    fn ordered_prefix(&self, thread: &mut Thread, start: usize, end: usize) -> PyResult<usize> {
        let mut position = start + 1;
        while position < end && !self.less(thread, self.key(position), self.key(position - 1))? {
            position += 1;
        }
        Ok(position.min(end))
    }

    /// Binary insertion of the pairs from `sorted` on into the sorted ones before.
    fn insert(&mut self, thread: &mut Thread, start: usize, sorted: usize, end: usize) -> PyResult<()> {
        for position in sorted..end {
            let (key, item) = (self.pairs.get(2 * position), self.pairs.get(2 * position + 1));
            let (mut low, mut high) = (start, position);
            while low < high {
                let middle = low + (high - low) / 2;
                if self.less(thread, key.unwrap_or_else(pyrs_object::none), self.key(middle))? {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            self.pairs
                .copy_within_arrays(2 * low + 2, self.pairs, 2 * low, 2 * (position - low));
            self.pairs.set(2 * low, key);
            self.pairs.set(2 * low + 1, item);
        }
        Ok(())
    }

    /// Merges two neighbouring sorted ranges through the buffer.
    fn merge(&mut self, thread: &mut Thread, start: usize, middle: usize, end: usize) -> PyResult<()> {
        if !self.less(thread, self.key(middle), self.key(middle - 1))? {
            return Ok(());
        }
        self.buffer
            .copy_within_arrays(2 * start, self.pairs, 2 * start, 2 * (end - start));
        let (mut left, mut right, mut target) = (start, middle, start);
        while left < middle && right < end {
            let (a, b) = (self.buffer.get(2 * left), self.buffer.get(2 * right));
            let (Some(a), Some(b)) = (a, b) else { break };
            let source = if self.less(thread, b, a)? {
                &mut right
            } else {
                &mut left
            };
            self.pairs.copy_within_arrays(2 * target, self.buffer, 2 * *source, 2);
            *source += 1;
            target += 1;
        }
        self.pairs
            .copy_within_arrays(2 * target, self.buffer, 2 * left, 2 * (middle - left));
        target += middle - left;
        self.pairs
            .copy_within_arrays(2 * target, self.buffer, 2 * right, 2 * (end - right));
        Ok(())
    }
}
