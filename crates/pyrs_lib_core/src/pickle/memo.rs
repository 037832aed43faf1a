//! The memo of a pickler: numbers of objects by identity.
//!
//! Invariant: the table maps addresses of objects to numbers by open addressing; `objects` keeps those objects alive, so that no
//! address is another object's. Objects don't move.

use pyrs_object::array::RawArray;
use pyrs_object::dict::DictObject;
use pyrs_object::header::{Field, Header};
use pyrs_object::list::ListObject;
use pyrs_object::native_class::NativeClass;
use pyrs_object::tuple::TupleObject;
use pyrs_object::{PyResult, Ref, Thread, Value, heap_object};
use std::cell::Cell;

/// A memo.
#[repr(C)]
pub struct MemoObject {
    header: Header,
    table: Field<Option<Ref<RawArray>>>,
    objects: Field<Option<Ref<ListObject>>>,
    count: Cell<usize>,
}
heap_object!(MemoObject, "pickler memo", MEMO_LAYOUT, [table, objects]);

/// The class of memos, which Python code never sees.
pub static MEMO: NativeClass = NativeClass::new("_pickle", "memo", &MEMO_LAYOUT);

const ENTRY: usize = 16;

// The array is a heap object that nobody else has a view of.
#[allow(clippy::mut_from_ref)]
fn slots(table: &RawArray) -> &mut [[u64; 2]] {
    // SAFETY: the bytes are a whole number of entries, aligned to 8; nobody else has a view of them.
    unsafe { std::slice::from_raw_parts_mut(table.data_ptr().cast(), table.capacity() / ENTRY) }
}

/// Where the search for an address begins.
fn start(address: u64, mask: usize) -> usize {
    ((address >> 3).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize & mask
}

fn place(slots: &mut [[u64; 2]], address: u64, number: u64) {
    let mask = slots.len() - 1;
    let mut at = start(address, mask);
    while slots[at][0] != 0 && slots[at][0] != address {
        at = (at + 1) & mask;
    }
    slots[at] = [address, number];
}

impl MemoObject {
    /// An empty memo.
    pub fn new(thread: &mut Thread) -> PyResult<Ref<MemoObject>> {
        MEMO.get().allocate_instance(thread)
    }

    /// Number of objects.
    #[inline]
    pub fn len(&self) -> usize {
        self.count.get()
    }

    /// The number of an object.
    #[inline]
    pub fn find(&self, object: Value) -> Option<usize> {
        let table = self.table.get()?;
        let slots = slots(&table);
        let (address, mask) = (object.bits(), slots.len() - 1);
        let mut at = start(address, mask);
        loop {
            match slots[at] {
                [0, _] => return None,
                [found, number] if found == address => return Some(number as usize),
                _ => at = (at + 1) & mask,
            }
        }
    }

    /// Enters an object that is not there.
    pub fn enter(owner: Ref<MemoObject>, thread: &mut Thread, object: Value, number: usize) -> PyResult<()> {
        let count = owner.count.get();
        let table = match owner.table.get() {
            Some(table) if (count + 1) * 2 * ENTRY <= table.capacity() => table,
            old => {
                let entries = ((count + 1) * 4).next_power_of_two().max(32);
                let grown = RawArray::new(thread, entries * ENTRY)?;
                if let Some(old) = old {
                    for [address, number] in slots(&old).iter().filter(|slot| slot[0] != 0) {
                        place(slots(&grown), *address, *number);
                    }
                }
                owner.table.set(owner, Some(grown));
                grown
            }
        };
        let objects = match owner.objects.get() {
            Some(objects) => objects,
            None => {
                let objects = ListObject::with_capacity(thread, 16)?;
                owner.objects.set(owner, Some(objects));
                objects
            }
        };
        objects.push(thread, object)?;
        place(slots(&table), object.bits(), number as u64);
        owner.count.set(count + 1);
        Ok(())
    }

    /// `{id(object): (number, object)}`
    pub fn to_dict(&self, thread: &mut Thread) -> PyResult<Ref<DictObject>> {
        let dict = DictObject::new(thread)?;
        let Some(objects) = self.objects.get() else {
            return Ok(dict);
        };
        for index in 0..objects.len() {
            if let Some(object) = objects.get(index)
                && let Some(number) = self.find(object)
            {
                let pair = [Value::small_int(number as i64), object];
                let pair = TupleObject::from_slice(thread, &pair)?;
                let id = pyrs_object::int::from_u64(thread, object.bits())?;
                dict.set(thread, id, pair.value())?;
            }
        }
        Ok(dict)
    }
}
