//! Annotations, type parameters and type aliases in the first pass.

use pyrs_syntax::ast::{Arguments, Expr, ExprKind, Stmt, StmtKind, TypeParam, TypeParamKind};

use super::build::Builder;
use super::{DeferredAnnotation, Role, ScopeKind, SymbolFlags};
use crate::error::{CompileError, Step};

impl<'a> Builder<'a, '_> {
    /// The scope of a function's `__annotate__`, if it has annotations.
    pub(super) fn function_annotations(
        &mut self,
        stmt: &'a Stmt,
        args: &'a Arguments,
        returns: &'a Option<Box<Expr>>,
    ) -> Step {
        let plain = args.posonlyargs.iter().chain(&args.args).chain(&args.kwonlyargs);
        let all = plain.chain(args.vararg.as_deref()).chain(args.kwarg.as_deref());
        let mut annotations = all
            .filter_map(|arg| arg.annotation.as_deref())
            .chain(returns.as_deref())
            .peekable();
        if annotations.peek().is_none() {
            return Ok(());
        }
        let name = self.names.intern("__annotate__");
        self.enter(stmt, Role::Annotations, ScopeKind::Annotations, name, stmt.range);
        self.format_parameter("format");
        if !self.table.future_annotations {
            annotations.try_for_each(|annotation| self.expr(annotation))?;
        }
        self.leave();
        Ok(())
    }

    fn format_parameter(&mut self, text: &str) {
        let name = self.names.intern(text);
        self.note(name, SymbolFlags::PARAMETER);
    }

    pub(super) fn annotated_assignment(&mut self, stmt: &'a Stmt) -> Step {
        let StmtKind::AnnAssign {
            target,
            annotation,
            value,
            simple,
        } = &stmt.kind
        else {
            return Ok(());
        };
        if let ExprKind::Name { id, .. } = &target.kind {
            let name = self.mangled(id);
            let flags = self.scope().symbol(name).flags;
            let is_module = self.scope().kind == ScopeKind::Module;
            if *simple && !is_module && flags.intersects(SymbolFlags::GLOBAL | SymbolFlags::NONLOCAL) {
                let keyword = if flags.contains(SymbolFlags::GLOBAL) {
                    "global"
                } else {
                    "nonlocal"
                };
                let message = format!("annotated name '{id}' can't be {keyword}");
                return Err(CompileError::new(stmt.range, message));
            }
            if *simple {
                self.bind(id, SymbolFlags::ANNOTATED | SymbolFlags::ASSIGNED, target.range)?;
            } else if value.is_some() {
                self.bind(id, SymbolFlags::ASSIGNED, target.range)?;
            }
        } else {
            self.expr(target)?;
        }
        self.annotation(stmt, target, annotation, *simple)?;
        self.optional(value)
    }

    fn annotation(&mut self, stmt: &'a Stmt, target: &'a Expr, annotation: &'a Expr, simple: bool) -> Step {
        let kind = self.scope().kind;
        let deferred = matches!(kind, ScopeKind::Module | ScopeKind::Class);
        if !deferred || !simple {
            // Never evaluated, but its syntax is checked: in a scope that nothing comes out of.
            return self.unevaluated_annotation(annotation);
        }
        let ExprKind::Name { id, .. } = &target.kind else {
            return Ok(());
        };
        let conditional = kind == ScopeKind::Module || self.conditional;
        let condition = conditional.then(|| {
            let name = self.names.intern("__conditional_annotations__");
            self.note(name, SymbolFlags::ASSIGNED | SymbolFlags::USED);
            let scope = self.scope();
            scope.has_conditional_annotations = true;
            scope.conditional_count += 1;
            scope.conditional_count - 1
        });
        let target = self.mangled(id);
        self.scope().annotations.push(DeferredAnnotation {
            target,
            annotation,
            statement: stmt,
            condition,
        });
        if self.table.future_annotations {
            let name = self.names.intern("__annotations__");
            self.note(name, SymbolFlags::USED);
            return self.unevaluated_annotation(annotation);
        }
        let scope = match self.scope().annotation_scope {
            Some(scope) => scope,
            None => {
                let range = self.scope().range;
                let name = self.names.intern("__annotate__");
                let scope = self.create(ScopeKind::Annotations, name, range);
                self.scope().annotation_scope = Some(scope);
                self.stack.push(scope);
                self.format_parameter("format");
                self.leave();
                scope
            }
        };
        self.stack.push(scope);
        if condition.is_some() {
            let name = self.names.intern("__conditional_annotations__");
            self.note(name, SymbolFlags::USED);
        }
        self.expr(annotation)?;
        self.leave();
        Ok(())
    }

    fn unevaluated_annotation(&mut self, annotation: &'a Expr) -> Step {
        let name = self.names.intern("__annotate__");
        let scope = self.create(ScopeKind::Annotations, name, annotation.range);
        self.stack.push(scope);
        self.expr(annotation)?;
        self.leave();
        self.scope().children.retain(|&child| child != scope);
        Ok(())
    }

    pub(super) fn enter_type_parameters(&mut self, stmt: &'a Stmt, name: &str) {
        let name = self.names.intern(&format!("<generic parameters of {name}>"));
        self.enter(stmt, Role::TypeParameters, ScopeKind::TypeParameters, name, stmt.range);
    }

    pub(super) fn type_parameters(&mut self, params: &'a [TypeParam]) -> Step {
        for param in params {
            let (name, bound, default) = match &param.kind {
                TypeParamKind::TypeVar {
                    name,
                    bound,
                    default_value,
                } => (name, bound.as_deref(), default_value),
                TypeParamKind::ParamSpec { name, default_value }
                | TypeParamKind::TypeVarTuple { name, default_value } => (name, None, default_value),
            };
            if matches!(
                name.as_ref(),
                "__classdict__" | "__classdictcell__" | "__conditional_annotations__"
            ) {
                let message = format!("reserved name '{name}' cannot be used for type parameter");
                return Err(CompileError::new(param.range, message));
            }
            let mangled = self.mangled(name);
            if self.scope().symbol(mangled).flags.contains(SymbolFlags::TYPE_PARAMETER) {
                return Err(CompileError::new(
                    param.range,
                    format!("duplicate type parameter '{name}'"),
                ));
            }
            self.bind(name, SymbolFlags::TYPE_PARAMETER | SymbolFlags::ASSIGNED, param.range)?;
            let (bound_place, default_place) = match &param.kind {
                TypeParamKind::TypeVar { bound: Some(bound), .. } if matches!(bound.kind, ExprKind::Tuple { .. }) => {
                    ("a TypeVar constraint", "a TypeVar default")
                }
                TypeParamKind::TypeVar { .. } => ("a TypeVar bound", "a TypeVar default"),
                TypeParamKind::ParamSpec { .. } => ("", "a ParamSpec default"),
                TypeParamKind::TypeVarTuple { .. } => ("", "a TypeVarTuple default"),
            };
            let parts = [
                (Role::Bound, bound_place, bound),
                (Role::Default, default_place, default.as_deref()),
            ];
            for (role, place, value) in parts {
                let Some(value) = value else { continue };
                let code_name = self.names.intern(name);
                self.enter(param, role, ScopeKind::TypeVariable(place), code_name, value.range);
                self.format_parameter(".format");
                self.expr(value)?;
                self.leave();
            }
        }
        Ok(())
    }

    pub(super) fn type_alias(
        &mut self,
        stmt: &'a Stmt,
        name: &'a Expr,
        type_params: &'a [TypeParam],
        value: &'a Expr,
    ) -> Step {
        self.expr(name)?;
        let ExprKind::Name { id, .. } = &name.kind else {
            return Ok(());
        };
        if !type_params.is_empty() {
            self.enter_type_parameters(stmt, id);
            self.type_parameters(type_params)?;
        }
        let code_name = self.names.intern(id);
        self.enter(stmt, Role::Body, ScopeKind::TypeAlias, code_name, stmt.range);
        self.format_parameter(".format");
        self.expr(value)?;
        self.leave();
        if !type_params.is_empty() {
            self.leave();
        }
        Ok(())
    }
}
