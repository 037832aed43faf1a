//! Stand-ins for `exit`, `quit`, `help`, `copyright`, `credits` and `license` in `builtins`.
//!
//! Whatever is done with one first imports `site`, which puts the real objects in their places, and is then done with the
//! real one.

use pyrs_macros::pymethods;
use pyrs_object::core::core;
use pyrs_object::errors::PyResult;
use pyrs_object::function::Args;
use pyrs_object::header::{Field, Header, Ref};
use pyrs_object::heap_object;
use pyrs_object::native_class::NativeClass;
use pyrs_object::protocol;
use pyrs_object::str::StrObject;
use pyrs_object::thread::Thread;
use pyrs_object::value::Value;

const NAMES: [&str; 6] = ["copyright", "credits", "exit", "help", "license", "quit"];

/// A stand-in.
#[repr(C)]
struct LazyName {
    header: Header,
    name: Field<Option<Ref<StrObject>>>,
}
heap_object!(LazyName, "builtin name", LAZY_LAYOUT, [name]);

static CLASS: NativeClass =
    NativeClass::new("_sitebuiltins", "builtin_name", &LAZY_LAYOUT).methods(LazyMethods::TYPE_METHODS);

/// Adds the names to `builtins`.
pub(super) fn install(thread: &mut Thread) -> PyResult<()> {
    let class = CLASS.create(thread)?;
    for name in NAMES {
        let name = StrObject::intern(thread, name)?;
        let lazy: Ref<LazyName> = class.allocate_instance(thread)?;
        lazy.name.set(lazy, Some(name));
        core().builtins.get().set(thread, name.value(), lazy.value())?;
    }
    Ok(())
}

/// The object that a stand-in stands for.
fn real(thread: &mut Thread, lazy: Value) -> PyResult<Value> {
    let name = lazy.downcast::<LazyName>().and_then(|lazy| lazy.name.get());
    let (Some(name), Some(import)) = (name, core().builtins.get().get_interned(core().names.import.get())) else {
        return Err(thread.import_error(format_args!("__import__ not found")));
    };
    let site = StrObject::intern(thread, "site")?;
    protocol::call(thread, import, &[site.value()])?;
    match core().builtins.get().get_interned(name) {
        Some(value) if value.downcast::<LazyName>().is_none() => Ok(value),
        _ => {
            let name = name.to_string_lossy();
            Err(thread.name_error_plain(format_args!("name '{name}' is not defined")))
        }
    }
}

struct LazyMethods;

#[pymethods]
impl LazyMethods {
    #[slot]
    fn call(thread: &mut Thread, this: Value, args: Args) -> PyResult<Value> {
        let real = real(thread, this)?;
        protocol::call_args(thread, real, args)
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let real = real(thread, this)?;
        Ok(protocol::repr(thread, real)?.value())
    }

    #[slot]
    fn getattr(thread: &mut Thread, this: Value, name: Ref<StrObject>) -> PyResult<Value> {
        let real = real(thread, this)?;
        protocol::getattr(thread, real, name)
    }
}
