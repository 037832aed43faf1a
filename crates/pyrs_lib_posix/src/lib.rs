//! The `posix` module: files, directories and the process, straight from the C library.
//!
//! Invariant: names go to the system as bytes; strings are UTF-8 with surrogate escapes in both directions.
//! Absent: starting processes, scheduling, terminals other than their size, and file descriptors for `listdir`.

use pyrs_object::native_module::NativeModule;

mod constants;
mod path;
pub mod posix;
mod stat_result;
mod terminal_size;

/// Every module of this crate.
pub static MODULES: &[&NativeModule] = &[&posix::MODULE];
