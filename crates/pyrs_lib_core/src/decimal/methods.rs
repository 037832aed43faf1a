//! The methods of `Decimal`.

use super::arguments::{bind, context_or_current, optional_rounding};
use super::arithmetic::transcendental as functions;
use super::arithmetic::{Kind, Limits, Number, Rounding, adjust, basic, compare, logical, power, status, text};
use super::context::{self, ContextObject, finish};
use super::object::{
    Comparand, Conversion, DECIMAL, DecimalObject, as_operand, as_short, comparand, from_f64, from_int, from_object,
    make, make_small, operand, to_int, unsupported, with_class,
};
use super::{classify, format, parts, short};
use pyrs_macros::pymethods;
use pyrs_object::big::ops::Gcd;
use pyrs_object::big::{IBig, UBig};
use pyrs_object::float::{ComplexObject, as_f64, from_f64 as float_value};
use pyrs_object::slots::{BinaryOp, CompareOp, UnaryOp};
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, bool_value, int, none, not_implemented, protocol};
use std::cmp::Ordering;

type Unary = fn(&Number, &Limits, &mut u32) -> Number;
type Binary = fn(&Number, &Number, &Limits, &mut u32) -> Number;

fn apply(thread: &mut Thread, context: Ref<ContextObject>, x: &Number, op: Unary) -> PyResult<Value> {
    let mut status = 0;
    let result = op(x, &context.limits(), &mut status);
    finish(thread, context, &result, status)
}

#[inline]
fn apply_two(thread: &mut Thread, context: Ref<ContextObject>, x: &Number, y: &Number, op: Binary) -> PyResult<Value> {
    let mut status = 0;
    let result = op(x, y, &context.limits(), &mut status);
    finish(thread, context, &result, status)
}

/// A method with an optional context.
fn unary(thread: &mut Thread, this: Ref<DecimalObject>, args: Args, op: Unary) -> PyResult<Value> {
    let [given] = bind(thread, ["context"], 0, args)?;
    let context = context_or_current(thread, given)?;
    apply(thread, context, &this.number(), op)
}

/// A method with an operand and an optional context.
fn binary(thread: &mut Thread, this: Ref<DecimalObject>, args: Args, op: Binary) -> PyResult<Value> {
    let [other, given] = bind(thread, ["other", "context"], 1, args)?;
    let context = context_or_current(thread, given)?;
    let other = operand(thread, other.unwrap_or_else(none))?;
    apply_two(thread, context, &this.number(), &other, op)
}

/// `to_integral_value` and `to_integral_exact`.
fn to_whole(thread: &mut Thread, this: Ref<DecimalObject>, args: Args, exact: bool) -> PyResult<Value> {
    let [rounding, given] = bind(thread, ["rounding", "context"], 0, args)?;
    let context = context_or_current(thread, given)?;
    let mut limits = context.limits();
    if let Some(rounding) = optional_rounding(thread, rounding)? {
        limits.rounding = rounding;
    }
    let mut status = 0;
    let result = adjust::to_whole(&this.number(), exact, &limits, &mut status);
    finish(thread, context, &result, status)
}

/// `divmod` in a context.
pub fn divide_both(thread: &mut Thread, context: Ref<ContextObject>, x: &Number, y: &Number) -> PyResult<Value> {
    let mut status = 0;
    let (quotient, remainder) = basic::divide_both(x, y, &context.limits(), &mut status);
    context::report(thread, context, status)?;
    let pair = [make(thread, &quotient)?, make(thread, &remainder)?];
    Ok(TupleObject::from_slice(thread, &pair)?.value())
}

fn receiver(thread: &mut Thread, this: Value) -> PyResult<Ref<DecimalObject>> {
    match this.downcast() {
        Some(decimal) => Ok(decimal),
        None => Err(crate::collect::wrong_receiver(thread, "decimal.Decimal", this)),
    }
}

/// `pow(base, exponent, modulus)`.
fn power_modulo(thread: &mut Thread, base: Value, exponent: Value, modulus: Value) -> PyResult<Value> {
    let (Some(base), Some(exponent), Some(modulus)) = (as_operand(base), as_operand(exponent), as_operand(modulus))
    else {
        return Ok(not_implemented());
    };
    let context = context::current(thread)?;
    let mut status = 0;
    let result = power::power_modulo(&base, &exponent, &modulus, &context.limits(), &mut status);
    finish(thread, context, &result, status)
}

/// 10 to the power of `exponent` modulo 2^61 - 1, for negative exponents that of its inverse.
fn power_of_ten_modulo(exponent: i64) -> u128 {
    const MODULUS: u128 = (1 << 61) - 1;
    let mut bits = exponent.unsigned_abs();
    // The multiplicative order divides 2^61 - 2.
    bits %= (1 << 61) - 2;
    if exponent < 0 {
        bits = (1 << 61) - 2 - bits;
    }
    let (mut result, mut factor) = (1, 10);
    while bits > 0 {
        if bits & 1 == 1 {
            result = result * factor % MODULUS;
        }
        factor = factor * factor % MODULUS;
        bits >>= 1;
    }
    result
}

fn hash_of(number: &Number) -> i64 {
    const MODULUS: u128 = (1 << 61) - 1;
    let coefficient = match &number.coefficient {
        super::arithmetic::Coefficient::Small(value) => value % MODULUS,
        big => u128::try_from(big.to_big() % UBig::from(MODULUS)).unwrap_or(0),
    };
    let hash = (coefficient * power_of_ten_modulo(number.exponent) % MODULUS) as i64;
    match if number.negative { -hash } else { hash } {
        -1 => -2,
        hash => hash,
    }
}

fn to_float(thread: &mut Thread, number: &Number) -> PyResult<f64> {
    match number.kind {
        Kind::Signaling => Err(thread.value_error(format_args!("cannot convert signaling NaN to float"))),
        Kind::Quiet => Ok(f64::NAN.copysign(if number.negative { -1.0 } else { 1.0 })),
        _ => {
            let text = text::to_text(number, false, true);
            Ok(text.parse().unwrap_or(f64::NAN))
        }
    }
}

/// Numerator and denominator of a finite number.
fn ratio(number: &Number) -> Option<(IBig, IBig)> {
    let magnitude = number.coefficient.to_big();
    let places = number.exponent.unsigned_abs();
    if number.coefficient.is_zero() {
        return Some((IBig::ZERO, IBig::ONE));
    }
    if places > super::arithmetic::coefficient::MAX_DIGITS {
        return None;
    }
    let power = super::arithmetic::coefficient::power_of_ten(places);
    let (numerator, denominator) = match number.exponent {
        0.. => (magnitude * power, UBig::ONE),
        _ => {
            let common = (&magnitude).gcd(&power);
            (magnitude / &common, power / common)
        }
    };
    let numerator = IBig::from(numerator);
    Some((
        if number.negative { -numerator } else { numerator },
        IBig::from(denominator),
    ))
}

/// Compares where neither is a NaN.
fn order_against(left: &Number, right: &Comparand) -> Option<Ordering> {
    match right {
        Comparand::Number(right) => Some(compare::order(left, right)),
        Comparand::Fraction(numerator, denominator) => {
            let product = match left.is_finite() {
                true => basic::multiply(left, denominator, &Limits::MAX, &mut 0),
                false => left.clone(),
            };
            Some(compare::order(&product, numerator))
        }
        Comparand::None => None,
    }
}

/// Holds the methods of decimals.
pub struct DecimalMethods;

/// A decimal number of any length, exact when it is made from a value and rounded by the context in arithmetic.
#[pymethods]
impl DecimalMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let [value, given] = bind(thread, ["value", "context"], 0, args)?;
        let class = class.downcast::<TypeObject>().unwrap_or_else(|| DECIMAL.get());
        let context = context_or_current(thread, given)?;
        match value {
            Some(value) => from_object(thread, class, value, context, Conversion::Exact),
            None => Ok(with_class(thread, class, &Number::small(0))?.value()),
        }
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let decimal = receiver(thread, this)?;
        let capitals = context::current(thread)?.capitals.get() != 0;
        let text = format!("Decimal('{}')", text::to_text(&decimal.number(), false, capitals));
        Ok(StrObject::from_latin1(thread, text.as_bytes())?.value())
    }

    #[slot]
    fn str(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let decimal = receiver(thread, this)?;
        let capitals = context::current(thread)?.capitals.get() != 0;
        let text = text::to_text(&decimal.number(), false, capitals);
        Ok(StrObject::from_latin1(thread, text.as_bytes())?.value())
    }

    #[slot]
    fn hash(thread: &mut Thread, this: Value) -> PyResult<i64> {
        let number = receiver(thread, this)?.number();
        match number.kind {
            Kind::Finite => Ok(hash_of(&number)),
            Kind::Infinite => Ok(if number.negative { -314_159 } else { 314_159 }),
            // NaNs are told apart by identity.
            Kind::Quiet => match pyrs_object::core().types.object.get().slot(|slots| slots.hash) {
                Some(hash) => hash(thread, this),
                None => Ok(0),
            },
            Kind::Signaling => Err(thread.type_error(format_args!("Cannot hash a signaling NaN value"))),
        }
    }

    #[slot]
    fn truth(thread: &mut Thread, this: Value) -> PyResult<bool> {
        Ok(!receiver(thread, this)?.number().is_zero())
    }

    #[slot(ops = "Add Sub Mul TrueDiv FloorDiv Mod Pow DivMod")]
    fn binary(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        if let (Some(x), Some(y)) = (as_short(left), as_short(right)) {
            let context = context::current(thread)?;
            if let Some((negative, coefficient, exponent)) = short::operate(op, x, y, &context.limits()) {
                return make_small(thread, negative, coefficient, exponent);
            }
        }
        let (Some(x), Some(y)) = (as_operand(left), as_operand(right)) else {
            return Ok(not_implemented());
        };
        let context = context::current(thread)?;
        let function: Binary = match op {
            BinaryOp::Add => basic::add,
            BinaryOp::Sub => basic::subtract,
            BinaryOp::Mul => basic::multiply,
            BinaryOp::TrueDiv => basic::divide,
            BinaryOp::FloorDiv => basic::divide_whole,
            BinaryOp::Mod => basic::remainder,
            BinaryOp::Pow => power::power,
            BinaryOp::DivMod => return divide_both(thread, context, &x, &y),
            _ => return Ok(not_implemented()),
        };
        apply_two(thread, context, &x, &y, function)
    }

    #[slot]
    fn power_modulo(thread: &mut Thread, base: Value, exponent: Value, modulus: Value) -> PyResult<Value> {
        power_modulo(thread, base, exponent, modulus)
    }

    #[slot(ops = "Neg Pos Abs Int Float")]
    fn unary(thread: &mut Thread, op: UnaryOp, this: Value) -> PyResult<Value> {
        let number = receiver(thread, this)?.number();
        let function: Unary = match op {
            UnaryOp::Neg => adjust::minus,
            UnaryOp::Pos => adjust::plus,
            UnaryOp::Abs => adjust::absolute,
            UnaryOp::Int => return to_int(thread, &number, &Limits::MAX.rounding(Rounding::Down)),
            UnaryOp::Float => {
                let float = to_float(thread, &number)?;
                return float_value(thread, float);
            }
            UnaryOp::Invert | UnaryOp::Index => return Ok(not_implemented()),
        };
        let context = context::current(thread)?;
        apply(thread, context, &number, function)
    }

    #[slot]
    fn compare(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        let left = receiver(thread, left)?.number();
        let context = context::current(thread)?;
        let equality = matches!(op, CompareOp::Eq | CompareOp::Ne);
        let right = comparand(thread, right, equality, context)?;
        let other_kind = match &right {
            Comparand::Number(right) => right.kind,
            Comparand::Fraction(..) => Kind::Finite,
            Comparand::None => return Ok(not_implemented()),
        };
        let is_nan = |kind: Kind| matches!(kind, Kind::Quiet | Kind::Signaling);
        if is_nan(left.kind) || is_nan(other_kind) {
            if !equality || left.kind == Kind::Signaling || other_kind == Kind::Signaling {
                context::report(thread, context, status::INVALID_OPERATION)?;
            }
            return Ok(bool_value(op == CompareOp::Ne));
        }
        Ok(match order_against(&left, &right) {
            Some(order) => bool_value(op.holds(order)),
            None => not_implemented(),
        })
    }

    /// e to the power of self.
    #[method(signature = "(context=None)")]
    fn exp(thread: &mut Thread, this: Ref<DecimalObject>, args: Args) -> PyResult<Value> {
        unary(thread, this, args, functions::exp)
    }
    /// The natural logarithm.
    #[method(signature = "(context=None)")]
    fn ln(thread: &mut Thread, this: Ref<DecimalObject>, args: Args) -> PyResult<Value> {
        unary(thread, this, args, functions::ln)
    }
    /// The decimal logarithm.
    #[method(signature = "(context=None)")]
    fn log10(thread: &mut Thread, this: Ref<DecimalObject>, args: Args) -> PyResult<Value> {
        unary(thread, this, args, functions::log10)
    }
    /// The greatest number less than self.
    #[method(signature = "(context=None)")]
    fn next_minus(thread: &mut Thread, this: Ref<DecimalObject>, args: Args) -> PyResult<Value> {
        unary(thread, this, args, |x, limits, status| {
            adjust::next(x, false, limits, status)
        })
    }
    /// The least number greater than self.
    #[method(signature = "(context=None)")]
    fn next_plus(thread: &mut Thread, this: Ref<DecimalObject>, args: Args) -> PyResult<Value> {
        unary(thread, this, args, |x, limits, status| {
            adjust::next(x, true, limits, status)
        })
    }
    /// Without zeros at the end.
    #[method(signature = "(context=None)")]
    fn normalize(thread: &mut Thread, this: Ref<DecimalObject>, args: Args) -> PyResult<Value> {
        unary(thread, this, args, adjust::reduce)
    }
    /// Rounded to a whole number.
    #[method(signature = "(rounding=None, context=None)")]
    fn to_integral(thread: &mut Thread, this: Ref<DecimalObject>, args: Args) -> PyResult<Value> {
        to_whole(thread, this, args, false)
    }
    /// Rounded to a whole number, with the conditions reported.
    #[method(signature = "(rounding=None, context=None)")]
    fn to_integral_exact(thread: &mut Thread, this: Ref<DecimalObject>, args: Args) -> PyResult<Value> {
        to_whole(thread, this, args, true)
    }
    /// Rounded to a whole number.
    #[method(signature = "(rounding=None, context=None)")]
    fn to_integral_value(thread: &mut Thread, this: Ref<DecimalObject>, args: Args) -> PyResult<Value> {
        to_whole(thread, this, args, false)
    }
    /// The square root.
    #[method(signature = "(context=None)")]
    fn sqrt(thread: &mut Thread, this: Ref<DecimalObject>, args: Args) -> PyResult<Value> {
        unary(thread, this, args, functions::sqrt)
    }
    /// The exponent of the first digit.
    #[method(signature = "(context=None)")]
    fn logb(thread: &mut Thread, this: Ref<DecimalObject>, args: Args) -> PyResult<Value> {
        unary(thread, this, args, adjust::logb)
    }
    /// The digits, all ones and zeros, inverted.
    #[method(signature = "(context=None)")]
    fn logical_invert(thread: &mut Thread, this: Ref<DecimalObject>, args: Args) -> PyResult<Value> {
        unary(thread, this, args, logical::invert)
    }

    /// -1, 0 or 1, as self is less than, equal to or greater than other.
    #[method(name = "compare", signature = "(other, context=None)")]
    fn compare_method(thread: &mut Thread, this: Ref<DecimalObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, args, compare::compare)
    }
    /// As compare(), but all NaNs are invalid.
    #[method(signature = "(other, context=None)")]
    fn compare_signal(thread: &mut Thread, this: Ref<DecimalObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, args, compare::compare_signal)
    }
    /// The greater one.
    #[method(signature = "(other, context=None)")]
    fn max(thread: &mut Thread, this: Ref<DecimalObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, args, |a, b, limits, status| {
            compare::extreme(a, b, Ordering::Greater, false, limits, status)
        })
    }
    /// The one of greater magnitude.
    #[method(signature = "(other, context=None)")]
    fn max_mag(thread: &mut Thread, this: Ref<DecimalObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, args, |a, b, limits, status| {
            compare::extreme(a, b, Ordering::Greater, true, limits, status)
        })
    }
    /// The lesser one.
    #[method(signature = "(other, context=None)")]
    fn min(thread: &mut Thread, this: Ref<DecimalObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, args, |a, b, limits, status| {
            compare::extreme(a, b, Ordering::Less, false, limits, status)
        })
    }
    /// The one of lesser magnitude.
    #[method(signature = "(other, context=None)")]
    fn min_mag(thread: &mut Thread, this: Ref<DecimalObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, args, |a, b, limits, status| {
            compare::extreme(a, b, Ordering::Less, true, limits, status)
        })
    }
    /// The number next to self on the way to other.
    #[method(signature = "(other, context=None)")]
    fn next_toward(thread: &mut Thread, this: Ref<DecimalObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, args, adjust::next_toward)
    }
    /// What is left when the nearest multiple of other is taken off.
    #[method(signature = "(other, context=None)")]
    fn remainder_near(thread: &mut Thread, this: Ref<DecimalObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, args, basic::remainder_near)
    }
    /// The digits rotated by so many places.
    #[method(signature = "(other, context=None)")]
    fn rotate(thread: &mut Thread, this: Ref<DecimalObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, args, adjust::rotate)
    }
    /// With other added to the exponent.
    #[method(signature = "(other, context=None)")]
    fn scaleb(thread: &mut Thread, this: Ref<DecimalObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, args, adjust::scaleb)
    }
    /// The digits shifted by so many places.
    #[method(signature = "(other, context=None)")]
    fn shift(thread: &mut Thread, this: Ref<DecimalObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, args, adjust::shift)
    }
    /// The conjunction of digits that are ones and zeros.
    #[method(signature = "(other, context=None)")]
    fn logical_and(thread: &mut Thread, this: Ref<DecimalObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, args, |a, b, limits, status| {
            logical::combine(a, b, limits, status, |a, b| a & b)
        })
    }
    /// The disjunction of digits that are ones and zeros.
    #[method(signature = "(other, context=None)")]
    fn logical_or(thread: &mut Thread, this: Ref<DecimalObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, args, |a, b, limits, status| {
            logical::combine(a, b, limits, status, |a, b| a | b)
        })
    }
    /// Where digits that are ones and zeros differ.
    #[method(signature = "(other, context=None)")]
    fn logical_xor(thread: &mut Thread, this: Ref<DecimalObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, args, |a, b, limits, status| {
            logical::combine(a, b, limits, status, |a, b| a ^ b)
        })
    }
    /// The order of representations.
    #[method(signature = "(other, context=None)")]
    fn compare_total(thread: &mut Thread, this: Ref<DecimalObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, args, |a, b, _, _| compare::compare_total(a, b))
    }
    /// The order of representations without their signs.
    #[method(signature = "(other, context=None)")]
    fn compare_total_mag(thread: &mut Thread, this: Ref<DecimalObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, args, |a, b, _, _| compare::compare_total_magnitude(a, b))
    }
    /// With the sign of other.
    #[method(signature = "(other, context=None)")]
    fn copy_sign(thread: &mut Thread, this: Ref<DecimalObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, args, |a, b, _, _| a.clone().with_sign(b.negative))
    }
    /// Whether self and other have the same exponent.
    #[method(signature = "(other, context=None)")]
    fn same_quantum(thread: &mut Thread, this: Ref<DecimalObject>, args: Args) -> PyResult<Value> {
        let [other, given] = bind(thread, ["other", "context"], 1, args)?;
        context_or_current(thread, given)?;
        let other = operand(thread, other.unwrap_or_else(none))?;
        Ok(bool_value(classify::same_quantum(&this.number(), &other)))
    }
    /// With the exponent of exp.
    #[method(signature = "(exp, rounding=None, context=None)")]
    fn quantize(thread: &mut Thread, this: Ref<DecimalObject>, args: Args) -> PyResult<Value> {
        let [exp, rounding, given] = bind(thread, ["exp", "rounding", "context"], 1, args)?;
        let context = context_or_current(thread, given)?;
        let mut limits = context.limits();
        if let Some(rounding) = optional_rounding(thread, rounding)? {
            limits.rounding = rounding;
        }
        let exp = operand(thread, exp.unwrap_or_else(none))?;
        let mut status = 0;
        let result = adjust::quantize(&this.number(), &exp, &limits, &mut status);
        finish(thread, context, &result, status)
    }
    /// self * other + third, rounded once.
    #[method(signature = "(other, third, context=None)")]
    fn fma(thread: &mut Thread, this: Ref<DecimalObject>, args: Args) -> PyResult<Value> {
        let [other, third, given] = bind(thread, ["other", "third", "context"], 2, args)?;
        let context = context_or_current(thread, given)?;
        let other = operand(thread, other.unwrap_or_else(none))?;
        let third = operand(thread, third.unwrap_or_else(none))?;
        let mut status = 0;
        let result = basic::fused(&this.number(), &other, &third, &context.limits(), &mut status);
        finish(thread, context, &result, status)
    }

    /// True: every decimal is.
    #[method]
    fn is_canonical(_thread: &mut Thread, _this: Ref<DecimalObject>) -> bool {
        true
    }
    /// Whether it is neither infinite nor a NaN.
    #[method]
    fn is_finite(_thread: &mut Thread, this: Ref<DecimalObject>) -> bool {
        this.number().is_finite()
    }
    /// Whether it is infinite.
    #[method]
    fn is_infinite(_thread: &mut Thread, this: Ref<DecimalObject>) -> bool {
        this.number().is_infinite()
    }
    /// Whether it is a NaN.
    #[method]
    fn is_nan(_thread: &mut Thread, this: Ref<DecimalObject>) -> bool {
        this.number().is_nan()
    }
    /// Whether it is a quiet NaN.
    #[method]
    fn is_qnan(_thread: &mut Thread, this: Ref<DecimalObject>) -> bool {
        classify::is_quiet(&this.number())
    }
    /// Whether it is a signaling NaN.
    #[method]
    fn is_snan(_thread: &mut Thread, this: Ref<DecimalObject>) -> bool {
        classify::is_signaling(&this.number())
    }
    /// Whether it has a minus sign.
    #[method]
    fn is_signed(_thread: &mut Thread, this: Ref<DecimalObject>) -> bool {
        this.number().negative
    }
    /// Whether it is zero.
    #[method]
    fn is_zero(_thread: &mut Thread, this: Ref<DecimalObject>) -> bool {
        this.number().is_zero()
    }
    /// Whether it is normal.
    #[method(signature = "(context=None)")]
    fn is_normal(thread: &mut Thread, this: Ref<DecimalObject>, args: Args) -> PyResult<bool> {
        let [given] = bind(thread, ["context"], 0, args)?;
        let context = context_or_current(thread, given)?;
        Ok(this.number().is_normal(&context.limits()))
    }
    /// Whether it is subnormal.
    #[method(signature = "(context=None)")]
    fn is_subnormal(thread: &mut Thread, this: Ref<DecimalObject>, args: Args) -> PyResult<bool> {
        let [given] = bind(thread, ["context"], 0, args)?;
        let context = context_or_current(thread, given)?;
        Ok(this.number().is_subnormal(&context.limits()))
    }
    /// What kind of number it is.
    #[method(signature = "(context=None)")]
    fn number_class(thread: &mut Thread, this: Ref<DecimalObject>, args: Args) -> PyResult<&'static str> {
        let [given] = bind(thread, ["context"], 0, args)?;
        let context = context_or_current(thread, given)?;
        Ok(classify::class_name(&this.number(), &context.limits()))
    }
    /// In engineering notation.
    #[method(signature = "(context=None)")]
    fn to_eng_string(thread: &mut Thread, this: Ref<DecimalObject>, args: Args) -> PyResult<String> {
        let [given] = bind(thread, ["context"], 0, args)?;
        let context = context_or_current(thread, given)?;
        Ok(text::to_text(&this.number(), true, context.capitals.get() != 0))
    }
    /// The exponent of the first digit; 0 for infinities and NaNs.
    #[method]
    fn adjusted(_thread: &mut Thread, this: Ref<DecimalObject>) -> i64 {
        let number = this.number();
        if number.is_finite() { number.adjusted() } else { 0 }
    }
    /// Self.
    #[method]
    fn canonical(_thread: &mut Thread, this: Ref<DecimalObject>) -> Ref<DecimalObject> {
        this
    }
    /// Self.
    #[method]
    fn conjugate(_thread: &mut Thread, this: Ref<DecimalObject>) -> Ref<DecimalObject> {
        this
    }
    /// Ten.
    #[method]
    fn radix(thread: &mut Thread, _this: Ref<DecimalObject>) -> PyResult<Value> {
        make(thread, &Number::small(10))
    }
    /// Without sign.
    #[method]
    fn copy_abs(thread: &mut Thread, this: Ref<DecimalObject>) -> PyResult<Value> {
        make(thread, &this.number().with_sign(false))
    }
    /// With the other sign.
    #[method]
    fn copy_negate(thread: &mut Thread, this: Ref<DecimalObject>) -> PyResult<Value> {
        let number = this.number();
        let negative = number.negative;
        make(thread, &number.with_sign(!negative))
    }

    /// A decimal that is exactly f.
    #[classmethod(signature = "(f, /)")]
    fn from_float(thread: &mut Thread, class: Ref<TypeObject>, f: Value) -> PyResult<Value> {
        let number = match (from_int(f), as_f64(f)) {
            (Some(number), _) => number,
            (None, Some(float)) => from_f64(float),
            _ => return Err(thread.type_error(format_args!("argument must be int or float"))),
        };
        let decimal = make(thread, &number)?;
        match class == DECIMAL.get() {
            true => Ok(decimal),
            false => context::call_class(thread, class, decimal),
        }
    }
    /// A decimal that is exactly number, which is no text.
    #[classmethod(signature = "(number, /)")]
    fn from_number(thread: &mut Thread, class: Ref<TypeObject>, number: Value) -> PyResult<Value> {
        let decimal = match (as_operand(number), as_f64(number)) {
            (Some(_), _) if class_of(number) == DECIMAL.get() => number,
            (Some(exact), _) => make(thread, &exact)?,
            (None, Some(float)) => make(thread, &from_f64(float))?,
            _ => return Err(unsupported(thread, number)),
        };
        match class == DECIMAL.get() {
            true => Ok(decimal),
            false => context::call_class(thread, class, decimal),
        }
    }
    /// Sign, digits and exponent.
    #[method]
    fn as_tuple(thread: &mut Thread, this: Ref<DecimalObject>) -> PyResult<Value> {
        parts::to_tuple(thread, &this.number())
    }
    /// Numerator and denominator in lowest terms.
    #[method]
    fn as_integer_ratio(thread: &mut Thread, this: Ref<DecimalObject>) -> PyResult<Value> {
        let number = this.number();
        if number.is_nan() {
            return Err(thread.value_error(format_args!("cannot convert NaN to integer ratio")));
        }
        if number.is_infinite() {
            return Err(thread.overflow_error(format_args!("cannot convert Infinity to integer ratio")));
        }
        let Some((numerator, denominator)) = ratio(&number) else {
            return Err(thread.memory_error());
        };
        let pair = [int::from_big(thread, &numerator)?, int::from_big(thread, &denominator)?];
        Ok(TupleObject::from_slice(thread, &pair)?.value())
    }
    #[method(name = "__copy__")]
    fn copy(_thread: &mut Thread, this: Ref<DecimalObject>) -> Ref<DecimalObject> {
        this
    }
    #[method(name = "__deepcopy__", signature = "(object, /)")]
    fn deepcopy(_thread: &mut Thread, this: Ref<DecimalObject>, _object: Value) -> Ref<DecimalObject> {
        this
    }
    #[method(name = "__format__")]
    fn format(thread: &mut Thread, this: Ref<DecimalObject>, args: Args) -> PyResult<Value> {
        let [spec, overrides] = bind(thread, ["format_spec", "override"], 1, args)?;
        format::format(thread, &this.number(), spec.unwrap_or_else(none), overrides)
    }
    #[method(name = "__reduce__")]
    fn reduce(thread: &mut Thread, this: Ref<DecimalObject>) -> PyResult<Value> {
        let text = protocol::str(thread, this.value())?;
        let arguments = TupleObject::from_slice(thread, &[text.value()])?;
        let class = class_of(this.value());
        Ok(TupleObject::from_slice(thread, &[class.value(), arguments.value()])?.value())
    }
    #[method(name = "__round__")]
    fn round(thread: &mut Thread, this: Ref<DecimalObject>, ndigits: Option<Value>) -> PyResult<Value> {
        let number = this.number();
        let Some(ndigits) = ndigits else {
            return to_int(thread, &number, &Limits::MAX.rounding(Rounding::HalfEven));
        };
        if !int::is_int(ndigits) {
            return Err(thread.type_error(format_args!("optional arg must be an integer")));
        }
        let Some(places) = int::as_i64(ndigits) else {
            return Err(thread.overflow_error(format_args!("Python int too large to convert to C ssize_t")));
        };
        let context = context::current(thread)?;
        let unit = Number::new(false, super::arithmetic::Coefficient::ONE, places.saturating_neg());
        apply_two(thread, context, &number, &unit, adjust::quantize)
    }
    #[method(name = "__ceil__")]
    fn ceil(thread: &mut Thread, this: Ref<DecimalObject>) -> PyResult<Value> {
        to_int(thread, &this.number(), &Limits::MAX.rounding(Rounding::Ceiling))
    }
    #[method(name = "__floor__")]
    fn floor(thread: &mut Thread, this: Ref<DecimalObject>) -> PyResult<Value> {
        to_int(thread, &this.number(), &Limits::MAX.rounding(Rounding::Floor))
    }
    #[method(name = "__trunc__")]
    fn trunc(thread: &mut Thread, this: Ref<DecimalObject>) -> PyResult<Value> {
        to_int(thread, &this.number(), &Limits::MAX.rounding(Rounding::Down))
    }
    #[method(name = "__complex__")]
    fn complex(thread: &mut Thread, this: Ref<DecimalObject>) -> PyResult<Value> {
        let real = to_float(thread, &this.number())?;
        Ok(ComplexObject::new(thread, real, 0.0)?.value())
    }
    #[method(name = "__sizeof__")]
    fn sizeof(_thread: &mut Thread, this: Ref<DecimalObject>) -> usize {
        let words = match this.number().coefficient {
            super::arithmetic::Coefficient::Small(_) => 0,
            super::arithmetic::Coefficient::Big(big) => big.as_words().len() + 3,
        };
        std::mem::size_of::<DecimalObject>() + 8 * words
    }

    /// Self.
    #[getter]
    fn real(_thread: &mut Thread, this: Ref<DecimalObject>) -> Ref<DecimalObject> {
        this
    }
    /// Zero.
    #[getter]
    fn imag(thread: &mut Thread, _this: Ref<DecimalObject>) -> PyResult<Value> {
        make(thread, &Number::small(0))
    }
}
