//! `yield`, `yield from`, `await`, and the frame around the body of a generator.

use pyrs_bytecode::template::Intrinsic;
use pyrs_bytecode::{CodeFlags, Op};
use pyrs_syntax::TextRange;
use pyrs_syntax::ast::Expr;

use crate::compiler::Compiler;
use crate::emit::{ARTIFICIAL, HandlerId, Label};
use crate::error::Step;
use crate::registers::Reg;
use crate::scopes::ScopeKind;

/// The handler around the body of a generator, which is placed at its end.
pub(crate) struct GeneratorGuard {
    handler: Option<(Label, Reg)>,
}

impl<'a> Compiler<'a> {
    /// In a generator, puts what follows under the handler that keeps StopIteration from leaving.
    pub(crate) fn begin_generator(&mut self) -> GeneratorGuard {
        let generator = CodeFlags::GENERATOR | CodeFlags::COROUTINE | CodeFlags::ASYNC_GENERATOR;
        if !self.unit.flags.intersects(generator) {
            return GeneratorGuard { handler: None };
        }
        let (label, register) = (self.label(), self.temp());
        self.push_handler(label, register);
        GeneratorGuard {
            handler: Some((label, register)),
        }
    }

    pub(crate) fn end_generator(&mut self, guard: GeneratorGuard) {
        if let Some((label, register)) = guard.handler {
            self.set_handler(HandlerId::NONE);
            self.place(label);
            self.op(
                ARTIFICIAL,
                Op::Intrinsic,
                register,
                register,
                Intrinsic::StopIterationError as u16,
            );
            self.op(ARTIFICIAL, Op::Reraise, register, 0, 0);
        }
    }

    fn check_function(&self, range: TextRange, what: &str) -> Step {
        match self.kind() {
            ScopeKind::Module | ScopeKind::Class => self.error(range, format!("'{what}' outside function")),
            _ => Ok(()),
        }
    }

    pub(super) fn yield_expression(&mut self, e: &'a Expr, value: Option<&'a Expr>, dst: Reg) -> Step {
        self.check_function(e.range, "yield")?;
        let is_async = self.unit.flags.contains(CodeFlags::ASYNC_GENERATOR);
        let register = match value {
            Some(value) => self.last_operand(value, self.scratch(dst))?,
            None => {
                let register = self.temp();
                self.load_none(e.range, register);
                register
            }
        };
        self.yield_register(e.range, is_async, register, dst);
        Ok(())
    }

    /// Yields a register; what is sent goes to `dst`.
    pub(super) fn yield_register(&mut self, range: TextRange, is_async: bool, register: Reg, dst: Reg) {
        let mut register = register;
        if is_async {
            let wrapped = self.temp();
            self.op(range, Op::Intrinsic, wrapped, register, Intrinsic::AsyncGenWrap as u16);
            register = wrapped;
        }
        self.op(range, Op::Yield, dst, register, Self::ABSENT);
    }

    pub(super) fn yield_from(&mut self, e: &'a Expr, value: &'a Expr, dst: Reg) -> Step {
        self.check_function(e.range, "yield from")?;
        if self.unit.flags.contains(CodeFlags::ASYNC_GENERATOR) {
            return self.error(e.range, "'yield from' inside async function");
        }
        let iterator = self.temp();
        let value = self.last_operand(value, Some(iterator))?;
        self.op(e.range, Op::GetYieldFromIter, iterator, value, 0);
        self.send_loop(e.range, iterator, false, dst);
        Ok(())
    }

    pub(super) fn await_expression(&mut self, e: &'a Expr, value: &'a Expr, dst: Reg) -> Step {
        self.check_function(e.range, "await")?;
        let is_async = CodeFlags::COROUTINE | CodeFlags::ASYNC_GENERATOR;
        if !self.unit.flags.intersects(is_async) {
            return self.error(e.range, "'await' outside async function");
        }
        let awaitable = self.temp();
        let value = self.last_operand(value, Some(awaitable))?;
        self.await_register(e.range, value, 0, dst);
        Ok(())
    }

    /// Awaits a register. `protocol` is the operand of `GetAwaitable`.
    pub(crate) fn await_register(&mut self, range: TextRange, register: Reg, protocol: u8, dst: Reg) {
        let mark = self.mark();
        let iterator = self.temp();
        self.emit(range, Op::GetAwaitable, protocol, iterator, register, 0);
        self.send_loop(range, iterator, true, dst);
        self.release(mark);
    }

    /// The loop that delegates to `iterator`; its result goes to `dst`.
    pub(crate) fn send_loop(&mut self, range: TextRange, iterator: Reg, is_await: bool, dst: Reg) {
        let mark = self.mark();
        let value = self
            .scratch(dst)
            .filter(|dst| *dst != iterator)
            .unwrap_or_else(|| self.temp());
        let sent = self.temp();
        self.load_none(range, sent);
        let (start, exit) = (self.unit.emit.here(), self.label());
        self.op(range, Op::Send, value, iterator, sent);
        self.jump(range, exit);
        self.emit(range, Op::Yield, u8::from(is_await), sent, value, iterator);
        self.loop_jump(range, start);
        self.place(exit);
        self.move_to(range, dst, value);
        self.release(mark);
    }
}
