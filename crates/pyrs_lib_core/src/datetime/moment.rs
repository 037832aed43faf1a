//! `datetime`.

use super::arguments::{Parameters, bind, check_clock, check_date, check_tzinfo, int_or, pickled, to_str, wrong_type};
use super::calendar::{self, MAX_YEAR, MIN_YEAR};
use super::date::{call_timetuple, class_of_receiver, parse_iso, strptime};
use super::delta::{hash_of, holds};
use super::format::{self, Subject, TimeSpec};
use super::object::{
    Clock, DATE, DATETIME, DateObject, DateTimeObject, DeltaObject, Stamp, TIME, TimeObject, datetime_of_class,
    is_tzinfo, make_date, make_datetime, make_delta, make_time,
};
use super::parse;
use super::system_clock::{self, Rounding};
use super::time_of_day::{check_midnight, finish_repr, push_repr_clock};
use super::zone;
use crate::text_buffer::TextBuffer;
use pyrs_macros::pymethods;
use pyrs_object::bytes::BytesObject;
use pyrs_object::float::from_f64;
use pyrs_object::slots::{BinaryOp, CompareOp};
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, bool_value, core, hash, int, none, not_implemented, protocol};

static NEW: Parameters = Parameters {
    name: "function",
    names: &[
        "year",
        "month",
        "day",
        "hour",
        "minute",
        "second",
        "microsecond",
        "tzinfo",
        "fold",
    ],
    required: 3,
    positional: 8,
};
static REPLACE: Parameters = Parameters {
    name: "replace()",
    required: 0,
    ..NEW
};
static NOW: Parameters = Parameters {
    name: "now()",
    names: &["tz"],
    required: 0,
    positional: 1,
};
static ASTIMEZONE: Parameters = Parameters {
    name: "astimezone()",
    ..NOW
};
static FROMTIMESTAMP: Parameters = Parameters {
    name: "fromtimestamp()",
    names: &["timestamp", "tz"],
    required: 1,
    positional: 2,
};
static COMBINE: Parameters = Parameters {
    name: "combine()",
    names: &["date", "time", "tzinfo"],
    required: 2,
    positional: 3,
};
static ISOFORMAT: Parameters = Parameters {
    name: "isoformat()",
    names: &["sep", "timespec"],
    required: 0,
    positional: 2,
};

fn moment_of(thread: &mut Thread, value: Value) -> PyResult<Ref<DateTimeObject>> {
    match value.downcast() {
        Some(moment) => Ok(moment),
        None => Err(pyrs_object::native_class::wrong_receiver(
            thread,
            "datetime.datetime",
            value,
        )),
    }
}

#[inline]
fn offset_of(thread: &mut Thread, moment: Ref<DateTimeObject>) -> PyResult<Option<i64>> {
    zone::utc_offset(thread, moment.tzinfo.get(), moment.value())
}

/// The fields of a pickle, if it is one.
fn from_pickle(thread: &mut Thread, args: Args) -> PyResult<Option<(Stamp, u8, Option<Value>)>> {
    if !(1..=2).contains(&args.all().len()) {
        return Ok(None);
    }
    let state = pickled::<10>(thread, args, 2, "datetime")?;
    let Some(state) = state.filter(|state| (1..=12).contains(&(state[2] & 0x7f))) else {
        return Ok(None);
    };
    let tzinfo = args.positional().get(1).copied().filter(|zone| *zone != none());
    if tzinfo.is_some_and(|zone| !is_tzinfo(zone)) {
        return Err(thread.type_error(format_args!("bad tzinfo state arg")));
    }
    let stamp = Stamp {
        year: u16::from_be_bytes([state[0], state[1]]).into(),
        month: (state[2] & 0x7f).into(),
        day: state[3].into(),
        clock: Clock {
            hour: state[4].into(),
            minute: state[5].into(),
            second: state[6].into(),
            microsecond: i32::from_be_bytes([0, state[7], state[8], state[9]]),
        },
    };
    Ok(Some((stamp, state[2] >> 7, tzinfo)))
}

/// The fields of the arguments, where missing ones are as in `default`.
fn from_arguments(
    thread: &mut Thread,
    values: &[Option<Value>; 9],
    default: (Stamp, Option<Value>, u8),
) -> PyResult<(Stamp, Option<Value>, u8)> {
    let (stamp, tzinfo, fold) = default;
    let stamp = Stamp {
        year: int_or(thread, values[0], stamp.year)?,
        month: int_or(thread, values[1], stamp.month)?,
        day: int_or(thread, values[2], stamp.day)?,
        clock: Clock {
            hour: int_or(thread, values[3], stamp.clock.hour)?,
            minute: int_or(thread, values[4], stamp.clock.minute)?,
            second: int_or(thread, values[5], stamp.clock.second)?,
            microsecond: int_or(thread, values[6], stamp.clock.microsecond)?,
        },
    };
    let fold = int_or(thread, values[8], fold.into())?;
    check_date(thread, stamp.year, stamp.month, stamp.day)?;
    check_clock(thread, stamp.clock, fold)?;
    let tzinfo = match values[7] {
        None => tzinfo,
        given => check_tzinfo(thread, given)?,
    };
    Ok((stamp, tzinfo, fold as u8))
}

/// What missing arguments stand for.
const MIDNIGHT: Stamp = Stamp {
    year: 1,
    month: 1,
    day: 1,
    clock: Clock {
        hour: 0,
        minute: 0,
        second: 0,
        microsecond: 0,
    },
};

/// A moment of a Unix time, in the local zone or the given one.
fn of_unix(
    thread: &mut Thread,
    class: Ref<TypeObject>,
    (seconds, microsecond): (i64, i32),
    tzinfo: Option<Value>,
    is_local: bool,
) -> PyResult<Value> {
    let (stamp, fold) = system_clock::stamp_of(thread, seconds, microsecond, is_local)?;
    let moment = datetime_of_class(thread, class, stamp, tzinfo, fold)?;
    match tzinfo {
        Some(zone) => zone::from_utc(thread, zone, moment),
        None => Ok(moment),
    }
}

/// A plain moment with other zone and fold.
fn with_zone(
    thread: &mut Thread,
    moment: Ref<DateTimeObject>,
    zone: Option<Value>,
    fold: u8,
) -> PyResult<Ref<DateTimeObject>> {
    make_datetime(thread, DATETIME.get(), moment.stamp(), zone, fold)
}

/// Whether the fold tells for the offset: such a moment is equal to none of another zone (PEP 495).
fn is_ambiguous(thread: &mut Thread, moment: Ref<DateTimeObject>, offset: Option<i64>) -> PyResult<bool> {
    if moment
        .tzinfo
        .get()
        .is_none_or(|zone| zone::fixed_offset(zone).is_some())
    {
        return Ok(false);
    }
    let other = with_zone(thread, moment, moment.tzinfo.get(), 1 - moment.fold.get().min(1))?;
    Ok(offset_of(thread, other)? != offset)
}

fn compare_aware(
    thread: &mut Thread,
    op: CompareOp,
    a: Ref<DateTimeObject>,
    b: Ref<DateTimeObject>,
) -> PyResult<Value> {
    let (first, second) = (offset_of(thread, a)?, offset_of(thread, b)?);
    let mut order = match (first, second) {
        _ if first == second => a.stamp().cmp(&b.stamp()),
        (Some(first), Some(second)) => (a.stamp().microseconds() - first).cmp(&(b.stamp().microseconds() - second)),
        _ => {
            return match op {
                CompareOp::Eq => Ok(bool_value(false)),
                CompareOp::Ne => Ok(bool_value(true)),
                _ => Err(thread.type_error(format_args!("can't compare offset-naive and offset-aware datetimes"))),
            };
        }
    };
    if order.is_eq()
        && matches!(op, CompareOp::Eq | CompareOp::Ne)
        && (is_ambiguous(thread, a, first)? || is_ambiguous(thread, b, second)?)
    {
        order = std::cmp::Ordering::Greater;
    }
    Ok(bool_value(holds(op, order)))
}

fn subtract(thread: &mut Thread, a: Ref<DateTimeObject>, b: Ref<DateTimeObject>) -> PyResult<Value> {
    let mut difference = a.stamp().microseconds() - b.stamp().microseconds();
    if a.tzinfo.get() != b.tzinfo.get() {
        match (offset_of(thread, a)?, offset_of(thread, b)?) {
            (Some(first), Some(second)) => difference += second - first,
            (None, None) => {}
            _ => {
                return Err(thread.type_error(format_args!("can't subtract offset-naive and offset-aware datetimes")));
            }
        }
    }
    Ok(make_delta(thread, difference.into())?.value())
}

fn add(thread: &mut Thread, moment: Ref<DateTimeObject>, delta: Ref<DeltaObject>, sign: i128) -> PyResult<Value> {
    let total = i128::from(moment.stamp().microseconds()) + sign * delta.total();
    match i64::try_from(total).ok().and_then(Stamp::from_microseconds) {
        Some(stamp) => datetime_of_class(thread, moment.class(), stamp, moment.tzinfo.get(), 0),
        None => Err(thread.overflow_error(format_args!("date value out of range"))),
    }
}

/// The timezone of the local zone at a Unix time.
fn local_timezone(thread: &mut Thread, unix: i64) -> PyResult<Value> {
    let (offset, name) = system_clock::local_zone(thread, unix)?;
    let name = StrObject::from_generalised_utf8(thread, &name)?;
    zone::zone_for(thread, i128::from(offset) * 1_000_000, Some(name.value()))
}

/// The timezone of the local zone at a local time. In a gap, the offset is that of the other side than the fold says.
fn local_timezone_of(thread: &mut Thread, moment: Ref<DateTimeObject>) -> PyResult<Value> {
    let (seconds, fold) = (moment.stamp().seconds(), moment.fold.get().min(1));
    let unix = system_clock::unix_of_local(thread, seconds, fold)?;
    let other = system_clock::unix_of_local(thread, seconds, 1 - fold)?;
    let in_gap = other != unix && (other > unix) == (fold == 1);
    local_timezone(thread, if in_gap { other } else { unix })
}

/// The text of `isoformat`.
fn iso_text_of(thread: &mut Thread, moment: Ref<DateTimeObject>, separator: u32, spec: TimeSpec) -> PyResult<Value> {
    let stamp = moment.stamp();
    let mut text = Vec::with_capacity(40);
    format::push_date(&mut text, stamp.year, stamp.month, stamp.day);
    let wide = u8::try_from(separator).is_err();
    if wide {
        let mut buffer = TextBuffer::default();
        buffer.push_bytes(&text);
        buffer.push(separator);
        text.clear();
        push_time(thread, moment, &mut text, spec)?;
        buffer.push_bytes(&text);
        return Ok(buffer.finish(thread)?.value());
    }
    text.push(separator as u8);
    push_time(thread, moment, &mut text, spec)?;
    Ok(StrObject::from_latin1(thread, &text)?.value())
}

fn push_time(thread: &mut Thread, moment: Ref<DateTimeObject>, text: &mut Vec<u8>, spec: TimeSpec) -> PyResult<()> {
    format::push_clock(text, moment.clock(), spec);
    if let Some(offset) = offset_of(thread, moment)? {
        format::push_offset(text, offset, b":");
    }
    Ok(())
}

/// `moment.strftime(format)`
pub fn strftime(thread: &mut Thread, moment: Ref<DateTimeObject>, format: Ref<StrObject>) -> PyResult<Value> {
    let subject = Subject {
        object: moment.value(),
        stamp: moment.stamp(),
        tzinfo: moment.tzinfo.get(),
        moment: moment.value(),
        exact: moment.class() == DATETIME.get(),
    };
    format::strftime(thread, subject, format, call_timetuple)
}

fn reduced(thread: &mut Thread, moment: Ref<DateTimeObject>, protocol: i64) -> PyResult<Value> {
    let mut state = moment.state();
    if protocol > 3 {
        state[2] |= moment.fold.get() << 7;
    }
    let state = BytesObject::new(thread, &state)?.value();
    let parts = [state, moment.tzinfo.get().unwrap_or_else(none)];
    let count = if moment.tzinfo.get().is_some() { 2 } else { 1 };
    let args = TupleObject::from_slice(thread, &parts[..count])?.value();
    Ok(TupleObject::from_slice(thread, &[moment.class().value(), args])?.value())
}

fn deprecated(thread: &mut Thread, message: &str) -> PyResult<()> {
    pyrs_object::warn::warn(thread, core().types.deprecation_warning.get(), message)
}

/// Holds the methods of datetime.
pub struct DateTimeMethods;

/// datetime(year, month, day[, hour[, minute[, second[, microsecond[,tzinfo]]]]])
///
/// The date must be given. tzinfo is None or an instance of a subclass of tzinfo, the others are ints.
#[pymethods]
impl DateTimeMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let class = class_of_receiver(thread, class)?;
        if let Some((stamp, fold, tzinfo)) = from_pickle(thread, args)? {
            return Ok(make_datetime(thread, class, stamp, tzinfo, fold)?.value());
        }
        let values = bind::<9>(thread, &NEW, args)?;
        let (stamp, tzinfo, fold) = from_arguments(thread, &values, (MIDNIGHT, None, 0))?;
        Ok(make_datetime(thread, class, stamp, tzinfo, fold)?.value())
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let moment = moment_of(thread, this)?;
        let Stamp {
            year,
            month,
            day,
            clock,
        } = moment.stamp();
        let mut text = format!("{}({year}, {month}, {day}, ", class_of(this).name_for_message());
        push_repr_clock(&mut text, clock);
        finish_repr(thread, text, moment.tzinfo.get(), moment.fold.get())
    }

    #[slot]
    fn str(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let moment = moment_of(thread, this)?;
        if moment.class() == DATETIME.get() {
            return iso_text_of(thread, moment, b' '.into(), TimeSpec::Auto);
        }
        let name = StrObject::intern(thread, "isoformat")?;
        let separator = StrObject::from_latin1(thread, b" ")?;
        protocol::call_method(thread, this, name, &[separator.value()])
    }

    #[slot]
    fn hash(thread: &mut Thread, this: Value) -> PyResult<i64> {
        let moment = moment_of(thread, this)?;
        if moment.hash.get() != 0 {
            return Ok(moment.hash.get());
        }
        let first = match moment.fold.get() {
            0 => moment,
            _ => with_zone(thread, moment, moment.tzinfo.get(), 0)?,
        };
        let hash = match offset_of(thread, first)? {
            None => hash::hash_bytes(&moment.state()),
            Some(offset) => {
                let delta = make_delta(thread, (moment.stamp().microseconds() - offset).into())?;
                hash_of(delta)
            }
        };
        moment.hash.set(hash);
        Ok(hash)
    }

    #[slot]
    fn compare(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        let (a, Some(b)) = (moment_of(thread, left)?, right.downcast::<DateTimeObject>()) else {
            return Ok(not_implemented());
        };
        if a.tzinfo.get() == b.tzinfo.get() {
            return Ok(bool_value(holds(op, a.stamp().cmp(&b.stamp()))));
        }
        compare_aware(thread, op, a, b)
    }

    #[slot(ops = "Add Sub")]
    fn binary(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        let (a, b) = (left.downcast::<DateTimeObject>(), right.downcast::<DateTimeObject>());
        let (c, d) = (left.downcast::<DeltaObject>(), right.downcast::<DeltaObject>());
        match (op, a, b) {
            (BinaryOp::Sub, Some(a), Some(b)) => subtract(thread, a, b),
            (BinaryOp::Add, Some(moment), None) if let Some(delta) = d => add(thread, moment, delta, 1),
            (BinaryOp::Add, None, Some(moment)) if let Some(delta) = c => add(thread, moment, delta, 1),
            (BinaryOp::Sub, Some(moment), None) if let Some(delta) = d => add(thread, moment, delta, -1),
            _ => Ok(not_implemented()),
        }
    }

    #[getter]
    fn hour(_thread: &mut Thread, this: Ref<DateTimeObject>) -> PyResult<i64> {
        Ok(this.clock().hour.into())
    }

    #[getter]
    fn minute(_thread: &mut Thread, this: Ref<DateTimeObject>) -> PyResult<i64> {
        Ok(this.clock().minute.into())
    }

    #[getter]
    fn second(_thread: &mut Thread, this: Ref<DateTimeObject>) -> PyResult<i64> {
        Ok(this.clock().second.into())
    }

    #[getter]
    fn microsecond(_thread: &mut Thread, this: Ref<DateTimeObject>) -> PyResult<i64> {
        Ok(this.clock().microsecond.into())
    }

    #[getter]
    fn tzinfo(_thread: &mut Thread, this: Ref<DateTimeObject>) -> PyResult<Value> {
        Ok(this.tzinfo.get().unwrap_or_else(none))
    }

    #[getter]
    fn fold(_thread: &mut Thread, this: Ref<DateTimeObject>) -> PyResult<i64> {
        Ok(this.fold.get().into())
    }

    /// The current time in a zone; without one, local time without tzinfo.
    #[classmethod(signature = "($type, /, tz=None)")]
    fn now(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let class = class_of_receiver(thread, class)?;
        let [zone] = bind::<1>(thread, &NOW, args)?;
        let zone = check_tzinfo(thread, zone)?;
        of_unix(thread, class, system_clock::now(), zone, zone.is_none())
    }

    /// The current time in UTC, without tzinfo.
    #[classmethod]
    fn utcnow(thread: &mut Thread, class: Value) -> PyResult<Value> {
        let class = class_of_receiver(thread, class)?;
        deprecated(
            thread,
            "datetime.datetime.utcnow() is deprecated and scheduled for removal in a future version. Use \
             timezone-aware objects to represent datetimes in UTC: datetime.datetime.now(datetime.UTC).",
        )?;
        of_unix(thread, class, system_clock::now(), None, false)
    }

    /// The time of a POSIX timestamp in a zone; without one, local time without tzinfo.
    #[classmethod(signature = "($type, /, timestamp, tz=None)")]
    fn fromtimestamp(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let class = class_of_receiver(thread, class)?;
        let [timestamp, zone] = bind::<2>(thread, &FROMTIMESTAMP, args)?;
        let zone = check_tzinfo(thread, zone)?;
        let unix = system_clock::timestamp(thread, timestamp.unwrap_or_else(none), Rounding::HalfEven)?;
        of_unix(thread, class, unix, zone, zone.is_none())
    }

    /// The time of a POSIX timestamp in UTC, without tzinfo.
    #[classmethod]
    fn utcfromtimestamp(thread: &mut Thread, class: Value, timestamp: Value) -> PyResult<Value> {
        let class = class_of_receiver(thread, class)?;
        deprecated(
            thread,
            "datetime.datetime.utcfromtimestamp() is deprecated and scheduled for removal in a future version. Use \
             timezone-aware objects to represent datetimes in UTC: datetime.datetime.fromtimestamp(timestamp, \
             datetime.UTC).",
        )?;
        let unix = system_clock::timestamp(thread, timestamp, Rounding::HalfEven)?;
        of_unix(thread, class, unix, None, false)
    }

    /// The date and time of a text in the given format.
    #[classmethod(signature = "($type, string, format, /)")]
    fn strptime(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        strptime(thread, class, args, "_strptime_datetime_datetime")
    }

    /// A date and a time together; the zone is the time's unless another is given.
    #[classmethod(signature = "($type, /, date, time, tzinfo=<unrepresentable>)")]
    fn combine(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let class = class_of_receiver(thread, class)?;
        let [date, time, tzinfo] = bind::<3>(thread, &COMBINE, args)?;
        let (date, time) = (date.unwrap_or_else(none), time.unwrap_or_else(none));
        let Some(date) = date.downcast::<DateObject>() else {
            return Err(wrong_type(thread, "combine", 1, "datetime.date", date));
        };
        let Some(time) = time.downcast::<TimeObject>() else {
            return Err(wrong_type(thread, "combine", 2, "datetime.time", time));
        };
        let zone = match tzinfo {
            None => time.tzinfo.get(),
            given => check_tzinfo(thread, given)?,
        };
        let (year, month, day) = date.fields();
        let stamp = Stamp {
            year,
            month,
            day,
            clock: time.clock(),
        };
        datetime_of_class(thread, class, stamp, zone, time.fold.get())
    }

    /// The date and time of a text in a format of ISO 8601.
    #[classmethod(signature = "($type, string, /)")]
    fn fromisoformat(thread: &mut Thread, class: Value, string: Value) -> PyResult<Value> {
        let class = class_of_receiver(thread, class)?;
        let ((year, month, day), time) = parse_iso(thread, string, parse::date_and_time)?;
        let (mut clock, offset) = time.map_or((Clock::default(), None), |time| (time.clock, time.offset));
        let tzinfo = match offset {
            Some(offset) => Some(zone::zone_for(thread, offset.into(), None)?),
            None => None,
        };
        check_date(thread, year, month, day)?;
        let mut stamp = Stamp {
            year,
            month,
            day,
            clock,
        };
        if clock.hour == 24 {
            check_midnight(thread, clock)?;
            clock.hour = 0;
            let next = calendar::to_ordinal(year, month, day) + 1;
            let (year, month, day) = calendar::from_ordinal(next);
            check_date(thread, year, month, day)?;
            stamp = Stamp {
                year,
                month,
                day,
                clock,
            };
        }
        check_clock(thread, stamp.clock, 0)?;
        datetime_of_class(thread, class, stamp, tzinfo, 0)
    }

    /// The date alone.
    #[method]
    fn date(thread: &mut Thread, this: Ref<DateTimeObject>) -> PyResult<Value> {
        let stamp = this.stamp();
        Ok(make_date(thread, DATE.get(), stamp.year, stamp.month, stamp.day)?.value())
    }

    /// The time alone, without tzinfo.
    #[method]
    fn time(thread: &mut Thread, this: Ref<DateTimeObject>) -> PyResult<Value> {
        Ok(make_time(thread, TIME.get(), this.clock(), None, this.fold.get())?.value())
    }

    /// The time alone, with the same tzinfo.
    #[method]
    fn timetz(thread: &mut Thread, this: Ref<DateTimeObject>) -> PyResult<Value> {
        Ok(make_time(thread, TIME.get(), this.clock(), this.tzinfo.get(), this.fold.get())?.value())
    }

    /// The date and time as ctime() writes them.
    #[method]
    fn ctime(thread: &mut Thread, this: Ref<DateTimeObject>) -> PyResult<Value> {
        format::ctime(thread, this.stamp())
    }

    /// The fields as time.localtime() would give them.
    #[method]
    fn timetuple(thread: &mut Thread, this: Ref<DateTimeObject>) -> PyResult<Value> {
        let dst = match this.tzinfo.get() {
            None => -1,
            Some(zone) => match zone::ask_delta(thread, zone, "dst", this.value())? {
                None => -1,
                Some(delta) => i32::from(delta.total() != 0),
            },
        };
        format::struct_time(thread, this.stamp(), dst)
    }

    /// The POSIX timestamp, as a float.
    #[method]
    fn timestamp(thread: &mut Thread, this: Ref<DateTimeObject>) -> PyResult<Value> {
        let stamp = this.stamp();
        match offset_of(thread, this)? {
            Some(offset) if this.tzinfo.get().is_some() => {
                let total = stamp.microseconds() - offset - system_clock::EPOCH * 1_000_000;
                if total.unsigned_abs() < 1 << 53 {
                    return from_f64(thread, total as f64 / 1e6);
                }
                let total = int::from_i64(thread, total)?;
                protocol::binary(thread, BinaryOp::TrueDiv, total, Value::small_int(1_000_000))
            }
            _ => {
                let unix = system_clock::unix_of_local(thread, stamp.seconds(), this.fold.get())?;
                from_f64(thread, unix as f64 + f64::from(stamp.clock.microsecond) / 1e6)
            }
        }
    }

    /// The fields in UTC as time.gmtime() would give them.
    #[method]
    fn utctimetuple(thread: &mut Thread, this: Ref<DateTimeObject>) -> PyResult<Value> {
        let mut stamp = this.stamp();
        if let Some(offset) = offset_of(thread, this)? {
            stamp = match Stamp::from_microseconds(stamp.microseconds() - offset) {
                Some(stamp) => stamp,
                None => return Err(thread.overflow_error(format_args!("date value out of range"))),
            };
        }
        format::struct_time(thread, stamp, 0)
    }

    /// The date and time as YYYY-MM-DDTHH:MM:SS[.ffffff][+HH:MM].
    ///
    /// sep stands between date and time. timespec says how much is shown: 'auto', 'hours', 'minutes', 'seconds',
    /// 'milliseconds' or 'microseconds'.
    #[method(signature = "($self, /, sep='T', timespec='auto')")]
    fn isoformat(thread: &mut Thread, this: Value, args: Args) -> PyResult<Value> {
        let moment = moment_of(thread, this)?;
        let [separator, spec] = bind::<2>(thread, &ISOFORMAT, args)?;
        let separator = match separator {
            None => u32::from(b'T'),
            Some(value) => match value.downcast::<StrObject>() {
                Some(text) if text.len() == 1 => text.chars().get(0),
                Some(text) => {
                    let length = text.len();
                    return Err(thread.type_error(format_args!(
                        "isoformat() argument 1 must be a unicode character, not a string of length {length}"
                    )));
                }
                None => return Err(wrong_type(thread, "isoformat", 1, "a unicode character", value)),
            },
        };
        let spec = match spec {
            Some(spec) => Some(to_str(thread, "isoformat", 2, spec)?),
            None => None,
        };
        let spec = TimeSpec::parse(thread, spec)?;
        iso_text_of(thread, moment, separator, spec)
    }

    /// self.tzinfo.utcoffset(self), or None without tzinfo.
    #[method]
    fn utcoffset(thread: &mut Thread, this: Ref<DateTimeObject>) -> PyResult<Value> {
        zone::ask(thread, this.tzinfo.get(), "utcoffset", this.value())
    }

    /// self.tzinfo.tzname(self), or None without tzinfo.
    #[method]
    fn tzname(thread: &mut Thread, this: Ref<DateTimeObject>) -> PyResult<Value> {
        zone::ask(thread, this.tzinfo.get(), "tzname", this.value())
    }

    /// self.tzinfo.dst(self), or None without tzinfo.
    #[method]
    fn dst(thread: &mut Thread, this: Ref<DateTimeObject>) -> PyResult<Value> {
        zone::ask(thread, this.tzinfo.get(), "dst", this.value())
    }

    /// A datetime with other fields.
    #[method]
    fn replace(thread: &mut Thread, this: Value, args: Args) -> PyResult<Value> {
        let moment = moment_of(thread, this)?;
        let values = bind::<9>(thread, &REPLACE, args)?;
        let default = (moment.stamp(), moment.tzinfo.get(), moment.fold.get());
        let (stamp, tzinfo, fold) = from_arguments(thread, &values, default)?;
        datetime_of_class(thread, moment.class(), stamp, tzinfo, fold)
    }

    /// The same as replace().
    #[method(name = "__replace__")]
    fn replace_special(thread: &mut Thread, this: Value, args: Args) -> PyResult<Value> {
        DateTimeMethods::replace(thread, this, args)
    }

    /// The same moment in another zone, or in the local one. Without tzinfo, this time is taken as local.
    #[method(signature = "($self, /, tz=None)")]
    fn astimezone(thread: &mut Thread, this: Value, args: Args) -> PyResult<Value> {
        let moment = moment_of(thread, this)?;
        let [wanted] = bind::<1>(thread, &ASTIMEZONE, args)?;
        let wanted = check_tzinfo(thread, wanted)?;
        let mut own = moment.tzinfo.get();
        if own.is_some() && own == wanted {
            return Ok(this);
        }
        let offset = match offset_of(thread, moment)? {
            Some(offset) => offset,
            None => {
                let zone = local_timezone_of(thread, moment)?;
                if Some(zone) == wanted {
                    return Ok(this);
                }
                own = Some(zone);
                zone::fixed_offset(zone).unwrap_or(0)
            }
        };
        if own.is_some() && own == wanted {
            let clock = moment.stamp();
            return datetime_of_class(thread, moment.class(), clock, wanted, moment.fold.get());
        }
        let Some(stamp) = Stamp::from_microseconds(moment.stamp().microseconds() - offset) else {
            return Err(thread.overflow_error(format_args!("date value out of range")));
        };
        let zone = match wanted {
            Some(zone) => zone,
            None => local_timezone(thread, stamp.seconds() - system_clock::EPOCH)?,
        };
        let universal = datetime_of_class(thread, moment.class(), stamp, Some(zone), 0)?;
        zone::from_utc(thread, zone, universal)
    }

    #[method(name = "__reduce_ex__")]
    fn reduce_ex(thread: &mut Thread, this: Ref<DateTimeObject>, protocol: i64) -> PyResult<Value> {
        reduced(thread, this, protocol)
    }

    #[method(name = "__reduce__")]
    fn reduce(thread: &mut Thread, this: Ref<DateTimeObject>) -> PyResult<Value> {
        reduced(thread, this, 2)
    }
}

/// Enters the limits in the class.
pub fn enter_limits(thread: &mut Thread) -> PyResult<()> {
    let class = DATETIME.get();
    let dict = class.dict.get();
    let least = Stamp {
        year: MIN_YEAR,
        ..MIDNIGHT
    };
    let greatest = Stamp {
        year: MAX_YEAR,
        month: 12,
        day: 31,
        clock: Clock {
            hour: 23,
            minute: 59,
            second: 59,
            microsecond: 999_999,
        },
    };
    for (name, stamp) in [("min", least), ("max", greatest)] {
        let moment = make_datetime(thread, class, stamp, None, 0)?;
        dict.set_str(thread, name, moment.value())?;
    }
    let step = make_delta(thread, 1)?;
    dict.set_str(thread, "resolution", step.value())
}
