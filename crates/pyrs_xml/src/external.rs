//! Parsers of external entities, and the context that names what is open around them.

use crate::account::Account;
use crate::dtd::Dtd;
use crate::encoding::Known;
use crate::input::Input;
use crate::parser::{Mode, Parser, Settings};
use crate::role::Machine;
use std::cell::RefCell;
use std::rc::Rc;

/// Between the parts of a context.
const SEPARATOR: &str = "\u{c}";

impl Parser {
    /// The namespaces in force and the entities that are open, as one text.
    pub(crate) fn context(&self) -> Rc<str> {
        let mut parts = Vec::new();
        if self.namespaces {
            if let Some(uri) = self.bindings.find("") {
                parts.push(format!("={uri}"));
            }
            let named = self.bindings.iter().filter(|(prefix, _)| !prefix.is_empty());
            let mut named: Vec<String> = named.map(|(prefix, uri)| format!("{prefix}={uri}")).collect();
            named.sort();
            parts.extend(named);
        }
        let dtd = self.dtd.borrow();
        let open = dtd.general.iter().filter(|(_, entity)| entity.open);
        let mut open: Vec<String> = open.map(|(name, _)| name.to_string()).collect();
        open.sort();
        parts.extend(open);
        parts.join(SEPARATOR).into()
    }

    /// A parser for an external entity: of content with a context, of declarations without one.
    pub fn external(&self, context: Option<&str>, encoding: Option<&str>) -> Parser {
        let settings = Settings {
            namespaces: self.namespaces,
            separator: self.separator,
            encoding,
        };
        let dtd = match context {
            Some(_) => Rc::new(RefCell::new(Dtd::clone(&self.dtd.borrow()))),
            None => self.dtd.clone(),
        };
        let mut parser = Parser::with(&settings, dtd, self.account.clone());
        parser.is_root = false;
        parser.handlers = self.handlers;
        parser.expand_internal = self.expand_internal;
        parser.triplets = self.triplets;
        parser.deferral = self.deferral;
        parser.parameter_parsing = self.parameter_parsing;
        match context {
            Some(context) => {
                parser.mode = Mode::ExternalStart;
                parser.is_external_content = true;
                parser.enter_context(context);
            }
            None => {
                parser.is_parameter = true;
                parser.machine = Machine::of_external();
                parser.dtd.borrow_mut().was_read = true;
            }
        }
        parser
    }

    fn enter_context(&mut self, context: &str) {
        for part in context.split(SEPARATOR) {
            match part.split_once('=') {
                Some((prefix, uri)) if self.namespaces => self.bindings.push(prefix.into(), Some(uri.into())),
                _ => self.set_open(part, false, true),
            }
        }
    }

    /// Parts of [`Parser::new`].
    pub(crate) fn input_for(settings: &Settings) -> (Input, Option<Rc<str>>) {
        match settings.encoding {
            None => (Input::new(None), None),
            Some(name) => match Known::find(name) {
                Some(known) => (Input::new(Some(known)), None),
                None => (Input::new(None), Some(name.into())),
            },
        }
    }

    /// The account of the document.
    pub fn account(&self) -> &Account {
        &self.account
    }
}
