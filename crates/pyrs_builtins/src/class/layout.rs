//! Which base decides the form of instances, and whether bases agree about it.

use pyrs_object::shape::{Shape, ShapeFlags};
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeFlags, TypeObject, class_of};
use pyrs_object::{PyResult, Ref, Thread};

/// The nearest class on the line of bases that adds to the form of instances: a native layout, or `__slots__`.
pub fn solid_base(class: Ref<TypeObject>) -> Ref<TypeObject> {
    let mut class = class;
    while let Some(base) = class.base.get() {
        let same_native = std::ptr::eq(class.layout.get(), base.layout.get());
        if !same_native || class.reserved_slots.get() != base.reserved_slots.get() {
            break;
        }
        class = base;
    }
    class
}

/// The base among `bases` from which the class gets its layout.
pub fn best_base(thread: &mut Thread, bases: Ref<TupleObject>) -> PyResult<Ref<TypeObject>> {
    let mut best: Option<(Ref<TypeObject>, Ref<TypeObject>)> = None;
    for base in bases.items_unbound() {
        let Some(base) = base.downcast::<TypeObject>() else {
            let class = class_of(*base).name_for_message();
            return Err(thread.type_error(format_args!("bases must be types, not '{class}'")));
        };
        if !base.has(TypeFlags::SUBCLASSABLE) {
            let name = base.name_for_message();
            return Err(thread.type_error(format_args!("type '{name}' is not an acceptable base type")));
        }
        let solid = solid_base(base);
        best = match best {
            None => Some((base, solid)),
            Some((_, winner)) if winner != solid && solid.is_subtype(winner) => Some((base, solid)),
            Some((_, winner)) if winner.is_subtype(solid) => best,
            Some(_) => {
                return Err(thread.type_error(format_args!("multiple bases have instance lay-out conflict")));
            }
        };
    }
    match best {
        Some((base, _)) => Ok(base),
        None => Err(thread.type_error(format_args!("a class needs at least one base"))),
    }
}

/// A shape of `class` for an object that has the form of `shape`, with as many inline slots: in dict mode if the object
/// may have attributes, else with the reserved slots only.
pub fn shape_with_capacity(thread: &mut Thread, class: Ref<TypeObject>, shape: Ref<Shape>) -> PyResult<Ref<Shape>> {
    let mut flags = ShapeFlags::EXTENSION;
    if shape.is_dict_mode() {
        flags |= ShapeFlags::DICT_MODE;
    } else if !shape.is_extensible() {
        flags |= ShapeFlags::FIXED;
    }
    let capacity = shape.inline_capacity() as u16;
    let reserved = if shape.is_dict_mode() {
        0
    } else {
        class.reserved_slots.get()
    };
    Ref::<Shape>::new_root(thread, class, class.layout.get(), flags, capacity, reserved)
}
