//! Tokens of an element's content, and what tokens are made of: names, references, comments, instructions.
//!
//! A token is looked for in what is there. If it may go on behind the end the scan stops as partial, and is done again from
//! its beginning when there is more.

use crate::characters::{allowed, at as character_at, end_of_plain, is_blank};
use crate::names::{continues_name, starts_name};

/// A stretch of the text.
pub type Span = std::ops::Range<usize>;

/// Why there is no token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stop {
    /// There is nothing.
    Nothing,
    /// It goes on behind the end.
    Partial,
    /// Something that may not be where it is.
    Invalid(usize),
}

/// An attribute as it is written.
#[derive(Clone, Debug)]
pub struct RawAttribute {
    /// Its name.
    pub name: Span,
    /// Its value, without the quotes.
    pub value: Span,
    /// The value is what is written: no references, no blanks but spaces.
    pub plain: bool,
}

/// A token of content.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Token {
    /// A start tag or an empty element.
    Start { name: Span, empty: bool },
    /// An end tag.
    End { name: Span },
    /// `&#65;`: what is between `&#` and `;`.
    Number(Span),
    /// `&name;`.
    Reference(Span),
    /// A line end.
    Newline,
    /// Characters.
    Data,
    /// `<![CDATA[`.
    CdataOpen,
    /// `]]>` of a section.
    CdataClose,
    /// An instruction: target and data.
    Instruction { target: Span, data: Span },
    /// `<?xml`.
    Declaration,
    /// A comment: what is in it.
    Comment(Span),
    /// A carriage return at the end of what is there.
    TrailingReturn,
    /// One or two `]` at the end of what is there.
    TrailingBracket,
}

/// A place in the text.
pub struct Scan<'t> {
    /// The text.
    pub text: &'t [u8],
    /// The place.
    pub at: usize,
    /// Whether the colon is no part of names.
    pub namespaces: bool,
}

impl<'t> Scan<'t> {
    /// The byte here.
    pub fn need(&self) -> Result<u8, Stop> {
        self.text.get(self.at).copied().ok_or(Stop::Partial)
    }

    fn invalid<T>(&self) -> Result<T, Stop> {
        Err(Stop::Invalid(self.at))
    }

    fn take(&mut self, byte: u8) -> Result<(), Stop> {
        if self.need()? != byte {
            return self.invalid();
        }
        self.at += 1;
        Ok(())
    }

    /// Goes over one character, which has to be one of XML's.
    pub fn any(&mut self) -> Result<(), Stop> {
        let (character, length) = character_at(self.text, self.at).ok_or(Stop::Partial)?;
        if !allowed(character) {
            return self.invalid();
        }
        self.at += length;
        Ok(())
    }

    /// Whether a name begins here.
    pub fn is_name_start(&self) -> bool {
        character_at(self.text, self.at).is_some_and(|(character, _)| starts_name(character, self.namespaces))
    }

    /// Goes over the first character of a name.
    pub fn name_start(&mut self) -> Result<(), Stop> {
        self.need()?;
        if !self.is_name_start() {
            return self.invalid();
        }
        self.at += character_at(self.text, self.at).map_or(1, |(_, length)| length);
        Ok(())
    }

    /// Goes over further characters of a name, and returns the byte behind it.
    pub fn name_rest(&mut self) -> Result<u8, Stop> {
        loop {
            let byte = self.need()?;
            if byte.is_ascii_alphanumeric() {
                self.at += 1;
                continue;
            }
            match character_at(self.text, self.at) {
                Some((character, length)) if continues_name(character, self.namespaces) => self.at += length,
                _ => return Ok(byte),
            }
        }
    }

    /// Goes over a name that may have a prefix.
    fn qualified(&mut self) -> Result<u8, Stop> {
        self.name_start()?;
        let byte = self.name_rest()?;
        if byte != b':' || !self.namespaces {
            return Ok(byte);
        }
        self.at += 1;
        self.name_start()?;
        match self.name_rest()? {
            b':' => self.invalid(),
            byte => Ok(byte),
        }
    }

    /// Goes over blanks and returns the byte behind them.
    fn blanks(&mut self) -> Result<u8, Stop> {
        loop {
            let byte = self.need()?;
            if !is_blank(byte) {
                return Ok(byte);
            }
            self.at += 1;
        }
    }

    /// A reference, behind its `&`.
    pub fn reference(&mut self) -> Result<Token, Stop> {
        if self.need()? == b'#' {
            self.at += 1;
            let start = self.at;
            let hexadecimal = self.need()? == b'x';
            self.at += usize::from(hexadecimal);
            let first = self.at;
            loop {
                let byte = self.need()?;
                let digit = if hexadecimal {
                    byte.is_ascii_hexdigit()
                } else {
                    byte.is_ascii_digit()
                };
                if byte == b';' && self.at > first {
                    self.at += 1;
                    return Ok(Token::Number(start..self.at - 1));
                }
                if !digit {
                    return self.invalid();
                }
                self.at += 1;
            }
        }
        let start = self.at;
        self.name_start()?;
        self.name_rest()?;
        let end = self.at;
        self.take(b';')?;
        Ok(Token::Reference(start..end))
    }

    /// A comment, behind its `<!-`.
    pub fn comment(&mut self) -> Result<Token, Stop> {
        self.take(b'-')?;
        let start = self.at;
        loop {
            if self.need()? != b'-' {
                self.any()?;
                continue;
            }
            self.at += 1;
            if self.need()? == b'-' {
                self.at += 1;
                let end = self.at - 2;
                self.take(b'>')?;
                return Ok(Token::Comment(start..end));
            }
        }
    }

    /// An instruction, behind its `<?`.
    pub fn instruction(&mut self) -> Result<Token, Stop> {
        let start = self.at;
        self.name_start()?;
        let byte = self.name_rest()?;
        let target = start..self.at;
        let name = &self.text[target.clone()];
        let declaration = name == b"xml";
        if !matches!(byte, b'?' | b' ' | b'\t' | b'\r' | b'\n') || name.eq_ignore_ascii_case(b"xml") && !declaration {
            return self.invalid();
        }
        let token = |data| match declaration {
            true => Token::Declaration,
            false => Token::Instruction { target, data },
        };
        if byte == b'?' {
            let end = self.at;
            self.at += 1;
            self.take(b'>')?;
            return Ok(token(end..end));
        }
        self.at += 1;
        let mut data = self.at;
        let mut only_blanks = true;
        loop {
            let byte = self.need()?;
            if byte == b'?' && *self.text.get(self.at + 1).ok_or(Stop::Partial)? == b'>' {
                self.at += 2;
                return Ok(token(data..self.at - 2));
            }
            only_blanks &= is_blank(byte);
            self.any()?;
            if only_blanks {
                data = self.at;
            }
        }
    }

    /// A start tag, behind its `<`.
    fn start_tag(&mut self, attributes: &mut Vec<RawAttribute>) -> Result<Token, Stop> {
        let start = self.at;
        let mut byte = self.qualified()?;
        let name = start..self.at;
        loop {
            let blank = is_blank(byte);
            if blank {
                byte = self.blanks()?;
            }
            match byte {
                b'>' => {
                    self.at += 1;
                    return Ok(Token::Start { name, empty: false });
                }
                b'/' => {
                    self.at += 1;
                    self.take(b'>')?;
                    return Ok(Token::Start { name, empty: true });
                }
                _ if blank => attributes.push(self.attribute()?),
                _ => return self.invalid(),
            }
            byte = self.need()?;
        }
    }

    fn attribute(&mut self) -> Result<RawAttribute, Stop> {
        let start = self.at;
        let byte = self.qualified()?;
        let name = start..self.at;
        if is_blank(byte) {
            self.blanks()?;
        }
        self.take(b'=')?;
        let quote = self.blanks()?;
        if !matches!(quote, b'"' | b'\'') {
            return self.invalid();
        }
        self.at += 1;
        let start = self.at;
        let mut plain = true;
        loop {
            match self.need()? {
                byte if byte == quote => break,
                b'<' => return self.invalid(),
                b'&' => {
                    plain = false;
                    self.at += 1;
                    self.reference()?;
                }
                b'\t' | b'\r' | b'\n' => {
                    plain = false;
                    self.at += 1;
                }
                b' '..=b'~' => self.at += 1,
                _ => self.any()?,
            }
        }
        let value = start..self.at;
        self.at += 1;
        Ok(RawAttribute { name, value, plain })
    }

    fn end_tag(&mut self) -> Result<Token, Stop> {
        let start = self.at;
        self.name_start()?;
        let mut byte = self.name_rest()?;
        while byte == b':' {
            self.at += 1;
            byte = self.name_rest()?;
        }
        let end = self.at;
        if is_blank(byte) {
            self.blanks()?;
        }
        self.take(b'>')?;
        Ok(Token::End { name: start..end })
    }

    fn markup(&mut self, attributes: &mut Vec<RawAttribute>) -> Result<Token, Stop> {
        match self.need()? {
            b'!' => {
                self.at += 1;
                match self.need()? {
                    b'-' => {
                        self.at += 1;
                        self.comment()
                    }
                    b'[' => {
                        self.at += 1;
                        for &byte in b"CDATA[" {
                            self.take(byte)?;
                        }
                        Ok(Token::CdataOpen)
                    }
                    _ => self.invalid(),
                }
            }
            b'?' => {
                self.at += 1;
                self.instruction()
            }
            b'/' => {
                self.at += 1;
                self.end_tag()
            }
            _ => self.start_tag(attributes),
        }
    }

    /// Data from here on, of which the first character is known to be data if `sure`.
    fn data(&mut self, cdata: bool, mut sure: bool) -> Result<Token, Stop> {
        let start = self.at;
        if sure {
            self.at += 1;
        }
        loop {
            self.at = end_of_plain(self.text, self.at);
            sure |= self.at > start;
            let rest = &self.text[self.at..];
            let goes_on = match rest {
                [b'<' | b'&', ..] => cdata,
                [b']', ..] if cdata => false,
                [b']', b']', b'>', ..] => return Err(Stop::Invalid(self.at + 2)),
                [b']', b']', _, ..] => true,
                [b']', second, ..] => *second != b']',
                [0xef, ..] => {
                    let before = self.at;
                    match self.any() {
                        Ok(()) => continue,
                        Err(_) if sure => {
                            self.at = before;
                            false
                        }
                        Err(stop) => return Err(stop),
                    }
                }
                [b'\n' | b'\r', ..] | [] | [b']'] => false,
                _ if sure => false,
                _ => return self.invalid(),
            };
            if !goes_on {
                return Ok(Token::Data);
            }
            self.at += 1;
        }
    }

    fn newline(&mut self) -> Token {
        let pair = self.text[self.at..].starts_with(b"\r\n");
        self.at += 1 + usize::from(pair);
        Token::Newline
    }
}

/// The token of content at a position, and where the next one begins.
pub fn content(
    text: &[u8],
    position: usize,
    namespaces: bool,
    attributes: &mut Vec<RawAttribute>,
) -> Result<(Token, usize), Stop> {
    attributes.clear();
    let mut scan = Scan {
        text,
        at: position,
        namespaces,
    };
    let token = match &text[position..] {
        [] => return Err(Stop::Nothing),
        [b'<', ..] => {
            scan.at += 1;
            scan.markup(attributes)?
        }
        [b'&', ..] => {
            scan.at += 1;
            scan.reference()?
        }
        [b'\r'] => return Ok((Token::TrailingReturn, position + 1)),
        [b'\r' | b'\n', ..] => scan.newline(),
        [b']'] | [b']', b']'] => return Ok((Token::TrailingBracket, text.len())),
        [b']', b']', b'>', ..] => return Err(Stop::Invalid(position + 2)),
        [b']', ..] => scan.data(false, true)?,
        _ => scan.data(false, false)?,
    };
    Ok((token, scan.at))
}

/// The token of a CDATA section at a position.
pub fn cdata(text: &[u8], position: usize) -> Result<(Token, usize), Stop> {
    let mut scan = Scan {
        text,
        at: position,
        namespaces: false,
    };
    let token = match &text[position..] {
        [] => return Err(Stop::Nothing),
        [b']', b']', b'>', ..] => return Ok((Token::CdataClose, position + 3)),
        [b']'] | [b']', b']'] | [b'\r'] => return Err(Stop::Partial),
        [b']', ..] => scan.data(true, true)?,
        [b'\r' | b'\n', ..] => scan.newline(),
        _ => scan.data(true, false)?,
    };
    Ok((token, scan.at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str) -> Result<(Token, usize), Stop> {
        content(text.as_bytes(), 0, true, &mut Vec::new())
    }

    #[test]
    fn partial_and_invalid() {
        assert_eq!(first("<a b='c'"), Err(Stop::Partial));
        assert_eq!(first("<a b=c>"), Err(Stop::Invalid(5)));
        assert_eq!(first("<a:b:c>"), Err(Stop::Invalid(4)));
        assert_eq!(first("ab]]>"), Err(Stop::Invalid(4)));
        assert_eq!(first("<a b='<'>"), Err(Stop::Invalid(6)));
        assert_eq!(first("&#x;"), Err(Stop::Invalid(3)));
    }

    #[test]
    fn data_ends_before_what_is_special() {
        assert_eq!(first("a]b]]c<"), Ok((Token::Data, 6)));
        assert_eq!(first("ab\ncd"), Ok((Token::Data, 2)));
        assert_eq!(first("a]"), Ok((Token::Data, 1)));
        assert_eq!(first("]"), Ok((Token::TrailingBracket, 1)));
    }
}
