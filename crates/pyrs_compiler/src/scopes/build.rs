//! First pass: walks the tree and notes what each scope does with its names.

use pyrs_syntax::TextRange;
use pyrs_syntax::ast::{Expr, Stmt};

use super::lint::JumpContext;
use super::{Role, Scope, ScopeId, ScopeKind, SymbolFlags, SymbolTable, address, analyze};
use crate::error::{CompileError, Step};
use crate::names::{Interner, Name, NameMap};

/// What is to be compiled.
#[derive(Clone, Copy)]
pub(crate) enum Root<'a> {
    Statements(&'a [Stmt]),
    Expression(&'a Expr),
}

/// Builds and resolves the symbol table.
pub(crate) fn build<'a>(root: Root<'a>, names: &mut Interner, future_annotations: bool) -> Step<SymbolTable<'a>> {
    let table = SymbolTable {
        scopes: Vec::new(),
        by_node: NameMap::default(),
        future_annotations,
        warnings: Vec::new(),
    };
    let mut builder = Builder {
        table,
        names,
        stack: Vec::new(),
        private: None,
        conditional: false,
        iterable_depth: 0,
        in_target: false,
        jumps: JumpContext::default(),
    };
    let top = builder.names.intern("<module>");
    builder.enter(&root, Role::Body, ScopeKind::Module, top, TextRange::default());
    match root {
        Root::Statements(body) => builder.module(body)?,
        Root::Expression(value) => builder.expr(value)?,
    }
    builder.leave();
    let mut table = builder.table;
    analyze::resolve(&mut table, names)?;
    Ok(table)
}

pub(super) struct Builder<'a, 'n> {
    pub(super) table: SymbolTable<'a>,
    pub(super) names: &'n mut Interner,
    /// Scopes from the module to the current one.
    pub(super) stack: Vec<ScopeId>,
    pub(super) private: Option<Name>,
    /// Inside a statement that may not run (for annotations of class bodies).
    pub(super) conditional: bool,
    /// Nesting in comprehension iterables, where `:=` is an error.
    pub(super) iterable_depth: u32,
    /// Visiting an iteration target of a comprehension.
    pub(super) in_target: bool,
    pub(super) jumps: JumpContext,
}

impl<'a> Builder<'a, '_> {
    pub(super) fn current(&self) -> ScopeId {
        self.stack.last().copied().unwrap_or(ScopeId(0))
    }

    pub(super) fn scope(&mut self) -> &mut Scope<'a> {
        let id = self.current();
        self.table.scope_mut(id)
    }

    pub(super) fn enter<T>(&mut self, node: &T, role: Role, kind: ScopeKind, name: Name, range: TextRange) -> ScopeId {
        let id = self.create(kind, name, range);
        self.table.by_node.insert((address(node), role), id);
        self.stack.push(id);
        id
    }

    pub(super) fn create(&mut self, kind: ScopeKind, name: Name, range: TextRange) -> ScopeId {
        let id = ScopeId(self.table.scopes.len() as u32);
        let parent = self.stack.last().copied();
        let (mut nested, mut sees_class) = (false, false);
        if let Some(parent_id) = parent {
            let outer = self.table.scope_mut(parent_id);
            outer.children.push(id);
            nested = outer.nested || outer.kind.is_function_like();
            sees_class = kind.restricted().is_some() && (outer.kind == ScopeKind::Class || outer.sees_class);
        }
        self.table.scopes.push(Scope {
            kind,
            name,
            parent,
            range,
            private: self.private,
            symbols: NameMap::default(),
            order: Vec::new(),
            children: Vec::new(),
            cells: Vec::new(),
            frees: Vec::new(),
            is_generator: false,
            is_coroutine: false,
            nested,
            inlined: false,
            sees_class,
            needs_class_cell: false,
            needs_namespace_cell: false,
            has_conditional_annotations: false,
            conditional_count: 0,
            annotations: Vec::new(),
            annotation_scope: None,
            directives: Vec::new(),
        });
        if sees_class {
            let name = self.names.intern("__classdict__");
            self.note_in(id, name, SymbolFlags::USED);
        }
        id
    }

    pub(super) fn leave(&mut self) {
        self.stack.pop();
    }

    pub(super) fn mangled(&mut self, text: &str) -> Name {
        self.names.mangle(self.private, text)
    }

    pub(super) fn note(&mut self, name: Name, flags: SymbolFlags) {
        self.note_in(self.current(), name, flags);
    }

    pub(super) fn note_in(&mut self, id: ScopeId, name: Name, flags: SymbolFlags) {
        let scope = self.table.scope_mut(id);
        let symbol = scope.symbols.entry(name).or_insert_with(|| {
            scope.order.push(name);
            super::Symbol::default()
        });
        symbol.flags |= flags;
    }

    /// Notes a binding in the current scope.
    pub(super) fn bind(&mut self, text: &str, flags: SymbolFlags, range: TextRange) -> Step {
        if text == "__debug__" {
            return Err(CompileError::new(range, "cannot assign to __debug__"));
        }
        let name = self.mangled(text);
        let in_comprehension = matches!(self.scope().kind, ScopeKind::Comprehension(_));
        let mut flags = flags;
        if in_comprehension && self.in_target {
            if self
                .scope()
                .symbol(name)
                .flags
                .intersects(SymbolFlags::GLOBAL | SymbolFlags::NONLOCAL)
            {
                return Err(CompileError::new(
                    range,
                    format!("comprehension inner loop cannot rebind assignment expression target '{text}'"),
                ));
            }
            flags |= SymbolFlags::ITERATION;
        }
        self.note(name, flags);
        Ok(())
    }
}
