//! Unicode character data: classes and case mappings.
//!
//! Data are runs of code points in `tables`, searched by halves; Latin-1 letters are tested without a search where that
//! is easy. Deliberately absent: the names of characters.

pub mod case;
pub mod database;
#[rustfmt::skip]
pub mod database_tables;
pub mod normal;
#[rustfmt::skip]
pub mod tables;

pub use tables::UNICODE_VERSION;
use tables::{CLASS_FLAGS, CLASS_STARTS, DECIMAL_ZEROS};

/// The flags of a code point.
#[inline]
pub fn flags(c: u32) -> u16 {
    let run = CLASS_STARTS.partition_point(|start| *start <= c);
    CLASS_FLAGS[run.saturating_sub(1)]
}

macro_rules! classes {
    ($($(#[$meta:meta])* $name:ident: $flags:expr;)*) => {
        $($(#[$meta])* #[inline] pub fn $name(c: u32) -> bool { flags(c) & ($flags) != 0 })*
    };
}

classes! {
    /// A letter.
    is_alpha: tables::ALPHA;
    /// A decimal digit.
    is_decimal: tables::DECIMAL;
    /// A digit, superscripts and the like included.
    is_digit: tables::DIGIT;
    /// Has a numeric value.
    is_numeric: tables::NUMERIC;
    /// A letter or a number.
    is_alnum: tables::ALPHA | tables::DECIMAL | tables::DIGIT | tables::NUMERIC;
    /// Starts an identifier.
    is_identifier_start: tables::ID_START;
    /// Continues an identifier.
    is_identifier_continue: tables::ID_CONTINUE;
    /// A lowercase letter.
    is_lower: tables::LOWER;
    /// An uppercase letter.
    is_upper: tables::UPPER;
    /// A titlecase letter.
    is_title: tables::TITLE;
    /// A letter with case.
    is_cased: tables::LOWER | tables::UPPER | tables::TITLE;
    /// Skipped when the surroundings of a sigma are looked at.
    is_case_ignorable: tables::CASE_IGNORABLE;
}

/// White space.
#[inline]
pub fn is_space(c: u32) -> bool {
    match c {
        0x20 | 0x09..=0x0d | 0x1c..=0x1f => true,
        0..0x80 => false,
        _ => flags(c) & tables::SPACE != 0,
    }
}

/// Shown as itself by `repr`.
#[inline]
pub fn is_printable(c: u32) -> bool {
    match c {
        0x20..0x7f => true,
        0..0x80 => false,
        _ => flags(c) & tables::PRINTABLE != 0,
    }
}

/// The value of a decimal digit.
#[inline]
pub fn decimal_value(c: u32) -> Option<u8> {
    if c < 0x80 {
        return (c as u8 as char).to_digit(10).map(|d| d as u8);
    }
    let next = DECIMAL_ZEROS.partition_point(|zero| *zero <= c);
    let zero = DECIMAL_ZEROS[next.checked_sub(1)?];
    (c - zero < 10).then_some((c - zero) as u8)
}

/// Ends a line for `splitlines`.
#[inline]
pub fn is_line_break(c: u32) -> bool {
    matches!(c, 0x0a..=0x0d | 0x1c..=0x1e | 0x85 | 0x2028 | 0x2029)
}
