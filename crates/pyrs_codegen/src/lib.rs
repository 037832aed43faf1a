//! HIR to machine code, by Cranelift; the only crate that knows it.
//!
//! One unit of HIR becomes one module with two functions: the code itself, arguments in registers, and for functions an
//! entry that takes its arguments from memory. Every exit is a cold block that stores the live registers of its frame
//! state into the window on the native stack and goes to one tail. Deliberately absent: what the exits lead to.

pub mod compile;
mod emit;
mod exits;
mod generators;
mod iteration;
mod lower;
pub mod memory;
mod objects;
mod window;

pub use compile::{Compiled, ExitRecord, Generator, Options, Unit};
pub use window::SiteRecord;
