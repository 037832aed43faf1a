//! An XML 1.0 parser that takes a document in pieces and gives events, with Expat's order, error codes and positions.
//!
//! It is a pull parser: [`Parser::feed`] takes bytes in, [`Parser::next`] gives the next event. Between two events nothing
//! of it runs, so the user of an event may do anything to the parser. Input is decoded to UTF-8 first; positions are counted
//! in the input's own bytes. DTDs are read as far as a parser that does not validate has to.
//!
//! Absent: external parameter entities inside of entity values (they count as not read), encodings of several bytes
//! other than UTF-8 and UTF-16.

mod account;
mod attributes;
mod characters;
mod content;
mod declaration;
mod doctype;
mod dtd;
mod encoding;
mod entity_value;
mod error;
mod event;
mod external;
mod input;
mod model;
mod names;
mod namespace;
mod parser;
mod prolog_token;
mod role;
mod role_element;
mod token;

pub use encoding::Map;
pub use error::Error;
pub use event::{Event, Kind, Text};
pub use model::Model;
pub use parser::{Handlers, Parser, Settings};
