//! Which registers an instruction reads and writes, from the operand kinds of the table.
//!
//! Invariant: every pass (verifier, peephole, liveness) asks here; none knows operand layouts of its own. Header words of
//! a call block other than the callee are scratch: they are neither reads nor writes, only reserved.

use crate::op_table::{Op, OperandKind};
use crate::{FRAME_HEADER_WORDS, Instr, NO_REG};

/// Consecutive registers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RegisterRange {
    /// The first one.
    pub first: u16,
    /// How many.
    pub count: u32,
}

impl RegisterRange {
    fn new(first: u16, count: u32) -> Self {
        RegisterRange { first, count }
    }

    /// The register numbers; wider than a register so that a range that does not fit can be told.
    pub fn iter(self) -> impl Iterator<Item = u32> {
        let first = u32::from(self.first);
        first..first + self.count
    }
}

/// The raw value of operand field 0 to 3 (`x`, `a`, `b`, `c`), with `b` as 16 bits.
pub fn field(instr: Instr, index: usize) -> u16 {
    match index {
        0 => u16::from(instr.x()),
        1 => instr.a(),
        2 => instr.b(),
        _ => instr.c(),
    }
}

/// How many registers a `First` or `DefFirst` operand of this instruction stands for.
fn run_length(instr: Instr) -> u32 {
    match instr.op().base() {
        Op::BuildTuple | Op::BuildList | Op::BuildSet | Op::BuildString | Op::BuildSlice | Op::UnpackSequence => {
            u32::from(instr.c())
        }
        Op::BuildMap => 2 * u32::from(instr.c()),
        Op::UnpackEx => u32::from(instr.c() & 255) + 1 + u32::from(instr.c() >> 8),
        Op::CopyFreeVars => u32::from(instr.b()),
        Op::LoadSuperAttr | Op::LoadSuperMethod | Op::BuildInterpolation | Op::MatchClass => 3,
        _ => 2,
    }
}

/// Registers that a call block operand reserves from its base on.
pub fn block_length(instr: Instr) -> u32 {
    let header = u32::from(FRAME_HEADER_WORDS);
    let arguments = u32::from(instr.x());
    match instr.op().base() {
        Op::Call | Op::CallKw => header + arguments,
        Op::CallMethod | Op::CallMethodKw => header + 1 + arguments,
        Op::CallEx => header + 2,
        _ => header + 1,
    }
}

/// Calls `f` with every register range that `instr` writes.
pub fn for_each_def(instr: Instr, mut f: impl FnMut(RegisterRange)) {
    let info = instr.op().info();
    for (index, kind) in info.operands.iter().enumerate().skip(1) {
        let register = field(instr, index);
        match kind {
            OperandKind::Def | OperandKind::Mod => f(RegisterRange::new(register, 1)),
            OperandKind::DefFirst => f(RegisterRange::new(register, run_length(instr))),
            OperandKind::Block if index == 1 => {
                f(RegisterRange::new(register, 1));
                f(RegisterRange::new(register.saturating_add(FRAME_HEADER_WORDS), 1));
            }
            _ => {}
        }
    }
}

/// Calls `f` with every register range that `instr` reads.
pub fn for_each_use(instr: Instr, mut f: impl FnMut(RegisterRange)) {
    let info = instr.op().info();
    for (index, kind) in info.operands.iter().enumerate().skip(1) {
        let register = field(instr, index);
        match kind {
            OperandKind::Use | OperandKind::Mod => f(RegisterRange::new(register, 1)),
            OperandKind::UseOpt if register != NO_REG => f(RegisterRange::new(register, 1)),
            OperandKind::First => f(RegisterRange::new(register, run_length(instr))),
            OperandKind::Block if index != 1 => {
                let header = u32::from(FRAME_HEADER_WORDS);
                f(RegisterRange::new(register, 1));
                f(RegisterRange::new(
                    register.saturating_add(FRAME_HEADER_WORDS),
                    block_length(instr) - header,
                ));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn defs(instr: Instr) -> Vec<u32> {
        let mut all = Vec::new();
        for_each_def(instr, |range| all.extend(range.iter()));
        all
    }

    fn uses(instr: Instr) -> Vec<u32> {
        let mut all = Vec::new();
        for_each_use(instr, |range| all.extend(range.iter()));
        all
    }

    #[test]
    fn calls_read_their_block() {
        let call = Instr::new(Op::CallMethod, 2, 3, 10, 0);
        assert_eq!(defs(call), [3]);
        assert_eq!(uses(call), [10, 17, 18, 19]);
        assert_eq!(defs(Instr::new(Op::LoadMethod, 0, 10, 1, 0)), [10, 17]);
    }

    #[test]
    fn runs_follow_their_counts() {
        assert_eq!(uses(Instr::new(Op::BuildMap, 0, 0, 4, 2)), [4, 5, 6, 7]);
        assert_eq!(defs(Instr::new(Op::UnpackEx, 0, 2, 1, 1 | 1 << 8)), [2, 3, 4]);
        assert_eq!(uses(Instr::new(Op::FormatValue, 0, 0, 4, NO_REG)), [4]);
    }
}
