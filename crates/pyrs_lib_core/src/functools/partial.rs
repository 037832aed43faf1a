//! `partial`, with placeholders.
//!
//! Invariant: `args` does not end with a placeholder, and `holes` counts the placeholders in it; they are filled by the
//! first arguments of a call.

use crate::collect::{allocate, generic_alias, instance_state, wrong_receiver};
use crate::repr_guard::ReprGuard;
use pyrs_macros::pymethods;
use pyrs_object::array::ValueArray;
use pyrs_object::dict::DictObject;
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeFlags, TypeObject, class_of};
use pyrs_object::{Args, PyResult, Raised, Ref, Thread, Value, heap_object, none, protocol};
use std::cell::Cell;

/// The type of `Placeholder`.
#[repr(C)]
pub struct PlaceholderObject {
    header: Header,
}
heap_object!(PlaceholderObject, "functools._PlaceholderType", PLACEHOLDER_LAYOUT, []);

/// `functools._PlaceholderType`.
pub static PLACEHOLDER_TYPE: NativeClass =
    NativeClass::new("functools", "_PlaceholderType", &PLACEHOLDER_LAYOUT).methods(PlaceholderMethods::TYPE_METHODS);

/// `functools.Placeholder`, which the class keeps in its namespace.
pub fn placeholder(thread: &mut Thread) -> PyResult<Value> {
    let class = PLACEHOLDER_TYPE.create(thread)?;
    let name = StrObject::intern(thread, "_instance")?;
    if let Some(known) = class.dict.get().get_interned(name) {
        return Ok(known);
    }
    let made: Ref<PlaceholderObject> = class.allocate_instance(thread)?;
    class.dict.get().set(thread, name.value(), made.value())?;
    Ok(made.value())
}

fn is_placeholder(value: Value) -> bool {
    value.downcast::<PlaceholderObject>().is_some()
}

/// Holds the methods of the placeholder.
pub struct PlaceholderMethods;

/// The type of the Placeholder singleton.
#[pymethods]
impl PlaceholderMethods {
    #[slot]
    fn new(thread: &mut Thread, _class: Value, args: Args) -> PyResult<Value> {
        if !args.all().is_empty() {
            return Err(thread.type_error(format_args!("_PlaceholderType takes no arguments")));
        }
        placeholder(thread)
    }

    #[slot]
    fn repr(thread: &mut Thread, _this: Value) -> PyResult<Value> {
        Ok(StrObject::from_str(thread, "Placeholder")?.value())
    }

    #[method(name = "__reduce__")]
    fn reduce(thread: &mut Thread, _this: Value) -> PyResult<Value> {
        Ok(StrObject::from_str(thread, "Placeholder")?.value())
    }
}

/// A function with some arguments given.
#[repr(C)]
pub struct PartialObject {
    header: Header,
    function: Field<Option<Value>>,
    args: Field<Option<Ref<TupleObject>>>,
    keywords: Field<Option<Ref<DictObject>>>,
    holes: Cell<usize>,
}
heap_object!(
    PartialObject,
    "functools.partial",
    PARTIAL_LAYOUT,
    [function, args, keywords]
);

/// `functools.partial`.
pub static PARTIAL: NativeClass = NativeClass::new("functools", "partial", &PARTIAL_LAYOUT)
    .flags(
        TypeFlags::SUBCLASSABLE
            .union(TypeFlags::HAS_DICT)
            .union(TypeFlags::HAS_WEAKREF),
    )
    .methods(PartialMethods::TYPE_METHODS);

struct Parts {
    function: Value,
    args: Ref<TupleObject>,
    keywords: Ref<DictObject>,
}

fn of(thread: &mut Thread, this: Value) -> PyResult<Ref<PartialObject>> {
    match this.downcast() {
        Some(partial) => Ok(partial),
        None => Err(wrong_receiver(thread, "functools.partial", this)),
    }
}

fn parts(thread: &mut Thread, partial: Ref<PartialObject>) -> PyResult<Parts> {
    match (partial.function.get(), partial.args.get(), partial.keywords.get()) {
        (Some(function), Some(args), Some(keywords)) => Ok(Parts {
            function,
            args,
            keywords,
        }),
        _ => Err(thread.runtime_error(format_args!("uninitialized partial object"))),
    }
}

fn count_holes(args: &[Value]) -> usize {
    args.iter().filter(|arg| is_placeholder(**arg)).count()
}

/// `own` with its placeholders filled from `more`; what is left of `more` comes behind.
fn merge(thread: &mut Thread, own: Ref<TupleObject>, holes: usize, more: &[Value]) -> PyResult<Ref<TupleObject>> {
    if own.is_empty() {
        return TupleObject::from_slice(thread, more);
    }
    let filled = holes.min(more.len());
    let merged = TupleObject::with_length(thread, own.len() + more.len() - filled)?;
    let mut next = more.iter();
    for (index, arg) in own.items_unbound().iter().enumerate() {
        let value = match is_placeholder(*arg) {
            true => next.next().copied().unwrap_or(*arg),
            false => *arg,
        };
        merged.initialise_item(index, value);
    }
    for (index, value) in next.enumerate() {
        merged.initialise_item(own.len() + index, *value);
    }
    Ok(merged)
}

#[cold]
fn trailing_placeholder(thread: &mut Thread) -> Raised {
    thread.type_error(format_args!("trailing Placeholders are not allowed"))
}

fn call(thread: &mut Thread, partial: Ref<PartialObject>, args: Args) -> PyResult<Value> {
    let Parts {
        function,
        args: own,
        keywords,
    } = parts(thread, partial)?;
    let (holes, given) = (partial.holes.get(), args.positional());
    if given.len() < holes {
        let count = given.len();
        return Err(thread.type_error(format_args!(
            "missing positional arguments in 'partial' call; expected at least {holes}, got {count}"
        )));
    }
    if keywords.is_empty() && args.names().is_none() && own.is_empty() {
        return protocol::call(thread, function, given);
    }
    let positional = merge(thread, own, holes, given)?;
    if keywords.is_empty() && args.names().is_none() {
        return protocol::call(thread, function, positional.items_unbound());
    }
    let all_keywords = if args.names().is_some() && !keywords.is_empty() {
        let merged = keywords.copy(thread)?;
        for (name, value) in args.keywords() {
            merged.set(thread, name.value(), value)?;
        }
        merged
    } else if args.names().is_some() {
        let only = DictObject::new(thread)?;
        for (name, value) in args.keywords() {
            only.set(thread, name.value(), value)?;
        }
        only
    } else {
        keywords
    };
    call_with_dict(thread, function, positional, all_keywords)
}

/// `function(*args, **keywords)`.
fn call_with_dict(
    thread: &mut Thread,
    function: Value,
    args: Ref<TupleObject>,
    keywords: Ref<DictObject>,
) -> PyResult<Value> {
    let (count, named) = (args.len(), keywords.len());
    let all = ValueArray::new(thread, count + named)?;
    let names = TupleObject::with_length(thread, named)?;
    for (index, value) in args.items_unbound().iter().enumerate() {
        all.set(index, Some(*value));
    }
    let (mut position, mut index) = (0, 0);
    while let Some((at, key, value)) = keywords.next_entry(position) {
        names.initialise_item(index, key);
        all.set(count + index, Some(value));
        position = at + 1;
        index += 1;
    }
    protocol::call_args(thread, function, Args::new(all.values(count + named), Some(names)))
}

/// Holds the methods of partial.
pub struct PartialMethods;

/// Create a new function with partial application of the given arguments and keywords.
#[pymethods]
impl PartialMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let Some((&function, given)) = args.positional().split_first() else {
            return Err(thread.type_error(format_args!("type 'partial' takes at least one argument")));
        };
        if class_of(function).slot(|s| s.call).is_none() {
            return Err(thread.type_error(format_args!("the first argument must be callable")));
        }
        if given.last().is_some_and(|last| is_placeholder(*last)) {
            return Err(trailing_placeholder(thread));
        }
        if args.keywords().any(|(_, value)| is_placeholder(value)) {
            return Err(thread.type_error(format_args!("Placeholder cannot be passed as a keyword argument")));
        }
        // A partial of a plain partial is flattened.
        let inner = function
            .downcast::<PartialObject>()
            .filter(|inner| inner.class() == PARTIAL.get() && instance_is_plain(*inner));
        let (function, positional, keywords) = match inner {
            Some(inner) => {
                let Parts {
                    function,
                    args: own,
                    keywords,
                } = parts(thread, inner)?;
                (
                    function,
                    merge(thread, own, inner.holes.get(), given)?,
                    keywords.copy(thread)?,
                )
            }
            None => (
                function,
                TupleObject::from_slice(thread, given)?,
                DictObject::new(thread)?,
            ),
        };
        for (name, value) in args.keywords() {
            keywords.set(thread, name.value(), value)?;
        }
        let partial: Ref<PartialObject> = allocate(thread, class)?;
        partial.function.set(partial, Some(function));
        partial.args.set(partial, Some(positional));
        partial.keywords.set(partial, Some(keywords));
        partial.holes.set(count_holes(positional.items()));
        Ok(partial.value())
    }

    #[slot]
    fn call(thread: &mut Thread, this: Value, args: Args) -> PyResult<Value> {
        let partial = of(thread, this)?;
        call(thread, partial, args)
    }

    #[slot]
    fn descr_get(thread: &mut Thread, this: Value, object: Option<Value>, class: Value) -> PyResult<Value> {
        pyrs_object::attribute::function_get(thread, this, object, class)
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let partial = of(thread, this)?;
        let Parts {
            function,
            args,
            keywords,
        } = parts(thread, partial)?;
        let class = class_of(this);
        let module = class.lookup(pyrs_object::core().names.module.get());
        let module = match module {
            Some(module) => protocol::str(thread, module)?.to_string_lossy(),
            None => String::new(),
        };
        let Some(_guard) = ReprGuard::enter(this) else {
            return Ok(StrObject::from_str(thread, "...")?.value());
        };
        let mut text = format!("{module}.{}(", class.qualname.get().to_string_lossy()).into_bytes();
        text.extend(protocol::repr(thread, function)?.to_generalised_utf8());
        for arg in args.items_unbound() {
            text.extend(b", ");
            text.extend(protocol::repr(thread, *arg)?.to_generalised_utf8());
        }
        let mut position = 0;
        while let Some((at, key, value)) = keywords.next_entry(position) {
            text.extend(b", ");
            text.extend(protocol::str(thread, key)?.to_generalised_utf8());
            text.push(b'=');
            text.extend(protocol::repr(thread, value)?.to_generalised_utf8());
            position = at + 1;
        }
        text.push(b')');
        Ok(StrObject::from_generalised_utf8(thread, &text)?.value())
    }

    /// function object to use in future partial calls
    #[getter]
    fn func(_thread: &mut Thread, this: Ref<PartialObject>) -> Option<Value> {
        this.function.get()
    }

    /// tuple of arguments to future partial calls
    #[getter]
    fn args(_thread: &mut Thread, this: Ref<PartialObject>) -> Option<Ref<TupleObject>> {
        this.args.get()
    }

    /// dictionary of keyword arguments to future partial calls
    #[getter]
    fn keywords(_thread: &mut Thread, this: Ref<PartialObject>) -> Option<Ref<DictObject>> {
        this.keywords.get()
    }

    #[method(name = "__reduce__")]
    fn reduce(thread: &mut Thread, this: Ref<PartialObject>) -> PyResult<Value> {
        let Parts {
            function,
            args,
            keywords,
        } = parts(thread, this)?;
        let namespace = instance_state(thread, this.value())?;
        let state = [function, args.value(), keywords.value(), namespace];
        let state = TupleObject::from_slice(thread, &state)?.value();
        let start = TupleObject::from_slice(thread, &[function])?.value();
        Ok(TupleObject::from_slice(thread, &[this.class().value(), start, state])?.value())
    }

    #[method(name = "__setstate__")]
    fn set_state(thread: &mut Thread, this: Ref<PartialObject>, state: Value) -> PyResult<()> {
        let fields = state.downcast::<TupleObject>().filter(|state| state.len() == 4);
        let parsed = fields.and_then(|fields| {
            let items = fields.items();
            let callable = class_of(items[0]).slot(|s| s.call).is_some();
            let args = items[1].downcast::<TupleObject>()?;
            callable.then_some((items[0], args, items[2], items[3]))
        });
        let Some((function, args, keywords, namespace)) = parsed else {
            return Err(thread.type_error(format_args!("invalid partial state")));
        };
        if args.items().last().is_some_and(|last| is_placeholder(*last)) {
            return Err(trailing_placeholder(thread));
        }
        let keywords = match keywords.downcast::<DictObject>() {
            Some(dict) => dict,
            None if keywords == none() => DictObject::new(thread)?,
            None => return Err(thread.type_error(format_args!("invalid partial state"))),
        };
        this.function.set(this, Some(function));
        this.args.set(this, Some(args));
        this.keywords.set(this, Some(keywords));
        this.holes.set(count_holes(args.items()));
        if namespace != none() {
            let name = pyrs_object::core().names.dict.get();
            protocol::setattr(thread, this.value(), name, Some(namespace))?;
        }
        Ok(())
    }

    /// See PEP 585
    #[classmethod(name = "__class_getitem__")]
    fn class_getitem(thread: &mut Thread, class: Ref<TypeObject>, item: Value) -> PyResult<Value> {
        generic_alias(thread, class, item)
    }
}

/// Whether an instance has no attributes of its own.
fn instance_is_plain(partial: Ref<PartialObject>) -> bool {
    let shape = partial.header().shape();
    !shape.is_dict_mode() && shape.property_count() == 0
}
