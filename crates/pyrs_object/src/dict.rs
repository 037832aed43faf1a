//! Dicts: entries in insertion order (hash, key, value), and an index by hash once there are more than a few.
//!
//! The index is open addressing over `u32`: 0 is free, `n + 1` is entry n, `u32::MAX` was deleted. `version` is unique
//! per set of keys and storage: it changes when a key comes or goes or the storage moves, not when a value changes, so
//! that inline caches may hold the address of a value while the version stands. A *watched* dict reports every change
//! to compiled code.
//!
//! Looking a key up may run Python code (`__eq__`); a change of the dict meanwhile restarts the search.

use crate::array::{RawArray, ValueArray};
use crate::core::core;
use crate::errors::PyResult;
use crate::header::{Field, Header, Ref};
use crate::heap_object;
use crate::str::StrObject;
use crate::thread::Thread;
use crate::type_object::TypeObject;
use crate::value::Value;
use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};

const ENTRY_WORDS: usize = 3;
/// Dicts with at most so many entries have no index and are searched in line.
const LINEAR_ENTRIES: usize = 8;
const FREE: u32 = 0;
const DELETED: u32 = u32::MAX;

static NEXT_VERSION: AtomicU64 = AtomicU64::new(1);

fn next_version() -> u64 {
    NEXT_VERSION.fetch_add(1, Ordering::Relaxed)
}

/// A dict or an instance of a subclass.
#[repr(C)]
pub struct DictObject {
    header: Header,
    version: Cell<u64>,
    /// Live entries.
    used: Cell<u32>,
    /// Entries in the storage, deleted ones included.
    filled: Cell<u32>,
    /// No live entry is before this: taking the first key again and again does not walk over what was taken.
    first: Cell<u32>,
    /// No live entry is at this or behind it.
    end: Cell<u32>,
    entries: Field<Option<Ref<ValueArray>>>,
    index: Field<Option<Ref<RawArray>>>,
    watched: Cell<u64>,
}
heap_object!(DictObject, "dict", DICT_LAYOUT, [entries, index]);

/// Position of an entry, valid while the dict's version stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EntryIndex(pub usize);

fn hash_word(hash: i64) -> Value {
    // SAFETY: an odd word is an immediate.
    unsafe { Value::from_bits((hash as u64) << 1 | 1).unwrap_unchecked() }
}

impl DictObject {
    /// Byte offset of the version.
    pub const VERSION_OFFSET: usize = std::mem::offset_of!(DictObject, version);

    /// An empty dict.
    pub fn new(thread: &mut Thread) -> PyResult<Ref<DictObject>> {
        let shape = core().types.dict.get().root_shape();
        let dict = thread.allocate::<DictObject>(shape, std::mem::size_of::<DictObject>())?;
        dict.version.set(next_version());
        Ok(dict)
    }

    /// An empty instance of dict or a subclass.
    pub fn with_class(thread: &mut Thread, class: Ref<TypeObject>) -> PyResult<Ref<DictObject>> {
        let dict: Ref<DictObject> = class.allocate_instance(thread)?;
        dict.version.set(next_version());
        Ok(dict)
    }

    /// Number of keys.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.used.get() as usize
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// State number of the set of keys: see the module's head.
    #[inline(always)]
    pub fn version(&self) -> u64 {
        self.version.get()
    }

    /// Positions in the storage: live entries have indexes below this.
    #[inline(always)]
    pub fn entry_limit(&self) -> usize {
        self.end.get() as usize
    }

    /// Entries in the storage, deleted ones included.
    #[inline(always)]
    fn filled(&self) -> usize {
        self.filled.get() as usize
    }

    /// Key and value of the entry at a position, unless it is deleted or beyond the end.
    #[inline(always)]
    pub fn entry(&self, position: usize) -> Option<(Value, Value)> {
        if position >= self.filled() {
            return None;
        }
        let entries = self.entries.get()?;
        Some((
            entries.get(ENTRY_WORDS * position + 1)?,
            entries.get(ENTRY_WORDS * position + 2)?,
        ))
    }

    /// Hash of the key of a live entry, as far as it is kept.
    pub fn entry_hash(&self, position: usize) -> i64 {
        let word = self
            .entries
            .get()
            .and_then(|entries| entries.get(ENTRY_WORDS * position));
        word.and_then(Value::as_small_int).unwrap_or(0)
    }

    /// The first live entry at or after `position`: its position, key and value.
    #[inline]
    pub fn next_entry(&self, position: usize) -> Option<(usize, Value, Value)> {
        let first = self.first.get() as usize;
        let mut at = position.max(first);
        while at < self.entry_limit() {
            if let Some((key, value)) = self.entry(at) {
                if position <= first {
                    self.first.set(at as u32);
                }
                return Some((at, key, value));
            }
            at += 1;
        }
        None
    }

    /// The last live entry before `position`: its position, key and value.
    pub fn previous_entry(&self, position: usize) -> Option<(usize, Value, Value)> {
        let end = self.entry_limit();
        let mut at = position.min(end);
        while at > self.first.get() as usize {
            at -= 1;
            if let Some((key, value)) = self.entry(at) {
                if position >= end {
                    self.end.set(at as u32 + 1);
                }
                return Some((at, key, value));
            }
        }
        None
    }

    /// Address of the value of a live entry, valid while the version stands.
    pub fn value_address(&self, entry: EntryIndex) -> *const Option<Value> {
        match self.entries.get() {
            // SAFETY: the entry lies in the storage.
            Some(entries) => unsafe { entries.as_words().add(ENTRY_WORDS * entry.0 + 2) },
            None => std::ptr::null(),
        }
    }

    /// Address of the object that holds the entries; zero if there are none.
    pub fn storage_address(&self) -> u64 {
        self.entries.get().map_or(0, |entries| entries.address())
    }

    /// From now on compiled code hears of every change.
    pub fn watch(&self) {
        self.watched.set(1);
    }

    /// Probes the index (or all entries, where there is no index) for entries with this hash. `test` gets the key and
    /// says whether it is the one; `Err` ends the search.
    #[inline(always)]
    fn probe<E>(&self, hash: i64, mut test: impl FnMut(Value) -> Result<bool, E>) -> Result<Option<EntryIndex>, E> {
        let Some(entries) = self.entries.get() else {
            return Ok(None);
        };
        let wanted = Some(hash_word(hash));
        let mut check = |position: usize| -> Result<bool, E> {
            if entries.get(ENTRY_WORDS * position) != wanted {
                return Ok(false);
            }
            match entries.get(ENTRY_WORDS * position + 1) {
                Some(key) => test(key),
                None => Ok(false),
            }
        };
        let Some(index) = self.index.get() else {
            for position in 0..self.filled() {
                if check(position)? {
                    return Ok(Some(EntryIndex(position)));
                }
            }
            return Ok(None);
        };
        let slots = index_slots(&index);
        let mask = slots.len() - 1;
        let mut probe = Probe::new(stored(hash), mask);
        loop {
            match slots[probe.position].get() {
                FREE => return Ok(None),
                DELETED => {}
                entry => {
                    if check(entry as usize - 1)? {
                        return Ok(Some(EntryIndex(entry as usize - 1)));
                    }
                }
            }
            probe.advance(mask);
        }
    }

    /// The entry of an exact string, without running Python code.
    #[inline]
    pub fn find_str(&self, key: Ref<StrObject>) -> Option<EntryIndex> {
        let interned = key.is_interned();
        let found = self.probe::<()>(key.hash(), |candidate| {
            Ok(candidate == key.value()
                || match candidate.downcast::<StrObject>() {
                    Some(other) => !(interned && other.is_interned()) && other.equals(&key),
                    None => false,
                })
        });
        found.unwrap_or(None)
    }

    /// The value of a string key, without running Python code: keys that are no strings don't match.
    #[inline]
    pub fn get_interned(&self, key: Ref<StrObject>) -> Option<Value> {
        let EntryIndex(position) = self.find_str(key)?;
        self.entry(position).map(|(_, value)| value)
    }
}

/// The probe sequence: the hash's low bits first, then the others stirred in.
struct Probe {
    position: usize,
    perturb: u64,
}

impl Probe {
    #[inline(always)]
    fn new(hash: i64, mask: usize) -> Probe {
        Probe {
            position: hash as usize & mask,
            perturb: hash as u64,
        }
    }

    #[inline(always)]
    fn advance(&mut self, mask: usize) {
        self.perturb >>= 5;
        self.position = (self.position.wrapping_mul(5)).wrapping_add(self.perturb as usize + 1) & mask;
    }
}

fn index_slots(index: &Ref<RawArray>) -> &[Cell<u32>] {
    // SAFETY: the index is an array of u32 cells; its capacity is a multiple of 4, its data aligned to 8.
    unsafe { std::slice::from_raw_parts(RawArray::data_ptr(index).cast(), index.capacity() / 4) }
}

impl Ref<DictObject> {
    /// The entry of any key.
    pub fn find(self, thread: &mut Thread, key: Value, hash: i64) -> PyResult<Option<EntryIndex>> {
        let plain = core().types.str_.get();
        let as_plain = |value: Value| value.downcast::<StrObject>().filter(|string| string.class() == plain);
        let string = as_plain(key);
        loop {
            let version = self.version.get();
            let found = self.probe(hash, |candidate| {
                if candidate == key {
                    return Ok(true);
                }
                if let Some(string) = string
                    && let Some(other) = as_plain(candidate)
                {
                    return Ok(!(string.is_interned() && other.is_interned()) && other.equals(&string));
                }
                let equal = crate::protocol::equals(thread, candidate, key);
                match equal {
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

    /// The value of a key.
    pub fn get(self, thread: &mut Thread, key: Value) -> PyResult<Option<Value>> {
        let hash = crate::protocol::hash_as(thread, key, "dict key")?;
        self.get_hashed(thread, key, hash)
    }

    /// The value of a key whose hash is known.
    pub fn get_hashed(self, thread: &mut Thread, key: Value, hash: i64) -> PyResult<Option<Value>> {
        let found = self.find(thread, key, hash)?;
        Ok(found.and_then(|entry| self.entry(entry.0)).map(|(_, value)| value))
    }

    /// Sets the value of a key.
    pub fn set(self, thread: &mut Thread, key: Value, value: Value) -> PyResult<()> {
        let hash = crate::protocol::hash_as(thread, key, "dict key")?;
        self.set_hashed(thread, key, hash, value)
    }

    /// Sets the value of a key whose hash is known.
    pub fn set_hashed(self, thread: &mut Thread, key: Value, hash: i64, value: Value) -> PyResult<()> {
        match self.find(thread, key, hash)? {
            Some(entry) => {
                self.set_value_at(entry, value);
                Ok(())
            }
            None => self.insert_new(thread, key, hash, value),
        }
    }

    /// Sets the value of a string key.
    pub fn set_str(self, thread: &mut Thread, key: &str, value: Value) -> PyResult<()> {
        let key = StrObject::intern(thread, key)?;
        self.set(thread, key.value(), value)
    }

    /// Overwrites the value of a live entry.
    #[inline]
    pub fn set_value_at(self, entry: EntryIndex, value: Value) {
        if let Some(entries) = self.entries.get() {
            entries.set(ENTRY_WORDS * entry.0 + 2, Some(value));
            if self.watched.get() != 0
                && let Some(key) = entries.get(ENTRY_WORDS * entry.0 + 1)
            {
                self.report(key);
            }
        }
    }

    /// Adds a key that is not there.
    pub fn insert_new(self, thread: &mut Thread, key: Value, hash: i64, value: Value) -> PyResult<()> {
        let mut entries = match self.entries.get() {
            Some(entries) if ENTRY_WORDS * (self.filled() + 1) <= entries.capacity() => entries,
            _ => self.grow(thread)?,
        };
        if self.index.get().is_none() && self.filled() >= LINEAR_ENTRIES {
            entries = self.grow(thread)?;
        }
        let position = self.filled();
        entries.set(ENTRY_WORDS * position, Some(hash_word(hash)));
        entries.set(ENTRY_WORDS * position + 1, Some(key));
        entries.set(ENTRY_WORDS * position + 2, Some(value));
        if let Some(index) = self.index.get() {
            link(&index, hash, position);
        }
        self.filled.set(position as u32 + 1);
        self.end.set(position as u32 + 1);
        self.used.set(self.used.get() + 1);
        self.version.set(next_version());
        if self.watched.get() != 0 {
            self.report(key);
        }
        Ok(())
    }

    /// New storage (and index) with room for more, without deleted entries.
    fn grow(self, thread: &mut Thread) -> PyResult<Ref<ValueArray>> {
        let capacity = (self.len() * 2).max(LINEAR_ENTRIES);
        self.rebuild(thread, capacity)
    }

    fn rebuild(self, thread: &mut Thread, capacity: usize) -> PyResult<Ref<ValueArray>> {
        self.rebuild_from(thread, self, capacity, 0)
    }

    /// New storage (and index) with the live entries of a dict, behind `gap` free positions.
    fn rebuild_from(
        self,
        thread: &mut Thread,
        source: Ref<DictObject>,
        capacity: usize,
        gap: usize,
    ) -> PyResult<Ref<ValueArray>> {
        if capacity >= u32::MAX as usize / 2 {
            return Err(thread.memory_error());
        }
        let entries = ValueArray::new(thread, ENTRY_WORDS * capacity)?;
        let index = if capacity > LINEAR_ENTRIES {
            // At most two thirds full.
            Some(RawArray::new(thread, 4 * (capacity * 3 / 2 + 1).next_power_of_two())?)
        } else {
            None
        };
        let mut position = gap;
        if let Some(old) = source.entries.get() {
            for at in 0..source.filled() {
                if old.get(ENTRY_WORDS * at + 1).is_none() {
                    continue;
                }
                entries.copy_within_arrays(ENTRY_WORDS * position, old, ENTRY_WORDS * at, ENTRY_WORDS);
                if let Some(index) = &index {
                    link(index, source.entry_hash(at), position);
                }
                position += 1;
            }
        }
        self.entries.set(self, Some(entries));
        self.index.set(self, index);
        self.filled.set(position as u32);
        self.first.set(gap as u32);
        self.end.set(position as u32);
        self.version.set(next_version());
        Ok(entries)
    }

    /// Room for `count` keys in all.
    pub fn reserve(self, thread: &mut Thread, count: usize) -> PyResult<()> {
        if self
            .entries
            .get()
            .is_none_or(|entries| entries.capacity() < ENTRY_WORDS * count)
        {
            self.rebuild(thread, count.max(LINEAR_ENTRIES))?;
        }
        Ok(())
    }

    /// Removes a key; its value if it was there.
    pub fn remove(self, thread: &mut Thread, key: Value) -> PyResult<Option<Value>> {
        let hash = crate::protocol::hash_as(thread, key, "dict key")?;
        Ok(self.find(thread, key, hash)?.and_then(|entry| self.remove_at(entry)))
    }

    /// Removes a live entry; its value.
    pub fn remove_at(self, entry: EntryIndex) -> Option<Value> {
        let (key, value) = self.entry(entry.0)?;
        let entries = self.entries.get()?;
        if let Some(index) = self.index.get() {
            unlink(&index, self.entry_hash(entry.0), entry.0);
        }
        entries.clear_range(ENTRY_WORDS * entry.0, ENTRY_WORDS);
        self.used.set(self.used.get() - 1);
        if entry.0 + 1 == self.entry_limit() {
            self.end.set(entry.0 as u32);
        }
        // `filled` stays: the index may hold no more deleted slots than there are entries.
        self.version.set(next_version());
        if self.watched.get() != 0 {
            self.report(key);
        }
        Some(value)
    }

    /// Makes a live entry the last one.
    pub fn move_to_end(self, thread: &mut Thread, entry: EntryIndex) -> PyResult<()> {
        let entry = match self.filled() < self.positions() {
            true => Some(entry),
            false => self.repacked(thread, entry, 0)?,
        };
        if let Some(entry) = entry {
            let position = self.filled();
            self.move_entry(entry.0, position);
            self.filled.set(position as u32 + 1);
            self.end.set(position as u32 + 1);
        }
        Ok(())
    }

    /// Makes a live entry the first one. Where there is no room before the first, the storage is made anew with as much
    /// room there as there are entries.
    pub fn move_to_front(self, thread: &mut Thread, entry: EntryIndex) -> PyResult<()> {
        let Some((first, ..)) = self.next_entry(0) else {
            return Ok(());
        };
        let entry = match first {
            _ if first == entry.0 => return Ok(()),
            0 => self.repacked(thread, entry, 1)?,
            _ => Some(entry),
        };
        let first = self.first.get() as usize;
        if let (Some(entry), Some(position)) = (entry, first.checked_sub(1)) {
            self.move_entry(entry.0, position);
            self.first.set(position as u32);
        }
        Ok(())
    }

    /// Positions that the storage has.
    fn positions(self) -> usize {
        self.entries.get().map_or(0, |entries| entries.capacity() / ENTRY_WORDS)
    }

    /// Makes room for moves, at the end and, if at least `gap` positions are wanted there, at the front as well: in the
    /// storage that is there if a good part of it is free, or in a new one. Where the entry is then.
    fn repacked(self, thread: &mut Thread, entry: EntryIndex, gap: usize) -> PyResult<Option<EntryIndex>> {
        let Some((key, _)) = self.entry(entry.0) else {
            return Ok(None);
        };
        let hash = self.entry_hash(entry.0);
        let (used, free) = (self.len(), self.positions() - self.len());
        let enough = free >= used / 2 + LINEAR_ENTRIES && self.index.get().is_some();
        match enough {
            true if gap > 0 => self.repack(free - free / 4),
            true => self.repack(0),
            false => {
                let gap = if gap > 0 { used + LINEAR_ENTRIES } else { 0 };
                self.rebuild_from(thread, self, gap + used + used / 2 + 2 * LINEAR_ENTRIES, gap)?;
            }
        }
        Ok(self.probe::<()>(hash, |candidate| Ok(candidate == key)).unwrap_or(None))
    }

    /// Moves all live entries together, behind `gap` free positions, and makes the index anew. There is room for that.
    fn repack(self, gap: usize) {
        let (Some(entries), Some(index)) = (self.entries.get(), self.index.get()) else {
            return;
        };
        let mut used = 0;
        for at in self.first.get() as usize..self.filled() {
            if entries.get(ENTRY_WORDS * at + 1).is_some() {
                if at != used {
                    entries.copy_within_arrays(ENTRY_WORDS * used, entries, ENTRY_WORDS * at, ENTRY_WORDS);
                }
                used += 1;
            }
        }
        let filled = gap + used;
        entries.copy_within_arrays(ENTRY_WORDS * gap, entries, 0, ENTRY_WORDS * used);
        entries.clear_range(0, ENTRY_WORDS * gap);
        entries.clear_range(ENTRY_WORDS * filled, entries.capacity() - ENTRY_WORDS * filled);
        for slot in index_slots(&index) {
            slot.set(FREE);
        }
        for position in gap..filled {
            link(&index, self.entry_hash(position), position);
        }
        self.filled.set(filled as u32);
        self.first.set(gap as u32);
        self.end.set(filled as u32);
        self.version.set(next_version());
    }

    /// Moves an entry to a free position. Its slot of the index stays the same one, so that the index does not fill up.
    fn move_entry(self, from: usize, to: usize) {
        let (Some(entries), Some((key, _))) = (self.entries.get(), self.entry(from)) else {
            return;
        };
        if let Some(index) = self.index.get() {
            relink(&index, self.entry_hash(from), from, to as u32 + 1);
        }
        // Word by word, for the barrier of a large array is by cards.
        for word in 0..ENTRY_WORDS {
            entries.set(ENTRY_WORDS * to + word, entries.get(ENTRY_WORDS * from + word));
        }
        entries.clear_range(ENTRY_WORDS * from, ENTRY_WORDS);
        self.version.set(next_version());
        if self.watched.get() != 0 {
            self.report(key);
        }
    }

    /// Removes all keys.
    pub fn clear(self) {
        if self.watched.get() != 0 {
            let mut position = 0;
            while let Some((at, key, _)) = self.next_entry(position) {
                self.report(key);
                position = at + 1;
            }
        }
        self.used.set(0);
        self.filled.set(0);
        self.first.set(0);
        self.end.set(0);
        self.entries.set(self, None);
        self.index.set(self, None);
        self.version.set(next_version());
    }

    /// A plain dict with the same entries.
    pub fn copy(self, thread: &mut Thread) -> PyResult<Ref<DictObject>> {
        let copy = DictObject::new(thread)?;
        copy.fill_from(thread, self)?;
        Ok(copy)
    }

    /// Gives an empty dict the entries of another.
    pub fn fill_from(self, thread: &mut Thread, source: Ref<DictObject>) -> PyResult<()> {
        debug_assert!(self.is_empty() && self != source);
        self.rebuild_from(thread, source, source.len().max(LINEAR_ENTRIES), 0)?;
        self.used.set(source.len() as u32);
        if self.watched.get() != 0 {
            let mut position = 0;
            while let Some((at, key, _)) = self.next_entry(position) {
                self.report(key);
                position = at + 1;
            }
        }
        Ok(())
    }

    #[cold]
    fn report(self, key: Value) {
        if let Some(hook) = core().hooks.dict_modified.get() {
            hook(self, key);
        }
    }
}

fn link(index: &Ref<RawArray>, hash: i64, position: usize) {
    let slots = index_slots(index);
    let mask = slots.len() - 1;
    let mut probe = Probe::new(stored(hash), mask);
    while !matches!(slots[probe.position].get(), FREE | DELETED) {
        probe.advance(mask);
    }
    slots[probe.position].set(position as u32 + 1);
}

fn unlink(index: &Ref<RawArray>, hash: i64, position: usize) {
    relink(index, hash, position, DELETED);
}

/// Gives the slot of an entry another content.
fn relink(index: &Ref<RawArray>, hash: i64, position: usize, content: u32) {
    let slots = index_slots(index);
    let mask = slots.len() - 1;
    let mut probe = Probe::new(stored(hash), mask);
    loop {
        match slots[probe.position].get() {
            FREE => return,
            entry if entry == position as u32 + 1 => {
                slots[probe.position].set(content);
                return;
            }
            _ => probe.advance(mask),
        }
    }
}

/// A hash as the storage keeps it, without its highest bit: all probing uses this form.
#[inline(always)]
fn stored(hash: i64) -> i64 {
    hash << 1 >> 1
}
