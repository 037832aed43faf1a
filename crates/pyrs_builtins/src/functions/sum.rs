//! `sum`: ints and doubles are added natively as long as nothing else comes; doubles with compensation (Neumaier).

use pyrs_macros::pymodule;
use pyrs_object::float::{ComplexObject, as_f64, from_f64};
use pyrs_object::slots::BinaryOp;
use pyrs_object::type_object::class_of;
use pyrs_object::{PyResult, Thread, Value, convert, core, int, protocol};

/// The functions.
#[pymodule(name = "builtins")]
pub mod functions {
    use pyrs_object::{PyResult, Thread, Value};

    /// Return the sum of a 'start' value (default: 0) plus an iterable of numbers
    ///
    /// When the iterable is empty, return the start value.
    /// This function is intended specifically for use with numeric values and may
    /// reject non-numeric types.
    #[function(keywords = "start", signature = "($module, iterable, /, start=0)")]
    fn sum(thread: &mut Thread, iterable: Value, start: Option<Value>) -> PyResult<Value> {
        super::sum(thread, iterable, start)
    }
}

/// A running sum of doubles with the error that rounding has left out.
#[derive(Clone, Copy)]
struct Compensated {
    sum: f64,
    error: f64,
}

impl Compensated {
    fn new(sum: f64) -> Compensated {
        Compensated { sum, error: 0.0 }
    }

    #[inline]
    fn add(&mut self, term: f64) {
        let total = self.sum + term;
        if self.sum.abs() >= term.abs() {
            self.error += (self.sum - total) + term;
        } else {
            self.error += (term - total) + self.sum;
        }
        self.sum = total;
    }

    fn total(self) -> f64 {
        // An infinite or undefined error says nothing: the plain sum has overflowed already.
        if self.error != 0.0 && self.error.is_finite() {
            self.sum + self.error
        } else {
            self.sum
        }
    }
}

fn exact_float(value: Value) -> Option<f64> {
    match value.as_immediate_float() {
        Some(number) => Some(number),
        None if class_of(value) == core().types.float.get() => as_f64(value),
        None => None,
    }
}

fn exact_complex(value: Value) -> Option<(f64, f64)> {
    let number = value.downcast::<ComplexObject>()?;
    (number.class() == core().types.complex.get()).then(|| (number.real.get(), number.imaginary.get()))
}

fn reject_text(thread: &mut Thread, start: Value) -> PyResult<()> {
    let (class, types) = (class_of(start), &core().types);
    for (rejected, kind, join) in [
        (&types.str_, "strings", "''"),
        (&types.bytes, "bytes", "b''"),
        (&types.bytearray, "bytearray", "b''"),
    ] {
        if class.is_subtype(rejected.get()) {
            return Err(thread.type_error(format_args!("sum() can't sum {kind} [use {join}.join(seq) instead]")));
        }
    }
    Ok(())
}

fn sum(thread: &mut Thread, iterable: Value, start: Option<Value>) -> PyResult<Value> {
    let iterator = protocol::iter(thread, iterable)?;
    let mut result = match start {
        None => Value::small_int(0),
        Some(start) => {
            reject_text(thread, start)?;
            start
        }
    };
    if let Some(number) = result.as_small_int() {
        match sum_ints(thread, iterator, number)? {
            (total, None) => return Ok(total),
            (total, Some(item)) => result = protocol::binary(thread, BinaryOp::Add, total, item)?,
        }
    }
    if let Some(number) = exact_float(result) {
        match sum_floats(thread, iterator, number)? {
            (total, None) => return Ok(total),
            (total, Some(item)) => result = protocol::binary(thread, BinaryOp::Add, total, item)?,
        }
    }
    if let Some(number) = exact_complex(result) {
        match sum_complex(thread, iterator, number)? {
            (total, None) => return Ok(total),
            (total, Some(item)) => result = protocol::binary(thread, BinaryOp::Add, total, item)?,
        }
    }
    while let Some(item) = protocol::next(thread, iterator)? {
        result = protocol::binary(thread, BinaryOp::Add, result, item)?;
    }
    Ok(result)
}

/// Adds small ints and bools; the first item that is neither, or does not fit, is handed back.
fn sum_ints(thread: &mut Thread, iterator: Value, start: i64) -> PyResult<(Value, Option<Value>)> {
    let mut total = start;
    while let Some(item) = protocol::next(thread, iterator)? {
        let number = item.as_small_int().or_else(|| int::as_bool(item).map(i64::from));
        match number.and_then(|number| total.checked_add(number)) {
            Some(sum) => total = sum,
            None => return Ok((int::from_i64(thread, total)?, Some(item))),
        }
    }
    Ok((int::from_i64(thread, total)?, None))
}

/// Adds doubles, and ints as such; the first item that is neither is handed back.
fn sum_floats(thread: &mut Thread, iterator: Value, start: f64) -> PyResult<(Value, Option<Value>)> {
    let mut total = Compensated::new(start);
    while let Some(item) = protocol::next(thread, iterator)? {
        match exact_float(item) {
            Some(number) => total.add(number),
            None if int::is_int(item) => total.add(convert::to_f64(thread, item)?),
            None => return Ok((from_f64(thread, total.total())?, Some(item))),
        }
    }
    Ok((from_f64(thread, total.total())?, None))
}

/// Adds complex numbers, doubles and ints; the first item that is none of them is handed back.
fn sum_complex(thread: &mut Thread, iterator: Value, start: (f64, f64)) -> PyResult<(Value, Option<Value>)> {
    let (mut real, mut imaginary) = (Compensated::new(start.0), Compensated::new(start.1));
    let mut rest = None;
    while let Some(item) = protocol::next(thread, iterator)? {
        if let Some(number) = exact_complex(item) {
            real.add(number.0);
            imaginary.add(number.1);
        } else if int::is_int(item) || as_f64(item).is_some() {
            real.add(convert::to_f64(thread, item)?);
        } else {
            rest = Some(item);
            break;
        }
    }
    let total = ComplexObject::new(thread, real.total(), imaginary.total())?;
    Ok((total.value(), rest))
}
