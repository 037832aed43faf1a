//! `dict`, its views and its iterators.
//!
//! The slots are installed before the methods: they are what a class derived from `dict` inherits.

pub mod iterators;
pub mod merge;
pub mod methods;
pub mod slots;
pub mod views;

use pyrs_object::{PyResult, Raised, Thread, Value, core, protocol, type_object::class_of};

/// The hash of a key, with an error that says what the key was for (`dict key`, `set element`).
pub fn key_hash(thread: &mut Thread, key: Value, role: &str) -> PyResult<i64> {
    protocol::hash_as(thread, key, role)
}

/// Fills the class and makes those of views and iterators.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    let class = core().types.dict.get();
    slots::DictSlots::register(thread, class)?;
    methods::DictMethods::register(thread, class)?;
    views::register(thread)?;
    iterators::register(thread)
}
