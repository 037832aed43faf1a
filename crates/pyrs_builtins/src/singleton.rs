//! The classes of None, NotImplemented and Ellipsis.

use pyrs_macros::pymethods;
use pyrs_object::str::StrObject;
use pyrs_object::{Args, PyResult, Thread, Value, core, none, not_implemented};

fn no_arguments(thread: &mut Thread, class: &str, args: Args) -> PyResult<()> {
    if args.all().is_empty() {
        return Ok(());
    }
    Err(thread.type_error(format_args!("{class} takes no arguments")))
}

fn name(thread: &mut Thread, text: &str) -> PyResult<Value> {
    Ok(StrObject::intern(thread, text)?.value())
}

/// The methods of `NoneType`.
pub struct NoneMethods;

/// The type of the None singleton.
#[pymethods]
impl NoneMethods {
    #[slot]
    fn new(thread: &mut Thread, _class: Value, args: Args) -> PyResult<Value> {
        no_arguments(thread, "NoneType", args)?;
        Ok(none())
    }

    #[slot]
    fn repr(thread: &mut Thread, _this: Value) -> PyResult<Value> {
        name(thread, "None")
    }

    #[slot]
    fn truth(_thread: &mut Thread, _this: Value) -> PyResult<bool> {
        Ok(false)
    }

    /// The same in every process, as CPython's.
    #[slot]
    fn hash(_thread: &mut Thread, _this: Value) -> PyResult<i64> {
        Ok(0xFCA8_6420)
    }

    #[slot(ops = "Or")]
    fn binary(thread: &mut Thread, op: pyrs_object::slots::BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        let is_none_pair = left == none() && right == none();
        if op != pyrs_object::slots::BinaryOp::Or || is_none_pair {
            return Ok(not_implemented());
        }
        crate::union::or_types(thread, left, right)
    }
}

/// The methods of `NotImplementedType`.
pub struct NotImplementedMethods;

/// The type of the NotImplemented singleton.
#[pymethods]
impl NotImplementedMethods {
    #[slot]
    fn new(thread: &mut Thread, _class: Value, args: Args) -> PyResult<Value> {
        no_arguments(thread, "NotImplementedType", args)?;
        Ok(not_implemented())
    }

    #[slot]
    fn repr(thread: &mut Thread, _this: Value) -> PyResult<Value> {
        name(thread, "NotImplemented")
    }

    #[slot]
    fn truth(thread: &mut Thread, _this: Value) -> PyResult<bool> {
        Err(thread.type_error(format_args!("NotImplemented should not be used in a boolean context")))
    }

    #[method]
    fn __reduce__(_thread: &mut Thread, _this: Value) -> &'static str {
        "NotImplemented"
    }
}

/// The methods of `ellipsis`.
pub struct EllipsisMethods;

/// The type of the Ellipsis singleton.
#[pymethods]
impl EllipsisMethods {
    #[slot]
    fn new(thread: &mut Thread, _class: Value, args: Args) -> PyResult<Value> {
        no_arguments(thread, "EllipsisType", args)?;
        Ok(core().ellipsis.get().value())
    }

    #[slot]
    fn repr(thread: &mut Thread, _this: Value) -> PyResult<Value> {
        name(thread, "Ellipsis")
    }

    #[method]
    fn __reduce__(_thread: &mut Thread, _this: Value) -> &'static str {
        "Ellipsis"
    }
}

/// Registers the classes.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    let types = &core().types;
    NoneMethods::register(thread, types.none_type.get())?;
    NotImplementedMethods::register(thread, types.not_implemented_type.get())?;
    EllipsisMethods::register(thread, types.ellipsis_type.get())
}
