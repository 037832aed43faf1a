//! The regular-expression engine: a backtracking matcher for the code lists that `re._compiler` makes.
//!
//! A code list is checked and translated once into a [`Program`]; a [`Matcher`] runs it over the code units of a string
//! of any width, or over bytes. The matcher never recurses: what it may have to undo or try again lies on a stack of its
//! own, and it asks regularly whether it shall go on. Deliberately absent: locales other than C's, and the parser of
//! patterns, which is Python code.

pub mod case;
mod charset;
mod first;
mod matcher;
mod opcode;
mod program;
mod search;
mod stack;
mod translate;

pub use matcher::{Goal, Matcher, Stop, Unit};
pub use opcode::{CODE_SIZE, MAGIC, MAX_GROUPS, MAX_REPEAT};
pub use program::Program;
pub use translate::InvalidCode;
