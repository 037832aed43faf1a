//! Annotations (deferred, PEP 649), type parameters (PEP 695) and type aliases.

use pyrs_bytecode::template::{CommonObject, FunctionAttr, Intrinsic, Intrinsic2};
use pyrs_bytecode::{Constant, Op};
use pyrs_syntax::TextRange;
use pyrs_syntax::ast::{Arguments, Expr, ExprKind, Stmt, TypeParam, TypeParamKind};

use crate::compiler::{Compiler, Signature, text_constant};
use crate::error::Step;
use crate::expr::Arguments as CallArguments;
use crate::registers::Reg;
use crate::scopes::{Role, ScopeId, ScopeKind};
use crate::unparse;

const NO_ARGUMENTS: CallArguments<'static> = CallArguments {
    positional: &[],
    keywords: &[],
    extra: None,
};

impl<'a> Compiler<'a> {
    /// The check at the start of every annotation function: formats above "value with fake globals" are not its own.
    fn begin_annotate(&mut self, scope: ScopeId, line: u32, range: TextRange) {
        self.enter(scope, Signature::ONE, line);
        let ready = self.label();
        let result = self.temp();
        self.op(range, Op::CompareGtImm, result, 0, 2);
        self.unit.emit.jump(range, Op::JumpIfFalse, result, ready);
        self.op_bc(range, Op::LoadCommon, result, CommonObject::NotImplementedError as i32);
        self.emit(range, Op::Raise, 1, result, Self::ABSENT, 0);
        self.place(ready);
    }

    /// An annotation's value, or its text under `from __future__ import annotations`.
    fn annotation_value(&mut self, annotation: &'a Expr, dst: Reg) -> Step {
        if self.table.future_annotations {
            let text = unparse::expression(annotation);
            self.load_constant(annotation.range, dst, Constant::Str(text.into()));
            return Ok(());
        }
        if let ExprKind::Starred { value, .. } = &annotation.kind {
            // `*args: *Ts`: the one item that unpacking the value gives.
            let value = self.last_operand(value, None)?;
            self.op(annotation.range, Op::UnpackSequence, dst, value, 1);
            return Ok(());
        }
        self.eval(annotation, dst)
    }

    pub(crate) fn function_annotate(
        &mut self,
        stmt: &'a Stmt,
        scope: ScopeId,
        args: &'a Arguments,
        returns: Option<&'a Expr>,
        dst: Reg,
    ) -> Step {
        let range = stmt.range;
        let line = self.line_of(range);
        self.begin_annotate(scope, line, range);
        let dict = self.temp();
        self.op(range, Op::BuildMap, dict, 0, 0);
        let plain = args.posonlyargs.iter().chain(&args.args);
        let all = plain
            .chain(args.vararg.as_deref())
            .chain(&args.kwonlyargs)
            .chain(args.kwarg.as_deref());
        let parameters = all.filter_map(|arg| Some((&*arg.arg, arg.annotation.as_deref()?)));
        for (name, annotation) in parameters.chain(returns.map(|returns| ("return", returns))) {
            let mark = self.mark();
            let (key, value) = (self.temp(), self.temp());
            let name = self.mangled(name);
            let text = text_constant(&self.names.text(name).clone());
            self.load_constant(annotation.range, key, text);
            self.annotation_value(annotation, value)?;
            self.op(annotation.range, Op::MapAdd, dict, key, value);
            self.release(mark);
        }
        self.op(range, Op::Return, dict, 0, 0);
        let code = self.leave()?;
        self.make_function(range, dst, scope, code);
        Ok(())
    }

    /// What modules and class bodies with annotations do first.
    pub(crate) fn begin_annotations(&mut self, range: TextRange) {
        let scope = self.table.scope(self.unit.scope);
        let has_annotations = !scope.annotations.is_empty();
        if scope.has_conditional_annotations {
            let mark = self.mark();
            let set = self.temp();
            self.op(range, Op::BuildSet, set, 0, 0);
            let name = self.names.intern("__conditional_annotations__");
            self.store_name(range, name, set);
            self.release(mark);
        }
        if has_annotations && self.table.future_annotations {
            let mark = self.mark();
            let unused = self.temp();
            self.load_none(range, unused);
            self.op(range, Op::Intrinsic, unused, unused, Intrinsic::SetupAnnotations as u16);
            self.release(mark);
        }
    }

    /// Stores the function that evaluates the annotations of this module or class body.
    pub(crate) fn deferred_annotations(&mut self, range: TextRange, store_as: &str) -> Step {
        let Some(scope) = self.table.scope(self.unit.scope).annotation_scope else {
            return Ok(());
        };
        let annotations = self.table.scope(self.unit.scope).annotations.clone();
        let line = self.unit.first_line;
        self.begin_annotate(scope, line, range);
        let dict = self.temp();
        self.op(range, Op::BuildMap, dict, 0, 0);
        let executed = self.names.intern("__conditional_annotations__");
        for deferred in annotations {
            let mark = self.mark();
            let at = deferred.annotation.range;
            let skip = self.label();
            if let Some(index) = deferred.condition {
                let (index_register, set) = (self.temp(), self.temp());
                self.load_constant(at, index_register, Constant::Int(i64::from(index)));
                self.load_name(at, executed, set);
                self.op(at, Op::Contains, index_register, index_register, set);
                self.unit.emit.jump(at, Op::JumpIfFalse, index_register, skip);
                self.release(mark);
            }
            let (key, value) = (self.temp(), self.temp());
            self.annotation_value(deferred.annotation, value)?;
            let text = text_constant(&self.names.text(deferred.target).clone());
            self.load_constant(deferred.statement.range, key, text);
            self.op(deferred.statement.range, Op::MapAdd, dict, key, value);
            self.place(skip);
            self.release(mark);
        }
        self.op(range, Op::Return, dict, 0, 0);
        let code = self.leave()?;
        let mark = self.mark();
        let function = self.temp();
        self.make_function(range, function, scope, code);
        let name = self.names.intern(store_as);
        self.store_name(range, name, function);
        self.release(mark);
        Ok(())
    }

    pub(crate) fn annotated_assignment(
        &mut self,
        stmt: &'a Stmt,
        target: &'a Expr,
        annotation: &'a Expr,
        value: Option<&'a Expr>,
        simple: bool,
    ) -> Step {
        if let Some(value) = value {
            if let Some(register) = self.local_target(target) {
                self.eval(value, register)?;
            } else {
                let register = self.operand(value, None)?;
                self.assign(target, register)?;
            }
        }
        match &target.kind {
            ExprKind::Name { .. } if simple => self.record_annotation(stmt, annotation),
            // The parts of other targets are evaluated, if only for their errors.
            ExprKind::Attribute { value: object, .. } if value.is_none() => self.discard(object),
            ExprKind::Subscript {
                value: object, slice, ..
            } if value.is_none() => {
                self.discard(object)?;
                self.discard(slice)
            }
            _ => Ok(()),
        }
    }

    fn record_annotation(&mut self, stmt: &'a Stmt, annotation: &'a Expr) -> Step {
        if !matches!(self.kind(), ScopeKind::Module | ScopeKind::Class) {
            return Ok(());
        }
        let annotations = &self.table.scope(self.unit.scope).annotations;
        let Some(deferred) = annotations
            .iter()
            .find(|deferred| std::ptr::eq(deferred.statement, stmt))
            .copied()
        else {
            return Ok(());
        };
        let range = stmt.range;
        if self.table.future_annotations {
            let (value, dict, key) = (self.temp(), self.temp(), self.temp());
            self.annotation_value(annotation, value)?;
            let name = self.names.intern("__annotations__");
            self.load_name(range, name, dict);
            let text = text_constant(&self.names.text(deferred.target).clone());
            self.load_constant(range, key, text);
            self.op(range, Op::StoreSubscr, dict, key, value);
        } else if let Some(index) = deferred.condition {
            let (set, key) = (self.temp(), self.temp());
            let name = self.names.intern("__conditional_annotations__");
            self.load_name(range, name, set);
            self.load_constant(range, key, Constant::Int(i64::from(index)));
            self.emit(range, Op::Intrinsic2, Intrinsic2::NoteAnnotation as u8, set, set, key);
        }
        Ok(())
    }

    /// The tuple of type parameters, each also bound to its name.
    pub(crate) fn type_parameters(&mut self, range: TextRange, params: &'a [TypeParam], dst: Reg) -> Step {
        let mark = self.mark();
        let first = self.unit.regs.run(params.len());
        let mut has_default = false;
        for (register, param) in (first..).zip(params) {
            self.type_parameter(param, register, &mut has_default)?;
        }
        self.op(range, Op::BuildTuple, dst, first, params.len() as u16);
        self.release(mark);
        Ok(())
    }

    fn type_parameter(&mut self, param: &'a TypeParam, dst: Reg, has_default: &mut bool) -> Step {
        let at = param.range;
        let mark = self.mark();
        let (name, kind, default) = match &param.kind {
            TypeParamKind::TypeVar {
                name, default_value, ..
            } => (name, Intrinsic::TypeVar, default_value),
            TypeParamKind::ParamSpec { name, default_value } => (name, Intrinsic::ParamSpec, default_value),
            TypeParamKind::TypeVarTuple { name, default_value } => (name, Intrinsic::TypeVarTuple, default_value),
        };
        let name_register = self.temp();
        self.load_text(at, name_register, name);
        if let TypeParamKind::TypeVar { bound: Some(bound), .. } = &param.kind {
            let evaluator = self.temp();
            self.evaluator(param, Role::Bound, bound, evaluator)?;
            let kind = match bound.kind {
                ExprKind::Tuple { .. } => Intrinsic2::TypeVarWithConstraints,
                _ => Intrinsic2::TypeVarWithBound,
            };
            self.emit(at, Op::Intrinsic2, kind as u8, dst, name_register, evaluator);
        } else {
            self.op(at, Op::Intrinsic, dst, name_register, kind as u16);
        }
        if let Some(default) = default {
            *has_default = true;
            let evaluator = self.temp();
            self.evaluator(param, Role::Default, default, evaluator)?;
            self.emit(
                at,
                Op::Intrinsic2,
                Intrinsic2::SetTypeParamDefault as u8,
                dst,
                dst,
                evaluator,
            );
        } else if *has_default {
            return self.error(
                at,
                format!("non-default type parameter '{name}' follows default type parameter"),
            );
        }
        let name = self.mangled(name);
        self.store_name(at, name, dst);
        self.release(mark);
        Ok(())
    }

    /// The function that evaluates a bound, a default or the value of an alias; its format defaults to 1.
    fn evaluator<T>(&mut self, node: &T, role: Role, value: &'a Expr, dst: Reg) -> Step {
        let scope = self.table.of(node, role);
        let line = self.line_of(value.range);
        self.begin_annotate(scope, line, value.range);
        let result = self.temp();
        if let ExprKind::Starred { value: items, .. } = &value.kind {
            let items = self.last_operand(items, None)?;
            self.op(value.range, Op::UnpackSequence, result, items, 1);
        } else {
            self.eval(value, result)?;
        }
        self.op(value.range, Op::Return, result, 0, 0);
        let code = self.leave()?;
        self.make_function(value.range, dst, scope, code);
        let mark = self.mark();
        let defaults = self.temp();
        self.load_constant(value.range, defaults, Constant::Tuple(vec![Constant::Int(1)]));
        self.emit(
            value.range,
            Op::SetFunctionAttr,
            FunctionAttr::Defaults as u8,
            dst,
            defaults,
            0,
        );
        self.release(mark);
        Ok(())
    }

    pub(crate) fn type_alias(
        &mut self,
        stmt: &'a Stmt,
        name: &'a Expr,
        type_params: &'a [TypeParam],
        value: &'a Expr,
    ) -> Step {
        let ExprKind::Name { id, .. } = &name.kind else {
            return self.error(name.range, "invalid type alias name");
        };
        let range = stmt.range;
        let alias = self.temp();
        if type_params.is_empty() {
            self.alias_object(stmt, id, None, value, alias)?;
        } else {
            let scope = self.table.of(stmt, Role::TypeParameters);
            let line = self.line_of(range);
            self.enter(scope, Signature::NONE, line);
            let list = self.temp();
            self.type_parameters(range, type_params, list)?;
            let result = self.temp();
            self.alias_object(stmt, id, Some(list), value, result)?;
            self.op(range, Op::Return, result, 0, 0);
            let code = self.leave()?;
            let block = self.unit.regs.block();
            self.make_function(range, block, scope, code);
            self.call_block(range, block, 0, NO_ARGUMENTS, alias)?;
        }
        self.assign(name, alias)
    }

    fn alias_object(&mut self, stmt: &'a Stmt, id: &str, type_params: Option<Reg>, value: &'a Expr, dst: Reg) -> Step {
        let range = stmt.range;
        let first = self.unit.regs.run(3);
        self.load_text(range, first, id);
        match type_params {
            Some(list) => self.move_to(range, first + 1, list),
            None => self.load_none(range, first + 1),
        }
        self.evaluator(stmt, Role::Body, value, first + 2)?;
        self.op(range, Op::BuildTuple, first, first, 3);
        self.op(range, Op::Intrinsic, dst, first, Intrinsic::TypeAlias as u16);
        Ok(())
    }
}
