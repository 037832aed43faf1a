//! Class definitions.

use pyrs_bytecode::template::{CommonObject, Intrinsic};
use pyrs_bytecode::{Constant, Op};
use pyrs_syntax::TextRange;
use pyrs_syntax::ast::{Stmt, StmtKind};

use crate::compiler::{Compiler, Signature, text_constant};
use crate::emit::ARTIFICIAL;
use crate::error::Step;
use crate::expr::Arguments;
use crate::registers::Reg;
use crate::scopes::Role;

use super::function::docstring_of;

impl<'a> Compiler<'a> {
    pub(super) fn class_definition(&mut self, stmt: &'a Stmt) -> Step {
        let StmtKind::ClassDef {
            name,
            decorator_list,
            type_params,
            ..
        } = &stmt.kind
        else {
            return Ok(());
        };
        let blocks = self.begin_decorators(decorator_list)?;
        let first_line = self.first_line(stmt, decorator_list);
        let range = stmt.range;
        let class = self.temp();
        let mark = self.mark();
        if type_params.is_empty() {
            self.build_class(stmt, first_line, None, class)?;
        } else {
            let scope = self.table.of(stmt, Role::TypeParameters);
            self.enter(scope, Signature::NONE, first_line);
            let list = self.temp();
            self.type_parameters(range, type_params, list)?;
            let type_params_name = self.names.intern(".type_params");
            self.store_name(range, type_params_name, list);
            let result = self.temp();
            self.build_class(stmt, first_line, Some(list), result)?;
            self.op(range, Op::Return, result, 0, 0);
            let code = self.leave()?;
            let block = self.unit.regs.block();
            self.make_function(range, block, scope, code);
            let none = Arguments {
                positional: &[],
                keywords: &[],
                extra: None,
            };
            self.call_block(range, block, 0, none, class)?;
        }
        self.release(mark);
        self.end_decorators(decorator_list, &blocks, class)?;
        let name = self.mangled(name);
        self.store_name(range, name, class);
        Ok(())
    }

    fn build_class(&mut self, stmt: &'a Stmt, first_line: u32, type_params: Option<Reg>, dst: Reg) -> Step {
        let StmtKind::ClassDef {
            name,
            bases,
            keywords,
            body,
            ..
        } = &stmt.kind
        else {
            return Ok(());
        };
        self.check_keywords(keywords)?;
        let range = stmt.range;
        let scope = self.table.of(stmt, Role::Body);
        let generic_base = self.temp();
        let block = self.unit.regs.block();
        self.op_bc(range, Op::LoadCommon, block, CommonObject::BuildClass as i32);
        let function = self.temp();
        self.enter(scope, Signature::NONE, first_line);
        self.class_body(stmt, body, first_line, type_params.is_some())?;
        let code = self.leave()?;
        self.make_function(range, function, scope, code);
        let name_register = self.temp();
        self.load_text(range, name_register, name);
        if let Some(list) = type_params {
            self.op(
                range,
                Op::Intrinsic,
                generic_base,
                list,
                Intrinsic::SubscriptGeneric as u16,
            );
        }
        let extra = type_params.map(|_| generic_base);
        self.call_block(
            range,
            block,
            2,
            Arguments {
                positional: bases,
                keywords,
                extra,
            },
            dst,
        )
    }

    fn class_body(&mut self, stmt: &'a Stmt, body: &'a [Stmt], first_line: u32, is_generic: bool) -> Step {
        let range = TextRange::empty(stmt.range.start);
        let mark = self.mark();
        let (name, module) = (self.names.intern("__name__"), self.names.intern("__module__"));
        let register = self.temp();
        self.load_name(range, name, register);
        self.store_name(range, module, register);
        let qualname = text_constant(&self.unit.qualname);
        self.store_text(range, "__qualname__", qualname);
        self.store_text(range, "__firstlineno__", Constant::Int(i64::from(first_line)));
        if is_generic {
            let (from, to) = (self.names.intern(".type_params"), self.names.intern("__type_params__"));
            self.load_name(range, from, register);
            self.store_name(range, to, register);
        }
        let scope = self.table.scope(self.unit.scope);
        let (needs_class, needs_namespace) = (scope.needs_class_cell, scope.needs_namespace_cell);
        let (class, namespace) = (self.names.intern("__class__"), self.names.intern("__classdict__"));
        if needs_namespace {
            let cell = self.cell_register(namespace);
            self.op(range, Op::LoadNamespace, register, 0, 0);
            self.op(range, Op::StoreDeref, cell, register, 0);
        }
        self.release(mark);
        self.begin_annotations(range);
        if let Some(docstring) = self.docstring(body) {
            let at = body.first().map_or(range, |stmt| stmt.range);
            self.store_text(at, "__doc__", docstring);
        }
        let rest = if docstring_of(body).is_some() { &body[1..] } else { body };
        self.block(rest)?;
        self.deferred_annotations(range, "__annotate_func__")?;
        let attributes = self.unit.static_attributes.clone();
        let attributes = attributes
            .iter()
            .map(|name| text_constant(self.names.text(*name)))
            .collect();
        self.store_text(ARTIFICIAL, "__static_attributes__", Constant::Tuple(attributes));
        if needs_namespace {
            let name = self.names.intern("__classdictcell__");
            let cell = self.cell_register(namespace);
            self.store_name(ARTIFICIAL, name, cell);
        }
        if needs_class {
            let name = self.names.intern("__classcell__");
            let cell = self.cell_register(class);
            self.store_name(ARTIFICIAL, name, cell);
            self.op(ARTIFICIAL, Op::Return, cell, 0, 0);
        } else {
            let none = self.temp();
            self.load_none(ARTIFICIAL, none);
            self.op(ARTIFICIAL, Op::Return, none, 0, 0);
        }
        self.release(mark);
        Ok(())
    }
}
