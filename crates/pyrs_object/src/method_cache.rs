//! The method cache: (class version, name) to the attribute found along the MRO.
//!
//! Entries keep nothing alive: a version is that of one state of one class, so that an entry is only ever found while
//! the class, and with it the attribute, lives.

use crate::header::Ref;
use crate::str::StrObject;
use crate::type_object::TypeObject;
use crate::value::Value;
use std::cell::Cell;

const ENTRIES: usize = 4096;

#[derive(Clone, Copy)]
struct Entry {
    version: u32,
    name: u64,
    value: Option<Value>,
}

struct Cache([Cell<Entry>; ENTRIES]);
// SAFETY: only the thread that holds the GIL touches it.
unsafe impl Sync for Cache {}

static CACHE: Cache = Cache(
    [const {
        Cell::new(Entry {
            version: 0,
            name: 0,
            value: None,
        })
    }; ENTRIES],
);

/// The attribute that `name` has along the class's MRO.
#[inline]
pub fn lookup(class: Ref<TypeObject>, name: Ref<StrObject>) -> Option<Value> {
    let version = class.version.get();
    let slot = &CACHE.0[(version as u64 ^ (name.address() >> 4)) as usize % ENTRIES];
    let entry = slot.get();
    if entry.version == version && entry.name == name.address() {
        return entry.value;
    }
    let value = class.lookup_with_owner(name).map(|(value, _)| value);
    slot.set(Entry {
        version,
        name: name.address(),
        value,
    });
    value
}
