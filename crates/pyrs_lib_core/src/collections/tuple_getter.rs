//! `_tuplegetter`: the descriptor of a field of a named tuple.

use crate::collect::allocate;
use pyrs_macros::pymethods;
use pyrs_object::convert::{Signature, bind_slot};
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, heap_object, none, protocol};
use std::cell::Cell;

/// A descriptor of an item.
#[repr(C)]
pub struct TupleGetterObject {
    header: Header,
    doc: Field<Option<Value>>,
    index: Cell<usize>,
}
heap_object!(
    TupleGetterObject,
    "collections._tuplegetter",
    TUPLE_GETTER_LAYOUT,
    [doc]
);

/// `_collections._tuplegetter`.
pub static TUPLE_GETTER: NativeClass =
    NativeClass::new("collections", "_tuplegetter", &TUPLE_GETTER_LAYOUT).methods(TupleGetterMethods::TYPE_METHODS);

static NEW: Signature = Signature::of_positional_slot("_tuplegetter", &["index", "doc"], 2);

/// Holds the methods of the descriptor.
pub struct TupleGetterMethods;

#[pymethods]
impl TupleGetterMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let [index, doc] = bind_slot::<2>(thread, &NEW, args)?;
        let index = protocol::index_i64(thread, index.unwrap_or_else(none))?;
        let getter: Ref<TupleGetterObject> = allocate(thread, class)?;
        getter.index.set(index.max(0) as usize);
        getter.doc.set(getter, doc);
        Ok(getter.value())
    }

    #[slot]
    fn descr_get(thread: &mut Thread, this: Value, object: Option<Value>, _class: Value) -> PyResult<Value> {
        let Some(object) = object.filter(|object| *object != none()) else {
            return Ok(this);
        };
        let index = this
            .downcast::<TupleGetterObject>()
            .map_or(0, |getter| getter.index.get());
        match object.downcast::<TupleObject>() {
            Some(tuple) => match tuple.items().get(index) {
                Some(item) => Ok(*item),
                None => Err(thread.index_error(format_args!("tuple index out of range"))),
            },
            None => {
                let class = class_of(object).name_for_message();
                Err(thread.type_error(format_args!(
                    "descriptor for index '{index}' for tuple subclasses doesn't apply to '{class}' object"
                )))
            }
        }
    }

    #[slot]
    fn descr_set(thread: &mut Thread, _this: Value, _object: Value, value: Option<Value>) -> PyResult<()> {
        let what = if value.is_some() { "set" } else { "delete" };
        Err(thread.attribute_error_plain(format_args!("can't {what} attribute")))
    }

    #[getter(name = "__doc__")]
    fn doc(_thread: &mut Thread, this: Ref<TupleGetterObject>) -> Option<Value> {
        this.doc.get()
    }

    #[setter(name = "__doc__")]
    fn set_doc(_thread: &mut Thread, this: Ref<TupleGetterObject>, value: Option<Value>) -> PyResult<()> {
        this.doc.set(this, value);
        Ok(())
    }

    #[method(name = "__reduce__")]
    fn reduce(thread: &mut Thread, this: Ref<TupleGetterObject>) -> PyResult<Value> {
        let index = Value::small_int(this.index.get() as i64);
        let args = TupleObject::from_slice(thread, &[index, this.doc.get().unwrap_or_else(none)])?;
        Ok(TupleObject::from_slice(thread, &[this.class().value(), args.value()])?.value())
    }
}
