//! Values that are evaluated when they are asked for, and the absence of a default.

use pyrs_macros::pymethods;
use pyrs_object::convert::{Signature, bind_slot};
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::static_root::StaticRoot;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, core, heap_object, none, protocol};

/// `annotationlib.Format.VALUE`.
const FORMAT_VALUE: i64 = 1;
/// `annotationlib.Format.STRING`.
const FORMAT_STRING: i64 = 4;

/// A field of a type parameter or alias: the value, or the function that will give it, called once.
pub fn force<T>(
    thread: &mut Thread,
    owner: Ref<T>,
    value: &Field<Option<Value>>,
    evaluator: &Field<Option<Value>>,
) -> PyResult<Option<Value>> {
    if let Some(known) = value.get() {
        return Ok(Some(known));
    }
    let Some(function) = evaluator.get() else {
        return Ok(None);
    };
    let made = protocol::call(thread, function, &[Value::small_int(FORMAT_VALUE)])?;
    value.set(owner, Some(made));
    Ok(Some(made))
}

/// What `evaluate_*` attributes give: the evaluator, one that gives the value, or None.
pub fn evaluator_of(thread: &mut Thread, value: Option<Value>, evaluator: Option<Value>) -> PyResult<Value> {
    match (evaluator, value) {
        (Some(evaluator), _) => Ok(evaluator),
        (None, Some(value)) => {
            let constant: Ref<ConstEvaluatorObject> = CONST_EVALUATOR.get().allocate_instance(thread)?;
            constant.value.set(constant, Some(value));
            Ok(constant.value())
        }
        (None, None) => Ok(none()),
    }
}

/// The type of `NoDefault`.
#[repr(C)]
pub struct NoDefaultObject {
    header: Header,
}
heap_object!(NoDefaultObject, "NoDefaultType", NO_DEFAULT_LAYOUT, []);

static NO_DEFAULT_TYPE: NativeClass =
    NativeClass::new("builtins", "NoDefaultType", &NO_DEFAULT_LAYOUT).methods(NoDefaultMethods::TYPE_METHODS);
static NO_DEFAULT: StaticRoot = StaticRoot::new();

/// `typing.NoDefault`.
pub fn no_default(thread: &mut Thread) -> PyResult<Value> {
    if let Some(known) = NO_DEFAULT.get() {
        return Ok(known);
    }
    let class = NO_DEFAULT_TYPE.create(thread)?;
    let made: Ref<NoDefaultObject> = class.allocate_instance(thread)?;
    NO_DEFAULT.set(thread, Some(made.value()));
    Ok(made.value())
}

/// Whether a value is `typing.NoDefault`.
pub fn is_no_default(value: Value) -> bool {
    value.downcast::<NoDefaultObject>().is_some()
}

/// Holds the methods of `NoDefault`.
pub struct NoDefaultMethods;

/// The type of the NoDefault singleton.
#[pymethods]
impl NoDefaultMethods {
    #[slot]
    fn new(thread: &mut Thread, _class: Value, args: Args) -> PyResult<Value> {
        if !args.all().is_empty() {
            return Err(thread.type_error(format_args!("NoDefaultType takes no arguments")));
        }
        no_default(thread)
    }

    #[slot]
    fn repr(thread: &mut Thread, _this: Value) -> PyResult<Value> {
        Ok(StrObject::from_str(thread, "typing.NoDefault")?.value())
    }

    #[method(name = "__reduce__")]
    fn reduce(_thread: &mut Thread, _this: Value) -> &'static str {
        "NoDefault"
    }
}

/// A callable that gives a value which exists already.
#[repr(C)]
pub struct ConstEvaluatorObject {
    header: Header,
    value: Field<Option<Value>>,
}
heap_object!(
    ConstEvaluatorObject,
    "_typing._ConstEvaluator",
    CONST_EVALUATOR_LAYOUT,
    [value]
);

/// `_typing._ConstEvaluator`.
pub static CONST_EVALUATOR: NativeClass = NativeClass::new("_typing", "_ConstEvaluator", &CONST_EVALUATOR_LAYOUT)
    .methods(ConstEvaluatorMethods::TYPE_METHODS);

static CALL: Signature = Signature::of_positional_slot("__call__", &["format"], 1);

/// Holds the methods of the callable.
pub struct ConstEvaluatorMethods;

#[pymethods]
impl ConstEvaluatorMethods {
    #[slot]
    fn call(thread: &mut Thread, this: Value, args: Args) -> PyResult<Value> {
        let [format] = bind_slot::<1>(thread, &CALL, args)?;
        let format = protocol::index_i64(thread, format.unwrap_or_else(none))?;
        let value = this
            .downcast::<ConstEvaluatorObject>()
            .and_then(|this| this.value.get());
        let value = value.unwrap_or_else(none);
        if format != FORMAT_STRING {
            return Ok(value);
        }
        let Some(constraints) = value.downcast::<TupleObject>() else {
            return source_of(thread, value);
        };
        let mut text = b"(".to_vec();
        for (index, constraint) in constraints.items_unbound().iter().enumerate() {
            if index > 0 {
                text.extend(b", ");
            }
            let part = source_of(thread, *constraint)?;
            text.extend(protocol::str(thread, part)?.to_generalised_utf8());
        }
        text.push(b')');
        Ok(StrObject::from_generalised_utf8(thread, &text)?.value())
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let value = this
            .downcast::<ConstEvaluatorObject>()
            .and_then(|this| this.value.get());
        let mut text = b"<constevaluator ".to_vec();
        text.extend(protocol::repr(thread, value.unwrap_or_else(none))?.to_generalised_utf8());
        text.push(b'>');
        Ok(StrObject::from_generalised_utf8(thread, &text)?.value())
    }
}

/// `annotationlib.type_repr(value)`.
fn source_of(thread: &mut Thread, value: Value) -> PyResult<Value> {
    let Some(import) = core().builtins.get().get_interned(core().names.import.get()) else {
        return Err(thread.import_error(format_args!("__import__ not found")));
    };
    let (module, function) = (
        StrObject::intern(thread, "annotationlib")?,
        StrObject::intern(thread, "type_repr")?,
    );
    let module = protocol::call(thread, import, &[module.value()])?;
    protocol::call_method(thread, module, function, &[value])
}
