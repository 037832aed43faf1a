//! The fast path of sums and products: short operands and a result that needs no rounding.
//!
//! Everything else, zero sums among it (their sign depends on the rounding mode), goes the general way.

use super::arithmetic::Limits;
use super::arithmetic::coefficient::{small_digits, small_power};
use super::object::Short;
use pyrs_object::slots::BinaryOp;

/// Sign, coefficient and exponent of the result, if it is exact and within the limits.
#[inline]
pub fn operate(op: BinaryOp, x: Short, y: Short, limits: &Limits) -> Option<(bool, u128, i64)> {
    let (negative, coefficient, exponent) = match op {
        BinaryOp::Mul => (
            x.negative != y.negative,
            u128::from(x.coefficient) * u128::from(y.coefficient),
            x.exponent.checked_add(y.exponent)?,
        ),
        BinaryOp::Add => sum(x, y)?,
        BinaryOp::Sub => sum(
            x,
            Short {
                negative: !y.negative,
                ..y
            },
        )?,
        _ => return None,
    };
    let digits = small_digits(coefficient) as i64;
    let adjusted = exponent + digits - 1;
    let fits = digits <= limits.prec && adjusted <= limits.emax && adjusted >= limits.emin && !limits.clamp;
    fits.then_some((negative, coefficient, exponent))
}

fn sum(x: Short, y: Short) -> Option<(bool, u128, i64)> {
    let (mut a, mut b) = (u128::from(x.coefficient), u128::from(y.coefficient));
    let exponent = x.exponent.min(y.exponent);
    if x.exponent != y.exponent {
        // 18 places and 64 bits leave room for the sum.
        let power = small_power(x.exponent.abs_diff(y.exponent)).filter(|power| *power <= 10u128.pow(18))?;
        match x.exponent > y.exponent {
            true => a *= power,
            false => b *= power,
        }
    }
    if x.negative == y.negative {
        return Some((x.negative, a + b, exponent));
    }
    match a == b {
        true => None,
        false if a > b => Some((x.negative, a - b, exponent)),
        false => Some((y.negative, b - a, exponent)),
    }
}
