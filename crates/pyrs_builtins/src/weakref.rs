//! `weakref.ReferenceType`: references that do not keep their object alive, with callbacks.
//!
//! The collector empties the referent's word (`weak_register`) and queues the reference; [`run_callbacks`] is called
//! where Python code may run. The table of references by referent holds addresses only: the weak hook drops entries of
//! either side that died, so that no address outlives its object. Immediate values (small ints, doubles) and other
//! objects without `__weakref__` cannot be referenced.

use pyrs_macros::pymethods;
use pyrs_object::descriptor::{GetSetDef, GetSetObject};
use pyrs_object::gc::Liveness;
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::slots::CompareOp;
use pyrs_object::str::StrObject;
use pyrs_object::type_object::{TypeFlags, TypeObject, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, bool_value, core, heap_object, none, not_implemented, protocol};
use std::cell::Cell;
use std::collections::HashMap;
use std::sync::Mutex;

/// A weak reference.
#[repr(C)]
pub struct WeakRefObject {
    header: Header,
    /// The referent's bits, not traced; 0 once it is dead.
    referent: Cell<u64>,
    /// Called with the reference when the referent dies.
    pub callback: Field<Option<Value>>,
    /// The referent's hash, once asked for; odd words are hashes.
    hash: Field<Option<Value>>,
}
heap_object!(
    WeakRefObject,
    "weakref.ReferenceType",
    WEAK_REF_LAYOUT,
    [callback, hash]
);

/// The class.
pub static WEAK_REF: NativeClass = NativeClass::new("weakref", "ReferenceType", &WEAK_REF_LAYOUT)
    .subclassable()
    .methods(WeakRefMethods::TYPE_METHODS);

/// Addresses of weak references by the address of their referent.
static REFERENCES: Mutex<Option<HashMap<u64, Vec<u64>>>> = Mutex::new(None);

fn with_references<R>(f: impl FnOnce(&mut HashMap<u64, Vec<u64>>) -> R) -> R {
    let mut table = REFERENCES.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    f(table.get_or_insert_default())
}

unsafe fn drop_dead(_context: *mut (), liveness: &Liveness) {
    with_references(|table| {
        table.retain(|referent, references| {
            // SAFETY: entries were live objects when the collection started, as dead ones left in the last one.
            references.retain(|r| unsafe { liveness.is_live(*r as *const u8) });
            // SAFETY: as above.
            !references.is_empty() && unsafe { liveness.is_live(*referent as *const u8) }
        });
    });
}

impl WeakRefObject {
    /// The object, if it is alive.
    pub fn target(&self) -> Option<Value> {
        // SAFETY: the word holds the bits of a live object, or zero: the collector clears it.
        unsafe { Value::from_bits(self.referent.get()) }
    }
}

/// The references to an object that still refer to it. After a finalizer has run, an object can live on while the
/// references made before are dead.
fn live_references(table: &HashMap<u64, Vec<u64>>, object: Value) -> impl Iterator<Item = Ref<WeakRefObject>> + '_ {
    let entries = table.get(&object.bits()).map_or(&[][..], Vec::as_slice);
    // SAFETY: entries are live weak references.
    let all = entries
        .iter()
        .map(|a| unsafe { Ref::<WeakRefObject>::from_address(*a) });
    all.filter(move |r| r.target() == Some(object))
}

/// Number of live references to an object, and the shared one: plain and without callback.
pub fn references_to(object: Value) -> (usize, Option<Ref<WeakRefObject>>) {
    with_references(|table| {
        let plain = live_references(table, object).find(|r| r.callback.get().is_none() && r.class() == WEAK_REF.get());
        (live_references(table, object).count(), plain)
    })
}

/// The n-th live reference to an object, oldest first.
pub fn reference_at(object: Value, index: usize) -> Option<Value> {
    with_references(|table| live_references(table, object).nth(index).map(Ref::value))
}

/// A reference of class `class` to `object`; an existing plain one is shared.
pub fn new_reference(
    thread: &mut Thread,
    class: Ref<TypeObject>,
    object: Value,
    callback: Option<Value>,
) -> PyResult<Value> {
    let target = class_of(object);
    let native_ok = !target.has(TypeFlags::HEAP) && allows_native(target);
    if !object.is_heap() || !(target.has(TypeFlags::HAS_WEAKREF) || native_ok) {
        let name = target.name_for_message();
        return Err(thread.type_error(format_args!("cannot create weak reference to '{name}' object")));
    }
    if callback.is_none()
        && class == WEAK_REF.get()
        && let (_, Some(shared)) = references_to(object)
    {
        return Ok(shared.value());
    }
    let reference: Ref<WeakRefObject> = class.allocate_instance(thread)?;
    reference.callback.set(reference, callback);
    reference.referent.set(object.bits());
    let offset = std::mem::offset_of!(WeakRefObject, referent);
    // SAFETY: the word refers to a live object and the layout does not trace it.
    unsafe { thread.heap().weak_register(reference.as_ptr().cast(), offset) };
    with_references(|table| table.entry(object.bits()).or_default().push(reference.address()));
    Ok(reference.value())
}

/// Built-in classes whose instances can be weakly referenced.
fn allows_native(class: Ref<TypeObject>) -> bool {
    let types = &core().types;
    let kinds = [
        &types.type_,
        &types.function,
        &types.bound_method,
        &types.native_function,
        &types.set,
        &types.frozenset,
        &types.generator,
        &types.coroutine,
        &types.async_generator,
        &types.module,
        &types.code,
    ];
    let late = [
        &crate::generic_alias::GENERIC_ALIAS,
        &crate::union::UNION,
        &crate::memoryview::MEMORY_VIEW,
    ];
    if late.iter().any(|kind| class == kind.get()) {
        return true;
    }
    kinds.iter().any(|kind| class.is_subtype(kind.get()))
}

/// Runs the callbacks of references whose objects died. What they raise goes to `report`.
pub fn run_callbacks(thread: &mut Thread, mut report: impl FnMut(&mut Thread, Value)) {
    let cleared = thread.heap().take_cleared_weakrefs();
    for index in 0..cleared.as_slice().len() {
        // SAFETY: the queue holds live weak references of this heap.
        let Some(value) = (unsafe { Value::from_bits(cleared.as_slice()[index]) }) else {
            continue;
        };
        let Some(callback) = value.downcast::<WeakRefObject>().and_then(|r| r.callback.get()) else {
            continue;
        };
        if protocol::call(thread, callback, &[value]).is_err() {
            report(thread, callback);
        }
    }
}

static WEAKREF_ATTRIBUTE: GetSetDef = GetSetDef {
    name: "__weakref__",
    doc: "list of weak references to the object",
    get: |_, this| Ok(reference_at(this, 0).unwrap_or_else(none)),
    set: None,
    member: false,
};

/// Enters `__weakref__` in the namespace of a class that adds it.
pub fn add_attribute(thread: &mut Thread, class: Ref<TypeObject>) -> PyResult<()> {
    let getset = GetSetObject::new(thread, class.value(), &WEAKREF_ATTRIBUTE)?;
    class
        .dict
        .get()
        .set(thread, core().names.weakref.get().value(), getset.value())
}

fn split_arguments(thread: &mut Thread, args: Args) -> PyResult<(Value, Option<Value>)> {
    match args.positional() {
        [object] => Ok((*object, None)),
        [object, callback] => Ok((*object, Some(*callback).filter(|c| *c != none()))),
        [] => Err(thread.type_error(format_args!("__new__ expected at least 1 argument, got 0"))),
        more => {
            let given = more.len();
            Err(thread.type_error(format_args!("__new__ expected at most 2 arguments, got {given}")))
        }
    }
}

fn reference_of(thread: &mut Thread, value: Value) -> PyResult<Ref<WeakRefObject>> {
    match value.downcast() {
        Some(reference) => Ok(reference),
        None => Err(thread.type_error(format_args!("weak reference expected"))),
    }
}

/// The methods of weak references.
pub struct WeakRefMethods;

#[pymethods]
impl WeakRefMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let (object, callback) = split_arguments(thread, args)?;
        let class = class.downcast().unwrap_or_else(|| WEAK_REF.get());
        new_reference(thread, class, object, callback)
    }

    #[slot]
    fn init(thread: &mut Thread, _this: Value, args: Args) -> PyResult<()> {
        split_arguments(thread, args).map(|_| ())
    }

    #[slot]
    fn call(thread: &mut Thread, this: Value, args: Args) -> PyResult<Value> {
        let given = args.all().len();
        if given > 0 {
            return Err(thread.type_error(format_args!("weakref expected 0 arguments, got {given}")));
        }
        Ok(reference_of(thread, this)?.target().unwrap_or_else(none))
    }

    #[slot]
    fn hash(thread: &mut Thread, this: Value) -> PyResult<i64> {
        let reference = reference_of(thread, this)?;
        if let Some(hash) = reference.hash.get().and_then(pyrs_object::int::as_i64) {
            return Ok(hash);
        }
        let Some(target) = reference.target() else {
            return Err(thread.type_error(format_args!("weak object has gone away")));
        };
        let hash = protocol::hash(thread, target)?;
        let kept = pyrs_object::int::from_i64(thread, hash)?;
        reference.hash.set(reference, Some(kept));
        Ok(hash)
    }

    #[slot]
    fn compare(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        let references = (left.downcast::<WeakRefObject>(), right.downcast::<WeakRefObject>());
        let ((Some(a), Some(b)), true) = (references, matches!(op, CompareOp::Eq | CompareOp::Ne)) else {
            return Ok(not_implemented());
        };
        match (a.target(), b.target()) {
            (Some(a), Some(b)) => protocol::compare(thread, op, a, b),
            _ => Ok(bool_value((a == b) == (op == CompareOp::Eq))),
        }
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let reference = reference_of(thread, this)?;
        let text = match reference.target() {
            None => format!("<weakref at {:#x}; dead>", this.bits()),
            Some(target) => {
                let class = class_of(target).name_for_message();
                let name = protocol::getattr_optional(thread, target, core().names.name.get())?;
                let name = name.and_then(|n| n.downcast::<StrObject>());
                let name = name.map_or_else(String::new, |n| format!(" ({})", n.to_string_lossy()));
                format!(
                    "<weakref at {:#x}; to '{class}' at {:#x}{name}>",
                    this.bits(),
                    target.bits()
                )
            }
        };
        Ok(StrObject::from_str(thread, &text)?.value())
    }

    #[getter(kind = "member")]
    fn __callback__(_thread: &mut Thread, this: Ref<WeakRefObject>) -> Option<Value> {
        this.callback.get().filter(|_| this.target().is_some())
    }

    /// See PEP 585
    #[classmethod]
    fn __class_getitem__(thread: &mut Thread, class: Value, item: Value) -> PyResult<Value> {
        crate::generic_alias::new(thread, class, item)
    }
}

/// Makes the class.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    WEAK_REF.create(thread)?;
    pyrs_object::finalized::install(thread);
    // SAFETY: the hook uses no context and does not use the heap.
    unsafe { thread.heap().add_weak_hook(drop_dead, std::ptr::null_mut()) };
    Ok(())
}
