//! One bytecode instruction after the other. What has no form of its own is executed by the runtime on the window:
//! [`Builder::general`].

use super::Builder;
use super::arithmetic::Condition;
use crate::ir::{Effects, Inst, IterKind, Opcode, Terminator, ValueId};
use crate::types::{Kinds, Type};
use pyrs_abi::{DeoptReason, Refusal};
use pyrs_bytecode::op_table::feedback;
use pyrs_bytecode::operands::{for_each_def, for_each_use};
use pyrs_bytecode::{Instr, NO_REG, Op};
use pyrs_object::core::core;
use pyrs_object::slots::{BinaryOp, CompareOp, UnaryOp};
use pyrs_object::value::Value;

fn binary_op(op: Op) -> Option<(BinaryOp, bool)> {
    Some(match op {
        Op::BinaryAdd => (BinaryOp::Add, false),
        Op::BinarySub => (BinaryOp::Sub, false),
        Op::BinaryMul => (BinaryOp::Mul, false),
        Op::BinaryTrueDiv => (BinaryOp::TrueDiv, false),
        Op::BinaryFloorDiv => (BinaryOp::FloorDiv, false),
        Op::BinaryMod => (BinaryOp::Mod, false),
        Op::BinaryPow => (BinaryOp::Pow, false),
        Op::BinaryMatMul => (BinaryOp::MatMul, false),
        Op::BinaryLShift => (BinaryOp::LShift, false),
        Op::BinaryRShift => (BinaryOp::RShift, false),
        Op::BinaryAnd => (BinaryOp::And, false),
        Op::BinaryOr => (BinaryOp::Or, false),
        Op::BinaryXor => (BinaryOp::Xor, false),
        Op::InplaceAdd => (BinaryOp::Add, true),
        Op::InplaceSub => (BinaryOp::Sub, true),
        Op::InplaceMul => (BinaryOp::Mul, true),
        Op::InplaceTrueDiv => (BinaryOp::TrueDiv, true),
        Op::InplaceFloorDiv => (BinaryOp::FloorDiv, true),
        Op::InplaceMod => (BinaryOp::Mod, true),
        Op::InplacePow => (BinaryOp::Pow, true),
        Op::InplaceMatMul => (BinaryOp::MatMul, true),
        Op::InplaceLShift => (BinaryOp::LShift, true),
        Op::InplaceRShift => (BinaryOp::RShift, true),
        Op::InplaceAnd => (BinaryOp::And, true),
        Op::InplaceOr => (BinaryOp::Or, true),
        Op::InplaceXor => (BinaryOp::Xor, true),
        _ => return None,
    })
}

fn compare_op(op: Op) -> Option<(CompareOp, bool)> {
    Some(match op {
        Op::CompareEq => (CompareOp::Eq, false),
        Op::CompareNe => (CompareOp::Ne, false),
        Op::CompareLt => (CompareOp::Lt, false),
        Op::CompareLe => (CompareOp::Le, false),
        Op::CompareGt => (CompareOp::Gt, false),
        Op::CompareGe => (CompareOp::Ge, false),
        Op::CompareEqImm => (CompareOp::Eq, true),
        Op::CompareNeImm => (CompareOp::Ne, true),
        Op::CompareLtImm => (CompareOp::Lt, true),
        Op::CompareLeImm => (CompareOp::Le, true),
        Op::CompareGtImm => (CompareOp::Gt, true),
        Op::CompareGeImm => (CompareOp::Ge, true),
        _ => return None,
    })
}

impl Builder<'_> {
    /// Translates one instruction of a block.
    pub(super) fn instruction(&mut self, block: usize, instr: Instr) -> Result<(), Refusal> {
        let op = instr.op().base();
        let (a, b, c) = (instr.a(), instr.b(), instr.c());
        if let Some((operator, inplace)) = binary_op(op) {
            let (left, right) = (self.raw(b), self.raw(c));
            let value = self.binary(operator, inplace, instr.x(), left, right);
            self.set_or_unreached(a, value);
            return Ok(());
        }
        if let Some((operator, immediate)) = compare_op(op) {
            let left = self.raw(b);
            let right = if immediate {
                self.small_int(instr.imm())
            } else {
                self.raw(c)
            };
            let value = self.compare(operator, instr.x(), left, right);
            self.set_or_unreached(a, value);
            return Ok(());
        }
        match op {
            Op::Nop => {}
            Op::Move => match self.environment.registers[b as usize] {
                Some(value) => self.set(a, value),
                None => self.clear(a),
            },
            Op::LoadConst => {
                let value = self.constant_value(self.code.constant(instr.bc() as usize));
                self.set(a, value);
            }
            Op::LoadInt => {
                let value = self.constant_value(Value::small_int(instr.bc() as i64));
                self.set(a, value);
            }
            Op::ClearLocal => self.clear(a),
            Op::CheckBound => self.check_bound(a),
            Op::BinaryAddImm | Op::BinarySubImm | Op::InplaceAddImm | Op::InplaceSubImm => {
                let inplace = matches!(op, Op::InplaceAddImm | Op::InplaceSubImm);
                let operator = if matches!(op, Op::BinaryAddImm | Op::InplaceAddImm) {
                    BinaryOp::Add
                } else {
                    BinaryOp::Sub
                };
                let left = self.raw(b);
                let right = self.small_int(instr.imm());
                let value = self.binary(operator, inplace, instr.x(), left, right);
                self.set_or_unreached(a, value);
            }
            Op::UnaryNeg => self.unary_instruction(UnaryOp::Neg, instr),
            Op::UnaryPos => self.unary_instruction(UnaryOp::Pos, instr),
            Op::UnaryInvert => self.unary_instruction(UnaryOp::Invert, instr),
            Op::CompareIs | Op::CompareIsNot => {
                let (left, right) = (self.raw(b), self.raw(c));
                let condition = self.is(left, right);
                let value = self.negated(condition, op == Op::CompareIsNot);
                self.set(a, value);
            }
            Op::UnaryNot => {
                let value = self.raw(b);
                let condition = self.truth(value);
                let value = self.negated(condition, true);
                self.set(a, value);
            }
            Op::Contains | Op::NotContains => {
                let args = [self.get(c), self.get(b)];
                let found = self.emit(Opcode::Contains, &args, Type::B1);
                let value = self.negated(Condition::Value(found), op == Op::NotContains);
                self.set(a, value);
                self.check_valid();
            }
            Op::LoadGlobal | Op::LoadName => self.load_global(instr),
            Op::StoreGlobal | Op::StoreName => self.store_global(instr),
            Op::LoadAttr => self.load_attr(instr),
            Op::StoreAttr => self.store_attr(instr),
            Op::LoadMethod => self.load_method(instr),
            Op::LoadSuperMethod => self.load_super_method(instr),
            Op::BuildSlice => self.build_slice(instr),
            Op::LoadSubscr => self.load_subscr(instr),
            Op::StoreSubscr => self.store_subscr(instr),
            Op::Call | Op::CallMethod => self.call_instruction(instr),
            Op::MakeCell => {
                let value = self.get(a);
                let cell = self.emit(Opcode::MakeCell, &[value], self.cell_type());
                self.set(a, cell);
            }
            Op::CopyFreeVars => {
                for index in 0..b {
                    let args = [self.function_value];
                    let cell = self.emit_imm(Opcode::ClosureCell, &args, [index as u64, 0], self.cell_type());
                    self.set(a + index, cell);
                }
            }
            Op::LoadDeref => {
                let cell = self.get(b);
                let value = self.emit_guard(Opcode::CellGet, &[cell], [0, 0], DeoptReason::Unbound, Type::ANY);
                self.set(a, value);
            }
            Op::StoreDeref => {
                let args = [self.get(a), self.get(b)];
                self.emit(Opcode::CellSet, &args, Type::ANY);
            }
            Op::ListAppend => {
                let args = [self.get(a), self.get(b)];
                self.emit(Opcode::ListAppend, &args, Type::ANY);
            }
            Op::UnpackSequence => self.unpack(instr),
            Op::GetIter => {
                let value = self.get(b);
                if self.environment.range_iterators.contains(&value) {
                    self.set(a, value);
                    return Ok(());
                }
                let iterator = self.emit(Opcode::GetIter, &[value], Type::ANY);
                self.set(a, iterator);
                self.check_valid();
            }
            Op::Jump => {
                let target = self.blocks.blocks[block].successors[0];
                self.go_to(block, target);
            }
            Op::LoopJump if self.inline.is_none() => {
                if !self.ends_send_loop() {
                    self.emit(Opcode::Poll, &[], Type::ANY);
                }
                let target = self.blocks.blocks[block].successors[0];
                self.go_to(block, target);
            }
            Op::JumpIfFalse | Op::JumpIfTrue => {
                let value = self.raw(a);
                let condition = self.truth(value);
                self.branch(block, instr, condition, op == Op::JumpIfTrue);
            }
            Op::JumpIfNone | Op::JumpIfNotNone => {
                let value = self.raw(a);
                let condition = self.is_none(value);
                self.branch(block, instr, condition, op == Op::JumpIfNone);
            }
            Op::ForIter | Op::LoopJump if self.inline.is_some() => return Err(Refusal::Unsupported),
            Op::ForIter => self.for_iter(block, instr),
            Op::Return => {
                if self.inline.is_some() {
                    return self.return_inlined(a);
                }
                let value = self.get(a);
                self.end(Terminator::Return(value));
            }
            Op::Raise | Op::Reraise => self.exit_at(self.pc, DeoptReason::Unreached),
            Op::LoadNamespace => {
                return Err(Refusal::Unsupported);
            }
            Op::GetAwaitable => {
                let value = self.get(b);
                let imm = [instr.x() as u64, 0];
                let iterator = self.emit_imm(Opcode::Awaitable, &[value], imm, Type::ANY);
                self.set(a, iterator);
                self.check_valid();
            }
            Op::GetYieldFromIter => self.delegate_iter(instr),
            Op::Yield => self.suspend(instr)?,
            Op::Send => self.send(block, instr),
            Op::ReturnGenerator | Op::GetAIter | Op::GetANext | Op::EndAsyncFor => return Err(Refusal::Generator),
            _ => self.general(instr),
        }
        Ok(())
    }

    fn set_or_unreached(&mut self, register: u16, value: Option<ValueId>) {
        match value {
            None if !self.is_avoided(DeoptReason::Unreached) => self.unreached(),
            None => self.general(self.instructions[self.pc]),
            Some(value) => {
                self.set(register, value);
                self.check_valid_after_call();
            }
        }
    }

    /// After an instruction that may have been emitted as one that runs Python code.
    pub(super) fn check_valid_after_call(&mut self) {
        let last = self
            .function
            .block(self.current)
            .insts
            .last()
            .map(|&inst| self.function.inst(inst).opcode);
        if last.is_some_and(|opcode| opcode.effects().contains(Effects::CALL)) {
            self.check_valid();
        }
    }

    fn small_int(&mut self, immediate: i16) -> ValueId {
        self.constant_value(Value::small_int(immediate as i64))
    }

    fn unary_instruction(&mut self, op: UnaryOp, instr: Instr) {
        let value = self.raw(instr.b());
        let value = self.unary(op, instr.x(), value);
        self.set(instr.a(), value);
        self.check_valid_after_call();
    }

    fn negated(&mut self, condition: Condition, negate: bool) -> ValueId {
        match condition {
            Condition::Known(known) => self.condition_value(Condition::Known(known != negate)),
            Condition::Value(value) if negate => self.emit(Opcode::Not, &[value], Type::B1),
            Condition::Value(value) => value,
        }
    }

    fn cell_type(&self) -> Type {
        Type::object(core().types.cell.get().root_shape().address())
    }

    fn check_bound(&mut self, register: u16) {
        let value = self.raw(register);
        let ty = self.type_of(value);
        if ty.within(Kinds::EMPTY) {
            return self.exit_at(self.pc, DeoptReason::Unbound);
        }
        if ty.may_be(Kinds::EMPTY) {
            let kinds = ty.kinds - Kinds::EMPTY;
            let bound = self.emit_guard(
                Opcode::GuardNot,
                &[value],
                [0, 0],
                DeoptReason::Unbound,
                Type::of(kinds),
            );
            self.refine(value, bound);
        }
    }

    fn unpack(&mut self, instr: Instr) {
        let value = self.get(instr.b());
        let count = instr.c();
        let items = self.emit_imm(Opcode::Unpack, &[value], [count as u64, 0], Type::PTR);
        for index in 0..count {
            let item = self.emit_imm(Opcode::LoadItem, &[items], [index as u64, 0], Type::ANY);
            self.set(instr.a() + index, item);
        }
        self.check_valid();
    }

    // ---- control

    /// A conditional jump on `condition == wanted`. A side that was never taken becomes an exit.
    fn branch(&mut self, block: usize, instr: Instr, condition: Condition, wanted: bool) {
        let (next, target) = (self.pc + 1, (self.pc as i64 + 1 + instr.bc() as i64) as usize);
        if next == target {
            let to = self.block_at(next);
            return self.go_to(block, to);
        }
        let value = match condition {
            Condition::Known(known) => {
                let to = self.block_at(if known == wanted { target } else { next });
                return self.go_to(block, to);
            }
            Condition::Value(value) => value,
        };
        let x = instr.x();
        let seen = |bit: u8| x & bit != 0 || x & (feedback::BRANCH_TAKEN | feedback::BRANCH_NOT_TAKEN) == 0;
        let (jumping, falling) = (self.side_block(), self.side_block());
        let (then, otherwise) = if wanted { (jumping, falling) } else { (falling, jumping) };
        self.end(Terminator::Branch {
            condition: value,
            then: Self::jump_edge(then),
            otherwise: Self::jump_edge(otherwise),
        });
        let environment = self.environment.clone();
        for (side, pc, bit) in [
            (jumping, target, feedback::BRANCH_TAKEN),
            (falling, next, feedback::BRANCH_NOT_TAKEN),
        ] {
            self.current = side;
            self.environment = environment.clone();
            self.state_cache = None;
            let avoided = self.is_avoided_at(pc, DeoptReason::Unreached);
            if seen(bit) || avoided {
                let to = self.block_at(pc);
                self.go_to(block, to);
            } else {
                self.exit_at(pc, DeoptReason::Unreached);
            }
        }
        self.ended = true;
    }

    fn for_iter(&mut self, block: usize, instr: Instr) {
        if let Some(parts) = self.item_parts(instr) {
            return self.for_iter_unpacked(block, instr, parts);
        }
        let types = &core().types;
        let known = |class: &pyrs_object::core::Root<pyrs_object::type_object::TypeObject>| class.get().root_shape();
        let mut iterator = self.get(instr.b());
        let shape = match instr.op() {
            Op::ForIterRange => Some((IterKind::Range, known(&types.range_iterator))),
            Op::ForIterList => Some((IterKind::List, known(&types.list_iterator))),
            Op::ForIterTuple => Some((IterKind::Tuple, known(&types.tuple_iterator))),
            Op::ForIterGenerator => Some((IterKind::Generator, known(&types.generator))),
            _ => None,
        };
        let kind = match shape {
            Some((kind, shape)) if !self.is_avoided(DeoptReason::WrongShape) => {
                iterator = self.shape_of(iterator, shape, true);
                kind
            }
            _ => IterKind::Generic,
        };
        let runs_code = matches!(kind, IterKind::Generic | IterKind::Generator);
        let state = (runs_code && self.in_handler_range()).then(|| self.state());
        let site = runs_code.then(|| self.state());
        if runs_code {
            self.environment.shapes.clear();
        }
        let (body, done) = (self.side_block(), self.side_block());
        self.end(Terminator::ForNext {
            kind,
            iterator,
            body: Self::jump_edge(body),
            done: Self::jump_edge(done),
            state,
            site,
            pc: self.position(),
        });
        let environment = self.environment.clone();
        self.current = body;
        let ty = if kind == IterKind::Range { Type::INT } else { Type::ANY };
        let item = self.function.add_param(body, ty);
        self.set(instr.a(), item);
        if runs_code {
            self.check_valid_at(self.pc + 2);
        }
        let to = self.block_at(self.pc + 2);
        self.go_to(block, to);
        self.current = done;
        self.environment = environment;
        self.state_cache = None;
        let to = self.block_at(self.pc + 1);
        self.go_to(block, to);
        self.ended = true;
    }

    // ---- everything else

    /// Lets the runtime execute the instruction on its registers in the window.
    pub(super) fn general(&mut self, instr: Instr) {
        let mut registers = Vec::new();
        for_each_use(instr, |range| {
            registers.extend(range.iter().map(|register| register as u16))
        });
        registers.retain(|register| *register != NO_REG);
        registers.dedup();
        let mut inst = Inst::new(Opcode::Instruction, Vec::new(), self.position());
        for register in registers {
            let value = self.get(register);
            inst.args.push(value);
            inst.data.push(register as u64);
        }
        let mut defs = Vec::new();
        for_each_def(instr, |range| defs.extend(range.iter().map(|register| register as u16)));
        let result = self.append(inst, Type::ANY);
        match defs.as_slice() {
            [] => {}
            [only] => self.set(*only, result),
            several => {
                for &register in several {
                    let imm = [register as u64, 0];
                    let value = self.emit_imm(Opcode::WindowRegister, &[], imm, Type::MAYBE_EMPTY);
                    self.set(register, value);
                }
            }
        }
        self.check_valid();
    }
}
