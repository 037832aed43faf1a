//! The Python 3.14 lexer.
//!
//! It emits the grammar crate's tokens, and encodes what that grammar can't express in ones it can:
//!
//! | construct | tokens | file |
//! |---|---|---|
//! | any literal | one float token whose value indexes [`Literal`]s | [`literals`] |
//! | f-string, t-string | `"\0f<index>" ( "\0" [ expression ] , ... )`, fields in source order | [`fstrings`] |
//! | type parameter defaults | `T: "\0b" ( bound , default )` and the like | [`type_parameters`] |
//! | `except A, B:` | zero-width parentheses round the list | [`logical_line`] |
//! | `match`, `case`, `type` | keyword or name, decided here | [`logical_line`], [`identifiers`] |
//!
//! Tokens that stand for nothing in the source have zero-width ranges, so nodes keep theirs. The lowering undoes all
//! of it. The side tables hold what the grammar's ranges lose.
//!
//! Invariant: `pos` is on a character boundary whenever the text is sliced. Lexing ends at the first error.

mod cursor;
mod escapes;
mod fstrings;
mod identifiers;
mod indentation;
pub(crate) mod literals;
mod logical_line;
mod numbers;
mod operators;
pub(crate) mod recorder;
mod strings;
mod type_parameters;

use crate::error::{ErrorKind, Extent, Failure, Warning};
use crate::position::TextRange;
use indentation::Block;
pub(crate) use literals::Literal;
pub(crate) use logical_line::MatchSubject;
pub(crate) use operators::UNKNOWN;
use recorder::{RawKind, RawToken};
use rustpython_parser::Tok;
pub(crate) use strings::Mixture;
use strings::StringRun;

/// A token and where it is.
pub(crate) type Token = (Tok, TextRange);

/// The first error is boxed: it is rare, and results stay small.
pub(crate) type LexResult<T> = Result<T, Box<Failure>>;

/// How deep brackets may nest.
const MAX_BRACKETS: usize = 200;

/// An open bracket.
#[derive(Debug, Clone, Copy)]
struct OpenBracket {
    character: u8,
    offset: u32,
    /// Index of its token, or of the next one for a replacement field.
    token: usize,
    /// Index of its entry in the table of parentheses, if it is one.
    paren: usize,
}

/// Pairs of parentheses, in the order of the opening ones.
#[derive(Debug, Default)]
pub(crate) struct Parentheses {
    pairs: Vec<(u32, u32)>,
}

impl Parentheses {
    /// The offset of the parenthesis that closes the one at `open`.
    pub(crate) fn closing(&self, open: u32) -> Option<u32> {
        let index = self.pairs.binary_search_by_key(&open, |pair| pair.0).ok()?;
        Some(self.pairs[index].1)
    }
}

/// What the lexer made of a source.
#[derive(Debug, Default)]
pub(crate) struct Lexed {
    pub(crate) tokens: Vec<Token>,
    pub(crate) literals: Vec<Literal>,
    pub(crate) warnings: Vec<Warning>,
    pub(crate) parentheses: Parentheses,
    /// The end of a line's last statement, and that of the `;` after it.
    pub(crate) semicolons: Vec<(u32, u32)>,
    /// For each `match` statement, in source order.
    pub(crate) subjects: Vec<MatchSubject>,
    /// Where literals are that can't be concatenated, in source order.
    pub(crate) mixtures: Vec<(u32, Mixture)>,
    /// The error that ended lexing.
    pub(crate) error: Option<LexError>,
}

/// An error of the lexer.
#[derive(Debug)]
pub(crate) struct LexError {
    pub(crate) failure: Failure,
    /// The source ended inside brackets: then the parser's own error may be the better one.
    pub(crate) is_unclosed: bool,
    /// It is about the structure of a replacement field, which CPython leaves to its parser.
    pub(crate) is_field: bool,
}

impl LexError {
    /// CPython notices it only when its parser asks for the token.
    pub(crate) fn is_late(&self) -> bool {
        let is_interpolated = || self.failure.message.ends_with("-string: expecting '}'");
        !self.is_unclosed && (self.failure.kind != ErrorKind::Syntax || !self.failure.is_bare || is_interpolated())
    }
}

/// Lexes the whole of `text`.
pub(crate) fn lex(text: &str) -> Lexed {
    let mut lexer = Lexer::new(text);
    let result = lexer.run();
    let failed_in_field = lexer.failed_in_field;
    let mut lexed = lexer.lexed;
    if let Err(failure) = result {
        lexed.error = Some(LexError {
            failure: *failure,
            is_unclosed: false,
            is_field: failed_in_field,
        });
    } else if let Some(open) = lexer.brackets.last() {
        lexed.error = Some(LexError {
            failure: Failure {
                is_bare: text
                    .get(open.offset as usize..)
                    .is_some_and(|rest| rest.trim_end().contains(['\n', '\r'])),
                ..never_closed(*open)
            },
            is_unclosed: true,
            is_field: false,
        });
    }
    lexed
}

struct Lexer<'s> {
    text: &'s str,
    bytes: &'s [u8],
    pos: usize,
    lexed: Lexed,
    brackets: Vec<OpenBracket>,
    blocks: Vec<Block>,
    /// The next block is a `match` statement's.
    opens_match: bool,
    at_line_start: bool,
    /// Index of the logical line's first token.
    line_token: usize,
    /// The string concatenation being read.
    run: Option<StringRun>,
    /// The interpolated strings that are open.
    interpolated: Vec<fstrings::Context>,
    /// The error is about the structure of a replacement field.
    failed_in_field: bool,
    /// Comments inside replacement fields.
    field_comments: Vec<TextRange>,
    /// The tokens as they are in the source, if they are asked for; then literals are not evaluated.
    record: Option<Vec<RawToken>>,
}

impl<'s> Lexer<'s> {
    fn new(text: &'s str) -> Self {
        let lexed = Lexed {
            tokens: Vec::with_capacity(text.len() / 4),
            literals: Vec::with_capacity(text.len() / 64),
            ..Lexed::default()
        };
        Lexer {
            text,
            bytes: text.as_bytes(),
            pos: 0,
            lexed,
            brackets: Vec::new(),
            blocks: vec![Block::default()],
            opens_match: false,
            at_line_start: true,
            line_token: 0,
            run: None,
            interpolated: Vec::new(),
            failed_in_field: false,
            field_comments: Vec::new(),
            record: None,
        }
    }

    /// Lexes to the end; brackets may be left open.
    fn run(&mut self) -> LexResult<()> {
        loop {
            while self.at_line_start {
                self.indentation()?;
            }
            if !self.token(None)? {
                break;
            }
        }
        self.close_run();
        if self.brackets.is_empty() {
            self.end_of_source();
        }
        Ok(())
    }

    /// Adds a token. Anything but a string ends a concatenation of strings.
    #[inline]
    fn push(&mut self, token: Tok, start: usize, end: usize) {
        self.close_run();
        self.push_raw(token, start, end);
    }

    /// Adds a token without touching the concatenation being read.
    #[inline]
    fn push_raw(&mut self, token: Tok, start: usize, end: usize) {
        self.lexed
            .tokens
            .push((token, TextRange::new(start as u32, end as u32)));
    }

    fn push_literal(&mut self, literal: Literal, start: usize, end: usize) {
        let value = self.lexed.literals.len() as f64;
        self.push(Tok::Float { value }, start, end);
        self.lexed.literals.push(literal);
    }

    fn warn(&mut self, message: String, start: usize, end: usize) {
        let range = TextRange::new(start as u32, end as u32);
        self.lexed.warnings.push(Warning { message, range });
    }

    /// One token. `field` is the number of open brackets at which a replacement field's terminators count.
    /// `false` at the end of the source, or before a terminator of the field.
    fn token(&mut self, field: Option<usize>) -> LexResult<bool> {
        if !self.skip_blanks()? {
            return Ok(false);
        }
        let at = self.pos;
        let byte = self.peek(0);
        if matches!(byte, b'\n' | b'\r') {
            self.eat_newline();
            self.record(RawKind::Newline, at, self.pos);
            self.end_of_line(at, self.pos);
            self.at_line_start = true;
            return Ok(true);
        }
        if field == Some(self.brackets.len()) && self.at_field_terminator() {
            return Ok(false);
        }
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80.. => self.identifier()?,
            b'0'..=b'9' => self.number()?,
            b'.' if self.peek(1).is_ascii_digit() => self.number()?,
            b'"' | b'\'' => self.string(strings::Prefix::default())?,
            b'(' | b'[' | b'{' => self.open_bracket(byte)?,
            b')' | b']' | b'}' => self.close_bracket(byte, field)?,
            _ => self.operator(byte)?,
        }
        Ok(true)
    }

    fn at_field_terminator(&self) -> bool {
        match self.peek(0) {
            b'}' | b':' => true,
            b'!' | b'=' => self.peek(1) != b'=',
            _ => false,
        }
    }

    fn open_bracket(&mut self, character: u8) -> LexResult<()> {
        let at = self.pos;
        self.close_run();
        self.push_bracket(character, at)?;
        let token = match character {
            b'(' => Tok::Lpar,
            b'[' => Tok::Lsqb,
            _ => Tok::Lbrace,
        };
        self.push_raw(token, at, at + 1);
        self.pos += 1;
        self.record(RawKind::Operator, at, at + 1);
        Ok(())
    }

    /// Notes that a bracket opens.
    fn push_bracket(&mut self, character: u8, at: usize) -> LexResult<()> {
        if self.brackets.len() >= MAX_BRACKETS {
            return self.fail_at("too many nested parentheses", at);
        }
        let paren = self.lexed.parentheses.pairs.len();
        if character == b'(' {
            self.lexed.parentheses.pairs.push((at as u32, u32::MAX));
        }
        let token = self.lexed.tokens.len();
        self.brackets.push(OpenBracket {
            character,
            offset: at as u32,
            token,
            paren,
        });
        Ok(())
    }

    fn close_bracket(&mut self, character: u8, field: Option<usize>) -> LexResult<()> {
        let at = self.pos;
        self.record(RawKind::Operator, at, at + 1);
        let open = match self.brackets.last() {
            // Pure tokens have no structure: brackets are only counted.
            _ if self.record.is_some() => {
                if field.is_none_or(|depth| self.brackets.len() > depth) {
                    self.brackets.pop();
                }
                self.push(UNKNOWN, at, at + 1);
                self.pos += 1;
                return Ok(());
            }
            Some(&open) if field != Some(self.brackets.len()) => open,
            _ => {
                let letter = self.interpolated.last().map(|outer| outer.prefix.interpolated_letter());
                let what = match (field, letter) {
                    (Some(_), Some(letter)) => format!("{letter}-string: "),
                    _ => String::new(),
                };
                return self.fail_at(format!("{what}unmatched '{}'", character as char), at);
            }
        };
        let (closing, token) = match open.character {
            b'(' => (b')', Tok::Rpar),
            b'[' => (b']', Tok::Rsqb),
            _ => (b'}', Tok::Rbrace),
        };
        if closing != character {
            return self.mismatched_bracket(open, character);
        }
        self.close_run();
        if character == b')' {
            self.lexed.parentheses.pairs[open.paren].1 = at as u32;
        }
        if character == b']' {
            self.encode_type_parameters(open.token);
        }
        self.brackets.pop();
        self.push_raw(token, at, at + 1);
        self.pos += 1;
        Ok(())
    }

    fn mismatched_bracket(&self, open: OpenBracket, character: u8) -> LexResult<()> {
        let at = self.pos;
        let (close, open_character) = (character as char, open.character as char);
        let mut message =
            format!("closing parenthesis '{close}' does not match opening parenthesis '{open_character}'");
        let line = self.line_of(open.offset as usize);
        if line != self.line_of(at) {
            message.push_str(&format!(" on line {line}"));
        }
        self.fail_at(message, at)
    }
}

/// The error about a bracket that the source ends in.
fn never_closed(open: OpenBracket) -> Failure {
    let at = open.offset as usize;
    let message = format!("'{}' was never closed", open.character as char);
    Failure::syntax(message, at, at).with_extent(Extent::Zero)
}
