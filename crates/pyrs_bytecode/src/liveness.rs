//! Which registers are live before each instruction of the bytecode.
//!
//! All local variables are live at every instruction that may run other code, raise or suspend: others may look at the
//! frame, and a variable keeps its value alive until the function ends.
//!
//! Inside a handler's range everything that the handler reads is live too, because the interpreter may go on there.

use crate::op_table::OpFlags;
use crate::operands::{for_each_def, for_each_use};
use crate::{ExceptionEntry, Instr, Op};

/// A set of registers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RegisterSet(Vec<u64>);

impl RegisterSet {
    /// An empty set with room for so many.
    pub fn new(registers: usize) -> RegisterSet {
        RegisterSet(vec![0; registers.div_ceil(64)])
    }

    /// Registers there is room for.
    pub fn capacity(&self) -> usize {
        64 * self.0.len()
    }

    /// Adds a register.
    pub fn insert(&mut self, register: usize) {
        self.0[register / 64] |= 1 << (register % 64);
    }

    /// Removes a register.
    pub fn remove(&mut self, register: usize) {
        self.0[register / 64] &= !(1 << (register % 64));
    }

    /// Whether the register is in the set.
    pub fn contains(&self, register: usize) -> bool {
        self.0[register / 64] >> (register % 64) & 1 != 0
    }

    /// Adds all of `other`; whether that made a difference.
    pub fn union(&mut self, other: &RegisterSet) -> bool {
        let mut changed = false;
        for (word, more) in self.0.iter_mut().zip(&other.0) {
            changed |= *more & !*word != 0;
            *word |= more;
        }
        changed
    }

    /// The registers in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().enumerate().flat_map(|(index, &word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                if rest == 0 {
                    return None;
                }
                let bit = rest.trailing_zeros() as usize;
                rest &= rest - 1;
                Some(64 * index + bit)
            })
        })
    }
}

/// Where control goes after the instruction at `pc`: next, target. A skip instruction counts its skipped successor as the
/// target.
pub fn targets(instructions: &[Instr], pc: usize) -> (Option<usize>, Option<usize>) {
    let instr = instructions[pc];
    let flags = instr.op().base().info().flags;
    let next = (!flags.contains(OpFlags::END)).then_some(pc + 1);
    let target = if flags.contains(OpFlags::JUMP) {
        Some((pc as i64 + 1 + instr.bc() as i64) as usize)
    } else if flags.contains(OpFlags::SKIP) {
        Some(pc + 2)
    } else {
        None
    };
    (next, target)
}

/// The live registers before each instruction.
///
/// The first `locals` registers are local variables.
pub fn compute(
    instructions: &[Instr],
    handlers: &[ExceptionEntry],
    registers: usize,
    locals: usize,
) -> Vec<RegisterSet> {
    let empty = RegisterSet::new(registers);
    let mut live = vec![empty.clone(); instructions.len() + 2];
    let mut changed = true;
    while changed {
        changed = false;
        for pc in (0..instructions.len()).rev() {
            let (next, target) = targets(instructions, pc);
            let mut set = empty.clone();
            for successor in [next, target].into_iter().flatten() {
                if let Some(after) = live.get(successor) {
                    set.union(after);
                }
            }
            for_each_def(instructions[pc], |range| {
                range.iter().for_each(|r| set.remove(r as usize))
            });
            if instructions[pc].op().base() == Op::ForIter {
                // At the end the destination keeps what it had.
                set.union(&live[pc + 1]);
            }
            // Whoever is called may look at the variables.
            if instructions[pc].op().base().info().flags.contains(OpFlags::EFFECT) {
                (0..locals).for_each(|local| set.insert(local));
            }
            for_each_use(instructions[pc], |range| {
                range.iter().for_each(|r| set.insert(r as usize))
            });
            for entry in handlers {
                if (entry.start as usize..entry.end as usize).contains(&pc) {
                    let mut handler = live[entry.handler as usize].clone();
                    handler.remove(entry.register as usize);
                    set.union(&handler);
                }
            }
            changed |= live[pc].union(&set);
        }
    }
    live
}
