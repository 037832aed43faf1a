//! Lines: the units in which a block's memory is reused.
//!
//! A block has 128 lines of 256 bytes, so the free lines of a block are the bits of a `u128`. Which lines are in use
//! is worked out at the sweep from the mark bits and not kept up during marking: only the last live object that starts
//! in a line can reach into the next one, and only if no object, dead or alive, starts after it in the line.

use crate::chunk::{BLOCK_SIZE, GRANULE};

pub(crate) const LINE_SHIFT: u32 = 8;
pub(crate) const LINE_SIZE: usize = 1 << LINE_SHIFT;
pub(crate) const LINES_PER_BLOCK: usize = BLOCK_SIZE / LINE_SIZE;

const _: () = assert!(LINES_PER_BLOCK == 128 && LINE_SIZE / GRANULE == 32);

/// Takes the first run of set bits out of `free`: first line and number of lines.
pub(crate) fn take_run(free: &mut u128) -> Option<(usize, usize)> {
    if *free == 0 {
        return None;
    }
    let start = free.trailing_zeros();
    let len = (!(*free >> start)).trailing_zeros();
    *free &= !(ones(len) << start);
    Some((start as usize, len as usize))
}

fn ones(n: u32) -> u128 {
    if n >= 128 { u128::MAX } else { (1 << n) - 1 }
}

/// Bits for the lines `first..=last`.
fn span(first: usize, last: usize) -> u128 {
    let last = last.min(LINES_PER_BLOCK - 1);
    if first > last {
        0
    } else {
        ones((last - first + 1) as u32) << first
    }
}

/// The lines in use in a block, from its mark bits and its valid bits (dead objects included).
///
/// `size_at` gives the size of the live object starting at a granule of the block.
pub(crate) fn used_lines(
    marks: &[u64; 64],
    valid: &[u64; 64],
    mut size_at: impl FnMut(usize) -> usize,
) -> u128 {
    let mut used = 0u128;
    for (word, (&m, &v)) in marks.iter().zip(valid).enumerate() {
        if m == 0 {
            continue;
        }
        for half in 0..2 {
            let mark = (m >> (32 * half)) as u32;
            if mark == 0 {
                continue;
            }
            let line = word * 2 + half;
            used |= 1 << line;
            let last = 31 - mark.leading_zeros();
            let starts = (v >> (32 * half)) as u32;
            if u64::from(starts) >> (last + 1) != 0 {
                continue;
            }
            let granule = line * 32 + last as usize;
            let end = granule * GRANULE + size_at(granule);
            used |= span(line + 1, (end - 1) >> LINE_SHIFT);
        }
    }
    used
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_taken_in_order() {
        let mut free = 0b1110_0110u128 | 1 << 127;
        assert_eq!(take_run(&mut free), Some((1, 2)));
        assert_eq!(take_run(&mut free), Some((5, 3)));
        assert_eq!(take_run(&mut free), Some((127, 1)));
        assert_eq!(take_run(&mut free), None);
        let mut all = u128::MAX;
        assert_eq!(take_run(&mut all), Some((0, 128)));
        assert_eq!(all, 0);
    }

    #[test]
    fn long_objects_use_all_their_lines() {
        let mut marks = [0u64; 64];
        let mut valid = [0u64; 64];
        // A dead object behind a live one in line 0, a live object of three lines from the end of line 2.
        marks[0] = 1;
        valid[0] = 1 | 1 << 4;
        marks[1] = 1 << 31;
        valid[1] = marks[1];
        let used = used_lines(&marks, &valid, |g| {
            if g == 64 + 31 { 8 + 2 * LINE_SIZE } else { 8 }
        });
        assert_eq!(used, 0b11101);
    }
}
