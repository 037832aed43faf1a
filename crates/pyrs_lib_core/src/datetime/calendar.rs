//! The proleptic Gregorian calendar: dates as numbers of days, weeks of ISO 8601. Plain arithmetic.
//!
//! Invariant: day 1 is January 1st of year 1; functions that take a date expect a valid one.

pub const MIN_YEAR: i32 = 1;
pub const MAX_YEAR: i32 = 9999;
/// The day number of 9999-12-31.
pub const MAX_ORDINAL: i64 = 3_652_059;
/// The day number of 1970-01-01.
pub const EPOCH_ORDINAL: i64 = 719_163;
pub const DAY_SECONDS: i64 = 86_400;

const BEFORE_MONTH: [i32; 13] = [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

pub fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

pub fn days_in_month(year: i32, month: i32) -> i32 {
    match month {
        2 => 28 + i32::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn days_before_year(year: i32) -> i64 {
    let y = i64::from(year) - 1;
    y * 365 + y / 4 - y / 100 + y / 400
}

/// Day of the year, from 1.
pub fn day_of_year(year: i32, month: i32, day: i32) -> i32 {
    let before = BEFORE_MONTH.get(month as usize).copied().unwrap_or(0);
    before + i32::from(month > 2 && is_leap(year)) + day
}

/// The day number of a date.
pub fn to_ordinal(year: i32, month: i32, day: i32) -> i64 {
    days_before_year(year) + i64::from(day_of_year(year, month, day))
}

/// Year, month and day of a day number from 1 on. The years are counted from March, so that leap days come last.
pub fn from_ordinal(ordinal: i64) -> (i32, i32, i32) {
    let days = ordinal + 305;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year as i32, month as i32, day as i32)
}

/// 0 for Monday.
pub fn weekday(year: i32, month: i32, day: i32) -> i32 {
    ((to_ordinal(year, month, day) + 6) % 7) as i32
}

/// The day number of the Monday with which an ISO year begins.
fn first_monday(year: i32) -> i64 {
    let first = days_before_year(year) + 1;
    let weekday = (first + 6).rem_euclid(7);
    if weekday > 3 {
        first - weekday + 7
    } else {
        first - weekday
    }
}

/// ISO year, week and weekday from 1.
pub fn iso_calendar(year: i32, month: i32, day: i32) -> (i32, i32, i32) {
    let today = to_ordinal(year, month, day);
    let mut iso_year = year;
    if today < first_monday(year) {
        iso_year -= 1;
    } else if today >= first_monday(year + 1) {
        iso_year += 1;
    }
    let since = today - first_monday(iso_year);
    (iso_year, (since / 7) as i32 + 1, (since % 7) as i32 + 1)
}

/// What is wrong with an ISO date.
pub enum IsoError {
    Year,
    Week,
    Weekday,
}

/// The day number of an ISO date.
pub fn from_iso(year: i32, week: i32, weekday: i32) -> Result<i64, IsoError> {
    if !(MIN_YEAR..=MAX_YEAR).contains(&year) {
        return Err(IsoError::Year);
    }
    if !(1..=52).contains(&week) {
        let long = first_monday(year + 1) - first_monday(year) == 371;
        if week != 53 || !long {
            return Err(IsoError::Week);
        }
    }
    if !(1..=7).contains(&weekday) {
        return Err(IsoError::Weekday);
    }
    Ok(first_monday(year) + i64::from(week - 1) * 7 + i64::from(weekday - 1))
}

/// A moment of some clock, as seconds since the beginning of year 1's day 0.
pub fn to_seconds(year: i32, month: i32, day: i32, hour: i32, minute: i32, second: i32) -> i64 {
    to_ordinal(year, month, day) * DAY_SECONDS + i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinals_go_both_ways() {
        let mut expected = (1, 1, 1);
        for ordinal in 1..=MAX_ORDINAL {
            let (year, month, day) = from_ordinal(ordinal);
            assert_eq!((year, month, day), expected);
            assert_eq!(to_ordinal(year, month, day), ordinal);
            expected = match () {
                () if day < days_in_month(year, month) => (year, month, day + 1),
                () if month < 12 => (year, month + 1, 1),
                () => (year + 1, 1, 1),
            };
        }
        assert_eq!(expected, (10_000, 1, 1));
    }
}
