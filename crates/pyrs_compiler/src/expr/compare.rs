//! Comparisons as values.

use pyrs_bytecode::{Constant, Op};
use pyrs_syntax::TextRange;
use pyrs_syntax::ast::{CompareOperator, Expr, ExprKind};

use crate::compiler::Compiler;
use crate::error::Step;
use crate::registers::Reg;

impl<'a> Compiler<'a> {
    pub(super) fn compare(
        &mut self,
        e: &'a Expr,
        left: &'a Expr,
        ops: &'a [CompareOperator],
        comparators: &'a [Expr],
        dst: Reg,
    ) -> Step {
        let (Some((last, init)), Some(last_op)) = (comparators.split_last(), ops.last()) else {
            return Ok(());
        };
        if init.is_empty() {
            let left = self.operand(left, self.scratch(dst))?;
            return self.compare_last(e.range, *last_op, dst, left, last);
        }
        let result = self.scratch(dst).unwrap_or_else(|| self.temp());
        let end = self.label();
        let mut left = self.operand(left, None)?;
        for (op, right) in ops.iter().zip(init) {
            let right = self.operand(right, None)?;
            self.compare_registers(e.range, *op, result, left, right);
            self.unit.emit.jump(e.range, Op::JumpIfFalse, result, end);
            left = right;
        }
        self.compare_last(e.range, *last_op, result, left, last)?;
        self.place(end);
        self.move_to(e.range, dst, result);
        Ok(())
    }

    /// The last comparison of a chain, where the right operand may be an immediate or a constant container.
    pub(super) fn compare_last(
        &mut self,
        range: TextRange,
        op: CompareOperator,
        dst: Reg,
        left: Reg,
        right: &'a Expr,
    ) -> Step {
        if let Some((op, value)) = self.immediate(op, right) {
            self.op(range, op, dst, left, value as u16);
            return Ok(());
        }
        let container = matches!(op, CompareOperator::In | CompareOperator::NotIn);
        if let Some(constant) = self.constant_container(right).filter(|_| container) {
            let register = self.temp();
            self.load_constant(right.range, register, constant);
            self.compare_registers(range, op, dst, left, register);
            return Ok(());
        }
        let hint = self.scratch(dst).filter(|dst| *dst != left);
        let right = self.last_operand(right, hint)?;
        self.compare_registers(range, op, dst, left, right);
        Ok(())
    }

    /// The immediate form of a comparison with a small literal int.
    pub(super) fn immediate(&mut self, op: CompareOperator, right: &'a Expr) -> Option<(Op, i16)> {
        let op = match op {
            CompareOperator::Eq => Op::CompareEqImm,
            CompareOperator::NotEq => Op::CompareNeImm,
            CompareOperator::Lt => Op::CompareLtImm,
            CompareOperator::LtE => Op::CompareLeImm,
            CompareOperator::Gt => Op::CompareGtImm,
            CompareOperator::GtE => Op::CompareGeImm,
            _ => return None,
        };
        Some((op, self.small_int(right)?))
    }

    pub(super) fn compare_registers(&mut self, range: TextRange, op: CompareOperator, dst: Reg, left: Reg, right: Reg) {
        let op = match op {
            CompareOperator::Eq => Op::CompareEq,
            CompareOperator::NotEq => Op::CompareNe,
            CompareOperator::Lt => Op::CompareLt,
            CompareOperator::LtE => Op::CompareLe,
            CompareOperator::Gt => Op::CompareGt,
            CompareOperator::GtE => Op::CompareGe,
            CompareOperator::Is => Op::CompareIs,
            CompareOperator::IsNot => Op::CompareIsNot,
            CompareOperator::In => Op::Contains,
            CompareOperator::NotIn => Op::NotContains,
        };
        self.op(range, op, dst, left, right);
    }

    /// A list or set display of constants, as the immutable constant that serves where it is only read.
    pub(crate) fn constant_container(&mut self, e: &'a Expr) -> Option<Constant> {
        match &e.kind {
            ExprKind::List { elts, .. } => Some(Constant::Tuple(self.fold_all(elts)?)),
            ExprKind::Set { elts } => {
                let mut items: Vec<Constant> = Vec::new();
                for item in self.fold_all(elts)? {
                    // Only types whose equality is known here: equal numbers of different types are one item.
                    if !matches!(
                        item,
                        Constant::Str(_) | Constant::Int(_) | Constant::None | Constant::Bytes(_)
                    ) {
                        return None;
                    }
                    if !items.contains(&item) {
                        items.push(item);
                    }
                }
                Some(Constant::FrozenSet(items))
            }
            _ => None,
        }
    }
}
