//! `groupby` and `batched`.

use super::native_iterator;
use crate::collect::allocate;
use pyrs_macros::pymethods;
use pyrs_object::array::ValueArray;
use pyrs_object::convert::{Signature, bind_slot};
use pyrs_object::tuple::TupleObject;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, none, protocol};

native_iterator!(
    /// `groupby`: the key of the group that was given last, and the item read last with its key. `group` counts the
    /// groups given, so that an older group's iterator knows that it has ended.
    GroupByObject, "groupby", GROUPBY_LAYOUT, GROUPBY, GroupByMethods,
    [iterator, function, target_key, current_key, current_item], [group]
);
native_iterator!(
    /// The items of one group.
    GrouperObject, "_grouper", GROUPER_LAYOUT, GROUPER, GrouperMethods, [parent, key], [group]
);
static GROUPBY_SIGNATURE: Signature = Signature::of_slot("groupby", &["iterable", "key"], 1);

impl GroupByObject {
    /// Reads one more item; false at the end.
    fn step(thread: &mut Thread, this: Ref<GroupByObject>) -> PyResult<bool> {
        let Some(iterator) = this.iterator.get() else {
            return Ok(false);
        };
        let Some(item) = protocol::next(thread, iterator)? else {
            return Ok(false);
        };
        let key = match this.function.get() {
            Some(function) => protocol::call(thread, function, &[item])?,
            None => item,
        };
        this.current_item.set(this, Some(item));
        this.current_key.set(this, Some(key));
        Ok(true)
    }
}

/// Holds the methods of `groupby`.
pub struct GroupByMethods;

/// make an iterator that returns consecutive keys and groups from the iterable
///
///   iterable
///     Elements to divide into groups according to the key function.
///   key
///     A function for computing the group category for each element.
///     If the key function is not specified or is None, the element itself
///     is used for grouping.
#[pymethods]
impl GroupByMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let [iterable, key] = bind_slot::<2>(thread, &GROUPBY_SIGNATURE, args)?;
        let iterator = protocol::iter(thread, iterable.unwrap_or_else(none))?;
        let this: Ref<GroupByObject> = allocate(thread, class)?;
        this.iterator.set(this, Some(iterator));
        this.function.set(this, key.filter(|key| *key != none()));
        Ok(this.value())
    }

    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let this = GroupByObject::of(thread, this)?;
        this.group.set(this.group.get() + 1);
        // Goes past the rest of the group before.
        loop {
            let same = match (this.current_key.get(), this.target_key.get()) {
                (None, _) => true,
                (Some(_), None) => false,
                (Some(key), Some(target)) => protocol::equals(thread, target, key)?,
            };
            if !same {
                break;
            }
            if !GroupByObject::step(thread, this)? {
                return Ok(None);
            }
        }
        let Some(key) = this.current_key.get() else {
            return Ok(None);
        };
        this.target_key.set(this, Some(key));
        let grouper: Ref<GrouperObject> = GROUPER.get().allocate_instance(thread)?;
        grouper.parent.set(grouper, Some(this.value()));
        grouper.key.set(grouper, Some(key));
        grouper.group.set(this.group.get());
        Ok(Some(TupleObject::from_slice(thread, &[key, grouper.value()])?.value()))
    }
}

/// Holds the methods of a group.
pub struct GrouperMethods;

#[pymethods]
impl GrouperMethods {
    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let this = GrouperObject::of(thread, this)?;
        let parent = this.parent.get().and_then(|parent| parent.downcast::<GroupByObject>());
        let (Some(parent), Some(key)) = (parent, this.key.get()) else {
            return Ok(None);
        };
        if parent.group.get() != this.group.get() {
            return Ok(None);
        }
        if parent.current_item.get().is_none() && !GroupByObject::step(thread, parent)? {
            return Ok(None);
        }
        let Some(current) = parent.current_key.get() else {
            return Ok(None);
        };
        if !protocol::equals(thread, key, current)? {
            return Ok(None);
        }
        let item = parent.current_item.get();
        parent.current_item.set(parent, None);
        Ok(item)
    }
}

native_iterator!(
    /// `batched`: the iterator until it ends, the length of a batch, and whether a short one is an error.
    BatchedObject, "batched", BATCHED_LAYOUT, BATCHED, BatchedMethods, [iterator], [length, strict]
);
static BATCHED_SIGNATURE: Signature = Signature {
    keyword_only_from: 2,
    ..Signature::of_slot("batched", &["iterable", "n", "strict"], 2)
};

/// Holds the methods of `batched`.
pub struct BatchedMethods;

/// Batch data into tuples of length n. The last batch may be shorter than n.
///
/// Loops over the input iterable and accumulates data into tuples
/// up to size n.  The input is consumed lazily, just enough to
/// fill a batch.  The result is yielded as soon as a batch is full
/// or when the input iterable is exhausted.
#[pymethods]
impl BatchedMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let [iterable, length, strict] = bind_slot::<3>(thread, &BATCHED_SIGNATURE, args)?;
        let length = protocol::index_i64(thread, length.unwrap_or_else(none))?;
        let strict = match strict {
            Some(strict) => protocol::truth(thread, strict)?,
            None => false,
        };
        if length < 1 {
            return Err(thread.value_error(format_args!("n must be at least one")));
        }
        let iterator = protocol::iter(thread, iterable.unwrap_or_else(none))?;
        let this: Ref<BatchedObject> = allocate(thread, class)?;
        this.iterator.set(this, Some(iterator));
        this.length.set(length);
        this.strict.set(strict.into());
        Ok(this.value())
    }

    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let this = BatchedObject::of(thread, this)?;
        let Some(iterator) = this.iterator.get() else {
            return Ok(None);
        };
        let wanted = this.length.get() as usize;
        let mut batch = ValueArray::new(thread, wanted.min(64))?;
        let mut count = 0;
        while count < wanted {
            let item = match protocol::next(thread, iterator) {
                Ok(Some(item)) => item,
                Ok(None) => break,
                Err(raised) => {
                    this.iterator.set(this, None);
                    return Err(raised);
                }
            };
            if count == batch.capacity() {
                let larger = ValueArray::new(thread, (count * 2).min(wanted))?;
                larger.copy_from(batch, count);
                batch = larger;
            }
            batch.set(count, Some(item));
            count += 1;
        }
        if count < wanted {
            this.iterator.set(this, None);
            if count == 0 {
                return Ok(None);
            }
            if this.strict.get() != 0 {
                return Err(thread.value_error(format_args!("batched(): incomplete batch")));
            }
        }
        Ok(Some(TupleObject::from_slice(thread, batch.values(count))?.value()))
    }
}
