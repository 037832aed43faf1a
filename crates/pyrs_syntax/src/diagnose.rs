//! Turns the grammar's "unexpected token" into CPython's message.
//!
//! Runs on rejected sources only, so it may lex them again. The messages that need a second look at the grammar
//! (parameter lists, import lists, missing commas, ...) are absent: those sources get "invalid syntax" at the
//! offending token.

use crate::error::{ErrorKind, Failure};
use crate::lexer::{self, LexError, Token};
use crate::parse::parse_with_grammar;
use crate::position::{LineIndex, TextRange};
use rustpython_parser::lexer::LexicalErrorType;
use rustpython_parser::{ParseError, ParseErrorType, Tok};

/// What a source is parsed as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Module,
    Interactive,
    Expression,
}

impl Mode {
    pub(crate) fn grammar_mode(self) -> rustpython_parser::Mode {
        match self {
            Mode::Module => rustpython_parser::Mode::Module,
            Mode::Interactive => rustpython_parser::Mode::Interactive,
            Mode::Expression => rustpython_parser::Mode::Expression,
        }
    }
}

/// An interactive source is one statement: the grammar takes any number.
pub(crate) fn check_interactive(
    tokens: &[Token],
    is_incomplete: bool,
    mode: Mode,
) -> Result<(), Failure> {
    if mode != Mode::Interactive || is_incomplete {
        return Ok(());
    }
    if tokens.is_empty() {
        return Err(Failure::syntax("invalid syntax", 0, 0));
    }
    let mut depth = 0usize;
    let mut begins_line = true;
    for (index, (token, range)) in tokens.iter().enumerate() {
        match token {
            Tok::Indent => depth += 1,
            Tok::Dedent => depth = depth.saturating_sub(1),
            // These go on with a statement, and a decorator's line is followed by its definition.
            Tok::Elif | Tok::Else | Tok::Except | Tok::Finally => begins_line = false,
            Tok::Newline => begins_line = true,
            _ if begins_line => {
                let is_decorated = index > 0 && previous_line_is_decorator(&tokens[..index]);
                if index > 0 && depth == 0 && !is_decorated {
                    let message = "multiple statements found while compiling a single statement";
                    return Err(Failure::at(ErrorKind::Syntax, message, *range));
                }
                begins_line = false;
            }
            _ => {}
        }
    }
    Ok(())
}

fn previous_line_is_decorator(before: &[Token]) -> bool {
    let end = before.len().saturating_sub(1);
    let start = before[..end]
        .iter()
        .rposition(|(token, _)| matches!(token, Tok::Newline))
        .map_or(0, |at| at + 1);
    matches!(before.get(start), Some((Tok::At, _)))
}

/// The error to report for a source that the grammar rejects.
pub(crate) fn parse_failure(
    text: &str,
    error: ParseError,
    lex_error: Option<LexError>,
    mode: Mode,
) -> Failure {
    let tokens = lexer::lex(text).tokens;
    let offset: u32 = error.offset.into();
    let index = failing_token(&tokens, &error.error, offset);
    let failing = index.and_then(|index| tokens.get(index));
    if let Some((Tok::Indent, range)) = failing {
        return Failure::at(ErrorKind::Indentation, "unexpected indent", *range);
    }
    if let Some(lex_error) = lex_error {
        // What the lexer finds anywhere wins, but an open bracket is only to blame for what comes on later lines.
        let lines = LineIndex::new(text);
        let is_to_blame = || {
            let line = failing.map(|(_, range)| lines.line(range.start));
            line.is_none_or(|line| line > lines.line(lex_error.failure.range.start))
        };
        if !lex_error.is_unclosed || is_to_blame() {
            return lex_error.failure;
        }
    }
    if let ParseErrorType::Lexical(kind) = &error.error
        && let Some(message) = action_message(kind)
    {
        let range = failing.map_or(TextRange::empty(offset), |token| token.1);
        return Failure::at(ErrorKind::Syntax, message, range);
    }
    let index = index.unwrap_or(tokens.len());
    missing_block(text, &tokens, index)
        .or_else(|| missing_colon(&tokens, index, mode))
        .unwrap_or_else(|| invalid_syntax(text, failing))
}

fn invalid_syntax(text: &str, failing: Option<&Token>) -> Failure {
    let range = match failing {
        Some((_, range)) => *range,
        None => TextRange::empty(text.len() as u32),
    };
    Failure::at(ErrorKind::Syntax, "invalid syntax", range)
}

/// The index of the token that the grammar stopped at; `None` at the end of the source.
fn failing_token(tokens: &[Token], error: &ParseErrorType, offset: u32) -> Option<usize> {
    let same = |token: &Tok| match error {
        ParseErrorType::UnrecognizedToken(failing, _) | ParseErrorType::ExtraToken(failing) => {
            token == failing
        }
        ParseErrorType::Lexical(kind) => !matches!(kind, LexicalErrorType::IndentationError),
        _ => false,
    };
    let first = tokens.partition_point(|(_, range)| range.start < offset);
    let candidates = tokens
        .get(first..)?
        .iter()
        .take_while(|(_, range)| range.start == offset);
    candidates
        .clone()
        .position(|(token, _)| same(token))
        .map(|index| first + index)
}

/// The message for an error that the grammar's actions find.
fn action_message(kind: &LexicalErrorType) -> Option<String> {
    Some(match kind {
        LexicalErrorType::DefaultArgumentError => {
            "parameter without a default follows parameter with a default".to_owned()
        }
        LexicalErrorType::DuplicateArgumentError(name) => {
            format!("duplicate parameter '{name}' in function definition")
        }
        LexicalErrorType::PositionalArgumentError => {
            "positional argument follows keyword argument".to_owned()
        }
        LexicalErrorType::UnpackedArgumentError => {
            "iterable argument unpacking follows keyword argument unpacking".to_owned()
        }
        LexicalErrorType::DuplicateKeywordArgumentError(name) => {
            format!("keyword argument repeated: {name}")
        }
        LexicalErrorType::OtherError(message) => match message.as_str() {
            "named arguments must follow bare *" => {
                "named parameters must follow bare *".to_owned()
            }
            "cannot use double starred expression here" => "invalid syntax".to_owned(),
            message => message.to_owned(),
        },
        _ => return None,
    })
}

/// How the header of a compound statement is called, from its first token (after an `async`).
fn header_name(line: &[Token]) -> Option<(&'static str, TextRange)> {
    let (first, rest) = match line {
        [(Tok::Async, _), first, rest @ ..] | [first, rest @ ..] => (first, rest),
        [] => return None,
    };
    let name = match (&first.0, rest.first().map(|token| &token.0)) {
        (Tok::If, _) => "'if' statement",
        (Tok::Elif, _) => "'elif' statement",
        (Tok::Else, _) => "'else' statement",
        (Tok::For, _) => "'for' statement",
        (Tok::While, _) => "'while' statement",
        (Tok::With, _) => "'with' statement",
        (Tok::Try, _) => "'try' statement",
        (Tok::Except, Some(Tok::Star)) => "'except*' statement",
        (Tok::Except, _) => "'except' statement",
        (Tok::Finally, _) => "'finally' statement",
        (Tok::Match, _) => "'match' statement",
        (Tok::Case, _) => "'case' statement",
        (Tok::Def, _) => "function definition",
        (Tok::Class, _) => "class definition",
        _ => return None,
    };
    Some((name, first.1))
}

/// The tokens of the logical line that `index` is on, up to it, without indentation.
fn line_before(tokens: &[Token], index: usize) -> &[Token] {
    let before = tokens.get(..index).unwrap_or(&[]);
    let is_boundary =
        |(token, _): &Token| matches!(token, Tok::Newline | Tok::Indent | Tok::Dedent);
    let start = before.iter().rposition(is_boundary).map_or(0, |at| at + 1);
    &before[start..]
}

/// A header line with nothing indented after it.
fn missing_block(text: &str, tokens: &[Token], index: usize) -> Option<Failure> {
    let newline = index.checked_sub(1)?;
    if !matches!(tokens.get(newline)?.0, Tok::Newline) {
        return None;
    }
    let header = line_before(tokens, newline);
    if !matches!(header.last()?.0, Tok::Colon) {
        return None;
    }
    let (name, keyword) = header_name(header)?;
    let line = LineIndex::new(text).line(keyword.start);
    let message = format!("expected an indented block after {name} on line {line}");
    // Blocks that end there come before the token that is to blame.
    let mut rest = tokens.get(index..).unwrap_or(&[]).iter();
    let range = match rest.find(|(token, _)| !matches!(token, Tok::Dedent)) {
        Some((_, range)) => *range,
        None => TextRange::empty(tokens.get(newline)?.1.start),
    };
    Some(Failure::at(ErrorKind::Indentation, message, range))
}

/// A header that lacks its colon: with one in the failing token's place the line would be right.
fn missing_colon(tokens: &[Token], index: usize, mode: Mode) -> Option<Failure> {
    let line = line_before(tokens, index);
    let (_, range) = tokens.get(index)?;
    header_name(line)?;
    let keyword = match line {
        [(Tok::Async, _), (keyword, _), ..] | [(keyword, _), ..] => keyword,
        [] => return None,
    };
    // Elsewhere CPython says so only if the header is otherwise complete.
    let is_forced = matches!(keyword, Tok::Def | Tok::Else | Tok::Try | Tok::Finally);
    if mode == Mode::Expression || !(is_forced || matches!(tokens[index].0, Tok::Newline)) {
        return None;
    }
    let mut repaired = context_for(keyword);
    repaired.extend_from_slice(line);
    repaired.extend(
        [Tok::Colon, Tok::Pass, Tok::Newline].map(|token| (token, TextRange::empty(range.start))),
    );
    if matches!(keyword, Tok::Match) {
        return None;
    }
    let close = match keyword {
        Tok::Case => vec![Tok::Dedent],
        Tok::Try => vec![Tok::Finally, Tok::Colon, Tok::Pass, Tok::Newline],
        _ => Vec::new(),
    };
    repaired.extend(
        close
            .into_iter()
            .map(|token| (token, TextRange::empty(range.start))),
    );
    parse_with_grammar(repaired.into_iter(), Mode::Module).ok()?;
    Some(Failure::at(ErrorKind::Syntax, "expected ':'", *range))
}

/// What has to stand before a line that begins with `keyword`.
fn context_for(keyword: &Tok) -> Vec<Token> {
    let name = || Tok::Name {
        name: "x".to_owned(),
    };
    let tokens = match keyword {
        Tok::Elif | Tok::Else => vec![Tok::If, name(), Tok::Colon, Tok::Pass, Tok::Newline],
        Tok::Except | Tok::Finally => vec![Tok::Try, Tok::Colon, Tok::Pass, Tok::Newline],
        Tok::Case => vec![Tok::Match, name(), Tok::Colon, Tok::Newline, Tok::Indent],
        _ => Vec::new(),
    };
    tokens
        .into_iter()
        .map(|token| (token, TextRange::default()))
        .collect()
}
