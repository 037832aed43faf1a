//! Operations on objects.

use super::{done, running, word};
use pyrs_abi::{DONE, TRUTH_RAISED};
use pyrs_bytecode::{Instr, Op};
use pyrs_object::core::{bool_value, core};
use pyrs_object::errors::PyResult;
use pyrs_object::function::CellObject;
use pyrs_object::header::Ref;
use pyrs_object::instance::InstanceObject;
use pyrs_object::iterator::{RangeIterator, SequenceIterator};
use pyrs_object::list::ListObject;
use pyrs_object::protocol;
use pyrs_object::shape::Shape;
use pyrs_object::slots::{BinaryOp, CompareOp, UnaryOp};
use pyrs_object::str::StrObject;
use pyrs_object::thread::Thread;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::value::Value;
use pyrs_object::{float, gc};

pub(super) extern "C" fn range_iterator(thread: *mut Thread, start: Value, stop: Value, step: Value) -> u64 {
    running!(thread);
    if let (Some(first), Some(end), Some(stride @ (1 | -1))) =
        (start.as_small_int(), stop.as_small_int(), step.as_small_int())
    {
        // The number after the last one is `stop`, or `start` where there is none.
        let count = ((end - first) * stride).max(0) as u64;
        return word(RangeIterator::new(thread, first, stride, count).map(|iterator| iterator.value()));
    }
    let class = core().types.range.get().value();
    let range = protocol::call(thread, class, &[start, stop, step]);
    word(range.and_then(|range| protocol::iter(thread, range)))
}

pub(super) extern "C" fn get_iter(thread: *mut Thread, object: Value) -> u64 {
    running!(thread);
    if let Some(list) = object.downcast::<ListObject>()
        && list.class() == core().types.list.get()
    {
        return word(SequenceIterator::of_list(thread, list).map(|iterator| iterator.value()));
    }
    word(protocol::iter(thread, object))
}

pub(super) extern "C" fn iter_next(thread: *mut Thread, iterator: Value) -> u64 {
    running!(thread);
    match next(thread, iterator) {
        Ok(Some(item)) => item.bits(),
        Ok(None) => DONE,
        Err(_) => 0,
    }
}

fn next(thread: &mut Thread, iterator: Value) -> PyResult<Option<Value>> {
    let types = &core().types;
    if let Some(object) = iterator.as_object() {
        let shape = object.shape();
        // SAFETY: the root shapes of these classes say which layout the object has.
        unsafe {
            if shape == types.list_iterator.get().root_shape() {
                return Ok(object.cast::<SequenceIterator>().next_of_list());
            }
            if shape == types.tuple_iterator.get().root_shape() {
                return Ok(object.cast::<SequenceIterator>().next_of_tuple());
            }
            if shape == types.range_iterator.get().root_shape() {
                return Ok(object.cast::<RangeIterator>().advance());
            }
        }
    }
    protocol::next(thread, iterator)
}

/// The next item of an iterator, taken apart to `target`.
pub(super) extern "C" fn next_unpacked(
    thread: *mut Thread,
    iterator: Value,
    count: u64,
    target: *mut Option<Value>,
) -> u64 {
    let item = iter_next(thread, iterator);
    if item == DONE {
        return DONE;
    }
    // SAFETY: the word is zero or a value.
    match unsafe { Value::from_bits(item) } {
        Some(item) => unpack(thread, item, count, target),
        None => 0,
    }
}

fn truth_word(result: PyResult<bool>) -> u64 {
    result.map_or(TRUTH_RAISED, |truth| truth as u64)
}

pub(super) extern "C" fn truth(thread: *mut Thread, object: Value) -> u64 {
    running!(thread);
    truth_word(protocol::truth(thread, object))
}

pub(super) extern "C" fn contains(thread: *mut Thread, container: Value, item: Value) -> u64 {
    running!(thread);
    truth_word(protocol::contains(thread, container, item))
}

pub(super) extern "C" fn box_float(thread: *mut Thread, number: f64) -> u64 {
    running!(thread);
    word(float::from_f64(thread, number))
}

fn operator(number: u64) -> BinaryOp {
    BinaryOp::ALL.get(number as usize).copied().unwrap_or(BinaryOp::Add)
}

pub(super) extern "C" fn binary(thread: *mut Thread, op: u64, left: Value, right: Value) -> u64 {
    running!(thread);
    word(protocol::binary(thread, operator(op), left, right))
}

pub(super) extern "C" fn inplace(thread: *mut Thread, op: u64, left: Value, right: Value) -> u64 {
    running!(thread);
    word(protocol::inplace(thread, operator(op), left, right))
}

/// Whether a value is equal to nothing but itself: its class compares as `object` does.
fn is_identity(value: Value) -> bool {
    let slot = |class: Ref<TypeObject>| class.slot(|s| s.compare).map(|slot| slot as usize);
    slot(class_of(value)) == slot(core().types.object.get())
}

pub(super) extern "C" fn compare(thread: *mut Thread, op: u64, left: Value, right: Value) -> u64 {
    running!(thread);
    let op = CompareOp::ALL.get(op as usize).copied().unwrap_or(CompareOp::Eq);
    if matches!(op, CompareOp::Eq | CompareOp::Ne) && is_identity(left) && is_identity(right) {
        return bool_value((left == right) == (op == CompareOp::Eq)).bits();
    }
    word(protocol::compare(thread, op, left, right))
}

pub(super) extern "C" fn unary(thread: *mut Thread, op: u64, object: Value) -> u64 {
    running!(thread);
    let op = UnaryOp::ALL.get(op as usize).copied().unwrap_or(UnaryOp::Pos);
    word(protocol::unary(thread, op, object))
}

pub(super) extern "C" fn get_item(thread: *mut Thread, object: Value, key: Value) -> u64 {
    running!(thread);
    word(protocol::getitem(thread, object, key))
}

pub(super) extern "C" fn set_item(thread: *mut Thread, object: Value, key: Value, value: Value) -> u64 {
    running!(thread);
    done(protocol::setitem(thread, object, key, Some(value)))
}

pub(super) extern "C" fn get_attr(thread: *mut Thread, object: Value, name: Ref<StrObject>) -> u64 {
    running!(thread);
    word(protocol::getattr(thread, object, name))
}

pub(super) extern "C" fn set_attr(thread: *mut Thread, object: Value, name: Ref<StrObject>, value: Value) -> u64 {
    running!(thread);
    done(protocol::setattr(thread, object, name, Some(value)))
}

/// Writes the items to `target` and returns it; 0 if that raised.
pub(super) extern "C" fn unpack(thread: *mut Thread, object: Value, count: u64, target: *mut Option<Value>) -> u64 {
    running!(thread);
    // The interpreter's function notes what it has seen in the instruction; this one is nobody's.
    let mut seen = Instr::new(Op::UnpackSequence, 0, 0, 0, count as u16);
    // SAFETY: the target has room for `count` words.
    match unsafe { pyrs_interp::iteration::unpack(thread, &raw mut seen, object, target, count as usize) } {
        Ok(()) => target as u64,
        Err(_) => 0,
    }
}

pub(super) extern "C" fn barrier(object: *mut u8) {
    // SAFETY: compiled code has stored into this object and seen its unlogged bit.
    unsafe { gc::write_barrier_slow(object) }
}

pub(super) extern "C" fn barrier_slot(object: *mut u8, slot: *const u64) {
    // SAFETY: as above; the slot is in the object.
    unsafe { gc::write_barrier_slot_slow(object, slot) }
}

/// The shape is the one that compiled code knows the instance by: the class may have got a roomier one since.
pub(super) extern "C" fn allocate_instance(thread: *mut Thread, class: Ref<TypeObject>, shape: Ref<Shape>) -> u64 {
    running!(thread);
    let instance = class.allocate_shaped::<InstanceObject>(thread, shape);
    word(instance.map(|object| object.value()))
}

pub(super) extern "C" fn make_cell(thread: *mut Thread, content: Option<Value>) -> u64 {
    running!(thread);
    word(CellObject::new(thread, content).map(|cell| cell.value()))
}

pub(super) extern "C" fn float_power(base: f64, exponent: f64) -> f64 {
    base.powf(exponent)
}
