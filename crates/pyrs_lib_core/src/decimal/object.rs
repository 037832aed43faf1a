//! The layout of `Decimal` objects, and conversions from and to other Python numbers.
//!
//! Invariant: `big` is an int object exactly if the coefficient does not fit `low` and `high`. Decimals don't change.

use super::arithmetic::{Coefficient, Kind, Limits, Number, status};
use super::context::{self, ContextObject};
use super::methods::DecimalMethods;
use super::state;
use pyrs_object::big::{IBig, UBig};
use pyrs_object::float::{FloatObject, as_f64};
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::StrObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{PyResult, Ref, Thread, Value, heap_object, int, protocol};
use std::cell::Cell;

/// A decimal number.
#[repr(C)]
pub struct DecimalObject {
    header: Header,
    /// Sign in bit 0, [`Kind`] above.
    form: Cell<u64>,
    exponent: Cell<i64>,
    low: Cell<u64>,
    high: Cell<u64>,
    big: Field<Option<Value>>,
}
heap_object!(DecimalObject, "decimal.Decimal", DECIMAL_LAYOUT, [big]);

/// `decimal.Decimal`.
pub static DECIMAL: NativeClass = NativeClass::new("decimal", "Decimal", &DECIMAL_LAYOUT)
    .subclassable()
    .methods(DecimalMethods::TYPE_METHODS);

impl DecimalObject {
    /// The number.
    #[inline]
    pub fn number(&self) -> Number {
        let form = self.form.get();
        let coefficient = match self.big.get() {
            None => Coefficient::Small(u128::from(self.high.get()) << 64 | u128::from(self.low.get())),
            Some(big) => Coefficient::from(int::as_big(big).map_or(UBig::ZERO, |big| big.into_parts().1)),
        };
        Number {
            negative: form & 1 != 0,
            kind: match form >> 1 {
                0 => Kind::Finite,
                1 => Kind::Infinite,
                2 => Kind::Quiet,
                _ => Kind::Signaling,
            },
            exponent: self.exponent.get(),
            coefficient,
        }
    }
}

/// A finite number whose coefficient fits 64 bits, for the fast paths of operators.
#[derive(Clone, Copy)]
pub struct Short {
    /// The sign.
    pub negative: bool,
    /// The exponent.
    pub exponent: i64,
    /// The coefficient.
    pub coefficient: u64,
}

/// The number as a short one, if it is one.
#[inline]
pub fn as_short(value: Value) -> Option<Short> {
    if let Some(decimal) = value.downcast::<DecimalObject>() {
        let form = decimal.form.get();
        if form >> 1 != 0 || decimal.high.get() != 0 || decimal.big.get().is_some() {
            return None;
        }
        return Some(Short {
            negative: form & 1 != 0,
            exponent: decimal.exponent.get(),
            coefficient: decimal.low.get(),
        });
    }
    value.as_small_int().map(|int| Short {
        negative: int < 0,
        exponent: 0,
        coefficient: int.unsigned_abs(),
    })
}

/// A plain decimal with a coefficient of 128 bits.
#[inline]
pub fn make_small(thread: &mut Thread, negative: bool, coefficient: u128, exponent: i64) -> PyResult<Value> {
    let object: Ref<DecimalObject> = DECIMAL.get().allocate_instance(thread)?;
    object.form.set(u64::from(negative));
    object.exponent.set(exponent);
    object.low.set(coefficient as u64);
    object.high.set((coefficient >> 64) as u64);
    Ok(object.value())
}

/// An object of a class.
pub fn with_class(thread: &mut Thread, class: Ref<TypeObject>, number: &Number) -> PyResult<Ref<DecimalObject>> {
    let big = match &number.coefficient {
        Coefficient::Small(_) => None,
        Coefficient::Big(big) => Some(int::from_big(thread, &IBig::from(big.clone()))?),
    };
    let object: Ref<DecimalObject> = class.allocate_instance(thread)?;
    object.form.set(u64::from(number.negative) | (number.kind as u64) << 1);
    object.exponent.set(number.exponent);
    match &number.coefficient {
        Coefficient::Small(value) => {
            object.low.set(*value as u64);
            object.high.set((*value >> 64) as u64);
        }
        Coefficient::Big(_) => object.big.set(object, big),
    }
    Ok(object)
}

/// A plain decimal.
#[inline]
pub fn make(thread: &mut Thread, number: &Number) -> PyResult<Value> {
    Ok(with_class(thread, DECIMAL.get(), number)?.value())
}

/// An int as a number.
pub fn from_int(value: Value) -> Option<Number> {
    if let Some(small) = int::as_i64(value) {
        return Some(Number::small(small));
    }
    let (sign, magnitude) = int::as_big(value)?.into_parts();
    let negative = sign == pyrs_object::big::Sign::Negative;
    Some(Number::new(negative, Coefficient::from(magnitude), 0))
}

/// The number, if the value is a decimal or an int.
#[inline]
pub fn as_operand(value: Value) -> Option<Number> {
    match value.downcast::<DecimalObject>() {
        Some(decimal) => Some(decimal.number()),
        None => from_int(value),
    }
}

/// The same for arguments: other types are an error.
pub fn operand(thread: &mut Thread, value: Value) -> PyResult<Number> {
    match as_operand(value) {
        Some(number) => Ok(number),
        None => Err(unsupported(thread, value)),
    }
}

/// A double as a number, exactly.
pub fn from_f64(value: f64) -> Number {
    if value.is_nan() {
        return Number::nan().with_sign(value.is_sign_negative());
    }
    if value.is_infinite() {
        return Number::infinity(value < 0.0);
    }
    let bits = value.abs().to_bits();
    let (biased, fraction) = ((bits >> 52) as i64, bits & ((1 << 52) - 1));
    let (mantissa, exponent) = match biased {
        0 => (fraction, -1074),
        _ => (fraction | 1 << 52, biased - 1075),
    };
    let zeros = mantissa.trailing_zeros().min(63) as i64;
    let (mantissa, exponent) = match mantissa {
        0 => (0, 0),
        _ => (mantissa >> zeros, exponent + zeros),
    };
    let (coefficient, places) = match exponent {
        0.. => (UBig::from(mantissa) << exponent as usize, 0),
        _ => (
            UBig::from(mantissa) * UBig::from(5u8).pow(exponent.unsigned_abs() as usize),
            exponent,
        ),
    };
    Number::new(value.is_sign_negative(), Coefficient::from(coefficient), places)
}

/// The text of a str as ASCII; with `lenient`, blanks around it and underscores go.
fn ascii_text(text: Ref<StrObject>, lenient: bool) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    for c in text.chars().iter() {
        if lenient && c == u32::from(b'_') {
            continue;
        }
        bytes.push(match c {
            0 => b'?',
            1..0x80 if !pyrs_text::unicode::is_space(c) => c as u8,
            _ if pyrs_text::unicode::is_space(c) => b' ',
            _ => pyrs_text::unicode::decimal_value(c).map_or(b'?', |digit| b'0' + digit),
        });
    }
    match lenient {
        true => bytes.trim_ascii().to_vec(),
        false => bytes,
    }
}

/// What a number made of something observes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Conversion {
    /// Nothing: it is exact.
    Exact,
    /// The context's limits.
    Rounded,
}

/// `Decimal(value)` or `context.create_decimal(value)`.
pub fn from_object(
    thread: &mut Thread,
    class: Ref<TypeObject>,
    value: Value,
    context: Ref<ContextObject>,
    how: Conversion,
) -> PyResult<Value> {
    if let Some(decimal) = value.downcast::<DecimalObject>() {
        let plain = class == DECIMAL.get() && class_of(value) == class;
        let number = decimal.number();
        if how == Conversion::Exact {
            return if plain {
                Ok(value)
            } else {
                Ok(with_class(thread, class, &number)?.value())
            };
        }
        if number.is_nan()
            && !number.coefficient.is_zero()
            && number.coefficient.digits() as i64 > context.limits().prec - i64::from(context.limits().clamp)
        {
            context::report(thread, context, status::CONVERSION_SYNTAX)?;
            return Ok(with_class(thread, class, &Number::nan())?.value());
        }
        let mut conditions = 0;
        let finished = number.finish(&context.limits(), &mut conditions);
        context::report(thread, context, conditions)?;
        return Ok(with_class(thread, class, &finished)?.value());
    }
    if let Some(text) = value.downcast::<StrObject>() {
        let ascii = ascii_text(text, how == Conversion::Exact);
        return from_ascii(thread, class, &ascii, context, how);
    }
    if let Some(number) = from_int(value) {
        return settle(thread, class, number, context, how);
    }
    if let Some(parts) = super::parts::text_of(thread, value)? {
        return from_ascii(thread, class, parts.as_bytes(), context, how);
    }
    if let Some(float) = as_f64(value) {
        context::report(thread, context, status::FLOAT_OPERATION)?;
        return settle(thread, class, from_f64(float), context, how);
    }
    Err(unsupported(thread, value))
}

/// The error of a value that is no number for decimals.
#[cold]
pub fn unsupported(thread: &mut Thread, value: Value) -> pyrs_object::Raised {
    let class = class_of(value).name_for_message();
    thread.type_error(format_args!("conversion from {class} to Decimal is not supported"))
}

fn from_ascii(
    thread: &mut Thread,
    class: Ref<TypeObject>,
    text: &[u8],
    context: Ref<ContextObject>,
    how: Conversion,
) -> PyResult<Value> {
    match super::arithmetic::text::parse(text) {
        Some(number) if number.is_nan() && how == Conversion::Rounded => {
            let limits = context.limits();
            if !number.coefficient.is_zero()
                && number.coefficient.digits() as i64 > limits.prec - i64::from(limits.clamp)
            {
                context::report(thread, context, status::CONVERSION_SYNTAX)?;
                return Ok(with_class(thread, class, &Number::nan())?.value());
            }
            Ok(with_class(thread, class, &number)?.value())
        }
        Some(number) => settle(thread, class, number, context, how),
        None => {
            context::report(thread, context, status::CONVERSION_SYNTAX)?;
            Ok(with_class(thread, class, &Number::nan())?.value())
        }
    }
}

/// The end of a conversion.
pub fn settle(
    thread: &mut Thread,
    class: Ref<TypeObject>,
    number: Number,
    context: Ref<ContextObject>,
    how: Conversion,
) -> PyResult<Value> {
    let number = match how {
        Conversion::Rounded => {
            let mut conditions = 0;
            let finished = number.finish(&context.limits(), &mut conditions);
            context::report(thread, context, conditions)?;
            finished
        }
        Conversion::Exact => match super::arithmetic::text::exact(number) {
            Some(number) => number,
            None => {
                context::report(thread, context, status::INVALID_OPERATION)?;
                Number::nan()
            }
        },
    };
    Ok(with_class(thread, class, &number)?.value())
}

/// A comparison's operand: decimals, ints, and if exact doubles, complex numbers without imaginary part, and fractions.
pub enum Comparand {
    /// Compare with this.
    Number(Number),
    /// Multiply the decimal with the second number, then compare with the first.
    Fraction(Number, Number),
    /// It cannot be compared.
    None,
}

/// The right operand of a comparison. `equality` says that it is `==` or `!=`.
pub fn comparand(
    thread: &mut Thread,
    value: Value,
    equality: bool,
    context: Ref<ContextObject>,
) -> PyResult<Comparand> {
    if let Some(number) = as_operand(value) {
        return Ok(Comparand::Number(number));
    }
    if let Some(float) = as_f64(value) {
        float_compared(thread, equality, context)?;
        return Ok(Comparand::Number(from_f64(float)));
    }
    if value.downcast::<pyrs_object::float::ComplexObject>().is_some() && equality {
        let (real, imaginary) = (part(thread, value, "real")?, part(thread, value, "imag")?);
        if as_f64(imaginary) != Some(0.0) {
            return Ok(Comparand::None);
        }
        float_compared(thread, equality, context)?;
        return Ok(match as_f64(real) {
            Some(real) => Comparand::Number(from_f64(real)),
            None => Comparand::None,
        });
    }
    let rational = state::rational(thread)?;
    if !is_instance(thread, value, rational)? {
        return Ok(Comparand::None);
    }
    let (numerator, denominator) = (part(thread, value, "numerator")?, part(thread, value, "denominator")?);
    match (from_int(numerator), from_int(denominator)) {
        (Some(numerator), Some(denominator)) => Ok(Comparand::Fraction(numerator, denominator)),
        _ => Err(thread.type_error(format_args!("numerator and denominator must be ints"))),
    }
}

fn float_compared(thread: &mut Thread, equality: bool, context: Ref<ContextObject>) -> PyResult<()> {
    match equality {
        // Equality only sets the flag.
        true => {
            context.add_flags(status::FLOAT_OPERATION);
            Ok(())
        }
        false => context::report(thread, context, status::FLOAT_OPERATION),
    }
}

fn part(thread: &mut Thread, value: Value, name: &str) -> PyResult<Value> {
    let name = StrObject::intern(thread, name)?;
    protocol::getattr(thread, value, name)
}

fn is_instance(thread: &mut Thread, value: Value, class: Value) -> PyResult<bool> {
    let function = crate::invoke::builtin(thread, "isinstance")?;
    let answer = protocol::call(thread, function, &[value, class])?;
    protocol::truth(thread, answer)
}

/// Whether a value is a float object or immediate.
pub fn is_float(value: Value) -> bool {
    value.downcast::<FloatObject>().is_some() || as_f64(value).is_some()
}

/// A whole number made of a finite one by rounding; `None` if it is too long.
pub fn to_int(thread: &mut Thread, number: &Number, limits: &Limits) -> PyResult<Value> {
    if number.is_nan() {
        return Err(thread.value_error(format_args!("cannot convert NaN to integer")));
    }
    if number.is_infinite() {
        return Err(thread.overflow_error(format_args!("cannot convert Infinity to integer")));
    }
    let whole = super::arithmetic::adjust::to_whole(number, false, limits, &mut 0);
    if whole.coefficient.is_zero() {
        return Ok(Value::small_int(0));
    }
    match super::arithmetic::power::whole_value(&whole) {
        Some(magnitude) => {
            let magnitude = IBig::from(magnitude);
            int::from_big(thread, &if number.negative { -magnitude } else { magnitude })
        }
        None => Err(thread.memory_error()),
    }
}
