//! Tasks: futures that drive a coroutine. Layout, life and methods; the steps are in `step`.

use super::future::{self, Flags, FutureObject};
use super::future_methods::{log_exception, no_deletion};
use super::state::{self, name, not_none, state};
use super::{registry, step};
use crate::contextvars;
use pyrs_macros::pymethods;
use pyrs_object::convert::{Signature, bind_slot};
use pyrs_object::generator::GeneratorObject;
use pyrs_object::header::Field;
use pyrs_object::layout::Layout;
use pyrs_object::native_class::{allocate, generic_alias, wrong_receiver};
use pyrs_object::str::StrObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, core, heap_object, none, protocol};
use std::cell::Cell;

/// A task.
#[repr(C)]
pub struct TaskObject {
    /// What it is as a future.
    pub future: FutureObject,
    /// The coroutine; forgotten when an eager task ends in its first step.
    pub coroutine: Field<Option<Value>>,
    /// The context that its steps run in.
    pub context: Field<Option<Value>>,
    /// The future that it waits for.
    pub waiter: Field<Option<Value>>,
    /// The name; a number where none was given, until somebody asks.
    name: Field<Option<Value>>,
    /// Requests to cancel that were not taken back.
    cancels: Cell<i64>,
    /// Neighbours in the list of tasks, which does not keep them alive.
    pub previous: Cell<*mut TaskObject>,
    /// See `previous`.
    pub next: Cell<*mut TaskObject>,
    /// Whether the task is in the list.
    pub listed: Cell<u64>,
}

/// Layout of [`TaskObject`].
pub static TASK_LAYOUT: Layout = Layout {
    name: "_asyncio.Task",
    trace: {
        unsafe fn trace(object: *mut u8, visitor: &mut pyrs_object::gc::Visitor) {
            // SAFETY: called for tasks only; fields hold heap words.
            unsafe {
                future::trace(object, visitor);
                let this = &*(object as *const TaskObject);
                visitor.visit(this.coroutine.bits());
                visitor.visit(this.context.bits());
                visitor.visit(this.waiter.bits());
                visitor.visit(this.name.bits());
            }
        }
        trace
    },
    size: {
        unsafe fn size(_: *const u8) -> usize {
            std::mem::size_of::<TaskObject>()
        }
        size
    },
    fixed_size: std::mem::size_of::<TaskObject>(),
    drop: None,
    wants_finalizer: {
        unsafe fn wants(object: *const u8) -> bool {
            // SAFETY: called for tasks only.
            let future = unsafe { &(*(object as *const TaskObject)).future };
            future.has(Flags::LOG_TRACEBACK) || (future.is_pending() && !future.has(Flags::SILENT))
        }
        Some(wants)
    },
};
heap_object!(@impl TaskObject, TASK_LAYOUT);

impl TaskObject {
    /// Whether CancelledError is to be thrown in at the next step.
    pub fn must_cancel(&self) -> bool {
        self.future.has(Flags::MUST_CANCEL)
    }
}

/// A task as a future.
#[inline]
pub fn as_future(task: Ref<TaskObject>) -> Ref<FutureObject> {
    // SAFETY: a task begins with a future.
    unsafe { task.cast() }
}

fn of(thread: &mut Thread, this: Value) -> PyResult<Ref<TaskObject>> {
    match this.downcast() {
        Some(task) => Ok(task),
        None => Err(wrong_receiver(thread, "_asyncio.Task", this)),
    }
}

static INIT: Signature = Signature {
    keyword_only_from: 1,
    ..Signature::of_slot("Task", &["coro", "loop", "name", "context", "eager_start"], 1)
};

fn is_coroutine(thread: &mut Thread, value: Value) -> PyResult<bool> {
    if value.downcast::<GeneratorObject>().is_some() && class_of(value) == core().types.coroutine.get() {
        return Ok(true);
    }
    let function = state::is_coroutine(thread)?;
    let answer = protocol::call(thread, function, &[value])?;
    protocol::truth(thread, answer)
}

fn initialise(thread: &mut Thread, this: Ref<TaskObject>, args: Args) -> PyResult<()> {
    let [coroutine, event_loop, name, context, eager] = bind_slot::<5>(thread, &INIT, args)?;
    let coroutine = coroutine.unwrap_or_else(none);
    future::initialise(thread, as_future(this), event_loop)?;
    if !is_coroutine(thread, coroutine)? {
        this.future.set_flag(Flags::SILENT, true);
        let shown = protocol::repr(thread, coroutine)?.to_string_lossy();
        return Err(thread.type_error(format_args!("a coroutine was expected, got {shown}")));
    }
    let context = match not_none(context) {
        Some(context) => context,
        None => future::default_context(thread)?,
    };
    this.context.set(this, Some(context));
    this.waiter.set(this, None);
    this.cancels.set(0);
    this.coroutine.set(this, Some(coroutine));
    match not_none(name) {
        Some(name) => set_name(thread, this, name)?,
        None => {
            let number = state().named.get() + 1;
            state().named.set(number);
            this.name.set(this, Some(Value::small_int(number as i64)));
        }
    }
    let eager = match eager {
        Some(eager) => protocol::truth(thread, eager)?,
        None => false,
    };
    if eager {
        let event_loop = future::loop_of(thread, as_future(this))?;
        let running = protocol::call_method(thread, event_loop, name::is_running(), &[])?;
        if protocol::truth(thread, running)? {
            return start_eagerly(thread, this);
        }
    }
    step::call_soon(thread, this, None)?;
    registry::add(this);
    Ok(())
}

/// Runs the first step at once, as the running task.
fn start_eagerly(thread: &mut Thread, this: Ref<TaskObject>) -> PyResult<()> {
    let event_loop = future::loop_of(thread, as_future(this))?;
    let context = match this.context.get().and_then(|context| context.downcast()) {
        Some(context) => context,
        None => return Err(thread.type_error(format_args!("an instance of Context was expected"))),
    };
    let previous = super::running::swap(thread, event_loop, Some(this.value()))?;
    registry::register_eager(thread, this.value())?;
    contextvars::enter(thread, context)?;
    let result = step::run(thread, this, None);
    contextvars::exit(thread, context);
    let raised = thread.take_raised();
    let left = registry::unregister_eager(thread, this.value())
        .and_then(|()| super::running::swap(thread, event_loop, previous).map(|_| ()));
    if this.future.is_pending() {
        registry::add(this);
    } else {
        this.coroutine.set(this, None);
    }
    if let (Err(_), Some(exception)) = (&result, raised) {
        return Err(thread.reraise(exception));
    }
    left
}

fn set_name(thread: &mut Thread, this: Ref<TaskObject>, name: Value) -> PyResult<()> {
    let name = match name.downcast::<StrObject>() {
        Some(_) if class_of(name) == core().types.str_.get() => name,
        _ => protocol::str(thread, name)?.value(),
    };
    this.name.set(this, Some(name));
    Ok(())
}

fn get_name(thread: &mut Thread, this: Ref<TaskObject>) -> PyResult<Value> {
    match this.name.get() {
        Some(name) => match name.as_small_int() {
            Some(number) => {
                let name = StrObject::from_str(thread, &format!("Task-{number}"))?.value();
                this.name.set(this, Some(name));
                Ok(name)
            }
            None => Ok(name),
        },
        None => Ok(none()),
    }
}

/// Asks the future that a task waits for to cancel; false if it does not.
pub fn cancel_waiter(thread: &mut Thread, waiter: Value, message: Option<Value>) -> PyResult<bool> {
    let args = [message.unwrap_or_else(none)];
    let args = Args::new(&args, state().message_keyword.get());
    let cancelled = protocol::call_method_args(thread, waiter, name::cancel(), args)?;
    protocol::truth(thread, cancelled)
}

fn cancel(thread: &mut Thread, this: Ref<TaskObject>, message: Option<Value>) -> PyResult<bool> {
    this.future.set_flag(Flags::LOG_TRACEBACK, false);
    if !this.future.is_pending() {
        return Ok(false);
    }
    this.cancels.set(this.cancels.get() + 1);
    if let Some(waiter) = this.waiter.get()
        && cancel_waiter(thread, waiter, message)?
    {
        return Ok(true);
    }
    this.future.set_flag(Flags::MUST_CANCEL, true);
    let future = as_future(this);
    future.cancel_message.set(future, message);
    Ok(true)
}

fn log_destroyed(thread: &mut Thread, this: Ref<TaskObject>) -> PyResult<()> {
    let future = as_future(this);
    if future.is_pending()
        && !future.has(Flags::SILENT)
        && let Some(event_loop) = future.event_loop.get()
    {
        let message = state::text(thread, "Task was destroyed but it is pending!")?;
        let entries = [
            ("task", this.value()),
            ("message", message),
            ("source_traceback", future.source.get().unwrap_or_else(none)),
        ];
        let count = if future.source.get().is_some() { 3 } else { 2 };
        state::call_exception_handler(thread, event_loop, &entries[..count])?;
    }
    log_exception(thread, future)
}

fn limited(thread: &mut Thread, function: Value, this: Ref<TaskObject>, further: &[Option<Value>]) -> PyResult<Value> {
    let mut all = [this.value(); 3];
    for (slot, value) in all[1..].iter_mut().zip(further) {
        *slot = value.unwrap_or_else(none);
    }
    protocol::call(thread, function, &all[..=further.len()])
}

/// Holds the methods of tasks.
pub struct TaskMethods;

/// A coroutine that an event loop runs: a future of what it returns.
#[pymethods]
impl TaskMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, _args: Args) -> PyResult<Value> {
        let task: Ref<TaskObject> = allocate(thread, class)?;
        super::register_finalizer(thread, as_future(task));
        // A task that was never initialised is nobody's loss.
        task.future.set_flag(Flags::SILENT, true);
        Ok(task.value())
    }

    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        let this = of(thread, this)?;
        initialise(thread, this, args)
    }

    #[slot]
    fn finalize(thread: &mut Thread, this: Value) {
        if let Some(this) = this.downcast::<TaskObject>() {
            // What is raised stays pending; the caller reports it.
            let _reported = log_destroyed(thread, this);
        }
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let task = of(thread, this)?;
        future::loop_of(thread, as_future(task))?;
        let function = state::task_repr(thread)?;
        protocol::call(thread, function, &[this])
    }

    /// Tasks have no result but their coroutine's.
    #[method]
    fn set_result(thread: &mut Thread, _this: Ref<TaskObject>, _result: Value) -> PyResult<()> {
        Err(thread.runtime_error(format_args!("Task does not support set_result operation")))
    }

    /// Tasks have no exception but their coroutine's.
    #[method]
    fn set_exception(thread: &mut Thread, _this: Ref<TaskObject>, _exception: Value) -> PyResult<()> {
        Err(thread.runtime_error(format_args!("Task does not support set_exception operation")))
    }

    /// Have CancelledError thrown into the coroutine; return whether the task was not done.
    ///
    /// The coroutine may catch the exception: the task need not end, nor end soon. Each call counts as a request, see
    /// cancelling() and uncancel().
    #[method(keywords = "msg")]
    fn cancel(thread: &mut Thread, this: Ref<TaskObject>, message: Option<Value>) -> PyResult<bool> {
        cancel(thread, this, message)
    }

    /// How many requests to cancel there are that were not taken back.
    #[method]
    fn cancelling(_thread: &mut Thread, this: Ref<TaskObject>) -> i64 {
        this.cancels.get()
    }

    /// Take a request to cancel back; return how many are left.
    #[method]
    fn uncancel(_thread: &mut Thread, this: Ref<TaskObject>) -> i64 {
        let left = (this.cancels.get() - 1).max(0);
        if left == 0 && this.cancels.get() > 0 {
            this.future.set_flag(Flags::MUST_CANCEL, false);
        }
        this.cancels.set(left);
        left
    }

    /// The frames of the coroutine, or of the traceback if it has failed; with a limit no more than so many.
    #[method(keywords = "limit", kwonly = "limit")]
    fn get_stack(thread: &mut Thread, this: Ref<TaskObject>, limit: Option<Value>) -> PyResult<Value> {
        let function = state::task_get_stack(thread)?;
        limited(thread, function, this, &[limit])
    }

    /// Print the frames of get_stack() to a file, or to sys.stderr.
    #[method(keywords = "limit, file", kwonly = "limit")]
    fn print_stack(
        thread: &mut Thread,
        this: Ref<TaskObject>,
        limit: Option<Value>,
        file: Option<Value>,
    ) -> PyResult<Value> {
        let function = state::task_print_stack(thread)?;
        limited(thread, function, this, &[limit, file])
    }

    /// The name of the task.
    #[method]
    fn get_name(thread: &mut Thread, this: Ref<TaskObject>) -> PyResult<Value> {
        get_name(thread, this)
    }

    /// Give the task a name.
    #[method]
    fn set_name(thread: &mut Thread, this: Ref<TaskObject>, value: Value) -> PyResult<()> {
        set_name(thread, this, value)
    }

    /// The coroutine, or None if the task has ended in its first, eager step.
    #[method]
    fn get_coro(_thread: &mut Thread, this: Ref<TaskObject>) -> Option<Value> {
        this.coroutine.get()
    }

    /// The context that the task runs in.
    #[method]
    fn get_context(_thread: &mut Thread, this: Ref<TaskObject>) -> Option<Value> {
        this.context.get()
    }

    /// See PEP 585
    #[classmethod(name = "__class_getitem__", signature = "(object, /)")]
    fn class_getitem(thread: &mut Thread, class: Ref<TypeObject>, item: Value) -> PyResult<Value> {
        generic_alias(thread, class, item)
    }

    #[getter]
    fn _log_destroy_pending(_thread: &mut Thread, this: Ref<TaskObject>) -> bool {
        !this.future.has(Flags::SILENT)
    }

    #[setter(name = "_log_destroy_pending")]
    fn set_log_destroy_pending(thread: &mut Thread, this: Ref<TaskObject>, value: Option<Value>) -> PyResult<()> {
        let value = no_deletion(thread, "Task", "_log_destroy_pending", value)?;
        let log = protocol::truth(thread, value)?;
        this.future.set_flag(Flags::SILENT, !log);
        Ok(())
    }

    #[getter]
    fn _must_cancel(_thread: &mut Thread, this: Ref<TaskObject>) -> bool {
        this.must_cancel()
    }

    #[getter]
    fn _coro(_thread: &mut Thread, this: Ref<TaskObject>) -> Option<Value> {
        this.coroutine.get()
    }

    #[getter]
    fn _fut_waiter(_thread: &mut Thread, this: Ref<TaskObject>) -> Option<Value> {
        this.waiter.get()
    }
}
