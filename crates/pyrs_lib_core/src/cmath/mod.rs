//! The module `cmath`: the C library's functions of complex numbers, with Python's errors.
//!
//! Domain errors are where annex G of C99 has "invalid" or "divide by zero"; range errors where a finite argument has an
//! infinite result.

mod library;

use library::Complex;
use pyrs_macros::pymodule;
use pyrs_object::float::{ComplexObject, as_f64};
use pyrs_object::str::StrObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{PyResult, Raised, Thread, Value, convert, core, protocol};

#[cold]
fn domain_error(thread: &mut Thread) -> Raised {
    thread.value_error(format_args!("math domain error"))
}

#[cold]
fn range_error(thread: &mut Thread) -> Raised {
    thread.overflow_error(format_args!("math range error"))
}

/// The number of an argument.
fn to_complex(thread: &mut Thread, value: Value) -> PyResult<Complex> {
    if let Some(number) = as_f64(value) {
        return Ok(Complex {
            real: number,
            imaginary: 0.0,
        });
    }
    if let Some(complex) = value.downcast::<ComplexObject>()
        && class_of(value) == core().types.complex.get()
    {
        return Ok(Complex {
            real: complex.real.get(),
            imaginary: complex.imaginary.get(),
        });
    }
    if value.downcast::<StrObject>().is_none() {
        let special = core().names.complex.get();
        if class_of(value).lookup(special).is_some() {
            let made = protocol::call(thread, core().types.complex.get().value(), &[value])?;
            if let Some(complex) = made.downcast::<ComplexObject>() {
                return Ok(Complex {
                    real: complex.real.get(),
                    imaginary: complex.imaginary.get(),
                });
            }
        }
    }
    Ok(Complex {
        real: convert::to_f64(thread, value)?,
        imaginary: 0.0,
    })
}

fn from_complex(thread: &mut Thread, z: Complex) -> PyResult<Value> {
    Ok(ComplexObject::new(thread, z.real, z.imaginary)?.value())
}

/// Applies a function that has no errors.
fn apply(thread: &mut Thread, z: Value, function: fn(Complex) -> Complex) -> PyResult<Value> {
    let z = to_complex(thread, z)?;
    from_complex(thread, function(z))
}

/// Applies a function whose results of finite arguments must be finite, and that has none where `outside` says so.
fn apply_within(
    thread: &mut Thread,
    z: Value,
    function: fn(Complex) -> Complex,
    outside: fn(Complex) -> bool,
) -> PyResult<Value> {
    let z = to_complex(thread, z)?;
    if outside(z) {
        return Err(domain_error(thread));
    }
    let result = function(z);
    if z.is_finite() && result.is_infinite() {
        return Err(range_error(thread));
    }
    from_complex(thread, result)
}

/// Natural logarithm: of zero there is none.
fn logarithm(thread: &mut Thread, z: Value) -> PyResult<Complex> {
    let z = to_complex(thread, z)?;
    if z.real == 0.0 && z.imaginary == 0.0 {
        return Err(domain_error(thread));
    }
    Ok(library::clog(z))
}

/// `x / y` as the operator does.
fn divide(thread: &mut Thread, x: Complex, y: Complex) -> PyResult<Value> {
    if y.real == 0.0 && y.imaginary == 0.0 {
        return Err(domain_error(thread));
    }
    let (x, y) = (from_complex(thread, x)?, from_complex(thread, y)?);
    protocol::binary(thread, pyrs_object::slots::BinaryOp::TrueDiv, x, y)
}

/// The number with this modulus and argument.
fn rectangular(thread: &mut Thread, r: f64, phi: f64) -> PyResult<Complex> {
    if phi.is_infinite() && r != 0.0 && !r.is_nan() {
        return Err(domain_error(thread));
    }
    let pair = |real, imaginary| Complex { real, imaginary };
    if phi == 0.0 {
        // The sign of a zero argument is kept.
        return Ok(match r.is_nan() {
            true => pair(r, 0.0),
            false => pair(
                r,
                if r == 0.0 || r.is_infinite() {
                    0f64.copysign(r) * phi.signum()
                } else {
                    r * phi
                },
            ),
        });
    }
    if r.is_infinite() && phi.is_finite() {
        return Ok(pair(
            r.abs().copysign(phi.cos() * r.signum()),
            r.abs().copysign(phi.sin() * r.signum()),
        ));
    }
    if !phi.is_finite() {
        return Ok(match r {
            0.0 => pair(0.0, 0.0),
            _ if r.is_infinite() => pair(f64::INFINITY, f64::NAN),
            _ => pair(f64::NAN, f64::NAN),
        });
    }
    Ok(pair(r * phi.cos(), r * phi.sin()))
}

/// This module provides access to mathematical functions for complex
/// numbers.
#[pymodule(name = "cmath")]
pub mod module {
    use super::*;
    use pyrs_object::float::from_f64;
    use pyrs_object::tuple::TupleObject;

    #[attr]
    fn pi(_thread: &mut Thread) -> f64 {
        std::f64::consts::PI
    }
    #[attr]
    fn e(_thread: &mut Thread) -> f64 {
        std::f64::consts::E
    }
    #[attr]
    fn tau(_thread: &mut Thread) -> f64 {
        std::f64::consts::TAU
    }
    #[attr]
    fn inf(_thread: &mut Thread) -> f64 {
        f64::INFINITY
    }
    #[attr]
    fn nan(_thread: &mut Thread) -> f64 {
        f64::NAN
    }
    #[attr]
    fn infj(thread: &mut Thread) -> PyResult<Value> {
        Ok(ComplexObject::new(thread, 0.0, f64::INFINITY)?.value())
    }
    #[attr]
    fn nanj(thread: &mut Thread) -> PyResult<Value> {
        Ok(ComplexObject::new(thread, 0.0, f64::NAN)?.value())
    }

    /// Return the arc cosine of z.
    #[function]
    fn acos(thread: &mut Thread, z: Value) -> PyResult<Value> {
        apply(thread, z, |z| library::cacos(z))
    }
    /// Return the inverse hyperbolic cosine of z.
    #[function]
    fn acosh(thread: &mut Thread, z: Value) -> PyResult<Value> {
        apply(thread, z, |z| library::cacosh(z))
    }
    /// Return the arc sine of z.
    #[function]
    fn asin(thread: &mut Thread, z: Value) -> PyResult<Value> {
        apply(thread, z, |z| library::casin(z))
    }
    /// Return the inverse hyperbolic sine of z.
    #[function]
    fn asinh(thread: &mut Thread, z: Value) -> PyResult<Value> {
        apply(thread, z, |z| library::casinh(z))
    }
    /// Return the arc tangent of z.
    #[function]
    fn atan(thread: &mut Thread, z: Value) -> PyResult<Value> {
        let pole = |z: Complex| z.real == 0.0 && z.imaginary.abs() == 1.0;
        apply_within(thread, z, |z| library::catan(z), pole)
    }
    /// Return the inverse hyperbolic tangent of z.
    #[function]
    fn atanh(thread: &mut Thread, z: Value) -> PyResult<Value> {
        let pole = |z: Complex| z.imaginary == 0.0 && z.real.abs() == 1.0;
        apply_within(thread, z, |z| library::catanh(z), pole)
    }
    /// Return the cosine of z.
    #[function]
    fn cos(thread: &mut Thread, z: Value) -> PyResult<Value> {
        let outside = |z: Complex| z.real.is_infinite() && !z.imaginary.is_nan();
        apply_within(thread, z, |z| library::ccos(z), outside)
    }
    /// Return the hyperbolic cosine of z.
    #[function]
    fn cosh(thread: &mut Thread, z: Value) -> PyResult<Value> {
        let outside = |z: Complex| z.imaginary.is_infinite() && !z.real.is_nan();
        apply_within(thread, z, |z| library::ccosh(z), outside)
    }
    /// Return the exponential value e**z.
    #[function]
    fn exp(thread: &mut Thread, z: Value) -> PyResult<Value> {
        let outside = |z: Complex| z.imaginary.is_infinite() && (z.real.is_finite() || z.real == f64::INFINITY);
        apply_within(thread, z, |z| library::cexp(z), outside)
    }
    /// Return the sine of z.
    #[function]
    fn sin(thread: &mut Thread, z: Value) -> PyResult<Value> {
        let outside = |z: Complex| z.real.is_infinite() && !z.imaginary.is_nan();
        apply_within(thread, z, |z| library::csin(z), outside)
    }
    /// Return the hyperbolic sine of z.
    #[function]
    fn sinh(thread: &mut Thread, z: Value) -> PyResult<Value> {
        let outside = |z: Complex| z.imaginary.is_infinite() && !z.real.is_nan();
        apply_within(thread, z, |z| library::csinh(z), outside)
    }
    /// Return the square root of z.
    #[function]
    fn sqrt(thread: &mut Thread, z: Value) -> PyResult<Value> {
        apply(thread, z, |z| library::csqrt(z))
    }
    /// Return the tangent of z.
    #[function]
    fn tan(thread: &mut Thread, z: Value) -> PyResult<Value> {
        let outside = |z: Complex| z.real.is_infinite() && z.imaginary.is_finite();
        apply_within(thread, z, |z| library::ctan(z), outside)
    }
    /// Return the hyperbolic tangent of z.
    #[function]
    fn tanh(thread: &mut Thread, z: Value) -> PyResult<Value> {
        let outside = |z: Complex| z.imaginary.is_infinite() && z.real.is_finite();
        apply_within(thread, z, |z| library::ctanh(z), outside)
    }

    /// The logarithm of z to the given base, which is e unless given.
    #[function(signature = "(z, base=<unrepresentable>, /)")]
    fn log(thread: &mut Thread, z: Value, base: Option<Value>) -> PyResult<Value> {
        let numerator = logarithm(thread, z)?;
        match base {
            None => from_complex(thread, numerator),
            Some(base) => {
                let denominator = logarithm(thread, base)?;
                divide(thread, numerator, denominator)
            }
        }
    }
    /// Return the base-10 logarithm of z.
    #[function]
    fn log10(thread: &mut Thread, z: Value) -> PyResult<Value> {
        let natural = logarithm(thread, z)?;
        let scale = std::f64::consts::LN_10;
        let result = Complex {
            real: natural.real / scale,
            imaginary: natural.imaginary / scale,
        };
        from_complex(thread, result)
    }

    /// Return argument, also known as the phase angle, of a complex.
    #[function]
    fn phase(thread: &mut Thread, z: Value) -> PyResult<f64> {
        let z = to_complex(thread, z)?;
        Ok(z.imaginary.atan2(z.real))
    }
    /// Convert a complex from rectangular coordinates to polar coordinates.
    ///
    /// r is the distance from 0 and phi the phase angle.
    #[function]
    fn polar(thread: &mut Thread, z: Value) -> PyResult<Value> {
        let z = to_complex(thread, z)?;
        let modulus = z.real.hypot(z.imaginary);
        if modulus.is_infinite() && z.is_finite() {
            return Err(range_error(thread));
        }
        let modulus = from_f64(thread, modulus)?;
        let angle = from_f64(thread, z.imaginary.atan2(z.real))?;
        Ok(TupleObject::from_slice(thread, &[modulus, angle])?.value())
    }
    /// Convert from polar coordinates to rectangular coordinates.
    #[function]
    fn rect(thread: &mut Thread, r: f64, phi: f64) -> PyResult<Value> {
        let z = rectangular(thread, r, phi)?;
        from_complex(thread, z)
    }

    /// Return True if both the real and imaginary parts of z are finite, else False.
    #[function]
    fn isfinite(thread: &mut Thread, z: Value) -> PyResult<bool> {
        Ok(to_complex(thread, z)?.is_finite())
    }
    /// Checks if the real or imaginary part of z is infinite.
    #[function]
    fn isinf(thread: &mut Thread, z: Value) -> PyResult<bool> {
        Ok(to_complex(thread, z)?.is_infinite())
    }
    /// Checks if the real or imaginary part of z not a number (NaN).
    #[function]
    fn isnan(thread: &mut Thread, z: Value) -> PyResult<bool> {
        Ok(to_complex(thread, z)?.is_nan())
    }

    /// Whether two complex numbers are close in value: their difference is at most rel_tol times the greater of their
    /// moduli, or at most abs_tol.
    ///
    /// NaN is close to nothing, infinities are close to themselves only.
    #[function(
        keywords = "a, b, rel_tol, abs_tol",
        kwonly = "rel_tol",
        signature = "($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)"
    )]
    fn isclose(thread: &mut Thread, a: Value, b: Value, rel_tol: Option<f64>, abs_tol: Option<f64>) -> PyResult<bool> {
        let (a, b) = (to_complex(thread, a)?, to_complex(thread, b)?);
        let (relative, absolute) = (rel_tol.unwrap_or(1e-9), abs_tol.unwrap_or(0.0));
        if relative < 0.0 || absolute < 0.0 {
            return Err(thread.value_error(format_args!("tolerances must be non-negative")));
        }
        if a == b {
            return Ok(true);
        }
        if a.is_infinite() || b.is_infinite() {
            return Ok(false);
        }
        let difference = (a.real - b.real).hypot(a.imaginary - b.imaginary);
        let greater = a.real.hypot(a.imaginary).max(b.real.hypot(b.imaginary));
        Ok(difference <= relative * greater || difference <= absolute)
    }
}

pub use module::MODULE;
