//! Arithmetic and number texts: `abs`, `bin`, `divmod`, `hex`, `oct`, `pow`, `round`.

use pyrs_macros::pymodule;
use pyrs_object::str::StrObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{PyResult, Thread, Value, core, int, none, not_implemented, protocol};

/// The functions.
#[pymodule(name = "builtins")]
pub mod functions {
    use pyrs_object::slots::{BinaryOp, UnaryOp};
    use pyrs_object::type_object::class_of;
    use pyrs_object::{PyResult, Thread, Value, core, int, none, protocol};

    /// Return the absolute value of the argument.
    #[function]
    fn abs(thread: &mut Thread, number: Value) -> PyResult<Value> {
        match number.as_small_int() {
            Some(number) => int::from_i64(thread, number.abs()),
            None => protocol::unary(thread, UnaryOp::Abs, number),
        }
    }

    /// Return the tuple (x//y, x%y).  Invariant: div*y + mod == x.
    #[function]
    fn divmod(thread: &mut Thread, x: Value, y: Value) -> PyResult<Value> {
        protocol::binary(thread, BinaryOp::DivMod, x, y)
    }

    /// Return the binary representation of an integer.
    #[function]
    fn bin(thread: &mut Thread, number: Value) -> PyResult<String> {
        super::in_radix(thread, number, |big| format!("{big:#b}"), |small| format!("{small:#b}"))
    }

    /// Return the octal representation of an integer.
    #[function]
    fn oct(thread: &mut Thread, number: Value) -> PyResult<String> {
        super::in_radix(thread, number, |big| format!("{big:#o}"), |small| format!("{small:#o}"))
    }

    /// Return the hexadecimal representation of an integer.
    #[function]
    fn hex(thread: &mut Thread, number: Value) -> PyResult<String> {
        super::in_radix(thread, number, |big| format!("{big:#x}"), |small| format!("{small:#x}"))
    }

    /// Equivalent to base**exp with 2 arguments or base**exp % mod with 3 arguments.
    ///
    /// Some types, such as ints, are able to use a more efficient algorithm when
    /// invoked using the three argument form.
    #[function(keywords = "base, exp, mod", signature = "($module, /, base, exp, mod=None)")]
    fn pow(thread: &mut Thread, base: Value, exponent: Value, modulus: Option<Value>) -> PyResult<Value> {
        match modulus.filter(|modulus| *modulus != none()) {
            None => protocol::binary(thread, BinaryOp::Pow, base, exponent),
            Some(modulus) => super::power_modulo(thread, base, exponent, modulus),
        }
    }

    /// Round a number to a given precision in decimal digits.
    ///
    /// The return value is an integer if ndigits is omitted or None.  Otherwise
    /// the return value has the same type as the number.  ndigits may be negative.
    #[function(keywords = "number, ndigits", signature = "($module, /, number, ndigits=None)")]
    fn round(thread: &mut Thread, number: Value, digits: Option<Value>) -> PyResult<Value> {
        let name = core().names.round.get();
        let rounded = match digits.filter(|digits| *digits != none()) {
            None => protocol::call_special(thread, number, name, &[])?,
            Some(digits) => protocol::call_special(thread, number, name, &[digits])?,
        };
        match rounded {
            Some(rounded) => Ok(rounded),
            None => {
                let class = class_of(number).name_for_message();
                Err(thread.type_error(format_args!("type {class} doesn't define __round__ method")))
            }
        }
    }
}

/// The text of an int with its prefix; `small` gets magnitudes of 64 bits.
fn in_radix(
    thread: &mut Thread,
    number: Value,
    big: impl FnOnce(&dashu_int::UBig) -> String,
    small: impl FnOnce(u64) -> String,
) -> PyResult<String> {
    let number = protocol::index(thread, number)?;
    let (negative, text) = match int::as_i64(number) {
        Some(number) => (number < 0, small(number.unsigned_abs())),
        None => match int::as_big(number) {
            Some(number) => {
                let (sign, magnitude) = number.into_parts();
                (sign == dashu_int::Sign::Negative, big(&magnitude))
            }
            None => (false, String::new()),
        },
    };
    Ok(if negative { format!("-{text}") } else { text })
}

/// `pow(base, exponent, modulus)`: natively for ints, else by `__pow__` and `__rpow__` with three operands.
fn power_modulo(thread: &mut Thread, base: Value, exponent: Value, modulus: Value) -> PyResult<Value> {
    let (base_class, exponent_class) = (class_of(base), class_of(exponent));
    let native = |value: Value| {
        let class = class_of(value);
        class == core().types.int.get() || class == core().types.bool_.get()
    };
    if native(base) && native(exponent) && native(modulus) {
        return int_power_modulo(thread, base, exponent, modulus);
    }
    let forward = (base, "__pow__", [exponent, modulus]);
    let reflected = (exponent, "__rpow__", [base, modulus]);
    let reflected_first = base_class != exponent_class && exponent_class.is_subtype(base_class);
    let order = if reflected_first {
        [Some(reflected), Some(forward)]
    } else {
        [Some(forward), Some(reflected).filter(|_| base_class != exponent_class)]
    };
    for (receiver, name, operands) in order.into_iter().flatten() {
        if int::is_int(receiver) || pyrs_object::float::as_f64(receiver).is_some() {
            // The methods of numbers take two operands; an overriding class has its own.
            if !class_of(receiver).has(pyrs_object::type_object::TypeFlags::HEAP) {
                continue;
            }
        }
        let name = StrObject::intern(thread, name)?;
        if let Some(result) = protocol::call_special(thread, receiver, name, &operands)?
            && result != not_implemented()
        {
            return Ok(result);
        }
    }
    let is_float = |value: Value| pyrs_object::float::as_f64(value).is_some();
    if int::is_int(base) && int::is_int(exponent) && int::is_int(modulus) {
        return int_power_modulo(thread, base, exponent, modulus);
    }
    let is_number = |value: Value| int::is_int(value) || is_float(value);
    if is_number(base) && is_number(exponent) && is_number(modulus) {
        return Err(thread.type_error(format_args!(
            "pow() 3rd argument not allowed unless all arguments are integers"
        )));
    }
    let (base, exponent, modulus) = (
        base_class.name_for_message(),
        exponent_class.name_for_message(),
        class_of(modulus).name_for_message(),
    );
    Err(thread.type_error(format_args!(
        "unsupported operand type(s) for ** or pow(): '{base}', '{exponent}', '{modulus}'"
    )))
}

fn int_power_modulo(thread: &mut Thread, base: Value, exponent: Value, modulus: Value) -> PyResult<Value> {
    use dashu_int::ops::ExtendedGcd;
    use dashu_int::{IBig, Sign, UBig};
    let (Some(base), Some(exponent), Some(modulus)) = (int::as_big(base), int::as_big(exponent), int::as_big(modulus))
    else {
        return Ok(none());
    };
    let (modulus_sign, modulus) = modulus.into_parts();
    if modulus == UBig::ZERO {
        return Err(thread.value_error(format_args!("pow() 3rd argument cannot be 0")));
    }
    let signed_modulus = IBig::from(modulus.clone());
    let reduce = |value: IBig| -> UBig {
        let remainder = value % &signed_modulus;
        let (sign, magnitude) = remainder.into_parts();
        if sign == Sign::Negative && magnitude != UBig::ZERO {
            &modulus - magnitude
        } else {
            magnitude
        }
    };
    let mut base = reduce(base);
    let (exponent_sign, exponent) = exponent.into_parts();
    if exponent_sign == Sign::Negative {
        let (divisor, inverse, _) = if base == UBig::ZERO {
            (modulus.clone(), IBig::ZERO, IBig::ZERO)
        } else {
            (&base).gcd_ext(&modulus)
        };
        if divisor != UBig::ONE {
            return Err(thread.value_error(format_args!("base is not invertible for the given modulus")));
        }
        base = reduce(inverse);
    }
    let ring = dashu_int::fast_div::ConstDivisor::new(modulus.clone());
    let power = ring.reduce(base).pow(&exponent).residue();
    let power = if modulus_sign == Sign::Negative && power != UBig::ZERO {
        IBig::from(power) - signed_modulus
    } else {
        IBig::from(power)
    };
    int::from_big(thread, &power)
}
