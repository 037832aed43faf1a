//! The XML declaration, and the text declaration of external entities.

use crate::characters::is_blank;
use crate::token::Span;

/// What a declaration says.
#[derive(Default, Debug)]
pub struct Declaration {
    /// Where the version is.
    pub version: Option<Span>,
    /// Where the encoding is.
    pub encoding: Option<Span>,
    /// Yes or no.
    pub standalone: Option<bool>,
}

/// `name = "value"`: the name and the value.
type Pair = (Span, Span);

fn skip_blanks(text: &[u8], mut at: usize) -> usize {
    while text.get(at).is_some_and(|&byte| is_blank(byte)) {
        at += 1;
    }
    at
}

/// The next pair and what is behind it; `Ok(None)` at the end. Errors are positions.
fn pair(text: &[u8], start: usize) -> Result<Option<(Pair, usize)>, usize> {
    let at = skip_blanks(text, start);
    if at == text.len() {
        return Ok(None);
    }
    if at == start {
        return Err(at);
    }
    let name_start = at;
    let mut at = at;
    while text
        .get(at)
        .is_some_and(|&byte| byte.is_ascii() && byte != b'=' && !is_blank(byte))
    {
        at += 1;
    }
    let name = name_start..at;
    at = skip_blanks(text, at);
    if text.get(at) != Some(&b'=') || name.is_empty() {
        return Err(at);
    }
    at = skip_blanks(text, at + 1);
    let Some(&quote) = text.get(at).filter(|quote| matches!(quote, b'"' | b'\'')) else {
        return Err(at);
    };
    let value_start = at + 1;
    at = value_start;
    loop {
        match text.get(at) {
            Some(&byte) if byte == quote => break,
            Some(byte) if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') => at += 1,
            _ => return Err(at),
        }
    }
    Ok(Some(((name, value_start..at), at + 1)))
}

/// Reads a declaration, `text` ending where its `?>` begins, from behind its `<?xml`. The error is where it is wrong.
pub fn read(text: &[u8], mut at: usize, external: bool) -> Result<Declaration, usize> {
    let mut declaration = Declaration::default();
    let Some(((mut name, mut value), next)) = pair(text, at)? else {
        return Err(at);
    };
    at = next;
    if &text[name.clone()] == b"version" {
        declaration.version = Some(value);
        match pair(text, at)? {
            None if external => return Err(text.len()),
            None => return Ok(declaration),
            Some((found, next)) => {
                (name, value) = found;
                at = next;
            }
        }
    } else if !external {
        return Err(name.start);
    }
    if &text[name.clone()] == b"encoding" {
        if !text.get(value.start).is_some_and(u8::is_ascii_alphabetic) {
            return Err(value.start);
        }
        declaration.encoding = Some(value);
        match pair(text, at)? {
            None => return Ok(declaration),
            Some((found, next)) => {
                (name, value) = found;
                at = next;
            }
        }
    }
    if &text[name.clone()] != b"standalone" || external {
        return Err(name.start);
    }
    declaration.standalone = match &text[value.clone()] {
        b"yes" => Some(true),
        b"no" => Some(false),
        _ => return Err(value.start),
    };
    match skip_blanks(text, at) {
        end if end == text.len() => Ok(declaration),
        wrong => Err(wrong),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_values() {
        let read = |text: &str, external| read(text.as_bytes(), 0, external);
        let both = read(" version='1.0' encoding = \"utf-8\" standalone='no'", false).unwrap();
        assert_eq!(
            (both.version, both.encoding, both.standalone),
            (Some(10..13), Some(27..32), Some(false))
        );
        assert_eq!(read(" encoding='utf-8'", false).unwrap_err(), 1);
        assert!(read(" encoding='utf-8'", true).is_ok());
        assert!(read(" version='1.0'", true).is_err());
        assert_eq!(read(" version='1.0' standalone='maybe'", false).unwrap_err(), 27);
    }
}
