//! What a token means inside of an element declaration.

use crate::model::Quantifier;
use crate::prolog_token::PrologToken as T;
use crate::role::{Machine, Role, State};

/// Where in an element declaration.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Place {
    Name,
    Content,
    GroupStart,
    AfterText,
    MixedName,
    MixedNext,
    Item,
    Next,
}

fn quantifier(token: &T) -> Option<Quantifier> {
    match token {
        T::Name | T::PrefixedName => Some(Quantifier::One),
        T::NameOptional => Some(Quantifier::Optional),
        T::NameAny => Some(Quantifier::Any),
        T::NameSome => Some(Quantifier::Some),
        _ => None,
    }
}

fn closing(token: &T) -> Option<Quantifier> {
    match token {
        T::ParenClose => Some(Quantifier::One),
        T::ParenOptional => Some(Quantifier::Optional),
        T::ParenAny => Some(Quantifier::Any),
        T::ParenSome => Some(Quantifier::Some),
        _ => None,
    }
}

impl Machine {
    pub(crate) fn element(&mut self, place: Place, token: &T, text: &[u8]) -> Role {
        let end = State::DeclarationClose(Role::ElementNone);
        let at = State::Element;
        match (place, token) {
            (_, T::Blanks) => Role::ElementNone,
            (Place::Name, T::Name | T::PrefixedName) => self.go(at(Place::Content), Role::ElementName),
            (Place::Content, T::Name) if text == b"EMPTY" => self.go(end, Role::ContentEmpty),
            (Place::Content, T::Name) if text == b"ANY" => self.go(end, Role::ContentAny),
            (Place::Content, T::ParenOpen) => {
                self.groups = 1;
                self.go(at(Place::GroupStart), Role::GroupOpen)
            }
            (Place::GroupStart, T::HashName) if text == b"#PCDATA" => self.go(at(Place::AfterText), Role::ContentText),
            (Place::AfterText, T::ParenClose) => self.go(end, Role::GroupClose(Quantifier::One)),
            (Place::AfterText | Place::MixedNext, T::ParenAny) => self.go(end, Role::GroupClose(Quantifier::Any)),
            (Place::AfterText | Place::MixedNext, T::Or) => self.go(at(Place::MixedName), Role::ElementNone),
            (Place::MixedName, T::Name | T::PrefixedName) => {
                self.go(at(Place::MixedNext), Role::ContentElement(Quantifier::One))
            }
            (Place::GroupStart | Place::Item, T::ParenOpen) => {
                self.groups += 1;
                self.go(at(Place::Item), Role::GroupOpen)
            }
            (Place::GroupStart | Place::Item, token) => match quantifier(token) {
                Some(quantifier) => self.go(at(Place::Next), Role::ContentElement(quantifier)),
                None => self.other(token),
            },
            (Place::Next, T::Comma) => self.go(at(Place::Item), Role::GroupSequence),
            (Place::Next, T::Or) => self.go(at(Place::Item), Role::GroupChoice),
            (Place::Next, token) => match closing(token) {
                Some(quantifier) => {
                    self.groups -= 1;
                    let next = if self.groups == 0 { end } else { at(Place::Next) };
                    self.go(next, Role::GroupClose(quantifier))
                }
                None => self.other(token),
            },
            _ => self.other(token),
        }
    }
}
