//! Warnings from Rust, through the module `_warnings`. Absent: filters and texts, which are that module's.

use crate::core::core;
use crate::errors::PyResult;
use crate::header::Ref;
use crate::protocol;
use crate::str::StrObject;
use crate::thread::Thread;
use crate::type_object::TypeObject;
use crate::value::Value;

/// `warnings.warn(message, category)` on behalf of the running Python code.
#[cold]
pub fn warn(thread: &mut Thread, category: Ref<TypeObject>, message: &str) -> PyResult<()> {
    let Some(import) = core().builtins.get().get_interned(core().names.import.get()) else {
        return Err(thread.import_error(format_args!("__import__ not found")));
    };
    let name = StrObject::intern(thread, "_warnings")?;
    let module = protocol::call(thread, import, &[name.value()])?;
    let message = StrObject::from_str(thread, message)?.value();
    let method = StrObject::intern(thread, "warn")?;
    protocol::call_method(
        thread,
        module,
        method,
        &[message, category.value(), Value::small_int(1)],
    )
    .map(|_| ())
}
