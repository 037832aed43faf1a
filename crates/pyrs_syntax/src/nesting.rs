//! Deep nesting: the limit, and running recursive code on a stack that is large enough for it.

/// How deep nodes may nest before the source is refused. CPython accepts a sum of 10,000 terms and refuses 100,000.
pub const MAX_DEPTH: usize = 50_000;

/// Stack for each level of a recursive walk: generous for a drop, a dump or a lowering step of an unoptimised build.
const BYTES_PER_LEVEL: usize = 4096;

/// Levels that fit in any thread's ordinary stack, whatever is on it already.
const SHALLOW: usize = 64;

/// Calls `f` with a stack that is large enough to recurse `depth` levels of a tree.
pub fn with_stack_for<R>(depth: usize, f: impl FnOnce() -> R) -> R {
    if depth <= SHALLOW {
        return f();
    }
    let needed = depth.min(MAX_DEPTH) * BYTES_PER_LEVEL;
    stacker::maybe_grow(needed, needed + (256 << 10), f)
}
