//! Exponential and logarithm in binary fixed point: a number is `value / 2^width`.
//!
//! Methods: Taylor series after halving the argument for the exponential; for the logarithm one correction of a double's
//! logarithm by the series of the inverse hyperbolic tangent; ln 10 by a sum of three such series (a Machin-like
//! formula). Errors are a few units of the last [`GUARD`] bits.

use pyrs_object::big::ops::BitTest;
use pyrs_object::big::{IBig, UBig};

/// Bits at the end that may be wrong.
pub const GUARD: usize = 32;

/// Artanh(1 / n).
fn inverse_artanh(n: u32, width: usize) -> IBig {
    let square = IBig::from(u64::from(n) * u64::from(n));
    let mut power = (IBig::ONE << width) / IBig::from(n);
    let mut sum = power.clone();
    let mut odd = 1u32;
    while !power.is_zero() {
        power /= &square;
        odd += 2;
        sum += &power / IBig::from(odd);
    }
    sum
}

/// The natural logarithm of ten.
pub fn ln_ten(width: usize) -> IBig {
    let inner = width + 16;
    let sum = inverse_artanh(31, inner) * IBig::from(46)
        + inverse_artanh(49, inner) * IBig::from(34)
        + inverse_artanh(161, inner) * IBig::from(20);
    sum >> 16
}

/// e to the power of a number of magnitude 4 at most.
pub fn exp(number: &IBig, width: usize) -> IBig {
    let halvings = (width as f64).sqrt() as usize / 2 + 4;
    let inner = width + 2 * halvings + 16;
    let argument = number.clone() << (inner - width - halvings);
    let one = IBig::ONE << inner;
    let (mut term, mut sum) = (one.clone(), one);
    let mut n = 1u32;
    loop {
        term = (term * &argument) >> inner;
        term /= IBig::from(n);
        // Shifts round down: a negative term ends as -1.
        if term.is_zero() || term == -IBig::ONE {
            break;
        }
        sum += &term;
        n += 1;
    }
    for _ in 0..halvings {
        sum = (&sum * &sum) >> inner;
    }
    sum >> (inner - width)
}

/// The natural logarithm of a positive number between 1/4 and 4.
pub fn ln(number: &IBig, width: usize) -> IBig {
    let guess = to_f64(number, width).ln();
    let guess = IBig::from((guess * (1u64 << 52) as f64) as i64);
    let guess = match width >= 52 {
        true => guess << (width - 52),
        false => guess >> (52 - width),
    };
    let near = exp(&guess, width);
    let ratio = ((number - &near) << width) / (number + &near);
    let square = (&ratio * &ratio) >> width;
    let (mut power, mut sum, mut odd) = (ratio.clone(), ratio, 1u32);
    loop {
        power = (power * &square) >> width;
        if power.is_zero() || power == -IBig::ONE {
            break;
        }
        odd += 2;
        sum += &power / IBig::from(odd);
    }
    guess + (sum << 1)
}

/// As a double; the number is not huge.
pub fn to_f64(number: &IBig, width: usize) -> f64 {
    let excess = number.bit_len().saturating_sub(64);
    let top = (number >> excess).to_f64().value();
    top * 2f64.powi(excess as i32 - width as i32)
}

/// The magnitude of a number.
pub fn magnitude(number: &IBig) -> UBig {
    number.clone().into_parts().1
}
