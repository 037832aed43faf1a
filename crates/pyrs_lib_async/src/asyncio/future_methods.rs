//! The methods of `Future`, and those that `Task` has with the same meaning.

use super::future::{self, Flags, FutureObject};
use super::future_iter;
use super::state::{self, not_none};
use pyrs_macros::pymethods;
use pyrs_object::convert::{Signature, bind_slot};
use pyrs_object::list::ListObject;
use pyrs_object::native_class::{allocate, generic_alias, wrong_receiver};
use pyrs_object::set::SetObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::TypeObject;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, none, protocol};

/// A slot's receiver.
pub fn of(thread: &mut Thread, this: Value) -> PyResult<Ref<FutureObject>> {
    match this.downcast() {
        Some(future) => Ok(future),
        None => Err(wrong_receiver(thread, "_asyncio.Future", this)),
    }
}

/// The value of an attribute that is set; an error if it is to be deleted.
pub fn no_deletion(thread: &mut Thread, class: &str, name: &str, value: Option<Value>) -> PyResult<Value> {
    value.ok_or_else(|| {
        thread.attribute_error_plain(format_args!(
            "attribute '{name}' of '_asyncio.{class}' objects cannot be deleted"
        ))
    })
}

static INIT: Signature = Signature {
    keyword_only_from: 0,
    ..Signature::of_slot("Future", &["loop"], 0)
};

fn remove_done_callback(thread: &mut Thread, this: Ref<FutureObject>, callback: Value) -> PyResult<i64> {
    future::loop_of(thread, this)?;
    let mut removed = 0;
    if let Some(first) = this.callback.get()
        && protocol::equals(thread, first, callback)?
    {
        this.callback.set(this, None);
        this.context.set(this, None);
        removed += 1;
    }
    let Some(old) = this.callbacks.get() else {
        return Ok(removed);
    };
    let kept = ListObject::with_capacity(thread, 0)?;
    let mut index = 0;
    // A comparison may run code that changes the list.
    while let Some(entry) = old.get(index) {
        index += 1;
        let Some(&[candidate, _]) = entry.downcast::<TupleObject>().map(|entry| entry.items_unbound()) else {
            continue;
        };
        if protocol::equals(thread, candidate, callback)? {
            removed += 1;
        } else {
            kept.push(thread, entry)?;
        }
    }
    if this.callbacks.get() == Some(old) {
        this.callbacks.set(this, Some(kept).filter(|kept| !kept.is_empty()));
    }
    Ok(removed)
}

fn callbacks(thread: &mut Thread, this: Ref<FutureObject>) -> PyResult<Option<Ref<ListObject>>> {
    let first = match this.callback.get() {
        Some(callback) => {
            let context = this.context.get().unwrap_or_else(none);
            Some(TupleObject::from_slice(thread, &[callback, context])?)
        }
        None => None,
    };
    let further = this.callbacks.get();
    if first.is_none() && further.is_none() {
        return Ok(None);
    }
    let all = ListObject::with_capacity(thread, 0)?;
    if let Some(first) = first {
        all.push(thread, first.value())?;
    }
    let mut index = 0;
    while let Some(entry) = further.and_then(|further| further.get(index)) {
        all.push(thread, entry)?;
        index += 1;
    }
    Ok(Some(all))
}

fn awaited_by(thread: &mut Thread, this: Ref<FutureObject>) -> PyResult<Option<Ref<SetObject>>> {
    let Some(known) = this.awaited_by.get() else {
        return Ok(None);
    };
    let shown = SetObject::new_frozen(thread)?;
    match known.downcast::<SetObject>() {
        Some(set) => shown.merge(thread, set)?,
        None => {
            shown.add(thread, known)?;
        }
    }
    Ok(Some(shown))
}

/// Reports an exception that nobody has looked at, when the future has died.
pub fn log_exception(thread: &mut Thread, this: Ref<FutureObject>) -> PyResult<()> {
    if !this.has(Flags::LOG_TRACEBACK) {
        return Ok(());
    }
    this.set_flag(Flags::LOG_TRACEBACK, false);
    let (Some(event_loop), Some(exception)) = (this.event_loop.get(), this.exception.get()) else {
        return Ok(());
    };
    let message = format!("{} exception was never retrieved", this.class().short_name());
    let message = state::text(thread, &message)?;
    let entries = [
        ("message", message),
        ("exception", exception.value()),
        ("future", this.value()),
        ("source_traceback", this.source.get().unwrap_or_else(none)),
    ];
    let count = if this.source.get().is_some() { 4 } else { 3 };
    state::call_exception_handler(thread, event_loop, &entries[..count])
}

fn refuse_new(thread: &mut Thread, this: Ref<FutureObject>) -> PyResult<()> {
    match this.event_loop.get() {
        Some(_) => Ok(()),
        None => Err(state::invalid_state(
            thread,
            format_args!("Future object is not initialized."),
        )),
    }
}

/// Holds the methods of futures.
pub struct FutureMethods;

/// An outcome that is not there yet: a result, an exception, or a cancellation.
///
/// It differs from concurrent.futures.Future in that result() and exception() do not wait, callbacks are called by the
/// event loop, and wait() and as_completed() of that package do not take it.
#[pymethods]
impl FutureMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, _args: Args) -> PyResult<Value> {
        let future: Ref<FutureObject> = allocate(thread, class)?;
        Ok(future.value())
    }

    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        let this = of(thread, this)?;
        let [event_loop] = bind_slot::<1>(thread, &INIT, args)?;
        future::initialise(thread, this, event_loop)
    }

    #[slot]
    fn finalize(thread: &mut Thread, this: Value) {
        if let Some(this) = this.downcast::<FutureObject>() {
            // What is raised stays pending; the caller reports it.
            let _reported = log_exception(thread, this);
        }
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let future = of(thread, this)?;
        future::loop_of(thread, future)?;
        let function = state::future_repr(thread)?;
        protocol::call(thread, function, &[this])
    }

    #[slot]
    fn iter(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let this = of(thread, this)?;
        future_iter::new(thread, this)
    }

    #[slot]
    fn await_(thread: &mut Thread, this: Value) -> PyResult<Value> {
        Self::iter(thread, this)
    }

    /// The result of the future; its exception is raised, and so is CancelledError if it was cancelled.
    #[method]
    fn result(thread: &mut Thread, this: Ref<FutureObject>) -> PyResult<Value> {
        refuse_new(thread, this)?;
        future::result(thread, this)
    }

    /// The exception of the future, or None.
    #[method]
    fn exception(thread: &mut Thread, this: Ref<FutureObject>) -> PyResult<Value> {
        refuse_new(thread, this)?;
        Ok(future::exception(thread, this)?.map_or_else(none, Ref::value))
    }

    /// Finish the future with a result.
    #[method]
    fn set_result(thread: &mut Thread, this: Ref<FutureObject>, result: Value) -> PyResult<()> {
        future::set_result(thread, this, result)
    }

    /// Finish the future with an exception.
    #[method]
    fn set_exception(thread: &mut Thread, this: Ref<FutureObject>, exception: Value) -> PyResult<()> {
        future::set_exception(thread, this, exception)
    }

    /// Have a function called with the future when it is done.
    #[method(
        keywords = "context",
        kwonly = "context",
        signature = "(fn, /, *, context=<unrepresentable>)"
    )]
    fn add_done_callback(
        thread: &mut Thread,
        this: Ref<FutureObject>,
        callback: Value,
        context: Option<Value>,
    ) -> PyResult<()> {
        future::loop_of(thread, this)?;
        let context = match not_none(context) {
            Some(context) => context,
            None => future::default_context(thread)?,
        };
        future::add_done_callback(thread, this, callback, context)
    }

    /// Remove a function from those to be called; return how often it was there.
    #[method(signature = "(fn, /)")]
    fn remove_done_callback(thread: &mut Thread, this: Ref<FutureObject>, callback: Value) -> PyResult<i64> {
        remove_done_callback(thread, this, callback)
    }

    /// Cancel the future, unless it is done: return whether it was cancelled.
    #[method(keywords = "msg")]
    fn cancel(thread: &mut Thread, this: Ref<FutureObject>, message: Option<Value>) -> PyResult<bool> {
        future::loop_of(thread, this)?;
        future::cancel(thread, this, message)
    }

    /// Whether the future was cancelled.
    #[method]
    fn cancelled(_thread: &mut Thread, this: Ref<FutureObject>) -> bool {
        this.event_loop.get().is_some() && this.state.get() == future::FutureState::Cancelled
    }

    /// Whether there is a result or an exception, or the future was cancelled.
    #[method]
    fn done(_thread: &mut Thread, this: Ref<FutureObject>) -> bool {
        this.event_loop.get().is_some() && !this.is_pending()
    }

    /// The event loop that the future belongs to.
    #[method]
    fn get_loop(thread: &mut Thread, this: Ref<FutureObject>) -> PyResult<Value> {
        future::loop_of(thread, this)
    }

    /// The CancelledError to raise for the cancelled future. It is to be called once: the error that was kept is given away.
    #[method]
    fn _make_cancelled_error(thread: &mut Thread, this: Ref<FutureObject>) -> PyResult<Value> {
        Ok(future::make_cancelled_error(thread, this)?.value())
    }

    /// See PEP 585
    #[classmethod(name = "__class_getitem__", signature = "(object, /)")]
    fn class_getitem(thread: &mut Thread, class: Ref<TypeObject>, item: Value) -> PyResult<Value> {
        generic_alias(thread, class, item)
    }
}

/// Holds the attributes of futures.
pub struct FutureAttributes;

#[pymethods]
impl FutureAttributes {
    #[getter]
    fn _state(thread: &mut Thread, this: Ref<FutureObject>) -> PyResult<&'static str> {
        future::loop_of(thread, this)?;
        Ok(this.state.get().text())
    }

    #[getter]
    fn _asyncio_future_blocking(_thread: &mut Thread, this: Ref<FutureObject>) -> bool {
        this.event_loop.get().is_some() && this.has(Flags::BLOCKING)
    }

    #[setter(name = "_asyncio_future_blocking")]
    fn set_blocking(thread: &mut Thread, this: Ref<FutureObject>, value: Option<Value>) -> PyResult<()> {
        let value = no_deletion(thread, "Future", "_asyncio_future_blocking", value)?;
        future::loop_of(thread, this)?;
        let blocking = protocol::truth(thread, value)?;
        this.set_flag(Flags::BLOCKING, blocking);
        Ok(())
    }

    #[getter]
    fn _loop(_thread: &mut Thread, this: Ref<FutureObject>) -> Option<Value> {
        this.event_loop.get()
    }

    #[getter]
    fn _callbacks(thread: &mut Thread, this: Ref<FutureObject>) -> PyResult<Option<Ref<ListObject>>> {
        future::loop_of(thread, this)?;
        callbacks(thread, this)
    }

    #[getter]
    fn _result(thread: &mut Thread, this: Ref<FutureObject>) -> PyResult<Option<Value>> {
        future::loop_of(thread, this)?;
        Ok(this.result.get())
    }

    #[getter]
    fn _exception(thread: &mut Thread, this: Ref<FutureObject>) -> PyResult<Value> {
        future::loop_of(thread, this)?;
        Ok(this.exception.get().map_or_else(none, Ref::value))
    }

    #[getter]
    fn _log_traceback(thread: &mut Thread, this: Ref<FutureObject>) -> PyResult<bool> {
        future::loop_of(thread, this)?;
        Ok(this.has(Flags::LOG_TRACEBACK))
    }

    #[setter(name = "_log_traceback")]
    fn set_log_traceback(thread: &mut Thread, this: Ref<FutureObject>, value: Option<Value>) -> PyResult<()> {
        let value = no_deletion(thread, "Future", "_log_traceback", value)?;
        if protocol::truth(thread, value)? {
            return Err(thread.value_error(format_args!("_log_traceback can only be set to False")));
        }
        this.set_flag(Flags::LOG_TRACEBACK, false);
        Ok(())
    }

    #[getter]
    fn _source_traceback(_thread: &mut Thread, this: Ref<FutureObject>) -> Option<Value> {
        this.source.get().filter(|_| this.event_loop.get().is_some())
    }

    #[getter]
    fn _cancel_message(_thread: &mut Thread, this: Ref<FutureObject>) -> Option<Value> {
        this.cancel_message.get()
    }

    #[setter(name = "_cancel_message")]
    fn set_cancel_message(thread: &mut Thread, this: Ref<FutureObject>, value: Option<Value>) -> PyResult<()> {
        let value = no_deletion(thread, "Future", "_cancel_message", value)?;
        this.cancel_message.set(this, Some(value));
        Ok(())
    }

    #[getter]
    fn _asyncio_awaited_by(thread: &mut Thread, this: Ref<FutureObject>) -> PyResult<Option<Ref<SetObject>>> {
        awaited_by(thread, this)
    }
}
