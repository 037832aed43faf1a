//! The end of a logical line: `NEWLINE`, and what only a whole line can tell: soft keywords `match` and `case`, and
//! the unparenthesised list of an `except`.

use super::Lexer;
use super::recorder::RawKind;
use crate::position::TextRange;
use rustpython_parser::Tok;

/// The header of a `match` statement. The grammar drops or misplaces an unparenthesised tuple there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MatchSubject {
    /// Offset of the keyword.
    pub(crate) keyword: u32,
    /// From the first to the last token of the subject.
    pub(crate) range: TextRange,
    pub(crate) has_trailing_comma: bool,
}

impl Lexer<'_> {
    /// Ends the logical line with a `NEWLINE` from `start` to `end`.
    pub(super) fn end_of_line(&mut self, start: usize, end: usize) {
        self.close_run();
        let first = self.line_token;
        match self.lexed.tokens.get(first) {
            Some((Tok::Match, _)) => self.decide_match(first),
            Some((Tok::Case, _)) if !self.blocks.last().is_some_and(|block| block.is_match) => {
                self.lexed.tokens[first].0 = Tok::Name {
                    name: "case".to_owned(),
                };
            }
            Some((Tok::Except, _)) => self.parenthesise_except(first),
            _ => {}
        }
        if let [.., (_, last), (Tok::Semi, semicolon)] = &self.lexed.tokens[..] {
            self.lexed.semicolons.push((last.end, semicolon.end));
        }
        self.push_raw(Tok::Newline, start, end);
        self.line_token = self.lexed.tokens.len();
    }

    /// Ends the last line and all blocks.
    pub(super) fn end_of_source(&mut self) {
        let end = self.bytes.len();
        if self.lexed.tokens.len() > self.line_token {
            self.record(RawKind::Newline, end, end);
            self.end_of_line(end, end);
        }
        while self.blocks.len() > 1 {
            self.blocks.pop();
            self.push_raw(Tok::Dedent, end, end);
            self.record(RawKind::Dedent, end, end);
        }
    }

    /// `match` is the keyword if its line ends in a colon that isn't the next token.
    fn decide_match(&mut self, first: usize) {
        let line = &self.lexed.tokens[first..];
        if let [keyword, subject @ .., (Tok::Colon, _)] = line
            && let (Some(start), Some(last)) = (subject.first(), subject.last())
            && !matches!(start.0, Tok::Colon)
        {
            self.opens_match = true;
            self.lexed.subjects.push(MatchSubject {
                keyword: keyword.1.start,
                range: start.1.cover(last.1),
                has_trailing_comma: matches!(last.0, Tok::Comma),
            });
        } else {
            self.lexed.tokens[first].0 = Tok::Name {
                name: "match".to_owned(),
            };
        }
    }

    /// PEP 758: puts parentheses round `A, B` in `except A, B:`. With an `as` the list stays an error.
    fn parenthesise_except(&mut self, first: usize) {
        let tokens = &self.lexed.tokens;
        let from = match tokens.get(first + 1) {
            Some((Tok::Star, _)) => first + 2,
            _ => first + 1,
        };
        let (mut depth, mut lambdas, mut has_comma) = (0usize, 0usize, false);
        let mut colon = None;
        for (index, (token, _)) in tokens.iter().enumerate().skip(from) {
            match token {
                Tok::Lpar | Tok::Lsqb | Tok::Lbrace => depth += 1,
                Tok::Rpar | Tok::Rsqb | Tok::Rbrace => depth = depth.saturating_sub(1),
                _ if depth > 0 => {}
                Tok::Comma => has_comma = true,
                Tok::As => return,
                Tok::Lambda => lambdas += 1,
                Tok::Colon if lambdas > 0 => lambdas -= 1,
                Tok::Colon => {
                    colon = Some(index);
                    break;
                }
                _ => {}
            }
        }
        let Some(colon) = colon.filter(|&colon| has_comma && colon > from) else {
            return;
        };
        let open = TextRange::empty(tokens[from].1.start);
        let close = TextRange::empty(tokens[colon - 1].1.end);
        self.lexed.tokens.insert(colon, (Tok::Rpar, close));
        self.lexed.tokens.insert(from, (Tok::Lpar, open));
    }
}
