//! `tzinfo` and `timezone`, and asking time zones of any class.

use super::arguments::{Parameters, bind, to_str, wrong_type};
use super::delta::hash_of;
use super::object::{
    DateTimeObject, DeltaObject, Stamp, TIMEZONE, TimeZoneObject, TzInfoObject, datetime_of_class, make_delta,
};
use pyrs_macros::pymethods;
use pyrs_object::native_class::allocate;
use pyrs_object::slots::CompareOp;
use pyrs_object::static_root::StaticRoot;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{Args, PyResult, Raised, Ref, Thread, Value, bool_value, none, not_implemented, protocol};

/// `timezone.utc`.
static UTC: StaticRoot = StaticRoot::new();

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// `timezone.utc`.
pub fn utc(thread: &mut Thread) -> PyResult<Value> {
    if let Some(utc) = UTC.get() {
        return Ok(utc);
    }
    let utc = make_zone(thread, 0, None)?;
    UTC.set(thread, Some(utc));
    Ok(utc)
}

/// A timezone of an offset in microseconds, which is in range.
pub fn make_zone(thread: &mut Thread, offset: i64, name: Option<Value>) -> PyResult<Value> {
    let delta = make_delta(thread, offset.into())?;
    zone_of(thread, delta, name)
}

fn zone_of(thread: &mut Thread, offset: Ref<DeltaObject>, name: Option<Value>) -> PyResult<Value> {
    let zone: Ref<TimeZoneObject> = TIMEZONE.get().allocate_instance(thread)?;
    zone.offset.set(zone, Some(offset));
    zone.name.set(zone, name);
    Ok(zone.value())
}

/// A timezone of an offset in microseconds, which is checked; UTC for none.
pub fn zone_for(thread: &mut Thread, offset: i128, name: Option<Value>) -> PyResult<Value> {
    let delta = make_delta(thread, offset)?;
    zone_for_delta(thread, delta, name)
}

fn zone_for_delta(thread: &mut Thread, delta: Ref<DeltaObject>, name: Option<Value>) -> PyResult<Value> {
    if name.is_none() && delta.total() == 0 {
        return utc(thread);
    }
    check_offset(thread, delta)?;
    zone_of(thread, delta, name)
}

fn check_offset(thread: &mut Thread, delta: Ref<DeltaObject>) -> PyResult<()> {
    if delta.total().unsigned_abs() < DAY as u128 {
        return Ok(());
    }
    let shown = protocol::repr(thread, delta.value())?.to_string_lossy();
    Err(thread.value_error(format_args!(
        "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not {shown}"
    )))
}

/// A fixed offset in microseconds, if the zone is a timezone.
#[inline]
pub fn fixed_offset(zone: Value) -> Option<i64> {
    let zone = zone.downcast::<TimeZoneObject>()?;
    Some(zone.offset.get()?.short_total())
}

/// What a zone's `utcoffset` or `dst` says, checked.
pub fn ask_delta(thread: &mut Thread, zone: Value, method: &str, moment: Value) -> PyResult<Option<Ref<DeltaObject>>> {
    if let Some(zone) = zone.downcast::<TimeZoneObject>() {
        return Ok(if method == "utcoffset" { zone.offset.get() } else { None });
    }
    let name = StrObject::intern(thread, method)?;
    let answer = protocol::call_method(thread, zone, name, &[moment])?;
    if answer == none() {
        return Ok(None);
    }
    let Some(delta) = answer.downcast::<DeltaObject>() else {
        let class = class_of(answer).name_for_message();
        return Err(thread.type_error(format_args!(
            "tzinfo.{method}() must return None or timedelta, not '{class}'"
        )));
    };
    check_offset(thread, delta)?;
    Ok(Some(delta))
}

/// A zone's offset in microseconds.
#[inline]
pub fn utc_offset(thread: &mut Thread, zone: Option<Value>, moment: Value) -> PyResult<Option<i64>> {
    let Some(zone) = zone else { return Ok(None) };
    if let Some(offset) = fixed_offset(zone) {
        return Ok(Some(offset));
    }
    Ok(ask_delta(thread, zone, "utcoffset", moment)?.map(|delta| delta.short_total()))
}

/// What a zone's method says, as a value.
pub fn ask(thread: &mut Thread, zone: Option<Value>, method: &str, moment: Value) -> PyResult<Value> {
    let Some(zone) = zone else { return Ok(none()) };
    if method == "tzname" {
        return zone_name(thread, zone, moment);
    }
    Ok(ask_delta(thread, zone, method, moment)?.map_or_else(none, |delta| delta.value()))
}

/// A zone's name: a str or None.
pub fn zone_name(thread: &mut Thread, zone: Value, moment: Value) -> PyResult<Value> {
    if let Some(zone) = zone.downcast::<TimeZoneObject>() {
        return fixed_name(thread, zone);
    }
    let name = StrObject::intern(thread, "tzname")?;
    let answer = protocol::call_method(thread, zone, name, &[moment])?;
    if answer == none() || answer.downcast::<StrObject>().is_some() {
        return Ok(answer);
    }
    let class = class_of(answer).name_for_message();
    Err(thread.type_error(format_args!(
        "tzinfo.tzname() must return None or a string, not '{class}'"
    )))
}

fn fixed_name(thread: &mut Thread, zone: Ref<TimeZoneObject>) -> PyResult<Value> {
    if let Some(name) = zone.name.get() {
        return Ok(name);
    }
    let offset = zone.offset.get().map_or(0, |delta| delta.short_total());
    let mut text = b"UTC".to_vec();
    if offset != 0 {
        super::format::push_offset(&mut text, offset, b":");
    }
    Ok(StrObject::from_latin1(thread, &text)?.value())
}

/// `zone.fromutc(moment)`, where the moment's zone is this one.
pub fn from_utc(thread: &mut Thread, zone: Value, moment: Value) -> PyResult<Value> {
    if let (Some(offset), Some(moment)) = (fixed_offset(zone), moment.downcast::<DateTimeObject>()) {
        return shifted(thread, moment, offset);
    }
    let name = StrObject::intern(thread, "fromutc")?;
    protocol::call_method(thread, zone, name, &[moment])
}

/// `moment + timedelta(microseconds=offset)`
pub fn shifted(thread: &mut Thread, moment: Ref<DateTimeObject>, offset: i64) -> PyResult<Value> {
    match Stamp::from_microseconds(moment.stamp().microseconds() + offset) {
        Some(stamp) => datetime_of_class(thread, moment.class(), stamp, moment.tzinfo.get(), 0),
        None => Err(thread.overflow_error(format_args!("date value out of range"))),
    }
}

#[cold]
fn unimplemented(thread: &mut Thread, method: &str) -> Raised {
    thread.not_implemented_error(format_args!("a tzinfo subclass must implement {method}()"))
}

fn check_moment(thread: &mut Thread, zone: Value, moment: Value) -> PyResult<Ref<DateTimeObject>> {
    let Some(moment) = moment.downcast::<DateTimeObject>() else {
        return Err(thread.type_error(format_args!("fromutc: argument must be a datetime")));
    };
    if moment.tzinfo.get() != Some(zone) {
        return Err(thread.value_error(format_args!("fromutc: dt.tzinfo is not self")));
    }
    Ok(moment)
}

/// Holds the methods of tzinfo.
pub struct TzInfoMethods;

/// The abstract base class of time zones.
#[pymethods]
impl TzInfoMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, _args: Args) -> PyResult<Value> {
        let zone: Ref<TzInfoObject> = allocate(thread, class)?;
        Ok(zone.value())
    }

    /// The name of the zone at a time.
    #[method(signature = "($self, dt, /)")]
    fn tzname(thread: &mut Thread, _this: Value, _dt: Value) -> PyResult<Value> {
        Err(unimplemented(thread, "tzname"))
    }

    /// The offset from UTC at a time, as a timedelta.
    #[method(signature = "($self, dt, /)")]
    fn utcoffset(thread: &mut Thread, _this: Value, _dt: Value) -> PyResult<Value> {
        Err(unimplemented(thread, "utcoffset"))
    }

    /// The part of the offset that is daylight saving time, as a timedelta.
    #[method(signature = "($self, dt, /)")]
    fn dst(thread: &mut Thread, _this: Value, _dt: Value) -> PyResult<Value> {
        Err(unimplemented(thread, "dst"))
    }

    /// Local time of a time in UTC.
    #[method(signature = "($self, dt, /)")]
    fn fromutc(thread: &mut Thread, this: Value, dt: Value) -> PyResult<Value> {
        let moment = check_moment(thread, this, dt)?;
        let Some(offset) = ask_delta(thread, this, "utcoffset", dt)? else {
            return Err(thread.value_error(format_args!("fromutc: non-None utcoffset() result required")));
        };
        let Some(saving) = ask_delta(thread, this, "dst", dt)? else {
            return Err(thread.value_error(format_args!("fromutc: non-None dst() result required")));
        };
        let (offset, saving) = (offset.short_total(), saving.short_total());
        let standard = shifted(thread, moment, offset - saving)?;
        let again = ask_delta(thread, this, "dst", standard)?;
        match (again, standard.downcast::<DateTimeObject>()) {
            (Some(saving), Some(standard)) if saving.short_total() != 0 => {
                shifted(thread, standard, saving.short_total())
            }
            (Some(_), _) => Ok(standard),
            (None, _) => Err(thread.value_error(format_args!(
                "fromutc: tz.dst() gave inconsistent results; cannot convert"
            ))),
        }
    }

    /// For pickling.
    #[method(name = "__reduce__")]
    fn reduce(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let name = StrObject::intern(thread, "__getinitargs__")?;
        let args = match protocol::getattr_optional(thread, this, name)? {
            Some(method) => protocol::call(thread, method, &[])?,
            None => TupleObject::from_slice(thread, &[])?.value(),
        };
        let name = StrObject::intern(thread, "__getstate__")?;
        let state = protocol::call_method(thread, this, name, &[])?;
        let class = class_of(this).value();
        let parts = [class, args, state];
        let count = if state == none() { 2 } else { 3 };
        Ok(TupleObject::from_slice(thread, &parts[..count])?.value())
    }
}

static NEW: Parameters = Parameters {
    name: "timezone()",
    names: &["offset", "name"],
    required: 1,
    positional: 2,
};

fn check_argument(thread: &mut Thread, method: &str, moment: Value) -> PyResult<()> {
    if moment == none() || moment.downcast::<DateTimeObject>().is_some() {
        return Ok(());
    }
    let class = class_of(moment).name_for_message();
    Err(thread.type_error(format_args!(
        "{method}(dt) argument must be a datetime instance or None, not {class}"
    )))
}

/// Holds the methods of timezone.
pub struct TimeZoneMethods;

/// A time zone with a fixed offset from UTC.
#[pymethods]
impl TimeZoneMethods {
    #[slot]
    fn new(thread: &mut Thread, _class: Value, args: Args) -> PyResult<Value> {
        let [offset, name] = bind::<2>(thread, &NEW, args)?;
        let offset = offset.unwrap_or_else(none);
        let Some(delta) = offset.downcast::<DeltaObject>() else {
            return Err(wrong_type(thread, "timezone", 1, "datetime.timedelta", offset));
        };
        let name = match name {
            Some(name) => Some(to_str(thread, "timezone", 2, name)?.value()),
            None => None,
        };
        zone_for_delta(thread, delta, name)
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let class = class_of(this).name_for_message();
        if UTC.get() == Some(this) {
            return Ok(StrObject::from_str(thread, &format!("{class}.utc"))?.value());
        }
        let Some(zone) = this.downcast::<TimeZoneObject>() else {
            return Err(thread.type_error(format_args!("a timezone is required")));
        };
        let offset = zone.offset.get().map_or_else(none, |offset| offset.value());
        let mut text = class.into_bytes();
        text.push(b'(');
        text.extend(protocol::repr(thread, offset)?.to_generalised_utf8());
        if let Some(name) = zone.name.get() {
            text.extend(b", ");
            text.extend(protocol::repr(thread, name)?.to_generalised_utf8());
        }
        text.push(b')');
        Ok(StrObject::from_generalised_utf8(thread, &text)?.value())
    }

    #[slot]
    fn str(thread: &mut Thread, this: Value) -> PyResult<Value> {
        zone_name(thread, this, none())
    }

    #[slot]
    fn hash(_thread: &mut Thread, this: Value) -> PyResult<i64> {
        let zone = this.downcast::<TimeZoneObject>();
        Ok(zone.and_then(|zone| zone.offset.get()).map_or(0, hash_of))
    }

    #[slot]
    fn compare(_thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        match (op, fixed_offset(left), fixed_offset(right)) {
            (CompareOp::Eq, Some(a), Some(b)) => Ok(bool_value(a == b)),
            (CompareOp::Ne, Some(a), Some(b)) => Ok(bool_value(a != b)),
            _ => Ok(not_implemented()),
        }
    }

    /// The name that was given, or 'UTC' followed by the offset unless that is zero.
    #[method(signature = "($self, dt, /)")]
    fn tzname(thread: &mut Thread, this: Ref<TimeZoneObject>, dt: Value) -> PyResult<Value> {
        check_argument(thread, "tzname", dt)?;
        fixed_name(thread, this)
    }

    /// The fixed offset.
    #[method(signature = "($self, dt, /)")]
    fn utcoffset(thread: &mut Thread, this: Ref<TimeZoneObject>, dt: Value) -> PyResult<Value> {
        check_argument(thread, "utcoffset", dt)?;
        Ok(this.offset.get().map_or_else(none, |offset| offset.value()))
    }

    /// None: there is no daylight saving time.
    #[method(signature = "($self, dt, /)")]
    fn dst(thread: &mut Thread, _this: Ref<TimeZoneObject>, dt: Value) -> PyResult<Value> {
        check_argument(thread, "dst", dt)?;
        Ok(none())
    }

    /// Local time of a time in UTC.
    #[method(signature = "($self, dt, /)")]
    fn fromutc(thread: &mut Thread, this: Ref<TimeZoneObject>, dt: Value) -> PyResult<Value> {
        let moment = check_moment(thread, this.value(), dt)?;
        let offset = this.offset.get().map_or(0, |delta| delta.short_total());
        shifted(thread, moment, offset)
    }

    /// The arguments with which to make an equal timezone.
    #[method(name = "__getinitargs__")]
    fn getinitargs(thread: &mut Thread, this: Ref<TimeZoneObject>) -> PyResult<Value> {
        let offset = this.offset.get().map_or_else(none, |offset| offset.value());
        let parts = [offset, this.name.get().unwrap_or_else(none)];
        let count = if this.name.get().is_some() { 2 } else { 1 };
        Ok(TupleObject::from_slice(thread, &parts[..count])?.value())
    }
}

/// Enters UTC and the limits in the class.
pub fn enter_limits(thread: &mut Thread) -> PyResult<()> {
    let dict = TIMEZONE.get().dict.get();
    let utc = utc(thread)?;
    dict.set_str(thread, "utc", utc)?;
    for (name, minutes) in [("min", -1439), ("max", 1439)] {
        let zone = make_zone(thread, minutes * 60_000_000, None)?;
        dict.set_str(thread, name, zone)?;
    }
    Ok(())
}
