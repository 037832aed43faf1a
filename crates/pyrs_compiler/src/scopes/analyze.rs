//! Second pass: resolves every name of every scope.

use std::collections::hash_map::Entry;

use super::{Resolution, ScopeId, ScopeKind, Symbol, SymbolFlags, SymbolTable};
use crate::error::{CompileError, Step};
use crate::names::{Interner, Name, NameSet};
use crate::stack;

/// Resolves all scopes of the table.
pub(super) fn resolve(table: &mut SymbolTable<'_>, names: &mut Interner) -> Step {
    let special = Special {
        class: names.intern("__class__"),
        namespace: names.intern("__classdict__"),
        conditional: names.intern("__conditional_annotations__"),
    };
    declare_in_module(table);
    let mut resolver = Resolver { table, names, special };
    resolver.scope(ScopeId(0), &NameSet::default(), &NameSet::default())?;
    Ok(())
}

/// A name that any scope declares global is the globals' own in the module too, whose namespace may be another one.
fn declare_in_module(table: &mut SymbolTable<'_>) {
    let is_global = |symbol: &Symbol| symbol.flags.contains(SymbolFlags::GLOBAL);
    let inner = table.scopes.iter().skip(1).flat_map(|scope| &scope.symbols);
    let declared: Vec<Name> = inner.filter(|(_, s)| is_global(s)).map(|(name, _)| *name).collect();
    let module = table.scope_mut(ScopeId(0));
    for name in declared {
        if let Some(symbol) = module.symbols.get_mut(&name) {
            symbol.flags |= SymbolFlags::GLOBAL;
        }
    }
}

struct Special {
    class: Name,
    namespace: Name,
    conditional: Name,
}

struct Resolver<'t, 'a, 'n> {
    table: &'t mut SymbolTable<'a>,
    names: &'n mut Interner,
    special: Special,
}

/// What a scope wants from its parents.
#[derive(Default)]
struct Wanted {
    /// Names that need a cell.
    captured: NameSet,
    /// Names that an inlined comprehension reads or writes in its parent's frame.
    shared: NameSet,
}

impl Resolver<'_, '_, '_> {
    /// Resolves scope `id`. `bound` are the names that enclosing functions bind, `globals` those declared global there.
    fn scope(&mut self, id: ScopeId, bound: &NameSet, globals: &NameSet) -> Step<Wanted> {
        stack::grow(|| self.scope_here(id, bound, globals))
    }

    fn scope_here(&mut self, id: ScopeId, bound: &NameSet, globals: &NameSet) -> Step<Wanted> {
        let mut wanted = Wanted::default();
        let mut globals = globals.clone();
        for name in self.table.scope(id).order.clone() {
            let resolution = self.name(id, name, bound, &mut globals)?;
            self.settle(id, name, resolution, &mut wanted);
        }
        let inner_bound = self.bound_inside(id, bound, &globals);
        for child in self.table.scope(id).children.clone() {
            let inner = self.scope(child, &inner_bound, &globals)?;
            for name in inner.shared {
                self.adopt(id, name, bound, &mut globals, &mut wanted)?;
            }
            for name in inner.captured {
                self.capture(id, name, bound, &mut globals, &mut wanted)?;
            }
        }
        self.finish(id, &mut wanted);
        Ok(wanted)
    }

    fn settle(&mut self, id: ScopeId, name: Name, resolution: Resolution, wanted: &mut Wanted) {
        let scope = self.table.scope_mut(id);
        if let Some(symbol) = scope.symbols.get_mut(&name) {
            symbol.resolution = resolution;
        }
        if resolution == Resolution::Free {
            let set = if scope.inlined {
                &mut wanted.shared
            } else {
                &mut wanted.captured
            };
            set.insert(name);
        }
    }

    /// The innermost binding of `name` that a scope inside `scope` sees is a type parameter.
    fn binds_type_parameter(&self, mut scope: Option<ScopeId>, name: Name) -> bool {
        while let Some(id) = scope {
            let here = self.table.scope(id);
            let flags = here.symbol(name).flags;
            if here.kind != ScopeKind::Class && flags.intersects(SymbolFlags::BOUND) {
                return flags.contains(SymbolFlags::TYPE_PARAMETER);
            }
            scope = here.parent;
        }
        false
    }

    fn name(&mut self, id: ScopeId, name: Name, bound: &NameSet, globals: &mut NameSet) -> Step<Resolution> {
        let scope = self.table.scope(id);
        let flags = scope.symbol(name).flags;
        let declared = || {
            scope
                .directives
                .iter()
                .find(|(n, _)| *n == name)
                .map_or(scope.range, |(_, range)| *range)
        };
        let text = self.names.text(name);
        if flags.contains(SymbolFlags::GLOBAL) {
            if flags.contains(SymbolFlags::NONLOCAL) {
                return Err(CompileError::new(
                    declared(),
                    format!("name '{text}' is nonlocal and global"),
                ));
            }
            globals.insert(name);
            return Ok(Resolution::GlobalExplicit);
        }
        if flags.contains(SymbolFlags::NONLOCAL) {
            if scope.kind == ScopeKind::Module {
                return Err(CompileError::new(
                    declared(),
                    "nonlocal declaration not allowed at module level",
                ));
            }
            if !bound.contains(&name) {
                return Err(CompileError::new(
                    declared(),
                    format!("no binding for nonlocal '{text}' found"),
                ));
            }
            if self.binds_type_parameter(scope.parent, name) {
                return Err(CompileError::new(
                    declared(),
                    format!("nonlocal binding not allowed for type parameter '{text}'"),
                ));
            }
            return Ok(Resolution::Free);
        }
        if flags.intersects(SymbolFlags::BOUND) {
            return Ok(Resolution::Local);
        }
        if let Some(resolution) = self.class_entry(id, name) {
            return Ok(resolution);
        }
        Ok(if bound.contains(&name) {
            Resolution::Free
        } else {
            Resolution::GlobalImplicit
        })
    }

    /// What the class around an annotation scope says about a name: what it binds is looked up in its namespace first.
    fn class_entry(&self, id: ScopeId, name: Name) -> Option<Resolution> {
        let mut scope = self.table.scope(id);
        if !scope.sees_class || name == self.special.namespace || name == self.special.conditional {
            return None;
        }
        while scope.sees_class {
            scope = self.table.scope(scope.parent?);
            if scope.kind != ScopeKind::Class && scope.binds(name) {
                return None;
            }
        }
        let flags = scope.symbol(name).flags;
        if flags.contains(SymbolFlags::GLOBAL) {
            Some(Resolution::GlobalExplicit)
        } else if scope.binds(name) {
            Some(Resolution::GlobalImplicit)
        } else {
            None
        }
    }

    /// The names that scopes inside this one can capture.
    fn bound_inside(&self, id: ScopeId, bound: &NameSet, globals: &NameSet) -> NameSet {
        let scope = self.table.scope(id);
        let mut inner = bound.clone();
        match scope.kind {
            ScopeKind::Module => {}
            ScopeKind::Class => {
                inner.insert(self.special.class);
                inner.insert(self.special.namespace);
                if scope.has_conditional_annotations {
                    inner.insert(self.special.conditional);
                }
            }
            _ => {
                let own = scope
                    .order
                    .iter()
                    .filter(|name| scope.symbol(**name).resolution == Resolution::Local);
                inner.extend(own);
                for name in globals {
                    if scope.symbol(*name).flags.contains(SymbolFlags::GLOBAL) {
                        inner.remove(name);
                    }
                }
            }
        }
        inner
    }

    /// Makes sure that a scope has a resolution for a name that an inlined comprehension shares with it.
    fn adopt(&mut self, id: ScopeId, name: Name, bound: &NameSet, globals: &mut NameSet, wanted: &mut Wanted) -> Step {
        let scope = self.table.scope_mut(id);
        let is_class = scope.kind == ScopeKind::Class;
        if is_class && (name == self.special.class || name == self.special.namespace) {
            // A comprehension in the class body has no `__class__`: the name is an ordinary one there.
            return Ok(());
        }
        if is_class {
            wanted.captured.insert(name);
            return Ok(());
        }
        if let Entry::Vacant(entry) = scope.symbols.entry(name) {
            entry.insert(Symbol {
                flags: SymbolFlags::USED,
                ..Symbol::default()
            });
            scope.order.push(name);
            let resolution = self.name(id, name, bound, globals)?;
            self.settle(id, name, resolution, wanted);
        }
        Ok(())
    }

    /// Resolves a name that an inner function captures.
    fn capture(
        &mut self,
        id: ScopeId,
        name: Name,
        bound: &NameSet,
        globals: &mut NameSet,
        wanted: &mut Wanted,
    ) -> Step {
        let scope = self.table.scope_mut(id);
        if scope.kind == ScopeKind::Class {
            if name == self.special.class {
                scope.needs_class_cell = true;
            } else if name == self.special.namespace {
                scope.needs_namespace_cell = true;
            } else if name == self.special.conditional && scope.has_conditional_annotations {
                if let Some(symbol) = scope.symbols.get_mut(&name) {
                    symbol.resolution = Resolution::Cell;
                }
                scope.cells.push(name);
            } else {
                wanted.captured.insert(name);
            }
            return Ok(());
        }
        match scope.symbol(name).resolution {
            Resolution::Local if scope.symbols.contains_key(&name) && scope.kind != ScopeKind::Module => {
                if let Some(symbol) = scope.symbols.get_mut(&name) {
                    symbol.resolution = Resolution::Cell;
                }
                scope.cells.push(name);
            }
            Resolution::Cell => {}
            _ => {
                if let Entry::Vacant(entry) = scope.symbols.entry(name) {
                    entry.insert(Symbol::default());
                    scope.order.push(name);
                    let resolution = self.name(id, name, bound, globals)?;
                    self.settle(id, name, resolution, wanted);
                }
                wanted.captured.insert(name);
            }
        }
        Ok(())
    }

    fn finish(&mut self, id: ScopeId, wanted: &mut Wanted) {
        let (class, namespace) = (self.special.class, self.special.namespace);
        let names = &*self.names;
        let scope = self.table.scope_mut(id);
        if scope.needs_class_cell {
            scope.cells.push(class);
        }
        if scope.needs_namespace_cell {
            scope.cells.push(namespace);
        }
        // Captured parameters come first, in their order.
        let mut parameters = scope.order.clone();
        parameters.retain(|name| scope.symbol(*name).flags.contains(SymbolFlags::PARAMETER));
        let rank = |name: &Name| parameters.iter().position(|other| other == name).unwrap_or(usize::MAX);
        scope
            .cells
            .sort_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| names.text(*a).cmp(names.text(*b))));
        scope.cells.dedup();
        if !scope.inlined {
            scope.frees = wanted.captured.iter().copied().collect();
            scope.frees.sort_by(|a, b| names.text(*a).cmp(names.text(*b)));
        }
    }
}
