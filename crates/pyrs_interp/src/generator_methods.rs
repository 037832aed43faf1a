//! The Python-visible methods of generators and coroutines.

use crate::async_generator::{ASEND, ATHROW};
use crate::async_methods::AsyncGeneratorMethods;
use crate::generator::{self, Resumed};
use pyrs_macros::pymethods;
use pyrs_object::core::{core, none};
use pyrs_object::errors::PyResult;
use pyrs_object::exception::ExceptionObject;
use pyrs_object::frame_object::FrameObject;
use pyrs_object::function::FunctionObject;
use pyrs_object::generator::{GeneratorObject, GeneratorState};
use pyrs_object::header::{Header, Ref};
use pyrs_object::heap_object;
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::StrObject;
use pyrs_object::thread::Thread;
use pyrs_object::traceback::TracebackObject;
use pyrs_object::type_object::TypeObject;
use pyrs_object::value::Value;
use pyrs_object::{Field, bool_value};

/// Fills the classes.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    let types = &core().types;
    GeneratorMethods::register(thread, types.generator.get())?;
    GeneratorAttributes::register(thread, types.generator.get())?;
    CoroutineMethods::register(thread, types.coroutine.get())?;
    CoroutineAttributes::register(thread, types.coroutine.get())?;
    COROUTINE_WRAPPER.create(thread)?;
    AsyncGeneratorMethods::register(thread, types.async_generator.get())?;
    ASEND.create(thread)?;
    ATHROW.create(thread)?;
    Ok(())
}

/// The result of resuming: a yielded value, or StopIteration with the returned one.
pub(crate) fn stepped(thread: &mut Thread, resumed: Resumed) -> PyResult<Value> {
    match resumed {
        Resumed::Yielded(value) => Ok(value),
        Resumed::Returned(value) if value == none() => Err(thread.stop_iteration(None)),
        Resumed::Returned(value) => Err(stop_with(thread, value)?),
    }
}

/// StopIteration whose `value` is exactly this object, tuples and exceptions too.
fn stop_with(thread: &mut Thread, value: Value) -> PyResult<pyrs_object::Raised> {
    Ok(thread.stop_iteration(Some(value)))
}

fn throw_into(
    thread: &mut Thread,
    this: Ref<GeneratorObject>,
    kind: Value,
    value: Option<Value>,
    traceback: Option<Value>,
) -> PyResult<Value> {
    if value.is_some() {
        warn_of_three_arguments(thread, "throw")?;
    }
    let args = [kind, value.unwrap_or_else(none), traceback.unwrap_or_else(none)];
    let exception = exception_of_arguments(thread, &args)?;
    let resumed = generator::throw(thread, this, exception)?;
    stepped(thread, resumed)
}

/// `throw(type, value, traceback)` is deprecated.
#[cold]
pub(crate) fn warn_of_three_arguments(thread: &mut Thread, function: &str) -> PyResult<()> {
    let text =
        format!("the (type, exc, tb) signature of {function}() is deprecated, use the single-arg signature instead.");
    crate::generator_end::warn(thread, "DeprecationWarning", &text)
}

/// The exception that the arguments of `throw` mean: a class or an instance, then perhaps a value and a traceback.
pub(crate) fn exception_of_arguments(thread: &mut Thread, args: &[Value]) -> PyResult<Ref<ExceptionObject>> {
    let Some(&kind) = args.first() else {
        return Err(thread.type_error(format_args!("throw expected at least 1 argument, got 0")));
    };
    let given = |index: usize| args.get(index).copied().filter(|value| *value != none());
    let traceback = match given(2) {
        Some(value) => match value.downcast::<TracebackObject>() {
            Some(traceback) => Some(traceback),
            None => {
                return Err(thread.type_error(format_args!("throw() third argument must be a traceback object")));
            }
        },
        None => None,
    };
    let exception = match given(1) {
        Some(_) if kind.downcast::<ExceptionObject>().is_some() => {
            return Err(thread.type_error(format_args!("instance exception may not have a separate value")));
        }
        Some(value) if value.downcast::<ExceptionObject>().is_some() => generator::thrown_exception(thread, value)?,
        Some(value) => {
            let made = pyrs_object::protocol::call(thread, kind, &[value])?;
            generator::thrown_exception(thread, made)?
        }
        None => generator::thrown_exception(thread, kind)?,
    };
    if let Some(traceback) = traceback {
        exception.traceback.set(exception, Some(traceback));
    }
    Ok(exception)
}

pub(crate) fn describe(thread: &mut Thread, this: Ref<GeneratorObject>, kind: &str) -> PyResult<Value> {
    let name = pyrs_object::protocol::str(thread, this.qualname.get())?.to_string_lossy();
    let text = format!("<{kind} object {name} at {:#x}>", this.address());
    Ok(StrObject::from_str(thread, &text)?.value())
}

/// The frame object of a suspended or running generator, or None.
pub(crate) fn frame_of(thread: &mut Thread, this: Ref<GeneratorObject>) -> PyResult<Value> {
    if this.state.get() == GeneratorState::Closed {
        return Ok(none());
    }
    if let Some(frame) = this.frame_object.get() {
        // Asked for while native code ran, the object did not see it yield.
        if this.state.get() == GeneratorState::Suspended
            && let Some(object) = frame.downcast::<FrameObject>()
        {
            object.pc.set(this.pc.get());
        }
        return Ok(frame);
    }
    let object = FrameObject::new(thread, this.code.get())?;
    object.function.set(object, this.function.get());
    object.generator.set(object, Some(this.value()));
    object.pc.set(this.pc.get());
    let frame = this.frame.get();
    // SAFETY: a running generator's frame is live.
    let frame = unsafe {
        if !frame.is_null() && crate::frames::delegating(frame).is_some() {
            std::ptr::null_mut()
        } else {
            frame
        }
    };
    object.frame.set(frame);
    if let Some(function) = this.function.get().and_then(|f| f.downcast::<FunctionObject>()) {
        object.globals.set(object, Some(function.globals.get().value()));
    }
    if frame.is_null() {
        this.frame_object.set(this, Some(object.value()));
    } else {
        // SAFETY: a running generator's frame is live.
        unsafe { (*frame).object = Some(object.value()) };
    }
    Ok(object.value())
}

/// Methods of `generator`.
pub struct GeneratorMethods;

#[pymethods]
impl GeneratorMethods {
    /// See PEP 585
    #[classmethod]
    fn __class_getitem__(thread: &mut Thread, class: Ref<TypeObject>, item: Value) -> PyResult<Value> {
        pyrs_object::native_class::generic_alias(thread, class, item)
    }

    #[slot]
    fn finalize(thread: &mut Thread, this: Value) {
        crate::generator_end::finalize(thread, this);
    }

    #[slot(name = "send")]
    fn send_slot(thread: &mut Thread, this: Value, sent: Value) -> PyResult<Resumed> {
        generator::send_slot(thread, this, sent)
    }

    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        match this.downcast::<GeneratorObject>() {
            Some(this) => match generator::resume(thread, this, none())? {
                Resumed::Yielded(value) => Ok(Some(value)),
                Resumed::Returned(value) if value == none() => Ok(None),
                Resumed::Returned(value) => Err(thread.stop_iteration(Some(value))),
            },
            None => Err(thread.type_error(format_args!("generator expected"))),
        }
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        match this.downcast::<GeneratorObject>() {
            Some(this) => describe(thread, this, "generator"),
            None => Err(thread.type_error(format_args!("generator expected"))),
        }
    }

    /// Resume the generator with a value for its yield expression.
    #[method]
    fn send(thread: &mut Thread, this: Ref<GeneratorObject>, value: Value) -> PyResult<Value> {
        let resumed = generator::resume(thread, this, value)?;
        stepped(thread, resumed)
    }

    /// Raise an exception at the generator's yield expression.
    #[method]
    fn throw(
        thread: &mut Thread,
        this: Ref<GeneratorObject>,
        kind: Value,
        value: Option<Value>,
        traceback: Option<Value>,
    ) -> PyResult<Value> {
        throw_into(thread, this, kind, value, traceback)
    }

    /// Raise GeneratorExit inside the generator.
    #[method]
    fn close(thread: &mut Thread, this: Ref<GeneratorObject>) -> PyResult<Value> {
        generator::close(thread, this)
    }
}

/// Attributes of `generator`.
pub struct GeneratorAttributes;

#[pymethods]
impl GeneratorAttributes {
    /// The code.
    #[getter]
    fn gi_code(_thread: &mut Thread, this: Ref<GeneratorObject>) -> PyResult<Value> {
        Ok(this.code.get().value())
    }

    /// The frame, or None once the generator has ended.
    #[getter]
    fn gi_frame(thread: &mut Thread, this: Ref<GeneratorObject>) -> PyResult<Value> {
        frame_of(thread, this)
    }

    /// Whether the generator is running.
    #[getter]
    fn gi_running(_thread: &mut Thread, this: Ref<GeneratorObject>) -> PyResult<Value> {
        Ok(bool_value(this.state.get() == GeneratorState::Running))
    }

    /// Whether the generator is suspended at a yield.
    #[getter]
    fn gi_suspended(_thread: &mut Thread, this: Ref<GeneratorObject>) -> PyResult<Value> {
        Ok(bool_value(this.state.get() == GeneratorState::Suspended))
    }

    /// The iterator that the generator delegates to, or None.
    #[getter]
    fn gi_yieldfrom(_thread: &mut Thread, this: Ref<GeneratorObject>) -> PyResult<Value> {
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

pub(crate) fn assign_name(thread: &mut Thread, this: Ref<GeneratorObject>, value: Option<Value>) -> PyResult<()> {
    match value.and_then(|v| v.downcast::<StrObject>()) {
        Some(name) => {
            this.name.set(this, name);
            Ok(())
        }
        None => Err(thread.type_error(format_args!("__name__ must be set to a string object"))),
    }
}

pub(crate) fn assign_qualname(thread: &mut Thread, this: Ref<GeneratorObject>, value: Option<Value>) -> PyResult<()> {
    match value.filter(|v| v.downcast::<StrObject>().is_some()) {
        Some(name) => {
            this.qualname.set(this, name);
            Ok(())
        }
        None => Err(thread.type_error(format_args!("__qualname__ must be set to a string object"))),
    }
}

/// Methods of `coroutine`.
pub struct CoroutineMethods;

#[pymethods]
impl CoroutineMethods {
    /// See PEP 585
    #[classmethod]
    fn __class_getitem__(thread: &mut Thread, class: Ref<TypeObject>, item: Value) -> PyResult<Value> {
        pyrs_object::native_class::generic_alias(thread, class, item)
    }

    #[slot(name = "send")]
    fn send_slot(thread: &mut Thread, this: Value, sent: Value) -> PyResult<Resumed> {
        generator::send_slot(thread, this, sent)
    }

    #[slot]
    fn finalize(thread: &mut Thread, this: Value) {
        crate::generator_end::finalize(thread, this);
    }

    #[slot]
    fn await_(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let wrapper: Ref<CoroutineWrapper> = COROUTINE_WRAPPER.get().allocate_instance(thread)?;
        wrapper.coroutine.set(wrapper, Some(this));
        Ok(wrapper.value())
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        match this.downcast::<GeneratorObject>() {
            Some(this) => describe(thread, this, "coroutine"),
            None => Err(thread.type_error(format_args!("coroutine expected"))),
        }
    }

    /// Resume the coroutine with a value for what it awaits.
    #[method]
    fn send(thread: &mut Thread, this: Ref<GeneratorObject>, value: Value) -> PyResult<Value> {
        if this.state.get() == GeneratorState::Closed {
            return Err(thread.runtime_error(format_args!("cannot reuse already awaited coroutine")));
        }
        let resumed = generator::resume(thread, this, value)?;
        stepped(thread, resumed)
    }

    /// Raise an exception where the coroutine waits.
    #[method]
    fn throw(
        thread: &mut Thread,
        this: Ref<GeneratorObject>,
        kind: Value,
        value: Option<Value>,
        traceback: Option<Value>,
    ) -> PyResult<Value> {
        if this.state.get() == GeneratorState::Closed {
            return Err(thread.runtime_error(format_args!("cannot reuse already awaited coroutine")));
        }
        throw_into(thread, this, kind, value, traceback)
    }

    /// Raise GeneratorExit inside the coroutine.
    #[method]
    fn close(thread: &mut Thread, this: Ref<GeneratorObject>) -> PyResult<Value> {
        generator::close(thread, this)
    }
}

/// Attributes of `coroutine`.
pub struct CoroutineAttributes;

#[pymethods]
impl CoroutineAttributes {
    /// The code.
    #[getter]
    fn cr_code(_thread: &mut Thread, this: Ref<GeneratorObject>) -> PyResult<Value> {
        Ok(this.code.get().value())
    }

    /// The frame, or None once the coroutine has ended.
    #[getter]
    fn cr_frame(thread: &mut Thread, this: Ref<GeneratorObject>) -> PyResult<Value> {
        frame_of(thread, this)
    }

    /// Whether the coroutine is running.
    #[getter]
    fn cr_running(_thread: &mut Thread, this: Ref<GeneratorObject>) -> PyResult<Value> {
        Ok(bool_value(this.state.get() == GeneratorState::Running))
    }

    /// Whether the coroutine is suspended.
    #[getter]
    fn cr_suspended(_thread: &mut Thread, this: Ref<GeneratorObject>) -> PyResult<Value> {
        Ok(bool_value(this.state.get() == GeneratorState::Suspended))
    }

    /// What the coroutine waits for, or None.
    #[getter]
    fn cr_await(_thread: &mut Thread, this: Ref<GeneratorObject>) -> PyResult<Value> {
        Ok(generator::delegate(this).unwrap_or_else(none))
    }

    /// Where the coroutine was made, or None if that was not recorded.
    #[getter]
    fn cr_origin(_thread: &mut Thread, this: Ref<GeneratorObject>) -> PyResult<Value> {
        Ok(this.hook.get().unwrap_or_else(none))
    }

    /// Name of the coroutine.
    #[getter]
    fn __name__(_thread: &mut Thread, this: Ref<GeneratorObject>) -> PyResult<Value> {
        Ok(this.name.get().value())
    }

    #[setter(name = "__name__")]
    fn set_name(thread: &mut Thread, this: Ref<GeneratorObject>, value: Option<Value>) -> PyResult<()> {
        assign_name(thread, this, value)
    }

    /// Qualified name of the coroutine.
    #[getter]
    fn __qualname__(_thread: &mut Thread, this: Ref<GeneratorObject>) -> PyResult<Value> {
        Ok(this.qualname.get())
    }

    #[setter(name = "__qualname__")]
    fn set_qualname(thread: &mut Thread, this: Ref<GeneratorObject>, value: Option<Value>) -> PyResult<()> {
        assign_qualname(thread, this, value)
    }
}

/// What `coroutine.__await__()` gives: an iterator that drives the coroutine.
#[repr(C)]
struct CoroutineWrapper {
    header: Header,
    coroutine: Field<Option<Value>>,
}
heap_object!(
    CoroutineWrapper,
    "coroutine wrapper",
    COROUTINE_WRAPPER_LAYOUT,
    [coroutine]
);

static COROUTINE_WRAPPER: NativeClass = NativeClass::new("builtins", "coroutine_wrapper", &COROUTINE_WRAPPER_LAYOUT)
    .methods(CoroutineWrapperMethods::TYPE_METHODS);

fn wrapped(thread: &mut Thread, this: Ref<CoroutineWrapper>) -> PyResult<Ref<GeneratorObject>> {
    match this.coroutine.get().and_then(|c| c.downcast::<GeneratorObject>()) {
        Some(coroutine) => Ok(coroutine),
        None => Err(thread.type_error(format_args!("coroutine expected"))),
    }
}

struct CoroutineWrapperMethods;

#[pymethods]
impl CoroutineWrapperMethods {
    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let Some(this) = this.downcast::<CoroutineWrapper>() else {
            return Ok(None);
        };
        let coroutine = wrapped(thread, this)?;
        let resumed = generator::resume(thread, coroutine, none())?;
        stepped(thread, resumed).map(Some)
    }

    /// Resume the coroutine.
    #[method]
    fn send(thread: &mut Thread, this: Ref<CoroutineWrapper>, value: Value) -> PyResult<Value> {
        let coroutine = wrapped(thread, this)?;
        let resumed = generator::resume(thread, coroutine, value)?;
        stepped(thread, resumed)
    }

    /// Raise an exception where the coroutine waits.
    #[method]
    fn throw(
        thread: &mut Thread,
        this: Ref<CoroutineWrapper>,
        kind: Value,
        value: Option<Value>,
        traceback: Option<Value>,
    ) -> PyResult<Value> {
        let coroutine = wrapped(thread, this)?;
        throw_into(thread, coroutine, kind, value, traceback)
    }

    /// Raise GeneratorExit inside the coroutine.
    #[method]
    fn close(thread: &mut Thread, this: Ref<CoroutineWrapper>) -> PyResult<Value> {
        let coroutine = wrapped(thread, this)?;
        generator::close(thread, coroutine)
    }
}
