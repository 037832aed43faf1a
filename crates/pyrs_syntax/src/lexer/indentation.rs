//! The start of a line: blank lines, `INDENT` and `DEDENT`, and consistent use of tabs.

use super::recorder::RawKind;
use super::{LexResult, Lexer};
use crate::error::{ErrorKind, Extent, Failure};
use crate::position::TextRange;
use rustpython_parser::Tok;

/// How deep blocks may nest.
const MAX_INDENTATION: usize = 100;

/// Width of an indentation by the two rules that have to agree: tabs to multiples of eight, and tabs of one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Width {
    column: u32,
    alternative: u32,
}

/// A block of statements.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Block {
    width: Width,
    /// It holds the `case` blocks of a `match` statement.
    pub(super) is_match: bool,
}

impl Lexer<'_> {
    /// Reads the indentation of a line, or the whole line if it is blank; then `at_line_start` stays set.
    pub(super) fn indentation(&mut self) -> LexResult<()> {
        self.at_line_start = false;
        let width = self.measure_indentation();
        match self.peek(0) {
            b'#' | b'\n' | b'\r' => {
                self.eat_comment();
                self.blank_newline();
                self.at_line_start = !self.at_end();
                Ok(())
            }
            0 => {
                let at = self.pos;
                if at > 0 && !matches!(self.byte(at - 1), b'\n' | b'\r') {
                    self.record(RawKind::BlankNewline, at, at);
                }
                Ok(())
            }
            _ => self.enter_or_leave_blocks(width),
        }
    }

    fn measure_indentation(&mut self) -> Width {
        let mut width = Width::default();
        // A backslash at the start of a line: the indentation is that before the first one.
        let mut before_continuation: Option<Width> = None;
        loop {
            match self.peek(0) {
                b' ' => {
                    width.column += 1;
                    width.alternative += 1;
                }
                b'\t' => {
                    width.column = (width.column / 8 + 1) * 8;
                    width.alternative += 1;
                }
                0x0c => width = Width::default(),
                b'\\' if matches!(self.peek(1), b'\n' | b'\r') => {
                    before_continuation.get_or_insert(width);
                    self.pos += 1;
                    self.eat_newline();
                    continue;
                }
                _ => break,
            }
            self.pos += 1;
        }
        before_continuation.filter(|width| width.column != 0).unwrap_or(width)
    }

    fn enter_or_leave_blocks(&mut self, width: Width) -> LexResult<()> {
        let at = self.pos;
        let current = self.blocks.last().copied().unwrap_or_default().width;
        if width.column == current.column {
            self.check_tabs(width, current)?;
        } else if width.column > current.column {
            if self.blocks.len() >= MAX_INDENTATION {
                return self.bad_indentation(ErrorKind::Indentation, "too many levels of indentation");
            }
            if width.alternative <= current.alternative {
                return self.inconsistent_tabs();
            }
            self.blocks.push(Block {
                width,
                is_match: self.opens_match,
            });
            self.push_raw(Tok::Indent, at, at);
            let start = self.bytes[..at]
                .iter()
                .rposition(|b| matches!(b, b'\n' | b'\r'))
                .map_or(0, |newline| newline + 1);
            self.record(RawKind::Indent, start, at);
        } else {
            let mut current = current;
            while self.blocks.len() > 1 && width.column < current.column {
                self.blocks.pop();
                self.push_raw(Tok::Dedent, at, at);
                self.record(RawKind::Dedent, at, at);
                current = self.blocks.last().copied().unwrap_or_default().width;
            }
            if width.column != current.column {
                self.forget_dedents();
                let message = "unindent does not match any outer indentation level";
                let mut failure = self.bad_indentation(ErrorKind::Indentation, message);
                if let Err(failure) = &mut failure {
                    failure.extent = Extent::Unknown;
                }
                return failure;
            }
            self.check_tabs(width, current)?;
        }
        self.line_token = self.lexed.tokens.len();
        self.opens_match = false;
        Ok(())
    }

    fn check_tabs(&self, width: Width, current: Width) -> LexResult<()> {
        if width.alternative == current.alternative {
            Ok(())
        } else {
            self.inconsistent_tabs()
        }
    }

    fn inconsistent_tabs(&self) -> LexResult<()> {
        self.bad_indentation(ErrorKind::Tab, "inconsistent use of tabs and spaces in indentation")
    }

    fn bad_indentation(&self, kind: ErrorKind, message: &str) -> LexResult<()> {
        let rest = &self.bytes[self.pos..];
        let length = rest
            .iter()
            .position(|&b| b == b'\n' || b == b'\r')
            .unwrap_or(rest.len());
        let end = TextRange::empty((self.pos + length) as u32);
        Err(Box::new(Failure::at(kind, message, end).with_extent(Extent::Line)))
    }
}
