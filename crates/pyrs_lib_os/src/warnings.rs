//! Warnings raised by native code, through the `warnings` machinery if it is loaded.

use crate::invoke;
use pyrs_object::str::StrObject;
use pyrs_object::{PyResult, Thread, Value};

/// `warnings.warn(message, category, stack_level)` for a built-in category.
pub fn warn(thread: &mut Thread, category: &str, message: &str, stack_level: i64) -> PyResult<()> {
    let category = invoke::builtin(thread, category)?;
    let message = StrObject::from_str(thread, message)?.value();
    let module = invoke::import(thread, "_warnings")?;
    let args = [message, category, Value::small_int(stack_level)];
    invoke::method(thread, module, "warn", &args).map(|_| ())
}
