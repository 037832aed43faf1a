//! The operations of sets, on a set and any iterable. Methods and operators are made of these.
//!
//! The order in which keys are taken and tables sized decides the order of the result, which programs print: it is
//! that of the reference.

use crate::dict::key_hash;
use pyrs_object::dict::DictObject;
use pyrs_object::set::SetObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{PyResult, Ref, Thread, Value, core, protocol};

/// The hash of a key to be added or looked for.
pub fn element_hash(thread: &mut Thread, key: Value) -> PyResult<i64> {
    key_hash(thread, key, "set element")
}

fn plain_dict(value: Value) -> Option<Ref<DictObject>> {
    value
        .downcast::<DictObject>()
        .filter(|dict| dict.class() == core().types.dict.get())
}

/// Whether the value is a set or frozenset; any instance of either.
pub fn as_set(value: Value) -> Option<Ref<SetObject>> {
    value.downcast()
}

/// The class of results for an operand: `set` or `frozenset`, also where the operand's class is derived from it.
pub fn base_class(set: Ref<SetObject>) -> Ref<TypeObject> {
    let frozen = core().types.frozenset.get();
    if set.class().is_subtype(frozen) {
        frozen
    } else {
        core().types.set.get()
    }
}

/// A set of `class` with the keys of another.
pub fn copy_as(thread: &mut Thread, class: Ref<TypeObject>, source: Ref<SetObject>) -> PyResult<Ref<SetObject>> {
    let copy = SetObject::with_class(thread, class)?;
    copy.merge(thread, source)?;
    Ok(copy)
}

/// A set of `class` with the items of an iterable.
pub fn collect_as(thread: &mut Thread, class: Ref<TypeObject>, iterable: Value) -> PyResult<Ref<SetObject>> {
    let made = SetObject::with_class(thread, class)?;
    update(thread, made, iterable)?;
    Ok(made)
}

/// The iterable itself if it is a set, else a set of its items.
fn set_of(thread: &mut Thread, iterable: Value) -> PyResult<Ref<SetObject>> {
    match as_set(iterable) {
        Some(set) => Ok(set),
        None => collect_as(thread, core().types.set.get(), iterable),
    }
}

/// `target |= iterable`.
pub fn update(thread: &mut Thread, target: Ref<SetObject>, iterable: Value) -> PyResult<()> {
    if let Some(source) = as_set(iterable) {
        return target.merge(thread, source);
    }
    if let Some(dict) = plain_dict(iterable) {
        target.reserve(thread, dict.len())?;
        let mut position = 0;
        while let Some((at, key, _)) = dict.next_entry(position) {
            target.add_hashed(thread, key, dict.entry_hash(at))?;
            position = at + 1;
        }
        return Ok(());
    }
    protocol::for_each(thread, iterable, |thread, key| {
        let hash = element_hash(thread, key)?;
        target.add_hashed(thread, key, hash).map(|_| ())
    })
}

/// Runs `each` over the keys of a set and their hashes. The set may change meanwhile.
fn for_each_key(
    thread: &mut Thread,
    set: Ref<SetObject>,
    mut each: impl FnMut(&mut Thread, Value, i64) -> PyResult<bool>,
) -> PyResult<bool> {
    let mut position = 0;
    while let Some((at, key)) = set.next_key(position) {
        if !each(thread, key, set.slot_hash(at))? {
            return Ok(false);
        }
        position = at + 1;
    }
    Ok(true)
}

/// The keys of `set` that the iterable has too, as a `set` or `frozenset` after `set`.
pub fn intersection(thread: &mut Thread, set: Ref<SetObject>, other: Value) -> PyResult<Ref<SetObject>> {
    let class = base_class(set);
    if other == set.value() {
        return copy_as(thread, class, set);
    }
    let result = SetObject::with_class(thread, class)?;
    if let Some(other) = as_set(other) {
        let (walked, asked) = if other.len() > set.len() {
            (set, other)
        } else {
            (other, set)
        };
        for_each_key(thread, walked, |thread, key, hash| {
            if asked.contains_hashed(thread, key, hash)? {
                result.add_hashed(thread, key, hash)?;
            }
            Ok(true)
        })?;
        return Ok(result);
    }
    protocol::for_each(thread, other, |thread, key| {
        let hash = protocol::hash(thread, key)?;
        if set.contains_hashed(thread, key, hash)? {
            result.add_hashed(thread, key, hash)?;
        }
        Ok(())
    })?;
    Ok(result)
}

/// Removes the items of an iterable.
pub fn difference_update(thread: &mut Thread, target: Ref<SetObject>, other: Value) -> PyResult<()> {
    if other == target.value() {
        target.clear();
        return Ok(());
    }
    if let Some(other) = as_set(other) {
        // Of a much larger set only what is shared matters.
        let other = if other.len() / 8 > target.len() {
            intersection(thread, target, other.value())?
        } else {
            other
        };
        for_each_key(thread, other, |thread, key, hash| {
            target.remove_hashed(thread, key, hash)?;
            Ok(true)
        })?;
        return Ok(());
    }
    protocol::for_each(thread, other, |thread, key| {
        let hash = element_hash(thread, key)?;
        target.remove_hashed(thread, key, hash).map(|_| ())
    })
}

/// The keys of `set` that the iterable lacks.
pub fn difference(thread: &mut Thread, set: Ref<SetObject>, other: Value) -> PyResult<Ref<SetObject>> {
    let class = base_class(set);
    let dict = plain_dict(other);
    let other_length = match (as_set(other), dict) {
        (Some(other), _) => other.len(),
        (None, Some(dict)) => dict.len(),
        (None, None) => usize::MAX,
    };
    // A much larger set is copied and then reduced, as for other iterables.
    if other_length == usize::MAX || set.len() / 4 > other_length {
        let result = copy_as(thread, class, set)?;
        difference_update(thread, result, other)?;
        return Ok(result);
    }
    let result = SetObject::with_class(thread, class)?;
    for_each_key(thread, set, |thread, key, hash| {
        let there = match (as_set(other), dict) {
            (Some(other), _) => other.contains_hashed(thread, key, hash)?,
            (None, Some(dict)) => dict.find(thread, key, hash)?.is_some(),
            (None, None) => false,
        };
        if !there {
            result.add_hashed(thread, key, hash)?;
        }
        Ok(true)
    })?;
    Ok(result)
}

/// Adds the items of an iterable that are not there, and removes those that are.
pub fn symmetric_difference_update(thread: &mut Thread, target: Ref<SetObject>, other: Value) -> PyResult<()> {
    if other == target.value() {
        target.clear();
        return Ok(());
    }
    let other = set_of(thread, other)?;
    for_each_key(thread, other, |thread, key, hash| {
        if !target.remove_hashed(thread, key, hash)? {
            target.add_hashed(thread, key, hash)?;
        }
        Ok(true)
    })?;
    Ok(())
}

/// The keys that exactly one of both has.
pub fn symmetric_difference(thread: &mut Thread, set: Ref<SetObject>, other: Value) -> PyResult<Ref<SetObject>> {
    let result = collect_as(thread, base_class(set), other)?;
    symmetric_difference_update(thread, result, set.value())?;
    Ok(result)
}

/// The keys of both.
pub fn union(thread: &mut Thread, set: Ref<SetObject>, other: Value) -> PyResult<Ref<SetObject>> {
    let result = copy_as(thread, base_class(set), set)?;
    if other != set.value() {
        update(thread, result, other)?;
    }
    Ok(result)
}

/// Whether the iterable has all keys of `set`.
pub fn is_subset(thread: &mut Thread, set: Ref<SetObject>, other: Value) -> PyResult<bool> {
    let Some(other) = as_set(other) else {
        // What they share must be all that `set` has.
        let shared = intersection(thread, set, other)?;
        return Ok(shared.len() == set.len());
    };
    if set.len() > other.len() {
        return Ok(false);
    }
    for_each_key(thread, set, |thread, key, hash| {
        other.contains_hashed(thread, key, hash)
    })
}

/// Whether `set` has all items of the iterable.
pub fn is_superset(thread: &mut Thread, set: Ref<SetObject>, other: Value) -> PyResult<bool> {
    if let Some(other) = as_set(other) {
        return is_subset(thread, other, set.value());
    }
    let iterator = protocol::iter(thread, other)?;
    while let Some(key) = protocol::next(thread, iterator)? {
        let hash = element_hash(thread, key)?;
        if !set.contains_hashed(thread, key, hash)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether they share nothing.
pub fn is_disjoint(thread: &mut Thread, set: Ref<SetObject>, other: Value) -> PyResult<bool> {
    if other == set.value() {
        return Ok(set.is_empty());
    }
    if let Some(other) = as_set(other) {
        let (walked, asked) = if other.len() > set.len() {
            (set, other)
        } else {
            (other, set)
        };
        return for_each_key(thread, walked, |thread, key, hash| {
            Ok(!asked.contains_hashed(thread, key, hash)?)
        });
    }
    let iterator = protocol::iter(thread, other)?;
    while let Some(key) = protocol::next(thread, iterator)? {
        let hash = element_hash(thread, key)?;
        if set.contains_hashed(thread, key, hash)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Equality of sets.
pub fn equal(thread: &mut Thread, left: Ref<SetObject>, right: Ref<SetObject>) -> PyResult<bool> {
    if left.len() != right.len() {
        return Ok(false);
    }
    let (a, b) = (left.cached_hash.get(), right.cached_hash.get());
    if a != 0 && b != 0 && a != b {
        return Ok(false);
    }
    is_subset(thread, left, right.value())
}

/// The key to look for: a set, which has no hash, stands for the frozenset of its keys.
pub fn lookup_key(thread: &mut Thread, key: Value) -> PyResult<(Value, i64)> {
    match element_hash(thread, key) {
        Ok(hash) => Ok((key, hash)),
        Err(raised) => {
            let Some(set) = as_set(key).filter(|_| thread.clear_if(core().types.type_error.get())) else {
                return Err(raised);
            };
            let frozen = copy_as(thread, core().types.frozenset.get(), set)?;
            let hash = protocol::hash(thread, frozen.value())?;
            Ok((frozen.value(), hash))
        }
    }
}

/// The TypeError of methods called on something else.
pub fn expect_set(thread: &mut Thread, value: Value) -> PyResult<Ref<SetObject>> {
    match as_set(value) {
        Some(set) => Ok(set),
        None => {
            let name = class_of(value).name_for_message();
            Err(thread.type_error(format_args!("expected a set, not '{name}'")))
        }
    }
}
