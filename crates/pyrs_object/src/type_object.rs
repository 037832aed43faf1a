//! Type objects: classes, native or made by Python code.
//!
//! Invariants: `mro` starts with the class itself; `version` is unique per state of the class and changes whenever the
//! class or a base changes, so that caches compare one number; `slots` are complete (inherited ones filled in).

use crate::core::core;
use crate::dict::DictObject;
use crate::errors::PyResult;
use crate::header::{Field, Header, HeapObject, Ref};
use crate::heap_object;
use crate::layout::Layout;
use crate::shape::{Shape, ShapeFlags};
use crate::slots::Slots;
use crate::str::StrObject;
use crate::thread::Thread;
use crate::tuple::TupleObject;
use crate::value::Value;
use std::cell::Cell;

bitflags::bitflags! {
    /// Properties of a class.
    #[derive(Clone, Copy, PartialEq, Eq, Debug)]
    #[repr(transparent)]
    pub struct TypeFlags: u32 {
        /// Made by a `class` statement or `type()`.
        const HEAP = 1;
        /// Python code may subclass it.
        const SUBCLASSABLE = 2;
        /// Has abstract methods left.
        const ABSTRACT = 4;
        /// Attributes cannot be set.
        const IMMUTABLE = 8;
        /// `case` patterns see a sequence.
        const SEQUENCE = 16;
        /// `case` patterns see a mapping.
        const MAPPING = 32;
        /// Instances have a `__dict__`.
        const HAS_DICT = 64;
        /// Instances have a `__weakref__`.
        const HAS_WEAKREF = 128;
        /// The attribute lookup is the plain one: no `__getattribute__` or `__getattr__` defined in Python.
        const PLAIN_GETATTR = 256;
        /// The attribute store is the plain one.
        const PLAIN_SETATTR = 512;
        /// `case C(x)` matches the subject itself.
        const MATCH_SELF = 1024;
        /// Instances have a `__del__` in Python.
        const HAS_FINALIZER = 2048;
        /// Compiled code relies on this class's state.
        const WATCHED = 4096;
    }
}

/// Inline slots of instances of a class that has not had any yet.
const INITIAL_INLINE_SLOTS: u16 = 4;
/// Instances do not get more inline slots than this; the rest is in the overflow array.
const MAX_INLINE_SLOTS: u16 = 32;

/// A class.
#[repr(C)]
pub struct TypeObject {
    header: Header,
    /// `__name__`.
    pub name: Field<Ref<StrObject>>,
    /// `__qualname__`.
    pub qualname: Field<Ref<StrObject>>,
    /// `__base__`: the base that decides the layout. Empty for `object`.
    pub base: Field<Option<Ref<TypeObject>>>,
    /// `__bases__`.
    pub bases: Field<Ref<TupleObject>>,
    /// `__mro__`.
    pub mro: Field<Ref<TupleObject>>,
    /// The namespace.
    pub dict: Field<Ref<DictObject>>,
    /// Classes that name this one as a base: a list of weak references would be read by `__subclasses__`; a class keeps
    /// its subclasses alive until weak references exist.
    pub subclasses: Field<Option<Ref<crate::list::ListObject>>>,
    root_shape: Field<Option<Ref<Shape>>>,
    /// State number: see the module's invariants.
    pub version: Cell<u32>,
    /// Properties.
    pub flags: Cell<TypeFlags>,
    /// Native layout of instances.
    pub layout: Cell<&'static Layout>,
    /// Slots at the front of the inline ones that `__slots__` reserved.
    pub reserved_slots: Cell<u32>,
    slots_needed: Cell<u32>,
    /// The functions through which operations reach instances.
    pub slots: Cell<Slots>,
}
heap_object!(
    TypeObject,
    "type",
    TYPE_LAYOUT,
    [name, qualname, base, bases, mro, dict, subclasses, root_shape]
);

static NEXT_VERSION: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(1);

/// A class state number never used before.
pub fn next_version() -> u32 {
    NEXT_VERSION.fetch_add(1, std::sync::atomic::Ordering::Relaxed)
}

impl TypeObject {
    /// Shape of fresh instances.
    #[inline(always)]
    pub fn root_shape(&self) -> Ref<Shape> {
        debug_assert!(self.root_shape.get().is_some());
        // SAFETY: classes get their root shape before they have instances.
        unsafe { self.root_shape.get().unwrap_unchecked() }
    }

    /// Whether `other` is in the MRO.
    #[inline]
    pub fn is_subtype(&self, other: Ref<TypeObject>) -> bool {
        let wanted = other.value();
        self.mro.get().items().contains(&wanted)
    }

    /// A slot, of the class itself or inherited.
    #[inline(always)]
    pub fn slot<F: Copy>(&self, read: impl FnOnce(&Slots) -> Option<F>) -> Option<F> {
        // SAFETY: the cell is not written while a slot is copied out.
        read(unsafe { &*self.slots.as_ptr() })
    }

    /// Whether a flag is set.
    #[inline(always)]
    pub fn has(&self, flag: TypeFlags) -> bool {
        self.flags.get().contains(flag)
    }

    /// Sets or clears a flag.
    pub fn set_flag(&self, flag: TypeFlags, on: bool) {
        let mut flags = self.flags.get();
        flags.set(flag, on);
        self.flags.set(flags);
    }

    /// Remembers how many attribute slots instances come to need, so that later ones have room inline.
    pub fn note_slots_needed(&self, count: u32) {
        if count > self.slots_needed.get() {
            self.slots_needed.set(count);
        }
    }

    /// Attribute slots that instances are known to need.
    pub fn slots_needed(&self) -> u32 {
        self.slots_needed.get()
    }

    /// The name for messages.
    ///
    /// Native classes of modules other than `builtins` are named with their module, as CPython does.
    pub fn name_for_message(&self) -> String {
        let name = self.name.get().to_string_lossy();
        if self.has(TypeFlags::HEAP) {
            return name;
        }
        let module = self.dict.get().get_interned(core().names.module.get());
        match module.and_then(|module| module.downcast::<StrObject>()) {
            Some(module) if module.as_ascii() != Some("builtins") => format!("{}.{name}", module.to_string_lossy()),
            _ => name,
        }
    }

    /// It is one of the built-in classes.
    pub fn is_of_builtins(&self) -> bool {
        let module = self.dict.get().get_interned(core().names.module.get());
        let name = module.and_then(|module| module.downcast::<StrObject>());
        name.is_none_or(|name| name.as_ascii() == Some("builtins"))
    }

    /// `__name__` as Rust text, as it begins a `repr()`.
    pub fn short_name(&self) -> String {
        self.name.get().to_string_lossy()
    }
}

impl Ref<TypeObject> {
    /// A bare class object with everything empty; the caller fills it. `metaclass` gives the shape.
    pub fn new_bare(thread: &mut Thread, metaclass: Ref<TypeObject>) -> PyResult<Ref<TypeObject>> {
        let shape = metaclass.root_shape();
        let size = std::mem::size_of::<TypeObject>() + shape.extension_size();
        let class = thread.allocate::<TypeObject>(shape, size)?;
        class.initialise_empty();
        Ok(class)
    }

    /// Gives the fields that are no plain zeros their first values.
    pub(crate) fn initialise_empty(self) {
        self.flags.set(TypeFlags::PLAIN_GETATTR | TypeFlags::PLAIN_SETATTR);
        self.layout.set(&crate::instance::INSTANCE_LAYOUT);
        self.slots.set(Slots::EMPTY);
        self.version.set(next_version());
    }

    /// Makes the shape of fresh instances. `layout`, `flags` and `reserved_slots` must be set.
    pub fn make_root_shape(self, thread: &mut Thread) -> PyResult<()> {
        let extensible = self.has(TypeFlags::HAS_DICT);
        let reserved = self.reserved_slots.get();
        let mut flags = ShapeFlags::empty();
        let mut inline = 0;
        if extensible || reserved > 0 {
            flags |= ShapeFlags::EXTENSION;
            let wanted = self.slots_needed.get().max(reserved) as u16;
            inline = if extensible {
                wanted.max(INITIAL_INLINE_SLOTS + reserved as u16)
            } else {
                reserved as u16
            };
            inline = inline.min(MAX_INLINE_SLOTS.max(reserved as u16));
        }
        if !extensible {
            flags |= ShapeFlags::FIXED;
        }
        let shape = Ref::<Shape>::new_root(thread, self, self.layout.get(), flags, inline, reserved)?;
        self.root_shape.set(self, Some(shape));
        Ok(())
    }

    /// A new instance of a class whose layout has a fixed size, without running Python code.
    #[inline]
    pub fn allocate_instance<T: HeapObject>(self, thread: &mut Thread) -> PyResult<Ref<T>> {
        debug_assert!(T::is_layout(self.layout.get()) && self.layout.get().fixed_size != 0);
        let mut shape = self.root_shape();
        if self.slots_needed.get() as usize > shape.inline_capacity()
            && shape.inline_capacity() < MAX_INLINE_SLOTS as usize
            && self.has(TypeFlags::HAS_DICT)
        {
            self.make_root_shape(thread)?;
            shape = self.root_shape();
        }
        self.allocate_shaped(thread, shape)
    }

    /// A new instance of what is or was the class's root shape.
    #[inline]
    pub fn allocate_shaped<T: HeapObject>(self, thread: &mut Thread, shape: Ref<Shape>) -> PyResult<Ref<T>> {
        debug_assert!(shape.instance_class() == self);
        let object = thread.allocate::<T>(shape, self.layout.get().fixed_size + shape.extension_size())?;
        if self.has(TypeFlags::HAS_FINALIZER) {
            // SAFETY: a fresh object of this heap.
            unsafe { thread.heap().finalizer_register(object.as_ptr().cast()) };
        }
        Ok(object)
    }

    /// Looks a name up along the MRO: the attribute as it is in the class namespace, and the class that has it.
    pub fn lookup_with_owner(self, name: Ref<StrObject>) -> Option<(Value, Ref<TypeObject>)> {
        let mro = self.mro.get();
        for class in mro.items() {
            // SAFETY: an MRO holds classes only.
            let class = unsafe { class.cast_unchecked::<TypeObject>() };
            if let Some(value) = class.dict.get().get_interned(name) {
                return Some((value, class));
            }
        }
        None
    }

    /// Looks a name up along the MRO, through the method cache.
    #[inline]
    pub fn lookup(self, name: Ref<StrObject>) -> Option<Value> {
        crate::method_cache::lookup(self, name)
    }

    /// The class has changed: gives it and all subclasses new versions and tells compiled code.
    pub fn modified(self) {
        self.version.set(next_version());
        if self.has(TypeFlags::WATCHED)
            && let Some(hook) = core().hooks.type_modified.get()
        {
            self.set_flag(TypeFlags::WATCHED, false);
            hook(self);
        }
        if let Some(subclasses) = self.subclasses.get() {
            for i in 0..subclasses.len() {
                if let Some(class) = subclasses.get(i).and_then(|v| v.downcast::<TypeObject>()) {
                    class.modified();
                }
            }
        }
    }
}

/// The class of any value.
#[inline(always)]
pub fn class_of(value: Value) -> Ref<TypeObject> {
    if let Some(object) = value.as_object() {
        object.shape().instance_class()
    } else if value.is_small_int() {
        core().types.int.get()
    } else {
        core().types.float.get()
    }
}
