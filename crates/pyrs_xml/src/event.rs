//! Events: what the parser found.

use crate::model::Model;
use std::rc::Rc;

/// A stretch of the parser's text buffer; valid until the next event is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Text {
    /// First byte.
    pub start: usize,
    /// Behind the last byte.
    pub end: usize,
}

/// What an event is about.
#[derive(Debug)]
pub enum Kind {
    /// A start tag. Attributes that were given come first, then `specified` is their number, then defaults.
    StartElement {
        /// Name of the element.
        name: Rc<str>,
        /// Names and values.
        attributes: Vec<(Rc<str>, Rc<str>)>,
        /// How many of them are in the document.
        specified: usize,
        /// Whether the tag is the element's end, too.
        empty: bool,
    },
    /// An end tag.
    EndElement(Rc<str>),
    /// Character data.
    Text(Text),
    /// A processing instruction: target and data.
    Instruction(Rc<str>, Rc<str>),
    /// A comment.
    Comment(Rc<str>),
    /// `<![CDATA[`.
    StartCdata,
    /// `]]>` of such a section.
    EndCdata,
    /// A prefix is bound to a namespace.
    StartNamespace(Option<Rc<str>>, Option<Rc<str>>),
    /// And no longer.
    EndNamespace(Option<Rc<str>>),
    /// The XML or text declaration: version, encoding, standalone (-1: not given).
    XmlDeclaration(Option<Rc<str>>, Option<Rc<str>>, i64),
    /// The start of the document type declaration.
    StartDoctype {
        /// Name of the document's element.
        name: Rc<str>,
        /// System identifier.
        system: Option<Rc<str>>,
        /// Public identifier.
        public: Option<Rc<str>>,
        /// Whether there is an internal subset.
        internal: bool,
    },
    /// Its end.
    EndDoctype,
    /// `<!ELEMENT`.
    ElementDeclaration(Rc<str>, Model),
    /// One attribute of `<!ATTLIST`.
    AttributeDeclaration {
        /// Element.
        element: Rc<str>,
        /// Attribute.
        attribute: Rc<str>,
        /// Type as it is written.
        kind: Rc<str>,
        /// Default.
        value: Option<Rc<str>>,
        /// Required, or fixed if it has a default.
        required: bool,
    },
    /// `<!ENTITY`.
    EntityDeclaration {
        /// Name.
        name: Rc<str>,
        /// Whether it is a parameter entity.
        parameter: bool,
        /// Value of an internal one.
        value: Option<Rc<str>>,
        /// Base in force.
        base: Option<Rc<str>>,
        /// System identifier.
        system: Option<Rc<str>>,
        /// Public identifier.
        public: Option<Rc<str>>,
        /// Notation of an unparsed one.
        notation: Option<Rc<str>>,
    },
    /// `<!NOTATION`: name, base, system and public identifier.
    Notation(Rc<str>, Option<Rc<str>>, Option<Rc<str>>, Option<Rc<str>>),
    /// An external entity is wanted: context, base, system and public identifier. The answer is [`crate::Parser::refuse`] or nothing.
    ExternalEntity(Option<Rc<str>>, Option<Rc<str>>, Option<Rc<str>>, Option<Rc<str>>),
    /// An entity was not read; whether it is a parameter entity.
    SkippedEntity(Rc<str>, bool),
    /// The document turns out not to be standalone. The answer is [`crate::Parser::refuse`] or nothing.
    NotStandalone,
    /// An encoding is wanted. The answer is [`crate::Parser::provide_encoding`].
    UnknownEncoding(Rc<str>),
    /// Nothing but [`Event::raw`].
    Default,
    /// For the parser itself: what is left to do when an external subset has been read or not.
    AfterSubset {
        /// Whether references to parameter entities had been seen before.
        before: bool,
        /// Whether the document names the subset.
        named: bool,
    },
    /// For the parser itself: what is left to do when an external parameter entity has been read or not.
    AfterParameterEntity(Rc<str>),
}

/// One event.
#[derive(Debug)]
pub struct Event {
    /// What it is.
    pub kind: Kind,
    /// The text that made it, for handlers of whatever has no handler of its own.
    pub raw: Option<Text>,
    /// Where it is in the input that is held.
    pub(crate) at: usize,
    /// It is the end of an empty element, which is at `end` for those that saw its start.
    pub(crate) after_start: bool,
    pub(crate) end: usize,
}
