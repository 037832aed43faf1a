//! Which guards of possibly unbound locals are needed: a forward analysis of definite assignment.
//!
//! State: the set of guarded registers that are certainly bound. At a join it is the intersection; a handler starts with
//! what is bound before every instruction it covers that can raise. Parameters are bound at the start.

use pyrs_bytecode::{Op, operands};

use super::flow;
use crate::emit::Emitter;
use crate::names::NameMap;

type Words = Vec<u64>;

/// For each instruction, whether it is a guard that may fail.
pub(super) fn needed_guards(emitter: &Emitter) -> Vec<bool> {
    let mut needed = vec![false; emitter.insns.len()];
    let mut bits: NameMap<u32, u32> = NameMap::default();
    for insn in emitter.insns.iter().filter(|insn| insn.op() == Op::CheckBound) {
        let next = bits.len() as u32;
        bits.entry(u32::from(insn.instr.a())).or_insert(next);
    }
    if bits.is_empty() {
        return needed;
    }
    let analysis = Analysis::new(emitter, bits);
    let entry = analysis.solve();
    let mut state = Words::new();
    for (index, insn) in emitter.insns.iter().enumerate() {
        if let Some(block) = analysis.block_at(index) {
            state.clone_from(&entry[block]);
        }
        if insn.op() == Op::CheckBound
            && let Some(bit) = analysis.bit(u32::from(insn.instr.a()))
        {
            needed[index] = !has(&state, bit);
        }
        analysis.transfer(index, &mut state);
    }
    needed
}

fn has(state: &[u64], bit: u32) -> bool {
    state[bit as usize / 64] >> (bit % 64) & 1 != 0
}

fn set(state: &mut [u64], bit: u32, value: bool) {
    let mask = 1 << (bit % 64);
    let word = &mut state[bit as usize / 64];
    *word = if value { *word | mask } else { *word & !mask };
}

struct Analysis<'e> {
    emitter: &'e Emitter,
    bits: NameMap<u32, u32>,
    /// Block number of instructions that start one.
    starts: Vec<u32>,
    /// First instruction of each block.
    blocks: Vec<usize>,
    parameters: u32,
}

const NO_BLOCK: u32 = u32::MAX;

impl<'e> Analysis<'e> {
    fn new(emitter: &'e Emitter, bits: NameMap<u32, u32>) -> Self {
        let count = emitter.insns.len();
        let mut leader = vec![false; count + 1];
        leader[0] = true;
        for (index, insn) in emitter.insns.iter().enumerate() {
            if insn.target().is_some() || insn.ends() || insn.skips() {
                flow::successors(emitter, index, |next| leader[next.min(count)] = true);
                leader[index + 1] = true;
            }
        }
        for handler in &emitter.handlers {
            leader[emitter.index_of(handler.label).min(count)] = true;
        }
        let blocks: Vec<usize> = (0..count).filter(|index| leader[*index]).collect();
        let mut starts = vec![NO_BLOCK; count];
        for (number, start) in blocks.iter().enumerate() {
            starts[*start] = number as u32;
        }
        Analysis {
            emitter,
            bits,
            starts,
            blocks,
            parameters: emitter.parameters,
        }
    }

    fn bit(&self, register: u32) -> Option<u32> {
        self.bits.get(&register).copied()
    }

    fn block_at(&self, index: usize) -> Option<usize> {
        let number = *self.starts.get(index)?;
        (number != NO_BLOCK).then_some(number as usize)
    }

    /// The effect of an instruction, except what a loop instruction defines (see [`Analysis::solve`]).
    fn transfer(&self, index: usize, state: &mut Words) {
        let instr = self.emitter.insns[index].instr;
        match instr.op() {
            Op::ForIter => {}
            Op::ClearLocal => self.mark(u32::from(instr.a()), state, false),
            Op::CheckBound => self.mark(u32::from(instr.a()), state, true),
            _ => operands::for_each_def(instr, |range| {
                range.iter().for_each(|register| self.mark(register, state, true))
            }),
        }
    }

    fn mark(&self, register: u32, state: &mut Words, bound: bool) {
        if let Some(bit) = self.bit(register) {
            set(state, bit, bound);
        }
    }

    /// The state at the start of each block.
    fn solve(&self) -> Vec<Words> {
        let words = self.bits.len().div_ceil(64);
        let mut entry = vec![vec![u64::MAX; words]; self.blocks.len()];
        entry[0] = vec![0; words];
        for (register, bit) in &self.bits {
            if *register < self.parameters {
                set(&mut entry[0], *bit, true);
            }
        }
        let mut queued = vec![true; self.blocks.len()];
        let mut pending: Vec<usize> = (0..self.blocks.len()).rev().collect();
        while let Some(block) = pending.pop() {
            queued[block] = false;
            self.flow_block(block, &mut entry, &mut |target| {
                if !std::mem::replace(&mut queued[target], true) {
                    pending.push(target);
                }
            });
        }
        entry
    }

    /// Propagates the state through one block; calls `changed` with blocks whose entry state shrank.
    fn flow_block(&self, block: usize, entry: &mut [Words], changed: &mut impl FnMut(usize)) {
        let end = self.blocks.get(block + 1).copied().unwrap_or(self.emitter.insns.len());
        let mut state = entry[block].clone();
        for index in self.blocks[block]..end {
            let insn = &self.emitter.insns[index];
            if let Some(handler) = insn.handler.index().filter(|_| insn.raises()) {
                self.meet(
                    self.emitter.index_of(self.emitter.handlers[handler].label),
                    &state,
                    entry,
                    changed,
                );
            }
            self.transfer(index, &mut state);
        }
        let last = end - 1;
        let instr = self.emitter.insns[last].instr;
        flow::successors(self.emitter, last, |next| {
            if instr.op() == Op::ForIter && next == last + 2 {
                // The item exists only where the loop goes on.
                let mut looping = state.clone();
                self.mark(u32::from(instr.a()), &mut looping, true);
                self.meet(next, &looping, entry, changed);
            } else {
                self.meet(next, &state, entry, changed);
            }
        });
        if !self.emitter.insns[last].ends() && self.emitter.insns[last].target().is_none() {
            self.meet(end, &state, entry, changed);
        }
    }

    fn meet(&self, target: usize, state: &Words, entry: &mut [Words], changed: &mut impl FnMut(usize)) {
        let Some(block) = self.block_at(target) else { return };
        let mut shrank = false;
        for (word, incoming) in entry[block].iter_mut().zip(state) {
            let met = *word & incoming;
            shrank |= met != *word;
            *word = met;
        }
        if shrank {
            changed(block);
        }
    }
}
