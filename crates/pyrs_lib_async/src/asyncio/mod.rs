//! The module `_asyncio`: futures, tasks, and which of them run.

pub mod future;
pub mod future_iter;
pub mod future_methods;
pub mod registry;
pub mod running;
pub mod state;
pub mod step;
pub mod task;

use future::FutureObject;
use future_methods::{FutureAttributes, FutureMethods};
use pyrs_macros::pymodule;
use pyrs_object::native_class::{NativeClass, install};
use pyrs_object::type_object::TypeFlags;
use pyrs_object::{Ref, Thread};
use task::TaskMethods;

const FLAGS: TypeFlags = TypeFlags::SUBCLASSABLE
    .union(TypeFlags::HAS_DICT)
    .union(TypeFlags::HAS_WEAKREF);

/// `_asyncio.Future`.
pub static FUTURE: NativeClass = NativeClass::new("_asyncio", "Future", &future::FUTURE_LAYOUT)
    .flags(FLAGS)
    .methods(FutureMethods::TYPE_METHODS);

/// `_asyncio.Task`.
pub static TASK: NativeClass = NativeClass::new("_asyncio", "Task", &task::TASK_LAYOUT)
    .base(|| FUTURE.get())
    .flags(FLAGS)
    .methods(TaskMethods::TYPE_METHODS);

/// Has the collector call the finalizer of a future or task when it is dead and still wants it. Instances of classes
/// with a `__del__` of their own are registered when they are made.
pub(crate) fn register_finalizer(thread: &mut Thread, future: Ref<FutureObject>) {
    if future.class().has(TypeFlags::HAS_FINALIZER) {
        return;
    }
    // SAFETY: an object of this heap.
    unsafe { thread.heap().finalizer_register(future.as_ptr().cast()) };
}

/// Accelerator module for asyncio
#[pymodule(name = "_asyncio")]
pub mod module {
    use super::{FUTURE, FutureAttributes, TASK, install, registry, running, state};
    use pyrs_object::module::ModuleObject;
    use pyrs_object::set::SetObject;
    use pyrs_object::{PyResult, Ref, Thread, Value};

    /// The event loop: the running one, or that of the policy.
    #[function(signature = "($module, /)")]
    fn get_event_loop(thread: &mut Thread) -> PyResult<Value> {
        running::event_loop(thread)
    }

    /// The running event loop; RuntimeError if there is none.
    #[function(signature = "($module, /)")]
    fn get_running_loop(thread: &mut Thread) -> PyResult<Value> {
        running::running_loop(thread)
    }

    /// The event loop that runs on this thread, or None.
    #[function(signature = "($module, /)")]
    fn _get_running_loop(thread: &mut Thread) -> Option<Value> {
        thread.running_loop
    }

    /// Say which event loop runs on this thread.
    #[function]
    fn _set_running_loop(thread: &mut Thread, r#loop: Value) {
        thread.running_loop = state::not_none(Some(r#loop));
    }

    /// Enter a task: it is the running one of its event loop from now on.
    #[function(keywords = "loop, task")]
    fn _enter_task(thread: &mut Thread, event_loop: Value, task: Value) -> PyResult<()> {
        running::enter(thread, event_loop, task)
    }

    /// Leave the running task.
    #[function(keywords = "loop, task")]
    fn _leave_task(thread: &mut Thread, event_loop: Value, task: Value) -> PyResult<()> {
        running::leave(thread, event_loop, task)
    }

    /// Exchange the running task; return the one before.
    #[function(keywords = "loop, task")]
    fn _swap_current_task(thread: &mut Thread, event_loop: Value, task: Value) -> PyResult<Option<Value>> {
        running::swap(thread, event_loop, state::not_none(Some(task)))
    }

    /// Enter a task in the register of tasks.
    #[function(keywords = "task")]
    fn _register_task(thread: &mut Thread, task: Value) -> PyResult<()> {
        registry::register(thread, task)
    }

    /// Take a task off the register.
    #[function(keywords = "task")]
    fn _unregister_task(thread: &mut Thread, task: Value) -> PyResult<()> {
        registry::unregister(thread, task)
    }

    /// Enter a task that is about to make its first step eagerly.
    #[function(keywords = "task")]
    fn _register_eager_task(thread: &mut Thread, task: Value) -> PyResult<()> {
        registry::register_eager(thread, task)
    }

    /// Take a task off that has made its first step.
    #[function(keywords = "task")]
    fn _unregister_eager_task(thread: &mut Thread, task: Value) -> PyResult<()> {
        registry::unregister_eager(thread, task)
    }

    /// The running task of an event loop (of the running one for None), or None.
    #[function(keywords = "loop")]
    fn current_task(thread: &mut Thread, event_loop: Option<Value>) -> PyResult<Option<Value>> {
        let event_loop = match state::not_none(event_loop) {
            Some(event_loop) => event_loop,
            None => running::running_loop(thread)?,
        };
        Ok(running::current_task(thread, event_loop))
    }

    /// The tasks of an event loop (of the running one for None) that are not done.
    #[function(keywords = "loop")]
    fn all_tasks(thread: &mut Thread, event_loop: Option<Value>) -> PyResult<Ref<SetObject>> {
        let event_loop = match state::not_none(event_loop) {
            Some(event_loop) => event_loop,
            None => running::running_loop(thread)?,
        };
        registry::all_tasks(thread, event_loop)
    }

    /// Note that a future is awaited by a task or future.
    #[function]
    fn future_add_to_awaited_by(thread: &mut Thread, fut: Value, waiter: Value) -> PyResult<()> {
        super::future::add_awaited_by(thread, fut, waiter)
    }

    /// Forget that a future is awaited by a task or future.
    #[function]
    fn future_discard_from_awaited_by(thread: &mut Thread, fut: Value, waiter: Value) -> PyResult<()> {
        super::future::discard_awaited_by(thread, fut, waiter)
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        let known = FUTURE.try_get().is_some();
        let future = FUTURE.create(thread)?;
        if !known {
            install(thread, future, FutureAttributes::TYPE_METHODS)?;
        }
        let task = TASK.create(thread)?;
        super::future_iter::FUTURE_ITER.create(thread)?;
        super::step::STEP.create(thread)?;
        state::create(thread)?;
        let dict = module.dict.get();
        dict.set_str(thread, "Future", future.value())?;
        dict.set_str(thread, "Task", task.value())
    }
}

pub use module::MODULE;
