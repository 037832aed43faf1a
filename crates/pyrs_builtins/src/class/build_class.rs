//! `__build_class__`: what a `class` statement calls.

use super::construct::most_derived_metaclass;
use pyrs_object::dict::DictObject;
use pyrs_object::function::{CellObject, FunctionObject};
use pyrs_object::list::ListObject;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, core, protocol};

/// The keyword arguments of a class statement without `metaclass`.
struct Keywords {
    names: Ref<TupleObject>,
    values: Ref<TupleObject>,
    metaclass: Option<Value>,
}

fn split_keywords(thread: &mut Thread, args: &Args) -> PyResult<Keywords> {
    let names = ListObject::with_capacity(thread, 2)?;
    let values = ListObject::with_capacity(thread, 2)?;
    let mut metaclass = None;
    for (name, value) in args.keywords() {
        if name.equals_str("metaclass") {
            metaclass = Some(value);
        } else {
            names.push(thread, name.value())?;
            values.push(thread, value)?;
        }
    }
    Ok(Keywords {
        names: TupleObject::from_slice(thread, names.items())?,
        values: TupleObject::from_slice(thread, values.items())?,
        metaclass,
    })
}

/// Calls with positional arguments and the class's keywords.
fn call_with_keywords(
    thread: &mut Thread,
    callee: Value,
    positional: &[Value],
    keywords: &Keywords,
) -> PyResult<Value> {
    let count = positional.len();
    let all = TupleObject::with_length(thread, count + keywords.values.len())?;
    for (i, value) in positional.iter().chain(keywords.values.items()).enumerate() {
        all.initialise_item(i, *value);
    }
    protocol::call_args(thread, callee, Args::new(all.items_unbound(), Some(keywords.names)))
}

/// Replaces bases that are no classes by what their `__mro_entries__` gives.
pub fn resolve_bases(thread: &mut Thread, bases: Ref<TupleObject>) -> PyResult<Ref<TupleObject>> {
    if bases.items().iter().all(|b| b.downcast::<TypeObject>().is_some()) {
        return Ok(bases);
    }
    let resolved = ListObject::with_capacity(thread, bases.len())?;
    for base in bases.items_unbound() {
        let method = match base.downcast::<TypeObject>() {
            Some(_) => None,
            None => protocol::getattr_optional(thread, *base, core().names.mro_entries.get())?,
        };
        let Some(method) = method else {
            resolved.push(thread, *base)?;
            continue;
        };
        let entries = protocol::call(thread, method, &[bases.value()])?;
        let Some(entries) = entries.downcast::<TupleObject>() else {
            return Err(thread.type_error(format_args!("__mro_entries__ must return a tuple")));
        };
        for entry in entries.items_unbound() {
            resolved.push(thread, *entry)?;
        }
    }
    TupleObject::from_slice(thread, resolved.items())
}

/// `metaclass.__prepare__(name, bases, **keywords)`, or a plain dict.
fn prepare_namespace(
    thread: &mut Thread,
    metaclass: Value,
    name: Value,
    bases: Ref<TupleObject>,
    keywords: &Keywords,
) -> PyResult<Value> {
    let method = protocol::getattr_optional(thread, metaclass, core().names.prepare.get())?;
    let Some(method) = method else {
        return Ok(DictObject::new(thread)?.value());
    };
    let namespace = call_with_keywords(thread, method, &[name, bases.value()], keywords)?;
    if namespace.downcast::<DictObject>().is_none() && class_of(namespace).slot(|s| s.getitem).is_none() {
        let metaclass = match metaclass.downcast::<TypeObject>() {
            Some(class) => class.name_for_message(),
            None => "<metaclass>".to_owned(),
        };
        let found = class_of(namespace).name_for_message();
        return Err(thread.type_error(format_args!(
            "{metaclass}.__prepare__() must return a mapping, not {found}"
        )));
    }
    Ok(namespace)
}

fn check_class_cell(thread: &mut Thread, cell: Value, class: Value, name: Value) -> PyResult<()> {
    let (Some(cell), true) = (cell.downcast::<CellObject>(), class.downcast::<TypeObject>().is_some()) else {
        return Ok(());
    };
    let content = cell.content.get();
    if content == Some(class) {
        return Ok(());
    }
    let name = protocol::repr(thread, name)?.to_string_lossy();
    let class = protocol::repr(thread, class)?.to_string_lossy();
    match content {
        None => Err(thread.runtime_error(format_args!(
            "__class__ not set defining {name} as {class}. Was __classcell__ propagated to type.__new__?"
        ))),
        Some(content) => {
            let content = protocol::repr(thread, content)?.to_string_lossy();
            Err(thread.type_error(format_args!("__class__ set to {content} defining {name} as {class}")))
        }
    }
}

/// `__build_class__(function, name, *bases, metaclass=None, **keywords)`.
pub fn build_class(thread: &mut Thread, args: Args) -> PyResult<Value> {
    let [function, name, bases @ ..] = args.positional() else {
        return Err(thread.type_error(format_args!("__build_class__: not enough arguments")));
    };
    let Some(function) = function.downcast::<FunctionObject>() else {
        return Err(thread.type_error(format_args!("__build_class__: func must be a function")));
    };
    if name.downcast::<StrObject>().is_none() {
        return Err(thread.type_error(format_args!("__build_class__: name is not a string")));
    }
    let name = *name;
    let original = TupleObject::from_slice(thread, bases)?;
    let bases = resolve_bases(thread, original)?;
    let keywords = split_keywords(thread, &args)?;
    let metaclass = match keywords.metaclass {
        Some(metaclass) => metaclass,
        None => match bases.items().first() {
            Some(base) => class_of(*base).value(),
            None => core().types.type_.get().value(),
        },
    };
    let metaclass = match metaclass.downcast::<TypeObject>() {
        Some(class) => most_derived_metaclass(thread, class, bases)?.value(),
        None => metaclass,
    };
    let namespace = prepare_namespace(thread, metaclass, name, bases, &keywords)?;
    let Some(run_code) = core().hooks.run_code.get() else {
        return Err(thread.runtime_error(format_args!("no interpreter to run the class body")));
    };
    let closure = function.closure.get().map(Ref::value);
    let cell = run_code(
        thread,
        function.code.get(),
        function.globals.get(),
        Some(namespace),
        closure,
    )?;
    if bases != original {
        let key = StrObject::intern(thread, "__orig_bases__")?;
        protocol::setitem(thread, namespace, key.value(), Some(original.value()))?;
    }
    let class = call_with_keywords(thread, metaclass, &[name, bases.value(), namespace], &keywords)?;
    check_class_cell(thread, cell, class, name)?;
    Ok(class)
}
