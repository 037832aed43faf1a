//! What `TypeVar`, `ParamSpec` and `TypeVarTuple` have in common.

use super::{caller_module, lazy};
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::{StrObject, as_str};
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{Args, PyResult, Raised, Ref, Thread, Value, core, heap_object, none, protocol};
use std::cell::Cell;

/// A type parameter; its class says of which kind.
#[repr(C)]
pub struct ParameterObject {
    header: Header,
    /// `__name__`.
    pub name: Field<Option<Value>>,
    /// `__bound__`, once known.
    pub bound: Field<Option<Value>>,
    /// Gives the bound.
    pub bound_evaluator: Field<Option<Value>>,
    /// `__constraints__`, once known.
    pub constraints: Field<Option<Value>>,
    /// Gives the constraints.
    pub constraints_evaluator: Field<Option<Value>>,
    /// `__default__`, once known.
    pub default: Field<Option<Value>>,
    /// Gives the default.
    pub default_evaluator: Field<Option<Value>>,
    /// `__covariant__`.
    pub covariant: Cell<u64>,
    /// `__contravariant__`.
    pub contravariant: Cell<u64>,
    /// `__infer_variance__`.
    pub infer_variance: Cell<u64>,
}
heap_object!(
    ParameterObject,
    "typing.TypeVar",
    PARAMETER_LAYOUT,
    [
        name,
        bound,
        bound_evaluator,
        constraints,
        constraints_evaluator,
        default,
        default_evaluator
    ]
);

/// A parameter that was declared in a type parameter list.
pub fn of_syntax(thread: &mut Thread, class: &'static NativeClass, name: Value) -> PyResult<Ref<ParameterObject>> {
    let parameter: Ref<ParameterObject> = class.get().allocate_instance(thread)?;
    parameter.name.set(parameter, Some(name));
    parameter.infer_variance.set(1);
    Ok(parameter)
}

/// The keyword arguments that constructors may have.
#[derive(Default)]
pub struct Options {
    bound: Option<Value>,
    default: Option<Value>,
    covariant: bool,
    contravariant: bool,
    infer_variance: bool,
}

/// Reads the name and the keyword arguments, those in `allowed`, of a constructor. `function` is for errors.
fn read(thread: &mut Thread, function: &str, allowed: &[&str], args: &Args) -> PyResult<(Value, Options)> {
    let mut name = args.positional().first().copied();
    let mut options = Options::default();
    for (key, value) in args.keywords() {
        let given = key.to_string_lossy();
        match given.as_str() {
            "name" if name.is_none() => name = Some(value),
            "bound" if allowed.contains(&"bound") => options.bound = Some(value).filter(|bound| *bound != none()),
            "default" => options.default = Some(value),
            "covariant" if allowed.contains(&"covariant") => options.covariant = protocol::truth(thread, value)?,
            "contravariant" if allowed.contains(&"covariant") => {
                options.contravariant = protocol::truth(thread, value)?;
            }
            "infer_variance" if allowed.contains(&"covariant") => {
                options.infer_variance = protocol::truth(thread, value)?;
            }
            _ => {
                return Err(thread.type_error(format_args!(
                    "{function}() got an unexpected keyword argument '{given}'"
                )));
            }
        }
    }
    let Some(name) = name else {
        return Err(thread.type_error(format_args!("{function}() missing required argument 'name' (pos 1)")));
    };
    if as_str(name).is_none() {
        let class = class_of(name).name_for_message();
        return Err(thread.type_error(format_args!("{function}() argument 'name' must be str, not {class}")));
    }
    Ok((name, options))
}

/// Makes a parameter of the arguments of a constructor. What follows the name is the caller's.
pub fn construct(
    thread: &mut Thread,
    class: &'static NativeClass,
    function: &str,
    allowed: &[&str],
    args: Args,
) -> PyResult<Ref<ParameterObject>> {
    let (name, options) = read(thread, function, allowed, &args)?;
    if options.covariant && options.contravariant {
        return Err(thread.value_error(format_args!("Bivariant types are not supported.")));
    }
    if options.infer_variance && (options.covariant || options.contravariant) {
        return Err(thread.value_error(format_args!("Variance cannot be specified with infer_variance.")));
    }
    let bound = match options.bound {
        Some(bound) => {
            let message = StrObject::from_str(thread, "Bound must be a type.")?.value();
            Some(super::call_typing(thread, "_type_check", &[bound, message])?)
        }
        None => None,
    };
    let no_default = lazy::no_default(thread)?;
    let parameter: Ref<ParameterObject> = class.get().allocate_instance(thread)?;
    parameter.name.set(parameter, Some(name));
    parameter.bound.set(parameter, bound);
    parameter
        .default
        .set(parameter, Some(options.default.unwrap_or(no_default)));
    parameter.covariant.set(options.covariant.into());
    parameter.contravariant.set(options.contravariant.into());
    parameter.infer_variance.set(options.infer_variance.into());
    let module = caller_module(thread)?;
    if module != none() {
        let name = core().names.module.get();
        protocol::setattr(thread, parameter.value(), name, Some(module))?;
    }
    Ok(parameter)
}

/// `__default__`.
pub fn default(thread: &mut Thread, this: Ref<ParameterObject>) -> PyResult<Value> {
    match lazy::force(thread, this, &this.default, &this.default_evaluator)? {
        Some(default) => Ok(default),
        None => lazy::no_default(thread),
    }
}

/// Whether there is a default.
pub fn has_default(this: Ref<ParameterObject>) -> bool {
    match this.default.get() {
        Some(default) => !lazy::is_no_default(default),
        None => this.default_evaluator.get().is_some(),
    }
}

/// The name with a sign for the variance.
pub fn show(thread: &mut Thread, this: Value) -> PyResult<Value> {
    let Some(this) = this.downcast::<ParameterObject>() else {
        return Err(crate::collect::wrong_receiver(thread, "typing.TypeVar", this));
    };
    let sign = match (
        this.infer_variance.get(),
        this.covariant.get(),
        this.contravariant.get(),
    ) {
        (0, 0, 0) => "~",
        (0, 0, _) => "-",
        (0, _, _) => "+",
        _ => "",
    };
    let mut text = sign.as_bytes().to_vec();
    let name = this.name.get().unwrap_or_else(none);
    text.extend(protocol::str(thread, name)?.to_generalised_utf8());
    Ok(StrObject::from_generalised_utf8(thread, &text)?.value())
}

/// The error of a class that names an instance as its base.
#[cold]
pub fn no_base(thread: &mut Thread, class: &str) -> Raised {
    thread.type_error(format_args!("Cannot subclass an instance of {class}"))
}

/// `__typing_prepare_subst__` of `TypeVar`: adds the default to arguments that end before it.
pub fn with_default(thread: &mut Thread, this: Ref<ParameterObject>, alias: Value, args: Value) -> PyResult<Value> {
    let name = StrObject::intern(thread, "__parameters__")?;
    let parameters = protocol::getattr(thread, alias, name)?;
    let parameters = crate::collect::to_tuple(thread, parameters)?;
    let given = crate::collect::to_tuple(thread, args)?;
    let place = parameters
        .items()
        .iter()
        .position(|parameter| *parameter == this.value());
    match place {
        Some(place) if place < given.len() => return Ok(args),
        Some(place) if place == given.len() && has_default(this) => {
            let default = default(thread, this)?;
            let all = TupleObject::with_length(thread, given.len() + 1)?;
            all.initialise_slice(0, given.items_unbound());
            all.initialise_item(given.len(), default);
            return Ok(all.value());
        }
        _ => {}
    }
    let alias = protocol::str(thread, alias)?.to_string_lossy();
    let (actual, least) = (given.len(), place.map_or(0, |place| place + 1));
    Err(thread.type_error(format_args!(
        "Too few arguments for {alias}; actual {actual}, expected at least {least}"
    )))
}
