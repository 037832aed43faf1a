//! What ints and floats have in common: conversions between them, exact comparison, powers.

use pyrs_object::big::{IBig, UBig};
use pyrs_object::slots::CompareOp;
use pyrs_object::{PyResult, Raised, Thread, Value, float, int};
use std::cmp::Ordering;

/// Raises for an int beyond the floats.
#[cold]
pub fn int_too_large(thread: &mut Thread) -> Raised {
    thread.overflow_error(format_args!("int too large to convert to float"))
}

/// A big int as a double.
pub fn big_to_f64(thread: &mut Thread, value: &IBig) -> PyResult<f64> {
    let number = value.to_f64().value();
    if number.is_finite() {
        Ok(number)
    } else {
        Err(int_too_large(thread))
    }
}

/// An int as a double.
#[inline]
pub fn int_to_f64(thread: &mut Thread, value: Value) -> PyResult<f64> {
    match int::as_i64(value) {
        Some(small) => Ok(small as f64),
        None => {
            let big = int::as_big(value).unwrap_or_default();
            big_to_f64(thread, &big)
        }
    }
}

/// A float or an int as a double; `None` for other types.
#[inline]
pub fn real_to_f64(thread: &mut Thread, value: Value) -> PyResult<Option<f64>> {
    if let Some(number) = float::as_f64(value) {
        return Ok(Some(number));
    }
    if int::is_int(value) {
        int_to_f64(thread, value).map(Some)
    } else {
        Ok(None)
    }
}

/// The whole part of a finite double.
pub fn f64_to_big(value: f64) -> IBig {
    let bits = value.to_bits();
    let exponent = (bits >> 52 & 0x7ff) as i64;
    if exponent < 1023 {
        return IBig::ZERO;
    }
    let mantissa = UBig::from(bits & ((1 << 52) - 1) | 1 << 52);
    let shift = exponent - 1075;
    let magnitude = IBig::from(if shift >= 0 {
        mantissa << shift as usize
    } else {
        mantissa >> (-shift) as usize
    });
    if value < 0.0 { -magnitude } else { magnitude }
}

/// A float rounded already to a whole number, as an int.
pub fn f64_to_int(thread: &mut Thread, value: f64) -> PyResult<Value> {
    if value.abs() < 9.0e18 {
        return int::from_i64(thread, value as i64);
    }
    if value.is_nan() {
        return Err(thread.value_error(format_args!("cannot convert float NaN to integer")));
    }
    if value.is_infinite() {
        return Err(thread.overflow_error(format_args!("cannot convert float infinity to integer")));
    }
    int::from_big(thread, &f64_to_big(value))
}

/// The order of an int and a double, exact; `None` for NaN.
pub fn compare_int_float(left: Value, right: f64) -> Option<Ordering> {
    const EXACT: u64 = 1 << 53;
    if right.is_nan() {
        return None;
    }
    if let Some(small) = int::as_i64(left)
        && small.unsigned_abs() <= EXACT
    {
        return (small as f64).partial_cmp(&right);
    }
    if right.is_infinite() {
        return Some(if right > 0.0 { Ordering::Less } else { Ordering::Greater });
    }
    let left = int::as_big(left)?;
    // The whole part decides, unless it is equal; then the fraction does.
    let order = left.cmp(&f64_to_big(right));
    Some(order.then_with(|| 0.0f64.partial_cmp(&right.fract()).unwrap_or(Ordering::Equal)))
}

/// Whether a comparison holds for an order, or for unordered operands.
pub fn holds(op: CompareOp, order: Option<Ordering>) -> bool {
    match order {
        Some(order) => op.holds(order),
        None => op == CompareOp::Ne,
    }
}

/// `base ** exponent` of floats; complex for a fractional power of a negative number.
pub fn float_pow(thread: &mut Thread, base: f64, exponent: f64) -> PyResult<Value> {
    if base == 0.0 && exponent < 0.0 && exponent.is_finite() {
        return Err(thread.zero_division_error(format_args!("zero to a negative power")));
    }
    if base < 0.0 && base.is_finite() && exponent.is_finite() && exponent.fract() != 0.0 {
        let (real, imaginary) = crate::complex::pow_parts(base, 0.0, exponent, 0.0);
        return Ok(float::ComplexObject::new(thread, real, imaginary)?.value());
    }
    let result = base.powf(exponent);
    if result.is_infinite() && base.is_finite() && exponent.is_finite() {
        return Err(range_error(thread));
    }
    float::from_f64(thread, result)
}

/// Raises OverflowError as the C library's ERANGE does.
#[cold]
fn range_error(thread: &mut Thread) -> Raised {
    let made = pyrs_object::str::StrObject::from_str(thread, "Numerical result out of range");
    match made {
        Ok(text) => {
            let class = pyrs_object::core().types.overflow_error.get();
            thread.raise_with(class, &[Value::small_int(34), text.value()])
        }
        Err(raised) => raised,
    }
}
