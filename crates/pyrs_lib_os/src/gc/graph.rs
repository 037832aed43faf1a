//! The object graph, as `gc.get_objects`, `get_referents` and `get_referrers` show it.
//!
//! Storage of lists, dicts and attribute slots is a heap object of its own that Python code never sees: it counts as a
//! part of the object that it belongs to; and a shape stands for the class of its objects, and for nothing else. The
//! addresses found are on no heap: no collection may run while they are held, so all walking is done before the first
//! allocation.

use pyrs_object::gc::Heap;
use pyrs_object::header::Header;
use pyrs_object::instance::INSTANCE_LAYOUT;
use pyrs_object::layout::Layout;
use pyrs_object::list::ListObject;
use pyrs_object::shape::{SHAPE_LAYOUT, Shape};
use pyrs_object::{PyResult, Ref, Thread, Value, core};
use std::collections::HashSet;

/// What an object on the heap is to Python code.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// A Python object.
    Object,
    /// A shape.
    Shape,
    /// Storage that is a part of an object.
    Part,
}

fn kind_of(address: u64) -> Kind {
    // SAFETY: the callers' addresses are starts of live objects, which begin with a header.
    let shape = unsafe { (*(address as *const Header)).shape() };
    let (layout, plain): (&'static Layout, &'static Layout) = (shape.layout(), &INSTANCE_LAYOUT);
    if std::ptr::eq(layout, &SHAPE_LAYOUT) {
        Kind::Shape
    } else if !std::ptr::eq(layout, plain) && shape.instance_class() == core().types.object.get() {
        Kind::Part
    } else {
        Kind::Object
    }
}

/// Addresses that an object holds itself.
fn direct(heap: &Heap, address: u64, found: &mut Vec<u64>) {
    found.clear();
    if kind_of(address) == Kind::Shape {
        // SAFETY: the start of a live shape.
        let shape = unsafe { Ref::<Shape>::from_address(address) };
        found.push(shape.instance_class().address());
        return;
    }
    // SAFETY: the start of a live object.
    unsafe { heap.references_of(address as *mut u8, found) };
}

/// The Python objects that an object refers to, through its parts too.
fn referents(heap: &Heap, address: u64, all: &mut Vec<u64>) {
    let (mut parts, mut seen, mut found) = (vec![address], HashSet::new(), Vec::new());
    while let Some(part) = parts.pop() {
        direct(heap, part, &mut found);
        for &word in &found {
            match kind_of(word) {
                Kind::Object => all.push(word),
                Kind::Shape | Kind::Part if seen.insert(word) => parts.push(word),
                Kind::Shape | Kind::Part => {}
            }
        }
    }
}

/// A list of the objects at addresses that were found since the last allocation.
fn list_of(thread: &mut Thread, addresses: &[u64]) -> PyResult<Ref<ListObject>> {
    let mut kept = pyrs_object::gc::RootVec::new(thread.heap());
    kept.extend_from_slice(addresses);
    let list = ListObject::with_capacity(thread, kept.len())?;
    for index in 0..kept.len() {
        // SAFETY: the words are addresses of live objects, which the vector keeps.
        if let Some(value) = kept.get(index).and_then(|word| unsafe { Value::from_bits(word) }) {
            list.push(thread, value)?;
        }
    }
    Ok(list)
}

/// `gc.get_referents`.
pub(super) fn get_referents(thread: &mut Thread, objects: &[Value]) -> PyResult<Ref<ListObject>> {
    let mut all = Vec::new();
    let heap = thread.heap();
    for object in objects.iter().filter(|o| super::is_tracked(**o)) {
        referents(heap, object.bits(), &mut all);
    }
    list_of(thread, &all)
}

/// `gc.get_objects`: what is alive and tracked.
pub(super) fn get_objects(thread: &mut Thread) -> PyResult<Ref<ListObject>> {
    thread.heap().collect(pyrs_object::gc::Reason::Requested);
    let mut all = Vec::new();
    thread.heap().for_each_object(|object| {
        let address = object as u64;
        if kind_of(address) == Kind::Object {
            // SAFETY: the address of a live object.
            let value = unsafe { Value::from_bits(address) };
            if value.is_some_and(super::is_tracked) {
                all.push(address);
            }
        }
    });
    list_of(thread, &all)
}

/// `gc.get_referrers`: a walk over the whole heap for each level of parts.
pub(super) fn get_referrers(thread: &mut Thread, objects: &[Value]) -> PyResult<Ref<ListObject>> {
    thread.heap().collect(pyrs_object::gc::Reason::Requested);
    let mut wanted: HashSet<u64> = objects.iter().filter(|o| o.is_heap()).map(|o| o.bits()).collect();
    let (mut all, mut seen, mut found) = (Vec::new(), HashSet::new(), Vec::new());
    let heap = thread.heap();
    while !wanted.is_empty() {
        let mut parts = HashSet::new();
        let mut owners = Vec::new();
        let mut addresses = Vec::new();
        heap.for_each_object(|object| addresses.push(object as u64));
        for address in addresses {
            direct(heap, address, &mut found);
            if !found.iter().any(|word| wanted.contains(word)) || !seen.insert(address) {
                continue;
            }
            match kind_of(address) {
                Kind::Object => owners.push(address),
                Kind::Shape | Kind::Part => {
                    parts.insert(address);
                }
            }
        }
        all.append(&mut owners);
        wanted = parts;
    }
    list_of(thread, &all)
}
