//! Removes instructions and block parameters that nothing needs, and the arguments that went to them.
//!
//! What may leave stays, used or not: the interpreter would do there what Python asks for, an error or anything else. Only
//! guards of what a loop expects go, since whatever relies on one uses its result. An object that only frame states name
//! is *sunk*: its instruction stays as a description, and exits make the object.

use crate::dominators::Dominators;
use crate::ir::{Effects, Function, Inst, InstId, Opcode, StateId, Terminator, ValueId};
use pyrs_abi::DeoptReason;
use std::collections::HashSet;

/// Runs the pass.
pub fn run(function: &mut Function) {
    let dominators = Dominators::compute(function);
    for block in function.block_ids() {
        if !dominators.is_reachable(block) {
            let block = &mut function.blocks[block.index()];
            block.insts.clear();
            block.params.clear();
            block.terminator = Terminator::None;
        }
    }
    let (mut live, sunk) = live_values(function, &dominators);
    for &(inst, value) in &sunk {
        if !live[value.index()] {
            function.insts[inst.index()].imm[0] = 1;
        }
    }
    for (_, value) in sunk {
        live[value.index()] = true;
    }
    for block in function.block_ids() {
        let insts = std::mem::take(&mut function.blocks[block.index()].insts);
        let kept = insts
            .into_iter()
            .filter(|&inst| !is_dead(function, &live, inst))
            .collect();
        function.blocks[block.index()].insts = kept;
    }
    remove_parameters(function, &live);
}

fn is_dead(function: &Function, live: &[bool], inst: InstId) -> bool {
    let inst = function.inst(inst);
    is_removable(inst) && inst.result.is_none_or(|result| !live[result.index()])
}

/// Whether an instruction whose result nobody uses can go.
fn is_removable(inst: &Inst) -> bool {
    let effects = inst.opcode.effects();
    let has_effect = effects.intersects(Effects::WRITE.union(Effects::CALL).union(Effects::RAISE));
    let may_leave = effects.contains(Effects::EXIT) && inst.reason != DeoptReason::LoopEntry;
    inst.opcode.result().is_some() && !has_effect && !may_leave
}

/// Parameters of a block that must stay: the entry's, and the item of a `for`, or its parts.
fn fixed_parameters(function: &Function) -> HashSet<ValueId> {
    let mut fixed: HashSet<ValueId> = function.block(Function::ENTRY).params.iter().copied().collect();
    for block in &function.blocks {
        if let Terminator::ForNext { body, .. } = &block.terminator {
            fixed.extend(&function.block(body.block).params[..function.given(body)]);
        }
    }
    fixed
}

/// Which values are live, and the objects that frame states name with their instructions.
fn live_values(function: &Function, dominators: &Dominators) -> (Vec<bool>, Vec<(InstId, ValueId)>) {
    let mut definitions: Vec<Option<InstId>> = vec![None; function.values.len()];
    for &block in &dominators.order {
        for &id in &function.block(block).insts {
            if let Some(result) = function.inst(id).result {
                definitions[result.index()] = Some(id);
            }
        }
    }
    let mut marker = Marker {
        function,
        definitions: &definitions,
        live: vec![false; function.values.len()],
        states: vec![false; function.states.len()],
        sunk: Vec::new(),
        work: Vec::new(),
    };
    for &block in &dominators.order {
        for &id in &function.block(block).insts {
            let inst = function.inst(id);
            if !is_removable(inst) {
                marker.inst(id);
            }
        }
        match &function.block(block).terminator {
            Terminator::Branch { condition, .. } => marker.value(*condition),
            Terminator::ForNext { iterator, .. } => marker.value(*iterator),
            Terminator::Return(value) | Terminator::Yield { value, .. } => marker.value(*value),
            _ => {}
        }
        if let Some(state) = function.block(block).terminator.state() {
            marker.state(state);
        }
        if let Some(site) = function.block(block).terminator.site() {
            marker.site(site);
        }
    }
    let fixed = fixed_parameters(function);
    fixed.iter().for_each(|value| marker.value(*value));
    // Arguments of a live parameter are live; which edges lead to it is looked up once.
    let mut arguments: Vec<Vec<ValueId>> = vec![Vec::new(); function.values.len()];
    for &block in &dominators.order {
        let terminator = &function.block(block).terminator;
        for (index, edge) in terminator.edges().into_iter().enumerate() {
            let is_item = index == 0 && matches!(terminator, Terminator::ForNext { .. });
            let skip = if is_item { function.given(edge) } else { 0 };
            let params = &function.block(edge.block).params[skip..];
            for (param, arg) in params.iter().zip(&edge.args) {
                arguments[param.index()].push(*arg);
            }
        }
    }
    while let Some(value) = marker.work.pop() {
        if let Some(inst) = definitions[value.index()] {
            marker.inst(inst);
        }
        for &arg in &arguments[value.index()] {
            marker.value(arg);
        }
    }
    (marker.live, marker.sunk)
}

struct Marker<'a> {
    function: &'a Function,
    definitions: &'a [Option<InstId>],
    live: Vec<bool>,
    states: Vec<bool>,
    sunk: Vec<(InstId, ValueId)>,
    work: Vec<ValueId>,
}

impl Marker<'_> {
    fn value(&mut self, value: ValueId) {
        if !std::mem::replace(&mut self.live[value.index()], true) {
            self.work.push(value);
        }
    }

    fn inst(&mut self, inst: InstId) {
        let function = self.function;
        let inst = function.inst(inst);
        inst.args.iter().for_each(|&arg| self.value(arg));
        if let Some(state) = inst.state {
            self.state(state);
        }
        if let Some(site) = inst.site {
            self.site(site);
        }
    }

    /// Variables that others may look at are made whatever they are.
    fn site(&mut self, state: StateId) {
        let function = self.function;
        for &(register, value) in &function.states[state.index()].registers {
            if u32::from(register) < function.variables {
                self.value(value);
            }
        }
    }

    fn state(&mut self, state: StateId) {
        if !std::mem::replace(&mut self.states[state.index()], true) {
            let function = self.function;
            for &(_, value) in &function.states[state.index()].registers {
                match self.definitions[value.index()] {
                    Some(inst) if is_sinkable(function.inst(inst)) => {
                        if !self.sunk.contains(&(inst, value)) {
                            self.sunk.push((inst, value));
                            function.inst(inst).args.iter().for_each(|&arg| self.value(arg));
                        }
                    }
                    _ => self.value(value),
                }
            }
        }
    }
}

/// Objects that may as well be made where compiled code is left.
fn is_sinkable(inst: &Inst) -> bool {
    match inst.opcode {
        Opcode::BuildSlice => true,
        Opcode::ListSlice => inst.imm[1] == 1,
        _ => false,
    }
}

fn remove_parameters(function: &mut Function, live: &[bool]) {
    let keep: Vec<Vec<bool>> = function
        .blocks
        .iter()
        .map(|block| block.params.iter().map(|param| live[param.index()]).collect())
        .collect();
    for block in &mut function.blocks {
        let is_for = matches!(block.terminator, Terminator::ForNext { .. });
        for (index, edge) in block.terminator.edges_mut().into_iter().enumerate() {
            let flags = &keep[edge.block.index()];
            let skip = match index == 0 && is_for {
                true => flags.len().saturating_sub(edge.args.len()),
                false => 0,
            };
            let mut flags = flags[skip..].iter();
            edge.args.retain(|_| *flags.next().unwrap_or(&true));
        }
    }
    for (block, flags) in function.blocks.iter_mut().zip(&keep) {
        let mut flags = flags.iter();
        block.params.retain(|_| *flags.next().unwrap_or(&true));
    }
}
