//! Small steps of lowering: constants, memory, guards, merges, helper calls.

use crate::exits::Exit;
use crate::lower::Lowering;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{Block, BlockArg, InstBuilder, MemFlagsData, Type, Value, types};
use pyrs_abi::{DeoptReason, Helper, HelperFlags, Site};
use pyrs_hir::ir::{Inst, StateId};
use pyrs_object::thread::offsets;

pub(crate) const FLAGS: MemFlagsData = MemFlagsData::trusted();

/// What a guard leads to when it fails.
#[derive(Clone, Copy)]
pub(crate) struct Leaving {
    pub(crate) state: StateId,
    pub(crate) reason: DeoptReason,
}

impl Lowering<'_, '_> {
    pub(crate) fn int(&mut self, word: i64) -> Value {
        self.b.ins().iconst(types::I64, word)
    }

    pub(crate) fn load(&mut self, address: Value, offset: usize) -> Value {
        self.b.ins().load(types::I64, FLAGS, address, offset as i32)
    }

    pub(crate) fn load_as(&mut self, ty: Type, address: Value, offset: usize) -> Value {
        self.b.ins().load(ty, FLAGS, address, offset as i32)
    }

    pub(crate) fn store(&mut self, value: Value, address: Value, offset: usize) {
        self.b.ins().store(FLAGS, value, address, offset as i32);
    }

    pub(crate) fn add(&mut self, value: Value, addend: i64) -> Value {
        let addend = self.int(addend);
        self.b.ins().iadd(value, addend)
    }

    pub(crate) fn and(&mut self, value: Value, mask: i64) -> Value {
        let mask = self.int(mask);
        self.b.ins().band(value, mask)
    }

    pub(crate) fn or(&mut self, value: Value, mask: i64) -> Value {
        let mask = self.int(mask);
        self.b.ins().bor(value, mask)
    }

    pub(crate) fn shift_left(&mut self, value: Value, amount: i64) -> Value {
        let amount = self.int(amount);
        self.b.ins().ishl(value, amount)
    }

    pub(crate) fn shift_right(&mut self, value: Value, amount: i64) -> Value {
        let amount = self.int(amount);
        self.b.ins().sshr(value, amount)
    }

    pub(crate) fn is_word(&mut self, condition: IntCC, value: Value, word: i64) -> Value {
        let word = self.int(word);
        self.b.ins().icmp(condition, value, word)
    }

    pub(crate) fn cold_block(&mut self) -> Block {
        let block = self.b.create_block();
        self.b.set_cold_block(block);
        block
    }

    pub(crate) fn jump(&mut self, block: Block, args: &[Value]) {
        let args: Vec<BlockArg> = args.iter().map(|&arg| arg.into()).collect();
        self.b.ins().jump(block, &args);
    }

    /// A block with one parameter.
    pub(crate) fn merge_block(&mut self, ty: Type) -> (Block, Value) {
        let block = self.b.create_block();
        let param = self.b.append_block_param(block, ty);
        (block, param)
    }

    /// Goes on where `condition` is true, and to `otherwise` where it is false.
    pub(crate) fn unless(&mut self, condition: Value, otherwise: Block) {
        let next = self.b.create_block();
        self.b.ins().brif(condition, next, &[], otherwise, &[]);
        self.b.switch_to_block(next);
    }

    /// Goes on where `condition` is false, and to `then` where it is true.
    pub(crate) fn if_rare(&mut self, condition: Value, then: Block) {
        let next = self.b.create_block();
        self.b.ins().brif(condition, then, &[], next, &[]);
        self.b.switch_to_block(next);
    }

    pub(crate) fn leaving(&self, inst: &Inst) -> Result<Leaving, String> {
        let state = inst
            .state
            .ok_or_else(|| format!("{} without a state", inst.opcode.name()))?;
        Ok(Leaving {
            state,
            reason: inst.reason,
        })
    }

    /// The block of an exit.
    pub(crate) fn exit_block(&mut self, leaving: Leaving, raising: bool) -> Block {
        let block = self.cold_block();
        let held = self.held_by_window(leaving.state);
        self.exits.push(Exit {
            block,
            held,
            state: leaving.state,
            reason: leaving.reason,
            raising,
        });
        block
    }

    /// Leaves unless `condition` holds.
    pub(crate) fn guard(&mut self, condition: Value, leaving: Leaving) {
        self.stress(leaving);
        let exit = self.exit_block(leaving, false);
        self.unless(condition, exit);
    }

    /// Leaves if `condition` holds.
    pub(crate) fn guard_not(&mut self, condition: Value, leaving: Leaving) {
        self.stress(leaving);
        let exit = self.exit_block(leaving, false);
        self.if_rare(condition, exit);
    }

    /// In stress runs, every so many guards leave for no reason.
    fn stress(&mut self, leaving: Leaving) {
        if self.unit.stress_counter.is_null() {
            return;
        }
        let address = self.int(self.unit.stress_counter as i64);
        let left = self.load(address, 0);
        let left = self.add(left, -1);
        self.store(left, address, 0);
        let over = self.is_word(IntCC::SignedLessThanOrEqual, left, 0);
        let reason = DeoptReason::Stress;
        let exit = self.exit_block(Leaving { reason, ..leaving }, false);
        self.if_rare(over, exit);
    }

    /// Calls a helper; its result. Before one that may run Python, the variables are stored and the thread is told where.
    pub(crate) fn helper(&mut self, helper: Helper, args: &[Value]) -> Result<Value, String> {
        if helper.info().flags.contains(HelperFlags::RUNS_PYTHON) {
            self.store_missing()?;
            let frame = self.b.ins().get_frame_pointer(types::I64);
            self.store(frame, self.thread, offsets::NATIVE_FRAME);
            let site = self.int(Site::new(self.unit.number, self.site).0 as i64);
            self.store(site, self.thread, offsets::NATIVE_SITE);
        }
        self.plain_helper(helper, args)
            .ok_or_else(|| "helper without a result".to_string())
    }

    /// Calls a helper that runs no Python code.
    pub(crate) fn plain_helper(&mut self, helper: Helper, args: &[Value]) -> Option<Value> {
        let reference = match self.references[helper as usize] {
            Some(reference) => reference,
            None => {
                let reference = self.helpers.reference(self.module, self.b.func, helper);
                self.references[helper as usize] = Some(reference);
                reference
            }
        };
        let call = self.b.ins().call(reference, args);
        self.b.inst_results(call).first().copied()
    }

    /// Calls a helper whose result 0 means that it has raised.
    pub(crate) fn checked(&mut self, helper: Helper, args: &[Value], inst: &Inst) -> Result<Value, String> {
        let result = self.helper(helper, args)?;
        self.check_raised(result, inst.state);
        Ok(result)
    }

    /// Leaves with the pending exception if the word is 0.
    pub(crate) fn check_raised(&mut self, word: Value, state: Option<StateId>) {
        let target = self.raised_block(state);
        self.unless(word, target);
    }

    /// Where an error goes: to the interpreter inside of a handler's range, else out of the function.
    pub(crate) fn raised_block(&mut self, state: Option<StateId>) -> Block {
        match state {
            Some(state) => {
                let reason = DeoptReason::Raised;
                self.exit_block(Leaving { state, reason }, true)
            }
            None => {
                let block = self.cold_block();
                self.errors.push((block, self.site, self.missing.clone()));
                block
            }
        }
    }

    /// Stores words into the scratch area and gives its address.
    pub(crate) fn in_memory(&mut self, words: &[Value]) -> Value {
        self.scratch_words = self.scratch_words.max(words.len());
        for (index, word) in words.iter().enumerate() {
            self.b
                .ins()
                .stack_store(types::I64, *word, self.scratch, 8 * index as i32);
        }
        self.b.ins().stack_addr(types::I64, self.scratch, 0)
    }
}
