//! `TypeAliasType`: what a `type` statement makes.

use super::generic::unpack_variadic;
use super::parameter::{self, ParameterObject};
use super::{caller_module, lazy, union_of, unpacked};
use crate::collect::{to_tuple, wrong_receiver};
use pyrs_macros::pymethods;
use pyrs_object::convert::{Signature, bind_slot};
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::slots::BinaryOp;
use pyrs_object::str::{StrObject, as_str};
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeFlags, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, core, heap_object, none, not_implemented, protocol};

/// An alias.
#[repr(C)]
pub struct AliasObject {
    header: Header,
    name: Field<Option<Value>>,
    parameters: Field<Option<Value>>,
    value: Field<Option<Value>>,
    evaluator: Field<Option<Value>>,
    module: Field<Option<Value>>,
}
heap_object!(
    AliasObject,
    "typing.TypeAliasType",
    ALIAS_LAYOUT,
    [name, parameters, value, evaluator, module]
);

/// `typing.TypeAliasType`.
pub static TYPE_ALIAS: NativeClass = NativeClass::new("typing", "TypeAliasType", &ALIAS_LAYOUT)
    .flags(TypeFlags::HAS_WEAKREF)
    .methods(AliasMethods::TYPE_METHODS);

/// The alias of a tuple of name, type parameters or None, and evaluator.
pub fn of_statement(thread: &mut Thread, parts: Value) -> PyResult<Value> {
    let parts = to_tuple(thread, parts)?;
    let [name, parameters, evaluator] = *parts.items_unbound() else {
        return Err(thread.system_error(format_args!("a type statement has three parts")));
    };
    let parameters = match parameters == none() {
        true => None,
        false => Some(to_tuple(thread, parameters)?.value()),
    };
    let alias: Ref<AliasObject> = TYPE_ALIAS.get().allocate_instance(thread)?;
    alias.name.set(alias, Some(name));
    alias.parameters.set(alias, parameters);
    alias.evaluator.set(alias, Some(evaluator));
    Ok(alias.value())
}

static NEW: Signature = Signature {
    keyword_only_from: 2,
    ..Signature::of_slot("typealias", &["name", "value", "type_params"], 2)
};

/// The tuple of type parameters that a constructor was given.
fn checked_parameters(thread: &mut Thread, given: Value) -> PyResult<Option<Value>> {
    let Some(parameters) = given.downcast::<TupleObject>() else {
        return Err(thread.type_error(format_args!("type_params must be a tuple")));
    };
    let mut default_seen = false;
    for item in parameters.items_unbound() {
        let Some(parameter) = item.downcast::<ParameterObject>() else {
            let shown = protocol::repr(thread, *item)?.to_string_lossy();
            return Err(thread.type_error(format_args!("Expected a type param, got {shown}")));
        };
        if parameter::has_default(parameter) {
            default_seen = true;
        } else if default_seen {
            let shown = protocol::repr(thread, *item)?.to_string_lossy();
            return Err(thread.type_error(format_args!(
                "non-default type parameter '{shown}' follows default type parameter"
            )));
        }
    }
    Ok(Some(given).filter(|_| !parameters.is_empty()))
}

fn parameters(thread: &mut Thread, this: Ref<AliasObject>) -> PyResult<Ref<TupleObject>> {
    match this.parameters.get().and_then(|parameters| parameters.downcast()) {
        Some(parameters) => unpack_variadic(thread, parameters),
        None => Ok(core().empty_tuple.get()),
    }
}

/// Holds the methods of aliases.
pub struct AliasMethods;

/// Type alias.
///
/// Type aliases are created through the type statement::
///
///   type Alias = int
#[pymethods]
impl AliasMethods {
    #[slot]
    fn new(thread: &mut Thread, _class: Value, args: Args) -> PyResult<Value> {
        let [name, value, type_params] = bind_slot::<3>(thread, &NEW, args)?;
        let name = name.unwrap_or_else(none);
        if as_str(name).is_none() {
            let class = class_of(name).name_for_message();
            return Err(thread.type_error(format_args!("typealias() argument 'name' must be str, not {class}")));
        }
        let type_params = match type_params {
            Some(given) => checked_parameters(thread, given)?,
            None => None,
        };
        let module = caller_module(thread)?;
        let alias: Ref<AliasObject> = TYPE_ALIAS.get().allocate_instance(thread)?;
        alias.name.set(alias, Some(name));
        alias.value.set(alias, value);
        alias.parameters.set(alias, type_params);
        alias.module.set(alias, Some(module));
        Ok(alias.value())
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        match this.downcast::<AliasObject>() {
            Some(alias) => Ok(alias.name.get().unwrap_or_else(none)),
            None => Err(wrong_receiver(thread, "typing.TypeAliasType", this)),
        }
    }

    #[slot]
    fn getitem(thread: &mut Thread, this: Value, item: Value) -> PyResult<Value> {
        let alias = this.downcast::<AliasObject>();
        if alias.is_none_or(|alias| alias.parameters.get().is_none()) {
            return Err(thread.type_error(format_args!("Only generic type aliases are subscriptable")));
        }
        let list = protocol::getitem(thread, core().types.list.get().value(), item)?;
        protocol::call(thread, class_of(list).value(), &[this, item])
    }

    #[slot]
    fn iter(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let only = unpacked(thread, this)?;
        let items = TupleObject::from_slice(thread, &[only])?;
        protocol::iter(thread, items.value())
    }

    #[slot(ops = "Or")]
    fn binary(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        match op {
            BinaryOp::Or => union_of(thread, left, right),
            _ => Ok(not_implemented()),
        }
    }

    #[getter(name = "__name__")]
    fn name(_thread: &mut Thread, this: Ref<AliasObject>) -> Option<Value> {
        this.name.get()
    }

    #[getter(name = "__value__")]
    fn value(thread: &mut Thread, this: Ref<AliasObject>) -> PyResult<Option<Value>> {
        lazy::force(thread, this, &this.value, &this.evaluator)
    }

    #[getter]
    fn evaluate_value(thread: &mut Thread, this: Ref<AliasObject>) -> PyResult<Value> {
        lazy::evaluator_of(thread, this.value.get(), this.evaluator.get())
    }

    #[getter(name = "__type_params__")]
    fn type_params(_thread: &mut Thread, this: Ref<AliasObject>) -> Value {
        let none_given = || core().empty_tuple.get().value();
        this.parameters.get().unwrap_or_else(none_given)
    }

    #[getter(name = "__parameters__")]
    fn parameters(thread: &mut Thread, this: Ref<AliasObject>) -> PyResult<Ref<TupleObject>> {
        parameters(thread, this)
    }

    // A computed attribute of this name would hide the class's own.
    #[slot]
    fn getattr(thread: &mut Thread, this: Value, name: Ref<StrObject>) -> PyResult<Value> {
        match this.downcast::<AliasObject>() {
            Some(alias) if name == core().names.module.get() => match (alias.evaluator.get(), alias.module.get()) {
                (Some(evaluator), _) => protocol::getattr(thread, evaluator, name),
                (None, module) => Ok(module.unwrap_or_else(none)),
            },
            _ => pyrs_object::attribute::generic_getattr(thread, this, name),
        }
    }

    #[method(name = "__reduce__")]
    fn reduce(_thread: &mut Thread, this: Ref<AliasObject>) -> Option<Value> {
        this.name.get()
    }
}
