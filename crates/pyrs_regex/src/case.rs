//! Case of single characters, as matching without regard to case sees it: one character for one.

use pyrs_text::unicode::case;
use std::sync::OnceLock;

fn first(map: impl FnOnce(&mut dyn FnMut(u32))) -> Option<u32> {
    let mut found = None;
    map(&mut |c| {
        found.get_or_insert(c);
    });
    found
}

/// Lower case of ASCII letters.
#[inline]
pub fn lower_ascii(c: u32) -> u32 {
    if (0x41..=0x5a).contains(&c) { c + 32 } else { c }
}

/// Upper case of ASCII letters.
#[inline]
pub fn upper_ascii(c: u32) -> u32 {
    if (0x61..=0x7a).contains(&c) { c - 32 } else { c }
}

/// Lower case; the first character where the mapping makes several.
pub fn lower_unicode(c: u32) -> u32 {
    static LATIN1: OnceLock<[u32; 256]> = OnceLock::new();
    if c < 0x80 {
        return lower_ascii(c);
    }
    let lower = |c: u32| first(|mut out| case::lower_char(c, &mut out)).unwrap_or(c);
    match c {
        0..256 => LATIN1.get_or_init(|| std::array::from_fn(|c| lower(c as u32)))[c as usize],
        _ => lower(c),
    }
}

/// Upper case; the first character where the mapping makes several.
pub fn upper_unicode(c: u32) -> u32 {
    if c < 0x80 {
        return upper_ascii(c);
    }
    first(|mut out| case::upper_char(c, &mut out)).unwrap_or(c)
}

/// Whether an ASCII character has another case.
pub fn is_cased_ascii(c: u32) -> bool {
    c < 0x80 && (c as u8).is_ascii_alphabetic()
}

/// Whether a character has another case.
pub fn is_cased_unicode(c: u32) -> bool {
    c != lower_unicode(c) || c != upper_unicode(c)
}

/// How characters are compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fold {
    /// As they are.
    None,
    /// ASCII letters without regard to case.
    Ascii,
    /// Without regard to case in the C locale: either case may be in the set.
    Locale,
    /// Without regard to case.
    Unicode,
}

impl Fold {
    /// The form that is compared.
    #[inline]
    pub(crate) fn apply(self, c: u32) -> u32 {
        match self {
            Fold::None => c,
            Fold::Ascii | Fold::Locale => lower_ascii(c),
            Fold::Unicode => lower_unicode(c),
        }
    }
}
