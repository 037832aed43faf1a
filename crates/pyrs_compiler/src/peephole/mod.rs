//! Cleaning up a finished instruction buffer: jump threading, unreachable code, guards and moves that do nothing.
//!
//! Invariant: the `Jump` behind a skip instruction and the four instructions of a send loop stay as they are.

mod bound;
mod flow;

use pyrs_bytecode::Op;

use crate::emit::Emitter;

/// Rounds of threading and removal; each may make work for the next one, rarely more than once.
const ROUNDS: usize = 3;

/// Runs all passes.
pub(crate) fn run(emitter: &mut Emitter) {
    for _ in 0..ROUNDS {
        let threaded = thread_jumps(emitter);
        let reachable = flow::reachable(emitter);
        emitter.retain(|index, _| reachable[index]);
        let removed = remove_useless(emitter) | invert_over_jump(emitter);
        if !threaded && !removed {
            break;
        }
    }
    let needed = bound::needed_guards(emitter);
    emitter.retain(|index, insn| insn.op() != Op::CheckBound || needed[index]);
    remove_useless(emitter);
}

/// Lets jumps go where the jumps that they lead to go. True if any changed.
fn thread_jumps(emitter: &mut Emitter) -> bool {
    let mut changed = false;
    for index in 0..emitter.insns.len() {
        let insn = emitter.insns[index];
        let Some(mut label) = insn.target() else { continue };
        if insn.op() == Op::LoopJump {
            continue;
        }
        let after_skip = index > 0 && emitter.insns[index - 1].skips();
        // A bound, as jumps in unreachable code can go in circles.
        for _ in 0..16 {
            let target = emitter.index_of(label);
            let Some(next) = emitter.insns.get(target) else { break };
            let Some(further) = next.target() else { break };
            if next.op() == Op::Jump && emitter.index_of(further) > index {
                label = further;
                changed = true;
            } else if next.op() == Op::LoopJump && insn.op() == Op::Jump && !after_skip {
                if emitter.index_of(further) <= index {
                    let mut replacement = *next;
                    replacement.range = insn.range;
                    emitter.insns[index] = replacement;
                    changed = true;
                    label = further;
                }
                break;
            } else {
                break;
            }
        }
        emitter.insns[index].set_target(label);
    }
    changed
}

/// Turns a conditional jump over a jump into the opposite conditional jump. True if there were any.
fn invert_over_jump(emitter: &mut Emitter) -> bool {
    let mut targeted = vec![false; emitter.insns.len() + 1];
    let jumped_to = emitter.insns.iter().filter_map(|insn| insn.target());
    for label in jumped_to.chain(emitter.handlers.iter().map(|handler| handler.label)) {
        if let Some(mark) = targeted.get_mut(emitter.index_of(label)) {
            *mark = true;
        }
    }
    let mut dropped = vec![false; emitter.insns.len()];
    for index in 0..emitter.insns.len().saturating_sub(1) {
        let (insn, next) = (emitter.insns[index], emitter.insns[index + 1]);
        let (Some(opposite), Some(over)) = (opposite(insn.op()), insn.target()) else {
            continue;
        };
        if next.op() == Op::Jump
            && !targeted[index + 1]
            && emitter.index_of(over) == index + 2
            && let Some(label) = next.target()
        {
            emitter.insns[index].instr = insn.instr.with_op(opposite);
            emitter.insns[index].set_target(label);
            dropped[index + 1] = true;
        }
    }
    let any = dropped.contains(&true);
    if any {
        emitter.retain(|index, _| !dropped[index]);
    }
    any
}

fn opposite(op: Op) -> Option<Op> {
    match op {
        Op::JumpIfFalse => Some(Op::JumpIfTrue),
        Op::JumpIfTrue => Some(Op::JumpIfFalse),
        Op::JumpIfNone => Some(Op::JumpIfNotNone),
        Op::JumpIfNotNone => Some(Op::JumpIfNone),
        _ => None,
    }
}

/// Drops jumps to the next instruction and moves of a register to itself. True if there were any.
fn remove_useless(emitter: &mut Emitter) -> bool {
    let useless: Vec<bool> = (0..emitter.insns.len())
        .map(|index| {
            let insn = &emitter.insns[index];
            match insn.op() {
                Op::Nop => true,
                Op::Move => insn.instr.a() == insn.instr.b(),
                Op::Jump => {
                    let after_skip = index > 0 && emitter.insns[index - 1].skips();
                    let next = insn.target().is_some_and(|label| emitter.index_of(label) == index + 1);
                    next && !after_skip
                }
                _ => false,
            }
        })
        .collect();
    let any = useless.contains(&true);
    if any {
        emitter.retain(|index, _| !useless[index]);
    }
    any
}
