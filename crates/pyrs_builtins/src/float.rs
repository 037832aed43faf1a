//! `float`.

use crate::real::{self, f64_to_int, real_to_f64};
use pyrs_macros::pymethods;
use pyrs_object::bytes::as_bytes;
use pyrs_object::convert::{OptionalNone, to_f64};
use pyrs_object::float::{FloatObject, as_f64, from_f64};
use pyrs_object::slots::{BinaryOp, CompareOp, UnaryOp};
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::TypeObject;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, bool_value, class_of, core, int, not_implemented, protocol};
use pyrs_text::number_parse::{parse_float, plain_float, to_ascii_number};

/// The receiver of a method.
fn expect(thread: &mut Thread, name: &str, value: Value) -> PyResult<f64> {
    match as_f64(value) {
        Some(number) => Ok(number),
        None => {
            let class = class_of(value).name_for_message();
            Err(thread.type_error(format_args!(
                "descriptor '{name}' requires a 'float' object but received a '{class}'"
            )))
        }
    }
}

/// Quotient and remainder rounded towards minus infinity; the divisor is not zero.
pub fn floor_div_rem(a: f64, b: f64) -> (f64, f64) {
    let mut remainder = a % b;
    let mut quotient = (a - remainder) / b;
    if remainder != 0.0 {
        if (b < 0.0) != (remainder < 0.0) {
            remainder += b;
            quotient -= 1.0;
        }
    } else {
        remainder = 0.0f64.copysign(b);
    }
    if quotient == 0.0 {
        return (0.0f64.copysign(a / b), remainder);
    }
    let whole = quotient.floor();
    (if quotient - whole > 0.5 { whole + 1.0 } else { whole }, remainder)
}

/// Arithmetic of doubles.
#[inline]
fn arithmetic(thread: &mut Thread, op: BinaryOp, a: f64, b: f64) -> PyResult<Value> {
    let result = match op {
        BinaryOp::Add => a + b,
        BinaryOp::Sub => a - b,
        BinaryOp::Mul => a * b,
        BinaryOp::TrueDiv | BinaryOp::FloorDiv | BinaryOp::Mod | BinaryOp::DivMod if b == 0.0 => {
            return Err(thread.zero_division_error(format_args!("division by zero")));
        }
        BinaryOp::TrueDiv => a / b,
        BinaryOp::FloorDiv => floor_div_rem(a, b).0,
        BinaryOp::Mod => floor_div_rem(a, b).1,
        BinaryOp::DivMod => {
            let (quotient, remainder) = floor_div_rem(a, b);
            let pair = [from_f64(thread, quotient)?, from_f64(thread, remainder)?];
            return Ok(TupleObject::from_slice(thread, &pair)?.value());
        }
        BinaryOp::Pow => return real::float_pow(thread, a, b),
        _ => return Ok(not_implemented()),
    };
    from_f64(thread, result)
}

/// Holds the methods of `float`.
pub struct FloatMethods;

/// Convert a string or number to a floating-point number, if possible.
#[pymethods]
impl FloatMethods {
    #[slot(ops = "Add Sub Mul TrueDiv FloorDiv Mod Pow DivMod")]
    fn binary(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        if let (Some(a), Some(b)) = (as_f64(left), as_f64(right)) {
            return arithmetic(thread, op, a, b);
        }
        match (real_to_f64(thread, left)?, real_to_f64(thread, right)?) {
            (Some(a), Some(b)) => arithmetic(thread, op, a, b),
            _ => Ok(not_implemented()),
        }
    }

    #[slot(ops = "Neg Pos Abs Int Float")]
    fn unary(thread: &mut Thread, op: UnaryOp, this: Value) -> PyResult<Value> {
        let Some(number) = as_f64(this) else {
            return Ok(not_implemented());
        };
        match op {
            UnaryOp::Neg => from_f64(thread, -number),
            UnaryOp::Pos | UnaryOp::Float => from_f64(thread, number),
            UnaryOp::Abs => from_f64(thread, number.abs()),
            UnaryOp::Int => f64_to_int(thread, number.trunc()),
            UnaryOp::Invert | UnaryOp::Index => Ok(not_implemented()),
        }
    }

    #[slot]
    fn compare(_thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        let Some(a) = as_f64(left) else {
            return Ok(not_implemented());
        };
        let order = match as_f64(right) {
            Some(b) => a.partial_cmp(&b),
            None if int::is_int(right) => real::compare_int_float(right, a).map(std::cmp::Ordering::reverse),
            None => return Ok(not_implemented()),
        };
        Ok(bool_value(real::holds(op, order)))
    }

    #[slot]
    fn hash(thread: &mut Thread, this: Value) -> PyResult<i64> {
        let number = expect(thread, "__hash__", this)?;
        Ok(pyrs_object::hash::hash_f64(number, this.bits()))
    }

    #[slot]
    fn truth(_thread: &mut Thread, this: Value) -> PyResult<bool> {
        Ok(as_f64(this) != Some(0.0))
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let number = expect(thread, "__repr__", this)?;
        let text = pyrs_text::float_format::repr(number);
        Ok(StrObject::from_latin1(thread, text.as_bytes())?.value())
    }

    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let plain = core().types.float.get();
        let class = class.downcast::<TypeObject>().unwrap_or(plain);
        if args.names().is_some() && class == plain {
            return Err(thread.type_error(format_args!("float() takes no keyword arguments")));
        }
        let number = match args.positional() {
            [] => 0.0,
            [value] => {
                if class == plain && class_of(*value) == plain {
                    return Ok(*value);
                }
                from_object(thread, *value)?
            }
            more => {
                let given = more.len();
                return Err(thread.type_error(format_args!("float expected at most 1 argument, got {given}")));
            }
        };
        if class == plain {
            return from_f64(thread, number);
        }
        Ok(FloatObject::with_class(thread, class, number)?.value())
    }

    /// Tell how the machine represents a C type.
    ///
    ///   typestr
    ///     Must be 'double' or 'float'.
    #[classmethod]
    fn __getformat__(thread: &mut Thread, _class: Value, typestr: Value) -> PyResult<&'static str> {
        match typestr.downcast::<StrObject>() {
            Some(kind) => c_format(thread, &kind.to_string_lossy()),
            None => {
                let class = class_of(typestr).name_for_message();
                Err(thread.type_error(format_args!("__getformat__() argument must be str, not {class}")))
            }
        }
    }

    /// Convert real number to a floating-point number.
    #[classmethod]
    fn from_number(thread: &mut Thread, class: Ref<TypeObject>, number: Value) -> PyResult<Value> {
        let plain = core().types.float.get();
        if class == plain && class_of(number) == plain {
            return Ok(number);
        }
        let number = to_f64(thread, number)?;
        let value = from_f64(thread, number)?;
        if class == plain {
            return Ok(value);
        }
        protocol::call(thread, class.value(), &[value])
    }

    /// Return self, the complex conjugate of any float.
    #[method]
    fn conjugate(thread: &mut Thread, this: Value) -> PyResult<f64> {
        expect(thread, "conjugate", this)
    }

    /// Return the Integral closest to x between 0 and x.
    #[method(name = "__trunc__")]
    fn trunc(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let number = expect(thread, "__trunc__", this)?;
        f64_to_int(thread, number.trunc())
    }

    /// Return the floor as an Integral.
    #[method(name = "__floor__")]
    fn floor(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let number = expect(thread, "__floor__", this)?;
        f64_to_int(thread, number.floor())
    }

    /// Return the ceiling as an Integral.
    #[method(name = "__ceil__")]
    fn ceil(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let number = expect(thread, "__ceil__", this)?;
        f64_to_int(thread, number.ceil())
    }

    /// Return the Integral closest to x, rounding half toward even.
    ///
    /// When an argument is passed, work like built-in round(x, ndigits).
    #[method(name = "__round__", signature = "($self, ndigits=None, /)")]
    fn round(thread: &mut Thread, this: Value, ndigits: OptionalNone<Value>) -> PyResult<Value> {
        let number = expect(thread, "__round__", this)?;
        let Some(ndigits) = ndigits.0 else {
            return f64_to_int(thread, number.round_ties_even());
        };
        let ndigits = protocol::index_clamped(thread, ndigits)?;
        match round_to(number, ndigits) {
            Some(rounded) => from_f64(thread, rounded),
            None => Err(thread.overflow_error(format_args!("rounded value too large to represent"))),
        }
    }

    /// Return a pair of integers, whose ratio is exactly equal to the original float.
    ///
    /// The ratio is in lowest terms and has a positive denominator.  Raise
    /// OverflowError on infinities and a ValueError on NaNs.
    ///
    /// >>> (10.0).as_integer_ratio()
    /// (10, 1)
    /// >>> (0.0).as_integer_ratio()
    /// (0, 1)
    /// >>> (-.25).as_integer_ratio()
    /// (-1, 4)
    #[method]
    fn as_integer_ratio(thread: &mut Thread, this: Value) -> PyResult<Ref<TupleObject>> {
        let number = expect(thread, "as_integer_ratio", this)?;
        if number.is_infinite() {
            return Err(thread.overflow_error(format_args!("cannot convert Infinity to integer ratio")));
        }
        if number.is_nan() {
            return Err(thread.value_error(format_args!("cannot convert NaN to integer ratio")));
        }
        let (numerator, shift) = integer_and_shift(number);
        let denominator = pyrs_object::big::IBig::ONE << shift;
        let pair = [int::from_big(thread, &numerator)?, int::from_big(thread, &denominator)?];
        TupleObject::from_slice(thread, &pair)
    }

    /// Return True if the float is an integer.
    #[method]
    fn is_integer(thread: &mut Thread, this: Value) -> PyResult<bool> {
        let number = expect(thread, "is_integer", this)?;
        Ok(number.is_finite() && number.fract() == 0.0)
    }

    /// Return a hexadecimal representation of a floating-point number.
    ///
    /// >>> (-0.1).hex()
    /// '-0x1.999999999999ap-4'
    /// >>> 3.14159.hex()
    /// '0x1.921f9f01b866ep+1'
    #[method]
    fn hex(thread: &mut Thread, this: Value) -> PyResult<String> {
        Ok(pyrs_text::float_hex::to_hex(expect(thread, "hex", this)?))
    }

    /// Create a floating-point number from a hexadecimal string.
    ///
    /// >>> float.fromhex('0x1.ffffp10')
    /// 2047.984375
    /// >>> float.fromhex('-0x1p-1074')
    /// -5e-324
    #[classmethod]
    fn fromhex(thread: &mut Thread, class: Ref<TypeObject>, string: Value) -> PyResult<Value> {
        use pyrs_text::float_hex::{HexError, from_hex};
        let Some(text) = string.downcast::<StrObject>() else {
            return Err(thread.type_error(format_args!("bad argument type for built-in operation")));
        };
        let text = text.to_string_lossy();
        let number = match from_hex(text.trim_matches([' ', '\t', '\n', '\r', '\u{b}', '\u{c}'])) {
            Ok(number) => number,
            Err(HexError::Invalid) => {
                return Err(thread.value_error(format_args!("invalid hexadecimal floating-point string")));
            }
            Err(HexError::Overflow) => {
                return Err(thread.overflow_error(format_args!("hexadecimal value too large to represent as a float")));
            }
        };
        let value = from_f64(thread, number)?;
        if class == core().types.float.get() {
            return Ok(value);
        }
        protocol::call(thread, class.value(), &[value])
    }

    /// How doubles ('double') or single-precision numbers ('float') are stored.
    #[classmethod(name = "__getformat__")]
    fn getformat(thread: &mut Thread, _class: Ref<TypeObject>, typestr: Ref<StrObject>) -> PyResult<&'static str> {
        match typestr.to_string_lossy().as_str() {
            "double" | "float" if cfg!(target_endian = "little") => Ok("IEEE, little-endian"),
            "double" | "float" => Ok("IEEE, big-endian"),
            _ => Err(thread.value_error(format_args!("__getformat__() argument 1 must be 'double' or 'float'"))),
        }
    }

    /// Formats the float according to format_spec.
    #[method(name = "__format__")]
    fn format(thread: &mut Thread, this: Value, format_spec: Ref<StrObject>) -> PyResult<Ref<StrObject>> {
        let number = expect(thread, "__format__", this)?;
        if format_spec.is_empty() {
            return protocol::str(thread, this);
        }
        let spec = crate::format::parse_spec(thread, format_spec, "float", true)?;
        match pyrs_text::number_layout::format_float(number, &spec, "float") {
            Ok(text) => StrObject::from_generalised_utf8(thread, &text),
            Err(message) => Err(thread.value_error(format_args!("{message}"))),
        }
    }

    #[method(name = "__getnewargs__")]
    fn getnewargs(thread: &mut Thread, this: Value) -> PyResult<Ref<TupleObject>> {
        let number = expect(thread, "__getnewargs__", this)?;
        let value = from_f64(thread, number)?;
        TupleObject::from_slice(thread, &[value])
    }

    /// the real part of a complex number
    #[getter]
    fn real(thread: &mut Thread, this: Value) -> PyResult<f64> {
        expect(thread, "real", this)
    }

    /// the imaginary part of a complex number
    #[getter]
    fn imag(_thread: &mut Thread, _this: Value) -> f64 {
        0.0
    }
}

/// The double as an integer in lowest terms over a power of two.
fn integer_and_shift(number: f64) -> (pyrs_object::big::IBig, usize) {
    let mut scaled = number;
    let mut shift = 0;
    // Multiplying by two is exact until the fraction is gone, after at most 1074 steps.
    while scaled.fract() != 0.0 {
        scaled *= 2.0;
        shift += 1;
    }
    (real::f64_to_big(scaled), shift)
}

/// Rounds to decimal places, half to even on the exact value; `None` if the result is beyond the floats.
fn round_to(number: f64, ndigits: i64) -> Option<f64> {
    // Beyond these every double is rounded already, or becomes zero.
    if !number.is_finite() || ndigits > 323 {
        return Some(number);
    }
    if ndigits < -308 {
        return Some(0.0f64.copysign(number));
    }
    let rounded: f64 = if ndigits >= 0 {
        let places = ndigits as usize;
        format!("{number:.places$}").parse().ok()?
    } else {
        // The digits of the whole part are exact; round them as an integer in text form.
        let places = (-ndigits) as usize;
        let exponent = if number == 0.0 {
            0
        } else {
            number.abs().log10().floor() as i64
        };
        let significant = exponent - places as i64;
        if significant < -1 {
            return Some(0.0f64.copysign(number));
        }
        let unit = pyrs_object::big::IBig::from(10).pow(places);
        let whole = real::f64_to_big(number);
        let (quotient, remainder) = crate::int_arith::big_floor_div_rem(&whole, &unit);
        let twice = remainder * pyrs_object::big::IBig::from(2);
        let sticky = number.fract() != 0.0 && number > 0.0;
        use pyrs_object::big::ops::BitTest;
        let up = match twice.cmp(&unit) {
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Greater => true,
            std::cmp::Ordering::Equal => sticky || quotient.bit(0),
        };
        let result = (quotient + pyrs_object::big::IBig::from(u8::from(up))) * unit;
        let value = result.to_f64().value();
        if value == 0.0 { 0.0f64.copysign(number) } else { value }
    };
    rounded.is_finite().then_some(rounded)
}

/// The float that a text stands for; `shown` is for the message.
fn parse_text(thread: &mut Thread, chars: impl Iterator<Item = u32>, shown: impl FnOnce() -> String) -> PyResult<f64> {
    match to_ascii_number(chars).and_then(|text| parse_float(&text)) {
        Some(number) => Ok(number),
        None => {
            let shown = shown();
            Err(thread.value_error(format_args!("could not convert string to float: {shown}")))
        }
    }
}

/// `float(value)`.
pub fn from_object(thread: &mut Thread, value: Value) -> PyResult<f64> {
    if let Some(number) = real_to_f64(thread, value)? {
        // A subclass may still have its own `__float__`.
        if !class_of(value).has(pyrs_object::type_object::TypeFlags::HEAP) {
            return Ok(number);
        }
    }
    if let Some(text) = value.downcast::<StrObject>() {
        if let Some(number) = text.as_ascii().and_then(plain_float) {
            return Ok(number);
        }
        let shown = || pyrs_text::escape::str_repr(text.chars().iter(), false);
        let chars = text.chars_unbound();
        return parse_text(thread, (0..chars.len()).map(|i| chars.get(i)), shown);
    }
    if let Some(bytes) = as_bytes(&value) {
        let shown = || pyrs_text::escape::bytes_repr(bytes);
        let chars = bytes.iter().map(|b| if *b < 0x80 { u32::from(*b) } else { 0xffff });
        return parse_text(thread, chars, shown);
    }
    if let Some(result) = protocol::convert(thread, UnaryOp::Float, value)? {
        if let Some(number) = as_f64(result) {
            return Ok(number);
        }
        let (class, result) = (class_of(value).name_for_message(), class_of(result).name_for_message());
        return Err(thread.type_error(format_args!("{class}.__float__ returned non-float (type {result})")));
    }
    if let Some(result) = protocol::convert(thread, UnaryOp::Index, value)?
        && int::is_int(result)
    {
        return real::int_to_f64(thread, result);
    }
    if let Some(bytes) = crate::memoryview::bytes_of(thread, value)? {
        let data = bytes.data();
        let text = protocol::repr(thread, value)?.to_string_lossy();
        let shown = || text.clone();
        let chars = data.iter().map(|b| if *b < 0x80 { u32::from(*b) } else { 0xffff });
        return parse_text(thread, chars, shown);
    }
    let class = class_of(value).name_for_message();
    Err(thread.type_error(format_args!(
        "float() argument must be a string or a real number, not '{class}'"
    )))
}

/// The machine's form of a C type: `float.__getformat__`.
fn c_format(thread: &mut Thread, kind: &str) -> PyResult<&'static str> {
    match kind {
        "double" | "float" if cfg!(target_endian = "little") => Ok("IEEE, little-endian"),
        "double" | "float" => Ok("IEEE, big-endian"),
        _ => Err(thread.value_error(format_args!("__getformat__() argument 1 must be 'double' or 'float'"))),
    }
}

/// Fills `float`.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    FloatMethods::register(thread, pyrs_object::core().types.float.get())
}
