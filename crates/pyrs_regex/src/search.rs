//! Searching: starts that cannot succeed are passed over without running the program.

use crate::matcher::{Matcher, Stop, Unit};
use crate::program::{FirstSet, Start};

/// Finds the first match from `start` on.
pub(crate) fn search<U: Unit>(
    matcher: &mut Matcher,
    text: &[U],
    start: usize,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<bool, Stop> {
    let program = matcher.program;
    let mut at = start;
    loop {
        let candidate = match &program.start {
            Start::Anywhere => Some(at),
            Start::Beginning => (at == 0).then_some(at),
            Start::Text(prefix, finder) => match (U::as_bytes(text), finder) {
                (Some(bytes), Some(finder)) => bytes.get(at..).and_then(|rest| finder.find(rest)).map(|i| at + i),
                _ => find_text(text, at, prefix),
            },
            Start::Set(set, few) => find_set(text, at, set, few),
        };
        let Some(candidate) = candidate.filter(|candidate| *candidate <= text.len()) else {
            return Ok(false);
        };
        if candidate > start {
            matcher.advance_freely();
        }
        if matcher.try_at(text, candidate, go_on)? {
            return Ok(true);
        }
        at = candidate + 1;
    }
}

fn find_text<U: Unit>(text: &[U], start: usize, prefix: &[u32]) -> Option<usize> {
    let first = U::from_code(*prefix.first()?)?;
    let mut at = start;
    loop {
        at += text.get(at..)?.iter().position(|unit| *unit == first)?;
        let found = text.get(at..at + prefix.len())?;
        if found.iter().zip(prefix).all(|(unit, c)| unit.code() == *c) {
            return Some(at);
        }
        at += 1;
    }
}

fn find_set<U: Unit>(text: &[U], start: usize, set: &FirstSet, few: &[u8]) -> Option<usize> {
    let rest = text.get(start..)?;
    let found = match (U::as_bytes(rest), few) {
        (Some(bytes), [a]) => memchr::memchr(*a, bytes),
        (Some(bytes), [a, b]) => memchr::memchr2(*a, *b, bytes),
        (Some(bytes), [a, b, c]) => memchr::memchr3(*a, *b, *c, bytes),
        _ => rest
            .iter()
            .position(|unit| set.table.get(unit.code() as usize).copied().unwrap_or(set.high)),
    };
    found.map(|index| start + index)
}
