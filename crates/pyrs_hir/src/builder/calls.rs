//! Calls: of known Python functions in registers, of classes with a Python `__init__`, of native functions, of anything.

use super::{Assumption, Builder};
use crate::ir::{Opcode, ValueId};
use crate::types::{Kinds, Type};
use pyrs_abi::DeoptReason;
use pyrs_bytecode::{FRAME_HEADER_WORDS, Instr, Op};
use pyrs_object::core::core;
use pyrs_object::feedback::{CacheEntry, CacheKind};
use pyrs_object::function::{FunctionObject, NativeDef, NativeFlags, NativeFunctionObject};
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
        if let Some((definition, native, receiver)) = self.bound_native(instr, callee) {
            args.insert(0, receiver);
            let value = self.call_definition(definition, native, &args);
            self.set(instr.a(), value);
            return self.check_valid_after_call();
        }
        if let Some(iterator) = self.range_loop(instr, callee, &args) {
            self.environment.range_iterators.insert(iterator);
            return self.set(instr.a(), iterator);
        }
        let callee = self.expected_callee(instr, callee);
        if let Some(value) = self.construct(callee, &args) {
            self.set(instr.a(), value);
            return self.check_valid();
        }
        let value = self.call(callee, &args);
        self.set(instr.a(), value);
        self.check_valid_after_call();
    }

    /// A callee that has always been a native function bound to some receiver: its definition, guarded, and the receiver.
    fn bound_native(&mut self, instr: Instr, callee: ValueId) -> Option<(&'static NativeDef, ValueId, ValueId)> {
        if self.type_of(callee).constant != 0 || self.is_avoided(DeoptReason::WrongValue) {
            return None;
        }
        let bound = |entry: CacheEntry| {
            let native = entry.target?.downcast::<NativeFunctionObject>()?;
            native.is_bound().then(|| native.definition.get())
        };
        // Each receiver makes another function: that the site has met many does not matter.
        let mut definitions = self.cache(instr.c())?.cases().map(bound);
        let first = definitions.next()??;
        if first.flags.contains(NativeFlags::CLASS_METHOD)
            || !definitions.all(|other| other.is_some_and(|other| std::ptr::eq(first, other)))
        {
            return None;
        }
        let shape = core().types.native_function.get().root_shape().address();
        let imm = [first as *const NativeDef as u64, 0];
        let native = self.emit_guard(
            Opcode::GuardNative,
            &[callee],
            imm,
            DeoptReason::WrongValue,
            Type::object(shape),
        );
        let imm = [std::mem::offset_of!(NativeFunctionObject, owner) as u64, 0];
        let owner = self.emit_imm(Opcode::Load, &[native], imm, Type::MAYBE_EMPTY);
        let owner = self.emit_guard(Opcode::GuardNot, &[owner], [0, 0], DeoptReason::WrongValue, Type::ANY);
        Some((first, native, owner))
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
            // `object.__init__` with nothing but the object does nothing.
            let types = &core().types;
            if operands.len() == 2 && types.object.get().lookup(core().names.init.get()) == Some(target) {
                return self.constant_value(pyrs_object::none());
            }
        }
        self.emit_imm(Opcode::Call, &operands, [0, 0], Type::ANY)
    }

    fn call_function(&mut self, function: Ref<FunctionObject>, operands: &[ValueId]) -> ValueId {
        let mut operands = operands.to_vec();
        self.add_defaults(function, &mut operands);
        let code = function.code.get();
        let simple = code.simple_argcount.get() as usize;
        let fits = simple == operands.len() - 1 && simple <= pyrs_abi::MAX_PARAMETERS;
        if fits && let Some(value) = self.inline_call(function, &operands) {
            return value;
        }
        let word = if fits { self.keep(code.address()) } else { 0 };
        self.emit_imm(Opcode::Call, &operands, [word, 0], Type::ANY)
    }

    /// Appends the defaults of parameters that get no argument, guarding that the function still has them and its code.
    fn add_defaults(&mut self, function: Ref<FunctionObject>, operands: &mut Vec<ValueId>) {
        let code = function.code.get();
        let (simple, given) = (code.simple_argcount.get(), operands.len() - 1);
        let Some(defaults) = function.defaults.get() else {
            return;
        };
        if simple == u32::MAX
            || given >= simple as usize
            || simple as usize > given + defaults.len()
            || self.is_avoided(DeoptReason::WrongValue)
        {
            return;
        }
        let callee = operands[0];
        let fields = [
            (std::mem::offset_of!(FunctionObject, defaults), defaults.value()),
            (std::mem::offset_of!(FunctionObject, code), code.value()),
        ];
        for (offset, expected) in fields {
            let value = self.emit_imm(Opcode::Load, &[callee], [offset as u64, 0], Type::MAYBE_EMPTY);
            self.identical(value, expected.bits());
        }
        let missing = simple as usize - given;
        for value in &defaults.items_unbound()[defaults.len() - missing..] {
            let value = self.constant_value(*value);
            operands.push(value);
        }
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
        if plain && let Some(value) = self.builtin(definition.name, native, &operands[1..]) {
            return value;
        }
        if method && !self.receiver_matches(native, operands.get(1).copied()) {
            return self.emit_imm(Opcode::Call, operands, [0, 0], Type::ANY);
        }
        self.call_definition(definition, operands[0], &operands[1..])
    }

    /// A call of a native function's code, whose receiver is known to be right.
    fn call_definition(&mut self, definition: &'static NativeDef, callee: ValueId, args: &[ValueId]) -> ValueId {
        if let Some(value) = self.list_method(definition, args) {
            return value;
        }
        let mut operands = vec![callee];
        operands.extend_from_slice(args);
        let address = definition as *const NativeDef as u64;
        self.emit_imm(Opcode::CallNative, &operands, [address, 0], Type::ANY)
    }

    /// Methods of `list` with a form of their own. The receiver is a list or of a subclass.
    fn list_method(&mut self, definition: &'static NativeDef, args: &[ValueId]) -> Option<ValueId> {
        let dict = core().types.list.get().dict.get();
        let mut position = 0;
        let of_list = loop {
            let (found, _, value) = dict.next_entry(position)?;
            if let Some(native) = value.downcast::<NativeFunctionObject>()
                && std::ptr::eq(native.definition.get(), definition)
            {
                break native.class() == core().types.method_descriptor.get();
            }
            position = found + 1;
        };
        if !of_list {
            return None;
        }
        match (definition.name, args) {
            ("append", &[list, item]) => {
                self.emit(Opcode::ListAppend, &[list, item], Type::ANY);
            }
            ("pop", &[list]) => return Some(self.emit(Opcode::ListPop, &[list], Type::ANY)),
            ("pop", &[list, index]) => {
                let index = self.expected_int(index)?;
                return Some(self.emit(Opcode::ListPopAt, &[list, index], Type::ANY));
            }
            ("insert", &[list, index, item]) => {
                let index = self.expected_int(index)?;
                self.emit(Opcode::ListInsert, &[list, index, item], Type::ANY);
            }
            _ => return None,
        }
        Some(self.constant_value(pyrs_object::none()))
    }

    /// An index that may be expected to be a small int.
    fn expected_int(&mut self, index: ValueId) -> Option<ValueId> {
        let possible = self.type_of(index).may_be(Kinds::INT) && !self.is_avoided(DeoptReason::NotInt);
        possible.then(|| self.int_of(index))
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
                    Some(self.emit(Opcode::Length, &[*object], Type::INT))
                }
            }
            ("abs", [number]) if of_builtins => {
                let double = self.environment.unboxed.get(number).copied()?;
                Some(self.emit(Opcode::FloatAbs, &[double], Type::F64))
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
    fn construct(&mut self, callee: ValueId, args: &[ValueId]) -> Option<ValueId> {
        let class = self.constant_of(callee)?.downcast::<TypeObject>()?;
        let init = class.lookup(core().names.init.get())?.downcast::<FunctionObject>()?;
        let types = &core().types;
        let object_new = types.object.get().slot(|s| s.new)?;
        let plain = class.class() == types.type_.get()
            && class.has(TypeFlags::HEAP)
            && !class.has(TypeFlags::ABSTRACT)
            // An exit may throw an instance away and make another, which a finalizer would see.
            && !class.has(TypeFlags::HAS_FINALIZER)
            && std::ptr::eq(class.layout.get(), &pyrs_object::instance::INSTANCE_LAYOUT)
            && std::ptr::fn_addr_eq(class.slot(|s| s.new)?, object_new);
        if !plain || !self.assume(Assumption::Class(class.address())) {
            return None;
        }
        let shape = class.root_shape();
        let imm = [self.keep(class.address()), self.keep(shape.address())];
        let instance = self.emit_imm(Opcode::New, &[], imm, Type::of(Kinds::OBJECT));
        self.environment.shapes.insert(instance, shape.address());
        self.environment.fresh = vec![instance];
        let init = self.constant_value(init.value());
        let mut operands = vec![instance];
        operands.extend_from_slice(args);
        let result = self.call(init, &operands);
        self.environment.fresh.clear();
        if !self.type_of(result).within(Kinds::NONE) {
            let result = self.tagged(result);
            self.emit(Opcode::CheckInit, &[result], Type::ANY);
        }
        Some(instance)
    }
}
