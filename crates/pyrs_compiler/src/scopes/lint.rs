//! SyntaxWarnings about trees: what compiles, but cannot be meant.
//!
//! They are found where scopes are built, because that visits every node once and in source order.

use pyrs_syntax::ast::{CompareOperator, Constant, Expr, ExprKind};
use pyrs_syntax::{TextRange, Warning};

use super::build::Builder;

/// Where a jump would lead: PEP 765 is about those that leave a `finally`.
#[derive(Clone, Copy, Default)]
pub(super) struct JumpContext {
    pub(super) in_finally: bool,
    /// In a loop that is inside of the `finally`.
    pub(super) in_inner_loop: bool,
}

impl<'a> Builder<'a, '_> {
    fn warn(&mut self, message: String, range: TextRange) {
        self.table.warnings.push(Warning { message, range });
    }

    /// A `return`, or a `break` or `continue`.
    pub(super) fn lint_jump(&mut self, keyword: &str, range: TextRange) {
        let context = self.jumps;
        if context.in_finally && (keyword == "return" || !context.in_inner_loop) {
            self.warn(format!("'{keyword}' in a 'finally' block"), range);
        }
    }

    pub(super) fn lint_assert(&mut self, test: &Expr) {
        if matches!(&test.kind, ExprKind::Tuple { elts, .. } if !elts.is_empty()) {
            let message = "assertion is always true, perhaps remove parentheses?";
            self.warn(message.to_owned(), test.range);
        }
    }

    pub(super) fn lint_comparison(
        &mut self,
        range: TextRange,
        left: &'a Expr,
        ops: &[CompareOperator],
        comparators: &'a [Expr],
    ) {
        let mut left = left;
        for (op, right) in ops.iter().zip(comparators) {
            let literal = literal_of_comparison(left).or_else(|| literal_of_comparison(right));
            let (word, sign) = match op {
                CompareOperator::Is => ("is", "=="),
                CompareOperator::IsNot => ("is not", "!="),
                _ => {
                    left = right;
                    continue;
                }
            };
            if let Some(class) = literal {
                self.warn(
                    format!("\"{word}\" with '{class}' literal. Did you mean \"{sign}\"?"),
                    range,
                );
            }
            left = right;
        }
    }

    pub(super) fn lint_call(&mut self, func: &Expr) {
        let is_display = !matches!(func.kind, ExprKind::Lambda { .. } | ExprKind::Interpolation { .. });
        if let Some(class) = class_of(func).filter(|_| is_display) {
            let message = format!("'{class}' object is not callable; perhaps you missed a comma?");
            self.warn(message, func.range);
        }
    }

    pub(super) fn lint_subscript(&mut self, value: &Expr, slice: &Expr) {
        let Some(class) = class_of(value) else { return };
        let has_items = match class {
            "str" | "bytes" | "tuple" | "list" => true,
            "dict" => return,
            _ => false,
        };
        if !has_items {
            let message = format!("'{class}' object is not subscriptable; perhaps you missed a comma?");
            return self.warn(message, value.range);
        }
        if let Some(index) = class_of(slice).filter(|index| !matches!(*index, "int" | "bool")) {
            let message =
                format!("{class} indices must be integers or slices, not {index}; perhaps you missed a comma?");
            self.warn(message, value.range);
        }
    }
}

/// The class of a literal that `is` should not compare with.
fn literal_of_comparison(expr: &Expr) -> Option<&'static str> {
    use Constant::{Ellipsis, False, None as NoneValue, True};
    match &expr.kind {
        ExprKind::Constant {
            value: NoneValue | True | False | Ellipsis,
            ..
        } => None,
        ExprKind::Constant { .. } => class_of(expr),
        // CPython makes a constant of it before it looks.
        ExprKind::Tuple { elts, .. } if elts.iter().all(|e| matches!(e.kind, ExprKind::Constant { .. })) => {
            class_of(expr)
        }
        _ => None,
    }
}

/// The class of what an expression gives, where its form tells.
fn class_of(expr: &Expr) -> Option<&'static str> {
    Some(match &expr.kind {
        ExprKind::Tuple { .. } => "tuple",
        ExprKind::List { .. } | ExprKind::ListComp { .. } => "list",
        ExprKind::Dict { .. } | ExprKind::DictComp { .. } => "dict",
        ExprKind::Set { .. } | ExprKind::SetComp { .. } => "set",
        ExprKind::GeneratorExp { .. } => "generator",
        ExprKind::Lambda { .. } => "function",
        ExprKind::JoinedStr { .. } | ExprKind::FormattedValue { .. } => "str",
        ExprKind::TemplateStr { .. } => "string.templatelib.Template",
        ExprKind::Interpolation { .. } => "string.templatelib.Interpolation",
        ExprKind::Constant { value, .. } => match value {
            Constant::None => "NoneType",
            Constant::True | Constant::False => "bool",
            Constant::Ellipsis => "ellipsis",
            Constant::Int(_) => "int",
            Constant::Float(_) => "float",
            Constant::Imaginary(_) => "complex",
            Constant::Str(_) => "str",
            Constant::Bytes(_) => "bytes",
            _ => return None,
        },
        _ => return None,
    })
}
