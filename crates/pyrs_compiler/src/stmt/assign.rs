//! Assignment, augmented assignment, `del`.

use pyrs_bytecode::{Constant, Op};
use pyrs_syntax::TextRange;
use pyrs_syntax::ast::{BinaryOperator, Expr, ExprKind, Stmt};

use crate::compiler::Compiler;
use crate::error::Step;
use crate::registers::Reg;
use crate::scopes::ScopeKind;

/// Most items that are unpacked pair by pair without making a tuple.
const PAIRWISE: usize = 8;

/// A value waiting for its target.
enum Pending {
    Register(Reg),
    Constant(Constant),
}

impl<'a> Compiler<'a> {
    pub(super) fn assignment(&mut self, targets: &'a [Expr], value: &'a Expr) -> Step {
        let Some((first, rest)) = targets.split_first() else {
            return Ok(());
        };
        if rest.is_empty() && self.pairwise(first, value)? {
            return Ok(());
        }
        let direct = self
            .local_target(first)
            .filter(|_| rest.is_empty() || !self.is_walrus(first));
        let register = match direct {
            Some(register) => {
                self.eval(value, register)?;
                register
            }
            None => {
                let register = if rest.is_empty() && !self.is_compound(first) {
                    self.stored_operand(value, first)?
                } else {
                    self.eval_temp(value)?
                };
                self.assign(first, register)?;
                register
            }
        };
        rest.iter().try_for_each(|target| self.assign(target, register))
    }

    /// The value for a target whose own expressions are evaluated after it.
    fn stored_operand(&mut self, value: &'a Expr, target: &'a Expr) -> Step<Reg> {
        match target.kind {
            ExprKind::Name { .. } => self.last_operand(value, None),
            _ => self.operand(value, None),
        }
    }

    fn is_compound(&self, target: &Expr) -> bool {
        matches!(target.kind, ExprKind::Tuple { .. } | ExprKind::List { .. })
    }

    fn is_walrus(&mut self, target: &'a Expr) -> bool {
        match &target.kind {
            ExprKind::Name { id, .. } => {
                let name = self.mangled(id);
                self.unit.walrus.contains(&name)
            }
            _ => false,
        }
    }

    /// `a, b = x, y` without a tuple. False if it does not apply; nothing is emitted then.
    fn pairwise(&mut self, target: &'a Expr, value: &'a Expr) -> Step<bool> {
        let (
            ExprKind::Tuple { elts: targets, .. } | ExprKind::List { elts: targets, .. },
            ExprKind::Tuple { elts: values, .. } | ExprKind::List { elts: values, .. },
        ) = (&target.kind, &value.kind)
        else {
            return Ok(false);
        };
        let starred = |e: &Expr| matches!(e.kind, ExprKind::Starred { .. });
        let fits = targets.len() == values.len() && values.len() <= PAIRWISE;
        if !fits || targets.iter().chain(values).any(starred) {
            return Ok(false);
        }
        let mut pending = Vec::with_capacity(values.len());
        for (index, value) in values.iter().enumerate() {
            if let Some(constant) = self.fold(value) {
                pending.push(Pending::Constant(constant));
                continue;
            }
            let register = self.operand(value, None)?;
            // A local that an earlier target overwrites has to be read now.
            let simple = targets[..index].iter().all(|earlier| !self.is_compound(earlier));
            let overwritten = targets[..index]
                .iter()
                .any(|earlier| self.local_target(earlier) == Some(register));
            let in_place = self.unit.regs.is_temp(register) || (simple && !overwritten);
            if in_place {
                pending.push(Pending::Register(register));
            } else {
                let copy = self.temp();
                self.move_to(value.range, copy, register);
                pending.push(Pending::Register(copy));
            }
        }
        for (target, pending) in targets.iter().zip(pending) {
            match (pending, self.local_target(target)) {
                (Pending::Register(register), _) => self.assign(target, register)?,
                (Pending::Constant(constant), Some(local)) => self.load_constant(target.range, local, constant),
                (Pending::Constant(constant), None) => {
                    let mark = self.mark();
                    let register = self.temp();
                    self.load_constant(target.range, register, constant);
                    self.assign(target, register)?;
                    self.release(mark);
                }
            }
        }
        Ok(true)
    }

    /// Stores register `value` in a target.
    pub(crate) fn assign(&mut self, target: &'a Expr, value: Reg) -> Step {
        let mark = self.mark();
        match &target.kind {
            ExprKind::Name { id, .. } => {
                let name = self.mangled(id);
                self.store_name(target.range, name, value);
            }
            ExprKind::Attribute {
                value: object, attr, ..
            } => {
                self.note_static_attribute(object, attr);
                let object = self.last_operand(object, None)?;
                let name = self.mangled(attr);
                let range = self.attribute_range(target.range, target, attr);
                self.attribute_site(range, Op::StoreAttr, object, value, name);
            }
            ExprKind::Subscript {
                value: object, slice, ..
            } => {
                let object = self.operand(object, None)?;
                let index = self.last_operand(slice, None)?;
                self.op(target.range, Op::StoreSubscr, object, index, value);
            }
            ExprKind::Tuple { elts, .. } | ExprKind::List { elts, .. } => self.unpack(target, elts, value)?,
            ExprKind::Starred { .. } => {
                return self.error(target.range, "starred assignment target must be in a list or tuple");
            }
            _ => return self.error(target.range, "cannot assign to expression"),
        }
        self.release(mark);
        Ok(())
    }

    fn unpack(&mut self, target: &'a Expr, elts: &'a [Expr], value: Reg) -> Step {
        let is_starred = |e: &Expr| matches!(e.kind, ExprKind::Starred { .. });
        let star = elts.iter().position(is_starred);
        if let Some(star) = star {
            let after = elts.len() - star - 1;
            if elts[star + 1..].iter().any(is_starred) {
                return self.error(target.range, "multiple starred expressions in assignment");
            }
            if star > 255 || after > 255 {
                return self.error(target.range, "too many expressions in star-unpacking assignment");
            }
        }
        if elts.len() > usize::from(u16::MAX) {
            return self.error(target.range, "too many targets in unpacking assignment");
        }
        let (op, count) = match star {
            Some(star) => (Op::UnpackEx, (star | (elts.len() - star - 1) << 8) as u16),
            None => (Op::UnpackSequence, elts.len() as u16),
        };
        if let Some(first) = self.adjacent_locals(elts) {
            self.op(target.range, op, first, value, count);
            return Ok(());
        }
        let first = self.unit.regs.run(elts.len());
        self.op(target.range, op, first, value, count);
        for (register, elt) in (first..).zip(elts) {
            match &elt.kind {
                ExprKind::Starred { value: inner, .. } => self.assign(inner, register)?,
                _ => self.assign(elt, register)?,
            }
        }
        Ok(())
    }

    /// The first register if the targets are locals in adjacent ascending registers.
    fn adjacent_locals(&mut self, elts: &'a [Expr]) -> Option<Reg> {
        let mut first = None;
        for (offset, elt) in (0..).zip(elts) {
            let target = match &elt.kind {
                ExprKind::Starred { value, .. } => value,
                _ => elt,
            };
            let register = self.local_target(target)?;
            let expected = first.get_or_insert(register).checked_add(offset)?;
            if register != expected {
                return None;
            }
        }
        first
    }

    /// Notes `self.name = …` for the `__static_attributes__` of the class around this function.
    fn note_static_attribute(&mut self, object: &Expr, attr: &str) {
        if !matches!(&object.kind, ExprKind::Name { id, .. } if &**id == "self") {
            return;
        }
        let name = self.mangled(attr);
        let table = &self.table;
        let class = self
            .outer
            .iter_mut()
            .rev()
            .find(|unit| table.scope(unit.scope).kind == ScopeKind::Class);
        if let Some(class) = class
            && !class.static_attributes.contains(&name)
        {
            class.static_attributes.push(name);
        }
    }

    pub(super) fn augmented_assignment(
        &mut self,
        stmt: &'a Stmt,
        target: &'a Expr,
        op: BinaryOperator,
        value: &'a Expr,
    ) -> Step {
        let range = stmt.range;
        match &target.kind {
            ExprKind::Name { id, .. } => {
                let name = self.mangled(id);
                if let Some(local) = self.local_target(target) {
                    self.check_bound(target.range, local, name);
                    let left = if self.unit.walrus.contains(&name) {
                        let copy = self.temp();
                        self.move_to(target.range, copy, local);
                        copy
                    } else {
                        local
                    };
                    return self.binary_right(range, op, true, left, value, local);
                }
                let register = self.temp();
                self.load_name(target.range, name, register);
                self.binary_right(range, op, true, register, value, register)?;
                self.store_name(target.range, name, register);
            }
            ExprKind::Attribute {
                value: object, attr, ..
            } => {
                self.note_static_attribute(object, attr);
                let object = self.operand(object, None)?;
                let register = self.temp();
                let name = self.mangled(attr);
                let at = self.attribute_range(target.range, target, attr);
                self.attribute_site(at, Op::LoadAttr, register, object, name);
                self.binary_right(range, op, true, register, value, register)?;
                self.attribute_site(at, Op::StoreAttr, object, register, name);
            }
            ExprKind::Subscript {
                value: object, slice, ..
            } => {
                let object = self.operand(object, None)?;
                let index = self.operand(slice, None)?;
                let register = self.temp();
                self.op(target.range, Op::LoadSubscr, register, object, index);
                self.binary_right(range, op, true, register, value, register)?;
                self.op(target.range, Op::StoreSubscr, object, index, register);
            }
            _ => return self.error(target.range, "illegal expression for augmented assignment"),
        }
        Ok(())
    }

    pub(super) fn delete(&mut self, target: &'a Expr) -> Step {
        let mark = self.mark();
        match &target.kind {
            ExprKind::Name { id, .. } => {
                let name = self.mangled(id);
                self.delete_name(target.range, name);
            }
            ExprKind::Attribute { value, attr, .. } => {
                let object = self.last_operand(value, None)?;
                let name = self.mangled(attr);
                let index = self.unit.pool.name(name);
                self.op(target.range, Op::DeleteAttr, object, index, 0);
            }
            ExprKind::Subscript { value, slice, .. } => {
                let object = self.operand(value, None)?;
                let index = self.last_operand(slice, None)?;
                self.op(target.range, Op::DeleteSubscr, object, index, 0);
            }
            ExprKind::Tuple { elts, .. } | ExprKind::List { elts, .. } => {
                elts.iter().try_for_each(|elt| self.delete(elt))?;
            }
            _ => return self.error(target.range, "cannot delete expression"),
        }
        self.release(mark);
        Ok(())
    }

    /// The range of a statement's value, for instructions that store it.
    pub(crate) fn store_text(&mut self, range: TextRange, name: &str, constant: Constant) {
        let mark = self.mark();
        let register = self.temp();
        self.load_constant(range, register, constant);
        let name = self.names.intern(name);
        self.store_name(range, name, register);
        self.release(mark);
    }
}
