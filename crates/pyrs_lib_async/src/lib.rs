//! Modules of asynchronous programs: the futures and tasks of asyncio, which run in contexts of `_contextvars`.
//!
//! Invariant: state that holds values lies in heap objects, never in Rust containers. Event loops are absent: those are
//! written in Python.

use pyrs_object::native_module::NativeModule;

pub mod asyncio;

/// Every module of this crate.
pub static MODULES: &[&NativeModule] = &[&asyncio::MODULE];
