//! Module objects.

use crate::core::core;
use crate::dict::DictObject;
use crate::errors::PyResult;
use crate::header::{Field, Header, Ref};
use crate::heap_object;
use crate::str::StrObject;
use crate::thread::Thread;
use crate::value::Value;

/// A module: a namespace, and the private state of native modules.
#[repr(C)]
pub struct ModuleObject {
    header: Header,
    /// `__dict__`.
    pub dict: Field<Ref<DictObject>>,
    /// State of a native module.
    pub state: Field<Option<Value>>,
}
heap_object!(ModuleObject, "module", MODULE_LAYOUT, [dict, state]);

impl ModuleObject {
    /// A module with `__name__`, `__doc__`, `__package__`, `__loader__` and `__spec__` set.
    pub fn new(thread: &mut Thread, name: &str, doc: Option<Value>) -> PyResult<Ref<ModuleObject>> {
        let name = StrObject::intern(thread, name)?;
        let dict = DictObject::new(thread)?;
        let names = &core().names;
        let none = crate::core::none();
        dict.set(thread, names.name.get().value(), name.value())?;
        dict.set(thread, names.doc.get().value(), doc.unwrap_or(none))?;
        dict.set(thread, names.package.get().value(), none)?;
        dict.set(thread, names.loader.get().value(), none)?;
        dict.set(thread, names.spec.get().value(), none)?;
        let shape = core().types.module.get().root_shape();
        let size = std::mem::size_of::<ModuleObject>() + shape.extension_size();
        let module = thread.allocate::<ModuleObject>(shape, size)?;
        module.dict.set(module, dict);
        Ok(module)
    }
}

/// A module that has been imported, by `sys.modules`.
pub fn loaded_module(thread: &mut Thread, name: &str) -> PyResult<Option<Value>> {
    let name = StrObject::intern(thread, name)?;
    Ok(core().modules.get().get_interned(name))
}

/// A module, imported by `__import__` if it has not been.
pub fn import(thread: &mut Thread, name: &str) -> PyResult<Value> {
    if let Some(module) = loaded_module(thread, name)? {
        return Ok(module);
    }
    let text = StrObject::intern(thread, name)?;
    let Some(import) = core().builtins.get().get_interned(core().names.import.get()) else {
        return Err(thread.import_error(format_args!("__import__ not found")));
    };
    crate::protocol::call(thread, import, &[text.value()])?;
    match loaded_module(thread, name)? {
        Some(module) => Ok(module),
        None => Err(thread.import_error(format_args!("module '{name}' is not in sys.modules after its import"))),
    }
}
