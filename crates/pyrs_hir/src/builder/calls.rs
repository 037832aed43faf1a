//! Calls: of known Python functions in registers, of classes with a Python `__init__`, of native functions, of anything.

use super::{Assumption, Builder};
use crate::ir::{Opcode, ValueId};
use crate::types::{Kinds, Type};
use pyrs_abi::DeoptReason;
use pyrs_bytecode::{FRAME_HEADER_WORDS, Instr, Op};
use pyrs_object::core::core;
use pyrs_object::feedback::CacheKind;
use pyrs_object::function::{FunctionObject, NativeFlags, NativeFunctionObject};
use pyrs_object::header::Ref;
use pyrs_object::type_object::{TypeFlags, TypeObject};
use pyrs_object::value::Value;

const H: u16 = FRAME_HEADER_WORDS;

impl Builder<'_> {
    /// `Call` and `CallMethod`.
    pub(super) fn call_instruction(&mut self, instr: Instr) {
        let block = instr.b();
        let method = instr.op().base() == Op::CallMethod;
        let mut args = Vec::new();
        if method {
            let receiver = self.raw(block + H);
            let ty = self.type_of(receiver);
            if !ty.may_be(Kinds::EMPTY) {
                args.push(self.tagged(receiver));
            } else if !ty.within(Kinds::EMPTY) {
                return self.general(instr);
            }
        }
        let first = block + H + method as u16;
        for index in 0..instr.x() as u16 {
            let value = self.get(first + index);
            args.push(value);
        }
        let callee = self.get(block);
        let callee = self.expected_callee(instr, callee);
        if self.ended {
            return;
        }
        let value = match self.construct(instr, callee, &args) {
            Some(value) => value,
            None => self.call(callee, &args),
        };
        self.set(instr.a(), value);
        self.check_valid();
    }

    /// Guards that the callee is the only one that the site has seen.
    fn expected_callee(&mut self, instr: Instr, callee: ValueId) -> ValueId {
        if self.type_of(callee).constant != 0 {
            return callee;
        }
        let Some(cache) = self.cache(instr.c()) else {
            return callee;
        };
        if cache.used.get() != 1 || cache.is_megamorphic() || self.is_avoided(DeoptReason::WrongValue) {
            return callee;
        }
        let entry = *cache.first();
        match (entry.kind, entry.target) {
            (CacheKind::CallTarget, Some(target)) => self.identical(callee, target.bits()),
            _ => callee,
        }
    }

    fn constant_of(&self, value: ValueId) -> Option<Value> {
        // SAFETY: constants are live values.
        unsafe { Value::from_bits(self.type_of(value).constant) }
    }

    /// A call of a value with positional arguments.
    pub(super) fn call(&mut self, callee: ValueId, args: &[ValueId]) -> ValueId {
        let mut operands = vec![callee];
        operands.extend_from_slice(args);
        if let Some(target) = self.constant_of(callee) {
            if let Some(function) = target.downcast::<FunctionObject>() {
                return self.call_function(function, &operands);
            }
            if let Some(native) = target.downcast::<NativeFunctionObject>() {
                return self.call_native(native, &operands);
            }
        }
        self.emit_imm(Opcode::Call, &operands, [0, 0], Type::ANY)
    }

    fn call_function(&mut self, function: Ref<FunctionObject>, operands: &[ValueId]) -> ValueId {
        let code = function.code.get();
        let simple = code.simple_argcount.get() as usize;
        let word = if simple == operands.len() - 1 && simple <= pyrs_abi::MAX_PARAMETERS {
            self.keep(code.address())
        } else {
            0
        };
        self.emit_imm(Opcode::Call, operands, [word, 0], Type::ANY)
    }

    fn call_native(&mut self, native: Ref<NativeFunctionObject>, operands: &[ValueId]) -> ValueId {
        let definition = native.definition.get();
        let class = native.class();
        let types = &core().types;
        let plain = class == types.native_function.get() && native.owner.get().is_none();
        let method = class == types.method_descriptor.get();
        if definition.flags.contains(NativeFlags::CLASS_METHOD) || !(plain || method) {
            return self.emit_imm(Opcode::Call, operands, [0, 0], Type::ANY);
        }
        if let Some(value) = self.builtin(definition.name, native, &operands[1..]) {
            return value;
        }
        if method && !self.receiver_matches(native, operands.get(1).copied()) {
            return self.emit_imm(Opcode::Call, operands, [0, 0], Type::ANY);
        }
        let address = definition as *const _ as u64;
        self.emit_imm(Opcode::CallNative, operands, [address, 0], Type::ANY)
    }

    /// Whether the receiver is known to be an instance of a method descriptor's class.
    fn receiver_matches(&self, native: Ref<NativeFunctionObject>, receiver: Option<ValueId>) -> bool {
        let (Some(receiver), Some(owner)) = (receiver, native.owner.get()) else {
            return false;
        };
        let Some(owner) = owner.downcast::<TypeObject>() else {
            return false;
        };
        self.class_of(receiver).is_some_and(|class| class.is_subtype(owner))
    }

    /// The class of a value, if it is known.
    fn class_of(&self, value: ValueId) -> Option<Ref<TypeObject>> {
        let ty = self.type_of(value);
        let types = &core().types;
        if ty.within(Kinds::INT) {
            return Some(types.int.get());
        }
        if ty.within(Kinds::FLOAT | Kinds::F64) {
            return Some(types.float.get());
        }
        let shape = match ty.shape {
            0 => *self.environment.shapes.get(&value)?,
            shape => shape,
        };
        // SAFETY: shapes that the environment and types name are live.
        Some(unsafe { Ref::<pyrs_object::shape::Shape>::from_address(shape) }.instance_class())
    }

    /// Native functions with a form of their own.
    fn builtin(&mut self, name: &str, native: Ref<NativeFunctionObject>, args: &[ValueId]) -> Option<ValueId> {
        let types = &core().types;
        let of_builtins = native.owner.get().is_none()
            && core().builtins.get().get_interned(self.name(native)?) == Some(native.value());
        let list = types.list.get().root_shape().address();
        let tuple = types.tuple.get().root_shape().address();
        match (name, args) {
            ("len", [object]) if of_builtins => {
                let shape = self.type_of(*object).shape;
                if shape == list {
                    Some(self.emit(Opcode::ListLength, &[*object], Type::INT))
                } else if shape == tuple {
                    Some(self.emit(Opcode::TupleLength, &[*object], Type::INT))
                } else {
                    None
                }
            }
            ("abs", [number]) if of_builtins => {
                let double = self.environment.unboxed.get(number).copied()?;
                Some(self.emit(Opcode::FloatAbs, &[double], Type::F64))
            }
            ("append", [object, item]) if native.owner.get() == Some(types.list.get().value()) => {
                if self.type_of(*object).shape != list {
                    return None;
                }
                self.emit(Opcode::ListAppend, &[*object, *item], Type::ANY);
                Some(self.constant_value(pyrs_object::none()))
            }
            _ => None,
        }
    }

    fn name(&self, native: Ref<NativeFunctionObject>) -> Option<Ref<pyrs_object::str::StrObject>> {
        let name = native.definition.get().name;
        let names = self.code.names.get()?;
        (0..names.capacity())
            .filter_map(|index| names.get(index)?.downcast::<pyrs_object::str::StrObject>())
            .find(|candidate| candidate.to_string_lossy() == name)
    }

    /// The construction of an instance whose class has a Python `__init__` and nothing else out of the ordinary.
    fn construct(&mut self, instr: Instr, callee: ValueId, args: &[ValueId]) -> Option<ValueId> {
        if instr.op() != Op::CallClass {
            return None;
        }
        let class = self.constant_of(callee)?.downcast::<TypeObject>()?;
        let init = class.lookup(core().names.init.get())?.downcast::<FunctionObject>()?;
        let code = init.code.get();
        let fits = code.simple_argcount.get() as usize == args.len() + 1;
        let plain = class.layout.get().fixed_size != 0 && !class.has(TypeFlags::ABSTRACT);
        if !fits || !plain || !self.assume(Assumption::Class(class.address())) {
            return None;
        }
        let shape = class.root_shape();
        let imm = [self.keep(class.address()), self.keep(shape.address())];
        let instance = self.emit_imm(Opcode::New, &[], imm, Type::of(Kinds::OBJECT));
        let init = self.constant_value(init.value());
        let mut operands = vec![instance];
        operands.extend_from_slice(args);
        let result = self.call(init, &operands);
        self.emit(Opcode::CheckInit, &[result], Type::ANY);
        Some(instance)
    }
}
