//! Puts the layers together: boots the heap, registers types and modules, installs the interpreter, the compiler and
//! the JIT, sets up import, and runs a program.
//!
//! Deliberately absent: command-line parsing (the executable's) and the definition of any type.

mod boot;
mod compile;
mod config;
mod exit;
mod faulthandler;
mod hooks;
mod import;
mod jit;
mod layout;
mod marshal;
mod pending;
mod program;
mod site;
mod source;
mod syntax_error;
mod syntax_tree;
mod sys;
mod tokenize;
mod traceback;

pub use config::{Flags, Program, RunConfig, StreamEncoding};
pub use program::run;
pub use sys::{note_closed_streams, version};
