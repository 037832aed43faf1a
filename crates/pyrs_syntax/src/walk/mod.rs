//! The second look at a rejected source: a recursive-descent recogniser with CPython's alternatives in CPython's order.
//!
//! The LALR grammar only says that a source is wrong. Which message CPython prints depends on what its backtracking
//! parser tries first, and on the last token that it looked at. So the failing statement is walked twice: once to find
//! how far a reader gets, then with the rules for known mistakes, each of which may end the walk with its message.
//!
//! Invariant: a rule leaves the position where it was if it doesn't match. No tree is built: a [`Node`] says what an
//! expression is, where it is, and what an assignment to it would assign to. Absent: whatever the lexer rejects, and
//! what CPython finds only after parsing.

mod calls;
mod compound;
mod displays;
mod expressions;
mod fields;
mod headers;
mod parameters;
mod patterns;
mod simple;
mod targets;
mod tokens;

use crate::error::{ErrorKind, Extent, Failure};
use crate::position::{LineIndex, TextRange};
use std::collections::HashMap;
pub(crate) use tokens::{Kind, Token};

/// `Ok(None)`: the rule doesn't match. `Err`: a known mistake was found.
type Match<T = ()> = Result<Option<T>, Box<Failure>>;

/// Gives the value of a match, or leaves the function: nothing matches.
macro_rules! need {
    ($match:expr) => {
        match $match? {
            Some(value) => value,
            None => return Ok(None),
        }
    };
}
use need;

/// How deep rules may nest before the walk gives up and the source gets the plain message.
const MAX_RULES: usize = 4_000;

/// Stack that the deepest walk may need.
const STACK: usize = MAX_RULES * (4 << 10);

/// What the walk knows of an expression.
#[derive(Debug, Clone, Copy)]
struct Node {
    /// What CPython calls it.
    what: &'static str,
    range: TextRange,
    /// The elements or operand: an index into [`Walker::children`].
    parts: Option<u32>,
    /// A comparison whose first operator is `in`.
    is_membership: bool,
}

/// The rules whose matches are remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Rule {
    Expression,
    Disjunction,
    BitwiseOr,
    Primary,
    Atom,
    NamedExpression,
    StarExpression,
    StarTarget,
    TargetPrimary,
    Block,
    Statement,
    Pattern,
    Arguments,
}

type Memo = HashMap<(Rule, usize), Option<(Node, usize)>>;

/// What a source is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Start {
    Statements,
    Expression,
}

/// What the walk found.
pub(crate) enum Verdict {
    /// Nothing wrong.
    Accepted,
    /// A known mistake.
    Mistake(Failure),
    /// No more than the place at which no reader gets on.
    Stuck(Failure),
    /// The tokens ended before the source did: the lexer's error is the one to report.
    Cut,
}

/// Walks `text`.
pub(crate) fn walk(text: &str, start: Start) -> Verdict {
    let tokens = tokens::read(text);
    stacker::maybe_grow(STACK, STACK, || {
        let mut walker = Walker {
            text,
            lines: LineIndex::new(text),
            tokens,
            at: 0,
            furthest: 0,
            explains: false,
            depth: 0,
            gave_up: false,
            memo: HashMap::new(),
            children: Vec::new(),
        };
        walker.run(start)
    })
}

struct Walker<'t> {
    text: &'t str,
    lines: LineIndex,
    /// Ends with an `End` or `Cut` token.
    tokens: Vec<Token>,
    at: usize,
    /// The last token that was looked at.
    furthest: usize,
    /// The rules for mistakes are on.
    explains: bool,
    depth: usize,
    gave_up: bool,
    memo: Memo,
    children: Vec<Vec<Node>>,
}

impl Walker<'_> {
    fn run(&mut self, start: Start) -> Verdict {
        let top = match start {
            Start::Statements => Self::top_statement,
            Start::Expression => Self::top_expression,
        };
        // A statement may have a part that doesn't belong to it: an `else` too many.
        let mut previous = self.at;
        loop {
            let begin = self.at;
            // Without rules for mistakes nothing raises.
            let matched = matches!(top(self), Ok(Some(())));
            if matched && self.token(self.at).kind == Kind::End {
                return Verdict::Accepted;
            }
            if matched && start == Start::Statements {
                self.memo.clear();
                self.children.clear();
                previous = begin;
                continue;
            }
            return self.explain(previous, top);
        }
    }

    fn explain(&mut self, begin: usize, top: fn(&mut Self) -> Match) -> Verdict {
        self.furthest = self.furthest.max(self.at);
        let stuck = self.token(self.furthest);
        if stuck.kind == Kind::Cut {
            return Verdict::Cut;
        }
        self.at = begin;
        self.memo.clear();
        self.explains = true;
        let end = self.furthest;
        let mut result = top(self);
        while matches!(result, Ok(Some(()))) && self.at <= end && self.token(self.at).kind != Kind::End {
            result = top(self);
        }
        match result {
            _ if self.token(self.furthest).kind == Kind::Cut => Verdict::Cut,
            Err(failure) => Verdict::Mistake(self.placed(*failure)),
            _ => Verdict::Stuck(self.placed(self.stuck(stuck))),
        }
    }

    /// Notes whether the reader is past the line of the failure.
    fn placed(&self, failure: Failure) -> Failure {
        let last = self.token(self.furthest);
        let read = match last.kind {
            Kind::Newline | Kind::End => last.range.start,
            _ => last.range.end,
        };
        let is_past = self.lines.line(read) > self.lines.line(failure.range.start);
        // The end of the source counts as a place on its last line.
        if is_past
            && !self
                .text
                .get(failure.range.start as usize..)
                .unwrap_or("")
                .trim_end()
                .is_empty()
        {
            return failure.bare();
        }
        failure
    }

    /// The error at a token at which no reader gets on.
    fn stuck(&self, token: Token) -> Failure {
        let (kind, message) = match token.kind {
            Kind::Indent => (ErrorKind::Indentation, "unexpected indent"),
            Kind::Dedent => (ErrorKind::Indentation, "unexpected unindent"),
            _ if self.source(token) == "<>" => (
                ErrorKind::Syntax,
                "invalid syntax.  Maybe you meant '!=' instead of '<>'?",
            ),
            _ => (ErrorKind::Syntax, "invalid syntax"),
        };
        let failure = token.failure(self.text, kind, message);
        match token.kind {
            Kind::End => failure.with_extent(Extent::Nowhere),
            _ => failure,
        }
    }

    fn top_statement(&mut self) -> Match {
        if self.token(self.at).kind == Kind::End {
            return Ok(Some(()));
        }
        self.statement()
    }

    fn top_expression(&mut self) -> Match {
        need!(self.expressions());
        while self.kind(Kind::Newline)?.is_some() {}
        self.kind(Kind::End).map(|found| found.map(|_| ()))
    }

    /// The token at an index; past the last one, the last one.
    fn token(&self, index: usize) -> Token {
        let last = Token::end(self.text.len() as u32);
        self.tokens.get(index).or(self.tokens.last()).copied().unwrap_or(last)
    }

    /// Looks at the token at the position.
    fn peek(&mut self) -> Token {
        self.furthest = self.furthest.max(self.at);
        self.token(self.at)
    }

    fn source(&self, token: Token) -> &str {
        let TextRange { start, end } = token.range;
        self.text.get(start as usize..end as usize).unwrap_or("")
    }

    fn peek_is(&mut self, kind: Kind, text: &str) -> bool {
        let token = self.peek();
        token.kind == kind && self.source(token) == text
    }

    fn take(&mut self, is_match: bool) -> Match<Token> {
        let token = self.token(self.at);
        self.at += usize::from(is_match);
        Ok(is_match.then_some(token))
    }

    /// An operator.
    fn op(&mut self, text: &str) -> Match<Token> {
        let is_match = self.peek_is(Kind::Operator, text);
        self.take(is_match)
    }

    /// Any of these operators.
    fn any_op(&mut self, texts: &[&str]) -> Match<Token> {
        let token = self.peek();
        let is_match = token.kind == Kind::Operator && texts.contains(&self.source(token));
        self.take(is_match)
    }

    /// A keyword.
    fn word(&mut self, text: &str) -> Match<Token> {
        let is_match = self.peek_is(Kind::Keyword, text);
        self.take(is_match)
    }

    /// A name with a meaning in some places.
    fn soft_word(&mut self, text: &str) -> Match<Token> {
        let is_match = self.peek_is(Kind::Name, text);
        self.take(is_match)
    }

    fn kind(&mut self, kind: Kind) -> Match<Token> {
        let is_match = self.peek().kind == kind;
        self.take(is_match)
    }

    fn name(&mut self) -> Match<Token> {
        self.kind(Kind::Name)
    }

    /// Runs a rule, and goes back if it doesn't match.
    fn attempt<T>(&mut self, rule: impl FnOnce(&mut Self) -> Match<T>) -> Match<T> {
        let start = self.at;
        let result = rule(self)?;
        if result.is_none() {
            self.at = start;
        }
        Ok(result)
    }

    /// Whether a rule matches here; nothing is taken.
    fn ahead<T>(&mut self, rule: impl FnOnce(&mut Self) -> Match<T>) -> Result<bool, Box<Failure>> {
        let start = self.at;
        let result = rule(self)?.is_some();
        self.at = start;
        Ok(result)
    }

    /// Whether one of these operators is next.
    fn ahead_op(&mut self, texts: &[&str]) -> bool {
        let token = self.peek();
        token.kind == Kind::Operator && texts.contains(&self.source(token))
    }

    /// A part that may be absent.
    fn optional<T>(&mut self, rule: impl FnOnce(&mut Self) -> Match<T>) -> Result<Option<T>, Box<Failure>> {
        self.attempt(rule)
    }

    /// The first alternative that matches.
    fn first<T>(&mut self, rules: &[fn(&mut Self) -> Match<T>]) -> Match<T> {
        for rule in rules {
            if let Some(found) = self.attempt(rule)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// As many matches as there are.
    fn many<T>(&mut self, rule: impl Fn(&mut Self) -> Match<T>) -> Result<Vec<T>, Box<Failure>> {
        let mut all = Vec::new();
        while let Some(one) = self.attempt(&rule)? {
            all.push(one);
        }
        Ok(all)
    }

    /// One or more matches with commas between.
    fn list<T>(&mut self, rule: impl Fn(&mut Self) -> Match<T>) -> Match<Vec<T>> {
        let mut all = vec![need!(self.attempt(&rule))];
        let next = |walker: &mut Self| {
            need!(walker.op(","));
            rule(walker)
        };
        all.extend(self.many(next)?);
        Ok(Some(all))
    }

    /// A rule for mistakes: runs only in the second walk, and takes nothing.
    fn mistake(&mut self, rule: fn(&mut Self) -> Match) -> Result<(), Box<Failure>> {
        if self.explains {
            self.ahead(rule)?;
        }
        Ok(())
    }

    /// Rules for mistakes, in order.
    fn mistakes(&mut self, rules: &[fn(&mut Self) -> Match]) -> Result<(), Box<Failure>> {
        rules.iter().try_for_each(|rule| self.mistake(*rule))
    }

    /// Runs a rule whose match at a position is always the same.
    fn remembered(&mut self, rule: Rule, run: impl FnOnce(&mut Self) -> Match<Node>) -> Match<Node> {
        let start = self.at;
        if let Some(known) = self.memo.get(&(rule, start)) {
            return Ok(known.map(|(node, end)| {
                self.at = end;
                node
            }));
        }
        if self.depth >= MAX_RULES {
            self.gave_up = true;
        }
        if self.gave_up {
            return Ok(None);
        }
        self.depth += 1;
        let result = self.attempt(run);
        self.depth -= 1;
        let result = result?;
        self.memo.insert((rule, start), result.map(|node| (node, self.at)));
        Ok(result)
    }

    /// From the first token at index `start` to the last one that was taken.
    fn range_from(&self, start: usize) -> TextRange {
        let first = self.token(start).range;
        let last = self.token(self.at.saturating_sub(1)).range;
        TextRange::new(first.start, last.end.max(first.start))
    }

    /// An expression from the token at index `start` on.
    fn node(&self, what: &'static str, start: usize) -> Node {
        Node {
            what,
            range: self.range_from(start),
            parts: None,
            is_membership: false,
        }
    }

    fn node_of(&mut self, what: &'static str, start: usize, parts: Vec<Node>) -> Node {
        let mut node = self.node(what, start);
        node.parts = Some(self.children.len() as u32);
        self.children.push(parts);
        node
    }

    fn parts(&self, node: Node) -> Vec<Node> {
        let index = node.parts.map_or(usize::MAX, |index| index as usize);
        self.children.get(index).cloned().unwrap_or_default()
    }

    /// A mistake in a known place.
    fn raise<T>(&self, message: impl Into<String>, range: TextRange) -> Match<T> {
        Err(Box::new(Failure::at(ErrorKind::Syntax, message, range)))
    }

    /// A mistake at one token.
    fn raise_at<T>(&self, message: impl Into<String>, token: Token) -> Match<T> {
        Err(Box::new(token.failure(self.text, ErrorKind::Syntax, message)))
    }

    /// A mistake at the last token that was looked at.
    fn raise_last<T>(&self, message: impl Into<String>) -> Match<T> {
        self.raise_at(message, self.token(self.furthest))
    }

    /// A mistake from a place up to the last token that was looked at.
    fn raise_from<T>(&self, message: impl Into<String>, start: TextRange) -> Match<T> {
        let last = self.token(self.furthest);
        let (end, extent) = match last.kind {
            // CPython's reader is after the line's end.
            Kind::Newline if last.range.start == start.start => (last.range.start, Extent::Point),
            Kind::Newline => (last.range.start, Extent::Range),
            _ => (last.range.end, Extent::Before),
        };
        let range = TextRange::new(start.start, end.max(start.start));
        Err(Box::new(
            Failure::at(ErrorKind::Syntax, message, range).with_extent(extent),
        ))
    }

    fn raise_indentation<T>(&self, message: impl Into<String>) -> Match<T> {
        let token = self.token(self.furthest);
        Err(Box::new(token.failure(self.text, ErrorKind::Indentation, message)))
    }

    fn line(&self, token: Token) -> u32 {
        self.lines.line(token.range.start)
    }
}
