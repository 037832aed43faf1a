//! Expressions above atoms, and the mistakes that are known in them.

use super::{Kind, MAX_RULES, Match, Node, Rule, Token, Walker, need};
use crate::position::TextRange;

/// Binary operators, the loosest first.
const LEVELS: [&[&str]; 6] = [
    &["|"],
    &["^"],
    &["&"],
    &["<<", ">>"],
    &["+", "-"],
    &["*", "/", "//", "%", "@"],
];

/// The level of `+`: from here on CPython knows the mistake `a + not b`.
const SUM: usize = 4;

/// Names that begin a statement of their own, and so no list without commas.
const SOFT_KEYWORDS: [&str; 4] = ["_", "case", "match", "type"];

impl Walker<'_> {
    /// Expressions with commas between.
    pub(super) fn expressions(&mut self) -> Match<Node> {
        self.tuple_of(Self::expression)
    }

    /// The same, where elements may be starred.
    pub(super) fn star_expressions(&mut self) -> Match<Node> {
        self.tuple_of(Self::star_expression)
    }

    fn tuple_of(&mut self, element: fn(&mut Self) -> Match<Node>) -> Match<Node> {
        let start = self.at;
        let first = need!(element(self));
        if !self.ahead_op(&[","]) {
            return Ok(Some(first));
        }
        let next = |walker: &mut Self| {
            need!(walker.op(","));
            element(walker)
        };
        let mut parts = vec![first];
        parts.extend(self.many(next)?);
        self.optional(|walker| walker.op(","))?;
        Ok(Some(self.node_of("tuple", start, parts)))
    }

    fn star_expression(&mut self) -> Match<Node> {
        self.remembered(Rule::StarExpression, |walker| {
            walker.first(&[Self::starred_operand, Self::expression])
        })
    }

    /// `*` and what binds tighter than a comparison.
    fn starred_operand(&mut self) -> Match<Node> {
        let start = self.at;
        need!(self.op("*"));
        let inner = need!(self.bitwise_or());
        Ok(Some(self.node_of("starred", start, vec![inner])))
    }

    pub(super) fn star_named_expression(&mut self) -> Match<Node> {
        self.first(&[Self::starred_operand, Self::named_expression])
    }

    /// Elements of a display, a comma at the end included.
    pub(super) fn star_named_expressions(&mut self) -> Match<Vec<Node>> {
        let all = need!(self.list(Self::star_named_expression));
        self.optional(|walker| walker.op(","))?;
        Ok(Some(all))
    }

    /// `name := value`; the comma operator's sibling without the rule against another `:=`.
    pub(super) fn assignment_expression(&mut self) -> Match<Node> {
        let start = self.at;
        need!(self.name());
        need!(self.op(":="));
        need!(self.expression());
        Ok(Some(self.node("named expression", start)))
    }

    pub(super) fn named_expression(&mut self) -> Match<Node> {
        self.remembered(Rule::NamedExpression, |walker| {
            let begins = |walker: &mut Self| {
                need!(walker.name());
                walker.op(":=")
            };
            if walker.ahead(begins)? {
                return walker.assignment_expression();
            }
            walker.mistakes(&[
                Self::mistaken_walrus_target,
                Self::mistaken_equal,
                Self::mistaken_comparison,
            ])?;
            walker.plain_expression()
        })
    }

    /// An expression that isn't the target of `:=`.
    pub(super) fn plain_expression(&mut self) -> Match<Node> {
        let node = need!(self.expression());
        Ok((!self.ahead_op(&[":="])).then_some(node))
    }

    fn mistaken_walrus_target(&mut self) -> Match {
        let target = need!(self.expression());
        need!(self.op(":="));
        need!(self.expression());
        let message = format!("cannot use assignment expressions with {}", target.what);
        self.raise(message, target.range)
    }

    fn mistaken_equal(&mut self) -> Match {
        let start = self.at;
        need!(self.name());
        need!(self.op("="));
        need!(self.bitwise_or());
        if self.ahead_op(&["=", ":="]) {
            return Ok(None);
        }
        let range = self.range_from(start);
        self.raise("invalid syntax. Maybe you meant '==' or ':=' instead of '='?", range)
    }

    fn mistaken_comparison(&mut self) -> Match {
        let is_display = |walker: &mut Self| {
            let atom = need!(walker.atom());
            let names = ["list", "tuple", "generator expression", "True", "None", "False"];
            Ok(names.contains(&atom.what).then_some(()))
        };
        if self.ahead(is_display)? {
            return Ok(None);
        }
        let left = need!(self.bitwise_or());
        need!(self.op("="));
        need!(self.bitwise_or());
        if self.ahead_op(&["=", ":="]) {
            return Ok(None);
        }
        let message = format!(
            "cannot assign to {} here. Maybe you meant '==' instead of '='?",
            left.what
        );
        self.raise(message, left.range)
    }

    pub(super) fn expression(&mut self) -> Match<Node> {
        self.remembered(Rule::Expression, |walker| {
            walker.mistakes(&[
                Self::text_in_quotes,
                Self::missing_comma,
                Self::missing_else,
                Self::statement_after_else,
                Self::statement_before_if,
                Self::lambda_in_field,
                Self::print_statement,
            ])?;
            walker.first(&[Self::conditional, Self::disjunction, Self::lambda])
        })
    }

    fn conditional(&mut self) -> Match<Node> {
        let start = self.at;
        need!(self.disjunction());
        need!(self.word("if"));
        need!(self.disjunction());
        need!(self.word("else"));
        need!(self.expression());
        Ok(Some(self.node("conditional expression", start)))
    }

    fn lambda(&mut self) -> Match<Node> {
        let start = self.at;
        need!(self.word("lambda"));
        self.lambda_parameters()?;
        need!(self.op(":"));
        need!(self.expression());
        Ok(Some(self.node("lambda", start)))
    }

    /// Two expressions side by side, inside brackets.
    fn missing_comma(&mut self) -> Match {
        let first = self.peek();
        if first.kind == Kind::Name {
            let is_soft = SOFT_KEYWORDS.contains(&self.source(first));
            let before_string = |walker: &mut Self| {
                need!(walker.name());
                walker.kind(Kind::String)
            };
            if self.ahead(before_string)? || is_soft {
                return Ok(None);
            }
        }
        let left = need!(self.disjunction());
        let right = need!(self.expression_without_mistakes());
        let level = self.token(self.at.saturating_sub(1)).level;
        if level == 0 || self.is_legacy(left) {
            return Ok(None);
        }
        let range = left.range.cover(right.range);
        self.raise("invalid syntax. Perhaps you forgot a comma?", range)
    }

    fn expression_without_mistakes(&mut self) -> Match<Node> {
        let explains = std::mem::replace(&mut self.explains, false);
        let result = self.first(&[Self::conditional, Self::disjunction, Self::lambda]);
        self.explains = explains;
        result
    }

    /// The name of a statement of Python 2.
    fn is_legacy(&self, node: Node) -> bool {
        let TextRange { start, end } = node.range;
        let source = self.text.get(start as usize..end as usize);
        node.what == "name" && matches!(source, Some("print" | "exec"))
    }

    /// `"a" b "c"`: the quotes inside a string end it.
    fn text_in_quotes(&mut self) -> Match {
        need!(self.kind(Kind::String));
        let inner = |walker: &mut Self| {
            if walker.peek().kind == Kind::String {
                return Ok(None);
            }
            walker.expression_without_mistakes()
        };
        let all = self.many(inner)?;
        let (Some(first), Some(last)) = (all.first(), all.last()) else {
            return Ok(None);
        };
        let range = first.range.cover(last.range);
        need!(self.kind(Kind::String));
        self.raise("invalid syntax. Is this intended to be part of the string?", range)
    }

    fn missing_else(&mut self) -> Match {
        let first = need!(self.disjunction());
        need!(self.word("if"));
        let last = need!(self.disjunction());
        let range = first.range.cover(last.range);
        if self.peek_is(Kind::Keyword, "else") || self.ahead_op(&[":"]) {
            return Ok(None);
        }
        self.raise("expected 'else' after 'if' expression", range)
    }

    fn statement_after_else(&mut self) -> Match {
        need!(self.disjunction());
        need!(self.word("if"));
        need!(self.disjunction());
        need!(self.word("else"));
        let at = self.at;
        if self.ahead(Self::expression)? {
            return Ok(None);
        }
        self.at = at;
        let token = self.peek();
        self.raise_at("expected expression after 'else', but statement is given", token)
    }

    fn statement_before_if(&mut self) -> Match {
        let keyword = need!(self.first(&[
            |walker| walker.word("pass"),
            |walker| walker.word("break"),
            |walker| walker.word("continue"),
        ]));
        need!(self.word("if"));
        need!(self.disjunction());
        need!(self.word("else"));
        need!(self.simple_statement());
        self.raise("expected expression before 'if', but statement is given", keyword.range)
    }

    fn lambda_in_field(&mut self) -> Match {
        let start = self.at;
        need!(self.word("lambda"));
        self.lambda_parameters()?;
        need!(self.op(":"));
        let range = self.range_from(start);
        if self.peek().kind != Kind::Middle {
            return Ok(None);
        }
        let letter = self.interpolated_letter(start);
        let message = format!("{letter}-string: lambda expressions are not allowed without parentheses");
        self.raise(message, range)
    }

    fn print_statement(&mut self) -> Match {
        let start = self.at;
        let name = need!(self.name());
        if self.ahead_op(&["("]) {
            return Ok(None);
        }
        need!(self.star_expressions());
        let range = self.range_from(start);
        let word = self.source(name);
        if !matches!(word, "print" | "exec") {
            return Ok(None);
        }
        let message = format!("Missing parentheses in call to '{word}'. Did you mean {word}(...)?");
        self.raise(message, range)
    }

    pub(super) fn disjunction(&mut self) -> Match<Node> {
        self.remembered(Rule::Disjunction, |walker| {
            walker.chain("or", |walker| walker.chain("and", Self::inversion))
        })
    }

    /// Operands with a keyword between.
    fn chain(&mut self, word: &str, operand: fn(&mut Self) -> Match<Node>) -> Match<Node> {
        let start = self.at;
        let first = need!(operand(self));
        let next = |walker: &mut Self| {
            need!(walker.word(word));
            operand(walker)
        };
        let more = self.many(next)?;
        Ok(Some(if more.is_empty() {
            first
        } else {
            self.node("expression", start)
        }))
    }

    /// Runs a rule that calls itself without a rule that is remembered between.
    fn nested(&mut self, rule: fn(&mut Self) -> Match<Node>) -> Match<Node> {
        self.gave_up |= self.depth >= MAX_RULES;
        if self.gave_up {
            return Ok(None);
        }
        self.depth += 1;
        let result = rule(self);
        self.depth -= 1;
        result
    }

    fn inversion(&mut self) -> Match<Node> {
        let start = self.at;
        if self.word("not")?.is_some() {
            need!(self.nested(Self::inversion));
            return Ok(Some(self.node("expression", start)));
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Match<Node> {
        let start = self.at;
        let left = need!(self.bitwise_or());
        let pairs = self.many(|walker| {
            let operator = need!(walker.comparison_operator());
            need!(walker.bitwise_or());
            Ok(Some(operator))
        })?;
        let Some(first) = pairs.first() else {
            return Ok(Some(left));
        };
        let is_membership = self.source(*first) == "in";
        let mut node = self.node_of("comparison", start, vec![left]);
        node.is_membership = is_membership;
        Ok(Some(node))
    }

    /// The operator's first token.
    fn comparison_operator(&mut self) -> Match<Token> {
        if let Some(found) = self.any_op(&["==", "!=", "<=", "<", ">=", ">"])? {
            return Ok(Some(found));
        }
        self.first(&[
            |walker| {
                let first = need!(walker.word("not"));
                need!(walker.word("in"));
                Ok(Some(first))
            },
            |walker| walker.word("in"),
            |walker| {
                let first = need!(walker.word("is"));
                walker.word("not")?;
                Ok(Some(first))
            },
        ])
    }

    pub(super) fn bitwise_or(&mut self) -> Match<Node> {
        self.remembered(Rule::BitwiseOr, |walker| walker.binary(0))
    }

    /// Operands of the operators of a level and of those that bind tighter.
    fn binary(&mut self, level: usize) -> Match<Node> {
        let start = self.at;
        let Some(operators) = LEVELS.get(level) else {
            return self.factor();
        };
        let mut left = need!(self.binary(level + 1));
        loop {
            let mark = self.at;
            if self.any_op(operators)?.is_none() {
                return Ok(Some(left));
            }
            if level >= SUM {
                self.mistake(Self::negated_operand)?;
            }
            if self.binary(level + 1)?.is_none() {
                self.at = mark;
                return Ok(Some(left));
            }
            left = self.node("expression", start);
        }
    }

    /// `a + not b`
    fn negated_operand(&mut self) -> Match {
        let start = self.at;
        need!(self.word("not"));
        need!(self.inversion());
        let range = self.range_from(start);
        self.raise("'not' after an operator must be parenthesized", range)
    }

    /// `- not a`
    fn negated_factor(&mut self) -> Match {
        let start = self.at;
        need!(self.word("not"));
        need!(self.factor());
        let range = self.range_from(start);
        self.raise("'not' after an operator must be parenthesized", range)
    }

    fn factor(&mut self) -> Match<Node> {
        let start = self.at;
        if self.any_op(&["+", "-", "~"])?.is_some() {
            self.mistake(Self::negated_factor)?;
            need!(self.nested(Self::factor));
            return Ok(Some(self.node("expression", start)));
        }
        let base = need!(self.awaited());
        let power = |walker: &mut Self| {
            need!(walker.op("**"));
            walker.nested(Self::factor)
        };
        Ok(Some(match self.optional(power)? {
            Some(_) => self.node("expression", start),
            None => base,
        }))
    }

    fn awaited(&mut self) -> Match<Node> {
        let start = self.at;
        if self.word("await")?.is_some() {
            need!(self.primary());
            return Ok(Some(self.node("await expression", start)));
        }
        self.primary()
    }

    pub(super) fn primary(&mut self) -> Match<Node> {
        self.remembered(Rule::Primary, |walker| {
            let start = walker.at;
            let atom = need!(walker.atom());
            walker.trailers(start, atom)
        })
    }

    /// Attributes, calls and subscripts after an atom.
    pub(super) fn trailers(&mut self, start: usize, atom: Node) -> Match<Node> {
        let mut node = atom;
        loop {
            let next = self.first(&[
                |walker| {
                    need!(walker.op("."));
                    need!(walker.name());
                    Ok(Some("attribute"))
                },
                |walker| {
                    need!(walker.generator());
                    Ok(Some("function call"))
                },
                |walker| {
                    need!(walker.op("("));
                    walker.optional(Self::arguments)?;
                    need!(walker.op(")"));
                    Ok(Some("function call"))
                },
                |walker| {
                    need!(walker.op("["));
                    need!(walker.slices());
                    need!(walker.op("]"));
                    Ok(Some("subscript"))
                },
            ])?;
            let Some(what) = next else {
                return Ok(Some(node));
            };
            node = self.node(what, start);
        }
    }

    fn slices(&mut self) -> Match {
        need!(self.list(|walker| walker.first(&[Self::slice, Self::starred_expression])));
        self.optional(|walker| walker.op(","))?;
        Ok(Some(()))
    }

    fn slice(&mut self) -> Match<Node> {
        self.first(&[
            |walker| {
                let start = walker.at;
                walker.optional(Self::expression)?;
                need!(walker.op(":"));
                walker.optional(Self::expression)?;
                walker.optional(|walker| {
                    need!(walker.op(":"));
                    walker.optional(Self::expression)?;
                    Ok(Some(()))
                })?;
                Ok(Some(walker.node("expression", start)))
            },
            Self::named_expression,
        ])
    }

    pub(super) fn yield_expression(&mut self) -> Match<Node> {
        let start = self.at;
        need!(self.word("yield"));
        let from = |walker: &mut Self| {
            need!(walker.word("from"));
            walker.expression()
        };
        if self.optional(from)?.is_none() {
            self.optional(Self::star_expressions)?;
        }
        Ok(Some(self.node("yield expression", start)))
    }

    /// What may stand on the right of `=`.
    pub(super) fn annotated_rhs(&mut self) -> Match<Node> {
        self.first(&[Self::yield_expression, Self::star_expressions])
    }
}
