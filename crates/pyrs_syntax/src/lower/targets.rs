//! Assignment targets: the grammar takes any expression for one.

use super::{Lowerer, range_of};
use crate::ast::{CompareOperator, Constant, Expr, ExprKind, StmtKind};
use crate::position::TextRange;
use rustpython_parser::ast::{self as grammar, Ranged};

/// What a target is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TargetUse {
    Assign,
    Delete,
    For,
    With,
}

impl Lowerer<'_> {
    /// A target that may be a tuple.
    pub(super) fn target(&mut self, target: grammar::Expr, usage: TargetUse) -> Box<Expr> {
        let target = self.expr(target);
        self.check_target(&target, usage);
        Box::new(target)
    }

    fn check_target(&mut self, target: &Expr, usage: TargetUse) {
        if let Some(bad) = invalid_target(target, usage) {
            let verb = if usage == TargetUse::Delete {
                "delete"
            } else {
                "assign to"
            };
            self.reject(format!("cannot {verb} {}", describe(bad)), bad.range);
        }
    }

    pub(super) fn delete_targets(&mut self, targets: Vec<grammar::Expr>) -> Vec<Expr> {
        targets
            .into_iter()
            .map(|target| *self.target(target, TargetUse::Delete))
            .collect()
    }

    pub(super) fn assign(&mut self, targets: Vec<grammar::Expr>, value: grammar::Expr) -> StmtKind {
        let is_single = targets.len() == 1;
        let targets = self.exprs(targets);
        let value = self.expr(value);
        for target in &targets {
            if matches!(target.kind, ExprKind::Yield { .. } | ExprKind::YieldFrom { .. }) {
                self.reject("assignment to yield expression not possible", target.range);
            } else if let Some(bad) = mistyped_comparison(target, &value).filter(|_| is_single) {
                let message = format!(
                    "cannot assign to {} here. Maybe you meant '==' instead of '='?",
                    describe(bad)
                );
                self.reject(message, bad.range);
            } else {
                self.check_target(target, TargetUse::Assign);
            }
        }
        StmtKind::Assign {
            targets,
            value: Box::new(value),
        }
    }

    pub(super) fn augmented_assign(&mut self, stmt: grammar::StmtAugAssign) -> StmtKind {
        let target = self.boxed(stmt.target);
        if !is_single_target(&target) {
            let message = format!(
                "'{}' is an illegal expression for augmented assignment",
                describe(&target)
            );
            self.reject(message, target.range);
        }
        StmtKind::AugAssign {
            target,
            op: super::expressions::binary_operator(stmt.op),
            value: self.boxed(stmt.value),
        }
    }

    pub(super) fn annotated_assign(&mut self, stmt: grammar::StmtAnnAssign, range: TextRange) -> StmtKind {
        // The grammar calls a parenthesised name simple too.
        let simple = stmt.simple && range_of(stmt.target.range()).start == range.start;
        let target = self.boxed(stmt.target);
        match &target.kind {
            _ if is_single_target(&target) => {}
            ExprKind::List { .. } => self.reject("only single target (not list) can be annotated", target.range),
            ExprKind::Tuple { .. } => self.reject("only single target (not tuple) can be annotated", target.range),
            _ => self.reject("illegal target for annotation", target.range),
        }
        StmtKind::AnnAssign {
            target,
            annotation: self.boxed(stmt.annotation),
            value: self.optional(stmt.value),
            simple,
        }
    }
}

fn is_single_target(expr: &Expr) -> bool {
    matches!(
        expr.kind,
        ExprKind::Name { .. } | ExprKind::Attribute { .. } | ExprKind::Subscript { .. }
    )
}

/// The part of a target that can't be one.
fn invalid_target(target: &Expr, usage: TargetUse) -> Option<&Expr> {
    match &target.kind {
        ExprKind::Name { .. } | ExprKind::Attribute { .. } | ExprKind::Subscript { .. } => None,
        ExprKind::List { elts, .. } | ExprKind::Tuple { elts, .. } => {
            elts.iter().find_map(|element| invalid_target(element, usage))
        }
        ExprKind::Starred { value, .. } if usage != TargetUse::Delete => invalid_target(value, usage),
        // `for a in b in c`: what is before the first `in` is meant.
        ExprKind::Compare { left, ops, .. } if usage == TargetUse::For && ops.first() == Some(&CompareOperator::In) => {
            invalid_target(left, usage)
        }
        _ => Some(target),
    }
}

/// The invalid target in `target = value`, if it could be the operand of a mistyped comparison.
fn mistyped_comparison<'e>(target: &'e Expr, value: &Expr) -> Option<&'e Expr> {
    let bad = invalid_target(target, TargetUse::Assign)?;
    let is_before_sign = match &target.kind {
        // The last element of a tuple without parentheses.
        ExprKind::Tuple { elts, .. } => bad.range.end == target.range.end && elts.last() == Some(bad),
        _ => bad.range == target.range,
    };
    (is_before_sign && may_mean_comparison(bad, value)).then_some(bad)
}

fn may_mean_comparison(target: &Expr, value: &Expr) -> bool {
    let is_operand = |expr: &Expr| {
        !matches!(
            expr.kind,
            ExprKind::Lambda { .. } | ExprKind::Yield { .. } | ExprKind::YieldFrom { .. } | ExprKind::Starred { .. }
        ) && !matches!(
            expr.kind,
            ExprKind::UnaryOp {
                op: crate::ast::UnaryOperator::Not,
                ..
            }
        )
    };
    let is_bitwise = is_operand(target)
        && !matches!(
            target.kind,
            ExprKind::BoolOp { .. } | ExprKind::Compare { .. } | ExprKind::IfExp { .. }
        );
    let is_excluded = matches!(
        target.kind,
        ExprKind::List { .. }
            | ExprKind::Tuple { .. }
            | ExprKind::GeneratorExp { .. }
            | ExprKind::Constant {
                value: Constant::None | Constant::True | Constant::False,
                ..
            }
    );
    is_bitwise && !is_excluded && is_operand(value)
}

/// What CPython calls an expression in messages.
pub(super) fn describe(expr: &Expr) -> &'static str {
    match &expr.kind {
        ExprKind::Attribute { .. } => "attribute",
        ExprKind::Subscript { .. } => "subscript",
        ExprKind::Starred { .. } => "starred",
        ExprKind::Name { .. } => "name",
        ExprKind::List { .. } => "list",
        ExprKind::Tuple { .. } => "tuple",
        ExprKind::Lambda { .. } => "lambda",
        ExprKind::Call { .. } => "function call",
        ExprKind::BoolOp { .. } | ExprKind::BinOp { .. } | ExprKind::UnaryOp { .. } | ExprKind::Slice { .. } => {
            "expression"
        }
        ExprKind::GeneratorExp { .. } => "generator expression",
        ExprKind::Yield { .. } | ExprKind::YieldFrom { .. } => "yield expression",
        ExprKind::Await { .. } => "await expression",
        ExprKind::ListComp { .. } => "list comprehension",
        ExprKind::SetComp { .. } => "set comprehension",
        ExprKind::DictComp { .. } => "dict comprehension",
        ExprKind::Dict { .. } => "dict literal",
        ExprKind::Set { .. } => "set display",
        ExprKind::JoinedStr { .. } | ExprKind::FormattedValue { .. } => "f-string expression",
        ExprKind::TemplateStr { .. } | ExprKind::Interpolation { .. } => "t-string expression",
        ExprKind::Compare { .. } => "comparison",
        ExprKind::IfExp { .. } => "conditional expression",
        ExprKind::NamedExpr { .. } => "named expression",
        ExprKind::Constant { value, .. } => match value {
            Constant::None => "None",
            Constant::True => "True",
            Constant::False => "False",
            Constant::Ellipsis => "ellipsis",
            _ => "literal",
        },
    }
}
