//! Decimals as tuples of sign, digits and exponent.

use super::arithmetic::{Kind, Number};
use super::state;
use pyrs_object::list::ListObject;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::{PyResult, Ref, Thread, Value, int, protocol};
use std::fmt::Write;

/// The text of the number that a tuple or list stands for; `None` if the value is neither.
pub fn text_of(thread: &mut Thread, value: Value) -> PyResult<Option<String>> {
    if value.downcast::<TupleObject>().is_none() && value.downcast::<ListObject>().is_none() {
        return Ok(None);
    }
    let parts = crate::collect::to_tuple(thread, value)?;
    let [sign, digits, exponent] = *parts.items_unbound() else {
        return Err(thread.value_error(format_args!("argument must be a sequence of length 3")));
    };
    let negative = match int::as_i64(sign) {
        Some(0) => false,
        Some(1) => true,
        _ => {
            return Err(thread.value_error(format_args!("sign must be an integer with the value 0 or 1")));
        }
    };
    let mut text = String::from(if negative { "-" } else { "" });
    let mut suffix = String::new();
    if let Some(letter) = exponent.downcast::<StrObject>() {
        match letter.to_string_lossy().as_str() {
            "F" => {
                text.push_str("Inf");
                return Ok(Some(text));
            }
            "n" => text.push_str("nan"),
            "N" => text.push_str("snan"),
            _ => {
                return Err(thread.value_error(format_args!(
                    "string argument in the third position must be 'F', 'n' or 'N'"
                )));
            }
        }
    } else if int::is_int(exponent) {
        let exponent = protocol::index_i64(thread, exponent)?;
        suffix = format!("E{exponent}");
    } else {
        return Err(thread.value_error(format_args!("exponent must be an integer")));
    }
    if digits.downcast::<TupleObject>().is_none() && digits.downcast::<ListObject>().is_none() {
        return Err(thread.value_error(format_args!("coefficient must be a tuple of digits")));
    }
    let digits = crate::collect::to_tuple(thread, digits)?;
    if digits.is_empty() && !suffix.is_empty() {
        text.push('0');
    }
    for digit in digits.items() {
        match int::as_i64(*digit) {
            Some(digit @ 0..=9) => text.push((b'0' + digit as u8) as char),
            _ => {
                return Err(thread.value_error(format_args!("coefficient must be a tuple of digits")));
            }
        }
    }
    text.push_str(&suffix);
    Ok(Some(text))
}

/// `number.as_tuple()`.
pub fn to_tuple(thread: &mut Thread, number: &Number) -> PyResult<Value> {
    let mut text = String::new();
    let digits = match number.kind {
        Kind::Infinite => "0",
        Kind::Quiet | Kind::Signaling if number.coefficient.is_zero() => "",
        _ => {
            let _ = write!(text, "{}", number.coefficient.to_text());
            &text
        }
    };
    let tuple = TupleObject::with_length(thread, digits.len())?;
    for (index, digit) in digits.bytes().enumerate() {
        tuple.initialise_item(index, Value::small_int(i64::from(digit - b'0')));
    }
    let exponent = match number.kind {
        Kind::Finite => int::from_i64(thread, number.exponent)?,
        Kind::Infinite => letter(thread, "F")?,
        Kind::Quiet => letter(thread, "n")?,
        Kind::Signaling => letter(thread, "N")?,
    };
    let class = state::decimal_tuple(thread)?;
    let sign = Value::small_int(i64::from(number.negative));
    protocol::call(thread, class, &[sign, tuple.value(), exponent])
}

fn letter(thread: &mut Thread, letter: &str) -> PyResult<Value> {
    let letter: Ref<StrObject> = StrObject::intern(thread, letter)?;
    Ok(letter.value())
}
