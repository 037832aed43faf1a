//! Patterns of `case`.

use super::{Kind, Match, Node, Rule, Walker, need};
use crate::position::TextRange;

impl Walker<'_> {
    /// What follows `case`.
    pub(super) fn patterns(&mut self) -> Match {
        self.first(&[Self::open_sequence, |walker| {
            need!(walker.pattern());
            Ok(Some(()))
        }])
    }

    fn open_sequence(&mut self) -> Match {
        need!(self.maybe_star_pattern());
        need!(self.op(","));
        self.optional(Self::maybe_sequence)?;
        Ok(Some(()))
    }

    fn maybe_sequence(&mut self) -> Match {
        need!(self.list(Self::maybe_star_pattern));
        self.optional(|walker| walker.op(","))?;
        Ok(Some(()))
    }

    fn maybe_star_pattern(&mut self) -> Match {
        self.first(&[
            |walker| {
                need!(walker.op("*"));
                need!(walker.name());
                Ok(Some(()))
            },
            |walker| walker.pattern().map(|found| found.map(|_| ())),
        ])
    }

    fn pattern(&mut self) -> Match<Node> {
        self.remembered(Rule::Pattern, |walker| {
            let start = walker.at;
            let named = |walker: &mut Self| {
                need!(walker.or_pattern());
                need!(walker.word("as"));
                walker.capture_target()
            };
            if walker.attempt(named)?.is_some() {
                return Ok(Some(walker.node("pattern", start)));
            }
            walker.mistake(Self::mistaken_name)?;
            need!(walker.or_pattern());
            Ok(Some(walker.node("pattern", start)))
        })
    }

    fn mistaken_name(&mut self) -> Match {
        need!(self.or_pattern());
        need!(self.word("as"));
        if let Some(name) = self.soft_word("_")? {
            return self.raise("cannot use '_' as a target", name.range);
        }
        let target = need!(self.expression());
        self.raise(format!("cannot use {} as pattern target", target.what), target.range)
    }

    fn capture_target(&mut self) -> Match {
        if self.peek_is(Kind::Name, "_") {
            return Ok(None);
        }
        need!(self.name());
        Ok((!self.ahead_op(&[".", "(", "="])).then_some(()))
    }

    fn or_pattern(&mut self) -> Match {
        need!(self.closed_pattern());
        self.many(|walker| {
            need!(walker.op("|"));
            walker.closed_pattern()
        })?;
        Ok(Some(()))
    }

    fn closed_pattern(&mut self) -> Match {
        self.first(&[
            Self::literal_pattern,
            Self::capture_target,
            |walker| walker.soft_word("_").map(|found| found.map(|_| ())),
            |walker| {
                need!(walker.dotted());
                Ok((!walker.ahead_op(&[".", "(", "="])).then_some(()))
            },
            |walker| {
                need!(walker.op("("));
                need!(walker.pattern());
                need!(walker.op(")"));
                Ok(Some(()))
            },
            |walker| walker.sequence("[", "]"),
            |walker| walker.sequence("(", ")"),
            Self::mapping_pattern,
            Self::class_pattern,
        ])
    }

    /// A name with at least one dot.
    fn dotted(&mut self) -> Match {
        need!(self.name());
        let more = self.many(|walker| {
            need!(walker.op("."));
            walker.name()
        })?;
        Ok((!more.is_empty()).then_some(()))
    }

    fn literal_pattern(&mut self) -> Match {
        let number = |walker: &mut Self| {
            walker.op("-")?;
            need!(walker.kind(Kind::Number));
            if walker.any_op(&["+", "-"])?.is_some() {
                need!(walker.kind(Kind::Number));
            }
            Ok(Some(()))
        };
        if let Some(found) = self.attempt(number)? {
            return Ok(Some(found));
        }
        let token = self.peek();
        if token.kind == Kind::Keyword && matches!(self.source(token), "None" | "True" | "False") {
            self.at += 1;
            return Ok(Some(()));
        }
        need!(self.strings());
        Ok(Some(()))
    }

    fn sequence(&mut self, open: &str, close: &str) -> Match {
        need!(self.op(open));
        if open == "(" {
            self.optional(Self::open_sequence)?;
        } else {
            self.optional(Self::maybe_sequence)?;
        }
        need!(self.op(close));
        Ok(Some(()))
    }

    fn mapping_pattern(&mut self) -> Match {
        need!(self.op("{"));
        let item = |walker: &mut Self| {
            need!(walker.first(&[Self::literal_pattern, Self::dotted]));
            need!(walker.op(":"));
            walker.pattern()
        };
        let rest = |walker: &mut Self| {
            need!(walker.op("**"));
            walker.capture_target()
        };
        if self.attempt(|walker| walker.list(item))?.is_some() {
            self.attempt(|walker| {
                need!(walker.op(","));
                rest(walker)
            })?;
        } else {
            self.attempt(rest)?;
        }
        self.optional(|walker| walker.op(","))?;
        need!(self.op("}"));
        Ok(Some(()))
    }

    fn class_pattern(&mut self) -> Match {
        let start = self.at;
        let whole = |walker: &mut Self| {
            need!(walker.class_name());
            need!(walker.op("("));
            let positional = walker.attempt(Self::positional_patterns)?.is_some();
            walker.attempt(|walker| {
                if positional {
                    need!(walker.op(","));
                }
                walker.keyword_patterns()
            })?;
            walker.optional(|walker| walker.op(","))?;
            walker.op(")")
        };
        if self.attempt(whole)?.is_some() {
            return Ok(Some(()));
        }
        self.at = start;
        self.mistake(Self::mistaken_class_pattern)?;
        Ok(None)
    }

    fn class_name(&mut self) -> Match {
        need!(self.name());
        self.many(|walker| {
            need!(walker.op("."));
            walker.name()
        })?;
        Ok(Some(()))
    }

    fn positional_patterns(&mut self) -> Match<TextRange> {
        let start = self.at;
        need!(self.list(Self::positional_pattern));
        Ok(Some(self.range_from(start)))
    }

    fn positional_pattern(&mut self) -> Match {
        need!(self.pattern());
        Ok(Some(()))
    }

    fn keyword_patterns(&mut self) -> Match {
        need!(self.list(|walker| {
            need!(walker.name());
            need!(walker.op("="));
            walker.pattern()
        }));
        Ok(Some(()))
    }

    fn mistaken_class_pattern(&mut self) -> Match {
        need!(self.class_name());
        need!(self.op("("));
        self.attempt(|walker| {
            need!(walker.positional_patterns());
            walker.op(",")
        })?;
        need!(self.keyword_patterns());
        need!(self.op(","));
        let range = need!(self.positional_patterns());
        self.raise("positional patterns follow keyword patterns", range)
    }
}
