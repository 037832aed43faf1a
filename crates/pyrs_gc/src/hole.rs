//! Holes: the runs of free memory between the live objects of a block.
//!
//! They are found from the bits of starts and ends, to the granule, and not kept anywhere: after a sweep the memory from
//! the end of one object to the start of the next is free. Marking whole lines, as mark-region collectors mostly do, would lose
//! a line to each lone survivor of a young collection, and as nothing moves it would be lost for good: with a
//! 56 MB heap of which one node in 64 was replaced now and then, 200 MB.

use crate::chunk::{BLOCK_SIZE, GRANULE};

pub(crate) const GRANULES_PER_BLOCK: usize = BLOCK_SIZE / GRANULE;
/// Smaller gaps are left alone: a cache line, in granules.
const MIN_HOLE: usize = 8;
/// A hole has room for an object of this size.
pub(crate) const MIN_HOLE_SIZE: usize = MIN_HOLE * GRANULE;

/// Bits of a block, one a granule.
pub(crate) type Bits = [u64; GRANULES_PER_BLOCK / 64];

/// The first hole, as `[start, end)` in granules, at or behind `from`, which is 0 or the end of the hole before.
///
/// `starts` are the first granules of objects, `ends` the last ones of those behind `from`.
pub(crate) fn next_hole(starts: &Bits, ends: &Bits, from: usize) -> Option<(usize, usize)> {
    let mut at = from;
    if from == 0 {
        at = next_set(starts, 0);
        if at >= MIN_HOLE {
            return Some((0, at));
        }
    }
    while at < GRANULES_PER_BLOCK {
        let far = first_far_from_start(starts, at)?;
        // The nearest start below is as far away as `far` asks for and no farther, `far` being the first.
        let last = far - MIN_HOLE;
        let end = next_set(ends, last) + 1;
        let next = next_set(starts, far);
        if next >= end + MIN_HOLE {
            return Some((end, next));
        }
        at = next;
    }
    None
}

/// The first granule behind `at`, where an object starts, that is `MIN_HOLE` or more granules behind the last start.
fn first_far_from_start(starts: &Bits, at: usize) -> Option<usize> {
    let mut word = at / 64;
    let mut wanted = u64::MAX << (at % 64);
    let mut before = 0;
    while let Some(&bits) = starts.get(word) {
        let mut near = u128::from(bits) << 64 | u128::from(before);
        for shift in [1, 2, 4] {
            near |= near << shift;
        }
        let far = !((near >> 64) as u64) & wanted;
        if far != 0 {
            return Some(word * 64 + far.trailing_zeros() as usize);
        }
        before = bits;
        wanted = u64::MAX;
        word += 1;
    }
    None
}

/// The first set bit at or behind `from`; the end of the block if there is none.
fn next_set(table: &Bits, from: usize) -> usize {
    let mut word = from / 64;
    let mut wanted = u64::MAX << (from % 64);
    while let Some(&bits) = table.get(word) {
        let found = bits & wanted;
        if found != 0 {
            return word * 64 + found.trailing_zeros() as usize;
        }
        wanted = u64::MAX;
        word += 1;
    }
    GRANULES_PER_BLOCK
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holes(objects: &[(usize, usize)]) -> Vec<(usize, usize)> {
        let (mut starts, mut ends) = ([0; 64], [0; 64]);
        for &(at, size) in objects {
            starts[at / 64] |= 1 << (at % 64);
            let last = at + size - 1;
            ends[last / 64] |= 1 << (last % 64);
        }
        let (mut from, mut found) = (0, Vec::new());
        while let Some((start, end)) = next_hole(&starts, &ends, from) {
            found.push((start, end));
            from = end;
        }
        found
    }

    #[test]
    fn holes_lie_between_objects() {
        assert_eq!(holes(&[]), [(0, 4096)]);
        assert_eq!(holes(&[(0, 3)]), [(3, 4096)]);
        assert_eq!(holes(&[(4095, 1)]), [(0, 4095)]);
        assert_eq!(holes(&[(7, 2), (17, 3), (27, 3), (4090, 2)]), [(9, 17), (30, 4090)]);
        assert_eq!(holes(&[(0, 2000), (2006, 2074)]), [(4080, 4096)]);
    }

    #[test]
    fn every_hole_is_found() {
        let mut seed = 7u64;
        for _ in 0..500 {
            let (mut objects, mut expected, mut at) = (Vec::new(), Vec::new(), 0);
            loop {
                seed = seed
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                let gap = (seed >> 33) as usize % if seed >> 62 == 0 { 300 } else { 30 };
                let size = 1 + (seed >> 43) as usize % if seed >> 63 == 0 { 200 } else { 6 };
                let end = (at + gap).min(GRANULES_PER_BLOCK);
                let last = end + size > GRANULES_PER_BLOCK;
                let end = if last { GRANULES_PER_BLOCK } else { end };
                if end - at >= MIN_HOLE {
                    expected.push((at, end));
                }
                if last {
                    break;
                }
                objects.push((end, size));
                at = end + size;
            }
            assert_eq!(holes(&objects), expected);
        }
    }
}
