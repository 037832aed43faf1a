//! Opcodes whose arguments are lines of text: those of protocol 0, and the strings of Python 2.

use super::load::Loader;
use super::opcode::*;
use super::state::unpickling_error;
use crate::invoke::module_attribute;
use pyrs_object::bytes::BytesObject;
use pyrs_object::float::from_f64;
use pyrs_object::str::StrObject;
use pyrs_object::type_object::TypeObject;
use pyrs_object::{PyResult, Raised, Thread, Value, bool_value, core, none, protocol};

/// `data.decode(encoding, errors)`
pub fn decode(thread: &mut Thread, data: &[u8], encoding: &str, errors: &str) -> PyResult<Value> {
    let (encoding, errors) = (StrObject::intern(thread, encoding)?, StrObject::intern(thread, errors)?);
    decode_by(thread, data, encoding.value(), errors.value())
}

fn decode_by(thread: &mut Thread, data: &[u8], encoding: Value, errors: Value) -> PyResult<Value> {
    let bytes = BytesObject::new(thread, data)?.value();
    let method = StrObject::intern(thread, "decode")?;
    protocol::call_method(thread, bytes, method, &[encoding, errors])
}

/// A string of Python 2: bytes or text, as the settings say.
fn push_string(loader: &mut Loader, thread: &mut Thread, data: &[u8]) -> PyResult<()> {
    let unpickler = loader.unpickler;
    let (encoding, errors) = (unpickler.encoding.get(), unpickler.errors.get());
    let as_bytes = encoding
        .and_then(|encoding| encoding.downcast::<StrObject>())
        .is_some_and(|encoding| encoding.equals_str("bytes"));
    let string = match as_bytes {
        true => BytesObject::new(thread, data)?.value(),
        false => decode_by(thread, data, encoding.unwrap_or_else(none), errors.unwrap_or_else(none))?,
    };
    loader.push(thread, string)
}

/// Runs an opcode.
pub fn step(loader: &mut Loader, thread: &mut Thread, opcode: u8) -> PyResult<()> {
    match opcode {
        INT => integer(loader, thread),
        LONG => long(loader, thread),
        FLOAT => float(loader, thread),
        STRING => string(loader, thread),
        BINSTRING => {
            let length = loader.input.number::<4>(thread)? as u32 as i32;
            let Ok(length) = usize::try_from(length) else {
                return Err(unpickling_error(
                    thread,
                    format_args!("BINSTRING pickle has negative byte count"),
                ));
            };
            let data = loader.input.take_vec(thread, length)?;
            push_string(loader, thread, &data)
        }
        SHORT_BINSTRING => {
            let length = loader.input.byte(thread)? as usize;
            let data = loader.input.take_vec(thread, length)?;
            push_string(loader, thread, &data)
        }
        UNICODE => {
            let line = loader.input.line(thread)?;
            let text = decode(thread, &line, "raw-unicode-escape", "strict")?;
            loader.push(thread, text)
        }
        GET => {
            let number = index(loader, thread)?;
            match usize::try_from(number) {
                Ok(number) => loader.get(thread, number),
                Err(_) => Err(unpickling_error(
                    thread,
                    format_args!("Memo value not found at index {number}"),
                )),
            }
        }
        PUT => {
            let number = index(loader, thread)?;
            match usize::try_from(number) {
                Ok(number) => loader.put(thread, number),
                Err(_) => Err(thread.value_error(format_args!("negative PUT argument"))),
            }
        }
        GLOBAL => {
            let (module, name) = (line_text(loader, thread)?, line_text(loader, thread)?);
            let object = loader.global(thread, module, name)?;
            loader.push(thread, object)
        }
        INST => instance(loader, thread),
        OBJ => object(loader, thread),
        PERSID => {
            let line = loader.input.line(thread)?;
            if !line.is_ascii() {
                return Err(unpickling_error(
                    thread,
                    format_args!("persistent IDs in protocol 0 must be ASCII strings"),
                ));
            }
            let identity = StrObject::from_latin1(thread, &line)?.value();
            loader.persistent(thread, identity)
        }
        _ => Err(invalid(thread, opcode)),
    }
}

#[cold]
fn invalid(thread: &mut Thread, opcode: u8) -> Raised {
    match opcode {
        b'\'' | b'\\' | 0x20..=0x7e => {
            let escape = if matches!(opcode, b'\'' | b'\\') { "\\" } else { "" };
            let c = char::from(opcode);
            unpickling_error(thread, format_args!("invalid load key, '{escape}{c}'."))
        }
        _ => unpickling_error(thread, format_args!("invalid load key, '\\x{opcode:02x}'.")),
    }
}

/// A line as UTF-8 text.
fn line_text(loader: &mut Loader, thread: &mut Thread) -> PyResult<Value> {
    let line = loader.input.filled_line(thread)?;
    decode(thread, &line, "utf-8", "strict")
}

/// The number of a line, of any size.
fn line_int(thread: &mut Thread, line: &[u8], base: i64) -> PyResult<Value> {
    let text = StrObject::from_latin1(thread, line)?.value();
    let class = core().types.int.get().value();
    protocol::call(thread, class, &[text, Value::small_int(base)])
}

fn index(loader: &mut Loader, thread: &mut Thread) -> PyResult<i64> {
    let line = loader.input.filled_line(thread)?;
    let number = line_int(thread, &line, 10)?;
    protocol::index_i64(thread, number)
}

fn integer(loader: &mut Loader, thread: &mut Thread) -> PyResult<()> {
    let line = loader.input.filled_line(thread)?;
    let value = match line.as_slice() {
        b"00" => bool_value(false),
        b"01" => bool_value(true),
        _ => match line_int(thread, &line, 10) {
            Ok(number) => number,
            Err(raised) => {
                if !thread.clear_if(core().types.value_error.get()) {
                    return Err(raised);
                }
                return Err(thread.value_error(format_args!("could not convert string to int")));
            }
        },
    };
    loader.push(thread, value)
}

fn long(loader: &mut Loader, thread: &mut Thread) -> PyResult<()> {
    let line = loader.input.filled_line(thread)?;
    let digits = line.strip_suffix(b"L").unwrap_or(&line);
    let number = line_int(thread, digits, 10)?;
    loader.push(thread, number)
}

fn float(loader: &mut Loader, thread: &mut Thread) -> PyResult<()> {
    let line = loader.input.filled_line(thread)?;
    let text = std::str::from_utf8(&line).ok();
    let number = match text.and_then(pyrs_text::number_parse::parse_float) {
        Some(number) => from_f64(thread, number)?,
        None => {
            let shown = String::from_utf8_lossy(&line).into_owned();
            return Err(thread.value_error(format_args!("could not convert string to float: '{shown}\n'")));
        }
    };
    loader.push(thread, number)
}

fn string(loader: &mut Loader, thread: &mut Thread) -> PyResult<()> {
    let line = loader.input.filled_line(thread)?;
    let quoted = match line.as_slice() {
        [b'"', inner @ .., b'"'] | [b'\'', inner @ .., b'\''] => inner.to_vec(),
        _ => {
            return Err(unpickling_error(
                thread,
                format_args!("the STRING opcode argument must be quoted"),
            ));
        }
    };
    let decoder = module_attribute(thread, "_codecs", "escape_decode")?;
    let bytes = BytesObject::new(thread, &quoted)?.value();
    let pair = protocol::call(thread, decoder, &[bytes])?;
    let decoded = protocol::getitem(thread, pair, Value::small_int(0))?;
    let data = crate::buffer::readable(thread, decoded)?.to_vec();
    push_string(loader, thread, &data)
}

/// Calls a class with arguments, or makes an instance of one without initialising it if there are none and the class
/// does not say what they are.
fn instantiate(thread: &mut Thread, class: Value, args: &[Value]) -> PyResult<Value> {
    if args.is_empty() && class.downcast::<TypeObject>().is_some() {
        let name = StrObject::intern(thread, "__getinitargs__")?;
        if protocol::getattr_optional(thread, class, name)?.is_none() {
            let new = protocol::getattr(thread, class, core().names.new.get())?;
            return protocol::call(thread, new, &[class]);
        }
    }
    protocol::call(thread, class, args)
}

fn instance(loader: &mut Loader, thread: &mut Thread) -> PyResult<()> {
    let mark = loader.take_mark(thread)?;
    let args = loader.take_tuple(thread, mark)?;
    let (module, name) = (line_text(loader, thread)?, line_text(loader, thread)?);
    let class = loader.global(thread, module, name)?;
    let made = instantiate(thread, class, args.items_unbound())?;
    loader.push(thread, made)
}

fn object(loader: &mut Loader, thread: &mut Thread) -> PyResult<()> {
    let mark = loader.take_mark(thread)?;
    let all = loader.take_tuple(thread, mark)?;
    let Some((&class, args)) = all.items_unbound().split_first() else {
        return Err(super::load::underflow(thread));
    };
    let made = instantiate(thread, class, args)?;
    loader.push(thread, made)
}
