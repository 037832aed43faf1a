//! The prolog and the declarations of a document type.

use crate::characters::text;
use crate::declaration;
use crate::dtd::{Declared, Entity, SUBSET, normal_public_id, wrong_in_public_id};
use crate::encoding::{Encoding, Known};
use crate::error::{Error, Fault};
use crate::event::Kind;
use crate::input::{End, Missing};
use crate::model::{Building, Model, Shape};
use crate::parser::{Mode, Open, Parser, Step};
use crate::prolog_token::{PrologToken, find};
use crate::role::Role;
use crate::token::Stop;
use std::rc::Rc;

/// A declaration that is being read.
#[derive(Default, Debug)]
pub(crate) struct Declaring {
    doctype: Option<Rc<str>>,
    doctype_system: Option<Rc<str>>,
    doctype_public: Option<Rc<str>>,
    /// The document type declaration names an external subset.
    has_subset: bool,
    /// Name of the entity, and whether it is a parameter entity; None if the declaration does not count.
    entity: Option<(Rc<str>, bool)>,
    notation: Option<Rc<str>>,
    notation_public: Option<Rc<str>>,
    element: Option<Rc<str>>,
    attribute: Option<Rc<str>>,
    attribute_type: String,
    cdata: bool,
    model: Option<Building>,
    connectors: Vec<u8>,
}

/// A literal without its quotes.
fn unquoted(raw: &[u8]) -> &[u8] {
    raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default()
}

fn check_public_id(id: &[u8], at: usize) -> Result<(), Fault> {
    match wrong_in_public_id(id) {
        Some(wrong) => Err(Error::PublicId.at(at + wrong)),
        None => Ok(()),
    }
}

impl Parser {
    /// One token of the prolog or of declarations. `between`: for a parameter entity, whether it holds whole declarations.
    pub(crate) fn prolog(&mut self, t: &[u8], at: usize, end: End, between: Option<bool>) -> Result<Step, Fault> {
        let (token, next, tentative) = match find(t, at, self.namespaces) {
            Ok(found) => found,
            // What is wrong right at the start of an external subset is told of as a whole.
            Err(Stop::Invalid(_)) if self.is_parameter && at == 0 && self.open.is_empty() => {
                return Err(Error::InvalidToken.at(at));
            }
            Err(stop) => match end.judge(stop, t, at)? {
                Missing::More => return Ok(Step::Wait),
                Missing::Nothing => return self.end_of_declarations(at, between),
            },
        };
        if tentative && !matches!(end, End::Final | End::HalfUnit) {
            end.judge(Stop::Partial, t, at)?;
            return Ok(Step::Wait);
        }
        if self.input.is_unsettled() && !matches!(token, PrologToken::Mark | PrologToken::XmlDeclaration) {
            self.input.settle();
        }
        let raw = &t[at..next];
        let role = self.machine.take(&token, raw);
        match role {
            Role::Element => {
                self.mode = Mode::Content;
                if self.foreign {
                    self.foreign = false;
                    self.ask_for_subset(None);
                }
                return Ok(Step::To(at));
            }
            Role::XmlDeclaration | Role::TextDeclaration => {
                self.xml_declaration(t, at, next, role == Role::TextDeclaration)?;
            }
            Role::Instruction | Role::Comment => match token {
                PrologToken::Comment(span) => self.comment(&t[span], raw),
                PrologToken::Instruction(target, data) => self.instruction(&t[target], &t[data], raw),
                _ => {}
            },
            Role::Error => {
                return Err(match token {
                    PrologToken::ParameterReference => Error::ParamEntityRef.at(at),
                    PrologToken::XmlDeclaration => Error::MisplacedXmlPi.at(at),
                    _ => Error::Syntax.at(at),
                });
            }
            Role::None if token == PrologToken::Mark => {}
            _ => {
                if self.declared(role, raw, at)? {
                    self.push_default(raw);
                }
            }
        }
        Ok(Step::To(next))
    }

    fn end_of_declarations(&mut self, at: usize, between: Option<bool>) -> Result<Step, Fault> {
        match between {
            Some(false) => return Ok(Step::Leave),
            None if !self.is_parameter => return Err(Error::NoElements.at(at)),
            _ => {}
        }
        match self.machine.take(&PrologToken::Nothing, b"") {
            Role::Error => Err(Error::IncompletePe.at(at)),
            _ => Ok(Step::Leave),
        }
    }

    /// A section that is ignored.
    pub(crate) fn ignored(&mut self, t: &[u8], at: usize, end: End) -> Result<Step, Fault> {
        let (mut depth, mut here) = (0usize, at);
        loop {
            match &t[here..] {
                [b'<', b'!', b'[', ..] => {
                    depth += 1;
                    here += 3;
                }
                [b']', b']', b'>', ..] => {
                    here += 3;
                    if depth == 0 {
                        break;
                    }
                    depth -= 1;
                }
                [] => {
                    return match end.judge(Stop::Nothing, t, at)? {
                        Missing::More => Ok(Step::Wait),
                        Missing::Nothing => Err(Error::Syntax.at(at)),
                    };
                }
                _ => match crate::characters::at(t, here) {
                    Some((character, length)) if crate::characters::allowed(character) => here += length,
                    _ => return Err(Error::InvalidToken.at(here)),
                },
            }
        }
        self.in_ignored = false;
        self.push_default(&t[at..here]);
        Ok(Step::To(here))
    }

    /// The XML or text declaration.
    pub(crate) fn xml_declaration(&mut self, t: &[u8], at: usize, next: usize, external: bool) -> Result<(), Fault> {
        let error = if external { Error::TextDecl } else { Error::XmlDecl };
        let end = next.saturating_sub(2);
        let said = declaration::read(&t[..end], at + 5, external).map_err(|wrong| error.at(wrong))?;
        if said.standalone == Some(true) {
            self.dtd.borrow_mut().standalone = true;
            if self.parameter_parsing == 1 {
                self.parameter_parsing = 0;
            }
        }
        let version = said.version.map(|span| self.intern(text(&t[span])));
        let name = said.encoding.clone().map(|span| self.intern(text(&t[span])));
        let standalone = said.standalone.map_or(-1, i64::from);
        self.push(
            Kind::XmlDeclaration(version, name.clone(), standalone),
            Some(&t[at..next]),
        );
        let (Some(name), Some(span)) = (name, said.encoding) else {
            self.input.settle();
            return Ok(());
        };
        if self.input.is_given() || !self.input.is_unsettled() {
            self.input.settle();
            return Ok(());
        }
        let current = self.input.encoding().clone();
        let incorrect = Error::IncorrectEncoding.at(span.start);
        let wanted = match Known::find(&name) {
            None if current.is_wide() => return Err(incorrect),
            None => {
                self.push(Kind::UnknownEncoding(name), None);
                self.awaits_encoding = Some(span.start);
                return Ok(());
            }
            Some(Known::Utf16) if current.is_wide() => current.clone(),
            Some(Known::Utf16) => return Err(incorrect),
            Some(Known::Utf16Little) => Encoding::Utf16Little,
            Some(Known::Utf16Big) => Encoding::Utf16Big,
            Some(Known::Utf8) => Encoding::Utf8,
            Some(Known::Latin1) => Encoding::Latin1,
            Some(Known::Ascii) => Encoding::Ascii,
        };
        if wanted.is_wide() != current.is_wide() || wanted.is_wide() && wanted != current {
            return Err(incorrect);
        }
        self.switch_to = Some(wanted);
        Ok(())
    }

    /// What a declaration's token does. True if the default handler is to see it.
    fn declared(&mut self, role: Role, raw: &[u8], at: usize) -> Result<bool, Fault> {
        match role {
            Role::DoctypeNone => Ok(!self.handlers.start_doctype),
            Role::EntityNone => Ok(!(self.keeps() && self.handlers.entity)),
            Role::NotationNone => Ok(!self.handlers.notation),
            Role::AttlistNone => Ok(!(self.keeps() && self.handlers.attlist)),
            Role::ElementNone => Ok(!self.handlers.element),
            Role::DoctypeName
            | Role::DoctypeSystem
            | Role::DoctypePublic
            | Role::InternalSubset
            | Role::DoctypeClose => self.doctype(role, raw, at),
            Role::GeneralEntity
            | Role::ParameterEntity
            | Role::EntityValue
            | Role::EntitySystem
            | Role::EntityPublic
            | Role::EntityComplete
            | Role::EntityNotation => self.entity(role, raw, at),
            Role::NotationName | Role::NotationSystem | Role::NotationNoSystem | Role::NotationPublic => {
                self.notation(role, raw, at)
            }
            Role::AttlistElement
            | Role::AttributeName
            | Role::AttributeType(_)
            | Role::EnumerationWord
            | Role::NotationWord
            | Role::Implied
            | Role::Required
            | Role::DefaultValue
            | Role::FixedValue => self.attlist(role, raw, at),
            Role::ElementName
            | Role::ContentAny
            | Role::ContentEmpty
            | Role::ContentText
            | Role::ContentElement(_)
            | Role::GroupOpen
            | Role::GroupClose(_)
            | Role::GroupChoice
            | Role::GroupSequence => self.element(role, raw, at),
            Role::IgnoreSection => {
                self.in_ignored = true;
                Ok(true)
            }
            Role::ParameterReference | Role::InnerReference => self.parameter_reference(role, raw, at),
            _ => Ok(true),
        }
    }

    fn keeps(&self) -> bool {
        self.dtd.borrow().keep
    }

    fn doctype(&mut self, role: Role, raw: &[u8], at: usize) -> Result<bool, Fault> {
        let wanted = self.handlers.start_doctype;
        match role {
            Role::DoctypeName if wanted => {
                let name = self.intern(text(raw));
                self.declaring.doctype = Some(name);
                Ok(false)
            }
            Role::InternalSubset => {
                let told = self.tell_doctype(true);
                Ok(!told)
            }
            Role::DoctypePublic => {
                self.begin_subset();
                let id = unquoted(raw);
                check_public_id(id, at + 1)?;
                let id = normal_public_id(id);
                if wanted {
                    self.declaring.doctype_public = Some(id.clone());
                }
                self.change_entity(|entity| entity.public = Some(id));
                Ok(!wanted)
            }
            Role::DoctypeSystem => {
                self.begin_subset();
                let id = self.intern(text(unquoted(raw)));
                self.declaring.doctype_system = Some(id.clone());
                let base = self.base.clone();
                self.change_entity(|entity| (entity.system, entity.base) = (Some(id), base));
                let standalone = self.dtd.borrow().standalone;
                if !standalone && self.parameter_parsing == 0 {
                    self.push(Kind::NotStandalone, None);
                }
                Ok(!wanted)
            }
            Role::DoctypeClose => {
                if !self.open.is_empty() {
                    return Err(Error::InvalidToken.at(at));
                }
                let mut default = !self.tell_doctype(false);
                if self.declaring.has_subset || self.foreign {
                    let system = self.declaring.has_subset.then(|| self.declaring.doctype_system.clone());
                    self.ask_for_subset(system.flatten());
                    self.foreign = false;
                }
                if self.handlers.end_doctype {
                    self.push(Kind::EndDoctype, None);
                    default = false;
                }
                Ok(default)
            }
            _ => Ok(true),
        }
    }

    fn tell_doctype(&mut self, internal: bool) -> bool {
        let Some(name) = self.declaring.doctype.take() else {
            return false;
        };
        let (system, public) = (
            self.declaring.doctype_system.clone(),
            self.declaring.doctype_public.take(),
        );
        self.push(
            Kind::StartDoctype {
                name,
                system,
                public,
                internal,
            },
            None,
        );
        true
    }

    fn begin_subset(&mut self) {
        self.foreign = false;
        self.declaring.has_subset = true;
        self.declaring.entity = Some((SUBSET.into(), true));
        let mut dtd = self.dtd.borrow_mut();
        dtd.has_references = true;
        dtd.parameter.entry(SUBSET.into()).or_default();
    }

    /// Asks for the external subset, named by the document or not.
    fn ask_for_subset(&mut self, system: Option<Rc<str>>) {
        let named = system.is_some();
        let (before, subset) = {
            let mut dtd = self.dtd.borrow_mut();
            let before = dtd.has_references;
            dtd.has_references = true;
            let subset = dtd.parameter.entry(SUBSET.into()).or_default();
            if !named {
                subset.base.clone_from(&self.base);
            }
            (before, subset.clone())
        };
        if self.parameter_parsing != 0 && self.handlers.external {
            self.dtd.borrow_mut().was_read = false;
            self.push(Kind::ExternalEntity(None, subset.base, system, subset.public), None);
            self.push(Kind::AfterSubset { before, named }, None);
        }
    }

    pub(crate) fn after_subset(&mut self, before: bool, named: bool) {
        let (read, standalone) = {
            let dtd = self.dtd.borrow();
            (dtd.was_read, dtd.standalone)
        };
        if read && !standalone {
            let event = self.event_now(Kind::NotStandalone);
            self.events.push_front(event);
        } else if !read && !named {
            self.dtd.borrow_mut().has_references = before;
        }
    }

    fn change_entity(&mut self, change: impl FnOnce(&mut Entity)) {
        let mut dtd = self.dtd.borrow_mut();
        if !dtd.keep {
            return;
        }
        if let Some((name, parameter)) = &self.declaring.entity {
            let table = if *parameter {
                &mut dtd.parameter
            } else {
                &mut dtd.general
            };
            if let Some(entity) = table.get_mut(name) {
                change(entity);
            }
        }
    }

    fn entity(&mut self, role: Role, raw: &[u8], at: usize) -> Result<bool, Fault> {
        let told = self.handlers.entity;
        match role {
            Role::GeneralEntity | Role::ParameterEntity => self.begin_entity(raw, role == Role::ParameterEntity),
            Role::EntityValue => {
                if !self.keeps() {
                    return Ok(true);
                }
                let (value, result) = self.entity_value(unquoted(raw), at + 1);
                if !self.account.keep(value.len()) {
                    return Err(Error::NoMemory.at(at));
                }
                let shown = text(&value).into();
                // A parameter entity that was not read ends the value, and what counts, but not this declaration.
                let keeps = std::mem::replace(&mut self.dtd.borrow_mut().keep, true);
                self.change_entity(|entity| entity.text = Some(value));
                let told = self.tell_entity(Some(shown), true);
                self.dtd.borrow_mut().keep = keeps;
                if let (Err(fault), true, Some(event)) = (result, told, self.events.back_mut())
                    && self.open.is_empty()
                {
                    event.at = fault.at;
                }
                return result.map(|()| !told);
            }
            Role::EntityPublic => {
                check_public_id(unquoted(raw), at + 1)?;
                let id = normal_public_id(unquoted(raw));
                self.change_entity(|entity| entity.public = Some(id));
            }
            Role::EntitySystem => {
                let (id, base) = (self.intern(text(unquoted(raw))), self.base.clone());
                self.change_entity(|entity| (entity.system, entity.base) = (Some(id), base));
            }
            Role::EntityComplete => return Ok(!self.tell_entity(None, true)),
            _ => {
                let notation = self.intern(text(raw));
                self.change_entity(|entity| entity.notation = Some(notation));
                return Ok(!self.tell_entity(None, self.handlers.unparsed || told));
            }
        }
        Ok(!(self.keeps() && told && self.declaring.entity.is_some()))
    }

    fn begin_entity(&mut self, raw: &[u8], parameter: bool) {
        self.declaring.entity = None;
        let predefined = !parameter && crate::characters::predefined(raw).is_some();
        if predefined || !self.keeps() {
            return;
        }
        let name = self.intern(text(raw));
        let internal = self.is_root && self.open.is_empty();
        let mut dtd = self.dtd.borrow_mut();
        let table = if parameter {
            &mut dtd.parameter
        } else {
            &mut dtd.general
        };
        if !table.contains_key(&name) {
            let entity = Entity {
                internal,
                ..Entity::default()
            };
            table.insert(name.clone(), entity);
            self.declaring.entity = Some((name, parameter));
        }
    }

    /// Tells of an entity whose declaration is complete.
    fn tell_entity(&mut self, value: Option<Rc<str>>, wanted: bool) -> bool {
        let Some((name, parameter)) = self.declaring.entity.clone() else {
            return false;
        };
        let unparsed = self.handlers.unparsed;
        if !self.keeps() || !wanted || !(self.handlers.entity || unparsed) {
            return false;
        }
        let entity = {
            let dtd = self.dtd.borrow();
            let table = if parameter { &dtd.parameter } else { &dtd.general };
            table.get(&name).cloned().unwrap_or_default()
        };
        if entity.notation.is_none() && !self.handlers.entity {
            return false;
        }
        // The value of an entity has the base of the place where it is, not one of its own.
        let base = if value.is_some() {
            self.base.clone()
        } else {
            entity.base
        };
        self.push(
            Kind::EntityDeclaration {
                name,
                parameter,
                value,
                base,
                system: entity.system,
                public: entity.public,
                notation: entity.notation,
            },
            None,
        );
        true
    }

    fn notation(&mut self, role: Role, raw: &[u8], at: usize) -> Result<bool, Fault> {
        let wanted = self.handlers.notation;
        match role {
            Role::NotationName => {
                self.declaring.notation_public = None;
                self.declaring.notation = wanted.then(|| text(raw).into());
                return Ok(!wanted);
            }
            Role::NotationPublic => {
                check_public_id(unquoted(raw), at + 1)?;
                self.declaring.notation_public = Some(normal_public_id(unquoted(raw)));
                return Ok(self.declaring.notation.is_none());
            }
            _ => {}
        }
        let system = (role == Role::NotationSystem).then(|| text(unquoted(raw)).into());
        let public = self.declaring.notation_public.take();
        let Some(name) = self.declaring.notation.take().filter(|_| wanted) else {
            return Ok(true);
        };
        let base = self.base.clone();
        self.push(Kind::Notation(name, base, system, public), None);
        Ok(false)
    }

    fn attlist(&mut self, role: Role, raw: &[u8], at: usize) -> Result<bool, Fault> {
        let default = !(self.keeps() && self.handlers.attlist);
        match role {
            Role::AttlistElement => {
                let name = self.intern(text(raw));
                self.dtd.borrow_mut().elements.entry(name.clone()).or_default();
                self.declaring.element = Some(name);
            }
            Role::AttributeName => {
                let name = self.intern(text(raw));
                self.declaring.attribute = Some(name);
                self.declaring.attribute_type.clear();
                self.declaring.cdata = false;
            }
            Role::AttributeType(name) => {
                self.declaring.attribute_type.push_str(name);
                self.declaring.cdata = name == "CDATA";
            }
            Role::EnumerationWord | Role::NotationWord => {
                let kind = &mut self.declaring.attribute_type;
                kind.push_str(match (kind.is_empty(), role) {
                    (false, _) => "|",
                    (true, Role::NotationWord) => "NOTATION(",
                    (true, _) => "(",
                });
                kind.push_str(text(raw));
            }
            _ if !self.keeps() => {}
            _ => self.declare_attribute(role, raw, at)?,
        }
        Ok(default)
    }

    fn declare_attribute(&mut self, role: Role, raw: &[u8], at: usize) -> Result<(), Fault> {
        let cdata = self.declaring.cdata;
        let value = match role {
            Role::DefaultValue | Role::FixedValue => Some(self.attribute_value(unquoted(raw), cdata, false, at + 1)?),
            _ => None,
        };
        let (Some(element), Some(name)) = (self.declaring.element.clone(), self.declaring.attribute.clone()) else {
            return Ok(());
        };
        let declared = Declared {
            name: name.clone(),
            cdata,
            value: value.clone(),
        };
        if !self.account.keep(value.as_ref().map_or(32, |value| value.len() + 32)) {
            return Err(Error::NoMemory.at(at));
        }
        let mut dtd = self.dtd.borrow_mut();
        dtd.elements.entry(element.clone()).or_default().declare(declared);
        drop(dtd);
        if self.handlers.attlist && !self.declaring.attribute_type.is_empty() {
            let mut kind = std::mem::take(&mut self.declaring.attribute_type);
            if kind.starts_with('(') || kind.starts_with("NOTATION(") {
                kind.push(')');
            }
            let required = matches!(role, Role::Required | Role::FixedValue);
            self.push(
                Kind::AttributeDeclaration {
                    element,
                    attribute: name,
                    kind: kind.into(),
                    value,
                    required,
                },
                None,
            );
        }
        Ok(())
    }

    fn element(&mut self, role: Role, raw: &[u8], at: usize) -> Result<bool, Fault> {
        let building = self.declaring.model.is_some();
        let (mut done, mut shown) = (None, !self.handlers.element);
        match role {
            Role::ElementName if self.handlers.element => {
                let name = self.intern(text(raw));
                self.declaring.element = Some(name);
                self.declaring.model = Some(Building::default());
                return Ok(false);
            }
            Role::ContentAny => done = Some(Model::simple(Shape::Any)),
            Role::ContentEmpty => done = Some(Model::simple(Shape::Empty)),
            Role::GroupSequence | Role::GroupChoice => {
                // Only the `|` that makes a group a choice is the declaration's own.
                let first = self.declaring.connectors.last() == Some(&0);
                shown |= role == Role::GroupChoice && !(building && first);
                let wanted = if role == Role::GroupChoice { b'|' } else { b',' };
                if let Some(connector) = self.declaring.connectors.last_mut() {
                    if *connector != 0 && *connector != wanted {
                        return Err(Error::Syntax.at(at));
                    }
                    *connector = wanted;
                }
            }
            Role::GroupOpen => {
                if self.machine.groups == 1 {
                    self.declaring.connectors.clear();
                }
                self.declaring.connectors.push(0);
                if !self.account.keep(64) {
                    return Err(Error::NoMemory.at(at));
                }
            }
            Role::GroupClose(_) => {
                self.declaring.connectors.pop();
            }
            _ => {}
        }
        let name = match role {
            Role::ContentElement(_) if building => {
                // The token takes the quantifier in.
                let name = raw
                    .strip_suffix(b"?")
                    .or(raw.strip_suffix(b"*"))
                    .or(raw.strip_suffix(b"+"));
                Some(self.intern(text(name.unwrap_or(raw))))
            }
            _ => None,
        };
        if let Some(model) = &mut self.declaring.model {
            match (role, name) {
                (Role::GroupOpen, _) => model.open(),
                (Role::GroupChoice, _) => model.choice(),
                (Role::ContentText, _) => model.text(),
                (Role::ContentElement(quantifier), Some(name)) => model.name(name, quantifier),
                (Role::GroupClose(quantifier), _) => done = model.close(quantifier),
                _ => {}
            }
        }
        if let (true, Some(model)) = (building, done) {
            self.declaring.model = None;
            if let Some(name) = self.declaring.element.clone() {
                self.push(Kind::ElementDeclaration(name, model), None);
                return Ok(false);
            }
        }
        Ok(shown)
    }

    fn parameter_reference(&mut self, role: Role, raw: &[u8], at: usize) -> Result<bool, Fault> {
        let standalone = {
            let mut dtd = self.dtd.borrow_mut();
            dtd.has_references = true;
            if self.parameter_parsing == 0 {
                dtd.keep = dtd.standalone;
            }
            dtd.standalone
        };
        if self.parameter_parsing == 0 {
            return Ok(self.not_standalone(standalone));
        }
        let name = self.intern(text(raw.get(1..raw.len() - 1).unwrap_or_default()));
        let entity = {
            let dtd = self.dtd.borrow();
            let strict = self.must_be_declared(&dtd);
            match dtd.parameter.get(&name) {
                None if strict => return Err(Error::UndefinedEntity.at(at)),
                Some(entity) if strict && !entity.internal => return Err(Error::EntityDeclaredInPe.at(at)),
                Some(entity) if entity.open => return Err(Error::RecursiveEntityRef.at(at)),
                entity => entity.cloned(),
            }
        };
        let Some(entity) = entity else {
            self.dtd.borrow_mut().keep = standalone;
            if role == Role::ParameterReference && self.handlers.skipped {
                self.push(Kind::SkippedEntity(name, true), None);
                return Ok(false);
            }
            return Ok(true);
        };
        if let Some(text) = entity.text {
            self.enter(Open {
                level: 0,
                name,
                parameter: true,
                text,
                position: 0,
                between: role == Role::ParameterReference,
            });
            return Ok(false);
        }
        if !self.handlers.external {
            self.dtd.borrow_mut().keep = standalone;
            return Ok(true);
        }
        self.dtd.borrow_mut().was_read = false;
        self.set_open(&name, true, true);
        self.push(
            Kind::ExternalEntity(None, entity.base, entity.system, entity.public),
            None,
        );
        self.push(Kind::AfterParameterEntity(name), None);
        Ok(false)
    }

    pub(crate) fn after_parameter_entity(&mut self, name: &str) {
        self.set_open(name, true, false);
        let (read, standalone) = {
            let mut dtd = self.dtd.borrow_mut();
            if !dtd.was_read {
                dtd.keep = dtd.standalone;
            }
            (dtd.was_read, dtd.standalone)
        };
        if read && !standalone {
            let event = self.event_now(Kind::NotStandalone);
            self.events.push_front(event);
        }
    }

    fn not_standalone(&mut self, standalone: bool) -> bool {
        if !standalone {
            self.push(Kind::NotStandalone, None);
        }
        true
    }
}
