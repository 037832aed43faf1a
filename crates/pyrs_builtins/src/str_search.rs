//! Searching in strings of any width.
//!
//! Invariant: a needle with a wider character than the haystack's width does not occur in it; otherwise both are
//! compared in the haystack's width.

use memchr::memmem;
use pyrs_object::str::{Chars, StrObject};
use std::borrow::Cow;

/// First occurrence in a slice.
fn find_units<T: PartialEq>(hay: &[T], needle: &[T]) -> Option<usize> {
    let Some((first, rest)) = needle.split_first() else {
        return Some(0);
    };
    let last_start = hay.len().checked_sub(needle.len())?;
    let mut at = 0;
    while at <= last_start {
        at += hay[at..=last_start].iter().position(|c| c == first)?;
        if hay[at + 1..at + needle.len()] == *rest {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// Last occurrence in a slice.
fn rfind_units<T: PartialEq>(hay: &[T], needle: &[T]) -> Option<usize> {
    let last_start = hay.len().checked_sub(needle.len())?;
    (0..=last_start)
        .rev()
        .find(|at| hay[*at..*at + needle.len()] == *needle)
}

fn to_two(chars: Chars<'_>) -> Option<Cow<'_, [u16]>> {
    match chars {
        Chars::One(s) => Some(s.iter().map(|c| u16::from(*c)).collect()),
        Chars::Two(s) => Some(s.into()),
        Chars::Four(_) => None,
    }
}

fn to_four(chars: Chars<'_>) -> Cow<'_, [u32]> {
    match chars {
        Chars::One(s) => s.iter().map(|c| u32::from(*c)).collect(),
        Chars::Two(s) => s.iter().map(|c| u32::from(*c)).collect(),
        Chars::Four(s) => s.into(),
    }
}

/// A needle in a haystack's width; `None` where it cannot occur. Surrogates or characters below the width are rare
/// enough that the widened copy does not matter.
enum Pair<'a> {
    One(&'a [u8], &'a [u8]),
    Two(&'a [u16], Cow<'a, [u16]>),
    Four(&'a [u32], Cow<'a, [u32]>),
}

fn pair<'a>(hay: Chars<'a>, needle: Chars<'a>) -> Option<Pair<'a>> {
    match (hay, needle) {
        (Chars::One(h), Chars::One(n)) => Some(Pair::One(h, n)),
        (Chars::One(_), _) => None,
        (Chars::Two(h), n) => Some(Pair::Two(h, to_two(n)?)),
        (Chars::Four(h), n) => Some(Pair::Four(h, to_four(n))),
    }
}

/// First occurrence of `needle`.
pub fn find(hay: Chars, needle: Chars) -> Option<usize> {
    match pair(hay, needle)? {
        Pair::One(h, [byte]) => memchr::memchr(*byte, h),
        Pair::One(h, n) => memmem::find(h, n),
        Pair::Two(h, n) => find_units(h, &n),
        Pair::Four(h, n) => find_units(h, &n),
    }
}

/// Last occurrence of `needle`.
pub fn rfind(hay: Chars, needle: Chars) -> Option<usize> {
    match pair(hay, needle)? {
        Pair::One(h, [byte]) => memchr::memrchr(*byte, h),
        Pair::One(h, n) => memmem::rfind(h, n),
        Pair::Two(h, n) => rfind_units(h, &n),
        Pair::Four(h, n) => rfind_units(h, &n),
    }
}

/// Calls `each` with the position of every occurrence from the left, without overlaps, until it returns false. The
/// needle is not empty.
pub fn for_each_match(hay: Chars, needle: Chars, mut each: impl FnMut(usize) -> bool) {
    fn walk<T: PartialEq>(hay: &[T], needle: &[T], each: &mut impl FnMut(usize) -> bool) {
        let mut from = 0;
        while let Some(at) = find_units(&hay[from..], needle) {
            if !each(from + at) {
                return;
            }
            from += at + needle.len();
        }
    }
    match pair(hay, needle) {
        None => {}
        Some(Pair::One(h, [byte])) => {
            for at in memchr::memchr_iter(*byte, h) {
                if !each(at) {
                    return;
                }
            }
        }
        Some(Pair::One(h, n)) => {
            for at in memmem::find_iter(h, n) {
                if !each(at) {
                    return;
                }
            }
        }
        Some(Pair::Two(h, n)) => walk(h, &n, &mut each),
        Some(Pair::Four(h, n)) => walk(h, &n, &mut each),
    }
}

/// Number of occurrences without overlaps. The needle is not empty.
pub fn count(hay: Chars, needle: Chars) -> usize {
    let mut count = 0;
    for_each_match(hay, needle, |_| {
        count += 1;
        true
    });
    count
}

/// Whether `text` has `part` at `start`.
pub fn matches_at(text: Chars, part: Chars, start: usize) -> bool {
    if start + part.len() > text.len() {
        return false;
    }
    equal(text.slice(start..start + part.len()), part)
}

/// Whether two strings have the same code points.
pub fn equal(a: Chars, b: Chars) -> bool {
    match (a, b) {
        (Chars::One(a), Chars::One(b)) => a == b,
        (Chars::Two(a), Chars::Two(b)) => a == b,
        (Chars::Four(a), Chars::Four(b)) => a == b,
        _ => a.len() == b.len() && a.iter().eq(b.iter()),
    }
}

/// The order of two strings by code points.
pub fn compare(a: &StrObject, b: &StrObject) -> std::cmp::Ordering {
    match (a.chars(), b.chars()) {
        (Chars::One(a), Chars::One(b)) => a.cmp(b),
        (Chars::Two(a), Chars::Two(b)) => a.cmp(b),
        (Chars::Four(a), Chars::Four(b)) => a.cmp(b),
        (a, b) => a.iter().cmp(b.iter()),
    }
}
