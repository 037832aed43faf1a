//! Asynchronous generators: the awaitables that step them, and the hooks of the thread.
//!
//! A step of an asynchronous generator runs until the generator awaits something that suspends, which the awaitable
//! passes on, or yields an item, which is what the awaitable returns. The two are told apart by the instruction the
//! generator is suspended at: a yield inside of a delegation belongs to an `await`. So items need no wrapper.
//!
//! Invariant: between the first step of an awaitable and its end the generator has [`AsyncFlags::RUNNING`].

use crate::generator::{self, Delegated, Resumed};
use pyrs_object::core::{core, none};
use pyrs_object::errors::PyResult;
use pyrs_object::exception::ExceptionObject;
use pyrs_object::generator::{AsyncFlags, GeneratorObject};
use pyrs_object::header::{Field, Header, Ref};
use pyrs_object::native_class::NativeClass;
use pyrs_object::thread::Thread;
use pyrs_object::value::Value;
use pyrs_object::{heap_object, protocol};
use std::cell::Cell;

/// What an awaitable does to its generator first.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum Action {
    /// `__anext__` and `asend`.
    Send = 0,
    /// `athrow`.
    Throw,
    /// `aclose`.
    Close,
}

/// Where an awaitable is in its life.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
enum Progress {
    Created = 0,
    Started,
    Ended,
}

/// One step of an asynchronous generator, to be awaited.
#[repr(C)]
pub struct StepObject {
    header: Header,
    action: Cell<Action>,
    progress: Cell<Progress>,
    generator: Field<Option<Value>>,
    /// The value to send, or the exception to throw as a tuple of the arguments of `athrow`.
    argument: Field<Option<Value>>,
}
heap_object!(StepObject, "async_generator_asend", STEP_LAYOUT, [generator, argument]);

/// The class of what `asend` gives.
pub static ASEND: NativeClass = NativeClass::new("builtins", "async_generator_asend", &STEP_LAYOUT)
    .methods(crate::async_methods::StepMethods::TYPE_METHODS);
/// The class of what `athrow` and `aclose` give.
pub static ATHROW: NativeClass = NativeClass::new("builtins", "async_generator_athrow", &STEP_LAYOUT)
    .methods(crate::async_methods::StepMethods::TYPE_METHODS);

/// A step of a generator. The first one asks for the hooks of the thread.
pub fn step(
    thread: &mut Thread,
    object: Ref<GeneratorObject>,
    action: Action,
    argument: Option<Value>,
) -> PyResult<Ref<StepObject>> {
    if !object.has(AsyncFlags::HOOKED) {
        object.set_flags(AsyncFlags::HOOKED, true);
        let hooks = thread.async_hooks;
        object.hook.set(object, hooks.finalizer);
        if let Some(first) = hooks.firstiter {
            protocol::call(thread, first, &[object.value()])?;
        }
    }
    let class = if action == Action::Send {
        ASEND.get()
    } else {
        ATHROW.get()
    };
    let this: Ref<StepObject> = class.allocate_instance(thread)?;
    this.action.set(action);
    this.generator.set(this, Some(object.value()));
    this.argument.set(this, argument);
    Ok(this)
}

/// `asend` without a step object's Python side: what `async for` does.
pub fn anext(thread: &mut Thread, object: Ref<GeneratorObject>) -> PyResult<Value> {
    Ok(step(thread, object, Action::Send, None)?.value())
}

/// What a run of the generator means to the one who awaits the step.
fn outcome(thread: &mut Thread, object: Ref<GeneratorObject>, result: PyResult<Resumed>) -> PyResult<Resumed> {
    match result {
        Ok(Resumed::Yielded(value)) if generator::delegate(object).is_some() => return Ok(Resumed::Yielded(value)),
        Ok(Resumed::Yielded(item)) => {
            object.set_flags(AsyncFlags::RUNNING, false);
            return Ok(Resumed::Returned(item));
        }
        Ok(Resumed::Returned(_)) => {
            object.set_flags(AsyncFlags::ENDED, true);
            object.set_flags(AsyncFlags::RUNNING, false);
            return Err(thread.raise_with(core().types.stop_async_iteration.get(), &[]));
        }
        Err(_) => {}
    }
    if is_end(thread) {
        object.set_flags(AsyncFlags::ENDED, true);
    }
    object.set_flags(AsyncFlags::RUNNING, false);
    Err(thread.raised())
}

/// Whether the pending exception is one that ends an asynchronous generator.
fn is_end(thread: &Thread) -> bool {
    thread.raised_is(core().types.stop_async_iteration.get()) || thread.raised_is(core().types.generator_exit.get())
}

impl StepObject {
    fn stepped(&self, thread: &mut Thread) -> PyResult<Ref<GeneratorObject>> {
        match self.generator.get().and_then(|v| v.downcast::<GeneratorObject>()) {
            Some(object) => Ok(object),
            None => Err(thread.system_error(format_args!("step without a generator"))),
        }
    }

    /// Refuses a step that is over already.
    fn check_reuse(&self, thread: &mut Thread) -> PyResult<()> {
        if self.progress.get() != Progress::Ended {
            return Ok(());
        }
        let what = match self.action.get() {
            Action::Send => "__anext__()/asend()",
            Action::Throw | Action::Close => "aclose()/athrow()",
        };
        Err(thread.runtime_error(format_args!("cannot reuse already awaited {what}")))
    }

    /// Refuses to start while another step of the generator is going on.
    fn check_running(&self, thread: &mut Thread, object: Ref<GeneratorObject>) -> PyResult<()> {
        if !object.has(AsyncFlags::RUNNING) {
            return Ok(());
        }
        self.progress.set(Progress::Ended);
        let what = match self.action.get() {
            Action::Send => "anext()",
            Action::Throw => "athrow()",
            Action::Close => "aclose()",
        };
        Err(thread.runtime_error(format_args!("{what}: asynchronous generator is already running")))
    }

    fn start(&self, object: Ref<GeneratorObject>) {
        self.progress.set(Progress::Started);
        object.set_flags(AsyncFlags::RUNNING, true);
    }

    /// Resumes: what is yielded goes to the event loop, what is returned is the item.
    pub fn send(&self, thread: &mut Thread, value: Value) -> PyResult<Resumed> {
        self.check_reuse(thread)?;
        let object = self.stepped(thread)?;
        let result = match self.action.get() {
            Action::Send => self.send_item(thread, object, value),
            Action::Throw | Action::Close => self.send_exception(thread, object, value),
        };
        if !matches!(result, Ok(Resumed::Yielded(_))) {
            self.progress.set(Progress::Ended);
        }
        result
    }

    fn send_item(&self, thread: &mut Thread, object: Ref<GeneratorObject>, mut value: Value) -> PyResult<Resumed> {
        if self.progress.get() == Progress::Created {
            self.check_running(thread, object)?;
            if value == none() {
                value = self.argument.get().unwrap_or(value);
            }
            self.start(object);
        }
        let result = generator::resume(thread, object, value);
        outcome(thread, object, result)
    }

    fn send_exception(&self, thread: &mut Thread, object: Ref<GeneratorObject>, value: Value) -> PyResult<Resumed> {
        use pyrs_object::generator::GeneratorState;
        if object.state.get() == GeneratorState::Closed {
            return Ok(Resumed::Returned(none()));
        }
        if self.progress.get() != Progress::Created {
            let result = generator::resume(thread, object, value);
            return self.thrown(thread, object, result);
        }
        self.check_running(thread, object)?;
        if object.has(AsyncFlags::ENDED) {
            return Err(thread.raise_with(core().types.stop_async_iteration.get(), &[]));
        }
        if value != none() {
            return Err(thread.runtime_error(format_args!("can't send non-None value to a just-started coroutine")));
        }
        self.start(object);
        let exception = match self.exception(thread) {
            Ok(exception) => exception,
            Err(raised) => {
                object.set_flags(AsyncFlags::RUNNING, false);
                return Err(raised);
            }
        };
        if self.action.get() == Action::Close {
            object.set_flags(AsyncFlags::ENDED, true);
        }
        let result = generator::throw_with(thread, object, exception, Delegated::Throw);
        self.thrown(thread, object, result)
    }

    /// The exception that the step throws.
    fn exception(&self, thread: &mut Thread) -> PyResult<Ref<ExceptionObject>> {
        match self
            .argument
            .get()
            .and_then(|v| v.downcast::<pyrs_object::tuple::TupleObject>())
        {
            Some(args) => crate::generator_methods::exception_of_arguments(thread, args.items_unbound()),
            None => {
                let args = core().empty_tuple.get();
                ExceptionObject::new(thread, core().types.generator_exit.get(), args)
            }
        }
    }

    /// What a run of the generator means to the one who awaits `athrow` or `aclose`.
    fn thrown(
        &self,
        thread: &mut Thread,
        object: Ref<GeneratorObject>,
        result: PyResult<Resumed>,
    ) -> PyResult<Resumed> {
        let result = outcome(thread, object, result);
        if self.action.get() == Action::Throw {
            return result;
        }
        match result {
            Ok(Resumed::Returned(_)) => {
                Err(thread.runtime_error(format_args!("async generator ignored GeneratorExit")))
            }
            Err(_) if is_end(thread) => {
                thread.take_raised();
                Ok(Resumed::Returned(none()))
            }
            result => result,
        }
    }

    /// Throws into the generator where the step waits.
    pub fn throw(&self, thread: &mut Thread, exception: Ref<ExceptionObject>) -> PyResult<Resumed> {
        self.check_reuse(thread)?;
        let object = self.stepped(thread)?;
        if self.progress.get() == Progress::Created {
            self.check_running(thread, object)?;
            self.start(object);
        }
        let result = generator::throw(thread, object, exception);
        let result = match self.action.get() {
            Action::Send => outcome(thread, object, result),
            Action::Throw | Action::Close => self.thrown(thread, object, result),
        };
        if !matches!(result, Ok(Resumed::Yielded(_))) {
            self.progress.set(Progress::Ended);
        }
        result
    }

    /// Ends the step by GeneratorExit.
    pub fn close(&self, thread: &mut Thread) -> PyResult<()> {
        if self.progress.get() == Progress::Ended {
            return Ok(());
        }
        let args = core().empty_tuple.get();
        let exit = ExceptionObject::new(thread, core().types.generator_exit.get(), args)?;
        match self.throw(thread, exit) {
            Ok(Resumed::Yielded(_)) => Err(thread.runtime_error(format_args!("coroutine ignored GeneratorExit"))),
            Ok(Resumed::Returned(_)) => Ok(()),
            Err(_) if is_end(thread) || thread.raised_is(core().types.stop_iteration.get()) => {
                thread.take_raised();
                Ok(())
            }
            Err(raised) => Err(raised),
        }
    }
}
