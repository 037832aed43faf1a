//! Lambdas, and what they share with function definitions: parameters and defaults.

use pyrs_bytecode::template::FunctionAttr;
use pyrs_bytecode::{CodeFlags, Constant, Op};
use pyrs_syntax::TextRange;
use pyrs_syntax::ast::{Arguments, Expr};

use crate::compiler::{Compiler, Signature, text_constant};
use crate::error::Step;
use crate::registers::Reg;
use crate::scopes::{Role, ScopeId, ScopeKind};

/// Registers with the values of defaults.
#[derive(Clone, Copy, Default)]
pub(crate) struct Defaults {
    pub(crate) positional: Option<Reg>,
    pub(crate) keyword: Option<Reg>,
}

impl<'a> Compiler<'a> {
    pub(super) fn lambda(&mut self, e: &'a Expr, args: &'a Arguments, body: &'a Expr, dst: Reg) -> Step {
        let defaults = self.defaults(e.range, args)?;
        let scope = self.table.of(e, Role::Body);
        let mut signature = self.signature(scope, args);
        signature.flags.set(
            CodeFlags::METHOD,
            self.kind() == ScopeKind::Class && self.unit.comprehensions.is_empty(),
        );
        let line = self.line_of(e.range);
        self.enter(scope, signature, line);
        let guard = self.begin_generator();
        let value = self.last_operand(body, None)?;
        self.op(body.range, Op::Return, value, 0, 0);
        self.end_generator(guard);
        let code = self.leave()?;
        let function = self.scratch(dst).unwrap_or_else(|| self.temp());
        self.make_function(e.range, function, scope, code);
        self.set_defaults(e.range, function, defaults);
        self.move_to(e.range, dst, function);
        Ok(())
    }

    pub(crate) fn signature(&self, scope: ScopeId, args: &Arguments) -> Signature {
        let scope = self.table.scope(scope);
        let mut flags = match (scope.is_coroutine, scope.is_generator) {
            (false, false) => CodeFlags::empty(),
            (false, true) => CodeFlags::GENERATOR,
            (true, false) => CodeFlags::COROUTINE,
            (true, true) => CodeFlags::ASYNC_GENERATOR,
        };
        flags.set(CodeFlags::VARARGS, args.vararg.is_some());
        flags.set(CodeFlags::VARKEYWORDS, args.kwarg.is_some());
        Signature {
            argcount: args.posonlyargs.len() + args.args.len(),
            posonly: args.posonlyargs.len(),
            kwonly: args.kwonlyargs.len(),
            flags,
        }
    }

    pub(crate) fn defaults(&mut self, range: TextRange, args: &'a Arguments) -> Step<Defaults> {
        let mut defaults = Defaults::default();
        if !args.defaults.is_empty() {
            let tuple = self.temp();
            match self.fold_all(&args.defaults) {
                Some(items) => self.load_constant(range, tuple, Constant::Tuple(items)),
                None => {
                    let mark = self.mark();
                    self.tuple(range, &args.defaults, tuple)?;
                    self.release(mark);
                }
            }
            defaults.positional = Some(tuple);
        }
        if args.kw_defaults.iter().any(Option::is_some) {
            let dict = self.temp();
            self.op(range, Op::BuildMap, dict, 0, 0);
            for (arg, default) in args.kwonlyargs.iter().zip(&args.kw_defaults) {
                let Some(default) = default else { continue };
                let mark = self.mark();
                let key = self.temp();
                let name = self.mangled(&arg.arg);
                let text = text_constant(&self.names.text(name).clone());
                self.load_constant(arg.range, key, text);
                let value = self.last_operand(default, None)?;
                self.op(range, Op::MapAdd, dict, key, value);
                self.release(mark);
            }
            defaults.keyword = Some(dict);
        }
        Ok(defaults)
    }

    pub(crate) fn set_defaults(&mut self, range: TextRange, function: Reg, defaults: Defaults) {
        let attributes = [
            (FunctionAttr::Defaults, defaults.positional),
            (FunctionAttr::KwDefaults, defaults.keyword),
        ];
        for (attribute, value) in attributes {
            if let Some(value) = value {
                self.emit(range, Op::SetFunctionAttr, attribute as u8, function, value, 0);
            }
        }
    }
}
