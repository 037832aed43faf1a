//! The cold parts of a function: exits, errors, and the tails that they share.

use crate::compile::ExitRecord;
use crate::lower::{Lowering, WINDOW_HEADER};
use cranelift_codegen::ir::{Block, InstBuilder, Value, types};
use pyrs_abi::{DeoptReason, Helper, Site};
use pyrs_hir::ir::{InstId, Opcode, StateId};
use pyrs_hir::types::Repr;
use pyrs_object::thread::offsets;

/// An exit whose block is still to be filled.
pub(crate) struct Exit {
    pub(crate) block: Block,
    pub(crate) state: StateId,
    pub(crate) reason: DeoptReason,
    pub(crate) raising: bool,
    /// Registers whose words the window holds already: their values need not stay in machine registers for the exit.
    pub(crate) held: Vec<u16>,
}

impl Lowering<'_, '_> {
    /// Fills the blocks of all exits and errors, and the tails.
    pub(crate) fn finish(&mut self) -> Result<Vec<ExitRecord>, String> {
        let mut records = Vec::with_capacity(self.exits.len());
        let exit_tail = self.cold_block();
        let number = self.b.append_block_param(exit_tail, types::I64);
        let exits = std::mem::take(&mut self.exits);
        for exit in &exits {
            self.b.switch_to_block(exit.block);
            records.push(self.exit(exit, exit_tail, records.len())?);
        }
        self.b.switch_to_block(exit_tail);
        self.begin_without_variables(0);
        let window = self.b.ins().stack_addr(types::I64, self.window, 0);
        let owner = self.generator.unwrap_or(self.function_value);
        // The helper counts the frame down itself.
        let result = self.helper(Helper::Deopt, &[self.thread, number, window, owner])?;
        self.b.ins().return_(&[result]);
        let error_tail = self.cold_block();
        let site = self.b.append_block_param(error_tail, types::I64);
        for (block, site, missing) in std::mem::take(&mut self.errors) {
            self.b.switch_to_block(block);
            self.missing = missing;
            self.store_missing()?;
            let site = self.int(Site::new(self.unit.number, site).0 as i64);
            self.jump(error_tail, &[site]);
        }
        self.missing.clear();
        self.b.switch_to_block(error_tail);
        let window = self.b.ins().stack_addr(types::I64, self.window, 0);
        let args = [self.thread, self.function_value, site, window];
        let result = self.helper(Helper::Traceback, &args)?;
        self.close_generator();
        self.leave_depth();
        self.b.ins().return_(&[result]);
        let overflow = self.overflow_block;
        self.b.switch_to_block(overflow);
        let args = [self.thread, self.function_value];
        let result = self.helper(Helper::RecursionError, &args)?;
        self.b.ins().return_(&[result]);
        self.b.func.sized_stack_slots[self.scratch].size = 8 * self.scratch_words.max(1) as u32;
        Ok(records)
    }

    fn exit(&mut self, exit: &Exit, tail: Block, index: usize) -> Result<ExitRecord, String> {
        let state = self.hir.states.get(exit.state.index()).ok_or("unknown state")?.clone();
        self.begin_without_variables(state.pc);
        let mut registers = Vec::with_capacity(state.registers.len());
        for &(register, value) in &state.registers {
            registers.push(register);
            let repr = self.hir.type_of(value).repr();
            let held = exit.held.contains(&register);
            if held && repr == Repr::Tagged {
                continue;
            }
            let word = match repr {
                Repr::F64 => {
                    let double = match held {
                        true => self.load_from_window(types::F64, register),
                        false => self.use_value(value)?,
                    };
                    self.helper(Helper::BoxFloat, &[self.thread, double])?
                }
                Repr::B1 => {
                    let truth = match held {
                        true => self.load_from_window(types::I8, register),
                        false => self.use_value(value)?,
                    };
                    self.boxed_bool(truth)
                }
                _ => match self.sunk.get(&value) {
                    Some(&inst) => self.make_sunk(inst)?,
                    None => self.use_value(value)?,
                },
            };
            self.b
                .ins()
                .stack_store(types::I64, word, self.window, WINDOW_HEADER + 8 * register as i32);
        }
        let number = self.int(Site::new(self.unit.number, index as u32).0 as i64);
        self.jump(tail, &[number]);
        Ok(ExitRecord {
            pc: state.pc,
            reason: exit.reason,
            raising: exit.raising,
            registers,
        })
    }

    /// Makes an object that compiled code did without.
    fn make_sunk(&mut self, inst: InstId) -> Result<Value, String> {
        let inst = self.hir.inst(inst);
        let mut args = vec![self.thread];
        for &arg in &inst.args {
            args.push(self.use_value(arg)?);
        }
        let helper = match inst.opcode {
            Opcode::ListSlice => Helper::GetSlice,
            _ => Helper::BuildSlice,
        };
        self.helper(helper, &args)
    }

    /// Counts the frame down.
    pub(crate) fn leave_depth(&mut self) {
        let depth = self.load_as(types::I32, self.thread, offsets::DEPTH);
        let one = self.b.ins().iconst(types::I32, 1);
        let depth = self.b.ins().isub(depth, one);
        self.store(depth, self.thread, offsets::DEPTH);
    }
}
