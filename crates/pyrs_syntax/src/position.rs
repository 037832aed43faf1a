//! Source positions: byte ranges, and the index that turns a byte offset into a line and column.
//!
//! Nodes carry `u32` byte offsets only. Lines and columns are computed when a traceback, a line table or a
//! `SyntaxError` asks for them, so a node stays small.

/// A half-open range of byte offsets into the UTF-8 source text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct TextRange {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl TextRange {
    /// The range from `start` up to `end`.
    pub fn new(start: u32, end: u32) -> Self {
        TextRange { start, end }
    }

    /// The empty range at `offset`.
    pub fn empty(offset: u32) -> Self {
        TextRange {
            start: offset,
            end: offset,
        }
    }

    /// The smallest range that holds both.
    pub fn cover(self, other: TextRange) -> Self {
        TextRange {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}

/// A place in the source as Python's `ast` gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LineColumn {
    /// Line number, from 1.
    pub line: u32,
    /// Offset into the line in UTF-8 bytes, from 0 (`col_offset`).
    pub column: u32,
}

/// The offsets at which the lines of a source begin. `\n`, `\r\n` and `\r` end a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Indexes `text`.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (i, &b) in bytes.iter().enumerate() {
            if b == b'\n' || (b == b'\r' && bytes.get(i + 1) != Some(&b'\n')) {
                starts.push(i as u32 + 1);
            }
        }
        LineIndex { starts }
    }

    /// The index of a text that there is not: `lines` lines of `width` bytes each.
    pub fn uniform(lines: u32, width: u32) -> Self {
        let starts = (0..lines.max(1)).map(|line| line.saturating_mul(width)).collect();
        LineIndex { starts }
    }

    /// The line (from 1) that holds `offset`.
    pub fn line(&self, offset: u32) -> u32 {
        self.starts.partition_point(|&start| start <= offset) as u32
    }

    /// The line and byte column of `offset`.
    pub fn line_column(&self, offset: u32) -> LineColumn {
        let line = self.line(offset);
        LineColumn {
            line,
            column: offset - self.line_start(line),
        }
    }

    /// The offset at which `line` (from 1) begins; past the last line, the start of the last one.
    pub fn line_start(&self, line: u32) -> u32 {
        let index = (line.max(1) as usize - 1).min(self.starts.len() - 1);
        self.starts[index]
    }

    /// How many lines there are. A text that ends in a newline has an empty last line.
    pub fn line_count(&self) -> u32 {
        self.starts.len() as u32
    }

    /// The text of `line` (from 1) with its line end, or `""` past the last line.
    pub fn line_text<'s>(&self, text: &'s str, line: u32) -> &'s str {
        if line == 0 || line > self.line_count() {
            return "";
        }
        let start = self.line_start(line) as usize;
        let end = if line < self.line_count() {
            self.line_start(line + 1) as usize
        } else {
            text.len()
        };
        text.get(start..end).unwrap_or("")
    }
}
