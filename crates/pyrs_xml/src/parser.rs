//! The parser: what it holds, and how it goes from token to token.
//!
//! Invariant: between two calls of [`Parser::next`] all positions are at borders of tokens. Events that a token made are
//! given out before the next token is looked at, an error behind the events that came before it.

use crate::account::Account;
use crate::doctype::Declaring;
use crate::dtd::Dtd;
use crate::encoding::{Encoding, Map};
use crate::error::{Error, Fault};
use crate::event::{Event, Kind, Text};
use crate::input::{End, Input};
use crate::namespace::Bindings;
use crate::role::Machine;
use crate::token::RawAttribute;
use std::cell::RefCell;
use std::collections::{HashSet, VecDeque};
use std::rc::Rc;

/// How a parser is made.
#[derive(Clone, Default)]
pub struct Settings<'a> {
    /// Whether names are taken apart into namespace and local name.
    pub namespaces: bool,
    /// What stands between them.
    pub separator: Option<char>,
    /// The encoding, whatever the document says.
    pub encoding: Option<&'a str>,
}

/// Handlers whose presence changes what the parser does.
#[derive(Clone, Copy, Default, Debug)]
pub struct Handlers {
    /// For what has no handler of its own.
    pub default: bool,
    /// Start of the document type declaration.
    pub start_doctype: bool,
    /// Its end.
    pub end_doctype: bool,
    /// Element declarations.
    pub element: bool,
    /// Attribute lists.
    pub attlist: bool,
    /// Entities.
    pub entity: bool,
    /// Unparsed entities.
    pub unparsed: bool,
    /// Notations.
    pub notation: bool,
    /// External entities.
    pub external: bool,
    /// Entities that were not read.
    pub skipped: bool,
}

/// What the parser reads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Mode {
    /// A prolog, or declarations.
    Prolog,
    /// The document's element, or the content of an external entity.
    Content,
    /// The start of an external entity's content.
    ExternalStart,
    /// What is behind the document's element.
    Epilog,
}

/// What came of a token.
pub(crate) enum Step {
    /// It ends here.
    To(usize),
    /// It may not be complete.
    Wait,
    /// The text is done.
    Leave,
}

/// An element that is open.
#[derive(Debug)]
pub(crate) struct Tag {
    pub name: Rc<str>,
    pub full: Rc<str>,
    pub prefixes: Vec<Rc<str>>,
}

/// An internal entity that is being expanded.
#[derive(Debug)]
pub(crate) struct Open {
    pub name: Rc<str>,
    pub parameter: bool,
    pub text: Rc<[u8]>,
    pub position: usize,
    /// Elements that were open at its start.
    pub level: usize,
    /// It stands between declarations, so that it has to hold whole ones.
    pub between: bool,
}

/// A parser.
#[derive(Debug)]
pub struct Parser {
    pub(crate) input: Input,
    pub(crate) open: Vec<Open>,
    pub(crate) mode: Mode,
    pub(crate) in_cdata: bool,
    pub(crate) in_ignored: bool,
    pub(crate) events: VecDeque<Event>,
    pub(crate) scratch: Vec<u8>,
    pub(crate) dtd: Rc<RefCell<Dtd>>,
    pub(crate) account: Rc<Account>,
    pub(crate) is_root: bool,
    pub(crate) is_parameter: bool,
    pub(crate) is_external_content: bool,
    pub(crate) machine: Machine,
    pub(crate) declaring: Declaring,
    pub(crate) tags: Vec<Tag>,
    pub(crate) bindings: Bindings,
    pub(crate) namespaces: bool,
    pub(crate) separator: Option<char>,
    pub(crate) attributes: Vec<RawAttribute>,
    pub(crate) event_at: usize,
    pub(crate) parameter_parsing: u8,
    pub(crate) foreign: bool,
    /// The encoding to go on with behind the declaration.
    pub(crate) switch_to: Option<Encoding>,
    pub(crate) awaits_encoding: Option<usize>,
    /// An encoding given from outside that nobody has explained yet.
    given_unknown: Option<Rc<str>>,
    names: HashSet<Rc<str>>,
    fault: Option<Fault>,
    /// What ended the parsing: every further use gives it again.
    broken: Option<Error>,
    started: bool,
    finished: bool,
    /// Bytes of a token that was not complete when they came.
    held: usize,
    fed_at: usize,
    waits: bool,
    /// Whether to wait for twice as much before a token is looked for again.
    pub deferral: bool,
    /// Which handlers there are.
    pub handlers: Handlers,
    /// Whether internal entities are expanded in content.
    pub expand_internal: bool,
    /// Whether names have their prefix as a third part.
    pub triplets: bool,
    /// The base of system identifiers.
    pub base: Option<Rc<str>>,
}

impl Parser {
    /// A parser for a document.
    pub fn new(settings: &Settings) -> Parser {
        Parser::with(settings, Rc::default(), Rc::default())
    }

    pub(crate) fn with(settings: &Settings, dtd: Rc<RefCell<Dtd>>, account: Rc<Account>) -> Parser {
        let (input, given_unknown) = Parser::input_for(settings);
        account.keep(1024);
        Parser {
            input,
            open: Vec::new(),
            mode: Mode::Prolog,
            in_cdata: false,
            in_ignored: false,
            events: VecDeque::new(),
            scratch: Vec::new(),
            dtd,
            account,
            is_root: true,
            is_parameter: false,
            is_external_content: false,
            machine: Machine::of_document(),
            declaring: Declaring::default(),
            tags: Vec::new(),
            bindings: Bindings::new(),
            namespaces: settings.namespaces,
            separator: settings.separator,
            attributes: Vec::new(),
            event_at: 0,
            parameter_parsing: 0,
            foreign: false,
            switch_to: None,
            awaits_encoding: None,
            given_unknown,
            names: HashSet::new(),
            fault: None,
            broken: None,
            started: false,
            finished: false,
            held: 0,
            fed_at: 0,
            waits: false,
            deferral: true,
            handlers: Handlers::default(),
            expand_internal: true,
            triplets: false,
            base: None,
        }
    }

    /// Whether this is the parser of a document, not of an entity of one.
    pub fn is_root(&self) -> bool {
        self.is_root
    }

    /// The encoding, whatever the document says; of no effect once parsing has begun.
    pub fn set_encoding(&mut self, name: &str) {
        if !self.started {
            let settings = Settings {
                encoding: Some(name),
                ..Settings::default()
            };
            (self.input, self.given_unknown) = Parser::input_for(&settings);
        }
    }

    /// When to read parameter entities: 0 never, 1 unless the document is standalone, 2 always. False if it is too late.
    pub fn set_parameter_parsing(&mut self, when: u8) -> bool {
        let idle = !self.started || self.finished;
        if idle {
            self.parameter_parsing = when;
        }
        idle
    }

    /// Whether to ask for an external subset that the document does not name.
    pub fn use_foreign_dtd(&mut self, flag: bool) -> Result<(), Error> {
        if self.started && !self.finished {
            return Err(Error::CantChangeFeature);
        }
        self.foreign = flag;
        Ok(())
    }

    /// Takes bytes in; `is_final` if they are the last.
    pub fn feed(&mut self, bytes: &[u8], is_final: bool) -> Result<(), Error> {
        if self.finished {
            return Err(self.broken.unwrap_or(Error::Finished));
        }
        if !self.started {
            self.started = true;
            if let Some(name) = self.given_unknown.take() {
                self.push(Kind::UnknownEncoding(name), None);
                self.awaits_encoding = Some(0);
                self.input.hold();
            }
        }
        let keep = self.event_at.min(self.input.position);
        let gone = self.input.forget(keep);
        self.event_at -= gone;
        let added = self.input.feed(bytes, is_final);
        if !self.account.keep(added) {
            self.fail(Error::NoMemory.at(self.event_at));
        }
        self.waits = self.deferral && !is_final && self.held > 0 && self.input.pending() < 2 * self.held;
        self.fed_at = self.input.position;
        Ok(())
    }

    /// The next event; None when more input is needed, or the document has ended.
    #[allow(clippy::should_implement_trait)]
    pub fn next(&mut self) -> Result<Option<Event>, Error> {
        loop {
            if let Some(event) = self.events.pop_front() {
                self.event_at = event.at;
                match event.kind {
                    Kind::AfterSubset { before, named } => self.after_subset(before, named),
                    Kind::AfterParameterEntity(name) => self.after_parameter_entity(&name),
                    _ => return Ok(Some(event)),
                }
                continue;
            }
            if let Some(at) = self.awaits_encoding.take() {
                self.fail(Error::UnknownEncoding.at(at));
            }
            if let Some(fault) = self.fault.take() {
                self.event_at = fault.at;
                self.finished = true;
                self.broken = Some(fault.error);
                return Err(fault.error);
            }
            if self.finished || self.waits || !self.advance() {
                self.rest();
                return Ok(None);
            }
        }
    }

    /// Takes note of how far it came.
    fn rest(&mut self) {
        if self.waits || self.finished {
            return;
        }
        self.held = match self.input.position == self.fed_at {
            true => self.input.pending(),
            false => 0,
        };
        self.finished = self.input.end() == End::Final;
        if self.open.is_empty() {
            self.event_at = self.input.position;
        }
    }

    /// Looks at one token. False if there is none to be had.
    fn advance(&mut self) -> bool {
        self.scratch.clear();
        let depth = self.open.len();
        let (result, at) = match self.open.last() {
            None => {
                let text = std::mem::take(&mut self.input.text);
                let at = self.input.position;
                self.event_at = at;
                let result = self.process(&text, at, self.input.end());
                self.input.text = text;
                (result, at)
            }
            Some(open) => {
                let (text, at) = (open.text.clone(), open.position);
                (self.process(&text, at, End::Final), at)
            }
        };
        let next = match result {
            Ok(Step::To(next)) => next,
            Ok(Step::Wait) => return false,
            Ok(Step::Leave) => return self.leave(),
            Err(fault) => {
                let at = if depth == 0 { fault.at } else { self.event_at };
                self.fail(fault.error.at(at));
                return true;
            }
        };
        match depth.checked_sub(1).and_then(|index| self.open.get_mut(index)) {
            Some(open) => open.position = next,
            None => self.input.position = next,
        }
        if let Some(encoding) = self.switch_to.take() {
            self.input.switch(encoding);
        }
        let spent = self.spend(next - at, depth == 0 && self.is_root, self.event_at);
        if let Err(fault) = spent {
            self.fail(fault);
        }
        true
    }

    fn leave(&mut self) -> bool {
        let Some(open) = self.open.pop() else {
            return false;
        };
        self.set_open(&open.name, open.parameter, false);
        true
    }

    fn process(&mut self, t: &[u8], at: usize, end: End) -> Result<Step, Fault> {
        if self.in_cdata {
            return self.cdata(t, at, end);
        }
        if self.in_ignored {
            return self.ignored(t, at, end);
        }
        let entity = self.open.last().map(|open| (open.parameter, open.between, open.level));
        match (entity, self.mode) {
            (Some((false, _, level)), _) => self.content(t, at, end, level),
            (Some((true, between, _)), _) => self.prolog(t, at, end, Some(between)),
            (None, Mode::Prolog) => self.prolog(t, at, end, None),
            (None, Mode::Content) => self.content(t, at, end, usize::from(self.is_external_content)),
            (None, Mode::ExternalStart) => self.external_start(t, at, end),
            (None, Mode::Epilog) => self.epilog(t, at, end),
        }
    }

    /// The start of an external entity: a mark, a text declaration, or neither.
    fn external_start(&mut self, t: &[u8], at: usize, end: End) -> Result<Step, Fault> {
        use crate::token::{self, Stop, Token};
        if at == 0 && t.starts_with("\u{feff}".as_bytes()) {
            return Ok(Step::To(3));
        }
        match token::content(t, at, self.namespaces, &mut Vec::new()) {
            Ok((Token::Declaration, next)) => {
                self.xml_declaration(t, at, next, true)?;
                self.mode = Mode::Content;
                return Ok(Step::To(next));
            }
            Err(Stop::Partial | Stop::Nothing) if end == End::More => return Ok(Step::Wait),
            _ => {}
        }
        self.input.settle();
        self.mode = Mode::Content;
        Ok(Step::To(at))
    }

    fn fail(&mut self, fault: Fault) {
        if self.fault.is_none() {
            self.fault = Some(fault);
        }
    }

    /// The user's answer to an event: this cannot go on.
    pub fn refuse(&mut self, error: Error) {
        self.events.clear();
        self.fault = Some(error.at(self.event_at));
    }

    /// The user's answer to [`Kind::UnknownEncoding`].
    pub fn provide_encoding(&mut self, map: Map) {
        if self.awaits_encoding.take().is_some() {
            let encoding = Encoding::Single(Box::new(map));
            match self.input.is_held() {
                true => self.input.release(encoding),
                false => self.input.switch(encoding),
            }
        }
    }

    /// Counts what was processed.
    pub(crate) fn spend(&self, bytes: usize, direct: bool, at: usize) -> Result<(), Fault> {
        match self.account.process(bytes, direct) {
            true => Ok(()),
            false => Err(Error::AmplificationLimit.at(at)),
        }
    }

    /// A position of the current text as one of the input.
    pub(crate) fn here(&self, at: usize) -> usize {
        if self.open.is_empty() { at } else { self.event_at }
    }

    /// One name for all that are alike.
    pub(crate) fn intern(&mut self, name: &str) -> Rc<str> {
        if let Some(known) = self.names.get(name) {
            return known.clone();
        }
        let name: Rc<str> = name.into();
        self.account.keep(name.len() + 16);
        self.names.insert(name.clone());
        name
    }

    pub(crate) fn set_open(&mut self, name: &str, parameter: bool, open: bool) {
        let mut dtd = self.dtd.borrow_mut();
        let table = if parameter {
            &mut dtd.parameter
        } else {
            &mut dtd.general
        };
        if let Some(entity) = table.get_mut(name) {
            entity.open = open;
        }
    }

    /// Goes on with the text of an internal entity.
    pub(crate) fn enter(&mut self, open: Open) {
        self.set_open(&open.name, open.parameter, true);
        self.open.push(open);
    }

    fn keep_text(&mut self, bytes: &[u8]) -> Text {
        let start = self.scratch.len();
        self.scratch.extend_from_slice(bytes);
        Text {
            start,
            end: self.scratch.len(),
        }
    }

    /// Adds an event. `raw` is what the default handler would see.
    pub(crate) fn push(&mut self, kind: Kind, raw: Option<&[u8]>) {
        let raw = match raw {
            Some(raw) if self.handlers.default => Some(self.keep_text(raw)),
            _ => None,
        };
        let event = Event {
            raw,
            ..self.event_now(kind)
        };
        self.events.push_back(event);
    }

    pub(crate) fn event_now(&self, kind: Kind) -> Event {
        Event {
            kind,
            raw: None,
            at: self.event_at,
            after_start: false,
            end: 0,
        }
    }

    pub(crate) fn push_text(&mut self, data: &[u8], raw: &[u8]) {
        let text = self.keep_text(data);
        self.push(Kind::Text(text), Some(raw));
    }

    pub(crate) fn push_default(&mut self, raw: &[u8]) {
        if self.handlers.default {
            self.push(Kind::Default, Some(raw));
        }
    }

    /// A stretch of text that an event names.
    pub fn text(&self, text: Text) -> &str {
        crate::characters::text(self.scratch.get(text.start..text.end).unwrap_or_default())
    }

    /// The end of an empty element is behind it if its start was reported, too.
    pub fn move_to_end(&mut self, event: &Event) {
        if event.after_start {
            self.event_at = event.end;
        }
    }

    /// Line from 1 on, column and byte of the current event; the byte is None before there is any.
    pub fn place(&mut self) -> (u64, u64, Option<u64>) {
        let (line, column, byte) = self.input.place(self.event_at);
        (line, column, self.started.then_some(byte))
    }

    /// The input from the current event on, as it was given.
    pub fn rest_of_input(&self) -> Vec<u8> {
        let text = self.input.text.get(self.event_at..).unwrap_or_default();
        self.input.encoding().encode(crate::characters::text(text))
    }
}
