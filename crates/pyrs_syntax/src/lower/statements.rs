//! Statements.

use super::targets::TargetUse;
use super::{Lowerer, RED_ZONE, STACK_CHUNK, identifier, range_of};
use crate::ast::{Alias, ExceptHandler, Expr, ExprContext, ExprKind, Identifier, MatchCase, Stmt, StmtKind, WithItem};
use crate::position::TextRange;
use rustpython_parser::ast::{self as grammar, Ranged};

impl Lowerer<'_> {
    pub(super) fn body(&mut self, body: Vec<grammar::Stmt>) -> Vec<Stmt> {
        body.into_iter().map(|stmt| self.stmt(stmt)).collect()
    }

    fn stmt(&mut self, stmt: grammar::Stmt) -> Stmt {
        stacker::maybe_grow(RED_ZONE, STACK_CHUNK, || self.stmt_here(stmt))
    }

    fn stmt_here(&mut self, stmt: grammar::Stmt) -> Stmt {
        use grammar::Stmt as S;
        let range = range_of(stmt.range());
        let kind = match stmt {
            S::FunctionDef(def) => StmtKind::FunctionDef {
                decorator_list: self.exprs(def.decorator_list),
                name: identifier(def.name),
                type_params: self.type_params(def.type_params),
                args: self.arguments(*def.args),
                returns: self.optional(def.returns),
                body: self.body(def.body),
            },
            S::AsyncFunctionDef(def) => StmtKind::AsyncFunctionDef {
                decorator_list: self.exprs(def.decorator_list),
                name: identifier(def.name),
                type_params: self.type_params(def.type_params),
                args: self.arguments(*def.args),
                returns: self.optional(def.returns),
                body: self.body(def.body),
            },
            S::ClassDef(def) => StmtKind::ClassDef {
                decorator_list: self.exprs(def.decorator_list),
                name: identifier(def.name),
                type_params: self.type_params(def.type_params),
                bases: self.bases(def.bases),
                keywords: self.keywords(def.keywords),
                body: self.body(def.body),
            },
            S::For(x) => StmtKind::For {
                target: self.target(*x.target, TargetUse::For),
                iter: self.boxed(x.iter),
                body: self.body(x.body),
                orelse: self.body(x.orelse),
            },
            S::AsyncFor(x) => StmtKind::AsyncFor {
                target: self.target(*x.target, TargetUse::For),
                iter: self.boxed(x.iter),
                body: self.body(x.body),
                orelse: self.body(x.orelse),
            },
            S::While(x) => StmtKind::While {
                test: self.boxed(x.test),
                body: self.body(x.body),
                orelse: self.body(x.orelse),
            },
            S::If(x) => StmtKind::If {
                test: self.boxed(x.test),
                body: self.body(x.body),
                orelse: self.body(x.orelse),
            },
            S::With(x) => StmtKind::With {
                items: self.with_items(x.items),
                body: self.body(x.body),
            },
            S::AsyncWith(x) => StmtKind::AsyncWith {
                items: self.with_items(x.items),
                body: self.body(x.body),
            },
            S::Match(x) => StmtKind::Match {
                subject: self.match_subject(*x.subject, range),
                cases: self.match_cases(x.cases),
            },
            S::Try(x) => StmtKind::Try {
                body: self.body(x.body),
                handlers: self.handlers(x.handlers),
                orelse: self.body(x.orelse),
                finalbody: self.body(x.finalbody),
            },
            S::TryStar(x) => StmtKind::TryStar {
                body: self.body(x.body),
                handlers: self.handlers(x.handlers),
                orelse: self.body(x.orelse),
                finalbody: self.body(x.finalbody),
            },
            simple => return Stmt::new(range, self.simple_statement(simple, range)),
        };
        Stmt::new(self.with_semicolon(range), kind)
    }

    fn simple_statement(&mut self, stmt: grammar::Stmt, range: TextRange) -> StmtKind {
        use grammar::Stmt as S;
        match stmt {
            S::Return(x) => StmtKind::Return {
                value: self.optional(x.value),
            },
            S::Delete(x) => StmtKind::Delete {
                targets: self.delete_targets(x.targets),
            },
            S::Assign(x) => self.assign(x.targets, *x.value),
            S::TypeAlias(x) => StmtKind::TypeAlias {
                name: self.boxed(x.name),
                type_params: self.type_params(x.type_params),
                value: self.boxed(x.value),
            },
            S::AugAssign(x) => self.augmented_assign(x),
            S::AnnAssign(x) => self.annotated_assign(x, range),
            S::Raise(x) => StmtKind::Raise {
                exc: self.optional(x.exc),
                cause: self.optional(x.cause),
            },
            S::Assert(x) => StmtKind::Assert {
                test: self.boxed(x.test),
                msg: self.optional(x.msg),
            },
            S::Import(x) => StmtKind::Import {
                names: aliases(x.names),
            },
            S::ImportFrom(x) => StmtKind::ImportFrom {
                module: x.module.map(identifier),
                names: aliases(x.names),
                level: x.level.map_or(0, |level| level.to_u32()),
            },
            S::Global(x) => StmtKind::Global {
                names: identifiers(x.names),
            },
            S::Nonlocal(x) => StmtKind::Nonlocal {
                names: identifiers(x.names),
            },
            S::Expr(x) => StmtKind::Expr {
                value: self.boxed(x.value),
            },
            S::Break(_) => StmtKind::Break {},
            S::Continue(_) => StmtKind::Continue {},
            // Compound statements don't come here.
            _ => StmtKind::Pass {},
        }
    }

    fn with_items(&mut self, items: Vec<grammar::WithItem>) -> Vec<WithItem> {
        let mut lower = |item: grammar::WithItem| {
            let context_expr = self.expr(item.context_expr);
            let optional_vars = item.optional_vars.map(|target| self.target(*target, TargetUse::With));
            let end = optional_vars.as_ref().map_or(context_expr.range, |vars| vars.range);
            WithItem {
                range: context_expr.range.cover(end),
                context_expr,
                optional_vars,
            }
        };
        items.into_iter().map(&mut lower).collect()
    }

    fn handlers(&mut self, handlers: Vec<grammar::ExceptHandler>) -> Vec<ExceptHandler> {
        let mut lower = |grammar::ExceptHandler::ExceptHandler(handler): grammar::ExceptHandler| ExceptHandler {
            range: self.with_semicolon(range_of(handler.range)),
            r#type: self.optional(handler.type_),
            name: handler.name.map(identifier),
            body: self.body(handler.body),
        };
        handlers.into_iter().map(&mut lower).collect()
    }

    fn match_cases(&mut self, cases: Vec<grammar::MatchCase>) -> Vec<MatchCase> {
        let mut lower = |case: grammar::MatchCase| {
            if let grammar::Pattern::MatchStar(star) = &case.pattern {
                self.reject("invalid syntax", range_of(star.range));
            }
            let pattern = self.pattern(case.pattern);
            let guard = self.optional(case.guard);
            let body = self.body(case.body);
            let end = body.last().map_or(pattern.range, |stmt| stmt.range);
            MatchCase {
                range: pattern.range.cover(end),
                pattern,
                guard,
                body,
            }
        };
        cases.into_iter().map(&mut lower).collect()
    }

    /// The grammar gives an unparenthesised tuple the range of the whole statement, and takes `x,` for `x`.
    fn match_subject(&mut self, subject: grammar::Expr, statement: TextRange) -> Box<Expr> {
        let mut subject = self.expr(subject);
        let index = self
            .subjects
            .binary_search_by_key(&statement.start, |header| header.keyword);
        let Some(header) = index.ok().and_then(|index| self.subjects.get(index)) else {
            return Box::new(subject);
        };
        if subject.range.start == statement.start {
            subject.range = header.range;
        } else if header.has_trailing_comma {
            let kind = ExprKind::Tuple {
                elts: vec![subject],
                ctx: ExprContext::Load,
            };
            subject = Expr::new(header.range, kind);
        }
        Box::new(subject)
    }
}

fn aliases(names: Vec<grammar::Alias>) -> Vec<Alias> {
    let lower = |alias: grammar::Alias| Alias {
        range: range_of(alias.range),
        name: identifier(alias.name),
        asname: alias.asname.map(identifier),
    };
    names.into_iter().map(lower).collect()
}

fn identifiers(names: Vec<grammar::Identifier>) -> Vec<Identifier> {
    names.into_iter().map(identifier).collect()
}
