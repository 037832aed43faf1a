//! Operators and delimiters other than brackets.

use super::recorder::RawKind;
use super::{LexResult, Lexer};
use rustpython_parser::Tok;

impl Lexer<'_> {
    /// The operator that begins with `byte`.
    pub(super) fn operator(&mut self, byte: u8) -> LexResult<()> {
        let at = self.pos;
        let Some((length, token)) = longest(byte, self.peek(1), self.peek(2)) else {
            return self.not_a_token(byte);
        };
        self.pos += length;
        self.push(token, at, at + length);
        self.record(RawKind::Operator, at, at + length);
        Ok(())
    }

    /// A character that begins no token. Some are left to the parser to stumble over, as in CPython, so that an
    /// earlier error of its own wins.
    fn not_a_token(&mut self, byte: u8) -> LexResult<()> {
        let at = self.pos;
        match byte {
            b'!' | b'$' | b'?' | b'`' | b'<' => {
                self.pos += if byte == b'<' { 2 } else { 1 };
                self.push(UNKNOWN, at, self.pos);
                (at..self.pos).for_each(|at| self.record(RawKind::Operator, at, at + 1));
                Ok(())
            }
            _ => self.fail_at(format!("invalid non-printable character U+{byte:04X}"), at),
        }
    }
}

/// A token that the grammar takes nowhere inside a source: it stands for characters that aren't Python's, and for
/// `<>`.
pub(crate) const UNKNOWN: Tok = Tok::StartModule;

/// The longest operator that the three bytes begin with, and its length.
#[rustfmt::skip]
fn longest(first: u8, second: u8, third: u8) -> Option<(usize, Tok)> {
    use Tok::*;
    Some(match (first, second, third) {
        (b'*', b'*', b'=') => (3, DoubleStarEqual),
        (b'/', b'/', b'=') => (3, DoubleSlashEqual),
        (b'<', b'<', b'=') => (3, LeftShiftEqual),
        (b'>', b'>', b'=') => (3, RightShiftEqual),
        (b'.', b'.', b'.') => (3, Ellipsis),
        (b'*', b'*', _) => (2, DoubleStar),
        (b'*', b'=', _) => (2, StarEqual),
        (b'/', b'/', _) => (2, DoubleSlash),
        (b'/', b'=', _) => (2, SlashEqual),
        (b'<', b'<', _) => (2, LeftShift),
        (b'<', b'=', _) => (2, LessEqual),
        (b'<', b'>', _) => return Option::None,
        (b'>', b'>', _) => (2, RightShift),
        (b'>', b'=', _) => (2, GreaterEqual),
        (b'=', b'=', _) => (2, EqEqual),
        (b'!', b'=', _) => (2, NotEqual),
        (b':', b'=', _) => (2, ColonEqual),
        (b'-', b'>', _) => (2, Rarrow),
        (b'-', b'=', _) => (2, MinusEqual),
        (b'+', b'=', _) => (2, PlusEqual),
        (b'%', b'=', _) => (2, PercentEqual),
        (b'@', b'=', _) => (2, AtEqual),
        (b'&', b'=', _) => (2, AmperEqual),
        (b'|', b'=', _) => (2, VbarEqual),
        (b'^', b'=', _) => (2, CircumflexEqual),
        (b',', ..) => (1, Comma),
        (b'.', ..) => (1, Dot),
        (b':', ..) => (1, Colon),
        (b';', ..) => (1, Semi),
        (b'=', ..) => (1, Equal),
        (b'+', ..) => (1, Plus),
        (b'-', ..) => (1, Minus),
        (b'*', ..) => (1, Star),
        (b'/', ..) => (1, Slash),
        (b'%', ..) => (1, Percent),
        (b'@', ..) => (1, At),
        (b'&', ..) => (1, Amper),
        (b'|', ..) => (1, Vbar),
        (b'^', ..) => (1, CircumFlex),
        (b'~', ..) => (1, Tilde),
        (b'<', ..) => (1, Less),
        (b'>', ..) => (1, Greater),
        _ => return Option::None,
    })
}
