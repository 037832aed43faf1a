//! What the front end reports: syntax errors and syntax warnings.

use crate::position::{LineIndex, TextRange};
use std::fmt;

/// The exception class to raise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// `SyntaxError`
    Syntax,
    /// `IndentationError`
    Indentation,
    /// `TabError`
    Tab,
    /// `RecursionError`: the source nests deeper than [`crate::nesting::MAX_DEPTH`].
    Recursion,
}

/// A rejected source. The fields are those of Python's `SyntaxError`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// The exception class.
    pub kind: ErrorKind,
    /// `msg`
    pub message: String,
    /// Line of the error from 1; 0 if the error has no place in the text (undecodable source).
    pub lineno: u32,
    /// Column from 1, in characters.
    pub offset: u32,
    /// Line on which the range ends.
    pub end_lineno: u32,
    /// Column from 1, in characters, after the range's last character.
    pub end_offset: u32,
    /// The text of the line, with its line end; `None` if there is none.
    pub text: Option<String>,
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let class = match self.kind {
            ErrorKind::Syntax => "SyntaxError",
            ErrorKind::Indentation => "IndentationError",
            ErrorKind::Tab => "TabError",
            ErrorKind::Recursion => "RecursionError",
        };
        write!(
            f,
            "{class}: {} ({}:{})",
            self.message, self.lineno, self.offset
        )
    }
}

impl std::error::Error for SyntaxError {}

/// A `SyntaxWarning` to issue when the source is compiled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The text.
    pub message: String,
    /// What it is about.
    pub range: TextRange,
}

/// An error inside the front end, before its place is turned into lines and columns.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
    pub(crate) kind: ErrorKind,
    pub(crate) message: String,
    pub(crate) range: TextRange,
}

impl Failure {
    pub(crate) fn syntax(message: impl Into<String>, start: usize, end: usize) -> Self {
        Failure::at(
            ErrorKind::Syntax,
            message,
            TextRange::new(start as u32, end as u32),
        )
    }

    pub(crate) fn at(kind: ErrorKind, message: impl Into<String>, range: TextRange) -> Self {
        Failure {
            kind,
            message: message.into(),
            range,
        }
    }

    pub(crate) fn into_error(self, text: &str, lines: &LineIndex) -> SyntaxError {
        let (lineno, offset) = character_position(text, lines, self.range.start);
        let (end_lineno, end_offset) = character_position(text, lines, self.range.end);
        SyntaxError {
            kind: self.kind,
            message: self.message,
            lineno,
            offset,
            end_lineno,
            end_offset,
            text: Some(lines.line_text(text, lineno).to_owned()),
        }
    }
}

/// The line and the column in characters, both from 1.
fn character_position(text: &str, lines: &LineIndex, offset: u32) -> (u32, u32) {
    let offset = offset.min(text.len() as u32);
    let line = lines.line(offset);
    let start = lines.line_start(line) as usize;
    let bytes = &text.as_bytes()[start..offset as usize];
    // Continuation bytes begin no character; counting the others needs no character boundary at `offset`.
    let characters = bytes.iter().filter(|&&b| b & 0xC0 != 0x80).count();
    (line, characters as u32 + 1)
}
