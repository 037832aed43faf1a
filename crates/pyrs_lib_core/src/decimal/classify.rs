//! What kind of number a number is.

use super::arithmetic::{Kind, Limits, Number};

/// Quiet NaN?
pub fn is_quiet(number: &Number) -> bool {
    number.kind == Kind::Quiet
}

/// Signaling NaN?
pub fn is_signaling(number: &Number) -> bool {
    number.kind == Kind::Signaling
}

/// `same_quantum`.
pub fn same_quantum(a: &Number, b: &Number) -> bool {
    match (a.is_finite(), b.is_finite()) {
        (true, true) => a.exponent == b.exponent,
        _ => a.is_nan() && b.is_nan() || a.is_infinite() && b.is_infinite(),
    }
}

/// `number_class`.
pub fn class_name(number: &Number, limits: &Limits) -> &'static str {
    let (positive, negative) = match number.kind {
        Kind::Quiet => return "NaN",
        Kind::Signaling => return "sNaN",
        Kind::Infinite => ("+Infinity", "-Infinity"),
        Kind::Finite if number.coefficient.is_zero() => ("+Zero", "-Zero"),
        Kind::Finite if number.adjusted() < limits.emin => ("+Subnormal", "-Subnormal"),
        Kind::Finite => ("+Normal", "-Normal"),
    };
    if number.negative { negative } else { positive }
}
