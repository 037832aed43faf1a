//! Sum, difference, product, quotients and remainders.
//!
//! Each operation takes finite numbers, infinities and NaNs, rounds once, and adds the conditions that it met to
//! `status`.

use super::coefficient::{Coefficient, MAX_DIGITS};
use super::number::status::*;
use super::number::{Kind, Limits, Number, Rounding};
use std::cmp::Ordering;

/// `a + b`.
pub fn add(a: &Number, b: &Number, limits: &Limits, status: &mut u32) -> Number {
    add_signed(a, b, b.negative, limits, status)
}

/// `a - b`.
pub fn subtract(a: &Number, b: &Number, limits: &Limits, status: &mut u32) -> Number {
    add_signed(a, b, !b.negative, limits, status)
}

/// `a + b`, where `b` has another sign than it says.
fn add_signed(a: &Number, b: &Number, b_negative: bool, limits: &Limits, status: &mut u32) -> Number {
    if !(a.is_finite() && b.is_finite()) {
        if let Some(nan) = Number::nan_among(&[a, b], limits, status) {
            return nan;
        }
        return match (a.is_infinite(), b.is_infinite()) {
            (true, true) if a.negative != b_negative => Number::error(INVALID_OPERATION, status),
            (true, _) => Number::infinity(a.negative),
            _ => Number::infinity(b_negative),
        };
    }
    match sum(a, b, b_negative, limits) {
        Some(sum) => sum.finish(limits, status),
        None => Number::error(MALLOC_ERROR, status),
    }
}

/// The exact sum, or one that rounds like it.
fn sum(a: &Number, b: &Number, b_negative: bool, limits: &Limits) -> Option<Number> {
    let (mut x, mut y) = (a.coefficient.clone(), b.coefficient.clone());
    let mut exponent = a.exponent;
    if a.exponent != b.exponent {
        let a_is_big = a.exponent > b.exponent;
        let (big, small) = if a_is_big { (a, b) } else { (b, a) };
        let (mut big_part, mut small_part) = match a_is_big {
            true => (x, y),
            false => (y, x),
        };
        exponent = small.exponent;
        if !big_part.is_zero() {
            let digits = big_part.digits() as i64;
            // The first exponent at which a digit cannot change the rounded result but by being there.
            let insignificant = big.exponent - 1 + (digits - limits.prec - 1).min(0);
            if small.adjusted() < insignificant {
                exponent = insignificant;
                if !small_part.is_zero() {
                    small_part = Coefficient::ONE;
                }
            }
            let places = (big.exponent - exponent) as u64;
            if places > MAX_DIGITS {
                return None;
            }
            big_part = big_part.shift_left(places);
        }
        (x, y) = if a_is_big {
            (big_part, small_part)
        } else {
            (small_part, big_part)
        };
    }
    if a.negative == b_negative {
        return Some(Number::new(a.negative, x.add(&y), exponent));
    }
    Some(match x.compare(&y) {
        Ordering::Greater => Number::new(a.negative, x.sub(&y), exponent),
        Ordering::Less => Number::new(b_negative, y.sub(&x), exponent),
        Ordering::Equal => Number::new(limits.rounding == Rounding::Floor, Coefficient::ZERO, exponent),
    })
}

/// The product before rounding; `None` if its digits are too many.
fn product(a: &Number, b: &Number) -> Option<Number> {
    if let (Coefficient::Big(_), _) | (_, Coefficient::Big(_)) = (&a.coefficient, &b.coefficient)
        && a.coefficient.digits() + b.coefficient.digits() > MAX_DIGITS
    {
        return None;
    }
    let coefficient = a.coefficient.mul(&b.coefficient);
    Some(Number::new(
        a.negative != b.negative,
        coefficient,
        a.exponent.saturating_add(b.exponent).max(EXPONENT_FLOOR),
    ))
}

const EXPONENT_FLOOR: i64 = super::number::EXPONENT_CLAMP;

/// The product of infinities and numbers.
fn infinite_product(a: &Number, b: &Number, status: &mut u32) -> Number {
    if a.is_zero() || b.is_zero() {
        return Number::error(INVALID_OPERATION, status);
    }
    Number::infinity(a.negative != b.negative)
}

/// `a * b`.
pub fn multiply(a: &Number, b: &Number, limits: &Limits, status: &mut u32) -> Number {
    if !(a.is_finite() && b.is_finite()) {
        return match Number::nan_among(&[a, b], limits, status) {
            Some(nan) => nan,
            None => infinite_product(a, b, status),
        };
    }
    match product(a, b) {
        Some(product) => product.finish(limits, status),
        None => Number::error(MALLOC_ERROR, status),
    }
}

/// `a * b + c`, rounded once.
pub fn fused(a: &Number, b: &Number, c: &Number, limits: &Limits, status: &mut u32) -> Number {
    if let Some(nan) = Number::nan_among(&[a, b, c], limits, status) {
        return nan;
    }
    let product = match a.is_finite() && b.is_finite() {
        true => product(a, b),
        false => Some(infinite_product(a, b, status)),
    };
    match product {
        Some(product) if product.is_nan() => product,
        Some(product) => add(&product, c, limits, status),
        None => Number::error(MALLOC_ERROR, status),
    }
}

/// `a / b`.
pub fn divide(a: &Number, b: &Number, limits: &Limits, status: &mut u32) -> Number {
    let negative = a.negative != b.negative;
    if !(a.is_finite() && b.is_finite()) {
        if let Some(nan) = Number::nan_among(&[a, b], limits, status) {
            return nan;
        }
        return match (a.kind, b.kind) {
            (Kind::Infinite, Kind::Infinite) => Number::error(INVALID_OPERATION, status),
            (Kind::Infinite, _) => Number::infinity(negative),
            _ => {
                *status |= CLAMPED;
                Number::new(negative, Coefficient::ZERO, limits.etiny())
            }
        };
    }
    if b.coefficient.is_zero() {
        if a.coefficient.is_zero() {
            return Number::error(DIVISION_UNDEFINED, status);
        }
        *status |= DIVISION_BY_ZERO;
        return Number::infinity(negative);
    }
    let ideal = a.exponent - b.exponent;
    if a.coefficient.is_zero() {
        return Number::new(negative, Coefficient::ZERO, ideal).finish(limits, status);
    }
    match quotient(a, b, limits.prec) {
        Some(quotient) => quotient.finish(limits, status),
        None => Number::error(MALLOC_ERROR, status),
    }
}

/// The quotient with one digit more than there will be, so that it rounds correctly; exact ones with few zeros at the end.
fn quotient(a: &Number, b: &Number, prec: i64) -> Option<Number> {
    let (a_digits, b_digits) = (a.coefficient.digits() as i64, b.coefficient.digits() as i64);
    let ideal = a.exponent - b.exponent;
    // An exact quotient needs no more digits than this: each factor of two or five in the divisor adds one at most.
    let enough = a_digits + 4 * b_digits;
    let exact_only = prec as u64 > MAX_DIGITS;
    let prec = if exact_only { enough } else { prec };
    let shift = b_digits - a_digits + prec + 1;
    if shift.unsigned_abs() > MAX_DIGITS {
        return None;
    }
    let (quotient, remainder) = match shift {
        0.. => a.coefficient.shift_left(shift as u64).div_rem(&b.coefficient),
        _ => a.coefficient.div_rem(&b.coefficient.shift_left(shift.unsigned_abs())),
    };
    let mut result = Number::new(a.negative != b.negative, quotient, ideal - shift);
    if !remainder.is_zero() {
        if exact_only {
            return None;
        }
        if matches!(result.coefficient.last_digit(), 0 | 5) {
            result.coefficient = result.coefficient.increment();
        }
    } else if shift > 0 {
        drop_zeros(&mut result, ideal);
    }
    Some(result)
}

/// Takes zeros off the end of a coefficient until the exponent is `ideal`.
pub fn drop_zeros(number: &mut Number, ideal: i64) {
    if number.exponent < ideal {
        let zeros = number.coefficient.trailing_zeros((ideal - number.exponent) as u64);
        number.coefficient = number.coefficient.shift_right(zeros).0;
        number.exponent += zeros as i64;
    }
}

/// Whole quotient and remainder of finite numbers, `b` not zero; the error otherwise.
fn whole_division(a: &Number, b: &Number, limits: &Limits) -> Result<(Number, Number), u32> {
    let exponent = a.exponent.min(b.exponent);
    let negative = a.negative != b.negative;
    let zero = Number::new(negative, Coefficient::ZERO, 0);
    if a.coefficient.is_zero() {
        return Ok((zero, Number::new(a.negative, Coefficient::ZERO, exponent)));
    }
    let difference = a.adjusted() - b.adjusted();
    if difference < 0 {
        // Smaller: the remainder is the dividend.
        let places = (a.exponent - exponent) as u64;
        if places > MAX_DIGITS {
            return Err(MALLOC_ERROR);
        }
        return Ok((
            zero,
            Number::new(a.negative, a.coefficient.shift_left(places), exponent),
        ));
    }
    if difference > limits.prec {
        return Err(DIVISION_IMPOSSIBLE);
    }
    let (a_places, b_places) = ((a.exponent - exponent) as u64, (b.exponent - exponent) as u64);
    if a_places.max(b_places) > MAX_DIGITS {
        return Err(MALLOC_ERROR);
    }
    let divisor = b.coefficient.shift_left(b_places);
    let (quotient, remainder) = a.coefficient.shift_left(a_places).div_rem(&divisor);
    if quotient.digits() as i64 > limits.prec {
        return Err(DIVISION_IMPOSSIBLE);
    }
    Ok((
        Number::new(negative, quotient, 0),
        Number::new(a.negative, remainder, exponent),
    ))
}

/// `a // b`, rounded towards zero.
pub fn divide_whole(a: &Number, b: &Number, limits: &Limits, status: &mut u32) -> Number {
    let negative = a.negative != b.negative;
    if let Some(nan) = Number::nan_among(&[a, b], limits, status) {
        return nan;
    }
    match (a.is_infinite(), b.is_infinite()) {
        (true, true) => return Number::error(INVALID_OPERATION, status),
        (true, false) => return Number::infinity(negative),
        (false, true) => return Number::new(negative, Coefficient::ZERO, 0),
        (false, false) => {}
    }
    if b.coefficient.is_zero() {
        if a.coefficient.is_zero() {
            return Number::error(DIVISION_UNDEFINED, status);
        }
        *status |= DIVISION_BY_ZERO;
        return Number::infinity(negative);
    }
    match whole_division(a, b, limits) {
        Ok((quotient, _)) => quotient.finish(limits, status),
        Err(error) => Number::error(error, status),
    }
}

/// `a % b`, with the sign of `a`.
pub fn remainder(a: &Number, b: &Number, limits: &Limits, status: &mut u32) -> Number {
    if let Some(nan) = Number::nan_among(&[a, b], limits, status) {
        return nan;
    }
    if a.is_infinite() {
        return Number::error(INVALID_OPERATION, status);
    }
    if b.is_infinite() {
        return a.clone().finish(limits, status);
    }
    if b.coefficient.is_zero() {
        let condition = match a.coefficient.is_zero() {
            true => DIVISION_UNDEFINED,
            false => INVALID_OPERATION,
        };
        return Number::error(condition, status);
    }
    match whole_division(a, b, limits) {
        Ok((_, remainder)) => remainder.finish(limits, status),
        Err(error) => Number::error(error, status),
    }
}

/// `divmod(a, b)`.
pub fn divide_both(a: &Number, b: &Number, limits: &Limits, status: &mut u32) -> (Number, Number) {
    let negative = a.negative != b.negative;
    if let Some(nan) = Number::nan_among(&[a, b], limits, status) {
        return (nan.clone(), nan);
    }
    if a.is_infinite() {
        let quotient = match b.is_infinite() {
            true => Number::nan(),
            false => Number::infinity(negative),
        };
        return (quotient, Number::error(INVALID_OPERATION, status));
    }
    if b.is_infinite() {
        let quotient = Number::new(negative, Coefficient::ZERO, 0);
        return (quotient, a.clone().finish(limits, status));
    }
    if b.coefficient.is_zero() {
        if a.coefficient.is_zero() {
            return (Number::nan(), Number::error(DIVISION_UNDEFINED, status));
        }
        let remainder = Number::error(DIVISION_BY_ZERO | INVALID_OPERATION, status);
        return (Number::infinity(negative), remainder);
    }
    match whole_division(a, b, limits) {
        Ok((quotient, remainder)) => (quotient.finish(limits, status), remainder.finish(limits, status)),
        Err(error) => (Number::nan(), Number::error(error, status)),
    }
}

/// `a - b * n` with the whole number `n` nearest to the quotient, even in a tie.
pub fn remainder_near(a: &Number, b: &Number, limits: &Limits, status: &mut u32) -> Number {
    if let Some(nan) = Number::nan_among(&[a, b], limits, status) {
        return nan;
    }
    if a.is_infinite() {
        return Number::error(INVALID_OPERATION, status);
    }
    if b.is_infinite() {
        return a.clone().finish(limits, status);
    }
    if b.coefficient.is_zero() {
        let condition = match a.coefficient.is_zero() {
            true => DIVISION_UNDEFINED,
            false => INVALID_OPERATION,
        };
        return Number::error(condition, status);
    }
    let (quotient, mut remainder) = match whole_division(a, b, limits) {
        Ok(both) => both,
        Err(error) => return Number::error(error, status),
    };
    // A remainder far below the divisor is nearest already; the divisor then need not be written out.
    if !remainder.coefficient.is_zero() && b.adjusted() - remainder.adjusted() <= 1 {
        let places = (b.exponent - remainder.exponent) as u64;
        if places > MAX_DIGITS {
            return Number::error(MALLOC_ERROR, status);
        }
        let divisor = b.coefficient.shift_left(places);
        let order = remainder.coefficient.add(&remainder.coefficient).compare(&divisor);
        if order.is_gt() || order.is_eq() && quotient.coefficient.is_odd() {
            if quotient.coefficient.increment().digits() as i64 > limits.prec {
                return Number::error(DIVISION_IMPOSSIBLE, status);
            }
            remainder.coefficient = divisor.sub(&remainder.coefficient);
            remainder.negative = !remainder.negative;
        }
    }
    remainder.finish(limits, status)
}
