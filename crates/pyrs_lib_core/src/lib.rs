//! Modules that belong to the language's core library and need nothing of the operating system.
//!
//! Invariant: state that holds values lies in heap objects, never in Rust containers.

use pyrs_object::native_module::NativeModule;

pub mod bisect;
pub mod buffer;
pub mod collect;
pub mod collections;
pub mod contextvars;
pub mod functools;
pub mod heapq;
pub mod invoke;
pub mod itertools;
pub mod json;
pub mod math;
pub mod operator;
pub mod random;
pub mod repr_guard;
pub mod sre;
pub mod structs;
pub mod text_buffer;

/// Every module of this crate.
pub static MODULES: &[&NativeModule] = &[
    &bisect::MODULE,
    &collections::MODULE,
    &contextvars::MODULE,
    &functools::MODULE,
    &heapq::MODULE,
    &itertools::MODULE,
    &json::MODULE,
    &math::MODULE,
    &operator::MODULE,
    &random::MODULE,
    &sre::MODULE,
    &structs::MODULE,
];
