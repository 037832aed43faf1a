//! Puts the layers together: boots the heap, registers types and modules, installs the interpreter, the compiler and
//! the JIT, sets up import, and runs a program.
//!
//! Deliberately absent: command-line parsing (the executable's) and the definition of any type.

mod boot;
mod compile;
mod exit;
mod faulthandler;
mod import;
mod jit;
mod marshal;
mod pending;
mod program;
mod source;
mod syntax_error;
mod syntax_tree;
mod sys;
mod tokenize;
mod traceback;

pub use program::{Program, RunConfig, run};
