//! `and`, `or`, `if else`, and conditions as jumps.

use pyrs_bytecode::Op;
use pyrs_syntax::ast::{BoolOperator, CompareOperator, Expr, ExprKind, UnaryOperator};

use crate::compiler::Compiler;
use crate::emit::Label;
use crate::error::Step;
use crate::registers::Reg;
use crate::stack;

impl<'a> Compiler<'a> {
    pub(super) fn bool_op(&mut self, op: BoolOperator, values: &'a [Expr], dst: Reg) -> Step {
        let Some((last, init)) = values.split_last() else {
            return Ok(());
        };
        let jump = if op == BoolOperator::And {
            Op::JumpIfFalse
        } else {
            Op::JumpIfTrue
        };
        let register = self.scratch(dst).unwrap_or_else(|| self.temp());
        let end = self.label();
        for value in init {
            self.bool_operand(value, register, jump, end)?;
        }
        self.eval(last, register)?;
        self.place(end);
        self.move_to(last.range, dst, register);
        Ok(())
    }

    /// Evaluates an operand, and leaves with its value by `jump`. A nested operation that is decided early is not asked
    /// for its truth once more.
    fn bool_operand(&mut self, value: &'a Expr, register: Reg, jump: Op, end: Label) -> Step {
        let ExprKind::BoolOp { op, values } = &value.kind else {
            self.eval(value, register)?;
            self.unit.emit.jump(value.range, jump, register, end);
            return Ok(());
        };
        let Some((last, init)) = values.split_last() else {
            return Ok(());
        };
        let inner = if *op == BoolOperator::And {
            Op::JumpIfFalse
        } else {
            Op::JumpIfTrue
        };
        let next = self.label();
        let target = if inner == jump { end } else { next };
        for value in init {
            stack::grow(|| self.bool_operand(value, register, inner, target))?;
        }
        stack::grow(|| self.bool_operand(last, register, jump, end))?;
        self.place(next);
        Ok(())
    }

    pub(super) fn if_expression(
        &mut self,
        e: &'a Expr,
        test: &'a Expr,
        body: &'a Expr,
        orelse: &'a Expr,
        dst: Reg,
    ) -> Step {
        let (otherwise, end) = (self.label(), self.label());
        self.jump_unless(test, otherwise)?;
        self.eval(body, dst)?;
        self.jump(e.range, end);
        self.place(otherwise);
        self.eval(orelse, dst)?;
        self.place(end);
        Ok(())
    }

    /// Jumps to `target` if `e` is false.
    pub(crate) fn jump_unless(&mut self, e: &'a Expr, target: Label) -> Step {
        self.condition(e, target, false)
    }

    /// Jumps to `target` if the truth of `e` is `wanted`, else falls through.
    pub(crate) fn condition(&mut self, e: &'a Expr, target: Label, wanted: bool) -> Step {
        stack::grow(|| {
            let mark = self.mark();
            let result = self.condition_here(e, target, wanted);
            self.release(mark);
            result
        })
    }

    fn condition_here(&mut self, e: &'a Expr, target: Label, wanted: bool) -> Step {
        if let Some(constant) = self.fold(e) {
            if crate::fold::truth(&constant) == wanted {
                self.jump(e.range, target);
            }
            return Ok(());
        }
        match &e.kind {
            ExprKind::UnaryOp {
                op: UnaryOperator::Not,
                operand,
            } => self.condition(operand, target, !wanted),
            ExprKind::BoolOp { op, values } => self.bool_condition(*op, values, target, wanted),
            ExprKind::IfExp { test, body, orelse } => {
                let (otherwise, end) = (self.label(), self.label());
                self.jump_unless(test, otherwise)?;
                self.condition(body, target, wanted)?;
                self.jump(e.range, end);
                self.place(otherwise);
                self.condition(orelse, target, wanted)?;
                self.place(end);
                Ok(())
            }
            ExprKind::Compare { left, ops, comparators } => {
                self.compare_condition(e, left, ops, comparators, target, wanted)
            }
            _ => {
                let register = self.last_operand(e, None)?;
                self.jump_on(e, register, target, wanted);
                Ok(())
            }
        }
    }

    fn jump_on(&mut self, e: &'a Expr, register: Reg, target: Label, wanted: bool) {
        let op = if wanted { Op::JumpIfTrue } else { Op::JumpIfFalse };
        self.unit.emit.jump(e.range, op, register, target);
    }

    fn bool_condition(&mut self, op: BoolOperator, values: &'a [Expr], target: Label, wanted: bool) -> Step {
        let Some((last, init)) = values.split_last() else {
            return Ok(());
        };
        // The truth of an operand that decides the whole.
        let decisive = op == BoolOperator::Or;
        if decisive == wanted {
            return values
                .iter()
                .try_for_each(|value| self.condition(value, target, wanted));
        }
        let end = self.label();
        init.iter().try_for_each(|value| self.condition(value, end, decisive))?;
        self.condition(last, target, wanted)?;
        self.place(end);
        Ok(())
    }

    fn compare_condition(
        &mut self,
        e: &'a Expr,
        left: &'a Expr,
        ops: &'a [CompareOperator],
        comparators: &'a [Expr],
        target: Label,
        wanted: bool,
    ) -> Step {
        if let ([op @ (CompareOperator::Is | CompareOperator::IsNot)], [right]) = (ops, comparators)
            && matches!(self.fold(right), Some(pyrs_bytecode::Constant::None))
        {
            let register = self.last_operand(left, None)?;
            let if_none = (*op == CompareOperator::Is) == wanted;
            let op = if if_none { Op::JumpIfNone } else { Op::JumpIfNotNone };
            self.unit.emit.jump(e.range, op, register, target);
            return Ok(());
        }
        let result = self.temp();
        let Some((last, init)) = comparators.split_last() else {
            return Ok(());
        };
        let end = self.label();
        let failed = if wanted { end } else { target };
        let mut left = if init.is_empty() && self.immediate(ops[0], last).is_some() {
            self.last_operand(left, Some(result))?
        } else {
            self.operand(left, Some(result))?
        };
        for (op, right) in ops.iter().zip(init) {
            let right = self.operand(right, None)?;
            self.compare_registers(e.range, *op, result, left, right);
            self.jump_on(e, result, failed, false);
            left = right;
        }
        if let Some(op) = ops.last() {
            self.compare_last(e.range, *op, result, left, last)?;
            self.jump_on(e, result, target, wanted);
        }
        self.place(end);
        Ok(())
    }
}
