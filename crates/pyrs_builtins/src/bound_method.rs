//! `method` and `method-wrapper`: a callable with its receiver.

use pyrs_macros::pymethods;
use pyrs_object::convert::{Signature, bind_slot};
use pyrs_object::descriptor::SlotWrapperObject;
use pyrs_object::function::BoundMethodObject;
use pyrs_object::slots::CompareOp;
use pyrs_object::str::StrObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, attribute, bool_value, core, none, not_implemented, protocol};

fn method_of(thread: &mut Thread, value: Value) -> PyResult<Ref<BoundMethodObject>> {
    match value.downcast() {
        Some(method) => Ok(method),
        None => Err(thread.type_error(format_args!("method expected"))),
    }
}

fn compare_methods(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
    let methods = (
        left.downcast::<BoundMethodObject>(),
        right.downcast::<BoundMethodObject>(),
    );
    let (Some(a), Some(b)) = methods else {
        return Ok(not_implemented());
    };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) || a.class() != b.class() {
        return Ok(not_implemented());
    }
    let same = a.receiver.get() == b.receiver.get() && protocol::equals(thread, a.function.get(), b.function.get())?;
    Ok(bool_value(same == (op == CompareOp::Eq)))
}

fn hash_method(thread: &mut Thread, this: Value) -> PyResult<i64> {
    let method = method_of(thread, this)?;
    let function = protocol::hash(thread, method.function.get())?;
    Ok(pyrs_object::hash::hash_i64(
        (method.receiver.get().bits() >> 4) as i64 ^ function,
    ))
}

/// The methods of `method`.
pub struct BoundMethodMethods;

/// Create a bound instance method object.
#[pymethods]
impl BoundMethodMethods {
    #[slot]
    fn new(thread: &mut Thread, _class: Value, args: Args) -> PyResult<Value> {
        static SIGNATURE: Signature = Signature::of_positional_slot("method", &["function", "instance"], 2);
        let [function, receiver] = bind_slot(thread, &SIGNATURE, args)?;
        let (function, receiver) = (function.unwrap_or_else(none), receiver.unwrap_or_else(none));
        if class_of(function).slot(|s| s.call).is_none() {
            return Err(thread.type_error(format_args!("first argument must be callable")));
        }
        if receiver == none() {
            return Err(thread.type_error(format_args!("instance must not be None")));
        }
        Ok(BoundMethodObject::new(thread, function, receiver)?.value())
    }

    #[slot]
    fn call(thread: &mut Thread, callee: Value, args: Args) -> PyResult<Value> {
        let method = method_of(thread, callee)?;
        let function = method.function.get();
        args.with_first(thread, method.receiver.get(), |thread, args| {
            protocol::call_args(thread, function, args)
        })
    }

    #[slot]
    fn descr_get(_thread: &mut Thread, this: Value, _object: Option<Value>, _class: Value) -> PyResult<Value> {
        Ok(this)
    }

    /// Attributes that the method itself does not have are the function's.
    #[slot]
    fn getattr(thread: &mut Thread, this: Value, name: Ref<StrObject>) -> PyResult<Value> {
        if let Some(own) = class_of(this).lookup(name.interned(thread)?) {
            return attribute::bind(thread, own, Some(this), class_of(this));
        }
        let method = method_of(thread, this)?;
        protocol::getattr(thread, method.function.get(), name)
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let method = method_of(thread, this)?;
        let names = &core().names;
        let function = method.function.get();
        let name = match protocol::getattr_optional(thread, function, names.qualname.get())? {
            Some(name) => Some(name),
            None => protocol::getattr_optional(thread, function, names.name.get())?,
        };
        let name = name
            .and_then(|v| v.downcast::<StrObject>())
            .map_or_else(|| "?".to_owned(), |name| name.to_string_lossy());
        let receiver = protocol::repr(thread, method.receiver.get())?.to_string_lossy();
        Ok(StrObject::from_str(thread, &format!("<bound method {name} of {receiver}>"))?.value())
    }

    #[slot]
    fn compare(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        compare_methods(thread, op, left, right)
    }

    #[slot]
    fn hash(thread: &mut Thread, this: Value) -> PyResult<i64> {
        hash_method(thread, this)
    }

    /// the function (or other callable) implementing a method
    #[getter(kind = "member")]
    fn __func__(_thread: &mut Thread, this: Ref<BoundMethodObject>) -> Value {
        this.function.get()
    }

    /// the instance to which a method is bound
    #[getter(kind = "member")]
    fn __self__(_thread: &mut Thread, this: Ref<BoundMethodObject>) -> Value {
        this.receiver.get()
    }

    #[getter]
    fn __doc__(thread: &mut Thread, this: Ref<BoundMethodObject>) -> PyResult<Value> {
        protocol::getattr(thread, this.function.get(), core().names.doc.get())
    }

    #[method]
    fn __reduce__(thread: &mut Thread, this: Ref<BoundMethodObject>) -> PyResult<Value> {
        let name = protocol::getattr(thread, this.function.get(), core().names.name.get())?;
        crate::object::reduce_by_getattr(thread, this.receiver.get(), name)
    }
}

fn wrapper_of(method: Ref<BoundMethodObject>) -> Option<Ref<SlotWrapperObject>> {
    method.function.get().downcast()
}

/// The methods of `method-wrapper`.
pub struct MethodWrapperMethods;

#[pymethods]
impl MethodWrapperMethods {
    #[slot]
    fn call(thread: &mut Thread, callee: Value, args: Args) -> PyResult<Value> {
        BoundMethodMethods::call(thread, callee, args)
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let method = method_of(thread, this)?;
        let name = wrapper_of(method).map_or("?", |w| w.method.get().name);
        let receiver = method.receiver.get();
        let class = class_of(receiver).name_for_message();
        let text = format!("<method-wrapper '{name}' of {class} object at {:#x}>", receiver.bits());
        Ok(StrObject::from_str(thread, &text)?.value())
    }

    #[slot]
    fn compare(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        compare_methods(thread, op, left, right)
    }

    #[slot]
    fn hash(thread: &mut Thread, this: Value) -> PyResult<i64> {
        hash_method(thread, this)
    }

    #[getter(kind = "member")]
    fn __self__(_thread: &mut Thread, this: Ref<BoundMethodObject>) -> Value {
        this.receiver.get()
    }

    #[getter]
    fn __name__(_thread: &mut Thread, this: Ref<BoundMethodObject>) -> Option<&'static str> {
        wrapper_of(this).map(|w| w.method.get().name)
    }

    #[getter]
    fn __qualname__(thread: &mut Thread, this: Ref<BoundMethodObject>) -> PyResult<Value> {
        protocol::getattr(thread, this.function.get(), core().names.qualname.get())
    }

    #[getter]
    fn __objclass__(_thread: &mut Thread, this: Ref<BoundMethodObject>) -> Option<Value> {
        wrapper_of(this).map(|w| w.owner.get())
    }

    #[getter]
    fn __doc__(_thread: &mut Thread, _this: Ref<BoundMethodObject>) {}

    #[method]
    fn __reduce__(thread: &mut Thread, this: Ref<BoundMethodObject>) -> PyResult<Value> {
        let name = wrapper_of(this).map_or("", |wrapper| wrapper.method.get().name);
        let name = StrObject::intern(thread, name)?.value();
        crate::object::reduce_by_getattr(thread, this.receiver.get(), name)
    }
}

/// The methods of `wrapper_descriptor`.
pub struct SlotWrapperMethods;

#[pymethods]
impl SlotWrapperMethods {
    #[slot]
    fn call(thread: &mut Thread, callee: Value, args: Args) -> PyResult<Value> {
        let wrapper = callee.downcast::<SlotWrapperObject>();
        let Some((wrapper, owner)) = wrapper.and_then(|w| Some((w, w.owner.get().downcast::<TypeObject>()?))) else {
            return Err(thread.type_error(format_args!("slot wrapper expected")));
        };
        pyrs_object::special::wrapper::call(thread, owner, wrapper.method.get(), args)
    }

    #[slot]
    fn descr_get(thread: &mut Thread, this: Value, object: Option<Value>, _class: Value) -> PyResult<Value> {
        let Some(receiver) = object else { return Ok(this) };
        let bound: Ref<BoundMethodObject> = core().types.method_wrapper.get().allocate_instance(thread)?;
        bound.function.set(bound, this);
        bound.receiver.set(bound, receiver);
        Ok(bound.value())
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let wrapper = this.downcast::<SlotWrapperObject>();
        let name = wrapper.map_or("?", |w| w.method.get().name);
        let owner = wrapper.and_then(|w| w.owner.get().downcast::<TypeObject>());
        let owner = owner.map_or_else(String::new, |c| c.name_for_message());
        Ok(StrObject::from_str(thread, &format!("<slot wrapper '{name}' of '{owner}' objects>"))?.value())
    }

    #[getter]
    fn __name__(_thread: &mut Thread, this: Ref<SlotWrapperObject>) -> &'static str {
        this.method.get().name
    }

    #[getter]
    fn __qualname__(_thread: &mut Thread, this: Ref<SlotWrapperObject>) -> String {
        let owner = this.owner.get().downcast::<TypeObject>();
        let owner = owner.map_or_else(String::new, |c| c.qualname.get().to_string_lossy());
        format!("{owner}.{}", this.method.get().name)
    }

    #[getter]
    fn __objclass__(_thread: &mut Thread, this: Ref<SlotWrapperObject>) -> Value {
        this.owner.get()
    }

    #[getter]
    fn __doc__(_thread: &mut Thread, _this: Ref<SlotWrapperObject>) {}

    #[getter]
    fn __text_signature__(_thread: &mut Thread, _this: Ref<SlotWrapperObject>) -> &'static str {
        "($self, /, *args, **kwargs)"
    }

    #[method]
    fn __reduce__(thread: &mut Thread, this: Ref<SlotWrapperObject>) -> PyResult<Value> {
        let name = StrObject::intern(thread, this.method.get().name)?.value();
        crate::object::reduce_by_getattr(thread, this.owner.get(), name)
    }
}

/// Registers the three classes.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    let types = &core().types;
    BoundMethodMethods::register(thread, types.bound_method.get())?;
    MethodWrapperMethods::register(thread, types.method_wrapper.get())?;
    SlotWrapperMethods::register(thread, types.wrapper_descriptor.get())
}
