//! Native modules of the network beyond sockets.
//!
//! [`MODULES`] lists them for the runtime's table of built-in modules. Absent: everything so far.

use pyrs_object::native_module::NativeModule;

/// All modules of this crate.
pub static MODULES: &[&NativeModule] = &[];
