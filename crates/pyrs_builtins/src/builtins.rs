//! The `builtins` namespace: classes, constants, and the functions that belong to the class system.

use crate::exception::group::EXCEPTION_GROUP;
use pyrs_macros::pymodule;
use pyrs_object::core::BUILTIN_TYPES;
use pyrs_object::{PyResult, Thread, bool_value, core, none, not_implemented};

/// Functions of the class system.
#[pymodule(name = "builtins")]
pub mod functions {
    use pyrs_object::{Args, PyResult, Thread, Value};

    /// Internal helper function used by the class statement.
    #[function]
    fn __build_class__(thread: &mut Thread, args: Args) -> PyResult<Value> {
        crate::class::build_class::build_class(thread, args)
    }

    /// Return whether an object is an instance of a class or of a subclass thereof.
    ///
    /// A tuple, as in ``isinstance(x, (A, B, ...))``, may be given as the target to
    /// check against. This is equivalent to ``isinstance(x, A) or isinstance(x, B)
    /// or ...`` etc.
    #[function]
    fn isinstance(thread: &mut Thread, obj: Value, class_or_tuple: Value) -> PyResult<bool> {
        crate::isinstance::is_instance(thread, obj, class_or_tuple)
    }

    /// Return whether 'cls' is derived from another class or is the same class.
    ///
    /// A tuple, as in ``issubclass(x, (A, B, ...))``, may be given as the target to
    /// check against. This is equivalent to ``issubclass(x, A) or issubclass(x, B)
    /// or ...``.
    #[function]
    fn issubclass(thread: &mut Thread, cls: Value, class_or_tuple: Value) -> PyResult<bool> {
        crate::isinstance::is_subclass(thread, cls, class_or_tuple)
    }
}

/// Classes of the table that `builtins` does not show: they are reached through `types`.
const HIDDEN: &[&str] = &[
    "NoneType",
    "NotImplementedType",
    "ellipsis",
    "cell",
    "code",
    "function",
    "method",
    "builtin_function_or_method",
    "method_descriptor",
    "classmethod_descriptor",
    "wrapper_descriptor",
    "method-wrapper",
    "member_descriptor",
    "getset_descriptor",
    "module",
    "traceback",
    "frame",
    "generator",
    "coroutine",
    "async_generator",
    "list_iterator",
    "tuple_iterator",
    "range_iterator",
];

/// Fills the namespace.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    let dict = core().builtins.get();
    for row in BUILTIN_TYPES.iter().filter(|row| !HIDDEN.contains(&row.name)) {
        let class = (row.root)(&core().types).get();
        dict.set_str(thread, row.name, class.value())?;
    }
    let types = &core().types;
    dict.set_str(thread, "ExceptionGroup", EXCEPTION_GROUP.get().value())?;
    dict.set_str(thread, "EnvironmentError", types.os_error.get().value())?;
    dict.set_str(thread, "IOError", types.os_error.get().value())?;
    dict.set_str(thread, "None", none())?;
    dict.set_str(thread, "True", bool_value(true))?;
    dict.set_str(thread, "False", bool_value(false))?;
    dict.set_str(thread, "NotImplemented", not_implemented())?;
    dict.set_str(thread, "Ellipsis", core().ellipsis.get().value())?;
    functions::MODULE.fill_builtins(thread)
}
