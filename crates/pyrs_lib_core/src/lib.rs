//! Native modules of pure computation: iterators, operators, functional tools, containers, mathematics.

use pyrs_object::native_module::NativeModule;

/// All modules of this crate.
pub static MODULES: &[&NativeModule] = &[];
