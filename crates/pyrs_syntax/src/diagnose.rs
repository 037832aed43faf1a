//! Turns the grammar's "unexpected token" into CPython's message.
//!
//! Runs on rejected sources only, so it may lex and read them again: what is wrong with a statement is the walk's to
//! say. Here is which of several errors wins, and what only the grammar's actions find.

use crate::error::{ErrorKind, Extent, Failure, Finder};
use crate::lexer::{self, LexError, Mixture, Token, UNKNOWN};
use crate::position::{LineIndex, TextRange};
use crate::walk::{Start, Verdict, walk};
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

    fn start(self) -> Start {
        match self {
            Mode::Module | Mode::Interactive => Start::Statements,
            Mode::Expression => Start::Expression,
        }
    }
}

/// An interactive source is one statement: the grammar takes any number.
pub(crate) fn check_interactive(tokens: &[Token], mode: Mode) -> Result<(), Failure> {
    if mode != Mode::Interactive {
        return Ok(());
    }
    let Some((first, _)) = tokens.first() else {
        return Err(Failure::syntax("invalid syntax", 0, 0).with_extent(Extent::Nowhere));
    };
    let mut depth = 0usize;
    // A decorator's line goes on with the next one.
    let mut is_decorator = matches!(first, Tok::At);
    for (index, (token, range)) in tokens.iter().enumerate() {
        match token {
            Tok::Indent => depth += 1,
            Tok::Dedent => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > 0 || !matches!(token, Tok::Newline | Tok::Dedent) {
            continue;
        }
        match tokens.get(index + 1) {
            None | Some((Tok::Indent | Tok::Dedent, _)) => {}
            Some((Tok::Elif | Tok::Else | Tok::Except | Tok::Finally, _)) => {}
            Some((next, _)) if is_decorator => is_decorator = matches!(next, Tok::At),
            Some(_) if matches!(token, Tok::Newline) => {
                let message = "multiple statements found while compiling a single statement";
                return Err(Failure::at(ErrorKind::Syntax, message, *range).with_extent(Extent::Newline));
            }
            Some((_, next)) => return Err(Failure::at(ErrorKind::Syntax, "invalid syntax", *next)),
        }
    }
    Ok(())
}

/// The error to report for a source that the grammar rejects.
pub(crate) fn parse_failure(text: &str, error: ParseError, lex_error: Option<LexError>, mode: Mode) -> Failure {
    let lexed = lexer::lex(text);
    let tokens = lexed.tokens;
    let offset: u32 = error.offset.into();
    let index = failing_token(&tokens, &error.error, offset);
    let failing = index.and_then(|index| tokens.get(index));
    let mut at_end = None;
    if let Some(lex_error) = lex_error {
        at_end = Some(lex_error.failure.clone());
        if let Some(failure) = lexer_failure(text, lex_error, failing, mode) {
            return failure;
        }
    }
    let mixed = || mixed_literals(&tokens, index.unwrap_or(tokens.len()), &lexed.mixtures);
    match (walk(text, mode.start()), at_end) {
        (Verdict::Mistake(failure), _) | (Verdict::Cut, Some(failure)) => failure,
        (Verdict::Stuck(failure), _) => mixed().unwrap_or(failure),
        (Verdict::Accepted | Verdict::Cut, _) => {
            mixed().unwrap_or_else(|| grammar_failure(text, &error.error, &tokens, offset, failing))
        }
    }
}

/// The error of a source that the lexer stopped in, if it is the lexer's.
fn lexer_failure(text: &str, lex_error: LexError, failing: Option<&Token>, mode: Mode) -> Option<Failure> {
    if lex_error.is_field || lex_error.is_late() {
        // The parser's own error wins, if it is earlier. It is the parser that finds what is wrong with a replacement
        // field.
        return Some(match walk(text, mode.start()) {
            Verdict::Mistake(failure) => failure,
            Verdict::Stuck(failure) if !lex_error.is_field => failure,
            _ => lex_error.failure,
        });
    }
    if !lex_error.is_unclosed
        && let Verdict::Stuck(failure) = walk(text, mode.start())
        && failure.kind == ErrorKind::Indentation
    {
        return Some(failure);
    }
    // What the lexer finds anywhere wins, but an open bracket is only to blame for what comes on later lines.
    let lines = LineIndex::new(text);
    let line = failing.map(|(_, range)| lines.line(range.start));
    let is_to_blame = line.is_none_or(|line| line > lines.line(lex_error.failure.range.start));
    (!lex_error.is_unclosed || is_to_blame).then_some(lex_error.failure)
}

/// The error to report for a source that the lowering rejects.
pub(crate) fn lowering_failure(text: &str, failure: Failure, mode: Mode) -> Failure {
    if failure.kind != ErrorKind::Syntax {
        return failure;
    }
    match walk(text, mode.start()) {
        Verdict::Mistake(failure) => failure,
        Verdict::Stuck(stuck) if failure.message == "invalid syntax" => stuck,
        _ => failure,
    }
}

/// The error that only the grammar finds.
fn grammar_failure(
    text: &str,
    error: &ParseErrorType,
    tokens: &[Token],
    offset: u32,
    failing: Option<&Token>,
) -> Failure {
    if let ParseErrorType::Lexical(kind) = error
        && let Some((message, range)) = action_failure(kind, tokens, offset)
    {
        let failure = Failure::at(ErrorKind::Syntax, message, range);
        return match kind {
            LexicalErrorType::DuplicateArgumentError(_) => failure.found_by(Finder::Scopes),
            LexicalErrorType::DuplicateKeywordArgumentError(_) => failure.found_by(Finder::Compiler),
            _ => failure,
        };
    }
    match failing {
        Some((Tok::Newline, range)) => {
            Failure::at(ErrorKind::Syntax, "invalid syntax", *range).with_extent(Extent::Newline)
        }
        Some((_, range)) => Failure::at(ErrorKind::Syntax, "invalid syntax", *range),
        None => Failure::syntax("invalid syntax", text.len(), text.len()),
    }
}

/// Literals that can't be concatenated.
fn mixed_literals(tokens: &[Token], index: usize, mixtures: &[(u32, Mixture)]) -> Option<Failure> {
    let (_, range) = tokens.get(index).filter(|(token, _)| *token == UNKNOWN)?;
    let found = mixtures.binary_search_by_key(&range.start, |mixture| mixture.0).ok()?;
    Some(match mixtures.get(found)?.1 {
        Mixture::Template => {
            let message = "cannot mix t-string literals with string or bytes literals";
            Failure::at(ErrorKind::Syntax, message, *range)
        }
        Mixture::Bytes => {
            // CPython shows the token after the literals.
            let (token, next) = tokens.get(index + 1)?;
            let failure = Failure::at(ErrorKind::Syntax, "cannot mix bytes and nonbytes literals", *next);
            if matches!(token, Tok::Newline) {
                failure.with_extent(Extent::Newline)
            } else {
                failure
            }
        }
    })
}

/// The index of the token that the grammar stopped at; `None` at the end of the source.
fn failing_token(tokens: &[Token], error: &ParseErrorType, offset: u32) -> Option<usize> {
    let same = |token: &Tok| match error {
        ParseErrorType::UnrecognizedToken(failing, _) | ParseErrorType::ExtraToken(failing) => token == failing,
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

/// The message and place of an error that the grammar's actions find at `offset`.
fn action_failure(kind: &LexicalErrorType, tokens: &[Token], offset: u32) -> Option<(String, TextRange)> {
    let index = tokens.partition_point(|(_, range)| range.start < offset);
    let (_, here) = tokens.get(index)?;
    let after = |at: usize| tokens.get(at).map_or(*here, |token| token.1);
    let close = closing_bracket(tokens, index);
    Some(match kind {
        LexicalErrorType::DefaultArgumentError => (
            "parameter without a default follows parameter with a default".to_owned(),
            *here,
        ),
        LexicalErrorType::DuplicateArgumentError(name) => {
            (format!("duplicate argument '{name}' in function definition"), *here)
        }
        LexicalErrorType::DuplicateKeywordArgumentError(name) => {
            // CPython means the whole argument.
            let is_end = |(token, _): &Token| matches!(token, Tok::Comma | Tok::Rpar);
            let rest = tokens.get(index..close)?;
            let end = rest.iter().position(is_end).map_or(close, |length| index + length);
            (
                format!("keyword argument repeated: {name}"),
                here.cover(after(end.saturating_sub(1))),
            )
        }
        LexicalErrorType::PositionalArgumentError => {
            let what = if has_mapping_before(tokens, index) {
                "keyword argument unpacking"
            } else {
                "keyword argument"
            };
            (format!("positional argument follows {what}"), after(close))
        }
        LexicalErrorType::UnpackedArgumentError => {
            let comma = after(index.saturating_sub(1));
            let message = "iterable argument unpacking follows keyword argument unpacking";
            (message.to_owned(), comma.cover(after(close.saturating_sub(1))))
        }
        LexicalErrorType::OtherError(message) => match message.as_str() {
            "named arguments must follow bare *" => {
                let is_lambda = is_lambda_parameter(tokens, index);
                (message.clone(), if is_lambda { after(index + 1) } else { *here })
            }
            "cannot use starred expression here" => (message.clone(), here.cover(after(close.saturating_sub(1)))),
            "cannot use '_' as a target" => {
                let is_target = |pair: &[Token]| matches!(pair, [(Tok::As, _), (Tok::Name { name }, _)] if name == "_");
                let target = tokens.get(index..)?.windows(2).position(is_target);
                (message.clone(), target.map_or(*here, |at| after(index + at + 1)))
            }
            "cannot use double starred expression here" => ("invalid syntax".to_owned(), *here),
            _ => (message.clone(), *here),
        },
        _ => return None,
    })
}

/// The index of the bracket that closes the group that `index` is in, or the number of tokens.
fn closing_bracket(tokens: &[Token], index: usize) -> usize {
    let mut depth = 0usize;
    for (at, (token, _)) in tokens.iter().enumerate().skip(index) {
        match token {
            Tok::Lpar | Tok::Lsqb | Tok::Lbrace => depth += 1,
            Tok::Rpar | Tok::Rsqb | Tok::Rbrace if depth == 0 => return at,
            // A slice ends what is before it too.
            Tok::Colon if depth == 0 => return at,
            Tok::Rpar | Tok::Rsqb | Tok::Rbrace => depth -= 1,
            _ => {}
        }
    }
    tokens.len()
}

/// The tokens before `index` in its group of brackets, last first, without those of inner groups.
fn group_before(tokens: &[Token], index: usize) -> impl Iterator<Item = (usize, &Tok)> {
    let mut depth = 0usize;
    let before = tokens.get(..index).unwrap_or(&[]).iter().enumerate().rev();
    before
        .map_while(move |(at, (token, _))| {
            match token {
                Tok::Rpar | Tok::Rsqb | Tok::Rbrace => depth += 1,
                Tok::Lpar | Tok::Lsqb | Tok::Lbrace => depth = depth.checked_sub(1)?,
                _ => {}
            }
            Some((depth, at, token))
        })
        .filter(|(depth, ..)| *depth == 0)
        .map(|(_, at, token)| (at, token))
}

/// There is a `**mapping` before the argument at `index`.
fn has_mapping_before(tokens: &[Token], index: usize) -> bool {
    let begins_argument = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        matches!(before, Some((Tok::Lpar | Tok::Comma, _)))
    };
    group_before(tokens, index).any(|(at, token)| matches!(token, Tok::DoubleStar) && begins_argument(at))
}

fn is_lambda_parameter(tokens: &[Token], index: usize) -> bool {
    group_before(tokens, index).any(|(_, token)| matches!(token, Tok::Lambda))
}
