//! `set`, `frozenset` and their iterator.
//!
//! Both classes have the same layout and share all code but what changes a set. The slots are installed before the
//! methods: they are what derived classes inherit.

pub mod algebra;
pub mod iterator;
pub mod methods;
pub mod slots;

use pyrs_object::{PyResult, Thread, core};

/// Fills the classes and makes that of the iterator.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    let (set, frozenset) = (core().types.set.get(), core().types.frozenset.get());
    slots::SetSlots::register(thread, set)?;
    slots::FrozenSetSlots::register(thread, frozenset)?;
    methods::SharedMethods::register(thread, set)?;
    methods::SharedMethods::register(thread, frozenset)?;
    methods::SetMethods::register(thread, set)?;
    iterator::register(thread)
}
