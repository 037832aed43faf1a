//! `isinstance` and `issubclass`.

use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{PyResult, Ref, Thread, Value, core, protocol};

/// `isinstance(object, class)` for anything that may be the second argument.
pub fn is_instance(thread: &mut Thread, object: Value, class: Value) -> PyResult<bool> {
    if class_of(object).value() == class {
        return Ok(true);
    }
    let type_class = core().types.type_.get();
    if let Some(plain) = class.downcast::<TypeObject>()
        && class_of(class) == type_class
    {
        return real_instance_check(thread, object, plain);
    }
    if let Some(classes) = class.downcast::<TupleObject>() {
        if thread.native_stack_exhausted() {
            return Err(protocol::native_stack_overflow(thread));
        }
        for class in classes.items_unbound() {
            if is_instance(thread, object, *class)? {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    match protocol::call_special(thread, class, core().names.instancecheck.get(), &[object])? {
        Some(result) => protocol::truth(thread, result),
        None => {
            if abstract_bases(thread, class)?.is_none() {
                return Err(thread.type_error(format_args!(
                    "isinstance() arg 2 must be a type, a tuple of types, or a union"
                )));
            }
            let claimed = protocol::getattr_optional(thread, object, core().names.class.get())?;
            match claimed {
                Some(claimed) => derives_from(thread, claimed, class),
                None => Ok(false),
            }
        }
    }
}

/// The instance's real class, or the one that its `__class__` claims.
pub fn real_instance_check(thread: &mut Thread, object: Value, class: Ref<TypeObject>) -> PyResult<bool> {
    let real = class_of(object);
    if real.is_subtype(class) {
        return Ok(true);
    }
    // Plain built-in objects cannot claim another class.
    if !real.has(pyrs_object::type_object::TypeFlags::HEAP)
        && real.has(pyrs_object::type_object::TypeFlags::PLAIN_GETATTR)
    {
        return Ok(false);
    }
    let claimed = protocol::getattr_optional(thread, object, core().names.class.get())?;
    let claimed = claimed.and_then(|c| c.downcast::<TypeObject>());
    Ok(claimed.is_some_and(|claimed| claimed != real && claimed.is_subtype(class)))
}

/// `issubclass(subclass, class)` for anything that may be the second argument.
pub fn is_subclass(thread: &mut Thread, subclass: Value, class: Value) -> PyResult<bool> {
    let type_class = core().types.type_.get();
    if class.downcast::<TypeObject>().is_some() && class_of(class) == type_class {
        if subclass == class {
            return Ok(true);
        }
        return real_subclass_check(thread, subclass, class);
    }
    if let Some(classes) = class.downcast::<TupleObject>() {
        if thread.native_stack_exhausted() {
            return Err(protocol::native_stack_overflow(thread));
        }
        for class in classes.items_unbound() {
            if is_subclass(thread, subclass, *class)? {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    match protocol::call_special(thread, class, core().names.subclasscheck.get(), &[subclass])? {
        Some(result) => protocol::truth(thread, result),
        None => real_subclass_check(thread, subclass, class),
    }
}

/// The MRO decides, or for objects that only look like classes, `__bases__`.
pub fn real_subclass_check(thread: &mut Thread, subclass: Value, class: Value) -> PyResult<bool> {
    if let (Some(a), Some(b)) = (subclass.downcast::<TypeObject>(), class.downcast::<TypeObject>()) {
        return Ok(a.is_subtype(b));
    }
    if abstract_bases(thread, subclass)?.is_none() {
        return Err(thread.type_error(format_args!("issubclass() arg 1 must be a class")));
    }
    if class.downcast::<TypeObject>().is_none() && abstract_bases(thread, class)?.is_none() {
        return Err(thread.type_error(format_args!(
            "issubclass() arg 2 must be a class, a tuple of classes, or a union"
        )));
    }
    derives_from(thread, subclass, class)
}

/// `__bases__` if it is a tuple.
fn abstract_bases(thread: &mut Thread, class: Value) -> PyResult<Option<Ref<TupleObject>>> {
    let bases = protocol::getattr_optional(thread, class, core().names.bases.get())?;
    Ok(bases.and_then(|b| b.downcast()))
}

fn derives_from(thread: &mut Thread, derived: Value, class: Value) -> PyResult<bool> {
    if derived == class {
        return Ok(true);
    }
    if thread.native_stack_exhausted() {
        return Err(protocol::native_stack_overflow(thread));
    }
    let Some(bases) = abstract_bases(thread, derived)? else {
        return Ok(false);
    };
    for base in bases.items_unbound() {
        if derives_from(thread, *base, class)? {
            return Ok(true);
        }
    }
    Ok(false)
}
