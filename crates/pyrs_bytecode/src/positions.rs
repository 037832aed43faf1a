//! Source positions of instructions, compactly: runs of instructions with one position, each a delta to the run before.
//!
//! A run is a varint `(length - 1) << 2 | form`, then by form: none at all; *short* (on the line of the previous run)
//! zigzag column delta and width; *line* zigzag line delta, column and width; *long* zigzag line delta, lines spanned,
//! column and end column. Decoding never fails: past the end or in damaged bytes there are no positions.

use crate::marshal::varint::{read_unsigned, unzigzag, write_unsigned, zigzag};
use crate::template::Position;

const NONE: u64 = 0;
const SHORT: u64 = 1;
const LINE: u64 = 2;
const LONG: u64 = 3;

/// Builds the encoded table, instruction by instruction.
#[derive(Debug)]
pub struct PositionEncoder {
    bytes: Vec<u8>,
    pending: Position,
    length: u64,
    previous: Position,
}

impl PositionEncoder {
    /// An encoder for code that starts at `first_line`; the decoder needs the same.
    pub fn new(first_line: u32) -> Self {
        let previous = Position {
            line: first_line,
            ..Position::default()
        };
        PositionEncoder {
            bytes: Vec::new(),
            pending: Position::default(),
            length: 0,
            previous,
        }
    }

    /// Adds the next instruction's position.
    pub fn push(&mut self, position: Position) {
        if self.length > 0 && position == self.pending {
            self.length += 1;
            return;
        }
        self.flush();
        self.pending = position;
        self.length = 1;
    }

    /// The table.
    pub fn finish(mut self) -> Box<[u8]> {
        self.flush();
        self.bytes.into_boxed_slice()
    }

    fn flush(&mut self) {
        if self.length == 0 {
            return;
        }
        let Position {
            line,
            end_line,
            column,
            end_column,
        } = self.pending;
        let head = (self.length - 1) << 2;
        let out = &mut self.bytes;
        if line == 0 {
            write_unsigned(out, head | NONE);
            return;
        }
        let line_delta = zigzag(i64::from(line) - i64::from(self.previous.line));
        if end_line != line || end_column < column {
            write_unsigned(out, head | LONG);
            write_unsigned(out, line_delta);
            write_unsigned(out, u64::from(end_line.saturating_sub(line)));
            write_unsigned(out, u64::from(column));
            write_unsigned(out, u64::from(end_column));
        } else if line == self.previous.line {
            write_unsigned(out, head | SHORT);
            write_unsigned(out, zigzag(i64::from(column) - i64::from(self.previous.column)));
            write_unsigned(out, u64::from(end_column - column));
        } else {
            write_unsigned(out, head | LINE);
            write_unsigned(out, line_delta);
            write_unsigned(out, u64::from(column));
            write_unsigned(out, u64::from(end_column - column));
        }
        self.previous = self.pending;
    }
}

/// Decoder of an encoded table: an iterator over runs `(length, position)`.
#[derive(Clone, Debug)]
pub struct Positions<'t> {
    bytes: &'t [u8],
    previous: Position,
}

impl<'t> Positions<'t> {
    /// Decodes `bytes` of code that starts at `first_line`.
    pub fn new(bytes: &'t [u8], first_line: u32) -> Self {
        Positions {
            bytes,
            previous: Position {
                line: first_line,
                ..Position::default()
            },
        }
    }

    /// The position of the instruction at `pc`, from the start of the table.
    pub fn position_of(&self, pc: usize) -> Option<Position> {
        let mut end = 0u64;
        for (length, position) in self.clone() {
            end = end.saturating_add(length);
            if (pc as u64) < end {
                return (position.line != 0).then_some(position);
            }
        }
        None
    }

    /// The first line of the instruction at `pc`.
    pub fn line_of(&self, pc: usize) -> Option<u32> {
        self.position_of(pc).map(|position| position.line)
    }

    fn number(&mut self) -> Option<u64> {
        read_unsigned(&mut self.bytes)
    }

    fn narrow(&mut self) -> Option<u32> {
        self.number()?.try_into().ok()
    }

    fn delta(&mut self, base: u32) -> Option<u32> {
        i64::from(base).checked_add(unzigzag(self.number()?))?.try_into().ok()
    }

    fn position(&mut self, form: u64) -> Option<Position> {
        let Position { line, column, .. } = self.previous;
        Some(match form {
            SHORT => {
                let column = self.delta(column)?;
                let end_column = column.checked_add(self.narrow()?)?;
                Position {
                    line,
                    end_line: line,
                    column,
                    end_column,
                }
            }
            LINE => {
                let line = self.delta(line)?;
                let column = self.narrow()?;
                let end_column = column.checked_add(self.narrow()?)?;
                Position {
                    line,
                    end_line: line,
                    column,
                    end_column,
                }
            }
            _ => {
                let line = self.delta(line)?;
                let end_line = line.checked_add(self.narrow()?)?;
                Position {
                    line,
                    end_line,
                    column: self.narrow()?,
                    end_column: self.narrow()?,
                }
            }
        })
    }
}

impl Iterator for Positions<'_> {
    type Item = (u64, Position);

    fn next(&mut self) -> Option<Self::Item> {
        let head = self.number()?;
        let length = (head >> 2) + 1;
        if head & 3 == NONE {
            return Some((length, Position::default()));
        }
        let position = self.position(head & 3)?;
        self.previous = position;
        Some((length, position))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(line: u32, end_line: u32, column: u32, end_column: u32) -> Position {
        Position {
            line,
            end_line,
            column,
            end_column,
        }
    }

    #[test]
    fn every_form_reads_back() {
        let all = [
            position(3, 3, 4, 9),
            position(3, 3, 4, 9),
            position(3, 3, 0, 2),
            Position::default(),
            position(9, 12, 7, 1),
            position(2, 2, 70_000, 70_001),
        ];
        let mut encoder = PositionEncoder::new(5);
        all.iter().for_each(|&p| encoder.push(p));
        let bytes = encoder.finish();
        let table = Positions::new(&bytes, 5);
        for (pc, &expected) in all.iter().enumerate() {
            assert_eq!(table.position_of(pc).unwrap_or_default(), expected);
        }
        assert_eq!(table.line_of(all.len()), None);
        for end in 0..bytes.len() {
            assert!(Positions::new(&bytes[..end], 5).count() <= all.len());
        }
    }
}
