//! Generators and coroutines: creating, resuming, suspending, and their methods.
//!
//! A running generator's frame is in the register stack; suspending copies its registers into the object. The
//! exception being handled is the generator's own while it runs inside a handler: `handled` holds the caller's then.

use crate::call::{self, Left};
use crate::dispatch;
use crate::generator_end;
use crate::generator_native;
use pyrs_bytecode::{FRAME_HEADER_WORDS, NO_REG, Op};
use pyrs_object::core::{core, none};
use pyrs_object::errors::{PyResult, Raised};
use pyrs_object::exception::ExceptionObject;
use pyrs_object::frame::{Frame, FrameFlags};
use pyrs_object::frame_object::FrameObject;
pub use pyrs_object::generator::Resumed;
use pyrs_object::generator::{COPY_UNIT, GeneratorObject, GeneratorState};
use pyrs_object::header::Ref;
use pyrs_object::protocol;
use pyrs_object::thread::Thread;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::value::Value;

/// Result of a `Send`.
pub enum Sent {
    /// The delegate yielded.
    Yielded(Value),
    /// The delegate returned.
    Returned(Value),
    /// The delegate's frame was pushed.
    Frame,
}

/// `ReturnGenerator`: the object for a frame that has just started. Registers are copied, the frame then is left.
///
/// # Safety
/// `frame` is the innermost frame, at its `ReturnGenerator`.
pub unsafe fn create(thread: &mut Thread, frame: *mut Frame) -> PyResult<Value> {
    // SAFETY: as promised by the caller.
    unsafe {
        let code = (*frame).code.unwrap_unchecked();
        let function = crate::names::function_of(frame);
        let object = GeneratorObject::new(
            thread,
            code,
            (*frame).function,
            function.name.get(),
            function.qualname.get(),
        )?;
        object.pc.set(Frame::pc_index(frame));
        // Temporaries are what earlier frames left: they would keep it alive.
        object.save_locals(Frame::registers(frame), code.local_count.get() as usize);
        if thread.origin_depth != 0 {
            generator_end::record_origin(thread, object, 1)?;
        }
        Ok(object.value())
    }
}

#[inline(always)]
unsafe fn save_registers(frame: *mut Frame, object: Ref<GeneratorObject>) {
    // SAFETY: the object has as many registers as the code, and the register stack goes on behind the frame's.
    unsafe { object.save_registers(Frame::registers(frame)) };
}

/// Raises ValueError for a generator that runs already.
#[cold]
pub fn already_running(thread: &mut Thread, object: Ref<GeneratorObject>) -> Raised {
    let what = object.class().name_for_message().replace("async_", "async ");
    thread.value_error(format_args!("{what} already executing"))
}

/// Pushes a suspended generator's frame above the innermost frame; `sent` goes where the yield expression's value does.
/// Where it waits for a generator that it delegates to, that one is resumed at once, and so on.
///
/// # Safety
/// The generator is created or suspended; `caller` is the innermost frame or null.
pub unsafe fn push_resumed(
    thread: &mut Thread,
    caller: *mut Frame,
    object: Ref<GeneratorObject>,
    sent: Option<Value>,
    flags: FrameFlags,
) -> PyResult<()> {
    let (mut caller, mut object, mut flags) = (caller, object, flags);
    let mut frame = thread.stack_end().cast::<Frame>();
    // SAFETY: as promised by the caller; there is room for each header and for what follows it.
    unsafe {
        let outermost = object;
        while let Some(inner) = delegate_to_resume(thread, frame, object) {
            push_delegating(thread, caller, frame, object, flags);
            (caller, object, flags) = (frame, inner, FrameFlags::SEND);
            frame = frame.add(1);
        }
        if object != outermost {
            // As if its own `Send` had resumed it: the resumption counts for the JIT.
            let code = object.code.get();
            code.resume_budget.set(code.resume_budget.get() - 1);
        }
        push_at(thread, frame, caller, object, sent, flags)
    }
}

/// The suspended generator or coroutine that a suspended one delegates to, if it can be resumed in its stead with a
/// [`FrameFlags::DELEGATING`] frame at `frame`: there is room, nothing is being handled, and both are the interpreter's.
#[inline(always)]
unsafe fn delegate_to_resume(
    thread: &mut Thread,
    frame: *mut Frame,
    object: Ref<GeneratorObject>,
) -> Option<Ref<GeneratorObject>> {
    if object.state.get() != GeneratorState::Suspended
        || thread.handled.is_some()
        || object.handled.get().is_some()
        || object.frame_object.get().is_some()
    {
        return None;
    }
    let code = object.code.get();
    // SAFETY: a suspended generator is at an instruction of its code, whose registers it has; `frame` is at the end of
    // the register stack.
    unsafe {
        let instr = *code.instructions_ptr().add(object.pc.get());
        if instr.op_byte() != Op::Yield as u8 || instr.c() == NO_REG {
            return None;
        }
        let inner = (*object.registers().add(instr.c() as usize))?.as_object()?;
        let (shape, types) = (inner.shape(), &core().types);
        if shape != types.generator.get().root_shape() && shape != types.coroutine.get().root_shape() {
            return None;
        }
        let inner = inner.cast::<GeneratorObject>();
        let inner_code = inner.code.get();
        if inner.state.get() != GeneratorState::Suspended
            || !inner_code.resume_entries.get().is_null()
            || inner_code.resume_budget.get() <= 0
        {
            return None;
        }
        let window = object
            .register_count()
            .max(FRAME_HEADER_WORDS as usize + inner.register_count())
            + COPY_UNIT;
        if thread.depth + 1 >= thread.recursion_limit
            || Frame::registers(frame).add(window).cast::<u64>() >= thread.stack_limit
        {
            return None;
        }
        Some(inner)
    }
}

/// Pushes the header of a generator that waits for its delegate.
#[inline(always)]
unsafe fn push_delegating(
    thread: &mut Thread,
    caller: *mut Frame,
    frame: *mut Frame,
    object: Ref<GeneratorObject>,
    flags: FrameFlags,
) {
    let code = object.code.get();
    // SAFETY: the caller has checked for room. A delegating Yield comes two instructions behind its Send.
    unsafe {
        (*frame).function = object.function.get();
        (*frame).previous = caller;
        (*frame).code = Some(code);
        (*frame).pc = code.instructions_ptr().add(object.pc.get() - 2);
        (*frame).special = Some(object.value());
        (*frame).object = None;
        (*frame).flags = flags | FrameFlags::GENERATOR | FrameFlags::DELEGATING;
    }
    object.state.set(GeneratorState::Running);
    object.frame.set(frame);
    thread.depth += 1;
}

/// Makes a [`FrameFlags::DELEGATING`] frame a full one, now that its delegate has ended.
///
/// # Safety
/// `frame` is a live frame and all above it have been left.
#[inline]
pub unsafe fn complete(frame: *mut Frame) {
    // SAFETY: as promised by the caller; there was room for the registers when the header was pushed.
    unsafe {
        if !(*frame).flags.contains(FrameFlags::DELEGATING) {
            return;
        }
        (*frame).flags.remove(FrameFlags::DELEGATING);
        if let Some(object) = object_of(frame) {
            object.load_registers(Frame::registers(frame));
            (*frame).object = object.frame_object.get();
            link_frame_object(frame);
        }
    }
}

/// Lets the frame object of a frame know where the frame is.
#[inline(always)]
unsafe fn link_frame_object(frame: *mut Frame) {
    // SAFETY: `frame` is a live frame.
    unsafe {
        if let Some(object) = (*frame).object.and_then(|v| v.downcast::<FrameObject>()) {
            object.frame.set(frame);
        }
    }
}

/// Pushes the frame of one suspended generator.
///
/// # Safety
/// As for [`push_resumed`].
unsafe fn push_alone(
    thread: &mut Thread,
    caller: *mut Frame,
    object: Ref<GeneratorObject>,
    sent: Option<Value>,
    flags: FrameFlags,
) -> PyResult<()> {
    let frame = thread.stack_end().cast::<Frame>();
    // SAFETY: as promised by the caller.
    unsafe { push_at(thread, frame, caller, object, sent, flags) }
}

#[inline(always)]
unsafe fn push_at(
    thread: &mut Thread,
    frame: *mut Frame,
    caller: *mut Frame,
    object: Ref<GeneratorObject>,
    sent: Option<Value>,
    flags: FrameFlags,
) -> PyResult<()> {
    // SAFETY: as for `push_resumed`; room is checked before anything is written.
    unsafe {
        let code = object.code.get();
        code.ensure_caches(thread)?;
        let registers = Frame::registers(frame);
        let window = object.register_count() + COPY_UNIT;
        if thread.depth >= thread.recursion_limit || registers.add(window).cast::<u64>() >= thread.stack_limit {
            return Err(thread.recursion_error(format_args!("maximum recursion depth exceeded")));
        }
        object.load_registers(registers);
        let pc = code.instructions_ptr().add(object.pc.get());
        *registers.add((*pc).a() as usize) = Some(sent.unwrap_or_else(none));
        (*frame).function = object.function.get();
        (*frame).previous = caller;
        (*frame).code = Some(code);
        (*frame).pc = pc.add(1);
        (*frame).special = Some(object.value());
        (*frame).object = object.frame_object.get();
        (*frame).flags = flags | FrameFlags::GENERATOR;
        link_frame_object(frame);
        object.state.set(GeneratorState::Running);
        object.frame.set(frame);
        let own = object.handled.get();
        if own != thread.handled {
            object.handled.set(object, thread.handled);
        }
        if own.is_some() {
            thread.handled = own;
        }
        thread.frame = frame;
        thread.depth += 1;
        Ok(())
    }
}

/// Gives the handled exception back to the caller; what the generator itself handles is returned.
fn restore_handled(thread: &mut Thread, object: Ref<GeneratorObject>) -> Option<Value> {
    let callers = object.handled.get();
    let own = thread.handled;
    thread.handled = callers;
    if own == callers { None } else { own }
}

#[inline(always)]
unsafe fn object_of(frame: *mut Frame) -> Option<Ref<GeneratorObject>> {
    // SAFETY: `frame` is a live generator frame, whose special word is its generator.
    unsafe { (*frame).special.map(|v| v.cast_unchecked::<GeneratorObject>()) }
}

/// `Yield`: suspends the frame and delivers the value.
///
/// # Safety
/// `frame` is the innermost frame, a generator's, at its `Yield`.
pub unsafe fn suspend(thread: &mut Thread, frame: *mut Frame, value: Value) -> Left {
    // SAFETY: as promised by the caller.
    unsafe {
        let flags = (*frame).flags;
        let previous = (*frame).previous;
        if let Some(object) = object_of(frame) {
            save_registers(frame, object);
            object.pc.set(Frame::pc_index(frame));
            object.state.set(GeneratorState::Suspended);
            object.frame.set(std::ptr::null_mut());
            if object.frame_object.get() != (*frame).object {
                object.frame_object.set(object, (*frame).object);
            }
            if let Some(kept) = (*frame).object.and_then(|v| v.downcast::<FrameObject>()) {
                kept.pc.set(object.pc.get());
                kept.frame.set(std::ptr::null_mut());
            }
            let own = restore_handled(thread, object);
            if object.handled.get() != own {
                object.handled.set(object, own);
            }
        }
        thread.depth -= 1;
        let (mut flags, mut previous) = (flags, previous);
        while flags.contains(FrameFlags::SEND) && (*previous).flags.contains(FrameFlags::DELEGATING) {
            // The value is the delegating generator's too, which goes on to wait where it does.
            if let Some(object) = object_of(previous) {
                object.state.set(GeneratorState::Suspended);
                object.frame.set(std::ptr::null_mut());
            }
            thread.depth -= 1;
            (flags, previous) = ((*previous).flags, (*previous).previous);
        }
        thread.frame = previous;
        if flags.intersects(FrameFlags::FOR_ITER | FrameFlags::SEND) {
            // The instruction below produced a value: it skips the jump behind it.
            let instr = *(*previous).pc;
            *Frame::registers(previous).add(instr.a() as usize) = Some(value);
            (*previous).pc = (*previous).pc.add(2);
            return Left::Loop;
        }
        Left::Run(value)
    }
}

/// A generator frame returns.
///
/// # Safety
/// `frame` is the innermost frame, a generator's.
pub unsafe fn finish(thread: &mut Thread, frame: *mut Frame, value: Value) -> Left {
    // SAFETY: as promised by the caller.
    unsafe {
        let flags = (*frame).flags;
        let previous = (*frame).previous;
        close_object(thread, frame);
        thread.frame = previous;
        thread.depth -= 1;
        if flags.contains(FrameFlags::FOR_ITER) {
            (*previous).pc = (*previous).pc.add(1);
            return Left::Loop;
        }
        if flags.contains(FrameFlags::SEND) {
            complete(previous);
        }
        call::deliver(thread, flags, previous, value)
    }
}

/// A generator frame fails with the pending exception.
///
/// # Safety
/// `frame` is the innermost frame, a generator's.
pub unsafe fn fail(thread: &mut Thread, frame: *mut Frame) {
    // SAFETY: as promised by the caller.
    unsafe { close_object(thread, frame) };
}

unsafe fn close_object(thread: &mut Thread, frame: *mut Frame) {
    // SAFETY: as for `fail`.
    unsafe {
        if let Some(object) = object_of(frame) {
            restore_handled(thread, object);
            end(object);
        }
    }
}

/// Marks a generator as finished: what its registers hold is garbage from now on.
#[inline]
pub fn end(object: Ref<GeneratorObject>) {
    object.state.set(GeneratorState::Closed);
    object.frame.set(std::ptr::null_mut());
    if object.handled.get().is_some() {
        object.handled.set(object, None);
    }
    if object.frame_object.get().is_some() {
        object.frame_object.set(object, None);
    }
}

/// Resumes from the runtime (`send`, `next`): a closed generator returns None.
pub fn resume(thread: &mut Thread, object: Ref<GeneratorObject>, sent: Value) -> PyResult<Resumed> {
    match object.state.get() {
        GeneratorState::Closed => return Ok(Resumed::Returned(none())),
        GeneratorState::Running => return Err(already_running(thread, object)),
        GeneratorState::Created if sent != none() => {
            let what = object
                .class()
                .name_for_message()
                .replace("async_generator", "async generator");
            return Err(thread.type_error(format_args!("can't send non-None value to a just-started {what}")));
        }
        GeneratorState::Created | GeneratorState::Suspended => {}
    }
    if thread.native_stack_exhausted() {
        return Err(protocol::native_stack_overflow(thread));
    }
    if let Some(result) = generator_native::resume(thread, object, sent) {
        return result;
    }
    run_resumed(thread, object, Some(sent), false)
}

fn run_resumed(
    thread: &mut Thread,
    object: Ref<GeneratorObject>,
    sent: Option<Value>,
    raising: bool,
) -> PyResult<Resumed> {
    // SAFETY: the generator is not running; the frame is pushed above all others.
    unsafe {
        let caller = thread.frame;
        let depth = thread.depth;
        let pending = if raising { thread.raised.take() } else { None };
        // What the caller handles is no context of it.
        let handled = object.handled.get();
        if let (Some(pending), Some(handled)) = (pending, handled.and_then(|v| v.downcast::<ExceptionObject>())) {
            pending.chain_context(handled);
        }
        let result = if raising {
            push_alone(thread, caller, object, sent, FrameFlags::ENTRY)?;
            let frame = thread.frame;
            // The exception comes up at the yield itself.
            (*frame).pc = (*frame).pc.sub(1);
            thread.raised = pending;
            dispatch::run_raising(thread, frame)
        } else {
            push_resumed(thread, caller, object, sent, FrameFlags::ENTRY)?;
            dispatch::run_above(thread, object.frame.get(), thread.frame)
        };
        thread.frame = caller;
        thread.depth = depth;
        let value = result?;
        Ok(match object.state.get() {
            GeneratorState::Suspended => Resumed::Yielded(value),
            _ => Resumed::Returned(value),
        })
    }
}

/// The iterator that a suspended generator delegates to (`yield from`, `await`), if it does.
pub fn delegate(object: Ref<GeneratorObject>) -> Option<Value> {
    if object.state.get() != GeneratorState::Suspended {
        return None;
    }
    let instr = object.code.get().instructions()[object.pc.get()].get();
    if instr.op() != Op::Yield || instr.c() == NO_REG {
        return None;
    }
    // SAFETY: a register of the code.
    unsafe { *object.registers().add(instr.c() as usize) }
}

/// What GeneratorExit does to the delegate of a generator that it is thrown into.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Delegated {
    /// The delegate is closed.
    Close,
    /// It is thrown into the delegate as any other exception.
    Throw,
}

/// Throws an exception into a generator.
pub fn throw(thread: &mut Thread, object: Ref<GeneratorObject>, exception: Ref<ExceptionObject>) -> PyResult<Resumed> {
    throw_with(thread, object, exception, Delegated::Close)
}

/// Throws an exception into a generator, and says what GeneratorExit does to delegates.
pub fn throw_with(
    thread: &mut Thread,
    object: Ref<GeneratorObject>,
    exception: Ref<ExceptionObject>,
    delegated: Delegated,
) -> PyResult<Resumed> {
    match object.state.get() {
        GeneratorState::Running => return Err(already_running(thread, object)),
        GeneratorState::Closed => return Err(thread.reraise(exception)),
        GeneratorState::Created | GeneratorState::Suspended => {}
    }
    if let Some(inner) = delegate(object) {
        return throw_into_delegate(thread, object, inner, exception, delegated);
    }
    thread.raised = Some(exception);
    run_resumed(thread, object, None, true)
}

fn throw_into_delegate(
    thread: &mut Thread,
    object: Ref<GeneratorObject>,
    inner: Value,
    exception: Ref<ExceptionObject>,
    delegated: Delegated,
) -> PyResult<Resumed> {
    let is_exit = delegated == Delegated::Close && exception.class().is_subtype(core().types.generator_exit.get());
    object.state.set(GeneratorState::Running);
    // What the generator handles is handled for its delegate too.
    let own = object.handled.get();
    let callers = thread.handled;
    thread.handled = own.or(callers);
    let outcome = if is_exit {
        close_delegate(thread, inner).map(|()| None)
    } else {
        throw_or_none(thread, inner, exception, delegated)
    };
    thread.handled = callers;
    object.state.set(GeneratorState::Suspended);
    match outcome {
        Ok(Some(Resumed::Yielded(value))) => Ok(Resumed::Yielded(value)),
        Ok(Some(Resumed::Returned(value))) => {
            // The delegate has finished: go on behind its Send, whose result register the Yield reads.
            let pc = object.pc.get();
            let yield_instr = object.code.get().instructions()[pc].get();
            // SAFETY: a register of the code; the Jump before the Yield leaves the loop.
            unsafe {
                *object.registers().add(yield_instr.b() as usize) = Some(value);
                pyrs_object::gc::write_barrier(object.as_ptr().cast());
            }
            resume_at(thread, object, pc - 1)
        }
        Ok(None) => {
            thread.raised = Some(exception);
            run_resumed(thread, object, None, true)
        }
        Err(_) => run_resumed(thread, object, None, true),
    }
}

/// Resumes at an instruction that is no yield.
fn resume_at(thread: &mut Thread, object: Ref<GeneratorObject>, pc: usize) -> PyResult<Resumed> {
    // SAFETY: the generator is suspended; the frame is pushed above all others.
    unsafe {
        let caller = thread.frame;
        let depth = thread.depth;
        // The word that `push_resumed` writes the sent value to must keep its own.
        let instr = object.code.get().instructions()[object.pc.get()].get();
        let kept = *object.registers().add(instr.a() as usize);
        push_alone(thread, caller, object, kept, FrameFlags::ENTRY)?;
        let frame = thread.frame;
        *Frame::registers(frame).add(instr.a() as usize) = kept;
        (*frame).pc = object.code.get().instructions_ptr().add(pc);
        let result = dispatch::run(thread, frame);
        thread.frame = caller;
        thread.depth = depth;
        let value = result?;
        Ok(match object.state.get() {
            GeneratorState::Suspended => Resumed::Yielded(value),
            _ => Resumed::Returned(value),
        })
    }
}

fn close_delegate(thread: &mut Thread, inner: Value) -> PyResult<()> {
    if let Some(generator) = inner.downcast::<GeneratorObject>() {
        return close(thread, generator).map(|_| ());
    }
    match protocol::getattr_optional(thread, inner, core().names.close.get())? {
        Some(method) => protocol::call(thread, method, &[]).map(|_| ()),
        None => Ok(()),
    }
}

/// Throws into any iterator; `None` if it has no `throw`.
fn throw_or_none(
    thread: &mut Thread,
    inner: Value,
    exception: Ref<ExceptionObject>,
    delegated: Delegated,
) -> PyResult<Option<Resumed>> {
    if let Some(generator) = inner.downcast::<GeneratorObject>()
        && class_of(inner) != core().types.async_generator.get()
    {
        return throw_with(thread, generator, exception, delegated).map(Some);
    }
    let Some(method) = protocol::getattr_optional(thread, inner, core().names.throw.get())? else {
        return Ok(None);
    };
    let result = protocol::call(thread, method, &[exception.value()]);
    protocol::yielded_or_stopped(thread, result).map(Some)
}

/// Closes a generator: the value it returns for GeneratorExit, else None.
pub fn close(thread: &mut Thread, object: Ref<GeneratorObject>) -> PyResult<Value> {
    match object.state.get() {
        GeneratorState::Closed => return Ok(none()),
        GeneratorState::Created => {
            object.state.set(GeneratorState::Closed);
            return Ok(none());
        }
        GeneratorState::Running => return Err(already_running(thread, object)),
        GeneratorState::Suspended => {}
    }
    let args = core().empty_tuple.get();
    let exit = ExceptionObject::new(thread, core().types.generator_exit.get(), args)?;
    match throw(thread, object, exit) {
        Ok(Resumed::Yielded(_)) => {
            let what = match object.class() {
                class if class == core().types.coroutine.get() => "coroutine",
                class if class == core().types.async_generator.get() => "async generator",
                _ => "generator",
            };
            Err(thread.runtime_error(format_args!("{what} ignored GeneratorExit")))
        }
        Ok(Resumed::Returned(value)) => Ok(value),
        Err(raised) => {
            let types = &core().types;
            if thread.clear_if(types.generator_exit.get()) || thread.clear_if(types.stop_iteration.get()) {
                Ok(none())
            } else {
                Err(raised)
            }
        }
    }
}

/// `GetYieldFromIter`.
///
/// # Safety
/// `frame` is a live frame.
pub unsafe fn yield_from_iter(thread: &mut Thread, frame: *mut Frame, value: Value) -> PyResult<Value> {
    use pyrs_bytecode::CodeFlags;
    // SAFETY: as promised by the caller.
    let flags = unsafe { (*frame).code.map(|code| code.code_flags()) };
    let coroutine = CodeFlags::COROUTINE | CodeFlags::ITERABLE_COROUTINE;
    delegate_iter(thread, value, flags.is_some_and(|flags| flags.intersects(coroutine)))
}

/// The iterator of `yield from value`.
pub fn delegate_iter(thread: &mut Thread, value: Value, in_coroutine: bool) -> PyResult<Value> {
    let class = class_of(value);
    if class == core().types.generator.get() {
        return Ok(value);
    }
    if class == core().types.coroutine.get() {
        if in_coroutine {
            return Ok(value);
        }
        return Err(thread.type_error(format_args!(
            "cannot 'yield from' a coroutine object in a non-coroutine generator"
        )));
    }
    protocol::iter(thread, value)
}

/// `Send`: generators and coroutines get a frame in the same loop.
///
/// # Safety
/// `frame` is the innermost frame, at its `Send`.
pub unsafe fn send_step(thread: &mut Thread, frame: *mut Frame, iterator: Value, sent: Value) -> PyResult<Sent> {
    let types = &core().types;
    let class = class_of(iterator);
    if (class == types.generator.get() || class == types.coroutine.get())
        && let Some(object) = iterator.downcast::<GeneratorObject>()
    {
        return match object.state.get() {
            GeneratorState::Suspended | GeneratorState::Created
                if sent == none() || object.state.get() == GeneratorState::Suspended =>
            {
                match generator_native::resume(thread, object, sent) {
                    Some(result) => Ok(match result? {
                        Resumed::Yielded(value) => Sent::Yielded(value),
                        Resumed::Returned(value) => Sent::Returned(value),
                    }),
                    None => {
                        // SAFETY: as promised by the caller.
                        unsafe { push_resumed(thread, frame, object, Some(sent), FrameFlags::SEND)? };
                        Ok(Sent::Frame)
                    }
                }
            }
            _ => send_to_generator(thread, object, sent),
        };
    }
    send_to_any(thread, iterator, sent)
}

/// Sends a value to an iterator from native code: [`Sent::Frame`] never comes.
pub fn send_value(thread: &mut Thread, iterator: Value, sent: Value) -> PyResult<Sent> {
    let types = &core().types;
    let class = class_of(iterator);
    if (class == types.generator.get() || class == types.coroutine.get())
        && let Some(object) = iterator.downcast::<GeneratorObject>()
    {
        return send_to_generator(thread, object, sent);
    }
    send_to_any(thread, iterator, sent)
}

fn send_to_generator(thread: &mut Thread, object: Ref<GeneratorObject>, sent: Value) -> PyResult<Sent> {
    Ok(match send_slot(thread, object.value(), sent)? {
        Resumed::Yielded(value) => Sent::Yielded(value),
        Resumed::Returned(value) => Sent::Returned(value),
    })
}

/// The slot `send` of generators and coroutines.
pub fn send_slot(thread: &mut Thread, this: Value, sent: Value) -> PyResult<Resumed> {
    let Some(object) = this.downcast::<GeneratorObject>() else {
        return Err(thread.type_error(format_args!("generator expected")));
    };
    if object.state.get() == GeneratorState::Closed && object.class() == core().types.coroutine.get() {
        return Err(thread.runtime_error(format_args!("cannot reuse already awaited coroutine")));
    }
    resume(thread, object, sent)
}

fn send_to_any(thread: &mut Thread, iterator: Value, sent: Value) -> PyResult<Sent> {
    Ok(match protocol::send(thread, iterator, sent)? {
        Resumed::Yielded(value) => Sent::Yielded(value),
        Resumed::Returned(value) => Sent::Returned(value),
    })
}

/// `GetAwaitable`.
pub fn awaitable(thread: &mut Thread, value: Value, context: u8) -> PyResult<Value> {
    use pyrs_bytecode::CodeFlags;
    let class = class_of(value);
    if let Some(object) = value.downcast::<GeneratorObject>() {
        if class == core().types.coroutine.get() {
            if delegate(object).is_some() {
                return Err(thread.runtime_error(format_args!("coroutine is being awaited already")));
            }
            return Ok(value);
        }
        if object.code.get().code_flags().contains(CodeFlags::ITERABLE_COROUTINE) {
            return Ok(value);
        }
    }
    let name = class.name_for_message();
    let Some(method) = class.slot(|s| s.await_) else {
        return Err(match context {
            1 => thread.type_error(format_args!(
                "'async with' received an object from __aenter__ that does not implement __await__: {name}"
            )),
            2 => thread.type_error(format_args!(
                "'async with' received an object from __aexit__ that does not implement __await__: {name}"
            )),
            _ => thread.type_error(format_args!("'{name}' object can't be awaited")),
        });
    };
    let iterator = method(thread, value)?;
    let iterator_class = class_of(iterator);
    if iterator_class == core().types.coroutine.get() {
        return Err(thread.type_error(format_args!("__await__() returned a coroutine")));
    }
    if iterator_class.slot(|s| s.next).is_none() {
        let got = iterator_class.name_for_message();
        return Err(thread.type_error(format_args!("__await__() returned non-iterator of type '{got}'")));
    }
    Ok(iterator)
}

/// `GetAIter`.
pub fn async_iter(thread: &mut Thread, value: Value) -> PyResult<Value> {
    let class = class_of(value);
    let Some(method) = class.slot(|s| s.aiter) else {
        let name = class.name_for_message();
        return Err(thread.type_error(format_args!(
            "'async for' requires an object with __aiter__ method, got {name}"
        )));
    };
    let iterator = method(thread, value)?;
    if class_of(iterator).slot(|s| s.anext).is_none() {
        let name = class_of(iterator).name_for_message();
        return Err(thread.type_error(format_args!(
            "'async for' received an object from __aiter__ that does not implement __anext__: {name}"
        )));
    }
    Ok(iterator)
}

/// `GetANext`.
pub fn async_next(thread: &mut Thread, iterator: Value) -> PyResult<Value> {
    let class = class_of(iterator);
    let Some(method) = class.slot(|s| s.anext) else {
        let name = class.name_for_message();
        return Err(thread.type_error(format_args!(
            "'async for' requires an iterator with __anext__ method, got {name}"
        )));
    };
    let value = method(thread, iterator)?;
    if let Ok(iterator) = awaitable(thread, value, 0) {
        return Ok(iterator);
    }
    let name = class_of(value).name_for_message();
    let cause = thread.take_raised();
    let raised = thread.type_error(format_args!(
        "'async for' received an invalid object from __anext__: {name}"
    ));
    if let (Some(error), Some(cause)) = (thread.raised, cause) {
        error.cause.set(error, Some(cause));
        error.context.set(error, Some(cause));
        error.suppress_context.set(1);
    }
    Err(raised)
}

/// The exception that `throw(type_or_instance, value, traceback)` means.
pub fn thrown_exception(thread: &mut Thread, value: Value) -> PyResult<Ref<ExceptionObject>> {
    let is_exception = |class: Ref<TypeObject>| class.is_subtype(core().types.base_exception.get());
    if !value.downcast::<TypeObject>().is_some_and(is_exception) && value.downcast::<ExceptionObject>().is_none() {
        let name = class_of(value).name_for_message();
        return Err(thread.type_error(format_args!(
            "exceptions must be classes or instances deriving from BaseException, not {name}"
        )));
    }
    crate::exceptions::instantiate(
        thread,
        value,
        "exceptions must be classes or instances deriving from BaseException",
    )
}
