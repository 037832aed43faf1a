//! Arguments of constructors and methods: binding with the texts of CPython's keyword parser, and checked fields.

use super::calendar::{self, MAX_YEAR, MIN_YEAR};
use super::object::{Clock, is_tzinfo};
use pyrs_object::str::StrObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{Args, PyResult, Raised, Ref, Thread, Value, int, none, protocol};

/// The parameters of a function.
pub struct Parameters {
    /// Name with parentheses; `function` where errors tell none.
    pub name: &'static str,
    /// Names.
    pub names: &'static [&'static str],
    /// How many must be given.
    pub required: usize,
    /// How many may be given by position.
    pub positional: usize,
}

/// Binds arguments to parameters.
pub fn bind<const N: usize>(thread: &mut Thread, parameters: &Parameters, args: Args) -> PyResult<[Option<Value>; N]> {
    let (name, positional) = (parameters.name, args.positional());
    let mut values = [None; N];
    let total = args.all().len();
    if total > parameters.names.len() {
        let limit = parameters.names.len();
        let kind = if positional.is_empty() { "keyword " } else { "" };
        let plural = if limit == 1 { "" } else { "s" };
        if positional.len() <= parameters.positional || parameters.positional == limit {
            let kind = if name == "function" && total > positional.len() {
                "keyword "
            } else {
                kind
            };
            return Err(thread.type_error(format_args!(
                "{name} takes at most {limit} {kind}argument{plural} ({total} given)"
            )));
        }
    }
    if positional.len() > parameters.positional {
        let limit = parameters.positional;
        let (plural, given) = (if limit == 1 { "" } else { "s" }, positional.len());
        return Err(thread.type_error(format_args!(
            "{name} takes at most {limit} positional argument{plural} ({given} given)"
        )));
    }
    for (slot, value) in values.iter_mut().zip(positional) {
        *slot = Some(*value);
    }
    for (key, value) in args.keywords() {
        let index = parameters.names.iter().position(|known| key.equals_str(known));
        let Some((index, slot)) = index.and_then(|index| Some((index, values.get_mut(index)?))) else {
            let key = key.to_string_lossy();
            let name = if name == "function" { "this function" } else { name };
            return Err(thread.type_error(format_args!("{name} got an unexpected keyword argument '{key}'")));
        };
        if slot.is_some() {
            let (key, position) = (key.to_string_lossy(), index + 1);
            return Err(thread.type_error(format_args!(
                "argument for {name} given by name ('{key}') and position ({position})"
            )));
        }
        *slot = Some(value);
    }
    for (index, (value, missing)) in values.iter().zip(parameters.names).enumerate() {
        if index < parameters.required && value.is_none() {
            let position = index + 1;
            return Err(thread.type_error(format_args!(
                "{name} missing required argument '{missing}' (pos {position})"
            )));
        }
    }
    Ok(values)
}

/// An argument as a C int.
#[inline]
pub fn to_int(thread: &mut Thread, value: Value) -> PyResult<i32> {
    match value.as_small_int().map(i32::try_from) {
        Some(Ok(number)) => Ok(number),
        _ => to_int_slow(thread, value),
    }
}

fn to_int_slow(thread: &mut Thread, value: Value) -> PyResult<i32> {
    let index = protocol::index(thread, value)?;
    match int::as_i64(index) {
        Some(number) => match i32::try_from(number) {
            Ok(number) => Ok(number),
            Err(_) if number > 0 => Err(thread.overflow_error(format_args!("signed integer is greater than maximum"))),
            Err(_) => Err(thread.overflow_error(format_args!("signed integer is less than minimum"))),
        },
        None => Err(thread.overflow_error(format_args!("Python int too large to convert to C long"))),
    }
}

/// An optional C int.
#[inline]
pub fn int_or(thread: &mut Thread, value: Option<Value>, default: i32) -> PyResult<i32> {
    match value {
        Some(value) => to_int(thread, value),
        None => Ok(default),
    }
}

/// Checks a date.
#[inline]
pub fn check_date(thread: &mut Thread, year: i32, month: i32, day: i32) -> PyResult<()> {
    if !(MIN_YEAR..=MAX_YEAR).contains(&year) {
        return Err(thread.value_error(format_args!("year must be in {MIN_YEAR}..{MAX_YEAR}, not {year}")));
    }
    if !(1..=12).contains(&month) {
        return Err(thread.value_error(format_args!("month must be in 1..12, not {month}")));
    }
    let days = calendar::days_in_month(year, month);
    if !(1..=days).contains(&day) {
        return Err(thread.value_error(format_args!(
            "day {day} must be in range 1..{days} for month {month} in year {year}"
        )));
    }
    Ok(())
}

/// Checks a time of day.
#[inline]
pub fn check_clock(thread: &mut Thread, clock: Clock, fold: i32) -> PyResult<()> {
    let fields = [
        ("hour", clock.hour, 23),
        ("minute", clock.minute, 59),
        ("second", clock.second, 59),
        ("microsecond", clock.microsecond, 999_999),
    ];
    for (name, number, greatest) in fields {
        if !(0..=greatest).contains(&number) {
            return Err(thread.value_error(format_args!("{name} must be in 0..{greatest}, not {number}")));
        }
    }
    if fold != 0 && fold != 1 {
        return Err(thread.value_error(format_args!("fold must be either 0 or 1, not {fold}")));
    }
    Ok(())
}

/// A time zone, or None.
#[inline]
pub fn check_tzinfo(thread: &mut Thread, value: Option<Value>) -> PyResult<Option<Value>> {
    match value {
        None => Ok(None),
        Some(value) if value == none() => Ok(None),
        Some(value) if is_tzinfo(value) => Ok(Some(value)),
        Some(value) => {
            let class = class_of(value).name_for_message();
            Err(thread.type_error(format_args!(
                "tzinfo argument must be None or of a tzinfo subclass, not type '{class}'"
            )))
        }
    }
}

/// The error of an argument of another type.
#[cold]
pub fn wrong_type(thread: &mut Thread, function: &str, position: u32, expected: &str, given: Value) -> Raised {
    let given = match given == none() {
        true => "None".to_owned(),
        false => class_of(given).name_for_message(),
    };
    thread.type_error(format_args!(
        "{function}() argument {position} must be {expected}, not {given}"
    ))
}

/// An argument that must be a str.
pub fn to_str(thread: &mut Thread, function: &str, position: u32, value: Value) -> PyResult<Ref<StrObject>> {
    match value.downcast() {
        Some(text) => Ok(text),
        None => Err(wrong_type(thread, function, position, "str", value)),
    }
}

/// The bytes of a pickled object, if the only or first argument is that: bytes or a Latin-1 string of a length.
pub fn pickled<const N: usize>(thread: &mut Thread, args: Args, most: usize, class: &str) -> PyResult<Option<[u8; N]>> {
    let (positional, named) = (args.positional(), args.names().is_some());
    let Some(first) = positional.first().filter(|_| positional.len() <= most && !named) else {
        return Ok(None);
    };
    if first.is_small_int() {
        return Ok(None);
    }
    if let Some(bytes) = first.downcast::<pyrs_object::bytes::BytesObject>() {
        return Ok(bytes.data().try_into().ok());
    }
    let Some(text) = first.downcast::<StrObject>().filter(|text| text.len() == N) else {
        return Ok(None);
    };
    let mut bytes = [0; N];
    for (byte, c) in bytes.iter_mut().zip(text.chars().iter()) {
        let Ok(c) = u8::try_from(c) else {
            return Err(thread.value_error(format_args!(
                "Failed to encode latin1 string when unpickling a {class} object. \
                 pickle.load(data, encoding='latin1') is assumed."
            )));
        };
        *byte = c;
    }
    Ok(Some(bytes))
}
