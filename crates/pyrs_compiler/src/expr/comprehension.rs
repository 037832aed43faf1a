//! Comprehensions, in the frame of what holds them or in a function of their own.

use pyrs_bytecode::{CodeFlags, Op};
use pyrs_syntax::TextRange;
use pyrs_syntax::ast::{Comprehension, Expr, ExprKind};

use crate::compiler::{Compiler, Signature};
use crate::emit::Label;
use crate::error::Step;
use crate::names::NameMap;
use crate::registers::Reg;
use crate::scopes::{Resolution, Role, ScopeId};
use crate::unit::InlinedComprehension;

/// What is done with each element.
#[derive(Clone, Copy)]
struct Sink<'a> {
    e: &'a Expr,
    /// The collection; a generator yields instead.
    collection: Option<Reg>,
}

impl<'a> Compiler<'a> {
    pub(super) fn comprehension(&mut self, e: &'a Expr, generators: &'a [Comprehension], dst: Reg) -> Step {
        let scope_id = self.table.of(e, Role::Body);
        let scope = self.table.scope(scope_id);
        let is_generator = scope.is_generator;
        let (inlined, is_async) = (scope.inlined, scope.is_coroutine);
        let in_async_function = self
            .unit
            .flags
            .intersects(CodeFlags::COROUTINE | CodeFlags::ASYNC_GENERATOR);
        if is_async && !is_generator && !in_async_function {
            let message = "asynchronous comprehension outside of an asynchronous function";
            return self.error(e.range, message);
        }
        let Some(first) = generators.first() else { return Ok(()) };
        if inlined {
            return self.inlined_comprehension(e, scope_id, generators, first, dst);
        }
        // The outermost iterable is evaluated here, its iterator made here too.
        let block = self.unit.regs.block();
        let argument = self.temp();
        self.outermost_iterator(first, argument)?;
        let flags = match (is_generator, is_async) {
            (true, true) => CodeFlags::ASYNC_GENERATOR,
            (true, false) => CodeFlags::GENERATOR,
            (false, true) => CodeFlags::COROUTINE,
            (false, false) => CodeFlags::empty(),
        };
        let line = self.line_of(e.range);
        self.enter(
            scope_id,
            Signature {
                flags,
                posonly: 0,
                ..Signature::ONE
            },
            line,
        );
        let guard = self.begin_generator();
        let collection = if is_generator { None } else { Some(self.temp()) };
        if let Some(collection) = collection {
            self.op(e.range, empty_op(e), collection, 0, 0);
        }
        self.clauses(generators, Some(0), Sink { e, collection })?;
        let result = collection.unwrap_or_else(|| {
            let none = self.temp();
            self.load_none(e.range, none);
            none
        });
        self.op(e.range, Op::Return, result, 0, 0);
        self.end_generator(guard);
        let code = self.leave()?;
        self.make_function(e.range, block, scope_id, code);
        let site = self.unit.pool.call_site(Op::Call);
        self.emit(e.range, Op::Call, 1, dst, block, site);
        if is_async && !is_generator {
            self.await_register(e.range, dst, 0, dst);
        }
        Ok(())
    }

    fn outermost_iterator(&mut self, first: &'a Comprehension, dst: Reg) -> Step {
        let range = first.iter.range;
        if let Some(constant) = self.constant_container(&first.iter).filter(|_| !first.is_async) {
            self.load_constant(range, dst, constant);
            self.op(range, Op::GetIter, dst, dst, 0);
            return Ok(());
        }
        let iterable = self.last_operand(&first.iter, Some(dst))?;
        let op = if first.is_async { Op::GetAIter } else { Op::GetIter };
        self.op(range, op, dst, iterable, 0);
        Ok(())
    }

    fn inlined_comprehension(
        &mut self,
        e: &'a Expr,
        scope_id: ScopeId,
        generators: &'a [Comprehension],
        first: &'a Comprehension,
        dst: Reg,
    ) -> Step {
        let collection = self.scratch(dst).unwrap_or_else(|| self.temp());
        let iterator = self.temp();
        self.outermost_iterator(first, iterator)?;
        let (registers, cleared) = self.comprehension_registers(e.range, scope_id);
        self.unit.comprehensions.push(InlinedComprehension {
            scope: scope_id,
            registers,
        });
        self.op(e.range, empty_op(e), collection, 0, 0);
        self.clauses(
            generators,
            Some(iterator),
            Sink {
                e,
                collection: Some(collection),
            },
        )?;
        self.unit.comprehensions.pop();
        for register in cleared {
            self.op(e.range, Op::ClearLocal, register, 0, 0);
        }
        self.move_to(e.range, dst, collection);
        Ok(())
    }

    /// Registers for the variables of an inlined comprehension, and those of them that other code can see.
    fn comprehension_registers(
        &mut self,
        range: TextRange,
        scope_id: ScopeId,
    ) -> (NameMap<crate::names::Name, Reg>, Vec<Reg>) {
        let mut registers = NameMap::default();
        let mut cleared = Vec::new();
        for name in self.table.scope(scope_id).order.clone() {
            let resolution = self.table.scope(scope_id).symbol(name).resolution;
            let is_cell = resolution == Resolution::Cell;
            if !is_cell && resolution != Resolution::Local {
                continue;
            }
            let kept = self.unit.comprehension_locals.get(&name).copied();
            let in_use = self
                .unit
                .comprehensions
                .iter()
                .any(|outer| outer.registers.contains_key(&name));
            let register = match kept {
                Some(register) if !is_cell && !in_use => {
                    cleared.push(register);
                    register
                }
                _ => {
                    let register = self.temp();
                    self.op(range, Op::ClearLocal, register, 0, 0);
                    register
                }
            };
            if is_cell {
                self.op(range, Op::MakeCell, register, 0, 0);
            }
            registers.insert(name, register);
        }
        (registers, cleared)
    }

    /// The loops. `iterator` is that of the first clause.
    fn clauses(&mut self, clauses: &'a [Comprehension], iterator: Option<Reg>, sink: Sink<'a>) -> Step {
        let Some((clause, rest)) = clauses.split_first() else {
            return self.element(sink);
        };
        let mark = self.mark();
        let range = clause.iter.range;
        if let (None, false, Some(only)) = (iterator, clause.is_async, single_item(&clause.iter)) {
            // `for x in [value]` is an assignment.
            let skip = self.label();
            let value = self.operand(only, None)?;
            self.assign(&clause.target, value)?;
            clause.ifs.iter().try_for_each(|test| self.jump_unless(test, skip))?;
            self.clauses(rest, None, sink)?;
            self.place(skip);
            self.release(mark);
            return Ok(());
        }
        let iterator = match iterator {
            Some(iterator) => iterator,
            None => {
                let iterator = self.temp();
                self.outermost_iterator(clause, iterator)?;
                iterator
            }
        };
        let (start, exit) = (self.unit.emit.here(), self.label());
        let next = self.label();
        let guard = if clause.is_async {
            Some(self.async_next(range, iterator, &clause.target)?)
        } else {
            self.for_next(range, iterator, &clause.target, exit)?;
            None
        };
        clause.ifs.iter().try_for_each(|test| self.jump_unless(test, next))?;
        self.clauses(rest, None, sink)?;
        self.place(next);
        self.loop_jump(sink.e.range, start);
        if let Some(end) = guard {
            self.end_async_for(range, end);
        }
        self.place(exit);
        self.release(mark);
        Ok(())
    }

    fn element(&mut self, sink: Sink<'a>) -> Step {
        let mark = self.mark();
        let range = sink.e.range;
        match (&sink.e.kind, sink.collection) {
            (ExprKind::DictComp { key, value, .. }, Some(dict)) => {
                let key_register = self.operand(key, None)?;
                let value_register = self.last_operand(value, None)?;
                let range = key.range.cover(value.range);
                self.op(range, Op::MapAdd, dict, key_register, value_register);
            }
            (ExprKind::ListComp { elt, .. }, Some(list)) => {
                let item = self.last_operand(elt, None)?;
                self.op(elt.range, Op::ListAppend, list, item, 0);
            }
            (ExprKind::SetComp { elt, .. }, Some(set)) => {
                let item = self.last_operand(elt, None)?;
                self.op(elt.range, Op::SetAdd, set, item, 0);
            }
            (ExprKind::GeneratorExp { elt, .. }, _) => {
                let value = self.last_operand(elt, None)?;
                let is_async = self.unit.flags.contains(CodeFlags::ASYNC_GENERATOR);
                let sent = self.temp();
                self.yield_register(elt.range, is_async, value, sent);
            }
            _ => return self.error(range, "element of no comprehension"),
        }
        self.release(mark);
        Ok(())
    }
}

fn empty_op(e: &Expr) -> Op {
    match e.kind {
        ExprKind::SetComp { .. } => Op::BuildSet,
        ExprKind::DictComp { .. } => Op::BuildMap,
        _ => Op::BuildList,
    }
}

/// The item of a one-item list or tuple display.
fn single_item(e: &Expr) -> Option<&Expr> {
    match &e.kind {
        ExprKind::List { elts, .. } | ExprKind::Tuple { elts, .. } => match elts.as_slice() {
            [only] if !super::collection::is_starred(only) => Some(only),
            _ => None,
        },
        _ => None,
    }
}

/// End of an asynchronous loop: the handler of the exception that ends it.
pub(crate) struct AsyncForEnd {
    pub(crate) label: Label,
    pub(crate) register: Reg,
}
