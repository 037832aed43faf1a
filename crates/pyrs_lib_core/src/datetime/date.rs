//! `date`.

use super::arguments::{Parameters, bind, check_date, int_or, pickled, to_int, to_str};
use super::calendar::{self, IsoError, MAX_YEAR, MIN_YEAR};
use super::delta::holds;
use super::format::{self, Subject};
use super::iso_calendar;
use super::object::{
    Clock, DATE, DateObject, DateTimeObject, DeltaObject, Stamp, date_of_class, make_date, make_delta,
};
use super::parse;
use super::system_clock::{self, Rounding};
use crate::invoke::module_attribute;
use pyrs_macros::pymethods;
use pyrs_object::bytes::BytesObject;
use pyrs_object::slots::{BinaryOp, CompareOp};
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{Args, PyResult, Raised, Ref, Thread, Value, bool_value, hash, int, none, not_implemented, protocol};

static NEW: Parameters = Parameters {
    name: "function",
    names: &["year", "month", "day"],
    required: 3,
    positional: 3,
};
static REPLACE: Parameters = Parameters {
    name: "replace()",
    required: 0,
    ..NEW
};
static FORMAT: Parameters = Parameters {
    name: "strftime()",
    names: &["format"],
    required: 1,
    positional: 1,
};
static ISO: Parameters = Parameters {
    name: "fromisocalendar()",
    names: &["year", "week", "day"],
    required: 3,
    positional: 3,
};

pub fn date_of(thread: &mut Thread, value: Value) -> PyResult<Ref<DateObject>> {
    match value.downcast() {
        Some(date) => Ok(date),
        None => Err(pyrs_object::native_class::wrong_receiver(
            thread,
            "datetime.date",
            value,
        )),
    }
}

/// A class argument.
pub fn class_of_receiver(thread: &mut Thread, class: Value) -> PyResult<Ref<TypeObject>> {
    match class.downcast() {
        Some(class) => Ok(class),
        None => Err(thread.type_error(format_args!("a class is required"))),
    }
}

/// The fields of a date, or the date of a datetime, at midnight.
fn stamp_of(date: Ref<DateObject>) -> Stamp {
    let (year, month, day) = date.fields();
    Stamp {
        year,
        month,
        day,
        clock: Clock::default(),
    }
}

/// The error of a text that is no date or time.
#[cold]
fn malformed(thread: &mut Thread, text: Value) -> Raised {
    match protocol::repr(thread, text) {
        Ok(shown) => {
            let shown = shown.to_string_lossy();
            thread.value_error(format_args!("Invalid isoformat string: {shown}"))
        }
        Err(raised) => raised,
    }
}

/// Runs a parser over the argument of a `fromisoformat`, whose characters beyond ASCII are given as 0xFF.
pub fn parse_iso<T>(
    thread: &mut Thread,
    text: Value,
    parser: impl FnOnce(&[u8]) -> Result<T, parse::Malformed>,
) -> PyResult<T> {
    let Some(string) = text.downcast::<StrObject>() else {
        return Err(thread.type_error(format_args!("fromisoformat: argument must be str")));
    };
    let parsed = match string.as_ascii() {
        Some(ascii) => parser(ascii.as_bytes()),
        None => {
            let bytes: Vec<u8> = string
                .chars()
                .iter()
                .map(|c| if c < 0x80 { c as u8 } else { 0xff })
                .collect();
            parser(&bytes)
        }
    };
    match parsed {
        Ok(parsed) => Ok(parsed),
        Err(parse::Malformed) => Err(malformed(thread, text)),
    }
}

/// `_strptime.function(class, text, format)`
pub fn strptime(thread: &mut Thread, class: Value, args: Args, function: &str) -> PyResult<Value> {
    if args.names().is_some() {
        let class = class_of_receiver(thread, class)?.short_name();
        return Err(thread.type_error(format_args!("{class}.strptime() takes no keyword arguments")));
    }
    let &[text, format] = args.positional() else {
        let given = args.positional().len();
        return Err(thread.type_error(format_args!("strptime() takes exactly 2 arguments ({given} given)")));
    };
    to_str(thread, "strptime", 1, text)?;
    to_str(thread, "strptime", 2, format)?;
    let function = module_attribute(thread, "_strptime", function)?;
    protocol::call(thread, function, &[class, text, format])
}

/// The format argument of a `__format__`: `None` for an empty one.
pub fn format_argument(thread: &mut Thread, format: Value) -> PyResult<Option<Ref<StrObject>>> {
    let format = to_str(thread, "__format__", 1, format)?;
    Ok(Some(format).filter(|format| !format.is_empty()))
}

/// `object.timetuple()`
pub fn call_timetuple(thread: &mut Thread, object: Value) -> PyResult<Value> {
    let name = StrObject::intern(thread, "timetuple")?;
    protocol::call_method(thread, object, name, &[])
}

/// The format of a `strftime`.
pub fn strftime_argument(thread: &mut Thread, args: Args) -> PyResult<Ref<StrObject>> {
    let [format] = bind::<1>(thread, &FORMAT, args)?;
    to_str(thread, "strftime", 1, format.unwrap_or_else(none))
}

fn moved(thread: &mut Thread, date: Ref<DateObject>, days: i64) -> PyResult<Value> {
    let ordinal = date.ordinal() + days;
    if !(1..=calendar::MAX_ORDINAL).contains(&ordinal) {
        return Err(thread.overflow_error(format_args!("date value out of range")));
    }
    let (year, month, day) = calendar::from_ordinal(ordinal);
    date_of_class(thread, date.class(), year, month, day)
}

/// Checks a day number from outside.
fn checked_ordinal(thread: &mut Thread, ordinal: i64) -> PyResult<(i32, i32, i32)> {
    if ordinal < 1 {
        return Err(thread.value_error(format_args!("ordinal must be >= 1")));
    }
    let (year, month, day) = calendar::from_ordinal(ordinal.min(1 << 40));
    check_date(thread, year, month, day)?;
    Ok((year, month, day))
}

fn iso_argument(thread: &mut Thread, value: Option<Value>) -> PyResult<i32> {
    let index = protocol::index(thread, value.unwrap_or_else(none))?;
    match int::as_i64(index).and_then(|number| i32::try_from(number).ok()) {
        Some(number) => Ok(number),
        None => Err(thread.value_error(format_args!("ISO calendar component out of range"))),
    }
}

/// The fields of two dates, neither of which is a datetime.
fn two_dates(left: Value, right: Value) -> Option<(Ref<DateObject>, Ref<DateObject>)> {
    let plain = |value: Value| {
        let date = value.downcast::<DateObject>()?;
        value.downcast::<DateTimeObject>().is_none().then_some(date)
    };
    Some((plain(left)?, plain(right)?))
}

/// Holds the methods of date.
pub struct DateMethods;

/// date(year, month, day) --> date object
#[pymethods]
impl DateMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let class = class_of_receiver(thread, class)?;
        if args.all().len() == 1
            && let Some(state) = pickled::<4>(thread, args, 1, "date")?
            && (1..=12).contains(&state[2])
        {
            let year = i32::from(u16::from_be_bytes([state[0], state[1]]));
            return Ok(make_date(thread, class, year, state[2].into(), state[3].into())?.value());
        }
        let [year, month, day] = bind::<3>(thread, &NEW, args)?;
        let year = to_int(thread, year.unwrap_or_else(none))?;
        let month = to_int(thread, month.unwrap_or_else(none))?;
        let day = to_int(thread, day.unwrap_or_else(none))?;
        check_date(thread, year, month, day)?;
        Ok(make_date(thread, class, year, month, day)?.value())
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let (year, month, day) = date_of(thread, this)?.fields();
        let class = class_of(this).name_for_message();
        Ok(StrObject::from_str(thread, &format!("{class}({year}, {month}, {day})"))?.value())
    }

    #[slot]
    fn str(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let date = date_of(thread, this)?;
        if date.class() == DATE.get() {
            return DateMethods::isoformat(thread, date);
        }
        let name = StrObject::intern(thread, "isoformat")?;
        protocol::call_method(thread, this, name, &[])
    }

    #[slot]
    fn hash(thread: &mut Thread, this: Value) -> PyResult<i64> {
        let date = date_of(thread, this)?;
        if date.hash.get() == 0 {
            date.hash.set(hash::hash_bytes(&date.state()));
        }
        Ok(date.hash.get())
    }

    #[slot]
    fn compare(_thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        match two_dates(left, right) {
            Some((a, b)) => Ok(bool_value(holds(op, a.fields().cmp(&b.fields())))),
            None => Ok(not_implemented()),
        }
    }

    #[slot(ops = "Add Sub")]
    fn binary(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        if left.downcast::<DateTimeObject>().is_some() || right.downcast::<DateTimeObject>().is_some() {
            return Ok(not_implemented());
        }
        let days = |value: Value| value.downcast::<DeltaObject>().map(|delta| i64::from(delta.parts().0));
        match (op, left.downcast::<DateObject>(), right.downcast::<DateObject>()) {
            (BinaryOp::Sub, Some(a), Some(b)) => {
                let days = i128::from(a.ordinal() - b.ordinal());
                Ok(make_delta(thread, days * 86_400_000_000)?.value())
            }
            (BinaryOp::Add, Some(date), None) => match days(right) {
                Some(days) => moved(thread, date, days),
                None => Ok(not_implemented()),
            },
            (BinaryOp::Add, None, Some(date)) => match days(left) {
                Some(days) => moved(thread, date, days),
                None => Ok(not_implemented()),
            },
            (BinaryOp::Sub, Some(date), None) => match days(right) {
                Some(days) => moved(thread, date, -days),
                None => Ok(not_implemented()),
            },
            _ => Ok(not_implemented()),
        }
    }

    #[getter]
    fn year(_thread: &mut Thread, this: Ref<DateObject>) -> PyResult<i64> {
        Ok(this.fields().0.into())
    }

    #[getter]
    fn month(_thread: &mut Thread, this: Ref<DateObject>) -> PyResult<i64> {
        Ok(this.fields().1.into())
    }

    #[getter]
    fn day(_thread: &mut Thread, this: Ref<DateObject>) -> PyResult<i64> {
        Ok(this.fields().2.into())
    }

    /// The local date of a POSIX timestamp, as of time.time().
    #[classmethod]
    fn fromtimestamp(thread: &mut Thread, class: Value, timestamp: Value) -> PyResult<Value> {
        let class = class_of_receiver(thread, class)?;
        let (seconds, _) = system_clock::timestamp(thread, timestamp, Rounding::Floor)?;
        let (stamp, _) = system_clock::stamp_of(thread, seconds, 0, true)?;
        date_of_class(thread, class, stamp.year, stamp.month, stamp.day)
    }

    /// The date of a day number; January 1st of year 1 has 1.
    #[classmethod]
    fn fromordinal(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let class = class_of_receiver(thread, class)?;
        let &[ordinal] = args.positional() else {
            let given = args.positional().len();
            return Err(thread.type_error(format_args!("fromordinal() takes exactly 1 argument ({given} given)")));
        };
        let ordinal = to_int(thread, ordinal)?;
        let (year, month, day) = checked_ordinal(thread, ordinal.into())?;
        date_of_class(thread, class, year, month, day)
    }

    /// The date of a text in a format of ISO 8601.
    #[classmethod(signature = "($type, string, /)")]
    fn fromisoformat(thread: &mut Thread, class: Value, string: Value) -> PyResult<Value> {
        let class = class_of_receiver(thread, class)?;
        let (year, month, day) = parse_iso(thread, string, |text| match text.len() {
            7 | 8 | 10 => parse::date(text),
            _ => Err(parse::Malformed),
        })?;
        check_date(thread, year, month, day)?;
        date_of_class(thread, class, year, month, day)
    }

    /// The date of an ISO year, week and weekday.
    #[classmethod(signature = "($type, /, year, week, day)")]
    fn fromisocalendar(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let class = class_of_receiver(thread, class)?;
        let [year, week, day] = bind::<3>(thread, &ISO, args)?;
        let year = iso_argument(thread, year)?;
        let (week, day) = (iso_argument(thread, week)?, iso_argument(thread, day)?);
        let ordinal = match calendar::from_iso(year, week, day) {
            Ok(ordinal) => ordinal,
            Err(IsoError::Year) => {
                return Err(thread.value_error(format_args!("year must be in {MIN_YEAR}..{MAX_YEAR}, not {year}")));
            }
            Err(IsoError::Week) => return Err(thread.value_error(format_args!("Invalid week: {week}"))),
            Err(IsoError::Weekday) => {
                return Err(thread.value_error(format_args!("Invalid weekday: {day} (range is [1, 7])")));
            }
        };
        let (year, month, day) = calendar::from_ordinal(ordinal);
        check_date(thread, year, month, day)?;
        date_of_class(thread, class, year, month, day)
    }

    /// The date of a text in the given format; see datetime.strptime().
    #[classmethod(signature = "($type, string, format, /)")]
    fn strptime(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        strptime(thread, class, args, "_strptime_datetime_date")
    }

    /// Today's local date: the same as self.__class__.fromtimestamp(time.time()).
    #[classmethod]
    fn today(thread: &mut Thread, class: Value) -> PyResult<Value> {
        let class = class_of_receiver(thread, class)?;
        if class == DATE.get() {
            let (seconds, _) = system_clock::now();
            let (stamp, _) = system_clock::stamp_of(thread, seconds, 0, true)?;
            return date_of_class(thread, class, stamp.year, stamp.month, stamp.day);
        }
        let time = module_attribute(thread, "time", "time")?;
        let now = protocol::call(thread, time, &[])?;
        let name = StrObject::intern(thread, "fromtimestamp")?;
        protocol::call_method(thread, class.value(), name, &[now])
    }

    /// The date and midnight as ctime() writes them.
    #[method]
    fn ctime(thread: &mut Thread, this: Ref<DateObject>) -> PyResult<Value> {
        format::ctime(thread, stamp_of(this))
    }

    /// The date in a format like that of time.strftime().
    #[method(signature = "($self, /, format)")]
    fn strftime(thread: &mut Thread, this: Value, args: Args) -> PyResult<Value> {
        let format = strftime_argument(thread, args)?;
        let date = date_of(thread, this)?;
        if let Some(moment) = this.downcast::<DateTimeObject>() {
            return super::moment::strftime(thread, moment, format);
        }
        let subject = Subject {
            object: this,
            stamp: stamp_of(date),
            tzinfo: None,
            moment: this,
            exact: date.class() == DATE.get(),
        };
        format::strftime(thread, subject, format, call_timetuple)
    }

    /// The date in a format, which is that of isoformat() if empty.
    #[method(name = "__format__", signature = "($self, format, /)")]
    fn format(thread: &mut Thread, this: Value, format: Value) -> PyResult<Value> {
        match format_argument(thread, format)? {
            None => Ok(protocol::str(thread, this)?.value()),
            Some(format) => {
                let name = StrObject::intern(thread, "strftime")?;
                protocol::call_method(thread, this, name, &[format.value()])
            }
        }
    }

    /// The fields as time.localtime() would give them.
    #[method]
    fn timetuple(thread: &mut Thread, this: Ref<DateObject>) -> PyResult<Value> {
        format::struct_time(thread, stamp_of(this), -1)
    }

    /// ISO year, week and weekday as a tuple with names.
    #[method]
    fn isocalendar(thread: &mut Thread, this: Ref<DateObject>) -> PyResult<Value> {
        let (year, month, day) = this.fields();
        iso_calendar::make(thread, calendar::iso_calendar(year, month, day))
    }

    /// The date as YYYY-MM-DD.
    #[method]
    fn isoformat(thread: &mut Thread, this: Ref<DateObject>) -> PyResult<Value> {
        let (year, month, day) = this.fields();
        let mut text = Vec::with_capacity(10);
        format::push_date(&mut text, year, month, day);
        Ok(StrObject::from_latin1(thread, &text)?.value())
    }

    /// The day of the week: Monday is 1, Sunday is 7.
    #[method]
    fn isoweekday(_thread: &mut Thread, this: Ref<DateObject>) -> PyResult<i64> {
        let (year, month, day) = this.fields();
        Ok(i64::from(calendar::weekday(year, month, day)) + 1)
    }

    /// The day of the week: Monday is 0, Sunday is 6.
    #[method]
    fn weekday(_thread: &mut Thread, this: Ref<DateObject>) -> PyResult<i64> {
        let (year, month, day) = this.fields();
        Ok(calendar::weekday(year, month, day).into())
    }

    /// The day number; January 1st of year 1 has 1.
    #[method]
    fn toordinal(_thread: &mut Thread, this: Ref<DateObject>) -> PyResult<i64> {
        Ok(this.ordinal())
    }

    /// A date with other fields.
    #[method(signature = "($self, /, year=<unrepresentable>, month=<unrepresentable>, day=<unrepresentable>)")]
    fn replace(thread: &mut Thread, this: Value, args: Args) -> PyResult<Value> {
        let date = date_of(thread, this)?;
        let values = bind::<3>(thread, &REPLACE, args)?;
        let (year, month, day) = date.fields();
        let year = int_or(thread, values[0], year)?;
        let (month, day) = (int_or(thread, values[1], month)?, int_or(thread, values[2], day)?);
        check_date(thread, year, month, day)?;
        date_of_class(thread, date.class(), year, month, day)
    }

    /// The same as replace().
    #[method(name = "__replace__")]
    fn replace_special(thread: &mut Thread, this: Value, args: Args) -> PyResult<Value> {
        DateMethods::replace(thread, this, args)
    }

    #[method(name = "__reduce__")]
    fn reduce(thread: &mut Thread, this: Ref<DateObject>) -> PyResult<Value> {
        let state = BytesObject::new(thread, &this.state())?.value();
        let args = TupleObject::from_slice(thread, &[state])?.value();
        Ok(TupleObject::from_slice(thread, &[this.class().value(), args])?.value())
    }
}

/// Enters the limits in the class.
pub fn enter_limits(thread: &mut Thread) -> PyResult<()> {
    let class = DATE.get();
    let dict = class.dict.get();
    let least = make_date(thread, class, MIN_YEAR, 1, 1)?;
    dict.set_str(thread, "min", least.value())?;
    let greatest = make_date(thread, class, MAX_YEAR, 12, 31)?;
    dict.set_str(thread, "max", greatest.value())?;
    let day = make_delta(thread, 86_400_000_000)?;
    dict.set_str(thread, "resolution", day.value())
}
