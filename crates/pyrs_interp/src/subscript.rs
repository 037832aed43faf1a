//! Subscript instructions off the hot path.

use crate::call::{self, Called};
use pyrs_bytecode::op_table::feedback;
use pyrs_bytecode::{Instr, Op};
use pyrs_object::core::{core, none};
use pyrs_object::dict::DictObject;
use pyrs_object::errors::PyResult;
use pyrs_object::frame::Frame;
use pyrs_object::function::FunctionObject;
use pyrs_object::list::ListObject;
use pyrs_object::protocol;
use pyrs_object::range::Resolved;
use pyrs_object::thread::Thread;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeFlags, class_of};
use pyrs_object::value::Value;

/// The quick form for a container and a key.
fn quick_form(base: Op, container: Value, key: Value) -> Op {
    let class = class_of(container);
    let types = &core().types;
    match base {
        Op::LoadSubscr if class == types.list.get() && key.is_small_int() => Op::LoadSubscrList,
        Op::LoadSubscr if class == types.tuple.get() && key.is_small_int() => Op::LoadSubscrTuple,
        Op::LoadSubscr if class == types.dict.get() => Op::LoadSubscrDict,
        Op::StoreSubscr if class == types.list.get() && key.is_small_int() => Op::StoreSubscrList,
        Op::StoreSubscr if class == types.dict.get() => Op::StoreSubscrDict,
        other => other,
    }
}

/// # Safety
/// `pc` points at a subscript instruction.
unsafe fn learn(pc: *mut Instr, container: Value, key: Value) {
    // SAFETY: as promised by the caller.
    unsafe {
        let instr = *pc;
        let base = instr.op().base();
        let kind = if key.is_small_int() {
            feedback::RIGHT_INT
        } else {
            feedback::RIGHT_OTHER
        };
        let mut word = instr.with_x(instr.x() | kind | feedback::LEFT_OTHER).with_op(base);
        if instr.x() & feedback::POLYMORPHIC == 0 {
            let quick = quick_form(base, container, key);
            if instr.op() != base && instr.op() != quick {
                word = word.with_x(word.x() | feedback::POLYMORPHIC);
            } else {
                word = word.with_op(quick);
            }
        }
        *pc = word;
    }
}

/// The generic `LoadSubscr`: `__getitem__` written in Python gets a frame in the same loop.
///
/// # Safety
/// `frame` is live and `pc` points at its instruction.
#[inline(never)]
pub unsafe fn load(
    thread: &mut Thread,
    frame: *mut Frame,
    pc: *mut Instr,
    container: Value,
    key: Value,
) -> PyResult<Called> {
    // SAFETY: as promised by the caller.
    unsafe { learn(pc, container, key) };
    let class = class_of(container);
    if class.has(TypeFlags::HEAP)
        && let Some(method) = class.lookup(core().names.getitem.get())
        && let Some(function) = method.downcast::<FunctionObject>()
    {
        // SAFETY: as above.
        return unsafe { call::call_python(thread, frame, function, &[container, key]) };
    }
    protocol::getitem(thread, container, key).map(Called::Value)
}

/// A quick load that met something else.
///
/// # Safety
/// As for [`load`].
#[inline(never)]
pub unsafe fn load_miss(thread: &mut Thread, pc: *mut Instr, container: Value, key: Value) -> PyResult<Value> {
    // SAFETY: as promised by the caller.
    unsafe { learn(pc, container, key) };
    protocol::getitem(thread, container, key)
}

/// `LoadSubscrDict`.
///
/// # Safety
/// As for [`load`].
#[inline(never)]
pub unsafe fn load_dict(thread: &mut Thread, pc: *mut Instr, container: Value, key: Value) -> PyResult<Value> {
    match container.downcast::<DictObject>() {
        Some(dict) if dict.class() == core().types.dict.get() => match dict.get(thread, key)? {
            Some(value) => Ok(value),
            None => Err(thread.key_error(key)),
        },
        // SAFETY: as promised by the caller.
        _ => unsafe { load_miss(thread, pc, container, key) },
    }
}

/// The generic `StoreSubscr`.
///
/// # Safety
/// As for [`load`].
#[inline(never)]
pub unsafe fn store(thread: &mut Thread, pc: *mut Instr, container: Value, key: Value, value: Value) -> PyResult<()> {
    // SAFETY: as promised by the caller.
    unsafe { learn(pc, container, key) };
    protocol::setitem(thread, container, key, Some(value))
}

/// A quick store that met something else.
///
/// # Safety
/// As for [`load`].
#[inline(never)]
pub unsafe fn store_miss(
    thread: &mut Thread,
    pc: *mut Instr,
    container: Value,
    key: Value,
    value: Value,
) -> PyResult<()> {
    // SAFETY: as promised by the caller.
    unsafe { store(thread, pc, container, key, value) }
}

/// `StoreSubscrDict`.
///
/// # Safety
/// As for [`load`].
#[inline(never)]
pub unsafe fn store_dict(
    thread: &mut Thread,
    pc: *mut Instr,
    container: Value,
    key: Value,
    value: Value,
) -> PyResult<()> {
    match container.downcast::<DictObject>() {
        Some(dict) if dict.class() == core().types.dict.get() => dict.set(thread, key, value),
        // SAFETY: as promised by the caller.
        _ => unsafe { store(thread, pc, container, key, value) },
    }
}

/// Lets a `BuildSlice` do the subscript behind it as well: no slice object is made then. The subscript has its own
/// feedback from the run that does the quickening, for it is executed by itself then.
///
/// # Safety
/// `pc` points at a `BuildSlice` of verified code.
pub unsafe fn quicken_slice(pc: *mut Instr) {
    // SAFETY: as promised by the caller: another instruction follows.
    let (slice, follow) = unsafe { (*pc, *pc.add(1)) };
    let quick = match follow.op().base() {
        Op::LoadSubscr if follow.c() == slice.a() && follow.b() != slice.a() => Op::BuildSliceLoad,
        Op::StoreSubscr if follow.b() == slice.a() && follow.a() != slice.a() && follow.c() != slice.a() => {
            Op::BuildSliceStore
        }
        _ => return,
    };
    // SAFETY: as above.
    unsafe { *pc = slice.with_op(quick) };
}

/// A bound that is a small int or None.
#[inline(always)]
fn simple_bound(value: Value) -> Option<Option<i64>> {
    match value.as_small_int() {
        Some(bound) => Some(Some(bound)),
        None => (value == none()).then_some(None),
    }
}

/// A slice with simple bounds and a step that is not zero, of a sequence whose length is `length`.
#[inline(always)]
fn simple_slice(bounds: &[Value], length: usize) -> Option<Resolved> {
    let step = match bounds.get(2) {
        Some(step) => simple_bound(*step)?.unwrap_or(1),
        None => 1,
    };
    if step == 0 {
        return None;
    }
    let (start, stop) = (simple_bound(*bounds.first()?)?, simple_bound(*bounds.get(1)?)?);
    Some(Resolved::new(start, stop, step, length))
}

/// The part of an exact list or tuple; `None` if the general way is to be taken.
pub fn load_slice(thread: &mut Thread, object: Value, bounds: &[Value]) -> PyResult<Option<Value>> {
    let (types, class) = (&core().types, class_of(object));
    if class == types.list.get()
        && let Some(list) = object.downcast::<ListObject>()
        && let Some(part) = simple_slice(bounds, list.len())
    {
        return Ok(Some(ListObject::of_slice(thread, list, part)?.value()));
    }
    if class == types.tuple.get()
        && let Some(tuple) = object.downcast::<TupleObject>()
        && let Some(range) = simple_slice(bounds, tuple.len()).and_then(Resolved::range)
    {
        if range.len() == tuple.len() {
            return Ok(Some(object));
        }
        let part = TupleObject::from_slice(thread, &tuple.items_unbound()[range])?;
        return Ok(Some(part.value()));
    }
    Ok(None)
}

/// Replaces a part of an exact list by the items of another; false if the general way is to be taken.
pub fn store_slice(thread: &mut Thread, object: Value, bounds: &[Value], items: Value) -> PyResult<bool> {
    let class = core().types.list.get();
    if class_of(object) == class
        && class_of(items) == class
        && object != items
        && let (Some(list), Some(items)) = (object.downcast::<ListObject>(), items.downcast::<ListObject>())
        && let Some(part) = simple_slice(bounds, list.len())
        && part.step == 1
    {
        list.splice(thread, part.start, part.count, items.items())?;
        return Ok(true);
    }
    Ok(false)
}
