//! The code template: what the compiler makes of a module, class body or function, as plain data.
//!
//! Invariant: a template refers to nothing outside itself, so that it can be written to a cache file and shared.

use crate::instr::Instr;

bitflags::bitflags! {
    /// `co_flags`, with the values Python programs test for.
    #[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
    pub struct CodeFlags: u32 {
        /// Locals live in registers.
        const OPTIMIZED = 0x1;
        /// A call makes a new namespace.
        const NEWLOCALS = 0x2;
        /// Has `*args`.
        const VARARGS = 0x4;
        /// Has `**kwargs`.
        const VARKEYWORDS = 0x8;
        /// Defined inside a function.
        const NESTED = 0x10;
        /// Is a generator.
        const GENERATOR = 0x20;
        /// Is a coroutine.
        const COROUTINE = 0x80;
        /// A generator that can be awaited.
        const ITERABLE_COROUTINE = 0x100;
        /// Is an asynchronous generator.
        const ASYNC_GENERATOR = 0x200;
        /// `from __future__ import annotations`.
        const FUTURE_ANNOTATIONS = 0x100_0000;
        /// The first constant is the docstring.
        const HAS_DOCSTRING = 0x400_0000;
        /// Defined in a class body.
        const METHOD = 0x800_0000;
    }
}

/// A constant of a code template.
#[derive(Clone, PartialEq, Debug)]
pub enum Constant {
    /// None.
    None,
    /// True or False.
    Bool(bool),
    /// `...`.
    Ellipsis,
    /// An int of 63 bits and sign at most.
    Int(i64),
    /// A bigger int: sign and magnitude in little-endian bytes.
    BigInt {
        /// Whether it is below zero.
        negative: bool,
        /// Magnitude, little-endian.
        magnitude: Vec<u8>,
    },
    /// A float.
    Float(f64),
    /// A complex number.
    Complex(f64, f64),
    /// A string in generalised UTF-8 (surrogates encoded one by one).
    Str(Box<[u8]>),
    /// Bytes.
    Bytes(Box<[u8]>),
    /// A tuple.
    Tuple(Vec<Constant>),
    /// A frozenset (from `x in {1, 2}`), items distinct.
    FrozenSet(Vec<Constant>),
    /// A slice of constants.
    Slice(Box<[Constant; 3]>),
    /// Code of an inner function or class.
    Code(Box<CodeTemplate>),
}

/// Static part of an inline-cache site.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CacheSite {
    /// Attribute, method or global: index of its name in [`CodeTemplate::names`].
    Name(u32),
    /// Call with positional arguments only.
    Call,
    /// Call with keywords: index of the tuple of names in [`CodeTemplate::constants`].
    Keywords(u32),
}

/// A range of instructions whose exceptions go to a handler. Innermost ranges come first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ExceptionEntry {
    /// First instruction covered.
    pub start: u32,
    /// First instruction no longer covered.
    pub end: u32,
    /// Instruction that handles.
    pub handler: u32,
    /// Register that receives the exception.
    pub register: u16,
}

/// Source range of an instruction: 1-based lines, 0-based columns in UTF-8 bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Position {
    /// First line; 0 where there is none.
    pub line: u32,
    /// Last line.
    pub end_line: u32,
    /// First column.
    pub column: u32,
    /// Column after the last.
    pub end_column: u32,
}

/// Compiled code of one module, class body, function, lambda or generator expression.
///
/// Registers: parameters (positional-only, positional, keyword-only, `*args`, `**kwargs`), other locals, cells that are
/// no parameters, free variables, temporaries. A captured parameter stays in its register, which `MakeCell` turns into a
/// cell at the start.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct CodeTemplate {
    /// `co_name`.
    pub name: Box<str>,
    /// `co_qualname`.
    pub qualname: Box<str>,
    /// `co_firstlineno`.
    pub first_line: u32,
    /// `co_flags`.
    pub flags: CodeFlags,
    /// Positional parameters, positional-only ones included.
    pub argcount: u32,
    /// Positional-only parameters.
    pub posonly_argcount: u32,
    /// Keyword-only parameters.
    pub kwonly_argcount: u32,
    /// Registers in all.
    pub register_count: u16,
    /// Names of the registers from 0 on that are locals (parameters first); cells that are no parameters come after them.
    pub varnames: Vec<Box<str>>,
    /// Names of captured variables of this scope, each with its register.
    pub cellvars: Vec<(Box<str>, u16)>,
    /// Names of free variables, in registers from [`Self::first_free_register`] on.
    pub freevars: Vec<Box<str>>,
    /// Register of the first free variable.
    pub first_free_register: u16,
    /// Names used by instructions and cache sites.
    pub names: Vec<Box<str>>,
    /// Constants; the docstring first if [`CodeFlags::HAS_DOCSTRING`].
    pub constants: Vec<Constant>,
    /// Instructions.
    pub instructions: Vec<Instr>,
    /// Static part of the inline caches.
    pub caches: Vec<CacheSite>,
    /// Handlers, inner ones first.
    pub exception_table: Vec<ExceptionEntry>,
    /// Encoded source positions: see [`crate::positions`].
    pub positions: Box<[u8]>,
}

macro_rules! id_enum {
    ($(#[$meta:meta])* $name:ident { $($(#[doc = $doc:literal])+ $variant:ident),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        pub enum $name { $($(#[doc = $doc])+ $variant),* }
        impl $name {
            /// All, in order of their number.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];
            /// The variant of a number.
            pub const fn from_index(index: u32) -> Option<Self> {
                if (index as usize) < Self::ALL.len() { Some(Self::ALL[index as usize]) } else { None }
            }
            /// Name for the disassembly.
            pub const fn name(self) -> &'static str {
                match self { $($name::$variant => stringify!($variant)),* }
            }
        }
    };
}

id_enum! {
    /// Operand of `LoadCommon`.
    CommonObject {
        /// The class AssertionError, whatever the builtins say.
        AssertionError,
        /// The class NotImplementedError.
        NotImplementedError,
        /// The function that builds classes (`builtins.__build_class__`).
        BuildClass,
    }
}

id_enum! {
    /// Operand of `Intrinsic`.
    Intrinsic {
        /// Show an expression statement's value in interactive mode (`sys.displayhook`).
        PrintExpr,
        /// Import all public names of module r[b] into the namespace.
        ImportStar,
        /// Wrap a value yielded by an asynchronous generator.
        AsyncGenWrap,
        /// Turn an escaping StopIteration (or StopAsyncIteration) into RuntimeError; r[a] = exception to raise.
        StopIterationError,
        /// Tuple of an exact list.
        ListToTuple,
        /// Make sure that the namespace has `__annotations__`-related state for class bodies of the old style.
        SetupAnnotations,
        /// TypeVar named r[b].
        TypeVar,
        /// ParamSpec named r[b].
        ParamSpec,
        /// TypeVarTuple named r[b].
        TypeVarTuple,
        /// `Generic[...]` of a tuple of type parameters.
        SubscriptGeneric,
        /// Type alias of tuple (name, type parameters or None, evaluator).
        TypeAlias,
        /// Turn an escaping StopAsyncIteration of an asynchronous generator into RuntimeError.
        StopAsyncIterationError,
    }
}

id_enum! {
    /// Operand of `Intrinsic2`.
    Intrinsic2 {
        /// TypeVar named r[b] with bound evaluator r[c].
        TypeVarWithBound,
        /// TypeVar named r[b] with constraints evaluator r[c].
        TypeVarWithConstraints,
        /// Set the default evaluator r[c] of type parameter r[b].
        SetTypeParamDefault,
        /// Set the type parameters r[c] of function r[b].
        SetFunctionTypeParams,
        /// Positional arguments of `f(*r[b])`, where f is r[c]: r[b] itself if it is an exact tuple, else a tuple of its
        /// items; TypeError 'f() argument after * must be an iterable'.
        StarArguments,
        /// Note in the set r[b] that the conditional annotation r[c] was executed; TypeError if r[b] is no set.
        NoteAnnotation,
    }
}

id_enum! {
    /// Operand of `SetFunctionAttr`.
    FunctionAttr {
        /// Tuple of positional defaults.
        Defaults,
        /// Dict of keyword-only defaults.
        KwDefaults,
        /// The `__annotate__` function.
        Annotate,
        /// Tuple of cells.
        Closure,
        /// Dict or tuple of evaluated annotations (`from __future__ import annotations`).
        Annotations,
    }
}

id_enum! {
    /// Operand of `LoadSpecial`.
    SpecialMethod {
        /// `__enter__`.
        Enter,
        /// `__exit__`.
        Exit,
        /// `__aenter__`.
        AsyncEnter,
        /// `__aexit__`.
        AsyncExit,
    }
}
