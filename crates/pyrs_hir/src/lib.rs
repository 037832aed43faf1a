//! HIR: the typed SSA form between bytecode and native code.
//!
//! [`builder`] makes it from bytecode and feedback in one abstract interpretation, deciding there what stays unboxed;
//! the [`passes`] clean it up. Values are tagged words unless their type says otherwise (`f64`, `b1`, `ptr`). Guards
//! carry a frame state: the bytecode index to go on at and every live register. HIR prints and parses, and passes are
//! tested on text. Deliberately absent: anything about machine code.

pub mod builder;
pub mod bytecode_blocks;
pub mod dominators;
pub mod ir;
pub mod parse;
pub mod passes;
pub mod print;
pub mod types;
pub mod verify;
