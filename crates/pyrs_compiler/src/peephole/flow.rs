//! Control flow of an instruction buffer.

use crate::emit::Emitter;

/// Calls `f` with each instruction that may follow instruction `index`, exceptions aside.
pub(super) fn successors(emitter: &Emitter, index: usize, mut f: impl FnMut(usize)) {
    let insn = &emitter.insns[index];
    if let Some(label) = insn.target() {
        f(emitter.index_of(label));
    }
    if !insn.ends() {
        f(index + 1);
    }
    if insn.skips() {
        f(index + 2);
    }
}

/// Which instructions can be reached from the first one.
pub(super) fn reachable(emitter: &Emitter) -> Vec<bool> {
    let mut reached = vec![false; emitter.insns.len()];
    let mut handlers = vec![false; emitter.handlers.len()];
    let mut pending = vec![0];
    while let Some(index) = pending.pop() {
        if index >= reached.len() || reached[index] {
            continue;
        }
        reached[index] = true;
        // What can't raise makes no handler reachable.
        if let Some(handler) = emitter.insns[index].handler.index()
            && emitter.insns[index].raises()
            && !std::mem::replace(&mut handlers[handler], true)
        {
            pending.push(emitter.index_of(emitter.handlers[handler].label));
        }
        successors(emitter, index, |next| pending.push(next));
    }
    reached
}
