//! The gamma function and its logarithm, by Lanczos' approximation with the 13 coefficients of Boost's `lanczos13m53`.
//!
//! The C library's own functions are not used: their last digits differ from one library to another.

use std::f64::consts::PI;

/// Numerator and denominator coefficients, from the constant term up.
static LANCZOS: [(f64, f64); 13] = [
    (23531376880.41076, 0.0),
    (42919803642.6491, 39916800.0),
    (35711959237.35567, 120543840.0),
    (17921034426.03721, 150917976.0),
    (6039542586.352028, 105258076.0),
    (1439720407.3117216, 45995730.0),
    (248874557.86205417, 13339535.0),
    (31426415.585400194, 2637558.0),
    (2876370.6289353725, 357423.0),
    (186056.26539522348, 32670.0),
    (8071.672002365816, 1925.0),
    (210.82427775157936, 66.0),
    (2.5066282746310002, 1.0),
];
/// The parameter that the coefficients belong to.
const G: f64 = 6.02468004077673;
const G_MINUS_HALF: f64 = 5.52468004077673;
/// ln(pi)
const LOG_PI: f64 = 1.1447298858494002;

/// The rational function at a positive number.
fn lanczos_sum(x: f64) -> f64 {
    let (mut numerator, mut denominator) = (0.0, 0.0);
    // In powers of 1/x for large numbers, so that nothing overflows.
    if x < 5.0 {
        for (n, d) in LANCZOS.iter().rev() {
            numerator = numerator * x + n;
            denominator = denominator * x + d;
        }
    } else {
        for (n, d) in &LANCZOS {
            numerator = numerator / x + n;
            denominator = denominator / x + d;
        }
    }
    numerator / denominator
}

/// `sin(pi * x)`, exact at multiples of a half.
fn sin_pi(x: f64) -> f64 {
    let y = x.abs() % 2.0;
    let result = match (2.0 * y).round() as i32 {
        0 => (PI * y).sin(),
        1 => (PI * (y - 0.5)).cos(),
        2 => (PI * (1.0 - y)).sin(),
        3 => -(PI * (y - 1.5)).cos(),
        _ => (PI * (y - 2.0)).sin(),
    };
    1f64.copysign(x) * result
}

/// `r * y**power`, or the quotient for `inverse`; in two steps where the power alone would overflow.
fn times_power(r: f64, y: f64, size: f64, inverse: bool) -> f64 {
    let apply = |r: f64, power: f64| if inverse { r / power } else { r * power };
    if size < 140.0 {
        return apply(r, y.powf(size - 0.5));
    }
    let root = y.powf(size / 2.0 - 0.25);
    apply(apply(r, root), root)
}

/// The gamma function; not finite at poles and past the range.
pub fn gamma(x: f64) -> f64 {
    const LAST_EXACT: f64 = 23.0;
    if !x.is_finite() {
        return x;
    }
    if (1.0..=LAST_EXACT).contains(&x) && x.fract() == 0.0 {
        return (1..x as u64).map(|n| n as f64).product();
    }
    let size = x.abs();
    if size < 1e-20 {
        return 1.0 / x;
    }
    if size > 200.0 {
        return if x < 0.0 { 0.0 / sin_pi(x) } else { f64::INFINITY };
    }
    let y = size + G_MINUS_HALF;
    // What the sum above has lost by rounding.
    let lost = if size > G_MINUS_HALF {
        (y - size) - G_MINUS_HALF
    } else {
        (y - G_MINUS_HALF) - size
    };
    let correction = lost * G / y;
    if x < 0.0 {
        let r = -PI / sin_pi(size) / size * y.exp() / lanczos_sum(size);
        times_power(r - correction * r, y, size, true)
    } else {
        let r = lanczos_sum(size) / y.exp();
        times_power(r + correction * r, y, size, false)
    }
}

/// The logarithm of the gamma function's size.
pub fn log_gamma(x: f64) -> f64 {
    if x.is_nan() {
        return x;
    }
    if x.is_infinite() {
        return f64::INFINITY;
    }
    if x.fract() == 0.0 && x <= 2.0 {
        return if x <= 0.0 { f64::INFINITY } else { 0.0 };
    }
    let size = x.abs();
    if size < 1e-20 {
        return -size.ln();
    }
    let r = lanczos_sum(size).ln() - G + (size - 0.5) * ((size + G - 0.5).ln() - 1.0);
    if x < 0.0 {
        LOG_PI - sin_pi(size).abs().ln() - size.ln() - r
    } else {
        r
    }
}
