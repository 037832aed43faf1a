//! Case mappings, with those that make a character longer and with the final sigma.

use super::tables::*;

type Run = (u32, u32, u32, i32);
type Special = (u32, [u32; 3]);

const SIGMA: u32 = 0x3a3;
const FINAL_SIGMA: u32 = 0x3c2;

fn map(runs: &[Run], special: &[Special], c: u32, out: &mut impl FnMut(u32)) {
    if let Ok(found) = special.binary_search_by_key(&c, |s| s.0) {
        special[found].1.iter().filter(|m| **m != 0).for_each(|m| out(*m));
        return;
    }
    let next = runs.partition_point(|run| run.0 <= c);
    if let Some((first, last, stride, delta)) = next.checked_sub(1).map(|i| runs[i])
        && c <= last
        && (c - first).is_multiple_of(stride)
    {
        out(c.wrapping_add_signed(delta));
        return;
    }
    out(c);
}

/// Lower case of a character by itself.
pub fn lower_char(c: u32, out: &mut impl FnMut(u32)) {
    match c {
        0x41..=0x5a => out(c + 32),
        0..0x80 => out(c),
        _ => map(&LOWER_RUNS, &LOWER_SPECIAL, c, out),
    }
}

/// Upper case.
pub fn upper_char(c: u32, out: &mut impl FnMut(u32)) {
    match c {
        0x61..=0x7a => out(c - 32),
        0..0x80 => out(c),
        _ => map(&UPPER_RUNS, &UPPER_SPECIAL, c, out),
    }
}

/// Title case.
pub fn title_char(c: u32, out: &mut impl FnMut(u32)) {
    match c {
        0x61..=0x7a => out(c - 32),
        0..0x80 => out(c),
        _ => map(&TITLE_RUNS, &TITLE_SPECIAL, c, out),
    }
}

/// Case folding.
pub fn fold_char(c: u32, out: &mut impl FnMut(u32)) {
    match c {
        0x41..=0x5a => out(c + 32),
        0..0x80 => out(c),
        _ => map(&FOLD_RUNS, &FOLD_SPECIAL, c, out),
    }
}

/// Lower case of the character at `index`: a capital sigma at the end of a word has its own form.
fn lower_at(chars: &[u32], index: usize, out: &mut impl FnMut(u32)) {
    if chars[index] == SIGMA && is_final(chars, index) {
        out(FINAL_SIGMA);
    } else {
        lower_char(chars[index], out);
    }
}

fn is_final(chars: &[u32], index: usize) -> bool {
    let cased = |c: Option<&u32>| c.is_some_and(|c| super::is_cased(*c));
    let before = chars[..index].iter().rev().find(|c| !super::is_case_ignorable(**c));
    let after = chars[index + 1..].iter().find(|c| !super::is_case_ignorable(**c));
    cased(before) && !cased(after)
}

/// `str.lower`.
pub fn lower(chars: &[u32], out: &mut impl FnMut(u32)) {
    (0..chars.len()).for_each(|i| lower_at(chars, i, out));
}

/// `str.upper`.
pub fn upper(chars: &[u32], out: &mut impl FnMut(u32)) {
    chars.iter().for_each(|c| upper_char(*c, out));
}

/// `str.casefold`.
pub fn fold(chars: &[u32], out: &mut impl FnMut(u32)) {
    chars.iter().for_each(|c| fold_char(*c, out));
}

/// `str.title`.
pub fn title(chars: &[u32], out: &mut impl FnMut(u32)) {
    let mut inside = false;
    for (i, c) in chars.iter().enumerate() {
        if inside {
            lower_at(chars, i, out);
        } else {
            title_char(*c, out);
        }
        inside = super::is_cased(*c);
    }
}

/// `str.capitalize`.
pub fn capitalize(chars: &[u32], out: &mut impl FnMut(u32)) {
    if let Some(first) = chars.first() {
        title_char(*first, out);
    }
    (1..chars.len()).for_each(|i| lower_at(chars, i, out));
}

/// `str.swapcase`.
pub fn swap(chars: &[u32], out: &mut impl FnMut(u32)) {
    for (i, c) in chars.iter().enumerate() {
        if super::is_upper(*c) {
            lower_at(chars, i, out);
        } else if super::is_lower(*c) {
            upper_char(*c, out);
        } else {
            out(*c);
        }
    }
}
