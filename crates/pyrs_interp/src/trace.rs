//! Events of `sys.settrace` and `sys.setprofile`.
//!
//! While a thread has such a function, it runs the loop's traced form, which comes here before each instruction, and no
//! native code. A frame's object says what is known of it: that its call was told, its local function, and the line told
//! last. Inside of the function itself the thread is not traced. Absent: setting `f_lineno`, and the events of generators
//! that only delegate, which are not resumed here.

use crate::frames;
use pyrs_bytecode::{CodeTemplate, Op};
use pyrs_object::core::{core, none};
use pyrs_object::errors::PyResult;
use pyrs_object::exception::ExceptionObject;
use pyrs_object::frame::{Frame, FrameFlags};
use pyrs_object::frame_object::{FrameObject, TraceFlags};
use pyrs_object::function::{Args, NativeFunctionObject};
use pyrs_object::header::Ref;
use pyrs_object::protocol;
use pyrs_object::str::StrObject;
use pyrs_object::thread::{Thread, TraceKinds};
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::class_of;
use pyrs_object::value::Value;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

thread_local! {
    /// The line of each instruction, by the address of the template, which lives for ever.
    static LINES: RefCell<HashMap<usize, Rc<[u32]>>> = RefCell::default();
}

fn lines_of(template: &'static CodeTemplate) -> Rc<[u32]> {
    let key = std::ptr::from_ref(template) as usize;
    if let Some(lines) = LINES.with_borrow(|known| known.get(&key).cloned()) {
        return lines;
    }
    let mut lines = Vec::with_capacity(template.instructions.len());
    for (length, place) in pyrs_bytecode::positions::Positions::new(&template.positions, template.first_line) {
        lines.extend(std::iter::repeat_n(place.line, length as usize));
    }
    lines.resize(template.instructions.len(), 0);
    let lines: Rc<[u32]> = lines.into();
    LINES.with_borrow_mut(|known| known.insert(key, lines.clone()));
    lines
}

/// Takes over new functions of `sys.settrace` and `sys.setprofile` on the running thread.
pub fn changed(thread: &mut Thread) -> PyResult<()> {
    let before = thread.tracing.active;
    thread.tracing.update();
    if before.is_empty() && !thread.tracing.active.is_empty() {
        // Native code is left at its next check: what calls us goes on in the interpreter.
        if let Some(forget) = core().hooks.slots_forgotten.get() {
            forget();
        }
        mark_running(thread)?;
    }
    Ok(())
}

/// The frames that run already have had their calls; they have a local function only if somebody gives them one.
fn mark_running(thread: &mut Thread) -> PyResult<()> {
    let mut next = frames::frame_object(thread, 0)?;
    while let Some(object) = next {
        object.trace_flags.set(object.trace_flags.get() | TraceFlags::TOLD);
        let code = object.code.get();
        let pc = match object.frame.get() {
            frame if frame.is_null() => object.pc.get(),
            // SAFETY: the frame of an object is live while it is set.
            frame => unsafe { Frame::pc_index(frame) },
        };
        object.trace_line.set(code.line_of(pc));
        object.trace_pc.set(pc as u32);
        next = object.back.get().and_then(|back| back.downcast::<FrameObject>());
    }
    Ok(())
}

/// Calls a function with a frame, the name of an event and its argument; the thread is not traced meanwhile. If it raises,
/// the functions are gone.
fn tell(
    thread: &mut Thread,
    function: Value,
    object: Ref<FrameObject>,
    event: &str,
    argument: Value,
) -> PyResult<Value> {
    let event = StrObject::intern(thread, event)?.value();
    thread.tracing.inside = true;
    thread.tracing.update();
    let result = protocol::call(thread, function, &[object.value(), event, argument]);
    thread.tracing.inside = false;
    match result {
        Ok(value) => {
            thread.tracing.update();
            Ok(value)
        }
        Err(raised) => {
            thread.tracing.function = None;
            thread.tracing.profile = None;
            thread.tracing.update();
            object.trace.set(object, None);
            Err(raised)
        }
    }
}

/// Tells the frame's local function of an event.
fn tell_local(thread: &mut Thread, object: Ref<FrameObject>, event: &str, argument: Value) -> PyResult<()> {
    if !thread.tracing.active.contains(TraceKinds::TRACE) {
        return Ok(());
    }
    let Some(function) = object.trace.get() else {
        return Ok(());
    };
    let result = tell(thread, function, object, event, argument)?;
    if result != none() {
        object.trace.set(object, Some(result));
    }
    Ok(())
}

fn tell_profile(thread: &mut Thread, object: Ref<FrameObject>, event: &str, argument: Value) -> PyResult<()> {
    match thread.tracing.profile {
        Some(function) if thread.tracing.active.contains(TraceKinds::PROFILE) => {
            tell(thread, function, object, event, argument).map(|_| ())
        }
        _ => Ok(()),
    }
}

/// The innermost frame begins or goes on: its call.
fn tell_call(thread: &mut Thread, object: Ref<FrameObject>) -> PyResult<()> {
    if let Some(function) = thread.tracing.function
        && thread.tracing.active.contains(TraceKinds::TRACE)
    {
        let local = tell(thread, function, object, "call", none())?;
        object.trace.set(object, Some(local).filter(|local| *local != none()));
    }
    tell_profile(thread, object, "call", none())
}

/// Before the instruction at the frame's `pc`.
///
/// # Safety
/// `frame` is the innermost frame, and its `pc` points at the instruction.
pub unsafe fn before(thread: &mut Thread, frame: *mut Frame) -> PyResult<()> {
    // SAFETY: as promised by the caller; the code is verified.
    unsafe {
        let Some(code) = (*frame).code else { return Ok(()) };
        let instr = *(*frame).pc;
        let op = instr.op().base();
        let index = Frame::pc_index(frame);
        let known = (*frame).object.and_then(|object| object.downcast::<FrameObject>());
        let object = match known.filter(|object| object.trace_flags.get().contains(TraceFlags::TOLD)) {
            Some(object) => object,
            None => {
                let is_generator = (*frame).flags.contains(FrameFlags::GENERATOR);
                if op == Op::ReturnGenerator && !is_generator {
                    return Ok(());
                }
                let Some(object) = frames::frame_object(thread, 0)? else {
                    return Ok(());
                };
                object.trace_flags.set(object.trace_flags.get() | TraceFlags::TOLD);
                object.trace_pc.set(index as u32);
                if index == 0 || is_generator {
                    begin(thread, frame, object, index)?;
                }
                object
            }
        };
        if object.trace.get().is_some() {
            let lines = lines_of(code.template());
            let line_at = |index: usize| lines.get(index).copied().unwrap_or(0);
            let is_end_of_loop = op == Op::LoopJump
                && usize::try_from(index as i64 + 1 + i64::from(instr.bc())).map(line_at) == Ok(line_at(index));
            // The jump back at the end of a loop stands on the line of its head, which is next.
            let line = if is_end_of_loop { 0 } else { line_at(index) };
            tell_place(thread, object, index, line)?;
        }
        let value = match op {
            Op::Return => *Frame::registers(frame).add(instr.a() as usize),
            Op::Yield => *Frame::registers(frame).add(instr.b() as usize),
            _ => return Ok(()),
        };
        if op == Op::Yield {
            object.trace_flags.set(object.trace_flags.get() - TraceFlags::TOLD);
        }
        let value = value.unwrap_or_else(none);
        tell_local(thread, object, "return", value)?;
        tell_profile(thread, object, "return", value)
    }
}

/// The call of a frame: on the line of the definition when it has not run yet, and of the `yield` when it goes on.
///
/// # Safety
/// `frame` is the innermost frame, and its `pc` that of the instruction at `index`.
unsafe fn begin(thread: &mut Thread, frame: *mut Frame, object: Ref<FrameObject>, index: usize) -> PyResult<()> {
    // SAFETY: as promised by the caller; there is an instruction before any but the first.
    unsafe {
        let pc = (*frame).pc;
        let before = if index == 0 { pc } else { pc.sub(1) };
        if index == 0 || (*before).op().base() == Op::ReturnGenerator {
            object.trace_flags.set(object.trace_flags.get() | TraceFlags::BEGINNING);
        } else {
            (*frame).pc = before;
        }
        let told = tell_call(thread, object);
        (*frame).pc = pc;
        object.trace_flags.set(object.trace_flags.get() - TraceFlags::BEGINNING);
        told
    }
}

/// Tells of a line if it is another one than the last, or if control has gone back to it.
fn tell_place(thread: &mut Thread, object: Ref<FrameObject>, index: usize, line: u32) -> PyResult<()> {
    let back = (index as u32) < object.trace_pc.get();
    object.trace_pc.set(index as u32);
    if line != 0 && (back || line != object.trace_line.get()) {
        object.trace_line.set(line);
        if !object.trace_flags.get().contains(TraceFlags::NO_LINES) {
            tell_local(thread, object, "line", none())?;
        }
    }
    if object.trace_flags.get().contains(TraceFlags::OPCODES) {
        tell_local(thread, object, "opcode", none())?;
    }
    Ok(())
}

/// An exception has come to a frame, and its traceback has an entry for it. A generator that it was thrown into has not
/// been told of yet.
///
/// # Safety
/// `frame` is the innermost frame.
#[cold]
pub unsafe fn raised(thread: &mut Thread, frame: *mut Frame) {
    let Some(exception) = thread.raised.take() else { return };
    // SAFETY: as promised by the caller.
    let told = match unsafe { resumed(thread, frame) } {
        Ok(Some(object)) if object.trace.get().is_some() => tell_exception(thread, object, exception),
        Ok(_) => Ok(()),
        Err(raised) => Err(raised),
    };
    if told.is_ok() {
        thread.raised = Some(exception);
    }
}

fn tell_exception(thread: &mut Thread, object: Ref<FrameObject>, exception: Ref<ExceptionObject>) -> PyResult<()> {
    let traceback = exception.traceback.get().map_or_else(none, Ref::value);
    let parts = [class_of(exception.value()).value(), exception.value(), traceback];
    let argument = TupleObject::from_slice(thread, &parts)?;
    tell_local(thread, object, "exception", argument.value())
}

/// The object of a frame that was told of, a generator's now if need be.
///
/// # Safety
/// `frame` is the innermost frame.
unsafe fn resumed(thread: &mut Thread, frame: *mut Frame) -> PyResult<Option<Ref<FrameObject>>> {
    // SAFETY: as promised by the caller.
    let (known, flags) = unsafe { ((*frame).object, (*frame).flags) };
    let known = known.and_then(|object| object.downcast::<FrameObject>());
    let told = known.filter(|object| object.trace_flags.get().contains(TraceFlags::TOLD));
    if told.is_some() || !flags.contains(FrameFlags::GENERATOR) {
        return Ok(told);
    }
    let object = frames::frame_object(thread, 0)?;
    if let Some(object) = object {
        object.trace_flags.set(object.trace_flags.get() | TraceFlags::TOLD);
        tell_call(thread, object)?;
    }
    Ok(object)
}

/// An exception leaves a frame.
///
/// # Safety
/// `frame` is the innermost frame.
#[cold]
pub unsafe fn unwound(thread: &mut Thread, frame: *mut Frame) {
    // SAFETY: as promised by the caller.
    let object = unsafe { (*frame).object.and_then(|object| object.downcast::<FrameObject>()) };
    let Some(object) = object.filter(|object| object.trace_flags.get().contains(TraceFlags::TOLD)) else {
        return;
    };
    let Some(exception) = thread.raised.take() else { return };
    let told =
        tell_local(thread, object, "return", none()).and_then(|()| tell_profile(thread, object, "return", none()));
    if told.is_ok() {
        thread.raised = Some(exception);
    }
}

/// Calls what is no Python function; a native function between the profile events of it, other callables have none.
#[cold]
#[inline(never)]
pub fn profiled(thread: &mut Thread, callee: Value, args: Args) -> PyResult<Value> {
    let is_native = callee.downcast::<NativeFunctionObject>().is_some();
    let object = match is_native {
        true => frames::frame_object(thread, 0)?,
        false => None,
    };
    let Some(object) = object else {
        return protocol::call_args(thread, callee, args);
    };
    tell_profile(thread, object, "c_call", callee)?;
    match protocol::call_args(thread, callee, args) {
        Ok(value) => {
            tell_profile(thread, object, "c_return", callee)?;
            Ok(value)
        }
        Err(raised) => {
            let exception = thread.raised.take();
            tell_profile(thread, object, "c_exception", callee)?;
            thread.raised = exception;
            Err(raised)
        }
    }
}
