//! Expressions.

use super::interpolated::marked_index;
use super::{Lowerer, RED_ZONE, STACK_CHUNK, context, identifier, range_of};
use crate::ast::{BinaryOperator, BoolOperator, CompareOperator, Constant, Expr, ExprContext, ExprKind, UnaryOperator};
use crate::position::TextRange;
use rustpython_parser::ast::{self as grammar, Ranged};

impl Lowerer<'_> {
    pub(super) fn expr(&mut self, expr: grammar::Expr) -> Expr {
        stacker::maybe_grow(RED_ZONE, STACK_CHUNK, || self.expr_here(expr))
    }

    fn expr_here(&mut self, expr: grammar::Expr) -> Expr {
        use grammar::Expr as E;
        let range = range_of(expr.range());
        let kind = match expr {
            E::Name(x) => ExprKind::Name {
                id: identifier(x.id),
                ctx: context(x.ctx),
            },
            E::Attribute(x) => ExprKind::Attribute {
                value: self.boxed(x.value),
                attr: identifier(x.attr),
                ctx: context(x.ctx),
            },
            E::Call(call) => return self.call(call, range),
            E::Constant(x) => {
                let (value, kind) = self.constant(x.value, range);
                ExprKind::Constant { value, kind }
            }
            E::BoolOp(x) => ExprKind::BoolOp {
                op: bool_operator(x.op),
                values: self.exprs(x.values),
            },
            E::NamedExpr(x) => return self.named_expr(x, range),
            E::BinOp(x) => ExprKind::BinOp {
                left: self.boxed(x.left),
                op: binary_operator(x.op),
                right: self.boxed(x.right),
            },
            E::UnaryOp(x) => ExprKind::UnaryOp {
                op: unary_operator(x.op),
                operand: self.boxed(x.operand),
            },
            E::Lambda(x) => ExprKind::Lambda {
                args: self.arguments(*x.args),
                body: self.boxed(x.body),
            },
            E::IfExp(x) => ExprKind::IfExp {
                body: self.boxed(x.body),
                test: self.boxed(x.test),
                orelse: self.boxed(x.orelse),
            },
            E::Dict(x) => ExprKind::Dict {
                keys: x.keys.into_iter().map(|key| key.map(|key| self.expr(key))).collect(),
                values: self.exprs(x.values),
            },
            E::Set(x) => ExprKind::Set {
                elts: self.exprs(x.elts),
            },
            E::ListComp(x) => ExprKind::ListComp {
                elt: self.element(x.elt),
                generators: self.comprehensions(x.generators),
            },
            E::SetComp(x) => ExprKind::SetComp {
                elt: self.element(x.elt),
                generators: self.comprehensions(x.generators),
            },
            E::DictComp(x) => ExprKind::DictComp {
                key: self.boxed(x.key),
                value: self.boxed(x.value),
                generators: self.comprehensions(x.generators),
            },
            E::GeneratorExp(x) => ExprKind::GeneratorExp {
                elt: self.element(x.elt),
                generators: self.comprehensions(x.generators),
            },
            E::Await(x) => ExprKind::Await {
                value: self.boxed(x.value),
            },
            E::Yield(x) => ExprKind::Yield {
                value: self.optional(x.value),
            },
            E::YieldFrom(x) => ExprKind::YieldFrom {
                value: self.boxed(x.value),
            },
            E::Compare(x) => ExprKind::Compare {
                left: self.boxed(x.left),
                ops: x.ops.into_iter().map(compare_operator).collect(),
                comparators: self.exprs(x.comparators),
            },
            E::Subscript(x) => ExprKind::Subscript {
                value: self.boxed(x.value),
                slice: self.subscript_slice(*x.slice),
                ctx: context(x.ctx),
            },
            E::Starred(x) => ExprKind::Starred {
                value: self.boxed(x.value),
                ctx: context(x.ctx),
            },
            E::List(x) => ExprKind::List {
                elts: self.exprs(x.elts),
                ctx: context(x.ctx),
            },
            E::Tuple(x) => ExprKind::Tuple {
                elts: self.exprs(x.elts),
                ctx: context(x.ctx),
            },
            E::Slice(x) => ExprKind::Slice {
                lower: self.optional(x.lower),
                upper: self.optional(x.upper),
                step: self.optional(x.step),
            },
            // The lexer emits no f-string tokens; a source can't come here.
            E::FormattedValue(_) | E::JoinedStr(_) => {
                self.reject("invalid syntax", range);
                ExprKind::Constant {
                    value: Constant::None,
                    kind: None,
                }
            }
        };
        Expr::new(range, kind)
    }

    /// The element of a comprehension, which can't be starred.
    fn element(&mut self, element: Box<grammar::Expr>) -> Box<Expr> {
        let element = self.boxed(element);
        if matches!(element.kind, ExprKind::Starred { .. }) {
            self.reject("iterable unpacking cannot be used in comprehension", element.range);
        }
        element
    }

    /// A lone starred index is a tuple of one.
    fn subscript_slice(&mut self, slice: grammar::Expr) -> Box<Expr> {
        let slice = self.expr(slice);
        if matches!(slice.kind, ExprKind::Starred { .. }) {
            let kind = ExprKind::Tuple {
                elts: vec![slice.clone()],
                ctx: ExprContext::Load,
            };
            return Box::new(Expr::new(slice.range, kind));
        }
        Box::new(slice)
    }

    /// The grammar ends the node with its value, leaving out the value's parentheses.
    fn named_expr(&mut self, expr: grammar::ExprNamedExpr, range: TextRange) -> Expr {
        let target = self.boxed(expr.target);
        let value = self.boxed(expr.value);
        let between = target.range.end..value.range.start;
        let outermost = between
            .filter(|&at| self.text.as_bytes().get(at as usize) == Some(&b'('))
            .find_map(|open| {
                self.parentheses
                    .closing(open)
                    .filter(|&closing| closing >= value.range.end)
            });
        let end = outermost.map_or(range.end, |closing| closing + 1);
        Expr::new(TextRange::new(range.start, end), ExprKind::NamedExpr { target, value })
    }

    fn call(&mut self, call: grammar::ExprCall, range: TextRange) -> Expr {
        if let Some(index) = marked_index(&call.func) {
            let kind = self.interpolated(index, call.args, range);
            return Expr::new(range, kind);
        }
        let func = self.boxed(call.func);
        let is_single = call.args.len() + call.keywords.len() == 1;
        let mut args = self.exprs(call.args);
        for arg in &mut args {
            if !self.is_bare_generator(arg) {
                continue;
            }
            if !is_single || self.has_trailing_comma(range) {
                self.reject("Generator expression must be parenthesized", arg.range);
            } else if let Some(open) = self.argument_parenthesis(arg.range.start, range) {
                // The call's parentheses are the generator's.
                arg.range = TextRange::new(open, range.end);
            }
        }
        let keywords = self.keywords(call.keywords);
        Expr::new(range, ExprKind::Call { func, args, keywords })
    }

    /// The parenthesis before `argument` that opens the arguments of the call at `call`.
    fn argument_parenthesis(&self, argument: u32, call: TextRange) -> Option<u32> {
        let before = self.text.as_bytes().get(call.start as usize..argument as usize)?;
        let opens = |&at: &u32| {
            self.parentheses
                .closing(at)
                .is_some_and(|closing| closing + 1 == call.end)
        };
        let candidates = before.iter().enumerate().rev().filter(|(_, byte)| **byte == b'(');
        candidates.map(|(index, _)| call.start + index as u32).find(opens)
    }

    /// The arguments of the call at `call` end in a comma.
    fn has_trailing_comma(&self, call: TextRange) -> bool {
        let inside = self
            .text
            .get(call.start as usize..(call.end as usize).saturating_sub(1));
        inside.is_some_and(|inside| inside.trim_end().ends_with(','))
    }
}

fn bool_operator(op: grammar::BoolOp) -> BoolOperator {
    match op {
        grammar::BoolOp::And => BoolOperator::And,
        grammar::BoolOp::Or => BoolOperator::Or,
    }
}

/// A function that maps an operator enum to ours of the same variants.
macro_rules! same_names {
    ($visibility:vis $function:ident, $Theirs:ident => $Ours:ident { $($Variant:ident),* $(,)? }) => {
        $visibility fn $function(op: grammar::$Theirs) -> $Ours {
            match op { $(grammar::$Theirs::$Variant => $Ours::$Variant),* }
        }
    };
}

same_names!(pub(super) binary_operator, Operator => BinaryOperator {
    Add, Sub, Mult, MatMult, Div, Mod, Pow, LShift, RShift, BitOr, BitXor, BitAnd, FloorDiv,
});
same_names!(unary_operator, UnaryOp => UnaryOperator { Invert, Not, UAdd, USub });
same_names!(compare_operator, CmpOp => CompareOperator { Eq, NotEq, Lt, LtE, Gt, GtE, Is, IsNot, In, NotIn });
