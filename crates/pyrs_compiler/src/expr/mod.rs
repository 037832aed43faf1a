//! Expressions.
//!
//! [`Compiler::eval`] computes into a register the consumer names; [`Compiler::operand`] lets a local be read where it
//! is. Invariant: a destination that is no temporary is written by the last instruction only, so that an exception
//! leaves it as it was. A temporary destination holds nothing live and may be used for intermediate results.

mod call;
mod collection;
mod compare;
mod comprehension;
mod conditional;
mod lambda;
mod string;
mod suspend;

use pyrs_bytecode::{Constant, NO_REG, Op};
use pyrs_syntax::TextRange;
use pyrs_syntax::ast::{BinaryOperator, Expr, ExprContext, ExprKind, UnaryOperator};

use crate::compiler::Compiler;
use crate::error::Step;
use crate::registers::Reg;
use crate::stack;
use crate::variables::Place;

pub(crate) use call::Arguments;
pub(crate) use comprehension::AsyncForEnd;
pub(crate) use lambda::Defaults;

impl<'a> Compiler<'a> {
    /// Evaluates `e` into `dst`.
    pub(crate) fn eval(&mut self, e: &'a Expr, dst: Reg) -> Step {
        stack::grow(|| {
            let mark = self.mark();
            let result = self.eval_here(e, dst);
            self.release(mark);
            result
        })
    }

    /// Evaluates `e` to a new temporary.
    pub(crate) fn eval_temp(&mut self, e: &'a Expr) -> Step<Reg> {
        let dst = self.temp();
        self.eval(e, dst)?;
        Ok(dst)
    }

    /// The register that holds `e`'s value: a local in place, or `hint` or a new temporary. Expressions that are
    /// evaluated before the value is used can't change it.
    pub(crate) fn operand(&mut self, e: &'a Expr, hint: Option<Reg>) -> Step<Reg> {
        if let Some(register) = self.local_in_place(e, true) {
            return Ok(register);
        }
        let dst = hint.unwrap_or_else(|| self.temp());
        self.eval(e, dst)?;
        Ok(dst)
    }

    /// As [`Compiler::operand`], when nothing is evaluated before the value is used.
    pub(crate) fn last_operand(&mut self, e: &'a Expr, hint: Option<Reg>) -> Step<Reg> {
        if let Some(register) = self.local_in_place(e, false) {
            return Ok(register);
        }
        if let ExprKind::NamedExpr { target, value } = &e.kind
            && let Some(register) = self.local_target(target)
        {
            self.eval(value, register)?;
            return Ok(register);
        }
        let dst = hint.unwrap_or_else(|| self.temp());
        self.eval(e, dst)?;
        Ok(dst)
    }

    /// The register of a local variable that is read, unless `stable` is wanted and a walrus may change it.
    fn local_in_place(&mut self, e: &'a Expr, stable: bool) -> Option<Reg> {
        let ExprKind::Name {
            id,
            ctx: ExprContext::Load,
        } = &e.kind
        else {
            return None;
        };
        let name = self.mangled(id);
        match self.place_of(name) {
            Place::Local(register) if !(stable && self.unit.walrus.contains(&name)) => {
                self.check_bound(e.range, register, name);
                Some(register)
            }
            _ => None,
        }
    }

    /// The register of a simple target that is a local variable.
    pub(crate) fn local_target(&mut self, target: &'a Expr) -> Option<Reg> {
        let ExprKind::Name { id, .. } = &target.kind else {
            return None;
        };
        let name = self.mangled(id);
        match self.place_of(name) {
            Place::Local(register) => Some(register),
            _ => None,
        }
    }

    /// `dst` as a place for intermediate results, if it is one.
    pub(crate) fn scratch(&self, dst: Reg) -> Option<Reg> {
        self.unit.regs.is_temp(dst).then_some(dst)
    }

    /// Evaluates `e` for its effect.
    pub(crate) fn discard(&mut self, e: &'a Expr) -> Step {
        let mark = self.mark();
        if self.fold(e).is_none() {
            self.last_operand(e, None)?;
        }
        self.release(mark);
        Ok(())
    }

    fn eval_here(&mut self, e: &'a Expr, dst: Reg) -> Step {
        if let Some(constant) = self.fold(e) {
            self.load_constant(e.range, dst, constant);
            return Ok(());
        }
        match &e.kind {
            ExprKind::BoolOp { op, values } => self.bool_op(*op, values, dst),
            ExprKind::NamedExpr { target, value } => self.named_expr(target, value, dst),
            ExprKind::BinOp { left, op, right } => self.binary(e, left, *op, right, dst),
            ExprKind::UnaryOp { op, operand } => self.unary(e, *op, operand, dst),
            ExprKind::Lambda { args, body } => self.lambda(e, args, body, dst),
            ExprKind::IfExp { test, body, orelse } => self.if_expression(e, test, body, orelse, dst),
            ExprKind::Dict { keys, values } => self.dict(e, keys, values, dst),
            ExprKind::Set { elts } => self.set(e, elts, dst),
            ExprKind::List { elts, .. } => self.list(e, elts, dst),
            ExprKind::Tuple { elts, .. } => self.tuple(e.range, elts, dst),
            ExprKind::ListComp { generators, .. }
            | ExprKind::SetComp { generators, .. }
            | ExprKind::DictComp { generators, .. }
            | ExprKind::GeneratorExp { generators, .. } => self.comprehension(e, generators, dst),
            ExprKind::Await { value } => self.await_expression(e, value, dst),
            ExprKind::Yield { value } => self.yield_expression(e, value.as_deref(), dst),
            ExprKind::YieldFrom { value } => self.yield_from(e, value, dst),
            ExprKind::Compare { left, ops, comparators } => self.compare(e, left, ops, comparators, dst),
            ExprKind::Call { func, args, keywords } => self.call(e, func, args, keywords, dst),
            ExprKind::FormattedValue {
                value,
                conversion,
                format_spec,
            } => self.formatted_value(e, value, *conversion, format_spec.as_deref(), dst),
            ExprKind::Interpolation {
                value,
                str,
                conversion,
                format_spec,
            } => self.interpolation(e, value, str, *conversion, format_spec.as_deref(), dst),
            ExprKind::JoinedStr { values } => self.joined(e, values, dst),
            ExprKind::TemplateStr { values } => self.template_string(e, values, dst),
            ExprKind::Constant { value, .. } => {
                let constant = crate::fold::literal(value);
                self.load_constant(e.range, dst, constant);
                Ok(())
            }
            ExprKind::Attribute { value, attr, .. } => self.attribute(e, value, attr, dst),
            ExprKind::Subscript { value, slice, .. } => {
                let object = self.operand(value, self.scratch(dst))?;
                let index = self.last_operand(slice, None)?;
                self.op(e.range, Op::LoadSubscr, dst, object, index);
                Ok(())
            }
            ExprKind::Starred { .. } => self.error(e.range, "can't use starred expression here"),
            ExprKind::Name { id, .. } => {
                let name = self.mangled(id);
                self.load_name(e.range, name, dst);
                Ok(())
            }
            ExprKind::Slice { lower, upper, step } => {
                self.slice(e, lower.as_deref(), upper.as_deref(), step.as_deref(), dst)
            }
        }
    }

    fn named_expr(&mut self, target: &'a Expr, value: &'a Expr, dst: Reg) -> Step {
        if let Some(register) = self.local_target(target) {
            self.eval(value, register)?;
            self.move_to(target.range, dst, register);
            return Ok(());
        }
        let register = self.operand(value, self.scratch(dst))?;
        self.assign(target, register)?;
        self.move_to(target.range, dst, register);
        Ok(())
    }

    fn attribute(&mut self, e: &'a Expr, value: &'a Expr, attr: &str, dst: Reg) -> Step {
        if let Some((first, given)) = self.super_call(value, attr)? {
            let name = self.mangled(attr);
            let range = self.attribute_range(e.range, e, attr);
            let site = self.unit.pool.name_site(Op::LoadSuperAttr, name);
            self.emit(range, Op::LoadSuperAttr, given, dst, first, site);
            return Ok(());
        }
        let object = self.last_operand(value, self.scratch(dst))?;
        let name = self.mangled(attr);
        let range = self.attribute_range(e.range, e, attr);
        self.attribute_site(range, Op::LoadAttr, dst, object, name);
        Ok(())
    }

    /// `range` from the attribute's name on if the attribute `e` is not on the line where `range` starts: a chain of
    /// calls over several lines is to show the line of the failing one.
    pub(crate) fn attribute_range(&self, range: TextRange, e: &Expr, attr: &str) -> TextRange {
        let name_start = e.range.end.saturating_sub(attr.len() as u32);
        if e.range.end - e.range.start <= attr.len() as u32 || self.line_of(range) == self.lines.line(name_start) {
            return range;
        }
        TextRange::new(name_start, range.end.max(e.range.end))
    }

    fn unary(&mut self, e: &'a Expr, op: UnaryOperator, operand: &'a Expr, dst: Reg) -> Step {
        let op = match op {
            UnaryOperator::Invert => Op::UnaryInvert,
            UnaryOperator::Not => Op::UnaryNot,
            UnaryOperator::UAdd => Op::UnaryPos,
            UnaryOperator::USub => Op::UnaryNeg,
        };
        let operand = self.last_operand(operand, self.scratch(dst))?;
        self.op(e.range, op, dst, operand, 0);
        Ok(())
    }

    fn binary(&mut self, e: &'a Expr, left: &'a Expr, op: BinaryOperator, right: &'a Expr, dst: Reg) -> Step {
        let left = self.operand(left, self.scratch(dst))?;
        self.binary_right(e.range, op, false, left, right, dst)
    }

    /// The operation with the left operand in a register.
    pub(crate) fn binary_right(
        &mut self,
        range: TextRange,
        op: BinaryOperator,
        inplace: bool,
        left: Reg,
        right: &'a Expr,
        dst: Reg,
    ) -> Step {
        let immediate = match (op, inplace) {
            (BinaryOperator::Add, false) => Some(Op::BinaryAddImm),
            (BinaryOperator::Sub, false) => Some(Op::BinarySubImm),
            (BinaryOperator::Add, true) => Some(Op::InplaceAddImm),
            (BinaryOperator::Sub, true) => Some(Op::InplaceSubImm),
            _ => None,
        };
        if let Some(op) = immediate
            && let Some(value) = self.small_int(right)
        {
            self.op(range, op, dst, left, value as u16);
            return Ok(());
        }
        let hint = self.scratch(dst).filter(|dst| *dst != left);
        let right = self.last_operand(right, hint)?;
        self.op(range, binary_op(op, inplace), dst, left, right);
        Ok(())
    }

    /// The value of a literal int that fits an immediate operand.
    pub(crate) fn small_int(&mut self, e: &'a Expr) -> Option<i16> {
        match self.fold(e)? {
            Constant::Int(value) => value.try_into().ok(),
            _ => None,
        }
    }

    fn slice(
        &mut self,
        e: &'a Expr,
        lower: Option<&'a Expr>,
        upper: Option<&'a Expr>,
        step: Option<&'a Expr>,
        dst: Reg,
    ) -> Step {
        let parts = [lower, upper, step];
        let count = if step.is_some() { 3 } else { 2 };
        let first = self.unit.regs.run(count);
        for (register, part) in (first..).zip(&parts[..count]) {
            match part {
                Some(part) => self.eval(part, register)?,
                None => self.load_none(e.range, register),
            }
        }
        self.op(e.range, Op::BuildSlice, dst, first, count as u16);
        Ok(())
    }

    /// Calls the register operand that stands for nothing.
    pub(crate) const ABSENT: Reg = NO_REG;
}

fn binary_op(op: BinaryOperator, inplace: bool) -> Op {
    match (op, inplace) {
        (BinaryOperator::Add, false) => Op::BinaryAdd,
        (BinaryOperator::Sub, false) => Op::BinarySub,
        (BinaryOperator::Mult, false) => Op::BinaryMul,
        (BinaryOperator::MatMult, false) => Op::BinaryMatMul,
        (BinaryOperator::Div, false) => Op::BinaryTrueDiv,
        (BinaryOperator::Mod, false) => Op::BinaryMod,
        (BinaryOperator::Pow, false) => Op::BinaryPow,
        (BinaryOperator::LShift, false) => Op::BinaryLShift,
        (BinaryOperator::RShift, false) => Op::BinaryRShift,
        (BinaryOperator::BitOr, false) => Op::BinaryOr,
        (BinaryOperator::BitXor, false) => Op::BinaryXor,
        (BinaryOperator::BitAnd, false) => Op::BinaryAnd,
        (BinaryOperator::FloorDiv, false) => Op::BinaryFloorDiv,
        (BinaryOperator::Add, true) => Op::InplaceAdd,
        (BinaryOperator::Sub, true) => Op::InplaceSub,
        (BinaryOperator::Mult, true) => Op::InplaceMul,
        (BinaryOperator::MatMult, true) => Op::InplaceMatMul,
        (BinaryOperator::Div, true) => Op::InplaceTrueDiv,
        (BinaryOperator::Mod, true) => Op::InplaceMod,
        (BinaryOperator::Pow, true) => Op::InplacePow,
        (BinaryOperator::LShift, true) => Op::InplaceLShift,
        (BinaryOperator::RShift, true) => Op::InplaceRShift,
        (BinaryOperator::BitOr, true) => Op::InplaceOr,
        (BinaryOperator::BitXor, true) => Op::InplaceXor,
        (BinaryOperator::BitAnd, true) => Op::InplaceAnd,
        (BinaryOperator::FloorDiv, true) => Op::InplaceFloorDiv,
    }
}
