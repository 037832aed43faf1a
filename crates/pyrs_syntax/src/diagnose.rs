//! Turns the grammar's "unexpected token" into CPython's message.
//!
//! Runs on rejected sources only, so it may lex them again. The messages that need a second look at the grammar
//! (parameter lists, import lists, missing commas, ...) are absent: those sources get "invalid syntax" at the
//! offending token.

use crate::error::{ErrorKind, Extent, Failure};
use crate::lexer::{self, LexError, Mixture, Token, UNKNOWN};
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
pub(crate) fn check_interactive(tokens: &[Token], mode: Mode) -> Result<(), Failure> {
    if mode != Mode::Interactive {
        return Ok(());
    }
    let Some((first, _)) = tokens.first() else {
        return Err(Failure::syntax("invalid syntax", 0, 0));
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
    if let Some((Tok::Indent, range)) = failing {
        let failure = Failure::at(ErrorKind::Indentation, "unexpected indent", *range);
        return failure.with_extent(Extent::Indentation);
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
        && let Some((message, range)) = action_failure(kind, &tokens, offset)
    {
        return Failure::at(ErrorKind::Syntax, message, range);
    }
    let index = index.unwrap_or(tokens.len());
    if let Some(failure) = mixed_literals(&tokens, index, &lexed.mixtures) {
        return failure;
    }
    missing_block(text, &tokens, index)
        .or_else(|| missing_colon(&tokens, index, mode))
        .unwrap_or_else(|| invalid_syntax(text, failing))
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

fn invalid_syntax(text: &str, failing: Option<&Token>) -> Failure {
    let Some((token, range)) = failing else {
        return Failure::syntax("invalid syntax", text.len(), text.len());
    };
    let (start, end) = (range.start as usize, range.end as usize);
    match token {
        Tok::Newline => Failure::syntax("invalid syntax", start, start).with_extent(Extent::Newline),
        Tok::Dedent => {
            Failure::at(ErrorKind::Indentation, "unexpected unindent", *range).with_extent(Extent::Indentation)
        }
        _ if *token == UNKNOWN && text.get(start..end) == Some("<>") => {
            Failure::syntax("invalid syntax.  Maybe you meant '!=' instead of '<>'?", start, end)
        }
        _ => Failure::syntax("invalid syntax", start, end),
    }
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
    let is_boundary = |(token, _): &Token| matches!(token, Tok::Newline | Tok::Indent | Tok::Dedent);
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
    let failure = |range| Failure::at(ErrorKind::Indentation, message, range);
    Some(match tokens.get(index) {
        Some((Tok::Dedent, range)) if range.start < text.len() as u32 => {
            failure(*range).with_extent(Extent::Indentation)
        }
        Some((token, range)) if !matches!(token, Tok::Dedent) => failure(*range),
        _ => {
            // The end of the source, which CPython places at the end of the last line.
            let end = text.trim_end_matches(['\n', '\r']).len();
            failure(TextRange::empty(end as u32)).with_extent(Extent::Unknown)
        }
    })
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
    if matches!(keyword, Tok::Match) {
        return None;
    }
    let mut repaired = context_for(keyword);
    repaired.extend_from_slice(line);
    repaired.extend([Tok::Colon, Tok::Pass, Tok::Newline].map(|token| (token, TextRange::empty(range.start))));
    let close = match keyword {
        Tok::Case => vec![Tok::Dedent],
        Tok::Try => vec![Tok::Finally, Tok::Colon, Tok::Pass, Tok::Newline],
        _ => Vec::new(),
    };
    repaired.extend(close.into_iter().map(|token| (token, TextRange::empty(range.start))));
    parse_with_grammar(repaired.into_iter(), Mode::Module).ok()?;
    let failure = Failure::at(ErrorKind::Syntax, "expected ':'", *range);
    let is_newline = matches!(tokens.get(index)?.0, Tok::Newline);
    Some(if is_newline {
        failure.with_extent(Extent::Newline)
    } else {
        failure
    })
}

/// What has to stand before a line that begins with `keyword`.
fn context_for(keyword: &Tok) -> Vec<Token> {
    let name = || Tok::Name { name: "x".to_owned() };
    let tokens = match keyword {
        Tok::Elif | Tok::Else => vec![Tok::If, name(), Tok::Colon, Tok::Pass, Tok::Newline],
        Tok::Except | Tok::Finally => vec![Tok::Try, Tok::Colon, Tok::Pass, Tok::Newline],
        Tok::Case => vec![Tok::Match, name(), Tok::Colon, Tok::Newline, Tok::Indent],
        _ => Vec::new(),
    };
    tokens.into_iter().map(|token| (token, TextRange::default())).collect()
}
