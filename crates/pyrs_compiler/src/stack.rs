//! Native stack for recursion over deep trees.

/// Stack that one level of recursion may need.
const RED_ZONE: usize = 96 << 10;
/// Stack that is added when less is left.
const SEGMENT: usize = 2 << 20;

/// Runs `f`, on more stack if little is left.
#[inline]
pub(crate) fn grow<T>(f: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(RED_ZONE, SEGMENT, f)
}
