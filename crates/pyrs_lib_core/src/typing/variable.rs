//! `TypeVar` and `TypeVarTuple`.

use super::parameter::{self, PARAMETER_LAYOUT, ParameterObject};
use super::{call_typing, lazy, union_of, unpacked};
use pyrs_macros::pymethods;
use pyrs_object::native_class::NativeClass;
use pyrs_object::slots::BinaryOp;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::TypeFlags;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, core, none, not_implemented, protocol};

/// `typing.TypeVar`.
pub static TYPE_VAR: NativeClass = NativeClass::new("typing", "TypeVar", &PARAMETER_LAYOUT)
    .flags(TypeFlags::HAS_DICT.union(TypeFlags::HAS_WEAKREF))
    .methods(TypeVarMethods::TYPE_METHODS);

/// `typing.TypeVarTuple`.
pub static TYPE_VAR_TUPLE: NativeClass = NativeClass::new("typing", "TypeVarTuple", &PARAMETER_LAYOUT)
    .flags(TypeFlags::HAS_DICT.union(TypeFlags::HAS_WEAKREF))
    .methods(TypeVarTupleMethods::TYPE_METHODS);

/// Holds the methods of `TypeVar`.
pub struct TypeVarMethods;

/// Type variable.
///
/// The preferred way to construct a type variable is via the dedicated
/// syntax for generic functions, classes, and type aliases::
///
///   class Sequence[T]:  # T is a TypeVar
///     ...
///
/// Type variables can also be constructed by calling the constructor:
/// TypeVar('T'), TypeVar('A', str, bytes), TypeVar('B', bound=int).
#[pymethods]
impl TypeVarMethods {
    #[slot]
    fn new(thread: &mut Thread, _class: Value, args: Args) -> PyResult<Value> {
        let variable = parameter::construct(thread, &TYPE_VAR, "typevar", &["bound", "covariant"], args)?;
        let given = args.positional().get(1..).unwrap_or(&[]);
        if given.len() == 1 {
            return Err(thread.type_error(format_args!("A single constraint is not allowed")));
        }
        if given.is_empty() {
            return Ok(variable.value());
        }
        if variable.bound.get().is_some() {
            return Err(thread.type_error(format_args!("Constraints cannot be combined with bound=...")));
        }
        let message = StrObject::from_str(thread, "TypeVar(name, constraint, ...): constraints must be types.")?;
        let constraints = TupleObject::with_length(thread, given.len())?;
        constraints.initialise_slice(0, given);
        for (index, constraint) in given.iter().enumerate() {
            let checked = call_typing(thread, "_type_check", &[*constraint, message.value()])?;
            constraints.initialise_item(index, checked);
        }
        variable.constraints.set(variable, Some(constraints.value()));
        Ok(variable.value())
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        parameter::show(thread, this)
    }

    #[slot(ops = "Or")]
    fn binary(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        match op {
            BinaryOp::Or => union_of(thread, left, right),
            _ => Ok(not_implemented()),
        }
    }

    #[getter(name = "__name__")]
    fn name(_thread: &mut Thread, this: Ref<ParameterObject>) -> Option<Value> {
        this.name.get()
    }

    #[getter(name = "__bound__")]
    fn bound(thread: &mut Thread, this: Ref<ParameterObject>) -> PyResult<Option<Value>> {
        lazy::force(thread, this, &this.bound, &this.bound_evaluator)
    }

    #[getter(name = "__constraints__")]
    fn constraints(thread: &mut Thread, this: Ref<ParameterObject>) -> PyResult<Value> {
        let known = lazy::force(thread, this, &this.constraints, &this.constraints_evaluator)?;
        Ok(known.unwrap_or_else(|| core().empty_tuple.get().value()))
    }

    #[getter(name = "__default__")]
    fn default(thread: &mut Thread, this: Ref<ParameterObject>) -> PyResult<Value> {
        parameter::default(thread, this)
    }

    #[getter(name = "__covariant__")]
    fn covariant(_thread: &mut Thread, this: Ref<ParameterObject>) -> bool {
        this.covariant.get() != 0
    }

    #[getter(name = "__contravariant__")]
    fn contravariant(_thread: &mut Thread, this: Ref<ParameterObject>) -> bool {
        this.contravariant.get() != 0
    }

    #[getter(name = "__infer_variance__")]
    fn infer_variance(_thread: &mut Thread, this: Ref<ParameterObject>) -> bool {
        this.infer_variance.get() != 0
    }

    #[getter]
    fn evaluate_bound(thread: &mut Thread, this: Ref<ParameterObject>) -> PyResult<Value> {
        lazy::evaluator_of(thread, this.bound.get(), this.bound_evaluator.get())
    }

    #[getter]
    fn evaluate_constraints(thread: &mut Thread, this: Ref<ParameterObject>) -> PyResult<Value> {
        lazy::evaluator_of(thread, this.constraints.get(), this.constraints_evaluator.get())
    }

    #[getter]
    fn evaluate_default(thread: &mut Thread, this: Ref<ParameterObject>) -> PyResult<Value> {
        lazy::evaluator_of(thread, this.default.get(), this.default_evaluator.get())
    }

    #[method]
    fn has_default(_thread: &mut Thread, this: Ref<ParameterObject>) -> bool {
        parameter::has_default(this)
    }

    #[method(name = "__typing_subst__")]
    fn substitute(thread: &mut Thread, this: Ref<ParameterObject>, arg: Value) -> PyResult<Value> {
        call_typing(thread, "_typevar_subst", &[this.value(), arg])
    }

    #[method(name = "__typing_prepare_subst__")]
    fn prepare(thread: &mut Thread, this: Ref<ParameterObject>, alias: Value, args: Value) -> PyResult<Value> {
        parameter::with_default(thread, this, alias, args)
    }

    #[method(name = "__mro_entries__")]
    fn mro_entries(thread: &mut Thread, _this: Value, _bases: Value) -> PyResult<Value> {
        Err(parameter::no_base(thread, "TypeVar"))
    }

    #[method(name = "__reduce__")]
    fn reduce(_thread: &mut Thread, this: Ref<ParameterObject>) -> Option<Value> {
        this.name.get()
    }
}

/// Holds the methods of `TypeVarTuple`.
pub struct TypeVarTupleMethods;

/// Type variable tuple. A specialized form of type variable that enables
/// variadic generics.
///
/// The preferred way to construct a type variable tuple is via the
/// dedicated syntax for generic functions, classes, and type aliases,
/// where a single '*' indicates a type variable tuple.
#[pymethods]
impl TypeVarTupleMethods {
    #[slot]
    fn new(thread: &mut Thread, _class: Value, args: Args) -> PyResult<Value> {
        if args.positional().len() > 1 {
            let count = args.positional().len();
            return Err(thread.type_error(format_args!(
                "typevartuple() takes exactly 1 positional argument ({count} given)"
            )));
        }
        let variable = parameter::construct(thread, &TYPE_VAR_TUPLE, "typevartuple", &[], args)?;
        // Has no variance, and none is shown.
        variable.infer_variance.set(1);
        Ok(variable.value())
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        parameter::show(thread, this)
    }

    #[slot]
    fn iter(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let only = unpacked(thread, this)?;
        let items = TupleObject::from_slice(thread, &[only])?;
        protocol::iter(thread, items.value())
    }

    #[getter(name = "__name__")]
    fn name(_thread: &mut Thread, this: Ref<ParameterObject>) -> Option<Value> {
        this.name.get()
    }

    #[getter(name = "__default__")]
    fn default(thread: &mut Thread, this: Ref<ParameterObject>) -> PyResult<Value> {
        parameter::default(thread, this)
    }

    #[getter]
    fn evaluate_default(thread: &mut Thread, this: Ref<ParameterObject>) -> PyResult<Value> {
        lazy::evaluator_of(thread, this.default.get(), this.default_evaluator.get())
    }

    #[method]
    fn has_default(_thread: &mut Thread, this: Ref<ParameterObject>) -> bool {
        parameter::has_default(this)
    }

    #[method(name = "__typing_subst__")]
    fn substitute(thread: &mut Thread, _this: Ref<ParameterObject>, _arg: Value) -> PyResult<Value> {
        Err(thread.type_error(format_args!("Substitution of bare TypeVarTuple is not supported")))
    }

    #[method(name = "__typing_prepare_subst__")]
    fn prepare(thread: &mut Thread, this: Ref<ParameterObject>, alias: Value, args: Value) -> PyResult<Value> {
        call_typing(thread, "_typevartuple_prepare_subst", &[this.value(), alias, args])
    }

    #[method(name = "__mro_entries__")]
    fn mro_entries(thread: &mut Thread, _this: Value, _bases: Value) -> PyResult<Value> {
        Err(parameter::no_base(thread, "TypeVarTuple"))
    }

    #[method(name = "__reduce__")]
    fn reduce(_thread: &mut Thread, this: Ref<ParameterObject>) -> Value {
        this.name.get().unwrap_or_else(none)
    }
}
