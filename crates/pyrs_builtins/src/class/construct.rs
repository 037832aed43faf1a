//! `type.__new__`: a class from a name, bases and a namespace.

use super::{layout, mro, namespace, slots_declaration};
use pyrs_object::dict::DictObject;
use pyrs_object::list::ListObject;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeFlags, TypeObject, class_of};
use pyrs_object::{Args, HeapObject, PyResult, Ref, Thread, Value, core, protocol};

fn argument<T: HeapObject>(thread: &mut Thread, value: Value, position: usize) -> PyResult<Ref<T>> {
    match value.downcast() {
        Some(object) => Ok(object),
        None => {
            let (expected, class) = (T::layout_name(), class_of(value).name_for_message());
            Err(thread.type_error(format_args!(
                "type.__new__() argument {position} must be {expected}, not {class}"
            )))
        }
    }
}

/// The most derived metaclass among `metaclass` and those of the bases.
pub fn most_derived_metaclass(
    thread: &mut Thread,
    metaclass: Ref<TypeObject>,
    bases: Ref<TupleObject>,
) -> PyResult<Ref<TypeObject>> {
    let mut winner = metaclass;
    for base in bases.items_unbound() {
        let candidate = class_of(*base);
        if winner.is_subtype(candidate) {
            continue;
        }
        if !candidate.is_subtype(winner) {
            return Err(thread.type_error(format_args!(
                "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the \
                 metaclasses of all its bases"
            )));
        }
        winner = candidate;
    }
    Ok(winner)
}

fn type_new_slot() -> Option<usize> {
    core().types.type_.get().slot(|s| s.new).map(|f| f as usize)
}

/// `type.__new__(metaclass, name, bases, namespace, **keywords)`.
pub fn type_new(thread: &mut Thread, metaclass: Ref<TypeObject>, args: Args) -> PyResult<Value> {
    let &[name, bases, body] = args.positional() else {
        let given = args.positional().len();
        if given == 1 && args.names().is_some() && metaclass == core().types.type_.get() {
            return Err(thread.type_error(format_args!("type() takes no keyword arguments")));
        }
        return Err(thread.type_error(format_args!("type.__new__() takes exactly 3 arguments ({given} given)")));
    };
    let name: Ref<StrObject> = argument(thread, name, 1)?;
    let bases: Ref<TupleObject> = argument(thread, bases, 2)?;
    let body: Ref<DictObject> = argument(thread, body, 3)?;
    if let Some(base) = bases.items().iter().find(|b| b.downcast::<TypeObject>().is_none()) {
        let attribute = core().names.mro_entries.get();
        if protocol::getattr_optional(thread, *base, attribute)?.is_some() {
            return Err(thread.type_error(format_args!(
                "type() doesn't support MRO entry resolution; use types.new_class()"
            )));
        }
    }
    let winner = most_derived_metaclass(thread, metaclass, bases)?;
    if winner != metaclass
        && let Some(new) = winner.slot(|s| s.new)
        && Some(new as usize) != type_new_slot()
    {
        return new(thread, winner.value(), args);
    }
    let bases = if bases.is_empty() {
        TupleObject::from_slice(thread, &[core().types.object.get().value()])?
    } else {
        bases
    };
    let class = make(thread, winner, name, bases, body)?;
    namespace::set_names(thread, class)?;
    let keywords = Args::new(&args.all()[3..], args.names());
    namespace::init_subclass(thread, class, keywords)?;
    Ok(class.value())
}

fn check_name(thread: &mut Thread, name: Ref<StrObject>) -> PyResult<()> {
    if name.chars().iter().any(|c| c == 0) {
        return Err(thread.value_error(format_args!("type name must not contain null characters")));
    }
    Ok(())
}

fn make(
    thread: &mut Thread,
    metaclass: Ref<TypeObject>,
    name: Ref<StrObject>,
    bases: Ref<TupleObject>,
    body: Ref<DictObject>,
) -> PyResult<Ref<TypeObject>> {
    check_name(thread, name)?;
    let base = layout::best_base(thread, bases)?;
    let dict = body.copy(thread)?;
    let slots = slots_declaration::read(thread, name, base, dict)?;
    // The class is traced as soon as it exists: its fields must be filled before anything else is allocated.
    let class = Ref::<TypeObject>::new_bare(thread, metaclass)?;
    class.name.set(class, name);
    class.qualname.set(class, name);
    class.base.set(class, Some(base));
    class.bases.set(class, bases);
    class.mro.set(class, bases);
    class.dict.set(class, dict);
    class.layout.set(base.layout.get());
    set_flags(class, base, bases);
    let adds = set_form(thread, class, base, slots.as_ref())?;
    namespace::prepare(thread, class)?;
    let own_order = TupleObject::from_slice(thread, &[class.value()])?;
    class.mro.set(class, own_order);
    mro::compute(thread, class)?;
    expect_attributes(class, base);
    class.make_root_shape(thread)?;
    if let Some(slots) = &slots {
        slots_declaration::add_members(thread, class, slots.names, base.reserved_slots.get())?;
    }
    // The class's own entries of these names stay.
    let declares = |name: Ref<StrObject>| dict.get_interned(name).is_some();
    if adds.dict && !declares(core().names.dict.get()) {
        crate::object::add_instance_dict(thread, class)?;
    }
    if adds.weakref && !declares(core().names.weakref.get()) {
        crate::weakref::add_attribute(thread, class)?;
    }
    namespace::fill_cells(thread, class)?;
    for base in bases.items_unbound() {
        if let Some(base) = base.downcast::<TypeObject>() {
            pyrs_object::bootstrap::add_subclass(thread, base, class)?;
        }
    }
    pyrs_object::special::update_slots(thread, class)?;
    class.modified();
    Ok(class)
}

fn set_flags(class: Ref<TypeObject>, base: Ref<TypeObject>, bases: Ref<TupleObject>) {
    class.set_flag(TypeFlags::HEAP, true);
    class.set_flag(TypeFlags::SUBCLASSABLE, true);
    for base in bases.items().iter().filter_map(|b| b.downcast::<TypeObject>()) {
        for flag in [TypeFlags::SEQUENCE, TypeFlags::MAPPING, TypeFlags::HAS_FINALIZER] {
            if base.has(flag) {
                class.set_flag(flag, true);
            }
        }
    }
    if base.has(TypeFlags::MATCH_SELF) {
        class.set_flag(TypeFlags::MATCH_SELF, true);
    }
}

/// What the class adds to the form of its base.
struct Additions {
    dict: bool,
    weakref: bool,
}

/// Types that keep the attributes of their instances in a namespace of their own.
fn has_own_namespace(class: Ref<TypeObject>) -> bool {
    let types = &core().types;
    [&types.type_, &types.module, &types.function]
        .iter()
        .any(|native| std::ptr::eq(class.layout.get(), native.get().layout.get()))
}

fn set_form(
    thread: &mut Thread,
    class: Ref<TypeObject>,
    base: Ref<TypeObject>,
    slots: Option<&slots_declaration::Declaration>,
) -> PyResult<Additions> {
    let (wants_dict, wants_weakref, count) = match slots {
        None => (true, slots_declaration::may_add_weakref(base), 0),
        Some(slots) => (slots.dict, slots.weakref, slots.names.len() as u32),
    };
    let others = class.bases.get();
    let any_base = |flag: TypeFlags| {
        let mut bases = others.items().iter().filter_map(|b| b.downcast::<TypeObject>());
        bases.any(|b| b.has(flag))
    };
    let dict = wants_dict || any_base(TypeFlags::HAS_DICT);
    let weakref = wants_weakref || any_base(TypeFlags::HAS_WEAKREF);
    let adds = Additions {
        dict: dict && !base.has(TypeFlags::HAS_DICT) && !has_own_namespace(base),
        weakref: weakref && !base.has(TypeFlags::HAS_WEAKREF),
    };
    class.set_flag(TypeFlags::HAS_DICT, dict && !has_own_namespace(base));
    class.set_flag(TypeFlags::HAS_WEAKREF, weakref);
    let reserved = base.reserved_slots.get() + count;
    const MAX_RESERVED: u32 = 1 << 12;
    if reserved > MAX_RESERVED {
        return Err(thread.value_error(format_args!("too many __slots__: {reserved} (at most {MAX_RESERVED})")));
    }
    class.reserved_slots.set(reserved);
    Ok(adds)
}

/// Assigns `class.__bases__`.
pub fn set_bases(thread: &mut Thread, class: Ref<TypeObject>, value: Value) -> PyResult<()> {
    let name = class.name_for_message();
    let Some(bases) = value.downcast::<TupleObject>() else {
        let found = class_of(value).name_for_message();
        return Err(thread.type_error(format_args!("can only assign tuple to {name}.__bases__, not {found}")));
    };
    if bases.is_empty() {
        return Err(thread.type_error(format_args!(
            "can only assign non-empty tuple to {name}.__bases__, not ()"
        )));
    }
    for base in bases.items_unbound() {
        match base.downcast::<TypeObject>() {
            None => {
                let found = class_of(*base).name_for_message();
                return Err(thread.type_error(format_args!("{name}.__bases__ must be tuple of classes, not '{found}'")));
            }
            Some(base) if base.is_subtype(class) => {
                return Err(thread.type_error(format_args!("a __bases__ item causes an inheritance cycle")));
            }
            Some(_) => {}
        }
    }
    let base = layout::best_base(thread, bases)?;
    let old_base = class.base.get().unwrap_or_else(|| core().types.object.get());
    let (old, new) = (layout::solid_base(old_base), layout::solid_base(base));
    if old != new
        || old_base != base && old_base.has(TypeFlags::HEAP) != base.has(TypeFlags::HEAP)
        || old_base.has(TypeFlags::HAS_DICT) != base.has(TypeFlags::HAS_DICT) && !class.has(TypeFlags::HAS_DICT)
    {
        // What frees instances comes first: native classes have functions of their own for that.
        let what = if base.has(TypeFlags::HEAP) == old_base.has(TypeFlags::HEAP) {
            "object layout"
        } else {
            "deallocator"
        };
        let (new, old) = (base.name_for_message(), old_base.name_for_message());
        return Err(thread.type_error(format_args!(
            "__bases__ assignment: '{new}' {what} differs from '{old}'"
        )));
    }
    let (old_bases, old_mro) = (class.bases.get(), class.mro.get());
    class.bases.set(class, bases);
    if let Err(raised) = mro::compute(thread, class) {
        class.bases.set(class, old_bases);
        class.mro.set(class, old_mro);
        return Err(raised);
    }
    class.base.set(class, Some(base));
    move_subclass(thread, class, old_bases, bases)?;
    recompute_subclasses(thread, class)?;
    class.modified();
    pyrs_object::special::update_slots(thread, class)
}

fn move_subclass(
    thread: &mut Thread,
    class: Ref<TypeObject>,
    old: Ref<TupleObject>,
    new: Ref<TupleObject>,
) -> PyResult<()> {
    for base in old.items_unbound().iter().filter_map(|b| b.downcast::<TypeObject>()) {
        let Some(list) = base.subclasses.get() else { continue };
        if let Some(index) = list.items().iter().position(|c| *c == class.value()) {
            list.splice(thread, index, 1, &[])?;
        }
    }
    for base in new.items_unbound().iter().filter_map(|b| b.downcast::<TypeObject>()) {
        pyrs_object::bootstrap::add_subclass(thread, base, class)?;
    }
    Ok(())
}

fn recompute_subclasses(thread: &mut Thread, class: Ref<TypeObject>) -> PyResult<()> {
    let Some(list) = class.subclasses.get() else {
        return Ok(());
    };
    let snapshot = ListObject::from_slice(thread, list.items())?;
    for i in 0..snapshot.len() {
        if let Some(subclass) = snapshot.get(i).and_then(|v| v.downcast::<TypeObject>()) {
            mro::compute(thread, subclass)?;
            recompute_subclasses(thread, subclass)?;
        }
    }
    Ok(())
}

/// Makes room for the attributes that the class body's methods assign (`__static_attributes__`) besides those of the
/// base, so that instances have the same shapes from the first one on.
fn expect_attributes(class: Ref<TypeObject>, base: Ref<TypeObject>) {
    let names = class.dict.get().get_interned(core().names.static_attributes.get());
    let own = names
        .and_then(|names| names.downcast::<TupleObject>())
        .map_or(0, |names| names.len());
    let reserved = class.reserved_slots.get();
    class.note_slots_needed(base.slots_needed().max(reserved) + own as u32);
}
