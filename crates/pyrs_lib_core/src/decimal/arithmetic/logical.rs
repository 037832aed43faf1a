//! Operations on numbers whose digits are zeros and ones.

use super::coefficient::{Coefficient, MAX_DIGITS};
use super::number::status::*;
use super::number::{Limits, Number};

/// The digits, last first, if the number is a logical operand.
fn digits_of(a: &Number, limits: &Limits) -> Option<Vec<bool>> {
    if !a.is_finite() || a.negative || a.exponent != 0 {
        return None;
    }
    let text = a.coefficient.to_text();
    let digits: Option<Vec<bool>> = text
        .bytes()
        .rev()
        .map(|digit| match digit {
            b'0' => Some(false),
            b'1' => Some(true),
            _ => None,
        })
        .collect();
    let mut digits = digits?;
    digits.truncate(limits.prec as usize);
    Some(digits)
}

fn from_digits(digits: impl DoubleEndedIterator<Item = bool>) -> Number {
    let text: Vec<u8> = digits.rev().map(|digit| if digit { b'1' } else { b'0' }).collect();
    Number::new(false, Coefficient::from_text(&text), 0)
}

/// `and`, `or`, `xor`, given as a function of two digits.
pub fn combine(a: &Number, b: &Number, limits: &Limits, status: &mut u32, op: fn(bool, bool) -> bool) -> Number {
    let (Some(a), Some(b)) = (digits_of(a, limits), digits_of(b, limits)) else {
        return Number::error(INVALID_OPERATION, status);
    };
    let digit = |digits: &[bool], index: usize| digits.get(index).copied().unwrap_or(false);
    from_digits((0..a.len().max(b.len())).map(|index| op(digit(&a, index), digit(&b, index))))
}

/// Every digit of the precision inverted.
pub fn invert(a: &Number, limits: &Limits, status: &mut u32) -> Number {
    let Some(digits) = digits_of(a, limits) else {
        return Number::error(INVALID_OPERATION, status);
    };
    if limits.prec as u64 > MAX_DIGITS {
        return Number::error(MALLOC_ERROR, status);
    }
    from_digits((0..limits.prec as usize).map(|index| !digits.get(index).copied().unwrap_or(false)))
}
