//! What the instructions of a loop expect of the registers that are live at its head, from their feedback.

use super::Builder;
use pyrs_bytecode::op_table::feedback;
use pyrs_bytecode::{Instr, Op, OperandKind};
use pyrs_object::core::core;
use std::collections::HashMap;

/// What a register is expected to hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Vote {
    /// Nothing, or different things.
    None,
    /// A small int.
    Int,
    /// A float.
    Float,
    /// An object of a shape that objects never leave.
    Shape(u64),
}

/// Whether a quick form computes with doubles, and converts small ints.
pub fn is_float_form(op: Op) -> bool {
    matches!(
        op,
        Op::BinaryAddFloat
            | Op::BinarySubFloat
            | Op::BinaryMulFloat
            | Op::BinaryTrueDivFloat
            | Op::InplaceAddFloat
            | Op::InplaceSubFloat
            | Op::InplaceMulFloat
    )
}

/// The votes of a loop's instructions.
pub fn votes(builder: &Builder, header: usize) -> HashMap<u16, Vote> {
    let mut votes = HashMap::new();
    for &block in &builder.blocks.blocks[header].loop_blocks {
        let block = &builder.blocks.blocks[block];
        for &instr in &builder.instructions[block.start..block.end] {
            vote(instr, |register, vote| {
                votes
                    .entry(register)
                    .and_modify(|old| {
                        if *old != vote {
                            *old = Vote::None;
                        }
                    })
                    .or_insert(vote);
            });
        }
    }
    votes
}

fn vote(instr: Instr, mut cast: impl FnMut(u16, Vote)) {
    let types = &core().types;
    let (a, b, c) = (instr.a(), instr.b(), instr.c());
    let list = || Vote::Shape(types.list.get().root_shape().address());
    let tuple = || Vote::Shape(types.tuple.get().root_shape().address());
    match instr.op() {
        Op::LoadSubscrList => {
            cast(b, list());
            cast(c, Vote::Int);
        }
        Op::LoadSubscrTuple => {
            cast(b, tuple());
            cast(c, Vote::Int);
        }
        Op::StoreSubscrList => {
            cast(a, list());
            cast(b, Vote::Int);
        }
        Op::ForIterRange => cast(b, Vote::Shape(types.range_iterator.get().root_shape().address())),
        Op::ForIterList => cast(b, Vote::Shape(types.list_iterator.get().root_shape().address())),
        Op::ForIterGenerator => cast(b, Vote::Shape(types.generator.get().root_shape().address())),
        Op::ForIterTuple => cast(b, Vote::Shape(types.tuple_iterator.get().root_shape().address())),
        Op::LoadSubscr | Op::LoadSubscrDict | Op::StoreSubscr | Op::StoreSubscrDict => {}
        op => {
            let info = op.base().info();
            if info.operands[0] != OperandKind::FB || info.operands[1] != OperandKind::Def {
                return;
            }
            let x = (instr.x(), is_float_form(instr.op()));
            let kinds = (feedback::LEFT_INT, feedback::LEFT_FLOAT, feedback::LEFT_OTHER);
            cast_number(x, kinds, b, &mut cast);
            if info.operands[3] == OperandKind::Use {
                let kinds = (feedback::RIGHT_INT, feedback::RIGHT_FLOAT, feedback::RIGHT_OTHER);
                cast_number(x, kinds, c, &mut cast);
            }
        }
    }
}

fn cast_number(
    (x, float_form): (u8, bool),
    (int, float, other): (u8, u8, u8),
    register: u16,
    cast: &mut impl FnMut(u16, Vote),
) {
    match (x & int != 0, x & float != 0, x & other != 0) {
        (false, false, false) => {}
        // A float form takes ints and floats and notes only the first that it saw.
        (true, false, false) if float_form => {}
        (true, false, false) => cast(register, Vote::Int),
        (false, true, false) => cast(register, Vote::Float),
        _ => cast(register, Vote::None),
    }
}
