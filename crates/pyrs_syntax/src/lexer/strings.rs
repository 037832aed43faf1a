//! String literals and their implicit concatenation.

use super::literals::{InterpolatedString, Part, Text, marker};
use super::recorder::RawKind;
use super::{LexResult, Lexer, Literal, UNKNOWN};
use rustpython_parser::Tok;

/// The prefix of a string literal.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Prefix {
    pub(super) is_raw: bool,
    pub(super) is_bytes: bool,
    pub(super) is_format: bool,
    pub(super) is_template: bool,
    pub(super) is_unicode: bool,
    length: usize,
}

/// Pairs of prefix letters that exclude each other, in the order in which CPython reports them.
const INCOMPATIBLE: [(u8, u8); 7] = [
    (b'u', b'b'),
    (b'u', b'r'),
    (b'u', b'f'),
    (b'u', b't'),
    (b'b', b'f'),
    (b'b', b't'),
    (b'f', b't'),
];

impl Prefix {
    /// The prefix made of `letters`, which may be an incompatible one; `None` if another letter or one twice is in it.
    pub(super) fn parse(letters: &[u8]) -> Option<Prefix> {
        let mut prefix = Prefix {
            length: letters.len(),
            ..Prefix::default()
        };
        for letter in letters {
            let flag = prefix.flag(letter.to_ascii_lowercase())?;
            if std::mem::replace(flag, true) {
                return None;
            }
        }
        Some(prefix)
    }

    fn flag(&mut self, letter: u8) -> Option<&mut bool> {
        Some(match letter {
            b'r' => &mut self.is_raw,
            b'b' => &mut self.is_bytes,
            b'f' => &mut self.is_format,
            b't' => &mut self.is_template,
            b'u' => &mut self.is_unicode,
            _ => return None,
        })
    }

    fn incompatible(mut self) -> Option<(char, char)> {
        let mut has = |letter| self.flag(letter).is_some_and(|flag| *flag);
        INCOMPATIBLE
            .iter()
            .find(|&&(a, b)| has(a) && has(b))
            .map(|&(a, b)| (a as char, b as char))
    }

    /// The letter of an interpolated string, for messages.
    pub(super) fn interpolated_letter(self) -> char {
        if self.is_template { 't' } else { 'f' }
    }
}

/// The quotes of a literal.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quotes {
    pub(super) character: u8,
    pub(super) is_triple: bool,
    /// Where the literal begins, with its prefix.
    pub(super) start: usize,
}

impl Quotes {
    fn is_same_kind(self, other: Quotes) -> bool {
        self.character == other.character && self.is_triple == other.is_triple
    }

    pub(super) fn length(self) -> usize {
        if self.is_triple { 3 } else { 1 }
    }
}

/// Literals that can't be concatenated. The parser is left to stumble over them, as in CPython.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mixture {
    /// Bytes and str.
    Bytes,
    /// A t-string and another string.
    Template,
}

/// A concatenation of string literals being read.
#[derive(Debug)]
pub(super) struct StringRun {
    start: u32,
    end: u32,
    is_bytes: bool,
    has_u_prefix: bool,
    /// Index of the name token that stands for the interpolated string, if there is one.
    header: Option<usize>,
    is_template: bool,
    mixture: Option<Mixture>,
    /// Replacement fields so far.
    pub(super) fields: u32,
    parts: Vec<Part>,
}

impl Lexer<'_> {
    /// Whether the closing quotes are at `at`.
    #[inline]
    pub(super) fn closes(&self, at: usize, quotes: Quotes) -> bool {
        let quote = quotes.character;
        self.byte(at) == quote && (!quotes.is_triple || (self.byte(at + 1) == quote && self.byte(at + 2) == quote))
    }

    /// A string literal; the position is at its prefix.
    pub(super) fn string(&mut self, prefix: Prefix) -> LexResult<()> {
        let start = self.pos;
        let character = self.byte(start + prefix.length);
        self.pos += prefix.length + 1;
        if let Some((a, b)) = prefix.incompatible() {
            let message = format!("'{a}' and '{b}' prefixes are incompatible");
            return self.fail(message, start, self.pos - 1);
        }
        let is_triple = self.peek(0) == character && self.peek(1) == character;
        if is_triple {
            self.pos += 2;
        }
        let quotes = Quotes {
            character,
            is_triple,
            start,
        };
        self.join_run(prefix, start)?;
        let parts = if prefix.is_format || prefix.is_template {
            self.interpolated_string(prefix, quotes)?
        } else {
            vec![self.plain_string(prefix, quotes)?]
        };
        let end = self.pos as u32;
        if let Some(run) = &mut self.run {
            run.parts.extend(parts);
            run.end = end;
        }
        Ok(())
    }

    /// Begins a concatenation, or checks that the literal can be added to the one being read.
    fn join_run(&mut self, prefix: Prefix, start: usize) -> LexResult<()> {
        let is_interpolated = prefix.is_format || prefix.is_template;
        let mut run = self.run.take().unwrap_or(StringRun {
            start: start as u32,
            end: start as u32,
            is_bytes: prefix.is_bytes,
            has_u_prefix: prefix.is_unicode,
            header: None,
            is_template: prefix.is_template,
            mixture: None,
            fields: 0,
            parts: Vec::new(),
        });
        let run_start = run.start as usize;
        if run.is_bytes != prefix.is_bytes {
            run.mixture = Some(Mixture::Bytes);
        } else if run.is_template != prefix.is_template {
            run.mixture.get_or_insert(Mixture::Template);
        }
        if is_interpolated && run.header.is_none() {
            run.header = Some(self.lexed.tokens.len());
            // The name is completed when the run is closed and its index known.
            self.push_raw(Tok::Name { name: String::new() }, run_start, run_start);
            self.push_raw(Tok::Lpar, run_start, run_start);
        }
        self.run = Some(run);
        Ok(())
    }

    /// Emits the concatenation being read, if there is one.
    #[inline]
    pub(super) fn close_run(&mut self) {
        if let Some(run) = self.run.take() {
            self.emit_run(run);
        }
    }

    fn emit_run(&mut self, run: StringRun) {
        let (start, end) = (run.start as usize, run.end as usize);
        let index = self.lexed.literals.len();
        if let Some(mixture) = run.mixture {
            self.lexed.mixtures.push((run.start, mixture));
            let first = run.header.unwrap_or(self.lexed.tokens.len());
            self.lexed.tokens.truncate(first);
            self.push_raw(UNKNOWN, start, end);
            return;
        }
        if let Some(header) = run.header {
            if let Some((token, _)) = self.lexed.tokens.get_mut(header) {
                *token = Tok::Name {
                    name: format!("{}{index}", marker::INTERPOLATED),
                };
            }
            self.push_raw(Tok::Rpar, end, end);
            self.lexed.literals.push(Literal::Interpolated(InterpolatedString {
                is_template: run.is_template,
                parts: run.parts,
            }));
            return;
        }
        let mut value = Vec::new();
        for part in run.parts {
            match part {
                Part::Text(text) if value.is_empty() => value = text.value,
                Part::Text(text) => value.extend(text.value),
                Part::Field(_) => {}
            }
        }
        self.push_raw(Tok::Float { value: index as f64 }, start, end);
        self.lexed.literals.push(if run.is_bytes {
            Literal::Bytes(value)
        } else {
            Literal::Str {
                value,
                has_u_prefix: run.has_u_prefix,
            }
        });
    }

    fn plain_string(&mut self, prefix: Prefix, quotes: Quotes) -> LexResult<Part> {
        let body = self.pos;
        let (end, is_simple) = self.find_closing(body, quotes)?;
        let after = end + quotes.length();
        let mut value = Vec::with_capacity(end - body);
        if self.record.is_some() {
            self.record(RawKind::String, quotes.start, after);
        } else if is_simple {
            value.extend_from_slice(&self.bytes[body..end]);
            if prefix.is_bytes && !value.is_ascii() {
                return self.fail_in_value("bytes can only contain ASCII literal characters", quotes.start, after);
            }
        } else {
            self.decode_text(body, end, prefix, &mut value)
                .map_err(|failure| widen(failure, quotes.start, after))?;
        }
        self.pos = after;
        Ok(Part::Text(Text {
            value,
            start: quotes.start as u32,
            end: after as u32,
            has_u_prefix: prefix.is_unicode,
        }))
    }

    /// The offset of the closing quotes, and whether the body is its own value.
    fn find_closing(&self, body: usize, quotes: Quotes) -> LexResult<(usize, bool)> {
        let mut at = body;
        let mut is_simple = true;
        let mut escapes_quote = false;
        loop {
            match self.byte(at) {
                0 => return self.unterminated("", quotes, self.bytes.len(), escapes_quote),
                b'\\' => {
                    is_simple = false;
                    escapes_quote |= self.byte(at + 1) == quotes.character;
                    let is_pair = self.byte(at + 1) == b'\r' && self.byte(at + 2) == b'\n';
                    at += if is_pair { 3 } else { 2 };
                }
                b'\n' | b'\r' if !quotes.is_triple => return self.unterminated("", quotes, at, escapes_quote),
                byte if byte == quotes.character && self.closes(at, quotes) => {
                    return Ok((at, is_simple));
                }
                byte => {
                    is_simple &= byte != b'\r';
                    at += 1;
                }
            }
        }
    }

    /// The error of a literal of the given sort (`""`, `"f-"`, `"t-"`) that has no end before `end`.
    pub(super) fn unterminated<T>(&self, sort: &str, quotes: Quotes, end: usize, escapes_quote: bool) -> LexResult<T> {
        let triple = if quotes.is_triple { "triple-quoted " } else { "" };
        let mut line = self.line_of(end);
        if end == self.bytes.len() && self.bytes.ends_with(b"\n") {
            line -= 1; // the source's last line is the one that has text
        }
        let message = match self.interpolated.last() {
            // The quote was meant to close the string around.
            Some(outer) if sort.is_empty() && outer.quotes.is_same_kind(quotes) => outer.message("expecting '}'"),
            _ => {
                let hint = if escapes_quote && !quotes.is_triple {
                    "; perhaps you escaped the end quote?"
                } else {
                    ""
                };
                format!("unterminated {triple}{sort}string literal (detected at line {line}){hint}")
            }
        };
        self.fail_at(message, quotes.start)
    }
}

/// An error inside a literal is about the whole literal.
fn widen(mut failure: Box<crate::error::Failure>, start: usize, end: usize) -> Box<crate::error::Failure> {
    failure.range = crate::position::TextRange::new(start as u32, end as u32);
    failure
}
