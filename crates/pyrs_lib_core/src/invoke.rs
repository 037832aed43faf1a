//! Names of `builtins` and of modules written in Python, and the check for signals.

use pyrs_object::str::StrObject;
use pyrs_object::{PyResult, Thread, Value, core, protocol};
use std::sync::atomic::Ordering;

/// A name of the `builtins` module.
pub fn builtin(thread: &mut Thread, name: &str) -> PyResult<Value> {
    let text = StrObject::intern(thread, name)?;
    match core().builtins.get().get_interned(text) {
        Some(value) => Ok(value),
        None => Err(thread.name_error_plain(format_args!("name '{name}' is not defined"))),
    }
}

/// `module.name`, where the module is not inside of a package, or is a submodule that is given by its full name.
pub fn module_attribute(thread: &mut Thread, module: &str, name: &str) -> PyResult<Value> {
    let import = builtin(thread, "__import__")?;
    let text = StrObject::intern(thread, module)?;
    let attribute = StrObject::intern(thread, name)?;
    let mut found = protocol::call(thread, import, &[text.value()])?;
    for part in module.split('.').skip(1) {
        let part = StrObject::intern(thread, part)?;
        found = protocol::getattr(thread, found, part)?;
    }
    protocol::getattr(thread, found, attribute)
}

/// `warnings.warn(message, category, stack_level)`.
pub fn warn(thread: &mut Thread, category: Value, message: &str, stack_level: i64) -> PyResult<()> {
    let warn = module_attribute(thread, "_warnings", "warn")?;
    let message = StrObject::from_str(thread, message)?.value();
    protocol::call(thread, warn, &[message, category, Value::small_int(stack_level)]).map(|_| ())
}

/// Runs pending signal handlers and the like.
pub fn poll(thread: &mut Thread) -> PyResult<()> {
    if thread.poll.load(Ordering::Relaxed) != 0
        && let Some(poll) = core().hooks.poll.get()
    {
        return poll(thread);
    }
    Ok(())
}
