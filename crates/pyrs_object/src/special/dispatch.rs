//! Slot functions of classes whose special methods are written in Python: look the method up on the class and call it.

use super::{SpecialKind, method_of};
use crate::attribute::{bind, call_with_receiver};
use crate::core::{core, none, not_implemented};
use crate::errors::PyResult;
use crate::function::Args;
use crate::header::Ref;
use crate::slots::{BinaryOp, CompareOp, OperatorFn, Slots, UnaryOp};
use crate::str::StrObject;
use crate::thread::Thread;
use crate::type_object::{TypeObject, class_of};
use crate::value::Value;

/// Puts the dispatcher of a special method into its slot. `hidden`: the method is `None`, which withdraws the operation.
pub(super) fn set_dispatcher(slots: &mut Slots, kind: SpecialKind, hidden: bool) {
    match kind {
        SpecialKind::Repr => slots.repr = Some(|t, v| call_required(t, SpecialKind::Repr, v, &[])),
        SpecialKind::Str => slots.str = Some(|t, v| call_required(t, SpecialKind::Str, v, &[])),
        SpecialKind::Hash => slots.hash = if hidden { None } else { Some(hash) },
        SpecialKind::Call => slots.call = Some(call),
        SpecialKind::Getattribute | SpecialKind::Getattr => slots.getattr = Some(getattr),
        SpecialKind::Setattr | SpecialKind::Delattr => slots.setattr = Some(setattr),
        SpecialKind::Compare(_) => slots.compare = Some(compare),
        SpecialKind::Iter => {
            slots.iter = if hidden {
                None
            } else {
                Some(|t, v| call_required(t, SpecialKind::Iter, v, &[]))
            };
        }
        SpecialKind::Next => slots.next = Some(next),
        SpecialKind::Len => slots.len = Some(len),
        SpecialKind::GetItem => slots.getitem = Some(|t, v, key| call_required(t, SpecialKind::GetItem, v, &[key])),
        SpecialKind::SetItem | SpecialKind::DelItem => slots.setitem = Some(setitem),
        SpecialKind::Contains => slots.contains = Some(if hidden { no_contains } else { contains }),
        SpecialKind::Bool => slots.truth = Some(truth),
        SpecialKind::Binary(_) | SpecialKind::Reflected(_) => slots.binary = Some(binary),
        SpecialKind::Inplace(_) => slots.inplace = Some(inplace),
        SpecialKind::Unary(_) => slots.unary = Some(unary),
        SpecialKind::Get => slots.descr_get = Some(descr_get),
        SpecialKind::Set | SpecialKind::Delete => slots.descr_set = Some(descr_set),
        SpecialKind::Init => slots.init = Some(init),
        SpecialKind::New => slots.new = Some(new),
        SpecialKind::Del => slots.finalize = Some(finalize),
        SpecialKind::Await => slots.await_ = Some(|t, v| call_required(t, SpecialKind::Await, v, &[])),
        SpecialKind::Aiter => slots.aiter = Some(|t, v| call_required(t, SpecialKind::Aiter, v, &[])),
        SpecialKind::Anext => slots.anext = Some(|t, v| call_required(t, SpecialKind::Anext, v, &[])),
    }
}

/// Calls a special method; `None` if the class has none.
fn call_optional(thread: &mut Thread, kind: SpecialKind, receiver: Value, args: &[Value]) -> PyResult<Option<Value>> {
    let name = method_of(kind).interned_name(thread)?;
    match class_of(receiver).lookup(name) {
        Some(attribute) => call_with_receiver(thread, attribute, receiver, args).map(Some),
        None => Ok(None),
    }
}

fn call_required(thread: &mut Thread, kind: SpecialKind, receiver: Value, args: &[Value]) -> PyResult<Value> {
    match call_optional(thread, kind, receiver, args)? {
        Some(result) => Ok(result),
        None => {
            let (name, class) = (method_of(kind).name, class_of(receiver).name_for_message());
            Err(thread.attribute_error_plain(format_args!("'{class}' object has no attribute '{name}'")))
        }
    }
}

fn hash(thread: &mut Thread, object: Value) -> PyResult<i64> {
    let result = call_required(thread, SpecialKind::Hash, object, &[])?;
    if let Some(number) = result.as_small_int() {
        return Ok(if number == -1 { -2 } else { number });
    }
    match crate::int::hash(result) {
        // A hash of 64 bits stays as it is, bigger ones are reduced as ints are.
        Some(reduced) => Ok(crate::int::as_i64(result).unwrap_or(reduced)),
        None => Err(thread.type_error(format_args!("__hash__ method should return an integer"))),
    }
}

fn call(thread: &mut Thread, object: Value, args: Args) -> PyResult<Value> {
    let name = method_of(SpecialKind::Call).interned_name(thread)?;
    let class = class_of(object);
    let Some(attribute) = class.lookup(name) else {
        let class = class.name_for_message();
        return Err(thread.type_error(format_args!("'{class}' object is not callable")));
    };
    let bound = bind(thread, attribute, Some(object), class)?;
    crate::protocol::call_args(thread, bound, args)
}

fn getattr(thread: &mut Thread, object: Value, name: Ref<StrObject>) -> PyResult<Value> {
    let class = class_of(object);
    let getattribute = class.lookup(core().names.getattribute.get());
    let result = match getattribute {
        Some(attribute) if is_native(attribute) => {
            let optional = if object.downcast::<TypeObject>().is_some() {
                crate::attribute::type_getattr_optional(thread, object, name)
            } else {
                crate::attribute::generic_getattr_optional(thread, object, name)
            };
            match optional {
                Ok(Some(value)) => return Ok(value),
                Ok(None) => None,
                Err(raised) => Some(Err(raised)),
            }
        }
        Some(attribute) => Some(call_with_receiver(thread, attribute, object, &[name.value()])),
        None => None,
    };
    let fallback = class.lookup(core().names.getattr.get());
    match (result, fallback) {
        (Some(Ok(value)), _) => Ok(value),
        (Some(Err(raised)), None) => Err(raised),
        (Some(Err(raised)), Some(fallback)) => {
            if !thread.clear_if(core().types.attribute_error.get()) {
                return Err(raised);
            }
            call_with_receiver(thread, fallback, object, &[name.value()])
        }
        (None, Some(fallback)) => call_with_receiver(thread, fallback, object, &[name.value()]),
        (None, None) => Err(crate::attribute::no_attribute(thread, object, name)),
    }
}

fn is_native(attribute: Value) -> bool {
    attribute.downcast::<crate::descriptor::SlotWrapperObject>().is_some()
}

fn setattr(thread: &mut Thread, object: Value, name: Ref<StrObject>, value: Option<Value>) -> PyResult<()> {
    match value {
        Some(value) => call_required(thread, SpecialKind::Setattr, object, &[name.value(), value])?,
        None => call_required(thread, SpecialKind::Delattr, object, &[name.value()])?,
    };
    Ok(())
}

fn compare(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
    let name = method_of(SpecialKind::Compare(op)).interned_name(thread)?;
    match class_of(left).lookup(name) {
        Some(attribute) if attribute != none() => call_with_receiver(thread, attribute, left, &[right]),
        _ => Ok(not_implemented()),
    }
}

fn next(thread: &mut Thread, iterator: Value) -> PyResult<Option<Value>> {
    call_required(thread, SpecialKind::Next, iterator, &[]).map(Some)
}

fn len(thread: &mut Thread, object: Value) -> PyResult<usize> {
    let result = call_required(thread, SpecialKind::Len, object, &[])?;
    let number = crate::protocol::index(thread, result)?;
    match crate::int::as_i64(number) {
        Some(length) if length >= 0 => Ok(length as usize),
        Some(_) => Err(thread.value_error(format_args!("__len__() should return >= 0"))),
        None => Err(thread.overflow_error(format_args!("cannot fit 'int' into an index-sized integer"))),
    }
}

fn setitem(thread: &mut Thread, object: Value, key: Value, value: Option<Value>) -> PyResult<()> {
    let (kind, what) = match value {
        Some(_) => (SpecialKind::SetItem, "assignment"),
        None => (SpecialKind::DelItem, "deletion"),
    };
    let done = match value {
        Some(value) => call_optional(thread, kind, object, &[key, value])?,
        None => call_optional(thread, kind, object, &[key])?,
    };
    match done {
        Some(_) => Ok(()),
        None => {
            let class = class_of(object).name_for_message();
            Err(thread.type_error(format_args!("'{class}' object does not support item {what}")))
        }
    }
}

fn contains(thread: &mut Thread, container: Value, item: Value) -> PyResult<bool> {
    let result = call_required(thread, SpecialKind::Contains, container, &[item])?;
    crate::protocol::truth(thread, result)
}

fn no_contains(thread: &mut Thread, container: Value, _item: Value) -> PyResult<bool> {
    let class = class_of(container).name_for_message();
    Err(thread.type_error(format_args!("'{class}' object is not a container")))
}

fn truth(thread: &mut Thread, object: Value) -> PyResult<bool> {
    let name = method_of(SpecialKind::Bool).interned_name(thread)?;
    if class_of(object).lookup(name) == Some(none()) {
        let class = class_of(object).name_for_message();
        return Err(thread.type_error(format_args!("'{class}' cannot be interpreted as a boolean")));
    }
    let result = call_required(thread, SpecialKind::Bool, object, &[])?;
    match crate::int::as_bool(result) {
        Some(value) => Ok(value),
        None => {
            let class = class_of(result).name_for_message();
            Err(thread.type_error(format_args!("__bool__ should return bool, returned {class}")))
        }
    }
}

/// Whether a class computes by this dispatcher.
fn dispatches(class: Ref<TypeObject>) -> bool {
    class
        .slot(|s| s.binary)
        .is_some_and(|slot| std::ptr::fn_addr_eq(slot, binary as OperatorFn))
}

fn binary(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
    let (left_class, right_class) = (class_of(left), class_of(right));
    let plain = method_of(SpecialKind::Binary(op)).interned_name(thread)?;
    let reflected = method_of(SpecialKind::Reflected(op)).interned_name(thread)?;
    let left_method = if dispatches(left_class) {
        left_class.lookup(plain)
    } else {
        None
    };
    let mut right_method = if right_class != left_class && dispatches(right_class) {
        right_class.lookup(reflected)
    } else {
        None
    };
    // A subclass on the right that overrides the reflected method goes first.
    if let Some(method) = right_method
        && right_class.is_subtype(left_class)
        && left_class.lookup(reflected) != Some(method)
    {
        let result = call_operator(thread, method, right, left)?;
        if result != not_implemented() {
            return Ok(result);
        }
        right_method = None;
    }
    for (method, receiver, other) in [(left_method, left, right), (right_method, right, left)] {
        if let Some(method) = method {
            let result = call_operator(thread, method, receiver, other)?;
            if result != not_implemented() {
                return Ok(result);
            }
        }
    }
    Ok(not_implemented())
}

fn call_operator(thread: &mut Thread, method: Value, receiver: Value, other: Value) -> PyResult<Value> {
    if method == none() {
        Ok(not_implemented())
    } else {
        call_with_receiver(thread, method, receiver, &[other])
    }
}

fn inplace(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
    if op.special_names().len() < 3 {
        return Ok(not_implemented());
    }
    Ok(call_optional(thread, SpecialKind::Inplace(op), left, &[right])?.unwrap_or_else(not_implemented))
}

fn unary(thread: &mut Thread, op: UnaryOp, object: Value) -> PyResult<Value> {
    Ok(call_optional(thread, SpecialKind::Unary(op), object, &[])?.unwrap_or_else(not_implemented))
}

fn descr_get(thread: &mut Thread, descriptor: Value, object: Option<Value>, class: Value) -> PyResult<Value> {
    call_required(
        thread,
        SpecialKind::Get,
        descriptor,
        &[object.unwrap_or_else(none), class],
    )
}

fn descr_set(thread: &mut Thread, descriptor: Value, object: Value, value: Option<Value>) -> PyResult<()> {
    let (kind, called) = match value {
        Some(value) => (
            SpecialKind::Set,
            call_optional(thread, SpecialKind::Set, descriptor, &[object, value])?,
        ),
        None => (
            SpecialKind::Delete,
            call_optional(thread, SpecialKind::Delete, descriptor, &[object])?,
        ),
    };
    if called.is_none() {
        let name = method_of(kind).name;
        return Err(thread.attribute_error_plain(format_args!("{name}")));
    }
    Ok(())
}

fn init(thread: &mut Thread, object: Value, args: Args) -> PyResult<()> {
    let name = method_of(SpecialKind::Init).interned_name(thread)?;
    let class = class_of(object);
    let Some(attribute) = class.lookup(name) else {
        return Ok(());
    };
    let bound = bind(thread, attribute, Some(object), class)?;
    let result = crate::protocol::call_args(thread, bound, args)?;
    if result == none() {
        return Ok(());
    }
    let class = class_of(result).name_for_message();
    Err(thread.type_error(format_args!("__init__() should return None, not '{class}'")))
}

fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
    let name = core().names.new.get();
    let method = crate::protocol::getattr(thread, class, name)?;
    args.with_first(thread, class, |thread, args| {
        crate::protocol::call_args(thread, method, args)
    })
}

fn finalize(thread: &mut Thread, object: Value) {
    // What a finalizer raises is reported by the caller, which knows whether anybody listens.
    let _ = call_required(thread, SpecialKind::Del, object, &[]);
}
