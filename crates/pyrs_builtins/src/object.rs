//! `object`: what every value has.

use pyrs_macros::pymethods;
use pyrs_object::descriptor::MemberObject;
use pyrs_object::dict::DictObject;
use pyrs_object::header::HeapObject;
use pyrs_object::instance::{InstanceObject, attribute_dict, materialize_dict};
pub use pyrs_object::instance_dict::add_instance_dict;
use pyrs_object::list::ListObject;
use pyrs_object::module::ModuleObject;
use pyrs_object::slots::CompareOp;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeFlags, TypeObject, class_of};
use pyrs_object::{
    Args, PyResult, Raised, Ref, Thread, Value, attribute, bool_value, core, none, not_implemented, protocol,
};

/// A fresh instance of `class`, which must have the layout of `T`.
pub fn allocate<T: HeapObject>(thread: &mut Thread, class: Value) -> PyResult<Ref<T>> {
    match class.downcast::<TypeObject>() {
        Some(class) if T::is_layout(class.layout.get()) => class.allocate_instance(thread),
        Some(class) => {
            let (wanted, class) = (T::layout_name(), class.name_for_message());
            Err(thread.type_error(format_args!("'{class}' objects have no room for a {wanted}")))
        }
        None => {
            let name = class_of(class).name_for_message();
            Err(thread.type_error(format_args!("X is not a type object ({name})")))
        }
    }
}

/// `(getattr, (object, name))`: how bound methods are pickled.
pub fn reduce_by_getattr(thread: &mut Thread, object: Value, name: Value) -> PyResult<Value> {
    let key = StrObject::intern(thread, "getattr")?;
    let Some(getattr) = core().builtins.get().get_interned(key) else {
        return Err(thread.name_error_plain(format_args!("name 'getattr' is not defined")));
    };
    let args = TupleObject::from_slice(thread, &[object, name])?;
    Ok(TupleObject::from_slice(thread, &[getattr, args.value()])?.value())
}

/// Whether the class reaches the `__new__` of `object`.
fn has_object_new(class: Ref<TypeObject>) -> bool {
    class.slot(|s| s.new).map(|f| f as usize) == core().types.object.get().slot(|s| s.new).map(|f| f as usize)
}

/// Whether the class reaches the `__init__` of `object`.
fn has_object_init(class: Ref<TypeObject>) -> bool {
    class.slot(|s| s.init).map(|f| f as usize) == core().types.object.get().slot(|s| s.init).map(|f| f as usize)
}

#[cold]
fn takes_no_arguments(thread: &mut Thread, class: Ref<TypeObject>) -> Raised {
    let name = class.name_for_message();
    thread.type_error(format_args!("{name}() takes no arguments"))
}

#[cold]
fn abstract_instance(thread: &mut Thread, class: Ref<TypeObject>) -> PyResult<Raised> {
    let abstract_methods = protocol::getattr(thread, class.value(), core().names.abstract_methods.get())?;
    let mut names = Vec::new();
    let abstract_methods = crate::sequence::collect(thread, abstract_methods)?;
    for name in abstract_methods.items() {
        if let Some(name) = name.downcast::<StrObject>() {
            names.push(name.to_string_lossy());
        }
    }
    names.sort();
    let plural = if names.len() == 1 { "" } else { "s" };
    let (class, names) = (class.name_for_message(), names.join("', '"));
    Ok(thread.type_error(format_args!(
        "Can't instantiate abstract class {class} without an implementation for abstract method{plural} '{names}'"
    )))
}

/// `hash(object)` by identity.
pub fn identity_hash(object: Value) -> i64 {
    pyrs_object::hash::hash_i64((object.bits() >> 3) as i64)
}

/// The methods of `object`.
pub struct ObjectMethods;

/// The base class of the class hierarchy.
///
/// When called, it accepts no arguments and returns a new featureless
/// instance that has no instance attributes and cannot be given any.
#[pymethods]
impl ObjectMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let Some(class_object) = class.downcast::<TypeObject>() else {
            return Err(thread.type_error(format_args!("object.__new__(X): X is not a type object")));
        };
        if !args.all().is_empty() && (!has_object_new(class_object) || has_object_init(class_object)) {
            if !has_object_new(class_object) {
                return Err(thread.type_error(format_args!(
                    "object.__new__() takes exactly one argument (the type to instantiate)"
                )));
            }
            return Err(takes_no_arguments(thread, class_object));
        }
        if !class_object.has(TypeFlags::HEAP) && !InstanceObject::is_layout(class_object.layout.get()) {
            let name = class_object.name_for_message();
            return Err(thread.type_error(format_args!("cannot create '{name}' instances")));
        }
        if class_object.has(TypeFlags::ABSTRACT) {
            let raised = abstract_instance(thread, class_object)?;
            return Err(raised);
        }
        Ok(allocate::<InstanceObject>(thread, class)?.value())
    }

    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        if args.all().is_empty() {
            return Ok(());
        }
        let class = class_of(this);
        if !has_object_init(class) {
            return Err(thread.type_error(format_args!(
                "object.__init__() takes exactly one argument (the instance to initialize)"
            )));
        }
        if has_object_new(class) {
            let name = class.name_for_message();
            return Err(thread.type_error(format_args!(
                "{name}.__init__() takes exactly one argument (the instance to initialize)"
            )));
        }
        Ok(())
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(attribute::default_repr(thread, this)?.value())
    }

    #[slot]
    fn str(thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(protocol::str_by_repr(thread, this)?.value())
    }

    #[slot]
    fn hash(_thread: &mut Thread, this: Value) -> PyResult<i64> {
        Ok(identity_hash(this))
    }

    #[slot]
    fn compare(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        match op {
            CompareOp::Eq if left == right => Ok(bool_value(true)),
            CompareOp::Ne => {
                // The opposite of `__eq__`, whoever defines it.
                let Some(compare) = class_of(left).slot(|s| s.compare) else {
                    return Ok(not_implemented());
                };
                let equal = compare(thread, CompareOp::Eq, left, right)?;
                if equal == not_implemented() {
                    return Ok(equal);
                }
                Ok(bool_value(!protocol::truth(thread, equal)?))
            }
            _ => Ok(not_implemented()),
        }
    }

    #[slot]
    fn getattr(thread: &mut Thread, this: Value, name: Ref<StrObject>) -> PyResult<Value> {
        attribute::generic_getattr(thread, this, name)
    }

    #[slot]
    fn setattr(thread: &mut Thread, this: Value, name: Ref<StrObject>, value: Option<Value>) -> PyResult<()> {
        if this.downcast::<TypeObject>().is_some() {
            let what = if value.is_some() { "__setattr__" } else { "__delattr__" };
            return Err(thread.type_error(format_args!("can't apply this {what} to type object")));
        }
        attribute::generic_setattr(thread, this, name, value)
    }

    /// the object's class
    #[getter]
    fn __class__(_thread: &mut Thread, this: Value) -> Ref<TypeObject> {
        class_of(this)
    }

    #[setter(name = "__class__")]
    fn set_class(thread: &mut Thread, this: Value, value: Option<Value>) -> PyResult<()> {
        let Some(value) = value else {
            return Err(thread.type_error(format_args!("can't delete __class__ attribute")));
        };
        let Some(class) = value.downcast::<TypeObject>() else {
            let name = class_of(value).name_for_message();
            return Err(thread.type_error(format_args!("__class__ must be set to a class, not '{name}' object")));
        };
        assign_class(thread, this, class)
    }

    /// Default object formatter.
    #[method]
    fn __format__(thread: &mut Thread, this: Value, format_spec: Ref<StrObject>) -> PyResult<Ref<StrObject>> {
        if !format_spec.is_empty() {
            let class = class_of(this).name_for_message();
            return Err(thread.type_error(format_args!("unsupported format string passed to {class}.__format__")));
        }
        protocol::str(thread, this)
    }

    /// Size of object in memory, in bytes.
    #[method]
    fn __sizeof__(_thread: &mut Thread, this: Value) -> usize {
        match this.as_object() {
            // SAFETY: the start of a live object.
            Some(object) => unsafe { pyrs_object::layout::size(object.as_ptr().cast()) },
            None => std::mem::size_of::<Value>(),
        }
    }

    /// Default dir() implementation.
    #[method]
    fn __dir__(thread: &mut Thread, this: Value) -> PyResult<Ref<ListObject>> {
        let names = DictObject::new(thread)?;
        let dict = protocol::getattr_optional(thread, this, core().names.dict.get())?;
        if let Some(dict) = dict.and_then(|d| d.downcast::<DictObject>()) {
            merge_keys(thread, names, dict)?;
        }
        let class = protocol::getattr_optional(thread, this, core().names.class.get())?;
        if let Some(class) = class {
            merge_class_names(thread, names, class)?;
        }
        keys_list(thread, names)
    }

    /// Helper for pickle.
    #[method]
    fn __reduce__(thread: &mut Thread, this: Value) -> PyResult<Value> {
        crate::reduce::reduce(thread, this, 0)
    }

    /// Helper for pickle.
    #[method]
    fn __reduce_ex__(thread: &mut Thread, this: Value, protocol: i64) -> PyResult<Value> {
        crate::reduce::reduce_ex(thread, this, protocol)
    }

    /// Helper for pickle.
    #[method]
    fn __getstate__(thread: &mut Thread, this: Value) -> PyResult<Value> {
        crate::reduce::default_state(thread, this, false)
    }

    /// This method is called when a class is subclassed.
    ///
    /// The default implementation does nothing. It may be
    /// overridden to extend subclasses.
    #[classmethod]
    fn __init_subclass__(thread: &mut Thread, class: Ref<TypeObject>, args: Args) -> PyResult<()> {
        let name = class.name_for_message();
        if args.names().is_some() {
            return Err(thread.type_error(format_args!("{name}.__init_subclass__() takes no keyword arguments")));
        }
        match args.positional().len() {
            0 => Ok(()),
            given => Err(thread.type_error(format_args!(
                "{name}.__init_subclass__() takes no arguments ({given} given)"
            ))),
        }
    }

    /// Abstract classes can override this to customize issubclass().
    #[classmethod]
    fn __subclasshook__(_thread: &mut Thread, _class: Value, _args: Args) -> Value {
        not_implemented()
    }
}

/// Adds the keys of a namespace to a dict used as an ordered set.
pub fn merge_keys(thread: &mut Thread, names: Ref<DictObject>, dict: Ref<DictObject>) -> PyResult<()> {
    let mut position = 0;
    while let Some((at, key, _)) = dict.next_entry(position) {
        names.set(thread, key, none())?;
        position = at + 1;
    }
    Ok(())
}

/// Adds the names of a class and its bases.
pub fn merge_class_names(thread: &mut Thread, names: Ref<DictObject>, class: Value) -> PyResult<()> {
    let Some(class) = class.downcast::<TypeObject>() else {
        return Ok(());
    };
    for base in class.mro.get().items_unbound() {
        if let Some(base) = base.downcast::<TypeObject>() {
            merge_keys(thread, names, base.dict.get())?;
        }
    }
    Ok(())
}

/// The keys as a list.
pub fn keys_list(thread: &mut Thread, names: Ref<DictObject>) -> PyResult<Ref<ListObject>> {
    let list = ListObject::with_capacity(thread, names.len())?;
    let mut position = 0;
    while let Some((at, key, _)) = names.next_entry(position) {
        list.push(thread, key)?;
        position = at + 1;
    }
    Ok(list)
}

/// Whether instances of the two classes have the same form in memory.
fn same_form(old: Ref<TypeObject>, new: Ref<TypeObject>) -> bool {
    std::ptr::eq(old.layout.get(), new.layout.get())
        && old.reserved_slots.get() == new.reserved_slots.get()
        && old.has(TypeFlags::HAS_DICT) == new.has(TypeFlags::HAS_DICT)
        && (0..old.reserved_slots.get()).all(|index| match (slot_name(old, index), slot_name(new, index)) {
            (Some(a), Some(b)) => a.equals(&b),
            (a, b) => a.is_none() && b.is_none(),
        })
}

/// The name of a reserved slot.
fn slot_name(class: Ref<TypeObject>, index: u32) -> Option<Ref<StrObject>> {
    for base in class.mro.get().items() {
        let Some(base) = base.downcast::<TypeObject>() else {
            continue;
        };
        let mut position = 0;
        while let Some((at, _, entry)) = base.dict.get().next_entry(position) {
            position = at + 1;
            if let Some(member) = entry.downcast::<MemberObject>()
                && member.index.get() == index
            {
                return Some(member.name.get());
            }
        }
    }
    None
}

/// `object.__class__ = class`.
fn assign_class(thread: &mut Thread, this: Value, class: Ref<TypeObject>) -> PyResult<()> {
    let old = class_of(this);
    let both_modules = this.downcast::<ModuleObject>().is_some() && class.is_subtype(core().types.module.get());
    let mutable = !old.has(TypeFlags::IMMUTABLE) && !class.has(TypeFlags::IMMUTABLE);
    let Some(object) = this.as_object().filter(|_| mutable || both_modules) else {
        return Err(thread.type_error(format_args!(
            "__class__ assignment only supported for mutable types or ModuleType subclasses"
        )));
    };
    if !same_form(old, class) {
        let (new, old) = (class.name_for_message(), old.name_for_message());
        return Err(thread.type_error(format_args!(
            "__class__ assignment: '{new}' object layout differs from '{old}'"
        )));
    }
    if old == class {
        return Ok(());
    }
    let (from, root) = (object.shape(), class.root_shape());
    if !from.has_extension() {
        object.set_shape(root);
        return Ok(());
    }
    if from.is_extensible() {
        // The attributes move to a dict, which has the same place whatever the number of inline slots.
        materialize_dict(thread, object)?;
    }
    let target = crate::class::layout::shape_with_capacity(thread, class, object.shape())?;
    object.set_shape(target);
    debug_assert!(!target.is_dict_mode() || attribute_dict(object).is_some());
    Ok(())
}

/// Registers the class.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    ObjectMethods::register(thread, core().types.object.get())
}
