//! Atoms: names, literals, and everything in brackets.

use super::targets::Usage;
use super::{Kind, Match, Node, Rule, Walker, need};
use crate::error::{Extent, Failure};
use crate::position::TextRange;

impl Walker<'_> {
    pub(super) fn atom(&mut self) -> Match<Node> {
        self.remembered(Rule::Atom, |walker| {
            let start = walker.at;
            let token = walker.peek();
            let single = |what| Ok(Some(what));
            let what: Match<&'static str> = match (token.kind, walker.source(token)) {
                (Kind::Name, _) => single("name"),
                (Kind::Number, _) => single("literal"),
                (Kind::Keyword, "True") => single("True"),
                (Kind::Keyword, "False") => single("False"),
                (Kind::Keyword, "None") => single("None"),
                (Kind::Operator, "...") => single("ellipsis"),
                (Kind::String | Kind::FormatStart | Kind::TemplateStart, _) => return walker.strings(),
                (Kind::Operator, "(") => return walker.parentheses(),
                (Kind::Operator, "[") => return walker.brackets(),
                (Kind::Operator, "{") => return walker.braces(),
                _ => Ok(None),
            };
            let what = need!(what);
            walker.at += 1;
            Ok(Some(walker.node(what, start)))
        })
    }

    /// A tuple, a group or a generator expression.
    fn parentheses(&mut self) -> Match<Node> {
        self.first(&[Self::tuple, Self::group, Self::generator])
    }

    fn tuple(&mut self) -> Match<Node> {
        let start = self.at;
        need!(self.op("("));
        let inside = |walker: &mut Self| {
            let first = need!(walker.star_named_expression());
            need!(walker.op(","));
            let mut all = vec![first];
            all.extend(walker.optional(Self::star_named_expressions)?.unwrap_or_default());
            Ok(Some(all))
        };
        let parts = self.optional(inside)?.unwrap_or_default();
        need!(self.op(")"));
        Ok(Some(self.node_of("tuple", start, parts)))
    }

    fn group(&mut self) -> Match<Node> {
        let inside = |walker: &mut Self| {
            need!(walker.op("("));
            let inner = need!(walker.first(&[Self::yield_expression, Self::named_expression]));
            need!(walker.op(")"));
            Ok(Some(inner))
        };
        if let Some(inner) = self.attempt(inside)? {
            return Ok(Some(inner));
        }
        self.mistake(Self::starred_group)?;
        Ok(None)
    }

    fn starred_group(&mut self) -> Match {
        need!(self.op("("));
        let star = self.peek();
        let (range, message) = if let Some(starred) = self.optional(Self::starred_expression)? {
            (starred.range, "cannot use starred expression here")
        } else {
            need!(self.op("**"));
            need!(self.expression());
            (star.range, "cannot use double starred expression here")
        };
        need!(self.op(")"));
        self.raise(message, range)
    }

    pub(super) fn generator(&mut self) -> Match<Node> {
        let start = self.at;
        let whole = |walker: &mut Self| {
            need!(walker.op("("));
            need!(walker.first(&[Self::assignment_expression, Self::plain_expression]));
            need!(walker.clauses());
            walker.op(")")
        };
        if self.attempt(whole)?.is_some() {
            return Ok(Some(self.node("generator expression", start)));
        }
        self.mistakes(&[Self::unpacking_comprehension, Self::bare_tuple_comprehension])?;
        Ok(None)
    }

    fn brackets(&mut self) -> Match<Node> {
        self.first(&[
            |walker| {
                let start = walker.at;
                need!(walker.op("["));
                let parts = walker.optional(Self::star_named_expressions)?.unwrap_or_default();
                need!(walker.op("]"));
                Ok(Some(walker.node_of("list", start, parts)))
            },
            |walker| walker.comprehension("[", "]", "list comprehension"),
        ])
    }

    fn comprehension(&mut self, open: &str, close: &str, what: &'static str) -> Match<Node> {
        let start = self.at;
        let whole = |walker: &mut Self| {
            need!(walker.op(open));
            need!(walker.named_expression());
            need!(walker.clauses());
            walker.op(close)
        };
        if self.attempt(whole)?.is_some() {
            return Ok(Some(self.node(what, start)));
        }
        self.mistakes(&[Self::unpacking_comprehension, Self::bare_tuple_comprehension])?;
        Ok(None)
    }

    fn unpacking_comprehension(&mut self) -> Match {
        need!(self.any_op(&["[", "(", "{"]));
        let starred = need!(self.starred_expression());
        need!(self.clauses());
        self.raise("iterable unpacking cannot be used in comprehension", starred.range)
    }

    fn bare_tuple_comprehension(&mut self) -> Match {
        need!(self.any_op(&["[", "{"]));
        let first = need!(self.star_named_expression());
        let comma = need!(self.op(","));
        let more = self.optional(Self::star_named_expressions)?.unwrap_or_default();
        let end = more.last().map_or(comma.range, |last| last.range);
        let range = first.range.cover(end);
        need!(self.clauses());
        self.raise("did you forget parentheses around the comprehension target?", range)
    }

    /// A dictionary, a set or a comprehension of either.
    fn braces(&mut self) -> Match<Node> {
        self.first(&[
            Self::dictionary,
            |walker| {
                let start = walker.at;
                need!(walker.op("{"));
                need!(walker.star_named_expressions());
                need!(walker.op("}"));
                Ok(Some(walker.node("set display", start)))
            },
            Self::dictionary_comprehension,
            |walker| walker.comprehension("{", "}", "set comprehension"),
        ])
    }

    fn dictionary(&mut self) -> Match<Node> {
        let start = self.at;
        let whole = |walker: &mut Self| {
            need!(walker.op("{"));
            if walker.optional(|walker| walker.list(Self::dictionary_item))?.is_some() {
                walker.optional(|walker| walker.op(","))?;
            }
            walker.op("}")
        };
        if self.attempt(whole)?.is_some() {
            return Ok(Some(self.node("dict literal", start)));
        }
        self.mistake(Self::mistaken_items)?;
        Ok(None)
    }

    fn dictionary_item(&mut self) -> Match {
        self.first(&[
            |walker| {
                need!(walker.op("**"));
                need!(walker.bitwise_or());
                Ok(Some(()))
            },
            Self::pair,
        ])
    }

    fn pair(&mut self) -> Match {
        need!(self.expression());
        need!(self.op(":"));
        need!(self.expression());
        Ok(Some(()))
    }

    fn mistaken_items(&mut self) -> Match {
        need!(self.op("{"));
        self.ahead(|walker| {
            need!(walker.list(Self::dictionary_item));
            need!(walker.op(","));
            let key = need!(walker.expression());
            if walker.ahead_op(&[":"]) {
                walker.at -= 1;
                return Ok(Some(()));
            }
            // CPython gives one column, and no end.
            let last = TextRange::new(key.range.end.saturating_sub(1), key.range.end);
            let failure = Failure::syntax(
                "':' expected after dictionary key",
                last.start as usize,
                last.end as usize,
            );
            Err::<Option<()>, _>(Box::new(failure.with_extent(Extent::Zero)))
        })?;
        let is_first = self.ahead(Self::mistaken_value)?;
        if !is_first {
            need!(self.list(Self::dictionary_item));
            need!(self.op(","));
            self.ahead(Self::mistaken_value)?;
        }
        Ok(None)
    }

    fn mistaken_value(&mut self) -> Match {
        need!(self.expression());
        let colon = need!(self.op(":"));
        let star = self.peek();
        let starred = |walker: &mut Self| {
            need!(walker.op("*"));
            walker.bitwise_or()
        };
        if self.attempt(starred)?.is_some() {
            return self.raise_from("cannot use a starred expression in a dictionary value", star.range);
        }
        if self.ahead_op(&["}", ","]) {
            return self.raise("expression expected after dictionary key and ':'", colon.range);
        }
        Ok(None)
    }

    fn dictionary_comprehension(&mut self) -> Match<Node> {
        let start = self.at;
        let whole = |walker: &mut Self| {
            need!(walker.op("{"));
            need!(walker.pair());
            need!(walker.clauses());
            walker.op("}")
        };
        if self.attempt(whole)?.is_some() {
            return Ok(Some(self.node("dict comprehension", start)));
        }
        self.mistake(|walker| {
            need!(walker.op("{"));
            let stars = need!(walker.op("**"));
            need!(walker.bitwise_or());
            need!(walker.clauses());
            need!(walker.op("}"));
            walker.raise("dict unpacking cannot be used in dict comprehension", stars.range)
        })?;
        Ok(None)
    }

    /// The `for` clauses of a comprehension; gives the last one's target and what follows it.
    pub(super) fn clauses(&mut self) -> Match<TextRange> {
        let mut all = vec![need!(self.attempt(Self::clause))];
        all.extend(self.many(Self::clause)?);
        Ok(all.pop())
    }

    /// One clause: the range of its target up to its last part.
    fn clause(&mut self) -> Match<TextRange> {
        let is_for = |walker: &mut Self| {
            walker.optional(|walker| walker.word("async"))?;
            need!(walker.word("for"));
            let target = walker.at;
            need!(walker.star_targets());
            need!(walker.word("in"));
            Ok(Some(target))
        };
        if let Some(target) = self.attempt(is_for)? {
            need!(self.disjunction());
            self.many(|walker| {
                need!(walker.word("if"));
                walker.disjunction()
            })?;
            return Ok(Some(self.range_from(target)));
        }
        self.mistakes(&[Self::missing_in, Self::mistaken_for_target])?;
        Ok(None)
    }

    fn missing_in(&mut self) -> Match {
        self.optional(|walker| walker.word("async"))?;
        need!(self.word("for"));
        need!(self.list(Self::bitwise_or));
        self.optional(|walker| walker.op(","))?;
        if self.peek_is(Kind::Keyword, "in") {
            return Ok(None);
        }
        self.raise_last("'in' expected after for-loop variables")
    }

    pub(super) fn mistaken_for_target(&mut self) -> Match {
        self.optional(|walker| walker.word("async"))?;
        need!(self.word("for"));
        let target = need!(self.star_expressions());
        self.reject_target(target, Usage::For)
    }
}
