//! Compound statements.

use super::targets::Usage;
use super::{Kind, Match, Walker, need};

impl Walker<'_> {
    pub(super) fn statement(&mut self) -> Match {
        if let Some(found) = self.attempt(Self::compound)? {
            return Ok(Some(found));
        }
        self.attempt(Self::simple_statements)
    }

    fn compound(&mut self) -> Match {
        let token = self.peek();
        let is_operator = token.kind == Kind::Operator;
        match self.source(token) {
            "@" if is_operator => self.decorated(),
            "match" if token.kind == Kind::Name => self.match_statement(),
            _ if token.kind != Kind::Keyword => Ok(None),
            "def" => self.function(),
            "class" => self.class(),
            "if" => self.if_statement(),
            "while" => self.while_statement(),
            "for" => self.for_statement(),
            "with" => self.with_statement(),
            "try" => self.try_statement(),
            "async" => self.first(&[Self::function, Self::with_statement, Self::for_statement]),
            _ => Ok(None),
        }
    }

    fn decorated(&mut self) -> Match {
        self.many(|walker| {
            need!(walker.op("@"));
            need!(walker.named_expression());
            walker.kind(Kind::Newline)
        })?;
        self.first(&[Self::function, Self::class])
    }

    fn function(&mut self) -> Match {
        self.optional(|walker| walker.word("async"))?;
        let keyword = need!(self.word("def"));
        need!(self.name());
        self.optional(Self::type_parameters)?;
        need!(self.forced_op("("));
        self.parameters()?;
        need!(self.op(")"));
        self.optional(|walker| {
            need!(walker.op("->"));
            walker.expression()
        })?;
        need!(self.forced_op(":"));
        self.block_of(keyword, "function definition")
    }

    fn class(&mut self) -> Match {
        let keyword = need!(self.word("class"));
        need!(self.name());
        self.optional(Self::type_parameters)?;
        self.optional(|walker| {
            need!(walker.op("("));
            walker.optional(Self::arguments)?;
            walker.op(")")
        })?;
        need!(self.colon());
        self.block_of(keyword, "class definition")
    }

    fn if_statement(&mut self) -> Match {
        let keyword = need!(self.word("if"));
        need!(self.named_expression());
        need!(self.colon());
        need!(self.block_of(keyword, "'if' statement"));
        while let Some(keyword) = self.word("elif")? {
            need!(self.named_expression());
            need!(self.colon());
            need!(self.block_of(keyword, "'elif' statement"));
        }
        self.else_block()?;
        if self.explains && self.peek_is(Kind::Keyword, "elif") {
            return self.raise_last("'elif' block follows an 'else' block");
        }
        Ok(Some(()))
    }

    fn else_block(&mut self) -> Match {
        self.attempt(|walker| {
            let keyword = need!(walker.word("else"));
            need!(walker.forced_op(":"));
            walker.block_of(keyword, "'else' statement")
        })
    }

    fn while_statement(&mut self) -> Match {
        let keyword = need!(self.word("while"));
        need!(self.named_expression());
        need!(self.colon());
        need!(self.block_of(keyword, "'while' statement"));
        self.else_block()?;
        Ok(Some(()))
    }

    fn for_statement(&mut self) -> Match {
        let start = self.at;
        self.optional(|walker| walker.word("async"))?;
        let keyword = need!(self.word("for"));
        let header = |walker: &mut Self| {
            need!(walker.star_targets());
            walker.word("in")
        };
        if self.attempt(header)?.is_none() {
            self.at = start;
            self.mistake(Self::mistaken_for_target)?;
            return Ok(None);
        }
        need!(self.star_expressions());
        need!(self.colon());
        need!(self.block_of(keyword, "'for' statement"));
        self.else_block()?;
        Ok(Some(()))
    }

    fn with_statement(&mut self) -> Match {
        self.optional(|walker| walker.word("async"))?;
        let keyword = need!(self.word("with"));
        let parenthesised = |walker: &mut Self| {
            need!(walker.op("("));
            need!(walker.list(Self::with_item));
            walker.optional(|walker| walker.op(","))?;
            need!(walker.op(")"));
            walker.op(":")
        };
        if self.attempt(parenthesised)?.is_none() {
            let plain = |walker: &mut Self| {
                need!(walker.list(Self::with_item));
                walker.op(":")
            };
            if self.attempt(plain)?.is_none() {
                self.mistakes(&[Self::with_without_colon, Self::parenthesised_with_without_colon])?;
                return Ok(None);
            }
        }
        self.block_of(keyword, "'with' statement")
    }

    fn with_item(&mut self) -> Match {
        let ends = |walker: &mut Self| walker.ahead_op(&[",", ")", ":"]);
        let named = |walker: &mut Self| {
            need!(walker.expression());
            need!(walker.word("as"));
            need!(walker.star_target());
            Ok(ends(walker).then_some(()))
        };
        if let Some(found) = self.attempt(named)? {
            return Ok(Some(found));
        }
        self.mistake(|walker| {
            need!(walker.expression());
            need!(walker.word("as"));
            let target = need!(walker.expression());
            if !walker.ahead_op(&[",", ")", ":"]) {
                return Ok(None);
            }
            walker.reject_target(target, Usage::Star)
        })?;
        need!(self.expression());
        Ok(Some(()))
    }

    fn with_without_colon(&mut self) -> Match {
        let item = |walker: &mut Self| {
            need!(walker.expression());
            walker.with_target()
        };
        need!(self.list(item));
        need!(self.kind(Kind::Newline));
        self.raise_last("expected ':'")
    }

    fn parenthesised_with_without_colon(&mut self) -> Match {
        let item = |walker: &mut Self| {
            need!(walker.expressions());
            walker.with_target()
        };
        need!(self.op("("));
        need!(self.list(item));
        self.optional(|walker| walker.op(","))?;
        need!(self.op(")"));
        need!(self.kind(Kind::Newline));
        self.raise_last("expected ':'")
    }

    fn with_target(&mut self) -> Match {
        self.optional(|walker| {
            need!(walker.word("as"));
            walker.star_target()
        })?;
        Ok(Some(()))
    }

    fn try_statement(&mut self) -> Match {
        let keyword = need!(self.word("try"));
        need!(self.forced_op(":"));
        need!(self.block_of(keyword, "'try' statement"));
        if self.explains && !self.peek_is(Kind::Keyword, "except") && !self.peek_is(Kind::Keyword, "finally") {
            return self.raise_last("expected 'except' or 'finally' block");
        }
        let mut kinds = Vec::new();
        while self.peek_is(Kind::Keyword, "except") {
            let is_star = self.ahead(|walker| {
                need!(walker.word("except"));
                walker.op("*")
            })?;
            if kinds.first().is_some_and(|first| *first != is_star) {
                if self.explains {
                    self.ahead(|walker| walker.mixed_handler(is_star))?;
                }
                break;
            }
            if self.attempt(|walker| walker.handler(is_star))?.is_none() {
                break;
            }
            kinds.push(is_star);
        }
        if kinds.is_empty() {
            need!(self.finally_block());
            return Ok(Some(()));
        }
        self.else_block()?;
        self.finally_block()?;
        Ok(Some(()))
    }

    fn mixed_handler(&mut self, is_star: bool) -> Match {
        let start = self.at;
        need!(self.word("except"));
        if is_star {
            need!(self.op("*"));
        }
        let range = self.range_from(start);
        let matched = self.attempt(Self::expression)?.is_some();
        if matched {
            self.handler_name()?;
        } else if is_star {
            return Ok(None);
        }
        need!(self.op(":"));
        self.raise("cannot have both 'except' and 'except*' on the same 'try'", range)
    }

    fn handler_name(&mut self) -> Match {
        self.optional(|walker| {
            need!(walker.word("as"));
            walker.name()
        })?;
        Ok(Some(()))
    }

    fn handler(&mut self, is_star: bool) -> Match {
        let what = if is_star {
            "'except*' statement"
        } else {
            "'except' statement"
        };
        let start = self.at;
        let keyword = need!(self.word("except"));
        if is_star {
            need!(self.op("*"));
        }
        let header = |walker: &mut Self| {
            let plain = |walker: &mut Self| {
                need!(walker.expressions());
                walker.op(":")
            };
            let named = |walker: &mut Self| {
                need!(walker.expression());
                need!(walker.word("as"));
                need!(walker.name());
                walker.op(":")
            };
            if walker.attempt(plain)?.is_some() || walker.attempt(named)?.is_some() {
                return Ok(Some(()));
            }
            if is_star {
                return Ok(None);
            }
            walker.op(":").map(|found| found.map(|_| ()))
        };
        if self.attempt(header)?.is_some() {
            return self.block_of(keyword, what);
        }
        if self.explains {
            self.ahead(|walker| walker.mistaken_handler(is_star))?;
        }
        self.at = start;
        Ok(None)
    }

    /// Known mistakes after `except` or `except*`.
    fn mistaken_handler(&mut self, is_star: bool) -> Match {
        self.ahead(|walker| {
            let first = need!(walker.expression());
            need!(walker.op(","));
            need!(walker.expressions());
            need!(walker.word("as"));
            need!(walker.name());
            need!(walker.op(":"));
            let message = "multiple exception types must be parenthesized when using 'as'";
            walker.raise_from::<()>(message, first.range)
        })?;
        self.ahead(|walker| {
            need!(walker.expression());
            need!(walker.handler_name());
            need!(walker.kind(Kind::Newline));
            walker.raise_last::<()>("expected ':'")
        })?;
        let token = self.peek();
        if is_star && (token.kind == Kind::Newline || self.ahead_op(&[":"])) {
            return self.raise_last("expected one or more exception types");
        }
        if token.kind == Kind::Newline {
            return self.raise_last("expected ':'");
        }
        need!(self.expression());
        need!(self.word("as"));
        let target = need!(self.expression());
        need!(self.op(":"));
        need!(self.block());
        let star = if is_star { "*" } else { "" };
        self.raise(
            format!("cannot use except{star} statement with {}", target.what),
            target.range,
        )
    }

    fn finally_block(&mut self) -> Match {
        self.attempt(|walker| {
            let keyword = need!(walker.word("finally"));
            need!(walker.forced_op(":"));
            walker.block_of(keyword, "'finally' statement")
        })
    }

    fn match_statement(&mut self) -> Match {
        let keyword = need!(self.soft_word("match"));
        need!(self.first(&[
            |walker| {
                need!(walker.star_named_expression());
                need!(walker.op(","));
                walker.optional(Self::star_named_expressions)?;
                Ok(Some(()))
            },
            |walker| walker.named_expression().map(|found| found.map(|_| ())),
        ]));
        need!(self.colon());
        need!(self.kind(Kind::Newline));
        if self.kind(Kind::Indent)?.is_none() {
            if !self.explains {
                return Ok(None);
            }
            let line = self.line(keyword);
            return self.raise_indentation(format!(
                "expected an indented block after 'match' statement on line {line}"
            ));
        }
        let cases = self.many(Self::case)?;
        if cases.is_empty() {
            return Ok(None);
        }
        need!(self.kind(Kind::Dedent));
        Ok(Some(()))
    }

    fn case(&mut self) -> Match {
        let keyword = need!(self.soft_word("case"));
        need!(self.patterns());
        self.optional(|walker| {
            need!(walker.word("if"));
            walker.named_expression()
        })?;
        need!(self.colon());
        self.block_of(keyword, "'case' statement")
    }
}
