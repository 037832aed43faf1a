//! Encoding of one instruction: a 64-bit word `op:8 | x:8 | a:16 | b:16 | c:16`, lowest bits first.
//!
//! `a` is the destination wherever there is one. `b` and `c` together can be one signed 32-bit field ([`Instr::bc`]).
//! `x` is a small static operand in some opcodes and the feedback byte ([`crate::op_table`]) in others; it is the only
//! field besides the opcode that changes while a program runs.

use crate::op_table::Op;

/// One instruction word.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
#[repr(transparent)]
pub struct Instr(pub u64);

impl Instr {
    /// An instruction with three 16-bit operands.
    pub const fn new(op: Op, x: u8, a: u16, b: u16, c: u16) -> Self {
        Instr(op as u64 | (x as u64) << 8 | (a as u64) << 16 | (b as u64) << 32 | (c as u64) << 48)
    }

    /// An instruction with a 16-bit and a signed 32-bit operand.
    pub const fn new_bc(op: Op, x: u8, a: u16, bc: i32) -> Self {
        Instr(op as u64 | (x as u64) << 8 | (a as u64) << 16 | (bc as u32 as u64) << 32)
    }

    /// The raw opcode byte.
    #[inline(always)]
    pub const fn op_byte(self) -> u8 {
        self.0 as u8
    }

    /// The opcode.
    ///
    /// # Panics
    /// If the byte is no opcode. The verifier admits no such word, and code objects hold verified words only.
    #[inline(always)]
    pub const fn op(self) -> Op {
        match Op::from_byte(self.op_byte()) {
            Some(op) => op,
            None => panic!("instruction word with an undefined opcode"),
        }
    }

    /// The small operand or feedback byte.
    #[inline(always)]
    pub const fn x(self) -> u8 {
        (self.0 >> 8) as u8
    }

    /// The first operand, usually the destination register.
    #[inline(always)]
    pub const fn a(self) -> u16 {
        (self.0 >> 16) as u16
    }

    /// The second operand.
    #[inline(always)]
    pub const fn b(self) -> u16 {
        (self.0 >> 32) as u16
    }

    /// The third operand.
    #[inline(always)]
    pub const fn c(self) -> u16 {
        (self.0 >> 48) as u16
    }

    /// The third operand as a signed immediate.
    #[inline(always)]
    pub const fn imm(self) -> i16 {
        self.c() as i16
    }

    /// The second and third operand as one signed value: jump offset, constant index or integer.
    #[inline(always)]
    pub const fn bc(self) -> i32 {
        (self.0 >> 32) as i32
    }

    /// The same word with another opcode (quickening).
    #[inline(always)]
    pub const fn with_op(self, op: Op) -> Self {
        Instr((self.0 & !0xff) | op as u64)
    }

    /// The same word with another small operand (feedback).
    #[inline(always)]
    pub const fn with_x(self, x: u8) -> Self {
        Instr((self.0 & !0xff00) | (x as u64) << 8)
    }

    /// The same word with another 32-bit operand (jump patching).
    #[inline(always)]
    pub const fn with_bc(self, bc: i32) -> Self {
        Instr((self.0 & 0xffff_ffff) | (bc as u32 as u64) << 32)
    }
}
