//! Structural pattern matching.

use pyrs_object::core::{bool_value, core, none};
use pyrs_object::errors::PyResult;
use pyrs_object::list::ListObject;
use pyrs_object::protocol;
use pyrs_object::set::SetObject;
use pyrs_object::str::StrObject;
use pyrs_object::thread::Thread;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeFlags, TypeObject, class_of};
use pyrs_object::value::Value;

/// `MatchMapping`.
pub fn is_mapping(subject: Value) -> Value {
    bool_value(class_of(subject).has(TypeFlags::MAPPING))
}

/// `MatchSequence`.
pub fn is_sequence(subject: Value) -> Value {
    bool_value(class_of(subject).has(TypeFlags::SEQUENCE))
}

/// `MatchKeys`: a tuple of the values of all keys, or None.
pub fn keys(thread: &mut Thread, subject: Value, keys: Value) -> PyResult<Value> {
    let Some(keys) = keys.downcast::<TupleObject>() else {
        return Ok(none());
    };
    let get = StrObject::intern(thread, "get")?;
    let get = protocol::getattr(thread, subject, get)?;
    let object_class = core().types.object.get().value();
    // A fresh object tells "absent" from any value.
    let absent = protocol::call(thread, object_class, &[])?;
    let seen = SetObject::new(thread)?;
    let values = ListObject::with_capacity(thread, keys.len())?;
    for key in keys.items_unbound() {
        if !seen.add(thread, *key)? {
            let text = protocol::repr(thread, *key)?.to_string_lossy();
            return Err(thread.value_error(format_args!("mapping pattern checks duplicate key ({text})")));
        }
        let value = protocol::call(thread, get, &[*key, absent])?;
        if value == absent {
            return Ok(none());
        }
        values.push(thread, value)?;
    }
    Ok(TupleObject::from_slice(thread, values.items())?.value())
}

/// `MatchClass`: a tuple of the attributes that the sub-patterns look at, or None.
pub fn class(thread: &mut Thread, subject: Value, class: Value, positional: usize, names: Value) -> PyResult<Value> {
    let Some(class_object) = class.downcast::<TypeObject>() else {
        return Err(thread.type_error(format_args!("called match pattern must be a class")));
    };
    if !is_instance(thread, subject, class)? {
        return Ok(none());
    }
    let keyword_names: &[Value] = match names.downcast::<TupleObject>() {
        Some(names) => names.items_unbound(),
        None => &[],
    };
    let seen = SetObject::new(thread)?;
    let attributes = ListObject::with_capacity(thread, positional + keyword_names.len())?;
    if positional > 0 {
        let match_args = protocol::getattr_optional(thread, class, core().names.match_args.get())?;
        let class_name = class_object.name_for_message();
        match match_args {
            Some(args) => {
                let Some(args) = args.downcast::<TupleObject>() else {
                    let got = class_of(args).name_for_message();
                    return Err(
                        thread.type_error(format_args!("{class_name}.__match_args__ must be a tuple (got {got})"))
                    );
                };
                if args.len() < positional {
                    return Err(too_many(thread, &class_name, args.len(), positional));
                }
                for name in &args.items_unbound()[..positional] {
                    let Some(text) = name.downcast::<StrObject>() else {
                        let got = class_of(*name).name_for_message();
                        return Err(
                            thread.type_error(format_args!("__match_args__ elements must be strings (got {got})"))
                        );
                    };
                    match attribute(thread, subject, &class_name, *name, text, seen)? {
                        Some(value) => attributes.push(thread, value)?,
                        None => return Ok(none()),
                    }
                }
            }
            None if class_object.has(TypeFlags::MATCH_SELF) => {
                if positional > 1 {
                    return Err(too_many(thread, &class_name, 1, positional));
                }
                attributes.push(thread, subject)?;
            }
            None => return Err(too_many(thread, &class_name, 0, positional)),
        }
    }
    let class_name = class_object.name_for_message();
    for name in keyword_names {
        let Some(text) = name.downcast::<StrObject>() else {
            return Ok(none());
        };
        match attribute(thread, subject, &class_name, *name, text, seen)? {
            Some(value) => attributes.push(thread, value)?,
            None => return Ok(none()),
        }
    }
    Ok(TupleObject::from_slice(thread, attributes.items())?.value())
}

fn is_instance(thread: &mut Thread, subject: Value, class: Value) -> PyResult<bool> {
    let name = core().names.instancecheck.get();
    match protocol::call_special(thread, class, name, &[subject])? {
        Some(result) => protocol::truth(thread, result),
        None => Ok(class
            .downcast::<TypeObject>()
            .is_some_and(|c| class_of(subject).is_subtype(c))),
    }
}

fn attribute(
    thread: &mut Thread,
    subject: Value,
    class_name: &str,
    name: Value,
    text: pyrs_object::header::Ref<StrObject>,
    seen: pyrs_object::header::Ref<SetObject>,
) -> PyResult<Option<Value>> {
    if !seen.add(thread, name)? {
        let text = text.to_string_lossy();
        return Err(thread.type_error(format_args!(
            "{class_name}() got multiple sub-patterns for attribute '{text}'"
        )));
    }
    protocol::getattr_optional(thread, subject, text)
}

#[cold]
fn too_many(thread: &mut Thread, class: &str, allowed: usize, given: usize) -> pyrs_object::errors::Raised {
    let plural = if allowed == 1 { "" } else { "s" };
    thread.type_error(format_args!(
        "{class}() accepts {allowed} positional sub-pattern{plural} ({given} given)"
    ))
}
