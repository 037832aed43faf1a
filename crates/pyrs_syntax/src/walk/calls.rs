//! The arguments of calls and class definitions.

use super::{Kind, Match, Node, Rule, Walker, need};

impl Walker<'_> {
    /// Arguments up to the closing parenthesis.
    pub(super) fn arguments(&mut self) -> Match<Node> {
        self.remembered(Rule::Arguments, |walker| {
            let start = walker.at;
            let whole = |walker: &mut Self| {
                need!(walker.argument_list());
                walker.optional(|walker| walker.op(","))?;
                Ok(walker.ahead_op(&[")"]).then_some(()))
            };
            if walker.attempt(whole)?.is_some() {
                return Ok(Some(walker.node("arguments", start)));
            }
            walker.mistakes(&[
                Self::iterable_after_mapping,
                Self::bare_generator_first,
                Self::generator_keyword,
                Self::missing_value,
                Self::bare_generator_after,
                Self::bare_generator_last,
                Self::positional_after_keyword,
            ])?;
            Ok(None)
        })
    }

    /// Positional arguments, then keyword arguments.
    fn argument_list(&mut self) -> Match {
        let mixed = |walker: &mut Self| {
            need!(walker.list(Self::positional));
            walker.optional(|walker| {
                need!(walker.op(","));
                walker.keyword_arguments()
            })?;
            Ok(Some(()))
        };
        if let Some(found) = self.attempt(mixed)? {
            return Ok(Some(found));
        }
        self.keyword_arguments()
    }

    fn positional(&mut self) -> Match<Node> {
        self.first(&[Self::starred_expression, |walker| {
            let node = need!(walker.first(&[Self::assignment_expression, Self::plain_expression]));
            Ok((!walker.ahead_op(&["="])).then_some(node))
        }])
    }

    fn keyword_arguments(&mut self) -> Match {
        let both = |walker: &mut Self| {
            need!(walker.list(Self::keyword_or_starred));
            need!(walker.op(","));
            need!(walker.list(Self::keyword_or_mapping));
            Ok(Some(()))
        };
        if let Some(found) = self.attempt(both)? {
            return Ok(Some(found));
        }
        self.first(&[
            |walker| walker.list(Self::keyword_or_starred).map(|found| found.map(|_| ())),
            |walker| walker.list(Self::keyword_or_mapping).map(|found| found.map(|_| ())),
        ])
    }

    fn keyword(&mut self) -> Match {
        need!(self.name());
        need!(self.op("="));
        need!(self.expression());
        Ok(Some(()))
    }

    fn keyword_or_starred(&mut self) -> Match {
        self.mistaken_keyword()?;
        self.first(&[Self::keyword, |walker| {
            walker.starred_expression().map(|found| found.map(|_| ()))
        }])
    }

    fn keyword_or_mapping(&mut self) -> Match {
        self.mistaken_keyword()?;
        self.first(&[Self::keyword, |walker| {
            need!(walker.op("**"));
            need!(walker.expression());
            Ok(Some(()))
        }])
    }

    pub(super) fn starred_expression(&mut self) -> Match<Node> {
        self.mistake(|walker| {
            let start = walker.at;
            need!(walker.op("*"));
            need!(walker.expression());
            need!(walker.op("="));
            need!(walker.expression());
            let range = walker.range_from(start);
            walker.raise("cannot assign to iterable argument unpacking", range)
        })?;
        let start = self.at;
        let whole = |walker: &mut Self| {
            need!(walker.op("*"));
            walker.expression()
        };
        if let Some(inner) = self.attempt(whole)? {
            return Ok(Some(self.node_of("starred", start, vec![inner])));
        }
        self.mistake(|walker| {
            need!(walker.op("*"));
            walker.raise_last("Invalid star expression")
        })?;
        Ok(None)
    }

    fn mistaken_keyword(&mut self) -> Result<(), Box<crate::error::Failure>> {
        self.mistakes(&[
            Self::constant_keyword,
            Self::generator_keyword,
            Self::expression_keyword,
            Self::mapping_keyword,
        ])
    }

    fn constant_keyword(&mut self) -> Match {
        let start = self.at;
        let word = self.peek();
        if !(word.kind == Kind::Keyword && matches!(self.source(word), "True" | "False" | "None")) {
            return Ok(None);
        }
        self.at += 1;
        need!(self.op("="));
        let message = format!("cannot assign to {}", self.source(word));
        let range = self.range_from(start);
        self.raise(message, range)
    }

    /// `name=value for …`
    fn generator_keyword(&mut self) -> Match {
        let start = self.at;
        need!(self.name());
        need!(self.op("="));
        let range = self.range_from(start);
        need!(self.expression());
        need!(self.clauses());
        self.raise("invalid syntax. Maybe you meant '==' or ':=' instead of '='?", range)
    }

    fn expression_keyword(&mut self) -> Match {
        let is_keyword = |walker: &mut Self| {
            need!(walker.name());
            walker.op("=")
        };
        if self.ahead(is_keyword)? {
            return Ok(None);
        }
        let node = need!(self.expression());
        let equal = need!(self.op("="));
        let range = node.range.cover(equal.range);
        self.raise("expression cannot contain assignment, perhaps you meant \"==\"?", range)
    }

    fn mapping_keyword(&mut self) -> Match {
        let start = self.at;
        need!(self.op("**"));
        need!(self.expression());
        need!(self.op("="));
        need!(self.expression());
        let range = self.range_from(start);
        self.raise("cannot assign to keyword argument unpacking", range)
    }

    /// `**mapping, *iterable`
    fn iterable_after_mapping(&mut self) -> Match {
        let before = |walker: &mut Self| {
            need!(walker.list(Self::positional));
            need!(walker.op(","));
            walker.keyword_arguments()
        };
        if self.attempt(before)?.is_none() {
            need!(self.keyword_arguments());
        }
        let comma = need!(self.op(","));
        let star = |walker: &mut Self| {
            need!(walker.op("*"));
            walker.expression()
        };
        need!(self.list(star));
        self.raise_from(
            "iterable argument unpacking follows keyword argument unpacking",
            comma.range,
        )
    }

    /// `x for x in y, …`
    fn bare_generator_first(&mut self) -> Match {
        let node = need!(self.expression());
        let end = need!(self.clauses());
        let range = node.range.cover(end);
        need!(self.op(","));
        let next = |walker: &mut Self| {
            need!(walker.expression());
            need!(walker.clauses());
            Ok(Some(()))
        };
        if self.attempt(Self::argument_list)?.is_none() {
            self.attempt(next)?;
        }
        self.raise("Generator expression must be parenthesized", range)
    }

    /// `name=` and nothing.
    fn missing_value(&mut self) -> Match {
        let before = |walker: &mut Self| {
            need!(walker.argument_list());
            walker.op(",")
        };
        self.attempt(before)?;
        let start = self.at;
        need!(self.name());
        need!(self.op("="));
        let range = self.range_from(start);
        if !self.ahead_op(&[",", ")"]) {
            return Ok(None);
        }
        self.raise("expected argument value expression", range)
    }

    /// `a, x for x in y`
    fn bare_generator_after(&mut self) -> Match {
        let mut last = None;
        let positional = |walker: &mut Self| {
            let node = need!(walker.positional());
            Ok(Some(node))
        };
        let all = need!(self.list(positional));
        let count = all.len();
        last = all.last().copied().or(last);
        let end = need!(self.clauses());
        match last {
            Some(last) if count > 1 => self.raise("Generator expression must be parenthesized", last.range.cover(end)),
            _ => Ok(None),
        }
    }

    fn bare_generator_last(&mut self) -> Match {
        need!(self.argument_list());
        need!(self.op(","));
        let generator = need!(self.expression());
        let end = need!(self.clauses());
        self.raise("Generator expression must be parenthesized", generator.range.cover(end))
    }

    fn positional_after_keyword(&mut self) -> Match {
        let start = self.at;
        need!(self.argument_list());
        let end = self.at;
        need!(self.op(","));
        need!(self.argument_list());
        let has_mapping = self.has_mapping(start, end);
        self.raise_last(if has_mapping {
            "positional argument follows keyword argument unpacking"
        } else {
            "positional argument follows keyword argument"
        })
    }

    /// Whether one of the arguments in a range of tokens is `**mapping`.
    fn has_mapping(&self, start: usize, end: usize) -> bool {
        let level = self.token(start.saturating_sub(1)).level;
        (start..end).any(|index| {
            let token = self.token(index);
            let begins = index == start || {
                let before = self.token(index - 1);
                before.level == level && self.source(before) == ","
            };
            begins && token.kind == Kind::Operator && self.source(token) == "**"
        })
    }
}
