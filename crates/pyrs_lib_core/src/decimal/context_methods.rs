//! The methods of `Context`.

use super::arguments::{bind, exactly};
use super::arithmetic::transcendental as functions;
use super::arithmetic::{Limits, Number, adjust, basic, compare, logical, power, text};
use super::context::{self, ContextObject, finish};
use super::object::{
    Conversion, DECIMAL, DecimalObject, from_f64, from_int, from_object, is_float, make, operand, settle,
};
use super::{classify, signals};
use pyrs_macros::pymethods;
use pyrs_object::float::as_f64;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeFlags, TypeObject, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, bool_value, int, none};
use std::cmp::Ordering;

type Unary = fn(&Number, &Limits, &mut u32) -> Number;
type Binary = fn(&Number, &Number, &Limits, &mut u32) -> Number;

fn unary(thread: &mut Thread, this: Ref<ContextObject>, x: Value, op: Unary) -> PyResult<Value> {
    let x = operand(thread, x)?;
    let mut status = 0;
    let result = op(&x, &this.limits(), &mut status);
    finish(thread, this, &result, status)
}

fn binary(thread: &mut Thread, this: Ref<ContextObject>, name: &str, args: Args, op: Binary) -> PyResult<Value> {
    let [x, y] = exactly::<2>(thread, name, args)?;
    let (x, y) = (operand(thread, x)?, operand(thread, y)?);
    let mut status = 0;
    let result = op(&x, &y, &this.limits(), &mut status);
    finish(thread, this, &result, status)
}

fn test(thread: &mut Thread, x: Value, holds: impl Fn(&Number) -> bool) -> PyResult<Value> {
    let x = operand(thread, x)?;
    Ok(bool_value(holds(&x)))
}

/// The value itself if it is a decimal.
fn decimal_of(thread: &mut Thread, x: Value) -> PyResult<Value> {
    if x.downcast::<DecimalObject>().is_some() {
        return Ok(x);
    }
    let number = operand(thread, x)?;
    make(thread, &number)
}

fn integer_result(thread: &mut Thread, number: Option<i64>) -> PyResult<Value> {
    match number {
        Some(number) => int::from_i64(thread, number),
        None => Ok(none()),
    }
}

/// A cell's value or deletion.
fn set(thread: &mut Thread, this: Ref<ContextObject>, index: usize, value: Option<Value>) -> PyResult<()> {
    match value {
        Some(value) => context::set_attribute(thread, this, index, value),
        None => Err(thread.attribute_error_plain(format_args!("context attributes cannot be deleted"))),
    }
}

/// Holds the methods of contexts.
pub struct ContextMethods;

/// What decimal operations observe and report: precision, rounding, exponents, traps and flags.
#[pymethods]
impl ContextMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, _args: Args) -> PyResult<Value> {
        let class = class.downcast::<TypeObject>().unwrap_or_else(|| context::CONTEXT.get());
        Ok(context::new(thread, class)?.value())
    }

    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        match this.downcast::<ContextObject>() {
            Some(context) => context::init(thread, context, args),
            None => Err(crate::collect::wrong_receiver(thread, "decimal.Context", this)),
        }
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        match this.downcast::<ContextObject>() {
            Some(context) => Ok(StrObject::from_str(thread, &context::text(context))?.value()),
            None => Err(crate::collect::wrong_receiver(thread, "decimal.Context", this)),
        }
    }

    #[slot]
    fn setattr(thread: &mut Thread, this: Value, name: Ref<StrObject>, value: Option<Value>) -> PyResult<()> {
        if value.is_none() {
            return Err(thread.attribute_error_plain(format_args!("context attributes cannot be deleted")));
        }
        let class = class_of(this);
        if !class.has(TypeFlags::HAS_DICT) && class.lookup(name).is_none() {
            let (class, shown) = (class.name_for_message(), name.to_string_lossy());
            return Err(thread.attribute_error(
                this,
                name,
                format_args!("'{class}' object has no attribute '{shown}'"),
            ));
        }
        pyrs_object::attribute::generic_setattr(thread, this, name, value)
    }

    /// Digits of results.
    #[getter]
    fn prec(_thread: &mut Thread, this: Ref<ContextObject>) -> i64 {
        this.prec.get()
    }
    #[setter]
    fn set_prec(thread: &mut Thread, this: Ref<ContextObject>, value: Option<Value>) -> PyResult<()> {
        set(thread, this, 0, value)
    }

    /// The rounding mode.
    #[getter]
    fn rounding(_thread: &mut Thread, this: Ref<ContextObject>) -> &'static str {
        this.rounding_name()
    }
    #[setter]
    fn set_rounding(thread: &mut Thread, this: Ref<ContextObject>, value: Option<Value>) -> PyResult<()> {
        set(thread, this, 1, value)
    }

    /// Least exponent of normal numbers.
    #[getter(name = "Emin")]
    fn emin(_thread: &mut Thread, this: Ref<ContextObject>) -> i64 {
        this.emin.get()
    }
    #[setter(name = "Emin")]
    fn set_emin(thread: &mut Thread, this: Ref<ContextObject>, value: Option<Value>) -> PyResult<()> {
        set(thread, this, 2, value)
    }

    /// Greatest exponent.
    #[getter(name = "Emax")]
    fn emax(_thread: &mut Thread, this: Ref<ContextObject>) -> i64 {
        this.emax.get()
    }
    #[setter(name = "Emax")]
    fn set_emax(thread: &mut Thread, this: Ref<ContextObject>, value: Option<Value>) -> PyResult<()> {
        set(thread, this, 3, value)
    }

    /// 1 if exponents are shown with a capital letter.
    #[getter]
    fn capitals(_thread: &mut Thread, this: Ref<ContextObject>) -> i64 {
        this.capitals.get() as i64
    }
    #[setter]
    fn set_capitals(thread: &mut Thread, this: Ref<ContextObject>, value: Option<Value>) -> PyResult<()> {
        set(thread, this, 4, value)
    }

    /// 1 if exponents are at most Etop().
    #[getter]
    fn clamp(_thread: &mut Thread, this: Ref<ContextObject>) -> i64 {
        this.clamp.get() as i64
    }
    #[setter]
    fn set_clamp(thread: &mut Thread, this: Ref<ContextObject>, value: Option<Value>) -> PyResult<()> {
        set(thread, this, 5, value)
    }

    /// The signals that were met.
    #[getter]
    fn flags(thread: &mut Thread, this: Ref<ContextObject>) -> PyResult<Value> {
        context::view(thread, this, false)
    }
    #[setter]
    fn set_flags(thread: &mut Thread, this: Ref<ContextObject>, value: Option<Value>) -> PyResult<()> {
        set_signals(thread, this, 6, value)
    }

    /// The signals that raise.
    #[getter]
    fn traps(thread: &mut Thread, this: Ref<ContextObject>) -> PyResult<Value> {
        context::view(thread, this, true)
    }
    #[setter]
    fn set_traps(thread: &mut Thread, this: Ref<ContextObject>, value: Option<Value>) -> PyResult<()> {
        set_signals(thread, this, 7, value)
    }

    /// The absolute value of x.
    #[method(signature = "(x, /)")]
    fn abs(thread: &mut Thread, this: Ref<ContextObject>, x: Value) -> PyResult<Value> {
        unary(thread, this, x, adjust::absolute)
    }
    /// e to the power of x.
    #[method(signature = "(x, /)")]
    fn exp(thread: &mut Thread, this: Ref<ContextObject>, x: Value) -> PyResult<Value> {
        unary(thread, this, x, functions::exp)
    }
    /// The natural logarithm of x.
    #[method(signature = "(x, /)")]
    fn ln(thread: &mut Thread, this: Ref<ContextObject>, x: Value) -> PyResult<Value> {
        unary(thread, this, x, functions::ln)
    }
    /// The decimal logarithm of x.
    #[method(signature = "(x, /)")]
    fn log10(thread: &mut Thread, this: Ref<ContextObject>, x: Value) -> PyResult<Value> {
        unary(thread, this, x, functions::log10)
    }
    /// Minus x, rounded.
    #[method(signature = "(x, /)")]
    fn minus(thread: &mut Thread, this: Ref<ContextObject>, x: Value) -> PyResult<Value> {
        unary(thread, this, x, adjust::minus)
    }
    /// The greatest number less than x.
    #[method(signature = "(x, /)")]
    fn next_minus(thread: &mut Thread, this: Ref<ContextObject>, x: Value) -> PyResult<Value> {
        unary(thread, this, x, |x, limits, status| {
            adjust::next(x, false, limits, status)
        })
    }
    /// The least number greater than x.
    #[method(signature = "(x, /)")]
    fn next_plus(thread: &mut Thread, this: Ref<ContextObject>, x: Value) -> PyResult<Value> {
        unary(thread, this, x, |x, limits, status| {
            adjust::next(x, true, limits, status)
        })
    }
    /// x without zeros at its end.
    #[method(signature = "(x, /)")]
    fn normalize(thread: &mut Thread, this: Ref<ContextObject>, x: Value) -> PyResult<Value> {
        unary(thread, this, x, adjust::reduce)
    }
    /// x, rounded.
    #[method(signature = "(x, /)")]
    fn plus(thread: &mut Thread, this: Ref<ContextObject>, x: Value) -> PyResult<Value> {
        unary(thread, this, x, adjust::plus)
    }
    /// x rounded to a whole number.
    #[method(signature = "(x, /)")]
    fn to_integral(thread: &mut Thread, this: Ref<ContextObject>, x: Value) -> PyResult<Value> {
        unary(thread, this, x, |x, limits, status| {
            adjust::to_whole(x, false, limits, status)
        })
    }
    /// x rounded to a whole number, with the conditions reported.
    #[method(signature = "(x, /)")]
    fn to_integral_exact(thread: &mut Thread, this: Ref<ContextObject>, x: Value) -> PyResult<Value> {
        unary(thread, this, x, |x, limits, status| {
            adjust::to_whole(x, true, limits, status)
        })
    }
    /// x rounded to a whole number.
    #[method(signature = "(x, /)")]
    fn to_integral_value(thread: &mut Thread, this: Ref<ContextObject>, x: Value) -> PyResult<Value> {
        unary(thread, this, x, |x, limits, status| {
            adjust::to_whole(x, false, limits, status)
        })
    }
    /// The square root of x.
    #[method(signature = "(x, /)")]
    fn sqrt(thread: &mut Thread, this: Ref<ContextObject>, x: Value) -> PyResult<Value> {
        unary(thread, this, x, functions::sqrt)
    }
    /// The exponent of the first digit of x.
    #[method(signature = "(x, /)")]
    fn logb(thread: &mut Thread, this: Ref<ContextObject>, x: Value) -> PyResult<Value> {
        unary(thread, this, x, adjust::logb)
    }
    /// The digits of x, all ones and zeros, inverted.
    #[method(signature = "(x, /)")]
    fn logical_invert(thread: &mut Thread, this: Ref<ContextObject>, x: Value) -> PyResult<Value> {
        unary(thread, this, x, logical::invert)
    }

    /// x + y.
    #[method(signature = "(x, y, /)")]
    fn add(thread: &mut Thread, this: Ref<ContextObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, "add", args, basic::add)
    }
    /// -1, 0 or 1, as x is less than, equal to or greater than y.
    #[method(signature = "(x, y, /)")]
    fn compare(thread: &mut Thread, this: Ref<ContextObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, "compare", args, compare::compare)
    }
    /// As compare(), but all NaNs are invalid.
    #[method(signature = "(x, y, /)")]
    fn compare_signal(thread: &mut Thread, this: Ref<ContextObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, "compare_signal", args, compare::compare_signal)
    }
    /// x / y.
    #[method(signature = "(x, y, /)")]
    fn divide(thread: &mut Thread, this: Ref<ContextObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, "divide", args, basic::divide)
    }
    /// x // y.
    #[method(signature = "(x, y, /)")]
    fn divide_int(thread: &mut Thread, this: Ref<ContextObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, "divide_int", args, basic::divide_whole)
    }
    /// x // y and x % y.
    #[method(signature = "(x, y, /)")]
    fn divmod(thread: &mut Thread, this: Ref<ContextObject>, args: Args) -> PyResult<Value> {
        let [x, y] = exactly::<2>(thread, "divmod", args)?;
        let (x, y) = (operand(thread, x)?, operand(thread, y)?);
        super::methods::divide_both(thread, this, &x, &y)
    }
    /// The greater one.
    #[method(signature = "(x, y, /)")]
    fn max(thread: &mut Thread, this: Ref<ContextObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, "max", args, |a, b, limits, status| {
            compare::extreme(a, b, Ordering::Greater, false, limits, status)
        })
    }
    /// The one of greater magnitude.
    #[method(signature = "(x, y, /)")]
    fn max_mag(thread: &mut Thread, this: Ref<ContextObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, "max_mag", args, |a, b, limits, status| {
            compare::extreme(a, b, Ordering::Greater, true, limits, status)
        })
    }
    /// The lesser one.
    #[method(signature = "(x, y, /)")]
    fn min(thread: &mut Thread, this: Ref<ContextObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, "min", args, |a, b, limits, status| {
            compare::extreme(a, b, Ordering::Less, false, limits, status)
        })
    }
    /// The one of lesser magnitude.
    #[method(signature = "(x, y, /)")]
    fn min_mag(thread: &mut Thread, this: Ref<ContextObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, "min_mag", args, |a, b, limits, status| {
            compare::extreme(a, b, Ordering::Less, true, limits, status)
        })
    }
    /// x * y.
    #[method(signature = "(x, y, /)")]
    fn multiply(thread: &mut Thread, this: Ref<ContextObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, "multiply", args, basic::multiply)
    }
    /// The number next to x on the way to y.
    #[method(signature = "(x, y, /)")]
    fn next_toward(thread: &mut Thread, this: Ref<ContextObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, "next_toward", args, adjust::next_toward)
    }
    /// x with the exponent of y.
    #[method(signature = "(x, y, /)")]
    fn quantize(thread: &mut Thread, this: Ref<ContextObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, "quantize", args, adjust::quantize)
    }
    /// x % y, with the sign of x.
    #[method(signature = "(x, y, /)")]
    fn remainder(thread: &mut Thread, this: Ref<ContextObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, "remainder", args, basic::remainder)
    }
    /// What is left of x when the nearest multiple of y is taken off.
    #[method(signature = "(x, y, /)")]
    fn remainder_near(thread: &mut Thread, this: Ref<ContextObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, "remainder_near", args, basic::remainder_near)
    }
    /// x - y.
    #[method(signature = "(x, y, /)")]
    fn subtract(thread: &mut Thread, this: Ref<ContextObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, "subtract", args, basic::subtract)
    }
    /// The digits of x rotated by y places.
    #[method(signature = "(x, y, /)")]
    fn rotate(thread: &mut Thread, this: Ref<ContextObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, "rotate", args, adjust::rotate)
    }
    /// x with y added to its exponent.
    #[method(signature = "(x, y, /)")]
    fn scaleb(thread: &mut Thread, this: Ref<ContextObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, "scaleb", args, adjust::scaleb)
    }
    /// The digits of x shifted by y places.
    #[method(signature = "(x, y, /)")]
    fn shift(thread: &mut Thread, this: Ref<ContextObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, "shift", args, adjust::shift)
    }
    /// The conjunction of digits that are ones and zeros.
    #[method(signature = "(x, y, /)")]
    fn logical_and(thread: &mut Thread, this: Ref<ContextObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, "logical_and", args, |a, b, limits, status| {
            logical::combine(a, b, limits, status, |a, b| a & b)
        })
    }
    /// The disjunction of digits that are ones and zeros.
    #[method(signature = "(x, y, /)")]
    fn logical_or(thread: &mut Thread, this: Ref<ContextObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, "logical_or", args, |a, b, limits, status| {
            logical::combine(a, b, limits, status, |a, b| a | b)
        })
    }
    /// Where digits that are ones and zeros differ.
    #[method(signature = "(x, y, /)")]
    fn logical_xor(thread: &mut Thread, this: Ref<ContextObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, "logical_xor", args, |a, b, limits, status| {
            logical::combine(a, b, limits, status, |a, b| a ^ b)
        })
    }
    /// The order of representations.
    #[method(signature = "(x, y, /)")]
    fn compare_total(thread: &mut Thread, this: Ref<ContextObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, "compare_total", args, |a, b, _, _| {
            compare::compare_total(a, b)
        })
    }
    /// The order of representations without their signs.
    #[method(signature = "(x, y, /)")]
    fn compare_total_mag(thread: &mut Thread, this: Ref<ContextObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, "compare_total_mag", args, |a, b, _, _| {
            compare::compare_total_magnitude(a, b)
        })
    }
    /// x with the sign of y.
    #[method(signature = "(x, y, /)")]
    fn copy_sign(thread: &mut Thread, this: Ref<ContextObject>, args: Args) -> PyResult<Value> {
        binary(thread, this, "copy_sign", args, |a, b, _, _| {
            a.clone().with_sign(b.negative)
        })
    }
    /// Whether x and y have the same exponent.
    #[method(signature = "(x, y, /)")]
    fn same_quantum(thread: &mut Thread, _this: Ref<ContextObject>, args: Args) -> PyResult<Value> {
        let [x, y] = exactly::<2>(thread, "same_quantum", args)?;
        let (x, y) = (operand(thread, x)?, operand(thread, y)?);
        Ok(bool_value(classify::same_quantum(&x, &y)))
    }

    /// a ** b, or a ** b % modulo.
    #[method(signature = "(a, b, modulo=None)")]
    fn power(thread: &mut Thread, this: Ref<ContextObject>, args: Args) -> PyResult<Value> {
        let [a, b, modulo] = bind(thread, ["a", "b", "modulo"], 2, args)?;
        let a = operand(thread, a.unwrap_or_else(none))?;
        let b = operand(thread, b.unwrap_or_else(none))?;
        let mut status = 0;
        let result = match modulo.filter(|modulo| *modulo != none()) {
            None => power::power(&a, &b, &this.limits(), &mut status),
            Some(modulo) => {
                let modulo = operand(thread, modulo)?;
                power::power_modulo(&a, &b, &modulo, &this.limits(), &mut status)
            }
        };
        finish(thread, this, &result, status)
    }
    /// x * y + z, rounded once.
    #[method(signature = "(x, y, z, /)")]
    fn fma(thread: &mut Thread, this: Ref<ContextObject>, args: Args) -> PyResult<Value> {
        let [x, y, z] = exactly::<3>(thread, "fma", args)?;
        let (x, y, z) = (operand(thread, x)?, operand(thread, y)?, operand(thread, z)?);
        let mut status = 0;
        let result = basic::fused(&x, &y, &z, &this.limits(), &mut status);
        finish(thread, this, &result, status)
    }

    /// The least exponent of subnormal numbers.
    #[method(name = "Etiny")]
    fn etiny(_thread: &mut Thread, this: Ref<ContextObject>) -> i64 {
        this.limits().etiny()
    }
    /// The greatest exponent of numbers with all digits.
    #[method(name = "Etop")]
    fn etop(_thread: &mut Thread, this: Ref<ContextObject>) -> i64 {
        this.limits().etop()
    }
    /// Ten.
    #[method]
    fn radix(thread: &mut Thread, _this: Ref<ContextObject>) -> PyResult<Value> {
        make(thread, &Number::small(10))
    }

    /// True: every decimal is.
    #[method(signature = "(x, /)")]
    fn is_canonical(thread: &mut Thread, _this: Ref<ContextObject>, x: Value) -> PyResult<Value> {
        match x.downcast::<DecimalObject>() {
            Some(_) => Ok(bool_value(true)),
            None => Err(thread.type_error(format_args!("argument must be a Decimal"))),
        }
    }
    /// Whether x is neither infinite nor a NaN.
    #[method(signature = "(x, /)")]
    fn is_finite(thread: &mut Thread, _this: Ref<ContextObject>, x: Value) -> PyResult<Value> {
        test(thread, x, Number::is_finite)
    }
    /// Whether x is infinite.
    #[method(signature = "(x, /)")]
    fn is_infinite(thread: &mut Thread, _this: Ref<ContextObject>, x: Value) -> PyResult<Value> {
        test(thread, x, Number::is_infinite)
    }
    /// Whether x is a NaN.
    #[method(signature = "(x, /)")]
    fn is_nan(thread: &mut Thread, _this: Ref<ContextObject>, x: Value) -> PyResult<Value> {
        test(thread, x, Number::is_nan)
    }
    /// Whether x is normal.
    #[method(signature = "(x, /)")]
    fn is_normal(thread: &mut Thread, this: Ref<ContextObject>, x: Value) -> PyResult<Value> {
        test(thread, x, |x| x.is_normal(&this.limits()))
    }
    /// Whether x is a quiet NaN.
    #[method(signature = "(x, /)")]
    fn is_qnan(thread: &mut Thread, _this: Ref<ContextObject>, x: Value) -> PyResult<Value> {
        test(thread, x, classify::is_quiet)
    }
    /// Whether x has a minus sign.
    #[method(signature = "(x, /)")]
    fn is_signed(thread: &mut Thread, _this: Ref<ContextObject>, x: Value) -> PyResult<Value> {
        test(thread, x, |x| x.negative)
    }
    /// Whether x is a signaling NaN.
    #[method(signature = "(x, /)")]
    fn is_snan(thread: &mut Thread, _this: Ref<ContextObject>, x: Value) -> PyResult<Value> {
        test(thread, x, classify::is_signaling)
    }
    /// Whether x is subnormal.
    #[method(signature = "(x, /)")]
    fn is_subnormal(thread: &mut Thread, this: Ref<ContextObject>, x: Value) -> PyResult<Value> {
        test(thread, x, |x| x.is_subnormal(&this.limits()))
    }
    /// Whether x is zero.
    #[method(signature = "(x, /)")]
    fn is_zero(thread: &mut Thread, _this: Ref<ContextObject>, x: Value) -> PyResult<Value> {
        test(thread, x, Number::is_zero)
    }

    /// x, rounded.
    #[method(signature = "(object, /)")]
    fn _apply(thread: &mut Thread, this: Ref<ContextObject>, x: Value) -> PyResult<Value> {
        unary(thread, this, x, |x, limits, status| x.clone().finish(limits, status))
    }
    /// x.
    #[method(signature = "(x, /)")]
    fn canonical(thread: &mut Thread, _this: Ref<ContextObject>, x: Value) -> PyResult<Value> {
        match x.downcast::<DecimalObject>() {
            Some(_) => Ok(x),
            None => Err(thread.type_error(format_args!("argument must be a Decimal"))),
        }
    }
    /// x without sign.
    #[method(signature = "(x, /)")]
    fn copy_abs(thread: &mut Thread, this: Ref<ContextObject>, x: Value) -> PyResult<Value> {
        unary(thread, this, x, |x, _, _| x.clone().with_sign(false))
    }
    /// x as a decimal.
    #[method(signature = "(x, /)")]
    fn copy_decimal(thread: &mut Thread, _this: Ref<ContextObject>, x: Value) -> PyResult<Value> {
        decimal_of(thread, x)
    }
    /// x with the other sign.
    #[method(signature = "(x, /)")]
    fn copy_negate(thread: &mut Thread, this: Ref<ContextObject>, x: Value) -> PyResult<Value> {
        unary(thread, this, x, |x, _, _| x.clone().with_sign(!x.negative))
    }
    /// What kind of number x is.
    #[method(signature = "(x, /)")]
    fn number_class(thread: &mut Thread, this: Ref<ContextObject>, x: Value) -> PyResult<&'static str> {
        let x = operand(thread, x)?;
        Ok(classify::class_name(&x, &this.limits()))
    }
    /// x in scientific notation.
    #[method(signature = "(x, /)")]
    fn to_sci_string(thread: &mut Thread, this: Ref<ContextObject>, x: Value) -> PyResult<String> {
        let x = operand(thread, x)?;
        Ok(text::to_text(&x, false, this.capitals.get() != 0))
    }
    /// x in engineering notation.
    #[method(signature = "(x, /)")]
    fn to_eng_string(thread: &mut Thread, this: Ref<ContextObject>, x: Value) -> PyResult<String> {
        let x = operand(thread, x)?;
        Ok(text::to_text(&x, true, this.capitals.get() != 0))
    }

    /// Clears all flags.
    #[method]
    fn clear_flags(_thread: &mut Thread, this: Ref<ContextObject>) {
        this.flags.set(0);
    }
    /// Clears all traps.
    #[method]
    fn clear_traps(_thread: &mut Thread, this: Ref<ContextObject>) {
        this.traps.set(0);
    }
    /// An equal context.
    #[method]
    fn copy(thread: &mut Thread, this: Ref<ContextObject>) -> PyResult<Ref<ContextObject>> {
        context::copy(thread, this)
    }
    #[method(name = "__copy__")]
    fn dunder_copy(thread: &mut Thread, this: Ref<ContextObject>) -> PyResult<Ref<ContextObject>> {
        context::copy(thread, this)
    }
    #[method(name = "__reduce__")]
    fn reduce(thread: &mut Thread, this: Ref<ContextObject>) -> PyResult<Value> {
        let flags = signals::list_of(thread, this.flags.get() as u32)?;
        let traps = signals::list_of(thread, this.traps.get() as u32)?;
        let rounding = StrObject::intern(thread, this.rounding_name())?;
        let parts = [
            int::from_i64(thread, this.prec.get())?,
            rounding.value(),
            int::from_i64(thread, this.emin.get())?,
            int::from_i64(thread, this.emax.get())?,
            integer_result(thread, Some(this.capitals.get() as i64))?,
            integer_result(thread, Some(this.clamp.get() as i64))?,
            flags,
            traps,
        ];
        let arguments = TupleObject::from_slice(thread, &parts)?;
        let class = class_of(this.value());
        Ok(TupleObject::from_slice(thread, &[class.value(), arguments.value()])?.value())
    }

    /// A decimal made of num, rounded.
    #[method(signature = "(num='0', /)")]
    fn create_decimal(thread: &mut Thread, this: Ref<ContextObject>, num: Option<Value>) -> PyResult<Value> {
        match num {
            Some(num) => from_object(thread, DECIMAL.get(), num, this, Conversion::Rounded),
            None => make(thread, &Number::small(0)),
        }
    }
    /// A decimal made of a float, rounded.
    #[method(signature = "(f, /)")]
    fn create_decimal_from_float(thread: &mut Thread, this: Ref<ContextObject>, f: Value) -> PyResult<Value> {
        let number = match (from_int(f), as_f64(f)) {
            (Some(number), _) => number,
            (None, Some(float)) if is_float(f) => from_f64(float),
            _ => return Err(thread.type_error(format_args!("argument must be int or float"))),
        };
        settle(thread, DECIMAL.get(), number, this, Conversion::Rounded)
    }
}

fn set_signals(thread: &mut Thread, this: Ref<ContextObject>, index: usize, value: Option<Value>) -> PyResult<()> {
    match value {
        // Assignment takes no lists.
        Some(list) if list.downcast::<pyrs_object::list::ListObject>().is_some() => {
            signals::bits_of_dict(thread, list).map(|_| ())
        }
        value => set(thread, this, index, value),
    }
}
