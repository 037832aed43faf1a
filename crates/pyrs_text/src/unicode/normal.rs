//! Normalisation forms, by the algorithm of Unicode Standard Annex #15 and the arithmetic of Hangul syllables.

use super::database::{self, Version};

/// A normalisation form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Form {
    /// Compatibility decompositions, too.
    pub compatible: bool,
    /// Composed afterwards.
    pub composed: bool,
}

impl Form {
    /// The form with a name.
    pub fn named(name: &str) -> Option<Form> {
        let (compatible, composed) = match name {
            "NFC" => (false, true),
            "NFD" => (false, false),
            "NFKC" => (true, true),
            "NFKD" => (true, false),
            _ => return None,
        };
        Some(Form { compatible, composed })
    }
}

const SYLLABLES: u32 = 0xac00;
const LEADING: u32 = 0x1100;
const VOWELS: u32 = 0x1161;
const TRAILING: u32 = 0x11a7;
const VOWEL_COUNT: u32 = 21;
const TRAILING_COUNT: u32 = 28;
const SYLLABLE_COUNT: u32 = 19 * VOWEL_COUNT * TRAILING_COUNT;

/// The parts of a Hangul syllable, the last of which may be missing.
pub fn hangul_parts(c: u32) -> Option<(u32, u32, Option<u32>)> {
    let index = c.checked_sub(SYLLABLES).filter(|index| *index < SYLLABLE_COUNT)?;
    let trailing = index % TRAILING_COUNT;
    Some((
        LEADING + index / (VOWEL_COUNT * TRAILING_COUNT),
        VOWELS + index / TRAILING_COUNT % VOWEL_COUNT,
        (trailing > 0).then_some(TRAILING + trailing),
    ))
}

fn compose_hangul(first: u32, second: u32) -> Option<u32> {
    if let (Some(leading @ 0..19), Some(vowel @ 0..VOWEL_COUNT)) =
        (first.checked_sub(LEADING), second.checked_sub(VOWELS))
    {
        return Some(SYLLABLES + (leading * VOWEL_COUNT + vowel) * TRAILING_COUNT);
    }
    let index = first.checked_sub(SYLLABLES).filter(|index| *index < SYLLABLE_COUNT)?;
    let trailing = second.checked_sub(TRAILING)?;
    (index.is_multiple_of(TRAILING_COUNT) && (1..TRAILING_COUNT).contains(&trailing)).then_some(first + trailing)
}

fn decompose(version: Version, form: Form, c: u32, out: &mut Vec<u32>) {
    if c < 0xa0 {
        return out.push(c);
    }
    if let Some((leading, vowel, trailing)) = hangul_parts(c) {
        out.extend([leading, vowel]);
        return out.extend(trailing);
    }
    if version == Version::Old {
        if !database::is_assigned(version, c) {
            return out.push(c);
        }
        if let Some(old) = database::old_decomposition(c) {
            return out.push(old);
        }
    }
    match database::decomposition(c) {
        Some(found) if form.compatible || found.tag.is_empty() => {
            for part in found.parts {
                decompose(version, form, *part, out);
            }
        }
        _ => out.push(c),
    }
}

/// Puts marks behind a base in the order of their classes.
fn reorder(text: &mut [u32]) {
    let mut start = 0;
    while start < text.len() {
        if database::combining(text[start]) == 0 {
            start += 1;
            continue;
        }
        let count = text[start..]
            .iter()
            .take_while(|c| database::combining(**c) != 0)
            .count();
        text[start..start + count].sort_by_key(|c| database::combining(*c));
        start += count;
    }
}

fn compose(text: &mut Vec<u32>) {
    let mut starter: Option<usize> = None;
    let mut last_class = 0;
    let mut kept = 0;
    for index in 0..text.len() {
        let c = text[index];
        let class = database::combining(c);
        // Adjacent to the starter, or no mark of the same class (or a starter) in between.
        let reachable = starter.is_some_and(|at| kept == at + 1 || last_class < class && last_class != 0);
        if let Some(at) = starter
            && reachable
            && let Some(composed) = compose_hangul(text[at], c).or_else(|| database::composition(text[at], c))
        {
            text[at] = composed;
            continue;
        }
        text[kept] = c;
        if class == 0 {
            starter = Some(kept);
        }
        last_class = class;
        kept += 1;
    }
    text.truncate(kept);
}

/// A text in a normalisation form.
pub fn normalize(version: Version, form: Form, text: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut out = Vec::new();
    for c in text {
        decompose(version, form, c, &mut out);
    }
    reorder(&mut out);
    if form.composed {
        compose(&mut out);
    }
    out
}
