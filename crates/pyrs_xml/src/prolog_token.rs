//! Tokens of the prolog, of document type declarations and of what is behind the document's element.

use crate::characters::is_blank;
use crate::token::{Scan, Span, Stop, Token};

/// A token of the prolog.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PrologToken {
    /// Blanks.
    Blanks,
    /// A byte order mark.
    Mark,
    /// `<!NAME`.
    DeclarationOpen,
    /// `>`.
    DeclarationClose,
    /// A name.
    Name,
    /// A name with a prefix, in documents with namespaces.
    PrefixedName,
    /// A word that is no name.
    Word,
    /// A name with `?`, `*` or `+` behind it.
    NameOptional,
    /// With a star.
    NameAny,
    /// With a plus.
    NameSome,
    /// `#NAME`.
    HashName,
    /// A text in quotes.
    Literal,
    /// `%name;`.
    ParameterReference,
    /// `%` alone.
    Percent,
    /// `,`.
    Comma,
    /// `|`.
    Or,
    /// `(`.
    ParenOpen,
    /// `)`.
    ParenClose,
    /// `)?`.
    ParenOptional,
    /// `)*`.
    ParenAny,
    /// `)+`.
    ParenSome,
    /// `[`.
    BracketOpen,
    /// `]`.
    BracketClose,
    /// `<![`.
    SectionOpen,
    /// `]]>`.
    SectionClose,
    /// `<` of an element.
    Element,
    /// An instruction.
    Instruction(Span, Span),
    /// `<?xml`.
    XmlDeclaration,
    /// A comment.
    Comment(Span),
    /// The end of the text.
    Nothing,
}

/// A token, where the next one begins, and whether it could be another one if more came.
pub type Found = (PrologToken, usize, bool);

fn of_content(token: Token) -> PrologToken {
    match token {
        Token::Comment(span) => PrologToken::Comment(span),
        Token::Instruction { target, data } => PrologToken::Instruction(target, data),
        _ => PrologToken::XmlDeclaration,
    }
}

fn markup(scan: &mut Scan, position: usize) -> Result<PrologToken, Stop> {
    match scan.need()? {
        b'!' => {
            scan.at += 1;
            declaration(scan)
        }
        b'?' => {
            scan.at += 1;
            Ok(of_content(scan.instruction()?))
        }
        _ if scan.is_name_start() || scan.need()? >= 0x80 => {
            scan.at = position;
            Ok(PrologToken::Element)
        }
        _ => Err(Stop::Invalid(scan.at)),
    }
}

/// A declaration, behind its `<!`.
fn declaration(scan: &mut Scan) -> Result<PrologToken, Stop> {
    match scan.need()? {
        b'-' => {
            scan.at += 1;
            return Ok(of_content(scan.comment()?));
        }
        b'[' => {
            scan.at += 1;
            return Ok(PrologToken::SectionOpen);
        }
        byte if byte.is_ascii_alphabetic() || byte == b'_' => scan.at += 1,
        _ => return Err(Stop::Invalid(scan.at)),
    }
    loop {
        match scan.need()? {
            b'%' => {
                let next = *scan.text.get(scan.at + 1).ok_or(Stop::Partial)?;
                return match is_blank(next) || next == b'%' {
                    true => Err(Stop::Invalid(scan.at)),
                    false => Ok(PrologToken::DeclarationOpen),
                };
            }
            byte if is_blank(byte) => return Ok(PrologToken::DeclarationOpen),
            byte if byte.is_ascii_alphabetic() || byte == b'_' => scan.at += 1,
            _ => return Err(Stop::Invalid(scan.at)),
        }
    }
}

/// A literal, behind its quote.
fn literal(scan: &mut Scan, quote: u8) -> Result<(PrologToken, bool), Stop> {
    while scan.need()? != quote {
        scan.any()?;
    }
    scan.at += 1;
    behind(scan, PrologToken::Literal, |byte| {
        is_blank(byte) || matches!(byte, b'>' | b'%' | b'[')
    })
}

/// A token that certain bytes have to follow.
fn behind(scan: &Scan, token: PrologToken, good: impl Fn(u8) -> bool) -> Result<(PrologToken, bool), Stop> {
    match scan.text.get(scan.at) {
        None => Ok((token, true)),
        Some(&byte) if good(byte) => Ok((token, false)),
        Some(_) => Err(Stop::Invalid(scan.at)),
    }
}

fn close_paren(scan: &mut Scan) -> Result<(PrologToken, bool), Stop> {
    let token = match scan.text.get(scan.at) {
        Some(b'?') => PrologToken::ParenOptional,
        Some(b'*') => PrologToken::ParenAny,
        Some(b'+') => PrologToken::ParenSome,
        _ => {
            return behind(scan, PrologToken::ParenClose, |byte| {
                is_blank(byte) || matches!(byte, b'>' | b',' | b'|' | b')')
            });
        }
    };
    scan.at += 1;
    Ok((token, false))
}

fn percent(scan: &mut Scan) -> Result<(PrologToken, bool), Stop> {
    match scan.text.get(scan.at) {
        None => return Ok((PrologToken::Percent, true)),
        Some(&byte) if is_blank(byte) || byte == b'%' => return Ok((PrologToken::Percent, false)),
        Some(_) => scan.name_start()?,
    }
    match scan.name_rest()? {
        b';' => {
            scan.at += 1;
            Ok((PrologToken::ParameterReference, false))
        }
        _ => Err(Stop::Invalid(scan.at)),
    }
}

fn hash_name(scan: &mut Scan) -> Result<(PrologToken, bool), Stop> {
    scan.name_start()?;
    match scan.name_rest() {
        Err(Stop::Partial) => Ok((PrologToken::HashName, true)),
        Err(stop) => Err(stop),
        Ok(_) => behind(scan, PrologToken::HashName, |byte| {
            is_blank(byte) || matches!(byte, b'>' | b')' | b'%' | b'|')
        }),
    }
}

/// A name or word.
fn word(scan: &mut Scan) -> Result<(PrologToken, bool), Stop> {
    let mut token = match scan.is_name_start() {
        true => PrologToken::Name,
        false => PrologToken::Word,
    };
    let start = scan.at;
    loop {
        let byte = match scan.name_rest() {
            Ok(byte) => byte,
            Err(Stop::Partial) => return Ok((token, true)),
            Err(stop) => return Err(stop),
        };
        if byte == b':' {
            scan.at += 1;
            token = match token {
                PrologToken::Name if scan.at > start + 1 => {
                    scan.need()?;
                    if scan.is_name_start() {
                        PrologToken::PrefixedName
                    } else {
                        PrologToken::Word
                    }
                }
                _ => PrologToken::Word,
            };
            continue;
        }
        let suffixed = match byte {
            b'?' => PrologToken::NameOptional,
            b'*' => PrologToken::NameAny,
            b'+' => PrologToken::NameSome,
            _ if scan.at == start => return Err(Stop::Invalid(start)),
            _ => {
                return behind(scan, token, |byte| {
                    is_blank(byte) || matches!(byte, b'>' | b')' | b',' | b'|' | b'[' | b'%')
                });
            }
        };
        if token == PrologToken::Word {
            return Err(Stop::Invalid(scan.at));
        }
        scan.at += 1;
        return Ok((suffixed, false));
    }
}

fn blanks(scan: &mut Scan) -> bool {
    let first = scan.at;
    while scan.text.get(scan.at).is_some_and(|&byte| is_blank(byte)) {
        // A carriage return at the end may be the first half of a line end.
        if scan.text[scan.at] == b'\r' && scan.at + 1 == scan.text.len() && scan.at > first {
            return false;
        }
        scan.at += 1;
    }
    scan.text[first] == b'\r' && scan.at == first + 1 && scan.at == scan.text.len()
}

/// The token of the prolog at a position.
pub fn find(text: &[u8], position: usize, namespaces: bool) -> Result<Found, Stop> {
    let mut scan = Scan {
        text,
        at: position + 1,
        namespaces,
    };
    let first = *text.get(position).ok_or(Stop::Nothing)?;
    let (token, tentative) = match first {
        b'"' | b'\'' => literal(&mut scan, first)?,
        b'<' => (markup(&mut scan, position)?, false),
        b' ' | b'\t' | b'\r' | b'\n' => {
            scan.at = position;
            (PrologToken::Blanks, blanks(&mut scan))
        }
        b'%' => percent(&mut scan)?,
        b',' => (PrologToken::Comma, false),
        b'[' => (PrologToken::BracketOpen, false),
        b']' => match text.get(position + 1..) {
            Some([b']', b'>', ..]) => {
                scan.at = position + 3;
                (PrologToken::SectionClose, false)
            }
            Some([b']']) => return Err(Stop::Partial),
            rest => (PrologToken::BracketClose, rest.is_none_or(<[u8]>::is_empty)),
        },
        b'(' => (PrologToken::ParenOpen, false),
        b')' => close_paren(&mut scan)?,
        b'|' => (PrologToken::Or, false),
        b'>' => (PrologToken::DeclarationClose, false),
        b'#' => hash_name(&mut scan)?,
        0xef if position == 0 && text.starts_with("\u{feff}".as_bytes()) => {
            scan.at = 3;
            (PrologToken::Mark, false)
        }
        _ => {
            scan.at = position;
            word(&mut scan)?
        }
    };
    Ok((token, scan.at, tentative))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens() {
        let find = |text: &str| find(text.as_bytes(), 0, true);
        assert_eq!(find("<!ENTITY % x"), Ok((PrologToken::DeclarationOpen, 8, false)));
        assert_eq!(find("a:b>"), Ok((PrologToken::PrefixedName, 3, false)));
        assert_eq!(find("name"), Ok((PrologToken::Name, 4, true)));
        assert_eq!(find("a* "), Ok((PrologToken::NameAny, 2, false)));
        assert_eq!(find("1a|"), Ok((PrologToken::Word, 2, false)));
        assert_eq!(find("&"), Err(Stop::Invalid(0)));
        assert_eq!(find("'ab"), Err(Stop::Partial));
        assert_eq!(find("%pe;"), Ok((PrologToken::ParameterReference, 4, false)));
    }
}
