//! Native modules that meet the operating system or that start-up needs: streams, files, time, locks, codecs, warnings.
//!
//! [`MODULES`] lists them for the runtime's table of built-in modules; a module object is made when it is imported
//! first. Invariant: values kept for the process are in [`static_root::StaticRoot`]s, never in plain statics.

pub mod accounts;
pub mod atexit;
pub mod byte_view;
pub mod codec;
pub mod codecs;
pub mod errno;
pub mod fcntl;
pub mod format_fields;
pub mod gc;
pub mod invoke;
pub mod io;
pub mod locale;
pub mod mmap;
pub mod os_error;
pub mod path;
pub mod posix;
pub mod resource;
pub mod select;
pub mod semaphores;
pub mod signal;
pub mod socket;
pub use pyrs_object::static_root;
pub mod subprocess;
pub mod syslog;
pub mod termios;
pub mod thread;
pub mod time;
pub mod warnings;

use pyrs_object::native_module::NativeModule;

/// All modules of this crate.
pub static MODULES: &[&NativeModule] = &[
    &accounts::GROUPS,
    &accounts::USERS,
    &atexit::MODULE,
    &codecs::MODULE,
    &errno::MODULE,
    &fcntl::MODULE,
    &format_fields::MODULE,
    &gc::MODULE,
    &io::MODULE,
    &locale::MODULE,
    &mmap::MODULE,
    &posix::MODULE,
    &resource::MODULE,
    &select::MODULE,
    &semaphores::MODULE,
    &semaphores::shared_memory::MODULE,
    &signal::MODULE,
    &socket::MODULE,
    &subprocess::MODULE,
    &syslog::MODULE,
    &termios::MODULE,
    &thread::MODULE,
    &thread::queue::MODULE,
    &time::MODULE,
    &warnings::MODULE,
];
