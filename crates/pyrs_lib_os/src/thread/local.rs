//! `_thread._local`: an object with attributes of its own in each thread.
//!
//! The namespaces lie in a dict by the number of their thread. Those of threads that have ended are dropped when a new
//! one is made.

use pyrs_macros::pymethods;
use pyrs_object::attribute::{bind, is_data_descriptor};
use pyrs_object::dict::DictObject;
use pyrs_object::errors::{PyResult, Raised};
use pyrs_object::header::{Field, Header, Ref};
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::StrObject;
use pyrs_object::thread::Thread;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeFlags, TypeObject, class_of};
use pyrs_object::value::Value;
use pyrs_object::{Args, core, gil, heap_object};

/// A thread-local object.
#[repr(C)]
pub struct LocalObject {
    header: Header,
    /// Namespace by thread number.
    namespaces: Field<Option<Ref<DictObject>>>,
    /// Arguments for `__init__` in each thread, the last ones named by `names`.
    arguments: Field<Option<Ref<TupleObject>>>,
    names: Field<Option<Ref<TupleObject>>>,
}
heap_object!(
    LocalObject,
    "_thread._local",
    LOCAL_LAYOUT,
    [namespaces, arguments, names]
);

pub(super) static LOCAL: NativeClass = NativeClass::new("_thread", "_local", &LOCAL_LAYOUT)
    .flags(TypeFlags::SUBCLASSABLE.union(TypeFlags::HAS_WEAKREF))
    .methods(LocalMethods::TYPE_METHODS);

fn local_of(thread: &mut Thread, this: Value) -> PyResult<Ref<LocalObject>> {
    match this.downcast() {
        Some(local) => Ok(local),
        None => Err(thread.type_error(format_args!("a thread-local object is required"))),
    }
}

/// The namespace of the running thread, which `__init__` fills when the thread meets the object first.
fn namespace(thread: &mut Thread, this: Ref<LocalObject>) -> PyResult<Ref<DictObject>> {
    let number = pyrs_object::int::from_u64(thread, thread.number)?;
    let namespaces = match this.namespaces.get() {
        Some(namespaces) => namespaces,
        None => {
            let namespaces = DictObject::new(thread)?;
            this.namespaces.set(this, Some(namespaces));
            namespaces
        }
    };
    if let Some(namespace) = namespaces.get(thread, number)?.and_then(|n| n.downcast()) {
        return Ok(namespace);
    }
    forget_ended(thread, namespaces)?;
    let namespace = DictObject::new(thread)?;
    namespaces.set(thread, number, namespace.value())?;
    if let (Some(arguments), Some(init)) = (this.arguments.get(), class_of(this.value()).slot(|s| s.init)) {
        let arguments = Args::new(arguments.items_unbound(), this.names.get());
        if let Err(raised) = init(thread, this.value(), arguments) {
            namespaces.remove(thread, number)?;
            return Err(raised);
        }
    }
    Ok(namespace)
}

fn forget_ended(thread: &mut Thread, namespaces: Ref<DictObject>) -> PyResult<()> {
    let alive = gil::thread_numbers();
    let mut position = 0;
    while let Some((found, key, _)) = namespaces.next_entry(position) {
        position = found + 1;
        let ended = pyrs_object::int::as_i64(key).is_none_or(|number| !alive.contains(&(number as u64)));
        if ended {
            namespaces.remove(thread, key)?;
        }
    }
    Ok(())
}

fn has_own_init(class: Ref<TypeObject>) -> bool {
    class.lookup(core().names.init.get()) != core().types.object.get().lookup(core().names.init.get())
}

#[cold]
fn no_attribute(thread: &mut Thread, this: Ref<LocalObject>, name: Ref<StrObject>) -> Raised {
    let class = class_of(this.value()).name_for_message();
    let text = name.to_string_lossy();
    thread.attribute_error(
        this.value(),
        name,
        format_args!("'{class}' object has no attribute '{text}'"),
    )
}

struct LocalMethods;

/// Thread-local data
#[pymethods]
impl LocalMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let Some(class) = class.downcast::<TypeObject>() else {
            return Err(thread.type_error(format_args!("a class is required")));
        };
        if !args.all().is_empty() && !has_own_init(class) {
            return Err(thread.type_error(format_args!("Initialization arguments are not supported")));
        }
        let local: Ref<LocalObject> = class.allocate_instance(thread)?;
        // The constructor calls `__init__` for this thread.
        let namespaces = DictObject::new(thread)?;
        local.namespaces.set(local, Some(namespaces));
        let (number, own) = (
            pyrs_object::int::from_u64(thread, thread.number)?,
            DictObject::new(thread)?,
        );
        namespaces.set(thread, number, own.value())?;
        if has_own_init(class) {
            let arguments = TupleObject::from_slice(thread, args.all())?;
            local.arguments.set(local, Some(arguments));
            local.names.set(local, args.names());
        }
        Ok(local.value())
    }

    #[slot]
    fn getattr(thread: &mut Thread, this: Value, name: Ref<StrObject>) -> PyResult<Value> {
        let this = local_of(thread, this)?;
        let namespace = namespace(thread, this)?;
        let name = name.interned(thread)?;
        if name == core().names.dict.get() {
            return Ok(namespace.value());
        }
        let class = class_of(this.value());
        let attribute = class.lookup(name);
        if let Some(attribute) = attribute
            && is_data_descriptor(attribute)
        {
            return bind(thread, attribute, Some(this.value()), class);
        }
        if let Some(value) = namespace.get(thread, name.value())? {
            return Ok(value);
        }
        match attribute {
            Some(attribute) => bind(thread, attribute, Some(this.value()), class),
            None => Err(no_attribute(thread, this, name)),
        }
    }

    #[slot]
    fn setattr(thread: &mut Thread, this: Value, name: Ref<StrObject>, value: Option<Value>) -> PyResult<()> {
        let this = local_of(thread, this)?;
        let name = name.interned(thread)?;
        if name == core().names.dict.get() {
            let class = class_of(this.value()).name_for_message();
            return Err(thread.attribute_error(
                this.value(),
                name,
                format_args!("'{class}' object attribute '__dict__' is read-only"),
            ));
        }
        let namespace = namespace(thread, this)?;
        if let Some(attribute) = class_of(this.value()).lookup(name)
            && let Some(set) = class_of(attribute).slot(|s| s.descr_set)
        {
            return set(thread, attribute, this.value(), value);
        }
        match value {
            Some(value) => namespace.set(thread, name.value(), value),
            None => match namespace.remove(thread, name.value())? {
                Some(_) => Ok(()),
                None => Err(no_attribute(thread, this, name)),
            },
        }
    }
}
