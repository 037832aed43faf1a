//! Notes on errors of pickling that tell where the object is.

use crate::json::encoder::full_name;
use pyrs_object::str::StrObject;
use pyrs_object::{PyResult, Raised, Thread, Value, protocol};

/// Adds "when serializing CLASS ..." to the error being raised.
#[cold]
fn add(thread: &mut Thread, raised: Raised, object: Value, rest: &str) -> Raised {
    let Some(exception) = thread.take_raised() else {
        return raised;
    };
    let added = full_name(thread, object).and_then(|name| {
        let text = StrObject::from_generalised_utf8(thread, format!("when serializing {name} {rest}").as_bytes())?;
        let method = StrObject::intern(thread, "add_note")?;
        protocol::call_method(thread, exception.value(), method, &[text.value()])
    });
    match added {
        Ok(_) => thread.reraise(exception),
        Err(raised) => raised,
    }
}

/// Results whose errors get a note.
pub trait Noted {
    /// Adds "when serializing CLASS REST" to an error.
    fn noted(self, thread: &mut Thread, object: Value, rest: &str) -> Self;
    /// The same with the number of an item.
    fn noted_item(self, thread: &mut Thread, object: Value, index: usize) -> Self;
    /// The same with a key.
    fn noted_key(self, thread: &mut Thread, object: Value, key: Value) -> Self;
}

impl Noted for PyResult<()> {
    #[inline]
    fn noted(self, thread: &mut Thread, object: Value, rest: &str) -> Self {
        self.map_err(|raised| add(thread, raised, object, rest))
    }

    #[inline]
    fn noted_item(self, thread: &mut Thread, object: Value, index: usize) -> Self {
        self.map_err(|raised| add(thread, raised, object, &format!("item {index}")))
    }

    #[inline]
    fn noted_key(self, thread: &mut Thread, object: Value, key: Value) -> Self {
        self.map_err(|raised| {
            let Some(exception) = thread.take_raised() else {
                return raised;
            };
            match protocol::repr(thread, key) {
                Ok(shown) => {
                    let shown = String::from_utf8_lossy(&shown.to_generalised_utf8()).into_owned();
                    let raised = thread.reraise(exception);
                    add(thread, raised, object, &format!("item {shown}"))
                }
                Err(_) => thread.reraise(exception),
            }
        })
    }
}
