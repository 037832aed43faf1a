//! `while`, `for` and `async for`.

use pyrs_bytecode::Op;
use pyrs_syntax::TextRange;
use pyrs_syntax::ast::{Expr, Stmt};

use crate::compiler::Compiler;
use crate::emit::Label;
use crate::error::Step;
use crate::expr::AsyncForEnd;
use crate::registers::Reg;
use crate::unit::BlockKind;

impl<'a> Compiler<'a> {
    pub(super) fn while_loop(&mut self, stmt: &'a Stmt, test: &'a Expr, body: &'a [Stmt], orelse: &'a [Stmt]) -> Step {
        let (otherwise, exit) = (self.label(), self.label());
        let start = self.unit.emit.here();
        self.jump_unless(test, otherwise)?;
        self.loop_body(body, start, exit)?;
        self.loop_jump(stmt.range, start);
        self.place(otherwise);
        self.block(orelse)?;
        self.place(exit);
        Ok(())
    }

    fn loop_body(&mut self, body: &'a [Stmt], start: Label, exit: Label) -> Step {
        let outer = self.unit.emit.handler;
        self.push_block(BlockKind::Loop { start, exit }, outer);
        self.block(body)?;
        self.unit.blocks.pop();
        Ok(())
    }

    pub(super) fn for_loop(
        &mut self,
        stmt: &'a Stmt,
        target: &'a Expr,
        iter: &'a Expr,
        body: &'a [Stmt],
        orelse: &'a [Stmt],
    ) -> Step {
        let (otherwise, exit) = (self.label(), self.label());
        let iterator = self.temp();
        if let Some(constant) = self.constant_container(iter) {
            self.load_constant(iter.range, iterator, constant);
            self.op(iter.range, Op::GetIter, iterator, iterator, 0);
        } else {
            let iterable = self.last_operand(iter, Some(iterator))?;
            self.op(iter.range, Op::GetIter, iterator, iterable, 0);
        }
        let start = self.unit.emit.here();
        self.for_next(iter.range, iterator, target, otherwise)?;
        self.loop_body(body, start, exit)?;
        self.loop_jump(stmt.range, start);
        self.place(otherwise);
        self.block(orelse)?;
        self.place(exit);
        Ok(())
    }

    /// Advances an iterator and binds the target, or goes to `exit`.
    pub(crate) fn for_next(&mut self, range: TextRange, iterator: Reg, target: &'a Expr, exit: Label) -> Step {
        let local = self.local_target(target);
        let mark = self.mark();
        let value = local.unwrap_or_else(|| self.temp());
        self.op(range, Op::ForIter, value, iterator, 0);
        self.jump(range, exit);
        if local.is_none() {
            self.assign(target, value)?;
        }
        self.release(mark);
        Ok(())
    }

    pub(super) fn async_for_loop(
        &mut self,
        stmt: &'a Stmt,
        target: &'a Expr,
        iter: &'a Expr,
        body: &'a [Stmt],
        orelse: &'a [Stmt],
    ) -> Step {
        self.check_async(stmt.range, "async for")?;
        let iterator = self.temp();
        let iterable = self.last_operand(iter, Some(iterator))?;
        self.op(iter.range, Op::GetAIter, iterator, iterable, 0);
        let (start, exit) = (self.unit.emit.here(), self.label());
        let end = self.async_next(iter.range, iterator, target)?;
        self.loop_body(body, start, exit)?;
        self.loop_jump(stmt.range, start);
        self.end_async_for(iter.range, end);
        self.block(orelse)?;
        self.place(exit);
        Ok(())
    }

    /// Awaits the next item and binds the target; the end of the iteration goes to the returned handler.
    pub(crate) fn async_next(&mut self, range: TextRange, iterator: Reg, target: &'a Expr) -> Step<AsyncForEnd> {
        let label = self.label();
        let mark = self.mark();
        let register = self.temp();
        let outer = self.push_handler(label, register);
        let (awaitable, value) = (self.temp(), self.temp());
        self.op(range, Op::GetANext, awaitable, iterator, 0);
        self.send_loop(range, awaitable, true, value);
        self.set_handler(outer);
        self.assign(target, value)?;
        self.release(mark);
        Ok(AsyncForEnd { label, register })
    }

    pub(crate) fn end_async_for(&mut self, range: TextRange, end: AsyncForEnd) {
        self.place(end.label);
        self.op(range, Op::EndAsyncFor, end.register, 0, 0);
    }

    pub(super) fn check_async(&self, range: TextRange, what: &str) -> Step {
        use pyrs_bytecode::CodeFlags;
        if self
            .unit
            .flags
            .intersects(CodeFlags::COROUTINE | CodeFlags::ASYNC_GENERATOR)
        {
            return Ok(());
        }
        self.error(range, format!("'{what}' outside async function"))
    }
}
