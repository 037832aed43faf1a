//! The Python-visible methods of asynchronous generators and of the awaitables that step them.

use crate::async_generator::{self, Action, StepObject};
use crate::generator;
use crate::generator_methods::{assign_name, assign_qualname, describe, exception_of_arguments, frame_of, stepped};
use pyrs_macros::pymethods;
use pyrs_object::core::none;
use pyrs_object::errors::PyResult;
use pyrs_object::generator::{AsyncFlags, GeneratorObject, GeneratorState, Resumed};
use pyrs_object::header::Ref;
use pyrs_object::thread::Thread;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::TypeObject;
use pyrs_object::value::Value;
use pyrs_object::{Args, bool_value};

/// Methods of `async_generator`.
pub struct AsyncGeneratorMethods;

fn generator_of(thread: &mut Thread, this: Value) -> PyResult<Ref<GeneratorObject>> {
    match this.downcast() {
        Some(this) => Ok(this),
        None => Err(thread.type_error(format_args!("async generator expected"))),
    }
}

#[pymethods]
impl AsyncGeneratorMethods {
    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let this = generator_of(thread, this)?;
        describe(thread, this, "async_generator")
    }

    /// See PEP 585
    #[classmethod]
    fn __class_getitem__(thread: &mut Thread, class: Ref<TypeObject>, item: Value) -> PyResult<Value> {
        pyrs_object::native_class::generic_alias(thread, class, item)
    }

    #[slot]
    fn aiter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn anext(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let this = generator_of(thread, this)?;
        async_generator::anext(thread, this)
    }

    #[slot]
    fn finalize(thread: &mut Thread, this: Value) {
        crate::generator_end::finalize(thread, this);
    }

    /// asend(v) -> send 'v' in generator.
    #[method]
    fn asend(thread: &mut Thread, this: Ref<GeneratorObject>, value: Value) -> PyResult<Ref<StepObject>> {
        async_generator::step(thread, this, Action::Send, Some(value))
    }

    /// Raise an exception in the generator where it is suspended.
    ///
    /// The form with type, value and traceback is deprecated.
    #[method]
    fn athrow(
        thread: &mut Thread,
        this: Ref<GeneratorObject>,
        kind: Value,
        value: Option<Value>,
        traceback: Option<Value>,
    ) -> PyResult<Ref<StepObject>> {
        if value.is_some() {
            crate::generator_methods::warn_of_three_arguments(thread, "athrow")?;
        }
        let args = [kind, value.unwrap_or_else(none), traceback.unwrap_or_else(none)];
        let args = TupleObject::from_slice(thread, &args)?;
        async_generator::step(thread, this, Action::Throw, Some(args.value()))
    }

    /// aclose() -> raise GeneratorExit inside generator.
    #[method]
    fn aclose(thread: &mut Thread, this: Ref<GeneratorObject>) -> PyResult<Ref<StepObject>> {
        async_generator::step(thread, this, Action::Close, None)
    }

    /// The code.
    #[getter]
    fn ag_code(_thread: &mut Thread, this: Ref<GeneratorObject>) -> PyResult<Value> {
        Ok(this.code.get().value())
    }

    /// The frame, or None once the generator has ended.
    #[getter]
    fn ag_frame(thread: &mut Thread, this: Ref<GeneratorObject>) -> PyResult<Value> {
        frame_of(thread, this)
    }

    /// Whether a step of the generator is being awaited.
    #[getter]
    fn ag_running(_thread: &mut Thread, this: Ref<GeneratorObject>) -> PyResult<Value> {
        Ok(bool_value(this.has(AsyncFlags::RUNNING)))
    }

    /// Whether the generator is suspended.
    #[getter]
    fn ag_suspended(_thread: &mut Thread, this: Ref<GeneratorObject>) -> PyResult<Value> {
        Ok(bool_value(this.state.get() == GeneratorState::Suspended))
    }

    /// What the generator waits for, or None.
    #[getter]
    fn ag_await(_thread: &mut Thread, this: Ref<GeneratorObject>) -> PyResult<Value> {
        Ok(generator::delegate(this).unwrap_or_else(none))
    }

    /// Name of the generator.
    #[getter]
    fn __name__(_thread: &mut Thread, this: Ref<GeneratorObject>) -> PyResult<Value> {
        Ok(this.name.get().value())
    }

    #[setter(name = "__name__")]
    fn set_name(thread: &mut Thread, this: Ref<GeneratorObject>, value: Option<Value>) -> PyResult<()> {
        assign_name(thread, this, value)
    }

    /// Qualified name of the generator.
    #[getter]
    fn __qualname__(_thread: &mut Thread, this: Ref<GeneratorObject>) -> PyResult<Value> {
        Ok(this.qualname.get())
    }

    #[setter(name = "__qualname__")]
    fn set_qualname(thread: &mut Thread, this: Ref<GeneratorObject>, value: Option<Value>) -> PyResult<()> {
        assign_qualname(thread, this, value)
    }
}

/// Methods of the awaitables.
pub struct StepMethods;

#[pymethods]
impl StepMethods {
    #[slot(name = "send")]
    fn send_slot(thread: &mut Thread, this: Value, sent: Value) -> PyResult<Resumed> {
        match this.downcast::<StepObject>() {
            Some(step) => step.send(thread, sent),
            None => Err(thread.type_error(format_args!("awaitable of an asynchronous generator expected"))),
        }
    }

    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn await_(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let Some(this) = this.downcast::<StepObject>() else {
            return Err(thread.type_error(format_args!("async_generator_asend expected")));
        };
        let resumed = this.send(thread, none())?;
        stepped(thread, resumed).map(Some)
    }

    /// Resume the generator with a value for what it awaits.
    #[method]
    fn send(thread: &mut Thread, this: Ref<StepObject>, value: Value) -> PyResult<Value> {
        let resumed = this.send(thread, value)?;
        stepped(thread, resumed)
    }

    /// Raise an exception where the generator waits.
    #[method]
    fn throw(thread: &mut Thread, this: Ref<StepObject>, args: Args) -> PyResult<Value> {
        if args.positional().len() > 1 {
            crate::generator_methods::warn_of_three_arguments(thread, "throw")?;
        }
        let exception = exception_of_arguments(thread, args.positional())?;
        let resumed = this.throw(thread, exception)?;
        stepped(thread, resumed)
    }

    /// Raise GeneratorExit where the generator waits.
    #[method]
    fn close(thread: &mut Thread, this: Ref<StepObject>) -> PyResult<()> {
        this.close(thread)
    }
}
