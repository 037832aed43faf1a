//! Inlining of small callees that run no other code and cannot raise.
//!
//! All exits of an inlined body go to the state in front of the call: the interpreter executes the whole call. That is
//! right as long as nothing was written that anybody can see, so that a body which may leave after a write is not inlined,
//! nor is one that needs the runtime. No frame is ever missed: nothing in such a body looks at frames. The stores of an
//! `__init__` into its new instance do not count as long as nobody else knows the instance.

use super::merge::without_constant;
use super::{Builder, Environment, Incoming};
use crate::bytecode_blocks::BytecodeBlocks;
use crate::ir::{BlockId, Edge, Effects, Function, Inst, Opcode, StateId, Terminator, ValueId};
use crate::types::Type;
use pyrs_abi::Refusal;
use pyrs_bytecode::{CodeFlags, Instr, liveness};
use pyrs_object::code::CodeObject;
use pyrs_object::function::FunctionObject;
use pyrs_object::header::Ref;

/// Longer callees are called.
const MAX_CALLEE_INSTRUCTIONS: usize = 48;
/// Callees in callees.
const MAX_DEPTH: usize = 4;
/// Instructions of one outermost call, callees in callees included.
const MAX_CALL_INSTRUCTIONS: usize = 400;
/// Functions that have grown beyond this take no more callees in.
const MAX_GROWN_INSTRUCTIONS: usize = 6000;

/// What is common to all bodies in the outermost inlined call.
pub(super) struct Inline {
    /// In front of the outermost call.
    pub(super) state: StateId,
    /// Bytecode index of the outermost call.
    pub(super) pc: u32,
    /// Number of the first instruction of the outermost body.
    first_inst: usize,
    /// Whether a handler of the outermost function covers the call.
    pub(super) in_handler_range: bool,
    /// Something was emitted that must not be in an inlined body.
    pub(super) failed: bool,
    /// The callers' registers when each body was entered, outermost first.
    callers: Vec<Vec<Option<ValueId>>>,
    /// Ends of the body that is being translated, with the result of each.
    returns: Vec<(Incoming, ValueId)>,
}

/// Sizes of a function, to go back to.
struct Mark {
    block: BlockId,
    values: usize,
    insts: usize,
    blocks: usize,
    states: usize,
    block_insts: usize,
    terminator: Terminator,
    assumptions: usize,
    constants: usize,
}

impl Builder<'_> {
    /// The result of a call whose callee is translated here; `None` if it has to be called.
    pub(super) fn inline_call(&mut self, function: Ref<FunctionObject>, operands: &[ValueId]) -> Option<ValueId> {
        let code = function.code.get();
        if !self.may_inline(code) {
            return None;
        }
        let caller = self.environment.clone();
        let mark = self.mark();
        // The code may be another one by the time of the call.
        let offset = std::mem::offset_of!(FunctionObject, code) as u64;
        let in_body = self.inline.is_some();
        let state = self.state();
        if !in_body {
            let inline = Inline {
                state,
                pc: self.pc as u32,
                first_inst: self.function.insts.len(),
                in_handler_range: self.in_handler_range(),
                failed: false,
                callers: Vec::new(),
                returns: Vec::new(),
            };
            self.inline = Some(inline);
        }
        let actual = self.emit_imm(Opcode::Load, &[operands[0]], [offset, 0], Type::ANY);
        self.identical(actual, code.value().bits());
        let result = match self.translate_body(function, code, operands) {
            Ok(returns) if !returns.is_empty() => Some(self.join_returns(returns, &caller)),
            _ => None,
        };
        let failed = result.is_none() || self.inline.as_ref().is_some_and(|inline| inline.failed);
        if !in_body {
            self.inline = None;
            self.environment.wrote = false;
            self.environment.wrote_shared = false;
        }
        self.state_cache = None;
        self.ended = false;
        if failed {
            self.go_back(mark);
            self.environment = caller;
            if let Some(inline) = &mut self.inline {
                inline.failed = false;
            }
            return None;
        }
        self.inlined_calls += 1;
        result
    }

    fn may_inline(&self, code: Ref<CodeObject>) -> bool {
        let flags = code.code_flags();
        let suspended =
            CodeFlags::GENERATOR | CodeFlags::COROUTINE | CodeFlags::ITERABLE_COROUTINE | CodeFlags::ASYNC_GENERATOR;
        let call = self.position();
        code.instructions().len() <= MAX_CALLEE_INSTRUCTIONS
            && flags.contains(CodeFlags::OPTIMIZED)
            && !flags.intersects(suspended)
            && code.template().exception_table.is_empty()
            && code.caches.get().is_some()
            && code != self.code
            && code != self.request.function.code.get()
            && self.environment.callers.len() < MAX_DEPTH
            && self.function.insts.len() < MAX_GROWN_INSTRUCTIONS
            && self
                .inline
                .as_ref()
                .is_none_or(|inline| self.function.insts.len() < inline.first_inst + MAX_CALL_INSTRUCTIONS)
            // An exit of the body that is taken too often is avoided by calling it.
            && !self.request.avoided.iter().any(|&(pc, _)| pc == call)
    }

    fn mark(&self) -> Mark {
        let block = &self.function.blocks[self.current.index()];
        Mark {
            block: self.current,
            values: self.function.values.len(),
            insts: self.function.insts.len(),
            blocks: self.function.blocks.len(),
            states: self.function.states.len(),
            block_insts: block.insts.len(),
            terminator: block.terminator.clone(),
            assumptions: self.assumptions.len(),
            constants: self.constants.len(),
        }
    }

    /// Forgets everything that was emitted since, and goes on in the block of then.
    fn go_back(&mut self, mark: Mark) {
        self.current = mark.block;
        let function: &mut Function = &mut self.function;
        function.values.truncate(mark.values);
        function.insts.truncate(mark.insts);
        function.blocks.truncate(mark.blocks);
        function.states.truncate(mark.states);
        let block = &mut function.blocks[self.current.index()];
        block.insts.truncate(mark.block_insts);
        block.terminator = mark.terminator;
        self.assumptions.truncate(mark.assumptions);
        self.constants.truncate(mark.constants);
        // Later values get the numbers again.
        self.reloads.retain(|value, _| value.index() < mark.values);
    }

    /// Translates the body of a callee in place of the caller's; its ends.
    fn translate_body(
        &mut self,
        function: Ref<FunctionObject>,
        code: Ref<CodeObject>,
        operands: &[ValueId],
    ) -> Result<Vec<(Incoming, ValueId)>, Refusal> {
        let instructions: Vec<Instr> = code.instructions().iter().map(|cell| cell.get()).collect();
        let registers = code.register_count();
        let blocks = BytecodeBlocks::compute(&instructions, registers, 0)?;
        let locals = code.local_count.get() as usize;
        let live = liveness::compute(&instructions, &code.template().exception_table, registers, locals);
        let incoming = (0..blocks.blocks.len()).map(|_| Vec::new()).collect();
        let mut own = vec![None; registers];
        for (slot, operand) in own.iter_mut().zip(&operands[1..]) {
            *slot = Some(*operand);
        }
        let block = self.current;
        let callers = std::mem::replace(&mut self.environment.registers, own);
        if let Some(inline) = &mut self.inline {
            inline.callers.push(callers.clone());
        }
        self.environment.callers.push(callers);
        let saved_returns = self
            .inline
            .as_mut()
            .map(|inline| std::mem::take(&mut inline.returns))
            .unwrap_or_default();
        let saved = (
            std::mem::replace(&mut self.subject, function),
            std::mem::replace(&mut self.code, code),
            std::mem::replace(&mut self.instructions, instructions),
            std::mem::replace(&mut self.blocks, blocks),
            std::mem::replace(&mut self.live, live),
            std::mem::replace(&mut self.incoming, incoming),
            std::mem::take(&mut self.headers),
            std::mem::replace(&mut self.function_value, operands[0]),
            std::mem::replace(&mut self.pc, 0),
        );
        self.arrive(self.blocks.entry);
        let outcome = self.run_blocks();
        (
            self.subject,
            self.code,
            self.instructions,
            self.blocks,
            self.live,
            self.incoming,
            self.headers,
            self.function_value,
            self.pc,
        ) = saved;
        self.current = block;
        self.state_cache = None;
        let mut returns = Vec::new();
        if let Some(inline) = &mut self.inline {
            inline.callers.pop();
            returns = std::mem::replace(&mut inline.returns, saved_returns);
        }
        outcome.map(|()| returns)
    }

    /// `Return` in an inlined body.
    pub(super) fn return_inlined(&mut self, register: u16) -> Result<(), Refusal> {
        let value = self.raw(register);
        let mut environment = self.environment.clone();
        environment.registers = environment.callers.pop().ok_or(Refusal::Unsupported)?;
        let from = self.current;
        if let Some(inline) = &mut self.inline {
            inline.returns.push((Incoming { from, environment }, value));
        }
        self.ended = true;
        Ok(())
    }

    /// Goes on in the caller behind all ends of the body.
    fn join_returns(&mut self, mut returns: Vec<(Incoming, ValueId)>, caller: &Environment) -> ValueId {
        if returns.len() == 1
            && let Some((only, value)) = returns.pop()
        {
            self.current = only.from;
            self.environment = only.environment;
            self.state_cache = None;
            return value;
        }
        let values: Vec<Option<ValueId>> = returns.iter().map(|(_, value)| Some(*value)).collect();
        let mut incoming: Vec<Incoming> = returns.into_iter().map(|(incoming, _)| incoming).collect();
        let repr = self.common_repr(&incoming, &values);
        let target = self.function.add_block();
        let mut ty: Option<Type> = None;
        let mut arguments = Vec::with_capacity(values.len());
        for (incoming, value) in incoming.iter_mut().zip(&values) {
            let argument = self.convert(incoming, *value, repr);
            let this = self.type_of(argument);
            ty = Some(ty.map_or(this, |ty| ty.join(this)));
            arguments.push(argument);
        }
        let result = self
            .function
            .add_param(target, without_constant(ty.unwrap_or(Type::ANY)));
        let mut merged = caller.clone();
        merged.wrote = incoming.iter().any(|i| i.environment.wrote);
        merged.wrote_shared = incoming.iter().any(|i| i.environment.wrote_shared);
        if merged.wrote {
            merged.shapes.clear();
            merged.list_slices.clear();
        }
        for (incoming, argument) in incoming.into_iter().zip(arguments) {
            let edge = Edge {
                block: target,
                args: vec![argument],
            };
            self.function.blocks[incoming.from.index()].terminator = Terminator::Jump(edge);
        }
        self.current = target;
        self.environment = merged;
        self.state_cache = None;
        result
    }

    /// What an environment that joins several knows of the inlined call around it.
    pub(super) fn merge_inlined(&self, incoming: &[Incoming], merged: &mut Environment) {
        let environments = || incoming.iter().map(|incoming| &incoming.environment);
        merged.wrote = environments().any(|environment| environment.wrote);
        merged.wrote_shared = environments().any(|environment| environment.wrote_shared);
        let Some(first) = incoming.first() else {
            return;
        };
        merged.fresh = first.environment.fresh.clone();
        merged.callers = first.environment.callers.clone();
        for (depth, registers) in merged.callers.iter_mut().enumerate() {
            for (register, slot) in registers.iter_mut().enumerate() {
                // Where the sides know more of a value than each other, its name from the body's entry holds on all.
                if environments().any(|environment| environment.callers[depth][register] != *slot)
                    && let Some(inline) = &self.inline
                {
                    *slot = inline.callers[depth][register];
                }
            }
        }
    }

    /// Notes what an instruction means for the inlined body that it is emitted into.
    pub(super) fn check_inlined(&mut self, inst: &Inst) {
        let Some(inline) = &mut self.inline else {
            return;
        };
        let effects = inst.opcode.effects();
        let environment = &mut self.environment;
        let appends = inst.opcode == Opcode::ListAppend;
        if effects.contains(Effects::CALL)
            || effects.contains(Effects::RAISE) && !appends
            || effects.contains(Effects::EXIT) && environment.wrote_shared
            || appends && environment.wrote_shared
        {
            inline.failed = true;
        }
        if effects.contains(Effects::WRITE) {
            environment.wrote = true;
            let into_fresh = matches!(inst.opcode, Opcode::Store | Opcode::AddSlot)
                && environment.fresh.contains(&inst.args[0])
                && !environment.fresh.contains(&inst.args[1]);
            environment.wrote_shared |= !into_fresh;
        }
    }

    /// As [`Self::check_inlined`], for an exit that ends a block.
    pub(super) fn check_inlined_exit(&mut self) {
        if let Some(inline) = &mut self.inline {
            inline.failed |= self.environment.wrote_shared;
        }
    }
}
