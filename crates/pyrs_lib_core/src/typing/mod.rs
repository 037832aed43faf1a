//! The module `_typing`: type parameters, type aliases, `Generic`.
//!
//! What is not data is in `typing.py`, which is called by name. Bounds, constraints, defaults and values that were
//! written in the syntax of type parameters are evaluated when they are asked for. The functions `_make_*` and
//! `_set_typeparam_default` are what compiled code calls for that syntax.

mod alias;
mod generic;
mod lazy;
mod parameter;
mod parameter_spec;
mod variable;

use pyrs_macros::pymodule;
use pyrs_object::module::ModuleObject;
use pyrs_object::slots::BinaryOp;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{PyResult, Ref, Thread, Value, core, none, protocol};

/// An attribute of the module `typing`.
fn typing_attribute(thread: &mut Thread, name: &str) -> PyResult<Value> {
    let Some(import) = core().builtins.get().get_interned(core().names.import.get()) else {
        return Err(thread.import_error(format_args!("__import__ not found")));
    };
    let module = StrObject::intern(thread, "typing")?;
    let module = protocol::call(thread, import, &[module.value()])?;
    let name = StrObject::intern(thread, name)?;
    protocol::getattr(thread, module, name)
}

/// Calls a function of the module `typing`.
fn call_typing(thread: &mut Thread, function: &str, args: &[Value]) -> PyResult<Value> {
    let function = typing_attribute(thread, function)?;
    protocol::call(thread, function, args)
}

/// The class of `int | str`.
fn union_class(thread: &mut Thread) -> PyResult<Ref<TypeObject>> {
    let types = &core().types;
    let union = protocol::binary(thread, BinaryOp::Or, types.int.get().value(), types.str_.get().value())?;
    Ok(class_of(union))
}

/// `Union[left, right]`.
fn union_of(thread: &mut Thread, left: Value, right: Value) -> PyResult<Value> {
    let class = union_class(thread)?;
    let both = TupleObject::from_slice(thread, &[left, right])?;
    protocol::getitem(thread, class.value(), both.value())
}

/// `Unpack[object]`.
fn unpacked(thread: &mut Thread, object: Value) -> PyResult<Value> {
    let unpack = typing_attribute(thread, "Unpack")?;
    protocol::getitem(thread, unpack, object)
}

/// `__name__` of the module whose code is running, or None.
fn caller_module(thread: &mut Thread) -> PyResult<Value> {
    let Some(current_frame) = core().hooks.current_frame.get() else {
        return Ok(none());
    };
    let function = current_frame(thread).and_then(|frame| frame.function);
    let function = function.and_then(|function| function.downcast::<pyrs_object::function::FunctionObject>());
    let name = function.and_then(|function| function.globals.get().get_interned(core().names.name.get()));
    Ok(name.unwrap_or_else(none))
}

/// Primitives and accelerators for the typing module.
#[pymodule(name = "_typing")]
pub mod module {
    use super::{ModuleObject, PyResult, Ref, Thread, Value, union_class};
    use super::{alias, generic, lazy, parameter, parameter_spec, variable};

    /// Return the argument.
    #[function(name = "_idfunc")]
    fn identity(_thread: &mut Thread, x: Value) -> Value {
        x
    }

    /// The type variable of a type parameter list.
    #[function(name = "_make_typevar")]
    fn make_variable(thread: &mut Thread, name: Value) -> PyResult<Value> {
        Ok(parameter::of_syntax(thread, &variable::TYPE_VAR, name)?.value())
    }

    /// The type variable of a type parameter list, with the function that evaluates its bound.
    #[function(name = "_make_typevar_with_bound")]
    fn make_bounded(thread: &mut Thread, name: Value, bound: Value) -> PyResult<Value> {
        let variable = parameter::of_syntax(thread, &variable::TYPE_VAR, name)?;
        variable.bound_evaluator.set(variable, Some(bound));
        Ok(variable.value())
    }

    /// The type variable of a type parameter list, with the function that evaluates its constraints.
    #[function(name = "_make_typevar_with_constraints")]
    fn make_constrained(thread: &mut Thread, name: Value, constraints: Value) -> PyResult<Value> {
        let variable = parameter::of_syntax(thread, &variable::TYPE_VAR, name)?;
        variable.constraints_evaluator.set(variable, Some(constraints));
        Ok(variable.value())
    }

    /// The parameter specification of a type parameter list.
    #[function(name = "_make_paramspec")]
    fn make_specification(thread: &mut Thread, name: Value) -> PyResult<Value> {
        Ok(parameter::of_syntax(thread, &parameter_spec::PARAM_SPEC, name)?.value())
    }

    /// The variadic variable of a type parameter list.
    #[function(name = "_make_typevartuple")]
    fn make_variadic(thread: &mut Thread, name: Value) -> PyResult<Value> {
        Ok(parameter::of_syntax(thread, &variable::TYPE_VAR_TUPLE, name)?.value())
    }

    /// Gives a type parameter the function that evaluates its default.
    #[function(name = "_set_typeparam_default")]
    fn set_default(
        thread: &mut Thread,
        parameter: Ref<parameter::ParameterObject>,
        evaluator: Value,
    ) -> PyResult<Value> {
        let _ = thread;
        parameter.default_evaluator.set(parameter, Some(evaluator));
        Ok(parameter.value())
    }

    /// `Generic[parameters]`.
    #[function(name = "_make_generic")]
    fn make_generic(thread: &mut Thread, parameters: Value) -> PyResult<Value> {
        generic::of_parameters(thread, parameters)
    }

    /// The alias of a `type` statement: of a tuple of name, type parameters and evaluator.
    #[function(name = "_make_typealias")]
    fn make_alias(thread: &mut Thread, parts: Value) -> PyResult<Value> {
        alias::of_statement(thread, parts)
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        let dict = module.dict.get();
        lazy::CONST_EVALUATOR.create(thread)?;
        for (name, class) in [
            ("TypeVar", &variable::TYPE_VAR),
            ("TypeVarTuple", &variable::TYPE_VAR_TUPLE),
            ("ParamSpec", &parameter_spec::PARAM_SPEC),
            ("ParamSpecArgs", &parameter_spec::ARGS),
            ("ParamSpecKwargs", &parameter_spec::KWARGS),
            ("TypeAliasType", &alias::TYPE_ALIAS),
            ("Generic", &generic::GENERIC),
        ] {
            let class = class.create(thread)?;
            dict.set_str(thread, name, class.value())?;
        }
        let union = union_class(thread)?;
        dict.set_str(thread, "Union", union.value())?;
        let no_default = lazy::no_default(thread)?;
        dict.set_str(thread, "NoDefault", no_default)
    }
}

pub use module::MODULE;
