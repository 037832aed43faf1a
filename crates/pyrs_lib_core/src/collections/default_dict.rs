//! `defaultdict`: a dict whose factory lies in an attribute slot that instances have in front of all others.

use crate::collect::{generic_alias, wrong_receiver};
use crate::repr_guard::ReprGuard;
use pyrs_macros::pymethods;
use pyrs_object::core::core;
use pyrs_object::descriptor::MemberObject;
use pyrs_object::dict::{DICT_LAYOUT, DictObject};
use pyrs_object::instance;
use pyrs_object::native_class::NativeClass;
use pyrs_object::slots::BinaryOp;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeFlags, TypeObject, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, none, not_implemented, protocol};

/// `collections.defaultdict`.
pub static DEFAULT_DICT: NativeClass = NativeClass::new("collections", "defaultdict", &DICT_LAYOUT)
    .base(|| core().types.dict.get())
    .flags(
        TypeFlags::SUBCLASSABLE
            .union(TypeFlags::MAPPING)
            .union(TypeFlags::HAS_WEAKREF),
    )
    .methods(DefaultDictMethods::TYPE_METHODS);

const FACTORY_SLOT: u32 = 0;

/// Makes the class.
pub fn create(thread: &mut Thread) -> PyResult<Ref<TypeObject>> {
    if let Some(class) = DEFAULT_DICT.try_get() {
        return Ok(class);
    }
    let class = DEFAULT_DICT.create(thread)?;
    class.reserved_slots.set(1);
    class.make_root_shape(thread)?;
    let name = StrObject::intern(thread, "default_factory")?;
    let member = MemberObject::new(thread, class.value(), name, FACTORY_SLOT)?;
    class.dict.get().set(thread, name.value(), member.value())?;
    class.modified();
    Ok(class)
}

fn of(thread: &mut Thread, this: Value) -> PyResult<Ref<DictObject>> {
    match this.downcast() {
        Some(dict) => Ok(dict),
        None => Err(wrong_receiver(thread, "collections.defaultdict", this)),
    }
}

fn factory(dict: Ref<DictObject>) -> Option<Value> {
    instance::get_slot(dict.header(), FACTORY_SLOT).filter(|factory| *factory != none())
}

fn copy(thread: &mut Thread, dict: Ref<DictObject>) -> PyResult<Value> {
    let factory = factory(dict).unwrap_or_else(none);
    protocol::call(thread, dict.class().value(), &[factory, dict.value()])
}

/// Holds the methods of defaultdict.
pub struct DefaultDictMethods;

/// defaultdict(default_factory=None, /, [...]) --> dict with default factory
#[pymethods]
impl DefaultDictMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, _args: Args) -> PyResult<Value> {
        let Some(class) = class.downcast::<TypeObject>() else {
            return Err(thread.type_error(format_args!("__new__() needs a class")));
        };
        let dict = DictObject::with_class(thread, class)?;
        instance::set_slot(thread, dict.header(), FACTORY_SLOT, Some(none()))?;
        Ok(dict.value())
    }

    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        let dict = of(thread, this)?;
        let (factory, rest) = match args.positional().first() {
            Some(&factory) => {
                if factory != none() && class_of(factory).slot(|s| s.call).is_none() {
                    return Err(thread.type_error(format_args!("first argument must be callable or None")));
                }
                (factory, args.skip_first())
            }
            None => (none(), args),
        };
        instance::set_slot(thread, dict.header(), FACTORY_SLOT, Some(factory))?;
        match core().types.dict.get().slot(|s| s.init) {
            Some(init) => init(thread, this, rest),
            None => Ok(()),
        }
    }

    /// Called by __getitem__ for missing keys.
    #[method(name = "__missing__")]
    fn missing(thread: &mut Thread, this: Ref<DictObject>, key: Value) -> PyResult<Value> {
        let Some(factory) = factory(this) else {
            return Err(thread.key_error(key));
        };
        let value = protocol::call(thread, factory, &[])?;
        protocol::setitem(thread, this.value(), key, Some(value))?;
        Ok(value)
    }

    /// D.copy() -> a shallow copy of D.
    #[method]
    fn copy(thread: &mut Thread, this: Ref<DictObject>) -> PyResult<Value> {
        copy(thread, this)
    }

    /// D.copy() -> a shallow copy of D.
    #[method(name = "__copy__")]
    fn copy_special(thread: &mut Thread, this: Ref<DictObject>) -> PyResult<Value> {
        copy(thread, this)
    }

    #[method(name = "__reduce__")]
    fn reduce(thread: &mut Thread, this: Ref<DictObject>) -> PyResult<Value> {
        let args: Vec<Value> = factory(this).into_iter().collect();
        let args = TupleObject::from_slice(thread, &args)?.value();
        let items = StrObject::intern(thread, "items")?;
        let items = protocol::call_method(thread, this.value(), items, &[])?;
        let items = protocol::iter(thread, items)?;
        let row = [this.class().value(), args, none(), none(), items];
        Ok(TupleObject::from_slice(thread, &row)?.value())
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let dict = of(thread, this)?;
        let name = class_of(this).short_name();
        let factory = factory(dict).unwrap_or_else(none);
        let factory = match ReprGuard::enter(this) {
            Some(_guard) => protocol::repr(thread, factory)?.to_generalised_utf8(),
            None => b"...".to_vec(),
        };
        let items = match core().types.dict.get().slot(|s| s.repr) {
            Some(repr) => repr(thread, this)?,
            None => none(),
        };
        let items = protocol::str(thread, items)?.to_generalised_utf8();
        let mut text = format!("{name}(").into_bytes();
        text.extend(factory);
        text.extend(b", ");
        text.extend(items);
        text.push(b')');
        Ok(StrObject::from_generalised_utf8(thread, &text)?.value())
    }

    #[slot(ops = "Or")]
    fn binary(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        if op != BinaryOp::Or {
            return Ok(not_implemented());
        }
        let is_default = |value: Value| class_of(value).is_subtype(DEFAULT_DICT.get());
        let (own, other) = if is_default(left) { (left, right) } else { (right, left) };
        let (Some(dict), Some(_)) = (own.downcast::<DictObject>(), other.downcast::<DictObject>()) else {
            return Ok(not_implemented());
        };
        let factory = factory(dict).unwrap_or_else(none);
        let result = protocol::call(thread, dict.class().value(), &[factory, left])?;
        let update = StrObject::intern(thread, "update")?;
        protocol::call_method(thread, result, update, &[right])?;
        Ok(result)
    }

    /// See PEP 585
    #[classmethod(name = "__class_getitem__")]
    fn class_getitem(thread: &mut Thread, class: Ref<TypeObject>, item: Value) -> PyResult<Value> {
        generic_alias(thread, class, item)
    }
}
