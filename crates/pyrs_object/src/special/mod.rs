//! Special methods and slots, in both directions.
//!
//! A class made by Python code gets its slots from what its special methods are ([`update_slots`]): a method written in
//! Python is reached through a dispatcher of [`dispatch`]; a native one through the slot of the class that has it. A
//! native class gets a wrapper per special method that its slots provide ([`wrapper`]).

pub mod dispatch;
pub mod wrapper;

use crate::descriptor::SlotWrapperObject;
use crate::errors::PyResult;
use crate::header::Ref;
use crate::slots::{BinaryOp, CompareOp, Slots, UnaryOp};
use crate::str::StrObject;
use crate::thread::Thread;
use crate::type_object::{TypeFlags, TypeObject};
use crate::value::Value;
use std::cell::Cell;
use std::sync::LazyLock;

/// What a special method does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
#[repr(u8)]
pub enum SpecialKind {
    Repr,
    Str,
    Hash,
    Call,
    Getattribute,
    Getattr,
    Setattr,
    Delattr,
    Compare(CompareOp),
    Iter,
    Next,
    Len,
    GetItem,
    SetItem,
    DelItem,
    Contains,
    Bool,
    Binary(BinaryOp),
    Reflected(BinaryOp),
    Inplace(BinaryOp),
    Unary(UnaryOp),
    Get,
    Set,
    Delete,
    Init,
    New,
    Del,
    Await,
    Aiter,
    Anext,
}

impl SpecialKind {
    /// The number of the variant.
    fn number(self) -> usize {
        // SAFETY: an enum of this representation begins with its number.
        unsafe { *(&raw const self).cast::<u8>() as usize }
    }
}

/// A special method: its name and meaning.
pub struct SpecialMethod {
    /// `__add__` and so on.
    pub name: &'static str,
    /// Meaning.
    pub kind: SpecialKind,
    interned: Cell<Option<Ref<StrObject>>>,
}

// SAFETY: only the thread that holds the GIL touches the cell.
unsafe impl Sync for SpecialMethod {}
// SAFETY: as above.
unsafe impl Send for SpecialMethod {}

impl SpecialMethod {
    /// The name as an interned string.
    pub fn interned_name(&self, thread: &mut Thread) -> PyResult<Ref<StrObject>> {
        match self.interned.get() {
            Some(name) => Ok(name),
            None => {
                // Interned strings live forever, so that the cell is no root.
                let name = StrObject::intern(thread, self.name)?;
                self.interned.set(Some(name));
                Ok(name)
            }
        }
    }
}

/// All special methods that have slots.
pub static SPECIAL_METHODS: LazyLock<Vec<SpecialMethod>> = LazyLock::new(|| {
    use SpecialKind::*;
    let mut methods: Vec<(&'static str, SpecialKind)> = vec![
        ("__repr__", Repr),
        ("__str__", Str),
        ("__hash__", Hash),
        ("__call__", Call),
        ("__getattribute__", Getattribute),
        ("__getattr__", Getattr),
        ("__setattr__", Setattr),
        ("__delattr__", Delattr),
        ("__iter__", Iter),
        ("__next__", Next),
        ("__len__", Len),
        ("__getitem__", GetItem),
        ("__setitem__", SetItem),
        ("__delitem__", DelItem),
        ("__contains__", Contains),
        ("__bool__", Bool),
        ("__get__", Get),
        ("__set__", Set),
        ("__delete__", Delete),
        ("__init__", Init),
        ("__new__", New),
        ("__del__", Del),
        ("__await__", Await),
        ("__aiter__", Aiter),
        ("__anext__", Anext),
    ];
    methods.extend(CompareOp::ALL.iter().map(|&op| (op.special_names()[0], Compare(op))));
    methods.extend(UnaryOp::ALL.iter().map(|&op| (op.special_names()[0], Unary(op))));
    for &op in BinaryOp::ALL {
        let names = op.special_names();
        methods.push((names[0], Binary(op)));
        methods.push((names[1], Reflected(op)));
        if let Some(inplace) = names.get(2) {
            methods.push((inplace, Inplace(op)));
        }
    }
    methods
        .into_iter()
        .map(|(name, kind)| SpecialMethod {
            name,
            kind,
            interned: Cell::new(None),
        })
        .collect()
});

/// The special method of a meaning.
pub fn method_of(kind: SpecialKind) -> &'static SpecialMethod {
    static COMPARE: LazyLock<[usize; 6]> = LazyLock::new(|| index_of(CompareOp::ALL, SpecialKind::Compare));
    static UNARY: LazyLock<[usize; 7]> = LazyLock::new(|| index_of(UnaryOp::ALL, SpecialKind::Unary));
    static BINARY: LazyLock<[usize; 14]> = LazyLock::new(|| index_of(BinaryOp::ALL, SpecialKind::Binary));
    /// By number, for those without an operator.
    static OTHER: LazyLock<[usize; 32]> = LazyLock::new(|| {
        let mut table = [0; 32];
        for (index, method) in SPECIAL_METHODS.iter().enumerate() {
            table[method.kind.number() % 32] = index;
        }
        table
    });
    let index = match kind {
        SpecialKind::Compare(op) => COMPARE[op as usize],
        SpecialKind::Unary(op) => UNARY[op as usize],
        SpecialKind::Binary(op) => BINARY[op as usize],
        SpecialKind::Reflected(op) => BINARY[op as usize] + 1,
        SpecialKind::Inplace(op) => BINARY[op as usize] + 2,
        other => OTHER[other.number() % 32],
    };
    &SPECIAL_METHODS[index]
}

fn index_of<const N: usize, T: Copy>(all: &[T], kind: impl Fn(T) -> SpecialKind) -> [usize; N] {
    let mut table = [0; N];
    for (slot, &op) in table.iter_mut().zip(all) {
        *slot = SPECIAL_METHODS.iter().position(|m| m.kind == kind(op)).unwrap_or(0);
    }
    table
}

/// Whether setting a class attribute of this name may change slots.
pub fn is_special_name(name: &StrObject) -> bool {
    name.as_ascii()
        .is_some_and(|text| text.starts_with("__") && text.ends_with("__"))
}

/// Sets the slots of a class from its special methods, and those of its subclasses.
pub fn update_slots(thread: &mut Thread, class: Ref<TypeObject>) -> PyResult<()> {
    if class.has(TypeFlags::HEAP) {
        let mut slots = Slots::EMPTY;
        let mut python_methods = Vec::new();
        for method in SPECIAL_METHODS.iter() {
            let name = method.interned_name(thread)?;
            let Some((attribute, owner)) = class.lookup_with_owner(name) else {
                continue;
            };
            match native_owner(attribute, owner, method.kind) {
                Some(owner) => owner.slot(|from| {
                    copy_slot(&mut slots, from, method.kind);
                    None::<()>
                }),
                None => {
                    python_methods.push((method.kind, attribute));
                    None
                }
            };
        }
        let (mut plain_getattr, mut plain_setattr) = (true, true);
        for method in SPECIAL_METHODS.iter() {
            let name = method.interned_name(thread)?;
            let Some((_, owner)) = class.lookup_with_owner(name) else {
                continue;
            };
            // A native `__getattribute__` is plain if it is so for the class that has it.
            match method.kind {
                SpecialKind::Getattribute => plain_getattr = owner.has(TypeFlags::PLAIN_GETATTR),
                SpecialKind::Setattr => plain_setattr = owner.has(TypeFlags::PLAIN_SETATTR),
                _ => {}
            }
        }
        class.set_flag(TypeFlags::PLAIN_GETATTR, plain_getattr);
        class.set_flag(TypeFlags::PLAIN_SETATTR, plain_setattr);
        for (kind, attribute) in python_methods {
            dispatch::set_dispatcher(&mut slots, kind, attribute == crate::core::none());
            match kind {
                SpecialKind::Getattribute | SpecialKind::Getattr => class.set_flag(TypeFlags::PLAIN_GETATTR, false),
                SpecialKind::Setattr | SpecialKind::Delattr => class.set_flag(TypeFlags::PLAIN_SETATTR, false),
                SpecialKind::Del => class.set_flag(TypeFlags::HAS_FINALIZER, true),
                _ => {}
            }
        }
        class.slots.set(slots);
    }
    if let Some(subclasses) = class.subclasses.get() {
        for i in 0..subclasses.len() {
            if let Some(subclass) = subclasses.get(i).and_then(|v| v.downcast::<TypeObject>()) {
                update_slots(thread, subclass)?;
            }
        }
    }
    Ok(())
}

/// The class whose slot a native special method stands for; `None` if the method is written in Python.
fn native_owner(attribute: Value, owner: Ref<TypeObject>, kind: SpecialKind) -> Option<Ref<TypeObject>> {
    if kind == SpecialKind::New {
        // `__new__` of native classes is a native function, not a wrapper.
        return (!owner.has(TypeFlags::HEAP)).then_some(owner);
    }
    let wrapper = attribute.downcast::<SlotWrapperObject>()?;
    if wrapper.method.get().kind != kind {
        return None;
    }
    wrapper.owner.get().downcast::<TypeObject>()
}

fn copy_slot(to: &mut Slots, from: &Slots, kind: SpecialKind) {
    match kind {
        SpecialKind::Repr => to.repr = from.repr,
        SpecialKind::Str => to.str = from.str,
        SpecialKind::Hash => to.hash = from.hash,
        SpecialKind::Call => to.call = from.call,
        SpecialKind::Getattribute | SpecialKind::Getattr => to.getattr = from.getattr,
        SpecialKind::Setattr | SpecialKind::Delattr => to.setattr = from.setattr,
        SpecialKind::Compare(_) => to.compare = from.compare,
        SpecialKind::Iter => to.iter = from.iter,
        SpecialKind::Next => to.next = from.next,
        SpecialKind::Len => to.len = from.len,
        SpecialKind::GetItem => to.getitem = from.getitem,
        SpecialKind::SetItem | SpecialKind::DelItem => to.setitem = from.setitem,
        SpecialKind::Contains => to.contains = from.contains,
        SpecialKind::Bool => to.truth = from.truth,
        SpecialKind::Binary(_) | SpecialKind::Reflected(_) => to.binary = from.binary,
        SpecialKind::Inplace(_) => to.inplace = from.inplace,
        SpecialKind::Unary(_) => to.unary = from.unary,
        SpecialKind::Get => to.descr_get = from.descr_get,
        SpecialKind::Set | SpecialKind::Delete => to.descr_set = from.descr_set,
        SpecialKind::Init => to.init = from.init,
        SpecialKind::New => to.new = from.new,
        SpecialKind::Del => to.finalize = from.finalize,
        SpecialKind::Await => to.await_ = from.await_,
        SpecialKind::Aiter => to.aiter = from.aiter,
        SpecialKind::Anext => to.anext = from.anext,
    }
}

/// Whether a slot table provides a special method. Which binary and unary operators a native type has is said by
/// `binary_ops` and `unary_ops` of its definition, not by the slot.
pub fn provides(slots: &Slots, kind: SpecialKind) -> bool {
    match kind {
        SpecialKind::Repr => slots.repr.is_some(),
        SpecialKind::Str => slots.str.is_some(),
        SpecialKind::Hash => slots.hash.is_some(),
        SpecialKind::Call => slots.call.is_some(),
        SpecialKind::Getattribute => slots.getattr.is_some(),
        SpecialKind::Getattr | SpecialKind::New => false,
        SpecialKind::Setattr | SpecialKind::Delattr => slots.setattr.is_some(),
        SpecialKind::Compare(_) => slots.compare.is_some(),
        SpecialKind::Iter => slots.iter.is_some(),
        SpecialKind::Next => slots.next.is_some(),
        SpecialKind::Len => slots.len.is_some(),
        SpecialKind::GetItem => slots.getitem.is_some(),
        SpecialKind::SetItem | SpecialKind::DelItem => slots.setitem.is_some(),
        SpecialKind::Contains => slots.contains.is_some(),
        SpecialKind::Bool => slots.truth.is_some(),
        SpecialKind::Binary(_) | SpecialKind::Reflected(_) => slots.binary.is_some(),
        SpecialKind::Inplace(_) => slots.inplace.is_some(),
        SpecialKind::Unary(_) => slots.unary.is_some(),
        SpecialKind::Get => slots.descr_get.is_some(),
        SpecialKind::Set | SpecialKind::Delete => slots.descr_set.is_some(),
        SpecialKind::Init => slots.init.is_some(),
        SpecialKind::Del => slots.finalize.is_some(),
        SpecialKind::Await => slots.await_.is_some(),
        SpecialKind::Aiter => slots.aiter.is_some(),
        SpecialKind::Anext => slots.anext.is_some(),
    }
}

/// `type.__call__`'s last step for classes: `__init__` of the instance that `__new__` made.
pub fn initialise(thread: &mut Thread, instance: Value, args: crate::function::Args) -> PyResult<()> {
    match crate::type_object::class_of(instance).slot(|s| s.init) {
        Some(init) => init(thread, instance, args),
        None => Ok(()),
    }
}
