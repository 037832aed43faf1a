//! The system's clock and its local time.
//!
//! Moments are seconds since the beginning of day 0 of the calendar, in UTC or in local time.

use super::calendar::{self, EPOCH_ORDINAL};
use super::object::{Clock, Stamp};
use pyrs_object::float::as_f64;
use pyrs_object::slots::UnaryOp;
use pyrs_object::type_object::class_of;
use pyrs_object::{PyResult, Raised, Thread, Value, int, protocol};
use std::time::SystemTime;

/// The moment at which Unix's time begins.
pub const EPOCH: i64 = EPOCH_ORDINAL * calendar::DAY_SECONDS;

const MAX_FOLD: i64 = calendar::DAY_SECONDS;

/// Unix's time now: seconds and microseconds.
pub fn now() -> (i64, i32) {
    match SystemTime::now().duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => (since.as_secs() as i64, since.subsec_micros() as i32),
        Err(before) => {
            let before = before.duration().as_micros() as i64;
            ((-before).div_euclid(1_000_000), (-before).rem_euclid(1_000_000) as i32)
        }
    }
}

fn broken_down(thread: &mut Thread, unix: i64) -> PyResult<libc::tm> {
    // SAFETY: the structure is the call's to fill.
    let broken = unsafe {
        let mut broken = std::mem::zeroed::<libc::tm>();
        let done = libc::localtime_r(&unix, &mut broken);
        (!done.is_null()).then_some(broken)
    };
    match broken {
        Some(broken) => Ok(broken),
        None => Err(overflow(thread)),
    }
}

/// Offset from UTC in seconds and name of the local zone at some Unix time.
pub fn local_zone(thread: &mut Thread, unix: i64) -> PyResult<(i64, Vec<u8>)> {
    let broken = broken_down(thread, unix)?;
    let name = match broken.tm_zone.is_null() {
        true => Vec::new(),
        // SAFETY: the text is the library's and ends with a zero.
        false => unsafe { std::ffi::CStr::from_ptr(broken.tm_zone) }.to_bytes().to_vec(),
    };
    Ok((broken.tm_gmtoff, name))
}

#[cold]
fn bad_year(thread: &mut Thread, year: i64) -> Raised {
    thread.value_error(format_args!("year {year} is out of range"))
}

fn local_seconds(thread: &mut Thread, unix: i64) -> PyResult<i64> {
    let broken = broken_down(thread, unix)?;
    let year = i64::from(broken.tm_year) + 1900;
    if !(1..=9999).contains(&year) {
        return Err(bad_year(thread, year));
    }
    Ok(calendar::to_seconds(
        year as i32,
        broken.tm_mon + 1,
        broken.tm_mday,
        broken.tm_hour,
        broken.tm_min,
        broken.tm_sec.min(59),
    ))
}

/// The local time of a moment in UTC.
fn local(thread: &mut Thread, moment: i64) -> PyResult<i64> {
    local_seconds(thread, moment - EPOCH)
}

/// The Unix time of a local time: PEP 495's search for the one or two moments that have it.
pub fn unix_of_local(thread: &mut Thread, wanted: i64, fold: u8) -> PyResult<i64> {
    let first_shift = local(thread, wanted)? - wanted;
    let first = wanted - first_shift;
    let second_shift = if local(thread, first)? == wanted {
        // A day away the other offset holds, if there is one.
        let probe = if fold == 0 { first - MAX_FOLD } else { first + MAX_FOLD };
        let shift = local(thread, probe)? - probe;
        if shift == first_shift {
            return Ok(first - EPOCH);
        }
        shift
    } else {
        local(thread, first)? - first
    };
    let second = wanted - second_shift;
    let found = match () {
        () if local(thread, second)? == wanted => second,
        () if local(thread, first)? == wanted => first,
        // The time does not exist.
        () if fold == 0 => first.max(second),
        () => first.min(second),
    };
    Ok(found - EPOCH)
}

/// The local or universal time of a Unix time, and its fold.
pub fn stamp_of(thread: &mut Thread, unix: i64, microsecond: i32, is_local: bool) -> PyResult<(Stamp, u8)> {
    if !is_local {
        let total = unix.checked_add(EPOCH).and_then(|s| s.checked_mul(1_000_000));
        let stamp = total.and_then(|total| Stamp::from_microseconds(total + i64::from(microsecond)));
        return match stamp {
            Some(stamp) => Ok((stamp, 0)),
            None => Err(bad_universal_year(thread, unix)),
        };
    }
    let broken = broken_down(thread, unix)?;
    let year = i64::from(broken.tm_year) + 1900;
    if !(1..=9999).contains(&year) {
        return Err(thread.value_error(format_args!("year must be in 1..9999, not {year}")));
    }
    let stamp = Stamp {
        year: year as i32,
        month: broken.tm_mon + 1,
        day: broken.tm_mday,
        clock: Clock {
            hour: broken.tm_hour,
            minute: broken.tm_min,
            // There are no leap seconds.
            second: broken.tm_sec.min(59),
            microsecond,
        },
    };
    let fold = fold_of(thread, unix, stamp.seconds())?;
    Ok((stamp, fold))
}

#[cold]
fn bad_universal_year(thread: &mut Thread, unix: i64) -> Raised {
    // SAFETY: the structure is the call's to fill.
    let year = unsafe {
        let mut broken = std::mem::zeroed::<libc::tm>();
        (!libc::gmtime_r(&unix, &mut broken).is_null()).then_some(i64::from(broken.tm_year) + 1900)
    };
    match year {
        Some(year) => thread.value_error(format_args!("year must be in 1..9999, not {year}")),
        None => overflow(thread),
    }
}

/// The error of a year that the system cannot tell.
#[cold]
fn overflow(thread: &mut Thread) -> Raised {
    let class = pyrs_object::core().types.os_error.get();
    match pyrs_object::str::StrObject::from_str(thread, "Value too large for defined data type") {
        Ok(text) => thread.raise_with(class, &[Value::small_int(libc::EOVERFLOW.into()), text.value()]),
        Err(raised) => raised,
    }
}

/// Whether a local time is the second one of its kind.
fn fold_of(thread: &mut Thread, unix: i64, seconds: i64) -> PyResult<u8> {
    // Some time after the first days, so that the probe is in range.
    if unix - MAX_FOLD <= calendar::DAY_SECONDS - EPOCH {
        return Ok(0);
    }
    let probe = local_seconds(thread, unix - MAX_FOLD)?;
    let transition = seconds - probe - MAX_FOLD;
    if transition >= 0 {
        return Ok(0);
    }
    Ok(u8::from(local_seconds(thread, unix + transition)? == seconds))
}

/// How fractions of a second are cut.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// To microseconds, even ones where two are near.
    HalfEven,
    /// Down to seconds.
    Floor,
}

/// Seconds and microseconds of a timestamp.
pub fn timestamp(thread: &mut Thread, value: Value, rounding: Rounding) -> PyResult<(i64, i32)> {
    if let Some(number) = int::as_i64(value) {
        return Ok((number, 0));
    }
    let Some(number) = as_f64(value) else {
        if !int::is_int(value) {
            let index = protocol::convert(thread, UnaryOp::Index, value)?;
            if let Some(number) = index.and_then(int::as_i64) {
                return Ok((number, 0));
            }
            if index.is_none() {
                let class = class_of(value).name_for_message();
                return Err(match rounding {
                    Rounding::HalfEven => thread.type_error(format_args!("argument must be int or float, not {class}")),
                    Rounding::Floor => {
                        thread.type_error(format_args!("'{class}' object cannot be interpreted as an integer"))
                    }
                });
            }
        }
        return Err(out_of_range(thread));
    };
    if number.is_nan() {
        return Err(thread.value_error(format_args!("Invalid value NaN (not a number)")));
    }
    let (mut seconds, mut fraction) = (number.trunc(), 0.0);
    match rounding {
        Rounding::Floor => seconds = number.floor(),
        Rounding::HalfEven => {
            fraction = ((number - seconds) * 1e6).round_ties_even();
            if fraction >= 1e6 {
                (seconds, fraction) = (seconds + 1.0, fraction - 1e6);
            } else if fraction < 0.0 {
                (seconds, fraction) = (seconds - 1.0, fraction + 1e6);
            }
        }
    }
    if !(-9.223_372_036_854_776e18..9.223_372_036_854_776e18).contains(&seconds) {
        return Err(out_of_range(thread));
    }
    Ok((seconds as i64, fraction as i32))
}

#[cold]
fn out_of_range(thread: &mut Thread) -> Raised {
    thread.overflow_error(format_args!("timestamp out of range for platform time_t"))
}
