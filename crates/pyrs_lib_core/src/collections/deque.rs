//! `deque`: a ring of values.
//!
//! Invariant: the items are at `start`, `start + 1`, ... modulo the capacity, which is a power of two; words outside are
//! empty. `version` changes whenever items move, so that iterators notice.

use crate::collect::{allocate, wrong_receiver};
use crate::repr_guard::ReprGuard;
use pyrs_macros::pymethods;
use pyrs_object::array::ValueArray;
use pyrs_object::convert::{Signature, bind_slot};
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::slots::{BinaryOp, CompareOp};
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeFlags, TypeObject, class_of};
use pyrs_object::{
    Args, PyResult, Raised, Ref, Thread, Value, bool_value, core, heap_object, none, not_implemented, protocol,
};
use std::cell::Cell;

/// A deque or an instance of a subclass.
#[repr(C)]
pub struct DequeObject {
    header: Header,
    ring: Field<Option<Ref<ValueArray>>>,
    start: Cell<usize>,
    length: Cell<usize>,
    /// `maxlen`, or -1.
    limit: Cell<i64>,
    version: Cell<u64>,
}
heap_object!(DequeObject, "collections.deque", DEQUE_LAYOUT, [ring]);

/// `collections.deque`.
pub static DEQUE: NativeClass = NativeClass::new("collections", "deque", &DEQUE_LAYOUT)
    .flags(
        TypeFlags::SUBCLASSABLE
            .union(TypeFlags::SEQUENCE)
            .union(TypeFlags::HAS_WEAKREF),
    )
    .methods(DequeMethods::TYPE_METHODS);

/// Items of the first ring.
const FIRST_CAPACITY: usize = 8;

impl DequeObject {
    /// Number of items.
    pub fn len(&self) -> usize {
        self.length.get()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn slot(&self, ring: Ref<ValueArray>, index: usize) -> usize {
        (self.start.get() + index) & (ring.capacity() - 1)
    }

    /// Item at `index`, if there is one.
    pub fn get(&self, index: usize) -> Option<Value> {
        if index >= self.len() {
            return None;
        }
        let ring = self.ring.get()?;
        ring.get(self.slot(ring, index))
    }

    fn set(&self, index: usize, value: Value) {
        if let Some(ring) = self.ring.get() {
            ring.set(self.slot(ring, index), Some(value));
        }
    }

    fn touch(&self) {
        self.version.set(self.version.get() + 1);
    }

    fn is_full(&self) -> bool {
        self.limit.get() == self.len() as i64
    }

    fn pop_last(&self) -> Option<Value> {
        let last = self.len().checked_sub(1)?;
        let ring = self.ring.get()?;
        let slot = self.slot(ring, last);
        let value = ring.get(slot);
        ring.set(slot, None);
        self.length.set(last);
        self.touch();
        value
    }

    fn pop_first(&self) -> Option<Value> {
        let left = self.len().checked_sub(1)?;
        let ring = self.ring.get()?;
        let slot = self.start.get();
        let value = ring.get(slot);
        ring.set(slot, None);
        self.start.set((slot + 1) & (ring.capacity() - 1));
        self.length.set(left);
        self.touch();
        value
    }
}

fn of(thread: &mut Thread, this: Value) -> PyResult<Ref<DequeObject>> {
    match this.downcast() {
        Some(deque) => Ok(deque),
        None => Err(wrong_receiver(thread, "collections.deque", this)),
    }
}

/// Room for one more item.
fn reserve(thread: &mut Thread, deque: Ref<DequeObject>) -> PyResult<Ref<ValueArray>> {
    let old = deque.ring.get();
    if let Some(ring) = old
        && deque.len() < ring.capacity()
    {
        return Ok(ring);
    }
    let ring = ValueArray::new(thread, (deque.len() * 2).max(FIRST_CAPACITY))?;
    if let Some(old) = old {
        let first = old.capacity() - deque.start.get();
        ring.copy_within_arrays(0, old, deque.start.get(), first);
        ring.copy_within_arrays(first, old, 0, old.capacity() - first);
    }
    deque.ring.set(deque, Some(ring));
    deque.start.set(0);
    Ok(ring)
}

fn push_last(thread: &mut Thread, deque: Ref<DequeObject>, value: Value) -> PyResult<()> {
    if deque.limit.get() == 0 {
        return Ok(());
    }
    if deque.is_full() {
        deque.pop_first();
    }
    let ring = reserve(thread, deque)?;
    ring.set(deque.slot(ring, deque.len()), Some(value));
    deque.length.set(deque.len() + 1);
    deque.touch();
    Ok(())
}

fn push_first(thread: &mut Thread, deque: Ref<DequeObject>, value: Value) -> PyResult<()> {
    if deque.limit.get() == 0 {
        return Ok(());
    }
    if deque.is_full() {
        deque.pop_last();
    }
    let ring = reserve(thread, deque)?;
    let start = deque.start.get().wrapping_sub(1) & (ring.capacity() - 1);
    ring.set(start, Some(value));
    deque.start.set(start);
    deque.length.set(deque.len() + 1);
    deque.touch();
    Ok(())
}

fn extend(thread: &mut Thread, deque: Ref<DequeObject>, iterable: Value) -> PyResult<()> {
    let iterable = if iterable == deque.value() {
        crate::collect::to_list(thread, iterable)?.value()
    } else {
        iterable
    };
    protocol::for_each(thread, iterable, |thread, item| push_last(thread, deque, item))
}

fn clear(deque: Ref<DequeObject>) {
    deque.ring.set(deque, None);
    deque.start.set(0);
    deque.length.set(0);
    deque.touch();
}

/// Rotates to the right; negative counts to the left.
fn rotate(deque: Ref<DequeObject>, count: i64) {
    let length = deque.len() as i64;
    if length < 2 {
        return;
    }
    let mut steps = count.rem_euclid(length);
    let left = steps > length / 2;
    if left {
        steps = length - steps;
    }
    let Some(ring) = deque.ring.get() else { return };
    let mask = ring.capacity() - 1;
    for _ in 0..steps {
        let (from, to, start) = if left {
            let start = deque.start.get();
            (start, (start + deque.len()) & mask, (start + 1) & mask)
        } else {
            let start = deque.start.get().wrapping_sub(1) & mask;
            ((start + deque.len()) & mask, start, start)
        };
        let value = ring.get(from);
        ring.set(from, None);
        ring.set(to, value);
        deque.start.set(start);
    }
    deque.touch();
}

/// A fresh deque with the same items and limit, of a class that has no constructor of its own in Python.
fn copy_plain(thread: &mut Thread, deque: Ref<DequeObject>) -> PyResult<Ref<DequeObject>> {
    let copy: Ref<DequeObject> = DEQUE.get().allocate_instance(thread)?;
    copy.limit.set(deque.limit.get());
    let mut index = 0;
    while let Some(item) = deque.get(index) {
        push_last(thread, copy, item)?;
        index += 1;
    }
    Ok(copy)
}

fn copy(thread: &mut Thread, deque: Ref<DequeObject>) -> PyResult<Value> {
    let class = deque.class();
    if class == DEQUE.get() {
        return Ok(copy_plain(thread, deque)?.value());
    }
    let limit = limit_value(thread, deque)?;
    if limit == none() {
        protocol::call(thread, class.value(), &[deque.value()])
    } else {
        protocol::call(thread, class.value(), &[deque.value(), limit])
    }
}

fn limit_value(thread: &mut Thread, deque: Ref<DequeObject>) -> PyResult<Value> {
    match deque.limit.get() {
        -1 => Ok(none()),
        limit => pyrs_object::int::from_i64(thread, limit),
    }
}

#[cold]
fn mutated(thread: &mut Thread) -> Raised {
    thread.runtime_error(format_args!("deque mutated during iteration"))
}

#[cold]
fn empty(thread: &mut Thread) -> Raised {
    thread.index_error(format_args!("pop from an empty deque"))
}

fn repeat(thread: &mut Thread, deque: Ref<DequeObject>, count: Value) -> PyResult<Ref<DequeObject>> {
    let count = protocol::index_clamped(thread, count)?.max(0);
    let result = copy_plain(thread, deque)?;
    let length = deque.len() as i64;
    if count == 0 {
        clear(result);
        return Ok(result);
    }
    // A bounded deque keeps the last items only: rounds that would fall out again are left away.
    let rounds = match deque.limit.get() {
        -1 => count,
        limit if length > 0 => count.min(limit / length + 2),
        _ => 1,
    };
    if length
        .checked_mul(rounds)
        .is_none_or(|total| total > isize::MAX as i64 / 8)
    {
        return Err(thread.memory_error());
    }
    let items = crate::collect::to_list(thread, deque.value())?;
    for _ in 1..rounds {
        let mut index = 0;
        while let Some(item) = items.get(index) {
            push_last(thread, result, item)?;
            index += 1;
        }
    }
    Ok(result)
}

fn index_of(thread: &mut Thread, deque: Ref<DequeObject>, key: Value) -> PyResult<usize> {
    if protocol::convert(thread, pyrs_object::slots::UnaryOp::Index, key)?.is_none() {
        let class = class_of(key).name_for_message();
        return Err(thread.type_error(format_args!("sequence index must be integer, not '{class}'")));
    }
    let index = protocol::index_clamped(thread, key)?;
    let length = deque.len() as i64;
    let index = if index < 0 { index + length } else { index };
    if index < 0 || index >= length {
        return Err(thread.index_error(format_args!("deque index out of range")));
    }
    Ok(index as usize)
}

/// Closes or opens a gap by moving items one place.
fn remove_at(deque: Ref<DequeObject>, index: usize) {
    for at in index..deque.len().saturating_sub(1) {
        if let Some(next) = deque.get(at + 1) {
            deque.set(at, next);
        }
    }
    deque.pop_last();
}

fn find(
    thread: &mut Thread,
    deque: Ref<DequeObject>,
    value: Value,
    range: std::ops::Range<usize>,
) -> PyResult<Option<usize>> {
    let version = deque.version.get();
    for index in range {
        let Some(item) = deque.get(index) else { break };
        let equal = protocol::equals(thread, item, value)?;
        if deque.version.get() != version {
            return Err(mutated(thread));
        }
        if equal {
            return Ok(Some(index));
        }
    }
    Ok(None)
}

static INIT: Signature = Signature::of_slot("deque", &["iterable", "maxlen"], 0);

/// Holds the methods of deque.
pub struct DequeMethods;

/// A list-like sequence optimized for data accesses near its endpoints.
#[pymethods]
impl DequeMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, _args: Args) -> PyResult<Value> {
        let deque: Ref<DequeObject> = allocate(thread, class)?;
        deque.limit.set(-1);
        Ok(deque.value())
    }

    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        let deque = of(thread, this)?;
        let [iterable, limit] = bind_slot::<2>(thread, &INIT, args)?;
        let limit = match limit.filter(|limit| *limit != none()) {
            None => -1,
            Some(limit) if !pyrs_object::int::is_int(limit) => {
                return Err(thread.type_error(format_args!("an integer is required")));
            }
            Some(limit) => match protocol::index_i64(thread, limit)? {
                limit if limit < 0 => {
                    return Err(thread.value_error(format_args!("maxlen must be non-negative")));
                }
                limit => limit,
            },
        };
        deque.limit.set(limit);
        if !deque.is_empty() {
            clear(deque);
        }
        match iterable {
            Some(iterable) => extend(thread, deque, iterable),
            None => Ok(()),
        }
    }

    /// Add an element to the right side of the deque.
    #[method]
    fn append(thread: &mut Thread, this: Ref<DequeObject>, item: Value) -> PyResult<()> {
        push_last(thread, this, item)
    }

    /// Add an element to the left side of the deque.
    #[method]
    fn appendleft(thread: &mut Thread, this: Ref<DequeObject>, item: Value) -> PyResult<()> {
        push_first(thread, this, item)
    }

    /// Remove and return the rightmost element.
    #[method]
    fn pop(thread: &mut Thread, this: Ref<DequeObject>) -> PyResult<Value> {
        match this.pop_last() {
            Some(item) => Ok(item),
            None => Err(empty(thread)),
        }
    }

    /// Remove and return the leftmost element.
    #[method]
    fn popleft(thread: &mut Thread, this: Ref<DequeObject>) -> PyResult<Value> {
        match this.pop_first() {
            Some(item) => Ok(item),
            None => Err(empty(thread)),
        }
    }

    /// Extend the right side of the deque with elements from the iterable.
    #[method]
    fn extend(thread: &mut Thread, this: Ref<DequeObject>, iterable: Value) -> PyResult<()> {
        extend(thread, this, iterable)
    }

    /// Extend the left side of the deque with elements from the iterable.
    #[method]
    fn extendleft(thread: &mut Thread, this: Ref<DequeObject>, iterable: Value) -> PyResult<()> {
        let iterable = if iterable == this.value() {
            crate::collect::to_list(thread, iterable)?.value()
        } else {
            iterable
        };
        protocol::for_each(thread, iterable, |thread, item| push_first(thread, this, item))
    }

    /// Remove all elements from the deque.
    #[method]
    fn clear(_thread: &mut Thread, this: Ref<DequeObject>) {
        clear(this);
    }

    /// Return a shallow copy of a deque.
    #[method]
    fn copy(thread: &mut Thread, this: Ref<DequeObject>) -> PyResult<Value> {
        copy(thread, this)
    }

    /// Return a shallow copy of a deque.
    #[method(name = "__copy__")]
    fn copy_special(thread: &mut Thread, this: Ref<DequeObject>) -> PyResult<Value> {
        copy(thread, this)
    }

    /// Return number of occurrences of value.
    #[method]
    fn count(thread: &mut Thread, this: Ref<DequeObject>, value: Value) -> PyResult<i64> {
        let (mut count, mut from) = (0, 0);
        while let Some(at) = find(thread, this, value, from..this.len())? {
            count += 1;
            from = at + 1;
        }
        Ok(count)
    }

    /// Return first index of value.
    #[method(signature = "(value, [start, [stop]])")]
    fn index(
        thread: &mut Thread,
        this: Ref<DequeObject>,
        value: Value,
        start: Option<Value>,
        stop: Option<Value>,
    ) -> PyResult<usize> {
        let length = this.len() as i64;
        let mut bound = |given: Option<Value>, default: i64| -> PyResult<usize> {
            let at = match given {
                Some(at) => protocol::index_clamped(thread, at)?,
                None => default,
            };
            let at = if at < 0 { at.saturating_add(length) } else { at };
            Ok(at.clamp(0, length) as usize)
        };
        let range = bound(start, 0)?..bound(stop, length)?;
        match find(thread, this, value, range)? {
            Some(at) => Ok(at),
            None => Err(thread.value_error(format_args!("deque.index(x): x not in deque"))),
        }
    }

    /// Insert value before index.
    #[method]
    fn insert(thread: &mut Thread, this: Ref<DequeObject>, index: i64, value: Value) -> PyResult<()> {
        if this.is_full() {
            return Err(thread.index_error(format_args!("deque already at its maximum size")));
        }
        let length = this.len() as i64;
        let at = if index < 0 { index.saturating_add(length) } else { index };
        let at = at.clamp(0, length) as usize;
        push_last(thread, this, value)?;
        let mut position = this.len() - 1;
        while position > at {
            if let Some(item) = this.get(position - 1) {
                this.set(position, item);
            }
            position -= 1;
        }
        this.set(at, value);
        Ok(())
    }

    /// Remove first occurrence of value.
    #[method]
    fn remove(thread: &mut Thread, this: Ref<DequeObject>, value: Value) -> PyResult<()> {
        let found = match find(thread, this, value, 0..this.len()) {
            Ok(found) => found,
            Err(raised) => {
                if thread.clear_if(core().types.runtime_error.get()) {
                    return Err(thread.index_error(format_args!("deque mutated during remove().")));
                }
                return Err(raised);
            }
        };
        match found {
            Some(at) => {
                remove_at(this, at);
                Ok(())
            }
            None => Err(thread.value_error(format_args!("deque.remove(x): x not in deque"))),
        }
    }

    /// Reverse *IN PLACE*.
    #[method]
    fn reverse(_thread: &mut Thread, this: Ref<DequeObject>) {
        let length = this.len();
        for low in 0..length / 2 {
            let high = length - 1 - low;
            if let (Some(a), Some(b)) = (this.get(low), this.get(high)) {
                this.set(low, b);
                this.set(high, a);
            }
        }
    }

    /// Rotate the deque n steps to the right.  If n is negative, rotates left.
    #[method]
    fn rotate(_thread: &mut Thread, this: Ref<DequeObject>, n: Option<i64>) {
        rotate(this, n.unwrap_or(1));
    }

    /// Maximum size of a deque or None if unbounded.
    #[getter]
    fn maxlen(thread: &mut Thread, this: Ref<DequeObject>) -> PyResult<Value> {
        limit_value(thread, this)
    }

    #[slot]
    fn len(thread: &mut Thread, this: Value) -> PyResult<usize> {
        Ok(of(thread, this)?.len())
    }

    #[slot]
    fn getitem(thread: &mut Thread, this: Value, key: Value) -> PyResult<Value> {
        let deque = of(thread, this)?;
        let index = index_of(thread, deque, key)?;
        Ok(deque.get(index).unwrap_or_else(none))
    }

    #[slot]
    fn setitem(thread: &mut Thread, this: Value, key: Value, value: Option<Value>) -> PyResult<()> {
        let deque = of(thread, this)?;
        let index = index_of(thread, deque, key)?;
        match value {
            Some(value) => deque.set(index, value),
            None => remove_at(deque, index),
        }
        Ok(())
    }

    #[slot]
    fn contains(thread: &mut Thread, this: Value, item: Value) -> PyResult<bool> {
        let deque = of(thread, this)?;
        Ok(find(thread, deque, item, 0..deque.len())?.is_some())
    }

    #[slot]
    fn iter(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let deque = of(thread, this)?;
        new_iterator(thread, &DEQUE_ITERATOR, deque)
    }

    #[method(name = "__reversed__")]
    fn reversed(thread: &mut Thread, this: Ref<DequeObject>) -> PyResult<Value> {
        new_iterator(thread, &DEQUE_REVERSE_ITERATOR, this)
    }

    #[slot]
    fn compare(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        let (Some(a), Some(b)) = (left.downcast::<DequeObject>(), right.downcast::<DequeObject>()) else {
            return Ok(not_implemented());
        };
        match op {
            CompareOp::Eq | CompareOp::Ne if a.len() != b.len() => {
                return Ok(bool_value(op == CompareOp::Ne));
            }
            _ => {}
        }
        let versions = (a.version.get(), b.version.get());
        let mut index = 0;
        while let (Some(x), Some(y)) = (a.get(index), b.get(index)) {
            let equal = protocol::equals(thread, x, y)?;
            if (a.version.get(), b.version.get()) != versions {
                return Err(mutated(thread));
            }
            if !equal {
                return match op {
                    CompareOp::Eq => Ok(bool_value(false)),
                    CompareOp::Ne => Ok(bool_value(true)),
                    _ => protocol::compare(thread, op, x, y),
                };
            }
            index += 1;
        }
        Ok(bool_value(op.holds(a.len().cmp(&b.len()))))
    }

    #[slot(plain_ops = "Add Mul")]
    fn binary(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        match op {
            BinaryOp::Add => {
                let Some(deque) = left.downcast::<DequeObject>() else {
                    return Ok(not_implemented());
                };
                if right.downcast::<DequeObject>().is_none() {
                    let class = class_of(right).name_for_message();
                    return Err(
                        thread.type_error(format_args!("can only concatenate deque (not \"{class}\") to deque"))
                    );
                }
                let result = copy_plain(thread, deque)?;
                extend(thread, result, right)?;
                Ok(result.value())
            }
            BinaryOp::Mul => {
                let (deque, count) = match (left.downcast(), right.downcast()) {
                    (Some(deque), _) => (deque, right),
                    (None, Some(deque)) => (deque, left),
                    _ => return Ok(not_implemented()),
                };
                if protocol::convert(thread, pyrs_object::slots::UnaryOp::Index, count)?.is_none() {
                    return Ok(not_implemented());
                }
                Ok(repeat(thread, deque, count)?.value())
            }
            _ => Ok(not_implemented()),
        }
    }

    #[slot(ops = "Add Mul")]
    fn inplace(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        let deque = of(thread, left)?;
        match op {
            BinaryOp::Add => {
                extend(thread, deque, right)?;
                Ok(left)
            }
            BinaryOp::Mul => {
                let repeated = repeat(thread, deque, right)?;
                deque.ring.set(deque, repeated.ring.get());
                deque.start.set(repeated.start.get());
                deque.length.set(repeated.length.get());
                deque.touch();
                Ok(left)
            }
            _ => Ok(not_implemented()),
        }
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let deque = of(thread, this)?;
        let Some(_guard) = ReprGuard::enter(this) else {
            return Ok(StrObject::from_str(thread, "[...]")?.value());
        };
        let name = class_of(this).short_name();
        let items = crate::collect::to_list(thread, this)?;
        let items = protocol::repr(thread, items.value())?;
        let limit = match deque.limit.get() {
            -1 => String::new(),
            limit => format!(", maxlen={limit}"),
        };
        let mut text = format!("{name}(").into_bytes();
        text.extend(items.to_generalised_utf8());
        text.extend(format!("{limit})").bytes());
        Ok(StrObject::from_generalised_utf8(thread, &text)?.value())
    }

    #[method(name = "__reduce__")]
    fn reduce(thread: &mut Thread, this: Ref<DequeObject>) -> PyResult<Value> {
        let limit = limit_value(thread, this)?;
        let args = if limit == none() {
            TupleObject::from_slice(thread, &[])?
        } else {
            let empty = core().empty_tuple.get().value();
            TupleObject::from_slice(thread, &[empty, limit])?
        };
        let state = crate::collect::instance_state(thread, this.value())?;
        let iterator = protocol::iter(thread, this.value())?;
        let items = [this.class().value(), args.value(), state, iterator];
        Ok(TupleObject::from_slice(thread, &items)?.value())
    }

    /// See PEP 585
    #[classmethod(name = "__class_getitem__")]
    fn class_getitem(thread: &mut Thread, class: Ref<TypeObject>, item: Value) -> PyResult<Value> {
        crate::collect::generic_alias(thread, class, item)
    }
}

/// An iterator over a deque, in either direction.
#[repr(C)]
pub struct DequeIteratorObject {
    header: Header,
    deque: Field<Option<Ref<DequeObject>>>,
    index: Cell<usize>,
    version: Cell<u64>,
}
heap_object!(
    DequeIteratorObject,
    "collections._deque_iterator",
    DEQUE_ITERATOR_LAYOUT,
    [deque]
);

/// The iterator's class.
pub static DEQUE_ITERATOR: NativeClass =
    NativeClass::new("collections", "_deque_iterator", &DEQUE_ITERATOR_LAYOUT).methods(ForwardMethods::TYPE_METHODS);
/// The backward iterator's class.
pub static DEQUE_REVERSE_ITERATOR: NativeClass =
    NativeClass::new("collections", "_deque_reverse_iterator", &DEQUE_ITERATOR_LAYOUT)
        .methods(BackwardMethods::TYPE_METHODS);

fn new_iterator(thread: &mut Thread, class: &'static NativeClass, deque: Ref<DequeObject>) -> PyResult<Value> {
    let iterator: Ref<DequeIteratorObject> = class.get().allocate_instance(thread)?;
    iterator.deque.set(iterator, Some(deque));
    iterator.version.set(deque.version.get());
    Ok(iterator.value())
}

fn step(thread: &mut Thread, this: Value, backward: bool) -> PyResult<Option<Value>> {
    let Some(iterator) = this.downcast::<DequeIteratorObject>() else {
        return Err(wrong_receiver(thread, "collections._deque_iterator", this));
    };
    let Some(deque) = iterator.deque.get() else {
        return Ok(None);
    };
    if iterator.version.get() != deque.version.get() {
        iterator.deque.set(iterator, None);
        return Err(mutated(thread));
    }
    let index = iterator.index.get();
    let at = if backward {
        deque.len().wrapping_sub(index + 1)
    } else {
        index
    };
    iterator.index.set(index + 1);
    let item = deque.get(at);
    if item.is_none() {
        iterator.deque.set(iterator, None);
    }
    Ok(item)
}

fn length_hint(iterator: Ref<DequeIteratorObject>) -> usize {
    iterator
        .deque
        .get()
        .map_or(0, |deque| deque.len().saturating_sub(iterator.index.get()))
}

fn iterator_of(thread: &mut Thread, class: &'static NativeClass, args: Args) -> PyResult<Value> {
    let deque = args.positional().first().copied().unwrap_or_else(none);
    let deque = of(thread, deque)?;
    let iterator = new_iterator(thread, class, deque)?;
    if let (Some(index), Some(object)) = (args.positional().get(1), iterator.downcast::<DequeIteratorObject>()) {
        let index = protocol::index_i64(thread, *index)?;
        object.index.set(index.max(0) as usize);
    }
    Ok(iterator)
}

/// The forward iterator.
pub struct ForwardMethods;

#[pymethods]
impl ForwardMethods {
    #[slot]
    fn new(thread: &mut Thread, _class: Value, args: Args) -> PyResult<Value> {
        iterator_of(thread, &DEQUE_ITERATOR, args)
    }
    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }
    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        step(thread, this, false)
    }
    #[method(name = "__length_hint__")]
    fn length_hint(_thread: &mut Thread, this: Ref<DequeIteratorObject>) -> usize {
        length_hint(this)
    }
}

/// The backward iterator.
pub struct BackwardMethods;

#[pymethods]
impl BackwardMethods {
    #[slot]
    fn new(thread: &mut Thread, _class: Value, args: Args) -> PyResult<Value> {
        iterator_of(thread, &DEQUE_REVERSE_ITERATOR, args)
    }
    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }
    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        step(thread, this, true)
    }
    #[method(name = "__length_hint__")]
    fn length_hint(_thread: &mut Thread, this: Ref<DequeIteratorObject>) -> usize {
        length_hint(this)
    }
}
