//! Lowering of blocks, numbers and truth values. Objects are in [`crate::objects`].
//!
//! Small ints stay tagged (`2n + 1`); constants are made anew at each use, so that they occupy no register in between.

use crate::compile::{ExitRecord, Helpers, Unit};
use crate::exits::Exit;
use crate::window::{Held, Missing, SiteRecord, held_at_starts};
use cranelift_codegen::ir::condcodes::{FloatCC, IntCC};
use cranelift_codegen::ir::{
    Block, FuncRef, InstBuilder, MemFlagsData, StackSlot, StackSlotData, StackSlotKind, Type, Value, types,
};
use cranelift_frontend::FunctionBuilder;
use cranelift_jit::JITModule;
use cranelift_module::Module;
use pyrs_abi::{Helper, TRUTH_RAISED};
use pyrs_hir::dominators::Dominators;
use pyrs_hir::ir::{BlockId, Edge, Function, Inst, InstId, IterKind, Opcode, StateId, Terminator, UnitKind, ValueId};
use pyrs_hir::types::{Kinds, Repr};
use pyrs_object::core::{core, none};
use pyrs_object::float::FloatObject;
use pyrs_object::generator::{GeneratorObject, GeneratorState};
use pyrs_object::slots::CompareOp;
use pyrs_object::thread::offsets;
use pyrs_object::value::{FLOAT_BIAS, FLOAT_ROTATE, FLOAT_TAG, FLOAT_TAG_MASK};
use std::collections::HashMap;

/// Bytes in front of the window's registers.
pub(crate) const WINDOW_HEADER: i32 = std::mem::size_of::<pyrs_object::frame::Frame>() as i32;

pub(crate) struct Lowering<'a, 'b> {
    pub(crate) b: FunctionBuilder<'b>,
    pub(crate) module: &'a mut JITModule,
    pub(crate) helpers: &'a Helpers,
    pub(crate) hir: &'a Function,
    pub(crate) unit: &'a Unit<'a>,
    pub(crate) references: Vec<Option<FuncRef>>,
    values: Vec<Option<Value>>,
    /// Defining instruction of constants.
    constants: Vec<Option<InstId>>,
    /// Objects that only exits make.
    pub(crate) sunk: HashMap<ValueId, InstId>,
    blocks: Vec<Block>,
    pub(crate) thread: Value,
    pub(crate) function_value: Value,
    /// The interpreter's frame, for loops.
    frame: Option<Value>,
    /// The generator that was resumed.
    pub(crate) generator: Option<Value>,
    /// What was saved in the generator may be a reference.
    pub(crate) saved_reference: bool,
    /// For each `Send`, by its result: whether that was returned.
    pub(crate) returned: HashMap<ValueId, Value>,
    /// A word for each register of the frame, for exits and generic instructions.
    pub(crate) window: StackSlot,
    /// Arguments of helpers.
    pub(crate) scratch: StackSlot,
    pub(crate) scratch_words: usize,
    pub(crate) exits: Vec<Exit>,
    /// Blocks of errors, each with its site and the variables that the window does not hold there.
    pub(crate) errors: Vec<(Block, u32, Missing)>,
    /// Places where the frame may be looked at; the first one knows nothing.
    pub(crate) sites: Vec<SiteRecord>,
    pub(crate) site_numbers: HashMap<(u32, Option<StateId>, bool), u32>,
    /// The site of what is emitted.
    pub(crate) site: u32,
    /// Values that words of the window hold, and variables that it does not hold yet as they are at the site.
    pub(crate) held: Held,
    pub(crate) missing: Missing,
    pub(crate) overflow_block: Block,
}

fn clif_type(repr: Repr) -> Type {
    match repr {
        Repr::F64 => types::F64,
        Repr::B1 => types::I8,
        Repr::Tagged | Repr::Ptr => types::I64,
    }
}

fn int_condition(op: u64) -> Result<IntCC, String> {
    Ok(match CompareOp::ALL.get(op as usize) {
        Some(CompareOp::Lt) => IntCC::SignedLessThan,
        Some(CompareOp::Le) => IntCC::SignedLessThanOrEqual,
        Some(CompareOp::Eq) => IntCC::Equal,
        Some(CompareOp::Ne) => IntCC::NotEqual,
        Some(CompareOp::Gt) => IntCC::SignedGreaterThan,
        Some(CompareOp::Ge) => IntCC::SignedGreaterThanOrEqual,
        None => return Err("unknown comparison".to_string()),
    })
}

fn float_condition(op: u64) -> Result<FloatCC, String> {
    Ok(match CompareOp::ALL.get(op as usize) {
        Some(CompareOp::Lt) => FloatCC::LessThan,
        Some(CompareOp::Le) => FloatCC::LessThanOrEqual,
        Some(CompareOp::Eq) => FloatCC::Equal,
        Some(CompareOp::Ne) => FloatCC::NotEqual,
        Some(CompareOp::Gt) => FloatCC::GreaterThan,
        Some(CompareOp::Ge) => FloatCC::GreaterThanOrEqual,
        None => return Err("unknown comparison".to_string()),
    })
}

impl<'a, 'b> Lowering<'a, 'b> {
    /// Lowers a function into the builder; its exits and sites by number.
    pub(crate) fn run(
        mut b: FunctionBuilder<'b>,
        module: &'a mut JITModule,
        helpers: &'a Helpers,
        hir: &'a Function,
        unit: &'a Unit<'a>,
    ) -> Result<(Vec<ExitRecord>, Vec<SiteRecord>, StackSlot), String> {
        let entry = b.create_block();
        b.append_block_params_for_function_params(entry);
        b.switch_to_block(entry);
        let params = b.block_params(entry).to_vec();
        let slot = |b: &mut FunctionBuilder, words: u32| {
            b.create_sized_stack_slot(StackSlotData::new(StackSlotKind::ExplicitSlot, 8 * words, 3))
        };
        // Laid out as an interpreter frame, header first, for the runtime to look at.
        let window = slot(&mut b, hir.registers + WINDOW_HEADER as u32 / 8);
        let scratch = slot(&mut b, 1);
        let overflow_block = b.create_block();
        b.set_cold_block(overflow_block);
        let blocks = hir.block_ids().map(|_| b.create_block()).collect();
        let mut lowering = Lowering {
            module,
            helpers,
            hir,
            unit,
            references: vec![None; Helper::ALL.len()],
            values: vec![None; hir.values.len()],
            constants: vec![None; hir.values.len()],
            sunk: HashMap::new(),
            blocks,
            thread: params[0],
            function_value: params[1],
            frame: (hir.kind == UnitKind::Loop).then(|| params[1]),
            generator: (hir.kind == UnitKind::Resume).then(|| params[1]),
            saved_reference: false,
            returned: HashMap::new(),
            window,
            scratch,
            scratch_words: 0,
            exits: Vec::new(),
            errors: Vec::new(),
            sites: Vec::new(),
            site_numbers: HashMap::new(),
            site: 0,
            held: Held::new(),
            missing: Vec::new(),
            overflow_block,
            b,
        };
        if let Some(frame) = lowering.frame {
            let offset = std::mem::offset_of!(pyrs_object::frame::Frame, function);
            lowering.function_value = lowering.load(frame, offset);
        }
        if let Some(generator) = lowering.generator {
            lowering.function_value = lowering.load(generator, std::mem::offset_of!(GeneratorObject, function));
        }
        lowering.begin_without_variables(0);
        lowering.enter();
        if let Some(generator) = lowering.generator {
            lowering.set_generator_state(generator, GeneratorState::Running);
        }
        let first = &hir.block(Function::ENTRY).params;
        lowering.values[first[0].index()] = Some(lowering.function_value);
        for (param, value) in first.iter().skip(1).zip(&params[2..]) {
            lowering.values[param.index()] = Some(*value);
        }
        let start = lowering.blocks[0];
        lowering.jump(start, &[]);
        let dominators = Dominators::compute(hir);
        let mut held = held_at_starts(hir, &dominators);
        for &block in &dominators.order {
            lowering.held = std::mem::take(&mut held[block.index()]);
            lowering.block(block)?;
        }
        let records = lowering.finish()?;
        lowering.b.seal_all_blocks();
        let config = lowering.module.target_config();
        lowering.b.finalize(config);
        Ok((records, lowering.sites, window))
    }

    /// Counts the frame and checks the limits of depth and native stack.
    fn enter(&mut self) {
        let counter = self.unit.call_counters[0];
        if !counter.is_null() && self.hir.kind == UnitKind::Function {
            let address = self.int(counter as i64);
            let count = self.load(address, 0);
            let count = self.add(count, 1);
            self.store(count, address, 0);
        }
        let depth = self.load_as(types::I32, self.thread, offsets::DEPTH);
        let limit = self.load_as(types::I32, self.thread, offsets::RECURSION_LIMIT);
        let deep = self.b.ins().icmp(IntCC::UnsignedGreaterThanOrEqual, depth, limit);
        let overflow = self.overflow_block;
        self.if_rare(deep, overflow);
        let pointer = self.b.ins().get_stack_pointer(types::I64);
        let end = self.load(self.thread, offsets::NATIVE_STACK_LIMIT);
        let low = self.b.ins().icmp(IntCC::UnsignedLessThan, pointer, end);
        self.if_rare(low, overflow);
        let one = self.b.ins().iconst(types::I32, 1);
        let depth = self.b.ins().iadd(depth, one);
        self.store(depth, self.thread, offsets::DEPTH);
    }

    fn block(&mut self, id: BlockId) -> Result<(), String> {
        let hir = self.hir;
        let block = hir.block(id);
        let target = self.blocks[id.index()];
        self.b.switch_to_block(target);
        if id != Function::ENTRY {
            for &param in &block.params {
                let value = self.b.append_block_param(target, clif_type(hir.type_of(param).repr()));
                self.values[param.index()] = Some(value);
            }
        }
        for &inst in &block.insts {
            let inst_ref = hir.inst(inst);
            if matches!(inst_ref.opcode, Opcode::Const | Opcode::ConstF64) {
                if let Some(result) = inst_ref.result {
                    self.constants[result.index()] = Some(inst);
                }
                continue;
            }
            if matches!(inst_ref.opcode, Opcode::BuildSlice | Opcode::ListSlice) && inst_ref.imm[0] == 1 {
                if let Some(result) = inst_ref.result {
                    self.sunk.insert(result, inst);
                }
                continue;
            }
            self.begin_inst(inst_ref)?;
            let value = self.inst(inst_ref)?;
            if let (Some(result), Some(value)) = (inst_ref.result, value) {
                self.values[result.index()] = Some(value);
            }
        }
        self.terminator(&block.terminator)
    }

    /// The machine value of a HIR value.
    pub(crate) fn use_value(&mut self, value: ValueId) -> Result<Value, String> {
        if let Some(value) = self.values[value.index()] {
            return Ok(value);
        }
        let inst = self.constants[value.index()].ok_or_else(|| format!("{value} was not lowered"))?;
        let inst = self.hir.inst(inst);
        Ok(match inst.opcode {
            Opcode::ConstF64 => self.b.ins().f64const(f64::from_bits(inst.imm[0])),
            _ => self.int(inst.imm[0] as i64),
        })
    }

    pub(crate) fn arg(&mut self, inst: &Inst, index: usize) -> Result<Value, String> {
        let arg = inst.args.get(index).ok_or("missing operand")?;
        self.use_value(*arg)
    }

    /// The small int that an operand is, if it is constant.
    pub(crate) fn constant_int(&self, inst: &Inst, index: usize) -> Option<i64> {
        let ty = self.hir.type_of(*inst.args.get(index)?);
        (ty.constant & 1 != 0).then_some(ty.constant as i64 >> 1)
    }

    fn edge_args(&mut self, edge: &Edge) -> Result<Vec<Value>, String> {
        edge.args.iter().map(|&arg| self.use_value(arg)).collect()
    }

    fn terminator(&mut self, terminator: &Terminator) -> Result<(), String> {
        match terminator {
            Terminator::None => return Err("a block does not end".to_string()),
            Terminator::Jump(edge) => {
                let args = self.edge_args(edge)?;
                let target = self.blocks[edge.block.index()];
                self.jump(target, &args);
            }
            Terminator::Branch {
                condition,
                then,
                otherwise,
            } => {
                let condition = self.use_value(*condition)?;
                let left: Vec<_> = self.edge_args(then)?.into_iter().map(Into::into).collect();
                let right: Vec<_> = self.edge_args(otherwise)?.into_iter().map(Into::into).collect();
                let (to, or) = (self.blocks[then.block.index()], self.blocks[otherwise.block.index()]);
                self.b.ins().brif(condition, to, &left, or, &right);
            }
            Terminator::ForNext {
                kind,
                iterator,
                body,
                done,
                state,
                site,
                pc,
            } => {
                self.begin_step(*kind, *pc, *site)?;
                let iterator = self.use_value(*iterator)?;
                let (args, rest) = (self.edge_args(body)?, self.edge_args(done)?);
                let end = self.b.create_block();
                let mut all = match kind {
                    IterKind::Enumerate => self.next_of_enumerate(iterator, end, *state)?,
                    IterKind::Zip => {
                        let count = self.hir.given(body);
                        self.next_of_zip(iterator, count, end, *state)?
                    }
                    _ => vec![self.next_item(*kind, iterator, end, *state)?],
                };
                all.extend(args);
                let target = self.blocks[body.block.index()];
                self.jump(target, &all);
                self.b.switch_to_block(end);
                let target = self.blocks[done.block.index()];
                self.jump(target, &rest);
            }
            Terminator::Return(value) => {
                let value = self.use_value(*value)?;
                self.close_generator();
                self.leave_depth();
                self.b.ins().return_(&[value]);
            }
            Terminator::Yield { value, pc } => {
                let value = self.use_value(*value)?;
                self.suspend(*pc)?;
                self.leave_depth();
                self.b.ins().return_(&[value]);
            }
            Terminator::Exit { reason, state } => {
                let leaving = crate::emit::Leaving {
                    state: *state,
                    reason: *reason,
                };
                let block = self.exit_block(leaving, false);
                self.jump(block, &[]);
            }
        }
        Ok(())
    }

    /// Lowers one instruction.
    fn inst(&mut self, inst: &Inst) -> Result<Option<Value>, String> {
        let value = match inst.opcode {
            Opcode::FrameRegister => {
                let (base, header) = match (self.frame, self.generator) {
                    (Some(frame), _) => (frame, std::mem::size_of::<pyrs_object::frame::Frame>()),
                    (_, Some(generator)) => (generator, GeneratorObject::REGISTERS_OFFSET),
                    _ => return Err("nothing to read registers from".to_string()),
                };
                self.load(base, header + 8 * inst.imm[0] as usize)
            }
            Opcode::GuardNamespace => {
                let frame = self.frame.ok_or("no interpreter frame")?;
                let namespace = self.load(frame, std::mem::offset_of!(pyrs_object::frame::Frame, special));
                let leaving = self.leaving(inst)?;
                self.guard_not(namespace, leaving);
                return Ok(None);
            }
            Opcode::GuardWord => {
                let address = self.int(inst.imm[0] as i64);
                let word = self.load(address, 0);
                let same = self.is_word(IntCC::Equal, word, inst.imm[1] as i64);
                let leaving = self.leaving(inst)?;
                self.guard(same, leaving);
                return Ok(None);
            }
            Opcode::Rely => return Ok(None),
            Opcode::Exact => self.arg(inst, 0)?,
            Opcode::GuardInt => {
                let value = self.arg(inst, 0)?;
                let bit = self.and(value, 1);
                let leaving = self.leaving(inst)?;
                self.guard(bit, leaving);
                value
            }
            Opcode::GuardIs | Opcode::GuardNot => {
                let value = self.arg(inst, 0)?;
                let condition = if inst.opcode == Opcode::GuardIs {
                    IntCC::Equal
                } else {
                    IntCC::NotEqual
                };
                let holds = self.is_word(condition, value, inst.imm[0] as i64);
                let leaving = self.leaving(inst)?;
                self.guard(holds, leaving);
                value
            }
            Opcode::UnboxFloat => self.unbox_float(inst)?,
            Opcode::BoxFloat => self.box_float(inst)?,
            Opcode::BoxBool => {
                let truth = self.arg(inst, 0)?;
                self.boxed_bool(truth)
            }
            Opcode::IntToFloat => {
                let int = self.untagged(inst, 0)?;
                self.b.ins().fcvt_from_sint(types::F64, int)
            }
            Opcode::IntToFloatExact => {
                let int = self.untagged(inst, 0)?;
                let moved = self.add(int, 1 << 53);
                let exact = self.is_word(IntCC::UnsignedLessThanOrEqual, moved, 1 << 54);
                let leaving = self.leaving(inst)?;
                self.guard(exact, leaving);
                self.b.ins().fcvt_from_sint(types::F64, int)
            }
            Opcode::IntAdd | Opcode::IntSub | Opcode::IntMul => self.int_arithmetic(inst)?,
            Opcode::IntFloorDiv | Opcode::IntMod => self.int_division(inst)?,
            Opcode::IntShl | Opcode::IntShr => self.int_shift(inst)?,
            Opcode::IntAnd | Opcode::IntOr | Opcode::IntXor => {
                let (x, y) = (self.arg(inst, 0)?, self.arg(inst, 1)?);
                match inst.opcode {
                    Opcode::IntAnd => self.b.ins().band(x, y),
                    Opcode::IntOr => self.b.ins().bor(x, y),
                    _ => {
                        let mixed = self.b.ins().bxor(x, y);
                        self.or(mixed, 1)
                    }
                }
            }
            Opcode::IntNeg => {
                let value = self.arg(inst, 0)?;
                let two = self.int(2);
                let (result, overflow) = self.b.ins().ssub_overflow(two, value);
                let leaving = self.leaving(inst)?;
                self.guard_not(overflow, leaving);
                result
            }
            Opcode::IntInvert => {
                let value = self.arg(inst, 0)?;
                let mask = self.int(-2);
                self.b.ins().bxor(value, mask)
            }
            Opcode::FloatAdd | Opcode::FloatSub | Opcode::FloatMul | Opcode::FloatDiv => {
                let (x, y) = (self.arg(inst, 0)?, self.arg(inst, 1)?);
                match inst.opcode {
                    Opcode::FloatAdd => self.b.ins().fadd(x, y),
                    Opcode::FloatSub => self.b.ins().fsub(x, y),
                    Opcode::FloatMul => self.b.ins().fmul(x, y),
                    _ => {
                        let zero = self.b.ins().f64const(0.0);
                        let by_zero = self.b.ins().fcmp(FloatCC::Equal, y, zero);
                        let leaving = self.leaving(inst)?;
                        self.guard_not(by_zero, leaving);
                        self.b.ins().fdiv(x, y)
                    }
                }
            }
            Opcode::FloatPow => self.float_power(inst)?,
            Opcode::FloatNeg => {
                let x = self.arg(inst, 0)?;
                self.b.ins().fneg(x)
            }
            Opcode::FloatAbs => {
                let x = self.arg(inst, 0)?;
                self.b.ins().fabs(x)
            }
            Opcode::FloatSqrt => {
                let x = self.arg(inst, 0)?;
                let zero = self.b.ins().f64const(0.0);
                let real = self.b.ins().fcmp(FloatCC::GreaterThanOrEqual, x, zero);
                let leaving = self.leaving(inst)?;
                self.guard(real, leaving);
                self.b.ins().sqrt(x)
            }
            Opcode::IntCompare => {
                let (x, y) = (self.arg(inst, 0)?, self.arg(inst, 1)?);
                let condition = int_condition(inst.imm[0])?;
                self.b.ins().icmp(condition, x, y)
            }
            Opcode::FloatCompare => {
                let (x, y) = (self.arg(inst, 0)?, self.arg(inst, 1)?);
                let condition = float_condition(inst.imm[0])?;
                self.b.ins().fcmp(condition, x, y)
            }
            Opcode::Is => {
                let (x, y) = (self.arg(inst, 0)?, self.arg(inst, 1)?);
                self.b.ins().icmp(IntCC::Equal, x, y)
            }
            Opcode::Not => {
                let truth = self.arg(inst, 0)?;
                let one = self.b.ins().iconst(types::I8, 1);
                self.b.ins().bxor(truth, one)
            }
            Opcode::Truth => self.truth(inst)?,
            Opcode::Poll => {
                let poll = self.load_as(types::I32, self.thread, offsets::POLL);
                let (slow, next) = (self.cold_block(), self.b.create_block());
                self.b.ins().brif(poll, slow, &[], next, &[]);
                self.b.switch_to_block(slow);
                self.checked(Helper::Poll, &[self.thread], inst)?;
                self.jump(next, &[]);
                self.b.switch_to_block(next);
                return Ok(None);
            }
            Opcode::CheckValid => {
                let address = self.int(self.unit.invalid_flag as i64);
                let flag = self.load_as(types::I8, address, 0);
                let leaving = self.leaving(inst)?;
                self.guard_not(flag, leaving);
                return Ok(None);
            }
            _ => return self.object_inst(inst),
        };
        Ok(Some(value))
    }

    // ---- numbers

    fn untagged(&mut self, inst: &Inst, index: usize) -> Result<Value, String> {
        let value = self.arg(inst, index)?;
        Ok(self.shift_right(value, 1))
    }

    fn tag(&mut self, int: Value) -> Value {
        let doubled = self.shift_left(int, 1);
        self.or(doubled, 1)
    }

    fn int_arithmetic(&mut self, inst: &Inst) -> Result<Value, String> {
        let leaving = self.leaving(inst)?;
        let x = self.arg(inst, 0)?;
        let constant = self.constant_int(inst, 1);
        let (result, overflow) = match inst.opcode {
            Opcode::IntMul => {
                let x = self.add(x, -1);
                let y = match constant {
                    Some(y) => self.int(y),
                    None => self.untagged(inst, 1)?,
                };
                let (product, overflow) = self.b.ins().smul_overflow(x, y);
                (self.or(product, 1), overflow)
            }
            opcode => {
                let y = match constant {
                    Some(y) => self.int(y << 1),
                    None => {
                        let y = self.arg(inst, 1)?;
                        self.add(y, -1)
                    }
                };
                match opcode {
                    Opcode::IntAdd => self.b.ins().sadd_overflow(x, y),
                    _ => self.b.ins().ssub_overflow(x, y),
                }
            }
        };
        self.guard_not(overflow, leaving);
        Ok(result)
    }

    fn int_division(&mut self, inst: &Inst) -> Result<Value, String> {
        let leaving = self.leaving(inst)?;
        let quotient_wanted = inst.opcode == Opcode::IntFloorDiv;
        let x = self.untagged(inst, 0)?;
        let constant = self.constant_int(inst, 1);
        if let Some(y) = constant
            && y > 0
            && y & (y - 1) == 0
        {
            let result = match quotient_wanted {
                true => self.shift_right(x, y.trailing_zeros() as i64),
                false => self.and(x, y - 1),
            };
            return Ok(self.tag(result));
        }
        let y = match constant {
            Some(y) => self.int(y),
            None => self.untagged(inst, 1)?,
        };
        if constant.is_none_or(|y| y == 0 || y == -1) {
            // Neither 0 nor -1: no error and no overflow.
            let above = self.add(y, 1);
            let plain = self.is_word(IntCC::UnsignedGreaterThan, above, 1);
            self.guard(plain, leaving);
        }
        let quotient = self.b.ins().sdiv(x, y);
        let product = self.b.ins().imul(quotient, y);
        let rest = self.b.ins().isub(x, product);
        let signs = self.b.ins().bxor(rest, y);
        let differ = self.is_word(IntCC::SignedLessThan, signs, 0);
        let inexact = self.is_word(IntCC::NotEqual, rest, 0);
        let down = self.b.ins().band(differ, inexact);
        let result = if quotient_wanted {
            let down = self.b.ins().uextend(types::I64, down);
            self.b.ins().isub(quotient, down)
        } else {
            let adjusted = self.b.ins().iadd(rest, y);
            self.b.ins().select(down, adjusted, rest)
        };
        Ok(self.tag(result))
    }

    fn int_shift(&mut self, inst: &Inst) -> Result<Value, String> {
        let leaving = self.leaving(inst)?;
        let x = self.arg(inst, 0)?;
        let y = self.untagged(inst, 1)?;
        let fits = self.is_word(IntCC::UnsignedLessThanOrEqual, y, 62);
        self.guard(fits, leaving);
        if inst.opcode == Opcode::IntShr {
            let shifted = self.b.ins().sshr(x, y);
            return Ok(self.or(shifted, 1));
        }
        let x = self.add(x, -1);
        let shifted = self.b.ins().ishl(x, y);
        let back = self.b.ins().sshr(shifted, y);
        let same = self.b.ins().icmp(IntCC::Equal, back, x);
        self.guard(same, leaving);
        Ok(self.or(shifted, 1))
    }

    fn float_power(&mut self, inst: &Inst) -> Result<Value, String> {
        let leaving = self.leaving(inst)?;
        let (x, y) = (self.arg(inst, 0)?, self.arg(inst, 1)?);
        let zero = self.b.ins().f64const(0.0);
        let positive = self.b.ins().fcmp(FloatCC::GreaterThan, x, zero);
        self.guard(positive, leaving);
        let result = self.helper(Helper::FloatPower, &[x, y])?;
        let infinity = self.b.ins().f64const(f64::INFINITY);
        let size = self.b.ins().fabs(result);
        let finite = self.b.ins().fcmp(FloatCC::LessThan, size, infinity);
        self.guard(finite, leaving);
        Ok(result)
    }

    fn unbox_float(&mut self, inst: &Inst) -> Result<Value, String> {
        let word = self.arg(inst, 0)?;
        let ty = self.hir.type_of(inst.args[0]);
        let leaving = self.leaving(inst)?;
        let tag = self.and(word, FLOAT_TAG_MASK as i64);
        let immediate = self.is_word(IntCC::Equal, tag, FLOAT_TAG as i64);
        let (merge, result) = self.merge_block(types::F64);
        let slow = self.cold_block();
        self.unless(immediate, slow);
        let back = self.int(FLOAT_ROTATE as i64);
        let rotated = self.b.ins().rotr(word, back);
        let bits = self.add(rotated, -(FLOAT_BIAS as i64));
        let double = self.b.ins().bitcast(types::F64, MemFlagsData::new(), bits);
        self.jump(merge, &[double]);
        self.b.switch_to_block(slow);
        let convert = inst.imm[0] == 1;
        if convert {
            let small = self.and(word, 1);
            let (int, other) = (self.cold_block(), self.cold_block());
            self.b.ins().brif(small, int, &[], other, &[]);
            self.b.switch_to_block(int);
            let number = self.shift_right(word, 1);
            let double = self.b.ins().fcvt_from_sint(types::F64, number);
            self.jump(merge, &[double]);
            self.b.switch_to_block(other);
        }
        if !ty.within(Kinds::FLOAT) {
            let exit = self.exit_block(leaving, false);
            let low = self.and(word, 7);
            let heap = self.is_word(IntCC::Equal, low, 0);
            self.unless(heap, exit);
            if ty.may_be(Kinds::EMPTY) {
                self.unless(word, exit);
            }
            let shape = self.load(word, 0);
            let expected = core().types.float.get().root_shape().address();
            let float = self.is_word(IntCC::Equal, shape, expected as i64);
            self.unless(float, exit);
        }
        let double = self.load_as(types::F64, word, FloatObject::NUMBER_OFFSET);
        self.jump(merge, &[double]);
        self.b.switch_to_block(merge);
        Ok(result)
    }

    fn box_float(&mut self, inst: &Inst) -> Result<Value, String> {
        let double = self.arg(inst, 0)?;
        let bits = self.b.ins().bitcast(types::I64, MemFlagsData::new(), double);
        let biased = self.add(bits, FLOAT_BIAS as i64);
        let amount = self.int(FLOAT_ROTATE as i64);
        let word = self.b.ins().rotl(biased, amount);
        let tag = self.and(word, FLOAT_TAG_MASK as i64);
        let immediate = self.is_word(IntCC::Equal, tag, FLOAT_TAG as i64);
        let (merge, result) = self.merge_block(types::I64);
        let slow = self.cold_block();
        self.b.ins().brif(immediate, merge, &[word.into()], slow, &[]);
        self.b.switch_to_block(slow);
        let boxed = self.checked(Helper::BoxFloat, &[self.thread, double], inst)?;
        self.jump(merge, &[boxed]);
        self.b.switch_to_block(merge);
        Ok(result)
    }

    // ---- truth

    pub(crate) fn boxed_bool(&mut self, truth: Value) -> Value {
        let yes = self.int(core().true_.get().address() as i64);
        let no = self.int(core().false_.get().address() as i64);
        self.b.ins().select(truth, yes, no)
    }

    fn truth(&mut self, inst: &Inst) -> Result<Value, String> {
        let value = self.arg(inst, 0)?;
        let (merge, result) = self.merge_block(types::I8);
        let yes = self.b.ins().iconst(types::I8, 1);
        let no = self.b.ins().iconst(types::I8, 0);
        for (word, truth) in [
            (core().true_.get().address(), yes),
            (core().false_.get().address(), no),
            (none().bits(), no),
        ] {
            let same = self.is_word(IntCC::Equal, value, word as i64);
            let next = self.b.create_block();
            self.b.ins().brif(same, merge, &[truth.into()], next, &[]);
            self.b.switch_to_block(next);
        }
        let small = self.and(value, 1);
        let (int, other) = (self.b.create_block(), self.b.create_block());
        self.b.ins().brif(small, int, &[], other, &[]);
        self.b.switch_to_block(int);
        let nonzero = self.is_word(IntCC::NotEqual, value, 1);
        self.jump(merge, &[nonzero]);
        self.b.switch_to_block(other);
        let word = self.helper(Helper::Truth, &[self.thread, value])?;
        let truth = self.truth_result(word, inst);
        self.jump(merge, &[truth]);
        self.b.switch_to_block(merge);
        Ok(result)
    }

    /// The b1 of a helper's word, after checking that it has not raised.
    pub(crate) fn truth_result(&mut self, word: Value, inst: &Inst) -> Value {
        let fine = self.is_word(IntCC::NotEqual, word, TRUTH_RAISED as i64);
        let target = self.raised_block(inst.state);
        self.unless(fine, target);
        self.b.ins().ireduce(types::I8, word)
    }
}
