//! Lowering of loops over `enumerate` and `zip` whose items are taken apart: no tuple is made.

use crate::lower::Lowering;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{Block, InstBuilder, Value, types};
use pyrs_abi::{DONE, Helper};
use pyrs_hir::ir::{IterKind, StateId};
use pyrs_object::core::core;
use pyrs_object::iterator::{EnumerateObject, ZipObject};
use pyrs_object::tuple::TupleObject;
use std::mem::offset_of;

impl Lowering<'_, '_> {
    /// The next item of an iterator of a class that is not known; at the end control goes to `end`.
    fn next_of_any(&mut self, iterator: Value, end: Block, state: Option<StateId>) -> Result<Value, String> {
        let (merge, item) = self.merge_block(types::I64);
        let (list, other) = (self.b.create_block(), self.cold_block());
        let shape = self.load(iterator, 0);
        let expected = core().types.list_iterator.get().root_shape().address();
        let is_list = self.is_word(IntCC::Equal, shape, expected as i64);
        self.b.ins().brif(is_list, list, &[], other, &[]);
        self.b.switch_to_block(list);
        let next = self.next_of_sequence(IterKind::List, iterator, end);
        self.jump(merge, &[next]);
        self.b.switch_to_block(other);
        let next = self.next_item(IterKind::Generic, iterator, end, state)?;
        self.jump(merge, &[next]);
        self.b.switch_to_block(merge);
        Ok(item)
    }

    /// Lets the runtime make the item and take it apart.
    fn next_by_runtime(
        &mut self,
        iterator: Value,
        count: usize,
        end: Block,
        state: Option<StateId>,
    ) -> Result<Vec<Value>, String> {
        self.scratch_words = self.scratch_words.max(count);
        let memory = self.in_memory(&[]);
        let number = self.int(count as i64);
        let args = [self.thread, iterator, number, memory];
        let result = self.helper(Helper::NextUnpacked, &args)?;
        self.check_raised(result, state);
        let more = self.is_word(IntCC::NotEqual, result, DONE as i64);
        self.unless(more, end);
        Ok((0..count).map(|index| self.load(memory, 8 * index)).collect())
    }

    /// Number and item of an exact `enumerate`.
    pub(crate) fn next_of_enumerate(
        &mut self,
        iterator: Value,
        end: Block,
        state: Option<StateId>,
    ) -> Result<Vec<Value>, String> {
        let merge = self.b.create_block();
        let results = [(); 2].map(|()| self.b.append_block_param(merge, types::I64));
        let slow = self.cold_block();
        let count = self.load(iterator, offset_of!(EnumerateObject, count));
        let small = self.and(count, 1);
        self.unless(small, slow);
        let two = self.int(2);
        let (following, overflow) = self.b.ins().sadd_overflow(count, two);
        self.if_rare(overflow, slow);
        let inner = self.load(iterator, offset_of!(EnumerateObject, iterator));
        let item = self.next_of_any(inner, end, state)?;
        // A small int needs no barrier.
        self.store(following, iterator, offset_of!(EnumerateObject, count));
        self.jump(merge, &[count, item]);
        self.b.switch_to_block(slow);
        let parts = self.next_by_runtime(iterator, 2, end, state)?;
        self.jump(merge, &parts);
        self.b.switch_to_block(merge);
        Ok(results.to_vec())
    }

    /// The items of an exact `zip`, of `count` iterators unless it is left to the runtime.
    pub(crate) fn next_of_zip(
        &mut self,
        iterator: Value,
        count: usize,
        end: Block,
        state: Option<StateId>,
    ) -> Result<Vec<Value>, String> {
        let merge = self.b.create_block();
        let results: Vec<Value> = (0..count)
            .map(|_| self.b.append_block_param(merge, types::I64))
            .collect();
        let slow = self.cold_block();
        let strict = self.load(iterator, offset_of!(ZipObject, strict));
        self.if_rare(strict, slow);
        let inner = self.load(iterator, offset_of!(ZipObject, iterators));
        let length = self.load(inner, TupleObject::LENGTH_OFFSET);
        let fits = self.is_word(IntCC::Equal, length, count as i64);
        self.unless(fits, slow);
        let mut items = Vec::with_capacity(count);
        for index in 0..count {
            let one = self.load(inner, TupleObject::ITEMS_OFFSET + 8 * index);
            items.push(self.next_of_any(one, end, state)?);
        }
        self.jump(merge, &items);
        self.b.switch_to_block(slow);
        let parts = self.next_by_runtime(iterator, count, end, state)?;
        self.jump(merge, &parts);
        self.b.switch_to_block(merge);
        Ok(results)
    }
}
