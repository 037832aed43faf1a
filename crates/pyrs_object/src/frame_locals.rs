//! The variables of a frame by name, read from its window of registers.
//!
//! A variable that closures share is in a cell, which is opened; a cell that is itself the value of a plain variable is
//! not. Variables without a value are left out.
//!
//! Compiled code keeps its variables in machine registers, and before each call that may look at them it stores those that
//! have changed in its window ([`Saved`]).

use crate::array::ValueArray;
use crate::code::CodeObject;
use crate::dict::DictObject;
use crate::errors::PyResult;
use crate::function::CellObject;
use crate::header::Ref;
use crate::hooks::FrameInfo;
use crate::str::StrObject;
use crate::thread::Thread;
use crate::value::Value;

/// Where compiled code has a variable at a place where it may be asked for.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Place {
    /// A value in the window.
    Value,
    /// The bits of a double in the window.
    Double,
    /// A truth value in the window: 0 or 1.
    Truth,
    /// Nowhere: it is always this word.
    Constant(u64),
}

/// The variables of a native frame, as they are where it called.
#[derive(Clone, Copy, Debug)]
pub struct Saved {
    /// The registers of the window.
    pub window: *const u64,
    /// The registers that have a value, each with its place.
    pub variables: &'static [(u16, Place)],
}

impl Saved {
    /// Writes the variables to `registers` as values; those without one are not touched.
    ///
    /// # Safety
    /// The native frame has not gone on since, and `registers` has room for all variables of its code.
    pub unsafe fn restore(&self, thread: &mut Thread, registers: *mut Option<Value>) -> PyResult<()> {
        for &(register, place) in self.variables {
            // SAFETY: the window has a word for each register.
            let word = unsafe { *self.window.add(usize::from(register)) };
            let value = match place {
                Place::Double => Some(crate::float::from_f64(thread, f64::from_bits(word))?),
                Place::Truth => Some(crate::core::bool_value(word != 0)),
                // SAFETY: compiled code has stored a value.
                Place::Value => unsafe { Value::from_bits(word) },
                // SAFETY: the unit keeps the values that it names.
                Place::Constant(word) => unsafe { Value::from_bits(word) },
            };
            // SAFETY: as promised by the caller.
            unsafe { *registers.add(usize::from(register)) = value };
        }
        Ok(())
    }
}

/// The registers of a frame's variables: its own, or a copy of what a native frame has saved. `None` if nothing is known
/// of them.
///
/// # Safety
/// `frame` was found by a walk, and has not gone on since.
pub unsafe fn registers(thread: &mut Thread, frame: &FrameInfo) -> PyResult<Option<*mut Option<Value>>> {
    let Some(saved) = frame.saved else {
        return Ok(frame.registers);
    };
    let registers = match frame.registers {
        Some(registers) => registers,
        None => ValueArray::new(thread, frame.code.local_count.get() as usize)?.as_words(),
    };
    // SAFETY: as promised by the caller. The array lives as long as something points into it.
    unsafe { saved.restore(thread, registers)? };
    Ok(Some(registers))
}

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
    let count = code.local_count.get() as usize;
    if count == 0 {
        return Ok(None);
    }
    let kept = ValueArray::new(thread, count)?;
    // SAFETY: the frame has a register for each variable; an object that was just made needs no barrier.
    unsafe { std::ptr::copy_nonoverlapping(registers, kept.as_words(), count) };
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
