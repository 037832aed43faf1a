//! The module `_abc`: what abstract base classes remember of other classes.
//!
//! Each abstract class has an object with its registry and two caches; registering any class makes all negative caches
//! stale, which a counter tells. Absent: weak references. A class is kept by the list of its base's subclasses anyway.

use crate::invoke;
use pyrs_macros::pymodule;
use pyrs_object::header::{Field, Header};
use pyrs_object::module::ModuleObject;
use pyrs_object::native_class::NativeClass;
use pyrs_object::set::SetObject;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeFlags, TypeObject, class_of};
use pyrs_object::{PyResult, Ref, Thread, Value, bool_value, core, heap_object, int, none, not_implemented, protocol};
use std::cell::Cell;
use std::sync::atomic::{AtomicI64, Ordering};

/// What an abstract class remembers.
#[repr(C)]
pub struct AbcData {
    header: Header,
    registry: Field<Option<Ref<SetObject>>>,
    cache: Field<Option<Ref<SetObject>>>,
    negative_cache: Field<Option<Ref<SetObject>>>,
    /// [`COUNTER`] when the negative cache was begun.
    negative_version: Cell<i64>,
}
heap_object!(
    AbcData,
    "_abc._abc_data",
    ABC_DATA_LAYOUT,
    [registry, cache, negative_cache]
);

static ABC_DATA: NativeClass = NativeClass::new("_abc", "_abc_data", &ABC_DATA_LAYOUT);

/// How often a class was registered.
static COUNTER: AtomicI64 = AtomicI64::new(0);

/// Bits of `__abc_tpflags__`, as CPython numbers them.
const FLAGS: [(TypeFlags, i64); 2] = [(TypeFlags::SEQUENCE, 1 << 5), (TypeFlags::MAPPING, 1 << 6)];

fn holds(thread: &mut Thread, set: Option<Ref<SetObject>>, class: Value) -> PyResult<bool> {
    match set {
        Some(set) => set.contains(thread, class),
        None => Ok(false),
    }
}

/// Adds a class to a set that may have to be made first; the set.
fn with_class(thread: &mut Thread, set: Option<Ref<SetObject>>, class: Value) -> PyResult<Ref<SetObject>> {
    let set = match set {
        Some(set) => set,
        None => SetObject::new(thread)?,
    };
    set.add(thread, class)?;
    Ok(set)
}

fn data_of(thread: &mut Thread, class: Value) -> PyResult<Ref<AbcData>> {
    let name = StrObject::intern(thread, "_abc_impl")?;
    let data = protocol::getattr(thread, class, name)?;
    match data.downcast() {
        Some(data) => Ok(data),
        None => Err(thread.type_error(format_args!("_abc_impl is set to a wrong type"))),
    }
}

fn is_subclass(thread: &mut Thread, class: Value, of: Value) -> PyResult<bool> {
    let function = invoke::builtin(thread, "issubclass")?;
    let result = protocol::call(thread, function, &[class, of])?;
    protocol::truth(thread, result)
}

fn is_abstract(thread: &mut Thread, value: Value) -> PyResult<bool> {
    let name = StrObject::intern(thread, "__isabstractmethod__")?;
    match protocol::getattr_optional(thread, value, name)? {
        Some(flag) => protocol::truth(thread, flag),
        None => Ok(false),
    }
}

/// The names of the abstract methods of a class: its own, and those of its bases that it does not override.
fn abstract_methods(thread: &mut Thread, class: Ref<TypeObject>) -> PyResult<Ref<SetObject>> {
    let names = SetObject::new_frozen(thread)?;
    let dict = class.dict.get();
    let mut position = 0;
    while let Some((found, name, value)) = dict.next_entry(position) {
        position = found + 1;
        if is_abstract(thread, value)? {
            names.add(thread, name)?;
        }
    }
    let attribute = StrObject::intern(thread, "__abstractmethods__")?;
    for base in class.bases.get().items_unbound() {
        let Some(inherited) = protocol::getattr_optional(thread, *base, attribute)? else {
            continue;
        };
        let inherited = crate::collect::to_tuple(thread, inherited)?;
        for name in inherited.items_unbound() {
            let Some(text) = name.downcast::<StrObject>() else {
                continue;
            };
            if let Some(value) = protocol::getattr_optional(thread, class.value(), text)?
                && is_abstract(thread, value)?
            {
                names.add(thread, *name)?;
            }
        }
    }
    Ok(names)
}

/// Lets pattern matching take a class and its subclasses for sequences or mappings.
fn set_collection_flag(class: Ref<TypeObject>, flag: TypeFlags) {
    if class.has(flag) || !class.has(TypeFlags::HEAP) {
        return;
    }
    for (other, _) in FLAGS {
        class.set_flag(other, other == flag);
    }
    class.modified();
    let Some(subclasses) = class.subclasses.get() else {
        return;
    };
    for index in 0..subclasses.len() {
        if let Some(subclass) = subclasses.get(index).and_then(|c| c.downcast::<TypeObject>()) {
            set_collection_flag(subclass, flag);
        }
    }
}

/// Takes `__abc_tpflags__` of a class over.
fn take_collection_flags(thread: &mut Thread, class: Ref<TypeObject>) -> PyResult<()> {
    let name = StrObject::intern(thread, "__abc_tpflags__")?;
    let Some(bits) = class.dict.get().get_interned(name).and_then(int::as_i64) else {
        return Ok(());
    };
    for (flag, bit) in FLAGS {
        if bits & bit != 0 {
            set_collection_flag(class, flag);
        }
    }
    protocol::setattr(thread, class.value(), name, None)
}

fn class_argument(thread: &mut Thread, value: Value, message: &str) -> PyResult<Ref<TypeObject>> {
    match value.downcast() {
        Some(class) => Ok(class),
        None => Err(thread.type_error(format_args!("{message}"))),
    }
}

/// What `__subclasshook__` says; `None` for NotImplemented.
fn ask_hook(thread: &mut Thread, class: Value, subclass: Value) -> PyResult<Option<bool>> {
    let name = StrObject::intern(thread, "__subclasshook__")?;
    let answer = protocol::call_method(thread, class, name, &[subclass])?;
    if answer == not_implemented() {
        return Ok(None);
    }
    for holds in [true, false] {
        if answer == bool_value(holds) {
            return Ok(Some(holds));
        }
    }
    let text = StrObject::from_str(
        thread,
        "__subclasshook__ must return either False, True, or NotImplemented",
    )?;
    Err(thread.raise_with(core().types.assertion_error.get(), &[text.value()]))
}

/// Whether the class is one by inheritance, registration, or of a subclass.
fn descends(thread: &mut Thread, class: Value, data: Ref<AbcData>, subclass: Ref<TypeObject>) -> PyResult<bool> {
    if subclass.mro.get().items().contains(&class) {
        return Ok(true);
    }
    if let Some(registry) = data.registry.get() {
        let registered = crate::collect::to_tuple(thread, registry.value())?;
        for other in registered.items_unbound() {
            if is_subclass(thread, subclass.value(), *other)? {
                return Ok(true);
            }
        }
    }
    let name = StrObject::intern(thread, "__subclasses__")?;
    let subclasses = protocol::call_method(thread, class, name, &[])?;
    let subclasses = crate::collect::to_tuple(thread, subclasses)?;
    for other in subclasses.items_unbound() {
        if is_subclass(thread, subclass.value(), *other)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// `cls.__subclasscheck__(subclass)`.
fn subclass_check(thread: &mut Thread, class: Value, subclass: Value) -> PyResult<bool> {
    let subclass = class_argument(thread, subclass, "issubclass() arg 1 must be a class")?;
    let data = data_of(thread, class)?;
    if holds(thread, data.cache.get(), subclass.value())? {
        return Ok(true);
    }
    let counter = COUNTER.load(Ordering::Relaxed);
    if data.negative_version.get() < counter {
        data.negative_cache.set(data, None);
        data.negative_version.set(counter);
    } else if holds(thread, data.negative_cache.get(), subclass.value())? {
        return Ok(false);
    }
    let is_one = match ask_hook(thread, class, subclass.value())? {
        Some(answer) => answer,
        None => descends(thread, class, data, subclass)?,
    };
    let cache = if is_one { &data.cache } else { &data.negative_cache };
    let cached = with_class(thread, cache.get(), subclass.value())?;
    cache.set(data, Some(cached));
    Ok(is_one)
}

#[pymodule(name = "_abc")]
pub(crate) mod module {
    use super::*;

    /// Returns the current ABC cache token.
    ///
    /// The token is an opaque object (supporting equality testing) identifying the
    /// current version of the ABC cache for virtual subclasses. The token changes
    /// with every call to register() on any ABC.
    #[function]
    fn get_cache_token(thread: &mut Thread) -> PyResult<Value> {
        int::from_i64(thread, COUNTER.load(Ordering::Relaxed))
    }

    /// Internal ABC helper for class set-up. Should be never used outside abc module.
    #[function]
    fn _abc_init(thread: &mut Thread, class: Value) -> PyResult<()> {
        let class = class_argument(thread, class, "_abc_init() argument must be a class")?;
        let names = abstract_methods(thread, class)?;
        let attribute = StrObject::intern(thread, "__abstractmethods__")?;
        protocol::setattr(thread, class.value(), attribute, Some(names.value()))?;
        let data: Ref<AbcData> = ABC_DATA.get().allocate_instance(thread)?;
        data.negative_version.set(COUNTER.load(Ordering::Relaxed));
        let attribute = StrObject::intern(thread, "_abc_impl")?;
        protocol::setattr(thread, class.value(), attribute, Some(data.value()))?;
        take_collection_flags(thread, class)
    }

    /// Internal ABC helper for subclasss registration. Should be never used outside abc module.
    #[function]
    fn _abc_register(thread: &mut Thread, class: Value, subclass: Value) -> PyResult<Value> {
        let registered = class_argument(thread, subclass, "Can only register classes")?;
        if is_subclass(thread, subclass, class)? {
            return Ok(subclass);
        }
        if is_subclass(thread, class, subclass)? {
            return Err(thread.runtime_error(format_args!("Refusing to create an inheritance cycle")));
        }
        let data = data_of(thread, class)?;
        let registry = with_class(thread, data.registry.get(), subclass)?;
        data.registry.set(data, Some(registry));
        COUNTER.fetch_add(1, Ordering::Relaxed);
        if let Some(class) = class.downcast::<TypeObject>() {
            for (flag, _) in FLAGS {
                if class.has(flag) {
                    set_collection_flag(registered, flag);
                }
            }
        }
        Ok(subclass)
    }

    /// Internal ABC helper for instance checks. Should be never used outside abc module.
    #[function]
    fn _abc_instancecheck(thread: &mut Thread, class: Value, instance: Value) -> PyResult<Value> {
        let data = data_of(thread, class)?;
        let claimed = protocol::getattr(thread, instance, core().names.class.get())?;
        if holds(thread, data.cache.get(), claimed)? {
            return Ok(bool_value(true));
        }
        let real = class_of(instance).value();
        let is_fresh = data.negative_version.get() == COUNTER.load(Ordering::Relaxed);
        if real == claimed && is_fresh && holds(thread, data.negative_cache.get(), claimed)? {
            return Ok(bool_value(false));
        }
        let check = StrObject::intern(thread, "__subclasscheck__")?;
        let answer = protocol::call_method(thread, class, check, &[claimed])?;
        if real == claimed || protocol::truth(thread, answer)? {
            return Ok(answer);
        }
        protocol::call_method(thread, class, check, &[real])
    }

    /// Internal ABC helper for subclasss checks. Should be never used outside abc module.
    #[function]
    fn _abc_subclasscheck(thread: &mut Thread, class: Value, subclass: Value) -> PyResult<bool> {
        subclass_check(thread, class, subclass)
    }

    /// Internal ABC helper for cache and registry debugging.
    ///
    /// Return shallow copies of registry, of both caches, and the negative cache version.
    #[function]
    fn _get_dump(thread: &mut Thread, class: Value) -> PyResult<Value> {
        let data = data_of(thread, class)?;
        let mut parts = [none(); 4];
        for (part, set) in parts
            .iter_mut()
            .zip([data.registry.get(), data.cache.get(), data.negative_cache.get()])
        {
            let copy = SetObject::new(thread)?;
            if let Some(set) = set {
                copy.merge(thread, set)?;
            }
            *part = copy.value();
        }
        parts[3] = int::from_i64(thread, data.negative_version.get())?;
        Ok(TupleObject::from_slice(thread, &parts)?.value())
    }

    /// Internal ABC helper to reset registry of a given class. Should be only used by refleak.py
    #[function]
    fn _reset_registry(thread: &mut Thread, class: Value) -> PyResult<()> {
        let data = data_of(thread, class)?;
        data.registry.set(data, None);
        Ok(())
    }

    /// Internal ABC helper to reset both caches of a given class. Should be only used by refleak.py
    #[function]
    fn _reset_caches(thread: &mut Thread, class: Value) -> PyResult<()> {
        let data = data_of(thread, class)?;
        data.cache.set(data, None);
        data.negative_cache.set(data, None);
        Ok(())
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        let class = ABC_DATA.create(thread)?;
        module.dict.get().set_str(thread, "_abc_data", class.value())
    }
}

pub use module::MODULE;
