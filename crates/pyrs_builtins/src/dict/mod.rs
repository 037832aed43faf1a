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
    match protocol::hash(thread, key) {
        Ok(hash) => Ok(hash),
        Err(raised) => Err(explain_unhashable(thread, key, role, raised)),
    }
}

/// Rewords a plain TypeError of `hash(key)`; other exceptions stay.
#[cold]
fn explain_unhashable(thread: &mut Thread, key: Value, role: &str, raised: Raised) -> Raised {
    let plain = core().types.type_error.get();
    let Some(exception) = thread.raised.filter(|e| e.class() == plain) else {
        return raised;
    };
    thread.take_raised();
    match protocol::str(thread, exception.value()) {
        Ok(text) => {
            let (class, text) = (class_of(key).name_for_message(), text.to_string_lossy());
            thread.type_error(format_args!("cannot use '{class}' as a {role} ({text})"))
        }
        Err(raised) => raised,
    }
}

/// Fills the class and makes those of views and iterators.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    let class = core().types.dict.get();
    slots::DictSlots::register(thread, class)?;
    methods::DictMethods::register(thread, class)?;
    views::register(thread)?;
    iterators::register(thread)
}
