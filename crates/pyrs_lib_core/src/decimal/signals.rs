//! The signals: exception classes, and the mappings `flags` and `traps` of a context.
//!
//! A mapping reads and writes its context's bits. One that was made by calling its class has no context, and every
//! use of it is an error.

use super::arithmetic::status::*;
use super::context::ContextObject;
use super::state;
use pyrs_macros::pymethods;
use pyrs_object::dict::DictObject;
use pyrs_object::header::{Field, Header};
use pyrs_object::list::ListObject;
use pyrs_object::native_class::NativeClass;
use pyrs_object::slots::CompareOp;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{
    Args, PyResult, Raised, Ref, Thread, Value, bool_value, core, heap_object, not_implemented, protocol,
};
use std::cell::Cell;

/// The signals with their conditions, in Python's order; `state` has the classes in the same order.
pub const SIGNALS: [(&str, u32); 9] = [
    ("InvalidOperation", ANY_INVALID),
    ("FloatOperation", FLOAT_OPERATION),
    ("DivisionByZero", DIVISION_BY_ZERO),
    ("Overflow", OVERFLOW),
    ("Underflow", UNDERFLOW),
    ("Subnormal", SUBNORMAL),
    ("Inexact", INEXACT),
    ("Rounded", ROUNDED),
    ("Clamped", CLAMPED),
];

/// Conditions of InvalidOperation that have classes of their own; `state` has these behind the signals.
pub const CONDITIONS: [(&str, u32); 4] = [
    ("ConversionSyntax", CONVERSION_SYNTAX),
    ("DivisionImpossible", DIVISION_IMPOSSIBLE),
    ("DivisionUndefined", DIVISION_UNDEFINED),
    ("InvalidContext", INVALID_CONTEXT),
];

/// Raises the exception of trapped conditions.
#[cold]
pub fn raise(thread: &mut Thread, conditions: u32) -> Raised {
    match build(thread, conditions) {
        Ok((class, reasons)) => {
            let made = protocol::call(thread, class, &[reasons.value()]);
            match made.map(|made| made.downcast()) {
                Ok(Some(exception)) => thread.raise(exception),
                Ok(None) => thread.system_error(format_args!("a signal's class made no exception")),
                Err(raised) => raised,
            }
        }
        Err(raised) => raised,
    }
}

fn build(thread: &mut Thread, conditions: u32) -> PyResult<(Value, Ref<ListObject>)> {
    let reasons = ListObject::with_capacity(thread, 1)?;
    let classes = state::classes(thread)?;
    let class_at = |index: usize| classes.items().get(index).copied();
    let mut first = None;
    for (index, (_, bits)) in SIGNALS.iter().enumerate() {
        if conditions & bits != 0 {
            first = first.or(class_at(index));
        }
    }
    if conditions & INVALID_OPERATION != 0
        && let Some(class) = class_at(0)
    {
        reasons.push(thread, class)?;
    }
    for (index, (_, bits)) in CONDITIONS.iter().enumerate() {
        if conditions & bits != 0
            && let Some(class) = class_at(SIGNALS.len() + index)
        {
            reasons.push(thread, class)?;
        }
    }
    for (index, (_, bits)) in SIGNALS.iter().enumerate().skip(1) {
        if conditions & bits != 0
            && let Some(class) = class_at(index)
        {
            reasons.push(thread, class)?;
        }
    }
    match first {
        Some(class) => Ok((class, reasons)),
        None => Err(thread.system_error(format_args!("there is no signal for {conditions:#x}"))),
    }
}

/// The conditions of a signal's class.
pub fn bits_of(thread: &mut Thread, class: Value) -> PyResult<u32> {
    let classes = state::classes(thread)?;
    match classes
        .items()
        .iter()
        .take(SIGNALS.len())
        .position(|item| *item == class)
    {
        Some(index) => Ok(SIGNALS[index].1),
        None => {
            let message = "valid values for signals are:\n  [InvalidOperation, FloatOperation, DivisionByZero,\n   \
                 Overflow, Underflow, Subnormal, Inexact, Rounded,\n   Clamped]";
            Err(thread.raise_message(core().types.key_error.get(), format_args!("{message}")))
        }
    }
}

#[cold]
fn invalid(thread: &mut Thread) -> Raised {
    thread.raise_message(core().types.key_error.get(), format_args!("invalid signal dict"))
}

/// The conditions that a dict from signals to truth values names.
pub fn bits_of_dict(thread: &mut Thread, value: Value) -> PyResult<u32> {
    let Some(dict) = value.downcast::<DictObject>() else {
        return Err(thread.type_error(format_args!("argument must be a signal dict")));
    };
    if dict.len() != SIGNALS.len() {
        return Err(invalid(thread));
    }
    let mut bits = 0;
    let mut position = 0;
    while let Some((at, key, value)) = dict.next_entry(position) {
        let signal = bits_of(thread, key)?;
        if protocol::truth(thread, value)? {
            bits |= signal;
        }
        position = at + 1;
    }
    Ok(bits)
}

/// The conditions that a list, a dict or a mapping of signals names.
pub fn bits_of_argument(thread: &mut Thread, value: Value) -> PyResult<u32> {
    if let Some(mapping) = value.downcast::<SignalDictObject>() {
        return mapping.bits(thread);
    }
    if value.downcast::<ListObject>().is_none() {
        return bits_of_dict(thread, value);
    }
    let items = crate::collect::to_tuple(thread, value)?;
    let mut bits = 0;
    for item in items.items_unbound() {
        bits |= bits_of(thread, *item)?;
    }
    Ok(bits)
}

/// The signals' classes for conditions.
pub fn list_of(thread: &mut Thread, bits: u32) -> PyResult<Value> {
    let classes = state::classes(thread)?;
    let list = ListObject::with_capacity(thread, 0)?;
    for (class, (_, signal)) in classes.items_unbound().iter().zip(SIGNALS) {
        if bits & signal != 0 {
            list.push(thread, *class)?;
        }
    }
    Ok(list.value())
}

/// The names of conditions' signals, for a context's repr: in the order of the bits.
pub fn names_of(bits: u32) -> String {
    let mut names: Vec<&str> = Vec::new();
    for bit in (0..16).map(|shift| 1u32 << shift) {
        let name = SIGNALS.iter().find(|(_, signal)| bits & bit & signal != 0);
        if let Some((name, _)) = name
            && !names.contains(name)
        {
            names.push(name);
        }
    }
    names.join(", ")
}

/// `flags` or `traps` of a context.
#[repr(C)]
pub struct SignalDictObject {
    header: Header,
    context: Field<Option<Ref<ContextObject>>>,
    is_traps: Cell<u64>,
}
heap_object!(
    SignalDictObject,
    "decimal.SignalDictMixin",
    SIGNAL_DICT_LAYOUT,
    [context]
);

/// The native base of the class of `flags` and `traps`.
pub static SIGNAL_DICT_MIXIN: NativeClass = NativeClass::new("decimal", "SignalDictMixin", &SIGNAL_DICT_LAYOUT)
    .subclassable()
    .methods(SignalDictMethods::TYPE_METHODS);

/// A mapping of a context.
pub fn mapping(thread: &mut Thread, context: Ref<ContextObject>, is_traps: bool) -> PyResult<Value> {
    let class = state::signal_dict(thread)?;
    let mapping: Ref<SignalDictObject> = crate::collect::allocate(thread, class)?;
    mapping.context.set(mapping, Some(context));
    mapping.is_traps.set(u64::from(is_traps));
    Ok(mapping.value())
}

impl SignalDictObject {
    fn cell<'a>(&'a self, context: &'a ContextObject) -> &'a Cell<u64> {
        match self.is_traps.get() {
            0 => &context.flags,
            _ => &context.traps,
        }
    }

    fn owner(&self, thread: &mut Thread) -> PyResult<Ref<ContextObject>> {
        match self.context.get() {
            Some(context) => Ok(context),
            None => Err(thread.value_error(format_args!("invalid signal dict"))),
        }
    }

    /// The conditions that are set.
    pub fn bits(&self, thread: &mut Thread) -> PyResult<u32> {
        let context = self.owner(thread)?;
        Ok(self.cell(&context).get() as u32)
    }
}

fn receiver(thread: &mut Thread, this: Value) -> PyResult<Ref<SignalDictObject>> {
    match this.downcast() {
        Some(mapping) => Ok(mapping),
        None => Err(crate::collect::wrong_receiver(thread, "decimal.SignalDictMixin", this)),
    }
}

struct SignalDictMethods;

#[pymethods]
impl SignalDictMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, _args: Args) -> PyResult<Value> {
        let mapping: Ref<SignalDictObject> = crate::collect::allocate(thread, class)?;
        Ok(mapping.value())
    }

    #[slot]
    fn init(_thread: &mut Thread, _this: Value, _args: Args) -> PyResult<()> {
        Ok(())
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let mapping = receiver(thread, this)?;
        let bits = mapping.bits(thread)?;
        let classes = state::classes(thread)?;
        let mut parts = Vec::new();
        for (class, (_, signal)) in classes.items_unbound().iter().zip(SIGNALS) {
            let class = protocol::repr(thread, *class)?.to_string_lossy();
            let on = if bits & signal != 0 { "True" } else { "False" };
            parts.push(format!("{class}:{on}"));
        }
        Ok(StrObject::from_str(thread, &format!("{{{}}}", parts.join(", ")))?.value())
    }

    #[slot]
    fn len(thread: &mut Thread, this: Value) -> PyResult<usize> {
        receiver(thread, this)?.owner(thread)?;
        Ok(SIGNALS.len())
    }

    #[slot]
    fn iter(thread: &mut Thread, this: Value) -> PyResult<Value> {
        receiver(thread, this)?.owner(thread)?;
        let classes = state::classes(thread)?;
        let signals = TupleObject::from_slice(thread, classes.items_unbound().get(..SIGNALS.len()).unwrap_or(&[]))?;
        protocol::iter(thread, signals.value())
    }

    #[slot]
    fn getitem(thread: &mut Thread, this: Value, key: Value) -> PyResult<Value> {
        let bits = receiver(thread, this)?.bits(thread)?;
        let signal = bits_of(thread, key)?;
        Ok(bool_value(bits & signal != 0))
    }

    #[slot]
    fn setitem(thread: &mut Thread, this: Value, key: Value, value: Option<Value>) -> PyResult<()> {
        let mapping = receiver(thread, this)?;
        let context = mapping.owner(thread)?;
        let Some(value) = value else {
            return Err(thread.value_error(format_args!("signal keys cannot be deleted")));
        };
        let signal = bits_of(thread, key)?;
        let on = protocol::truth(thread, value)?;
        let cell = mapping.cell(&context);
        let bits = cell.get() as u32;
        cell.set(u64::from(if on { bits | signal } else { bits & !signal }));
        Ok(())
    }

    #[slot]
    fn compare(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        let bits = receiver(thread, left)?.bits(thread)?;
        if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
            return Ok(not_implemented());
        }
        let other = if let Some(other) = right.downcast::<SignalDictObject>() {
            Some(other.bits(thread)?)
        } else if right.downcast::<DictObject>().is_some() {
            match bits_of_dict(thread, right) {
                Ok(bits) => Some(bits),
                Err(_) if thread.clear_if(core().types.key_error.get()) => None,
                Err(raised) => return Err(raised),
            }
        } else {
            return Ok(not_implemented());
        };
        // A flag may be set by some conditions of its signal only.
        let signals = |bits: u32| SIGNALS.iter().map(move |(_, signal)| bits & signal != 0);
        let equal = other.is_some_and(|other| signals(bits).eq(signals(other)));
        Ok(bool_value(equal == (op == CompareOp::Eq)))
    }

    /// The same signals as a dict.
    #[method]
    fn copy(thread: &mut Thread, this: Ref<SignalDictObject>) -> PyResult<Value> {
        let bits = this.bits(thread)?;
        let dict = DictObject::new(thread)?;
        let classes = state::classes(thread)?;
        for (class, (_, signal)) in classes.items_unbound().iter().zip(SIGNALS) {
            dict.set(thread, *class, bool_value(bits & signal != 0))?;
        }
        debug_assert!(class_of(dict.value()) == core().types.dict.get());
        Ok(dict.value())
    }
}
