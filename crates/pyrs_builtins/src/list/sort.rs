//! `list.sort`: a stable merge sort over value arrays, which the collector sees while comparisons run Python code.
//!
//! Runs that are in order already are taken as they are (natural merge sort). Keys that are all small ints, floats or
//! plain strings are left to Rust's sort, as comparing them runs no Python code. While keys and comparisons run, the list
//! is empty, so that a change by them is noticed.

use pyrs_object::array::ValueArray;
use pyrs_object::list::ListObject;
use pyrs_object::slots::CompareOp;
use pyrs_object::str::StrObject;
use pyrs_object::type_object::TypeObject;
use pyrs_object::{PyResult, Ref, Thread, Value, core, protocol};
use std::cmp::Ordering;

/// What all keys are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keys {
    SmallInts,
    Floats,
    Strings,
    Any,
}

/// Sorts a list in place.
pub(crate) fn sort(thread: &mut Thread, list: Ref<ListObject>, key: Option<Value>, reverse: bool) -> PyResult<()> {
    if key.is_none() {
        let kind = kind_of(list.items().iter().copied());
        if kind != Keys::Any {
            list.rearrange(|items| sort_plain(kind, items, |item| *item, reverse));
            return Ok(());
        }
    }
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

/// Sorts by keys that are compared without Python code. Descending order is ascending order of the reversed sequence,
/// reversed: equal items keep their order.
fn sort_plain<T>(kind: Keys, items: &mut [T], key: impl Fn(&T) -> Value, reverse: bool) {
    if reverse {
        items.reverse();
    }
    // Nothing allocates in the heap meanwhile, so that values may lie in the sort's own buffer.
    match kind {
        Keys::SmallInts => items.sort_by_key(|item| key(item).bits() as i64),
        Keys::Floats => items.sort_by(|a, b| {
            let (a, b) = (key(a).as_immediate_float(), key(b).as_immediate_float());
            a.partial_cmp(&b).unwrap_or(Ordering::Equal)
        }),
        Keys::Strings | Keys::Any => items.sort_by(|a, b| compare_strings(key(a), key(b))),
    }
    if reverse {
        items.reverse();
    }
}

fn compare_strings(left: Value, right: Value) -> Ordering {
    match (left.downcast::<StrObject>(), right.downcast::<StrObject>()) {
        (Some(a), Some(b)) if a.width() == 1 && b.width() == 1 => a.data()[..a.len()].cmp(&b.data()[..b.len()]),
        (Some(a), Some(b)) => a.chars().iter().cmp(b.chars().iter()),
        _ => Ordering::Equal,
    }
}

/// A key and its item, so that one move carries both.
type Pair = [Value; 2];

fn sort_storage(
    thread: &mut Thread,
    items: Ref<ValueArray>,
    length: usize,
    key: Option<Value>,
    reverse: bool,
) -> PyResult<()> {
    let pairs = ValueArray::new(thread, 2 * length)?;
    for index in 0..length {
        let Some(item) = items.get(index) else { continue };
        let item_key = match key {
            Some(key) => protocol::call(thread, key, &[item])?,
            None => item,
        };
        pairs.set(2 * index, Some(item_key));
        pairs.set(2 * index + 1, Some(item));
    }
    let kind = kind_of((0..length).filter_map(|index| pairs.get(2 * index)));
    if kind != Keys::Any {
        // SAFETY: the array holds `length` pairs of values, which nobody else sees.
        let view = unsafe { std::slice::from_raw_parts_mut(pairs.as_words().cast::<Pair>(), length) };
        sort_plain(kind, view, |pair| pair[0], reverse);
        for (index, [_, item]) in view.iter().enumerate() {
            items.set(index, Some(*item));
        }
        return Ok(());
    }
    if reverse {
        reverse_pairs(pairs, length);
    }
    let buffer = ValueArray::new(thread, 2 * length)?;
    let mut sorter = Sorter { pairs, buffer };
    sorter.run(thread, 0, length)?;
    for index in 0..length {
        let source = if reverse { length - 1 - index } else { index };
        items.set(index, sorter.pairs.get(2 * source + 1));
    }
    Ok(())
}

fn reverse_pairs(pairs: Ref<ValueArray>, length: usize) {
    for low in 0..length / 2 {
        let high = length - 1 - low;
        for part in 0..2 {
            let (a, b) = (pairs.get(2 * low + part), pairs.get(2 * high + part));
            pairs.set(2 * low + part, b);
            pairs.set(2 * high + part, a);
        }
    }
}

fn kind_of(mut keys: impl Iterator<Item = Value> + Clone) -> Keys {
    let plain = core().types.str_.get();
    match keys.clone().next() {
        Some(first) if first.is_small_int() && keys.all(Value::is_small_int) => Keys::SmallInts,
        Some(first) if first.is_immediate_float() && keys.all(Value::is_immediate_float) => Keys::Floats,
        Some(first) if first.is_heap() && keys.all(|key| is_exact_string(key, plain)) => Keys::Strings,
        _ => Keys::Any,
    }
}

fn is_exact_string(key: Value, plain: Ref<TypeObject>) -> bool {
    key.downcast::<StrObject>().is_some_and(|s| s.class() == plain)
}

struct Sorter {
    pairs: Ref<ValueArray>,
    buffer: Ref<ValueArray>,
}

impl Sorter {
    fn less(&self, thread: &mut Thread, left: Value, right: Value) -> PyResult<bool> {
        let result = protocol::compare(thread, CompareOp::Lt, left, right)?;
        protocol::truth(thread, result)
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
