//! Loops over `enumerate` and `zip` that take each item apart at once: the tuple is never made.

use super::Builder;
use crate::bytecode_blocks::unpacked_item;
use crate::ir::{IterKind, Opcode, Terminator, ValueId};
use crate::types::{Kinds, Type};
use pyrs_abi::DeoptReason;
use pyrs_bytecode::op_table::feedback;
use pyrs_bytecode::{Instr, Op};
use pyrs_object::core::core;
use pyrs_object::value::Value;

/// More parts than this are left to the runtime.
const MAX_PARTS: u16 = 8;

impl Builder<'_> {
    /// The iterator of a loop over `range(...)` of small ints, at the call: the range itself is never made.
    pub(super) fn range_loop(&mut self, instr: Instr, callee: ValueId, args: &[ValueId]) -> Option<ValueId> {
        let next = self.pc + 1;
        let iter = *self.instructions.get(next)?;
        let range = core().types.range.get().value().bits();
        if instr.op().base() != Op::Call
            || self.type_of(callee).constant != range
            || iter.op().base() != Op::GetIter
            || iter.b() != instr.a()
            || (iter.a() != instr.a() && self.live[next + 1].contains(instr.a() as usize))
            || self.blocks.blocks.iter().any(|block| block.start == next)
            || self.is_avoided(DeoptReason::NotInt)
            || !args.iter().all(|&arg| self.type_of(arg).may_be(Kinds::INT))
        {
            return None;
        }
        let (zero, one) = (Value::small_int(0), Value::small_int(1));
        let (start, stop, step) = match *args {
            [stop] => (self.constant_value(zero), stop, self.constant_value(one)),
            [start, stop] => (start, stop, self.constant_value(one)),
            [start, stop, step] => (start, stop, step),
            _ => return None,
        };
        let args = [self.int_of(start), self.int_of(stop), self.int_of(step)];
        Some(self.emit(Opcode::RangeIterator, &args, Type::ANY))
    }

    /// The kind of a `ForIter` whose item nobody sees but the instruction that takes it apart.
    pub(super) fn item_parts(&self, instr: Instr) -> Option<IterKind> {
        let unpack = unpacked_item(&self.instructions, self.pc)?;
        let parts = unpack.a()..unpack.a() + unpack.c();
        let item = instr.a();
        if self.is_avoided(DeoptReason::WrongShape)
            || unpack.c() > MAX_PARTS
            || (self.live[self.pc + 3].contains(item as usize) && !parts.contains(&item))
        {
            return None;
        }
        match instr.x() {
            feedback::FOR_ENUMERATE if unpack.c() == 2 => Some(IterKind::Enumerate),
            feedback::FOR_ZIP if unpack.c() > 0 => Some(IterKind::Zip),
            _ => None,
        }
    }

    /// `ForIter` and the `UnpackSequence` behind it.
    pub(super) fn for_iter_unpacked(&mut self, block: usize, instr: Instr, kind: IterKind) {
        let types = &core().types;
        let class = match kind {
            IterKind::Enumerate => types.enumerate.get(),
            _ => types.zip.get(),
        };
        // Iterating runs other code.
        if let Some(inline) = &mut self.inline {
            inline.failed = true;
        }
        let iterator = self.get(instr.b());
        let iterator = self.shape_of(iterator, class.root_shape(), true);
        let state = self.in_handler_range().then(|| self.state());
        let site = Some(self.state());
        self.environment.shapes.clear();
        let (body, done) = (self.side_block(), self.side_block());
        self.end(Terminator::ForNext {
            kind,
            iterator,
            body: Self::jump_edge(body),
            done: Self::jump_edge(done),
            state,
            site,
            pc: self.pc as u32,
        });
        let environment = self.environment.clone();
        self.current = body;
        let unpack = self.instructions[self.pc + 2];
        for index in 0..unpack.c() {
            let part = self.function.add_param(body, Type::ANY);
            self.set(unpack.a() + index, part);
        }
        self.check_valid_at(self.pc + 3);
        let to = self.block_at(self.pc + 3);
        self.go_to(block, to);
        self.current = done;
        self.environment = environment;
        self.state_cache = None;
        let to = self.block_at(self.pc + 1);
        self.go_to(block, to);
        self.ended = true;
    }
}
