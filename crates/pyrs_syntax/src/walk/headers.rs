//! What compound statements have in common: colons, blocks, and the messages about them.

use super::{Kind, Match, Rule, Token, Walker, need};

impl Walker<'_> {
    /// An operator that CPython insists on.
    pub(super) fn forced_op(&mut self, text: &str) -> Match<Token> {
        if let Some(found) = self.op(text)? {
            return Ok(Some(found));
        }
        if !self.explains {
            return Ok(None);
        }
        let token = self.peek();
        self.raise_at(format!("expected '{text}'"), token)
    }

    /// A colon. Where the header ends without one, the second walk says so.
    pub(super) fn colon(&mut self) -> Match<Token> {
        if let Some(found) = self.op(":")? {
            return Ok(Some(found));
        }
        if self.explains && self.peek().kind == Kind::Newline {
            return self.raise_last("expected ':'");
        }
        Ok(None)
    }

    /// The indented block after a header that begins with `keyword`, or the statements on its line.
    pub(super) fn block_of(&mut self, keyword: Token, what: &str) -> Match {
        if self.explains {
            let lacks_block = |walker: &mut Self| {
                need!(walker.kind(Kind::Newline));
                Ok((walker.peek().kind != Kind::Indent).then_some(()))
            };
            if self.ahead(lacks_block)? {
                let line = self.line(keyword);
                return self.raise_indentation(format!("expected an indented block after {what} on line {line}"));
            }
        }
        self.block()
    }

    pub(super) fn block(&mut self) -> Match {
        let found = self.remembered(Rule::Block, |walker| {
            let start = walker.at;
            let indented = |walker: &mut Self| {
                need!(walker.kind(Kind::Newline));
                need!(walker.kind(Kind::Indent));
                let statements = walker.many(Self::statement)?;
                if statements.is_empty() {
                    return Ok(None);
                }
                need!(walker.kind(Kind::Dedent));
                Ok(Some(()))
            };
            if walker.attempt(indented)?.is_none() {
                need!(walker.simple_statements());
            }
            Ok(Some(walker.node("block", start)))
        })?;
        Ok(found.map(|_| ()))
    }
}
