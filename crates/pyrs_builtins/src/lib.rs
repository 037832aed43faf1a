//! The Python-visible methods of the built-in types, one file per type, and the functions of `builtins`.
//!
//! Invariant: [`register_all`] fills every class of `core().types` before any Python code runs; collections are off
//! meanwhile. Absent: the `call` slot of functions and the methods of generators, which the interpreter installs.

pub mod accessor_descriptors;
pub mod bound_method;
pub mod builtins;
pub mod class;
pub mod code;
pub mod exception;
pub mod frame;
pub mod function;
pub mod generic_alias;
pub mod isinstance;
pub mod mapping_proxy;
pub mod module;
pub mod native_function;
pub mod object;
pub mod reduce;
pub mod sequence;
pub mod simple_namespace;
pub mod singleton;
pub mod super_object;
pub mod union;
pub mod weak_proxy;
pub mod weakref;

use pyrs_object::type_object::TypeFlags;
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
    weak_proxy::register,
    exception::register,
    singleton::register,
    function::register,
    code::register,
    module::register,
    frame::register,
    simple_namespace::register,
];

/// Fills all built-in classes with their methods.
pub fn register_all(thread: &mut Thread) -> PyResult<()> {
    for register in REGISTRATIONS {
        register(thread)?;
    }
    set_pattern_flags();
    native_class::inherit_all();
    builtins::register(thread)?;
    Ok(())
}

/// What `case` patterns see in built-in types.
fn set_pattern_flags() {
    let types = &core().types;
    for class in [&types.list, &types.tuple, &types.range] {
        class.get().set_flag(TypeFlags::SEQUENCE, true);
    }
    types.dict.get().set_flag(TypeFlags::MAPPING, true);
    for class in [
        &types.bool_,
        &types.bytearray,
        &types.bytes,
        &types.dict,
        &types.float,
        &types.frozenset,
        &types.int,
        &types.list,
        &types.set,
        &types.str_,
        &types.tuple,
    ] {
        class.get().set_flag(TypeFlags::MATCH_SELF, true);
    }
}
