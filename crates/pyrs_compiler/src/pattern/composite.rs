//! Sequence, mapping and class patterns.

use pyrs_bytecode::{Constant, Op};
use pyrs_syntax::TextRange;
use pyrs_syntax::ast::{Expr, ExprKind, Pattern, PatternKind};

use super::Captures;
use crate::compiler::{Compiler, text_constant};
use crate::emit::Label;
use crate::error::Step;
use crate::registers::Reg;

/// Positional patterns, names of keyword patterns, keyword patterns.
type ClassParts<'a> = (&'a [Pattern], &'a [Box<str>], &'a [Pattern]);

impl<'a> Compiler<'a> {
    fn fail_unless(&mut self, range: TextRange, op: Op, subject: Reg, operand: u16, fail: Label) {
        let mark = self.mark();
        let result = self.temp();
        self.op(range, op, result, subject, operand);
        self.unit.emit.jump(range, Op::JumpIfFalse, result, fail);
        self.release(mark);
    }

    pub(super) fn sequence_pattern(
        &mut self,
        range: TextRange,
        patterns: &'a [Pattern],
        subject: Reg,
        fail: Label,
        captures: &mut Captures,
    ) -> Step {
        let is_star = |pattern: &Pattern| matches!(pattern.kind, PatternKind::MatchStar { .. });
        let star = patterns.iter().position(is_star);
        if star.is_some_and(|star| patterns[star + 1..].iter().any(is_star)) {
            return self.error(range, "multiple starred names in sequence pattern");
        }
        self.fail_unless(range, Op::MatchSequence, subject, 0, fail);
        let least = patterns.len() - usize::from(star.is_some());
        let length = self.temp();
        if star.is_none() || least > 0 {
            self.op(range, Op::GetLen, length, subject, 0);
            let (immediate, general) = if star.is_some() {
                (Op::CompareGeImm, Op::CompareGe)
            } else {
                (Op::CompareEqImm, Op::CompareEq)
            };
            match i16::try_from(least) {
                Ok(least) => self.fail_unless(range, immediate, length, least as u16, fail),
                Err(_) => {
                    let wanted = self.temp();
                    self.load_constant(range, wanted, Constant::Int(least as i64));
                    self.fail_unless(range, general, length, wanted, fail);
                }
            }
        }
        let wildcard = |pattern: &Pattern| {
            matches!(
                pattern.kind,
                PatternKind::MatchAs {
                    pattern: None,
                    name: None
                } | PatternKind::MatchStar { name: None }
            )
        };
        if patterns.iter().all(wildcard) {
            return Ok(());
        }
        if let Some(star) = star.filter(|star| wildcard(&patterns[*star])) {
            return self.items_around_star(range, patterns, star, (subject, length), fail, captures);
        }
        let first = self.unit.regs.run(patterns.len());
        let (op, count) = match star {
            Some(star) => (Op::UnpackEx, star | (patterns.len() - star - 1) << 8),
            None => (Op::UnpackSequence, patterns.len()),
        };
        let after = star.map_or(0, |star| patterns.len() - star - 1);
        if star.is_some_and(|star| star > 255) || after > 255 || patterns.len() > usize::from(u16::MAX) {
            return self.error(range, "too many expressions in star-unpacking sequence pattern");
        }
        self.op(range, op, first, subject, count as u16);
        for (register, pattern) in (first..).zip(patterns) {
            self.pattern(pattern, register, fail, captures)?;
        }
        Ok(())
    }

    /// Items by index where the middle is of no interest.
    fn items_around_star(
        &mut self,
        range: TextRange,
        patterns: &'a [Pattern],
        star: usize,
        (subject, length): (Reg, Reg),
        fail: Label,
        captures: &mut Captures,
    ) -> Step {
        for (index, pattern) in patterns.iter().enumerate() {
            if matches!(
                pattern.kind,
                PatternKind::MatchStar { .. }
                    | PatternKind::MatchAs {
                        pattern: None,
                        name: None
                    }
            ) {
                continue;
            }
            let item = self.temp();
            if index < star {
                self.load_constant(range, item, Constant::Int(index as i64));
            } else {
                let back = self.temp();
                self.load_constant(range, back, Constant::Int((patterns.len() - index) as i64));
                self.op(range, Op::BinarySub, item, length, back);
            }
            self.op(range, Op::LoadSubscr, item, subject, item);
            self.pattern(pattern, item, fail, captures)?;
        }
        Ok(())
    }

    pub(super) fn mapping_pattern(
        &mut self,
        range: TextRange,
        keys: &'a [Expr],
        patterns: &'a [Pattern],
        rest: Option<&str>,
        subject: Reg,
        fail: Label,
        captures: &mut Captures,
    ) -> Step {
        self.check_keys(range, keys)?;
        self.fail_unless(range, Op::MatchMapping, subject, 0, fail);
        if let Ok(least @ 1..) = i16::try_from(keys.len()) {
            let length = self.temp();
            self.op(range, Op::GetLen, length, subject, 0);
            self.fail_unless(range, Op::CompareGeImm, length, least as u16, fail);
        }
        if keys.len() > usize::from(u16::MAX) {
            return self.error(range, "too many sub-patterns in mapping pattern");
        }
        let (key_tuple, values) = (self.temp(), self.temp());
        match self.fold_all(keys) {
            Some(items) => self.load_constant(range, key_tuple, Constant::Tuple(items)),
            None => {
                let mark = self.mark();
                self.tuple(range, keys, key_tuple)?;
                self.release(mark);
            }
        }
        if !keys.is_empty() {
            self.op(range, Op::MatchKeys, values, subject, key_tuple);
            self.unit.emit.jump(range, Op::JumpIfNone, values, fail);
            let first = self.unit.regs.run(keys.len());
            self.op(range, Op::UnpackSequence, first, values, keys.len() as u16);
            for (register, pattern) in (first..).zip(patterns) {
                self.pattern(pattern, register, fail, captures)?;
            }
        }
        let Some(rest) = rest else { return Ok(()) };
        let others = self.temp();
        self.op(range, Op::BuildMap, others, 0, 0);
        self.op(range, Op::DictUpdate, others, subject, 0);
        if !keys.is_empty() {
            let mark = self.mark();
            let first = self.unit.regs.run(keys.len());
            self.op(range, Op::UnpackSequence, first, key_tuple, keys.len() as u16);
            for (register, _) in (first..).zip(keys) {
                self.op(range, Op::DeleteSubscr, others, register, 0);
            }
            self.release(mark);
        }
        self.capture(range, Some(rest), others, captures)
    }

    fn check_keys(&mut self, range: TextRange, keys: &'a [Expr]) -> Step {
        let mut seen: Vec<Constant> = Vec::new();
        for key in keys {
            let constant = self.fold(key);
            match constant {
                Some(constant) if seen.iter().any(|earlier| is_same_key(earlier, &constant)) => {
                    let text = pyrs_bytecode::disassemble::show_constant(&constant);
                    return self.error(range, format!("mapping pattern checks duplicate key ({text})"));
                }
                Some(constant) => seen.push(constant),
                None if matches!(key.kind, ExprKind::Attribute { .. } | ExprKind::JoinedStr { .. }) => {}
                None => {
                    let message = "mapping pattern keys may only match literals and attribute lookups";
                    return self.error(range, message);
                }
            }
        }
        Ok(())
    }

    pub(super) fn class_pattern(
        &mut self,
        range: TextRange,
        cls: &'a Expr,
        (positional, names, keyword): ClassParts<'a>,
        subject: Reg,
        fail: Label,
        captures: &mut Captures,
    ) -> Step {
        for (index, name) in names.iter().enumerate() {
            if names[..index].contains(name) {
                let at = keyword.get(index).map_or(range, |pattern| pattern.range);
                return self.error(at, format!("attribute name repeated in class pattern: {name}"));
            }
        }
        let count = positional.len() + keyword.len();
        let Ok(positional_count) = u16::try_from(positional.len()) else {
            return self.error(range, "too many sub-patterns in class pattern");
        };
        let attributes = self.temp();
        let mark = self.mark();
        let first = self.unit.regs.run(3);
        self.eval(cls, first + 1)?;
        self.move_to(range, first, subject);
        let names = names.iter().map(|name| text_constant(name)).collect();
        self.load_constant(range, first + 2, Constant::Tuple(names));
        self.op(range, Op::MatchClass, attributes, first, positional_count);
        self.release(mark);
        self.unit.emit.jump(range, Op::JumpIfNone, attributes, fail);
        if count == 0 {
            return Ok(());
        }
        let first = self.unit.regs.run(count);
        self.op(range, Op::UnpackSequence, first, attributes, count as u16);
        for (register, pattern) in (first..).zip(positional.iter().chain(keyword)) {
            self.pattern(pattern, register, fail, captures)?;
        }
        Ok(())
    }
}

/// Whether two constant keys are equal in a dictionary: numbers are, whatever their type.
fn is_same_key(a: &Constant, b: &Constant) -> bool {
    let number = |constant: &Constant| match constant {
        Constant::Bool(value) => Some((f64::from(u8::from(*value)), 0.0)),
        Constant::Int(value) => value.to_string().parse().ok().map(|value| (value, 0.0)),
        Constant::Float(value) => Some((*value, 0.0)),
        Constant::Complex(real, imaginary) => Some((*real, *imaginary)),
        _ => None,
    };
    a == b || matches!((number(a), number(b)), (Some(a), Some(b)) if a == b)
}
