//! `member_descriptor`, `getset_descriptor`, `property`, `classmethod` and `staticmethod`.

use pyrs_macros::pymethods;
use pyrs_object::attribute;
use pyrs_object::convert::{Signature, bind_slot};
use pyrs_object::descriptor::{GetSetObject, MemberObject, MethodKindObject, PropertyObject};
use pyrs_object::str::StrObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, core, none, protocol};

fn class_name(owner: Value) -> String {
    owner
        .downcast::<TypeObject>()
        .map_or_else(String::new, |c| c.name_for_message())
}

/// The methods of `member_descriptor`.
pub struct MemberMethods;

#[pymethods]
impl MemberMethods {
    #[slot]
    fn descr_get(thread: &mut Thread, this: Value, object: Option<Value>, class: Value) -> PyResult<Value> {
        attribute::member_get(thread, this, object, class)
    }

    #[slot]
    fn descr_set(thread: &mut Thread, this: Value, object: Value, value: Option<Value>) -> PyResult<()> {
        attribute::member_set(thread, this, object, value)
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let (name, owner) = match this.downcast::<MemberObject>() {
            Some(member) => (member.name.get().to_string_lossy(), class_name(member.owner.get())),
            None => (String::new(), String::new()),
        };
        Ok(StrObject::from_str(thread, &format!("<member '{name}' of '{owner}' objects>"))?.value())
    }

    #[getter]
    fn __name__(_thread: &mut Thread, this: Ref<MemberObject>) -> Ref<StrObject> {
        this.name.get()
    }

    #[getter]
    fn __qualname__(_thread: &mut Thread, this: Ref<MemberObject>) -> String {
        format!("{}.{}", class_name(this.owner.get()), this.name.get().to_string_lossy())
    }

    #[getter]
    fn __objclass__(_thread: &mut Thread, this: Ref<MemberObject>) -> Value {
        this.owner.get()
    }

    #[getter]
    fn __doc__(_thread: &mut Thread, _this: Ref<MemberObject>) {}
}

/// The methods of `getset_descriptor`.
pub struct GetSetMethods;

#[pymethods]
impl GetSetMethods {
    #[slot]
    fn descr_get(thread: &mut Thread, this: Value, object: Option<Value>, class: Value) -> PyResult<Value> {
        attribute::getset_get(thread, this, object, class)
    }

    #[slot]
    fn descr_set(thread: &mut Thread, this: Value, object: Value, value: Option<Value>) -> PyResult<()> {
        attribute::getset_set(thread, this, object, value)
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let (name, owner) = match this.downcast::<GetSetObject>() {
            Some(getset) => (getset.definition.get().name, class_name(getset.owner.get())),
            None => ("", String::new()),
        };
        Ok(StrObject::from_str(thread, &format!("<attribute '{name}' of '{owner}' objects>"))?.value())
    }

    #[getter]
    fn __name__(_thread: &mut Thread, this: Ref<GetSetObject>) -> &'static str {
        this.definition.get().name
    }

    #[getter]
    fn __qualname__(_thread: &mut Thread, this: Ref<GetSetObject>) -> String {
        format!("{}.{}", class_name(this.owner.get()), this.definition.get().name)
    }

    #[getter]
    fn __objclass__(_thread: &mut Thread, this: Ref<GetSetObject>) -> Value {
        this.owner.get()
    }

    #[getter]
    fn __doc__(_thread: &mut Thread, this: Ref<GetSetObject>) -> Option<&'static str> {
        Some(this.definition.get().doc).filter(|doc| !doc.is_empty())
    }
}

fn property_of(thread: &mut Thread, value: Value) -> PyResult<Ref<PropertyObject>> {
    match value.downcast() {
        Some(property) => Ok(property),
        None => Err(thread.type_error(format_args!("property expected"))),
    }
}

/// The methods of `property`.
pub struct PropertyMethods;

impl PropertyMethods {
    /// A copy with one function replaced.
    fn copy(thread: &mut Thread, this: Ref<PropertyObject>, replaced: [Option<Value>; 3]) -> PyResult<Value> {
        let own = [this.getter.get(), this.setter.get(), this.deleter.get()];
        let pick = |i: usize| replaced[i].filter(|v| *v != none()).or(own[i]).unwrap_or_else(none);
        let from_getter = this.doc_from_getter.get() != 0;
        let doc = if from_getter {
            none()
        } else {
            this.doc.get().unwrap_or_else(none)
        };
        let class = class_of(this.value()).value();
        let copy = protocol::call(thread, class, &[pick(0), pick(1), pick(2), doc])?;
        if let Some(copy) = copy.downcast::<PropertyObject>() {
            copy.name.set(copy, this.name.get());
        }
        Ok(copy)
    }
}

/// Property attribute.
///
///   fget
///     function to be used for getting an attribute value
///   fset
///     function to be used for setting an attribute value
///   fdel
///     function to be used for del'ing an attribute
///   doc
///     docstring
#[pymethods]
impl PropertyMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, _args: Args) -> PyResult<Value> {
        let property: Ref<PropertyObject> = crate::object::allocate(thread, class)?;
        Ok(property.value())
    }

    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        static SIGNATURE: Signature = Signature::of_slot("property", &["fget", "fset", "fdel", "doc"], 0);
        let given: [Option<Value>; 4] = bind_slot(thread, &SIGNATURE, args)?;
        let [getter, setter, deleter, doc] = given.map(|v| v.filter(|v| *v != none()));
        let this = property_of(thread, this)?;
        this.getter.set(this, getter);
        this.setter.set(this, setter);
        this.deleter.set(this, deleter);
        this.doc.set(this, doc);
        this.doc_from_getter.set(0);
        if let (None, Some(getter)) = (doc, getter) {
            let doc = protocol::getattr_optional(thread, getter, core().names.doc.get())?;
            this.doc.set(this, doc.filter(|v| *v != none()));
            this.doc_from_getter.set(1);
        }
        if this.class() != core().types.property.get()
            && let Some(doc) = this.doc.get()
        {
            // The class of a subclass has a `__doc__` of its own, which hides the getter: the instance has to have one.
            protocol::setattr(thread, this.value(), core().names.doc.get(), Some(doc))?;
        }
        Ok(())
    }

    #[slot]
    fn descr_get(thread: &mut Thread, this: Value, object: Option<Value>, class: Value) -> PyResult<Value> {
        attribute::property_get(thread, this, object, class)
    }

    #[slot]
    fn descr_set(thread: &mut Thread, this: Value, object: Value, value: Option<Value>) -> PyResult<()> {
        attribute::property_set(thread, this, object, value)
    }

    /// Descriptor to obtain a copy of the property with a different getter.
    #[method]
    fn getter(thread: &mut Thread, this: Ref<PropertyObject>, function: Value) -> PyResult<Value> {
        Self::copy(thread, this, [Some(function), None, None])
    }

    /// Descriptor to obtain a copy of the property with a different setter.
    #[method]
    fn setter(thread: &mut Thread, this: Ref<PropertyObject>, function: Value) -> PyResult<Value> {
        Self::copy(thread, this, [None, Some(function), None])
    }

    /// Descriptor to obtain a copy of the property with a different deleter.
    #[method]
    fn deleter(thread: &mut Thread, this: Ref<PropertyObject>, function: Value) -> PyResult<Value> {
        Self::copy(thread, this, [None, None, Some(function)])
    }

    /// Method to set name of a property.
    #[method]
    fn __set_name__(_thread: &mut Thread, this: Ref<PropertyObject>, _owner: Value, name: Value) {
        this.name.set(this, Some(name));
    }

    #[getter(kind = "member")]
    fn fget(_thread: &mut Thread, this: Ref<PropertyObject>) -> Option<Value> {
        this.getter.get()
    }

    #[getter(kind = "member")]
    fn fset(_thread: &mut Thread, this: Ref<PropertyObject>) -> Option<Value> {
        this.setter.get()
    }

    #[getter(kind = "member")]
    fn fdel(_thread: &mut Thread, this: Ref<PropertyObject>) -> Option<Value> {
        this.deleter.get()
    }

    #[getter]
    fn __doc__(_thread: &mut Thread, this: Ref<PropertyObject>) -> Option<Value> {
        this.doc.get()
    }

    #[setter(name = "__doc__")]
    fn set_doc(_thread: &mut Thread, this: Ref<PropertyObject>, value: Option<Value>) -> PyResult<()> {
        this.doc.set(this, value);
        this.doc_from_getter.set(0);
        Ok(())
    }

    #[getter]
    fn __name__(thread: &mut Thread, this: Ref<PropertyObject>) -> PyResult<Value> {
        if let Some(name) = this.name.get() {
            return Ok(name);
        }
        let name = core().names.name.get();
        let inherited = match this.getter.get() {
            Some(getter) => protocol::getattr_optional(thread, getter, name)?,
            None => None,
        };
        match inherited {
            Some(value) => Ok(value),
            None => Err(attribute::no_attribute(thread, this.value(), name)),
        }
    }

    #[setter(name = "__name__")]
    fn set_name(_thread: &mut Thread, this: Ref<PropertyObject>, value: Option<Value>) -> PyResult<()> {
        this.name.set(this, value);
        Ok(())
    }

    #[getter]
    fn __isabstractmethod__(thread: &mut Thread, this: Ref<PropertyObject>) -> PyResult<bool> {
        for function in [this.getter.get(), this.setter.get(), this.deleter.get()]
            .into_iter()
            .flatten()
        {
            if is_abstract(thread, function)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Whether `function.__isabstractmethod__` is true.
pub fn is_abstract(thread: &mut Thread, function: Value) -> PyResult<bool> {
    match protocol::getattr_optional(thread, function, core().names.isabstractmethod.get())? {
        Some(value) => protocol::truth(thread, value),
        None => Ok(false),
    }
}

fn function_of(thread: &mut Thread, this: Value) -> PyResult<Value> {
    match this.downcast::<MethodKindObject>().and_then(|m| m.function.get()) {
        Some(function) => Ok(function),
        None => {
            let class = class_of(this).name_for_message();
            Err(thread.runtime_error(format_args!("uninitialized {class} object")))
        }
    }
}

fn init_method_kind(thread: &mut Thread, this: Value, signature: &'static Signature, args: Args) -> PyResult<()> {
    let (name, given) = (signature.name, args.positional().len());
    if args.names().is_none() && given != 1 {
        return Err(thread.type_error(format_args!("{name} expected 1 argument, got {given}")));
    }
    let [function] = bind_slot(thread, signature, args)?;
    let (Some(kind), Some(function)) = (this.downcast::<MethodKindObject>(), function) else {
        return Err(thread.type_error(format_args!("{}() takes a callable", signature.name)));
    };
    kind.function.set(kind, Some(function));
    copy_function_attributes(thread, this, function)
}

/// The object's own attribute, or that of its function, which is kept.
fn from_function(thread: &mut Thread, this: Ref<MethodKindObject>, name: Ref<StrObject>) -> PyResult<Value> {
    if let Some(own) = attribute::own_attribute(this.value(), name) {
        return Ok(own);
    }
    let function = this.function.get().unwrap_or_else(none);
    let value = protocol::getattr(thread, function, name)?;
    attribute::set_own_attribute(thread, this.value(), name, Some(value))?;
    Ok(value)
}

/// Sets or deletes what [`from_function`] keeps.
fn set_kept(
    thread: &mut Thread,
    this: Ref<MethodKindObject>,
    name: Ref<StrObject>,
    value: Option<Value>,
) -> PyResult<()> {
    match attribute::set_own_attribute(thread, this.value(), name, value)? {
        true => Ok(()),
        false => Err(attribute::no_attribute(thread, this.value(), name)),
    }
}

/// Copies `__module__`, `__name__`, `__qualname__` and `__doc__`, and sets `__wrapped__`.
fn copy_function_attributes(thread: &mut Thread, this: Value, function: Value) -> PyResult<()> {
    let names = &core().names;
    for name in [&names.module, &names.name, &names.qualname, &names.doc] {
        if let Some(value) = protocol::getattr_optional(thread, function, name.get())? {
            attribute::generic_setattr(thread, this, name.get(), Some(value))?;
        }
    }
    Ok(())
}

fn repr_method_kind(thread: &mut Thread, this: Value) -> PyResult<Value> {
    let function = this.downcast::<MethodKindObject>().and_then(|m| m.function.get());
    let function = function.unwrap_or_else(none);
    let (class, function) = (
        class_of(this).name_for_message(),
        protocol::repr(thread, function)?.to_string_lossy(),
    );
    Ok(StrObject::from_str(thread, &format!("<{class}({function})>"))?.value())
}

/// The methods of `classmethod`.
pub struct ClassMethodMethods;

/// Convert a function to be a class method.
#[pymethods]
impl ClassMethodMethods {
    /// See PEP 585
    #[classmethod]
    fn __class_getitem__(thread: &mut Thread, class: Value, item: Value) -> PyResult<Value> {
        crate::generic_alias::new(thread, class, item)
    }

    #[getter]
    fn __annotations__(thread: &mut Thread, this: Ref<MethodKindObject>) -> PyResult<Value> {
        from_function(thread, this, core().names.annotations.get())
    }

    #[setter(name = "__annotations__")]
    fn set_annotations(thread: &mut Thread, this: Ref<MethodKindObject>, value: Option<Value>) -> PyResult<()> {
        set_kept(thread, this, core().names.annotations.get(), value)
    }

    #[getter]
    fn __annotate__(thread: &mut Thread, this: Ref<MethodKindObject>) -> PyResult<Value> {
        from_function(thread, this, core().names.annotate.get())
    }

    #[setter(name = "__annotate__")]
    fn set_annotate(thread: &mut Thread, this: Ref<MethodKindObject>, value: Option<Value>) -> PyResult<()> {
        set_kept(thread, this, core().names.annotate.get(), value)
    }

    #[slot]
    fn new(thread: &mut Thread, class: Value, _args: Args) -> PyResult<Value> {
        let made: Ref<MethodKindObject> = crate::object::allocate(thread, class)?;
        Ok(made.value())
    }

    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        static SIGNATURE: Signature = Signature::of_positional_slot("classmethod", &["function"], 1);
        init_method_kind(thread, this, &SIGNATURE, args)
    }

    #[slot]
    fn descr_get(thread: &mut Thread, this: Value, object: Option<Value>, class: Value) -> PyResult<Value> {
        attribute::classmethod_get(thread, this, object, class)
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        repr_method_kind(thread, this)
    }

    #[getter(kind = "member")]
    fn __func__(_thread: &mut Thread, this: Ref<MethodKindObject>) -> Option<Value> {
        this.function.get()
    }

    #[getter(kind = "member")]
    fn __wrapped__(_thread: &mut Thread, this: Ref<MethodKindObject>) -> Option<Value> {
        this.function.get()
    }

    #[getter]
    fn __isabstractmethod__(thread: &mut Thread, this: Ref<MethodKindObject>) -> PyResult<bool> {
        let function = function_of(thread, this.value())?;
        is_abstract(thread, function)
    }
}

/// The methods of `staticmethod`.
pub struct StaticMethodMethods;

/// Convert a function to be a static method.
#[pymethods]
impl StaticMethodMethods {
    /// See PEP 585
    #[classmethod]
    fn __class_getitem__(thread: &mut Thread, class: Value, item: Value) -> PyResult<Value> {
        crate::generic_alias::new(thread, class, item)
    }

    #[getter]
    fn __annotations__(thread: &mut Thread, this: Ref<MethodKindObject>) -> PyResult<Value> {
        from_function(thread, this, core().names.annotations.get())
    }

    #[setter(name = "__annotations__")]
    fn set_annotations(thread: &mut Thread, this: Ref<MethodKindObject>, value: Option<Value>) -> PyResult<()> {
        set_kept(thread, this, core().names.annotations.get(), value)
    }

    #[getter]
    fn __annotate__(thread: &mut Thread, this: Ref<MethodKindObject>) -> PyResult<Value> {
        from_function(thread, this, core().names.annotate.get())
    }

    #[setter(name = "__annotate__")]
    fn set_annotate(thread: &mut Thread, this: Ref<MethodKindObject>, value: Option<Value>) -> PyResult<()> {
        set_kept(thread, this, core().names.annotate.get(), value)
    }

    #[slot]
    fn new(thread: &mut Thread, class: Value, _args: Args) -> PyResult<Value> {
        let made: Ref<MethodKindObject> = crate::object::allocate(thread, class)?;
        Ok(made.value())
    }

    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        static SIGNATURE: Signature = Signature::of_positional_slot("staticmethod", &["function"], 1);
        init_method_kind(thread, this, &SIGNATURE, args)
    }

    #[slot]
    fn call(thread: &mut Thread, this: Value, args: Args) -> PyResult<Value> {
        let function = function_of(thread, this)?;
        protocol::call_args(thread, function, args)
    }

    #[slot]
    fn descr_get(thread: &mut Thread, this: Value, object: Option<Value>, class: Value) -> PyResult<Value> {
        attribute::staticmethod_get(thread, this, object, class)
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        repr_method_kind(thread, this)
    }

    #[getter(kind = "member")]
    fn __func__(_thread: &mut Thread, this: Ref<MethodKindObject>) -> Option<Value> {
        this.function.get()
    }

    #[getter(kind = "member")]
    fn __wrapped__(_thread: &mut Thread, this: Ref<MethodKindObject>) -> Option<Value> {
        this.function.get()
    }

    #[getter]
    fn __isabstractmethod__(thread: &mut Thread, this: Ref<MethodKindObject>) -> PyResult<bool> {
        let function = function_of(thread, this.value())?;
        is_abstract(thread, function)
    }
}

/// Registers the classes.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    let types = &core().types;
    MemberMethods::register(thread, types.member_descriptor.get())?;
    GetSetMethods::register(thread, types.getset_descriptor.get())?;
    PropertyMethods::register(thread, types.property.get())?;
    ClassMethodMethods::register(thread, types.classmethod.get())?;
    StaticMethodMethods::register(thread, types.staticmethod.get())?;
    for class in [&types.classmethod, &types.staticmethod] {
        crate::object::add_instance_dict(thread, class.get())?;
    }
    Ok(())
}
