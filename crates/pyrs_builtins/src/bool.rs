//! `bool`.

use pyrs_macros::pymethods;
use pyrs_object::int::as_bool;
use pyrs_object::slots::{BinaryOp, UnaryOp};
use pyrs_object::str::StrObject;
use pyrs_object::{Args, PyResult, Thread, Value, bool_value, core, protocol};

/// Holds the methods of `bool`.
pub struct BoolMethods;

/// Returns True when the argument is true, False otherwise.
/// The builtins True and False are the only two instances of the class bool.
/// The class bool is a subclass of the class int, and cannot be subclassed.
#[pymethods]
impl BoolMethods {
    #[slot(ops = "And Or Xor")]
    fn binary(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        if let (Some(a), Some(b)) = (as_bool(left), as_bool(right)) {
            match op {
                BinaryOp::And => return Ok(bool_value(a & b)),
                BinaryOp::Or => return Ok(bool_value(a | b)),
                BinaryOp::Xor => return Ok(bool_value(a ^ b)),
                _ => {}
            }
        }
        crate::int_arith::binary(thread, op, left, right)
    }

    #[slot(ops = "Invert")]
    fn unary(thread: &mut Thread, op: UnaryOp, this: Value) -> PyResult<Value> {
        let number = i64::from(as_bool(this) == Some(true));
        let number = match op {
            UnaryOp::Invert => {
                let text = "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns \
                            the bitwise inversion of the underlying int object and is usually not what you expect from \
                            negating a bool. Use the 'not' operator for boolean negation or ~int(x) if you really \
                            want the bitwise inversion of the underlying int.";
                pyrs_object::warn::warn(thread, core().types.deprecation_warning.get(), text)?;
                !number
            }
            UnaryOp::Neg => -number,
            UnaryOp::Float => return pyrs_object::float::from_f64(thread, number as f64),
            UnaryOp::Pos | UnaryOp::Abs | UnaryOp::Int | UnaryOp::Index => number,
        };
        Ok(Value::small_int(number))
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let text = if as_bool(this) == Some(true) { "True" } else { "False" };
        Ok(StrObject::intern(thread, text)?.value())
    }

    #[slot]
    fn new(thread: &mut Thread, _class: Value, args: Args) -> PyResult<Value> {
        if args.names().is_some() {
            return Err(thread.type_error(format_args!("bool() takes no keyword arguments")));
        }
        match args.positional() {
            [] => Ok(bool_value(false)),
            [value] => protocol::truth(thread, *value).map(bool_value),
            more => {
                let given = more.len();
                Err(thread.type_error(format_args!("bool expected at most 1 argument, got {given}")))
            }
        }
    }
}

/// Fills `bool`.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    BoolMethods::register(thread, pyrs_object::core().types.bool_.get())
}
