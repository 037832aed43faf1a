//! Modules of asynchronous programs: contexts, and the futures and tasks of asyncio.
//!
//! Invariant: state that holds values lies in heap objects, never in Rust containers. Event loops are absent: those are
//! written in Python.

use pyrs_object::native_module::NativeModule;

pub mod asyncio;
pub mod contextvars;

/// Every module of this crate.
pub static MODULES: &[&NativeModule] = &[&asyncio::MODULE, &contextvars::MODULE];
