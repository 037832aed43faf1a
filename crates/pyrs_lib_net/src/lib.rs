//! Native modules of the network beyond sockets: `_ssl`, on OpenSSL, which is compiled in.
//!
//! [`MODULES`] lists them for the runtime's table of built-in modules. Invariant: OpenSSL's types stay in this crate, and
//! nothing of OpenSSL runs before the module is imported.

pub mod ssl;

use pyrs_object::native_module::NativeModule;

/// All modules of this crate.
pub static MODULES: &[&NativeModule] = &[&ssl::MODULE];
