//! The state of one code object under construction.

use pyrs_bytecode::CodeFlags;
use pyrs_syntax::TextRange;
use pyrs_syntax::ast::Stmt;

use crate::emit::{Emitter, HandlerId, Label};
use crate::names::{Name, NameMap, NameSet};
use crate::pool::Pool;
use crate::registers::{Reg, Registers};
use crate::scopes::ScopeId;

/// A statement that `return`, `break` and `continue` have to leave in order.
#[derive(Clone, Copy)]
pub(crate) struct Block<'a> {
    pub(crate) kind: BlockKind<'a>,
    /// The handler in effect around the statement.
    pub(crate) outer: HandlerId,
}

/// The kinds of [`Block`].
#[derive(Clone, Copy)]
pub(crate) enum BlockKind<'a> {
    Loop {
        start: Label,
        exit: Label,
    },
    /// The protected part of a `try` without `finally`.
    Protected,
    /// The protected part of a `try` with `finally`.
    Finally {
        body: &'a [Stmt],
    },
    /// A handler's body: the handled exception is restored, the name cleared.
    Handler {
        previous: Reg,
        name: Option<&'a str>,
        range: TextRange,
    },
    /// The body of an `except*` clause, which must not be left by a jump.
    GroupHandler,
    With {
        exit: Reg,
        is_async: bool,
        range: TextRange,
    },
}

/// An inlined comprehension that is being compiled.
pub(crate) struct InlinedComprehension {
    pub(crate) scope: ScopeId,
    /// Registers of the names it binds.
    pub(crate) registers: NameMap<Name, Reg>,
}

/// One code object under construction.
pub(crate) struct Unit<'a> {
    pub(crate) scope: ScopeId,
    pub(crate) qualname: String,
    pub(crate) first_line: u32,
    pub(crate) flags: CodeFlags,
    pub(crate) argcount: u32,
    pub(crate) posonly_argcount: u32,
    pub(crate) kwonly_argcount: u32,
    pub(crate) emit: Emitter,
    pub(crate) pool: Pool,
    pub(crate) regs: Registers,
    pub(crate) blocks: Vec<Block<'a>>,
    /// Registers of locals, cells and free variables.
    pub(crate) registers: NameMap<Name, Reg>,
    pub(crate) varnames: Vec<Name>,
    /// Locals that an assignment expression may change in the middle of an expression.
    pub(crate) walrus: NameSet,
    pub(crate) comprehensions: Vec<InlinedComprehension>,
    /// Registers kept for variables of inlined comprehensions.
    pub(crate) comprehension_locals: NameMap<Name, Reg>,
    pub(crate) first_free: Reg,
    /// Attributes of `self` that methods store, of a class body.
    pub(crate) static_attributes: Vec<Name>,
    /// The first positional parameter, for `super()`.
    pub(crate) first_parameter: Option<Name>,
}
