//! Starts of blocks: joining environments, loop headers and back edges.

use super::votes::{Vote, votes};
use super::{Builder, Environment, Header, Incoming};
use crate::ir::{BlockId, Edge, Inst, Opcode, StateId, Terminator, ValueId};
use crate::types::{Kinds, Repr, Type};
use pyrs_abi::DeoptReason;

impl Builder<'_> {
    /// Makes the block for a bytecode block whose forward edges are all there, and goes on in it.
    pub(super) fn start_block(&mut self, block: usize) {
        let incoming = std::mem::take(&mut self.incoming[block]);
        let pc = self.blocks.blocks[block].start;
        self.pc = pc;
        self.state_cache = None;
        self.join(incoming, pc);
        if self.blocks.is_header(block) {
            self.enter_loop(block, pc);
        }
    }

    /// Continues after one edge, or in a new block that joins several.
    fn join(&mut self, mut incoming: Vec<Incoming>, pc: usize) {
        if incoming.len() == 1 {
            if let Some(only) = incoming.pop() {
                self.current = only.from;
                self.environment = only.environment;
            }
            return;
        }
        let target = self.function.add_block();
        let mut merged = Environment::new(self.environment.registers.len());
        self.merge_inlined(&incoming, &mut merged);
        let mut arguments: Vec<Vec<ValueId>> = vec![Vec::new(); incoming.len()];
        for register in self.live[pc].clone().iter() {
            let values: Vec<Option<ValueId>> = incoming.iter().map(|i| i.environment.registers[register]).collect();
            if values.iter().all(|value| *value == values[0]) {
                merged.registers[register] = values[0];
                continue;
            }
            let repr = self.common_repr(&incoming, &values);
            let mut ty: Option<Type> = None;
            for (index, value) in values.iter().enumerate() {
                let argument = self.convert(&mut incoming[index], *value, repr);
                arguments[index].push(argument);
                let this = self.type_of(argument);
                ty = Some(ty.map_or(this, |ty| ty.join(this)));
            }
            let param = self
                .function
                .add_param(target, without_constant(ty.unwrap_or(Type::ANY)));
            if values.iter().all(|value| self.is_reload(*value, register)) {
                self.reloads.insert(param, register as u16);
            }
            merged.registers[register] = Some(param);
        }
        for (incoming, args) in incoming.into_iter().zip(arguments) {
            let edge = Edge { block: target, args };
            self.function.blocks[incoming.from.index()].terminator = Terminator::Jump(edge);
        }
        self.current = target;
        self.environment = merged;
    }

    pub(super) fn common_repr(&self, incoming: &[Incoming], values: &[Option<ValueId>]) -> Repr {
        let mut any_float = false;
        let mut all_floats = true;
        let mut all_bools = true;
        for (incoming, value) in incoming.iter().zip(values) {
            let Some(value) = value else {
                return Repr::Tagged;
            };
            let ty = self.type_of(*value);
            any_float |= ty.repr() == Repr::F64;
            all_floats &=
                ty.repr() == Repr::F64 || ty.within(Kinds::FLOAT) || incoming.environment.unboxed.contains_key(value);
            all_bools &= ty.repr() == Repr::B1;
        }
        if any_float && all_floats {
            Repr::F64
        } else if all_bools {
            Repr::B1
        } else {
            Repr::Tagged
        }
    }

    /// Brings a value into a representation at the end of the incoming block.
    pub(super) fn convert(&mut self, incoming: &mut Incoming, value: Option<ValueId>, repr: Repr) -> ValueId {
        self.current = incoming.from;
        std::mem::swap(&mut self.environment, &mut incoming.environment);
        self.state_cache = None;
        let value = match value {
            Some(value) => value,
            None => self.constant(0),
        };
        let converted = match repr {
            Repr::F64 => self.float_of(value, false),
            Repr::Tagged => self.tagged(value),
            _ => value,
        };
        std::mem::swap(&mut self.environment, &mut incoming.environment);
        self.state_cache = None;
        converted
    }

    /// Guards what the loop's instructions expect, then makes the header's block.
    fn enter_loop(&mut self, block: usize, pc: usize) {
        let votes = votes(self, block);
        let defs = self.blocks.blocks[block].loop_defs.clone();
        let speculate = !self.is_avoided(DeoptReason::LoopEntry);
        let header = self.function.add_block();
        let mut params = Vec::new();
        let mut args = Vec::new();
        for register in self.live[pc].clone().iter() {
            let vote = votes.get(&(register as u16)).copied().unwrap_or(Vote::None);
            let vote = if speculate { vote } else { Vote::None };
            let (value, ty) = self.loop_variable(register, vote);
            if defs.contains(register) {
                params.push((register, ty));
                args.push(value);
            }
        }
        let types: Vec<Type> = params.iter().map(|(_, ty)| *ty).collect();
        let edge = Edge { block: header, args };
        self.function.blocks[self.current.index()].terminator = Terminator::Jump(edge);
        self.current = header;
        self.function.blocks[header.index()].is_loop = true;
        // What is known of the entry's values holds in the loop as well, but for shapes that may change in it.
        self.environment.shapes.clear();
        for ((register, _), ty) in params.iter().zip(types) {
            let param = self.function.add_param(header, ty);
            self.environment.registers[*register] = Some(param);
        }
        self.headers.insert(block, Header { block: header, params });
        self.state_cache = None;
    }

    /// The value of a register at a loop's entry, and the type that it has in the loop.
    fn loop_variable(&mut self, register: usize, vote: Vote) -> (ValueId, Type) {
        let Some(value) = self.environment.registers[register] else {
            return (self.constant(0), Type::MAYBE_EMPTY);
        };
        let ty = self.type_of(value);
        match vote {
            Vote::Int if ty.within(Kinds::INT) => return (value, Type::INT),
            Vote::Int if ty.repr() == Repr::Tagged && ty.may_be(Kinds::INT) => {
                let guarded = self.guard_at_loop(Opcode::GuardInt, value, 0, Type::INT);
                return (guarded, Type::INT);
            }
            Vote::Float if ty.repr() == Repr::F64 => return (value, Type::F64),
            Vote::Float if ty.repr() == Repr::Tagged && ty.may_be(Kinds::FLOAT) => {
                let double = self.double_at_loop(value);
                self.environment.registers[register] = Some(double);
                self.state_cache = None;
                return (double, Type::F64);
            }
            Vote::Shape(shape) if ty.shape == shape => return (value, Type::object(shape)),
            Vote::Shape(shape) if ty.repr() == Repr::Tagged && ty.shape == 0 && ty.may_be(Kinds::OBJECT) => {
                let guarded = self.guard_at_loop(Opcode::GuardShape, value, shape, Type::object(shape));
                return (guarded, Type::object(shape));
            }
            _ => {}
        }
        let value = self.tagged(value);
        let empty = if ty.may_be(Kinds::EMPTY) {
            Type::MAYBE_EMPTY
        } else {
            Type::ANY
        };
        (value, empty)
    }

    fn guard_at_loop(&mut self, opcode: Opcode, value: ValueId, shape: u64, ty: Type) -> ValueId {
        if shape != 0 {
            self.keep(shape);
        }
        let stable = (shape != 0) as u64;
        let guarded = self.emit_guard(opcode, &[value], [shape, stable], DeoptReason::LoopEntry, ty);
        self.refine(value, guarded);
        guarded
    }

    fn double_at_loop(&mut self, value: ValueId) -> ValueId {
        if let Some(&double) = self.environment.unboxed.get(&value) {
            return double;
        }
        let double = self.emit_guard(Opcode::UnboxFloat, &[value], [0, 0], DeoptReason::LoopEntry, Type::F64);
        self.environment.unboxed.insert(value, double);
        self.environment.boxed.insert(double, value);
        double
    }

    /// Ends the current block with the back edge to a header, whose variables keep their types.
    pub(super) fn repeat(&mut self, header: usize) {
        let Some(Header { block, params }) = self.headers.get(&header) else {
            return;
        };
        let (block, params) = (*block, params.clone());
        let pc = self.blocks.blocks[header].start;
        self.state_cache = None;
        let mut args = Vec::with_capacity(params.len());
        for (register, ty) in params {
            let value = match self.environment.registers[register] {
                Some(value) => value,
                None => self.constant(0),
            };
            args.push(self.loop_argument(value, ty, pc));
        }
        self.end(Terminator::Jump(Edge { block, args }));
    }

    fn loop_argument(&mut self, value: ValueId, wanted: Type, pc: usize) -> ValueId {
        let ty = self.type_of(value);
        match wanted.repr() {
            Repr::F64 => {
                if ty.repr() == Repr::F64 {
                    return value;
                }
                if let Some(&double) = self.environment.unboxed.get(&value) {
                    return double;
                }
                let value = self.tagged(value);
                self.guard_back(Opcode::UnboxFloat, value, [0, 0], Type::F64, pc)
            }
            _ => {
                let value = self.tagged(value);
                let ty = self.type_of(value);
                if ty.is_subtype(wanted) {
                    value
                } else if wanted.kinds == Kinds::INT {
                    self.guard_back(Opcode::GuardInt, value, [0, 0], wanted, pc)
                } else if wanted.shape != 0 {
                    self.guard_back(Opcode::GuardShape, value, [wanted.shape, 1], wanted, pc)
                } else {
                    // Only emptiness is left: the loop's variable was never empty before.
                    self.guard_back(Opcode::GuardNot, value, [0, 0], wanted, pc)
                }
            }
        }
    }

    fn guard_back(&mut self, opcode: Opcode, value: ValueId, imm: [u64; 2], ty: Type, pc: usize) -> ValueId {
        let state: StateId = self.state_at(pc);
        let mut inst = Inst::new(opcode, vec![value], pc as u32);
        inst.imm = imm;
        inst.state = Some(state);
        inst.reason = DeoptReason::LoopEntry;
        self.append(inst, ty)
    }

    /// A fresh block in which one side of a branch goes on.
    pub(super) fn side_block(&mut self) -> BlockId {
        self.function.add_block()
    }
}

pub(super) fn without_constant(ty: Type) -> Type {
    Type { constant: 0, ..ty }
}
