//! Native modules over the operating system.

pub mod errno;
pub mod thread;
pub mod time;
pub mod warnings;

use pyrs_object::native_module::NativeModule;

/// All modules of this crate.
pub static MODULES: &[&NativeModule] = &[&errno::MODULE, &thread::MODULE, &time::MODULE, &warnings::MODULE];
