//! The symbol table: which scope each name of each scope lives in.
//!
//! [`build`] walks the tree once and notes what every scope does with its names; [`analyze`] then resolves them. List,
//! set and dict comprehensions are scopes for names but no code of their own (they run in their parent's frame), unless
//! they stand in an annotation scope that sees a class. Invariant: scopes are found again by the address of their node
//! and a role, so code can be generated for a node more than once (`finally` bodies are).

mod analyze;
mod annotations;
mod build;
mod expressions;
mod lint;
mod statements;

use pyrs_syntax::TextRange;
use pyrs_syntax::ast::{Expr, Stmt};

use crate::names::{Name, NameMap};

pub(crate) use build::{Root, build};

/// A scope of the table.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct ScopeId(pub(crate) u32);

/// What makes a scope.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ScopeKind {
    Module,
    Class,
    Function,
    Lambda,
    Comprehension(ComprehensionKind),
    /// The deferred evaluation of annotations.
    Annotations,
    /// Around a generic function, class or type alias.
    TypeParameters,
    /// The value of a type alias.
    TypeAlias,
    /// A bound, constraint or default of a type parameter.
    TypeVariable(&'static str),
}

/// The four comprehensions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ComprehensionKind {
    List,
    Set,
    Dict,
    Generator,
}

impl ComprehensionKind {
    /// The code's name, as in `'yield' inside list comprehension` too.
    pub(crate) fn description(self) -> &'static str {
        match self {
            ComprehensionKind::List => "list comprehension",
            ComprehensionKind::Set => "set comprehension",
            ComprehensionKind::Dict => "dict comprehension",
            ComprehensionKind::Generator => "generator expression",
        }
    }
}

impl ScopeKind {
    /// Whether locals live in registers.
    pub(crate) fn is_function_like(self) -> bool {
        !matches!(self, ScopeKind::Module | ScopeKind::Class)
    }

    /// How error messages call a scope that admits neither yield, await nor walrus; None for others.
    pub(crate) fn restricted(self) -> Option<&'static str> {
        match self {
            ScopeKind::Annotations => Some("an annotation"),
            ScopeKind::TypeVariable(place) => Some(place),
            ScopeKind::TypeAlias => Some("a type alias"),
            ScopeKind::TypeParameters => Some("the definition of a generic"),
            _ => None,
        }
    }
}

bitflags::bitflags! {
    /// What a scope does with a name.
    #[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
    pub(crate) struct SymbolFlags: u16 {
        const GLOBAL = 1;
        const NONLOCAL = 2;
        const ASSIGNED = 4;
        const PARAMETER = 8;
        const USED = 16;
        const ANNOTATED = 32;
        const ITERATION = 64;
        const TYPE_PARAMETER = 128;
        /// Target of an assignment expression.
        const WALRUS = 256;
        const IMPORTED = 512;
    }
}

impl SymbolFlags {
    /// Everything that binds.
    pub(crate) const BOUND: SymbolFlags = SymbolFlags::ASSIGNED
        .union(SymbolFlags::PARAMETER)
        .union(SymbolFlags::IMPORTED)
        .union(SymbolFlags::ITERATION)
        .union(SymbolFlags::TYPE_PARAMETER);
}

/// Where a name of a scope lives.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Resolution {
    Local,
    Cell,
    Free,
    GlobalExplicit,
    #[default]
    GlobalImplicit,
}

/// A name in a scope.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Symbol {
    pub(crate) flags: SymbolFlags,
    pub(crate) resolution: Resolution,
}

/// An annotated name of a module or class body whose annotation is evaluated on demand.
#[derive(Clone, Copy)]
pub(crate) struct DeferredAnnotation<'a> {
    pub(crate) target: Name,
    pub(crate) annotation: &'a Expr,
    pub(crate) statement: &'a Stmt,
    /// Index in `__conditional_annotations__`, if it may not be executed.
    pub(crate) condition: Option<u32>,
}

/// One scope.
pub(crate) struct Scope<'a> {
    pub(crate) kind: ScopeKind,
    pub(crate) name: Name,
    pub(crate) parent: Option<ScopeId>,
    pub(crate) range: TextRange,
    /// The class whose private names are mangled here.
    pub(crate) private: Option<Name>,
    pub(crate) symbols: NameMap<Name, Symbol>,
    /// Names in order of first mention.
    pub(crate) order: Vec<Name>,
    pub(crate) children: Vec<ScopeId>,
    /// Captured names of this scope, sorted.
    pub(crate) cells: Vec<Name>,
    /// Captured names of enclosing scopes, sorted.
    pub(crate) frees: Vec<Name>,
    pub(crate) is_generator: bool,
    /// Declared `async`, or a comprehension that awaits.
    pub(crate) is_coroutine: bool,
    /// Inside a function.
    pub(crate) nested: bool,
    /// A comprehension without code of its own.
    pub(crate) inlined: bool,
    /// An annotation or type parameter scope right in a class.
    pub(crate) sees_class: bool,
    /// A class whose `__class__` is captured.
    pub(crate) needs_class_cell: bool,
    /// A class whose namespace is captured.
    pub(crate) needs_namespace_cell: bool,
    pub(crate) has_conditional_annotations: bool,
    /// Number of conditional annotations so far.
    pub(crate) conditional_count: u32,
    pub(crate) annotations: Vec<DeferredAnnotation<'a>>,
    /// Scope of the deferred annotations.
    pub(crate) annotation_scope: Option<ScopeId>,
    /// First declarations by `global` and `nonlocal`, for errors.
    pub(crate) directives: Vec<(Name, TextRange)>,
}

impl Scope<'_> {
    pub(crate) fn symbol(&self, name: Name) -> Symbol {
        self.symbols.get(&name).copied().unwrap_or_default()
    }

    pub(crate) fn binds(&self, name: Name) -> bool {
        let flags = self.symbol(name).flags;
        flags.intersects(SymbolFlags::BOUND) && !flags.intersects(SymbolFlags::GLOBAL | SymbolFlags::NONLOCAL)
    }
}

/// Which scope of a node.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Role {
    Body,
    Annotations,
    TypeParameters,
    Bound,
    Default,
}

/// All scopes of a tree.
pub(crate) struct SymbolTable<'a> {
    pub(crate) scopes: Vec<Scope<'a>>,
    pub(crate) by_node: NameMap<(usize, Role), ScopeId>,
    /// `from __future__ import annotations` is in effect.
    pub(crate) future_annotations: bool,
    /// What to warn about, in source order.
    pub(crate) warnings: Vec<pyrs_syntax::Warning>,
}

impl<'a> SymbolTable<'a> {
    pub(crate) fn scope(&self, id: ScopeId) -> &Scope<'a> {
        &self.scopes[id.0 as usize]
    }

    pub(crate) fn scope_mut(&mut self, id: ScopeId) -> &mut Scope<'a> {
        &mut self.scopes[id.0 as usize]
    }

    /// The scope that a node has in a role.
    pub(crate) fn of<T>(&self, node: &T, role: Role) -> ScopeId {
        self.by_node[&(address(node), role)]
    }

    /// The scope that a node has in a role, if it has one.
    pub(crate) fn find<T>(&self, node: &T, role: Role) -> Option<ScopeId> {
        self.by_node.get(&(address(node), role)).copied()
    }
}

/// The identity of a node.
pub(crate) fn address<T>(node: &T) -> usize {
    std::ptr::from_ref(node).cast::<()>() as usize
}
