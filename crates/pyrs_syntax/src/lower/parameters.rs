//! Parameters, type parameters, arguments and comprehension clauses.

use super::targets::TargetUse;
use super::{Lowerer, identifier, range_of};
use crate::ast::{Arg, Arguments, Comprehension, Expr, ExprKind, Keyword, TypeParam, TypeParamKind};
use crate::lexer::literals::marker;
use crate::position::TextRange;
use rustpython_parser::ast::{self as grammar, Ranged};

impl Lowerer<'_> {
    pub(super) fn arguments(&mut self, arguments: grammar::Arguments) -> Box<Arguments> {
        let mut defaults = Vec::new();
        let mut positional = |this: &mut Self, parameters: Vec<grammar::ArgWithDefault>| -> Vec<Arg> {
            let mut lower = |parameter: grammar::ArgWithDefault| {
                let arg = this.arg(parameter.def);
                defaults.extend(parameter.default.map(|default| this.expr(*default)));
                arg
            };
            parameters.into_iter().map(&mut lower).collect()
        };
        let posonlyargs = positional(self, arguments.posonlyargs);
        let args = positional(self, arguments.args);
        let vararg = arguments.vararg.map(|arg| Box::new(self.arg(*arg)));
        let (mut kwonlyargs, mut kw_defaults) = (Vec::new(), Vec::new());
        for parameter in arguments.kwonlyargs {
            kwonlyargs.push(self.arg(parameter.def));
            kw_defaults.push(parameter.default.map(|default| self.expr(*default)));
        }
        let kwarg = arguments.kwarg.map(|arg| Box::new(self.arg(*arg)));
        if let Some(kwarg) = kwarg.as_deref().filter(|_| vararg.is_none() && kwonlyargs.is_empty()) {
            self.check_bare_star(kwarg.range);
        }
        let all = posonlyargs
            .iter()
            .chain(&args)
            .chain(vararg.as_deref())
            .chain(&kwonlyargs)
            .chain(kwarg.as_deref());
        let range = all.map(|arg| arg.range).reduce(TextRange::cover).unwrap_or_default();
        Box::new(Arguments {
            range,
            posonlyargs,
            args,
            vararg,
            kwonlyargs,
            kw_defaults,
            kwarg,
            defaults,
        })
    }

    /// The grammar takes `*, **kwargs`.
    fn check_bare_star(&mut self, kwarg: TextRange) {
        let before = self.text.get(..kwarg.start as usize);
        let is_star = |before: &str| {
            let before = before.trim_end().strip_suffix("**").map(str::trim_end);
            before
                .and_then(|before| before.strip_suffix(','))
                .is_some_and(|before| before.trim_end().ends_with('*'))
        };
        if before.is_some_and(is_star) {
            self.reject("named arguments must follow bare *", kwarg);
        }
    }

    fn arg(&mut self, arg: grammar::Arg) -> Arg {
        Arg {
            range: range_of(arg.range),
            arg: identifier(arg.arg),
            annotation: self.optional(arg.annotation),
        }
    }

    pub(super) fn keywords(&mut self, keywords: Vec<grammar::Keyword>) -> Vec<Keyword> {
        let mut lower = |keyword: grammar::Keyword| Keyword {
            range: range_of(keyword.range),
            arg: keyword.arg.map(identifier),
            value: self.expr(keyword.value),
        };
        keywords.into_iter().map(&mut lower).collect()
    }

    pub(super) fn bases(&mut self, bases: Vec<grammar::Expr>) -> Vec<Expr> {
        let bases = self.exprs(bases);
        for base in &bases {
            if self.is_bare_generator(base) {
                self.reject("invalid syntax", self.comprehension_keyword(base));
            }
        }
        bases
    }

    /// The `for` of a generator expression.
    fn comprehension_keyword(&self, generator: &Expr) -> TextRange {
        let ExprKind::GeneratorExp { elt, generators } = &generator.kind else {
            return generator.range;
        };
        let start = elt.range.end;
        let target = generators
            .first()
            .map_or(generator.range.end, |clause| clause.target.range.start);
        let between = self.text.get(start as usize..target as usize);
        match between.and_then(|between| between.rfind("for")) {
            Some(at) => TextRange::new(start + at as u32, start + at as u32 + 3),
            None => generator.range,
        }
    }

    /// A generator expression without parentheses of its own.
    pub(super) fn is_bare_generator(&self, expr: &Expr) -> bool {
        let closing = || self.parentheses.closing(expr.range.start).map(|closing| closing + 1);
        matches!(expr.kind, ExprKind::GeneratorExp { .. }) && closing() != Some(expr.range.end)
    }

    pub(super) fn comprehensions(&mut self, clauses: Vec<grammar::Comprehension>) -> Vec<Comprehension> {
        let mut lower = |clause: grammar::Comprehension| {
            let target = *self.target(clause.target, TargetUse::For);
            let iter = self.expr(clause.iter);
            let ifs = self.exprs(clause.ifs);
            let end = ifs.last().unwrap_or(&iter).range;
            Comprehension {
                range: target.range.cover(end),
                target,
                iter,
                ifs,
                is_async: clause.is_async,
            }
        };
        clauses.into_iter().map(&mut lower).collect()
    }

    pub(super) fn type_params(&mut self, parameters: Vec<grammar::TypeParam>) -> Vec<TypeParam> {
        let mut lower = |parameter: grammar::TypeParam| {
            let range = range_of(parameter.range());
            let kind = match parameter {
                grammar::TypeParam::TypeVar(parameter) => self.type_var(parameter),
                grammar::TypeParam::ParamSpec(parameter) => TypeParamKind::ParamSpec {
                    name: identifier(parameter.name),
                    default_value: None,
                },
                grammar::TypeParam::TypeVarTuple(parameter) => TypeParamKind::TypeVarTuple {
                    name: identifier(parameter.name),
                    default_value: None,
                },
            };
            TypeParam::new(range, kind)
        };
        parameters.into_iter().map(&mut lower).collect()
    }

    /// A type variable, or any type parameter with a default: then the bound is a call of a marker.
    fn type_var(&mut self, parameter: grammar::TypeParamTypeVar) -> TypeParamKind {
        let name = identifier(parameter.name);
        let call = match parameter.bound.map(|bound| *bound) {
            None => {
                return TypeParamKind::TypeVar {
                    name,
                    bound: None,
                    default_value: None,
                };
            }
            Some(grammar::Expr::Call(call)) => call,
            Some(bound) => {
                return TypeParamKind::TypeVar {
                    name,
                    bound: Some(Box::new(self.expr(bound))),
                    default_value: None,
                };
            }
        };
        let is_marker = |name: &str| {
            [
                marker::BOUND,
                marker::DEFAULT,
                marker::TUPLE_DEFAULT,
                marker::SPEC_DEFAULT,
            ]
            .contains(&name)
        };
        let kind = match &*call.func {
            grammar::Expr::Name(func) if is_marker(func.id.as_str()) => func.id.as_str().to_owned(),
            _ => {
                let bound = Some(Box::new(self.expr(grammar::Expr::Call(call))));
                return TypeParamKind::TypeVar {
                    name,
                    bound,
                    default_value: None,
                };
            }
        };
        let call_range = range_of(call.range);
        let is_plain = call.keywords.is_empty() && call.args.len() <= 2;
        let mut args = call.args.into_iter().map(|arg| Box::new(self.expr(arg)));
        let (first, second) = (args.next(), args.next());
        drop(args);
        if !is_plain || first.is_none() || (kind != marker::BOUND && second.is_some()) {
            self.reject("invalid syntax", call_range);
        }
        let starred = [&first, &second]
            .into_iter()
            .flatten()
            .find(|value| matches!(value.kind, ExprKind::Starred { .. }) && kind != marker::TUPLE_DEFAULT);
        if let Some(starred) = starred {
            self.reject("invalid syntax", starred.range);
        }
        match kind.as_str() {
            marker::BOUND => TypeParamKind::TypeVar {
                name,
                bound: first,
                default_value: second,
            },
            marker::DEFAULT => TypeParamKind::TypeVar {
                name,
                bound: None,
                default_value: first,
            },
            marker::TUPLE_DEFAULT => TypeParamKind::TypeVarTuple {
                name,
                default_value: first,
            },
            _ => TypeParamKind::ParamSpec {
                name,
                default_value: first,
            },
        }
    }
}
