//! Comparisons, minimum and maximum.

use super::number::status::*;
use super::number::{Kind, Limits, Number};
use std::cmp::Ordering;

/// Order of the magnitudes of two numbers that are no NaNs.
pub fn magnitudes(a: &Number, b: &Number) -> Ordering {
    match (a.is_infinite(), b.is_infinite()) {
        (true, true) => return Ordering::Equal,
        (true, false) => return Ordering::Greater,
        (false, true) => return Ordering::Less,
        (false, false) => {}
    }
    match (a.coefficient.is_zero(), b.coefficient.is_zero()) {
        (true, true) => return Ordering::Equal,
        (true, false) => return Ordering::Less,
        (false, true) => return Ordering::Greater,
        (false, false) => {}
    }
    if a.exponent == b.exponent {
        return a.coefficient.compare(&b.coefficient);
    }
    a.adjusted().cmp(&b.adjusted()).then_with(|| {
        // As many digits before the first one of either: the shift is shorter than the longer coefficient.
        let places = a.exponent.abs_diff(b.exponent);
        match a.exponent > b.exponent {
            true => a.coefficient.shift_left(places).compare(&b.coefficient),
            false => a.coefficient.compare(&b.coefficient.shift_left(places)),
        }
    })
}

/// Order of two numbers that are no NaNs.
pub fn order(a: &Number, b: &Number) -> Ordering {
    let (a_negative, b_negative) = (a.negative && !a.is_zero(), b.negative && !b.is_zero());
    match (a_negative, b_negative) {
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
        (false, false) => magnitudes(a, b),
        (true, true) => magnitudes(b, a),
    }
}

fn as_number(order: Ordering) -> Number {
    Number::small(order as i64)
}

/// -1, 0 or 1; a NaN if there is one.
pub fn compare(a: &Number, b: &Number, limits: &Limits, status: &mut u32) -> Number {
    match Number::nan_among(&[a, b], limits, status) {
        Some(nan) => nan,
        None => as_number(order(a, b)),
    }
}

/// The same, but quiet NaNs are invalid, too.
pub fn compare_signal(a: &Number, b: &Number, limits: &Limits, status: &mut u32) -> Number {
    if a.is_nan() || b.is_nan() {
        *status |= INVALID_OPERATION;
    }
    compare(a, b, limits, status)
}

/// Order of numbers that are equal but may be written differently.
fn order_of_equal(a: &Number, b: &Number) -> Ordering {
    match (a.negative, b.negative) {
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
        (false, false) => a.exponent.cmp(&b.exponent),
        (true, true) => b.exponent.cmp(&a.exponent),
    }
}

/// The order in which every two representations differ.
pub fn total_order(a: &Number, b: &Number) -> Ordering {
    if a.negative != b.negative {
        return b.negative.cmp(&a.negative);
    }
    let rank = |number: &Number| match number.kind {
        Kind::Finite | Kind::Infinite => 0,
        Kind::Signaling => 1,
        Kind::Quiet => 2,
    };
    let unsigned = match (a.is_nan() || b.is_nan(), rank(a).cmp(&rank(b))) {
        (true, Ordering::Equal) => a.coefficient.compare(&b.coefficient),
        (true, order) => order,
        (false, _) => return order(a, b).then_with(|| order_of_equal(a, b)),
    };
    if a.negative { unsigned.reverse() } else { unsigned }
}

/// `compare_total`.
pub fn compare_total(a: &Number, b: &Number) -> Number {
    as_number(total_order(a, b))
}

/// `compare_total_mag`.
pub fn compare_total_magnitude(a: &Number, b: &Number) -> Number {
    compare_total(&a.clone().with_sign(false), &b.clone().with_sign(false))
}

/// The greater one if `wanted` is `Greater`; by magnitude first, if asked.
pub fn extreme(
    a: &Number,
    b: &Number,
    wanted: Ordering,
    by_magnitude: bool,
    limits: &Limits,
    status: &mut u32,
) -> Number {
    let chosen = match (a.kind, b.kind) {
        (Kind::Quiet, Kind::Finite | Kind::Infinite) => b,
        (Kind::Finite | Kind::Infinite, Kind::Quiet) => a,
        _ => {
            if let Some(nan) = Number::nan_among(&[a, b], limits, status) {
                return nan;
            }
            let first = match by_magnitude {
                true => magnitudes(a, b),
                false => Ordering::Equal,
            };
            let order = first.then_with(|| order(a, b)).then_with(|| order_of_equal(a, b));
            if order == wanted || order == Ordering::Equal {
                a
            } else {
                b
            }
        }
    };
    chosen.clone().finish(limits, status)
}
