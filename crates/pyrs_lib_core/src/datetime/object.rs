//! The layouts of the module's classes and how their objects are made.
//!
//! Invariant: a [`DateTimeObject`] begins like a [`DateObject`], so that the methods of dates read both. Objects don't change after
//! they are made, but for the cached hash (0: not computed).

use super::calendar;
use super::date::DateMethods;
use super::delta::DeltaMethods;
use super::iso_calendar::IsoCalendarMethods;
use super::moment::DateTimeMethods;
use super::time_of_day::TimeMethods;
use super::zone::{TimeZoneMethods, TzInfoMethods};
use pyrs_object::header::{Field, Header, HeapObject};
use pyrs_object::layout::Layout;
use pyrs_object::native_class::NativeClass;
use pyrs_object::tuple::TUPLE_LAYOUT;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{PyResult, Ref, Thread, Value, core, heap_object, none, protocol};
use std::cell::Cell;

/// A date.
#[repr(C)]
pub struct DateObject {
    header: Header,
    pub hash: Cell<i64>,
    year: Cell<u16>,
    month: Cell<u8>,
    day: Cell<u8>,
    _pad: u32,
}

/// Layout of [`DateObject`].
pub static DATE_LAYOUT: Layout = Layout {
    name: "datetime.date",
    trace: {
        unsafe fn trace(_: *mut u8, _: &mut pyrs_object::gc::Visitor) {}
        trace
    },
    size: {
        unsafe fn size(_: *const u8) -> usize {
            std::mem::size_of::<DateObject>()
        }
        size
    },
    fixed_size: std::mem::size_of::<DateObject>(),
    drop: None,
    wants_finalizer: None,
};

// SAFETY: repr(C) with a header first; the objects of the second layout begin with the same fields.
unsafe impl HeapObject for DateObject {
    #[inline(always)]
    fn is_layout(layout: &'static Layout) -> bool {
        std::ptr::eq(layout, &DATE_LAYOUT) || std::ptr::eq(layout, &DATETIME_LAYOUT)
    }
    fn layout_name() -> &'static str {
        "datetime.date"
    }
}

/// A date and a time of day.
#[repr(C)]
pub struct DateTimeObject {
    header: Header,
    pub hash: Cell<i64>,
    year: Cell<u16>,
    month: Cell<u8>,
    day: Cell<u8>,
    hour: Cell<u8>,
    minute: Cell<u8>,
    second: Cell<u8>,
    pub fold: Cell<u8>,
    microsecond: Cell<u32>,
    _pad: u32,
    pub tzinfo: Field<Option<Value>>,
}
heap_object!(DateTimeObject, "datetime.datetime", DATETIME_LAYOUT, [tzinfo]);

/// A time of day.
#[repr(C)]
pub struct TimeObject {
    header: Header,
    pub hash: Cell<i64>,
    hour: Cell<u8>,
    minute: Cell<u8>,
    second: Cell<u8>,
    pub fold: Cell<u8>,
    microsecond: Cell<u32>,
    pub tzinfo: Field<Option<Value>>,
}
heap_object!(TimeObject, "datetime.time", TIME_LAYOUT, [tzinfo]);

/// A duration.
#[repr(C)]
pub struct DeltaObject {
    header: Header,
    pub hash: Cell<i64>,
    days: Cell<i32>,
    seconds: Cell<i32>,
    microseconds: Cell<i32>,
    _pad: u32,
}
heap_object!(DeltaObject, "datetime.timedelta", DELTA_LAYOUT, []);

/// An instance of tzinfo.
#[repr(C)]
pub struct TzInfoObject {
    header: Header,
}
heap_object!(TzInfoObject, "datetime.tzinfo", TZINFO_LAYOUT, []);

/// A fixed offset.
#[repr(C)]
pub struct TimeZoneObject {
    header: Header,
    pub offset: Field<Option<Ref<DeltaObject>>>,
    pub name: Field<Option<Value>>,
}
heap_object!(TimeZoneObject, "datetime.timezone", TIMEZONE_LAYOUT, [offset, name]);

pub static DATE: NativeClass = NativeClass::new("datetime", "date", &DATE_LAYOUT)
    .subclassable()
    .methods(DateMethods::TYPE_METHODS);
pub static DATETIME: NativeClass = NativeClass::new("datetime", "datetime", &DATETIME_LAYOUT)
    .base(|| DATE.get())
    .subclassable()
    .methods(DateTimeMethods::TYPE_METHODS);
pub static TIME: NativeClass = NativeClass::new("datetime", "time", &TIME_LAYOUT)
    .subclassable()
    .methods(TimeMethods::TYPE_METHODS);
pub static DELTA: NativeClass = NativeClass::new("datetime", "timedelta", &DELTA_LAYOUT)
    .subclassable()
    .methods(DeltaMethods::TYPE_METHODS);
pub static TZINFO: NativeClass = NativeClass::new("datetime", "tzinfo", &TZINFO_LAYOUT)
    .subclassable()
    .methods(TzInfoMethods::TYPE_METHODS);
pub static TIMEZONE: NativeClass = NativeClass::new("datetime", "timezone", &TIMEZONE_LAYOUT)
    .base(|| TZINFO.get())
    .methods(TimeZoneMethods::TYPE_METHODS);
pub static ISO_CALENDAR: NativeClass = NativeClass::new("datetime", "IsoCalendarDate", &TUPLE_LAYOUT)
    .base(|| core().types.tuple.get())
    .methods(IsoCalendarMethods::TYPE_METHODS);

/// The fields of a time of day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Debug)]
pub struct Clock {
    pub hour: i32,
    pub minute: i32,
    pub second: i32,
    pub microsecond: i32,
}

impl Clock {
    /// Seconds since midnight, without the fraction.
    pub fn seconds(self) -> i64 {
        i64::from(self.hour) * 3600 + i64::from(self.minute) * 60 + i64::from(self.second)
    }

    /// Of some microseconds since midnight.
    pub fn from_microseconds(total: i64) -> Clock {
        let (seconds, microsecond) = (total / 1_000_000, (total % 1_000_000) as i32);
        Clock {
            hour: (seconds / 3600) as i32,
            minute: (seconds / 60 % 60) as i32,
            second: (seconds % 60) as i32,
            microsecond,
        }
    }
}

/// The fields of a date and time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Stamp {
    pub year: i32,
    pub month: i32,
    pub day: i32,
    pub clock: Clock,
}

impl Stamp {
    /// Microseconds since day 0 of the calendar.
    pub fn microseconds(self) -> i64 {
        self.seconds() * 1_000_000 + i64::from(self.clock.microsecond)
    }

    /// Seconds since day 0 of the calendar.
    pub fn seconds(self) -> i64 {
        calendar::to_ordinal(self.year, self.month, self.day) * calendar::DAY_SECONDS + self.clock.seconds()
    }

    /// The reverse of [`Stamp::microseconds`]; `None` outside of the years that there are.
    pub fn from_microseconds(total: i64) -> Option<Stamp> {
        const DAY: i64 = calendar::DAY_SECONDS * 1_000_000;
        let ordinal = total.div_euclid(DAY);
        if !(1..=calendar::MAX_ORDINAL).contains(&ordinal) {
            return None;
        }
        let (year, month, day) = calendar::from_ordinal(ordinal);
        Some(Stamp {
            year,
            month,
            day,
            clock: Clock::from_microseconds(total.rem_euclid(DAY)),
        })
    }
}

impl DateObject {
    /// Year, month, day.
    #[inline]
    pub fn fields(&self) -> (i32, i32, i32) {
        (self.year.get().into(), self.month.get().into(), self.day.get().into())
    }

    /// The day number.
    pub fn ordinal(&self) -> i64 {
        let (year, month, day) = self.fields();
        calendar::to_ordinal(year, month, day)
    }

    /// The bytes of a pickle.
    pub fn state(&self) -> [u8; 4] {
        let [high, low] = self.year.get().to_be_bytes();
        [high, low, self.month.get(), self.day.get()]
    }
}

impl DateTimeObject {
    /// The fields.
    #[inline]
    pub fn stamp(&self) -> Stamp {
        Stamp {
            year: self.year.get().into(),
            month: self.month.get().into(),
            day: self.day.get().into(),
            clock: self.clock(),
        }
    }

    /// The time of day.
    #[inline]
    pub fn clock(&self) -> Clock {
        Clock {
            hour: self.hour.get().into(),
            minute: self.minute.get().into(),
            second: self.second.get().into(),
            microsecond: self.microsecond.get() as i32,
        }
    }

    /// The bytes of a pickle, without fold.
    pub fn state(&self) -> [u8; 10] {
        let [high, low] = self.year.get().to_be_bytes();
        let [_, first, second, third] = self.microsecond.get().to_be_bytes();
        [
            high,
            low,
            self.month.get(),
            self.day.get(),
            self.hour.get(),
            self.minute.get(),
            self.second.get(),
            first,
            second,
            third,
        ]
    }
}

impl TimeObject {
    /// The fields.
    #[inline]
    pub fn clock(&self) -> Clock {
        Clock {
            hour: self.hour.get().into(),
            minute: self.minute.get().into(),
            second: self.second.get().into(),
            microsecond: self.microsecond.get() as i32,
        }
    }

    /// The bytes of a pickle, without fold.
    pub fn state(&self) -> [u8; 6] {
        let [_, first, second, third] = self.microsecond.get().to_be_bytes();
        [
            self.hour.get(),
            self.minute.get(),
            self.second.get(),
            first,
            second,
            third,
        ]
    }
}

impl DeltaObject {
    /// Days, seconds, microseconds; the latter two are not negative.
    #[inline]
    pub fn parts(&self) -> (i32, i32, i32) {
        (self.days.get(), self.seconds.get(), self.microseconds.get())
    }

    /// All as microseconds.
    #[inline]
    pub fn total(&self) -> i128 {
        let (days, seconds, microseconds) = self.parts();
        (i128::from(days) * i128::from(calendar::DAY_SECONDS) + i128::from(seconds)) * 1_000_000
            + i128::from(microseconds)
    }

    /// All as microseconds, of a delta that is less than 24 hours.
    pub fn short_total(&self) -> i64 {
        self.total() as i64
    }
}

/// An object of a class with the layout of dates; the fields are valid.
pub fn make_date(
    thread: &mut Thread,
    class: Ref<TypeObject>,
    year: i32,
    month: i32,
    day: i32,
) -> PyResult<Ref<DateObject>> {
    let date: Ref<DateObject> = class.allocate_instance(thread)?;
    date.year.set(year as u16);
    date.month.set(month as u8);
    date.day.set(day as u8);
    Ok(date)
}

/// An object of a class with the layout of datetimes; the fields are valid.
#[inline]
pub fn make_datetime(
    thread: &mut Thread,
    class: Ref<TypeObject>,
    stamp: Stamp,
    tzinfo: Option<Value>,
    fold: u8,
) -> PyResult<Ref<DateTimeObject>> {
    let made: Ref<DateTimeObject> = class.allocate_instance(thread)?;
    made.year.set(stamp.year as u16);
    made.month.set(stamp.month as u8);
    made.day.set(stamp.day as u8);
    made.hour.set(stamp.clock.hour as u8);
    made.minute.set(stamp.clock.minute as u8);
    made.second.set(stamp.clock.second as u8);
    made.microsecond.set(stamp.clock.microsecond as u32);
    made.fold.set(fold);
    if tzinfo.is_some() {
        made.tzinfo.set(made, tzinfo);
    }
    Ok(made)
}

/// An object of a class with the layout of times; the fields are valid.
pub fn make_time(
    thread: &mut Thread,
    class: Ref<TypeObject>,
    clock: Clock,
    tzinfo: Option<Value>,
    fold: u8,
) -> PyResult<Ref<TimeObject>> {
    let made: Ref<TimeObject> = class.allocate_instance(thread)?;
    made.hour.set(clock.hour as u8);
    made.minute.set(clock.minute as u8);
    made.second.set(clock.second as u8);
    made.microsecond.set(clock.microsecond as u32);
    made.fold.set(fold);
    made.tzinfo.set(made, tzinfo);
    Ok(made)
}

/// A date of a class, which is called if it is a subclass.
pub fn date_of_class(thread: &mut Thread, class: Ref<TypeObject>, year: i32, month: i32, day: i32) -> PyResult<Value> {
    if class == DATE.get() {
        return Ok(make_date(thread, class, year, month, day)?.value());
    }
    let arguments = [year, month, day].map(|number| Value::small_int(number.into()));
    protocol::call(thread, class.value(), &arguments)
}

/// A datetime of a class, which is called if it is a subclass.
#[inline]
pub fn datetime_of_class(
    thread: &mut Thread,
    class: Ref<TypeObject>,
    stamp: Stamp,
    tzinfo: Option<Value>,
    fold: u8,
) -> PyResult<Value> {
    if class == DATETIME.get() {
        return Ok(make_datetime(thread, class, stamp, tzinfo, fold)?.value());
    }
    let clock = stamp.clock;
    let [year, month, day, hour, minute, second, microsecond] = [
        stamp.year,
        stamp.month,
        stamp.day,
        clock.hour,
        clock.minute,
        clock.second,
        clock.microsecond,
    ]
    .map(|number| Value::small_int(number.into()));
    let zone = tzinfo.unwrap_or_else(none);
    let arguments = [year, month, day, hour, minute, second, microsecond, zone];
    let made = protocol::call(thread, class.value(), &arguments)?;
    if fold != 0
        && let Some(made) = made.downcast::<DateTimeObject>()
    {
        made.fold.set(fold);
    }
    Ok(made)
}

/// A time of a class, which is called if it is a subclass.
pub fn time_of_class(
    thread: &mut Thread,
    class: Ref<TypeObject>,
    clock: Clock,
    tzinfo: Option<Value>,
    fold: u8,
) -> PyResult<Value> {
    if class == TIME.get() {
        return Ok(make_time(thread, class, clock, tzinfo, fold)?.value());
    }
    let [hour, minute, second, microsecond] =
        [clock.hour, clock.minute, clock.second, clock.microsecond].map(|number| Value::small_int(number.into()));
    let zone = tzinfo.unwrap_or_else(none);
    let made = protocol::call(thread, class.value(), &[hour, minute, second, microsecond, zone])?;
    if fold != 0
        && let Some(made) = made.downcast::<TimeObject>()
    {
        made.fold.set(fold);
    }
    Ok(made)
}

/// A timedelta of a class with the layout; the parts may be any.
pub fn delta_of_class(thread: &mut Thread, class: Ref<TypeObject>, total: i128) -> PyResult<Ref<DeltaObject>> {
    const DAY: i64 = calendar::DAY_SECONDS * 1_000_000;
    // Most fit 64 bits, which are divided faster.
    let (days, rest) = match i64::try_from(total) {
        Ok(total) => (total.div_euclid(DAY).into(), total.rem_euclid(DAY)),
        Err(_) => (total.div_euclid(DAY.into()), total.rem_euclid(DAY.into()) as i64),
    };
    let Ok(days) = i32::try_from(days) else {
        return Err(thread.overflow_error(format_args!("Python int too large to convert to C int")));
    };
    if days.unsigned_abs() > 999_999_999 {
        return Err(thread.overflow_error(format_args!("days={days}; must have magnitude <= 999999999")));
    }
    let delta: Ref<DeltaObject> = class.allocate_instance(thread)?;
    delta.days.set(days);
    delta.seconds.set((rest / 1_000_000) as i32);
    delta.microseconds.set((rest % 1_000_000) as i32);
    Ok(delta)
}

/// A plain timedelta of some microseconds.
pub fn make_delta(thread: &mut Thread, total: i128) -> PyResult<Ref<DeltaObject>> {
    delta_of_class(thread, DELTA.get(), total)
}

/// Whether a value is an instance of tzinfo.
pub fn is_tzinfo(value: Value) -> bool {
    class_of(value).is_subtype(TZINFO.get())
}
