//! Loading, storing and deleting variables, wherever they live.

use pyrs_bytecode::Op;
use pyrs_syntax::TextRange;

use crate::compiler::Compiler;
use crate::emit::ARTIFICIAL;
use crate::names::Name;
use crate::registers::Reg;
use crate::scopes::{Resolution, ScopeKind};

/// How a name is accessed from the current place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Place {
    /// A register.
    Local(Reg),
    /// A cell in a register.
    Cell(Reg),
    /// A global or builtin.
    Global,
    /// The namespace of a module or class body.
    Namespace,
    /// A cell, after the namespace of the class body.
    NamespaceOrCell(Reg),
    /// A cell or global, after the namespace of the class around this annotation scope, which is in the second cell.
    ClassOrCell(Reg, Reg),
    ClassOrGlobal(Reg),
}

impl Compiler<'_> {
    pub(crate) fn place_of(&mut self, name: Name) -> Place {
        for comprehension in self.unit.comprehensions.iter().rev() {
            let symbol = self.table.scope(comprehension.scope).symbol(name);
            if let Some(&register) = comprehension.registers.get(&name) {
                return if symbol.resolution == Resolution::Cell {
                    Place::Cell(register)
                } else {
                    Place::Local(register)
                };
            }
        }
        let unit_scope = self.table.scope(self.unit.scope);
        let in_class = unit_scope.kind == ScopeKind::Class;
        if in_class && let Some(comprehension) = self.unit.comprehensions.last() {
            // Names of the class body itself are not visible in its comprehensions.
            let symbol = self.table.scope(comprehension.scope).symbol(name);
            return match (symbol.resolution, self.unit.registers.get(&name)) {
                (Resolution::Free, Some(&register)) => Place::Cell(register),
                _ => Place::Global,
            };
        }
        let register = self.unit.registers.get(&name).copied();
        let symbol = unit_scope.symbol(name);
        let sees_class = unit_scope.sees_class;
        match (symbol.resolution, register) {
            // An inner function may capture an outer variable of the same name: its cell is only passed through.
            (Resolution::Local, Some(_)) if in_class => Place::Namespace,
            (Resolution::Local, Some(register)) => Place::Local(register),
            (Resolution::Cell, Some(register)) => Place::Cell(register),
            (Resolution::Free, Some(register)) if in_class => {
                if symbol.flags.contains(crate::scopes::SymbolFlags::NONLOCAL) {
                    Place::Cell(register)
                } else {
                    Place::NamespaceOrCell(register)
                }
            }
            (Resolution::Free, Some(register)) if sees_class => match self.class_cell(name) {
                Some(class) => Place::ClassOrCell(register, class),
                None => Place::Cell(register),
            },
            (Resolution::Free, Some(register)) => Place::Cell(register),
            (Resolution::GlobalExplicit, _) => Place::Global,
            (Resolution::GlobalImplicit, _) if sees_class => match self.class_cell(name) {
                Some(class) => Place::ClassOrGlobal(class),
                None => Place::Global,
            },
            (Resolution::GlobalImplicit, _) if self.kind().is_function_like() => Place::Global,
            _ => Place::Namespace,
        }
    }

    /// The cell with the class namespace, for names other than the compiler's own.
    fn class_cell(&mut self, name: Name) -> Option<Reg> {
        let text = &**self.names.text(name);
        if text == "__classdict__" || text == "__conditional_annotations__" || text.starts_with('.') {
            return None;
        }
        let class = self.names.intern("__classdict__");
        self.unit.registers.get(&class).copied()
    }

    /// Loads a variable into `dst`, which must be a temporary if the name is looked up in two places.
    pub(crate) fn load_name(&mut self, range: TextRange, name: Name, dst: Reg) {
        match self.place_of(name) {
            Place::Local(register) => {
                self.check_bound(range, register, name);
                self.move_to(range, dst, register);
            }
            Place::Cell(register) => self.named(range, Op::LoadDeref, dst, register, name),
            Place::Global => self.site(range, Op::LoadGlobal, dst, name),
            Place::Namespace => self.site(range, Op::LoadName, dst, name),
            Place::NamespaceOrCell(register) => {
                let mark = self.mark();
                let (value, namespace) = (self.temp(), self.temp());
                self.op(range, Op::LoadNamespace, namespace, 0, 0);
                self.move_to(range, value, register);
                self.named(range, Op::LoadFromDictOrDeref, value, namespace, name);
                self.move_to(range, dst, value);
                self.release(mark);
            }
            Place::ClassOrCell(register, class) => {
                let mark = self.mark();
                let (value, namespace) = (self.temp(), self.load_class_namespace(range, class));
                self.move_to(range, value, register);
                self.named(range, Op::LoadFromDictOrDeref, value, namespace, name);
                self.move_to(range, dst, value);
                self.release(mark);
            }
            Place::ClassOrGlobal(class) => {
                let mark = self.mark();
                let namespace = self.load_class_namespace(range, class);
                self.named(range, Op::LoadFromDictOrGlobals, dst, namespace, name);
                self.release(mark);
            }
        }
    }

    fn load_class_namespace(&mut self, range: TextRange, cell: Reg) -> Reg {
        let namespace = self.temp();
        let class = self.names.intern("__classdict__");
        self.named(range, Op::LoadDeref, namespace, cell, class);
        namespace
    }

    /// Guards a local that may be unbound; a later pass drops the guards that are not needed.
    pub(crate) fn check_bound(&mut self, range: TextRange, register: Reg, name: Name) {
        let name = self.unit.pool.name(name);
        self.op(range, Op::CheckBound, register, name, 0);
    }

    pub(crate) fn store_name(&mut self, range: TextRange, name: Name, src: Reg) {
        match self.place_of(name) {
            Place::Local(register) => self.move_to(range, register, src),
            Place::Cell(register) | Place::NamespaceOrCell(register) | Place::ClassOrCell(register, _)
                if self.kind() != ScopeKind::Class || self.stores_cell(name) =>
            {
                self.op(range, Op::StoreDeref, register, src, 0);
            }
            Place::Global | Place::ClassOrGlobal(_) => self.site(range, Op::StoreGlobal, src, name),
            _ => self.site(range, Op::StoreName, src, name),
        }
    }

    /// Whether a class body stores this name in a cell (declared nonlocal, or the compiler's own).
    fn stores_cell(&self, name: Name) -> bool {
        let symbol = self.table.scope(self.unit.scope).symbol(name);
        symbol.flags.contains(crate::scopes::SymbolFlags::NONLOCAL) || symbol.resolution == Resolution::Cell
    }

    pub(crate) fn delete_name(&mut self, range: TextRange, name: Name) {
        let index = self.unit.pool.name(name);
        match self.place_of(name) {
            Place::Local(register) => {
                self.check_bound(range, register, name);
                self.op(range, Op::ClearLocal, register, 0, 0);
            }
            Place::Cell(register) => self.op(range, Op::DeleteDeref, register, index, 0),
            Place::Global | Place::ClassOrGlobal(_) => self.op(range, Op::DeleteGlobal, 0, index, 0),
            _ => self.op(range, Op::DeleteName, 0, index, 0),
        }
    }

    /// Unbinds the name of an `except` clause, whether or not the clause still has it bound.
    pub(crate) fn clear_handler_name(&mut self, text: &str) {
        let name = self.mangled(text);
        if let Place::Local(register) = self.place_of(name) {
            return self.op(ARTIFICIAL, Op::ClearLocal, register, 0, 0);
        }
        let mark = self.mark();
        let none = self.temp();
        self.load_none(ARTIFICIAL, none);
        self.store_name(ARTIFICIAL, name, none);
        self.delete_name(ARTIFICIAL, name);
        self.release(mark);
    }

    /// `op a, b, name`.
    pub(crate) fn named(&mut self, range: TextRange, op: Op, a: Reg, b: Reg, name: Name) {
        let index = self.unit.pool.name(name);
        self.op(range, op, a, b, index);
    }

    /// `op a, site of name`.
    pub(crate) fn site(&mut self, range: TextRange, op: Op, a: Reg, name: Name) {
        let site = self.unit.pool.name_site(op, name);
        self.op(range, op, a, 0, site);
    }

    /// `op a, b, site of name`.
    pub(crate) fn attribute_site(&mut self, range: TextRange, op: Op, a: Reg, b: Reg, name: Name) {
        let site = self.unit.pool.name_site(op, name);
        self.op(range, op, a, b, site);
    }
}
