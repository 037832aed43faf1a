//! The iterator of a future: what `await future` drives. It yields the future once and returns its result.

use super::future::{self, Flags, FutureObject};
use pyrs_macros::pymethods;
use pyrs_object::exception::ExceptionObject;
use pyrs_object::generator::Resumed;
use pyrs_object::header::{Field, Header};
use pyrs_object::module::import;
use pyrs_object::native_class::{NativeClass, wrong_receiver};
use pyrs_object::str::StrObject;
use pyrs_object::traceback::TracebackObject;
use pyrs_object::type_object::TypeObject;
use pyrs_object::{PyResult, Ref, Thread, Value, core, heap_object, none, protocol};

/// The iterator; without a future once it was closed or an exception was thrown into it.
#[repr(C)]
pub struct FutureIterObject {
    header: Header,
    future: Field<Option<Ref<FutureObject>>>,
}
heap_object!(FutureIterObject, "_asyncio.FutureIter", FUTURE_ITER_LAYOUT, [future]);

/// `_asyncio.FutureIter`.
pub static FUTURE_ITER: NativeClass =
    NativeClass::new("_asyncio", "FutureIter", &FUTURE_ITER_LAYOUT).methods(FutureIterMethods::TYPE_METHODS);

/// The iterator of a future.
pub fn new(thread: &mut Thread, future: Ref<FutureObject>) -> PyResult<Value> {
    future::loop_of(thread, future)?;
    let iterator: Ref<FutureIterObject> = FUTURE_ITER.get().allocate_instance(thread)?;
    iterator.future.set(iterator, Some(future));
    Ok(iterator.value())
}

fn resume(thread: &mut Thread, this: Ref<FutureIterObject>) -> PyResult<Resumed> {
    let Some(future) = this.future.get() else {
        return Ok(Resumed::Returned(none()));
    };
    if !future.is_pending() {
        return future::result(thread, future).map(Resumed::Returned);
    }
    if future.has(Flags::BLOCKING) {
        return Err(thread.runtime_error(format_args!("await wasn't used with future")));
    }
    future.set_flag(Flags::BLOCKING, true);
    Ok(Resumed::Yielded(future.value()))
}

fn of(thread: &mut Thread, this: Value) -> PyResult<Ref<FutureIterObject>> {
    match this.downcast() {
        Some(iterator) => Ok(iterator),
        None => Err(wrong_receiver(thread, "_asyncio.FutureIter", this)),
    }
}

/// The exception that `throw` is asked for.
fn thrown(
    thread: &mut Thread,
    kind: Value,
    value: Option<Value>,
    traceback: Option<Value>,
) -> PyResult<Ref<ExceptionObject>> {
    if value.is_some() {
        warn_of_three_arguments(thread)?;
    }
    let traceback = match traceback.filter(|traceback| *traceback != none()) {
        Some(traceback) => match traceback.downcast::<TracebackObject>() {
            Some(traceback) => Some(traceback),
            None => return Err(thread.type_error(format_args!("throw() third argument must be a traceback"))),
        },
        None => None,
    };
    let value = value.filter(|value| *value != none());
    let base = core().types.base_exception.get();
    let exception = if let Some(instance) = kind.downcast::<ExceptionObject>() {
        if value.is_some() {
            return Err(thread.type_error(format_args!("instance exception may not have a separate value")));
        }
        instance
    } else if kind
        .downcast::<TypeObject>()
        .is_some_and(|class| class.is_subtype(base))
    {
        let instance = value.filter(|value| value.downcast::<ExceptionObject>().is_some());
        let made = match (instance, &value) {
            (Some(instance), _) => instance,
            (None, Some(value)) => protocol::call(thread, kind, std::slice::from_ref(value))?,
            (None, None) => protocol::call(thread, kind, &[])?,
        };
        match made.downcast::<ExceptionObject>() {
            Some(exception) => exception,
            None => return Err(not_an_exception(thread)),
        }
    } else {
        return Err(not_an_exception(thread));
    };
    if traceback.is_some() {
        exception.traceback.set(exception, traceback);
    }
    Ok(exception)
}

fn not_an_exception(thread: &mut Thread) -> pyrs_object::Raised {
    thread.type_error(format_args!(
        "exceptions must be classes deriving BaseException or instances of such a class"
    ))
}

fn warn_of_three_arguments(thread: &mut Thread) -> PyResult<()> {
    let warnings = import(thread, "_warnings")?;
    let warn = StrObject::intern(thread, "warn")?;
    let message = StrObject::from_str(
        thread,
        "the (type, exc, tb) signature of throw() is deprecated, use the single-arg signature instead.",
    )?;
    let name = StrObject::intern(thread, "DeprecationWarning")?;
    let Some(category) = core().builtins.get().get_interned(name) else {
        return Ok(());
    };
    protocol::call_method(thread, warnings, warn, &[message.value(), category]).map(|_| ())
}

/// Holds the methods of the iterator.
pub struct FutureIterMethods;

#[pymethods]
impl FutureIterMethods {
    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot(name = "send")]
    fn send_slot(thread: &mut Thread, this: Value, _sent: Value) -> PyResult<Resumed> {
        let this = of(thread, this)?;
        resume(thread, this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let this = of(thread, this)?;
        match resume(thread, this)? {
            Resumed::Yielded(value) => Ok(Some(value)),
            Resumed::Returned(value) if value == none() => Ok(None),
            Resumed::Returned(value) => Err(thread.stop_iteration(Some(value))),
        }
    }

    /// Go on; the value is ignored.
    #[method]
    fn send(thread: &mut Thread, this: Ref<FutureIterObject>, _value: Value) -> PyResult<Value> {
        match resume(thread, this)? {
            Resumed::Yielded(value) => Ok(value),
            Resumed::Returned(value) => Err(thread.stop_iteration(Some(value).filter(|value| *value != none()))),
        }
    }

    /// End the iterator with an exception.
    #[method]
    fn throw(
        thread: &mut Thread,
        this: Ref<FutureIterObject>,
        kind: Value,
        value: Option<Value>,
        traceback: Option<Value>,
    ) -> PyResult<Value> {
        let exception = thrown(thread, kind, value, traceback)?;
        this.future.set(this, None);
        Err(thread.reraise(exception))
    }

    /// End the iterator.
    #[method]
    fn close(_thread: &mut Thread, this: Ref<FutureIterObject>) {
        this.future.set(this, None);
    }
}
