//! Prefixes and the namespaces that they are bound to.
//!
//! Invariant: for each prefix the last entry is the one in force; who binds a prefix for an element unbinds it at its end.

use crate::error::Error;
use std::collections::HashMap;
use std::rc::Rc;

/// The namespace of `xml:`.
pub const XML: &str = "http://www.w3.org/XML/1998/namespace";
/// The namespace of `xmlns:`.
pub const XMLNS: &str = "http://www.w3.org/2000/xmlns/";

/// The bindings in force. The empty prefix is that of names without one.
#[derive(Clone, Debug, Default)]
pub struct Bindings(HashMap<Rc<str>, Vec<Option<Rc<str>>>>);

impl Bindings {
    /// With `xml` bound.
    pub fn new() -> Bindings {
        let mut bindings = Bindings::default();
        bindings.push("xml".into(), Some(XML.into()));
        bindings
    }

    /// The namespace of a prefix.
    pub fn find(&self, prefix: &str) -> Option<&Rc<str>> {
        self.0.get(prefix)?.last()?.as_ref()
    }

    /// Binds without a check; None unbinds.
    pub fn push(&mut self, prefix: Rc<str>, uri: Option<Rc<str>>) {
        self.0.entry(prefix).or_default().push(uri);
    }

    /// Takes the last binding of a prefix back.
    pub fn pop(&mut self, prefix: &str) {
        if let Some(stack) = self.0.get_mut(prefix) {
            stack.pop();
            if stack.is_empty() {
                self.0.remove(prefix);
            }
        }
    }

    /// All that is bound.
    pub fn iter(&self) -> impl Iterator<Item = (&Rc<str>, &Rc<str>)> {
        self.0
            .iter()
            .filter_map(|(prefix, stack)| Some((prefix, stack.last()?.as_ref()?)))
    }
}

/// Whether a prefix may be bound to a namespace.
pub fn check(prefix: &str, uri: &str, separator: Option<char>) -> Result<(), Error> {
    if uri.is_empty() && !prefix.is_empty() {
        return Err(Error::UndeclaringPrefix);
    }
    match prefix {
        "xmlns" => return Err(Error::ReservedPrefixXmlns),
        "xml" if uri != XML => return Err(Error::ReservedPrefixXml),
        "xml" => {}
        _ if uri == XML || uri == XMLNS => return Err(Error::ReservedNamespaceUri),
        _ => {}
    }
    match separator {
        // A separator that no URI has could otherwise be smuggled in to change how names are cut apart.
        Some(separator) if !is_uri_character(separator) && uri.contains(separator) => Err(Error::Syntax),
        _ => Ok(()),
    }
}

/// The characters of RFC 3986.
fn is_uri_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || "%-._~:/?#[]@!$&'()*+,;=".contains(character)
}
