//! Attribute instructions off the hot path: resolving, caching, and the cases of the caches.

use crate::call::{Called, call_python};
use crate::names::site_name;
use pyrs_bytecode::template::SpecialMethod;
use pyrs_bytecode::{FRAME_HEADER_WORDS, Instr, Op};
use pyrs_object::attribute::{self as object_attribute, is_data_descriptor, is_method_descriptor, is_read_first};
use pyrs_object::core::core;
use pyrs_object::descriptor::{MemberObject, MethodKindObject, PropertyObject};
use pyrs_object::errors::PyResult;
use pyrs_object::feedback::{CacheArray, CacheEntry, CacheKind};
use pyrs_object::frame::Frame;
use pyrs_object::function::FunctionObject;
use pyrs_object::header::{Header, Ref};
use pyrs_object::instance;
use pyrs_object::module::ModuleObject;
use pyrs_object::protocol;
use pyrs_object::shape::Shape;
use pyrs_object::str::StrObject;
use pyrs_object::thread::Thread;
use pyrs_object::type_object::{TypeFlags, TypeObject, class_of};
use pyrs_object::value::Value;

const H: usize = FRAME_HEADER_WORDS as usize;

/// # Safety
/// `frame` is live and its caches exist.
unsafe fn caches_of(frame: *mut Frame) -> Ref<CacheArray> {
    // SAFETY: a frame's caches are made when it is pushed.
    unsafe { (*frame).code.unwrap_unchecked().caches.get().unwrap_unchecked() }
}

/// A cached case that fits the object: the attribute, or `None` if no case fits (or fits no more). The case is read in
/// place: it holds until the instruction records another.
#[inline(always)]
unsafe fn cached<'a>(caches: Ref<CacheArray>, site: usize, object: Value) -> Option<(&'a CacheEntry, Ref<Header>)> {
    let header = object.as_object()?;
    let shape = header.shape();
    for entry in caches.cases(site) {
        if entry.shape == Some(shape) && is_valid(entry, object, shape) {
            return Some((entry, header));
        }
    }
    None
}

/// Whether what a case says still holds for an object of its shape.
#[inline(always)]
fn is_valid(entry: &CacheEntry, object: Value, shape: Ref<Shape>) -> bool {
    match entry.kind {
        CacheKind::Slot | CacheKind::OverflowSlot | CacheKind::Member => true,
        CacheKind::TypeAttribute | CacheKind::ClassMethod => is_valid_for_class(entry, object, shape),
        CacheKind::ModuleAttribute => {
            entry.owner == Some(object)
                && object
                    .downcast::<ModuleObject>()
                    .is_some_and(|m| m.dict.get().version() == entry.version)
        }
        _ => shape.instance_class().version.get() as u64 == entry.version,
    }
}

/// Whether the case of a class's attribute still holds: neither the class nor its metaclass has changed.
#[inline(always)]
pub fn is_valid_for_class(entry: &CacheEntry, object: Value, shape: Ref<Shape>) -> bool {
    // SAFETY: the owner of such a case is a class.
    entry.owner == Some(object)
        && unsafe { object.cast_unchecked::<TypeObject>() }.version.get() as u64 == entry.version
        && shape.instance_class().version.get() as u64 == entry.version2
}

/// What a `LoadAttr` leads to.
enum Loaded {
    /// The attribute.
    Value(Value),
    /// The getter of a property, to be called with the object.
    Getter(Ref<FunctionObject>),
}

/// The generic `LoadAttr`.
///
/// # Safety
/// `frame` is live and `pc` points at its instruction.
pub unsafe fn load(thread: &mut Thread, frame: *mut Frame, pc: *mut Instr, object: Value) -> PyResult<Value> {
    // SAFETY: as promised by the caller.
    match unsafe { load_step(thread, frame, pc, object)? } {
        Loaded::Value(value) => Ok(value),
        Loaded::Getter(getter) => protocol::call(thread, getter.value(), &[object]),
    }
}

/// As [`load`], but the getter of a property gets a frame in the same run of the loop.
///
/// # Safety
/// As for [`load`]; `frame` is the innermost frame.
pub unsafe fn load_or_call(thread: &mut Thread, frame: *mut Frame, pc: *mut Instr, object: Value) -> PyResult<Called> {
    // SAFETY: as promised by the caller.
    unsafe {
        match load_step(thread, frame, pc, object)? {
            Loaded::Value(value) => Ok(Called::Value(value)),
            Loaded::Getter(getter) => call_python(thread, frame, getter, &[object]),
        }
    }
}

#[inline(never)]
unsafe fn load_step(thread: &mut Thread, frame: *mut Frame, pc: *mut Instr, object: Value) -> PyResult<Loaded> {
    // SAFETY: as promised by the callers.
    unsafe {
        let site = (*pc).c() as usize;
        if let Some((entry, header)) = cached(caches_of(frame), site, object) {
            match entry.kind {
                CacheKind::Slot => {
                    if let Some(value) = crate::dispatch::slot_at(header, entry.offset) {
                        return Ok(Loaded::Value(value));
                    }
                }
                CacheKind::OverflowSlot => {
                    if let Some(value) = instance::get_slot(header, entry.offset) {
                        return Ok(Loaded::Value(value));
                    }
                }
                CacheKind::Member => {
                    if let Some(value) = crate::dispatch::slot_at(header, entry.offset) {
                        return Ok(Loaded::Value(value));
                    }
                }
                CacheKind::ClassAttribute | CacheKind::TypeAttribute => {
                    if let Some(value) = entry.target {
                        return Ok(Loaded::Value(value));
                    }
                }
                CacheKind::ModuleAttribute => {
                    if let Some(value) = *entry.address {
                        return Ok(Loaded::Value(value));
                    }
                }
                CacheKind::Method => {
                    if let Some(function) = entry.target {
                        return object_attribute::bind(thread, function, Some(object), class_of(object))
                            .map(Loaded::Value);
                    }
                }
                CacheKind::Property => {
                    if let Some(getter) = entry.target.and_then(|getter| getter.downcast()) {
                        return Ok(Loaded::Getter(getter));
                    }
                }
                CacheKind::Descriptor => {
                    if let Some(descriptor) = entry.target {
                        return object_attribute::bind(thread, descriptor, Some(object), class_of(object))
                            .map(Loaded::Value);
                    }
                }
                _ => {}
            }
        }
        load_uncached(thread, frame, pc, object).map(Loaded::Value)
    }
}

/// `LoadAttrSlot` met another shape: stays quick while sites are monomorphic, else goes back to the generic form.
///
/// # Safety
/// As for [`load`].
#[inline(never)]
pub unsafe fn load_miss(thread: &mut Thread, frame: *mut Frame, pc: *mut Instr, object: Value) -> PyResult<Called> {
    // SAFETY: as promised by the caller.
    unsafe {
        *pc = (*pc).with_op(Op::LoadAttr);
        load_or_call(thread, frame, pc, object)
    }
}

#[inline(never)]
unsafe fn load_uncached(thread: &mut Thread, frame: *mut Frame, pc: *mut Instr, object: Value) -> PyResult<Value> {
    // SAFETY: as for `load`.
    unsafe {
        let site = (*pc).c() as usize;
        let name = site_name(frame, site);
        let caches = caches_of(frame);
        match resolve_load(object, name) {
            Some(entry) => {
                let first = caches.record(site, entry) && caches.site(site).used.get() == 1;
                match entry.kind {
                    CacheKind::Slot | CacheKind::Member if first => *pc = (*pc).with_op(Op::LoadAttrSlot),
                    CacheKind::TypeAttribute if first => *pc = (*pc).with_op(Op::LoadAttrType),
                    _ => {}
                }
            }
            None => caches.site(site).note_uncached(),
        }
        protocol::getattr(thread, object, name)
    }
}

/// How an attribute load can be cached.
fn resolve_load(object: Value, name: Ref<StrObject>) -> Option<CacheEntry> {
    let header = object.as_object()?;
    let shape = header.shape();
    let class = shape.instance_class();
    if let Some(owner) = object.downcast::<TypeObject>() {
        return resolve_type_attribute(owner, name);
    }
    // Modules look for `__getattr__` in their namespaces where there is no such attribute.
    if !class.has(TypeFlags::PLAIN_GETATTR) && class != core().types.module.get() {
        return None;
    }
    let entry = CacheEntry {
        shape: Some(shape),
        version: class.version.get() as u64,
        ..CacheEntry::EMPTY
    };
    let attribute = class.lookup(name);
    if let Some(attribute) = attribute
        && is_read_first(attribute)
    {
        return resolve_data_descriptor(entry, shape, attribute);
    }
    if let Some(module) = object.downcast::<ModuleObject>() {
        let dict = module.dict.get();
        let position = dict.find_str(name)?;
        return Some(CacheEntry {
            kind: CacheKind::ModuleAttribute,
            owner: Some(object),
            address: dict.value_address(position),
            version: dict.version(),
            ..entry
        });
    }
    if object.downcast::<FunctionObject>().is_some() || shape.is_dict_mode() {
        return None;
    }
    if shape.has_extension()
        && let Some(index) = shape.find(name)
    {
        return Some(match shape.inline_offset(index) {
            Some(offset) => CacheEntry {
                kind: CacheKind::Slot,
                offset,
                ..entry
            },
            None => CacheEntry {
                kind: CacheKind::OverflowSlot,
                offset: index,
                ..entry
            },
        });
    }
    let attribute = attribute?;
    if is_method_descriptor(attribute) {
        return Some(CacheEntry {
            kind: CacheKind::Method,
            target: Some(attribute),
            ..entry
        });
    }
    class_of(attribute)
        .slot(|s| s.descr_get)
        .is_none()
        .then_some(CacheEntry {
            kind: CacheKind::ClassAttribute,
            target: Some(attribute),
            ..entry
        })
}

fn resolve_data_descriptor(entry: CacheEntry, shape: Ref<Shape>, attribute: Value) -> Option<CacheEntry> {
    if let Some(member) = attribute.downcast::<MemberObject>() {
        let offset = shape.inline_offset(member.index.get())?;
        return Some(CacheEntry {
            kind: CacheKind::Member,
            offset,
            ..entry
        });
    }
    if let Some(property) = attribute.downcast::<PropertyObject>()
        && property.class() == core().types.property.get()
        && let Some(getter) = property.getter.get()
        && getter.downcast::<FunctionObject>().is_some()
    {
        return Some(CacheEntry {
            kind: CacheKind::Property,
            target: Some(getter),
            ..entry
        });
    }
    (!class_of(attribute).has(TypeFlags::HEAP)).then_some(CacheEntry {
        kind: CacheKind::Descriptor,
        target: Some(attribute),
        ..entry
    })
}

/// The attribute of a class object, if it can be cached: the metaclass reads attributes as `type` does and has no data
/// descriptor of that name.
fn type_attribute(owner: Ref<TypeObject>, name: Ref<StrObject>) -> Option<(Value, CacheEntry)> {
    let shape = owner.value().as_object()?.shape();
    let metaclass = shape.instance_class();
    if !object_attribute::is_plain_metaclass(metaclass) || metaclass.lookup(name).is_some_and(is_read_first) {
        return None;
    }
    let attribute = owner.lookup(name)?;
    let entry = CacheEntry {
        kind: CacheKind::TypeAttribute,
        shape: Some(shape),
        owner: Some(owner.value()),
        target: Some(attribute),
        version: owner.version.get() as u64,
        version2: metaclass.version.get() as u64,
        ..CacheEntry::EMPTY
    };
    Some((attribute, entry))
}

fn resolve_type_attribute(owner: Ref<TypeObject>, name: Ref<StrObject>) -> Option<CacheEntry> {
    let (attribute, entry) = type_attribute(owner, name)?;
    if let Some(inner) = staticmethod_function(attribute) {
        return Some(CacheEntry {
            target: Some(inner),
            ..entry
        });
    }
    let types = &core().types;
    let class = class_of(attribute);
    // Native methods and wrappers of slots are their own value where there is no instance.
    let native = class == types.method_descriptor.get() || class == types.wrapper_descriptor.get();
    let plain = native || attribute.downcast::<FunctionObject>().is_some() || class.slot(|s| s.descr_get).is_none();
    plain.then_some(entry)
}

/// The function that a `staticmethod` gives.
fn staticmethod_function(attribute: Value) -> Option<Value> {
    let method = attribute.downcast::<MethodKindObject>()?;
    (method.class() == core().types.staticmethod.get()).then(|| method.function.get())?
}

/// The function that a `classmethod` calls with the class, where binding it makes a plain bound method.
fn classmethod_function(attribute: Value) -> Option<Value> {
    let method = attribute.downcast::<MethodKindObject>()?;
    if method.class() != core().types.classmethod.get() {
        return None;
    }
    method
        .function
        .get()
        .filter(|f| f.downcast::<FunctionObject>().is_some())
}

/// `StoreAttr` and its quick form's misses.
///
/// # Safety
/// As for [`load`].
#[inline(never)]
pub unsafe fn store(
    thread: &mut Thread,
    frame: *mut Frame,
    pc: *mut Instr,
    object: Value,
    value: Value,
) -> PyResult<()> {
    // SAFETY: as promised by the caller.
    unsafe {
        let site = (*pc).c() as usize;
        let caches = caches_of(frame);
        if let Some((entry, header)) = cached(caches, site, object) {
            match entry.kind {
                CacheKind::Slot | CacheKind::Member => {
                    crate::dispatch::store_slot(header, entry.offset, value);
                    return Ok(());
                }
                CacheKind::AddSlot => {
                    if let Some(target) = entry.target {
                        crate::dispatch::store_slot(header, entry.offset, value);
                        header.set_shape(target.cast_unchecked::<Shape>());
                        return Ok(());
                    }
                }
                _ => {}
            }
        }
        *pc = (*pc).with_op(Op::StoreAttr);
        let name = site_name(frame, site);
        let before = object.as_object().map(|header| header.shape());
        let entry = resolve_store(object, name);
        protocol::setattr(thread, object, name, Some(value))?;
        if let Some(entry) = entry {
            let fits = caches.record(site, entry);
            if fits && matches!(entry.kind, CacheKind::Slot | CacheKind::Member) && caches.site(site).used.get() == 1 {
                *pc = (*pc).with_op(Op::StoreAttrSlot);
            }
        } else if let (Some(header), Some(before)) = (object.as_object(), before) {
            caches.site(site).note_uncached();
            if record_transition(caches, site, header, before, name) && caches.site(site).used.get() == 1 {
                *pc = (*pc).with_op(Op::StoreAttrAdd);
            }
        }
        Ok(())
    }
}

/// How a store to an attribute that exists can be cached.
fn resolve_store(object: Value, name: Ref<StrObject>) -> Option<CacheEntry> {
    let header = object.as_object()?;
    let shape = header.shape();
    let class = shape.instance_class();
    if !class.has(TypeFlags::PLAIN_SETATTR) || object.downcast::<TypeObject>().is_some() {
        return None;
    }
    let entry = CacheEntry {
        shape: Some(shape),
        version: class.version.get() as u64,
        ..CacheEntry::EMPTY
    };
    if let Some(attribute) = class.lookup(name)
        && is_data_descriptor(attribute)
    {
        let member = attribute.downcast::<MemberObject>()?;
        let offset = shape.inline_offset(member.index.get())?;
        return Some(CacheEntry {
            kind: CacheKind::Member,
            offset,
            ..entry
        });
    }
    if !shape.has_extension() || shape.is_dict_mode() {
        return None;
    }
    let offset = shape.inline_offset(shape.find(name)?)?;
    Some(CacheEntry {
        kind: CacheKind::Slot,
        offset,
        ..entry
    })
}

/// Remembers that a store added an attribute, if it did and went to an inline slot; whether it is remembered.
fn record_transition(
    caches: Ref<CacheArray>,
    site: usize,
    header: Ref<Header>,
    before: Ref<Shape>,
    name: Ref<StrObject>,
) -> bool {
    let after = header.shape();
    let class = before.instance_class();
    if after == before
        || after.is_dict_mode()
        || after.instance_class() != class
        || !class.has(TypeFlags::PLAIN_SETATTR)
        || after.property_count() != before.property_count() + 1
        || after.find(name) != Some(before.property_count())
    {
        return false;
    }
    match after.inline_offset(before.property_count()) {
        None => false,
        Some(offset) => caches.record(
            site,
            CacheEntry {
                kind: CacheKind::AddSlot,
                shape: Some(before),
                target: Some(after.value()),
                version: class.version.get() as u64,
                offset,
                ..CacheEntry::EMPTY
            },
        ),
    }
}

/// Fills the callee and the receiver of a call from the cache, if a case fits and nothing has to be bound.
///
/// # Safety
/// As for [`load_method`]; `block` is the place of the callee.
#[inline(always)]
unsafe fn method_at_hand(caches: Ref<CacheArray>, site: usize, object: Value, block: *mut Option<Value>) -> bool {
    // SAFETY: as promised by the caller.
    unsafe {
        let Some((entry, header)) = cached(caches, site, object) else {
            return false;
        };
        let (callee, receiver) = match entry.kind {
            CacheKind::Method | CacheKind::ClassMethod => (entry.target, Some(object)),
            CacheKind::TypeAttribute | CacheKind::ClassAttribute => (entry.target, None),
            CacheKind::ModuleAttribute => (*entry.address, None),
            CacheKind::Slot => (crate::dispatch::slot_at(header, entry.offset), None),
            _ => (None, None),
        };
        if callee.is_none() {
            return false;
        }
        *block = callee;
        *block.add(H) = receiver;
        true
    }
}

/// `LoadMethod` and its quick form's misses.
///
/// # Safety
/// As for [`load`].
#[inline(never)]
pub unsafe fn load_method(thread: &mut Thread, frame: *mut Frame, pc: *mut Instr, object: Value) -> PyResult<()> {
    // SAFETY: as promised by the caller.
    unsafe {
        let site = (*pc).c() as usize;
        let block = Frame::registers(frame).add((*pc).a() as usize);
        let caches = caches_of(frame);
        if method_at_hand(caches, site, object, block) {
            return Ok(());
        }
        *pc = (*pc).with_op(Op::LoadMethod);
        let name = site_name(frame, site);
        let class = class_of(object);
        if let Some(owner) = object.downcast::<TypeObject>()
            && let Some((attribute, entry)) = type_attribute(owner, name)
            && let Some(function) = classmethod_function(attribute)
        {
            let entry = CacheEntry {
                kind: CacheKind::ClassMethod,
                target: Some(function),
                ..entry
            };
            caches.record(site, entry);
            *block = Some(function);
            *block.add(H) = Some(object);
            return Ok(());
        }
        if class.has(TypeFlags::PLAIN_GETATTR)
            && object.downcast::<TypeObject>().is_none()
            && object.downcast::<ModuleObject>().is_none()
            && let Some(attribute) = class.lookup(name)
            && is_method_descriptor(attribute)
            && object_attribute::own_attribute(object, name).is_none()
        {
            if let Some(header) = object.as_object()
                && !header.shape().is_dict_mode()
                && object.downcast::<FunctionObject>().is_none()
            {
                let entry = CacheEntry {
                    kind: CacheKind::Method,
                    shape: Some(header.shape()),
                    target: Some(attribute),
                    version: class.version.get() as u64,
                    ..CacheEntry::EMPTY
                };
                if caches.record(site, entry) && caches.site(site).used.get() == 1 {
                    *pc = (*pc).with_op(Op::LoadMethodCached);
                }
            }
            caches.site(site).note_uncached();
            *block = Some(attribute);
            *block.add(H) = Some(object);
            return Ok(());
        }
        let attribute = load(thread, frame, pc, object)?;
        // `load` may have quickened the word to an attribute load: it is a method load.
        *pc = (*pc).with_op(Op::LoadMethod);
        *block = Some(attribute);
        *block.add(H) = None;
        Ok(())
    }
}

/// `LoadSuperAttr`.
///
/// # Safety
/// As for [`load`].
#[inline(never)]
pub unsafe fn load_super(
    thread: &mut Thread,
    frame: *mut Frame,
    pc: *mut Instr,
    callee: Value,
    class: Value,
    receiver: Value,
) -> PyResult<Value> {
    // SAFETY: as promised by the caller.
    let (name, given) = unsafe { (site_name(frame, (*pc).c() as usize), (*pc).x() as usize) };
    let is_super = callee == core().types.super_.get().value();
    if is_super && let Some((attribute, start)) = super_lookup(class, receiver, name) {
        let bound_to = (receiver != start.value()).then_some(receiver);
        return object_attribute::bind(thread, attribute, bound_to, start);
    }
    let given = if is_super { 2 } else { given };
    let object = protocol::call(thread, callee, &[class, receiver][..given])?;
    protocol::getattr(thread, object, name)
}

/// `LoadSuperMethod`.
///
/// # Safety
/// As for [`load`].
#[inline(never)]
pub unsafe fn load_super_method(
    thread: &mut Thread,
    frame: *mut Frame,
    pc: *mut Instr,
    callee: Value,
    class: Value,
    receiver: Value,
) -> PyResult<()> {
    // SAFETY: as promised by the caller.
    unsafe {
        let block = Frame::registers(frame).add((*pc).a() as usize);
        let site = (*pc).c() as usize;
        let name = site_name(frame, site);
        let caches = caches_of(frame);
        let is_super = callee == core().types.super_.get().value();
        if is_super
            && let Some((entry, _)) = cached(caches, site, receiver)
            && entry.kind == CacheKind::Method
            && entry.owner == Some(class)
        {
            *block = entry.target;
            *block.add(H) = Some(receiver);
            return Ok(());
        }
        if is_super
            && let Some((attribute, start)) = super_lookup(class, receiver, name)
            && is_method_descriptor(attribute)
            && receiver != start.value()
        {
            if let Some(header) = receiver.as_object()
                && header.shape().instance_class() == start
            {
                let entry = CacheEntry {
                    kind: CacheKind::Method,
                    shape: Some(header.shape()),
                    target: Some(attribute),
                    owner: Some(class),
                    version: start.version.get() as u64,
                    ..CacheEntry::EMPTY
                };
                caches.record(site, entry);
            }
            *block = Some(attribute);
            *block.add(H) = Some(receiver);
            return Ok(());
        }
        caches.site(site).note_uncached();
        let attribute = load_super(thread, frame, pc, callee, class, receiver)?;
        *block = Some(attribute);
        *block.add(H) = None;
        Ok(())
    }
}

/// The attribute that `super(class, receiver)` finds in the MRO behind `class`, and the receiver's class whose MRO it
/// is. `None` where the plain case does not apply.
fn super_lookup(class: Value, receiver: Value, name: Ref<StrObject>) -> Option<(Value, Ref<TypeObject>)> {
    let class = class.downcast::<TypeObject>()?;
    if name == core().names.class.get() {
        return None;
    }
    let start = match receiver.downcast::<TypeObject>() {
        Some(receiver) if receiver.is_subtype(class) => receiver,
        _ => class_of(receiver),
    };
    let mro = start.mro.get();
    let position = mro.items().iter().position(|c| *c == class.value())?;
    mro.items()[position + 1..]
        .iter()
        .filter_map(|c| c.downcast::<TypeObject>())
        .find_map(|c| c.dict.get().get_interned(name))
        .map(|attribute| (attribute, start))
}

/// `LoadSpecial`: a special method of the object's class and its receiver, or the bound method and nothing.
pub fn load_special(thread: &mut Thread, object: Value, which: u32) -> PyResult<(Value, Option<Value>)> {
    let names = &core().names;
    let Some(method) = SpecialMethod::from_index(which) else {
        return Err(thread.system_error(format_args!("unknown special method {which}")));
    };
    let name = match method {
        SpecialMethod::Enter => names.enter.get(),
        SpecialMethod::Exit => names.exit.get(),
        SpecialMethod::AsyncEnter => names.aenter.get(),
        SpecialMethod::AsyncExit => names.aexit.get(),
    };
    let class = class_of(object);
    match class.lookup(name) {
        Some(attribute) if is_method_descriptor(attribute) => Ok((attribute, Some(object))),
        Some(attribute) => Ok((object_attribute::bind(thread, attribute, Some(object), class)?, None)),
        None => Err(not_a_context_manager(thread, class, method)),
    }
}

#[cold]
fn not_a_context_manager(
    thread: &mut Thread,
    class: Ref<TypeObject>,
    method: SpecialMethod,
) -> pyrs_object::errors::Raised {
    let names = &core().names;
    let type_name = class.name_for_message();
    let (protocol, missing) = match method {
        SpecialMethod::Enter => ("context manager", "__enter__"),
        SpecialMethod::Exit => ("context manager", "__exit__"),
        SpecialMethod::AsyncEnter => ("asynchronous context manager", "__aenter__"),
        SpecialMethod::AsyncExit => ("asynchronous context manager", "__aexit__"),
    };
    let is_async = matches!(method, SpecialMethod::AsyncEnter | SpecialMethod::AsyncExit);
    let has =
        |enter: Ref<StrObject>, exit: Ref<StrObject>| class.lookup(enter).is_some() && class.lookup(exit).is_some();
    let hint = if is_async && has(names.enter.get(), names.exit.get()) {
        " but it supports the context manager protocol. Did you mean to use 'with'?"
    } else if !is_async && has(names.aenter.get(), names.aexit.get()) {
        " but it supports the asynchronous context manager protocol. Did you mean to use 'async with'?"
    } else {
        ""
    };
    thread.type_error(format_args!(
        "'{type_name}' object does not support the {protocol} protocol (missed {missing} method){hint}"
    ))
}
