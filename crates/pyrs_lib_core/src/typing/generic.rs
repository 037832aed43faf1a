//! `Generic`: the work is done by `typing.py`.

use super::variable::TYPE_VAR_TUPLE;
use super::{call_typing, unpacked};
use crate::collect::to_tuple;
use pyrs_macros::pymethods;
use pyrs_object::array::ValueArray;
use pyrs_object::instance::INSTANCE_LAYOUT;
use pyrs_object::native_class::NativeClass;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::TypeObject;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, class_of, protocol};

/// `typing.Generic`.
pub static GENERIC: NativeClass = NativeClass::new("typing", "Generic", &INSTANCE_LAYOUT)
    .subclassable()
    .methods(GenericMethods::TYPE_METHODS);

/// A tuple of type parameters, variadic ones unpacked.
pub fn unpack_variadic(thread: &mut Thread, parameters: Ref<TupleObject>) -> PyResult<Ref<TupleObject>> {
    let items = parameters.items_unbound();
    let variadic = |item: &Value| class_of(*item) == TYPE_VAR_TUPLE.get();
    if !items.iter().any(variadic) {
        return Ok(parameters);
    }
    let all = ValueArray::new(thread, items.len())?;
    for (index, item) in items.iter().enumerate() {
        let item = if variadic(item) {
            unpacked(thread, *item)?
        } else {
            *item
        };
        all.set(index, Some(item));
    }
    TupleObject::from_slice(thread, all.values(items.len()))
}

/// The base that a class with type parameters has.
pub fn of_parameters(thread: &mut Thread, parameters: Value) -> PyResult<Value> {
    let parameters = to_tuple(thread, parameters)?;
    let parameters = unpack_variadic(thread, parameters)?;
    call_typing(thread, "_GenericAlias", &[GENERIC.get().value(), parameters.value()])
}

/// Holds the methods of `Generic`.
pub struct GenericMethods;

/// Abstract base class for generic types.
///
/// On Python 3.12 and newer, generic classes implicitly inherit from
/// Generic when they declare a parameter list after the class's name.
#[pymethods]
impl GenericMethods {
    #[classmethod(name = "__class_getitem__")]
    fn class_getitem(thread: &mut Thread, class: Ref<TypeObject>, item: Value) -> PyResult<Value> {
        call_typing(thread, "_generic_class_getitem", &[class.value(), item])
    }

    #[classmethod(name = "__init_subclass__")]
    fn init_subclass(thread: &mut Thread, class: Ref<TypeObject>, args: Args) -> PyResult<Value> {
        let function = super::typing_attribute(thread, "_generic_init_subclass")?;
        args.with_first(thread, class.value(), |thread, args| {
            protocol::call_args(thread, function, args)
        })
    }
}
