//! Operations that change how a number is written, or go to the next one.

use super::basic::{add, subtract};
use super::coefficient::{Coefficient, MAX_DIGITS, Tail};
use super::compare::order;
use super::number::status::*;
use super::number::{Limits, Number, Rounding};
use std::cmp::Ordering;

/// `+a`.
pub fn plus(a: &Number, limits: &Limits, status: &mut u32) -> Number {
    signed(a, a.negative, limits, status)
}

/// `-a`.
pub fn minus(a: &Number, limits: &Limits, status: &mut u32) -> Number {
    signed(a, !a.negative, limits, status)
}

/// `abs(a)`.
pub fn absolute(a: &Number, limits: &Limits, status: &mut u32) -> Number {
    signed(a, false, limits, status)
}

fn signed(a: &Number, negative: bool, limits: &Limits, status: &mut u32) -> Number {
    if let Some(nan) = Number::nan_among(&[a], limits, status) {
        return nan;
    }
    // A zero becomes positive, unless rounding is towards minus infinity.
    let negative = match a.is_zero() {
        true => negative && limits.rounding == Rounding::Floor,
        false => negative,
    };
    a.clone().with_sign(negative).finish(limits, status)
}

/// `a` with the exponent of `b`.
pub fn quantize(a: &Number, b: &Number, limits: &Limits, status: &mut u32) -> Number {
    if !(a.is_finite() && b.is_finite()) {
        if let Some(nan) = Number::nan_among(&[a, b], limits, status) {
            return nan;
        }
        return match a.is_infinite() && b.is_infinite() {
            true => a.clone(),
            false => Number::error(INVALID_OPERATION, status),
        };
    }
    to_exponent(a, b.exponent, limits, status)
}

/// A finite number with another exponent.
pub fn to_exponent(a: &Number, exponent: i64, limits: &Limits, status: &mut u32) -> Number {
    if exponent > limits.emax || exponent < limits.etiny() {
        return Number::error(INVALID_OPERATION, status);
    }
    if a.coefficient.is_zero() {
        return Number::new(a.negative, Coefficient::ZERO, exponent).finish(limits, status);
    }
    let difference = a.exponent.saturating_sub(exponent);
    if a.coefficient.digits() as i64 + difference > limits.prec {
        return Number::error(INVALID_OPERATION, status);
    }
    let (mut result, mut conditions) = (a.clone(), 0);
    if difference >= 0 {
        if difference as u64 > MAX_DIGITS {
            return Number::error(MALLOC_ERROR, status);
        }
        result.coefficient = a.coefficient.shift_left(difference as u64);
        result.exponent = exponent;
    } else {
        let tail = result.cut(difference.unsigned_abs(), limits.rounding);
        if result.coefficient.digits() as i64 > limits.prec {
            return Number::error(INVALID_OPERATION, status);
        }
        conditions |= ROUNDED;
        if tail != Tail::Zero {
            conditions |= INEXACT;
        }
    }
    let adjusted = result.adjusted();
    if adjusted > limits.emax || adjusted < limits.etiny() {
        return Number::error(INVALID_OPERATION, status);
    }
    *status |= conditions;
    result.finish(limits, status)
}

/// `a` rounded to a whole number; with `exact`, the conditions are reported.
pub fn to_whole(a: &Number, exact: bool, limits: &Limits, status: &mut u32) -> Number {
    if let Some(nan) = Number::nan_among(&[a], limits, status) {
        return nan;
    }
    if !a.is_finite() || a.exponent >= 0 {
        return a.clone();
    }
    if a.coefficient.is_zero() {
        return Number::new(a.negative, Coefficient::ZERO, 0);
    }
    let mut result = a.clone();
    let tail = result.cut(a.exponent.unsigned_abs(), limits.rounding);
    if exact {
        *status |= ROUNDED;
        if tail != Tail::Zero {
            *status |= INEXACT;
        }
    }
    result
}

/// `a` without zeros at the end.
pub fn reduce(a: &Number, limits: &Limits, status: &mut u32) -> Number {
    if let Some(nan) = Number::nan_among(&[a], limits, status) {
        return nan;
    }
    let mut result = a.clone().finish(limits, status);
    if !result.is_finite() {
        return result;
    }
    if result.coefficient.is_zero() {
        result.exponent = 0;
        return result;
    }
    let greatest = if limits.clamp { limits.etop() } else { limits.emax };
    let most = greatest.max(result.exponent);
    super::basic::drop_zeros(&mut result, most);
    result
}

/// A number smaller than every other of the context.
fn tiny(limits: &Limits) -> Number {
    Number::new(false, Coefficient::ONE, limits.etiny() - 1)
}

/// The greatest number below `a`, or with `up` the least above it.
pub fn next(a: &Number, up: bool, limits: &Limits, status: &mut u32) -> Number {
    if let Some(nan) = Number::nan_among(&[a], limits, status) {
        return nan;
    }
    if a.is_infinite() {
        return match a.negative == up {
            true => Number::greatest(a.negative, limits, status),
            false => a.clone(),
        };
    }
    let mode = if up { Rounding::Ceiling } else { Rounding::Floor };
    let (directed, mut conditions) = (limits.rounding(mode), 0);
    let rounded = a.clone().finish(&directed, &mut conditions);
    if conditions & (INEXACT | ERRORS) != 0 {
        *status |= conditions & ERRORS;
        return rounded;
    }
    conditions = 0;
    let result = match up {
        true => add(a, &tiny(limits), &directed, &mut conditions),
        false => subtract(a, &tiny(limits), &directed, &mut conditions),
    };
    *status |= conditions & ERRORS;
    result
}

/// The number next to `a` on the way to `b`.
pub fn next_toward(a: &Number, b: &Number, limits: &Limits, status: &mut u32) -> Number {
    if let Some(nan) = Number::nan_among(&[a, b], limits, status) {
        return nan;
    }
    let result = match order(a, b) {
        Ordering::Equal => return a.clone().with_sign(b.negative).finish(limits, status),
        Ordering::Less => next(a, true, limits, status),
        Ordering::Greater => next(a, false, limits, status),
    };
    if result.is_infinite() {
        *status |= OVERFLOW | ROUNDED | INEXACT;
    } else if result.is_finite() && result.adjusted() < limits.emin {
        *status |= UNDERFLOW | SUBNORMAL | ROUNDED | INEXACT;
        if result.coefficient.is_zero() {
            *status |= CLAMPED;
        }
    }
    result
}

/// The exponent of the first digit.
pub fn logb(a: &Number, limits: &Limits, status: &mut u32) -> Number {
    if let Some(nan) = Number::nan_among(&[a], limits, status) {
        return nan;
    }
    if a.is_infinite() {
        return Number::infinity(false);
    }
    if a.coefficient.is_zero() {
        *status |= DIVISION_BY_ZERO;
        return Number::infinity(true);
    }
    Number::small(a.adjusted()).finish(limits, status)
}

/// A whole operand without exponent, whose magnitude is at most `limit`.
fn places(b: &Number, limit: i64) -> Option<i64> {
    if !b.is_finite() || b.exponent != 0 {
        return None;
    }
    let Coefficient::Small(magnitude) = b.coefficient else {
        return None;
    };
    let magnitude = i64::try_from(magnitude).ok().filter(|magnitude| *magnitude <= limit)?;
    Some(if b.negative { -magnitude } else { magnitude })
}

/// `a` with `b` added to the exponent.
pub fn scaleb(a: &Number, b: &Number, limits: &Limits, status: &mut u32) -> Number {
    if let Some(nan) = Number::nan_among(&[a, b], limits, status) {
        return nan;
    }
    let Some(places) = places(b, 2 * (limits.emax + limits.prec)) else {
        return Number::error(INVALID_OPERATION, status);
    };
    if a.is_infinite() {
        return a.clone();
    }
    let mut result = a.clone();
    let exponent = a.exponent.saturating_add(places);
    result.exponent = exponent.clamp(super::number::EXPONENT_CLAMP, super::number::EXPONENT_INFINITE);
    result.finish(limits, status)
}

/// `a` with its digits shifted, to the left by `b` places.
pub fn shift(a: &Number, b: &Number, limits: &Limits, status: &mut u32) -> Number {
    moved(a, b, limits, status, |coefficient, places, prec| match places {
        0.. => coefficient.shift_left(places as u64).low_digits(prec),
        _ => coefficient.shift_right(places.unsigned_abs()).0,
    })
}

/// `a` with its digits rotated within the precision, to the left by `b` places.
pub fn rotate(a: &Number, b: &Number, limits: &Limits, status: &mut u32) -> Number {
    moved(a, b, limits, status, |coefficient, places, prec| {
        let left = places.rem_euclid(prec as i64) as u64;
        let low = coefficient.low_digits(prec - left).shift_left(left);
        low.add(&coefficient.shift_right(prec - left).0)
    })
}

fn moved(
    a: &Number,
    b: &Number,
    limits: &Limits,
    status: &mut u32,
    by: impl Fn(&Coefficient, i64, u64) -> Coefficient,
) -> Number {
    if let Some(nan) = Number::nan_among(&[a, b], limits, status) {
        return nan;
    }
    let Some(places) = places(b, limits.prec) else {
        return Number::error(INVALID_OPERATION, status);
    };
    if a.is_infinite() {
        return a.clone();
    }
    if places.unsigned_abs() > MAX_DIGITS && !a.coefficient.is_zero() && places > 0 {
        return Number::error(MALLOC_ERROR, status);
    }
    let prec = limits.prec as u64;
    let kept = a.coefficient.low_digits(prec);
    let mut result = a.clone();
    result.coefficient = by(&kept, places, prec);
    result
}
