//! Texts of dates and times: ISO 8601, `ctime`, and the formats of `strftime`.
//!
//! Formats of numbers alone, and of names while the time locale is C's, are written here; all others go to
//! `time.strftime` after the fields that the C library does not know were filled in.

use super::calendar;
use super::object::{Clock, Stamp};
use super::zone;
use crate::invoke::module_attribute;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{PyResult, Ref, Thread, Value, core, none, protocol};

const DAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Appends two digits.
#[inline]
fn push2(out: &mut Vec<u8>, number: i32) {
    out.extend([b'0' + (number / 10 % 10) as u8, b'0' + (number % 10) as u8]);
}

/// Appends a number with leading zeros.
pub fn push_padded(out: &mut Vec<u8>, number: i32, width: usize) {
    let mut digits = [b'0'; 10];
    let (mut rest, mut at) = (number.unsigned_abs(), digits.len());
    while rest > 0 && at > 0 {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    let start = at.min(digits.len() - width);
    out.extend_from_slice(&digits[start..]);
}

/// `YYYY-MM-DD`
pub fn push_date(out: &mut Vec<u8>, year: i32, month: i32, day: i32) {
    push2(out, year / 100);
    push2(out, year % 100);
    out.push(b'-');
    push2(out, month);
    out.push(b'-');
    push2(out, day);
}

/// How exact a time is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum TimeSpec {
    Auto,
    Hours,
    Minutes,
    Seconds,
    Milliseconds,
    Microseconds,
}

impl TimeSpec {
    /// The one of a name.
    pub fn parse(thread: &mut Thread, name: Option<Ref<StrObject>>) -> PyResult<TimeSpec> {
        let Some(name) = name else { return Ok(TimeSpec::Auto) };
        let known = [
            ("auto", TimeSpec::Auto),
            ("hours", TimeSpec::Hours),
            ("minutes", TimeSpec::Minutes),
            ("seconds", TimeSpec::Seconds),
            ("milliseconds", TimeSpec::Milliseconds),
            ("microseconds", TimeSpec::Microseconds),
        ];
        match known.iter().find(|(text, _)| name.equals_str(text)) {
            Some((_, spec)) => Ok(*spec),
            None => Err(thread.value_error(format_args!("Unknown timespec value"))),
        }
    }
}

/// `HH:MM:SS.ffffff`, as much of it as was asked for.
pub fn push_clock(out: &mut Vec<u8>, clock: Clock, spec: TimeSpec) {
    let spec = match spec {
        TimeSpec::Auto if clock.microsecond != 0 => TimeSpec::Microseconds,
        TimeSpec::Auto => TimeSpec::Seconds,
        spec => spec,
    };
    push2(out, clock.hour);
    if spec == TimeSpec::Hours {
        return;
    }
    out.push(b':');
    push2(out, clock.minute);
    if spec == TimeSpec::Minutes {
        return;
    }
    out.push(b':');
    push2(out, clock.second);
    match spec {
        TimeSpec::Milliseconds => {
            out.push(b'.');
            push_padded(out, clock.microsecond / 1000, 3);
        }
        TimeSpec::Microseconds => {
            out.push(b'.');
            push_padded(out, clock.microsecond, 6);
        }
        _ => {}
    }
}

/// `+HH:MM[:SS[.ffffff]]` of an offset in microseconds.
pub fn push_offset(out: &mut Vec<u8>, offset: i64, separator: &[u8]) {
    out.push(if offset < 0 { b'-' } else { b'+' });
    let clock = Clock::from_microseconds(offset.abs());
    push2(out, clock.hour);
    out.extend_from_slice(separator);
    push2(out, clock.minute);
    if clock.second != 0 || clock.microsecond != 0 {
        out.extend_from_slice(separator);
        push2(out, clock.second);
    }
    if clock.microsecond != 0 {
        out.push(b'.');
        push_padded(out, clock.microsecond, 6);
    }
}

/// `Sat Jun  6 16:26:11 1998`
pub fn ctime(thread: &mut Thread, stamp: Stamp) -> PyResult<Value> {
    let weekday = calendar::weekday(stamp.year, stamp.month, stamp.day) as usize;
    let (day_name, month_name) = (&DAYS[weekday][..3], &MONTHS[stamp.month as usize - 1][..3]);
    let clock = stamp.clock;
    let text = format!(
        "{day_name} {month_name} {:2} {:02}:{:02}:{:02} {:04}",
        stamp.day, clock.hour, clock.minute, clock.second, stamp.year
    );
    Ok(StrObject::from_str(thread, &text)?.value())
}

/// `time.struct_time` of the fields.
pub fn struct_time(thread: &mut Thread, stamp: Stamp, dst: i32) -> PyResult<Value> {
    let fields = tuple_fields(stamp, dst).map(|field| Value::small_int(field.into()));
    let tuple = TupleObject::from_slice(thread, &fields)?.value();
    let class = module_attribute(thread, "time", "struct_time")?;
    protocol::call(thread, class, &[tuple])
}

fn tuple_fields(stamp: Stamp, dst: i32) -> [i32; 9] {
    let Stamp {
        year,
        month,
        day,
        clock,
    } = stamp;
    let weekday = calendar::weekday(year, month, day);
    let day_of_year = calendar::day_of_year(year, month, day);
    [
        year,
        month,
        day,
        clock.hour,
        clock.minute,
        clock.second,
        weekday,
        day_of_year,
        dst,
    ]
}

/// Whether the names of days and months are English.
fn is_plain_locale() -> bool {
    // SAFETY: a query; the text is the library's, and the turn is held while it is read.
    unsafe {
        let name = libc::setlocale(libc::LC_TIME, std::ptr::null());
        !name.is_null() && matches!(std::ffi::CStr::from_ptr(name).to_bytes(), b"C" | b"POSIX")
    }
}

/// What of a format is known without asking the object.
struct Known {
    stamp: Stamp,
    english: Option<bool>,
}

impl Known {
    /// Appends one directive; false if it is not known here.
    fn push(&mut self, out: &mut Vec<u8>, directive: u8) -> bool {
        let Stamp {
            year,
            month,
            day,
            clock,
        } = self.stamp;
        match directive {
            b'Y' => push_padded(out, year, 4),
            b'm' => push2(out, month),
            b'd' => push2(out, day),
            b'H' => push2(out, clock.hour),
            b'M' => push2(out, clock.minute),
            b'S' => push2(out, clock.second),
            b'f' => push_padded(out, clock.microsecond, 6),
            b'y' => push2(out, year % 100),
            b'j' => push_padded(out, calendar::day_of_year(year, month, day), 3),
            b'I' => push2(out, if clock.hour % 12 == 0 { 12 } else { clock.hour % 12 }),
            b'F' => push_date(out, year, month, day),
            b'T' => push_clock(out, clock, TimeSpec::Seconds),
            b'%' => out.push(b'%'),
            b'a' | b'A' | b'b' | b'B' | b'p' => {
                if !*self.english.get_or_insert_with(is_plain_locale) {
                    return false;
                }
                let weekday = DAYS[calendar::weekday(year, month, day) as usize];
                let month = MONTHS[month as usize - 1];
                out.extend_from_slice(match directive {
                    b'a' => &weekday.as_bytes()[..3],
                    b'A' => weekday.as_bytes(),
                    b'b' => &month.as_bytes()[..3],
                    b'B' => month.as_bytes(),
                    _ if clock.hour < 12 => b"AM",
                    _ => b"PM",
                });
            }
            _ => return false,
        }
        true
    }
}

/// A format whose directives are all known here.
fn quick(stamp: Stamp, format: &[u8], zone: Option<Option<i64>>) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(format.len() * 2);
    let mut known = Known { stamp, english: None };
    let mut rest = format;
    while let Some((byte, tail)) = rest.split_first() {
        rest = tail;
        if *byte != b'%' {
            out.push(*byte);
            continue;
        }
        let (directive, tail) = rest.split_first()?;
        rest = tail;
        match (directive, zone) {
            (b'z', Some(offset)) => {
                if let Some(offset) = offset {
                    push_offset(&mut out, offset, b"");
                }
            }
            _ if known.push(&mut out, *directive) => {}
            _ => return None,
        }
    }
    Some(out)
}

/// What is formatted.
pub struct Subject {
    /// The object.
    pub object: Value,
    /// Its fields.
    pub stamp: Stamp,
    /// Its time zone, and what the zone is asked about.
    pub tzinfo: Option<Value>,
    pub moment: Value,
    /// Whether its class is one of this module's, so that no method of it need be called.
    pub exact: bool,
}

/// `subject.strftime(format)`; `time_tuple` gives the argument of `time.strftime`.
pub fn strftime(
    thread: &mut Thread,
    subject: Subject,
    format: Ref<StrObject>,
    time_tuple: impl FnOnce(&mut Thread, Value) -> PyResult<Value>,
) -> PyResult<Value> {
    if let Some(text) = format.as_ascii().filter(|_| subject.exact) {
        let zone = match subject.tzinfo {
            None => Some(None),
            Some(zone) => zone::fixed_offset(zone).map(Some),
        };
        if !text.as_bytes().contains(&0)
            && let Some(out) = quick(subject.stamp, text.as_bytes(), zone)
        {
            return Ok(StrObject::from_latin1(thread, &out)?.value());
        }
    }
    let expanded = expand(thread, &subject, format)?;
    let tuple = time_tuple(thread, subject.object)?;
    let function = module_attribute(thread, "time", "strftime")?;
    protocol::call(thread, function, &[expanded, tuple])
}

/// The format with what the C library does not know, or writes otherwise, filled in.
fn expand(thread: &mut Thread, subject: &Subject, format: Ref<StrObject>) -> PyResult<Value> {
    let source: Vec<u32> = format.chars().iter().collect();
    let mut out: Vec<u32> = Vec::with_capacity(source.len() + 16);
    let mut at = 0;
    let at_of = |index: usize| source.get(index).and_then(|c| u8::try_from(*c).ok());
    while at < source.len() {
        let c = source[at];
        at += 1;
        if c != u32::from(b'%') {
            out.push(c);
            continue;
        }
        let mut text = Vec::new();
        let (directive, next) = (at_of(at), at_of(at + 1));
        let Stamp {
            year,
            month,
            day,
            clock,
        } = subject.stamp;
        match (directive, next) {
            (Some(b'z'), _) => push_zone_offset(thread, subject, &mut text, b"")?,
            (Some(b':'), Some(b'z')) => {
                push_zone_offset(thread, subject, &mut text, b":")?;
                at += 1;
            }
            (Some(b'Z'), _) => {
                if let Some(zone) = subject.tzinfo {
                    push_zone_name(thread, zone, subject.moment, &mut out)?;
                }
            }
            (Some(b'f'), _) => push_padded(&mut text, clock.microsecond, 6),
            (Some(b'Y'), _) => push_padded(&mut text, year, 4),
            (Some(b'G'), _) => push_padded(&mut text, calendar::iso_calendar(year, month, day).0, 4),
            (Some(b'C'), _) => push2(&mut text, year / 100),
            (Some(b'F'), _) => push_date(&mut text, year, month, day),
            _ => {
                out.push(c);
                if at < source.len() {
                    out.push(source[at]);
                    at += 1;
                }
                continue;
            }
        }
        at += 1;
        out.extend(text.iter().map(|byte| u32::from(*byte)));
    }
    Ok(StrObject::from_code_points(thread, out.iter().copied())?.value())
}

fn push_zone_offset(thread: &mut Thread, subject: &Subject, out: &mut Vec<u8>, separator: &[u8]) -> PyResult<()> {
    if let Some(offset) = zone::utc_offset(thread, subject.tzinfo, subject.moment)? {
        push_offset(out, offset, separator);
    }
    Ok(())
}

/// Appends a zone's name, with its percent signs doubled.
fn push_zone_name(thread: &mut Thread, zone: Value, moment: Value, out: &mut Vec<u32>) -> PyResult<()> {
    let name = zone::zone_name(thread, zone, moment)?;
    if name == none() {
        return Ok(());
    }
    if let Some(name) = name.downcast::<StrObject>() {
        if class_of(name.value()) != core().types.str_.get() {
            return push_replaced(thread, name.value(), out);
        }
        for c in name.chars().iter() {
            out.push(c);
            if c == u32::from(b'%') {
                out.push(c);
            }
        }
    }
    Ok(())
}

/// The same for an instance of a subclass, which doubles the signs itself.
fn push_replaced(thread: &mut Thread, name: Value, out: &mut Vec<u32>) -> PyResult<()> {
    let method = StrObject::intern(thread, "replace")?;
    let (one, two) = (StrObject::from_str(thread, "%")?, StrObject::from_str(thread, "%%")?);
    let replaced = protocol::call_method(thread, name, method, &[one.value(), two.value()])?;
    match replaced.downcast::<StrObject>() {
        Some(text) => {
            out.extend(text.chars().iter());
            Ok(())
        }
        None => Err(thread.type_error(format_args!("tzname.replace() did not return a string"))),
    }
}
