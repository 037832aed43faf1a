//! The JIT: when to compile, what compiled code relies on, how it is left, and what is counted.
//!
//! [`install`] fills the hooks that the interpreter calls; everything else starts there. Compilation is synchronous and
//! never runs Python code. Invariant: no borrow of the JIT's state lives while Python code may run. Code, once made, is
//! never freed; a code object has at most [`config::JitConfig::max_versions`] versions.

mod assumptions;
pub mod config;
mod deopt;
mod dump;
pub mod frames;
mod helpers;
pub mod stats;
mod tier;
mod units;

pub use config::{JitConfig, JitMode};
pub use stats::rows;

use pyrs_object::core::core;

/// Turns the JIT on for code made from now on. To be called before any code object is made.
///
/// # Errors
/// What the code generator says if this machine is not supported or memory is refused.
pub fn install(config: JitConfig) -> Result<(), String> {
    if config.mode == JitMode::Off {
        return Ok(());
    }
    core().call_budget.set(config.call_threshold());
    core().loop_budget.set(config.loop_threshold());
    units::start(config)?;
    let hooks = &core().hooks;
    hooks.function_hot.set(Some(tier::function_hot));
    hooks.loop_hot.set(Some(tier::loop_hot));
    hooks.resume_hot.set(Some(tier::resume_hot));
    hooks.type_modified.set(Some(assumptions::type_modified));
    hooks.slots_forgotten.set(Some(assumptions::slots_forgotten));
    hooks.dict_modified.set(Some(assumptions::dict_modified));
    hooks.native_frames.set(Some(frames::native_frames));
    Ok(())
}
