//! `complex`.

use crate::real::{self, real_to_f64};
use pyrs_macros::pymethods;
use pyrs_object::convert::to_f64;
use pyrs_object::float::{ComplexObject, as_f64};
use pyrs_object::slots::{BinaryOp, CompareOp, UnaryOp};
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::TypeObject;
use pyrs_object::{
    Args, PyResult, Raised, Ref, Thread, Value, bool_value, class_of, core, float, int, not_implemented, protocol,
};
use pyrs_text::number_parse::{parse_complex, to_ascii_number};

/// An operand: real numbers stay real, so that the signs of their zeros don't spread.
#[derive(Clone, Copy)]
enum Operand {
    Real(f64),
    Complex(f64, f64),
}

impl Operand {
    fn of(thread: &mut Thread, value: Value) -> PyResult<Option<Operand>> {
        if let Some(complex) = value.downcast::<ComplexObject>() {
            return Ok(Some(Operand::Complex(complex.real.get(), complex.imaginary.get())));
        }
        Ok(real_to_f64(thread, value)?.map(Operand::Real))
    }

    fn parts(self) -> (f64, f64) {
        match self {
            Operand::Real(real) => (real, 0.0),
            Operand::Complex(real, imaginary) => (real, imaginary),
        }
    }
}

fn multiply(a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
    (a.0 * b.0 - a.1 * b.1, a.0 * b.1 + a.1 * b.0)
}

/// Quotient; the divisor is not zero. Dividing by the larger part first avoids needless overflow.
fn divide(a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
    if b.0.abs() >= b.1.abs() {
        let ratio = b.1 / b.0;
        let scale = b.0 + b.1 * ratio;
        ((a.0 + a.1 * ratio) / scale, (a.1 - a.0 * ratio) / scale)
    } else if b.1.is_nan() || b.0.is_nan() {
        (f64::NAN, f64::NAN)
    } else {
        let ratio = b.0 / b.1;
        let scale = b.0 * ratio + b.1;
        ((a.0 * ratio + a.1) / scale, (a.1 * ratio - a.0) / scale)
    }
}

/// `(a + bi) ** (c + di)` by polar coordinates; the base is not zero.
pub fn pow_parts(a: f64, b: f64, c: f64, d: f64) -> (f64, f64) {
    let (modulus, angle) = (a.hypot(b), b.atan2(a));
    let mut length = modulus.powf(c);
    let mut phase = angle * c;
    if d != 0.0 {
        length *= (-angle * d).exp();
        phase += d * modulus.ln();
    }
    (length * phase.cos(), length * phase.sin())
}

fn zero_division(thread: &mut Thread) -> Raised {
    thread.zero_division_error(format_args!("division by zero"))
}

fn power(thread: &mut Thread, a: (f64, f64), b: (f64, f64)) -> PyResult<(f64, f64)> {
    if b == (0.0, 0.0) {
        return Ok((1.0, 0.0));
    }
    if a == (0.0, 0.0) {
        if b.1 != 0.0 || b.0 < 0.0 {
            return Err(thread.zero_division_error(format_args!("zero to a negative or complex power")));
        }
        return Ok((0.0, 0.0));
    }
    let result = if b.1 == 0.0 && b.0.fract() == 0.0 && b.0.abs() <= 100.0 {
        let result = integer_power(a, b.0.abs() as u32);
        if b.0 < 0.0 { divide((1.0, 0.0), result) } else { result }
    } else {
        pow_parts(a.0, a.1, b.0, b.1)
    };
    let finite = |z: (f64, f64)| z.0.is_finite() && z.1.is_finite();
    if finite(a) && finite(b) && (result.0.is_infinite() || result.1.is_infinite()) {
        return Err(thread.overflow_error(format_args!("complex exponentiation")));
    }
    Ok(result)
}

fn integer_power(base: (f64, f64), exponent: u32) -> (f64, f64) {
    let (mut result, mut square, mut left) = ((1.0, 0.0), base, exponent);
    while left > 0 {
        if left & 1 == 1 {
            result = multiply(result, square);
        }
        left >>= 1;
        if left > 0 {
            square = multiply(square, square);
        }
    }
    result
}

fn expect(thread: &mut Thread, name: &str, value: Value) -> PyResult<Ref<ComplexObject>> {
    match value.downcast() {
        Some(complex) => Ok(complex),
        None => {
            let class = class_of(value).name_for_message();
            Err(thread.type_error(format_args!(
                "descriptor '{name}' requires a 'complex' object but received a '{class}'"
            )))
        }
    }
}

fn make(thread: &mut Thread, parts: (f64, f64)) -> PyResult<Value> {
    Ok(ComplexObject::new(thread, parts.0, parts.1)?.value())
}

/// Holds the methods of `complex`.
pub struct ComplexMethods;

/// Create a complex number from a string or numbers.
///
/// If a string is given, parse it as a complex number.
/// If a single number is given, convert it to a complex number.
/// If the 'real' or 'imag' arguments are given, create a complex number
/// with the specified real and imaginary components.
#[pymethods]
impl ComplexMethods {
    #[slot(ops = "Add Sub Mul TrueDiv Pow")]
    fn binary(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        use Operand::{Complex, Real};
        if !matches!(
            op,
            BinaryOp::Add | BinaryOp::Sub | BinaryOp::Mul | BinaryOp::TrueDiv | BinaryOp::Pow
        ) {
            return Ok(not_implemented());
        }
        let (Some(a), Some(b)) = (Operand::of(thread, left)?, Operand::of(thread, right)?) else {
            return Ok(not_implemented());
        };
        let result = match (op, a, b) {
            (BinaryOp::Add, Real(x), Complex(c, d)) | (BinaryOp::Add, Complex(c, d), Real(x)) => (x + c, d),
            (BinaryOp::Sub, Complex(c, d), Real(x)) => (c - x, d),
            (BinaryOp::Sub, Real(x), Complex(c, d)) => (x - c, -d),
            (BinaryOp::Mul, Real(x), Complex(c, d)) | (BinaryOp::Mul, Complex(c, d), Real(x)) => (x * c, x * d),
            (BinaryOp::TrueDiv, Complex(..), Real(0.0)) | (BinaryOp::TrueDiv, _, Complex(0.0, 0.0)) => {
                return Err(zero_division(thread));
            }
            (BinaryOp::TrueDiv, Complex(c, d), Real(x)) => (c / x, d / x),
            _ => {
                let (a, b) = (a.parts(), b.parts());
                match op {
                    BinaryOp::Add => (a.0 + b.0, a.1 + b.1),
                    BinaryOp::Sub => (a.0 - b.0, a.1 - b.1),
                    BinaryOp::Mul => multiply(a, b),
                    BinaryOp::TrueDiv => divide(a, b),
                    _ => power(thread, a, b)?,
                }
            }
        };
        make(thread, result)
    }

    #[slot(ops = "Neg Pos Abs")]
    fn unary(thread: &mut Thread, op: UnaryOp, this: Value) -> PyResult<Value> {
        let Some(complex) = this.downcast::<ComplexObject>() else {
            return Ok(not_implemented());
        };
        let (real, imaginary) = (complex.real.get(), complex.imaginary.get());
        match op {
            UnaryOp::Neg => make(thread, (-real, -imaginary)),
            UnaryOp::Pos => make(thread, (real, imaginary)),
            UnaryOp::Abs => {
                let length = real.hypot(imaginary);
                if length.is_infinite() && real.is_finite() && imaginary.is_finite() {
                    return Err(thread.overflow_error(format_args!("absolute value too large")));
                }
                float::from_f64(thread, length)
            }
            _ => Ok(not_implemented()),
        }
    }

    #[slot]
    fn compare(_thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        let Some(a) = left.downcast::<ComplexObject>() else {
            return Ok(not_implemented());
        };
        if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
            return Ok(not_implemented());
        }
        let equal = if let Some(b) = right.downcast::<ComplexObject>() {
            a.real.get() == b.real.get() && a.imaginary.get() == b.imaginary.get()
        } else if let Some(b) = as_f64(right) {
            a.imaginary.get() == 0.0 && a.real.get() == b
        } else if int::is_int(right) {
            a.imaginary.get() == 0.0 && real::compare_int_float(right, a.real.get()) == Some(std::cmp::Ordering::Equal)
        } else {
            return Ok(not_implemented());
        };
        Ok(bool_value(equal == (op == CompareOp::Eq)))
    }

    #[slot]
    fn hash(thread: &mut Thread, this: Value) -> PyResult<i64> {
        const IMAGINARY: i64 = 1_000_003;
        let complex = expect(thread, "__hash__", this)?;
        let real = pyrs_object::hash::hash_f64(complex.real.get(), this.bits());
        let imaginary = pyrs_object::hash::hash_f64(complex.imaginary.get(), this.bits());
        Ok(match real.wrapping_add(imaginary.wrapping_mul(IMAGINARY)) {
            -1 => -2,
            hash => hash,
        })
    }

    #[slot]
    fn truth(thread: &mut Thread, this: Value) -> PyResult<bool> {
        let complex = expect(thread, "__bool__", this)?;
        Ok(complex.real.get() != 0.0 || complex.imaginary.get() != 0.0)
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let complex = expect(thread, "__repr__", this)?;
        let text = pyrs_text::float_format::complex_repr(complex.real.get(), complex.imaginary.get());
        Ok(StrObject::from_str(thread, &text)?.value())
    }

    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let plain = core().types.complex.get();
        let class = class.downcast::<TypeObject>().unwrap_or(plain);
        let [first, second] = arguments(thread, args)?;
        if let (Some(value), None) = (first, second)
            && class == plain
            && class_of(value) == plain
        {
            return Ok(value);
        }
        let (real, imaginary) = construct(thread, first, second)?;
        Ok(ComplexObject::with_class(thread, class, real, imaginary)?.value())
    }

    /// Return the complex conjugate of its argument. (3-4j).conjugate() == 3+4j.
    #[method]
    fn conjugate(thread: &mut Thread, this: Ref<ComplexObject>) -> PyResult<Value> {
        make(thread, (this.real.get(), -this.imaginary.get()))
    }

    /// Convert this value to exact type complex.
    #[method(name = "__complex__")]
    fn complex(thread: &mut Thread, this: Ref<ComplexObject>) -> PyResult<Value> {
        make(thread, (this.real.get(), this.imaginary.get()))
    }

    /// Convert number to a complex floating-point number.
    #[classmethod]
    fn from_number(thread: &mut Thread, class: Ref<TypeObject>, number: Value) -> PyResult<Value> {
        let plain = core().types.complex.get();
        if class == plain && class_of(number) == plain {
            return Ok(number);
        }
        let (real, imaginary) = match by_special_method(thread, number)? {
            Some(parts) => parts,
            None => (to_f64(thread, number)?, 0.0),
        };
        if class == plain {
            return make(thread, (real, imaginary));
        }
        let value = make(thread, (real, imaginary))?;
        protocol::call(thread, class.value(), &[value])
    }

    /// Convert to a string according to format_spec.
    #[method(name = "__format__")]
    fn format(thread: &mut Thread, this: Ref<ComplexObject>, format_spec: Ref<StrObject>) -> PyResult<Ref<StrObject>> {
        if format_spec.is_empty() {
            return protocol::str(thread, this.value());
        }
        let spec = crate::format::parse_spec(thread, format_spec, "complex", true)?;
        match pyrs_text::number_layout::format_complex(this.real.get(), this.imaginary.get(), &spec) {
            Ok(text) => StrObject::from_generalised_utf8(thread, &text),
            Err(message) => Err(thread.value_error(format_args!("{message}"))),
        }
    }

    #[method(name = "__getnewargs__")]
    fn getnewargs(thread: &mut Thread, this: Ref<ComplexObject>) -> PyResult<Ref<TupleObject>> {
        let pair = [
            float::from_f64(thread, this.real.get())?,
            float::from_f64(thread, this.imaginary.get())?,
        ];
        TupleObject::from_slice(thread, &pair)
    }

    /// the real part of a complex number
    #[getter(kind = "member")]
    fn real(_thread: &mut Thread, this: Ref<ComplexObject>) -> f64 {
        this.real.get()
    }

    /// the imaginary part of a complex number
    #[getter(kind = "member")]
    fn imag(_thread: &mut Thread, this: Ref<ComplexObject>) -> f64 {
        this.imaginary.get()
    }
}

/// The arguments `real` and `imag`.
fn arguments(thread: &mut Thread, args: Args) -> PyResult<[Option<Value>; 2]> {
    let given = args.all().len();
    if given > 2 {
        return Err(thread.type_error(format_args!("complex() takes at most 2 arguments ({given} given)")));
    }
    let positional = args.positional();
    let mut values = [positional.first().copied(), positional.get(1).copied()];
    for (key, value) in args.keywords() {
        let index = match () {
            () if key.equals_str("real") => 0,
            () if key.equals_str("imag") => 1,
            () => {
                let key = key.to_string_lossy();
                return Err(thread.type_error(format_args!("complex() got an unexpected keyword argument '{key}'")));
            }
        };
        if values[index].is_some() {
            let (key, position) = (key.to_string_lossy(), index + 1);
            return Err(thread.type_error(format_args!(
                "argument for complex() given by name ('{key}') and position ({position})"
            )));
        }
        values[index] = Some(value);
    }
    Ok(values)
}

/// A complex number, or the result of `__complex__`; `None` where there is neither.
fn by_special_method(thread: &mut Thread, value: Value) -> PyResult<Option<(f64, f64)>> {
    if let Some(complex) = value.downcast::<ComplexObject>() {
        return Ok(Some((complex.real.get(), complex.imaginary.get())));
    }
    let name = core().names.complex.get();
    let Some(result) = protocol::call_special(thread, value, name, &[])? else {
        return Ok(None);
    };
    match result.downcast::<ComplexObject>() {
        Some(complex) => Ok(Some((complex.real.get(), complex.imaginary.get()))),
        None => {
            let result = class_of(result).name_for_message();
            Err(thread.type_error(format_args!("__complex__ returned non-complex (type {result})")))
        }
    }
}

/// A real part given as an argument; `None` if it is no number.
fn real_argument(thread: &mut Thread, value: Value) -> PyResult<Option<f64>> {
    if let Some(number) = real_to_f64(thread, value)? {
        return Ok(Some(number));
    }
    for op in [UnaryOp::Float, UnaryOp::Index] {
        if let Some(result) = protocol::convert(thread, op, value)? {
            return real_to_f64(thread, result);
        }
    }
    Ok(None)
}

fn construct(thread: &mut Thread, first: Option<Value>, second: Option<Value>) -> PyResult<(f64, f64)> {
    if let (Some(text), None) = (first.and_then(|v| v.downcast::<StrObject>()), second) {
        let parsed = to_ascii_number(text.chars().iter()).and_then(|text| parse_complex(&text));
        return match parsed {
            Some(parts) => Ok(parts),
            None if text.chars().iter().any(|c| c == '_' as u32) => {
                let shown = pyrs_text::escape::str_repr(text.chars().iter(), false);
                Err(thread.value_error(format_args!("could not convert string to complex: {shown}")))
            }
            None => Err(thread.value_error(format_args!("complex() arg is a malformed string"))),
        };
    }
    let first_parts = match first {
        None => (0.0, 0.0),
        Some(value) => part(thread, value, if second.is_some() { Some("real") } else { None })?,
    };
    let second_parts = match second {
        None => return Ok(first_parts),
        Some(value) => part(thread, value, Some("imag"))?,
    };
    // The imaginary argument is multiplied by i. Parts that are not there must not touch the signs of zeros.
    let is_complex = |value: Option<Value>| value.is_some_and(|v| !is_real(v));
    Ok((
        if is_complex(second) {
            first_parts.0 - second_parts.1
        } else {
            first_parts.0
        },
        if is_complex(first) {
            first_parts.1 + second_parts.0
        } else {
            second_parts.0
        },
    ))
}

/// Whether the value is a real number without an imaginary part of its own.
fn is_real(value: Value) -> bool {
    as_f64(value).is_some() || int::is_int(value)
}

/// One argument as a complex number; `name` is that of the parameter for messages, where both are given.
fn part(thread: &mut Thread, value: Value, name: Option<&str>) -> PyResult<(f64, f64)> {
    let complex = value.downcast::<ComplexObject>();
    if let (Some(name), Some(_)) = (name, complex) {
        let class = class_of(value).name_for_message();
        let text = format!("complex() argument '{name}' must be a real number, not {class}");
        pyrs_object::warn::warn(thread, core().types.deprecation_warning.get(), &text)?;
    }
    // The imaginary part may be a complex number, but nothing is converted to one for it.
    if (complex.is_some() || name != Some("imag"))
        && let Some(parts) = by_special_method(thread, value)?
    {
        return Ok(parts);
    }
    if let Some(number) = real_argument(thread, value)? {
        return Ok((number, 0.0));
    }
    let class = class_of(value).name_for_message();
    Err(match name {
        Some(name) => thread.type_error(format_args!(
            "complex() argument '{name}' must be a real number, not {class}"
        )),
        None => thread.type_error(format_args!(
            "complex() argument must be a string or a number, not {class}"
        )),
    })
}

/// Fills `complex`.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    ComplexMethods::register(thread, pyrs_object::core().types.complex.get())
}
