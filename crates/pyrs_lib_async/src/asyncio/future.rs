//! Futures: layout, and the operations on them that tasks need too.
//!
//! A task begins with a future: [`FutureObject`] is what both have. A future that was never initialised has no event
//! loop. Methods are in `future_methods`.

use super::state::{self, name, not_none, state};
use super::task::TASK_LAYOUT;
use pyrs_lib_core::contextvars;
use pyrs_object::exception::ExceptionObject;
use pyrs_object::header::{Field, Header, HeapObject};
use pyrs_object::layout::Layout;
use pyrs_object::list::ListObject;
use pyrs_object::set::SetObject;
use pyrs_object::traceback::TracebackObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{Args, PyResult, Raised, Ref, Thread, Value, core, none, protocol};
use std::cell::Cell;

/// Whether a future is done, and how.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub enum FutureState {
    /// Not done. (Zero, as fresh memory is.)
    Pending = 0,
    /// Cancelled.
    Cancelled,
    /// It has a result or an exception.
    Finished,
}

impl FutureState {
    /// As Python code sees it.
    pub fn text(self) -> &'static str {
        match self {
            FutureState::Pending => "PENDING",
            FutureState::Cancelled => "CANCELLED",
            FutureState::Finished => "FINISHED",
        }
    }
}

/// What futures and tasks have in common.
#[repr(C)]
pub struct FutureObject {
    header: Header,
    /// The event loop; empty before `__init__`.
    pub event_loop: Field<Option<Value>>,
    /// The callback that was added first, if it was not removed. There are no others then, or they are in `callbacks`.
    pub callback: Field<Option<Value>>,
    /// Its context.
    pub context: Field<Option<Value>>,
    /// Further callbacks, as tuples with their contexts.
    pub callbacks: Field<Option<Ref<ListObject>>>,
    /// The result.
    pub result: Field<Option<Value>>,
    /// The exception.
    pub exception: Field<Option<Ref<ExceptionObject>>>,
    /// The traceback that the exception had when it was set, until it is raised.
    traceback: Field<Option<Ref<TracebackObject>>>,
    /// Where the future was made, in debug mode.
    pub source: Field<Option<Value>>,
    /// The message for CancelledError.
    pub cancel_message: Field<Option<Value>>,
    /// The CancelledError that came out of a coroutine, raised again once.
    pub cancelled_error: Field<Option<Ref<ExceptionObject>>>,
    /// Who waits for it, for introspection: a future or task, or a set of them.
    pub awaited_by: Field<Option<Value>>,
    /// State.
    pub state: Cell<FutureState>,
    /// More facts.
    pub flags: Cell<Flags>,
}

bitflags::bitflags! {
    /// Facts about a future or task.
    #[derive(Clone, Copy)]
    pub struct Flags: u32 {
        /// The exception has not been looked at.
        const LOG_TRACEBACK = 1;
        /// It was yielded by its own iterator, and not by a bare `yield`.
        const BLOCKING = 2;
        /// Of tasks: CancelledError is thrown in at the next step.
        const MUST_CANCEL = 4;
        /// Of tasks: nothing is logged if it is destroyed while it is pending.
        const SILENT = 8;
    }
}

/// Layout of [`FutureObject`] itself.
pub static FUTURE_LAYOUT: Layout = Layout {
    name: "_asyncio.Future",
    trace,
    size: {
        unsafe fn size(_: *const u8) -> usize {
            std::mem::size_of::<FutureObject>()
        }
        size
    },
    fixed_size: std::mem::size_of::<FutureObject>(),
    drop: None,
    wants_finalizer: {
        unsafe fn wants(object: *const u8) -> bool {
            // SAFETY: called for futures only.
            unsafe { (*(object as *const FutureObject)).has(Flags::LOG_TRACEBACK) }
        }
        Some(wants)
    },
};

/// Visits the fields of a future, or those of a task that are its future's.
///
/// # Safety
/// `object` is a future or task.
pub unsafe fn trace(object: *mut u8, visitor: &mut pyrs_object::gc::Visitor) {
    // SAFETY: as promised by the caller; fields hold heap words.
    unsafe {
        let this = &*(object as *const FutureObject);
        for word in [
            this.event_loop.bits(),
            this.callback.bits(),
            this.context.bits(),
            this.callbacks.bits(),
            this.result.bits(),
            this.exception.bits(),
            this.traceback.bits(),
            this.source.bits(),
            this.cancel_message.bits(),
            this.cancelled_error.bits(),
            this.awaited_by.bits(),
        ] {
            visitor.visit(word);
        }
    }
}

const _: () = assert!(std::mem::size_of::<FutureObject>().is_multiple_of(8));
// SAFETY: both layouts begin with a `FutureObject`, which is repr(C) with a header first.
unsafe impl HeapObject for FutureObject {
    #[inline(always)]
    fn is_layout(layout: &'static Layout) -> bool {
        std::ptr::eq(layout, &FUTURE_LAYOUT) || std::ptr::eq(layout, &TASK_LAYOUT)
    }
    fn layout_name() -> &'static str {
        "_asyncio.Future"
    }
}

impl FutureObject {
    /// Whether all of the flags are set.
    #[inline]
    pub fn has(&self, flags: Flags) -> bool {
        self.flags.get().contains(flags)
    }

    /// Sets or clears flags.
    #[inline]
    pub fn set_flag(&self, flags: Flags, on: bool) {
        let mut all = self.flags.get();
        all.set(flags, on);
        self.flags.set(all);
    }

    /// Whether it is not done.
    #[inline]
    pub fn is_pending(&self) -> bool {
        self.state.get() == FutureState::Pending
    }
}

/// What `__init__` does for futures and tasks.
pub fn initialise(thread: &mut Thread, future: Ref<FutureObject>, event_loop: Option<Value>) -> PyResult<()> {
    future.event_loop.set(future, None);
    forget(future);
    let event_loop = match not_none(event_loop) {
        Some(event_loop) => event_loop,
        None => super::running::event_loop(thread)?,
    };
    future.event_loop.set(future, Some(event_loop));
    let debug = protocol::call_method(thread, event_loop, name::get_debug(), &[])?;
    if protocol::truth(thread, debug)? {
        let extract = state::extract_stack(thread)?;
        let stack = protocol::call(thread, extract, &[])?;
        future.source.set(future, Some(stack));
    }
    Ok(())
}

/// Makes a future pending, without callbacks.
fn forget(future: Ref<FutureObject>) {
    future.callback.set(future, None);
    future.context.set(future, None);
    future.callbacks.set(future, None);
    future.result.set(future, None);
    future.exception.set(future, None);
    future.traceback.set(future, None);
    future.source.set(future, None);
    future.cancel_message.set(future, None);
    future.cancelled_error.set(future, None);
    future.awaited_by.set(future, None);
    future.state.set(FutureState::Pending);
    future.flags.set(Flags::empty());
}

/// The event loop; RuntimeError before `__init__`.
pub fn loop_of(thread: &mut Thread, future: Ref<FutureObject>) -> PyResult<Value> {
    match future.event_loop.get() {
        Some(event_loop) => Ok(event_loop),
        None => Err(thread.runtime_error(format_args!("Future object is not initialized."))),
    }
}

/// The event loop of anything that is like a future.
pub fn loop_of_any(thread: &mut Thread, future: Value) -> PyResult<Value> {
    if is_exact(future)
        && let Some(native) = future.downcast::<FutureObject>()
    {
        return loop_of(thread, native);
    }
    match protocol::getattr_optional(thread, future, name::get_loop())? {
        Some(method) => protocol::call(thread, method, &[]),
        None => protocol::getattr(thread, future, name::_loop()),
    }
}

/// Whether the class is `Future` or `Task` itself.
#[inline]
pub fn is_exact(value: Value) -> bool {
    let class = class_of(value);
    class == super::FUTURE.get() || class == super::TASK.get()
}

/// `event_loop.call_soon(callback, [argument,] context=context)`.
pub fn call_soon(
    thread: &mut Thread,
    event_loop: Value,
    callback: Value,
    argument: Option<Value>,
    context: Option<Value>,
) -> PyResult<()> {
    let mut all = [callback; 3];
    let mut count = 1;
    for value in [argument, context].into_iter().flatten() {
        all[count] = value;
        count += 1;
    }
    let names = context.and(state().context_keyword.get());
    let args = Args::new(&all[..count], names);
    protocol::call_method_args(thread, event_loop, name::call_soon(), args).map(|_| ())
}

/// Has all callbacks called soon, and forgets them.
fn schedule_callbacks(thread: &mut Thread, future: Ref<FutureObject>) -> PyResult<()> {
    let event_loop = loop_of(thread, future)?;
    if let Some(callback) = future.callback.get() {
        let context = future.context.get();
        future.callback.set(future, None);
        future.context.set(future, None);
        call_soon(thread, event_loop, callback, Some(future.value()), context)?;
    }
    let Some(callbacks) = future.callbacks.get() else {
        return Ok(());
    };
    future.callbacks.set(future, None);
    for index in 0..callbacks.len() {
        let Some(entry) = callbacks.get(index).and_then(|entry| entry.downcast::<TupleObject>()) else {
            break;
        };
        if let [callback, context] = *entry.items_unbound() {
            call_soon(thread, event_loop, callback, Some(future.value()), Some(context))?;
        }
    }
    Ok(())
}

/// Adds a callback, or has it called soon if the future is done.
pub fn add_done_callback(
    thread: &mut Thread,
    future: Ref<FutureObject>,
    callback: Value,
    context: Value,
) -> PyResult<()> {
    let event_loop = loop_of(thread, future)?;
    if !future.is_pending() {
        return call_soon(thread, event_loop, callback, Some(future.value()), Some(context));
    }
    if future.callback.get().is_none() && future.callbacks.get().is_none() {
        future.callback.set(future, Some(callback));
        future.context.set(future, Some(context));
        return Ok(());
    }
    let entry = TupleObject::from_slice(thread, &[callback, context])?;
    match future.callbacks.get() {
        Some(callbacks) => callbacks.push(thread, entry.value()),
        None => {
            let callbacks = ListObject::from_slice(thread, &[entry.value()])?;
            future.callbacks.set(future, Some(callbacks));
            Ok(())
        }
    }
}

/// The context that a callback runs in if none is given.
pub fn default_context(thread: &mut Thread) -> PyResult<Value> {
    Ok(contextvars::copy_current(thread)?.value())
}

fn refuse_done(thread: &mut Thread, future: Ref<FutureObject>) -> PyResult<()> {
    loop_of(thread, future)?;
    match future.is_pending() {
        true => Ok(()),
        false => Err(state::invalid_state(thread, format_args!("invalid state"))),
    }
}

/// Finishes a future with a result.
pub fn set_result(thread: &mut Thread, future: Ref<FutureObject>, result: Value) -> PyResult<()> {
    refuse_done(thread, future)?;
    future.result.set(future, Some(result));
    future.state.set(FutureState::Finished);
    schedule_callbacks(thread, future)
}

/// Finishes a future with an exception or exception class.
pub fn set_exception(thread: &mut Thread, future: Ref<FutureObject>, given: Value) -> PyResult<()> {
    refuse_done(thread, future)?;
    let types = &core().types;
    let mut value = given;
    if let Some(class) = given.downcast::<TypeObject>()
        && class.is_subtype(types.base_exception.get())
    {
        value = protocol::call(thread, given, &[])?;
        if !future.is_pending() {
            return Err(state::invalid_state(thread, format_args!("invalid state")));
        }
    }
    let Some(mut exception) = value.downcast::<ExceptionObject>() else {
        return Err(thread.type_error(format_args!("invalid exception object")));
    };
    if exception.class().is_subtype(types.stop_iteration.get()) {
        exception = instead_of_stop_iteration(thread, exception)?;
    }
    future.exception.set(future, Some(exception));
    future.traceback.set(future, exception.traceback.get());
    future.state.set(FutureState::Finished);
    schedule_callbacks(thread, future)?;
    future.set_flag(Flags::LOG_TRACEBACK, true);
    if future.class().layout.get() == &FUTURE_LAYOUT {
        // Tasks were registered when they were made.
        super::register_finalizer(thread, future);
    }
    Ok(())
}

fn instead_of_stop_iteration(thread: &mut Thread, cause: Ref<ExceptionObject>) -> PyResult<Ref<ExceptionObject>> {
    let message = state::text(
        thread,
        "StopIteration interacts badly with generators and cannot be raised into a Future",
    )?;
    let args = TupleObject::from_slice(thread, &[message])?;
    let error = ExceptionObject::new(thread, core().types.runtime_error.get(), args)?;
    error.cause.set(error, Some(cause));
    error.context.set(error, Some(cause));
    error.suppress_context.set(1);
    Ok(error)
}

/// Cancels a future; false if it is done.
pub fn cancel(thread: &mut Thread, future: Ref<FutureObject>, message: Option<Value>) -> PyResult<bool> {
    future.set_flag(Flags::LOG_TRACEBACK, false);
    if !future.is_pending() {
        return Ok(false);
    }
    future.state.set(FutureState::Cancelled);
    future.cancel_message.set(future, message);
    schedule_callbacks(thread, future)?;
    Ok(true)
}

/// The CancelledError of a cancelled future: the one that was kept, once.
pub fn make_cancelled_error(thread: &mut Thread, future: Ref<FutureObject>) -> PyResult<Ref<ExceptionObject>> {
    if let Some(kept) = future.cancelled_error.get() {
        future.cancelled_error.set(future, None);
        return Ok(kept);
    }
    let class = state::cancelled_error(thread)?;
    let args = match not_none(future.cancel_message.get()) {
        Some(message) => TupleObject::from_slice(thread, &[message])?,
        None => core().empty_tuple.get(),
    };
    ExceptionObject::new(thread, class, args)
}

fn raise_cancelled(thread: &mut Thread, future: Ref<FutureObject>) -> Raised {
    match make_cancelled_error(thread, future) {
        Ok(error) => thread.raise(error),
        Err(raised) => raised,
    }
}

/// The outcome of a finished future.
pub enum Outcome {
    /// A result.
    Result(Value),
    /// An exception, not raised yet.
    Exception(Ref<ExceptionObject>),
}

/// The outcome of a future; raises if there is none.
pub fn outcome(thread: &mut Thread, future: Ref<FutureObject>) -> PyResult<Outcome> {
    match future.state.get() {
        FutureState::Cancelled => return Err(raise_cancelled(thread, future)),
        FutureState::Pending => return Err(state::invalid_state(thread, format_args!("Result is not set."))),
        FutureState::Finished => {}
    }
    future.set_flag(Flags::LOG_TRACEBACK, false);
    match future.exception.get() {
        Some(exception) => {
            exception.traceback.set(exception, future.traceback.get());
            future.traceback.set(future, None);
            Ok(Outcome::Exception(exception))
        }
        None => Ok(Outcome::Result(future.result.get().unwrap_or_else(none))),
    }
}

/// The result of a future, or its exception raised.
pub fn result(thread: &mut Thread, future: Ref<FutureObject>) -> PyResult<Value> {
    match outcome(thread, future)? {
        Outcome::Result(result) => Ok(result),
        Outcome::Exception(exception) => Err(thread.raise(exception)),
    }
}

/// The exception of a finished future, or `None`.
pub fn exception(thread: &mut Thread, future: Ref<FutureObject>) -> PyResult<Option<Ref<ExceptionObject>>> {
    match future.state.get() {
        FutureState::Cancelled => Err(raise_cancelled(thread, future)),
        FutureState::Pending => Err(state::invalid_state(thread, format_args!("Exception is not set."))),
        FutureState::Finished => {
            future.set_flag(Flags::LOG_TRACEBACK, false);
            Ok(future.exception.get())
        }
    }
}

/// Notes who waits for a future. Things that are no futures of this module are not noted.
pub fn add_awaited_by(thread: &mut Thread, future: Value, waiter: Value) -> PyResult<()> {
    let (Some(future), true) = (
        future.downcast::<FutureObject>(),
        waiter.downcast::<FutureObject>().is_some(),
    ) else {
        return Ok(());
    };
    let Some(known) = future.awaited_by.get() else {
        future.awaited_by.set(future, Some(waiter));
        return Ok(());
    };
    if let Some(set) = known.downcast::<SetObject>() {
        return set.add(thread, waiter).map(|_| ());
    }
    if known == waiter {
        return Ok(());
    }
    let set = SetObject::new(thread)?;
    set.add(thread, known)?;
    set.add(thread, waiter)?;
    future.awaited_by.set(future, Some(set.value()));
    Ok(())
}

/// Undoes [`add_awaited_by`].
pub fn discard_awaited_by(thread: &mut Thread, future: Value, waiter: Value) -> PyResult<()> {
    let Some(future) = future.downcast::<FutureObject>() else {
        return Ok(());
    };
    match future.awaited_by.get() {
        Some(known) if known == waiter => future.awaited_by.set(future, None),
        Some(known) => {
            if let Some(set) = known.downcast::<SetObject>()
                && waiter.downcast::<FutureObject>().is_some()
            {
                set.remove(thread, waiter)?;
            }
        }
        None => {}
    }
    Ok(())
}
