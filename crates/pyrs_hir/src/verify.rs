//! Checks a function's invariants:
//!
//! 1. every reachable block ends; edges pass as many arguments as the target has parameters (a `for`'s body: one fewer),
//!    each in the parameter's representation (`enumerate`'s: two fewer, `zip`'s: at least one fewer);
//! 2. every value is defined once, and its definition dominates its uses, those in frame states included;
//! 3. operands and results have the representations that the table of instructions names;
//! 4. an instruction that can leave compiled code has a state, and states list registers in ascending order.

use crate::dominators::Dominators;
use crate::ir::{BlockId, Edge, Effects, Function, Inst, StateId, Terminator, ValueId};
use crate::types::{Repr, Type};

/// Says what is wrong.
pub fn verify(function: &Function) -> Result<(), String> {
    let dominators = Dominators::compute(function);
    let mut verifier = Verifier {
        function,
        definitions: vec![None; function.values.len()],
        dominators,
    };
    verifier.collect()?;
    for index in 0..verifier.dominators.order.len() {
        verifier.block(verifier.dominators.order[index])?;
    }
    Ok(())
}

struct Verifier<'a> {
    function: &'a Function,
    /// Block and position of each definition; parameters are at 0, instructions from 1 on.
    definitions: Vec<Option<(BlockId, usize)>>,
    dominators: Dominators,
}

impl Verifier<'_> {
    fn define(&mut self, value: ValueId, at: (BlockId, usize)) -> Result<(), String> {
        let slot = self
            .definitions
            .get_mut(value.index())
            .ok_or(format!("{value} is unknown"))?;
        if slot.replace(at).is_some() {
            return Err(format!("{value} is defined twice"));
        }
        Ok(())
    }

    fn collect(&mut self) -> Result<(), String> {
        for block in self.dominators.order.clone() {
            for &param in &self.function.block(block).params {
                self.define(param, (block, 0))?;
            }
            for (position, &inst) in self.function.block(block).insts.iter().enumerate() {
                if let Some(result) = self.function.inst(inst).result {
                    self.define(result, (block, position + 1))?;
                }
            }
        }
        Ok(())
    }

    fn used(&self, value: ValueId, at: (BlockId, usize)) -> Result<(), String> {
        match self.definitions.get(value.index()).copied().flatten() {
            None => Err(format!("{value} is used in b{} and defined nowhere", at.0.0)),
            Some((block, position)) => {
                let holds = if block == at.0 {
                    position < at.1
                } else {
                    self.dominators.dominates(block, at.0)
                };
                match holds {
                    true => Ok(()),
                    false => Err(format!("{value} is used in b{} before its definition", at.0.0)),
                }
            }
        }
    }

    /// An exit needs all registers of its state, a site the variables.
    fn states(&self, exit: Option<StateId>, site: Option<StateId>, at: (BlockId, usize)) -> Result<(), String> {
        exit.map_or(Ok(()), |state| self.state(state, self.function.registers, at))?;
        site.map_or(Ok(()), |state| self.state(state, self.function.variables, at))
    }

    /// The first `count` registers of a state.
    fn state(&self, state: StateId, count: u32, at: (BlockId, usize)) -> Result<(), String> {
        let state = self
            .function
            .states
            .get(state.index())
            .ok_or(format!("{state} is unknown"))?;
        if !state.registers.is_sorted_by(|a, b| a.0 < b.0) {
            return Err("registers of a state are not in order".to_string());
        }
        let mut needed = state
            .registers
            .iter()
            .filter(|(register, _)| u32::from(*register) < count);
        needed.try_for_each(|&(_, value)| self.used(value, at))
    }

    fn block(&self, block: BlockId) -> Result<(), String> {
        let body = self.function.block(block);
        for (position, &inst) in body.insts.iter().enumerate() {
            let inst = self.function.inst(inst);
            self.inst(inst, (block, position + 1))
                .map_err(|text| format!("{text} ({} in b{})", inst.opcode.name(), block.0))?;
        }
        let at = (block, body.insts.len() + 1);
        let mut operands = Vec::new();
        body.terminator.for_each_operand(|value| operands.push(value));
        operands.iter().try_for_each(|&value| self.used(value, at))?;
        self.states(body.terminator.state(), body.terminator.site(), at)?;
        match &body.terminator {
            Terminator::None => return Err(format!("b{} does not end", block.0)),
            Terminator::Branch { condition, .. } => self.expect(*condition, Repr::B1)?,
            Terminator::Return(value) | Terminator::Yield { value, .. } => self.expect(*value, Repr::Tagged)?,
            Terminator::ForNext {
                kind, iterator, body, ..
            } => {
                self.expect(*iterator, Repr::Tagged)?;
                let target = self.function.blocks.get(body.block.index()).ok_or("edge to nowhere")?;
                let given = target.params.len().saturating_sub(body.args.len());
                if !kind.gives(given) {
                    return Err(format!("wrong number of arguments for b{}", body.block.0));
                }
                self.edge(body, given)?;
            }
            _ => {}
        }
        let skip = matches!(body.terminator, Terminator::ForNext { .. }) as usize;
        body.terminator
            .edges()
            .into_iter()
            .skip(skip)
            .try_for_each(|edge| self.edge(edge, 0))
    }

    fn expect(&self, value: ValueId, repr: Repr) -> Result<(), String> {
        match self.function.type_of(value).repr() == repr {
            true => Ok(()),
            false => Err(format!("{value} is not {repr:?}")),
        }
    }

    fn edge(&self, edge: &Edge, given: usize) -> Result<(), String> {
        let block = self.function.blocks.get(edge.block.index()).ok_or("edge to nowhere")?;
        if block.params.len() != edge.args.len() + given {
            return Err(format!("wrong number of arguments for b{}", edge.block.0));
        }
        for (&param, &arg) in block.params[given..].iter().zip(&edge.args) {
            self.expect(arg, self.function.type_of(param).repr())?;
        }
        Ok(())
    }

    fn inst(&self, inst: &Inst, at: (BlockId, usize)) -> Result<(), String> {
        let mut wanted = inst.opcode.operands().bytes().peekable();
        for &arg in &inst.args {
            self.used(arg, at)?;
            let kind = match wanted.peek() {
                Some(b'*') => b'V',
                Some(_) => wanted.next().unwrap_or(b'V'),
                None => return Err("too many operands".to_string()),
            };
            self.expect(arg, repr_of(kind))?;
        }
        if wanted.any(|kind| kind != b'*') {
            return Err("too few operands".to_string());
        }
        if inst.opcode.result().is_some() != inst.result.is_some() {
            return Err("result expected or not expected".to_string());
        }
        if let (Some(result), Some(repr)) = (inst.result, inst.opcode.result()) {
            self.expect(result, repr)?;
            if self.function.type_of(result) == Type::of(crate::types::Kinds::empty()) {
                return Err(format!("{result} has no type"));
            }
        }
        if inst.opcode.effects().contains(Effects::EXIT) && inst.state.is_none() {
            return Err("no state".to_string());
        }
        self.states(inst.state, inst.site, at)
    }
}

fn repr_of(kind: u8) -> Repr {
    match kind {
        b'F' => Repr::F64,
        b'B' => Repr::B1,
        b'P' => Repr::Ptr,
        _ => Repr::Tagged,
    }
}
