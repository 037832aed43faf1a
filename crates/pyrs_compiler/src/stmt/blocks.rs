//! Leaving statements early: `return`, `break`, `continue`.
//!
//! What has to happen on the way out (`finally` bodies, exits of `with`, restoring the handled exception) is emitted
//! again at each such place, under the handlers of the statement around the one that is left.

use pyrs_bytecode::{CodeFlags, Op};
use pyrs_syntax::TextRange;
use pyrs_syntax::ast::{Expr, Stmt};

use crate::compiler::Compiler;
use crate::emit::HandlerId;
use crate::error::Step;
use crate::scopes::ScopeKind;
use crate::unit::{Block, BlockKind};

/// What unwinding has put aside.
struct Unwound<'a> {
    blocks: Vec<Block<'a>>,
    handler: HandlerId,
}

impl<'a> Compiler<'a> {
    pub(super) fn push_block(&mut self, kind: BlockKind<'a>, outer: HandlerId) {
        self.unit.blocks.push(Block { kind, outer });
    }

    /// Emits what leaving the statements above `depth` takes; afterwards their handlers are not in effect.
    fn unwind(&mut self, depth: usize) -> Step<Unwound<'a>> {
        let mut unwound = Unwound {
            blocks: Vec::new(),
            handler: self.unit.emit.handler,
        };
        while self.unit.blocks.len() > depth {
            let Some(block) = self.unit.blocks.pop() else { break };
            unwound.blocks.push(block);
            self.leave_block(block)?;
        }
        Ok(unwound)
    }

    fn rewind(&mut self, unwound: Unwound<'a>) {
        self.unit.blocks.extend(unwound.blocks.into_iter().rev());
        self.set_handler(unwound.handler);
    }

    fn leave_block(&mut self, block: Block<'a>) -> Step {
        let mark = self.mark();
        match block.kind {
            BlockKind::Loop { .. } | BlockKind::GroupHandler => {}
            BlockKind::Protected => self.set_handler(block.outer),
            BlockKind::Finally { body } => {
                self.set_handler(block.outer);
                self.block(body)?;
            }
            BlockKind::Handler { previous, name, range } => {
                self.set_handler(block.outer);
                self.op(range, Op::PopExc, previous, 0, 0);
                if let Some(name) = name {
                    self.clear_handler_name(name);
                }
            }
            BlockKind::With { exit, is_async, range } => {
                self.set_handler(block.outer);
                let result = self.temp();
                self.op(range, Op::CallExit, result, exit, Self::ABSENT);
                if is_async {
                    self.await_register(range, result, 2, result);
                }
            }
        }
        self.release(mark);
        Ok(())
    }

    pub(super) fn return_statement(&mut self, stmt: &'a Stmt, value: Option<&'a Expr>) -> Step {
        if !self.kind().is_function_like() || self.kind() == ScopeKind::Class {
            return self.error(stmt.range, "'return' outside function");
        }
        if let Some(value) = value
            && self.unit.flags.contains(CodeFlags::ASYNC_GENERATOR)
        {
            return self.error(value.range.cover(stmt.range), "'return' with value in async generator");
        }
        self.check_group(stmt.range, 0)?;
        // A local that code on the way out could change has to be read now.
        let untouched = self.unit.blocks.iter().all(|block| {
            matches!(
                block.kind,
                BlockKind::Loop { .. } | BlockKind::Protected | BlockKind::Handler { name: None, .. }
            )
        });
        let register = match value {
            Some(value) if untouched => self.last_operand(value, None)?,
            Some(value) => self.eval_temp(value)?,
            None => self.temp(),
        };
        let unwound = self.unwind(0)?;
        if value.is_none() {
            self.load_none(stmt.range, register);
        }
        self.op(stmt.range, Op::Return, register, 0, 0);
        self.rewind(unwound);
        Ok(())
    }

    fn check_group(&self, range: TextRange, depth: usize) -> Step {
        if self.unit.blocks[depth..]
            .iter()
            .any(|block| matches!(block.kind, BlockKind::GroupHandler))
        {
            return self.error(
                range,
                "'break', 'continue' and 'return' cannot appear in an except* block",
            );
        }
        Ok(())
    }

    fn innermost_loop(&self) -> Option<(usize, crate::emit::Label, crate::emit::Label)> {
        self.unit
            .blocks
            .iter()
            .enumerate()
            .rev()
            .find_map(|(depth, block)| match block.kind {
                BlockKind::Loop { start, exit } => Some((depth, start, exit)),
                _ => None,
            })
    }

    pub(super) fn break_statement(&mut self, stmt: &'a Stmt) -> Step {
        let Some((depth, _, exit)) = self.innermost_loop() else {
            self.check_group(stmt.range, 0)?;
            return self.error(stmt.range, "'break' outside loop");
        };
        self.check_group(stmt.range, depth)?;
        let unwound = self.unwind(depth + 1)?;
        self.jump(stmt.range, exit);
        self.rewind(unwound);
        Ok(())
    }

    pub(super) fn continue_statement(&mut self, stmt: &'a Stmt) -> Step {
        let Some((depth, start, _)) = self.innermost_loop() else {
            self.check_group(stmt.range, 0)?;
            return self.error(stmt.range, "'continue' not properly in loop");
        };
        self.check_group(stmt.range, depth)?;
        let unwound = self.unwind(depth + 1)?;
        self.loop_jump(stmt.range, start);
        self.rewind(unwound);
        Ok(())
    }
}
