//! Attribute access: the plain look-up on objects, on classes and on modules, and binding of what it finds.

use crate::core::core;
use crate::descriptor::{GetSetObject, MemberObject, MethodKindObject, PropertyObject, SlotWrapperObject};
use crate::errors::{PyResult, Raised};
use crate::function::{BoundMethodObject, FunctionObject, NativeFunctionObject};
use crate::header::Ref;
use crate::instance;
use crate::module::ModuleObject;
use crate::str::StrObject;
use crate::thread::Thread;
use crate::type_object::{TypeFlags, TypeObject, class_of};
use crate::value::Value;

/// Whether an attribute of a class takes precedence over the instance's own.
#[inline]
pub fn is_data_descriptor(attribute: Value) -> bool {
    class_of(attribute).slot(|s| s.descr_set).is_some()
}

/// Whether an attribute of a class binds like a function: `object.name(...)` may call it with the receiver first.
#[inline]
pub fn is_method_descriptor(attribute: Value) -> bool {
    attribute.downcast::<FunctionObject>().is_some()
        || attribute.downcast::<SlotWrapperObject>().is_some()
        || (attribute.downcast::<NativeFunctionObject>().is_some()
            && class_of(attribute) == core().types.method_descriptor.get())
}

/// What an attribute of a class gives when read through `object` (`None`: through the class).
pub fn bind(thread: &mut Thread, attribute: Value, object: Option<Value>, class: Ref<TypeObject>) -> PyResult<Value> {
    match class_of(attribute).slot(|s| s.descr_get) {
        Some(get) => get(thread, attribute, object, class.value()),
        None => Ok(attribute),
    }
}

/// Calls an attribute of a class with a receiver, without making a bound method where that can be avoided.
pub fn call_with_receiver(thread: &mut Thread, attribute: Value, receiver: Value, args: &[Value]) -> PyResult<Value> {
    if is_method_descriptor(attribute) {
        const INLINE: usize = 8;
        if args.len() < INLINE {
            let mut all = [receiver; INLINE];
            all[1..=args.len()].copy_from_slice(args);
            return crate::protocol::call(thread, attribute, &all[..=args.len()]);
        }
    }
    let bound = bind(thread, attribute, Some(receiver), class_of(receiver))?;
    crate::protocol::call(thread, bound, args)
}

/// `object.__getattribute__(name)` of plain objects.
pub fn generic_getattr(thread: &mut Thread, object: Value, name: Ref<StrObject>) -> PyResult<Value> {
    match generic_getattr_optional(thread, object, name)? {
        Some(value) => Ok(value),
        None => Err(no_attribute(thread, object, name)),
    }
}

/// The plain look-up; `None` where there is no such attribute.
pub fn generic_getattr_optional(thread: &mut Thread, object: Value, name: Ref<StrObject>) -> PyResult<Option<Value>> {
    let name = name.interned(thread)?;
    let class = class_of(object);
    let attribute = class.lookup(name);
    if let Some(attribute) = attribute
        && is_data_descriptor(attribute)
    {
        return bind(thread, attribute, Some(object), class).map(Some);
    }
    if let Some(own) = own_attribute(object, name) {
        return Ok(Some(own));
    }
    match attribute {
        Some(attribute) => bind(thread, attribute, Some(object), class).map(Some),
        None => Ok(None),
    }
}

/// An attribute that the object itself has: in its slots, its dict or its namespace.
pub fn own_attribute(object: Value, name: Ref<StrObject>) -> Option<Value> {
    let header = object.as_object()?;
    if let Some(value) = instance::get_attribute(header, name) {
        return Some(value);
    }
    if let Some(module) = object.downcast::<ModuleObject>() {
        return module.dict.get().get_interned(name);
    }
    if let Some(function) = object.downcast::<FunctionObject>() {
        return function.dict.get()?.get_interned(name);
    }
    None
}

/// `object.__setattr__(name, value)` of plain objects; deletion for `None`.
pub fn generic_setattr(thread: &mut Thread, object: Value, name: Ref<StrObject>, value: Option<Value>) -> PyResult<()> {
    let name = name.interned(thread)?;
    let class = class_of(object);
    let attribute = class.lookup(name);
    if let Some(attribute) = attribute
        && let Some(set) = class_of(attribute).slot(|s| s.descr_set)
    {
        return set(thread, attribute, object, value);
    }
    if set_own_attribute(thread, object, name, value)? {
        return Ok(());
    }
    Err(cannot_set(thread, object, name, attribute.is_some(), value.is_none()))
}

/// Sets or deletes an attribute of the object itself; false if it has no room for it (or nothing to delete).
fn set_own_attribute(thread: &mut Thread, object: Value, name: Ref<StrObject>, value: Option<Value>) -> PyResult<bool> {
    let Some(header) = object.as_object() else {
        return Ok(false);
    };
    let namespace = if let Some(module) = object.downcast::<ModuleObject>() {
        Some(module.dict.get())
    } else if let Some(function) = object.downcast::<FunctionObject>() {
        match (function.dict.get(), value) {
            (Some(dict), _) => Some(dict),
            (None, None) => None,
            (None, Some(_)) => {
                let dict = crate::dict::DictObject::new(thread)?;
                function.dict.set(function, Some(dict));
                Some(dict)
            }
        }
    } else {
        None
    };
    match (namespace, value) {
        (Some(dict), Some(value)) => {
            dict.set(thread, name.value(), value)?;
            Ok(true)
        }
        (Some(dict), None) => Ok(dict.remove(thread, name.value())?.is_some()),
        (None, _) if !header.shape().is_extensible() => Ok(false),
        (None, Some(value)) => {
            instance::set_attribute(thread, header, name, value)?;
            Ok(true)
        }
        (None, None) => instance::delete_attribute(thread, header, name),
    }
}

/// Raises AttributeError for a missing attribute.
#[cold]
pub fn no_attribute(thread: &mut Thread, object: Value, name: Ref<StrObject>) -> Raised {
    let text = name.to_string_lossy();
    if let Some(module) = object.downcast::<ModuleObject>() {
        let module_name = module.dict.get().get_interned(core().names.name.get());
        let module_name = module_name.and_then(|v| v.downcast::<StrObject>());
        return match module_name {
            Some(module_name) => {
                let module_name = module_name.to_string_lossy();
                thread.attribute_error(
                    object,
                    name,
                    format_args!("module '{module_name}' has no attribute '{text}'"),
                )
            }
            None => thread.attribute_error(object, name, format_args!("module has no attribute '{text}'")),
        };
    }
    if let Some(class) = object.downcast::<TypeObject>() {
        let class_name = class.name_for_message();
        return thread.attribute_error(
            object,
            name,
            format_args!("type object '{class_name}' has no attribute '{text}'"),
        );
    }
    let class_name = class_of(object).name_for_message();
    thread.attribute_error(
        object,
        name,
        format_args!("'{class_name}' object has no attribute '{text}'"),
    )
}

#[cold]
fn cannot_set(thread: &mut Thread, object: Value, name: Ref<StrObject>, in_class: bool, deleting: bool) -> Raised {
    let text = name.to_string_lossy();
    let class_name = class_of(object).name_for_message();
    let has_dict = object.as_object().is_some_and(|o| o.shape().is_extensible())
        || object.downcast::<ModuleObject>().is_some()
        || object.downcast::<FunctionObject>().is_some();
    if deleting && has_dict {
        return no_attribute(thread, object, name);
    }
    if in_class {
        return thread.attribute_error(
            object,
            name,
            format_args!("'{class_name}' object attribute '{text}' is read-only"),
        );
    }
    thread.attribute_error(
        object,
        name,
        format_args!("'{class_name}' object has no attribute '{text}' and no __dict__ for setting new attributes"),
    )
}

/// `class.name`: `type.__getattribute__`.
pub fn type_getattr(thread: &mut Thread, object: Value, name: Ref<StrObject>) -> PyResult<Value> {
    match type_getattr_optional(thread, object, name)? {
        Some(value) => Ok(value),
        None => Err(no_attribute(thread, object, name)),
    }
}

/// Whether attributes of a metaclass's instances are looked up as those of `type`'s are: [`type_getattr_optional`].
pub fn is_plain_metaclass(metaclass: Ref<TypeObject>) -> bool {
    let slot = |class: Ref<TypeObject>| class.slot(|s| s.getattr).map(|slot| slot as usize);
    metaclass == core().types.type_.get() || slot(metaclass) == slot(core().types.type_.get())
}

/// `class.name`; `None` where there is no such attribute.
pub fn type_getattr_optional(thread: &mut Thread, object: Value, name: Ref<StrObject>) -> PyResult<Option<Value>> {
    let name = name.interned(thread)?;
    let Some(class) = object.downcast::<TypeObject>() else {
        return generic_getattr_optional(thread, object, name);
    };
    let metaclass = class_of(object);
    let meta_attribute = metaclass.lookup(name);
    if let Some(attribute) = meta_attribute
        && is_data_descriptor(attribute)
    {
        return bind(thread, attribute, Some(object), metaclass).map(Some);
    }
    if let Some(attribute) = class.lookup(name) {
        return bind(thread, attribute, None, class).map(Some);
    }
    match meta_attribute {
        Some(attribute) => bind(thread, attribute, Some(object), metaclass).map(Some),
        None => Ok(None),
    }
}

/// `class.name = value`: `type.__setattr__`; deletion for `None`.
pub fn type_setattr(thread: &mut Thread, object: Value, name: Ref<StrObject>, value: Option<Value>) -> PyResult<()> {
    let name = name.interned(thread)?;
    let Some(class) = object.downcast::<TypeObject>() else {
        return generic_setattr(thread, object, name, value);
    };
    if class.has(TypeFlags::IMMUTABLE) {
        let (text, class_name) = (name.to_string_lossy(), class.name_for_message());
        return Err(thread.type_error(format_args!(
            "cannot set '{text}' attribute of immutable type '{class_name}'"
        )));
    }
    if let Some(attribute) = class_of(object).lookup(name)
        && let Some(set) = class_of(attribute).slot(|s| s.descr_set)
    {
        return set(thread, attribute, object, value);
    }
    let dict = class.dict.get();
    let names = &core().names;
    let takes_over = [&names.getattribute, &names.getattr, &names.setattr, &names.delattr];
    if (name.is_property() && value.is_some_and(is_data_descriptor)) || takes_over.iter().any(|n| n.get() == name) {
        crate::feedback::forget_slots(thread);
    }
    match value {
        Some(value) => dict.set(thread, name.value(), value)?,
        None => {
            if dict.remove(thread, name.value())?.is_none() {
                return Err(no_attribute(thread, object, name));
            }
        }
    }
    class.modified();
    if crate::special::is_special_name(&name) {
        crate::special::update_slots(thread, class)?;
    }
    Ok(())
}

/// `class[key]` by `__class_getitem__`.
pub fn class_getitem(thread: &mut Thread, class: Ref<TypeObject>, key: Value) -> PyResult<Value> {
    let name = core().names.class_getitem.get();
    match type_getattr_optional(thread, class.value(), name)? {
        Some(method) => crate::protocol::call(thread, method, &[key]),
        None if class == core().types.type_.get() => match core().hooks.generic_alias.get() {
            Some(make) => make(thread, class.value(), key),
            None => Err(thread.system_error(format_args!("there are no generic aliases"))),
        },
        None => {
            let class_name = class.name_for_message();
            Err(thread.type_error(format_args!("type '{class_name}' is not subscriptable")))
        }
    }
}

/// `<module.Class object at 0x...>`.
pub fn default_repr(thread: &mut Thread, object: Value) -> PyResult<Ref<StrObject>> {
    let class = class_of(object);
    let address = object.bits();
    let qualname = class.qualname.get().to_string_lossy();
    let module = class
        .dict
        .get()
        .get_interned(core().names.module.get())
        .and_then(|v| v.downcast::<StrObject>());
    let text = match module.map(|m| m.to_string_lossy()) {
        Some(module) if module != "builtins" => format!("<{module}.{qualname} object at {address:#x}>"),
        _ => format!("<{qualname} object at {address:#x}>"),
    };
    StrObject::from_str(thread, &text)
}

/// `member.__get__`.
pub fn member_get(thread: &mut Thread, member: Value, object: Option<Value>, _class: Value) -> PyResult<Value> {
    let Some(object) = object else { return Ok(member) };
    let (Some(definition), Some(header)) = (member.downcast::<MemberObject>(), object.as_object()) else {
        return Err(thread.type_error(format_args!("descriptor used with an object of another type")));
    };
    check_owner(
        thread,
        definition.owner.get(),
        || definition.name.get().to_string_lossy(),
        object,
    )?;
    match instance::get_slot(header, definition.index.get()) {
        Some(value) => Ok(value),
        None => Err(no_attribute(thread, object, definition.name.get())),
    }
}

/// `member.__set__` and `__delete__`.
pub fn member_set(thread: &mut Thread, member: Value, object: Value, value: Option<Value>) -> PyResult<()> {
    let (Some(definition), Some(header)) = (member.downcast::<MemberObject>(), object.as_object()) else {
        return Err(thread.type_error(format_args!("descriptor used with an object of another type")));
    };
    check_owner(
        thread,
        definition.owner.get(),
        || definition.name.get().to_string_lossy(),
        object,
    )?;
    let index = definition.index.get();
    if value.is_none() && instance::get_slot(header, index).is_none() {
        // CPython names no class here.
        let name = definition.name.get().to_string_lossy();
        return Err(thread.attribute_error_plain(format_args!("{name}")));
    }
    instance::set_slot(thread, header, index, value)
}

#[inline]
fn check_owner(thread: &mut Thread, owner: Value, name: impl FnOnce() -> String, object: Value) -> PyResult<()> {
    let Some(owner) = owner.downcast::<TypeObject>() else {
        return Ok(());
    };
    let class = class_of(object);
    if class == owner || class.is_subtype(owner) {
        return Ok(());
    }
    let name = name();
    let (owner, class) = (owner.name_for_message(), class.name_for_message());
    Err(thread.type_error(format_args!(
        "descriptor '{name}' for '{owner}' objects doesn't apply to a '{class}' object"
    )))
}

/// `getset.__get__`.
pub fn getset_get(thread: &mut Thread, getset: Value, object: Option<Value>, _class: Value) -> PyResult<Value> {
    let Some(object) = object else { return Ok(getset) };
    let Some(descriptor) = getset.downcast::<GetSetObject>() else {
        return Ok(getset);
    };
    let definition = descriptor.definition.get();
    check_owner(thread, descriptor.owner.get(), || definition.name.to_owned(), object)?;
    (definition.get)(thread, object)
}

/// `getset.__set__` and `__delete__`.
pub fn getset_set(thread: &mut Thread, getset: Value, object: Value, value: Option<Value>) -> PyResult<()> {
    let Some(descriptor) = getset.downcast::<GetSetObject>() else {
        return Ok(());
    };
    let definition = descriptor.definition.get();
    check_owner(thread, descriptor.owner.get(), || definition.name.to_owned(), object)?;
    match definition.set {
        Some(set) => set(thread, object, value),
        None => {
            let (class, name) = (class_of(object).name_for_message(), definition.name);
            Err(thread.attribute_error_plain(format_args!("attribute '{name}' of '{class}' objects is not writable")))
        }
    }
}

/// `function.__get__`: also of native method descriptors and slot wrappers.
pub fn function_get(thread: &mut Thread, function: Value, object: Option<Value>, _class: Value) -> PyResult<Value> {
    match object {
        None => Ok(function),
        Some(receiver) => Ok(BoundMethodObject::new(thread, function, receiver)?.value()),
    }
}

/// `classmethod.__get__`: also of native class methods.
pub fn classmethod_get(thread: &mut Thread, method: Value, object: Option<Value>, class: Value) -> PyResult<Value> {
    let _ = object;
    match method.downcast::<MethodKindObject>() {
        Some(kind) => match kind.function.get() {
            Some(function) => Ok(BoundMethodObject::new(thread, function, class)?.value()),
            None => Err(thread.runtime_error(format_args!("uninitialized classmethod object"))),
        },
        None => Ok(BoundMethodObject::new(thread, method, class)?.value()),
    }
}

/// `staticmethod.__get__`.
pub fn staticmethod_get(thread: &mut Thread, method: Value, _object: Option<Value>, _class: Value) -> PyResult<Value> {
    match method
        .downcast::<MethodKindObject>()
        .and_then(|kind| kind.function.get())
    {
        Some(function) => Ok(function),
        None => Err(thread.runtime_error(format_args!("uninitialized staticmethod object"))),
    }
}

/// `property.__get__`.
pub fn property_get(thread: &mut Thread, property: Value, object: Option<Value>, _class: Value) -> PyResult<Value> {
    let Some(object) = object else { return Ok(property) };
    let Some(definition) = property.downcast::<PropertyObject>() else {
        return Ok(property);
    };
    match definition.getter.get() {
        Some(getter) => crate::protocol::call(thread, getter, &[object]),
        None => Err(property_error(thread, definition, object, "getter")),
    }
}

/// `property.__set__` and `__delete__`.
pub fn property_set(thread: &mut Thread, property: Value, object: Value, value: Option<Value>) -> PyResult<()> {
    let Some(definition) = property.downcast::<PropertyObject>() else {
        return Ok(());
    };
    let (function, what) = match value {
        Some(_) => (definition.setter.get(), "setter"),
        None => (definition.deleter.get(), "deleter"),
    };
    match (function, value) {
        (Some(function), Some(value)) => crate::protocol::call(thread, function, &[object, value]).map(|_| ()),
        (Some(function), None) => crate::protocol::call(thread, function, &[object]).map(|_| ()),
        (None, _) => Err(property_error(thread, definition, object, what)),
    }
}

#[cold]
fn property_error(thread: &mut Thread, property: Ref<PropertyObject>, object: Value, what: &str) -> Raised {
    let class = class_of(object).qualname.get().to_string_lossy();
    match property.name.get().and_then(|v| v.downcast::<StrObject>()) {
        Some(name) => {
            let name = name.to_string_lossy();
            thread.attribute_error_plain(format_args!("property '{name}' of '{class}' object has no {what}"))
        }
        None => thread.attribute_error_plain(format_args!("property of '{class}' object has no {what}")),
    }
}
