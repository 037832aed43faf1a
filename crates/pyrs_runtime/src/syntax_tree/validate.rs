//! What a tree of node objects must satisfy beyond the types of its fields. A parsed tree always does.
//!
//! Checked: contexts of expressions, lists that may not be empty, and lists that belong together.

use pyrs_syntax::ast::{Arguments, Comprehension, Expr, ExprContext, ExprKind, Stmt, StmtKind};

type Check = Result<(), String>;

/// The one problem that is a TypeError.
pub(super) const SIMPLE_TARGET: &str = "AnnAssign with simple non-Name target";

/// Checks a list of statements.
pub(super) fn statements(body: &[Stmt]) -> Check {
    body.iter().try_for_each(statement)
}

/// Checks an expression that is evaluated.
pub(super) fn expression(expr: &Expr) -> Check {
    check(expr, ExprContext::Load)
}

fn expressions(exprs: &[Expr]) -> Check {
    exprs.iter().try_for_each(expression)
}

fn optional(expr: &Option<Box<Expr>>) -> Check {
    expr.as_deref().map_or(Ok(()), expression)
}

fn filled<T>(list: &[T], what: &str, owner: &str) -> Check {
    if list.is_empty() {
        return Err(format!("empty {what} on {owner}"));
    }
    Ok(())
}

fn block(body: &[Stmt], owner: &str) -> Check {
    filled(body, "body", owner)?;
    statements(body)
}

fn targets(list: &[Expr], context: ExprContext, owner: &str) -> Check {
    filled(list, "targets", owner)?;
    list.iter().try_for_each(|target| check(target, context))
}

fn arguments(args: &Arguments) -> Check {
    let all = args.posonlyargs.iter().chain(&args.args).chain(&args.kwonlyargs);
    for arg in all.chain(args.vararg.as_deref()).chain(args.kwarg.as_deref()) {
        optional(&arg.annotation)?;
    }
    if args.defaults.len() > args.posonlyargs.len() + args.args.len() {
        return Err("more positional defaults than args on arguments".to_owned());
    }
    if args.kw_defaults.len() != args.kwonlyargs.len() {
        return Err("length of kwonlyargs is not the same as kw_defaults on arguments".to_owned());
    }
    expressions(&args.defaults)?;
    args.kw_defaults.iter().flatten().try_for_each(expression)
}

fn comprehensions(generators: &[Comprehension]) -> Check {
    if generators.is_empty() {
        return Err("comprehension with no generators".to_owned());
    }
    for generator in generators {
        check(&generator.target, ExprContext::Store)?;
        expression(&generator.iter)?;
        expressions(&generator.ifs)?;
    }
    Ok(())
}

fn statement(stmt: &Stmt) -> Check {
    use ExprContext::{Del, Store};
    let owner = stmt.kind.name();
    match &stmt.kind {
        StmtKind::FunctionDef {
            args,
            body,
            decorator_list,
            returns,
            ..
        }
        | StmtKind::AsyncFunctionDef {
            args,
            body,
            decorator_list,
            returns,
            ..
        } => {
            block(body, owner)?;
            arguments(args)?;
            expressions(decorator_list)?;
            optional(returns)
        }
        StmtKind::ClassDef {
            bases,
            keywords,
            body,
            decorator_list,
            ..
        } => {
            block(body, owner)?;
            expressions(bases)?;
            keywords.iter().try_for_each(|keyword| expression(&keyword.value))?;
            expressions(decorator_list)
        }
        StmtKind::Return { value } => optional(value),
        StmtKind::Delete { targets: list } => targets(list, Del, owner),
        StmtKind::Assign { targets: list, value } => {
            targets(list, Store, owner)?;
            expression(value)
        }
        StmtKind::TypeAlias { name, value, .. } => {
            check(name, Store)?;
            expression(value)
        }
        StmtKind::AugAssign { target, value, .. } => {
            check(target, Store)?;
            expression(value)
        }
        StmtKind::AnnAssign {
            target,
            annotation,
            value,
            simple,
        } => {
            if *simple && !matches!(target.kind, ExprKind::Name { .. }) {
                return Err(SIMPLE_TARGET.to_owned());
            }
            check(target, Store)?;
            expression(annotation)?;
            optional(value)
        }
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
            check(target, Store)?;
            expression(iter)?;
            block(body, owner)?;
            statements(orelse)
        }
        StmtKind::While { test, body, orelse } | StmtKind::If { test, body, orelse } => {
            expression(test)?;
            block(body, owner)?;
            statements(orelse)
        }
        StmtKind::With { items, body } | StmtKind::AsyncWith { items, body } => {
            filled(items, "items", owner)?;
            for item in items {
                expression(&item.context_expr)?;
                if let Some(target) = &item.optional_vars {
                    check(target, Store)?;
                }
            }
            block(body, owner)
        }
        StmtKind::Match { subject, cases } => {
            expression(subject)?;
            filled(cases, "cases", owner)?;
            for case in cases {
                optional(&case.guard)?;
                block(&case.body, "match_case")?;
            }
            Ok(())
        }
        StmtKind::Raise { exc, cause } => {
            if exc.is_none() && cause.is_some() {
                return Err("Raise with cause but no exception".to_owned());
            }
            optional(exc)?;
            optional(cause)
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
            block(body, owner)?;
            if handlers.is_empty() && finalbody.is_empty() {
                return Err(format!("{owner} has neither except handlers nor finalbody"));
            }
            if handlers.is_empty() && !orelse.is_empty() {
                return Err(format!("{owner} has orelse but no except handlers"));
            }
            for handler in handlers {
                optional(&handler.r#type)?;
                block(&handler.body, "ExceptHandler")?;
            }
            statements(orelse)?;
            statements(finalbody)
        }
        StmtKind::Assert { test, msg } => {
            expression(test)?;
            optional(msg)
        }
        StmtKind::Import { names } => filled(names, "names", owner),
        StmtKind::ImportFrom { names, .. } => filled(names, "names", owner),
        StmtKind::Global { names } | StmtKind::Nonlocal { names } => filled(names, "names", owner),
        StmtKind::Expr { value } => expression(value),
        StmtKind::Pass {} | StmtKind::Break {} | StmtKind::Continue {} => Ok(()),
    }
}

fn check(expr: &Expr, wanted: ExprContext) -> Check {
    use ExprContext::Load;
    let (ctx, is_target) = match &expr.kind {
        ExprKind::Attribute { ctx, .. }
        | ExprKind::Subscript { ctx, .. }
        | ExprKind::Starred { ctx, .. }
        | ExprKind::Name { ctx, .. }
        | ExprKind::List { ctx, .. }
        | ExprKind::Tuple { ctx, .. } => (*ctx, true),
        _ => (Load, false),
    };
    if !is_target && wanted != Load {
        return Err(format!(
            "expression which can't be assigned to in {} context",
            wanted.name()
        ));
    }
    if is_target && ctx != wanted {
        return Err(format!(
            "expression must have {} context but has {} instead",
            wanted.name(),
            ctx.name()
        ));
    }
    match &expr.kind {
        ExprKind::BoolOp { values, .. } if values.len() < 2 => Err("BoolOp with less than 2 values".to_owned()),
        ExprKind::BoolOp { values, .. } | ExprKind::JoinedStr { values } | ExprKind::TemplateStr { values } => {
            expressions(values)
        }
        ExprKind::NamedExpr { target, value } => {
            if !matches!(target.kind, ExprKind::Name { .. }) {
                return Err("NamedExpr target must be a Name".to_owned());
            }
            expression(value)
        }
        ExprKind::BinOp { left, right, .. } => {
            expression(left)?;
            expression(right)
        }
        ExprKind::UnaryOp { operand, .. } => expression(operand),
        ExprKind::Lambda { args, body } => {
            arguments(args)?;
            expression(body)
        }
        ExprKind::IfExp { test, body, orelse } => {
            expression(test)?;
            expression(body)?;
            expression(orelse)
        }
        ExprKind::Dict { keys, values } => {
            if keys.len() != values.len() {
                return Err("Dict doesn't have the same number of keys as values".to_owned());
            }
            keys.iter().flatten().try_for_each(expression)?;
            expressions(values)
        }
        ExprKind::Set { elts } => expressions(elts),
        ExprKind::ListComp { elt, generators }
        | ExprKind::SetComp { elt, generators }
        | ExprKind::GeneratorExp { elt, generators } => {
            comprehensions(generators)?;
            expression(elt)
        }
        ExprKind::DictComp { key, value, generators } => {
            comprehensions(generators)?;
            expression(key)?;
            expression(value)
        }
        ExprKind::Await { value } | ExprKind::YieldFrom { value } => expression(value),
        ExprKind::Yield { value } => optional(value),
        ExprKind::Compare { left, ops, comparators } => {
            if comparators.is_empty() {
                return Err("Compare with no comparators".to_owned());
            }
            if comparators.len() != ops.len() {
                return Err("Compare has a different number of comparators and operands".to_owned());
            }
            expressions(comparators)?;
            expression(left)
        }
        ExprKind::Call { func, args, keywords } => {
            expression(func)?;
            expressions(args)?;
            keywords.iter().try_for_each(|keyword| expression(&keyword.value))
        }
        ExprKind::FormattedValue { value, format_spec, .. } | ExprKind::Interpolation { value, format_spec, .. } => {
            expression(value)?;
            optional(format_spec)
        }
        ExprKind::Constant { .. } | ExprKind::Name { .. } => Ok(()),
        ExprKind::Attribute { value, .. } => expression(value),
        ExprKind::Subscript { value, slice, .. } => {
            expression(slice)?;
            expression(value)
        }
        ExprKind::Starred { value, .. } => check(value, wanted),
        ExprKind::List { elts, .. } | ExprKind::Tuple { elts, .. } => {
            elts.iter().try_for_each(|elt| check(elt, wanted))
        }
        ExprKind::Slice { lower, upper, step } => {
            optional(lower)?;
            optional(upper)?;
            optional(step)
        }
    }
}
