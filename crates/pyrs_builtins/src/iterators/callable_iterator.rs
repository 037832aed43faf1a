//! `iter(callable, sentinel)`.

use super::{receiver, reduced_by_iter};
use pyrs_macros::pymethods;
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::tuple::TupleObject;
use pyrs_object::{PyResult, Ref, Thread, Value, core, heap_object, protocol};

/// What to call for each item, and the result that ends it.
#[repr(C)]
pub struct CallableIterator {
    header: Header,
    callable: Field<Option<Value>>,
    sentinel: Field<Option<Value>>,
}
heap_object!(
    CallableIterator,
    "callable_iterator",
    CALLABLE_ITERATOR_LAYOUT,
    [callable, sentinel]
);

/// The class.
pub static CALLABLE_ITERATOR: NativeClass =
    NativeClass::new("builtins", "callable_iterator", &CALLABLE_ITERATOR_LAYOUT)
        .methods(CallableIteratorMethods::TYPE_METHODS);

/// An iterator over the results of `callable()` up to the sentinel.
pub fn make(thread: &mut Thread, callable: Value, sentinel: Value) -> PyResult<Value> {
    let this: Ref<CallableIterator> = CALLABLE_ITERATOR.get().allocate_instance(thread)?;
    this.callable.set(this, Some(callable));
    this.sentinel.set(this, Some(sentinel));
    Ok(this.value())
}

fn end(this: Ref<CallableIterator>) {
    this.callable.set(this, None);
    this.sentinel.set(this, None);
}

/// The methods of `callable_iterator`.
pub struct CallableIteratorMethods;

#[pymethods]
impl CallableIteratorMethods {
    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let this = receiver::<CallableIterator>(thread, this)?;
        let Some(callable) = this.callable.get() else {
            return Ok(None);
        };
        match protocol::call(thread, callable, &[]) {
            Ok(item) => {
                // The call may have ended the iterator.
                let Some(sentinel) = this.sentinel.get() else {
                    return Ok(None);
                };
                if protocol::equals(thread, sentinel, item)? {
                    end(this);
                    return Ok(None);
                }
                Ok(Some(item))
            }
            Err(_) if thread.clear_if(core().types.stop_iteration.get()) => {
                end(this);
                Ok(None)
            }
            Err(raised) => Err(raised),
        }
    }

    /// Return state information for pickling.
    #[method]
    fn __reduce__(thread: &mut Thread, this: Ref<CallableIterator>) -> PyResult<Ref<TupleObject>> {
        match (this.callable.get(), this.sentinel.get()) {
            (Some(callable), Some(sentinel)) => reduced_by_iter(thread, &[callable, sentinel], None),
            _ => reduced_by_iter(thread, &[], None),
        }
    }
}
