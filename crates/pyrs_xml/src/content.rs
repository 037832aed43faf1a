//! What is inside of the document's element, and in entities that are expanded there.

use crate::characters::{self, predefined, text};
use crate::encoding::Encoding;
use crate::error::{Error, Fault};
use crate::event::Kind;
use crate::input::{End, Missing};
use crate::parser::{Mode, Open, Parser, Step, Tag};
use crate::token::{self, Stop, Token};
use std::rc::Rc;

impl Parser {
    /// How deep in elements the parser is; the content of an external entity is in one.
    pub(crate) fn level(&self) -> usize {
        self.tags.len() + usize::from(self.is_external_content)
    }

    /// One token of content. `start` is the level at which the text began.
    pub(crate) fn content(&mut self, t: &[u8], at: usize, end: End, start: usize) -> Result<Step, Fault> {
        let mut attributes = std::mem::take(&mut self.attributes);
        let found = token::content(t, at, self.namespaces, &mut attributes);
        self.attributes = attributes;
        let (token, next) = match found {
            Ok(found) => found,
            Err(stop) => return self.no_content(stop, t, at, end, start),
        };
        let raw = &t[at..next];
        match token {
            Token::Data => self.push_data(raw),
            Token::Newline => self.push_text(b"\n", raw),
            Token::Start { name, empty } => self.start_element(t, &t[name], at, next, empty)?,
            Token::End { name } => self.end_element(&t[name.clone()], name.start, raw, at, start)?,
            Token::Number(span) => match characters::of_number(&t[span]) {
                Some(character) => self.push_text(character.encode_utf8(&mut [0; 4]).as_bytes(), raw),
                None => return Err(Error::BadCharRef.at(at)),
            },
            Token::Reference(span) => self.reference(text(&t[span]), raw, at)?,
            Token::CdataOpen => {
                self.push(Kind::StartCdata, Some(raw));
                self.in_cdata = true;
            }
            Token::Comment(span) => self.comment(&t[span], raw),
            Token::Instruction { target, data } => self.instruction(&t[target], &t[data], raw),
            Token::Declaration => return Err(Error::MisplacedXmlPi.at(at)),
            Token::CdataClose => return Err(Error::InvalidToken.at(at)),
            Token::TrailingReturn | Token::TrailingBracket => {
                if end == End::More {
                    return Ok(Step::Wait);
                }
                let is_return = token == Token::TrailingReturn;
                self.push_text(if is_return { b"\n" } else { raw }, raw);
                if start == 0 && is_return && end == End::Final {
                    return Err(Error::NoElements.at(at));
                }
            }
        }
        Ok(Step::To(next))
    }

    fn no_content(&mut self, stop: Stop, t: &[u8], at: usize, end: End, start: usize) -> Result<Step, Fault> {
        match end.judge(stop, t, at)? {
            Missing::More => Ok(Step::Wait),
            Missing::Nothing if start == 0 => Err(Error::NoElements.at(at)),
            Missing::Nothing if self.level() != start => Err(Error::AsyncEntity.at(at)),
            Missing::Nothing => Ok(Step::Leave),
        }
    }

    /// One token of a CDATA section.
    pub(crate) fn cdata(&mut self, t: &[u8], at: usize, end: End) -> Result<Step, Fault> {
        let (token, next) = match token::cdata(t, at) {
            Ok(found) => found,
            Err(Stop::Partial) if end == End::Final => return Err(Error::UnclosedCdataSection.at(at)),
            Err(stop) => match end.judge(stop, t, at)? {
                Missing::More => return Ok(Step::Wait),
                Missing::Nothing => return Err(Error::UnclosedCdataSection.at(at)),
            },
        };
        let raw = &t[at..next];
        match token {
            Token::Newline => self.push_text(b"\n", raw),
            Token::CdataClose => {
                self.push(Kind::EndCdata, Some(raw));
                self.in_cdata = false;
            }
            _ => self.push_data(raw),
        }
        Ok(Step::To(next))
    }

    /// Character data as it is. What had to be decoded comes in pieces of a limited size, as it does from Expat.
    fn push_data(&mut self, data: &[u8]) {
        const PIECE: usize = 1024;
        let mut rest = data;
        if self.open.is_empty() && *self.input.encoding() != Encoding::Utf8 {
            while rest.len() > PIECE {
                let end = text(rest).floor_char_boundary(PIECE);
                let (piece, behind) = rest.split_at(end);
                self.push_text(piece, piece);
                rest = behind;
            }
        }
        self.push_text(rest, rest);
    }

    fn start_element(&mut self, t: &[u8], name: &[u8], at: usize, next: usize, empty: bool) -> Result<(), Fault> {
        let name = self.intern(text(name));
        let tag = self.start_tag(t, &name, at)?;
        let full = tag.name.clone();
        self.push(
            Kind::StartElement {
                name: tag.name,
                attributes: tag.attributes,
                specified: tag.specified,
                empty,
            },
            Some(&t[at..next]),
        );
        let open = Tag {
            name,
            full,
            prefixes: tag.prefixes,
        };
        if !empty {
            self.tags.push(open);
            return Ok(());
        }
        let before = self.events.len();
        self.push(Kind::EndElement(open.full.clone()), None);
        self.close_namespaces(&open);
        if self.open.is_empty() {
            for event in self.events.iter_mut().skip(before) {
                event.after_start = true;
                event.end = next;
            }
        }
        if self.tags.is_empty() && !self.is_external_content {
            self.mode = Mode::Epilog;
        }
        Ok(())
    }

    fn end_element(&mut self, name: &[u8], name_at: usize, raw: &[u8], at: usize, start: usize) -> Result<(), Fault> {
        if self.level() == start {
            return Err(Error::AsyncEntity.at(at));
        }
        match self.tags.pop() {
            Some(tag) if tag.name.as_bytes() == name => {
                self.push(Kind::EndElement(tag.full.clone()), Some(raw));
                self.close_namespaces(&tag);
            }
            _ => return Err(Error::TagMismatch.at(name_at)),
        }
        if self.tags.is_empty() && !self.is_external_content {
            self.mode = Mode::Epilog;
        }
        Ok(())
    }

    fn close_namespaces(&mut self, tag: &Tag) {
        for prefix in tag.prefixes.iter().rev() {
            self.bindings.pop(prefix);
            let shown = (!prefix.is_empty()).then(|| prefix.clone());
            self.push(Kind::EndNamespace(shown), None);
        }
    }

    fn reference(&mut self, name: &str, raw: &[u8], at: usize) -> Result<(), Fault> {
        if let Some(character) = predefined(name.as_bytes()) {
            self.push_text(&[character as u8], raw);
            return Ok(());
        }
        let entity = {
            let dtd = self.dtd.borrow();
            let strict = !dtd.has_references || dtd.standalone;
            match dtd.general.get(name) {
                None if strict => return Err(Error::UndefinedEntity.at(at)),
                Some(entity) if strict && !entity.internal => return Err(Error::EntityDeclaredInPe.at(at)),
                Some(entity) if entity.open => return Err(Error::RecursiveEntityRef.at(at)),
                Some(entity) if entity.notation.is_some() => return Err(Error::BinaryEntityRef.at(at)),
                entity => entity.cloned(),
            }
        };
        let name = self.intern(name);
        let Some(entity) = entity else {
            self.push(Kind::SkippedEntity(name, false), Some(raw));
            return Ok(());
        };
        match entity.text {
            Some(_) if !self.expand_internal => self.push(Kind::SkippedEntity(name, false), Some(raw)),
            Some(replacement) => self.enter(Open {
                level: self.level(),
                name,
                parameter: false,
                text: replacement,
                position: 0,
                between: false,
            }),
            None => {
                self.set_open(&name, false, true);
                let context = self.context();
                self.set_open(&name, false, false);
                self.push(
                    Kind::ExternalEntity(Some(context), entity.base, entity.system, entity.public),
                    Some(raw),
                );
            }
        }
        Ok(())
    }

    pub(crate) fn comment(&mut self, data: &[u8], raw: &[u8]) {
        let data = with_line_feeds(data);
        self.push(Kind::Comment(data), Some(raw));
    }

    pub(crate) fn instruction(&mut self, target: &[u8], data: &[u8], raw: &[u8]) {
        let (target, data) = (self.intern(text(target)), with_line_feeds(data));
        self.push(Kind::Instruction(target, data), Some(raw));
    }

    /// One token behind the document's element.
    pub(crate) fn epilog(&mut self, t: &[u8], at: usize, end: End) -> Result<Step, Fault> {
        use crate::prolog_token::{PrologToken, find};
        let (token, next, tentative) = match find(t, at, self.namespaces) {
            Ok(found) => found,
            Err(stop) => match end.judge(stop, t, at)? {
                Missing::More => return Ok(Step::Wait),
                Missing::Nothing => return Ok(Step::Leave),
            },
        };
        if tentative && !matches!(end, End::Final | End::HalfUnit) {
            end.judge(Stop::Partial, t, at)?;
            return Ok(Step::Wait);
        }
        let raw = &t[at..next];
        match token {
            PrologToken::Blanks => self.push_default(raw),
            PrologToken::Comment(span) => self.comment(&t[span], raw),
            PrologToken::Instruction(target, data) => self.instruction(&t[target], &t[data], raw),
            _ => return Err(Error::JunkAfterDocElement.at(at)),
        }
        Ok(Step::To(next))
    }
}

/// Text in which every line end is a line feed.
pub(crate) fn with_line_feeds(bytes: &[u8]) -> Rc<str> {
    let text = text(bytes);
    match text.contains('\r') {
        true => text.replace("\r\n", "\n").replace('\r', "\n").into(),
        false => text.into(),
    }
}
