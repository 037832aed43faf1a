//! The module `_warnings`: what the runtime and importlib call to warn. The machinery itself is the library's
//! `_py_warnings`; a native caller has no Python frame, so that stack levels count the same.

use crate::invoke;
use pyrs_macros::pymodule;
use pyrs_object::str::StrObject;
use pyrs_object::{PyResult, Thread, Value};

#[pymodule(name = "_warnings")]
pub(crate) mod module {
    use pyrs_object::Args;
    use pyrs_object::core::{core, none};
    use pyrs_object::errors::PyResult;
    use pyrs_object::protocol;
    use pyrs_object::str::StrObject;
    use pyrs_object::thread::Thread;
    use pyrs_object::tuple::TupleObject;
    use pyrs_object::value::Value;

    fn delegate(thread: &mut Thread, function: &str, args: Args) -> PyResult<Value> {
        let Some(import) = core().builtins.get().get_interned(core().names.import.get()) else {
            return Err(thread.import_error(format_args!("__import__ not found")));
        };
        // `_py_warnings` works through `warnings`, which tells it so when it is imported.
        let public = StrObject::intern(thread, "warnings")?;
        if core().modules.get().get_interned(public).is_none() {
            protocol::call(thread, import, &[public.value()])?;
        }
        let name = StrObject::intern(thread, "_py_warnings")?;
        let function = StrObject::intern(thread, function)?;
        let from_list = TupleObject::from_slice(thread, &[function.value()])?;
        let module = protocol::call(thread, import, &[name.value(), none(), none(), from_list.value()])?;
        let function = protocol::getattr(thread, module, function)?;
        let result = protocol::call_args(thread, function, args);
        if result.is_err() {
            super::forget_machinery(thread);
        }
        result
    }

    /// Issue a warning, or maybe ignore it or raise an exception.
    #[function]
    fn warn(thread: &mut Thread, args: Args) -> PyResult<Value> {
        delegate(thread, "warn", args)
    }

    /// Issue a warning with an explicit place.
    #[function]
    fn warn_explicit(thread: &mut Thread, args: Args) -> PyResult<Value> {
        delegate(thread, "warn_explicit", args)
    }
}

pub use module::MODULE;

/// Takes the entries of `_py_warnings` off the head of the pending exception's traceback: who warns has called a built-in
/// function. What the machinery called, such as a `showwarning` of the user's, keeps its entries.
fn forget_machinery(thread: &mut Thread) {
    let Some(exception) = thread.raised else { return };
    while let Some(entry) = exception.traceback.get() {
        let code = entry.code.get();
        let machinery = ["warn", "warn_explicit"].contains(&code.name.get().to_string_lossy().as_str())
            && code.filename.get().to_string_lossy().ends_with("/_py_warnings.py");
        if !machinery {
            return;
        }
        exception.traceback.set(exception, entry.next.get());
    }
}

/// `warnings.warn(message, category, stack_level)` for a built-in category.
pub fn warn(thread: &mut Thread, category: &str, message: &str, stack_level: i64) -> PyResult<()> {
    let category = invoke::builtin(thread, category)?;
    let message = StrObject::from_str(thread, message)?.value();
    let module = invoke::import(thread, "_warnings")?;
    let args = [message, category, Value::small_int(stack_level)];
    invoke::method(thread, module, "warn", &args).map(|_| ())
}
