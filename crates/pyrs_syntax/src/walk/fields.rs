//! Strings, and the replacement fields of those that are interpolated.

use super::{Kind, Match, Node, Walker, need};
use crate::position::TextRange;

impl Walker<'_> {
    /// Adjacent string literals.
    pub(super) fn strings(&mut self) -> Match<Node> {
        let start = self.at;
        let literals = self.many(Self::string)?;
        if literals.is_empty() {
            return Ok(None);
        }
        let is_template = |what: &str| what == "t-string expression";
        let templates = literals.iter().filter(|(what, _)| is_template(what)).count();
        if templates > 0 && templates < literals.len() {
            let range = mixed_range(&literals);
            return if self.explains {
                self.raise("cannot mix t-string literals with string or bytes literals", range)
            } else {
                Ok(None)
            };
        }
        let named = literals.iter().map(|(what, _)| *what).find(|what| *what != "literal");
        Ok(Some(self.node(named.unwrap_or("literal"), start)))
    }

    fn string(&mut self) -> Match<(&'static str, TextRange)> {
        let start = self.at;
        if self.kind(Kind::String)?.is_some() {
            return Ok(Some(("literal", self.range_from(start))));
        }
        let is_template = self.peek().kind == Kind::TemplateStart;
        if !is_template && self.peek().kind != Kind::FormatStart {
            return Ok(None);
        }
        self.at += 1;
        self.many(Self::piece)?;
        need!(self.kind(Kind::InterpolatedEnd));
        let what = if is_template {
            "t-string expression"
        } else {
            "f-string expression"
        };
        Ok(Some((what, self.range_from(start))))
    }

    /// Text or a field.
    fn piece(&mut self) -> Match {
        self.first(&[
            |walker| walker.kind(Kind::Middle).map(|found| found.map(|_| ())),
            Self::field,
        ])
    }

    fn field(&mut self) -> Match {
        if let Some(found) = self.attempt(Self::plain_field)? {
            return Ok(Some(found));
        }
        if !self.ahead_op(&["{"]) {
            return Ok(None);
        }
        self.mistake(Self::mistaken_field)?;
        Ok(None)
    }

    fn plain_field(&mut self) -> Match {
        need!(self.op("{"));
        need!(self.annotated_rhs());
        self.optional(|walker| walker.op("="))?;
        let conversion = |walker: &mut Self| {
            let sign = need!(walker.op("!"));
            let name = need!(walker.name());
            Ok((sign.range.end == name.range.start).then_some(()))
        };
        self.optional(conversion)?;
        let spec = |walker: &mut Self| {
            need!(walker.op(":"));
            walker.many(Self::piece)?;
            Ok(Some(()))
        };
        self.optional(spec)?;
        need!(self.op("}"));
        Ok(Some(()))
    }

    /// The letter of the innermost interpolated string that is open before the token at an index.
    pub(super) fn interpolated_letter(&self, index: usize) -> char {
        let mut closed = 0usize;
        for token in self.tokens.iter().take(index).rev() {
            match token.kind {
                Kind::InterpolatedEnd => closed += 1,
                Kind::FormatStart | Kind::TemplateStart if closed > 0 => closed -= 1,
                Kind::FormatStart => return 'f',
                Kind::TemplateStart => return 't',
                _ => {}
            }
        }
        'f'
    }

    fn mistaken_field(&mut self) -> Match {
        let letter = self.interpolated_letter(self.at);
        need!(self.op("{"));
        let found = self.peek();
        if self.ahead_op(&["=", "!", ":", "}"]) {
            let message = format!(
                "{letter}-string: valid expression required before '{}'",
                self.source(found)
            );
            return self.raise_at(message, found);
        }
        if self.optional(Self::annotated_rhs)?.is_none() {
            let message = format!("{letter}-string: expecting a valid expression after '{{'");
            return self.raise_at(message, found);
        }
        let expects = |walker: &mut Self, what: &str| {
            let token = walker.peek();
            walker.raise_at(format!("{letter}-string: expecting {what}"), token)
        };
        if !self.ahead_op(&["=", "!", ":", "}"]) {
            return expects(self, "'=', or '!', or ':', or '}'");
        }
        if self.optional(|walker| walker.op("="))?.is_some() && !self.ahead_op(&["!", ":", "}"]) {
            return expects(self, "'!', or ':', or '}'");
        }
        if self.op("!")?.is_some() {
            let token = self.peek();
            if self.ahead_op(&[":", "}"]) {
                return self.raise_at(format!("{letter}-string: missing conversion character"), token);
            }
            let sign = self.token(self.at.saturating_sub(1));
            if let Some(name) = self.name()? {
                if sign.range.end != name.range.start {
                    let message =
                        format!("{letter}-string: conversion type must come right after the exclamation mark");
                    return self.raise(message, sign.range.cover(name.range));
                }
            } else {
                return self.raise_at(format!("{letter}-string: invalid conversion character"), token);
            }
        }
        if !self.ahead_op(&[":", "}"]) {
            return expects(self, "':' or '}'");
        }
        if self.op(":")?.is_some() {
            self.many(Self::piece)?;
            if !self.ahead_op(&["}"]) {
                return expects(self, "'}', or format specs");
            }
        }
        Ok(None)
    }
}

/// From the first literal up to the first one of the other kind.
fn mixed_range(literals: &[(&'static str, TextRange)]) -> TextRange {
    let is_template = |literal: &(&str, TextRange)| literal.0 == "t-string expression";
    let Some(first) = literals.first() else {
        return TextRange::default();
    };
    let other = literals
        .iter()
        .find(|literal| is_template(literal) != is_template(first));
    other.map_or(first.1, |other| first.1.cover(other.1))
}
