//! `weakref.proxy` objects, which pass operations on to their referent, and the module `_weakref`.

use crate::weakref::WeakRefObject;
use pyrs_macros::{pymethods, pymodule};
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::slots::{BinaryOp, CompareOp, UnaryOp};
use pyrs_object::str::StrObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, core, heap_object, none, protocol};

/// A proxy.
#[repr(C)]
pub struct WeakProxyObject {
    header: Header,
    reference: Field<Ref<WeakRefObject>>,
}
heap_object!(WeakProxyObject, "weakref.ProxyType", WEAK_PROXY_LAYOUT, [reference]);

/// Proxies of objects that cannot be called.
pub static PROXY: NativeClass =
    NativeClass::new("weakref", "ProxyType", &WEAK_PROXY_LAYOUT).methods(ProxyMethods::TYPE_METHODS);
/// Proxies of objects that can.
pub static CALLABLE_PROXY: NativeClass = NativeClass::new("weakref", "CallableProxyType", &WEAK_PROXY_LAYOUT)
    .base(|| PROXY.get())
    .methods(CallableProxyMethods::TYPE_METHODS);

/// The referent of a proxy; other values stand for themselves.
fn target_of(thread: &mut Thread, value: Value) -> PyResult<Value> {
    match value.downcast::<WeakProxyObject>() {
        None => Ok(value),
        Some(proxy) => match proxy.reference.get().target() {
            Some(target) => Ok(target),
            None => {
                let class = core().types.reference_error.get();
                Err(thread.raise_message(class, format_args!("weakly-referenced object no longer exists")))
            }
        },
    }
}

fn new_proxy(thread: &mut Thread, object: Value, callback: Option<Value>) -> PyResult<Value> {
    let reference = crate::weakref::new_reference(thread, crate::weakref::WEAK_REF.get(), object, callback)?;
    let Some(reference) = reference.downcast::<WeakRefObject>() else {
        return Err(thread.type_error(format_args!("weak reference expected")));
    };
    let callable = class_of(object).slot(|s| s.call).is_some();
    let class = if callable { &CALLABLE_PROXY } else { &PROXY };
    let proxy: Ref<WeakProxyObject> = class.get().allocate_instance(thread)?;
    proxy.reference.set(proxy, reference);
    Ok(proxy.value())
}

/// The methods of `weakref.ProxyType`.
pub struct ProxyMethods;

#[pymethods]
impl ProxyMethods {
    #[slot]
    fn getattr(thread: &mut Thread, this: Value, name: Ref<StrObject>) -> PyResult<Value> {
        let target = target_of(thread, this)?;
        protocol::getattr(thread, target, name)
    }

    #[slot]
    fn setattr(thread: &mut Thread, this: Value, name: Ref<StrObject>, value: Option<Value>) -> PyResult<()> {
        let target = target_of(thread, this)?;
        protocol::setattr(thread, target, name, value)
    }

    #[slot]
    fn str(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let target = target_of(thread, this)?;
        Ok(protocol::str(thread, target)?.value())
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let target = this
            .downcast::<WeakProxyObject>()
            .and_then(|p| p.reference.get().target());
        let target = target.unwrap_or_else(none);
        let class = class_of(target).name_for_message();
        let text = format!(
            "<weakproxy at {:#x}; to '{class}' at {:#x}>",
            this.bits(),
            target.bits()
        );
        Ok(StrObject::from_str(thread, &text)?.value())
    }

    #[slot]
    fn compare(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        let (left, right) = (target_of(thread, left)?, target_of(thread, right)?);
        protocol::compare(thread, op, left, right)
    }

    #[slot]
    fn truth(thread: &mut Thread, this: Value) -> PyResult<bool> {
        let target = target_of(thread, this)?;
        protocol::truth(thread, target)
    }

    #[slot]
    fn len(thread: &mut Thread, this: Value) -> PyResult<usize> {
        let target = target_of(thread, this)?;
        protocol::len(thread, target)
    }

    #[slot]
    fn getitem(thread: &mut Thread, this: Value, key: Value) -> PyResult<Value> {
        let target = target_of(thread, this)?;
        protocol::getitem(thread, target, key)
    }

    #[slot]
    fn setitem(thread: &mut Thread, this: Value, key: Value, value: Option<Value>) -> PyResult<()> {
        let target = target_of(thread, this)?;
        protocol::setitem(thread, target, key, value)
    }

    #[slot]
    fn contains(thread: &mut Thread, this: Value, item: Value) -> PyResult<bool> {
        let target = target_of(thread, this)?;
        protocol::contains(thread, target, item)
    }

    #[slot]
    fn iter(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let target = target_of(thread, this)?;
        protocol::iter(thread, target)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let target = target_of(thread, this)?;
        protocol::next(thread, target)
    }

    #[slot(ops = "Add Sub Mul TrueDiv FloorDiv Mod Pow MatMul LShift RShift And Or Xor DivMod")]
    fn binary(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        let (left, right) = (target_of(thread, left)?, target_of(thread, right)?);
        protocol::binary(thread, op, left, right)
    }

    #[slot(ops = "Add Sub Mul TrueDiv FloorDiv Mod Pow MatMul LShift RShift And Or Xor")]
    fn inplace(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        let (target, right) = (target_of(thread, left)?, target_of(thread, right)?);
        protocol::inplace(thread, op, target, right)
    }

    #[slot(ops = "Neg Pos Invert Abs Int Float Index")]
    fn unary(thread: &mut Thread, op: UnaryOp, this: Value) -> PyResult<Value> {
        let target = target_of(thread, this)?;
        protocol::unary(thread, op, target)
    }
}

/// The methods of `weakref.CallableProxyType`.
pub struct CallableProxyMethods;

#[pymethods]
impl CallableProxyMethods {
    #[slot]
    fn call(thread: &mut Thread, this: Value, args: Args) -> PyResult<Value> {
        let target = target_of(thread, this)?;
        protocol::call_args(thread, target, args)
    }
}

/// Makes the classes.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    for class in [&PROXY, &CALLABLE_PROXY] {
        let made = class.create(thread)?;
        // Proxies compare by their referents, which may change: they have no hash.
        made.dict.get().set(thread, core().names.hash.get().value(), none())?;
    }
    Ok(())
}

/// Weak-reference support module.
#[pymodule(name = "_weakref")]
pub mod module {
    use super::{CALLABLE_PROXY, PROXY, new_proxy};
    use crate::weakref::{WEAK_REF, WeakRefObject, reference_at, references_to};
    use pyrs_object::dict::DictObject;
    use pyrs_object::list::ListObject;
    use pyrs_object::type_object::TypeObject;
    use pyrs_object::{PyResult, Ref, Thread, Value, none};

    /// Return the number of weak references to 'object'.
    #[function]
    fn getweakrefcount(_thread: &mut Thread, object: Value) -> usize {
        references_to(object).0
    }

    /// Return a list of all weak reference objects pointing to 'object'.
    #[function]
    fn getweakrefs(thread: &mut Thread, object: Value) -> PyResult<Ref<ListObject>> {
        let list = ListObject::with_capacity(thread, 2)?;
        let mut index = 0;
        while let Some(reference) = reference_at(object, index) {
            list.push(thread, reference)?;
            index += 1;
        }
        Ok(list)
    }

    /// Create a proxy object that weakly references 'object'.
    ///
    /// 'callback', if given, is called with a reference to the
    /// proxy when 'object' is about to be finalized.
    #[function]
    fn proxy(thread: &mut Thread, object: Value, callback: Option<Value>) -> PyResult<Value> {
        new_proxy(thread, object, callback.filter(|c| *c != none()))
    }

    /// Atomically remove key from dict if it points to a dead weakref.
    #[function]
    fn _remove_dead_weakref(thread: &mut Thread, dct: Ref<DictObject>, key: Value) -> PyResult<()> {
        let entry = dct.get(thread, key)?.and_then(|v| v.downcast::<WeakRefObject>());
        if entry.is_some_and(|reference| reference.target().is_none()) {
            dct.remove(thread, key)?;
        }
        Ok(())
    }

    #[attr(name = "ref")]
    fn reference_class(_thread: &mut Thread) -> Ref<TypeObject> {
        WEAK_REF.get()
    }

    #[attr(name = "ReferenceType")]
    fn reference_type(_thread: &mut Thread) -> Ref<TypeObject> {
        WEAK_REF.get()
    }

    #[attr(name = "ProxyType")]
    fn proxy_type(_thread: &mut Thread) -> Ref<TypeObject> {
        PROXY.get()
    }

    #[attr(name = "CallableProxyType")]
    fn callable_proxy_type(_thread: &mut Thread) -> Ref<TypeObject> {
        CALLABLE_PROXY.get()
    }
}
