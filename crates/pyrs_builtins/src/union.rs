//! `typing.Union`: `int | str`.

use crate::generic_alias::{argument_repr, collect_parameters, substitute};
use pyrs_macros::pymethods;
use pyrs_object::header::{Field, Header};
use pyrs_object::list::ListObject;
use pyrs_object::native_class::NativeClass;
use pyrs_object::slots::{BinaryOp, CompareOp};
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{PyResult, Ref, Thread, Value, bool_value, core, heap_object, none, not_implemented, protocol};

/// A union of types.
#[repr(C)]
pub struct UnionObject {
    header: Header,
    /// `__args__`: no unions among them, and each once.
    pub args: Field<Ref<TupleObject>>,
}
heap_object!(UnionObject, "typing.Union", UNION_LAYOUT, [args]);

/// The class.
pub static UNION: NativeClass = NativeClass::new("typing", "Union", &UNION_LAYOUT).methods(UnionMethods::TYPE_METHODS);

fn is_type_like(thread: &mut Thread, value: Value) -> PyResult<bool> {
    if value == none()
        || value.downcast::<TypeObject>().is_some()
        || value.downcast::<UnionObject>().is_some()
        || value.downcast::<crate::generic_alias::GenericAliasObject>().is_some()
    {
        return Ok(true);
    }
    // Type variables and aliases of `typing` and `type` statements.
    let module = protocol::getattr_optional(thread, class_of(value).value(), core().names.module.get())?;
    let module = module.and_then(|m| m.downcast::<StrObject>());
    let name = class_of(value).name_for_message();
    Ok(module.is_some_and(|m| m.equals_str("typing"))
        && ["TypeVar", "ParamSpec", "TypeAliasType", "TypeVarTuple", "NewType"].contains(&name.as_str()))
}

/// A name of a type that is looked up later.
fn forward_reference(thread: &mut Thread, name: Value) -> PyResult<Value> {
    let module = pyrs_object::module::import(thread, "annotationlib")?;
    let class = StrObject::intern(thread, "ForwardRef")?;
    protocol::call_method(thread, module, class, &[name])
}

fn add(thread: &mut Thread, list: Ref<ListObject>, item: Value) -> PyResult<()> {
    if let Some(union) = item.downcast::<UnionObject>() {
        for inner in union.args.get().items_unbound() {
            add(thread, list, *inner)?;
        }
        return Ok(());
    }
    let item = if item == none() {
        core().types.none_type.get().value()
    } else if item.downcast::<StrObject>().is_some() {
        forward_reference(thread, item)?
    } else {
        item
    };
    for i in 0..list.len() {
        if let Some(present) = list.get(i)
            && protocol::equals(thread, present, item)?
        {
            return Ok(());
        }
    }
    list.push(thread, item)
}

/// The union of the items: the only one itself, if they are all the same.
pub fn union_of(thread: &mut Thread, items: &[Value]) -> PyResult<Value> {
    let list = ListObject::with_capacity(thread, items.len())?;
    for item in items {
        add(thread, list, *item)?;
    }
    if let [only] = list.items() {
        return Ok(*only);
    }
    let args = TupleObject::from_slice(thread, list.items())?;
    let union: Ref<UnionObject> = UNION.get().allocate_instance(thread)?;
    union.args.set(union, args);
    Ok(union.value())
}

/// `left | right` for types; NotImplemented if one of them is no type.
pub fn or_types(thread: &mut Thread, left: Value, right: Value) -> PyResult<Value> {
    // Unions take names too.
    let with_union = left.downcast::<UnionObject>().is_some() || right.downcast::<UnionObject>().is_some();
    for item in [left, right] {
        let name = with_union && item.downcast::<StrObject>().is_some();
        if !name && !is_type_like(thread, item)? {
            return Ok(not_implemented());
        }
    }
    union_of(thread, &[left, right])
}

fn union_argument(thread: &mut Thread, value: Value) -> PyResult<Ref<UnionObject>> {
    match value.downcast() {
        Some(union) => Ok(union),
        None => Err(thread.type_error(format_args!("typing.Union expected"))),
    }
}

/// The methods of `typing.Union`.
pub struct UnionMethods;

/// Represent a union type
///
/// E.g. for int | str
#[pymethods]
impl UnionMethods {
    #[slot(ops = "Or")]
    fn binary(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        match op {
            BinaryOp::Or => or_types(thread, left, right),
            _ => Ok(not_implemented()),
        }
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let union = union_argument(thread, this)?;
        let mut parts = Vec::new();
        for arg in union.args.get().items_unbound() {
            parts.push(if *arg == core().types.none_type.get().value() {
                "None".to_owned()
            } else {
                argument_repr(thread, *arg)?
            });
        }
        Ok(StrObject::from_str(thread, &parts.join(" | "))?.value())
    }

    #[slot]
    fn compare(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        let unions = (left.downcast::<UnionObject>(), right.downcast::<UnionObject>());
        let ((Some(a), Some(b)), true) = (unions, matches!(op, CompareOp::Eq | CompareOp::Ne)) else {
            return Ok(not_implemented());
        };
        let mut same = a.args.get().len() == b.args.get().len();
        for arg in a.args.get().items_unbound() {
            same = same && protocol::contains(thread, b.args.get().value(), *arg)?;
        }
        Ok(bool_value(same == (op == CompareOp::Eq)))
    }

    #[slot]
    fn hash(thread: &mut Thread, this: Value) -> PyResult<i64> {
        let union = union_argument(thread, this)?;
        let mut hash = 0i64;
        for arg in union.args.get().items_unbound() {
            // The order does not count.
            hash = hash.wrapping_add(protocol::hash(thread, *arg)?.wrapping_mul(31));
        }
        Ok(pyrs_object::hash::hash_i64(hash))
    }

    #[slot]
    fn getitem(thread: &mut Thread, this: Value, item: Value) -> PyResult<Value> {
        let union = union_argument(thread, this)?;
        let parameters = collect_parameters(thread, union.args.get())?;
        let args = substitute(thread, this, union.args.get(), parameters, item)?;
        union_of(thread, args.items_unbound())
    }

    #[getter]
    fn __args__(_thread: &mut Thread, this: Ref<UnionObject>) -> Ref<TupleObject> {
        this.args.get()
    }

    #[getter]
    fn __name__(_thread: &mut Thread, _this: Ref<UnionObject>) -> &'static str {
        "Union"
    }

    #[getter]
    fn __qualname__(_thread: &mut Thread, _this: Ref<UnionObject>) -> &'static str {
        "Union"
    }

    #[getter]
    fn __parameters__(thread: &mut Thread, this: Ref<UnionObject>) -> PyResult<Ref<TupleObject>> {
        collect_parameters(thread, this.args.get())
    }

    #[getter]
    fn __origin__(_thread: &mut Thread, _this: Ref<UnionObject>) -> Ref<TypeObject> {
        UNION.get()
    }

    #[method]
    fn __instancecheck__(thread: &mut Thread, this: Ref<UnionObject>, instance: Value) -> PyResult<bool> {
        for class in this.args.get().items_unbound() {
            if crate::isinstance::is_instance(thread, instance, *class)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    #[method]
    fn __subclasscheck__(thread: &mut Thread, this: Ref<UnionObject>, class: Value) -> PyResult<bool> {
        if class.downcast::<TypeObject>().is_none() {
            return Err(thread.type_error(format_args!("issubclass() arg 1 must be a class")));
        }
        for candidate in this.args.get().items_unbound() {
            if crate::isinstance::is_subclass(thread, class, *candidate)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    #[method]
    fn __mro_entries__(thread: &mut Thread, this: Ref<UnionObject>, _bases: Value) -> PyResult<Value> {
        let text = protocol::repr(thread, this.value())?.to_string_lossy();
        Err(thread.type_error(format_args!("Cannot subclass {text}")))
    }

    /// `Union[int, str]`.
    #[classmethod]
    fn __class_getitem__(thread: &mut Thread, _class: Value, item: Value) -> PyResult<Value> {
        match item.downcast::<TupleObject>() {
            None => union_of(thread, &[item]),
            Some(items) if items.is_empty() => Err(thread.type_error(format_args!("Cannot take a Union of no types."))),
            Some(items) => union_of(thread, items.items_unbound()),
        }
    }
}

/// Makes the class.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    UNION.create(thread).map(|_| ())
}
