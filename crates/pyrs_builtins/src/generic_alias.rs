//! `types.GenericAlias`: `list[int]`.

use pyrs_macros::pymethods;
use pyrs_object::convert::{Signature, bind_slot};
use pyrs_object::header::{Field, Header};
use pyrs_object::list::ListObject;
use pyrs_object::native_class::NativeClass;
use pyrs_object::slots::{BinaryOp, CompareOp};
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{
    Args, PyResult, Ref, Thread, Value, attribute, bool_value, core, heap_object, none, not_implemented, protocol,
};
use std::cell::Cell;

/// A generic alias.
#[repr(C)]
pub struct GenericAliasObject {
    header: Header,
    /// `__origin__`.
    pub origin: Field<Value>,
    /// `__args__`.
    pub args: Field<Ref<TupleObject>>,
    /// `__parameters__`, once collected.
    pub parameters: Field<Option<Ref<TupleObject>>>,
    /// Whether it stands for `*alias`.
    pub starred: Cell<u64>,
}
heap_object!(
    GenericAliasObject,
    "types.GenericAlias",
    GENERIC_ALIAS_LAYOUT,
    [origin, args, parameters]
);

/// The class.
pub static GENERIC_ALIAS: NativeClass = NativeClass::new("types", "GenericAlias", &GENERIC_ALIAS_LAYOUT)
    .subclassable()
    .methods(GenericAliasMethods::TYPE_METHODS);

/// `origin[item]`.
pub fn new(thread: &mut Thread, origin: Value, item: Value) -> PyResult<Value> {
    make(thread, GENERIC_ALIAS.get(), origin, item)
}

fn make(thread: &mut Thread, class: Ref<TypeObject>, origin: Value, item: Value) -> PyResult<Value> {
    let args = match item.downcast::<TupleObject>() {
        Some(args) => args,
        None => TupleObject::from_slice(thread, &[item])?,
    };
    let alias: Ref<GenericAliasObject> = class.allocate_instance(thread)?;
    alias.origin.set(alias, origin);
    alias.args.set(alias, args);
    Ok(alias.value())
}

fn alias_of(thread: &mut Thread, value: Value) -> PyResult<Ref<GenericAliasObject>> {
    match value.downcast() {
        Some(alias) => Ok(alias),
        None => Err(thread.type_error(format_args!("types.GenericAlias expected"))),
    }
}

fn optional(thread: &mut Thread, object: Value, name: &str) -> PyResult<Option<Value>> {
    let name = StrObject::intern(thread, name)?;
    protocol::getattr_optional(thread, object, name)
}

fn push_new(thread: &mut Thread, list: Ref<ListObject>, item: Value) -> PyResult<()> {
    if list.items().contains(&item) {
        return Ok(());
    }
    list.push(thread, item)
}

/// The type variables in a tuple of arguments, each once.
pub fn collect_parameters(thread: &mut Thread, args: Ref<TupleObject>) -> PyResult<Ref<TupleObject>> {
    let found = ListObject::with_capacity(thread, 2)?;
    for arg in args.items_unbound() {
        if arg.downcast::<TypeObject>().is_some() {
            continue;
        }
        if let Some(inner) = arg.downcast::<TupleObject>() {
            let inner = collect_parameters(thread, inner)?;
            for parameter in inner.items_unbound() {
                push_new(thread, found, *parameter)?;
            }
            continue;
        }
        if optional(thread, *arg, "__typing_subst__")?.is_some() {
            push_new(thread, found, *arg)?;
        } else if let Some(inner) = optional(thread, *arg, "__parameters__")?
            && let Some(inner) = inner.downcast::<TupleObject>()
        {
            for parameter in inner.items_unbound() {
                push_new(thread, found, *parameter)?;
            }
        }
    }
    TupleObject::from_slice(thread, found.items())
}

fn parameters_of(thread: &mut Thread, alias: Ref<GenericAliasObject>) -> PyResult<Ref<TupleObject>> {
    if let Some(parameters) = alias.parameters.get() {
        return Ok(parameters);
    }
    let parameters = collect_parameters(thread, alias.args.get())?;
    alias.parameters.set(alias, Some(parameters));
    Ok(parameters)
}

/// Puts `items` in the place of the alias's type variables.
pub fn substitute(
    thread: &mut Thread,
    alias: Value,
    args: Ref<TupleObject>,
    parameters: Ref<TupleObject>,
    item: Value,
) -> PyResult<Ref<TupleObject>> {
    if parameters.is_empty() {
        let alias = protocol::repr(thread, alias)?.to_string_lossy();
        return Err(thread.type_error(format_args!("{alias} is not a generic class")));
    }
    let mut items = match item.downcast::<TupleObject>() {
        Some(items) => items,
        None => TupleObject::from_slice(thread, &[item])?,
    };
    for parameter in parameters.items_unbound() {
        if let Some(prepare) = optional(thread, *parameter, "__typing_prepare_subst__")? {
            let prepared = protocol::call(thread, prepare, &[alias, items.value()])?;
            items = prepared.downcast::<TupleObject>().unwrap_or(items);
        }
    }
    if items.len() != parameters.len() {
        let how = if items.len() > parameters.len() { "many" } else { "few" };
        let (given, wanted) = (items.len(), parameters.len());
        let alias = protocol::repr(thread, alias)?.to_string_lossy();
        return Err(thread.type_error(format_args!(
            "Too {how} arguments for {alias}; actual {given}, expected {wanted}"
        )));
    }
    let result = ListObject::with_capacity(thread, args.len())?;
    for arg in args.items_unbound() {
        substitute_argument(thread, result, *arg, parameters, items)?;
    }
    TupleObject::from_slice(thread, result.items())
}

fn substitute_argument(
    thread: &mut Thread,
    result: Ref<ListObject>,
    arg: Value,
    parameters: Ref<TupleObject>,
    items: Ref<TupleObject>,
) -> PyResult<()> {
    if arg.downcast::<TypeObject>().is_some() {
        return result.push(thread, arg);
    }
    let position = |parameter: Value| parameters.items().iter().position(|p| *p == parameter);
    let substituted = if let Some(method) = optional(thread, arg, "__typing_subst__")? {
        match position(arg).and_then(|i| items.items().get(i).copied()) {
            Some(item) => protocol::call(thread, method, &[item])?,
            None => arg,
        }
    } else {
        let inner = optional(thread, arg, "__parameters__")?.and_then(|p| p.downcast::<TupleObject>());
        match inner.filter(|inner| !inner.is_empty()) {
            None => arg,
            Some(inner) => {
                let own = ListObject::with_capacity(thread, inner.len())?;
                for parameter in inner.items_unbound() {
                    if let Some(item) = position(*parameter).and_then(|i| items.items().get(i).copied()) {
                        own.push(thread, item)?;
                    }
                }
                let key = TupleObject::from_slice(thread, own.items())?;
                protocol::getitem(thread, arg, key.value())?
            }
        }
    };
    if optional(thread, arg, "__typing_unpacked_tuple_args__")?.is_some()
        && let Some(unpacked) = substituted.downcast::<TupleObject>()
    {
        for item in unpacked.items_unbound() {
            result.push(thread, *item)?;
        }
        return Ok(());
    }
    result.push(thread, substituted)
}

/// How a type argument looks in a repr.
pub fn argument_repr(thread: &mut Thread, value: Value) -> PyResult<String> {
    if value == core().ellipsis.get().value() {
        return Ok("...".to_owned());
    }
    let is_alias = optional(thread, value, "__origin__")?.is_some() && optional(thread, value, "__args__")?.is_some();
    if let Some(class) = value.downcast::<TypeObject>().filter(|_| !is_alias) {
        let qualname = class.qualname.get().to_string_lossy();
        let module = class.dict.get().get_interned(core().names.module.get());
        return Ok(match module.and_then(|m| m.downcast::<StrObject>()) {
            Some(module) if !module.equals_str("builtins") => format!("{}.{qualname}", module.to_string_lossy()),
            _ => qualname,
        });
    }
    if let Some(list) = value.downcast::<ListObject>() {
        let items = TupleObject::from_slice(thread, list.items())?;
        let mut parts = Vec::new();
        for item in items.items_unbound() {
            parts.push(argument_repr(thread, *item)?);
        }
        return Ok(format!("[{}]", parts.join(", ")));
    }
    Ok(protocol::repr(thread, value)?.to_string_lossy())
}

/// Attributes that the alias has itself; all others are the origin's.
const OWN: &[&str] = &[
    "__class__",
    "__bases__",
    "__origin__",
    "__args__",
    "__unpacked__",
    "__parameters__",
    "__typing_unpacked_tuple_args__",
    "__mro_entries__",
    "__reduce_ex__",
    "__reduce__",
    "__copy__",
    "__deepcopy__",
];

/// The methods of `types.GenericAlias`.
pub struct GenericAliasMethods;

/// Represent a PEP 585 generic type
///
/// E.g. for t = list[int], t.__origin__ is list and t.__args__ is (int,).
#[pymethods]
impl GenericAliasMethods {
    #[slot(name = "new")]
    fn make_new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        static SIGNATURE: Signature = Signature::of_positional_slot("GenericAlias", &["origin", "args"], 2);
        let [origin, item] = bind_slot(thread, &SIGNATURE, args)?;
        let class = class.downcast().unwrap_or_else(|| GENERIC_ALIAS.get());
        make(thread, class, origin.unwrap_or_else(none), item.unwrap_or_else(none))
    }

    #[slot]
    fn call(thread: &mut Thread, this: Value, args: Args) -> PyResult<Value> {
        let alias = alias_of(thread, this)?;
        let made = protocol::call_args(thread, alias.origin.get(), args)?;
        let name = StrObject::intern(thread, "__orig_class__")?;
        if protocol::setattr(thread, made, name, Some(this)).is_err() {
            let types = &core().types;
            let harmless = thread.clear_if(types.attribute_error.get()) || thread.clear_if(types.type_error.get());
            if !harmless {
                return Err(thread.raised());
            }
        }
        Ok(made)
    }

    #[slot]
    fn getattr(thread: &mut Thread, this: Value, name: Ref<StrObject>) -> PyResult<Value> {
        let own = name.as_ascii().is_some_and(|text| OWN.contains(&text));
        let dunder = pyrs_object::special::is_special_name(&name);
        let alias = alias_of(thread, this)?;
        if own || (dunder && name.as_ascii().is_some_and(|t| t == "__dict__" || t == "__setattr__")) {
            return attribute::generic_getattr(thread, this, name);
        }
        protocol::getattr(thread, alias.origin.get(), name)
    }

    #[slot]
    fn getitem(thread: &mut Thread, this: Value, item: Value) -> PyResult<Value> {
        let alias = alias_of(thread, this)?;
        let parameters = parameters_of(thread, alias)?;
        let args = substitute(thread, this, alias.args.get(), parameters, item)?;
        make(thread, class_of(this), alias.origin.get(), args.value())
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let alias = alias_of(thread, this)?;
        let mut parts = Vec::new();
        for arg in alias.args.get().items_unbound() {
            parts.push(argument_repr(thread, *arg)?);
        }
        let inner = if parts.is_empty() {
            "()".to_owned()
        } else {
            parts.join(", ")
        };
        let star = if alias.starred.get() != 0 { "*" } else { "" };
        let origin = argument_repr(thread, alias.origin.get())?;
        Ok(StrObject::from_str(thread, &format!("{star}{origin}[{inner}]"))?.value())
    }

    #[slot]
    fn compare(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        let aliases = (
            left.downcast::<GenericAliasObject>(),
            right.downcast::<GenericAliasObject>(),
        );
        let ((Some(a), Some(b)), true) = (aliases, matches!(op, CompareOp::Eq | CompareOp::Ne)) else {
            return Ok(not_implemented());
        };
        let same = a.starred.get() == b.starred.get()
            && protocol::equals(thread, a.origin.get(), b.origin.get())?
            && protocol::equals(thread, a.args.get().value(), b.args.get().value())?;
        Ok(bool_value(same == (op == CompareOp::Eq)))
    }

    #[slot]
    fn hash(thread: &mut Thread, this: Value) -> PyResult<i64> {
        let alias = alias_of(thread, this)?;
        let origin = protocol::hash(thread, alias.origin.get())?;
        Ok(origin ^ protocol::hash(thread, alias.args.get().value())?)
    }

    #[slot]
    fn iter(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let alias = alias_of(thread, this)?;
        let starred = make(thread, class_of(this), alias.origin.get(), alias.args.get().value())?;
        if let Some(starred) = starred.downcast::<GenericAliasObject>() {
            starred.starred.set(1);
        }
        let one = TupleObject::from_slice(thread, &[starred])?;
        Ok(pyrs_object::iterator::SequenceIterator::of_tuple(thread, one)?.value())
    }

    #[slot(ops = "Or")]
    fn binary(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        match op {
            BinaryOp::Or => crate::union::or_types(thread, left, right),
            _ => Ok(not_implemented()),
        }
    }

    #[getter]
    fn __origin__(_thread: &mut Thread, this: Ref<GenericAliasObject>) -> Value {
        this.origin.get()
    }

    #[getter]
    fn __args__(_thread: &mut Thread, this: Ref<GenericAliasObject>) -> Ref<TupleObject> {
        this.args.get()
    }

    #[getter]
    fn __parameters__(thread: &mut Thread, this: Ref<GenericAliasObject>) -> PyResult<Ref<TupleObject>> {
        parameters_of(thread, this)
    }

    #[getter]
    fn __unpacked__(_thread: &mut Thread, this: Ref<GenericAliasObject>) -> bool {
        this.starred.get() != 0
    }

    #[getter]
    fn __typing_unpacked_tuple_args__(_thread: &mut Thread, this: Ref<GenericAliasObject>) -> Option<Value> {
        let is_tuple = this.origin.get() == core().types.tuple.get().value();
        (this.starred.get() != 0 && is_tuple).then(|| this.args.get().value())
    }

    #[method]
    fn __mro_entries__(
        thread: &mut Thread,
        this: Ref<GenericAliasObject>,
        _bases: Value,
    ) -> PyResult<Ref<TupleObject>> {
        TupleObject::from_slice(thread, &[this.origin.get()])
    }

    #[method]
    fn __instancecheck__(thread: &mut Thread, _this: Ref<GenericAliasObject>, _object: Value) -> PyResult<Value> {
        Err(thread.type_error(format_args!(
            "isinstance() argument 2 cannot be a parameterized generic"
        )))
    }

    #[method]
    fn __subclasscheck__(thread: &mut Thread, _this: Ref<GenericAliasObject>, _class: Value) -> PyResult<Value> {
        Err(thread.type_error(format_args!(
            "issubclass() argument 2 cannot be a parameterized generic"
        )))
    }

    #[method]
    fn __reduce__(thread: &mut Thread, this: Ref<GenericAliasObject>) -> PyResult<Value> {
        let class = class_of(this.value()).value();
        let args = TupleObject::from_slice(thread, &[this.origin.get(), this.args.get().value()])?;
        Ok(TupleObject::from_slice(thread, &[class, args.value()])?.value())
    }
}

/// Makes the class.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    core().hooks.generic_alias.set(Some(new));
    GENERIC_ALIAS.create(thread).map(|_| ())
}
