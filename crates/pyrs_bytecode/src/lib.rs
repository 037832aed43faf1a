//! The register bytecode: one table of opcodes, and the code template that the compiler makes.
//!
//! Invariant: everything that enumerates opcodes (enum, decoder, disassembler, verifier, documentation) is expanded
//! from [`op_table`]; nobody lists opcodes a second time. No heap objects here: a [`CodeTemplate`] is plain data which
//! the object model turns into a code object.

pub mod disassemble;
pub mod document;
pub mod instr;
pub mod liveness;
pub mod marshal;
pub mod op_table;
pub mod operands;
pub mod positions;
pub mod template;
pub mod verify;

pub use disassemble::disassemble;
pub use document::document;
pub use instr::Instr;
pub use marshal::{MarshalError, read_template, write_template};
pub use op_table::{Op, OpFlags, OpInfo, OperandKind};
pub use positions::{PositionEncoder, Positions};
pub use template::{CacheSite, CodeFlags, CodeTemplate, Constant, ExceptionEntry, Position};
pub use verify::{VerifyError, verify};

/// Words of a frame header: a call block's first words, before the arguments. See `pyrs_object::frame`.
pub const FRAME_HEADER_WORDS: u16 = 7;

/// A register operand that stands for "absent".
pub const NO_REG: u16 = u16::MAX;
