//! Start tags: values of attributes, defaults, namespaces.

use crate::characters::{self, is_blank, predefined, text};
use crate::dtd::Dtd;
use crate::encoding::push;
use crate::error::{Error, Fault};
use crate::event::Kind;
use crate::namespace::{self, Bindings};
use crate::parser::Parser;
use crate::token::{RawAttribute, Scan, Stop, Token};
use std::collections::HashSet;
use std::rc::Rc;

/// A text that is being expanded: an entity's, or the value itself.
struct Source {
    text: Rc<[u8]>,
    at: usize,
    entity: Option<Rc<str>>,
}

/// What a start tag says.
pub struct StartTag {
    /// The name with its namespace.
    pub name: Rc<str>,
    /// Names and values.
    pub attributes: Vec<(Rc<str>, Rc<str>)>,
    /// How many are given.
    pub specified: usize,
    /// Prefixes that it binds.
    pub prefixes: Vec<Rc<str>>,
}

/// Adds a blank, which between words of a tokenized value is a single space.
fn push_space(output: &mut Vec<u8>, cdata: bool) {
    if cdata || output.last().is_some_and(|&last| last != b' ') {
        output.push(b' ');
    }
}

impl Parser {
    /// The value of an attribute. `in_tag`: it is of an element, not of a declaration. `at` is where it is in the input.
    pub(crate) fn attribute_value(
        &mut self,
        value: &[u8],
        cdata: bool,
        in_tag: bool,
        at: usize,
    ) -> Result<Rc<str>, Fault> {
        let mut output = Vec::with_capacity(value.len());
        let mut sources = vec![Source {
            text: value.into(),
            at: 0,
            entity: None,
        }];
        let result = self.expand_value(&mut sources, &mut output, cdata, in_tag, at);
        for source in &sources {
            if let Some(name) = &source.entity {
                self.set_open(name, false, false);
            }
        }
        result?;
        if !cdata && output.last() == Some(&b' ') {
            output.pop();
        }
        Ok(text(&output).into())
    }

    fn expand_value(
        &mut self,
        sources: &mut Vec<Source>,
        output: &mut Vec<u8>,
        cdata: bool,
        in_tag: bool,
        at: usize,
    ) -> Result<(), Fault> {
        loop {
            let depth = sources.len();
            let Some(source) = sources.last_mut() else {
                return Ok(());
            };
            let here = if depth == 1 { at + source.at } else { self.event_at };
            match source.text.get(source.at) {
                None => {
                    if let Some(done) = sources.pop().and_then(|source| source.entity) {
                        self.set_open(&done, false, false);
                    }
                }
                Some(b'&') => {
                    let mut scan = Scan {
                        text: &source.text,
                        at: source.at + 1,
                        namespaces: self.namespaces,
                    };
                    let token = scan.reference().map_err(|stop| {
                        Error::InvalidToken.at(match stop {
                            Stop::Invalid(wrong) if depth == 1 => at + wrong,
                            _ => here,
                        })
                    })?;
                    let next = scan.at;
                    let source_text = source.text.clone();
                    source.at = next;
                    match token {
                        Token::Number(span) => match characters::of_number(&source_text[span]) {
                            Some(' ') => push_space(output, cdata),
                            Some(character) => push(output, character),
                            None => return Err(Error::BadCharRef.at(here)),
                        },
                        Token::Reference(span) => {
                            let name = &source_text[span];
                            match predefined(name) {
                                Some(character) => push(output, character),
                                None => self.enter_in_value(sources, text(name), in_tag, here)?,
                            }
                        }
                        _ => return Err(Error::InvalidToken.at(here)),
                    }
                }
                Some(b'<') => return Err(Error::InvalidToken.at(here)),
                Some(&byte) if is_blank(byte) => {
                    let pair = source.text[source.at..].starts_with(b"\r\n");
                    source.at += 1 + usize::from(pair);
                    push_space(output, cdata);
                }
                Some(_) => {
                    let rest = &source.text[source.at..];
                    let end = rest
                        .iter()
                        .position(|&byte| is_blank(byte) || matches!(byte, b'&' | b'<'));
                    let run = &rest[..end.unwrap_or(rest.len())];
                    output.extend_from_slice(run);
                    source.at += run.len();
                }
            }
        }
    }

    /// Goes on with the text of an entity.
    fn enter_in_value(&mut self, sources: &mut Vec<Source>, name: &str, in_tag: bool, at: usize) -> Result<(), Fault> {
        let replacement = {
            let dtd = self.dtd.borrow();
            let strict = match in_tag {
                true => !dtd.has_references || dtd.standalone,
                false => self.must_be_declared(&dtd),
            };
            match dtd.general.get(name) {
                None if strict => return Err(Error::UndefinedEntity.at(self.event_at)),
                None => return Ok(()),
                Some(entity) if strict && !entity.internal => return Err(Error::EntityDeclaredInPe.at(self.event_at)),
                Some(entity) if entity.open => return Err(Error::RecursiveEntityRef.at(at)),
                Some(entity) if entity.notation.is_some() => return Err(Error::BinaryEntityRef.at(at)),
                Some(entity) => match &entity.text {
                    Some(replacement) => replacement.clone(),
                    None => return Err(Error::AttributeExternalEntityRef.at(at)),
                },
            }
        };
        self.spend(replacement.len(), false, at)?;
        let name = self.intern(name);
        self.set_open(&name, false, true);
        sources.push(Source {
            text: replacement,
            at: 0,
            entity: Some(name),
        });
        Ok(())
    }

    /// Whether a reference in a declaration has to be to something that is declared.
    pub(crate) fn must_be_declared(&self, dtd: &Dtd) -> bool {
        self.machine.document
            && match dtd.standalone {
                true => self.open.is_empty(),
                false => !dtd.has_references,
            }
    }

    /// All that a start tag says.
    pub(crate) fn start_tag(&mut self, t: &[u8], element: &Rc<str>, at: usize) -> Result<StartTag, Fault> {
        let raw = std::mem::take(&mut self.attributes);
        let result = self.read_start_tag(t, element, &raw, at);
        self.attributes = raw;
        result
    }

    fn read_start_tag(
        &mut self,
        t: &[u8],
        element: &Rc<str>,
        raw: &[RawAttribute],
        at: usize,
    ) -> Result<StartTag, Fault> {
        let mut tag = StartTag {
            name: element.clone(),
            attributes: Vec::with_capacity(raw.len()),
            specified: 0,
            prefixes: Vec::new(),
        };
        let typed = self
            .dtd
            .borrow()
            .elements
            .get(element)
            .is_some_and(|declared| !declared.attributes.is_empty());
        let mut seen: HashSet<Rc<str>> = HashSet::new();
        for (index, attribute) in raw.iter().enumerate() {
            let name = self.intern(text(&t[attribute.name.clone()]));
            let place = self.here(attribute.name.start);
            let duplicate = match raw.len() > 8 || typed {
                true => !seen.insert(name.clone()),
                false => raw[..index]
                    .iter()
                    .any(|other| t[other.name.clone()] == *name.as_bytes()),
            };
            if duplicate {
                return Err(Error::DuplicateAttribute.at(place));
            }
            let cdata = !typed
                || self
                    .dtd
                    .borrow()
                    .elements
                    .get(element)
                    .is_none_or(|declared| declared.find(&name).is_none_or(|declared| declared.cdata));
            let written = &t[attribute.value.clone()];
            let value = match attribute.plain && cdata {
                true => text(written).into(),
                false => self.attribute_value(written, cdata, true, attribute.value.start)?,
            };
            self.add_attribute(&mut tag, name, value, at)?;
        }
        tag.specified = tag.attributes.len();
        if typed {
            let declared = self.dtd.borrow().elements.get(element).cloned().unwrap_or_default();
            for declared in declared.attributes {
                if let Some(value) = declared.value
                    && !seen.contains(&declared.name)
                {
                    self.add_attribute(&mut tag, declared.name, value, at)?;
                }
            }
        }
        if self.namespaces {
            self.expand_names(&mut tag, at)?;
        }
        Ok(tag)
    }

    fn add_attribute(&mut self, tag: &mut StartTag, name: Rc<str>, value: Rc<str>, at: usize) -> Result<(), Fault> {
        let prefix = match name.strip_prefix("xmlns") {
            Some("") if self.namespaces => "",
            Some(rest) if self.namespaces && rest.starts_with(':') => &rest[1..],
            _ => {
                tag.attributes.push((name, value));
                return Ok(());
            }
        };
        namespace::check(prefix, &value, self.separator).map_err(|error| error.at(self.here(at)))?;
        let prefix = self.intern(prefix);
        let uri = (!value.is_empty()).then_some(value);
        self.bindings.push(prefix.clone(), uri.clone());
        tag.prefixes.push(prefix.clone());
        let shown = (!prefix.is_empty()).then_some(prefix);
        self.push(Kind::StartNamespace(shown, uri), None);
        Ok(())
    }

    fn expand_names(&mut self, tag: &mut StartTag, at: usize) -> Result<(), Fault> {
        let here = self.here(at);
        let mut seen: HashSet<Rc<str>> = HashSet::new();
        for (name, _) in &mut tag.attributes {
            if let Some((prefix, local)) = name.split_once(':') {
                let plain = expanded(&self.bindings, None, prefix, local).ok_or(Error::UnboundPrefix.at(here))?;
                if !seen.insert(plain.into()) {
                    return Err(Error::DuplicateAttribute.at(here));
                }
                let full = self.full_name(prefix, local).ok_or(Error::UnboundPrefix.at(here))?;
                *name = full;
            }
        }
        let name = tag.name.clone();
        match name.split_once(':') {
            Some((prefix, local)) => {
                tag.name = self.full_name(prefix, local).ok_or(Error::UnboundPrefix.at(here))?;
            }
            None if self.bindings.find("").is_some() => {
                tag.name = self.full_name("", &name).ok_or(Error::UnboundPrefix.at(here))?;
            }
            None => {}
        }
        Ok(())
    }

    fn full_name(&mut self, prefix: &str, local: &str) -> Option<Rc<str>> {
        let mut full = expanded(&self.bindings, self.separator, prefix, local)?;
        if self.triplets && self.separator.is_some() && !prefix.is_empty() {
            full.extend(self.separator);
            full.push_str(prefix);
        }
        Some(self.intern(&full))
    }
}

fn expanded(bindings: &Bindings, separator: Option<char>, prefix: &str, local: &str) -> Option<String> {
    let mut full = String::from(&**bindings.find(prefix)?);
    full.extend(separator);
    full.push_str(local);
    Some(full)
}
