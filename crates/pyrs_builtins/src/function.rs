//! `function` and `cell`. The interpreter sets the `call` slot of functions.

use pyrs_macros::pymethods;
use pyrs_object::code::CodeObject;
use pyrs_object::convert::{Signature, bind_slot};
use pyrs_object::dict::DictObject;
use pyrs_object::function::{CellObject, FunctionObject};
use pyrs_object::slots::CompareOp;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{
    Args, HeapObject, PyResult, Ref, Thread, Value, attribute, bool_value, core, none, not_implemented, protocol,
};

/// An attribute that must be of one type, or None for absent.
fn typed_or_none<T: HeapObject>(thread: &mut Thread, value: Option<Value>, message: &str) -> PyResult<Option<Ref<T>>> {
    match value.filter(|v| *v != none()) {
        None => Ok(None),
        Some(value) => match value.downcast() {
            Some(object) => Ok(Some(object)),
            None => Err(thread.type_error(format_args!("{message}"))),
        },
    }
}

fn required_str(thread: &mut Thread, value: Option<Value>, name: &str) -> PyResult<Ref<StrObject>> {
    match value.and_then(|v| v.downcast()) {
        Some(text) => Ok(text),
        None => Err(thread.type_error(format_args!("{name} must be set to a string object"))),
    }
}

/// An argument of the constructor that must be of one type.
fn typed_argument<T: HeapObject>(
    thread: &mut Thread,
    value: Option<Value>,
    name: &str,
    kind: &str,
) -> PyResult<Ref<T>> {
    let value = value.unwrap_or_else(none);
    match value.downcast() {
        Some(object) => Ok(object),
        None => {
            let class = class_of(value).name_for_message();
            Err(thread.type_error(format_args!("function() argument '{name}' must be {kind}, not {class}")))
        }
    }
}

/// The methods of `function`.
pub struct FunctionMethods;

/// Create a function object.
///
///   code
///     a code object
///   globals
///     the globals dictionary
///   name
///     a string that overrides the name from the code object
///   argdefs
///     a tuple that specifies the default argument values
///   closure
///     a tuple that supplies the bindings for free variables
///   kwdefaults
///     a dictionary that specifies the default keyword argument values
#[pymethods]
impl FunctionMethods {
    #[slot]
    fn new(thread: &mut Thread, _class: Value, args: Args) -> PyResult<Value> {
        static SIGNATURE: Signature = Signature::of_slot(
            "function",
            &["code", "globals", "name", "argdefs", "closure", "kwdefaults"],
            2,
        );
        let [code, globals, name, defaults, closure, kwdefaults] = bind_slot(thread, &SIGNATURE, args)?;
        let code = typed_argument::<CodeObject>(thread, code, "code", "code")?;
        let globals = typed_argument::<DictObject>(thread, globals, "globals", "dict")?;
        let name = typed_or_none::<StrObject>(thread, name, "arg 3 (name) must be None or string")?;
        let defaults = typed_or_none::<TupleObject>(thread, defaults, "arg 4 (defaults) must be None or tuple")?;
        let closure = typed_or_none::<TupleObject>(thread, closure, "arg 5 (closure) must be None or tuple")?;
        let kwdefaults = typed_or_none::<DictObject>(thread, kwdefaults, "arg 6 (kwdefaults) must be None or dict")?;
        let wanted = code.template().freevars.len();
        check_closure(thread, code, closure, wanted)?;
        let function = FunctionObject::new(thread, code, globals)?;
        if let Some(name) = name {
            function.name.set(function, name);
        }
        function.defaults.set(function, defaults);
        function.kwdefaults.set(function, kwdefaults);
        function.closure.set(function, closure.filter(|c| !c.is_empty()));
        Ok(function.value())
    }

    #[slot]
    fn descr_get(thread: &mut Thread, this: Value, object: Option<Value>, class: Value) -> PyResult<Value> {
        attribute::function_get(thread, this, object, class)
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let qualname = this
            .downcast::<FunctionObject>()
            .and_then(|f| f.qualname.get().downcast::<StrObject>());
        let qualname = qualname.map_or_else(String::new, |q| q.to_string_lossy());
        let text = format!("<function {qualname} at {:#x}>", this.bits());
        Ok(StrObject::from_str(thread, &text)?.value())
    }

    #[getter]
    fn __code__(_thread: &mut Thread, this: Ref<FunctionObject>) -> Ref<CodeObject> {
        this.code.get()
    }

    #[setter(name = "__code__")]
    fn set_code(thread: &mut Thread, this: Ref<FunctionObject>, value: Option<Value>) -> PyResult<()> {
        let Some(code) = value.and_then(|v| v.downcast::<CodeObject>()) else {
            return Err(thread.type_error(format_args!("__code__ must be set to a code object")));
        };
        let (wanted, has) = (
            code.template().freevars.len(),
            this.closure.get().map_or(0, |c| c.len()),
        );
        if wanted != has {
            let name = this.name.get().to_string_lossy();
            return Err(thread.value_error(format_args!(
                "{name}() requires a code object with {has} free vars, not {wanted}"
            )));
        }
        this.code.set(this, code);
        Ok(())
    }

    #[getter(kind = "member")]
    fn __globals__(_thread: &mut Thread, this: Ref<FunctionObject>) -> Ref<DictObject> {
        this.globals.get()
    }

    #[getter(kind = "member")]
    fn __builtins__(_thread: &mut Thread, this: Ref<FunctionObject>) -> Ref<DictObject> {
        this.builtins.get()
    }

    #[getter(kind = "member")]
    fn __closure__(_thread: &mut Thread, this: Ref<FunctionObject>) -> Option<Ref<TupleObject>> {
        this.closure.get()
    }

    #[getter]
    fn __defaults__(_thread: &mut Thread, this: Ref<FunctionObject>) -> Option<Ref<TupleObject>> {
        this.defaults.get()
    }

    #[setter(name = "__defaults__")]
    fn set_defaults(thread: &mut Thread, this: Ref<FunctionObject>, value: Option<Value>) -> PyResult<()> {
        let defaults = typed_or_none(thread, value, "__defaults__ must be set to a tuple object")?;
        this.defaults.set(this, defaults);
        Ok(())
    }

    #[getter]
    fn __kwdefaults__(_thread: &mut Thread, this: Ref<FunctionObject>) -> Option<Ref<DictObject>> {
        this.kwdefaults.get()
    }

    #[setter(name = "__kwdefaults__")]
    fn set_kwdefaults(thread: &mut Thread, this: Ref<FunctionObject>, value: Option<Value>) -> PyResult<()> {
        let kwdefaults = typed_or_none(thread, value, "__kwdefaults__ must be set to a dict object")?;
        this.kwdefaults.set(this, kwdefaults);
        Ok(())
    }

    #[getter]
    fn __name__(_thread: &mut Thread, this: Ref<FunctionObject>) -> Ref<StrObject> {
        this.name.get()
    }

    #[setter(name = "__name__")]
    fn set_name(thread: &mut Thread, this: Ref<FunctionObject>, value: Option<Value>) -> PyResult<()> {
        let name = required_str(thread, value, "__name__")?;
        this.name.set(this, name);
        Ok(())
    }

    #[getter]
    fn __qualname__(_thread: &mut Thread, this: Ref<FunctionObject>) -> Value {
        this.qualname.get()
    }

    #[setter(name = "__qualname__")]
    fn set_qualname(thread: &mut Thread, this: Ref<FunctionObject>, value: Option<Value>) -> PyResult<()> {
        let name = required_str(thread, value, "__qualname__")?;
        this.qualname.set(this, name.value());
        Ok(())
    }

    #[getter]
    fn __module__(_thread: &mut Thread, this: Ref<FunctionObject>) -> Option<Value> {
        this.module.get()
    }

    #[setter(name = "__module__")]
    fn set_module(_thread: &mut Thread, this: Ref<FunctionObject>, value: Option<Value>) -> PyResult<()> {
        this.module.set(this, value);
        Ok(())
    }

    #[getter]
    fn __doc__(_thread: &mut Thread, this: Ref<FunctionObject>) -> Option<Value> {
        this.doc.get()
    }

    #[setter(name = "__doc__")]
    fn set_doc(_thread: &mut Thread, this: Ref<FunctionObject>, value: Option<Value>) -> PyResult<()> {
        this.doc.set(this, value);
        Ok(())
    }

    #[getter]
    fn __dict__(thread: &mut Thread, this: Ref<FunctionObject>) -> PyResult<Ref<DictObject>> {
        if let Some(dict) = this.dict.get() {
            return Ok(dict);
        }
        let dict = DictObject::new(thread)?;
        this.dict.set(this, Some(dict));
        Ok(dict)
    }

    #[setter(name = "__dict__")]
    fn set_dict(thread: &mut Thread, this: Ref<FunctionObject>, value: Option<Value>) -> PyResult<()> {
        let Some(value) = value else {
            return Err(thread.type_error(format_args!("cannot delete __dict__")));
        };
        let Some(dict) = value.downcast() else {
            let class = class_of(value).name_for_message();
            return Err(thread.type_error(format_args!("__dict__ must be set to a dictionary, not a '{class}'")));
        };
        this.dict.set(this, Some(dict));
        Ok(())
    }

    /// Evaluated when first asked for (PEP 649).
    #[getter]
    fn __annotations__(thread: &mut Thread, this: Ref<FunctionObject>) -> PyResult<Value> {
        match this.annotations.get() {
            Some(pairs) if pairs.downcast::<TupleObject>().is_some() => {
                // Name and value in turns, as the compiler leaves them for `from __future__ import annotations`.
                let dict = DictObject::new(thread)?;
                let pairs = pairs
                    .downcast::<TupleObject>()
                    .unwrap_or_else(|| core().empty_tuple.get());
                for pair in pairs.items_unbound().chunks_exact(2) {
                    dict.set(thread, pair[0], pair[1])?;
                }
                this.annotations.set(this, Some(dict.value()));
                Ok(dict.value())
            }
            Some(annotations) => Ok(annotations),
            None => {
                let annotate = this.annotate.get().unwrap_or_else(none);
                let annotations = crate::class::attributes::evaluate_annotations(thread, annotate)?;
                this.annotations.set(this, Some(annotations));
                Ok(annotations)
            }
        }
    }

    #[setter(name = "__annotations__")]
    fn set_annotations(thread: &mut Thread, this: Ref<FunctionObject>, value: Option<Value>) -> PyResult<()> {
        let message = "__annotations__ must be set to a dict object";
        let annotations = typed_or_none::<DictObject>(thread, value, message)?;
        this.annotations.set(this, annotations.map(Ref::value));
        this.annotate.set(this, None);
        Ok(())
    }

    #[getter]
    fn __annotate__(_thread: &mut Thread, this: Ref<FunctionObject>) -> Option<Value> {
        this.annotate.get()
    }

    #[setter(name = "__annotate__")]
    fn set_annotate(thread: &mut Thread, this: Ref<FunctionObject>, value: Option<Value>) -> PyResult<()> {
        match value {
            None => Err(thread.type_error(format_args!("__annotate__ cannot be deleted"))),
            Some(value) if value == none() => {
                this.annotate.set(this, None);
                Ok(())
            }
            Some(value) if class_of(value).slot(|s| s.call).is_some() => {
                this.annotate.set(this, Some(value));
                this.annotations.set(this, None);
                Ok(())
            }
            Some(_) => Err(thread.type_error(format_args!("__annotate__ must be callable or None"))),
        }
    }

    #[getter]
    fn __type_params__(_thread: &mut Thread, this: Ref<FunctionObject>) -> Value {
        this.type_params
            .get()
            .unwrap_or_else(|| core().empty_tuple.get().value())
    }

    #[setter(name = "__type_params__")]
    fn set_type_params(thread: &mut Thread, this: Ref<FunctionObject>, value: Option<Value>) -> PyResult<()> {
        match value.filter(|v| v.downcast::<TupleObject>().is_some()) {
            Some(value) => {
                this.type_params.set(this, Some(value));
                Ok(())
            }
            None => Err(thread.type_error(format_args!("__type_params__ must be set to a tuple"))),
        }
    }
}

fn check_closure(
    thread: &mut Thread,
    code: Ref<CodeObject>,
    closure: Option<Ref<TupleObject>>,
    wanted: usize,
) -> PyResult<()> {
    let given = closure.map_or(0, |c| c.len());
    if wanted > 0 && closure.is_none() {
        return Err(thread.type_error(format_args!("arg 5 (closure) must be tuple")));
    }
    if given != wanted {
        let name = code.name.get().to_string_lossy();
        return Err(thread.value_error(format_args!("{name} requires closure of length {wanted}, not {given}")));
    }
    let wrong = closure.and_then(|c| c.items().iter().find(|v| v.downcast::<CellObject>().is_none()).copied());
    if let Some(wrong) = wrong {
        let found = class_of(wrong).name_for_message();
        return Err(thread.type_error(format_args!("arg 5 (closure) expected cell, found {found}")));
    }
    Ok(())
}

/// The methods of `cell`.
pub struct CellMethods;

/// Create a new cell object.
///
///   contents
///     the contents of the cell. If not specified, the cell will be empty,
///     and further attempts to access its cell_contents attribute will
///     raise a ValueError.
#[pymethods]
impl CellMethods {
    #[slot]
    fn new(thread: &mut Thread, _class: Value, args: Args) -> PyResult<Value> {
        static SIGNATURE: Signature = Signature::of_positional_slot("cell", &["contents"], 0);
        let [content] = bind_slot(thread, &SIGNATURE, args)?;
        Ok(CellObject::new(thread, content)?.value())
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let content = this.downcast::<CellObject>().and_then(|c| c.content.get());
        let text = match content {
            None => format!("<cell at {:#x}: empty>", this.bits()),
            Some(content) => {
                let class = class_of(content).name_for_message();
                format!("<cell at {:#x}: {class} object at {:#x}>", this.bits(), content.bits())
            }
        };
        Ok(StrObject::from_str(thread, &text)?.value())
    }

    #[slot]
    fn compare(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        let (Some(a), Some(b)) = (left.downcast::<CellObject>(), right.downcast::<CellObject>()) else {
            return Ok(not_implemented());
        };
        match (a.content.get(), b.content.get()) {
            (Some(a), Some(b)) => protocol::compare(thread, op, a, b),
            (a, b) => Ok(bool_value(op.holds(a.is_some().cmp(&b.is_some())))),
        }
    }

    #[getter]
    fn cell_contents(thread: &mut Thread, this: Ref<CellObject>) -> PyResult<Value> {
        match this.content.get() {
            Some(content) => Ok(content),
            None => Err(thread.value_error(format_args!("Cell is empty"))),
        }
    }

    #[setter]
    fn set_cell_contents(_thread: &mut Thread, this: Ref<CellObject>, value: Option<Value>) -> PyResult<()> {
        this.content.set(this, value);
        Ok(())
    }
}

/// Registers the classes.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    FunctionMethods::register(thread, core().types.function.get())?;
    CellMethods::register(thread, core().types.cell.get())
}
