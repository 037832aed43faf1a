//! Lowering of generators: suspending, ending, and resuming another generator's native code from compiled code.
//!
//! A generator is resumed natively if it waits, has no exception of its own in hand and no frame object, and its code has
//! an entry for where it waits. Everything else is the runtime's.

use crate::lower::Lowering;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{AbiParam, Block, InstBuilder, Signature, Value, types};
use pyrs_abi::{DONE, Helper};
use pyrs_hir::ir::{Inst, StateId};
use pyrs_hir::types::Kinds;
use pyrs_object::code::CodeObject;
use pyrs_object::core::{core, none};
use pyrs_object::function::FunctionObject;
use pyrs_object::gc::GRANULE;
use pyrs_object::generator::{GeneratorObject, GeneratorState, has_guards};
use pyrs_object::header::Ref;
use pyrs_object::thread::offsets;
use std::mem::offset_of;

/// Generators with more registers are made and ended by the runtime.
const MAX_INLINE_REGISTERS: u32 = 24;

impl Lowering<'_, '_> {
    pub(crate) fn set_generator_state(&mut self, generator: Value, state: GeneratorState) {
        let word = self.int(state as i64);
        self.store(word, generator, offset_of!(GeneratorObject, state));
    }

    /// Stores a register into the generator that runs. The barrier comes with the yield.
    pub(crate) fn save_register(&mut self, inst: &Inst) -> Result<(), String> {
        let generator = self.generator.ok_or("no generator")?;
        let value = self.arg(inst, 0)?;
        let offset = GeneratorObject::REGISTERS_OFFSET + 8 * inst.imm[0] as usize;
        self.store(value, generator, offset);
        let plain = Kinds::INT | Kinds::BOOL | Kinds::NONE | Kinds::EMPTY;
        let ty = inst.args.first().map(|&arg| self.hir.type_of(arg));
        self.saved_reference |= ty.is_none_or(|ty| !ty.within(plain));
        Ok(())
    }

    /// Leaves the generator waiting behind the instruction at `pc`.
    pub(crate) fn suspend(&mut self, pc: u32) -> Result<(), String> {
        let generator = self.generator.ok_or("no generator")?;
        if std::mem::take(&mut self.saved_reference) {
            self.barrier_always(generator, None);
        }
        let pc = self.int(pc as i64);
        self.store(pc, generator, offset_of!(GeneratorObject, pc));
        self.set_generator_state(generator, GeneratorState::Suspended);
        Ok(())
    }

    /// The generator that runs, if the unit is one's, has come to its end.
    pub(crate) fn close_generator(&mut self) {
        let Some(generator) = self.generator else { return };
        let (slow, done) = (self.cold_block(), self.b.create_block());
        let frame_object = self.load(generator, offset_of!(GeneratorObject, frame_object));
        self.if_rare(frame_object, slow);
        self.set_generator_state(generator, GeneratorState::Closed);
        self.jump(done, &[]);
        self.b.switch_to_block(slow);
        self.plain_helper(Helper::CloseGenerator, &[generator]);
        self.jump(done, &[]);
        self.b.switch_to_block(done);
    }

    /// A generator of the unit's function that has not started.
    pub(crate) fn make_generator(&mut self, inst: &Inst, args: &[Value]) -> Result<Value, String> {
        let function = self.arg(inst, 0)?;
        let registers = self.hir.registers as usize;
        let (merge, result) = self.merge_block(types::I64);
        let slow = self.cold_block();
        // SAFETY: the code that the unit makes generators of, kept by the unit.
        let guarded = unsafe { has_guards(Ref::from_address(inst.imm[0])) };
        if self.hir.registers <= MAX_INLINE_REGISTERS && !guarded {
            let is_coroutine = inst.imm[1] == core().types.coroutine.get().root_shape().address();
            if is_coroutine {
                self.check_newest_coroutine(slow);
            }
            let size = GeneratorObject::size_for(registers).next_multiple_of(GRANULE);
            let object = self.allocate(size as i64, inst.imm[1], slow);
            let count = self.int(registers as i64);
            self.store(count, object, GeneratorObject::REGISTER_COUNT_OFFSET);
            let code = self.int(inst.imm[0] as i64);
            self.store(code, object, offset_of!(GeneratorObject, code));
            self.store(function, object, offset_of!(GeneratorObject, function));
            for (from, to) in [
                (offset_of!(FunctionObject, name), offset_of!(GeneratorObject, name)),
                (
                    offset_of!(FunctionObject, qualname),
                    offset_of!(GeneratorObject, qualname),
                ),
            ] {
                let name = self.load(function, from);
                self.store(name, object, to);
            }
            for (index, &arg) in args.iter().enumerate() {
                self.store(arg, object, GeneratorObject::REGISTERS_OFFSET + 8 * index);
            }
            if is_coroutine {
                self.store(object, self.thread, offsets::NEWEST_COROUTINE);
            }
            self.jump(merge, &[object]);
        } else {
            self.jump(slow, &[]);
        }
        self.b.switch_to_block(slow);
        let memory = self.in_memory(args);
        let count = self.int(args.len() as i64);
        let object = self.checked(Helper::MakeGenerator, &[self.thread, function, count, memory], inst)?;
        self.jump(merge, &[object]);
        self.b.switch_to_block(merge);
        Ok(result)
    }

    /// Goes to `slow` if the newest coroutine is to be registered with the collector, or origins are recorded.
    fn check_newest_coroutine(&mut self, slow: Block) {
        let newest = self.load(self.thread, offsets::NEWEST_COROUTINE);
        self.unless(newest, slow);
        let waiting = self.generator_state_is(newest, GeneratorState::Created);
        self.if_rare(waiting, slow);
        let depth = self.load_as(types::I32, self.thread, offsets::ORIGIN_DEPTH);
        self.if_rare(depth, slow);
    }

    /// What `await` drives: a coroutine that has not started is that itself.
    pub(crate) fn awaitable(&mut self, inst: &Inst) -> Result<Value, String> {
        let value = self.arg(inst, 0)?;
        let (merge, result) = self.merge_block(types::I64);
        let slow = self.cold_block();
        self.heap_object(value, inst.args[0], slow);
        let shape = self.load(value, 0);
        let expected = core().types.coroutine.get().root_shape().address();
        let coroutine = self.is_word(IntCC::Equal, shape, expected as i64);
        self.unless(coroutine, slow);
        let created = self.generator_state_is(value, GeneratorState::Created);
        self.unless(created, slow);
        self.jump(merge, &[value]);
        self.b.switch_to_block(slow);
        let context = self.int(inst.imm[0] as i64);
        let iterator = self.checked(Helper::Awaitable, &[self.thread, value, context], inst)?;
        self.jump(merge, &[iterator]);
        self.b.switch_to_block(merge);
        Ok(result)
    }

    /// Resumes a generator that waits at a place with native code, else goes to `slow`.
    fn resume(&mut self, generator: Value, sent: Value, slow: Block) -> Value {
        let handled = self.load(generator, offset_of!(GeneratorObject, handled));
        let frame_object = self.load(generator, offset_of!(GeneratorObject, frame_object));
        let special = self.b.ins().bor(handled, frame_object);
        self.if_rare(special, slow);
        let code = self.load(generator, offset_of!(GeneratorObject, code));
        let entries = self.load(code, offset_of!(CodeObject, resume_entries));
        self.unless(entries, slow);
        let pc = self.load(generator, offset_of!(GeneratorObject, pc));
        let offset = self.shift_left(pc, 3);
        let address = self.b.ins().iadd(entries, offset);
        let entry = self.load(address, 0);
        self.unless(entry, slow);
        let mut signature = Signature::new(self.b.func.signature.call_conv);
        signature.params = vec![AbiParam::new(types::I64); 3];
        signature.returns = vec![AbiParam::new(types::I64)];
        let signature = self.b.import_signature(signature);
        let args = [self.thread, generator, sent];
        let call = self.b.ins().call_indirect(signature, entry, &args);
        self.b.inst_results(call)[0]
    }

    fn generator_state_is(&mut self, generator: Value, state: GeneratorState) -> Value {
        let word = self.load(generator, offset_of!(GeneratorObject, state));
        self.is_word(IntCC::Equal, word, state as i64)
    }

    /// The next item of a generator; at its end control goes to `end`.
    pub(crate) fn next_of_generator(
        &mut self,
        generator: Value,
        end: Block,
        state: Option<StateId>,
    ) -> Result<Value, String> {
        let (merge, item) = self.merge_block(types::I64);
        let slow = self.cold_block();
        let word = self.load(generator, offset_of!(GeneratorObject, state));
        let waits = self.is_word(IntCC::UnsignedLessThanOrEqual, word, GeneratorState::Suspended as i64);
        self.unless(waits, slow);
        let sent = self.int(none().bits() as i64);
        let result = self.resume(generator, sent, slow);
        self.check_raised(result, state);
        let yielded = self.generator_state_is(generator, GeneratorState::Suspended);
        self.unless(yielded, end);
        self.jump(merge, &[result]);
        self.b.switch_to_block(slow);
        let result = self.helper(Helper::IterNext, &[self.thread, generator])?;
        self.check_raised(result, state);
        let more = self.is_word(IntCC::NotEqual, result, DONE as i64);
        self.unless(more, end);
        self.jump(merge, &[result]);
        self.b.switch_to_block(merge);
        Ok(item)
    }

    /// Sends a value to any iterator; generators and coroutines with native code are resumed in place.
    pub(crate) fn send(&mut self, inst: &Inst) -> Result<Value, String> {
        let (iterator, sent) = (self.arg(inst, 0)?, self.arg(inst, 1)?);
        let (merge, result) = self.merge_block(types::I64);
        let returned = self.b.append_block_param(merge, types::I8);
        let slow = self.cold_block();
        self.heap_object(iterator, inst.args[0], slow);
        let shape = self.load(iterator, 0);
        let known = &core().types;
        let generator = self.is_word(IntCC::Equal, shape, known.generator.get().root_shape().address() as i64);
        let coroutine = self.is_word(IntCC::Equal, shape, known.coroutine.get().root_shape().address() as i64);
        let either = self.b.ins().bor(generator, coroutine);
        self.unless(either, slow);
        let state = self.load(iterator, offset_of!(GeneratorObject, state));
        let suspended = self.is_word(IntCC::Equal, state, GeneratorState::Suspended as i64);
        let created = self.is_word(IntCC::Equal, state, GeneratorState::Created as i64);
        let nothing = self.is_word(IntCC::Equal, sent, none().bits() as i64);
        let starts = self.b.ins().band(created, nothing);
        let waits = self.b.ins().bor(suspended, starts);
        self.unless(waits, slow);
        let value = self.resume(iterator, sent, slow);
        self.check_raised(value, inst.state);
        let suspended = self.generator_state_is(iterator, GeneratorState::Suspended);
        let one = self.b.ins().iconst(types::I8, 1);
        let finished = self.b.ins().bxor(suspended, one);
        self.jump(merge, &[value, finished]);
        self.b.switch_to_block(slow);
        let flag = self.in_memory(&[sent]);
        let value = self.checked(Helper::Send, &[self.thread, iterator, sent, flag], inst)?;
        let finished = self.load_as(types::I8, flag, 0);
        self.jump(merge, &[value, finished]);
        self.b.switch_to_block(merge);
        if let Some(id) = inst.result {
            self.returned.insert(id, returned);
        }
        Ok(result)
    }
}
