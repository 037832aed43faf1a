//! The Python-visible methods of the built-in types, one file per type, and the functions of `builtins`.
//!
//! Invariant: [`register_all`] fills every class of `core().types` before any Python code runs; collections are off
//! meanwhile. Absent: the `call` slot of functions and the methods of generators, which the interpreter installs.

pub mod accessor_descriptors;
pub mod bound_method;
pub mod class;
pub mod exception;
pub mod generic_alias;
pub mod isinstance;
pub mod mapping_proxy;
pub mod native_function;
pub mod object;
pub mod reduce;
pub mod super_object;
pub mod union;
pub mod weakref;

use pyrs_object::function::{NativeDef, NativeFlags, NativeFunctionObject};
use pyrs_object::{PyResult, Thread, core, native_class};

/// The registrations, a class after its base.
static REGISTRATIONS: &[fn(&mut Thread) -> PyResult<()>] = &[
    object::register,
    class::register,
    native_function::register,
    bound_method::register,
    accessor_descriptors::register,
    super_object::register,
    mapping_proxy::register,
    generic_alias::register,
    union::register,
    weakref::register,
    exception::register,
];

/// Fills all built-in classes with their methods.
pub fn register_all(thread: &mut Thread) -> PyResult<()> {
    for register in REGISTRATIONS {
        register(thread)?;
    }
    native_class::inherit_all();
    let build_class = NativeFunctionObject::new(thread, &BUILD_CLASS, None)?;
    core().builtins.get().set(thread, core().names.build_class.get().value(), build_class.value())
}

static BUILD_CLASS: NativeDef = NativeDef {
    name: "__build_class__",
    doc: "__build_class__(func, name, /, *bases, [metaclass], **kwds) -> class",
    function: class::build_class::build_class,
    flags: NativeFlags::empty(),
};
