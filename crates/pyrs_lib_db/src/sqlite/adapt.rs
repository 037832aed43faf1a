//! Adapters, by which objects become values that SQLite stores, and converters, by which stored values become objects.

use super::errors;
use pyrs_macros::pymethods;
use pyrs_object::dict::DictObject;
use pyrs_object::header::{Header, Ref};
use pyrs_object::native_class::NativeClass;
use pyrs_object::static_root::StaticRoot;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::{Args, PyResult, Thread, Value, class_of, core, heap_object, none, protocol};
use std::sync::atomic::{AtomicBool, Ordering};

/// The dict of adapters, by class and protocol.
pub static ADAPTERS: StaticRoot = StaticRoot::new();
/// The dict of converters, by name in capitals.
pub static CONVERTERS: StaticRoot = StaticRoot::new();
/// Whether a class that SQLite knows by itself has an adapter.
static BASIC_ADAPTED: AtomicBool = AtomicBool::new(false);

/// An object of the class that stands for being adapted for SQLite.
#[repr(C)]
pub struct ProtocolObject {
    header: Header,
}
heap_object!(ProtocolObject, "sqlite3.PrepareProtocol", PROTOCOL_LAYOUT, []);

/// `sqlite3.PrepareProtocol`.
pub static PREPARE_PROTOCOL: NativeClass = NativeClass::new("sqlite3", "PrepareProtocol", &PROTOCOL_LAYOUT)
    .subclassable()
    .methods(ProtocolMethods::TYPE_METHODS);

/// Holds the methods of `PrepareProtocol`.
pub struct ProtocolMethods;

/// The protocol that adapters for SQLite follow.
#[pymethods]
impl ProtocolMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, _args: Args) -> PyResult<Value> {
        Ok(pyrs_object::native_class::allocate::<ProtocolObject>(thread, class)?.value())
    }

    #[slot]
    fn init(_thread: &mut Thread, _this: Value, _args: Args) -> PyResult<()> {
        Ok(())
    }
}

fn table(root: &'static StaticRoot) -> Option<Ref<DictObject>> {
    root.get().and_then(|table| table.downcast())
}

/// `register_adapter`.
pub fn register_adapter(thread: &mut Thread, class: Value, adapter: Value) -> PyResult<()> {
    let types = &core().types;
    let basic = [&types.int, &types.float, &types.str_, &types.bytearray];
    if basic.iter().any(|basic| basic.get().value() == class) {
        BASIC_ADAPTED.store(true, Ordering::Relaxed);
    }
    let key = TupleObject::from_slice(thread, &[class, PREPARE_PROTOCOL.get().value()])?;
    match table(&ADAPTERS) {
        Some(adapters) => adapters.set(thread, key.value(), adapter),
        None => Ok(()),
    }
}

/// `register_converter`.
pub fn register_converter(thread: &mut Thread, name: Ref<StrObject>, converter: Value) -> PyResult<()> {
    let upper = StrObject::intern(thread, "upper")?;
    let name = protocol::call_method(thread, name.value(), upper, &[])?;
    match table(&CONVERTERS) {
        Some(converters) => converters.set(thread, name, converter),
        None => Ok(()),
    }
}

/// The converter for a declared name.
pub fn converter(thread: &mut Thread, name: &[u8]) -> PyResult<Option<Value>> {
    let name = String::from_utf8_lossy(name).to_uppercase();
    let name = StrObject::from_str(thread, &name)?;
    match table(&CONVERTERS) {
        Some(converters) => converters.get(thread, name.value()),
        None => Ok(None),
    }
}

/// Whether a parameter has to be adapted before it is bound.
pub fn needed(value: Value) -> bool {
    if BASIC_ADAPTED.load(Ordering::Relaxed) {
        return true;
    }
    let (class, types) = (class_of(value), &core().types);
    let basic = [&types.int, &types.float, &types.str_, &types.bytearray];
    !basic.iter().any(|basic| basic.get() == class)
}

/// `adapt`: the object as `protocol` wants it, else `alternative`.
pub fn adapt(thread: &mut Thread, object: Value, wanted: Value, alternative: Option<Value>) -> PyResult<Value> {
    let key = TupleObject::from_slice(thread, &[class_of(object).value(), wanted])?;
    if let Some(adapters) = table(&ADAPTERS)
        && let Some(adapter) = adapters.get(thread, key.value())?
    {
        return protocol::call(thread, adapter, &[object]);
    }
    let attempts = [(wanted, "__adapt__", object), (object, "__conform__", wanted)];
    for (owner, name, argument) in attempts {
        let name = StrObject::intern(thread, name)?;
        let Some(method) = protocol::getattr_optional(thread, owner, name)? else {
            continue;
        };
        match protocol::call(thread, method, &[argument]) {
            Ok(result) if result == none() => {}
            Ok(result) => return Ok(result),
            Err(raised) => {
                if !thread.clear_if(core().types.type_error.get()) {
                    return Err(raised);
                }
            }
        }
    }
    match alternative {
        Some(alternative) => Ok(alternative),
        None => Err(errors::programming(thread, format_args!("can't adapt"))),
    }
}
