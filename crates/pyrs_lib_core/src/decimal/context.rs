//! Context objects: what operations observe, and what they report.

use super::arithmetic::number::{MAX_EMAX, MAX_PREC, MIN_EMIN};
use super::arithmetic::{Limits, Number, Rounding, status};
use super::context_methods::ContextMethods;
use super::object::make;
use super::{arguments, signals, state};
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::type_object::TypeObject;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, heap_object, int, none, protocol};
use std::cell::Cell;

/// A context.
#[repr(C)]
pub struct ContextObject {
    header: Header,
    /// Digits.
    pub prec: Cell<i64>,
    /// Greatest exponent.
    pub emax: Cell<i64>,
    /// Least exponent.
    pub emin: Cell<i64>,
    /// Position of the rounding mode in [`Rounding::ALL`].
    rounding: Cell<u64>,
    /// Whether exponents are clamped.
    pub clamp: Cell<u64>,
    /// Whether exponents are shown with a capital letter.
    pub capitals: Cell<u64>,
    /// Conditions that raise.
    pub traps: Cell<u64>,
    /// Conditions met.
    pub flags: Cell<u64>,
    /// The mapping `traps`.
    traps_view: Field<Option<Value>>,
    /// The mapping `flags`.
    flags_view: Field<Option<Value>>,
}
heap_object!(
    ContextObject,
    "decimal.Context",
    CONTEXT_LAYOUT,
    [traps_view, flags_view]
);

/// `decimal.Context`.
pub static CONTEXT: NativeClass = NativeClass::new("decimal", "Context", &CONTEXT_LAYOUT)
    .subclassable()
    .methods(ContextMethods::TYPE_METHODS);

impl ContextObject {
    /// What operations observe.
    #[inline]
    pub fn limits(&self) -> Limits {
        Limits {
            prec: self.prec.get(),
            emax: self.emax.get(),
            emin: self.emin.get(),
            rounding: self.rounding(),
            clamp: self.clamp.get() != 0,
        }
    }

    /// The rounding mode.
    #[inline]
    pub fn rounding(&self) -> Rounding {
        const MODES: [Rounding; 8] = {
            let mut modes = [Rounding::Up; 8];
            let mut index = 0;
            while index < 8 {
                modes[index] = Rounding::ALL[index].0;
                index += 1;
            }
            modes
        };
        MODES[self.rounding.get() as usize & 7]
    }

    /// The rounding mode's name.
    pub fn rounding_name(&self) -> &'static str {
        Rounding::ALL[self.rounding.get() as usize & 7].1
    }

    /// Sets the rounding mode.
    pub fn set_rounding(&self, rounding: Rounding) {
        let index = Rounding::ALL.iter().position(|(other, _)| *other == rounding);
        self.rounding.set(index.unwrap_or(0) as u64);
    }

    /// Adds conditions to the flags.
    pub fn add_flags(&self, conditions: u32) {
        self.flags.set(self.flags.get() | u64::from(conditions));
    }

    /// Takes over everything but the views.
    pub fn copy_from(&self, other: &ContextObject) {
        self.prec.set(other.prec.get());
        self.emax.set(other.emax.get());
        self.emin.set(other.emin.get());
        self.rounding.set(other.rounding.get());
        self.clamp.set(other.clamp.get());
        self.capitals.set(other.capitals.get());
        self.traps.set(other.traps.get());
        self.flags.set(other.flags.get());
    }

    fn reset(&self) {
        self.prec.set(28);
        self.emax.set(999_999);
        self.emin.set(-999_999);
        self.set_rounding(Rounding::HalfEven);
        self.capitals.set(1);
        let traps = status::ANY_INVALID | status::DIVISION_BY_ZERO | status::OVERFLOW;
        self.traps.set(u64::from(traps));
    }
}

/// A context of a class with the values of `DefaultContext`, if that exists yet.
pub fn new(thread: &mut Thread, class: Ref<TypeObject>) -> PyResult<Ref<ContextObject>> {
    let context: Ref<ContextObject> = crate::collect::allocate(thread, class.value())?;
    match state::default_context() {
        Some(template) => {
            context.copy_from(&template);
            context.capitals.set(1);
            context.flags.set(0);
        }
        None => context.reset(),
    }
    Ok(context)
}

/// `context.copy()`.
pub fn copy(thread: &mut Thread, context: Ref<ContextObject>) -> PyResult<Ref<ContextObject>> {
    let copy = new(thread, CONTEXT.get())?;
    copy.copy_from(&context);
    Ok(copy)
}

/// The mapping `traps` or `flags`.
pub fn view(thread: &mut Thread, context: Ref<ContextObject>, is_traps: bool) -> PyResult<Value> {
    let field = if is_traps {
        &context.traps_view
    } else {
        &context.flags_view
    };
    if let Some(view) = field.get() {
        return Ok(view);
    }
    let view = signals::mapping(thread, context, is_traps)?;
    field.set(context, Some(view));
    Ok(view)
}

/// The current context.
#[inline]
pub fn current(thread: &mut Thread) -> PyResult<Ref<ContextObject>> {
    let (variable, hash) = state::variable(thread)?;
    let found = crate::contextvars::value_of(thread, variable, hash)?;
    match found.and_then(|found| found.downcast()) {
        Some(context) => Ok(context),
        None => first(thread),
    }
}

#[cold]
fn first(thread: &mut Thread) -> PyResult<Ref<ContextObject>> {
    let context = new(thread, CONTEXT.get())?;
    if let Some(template) = state::default_context() {
        context.copy_from(&template);
        context.flags.set(0);
    }
    make_current(thread, context)?;
    Ok(context)
}

/// `setcontext(value)`. Templates are copied.
pub fn set_current(thread: &mut Thread, value: Value) -> PyResult<()> {
    let Some(context) = value.downcast::<ContextObject>() else {
        return Err(thread.type_error(format_args!("argument must be a context")));
    };
    let context = match state::is_template(context) {
        true => {
            let copy = copy(thread, context)?;
            copy.flags.set(0);
            copy
        }
        false => context,
    };
    make_current(thread, context)
}

fn make_current(thread: &mut Thread, context: Ref<ContextObject>) -> PyResult<()> {
    let (variable, _) = state::variable(thread)?;
    crate::contextvars::set_value(thread, variable, context.value())
}

/// Notes conditions in the context, and raises if one of them is trapped.
#[inline]
pub fn report(thread: &mut Thread, context: Ref<ContextObject>, conditions: u32) -> PyResult<()> {
    if conditions == 0 {
        return Ok(());
    }
    context.add_flags(conditions);
    let trapped = conditions & (context.traps.get() as u32 | status::MALLOC_ERROR);
    if trapped == 0 {
        return Ok(());
    }
    if trapped & status::MALLOC_ERROR != 0 {
        return Err(thread.memory_error());
    }
    Err(signals::raise(thread, trapped))
}

/// The end of an operation: conditions reported, the result as an object.
#[inline]
pub fn finish(thread: &mut Thread, context: Ref<ContextObject>, result: &Number, conditions: u32) -> PyResult<Value> {
    report(thread, context, conditions)?;
    make(thread, result)
}

fn integer(thread: &mut Thread, value: Value) -> PyResult<i64> {
    if !int::is_int(value) {
        return Err(thread.type_error(format_args!("an integer is required")));
    }
    match int::as_i64(value) {
        Some(number) => Ok(number),
        None => Err(thread.overflow_error(format_args!("Python int too large to convert to C ssize_t"))),
    }
}

/// Sets an attribute by its position in [`ATTRIBUTES`].
pub fn set_attribute(thread: &mut Thread, context: Ref<ContextObject>, index: usize, value: Value) -> PyResult<()> {
    let invalid = |thread: &mut Thread, message: &str| Err(thread.value_error(format_args!("{message}")));
    match index {
        0 => match integer(thread, value)? {
            prec @ 1..=MAX_PREC => context.prec.set(prec),
            _ => return invalid(thread, "valid range for prec is [1, MAX_PREC]"),
        },
        1 => context.set_rounding(arguments::rounding(thread, value)?),
        2 => match integer(thread, value)? {
            emin @ MIN_EMIN..=0 => context.emin.set(emin),
            _ => return invalid(thread, "valid range for Emin is [MIN_EMIN, 0]"),
        },
        3 => match integer(thread, value)? {
            emax @ 0..=MAX_EMAX => context.emax.set(emax),
            _ => return invalid(thread, "valid range for Emax is [0, MAX_EMAX]"),
        },
        4 => match integer(thread, value)? {
            capitals @ 0..=1 => context.capitals.set(capitals as u64),
            _ => return invalid(thread, "valid values for capitals are 0 or 1"),
        },
        5 => match integer(thread, value)? {
            clamp @ 0..=1 => context.clamp.set(clamp as u64),
            _ => return invalid(thread, "valid values for clamp are 0 or 1"),
        },
        _ => {
            let bits = u64::from(signals::bits_of_argument(thread, value)?);
            let cell = if index == 6 { &context.flags } else { &context.traps };
            cell.set(bits);
        }
    }
    Ok(())
}

/// Parameters of the constructor and of `localcontext`.
pub const ATTRIBUTES: [&str; 8] = [
    "prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps",
];

/// Sets those attributes that are given and not None.
pub fn set_attributes(thread: &mut Thread, context: Ref<ContextObject>, values: &[Option<Value>]) -> PyResult<()> {
    for (index, value) in values.iter().enumerate() {
        if let Some(value) = value.filter(|value| *value != none()) {
            set_attribute(thread, context, index, value)?;
        }
    }
    Ok(())
}

/// `Context.__init__`.
pub fn init(thread: &mut Thread, context: Ref<ContextObject>, args: Args) -> PyResult<()> {
    let values = arguments::bind(thread, ATTRIBUTES, 0, args)?;
    set_attributes(thread, context, &values)
}

/// The context's repr.
pub fn text(context: Ref<ContextObject>) -> String {
    let (flags, traps) = (context.flags.get() as u32, context.traps.get() as u32);
    format!(
        "Context(prec={}, rounding={}, Emin={}, Emax={}, capitals={}, clamp={}, flags=[{}], traps=[{}])",
        context.prec.get(),
        context.rounding_name(),
        context.emin.get(),
        context.emax.get(),
        context.capitals.get(),
        context.clamp.get(),
        signals::names_of(flags),
        signals::names_of(traps)
    )
}

/// A context for numbers of an interchange format of IEEE 754.
pub fn ieee(thread: &mut Thread, bits: Value) -> PyResult<Ref<ContextObject>> {
    let bits = integer(thread, bits)?;
    if !(1..=512).contains(&bits) || bits % 32 != 0 {
        return Err(thread.value_error(format_args!("argument must be a multiple of 32, with a maximum of 512")));
    }
    let context = new(thread, CONTEXT.get())?;
    context.prec.set(9 * (bits / 32) - 2);
    context.emax.set(3 << (bits / 16 + 3));
    context.emin.set(1 - context.emax.get());
    context.set_rounding(Rounding::HalfEven);
    context.traps.set(0);
    context.clamp.set(1);
    Ok(context)
}

/// Whether two values are the same class; for callers that make subclasses.
pub fn call_class(thread: &mut Thread, class: Ref<TypeObject>, value: Value) -> PyResult<Value> {
    protocol::call(thread, class.value(), &[value])
}
