//! `ParamSpec`, and the `P.args` and `P.kwargs` of one.

use super::parameter::{self, PARAMETER_LAYOUT, ParameterObject};
use super::{call_typing, lazy, union_of};
use crate::collect::wrong_receiver;
use pyrs_macros::pymethods;
use pyrs_object::convert::{Signature, bind_slot};
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::slots::{BinaryOp, CompareOp};
use pyrs_object::str::StrObject;
use pyrs_object::type_object::{TypeFlags, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, heap_object, none, not_implemented, protocol};

/// `typing.ParamSpec`.
pub static PARAM_SPEC: NativeClass = NativeClass::new("typing", "ParamSpec", &PARAMETER_LAYOUT)
    .flags(TypeFlags::HAS_DICT.union(TypeFlags::HAS_WEAKREF))
    .methods(ParamSpecMethods::TYPE_METHODS);

/// `P.args` or `P.kwargs`.
#[repr(C)]
pub struct PartObject {
    header: Header,
    origin: Field<Option<Value>>,
}
heap_object!(PartObject, "typing.ParamSpecArgs", PART_LAYOUT, [origin]);

/// `typing.ParamSpecArgs`.
pub static ARGS: NativeClass = NativeClass::new("typing", "ParamSpecArgs", &PART_LAYOUT)
    .flags(TypeFlags::HAS_WEAKREF)
    .methods(ArgsMethods::TYPE_METHODS);
/// `typing.ParamSpecKwargs`.
pub static KWARGS: NativeClass = NativeClass::new("typing", "ParamSpecKwargs", &PART_LAYOUT)
    .flags(TypeFlags::HAS_WEAKREF)
    .methods(KwargsMethods::TYPE_METHODS);

fn part(thread: &mut Thread, class: &'static NativeClass, origin: Value) -> PyResult<Value> {
    let part: Ref<PartObject> = class.get().allocate_instance(thread)?;
    part.origin.set(part, Some(origin));
    Ok(part.value())
}

fn show_part(thread: &mut Thread, this: Value, suffix: &str) -> PyResult<Value> {
    let Some(this) = this.downcast::<PartObject>() else {
        return Err(wrong_receiver(thread, "typing.ParamSpecArgs", this));
    };
    let origin = this.origin.get().unwrap_or_else(none);
    let shown = match origin.downcast::<ParameterObject>() {
        Some(parameter) => protocol::str(thread, parameter.name.get().unwrap_or_else(none))?,
        None => protocol::repr(thread, origin)?,
    };
    let mut text = shown.to_generalised_utf8();
    text.extend(suffix.bytes());
    Ok(StrObject::from_generalised_utf8(thread, &text)?.value())
}

fn compare_parts(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
    let parts = (left.downcast::<PartObject>(), right.downcast::<PartObject>());
    match parts {
        (Some(a), Some(b)) if class_of(left) == class_of(right) && matches!(op, CompareOp::Eq | CompareOp::Ne) => {
            let (a, b) = (a.origin.get().unwrap_or_else(none), b.origin.get().unwrap_or_else(none));
            protocol::compare(thread, op, a, b)
        }
        _ => Ok(not_implemented()),
    }
}

/// Holds the methods of `ParamSpec`.
pub struct ParamSpecMethods;

/// Parameter specification variable.
///
/// The preferred way to construct a parameter specification is via the
/// dedicated syntax for generic functions, classes, and type aliases,
/// where the use of '**' creates a parameter specification.
#[pymethods]
impl ParamSpecMethods {
    #[slot]
    fn new(thread: &mut Thread, _class: Value, args: Args) -> PyResult<Value> {
        if args.positional().len() > 1 {
            let count = args.positional().len();
            return Err(thread.type_error(format_args!(
                "paramspec() takes exactly 1 positional argument ({count} given)"
            )));
        }
        let made = parameter::construct(thread, &PARAM_SPEC, "paramspec", &["bound", "covariant"], args)?;
        Ok(made.value())
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
    fn bound(_thread: &mut Thread, this: Ref<ParameterObject>) -> Option<Value> {
        this.bound.get()
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
    fn evaluate_default(thread: &mut Thread, this: Ref<ParameterObject>) -> PyResult<Value> {
        lazy::evaluator_of(thread, this.default.get(), this.default_evaluator.get())
    }

    /// Represents positional arguments.
    #[getter]
    fn args(thread: &mut Thread, this: Ref<ParameterObject>) -> PyResult<Value> {
        part(thread, &ARGS, this.value())
    }

    /// Represents keyword arguments.
    #[getter]
    fn kwargs(thread: &mut Thread, this: Ref<ParameterObject>) -> PyResult<Value> {
        part(thread, &KWARGS, this.value())
    }

    #[method]
    fn has_default(_thread: &mut Thread, this: Ref<ParameterObject>) -> bool {
        parameter::has_default(this)
    }

    #[method(name = "__typing_subst__")]
    fn substitute(thread: &mut Thread, this: Ref<ParameterObject>, arg: Value) -> PyResult<Value> {
        call_typing(thread, "_paramspec_subst", &[this.value(), arg])
    }

    #[method(name = "__typing_prepare_subst__")]
    fn prepare(thread: &mut Thread, this: Ref<ParameterObject>, alias: Value, args: Value) -> PyResult<Value> {
        call_typing(thread, "_paramspec_prepare_subst", &[this.value(), alias, args])
    }

    #[method(name = "__mro_entries__")]
    fn mro_entries(thread: &mut Thread, _this: Value, _bases: Value) -> PyResult<Value> {
        Err(parameter::no_base(thread, "ParamSpec"))
    }

    #[method(name = "__reduce__")]
    fn reduce(_thread: &mut Thread, this: Ref<ParameterObject>) -> Option<Value> {
        this.name.get()
    }
}

static ARGS_NEW: Signature = Signature::of_slot("paramspecargs", &["origin"], 1);
static KWARGS_NEW: Signature = Signature::of_slot("paramspeckwargs", &["origin"], 1);

/// Holds the methods of `ParamSpecArgs`.
pub struct ArgsMethods;

/// The args for a ParamSpec object.
///
/// Given a ParamSpec object P, P.args returns an instance of ParamSpecArgs.
#[pymethods]
impl ArgsMethods {
    #[slot]
    fn new(thread: &mut Thread, _class: Value, args: Args) -> PyResult<Value> {
        let [origin] = bind_slot::<1>(thread, &ARGS_NEW, args)?;
        part(thread, &ARGS, origin.unwrap_or_else(none))
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        show_part(thread, this, ".args")
    }

    #[slot]
    fn compare(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        compare_parts(thread, op, left, right)
    }

    #[getter(name = "__origin__")]
    fn origin(_thread: &mut Thread, this: Ref<PartObject>) -> Option<Value> {
        this.origin.get()
    }

    #[method(name = "__mro_entries__")]
    fn mro_entries(thread: &mut Thread, _this: Value, _bases: Value) -> PyResult<Value> {
        Err(parameter::no_base(thread, "ParamSpecArgs"))
    }
}

/// Holds the methods of `ParamSpecKwargs`.
pub struct KwargsMethods;

/// The kwargs for a ParamSpec object.
///
/// Given a ParamSpec object P, P.kwargs returns an instance of ParamSpecKwargs.
#[pymethods]
impl KwargsMethods {
    #[slot]
    fn new(thread: &mut Thread, _class: Value, args: Args) -> PyResult<Value> {
        let [origin] = bind_slot::<1>(thread, &KWARGS_NEW, args)?;
        part(thread, &KWARGS, origin.unwrap_or_else(none))
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        show_part(thread, this, ".kwargs")
    }

    #[slot]
    fn compare(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        compare_parts(thread, op, left, right)
    }

    #[getter(name = "__origin__")]
    fn origin(_thread: &mut Thread, this: Ref<PartObject>) -> Option<Value> {
        this.origin.get()
    }

    #[method(name = "__mro_entries__")]
    fn mro_entries(thread: &mut Thread, _this: Value, _bases: Value) -> PyResult<Value> {
        Err(parameter::no_base(thread, "ParamSpecKwargs"))
    }
}
