//! `mappingproxy`: a read-only view of a mapping, above all of a class's namespace.

use pyrs_macros::pymethods;
use pyrs_object::convert::{Signature, bind_slot};
use pyrs_object::dict::DictObject;
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::slots::{BinaryOp, CompareOp};
use pyrs_object::str::StrObject;
use pyrs_object::type_object::{TypeFlags, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, heap_object, none, protocol};

/// A mapping proxy.
#[repr(C)]
pub struct MappingProxyObject {
    header: Header,
    /// The mapping.
    pub mapping: Field<Value>,
}
heap_object!(MappingProxyObject, "mappingproxy", MAPPING_PROXY_LAYOUT, [mapping]);

/// The class.
pub static MAPPING_PROXY: NativeClass = NativeClass::new("builtins", "mappingproxy", &MAPPING_PROXY_LAYOUT)
    .flags(TypeFlags::MAPPING)
    .methods(MappingProxyMethods::TYPE_METHODS);

/// A proxy of a mapping.
pub fn new(thread: &mut Thread, mapping: Value) -> PyResult<Value> {
    let proxy: Ref<MappingProxyObject> = MAPPING_PROXY.get().allocate_instance(thread)?;
    proxy.mapping.set(proxy, mapping);
    Ok(proxy.value())
}

fn mapping_of(value: Value) -> Value {
    value
        .downcast::<MappingProxyObject>()
        .map_or(value, |proxy| proxy.mapping.get())
}

/// The mapping, if it is an exact dict, as a class's namespace is.
fn plain_dict(value: Value) -> Option<Ref<DictObject>> {
    let dict = mapping_of(value).downcast::<DictObject>()?;
    (dict.class() == pyrs_object::core().types.dict.get()).then_some(dict)
}

fn forward(thread: &mut Thread, proxy: Ref<MappingProxyObject>, method: &str, args: &[Value]) -> PyResult<Value> {
    let method = StrObject::intern(thread, method)?;
    protocol::call_method(thread, proxy.mapping.get(), method, args)
}

/// The methods of `mappingproxy`.
pub struct MappingProxyMethods;

/// Read-only proxy of a mapping.
#[pymethods]
impl MappingProxyMethods {
    #[slot(name = "new")]
    fn make(thread: &mut Thread, _class: Value, args: Args) -> PyResult<Value> {
        static SIGNATURE: Signature = Signature::of_slot("mappingproxy", &["mapping"], 1);
        let [mapping] = bind_slot(thread, &SIGNATURE, args)?;
        let mapping = mapping.unwrap_or_else(none);
        let types = &pyrs_object::core().types;
        let class = class_of(mapping);
        if class.slot(|s| s.getitem).is_none()
            || [&types.list, &types.tuple]
                .iter()
                .any(|sequence| class.is_subtype(sequence.get()))
        {
            let class = class.name_for_message();
            return Err(thread.type_error(format_args!("mappingproxy() argument must be a mapping, not {class}")));
        }
        new(thread, mapping)
    }

    #[slot]
    fn len(thread: &mut Thread, this: Value) -> PyResult<usize> {
        match plain_dict(this) {
            Some(dict) => Ok(dict.len()),
            None => protocol::len(thread, mapping_of(this)),
        }
    }

    #[slot]
    fn getitem(thread: &mut Thread, this: Value, key: Value) -> PyResult<Value> {
        let Some(dict) = plain_dict(this) else {
            return protocol::getitem(thread, mapping_of(this), key);
        };
        match dict.get(thread, key)? {
            Some(value) => Ok(value),
            None => Err(thread.key_error(key)),
        }
    }

    #[slot]
    fn contains(thread: &mut Thread, this: Value, key: Value) -> PyResult<bool> {
        match plain_dict(this) {
            Some(dict) => Ok(dict.get(thread, key)?.is_some()),
            None => protocol::contains(thread, mapping_of(this), key),
        }
    }

    #[slot]
    fn iter(thread: &mut Thread, this: Value) -> PyResult<Value> {
        protocol::iter(thread, mapping_of(this))
    }

    #[slot]
    fn hash(thread: &mut Thread, this: Value) -> PyResult<i64> {
        protocol::hash(thread, mapping_of(this))
    }

    #[slot]
    fn compare(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        protocol::compare(thread, op, mapping_of(left), right)
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let inner = protocol::repr(thread, mapping_of(this))?.to_string_lossy();
        Ok(StrObject::from_str(thread, &format!("mappingproxy({inner})"))?.value())
    }

    #[slot]
    fn str(thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(protocol::str(thread, mapping_of(this))?.value())
    }

    #[slot(ops = "Or")]
    fn binary(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        match op {
            BinaryOp::Or => protocol::binary(thread, op, mapping_of(left), mapping_of(right)),
            _ => Ok(pyrs_object::not_implemented()),
        }
    }

    #[slot(ops = "Or")]
    fn inplace(thread: &mut Thread, _op: BinaryOp, _left: Value, _right: Value) -> PyResult<Value> {
        Err(thread.type_error(format_args!("'|=' is not supported by mappingproxy; use '|' instead")))
    }

    /// Return the value for key if key is in the mapping, else default.
    #[method]
    fn get(thread: &mut Thread, this: Ref<MappingProxyObject>, key: Value, default: Option<Value>) -> PyResult<Value> {
        forward(thread, this, "get", &[key, default.unwrap_or_else(none)])
    }

    /// a set-like object providing a view on D's keys
    #[method]
    fn keys(thread: &mut Thread, this: Ref<MappingProxyObject>) -> PyResult<Value> {
        forward(thread, this, "keys", &[])
    }

    /// an object providing a view on D's values
    #[method]
    fn values(thread: &mut Thread, this: Ref<MappingProxyObject>) -> PyResult<Value> {
        forward(thread, this, "values", &[])
    }

    /// a set-like object providing a view on D's items
    #[method]
    fn items(thread: &mut Thread, this: Ref<MappingProxyObject>) -> PyResult<Value> {
        forward(thread, this, "items", &[])
    }

    /// a shallow copy of D
    #[method]
    fn copy(thread: &mut Thread, this: Ref<MappingProxyObject>) -> PyResult<Value> {
        forward(thread, this, "copy", &[])
    }

    /// Proxies cannot be pickled.
    #[method]
    fn __reduce_ex__(thread: &mut Thread, this: Ref<MappingProxyObject>, _protocol: Value) -> PyResult<Value> {
        let class = this.class().name_for_message();
        Err(thread.type_error(format_args!("cannot pickle '{class}' object")))
    }

    #[method]
    fn __reversed__(thread: &mut Thread, this: Ref<MappingProxyObject>) -> PyResult<Value> {
        forward(thread, this, "__reversed__", &[])
    }

    /// See PEP 585
    #[classmethod]
    fn __class_getitem__(thread: &mut Thread, class: Value, item: Value) -> PyResult<Value> {
        crate::generic_alias::new(thread, class, item)
    }
}

/// Makes the class.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    MAPPING_PROXY.create(thread).map(|_| ())
}
