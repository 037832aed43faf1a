//! Lowering of object access, calls and iteration.

use crate::lower::{Lowering, WINDOW_HEADER};
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{AbiParam, Block, InstBuilder, Signature, Value, types};
use pyrs_abi::{DONE, Helper, Site};
use pyrs_hir::ir::{Inst, IterKind, Opcode, StateId, ValueId};
use pyrs_hir::types::Kinds;
use pyrs_object::array::ValueArray;
use pyrs_object::code::CodeObject;
use pyrs_object::core::core;
use pyrs_object::function::{CellObject, FunctionObject, NativeFunctionObject};
use pyrs_object::gc::{Allocator, CHUNK_SIZE, UNLOGGED_TABLE_OFFSET, VALID_TABLE_OFFSET};
use pyrs_object::header::Ref;
use pyrs_object::iterator::{RangeIterator, SequenceIterator};
use pyrs_object::list::ListObject;
use pyrs_object::shape::Shape;
use pyrs_object::thread::offsets;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeFlags, TypeObject};
use std::mem::offset_of;

impl Lowering<'_, '_> {
    /// Lowers an instruction on objects.
    pub(crate) fn object_inst(&mut self, inst: &Inst) -> Result<Option<Value>, String> {
        let thread = self.thread;
        let value = match inst.opcode {
            Opcode::GuardShape => self.guard_shape(inst)?,
            Opcode::Load => {
                let object = self.arg(inst, 0)?;
                self.load(object, inst.imm[0] as usize)
            }
            Opcode::LoadCases => {
                let object = self.arg(inst, 0)?;
                let (merge, result) = self.merge_block(types::I64);
                self.cases(inst, merge, |this, offset| Some(this.load(object, offset as usize)))?;
                self.b.switch_to_block(merge);
                result
            }
            Opcode::SelectShape => {
                let (merge, result) = self.merge_block(types::I64);
                self.cases(inst, merge, |this, word| Some(this.int(word as i64)))?;
                self.b.switch_to_block(merge);
                result
            }
            Opcode::StoreCases => {
                let (object, value) = (self.arg(inst, 0)?, self.arg(inst, 1)?);
                let merge = self.b.create_block();
                self.cases(inst, merge, |this, offset| {
                    this.store(value, object, offset as usize);
                    None
                })?;
                self.b.switch_to_block(merge);
                self.barrier(object, None, value, inst.args[1]);
                return Ok(None);
            }
            Opcode::Store | Opcode::AddSlot => {
                let (object, value) = (self.arg(inst, 0)?, self.arg(inst, 1)?);
                self.store(value, object, inst.imm[0] as usize);
                if inst.opcode == Opcode::AddSlot {
                    let shape = self.int(inst.imm[1] as i64);
                    self.store(shape, object, 0);
                    self.barrier_always(object, None);
                } else {
                    self.barrier(object, None, value, inst.args[1]);
                }
                return Ok(None);
            }
            Opcode::LoadAddress => {
                let address = self.int(inst.imm[0] as i64);
                self.load(address, 0)
            }
            Opcode::StoreAddress => {
                let value = self.arg(inst, 0)?;
                let (slot, object) = (self.int(inst.imm[0] as i64), self.int(inst.imm[1] as i64));
                self.store(value, slot, 0);
                self.barrier(object, Some(slot), value, inst.args[0]);
                return Ok(None);
            }
            Opcode::ListGet => {
                let address = self.list_item(inst)?.1;
                self.load(address, ValueArray::ITEMS_OFFSET)
            }
            Opcode::ListSet => {
                let value = self.arg(inst, 2)?;
                let (storage, address) = self.list_item(inst)?;
                self.store(value, address, ValueArray::ITEMS_OFFSET);
                let slot = self.add(address, ValueArray::ITEMS_OFFSET as i64);
                self.barrier(storage, Some(slot), value, inst.args[2]);
                return Ok(None);
            }
            Opcode::TupleGet => {
                let tuple = self.arg(inst, 0)?;
                let length = self.load(tuple, TupleObject::LENGTH_OFFSET);
                let offset = self.checked_index(inst, length)?;
                let address = self.b.ins().iadd(tuple, offset);
                self.load(address, TupleObject::ITEMS_OFFSET)
            }
            Opcode::ListLength | Opcode::TupleLength => {
                let object = self.arg(inst, 0)?;
                let offset = match inst.opcode {
                    Opcode::ListLength => ListObject::LENGTH_OFFSET,
                    _ => TupleObject::LENGTH_OFFSET,
                };
                let length = self.load(object, offset);
                let doubled = self.shift_left(length, 1);
                self.or(doubled, 1)
            }
            Opcode::ListAppend => {
                self.list_append(inst)?;
                return Ok(None);
            }
            Opcode::ListPop => self.call_helper(Helper::ListPop, inst, false)?,
            Opcode::ListPopAt => self.call_helper(Helper::ListPopAt, inst, false)?,
            Opcode::ListInsert => {
                self.call_helper(Helper::ListInsert, inst, false)?;
                return Ok(None);
            }
            Opcode::Length => self.length(inst)?,
            Opcode::BuildSlice => self.call_helper(Helper::BuildSlice, inst, false)?,
            Opcode::ListSlice | Opcode::GetSlice => self.call_helper(Helper::GetSlice, inst, false)?,
            Opcode::SetSlice => {
                self.call_helper(Helper::SetSlice, inst, false)?;
                return Ok(None);
            }
            Opcode::ListSetSlice => {
                self.call_helper(Helper::ListSetSlice, inst, false)?;
                return Ok(None);
            }
            Opcode::ListCopySlice => {
                let mut words = Vec::with_capacity(inst.args.len());
                for index in 0..inst.args.len() {
                    words.push(self.arg(inst, index)?);
                }
                let memory = self.in_memory(&words);
                self.checked(Helper::ListCopySlice, &[thread, memory], inst)?;
                return Ok(None);
            }
            Opcode::GuardNative => self.guard_native(inst)?,
            Opcode::Unpack => self.unpack(inst)?,
            Opcode::LoadItem => {
                let items = self.arg(inst, 0)?;
                self.load(items, 8 * inst.imm[0] as usize)
            }
            Opcode::CellGet => {
                let cell = self.arg(inst, 0)?;
                let content = self.load(cell, offset_of!(CellObject, content));
                let leaving = self.leaving(inst)?;
                self.guard(content, leaving);
                content
            }
            Opcode::CellSet => {
                let (cell, value) = (self.arg(inst, 0)?, self.arg(inst, 1)?);
                self.store(value, cell, offset_of!(CellObject, content));
                self.barrier(cell, None, value, inst.args[1]);
                return Ok(None);
            }
            Opcode::MakeCell => {
                let content = self.arg(inst, 0)?;
                self.checked(Helper::MakeCell, &[thread, content], inst)?
            }
            Opcode::ClosureCell => {
                let function = self.arg(inst, 0)?;
                let closure = self.load(function, offset_of!(FunctionObject, closure));
                self.load(closure, TupleObject::ITEMS_OFFSET + 8 * inst.imm[0] as usize)
            }
            Opcode::Contains => {
                let (container, item) = (self.arg(inst, 0)?, self.arg(inst, 1)?);
                let args = [thread, container, item];
                let word = self.helper(Helper::Contains, &args)?;
                self.truth_result(word, inst)
            }
            Opcode::RangeIterator => self.call_helper(Helper::RangeIterator, inst, false)?,
            Opcode::GetIter => self.call_helper(Helper::GetIter, inst, false)?,
            Opcode::GetItem => self.call_helper(Helper::GetItem, inst, false)?,
            Opcode::Binary => self.call_helper(Helper::Binary, inst, true)?,
            Opcode::Inplace => self.call_helper(Helper::Inplace, inst, true)?,
            Opcode::Unary => self.call_helper(Helper::Unary, inst, true)?,
            Opcode::Compare => self.call_helper(Helper::Compare, inst, true)?,
            Opcode::SetItem => {
                self.call_helper(Helper::SetItem, inst, false)?;
                return Ok(None);
            }
            Opcode::GetAttr => {
                let object = self.arg(inst, 0)?;
                let name = self.int(inst.imm[0] as i64);
                self.checked(Helper::GetAttr, &[thread, object, name], inst)?
            }
            Opcode::SetAttr => {
                let (object, value) = (self.arg(inst, 0)?, self.arg(inst, 1)?);
                let name = self.int(inst.imm[0] as i64);
                self.checked(Helper::SetAttr, &[thread, object, name, value], inst)?;
                return Ok(None);
            }
            Opcode::Call => self.call(inst)?,
            Opcode::CallNative => {
                let args = self.rest_of_args(inst)?;
                let memory = self.in_memory(&args);
                let definition = self.int(inst.imm[0] as i64);
                let count = self.int(args.len() as i64);
                self.checked(Helper::CallNative, &[thread, definition, count, memory], inst)?
            }
            Opcode::SaveRegister => {
                self.save_register(inst)?;
                return Ok(None);
            }
            Opcode::MakeGenerator => {
                let args = self.rest_of_args(inst)?;
                self.make_generator(inst, &args)?
            }
            Opcode::Awaitable => self.awaitable(inst)?,
            Opcode::DelegateIter => {
                let value = self.arg(inst, 0)?;
                let inside = self.int(inst.imm[0] as i64);
                self.checked(Helper::DelegateIter, &[thread, value, inside], inst)?
            }
            Opcode::Send => self.send(inst)?,
            Opcode::Returned => {
                let sent = inst.args.first().ok_or("missing operand")?;
                *self.returned.get(sent).ok_or("what was sent is not known")?
            }
            Opcode::New => self.new_instance(inst)?,
            Opcode::CheckInit => {
                let result = self.arg(inst, 0)?;
                let fine = self.is_word(IntCC::Equal, result, pyrs_object::none().bits() as i64);
                let (slow, next) = (self.cold_block(), self.b.create_block());
                self.b.ins().brif(fine, next, &[], slow, &[]);
                self.b.switch_to_block(slow);
                self.checked(Helper::CheckInit, &[thread, result], inst)?;
                self.jump(next, &[]);
                self.b.switch_to_block(next);
                return Ok(None);
            }
            Opcode::Instruction => {
                for (index, register) in inst.data.iter().enumerate() {
                    let word = self.arg(inst, index)?;
                    self.b
                        .ins()
                        .stack_store(types::I64, word, self.window, WINDOW_HEADER + 8 * *register as i32);
                }
                let site = self.int(Site::new(self.unit.number, inst.pc).0 as i64);
                let window = self.b.ins().stack_addr(types::I64, self.window, 0);
                let args = [thread, self.function_value, site, window];
                self.checked(Helper::Instruction, &args, inst)?
            }
            Opcode::WindowRegister => self.b.ins().stack_load(
                types::I64,
                types::I64,
                self.window,
                WINDOW_HEADER + 8 * inst.imm[0] as i32,
            ),
            other => return Err(format!("{} has no lowering", other.name())),
        };
        Ok(Some(value))
    }

    fn rest_of_args(&mut self, inst: &Inst) -> Result<Vec<Value>, String> {
        (1..inst.args.len()).map(|index| self.arg(inst, index)).collect()
    }

    fn call_helper(&mut self, helper: Helper, inst: &Inst, numbered: bool) -> Result<Value, String> {
        let mut args = vec![self.thread];
        if numbered {
            args.push(self.int(inst.imm[0] as i64));
        }
        for index in 0..inst.args.len() {
            args.push(self.arg(inst, index)?);
        }
        self.checked(helper, &args, inst)
    }

    // ---- shapes

    /// Goes to `otherwise` unless the value is a heap object.
    pub(crate) fn heap_object(&mut self, value: Value, id: ValueId, otherwise: Block) {
        let ty = self.hir.type_of(id);
        if ty.within(Kinds::HEAP) {
            return;
        }
        let low = self.and(value, 7);
        let heap = self.is_word(IntCC::Equal, low, 0);
        self.unless(heap, otherwise);
        if ty.may_be(Kinds::EMPTY) {
            self.unless(value, otherwise);
        }
    }

    fn guard_shape(&mut self, inst: &Inst) -> Result<Value, String> {
        let value = self.arg(inst, 0)?;
        let leaving = self.leaving(inst)?;
        let exit = self.exit_block(leaving, false);
        self.heap_object(value, inst.args[0], exit);
        let shape = self.load(value, 0);
        let same = self.is_word(IntCC::Equal, shape, inst.imm[0] as i64);
        self.guard(same, leaving);
        Ok(value)
    }

    fn guard_native(&mut self, inst: &Inst) -> Result<Value, String> {
        let value = self.arg(inst, 0)?;
        let leaving = self.leaving(inst)?;
        let exit = self.exit_block(leaving, false);
        self.heap_object(value, inst.args[0], exit);
        let shape = self.load(value, 0);
        let expected = core().types.native_function.get().root_shape().address();
        let native = self.is_word(IntCC::Equal, shape, expected as i64);
        self.unless(native, exit);
        let definition = self.load(value, offset_of!(NativeFunctionObject, definition));
        let same = self.is_word(IntCC::Equal, definition, inst.imm[0] as i64);
        self.guard(same, leaving);
        Ok(value)
    }

    /// Compares the shape of operand 0 with the table's; `then` makes what goes to `merge`.
    fn cases(
        &mut self,
        inst: &Inst,
        merge: Block,
        mut then: impl FnMut(&mut Self, u64) -> Option<Value>,
    ) -> Result<(), String> {
        let value = self.arg(inst, 0)?;
        let leaving = self.leaving(inst)?;
        let exit = self.exit_block(leaving, false);
        self.heap_object(value, inst.args[0], exit);
        let shape = self.load(value, 0);
        let count = inst.data.len() / 2;
        for (index, pair) in inst.data.chunks_exact(2).enumerate() {
            let same = self.is_word(IntCC::Equal, shape, pair[0] as i64);
            let next = if index + 1 == count {
                exit
            } else {
                self.b.create_block()
            };
            self.unless(same, next);
            let result = then(self, pair[1]);
            self.jump(merge, result.as_slice());
            if index + 1 < count {
                self.b.switch_to_block(next);
            }
        }
        Ok(())
    }

    // ---- the write barrier

    /// After storing a value into an object: nothing for values that are never references.
    fn barrier(&mut self, object: Value, slot: Option<Value>, value: Value, id: ValueId) {
        let ty = self.hir.type_of(id);
        if ty.within(Kinds::INT | Kinds::BOOL | Kinds::NONE) {
            return;
        }
        if !ty.may_be(Kinds::FLOAT | Kinds::INT) {
            return self.barrier_always(object, slot);
        }
        let low = self.and(value, 7);
        let (reference, done) = (self.b.create_block(), self.b.create_block());
        self.b.ins().brif(low, done, &[], reference, &[]);
        self.b.switch_to_block(reference);
        self.barrier_always(object, slot);
        self.jump(done, &[]);
        self.b.switch_to_block(done);
    }

    pub(crate) fn barrier_always(&mut self, object: Value, slot: Option<Value>) {
        let address = self.bit_table(object, UNLOGGED_TABLE_OFFSET);
        let byte = self.load_as(types::I8, address, 0);
        let byte = self.b.ins().uextend(types::I64, byte);
        let bit = self.bit_index(object);
        let moved = self.b.ins().ushr(byte, bit);
        let unlogged = self.and(moved, 1);
        let (slow, next) = (self.cold_block(), self.b.create_block());
        self.b.ins().brif(unlogged, slow, &[], next, &[]);
        self.b.switch_to_block(slow);
        match slot {
            Some(slot) => self.plain_helper(Helper::BarrierSlot, &[object, slot]),
            None => self.plain_helper(Helper::Barrier, &[object]),
        };
        self.jump(next, &[]);
        self.b.switch_to_block(next);
    }

    /// Address of the byte that holds an object's bit in a side table of its chunk.
    fn bit_table(&mut self, object: Value, table: usize) -> Value {
        let mask = CHUNK_SIZE as i64 - 1;
        let chunk = self.and(object, !mask);
        let within = self.and(object, mask);
        let six = self.int(6);
        let index = self.b.ins().ushr(within, six);
        let address = self.b.ins().iadd(chunk, index);
        self.add(address, table as i64)
    }

    fn bit_index(&mut self, object: Value) -> Value {
        let three = self.int(3);
        let granule = self.b.ins().ushr(object, three);
        self.and(granule, 7)
    }

    // ---- sequences

    /// Byte offset of the item at index operand 1, which may count from the end.
    fn checked_index(&mut self, inst: &Inst, length: Value) -> Result<Value, String> {
        let leaving = self.leaving(inst)?;
        if let Some(index) = self.constant_int(inst, 1) {
            let position = match index >= 0 {
                true => self.int(index),
                false => self.add(length, index),
            };
            let inside = self.b.ins().icmp(IntCC::UnsignedLessThan, position, length);
            self.guard(inside, leaving);
            return Ok(self.shift_left(position, 3));
        }
        let word = self.arg(inst, 1)?;
        let index = self.shift_right(word, 1);
        let inside = self.b.ins().icmp(IntCC::UnsignedLessThan, index, length);
        let (merge, position) = self.merge_block(types::I64);
        let slow = self.cold_block();
        self.b.ins().brif(inside, merge, &[index.into()], slow, &[]);
        self.b.switch_to_block(slow);
        let from_end = self.b.ins().iadd(index, length);
        let inside = self.b.ins().icmp(IntCC::UnsignedLessThan, from_end, length);
        self.guard(inside, leaving);
        self.jump(merge, &[from_end]);
        self.b.switch_to_block(merge);
        Ok(self.shift_left(position, 3))
    }

    /// Storage of a list, and its address moved by the offset of the item.
    fn list_item(&mut self, inst: &Inst) -> Result<(Value, Value), String> {
        let list = self.arg(inst, 0)?;
        let length = self.load(list, ListObject::LENGTH_OFFSET);
        let offset = self.checked_index(inst, length)?;
        let storage = self.load(list, ListObject::STORAGE_OFFSET);
        let address = self.b.ins().iadd(storage, offset);
        Ok((storage, address))
    }

    fn list_append(&mut self, inst: &Inst) -> Result<(), String> {
        let (list, item) = (self.arg(inst, 0)?, self.arg(inst, 1)?);
        let (slow, done) = (self.cold_block(), self.b.create_block());
        let storage = self.load(list, ListObject::STORAGE_OFFSET);
        self.unless(storage, slow);
        let length = self.load(list, ListObject::LENGTH_OFFSET);
        let capacity = self.load(storage, ValueArray::CAPACITY_OFFSET);
        let room = self.b.ins().icmp(IntCC::UnsignedLessThan, length, capacity);
        self.unless(room, slow);
        let offset = self.shift_left(length, 3);
        let address = self.b.ins().iadd(storage, offset);
        self.store(item, address, ValueArray::ITEMS_OFFSET);
        let longer = self.add(length, 1);
        self.store(longer, list, ListObject::LENGTH_OFFSET);
        let slot = self.add(address, ValueArray::ITEMS_OFFSET as i64);
        self.barrier(storage, Some(slot), item, inst.args[1]);
        self.jump(done, &[]);
        self.b.switch_to_block(slow);
        self.checked(Helper::ListAppend, &[self.thread, list, item], inst)?;
        self.jump(done, &[]);
        self.b.switch_to_block(done);
        Ok(())
    }

    /// The length of anything, without a call for exact lists.
    fn length(&mut self, inst: &Inst) -> Result<Value, String> {
        let value = self.arg(inst, 0)?;
        let (merge, result) = self.merge_block(types::I64);
        let slow = self.b.create_block();
        self.heap_object(value, inst.args[0], slow);
        let shape = self.load(value, 0);
        let list = core().types.list.get().root_shape().address();
        let is_list = self.is_word(IntCC::Equal, shape, list as i64);
        self.unless(is_list, slow);
        let length = self.load(value, ListObject::LENGTH_OFFSET);
        let doubled = self.shift_left(length, 1);
        let length = self.or(doubled, 1);
        self.jump(merge, &[length]);
        self.b.switch_to_block(slow);
        let length = self.checked(Helper::Length, &[self.thread, value], inst)?;
        self.jump(merge, &[length]);
        self.b.switch_to_block(merge);
        Ok(result)
    }

    fn unpack(&mut self, inst: &Inst) -> Result<Value, String> {
        let value = self.arg(inst, 0)?;
        let count = inst.imm[0] as i64;
        let (merge, result) = self.merge_block(types::I64);
        let slow = self.cold_block();
        self.heap_object(value, inst.args[0], slow);
        let shape = self.load(value, 0);
        let types_ = &core().types;
        let tuple = self.is_word(IntCC::Equal, shape, types_.tuple.get().root_shape().address() as i64);
        let (is_tuple, other) = (self.b.create_block(), self.b.create_block());
        self.b.ins().brif(tuple, is_tuple, &[], other, &[]);
        self.b.switch_to_block(is_tuple);
        let length = self.load(value, TupleObject::LENGTH_OFFSET);
        let fits = self.is_word(IntCC::Equal, length, count);
        self.unless(fits, slow);
        let items = self.add(value, TupleObject::ITEMS_OFFSET as i64);
        self.jump(merge, &[items]);
        self.b.switch_to_block(other);
        let list = self.is_word(IntCC::Equal, shape, types_.list.get().root_shape().address() as i64);
        self.unless(list, slow);
        let length = self.load(value, ListObject::LENGTH_OFFSET);
        let fits = self.is_word(IntCC::Equal, length, count);
        self.unless(fits, slow);
        let storage = self.load(value, ListObject::STORAGE_OFFSET);
        let items = self.add(storage, ValueArray::ITEMS_OFFSET as i64);
        self.jump(merge, &[items]);
        self.b.switch_to_block(slow);
        self.scratch_words = self.scratch_words.max(count as usize);
        let memory = self.in_memory(&[]);
        let count = self.int(count);
        let items = self.checked(Helper::Unpack, &[self.thread, value, count, memory], inst)?;
        self.jump(merge, &[items]);
        self.b.switch_to_block(merge);
        Ok(result)
    }

    // ---- iteration

    /// The next item; at the end control goes to `end`.
    pub(crate) fn next_item(
        &mut self,
        kind: IterKind,
        iterator: Value,
        end: Block,
        state: Option<StateId>,
    ) -> Result<Value, String> {
        match kind {
            IterKind::Range => {
                let remaining = self.load(iterator, RangeIterator::REMAINING_OFFSET);
                self.unless(remaining, end);
                let left = self.add(remaining, -1);
                self.store(left, iterator, RangeIterator::REMAINING_OFFSET);
                let number = self.load(iterator, RangeIterator::NEXT_OFFSET);
                let step = self.load(iterator, RangeIterator::STEP_OFFSET);
                let next = self.b.ins().iadd(number, step);
                self.store(next, iterator, RangeIterator::NEXT_OFFSET);
                let doubled = self.shift_left(number, 1);
                Ok(self.or(doubled, 1))
            }
            IterKind::List | IterKind::Tuple => Ok(self.next_of_sequence(kind, iterator, end)),
            IterKind::Generator => self.next_of_generator(iterator, end, state),
            IterKind::Enumerate | IterKind::Zip => Err("the item comes in parts".to_string()),
            IterKind::Generic => {
                let item = self.helper(Helper::IterNext, &[self.thread, iterator])?;
                self.check_raised(item, state);
                let more = self.is_word(IntCC::NotEqual, item, DONE as i64);
                self.unless(more, end);
                Ok(item)
            }
        }
    }

    pub(crate) fn next_of_sequence(&mut self, kind: IterKind, iterator: Value, end: Block) -> Value {
        let sequence = self.load(iterator, SequenceIterator::SEQUENCE_OFFSET);
        self.unless(sequence, end);
        let index = self.load(iterator, SequenceIterator::INDEX_OFFSET);
        let length = match kind {
            IterKind::List => self.load(sequence, ListObject::LENGTH_OFFSET),
            _ => self.load(sequence, TupleObject::LENGTH_OFFSET),
        };
        let more = self.b.ins().icmp(IntCC::UnsignedLessThan, index, length);
        let exhausted = self.b.create_block();
        self.unless(more, exhausted);
        let body = self.b.current_block();
        self.b.switch_to_block(exhausted);
        let empty = self.int(0);
        self.store(empty, iterator, SequenceIterator::SEQUENCE_OFFSET);
        self.jump(end, &[]);
        if let Some(body) = body {
            self.b.switch_to_block(body);
        }
        let after = self.add(index, 1);
        self.store(after, iterator, SequenceIterator::INDEX_OFFSET);
        let offset = self.shift_left(index, 3);
        if kind == IterKind::List {
            let storage = self.load(sequence, ListObject::STORAGE_OFFSET);
            let address = self.b.ins().iadd(storage, offset);
            self.load(address, ValueArray::ITEMS_OFFSET)
        } else {
            let address = self.b.ins().iadd(sequence, offset);
            self.load(address, TupleObject::ITEMS_OFFSET)
        }
    }

    // ---- calls and instances

    /// A call: in registers if the callee turns out to be a Python function with native code, else by the runtime.
    fn call(&mut self, inst: &Inst) -> Result<Value, String> {
        let callee = self.arg(inst, 0)?;
        let args = self.rest_of_args(inst)?;
        let ty = self.hir.type_of(inst.args[0]);
        let known = ty.constant != 0;
        if (known && inst.imm[0] == 0) || args.len() > pyrs_abi::MAX_PARAMETERS {
            return self.general_call(inst, callee, &args);
        }
        let (merge, result) = self.merge_block(types::I64);
        let slow = self.cold_block();
        let function = core().types.function.get().root_shape().address();
        if !known && ty.shape != function {
            self.heap_object(callee, inst.args[0], slow);
            let shape = self.load(callee, 0);
            let same = self.is_word(IntCC::Equal, shape, function as i64);
            self.unless(same, slow);
        }
        let code = self.load(callee, offset_of!(FunctionObject, code));
        if known {
            let same = self.is_word(IntCC::Equal, code, inst.imm[0] as i64);
            self.unless(same, slow);
        } else {
            let count = self.load_as(types::I32, code, offset_of!(CodeObject, simple_argcount));
            let wanted = self.b.ins().iconst(types::I32, args.len() as i64);
            let same = self.b.ins().icmp(IntCC::Equal, count, wanted);
            self.unless(same, slow);
        }
        let entry = self.load(code, offset_of!(CodeObject, direct_entry));
        self.unless(entry, slow);
        let mut signature = Signature::new(self.b.func.signature.call_conv);
        signature.params = vec![AbiParam::new(types::I64); 2 + args.len()];
        signature.returns = vec![AbiParam::new(types::I64)];
        let signature = self.b.import_signature(signature);
        let mut all = vec![self.thread, callee];
        all.extend_from_slice(&args);
        let call = self.b.ins().call_indirect(signature, entry, &all);
        let value = self.b.inst_results(call)[0];
        self.jump(merge, &[value]);
        self.b.switch_to_block(slow);
        let value = self.general_word(callee, &args)?;
        self.jump(merge, &[value]);
        self.b.switch_to_block(merge);
        self.check_raised(result, inst.state);
        Ok(result)
    }

    fn general_word(&mut self, callee: Value, args: &[Value]) -> Result<Value, String> {
        let memory = self.in_memory(args);
        let count = self.int(args.len() as i64);
        let args = [self.thread, callee, count, memory];
        self.helper(Helper::Call, &args)
    }

    fn general_call(&mut self, inst: &Inst, callee: Value, args: &[Value]) -> Result<Value, String> {
        let result = self.general_word(callee, args)?;
        self.check_raised(result, inst.state);
        Ok(result)
    }

    /// A new object of a shape, the rest of it zero; to `slow` if the allocator has no room at hand.
    pub(crate) fn allocate(&mut self, size: i64, shape: u64, slow: Block) -> Value {
        let allocator = offsets::ALLOCATOR;
        let cursor = self.load(self.thread, allocator + Allocator::CURSOR_OFFSET);
        let limit = self.load(self.thread, allocator + Allocator::LIMIT_OFFSET);
        let next = self.add(cursor, size);
        let full = self.b.ins().icmp(IntCC::UnsignedGreaterThan, next, limit);
        self.if_rare(full, slow);
        self.store(next, self.thread, allocator + Allocator::CURSOR_OFFSET);
        let address = self.bit_table(cursor, VALID_TABLE_OFFSET);
        let byte = self.load_as(types::I8, address, 0);
        let bit = self.bit_index(cursor);
        let one = self.b.ins().iconst(types::I8, 1);
        let mask = self.b.ins().ishl(one, bit);
        let byte = self.b.ins().bor(byte, mask);
        self.store(byte, address, 0);
        let shape = self.int(shape as i64);
        self.store(shape, cursor, 0);
        cursor
    }

    fn new_instance(&mut self, inst: &Inst) -> Result<Value, String> {
        let class_word = self.int(inst.imm[0] as i64);
        let shape_word = self.int(inst.imm[1] as i64);
        // SAFETY: the builder names live objects, which the unit keeps.
        let (class, shape) = unsafe {
            (
                Ref::<TypeObject>::from_address(inst.imm[0]),
                Ref::<Shape>::from_address(inst.imm[1]),
            )
        };
        let size = (shape.layout().fixed_size + shape.extension_size()) as i64;
        if class.has(TypeFlags::HAS_FINALIZER) || size > 1024 {
            return self.checked(Helper::AllocateInstance, &[self.thread, class_word, shape_word], inst);
        }
        let (merge, result) = self.merge_block(types::I64);
        let slow = self.cold_block();
        let object = self.allocate(size, inst.imm[1], slow);
        self.jump(merge, &[object]);
        self.b.switch_to_block(slow);
        let fresh = self.checked(Helper::AllocateInstance, &[self.thread, class_word, shape_word], inst)?;
        self.jump(merge, &[fresh]);
        self.b.switch_to_block(merge);
        Ok(result)
    }
}
