//! Binding of arguments by the messages of functions that do not tell their names.

use super::arithmetic::Rounding;
use super::context::{self, ContextObject};
use pyrs_object::str::StrObject;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, none};

/// Binds arguments to parameters, the first `required` of which must be given.
pub fn bind<const N: usize>(
    thread: &mut Thread,
    parameters: [&str; N],
    required: usize,
    args: Args,
) -> PyResult<[Option<Value>; N]> {
    let mut values = [None; N];
    let positional = args.positional();
    let given = args.all().len();
    if given > N {
        let plural = if N == 1 { "" } else { "s" };
        let how = if required == N { "exactly" } else { "at most" };
        return Err(thread.type_error(format_args!(
            "function takes {how} {N} argument{plural} ({given} given)"
        )));
    }
    for (slot, value) in values.iter_mut().zip(positional) {
        *slot = Some(*value);
    }
    for (key, value) in args.keywords() {
        let Some(index) = parameters.iter().position(|name| key.equals_str(name)) else {
            let key = key.to_string_lossy();
            return Err(thread.type_error(format_args!("this function got an unexpected keyword argument '{key}'")));
        };
        if values[index].is_some() {
            let (name, position) = (parameters[index], index + 1);
            return Err(thread.type_error(format_args!(
                "argument for function given by name ('{name}') and position ({position})"
            )));
        }
        values[index] = Some(value);
    }
    match (0..required).find(|index| values[*index].is_none()) {
        None => Ok(values),
        Some(index) => {
            let (name, position) = (parameters[index], index + 1);
            Err(thread.type_error(format_args!(
                "function missing required argument '{name}' (pos {position})"
            )))
        }
    }
}

/// Binds positional arguments, all of which must be given.
pub fn exactly<const N: usize>(thread: &mut Thread, name: &str, args: Args) -> PyResult<[Value; N]> {
    crate::collect::no_keywords(thread, name, args)?;
    match args.positional().first_chunk::<N>() {
        Some(values) if args.positional().len() == N => Ok(*values),
        _ => {
            let given = args.positional().len();
            Err(thread.type_error(format_args!("function takes exactly {N} arguments ({given} given)")))
        }
    }
}

/// The context that an argument names; the current one if there is none.
pub fn context_or_current(thread: &mut Thread, given: Option<Value>) -> PyResult<Ref<ContextObject>> {
    match given.filter(|given| *given != none()) {
        None => context::current(thread),
        Some(given) => match given.downcast() {
            Some(context) => Ok(context),
            None => Err(thread.type_error(format_args!("optional argument must be a context"))),
        },
    }
}

/// The rounding mode that an argument names.
pub fn rounding(thread: &mut Thread, value: Value) -> PyResult<Rounding> {
    let text = value.downcast::<StrObject>();
    let found = Rounding::ALL
        .iter()
        .find(|(_, name)| text.is_some_and(|text| text.equals_str(name)));
    match found {
        Some((rounding, _)) => Ok(*rounding),
        None => Err(thread.type_error(format_args!(
            "valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   \
             ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]"
        ))),
    }
}

/// The same for an optional argument.
pub fn optional_rounding(thread: &mut Thread, given: Option<Value>) -> PyResult<Option<Rounding>> {
    match given.filter(|given| *given != none()) {
        None => Ok(None),
        Some(given) => rounding(thread, given).map(Some),
    }
}
