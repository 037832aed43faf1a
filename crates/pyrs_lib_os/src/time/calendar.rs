//! Broken-down time: `struct_time` and the functions between it, seconds and text.

use crate::invoke;
use crate::os_error::os_error;
use pyrs_object::str::StrObject;
use pyrs_object::struct_sequence::{Field, StructSequence};
use pyrs_object::tuple::TupleObject;
use pyrs_object::{PyResult, Thread, Value, none, protocol};

/// `time.struct_time`.
pub static STRUCT_TIME: StructSequence = StructSequence::new(
    "struct_time",
    "time",
    &[
        Field("tm_year"),
        Field("tm_mon"),
        Field("tm_mday"),
        Field("tm_hour"),
        Field("tm_min"),
        Field("tm_sec"),
        Field("tm_wday"),
        Field("tm_yday"),
        Field("tm_isdst"),
    ],
)
.hidden(&[Field("tm_zone"), Field("tm_gmtoff")]);

/// The seconds of an optional argument, or of now.
pub fn seconds_of(thread: &mut Thread, value: Option<Value>) -> PyResult<libc::time_t> {
    let Some(value) = invoke::given(value) else {
        // SAFETY: a null pointer asks for the result only.
        return Ok(unsafe { libc::time(std::ptr::null_mut()) });
    };
    if let Some(seconds) = pyrs_object::int::as_i64(value) {
        return Ok(seconds);
    }
    let seconds = pyrs_object::convert::to_f64(thread, value)?;
    if seconds.is_nan() {
        return Err(thread.value_error(format_args!("Invalid value NaN (not a number)")));
    }
    let whole = seconds.floor();
    if !(-9.2e18..9.2e18).contains(&whole) {
        return Err(thread.overflow_error(format_args!("timestamp out of range for platform time_t")));
    }
    Ok(whole as i64)
}

/// Breaks seconds down, in local time or UTC.
pub fn break_down(thread: &mut Thread, seconds: libc::time_t, local: bool) -> PyResult<libc::tm> {
    // SAFETY: the structure is the call's to fill.
    let broken = unsafe {
        let mut broken = std::mem::zeroed::<libc::tm>();
        let done = if local {
            libc::localtime_r(&seconds, &mut broken)
        } else {
            libc::gmtime_r(&seconds, &mut broken)
        };
        (!done.is_null()).then_some(broken)
    };
    match broken {
        Some(broken) => Ok(broken),
        None => Err(os_error(thread, libc::EOVERFLOW, None)),
    }
}

fn zone_name(thread: &mut Thread, broken: &libc::tm) -> PyResult<Value> {
    if broken.tm_zone.is_null() {
        return Ok(none());
    }
    // SAFETY: the text is the library's and ends with a zero.
    let name = unsafe { std::ffi::CStr::from_ptr(broken.tm_zone) }.to_bytes().to_vec();
    Ok(crate::path::decode(thread, &name)?.value())
}

/// A struct_time.
pub fn struct_time(thread: &mut Thread, broken: &libc::tm) -> PyResult<Value> {
    let numbers = [
        i64::from(broken.tm_year) + 1900,
        i64::from(broken.tm_mon) + 1,
        broken.tm_mday.into(),
        broken.tm_hour.into(),
        broken.tm_min.into(),
        broken.tm_sec.into(),
        i64::from(broken.tm_wday + 6) % 7,
        i64::from(broken.tm_yday) + 1,
        broken.tm_isdst.into(),
    ];
    let mut values = [none(); 11];
    for (value, number) in values.iter_mut().zip(numbers) {
        *value = Value::small_int(number);
    }
    values[9] = zone_name(thread, broken)?;
    values[10] = Value::small_int(broken.tm_gmtoff);
    STRUCT_TIME.create(thread, &values)
}

/// Takes a tuple or struct_time apart.
pub fn parse(thread: &mut Thread, value: Value, function: &str) -> PyResult<libc::tm> {
    let Some(tuple) = value.downcast::<TupleObject>() else {
        return Err(thread.type_error(format_args!("Tuple or struct_time argument required")));
    };
    if tuple.len() != 9 {
        return Err(thread.type_error(format_args!("{function}(): illegal time tuple argument")));
    }
    let mut numbers = [0i64; 9];
    for (number, item) in numbers.iter_mut().zip(tuple.items_unbound()) {
        *number = protocol::index_i64(thread, *item)?;
        if i32::try_from(*number).is_err() {
            return Err(thread.overflow_error(format_args!("signed integer is out of range")));
        }
    }
    let [year, month, day, hour, minute, second, weekday, year_day, dst] = numbers.map(|n| n as i32);
    let Some(tm_year) = year.checked_sub(1900) else {
        return Err(thread.overflow_error(format_args!("year out of range")));
    };
    // SAFETY: all-zero is a valid value.
    let mut broken = unsafe { std::mem::zeroed::<libc::tm>() };
    broken.tm_year = tm_year;
    broken.tm_mon = month.wrapping_sub(1);
    broken.tm_mday = day;
    broken.tm_hour = hour;
    broken.tm_min = minute;
    broken.tm_sec = second;
    broken.tm_wday = weekday.wrapping_add(1) % 7;
    broken.tm_yday = year_day.wrapping_sub(1);
    broken.tm_isdst = dst.clamp(-1, 1);
    Ok(broken)
}

/// Checks the fields for `strftime` and `asctime`; zero stands for the first month, day and day of the year.
fn check(thread: &mut Thread, broken: &mut libc::tm) -> PyResult<()> {
    if broken.tm_mon == -1 {
        broken.tm_mon = 0;
    }
    if broken.tm_mday == 0 {
        broken.tm_mday = 1;
    }
    if broken.tm_yday == -1 {
        broken.tm_yday = 0;
    }
    let wrong = [
        (!(0..=11).contains(&broken.tm_mon), "month out of range"),
        (!(1..=31).contains(&broken.tm_mday), "day of month out of range"),
        (!(0..=23).contains(&broken.tm_hour), "hour out of range"),
        (!(0..=59).contains(&broken.tm_min), "minute out of range"),
        (!(0..=61).contains(&broken.tm_sec), "seconds out of range"),
        (broken.tm_wday < 0, "day of week out of range"),
        (!(0..=365).contains(&broken.tm_yday), "day of year out of range"),
    ];
    match wrong.iter().find(|(wrong, _)| *wrong) {
        Some((_, message)) => Err(thread.value_error(format_args!("{message}"))),
        None => Ok(()),
    }
}

/// The argument of a function that takes a time tuple, or now.
pub fn argument(thread: &mut Thread, value: Option<Value>, function: &str) -> PyResult<libc::tm> {
    match value {
        Some(value) => {
            let mut broken = parse(thread, value, function)?;
            if let Some(zone) = invoke::attribute_optional(thread, value, "tm_gmtoff")?
                && let Some(offset) = zone.as_small_int()
            {
                broken.tm_gmtoff = offset;
            }
            check(thread, &mut broken)?;
            Ok(broken)
        }
        None => {
            let now = seconds_of(thread, None)?;
            break_down(thread, now, true)
        }
    }
}

const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// `Sat Jun  6 16:26:11 1998`.
pub fn ascii(broken: &libc::tm) -> String {
    format!(
        "{} {}{:3} {:02}:{:02}:{:02} {}",
        DAYS[(broken.tm_wday.rem_euclid(7)) as usize],
        MONTHS[(broken.tm_mon.rem_euclid(12)) as usize],
        broken.tm_mday,
        broken.tm_hour,
        broken.tm_min,
        broken.tm_sec,
        i64::from(broken.tm_year) + 1900
    )
}

/// `strftime`. Characters that the C library may not know, and zeros, at which it stops, are copied.
pub fn format(thread: &mut Thread, format: pyrs_object::Ref<StrObject>, broken: &libc::tm) -> PyResult<Value> {
    let is_plain = |c: &u32| (1..0x80).contains(c);
    let source: Vec<u32> = format.chars().iter().collect();
    let mut out: Vec<u32> = Vec::with_capacity(source.len() * 2);
    let mut rest = &source[..];
    while !rest.is_empty() {
        let plain = rest.iter().position(|c| !is_plain(c)).unwrap_or(rest.len());
        if plain == 0 {
            let copied = rest.iter().position(is_plain).unwrap_or(rest.len());
            out.extend_from_slice(&rest[..copied]);
            rest = &rest[copied..];
            continue;
        }
        let piece: Vec<u8> = rest[..plain].iter().map(|c| *c as u8).collect();
        let text = format_piece(thread, piece, broken)?;
        out.extend(crate::path::decode(thread, &text)?.chars().iter());
        rest = &rest[plain..];
    }
    Ok(StrObject::from_code_points(thread, out.iter().copied())?.value())
}

/// The same for ASCII without zeros; the result is in the locale's encoding.
fn format_piece(thread: &mut Thread, mut piece: Vec<u8>, broken: &libc::tm) -> PyResult<Vec<u8>> {
    // A character of its own at the end tells an empty result from one that does not fit.
    piece.extend([b'.', 0]);
    let mut buffer = vec![0u8; 256 + 2 * piece.len()];
    loop {
        // SAFETY: the format ends with a zero and the buffer has the length given.
        let length = unsafe { libc::strftime(buffer.as_mut_ptr().cast(), buffer.len(), piece.as_ptr().cast(), broken) };
        if length > 0 {
            buffer.truncate(length - 1);
            return Ok(buffer);
        }
        let doubled = buffer.len() * 2;
        if doubled > 1 << 24 {
            return Err(thread.memory_error());
        }
        buffer.resize(doubled, 0);
    }
}

/// Offset west of UTC without and with daylight saving time, and the names of both.
pub fn zones(thread: &mut Thread) -> PyResult<([i64; 2], [Value; 2])> {
    let now = seconds_of(thread, None)?;
    let year = 365 * 24 * 3600 + 6 * 3600;
    let january = now / year * year;
    let winter = break_down(thread, january, true)?;
    let summer = break_down(thread, january + year / 2, true)?;
    let (first, second) = (-winter.tm_gmtoff, -summer.tm_gmtoff);
    let names = [zone_name(thread, &winter)?, zone_name(thread, &summer)?];
    // In the south January is summer.
    if first < second {
        Ok(([second, first], [names[1], names[0]]))
    } else {
        Ok(([first, second], names))
    }
}
