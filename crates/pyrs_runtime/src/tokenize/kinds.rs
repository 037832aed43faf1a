//! The numbers of tokens in CPython 3.14's `token` module.

use pyrs_syntax::tokens::RawKind;

pub(super) const ENDMARKER: i64 = 0;
const NAME: i64 = 1;
const NUMBER: i64 = 2;
const STRING: i64 = 3;
const NEWLINE: i64 = 4;
const INDENT: i64 = 5;
const DEDENT: i64 = 6;
const FIRST_OPERATOR: i64 = 7;
const OP: i64 = 55;
const FSTRING_START: i64 = 59;
const TSTRING_START: i64 = 62;
const COMMENT: i64 = 65;
const NL: i64 = 66;

/// Operators in the order of their numbers, which begin at [`FIRST_OPERATOR`].
const OPERATORS: &[&str] = &[
    "(", ")", "[", "]", ":", ",", ";", "+", "-", "*", "/", "|", "&", "<", ">", "=", ".", "%", "{", "}", "==", "!=",
    "<=", ">=", "~", "^", "<<", ">>", "**", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=", "**=", "//",
    "//=", "@", "@=", "->", "...", ":=", "!",
];

/// The number of a token; without `extra`, operators have numbers of their own.
pub(super) fn number(kind: RawKind, string: &str, extra: bool) -> i64 {
    match kind {
        RawKind::Name => NAME,
        RawKind::Number => NUMBER,
        RawKind::String => STRING,
        RawKind::Newline => NEWLINE,
        RawKind::Indent => INDENT,
        RawKind::Dedent => DEDENT,
        RawKind::Comment => COMMENT,
        RawKind::BlankNewline => NL,
        RawKind::FormatStart => FSTRING_START,
        RawKind::FormatMiddle => FSTRING_START + 1,
        RawKind::FormatEnd => FSTRING_START + 2,
        RawKind::TemplateStart => TSTRING_START,
        RawKind::TemplateMiddle => TSTRING_START + 1,
        RawKind::TemplateEnd => TSTRING_START + 2,
        RawKind::Operator if extra => OP,
        RawKind::Operator => OPERATORS
            .iter()
            .position(|operator| *operator == string)
            .map_or(OP, |index| FIRST_OPERATOR + index as i64),
    }
}
