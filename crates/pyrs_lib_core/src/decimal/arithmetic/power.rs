//! Powers, also modulo a number.

use super::basic::{divide, multiply};
use super::coefficient::{Coefficient, MAX_DIGITS};
use super::number::status::*;
use super::number::{EXPONENT_INFINITE, Limits, Number, Rounding};
use super::transcendental::{inexact_one, real_power};
use pyrs_object::big::UBig;
use pyrs_object::big::ops::BitTest;
use std::cmp::Ordering;

/// `base ** exponent`.
pub fn power(base: &Number, exponent: &Number, limits: &Limits, status: &mut u32) -> Number {
    if let Some(nan) = Number::nan_among(&[base, exponent], limits, status) {
        return nan;
    }
    let whole = exponent.is_integer();
    let negative = whole && base.negative && exponent.is_odd_integer();
    let zero = Number::new(negative, Coefficient::ZERO, 0);
    let one = Number::new(negative, Coefficient::ONE, 0);
    if base.is_zero() {
        return match (exponent.is_zero(), exponent.negative) {
            (true, _) => Number::error(INVALID_OPERATION, status),
            (false, true) => Number::infinity(negative),
            (false, false) => zero,
        };
    }
    if base.negative && !whole {
        return Number::error(INVALID_OPERATION, status);
    }
    let against_one = super::compare::magnitudes(base, &Number::small(1));
    if exponent.is_infinite() {
        return match (against_one, exponent.negative) {
            (Ordering::Equal, _) => inexact_one(limits, status),
            (Ordering::Greater, false) | (Ordering::Less, true) => Number::infinity(negative),
            _ => zero,
        };
    }
    if base.is_infinite() {
        return match (exponent.is_zero(), exponent.negative) {
            (true, _) => one,
            (false, true) => zero,
            (false, false) => Number::infinity(negative),
        };
    }
    if exponent.is_zero() {
        return one;
    }
    if against_one.is_eq() {
        return power_of_one(base, exponent, limits, status).with_sign(negative);
    }
    let magnitude = base.clone().with_sign(false);
    let result = match bound(&magnitude, exponent, limits) {
        Some(result) => result,
        None if whole => match whole_power(&magnitude, exponent, limits, status) {
            Some(result) => result,
            None => return Number::error(MALLOC_ERROR, status),
        },
        None => match fractional_power(&magnitude, exponent, limits, status) {
            Some(result) => result,
            None => return Number::error(MALLOC_ERROR, status),
        },
    };
    result.with_sign(negative).finish(limits, status)
}

/// The power of a number that is one, perhaps written with zeros.
fn power_of_one(base: &Number, exponent: &Number, limits: &Limits, status: &mut u32) -> Number {
    if !exponent.is_integer() {
        return inexact_one(limits, status);
    }
    if exponent.negative {
        return Number::new(false, Coefficient::ONE, 0);
    }
    let zeros = Number::small(-base.exponent);
    let wanted = multiply(exponent, &zeros, &Limits::MAX, &mut 0);
    let most = Number::small(limits.prec - 1);
    let mut places = limits.prec - 1;
    if super::compare::order(&wanted, &most).is_gt() {
        *status |= ROUNDED;
    } else if let Some(exact) = whole_value(&wanted).and_then(|value| i64::try_from(&value).ok()) {
        places = exact;
    }
    if places as u64 > MAX_DIGITS {
        return Number::error(MALLOC_ERROR, status);
    }
    Number::new(false, Coefficient::ONE.shift_left(places as u64), -places)
}

/// The magnitude of a whole number.
pub fn whole_value(number: &Number) -> Option<UBig> {
    let places = number.exponent.unsigned_abs();
    if number.exponent <= 0 {
        return Some(number.coefficient.shift_right(places).0.to_big());
    }
    (places <= MAX_DIGITS).then(|| number.coefficient.shift_left(places).to_big())
}

/// An approximate decimal logarithm of a positive number, with an absolute error far below one for those near one, and a
/// relative one of 10^-12.
fn rough_log10(number: &Number) -> f64 {
    let digits = number.coefficient.digits();
    let top = number.coefficient.shift_right(digits.saturating_sub(17)).0;
    let value: f64 = top.to_text().parse().unwrap_or(1.0);
    let places = digits.min(17) as f64 - 1.0;
    (value.log10() - places) + number.adjusted() as f64
}

/// A lower bound of the decimal exponent of `abs(log10(base))`, for a base other than one.
fn least_size(base: &Number) -> i64 {
    let digits = |value: i64| Coefficient::Small(value.unsigned_abs().into()).digits() as i64;
    match base.adjusted() {
        adjusted @ 1.. => digits(adjusted) - 1,
        adjusted @ ..-1 => digits(adjusted + 1) - 1,
        adjusted => {
            let difference = super::basic::subtract(base, &Number::small(1), &Limits::MAX, &mut 0);
            difference.adjusted() - if adjusted == 0 { 2 } else { 1 }
        }
    }
}

/// Overflow or underflow that is certain without computing.
fn bound(base: &Number, exponent: &Number, limits: &Limits) -> Option<Number> {
    let digits = |value: i64| Coefficient::Small(value.unsigned_abs().into()).digits() as i64;
    let grows = (base.adjusted() >= 0) != exponent.negative;
    let size = least_size(base) + exponent.adjusted();
    let end = if grows { limits.emax } else { limits.etiny() };
    if size <= digits(end) {
        // Limits that are wide leave room for exponents that 64 bits do not hold.
        let size = rough_log10(base).abs().log10() + rough_log10(&exponent.clone().with_sign(false));
        if size.is_nan() || size < 18.5 {
            return None;
        }
    }
    if grows {
        return Some(Number::new(false, Coefficient::ONE, EXPONENT_INFINITE));
    }
    Some(Number::new(false, Coefficient::ONE, limits.etiny() - 1))
}

/// A power with a whole exponent, by repeated squaring; exact if it fits the precision.
fn whole_power(base: &Number, exponent: &Number, limits: &Limits, status: &mut u32) -> Option<Number> {
    let mut work = limits.rounding(Rounding::HalfEven);
    work.clamp = false;
    work.prec = work.prec.saturating_add(exponent.adjusted() + 3).min(Limits::MAX.prec);
    let mut base = base.clone();
    if exponent.negative {
        work.prec = (work.prec + 1).min(Limits::MAX.prec);
        base = divide(&Number::small(1), &base, &work, status);
        if *status & ERRORS != 0 {
            return None;
        }
    }
    let bits = whole_value(exponent)?;
    let mut result = base.clone();
    for index in (0..bits.bit_len().saturating_sub(1)).rev() {
        result = multiply(&result, &result, &work, status);
        if bits.bit(index) {
            result = multiply(&result, &base, &work, status);
        }
        if !result.is_finite() || result.coefficient.is_zero() {
            break;
        }
    }
    if result.is_nan() {
        return None;
    }
    if result.is_infinite() {
        result = Number::new(false, Coefficient::ONE, EXPONENT_INFINITE);
    }
    Some(result)
}

/// A power with a fraction in the exponent; never exact by decree of the specification.
fn fractional_power(base: &Number, exponent: &Number, limits: &Limits, status: &mut u32) -> Option<Number> {
    // The result is nearer to one than the precision shows.
    let spread = rough_log10(base).abs().max(1e-300).log10() as i64;
    let closeness = if spread <= -15 {
        -(base.coefficient.digits() as i64)
    } else {
        spread
    };
    if exponent.adjusted() + closeness.max(0) + 2 < -limits.prec - 22 {
        return Some(inexact_one(limits, status)).filter(|one| !one.is_nan());
    }
    let result = real_power(base, exponent, limits)?;
    *status |= INEXACT | ROUNDED;
    // A result that is a few digits long still shows all digits of the precision.
    let missing = limits.prec - result.coefficient.digits() as i64;
    if missing > 0 {
        return Some(Number::new(
            false,
            result.coefficient.shift_left(missing as u64),
            result.exponent - missing,
        ));
    }
    Some(result)
}

/// `base ** exponent % modulus` for whole numbers.
pub fn power_modulo(base: &Number, exponent: &Number, modulus: &Number, limits: &Limits, status: &mut u32) -> Number {
    if let Some(nan) = Number::nan_among(&[base, exponent, modulus], limits, status) {
        return nan;
    }
    let whole = [base, exponent, modulus].iter().all(|number| number.is_integer());
    if !whole
        || exponent.negative
        || modulus.is_zero()
        || base.is_zero() && exponent.is_zero()
        || modulus.adjusted() >= limits.prec
    {
        return Number::error(INVALID_OPERATION, status);
    }
    let (Some(divisor), Some(bits)) = (whole_value(modulus), whole_value(exponent)) else {
        return Number::error(MALLOC_ERROR, status);
    };
    let negative = base.negative && exponent.is_odd_integer();
    let mut factor = match base.exponent {
        0.. => {
            // A power of ten may be too long to be written out.
            let ten = power_of(UBig::from(10u8), &UBig::from(base.exponent as u64), &divisor);
            base.coefficient.to_big() * ten % &divisor
        }
        places => base.coefficient.shift_right(places.unsigned_abs()).0.to_big() % &divisor,
    };
    factor = power_of(factor, &bits, &divisor);
    Number::new(negative, Coefficient::from(factor), 0)
}

fn power_of(base: UBig, exponent: &UBig, modulus: &UBig) -> UBig {
    let mut result = UBig::ONE % modulus;
    for index in (0..exponent.bit_len()).rev() {
        result = &result * &result % modulus;
        if exponent.bit(index) {
            result = result * &base % modulus;
        }
    }
    result
}
