//! Descriptor objects: slot wrappers, members (`__slots__`), getters and setters of native types, property,
//! classmethod, staticmethod and super.

use crate::core::core;
use crate::errors::PyResult;
use crate::header::{Field, Header, Ref};
use crate::heap_object;
use crate::str::StrObject;
use crate::thread::Thread;
use crate::type_object::TypeObject;
use crate::value::Value;
use std::cell::Cell;

/// A special method of a native type that calls the type's slot (`int.__add__`).
#[repr(C)]
pub struct SlotWrapperObject {
    header: Header,
    /// The class whose slot it is.
    pub owner: Field<Value>,
    /// The special method.
    pub method: Cell<&'static crate::special::SpecialMethod>,
}
heap_object!(SlotWrapperObject, "slot wrapper", SLOT_WRAPPER_LAYOUT, [owner]);

impl SlotWrapperObject {
    /// A wrapper.
    pub fn new(
        thread: &mut Thread,
        owner: Value,
        method: &'static crate::special::SpecialMethod,
    ) -> PyResult<Ref<SlotWrapperObject>> {
        let shape = core().types.wrapper_descriptor.get().root_shape();
        let wrapper = thread.allocate::<SlotWrapperObject>(shape, std::mem::size_of::<SlotWrapperObject>())?;
        wrapper.owner.set(wrapper, owner);
        wrapper.method.set(method);
        Ok(wrapper)
    }
}

/// An attribute slot that `__slots__` made.
#[repr(C)]
pub struct MemberObject {
    header: Header,
    /// The class.
    pub owner: Field<Value>,
    /// The name.
    pub name: Field<Ref<StrObject>>,
    /// Slot number.
    pub index: Cell<u32>,
    _pad: u32,
}
heap_object!(MemberObject, "member", MEMBER_LAYOUT, [owner, name]);

impl MemberObject {
    /// A member descriptor.
    pub fn new(thread: &mut Thread, owner: Value, name: Ref<StrObject>, index: u32) -> PyResult<Ref<MemberObject>> {
        let shape = core().types.member_descriptor.get().root_shape();
        let member = thread.allocate::<MemberObject>(shape, std::mem::size_of::<MemberObject>())?;
        member.owner.set(member, owner);
        member.name.set(member, name);
        member.index.set(index);
        Ok(member)
    }
}

/// `set(self, value)`, or deletion for `None`.
pub type SetFn = fn(&mut Thread, Value, Option<Value>) -> PyResult<()>;

/// Static description of an attribute of a native type.
pub struct GetSetDef {
    /// `__name__`.
    pub name: &'static str,
    /// `__doc__`.
    pub doc: &'static str,
    /// `get(self)`.
    pub get: fn(&mut Thread, Value) -> PyResult<Value>,
    /// `set(self, value)`, or delete for `None`. Without it the attribute is read-only.
    pub set: Option<SetFn>,
    /// Whether CPython has a plain field of the object here, for which messages are worded otherwise.
    pub member: bool,
}

/// A computed attribute of a native type.
#[repr(C)]
pub struct GetSetObject {
    header: Header,
    /// The class.
    pub owner: Field<Value>,
    /// Static description.
    pub definition: Cell<&'static GetSetDef>,
}
heap_object!(GetSetObject, "getset", GETSET_LAYOUT, [owner]);

impl GetSetObject {
    /// A getset descriptor.
    pub fn new(thread: &mut Thread, owner: Value, definition: &'static GetSetDef) -> PyResult<Ref<GetSetObject>> {
        let shape = core().types.getset_descriptor.get().root_shape();
        let object = thread.allocate::<GetSetObject>(shape, std::mem::size_of::<GetSetObject>())?;
        object.owner.set(object, owner);
        object.definition.set(definition);
        Ok(object)
    }
}

/// A property.
#[repr(C)]
pub struct PropertyObject {
    header: Header,
    /// `fget`.
    pub getter: Field<Option<Value>>,
    /// `fset`.
    pub setter: Field<Option<Value>>,
    /// `fdel`.
    pub deleter: Field<Option<Value>>,
    /// `__doc__`.
    pub doc: Field<Option<Value>>,
    /// `__name__`, set by `__set_name__`.
    pub name: Field<Option<Value>>,
    /// Whether the docstring came from the getter.
    pub doc_from_getter: Cell<u64>,
}
heap_object!(
    PropertyObject,
    "property",
    PROPERTY_LAYOUT,
    [getter, setter, deleter, doc, name]
);

/// A classmethod or staticmethod, by its class.
#[repr(C)]
pub struct MethodKindObject {
    header: Header,
    /// `__func__`.
    pub function: Field<Option<Value>>,
}
heap_object!(
    MethodKindObject,
    "classmethod or staticmethod",
    METHOD_KIND_LAYOUT,
    [function]
);

impl MethodKindObject {
    /// `classmethod(function)` or `staticmethod(function)`.
    pub fn new(thread: &mut Thread, class: Ref<TypeObject>, function: Value) -> PyResult<Ref<MethodKindObject>> {
        let object: Ref<MethodKindObject> = class.allocate_instance(thread)?;
        object.function.set(object, Some(function));
        Ok(object)
    }
}

/// A super object.
#[repr(C)]
pub struct SuperObject {
    header: Header,
    /// `__thisclass__`.
    pub this_class: Field<Option<Ref<TypeObject>>>,
    /// `__self__`.
    pub receiver: Field<Option<Value>>,
    /// `__self_class__`.
    pub receiver_class: Field<Option<Ref<TypeObject>>>,
}
heap_object!(
    SuperObject,
    "super",
    SUPER_LAYOUT,
    [this_class, receiver, receiver_class]
);
