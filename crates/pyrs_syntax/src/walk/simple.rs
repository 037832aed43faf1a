//! Simple statements.

use super::targets::Usage;
use super::{Kind, Match, Node, Rule, Walker, need};

/// The operators of augmented assignments.
const AUGMENTED: [&str; 13] = [
    "+=", "-=", "*=", "@=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=", "**=", "//=",
];

impl Walker<'_> {
    /// A line of simple statements.
    pub(super) fn simple_statements(&mut self) -> Match {
        need!(self.simple_statement());
        self.many(|walker| {
            need!(walker.op(";"));
            walker.simple_statement()
        })?;
        self.optional(|walker| walker.op(";"))?;
        need!(self.kind(Kind::Newline));
        Ok(Some(()))
    }

    pub(super) fn simple_statement(&mut self) -> Match {
        let found = self.remembered(Rule::Statement, |walker| {
            let start = walker.at;
            need!(walker.first(&[
                Self::assignment,
                Self::type_alias,
                |walker| walker.star_expressions().map(|found| found.map(|_| ())),
                Self::keyword_statement,
            ]));
            Ok(Some(walker.node("statement", start)))
        })?;
        Ok(found.map(|_| ()))
    }

    fn assignment(&mut self) -> Match {
        let found = self.first(&[
            |walker| {
                need!(walker.name());
                walker.annotation()
            },
            |walker| {
                need!(walker.annotated_target());
                walker.annotation()
            },
            |walker| {
                need!(walker.target_list());
                need!(walker.annotated_rhs());
                Ok((!walker.ahead_op(&["="])).then_some(()))
            },
        ])?;
        if found.is_some() {
            return Ok(found);
        }
        let start = self.at;
        if self.single_target()?.is_some() && self.any_op(&AUGMENTED)?.is_some() {
            // From here on there is no other reading.
            need!(self.annotated_rhs());
            return Ok(Some(()));
        }
        self.at = start;
        self.mistakes(&[
            Self::annotated_display,
            Self::annotated_tuple,
            Self::annotated_expression,
            Self::invalid_assignment_target,
            Self::assignment_to_yield,
            Self::invalid_augmented_target,
        ])?;
        Ok(None)
    }

    fn annotation(&mut self) -> Match {
        need!(self.op(":"));
        need!(self.expression());
        self.optional(|walker| {
            need!(walker.op("="));
            walker.annotated_rhs()
        })?;
        Ok(Some(()))
    }

    /// `a = b =`
    fn target_list(&mut self) -> Match {
        let all = self.many(Self::target_and_equal)?;
        Ok((!all.is_empty()).then_some(()))
    }

    fn target_and_equal(&mut self) -> Match {
        need!(self.star_targets());
        need!(self.op("="));
        Ok(Some(()))
    }

    fn annotated_display(&mut self) -> Match {
        let node = need!(self.display_target());
        need!(self.op(":"));
        need!(self.expression());
        self.raise(
            format!("only single target (not {}) can be annotated", node.what),
            node.range,
        )
    }

    fn display_target(&mut self) -> Match<Node> {
        self.first(&[
            |walker| {
                let node = need!(walker.atom());
                Ok(matches!(node.what, "list" | "tuple").then_some(node))
            },
            |walker| {
                need!(walker.op("("));
                let node = need!(walker.display_target());
                need!(walker.op(")"));
                Ok(Some(node))
            },
        ])
    }

    fn annotated_tuple(&mut self) -> Match {
        let first = need!(self.star_named_expression());
        need!(self.op(","));
        self.many(Self::star_named_expressions)?;
        need!(self.op(":"));
        need!(self.expression());
        self.raise("only single target (not tuple) can be annotated", first.range)
    }

    fn annotated_expression(&mut self) -> Match {
        let node = need!(self.expression());
        need!(self.op(":"));
        need!(self.expression());
        self.raise("illegal target for annotation", node.range)
    }

    fn invalid_assignment_target(&mut self) -> Match {
        self.many(Self::target_and_equal)?;
        let node = need!(self.star_expressions());
        need!(self.op("="));
        self.reject_target(node, Usage::Star)
    }

    fn assignment_to_yield(&mut self) -> Match {
        self.many(Self::target_and_equal)?;
        let node = need!(self.yield_expression());
        need!(self.op("="));
        self.raise("assignment to yield expression not possible", node.range)
    }

    fn invalid_augmented_target(&mut self) -> Match {
        let node = need!(self.star_expressions());
        need!(self.any_op(&AUGMENTED));
        need!(self.annotated_rhs());
        let message = format!("'{}' is an illegal expression for augmented assignment", node.what);
        self.raise(message, node.range)
    }

    fn type_alias(&mut self) -> Match {
        need!(self.soft_word("type"));
        need!(self.name());
        self.optional(Self::type_parameters)?;
        need!(self.op("="));
        need!(self.expression());
        Ok(Some(()))
    }

    fn keyword_statement(&mut self) -> Match {
        let token = self.peek();
        if token.kind != Kind::Keyword {
            return Ok(None);
        }
        let word = self.source(token);
        match word {
            "import" => self.import_names(),
            "from" => self.import_from(),
            "del" => self.delete(),
            "yield" => self.yield_expression().map(|found| found.map(|_| ())),
            "raise" => self.raise_statement(),
            "return" => {
                self.at += 1;
                self.optional(Self::star_expressions)?;
                Ok(Some(()))
            }
            "assert" => {
                self.at += 1;
                need!(self.expression());
                self.optional(|walker| {
                    need!(walker.op(","));
                    walker.expression()
                })?;
                Ok(Some(()))
            }
            "pass" | "break" | "continue" => {
                self.at += 1;
                Ok(Some(()))
            }
            "global" | "nonlocal" => {
                self.at += 1;
                need!(self.list(Self::name));
                Ok(Some(()))
            }
            _ => Ok(None),
        }
    }

    fn raise_statement(&mut self) -> Match {
        self.at += 1;
        if self.attempt(Self::expression)?.is_some() {
            self.optional(|walker| {
                need!(walker.word("from"));
                walker.expression()
            })?;
        }
        Ok(Some(()))
    }

    fn delete(&mut self) -> Match {
        let whole = |walker: &mut Self| {
            need!(walker.word("del"));
            need!(walker.delete_targets());
            let token = walker.peek();
            let ends = token.kind == Kind::Newline || walker.ahead_op(&[";"]);
            Ok(ends.then_some(()))
        };
        if let Some(found) = self.attempt(whole)? {
            return Ok(Some(found));
        }
        self.mistake(|walker| {
            need!(walker.word("del"));
            let node = need!(walker.star_expressions());
            walker.reject_target(node, Usage::Delete)
        })?;
        Ok(None)
    }

    fn import_names(&mut self) -> Match {
        self.mistakes(&[Self::import_before_from, |walker| {
            need!(walker.word("import"));
            let newline = need!(walker.kind(Kind::Newline));
            walker.raise_from("Expected one or more names after 'import'", newline.range)
        }])?;
        need!(self.word("import"));
        need!(self.list(Self::dotted_as_name));
        Ok(Some(()))
    }

    fn import_before_from(&mut self) -> Match {
        let import = need!(self.word("import"));
        need!(self.list(Self::dotted_name));
        need!(self.word("from"));
        need!(self.dotted_name());
        self.raise_from("Did you mean to use 'from ... import ...' instead?", import.range)
    }

    fn dotted_name(&mut self) -> Match {
        need!(self.name());
        self.many(|walker| {
            need!(walker.op("."));
            walker.name()
        })?;
        Ok(Some(()))
    }

    fn dotted_as_name(&mut self) -> Match {
        self.mistake(|walker| {
            need!(walker.dotted_name());
            walker.mistaken_alias()
        })?;
        need!(self.dotted_name());
        self.alias()
    }

    fn import_as_name(&mut self) -> Match {
        self.mistake(|walker| {
            need!(walker.name());
            walker.mistaken_alias()
        })?;
        need!(self.name());
        self.alias()
    }

    fn alias(&mut self) -> Match {
        self.optional(|walker| {
            need!(walker.word("as"));
            walker.name()
        })?;
        Ok(Some(()))
    }

    fn mistaken_alias(&mut self) -> Match {
        need!(self.word("as"));
        let is_name = |walker: &mut Self| {
            need!(walker.name());
            let ends = walker.ahead_op(&[",", ")", ";"]) || walker.peek().kind == Kind::Newline;
            Ok(ends.then_some(()))
        };
        if self.ahead(is_name)? {
            return Ok(None);
        }
        let node = need!(self.expression());
        self.raise(format!("cannot use {} as import target", node.what), node.range)
    }

    fn import_from(&mut self) -> Match {
        need!(self.word("from"));
        let dots = self.many(|walker| walker.any_op(&[".", "..."]))?;
        if self.attempt(Self::dotted_name)?.is_none() && dots.is_empty() {
            return Ok(None);
        }
        need!(self.word("import"));
        let found = self.first(&[
            |walker| {
                need!(walker.op("("));
                need!(walker.list(Self::import_as_name));
                walker.optional(|walker| walker.op(","))?;
                need!(walker.op(")"));
                Ok(Some(()))
            },
            |walker| {
                need!(walker.list(Self::import_as_name));
                Ok((!walker.ahead_op(&[","])).then_some(()))
            },
            |walker| walker.op("*").map(|found| found.map(|_| ())),
        ])?;
        if found.is_none() {
            self.mistakes(&[
                |walker| {
                    need!(walker.list(Self::import_as_name));
                    need!(walker.op(","));
                    need!(walker.kind(Kind::Newline));
                    walker.raise_last("trailing comma not allowed without surrounding parentheses")
                },
                |walker| {
                    let newline = need!(walker.kind(Kind::Newline));
                    walker.raise_from("Expected one or more names after 'import'", newline.range)
                },
            ])?;
        }
        Ok(found)
    }
}
