//! The instruction buffer of a code under construction: labels, handlers, source ranges.
//!
//! Invariant: jumps refer to labels until [`Emitter::finish`], and every instruction knows its innermost handler, so that
//! passes may delete instructions freely; exception ranges and offsets are computed at the very end.

use pyrs_bytecode::{ExceptionEntry, Instr, Op, OpFlags, Position, PositionEncoder};
use pyrs_syntax::{LineIndex, TextRange};

use crate::registers::Reg;

/// A place in the code that is jumped to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Label(pub(crate) u32);

/// A handler of exceptions; [`HandlerId::NONE`] lets them leave the frame.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct HandlerId(u32);

impl HandlerId {
    pub(crate) const NONE: HandlerId = HandlerId(u32::MAX);

    /// Index into the handlers.
    pub(crate) fn index(self) -> Option<usize> {
        (self != HandlerId::NONE).then_some(self.0 as usize)
    }
}

/// Where an exception goes.
#[derive(Clone, Copy)]
pub(crate) struct Handler {
    pub(crate) label: Label,
    pub(crate) register: Reg,
}

/// The range of instructions that stand for no source.
pub(crate) const ARTIFICIAL: TextRange = TextRange {
    start: u32::MAX,
    end: u32::MAX,
};

const NO_TARGET: Label = Label(u32::MAX);
const UNBOUND: u32 = u32::MAX;

/// One instruction before layout.
#[derive(Clone, Copy)]
pub(crate) struct Insn {
    pub(crate) instr: Instr,
    target: Label,
    pub(crate) range: TextRange,
    pub(crate) handler: HandlerId,
}

impl Insn {
    pub(crate) fn op(&self) -> Op {
        self.instr.op()
    }

    pub(crate) fn target(&self) -> Option<Label> {
        (self.target != NO_TARGET).then_some(self.target)
    }

    pub(crate) fn set_target(&mut self, label: Label) {
        self.target = label;
    }

    pub(crate) fn ends(&self) -> bool {
        self.op().info().flags.contains(OpFlags::END)
    }

    pub(crate) fn raises(&self) -> bool {
        self.op().info().flags.contains(OpFlags::EFFECT)
    }

    pub(crate) fn skips(&self) -> bool {
        self.op().info().flags.contains(OpFlags::SKIP)
    }
}

/// The buffer.
pub(crate) struct Emitter {
    pub(crate) insns: Vec<Insn>,
    /// Instruction index of each label.
    pub(crate) labels: Vec<u32>,
    pub(crate) handlers: Vec<Handler>,
    /// The innermost handler at this point.
    pub(crate) handler: HandlerId,
    /// Registers from 0 on that are bound when the code starts.
    pub(crate) parameters: u32,
}

impl Emitter {
    pub(crate) fn new() -> Self {
        Emitter {
            insns: Vec::new(),
            labels: Vec::new(),
            handlers: Vec::new(),
            handler: HandlerId::NONE,
            parameters: 0,
        }
    }

    pub(crate) fn push(&mut self, range: TextRange, instr: Instr) {
        self.insns.push(Insn {
            instr,
            target: NO_TARGET,
            range,
            handler: self.handler,
        });
    }

    /// A label to be placed later.
    pub(crate) fn label(&mut self) -> Label {
        self.labels.push(UNBOUND);
        Label(self.labels.len() as u32 - 1)
    }

    /// Places `label` here.
    pub(crate) fn place(&mut self, label: Label) {
        self.labels[label.0 as usize] = self.insns.len() as u32;
    }

    /// A label placed here.
    pub(crate) fn here(&mut self) -> Label {
        let label = self.label();
        self.place(label);
        label
    }

    /// A jump or conditional jump (on `register`) to `target`.
    pub(crate) fn jump(&mut self, range: TextRange, op: Op, register: Reg, target: Label) {
        let instr = Instr::new_bc(op, 0, register, 0);
        self.insns.push(Insn {
            instr,
            target,
            range,
            handler: self.handler,
        });
    }

    /// A handler at `label`, not yet in effect.
    pub(crate) fn add_handler(&mut self, label: Label, register: Reg) -> HandlerId {
        self.handlers.push(Handler { label, register });
        HandlerId(self.handlers.len() as u32 - 1)
    }

    /// Drops the instructions that `keep` refuses; labels move to the next one kept.
    pub(crate) fn retain(&mut self, mut keep: impl FnMut(usize, &Insn) -> bool) {
        let mut moved = Vec::with_capacity(self.insns.len() + 1);
        let mut kept = Vec::with_capacity(self.insns.len());
        for (index, insn) in self.insns.iter().enumerate() {
            moved.push(kept.len() as u32);
            if keep(index, insn) {
                kept.push(*insn);
            }
        }
        moved.push(kept.len() as u32);
        for label in &mut self.labels {
            if *label != UNBOUND {
                *label = moved[*label as usize];
            }
        }
        self.insns = kept;
    }

    /// The instruction index of a placed label.
    pub(crate) fn index_of(&self, label: Label) -> usize {
        self.labels[label.0 as usize] as usize
    }

    /// Instructions with their jump offsets.
    pub(crate) fn finish(&self) -> Vec<Instr> {
        let offsets = self.insns.iter().enumerate().map(|(pc, insn)| match insn.target() {
            Some(label) => insn.instr.with_bc(self.index_of(label) as i32 - (pc as i32 + 1)),
            None => insn.instr,
        });
        offsets.collect()
    }

    /// The exception table: maximal runs of instructions with one innermost handler.
    pub(crate) fn exception_table(&self) -> Vec<ExceptionEntry> {
        let mut table: Vec<ExceptionEntry> = Vec::new();
        let mut last = HandlerId::NONE;
        for (pc, insn) in (0..).zip(&self.insns) {
            if !insn.raises() {
                continue;
            }
            if let Some(index) = insn.handler.index() {
                match table.last_mut() {
                    Some(entry) if last == insn.handler => entry.end = pc + 1,
                    _ => {
                        let handler = self.handlers[index];
                        table.push(ExceptionEntry {
                            start: pc,
                            end: pc + 1,
                            handler: self.index_of(handler.label) as u32,
                            register: handler.register,
                        });
                    }
                }
            }
            last = insn.handler;
        }
        table
    }

    /// The encoded positions.
    pub(crate) fn positions(&self, lines: &LineIndex, first_line: u32) -> Box<[u8]> {
        let mut encoder = PositionEncoder::new(first_line);
        let mut last = (ARTIFICIAL, Position::default());
        for insn in &self.insns {
            if insn.range != last.0 {
                last = (insn.range, position(lines, insn.range));
            }
            if insn.op() == Op::ReturnGenerator {
                // A generator that was not started is at the head of its function.
                encoder.push(Position {
                    line: first_line,
                    end_line: first_line,
                    ..Position::default()
                });
                continue;
            }
            encoder.push(last.1);
        }
        encoder.finish()
    }
}

fn position(lines: &LineIndex, range: TextRange) -> Position {
    if range == ARTIFICIAL {
        return Position::default();
    }
    let (start, end) = (lines.line_column(range.start), lines.line_column(range.end));
    Position {
        line: start.line,
        end_line: end.line,
        column: start.column,
        end_column: end.column,
    }
}
