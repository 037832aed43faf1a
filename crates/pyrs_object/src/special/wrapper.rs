//! Calling a native type's slot by its special-method name (`int.__add__(1, 2)`).

use super::{SpecialKind, SpecialMethod};
use crate::core::{bool_value, none, not_implemented};
use crate::errors::{PyResult, Raised};
use crate::function::Args;
use crate::header::Ref;
use crate::slots::{BinaryOp, Slots};
use crate::str::StrObject;
use crate::thread::Thread;
use crate::type_object::{TypeObject, class_of};
use crate::value::Value;

/// Calls the slot of `owner` that `method` names, with the receiver first in `args`.
pub fn call(
    thread: &mut Thread,
    owner: Ref<TypeObject>,
    method: &'static SpecialMethod,
    args: Args,
) -> PyResult<Value> {
    let Some((&receiver, rest)) = args.positional().split_first() else {
        let (name, owner) = (method.name, owner.name_for_message());
        return Err(thread.type_error(format_args!(
            "descriptor '{name}' of '{owner}' object needs an argument"
        )));
    };
    if !class_of(receiver).is_subtype(owner) {
        let (name, owner, class) = (
            method.name,
            owner.name_for_message(),
            class_of(receiver).name_for_message(),
        );
        return Err(thread.type_error(format_args!(
            "descriptor '{name}' requires a '{owner}' object but received a '{class}'"
        )));
    }
    let slots = owner.slots.get();
    match method.kind {
        SpecialKind::Call => match slots.call {
            Some(slot) => slot(thread, receiver, args.skip_first()),
            None => Err(missing(thread, method)),
        },
        SpecialKind::Init => match slots.init {
            Some(slot) => slot(thread, receiver, args.skip_first()).map(|()| none()),
            None => Ok(none()),
        },
        _ if args.names().is_some() => {
            let name = method.name;
            Err(thread.type_error(format_args!("wrapper {name}() takes no keyword arguments")))
        }
        _ => match rest {
            [] => nullary(thread, &slots, method, receiver),
            [first] => unary(thread, &slots, method, receiver, *first),
            [first, second] => binary(thread, &slots, method, receiver, *first, *second),
            _ => Err(wrong_count(thread, method, rest.len())),
        },
    }
}

#[cold]
fn missing(thread: &mut Thread, method: &SpecialMethod) -> Raised {
    let name = method.name;
    thread.type_error(format_args!("{name} is not supported by this type"))
}

#[cold]
fn wrong_count(thread: &mut Thread, method: &SpecialMethod, got: usize) -> Raised {
    let expected = match method.kind {
        SpecialKind::Compare(_)
        | SpecialKind::Binary(_)
        | SpecialKind::Reflected(_)
        | SpecialKind::Inplace(_)
        | SpecialKind::GetItem
        | SpecialKind::DelItem
        | SpecialKind::Contains
        | SpecialKind::Getattribute
        | SpecialKind::Getattr
        | SpecialKind::Delattr
        | SpecialKind::Delete => 1,
        SpecialKind::SetItem | SpecialKind::Setattr | SpecialKind::Set => 2,
        SpecialKind::Get => return thread.type_error(format_args!("__get__ expected 1 or 2 arguments, got {got}")),
        _ => 0,
    };
    let plural = if expected == 1 { "" } else { "s" };
    thread.type_error(format_args!("expected {expected} argument{plural}, got {got}"))
}

fn nullary(thread: &mut Thread, slots: &Slots, method: &SpecialMethod, receiver: Value) -> PyResult<Value> {
    let unary_slot = match method.kind {
        SpecialKind::Repr => slots.repr,
        SpecialKind::Str => slots.str,
        SpecialKind::Iter => slots.iter,
        SpecialKind::Await => slots.await_,
        SpecialKind::Aiter => slots.aiter,
        SpecialKind::Anext => slots.anext,
        SpecialKind::Hash => {
            let Some(slot) = slots.hash else {
                return Err(missing(thread, method));
            };
            let hash = slot(thread, receiver)?;
            return crate::int::from_i64(thread, hash);
        }
        SpecialKind::Len => {
            let Some(slot) = slots.len else {
                return Err(missing(thread, method));
            };
            let length = slot(thread, receiver)?;
            return crate::int::from_u64(thread, length as u64);
        }
        SpecialKind::Bool => {
            let Some(slot) = slots.truth else {
                return Err(missing(thread, method));
            };
            return slot(thread, receiver).map(bool_value);
        }
        SpecialKind::Next => {
            let Some(slot) = slots.next else {
                return Err(missing(thread, method));
            };
            return match slot(thread, receiver)? {
                Some(item) => Ok(item),
                None => Err(thread.stop_iteration(None)),
            };
        }
        SpecialKind::Unary(op) => {
            let Some(slot) = slots.unary else {
                return Err(missing(thread, method));
            };
            return slot(thread, op, receiver);
        }
        SpecialKind::Del => {
            if let Some(slot) = slots.finalize {
                slot(thread, receiver);
            }
            return Ok(none());
        }
        _ => return Err(wrong_count(thread, method, 0)),
    };
    match unary_slot {
        Some(slot) => slot(thread, receiver),
        None => Err(missing(thread, method)),
    }
}

fn unary(
    thread: &mut Thread,
    slots: &Slots,
    method: &SpecialMethod,
    receiver: Value,
    argument: Value,
) -> PyResult<Value> {
    match method.kind {
        SpecialKind::Compare(op) => match slots.compare {
            Some(slot) => slot(thread, op, receiver, argument),
            None => Ok(not_implemented()),
        },
        // As a method of a sequence, repetition takes an integer and nothing else.
        SpecialKind::Binary(BinaryOp::Mul) | SpecialKind::Reflected(BinaryOp::Mul) if slots.getitem.is_some() => {
            let count = crate::protocol::index(thread, argument)?;
            match slots.binary {
                Some(slot) => slot(thread, BinaryOp::Mul, receiver, count),
                None => Ok(not_implemented()),
            }
        }
        SpecialKind::Binary(op) => match slots.binary {
            Some(slot) => slot(thread, op, receiver, argument),
            None => Ok(not_implemented()),
        },
        SpecialKind::Reflected(op) => match slots.binary {
            Some(slot) => slot(thread, op, argument, receiver),
            None => Ok(not_implemented()),
        },
        SpecialKind::Inplace(op) => match slots.inplace {
            Some(slot) => slot(thread, op, receiver, argument),
            None => Ok(not_implemented()),
        },
        SpecialKind::GetItem => match slots.getitem {
            Some(slot) => slot(thread, receiver, argument),
            None => Err(missing(thread, method)),
        },
        SpecialKind::DelItem => match slots.setitem {
            Some(slot) => slot(thread, receiver, argument, None).map(|()| none()),
            None => Err(missing(thread, method)),
        },
        SpecialKind::Contains => match slots.contains {
            Some(slot) => slot(thread, receiver, argument).map(bool_value),
            None => Err(missing(thread, method)),
        },
        SpecialKind::Getattribute => {
            let name = attribute_name(thread, argument)?;
            match slots.getattr {
                Some(slot) => slot(thread, receiver, name),
                None => crate::attribute::generic_getattr(thread, receiver, name),
            }
        }
        SpecialKind::Delattr => {
            let name = attribute_name(thread, argument)?;
            match slots.setattr {
                Some(slot) => slot(thread, receiver, name, None),
                None => crate::attribute::generic_setattr(thread, receiver, name, None),
            }
            .map(|()| none())
        }
        SpecialKind::Get if argument == none() => {
            Err(thread.type_error(format_args!("__get__(None, None) is invalid")))
        }
        SpecialKind::Get => match slots.descr_get {
            Some(slot) => {
                let class = class_of(argument).value();
                slot(thread, receiver, Some(argument), class)
            }
            None => Err(missing(thread, method)),
        },
        SpecialKind::Delete => match slots.descr_set {
            Some(slot) => slot(thread, receiver, argument, None).map(|()| none()),
            None => Err(missing(thread, method)),
        },
        _ => Err(wrong_count(thread, method, 1)),
    }
}

fn binary(
    thread: &mut Thread,
    slots: &Slots,
    method: &SpecialMethod,
    receiver: Value,
    first: Value,
    second: Value,
) -> PyResult<Value> {
    match method.kind {
        SpecialKind::SetItem => match slots.setitem {
            Some(slot) => slot(thread, receiver, first, Some(second)).map(|()| none()),
            None => Err(missing(thread, method)),
        },
        SpecialKind::Setattr => {
            let name = attribute_name(thread, first)?;
            match slots.setattr {
                Some(slot) => slot(thread, receiver, name, Some(second)),
                None => crate::attribute::generic_setattr(thread, receiver, name, Some(second)),
            }
            .map(|()| none())
        }
        SpecialKind::Binary(BinaryOp::Pow) => power(thread, slots, [receiver, first, second]),
        SpecialKind::Reflected(BinaryOp::Pow) => power(thread, slots, [first, receiver, second]),
        SpecialKind::Set => match slots.descr_set {
            Some(slot) => slot(thread, receiver, first, Some(second)).map(|()| none()),
            None => Err(missing(thread, method)),
        },
        SpecialKind::Get if first == none() && second == none() => {
            Err(thread.type_error(format_args!("__get__(None, None) is invalid")))
        }
        SpecialKind::Get => match slots.descr_get {
            Some(slot) => slot(thread, receiver, (first != none()).then_some(first), second),
            None => Err(missing(thread, method)),
        },
        _ => Err(wrong_count(thread, method, 2)),
    }
}

/// `__pow__` and `__rpow__` with a modulus.
fn power(thread: &mut Thread, slots: &Slots, operands: [Value; 3]) -> PyResult<Value> {
    let [base, exponent, modulus] = operands;
    match (slots.binary, crate::core::core().hooks.power_modulo.get()) {
        (Some(slot), _) if modulus == none() => slot(thread, BinaryOp::Pow, base, exponent),
        (_, Some(power)) if operands.iter().all(|v| crate::int::is_int(*v)) => power(thread, base, exponent, modulus),
        _ => Ok(not_implemented()),
    }
}

fn attribute_name(thread: &mut Thread, value: Value) -> PyResult<Ref<StrObject>> {
    match value.downcast::<StrObject>() {
        Some(name) => name.interned(thread),
        None => {
            let class = class_of(value).name_for_message();
            Err(thread.type_error(format_args!("attribute name must be string, not '{class}'")))
        }
    }
}
