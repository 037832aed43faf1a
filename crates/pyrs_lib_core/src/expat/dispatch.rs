//! From events to calls of handlers.
//!
//! A handler that raises ends it: all handlers are taken away, the rest of the input is gone through without them, and
//! then the exception is passed on.

use super::handlers::{self, Handler};
use super::model::model_value;
use super::object::{ParserObject, ask_codec, parser_of};
use super::{call, flush};
use pyrs_object::dict::DictObject;
use pyrs_object::list::ListObject;
use pyrs_object::str::StrObject;
use pyrs_object::{PyResult, Ref, Thread, Value, int, none, protocol};
use pyrs_xml::{Error, Event, Kind, Text};
use std::rc::Rc;

/// Takes bytes in and handles what comes of them. Errors of the document are returned, those of handlers raised.
pub fn run(thread: &mut Thread, this: Ref<ParserObject>, data: &[u8], is_final: bool) -> PyResult<Option<Error>> {
    let fed = parser_of(this).map_or(Err(Error::Finished), |parser| parser.feed(data, is_final));
    if let Err(error) = fed {
        return Ok(Some(error));
    }
    loop {
        let event = match parser_of(this).map(|parser| parser.next()) {
            Some(Ok(Some(event))) => event,
            Some(Err(error)) => return Ok(Some(error)),
            Some(Ok(None)) | None => return Ok(None),
        };
        if let Err(raised) = handle(thread, this, event) {
            handlers::clear(this);
            drain(this);
            return Err(raised);
        }
    }
}

/// Goes through the rest of the input.
fn drain(this: Ref<ParserObject>) {
    while let Some(parser) = parser_of(this) {
        match parser.next() {
            Ok(Some(event)) if matches!(event.kind, Kind::ExternalEntity(..)) => {
                parser.refuse(Error::ExternalEntityHandling);
            }
            Ok(Some(_)) => {}
            _ => return,
        }
    }
}

/// A text or None.
fn optional(thread: &mut Thread, text: Option<&Rc<str>>) -> PyResult<Value> {
    match text {
        Some(text) => Ok(StrObject::from_str(thread, text)?.value()),
        None => Ok(none()),
    }
}

fn plain(thread: &mut Thread, text: &str) -> PyResult<Value> {
    Ok(StrObject::from_str(thread, text)?.value())
}

/// A name, the same object as all that are alike.
fn name(thread: &mut Thread, this: Ref<ParserObject>, text: &str) -> PyResult<Value> {
    let text = StrObject::from_str(thread, text)?.value();
    let Some(known) = this.intern.get().and_then(|known| known.downcast::<DictObject>()) else {
        return Ok(text);
    };
    if let Some(found) = known.get(thread, text)? {
        return Ok(found);
    }
    known.set(thread, text, text)?;
    Ok(text)
}

fn optional_name(thread: &mut Thread, this: Ref<ParserObject>, text: Option<&Rc<str>>) -> PyResult<Value> {
    match text {
        Some(text) => name(thread, this, text),
        None => Ok(none()),
    }
}

/// The handler, after character data that waits has been handled; None if there is none (any more).
fn ready(thread: &mut Thread, this: Ref<ParserObject>, handler: Handler) -> PyResult<Option<Value>> {
    if this.handler(handler).is_none() {
        return Ok(None);
    }
    flush(thread, this)?;
    Ok(this.handler(handler))
}

fn attributes(
    thread: &mut Thread,
    this: Ref<ParserObject>,
    all: &[(Rc<str>, Rc<str>)],
    specified: usize,
) -> PyResult<Value> {
    let shown = if this.specified.get() {
        &all[..specified.min(all.len())]
    } else {
        all
    };
    if this.ordered.get() {
        let list = ListObject::with_capacity(thread, shown.len() * 2)?;
        for (key, value) in shown {
            let key = name(thread, this, key)?;
            list.push(thread, key)?;
            let value = plain(thread, value)?;
            list.push(thread, value)?;
        }
        return Ok(list.value());
    }
    let dict = DictObject::new(thread)?;
    for (key, value) in shown {
        let key = name(thread, this, key)?;
        let value = plain(thread, value)?;
        dict.set(thread, key, value)?;
    }
    Ok(dict.value())
}

/// The end of an empty element is behind it for those who see both start and end.
fn move_to_end(this: Ref<ParserObject>, event: &Event) {
    if this.handler(Handler::StartElement).is_some()
        && this.handler(Handler::EndElement).is_some()
        && let Some(parser) = parser_of(this)
    {
        parser.move_to_end(event);
    }
}

/// Gives what an event was made of to the default handler.
fn default(thread: &mut Thread, this: Ref<ParserObject>, raw: Option<Text>) -> PyResult<()> {
    let Some(raw) = raw else { return Ok(()) };
    if this.default_handler().is_none() {
        return Ok(());
    }
    let Some(text) = parser_of(this).map(|parser| parser.text(raw).to_owned()) else {
        return Ok(());
    };
    flush(thread, this)?;
    let Some(handler) = this.default_handler() else {
        return Ok(());
    };
    let text = plain(thread, &text)?;
    call(thread, this, handler, &[text])?;
    Ok(())
}

fn characters(thread: &mut Thread, this: Ref<ParserObject>, text: Text, raw: Option<Text>) -> PyResult<()> {
    let Some(handler) = this.handler(Handler::CharacterData) else {
        return default(thread, this, raw);
    };
    let Some(parser) = parser_of(this) else {
        return Ok(());
    };
    let limit = this.buffer_size.get();
    if this.buffers.get() {
        let data = parser.text(text);
        let used = this.waiting.get().map_or(0, |waiting| waiting.len());
        if used + data.len() > limit {
            let data = data.to_owned();
            flush(thread, this)?;
            let Some(handler) = this.handler(Handler::CharacterData) else {
                return Ok(());
            };
            if data.len() > limit || !this.buffers.get() {
                let data = plain(thread, &data)?;
                call(thread, this, handler, &[data])?;
                return Ok(());
            }
            super::wait(thread, this, data.as_bytes());
        } else {
            super::wait(thread, this, data.as_bytes());
        }
        return Ok(());
    }
    let data = StrObject::from_str(thread, parser.text(text))?.value();
    call(thread, this, handler, &[data])?;
    Ok(())
}

/// The answer of a handler that decides whether to go on.
fn answer(thread: &mut Thread, this: Ref<ParserObject>, result: Value, error: Error) -> PyResult<()> {
    let number = protocol::index(thread, result)?;
    if int::as_i64(number).is_some_and(|number| number as i32 == 0)
        && let Some(parser) = parser_of(this)
    {
        parser.refuse(error);
    }
    Ok(())
}

fn handle(thread: &mut Thread, this: Ref<ParserObject>, event: Event) -> PyResult<()> {
    let raw = event.raw;
    match &event.kind {
        Kind::Text(text) => return characters(thread, this, *text, raw),
        Kind::Default => return default(thread, this, raw),
        Kind::StartElement {
            name: element,
            attributes: all,
            specified,
            empty,
        } => {
            let Some(handler) = ready(thread, this, Handler::StartElement)? else {
                if *empty && this.handler(Handler::EndElement).is_some() {
                    return Ok(());
                }
                return default(thread, this, raw);
            };
            let all = attributes(thread, this, all, *specified)?;
            let element = name(thread, this, element)?;
            call(thread, this, handler, &[element, all])?;
        }
        Kind::EndElement(element) => {
            move_to_end(this, &event);
            let Some(handler) = ready(thread, this, Handler::EndElement)? else {
                return default(thread, this, raw);
            };
            let element = name(thread, this, element)?;
            call(thread, this, handler, &[element])?;
        }
        Kind::Comment(text) => {
            let Some(handler) = ready(thread, this, Handler::Comment)? else {
                return default(thread, this, raw);
            };
            let text = plain(thread, text)?;
            call(thread, this, handler, &[text])?;
        }
        Kind::Instruction(target, data) => {
            let Some(handler) = ready(thread, this, Handler::ProcessingInstruction)? else {
                return default(thread, this, raw);
            };
            let target = name(thread, this, target)?;
            let data = plain(thread, data)?;
            call(thread, this, handler, &[target, data])?;
        }
        Kind::StartCdata | Kind::EndCdata => {
            let handler = match event.kind {
                Kind::StartCdata => Handler::StartCdataSection,
                _ => Handler::EndCdataSection,
            };
            match ready(thread, this, handler)? {
                Some(handler) => drop(call(thread, this, handler, &[])?),
                None => return default(thread, this, raw),
            }
        }
        Kind::StartNamespace(prefix, uri) => {
            if let Some(handler) = ready(thread, this, Handler::StartNamespaceDecl)? {
                let prefix = optional_name(thread, this, prefix.as_ref())?;
                let uri = optional_name(thread, this, uri.as_ref())?;
                call(thread, this, handler, &[prefix, uri])?;
            }
        }
        Kind::EndNamespace(prefix) => {
            move_to_end(this, &event);
            if let Some(handler) = ready(thread, this, Handler::EndNamespaceDecl)? {
                let prefix = optional_name(thread, this, prefix.as_ref())?;
                call(thread, this, handler, &[prefix])?;
            }
        }
        Kind::UnknownEncoding(encoding) => {
            if let Some(map) = ask_codec(thread, encoding)?
                && let Some(parser) = parser_of(this)
            {
                parser.provide_encoding(map);
            }
        }
        _ => return declarations(thread, this, &event),
    }
    Ok(())
}

/// Events of declarations and of entities.
fn declarations(thread: &mut Thread, this: Ref<ParserObject>, event: &Event) -> PyResult<()> {
    match &event.kind {
        Kind::XmlDeclaration(version, encoding, standalone) => {
            let Some(handler) = ready(thread, this, Handler::XmlDecl)? else {
                return default(thread, this, event.raw);
            };
            let version = optional(thread, version.as_ref())?;
            let encoding = optional(thread, encoding.as_ref())?;
            call(
                thread,
                this,
                handler,
                &[version, encoding, Value::small_int(*standalone)],
            )?;
        }
        Kind::StartDoctype {
            name: doctype,
            system,
            public,
            internal,
        } => {
            if let Some(handler) = ready(thread, this, Handler::StartDoctypeDecl)? {
                let doctype = name(thread, this, doctype)?;
                let system = optional_name(thread, this, system.as_ref())?;
                let public = optional_name(thread, this, public.as_ref())?;
                let internal = Value::small_int(i64::from(*internal));
                call(thread, this, handler, &[doctype, system, public, internal])?;
            }
        }
        Kind::EndDoctype => {
            if let Some(handler) = ready(thread, this, Handler::EndDoctypeDecl)? {
                call(thread, this, handler, &[])?;
            }
        }
        Kind::ElementDeclaration(element, model) => {
            if let Some(handler) = ready(thread, this, Handler::ElementDecl)? {
                let model = model_value(thread, model, |thread, text| name(thread, this, text))?;
                let element = name(thread, this, element)?;
                call(thread, this, handler, &[element, model])?;
            }
        }
        Kind::AttributeDeclaration {
            element,
            attribute,
            kind,
            value,
            required,
        } => {
            if let Some(handler) = ready(thread, this, Handler::AttlistDecl)? {
                let element = name(thread, this, element)?;
                let attribute = name(thread, this, attribute)?;
                let kind = plain(thread, kind)?;
                let value = optional(thread, value.as_ref())?;
                let required = Value::small_int(i64::from(*required));
                call(thread, this, handler, &[element, attribute, kind, value, required])?;
            }
        }
        Kind::Notation(notation, base, system, public) => {
            if let Some(handler) = ready(thread, this, Handler::NotationDecl)? {
                let notation = name(thread, this, notation)?;
                let base = optional_name(thread, this, base.as_ref())?;
                let system = optional_name(thread, this, system.as_ref())?;
                let public = optional_name(thread, this, public.as_ref())?;
                call(thread, this, handler, &[notation, base, system, public])?;
            }
        }
        Kind::NotStandalone => {
            if let Some(handler) = ready(thread, this, Handler::NotStandalone)? {
                let result = call(thread, this, handler, &[])?;
                answer(thread, this, result, Error::NotStandalone)?;
            }
        }
        Kind::SkippedEntity(entity, parameter) => {
            let Some(handler) = ready(thread, this, Handler::SkippedEntity)? else {
                return default(thread, this, event.raw);
            };
            let entity = name(thread, this, entity)?;
            let parameter = Value::small_int(i64::from(*parameter));
            call(thread, this, handler, &[entity, parameter])?;
        }
        Kind::EntityDeclaration { .. } => return entity(thread, this, &event.kind),
        Kind::ExternalEntity(context, base, system, public) => {
            let Some(handler) = ready(thread, this, Handler::ExternalEntityRef)? else {
                return default(thread, this, event.raw);
            };
            let context = optional(thread, context.as_ref())?;
            let base = optional_name(thread, this, base.as_ref())?;
            let system = optional_name(thread, this, system.as_ref())?;
            let public = optional_name(thread, this, public.as_ref())?;
            let result = call(thread, this, handler, &[context, base, system, public])?;
            answer(thread, this, result, Error::ExternalEntityHandling)?;
        }
        _ => {}
    }
    Ok(())
}

fn entity(thread: &mut Thread, this: Ref<ParserObject>, kind: &Kind) -> PyResult<()> {
    let Kind::EntityDeclaration {
        name: entity,
        parameter,
        value,
        base,
        system,
        public,
        notation,
    } = kind
    else {
        return Ok(());
    };
    let unparsed = match notation {
        Some(_) => ready(thread, this, Handler::UnparsedEntityDecl)?,
        None => None,
    };
    let handler = match unparsed {
        Some(handler) => handler,
        None => match ready(thread, this, Handler::EntityDecl)? {
            Some(handler) => handler,
            None => return Ok(()),
        },
    };
    let entity = name(thread, this, entity)?;
    let base = optional_name(thread, this, base.as_ref())?;
    let system = optional_name(thread, this, system.as_ref())?;
    let public = optional_name(thread, this, public.as_ref())?;
    let notation = optional_name(thread, this, notation.as_ref())?;
    if unparsed.is_some() {
        call(thread, this, handler, &[entity, base, system, public, notation])?;
        return Ok(());
    }
    let value = optional(thread, value.as_ref())?;
    let parameter = Value::small_int(i64::from(*parameter));
    call(
        thread,
        this,
        handler,
        &[entity, parameter, value, base, system, public, notation],
    )?;
    Ok(())
}
