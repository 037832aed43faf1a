//! `fromisoformat`: dates and times of ISO 8601. Works on bytes, knows no objects; characters beyond
//! ASCII, which may separate date and time, are given as 0xFF.
//!
//! Absent: dates by day of year, times with 24 hours' fractions, and durations.

use super::calendar;
use super::object::Clock;

/// Why a text is none.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Malformed;

/// A date as written: the fields are not checked, but for weeks.
pub type RawDate = (i32, i32, i32);

/// A time as written, and the offset in microseconds; `None` without zone.
pub struct RawTime {
    pub clock: Clock,
    pub offset: Option<i64>,
}

fn digits(text: &[u8], at: usize, count: usize) -> Result<i32, Malformed> {
    let part = text.get(at..at + count).ok_or(Malformed)?;
    part.iter().try_fold(0, |number, c| match c.wrapping_sub(b'0') {
        digit @ 0..=9 => Ok(number * 10 + i32::from(digit)),
        _ => Err(Malformed),
    })
}

fn is(text: &[u8], at: usize, c: u8) -> bool {
    text.get(at) == Some(&c)
}

fn is_digit(text: &[u8], at: usize) -> bool {
    text.get(at).is_some_and(u8::is_ascii_digit)
}

/// A date that fills the text.
pub fn date(text: &[u8]) -> Result<RawDate, Malformed> {
    let year = digits(text, 0, 4)?;
    let separated = is(text, 4, b'-');
    let mut at = 4 + usize::from(separated);
    if is(text, at, b'W') {
        let week = digits(text, at + 1, 2)?;
        at += 3;
        let mut weekday = 1;
        if at < text.len() {
            if separated {
                if !is(text, at, b'-') {
                    return Err(Malformed);
                }
                at += 1;
            }
            weekday = digits(text, at, 1)?;
            at += 1;
        }
        if at != text.len() {
            return Err(Malformed);
        }
        let ordinal = calendar::from_iso(year, week, weekday).map_err(|_| Malformed)?;
        return Ok(calendar::from_ordinal(ordinal));
    }
    let month = digits(text, at, 2)?;
    at += 2;
    if separated {
        if !is(text, at, b'-') {
            return Err(Malformed);
        }
        at += 1;
    }
    let day = digits(text, at, 2)?;
    if at + 2 != text.len() {
        return Err(Malformed);
    }
    Ok((year, month, day))
}

/// `HH[:MM[:SS[.f+]]]` or the same without colons, that fills the text.
fn clock(text: &[u8]) -> Result<Clock, Malformed> {
    let mut parts = [0; 3];
    let (mut at, mut separated) = (0, false);
    let mut fraction = None;
    for (index, part) in parts.iter_mut().enumerate() {
        *part = digits(text, at, 2)?;
        at += 2;
        if index == 0 {
            separated = is(text, at, b':');
        }
        if at == text.len() {
            break;
        }
        if is(text, at, b'.') || is(text, at, b',') {
            if index < 2 {
                return Err(Malformed);
            }
            fraction = Some(at + 1);
            break;
        }
        if index == 2 {
            return Err(Malformed);
        }
        if separated {
            if !is(text, at, b':') {
                return Err(Malformed);
            }
            at += 1;
        }
    }
    let microsecond = match fraction {
        None => 0,
        Some(start) => {
            let count = (text.len() - start).min(6);
            let scale = 10i32.pow(6 - count as u32);
            if count == 0 || (start..text.len()).any(|at| !is_digit(text, at)) {
                return Err(Malformed);
            }
            digits(text, start, count)? * scale
        }
    };
    let [hour, minute, second] = parts;
    Ok(Clock {
        hour,
        minute,
        second,
        microsecond,
    })
}

/// A time with or without offset, that fills the text.
pub fn time(text: &[u8]) -> Result<RawTime, Malformed> {
    let sign = text.iter().position(|c| matches!(c, b'+' | b'-' | b'Z'));
    let Some(position) = sign else {
        return Ok(RawTime {
            clock: clock(text)?,
            offset: None,
        });
    };
    let parsed = clock(&text[..position])?;
    let rest = &text[position + 1..];
    if is(text, position, b'Z') {
        if !rest.is_empty() {
            return Err(Malformed);
        }
        return Ok(RawTime {
            clock: parsed,
            offset: Some(0),
        });
    }
    let shift = clock(rest)?;
    let offset = shift.seconds() * 1_000_000 + i64::from(shift.microsecond);
    let negative = is(text, position, b'-');
    Ok(RawTime {
        clock: parsed,
        offset: Some(if negative { -offset } else { offset }),
    })
}

/// A date, and a time behind any character.
pub fn date_and_time(text: &[u8]) -> Result<(RawDate, Option<RawTime>), Malformed> {
    if text.len() < 7 {
        return Err(Malformed);
    }
    let end = date_length(text)?;
    let date = date(text.get(..end).ok_or(Malformed)?)?;
    match text.get(end + 1..) {
        Some([]) => Err(Malformed),
        Some(rest) => Ok((date, Some(time(rest)?))),
        None => Ok((date, None)),
    }
}

/// Where the date of a date and time ends.
fn date_length(text: &[u8]) -> Result<usize, Malformed> {
    if text.len() == 7 {
        return Ok(7);
    }
    if is(text, 4, b'-') {
        if !is(text, 5, b'W') {
            return Ok(10);
        }
        if text.len() <= 8 || !is(text, 8, b'-') {
            return Ok(8);
        }
        if text.len() == 9 {
            return Err(Malformed);
        }
        // A hyphen may stand before the day of the week or before the time.
        return Ok(if text.len() > 10 && is_digit(text, 10) { 8 } else { 10 });
    }
    if is(text, 4, b'W') {
        let mut end = 7;
        while is_digit(text, end) {
            end += 1;
        }
        return Ok(match end {
            ..9 => end,
            _ if end % 2 == 0 => 7,
            _ => 8,
        });
    }
    Ok(8)
}
