//! The module `_operator`: the operators as functions, and the callables that fetch attributes, items and results.
//!
//! Operator functions come from the tables in [`functions`].

pub(crate) mod digest;
mod functions;
mod getters;

use pyrs_macros::pymodule;

/// Operator interface.
///
/// This module exports a set of functions implemented in Rust corresponding
/// to the intrinsic operators of Python.  For example, operator.add(x, y)
/// is equivalent to the expression x+y.
#[pymodule(name = "_operator")]
pub mod module {
    use super::{digest, functions, getters};
    use pyrs_object::function::NativeFunctionObject;
    use pyrs_object::module::ModuleObject;
    use pyrs_object::str::StrObject;
    use pyrs_object::type_object::class_of;
    use pyrs_object::{Args, PyResult, Ref, Thread, Value, int, protocol};

    /// Return the number of items in a, if it is a collection of known length, else an estimate.
    ///
    /// This is useful for presizing containers when building from an iterable.
    #[function(signature = "(obj, default=0, /)")]
    fn length_hint(thread: &mut Thread, obj: Value, default: Option<Value>) -> PyResult<Value> {
        let default = default.unwrap_or(Value::small_int(0));
        if !int::is_int(default) {
            let class = class_of(default).name_for_message();
            return Err(thread.type_error(format_args!("'{class}' object cannot be interpreted as an integer")));
        }
        match protocol::length_hint(thread, obj)? {
            Some(hint) => int::from_i64(thread, hint),
            None => Ok(default),
        }
    }

    /// Same as obj(*args, **kwargs).
    #[function(signature = "(obj, /, *args, **kwargs)")]
    fn call(thread: &mut Thread, args: Args) -> PyResult<Value> {
        match args.positional().first() {
            Some(callable) => protocol::call_args(thread, *callable, args.skip_first()),
            None => Err(thread.type_error(format_args!("call expected at least 1 argument, got 0"))),
        }
    }

    /// Return the number of items in a which are, or which equal, b.
    #[function(name = "countOf")]
    fn count_of(thread: &mut Thread, a: Value, b: Value) -> PyResult<i64> {
        let mut count = 0;
        functions::each(thread, a, |thread, item| {
            count += i64::from(item == b || protocol::equals(thread, item, b)?);
            Ok(true)
        })?;
        Ok(count)
    }

    /// Return the first index of b in a.
    #[function(name = "indexOf")]
    fn index_of(thread: &mut Thread, a: Value, b: Value) -> PyResult<i64> {
        let (mut index, mut found) = (0, false);
        functions::each(thread, a, |thread, item| {
            found = item == b || protocol::equals(thread, item, b)?;
            index += i64::from(!found);
            Ok(!found)
        })?;
        if !found {
            return Err(thread.value_error(format_args!("sequence.index(x): x not in sequence")));
        }
        Ok(index)
    }

    /// Return 'a == b'.
    ///
    /// This function uses an approach designed to prevent
    /// timing analysis, making it appropriate for cryptography.
    ///
    /// a and b must both be of the same type: either str (ASCII only),
    /// or any bytes-like object.
    #[function(name = "_compare_digest")]
    fn compare_digest(thread: &mut Thread, a: Value, b: Value) -> PyResult<bool> {
        digest::compare(thread, a, b)
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        let name = StrObject::intern(thread, "_operator")?;
        for definition in functions::FUNCTIONS {
            let function = NativeFunctionObject::new(thread, definition, Some(name.value()))?;
            module.dict.get().set_str(thread, definition.name, function.value())?;
        }
        for (name, class) in getters::CLASSES {
            let class = class.create(thread)?;
            module.dict.get().set_str(thread, name, class.value())?;
        }
        Ok(())
    }
}

pub use module::MODULE;
