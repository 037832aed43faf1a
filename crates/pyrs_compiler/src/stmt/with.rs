//! `with` and `async with`.

use pyrs_bytecode::Op;
use pyrs_bytecode::template::SpecialMethod;
use pyrs_syntax::ast::{Stmt, WithItem};

use crate::compiler::Compiler;
use crate::emit::ARTIFICIAL;
use crate::error::Step;
use crate::registers::Reg;
use crate::stack;
use crate::unit::BlockKind;

impl<'a> Compiler<'a> {
    pub(super) fn with(&mut self, stmt: &'a Stmt, items: &'a [WithItem], body: &'a [Stmt], is_async: bool) -> Step {
        if is_async {
            self.check_async(stmt.range, "async with")?;
        }
        self.with_items(items, body, is_async)
    }

    fn with_items(&mut self, items: &'a [WithItem], body: &'a [Stmt], is_async: bool) -> Step {
        match items.split_first() {
            Some((first, rest)) => stack::grow(|| self.with_item(first, rest, body, is_async)),
            None => self.block(body),
        }
    }

    fn with_item(&mut self, item: &'a WithItem, rest: &'a [WithItem], body: &'a [Stmt], is_async: bool) -> Step {
        let range = item.context_expr.range;
        let outer = self.unit.emit.handler;
        let (exit_id, enter_id) = if is_async {
            (SpecialMethod::AsyncExit, SpecialMethod::AsyncEnter)
        } else {
            (SpecialMethod::Exit, SpecialMethod::Enter)
        };
        let exit = self.unit.regs.run(2);
        let mark = self.mark();
        let enter = self.unit.regs.run(2);
        let manager = self.last_operand(&item.context_expr, None)?;
        self.op(range, Op::LoadSpecial, exit, manager, exit_id as u16);
        self.op(range, Op::LoadSpecial, enter, manager, enter_id as u16);
        self.op(range, Op::CallPair, enter, enter, 0);
        if is_async {
            self.await_register(range, enter, 1, enter);
        }
        let (handler, end) = (self.label(), self.label());
        self.push_handler(handler, mark as Reg);
        self.push_block(BlockKind::With { exit, is_async, range }, outer);
        if let Some(target) = &item.optional_vars {
            self.assign(target, enter)?;
        }
        self.release(mark);
        self.with_items(rest, body, is_async)?;
        self.unit.blocks.pop();
        self.set_handler(outer);
        let result = self.temp();
        self.op(range, Op::CallExit, result, exit, Self::ABSENT);
        if is_async {
            self.await_register(range, result, 2, result);
        }
        self.jump(ARTIFICIAL, end);
        self.release(mark);

        let (registers, cleanup) = self.begin_handler(handler);
        let suppress = self.label();
        let result = self.temp();
        self.op(range, Op::CallExit, result, exit, registers.exception);
        if is_async {
            self.await_register(range, result, 2, result);
        }
        self.unit.emit.jump(range, Op::JumpIfTrue, result, suppress);
        self.set_handler(outer);
        self.reraise(registers.previous, registers.exception);
        self.place(suppress);
        self.op(ARTIFICIAL, Op::PopExc, registers.previous, 0, 0);
        self.jump(ARTIFICIAL, end);
        self.end_handler(cleanup, registers);
        self.place(end);
        self.release(mark);
        Ok(())
    }
}
