//! `SyntaxError`.

use super::base::{exception_of, init_args, no_keywords};
use super::fields::field;
use pyrs_macros::pymethods;
use pyrs_object::str::StrObject;
use pyrs_object::{Args, PyResult, Thread, Value, core, none, protocol};

/// The methods of `SyntaxError`.
pub struct SyntaxErrorMethods;

/// Invalid syntax.
#[pymethods]
impl SyntaxErrorMethods {
    /// `SyntaxError(msg, (filename, lineno, offset, text[, end_lineno, end_offset]))`.
    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        no_keywords(thread, this, &args)?;
        let exception = init_args(thread, this, args)?;
        let mut fields = [None; 8];
        fields[0] = args.positional().first().copied();
        if let [_, details] = args.positional() {
            let list = crate::sequence::collect(thread, *details)?;
            let count = list.len();
            if count == 5 {
                return Err(thread.type_error(format_args!("end_offset must be provided when end_lineno is provided")));
            }
            if !(4..=7).contains(&count) {
                let (how, bound) = if count < 4 { ("at least", 4) } else { ("at most", 7) };
                return Err(thread.type_error(format_args!("function takes {how} {bound} arguments ({count} given)")));
            }
            for (i, item) in list.items().iter().take(6).enumerate() {
                fields[i + 1] = Some(*item);
            }
        }
        exception.set_extra(thread, &fields);
        Ok(())
    }

    #[slot]
    fn str(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let exception = exception_of(thread, this)?;
        let get = |i: usize| field(exception, i, None).filter(|v| *v != none());
        let filename = get(1)
            .and_then(|v| v.downcast::<StrObject>())
            .map(|name| name.to_string_lossy());
        let base = filename.as_deref().map(|name| name.rsplit('/').next().unwrap_or(name));
        let line = get(2).and_then(pyrs_object::int::as_i64);
        let suffix = match (base, line) {
            (None, None) => {
                let message = field(exception, 0, Some(0)).unwrap_or_else(none);
                return Ok(protocol::str(thread, message)?.value());
            }
            (Some(file), Some(line)) => format!(" ({file}, line {line})"),
            (Some(file), None) => format!(" ({file})"),
            (None, Some(line)) => format!(" (line {line})"),
        };
        let message = field(exception, 0, Some(0)).unwrap_or_else(none);
        let message = protocol::str(thread, message)?.to_string_lossy();
        Ok(StrObject::from_str(thread, &format!("{message}{suffix}"))?.value())
    }
}

/// Registers the class.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    SyntaxErrorMethods::register(thread, core().types.syntax_error.get())
}
