//! `bool`.

use pyrs_macros::pymethods;
use pyrs_object::int::as_bool;
use pyrs_object::slots::BinaryOp;
use pyrs_object::str::StrObject;
use pyrs_object::{Args, PyResult, Thread, Value, bool_value, protocol};

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
