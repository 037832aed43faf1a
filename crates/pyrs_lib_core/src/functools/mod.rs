//! The module `_functools`.

mod lru_cache;
pub mod partial;

use pyrs_macros::{pymethods, pymodule};
use pyrs_object::convert::{Signature, bind_slot};
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::slots::CompareOp;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, heap_object, protocol};

/// A key that compares by a function: what `cmp_to_key` returns (without object), and what that makes of objects.
#[repr(C)]
pub struct KeyObject {
    header: Header,
    compare: Field<Option<Value>>,
    object: Field<Option<Value>>,
}
heap_object!(KeyObject, "functools.KeyWrapper", KEY_LAYOUT, [compare, object]);

static KEY: NativeClass = NativeClass::new("functools", "KeyWrapper", &KEY_LAYOUT).methods(KeyMethods::TYPE_METHODS);

static KEY_CALL: Signature = Signature::of_slot("K", &["obj"], 1);

fn new_key(thread: &mut Thread, compare: Option<Value>, object: Option<Value>) -> PyResult<Value> {
    let key: Ref<KeyObject> = KEY.get().allocate_instance(thread)?;
    key.compare.set(key, compare);
    key.object.set(key, object);
    Ok(key.value())
}

/// Holds the methods of keys.
pub struct KeyMethods;

#[pymethods]
impl KeyMethods {
    #[slot]
    fn call(thread: &mut Thread, this: Value, args: Args) -> PyResult<Value> {
        let [object] = bind_slot::<1>(thread, &KEY_CALL, args)?;
        let compare = this.downcast::<KeyObject>().and_then(|key| key.compare.get());
        new_key(thread, compare, object)
    }

    #[slot]
    fn compare(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        let (Some(a), Some(b)) = (left.downcast::<KeyObject>(), right.downcast::<KeyObject>()) else {
            return Err(thread.type_error(format_args!("other argument must be K instance")));
        };
        let (Some(compare), Some(x), Some(y)) = (a.compare.get(), a.object.get(), b.object.get()) else {
            return Err(thread.attribute_error_plain(format_args!("object")));
        };
        let result = protocol::call(thread, compare, &[x, y])?;
        protocol::compare(thread, op, result, Value::small_int(0))
    }

    /// Value wrapped by a key function.
    #[getter]
    fn obj(_thread: &mut Thread, this: Ref<KeyObject>) -> Option<Value> {
        this.object.get()
    }

    #[setter]
    fn set_obj(_thread: &mut Thread, this: Ref<KeyObject>, value: Option<Value>) -> PyResult<()> {
        this.object.set(this, value);
        Ok(())
    }
}

/// Tools that operate on functions.
#[pymodule(name = "_functools")]
pub mod module {
    use super::{KEY, lru_cache, new_key, partial, protocol};
    use pyrs_object::core::core;
    use pyrs_object::module::ModuleObject;
    use pyrs_object::type_object::class_of;
    use pyrs_object::{PyResult, Ref, Thread, Value};

    /// Convert a cmp= function into a key= function.
    #[function(keywords = "mycmp")]
    fn cmp_to_key(thread: &mut Thread, mycmp: Value) -> PyResult<Value> {
        KEY.create(thread)?;
        new_key(thread, Some(mycmp), None)
    }

    /// Apply a function of two arguments cumulatively to the items of an iterable, from left to right.
    #[function(
        signature = "(function, iterable, /, initial=<functools initial sentinel>)",
        keywords = "initial"
    )]
    fn reduce(thread: &mut Thread, function: Value, iterable: Value, initial: Option<Value>) -> PyResult<Value> {
        let iterator = match protocol::iter(thread, iterable) {
            Ok(iterator) => iterator,
            Err(raised) => {
                if class_of(iterable).slot(|s| s.iter).is_none() && thread.clear_if(core().types.type_error.get()) {
                    return Err(thread.type_error(format_args!("reduce() arg 2 must support iteration")));
                }
                return Err(raised);
            }
        };
        let mut total = initial;
        while let Some(item) = protocol::next(thread, iterator)? {
            total = Some(match total {
                Some(total) => protocol::call(thread, function, &[total, item])?,
                None => item,
            });
        }
        match total {
            Some(total) => Ok(total),
            None => Err(thread.type_error(format_args!("reduce() of empty iterable with no initial value"))),
        }
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        KEY.create(thread)?;
        let dict = module.dict.get();
        let placeholder = partial::placeholder(thread)?;
        dict.set_str(thread, "Placeholder", placeholder)?;
        let class = partial::PLACEHOLDER_TYPE.create(thread)?;
        dict.set_str(thread, "_PlaceholderType", class.value())?;
        let class = partial::PARTIAL.create(thread)?;
        dict.set_str(thread, "partial", class.value())?;
        let class = lru_cache::create(thread)?;
        dict.set_str(thread, "_lru_cache_wrapper", class.value())
    }
}

pub use module::MODULE;
