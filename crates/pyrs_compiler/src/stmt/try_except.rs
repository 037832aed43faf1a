//! `try` with `except`, `except*`, `else` and `finally`.
//!
//! In a handler, the register of the exception and the one of the previously handled exception lie above everything live
//! at the statement; a second handler around the handler's body restores the latter when the body raises.

use pyrs_bytecode::Op;
use pyrs_syntax::TextRange;
use pyrs_syntax::ast::{ExceptHandler, Stmt};

use crate::compiler::Compiler;
use crate::emit::{ARTIFICIAL, HandlerId, Label};
use crate::error::Step;
use crate::registers::Reg;
use crate::unit::BlockKind;

/// Registers of a handler: the exception, the one handled before, and one raised while handling.
#[derive(Clone, Copy)]
pub(super) struct HandlerRegisters {
    pub(super) exception: Reg,
    pub(super) previous: Reg,
    pub(super) raised: Reg,
}

impl<'a> Compiler<'a> {
    pub(super) fn try_statement(
        &mut self,
        body: &'a [Stmt],
        handlers: &'a [ExceptHandler],
        orelse: &'a [Stmt],
        finalbody: &'a [Stmt],
        is_star: bool,
    ) -> Step {
        if finalbody.is_empty() {
            return self.try_handlers(body, handlers, orelse, is_star);
        }
        let outer = self.unit.emit.handler;
        let (handler, end) = (self.label(), self.label());
        self.push_handler(handler, self.mark() as Reg);
        self.push_block(BlockKind::Finally { body: finalbody }, outer);
        self.try_handlers(body, handlers, orelse, is_star)?;
        self.unit.blocks.pop();
        self.set_handler(outer);
        self.block(finalbody)?;
        self.jump(ARTIFICIAL, end);
        let range = finalbody.first().map_or(ARTIFICIAL, |stmt| stmt.range);
        let (registers, cleanup) = self.begin_handler(handler);
        self.push_block(
            BlockKind::Handler {
                previous: registers.previous,
                name: None,
                range,
            },
            outer,
        );
        self.block(finalbody)?;
        self.unit.blocks.pop();
        self.set_handler(outer);
        self.reraise(registers.previous, registers.exception);
        self.end_handler(cleanup, registers);
        self.place(end);
        Ok(())
    }

    /// Places a handler and makes its exception the handled one. What follows runs under the returned cleanup handler.
    pub(super) fn begin_handler(&mut self, handler: Label) -> (HandlerRegisters, Label) {
        self.place(handler);
        let registers = HandlerRegisters {
            exception: self.temp(),
            previous: self.temp(),
            raised: self.temp(),
        };
        let cleanup = self.label();
        self.push_handler(cleanup, registers.raised);
        self.op(ARTIFICIAL, Op::PushExc, registers.previous, registers.exception, 0);
        (registers, cleanup)
    }

    /// Places the cleanup handler. The outer handler has to be in effect.
    pub(super) fn end_handler(&mut self, cleanup: Label, registers: HandlerRegisters) {
        self.place(cleanup);
        self.reraise(registers.previous, registers.raised);
    }

    pub(super) fn reraise(&mut self, previous: Reg, exception: Reg) {
        self.op(ARTIFICIAL, Op::PopExc, previous, 0, 0);
        self.op(ARTIFICIAL, Op::Reraise, exception, 0, 0);
    }

    fn try_handlers(
        &mut self,
        body: &'a [Stmt],
        handlers: &'a [ExceptHandler],
        orelse: &'a [Stmt],
        is_star: bool,
    ) -> Step {
        if handlers.is_empty() {
            return self.block(body);
        }
        let outer = self.unit.emit.handler;
        let (handler, end) = (self.label(), self.label());
        let mark = self.mark();
        self.push_handler(handler, mark as Reg);
        self.push_block(BlockKind::Protected, outer);
        self.block(body)?;
        self.unit.blocks.pop();
        self.set_handler(outer);
        self.block(orelse)?;
        self.jump(ARTIFICIAL, end);
        let (registers, cleanup) = self.begin_handler(handler);
        if is_star {
            self.group_clauses(handlers, registers, outer, end)?;
        } else {
            self.clauses_in_order(handlers, registers, outer, end)?;
            self.set_handler(outer);
            self.reraise(registers.previous, registers.exception);
        }
        self.end_handler(cleanup, registers);
        self.release(mark);
        self.place(end);
        Ok(())
    }

    fn clauses_in_order(
        &mut self,
        handlers: &'a [ExceptHandler],
        registers: HandlerRegisters,
        outer: HandlerId,
        end: Label,
    ) -> Step {
        let cleanup = self.unit.emit.handler;
        for (index, clause) in handlers.iter().enumerate() {
            let next = self.label();
            self.set_handler(cleanup);
            match clause.r#type.as_deref() {
                Some(class) => {
                    let mark = self.mark();
                    let matches = self.temp();
                    let class_register = self.last_operand(class, Some(matches))?;
                    self.op(class.range, Op::MatchExc, matches, registers.exception, class_register);
                    self.unit.emit.jump(class.range, Op::JumpIfFalse, matches, next);
                    self.release(mark);
                }
                None if index + 1 < handlers.len() => {
                    return self.error(clause.range, "default 'except:' must be last");
                }
                None => {}
            }
            self.clause_body(clause, registers, outer)?;
            self.jump(ARTIFICIAL, end);
            self.place(next);
        }
        Ok(())
    }

    fn clause_body(&mut self, clause: &'a ExceptHandler, registers: HandlerRegisters, outer: HandlerId) -> Step {
        let cleanup = self.unit.emit.handler;
        let name = clause.name.as_deref();
        let previous = registers.previous;
        let unnamed = self.label();
        if let Some(text) = name {
            let mangled = self.mangled(text);
            self.store_name(clause.range, mangled, registers.exception);
            self.push_handler(unnamed, registers.raised);
        }
        self.push_block(
            BlockKind::Handler {
                previous,
                name,
                range: clause.range,
            },
            outer,
        );
        self.block(&clause.body)?;
        self.unit.blocks.pop();
        self.set_handler(outer);
        self.op(ARTIFICIAL, Op::PopExc, previous, 0, 0);
        if let Some(text) = name {
            let done = self.label();
            self.clear_handler_name(text);
            self.jump(ARTIFICIAL, done);
            self.place(unnamed);
            self.set_handler(cleanup);
            self.clear_handler_name(text);
            self.set_handler(outer);
            self.reraise(previous, registers.raised);
            self.place(done);
        }
        Ok(())
    }

    /// The clauses of `except*`: each takes its part of the group; what they raise and what is left is raised at the end.
    fn group_clauses(
        &mut self,
        handlers: &'a [ExceptHandler],
        registers: HandlerRegisters,
        outer: HandlerId,
        end: Label,
    ) -> Step {
        let cleanup = self.unit.emit.handler;
        let (rest, results) = (self.temp(), self.temp());
        self.move_to(ARTIFICIAL, rest, registers.exception);
        self.op(ARTIFICIAL, Op::BuildList, results, 0, 0);
        for clause in handlers {
            let Some(class) = clause.r#type.as_deref() else {
                return self.error(clause.range, "expected one or more exception types");
            };
            let mark = self.mark();
            let next = self.label();
            let class_register = self.last_operand(class, None)?;
            let split = self.unit.regs.run(2);
            self.op(class.range, Op::MatchExcStar, split, rest, class_register);
            self.move_to(class.range, rest, split + 1);
            self.unit.emit.jump(class.range, Op::JumpIfNone, split, next);
            // The part that this clause handles is the handled exception in its body.
            self.op(class.range, Op::PopExc, split, 0, 0);
            self.group_clause_body(clause, split, results, cleanup)?;
            self.place(next);
            self.release(mark);
        }
        self.op(ARTIFICIAL, Op::ListAppend, results, rest, 0);
        let raised = self.temp();
        let done = self.label();
        self.op(ARTIFICIAL, Op::EndExcStar, raised, registers.exception, results);
        self.set_handler(outer);
        self.unit.emit.jump(ARTIFICIAL, Op::JumpIfNone, raised, done);
        self.reraise(registers.previous, raised);
        self.place(done);
        self.op(ARTIFICIAL, Op::PopExc, registers.previous, 0, 0);
        self.jump(ARTIFICIAL, end);
        Ok(())
    }

    fn group_clause_body(&mut self, clause: &'a ExceptHandler, part: Reg, results: Reg, cleanup: HandlerId) -> Step {
        let range: TextRange = clause.range;
        let (failed, next) = (self.label(), self.label());
        let raised = self.temp();
        if let Some(text) = clause.name.as_deref() {
            let mangled = self.mangled(text);
            self.store_name(range, mangled, part);
        }
        self.push_handler(failed, raised);
        self.push_block(BlockKind::GroupHandler, cleanup);
        self.block(&clause.body)?;
        self.unit.blocks.pop();
        self.set_handler(cleanup);
        if let Some(text) = clause.name.as_deref() {
            self.clear_handler_name(text);
        }
        self.jump(ARTIFICIAL, next);
        self.place(failed);
        if let Some(text) = clause.name.as_deref() {
            self.clear_handler_name(text);
        }
        self.op(ARTIFICIAL, Op::ListAppend, results, raised, 0);
        self.place(next);
        Ok(())
    }
}
