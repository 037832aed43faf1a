//! Imports.

use pyrs_bytecode::template::Intrinsic;
use pyrs_bytecode::{Constant, Op};
use pyrs_syntax::ast::{Alias, Stmt};

use crate::compiler::{Compiler, text_constant};
use crate::error::Step;
use crate::registers::Reg;

impl<'a> Compiler<'a> {
    pub(super) fn import(&mut self, stmt: &'a Stmt, names: &'a [Alias]) -> Step {
        for alias in names {
            let mark = self.mark();
            let module = self.import_name(stmt, &alias.name, 0, Constant::None);
            match alias.asname.as_deref() {
                None => {
                    let top = alias.name.split('.').next().unwrap_or("");
                    let name = self.mangled(top);
                    self.store_name(stmt.range, name, module);
                }
                Some(asname) => {
                    // `import a.b.c as m` binds the submodule, found from the top as `from` finds names.
                    for part in alias.name.split('.').skip(1) {
                        let name = self.names.intern(part);
                        self.named(stmt.range, Op::ImportFrom, module, module, name);
                    }
                    let name = self.mangled(asname);
                    self.store_name(stmt.range, name, module);
                }
            }
            self.release(mark);
        }
        Ok(())
    }

    pub(super) fn import_from(
        &mut self,
        stmt: &'a Stmt,
        module: Option<&'a str>,
        names: &'a [Alias],
        level: u32,
    ) -> Step {
        let list = names.iter().map(|alias| text_constant(&alias.name)).collect();
        let module = self.import_name(stmt, module.unwrap_or(""), level, Constant::Tuple(list));
        let mark = self.mark();
        for alias in names {
            if &*alias.name == "*" {
                let unused = self.temp();
                self.op(stmt.range, Op::Intrinsic, unused, module, Intrinsic::ImportStar as u16);
                continue;
            }
            let bound = self.mangled(alias.asname.as_deref().unwrap_or(&alias.name));
            let name = self.names.intern(&alias.name);
            let value = self.temp();
            self.named(stmt.range, Op::ImportFrom, value, module, name);
            self.store_name(stmt.range, bound, value);
            self.release(mark);
        }
        Ok(())
    }

    fn import_name(&mut self, stmt: &'a Stmt, module: &str, level: u32, fromlist: Constant) -> Reg {
        let first = self.unit.regs.run(2);
        self.load_constant(stmt.range, first, Constant::Int(i64::from(level)));
        self.load_constant(stmt.range, first + 1, fromlist);
        let name = self.names.intern(module);
        self.named(stmt.range, Op::ImportName, first, first, name);
        first
    }
}
