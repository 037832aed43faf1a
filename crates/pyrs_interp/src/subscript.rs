//! Subscript instructions off the hot path.

use crate::call::{self, Called};
use pyrs_bytecode::op_table::feedback;
use pyrs_bytecode::{Instr, Op};
use pyrs_object::core::core;
use pyrs_object::dict::DictObject;
use pyrs_object::errors::PyResult;
use pyrs_object::frame::Frame;
use pyrs_object::function::FunctionObject;
use pyrs_object::protocol;
use pyrs_object::thread::Thread;
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
