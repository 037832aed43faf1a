//! Rewrites single instructions: guards of what is known, boxing undone, double negation, branches on a negation.

use super::Replacements;
use crate::ir::{Function, InstId, Opcode, Terminator, ValueId};
use crate::types::Kinds;

/// Runs the pass.
pub fn run(function: &mut Function) {
    let mut definitions: Vec<Option<InstId>> = vec![None; function.values.len()];
    for block in &function.blocks {
        for &inst in &block.insts {
            if let Some(result) = function.inst(inst).result {
                definitions[result.index()] = Some(inst);
            }
        }
    }
    let mut replacements = Replacements::new(function);
    for block in function.block_ids() {
        for &inst in &function.block(block).insts {
            if let Some(simpler) = simplify(function, &definitions, &replacements, inst)
                && let Some(result) = function.inst(inst).result
            {
                replacements.replace(result, simpler);
            }
        }
    }
    replacements.apply(function);
    for block in 0..function.blocks.len() {
        let Terminator::Branch {
            condition,
            then,
            otherwise,
        } = function.blocks[block].terminator.clone()
        else {
            continue;
        };
        if let Some(inst) = definitions[condition.index()]
            && function.inst(inst).opcode == Opcode::Not
        {
            function.blocks[block].terminator = Terminator::Branch {
                condition: function.inst(inst).args[0],
                then: otherwise,
                otherwise: then,
            };
        }
    }
}

fn simplify(
    function: &Function,
    definitions: &[Option<InstId>],
    replacements: &Replacements,
    inst: InstId,
) -> Option<ValueId> {
    let inst = function.inst(inst);
    let arg = replacements.resolve(*inst.args.first()?);
    let ty = function.type_of(arg);
    let source = definitions[arg.index()].map(|id| function.inst(id));
    let undoes = |opcode: Opcode| {
        source
            .filter(|source| source.opcode == opcode)
            .map(|source| replacements.resolve(source.args[0]))
    };
    match inst.opcode {
        Opcode::GuardInt if ty.within(Kinds::INT) => Some(arg),
        Opcode::GuardShape if ty.shape == inst.imm[0] => Some(arg),
        Opcode::GuardIs if ty.constant == inst.imm[0] => Some(arg),
        Opcode::GuardNot if inst.imm[0] == 0 && !ty.may_be(Kinds::EMPTY) => Some(arg),
        Opcode::UnboxFloat => undoes(Opcode::BoxFloat),
        Opcode::Not => undoes(Opcode::Not),
        _ => None,
    }
}
