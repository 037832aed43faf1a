//! The character database as `unicodedata` shows it: properties, numbers, decompositions, named sequences, in the
//! versions 16.0.0 and 3.2.0.
//!
//! Deliberately absent: the names of characters, which a crate of their own has.

use super::database_tables as tables;

/// A version of the database.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Version {
    /// 16.0.0.
    New,
    /// 3.2.0, for protocols that were fixed on it.
    Old,
}

/// What is known of a code point.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Properties {
    /// General category.
    pub category: &'static str,
    /// Bidirectional class; empty if there is none.
    pub bidirectional: &'static str,
    /// Canonical combining class.
    pub combining: u8,
    /// East Asian width.
    pub width: &'static str,
    /// Mirrored in text from right to left.
    pub mirrored: bool,
}

/// The numbers that a code point stands for.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Numbers {
    /// Any number.
    pub numeric: Option<f64>,
    /// A digit, superscripts included.
    pub digit: Option<u8>,
    /// A decimal digit.
    pub decimal: Option<u8>,
}

/// A decomposition: its kind (`<compat>`, empty for canonical ones) and the code points.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Decomposition {
    /// In angle brackets, or empty.
    pub tag: &'static str,
    /// What it is decomposed to.
    pub parts: &'static [u32],
}

/// Properties of a code point.
pub fn properties(version: Version, c: u32) -> Properties {
    let (starts, numbers, records): (&[u32], &[u8], &[_]) = match version {
        Version::New => (&tables::STARTS, &tables::NUMBERS, &tables::RECORDS),
        Version::Old => (&tables::OLD_STARTS, &tables::OLD_NUMBERS, &tables::OLD_RECORDS),
    };
    let run = starts.partition_point(|start| *start <= c).saturating_sub(1);
    let (category, bidirectional, combining, width, mirrored) = records[usize::from(numbers[run])];
    Properties {
        category,
        bidirectional,
        combining,
        width,
        mirrored,
    }
}

/// Whether a code point was assigned in a version.
pub fn is_assigned(version: Version, c: u32) -> bool {
    properties(version, c).category != "Cn"
}

/// Canonical combining class.
pub fn combining(c: u32) -> u8 {
    if c < 0x300 {
        0
    } else {
        properties(Version::New, c).combining
    }
}

/// The numbers of a code point.
pub fn numbers(version: Version, c: u32) -> Numbers {
    let find = |table: &[(u32, f64, i8, i8)]| {
        let at = table.binary_search_by_key(&c, |row| row.0).ok()?;
        let (_, numeric, digit, decimal) = table[at];
        Some(Numbers {
            numeric: Some(numeric).filter(|number| !number.is_nan()),
            digit: u8::try_from(digit).ok(),
            decimal: u8::try_from(decimal).ok(),
        })
    };
    if version == Version::Old {
        if !is_assigned(version, c) {
            return Numbers::default();
        }
        if let Some(old) = find(&tables::OLD_NUMBERS_OF) {
            return old;
        }
    }
    find(&tables::NUMBERS_OF).unwrap_or_default()
}

/// The decomposition of a code point, not taken further; Hangul syllables have none here.
pub fn decomposition(c: u32) -> Option<Decomposition> {
    if c < 0xa0 {
        return None;
    }
    let at = tables::DECOMPOSED.binary_search(&c).ok()?;
    let start = match at {
        0 => 0,
        _ => usize::from(tables::DECOMPOSED_ENDS[at - 1]),
    };
    let (tag, parts) = tables::DECOMPOSITION_DATA[start..usize::from(tables::DECOMPOSED_ENDS[at])].split_first()?;
    Some(Decomposition {
        tag: tables::TAGS[*tag as usize],
        parts,
    })
}

/// The decomposition that only 3.2.0 has.
pub fn old_decomposition(c: u32) -> Option<u32> {
    let table = &tables::OLD_DECOMPOSITIONS;
    table.iter().find(|(from, _)| *from == c).map(|(_, to)| *to)
}

/// What two code points compose to, Hangul apart.
pub fn composition(first: u32, second: u32) -> Option<u32> {
    let table = &tables::COMPOSITIONS;
    let at = table
        .binary_search_by_key(&(first, second), |row| (row.0, row.1))
        .ok()?;
    Some(table[at].2)
}

/// A named sequence of code points; the name in capitals.
pub fn sequence(name: &str) -> Option<&'static [u32]> {
    let table = &tables::SEQUENCES;
    let at = table.binary_search_by_key(&name, |row| row.0).ok()?;
    Some(table[at].1)
}

/// Whether an assigned character goes without a name.
pub fn is_nameless(c: u32) -> bool {
    tables::NAMELESS
        .iter()
        .any(|(first, last)| (*first..=*last).contains(&c))
}
