//! Values of entities, as their declarations give them.
//!
//! References to general entities stay as they are; those to characters and, outside of the document itself, to parameter
//! entities are replaced at once.

use crate::characters::{self, text};
use crate::encoding::push;
use crate::error::{Error, Fault};
use crate::parser::Parser;
use crate::prolog_token::{self, PrologToken};
use crate::token::{Scan, Stop, Token};
use std::rc::Rc;

/// A text that is being read: the literal, or a parameter entity's with its name; and how far.
type Source = (Rc<[u8]>, usize, Option<Rc<str>>);

impl Parser {
    /// The text of an entity from its literal, which is at `at` in the input: as far as it is good, and what is wrong.
    pub(crate) fn entity_value(&mut self, value: &[u8], at: usize) -> (Rc<[u8]>, Result<(), Fault>) {
        let mut output = Vec::with_capacity(value.len());
        let mut sources: Vec<Source> = vec![(value.into(), 0, None)];
        let result = self.expand_entity(&mut sources, &mut output, at);
        for name in sources.iter().filter_map(|source| source.2.as_ref()) {
            self.set_open(name, true, false);
        }
        (output.into(), result)
    }

    fn expand_entity(&mut self, sources: &mut Vec<Source>, output: &mut Vec<u8>, start: usize) -> Result<(), Fault> {
        loop {
            let depth = sources.len();
            let Some((source, at, entity)) = sources.last_mut() else {
                return Ok(());
            };
            let here = if depth == 1 {
                self.here(start + *at)
            } else {
                self.event_at
            };
            let Some(&byte) = source.get(*at) else {
                if let Some(name) = entity.take() {
                    self.set_open(&name, true, false);
                }
                sources.pop();
                continue;
            };
            match byte {
                b'&' => {
                    let mut scan = Scan {
                        text: source,
                        at: *at + 1,
                        namespaces: self.namespaces,
                    };
                    let token = scan.reference().map_err(|stop| {
                        Error::InvalidToken.at(match stop {
                            Stop::Invalid(wrong) if depth == 1 => self.here(start + wrong),
                            _ => here,
                        })
                    });
                    match token? {
                        Token::Number(span) => match characters::of_number(&source[span]) {
                            Some(character) => push(output, character),
                            None => return Err(Error::BadCharRef.at(here)),
                        },
                        _ => output.extend_from_slice(&source[*at..scan.at]),
                    }
                    *at = scan.at;
                }
                b'%' => {
                    let found = prolog_token::find(source, *at, self.namespaces);
                    let next = match found {
                        Ok((PrologToken::ParameterReference, next, _)) => next,
                        Ok((_, wrong, _)) | Err(Stop::Invalid(wrong)) if depth == 1 => {
                            return Err(Error::InvalidToken.at(self.here(start + wrong)));
                        }
                        _ => return Err(Error::InvalidToken.at(here)),
                    };
                    if !self.is_parameter && self.open.is_empty() {
                        return Err(Error::ParamEntityRef.at(here));
                    }
                    let name: Rc<str> = text(&source[*at + 1..next - 1]).into();
                    *at = next;
                    if !self.enter_in_entity(sources, name, here)? {
                        return Ok(());
                    }
                }
                b'\r' | b'\n' => {
                    *at += 1 + usize::from(source[*at..].starts_with(b"\r\n"));
                    output.push(b'\n');
                }
                _ => {
                    let rest = &source[*at..];
                    let end = rest.iter().position(|byte| matches!(byte, b'&' | b'%' | b'\r' | b'\n'));
                    let run = &rest[..end.unwrap_or(rest.len())];
                    output.extend_from_slice(run);
                    *at += run.len();
                }
            }
        }
    }

    /// Goes on with a parameter entity's text; false if it cannot be read, so that the value ends there.
    fn enter_in_entity(&mut self, sources: &mut Vec<Source>, name: Rc<str>, at: usize) -> Result<bool, Fault> {
        let replacement = {
            let mut dtd = self.dtd.borrow_mut();
            match dtd.parameter.get(&name) {
                Some(entity) if entity.open => return Err(Error::RecursiveEntityRef.at(at)),
                Some(entity) if entity.text.is_some() => entity.text.clone().unwrap_or_default(),
                _ => {
                    dtd.keep = dtd.standalone;
                    return Ok(false);
                }
            }
        };
        self.spend(replacement.len(), false, at)?;
        self.set_open(&name, true, true);
        sources.push((replacement, 0, Some(name)));
        Ok(true)
    }
}
