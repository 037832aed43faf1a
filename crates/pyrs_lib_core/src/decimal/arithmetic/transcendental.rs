//! Exponential, logarithms and square root, correctly rounded to nearest.
//!
//! A result is computed with some digits more than the precision; if those leave open how it rounds, once more with
//! more of them (Ziv's strategy). The function values are irrational but for the cases that are told apart first.

use super::basic::drop_zeros;
use super::coefficient::{Coefficient, MAX_DIGITS, power_of_ten};
use super::fixed::{self, GUARD};
use super::number::status::*;
use super::number::{Limits, Number, Rounding};
use pyrs_object::big::ops::{BitTest, DivRem, SquareRootRem};
use pyrs_object::big::{IBig, UBig};

/// Bits that hold so many decimal digits.
pub fn bits_for(digits: u64) -> usize {
    (digits as f64 * 3.321_928_094_887_363) as usize + 2
}

/// Digits and exponent of an approximation: `value / 2^width * 10^exponent`.
pub struct Approximation {
    value: UBig,
    width: usize,
    exponent: i64,
}

impl Approximation {
    /// So many digits of it, rounded down; `None` if it has not as many correct ones.
    fn decimal(&self, digits: u64) -> Option<Number> {
        let bits = self.value.bit_len();
        if bits < bits_for(digits) + GUARD {
            return None;
        }
        // value / 2^width is about 10^magnitude.
        let magnitude = ((bits as f64 - self.width as f64) * std::f64::consts::LOG10_2).floor() as i64;
        let places = digits as i64 - magnitude;
        let scaled = match places {
            0.. => (&self.value * power_of_ten(places as u64)) >> self.width,
            _ => (&self.value >> self.width) / power_of_ten(places.unsigned_abs()),
        };
        Some(Number::new(false, Coefficient::from(scaled), self.exponent - places))
    }
}

/// Whether every number within three units of the last digit rounds to the same one of `prec` digits.
fn rounds_alike(number: &Number, prec: u64) -> bool {
    let excess = number.coefficient.digits().saturating_sub(prec);
    if excess < 2 {
        return false;
    }
    let low = number.coefficient.low_digits(excess).to_big();
    let half = power_of_ten(excess) >> 1;
    let distance = match low >= half {
        true => low - half,
        false => half - low,
    };
    distance > UBig::from(3u8)
}

/// Appends a digit, so that the number is seen to be inexact.
fn sticky(mut number: Number) -> Number {
    number.coefficient = number.coefficient.shift_left(1).increment();
    number.exponent -= 1;
    number
}

/// Computes with more and more bits until the result's rounding is certain.
fn by_ziv(limits: &Limits, approximate: impl Fn(usize) -> Approximation) -> Option<Number> {
    let prec = limits.prec as u64;
    let mut extra = 8;
    let mut width = bits_for(prec + extra) + 2 * GUARD;
    loop {
        if prec + extra > MAX_DIGITS || width > bits_for(8 * MAX_DIGITS) {
            return None;
        }
        match approximate(width).decimal(prec + extra) {
            None => width += width / 2,
            Some(number) if rounds_alike(&number, prec) => return Some(sticky(number)),
            Some(_) => {
                extra = extra * 2 + prec / 4;
                width = width.max(bits_for(prec + extra) + 2 * GUARD);
            }
        }
    }
}

fn finish(found: Option<Number>, limits: &Limits, status: &mut u32) -> Number {
    match found {
        Some(number) => number.finish(&limits.rounding(Rounding::HalfEven), status),
        None => Number::error(MALLOC_ERROR, status),
    }
}

/// A finite number in fixed point, rounded down.
pub fn to_fixed(number: &Number, width: usize) -> IBig {
    let coefficient = number.coefficient.to_big();
    let magnitude = match number.exponent {
        0.. => (coefficient * power_of_ten(number.exponent as u64)) << width,
        places => (coefficient << width) / power_of_ten(places.unsigned_abs()),
    };
    if number.negative {
        -IBig::from(magnitude)
    } else {
        IBig::from(magnitude)
    }
}

/// e to the power of a fixed-point number; `None` if the exponent is beyond all limits.
pub fn exp_fixed(argument: &IBig, width: usize) -> Option<Approximation> {
    // e^x = 10^k e^r with 0 <= r < ln 10; ln 10 must be as precise as k is large.
    let spare = argument.bit_len().saturating_sub(width) + 8;
    let ten = fixed::ln_ten(width + spare);
    let argument = argument.clone() << spare;
    let mut whole = &argument / &ten;
    let mut rest = argument - &whole * &ten;
    if rest < IBig::ZERO {
        whole -= IBig::ONE;
        rest += ten;
    }
    Some(Approximation {
        value: fixed::magnitude(&fixed::exp(&(rest >> spare), width)),
        width,
        exponent: i64::try_from(&whole)
            .ok()
            .filter(|exponent| exponent.unsigned_abs() < 1 << 61)?,
    })
}

/// The result for a great or small argument of the exponential.
fn exp_beyond(negative: bool, limits: &Limits, status: &mut u32) -> Number {
    match negative {
        true => {
            let tiny = Number::new(false, Coefficient::ONE, limits.etiny() - 1);
            tiny.finish(&limits.rounding(Rounding::HalfEven), status)
        }
        false => {
            *status |= OVERFLOW | INEXACT | ROUNDED;
            Number::infinity(false)
        }
    }
}

/// One, padded with zeros and inexact.
pub fn inexact_one(limits: &Limits, status: &mut u32) -> Number {
    let places = limits.prec - 1;
    if places as u64 > MAX_DIGITS {
        return Number::error(MALLOC_ERROR, status);
    }
    *status |= INEXACT | ROUNDED;
    Number::new(false, Coefficient::ONE.shift_left(places as u64), -places)
}

/// e to the power of `a`.
pub fn exp(a: &Number, limits: &Limits, status: &mut u32) -> Number {
    if let Some(nan) = Number::nan_among(&[a], limits, status) {
        return nan;
    }
    if a.is_infinite() {
        return match a.negative {
            true => Number::new(false, Coefficient::ZERO, 0),
            false => a.clone(),
        };
    }
    if a.coefficient.is_zero() {
        return Number::new(false, Coefficient::ONE, 0);
    }
    if a.adjusted() < -limits.prec - 1 {
        return inexact_one(limits, status).finish(limits, status);
    }
    if a.adjusted() > 19 {
        return exp_beyond(a.negative, limits, status);
    }
    let probe = exp_fixed(&to_fixed(a, 64), 64);
    if probe.is_none_or(|probe| probe.exponent.unsigned_abs() > 3_000_000_000_000_000_000) {
        return exp_beyond(a.negative, limits, status);
    }
    let approximate = |width: usize| {
        exp_fixed(&to_fixed(a, width), width).unwrap_or(Approximation {
            value: UBig::ZERO,
            width,
            exponent: 0,
        })
    };
    let found = by_ziv(limits, approximate);
    finish(found, limits, status)
}

/// The natural logarithm of a positive finite number, in fixed point.
pub fn ln_fixed(a: &Number, width: usize) -> IBig {
    // a = m * 10^k with m between a third and three and a bit.
    let digits = a.coefficient.digits();
    let leading = a
        .coefficient
        .shift_right(digits.saturating_sub(3))
        .0
        .shift_left(3u64.saturating_sub(digits));
    let up = leading.compare(&Coefficient::Small(316)).is_gt();
    let mantissa = Number::new(false, a.coefficient.clone(), -(digits as i64) + i64::from(!up));
    let exponent = a.exponent - mantissa.exponent;
    let logarithm = fixed::ln(&to_fixed(&mantissa, width), width);
    if exponent == 0 {
        return logarithm;
    }
    let spare = 64;
    logarithm + ((fixed::ln_ten(width + spare) * IBig::from(exponent)) >> spare)
}

/// What the logarithms have in common: the result, if it takes no computing.
fn simple_logarithm(a: &Number, limits: &Limits, status: &mut u32) -> Option<Number> {
    if let Some(nan) = Number::nan_among(&[a], limits, status) {
        return Some(nan);
    }
    if a.is_zero() {
        return Some(Number::infinity(true));
    }
    if a.negative {
        return Some(Number::error(INVALID_OPERATION, status));
    }
    a.is_infinite().then(|| a.clone())
}

/// The exponent, if the number is a power of ten.
fn power_exponent(a: &Number) -> Option<i64> {
    let places = a.coefficient.digits() - 1;
    let is_power = a.coefficient.trailing_zeros(places) == places
        && a.coefficient.shift_right(places).0.compare(&Coefficient::ONE).is_eq();
    is_power.then(|| a.exponent + places as i64)
}

/// The natural logarithm.
pub fn ln(a: &Number, limits: &Limits, status: &mut u32) -> Number {
    if let Some(result) = simple_logarithm(a, limits, status) {
        return result;
    }
    if power_exponent(a) == Some(0) {
        return Number::new(false, Coefficient::ZERO, 0);
    }
    logarithm(a, limits, status, ln_fixed)
}

/// The decimal logarithm.
pub fn log10(a: &Number, limits: &Limits, status: &mut u32) -> Number {
    if let Some(result) = simple_logarithm(a, limits, status) {
        return result;
    }
    if let Some(exponent) = power_exponent(a) {
        return Number::small(exponent).finish(&limits.rounding(Rounding::HalfEven), status);
    }
    logarithm(a, limits, status, |a, width| {
        let ten = fixed::ln_ten(width);
        (ln_fixed(a, width) << width) / ten
    })
}

fn logarithm(a: &Number, limits: &Limits, status: &mut u32, function: impl Fn(&Number, usize) -> IBig) -> Number {
    let negative = a.adjusted() < 0;
    let found = by_ziv(limits, |width| Approximation {
        value: fixed::magnitude(&function(a, width)),
        width,
        exponent: 0,
    });
    finish(found.map(|number| number.with_sign(negative)), limits, status)
}

/// `base ** exponent` for a positive base, with a few digits more than the precision; the caller rounds.
pub fn real_power(base: &Number, exponent: &Number, limits: &Limits) -> Option<Number> {
    let digits = base.coefficient.digits().max(limits.prec as u64) + 23;
    if digits > MAX_DIGITS {
        return None;
    }
    let mut width = bits_for(digits) + 2 * GUARD;
    loop {
        if width > bits_for(8 * MAX_DIGITS) {
            return None;
        }
        // The logarithm's error is multiplied by the exponent.
        let spare = bits_for(exponent.adjusted().clamp(0, 1000) as u64 + 1);
        let inner = width + spare;
        let logarithm = ln_fixed(base, inner);
        if fixed::magnitude(&logarithm).bit_len() < GUARD + 64 {
            width += width / 2;
            continue;
        }
        let product = logarithm * IBig::from(exponent.coefficient.to_big());
        let product = match exponent.exponent {
            0.. => product * IBig::from(power_of_ten(exponent.exponent as u64)),
            places => product / IBig::from(power_of_ten(places.unsigned_abs())),
        };
        let argument = (if exponent.negative { -product } else { product }) >> spare;
        let mut number = exp_fixed(&argument, width)?.decimal(digits)?;
        let excess = number.coefficient.digits() - digits.min(number.coefficient.digits());
        number.cut(excess + 4, Rounding::HalfEven);
        return Some(number);
    }
}

/// The square root.
pub fn sqrt(a: &Number, limits: &Limits, status: &mut u32) -> Number {
    if let Some(nan) = Number::nan_among(&[a], limits, status) {
        return nan;
    }
    let ideal = a.exponent.div_euclid(2);
    let nearest = limits.rounding(Rounding::HalfEven);
    if a.is_zero() {
        return Number::new(a.negative, Coefficient::ZERO, ideal).finish(&nearest, status);
    }
    if a.negative {
        return Number::error(INVALID_OPERATION, status);
    }
    if a.is_infinite() {
        return a.clone();
    }
    match root(a, ideal, limits.prec) {
        Some(root) => root.finish(&nearest, status),
        None => Number::error(MALLOC_ERROR, status),
    }
}

/// The root with a digit more than the precision, or fewer if it is exact.
fn root(a: &Number, ideal: i64, prec: i64) -> Option<Number> {
    let digits = a.coefficient.digits() as i64;
    let exact_only = prec as u64 > MAX_DIGITS;
    let wanted = if exact_only { digits / 2 + 1 } else { prec } + 1;
    // An even exponent, and twice as many digits as the root is to have.
    let mut exponent = ideal - (wanted - digits / 2).max(0);
    let mut places = a.exponent - 2 * exponent;
    let surplus = (digits + places) / 2 - wanted - 1;
    if surplus > 0 {
        exponent += surplus;
        places -= 2 * surplus;
    }
    if places.unsigned_abs() > MAX_DIGITS {
        return None;
    }
    let (radicand, cut_off) = match places {
        0.. => (a.coefficient.shift_left(places as u64).to_big(), false),
        _ => {
            let (quotient, remainder) = a.coefficient.to_big().div_rem(&power_of_ten(places.unsigned_abs()));
            (quotient, !remainder.is_zero())
        }
    };
    let (root, remainder) = radicand.sqrt_rem();
    let mut result = Number::new(false, Coefficient::from(root), exponent);
    if cut_off || !remainder.is_zero() {
        if exact_only {
            return None;
        }
        if matches!(result.coefficient.last_digit(), 0 | 5) {
            result.coefficient = result.coefficient.increment();
        }
    } else {
        drop_zeros(&mut result, ideal);
    }
    Some(result)
}
