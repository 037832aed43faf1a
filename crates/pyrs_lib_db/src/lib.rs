//! Native modules of databases: `_sqlite3`, on SQLite, which is compiled in.
//!
//! [`MODULES`] lists them for the runtime's table of built-in modules. Invariant: SQLite's types stay in this crate.

pub mod sqlite;

use pyrs_object::native_module::NativeModule;

/// All modules of this crate.
pub static MODULES: &[&NativeModule] = &[&sqlite::MODULE];
