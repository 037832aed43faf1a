//! `reversed`.

use super::item_iterator::item_or_end;
use super::{no_keywords, receiver};
use pyrs_macros::pymethods;
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeFlags, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, attribute, core, heap_object, none, protocol};
use std::cell::Cell;

/// A sequence, and how many of its items are still to come.
#[repr(C)]
pub struct ReversedObject {
    header: Header,
    sequence: Field<Option<Value>>,
    remaining: Cell<usize>,
}
heap_object!(ReversedObject, "reversed", REVERSED_LAYOUT, [sequence]);

/// The class.
pub static REVERSED: NativeClass = NativeClass::new("builtins", "reversed", &REVERSED_LAYOUT)
    .subclassable()
    .methods(ReversedMethods::TYPE_METHODS);

#[cold]
fn not_reversible(thread: &mut Thread, object: Value) -> pyrs_object::Raised {
    let class = class_of(object).name_for_message();
    thread.type_error(format_args!("'{class}' object is not reversible"))
}

/// The methods of `reversed`.
pub struct ReversedMethods;

/// Return a reverse iterator over the values of the given sequence.
#[pymethods]
impl ReversedMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        no_keywords(thread, class, "reversed", args)?;
        let &[sequence] = args.positional() else {
            let given = args.positional().len();
            return Err(thread.type_error(format_args!("reversed expected 1 argument, got {given}")));
        };
        let own = class_of(sequence);
        match own.lookup(core().names.reversed.get()) {
            Some(method) if method == none() => return Err(not_reversible(thread, sequence)),
            Some(method) => return attribute::call_with_receiver(thread, method, sequence, &[]),
            None => {}
        }
        if own.slot(|s| s.getitem).is_none() || own.has(TypeFlags::MAPPING) {
            return Err(not_reversible(thread, sequence));
        }
        let length = protocol::len(thread, sequence)?;
        let this: Ref<ReversedObject> = crate::object::allocate(thread, class)?;
        this.sequence.set(this, Some(sequence));
        this.remaining.set(length);
        Ok(this.value())
    }

    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let this = receiver::<ReversedObject>(thread, this)?;
        let Some(sequence) = this.sequence.get() else {
            return Ok(None);
        };
        if let Some(index) = this.remaining.get().checked_sub(1)
            && let Some(item) = item_or_end(thread, sequence, index)?
        {
            this.remaining.set(index);
            return Ok(Some(item));
        }
        this.remaining.set(0);
        this.sequence.set(this, None);
        Ok(None)
    }

    /// Private method returning an estimate of len(list(it)).
    #[method]
    fn __length_hint__(thread: &mut Thread, this: Ref<ReversedObject>) -> PyResult<usize> {
        let Some(sequence) = this.sequence.get() else {
            return Ok(0);
        };
        let length = protocol::len(thread, sequence)?;
        let remaining = this.remaining.get();
        Ok(if length < remaining { 0 } else { remaining })
    }

    /// Return state information for pickling.
    #[method]
    fn __reduce__(thread: &mut Thread, this: Ref<ReversedObject>) -> PyResult<Ref<TupleObject>> {
        let class = class_of(this.value()).value();
        match this.sequence.get() {
            Some(sequence) => {
                let args = TupleObject::from_slice(thread, &[sequence])?;
                let index = Value::small_int(this.remaining.get() as i64 - 1);
                TupleObject::from_slice(thread, &[class, args.value(), index])
            }
            None => {
                let args = TupleObject::from_slice(thread, &[core().empty_tuple.get().value()])?;
                TupleObject::from_slice(thread, &[class, args.value()])
            }
        }
    }

    /// Set state information for unpickling.
    #[method]
    fn __setstate__(thread: &mut Thread, this: Ref<ReversedObject>, state: i64) -> PyResult<()> {
        if let Some(sequence) = this.sequence.get() {
            let length = protocol::len(thread, sequence)?;
            let remaining = usize::try_from(state.saturating_add(1)).unwrap_or(0);
            this.remaining.set(remaining.min(length));
        }
        Ok(())
    }
}
