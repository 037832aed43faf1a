//! `int`.

pub use crate::int_arith::pow_mod;
use crate::int_arith::{self, big_floor_div_rem};
use crate::{int_text, real};
use pyrs_macros::pymethods;
use pyrs_object::big::ops::{BitTest, UnsignedAbs};
use pyrs_object::big::{IBig, Sign, UBig};
use pyrs_object::bytes::{BytesObject, as_bytes};
use pyrs_object::int::{IntObject, as_big, as_i64, from_big, from_i64, is_int};
use pyrs_object::slots::{BinaryOp, CompareOp, UnaryOp};
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::TypeObject;
use pyrs_object::{Args, PyResult, Raised, Ref, Thread, Value, bool_value, class_of, core, not_implemented, protocol};

/// The value as a plain int: bools and instances of subclasses become one.
#[inline]
pub fn to_plain(thread: &mut Thread, value: Value) -> PyResult<Value> {
    if value.is_small_int() || class_of(value) == core().types.int.get() {
        return Ok(value);
    }
    match as_i64(value) {
        Some(small) => from_i64(thread, small),
        None => from_big(thread, &as_big(value).unwrap_or_default()),
    }
}

#[cold]
fn not_an_int(thread: &mut Thread, name: &str, value: Value) -> Raised {
    let class = class_of(value).name_for_message();
    thread.type_error(format_args!(
        "descriptor '{name}' requires a 'int' object but received a '{class}'"
    ))
}

/// The receiver of a method.
fn expect(thread: &mut Thread, name: &str, value: Value) -> PyResult<Value> {
    if is_int(value) {
        Ok(value)
    } else {
        Err(not_an_int(thread, name, value))
    }
}

/// Compares ints; `None` if one is none.
fn compare_ints(left: Value, right: Value) -> Option<std::cmp::Ordering> {
    match (as_i64(left), as_i64(right)) {
        (Some(a), Some(b)) => Some(a.cmp(&b)),
        (a, b) => {
            // One has more than 64 bits, and so lies beyond all that have not.
            let (left, right) = (left.downcast::<IntObject>(), right.downcast::<IntObject>());
            match (a, b, left, right) {
                (None, Some(_), Some(left), _) => Some(beyond(left)),
                (Some(_), None, _, Some(right)) => Some(beyond(right).reverse()),
                (None, None, Some(left), Some(right)) => Some(compare_big(left, right)),
                _ => None,
            }
        }
    }
}

/// How an int of more than 64 bits compares to those of 64 bits.
fn beyond(int: Ref<IntObject>) -> std::cmp::Ordering {
    match int.is_negative() {
        true => std::cmp::Ordering::Less,
        false => std::cmp::Ordering::Greater,
    }
}

fn compare_big(left: Ref<IntObject>, right: Ref<IntObject>) -> std::cmp::Ordering {
    match (left.is_negative(), right.is_negative()) {
        (false, true) => return std::cmp::Ordering::Greater,
        (true, false) => return std::cmp::Ordering::Less,
        _ => {}
    }
    let (a, b) = (left.limbs(), right.limbs());
    let order = a.len().cmp(&b.len()).then_with(|| a.iter().rev().cmp(b.iter().rev()));
    match left.is_negative() {
        true => order.reverse(),
        false => order,
    }
}

/// Holds the methods of `int`.
pub struct IntMethods;

/// int([x]) -> integer
/// int(x, base=10) -> integer
///
/// Convert a number or string to an integer, or return 0 if no arguments
/// are given.  If x is a number, return x.__int__().  For floating-point
/// numbers, this truncates towards zero.
///
/// If x is not a number or if base is given, then x must be a string,
/// bytes, or bytearray instance representing an integer literal in the
/// given base.  The literal can be preceded by '+' or '-' and be surrounded
/// by whitespace.  The base defaults to 10.  Valid bases are 0 and 2-36.
/// Base 0 means to interpret the base from the string as an integer literal.
/// >>> int('0b100', base=0)
/// 4
#[pymethods]
impl IntMethods {
    #[slot(ops = "Add Sub Mul TrueDiv FloorDiv Mod Pow LShift RShift And Or Xor DivMod")]
    fn binary(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        int_arith::binary(thread, op, left, right)
    }

    #[slot(ops = "Neg Pos Invert Abs Int Float Index")]
    fn unary(thread: &mut Thread, op: UnaryOp, this: Value) -> PyResult<Value> {
        if let Some(small) = as_i64(this)
            && small != i64::MIN
        {
            return match op {
                UnaryOp::Neg => from_i64(thread, -small),
                UnaryOp::Invert => from_i64(thread, !small),
                UnaryOp::Abs => from_i64(thread, small.abs()),
                UnaryOp::Float => pyrs_object::float::from_f64(thread, small as f64),
                UnaryOp::Pos | UnaryOp::Int | UnaryOp::Index => from_i64(thread, small),
            };
        }
        let Some(big) = as_big(this) else {
            return Ok(not_implemented());
        };
        match op {
            UnaryOp::Neg => from_big(thread, &-big),
            UnaryOp::Invert => from_big(thread, &!big),
            UnaryOp::Abs => from_big(thread, &IBig::from(big.unsigned_abs())),
            UnaryOp::Float => {
                let number = real::big_to_f64(thread, &big)?;
                pyrs_object::float::from_f64(thread, number)
            }
            UnaryOp::Pos | UnaryOp::Int | UnaryOp::Index => to_plain(thread, this),
        }
    }

    #[slot]
    fn compare(_thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        Ok(match compare_ints(left, right) {
            Some(order) => bool_value(op.holds(order)),
            None => not_implemented(),
        })
    }

    #[slot]
    fn hash(thread: &mut Thread, this: Value) -> PyResult<i64> {
        match pyrs_object::int::hash(this) {
            Some(hash) => Ok(hash),
            None => Err(not_an_int(thread, "__hash__", this)),
        }
    }

    #[slot]
    fn truth(_thread: &mut Thread, this: Value) -> PyResult<bool> {
        Ok(as_i64(this) != Some(0))
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let this = expect(thread, "__repr__", this)?;
        if let Some(digit @ 0..=9) = as_i64(this) {
            return Ok(StrObject::from_latin1(thread, &[b'0' + digit as u8])?.value());
        }
        if let Some(small) = as_i64(this) {
            let mut digits = itoa::Buffer::new();
            return Ok(StrObject::from_latin1(thread, digits.format(small).as_bytes())?.value());
        }
        let text = int_text::to_decimal(thread, this)?;
        Ok(StrObject::from_latin1(thread, text.as_bytes())?.value())
    }

    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let value = construct(thread, args)?;
        match class.downcast::<TypeObject>() {
            Some(class) if class != core().types.int.get() => of_class(thread, class, value),
            _ => Ok(value),
        }
    }

    /// Returns self, the complex conjugate of any int.
    #[method]
    fn conjugate(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let this = expect(thread, "conjugate", this)?;
        to_plain(thread, this)
    }

    /// Number of bits necessary to represent self in binary.
    ///
    /// >>> bin(37)
    /// '0b100101'
    /// >>> (37).bit_length()
    /// 6
    #[method]
    fn bit_length(thread: &mut Thread, this: Value) -> PyResult<usize> {
        let this = expect(thread, "bit_length", this)?;
        Ok(match as_i64(this) {
            Some(small) => 64 - small.unsigned_abs().leading_zeros() as usize,
            None => as_big(this).unwrap_or_default().unsigned_abs().bit_len(),
        })
    }

    /// Number of ones in the binary representation of the absolute value of self.
    ///
    /// Also known as the population count.
    ///
    /// >>> bin(13)
    /// '0b1101'
    /// >>> (13).bit_count()
    /// 3
    #[method]
    fn bit_count(thread: &mut Thread, this: Value) -> PyResult<usize> {
        let this = expect(thread, "bit_count", this)?;
        Ok(match as_i64(this) {
            Some(small) => small.unsigned_abs().count_ones() as usize,
            None => as_big(this).unwrap_or_default().unsigned_abs().count_ones(),
        })
    }

    /// Return an array of bytes representing an integer.
    ///
    ///   length
    ///     Length of bytes object to use.  An OverflowError is raised if the
    ///     integer is not representable with the given number of bytes.  Default
    ///     is length 1.
    ///   byteorder
    ///     The byte order used to represent the integer.  If byteorder is 'big',
    ///     the most significant byte is at the beginning of the byte array.  If
    ///     byteorder is 'little', the most significant byte is at the end of the
    ///     byte array.  To request the native byte order of the host system, use
    ///     sys.byteorder as the byte order value.  Default is to use 'big'.
    ///   signed
    ///     Determines whether two's complement is used to represent the integer.
    ///     If signed is False and a negative integer is given, an OverflowError
    ///     is raised.
    #[method(
        keywords = "length, byteorder, signed",
        kwonly = "signed",
        signature = "($self, /, length=1, byteorder='big', *, signed=False)"
    )]
    fn to_bytes(
        thread: &mut Thread,
        this: Value,
        length: Option<i64>,
        byteorder: Option<Ref<StrObject>>,
        signed: Option<bool>,
    ) -> PyResult<Ref<BytesObject>> {
        let this = expect(thread, "to_bytes", this)?;
        let big_endian = is_big_endian(thread, byteorder)?;
        let Ok(length) = usize::try_from(length.unwrap_or(1)) else {
            return Err(thread.value_error(format_args!("length argument must be non-negative")));
        };
        let signed = signed.unwrap_or(false);
        let value = as_big(this).unwrap_or_default();
        let negative = value.sign() == Sign::Negative;
        if negative && !signed {
            return Err(thread.overflow_error(format_args!("can't convert negative int to unsigned")));
        }
        // The bits of the magnitude of value, or of its complement if it is negative.
        let magnitude = if negative {
            (!value).unsigned_abs()
        } else {
            value.unsigned_abs()
        };
        if magnitude.bit_len() + usize::from(signed) > length.saturating_mul(8)
            && !(length == 0 && magnitude == UBig::ZERO && !negative)
        {
            return Err(thread.overflow_error(format_args!("int too big to convert")));
        }
        let bytes = BytesObject::with_length(thread, core().types.bytes.get(), length)?;
        // SAFETY: a fresh object of `length` bytes that nobody else has seen.
        let data = unsafe { std::slice::from_raw_parts_mut(bytes.data_ptr(), length) };
        for (slot, byte) in data.iter_mut().zip(magnitude.to_le_bytes().iter()) {
            *slot = *byte;
        }
        if negative {
            data.iter_mut().for_each(|b| *b = !*b);
        }
        if big_endian {
            data.reverse();
        }
        Ok(bytes)
    }

    /// Return the integer represented by the given array of bytes.
    ///
    ///   bytes
    ///     Holds the array of bytes to convert.  The argument must either
    ///     support the buffer protocol or be an iterable object producing bytes.
    ///     Bytes and bytearray are examples of built-in objects that support the
    ///     buffer protocol.
    ///   byteorder
    ///     The byte order used to represent the integer.  If byteorder is 'big',
    ///     the most significant byte is at the beginning of the byte array.  If
    ///     byteorder is 'little', the most significant byte is at the end of the
    ///     byte array.  To request the native byte order of the host system, use
    ///     sys.byteorder as the byte order value.  Default is to use 'big'.
    ///   signed
    ///     Indicates whether two's complement is used to represent the integer.
    #[classmethod(
        keywords = "bytes, byteorder, signed",
        kwonly = "signed",
        signature = "($type, /, bytes, byteorder='big', *, signed=False)"
    )]
    fn from_bytes(
        thread: &mut Thread,
        class: Ref<TypeObject>,
        bytes: Value,
        byteorder: Option<Ref<StrObject>>,
        signed: Option<bool>,
    ) -> PyResult<Value> {
        let big_endian = is_big_endian(thread, byteorder)?;
        let mut data = match crate::bytes_ops::by_special_method(thread, bytes)? {
            Some(data) => data,
            None => crate::bytes_ops::from_object(thread, bytes, "bytes")?,
        };
        if big_endian {
            data.reverse();
        }
        let negative = signed.unwrap_or(false) && data.last().is_some_and(|b| b & 0x80 != 0);
        if negative {
            data.iter_mut().for_each(|b| *b = !*b);
        }
        let value = if negative {
            let magnitude = IBig::from(UBig::from_le_bytes(&data));
            from_big(thread, &!magnitude)?
        } else {
            pyrs_object::int::from_bytes(thread, false, &data)?
        };
        if class == core().types.int.get() {
            return Ok(value);
        }
        protocol::call(thread, class.value(), &[value])
    }

    /// Return a pair of integers, whose ratio is equal to the original int.
    ///
    /// The ratio is in lowest terms and has a positive denominator.
    ///
    /// >>> (10).as_integer_ratio()
    /// (10, 1)
    /// >>> (-10).as_integer_ratio()
    /// (-10, 1)
    /// >>> (0).as_integer_ratio()
    /// (0, 1)
    #[method]
    fn as_integer_ratio(thread: &mut Thread, this: Value) -> PyResult<Ref<TupleObject>> {
        let this = expect(thread, "as_integer_ratio", this)?;
        let pair = [to_plain(thread, this)?, Value::small_int(1)];
        TupleObject::from_slice(thread, &pair)
    }

    /// Returns True. Exists for duck type compatibility with float.is_integer.
    #[method]
    fn is_integer(thread: &mut Thread, this: Value) -> PyResult<bool> {
        expect(thread, "is_integer", this).map(|_| true)
    }

    /// Truncating an Integral returns itself.
    #[method(name = "__trunc__")]
    fn trunc(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let this = expect(thread, "__trunc__", this)?;
        to_plain(thread, this)
    }

    /// Flooring an Integral returns itself.
    #[method(name = "__floor__")]
    fn floor(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let this = expect(thread, "__floor__", this)?;
        to_plain(thread, this)
    }

    /// Ceiling of an Integral returns itself.
    #[method(name = "__ceil__")]
    fn ceil(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let this = expect(thread, "__ceil__", this)?;
        to_plain(thread, this)
    }

    /// Rounding an Integral returns itself.
    ///
    /// Rounding with an ndigits argument also returns an integer.
    #[method(name = "__round__", signature = "($self, ndigits=None, /)")]
    fn round(thread: &mut Thread, this: Value, ndigits: pyrs_object::convert::OptionalNone<Value>) -> PyResult<Value> {
        let this = expect(thread, "__round__", this)?;
        match ndigits.0 {
            None => to_plain(thread, this),
            Some(ndigits) => {
                let ndigits = protocol::index_clamped(thread, ndigits)?;
                round_to(thread, this, ndigits)
            }
        }
    }

    /// Convert to a string according to format_spec.
    #[method(name = "__format__")]
    fn format(thread: &mut Thread, this: Value, format_spec: Ref<StrObject>) -> PyResult<Ref<StrObject>> {
        let this = expect(thread, "__format__", this)?;
        if format_spec.is_empty() {
            return protocol::str(thread, this);
        }
        let name = class_of(this).name_for_message();
        let spec = crate::format::parse_spec(thread, format_spec, &name, true)?;
        int_text::format(thread, this, &spec, &name)
    }

    #[method(name = "__getnewargs__")]
    fn getnewargs(thread: &mut Thread, this: Value) -> PyResult<Ref<TupleObject>> {
        let this = expect(thread, "__getnewargs__", this)?;
        let plain = to_plain(thread, this)?;
        TupleObject::from_slice(thread, &[plain])
    }

    /// the real part of a complex number
    #[getter]
    fn real(thread: &mut Thread, this: Value) -> PyResult<Value> {
        to_plain(thread, this)
    }

    /// the imaginary part of a complex number
    #[getter]
    fn imag(_thread: &mut Thread, _this: Value) -> i64 {
        0
    }

    /// the numerator of a rational number in lowest terms
    #[getter]
    fn numerator(thread: &mut Thread, this: Value) -> PyResult<Value> {
        to_plain(thread, this)
    }

    /// the denominator of a rational number in lowest terms
    #[getter]
    fn denominator(_thread: &mut Thread, _this: Value) -> i64 {
        1
    }
}

fn is_big_endian(thread: &mut Thread, byteorder: Option<Ref<StrObject>>) -> PyResult<bool> {
    match byteorder {
        None => Ok(true),
        Some(order) if order.equals_str("big") => Ok(true),
        Some(order) if order.equals_str("little") => Ok(false),
        Some(_) => Err(thread.value_error(format_args!("byteorder must be either 'little' or 'big'"))),
    }
}

/// Rounds to a power of ten, half to even.
fn round_to(thread: &mut Thread, value: Value, ndigits: i64) -> PyResult<Value> {
    if ndigits >= 0 {
        return to_plain(thread, value);
    }
    let big = as_big(value).unwrap_or_default();
    let places = ndigits.unsigned_abs() as usize;
    // A power of ten of more than twice the value: the result is zero.
    if places > big.bit_len() {
        return Ok(Value::small_int(0));
    }
    let unit = IBig::from(10).pow(places);
    let (quotient, remainder) = big_floor_div_rem(&big, &unit);
    let up = match (&remainder * IBig::from(2)).cmp(&unit) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Equal => quotient.bit(0),
    };
    from_big(thread, &((quotient + IBig::from(u8::from(up))) * unit))
}

/// An instance of a subclass.
fn of_class(thread: &mut Thread, class: Ref<TypeObject>, value: Value) -> PyResult<Value> {
    let big = as_big(value).unwrap_or_default();
    let (sign, words) = big.as_sign_words();
    Ok(IntObject::with_class(thread, class, sign == Sign::Negative, words)?.value())
}

/// `int(...)` as a plain int.
fn construct(thread: &mut Thread, args: Args) -> PyResult<Value> {
    let given = args.all().len();
    if given > 2 {
        return Err(thread.type_error(format_args!("int expected at most 2 arguments, got {given}")));
    }
    let positional = args.positional();
    let (x, mut base) = (positional.first().copied(), positional.get(1).copied());
    for (key, value) in args.keywords() {
        if !key.equals_str("base") {
            let key = key.to_string_lossy();
            return Err(thread.type_error(format_args!("int() got an unexpected keyword argument '{key}'")));
        }
        if base.is_some() {
            return Err(thread.type_error(format_args!(
                "argument for int() given by name ('base') and position (2)"
            )));
        }
        base = Some(value);
    }
    match (x, base) {
        (None, None) => Ok(Value::small_int(0)),
        (None, Some(_)) => Err(thread.type_error(format_args!("int() missing string argument"))),
        (Some(x), None) => from_object(thread, x),
        (Some(x), Some(base)) => {
            let base = protocol::index_clamped(thread, base)?;
            let Some(base) = u32::try_from(base).ok().filter(|b| *b == 0 || (2..=36).contains(b)) else {
                return Err(thread.value_error(format_args!("int() base must be >= 2 and <= 36, or 0")));
            };
            match parse_text(thread, x, base) {
                Some(result) => result,
                None => Err(thread.type_error(format_args!("int() can't convert non-string with explicit base"))),
            }
        }
    }
}

/// Parses a string, bytes or bytearray; `None` for other types.
fn parse_text(thread: &mut Thread, value: Value, base: u32) -> Option<PyResult<Value>> {
    if let Some(text) = value.downcast::<StrObject>() {
        if base == 10
            && let Some(small) = text.as_ascii().and_then(pyrs_text::number_parse::plain_int)
        {
            return Some(from_i64(thread, small));
        }
        let shown = || pyrs_text::escape::str_repr(text.chars().iter(), false);
        let chars = text.chars_unbound();
        return Some(int_text::parse(
            thread,
            (0..chars.len()).map(|i| chars.get(i)),
            base,
            shown,
        ));
    }
    let bytes = as_bytes(&value)?;
    let shown = || pyrs_text::escape::bytes_repr(bytes);
    // Bytes beyond ASCII are no digits, whatever their Latin-1 characters are.
    let chars = bytes.iter().map(|b| if *b < 0x80 { u32::from(*b) } else { 0xffff });
    Some(int_text::parse(thread, chars, base, shown))
}

/// `int(value)` as a plain int.
pub fn from_object(thread: &mut Thread, value: Value) -> PyResult<Value> {
    if is_int(value) && class_of(value) == core().types.int.get() {
        return Ok(value);
    }
    if let Some(number) = value.as_immediate_float() {
        return real::f64_to_int(thread, number.trunc());
    }
    for (op, name) in [(UnaryOp::Int, "__int__"), (UnaryOp::Index, "__index__")] {
        if let Some(result) = protocol::convert(thread, op, value)? {
            if is_int(result) {
                if !is_int(value) {
                    protocol::warn_of_subclass(thread, name, result)?;
                }
                return to_plain(thread, result);
            }
            let class = class_of(result).name_for_message();
            return Err(thread.type_error(format_args!("{name} returned non-int (type {class})")));
        }
    }
    match parse_text(thread, value, 10) {
        Some(result) => result,
        None => {
            if let Some(bytes) = crate::memoryview::bytes_of(thread, value)? {
                return from_object(thread, bytes.value());
            }
            let class = class_of(value).name_for_message();
            Err(thread.type_error(format_args!(
                "int() argument must be a string, a bytes-like object or a real number, not '{class}'"
            )))
        }
    }
}

/// Fills `int`.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    core().hooks.power_modulo.set(Some(pow_mod));
    IntMethods::register(thread, pyrs_object::core().types.int.get())
}
