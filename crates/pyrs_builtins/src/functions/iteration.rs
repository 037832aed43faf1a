//! `iter`, `next`, `all`, `any`, `sorted`.

use pyrs_macros::pymodule;

/// The functions.
#[pymodule(name = "builtins")]
pub mod functions {
    use crate::iterators::{anext_awaitable, callable_iterator};
    use pyrs_object::str::StrObject;
    use pyrs_object::type_object::class_of;
    use pyrs_object::{Args, PyResult, Thread, Value, core, protocol};

    /// Get an iterator from an object.
    ///
    /// In the first form, the argument must supply its own iterator, or be a sequence.
    /// In the second form, the callable is called until it returns the sentinel.
    #[function]
    fn iter(thread: &mut Thread, object: Value, sentinel: Option<Value>) -> PyResult<Value> {
        let Some(sentinel) = sentinel else {
            return protocol::iter(thread, object);
        };
        if class_of(object).slot(|s| s.call).is_none() {
            return Err(thread.type_error(format_args!("iter(v, w): v must be callable")));
        }
        callable_iterator::make(thread, object, sentinel)
    }

    /// Return the next item from the async iterator.
    ///
    /// If default is given and the async iterator is exhausted,
    /// it is returned instead of raising StopAsyncIteration.
    #[function]
    fn anext(thread: &mut Thread, aiterator: Value, default: Option<Value>) -> PyResult<Value> {
        let Some(anext) = class_of(aiterator).slot(|s| s.anext) else {
            let class = class_of(aiterator).name_for_message();
            return Err(thread.type_error(format_args!("'{class}' object is not an async iterator")));
        };
        let awaitable = anext(thread, aiterator)?;
        match default {
            None => Ok(awaitable),
            Some(default) => anext_awaitable::make(thread, awaitable, default),
        }
    }

    /// Get the next item from an iterator.
    ///
    /// If the default is given and the iterator is exhausted,
    /// it is returned instead of raising StopIteration.
    #[function]
    fn next(thread: &mut Thread, iterator: Value, default: Option<Value>) -> PyResult<Value> {
        match (protocol::next_or_stop(thread, iterator), default) {
            (Ok(Some(item)), _) => Ok(item),
            (Ok(None), Some(default)) => Ok(default),
            (Ok(None), None) => Err(thread.stop_iteration(None)),
            (Err(_), Some(default)) if thread.clear_if(core().types.stop_iteration.get()) => Ok(default),
            (Err(raised), _) => Err(raised),
        }
    }

    /// Return True if bool(x) is True for all values x in the iterable.
    ///
    /// If the iterable is empty, return True.
    #[function]
    fn all(thread: &mut Thread, iterable: Value) -> PyResult<bool> {
        let iterator = protocol::iter(thread, iterable)?;
        while let Some(item) = protocol::next(thread, iterator)? {
            if !protocol::truth(thread, item)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Return True if bool(x) is True for any x in the iterable.
    ///
    /// If the iterable is empty, return False.
    #[function]
    fn any(thread: &mut Thread, iterable: Value) -> PyResult<bool> {
        let iterator = protocol::iter(thread, iterable)?;
        while let Some(item) = protocol::next(thread, iterator)? {
            if protocol::truth(thread, item)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Return a new list containing all items from the iterable in ascending order.
    ///
    /// A custom key function can be supplied to customize the sort order, and the
    /// reverse flag can be set to request the result in descending order.
    #[function(signature = "($module, iterable, /, *, key=None, reverse=False)")]
    fn sorted(thread: &mut Thread, args: Args) -> PyResult<Value> {
        let &[iterable] = args.positional() else {
            let given = args.positional().len();
            return Err(thread.type_error(format_args!("sorted expected 1 argument, got {given}")));
        };
        let list = crate::sequence::collect(thread, iterable)?;
        let name = StrObject::intern(thread, "sort")?;
        let sort = protocol::getattr(thread, list.value(), name)?;
        protocol::call_args(thread, sort, args.skip_first())?;
        Ok(list.value())
    }
}
