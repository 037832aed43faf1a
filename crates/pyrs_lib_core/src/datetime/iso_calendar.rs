//! `IsoCalendarDate`: the tuple of a date's ISO year, week and weekday.

use super::object::ISO_CALENDAR;
use pyrs_macros::pymethods;
use pyrs_object::convert::{Signature, bind_slot};
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, core, none, protocol};

static NEW: Signature = Signature::of_slot("IsoCalendarDate", &["year", "week", "weekday"], 3);

/// An object of the three.
pub fn make(thread: &mut Thread, (year, week, weekday): (i32, i32, i32)) -> PyResult<Value> {
    let tuple = TupleObject::with_class(thread, ISO_CALENDAR.get(), 3)?;
    for (index, number) in [year, week, weekday].into_iter().enumerate() {
        tuple.initialise_item(index, Value::small_int(number.into()));
    }
    Ok(tuple.value())
}

fn item(this: Ref<TupleObject>, index: usize) -> Value {
    this.items().get(index).copied().unwrap_or_else(none)
}

/// Holds the methods.
pub struct IsoCalendarMethods;

/// The result of date.isocalendar() or datetime.isocalendar(): year, week and weekday as a tuple with names.
#[pymethods]
impl IsoCalendarMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let values = bind_slot::<3>(thread, &NEW, args)?;
        let class = class.downcast::<TypeObject>().unwrap_or(ISO_CALENDAR.get());
        let tuple = TupleObject::with_class(thread, class, 3)?;
        for (index, value) in values.into_iter().enumerate() {
            tuple.initialise_item(index, value.unwrap_or_else(none));
        }
        Ok(tuple.value())
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let class = class_of(this).name_for_message();
        let Some(tuple) = this.downcast::<TupleObject>() else {
            return Err(thread.type_error(format_args!("an IsoCalendarDate is required")));
        };
        let mut parts = Vec::new();
        for (index, name) in ["year", "week", "weekday"].iter().enumerate() {
            let shown = protocol::repr(thread, item(tuple, index))?.to_string_lossy();
            parts.push(format!("{name}={shown}"));
        }
        let text = format!("{class}({})", parts.join(", "));
        Ok(StrObject::from_str(thread, &text)?.value())
    }

    #[getter]
    fn year(_thread: &mut Thread, this: Ref<TupleObject>) -> PyResult<Value> {
        Ok(item(this, 0))
    }

    #[getter]
    fn week(_thread: &mut Thread, this: Ref<TupleObject>) -> PyResult<Value> {
        Ok(item(this, 1))
    }

    #[getter]
    fn weekday(_thread: &mut Thread, this: Ref<TupleObject>) -> PyResult<Value> {
        Ok(item(this, 2))
    }

    #[method(name = "__reduce__")]
    fn reduce(thread: &mut Thread, this: Ref<TupleObject>) -> PyResult<Value> {
        let plain = TupleObject::from_slice(thread, this.items_unbound())?.value();
        let arguments = TupleObject::from_slice(thread, &[plain])?.value();
        let parts = [core().types.tuple.get().value(), arguments];
        Ok(TupleObject::from_slice(thread, &parts)?.value())
    }
}
