//! `attrgetter`, `itemgetter` and `methodcaller`.

use crate::collect::{allocate, wrong_receiver};
use crate::repr_guard::ReprGuard;
use pyrs_macros::pymethods;
use pyrs_object::array::ValueArray;
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::{StrObject, as_str};
use pyrs_object::tuple::TupleObject;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, heap_object, none, protocol};

/// An attrgetter: what to get, as given, and the same split at the dots: one tuple of names for each.
#[repr(C)]
pub struct AttrGetterObject {
    header: Header,
    given: Field<Option<Ref<TupleObject>>>,
    paths: Field<Option<Ref<TupleObject>>>,
}
heap_object!(
    AttrGetterObject,
    "operator.attrgetter",
    ATTR_GETTER_LAYOUT,
    [given, paths]
);

/// An itemgetter.
#[repr(C)]
pub struct ItemGetterObject {
    header: Header,
    items: Field<Option<Ref<TupleObject>>>,
}
heap_object!(ItemGetterObject, "operator.itemgetter", ITEM_GETTER_LAYOUT, [items]);

/// A methodcaller: positional and then keyword arguments behind the place of the receiver.
#[repr(C)]
pub struct MethodCallerObject {
    header: Header,
    name: Field<Option<Ref<StrObject>>>,
    args: Field<Option<Ref<TupleObject>>>,
    keywords: Field<Option<Ref<TupleObject>>>,
}
heap_object!(
    MethodCallerObject,
    "operator.methodcaller",
    METHOD_CALLER_LAYOUT,
    [name, args, keywords]
);

static ATTR_GETTER: NativeClass =
    NativeClass::new("operator", "attrgetter", &ATTR_GETTER_LAYOUT).methods(AttrGetterMethods::TYPE_METHODS);
static ITEM_GETTER: NativeClass =
    NativeClass::new("operator", "itemgetter", &ITEM_GETTER_LAYOUT).methods(ItemGetterMethods::TYPE_METHODS);
static METHOD_CALLER: NativeClass =
    NativeClass::new("operator", "methodcaller", &METHOD_CALLER_LAYOUT).methods(MethodCallerMethods::TYPE_METHODS);

/// The classes of the module.
pub static CLASSES: &[(&str, &NativeClass)] = &[
    ("attrgetter", &ATTR_GETTER),
    ("itemgetter", &ITEM_GETTER),
    ("methodcaller", &METHOD_CALLER),
];

/// The arguments of a constructor or call that takes no keywords, of which there must be one at least.
fn positional_only<'a>(thread: &mut Thread, name: &str, args: &Args<'a>) -> PyResult<&'a [Value]> {
    crate::collect::no_keywords(thread, name, *args)?;
    if args.positional().is_empty() {
        return Err(thread.type_error(format_args!("{name} expected 1 argument, got 0")));
    }
    Ok(args.positional())
}

/// The one argument of a call.
fn only(thread: &mut Thread, name: &str, args: &Args) -> PyResult<Value> {
    crate::collect::no_keywords(thread, name, *args)?;
    match args.positional() {
        [object] => Ok(*object),
        other => {
            let count = other.len();
            Err(thread.type_error(format_args!("{name} expected 1 argument, got {count}")))
        }
    }
}

/// `module.class(args, keyword=value)`, for repr; `values` has the positional arguments before the keywords' values.
fn show(thread: &mut Thread, this: Value, values: &[Value], names: &[Value]) -> PyResult<Value> {
    let class = pyrs_object::class_of(this);
    let module = class
        .lookup(pyrs_object::core().names.module.get())
        .unwrap_or_else(none);
    let mut text = protocol::str(thread, module)?.to_generalised_utf8();
    text.extend(format!(".{}(", class.name.get().to_string_lossy()).bytes());
    let Some(_guard) = ReprGuard::enter(this) else {
        text.extend(b"...)");
        return Ok(StrObject::from_generalised_utf8(thread, &text)?.value());
    };
    let positional = values.len() - names.len();
    for (index, value) in values.iter().enumerate() {
        if index > 0 {
            text.extend(b", ");
        }
        if index >= positional {
            text.extend(protocol::str(thread, names[index - positional])?.to_generalised_utf8());
            text.push(b'=');
        }
        text.extend(protocol::repr(thread, *value)?.to_generalised_utf8());
    }
    text.push(b')');
    Ok(StrObject::from_generalised_utf8(thread, &text)?.value())
}

fn items_of<'a>(tuple: Option<Ref<TupleObject>>) -> &'a [Value] {
    tuple.map_or(&[], |tuple| tuple.items_unbound())
}

/// One value, or a tuple of several, made by `get` of each part.
fn one_or_tuple(
    thread: &mut Thread,
    parts: &[Value],
    mut get: impl FnMut(&mut Thread, Value) -> PyResult<Value>,
) -> PyResult<Value> {
    if let [part] = parts {
        return get(thread, *part);
    }
    let results = ValueArray::new(thread, parts.len())?;
    for (index, part) in parts.iter().enumerate() {
        let result = get(thread, *part)?;
        results.set(index, Some(result));
    }
    Ok(TupleObject::from_slice(thread, results.values(parts.len()))?.value())
}

/// The interned names of a dotted path.
fn split(thread: &mut Thread, attribute: Value) -> PyResult<Ref<TupleObject>> {
    let Some(text) = as_str(attribute) else {
        return Err(thread.type_error(format_args!("attribute name must be a string")));
    };
    let bytes = text.to_generalised_utf8();
    let count = bytes.iter().filter(|byte| **byte == b'.').count() + 1;
    let names = ValueArray::new(thread, count)?;
    for (index, part) in bytes.split(|byte| *byte == b'.').enumerate() {
        let name = StrObject::from_generalised_utf8(thread, part)?.interned(thread)?;
        names.set(index, Some(name.value()));
    }
    TupleObject::from_slice(thread, names.values(count))
}

/// Follows a path.
fn resolve(thread: &mut Thread, object: Value, path: Value) -> PyResult<Value> {
    let mut object = object;
    for name in items_of(path.downcast::<TupleObject>()) {
        if let Some(name) = name.downcast::<StrObject>() {
            object = protocol::getattr(thread, object, name)?;
        }
    }
    Ok(object)
}

/// Holds the methods of `attrgetter`.
pub struct AttrGetterMethods;

/// Return a callable object that fetches the given attribute(s) from its operand.
/// After f = attrgetter('name'), the call f(r) returns r.name.
/// After g = attrgetter('name', 'date'), the call g(r) returns (r.name, r.date).
/// After h = attrgetter('name.first', 'name.last'), the call h(r) returns
/// (r.name.first, r.name.last).
#[pymethods]
impl AttrGetterMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let attributes = positional_only(thread, "attrgetter", &args)?;
        let paths = ValueArray::new(thread, attributes.len())?;
        for (index, attribute) in attributes.iter().enumerate() {
            let path = split(thread, *attribute)?;
            paths.set(index, Some(path.value()));
        }
        let paths = TupleObject::from_slice(thread, paths.values(attributes.len()))?;
        let given = TupleObject::from_slice(thread, attributes)?;
        let getter: Ref<AttrGetterObject> = allocate(thread, class)?;
        getter.given.set(getter, Some(given));
        getter.paths.set(getter, Some(paths));
        Ok(getter.value())
    }

    #[slot]
    fn call(thread: &mut Thread, this: Value, args: Args) -> PyResult<Value> {
        let Some(getter) = this.downcast::<AttrGetterObject>() else {
            return Err(wrong_receiver(thread, "operator.attrgetter", this));
        };
        let object = only(thread, "attrgetter", &args)?;
        one_or_tuple(thread, items_of(getter.paths.get()), |thread, path| {
            resolve(thread, object, path)
        })
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let given = this
            .downcast::<AttrGetterObject>()
            .and_then(|getter| getter.given.get());
        show(thread, this, items_of(given), &[])
    }

    /// Return state information for pickling
    #[method(name = "__reduce__")]
    fn reduce(thread: &mut Thread, this: Ref<AttrGetterObject>) -> PyResult<Value> {
        let args = TupleObject::from_slice(thread, items_of(this.given.get()))?;
        Ok(TupleObject::from_slice(thread, &[this.class().value(), args.value()])?.value())
    }
}

/// Holds the methods of `itemgetter`.
pub struct ItemGetterMethods;

/// Return a callable object that fetches the given item(s) from its operand.
/// After f = itemgetter(2), the call f(r) returns r[2].
/// After g = itemgetter(2, 5, 3), the call g(r) returns (r[2], r[5], r[3])
#[pymethods]
impl ItemGetterMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let items = positional_only(thread, "itemgetter", &args)?;
        let items = TupleObject::from_slice(thread, items)?;
        let getter: Ref<ItemGetterObject> = allocate(thread, class)?;
        getter.items.set(getter, Some(items));
        Ok(getter.value())
    }

    #[slot]
    fn call(thread: &mut Thread, this: Value, args: Args) -> PyResult<Value> {
        let Some(getter) = this.downcast::<ItemGetterObject>() else {
            return Err(wrong_receiver(thread, "operator.itemgetter", this));
        };
        let object = only(thread, "itemgetter", &args)?;
        one_or_tuple(thread, items_of(getter.items.get()), |thread, item| {
            protocol::getitem(thread, object, item)
        })
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let items = this
            .downcast::<ItemGetterObject>()
            .and_then(|getter| getter.items.get());
        show(thread, this, items_of(items), &[])
    }

    /// Return state information for pickling
    #[method(name = "__reduce__")]
    fn reduce(thread: &mut Thread, this: Ref<ItemGetterObject>) -> PyResult<Value> {
        let args = TupleObject::from_slice(thread, items_of(this.items.get()))?;
        Ok(TupleObject::from_slice(thread, &[this.class().value(), args.value()])?.value())
    }
}

/// Holds the methods of `methodcaller`.
pub struct MethodCallerMethods;

/// Return a callable object that calls the given method on its operand.
/// After f = methodcaller('name'), the call f(r) returns r.name().
/// After g = methodcaller('name', 'date', foo=1), the call g(r) returns
/// r.name('date', foo=1).
#[pymethods]
impl MethodCallerMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let Some(&name) = args.positional().first() else {
            return Err(thread.type_error(format_args!(
                "methodcaller needs at least one argument, the method name"
            )));
        };
        let Some(name) = as_str(name) else {
            return Err(thread.type_error(format_args!("method name must be a string")));
        };
        let name = name.interned(thread)?;
        let rest = args.skip_first();
        let values = TupleObject::from_slice(thread, rest.all())?;
        let caller: Ref<MethodCallerObject> = allocate(thread, class)?;
        caller.name.set(caller, Some(name));
        caller.args.set(caller, Some(values));
        caller.keywords.set(caller, rest.names());
        Ok(caller.value())
    }

    #[slot]
    fn call(thread: &mut Thread, this: Value, args: Args) -> PyResult<Value> {
        let Some(caller) = this.downcast::<MethodCallerObject>() else {
            return Err(wrong_receiver(thread, "operator.methodcaller", this));
        };
        let object = only(thread, "methodcaller", &args)?;
        let Some(name) = caller.name.get() else {
            return Err(wrong_receiver(thread, "operator.methodcaller", this));
        };
        let values = items_of(caller.args.get());
        match caller.keywords.get() {
            None => protocol::call_method(thread, object, name, values),
            names => {
                let method = protocol::getattr(thread, object, name)?;
                protocol::call_args(thread, method, Args::new(values, names))
            }
        }
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let Some(caller) = this.downcast::<MethodCallerObject>() else {
            return Err(wrong_receiver(thread, "operator.methodcaller", this));
        };
        let all = name_and_args(thread, caller)?;
        show(thread, this, all.items_unbound(), items_of(caller.keywords.get()))
    }

    /// Return state information for pickling
    #[method(name = "__reduce__")]
    fn reduce(thread: &mut Thread, this: Ref<MethodCallerObject>) -> PyResult<Value> {
        let all = name_and_args(thread, this)?.items_unbound();
        let class = this.class().value();
        let Some(names) = this.keywords.get() else {
            let args = TupleObject::from_slice(thread, all)?;
            return Ok(TupleObject::from_slice(thread, &[class, args.value()])?.value());
        };
        let first_keyword = all.len() - names.len();
        let given = ValueArray::new(thread, 2 + names.len())?;
        given.set(0, Some(class));
        given.set(1, all.first().copied());
        given.copy_from_slice(2, &all[first_keyword..]);
        let partial = crate::functools::partial::PARTIAL.create(thread)?.value();
        let make = protocol::call_args(thread, partial, Args::new(given.values(2 + names.len()), Some(names)))?;
        let args = TupleObject::from_slice(thread, &all[1..first_keyword])?;
        Ok(TupleObject::from_slice(thread, &[make, args.value()])?.value())
    }
}

/// The name of the method before all its arguments.
fn name_and_args(thread: &mut Thread, caller: Ref<MethodCallerObject>) -> PyResult<Ref<TupleObject>> {
    let values = items_of(caller.args.get());
    let all = TupleObject::with_length(thread, values.len() + 1)?;
    if let Some(name) = caller.name.get() {
        all.initialise_item(0, name.value());
    }
    all.initialise_slice(1, values);
    Ok(all)
}
