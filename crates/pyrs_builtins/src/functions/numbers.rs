//! Arithmetic and number texts: `abs`, `bin`, `divmod`, `hex`, `oct`, `pow`, `round`.

use pyrs_macros::pymodule;
use pyrs_object::big::{Sign, UBig};
use pyrs_object::descriptor::SlotWrapperObject;
use pyrs_object::str::StrObject;
use pyrs_object::type_object::{TypeFlags, class_of};
use pyrs_object::{PyResult, Thread, Value, attribute, int, not_implemented, protocol};

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
    big: impl FnOnce(&UBig) -> String,
    small: impl FnOnce(u64) -> String,
) -> PyResult<String> {
    let number = protocol::index(thread, number)?;
    let (negative, text) = match int::as_i64(number) {
        Some(number) => (number < 0, small(number.unsigned_abs())),
        None => match int::as_big(number) {
            Some(number) => {
                let (sign, magnitude) = number.into_parts();
                (sign == Sign::Negative, big(&magnitude))
            }
            None => (false, String::new()),
        },
    };
    Ok(if negative { format!("-{text}") } else { text })
}

/// `pow(base, exponent, modulus)`: natively for numbers, else by `__pow__` and `__rpow__` with three operands.
fn power_modulo(thread: &mut Thread, base: Value, exponent: Value, modulus: Value) -> PyResult<Value> {
    let (base_class, exponent_class) = (class_of(base), class_of(exponent));
    let forward = (base, "__pow__", [exponent, modulus]);
    let reflected = (exponent, "__rpow__", [base, modulus]);
    let order = match base_class != exponent_class {
        false => [Some(forward), None],
        true if exponent_class.is_subtype(base_class) => [Some(reflected), Some(forward)],
        true => [Some(forward), Some(reflected)],
    };
    for (receiver, name, operands) in order.into_iter().flatten() {
        let class = class_of(receiver);
        if !class.has(TypeFlags::HEAP) {
            continue;
        }
        // The methods of native numbers take two operands; only Python code is asked with three.
        let name = StrObject::intern(thread, name)?;
        if let Some(method) = class.lookup(name)
            && method.downcast::<SlotWrapperObject>().is_none()
        {
            let result = attribute::call_with_receiver(thread, method, receiver, &operands)?;
            if result != not_implemented() {
                return Ok(result);
            }
        }
    }
    for operand in [base, exponent, modulus] {
        if let Some(power) = class_of(operand).slot(|slots| slots.power_modulo) {
            let result = power(thread, base, exponent, modulus)?;
            if result != not_implemented() {
                return Ok(result);
            }
        }
    }
    crate::int::pow_mod(thread, base, exponent, modulus)
}
