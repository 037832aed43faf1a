//! The tokens that the walk reads: those of the source, without comments and blank lines.

use crate::error::{ErrorKind, Extent, Failure};
use crate::lexer::recorder::{self, RawKind};
use crate::position::TextRange;

/// The sort of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An identifier that is no keyword.
    Name,
    Keyword,
    Number,
    String,
    Operator,
    Newline,
    Indent,
    Dedent,
    /// The beginning of an f-string.
    FormatStart,
    /// The beginning of a t-string.
    TemplateStart,
    /// Text of an f-string or t-string.
    Middle,
    /// The end of an f-string or t-string.
    InterpolatedEnd,
    /// The end of the source.
    End,
    /// Where the lexer gave up.
    Cut,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) range: TextRange,
    /// How many brackets are open after it.
    pub(super) level: u32,
}

impl Token {
    pub(super) fn end(at: u32) -> Self {
        Token {
            kind: Kind::End,
            range: TextRange::empty(at),
            level: 0,
        }
    }

    /// A failure at this token, placed as CPython places it.
    pub(crate) fn failure(self, text: &str, kind: ErrorKind, message: impl Into<String>) -> Failure {
        let failure = |range, extent| Failure::at(kind, message, range).with_extent(extent);
        match self.kind {
            Kind::Newline => failure(TextRange::empty(self.range.start), Extent::Newline),
            Kind::Indent => failure(TextRange::empty(self.range.end), Extent::Indentation),
            Kind::Dedent | Kind::End if self.range.start as usize >= text.len() => {
                // CPython is at the end of the last line then.
                let end = text.trim_end_matches(['\n', '\r']).len();
                failure(TextRange::empty(end as u32), Extent::Unknown)
            }
            Kind::Dedent => failure(TextRange::empty(self.range.end), Extent::Indentation),
            _ => failure(self.range, Extent::Range),
        }
    }
}

/// The keywords of the language.
const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// The tokens of a source.
pub(super) fn read(text: &str) -> Vec<Token> {
    let raw = recorder::tokenize(text);
    let mut tokens: Vec<Token> = Vec::with_capacity(raw.tokens.len() + 1);
    let mut level = 0u32;
    for token in raw.tokens {
        let range = token.range;
        let source = text.get(range.start as usize..range.end as usize).unwrap_or("");
        let kind = match token.kind {
            RawKind::Name if KEYWORDS.contains(&source) => Kind::Keyword,
            RawKind::Name => Kind::Name,
            RawKind::Number => Kind::Number,
            RawKind::String => Kind::String,
            RawKind::Operator => Kind::Operator,
            RawKind::Newline => Kind::Newline,
            RawKind::Indent => Kind::Indent,
            RawKind::Dedent => Kind::Dedent,
            RawKind::FormatStart => Kind::FormatStart,
            RawKind::TemplateStart => Kind::TemplateStart,
            RawKind::FormatMiddle | RawKind::TemplateMiddle => Kind::Middle,
            RawKind::FormatEnd | RawKind::TemplateEnd => Kind::InterpolatedEnd,
            RawKind::Comment | RawKind::BlankNewline => continue,
        };
        match source {
            "(" | "[" | "{" if kind == Kind::Operator => level += 1,
            ")" | "]" | "}" if kind == Kind::Operator => level = level.saturating_sub(1),
            _ => {}
        }
        // The lexer has no token for `<>`.
        if let Some(last) = tokens.last_mut().filter(|_| source == ">" && kind == Kind::Operator)
            && last.range.end == range.start
            && text.get(last.range.start as usize..last.range.end as usize) == Some("<")
        {
            last.range.end = range.end;
            continue;
        }
        tokens.push(Token { kind, range, level });
    }
    let end = Token::end(text.len() as u32);
    tokens.push(match raw.error {
        None => end,
        Some(_) => Token { kind: Kind::Cut, ..end },
    });
    tokens
}
