//! `filter`.

use super::{no_keywords, receiver, reduced};
use pyrs_macros::pymethods;
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::tuple::TupleObject;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, core, heap_object, none, protocol};

/// An iterator, and the function that says which items pass.
#[repr(C)]
pub struct FilterObject {
    header: Header,
    function: Field<Value>,
    iterator: Field<Value>,
}
heap_object!(FilterObject, "filter", FILTER_LAYOUT, [function, iterator]);

/// The class.
pub static FILTER: NativeClass = NativeClass::new("builtins", "filter", &FILTER_LAYOUT)
    .subclassable()
    .methods(FilterMethods::TYPE_METHODS);

/// The methods of `filter`.
pub struct FilterMethods;

/// Return an iterator yielding those items of iterable for which function(item)
/// is true. If function is None, return the items that are true.
#[pymethods]
impl FilterMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        no_keywords(thread, class, "filter", args)?;
        let &[function, iterable] = args.positional() else {
            let given = args.positional().len();
            return Err(thread.type_error(format_args!("filter expected 2 arguments, got {given}")));
        };
        let iterator = protocol::iter(thread, iterable)?;
        let this: Ref<FilterObject> = crate::object::allocate(thread, class)?;
        this.function.set(this, function);
        this.iterator.set(this, iterator);
        Ok(this.value())
    }

    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let this = receiver::<FilterObject>(thread, this)?;
        let (function, iterator) = (this.function.get(), this.iterator.get());
        let by_truth = function == none() || function == core().types.bool_.get().value();
        while let Some(item) = protocol::next(thread, iterator)? {
            let verdict = if by_truth {
                item
            } else {
                protocol::call(thread, function, &[item])?
            };
            if protocol::truth(thread, verdict)? {
                return Ok(Some(item));
            }
        }
        Ok(None)
    }

    /// Return state information for pickling.
    #[method]
    fn __reduce__(thread: &mut Thread, this: Ref<FilterObject>) -> PyResult<Ref<TupleObject>> {
        let args = TupleObject::from_slice(thread, &[this.function.get(), this.iterator.get()])?;
        reduced(thread, this.value(), args, false)
    }
}
