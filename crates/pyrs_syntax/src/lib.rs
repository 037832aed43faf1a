//! Python 3.14 source to syntax tree.
//!
//! This crate is the only user of the grammar crate; nothing of it shows in the public interface.

pub mod ast;
pub mod dump;
pub mod nesting;
mod position;

pub use position::{LineColumn, LineIndex, TextRange};
