//! The module `sys._jit`: whether code is compiled to native code.

use pyrs_macros::pymodule;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the switches let anything be compiled.
pub(super) static ENABLED: AtomicBool = AtomicBool::new(false);

/// What programs may ask of the compiler to native code.
#[pymodule(name = "sys._jit")]
mod module {
    use super::{ENABLED, Ordering};
    use pyrs_object::Thread;
    use pyrs_object::core::core;

    /// Whether this executable has a compiler to native code: it always has.
    #[function]
    fn is_available(_thread: &mut Thread) -> bool {
        true
    }

    /// Whether functions are compiled in this process.
    #[function]
    fn is_enabled(_thread: &mut Thread) -> bool {
        ENABLED.load(Ordering::Relaxed)
    }

    /// Whether the calling function runs as native code.
    #[function]
    fn is_active(thread: &mut Thread) -> bool {
        let frame = core().hooks.current_frame.get().and_then(|current| current(thread));
        frame.is_some_and(|frame| frame.registers.is_none())
    }
}

pub(super) use module::MODULE;
