//! Native classes: filling a class from the tables of `#[pymethods]`, and classes beyond [`crate::core::BUILTIN_TYPES`].
//!
//! A crate that owns a native class declares a static [`NativeClass`] and calls [`NativeClass::create`] at start-up
//! (or when its module is made); from then on [`NativeClass::get`] gives the class.
//!
//! Invariant: a class's base is filled before the class, or [`inherit`] runs again afterwards: it fills empty slots only.

use crate::core::{core, none};
use crate::descriptor::{GetSetDef, GetSetObject, MethodKindObject, SlotWrapperObject};
use crate::errors::{PyResult, Raised};
use crate::function::{Args, NativeDef, NativeFlags, NativeFunctionObject};
use crate::header::{HeapObject, Ref};
use crate::layout::Layout;
use crate::slots::{BinaryOp, Slots, UnaryOp};
use crate::special::{SPECIAL_METHODS, SpecialKind, provides};
use crate::str::StrObject;
use crate::thread::Thread;
use crate::type_object::{TypeFlags, TypeObject, class_of};
use crate::value::Value;
use std::cell::Cell;

/// What `#[pymethods]` makes of an impl block.
pub struct TypeMethods {
    /// `__doc__`; empty for None.
    pub doc: &'static str,
    /// Methods, class methods and static methods, told apart by their flags.
    pub methods: &'static [NativeDef],
    /// Computed attributes.
    pub getsets: &'static [GetSetDef],
    /// Slots.
    pub slots: Slots,
    /// Operators that the type has, plain and reflected.
    pub binary_ops: &'static [BinaryOp],
    /// Operators that the type has in the plain form only.
    pub plain_ops: &'static [BinaryOp],
    /// In-place operators.
    pub inplace_ops: &'static [BinaryOp],
    /// Unary operators and conversions.
    pub unary_ops: &'static [UnaryOp],
}

impl TypeMethods {
    fn exposes(&self, kind: SpecialKind) -> bool {
        match kind {
            SpecialKind::Binary(op) => self.binary_ops.contains(&op) || self.plain_ops.contains(&op),
            SpecialKind::Reflected(op) => self.binary_ops.contains(&op),
            SpecialKind::Inplace(op) => self.inplace_ops.contains(&op),
            SpecialKind::Unary(op) => self.unary_ops.contains(&op),
            other => provides(&self.slots, other),
        }
    }
}

/// Fills a native class: slots and their wrappers, methods, computed attributes, `__new__`, `__doc__`. May be called more
/// than once for a class whose methods are in several impl blocks; the first filled slot stays.
pub fn install(thread: &mut Thread, class: Ref<TypeObject>, methods: &TypeMethods) -> PyResult<()> {
    let dict = class.dict.get();
    let mut slots = class.slots.get();
    slots.inherit(&methods.slots);
    class.slots.set(slots);
    for method in SPECIAL_METHODS.iter().filter(|method| methods.exposes(method.kind)) {
        let name = method.interned_name(thread)?;
        let wrapper = SlotWrapperObject::new(thread, class.value(), method)?;
        dict.set(thread, name.value(), wrapper.value())?;
    }
    let names = &core().names;
    if methods.slots.compare.is_some() && slots.hash.is_none() {
        dict.set(thread, names.hash.get().value(), none())?;
    }
    if methods.slots.new.is_some() {
        let new = NativeFunctionObject::new(thread, &NEW, None)?;
        new.owner.set(new, Some(class.value()));
        dict.set(thread, names.new.get().value(), new.value())?;
    }
    for definition in methods.methods {
        let method = method_object(thread, definition, class)?;
        dict.set_str(thread, definition.name, method)?;
    }
    for definition in methods.getsets {
        let getset = GetSetObject::new(thread, class.value(), definition)?;
        dict.set_str(thread, definition.name, getset.value())?;
    }
    let computed = methods.getsets.iter().any(|getset| getset.name == "__doc__");
    if computed {
        // Instances have docstrings of their own.
    } else if !methods.doc.is_empty() || dict.get_interned(names.doc.get()).is_none() {
        let doc = match methods.doc {
            "" => none(),
            text => StrObject::from_str(thread, text)?.value(),
        };
        dict.set(thread, names.doc.get().value(), doc)?;
    }
    inherit(class);
    class.modified();
    Ok(())
}

fn method_object(thread: &mut Thread, definition: &'static NativeDef, class: Ref<TypeObject>) -> PyResult<Value> {
    let flags = definition.flags;
    if flags.intersects(NativeFlags::METHOD | NativeFlags::CLASS_METHOD) {
        return Ok(NativeFunctionObject::new_method(thread, definition, class.value())?.value());
    }
    let function = NativeFunctionObject::new(thread, definition, None)?;
    let staticmethod = MethodKindObject::new(thread, core().types.staticmethod.get(), function.value())?;
    Ok(staticmethod.value())
}

/// Fills a native class's empty slots from its base, as well as the flags that say what the slots do.
pub fn inherit(class: Ref<TypeObject>) {
    let Some(base) = class.base.get() else { return };
    let own = class.slots.get();
    let mut slots = own;
    slots.inherit(&base.slots.get());
    let names = &core().names;
    if class.dict.get().get_interned(names.hash.get()) == Some(none()) {
        slots.hash = own.hash;
    }
    class.slots.set(slots);
    let object = core().types.object.get();
    let same = |a: Option<usize>, b: Option<usize>| a.is_none() || a == b;
    let getattr = |class: Ref<TypeObject>| class.slot(|s| s.getattr).map(|f| f as usize);
    let setattr = |class: Ref<TypeObject>| class.slot(|s| s.setattr).map(|f| f as usize);
    class.set_flag(TypeFlags::PLAIN_GETATTR, same(getattr(class), getattr(object)));
    class.set_flag(TypeFlags::PLAIN_SETATTR, same(setattr(class), setattr(object)));
    for flag in [
        TypeFlags::SEQUENCE,
        TypeFlags::MAPPING,
        TypeFlags::MATCH_SELF,
        TypeFlags::HAS_WEAKREF,
    ] {
        if base.has(flag) {
            class.set_flag(flag, true);
        }
    }
}

/// Fills the empty slots of all built-in classes, each after its base.
pub fn inherit_all() {
    for row in crate::core::BUILTIN_TYPES {
        inherit((row.root)(&core().types).get());
    }
}

/// `__new__` of every native class. The owner, which comes first, is the class that has it.
static NEW: NativeDef = NativeDef {
    name: "__new__",
    doc: "__new__($type, *args, **kwargs)\n--\n\nCreate and return a new object.  See help(type) for accurate signature.",
    function: new_wrapper,
    flags: NativeFlags::empty(),
};

fn new_wrapper(thread: &mut Thread, args: Args) -> PyResult<Value> {
    let Some(owner) = args.positional().first().and_then(|v| v.downcast::<TypeObject>()) else {
        return Err(thread.type_error(format_args!("__new__() called without its class")));
    };
    let args = args.skip_first();
    let Some(&class) = args.positional().first() else {
        let owner_name = owner.name_for_message();
        return Err(thread.type_error(format_args!("{owner_name}.__new__(): not enough arguments")));
    };
    let Some(class_object) = class.downcast::<TypeObject>() else {
        let (owner_name, name) = (owner.name_for_message(), class_of(class).name_for_message());
        return Err(thread.type_error(format_args!("{owner_name}.__new__(X): X is not a type object ({name})")));
    };
    if !class_object.is_subtype(owner) {
        let (owner_name, name) = (owner.name_for_message(), class_object.name_for_message());
        return Err(thread.type_error(format_args!(
            "{owner_name}.__new__({name}): {name} is not a subtype of {owner_name}"
        )));
    }
    // The native class nearest to `class` must be the one whose `__new__` this is, or one that makes the same layout.
    let mut native = class_object;
    while native.has(TypeFlags::HEAP)
        && let Some(base) = native.base.get()
    {
        native = base;
    }
    if native.slot(|s| s.new).map(|f| f as usize) != owner.slot(|s| s.new).map(|f| f as usize) {
        let (owner_name, name) = (owner.name_for_message(), class_object.name_for_message());
        let native = native.name_for_message();
        return Err(thread.type_error(format_args!(
            "{owner_name}.__new__({name}) is not safe, use {native}.__new__()"
        )));
    }
    match owner.slot(|s| s.new) {
        Some(new) => new(thread, class, args.skip_first()),
        None => {
            let name = class_object.name_for_message();
            Err(thread.type_error(format_args!("cannot create '{name}' instances")))
        }
    }
}

/// A new instance of `class`, which must have the layout of `T`.
pub fn allocate<T: HeapObject>(thread: &mut Thread, class: Value) -> PyResult<Ref<T>> {
    match class.downcast::<TypeObject>() {
        Some(class) if T::is_layout(class.layout.get()) => class.allocate_instance(thread),
        _ => {
            let (wanted, name) = (T::layout_name(), class_of(class).name_for_message());
            Err(thread.type_error(format_args!("'{name}' objects have no room for a {wanted}")))
        }
    }
}

/// The error of a receiver of another type.
#[cold]
pub fn wrong_receiver(thread: &mut Thread, expected: &str, given: Value) -> Raised {
    let given = class_of(given).name_for_message();
    thread.type_error(format_args!(
        "descriptor requires a '{expected}' object but received a '{given}'"
    ))
}

/// `class[item]` as a `types.GenericAlias`.
pub fn generic_alias(thread: &mut Thread, class: Ref<TypeObject>, item: Value) -> PyResult<Value> {
    match core().hooks.generic_alias.get() {
        Some(make) => make(thread, class.value(), item),
        None => Err(thread.system_error(format_args!("types.GenericAlias is not there yet"))),
    }
}

/// A native class outside of the built-in table. Declared as a static, with the builder functions.
pub struct NativeClass {
    name: &'static str,
    module: &'static str,
    layout: &'static Layout,
    base: Option<fn() -> Ref<TypeObject>>,
    flags: TypeFlags,
    methods: Option<&'static TypeMethods>,
    class: Cell<Option<Ref<TypeObject>>>,
}

// SAFETY: only the thread that holds the GIL touches the cell.
unsafe impl Sync for NativeClass {}

impl NativeClass {
    /// A class that cannot be subclassed, derived from `object`, without methods.
    pub const fn new(module: &'static str, name: &'static str, layout: &'static Layout) -> NativeClass {
        NativeClass {
            name,
            module,
            layout,
            base: None,
            flags: TypeFlags::IMMUTABLE,
            methods: None,
            class: Cell::new(None),
        }
    }

    /// Derived from another class.
    pub const fn base(mut self, base: fn() -> Ref<TypeObject>) -> NativeClass {
        self.base = Some(base);
        self
    }

    /// Python code may subclass it.
    pub const fn subclassable(self) -> NativeClass {
        self.flags(TypeFlags::SUBCLASSABLE)
    }

    /// Instances have a `__dict__`: allocate them with `class.allocate_instance`.
    pub const fn with_dict(self) -> NativeClass {
        self.flags(TypeFlags::HAS_DICT)
    }

    /// Further properties.
    pub const fn flags(mut self, flags: TypeFlags) -> NativeClass {
        self.flags = self.flags.union(flags);
        self
    }

    /// The methods, `Methods::TYPE_METHODS` of a `#[pymethods]` block.
    pub const fn methods(mut self, methods: &'static TypeMethods) -> NativeClass {
        self.methods = Some(methods);
        self
    }

    /// The class. [`NativeClass::create`] must have run.
    #[inline(always)]
    pub fn get(&'static self) -> Ref<TypeObject> {
        match self.class.get() {
            Some(class) => class,
            None => unreachable!("{} is used before its crate created it", self.name),
        }
    }

    /// The class, if it was created.
    pub fn try_get(&'static self) -> Option<Ref<TypeObject>> {
        self.class.get()
    }

    /// Makes the class unless it exists.
    pub fn create(&'static self, thread: &mut Thread) -> PyResult<Ref<TypeObject>> {
        if let Some(class) = self.class.get() {
            return Ok(class);
        }
        let base = match self.base {
            Some(base) => base(),
            None => core().types.object.get(),
        };
        thread.heap().disable();
        let made = self.make(thread, base);
        thread.heap().enable();
        made
    }

    fn make(&'static self, thread: &mut Thread, base: Ref<TypeObject>) -> PyResult<Ref<TypeObject>> {
        let class = Ref::<TypeObject>::new_bare(thread, core().types.type_.get())?;
        class.layout.set(self.layout);
        class.flags.set(class.flags.get() | self.flags);
        class.make_root_shape(thread)?;
        crate::bootstrap::fill_class(thread, class, Some(base), self.name, self.module)?;
        // SAFETY: the cell is static and one word, either zero or a class of this heap.
        unsafe {
            let slot = self.class.as_ptr() as *const u64;
            thread.heap().add_root_slot(slot, 1);
        }
        self.class.set(Some(class));
        if self.flags.contains(TypeFlags::HAS_DICT) && !base.has(TypeFlags::HAS_DICT) {
            crate::instance_dict::add_instance_dict(thread, class)?;
        }
        match self.methods {
            Some(methods) => install(thread, class, methods)?,
            None => inherit(class),
        }
        Ok(class)
    }
}
