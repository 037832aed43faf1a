//! The handlers of a parser: their names, and the attributes by which Python code sets them.

use super::flush;
use super::object::{ParserObject, parser_of};
use pyrs_object::descriptor::GetSetDef;
use pyrs_object::native_class::TypeMethods;
use pyrs_object::slots::Slots;
use pyrs_object::{PyResult, Ref, Thread, Value, none};

macro_rules! handlers {
    ($($id:ident $name:literal),* $(,)?) => {
        /// A handler.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(usize)]
        pub enum Handler { $($id),* }

        /// How many there are.
        pub const COUNT: usize = [$(Handler::$id),*].len();

        static GETSETS: [GetSetDef; COUNT] = [$(GetSetDef {
            name: $name,
            doc: "",
            get: get::<{ Handler::$id as usize }>,
            set: Some(set::<{ Handler::$id as usize }>),
            member: false,
        }),*];
    };
}

handlers! {
    StartElement "StartElementHandler",
    EndElement "EndElementHandler",
    ProcessingInstruction "ProcessingInstructionHandler",
    CharacterData "CharacterDataHandler",
    UnparsedEntityDecl "UnparsedEntityDeclHandler",
    NotationDecl "NotationDeclHandler",
    StartNamespaceDecl "StartNamespaceDeclHandler",
    EndNamespaceDecl "EndNamespaceDeclHandler",
    Comment "CommentHandler",
    StartCdataSection "StartCdataSectionHandler",
    EndCdataSection "EndCdataSectionHandler",
    Default "DefaultHandler",
    DefaultExpand "DefaultHandlerExpand",
    NotStandalone "NotStandaloneHandler",
    ExternalEntityRef "ExternalEntityRefHandler",
    StartDoctypeDecl "StartDoctypeDeclHandler",
    EndDoctypeDecl "EndDoctypeDeclHandler",
    EntityDecl "EntityDeclHandler",
    XmlDecl "XmlDeclHandler",
    ElementDecl "ElementDeclHandler",
    AttlistDecl "AttlistDeclHandler",
    SkippedEntity "SkippedEntityHandler",
}

/// The attributes.
pub static METHODS: TypeMethods = TypeMethods {
    doc: "XML parser",
    methods: &[],
    getsets: &GETSETS,
    slots: Slots::EMPTY,
    binary_ops: &[],
    plain_ops: &[],
    inplace_ops: &[],
    unary_ops: &[],
};

fn get<const INDEX: usize>(thread: &mut Thread, this: Value) -> PyResult<Value> {
    let this = receiver(thread, this)?;
    Ok(this.handlers.get().and_then(|all| all.get(INDEX)).unwrap_or_else(none))
}

fn set<const INDEX: usize>(thread: &mut Thread, this: Value, value: Option<Value>) -> PyResult<()> {
    let this = receiver(thread, this)?;
    let Some(value) = value else {
        return Err(thread.runtime_error(format_args!("Cannot delete attribute")));
    };
    if INDEX == Handler::CharacterData as usize {
        // What came before belongs to the handler that was there.
        flush(thread, this)?;
    }
    let value = Some(value).filter(|value| *value != none());
    if let Some(all) = this.handlers.get() {
        all.set(INDEX, value);
    }
    if let Some(parser) = this.parser.get() {
        // Of the two default handlers the one that was set last decides about entities.
        if INDEX == Handler::Default as usize {
            parser.expand_internal = false;
        } else if INDEX == Handler::DefaultExpand as usize {
            parser.expand_internal = true;
        }
    }
    announce(this);
    Ok(())
}

fn receiver(thread: &mut Thread, this: Value) -> PyResult<Ref<ParserObject>> {
    match this.downcast() {
        Some(this) => Ok(this),
        None => Err(pyrs_object::native_class::wrong_receiver(
            thread,
            "pyexpat.xmlparser",
            this,
        )),
    }
}

impl ParserObject {
    /// The handler, if it is set.
    pub fn handler(&self, handler: Handler) -> Option<Value> {
        self.handlers.get()?.get(handler as usize)
    }

    /// The handler for what has none of its own.
    pub fn default_handler(&self) -> Option<Value> {
        self.handler(Handler::Default).or(self.handler(Handler::DefaultExpand))
    }
}

/// Tells the parser which handlers there are.
pub fn announce(this: Ref<ParserObject>) {
    let has = |handler| this.handler(handler).is_some();
    let handlers = pyrs_xml::Handlers {
        default: this.default_handler().is_some(),
        start_doctype: has(Handler::StartDoctypeDecl),
        end_doctype: has(Handler::EndDoctypeDecl),
        element: has(Handler::ElementDecl),
        attlist: has(Handler::AttlistDecl),
        entity: has(Handler::EntityDecl),
        unparsed: has(Handler::UnparsedEntityDecl),
        notation: has(Handler::NotationDecl),
        external: has(Handler::ExternalEntityRef),
        skipped: has(Handler::SkippedEntity),
    };
    if let Some(parser) = parser_of(this) {
        parser.handlers = handlers;
    }
}

/// Takes all handlers away.
pub fn clear(this: Ref<ParserObject>) {
    if let Some(all) = this.handlers.get() {
        all.clear_range(0, COUNT);
    }
    announce(this);
}
