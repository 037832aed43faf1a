//! The methods of `set` and `frozenset`.

use super::algebra::{self, element_hash, lookup_key};
use pyrs_macros::pymethods;
use pyrs_object::set::SetObject;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, core, none, protocol};

/// The methods that `set` and `frozenset` share.
pub struct SharedMethods;

#[pymethods]
impl SharedMethods {
    /// Return a shallow copy of a set.
    #[method]
    fn copy(thread: &mut Thread, this: Ref<SetObject>) -> PyResult<Ref<SetObject>> {
        if this.class() == core().types.frozenset.get() {
            return Ok(this);
        }
        algebra::copy_as(thread, algebra::base_class(this), this)
    }

    /// Return a new set with elements from the set and all others.
    #[method(signature = "(*others)")]
    fn union(thread: &mut Thread, this: Ref<SetObject>, others: Args) -> PyResult<Ref<SetObject>> {
        let others = operands(thread, others, "union")?;
        let result = algebra::copy_as(thread, algebra::base_class(this), this)?;
        for other in others.iter().filter(|other| **other != this.value()) {
            algebra::update(thread, result, *other)?;
        }
        Ok(result)
    }

    /// Return a new set with elements common to the set and all others.
    #[method(signature = "(*others)")]
    fn intersection(thread: &mut Thread, this: Ref<SetObject>, others: Args) -> PyResult<Ref<SetObject>> {
        let others = operands(thread, others, "intersection")?;
        common(thread, this, others)
    }

    /// Return a new set with elements in the set that are not in the others.
    #[method(signature = "(*others)")]
    fn difference(thread: &mut Thread, this: Ref<SetObject>, others: Args) -> PyResult<Ref<SetObject>> {
        let others = operands(thread, others, "difference")?;
        let Some((first, rest)) = others.split_first() else {
            return algebra::copy_as(thread, algebra::base_class(this), this);
        };
        let result = algebra::difference(thread, this, *first)?;
        for other in rest {
            algebra::difference_update(thread, result, *other)?;
        }
        Ok(result)
    }

    /// Return a new set with elements in either the set or other but not both.
    #[method]
    fn symmetric_difference(thread: &mut Thread, this: Ref<SetObject>, other: Value) -> PyResult<Ref<SetObject>> {
        algebra::symmetric_difference(thread, this, other)
    }

    /// Return True if two sets have a null intersection.
    #[method]
    fn isdisjoint(thread: &mut Thread, this: Ref<SetObject>, other: Value) -> PyResult<bool> {
        algebra::is_disjoint(thread, this, other)
    }

    /// Report whether another set contains this set.
    #[method]
    fn issubset(thread: &mut Thread, this: Ref<SetObject>, other: Value) -> PyResult<bool> {
        algebra::is_subset(thread, this, other)
    }

    /// Report whether this set contains another set.
    #[method]
    fn issuperset(thread: &mut Thread, this: Ref<SetObject>, other: Value) -> PyResult<bool> {
        algebra::is_superset(thread, this, other)
    }

    /// Return state information for pickling.
    #[method]
    fn __reduce__(thread: &mut Thread, this: Ref<SetObject>) -> PyResult<Ref<TupleObject>> {
        let keys = crate::sequence::collect(thread, this.value())?;
        let args = TupleObject::from_slice(thread, &[keys.value()])?;
        let name = StrObject::intern(thread, "__getstate__")?;
        let state = protocol::call_method(thread, this.value(), name, &[])?;
        let class = class_of(this.value()).value();
        TupleObject::from_slice(thread, &[class, args.value(), state])
    }

    /// See PEP 585
    #[classmethod]
    fn __class_getitem__(thread: &mut Thread, class: Value, item: Value) -> PyResult<Value> {
        crate::generic_alias::new(thread, class, item)
    }
}

/// The operands of a method that takes any number of iterables.
fn operands<'a>(thread: &mut Thread, args: Args<'a>, method: &str) -> PyResult<&'a [Value]> {
    match args.names() {
        None => Ok(args.positional()),
        Some(_) => Err(thread.type_error(format_args!("set.{method}() takes no keyword arguments"))),
    }
}

/// The keys of `set` that all others have.
fn common(thread: &mut Thread, set: Ref<SetObject>, others: &[Value]) -> PyResult<Ref<SetObject>> {
    let Some((first, rest)) = others.split_first() else {
        return algebra::copy_as(thread, algebra::base_class(set), set);
    };
    let mut result = algebra::intersection(thread, set, *first)?;
    for other in rest {
        result = algebra::intersection(thread, result, *other)?;
    }
    Ok(result)
}

/// The methods that `set` alone has.
pub struct SetMethods;

#[pymethods]
impl SetMethods {
    /// Add an element to a set.
    ///
    /// This has no effect if the element is already present.
    #[method]
    fn add(thread: &mut Thread, this: Ref<SetObject>, object: Value) -> PyResult<()> {
        let hash = element_hash(thread, object)?;
        this.add_hashed(thread, object, hash).map(|_| ())
    }

    /// Remove all elements from this set.
    #[method]
    fn clear(_thread: &mut Thread, this: Ref<SetObject>) {
        this.clear();
    }

    /// Remove an element from a set if it is a member.
    ///
    /// Unlike set.remove(), the discard() method does not raise
    /// an exception when an element is missing from the set.
    #[method]
    fn discard(thread: &mut Thread, this: Ref<SetObject>, object: Value) -> PyResult<()> {
        let (key, hash) = lookup_key(thread, object)?;
        this.remove_hashed(thread, key, hash).map(|_| ())
    }

    /// Remove an element from a set; it must be a member.
    ///
    /// If the element is not a member, raise a KeyError.
    #[method]
    fn remove(thread: &mut Thread, this: Ref<SetObject>, object: Value) -> PyResult<()> {
        let (key, hash) = lookup_key(thread, object)?;
        match this.remove_hashed(thread, key, hash)? {
            true => Ok(()),
            false => Err(thread.key_error(object)),
        }
    }

    /// Remove and return an arbitrary set element.
    ///
    /// Raises KeyError if the set is empty.
    #[method]
    fn pop(thread: &mut Thread, this: Ref<SetObject>) -> PyResult<Value> {
        match this.pop() {
            Some(key) => Ok(key),
            None => Err(thread.raise_message(core().types.key_error.get(), format_args!("pop from an empty set"))),
        }
    }

    /// Update the set, adding elements from all others.
    #[method(signature = "(*others)")]
    fn update(thread: &mut Thread, this: Ref<SetObject>, others: Args) -> PyResult<Value> {
        for other in operands(thread, others, "update")? {
            algebra::update(thread, this, *other)?;
        }
        Ok(none())
    }

    /// Update the set, keeping only elements found in it and all others.
    #[method(signature = "(*others)")]
    fn intersection_update(thread: &mut Thread, this: Ref<SetObject>, others: Args) -> PyResult<Value> {
        let others = operands(thread, others, "intersection_update")?;
        let kept = common(thread, this, others)?;
        this.take_from(kept);
        Ok(none())
    }

    /// Update the set, removing elements found in others.
    #[method(signature = "(*others)")]
    fn difference_update(thread: &mut Thread, this: Ref<SetObject>, others: Args) -> PyResult<Value> {
        for other in operands(thread, others, "difference_update")? {
            algebra::difference_update(thread, this, *other)?;
        }
        Ok(none())
    }

    /// Update the set, keeping only elements found in either set, but not in both.
    #[method]
    fn symmetric_difference_update(thread: &mut Thread, this: Ref<SetObject>, other: Value) -> PyResult<()> {
        algebra::symmetric_difference_update(thread, this, other)
    }
}
