//! The input of a parser: bytes as they came, the text that they stand for, positions.
//!
//! Invariants: `text` is whole characters of UTF-8. Until the encoding is settled, which is behind the XML declaration, the
//! bytes are kept too, so that what follows the declaration can be decoded anew.

use crate::characters;
use crate::encoding::{Decoded, Encoding, Known};
use crate::error::{Error, Fault};
use crate::token::Stop;

/// What comes behind the text that is there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// Perhaps more.
    More,
    /// Nothing.
    Final,
    /// The beginning of a character, and then nothing.
    PartialChar,
    /// Half of a unit of two bytes, and then nothing.
    HalfUnit,
    /// Something that is no character.
    Bad,
}

/// What a scan that found no token means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Missing {
    /// There may be more.
    More,
    /// The text is at its end.
    Nothing,
}

impl End {
    /// What a scan that stopped at a token's beginning means here, if it is no error.
    pub fn judge(self, stop: Stop, text: &[u8], at: usize) -> Result<Missing, Fault> {
        match (stop, self) {
            (Stop::Invalid(wrong), _) => Err(Error::InvalidToken.at(wrong)),
            (_, End::More) => Ok(Missing::More),
            (_, End::Bad) => Err(Error::InvalidToken.at(text.len())),
            (_, End::PartialChar) => Err(Error::PartialChar.at(at)),
            (_, End::HalfUnit) | (Stop::Partial, End::Final) => Err(Error::UnclosedToken.at(at)),
            (Stop::Nothing, End::Final) => Ok(Missing::Nothing),
        }
    }
}

/// Line and column, both counted from 0, and the number of bytes before.
#[derive(Clone, Copy, Default, Debug)]
struct Place {
    line: u64,
    column: u64,
    bytes: u64,
    /// The character before is a carriage return: a line feed now belongs to it.
    after_return: bool,
}

/// The input.
#[derive(Debug)]
pub struct Input {
    /// What is decoded and not yet forgotten.
    pub text: Vec<u8>,
    /// Where the next token begins.
    pub position: usize,
    encoding: Option<Encoding>,
    given: Option<Known>,
    undecoded: Vec<u8>,
    raw: Option<Vec<u8>>,
    bad: bool,
    held: bool,
    is_final: bool,
    /// Where `place` is.
    counted: usize,
    place: Place,
}

impl Input {
    /// An input whose encoding is given from outside, or not.
    pub fn new(given: Option<Known>) -> Input {
        Input {
            text: Vec::new(),
            position: 0,
            encoding: None,
            given,
            undecoded: Vec::new(),
            raw: Some(Vec::new()),
            bad: false,
            held: false,
            is_final: false,
            counted: 0,
            place: Place::default(),
        }
    }

    /// Whether the encoding was given from outside, so that declarations of it do not count.
    pub fn is_given(&self) -> bool {
        self.given.is_some()
    }

    /// The encoding that is in use.
    pub fn encoding(&self) -> &Encoding {
        self.encoding.as_ref().unwrap_or(&Encoding::Utf8)
    }

    /// Finds the encoding by the first bytes.
    fn sniff(&self) -> Option<Encoding> {
        let bytes = &self.undecoded[..];
        let wide = match bytes {
            [] => return None,
            [_] if !self.is_final => return None,
            [0xfe, 0xff, ..] => Some(Encoding::Utf16Big),
            [0xff, 0xfe, ..] => Some(Encoding::Utf16Little),
            [b'<', 0, ..] => Some(Encoding::Utf16Little),
            [0, ..] => Some(Encoding::Utf16Big),
            _ => None,
        };
        Some(match self.given {
            None => wide.unwrap_or(Encoding::Utf8),
            Some(Known::Utf8) => Encoding::Utf8,
            Some(Known::Latin1) => Encoding::Latin1,
            Some(Known::Ascii) => Encoding::Ascii,
            Some(Known::Utf16Little) => Encoding::Utf16Little,
            Some(Known::Utf16Big) => Encoding::Utf16Big,
            Some(Known::Utf16) => wide.unwrap_or(Encoding::Utf16Big),
        })
    }

    /// Takes bytes in. Returns what they added to the text.
    pub fn feed(&mut self, bytes: &[u8], is_final: bool) -> usize {
        self.is_final |= is_final;
        if self.bad {
            return 0;
        }
        if self.encoding.is_none() {
            self.undecoded.extend_from_slice(bytes);
            self.encoding = if self.held { None } else { self.sniff() };
            if self.encoding.is_none() {
                return 0;
            }
            let bytes = std::mem::take(&mut self.undecoded);
            return self.decode(&bytes);
        }
        if self.undecoded.is_empty() {
            return self.decode(bytes);
        }
        let mut joined = std::mem::take(&mut self.undecoded);
        joined.extend_from_slice(bytes);
        self.decode(&joined)
    }

    fn decode(&mut self, bytes: &[u8]) -> usize {
        let before = self.text.len();
        let Some(encoding) = &self.encoding else {
            return 0;
        };
        if let Some(raw) = &mut self.raw {
            raw.extend_from_slice(bytes);
        }
        match encoding.decode(bytes, &mut self.text) {
            Decoded::Bad => self.bad = true,
            Decoded::Rest(count) => {
                let rest = &bytes[bytes.len() - count..];
                self.undecoded = rest.to_vec();
                if let Some(raw) = &mut self.raw {
                    raw.truncate(raw.len() - count);
                }
            }
        }
        self.text.len() - before
    }

    /// Decodes nothing until the encoding is known.
    pub fn hold(&mut self) {
        self.held = true;
    }

    /// Whether it waits for the encoding.
    pub fn is_held(&self) -> bool {
        self.held
    }

    /// The encoding that was waited for.
    pub fn release(&mut self, encoding: Encoding) {
        self.held = false;
        self.given = Some(Known::Ascii);
        self.encoding = Some(encoding);
        let bytes = std::mem::take(&mut self.undecoded);
        self.decode(&bytes);
    }

    /// Bytes of the input that no token has been made of.
    pub fn pending(&self) -> usize {
        let text = self.text.get(self.position..).unwrap_or_default();
        let decoded = match self.encoding() {
            Encoding::Utf8 => text.len(),
            encoding => characters::text(text)
                .chars()
                .map(|character| encoding.width(character))
                .sum(),
        };
        decoded + self.undecoded.len()
    }

    /// What comes behind the text.
    pub fn end(&self) -> End {
        match self.is_final {
            _ if self.bad => End::Bad,
            false => End::More,
            true if self.undecoded.is_empty() => End::Final,
            true if self.encoding().is_wide() && self.undecoded.len() % 2 == 1 => End::HalfUnit,
            true => End::PartialChar,
        }
    }

    /// The encoding is what it is from here on.
    pub fn settle(&mut self) {
        self.raw = None;
    }

    /// Whether the encoding may still change.
    pub fn is_unsettled(&self) -> bool {
        self.raw.is_some()
    }

    /// Decodes what is behind the position anew. What is before it is ASCII.
    pub fn switch(&mut self, encoding: Encoding) {
        let Some(raw) = self.raw.take() else { return };
        if self.encoding() == &encoding {
            return;
        }
        let undecoded = std::mem::take(&mut self.undecoded);
        let mut rest = raw.get(self.position..).unwrap_or_default().to_vec();
        rest.extend_from_slice(&undecoded);
        self.text.truncate(self.position);
        self.bad = false;
        self.encoding = Some(encoding);
        self.decode(&rest);
    }

    /// Forgets the text before a position, which the caller's own positions follow; returns by how much.
    pub fn forget(&mut self, position: usize) -> usize {
        if self.raw.is_some() || position < 4096 && position < self.text.len() {
            return 0;
        }
        self.advance(position);
        self.text.drain(..position);
        self.position -= position;
        self.counted -= position;
        position
    }

    fn advance(&mut self, to: usize) {
        if to < self.counted {
            return;
        }
        let place = &mut self.place;
        let encoding = self.encoding.as_ref().unwrap_or(&Encoding::Utf8);
        let text = characters::text(self.text.get(self.counted..to).unwrap_or_default());
        for character in text.chars() {
            place.bytes += encoding.width(character) as u64;
            match character {
                '\n' if place.after_return => {}
                '\n' | '\r' => {
                    place.line += 1;
                    place.column = 0;
                }
                _ => place.column += 1,
            }
            place.after_return = character == '\r';
        }
        self.counted = to;
    }

    /// Line from 1 on, column and byte of a position.
    pub fn place(&mut self, position: usize) -> (u64, u64, u64) {
        if position < self.counted {
            // Asked out of order, which the parser does not do but for errors inside of the token before.
            let back = characters::text(self.text.get(position..self.counted).unwrap_or_default());
            let bytes: usize = back.chars().map(|character| self.encoding().width(character)).sum();
            let line = back.matches('\n').count() as u64;
            let column = self.place.column.saturating_sub(back.chars().count() as u64);
            return (self.place.line + 1 - line, column, self.place.bytes - bytes as u64);
        }
        self.advance(position);
        (self.place.line + 1, self.place.column, self.place.bytes)
    }
}
