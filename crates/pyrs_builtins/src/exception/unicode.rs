//! The Unicode errors.

use super::base::{exception_of, init_args, no_keywords};
use super::fields::field;
use pyrs_macros::pymethods;
use pyrs_object::bytes::{BytesObject, as_bytes};
use pyrs_object::exception::ExceptionObject;
use pyrs_object::str::StrObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, core, protocol};

fn init(thread: &mut Thread, this: Value, args: Args, kinds: &[&str]) -> PyResult<()> {
    no_keywords(thread, this, &args)?;
    let (given, wanted) = (args.positional().len(), kinds.len());
    if given != wanted {
        return Err(thread.type_error(format_args!(
            "function takes exactly {wanted} arguments ({given} given)"
        )));
    }
    for (i, (value, kind)) in args.positional().iter().zip(kinds).enumerate() {
        let fits = match *kind {
            "str" => value.downcast::<StrObject>().is_some(),
            "int" => pyrs_object::int::is_int(*value),
            _ => as_bytes(value).is_some(),
        };
        if !fits {
            let (position, class) = (i + 1, class_of(*value).name_for_message());
            let text = match *kind {
                "int" => format!("'{class}' object cannot be interpreted as an integer"),
                "bytes" => format!("a bytes-like object is required, not '{class}'"),
                kind => format!("argument {position} must be {kind}, not {class}"),
            };
            return Err(thread.type_error(format_args!("{text}")));
        }
    }
    let exception = init_args(thread, this, args)?;
    let mut fields = [None; 5];
    for (slot, value) in fields.iter_mut().zip(args.positional()) {
        *slot = Some(*value);
    }
    if kinds[1] == "bytes"
        && let Some(data) = fields[1].filter(|v| v.downcast::<BytesObject>().is_none())
    {
        let copy = as_bytes(&data).unwrap_or_default().to_vec();
        fields[1] = Some(BytesObject::new(thread, &copy)?.value());
    }
    exception.set_extra(thread, &fields[..wanted]);
    Ok(())
}

/// What the text needs: the range as it was given, and the reason.
struct Range {
    start: i64,
    end: i64,
    reason: String,
}

fn range(thread: &mut Thread, exception: Ref<ExceptionObject>, first: usize) -> PyResult<Range> {
    let number = |i: usize| {
        field(exception, i, Some(i))
            .and_then(pyrs_object::int::as_i64)
            .unwrap_or(0)
    };
    let (start, end) = (number(first), number(first + 1));
    let reason = match field(exception, first + 2, Some(first + 2)) {
        Some(reason) => protocol::str(thread, reason)?.to_string_lossy(),
        None => String::new(),
    };
    Ok(Range { start, end, reason })
}

impl Range {
    /// The position, if the range is a single one within `length`.
    fn single(&self, length: usize) -> Option<usize> {
        let position = usize::try_from(self.start).ok().filter(|at| *at < length)?;
        (self.end == self.start.saturating_add(1)).then_some(position)
    }

    fn last(&self) -> i64 {
        self.end.saturating_sub(1)
    }
}

fn escape(c: u32) -> String {
    match c {
        0..=0xFF => format!("\\x{c:02x}"),
        0x100..=0xFFFF => format!("\\u{c:04x}"),
        _ => format!("\\U{c:08x}"),
    }
}

fn encoding(thread: &mut Thread, exception: Ref<ExceptionObject>) -> PyResult<String> {
    match field(exception, 0, Some(0)) {
        Some(encoding) => Ok(protocol::str(thread, encoding)?.to_string_lossy()),
        None => Ok(String::new()),
    }
}

fn string_text(object: Option<Value>, range: &Range, verb: &str, codec: &str) -> String {
    let (start, last, reason) = (range.start, range.last(), &range.reason);
    let text = object.and_then(|o| o.downcast::<StrObject>());
    match text.and_then(|t| Some((t, range.single(t.len())?))) {
        Some((text, at)) => {
            let c = escape(text.chars().get(at));
            format!("{codec}can't {verb} character '{c}' in position {start}: {reason}")
        }
        None => format!("{codec}can't {verb} characters in position {start}-{last}: {reason}"),
    }
}

/// The methods of `UnicodeEncodeError`.
pub struct UnicodeEncodeErrorMethods;

/// Unicode encoding error.
#[pymethods]
impl UnicodeEncodeErrorMethods {
    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        init(thread, this, args, &["str", "str", "int", "int", "str"])
    }

    #[slot]
    fn str(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let exception = exception_of(thread, this)?;
        let Some(object) = field(exception, 1, Some(1)) else {
            return Ok(core().empty_str.get().value());
        };
        let range = range(thread, exception, 2)?;
        let codec = format!("'{}' codec ", encoding(thread, exception)?);
        let text = string_text(Some(object), &range, "encode", &codec);
        Ok(StrObject::from_str(thread, &text)?.value())
    }
}

/// The methods of `UnicodeDecodeError`.
pub struct UnicodeDecodeErrorMethods;

/// Unicode decoding error.
#[pymethods]
impl UnicodeDecodeErrorMethods {
    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        init(thread, this, args, &["str", "bytes", "int", "int", "str"])
    }

    #[slot]
    fn str(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let exception = exception_of(thread, this)?;
        let Some(object) = field(exception, 1, Some(1)) else {
            return Ok(core().empty_str.get().value());
        };
        let range = range(thread, exception, 2)?;
        let codec = encoding(thread, exception)?;
        let (start, last, reason) = (range.start, range.last(), &range.reason);
        let byte = as_bytes(&object).and_then(|b| Some(b[range.single(b.len())?]));
        let text = match byte {
            Some(byte) => format!("'{codec}' codec can't decode byte 0x{byte:02x} in position {start}: {reason}"),
            None => format!("'{codec}' codec can't decode bytes in position {start}-{last}: {reason}"),
        };
        Ok(StrObject::from_str(thread, &text)?.value())
    }
}

/// The methods of `UnicodeTranslateError`.
pub struct UnicodeTranslateErrorMethods;

/// Unicode translation error.
#[pymethods]
impl UnicodeTranslateErrorMethods {
    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        init(thread, this, args, &["str", "int", "int", "str"])
    }

    #[slot]
    fn str(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let exception = exception_of(thread, this)?;
        let Some(object) = field(exception, 0, Some(0)) else {
            return Ok(core().empty_str.get().value());
        };
        let range = range(thread, exception, 1)?;
        let text = string_text(Some(object), &range, "translate", "");
        Ok(StrObject::from_str(thread, &text)?.value())
    }
}

/// Registers the classes.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    let types = &core().types;
    UnicodeEncodeErrorMethods::register(thread, types.unicode_encode_error.get())?;
    UnicodeDecodeErrorMethods::register(thread, types.unicode_decode_error.get())?;
    UnicodeTranslateErrorMethods::register(thread, types.unicode_translate_error.get())
}
