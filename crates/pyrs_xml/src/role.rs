//! What a token of the prolog means where it stands: a state machine over the grammar of prologs and declarations.
//!
//! Element declarations, which nest, are in `role_element`. Default of every state: references to parameter entities may
//! stand inside of declarations, but for those of the document itself; anything else is an error.

use crate::model::Quantifier;
use crate::prolog_token::PrologToken as T;

/// The meaning of a token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// It may not be here.
    Error,
    /// None of its own.
    None,
    /// The XML declaration.
    XmlDeclaration,
    /// The text declaration of an external entity.
    TextDeclaration,
    /// The document's element begins.
    Element,
    /// Part of the document type declaration.
    DoctypeNone,
    /// Its name.
    DoctypeName,
    /// Its system identifier.
    DoctypeSystem,
    /// Its public identifier.
    DoctypePublic,
    /// The internal subset begins.
    InternalSubset,
    /// The document type declaration ends.
    DoctypeClose,
    /// Name of a general entity.
    GeneralEntity,
    /// Name of a parameter entity.
    ParameterEntity,
    /// Part of an entity declaration.
    EntityNone,
    /// Value of an internal entity.
    EntityValue,
    /// System identifier of an entity.
    EntitySystem,
    /// Public identifier of an entity.
    EntityPublic,
    /// The declaration of an external entity is complete.
    EntityComplete,
    /// Notation of an unparsed entity.
    EntityNotation,
    /// Part of a notation declaration.
    NotationNone,
    /// Name of a notation.
    NotationName,
    /// Its system identifier.
    NotationSystem,
    /// It has none.
    NotationNoSystem,
    /// Its public identifier.
    NotationPublic,
    /// Part of an attribute list.
    AttlistNone,
    /// The element that the list is of.
    AttlistElement,
    /// Name of an attribute.
    AttributeName,
    /// Type of an attribute, but for lists of words.
    AttributeType(&'static str),
    /// A word of an enumeration.
    EnumerationWord,
    /// A notation of an enumeration.
    NotationWord,
    /// `#IMPLIED`.
    Implied,
    /// `#REQUIRED`.
    Required,
    /// A default.
    DefaultValue,
    /// A fixed default.
    FixedValue,
    /// Part of an element declaration.
    ElementNone,
    /// Its name.
    ElementName,
    /// `ANY`.
    ContentAny,
    /// `EMPTY`.
    ContentEmpty,
    /// `#PCDATA`.
    ContentText,
    /// An element of a group.
    ContentElement(Quantifier),
    /// `(`.
    GroupOpen,
    /// `)`.
    GroupClose(Quantifier),
    /// `|`.
    GroupChoice,
    /// `,`.
    GroupSequence,
    /// A processing instruction.
    Instruction,
    /// A comment.
    Comment,
    /// A section that is ignored.
    IgnoreSection,
    /// A parameter entity between declarations.
    ParameterReference,
    /// A parameter entity inside of a declaration.
    InnerReference,
}

/// Where in the grammar.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum State {
    Start,
    BeforeDoctype,
    AfterDoctype,
    DoctypeName,
    DoctypeIds,
    DoctypePublic,
    DoctypeSystem,
    DoctypeSubset,
    DoctypeEnd,
    Internal,
    ExternalStart,
    External,
    EntityStart,
    EntityParameterName,
    EntityIds { parameter: bool },
    EntityPublic { parameter: bool },
    EntitySystem { parameter: bool },
    EntityAfterIds { parameter: bool },
    EntityNotation,
    NotationName,
    NotationIds,
    NotationPublic,
    NotationSystem,
    NotationAfterPublic,
    AttlistElement,
    AttlistName,
    AttributeType,
    Enumeration,
    EnumerationNext,
    NotationOpen,
    NotationWord,
    NotationNext,
    AttributeDefault,
    AttributeFixed,
    Element(crate::role_element::Place),
    SectionWord,
    SectionInclude,
    SectionIgnore,
    DeclarationClose(Role),
    Failed,
}

/// The machine.
#[derive(Debug)]
pub struct Machine {
    /// Where it is.
    pub state: State,
    /// Whether it reads the document, not an external subset.
    pub document: bool,
    /// Groups that are open in an element declaration.
    pub groups: usize,
    sections: usize,
}

impl Machine {
    /// For a document.
    pub fn of_document() -> Machine {
        Machine {
            state: State::Start,
            document: true,
            groups: 0,
            sections: 0,
        }
    }

    /// For an external subset or parameter entity.
    pub fn of_external() -> Machine {
        Machine {
            state: State::ExternalStart,
            document: false,
            groups: 0,
            sections: 0,
        }
    }

    fn top(&mut self) {
        self.state = if self.document {
            State::Internal
        } else {
            State::External
        };
    }

    pub(crate) fn go(&mut self, state: State, role: Role) -> Role {
        self.state = state;
        role
    }

    fn close(&mut self, role: Role) -> Role {
        self.top();
        role
    }

    pub(crate) fn other(&mut self, token: &T) -> Role {
        if !self.document && *token == T::ParameterReference {
            return Role::InnerReference;
        }
        self.go(State::Failed, Role::Error)
    }

    /// The meaning of a token; `text` is what it is made of.
    pub fn take(&mut self, token: &T, text: &[u8]) -> Role {
        use State as S;
        match self.state {
            S::Start | S::BeforeDoctype | S::AfterDoctype => self.prolog(token, text),
            S::DoctypeName | S::DoctypeIds | S::DoctypePublic | S::DoctypeSystem | S::DoctypeSubset | S::DoctypeEnd => {
                self.doctype(token, text)
            }
            S::Internal => self.internal(token, text),
            S::ExternalStart => {
                self.state = S::External;
                match token {
                    T::XmlDeclaration => Role::TextDeclaration,
                    _ => self.external(token, text),
                }
            }
            S::External => self.external(token, text),
            S::EntityStart
            | S::EntityParameterName
            | S::EntityIds { .. }
            | S::EntityPublic { .. }
            | S::EntitySystem { .. }
            | S::EntityAfterIds { .. }
            | S::EntityNotation => self.entity(token, text),
            S::NotationName | S::NotationIds | S::NotationPublic | S::NotationSystem | S::NotationAfterPublic => {
                self.notation(token, text)
            }
            S::AttlistElement
            | S::AttlistName
            | S::AttributeType
            | S::Enumeration
            | S::EnumerationNext
            | S::NotationOpen
            | S::NotationWord
            | S::NotationNext
            | S::AttributeDefault
            | S::AttributeFixed => self.attlist(token, text),
            S::Element(place) => self.element(place, token, text),
            S::SectionWord | S::SectionInclude | S::SectionIgnore => self.section(token, text),
            S::DeclarationClose(role) => match token {
                T::Blanks => role,
                T::DeclarationClose => self.close(role),
                _ => self.other(token),
            },
            S::Failed => Role::None,
        }
    }

    fn prolog(&mut self, token: &T, text: &[u8]) -> Role {
        let start = self.state == State::Start;
        if start && !matches!(token, T::Mark | T::DeclarationOpen | T::Element) {
            self.state = State::BeforeDoctype;
        }
        match token {
            T::Blanks => Role::None,
            T::Mark if self.state != State::AfterDoctype => Role::None,
            T::XmlDeclaration if start => Role::XmlDeclaration,
            T::Instruction(..) => Role::Instruction,
            T::Comment(_) => Role::Comment,
            T::DeclarationOpen if self.state != State::AfterDoctype && text == b"<!DOCTYPE" => {
                self.go(State::DoctypeName, Role::DoctypeNone)
            }
            T::Element => self.go(State::Failed, Role::Element),
            _ => self.other(token),
        }
    }

    fn doctype(&mut self, token: &T, text: &[u8]) -> Role {
        use State as S;
        match (self.state, token) {
            (_, T::Blanks) => Role::DoctypeNone,
            (S::DoctypeName, T::Name | T::PrefixedName) => self.go(S::DoctypeIds, Role::DoctypeName),
            (S::DoctypeIds | S::DoctypeSubset, T::BracketOpen) => self.go(S::Internal, Role::InternalSubset),
            (S::DoctypeIds | S::DoctypeSubset | S::DoctypeEnd, T::DeclarationClose) => {
                self.go(S::AfterDoctype, Role::DoctypeClose)
            }
            (S::DoctypeIds, T::Name) if text == b"SYSTEM" => self.go(S::DoctypeSystem, Role::DoctypeNone),
            (S::DoctypeIds, T::Name) if text == b"PUBLIC" => self.go(S::DoctypePublic, Role::DoctypeNone),
            (S::DoctypePublic, T::Literal) => self.go(S::DoctypeSystem, Role::DoctypePublic),
            (S::DoctypeSystem, T::Literal) => self.go(S::DoctypeSubset, Role::DoctypeSystem),
            _ => self.other(token),
        }
    }

    fn internal(&mut self, token: &T, text: &[u8]) -> Role {
        use crate::role_element::Place;
        match token {
            T::Blanks | T::Nothing => Role::None,
            T::DeclarationOpen => match text {
                b"<!ENTITY" => self.go(State::EntityStart, Role::EntityNone),
                b"<!ATTLIST" => self.go(State::AttlistElement, Role::AttlistNone),
                b"<!ELEMENT" => self.go(State::Element(Place::Name), Role::ElementNone),
                b"<!NOTATION" => self.go(State::NotationName, Role::NotationNone),
                _ => self.other(token),
            },
            T::Instruction(..) => Role::Instruction,
            T::Comment(_) => Role::Comment,
            T::ParameterReference => Role::ParameterReference,
            T::BracketClose if self.document => self.go(State::DoctypeEnd, Role::DoctypeNone),
            _ => self.other(token),
        }
    }

    fn external(&mut self, token: &T, text: &[u8]) -> Role {
        match token {
            T::SectionOpen => self.go(State::SectionWord, Role::None),
            T::SectionClose if self.sections > 0 => {
                self.sections -= 1;
                Role::None
            }
            T::Nothing if self.sections == 0 => Role::None,
            T::SectionClose | T::Nothing | T::BracketClose => self.other(token),
            T::Mark => Role::None,
            _ => self.internal(token, text),
        }
    }

    fn section(&mut self, token: &T, text: &[u8]) -> Role {
        match (self.state, token) {
            (_, T::Blanks) => Role::None,
            (State::SectionWord, T::Name) if text == b"INCLUDE" => self.go(State::SectionInclude, Role::None),
            (State::SectionWord, T::Name) if text == b"IGNORE" => self.go(State::SectionIgnore, Role::None),
            (State::SectionInclude, T::BracketOpen) => {
                self.sections += 1;
                self.go(State::External, Role::None)
            }
            (State::SectionIgnore, T::BracketOpen) => self.go(State::External, Role::IgnoreSection),
            _ => self.other(token),
        }
    }

    fn entity(&mut self, token: &T, text: &[u8]) -> Role {
        use State as S;
        match (self.state, token) {
            (_, T::Blanks) => Role::EntityNone,
            (S::EntityStart, T::Percent) => self.go(S::EntityParameterName, Role::EntityNone),
            (S::EntityStart, T::Name) => self.go(S::EntityIds { parameter: false }, Role::GeneralEntity),
            (S::EntityParameterName, T::Name) => self.go(S::EntityIds { parameter: true }, Role::ParameterEntity),
            (S::EntityIds { parameter }, T::Name) if text == b"SYSTEM" => {
                self.go(S::EntitySystem { parameter }, Role::EntityNone)
            }
            (S::EntityIds { parameter }, T::Name) if text == b"PUBLIC" => {
                self.go(S::EntityPublic { parameter }, Role::EntityNone)
            }
            (S::EntityIds { .. }, T::Literal) => self.go(S::DeclarationClose(Role::EntityNone), Role::EntityValue),
            (S::EntityPublic { parameter }, T::Literal) => self.go(S::EntitySystem { parameter }, Role::EntityPublic),
            (S::EntitySystem { parameter }, T::Literal) => self.go(S::EntityAfterIds { parameter }, Role::EntitySystem),
            (S::EntityAfterIds { .. }, T::DeclarationClose) => self.close(Role::EntityComplete),
            (S::EntityAfterIds { parameter: false }, T::Name) if text == b"NDATA" => {
                self.go(S::EntityNotation, Role::EntityNone)
            }
            (S::EntityNotation, T::Name) => self.go(S::DeclarationClose(Role::EntityNone), Role::EntityNotation),
            _ => self.other(token),
        }
    }

    fn notation(&mut self, token: &T, text: &[u8]) -> Role {
        use State as S;
        let close = S::DeclarationClose(Role::NotationNone);
        match (self.state, token) {
            (_, T::Blanks) => Role::NotationNone,
            (S::NotationName, T::Name) => self.go(S::NotationIds, Role::NotationName),
            (S::NotationIds, T::Name) if text == b"SYSTEM" => self.go(S::NotationSystem, Role::NotationNone),
            (S::NotationIds, T::Name) if text == b"PUBLIC" => self.go(S::NotationPublic, Role::NotationNone),
            (S::NotationPublic, T::Literal) => self.go(S::NotationAfterPublic, Role::NotationPublic),
            (S::NotationSystem | S::NotationAfterPublic, T::Literal) => self.go(close, Role::NotationSystem),
            (S::NotationAfterPublic, T::DeclarationClose) => self.close(Role::NotationNoSystem),
            _ => self.other(token),
        }
    }

    fn attlist(&mut self, token: &T, text: &[u8]) -> Role {
        use State as S;
        const TYPES: &[&str] = &[
            "CDATA", "ID", "IDREF", "IDREFS", "ENTITY", "ENTITIES", "NMTOKEN", "NMTOKENS",
        ];
        match (self.state, token) {
            (_, T::Blanks) => Role::AttlistNone,
            (S::AttlistElement, T::Name | T::PrefixedName) => self.go(S::AttlistName, Role::AttlistElement),
            (S::AttlistName, T::DeclarationClose) => self.close(Role::AttlistNone),
            (S::AttlistName, T::Name | T::PrefixedName) => self.go(S::AttributeType, Role::AttributeName),
            (S::AttributeType, T::Name) if text == b"NOTATION" => self.go(S::NotationOpen, Role::AttlistNone),
            (S::AttributeType, T::Name) => match TYPES.iter().find(|name| name.as_bytes() == text) {
                Some(name) => self.go(S::AttributeDefault, Role::AttributeType(name)),
                None => self.other(token),
            },
            (S::AttributeType, T::ParenOpen) => self.go(S::Enumeration, Role::AttlistNone),
            (S::Enumeration, T::Word | T::Name | T::PrefixedName) => self.go(S::EnumerationNext, Role::EnumerationWord),
            (S::EnumerationNext, T::ParenClose) => self.go(S::AttributeDefault, Role::AttlistNone),
            (S::EnumerationNext, T::Or) => self.go(S::Enumeration, Role::AttlistNone),
            (S::NotationOpen, T::ParenOpen) => self.go(S::NotationWord, Role::AttlistNone),
            (S::NotationWord, T::Name) => self.go(S::NotationNext, Role::NotationWord),
            (S::NotationNext, T::ParenClose) => self.go(S::AttributeDefault, Role::AttlistNone),
            (S::NotationNext, T::Or) => self.go(S::NotationWord, Role::AttlistNone),
            (S::AttributeDefault, T::HashName) => match text {
                b"#IMPLIED" => self.go(S::AttlistName, Role::Implied),
                b"#REQUIRED" => self.go(S::AttlistName, Role::Required),
                b"#FIXED" => self.go(S::AttributeFixed, Role::AttlistNone),
                _ => self.other(token),
            },
            (S::AttributeDefault, T::Literal) => self.go(S::AttlistName, Role::DefaultValue),
            (S::AttributeFixed, T::Literal) => self.go(S::AttlistName, Role::FixedValue),
            _ => self.other(token),
        }
    }
}
