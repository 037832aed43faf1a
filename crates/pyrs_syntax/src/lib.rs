//! Python 3.14 source to syntax tree.
//!
//! Bytes become a [`Source`] (PEP 263), a source becomes a [`Parsed`] tree in CPython's shape ([`ast`]) or a
//! [`SyntaxError`] with CPython's message. In between, this crate's own lexer feeds a LALR(1) grammar from the
//! `rustpython-parser` crate, and the grammar's tree is lowered to ours.
//!
//! Invariants: this crate is the only user of the grammar crate, and nothing of it shows in the public interface; no
//! input panics or overflows the stack. Deliberately absent: errors that need scopes (the compiler's), and type
//! comments.

pub mod ast;
mod diagnose;
pub mod dump;
mod error;
mod lexer;
mod lower;
pub mod nesting;
mod parse;
mod position;
pub mod reflect;
mod source;
mod walk;

/// Tokens as they are in the source.
pub mod tokens {
    pub use crate::lexer::recorder::{RawError, RawKind, RawToken, RawTokens, tokenize};
}

pub use error::{ErrorKind, Finder, SyntaxError, Warning};
pub use parse::{Parsed, parse_expression, parse_interactive, parse_module};
pub use position::{LineColumn, LineIndex, TextRange};
pub use source::Source;
