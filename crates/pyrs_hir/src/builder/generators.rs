//! Generators and coroutines: making one, suspending, delegating.
//!
//! A call of a generator function is a unit that only makes the object. Each suspension point has a unit of its own, which
//! reads the live registers from the object and ends at the next yields: control never goes back into the middle of a
//! loop, and so loops around yields need no second entry.

use super::{Builder, EntryPoint};
use crate::ir::{Function, Inst, Opcode, Terminator, UnitKind, ValueId};
use crate::types::{Kinds, Type};
use pyrs_abi::{DeoptReason, Refusal};
use pyrs_bytecode::{CodeFlags, Instr, NO_REG, Op};
use pyrs_object::code::CodeObject;
use pyrs_object::generator::GeneratorObject;
use pyrs_object::header::Ref;

/// Whether a call of the code makes an object that runs it later.
pub(super) fn is_suspended(code: Ref<CodeObject>) -> bool {
    let flags =
        CodeFlags::GENERATOR | CodeFlags::COROUTINE | CodeFlags::ITERABLE_COROUTINE | CodeFlags::ASYNC_GENERATOR;
    code.code_flags().intersects(flags)
}

/// The unit for calls of a generator function.
pub(super) fn creation(code: Ref<CodeObject>, name: &str) -> Function {
    let mut function = Function::new(name, code.register_count() as u32, code.parameter_count.get());
    let block = function.add_block();
    let mut operands = vec![function.add_param(block, Type::object(0))];
    for _ in 0..code.parameter_count.get() {
        operands.push(function.add_param(block, Type::ANY));
    }
    let mut inst = Inst::new(Opcode::MakeGenerator, operands, 0);
    // Both live as long as the unit: the code is rooted with it, and the class is built in.
    let shape = GeneratorObject::class_for(code).root_shape();
    inst.imm = [code.address(), shape.address()];
    let generator = function.append(block, inst, Type::of(Kinds::OBJECT));
    if let Some(generator) = generator {
        function.blocks[block.index()].terminator = Terminator::Return(generator);
    }
    function
}

impl Builder<'_> {
    /// The entry block of a resumption behind the instruction at `point`.
    pub(super) fn resume_entry(&mut self, point: usize) {
        self.function.kind = UnitKind::Resume;
        self.function.parameters = 1;
        let sent = self.function.add_param(self.current, Type::ANY);
        let instr = self.instructions[point];
        let starting = instr.op() == Op::ReturnGenerator;
        let parameters = self.code.parameter_count.get() as usize;
        for register in self.live[point + 1].clone().iter() {
            if starting && register >= parameters {
                continue;
            }
            let mut inst = Inst::new(Opcode::FrameRegister, Vec::new(), point as u32);
            inst.imm[0] = register as u64;
            let ty = if starting { Type::ANY } else { Type::MAYBE_EMPTY };
            if let Some(value) = self.function.append(self.current, inst, ty) {
                self.environment.registers[register] = Some(value);
                self.reloads.insert(value, register as u16);
            }
        }
        self.environment.registers[instr.a() as usize] = Some(sent);
    }

    /// `GetYieldFromIter`.
    pub(super) fn delegate_iter(&mut self, instr: Instr) {
        let coroutine = CodeFlags::COROUTINE | CodeFlags::ITERABLE_COROUTINE;
        let inside = self.code.code_flags().intersects(coroutine) as u64;
        let value = self.get(instr.b());
        let iterator = self.emit_imm(Opcode::DelegateIter, &[value], [inside, 0], Type::ANY);
        self.set(instr.a(), iterator);
        self.check_valid();
    }

    /// Whether a value is what the generator holds in a register.
    pub(super) fn is_reload(&self, value: Option<ValueId>, register: usize) -> bool {
        value.is_some_and(|value| self.reloads.get(&value) == Some(&(register as u16)))
    }

    /// Whether the instruction goes back to its `Send`: such a loop goes around once for each resumption, and who resumes
    /// polls.
    pub(super) fn ends_send_loop(&self) -> bool {
        self.pc > 0 && self.instructions[self.pc - 1].op() == Op::Yield && self.instructions[self.pc - 1].c() != NO_REG
    }

    /// `Yield`: saves what has changed since the resumption.
    pub(super) fn suspend(&mut self, instr: Instr) -> Result<(), Refusal> {
        if matches!(self.request.entry, EntryPoint::Loop(_)) {
            self.exit_at(self.pc, DeoptReason::Suspended);
            return Ok(());
        }
        let value = self.get(instr.b());
        let (b, c) = (instr.b() as usize, instr.c() as usize);
        let locals = self.code.local_count.get() as usize;
        let next = &self.live[self.pc + 1];
        let delivered = b >= locals && (instr.c() == NO_REG || b != c) && !next.contains(b);
        let registers: Vec<usize> = self.live[self.pc]
            .iter()
            .filter(|&register| register != b || !delivered)
            .collect();
        let mut saved: Vec<(usize, ValueId)> = Vec::new();
        for register in registers {
            let value = self.get(register as u16);
            if !self.is_reload(Some(value), register) {
                saved.push((register, value));
            }
        }
        for (register, value) in saved {
            self.emit_imm(Opcode::SaveRegister, &[value], [register as u64, 0], Type::ANY);
        }
        let pc = self.pc as u32;
        self.end(Terminator::Yield { value, pc });
        Ok(())
    }

    /// `Send`: a value that the delegate yields goes to the `Yield` behind the next instruction.
    pub(super) fn send(&mut self, block: usize, instr: Instr) {
        let args = [self.get(instr.b()), self.get(instr.c())];
        let value = self.emit(Opcode::Send, &args, Type::ANY);
        let returned = self.emit(Opcode::Returned, &[value], Type::B1);
        self.set(instr.a(), value);
        let (over, on) = (self.side_block(), self.side_block());
        self.end(Terminator::Branch {
            condition: returned,
            then: Self::jump_edge(over),
            otherwise: Self::jump_edge(on),
        });
        let environment = self.environment.clone();
        for (side, pc) in [(over, self.pc + 1), (on, self.pc + 2)] {
            self.current = side;
            self.environment = environment.clone();
            self.check_valid_at(pc);
            let to = self.block_at(pc);
            self.go_to(block, to);
        }
        self.ended = true;
    }
}
