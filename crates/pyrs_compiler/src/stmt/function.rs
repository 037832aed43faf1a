//! Function definitions, and return values of codes.

use pyrs_bytecode::template::{FunctionAttr, Intrinsic2};
use pyrs_bytecode::{CodeFlags, Constant, Op};
use pyrs_syntax::TextRange;
use pyrs_syntax::ast::{Constant as Literal, Expr, ExprKind, Stmt, StmtKind};

use crate::compiler::{Compiler, Signature};
use crate::emit::ARTIFICIAL;
use crate::error::Step;
use crate::expr::{Arguments, Defaults};
use crate::registers::Reg;
use crate::scopes::{Role, ScopeKind};

/// The parts of a function definition.
#[derive(Clone, Copy)]
struct Definition<'a> {
    stmt: &'a Stmt,
    args: &'a pyrs_syntax::ast::Arguments,
    body: &'a [Stmt],
    returns: Option<&'a Expr>,
    first_line: u32,
}

impl<'a> Compiler<'a> {
    pub(super) fn function_definition(&mut self, stmt: &'a Stmt) -> Step {
        let (StmtKind::FunctionDef {
            name,
            args,
            body,
            decorator_list,
            returns,
            type_params,
        }
        | StmtKind::AsyncFunctionDef {
            name,
            args,
            body,
            decorator_list,
            returns,
            type_params,
        }) = &stmt.kind
        else {
            return Ok(());
        };
        let blocks = self.begin_decorators(decorator_list)?;
        let first_line = self.first_line(stmt, decorator_list);
        let definition = Definition {
            stmt,
            args,
            body,
            returns: returns.as_deref(),
            first_line,
        };
        let range = stmt.range;
        let function = self.temp();
        let mark = self.mark();
        let defaults = self.defaults(range, args)?;
        if type_params.is_empty() {
            self.function_object(definition, defaults, function)?;
        } else {
            let scope = self.table.of(stmt, Role::TypeParameters);
            let given = [defaults.positional, defaults.keyword];
            let count = given.iter().flatten().count();
            let signature = Signature {
                argcount: count,
                posonly: 0,
                kwonly: 0,
                flags: CodeFlags::empty(),
            };
            self.enter(scope, signature, first_line);
            let list = self.temp();
            self.type_parameters(range, type_params, list)?;
            let mut parameters = 0..;
            let mut parameter = |value: Option<Reg>| value.and_then(|_| parameters.next());
            let inner = Defaults {
                positional: parameter(defaults.positional),
                keyword: parameter(defaults.keyword),
            };
            let object = self.temp();
            self.function_object(definition, inner, object)?;
            self.emit(
                range,
                Op::Intrinsic2,
                Intrinsic2::SetFunctionTypeParams as u8,
                object,
                object,
                list,
            );
            self.op(range, Op::Return, object, 0, 0);
            let code = self.leave()?;
            let block = self.unit.regs.block();
            self.make_function(range, block, scope, code);
            for value in given.into_iter().flatten() {
                let slot = self.temp();
                self.move_to(range, slot, value);
            }
            let none = Arguments {
                positional: &[],
                keywords: &[],
                extra: None,
            };
            self.call_block(range, block, count, none, function)?;
        }
        self.release(mark);
        self.end_decorators(decorator_list, &blocks, function)?;
        let name = self.mangled(name);
        self.store_name(range, name, function);
        Ok(())
    }

    /// The line of the first decorator, or of the definition.
    pub(super) fn first_line(&self, stmt: &Stmt, decorators: &[Expr]) -> u32 {
        self.line_of(decorators.first().map_or(stmt.range, |decorator| decorator.range))
    }

    /// Loads the decorators, each in a call block whose argument is the next one's result.
    pub(super) fn begin_decorators(&mut self, decorators: &'a [Expr]) -> Step<Vec<Reg>> {
        let mut blocks = Vec::with_capacity(decorators.len());
        for decorator in decorators {
            let block = self.unit.regs.block();
            self.eval(decorator, block)?;
            blocks.push(block);
        }
        Ok(blocks)
    }

    /// Calls the decorators on `function`, which lies right above the last block; the result replaces it.
    pub(super) fn end_decorators(&mut self, decorators: &'a [Expr], blocks: &[Reg], function: Reg) -> Step {
        for (index, (decorator, block)) in decorators.iter().zip(blocks).enumerate().rev() {
            let argument = block + pyrs_bytecode::FRAME_HEADER_WORDS;
            let result = if index == 0 { function } else { *block };
            debug_assert!(index + 1 < blocks.len() || argument == function);
            let site = self.unit.pool.call_site(Op::Call);
            self.emit(decorator.range, Op::Call, 1, result, *block, site);
        }
        Ok(())
    }

    fn function_object(&mut self, definition: Definition<'a>, defaults: Defaults, dst: Reg) -> Step {
        let Definition {
            stmt,
            args,
            body,
            returns,
            first_line,
        } = definition;
        let mark = self.mark();
        let annotate = match self.table.find(stmt, Role::Annotations) {
            Some(scope) => {
                let function = self.temp();
                self.function_annotate(stmt, scope, args, returns, function)?;
                Some(function)
            }
            None => None,
        };
        let scope = self.table.of(stmt, Role::Body);
        let mut signature = self.signature(scope, args);
        if self.kind() == ScopeKind::Class || self.defines_method() {
            signature.flags |= CodeFlags::METHOD;
        }
        let docstring = self.docstring(body);
        if docstring.is_some() {
            signature.flags |= CodeFlags::HAS_DOCSTRING;
        }
        self.enter(scope, signature, first_line);
        let rest = if docstring_of(body).is_some() { &body[1..] } else { body };
        if let Some(docstring) = docstring {
            self.unit.pool.constant(docstring);
        }
        let guard = self.begin_generator();
        self.block(rest)?;
        self.return_none();
        self.end_generator(guard);
        let code = self.leave()?;
        self.make_function(stmt.range, dst, scope, code);
        if let Some(annotate) = annotate {
            self.emit(
                stmt.range,
                Op::SetFunctionAttr,
                FunctionAttr::Annotate as u8,
                dst,
                annotate,
                0,
            );
        }
        self.set_defaults(stmt.range, dst, defaults);
        self.release(mark);
        Ok(())
    }

    /// Whether the current code is the type parameter scope of a method.
    fn defines_method(&self) -> bool {
        self.kind() == ScopeKind::TypeParameters
            && self
                .outer
                .last()
                .is_some_and(|outer| self.table.scope(outer.scope).kind == ScopeKind::Class)
    }

    /// The docstring that a body has, cleaned of indentation, unless docstrings are off.
    pub(crate) fn docstring(&self, body: &'a [Stmt]) -> Option<Constant> {
        let text = docstring_of(body).filter(|_| self.optimize < 2)?;
        Some(Constant::Str(crate::docstring::clean(text).into()))
    }

    /// The end of a code that falls off it.
    pub(crate) fn return_none(&mut self) {
        let mark = self.mark();
        let none = self.temp();
        let range = self.unit.emit.insns.last().map_or(ARTIFICIAL, |insn| insn.range);
        let range: TextRange = if self.unit.emit.insns.is_empty() {
            ARTIFICIAL
        } else {
            range
        };
        self.load_none(range, none);
        self.op(range, Op::Return, none, 0, 0);
        self.release(mark);
    }
}

/// The text of a docstring.
pub(crate) fn docstring_of(body: &[Stmt]) -> Option<&[u8]> {
    let StmtKind::Expr { value } = &body.first()?.kind else {
        return None;
    };
    match &value.kind {
        ExprKind::Constant {
            value: Literal::Str(text),
            ..
        } => Some(text),
        _ => None,
    }
}
