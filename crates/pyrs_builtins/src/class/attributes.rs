//! The computed attributes of classes.

use super::construct;
use pyrs_macros::pymethods;
use pyrs_object::dict::DictObject;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeFlags, TypeObject, class_of};
use pyrs_object::{PyResult, Ref, Thread, Value, attribute, core, none, protocol};

fn own(thread: &mut Thread, class: Ref<TypeObject>, name: &str) -> PyResult<Option<Value>> {
    let name = StrObject::intern(thread, name)?;
    Ok(class.dict.get().get_interned(name))
}

/// Sets a name in the class's dict without asking the metaclass.
fn set_own(thread: &mut Thread, class: Ref<TypeObject>, name: &str, value: Option<Value>) -> PyResult<()> {
    let name = StrObject::intern(thread, name)?.value();
    match value {
        Some(value) => class.dict.get().set(thread, name, value)?,
        None => {
            class.dict.get().remove(thread, name)?;
        }
    }
    class.modified();
    Ok(())
}

/// The value to set, unless it is a deletion, which these attributes do not allow.
fn not_deleted(thread: &mut Thread, class: Ref<TypeObject>, name: &str, value: Option<Value>) -> PyResult<Value> {
    match value {
        Some(value) => Ok(value),
        None => {
            let class = class.name_for_message();
            Err(thread.type_error(format_args!(
                "cannot delete '{name}' attribute of immutable type '{class}'"
            )))
        }
    }
}

fn missing(thread: &mut Thread, class: Ref<TypeObject>, name: &str) -> pyrs_object::Raised {
    match StrObject::intern(thread, name) {
        Ok(name) => attribute::no_attribute(thread, class.value(), name),
        Err(raised) => raised,
    }
}

/// The values of `__flags__` that Python code tests for.
fn flag_bits(class: Ref<TypeObject>) -> i64 {
    let mut bits: i64 = 1 << 12 | 1 << 14;
    for (flag, bit) in [
        (TypeFlags::HAS_WEAKREF, 3),
        (TypeFlags::HAS_DICT, 4),
        (TypeFlags::SEQUENCE, 5),
        (TypeFlags::MAPPING, 6),
        (TypeFlags::IMMUTABLE, 8),
        (TypeFlags::HEAP, 9),
        (TypeFlags::SUBCLASSABLE, 10),
        (TypeFlags::ABSTRACT, 20),
        (TypeFlags::MATCH_SELF, 22),
    ] {
        if class.has(flag) {
            bits |= 1 << bit;
        }
    }
    if !class.has(TypeFlags::HEAP) && !class.is_of_builtins() {
        // Native classes of modules are made when their module is, in CPython too.
        bits |= 1 << 9;
    }
    let types = &core().types;
    for (base, bit) in [
        (&types.int, 24),
        (&types.list, 25),
        (&types.tuple, 26),
        (&types.bytes, 27),
        (&types.str_, 28),
        (&types.dict, 29),
        (&types.base_exception, 30),
        (&types.type_, 31),
    ] {
        if class.is_subtype(base.get()) {
            bits |= 1 << bit;
        }
    }
    bits
}

/// The getters and setters of `type`.
pub struct TypeAttributes;

#[pymethods]
impl TypeAttributes {
    #[getter]
    fn __name__(_thread: &mut Thread, class: Ref<TypeObject>) -> Ref<StrObject> {
        class.name.get()
    }

    #[setter(name = "__name__")]
    fn set_name(thread: &mut Thread, class: Ref<TypeObject>, value: Option<Value>) -> PyResult<()> {
        let value = not_deleted(thread, class, "__name__", value)?;
        let Some(name) = value.downcast::<StrObject>() else {
            let (class, found) = (class.name_for_message(), class_of(value).name_for_message());
            return Err(thread.type_error(format_args!(
                "can only assign string to {class}.__name__, not '{found}'"
            )));
        };
        if name.chars().iter().any(|c| c == 0) {
            return Err(thread.value_error(format_args!("type name must not contain null characters")));
        }
        class.name.set(class, name);
        Ok(())
    }

    #[getter]
    fn __qualname__(_thread: &mut Thread, class: Ref<TypeObject>) -> Ref<StrObject> {
        class.qualname.get()
    }

    #[setter(name = "__qualname__")]
    fn set_qualname(thread: &mut Thread, class: Ref<TypeObject>, value: Option<Value>) -> PyResult<()> {
        let value = not_deleted(thread, class, "__qualname__", value)?;
        let Some(name) = value.downcast::<StrObject>() else {
            let (class, found) = (class.name_for_message(), class_of(value).name_for_message());
            return Err(thread.type_error(format_args!(
                "can only assign string to {class}.__qualname__, not '{found}'"
            )));
        };
        class.qualname.set(class, name);
        Ok(())
    }

    #[getter]
    fn __module__(thread: &mut Thread, class: Ref<TypeObject>) -> PyResult<Value> {
        match class.dict.get().get_interned(core().names.module.get()) {
            Some(module) if class.has(TypeFlags::HEAP) || module.downcast::<StrObject>().is_some() => Ok(module),
            // The entry is a descriptor for instances: the class itself is one of the language.
            Some(_) => Ok(StrObject::intern(thread, "builtins")?.value()),
            None if !class.has(TypeFlags::HEAP) => Ok(StrObject::intern(thread, "builtins")?.value()),
            None => Err(missing(thread, class, "__module__")),
        }
    }

    #[setter(name = "__module__")]
    fn set_module(thread: &mut Thread, class: Ref<TypeObject>, value: Option<Value>) -> PyResult<()> {
        let value = not_deleted(thread, class, "__module__", value)?;
        set_own(thread, class, "__firstlineno__", None)?;
        set_own(thread, class, "__module__", Some(value))
    }

    #[getter]
    fn __bases__(_thread: &mut Thread, class: Ref<TypeObject>) -> Ref<TupleObject> {
        class.bases.get()
    }

    #[setter(name = "__bases__")]
    fn set_bases(thread: &mut Thread, class: Ref<TypeObject>, value: Option<Value>) -> PyResult<()> {
        let value = not_deleted(thread, class, "__bases__", value)?;
        construct::set_bases(thread, class, value)
    }

    #[getter(kind = "member")]
    fn __base__(_thread: &mut Thread, class: Ref<TypeObject>) -> Option<Ref<TypeObject>> {
        class.base.get()
    }

    #[getter]
    fn __mro__(_thread: &mut Thread, class: Ref<TypeObject>) -> Ref<TupleObject> {
        class.mro.get()
    }

    #[getter]
    fn __dict__(thread: &mut Thread, class: Ref<TypeObject>) -> PyResult<Value> {
        crate::mapping_proxy::new(thread, class.dict.get().value())
    }

    #[getter]
    fn __doc__(thread: &mut Thread, class: Ref<TypeObject>) -> PyResult<Value> {
        let doc = match class.dict.get().get_interned(core().names.doc.get()) {
            Some(doc) => doc,
            None => return Ok(none()),
        };
        if !class.has(TypeFlags::HEAP)
            && let Some(text) = doc.downcast::<StrObject>()
        {
            let text = text.to_string_lossy();
            let name = class.name_for_message();
            return match crate::native_function::split_doc(&name, &text).0 {
                Some(_) => {
                    let rest = crate::native_function::split_doc(&name, &text).1;
                    Ok(StrObject::from_str(thread, rest)?.value())
                }
                None => Ok(doc),
            };
        }
        attribute::bind(thread, doc, None, class)
    }

    #[setter(name = "__doc__")]
    fn set_doc(thread: &mut Thread, class: Ref<TypeObject>, value: Option<Value>) -> PyResult<()> {
        let value = not_deleted(thread, class, "__doc__", value)?;
        set_own(thread, class, "__doc__", Some(value))
    }

    #[getter]
    fn __text_signature__(thread: &mut Thread, class: Ref<TypeObject>) -> PyResult<Value> {
        let doc = class.dict.get().get_interned(core().names.doc.get());
        let Some(doc) = doc
            .and_then(|d| d.downcast::<StrObject>())
            .filter(|_| !class.has(TypeFlags::HEAP))
        else {
            return Ok(none());
        };
        let (name, doc) = (class.name_for_message(), doc.to_string_lossy());
        match crate::native_function::split_doc(&name, &doc).0 {
            Some(signature) => Ok(StrObject::from_str(thread, signature)?.value()),
            None => Ok(none()),
        }
    }

    #[getter]
    fn __abstractmethods__(thread: &mut Thread, class: Ref<TypeObject>) -> PyResult<Value> {
        let name = core().names.abstract_methods.get();
        let value = class.dict.get().get_interned(name);
        match value.filter(|_| class != core().types.type_.get()) {
            Some(value) => Ok(value),
            None => Err(thread.attribute_error(class.value(), name, format_args!("__abstractmethods__"))),
        }
    }

    #[setter(name = "__abstractmethods__")]
    fn set_abstractmethods(thread: &mut Thread, class: Ref<TypeObject>, value: Option<Value>) -> PyResult<()> {
        let is_abstract = match value {
            Some(value) => protocol::truth(thread, value)?,
            None if class
                .dict
                .get()
                .get_interned(core().names.abstract_methods.get())
                .is_none() =>
            {
                let name = core().names.abstract_methods.get();
                return Err(thread.attribute_error(class.value(), name, format_args!("__abstractmethods__")));
            }
            None => false,
        };
        set_own(thread, class, "__abstractmethods__", value)?;
        class.set_flag(TypeFlags::ABSTRACT, is_abstract);
        Ok(())
    }

    #[getter]
    fn __annotate__(thread: &mut Thread, class: Ref<TypeObject>) -> PyResult<Value> {
        if class.has(TypeFlags::IMMUTABLE) {
            return Err(missing(thread, class, "__annotate__"));
        }
        for name in ["__annotate_func__", "__annotate__"] {
            if let Some(function) = own(thread, class, name)? {
                return attribute::bind(thread, function, None, class);
            }
        }
        Ok(none())
    }

    #[setter(name = "__annotate__")]
    fn set_annotate(thread: &mut Thread, class: Ref<TypeObject>, value: Option<Value>) -> PyResult<()> {
        let Some(value) = value else {
            return Err(thread.type_error(format_args!("cannot delete __annotate__ attribute")));
        };
        if value != none() && class_of(value).slot(|s| s.call).is_none() {
            return Err(thread.type_error(format_args!("__annotate__ must be callable or None")));
        }
        set_own(thread, class, "__annotate__", None)?;
        set_own(thread, class, "__annotate_func__", Some(value))?;
        if value != none() {
            set_own(thread, class, "__annotations_cache__", None)?;
        }
        Ok(())
    }

    /// Evaluated when first asked for (PEP 649).
    #[getter]
    fn __annotations__(thread: &mut Thread, class: Ref<TypeObject>) -> PyResult<Value> {
        if class.has(TypeFlags::IMMUTABLE) {
            return Err(missing(thread, class, "__annotations__"));
        }
        for name in ["__annotations__", "__annotations_cache__"] {
            if let Some(annotations) = own(thread, class, name)? {
                return attribute::bind(thread, annotations, None, class);
            }
        }
        let annotate = Self::__annotate__(thread, class)?;
        let annotations = evaluate_annotations(thread, annotate)?;
        set_own(thread, class, "__annotations_cache__", Some(annotations))?;
        Ok(annotations)
    }

    #[setter(name = "__annotations__")]
    fn set_annotations(thread: &mut Thread, class: Ref<TypeObject>, value: Option<Value>) -> PyResult<()> {
        let explicit = own(thread, class, "__annotations__")?.is_some();
        let cached = own(thread, class, "__annotations_cache__")?.is_some();
        match value {
            None if !explicit && !cached => return Err(missing(thread, class, "__annotations__")),
            None => {
                set_own(thread, class, "__annotations__", None)?;
                set_own(thread, class, "__annotations_cache__", None)?;
            }
            Some(_) => {
                let name = if explicit {
                    "__annotations__"
                } else {
                    "__annotations_cache__"
                };
                set_own(thread, class, name, value)?;
            }
        }
        set_own(thread, class, "__annotate__", None)?;
        set_own(thread, class, "__annotate_func__", Some(none()))
    }

    #[getter]
    fn __type_params__(thread: &mut Thread, class: Ref<TypeObject>) -> PyResult<Value> {
        let own = own(thread, class, "__type_params__")?;
        Ok(own
            .filter(|_| class.has(TypeFlags::HEAP))
            .unwrap_or_else(|| core().empty_tuple.get().value()))
    }

    #[setter(name = "__type_params__")]
    fn set_type_params(thread: &mut Thread, class: Ref<TypeObject>, value: Option<Value>) -> PyResult<()> {
        let value = not_deleted(thread, class, "__type_params__", value)?;
        set_own(thread, class, "__type_params__", Some(value))
    }

    #[getter(kind = "member")]
    fn __flags__(_thread: &mut Thread, class: Ref<TypeObject>) -> i64 {
        flag_bits(class)
    }

    #[getter(kind = "member")]
    fn __basicsize__(_thread: &mut Thread, class: Ref<TypeObject>) -> usize {
        class.layout.get().fixed_size + 8 * class.reserved_slots.get() as usize
    }

    #[getter(kind = "member")]
    fn __itemsize__(_thread: &mut Thread, class: Ref<TypeObject>) -> usize {
        if class.layout.get().fixed_size == 0 { 8 } else { 0 }
    }

    #[getter(kind = "member")]
    fn __dictoffset__(_thread: &mut Thread, class: Ref<TypeObject>) -> i64 {
        if class.has(TypeFlags::HAS_DICT) { -1 } else { 0 }
    }

    #[getter(kind = "member")]
    fn __weakrefoffset__(_thread: &mut Thread, class: Ref<TypeObject>) -> i64 {
        if class.has(TypeFlags::HAS_WEAKREF) { -1 } else { 0 }
    }
}

/// What an `__annotate__` function gives for real values; an empty dict for None.
pub fn evaluate_annotations(thread: &mut Thread, annotate: Value) -> PyResult<Value> {
    if annotate == none() {
        return Ok(DictObject::new(thread)?.value());
    }
    const VALUE_FORMAT: Value = Value::small_int(1);
    let annotations = protocol::call(thread, annotate, &[VALUE_FORMAT])?;
    if annotations.downcast::<DictObject>().is_none() {
        let found = class_of(annotations).name_for_message();
        return Err(thread.type_error(format_args!("__annotate__ returned non-dict of type '{found}'")));
    }
    Ok(annotations)
}
