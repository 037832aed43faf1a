//! Identifiers, keywords, and the soft keyword `type`.

use super::recorder::RawKind;
use super::strings::Prefix;
use super::{LexResult, Lexer};
use rustpython_parser::Tok;
use unicode_normalization::UnicodeNormalization;

impl Lexer<'_> {
    /// An identifier or keyword, or a string that begins with a prefix.
    pub(super) fn identifier(&mut self) -> LexResult<()> {
        let start = self.pos;
        let end = self.ascii_word_end(start);
        let next = self.byte(end);
        if matches!(next, b'"' | b'\'')
            && let Some(prefix) = Prefix::parse(&self.bytes[start..end])
        {
            return self.string(prefix);
        }
        if next >= 0x80 {
            return self.unicode_identifier(start, end);
        }
        self.pos = end;
        let word = &self.text[start..end];
        let keyword = match keyword(word) {
            Some(Tok::Match | Tok::Case) if !self.begins_line() => None,
            Some(Tok::Type) if !(self.begins_simple_statement() && self.name_follows(end)) => None,
            keyword => keyword,
        };
        let token = keyword.unwrap_or_else(|| Tok::Name { name: word.to_owned() });
        self.push(token, start, end);
        self.record(RawKind::Name, start, end);
        Ok(())
    }

    fn ascii_word_end(&self, start: usize) -> usize {
        let rest = &self.bytes[start..];
        start
            + rest
                .iter()
                .position(|b| !(b.is_ascii_alphanumeric() || *b == b'_'))
                .unwrap_or(rest.len())
    }

    /// The next token is the first of its logical line.
    fn begins_line(&self) -> bool {
        self.lexed.tokens.len() == self.line_token && self.run.is_none() && self.brackets.is_empty()
    }

    fn begins_simple_statement(&self) -> bool {
        let follows = || matches!(self.lexed.tokens.last(), Some((Tok::Semi | Tok::Colon, _)));
        self.brackets.is_empty() && self.run.is_none() && (self.begins_line() || follows())
    }

    /// The word at `at` is followed by a name on the same line.
    fn name_follows(&self, at: usize) -> bool {
        let mut start = at;
        loop {
            match self.byte(start) {
                b' ' | b'\t' | 0x0c => start += 1,
                b'\\' if self.byte(start + 1) == b'\n' => start += 2,
                b'\\' if self.byte(start + 1) == b'\r' => {
                    start += if self.byte(start + 2) == b'\n' { 3 } else { 2 };
                }
                _ => break,
            }
        }
        let first = self.byte(start);
        if start == at || !(first.is_ascii_alphabetic() || first == b'_' || first >= 0x80) {
            return false;
        }
        let end = self.ascii_word_end(start);
        let is_string = matches!(self.byte(end), b'"' | b'\'') && Prefix::parse(&self.bytes[start..end]).is_some();
        let is_soft = |token| matches!(token, Tok::Match | Tok::Case | Tok::Type);
        let word = self.text.get(start..end).unwrap_or("");
        !is_string && keyword(word).is_none_or(is_soft)
    }

    /// An identifier that isn't all ASCII; `ascii_end` is the end of its ASCII beginning.
    fn unicode_identifier(&mut self, start: usize, ascii_end: usize) -> LexResult<()> {
        let mut end = ascii_end;
        for character in self.text[ascii_end..].chars() {
            let is_first = end == start;
            let is_part = match self.record {
                Some(_) => !character.is_ascii() || character.is_ascii_alphanumeric() || character == '_',
                None => is_identifier_character(character, is_first),
            };
            if !is_part {
                if !character.is_ascii() {
                    return self.invalid_character(character, end);
                }
                break;
            }
            end += character.len_utf8();
        }
        let name = self.text[start..end].nfkc().collect();
        self.pos = end;
        self.push(Tok::Name { name }, start, end);
        self.record(RawKind::Name, start, end);
        Ok(())
    }

    fn invalid_character(&self, character: char, at: usize) -> LexResult<()> {
        let code = character as u32;
        let message = if is_printable(character) {
            format!("invalid character '{character}' (U+{code:04X})")
        } else {
            format!("invalid non-printable character U+{code:04X}")
        };
        self.fail_at(message, at)
    }
}

/// Python's identifiers are those that still are ones after NFKC normalisation.
fn is_identifier_character(character: char, is_first: bool) -> bool {
    let allowed = |c: char, first: bool| {
        if first {
            unicode_ident::is_xid_start(c) || c == '_'
        } else {
            unicode_ident::is_xid_continue(c)
        }
    };
    if !allowed(character, is_first) {
        return false;
    }
    let mut normalised = std::iter::once(character).nfkc();
    normalised.next().is_some_and(|c| allowed(c, is_first)) && normalised.all(|c| allowed(c, false))
}

/// Whether to show the character in a message: neither control, separator, private nor unassigned format.
fn is_printable(character: char) -> bool {
    let hidden = matches!(u32::from(character),
        0xAD | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0xFEFF | 0xE000..=0xF8FF | 0xF_0000..=0x10_FFFF);
    !(character.is_control() || character.is_whitespace() || hidden)
}

#[rustfmt::skip]
fn keyword(word: &str) -> Option<Tok> {
    if !(2..=8).contains(&word.len()) {
        return None;
    }
    Some(match word {
        "False" => Tok::False, "None" => Tok::None, "True" => Tok::True, "and" => Tok::And, "as" => Tok::As,
        "assert" => Tok::Assert, "async" => Tok::Async, "await" => Tok::Await, "break" => Tok::Break,
        "case" => Tok::Case, "class" => Tok::Class, "continue" => Tok::Continue, "def" => Tok::Def, "del" => Tok::Del,
        "elif" => Tok::Elif, "else" => Tok::Else, "except" => Tok::Except, "finally" => Tok::Finally,
        "for" => Tok::For, "from" => Tok::From, "global" => Tok::Global, "if" => Tok::If, "import" => Tok::Import,
        "in" => Tok::In, "is" => Tok::Is, "lambda" => Tok::Lambda, "match" => Tok::Match,
        "nonlocal" => Tok::Nonlocal, "not" => Tok::Not, "or" => Tok::Or, "pass" => Tok::Pass, "raise" => Tok::Raise,
        "return" => Tok::Return, "try" => Tok::Try, "type" => Tok::Type, "while" => Tok::While, "with" => Tok::With,
        "yield" => Tok::Yield,
        _ => return None,
    })
}
