//! Globals that change: read and written in place, in the storage of their dict.
//!
//! A dict's version changes when a key comes or goes or the storage moves; a guard of the version comes before each access.
//! A global that compiled code writes is nobody's constant from then on: see [`super::Built::stored`].

use super::{Assumption, Builder};
use crate::ir::{Inst, Opcode, ValueId};
use crate::types::Type;
use pyrs_abi::DeoptReason;
use pyrs_bytecode::{CacheSite, Instr, Op};
use pyrs_object::code::CodeObject;
use pyrs_object::dict::DictObject;
use pyrs_object::function::FunctionObject;
use pyrs_object::header::Ref;
use pyrs_object::str::StrObject;
use std::collections::HashSet;
use std::mem::offset_of;

/// The globals that the code stores to.
pub(super) fn stored_keys(
    code: Ref<CodeObject>,
    instructions: &[Instr],
    globals: Ref<DictObject>,
) -> HashSet<Assumption> {
    let caches = &code.template().caches;
    instructions
        .iter()
        .filter(|instr| matches!(instr.op().base(), Op::StoreGlobal | Op::StoreName))
        .filter_map(|instr| match caches.get(instr.c() as usize)? {
            CacheSite::Name(index) => {
                let name = code.name_at(*index as usize);
                Some(Assumption::DictKey(globals.address(), name.address()))
            }
            _ => None,
        })
        .collect()
}

impl Builder<'_> {
    /// At the entry: names mean what they mean for the function that the code is compiled for, as other functions may
    /// share the code object.
    pub(super) fn guard_globals(&mut self) {
        if !self.code.is_optimized() {
            self.emit_guard(Opcode::GuardNamespace, &[], [0, 0], DeoptReason::LoopEntry, Type::ANY);
        }
        let names = |instr: &Instr| {
            let op = instr.op().base();
            matches!(op, Op::LoadGlobal | Op::LoadName | Op::StoreGlobal | Op::StoreName)
        };
        if !self.instructions.iter().any(names) {
            return;
        }
        if self.is_avoided(DeoptReason::OtherGlobals) {
            self.any_globals = true;
            return;
        }
        let function = self.function_value;
        let offset = offset_of!(FunctionObject, globals) as u64;
        let globals = self.emit_imm(Opcode::Load, &[function], [offset, 0], Type::object(0));
        let expected = self.keep(self.request.function.globals.get().address());
        let ty = super::type_of_word(expected);
        let same = self.emit_guard(
            Opcode::GuardIs,
            &[globals],
            [expected, 0],
            DeoptReason::OtherGlobals,
            ty,
        );
        self.emit(Opcode::Rely, &[same], Type::ANY);
    }

    /// Guards that the keys and the storage of a dict are as they are now.
    fn guard_keys(&mut self, dict: Ref<DictObject>) {
        let address = self.keep(dict.address()) + DictObject::VERSION_OFFSET as u64;
        let mut inst = Inst::new(Opcode::GuardWord, Vec::new(), self.position());
        inst.imm = [address, dict.version()];
        inst.state = Some(self.state());
        inst.reason = DeoptReason::DictChanged;
        self.append(inst, Type::ANY);
    }

    /// The value of a key that may change; `None` if the key is not there or the dict changes too often.
    pub(super) fn load_in_place(&mut self, dict: Ref<DictObject>, name: Ref<StrObject>) -> Option<ValueId> {
        if self.is_avoided(DeoptReason::DictChanged) {
            return None;
        }
        let entry = dict.find_str(name)?;
        self.guard_keys(dict);
        let address = dict.value_address(entry) as u64;
        Some(self.emit_imm(Opcode::LoadAddress, &[], [address, 0], Type::ANY))
    }

    /// `StoreGlobal`, and `StoreName` of a module.
    pub(super) fn store_global(&mut self, instr: Instr) {
        // Another run of an inlined body would store again.
        if self.inline.is_some() || self.any_globals {
            return self.general(instr);
        }
        let globals = self.request.function.globals.get();
        let entry = self
            .site_name(instr.c())
            .and_then(|name| Some((name, globals.find_str(name)?)));
        let Some((name, entry)) = entry.filter(|_| !self.is_avoided(DeoptReason::DictChanged)) else {
            return self.general(instr);
        };
        let value = self.get(instr.a());
        self.guard_keys(globals);
        let imm = [globals.value_address(entry) as u64, globals.storage_address()];
        self.emit_imm(Opcode::StoreAddress, &[value], imm, Type::ANY);
        let key = Assumption::DictKey(globals.address(), name.address());
        if !self.stored.contains(&key) {
            self.stored.push(key);
        }
    }
}
