//! `type`: calling classes, their repr and methods.

use super::attributes::TypeAttributes;
use super::{construct, mro};
use pyrs_macros::pymethods;
use pyrs_object::dict::DictObject;
use pyrs_object::list::ListObject;
use pyrs_object::slots::BinaryOp;
use pyrs_object::str::StrObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, attribute, core, not_implemented};

fn class_argument(thread: &mut Thread, value: Value) -> PyResult<Ref<TypeObject>> {
    match value.downcast() {
        Some(class) => Ok(class),
        None => {
            let found = class_of(value).name_for_message();
            Err(thread.type_error(format_args!("type expected, not '{found}'")))
        }
    }
}

/// `class(*args)`: `__new__`, then `__init__` if the result is an instance.
pub fn call_class(thread: &mut Thread, class: Ref<TypeObject>, args: Args) -> PyResult<Value> {
    let type_class = core().types.type_.get();
    if class == type_class && args.names().is_none() {
        match args.positional() {
            [object] => return Ok(class_of(*object).value()),
            [_, _, _] => {}
            _ => return Err(thread.type_error(format_args!("type() takes 1 or 3 arguments"))),
        }
    }
    let Some(new) = class.slot(|s| s.new) else {
        let module = class.dict.get().get_interned(core().names.module.get());
        let module = module
            .and_then(|m| m.downcast::<StrObject>())
            .map(|m| m.to_string_lossy());
        let name = match module {
            Some(module) if module != "builtins" => format!("{module}.{}", class.name_for_message()),
            _ => class.name_for_message(),
        };
        return Err(thread.type_error(format_args!("cannot create '{name}' instances")));
    };
    let instance = new(thread, class.value(), args)?;
    let made = class_of(instance);
    if made == class && crate::object::init_does_nothing(class, args) {
        return Ok(instance);
    }
    if made == class || made.is_subtype(class) {
        pyrs_object::special::initialise(thread, instance, args)?;
    }
    Ok(instance)
}

/// The methods of `type`.
pub struct TypeMethods;

/// type(object) -> the object's type
/// type(name, bases, dict, **kwds) -> a new type
#[pymethods]
impl TypeMethods {
    #[slot]
    fn call(thread: &mut Thread, callee: Value, args: Args) -> PyResult<Value> {
        let class = class_argument(thread, callee)?;
        call_class(thread, class, args)
    }

    #[slot]
    fn new(thread: &mut Thread, metaclass: Value, args: Args) -> PyResult<Value> {
        let metaclass = class_argument(thread, metaclass)?;
        construct::type_new(thread, metaclass, args)
    }

    #[slot]
    fn init(thread: &mut Thread, _class: Value, args: Args) -> PyResult<()> {
        let count = args.positional().len();
        if args.names().is_some() && count == 1 {
            return Err(thread.type_error(format_args!("type.__init__() takes no keyword arguments")));
        }
        if count != 1 && count != 3 {
            return Err(thread.type_error(format_args!("type.__init__() takes 1 or 3 arguments")));
        }
        Ok(())
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let class = class_argument(thread, this)?;
        let qualname = class.qualname.get().to_string_lossy();
        let module = class.dict.get().get_interned(core().names.module.get());
        let text = match module.and_then(|m| m.downcast::<StrObject>()) {
            Some(module) if !module.equals_str("builtins") => {
                format!("<class '{}.{qualname}'>", module.to_string_lossy())
            }
            _ => format!("<class '{qualname}'>"),
        };
        Ok(StrObject::from_str(thread, &text)?.value())
    }

    #[slot]
    fn getattr(thread: &mut Thread, this: Value, name: Ref<StrObject>) -> PyResult<Value> {
        attribute::type_getattr(thread, this, name)
    }

    #[slot]
    fn setattr(thread: &mut Thread, this: Value, name: Ref<StrObject>, value: Option<Value>) -> PyResult<()> {
        attribute::type_setattr(thread, this, name, value)
    }

    #[slot(ops = "Or")]
    fn binary(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        match op {
            BinaryOp::Or => crate::union::or_types(thread, left, right),
            _ => Ok(not_implemented()),
        }
    }

    /// Return a type's method resolution order.
    #[method]
    fn mro(thread: &mut Thread, class: Ref<TypeObject>) -> PyResult<Ref<ListObject>> {
        let mro = mro::linearise(thread, class)?;
        ListObject::from_slice(thread, mro.items_unbound())
    }

    /// Return a list of immediate subclasses.
    #[method]
    fn __subclasses__(thread: &mut Thread, class: Ref<TypeObject>) -> PyResult<Ref<ListObject>> {
        match class.subclasses.get() {
            Some(list) => ListObject::from_slice(thread, list.items()),
            None => ListObject::with_capacity(thread, 0),
        }
    }

    /// Create the namespace for the class statement
    #[classmethod]
    fn __prepare__(thread: &mut Thread, _class: Value, _args: Args) -> PyResult<Ref<DictObject>> {
        DictObject::new(thread)
    }

    /// Check if an object is an instance.
    #[method]
    fn __instancecheck__(thread: &mut Thread, class: Ref<TypeObject>, instance: Value) -> PyResult<bool> {
        crate::isinstance::real_instance_check(thread, instance, class)
    }

    /// Check if a class is a subclass.
    #[method]
    fn __subclasscheck__(thread: &mut Thread, class: Ref<TypeObject>, subclass: Value) -> PyResult<bool> {
        crate::isinstance::real_subclass_check(thread, subclass, class.value())
    }

    /// Specialized __dir__ implementation for types.
    #[method]
    fn __dir__(thread: &mut Thread, class: Ref<TypeObject>) -> PyResult<Ref<ListObject>> {
        let names = DictObject::new(thread)?;
        crate::object::merge_class_names(thread, names, class.value())?;
        crate::object::keys_list(thread, names)
    }

    /// Return memory consumption of the type object.
    #[method]
    fn __sizeof__(_thread: &mut Thread, _class: Ref<TypeObject>) -> usize {
        std::mem::size_of::<TypeObject>()
    }
}

/// Registers the class.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    let class = core().types.type_.get();
    TypeMethods::register(thread, class)?;
    TypeAttributes::register(thread, class)
}
