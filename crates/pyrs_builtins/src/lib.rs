//! The Python-visible methods of the built-in types, one file per type, and the functions of `builtins`.
//!
//! Invariant: [`register_all`] fills every class of `core().types` before any Python code runs; collections are off
//! meanwhile. Absent: the `call` slot of functions and the methods of generators, which the interpreter installs.

pub mod accessor_descriptors;
pub mod bool;
pub mod bound_method;
pub mod builtins;
pub mod bytearray;
pub mod bytes;
pub mod bytes_methods;
pub mod bytes_ops;
pub mod class;
pub mod code;
pub mod codec;
pub mod complex;
pub mod dict;
pub mod exception;
pub mod float;
pub mod format;
pub mod frame;
pub mod function;
pub mod functions;
pub mod generic_alias;
pub mod int;
pub mod int_arith;
pub mod int_text;
pub mod isinstance;
pub mod iterators;
pub mod list;
pub mod mapping_proxy;
pub mod memoryview;
pub mod module;
pub mod native_function;
pub mod object;
pub mod percent_format;
pub mod range;
pub mod real;
pub mod reduce;
pub mod repr_guard;
pub mod sequence;
pub mod sequence_iterator;
pub mod set;
pub mod simple_namespace;
pub mod singleton;
pub mod slice;
pub mod slicing;
pub mod str;
pub mod str_case;
pub mod str_format;
pub mod str_iterator;
pub mod str_methods;
pub mod str_search;
pub mod super_object;
pub mod template;
pub mod text_builder;
pub mod translate;
pub mod tuple;
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
    dict::register,
    set::register,
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
    tuple::register,
    range::register,
    slice::register,
    template::register,
    list::register,
    sequence_iterator::register,
    iterators::register_known,
    int::register,
    bool::register,
    float::register,
    complex::register,
    str::register,
    str_iterator::register,
    bytes::register,
    bytearray::register,
    memoryview::register,
];

/// Fills all built-in classes with their methods.
pub fn register_all(thread: &mut Thread) -> PyResult<()> {
    for register in REGISTRATIONS {
        register(thread)?;
    }
    set_pattern_flags();
    native_class::inherit_all();
    builtins::register(thread)?;
    functions::register(thread)?;
    iterators::register(thread)?;
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
