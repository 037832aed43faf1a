//! `min` and `max`.

use pyrs_macros::pymodule;
use pyrs_object::slots::CompareOp;
use pyrs_object::{Args, PyResult, Thread, Value, none, protocol};

/// The functions.
#[pymodule(name = "builtins")]
pub mod functions {
    use super::extremum;
    use pyrs_object::slots::CompareOp;
    use pyrs_object::{Args, PyResult, Thread, Value};

    /// min(iterable, *[, default=obj, key=func]) -> value
    /// min(arg1, arg2, *args, *[, key=func]) -> value
    ///
    /// With a single iterable argument, return its smallest item. The
    /// default keyword-only argument specifies an object to return if
    /// the provided iterable is empty.
    /// With two or more positional arguments, return the smallest argument.
    #[function]
    fn min(thread: &mut Thread, args: Args) -> PyResult<Value> {
        extremum(thread, "min", CompareOp::Lt, args)
    }

    /// max(iterable, *[, default=obj, key=func]) -> value
    /// max(arg1, arg2, *args, *[, key=func]) -> value
    ///
    /// With a single iterable argument, return its biggest item. The
    /// default keyword-only argument specifies an object to return if
    /// the provided iterable is empty.
    /// With two or more positional arguments, return the largest argument.
    #[function]
    fn max(thread: &mut Thread, args: Args) -> PyResult<Value> {
        extremum(thread, "max", CompareOp::Gt, args)
    }
}

/// The best item so far and its key, which is the item itself where there is no key function.
struct Best {
    op: CompareOp,
    key: Option<Value>,
    found: Option<(Value, Value)>,
}

impl Best {
    #[inline]
    fn offer(&mut self, thread: &mut Thread, item: Value) -> PyResult<()> {
        let key = match self.key {
            None => item,
            Some(function) => protocol::call(thread, function, &[item])?,
        };
        let better = match self.found {
            None => true,
            Some((_, best)) => is_better(thread, self.op, key, best)?,
        };
        if better {
            self.found = Some((item, key));
        }
        Ok(())
    }
}

#[inline]
fn is_better(thread: &mut Thread, op: CompareOp, key: Value, best: Value) -> PyResult<bool> {
    if let (Some(key), Some(best)) = (key.as_small_int(), best.as_small_int()) {
        return Ok(op.holds(key.cmp(&best)));
    }
    let result = protocol::compare(thread, op, key, best)?;
    protocol::truth(thread, result)
}

fn extremum(thread: &mut Thread, name: &str, op: CompareOp, args: Args) -> PyResult<Value> {
    if let (&[first, second], None) = (args.positional(), args.names()) {
        return Ok(if is_better(thread, op, second, first)? {
            second
        } else {
            first
        });
    }
    general_extremum(thread, name, op, args)
}

fn general_extremum(thread: &mut Thread, name: &str, op: CompareOp, args: Args) -> PyResult<Value> {
    let positional = args.positional();
    let (mut key, mut default) = (None, None);
    if positional.is_empty() {
        return Err(thread.type_error(format_args!("{name} expected at least 1 argument, got 0")));
    }
    for (keyword, value) in args.keywords() {
        if keyword.equals_str("key") {
            key = Some(value).filter(|value| *value != none());
        } else if keyword.equals_str("default") {
            default = Some(value);
        } else {
            let keyword = keyword.to_string_lossy();
            return Err(thread.type_error(format_args!("{name}() got an unexpected keyword argument '{keyword}'")));
        }
    }
    let mut best = Best { op, key, found: None };
    match positional {
        [iterable] => protocol::for_each(thread, *iterable, |thread, item| best.offer(thread, item))?,
        items => {
            if default.is_some() {
                return Err(thread.type_error(format_args!(
                    "Cannot specify a default for {name}() with multiple positional arguments"
                )));
            }
            for item in items {
                best.offer(thread, *item)?;
            }
        }
    }
    match best.found.map(|(item, _)| item).or(default) {
        Some(item) => Ok(item),
        None => Err(thread.value_error(format_args!("{name}() iterable argument is empty"))),
    }
}
