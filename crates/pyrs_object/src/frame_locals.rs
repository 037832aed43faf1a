//! The variables of a frame by name, read from its window of registers.
//!
//! A variable that closures share is in a cell, which is opened; a cell that is itself the value of a plain variable is
//! not. Variables without a value are left out.

use crate::array::ValueArray;
use crate::code::CodeObject;
use crate::dict::DictObject;
use crate::errors::PyResult;
use crate::function::CellObject;
use crate::header::Ref;
use crate::str::StrObject;
use crate::thread::Thread;
use crate::value::Value;

/// A copy of the registers of a frame's variables, from which [`fill`] reads as from the frame itself; `None` if the frame
/// has no variables.
///
/// # Safety
/// `registers` is the window of a live frame of `code`, which stays live during the call.
pub unsafe fn keep(
    thread: &mut Thread,
    code: Ref<CodeObject>,
    registers: *mut Option<Value>,
) -> PyResult<Option<Ref<ValueArray>>> {
    let template = code.template();
    let cells = template.cellvars.iter().map(|(_, register)| usize::from(*register) + 1);
    let free = match template.freevars.len() {
        0 => 0,
        count => usize::from(template.first_free_register) + count,
    };
    let count = cells.max().unwrap_or(0).max(free).max(template.varnames.len());
    if count == 0 {
        return Ok(None);
    }
    let kept = ValueArray::new(thread, count)?;
    for register in 0..count {
        // SAFETY: the frame has a register for each name that its code lists, and for all below them.
        kept.set(register, unsafe { *registers.add(register) });
    }
    Ok(Some(kept))
}

/// Enters the variables of a frame in `dict`.
///
/// # Safety
/// `registers` is the window of a live frame of `code`, or what [`keep`] made of it, and stays live during the call.
pub unsafe fn fill(
    thread: &mut Thread,
    dict: Ref<DictObject>,
    code: Ref<CodeObject>,
    registers: *mut Option<Value>,
) -> PyResult<()> {
    let template = code.template();
    // SAFETY: the frame has a register for each name that its code lists.
    let read = |register: usize| unsafe { *registers.add(register) };
    let content = |value: Option<Value>| match value.and_then(|value| value.downcast::<CellObject>()) {
        Some(cell) => cell.content.get(),
        None => value,
    };
    let captured = |register: usize| template.cellvars.iter().any(|(_, r)| usize::from(*r) == register);
    for (register, name) in template.varnames.iter().enumerate() {
        let value = read(register);
        let value = if captured(register) { content(value) } else { value };
        enter(thread, dict, name, value)?;
    }
    let first_free = usize::from(template.first_free_register);
    let cells = template
        .cellvars
        .iter()
        .map(|(name, register)| (name, usize::from(*register)));
    let free = template
        .freevars
        .iter()
        .enumerate()
        .map(|(i, name)| (name, first_free + i));
    for (name, register) in cells.chain(free).filter(|(_, r)| *r >= template.varnames.len()) {
        enter(thread, dict, name, content(read(register)))?;
    }
    Ok(())
}

fn enter(thread: &mut Thread, dict: Ref<DictObject>, name: &str, value: Option<Value>) -> PyResult<()> {
    let Some(value) = value else { return Ok(()) };
    let name = StrObject::intern(thread, name)?;
    dict.set(thread, name.value(), value)
}
