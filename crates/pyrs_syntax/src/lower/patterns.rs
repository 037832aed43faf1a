//! Patterns.

use super::{Lowerer, identifier, range_of};
use crate::ast::{Constant, Expr, ExprKind, Pattern, PatternKind};
use crate::position::TextRange;
use rustpython_parser::ast::{self as grammar, Ranged};

impl Lowerer<'_> {
    pub(super) fn pattern(&mut self, pattern: grammar::Pattern) -> Pattern {
        use grammar::Pattern as P;
        let range = range_of(pattern.range());
        let kind = match pattern {
            P::MatchValue(x) => {
                let value = self.boxed(x.value);
                self.check_literal(&value);
                PatternKind::MatchValue { value }
            }
            P::MatchSingleton(x) => PatternKind::MatchSingleton {
                value: self.constant(x.value, range).0,
            },
            P::MatchSequence(x) => PatternKind::MatchSequence {
                patterns: self.patterns(x.patterns),
            },
            P::MatchMapping(x) => {
                let keys = self.exprs(x.keys);
                for key in &keys {
                    self.check_literal(key);
                }
                let rest = x.rest.map(identifier);
                if rest.as_deref() == Some("_") {
                    self.reject("invalid syntax", self.last_underscore(range));
                }
                PatternKind::MatchMapping {
                    keys,
                    patterns: self.patterns(x.patterns),
                    rest,
                }
            }
            P::MatchClass(x) => {
                let cls = self.boxed_name(x.cls);
                PatternKind::MatchClass {
                    cls,
                    patterns: self.patterns(x.patterns),
                    kwd_attrs: x.kwd_attrs.into_iter().map(identifier).collect(),
                    kwd_patterns: self.patterns(x.kwd_patterns),
                }
            }
            P::MatchStar(x) => PatternKind::MatchStar {
                name: x.name.map(identifier),
            },
            P::MatchAs(x) => PatternKind::MatchAs {
                pattern: x.pattern.map(|pattern| Box::new(self.pattern(*pattern))),
                name: x.name.map(identifier),
            },
            P::MatchOr(x) => PatternKind::MatchOr {
                patterns: self.patterns(x.patterns),
            },
        };
        Pattern::new(range, kind)
    }

    fn patterns(&mut self, patterns: Vec<grammar::Pattern>) -> Vec<Pattern> {
        patterns.into_iter().map(|pattern| self.pattern(pattern)).collect()
    }

    /// The class of a class pattern. An interpolated string is encoded as a call, and so looks like one.
    fn boxed_name(&mut self, class: Box<grammar::Expr>) -> Box<Expr> {
        let class = self.boxed(class);
        if let ExprKind::Name { id, .. } = &class.kind
            && id.starts_with('\0')
        {
            self.reject("patterns may only match literals and attribute lookups", class.range);
        }
        class
    }

    /// The place of a mapping pattern's `**_`, which has no range of its own.
    fn last_underscore(&self, range: TextRange) -> TextRange {
        let inside = self.text.get(range.start as usize..range.end as usize);
        match inside.and_then(|inside| inside.rfind('_')) {
            Some(at) => TextRange::new(range.start + at as u32, range.start + at as u32 + 1),
            None => range,
        }
    }

    /// All literals are one kind of token, so the grammar takes any for the numbers of signed and complex patterns.
    fn check_literal(&mut self, value: &Expr) {
        let (real, imaginary) = match &value.kind {
            ExprKind::UnaryOp { operand, .. } => (operand, None),
            ExprKind::BinOp { left, right, .. } => match &left.kind {
                ExprKind::UnaryOp { operand, .. } => (operand, Some(right)),
                _ => (left, Some(right)),
            },
            _ => return,
        };
        if !is_number(real) {
            self.reject("invalid syntax", real.range);
        } else if let Some(imaginary) = imaginary.filter(|imaginary| !is_number(imaginary)) {
            self.reject("invalid syntax", imaginary.range);
        } else if let Some(imaginary) = imaginary {
            if is_imaginary(real) {
                self.reject("real number required in complex literal", real.range);
            } else if !is_imaginary(imaginary) {
                self.reject("imaginary number required in complex literal", imaginary.range);
            }
        }
    }
}

fn is_number(expr: &Expr) -> bool {
    use Constant::{Float, Imaginary, Int};
    matches!(
        &expr.kind,
        ExprKind::Constant {
            value: Int(_) | Float(_) | Imaginary(_),
            ..
        }
    )
}

fn is_imaginary(expr: &Expr) -> bool {
    matches!(
        &expr.kind,
        ExprKind::Constant {
            value: Constant::Imaginary(_),
            ..
        }
    )
}
