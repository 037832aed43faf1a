//! The codec registry: search functions, found codecs, and what `str.encode` and `bytes.decode` ask for encodings that
//! are not built in.

use crate::codec::{self, ErrorMode};
use crate::invoke;
use crate::static_root::StaticRoot;
use pyrs_object::core::core;
use pyrs_object::dict::DictObject;
use pyrs_object::function::{Args, NativeDef, NativeFlags, NativeFunctionObject};
use pyrs_object::list::ListObject;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{PyResult, Ref, Thread, Value, none, protocol};

static SEARCH_PATH: StaticRoot = StaticRoot::new();
static FOUND: StaticRoot = StaticRoot::new();

/// The search functions.
pub fn search_path(thread: &mut Thread) -> PyResult<Ref<ListObject>> {
    if let Some(list) = SEARCH_PATH.get().and_then(|list| list.downcast()) {
        return Ok(list);
    }
    let list = ListObject::with_capacity(thread, 1)?;
    SEARCH_PATH.set(thread, Some(list.value()));
    Ok(list)
}

/// Codecs found so far, by normalised name.
pub fn found(thread: &mut Thread) -> PyResult<Ref<DictObject>> {
    if let Some(dict) = FOUND.get().and_then(|dict| dict.downcast()) {
        return Ok(dict);
    }
    let dict = DictObject::new(thread)?;
    FOUND.set(thread, Some(dict.value()));
    Ok(dict)
}

/// The form in which search functions get a name: lower case, and runs of other characters than letters, digits and
/// dots as one underscore.
fn normalise(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut gap = false;
    for c in name.chars() {
        if c.is_ascii_alphanumeric() || c == '.' {
            if gap && !out.is_empty() {
                out.push('_');
            }
            gap = false;
            out.push(c.to_ascii_lowercase());
        } else {
            gap = true;
        }
    }
    out
}

/// `codecs.lookup(encoding)`.
pub fn lookup(thread: &mut Thread, encoding: &str) -> PyResult<Value> {
    if encoding.contains('\0') {
        return Err(thread.value_error(format_args!("embedded null character")));
    }
    let name = StrObject::intern(thread, &normalise(encoding))?.value();
    let known = found(thread)?;
    if let Some(codec) = known.get(thread, name)? {
        return Ok(codec);
    }
    let path = search_path(thread)?;
    if path.is_empty() {
        invoke::import(thread, "encodings")?;
    }
    let mut index = 0;
    while let Some(search) = path.get(index) {
        index += 1;
        let result = protocol::call(thread, search, &[name])?;
        if result == none() {
            continue;
        }
        if result.downcast::<TupleObject>().is_none_or(|tuple| tuple.len() != 4) {
            return Err(thread.type_error(format_args!("codec search functions must return 4-tuples")));
        }
        known.set(thread, name, result)?;
        return Ok(result);
    }
    Err(thread.lookup_error(format_args!("unknown encoding: {encoding}")))
}

/// Calls a codec's encoder (0) or decoder (1) and takes the result out of the pair.
pub fn run(thread: &mut Thread, codec: Value, index: usize, object: Value, errors: &str) -> PyResult<Value> {
    let function = match codec
        .downcast::<TupleObject>()
        .and_then(|tuple| tuple.items().get(index).copied())
    {
        Some(function) => function,
        None => return Err(thread.type_error(format_args!("codec search functions must return 4-tuples"))),
    };
    let errors = StrObject::from_str(thread, errors)?.value();
    let result = protocol::call(thread, function, &[object, errors])?;
    match result.downcast::<TupleObject>().filter(|pair| pair.len() == 2) {
        Some(pair) => Ok(pair.items()[0]),
        None => {
            let what = if index == 0 { "encoder" } else { "decoder" };
            Err(thread.type_error(format_args!("{what} must return a tuple (object, integer)")))
        }
    }
}

fn text_codec(thread: &mut Thread, encoding: &str, function: &str) -> PyResult<Value> {
    let codec = lookup(thread, encoding)?;
    if let Some(is_text) = invoke::attribute_optional(thread, codec, "_is_text_encoding")?
        && !protocol::truth(thread, is_text)?
    {
        return Err(thread.lookup_error(format_args!(
            "'{encoding}' is not a text encoding; use {function} to handle arbitrary codecs"
        )));
    }
    Ok(codec)
}

/// What `str.encode` does with an encoding that is not built in.
pub fn encode_text(thread: &mut Thread, object: Value, encoding: &str, errors: &str) -> PyResult<Value> {
    let codec = text_codec(thread, encoding, "codecs.encode()")?;
    let result = run(thread, codec, 0, object, errors)?;
    if pyrs_object::bytes::as_bytes(&result).is_some() {
        return Ok(result);
    }
    let class = class_of(result).name_for_message();
    Err(thread.type_error(format_args!(
        "'{encoding}' encoder returned '{class}' instead of 'bytes'; use codecs.encode() to encode to arbitrary types"
    )))
}

/// What `bytes.decode` does with an encoding that is not built in.
pub fn decode_text(thread: &mut Thread, object: Value, encoding: &str, errors: &str) -> PyResult<Value> {
    let codec = text_codec(thread, encoding, "codecs.decode()")?;
    let result = run(thread, codec, 1, object, errors)?;
    if result.downcast::<StrObject>().is_some() {
        return Ok(result);
    }
    let class = class_of(result).name_for_message();
    Err(thread.type_error(format_args!(
        "'{encoding}' decoder returned '{class}' instead of 'str'; use codecs.decode() to decode to arbitrary types"
    )))
}

/// Asks a registered error handler about an exception.
pub fn ask_handler(thread: &mut Thread, name: &str, exception: Value) -> PyResult<(Value, usize)> {
    let handler = lookup_error(thread, name)?;
    let result = protocol::call(thread, handler, &[exception])?;
    let class = class_of(exception);
    let what = if class.is_subtype(core().types.unicode_encode_error.get()) {
        "encoding"
    } else {
        "decoding"
    };
    let object = invoke::attribute(thread, exception, "object")?;
    let length = protocol::len(thread, object)?;
    codec::handler_result(thread, result, length, what)
}

macro_rules! handlers {
    ($($name:literal $function:ident $mode:ident;)*) => {
        $(fn $function(thread: &mut Thread, args: Args) -> PyResult<Value> {
            match args.positional() {
                [exception] => codec::handle(thread, ErrorMode::$mode, *exception),
                other => {
                    let given = other.len();
                    Err(thread.type_error(format_args!(
                        "{}_errors() takes exactly one argument ({given} given)", $name
                    )))
                }
            }
        })*
        /// The error handlers that always exist.
        static HANDLERS: &[(&str, NativeDef)] = &[$(($name, NativeDef {
            name: concat!($name, "_errors"),
            doc: "Implements an error handling of codecs.",
            function: $function,
            flags: NativeFlags::empty(),
        })),*];
    };
}

handlers! {
    "strict" strict Strict;
    "ignore" ignore Ignore;
    "replace" replace Replace;
    "xmlcharrefreplace" xml_char_ref_replace XmlCharRef;
    "backslashreplace" backslash_replace BackslashReplace;
    "surrogatepass" surrogate_pass SurrogatePass;
    "surrogateescape" surrogate_escape SurrogateEscape;
}

/// `codecs.lookup_error(name)`.
pub fn lookup_error(thread: &mut Thread, name: &str) -> PyResult<Value> {
    let key = StrObject::from_str(thread, name)?.value();
    let registered = codec::handlers(thread)?;
    if let Some(handler) = registered.get(thread, key)? {
        return Ok(handler);
    }
    match HANDLERS.iter().find(|(known, _)| *known == name) {
        Some((_, definition)) => {
            let handler = NativeFunctionObject::new(thread, definition, None)?.value();
            registered.set(thread, key, handler)?;
            Ok(handler)
        }
        None => Err(thread.lookup_error(format_args!("unknown error handler name '{name}'"))),
    }
}

/// Whether a handler is one of those that always exist.
pub fn is_builtin_handler(name: &str) -> bool {
    HANDLERS.iter().any(|(known, _)| *known == name)
}
