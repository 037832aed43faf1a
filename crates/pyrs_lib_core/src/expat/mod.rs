//! The module `pyexpat`, as far as importing the library's XML packages needs it: names, codes and the exception.
//!
//! Absent is the parser itself: `ParserCreate` raises NotImplementedError. Programs that merely import `xmlrpc.client`,
//! `plistlib` or `xml.sax` (pip does) run; those that parse XML are told what is missing.

mod codes;

use codes::{ERRORS, MODEL};
use pyrs_macros::pymodule;
use pyrs_object::dict::DictObject;
use pyrs_object::exception::EXCEPTION_LAYOUT;
use pyrs_object::module::ModuleObject;
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::StrObject;
use pyrs_object::type_object::TypeFlags;
use pyrs_object::{PyResult, Ref, Thread, Value, core, none};

/// `xml.parsers.expat.ExpatError`.
static EXPAT_ERROR: NativeClass = NativeClass::new("xml.parsers.expat", "ExpatError", &EXCEPTION_LAYOUT)
    .base(|| core().types.exception.get())
    .flags(TypeFlags::SUBCLASSABLE.union(TypeFlags::HAS_DICT));

/// The names of the XML parser Expat, without the parser.
#[pymodule(name = "pyexpat")]
pub mod module {
    use super::*;

    /// Would make a parser: raises NotImplementedError.
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
        let _ = (encoding, namespace_separator, intern);
        Err(thread.not_implemented_error(format_args!("pyexpat.ParserCreate(): parsing XML is not supported yet")))
    }

    /// The text of an error code; None for numbers that are no codes.
    #[function(name = "ErrorString", signature = "($module, code, /)")]
    fn error_string(thread: &mut Thread, code: i64) -> PyResult<Value> {
        let row = usize::try_from(code - 1).ok().and_then(|index| ERRORS.get(index));
        match row {
            Some((_, text)) => Ok(StrObject::from_str(thread, text)?.value()),
            None => Ok(none()),
        }
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        let dict = module.dict.get();
        let error = EXPAT_ERROR.create(thread)?;
        dict.set_str(thread, "ExpatError", error.value())?;
        dict.set_str(thread, "error", error.value())?;
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
