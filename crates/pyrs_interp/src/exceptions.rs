//! Raising, matching and unwinding.

use crate::frames;
use crate::generator;
use crate::trace;
use pyrs_bytecode::{ExceptionEntry, Op};
use pyrs_object::core::{core, none};
use pyrs_object::errors::{PyResult, Raised};
use pyrs_object::exception::ExceptionObject;
use pyrs_object::frame::{Frame, FrameFlags};
use pyrs_object::generator::GeneratorObject;
use pyrs_object::header::Ref;
use pyrs_object::list::ListObject;
use pyrs_object::protocol;
use pyrs_object::thread::Thread;
use pyrs_object::traceback::TracebackObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::value::Value;

/// Where unwinding has ended.
pub enum Unwound {
    /// At a handler of `thread.frame`, whose `pc` is the handler's.
    Handler,
    /// Out of this run of the loop.
    Left,
}

/// Finds the handler of the pending exception, starting in `frame`; frames without one are left.
///
/// # Safety
/// `frame` is the innermost frame, its `pc` the instruction that raised.
#[cold]
#[inline(never)]
pub unsafe fn unwind(thread: &mut Thread, frame: *mut Frame) -> Unwound {
    let mut frame = frame;
    // SAFETY: frames below the innermost one are live until an entry frame is left.
    unsafe {
        loop {
            if !(*frame).flags.contains(FrameFlags::UNWOUND) {
                let handler = handler_of(frame);
                let is_new = add_traceback(thread, frame, handler.is_some());
                if is_new && !thread.tracing.active.is_empty() {
                    trace::raised(thread, frame);
                }
                if let Some(handler) = handler
                    && enter_handler(thread, frame, handler)
                {
                    return Unwound::Handler;
                }
            }
            if !thread.tracing.active.is_empty() {
                trace::unwound(thread, frame);
            }
            let flags = (*frame).flags;
            let previous = (*frame).previous;
            if (*frame).object.is_some() {
                let pending = thread.raised.take();
                frames::detach(thread, frame);
                thread.raised = pending;
            }
            if flags.contains(FrameFlags::GENERATOR) {
                generator::fail(thread, frame);
            }
            thread.frame = previous;
            thread.depth -= 1;
            if flags.contains(FrameFlags::ENTRY) {
                return Unwound::Left;
            }
            frame = previous;
            generator::complete(frame);
        }
    }
}

/// Adds the frame to the pending exception's traceback, unless (false) the exception is only passed on. Of a frame that
/// is left, the entry keeps the variables.
unsafe fn add_traceback(thread: &mut Thread, frame: *mut Frame, goes_on: bool) -> bool {
    // SAFETY: as for `unwind`.
    unsafe {
        let (Some(exception), Some(code)) = (thread.raised, (*frame).code) else {
            return false;
        };
        let instr = *(*frame).pc;
        let is_passed_on = match instr.op() {
            Op::Reraise | Op::EndAsyncFor => true,
            // A `raise` without operands, unless there was nothing to raise.
            Op::Raise => instr.x() == 0 && thread.handled == Some(exception.value()),
            _ => false,
        };
        if is_passed_on {
            return false;
        }
        // The entry is not worth losing the exception for when memory is out.
        thread.raised = None;
        let pc = Frame::pc_index(frame) as u32;
        if let Ok(entry) = TracebackObject::new(thread, exception.traceback.get(), code, pc) {
            entry
                .globals
                .set(entry, Some(crate::names::function_of(frame).globals.get().value()));
            let _ = match goes_on {
                true => frames::refer_to_live(thread, entry, frame),
                false => frames::keep_variables(thread, entry, frame),
            };
            // Without memory for that, the entry goes without.
            thread.raised = None;
            exception.traceback.set(exception, Some(entry));
        }
        thread.raised = Some(exception);
        true
    }
}

/// The handler that covers the frame's instruction, if there is one.
unsafe fn handler_of(frame: *mut Frame) -> Option<ExceptionEntry> {
    // SAFETY: as for `unwind`.
    unsafe {
        let pc = Frame::pc_index(frame) as u32;
        let table = &(*frame).code?.template().exception_table;
        table.iter().find(|entry| entry.start <= pc && pc < entry.end).copied()
    }
}

/// Goes to a handler of the frame.
unsafe fn enter_handler(thread: &mut Thread, frame: *mut Frame, handler: ExceptionEntry) -> bool {
    // SAFETY: as for `unwind`.
    unsafe {
        let (Some(code), Some(exception)) = ((*frame).code, thread.raised.take()) else {
            return false;
        };
        *Frame::registers(frame).add(handler.register as usize) = Some(exception.value());
        (*frame).pc = code.instructions_ptr().add(handler.handler as usize);
        thread.frame = frame;
        true
    }
}

/// `Raise`: `exception` is `None` for a bare raise.
pub fn raise(thread: &mut Thread, exception: Option<Value>, cause: Option<Value>) -> Raised {
    let Some(exception) = exception else {
        return match thread.handled.and_then(|v| v.downcast::<ExceptionObject>()) {
            Some(handled) => thread.reraise(handled),
            None => thread.runtime_error(format_args!("No active exception to reraise")),
        };
    };
    let instance = match instantiate(thread, exception, "exceptions must derive from BaseException") {
        Ok(instance) => instance,
        Err(raised) => return raised,
    };
    if let Some(cause) = cause {
        let cause = if cause == none() {
            None
        } else {
            match instantiate(thread, cause, "exception causes must derive from BaseException") {
                Ok(cause) => Some(cause),
                Err(raised) => return raised,
            }
        };
        instance.cause.set(instance, cause);
        instance.suppress_context.set(1);
    }
    thread.raise(instance)
}

/// An exception instance from an instance or a class.
pub fn instantiate(thread: &mut Thread, value: Value, error: &str) -> PyResult<Ref<ExceptionObject>> {
    if let Some(instance) = value.downcast::<ExceptionObject>() {
        return Ok(instance);
    }
    if let Some(class) = value.downcast::<TypeObject>()
        && class.is_subtype(core().types.base_exception.get())
    {
        let made = protocol::call(thread, value, &[])?;
        return match made.downcast::<ExceptionObject>() {
            Some(instance) => Ok(instance),
            None => {
                let shown = protocol::repr(thread, value)?.to_string_lossy();
                let got = protocol::repr(thread, class_of(made).value())?.to_string_lossy();
                Err(thread.type_error(format_args!(
                    "calling {shown} should have returned an instance of BaseException, not {got}"
                )))
            }
        };
    }
    Err(thread.type_error(format_args!("{error}")))
}

/// The exception that the caller of a generator handles, if the frame is a generator's.
#[inline(always)]
unsafe fn handled_by_caller(frame: *mut Frame) -> Option<Option<Value>> {
    // SAFETY: `frame` is a live frame; the special word of a generator's is the generator.
    unsafe {
        if !(*frame).flags.contains(FrameFlags::GENERATOR) {
            return None;
        }
        let object = (*frame).special?.cast_unchecked::<GeneratorObject>();
        Some(object.handled.get())
    }
}

/// `PushExc`: the exception becomes the handled one; the one before is returned. A generator that handled none remembers
/// None: what its caller handles may be another one when the handler ends.
///
/// # Safety
/// `frame` is the innermost frame.
#[inline(always)]
pub unsafe fn push_handled(thread: &mut Thread, frame: *mut Frame, exception: Value) -> Value {
    let before = thread.handled.replace(exception);
    // SAFETY: as promised by the caller.
    match unsafe { handled_by_caller(frame) } {
        Some(callers) if callers == before => none(),
        _ => before.unwrap_or_else(none),
    }
}

/// `PopExc`: undoes [`push_handled`], which returned `before`.
///
/// # Safety
/// `frame` is the innermost frame.
#[inline(always)]
pub unsafe fn pop_handled(thread: &mut Thread, frame: *mut Frame, before: Value) {
    thread.handled = if before == none() {
        // SAFETY: as promised by the caller.
        unsafe { handled_by_caller(frame) }.flatten()
    } else {
        Some(before)
    };
}

/// `Reraise`.
pub fn reraise(thread: &mut Thread, exception: Value) -> Raised {
    match exception.downcast::<ExceptionObject>() {
        Some(exception) => thread.reraise(exception),
        None => thread.system_error(format_args!("reraise of something that is no exception")),
    }
}

/// `MatchExc`.
pub fn matches(thread: &mut Thread, exception: Value, pattern: Value) -> PyResult<bool> {
    let class = class_of(exception);
    if let Some(wanted) = pattern.downcast::<TypeObject>()
        && wanted.is_subtype(core().types.base_exception.get())
    {
        return Ok(class.is_subtype(wanted));
    }
    if let Some(tuple) = pattern.downcast::<TupleObject>() {
        let mut found = false;
        for item in tuple.items_unbound() {
            match item.downcast::<TypeObject>() {
                Some(wanted) if wanted.is_subtype(core().types.base_exception.get()) => {
                    found |= class.is_subtype(wanted);
                }
                _ => return Err(not_a_class(thread)),
            }
        }
        return Ok(found);
    }
    Err(not_a_class(thread))
}

#[cold]
fn not_a_class(thread: &mut Thread) -> Raised {
    thread.type_error(format_args!(
        "catching classes that do not inherit from BaseException is not allowed"
    ))
}

/// Arguments of `__exit__`.
pub fn exit_arguments(exception: Option<Value>) -> [Value; 3] {
    match exception.and_then(|v| v.downcast::<ExceptionObject>()) {
        Some(exception) => {
            let traceback = exception.traceback.get().map_or_else(none, |t| t.value());
            [exception.class().value(), exception.value(), traceback]
        }
        None => [none(); 3],
    }
}

/// `EndAsyncFor`.
pub fn end_async_for(thread: &mut Thread, exception: Value) -> PyResult<()> {
    if class_of(exception).is_subtype(core().types.stop_async_iteration.get()) {
        return Ok(());
    }
    Err(reraise(thread, exception))
}

/// `MatchExcStar`: the group of matching exceptions (or None) and the rest (or None).
pub fn match_star(thread: &mut Thread, exception: Value, pattern: Value) -> PyResult<(Value, Value)> {
    if exception == none() {
        return Ok((none(), none()));
    }
    check_star_pattern(thread, pattern)?;
    let group_class = core().types.base_exception_group.get();
    if !class_of(exception).is_subtype(group_class) {
        if !matches(thread, exception, pattern)? {
            return Ok((none(), exception));
        }
        // A naked exception that matches is caught wrapped in a group.
        let list = TupleObject::from_slice(thread, &[exception])?;
        let class = exception_group_class(thread)?;
        let empty = core().empty_str.get().value();
        let wrapped = protocol::call(thread, class, &[empty, list.value()])?;
        if let (Some(inner), Some(outer)) = (
            exception.downcast::<ExceptionObject>(),
            wrapped.downcast::<ExceptionObject>(),
        ) {
            outer.traceback.set(outer, inner.traceback.get());
        }
        return Ok((wrapped, none()));
    }
    let name = pyrs_object::str::StrObject::intern(thread, "split")?;
    let pair = protocol::call_method(thread, exception, name, &[pattern])?;
    match pair.downcast::<TupleObject>().map(|t| t.items_unbound()) {
        Some([matching, rest]) => Ok((*matching, *rest)),
        _ => Err(thread.type_error(format_args!("split must return a 2-tuple"))),
    }
}

fn exception_group_class(thread: &mut Thread) -> PyResult<Value> {
    let name = pyrs_object::str::StrObject::intern(thread, "ExceptionGroup")?;
    match core().builtins.get().get_interned(name) {
        Some(class) => Ok(class),
        None => Ok(core().types.base_exception_group.get().value()),
    }
}

fn check_star_pattern(thread: &mut Thread, pattern: Value) -> PyResult<()> {
    let single = [pattern];
    let items = match pattern.downcast::<TupleObject>() {
        Some(tuple) => tuple.items_unbound(),
        None => &single,
    };
    for item in items {
        let class = item.downcast::<TypeObject>();
        if !class.is_some_and(|c| c.is_subtype(core().types.base_exception.get())) {
            return Err(not_a_class(thread));
        }
        if class.is_some_and(|c| c.is_subtype(core().types.base_exception_group.get())) {
            return Err(thread.type_error(format_args!(
                "catching ExceptionGroup with except* is not allowed. Use except instead."
            )));
        }
    }
    Ok(())
}

/// `EndExcStar`: what remains to be raised after `except*` clauses, or None. What the clauses raised again and what none
/// of them took becomes one part of the original group (PEP 654); what they raised new goes with it in another group.
pub fn end_star(thread: &mut Thread, original: Value, list: Value) -> PyResult<Value> {
    let Some(list) = list.downcast::<ListObject>() else {
        return Ok(none());
    };
    let group = original
        .downcast::<ExceptionObject>()
        .filter(|_| class_of(original).is_subtype(core().types.base_exception_group.get()));
    let raised = ListObject::with_capacity(thread, list.len())?;
    let leaves = ListObject::with_capacity(thread, list.len())?;
    for index in 0..list.len() {
        let Some(item) = list.get(index).filter(|item| *item != none()) else {
            continue;
        };
        match group {
            // What was no group cannot have been split.
            None => return Ok(item),
            Some(group) if is_part_of(thread, item, group)? => add_leaves(thread, item, leaves)?,
            Some(_) => raised.push(thread, item)?,
        }
    }
    if let Some(group) = group
        && let Some(again) = projection(thread, group, leaves)?
    {
        if raised.is_empty() {
            return Ok(again);
        }
        raised.push(thread, again)?;
    }
    match raised.items() {
        [] => Ok(none()),
        [single] => Ok(*single),
        _ => {
            let message = core().empty_str.get().value();
            let class = exception_group_class(thread)?;
            protocol::call(thread, class, &[message, raised.value()])
        }
    }
}

/// Whether an exception is a part of a group that was split, and not one that was raised new.
fn is_part_of(thread: &mut Thread, item: Value, group: Ref<ExceptionObject>) -> PyResult<bool> {
    let Some(part) = item
        .downcast::<ExceptionObject>()
        .filter(|_| class_of(item).is_subtype(core().types.base_exception_group.get()))
    else {
        return Ok(false);
    };
    let same = part.traceback.get() == group.traceback.get()
        && part.context.get() == group.context.get()
        && part.cause.get() == group.cause.get();
    let notes = core().names.notes.get();
    let ours = protocol::getattr_optional(thread, item, notes)?;
    let theirs = protocol::getattr_optional(thread, group.value(), notes)?;
    Ok(same && ours.is_some() == theirs.is_some())
}

fn inner_exceptions(thread: &mut Thread, group: Value) -> PyResult<Ref<TupleObject>> {
    let name = pyrs_object::str::StrObject::intern(thread, "exceptions")?;
    let inner = protocol::getattr(thread, group, name)?;
    Ok(inner
        .downcast::<TupleObject>()
        .unwrap_or_else(|| core().empty_tuple.get()))
}

/// Collects the exceptions in a tree of groups.
fn add_leaves(thread: &mut Thread, exception: Value, leaves: Ref<ListObject>) -> PyResult<()> {
    if thread.native_stack_exhausted() {
        return Err(protocol::native_stack_overflow(thread));
    }
    if !class_of(exception).is_subtype(core().types.base_exception_group.get()) {
        return leaves.push(thread, exception);
    }
    let inner = inner_exceptions(thread, exception)?;
    for item in inner.items_unbound() {
        add_leaves(thread, *item, leaves)?;
    }
    Ok(())
}

/// The part of a group that holds `leaves`, in the group's own structure.
fn projection(thread: &mut Thread, group: Ref<ExceptionObject>, leaves: Ref<ListObject>) -> PyResult<Option<Value>> {
    if thread.native_stack_exhausted() {
        return Err(protocol::native_stack_overflow(thread));
    }
    let inner = inner_exceptions(thread, group.value())?;
    let kept = ListObject::with_capacity(thread, inner.len())?;
    for item in inner.items_unbound() {
        let is_group = class_of(*item).is_subtype(core().types.base_exception_group.get());
        let part = match item.downcast::<ExceptionObject>().filter(|_| is_group) {
            Some(nested) => projection(thread, nested, leaves)?,
            None => leaves.items().contains(item).then_some(*item),
        };
        if let Some(part) = part {
            kept.push(thread, part)?;
        }
    }
    if kept.is_empty() {
        return Ok(None);
    }
    let name = pyrs_object::str::StrObject::intern(thread, "derive")?;
    let derived = protocol::call_method(thread, group.value(), name, &[kept.value()])?;
    let Some(part) = derived.downcast::<ExceptionObject>() else {
        return Err(thread.type_error(format_args!("derive must return an instance of BaseExceptionGroup")));
    };
    part.traceback.set(part, group.traceback.get());
    part.context.set(part, group.context.get());
    part.cause.set(part, group.cause.get());
    part.suppress_context.set(group.suppress_context.get());
    let notes = core().names.notes.get();
    if let Some(old) = protocol::getattr_optional(thread, group.value(), notes)?
        && let Some(old) = old.downcast::<ListObject>()
    {
        let copy = ListObject::from_slice(thread, old.items())?;
        protocol::setattr(thread, derived, notes, Some(copy.value()))?;
    }
    Ok(Some(derived))
}
