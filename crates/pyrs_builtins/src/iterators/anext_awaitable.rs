//! What `anext(iterator, default)` gives: an awaitable that turns the end of the iteration into the default.

use super::receiver;
use pyrs_macros::pymethods;
use pyrs_object::code::AWAITABLE_FLAG;
use pyrs_object::generator::GeneratorObject;
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::StrObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, core, heap_object, none, protocol};

/// The awaitable of the next item, and the default.
#[repr(C)]
pub struct AnextAwaitable {
    header: Header,
    awaitable: Field<Value>,
    default: Field<Value>,
}
heap_object!(
    AnextAwaitable,
    "anext_awaitable",
    ANEXT_AWAITABLE_LAYOUT,
    [awaitable, default]
);

/// The class.
pub static ANEXT_AWAITABLE: NativeClass = NativeClass::new("builtins", "anext_awaitable", &ANEXT_AWAITABLE_LAYOUT)
    .methods(AnextAwaitableMethods::TYPE_METHODS);

/// Wraps the awaitable of the next item.
pub fn make(thread: &mut Thread, awaitable: Value, default: Value) -> PyResult<Value> {
    let this: Ref<AnextAwaitable> = ANEXT_AWAITABLE.get().allocate_instance(thread)?;
    this.awaitable.set(this, awaitable);
    this.default.set(this, default);
    Ok(this.value())
}

impl AnextAwaitable {
    /// The iterator that awaiting drives: a coroutine itself, or what `__await__` gives.
    fn iterator(&self, thread: &mut Thread) -> PyResult<Value> {
        let awaitable = self.awaitable.get();
        let class = class_of(awaitable);
        if class == core().types.coroutine.get() {
            return Ok(awaitable);
        }
        if let Some(generator) = awaitable.downcast::<GeneratorObject>()
            && generator.code.get().flags.get() & AWAITABLE_FLAG != 0
        {
            return Ok(awaitable);
        }
        let Some(await_) = class.slot(|s| s.await_) else {
            let class = class.name_for_message();
            return Err(thread.type_error(format_args!("'{class}' object can't be awaited")));
        };
        let iterator = await_(thread, awaitable)?;
        let class = class_of(iterator);
        if class.slot(|s| s.next).is_none() && class != core().types.coroutine.get() {
            let class = class.name_for_message();
            return Err(thread.type_error(format_args!("__await__ must return an iterable, not {class}")));
        }
        Ok(iterator)
    }

    /// The result of a step: the end of the asynchronous iteration returns the default.
    fn stepped(&self, thread: &mut Thread, result: PyResult<Value>) -> PyResult<Value> {
        match result {
            Err(_) if thread.clear_if(core().types.stop_async_iteration.get()) => {
                Err(thread.stop_iteration(Some(self.default.get())))
            }
            result => result,
        }
    }

    fn forward(&self, thread: &mut Thread, name: &str, args: Args) -> PyResult<Value> {
        let iterator = self.iterator(thread)?;
        let name = StrObject::intern(thread, name)?;
        let method = protocol::getattr(thread, iterator, name)?;
        let result = protocol::call_args(thread, method, args);
        self.stepped(thread, result)
    }
}

/// The methods of `anext_awaitable`.
pub struct AnextAwaitableMethods;

#[pymethods]
impl AnextAwaitableMethods {
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
        let this = receiver::<AnextAwaitable>(thread, this)?;
        let iterator = this.iterator(thread)?;
        if class_of(iterator) == core().types.coroutine.get() {
            return this.forward(thread, "send", Args::positional_only(&[none()])).map(Some);
        }
        match protocol::next_or_stop(thread, iterator) {
            Ok(item) => Ok(item),
            Err(raised) => this.stepped(thread, Err(raised)).map(Some),
        }
    }

    /// send(arg) -> send 'arg' into the wrapped iterator,
    /// return next yielded value or raise StopIteration.
    #[method]
    fn send(thread: &mut Thread, this: Ref<AnextAwaitable>, args: Args) -> PyResult<Value> {
        this.forward(thread, "send", args)
    }

    /// throw(value)
    /// throw(typ[,val[,tb]])
    ///
    /// raise exception in the wrapped iterator, return next yielded value
    /// or raise StopIteration.
    #[method]
    fn throw(thread: &mut Thread, this: Ref<AnextAwaitable>, args: Args) -> PyResult<Value> {
        this.forward(thread, "throw", args)
    }

    /// close() -> raise GeneratorExit inside generator.
    #[method]
    fn close(thread: &mut Thread, this: Ref<AnextAwaitable>, args: Args) -> PyResult<Value> {
        this.forward(thread, "close", args)
    }
}
