//! The register bytecode: one table of opcodes, and the code template that the compiler makes.
//!
//! Invariant: everything that enumerates opcodes (enum, decoder, disassembler, verifier, documentation) is expanded
//! from [`op_table`]; nobody lists opcodes a second time. No heap objects here: a [`CodeTemplate`] is plain data which
//! the object model turns into a code object.

pub mod instr;
pub mod op_table;
pub mod template;

pub use instr::Instr;
pub use op_table::{Op, OpFlags, OpInfo, OperandKind};
pub use template::{CacheSite, CodeFlags, CodeTemplate, Constant, ExceptionEntry, Position};

/// Words of a frame header: a call block's first words, before the arguments. See `pyrs_object::frame`.
pub const FRAME_HEADER_WORDS: u16 = 7;

/// A register operand that stands for "absent".
pub const NO_REG: u16 = u16::MAX;
