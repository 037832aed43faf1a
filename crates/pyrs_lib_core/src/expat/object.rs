//! `pyexpat.xmlparser`: the parser as Python code sees it.
//!
//! Invariant: nothing of the parser is borrowed while a handler runs, for handlers may use it.

use super::dispatch;
use super::error::{invalid_argument, raise};
use super::{flush, handlers};
use crate::buffer::readable;
use crate::owned::Owned;
use pyrs_macros::pymethods;
use pyrs_object::array::ValueArray;
use pyrs_object::bytes::{BytesObject, as_bytes};
use pyrs_object::dict::DictObject;
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::{StrObject, as_str};
use pyrs_object::type_object::class_of;
use pyrs_object::{PyResult, Ref, Thread, Value, bool_value, convert, heap_object, int, none, protocol};
use pyrs_xml::{Parser, Settings};
use std::cell::Cell;

/// A parser.
#[repr(C)]
pub struct ParserObject {
    header: Header,
    pub parser: Owned<Parser>,
    pub handlers: Field<Option<Ref<ValueArray>>>,
    /// Names that were met, or None.
    pub intern: Field<Option<Value>>,
    /// Character data that waits, as UTF-8.
    pub waiting: Owned<Vec<u8>>,
    pub buffer_size: Cell<usize>,
    pub error_code: Cell<i64>,
    pub buffers: Cell<bool>,
    pub ordered: Cell<bool>,
    pub specified: Cell<bool>,
    pub in_handler: Cell<bool>,
    /// `Parse` is running.
    pub parsing: Cell<bool>,
    _pad: [u8; 3],
}
heap_object!(
    ParserObject,
    "pyexpat.xmlparser",
    PARSER_LAYOUT,
    [handlers, intern],
    drop = release
);

unsafe fn release(object: *mut u8) {
    // SAFETY: called for dead parsers only.
    unsafe {
        let object = &*(object as *const ParserObject);
        object.parser.release();
        object.waiting.release();
    }
}

/// The class.
pub static PARSER: NativeClass =
    NativeClass::new("pyexpat", "xmlparser", &PARSER_LAYOUT).methods(ParserMethods::TYPE_METHODS);

/// Bytes that a parser takes outside of the heap, roughly.
const PARSER_BYTES: usize = 16 << 10;
const DEFAULT_BUFFER_SIZE: usize = 8192;

/// The parser of an object.
pub fn parser_of<'a>(this: Ref<ParserObject>) -> Option<&'a mut Parser> {
    // The object keeps what it owns in place; callers hold it for no longer than no Python code runs.
    let parser: *mut Parser = this.parser.get()?;
    // SAFETY: the parser is boxed and lives as long as the object, which the caller holds.
    Some(unsafe { &mut *parser })
}

/// An object for a parser.
pub fn new(thread: &mut Thread, parser: Parser, intern: Option<Value>) -> PyResult<Ref<ParserObject>> {
    let handlers = ValueArray::new(thread, handlers::COUNT)?;
    let this: Ref<ParserObject> = PARSER.get().allocate_instance(thread)?;
    this.handlers.set(this, Some(handlers));
    this.intern.set(this, intern);
    this.buffer_size.set(DEFAULT_BUFFER_SIZE);
    Owned::adopt(thread, this, &this.parser, parser, PARSER_BYTES);
    Ok(this)
}

/// `ParserCreate`.
pub fn create(
    thread: &mut Thread,
    encoding: Option<Value>,
    separator: Option<Value>,
    intern: Option<Value>,
) -> PyResult<Value> {
    let encoding = text_or_none(thread, "ParserCreate() argument 'encoding'", encoding)?;
    let separator = text_or_none(thread, "ParserCreate() argument 'namespace_separator'", separator)?;
    let mut settings = Settings {
        namespaces: separator.is_some(),
        separator: None,
        encoding: encoding.as_deref(),
    };
    if let Some(separator) = &separator {
        let mut characters = separator.chars();
        settings.separator = characters.next().filter(|character| *character != '\0');
        if separator.len() > 1 {
            return Err(thread.value_error(format_args!(
                "namespace_separator must be at most one character, omitted, or None"
            )));
        }
    }
    let intern = match intern {
        None => Some(DictObject::new(thread)?.value()),
        Some(value) if value == none() => None,
        Some(value) if value.downcast::<DictObject>().is_some() => Some(value),
        Some(_) => return Err(thread.type_error(format_args!("intern must be a dictionary"))),
    };
    Ok(new(thread, Parser::new(&settings), intern)?.value())
}

/// A str without NULs, or None.
fn text_or_none(thread: &mut Thread, what: &str, value: Option<Value>) -> PyResult<Option<String>> {
    let Some(value) = value.filter(|value| *value != none()) else {
        return Ok(None);
    };
    let Some(text) = as_str(value) else {
        let class = class_of(value).name_for_message();
        return Err(thread.type_error(format_args!("{what} must be str or None, not {class}")));
    };
    let text = utf8(thread, text)?;
    if text.contains('\0') {
        return Err(thread.value_error(format_args!("embedded null character")));
    }
    Ok(Some(text))
}

fn utf8(thread: &mut Thread, text: Ref<StrObject>) -> PyResult<String> {
    match String::from_utf8(text.to_generalised_utf8()) {
        Ok(text) => Ok(text),
        Err(_) => {
            // `encode` finds the surrogate and says where it is.
            let name = StrObject::intern(thread, "encode")?;
            protocol::call_method(thread, text.value(), name, &[])?;
            Ok(String::new())
        }
    }
}

/// Takes bytes in and calls the handlers for what they make.
fn run(thread: &mut Thread, this: Ref<ParserObject>, data: &[u8], is_final: bool) -> PyResult<()> {
    this.parsing.set(true);
    let result = dispatch::run(thread, this, data, is_final);
    this.parsing.set(false);
    if let Some(error) = result? {
        return Err(raise(thread, this, error as i64));
    }
    flush(thread, this)
}

fn refuse_nested(thread: &mut Thread, this: Ref<ParserObject>, method: &str) -> PyResult<()> {
    if this.parsing.get() {
        return Err(thread.runtime_error(format_args!("cannot call {method}() from within a handler")));
    }
    Ok(())
}

/// One piece of a file; empty at its end.
fn read_piece(thread: &mut Thread, read: Value) -> PyResult<Vec<u8>> {
    const SIZE: usize = 2048;
    let piece = protocol::call(thread, read, &[Value::small_int(SIZE as i64)])?;
    let Some(bytes) = as_bytes(&piece) else {
        let class = class_of(piece).name_for_message();
        return Err(thread.type_error(format_args!("read() did not return a bytes object (type={class})")));
    };
    let length = bytes.len();
    if length > SIZE {
        return Err(thread.value_error(format_args!(
            "read() returned too much data: {SIZE} bytes requested, {length} returned"
        )));
    }
    Ok(bytes.to_vec())
}

fn flag(thread: &mut Thread, value: Option<Value>) -> PyResult<bool> {
    match value {
        Some(value) => protocol::truth(thread, value),
        None => Err(thread.runtime_error(format_args!("Cannot delete attribute"))),
    }
}

fn threshold(thread: &mut Thread, this: Ref<ParserObject>, value: Value) -> PyResult<u64> {
    let index = protocol::index(thread, value)?;
    let Some(number) = int::as_big(index) else {
        return Err(thread.system_error(format_args!("an index that is no int")));
    };
    if number < Default::default() {
        return Err(thread.value_error(format_args!("Cannot convert negative int")));
    }
    let Ok(number) = u64::try_from(number) else {
        return Err(thread.overflow_error(format_args!("Python int too large for C unsigned long long")));
    };
    root_only(thread, this)?;
    Ok(number)
}

fn factor(thread: &mut Thread, this: Ref<ParserObject>, value: Value) -> PyResult<f32> {
    let number = convert::to_f64(thread, value)? as f32;
    root_only(thread, this)?;
    if number.is_nan() || number < 1.0 {
        return Err(invalid_argument(thread, this, "'max_factor' must be at least 1.0"));
    }
    Ok(number)
}

fn root_only(thread: &mut Thread, this: Ref<ParserObject>) -> PyResult<()> {
    match parser_of(this).is_some_and(|parser| parser.is_root()) {
        true => Ok(()),
        false => Err(invalid_argument(thread, this, "parser must be a root parser")),
    }
}

fn place(this: Ref<ParserObject>) -> (u64, u64, Option<u64>) {
    parser_of(this).map_or((1, 0, None), |parser| parser.place())
}

fn byte_index(this: Ref<ParserObject>) -> i64 {
    place(this).2.map_or(-1, |byte| byte as i64)
}

/// Holds the methods of `pyexpat.xmlparser`.
pub struct ParserMethods;

/// XML parser
#[pymethods]
impl ParserMethods {
    #[slot]
    fn new(thread: &mut Thread, _class: Value, _args: pyrs_object::Args) -> PyResult<Value> {
        Err(thread.type_error(format_args!("cannot create 'pyexpat.xmlparser' instances")))
    }

    /// Parses a piece of a document, bytes or str; isfinal says that it is the last one. A str is taken as it is, whatever
    /// encoding its declaration names.
    #[method(name = "Parse", signature = "(data, isfinal=False, /)")]
    fn parse(thread: &mut Thread, this: Ref<ParserObject>, data: Value, isfinal: Option<bool>) -> PyResult<i64> {
        refuse_nested(thread, this, "Parse")?;
        let is_final = isfinal.unwrap_or(false);
        let bytes = match as_str(data) {
            Some(text) => {
                let text = utf8(thread, text)?;
                if let Some(parser) = parser_of(this) {
                    parser.set_encoding("utf-8");
                }
                text.into_bytes()
            }
            None => readable(thread, data)?.to_vec(),
        };
        run(thread, this, &bytes, is_final)?;
        Ok(1)
    }

    /// Parses a whole file whose read() gives bytes.
    #[method(name = "ParseFile", signature = "(file, /)")]
    fn parse_file(thread: &mut Thread, this: Ref<ParserObject>, file: Value) -> PyResult<i64> {
        refuse_nested(thread, this, "ParseFile")?;
        let name = StrObject::intern(thread, "read")?;
        let Some(read) = protocol::getattr_optional(thread, file, name)? else {
            return Err(thread.type_error(format_args!("argument must have 'read' attribute")));
        };
        loop {
            let piece = read_piece(thread, read)?;
            run(thread, this, &piece, piece.is_empty())?;
            if piece.is_empty() {
                return Ok(1);
            }
        }
    }

    /// Sets the base of system identifiers.
    #[method(name = "SetBase", signature = "(base, /)")]
    fn set_base(thread: &mut Thread, this: Ref<ParserObject>, base: Value) -> PyResult<Value> {
        let Some(text) = as_str(base) else {
            let class = class_of(base).name_for_message();
            return Err(thread.type_error(format_args!("SetBase() argument must be str, not {class}")));
        };
        let text = utf8(thread, text)?;
        if let Some(parser) = parser_of(this) {
            parser.base = Some(text.into());
        }
        Ok(none())
    }

    /// The base of system identifiers, or None.
    #[method(name = "GetBase", signature = "(/)")]
    fn get_base(thread: &mut Thread, this: Ref<ParserObject>) -> PyResult<Value> {
        match parser_of(this).and_then(|parser| parser.base.clone()) {
            Some(base) => Ok(StrObject::from_str(thread, &base)?.value()),
            None => Ok(none()),
        }
    }

    /// In a handler: the input from the current event on, as far as it is there, in its own encoding. Otherwise None.
    #[method(name = "GetInputContext", signature = "(/)")]
    fn get_input_context(thread: &mut Thread, this: Ref<ParserObject>) -> PyResult<Value> {
        match parser_of(this).filter(|_| this.in_handler.get()) {
            Some(parser) => Ok(BytesObject::new(thread, &parser.rest_of_input())?.value()),
            None => Ok(none()),
        }
    }

    /// Makes a parser for an external entity, with the context that ExternalEntityRefHandler was given.
    #[method(
        name = "ExternalEntityParserCreate",
        signature = "(context, encoding=<unrepresentable>, /)"
    )]
    fn external_entity_parser_create(
        thread: &mut Thread,
        this: Ref<ParserObject>,
        context: Value,
        encoding: Option<Value>,
    ) -> PyResult<Value> {
        let context = text_or_none(thread, "ExternalEntityParserCreate() argument 1", Some(context))?;
        let encoding = match encoding {
            None => None,
            Some(value) => match as_str(value) {
                Some(text) => Some(utf8(thread, text)?),
                None => {
                    let class = class_of(value).name_for_message();
                    return Err(thread.type_error(format_args!(
                        "ExternalEntityParserCreate() argument 2 must be str, not {class}"
                    )));
                }
            },
        };
        let Some(parser) = parser_of(this).map(|parser| parser.external(context.as_deref(), encoding.as_deref()))
        else {
            return Err(thread.runtime_error(format_args!("the parser has no state")));
        };
        let made = new(thread, parser, this.intern.get())?;
        made.buffer_size.set(this.buffer_size.get());
        made.buffers.set(this.buffers.get());
        made.ordered.set(this.ordered.get());
        made.specified.set(this.specified.get());
        if let (Some(from), Some(to)) = (this.handlers.get(), made.handlers.get()) {
            to.copy_from(from, handlers::COUNT);
        }
        handlers::announce(made);
        Ok(made.value())
    }

    /// When to read parameter entities and the external subset: one of the constants XML_PARAM_ENTITY_PARSING_*.
    /// Returns whether the setting was taken.
    #[method(name = "SetParamEntityParsing", signature = "(flag, /)")]
    fn set_param_entity_parsing(_thread: &mut Thread, this: Ref<ParserObject>, flag: i32) -> PyResult<i64> {
        let when = u8::try_from(flag).unwrap_or(2);
        let taken = parser_of(this).is_some_and(|parser| parser.set_parameter_parsing(when));
        Ok(i64::from(taken))
    }

    /// Whether to ask for an external subset even if the document names none.
    #[method(name = "UseForeignDTD", signature = "(flag=True, /)")]
    fn use_foreign_dtd(thread: &mut Thread, this: Ref<ParserObject>, flag: Option<bool>) -> PyResult<Value> {
        match parser_of(this).map(|parser| parser.use_foreign_dtd(flag.unwrap_or(true))) {
            Some(Err(error)) => Err(raise(thread, this, error as i64)),
            _ => Ok(none()),
        }
    }

    /// Sets from how many bytes of output on the protection against expanding entities works.
    #[method(
        name = "SetBillionLaughsAttackProtectionActivationThreshold",
        signature = "(threshold, /)"
    )]
    fn set_expansion_threshold(thread: &mut Thread, this: Ref<ParserObject>, value: Value) -> PyResult<Value> {
        let number = threshold(thread, this, value)?;
        if let Some(parser) = parser_of(this) {
            parser.account().expansion_threshold.set(number);
        }
        Ok(none())
    }

    /// Sets how many times as much as the input entities may expand to.
    #[method(
        name = "SetBillionLaughsAttackProtectionMaximumAmplification",
        signature = "(max_factor, /)"
    )]
    fn set_expansion_factor(thread: &mut Thread, this: Ref<ParserObject>, value: Value) -> PyResult<Value> {
        let number = factor(thread, this, value)?;
        if let Some(parser) = parser_of(this) {
            parser.account().expansion_factor.set(number);
        }
        Ok(none())
    }

    /// Sets from how many bytes of memory on the protection against use of memory works.
    #[method(name = "SetAllocTrackerActivationThreshold", signature = "(threshold, /)")]
    fn set_memory_threshold(thread: &mut Thread, this: Ref<ParserObject>, value: Value) -> PyResult<Value> {
        let number = threshold(thread, this, value)?;
        if let Some(parser) = parser_of(this) {
            parser.account().memory_threshold.set(number);
        }
        Ok(none())
    }

    /// Sets how many times as much memory as the input has the parser may take.
    #[method(name = "SetAllocTrackerMaximumAmplification", signature = "(max_factor, /)")]
    fn set_memory_factor(thread: &mut Thread, this: Ref<ParserObject>, value: Value) -> PyResult<Value> {
        let number = factor(thread, this, value)?;
        if let Some(parser) = parser_of(this) {
            parser.account().memory_factor.set(number);
        }
        Ok(none())
    }

    /// Whether a token that is not complete is looked at again only when twice as much of it is there.
    #[method(name = "SetReparseDeferralEnabled", signature = "(enabled, /)")]
    fn set_reparse_deferral(_thread: &mut Thread, this: Ref<ParserObject>, enabled: bool) -> PyResult<Value> {
        if let Some(parser) = parser_of(this) {
            parser.deferral = enabled;
        }
        Ok(none())
    }

    /// Whether it is so.
    #[method(name = "GetReparseDeferralEnabled", signature = "(/)")]
    fn get_reparse_deferral(_thread: &mut Thread, this: Ref<ParserObject>) -> PyResult<bool> {
        Ok(parser_of(this).is_some_and(|parser| parser.deferral))
    }

    #[getter(kind = "member")]
    fn intern(_thread: &mut Thread, this: Ref<ParserObject>) -> PyResult<Value> {
        Ok(this.intern.get().unwrap_or_else(none))
    }

    #[getter(name = "ErrorCode")]
    fn error_code(_thread: &mut Thread, this: Ref<ParserObject>) -> PyResult<i64> {
        Ok(this.error_code.get())
    }
    #[getter(name = "ErrorLineNumber")]
    fn error_line(_thread: &mut Thread, this: Ref<ParserObject>) -> PyResult<i64> {
        Ok(place(this).0 as i64)
    }
    #[getter(name = "ErrorColumnNumber")]
    fn error_column(_thread: &mut Thread, this: Ref<ParserObject>) -> PyResult<i64> {
        Ok(place(this).1 as i64)
    }
    #[getter(name = "ErrorByteIndex")]
    fn error_byte(_thread: &mut Thread, this: Ref<ParserObject>) -> PyResult<i64> {
        Ok(byte_index(this))
    }
    #[getter(name = "CurrentLineNumber")]
    fn current_line(_thread: &mut Thread, this: Ref<ParserObject>) -> PyResult<i64> {
        Ok(place(this).0 as i64)
    }
    #[getter(name = "CurrentColumnNumber")]
    fn current_column(_thread: &mut Thread, this: Ref<ParserObject>) -> PyResult<i64> {
        Ok(place(this).1 as i64)
    }
    #[getter(name = "CurrentByteIndex")]
    fn current_byte(_thread: &mut Thread, this: Ref<ParserObject>) -> PyResult<i64> {
        Ok(byte_index(this))
    }

    #[getter]
    fn buffer_size(_thread: &mut Thread, this: Ref<ParserObject>) -> PyResult<i64> {
        Ok(this.buffer_size.get() as i64)
    }
    #[setter]
    fn set_buffer_size(thread: &mut Thread, this: Ref<ParserObject>, value: Option<Value>) -> PyResult<()> {
        let Some(value) = value else {
            return Err(thread.runtime_error(format_args!("Cannot delete attribute")));
        };
        if !int::is_int(value) {
            return Err(thread.type_error(format_args!("buffer_size must be an integer")));
        }
        let Some(size) = int::as_i64(value) else {
            return Err(thread.overflow_error(format_args!("Python int too large to convert to C long")));
        };
        if size <= 0 {
            return Err(thread.value_error(format_args!("buffer_size must be greater than zero")));
        }
        if size > i64::from(i32::MAX) {
            let limit = i32::MAX;
            return Err(thread.value_error(format_args!("buffer_size must not be greater than {limit}")));
        }
        if this.buffer_size.get() != size as usize {
            flush(thread, this)?;
            this.buffer_size.set(size as usize);
        }
        Ok(())
    }

    #[getter]
    fn buffer_text(_thread: &mut Thread, this: Ref<ParserObject>) -> PyResult<Value> {
        Ok(bool_value(this.buffers.get()))
    }
    #[setter]
    fn set_buffer_text(thread: &mut Thread, this: Ref<ParserObject>, value: Option<Value>) -> PyResult<()> {
        let wanted = flag(thread, value)?;
        if !wanted {
            flush(thread, this)?;
        }
        this.buffers.set(wanted);
        Ok(())
    }

    #[getter]
    fn buffer_used(_thread: &mut Thread, this: Ref<ParserObject>) -> PyResult<i64> {
        Ok(this.waiting.get().map_or(0, |waiting| waiting.len() as i64))
    }

    #[getter]
    fn namespace_prefixes(_thread: &mut Thread, this: Ref<ParserObject>) -> PyResult<Value> {
        Ok(bool_value(parser_of(this).is_some_and(|parser| parser.triplets)))
    }
    #[setter]
    fn set_namespace_prefixes(thread: &mut Thread, this: Ref<ParserObject>, value: Option<Value>) -> PyResult<()> {
        let wanted = flag(thread, value)?;
        if let Some(parser) = parser_of(this) {
            parser.triplets = wanted;
        }
        Ok(())
    }

    #[getter]
    fn ordered_attributes(_thread: &mut Thread, this: Ref<ParserObject>) -> PyResult<Value> {
        Ok(bool_value(this.ordered.get()))
    }
    #[setter]
    fn set_ordered_attributes(thread: &mut Thread, this: Ref<ParserObject>, value: Option<Value>) -> PyResult<()> {
        let wanted = flag(thread, value)?;
        this.ordered.set(wanted);
        Ok(())
    }

    #[getter]
    fn specified_attributes(_thread: &mut Thread, this: Ref<ParserObject>) -> PyResult<Value> {
        Ok(bool_value(this.specified.get()))
    }
    #[setter]
    fn set_specified_attributes(thread: &mut Thread, this: Ref<ParserObject>, value: Option<Value>) -> PyResult<()> {
        let wanted = flag(thread, value)?;
        this.specified.set(wanted);
        Ok(())
    }
}

/// Characters of an encoding by asking Python's codecs; what is no character in it is None.
pub fn ask_codec(thread: &mut Thread, name: &str) -> PyResult<Option<pyrs_xml::Map>> {
    let all: Vec<u8> = (0..=255).collect();
    let bytes = BytesObject::new(thread, &all)?;
    let decode = StrObject::intern(thread, "decode")?;
    let name = StrObject::from_str(thread, name)?;
    let errors = StrObject::intern(thread, "replace")?;
    let decoded = protocol::call_method(thread, bytes.value(), decode, &[name.value(), errors.value()])?;
    let characters: Option<Vec<u32>> = as_str(decoded).map(|text| text.chars().iter().collect());
    let Some(characters) = characters.filter(|characters| characters.len() == 256) else {
        return Err(thread.value_error(format_args!("multi-byte encodings are not supported")));
    };
    let mut map = [None; 256];
    for (byte, (entry, code)) in map.iter_mut().zip(characters).enumerate() {
        *entry = char::from_u32(code).filter(|character| *character != char::REPLACEMENT_CHARACTER);
        // Markup has to be where ASCII has it.
        let markup = |code: usize| {
            code < 128 && !matches!(code, 0..=8 | 11 | 12 | 14..=31 | 127) && !b"$@\\^`{}~".contains(&(code as u8))
        };
        let moved = code as usize != byte && entry.is_some();
        if (markup(byte) || markup(code as usize)) && (moved || entry.is_none()) || code > 0xffff {
            return Ok(None);
        }
    }
    Ok(Some(map))
}
