//! The module `math`: the C library's functions on doubles, with Python's errors, and number theory on ints.

mod gamma;
mod integers;
mod sums;

use pyrs_macros::pymodule;
use pyrs_object::{PyResult, Raised, Thread, Value, protocol};
use std::sync::OnceLock;

mod library {
    unsafe extern "C" {
        pub safe fn erf(x: f64) -> f64;
        pub safe fn erfc(x: f64) -> f64;
        pub safe fn acosh(x: f64) -> f64;
        pub safe fn asinh(x: f64) -> f64;
        pub safe fn atanh(x: f64) -> f64;
        pub safe fn exp2(x: f64) -> f64;
        pub safe fn log2(x: f64) -> f64;
        pub safe fn log10(x: f64) -> f64;
        pub safe fn remainder(x: f64, y: f64) -> f64;
        pub safe fn nextafter(x: f64, y: f64) -> f64;
        pub safe fn fma(x: f64, y: f64, z: f64) -> f64;
        pub safe fn ldexp(x: f64, exponent: i32) -> f64;
    }
}

/// `x * 2**exponent`.
fn scale(x: f64, exponent: i32) -> f64 {
    library::ldexp(x, exponent)
}

#[cold]
fn domain_error(thread: &mut Thread) -> Raised {
    thread.value_error(format_args!("math domain error"))
}

#[cold]
fn range_error(thread: &mut Thread) -> Raised {
    thread.overflow_error(format_args!("math range error"))
}

/// ValueError that says what was expected and what came.
#[cold]
fn unexpected(thread: &mut Thread, expected: &str, x: f64) -> Raised {
    let shown = pyrs_object::float::from_f64(thread, x).and_then(|x| protocol::repr(thread, x));
    match shown {
        Ok(shown) => {
            let shown = shown.to_string_lossy();
            thread.value_error(format_args!("expected {expected}, got {shown}"))
        }
        Err(raised) => raised,
    }
}

/// A result that must be finite if the argument is.
fn in_range(thread: &mut Thread, x: f64, result: f64) -> PyResult<f64> {
    if result.is_infinite() && x.is_finite() {
        return Err(range_error(thread));
    }
    Ok(result)
}

/// A result that is no number only if the argument is none.
fn in_domain(thread: &mut Thread, expected: &str, x: f64, result: f64) -> PyResult<f64> {
    if result.is_nan() && !x.is_nan() {
        return Err(unexpected(thread, expected, x));
    }
    Ok(result)
}

/// A logarithm of an int or a number that has `__float__`; `of_double` for doubles.
fn logarithm(thread: &mut Thread, value: Value, of_double: fn(f64) -> f64) -> PyResult<f64> {
    if pyrs_object::int::is_int(value) {
        if integers::is_negative(thread, value)? || !protocol::truth(thread, value)? {
            return Err(thread.value_error(format_args!("expected a positive input")));
        }
        if let Some(number) = pyrs_object::int::as_i64(value) {
            return Ok(of_double(number as f64));
        }
        let Some(big) = pyrs_object::int::as_big(value) else {
            return Ok(f64::NAN);
        };
        let number = big.to_f64().value();
        if number.is_finite() {
            return Ok(of_double(number));
        }
        // A fraction in 0.5..1 times a power of two. The bit below the top ones stands for all that are cut off.
        let bits = integers::bit_length(thread, value)?;
        let shift = bits.saturating_sub(62) as usize;
        let cut = big.trailing_zeros().is_some_and(|zeros| zeros < shift);
        let top = i64::try_from(&(big >> shift)).unwrap_or(i64::MAX) << 1 | i64::from(cut);
        let fraction = top as f64 / 2f64.powi(63);
        return Ok(of_double(fraction) + of_double(2.0) * bits as f64);
    }
    let x = pyrs_object::convert::to_f64(thread, value)?;
    if x <= 0.0 {
        return Err(unexpected(thread, "a positive input", x));
    }
    Ok(of_double(x))
}

fn natural(x: f64) -> f64 {
    x.ln()
}

/// The C library's `cbrt`. Rust's own links to another function, whose last digit differs.
fn cube_root(x: f64) -> f64 {
    static FOUND: OnceLock<Option<unsafe extern "C" fn(f64) -> f64>> = OnceLock::new();
    let found = FOUND.get_or_init(|| {
        // SAFETY: the name is NUL-terminated; the symbol has this type in every C library.
        unsafe {
            let symbol = libc::dlsym(libc::RTLD_DEFAULT, c"cbrt".as_ptr());
            (!symbol.is_null())
                .then(|| std::mem::transmute::<*mut libc::c_void, unsafe extern "C" fn(f64) -> f64>(symbol))
        }
    });
    match found {
        // SAFETY: a pure function.
        Some(function) => unsafe { function(x) },
        None => x.cbrt(),
    }
}

/// `pow(x, y)` with the errors of Python.
fn power(thread: &mut Thread, x: f64, y: f64) -> PyResult<f64> {
    let result = x.powf(y);
    if x.is_finite() && y.is_finite() {
        if result.is_nan() || x == 0.0 && result.is_infinite() {
            return Err(domain_error(thread));
        }
        if result.is_infinite() {
            return Err(range_error(thread));
        }
    }
    Ok(result)
}

/// This module provides access to the mathematical functions
/// defined by the C standard.
#[pymodule(name = "math")]
pub mod module {
    use super::gamma::{gamma as gamma_of, log_gamma};
    use super::sums::{self, ExactSum, Sum};
    use super::{cube_root, domain_error, in_domain, in_range, integers, library, logarithm};
    use super::{natural, power, range_error, scale, unexpected};
    use pyrs_object::convert::to_f64;
    use pyrs_object::float::{as_f64, from_f64};
    use pyrs_object::int;
    use pyrs_object::slots::{BinaryOp, UnaryOp};
    use pyrs_object::tuple::TupleObject;
    use pyrs_object::type_object::class_of;
    use pyrs_object::{Args, PyResult, Ref, Thread, Value, core, protocol};

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

    /// Return the square root of x.
    #[function]
    fn sqrt(thread: &mut Thread, x: f64) -> PyResult<f64> {
        in_domain(thread, "a nonnegative input", x, x.sqrt())
    }
    /// Return the cube root of x.
    #[function]
    fn cbrt(_thread: &mut Thread, x: f64) -> f64 {
        cube_root(x)
    }
    /// Return e raised to the power of x.
    #[function]
    fn exp(thread: &mut Thread, x: f64) -> PyResult<f64> {
        in_range(thread, x, x.exp())
    }
    /// Return 2 raised to the power of x.
    #[function]
    fn exp2(thread: &mut Thread, x: f64) -> PyResult<f64> {
        in_range(thread, x, library::exp2(x))
    }
    /// Return exp(x)-1.
    #[function]
    fn expm1(thread: &mut Thread, x: f64) -> PyResult<f64> {
        in_range(thread, x, x.exp_m1())
    }
    /// Return the sine of x (measured in radians).
    #[function]
    fn sin(thread: &mut Thread, x: f64) -> PyResult<f64> {
        in_domain(thread, "a finite input", x, x.sin())
    }
    /// Return the cosine of x (measured in radians).
    #[function]
    fn cos(thread: &mut Thread, x: f64) -> PyResult<f64> {
        in_domain(thread, "a finite input", x, x.cos())
    }
    /// Return the tangent of x (measured in radians).
    #[function]
    fn tan(thread: &mut Thread, x: f64) -> PyResult<f64> {
        in_domain(thread, "a finite input", x, x.tan())
    }
    /// Return the arc sine (measured in radians) of x.
    #[function]
    fn asin(thread: &mut Thread, x: f64) -> PyResult<f64> {
        in_domain(thread, "a number in range from -1 up to 1", x, x.asin())
    }
    /// Return the arc cosine (measured in radians) of x.
    #[function]
    fn acos(thread: &mut Thread, x: f64) -> PyResult<f64> {
        in_domain(thread, "a number in range from -1 up to 1", x, x.acos())
    }
    /// Return the arc tangent (measured in radians) of x.
    #[function]
    fn atan(_thread: &mut Thread, x: f64) -> f64 {
        x.atan()
    }
    /// Return the arc tangent (measured in radians) of y/x.
    #[function]
    fn atan2(_thread: &mut Thread, y: f64, x: f64) -> f64 {
        y.atan2(x)
    }
    /// Return the hyperbolic sine of x.
    #[function]
    fn sinh(thread: &mut Thread, x: f64) -> PyResult<f64> {
        in_range(thread, x, x.sinh())
    }
    /// Return the hyperbolic cosine of x.
    #[function]
    fn cosh(thread: &mut Thread, x: f64) -> PyResult<f64> {
        in_range(thread, x, x.cosh())
    }
    /// Return the hyperbolic tangent of x.
    #[function]
    fn tanh(_thread: &mut Thread, x: f64) -> f64 {
        x.tanh()
    }
    /// Return the inverse hyperbolic sine of x.
    #[function]
    fn asinh(_thread: &mut Thread, x: f64) -> f64 {
        library::asinh(x)
    }
    /// Return the inverse hyperbolic cosine of x.
    #[function]
    fn acosh(thread: &mut Thread, x: f64) -> PyResult<f64> {
        in_domain(thread, "argument value not less than 1", x, library::acosh(x))
    }
    /// Return the inverse hyperbolic tangent of x.
    #[function]
    fn atanh(thread: &mut Thread, x: f64) -> PyResult<f64> {
        if x.abs() >= 1.0 {
            return Err(unexpected(thread, "a number between -1 and 1", x));
        }
        Ok(library::atanh(x))
    }
    /// Error function at x.
    #[function]
    fn erf(_thread: &mut Thread, x: f64) -> f64 {
        library::erf(x)
    }
    /// Complementary error function at x.
    #[function]
    fn erfc(_thread: &mut Thread, x: f64) -> f64 {
        library::erfc(x)
    }

    fn is_pole(x: f64) -> bool {
        x == f64::NEG_INFINITY || x <= 0.0 && x.fract() == 0.0 && x.is_finite()
    }

    /// Gamma function at x.
    #[function]
    fn gamma(thread: &mut Thread, x: f64) -> PyResult<f64> {
        if is_pole(x) {
            return Err(unexpected(thread, "a noninteger or positive integer", x));
        }
        in_range(thread, x, gamma_of(x))
    }
    /// Natural logarithm of absolute value of Gamma function at x.
    #[function]
    fn lgamma(thread: &mut Thread, x: f64) -> PyResult<f64> {
        if is_pole(x) && x.is_finite() {
            return Err(unexpected(thread, "a noninteger or positive integer", x));
        }
        in_range(thread, x, log_gamma(x))
    }

    /// Return the logarithm of x to the given base.
    #[function(signature = "(x, [base=math.e])")]
    fn log(thread: &mut Thread, x: Value, base: Option<Value>) -> PyResult<Value> {
        let numerator = logarithm(thread, x, natural)?;
        let Some(base) = base else {
            return from_f64(thread, numerator);
        };
        let denominator = logarithm(thread, base, natural)?;
        if denominator == 0.0 {
            return Err(thread.zero_division_error(format_args!("division by zero")));
        }
        from_f64(thread, numerator / denominator)
    }
    /// Return the base 2 logarithm of x.
    #[function]
    fn log2(thread: &mut Thread, x: Value) -> PyResult<f64> {
        logarithm(thread, x, |x| library::log2(x))
    }
    /// Return the base 10 logarithm of x.
    #[function]
    fn log10(thread: &mut Thread, x: Value) -> PyResult<f64> {
        logarithm(thread, x, |x| library::log10(x))
    }
    /// Return the natural logarithm of 1+x (base e).
    #[function]
    fn log1p(thread: &mut Thread, x: f64) -> PyResult<f64> {
        if x <= -1.0 {
            return Err(unexpected(thread, "argument value > -1", x));
        }
        // The argument's sign is kept for zero.
        Ok(if x == 0.0 { x } else { x.ln_1p() })
    }

    /// Return x**y (x to the power of y).
    #[function]
    fn pow(thread: &mut Thread, x: f64, y: f64) -> PyResult<f64> {
        power(thread, x, y)
    }

    /// Return the absolute value of the float x.
    #[function]
    fn fabs(_thread: &mut Thread, x: f64) -> f64 {
        x.abs()
    }
    /// Return a float with the magnitude of x but the sign of y.
    #[function]
    fn copysign(_thread: &mut Thread, x: f64, y: f64) -> f64 {
        x.copysign(y)
    }
    /// Convert angle x from radians to degrees.
    #[function]
    fn degrees(_thread: &mut Thread, x: f64) -> f64 {
        x * (180.0 / std::f64::consts::PI)
    }
    /// Convert angle x from degrees to radians.
    #[function]
    fn radians(_thread: &mut Thread, x: f64) -> f64 {
        x * (std::f64::consts::PI / 180.0)
    }

    /// Return True if x is neither an infinity nor a NaN.
    #[function]
    fn isfinite(_thread: &mut Thread, x: f64) -> bool {
        x.is_finite()
    }
    /// Return True if x is a positive or negative infinity.
    #[function]
    fn isinf(_thread: &mut Thread, x: f64) -> bool {
        x.is_infinite()
    }
    /// Return True if x is a NaN (not a number).
    #[function]
    fn isnan(_thread: &mut Thread, x: f64) -> bool {
        x.is_nan()
    }

    /// Determine whether two floating-point numbers are close in value.
    #[function(keywords = "a, b, rel_tol, abs_tol", kwonly = "rel_tol")]
    fn isclose(thread: &mut Thread, a: f64, b: f64, rel_tol: Option<f64>, abs_tol: Option<f64>) -> PyResult<bool> {
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
        let difference = (b - a).abs();
        Ok(difference <= (relative * b).abs() || difference <= (relative * a).abs() || difference <= absolute)
    }

    /// Return fmod(x, y), according to platform C.
    #[function]
    fn fmod(thread: &mut Thread, x: f64, y: f64) -> PyResult<f64> {
        if y.is_infinite() && x.is_finite() {
            return Ok(x);
        }
        let result = x % y;
        if result.is_nan() && !x.is_nan() && !y.is_nan() {
            return Err(domain_error(thread));
        }
        Ok(result)
    }
    /// Difference between x and the closest integer multiple of y.
    #[function]
    fn remainder(thread: &mut Thread, x: f64, y: f64) -> PyResult<f64> {
        let result = library::remainder(x, y);
        if result.is_nan() && !x.is_nan() && !y.is_nan() {
            return Err(domain_error(thread));
        }
        Ok(result)
    }
    /// Return the fractional and integer parts of x.
    #[function]
    fn modf(thread: &mut Thread, x: f64) -> PyResult<Ref<TupleObject>> {
        let fraction = if x.is_infinite() {
            0.0f64.copysign(x)
        } else {
            x.fract().copysign(x)
        };
        let fraction = if x.is_nan() { x } else { fraction };
        let items = [from_f64(thread, fraction)?, from_f64(thread, x.trunc())?];
        TupleObject::from_slice(thread, &items)
    }
    /// Return the mantissa and exponent of x, as pair (m, e).
    #[function]
    fn frexp(thread: &mut Thread, x: f64) -> PyResult<Ref<TupleObject>> {
        let (mantissa, exponent) = if x == 0.0 || !x.is_finite() {
            (x, 0)
        } else {
            pyrs_object::hash::frexp(x)
        };
        let items = [from_f64(thread, mantissa)?, Value::small_int(exponent.into())];
        TupleObject::from_slice(thread, &items)
    }
    /// Return x * (2**i).
    #[function]
    fn ldexp(thread: &mut Thread, x: f64, i: Value) -> PyResult<f64> {
        if !int::is_int(i) {
            return Err(thread.type_error(format_args!("Expected an int as second argument to ldexp.")));
        }
        let exponent = protocol::index_clamped(thread, i)?;
        let exponent = exponent.clamp(-5000, 5000) as i32;
        in_range(thread, x, scale(x, exponent))
    }
    /// Return the next floating-point value after x towards y.
    #[function(keywords = "steps", kwonly = "steps")]
    fn nextafter(thread: &mut Thread, x: f64, y: f64, steps: Option<Value>) -> PyResult<f64> {
        let Some(steps) = steps.filter(|steps| *steps != pyrs_object::none()) else {
            return Ok(library::nextafter(x, y));
        };
        let steps = protocol::index(thread, steps)?;
        if integers::is_negative(thread, steps)? {
            return Err(thread.value_error(format_args!("steps must be a non-negative integer")));
        }
        let steps = int::as_i64(steps).unwrap_or(i64::MAX);
        if steps == 0 || x.is_nan() {
            return Ok(x);
        }
        if y.is_nan() {
            return Ok(y);
        }
        if x == y {
            return Ok(y);
        }
        // Doubles in order, as integers: negative ones count down.
        let order = |x: f64| {
            let bits = (x.to_bits() & !(1 << 63)) as i128;
            if x.is_sign_negative() { -bits } else { bits }
        };
        let (from, to) = (order(x), order(y));
        let target = if from < to {
            (from + i128::from(steps)).min(to)
        } else {
            (from - i128::from(steps)).max(to)
        };
        if target == to {
            return Ok(y);
        }
        let magnitude = f64::from_bits(target.unsigned_abs() as u64);
        let negative = target < 0 || target == 0 && x.is_sign_negative();
        Ok(if negative { -magnitude } else { magnitude })
    }
    /// Return the value of the least significant bit of the float x.
    #[function]
    fn ulp(_thread: &mut Thread, x: f64) -> f64 {
        let x = x.abs();
        if !x.is_finite() {
            return x;
        }
        let next = library::nextafter(x, f64::INFINITY);
        if next.is_infinite() {
            x - library::nextafter(x, f64::NEG_INFINITY)
        } else {
            next - x
        }
    }
    /// Fused multiply-add operation.
    #[function]
    fn fma(thread: &mut Thread, x: f64, y: f64, z: f64) -> PyResult<f64> {
        let result = library::fma(x, y, z);
        if result.is_finite() {
            return Ok(result);
        }
        if result.is_nan() {
            if !x.is_nan() && !y.is_nan() && !z.is_nan() {
                return Err(thread.value_error(format_args!("invalid operation in fma")));
            }
        } else if x.is_finite() && y.is_finite() && z.is_finite() {
            return Err(thread.overflow_error(format_args!("overflow in fma")));
        }
        Ok(result)
    }

    /// A rounded double as an int.
    fn to_int(thread: &mut Thread, x: f64) -> PyResult<Value> {
        let value = from_f64(thread, x)?;
        match protocol::convert(thread, UnaryOp::Int, value)? {
            Some(number) => Ok(number),
            None => Err(range_error(thread)),
        }
    }

    /// Return the floor of x as an Integral.
    #[function]
    fn floor(thread: &mut Thread, x: Value) -> PyResult<Value> {
        if let Some(number) = as_f64(x) {
            return to_int(thread, number.floor());
        }
        match protocol::call_special(thread, x, core().names.floor.get(), &[])? {
            Some(result) => Ok(result),
            None => {
                let number = to_f64(thread, x)?;
                to_int(thread, number.floor())
            }
        }
    }
    /// Return the ceiling of x as an Integral.
    #[function]
    fn ceil(thread: &mut Thread, x: Value) -> PyResult<Value> {
        if let Some(number) = as_f64(x) {
            return to_int(thread, number.ceil());
        }
        match protocol::call_special(thread, x, core().names.ceil.get(), &[])? {
            Some(result) => Ok(result),
            None => {
                let number = to_f64(thread, x)?;
                to_int(thread, number.ceil())
            }
        }
    }
    /// Truncates the Real x to the nearest Integral toward 0.
    #[function]
    fn trunc(thread: &mut Thread, x: Value) -> PyResult<Value> {
        if let Some(number) = as_f64(x) {
            return to_int(thread, number.trunc());
        }
        match protocol::call_special(thread, x, core().names.trunc.get(), &[])? {
            Some(result) => Ok(result),
            None => {
                let class = class_of(x).name_for_message();
                Err(thread.type_error(format_args!("type {class} doesn't define __trunc__ method")))
            }
        }
    }

    fn finish(thread: &mut Thread, sum: ExactSum) -> PyResult<f64> {
        match sum.finish() {
            Sum::Value(total) => Ok(total),
            Sum::Opposite => Err(thread.value_error(format_args!("-inf + inf in fsum"))),
            Sum::Overflow => Err(thread.overflow_error(format_args!("intermediate overflow in fsum"))),
        }
    }

    /// Return an accurate floating-point sum of values in the iterable seq.
    #[function]
    fn fsum(thread: &mut Thread, seq: Value) -> PyResult<f64> {
        let mut sum = ExactSum::default();
        protocol::for_each(thread, seq, |thread, item| {
            sum.add(to_f64(thread, item)?);
            Ok(())
        })?;
        finish(thread, sum)
    }

    /// Return the sum of products of values from two iterables p and q.
    #[function]
    fn sumprod(thread: &mut Thread, p: Value, q: Value) -> PyResult<Value> {
        let (p, q) = integers::pair_of_lists(thread, p, q)?;
        let plain = |value: &Value| as_f64(*value).or_else(|| int::as_i64(*value).map(|n| n as f64));
        let floats = p.items().iter().chain(q.items());
        let (mut any_float, mut all_plain) = (false, true);
        for value in floats {
            any_float |= as_f64(*value).is_some();
            all_plain &= as_f64(*value).is_some() || value.is_small_int();
        }
        if !(any_float && all_plain) {
            return integers::sum_of_products(thread, p, q);
        }
        let mut sum = ExactSum::default();
        for (a, b) in p.items().iter().zip(q.items()) {
            if let (Some(a), Some(b)) = (plain(a), plain(b)) {
                sum.add_product(a, b);
            }
        }
        match sum.finish() {
            Sum::Value(total) => from_f64(thread, total),
            _ => integers::sum_of_products(thread, p, q),
        }
    }

    /// Calculate the product of all the elements in the input iterable.
    #[function(keywords = "start", kwonly = "start")]
    fn prod(thread: &mut Thread, iterable: Value, start: Option<Value>) -> PyResult<Value> {
        let mut total = start.unwrap_or(Value::small_int(1));
        protocol::for_each(thread, iterable, |thread, item| {
            total = protocol::binary(thread, BinaryOp::Mul, total, item)?;
            Ok(())
        })?;
        Ok(total)
    }

    /// Multidimensional Euclidean distance from the origin to a point.
    #[function]
    fn hypot(thread: &mut Thread, args: Args) -> PyResult<f64> {
        let mut coordinates = Vec::with_capacity(args.positional().len());
        for coordinate in args.positional() {
            coordinates.push(to_f64(thread, *coordinate)?);
        }
        let length = sums::length(&coordinates);
        if length.is_infinite() && coordinates.iter().all(|c| c.is_finite()) {
            return Ok(f64::INFINITY);
        }
        Ok(length)
    }

    /// Return the Euclidean distance between two points p and q.
    #[function]
    fn dist(thread: &mut Thread, p: Value, q: Value) -> PyResult<f64> {
        let (p, q) = (crate::collect::to_list(thread, p)?, crate::collect::to_list(thread, q)?);
        if p.len() != q.len() {
            return Err(thread.value_error(format_args!("both points must have the same number of dimensions")));
        }
        let mut coordinates = Vec::with_capacity(p.len());
        let mut index = 0;
        while let (Some(a), Some(b)) = (p.get(index), q.get(index)) {
            coordinates.push(to_f64(thread, a)? - to_f64(thread, b)?);
            index += 1;
        }
        Ok(sums::length(&coordinates))
    }

    fn fold_ints(
        thread: &mut Thread,
        args: Args,
        first: i64,
        fold: fn(&mut Thread, Value, Value) -> PyResult<Value>,
    ) -> PyResult<Value> {
        let mut total = Value::small_int(first);
        for item in args.positional() {
            let item = protocol::index(thread, *item)?;
            total = fold(thread, total, item)?;
        }
        Ok(total)
    }

    /// Greatest Common Divisor.
    #[function]
    fn gcd(thread: &mut Thread, args: Args) -> PyResult<Value> {
        fold_ints(thread, args, 0, integers::gcd)
    }
    /// Least Common Multiple.
    #[function]
    fn lcm(thread: &mut Thread, args: Args) -> PyResult<Value> {
        fold_ints(thread, args, 1, integers::lcm)
    }

    /// Return n factorial.
    #[function]
    fn factorial(thread: &mut Thread, n: Value) -> PyResult<Value> {
        let n = protocol::index(thread, n)?;
        if integers::is_negative(thread, n)? {
            return Err(thread.value_error(format_args!("factorial() not defined for negative values")));
        }
        match int::as_i64(n) {
            Some(n) => integers::factorial(thread, n as u64),
            None => {
                let limit = i64::MAX;
                Err(thread.overflow_error(format_args!("factorial() argument should not exceed {limit}")))
            }
        }
    }

    fn not_negative(thread: &mut Thread, name: &str, value: Value) -> PyResult<Value> {
        let number = protocol::index(thread, value)?;
        if integers::is_negative(thread, number)? {
            return Err(thread.value_error(format_args!("{name} must be a non-negative integer")));
        }
        Ok(number)
    }

    /// Number of ways to choose k items from n items without repetition and with order.
    #[function]
    fn perm(thread: &mut Thread, n: Value, k: Option<Value>) -> PyResult<Value> {
        let Some(k) = k.filter(|k| *k != pyrs_object::none()) else {
            return factorial(thread, n);
        };
        let (n, k) = (protocol::index(thread, n)?, protocol::index(thread, k)?);
        let (n, k) = (not_negative(thread, "n", n)?, not_negative(thread, "k", k)?);
        match int::as_i64(k) {
            Some(k) => integers::permutations(thread, n, k as u64),
            None if int::as_i64(n).is_some() => Ok(Value::small_int(0)),
            None => {
                let limit = i64::MAX;
                Err(thread.overflow_error(format_args!("k must not exceed {limit}")))
            }
        }
    }

    /// Number of ways to choose k items from n items without repetition and without order.
    #[function]
    fn comb(thread: &mut Thread, n: Value, k: Value) -> PyResult<Value> {
        let (n, k) = (protocol::index(thread, n)?, protocol::index(thread, k)?);
        let (n, k) = (not_negative(thread, "n", n)?, not_negative(thread, "k", k)?);
        let rest = protocol::binary(thread, BinaryOp::Sub, n, k)?;
        if integers::is_negative(thread, rest)? {
            return Ok(Value::small_int(0));
        }
        let smaller = match (int::as_i64(k), int::as_i64(rest)) {
            (Some(k), Some(rest)) => k.min(rest),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => {
                let limit = i64::MAX;
                return Err(thread.overflow_error(format_args!("min(n - k, k) must not exceed {limit}")));
            }
        };
        integers::combinations(thread, n, smaller as u64)
    }

    /// Return the integer part of the square root of the input.
    #[function]
    fn isqrt(thread: &mut Thread, n: Value) -> PyResult<Value> {
        let n = protocol::index(thread, n)?;
        if integers::is_negative(thread, n)? {
            return Err(thread.value_error(format_args!("isqrt() argument must be nonnegative")));
        }
        integers::square_root(thread, n)
    }
}

pub use module::MODULE;
