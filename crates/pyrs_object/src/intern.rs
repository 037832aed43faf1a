//! The table of interned strings: one object per text, so that names compare by address.
//!
//! Open addressing in a value array, never more than half full. Interned strings live as long as the process: names
//! are few, and inline caches and shapes hold their addresses.

use crate::array::ValueArray;
use crate::errors::PyResult;
use crate::header::Ref;
use crate::str::StrObject;
use crate::thread::Thread;
use std::cell::Cell;

struct Table {
    slots: Cell<Option<Ref<ValueArray>>>,
    count: Cell<usize>,
}
// SAFETY: only the thread that holds the GIL touches it.
unsafe impl Sync for Table {}

static TABLE: Table = Table {
    slots: Cell::new(None),
    count: Cell::new(0),
};

const INITIAL_SLOTS: usize = 4096;

pub(crate) fn visit_roots(visitor: &mut pyrs_gc::RootVisitor) {
    if let Some(slots) = TABLE.slots.get() {
        // SAFETY: the table's array is a live object.
        unsafe { visitor.visit(slots.address()) };
    }
}

/// The slot of a text: its string, or where it would go.
fn probe(slots: Ref<ValueArray>, hash: i64, matches: impl Fn(&StrObject) -> bool) -> (usize, Option<Ref<StrObject>>) {
    let mask = slots.capacity() - 1;
    let mut index = hash as usize & mask;
    loop {
        match slots.get(index).and_then(|v| v.downcast::<StrObject>()) {
            None => return (index, None),
            Some(string) if string.hash() == hash && matches(&string) => return (index, Some(string)),
            Some(_) => index = (index + 1) & mask,
        }
    }
}

fn table_with_room(thread: &mut Thread) -> PyResult<Ref<ValueArray>> {
    match TABLE.slots.get() {
        Some(slots) if TABLE.count.get() * 2 < slots.capacity() => Ok(slots),
        old => {
            let capacity = old.map_or(INITIAL_SLOTS, |slots| slots.capacity() * 2);
            let slots = ValueArray::new(thread, capacity)?;
            if let Some(old) = old {
                for string in old
                    .prefix(old.capacity())
                    .iter()
                    .flatten()
                    .filter_map(|v| v.downcast::<StrObject>())
                {
                    let (index, _) = probe(slots, string.hash(), |_| false);
                    slots.set(index, Some(string.value()));
                }
            }
            TABLE.slots.set(Some(slots));
            Ok(slots)
        }
    }
}

/// How many interned strings there are.
pub fn count() -> usize {
    TABLE.count.get()
}

fn insert(slots: Ref<ValueArray>, index: usize, string: Ref<StrObject>) -> Ref<StrObject> {
    string.mark_interned();
    slots.set(index, Some(string.value()));
    TABLE.count.set(TABLE.count.get() + 1);
    string
}

/// The interned string of a text.
pub fn intern_text(thread: &mut Thread, text: &str) -> PyResult<Ref<StrObject>> {
    if text.is_ascii() {
        // Latin-1 data of an ASCII string are its bytes, so that the look-up needs no string object.
        let hash = crate::hash::hash_bytes(text.as_bytes());
        let slots = table_with_room(thread)?;
        let (_, found) = probe(slots, hash, |s| s.is_ascii() && s.data() == text.as_bytes());
        if let Some(found) = found {
            return Ok(found);
        }
    }
    let string = StrObject::from_str(thread, text)?;
    intern_string(thread, string)
}

/// The interned string with the text of `string`: itself if there was none and its class is exactly str.
pub fn intern_string(thread: &mut Thread, string: Ref<StrObject>) -> PyResult<Ref<StrObject>> {
    let slots = table_with_room(thread)?;
    let (index, found) = probe(slots, string.hash(), |s| s.equals(&string));
    if let Some(found) = found {
        return Ok(found);
    }
    let exact = crate::core::core()
        .types
        .str_
        .try_get()
        .is_none_or(|class| string.class() == class);
    if exact {
        return Ok(insert(slots, index, string));
    }
    let copy = StrObject::from_chars(thread, string.chars_unbound())?;
    let slots = table_with_room(thread)?;
    let (index, found) = probe(slots, copy.hash(), |s| s.equals(&copy));
    Ok(found.unwrap_or_else(|| insert(slots, index, copy)))
}
