//! Exception classes: BaseException, those with fields or texts of their own, and groups.

pub mod base;
pub mod fields;
pub mod group;
pub mod os_error;
pub mod syntax;
pub mod unicode;

use pyrs_object::{PyResult, Thread};

/// Registers all exception classes that have methods.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    base::register(thread)?;
    fields::register(thread)?;
    os_error::register(thread)?;
    syntax::register(thread)?;
    unicode::register(thread)?;
    group::register(thread)
}
