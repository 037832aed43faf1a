//! Moving over the bytes of the source: looking ahead, blanks, newlines and comments.

use super::recorder::RawKind;
use super::{LexResult, Lexer};
use crate::error::{Extent, Failure};
use crate::position::TextRange;

impl Lexer<'_> {
    /// The byte `ahead` of the position, 0 past the end (a source holds no NUL).
    #[inline]
    pub(super) fn peek(&self, ahead: usize) -> u8 {
        self.byte(self.pos + ahead)
    }

    /// The byte at `at`, 0 past the end.
    #[inline]
    pub(super) fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    pub(super) fn at_end(&self) -> bool {
        self.pos >= self.bytes.len()
    }

    /// An error of the lexer.
    pub(super) fn fail<T>(&self, message: impl Into<String>, start: usize, end: usize) -> LexResult<T> {
        Err(Box::new(Failure::syntax(message, start, end).bare()))
    }

    /// An error in the value of a literal, which CPython's parser finds.
    pub(super) fn fail_in_value<T>(&self, message: impl Into<String>, start: usize, end: usize) -> LexResult<T> {
        Err(Box::new(Failure::syntax(message, start, end)))
    }

    /// An error of the lexer at the character that begins at `at`.
    pub(super) fn fail_at<T>(&self, message: impl Into<String>, at: usize) -> LexResult<T> {
        Err(Box::new(
            Failure::syntax(message, at, at).with_extent(Extent::Point).bare(),
        ))
    }

    /// The line of `offset`, from 1. Counts: for messages only.
    pub(super) fn line_of(&self, offset: usize) -> usize {
        let before = &self.bytes[..offset.min(self.bytes.len())];
        let is_end = |(i, &b): (usize, &u8)| b == b'\n' || (b == b'\r' && self.byte(i + 1) != b'\n');
        1 + before.iter().enumerate().filter(|&item| is_end(item)).count()
    }

    /// Skips a line end, if one is next.
    pub(super) fn eat_newline(&mut self) {
        match self.peek(0) {
            b'\r' if self.peek(1) == b'\n' => self.pos += 2,
            b'\r' | b'\n' => self.pos += 1,
            _ => {}
        }
    }

    /// Skips a line end that ends no statement.
    pub(super) fn blank_newline(&mut self) {
        let at = self.pos;
        self.eat_newline();
        self.record(RawKind::BlankNewline, at, self.pos);
    }

    /// Skips to the end of the line.
    pub(super) fn eat_comment(&mut self) {
        let start = self.pos;
        let rest = &self.bytes[start..];
        self.pos += rest
            .iter()
            .position(|&b| b == b'\n' || b == b'\r')
            .unwrap_or(rest.len());
        if self.pos > start {
            self.record(RawKind::Comment, start, self.pos);
        }
        if !self.interpolated.is_empty() {
            self.field_comments.push(TextRange::new(start as u32, self.pos as u32));
        }
    }

    /// Skips what separates tokens; inside brackets that includes newlines. `false` at the end of the source.
    pub(super) fn skip_blanks(&mut self) -> LexResult<bool> {
        loop {
            match self.peek(0) {
                b' ' | b'\t' | 0x0c => self.pos += 1,
                b'#' => self.eat_comment(),
                b'\\' => self.line_continuation()?,
                b'\n' | b'\r' if !self.brackets.is_empty() => self.blank_newline(),
                0 => return Ok(false),
                _ => return Ok(true),
            }
        }
    }

    fn line_continuation(&mut self) -> LexResult<()> {
        let at = self.pos + 1;
        if !matches!(self.peek(1), b'\n' | b'\r' | 0) {
            let message = "unexpected character after line continuation character";
            return Err(Box::new(Failure::syntax(message, at, at).with_extent(Extent::Zero)));
        }
        self.pos += 1;
        self.eat_newline();
        if self.at_end() {
            let failure = Failure::syntax(super::recorder::UNEXPECTED_END, at, at);
            return Err(Box::new(failure.with_extent(Extent::Unknown)));
        }
        Ok(())
    }
}
