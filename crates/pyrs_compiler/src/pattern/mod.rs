//! `match` statements.
//!
//! A pattern tests the register of its subject and jumps to a label when it fails. Names are captured in registers and
//! stored only when the whole pattern has matched, so all temporaries of a pattern live until then.

mod composite;

use pyrs_bytecode::Op;
use pyrs_syntax::TextRange;
use pyrs_syntax::ast::{Constant as Literal, Expr, MatchCase, Pattern, PatternKind};

use crate::compiler::Compiler;
use crate::emit::Label;
use crate::error::Step;
use crate::names::Name;
use crate::registers::Reg;
use crate::stack;

/// What a pattern has captured so far.
#[derive(Default)]
pub(super) struct Captures {
    pub(super) names: Vec<(Name, Reg)>,
}

impl<'a> Compiler<'a> {
    pub(crate) fn match_statement(&mut self, subject: &'a Expr, cases: &'a [MatchCase]) -> Step {
        let subject_register = self.eval_temp(subject)?;
        let end = self.label();
        for (index, case) in cases.iter().enumerate() {
            let mark = self.mark();
            let is_last = index + 1 == cases.len();
            if !is_last && case.guard.is_none() {
                self.check_refutable(&case.pattern)?;
            }
            let next = self.label();
            let mut captures = Captures::default();
            self.pattern(&case.pattern, subject_register, next, &mut captures)?;
            for (name, register) in captures.names {
                self.store_name(case.pattern.range, name, register);
            }
            self.release(mark);
            if let Some(guard) = &case.guard {
                self.jump_unless(guard, next)?;
            }
            self.block(&case.body)?;
            if !is_last {
                self.jump(case.pattern.range, end);
            }
            self.place(next);
        }
        self.place(end);
        Ok(())
    }

    /// Errors if nothing after this pattern could match.
    fn check_refutable(&self, pattern: &'a Pattern) -> Step {
        let pattern = irrefutable_core(pattern);
        let PatternKind::MatchAs { pattern: None, name } = &pattern.kind else {
            return Ok(());
        };
        match name {
            None => self.error(pattern.range, "wildcard makes remaining patterns unreachable"),
            Some(name) => self.error(
                pattern.range,
                format!("name capture '{name}' makes remaining patterns unreachable"),
            ),
        }
    }

    pub(super) fn pattern(&mut self, pattern: &'a Pattern, subject: Reg, fail: Label, captures: &mut Captures) -> Step {
        stack::grow(|| self.pattern_here(pattern, subject, fail, captures))
    }

    fn pattern_here(&mut self, pattern: &'a Pattern, subject: Reg, fail: Label, captures: &mut Captures) -> Step {
        let range = pattern.range;
        match &pattern.kind {
            PatternKind::MatchValue { value } => self.value_pattern(range, value, subject, fail),
            PatternKind::MatchSingleton { value } => {
                self.singleton_pattern(range, value, subject, fail);
                Ok(())
            }
            PatternKind::MatchSequence { patterns } => self.sequence_pattern(range, patterns, subject, fail, captures),
            PatternKind::MatchMapping { keys, patterns, rest } => {
                self.mapping_pattern(range, keys, patterns, rest.as_deref(), subject, fail, captures)
            }
            PatternKind::MatchClass {
                cls,
                patterns,
                kwd_attrs,
                kwd_patterns,
            } => self.class_pattern(range, cls, (patterns, kwd_attrs, kwd_patterns), subject, fail, captures),
            PatternKind::MatchStar { name } => self.capture(range, name.as_deref(), subject, captures),
            PatternKind::MatchAs { pattern: inner, name } => {
                if let Some(inner) = inner {
                    self.pattern(inner, subject, fail, captures)?;
                }
                self.capture(range, name.as_deref(), subject, captures)
            }
            PatternKind::MatchOr { patterns } => self.or_pattern(range, patterns, subject, fail, captures),
        }
    }

    pub(super) fn capture(
        &mut self,
        range: TextRange,
        name: Option<&str>,
        register: Reg,
        captures: &mut Captures,
    ) -> Step {
        let Some(text) = name else { return Ok(()) };
        let name = self.mangled(text);
        if captures.names.iter().any(|(other, _)| *other == name) {
            return self.error(range, format!("multiple assignments to name '{text}' in pattern"));
        }
        captures.names.push((name, register));
        Ok(())
    }

    fn value_pattern(&mut self, range: TextRange, value: &'a Expr, subject: Reg, fail: Label) -> Step {
        let mark = self.mark();
        let result = self.temp();
        if let Some(small) = self.small_int(value) {
            self.op(range, Op::CompareEqImm, result, subject, small as u16);
        } else {
            let value = self.last_operand(value, Some(result))?;
            self.op(range, Op::CompareEq, result, subject, value);
        }
        self.unit.emit.jump(range, Op::JumpIfFalse, result, fail);
        self.release(mark);
        Ok(())
    }

    fn singleton_pattern(&mut self, range: TextRange, value: &Literal, subject: Reg, fail: Label) {
        if *value == Literal::None {
            self.unit.emit.jump(range, Op::JumpIfNotNone, subject, fail);
            return;
        }
        let mark = self.mark();
        let result = self.temp();
        self.load_constant(range, result, crate::fold::literal(value));
        self.op(range, Op::CompareIs, result, subject, result);
        self.unit.emit.jump(range, Op::JumpIfFalse, result, fail);
        self.release(mark);
    }

    /// Alternatives. They capture the same names, each into the registers that the first one's captures got.
    fn or_pattern(
        &mut self,
        range: TextRange,
        patterns: &'a [Pattern],
        subject: Reg,
        fail: Label,
        captures: &mut Captures,
    ) -> Step {
        let matched = self.label();
        let count = bound_names(patterns.first());
        let results = self.unit.regs.run(count);
        let mut bound: Vec<Name> = Vec::new();
        for (index, alternative) in patterns.iter().enumerate() {
            let is_last = index + 1 == patterns.len();
            if !is_last {
                self.check_refutable(alternative)?;
            }
            let next = if is_last { fail } else { self.label() };
            let mark = self.mark();
            let mut own = Captures::default();
            self.pattern(alternative, subject, next, &mut own)?;
            if index == 0 {
                bound = own.names.iter().map(|(name, _)| *name).collect();
            } else if own.names.len() != bound.len() || own.names.iter().any(|(name, _)| !bound.contains(name)) {
                return self.error(range, "alternative patterns bind different names");
            }
            for (result, name) in (results..).zip(&bound) {
                let captured = own.names.iter().find(|(other, _)| other == name);
                if let Some((_, register)) = captured {
                    self.move_to(alternative.range, result, *register);
                }
            }
            self.release(mark);
            if !is_last {
                self.jump(alternative.range, matched);
                self.place(next);
            }
        }
        self.place(matched);
        for (register, name) in (results..).zip(bound) {
            let text = self.names.text(name).clone();
            self.capture(range, Some(&text), register, captures)?;
        }
        Ok(())
    }
}

/// The innermost pattern that decides whether a pattern always matches.
fn irrefutable_core(pattern: &Pattern) -> &Pattern {
    match &pattern.kind {
        PatternKind::MatchAs {
            pattern: Some(inner), ..
        } => irrefutable_core(inner),
        PatternKind::MatchOr { patterns } => match patterns.last() {
            Some(last) => irrefutable_core(last),
            None => pattern,
        },
        _ => pattern,
    }
}

/// How many names a pattern binds at most.
fn bound_names(pattern: Option<&Pattern>) -> usize {
    pattern.map_or(0, |pattern| stack::grow(|| bound_names_of(pattern)))
}

fn bound_names_of(pattern: &Pattern) -> usize {
    let of = |list: &[Pattern]| list.iter().map(|inner| bound_names(Some(inner))).sum::<usize>();
    match &pattern.kind {
        PatternKind::MatchValue { .. } | PatternKind::MatchSingleton { .. } => 0,
        PatternKind::MatchSequence { patterns } => of(patterns),
        PatternKind::MatchMapping { patterns, rest, .. } => of(patterns) + usize::from(rest.is_some()),
        PatternKind::MatchClass {
            patterns, kwd_patterns, ..
        } => of(patterns) + of(kwd_patterns),
        PatternKind::MatchStar { name } => usize::from(name.is_some()),
        PatternKind::MatchAs { pattern, name } => bound_names(pattern.as_deref()) + usize::from(name.is_some()),
        PatternKind::MatchOr { patterns } => bound_names(patterns.first()),
    }
}
