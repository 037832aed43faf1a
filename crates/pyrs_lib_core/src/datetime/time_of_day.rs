//! `time`.

use super::arguments::{Parameters, bind, check_clock, check_tzinfo, int_or, pickled, to_str};
use super::date::{class_of_receiver, format_argument, parse_iso, strftime_argument, strptime};
use super::delta::{hash_of, holds};
use super::format::{self, Subject, TimeSpec};
use super::object::{Clock, Stamp, TIME, TimeObject, is_tzinfo, make_delta, make_time, time_of_class};
use super::parse;
use super::zone;
use pyrs_macros::pymethods;
use pyrs_object::bytes::BytesObject;
use pyrs_object::slots::CompareOp;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, bool_value, hash, none, not_implemented, protocol};

static NEW: Parameters = Parameters {
    name: "function",
    names: &["hour", "minute", "second", "microsecond", "tzinfo", "fold"],
    required: 0,
    positional: 5,
};
static REPLACE: Parameters = Parameters {
    name: "replace()",
    ..NEW
};
static ISOFORMAT: Parameters = Parameters {
    name: "isoformat()",
    names: &["timespec"],
    required: 0,
    positional: 1,
};

fn time_of(thread: &mut Thread, value: Value) -> PyResult<Ref<TimeObject>> {
    match value.downcast() {
        Some(time) => Ok(time),
        None => Err(pyrs_object::native_class::wrong_receiver(
            thread,
            "datetime.time",
            value,
        )),
    }
}

/// The offset; a zone is asked about None.
fn offset_of(thread: &mut Thread, time: Ref<TimeObject>) -> PyResult<Option<i64>> {
    zone::utc_offset(thread, time.tzinfo.get(), none())
}

/// The fields of a pickle, if it is one.
fn from_pickle(thread: &mut Thread, args: Args) -> PyResult<Option<(Clock, u8, Option<Value>)>> {
    if !(1..=2).contains(&args.all().len()) {
        return Ok(None);
    }
    let Some(state) = pickled::<6>(thread, args, 2, "time")?.filter(|state| state[0] & 0x7f < 24) else {
        return Ok(None);
    };
    let tzinfo = args.positional().get(1).copied().filter(|zone| *zone != none());
    if tzinfo.is_some_and(|zone| !is_tzinfo(zone)) {
        return Err(thread.type_error(format_args!("bad tzinfo state arg")));
    }
    let clock = Clock {
        hour: (state[0] & 0x7f).into(),
        minute: state[1].into(),
        second: state[2].into(),
        microsecond: i32::from_be_bytes([0, state[3], state[4], state[5]]),
    };
    Ok(Some((clock, state[0] >> 7, tzinfo)))
}

/// The fields of the arguments, where missing ones are as in `default`.
fn from_arguments(
    thread: &mut Thread,
    values: &[Option<Value>; 6],
    default: (Clock, Option<Value>, u8),
) -> PyResult<(Clock, Option<Value>, u8)> {
    let (clock, tzinfo, fold) = default;
    let clock = Clock {
        hour: int_or(thread, values[0], clock.hour)?,
        minute: int_or(thread, values[1], clock.minute)?,
        second: int_or(thread, values[2], clock.second)?,
        microsecond: int_or(thread, values[3], clock.microsecond)?,
    };
    let fold = int_or(thread, values[5], fold.into())?;
    let tzinfo = match values[4] {
        None => tzinfo,
        given => {
            check_clock(thread, clock, fold)?;
            check_tzinfo(thread, given)?
        }
    };
    check_clock(thread, clock, fold)?;
    Ok((clock, tzinfo, fold as u8))
}

/// The text of the fields in a repr, without what can be left out.
pub fn push_repr_clock(out: &mut String, clock: Clock) {
    out.push_str(&format!("{}, {}", clock.hour, clock.minute));
    if clock.second != 0 || clock.microsecond != 0 {
        out.push_str(&format!(", {}", clock.second));
    }
    if clock.microsecond != 0 {
        out.push_str(&format!(", {}", clock.microsecond));
    }
}

/// The rest of a repr: zone and fold.
pub fn finish_repr(thread: &mut Thread, text: String, tzinfo: Option<Value>, fold: u8) -> PyResult<Value> {
    let mut bytes = text.into_bytes();
    if let Some(zone) = tzinfo {
        bytes.extend(b", tzinfo=");
        bytes.extend(protocol::repr(thread, zone)?.to_generalised_utf8());
    }
    if fold != 0 {
        bytes.extend(b", fold=1");
    }
    bytes.push(b')');
    Ok(StrObject::from_generalised_utf8(thread, &bytes)?.value())
}

fn iso_text_of(thread: &mut Thread, time: Ref<TimeObject>, spec: TimeSpec) -> PyResult<Value> {
    let mut text = Vec::with_capacity(32);
    format::push_clock(&mut text, time.clock(), spec);
    if let Some(offset) = offset_of(thread, time)? {
        format::push_offset(&mut text, offset, b":");
    }
    Ok(StrObject::from_latin1(thread, &text)?.value())
}

fn stamp_of(time: Ref<TimeObject>) -> Stamp {
    Stamp {
        year: 1900,
        month: 1,
        day: 1,
        clock: time.clock(),
    }
}

fn reduced(thread: &mut Thread, time: Ref<TimeObject>, protocol: i64) -> PyResult<Value> {
    let mut state = time.state();
    if protocol > 3 {
        state[0] |= time.fold.get() << 7;
    }
    let state = BytesObject::new(thread, &state)?.value();
    let parts = [state, time.tzinfo.get().unwrap_or_else(none)];
    let count = if time.tzinfo.get().is_some() { 2 } else { 1 };
    let args = TupleObject::from_slice(thread, &parts[..count])?.value();
    Ok(TupleObject::from_slice(thread, &[time.class().value(), args])?.value())
}

/// Holds the methods of time.
pub struct TimeMethods;

/// time([hour[, minute[, second[, microsecond[, tzinfo]]]]]) --> a time object
///
/// Without arguments it is midnight. tzinfo is None or an instance of a subclass of tzinfo, the others are ints.
#[pymethods]
impl TimeMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let class = class_of_receiver(thread, class)?;
        if let Some((clock, fold, tzinfo)) = from_pickle(thread, args)? {
            return Ok(make_time(thread, class, clock, tzinfo, fold)?.value());
        }
        let values = bind::<6>(thread, &NEW, args)?;
        let (clock, tzinfo, fold) = from_arguments(thread, &values, (Clock::default(), None, 0))?;
        Ok(make_time(thread, class, clock, tzinfo, fold)?.value())
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let time = time_of(thread, this)?;
        let mut text = format!("{}(", class_of(this).name_for_message());
        push_repr_clock(&mut text, time.clock());
        finish_repr(thread, text, time.tzinfo.get(), time.fold.get())
    }

    #[slot]
    fn str(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let time = time_of(thread, this)?;
        if time.class() == TIME.get() {
            return iso_text_of(thread, time, TimeSpec::Auto);
        }
        let name = StrObject::intern(thread, "isoformat")?;
        protocol::call_method(thread, this, name, &[])
    }

    #[slot]
    fn hash(thread: &mut Thread, this: Value) -> PyResult<i64> {
        let time = time_of(thread, this)?;
        if time.hash.get() != 0 {
            return Ok(time.hash.get());
        }
        let first = match time.fold.get() {
            0 => time,
            _ => make_time(thread, TIME.get(), time.clock(), time.tzinfo.get(), 0)?,
        };
        let hash = match offset_of(thread, first)? {
            None => hash::hash_bytes(&time.state()),
            Some(offset) => {
                let clock = time.clock();
                let total = clock.seconds() * 1_000_000 + i64::from(clock.microsecond) - offset;
                let delta = make_delta(thread, total.into())?;
                hash_of(delta)
            }
        };
        time.hash.set(hash);
        Ok(hash)
    }

    #[slot]
    fn compare(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        let (a, Some(b)) = (time_of(thread, left)?, right.downcast::<TimeObject>()) else {
            return Ok(not_implemented());
        };
        let plain = a.clock().cmp(&b.clock());
        if a.tzinfo.get() == b.tzinfo.get() {
            return Ok(bool_value(holds(op, plain)));
        }
        let (first, second) = (offset_of(thread, a)?, offset_of(thread, b)?);
        match (first, second) {
            _ if first == second => Ok(bool_value(holds(op, plain))),
            (Some(first), Some(second)) => {
                let key =
                    |clock: Clock, offset: i64| clock.seconds() * 1_000_000 + i64::from(clock.microsecond) - offset;
                Ok(bool_value(holds(
                    op,
                    key(a.clock(), first).cmp(&key(b.clock(), second)),
                )))
            }
            _ if op == CompareOp::Eq => Ok(bool_value(false)),
            _ if op == CompareOp::Ne => Ok(bool_value(true)),
            _ => Err(thread.type_error(format_args!("can't compare offset-naive and offset-aware times"))),
        }
    }

    #[getter]
    fn hour(_thread: &mut Thread, this: Ref<TimeObject>) -> PyResult<i64> {
        Ok(this.clock().hour.into())
    }

    #[getter]
    fn minute(_thread: &mut Thread, this: Ref<TimeObject>) -> PyResult<i64> {
        Ok(this.clock().minute.into())
    }

    #[getter]
    fn second(_thread: &mut Thread, this: Ref<TimeObject>) -> PyResult<i64> {
        Ok(this.clock().second.into())
    }

    #[getter]
    fn microsecond(_thread: &mut Thread, this: Ref<TimeObject>) -> PyResult<i64> {
        Ok(this.clock().microsecond.into())
    }

    #[getter]
    fn tzinfo(_thread: &mut Thread, this: Ref<TimeObject>) -> PyResult<Value> {
        Ok(this.tzinfo.get().unwrap_or_else(none))
    }

    #[getter]
    fn fold(_thread: &mut Thread, this: Ref<TimeObject>) -> PyResult<i64> {
        Ok(this.fold.get().into())
    }

    /// The time of a text in the given format; see datetime.strptime().
    #[classmethod(signature = "($type, string, format, /)")]
    fn strptime(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        strptime(thread, class, args, "_strptime_datetime_time")
    }

    /// The time of a text in a format of ISO 8601.
    #[classmethod(signature = "($type, string, /)")]
    fn fromisoformat(thread: &mut Thread, class: Value, string: Value) -> PyResult<Value> {
        let class = class_of_receiver(thread, class)?;
        let mut raw = parse_iso(thread, string, |text| {
            parse::time(text.strip_prefix(b"T").unwrap_or(text))
        })?;
        if raw.clock.hour == 24 {
            check_midnight(thread, raw.clock)?;
            raw.clock.hour = 0;
        }
        let tzinfo = match raw.offset {
            Some(offset) => Some(zone::zone_for(thread, offset.into(), None)?),
            None => None,
        };
        check_clock(thread, raw.clock, 0)?;
        time_of_class(thread, class, raw.clock, tzinfo, 0)
    }

    /// The time as HH:MM:SS[.ffffff][+HH:MM].
    ///
    /// timespec says how much is shown: 'auto', 'hours', 'minutes', 'seconds', 'milliseconds' or 'microseconds'.
    #[method(signature = "($self, /, timespec=<unrepresentable>)")]
    fn isoformat(thread: &mut Thread, this: Value, args: Args) -> PyResult<Value> {
        let time = time_of(thread, this)?;
        let [spec] = bind::<1>(thread, &ISOFORMAT, args)?;
        let spec = match spec {
            Some(spec) => Some(to_str(thread, "isoformat", 1, spec)?),
            None => None,
        };
        let spec = TimeSpec::parse(thread, spec)?;
        iso_text_of(thread, time, spec)
    }

    /// The time in a format like that of time.strftime().
    #[method(signature = "($self, /, format)")]
    fn strftime(thread: &mut Thread, this: Value, args: Args) -> PyResult<Value> {
        let format = strftime_argument(thread, args)?;
        let time = time_of(thread, this)?;
        let subject = Subject {
            object: this,
            stamp: stamp_of(time),
            tzinfo: time.tzinfo.get(),
            moment: none(),
            exact: time.class() == TIME.get(),
        };
        let fields = stamp_of(time);
        format::strftime(thread, subject, format, |thread, _| {
            format::struct_time(thread, fields, -1)
        })
    }

    /// The time in a format, which is that of isoformat() if empty.
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

    /// self.tzinfo.utcoffset(None), or None without tzinfo.
    #[method]
    fn utcoffset(thread: &mut Thread, this: Ref<TimeObject>) -> PyResult<Value> {
        zone::ask(thread, this.tzinfo.get(), "utcoffset", none())
    }

    /// self.tzinfo.tzname(None), or None without tzinfo.
    #[method]
    fn tzname(thread: &mut Thread, this: Ref<TimeObject>) -> PyResult<Value> {
        zone::ask(thread, this.tzinfo.get(), "tzname", none())
    }

    /// self.tzinfo.dst(None), or None without tzinfo.
    #[method]
    fn dst(thread: &mut Thread, this: Ref<TimeObject>) -> PyResult<Value> {
        zone::ask(thread, this.tzinfo.get(), "dst", none())
    }

    /// A time with other fields.
    #[method]
    fn replace(thread: &mut Thread, this: Value, args: Args) -> PyResult<Value> {
        let time = time_of(thread, this)?;
        let values = bind::<6>(thread, &REPLACE, args)?;
        let default = (time.clock(), time.tzinfo.get(), time.fold.get());
        let (clock, tzinfo, fold) = from_arguments(thread, &values, default)?;
        time_of_class(thread, time.class(), clock, tzinfo, fold)
    }

    /// The same as replace().
    #[method(name = "__replace__")]
    fn replace_special(thread: &mut Thread, this: Value, args: Args) -> PyResult<Value> {
        TimeMethods::replace(thread, this, args)
    }

    #[method(name = "__reduce_ex__")]
    fn reduce_ex(thread: &mut Thread, this: Ref<TimeObject>, protocol: i64) -> PyResult<Value> {
        reduced(thread, this, protocol)
    }

    #[method(name = "__reduce__")]
    fn reduce(thread: &mut Thread, this: Ref<TimeObject>) -> PyResult<Value> {
        reduced(thread, this, 2)
    }
}

/// 24:00 is the midnight at the end of a day; nothing comes after it.
pub fn check_midnight(thread: &mut Thread, clock: Clock) -> PyResult<()> {
    if (clock.minute, clock.second, clock.microsecond) == (0, 0, 0) {
        return Ok(());
    }
    Err(thread.value_error(format_args!(
        "minute, second, and microsecond must be 0 when hour is 24"
    )))
}

/// Enters the limits in the class.
pub fn enter_limits(thread: &mut Thread) -> PyResult<()> {
    let class = TIME.get();
    let dict = class.dict.get();
    let greatest = Clock {
        hour: 23,
        minute: 59,
        second: 59,
        microsecond: 999_999,
    };
    for (name, clock) in [("min", Clock::default()), ("max", greatest)] {
        let time = make_time(thread, class, clock, None, 0)?;
        dict.set_str(thread, name, time.value())?;
    }
    let step = make_delta(thread, 1)?;
    dict.set_str(thread, "resolution", step.value())
}
