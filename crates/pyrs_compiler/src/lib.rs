//! From syntax tree to register bytecode.
//!
//! [`compile`] builds the symbol table (`scopes`), walks the tree once and emits instructions (`expr`, `stmt`,
//! `pattern`), and cleans them up (`peephole`). Invariants: the result passes [`pyrs_bytecode::verify`]; no tree
//! overflows the native stack; an instruction that raises has written nothing. Deliberately absent: parsing, and any
//! optimisation that needs types.

mod annotations;
mod compiler;
mod docstring;
mod emit;
mod error;
mod expr;
mod fold;
mod int_literal;
mod module;
mod names;
mod pattern;
mod peephole;
mod pool;
mod registers;
mod scopes;
mod stack;
mod stmt;
mod unit;
mod unparse;
mod variables;

pub use error::CompileError;
pub use fold::literal;
pub use module::{CompileOptions, Interaction, Tree, compile, compile_with_warnings};
