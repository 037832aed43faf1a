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

/// Which part of CPython finds an error: it tells what the exception holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finder {
    /// The tokenizer or the parser: the exception has the line that was read.
    Parser,
    /// The symbol table: the message is the only argument, and the line is looked for in the file.
    Scopes,
    /// The code generator: the line is looked for in the file.
    Compiler,
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
    /// Column from 1, in characters. Can be 0 or -1 where CPython's is.
    pub offset: i32,
    /// Line on which the range ends.
    pub end_lineno: u32,
    /// Column from 1, in characters, after the range's last character. 0 or -1 where CPython knows no end.
    pub end_offset: i32,
    /// The text of the line, with its line end; `None` if there is none.
    pub text: Option<String>,
    /// Where CPython would have found it.
    pub finder: Finder,
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let class = match self.kind {
            ErrorKind::Syntax => "SyntaxError",
            ErrorKind::Indentation => "IndentationError",
            ErrorKind::Tab => "TabError",
            ErrorKind::Recursion => "RecursionError",
        };
        write!(f, "{class}: {} ({}:{})", self.message, self.lineno, self.offset)
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

/// How CPython gives the end of an error's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// It is that of the range.
    Range,
    /// It is the start.
    Point,
    /// It is one column after the start: the place is a `NEWLINE` token.
    Newline,
    /// It is 0.
    Zero,
    /// It is -1.
    Unknown,
    /// It is -1, and the start is a column too low: the place is an `INDENT` or `DEDENT` token.
    Indentation,
    /// The place is the start of the line, and the end 0.
    Line,
    /// It is a column before that of the range.
    Before,
    /// The place is the end of the source, which has no column.
    Nowhere,
}

/// An error inside the front end, before its place is turned into lines and columns.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
    pub(crate) kind: ErrorKind,
    pub(crate) message: String,
    pub(crate) range: TextRange,
    pub(crate) extent: Extent,
    /// The reader was past the line, or it is the lexer's error: then CPython shows the line without its end.
    pub(crate) is_bare: bool,
    pub(crate) finder: Finder,
}

impl Failure {
    pub(crate) fn syntax(message: impl Into<String>, start: usize, end: usize) -> Self {
        Failure::at(ErrorKind::Syntax, message, TextRange::new(start as u32, end as u32))
    }

    pub(crate) fn at(kind: ErrorKind, message: impl Into<String>, range: TextRange) -> Self {
        Failure {
            kind,
            message: message.into(),
            range,
            extent: Extent::Range,
            is_bare: false,
            finder: Finder::Parser,
        }
    }

    pub(crate) fn with_extent(mut self, extent: Extent) -> Self {
        self.extent = extent;
        self
    }

    pub(crate) fn found_by(mut self, finder: Finder) -> Self {
        self.finder = finder;
        self
    }

    pub(crate) fn bare(mut self) -> Self {
        self.is_bare = true;
        self
    }

    /// A module's last line counts as ended, whether it is or not.
    pub(crate) fn into_error(self, text: &str, lines: &LineIndex, is_module: bool) -> SyntaxError {
        let (mut lineno, offset) = character_position(text, lines, self.range.start);
        if text.is_empty() && !is_module {
            lineno = 0;
        }
        let range_end = character_position(text, lines, self.range.end);
        let (offset, (end_lineno, end_offset)) = match self.extent {
            Extent::Range => (offset, range_end),
            Extent::Point => (offset, (lineno, offset)),
            // A source that isn't a module may lack its last line end; CPython gives that place no column.
            Extent::Newline if !is_module && self.range.start as usize >= text.len() => (0, (lineno, 0)),
            Extent::Newline => (offset, (lineno, offset + 1)),
            Extent::Zero => (offset, (lineno, 0)),
            Extent::Unknown if !is_module => (0, (lineno, 0)),
            Extent::Unknown => (offset, (lineno, -1)),
            Extent::Indentation => (offset - 1, (lineno, -1)),
            Extent::Line => (1, (lineno, 0)),
            Extent::Nowhere => (0, (lineno, 0)),
            Extent::Before => (offset, (range_end.0, range_end.1 - 1)),
        };
        SyntaxError {
            kind: self.kind,
            message: self.message,
            lineno,
            offset,
            end_lineno,
            end_offset,
            finder: self.finder,
            text: Some(shown_line(lines.line_text(text, lineno), self.is_bare, is_module)),
        }
    }
}

/// A line as CPython keeps it in the error.
fn shown_line(line: &str, is_bare: bool, is_module: bool) -> String {
    let body = line.trim_end_matches(['\n', '\r']);
    let has_end = !is_bare && (is_module || body.len() < line.len());
    if has_end { format!("{body}\n") } else { body.to_owned() }
}

/// The line and the column in characters, both from 1.
fn character_position(text: &str, lines: &LineIndex, offset: u32) -> (u32, i32) {
    let offset = offset.min(text.len() as u32);
    let line = lines.line(offset);
    let start = lines.line_start(line) as usize;
    let bytes = &text.as_bytes()[start..offset as usize];
    // Continuation bytes begin no character; counting the others needs no character boundary at `offset`.
    let characters = bytes.iter().filter(|&&b| b & 0xC0 != 0x80).count();
    (line, characters as i32 + 1)
}
