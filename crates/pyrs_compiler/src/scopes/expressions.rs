//! Expressions in the first pass.

use pyrs_syntax::TextRange;
use pyrs_syntax::ast::{Arguments, Comprehension, Expr, ExprContext, ExprKind};

use super::build::Builder;
use super::{ComprehensionKind, Role, ScopeKind, SymbolFlags};
use crate::error::{CompileError, Step};
use crate::stack;

impl<'a> Builder<'a, '_> {
    pub(super) fn expr(&mut self, e: &'a Expr) -> Step {
        stack::grow(|| self.expr_here(e))
    }

    pub(super) fn exprs(&mut self, list: &'a [Expr]) -> Step {
        list.iter().try_for_each(|e| self.expr(e))
    }

    pub(super) fn optional(&mut self, e: &'a Option<Box<Expr>>) -> Step {
        e.as_deref().map_or(Ok(()), |e| self.expr(e))
    }

    fn expr_here(&mut self, e: &'a Expr) -> Step {
        match &e.kind {
            ExprKind::BoolOp { values, .. } | ExprKind::JoinedStr { values } | ExprKind::TemplateStr { values } => {
                self.exprs(values)
            }
            ExprKind::NamedExpr { target, value } => self.named_expr(e, target, value),
            ExprKind::BinOp { left, right, .. } => {
                self.expr(left)?;
                self.expr(right)
            }
            ExprKind::UnaryOp { operand, .. } => self.expr(operand),
            ExprKind::Lambda { args, body } => self.lambda(e, args, body),
            ExprKind::IfExp { test, body, orelse } => {
                self.expr(test)?;
                self.expr(body)?;
                self.expr(orelse)
            }
            ExprKind::Dict { keys, values } => {
                keys.iter().flatten().try_for_each(|key| self.expr(key))?;
                self.exprs(values)
            }
            ExprKind::Set { elts } | ExprKind::List { elts, .. } | ExprKind::Tuple { elts, .. } => self.exprs(elts),
            ExprKind::ListComp { elt, generators } => {
                self.comprehension(e, ComprehensionKind::List, generators, &[elt])
            }
            ExprKind::SetComp { elt, generators } => self.comprehension(e, ComprehensionKind::Set, generators, &[elt]),
            ExprKind::DictComp { key, value, generators } => {
                self.comprehension(e, ComprehensionKind::Dict, generators, &[key, value])
            }
            ExprKind::GeneratorExp { elt, generators } => {
                self.comprehension(e, ComprehensionKind::Generator, generators, &[elt])
            }
            ExprKind::Await { value } => {
                self.refuse("await expression", e.range)?;
                self.await_here();
                self.expr(value)
            }
            ExprKind::Yield { value } => {
                self.yield_here(e.range)?;
                self.optional(value)
            }
            ExprKind::YieldFrom { value } => {
                self.yield_here(e.range)?;
                self.expr(value)
            }
            ExprKind::Compare { left, ops, comparators } => {
                self.lint_comparison(e.range, left, ops, comparators);
                self.expr(left)?;
                self.exprs(comparators)
            }
            ExprKind::Call { func, args, keywords } => {
                self.lint_call(func);
                self.expr(func)?;
                self.exprs(args)?;
                keywords.iter().try_for_each(|keyword| self.expr(&keyword.value))
            }
            ExprKind::FormattedValue { value, format_spec, .. }
            | ExprKind::Interpolation { value, format_spec, .. } => {
                self.expr(value)?;
                self.optional(format_spec)
            }
            ExprKind::Constant { .. } => Ok(()),
            ExprKind::Attribute { value, attr, ctx } => {
                if attr.as_ref() == "__debug__" && *ctx != ExprContext::Load {
                    return Err(forbidden_debug(*ctx, e.range));
                }
                self.expr(value)
            }
            ExprKind::Subscript { value, slice, ctx } => {
                if *ctx == ExprContext::Load {
                    self.lint_subscript(value, slice);
                }
                self.expr(value)?;
                self.expr(slice)
            }
            ExprKind::Starred { value, .. } => self.expr(value),
            ExprKind::Name { id, ctx } => self.name(id, *ctx, e.range),
            ExprKind::Slice { lower, upper, step } => {
                self.optional(lower)?;
                self.optional(upper)?;
                self.optional(step)
            }
        }
    }

    fn name(&mut self, id: &str, ctx: ExprContext, range: TextRange) -> Step {
        match ctx {
            ExprContext::Load => {
                let name = self.mangled(id);
                self.note(name, SymbolFlags::USED);
                if id == "super" && self.scope().kind.is_function_like() {
                    let class = self.names.intern("__class__");
                    self.note(class, SymbolFlags::USED);
                }
                Ok(())
            }
            ExprContext::Del if id == "__debug__" => Err(forbidden_debug(ctx, range)),
            _ => self.bind(id, SymbolFlags::ASSIGNED, range),
        }
    }

    /// Errors for what a scope of annotations and type parameters does not admit.
    fn refuse(&mut self, what: &str, range: TextRange) -> Step {
        match self.scope().kind.restricted() {
            Some(place) => Err(CompileError::new(
                range,
                format!("{what} cannot be used within {place}"),
            )),
            None => Ok(()),
        }
    }

    fn yield_here(&mut self, range: TextRange) -> Step {
        self.refuse("yield expression", range)?;
        let scope = self.scope();
        if let ScopeKind::Comprehension(kind) = scope.kind {
            return Err(CompileError::new(
                range,
                format!("'yield' inside {}", kind.description()),
            ));
        }
        scope.is_generator = true;
        Ok(())
    }

    /// An await in an inlined comprehension makes the comprehension asynchronous, and what holds it in turn.
    fn await_here(&mut self) {
        if matches!(self.scope().kind, ScopeKind::Comprehension(_)) {
            self.scope().is_coroutine = true;
        }
    }

    fn named_expr(&mut self, e: &'a Expr, target: &'a Expr, value: &'a Expr) -> Step {
        self.refuse("named expression", e.range)?;
        if self.iterable_depth > 0 {
            let message = "assignment expression cannot be used in a comprehension iterable expression";
            return Err(CompileError::new(e.range, message));
        }
        if matches!(self.scope().kind, ScopeKind::Comprehension(_)) {
            self.extend_walrus(target)?;
        }
        self.expr(value)?;
        match &target.kind {
            ExprKind::Name { id, .. } => self.bind(id, SymbolFlags::ASSIGNED | SymbolFlags::WALRUS, target.range),
            _ => self.expr(target),
        }
    }

    /// A walrus in a comprehension binds in the scope that holds the comprehension.
    fn extend_walrus(&mut self, target: &'a Expr) -> Step {
        let ExprKind::Name { id, .. } = &target.kind else {
            return Ok(());
        };
        let name = self.mangled(id);
        let flags = SymbolFlags::ASSIGNED | SymbolFlags::WALRUS;
        for scope_id in self.stack.clone().into_iter().rev() {
            let scope = self.table.scope(scope_id);
            let error = |message: String| Err(CompileError::new(target.range, message));
            match scope.kind {
                ScopeKind::Comprehension(_) => {
                    if scope.symbol(name).flags.contains(SymbolFlags::ITERATION) {
                        return error(format!(
                            "assignment expression cannot rebind comprehension iteration variable '{id}'"
                        ));
                    }
                }
                ScopeKind::Module => {
                    self.note(name, SymbolFlags::GLOBAL);
                    self.note_in(scope_id, name, SymbolFlags::GLOBAL);
                    return Ok(());
                }
                ScopeKind::Class => {
                    return error("assignment expression within a comprehension cannot be used in a class body".into());
                }
                _ => {
                    if let Some(place) = scope.kind.restricted() {
                        let is_value = matches!(scope.kind, ScopeKind::TypeAlias | ScopeKind::TypeVariable(_));
                        let used = if is_value { "in" } else { "within" };
                        return error(format!(
                            "assignment expression within a comprehension cannot be used {used} {place}"
                        ));
                    }
                    let outer = scope.symbol(name).flags;
                    let here = if outer.contains(SymbolFlags::GLOBAL) {
                        SymbolFlags::GLOBAL
                    } else {
                        SymbolFlags::NONLOCAL
                    };
                    self.note(name, here);
                    self.note_in(scope_id, name, flags);
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn lambda(&mut self, e: &'a Expr, args: &'a Arguments, body: &'a Expr) -> Step {
        self.defaults(args)?;
        let name = self.names.intern("<lambda>");
        let target = std::mem::take(&mut self.in_target);
        self.enter(e, Role::Body, ScopeKind::Lambda, name, e.range);
        self.parameters(args)?;
        self.expr(body)?;
        self.leave();
        self.in_target = target;
        Ok(())
    }

    pub(super) fn defaults(&mut self, args: &'a Arguments) -> Step {
        self.exprs(&args.defaults)?;
        args.kw_defaults
            .iter()
            .flatten()
            .try_for_each(|default| self.expr(default))
    }

    pub(super) fn parameters(&mut self, args: &'a Arguments) -> Step {
        let plain = args.posonlyargs.iter().chain(&args.args).chain(&args.kwonlyargs);
        for arg in plain.chain(args.vararg.as_deref()).chain(args.kwarg.as_deref()) {
            let name = self.mangled(&arg.arg);
            if self.scope().symbol(name).flags.contains(SymbolFlags::PARAMETER) {
                let message = format!("duplicate parameter '{}' in function definition", arg.arg);
                return Err(CompileError::new(arg.range, message));
            }
            self.bind(&arg.arg, SymbolFlags::PARAMETER, arg.range)?;
        }
        Ok(())
    }

    fn comprehension(
        &mut self,
        e: &'a Expr,
        kind: ComprehensionKind,
        generators: &'a [Comprehension],
        elements: &[&'a Expr],
    ) -> Step {
        let Some((first, rest)) = generators.split_first() else {
            return Ok(());
        };
        self.iterable_depth += 1;
        self.expr(&first.iter)?;
        self.iterable_depth -= 1;
        let name = match kind {
            ComprehensionKind::List => "<listcomp>",
            ComprehensionKind::Set => "<setcomp>",
            ComprehensionKind::Dict => "<dictcomp>",
            ComprehensionKind::Generator => "<genexpr>",
        };
        let name = self.names.intern(name);
        // A comprehension that is an iterable of another one is its own world again only for its inner iterables.
        self.enter(e, Role::Body, ScopeKind::Comprehension(kind), name, e.range);
        let parent_sees_class = {
            let parent = self.scope().parent;
            parent.is_some_and(|parent| self.table.scope(parent).sees_class)
        };
        let inlined = kind != ComprehensionKind::Generator && !parent_sees_class;
        if !inlined {
            let iterator = self.names.intern(".0");
            self.note(iterator, SymbolFlags::PARAMETER);
        }
        let scope = self.scope();
        scope.inlined = inlined;
        scope.is_generator = kind == ComprehensionKind::Generator;
        scope.is_coroutine = generators.iter().any(|generator| generator.is_async);
        self.comprehension_clause(first, false)?;
        for generator in rest {
            self.comprehension_clause(generator, true)?;
        }
        for element in elements {
            self.expr(element)?;
        }
        let is_coroutine = self.scope().is_coroutine && kind != ComprehensionKind::Generator;
        self.leave();
        if is_coroutine && matches!(self.scope().kind, ScopeKind::Comprehension(_)) {
            self.scope().is_coroutine = true;
        }
        Ok(())
    }

    fn comprehension_clause(&mut self, generator: &'a Comprehension, visit_iterable: bool) -> Step {
        let outer = std::mem::replace(&mut self.in_target, true);
        self.expr(&generator.target)?;
        self.in_target = outer;
        if visit_iterable {
            self.iterable_depth += 1;
            self.expr(&generator.iter)?;
            self.iterable_depth -= 1;
        }
        self.exprs(&generator.ifs)
    }
}

fn forbidden_debug(ctx: ExprContext, range: TextRange) -> CompileError {
    let verb = if ctx == ExprContext::Del { "delete" } else { "assign to" };
    CompileError::new(range, format!("cannot {verb} __debug__"))
}
