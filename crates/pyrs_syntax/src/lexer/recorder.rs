//! Recording tokens as they are in the source, for `_tokenize`: with comments, blank lines and the pieces of interpolated
//! strings, without the encodings that the grammar needs.
//!
//! Invariant: what needs a grammar or the value of a literal is no error here, as in CPython's tokenizer: brackets need not
//! match, escapes are not looked at, and a replacement field holds any tokens.

use super::fstrings::{Context, MAX_SPECS};
use super::literals::Part;
use super::strings::Prefix;
use super::{LexResult, Lexer};
use crate::error::{ErrorKind, SyntaxError};
use crate::position::{LineIndex, TextRange};

/// The message of a source that ends inside something.
pub(super) const UNEXPECTED_END: &str = "unexpected EOF while parsing";

/// The sort of a token in the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum RawKind {
    Name,
    Number,
    String,
    Operator,
    Comment,
    /// The end of a line that ends no statement.
    BlankNewline,
    Newline,
    Indent,
    Dedent,
    FormatStart,
    FormatMiddle,
    FormatEnd,
    TemplateStart,
    TemplateMiddle,
    TemplateEnd,
}

/// A token in the source. A line end with an empty range is one that the source lacks at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RawToken {
    /// What it is.
    pub kind: RawKind,
    /// Where it is.
    pub range: TextRange,
}

/// Why tokens end before the source does.
#[derive(Debug)]
pub enum RawError {
    /// The source ended inside brackets or after a backslash.
    UnexpectedEnd,
    /// Any other error.
    Syntax(SyntaxError),
}

/// The tokens of a source.
#[derive(Debug)]
pub struct RawTokens {
    /// The tokens before the error, or all.
    pub tokens: Vec<RawToken>,
    /// The error that they end with.
    pub error: Option<RawError>,
    /// Turns offsets into lines and columns.
    pub lines: LineIndex,
}

/// The tokens of `text`, which may be anything but hold NUL.
pub fn tokenize(text: &str) -> RawTokens {
    let mut lexer = Lexer::new(text);
    lexer.record = Some(Vec::with_capacity(text.len() / 4));
    let lines = LineIndex::new(text);
    let error = match lexer.run() {
        Ok(()) if lexer.brackets.is_empty() => None,
        Ok(()) => {
            if !text.ends_with(['\n', '\r']) {
                lexer.record(RawKind::BlankNewline, text.len(), text.len());
            }
            Some(RawError::UnexpectedEnd)
        }
        Err(failure) => {
            let is_end = failure.kind == ErrorKind::Syntax
                && failure.range.start as usize >= text.len()
                && failure.message == UNEXPECTED_END;
            Some(if is_end {
                RawError::UnexpectedEnd
            } else {
                RawError::Syntax(failure.into_error(text, &lines, true))
            })
        }
    };
    RawTokens {
        tokens: lexer.record.take().unwrap_or_default(),
        error,
        lines,
    }
}

/// A piece of an interpolated string.
#[derive(Debug, Clone, Copy)]
pub(super) enum Piece {
    /// The prefix and the opening quotes.
    Start,
    /// Text.
    Middle,
    /// The closing quotes.
    End,
}

impl Lexer<'_> {
    /// Notes a token, if tokens are recorded.
    #[inline]
    pub(super) fn record(&mut self, kind: RawKind, start: usize, end: usize) {
        if let Some(record) = &mut self.record {
            let range = TextRange::new(start as u32, end as u32);
            record.push(RawToken { kind, range });
        }
    }

    /// Takes back the dedents of a line whose indentation proved wrong.
    pub(super) fn forget_dedents(&mut self) {
        if let Some(record) = &mut self.record {
            while record.pop_if(|token| token.kind == RawKind::Dedent).is_some() {}
        }
    }

    pub(super) fn record_interpolated(&mut self, prefix: Prefix, piece: Piece, start: usize, end: usize) {
        let kind = match (piece, prefix.is_template) {
            (Piece::Start, false) => RawKind::FormatStart,
            (Piece::Middle, false) => RawKind::FormatMiddle,
            (Piece::End, false) => RawKind::FormatEnd,
            (Piece::Start, true) => RawKind::TemplateStart,
            (Piece::Middle, true) => RawKind::TemplateMiddle,
            (Piece::End, true) => RawKind::TemplateEnd,
        };
        self.record(kind, start, end);
    }

    /// A replacement field, for the grammar or as tokens; the position is at its brace.
    pub(super) fn field(&mut self, context: Context, parts: &mut Vec<Part>) -> LexResult<()> {
        match self.record {
            Some(_) => self.raw_field(context),
            None => self.replacement_field(context, parts),
        }
    }

    fn raw_field(&mut self, context: Context) -> LexResult<()> {
        let start = self.pos;
        if context.specs >= MAX_SPECS {
            return self.fail_at(context.message("expressions nested too deeply"), start - 1);
        }
        self.push_bracket(b'{', start)?;
        let depth = self.brackets.len();
        self.take_operator();
        loop {
            while self.token(Some(depth))? {}
            self.close_run();
            match self.peek(0) {
                b'}' => break,
                b':' => {
                    self.record(RawKind::Operator, self.pos, self.pos + 1);
                    self.format_spec(context)?;
                }
                b'!' | b'=' => self.take_operator(),
                _ => return self.fail(UNEXPECTED_END, self.bytes.len(), self.bytes.len()),
            }
        }
        self.brackets.truncate(depth - 1);
        self.take_operator();
        Ok(())
    }

    fn take_operator(&mut self) {
        self.record(RawKind::Operator, self.pos, self.pos + 1);
        self.pos += 1;
    }
}
