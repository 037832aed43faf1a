//! Type slots: the functions through which an operation reaches an object's type.
//!
//! Native types fill a static [`Slots`]; classes made by Python code inherit the slots of their bases, and where the
//! class (or a base) defines the special method in Python, the slot is the dispatcher of `slot_dispatch`, which calls
//! it. The table [`SPECIAL_METHODS`] relates special-method names and slots, for both directions: dispatchers for Python
//! classes, `wrapper_descriptor`s for native ones.

use crate::errors::PyResult;
use crate::function::Args;
use crate::generator::Resumed;
use crate::header::Ref;
use crate::str::StrObject;
use crate::thread::Thread;
use crate::value::Value;

macro_rules! operators {
    ($(#[$meta:meta])* $enum:ident { $($name:ident $symbol:literal $($dunder:literal)+;)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
        #[repr(u8)]
        pub enum $enum { $(#[doc = concat!("`", $symbol, "`")] $name),* }
        impl $enum {
            /// All, in order of their number.
            pub const ALL: &'static [$enum] = &[$($enum::$name),*];
            /// As in source code and error messages.
            pub const fn symbol(self) -> &'static str { match self { $($enum::$name => $symbol),* } }
            /// Special-method names: for binary operators plain, reflected, in-place.
            pub const fn special_names(self) -> &'static [&'static str] { match self { $($enum::$name => &[$($dunder),+]),* } }
        }
    };
}

operators! {
    /// Binary operators.
    BinaryOp {
        Add "+" "__add__" "__radd__" "__iadd__";
        Sub "-" "__sub__" "__rsub__" "__isub__";
        Mul "*" "__mul__" "__rmul__" "__imul__";
        TrueDiv "/" "__truediv__" "__rtruediv__" "__itruediv__";
        FloorDiv "//" "__floordiv__" "__rfloordiv__" "__ifloordiv__";
        Mod "%" "__mod__" "__rmod__" "__imod__";
        Pow "** or pow()" "__pow__" "__rpow__" "__ipow__";
        MatMul "@" "__matmul__" "__rmatmul__" "__imatmul__";
        LShift "<<" "__lshift__" "__rlshift__" "__ilshift__";
        RShift ">>" "__rshift__" "__rrshift__" "__irshift__";
        And "&" "__and__" "__rand__" "__iand__";
        Or "|" "__or__" "__ror__" "__ior__";
        Xor "^" "__xor__" "__rxor__" "__ixor__";
        DivMod "divmod()" "__divmod__" "__rdivmod__";
    }
}

operators! {
    /// Unary operators and conversions.
    UnaryOp {
        Neg "unary -" "__neg__";
        Pos "unary +" "__pos__";
        Invert "unary ~" "__invert__";
        Abs "abs()" "__abs__";
        Int "int()" "__int__";
        Float "float()" "__float__";
        Index "index" "__index__";
    }
}

operators! {
    /// Comparisons.
    CompareOp {
        Lt "<" "__lt__";
        Le "<=" "__le__";
        Eq "==" "__eq__";
        Ne "!=" "__ne__";
        Gt ">" "__gt__";
        Ge ">=" "__ge__";
    }
}

impl CompareOp {
    /// The operator with exchanged operands.
    pub const fn swapped(self) -> CompareOp {
        match self {
            CompareOp::Lt => CompareOp::Gt,
            CompareOp::Le => CompareOp::Ge,
            CompareOp::Gt => CompareOp::Lt,
            CompareOp::Ge => CompareOp::Le,
            same => same,
        }
    }

    /// Whether an ordering satisfies the operator.
    pub const fn holds(self, ordering: std::cmp::Ordering) -> bool {
        use std::cmp::Ordering::*;
        match self {
            CompareOp::Lt => matches!(ordering, Less),
            CompareOp::Le => !matches!(ordering, Greater),
            CompareOp::Eq => matches!(ordering, Equal),
            CompareOp::Ne => !matches!(ordering, Equal),
            CompareOp::Gt => matches!(ordering, Greater),
            CompareOp::Ge => !matches!(ordering, Less),
        }
    }
}

/// `f(self)`.
pub type UnaryFn = fn(&mut Thread, Value) -> PyResult<Value>;
/// `f(self, other)`.
pub type BinaryFn = fn(&mut Thread, Value, Value) -> PyResult<Value>;
/// A binary operation; operands in source order, either of them of the slot's type; may return NotImplemented.
pub type OperatorFn = fn(&mut Thread, BinaryOp, Value, Value) -> PyResult<Value>;
/// A unary operation; may return NotImplemented where the type does not have it.
pub type UnaryOperatorFn = fn(&mut Thread, UnaryOp, Value) -> PyResult<Value>;
/// A comparison `self op other`; may return NotImplemented.
pub type CompareFn = fn(&mut Thread, CompareOp, Value, Value) -> PyResult<Value>;
/// A call.
pub type CallFn = fn(&mut Thread, Value, Args) -> PyResult<Value>;

macro_rules! slots {
    ($($(#[doc = $doc:literal])+ $name:ident: $type:ty;)*) => {
        /// The slots of a type. Empty ones are inherited, or the operation is not supported.
        #[derive(Clone, Copy)]
        #[repr(C)]
        pub struct Slots { $($(#[doc = $doc])+ pub $name: Option<$type>),* }
        impl Slots {
            /// No slots.
            pub const EMPTY: Slots = Slots { $($name: None),* };
            /// Fills empty slots from `base`.
            pub fn inherit(&mut self, base: &Slots) {
                $(if self.$name.is_none() { self.$name = base.$name; })*
            }
        }
    };
}

slots! {
    /// `repr(self)`.
    repr: UnaryFn;
    /// `str(self)`.
    str: UnaryFn;
    /// `hash(self)`, reduced to 61 bits and sign as CPython's.
    hash: fn(&mut Thread, Value) -> PyResult<i64>;
    /// `self(*args, **kwargs)`.
    call: CallFn;
    /// `self.name` with everything that `__getattribute__` and `__getattr__` do.
    getattr: fn(&mut Thread, Value, Ref<StrObject>) -> PyResult<Value>;
    /// `self.name = value`, or deletion for `None`.
    setattr: fn(&mut Thread, Value, Ref<StrObject>, Option<Value>) -> PyResult<()>;
    /// Comparison.
    compare: CompareFn;
    /// `iter(self)`.
    iter: UnaryFn;
    /// The next item; at the end `None`, or StopIteration raised.
    next: fn(&mut Thread, Value) -> PyResult<Option<Value>>;
    /// Sends a value to an iterator that can be awaited: what it yields, or what it returns without a StopIteration.
    send: fn(&mut Thread, Value, Value) -> PyResult<Resumed>;
    /// `len(self)`.
    len: fn(&mut Thread, Value) -> PyResult<usize>;
    /// `self[key]`.
    getitem: BinaryFn;
    /// `self[key] = value`, or deletion for `None`.
    setitem: fn(&mut Thread, Value, Value, Option<Value>) -> PyResult<()>;
    /// `item in self`.
    contains: fn(&mut Thread, Value, Value) -> PyResult<bool>;
    /// `bool(self)`.
    truth: fn(&mut Thread, Value) -> PyResult<bool>;
    /// Binary operators, also reflected ones.
    binary: OperatorFn;
    /// In-place operators; NotImplemented falls back to `binary`.
    inplace: OperatorFn;
    /// Unary operators and number conversions.
    unary: UnaryOperatorFn;
    /// `descriptor.__get__(object or None, class)`.
    descr_get: fn(&mut Thread, Value, Option<Value>, Value) -> PyResult<Value>;
    /// `descriptor.__set__(object, value)`, or `__delete__` for `None`.
    descr_set: fn(&mut Thread, Value, Value, Option<Value>) -> PyResult<()>;
    /// `__init__`.
    init: fn(&mut Thread, Value, Args) -> PyResult<()>;
    /// `__new__(class, ...)`: the class comes first.
    new: CallFn;
    /// `__del__`.
    finalize: fn(&mut Thread, Value);
    /// `__await__`.
    await_: UnaryFn;
    /// `__aiter__`.
    aiter: UnaryFn;
    /// `__anext__`.
    anext: UnaryFn;
    /// `pow(base, exponent, modulus)`, any of which is of the slot's type; may return NotImplemented.
    power_modulo: fn(&mut Thread, Value, Value, Value) -> PyResult<Value>;
}
