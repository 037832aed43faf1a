//! Registers of a frame: locals below, temporaries as a stack above.
//!
//! Invariant: what is allocated later lies higher, so a call block that was allocated last is above everything live, and
//! the callee's window may begin inside it.

use pyrs_bytecode::FRAME_HEADER_WORDS;

/// A register number.
pub(crate) type Reg = u16;

/// Registers that a code may have; the rest of the numbers is kept free for `NO_REG` and call blocks.
const LIMIT: u32 = 65_000;

/// The allocator.
pub(crate) struct Registers {
    first_temp: u32,
    next: u32,
    highest: u32,
    overflow: bool,
}

impl Registers {
    /// An allocator whose temporaries begin above `locals` registers.
    pub(crate) fn new(locals: usize) -> Self {
        let locals = u32::try_from(locals).unwrap_or(u32::MAX).min(LIMIT + 1);
        Registers {
            first_temp: locals,
            next: locals,
            highest: locals,
            overflow: locals > LIMIT,
        }
    }

    /// A run of `count` temporaries; its first one.
    pub(crate) fn run(&mut self, count: usize) -> Reg {
        let end = self.next.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
        if end > LIMIT {
            self.overflow = true;
            return 0;
        }
        let first = self.next;
        self.next = end;
        self.highest = self.highest.max(end);
        first as Reg
    }

    /// One temporary.
    pub(crate) fn temp(&mut self) -> Reg {
        self.run(1)
    }

    /// A call block's header; its base, which receives the callee.
    pub(crate) fn block(&mut self) -> Reg {
        self.run(usize::from(FRAME_HEADER_WORDS))
    }

    /// A call block's header whose base is `dst` if that is the topmost temporary: the result replaces the callee.
    pub(crate) fn block_at(&mut self, dst: Reg) -> Reg {
        if self.is_temp(dst) && u32::from(dst) + 1 == self.next {
            self.next -= 1;
        }
        self.block()
    }

    /// The allocation state, for [`Registers::release`].
    pub(crate) fn mark(&self) -> u32 {
        self.next
    }

    /// Frees everything allocated since `mark`.
    pub(crate) fn release(&mut self, mark: u32) {
        self.next = mark;
    }

    /// Whether `register` is a temporary: nothing outside the current expression can see it.
    pub(crate) fn is_temp(&self, register: Reg) -> bool {
        u32::from(register) >= self.first_temp
    }

    /// Registers used at most, or None if there were too many.
    pub(crate) fn count(&self) -> Option<u16> {
        if self.overflow {
            None
        } else {
            u16::try_from(self.highest).ok()
        }
    }
}
