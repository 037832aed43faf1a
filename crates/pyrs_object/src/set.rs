//! Sets and frozensets: a table of (hash, key) slots, probed in short runs and then in jumps.
//!
//! The iteration order of a set is visible, and programs print sets of ints; so table sizes, growth and the probe
//! sequence are those that CPython documents in its source: at least 8 slots, grown fourfold (twofold above 50,000)
//! when three fifths full, runs of up to nine slots, then `i * 5 + 1 + perturb`.

use crate::array::ValueArray;
use crate::core::core;
use crate::errors::PyResult;
use crate::header::{Field, Header, Ref};
use crate::heap_object;
use crate::thread::Thread;
use crate::type_object::TypeObject;
use crate::value::Value;
use std::cell::Cell;

const SLOT_WORDS: usize = 2;
const MINIMUM_SLOTS: usize = 8;
const RUN: usize = 9;
const BIG: usize = 50_000;

/// A set, frozenset or an instance of a subclass.
#[repr(C)]
pub struct SetObject {
    header: Header,
    /// Keys.
    used: Cell<usize>,
    /// Slot at which `pop` goes on searching, so that emptying a set is linear.
    finger: Cell<usize>,
    /// Slots that are or were taken.
    filled: Cell<usize>,
    /// Changes with every insertion, removal or rebuild.
    version: Cell<u64>,
    /// Hash of a frozenset, 0 if not computed.
    pub cached_hash: Cell<i64>,
    slots: Field<Option<Ref<ValueArray>>>,
}
heap_object!(SetObject, "set", SET_LAYOUT, [slots]);

enum Found {
    At(usize),
    Free(usize),
}

fn hash_word(hash: i64) -> Value {
    // SAFETY: an odd word is an immediate.
    unsafe { Value::from_bits((hash as u64) << 1 | 1).unwrap_unchecked() }
}

impl SetObject {
    /// An empty set.
    pub fn new(thread: &mut Thread) -> PyResult<Ref<SetObject>> {
        Self::with_class(thread, core().types.set.get())
    }

    /// An empty frozenset, to be filled before anybody sees it.
    pub fn new_frozen(thread: &mut Thread) -> PyResult<Ref<SetObject>> {
        Self::with_class(thread, core().types.frozenset.get())
    }

    /// An empty instance of set, frozenset or a subclass.
    pub fn with_class(thread: &mut Thread, class: Ref<TypeObject>) -> PyResult<Ref<SetObject>> {
        class.allocate_instance(thread)
    }

    /// Number of keys.
    pub fn len(&self) -> usize {
        self.used.get()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// State number: changes with every insertion and removal.
    pub fn version(&self) -> u64 {
        self.version.get()
    }

    fn slot_count(&self) -> usize {
        self.slots.get().map_or(0, |slots| slots.capacity() / SLOT_WORDS)
    }

    /// The first key at or after slot `position`: its slot and the key.
    pub fn next_key(&self, mut position: usize) -> Option<(usize, Value)> {
        let slots = self.slots.get()?;
        while position < self.slot_count() {
            if let Some(key) = slots.get(SLOT_WORDS * position + 1) {
                return Some((position, key));
            }
            position += 1;
        }
        None
    }

    /// Hash of the key in a slot, without its highest bit.
    pub fn slot_hash(&self, position: usize) -> i64 {
        let word = self.slots.get().and_then(|slots| slots.get(SLOT_WORDS * position));
        word.and_then(Value::as_small_int).unwrap_or(0)
    }

    /// Walks the probe sequence until a free slot, or one for which `test` says yes.
    fn probe<E>(slots: Ref<ValueArray>, hash: i64, mut test: impl FnMut(Value) -> Result<bool, E>) -> Result<Found, E> {
        let mask = slots.capacity() / SLOT_WORDS - 1;
        let wanted = Some(hash_word(hash));
        // The kept hash lacks its highest bit; probing must not depend on that bit.
        let stored = hash << 1 >> 1;
        let mut perturb = stored as u64;
        let mut start = stored as usize & mask;
        loop {
            let run = if start + RUN <= mask { RUN } else { 0 };
            for position in start..=start + run {
                let hash_here = slots.get(SLOT_WORDS * position);
                if hash_here.is_none() {
                    return Ok(Found::Free(position));
                }
                if hash_here == wanted
                    && let Some(key) = slots.get(SLOT_WORDS * position + 1)
                    && test(key)?
                {
                    return Ok(Found::At(position));
                }
            }
            perturb >>= 5;
            start = start.wrapping_mul(5).wrapping_add(1).wrapping_add(perturb as usize) & mask;
        }
    }
}

impl Ref<SetObject> {
    fn bump(self) {
        self.version.set(self.version.get() + 1);
    }

    fn find(self, thread: &mut Thread, key: Value, hash: i64) -> PyResult<Found> {
        loop {
            let Some(slots) = self.slots.get() else {
                return Ok(Found::Free(0));
            };
            let version = self.version.get();
            let found = SetObject::probe(slots, hash, |candidate| {
                if candidate == key {
                    return Ok(true);
                }
                match crate::protocol::equals(thread, candidate, key) {
                    Ok(_) if self.version.get() != version => Err(None),
                    Ok(equal) => Ok(equal),
                    Err(raised) => Err(Some(raised)),
                }
            });
            match found {
                Ok(found) => return Ok(found),
                Err(Some(raised)) => return Err(raised),
                Err(None) => {}
            }
        }
    }

    /// Whether the key is there.
    pub fn contains(self, thread: &mut Thread, key: Value) -> PyResult<bool> {
        let hash = crate::protocol::hash_as(thread, key, "set element")?;
        Ok(matches!(self.find(thread, key, hash)?, Found::At(_)) && !self.is_empty())
    }

    /// Whether a key whose hash is known is there.
    pub fn contains_hashed(self, thread: &mut Thread, key: Value, hash: i64) -> PyResult<bool> {
        Ok(!self.is_empty() && matches!(self.find(thread, key, hash)?, Found::At(_)))
    }

    /// The key of the set that equals `key`.
    pub fn get(self, thread: &mut Thread, key: Value) -> PyResult<Option<Value>> {
        let hash = crate::protocol::hash_as(thread, key, "set element")?;
        Ok(match self.find(thread, key, hash)? {
            Found::At(position) => self.slots.get().and_then(|slots| slots.get(SLOT_WORDS * position + 1)),
            Found::Free(_) => None,
        })
    }

    /// Adds a key; false if it was there.
    pub fn add(self, thread: &mut Thread, key: Value) -> PyResult<bool> {
        let hash = crate::protocol::hash_as(thread, key, "set element")?;
        self.add_hashed(thread, key, hash)
    }

    /// Adds a key whose hash is known; false if it was there.
    pub fn add_hashed(self, thread: &mut Thread, key: Value, hash: i64) -> PyResult<bool> {
        if self.slots.get().is_none() {
            let slots = ValueArray::new(thread, SLOT_WORDS * MINIMUM_SLOTS)?;
            self.slots.set(self, Some(slots));
        }
        match self.find(thread, key, hash)? {
            Found::At(_) => Ok(false),
            Found::Free(position) => {
                let Some(slots) = self.slots.get() else {
                    return Ok(false);
                };
                slots.set(SLOT_WORDS * position, Some(hash_word(hash)));
                slots.set(SLOT_WORDS * position + 1, Some(key));
                self.used.set(self.used.get() + 1);
                self.filled.set(self.filled.get() + 1);
                self.bump();
                if self.filled.get() * 5 >= (self.slot_count() - 1) * 3 {
                    let factor = if self.used.get() > BIG { 2 } else { 4 };
                    self.resize(thread, self.used.get() * factor)?;
                }
                Ok(true)
            }
        }
    }

    /// A table that `count` more keys fit in.
    pub fn reserve(self, thread: &mut Thread, count: usize) -> PyResult<()> {
        let mask = self.slot_count().max(MINIMUM_SLOTS) - 1;
        if (self.filled.get() + count) * 5 >= mask * 3 {
            self.resize(thread, (self.used.get() + count) * 2)?;
        }
        Ok(())
    }

    /// Adds the keys of another set.
    pub fn merge(self, thread: &mut Thread, other: Ref<SetObject>) -> PyResult<()> {
        if self == other || other.is_empty() {
            return Ok(());
        }
        self.reserve(thread, other.used.get())?;
        let untouched = self.filled.get() == 0 && other.filled.get() == other.used.get();
        let count = self.slot_count().max(MINIMUM_SLOTS);
        if untouched
            && count == other.slot_count()
            && let Some(source) = other.slots.get()
        {
            // A table of the same size is copied as it is: adding the keys in turn could exchange some.
            let slots = ValueArray::new(thread, SLOT_WORDS * count)?;
            slots.copy_within_arrays(0, source, 0, SLOT_WORDS * count);
            self.slots.set(self, Some(slots));
            self.used.set(other.used.get());
            self.filled.set(other.filled.get());
            self.bump();
            return Ok(());
        }
        let mut position = 0;
        while let Some((at, key)) = other.next_key(position) {
            self.add_hashed(thread, key, other.slot_hash(at))?;
            position = at + 1;
        }
        Ok(())
    }

    /// A table with more than `minimum` slots, without the traces of removed keys.
    fn resize(self, thread: &mut Thread, minimum: usize) -> PyResult<()> {
        let count = (minimum + 1).next_power_of_two().max(MINIMUM_SLOTS);
        let slots = ValueArray::new(thread, SLOT_WORDS * count)?;
        let mut position = 0;
        while let Some((at, key)) = self.next_key(position) {
            let hash = self.slot_hash(at);
            if let Ok(Found::Free(target)) = SetObject::probe::<()>(slots, hash, |_| Ok(false)) {
                slots.set(SLOT_WORDS * target, Some(hash_word(hash)));
                slots.set(SLOT_WORDS * target + 1, Some(key));
            }
            position = at + 1;
        }
        self.slots.set(self, Some(slots));
        self.filled.set(self.used.get());
        self.bump();
        Ok(())
    }

    /// Removes a key; false if it was not there.
    pub fn remove(self, thread: &mut Thread, key: Value) -> PyResult<bool> {
        let hash = crate::protocol::hash_as(thread, key, "set element")?;
        self.remove_hashed(thread, key, hash)
    }

    /// Removes a key whose hash is known; false if it was not there.
    pub fn remove_hashed(self, thread: &mut Thread, key: Value, hash: i64) -> PyResult<bool> {
        match self.find(thread, key, hash)? {
            Found::At(position) if !self.is_empty() => {
                self.remove_slot(position);
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    /// Removes the key in a slot.
    pub fn remove_slot(self, position: usize) {
        if let Some(slots) = self.slots.get() {
            slots.set(SLOT_WORDS * position + 1, None);
            self.used.set(self.used.get() - 1);
            self.bump();
        }
    }

    /// Removes and returns some key.
    pub fn pop(self) -> Option<Value> {
        let start = self.finger.get();
        let (position, key) = self.next_key(start).or_else(|| self.next_key(0))?;
        self.remove_slot(position);
        self.finger.set(position + 1);
        Some(key)
    }

    /// Removes all keys.
    pub fn clear(self) {
        self.used.set(0);
        self.filled.set(0);
        self.slots.set(self, None);
        self.bump();
    }

    /// Takes over the keys of `other`, which nobody else uses.
    pub fn take_from(self, other: Ref<SetObject>) {
        self.slots.set(self, other.slots.get());
        self.used.set(other.used.get());
        self.filled.set(other.filled.get());
        self.bump();
    }
}
