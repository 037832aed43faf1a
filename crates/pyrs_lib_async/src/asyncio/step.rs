//! The steps of a task: the coroutine is resumed, and what it yields says when the next step is.
//!
//! The event loop calls a [`StepObject`] for the first step and after a bare `yield`, and the function `task_wakeup`,
//! a callback of the future that the task waits for, after that.

use super::future::{self, Flags, FutureObject, Outcome};
use super::state::{self, name, state};
use super::task::{TaskObject, as_future, cancel_waiter};
use super::{registry, running};
use pyrs_macros::pymethods;
use pyrs_object::exception::ExceptionObject;
use pyrs_object::function::{NativeDef, NativeFlags, NativeFunctionObject};
use pyrs_object::generator::{GeneratorObject, Resumed};
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, bool_value, core, heap_object, none, protocol};

/// What the event loop calls for the next step of a task.
#[repr(C)]
pub struct StepObject {
    header: Header,
    task: Field<Option<Ref<TaskObject>>>,
    /// The exception to throw in.
    exception: Field<Option<Ref<ExceptionObject>>>,
}
heap_object!(
    StepObject,
    "_asyncio.TaskStepMethWrapper",
    STEP_LAYOUT,
    [task, exception]
);

/// `_asyncio.TaskStepMethWrapper`.
pub static STEP: NativeClass =
    NativeClass::new("_asyncio", "TaskStepMethWrapper", &STEP_LAYOUT).methods(StepMethods::TYPE_METHODS);

/// Has the event loop make the next step soon.
pub fn call_soon(thread: &mut Thread, task: Ref<TaskObject>, exception: Option<Ref<ExceptionObject>>) -> PyResult<()> {
    let event_loop = future::loop_of(thread, as_future(task))?;
    let step: Ref<StepObject> = STEP.get().allocate_instance(thread)?;
    step.task.set(step, Some(task));
    step.exception.set(step, exception);
    future::call_soon(thread, event_loop, step.value(), None, task.context.get())
}

/// Makes a step as the running task.
fn step(thread: &mut Thread, task: Ref<TaskObject>, exception: Option<Ref<ExceptionObject>>) -> PyResult<Value> {
    let event_loop = future::loop_of(thread, as_future(task))?;
    running::enter(thread, event_loop, task.value())?;
    let result = run(thread, task, exception);
    match result {
        Ok(()) => running::leave(thread, event_loop, task.value()).map(|()| none()),
        Err(raised) => {
            let exception = thread.take_raised();
            let left = running::leave(thread, event_loop, task.value());
            match (left, exception) {
                (Ok(()), Some(exception)) => Err(thread.reraise(exception)),
                (Err(raised), Some(exception)) => {
                    if let Some(newer) = thread.raised {
                        newer.chain_context(exception);
                    }
                    Err(raised)
                }
                (_, None) => Err(raised),
            }
        }
    }
}

/// Makes a step: resumes the coroutine, or throws an exception into it.
pub fn run(thread: &mut Thread, task: Ref<TaskObject>, exception: Option<Ref<ExceptionObject>>) -> PyResult<()> {
    if !task.future.is_pending() {
        let shown = protocol::repr(thread, task.value())?.to_string_lossy();
        let thrown = exception.map_or_else(none, Ref::value);
        let thrown = protocol::repr(thread, thrown)?.to_string_lossy();
        return Err(state::invalid_state(
            thread,
            format_args!("__step(): already done: {shown} {thrown}"),
        ));
    }
    let mut exception = exception;
    if task.must_cancel() {
        let cancelled = state::cancelled_error(thread)?;
        if !exception.is_some_and(|exception| exception.class().is_subtype(cancelled)) {
            exception = Some(future::make_cancelled_error(thread, as_future(task))?);
        }
        task.future.set_flag(Flags::MUST_CANCEL, false);
    }
    task.waiter.set(task, None);
    let Some(coroutine) = task.coroutine.get() else {
        return Err(thread.runtime_error(format_args!("uninitialized Task object")));
    };
    let resumed = match exception {
        None => protocol::send(thread, coroutine, none()),
        Some(exception) => {
            let result = protocol::call_method(thread, coroutine, core().names.throw.get(), &[exception.value()]);
            protocol::yielded_or_stopped(thread, result)
        }
    };
    match resumed {
        Ok(Resumed::Yielded(value)) => wait_for(thread, task, value),
        Ok(Resumed::Returned(value)) => {
            let future = as_future(task);
            if task.must_cancel() {
                future.set_flag(Flags::MUST_CANCEL, false);
                future::cancel(thread, future, future.cancel_message.get())?;
            } else {
                future::set_result(thread, future, value)?;
            }
            registry::remove(task);
            Ok(())
        }
        Err(raised) => match thread.take_raised() {
            Some(exception) => failed(thread, task, exception),
            None => Err(raised),
        },
    }
}

fn failed(thread: &mut Thread, task: Ref<TaskObject>, exception: Ref<ExceptionObject>) -> PyResult<()> {
    let future = as_future(task);
    let class = exception.class();
    let cancelled = state::cancelled_error(thread)?;
    let ended = if class.is_subtype(cancelled) {
        future.cancelled_error.set(future, Some(exception));
        future::cancel(thread, future, None).map(|_| ())
    } else {
        future::set_exception(thread, future, exception.value())
    };
    registry::remove(task);
    ended?;
    if state::ends_program(class) {
        return Err(thread.reraise(exception));
    }
    Ok(())
}

/// Raises RuntimeError inside the coroutine, at its next step.
fn fail_soon(thread: &mut Thread, task: Ref<TaskObject>, message: String) -> PyResult<()> {
    let message = state::text(thread, &message)?;
    let args = TupleObject::from_slice(thread, &[message])?;
    let error = ExceptionObject::new(thread, core().types.runtime_error.get(), args)?;
    call_soon(thread, task, Some(error))
}

fn wakeup(thread: &mut Thread, task: Ref<TaskObject>) -> PyResult<Value> {
    let function = NativeFunctionObject::new(thread, &WAKEUP, None)?;
    function.owner.set(function, Some(task.value()));
    Ok(function.value())
}

/// Makes a task wait for what its coroutine has yielded.
fn wait_for(thread: &mut Thread, task: Ref<TaskObject>, yielded: Value) -> PyResult<()> {
    if future::is_exact(yielded)
        && yielded != task.value()
        && let Some(future) = yielded.downcast::<FutureObject>()
    {
        if future.event_loop.get() != task.future.event_loop.get() {
            return attached_elsewhere(thread, task, yielded);
        }
        if !future.has(Flags::BLOCKING) {
            return yield_instead(thread, task, yielded);
        }
        future::add_awaited_by(thread, yielded, task.value())?;
        future.set_flag(Flags::BLOCKING, false);
        let callback = wakeup(thread, task)?;
        let context = task.context.get().unwrap_or_else(none);
        future::add_done_callback(thread, future, callback, context)?;
        return waiting(thread, task, yielded);
    }
    if yielded == none() {
        return call_soon(thread, task, None);
    }
    if yielded == task.value() {
        let shown = protocol::repr(thread, task.value())?.to_string_lossy();
        return fail_soon(thread, task, format!("Task cannot await on itself: {shown}"));
    }
    wait_for_any(thread, task, yielded)
}

/// Waits for an object that may be like a future.
fn wait_for_any(thread: &mut Thread, task: Ref<TaskObject>, yielded: Value) -> PyResult<()> {
    let blocking = protocol::getattr_optional(thread, yielded, name::_asyncio_future_blocking())?;
    if let Some(blocking) = state::not_none(blocking) {
        let blocking = protocol::truth(thread, blocking)?;
        let event_loop = future::loop_of_any(thread, yielded)?;
        if Some(event_loop) != task.future.event_loop.get() {
            return attached_elsewhere(thread, task, yielded);
        }
        if !blocking {
            return yield_instead(thread, task, yielded);
        }
        future::add_awaited_by(thread, yielded, task.value())?;
        protocol::setattr(
            thread,
            yielded,
            name::_asyncio_future_blocking(),
            Some(bool_value(false)),
        )?;
        let callback = wakeup(thread, task)?;
        let args = [callback, task.context.get().unwrap_or_else(none)];
        let args = Args::new(&args, state().context_keyword.get());
        protocol::call_method_args(thread, yielded, name::add_done_callback(), args)?;
        return waiting(thread, task, yielded);
    }
    let shown = protocol::repr(thread, yielded)?.to_string_lossy();
    let generator = yielded.downcast::<GeneratorObject>().is_some();
    if generator && class_of(yielded) == core().types.generator.get() {
        let of = protocol::repr(thread, task.value())?.to_string_lossy();
        let message = format!("yield was used instead of yield from for generator in task {of} with {shown}");
        return fail_soon(thread, task, message);
    }
    fail_soon(thread, task, format!("Task got bad yield: {shown}"))
}

/// A task waits for a future that calls it back. A request to cancel that came in between goes on to the future.
fn waiting(thread: &mut Thread, task: Ref<TaskObject>, future: Value) -> PyResult<()> {
    task.waiter.set(task, Some(future));
    if task.must_cancel() && cancel_waiter(thread, future, task.future.cancel_message.get())? {
        task.future.set_flag(Flags::MUST_CANCEL, false);
    }
    Ok(())
}

fn attached_elsewhere(thread: &mut Thread, task: Ref<TaskObject>, yielded: Value) -> PyResult<()> {
    let shown = protocol::repr(thread, task.value())?.to_string_lossy();
    let future = protocol::repr(thread, yielded)?.to_string_lossy();
    let message = format!("Task {shown} got Future {future} attached to a different loop");
    fail_soon(thread, task, message)
}

fn yield_instead(thread: &mut Thread, task: Ref<TaskObject>, yielded: Value) -> PyResult<()> {
    let shown = protocol::repr(thread, task.value())?.to_string_lossy();
    let future = protocol::repr(thread, yielded)?.to_string_lossy();
    let message = format!("yield was used instead of yield from in task {shown} with {future}");
    fail_soon(thread, task, message)
}

/// The callback of the future that a task waits for; bound to the task.
static WAKEUP: NativeDef = NativeDef {
    name: "task_wakeup",
    doc: "task_wakeup($self, object, /)\n--\n\n",
    function: wake_up,
    flags: NativeFlags::empty(),
};

fn wake_up(thread: &mut Thread, args: Args) -> PyResult<Value> {
    let &[task, future] = args.all() else {
        let given = args.all().len().saturating_sub(1);
        return Err(thread.type_error(format_args!(
            "Task.task_wakeup() takes exactly one argument ({given} given)"
        )));
    };
    if args.names().is_some() {
        return Err(thread.type_error(format_args!("Task.task_wakeup() takes no keyword arguments")));
    }
    let Some(task) = task.downcast::<TaskObject>() else {
        return Err(thread.type_error(format_args!("a task was expected")));
    };
    future::discard_awaited_by(thread, future, task.value())?;
    let outcome = match future.downcast::<FutureObject>() {
        Some(native) if future::is_exact(future) => future::outcome(thread, native),
        _ => protocol::call_method(thread, future, name::result(), &[]).map(Outcome::Result),
    };
    let exception = match outcome {
        Ok(Outcome::Result(_)) => None,
        Ok(Outcome::Exception(exception)) => Some(exception),
        Err(raised) => match thread.take_raised() {
            Some(exception) => Some(exception),
            None => return Err(raised),
        },
    };
    step(thread, task, exception)
}

/// Holds the methods of steps.
pub struct StepMethods;

#[pymethods]
impl StepMethods {
    #[slot]
    fn call(thread: &mut Thread, this: Value, args: Args) -> PyResult<Value> {
        if args.names().is_some() {
            return Err(thread.type_error(format_args!("function takes no keyword arguments")));
        }
        if !args.all().is_empty() {
            return Err(thread.type_error(format_args!("function takes no positional arguments")));
        }
        let step_object = this.downcast::<StepObject>();
        match step_object.and_then(|this| this.task.get().map(|task| (task, this.exception.get()))) {
            Some((task, exception)) => step(thread, task, exception),
            None => Err(thread.runtime_error(format_args!("a step without a task"))),
        }
    }

    /// The task.
    #[getter]
    fn __self__(_thread: &mut Thread, this: Ref<StepObject>) -> Option<Ref<TaskObject>> {
        this.task.get()
    }
}
