//! What the module keeps for the process: exception classes, and the tables of `copyreg` and `_compat_pickle`.

use crate::invoke::module_attribute;
use pyrs_object::dict::DictObject;
use pyrs_object::static_root::StaticRoot;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::TypeObject;
use pyrs_object::{PyResult, Raised, Ref, Thread, Value, core, protocol};
use std::fmt::Arguments;

pub static PICKLE_ERROR: StaticRoot = StaticRoot::new();
pub static PICKLING_ERROR: StaticRoot = StaticRoot::new();
pub static UNPICKLING_ERROR: StaticRoot = StaticRoot::new();
pub static DISPATCH_TABLE: StaticRoot = StaticRoot::new();
pub static EXTENSION_REGISTRY: StaticRoot = StaticRoot::new();
pub static INVERTED_REGISTRY: StaticRoot = StaticRoot::new();
pub static EXTENSION_CACHE: StaticRoot = StaticRoot::new();
static NAME_MAPPING: StaticRoot = StaticRoot::new();
static IMPORT_MAPPING: StaticRoot = StaticRoot::new();
static REVERSE_NAME_MAPPING: StaticRoot = StaticRoot::new();
static REVERSE_IMPORT_MAPPING: StaticRoot = StaticRoot::new();

fn make_error(thread: &mut Thread, name: &str, base: Value) -> PyResult<Value> {
    let namespace = DictObject::new(thread)?;
    let module = StrObject::intern(thread, "_pickle")?;
    namespace.set(thread, core().names.module.get().value(), module.value())?;
    let bases = TupleObject::from_slice(thread, &[base])?;
    let name = StrObject::intern(thread, name)?;
    let arguments = [name.value(), bases.value(), namespace.value()];
    protocol::call(thread, core().types.type_.get().value(), &arguments)
}

/// Fills what is not filled yet.
pub fn prepare(thread: &mut Thread) -> PyResult<()> {
    if PICKLE_ERROR.get().is_none() {
        let base = make_error(thread, "PickleError", core().types.exception.get().value())?;
        for (root, name) in [
            (&PICKLING_ERROR, "PicklingError"),
            (&UNPICKLING_ERROR, "UnpicklingError"),
        ] {
            let class = make_error(thread, name, base)?;
            root.set(thread, Some(class));
        }
        PICKLE_ERROR.set(thread, Some(base));
    }
    let tables: [(&'static StaticRoot, &str, &str); 8] = [
        (&DISPATCH_TABLE, "copyreg", "dispatch_table"),
        (&EXTENSION_REGISTRY, "copyreg", "_extension_registry"),
        (&INVERTED_REGISTRY, "copyreg", "_inverted_registry"),
        (&EXTENSION_CACHE, "copyreg", "_extension_cache"),
        (&NAME_MAPPING, "_compat_pickle", "NAME_MAPPING"),
        (&IMPORT_MAPPING, "_compat_pickle", "IMPORT_MAPPING"),
        (&REVERSE_NAME_MAPPING, "_compat_pickle", "REVERSE_NAME_MAPPING"),
        (&REVERSE_IMPORT_MAPPING, "_compat_pickle", "REVERSE_IMPORT_MAPPING"),
    ];
    for (root, module, name) in tables {
        let table = module_attribute(thread, module, name)?;
        root.set(thread, Some(table));
    }
    Ok(())
}

/// A table as a dict.
pub fn table(root: &'static StaticRoot) -> Option<Ref<DictObject>> {
    root.get().and_then(|table| table.downcast())
}

fn raise(thread: &mut Thread, class: &'static StaticRoot, message: Arguments) -> Raised {
    let class = class.get().and_then(|class| class.downcast::<TypeObject>());
    let class = class.unwrap_or(core().types.exception.get());
    thread.raise_message(class, message)
}

/// Raises PicklingError.
#[cold]
pub fn pickling_error(thread: &mut Thread, message: Arguments) -> Raised {
    raise(thread, &PICKLING_ERROR, message)
}

/// Raises UnpicklingError.
#[cold]
pub fn unpickling_error(thread: &mut Thread, message: Arguments) -> Raised {
    raise(thread, &UNPICKLING_ERROR, message)
}

/// The names of Python 2 and of Python 3.
#[derive(Clone, Copy)]
pub enum Direction {
    /// Old names become new ones.
    ToNew,
    /// New names become old ones.
    ToOld,
}

/// A global's module and name in the other version of the library.
pub fn mapped(thread: &mut Thread, module: Value, name: Value, direction: Direction) -> PyResult<(Value, Value)> {
    let (names, modules) = match direction {
        Direction::ToNew => (&NAME_MAPPING, &IMPORT_MAPPING),
        Direction::ToOld => (&REVERSE_NAME_MAPPING, &REVERSE_IMPORT_MAPPING),
    };
    let key = TupleObject::from_slice(thread, &[module, name])?.value();
    if let Some(names) = table(names)
        && let Some(pair) = names.get(thread, key)?
        && let Some(pair) = pair.downcast::<TupleObject>()
        && let &[module, name] = pair.items()
    {
        return Ok((module, name));
    }
    if let Some(modules) = table(modules)
        && let Some(module) = modules.get(thread, module)?
    {
        return Ok((module, name));
    }
    Ok((module, name))
}
