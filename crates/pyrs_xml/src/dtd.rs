//! What declarations have said: entities, attributes with defaults or types, elements.
//!
//! The parser of an external subset shares the tables with the document's parser; that of a general entity has a copy.

use std::collections::HashMap;
use std::rc::Rc;

/// An entity.
#[derive(Clone, Debug, Default)]
pub struct Entity {
    /// Replacement text of an internal one.
    pub text: Option<Rc<[u8]>>,
    /// System identifier.
    pub system: Option<Rc<str>>,
    /// Public identifier.
    pub public: Option<Rc<str>>,
    /// Base at its declaration.
    pub base: Option<Rc<str>>,
    /// Notation of an unparsed one.
    pub notation: Option<Rc<str>>,
    /// It is being expanded.
    pub open: bool,
    /// Declared in the document itself, not in a parameter entity or an external subset.
    pub internal: bool,
}

/// An attribute of an element type.
#[derive(Clone, Debug)]
pub struct Declared {
    /// Name.
    pub name: Rc<str>,
    /// Any text, blanks as they are.
    pub cdata: bool,
    /// Default.
    pub value: Option<Rc<str>>,
}

/// The attributes of an element type.
#[derive(Clone, Debug, Default)]
pub struct ElementType {
    /// In the order of declaration.
    pub attributes: Vec<Declared>,
    by_name: HashMap<Rc<str>, usize>,
}

impl ElementType {
    /// What is declared of an attribute.
    pub fn find(&self, name: &str) -> Option<&Declared> {
        self.attributes.get(*self.by_name.get(name)?)
    }

    /// Declares an attribute; the first declaration counts.
    pub fn declare(&mut self, declared: Declared) {
        if !self.by_name.contains_key(&declared.name) {
            self.by_name.insert(declared.name.clone(), self.attributes.len());
            self.attributes.push(declared);
        }
    }
}

/// The tables.
#[derive(Clone, Debug)]
pub struct Dtd {
    /// `&name;`.
    pub general: HashMap<Rc<str>, Entity>,
    /// `%name;`.
    pub parameter: HashMap<Rc<str>, Entity>,
    /// By element.
    pub elements: HashMap<Rc<str>, ElementType>,
    /// Declarations count: no parameter entity has been left unread that could say otherwise.
    pub keep: bool,
    /// There were references to parameter entities or an external subset.
    pub has_references: bool,
    /// The document says that it is standalone.
    pub standalone: bool,
    /// The external entity that was asked for last has been read.
    pub was_read: bool,
}

impl Default for Dtd {
    fn default() -> Dtd {
        Dtd {
            general: HashMap::new(),
            parameter: HashMap::new(),
            elements: HashMap::new(),
            keep: true,
            has_references: false,
            standalone: false,
            was_read: false,
        }
    }
}

/// The name under which the external subset is among the parameter entities.
pub const SUBSET: &str = "#";

/// Where a public identifier has a character that may not be in one.
pub fn wrong_in_public_id(text: &[u8]) -> Option<usize> {
    text.iter()
        .position(|byte| !byte.is_ascii_alphanumeric() && !b" \r\n-'()+,./:=?;!*#@$_%".contains(byte))
}

/// A public identifier with single spaces.
pub fn normal_public_id(text: &[u8]) -> Rc<str> {
    let words = crate::characters::text(text).split([' ', '\r', '\n']);
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ").into()
}
