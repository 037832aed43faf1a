//! Slices: no slice object is made for those that are used at once, and no list for one that only goes into another.
//!
//! Where the container is known to be an exact list and the bounds to be small ints or None, no Python code can run.

use super::Builder;
use crate::ir::{InstId, Opcode, ValueId};
use crate::types::{Kinds, Type};
use pyrs_bytecode::Instr;
use pyrs_object::core::{core, none};
use pyrs_object::range::SliceObject;
use pyrs_object::value::Value;

impl Builder<'_> {
    /// `BuildSlice`: the object is made only if something else than a subscript needs it.
    pub(super) fn build_slice(&mut self, instr: Instr) {
        let (start, stop) = (self.get(instr.b()), self.get(instr.b() + 1));
        let step = match instr.c() {
            3 => self.get(instr.b() + 2),
            _ => self.constant_value(none()),
        };
        let parts = [start, stop, step];
        let shape = core().types.slice.get().root_shape().address();
        let slice = self.emit(Opcode::BuildSlice, &parts, Type::object(shape));
        self.environment.slices.insert(slice, parts);
        self.set(instr.a(), slice);
    }

    /// Start, stop and step of a slice that was made here or is a constant.
    pub(super) fn slice_parts(&mut self, slice: ValueId) -> Option<[ValueId; 3]> {
        if let Some(parts) = self.environment.slices.get(&slice) {
            return Some(*parts);
        }
        // SAFETY: constants are live values.
        let constant = unsafe { Value::from_bits(self.type_of(slice).constant) }?.downcast::<SliceObject>()?;
        let parts = [&constant.start, &constant.stop, &constant.step];
        Some(parts.map(|part| self.constant_value(part.get())))
    }

    fn list_type(&self) -> Type {
        Type::object(core().types.list.get().root_shape().address())
    }

    fn is_list(&self, value: ValueId) -> bool {
        self.type_of(value).shape == self.list_type().shape
    }

    /// Whether the bounds are small ints or None, and the step is not zero.
    fn is_simple(&self, parts: [ValueId; 3]) -> bool {
        let step = self.type_of(parts[2]);
        parts
            .iter()
            .all(|&part| self.type_of(part).within(Kinds::INT | Kinds::NONE))
            && (step.within(Kinds::NONE) || (step.constant != 0 && step.constant != 1))
    }

    pub(super) fn load_slice(&mut self, instr: Instr, object: ValueId, parts: [ValueId; 3]) {
        let object = self.tagged(object);
        let args = [object, parts[0], parts[1], parts[2]];
        if !self.is_list(object) || !self.is_simple(parts) {
            let value = self.emit(Opcode::GetSlice, &args, Type::ANY);
            self.set(instr.a(), value);
            return self.check_valid();
        }
        let value = self.emit(Opcode::ListSlice, &args, self.list_type());
        let inst = InstId(self.function.insts.len() as u32 - 1);
        self.environment.list_slices.insert(value, (self.current, inst, args));
        self.set(instr.a(), value);
    }

    pub(super) fn store_slice(&mut self, object: ValueId, parts: [ValueId; 3], value: ValueId) {
        let object = self.tagged(object);
        let [start, stop, step] = parts;
        let plain = self.is_list(object) && self.is_simple(parts) && self.type_of(step).within(Kinds::NONE);
        if !plain || !self.is_list(value) {
            self.emit(Opcode::SetSlice, &[object, start, stop, step, value], Type::ANY);
            return self.check_valid();
        }
        let source = self.environment.list_slices.get(&value).copied();
        if let Some((block, inst, [list, from, to, by])) = source
            && block == self.current
            && !self.is_live_after(value)
        {
            // All frame states that name the slice lie between the two, where nothing was written.
            self.function.insts[inst.index()].imm[1] = 1;
            let args = [object, start, stop, list, from, to, by];
            self.emit(Opcode::ListCopySlice, &args, Type::ANY);
            return;
        }
        self.emit(Opcode::ListSetSlice, &[object, start, stop, value], Type::ANY);
    }

    /// Whether a register that is live after this instruction holds the value.
    fn is_live_after(&self, value: ValueId) -> bool {
        let environment = &self.environment;
        self.live[self.pc + 1]
            .iter()
            .any(|register| environment.registers[register] == Some(value))
            || environment.callers.iter().flatten().any(|slot| *slot == Some(value))
    }
}
