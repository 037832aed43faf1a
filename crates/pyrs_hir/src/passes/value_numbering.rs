//! Global value numbering along the dominator tree: an instruction equal to one that dominates it is replaced by it.
//!
//! Guards count as pure: what dominates has passed. Loads are replaced within a block only, as long as nothing in between
//! writes memory; a store's value is not forwarded.

use super::Replacements;
use crate::dominators::Dominators;
use crate::ir::{BlockId, Effects, Function, InstId, Opcode, ValueId};
use std::collections::HashMap;

type Key = (Opcode, Vec<ValueId>, [u64; 2], Vec<u64>, u32);

/// Runs the pass.
pub fn run(function: &mut Function) {
    let dominators = Dominators::compute(function);
    let mut pass = Numbering {
        replacements: Replacements::new(function),
        tables: HashMap::new(),
        epoch: 0,
    };
    for index in 0..dominators.order.len() {
        let block = dominators.order[index];
        pass.block(function, &dominators, block);
    }
    pass.replacements.apply(function);
}

struct Numbering {
    replacements: Replacements,
    tables: HashMap<BlockId, HashMap<Key, ValueId>>,
    /// Changes whenever memory may have changed; numbers loads.
    epoch: u32,
}

impl Numbering {
    fn find(&self, dominators: &Dominators, block: BlockId, key: &Key) -> Option<ValueId> {
        let mut at = block;
        loop {
            if let Some(value) = self.tables.get(&at).and_then(|table| table.get(key)) {
                return Some(*value);
            }
            let above = dominators.immediate(at);
            if above == at {
                return None;
            }
            at = above;
        }
    }

    fn block(&mut self, function: &mut Function, dominators: &Dominators, block: BlockId) {
        self.epoch += 1;
        self.tables.insert(block, HashMap::new());
        let insts: Vec<InstId> = function.block(block).insts.clone();
        let mut kept = Vec::with_capacity(insts.len());
        for id in insts {
            let inst = &mut function.insts[id.index()];
            inst.args
                .iter_mut()
                .for_each(|arg| *arg = self.replacements.resolve(*arg));
            let effects = inst.opcode.effects();
            if effects.intersects(Effects::WRITE | Effects::CALL) {
                self.epoch += 1;
            }
            let shared = !effects.intersects(Effects::WRITE | Effects::CALL | Effects::RAISE | Effects::ALLOCATE)
                && !matches!(
                    inst.opcode,
                    Opcode::WindowRegister | Opcode::CheckValid | Opcode::LoadItem
                );
            let Some(result) = inst.result.filter(|_| shared) else {
                kept.push(id);
                continue;
            };
            let epoch = if effects.contains(Effects::READ) && !is_stable(inst.opcode, inst.imm) {
                self.epoch
            } else {
                0
            };
            let key = (inst.opcode, inst.args.clone(), inst.imm, inst.data.clone(), epoch);
            match self.find(dominators, block, &key) {
                Some(same) => self.replacements.replace(result, same),
                None => {
                    if let Some(table) = self.tables.get_mut(&block) {
                        table.insert(key, result);
                    }
                    kept.push(id);
                }
            }
        }
        function.blocks[block.index()].insts = kept;
    }
}

/// Whether a reading instruction reads what does not change.
fn is_stable(opcode: Opcode, imm: [u64; 2]) -> bool {
    opcode == Opcode::GuardShape && imm[1] == 1
}
