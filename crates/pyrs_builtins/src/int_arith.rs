//! Arithmetic of ints: 64-bit operands first, dashu-int for the rest.
//!
//! Invariant: results are plain ints (never bools or subclass instances), small where they fit.

use crate::real::{big_to_f64, float_pow};
use pyrs_object::big::fast_div::ConstDivisor;
use pyrs_object::big::ops::{BitTest, DivRem, ExtendedGcd, UnsignedAbs};
use pyrs_object::big::{IBig, Sign, UBig};
use pyrs_object::slots::BinaryOp;
use pyrs_object::tuple::TupleObject;
use pyrs_object::{PyResult, Raised, Thread, Value, class_of, float, int, not_implemented};

/// Bits of the largest int that is computed; beyond is MemoryError.
pub const MAX_BITS: usize = 1 << 33;

/// The binary slot of int.
pub fn binary(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
    if let (Some(a), Some(b)) = (int::as_i64(left), int::as_i64(right)) {
        return match small(thread, op, a, b)? {
            Some(result) => Ok(result),
            None => big(thread, op, &IBig::from(a), &IBig::from(b)),
        };
    }
    if matches!(op, BinaryOp::And | BinaryOp::Or | BinaryOp::Xor)
        && let (Some(mut limbs), Some(other)) = (int::as_twos_complement(left), int::as_twos_complement(right))
    {
        for (limb, other) in limbs.iter_mut().zip(other) {
            *limb = match op {
                BinaryOp::And => *limb & other,
                BinaryOp::Or => *limb | other,
                _ => *limb ^ other,
            };
        }
        return int::from_twos_complement(thread, limbs);
    }
    match (int::as_big(left), int::as_big(right)) {
        (Some(a), Some(b)) => big(thread, op, &a, &b),
        _ => Ok(not_implemented()),
    }
}

#[cold]
fn zero_division(thread: &mut Thread) -> Raised {
    thread.zero_division_error(format_args!("division by zero"))
}

/// Quotient and remainder rounded towards minus infinity; the divisor is not zero, and the quotient fits.
fn floor_div_rem(a: i64, b: i64) -> Option<(i64, i64)> {
    let (quotient, remainder) = (a.checked_div(b)?, a.wrapping_rem(b));
    if remainder != 0 && (remainder < 0) != (b < 0) {
        Some((quotient - 1, remainder + b))
    } else {
        Some((quotient, remainder))
    }
}

/// The result for 64-bit operands, or `None` if it does not fit them.
#[inline]
fn small(thread: &mut Thread, op: BinaryOp, a: i64, b: i64) -> PyResult<Option<Value>> {
    let result = match op {
        BinaryOp::Add => a.checked_add(b),
        BinaryOp::Sub => a.checked_sub(b),
        BinaryOp::Mul => a.checked_mul(b),
        BinaryOp::And => Some(a & b),
        BinaryOp::Or => Some(a | b),
        BinaryOp::Xor => Some(a ^ b),
        BinaryOp::FloorDiv | BinaryOp::Mod | BinaryOp::DivMod | BinaryOp::TrueDiv if b == 0 => {
            return Err(zero_division(thread));
        }
        BinaryOp::FloorDiv => floor_div_rem(a, b).map(|r| r.0),
        BinaryOp::Mod => floor_div_rem(a, b).map(|r| r.1),
        BinaryOp::DivMod => match floor_div_rem(a, b) {
            Some((quotient, remainder)) => {
                let pair = [int::from_i64(thread, quotient)?, int::from_i64(thread, remainder)?];
                return Ok(Some(TupleObject::from_slice(thread, &pair)?.value()));
            }
            None => None,
        },
        BinaryOp::TrueDiv => {
            const EXACT: u64 = 1 << 53;
            if a.unsigned_abs() <= EXACT && b.unsigned_abs() <= EXACT {
                return float::from_f64(thread, a as f64 / b as f64).map(Some);
            }
            None
        }
        BinaryOp::Pow if b < 0 => return float_pow(thread, a as f64, b as f64).map(Some),
        BinaryOp::Pow => u32::try_from(b).ok().and_then(|b| a.checked_pow(b)),
        BinaryOp::LShift | BinaryOp::RShift if b < 0 => {
            return Err(thread.value_error(format_args!("negative shift count")));
        }
        BinaryOp::LShift if a == 0 => Some(0),
        BinaryOp::LShift => match u32::try_from(b) {
            Ok(b) if b < 63 && (a << b) >> b == a => Some(a << b),
            _ => None,
        },
        BinaryOp::RShift => Some(a >> b.min(63)),
        BinaryOp::MatMul => return Ok(Some(not_implemented())),
    };
    match result {
        Some(result) => int::from_i64(thread, result).map(Some),
        None => Ok(None),
    }
}

fn big(thread: &mut Thread, op: BinaryOp, a: &IBig, b: &IBig) -> PyResult<Value> {
    let result = match op {
        BinaryOp::Add => a + b,
        BinaryOp::Sub => a - b,
        BinaryOp::Mul => {
            check_bits(thread, a.bit_len().saturating_add(b.bit_len()))?;
            a * b
        }
        BinaryOp::And => a & b,
        BinaryOp::Or => a | b,
        BinaryOp::Xor => a ^ b,
        BinaryOp::FloorDiv | BinaryOp::Mod | BinaryOp::DivMod | BinaryOp::TrueDiv if *b == IBig::ZERO => {
            return Err(zero_division(thread));
        }
        BinaryOp::FloorDiv => big_floor_div_rem(a, b).0,
        BinaryOp::Mod => big_floor_div_rem(a, b).1,
        BinaryOp::DivMod => {
            let (quotient, remainder) = big_floor_div_rem(a, b);
            let pair = [int::from_big(thread, &quotient)?, int::from_big(thread, &remainder)?];
            return Ok(TupleObject::from_slice(thread, &pair)?.value());
        }
        BinaryOp::TrueDiv => return true_div(thread, a, b),
        BinaryOp::Pow => return big_pow(thread, a, b),
        BinaryOp::LShift => return left_shift(thread, a, b),
        BinaryOp::RShift => return right_shift(thread, a, b),
        BinaryOp::MatMul => return Ok(not_implemented()),
    };
    int::from_big(thread, &result)
}

fn check_bits(thread: &mut Thread, bits: usize) -> PyResult<()> {
    if bits > MAX_BITS {
        Err(thread.memory_error())
    } else {
        Ok(())
    }
}

/// Quotient and remainder rounded towards minus infinity.
pub fn big_floor_div_rem(a: &IBig, b: &IBig) -> (IBig, IBig) {
    let (quotient, remainder) = a.div_rem(b);
    if remainder != IBig::ZERO && (remainder.sign() == Sign::Negative) != (b.sign() == Sign::Negative) {
        (quotient - IBig::ONE, remainder + b)
    } else {
        (quotient, remainder)
    }
}

/// The correctly rounded quotient.
fn true_div(thread: &mut Thread, a: &IBig, b: &IBig) -> PyResult<Value> {
    let negative = (a.sign() == Sign::Negative) != (b.sign() == Sign::Negative);
    let (n, d) = (a.unsigned_abs(), b.unsigned_abs());
    if n == UBig::ZERO {
        return float::from_f64(thread, if negative { -0.0 } else { 0.0 });
    }
    // A quotient of 63 or 64 bits, whose lowest bit also stands for what was cut off.
    let shift = 63 + d.bit_len() as i64 - n.bit_len() as i64;
    let (quotient, remainder) = if shift >= 0 {
        (n << shift as usize).div_rem(&d)
    } else {
        n.div_rem(&(d << (-shift) as usize))
    };
    let sticky = u64::from(remainder != UBig::ZERO);
    let mantissa = u64::try_from(&quotient).unwrap_or(u64::MAX) | sticky;
    match pyrs_text::float_hex::compose(mantissa, -shift) {
        Ok(value) => float::from_f64(thread, if negative { -value } else { value }),
        Err(_) => Err(thread.overflow_error(format_args!("integer division result too large for a float"))),
    }
}

fn big_pow(thread: &mut Thread, base: &IBig, exponent: &IBig) -> PyResult<Value> {
    if exponent.sign() == Sign::Negative {
        let (base, exponent) = (big_to_f64(thread, base)?, big_to_f64(thread, exponent)?);
        return float_pow(thread, base, exponent);
    }
    let is_trivial = base.unsigned_abs() <= UBig::ONE;
    if is_trivial {
        let odd = exponent.bit(0);
        let result = match () {
            () if *exponent == IBig::ZERO => IBig::ONE,
            () if base.sign() == Sign::Negative && !odd => IBig::ONE,
            () => base.clone(),
        };
        return int::from_big(thread, &result);
    }
    let Ok(exponent) = usize::try_from(exponent) else {
        return Err(thread.memory_error());
    };
    check_bits(thread, (base.bit_len() - 1).saturating_mul(exponent))?;
    int::from_big(thread, &base.pow(exponent))
}

fn left_shift(thread: &mut Thread, a: &IBig, count: &IBig) -> PyResult<Value> {
    if count.sign() == Sign::Negative {
        return Err(thread.value_error(format_args!("negative shift count")));
    }
    if *a == IBig::ZERO {
        return Ok(Value::small_int(0));
    }
    let Ok(count) = usize::try_from(count) else {
        return Err(thread.overflow_error(format_args!("too many digits in integer")));
    };
    check_bits(thread, a.bit_len().saturating_add(count))?;
    int::from_big(thread, &(a << count))
}

fn right_shift(thread: &mut Thread, a: &IBig, count: &IBig) -> PyResult<Value> {
    if count.sign() == Sign::Negative {
        return Err(thread.value_error(format_args!("negative shift count")));
    }
    let count = usize::try_from(count).unwrap_or(usize::MAX).min(a.bit_len() + 1);
    // dashu shifts towards minus infinity, as Python does.
    int::from_big(thread, &(a >> count))
}

/// `pow(base, exponent, modulus)` of numbers: the methods of other classes have been asked.
pub fn pow_mod(thread: &mut Thread, base: Value, exponent: Value, modulus: Value) -> PyResult<Value> {
    let operands = (int::as_big(base), int::as_big(exponent), int::as_big(modulus));
    let (Some(b), Some(e), Some(m)) = operands else {
        return pow_mod_other(thread, base, exponent, modulus);
    };
    if m == IBig::ZERO {
        return Err(thread.value_error(format_args!("pow() 3rd argument cannot be 0")));
    }
    let positive = m.clone().unsigned_abs();
    let mut b = big_floor_div_rem(&b, &IBig::from(positive.clone())).1.unsigned_abs();
    if e.sign() == Sign::Negative {
        match inverse(&b, &positive) {
            Some(found) => b = found,
            None => {
                return Err(thread.value_error(format_args!("base is not invertible for the given modulus")));
            }
        }
    }
    let result = if positive == UBig::ONE {
        IBig::ZERO
    } else {
        let ring = ConstDivisor::new(positive.clone());
        IBig::from(ring.reduce(b).pow(&e.unsigned_abs()).residue())
    };
    let result = if m.sign() == Sign::Negative && result != IBig::ZERO {
        result + m
    } else {
        result
    };
    int::from_big(thread, &result)
}

/// The inverse modulo `modulus`.
fn inverse(value: &UBig, modulus: &UBig) -> Option<UBig> {
    if *modulus == UBig::ONE {
        return Some(UBig::ZERO);
    }
    if *value == UBig::ZERO {
        return None;
    }
    let (gcd, x, _) = value.gcd_ext(modulus);
    if gcd != UBig::ONE {
        return None;
    }
    Some(big_floor_div_rem(&x, &IBig::from(modulus.clone())).1.unsigned_abs())
}

#[cold]
fn pow_mod_other(thread: &mut Thread, base: Value, exponent: Value, modulus: Value) -> PyResult<Value> {
    use pyrs_object::float::{ComplexObject, as_f64};
    let operands = [base, exponent, modulus];
    let classes = operands.map(class_of);
    if operands.iter().any(|v| v.downcast::<ComplexObject>().is_some()) {
        return Err(thread.value_error(format_args!("complex modulo")));
    }
    if operands.iter().any(|v| as_f64(*v).is_some()) {
        return Err(thread.type_error(format_args!(
            "pow() 3rd argument not allowed unless all arguments are integers"
        )));
    }
    let [a, b, c] = classes.map(|class| class.name_for_message());
    Err(thread.type_error(format_args!(
        "unsupported operand type(s) for ** or pow(): '{a}', '{b}', '{c}'"
    )))
}
