//! The functions of `builtins`, a file per area, each with its table.
//!
//! Invariant: [`register`] runs after the classes are filled. Functions of the class system (`isinstance`,
//! `__build_class__`) are in [`crate::builtins`]; `__import__` belongs to the import system.

pub mod attributes;
pub mod execution;
pub mod extremum;
pub mod iteration;
pub mod namespaces;
pub mod numbers;
pub mod print;
pub mod sum;
pub mod text;

use pyrs_object::{PyResult, Thread};

/// Enters all functions in the `builtins` namespace.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    for module in [
        &attributes::functions::MODULE,
        &execution::functions::MODULE,
        &extremum::functions::MODULE,
        &iteration::functions::MODULE,
        &namespaces::functions::MODULE,
        &numbers::functions::MODULE,
        &print::functions::MODULE,
        &sum::functions::MODULE,
        &text::functions::MODULE,
    ] {
        module.fill_builtins(thread)?;
    }
    Ok(())
}
