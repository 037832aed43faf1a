//! Statements.

mod assign;
mod blocks;
mod class;
mod function;
mod import;
mod loops;
mod try_except;
mod with;

pub(crate) use function::docstring_of;

use pyrs_bytecode::Op;
use pyrs_bytecode::template::{CommonObject, Intrinsic};
use pyrs_syntax::ast::{Expr, Stmt, StmtKind};

use crate::compiler::Compiler;
use crate::error::Step;
use crate::expr::Arguments;
use crate::stack;

impl<'a> Compiler<'a> {
    pub(crate) fn block(&mut self, body: &'a [Stmt]) -> Step {
        body.iter().try_for_each(|stmt| self.stmt(stmt))
    }

    pub(crate) fn stmt(&mut self, stmt: &'a Stmt) -> Step {
        stack::grow(|| {
            let mark = self.mark();
            let result = self.stmt_here(stmt);
            self.release(mark);
            result
        })
    }

    fn stmt_here(&mut self, stmt: &'a Stmt) -> Step {
        match &stmt.kind {
            StmtKind::FunctionDef { .. } | StmtKind::AsyncFunctionDef { .. } => self.function_definition(stmt),
            StmtKind::ClassDef { .. } => self.class_definition(stmt),
            StmtKind::Return { value } => self.return_statement(stmt, value.as_deref()),
            StmtKind::Delete { targets } => targets.iter().try_for_each(|target| self.delete(target)),
            StmtKind::Assign { targets, value } => self.assignment(targets, value),
            StmtKind::TypeAlias {
                name,
                type_params,
                value,
            } => self.type_alias(stmt, name, type_params, value),
            StmtKind::AugAssign { target, op, value } => self.augmented_assignment(stmt, target, *op, value),
            StmtKind::AnnAssign {
                target,
                annotation,
                value,
                simple,
            } => self.annotated_assignment(stmt, target, annotation, value.as_deref(), *simple),
            StmtKind::For {
                target,
                iter,
                body,
                orelse,
            } => self.for_loop(stmt, target, iter, body, orelse),
            StmtKind::AsyncFor {
                target,
                iter,
                body,
                orelse,
            } => self.async_for_loop(stmt, target, iter, body, orelse),
            StmtKind::While { test, body, orelse } => self.while_loop(stmt, test, body, orelse),
            StmtKind::If { test, body, orelse } => self.if_statement(stmt, test, body, orelse),
            StmtKind::With { items, body } => self.with(stmt, items, body, false),
            StmtKind::AsyncWith { items, body } => self.with(stmt, items, body, true),
            StmtKind::Match { subject, cases } => self.match_statement(subject, cases),
            StmtKind::Raise { exc, cause } => self.raise(stmt, exc.as_deref(), cause.as_deref()),
            StmtKind::Try {
                body,
                handlers,
                orelse,
                finalbody,
            } => self.try_statement(body, handlers, orelse, finalbody, false),
            StmtKind::TryStar {
                body,
                handlers,
                orelse,
                finalbody,
            } => self.try_statement(body, handlers, orelse, finalbody, true),
            StmtKind::Assert { test, msg } => self.assert(stmt, test, msg.as_deref()),
            StmtKind::Import { names } => self.import(stmt, names),
            StmtKind::ImportFrom { module, names, level } => self.import_from(stmt, module.as_deref(), names, *level),
            StmtKind::Expr { value } => self.expression_statement(stmt, value),
            StmtKind::Break {} => self.break_statement(stmt),
            StmtKind::Continue {} => self.continue_statement(stmt),
            StmtKind::Global { .. } | StmtKind::Nonlocal { .. } | StmtKind::Pass {} => Ok(()),
        }
    }

    fn expression_statement(&mut self, stmt: &'a Stmt, value: &'a Expr) -> Step {
        if self.interactive && self.outer.is_empty() {
            let register = self.last_operand(value, None)?;
            let unused = self.temp();
            self.op(stmt.range, Op::Intrinsic, unused, register, Intrinsic::PrintExpr as u16);
            return Ok(());
        }
        self.discard(value)
    }

    fn if_statement(&mut self, stmt: &'a Stmt, test: &'a Expr, body: &'a [Stmt], orelse: &'a [Stmt]) -> Step {
        let (otherwise, end) = (self.label(), self.label());
        self.jump_unless(test, otherwise)?;
        self.block(body)?;
        if !orelse.is_empty() {
            self.jump(stmt.range, end);
        }
        self.place(otherwise);
        self.block(orelse)?;
        self.place(end);
        Ok(())
    }

    fn raise(&mut self, stmt: &'a Stmt, exc: Option<&'a Expr>, cause: Option<&'a Expr>) -> Step {
        match (exc, cause) {
            (Some(exc), Some(cause)) => {
                let exc = self.operand(exc, None)?;
                let cause = self.last_operand(cause, None)?;
                self.emit(stmt.range, Op::Raise, 2, exc, cause, 0);
            }
            (Some(exc), None) => {
                let exc = self.last_operand(exc, None)?;
                self.emit(stmt.range, Op::Raise, 1, exc, Self::ABSENT, 0);
            }
            // The operand is read by no bare raise; it has to be a register all the same.
            (None, _) => {
                let unused = self.temp();
                self.emit(stmt.range, Op::Raise, 0, unused, Self::ABSENT, 0);
            }
        }
        Ok(())
    }

    fn assert(&mut self, stmt: &'a Stmt, test: &'a Expr, msg: Option<&'a Expr>) -> Step {
        if self.optimize > 0 {
            return Ok(());
        }
        let end = self.label();
        self.condition(test, end, true)?;
        let exception = match msg {
            Some(msg) => {
                let block = self.unit.regs.block();
                self.op_bc(stmt.range, Op::LoadCommon, block, CommonObject::AssertionError as i32);
                self.eval_temp(msg)?;
                let arguments = Arguments {
                    positional: &[],
                    keywords: &[],
                    extra: None,
                };
                self.call_block(stmt.range, block, 1, arguments, block)?;
                block
            }
            None => {
                let class = self.temp();
                self.op_bc(stmt.range, Op::LoadCommon, class, CommonObject::AssertionError as i32);
                class
            }
        };
        self.emit(test.range, Op::Raise, 1, exception, Self::ABSENT, 0);
        self.place(end);
        Ok(())
    }
}
