//! Statements and patterns in the first pass.

use pyrs_syntax::TextRange;
use pyrs_syntax::ast::{Alias, Arguments, Expr, ExprKind, Pattern, PatternKind, Stmt, StmtKind, TypeParam};

use super::build::Builder;
use super::lint::JumpContext;
use super::{Role, ScopeKind, SymbolFlags};
use crate::error::{CompileError, Step};
use crate::stack;

impl<'a> Builder<'a, '_> {
    pub(super) fn module(&mut self, body: &'a [Stmt]) -> Step {
        self.block(body)
    }

    pub(super) fn block(&mut self, body: &'a [Stmt]) -> Step {
        body.iter().try_for_each(|stmt| self.stmt(stmt))
    }

    /// Statements that may not run, or run more than once.
    fn branch(&mut self, body: &'a [Stmt]) -> Step {
        let outer = std::mem::replace(&mut self.conditional, true);
        self.block(body)?;
        self.conditional = outer;
        Ok(())
    }

    pub(super) fn stmt(&mut self, stmt: &'a Stmt) -> Step {
        stack::grow(|| self.stmt_here(stmt))
    }

    fn stmt_here(&mut self, stmt: &'a Stmt) -> Step {
        match &stmt.kind {
            StmtKind::FunctionDef {
                name,
                args,
                body,
                decorator_list,
                returns,
                type_params,
            } => self.function(stmt, name, args, body, decorator_list, returns, type_params, false),
            StmtKind::AsyncFunctionDef {
                name,
                args,
                body,
                decorator_list,
                returns,
                type_params,
            } => self.function(stmt, name, args, body, decorator_list, returns, type_params, true),
            StmtKind::ClassDef { .. } => self.class(stmt),
            StmtKind::TypeAlias {
                name,
                type_params,
                value,
            } => self.type_alias(stmt, name, type_params, value),
            StmtKind::Return { value } => {
                self.lint_jump("return", stmt.range);
                self.optional(value)
            }
            StmtKind::Delete { targets } => self.exprs(targets),
            StmtKind::Assign { targets, value } => {
                self.exprs(targets)?;
                self.expr(value)
            }
            StmtKind::AugAssign { target, value, .. } => {
                if let ExprKind::Name { id, .. } = &target.kind {
                    let name = self.mangled(id);
                    self.note(name, SymbolFlags::USED);
                }
                self.expr(target)?;
                self.expr(value)
            }
            StmtKind::AnnAssign { .. } => self.annotated_assignment(stmt),
            StmtKind::For {
                target,
                iter,
                body,
                orelse,
            }
            | StmtKind::AsyncFor {
                target,
                iter,
                body,
                orelse,
            } => {
                self.expr(target)?;
                self.expr(iter)?;
                self.loop_body(body)?;
                self.branch(orelse)
            }
            StmtKind::While { test, body, orelse } => {
                self.expr(test)?;
                self.loop_body(body)?;
                self.branch(orelse)
            }
            StmtKind::If { test, body, orelse } => {
                self.expr(test)?;
                self.branch(body)?;
                self.branch(orelse)
            }
            StmtKind::With { items, body } | StmtKind::AsyncWith { items, body } => {
                for item in items {
                    self.expr(&item.context_expr)?;
                    self.optional(&item.optional_vars)?;
                }
                self.branch(body)
            }
            StmtKind::Match { subject, cases } => {
                self.expr(subject)?;
                for case in cases {
                    self.pattern(&case.pattern)?;
                    self.optional(&case.guard)?;
                    self.branch(&case.body)?;
                }
                Ok(())
            }
            StmtKind::Raise { exc, cause } => {
                self.optional(exc)?;
                self.optional(cause)
            }
            StmtKind::Try {
                body,
                handlers,
                orelse,
                finalbody,
            }
            | StmtKind::TryStar {
                body,
                handlers,
                orelse,
                finalbody,
            } => {
                self.branch(body)?;
                for handler in handlers {
                    self.optional(&handler.r#type)?;
                    if let Some(name) = &handler.name {
                        self.bind(name, SymbolFlags::ASSIGNED, handler.range)?;
                    }
                    self.branch(&handler.body)?;
                }
                self.branch(orelse)?;
                let inside = JumpContext {
                    in_finally: true,
                    in_inner_loop: false,
                };
                let outer = std::mem::replace(&mut self.jumps, inside);
                self.branch(finalbody)?;
                self.jumps = outer;
                Ok(())
            }
            StmtKind::Assert { test, msg } => {
                self.lint_assert(test);
                self.expr(test)?;
                self.optional(msg)
            }
            StmtKind::Import { names } => self.imports(names),
            StmtKind::ImportFrom { names, .. } => self.imports(names),
            StmtKind::Global { names } => names
                .iter()
                .try_for_each(|name| self.directive(name, SymbolFlags::GLOBAL, stmt.range)),
            StmtKind::Nonlocal { names } => names
                .iter()
                .try_for_each(|name| self.directive(name, SymbolFlags::NONLOCAL, stmt.range)),
            StmtKind::Expr { value } => self.expr(value),
            StmtKind::Break {} => {
                self.lint_jump("break", stmt.range);
                Ok(())
            }
            StmtKind::Continue {} => {
                self.lint_jump("continue", stmt.range);
                Ok(())
            }
            StmtKind::Pass {} => Ok(()),
        }
    }

    fn imports(&mut self, names: &'a [Alias]) -> Step {
        for alias in names {
            if alias.name.as_ref() == "*" {
                if self.scope().kind != ScopeKind::Module {
                    return Err(CompileError::new(alias.range, "import * only allowed at module level"));
                }
                continue;
            }
            let bound = alias
                .asname
                .as_deref()
                .unwrap_or_else(|| alias.name.split('.').next().unwrap_or(""));
            self.bind(bound, SymbolFlags::IMPORTED, alias.range)?;
        }
        Ok(())
    }

    fn loop_body(&mut self, body: &'a [Stmt]) -> Step {
        let outer = std::mem::replace(&mut self.jumps.in_inner_loop, true);
        self.branch(body)?;
        self.jumps.in_inner_loop = outer;
        Ok(())
    }

    fn directive(&mut self, text: &str, flag: SymbolFlags, range: TextRange) -> Step {
        let keyword = if flag == SymbolFlags::GLOBAL {
            "global"
        } else {
            "nonlocal"
        };
        let name = self.mangled(text);
        let flags = self.scope().symbol(name).flags;
        let error = |message: String| Err(CompileError::new(range, message));
        if flags.contains(SymbolFlags::PARAMETER) {
            return error(format!("name '{text}' is parameter and {keyword}"));
        }
        if flags.contains(SymbolFlags::USED) {
            return error(format!("name '{text}' is used prior to {keyword} declaration"));
        }
        if flags.contains(SymbolFlags::ANNOTATED) {
            return error(format!("annotated name '{text}' can't be {keyword}"));
        }
        if flags.contains(SymbolFlags::ASSIGNED) {
            return error(format!("name '{text}' is assigned to before {keyword} declaration"));
        }
        self.note(name, flag);
        self.scope().directives.push((name, range));
        Ok(())
    }

    fn function(
        &mut self,
        stmt: &'a Stmt,
        name: &'a str,
        args: &'a Arguments,
        body: &'a [Stmt],
        decorators: &'a [Expr],
        returns: &'a Option<Box<Expr>>,
        type_params: &'a [TypeParam],
        is_async: bool,
    ) -> Step {
        self.exprs(decorators)?;
        self.defaults(args)?;
        self.bind(name, SymbolFlags::ASSIGNED, stmt.range)?;
        if !type_params.is_empty() {
            self.enter_type_parameters(stmt, name);
            for (present, text) in [
                (!args.defaults.is_empty(), ".defaults"),
                (args.kw_defaults.iter().any(Option::is_some), ".kwdefaults"),
            ] {
                if present {
                    let name = self.names.intern(text);
                    self.note(name, SymbolFlags::PARAMETER);
                }
            }
            self.type_parameters(type_params)?;
        }
        self.function_annotations(stmt, args, returns)?;
        let code_name = self.names.intern(name);
        let outer = (self.conditional, std::mem::take(&mut self.iterable_depth));
        self.enter(stmt, Role::Body, ScopeKind::Function, code_name, stmt.range);
        self.scope().is_coroutine = is_async;
        self.parameters(args)?;
        let jumps = std::mem::take(&mut self.jumps);
        self.block(body)?;
        self.jumps = jumps;
        self.leave();
        (self.conditional, self.iterable_depth) = outer;
        if !type_params.is_empty() {
            self.leave();
        }
        Ok(())
    }

    fn class(&mut self, stmt: &'a Stmt) -> Step {
        let StmtKind::ClassDef {
            name,
            bases,
            keywords,
            body,
            decorator_list,
            type_params,
        } = &stmt.kind
        else {
            return Ok(());
        };
        self.exprs(decorator_list)?;
        self.bind(name, SymbolFlags::ASSIGNED, stmt.range)?;
        let class_name = self.names.intern(name);
        let outer_private = self.private;
        if !type_params.is_empty() {
            self.private = Some(class_name);
            self.enter_type_parameters(stmt, name);
            for text in [".type_params", ".generic_base"] {
                let name = self.names.intern(text);
                self.note(name, SymbolFlags::ASSIGNED | SymbolFlags::USED);
            }
            self.type_parameters(type_params)?;
        }
        self.exprs(bases)?;
        keywords.iter().try_for_each(|keyword| self.expr(&keyword.value))?;
        let outer_conditional = std::mem::replace(&mut self.conditional, false);
        self.private = Some(class_name);
        let jumps = std::mem::take(&mut self.jumps);
        self.enter(stmt, Role::Body, ScopeKind::Class, class_name, stmt.range);
        if !type_params.is_empty() {
            let type_params = self.names.intern(".type_params");
            self.note(type_params, SymbolFlags::USED);
            let name = self.names.intern("__type_params__");
            self.note(name, SymbolFlags::ASSIGNED);
        }
        self.block(body)?;
        self.jumps = jumps;
        self.leave();
        self.conditional = outer_conditional;
        if !type_params.is_empty() {
            self.leave();
        }
        self.private = outer_private;
        Ok(())
    }

    fn pattern(&mut self, pattern: &'a Pattern) -> Step {
        stack::grow(|| self.pattern_here(pattern))
    }

    fn pattern_here(&mut self, pattern: &'a Pattern) -> Step {
        match &pattern.kind {
            PatternKind::MatchValue { value } => self.expr(value),
            PatternKind::MatchSingleton { .. } => Ok(()),
            PatternKind::MatchSequence { patterns } | PatternKind::MatchOr { patterns } => {
                patterns.iter().try_for_each(|inner| self.pattern(inner))
            }
            PatternKind::MatchMapping { keys, patterns, rest } => {
                self.exprs(keys)?;
                patterns.iter().try_for_each(|inner| self.pattern(inner))?;
                self.capture(rest.as_deref(), pattern.range)
            }
            PatternKind::MatchClass {
                cls,
                patterns,
                kwd_patterns,
                ..
            } => {
                self.expr(cls)?;
                patterns
                    .iter()
                    .chain(kwd_patterns)
                    .try_for_each(|inner| self.pattern(inner))
            }
            PatternKind::MatchStar { name } => self.capture(name.as_deref(), pattern.range),
            PatternKind::MatchAs { pattern: inner, name } => {
                inner.as_deref().map_or(Ok(()), |inner| self.pattern(inner))?;
                self.capture(name.as_deref(), pattern.range)
            }
        }
    }

    fn capture(&mut self, name: Option<&str>, range: TextRange) -> Step {
        name.map_or(Ok(()), |name| self.bind(name, SymbolFlags::ASSIGNED, range))
    }
}
