//! The module `pyexpat`: the XML parser of `pyrs_xml` with the interface of Python's binding to Expat.

mod codes;
mod dispatch;
mod error;
mod handlers;
mod model;
mod object;

use crate::owned::Owned;
use codes::{ERRORS, MODEL};
use handlers::Handler;
use object::{PARSER, ParserObject};
use pyrs_macros::pymodule;
use pyrs_object::dict::DictObject;
use pyrs_object::exception::EXCEPTION_LAYOUT;
use pyrs_object::list::ListObject;
use pyrs_object::module::ModuleObject;
use pyrs_object::native_class::{self, NativeClass};
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::TypeFlags;
use pyrs_object::{PyResult, Ref, Thread, Value, core, none, protocol};

/// `xml.parsers.expat.ExpatError`.
static EXPAT_ERROR: NativeClass = NativeClass::new("xml.parsers.expat", "ExpatError", &EXCEPTION_LAYOUT)
    .base(|| core().types.exception.get())
    .flags(TypeFlags::SUBCLASSABLE.union(TypeFlags::HAS_DICT));

/// The version of Expat whose behaviour this is.
const VERSION: [i64; 3] = [2, 7, 5];

/// Calls a handler.
fn call(thread: &mut Thread, this: Ref<ParserObject>, handler: Value, args: &[Value]) -> PyResult<Value> {
    let before = this.in_handler.replace(true);
    let result = protocol::call(thread, handler, args);
    this.in_handler.set(before);
    result
}

/// Gives character data that waits to its handler.
fn flush(thread: &mut Thread, this: Ref<ParserObject>) -> PyResult<()> {
    let Some(waiting) = this.waiting.get().filter(|waiting| !waiting.is_empty()) else {
        return Ok(());
    };
    let text = StrObject::from_generalised_utf8(thread, waiting)?;
    waiting.clear();
    if let Some(handler) = this.handler(Handler::CharacterData) {
        call(thread, this, handler, &[text.value()])?;
    }
    Ok(())
}

/// Keeps character data.
fn wait(thread: &mut Thread, this: Ref<ParserObject>, data: &[u8]) {
    if this.waiting.get().is_none() {
        Owned::adopt_further(thread, &this.waiting, Vec::new(), 0);
    }
    if let Some(waiting) = this.waiting.get() {
        waiting.extend_from_slice(data);
    }
}

/// Python wrapper for Expat parser.
#[pymodule(name = "pyexpat")]
pub mod module {
    use super::*;

    /// Makes a parser.
    #[function(
        name = "ParserCreate",
        keywords = "encoding, namespace_separator, intern",
        signature = "($module, /, encoding=None, namespace_separator=None, intern=<unrepresentable>)"
    )]
    fn parser_create(
        thread: &mut Thread,
        encoding: Option<Value>,
        namespace_separator: Option<Value>,
        intern: Option<Value>,
    ) -> PyResult<Value> {
        object::create(thread, encoding, namespace_separator, intern)
    }

    /// The text of an error code; None for numbers that are no codes.
    #[function(name = "ErrorString", signature = "($module, code, /)")]
    fn error_string(thread: &mut Thread, code: i64) -> PyResult<Value> {
        match error::text_of(code) {
            Some(text) => Ok(StrObject::from_str(thread, text)?.value()),
            None => Ok(none()),
        }
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        let dict = module.dict.get();
        let error = EXPAT_ERROR.create(thread)?;
        dict.set_str(thread, "ExpatError", error.value())?;
        dict.set_str(thread, "error", error.value())?;
        let class = PARSER.create(thread)?;
        native_class::install(thread, class, &handlers::METHODS)?;
        dict.set_str(thread, "XMLParserType", class.value())?;
        let [major, minor, micro] = VERSION;
        let version = StrObject::from_str(thread, &format!("expat_{major}.{minor}.{micro}"))?;
        dict.set_str(thread, "EXPAT_VERSION", version.value())?;
        let version = TupleObject::from_slice(thread, &VERSION.map(Value::small_int))?;
        dict.set_str(thread, "version_info", version.value())?;
        let features = features(thread)?;
        dict.set_str(thread, "features", features.value())?;
        let encoding = StrObject::from_str(thread, "UTF-8")?;
        dict.set_str(thread, "native_encoding", encoding.value())?;
        for (name, number) in [
            ("XML_PARAM_ENTITY_PARSING_NEVER", 0),
            ("XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE", 1),
            ("XML_PARAM_ENTITY_PARSING_ALWAYS", 2),
        ] {
            dict.set_str(thread, name, Value::small_int(number))?;
        }
        let model = model(thread)?;
        dict.set_str(thread, "model", model.value())?;
        let errors = errors(thread)?;
        dict.set_str(thread, "errors", errors.value())
    }
}

pub use module::MODULE;

/// `pyexpat.features`.
fn features(thread: &mut Thread) -> PyResult<Ref<ListObject>> {
    let list = ListObject::with_capacity(thread, 0)?;
    for (name, number) in [
        ("sizeof(XML_Char)", 1),
        ("sizeof(XML_LChar)", 1),
        ("XML_DTD", 0),
        ("XML_CONTEXT_BYTES", 1024),
        ("XML_NS", 0),
        ("XML_BLAP_MAX_AMP", 100),
        ("XML_BLAP_ACT_THRES", 8 << 20),
        ("XML_GE", 0),
        ("XML_AT_MAX_AMP", 100),
        ("XML_AT_ACT_THRES", 64 << 20),
    ] {
        let name = StrObject::from_str(thread, name)?;
        let pair = TupleObject::from_slice(thread, &[name.value(), Value::small_int(number)])?;
        list.push(thread, pair.value())?;
    }
    Ok(list)
}

/// `pyexpat.model`.
fn model(thread: &mut Thread) -> PyResult<Ref<ModuleObject>> {
    let module = ModuleObject::new(thread, "pyexpat.model", None)?;
    for &(name, number) in MODEL {
        module.dict.get().set_str(thread, name, Value::small_int(number))?;
    }
    Ok(module)
}

/// `pyexpat.errors`: texts by name, and from texts to codes and back.
fn errors(thread: &mut Thread) -> PyResult<Ref<ModuleObject>> {
    let module = ModuleObject::new(thread, "pyexpat.errors", None)?;
    let (codes, messages) = (DictObject::new(thread)?, DictObject::new(thread)?);
    let dict = module.dict.get();
    for (index, (name, text)) in ERRORS.iter().enumerate() {
        let code = Value::small_int(index as i64 + 1);
        let text = StrObject::from_str(thread, text)?.value();
        dict.set_str(thread, name, text)?;
        codes.set(thread, text, code)?;
        messages.set(thread, code, text)?;
    }
    dict.set_str(thread, "codes", codes.value())?;
    dict.set_str(thread, "messages", messages.value())?;
    Ok(module)
}
