//! `__reduce_ex__`, `__reduce__` and `__getstate__` of plain objects: what `copy` and `pickle` build on.

use pyrs_object::dict::DictObject;
use pyrs_object::list::ListObject;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeFlags, TypeObject, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, core, none, protocol};

/// A function of the module `copyreg`, which is imported if need be.
fn copyreg(thread: &mut Thread, function: &str) -> PyResult<Value> {
    let name = StrObject::intern(thread, "copyreg")?;
    let module = match core().modules.get().get_interned(name) {
        Some(module) => module,
        None => {
            let Some(import) = core().builtins.get().get_interned(core().names.import.get()) else {
                return Err(thread.import_error(format_args!("__import__ not found")));
            };
            protocol::call(thread, import, &[name.value()])?
        }
    };
    let function = StrObject::intern(thread, function)?;
    protocol::getattr(thread, module, function)
}

/// A special method, which only the class can have.
fn method(thread: &mut Thread, object: Value, name: &str) -> PyResult<Option<Value>> {
    let name = StrObject::intern(thread, name)?;
    protocol::lookup_special(thread, object, name)
}

/// `object.__reduce_ex__(protocol)`: an overridden `__reduce__` goes first.
pub fn reduce_ex(thread: &mut Thread, object: Value, version: i64) -> PyResult<Value> {
    let name = core().names.reduce.get();
    let class = class_of(object);
    if class.lookup(name) != core().types.object.get().lookup(name) {
        return protocol::call_method(thread, object, name, &[]);
    }
    reduce(thread, object, version)
}

/// What `object.__reduce__` gives for a protocol version.
pub fn reduce(thread: &mut Thread, object: Value, version: i64) -> PyResult<Value> {
    if version >= 2 {
        return reduce_new(thread, object);
    }
    let reduce = copyreg(thread, "_reduce_ex")?;
    protocol::call(thread, reduce, &[object, Value::small_int(version.clamp(0, 1))])
}

/// Whether the class has no `__new__` that makes its instances: it is native and inherits that of `object`.
fn cannot_be_made(class: Ref<TypeObject>) -> bool {
    let new = |class: Ref<TypeObject>| class.slot(|s| s.new).map(|f| f as usize);
    let plain: &'static pyrs_object::layout::Layout = &pyrs_object::instance::INSTANCE_LAYOUT;
    !class.has(TypeFlags::HEAP)
        && !std::ptr::eq(class.layout.get(), plain)
        && new(class) == new(core().types.object.get())
}

fn reduce_new(thread: &mut Thread, object: Value) -> PyResult<Value> {
    let class = class_of(object);
    if class.slot(|s| s.new).is_none() || cannot_be_made(class) {
        let name = class.name_for_message();
        return Err(thread.type_error(format_args!("cannot pickle '{name}' object")));
    }
    let (args, keywords) = new_arguments(thread, object)?;
    let has_args = args.is_some();
    let given = args.unwrap_or_else(|| core().empty_tuple.get());
    let (function, args) = match keywords.filter(|k| !k.is_empty()) {
        None => {
            let function = copyreg(thread, "__newobj__")?;
            let all =
                Args::positional_only(given.items_unbound()).with_first(thread, class.value(), |thread, args| {
                    TupleObject::from_slice(thread, args.all())
                })?;
            (function, all)
        }
        Some(keywords) => {
            let function = copyreg(thread, "__newobj_ex__")?;
            let all = TupleObject::from_slice(thread, &[class.value(), given.value(), keywords.value()])?;
            (function, all)
        }
    };
    let is_list = object.downcast::<ListObject>().is_some();
    let is_dict = object.downcast::<DictObject>().is_some();
    let state = state_of(thread, object, !has_args && !is_list && !is_dict)?;
    let list_items = if is_list {
        protocol::iter(thread, object)?
    } else {
        none()
    };
    let dict_items = match is_dict {
        false => none(),
        true => {
            let items = StrObject::intern(thread, "items")?;
            let items = protocol::call_method(thread, object, items, &[])?;
            protocol::iter(thread, items)?
        }
    };
    Ok(TupleObject::from_slice(thread, &[function, args.value(), state, list_items, dict_items])?.value())
}

/// Arguments of `__new__` and keyword arguments, as far as the object says them.
type NewArguments = (Option<Ref<TupleObject>>, Option<Ref<DictObject>>);

/// What `__getnewargs_ex__` or `__getnewargs__` say.
fn new_arguments(thread: &mut Thread, object: Value) -> PyResult<NewArguments> {
    if let Some(method) = method(thread, object, "__getnewargs_ex__")? {
        let result = protocol::call(thread, method, &[])?;
        let Some(pair) = result.downcast::<TupleObject>() else {
            let class = class_of(result).name_for_message();
            return Err(thread.type_error(format_args!("__getnewargs_ex__ should return a tuple, not '{class}'")));
        };
        let &[args, keywords] = pair.items() else {
            let length = pair.len();
            return Err(thread.value_error(format_args!(
                "__getnewargs_ex__ should return a tuple of length 2, not {length}"
            )));
        };
        let Some(args) = args.downcast::<TupleObject>() else {
            let class = class_of(args).name_for_message();
            return Err(thread.type_error(format_args!(
                "first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '{class}'"
            )));
        };
        let Some(keywords) = keywords.downcast::<DictObject>() else {
            let class = class_of(keywords).name_for_message();
            return Err(thread.type_error(format_args!(
                "second item of the tuple returned by __getnewargs_ex__ must be a dict, not '{class}'"
            )));
        };
        return Ok((Some(args), Some(keywords)));
    }
    if let Some(method) = method(thread, object, "__getnewargs__")? {
        let result = protocol::call(thread, method, &[])?;
        return match result.downcast::<TupleObject>() {
            Some(args) => Ok((Some(args), None)),
            None => {
                let class = class_of(result).name_for_message();
                Err(thread.type_error(format_args!("__getnewargs__ should return a tuple, not '{class}'")))
            }
        };
    }
    Ok((None, None))
}

fn state_of(thread: &mut Thread, object: Value, required: bool) -> PyResult<Value> {
    let name = StrObject::intern(thread, "__getstate__")?;
    if class_of(object).lookup(name) == core().types.object.get().lookup(name) {
        return default_state(thread, object, required);
    }
    protocol::call_method(thread, object, name, &[])
}

/// The objects that are all there is of their class, and have no state.
fn is_singleton(object: Value) -> bool {
    object == none() || object == pyrs_object::not_implemented() || object == core().ellipsis.get().value()
}

/// `object.__getstate__()`: the instance's dict, with the values of `__slots__` beside it. `required`: an object with
/// native state that nobody describes cannot be pickled.
pub fn default_state(thread: &mut Thread, object: Value, required: bool) -> PyResult<Value> {
    let class = class_of(object);
    let plain: &'static pyrs_object::layout::Layout = &pyrs_object::instance::INSTANCE_LAYOUT;
    if required && !std::ptr::eq(class.layout.get(), plain) && !is_singleton(object) {
        let name = class.name_for_message();
        return Err(thread.type_error(format_args!("cannot pickle {name} objects")));
    }
    let state = protocol::getattr_optional(thread, object, core().names.dict.get())?;
    let state = match state {
        Some(dict) if dict.downcast::<DictObject>().is_some_and(|d| d.is_empty()) => none(),
        Some(dict) => dict,
        None => none(),
    };
    let slots = slot_values(thread, object, class)?;
    if slots.is_empty() {
        return Ok(state);
    }
    Ok(TupleObject::from_slice(thread, &[state, slots.value()])?.value())
}

/// The values that are in `__slots__`, of the class and its bases, in the order in which `copyreg` has their names.
fn slot_values(thread: &mut Thread, object: Value, class: Ref<TypeObject>) -> PyResult<Ref<DictObject>> {
    let values = DictObject::new(thread)?;
    let has_slots = class.mro.get().items().iter().any(|base| {
        base.downcast::<TypeObject>()
            .is_some_and(|base| base.has(TypeFlags::HEAP) && base.reserved_slots.get() > 0)
    });
    if !has_slots {
        return Ok(values);
    }
    let slot_names = copyreg(thread, "_slotnames")?;
    let slot_names = protocol::call(thread, slot_names, &[class.value()])?;
    let slot_names = crate::sequence::collect_tuple(thread, slot_names)?;
    for name in slot_names.items_unbound() {
        if let Some(name) = name.downcast::<StrObject>()
            && let Some(value) = protocol::getattr_optional(thread, object, name)?
        {
            values.set(thread, name.value(), value)?;
        }
    }
    Ok(values)
}
