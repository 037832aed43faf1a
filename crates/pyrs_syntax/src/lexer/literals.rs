//! The side table of literals. The grammar sees one float token for every literal, whose value is an index into the
//! table: it needs no strings, big ints or surrogates, and its own (lossy) literal handling is never used.

/// A literal; an implicit concatenation is one literal.
#[derive(Debug)]
pub(crate) enum Literal {
    /// Normalised digits, see [`crate::ast::Constant::Int`].
    Int(Box<str>),
    Float(f64),
    Imaginary(f64),
    /// Generalised UTF-8.
    Str {
        value: Vec<u8>,
        has_u_prefix: bool,
    },
    Bytes(Vec<u8>),
    Interpolated(InterpolatedString),
    /// Taken out by the lowering.
    Taken,
}

/// A concatenation that holds an f-string or t-string.
#[derive(Debug)]
pub(crate) struct InterpolatedString {
    pub(crate) is_template: bool,
    pub(crate) parts: Vec<Part>,
}

/// A piece of an interpolated string or of a format spec.
#[derive(Debug)]
pub(crate) enum Part {
    Text(Text),
    Field(Field),
}

/// Text of a literal, decoded.
#[derive(Debug)]
pub(crate) struct Text {
    pub(crate) value: Vec<u8>,
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) has_u_prefix: bool,
}

/// A replacement field. Its expression is in the token stream.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) conversion: crate::ast::Conversion,
    /// Source of the expression, for t-strings.
    pub(crate) text: String,
    pub(crate) spec: Option<FormatSpec>,
}

/// A format spec, from its colon.
#[derive(Debug)]
pub(crate) struct FormatSpec {
    pub(crate) parts: Vec<Part>,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// Names that stand for constructs the grammar doesn't know. A source can't hold NUL, so no real name collides.
pub(crate) mod marker {
    /// Prefix of the callee that stands for an interpolated string; the literal's index follows.
    pub(crate) const INTERPOLATED: &str = "\0f";
    /// A field's expression is the subscript of this name.
    pub(crate) const FIELD: &str = "\0";
    /// `T: bound` or `T: bound = default` in a parameter list with defaults.
    pub(crate) const BOUND: &str = "\0b";
    /// `T = default`
    pub(crate) const DEFAULT: &str = "\0e";
    /// `*Ts = default`
    pub(crate) const TUPLE_DEFAULT: &str = "\0v";
    /// `**P = default`
    pub(crate) const SPEC_DEFAULT: &str = "\0p";
}
