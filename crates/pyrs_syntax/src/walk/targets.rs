//! Targets of assignments, loops, `with` and `del`.

use super::{Kind, Match, Node, Rule, Walker, need};

/// What a target is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Usage {
    Star,
    Delete,
    For,
}

impl Walker<'_> {
    /// The targets of `=`, `for` and the like.
    pub(super) fn star_targets(&mut self) -> Match<Node> {
        let start = self.at;
        let first = need!(self.star_target());
        if !self.ahead_op(&[","]) {
            return Ok(Some(first));
        }
        let next = |walker: &mut Self| {
            need!(walker.op(","));
            walker.star_target()
        };
        let mut parts = vec![first];
        parts.extend(self.many(next)?);
        self.optional(|walker| walker.op(","))?;
        Ok(Some(self.node_of("tuple", start, parts)))
    }

    pub(super) fn star_target(&mut self) -> Match<Node> {
        self.remembered(Rule::StarTarget, |walker| {
            let start = walker.at;
            if walker.op("*")?.is_none() {
                return walker.target_with_star_atom();
            }
            if walker.ahead_op(&["*"]) {
                return Ok(None);
            }
            let inner = need!(walker.star_target());
            Ok(Some(walker.node_of("starred", start, vec![inner])))
        })
    }

    fn target_with_star_atom(&mut self) -> Match<Node> {
        self.first(&[Self::attribute_or_subscript, Self::star_atom])
    }

    /// A primary that ends in an attribute or a subscript.
    fn attribute_or_subscript(&mut self) -> Match<Node> {
        let node = need!(self.target_primary());
        let is_target = matches!(node.what, "attribute" | "subscript");
        Ok((is_target && !self.ahead_op(&["(", "[", "."])).then_some(node))
    }

    /// The longest primary that a target may begin with.
    fn target_primary(&mut self) -> Match<Node> {
        self.remembered(Rule::TargetPrimary, |walker| {
            let start = walker.at;
            let atom = need!(walker.atom());
            walker.trailers(start, atom)
        })
    }

    fn star_atom(&mut self) -> Match<Node> {
        self.first(&[
            |walker| {
                let start = walker.at;
                need!(walker.name());
                Ok(Some(walker.node("name", start)))
            },
            |walker| {
                need!(walker.op("("));
                let inner = need!(walker.target_with_star_atom());
                need!(walker.op(")"));
                Ok(Some(inner))
            },
            |walker| {
                let start = walker.at;
                need!(walker.op("("));
                walker.optional(Self::star_targets)?;
                need!(walker.op(")"));
                Ok(Some(walker.node("tuple", start)))
            },
            |walker| {
                let start = walker.at;
                need!(walker.op("["));
                walker.optional(Self::star_targets)?;
                need!(walker.op("]"));
                Ok(Some(walker.node("list", start)))
            },
        ])
    }

    /// A name, attribute or subscript, as annotations and augmented assignments take it.
    pub(super) fn single_target(&mut self) -> Match<Node> {
        self.first(&[
            Self::attribute_or_subscript,
            |walker| {
                let start = walker.at;
                need!(walker.name());
                Ok(Some(walker.node("name", start)))
            },
            |walker| {
                need!(walker.op("("));
                let inner = need!(walker.single_target());
                need!(walker.op(")"));
                Ok(Some(inner))
            },
        ])
    }

    pub(super) fn annotated_target(&mut self) -> Match<Node> {
        self.first(&[
            |walker| {
                need!(walker.op("("));
                let inner = need!(walker.single_target());
                need!(walker.op(")"));
                Ok(Some(inner))
            },
            Self::attribute_or_subscript,
        ])
    }

    pub(super) fn delete_targets(&mut self) -> Match {
        need!(self.list(Self::delete_target));
        self.optional(|walker| walker.op(","))?;
        Ok(Some(()))
    }

    fn delete_target(&mut self) -> Match {
        self.first(&[
            |walker| walker.attribute_or_subscript().map(|found| found.map(|_| ())),
            |walker| walker.kind(Kind::Name).map(|found| found.map(|_| ())),
            |walker| {
                need!(walker.op("("));
                walker.optional(Self::delete_targets)?;
                walker.op(")").map(|found| found.map(|_| ()))
            },
            |walker| {
                need!(walker.op("["));
                walker.optional(Self::delete_targets)?;
                walker.op("]").map(|found| found.map(|_| ()))
            },
        ])
    }

    /// The part of an expression that can't be a target.
    fn invalid_target(&self, node: Node, usage: Usage) -> Option<Node> {
        match node.what {
            "name" | "attribute" | "subscript" => None,
            "list" | "tuple" => {
                let parts = self.parts(node);
                parts.into_iter().find_map(|part| self.invalid_target(part, usage))
            }
            "starred" if usage != Usage::Delete => {
                let parts = self.parts(node);
                parts.into_iter().find_map(|part| self.invalid_target(part, usage))
            }
            "comparison" if usage == Usage::For => {
                let left = self.parts(node).first().copied();
                left.filter(|_| node.is_membership)
                    .and_then(|left| self.invalid_target(left, usage))
            }
            _ => Some(node),
        }
    }

    /// Raises if the expression can't be a target.
    pub(super) fn reject_target<T>(&mut self, node: Node, usage: Usage) -> Match<T> {
        let Some(bad) = self.invalid_target(node, usage) else {
            return Ok(None);
        };
        let verb = if usage == Usage::Delete { "delete" } else { "assign to" };
        self.raise(format!("cannot {verb} {}", bad.what), bad.range)
    }
}
