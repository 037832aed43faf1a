//! The matcher's stack of things to undo and to try again.

/// Stands for no position.
pub(crate) const NOWHERE: usize = usize::MAX;

/// One entry. What the words mean depends on the instruction at `pc`, which pushed it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    pub(crate) pc: u32,
    pub(crate) count: u32,
    pub(crate) a: usize,
    pub(crate) b: usize,
}

/// State of a loop: iterations and where the last one began.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Register {
    pub(crate) count: u32,
    pub(crate) last: usize,
}

/// Count of a loop that has not been tested yet.
pub(crate) const NOT_STARTED: u32 = u32::MAX;

impl Register {
    pub(crate) const FRESH: Register = Register {
        count: NOT_STARTED,
        last: NOWHERE,
    };

    /// The count after one more arrival at the loop's test. It stays below the code for no limit.
    pub(crate) fn next_count(self) -> u32 {
        match self.count {
            NOT_STARTED => 0,
            count => (count + 1).min(u32::MAX - 1),
        }
    }
}

/// The memory of a matcher.
#[derive(Default)]
pub(crate) struct Room {
    pub(crate) marks: Vec<usize>,
    pub(crate) registers: Vec<Register>,
    pub(crate) stack: Vec<Frame>,
}

/// There is no memory left for the stack.
pub(crate) struct Full;

/// Pushes with room made beforehand, so that no memory is an error and not the end of the process.
#[inline(always)]
pub(crate) fn push(stack: &mut Vec<Frame>, frame: Frame) -> Result<(), Full> {
    if stack.len() == stack.capacity() {
        grow(stack)?;
    }
    stack.push(frame);
    Ok(())
}

#[cold]
fn grow(stack: &mut Vec<Frame>) -> Result<(), Full> {
    let more = stack.len().max(64);
    stack.try_reserve(more).map_err(|_| Full)
}
