//! PEP 696: type parameter lists with defaults, which the grammar doesn't know.
//!
//! A list with a top-level `=` is rewritten when its `]` is met. A bound and a default become the arguments of a
//! call to a marker name, in the place of a bound; a star goes, and the marker tells the kind.

use super::literals::marker;
use super::{Lexer, Token};
use crate::position::TextRange;
use rustpython_parser::Tok;

impl Lexer<'_> {
    /// Rewrites the list whose `[` is the token at `open`, if it is a type parameter list with defaults.
    pub(super) fn encode_type_parameters(&mut self, open: usize) {
        let Some(header) = open.checked_sub(2).and_then(|start| self.lexed.tokens.get(start..open)) else {
            return;
        };
        if !matches!(header, [(Tok::Def | Tok::Class | Tok::Type, _), (Tok::Name { .. }, _)]) {
            return;
        }
        if !has_default(&self.lexed.tokens[open + 1..]) {
            return;
        }
        let list = self.lexed.tokens.split_off(open + 1);
        let mut encoder = Encoder {
            out: &mut self.lexed.tokens,
            stars: None,
            name: None,
            is_open: false,
        };
        let mut depth = 0usize;
        for token in list {
            match token.0 {
                Tok::Lpar | Tok::Lsqb | Tok::Lbrace => depth += 1,
                Tok::Rpar | Tok::Rsqb | Tok::Rbrace => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                encoder.top_level(token)
            } else {
                encoder.out.push(token)
            }
        }
        encoder.finish_parameter();
    }
}

fn has_default(list: &[Token]) -> bool {
    let mut depth = 0usize;
    list.iter().any(|(token, _)| {
        match token {
            Tok::Lpar | Tok::Lsqb | Tok::Lbrace => depth += 1,
            Tok::Rpar | Tok::Rsqb | Tok::Rbrace => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && matches!(token, Tok::Equal)
    })
}

struct Encoder<'a> {
    out: &'a mut Vec<Token>,
    /// The parameter's star or stars, held back.
    stars: Option<Token>,
    /// Index of the parameter's name.
    name: Option<usize>,
    /// The marker's parenthesis is open.
    is_open: bool,
}

impl Encoder<'_> {
    fn top_level(&mut self, (token, range): Token) {
        match token {
            Tok::Comma => {
                self.finish_parameter();
                self.out.push((Tok::Comma, range));
            }
            Tok::Star | Tok::DoubleStar if self.name.is_none() => self.stars = Some((token, range)),
            Tok::Name { .. } if self.name.is_none() => {
                self.name = Some(self.out.len());
                self.out.push((token, range));
            }
            Tok::Colon if !self.is_open => self.open(marker::BOUND, range),
            Tok::Equal if self.is_open => self.out.push((Tok::Comma, range)),
            Tok::Equal => {
                let name = match self.stars.take() {
                    None => marker::DEFAULT,
                    Some((star, stars)) => {
                        // The parameter's range begins at its stars.
                        if let Some(name) = self.name.and_then(|index| self.out.get_mut(index)) {
                            name.1 = stars.cover(name.1);
                        }
                        if matches!(star, Tok::Star) {
                            marker::TUPLE_DEFAULT
                        } else {
                            marker::SPEC_DEFAULT
                        }
                    }
                };
                self.open(name, range);
            }
            _ => self.out.push((token, range)),
        }
    }

    fn open(&mut self, name: &str, range: TextRange) {
        let after = TextRange::empty(range.end);
        self.out.push((Tok::Colon, range));
        self.out.push((Tok::Name { name: name.to_owned() }, after));
        self.out.push((Tok::Lpar, after));
        self.is_open = true;
    }

    fn finish_parameter(&mut self) {
        if std::mem::take(&mut self.is_open) {
            let end = self.out.last().map_or(0, |token| token.1.end);
            self.out.push((Tok::Rpar, TextRange::empty(end)));
        }
        let name = self.name.take();
        if let Some(stars) = self.stars.take() {
            // A starred parameter without default keeps its star.
            let index = name.unwrap_or(self.out.len());
            self.out.insert(index, stars);
        }
    }
}
