//! Globals, attributes and subscripts by what the inline caches and quick forms say.

use super::{Assumption, Builder, type_of_word};
use crate::ir::{Inst, Opcode, ValueId};
use crate::types::{Kinds, Type};
use pyrs_abi::DeoptReason;
use pyrs_bytecode::{FRAME_HEADER_WORDS, Instr, Op};
use pyrs_object::attribute;
use pyrs_object::core::core;
use pyrs_object::descriptor::MethodKindObject;
use pyrs_object::dict::DictObject;
use pyrs_object::feedback::{Cache, CacheEntry, CacheKind};
use pyrs_object::function::FunctionObject;
use pyrs_object::header::Ref;
use pyrs_object::module::ModuleObject;
use pyrs_object::shape::Shape;
use pyrs_object::str::StrObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::value::Value;

/// What a class has under a name.
enum ClassAttribute {
    /// What reading it gives.
    Value(Value),
    /// A function that gets the class in front.
    ClassMethod(Value),
}

/// Distance of a call block's first argument from its base.
const H: u16 = FRAME_HEADER_WORDS;

impl Builder<'_> {
    /// A heap object of an exact shape, guarded unless that is known.
    pub(super) fn shape_of(&mut self, value: ValueId, shape: Ref<Shape>, stable: bool) -> ValueId {
        let ty = self.type_of(value);
        let address = shape.address();
        if ty.shape == address || self.environment.shapes.get(&value) == Some(&address) {
            return value;
        }
        let value = self.tagged(value);
        self.keep(address);
        let result = if stable {
            Type::object(address)
        } else {
            Type::of(Kinds::OBJECT)
        };
        let imm = [address, stable as u64];
        let guarded = self.emit_guard(Opcode::GuardShape, &[value], imm, DeoptReason::WrongShape, result);
        self.refine(value, guarded);
        if !stable {
            self.environment.shapes.insert(guarded, address);
        }
        guarded
    }

    /// What follows takes the shape for granted without using the guarded value.
    fn rely_on_shape(&mut self, value: ValueId, shape: Ref<Shape>) -> ValueId {
        let guarded = self.shape_of(value, shape, !shape.has_extension());
        self.emit(Opcode::Rely, &[guarded], Type::ANY);
        guarded
    }

    /// A known object, guarded unless that is known.
    pub(super) fn identical(&mut self, value: ValueId, word: u64) -> ValueId {
        if self.type_of(value).constant == word {
            return value;
        }
        let value = self.tagged(value);
        self.keep(word);
        let ty = type_of_word(word);
        let guarded = self.emit_guard(Opcode::GuardIs, &[value], [word, 0], DeoptReason::WrongValue, ty);
        self.refine(value, guarded);
        self.emit(Opcode::Rely, &[guarded], Type::ANY);
        guarded
    }

    pub(super) fn site_name(&self, site: u16) -> Option<Ref<StrObject>> {
        match self.code.template().caches.get(site as usize)? {
            pyrs_bytecode::CacheSite::Name(index) => Some(self.code.name_at(*index as usize)),
            _ => None,
        }
    }

    /// The value that a name has in a dict, if it may be assumed to keep it.
    fn dict_constant(&mut self, dict: Ref<DictObject>, name: Ref<StrObject>) -> Option<Value> {
        let value = dict.get_interned(name)?;
        let assumption = Assumption::DictKey(dict.address(), name.address());
        self.assume(assumption).then_some(value)
    }

    // ---- globals

    pub(super) fn load_global(&mut self, instr: Instr) {
        let (Some(cache), Some(name)) = (self.cache(instr.c()), self.site_name(instr.c())) else {
            return self.general(instr);
        };
        if cache.is_fresh() && !self.is_avoided(DeoptReason::Unreached) {
            return self.unreached();
        }
        if self.any_globals && self.inline.is_none() {
            return self.general(instr);
        }
        let function = self.subject;
        let (globals, builtins) = (function.globals.get(), function.builtins.get());
        let found = match globals.get_interned(name) {
            Some(_) => self.dict_constant(globals, name),
            None => match self.assume(Assumption::DictKey(globals.address(), name.address())) {
                true => self.dict_constant(builtins, name),
                false => None,
            },
        };
        match found {
            Some(value) => {
                let value = self.constant_value(value);
                self.set(instr.a(), value);
            }
            None => match self.load_in_place(globals, name) {
                Some(value) => self.set(instr.a(), value),
                None => self.general(instr),
            },
        }
    }

    // ---- attributes

    /// The cases of a site, or `None` if it has seen other things as well.
    fn cases(&self, cache: &Cache) -> Option<Vec<CacheEntry>> {
        let cases: Vec<CacheEntry> = cache.cases().collect();
        (!cases.is_empty() && !cache.is_megamorphic()).then_some(cases)
    }

    /// Relies on the class of a case staying as it is.
    fn assume_class(&mut self, entry: &CacheEntry) -> bool {
        let by_shape_alone = matches!(
            entry.kind,
            CacheKind::Slot | CacheKind::Member | CacheKind::OverflowSlot
        );
        match entry.shape {
            // The class has changed since the interpreter met this case: what it found may not be there any more.
            Some(shape) if !by_shape_alone && shape.instance_class().version.get() as u64 != entry.version => false,
            Some(shape) => self.assume(Assumption::Class(shape.instance_class().address())),
            None => false,
        }
    }

    pub(super) fn load_attr(&mut self, instr: Instr) {
        let object = self.get(instr.b());
        let (Some(cache), Some(name)) = (self.cache(instr.c()), self.site_name(instr.c())) else {
            return self.general(instr);
        };
        if let Some(ClassAttribute::Value(value)) = self.class_attribute(object, name) {
            let value = self.constant_value(value);
            return self.set(instr.a(), value);
        }
        if cache.is_fresh() && !self.is_avoided(DeoptReason::Unreached) {
            return self.unreached();
        }
        let result = match self.attribute_constant(object, name, cache) {
            Some(value) => Some(self.constant_value(value)),
            None => match self.cases(cache) {
                Some(cases) if !self.is_avoided(DeoptReason::WrongShape) => self.cached_attr(object, &cases),
                _ => None,
            },
        };
        if self.ended {
            return;
        }
        let value = match result {
            Some(value) => {
                self.set(instr.a(), value);
                return;
            }
            None => {
                let word = self.keep(name.address());
                self.emit_imm(Opcode::GetAttr, &[object], [word, 0], Type::ANY)
            }
        };
        self.set(instr.a(), value);
        self.check_valid();
    }

    /// An attribute of a class that is a constant.
    fn class_attribute(&mut self, object: ValueId, name: Ref<StrObject>) -> Option<ClassAttribute> {
        // SAFETY: constants are live values.
        let class = unsafe { Value::from_bits(self.type_of(object).constant) }?.downcast::<TypeObject>()?;
        self.class_lookup(class, name)
    }

    /// What a class has under a name now: it stays as long as the class and its metaclass do not change.
    fn class_lookup(&mut self, class: Ref<TypeObject>, name: Ref<StrObject>) -> Option<ClassAttribute> {
        let metaclass = class.class();
        if !attribute::is_plain_metaclass(metaclass) || metaclass.lookup(name).is_some_and(attribute::is_read_first) {
            return None;
        }
        let found = class.lookup(name)?;
        let attribute =
            if found.downcast::<FunctionObject>().is_some() || class_of(found).slot(|s| s.descr_get).is_none() {
                ClassAttribute::Value(found)
            } else {
                let function = found.downcast::<MethodKindObject>()?.function.get()?;
                let kind = class_of(found);
                if kind == core().types.staticmethod.get() {
                    ClassAttribute::Value(function)
                } else if kind == core().types.classmethod.get() && function.downcast::<FunctionObject>().is_some() {
                    ClassAttribute::ClassMethod(function)
                } else {
                    return None;
                }
            };
        let stays = self.assume(Assumption::Class(class.address()))
            && (metaclass == core().types.type_.get() || self.assume(Assumption::Class(metaclass.address())));
        stays.then_some(attribute)
    }

    /// An attribute of a known module or class.
    fn attribute_constant(&mut self, object: ValueId, name: Ref<StrObject>, cache: &Cache) -> Option<Value> {
        let entry = *cache.first();
        match entry.kind {
            CacheKind::ModuleAttribute if cache.used.get() == 1 => {
                let word = self.type_of(object).constant;
                // SAFETY: constants are live values.
                let module = unsafe { Value::from_bits(word) }?.downcast::<ModuleObject>()?;
                self.dict_constant(module.dict.get(), name)
            }
            CacheKind::TypeAttribute if cache.used.get() == 1 => {
                let owner = entry.owner?;
                if self.is_avoided(DeoptReason::WrongValue) {
                    return None;
                }
                let Some(ClassAttribute::Value(value)) = self.class_lookup(owner.downcast::<TypeObject>()?, name)
                else {
                    return None;
                };
                self.identical(object, owner.bits());
                Some(value)
            }
            _ => None,
        }
    }

    fn cached_attr(&mut self, object: ValueId, cases: &[CacheEntry]) -> Option<ValueId> {
        let slots = cases
            .iter()
            .all(|entry| matches!(entry.kind, CacheKind::Slot | CacheKind::Member));
        if slots {
            if !cases.iter().all(|entry| self.assume_class(entry)) {
                return None;
            }
            return self.slot_attr(object, cases);
        }
        let [entry] = cases else {
            return None;
        };
        let (shape, target) = (entry.shape?, entry.target);
        match entry.kind {
            CacheKind::ClassAttribute => {
                let target = target?;
                if !self.assume_class(entry) {
                    return None;
                }
                self.rely_on_shape(object, shape);
                Some(self.constant_value(target))
            }
            CacheKind::Property => {
                let getter = target?;
                if !self.assume_class(entry) {
                    return None;
                }
                let object = self.rely_on_shape(object, shape);
                let getter = self.constant_value(getter);
                let value = self.call(getter, &[object]);
                Some(value)
            }
            _ => None,
        }
    }

    fn slot_attr(&mut self, object: ValueId, cases: &[CacheEntry]) -> Option<ValueId> {
        let members = cases.iter().any(|entry| entry.kind == CacheKind::Member);
        let ty = if members { Type::MAYBE_EMPTY } else { Type::ANY };
        let value = match cases {
            [entry] => {
                let shape = entry.shape?;
                let object = self.shape_of(object, shape, !shape.has_extension());
                self.emit_imm(Opcode::Load, &[object], [entry.offset as u64, 0], ty)
            }
            _ => {
                let data = self.shape_table(cases, |entry| Some(entry.offset as u64))?;
                self.emit_table(Opcode::LoadCases, &[object], data, ty)
            }
        };
        if !members {
            return Some(value);
        }
        Some(self.emit_guard(Opcode::GuardNot, &[value], [0, 0], DeoptReason::Unbound, Type::ANY))
    }

    fn shape_table(&mut self, cases: &[CacheEntry], word: impl Fn(&CacheEntry) -> Option<u64>) -> Option<Vec<u64>> {
        let mut data = Vec::with_capacity(2 * cases.len());
        for entry in cases {
            let shape = entry.shape?.address();
            self.keep(shape);
            data.extend([shape, word(entry)?]);
        }
        Some(data)
    }

    fn emit_table(&mut self, opcode: Opcode, args: &[ValueId], data: Vec<u64>, ty: Type) -> ValueId {
        let mut inst = Inst::new(opcode, args.to_vec(), self.position());
        inst.data = data;
        inst.state = Some(self.state());
        inst.reason = DeoptReason::WrongShape;
        self.append(inst, ty)
    }

    pub(super) fn store_attr(&mut self, instr: Instr) {
        let (object, value) = (self.get(instr.a()), self.get(instr.b()));
        let (Some(cache), Some(name)) = (self.cache(instr.c()), self.site_name(instr.c())) else {
            return self.general(instr);
        };
        if cache.is_fresh() && !self.is_avoided(DeoptReason::Unreached) {
            return self.unreached();
        }
        if let Some(cases) = self.cases(cache)
            && !self.is_avoided(DeoptReason::WrongShape)
            && self.cached_store(object, value, &cases).is_some()
        {
            return;
        }
        let word = self.keep(name.address());
        self.emit_imm(Opcode::SetAttr, &[object, value], [word, 0], Type::ANY);
        self.check_valid();
    }

    fn cached_store(&mut self, object: ValueId, value: ValueId, cases: &[CacheEntry]) -> Option<()> {
        if !cases.iter().all(|entry| self.assume_class(entry)) {
            return None;
        }
        if let [entry] = cases
            && entry.kind == CacheKind::AddSlot
        {
            let (old, new) = (entry.shape?, entry.target?);
            let object = self.shape_of(object, old, false);
            let new = self.keep(new.bits());
            self.emit_imm(Opcode::AddSlot, &[object, value], [entry.offset as u64, new], Type::ANY);
            // Another value may be the same object.
            self.environment.shapes.clear();
            self.environment.shapes.insert(object, new);
            return Some(());
        }
        if !cases
            .iter()
            .all(|entry| matches!(entry.kind, CacheKind::Slot | CacheKind::Member))
        {
            return None;
        }
        if let [entry] = cases {
            let shape = entry.shape?;
            let object = self.shape_of(object, shape, !shape.has_extension());
            self.emit_imm(Opcode::Store, &[object, value], [entry.offset as u64, 0], Type::ANY);
        } else {
            let data = self.shape_table(cases, |entry| Some(entry.offset as u64))?;
            self.emit_table(Opcode::StoreCases, &[object, value], data, Type::ANY);
        }
        Some(())
    }

    pub(super) fn load_method(&mut self, instr: Instr) {
        let object = self.get(instr.b());
        let (Some(cache), Some(name)) = (self.cache(instr.c()), self.site_name(instr.c())) else {
            return self.general(instr);
        };
        match self.class_attribute(object, name) {
            Some(ClassAttribute::Value(value)) => {
                let value = self.constant_value(value);
                self.set(instr.a(), value);
                return self.clear(instr.a() + H);
            }
            Some(ClassAttribute::ClassMethod(function)) => {
                let function = self.constant_value(function);
                self.set(instr.a(), function);
                return self.set(instr.a() + H, object);
            }
            None => {}
        }
        if cache.is_fresh() && !self.is_avoided(DeoptReason::Unreached) {
            return self.unreached();
        }
        if let Some(value) = self.attribute_constant(object, name, cache) {
            let value = self.constant_value(value);
            self.set(instr.a(), value);
            self.clear(instr.a() + H);
            return;
        }
        let entry = *cache.first();
        if entry.kind == CacheKind::ClassMethod
            && cache.used.get() == 1
            && !self.is_avoided(DeoptReason::WrongValue)
            && let Some(class) = entry.owner.and_then(|owner| owner.downcast::<TypeObject>())
            && let Some(ClassAttribute::ClassMethod(function)) = self.class_lookup(class, name)
        {
            let class = self.identical(object, class.value().bits());
            let function = self.constant_value(function);
            self.set(instr.a(), function);
            return self.set(instr.a() + H, class);
        }
        if let Some(cases) = self.cases(cache)
            && !self.is_avoided(DeoptReason::WrongShape)
            && let Some((target, receiver)) = self.cached_method(object, &cases)
        {
            self.set(instr.a(), target);
            self.set(instr.a() + H, receiver);
            return;
        }
        self.general(instr);
    }

    fn cached_method(&mut self, object: ValueId, cases: &[CacheEntry]) -> Option<(ValueId, ValueId)> {
        let methods = cases.iter().all(|entry| entry.kind == CacheKind::Method);
        if !methods || !cases.iter().all(|entry| self.assume_class(entry)) {
            return None;
        }
        if let [entry] = cases {
            let (shape, target) = (entry.shape?, entry.target?);
            let object = self.rely_on_shape(object, shape);
            return Some((self.constant_value(target), object));
        }
        let same = cases.iter().all(|entry| entry.target == cases[0].target);
        let data = self.shape_table(cases, |entry| Some(entry.target?.bits()))?;
        let mut common = Type::of(Kinds::OBJECT);
        for (index, word) in data.iter().skip(1).step_by(2).enumerate() {
            self.keep(*word);
            let ty = type_of_word(*word);
            common = if index == 0 { ty } else { common.join(ty) };
        }
        let selected = self.emit_table(Opcode::SelectShape, &[object], data, Type { constant: 0, ..common });
        if !same {
            return Some((selected, object));
        }
        let ty = type_of_word(cases[0].target?.bits());
        self.emit(Opcode::Rely, &[selected], Type::ANY);
        Some((self.emit(Opcode::Exact, &[selected], ty), object))
    }

    /// A method of the classes behind a given one in the receiver's MRO.
    pub(super) fn load_super_method(&mut self, instr: Instr) {
        let (callee, class, receiver) = (self.get(instr.b()), self.get(instr.b() + 1), self.get(instr.b() + 2));
        let Some(cache) = self.cache(instr.c()) else {
            return self.general(instr);
        };
        if cache.is_fresh() && !self.is_avoided(DeoptReason::Unreached) {
            return self.unreached();
        }
        let avoided = self.is_avoided(DeoptReason::WrongShape) || self.is_avoided(DeoptReason::WrongValue);
        if self.type_of(callee).constant == core().types.super_.get().value().bits()
            && !avoided
            && let Some(cases) = self.cases(cache)
            && let Some(owner) = cases[0].owner
            && cases.iter().all(|entry| entry.owner == Some(owner))
            && let Some((target, receiver)) = self.cached_method(receiver, &cases)
        {
            self.identical(class, owner.bits());
            self.set(instr.a(), target);
            return self.set(instr.a() + H, receiver);
        }
        self.general(instr);
    }

    // ---- subscripts

    pub(super) fn load_subscr(&mut self, instr: Instr) {
        if instr.x() == 0 && instr.op() == Op::LoadSubscr && !self.is_avoided(DeoptReason::Unreached) {
            return self.unreached();
        }
        let object = self.raw(instr.b());
        let index = self.raw(instr.c());
        if let Some(parts) = self.slice_parts(index) {
            return self.load_slice(instr, object, parts);
        }
        let bounded = !self.is_avoided(DeoptReason::Bounds) && !self.is_avoided(DeoptReason::WrongShape);
        let (shape, opcode) = match instr.op() {
            Op::LoadSubscrList if bounded => (core().types.list.get().root_shape(), Opcode::ListGet),
            Op::LoadSubscrTuple if bounded => (core().types.tuple.get().root_shape(), Opcode::TupleGet),
            _ => {
                let args = [self.tagged(object), self.tagged(index)];
                let value = self.emit(Opcode::GetItem, &args, Type::ANY);
                self.set(instr.a(), value);
                return self.check_valid();
            }
        };
        let object = self.shape_of(object, shape, true);
        let index = self.int_of(index);
        let value = self.emit_guard(opcode, &[object, index], [0, 0], DeoptReason::Bounds, Type::ANY);
        self.set(instr.a(), value);
    }

    pub(super) fn store_subscr(&mut self, instr: Instr) {
        if instr.x() == 0 && instr.op() == Op::StoreSubscr && !self.is_avoided(DeoptReason::Unreached) {
            return self.unreached();
        }
        let (object, index, value) = (self.raw(instr.a()), self.raw(instr.b()), self.get(instr.c()));
        if let Some(parts) = self.slice_parts(index) {
            return self.store_slice(object, parts, value);
        }
        let bounded = !self.is_avoided(DeoptReason::Bounds) && !self.is_avoided(DeoptReason::WrongShape);
        if instr.op() == Op::StoreSubscrList && bounded {
            let object = self.shape_of(object, core().types.list.get().root_shape(), true);
            let index = self.int_of(index);
            let args = [object, index, value];
            self.emit_guard(Opcode::ListSet, &args, [0, 0], DeoptReason::Bounds, Type::ANY);
            return;
        }
        let args = [self.tagged(object), self.tagged(index), value];
        self.emit(Opcode::SetItem, &args, Type::ANY);
        self.check_valid();
    }
}
