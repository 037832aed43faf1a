//! From the grammar crate's tree to ours: undoes the lexer's encodings, mends ranges that the grammar gets wrong, and
//! makes the checks that the grammar leaves out.
//!
//! Invariant: a lowering always gives a tree, also for a rejected source; the first failure by place in the source is
//! kept and decides. Deliberately absent: anything that needs scopes or control flow, which is the compiler's.

mod expressions;
mod interpolated;
mod parameters;
mod patterns;
mod statements;
mod targets;

use crate::ast::{Constant, ConstantKind, Expr, ExprContext, Identifier, Stmt};
use crate::error::Failure;
use crate::lexer::{Lexed, Literal, MatchSubject, Parentheses};
use crate::position::TextRange;
use rustpython_parser::ast as grammar;
use rustpython_parser::text_size::TextRange as GrammarRange;

/// Stack that one step of the lowering may need, and by how much the stack grows.
const RED_ZONE: usize = 128 << 10;
const STACK_CHUNK: usize = 4 << 20;

/// The state of a lowering.
pub(crate) struct Lowerer<'a> {
    text: &'a str,
    literals: Vec<Literal>,
    parentheses: Parentheses,
    semicolons: Vec<(u32, u32)>,
    subjects: Vec<MatchSubject>,
    failure: Option<Failure>,
}

impl<'a> Lowerer<'a> {
    /// Takes the side tables of `lexed`.
    pub(crate) fn new(text: &'a str, lexed: &mut Lexed) -> Self {
        Lowerer {
            text,
            literals: std::mem::take(&mut lexed.literals),
            parentheses: std::mem::take(&mut lexed.parentheses),
            semicolons: std::mem::take(&mut lexed.semicolons),
            subjects: std::mem::take(&mut lexed.subjects),
            failure: None,
        }
    }

    /// The statements of a module.
    pub(crate) fn module(mut self, body: Vec<grammar::Stmt>) -> Result<Vec<Stmt>, Failure> {
        let body = self.body(body);
        self.failure.map_or(Ok(body), Err)
    }

    /// A single expression.
    pub(crate) fn single(mut self, body: grammar::Expr) -> Result<Expr, Failure> {
        let body = self.expr(body);
        self.failure.map_or(Ok(body), Err)
    }

    /// Rejects the source, unless an earlier place was rejected already.
    fn reject(&mut self, message: impl Into<String>, at: TextRange) {
        if self
            .failure
            .as_ref()
            .is_none_or(|failure| at.start < failure.range.start)
        {
            self.failure = Some(Failure::syntax(message, at.start as usize, at.end as usize));
        }
    }

    fn exprs(&mut self, exprs: Vec<grammar::Expr>) -> Vec<Expr> {
        exprs.into_iter().map(|expr| self.expr(expr)).collect()
    }

    #[expect(clippy::boxed_local, reason = "the grammar's nodes hold boxes")]
    fn boxed(&mut self, expr: Box<grammar::Expr>) -> Box<Expr> {
        Box::new(self.expr(*expr))
    }

    fn optional(&mut self, expr: Option<Box<grammar::Expr>>) -> Option<Box<Expr>> {
        expr.map(|expr| self.boxed(expr))
    }

    /// The constant of a literal token or of a keyword.
    fn constant(&mut self, constant: grammar::Constant, at: TextRange) -> (Constant, Option<ConstantKind>) {
        let index = match constant {
            grammar::Constant::None => return (Constant::None, None),
            grammar::Constant::Bool(true) => return (Constant::True, None),
            grammar::Constant::Bool(false) => return (Constant::False, None),
            grammar::Constant::Ellipsis => return (Constant::Ellipsis, None),
            grammar::Constant::Float(index) => index as usize,
            _ => usize::MAX,
        };
        match self.take_literal(index) {
            Literal::Int(digits) => (Constant::Int(digits), None),
            Literal::Float(value) => (Constant::Float(value), None),
            Literal::Imaginary(value) => (Constant::Imaginary(value), None),
            Literal::Str { value, has_u_prefix } => (Constant::Str(value), has_u_prefix.then_some(ConstantKind::U)),
            Literal::Bytes(value) => (Constant::Bytes(value), None),
            Literal::Interpolated(_) | Literal::Taken => {
                // The lexer pairs tokens and literals one to one; a source can't come here.
                self.reject("invalid syntax", at);
                (Constant::None, None)
            }
        }
    }

    fn take_literal(&mut self, index: usize) -> Literal {
        match self.literals.get_mut(index) {
            Some(literal) => std::mem::replace(literal, Literal::Taken),
            None => Literal::Taken,
        }
    }

    /// CPython's end of a compound statement takes in a `;` after its last statement.
    fn with_semicolon(&self, mut range: TextRange) -> TextRange {
        if let Ok(index) = self.semicolons.binary_search_by_key(&range.end, |pair| pair.0) {
            range.end = self.semicolons[index].1;
        }
        range
    }
}

fn range_of(range: GrammarRange) -> TextRange {
    TextRange::new(range.start().into(), range.end().into())
}

fn identifier(name: grammar::Identifier) -> Identifier {
    String::from(name).into_boxed_str()
}

fn context(context: grammar::ExprContext) -> ExprContext {
    match context {
        grammar::ExprContext::Load => ExprContext::Load,
        grammar::ExprContext::Store => ExprContext::Store,
        grammar::ExprContext::Del => ExprContext::Del,
    }
}
