//! Displays: tuples, lists, sets, dicts.

use pyrs_bytecode::template::Intrinsic;
use pyrs_bytecode::{Constant, Op};
use pyrs_syntax::TextRange;
use pyrs_syntax::ast::{Expr, ExprKind};

use crate::compiler::Compiler;
use crate::error::Step;
use crate::registers::Reg;

/// Items that are built from adjacent registers at once; more are added one by one.
const AT_ONCE: usize = 48;
/// Constant items from which on a display is filled from a constant.
const FROM_CONSTANT: usize = 3;

impl<'a> Compiler<'a> {
    pub(crate) fn tuple(&mut self, range: TextRange, elts: &'a [Expr], dst: Reg) -> Step {
        if !starred(elts) && elts.len() <= AT_ONCE {
            return self.build(range, Op::BuildTuple, elts, dst);
        }
        let list = self.temp();
        self.fill(range, Op::BuildList, elts, list)?;
        self.op(range, Op::Intrinsic, dst, list, Intrinsic::ListToTuple as u16);
        Ok(())
    }

    pub(super) fn list(&mut self, e: &'a Expr, elts: &'a [Expr], dst: Reg) -> Step {
        self.display(e.range, Op::BuildList, elts, dst)
    }

    pub(super) fn set(&mut self, e: &'a Expr, elts: &'a [Expr], dst: Reg) -> Step {
        self.display(e.range, Op::BuildSet, elts, dst)
    }

    fn display(&mut self, range: TextRange, build: Op, elts: &'a [Expr], dst: Reg) -> Step {
        if elts.len() >= FROM_CONSTANT
            && let Some(items) = self.fold_all(elts)
        {
            let collection = self.scratch(dst).unwrap_or_else(|| self.temp());
            let items_register = self.temp();
            self.op(range, build, collection, 0, 0);
            // A set is filled from a set: that decides how large its table is, and with it the order of its items.
            let items = match build {
                Op::BuildSet => Constant::FrozenSet(items),
                _ => Constant::Tuple(items),
            };
            self.load_constant(range, items_register, items);
            self.op(range, extend_op(build), collection, items_register, 0);
            self.move_to(range, dst, collection);
            return Ok(());
        }
        if !starred(elts) && elts.len() <= AT_ONCE {
            return self.build(range, build, elts, dst);
        }
        let collection = self.scratch(dst).unwrap_or_else(|| self.temp());
        self.fill(range, build, elts, collection)?;
        self.move_to(range, dst, collection);
        Ok(())
    }

    /// Builds from adjacent registers.
    fn build(&mut self, range: TextRange, op: Op, elts: &'a [Expr], dst: Reg) -> Step {
        let mark = self.mark();
        let first = if let ([only], Op::BuildTuple | Op::BuildList | Op::BuildSet) = (elts, op) {
            self.last_operand(only, None)?
        } else {
            let first = mark as Reg;
            for elt in elts {
                self.eval_temp(elt)?;
            }
            first
        };
        self.op(
            range,
            op,
            dst,
            if elts.is_empty() { 0 } else { first },
            elts.len() as u16,
        );
        self.release(mark);
        Ok(())
    }

    /// Makes a list or set in temporary `dst` and adds the items one by one.
    pub(crate) fn fill(&mut self, range: TextRange, build: Op, elts: &'a [Expr], dst: Reg) -> Step {
        let leading = elts.iter().take_while(|elt| !is_starred(elt)).count().min(AT_ONCE);
        let (leading, rest) = elts.split_at(leading);
        self.build(range, build, leading, dst)?;
        let append = if build == Op::BuildSet {
            Op::SetAdd
        } else {
            Op::ListAppend
        };
        for elt in rest {
            let mark = self.mark();
            if let ExprKind::Starred { value, .. } = &elt.kind {
                let items = self.last_operand(value, None)?;
                self.op(elt.range, extend_op(build), dst, items, 0);
            } else {
                let item = self.last_operand(elt, None)?;
                self.op(elt.range, append, dst, item, 0);
            }
            self.release(mark);
        }
        Ok(())
    }

    pub(super) fn dict(&mut self, e: &'a Expr, keys: &'a [Option<Expr>], values: &'a [Expr], dst: Reg) -> Step {
        let mark = self.mark();
        if keys.iter().all(Option::is_some) && keys.len() <= AT_ONCE / 2 {
            for (key, value) in keys.iter().flatten().zip(values) {
                self.eval_temp(key)?;
                self.eval_temp(value)?;
            }
            let first = if keys.is_empty() { 0 } else { mark as Reg };
            self.op(e.range, Op::BuildMap, dst, first, keys.len() as u16);
            self.release(mark);
            return Ok(());
        }
        let dict = self.scratch(dst).unwrap_or_else(|| self.temp());
        self.op(e.range, Op::BuildMap, dict, 0, 0);
        for (key, value) in keys.iter().zip(values) {
            let mark = self.mark();
            match key {
                Some(key) => {
                    let key = self.operand(key, None)?;
                    let value = self.last_operand(value, None)?;
                    self.op(e.range, Op::MapAdd, dict, key, value);
                }
                None => {
                    let mapping = self.last_operand(value, None)?;
                    self.op(value.range, Op::DictUpdate, dict, mapping, 0);
                }
            }
            self.release(mark);
        }
        self.move_to(e.range, dst, dict);
        Ok(())
    }
}

fn extend_op(build: Op) -> Op {
    if build == Op::BuildSet {
        Op::SetUpdate
    } else {
        Op::ListExtend
    }
}

pub(crate) fn is_starred(e: &Expr) -> bool {
    matches!(e.kind, ExprKind::Starred { .. })
}

pub(crate) fn starred(elts: &[Expr]) -> bool {
    elts.iter().any(is_starred)
}
