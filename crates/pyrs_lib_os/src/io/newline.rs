//! Line endings: finding and translating them, and `IncrementalNewlineDecoder`.

use crate::invoke::{self, slot_signature};
use pyrs_macros::pymethods;
use pyrs_object::bytes::BytesObject;
use pyrs_object::convert::Signature;
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::{Chars, StrObject};
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeFlags, TypeObject, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, heap_object, none, protocol};
use std::cell::Cell;

/// Bits of line endings seen: `\r`, `\n`, `\r\n`.
pub const SEEN_CR: u32 = 1;
/// See [`SEEN_CR`].
pub const SEEN_LF: u32 = 2;
/// See [`SEEN_CR`].
pub const SEEN_CRLF: u32 = 4;

/// The `newline` argument of text streams.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Newline {
    /// None: all endings are read as `\n`.
    Universal,
    /// Empty: all endings are recognised and kept.
    Kept,
    /// `\n`
    Lf,
    /// `\r`
    Cr,
    /// `\r\n`
    CrLf,
}

impl Newline {
    /// The mode of an argument.
    pub fn from_argument(thread: &mut Thread, value: Option<Value>) -> PyResult<Newline> {
        let Some(value) = invoke::given(value) else {
            return Ok(Newline::Universal);
        };
        let Some(text) = value.downcast::<StrObject>() else {
            let class = class_of(value).name_for_message();
            return Err(thread.type_error(format_args!("newline must be str or None, not {class}")));
        };
        match text.to_string_lossy().as_str() {
            "" => Ok(Newline::Kept),
            "\n" => Ok(Newline::Lf),
            "\r" => Ok(Newline::Cr),
            "\r\n" => Ok(Newline::CrLf),
            _ => {
                let shown = protocol::repr(thread, value)?.to_string_lossy();
                Err(thread.value_error(format_args!("illegal newline value: {shown}")))
            }
        }
    }

    /// Whether all endings are recognised.
    pub fn is_universal(self) -> bool {
        matches!(self, Newline::Universal | Newline::Kept)
    }

    /// What `\n` is written as, if not as itself.
    pub fn written(self) -> Option<&'static str> {
        match self {
            Newline::Cr => Some("\r"),
            Newline::CrLf => Some("\r\n"),
            _ => None,
        }
    }

    /// Length of the first line of `chars` with its ending, if the ending is there.
    pub fn line_end(self, chars: Chars) -> Option<usize> {
        match self {
            Newline::Universal | Newline::Lf => position(chars, b'\n').map(|at| at + 1),
            Newline::Cr => position(chars, b'\r').map(|at| at + 1),
            Newline::Kept => {
                let lf = position(chars, b'\n');
                let limit = lf.unwrap_or(chars.len());
                match position(chars.slice(0..limit), b'\r') {
                    Some(cr) if lf == Some(cr + 1) => Some(cr + 2),
                    Some(cr) => Some(cr + 1),
                    None => lf.map(|at| at + 1),
                }
            }
            Newline::CrLf => {
                let mut from = 0;
                while let Some(at) = position(chars.slice(from..chars.len()), b'\r') {
                    let cr = from + at;
                    if cr + 1 < chars.len() && chars.get(cr + 1) == 10 {
                        return Some(cr + 2);
                    }
                    from = cr + 1;
                }
                None
            }
        }
    }
}

/// First position of an ASCII character.
pub fn position(chars: Chars, wanted: u8) -> Option<usize> {
    match chars {
        Chars::One(bytes) => memchr::memchr(wanted, bytes),
        Chars::Two(units) => units.iter().position(|unit| *unit == u16::from(wanted)),
        Chars::Four(units) => units.iter().position(|unit| *unit == u32::from(wanted)),
    }
}

/// Notes the endings in a text, and translates them to `\n` if asked.
pub fn translate(thread: &mut Thread, text: Ref<StrObject>, seen: &Cell<u32>, to_lf: bool) -> PyResult<Ref<StrObject>> {
    let chars = text.chars_unbound();
    let has_lf = position(chars, b'\n').is_some();
    if position(chars, b'\r').is_none() {
        if has_lf {
            seen.set(seen.get() | SEEN_LF);
        }
        return Ok(text);
    }
    let mut out: Vec<u32> = Vec::with_capacity(chars.len());
    let (mut bits, mut index) = (seen.get(), 0);
    while index < chars.len() {
        let c = chars.get(index);
        index += 1;
        match c {
            10 => bits |= SEEN_LF,
            13 if index < chars.len() && chars.get(index) == 10 => {
                bits |= SEEN_CRLF;
                index += 1;
            }
            13 => bits |= SEEN_CR,
            _ => {}
        }
        out.push(if c == 13 { 10 } else { c });
    }
    seen.set(bits);
    if to_lf {
        StrObject::from_code_points(thread, out.iter().copied())
    } else {
        Ok(text)
    }
}

/// The value of `newlines` for the endings seen.
pub fn seen_value(thread: &mut Thread, seen: u32) -> PyResult<Value> {
    let rows = [(SEEN_CR, "\r"), (SEEN_LF, "\n"), (SEEN_CRLF, "\r\n")];
    let mut texts = rows.iter().filter(|(bit, _)| seen & bit != 0).map(|(_, text)| *text);
    match (texts.next(), texts.next(), texts.next()) {
        (None, ..) => Ok(none()),
        (Some(one), None, _) => Ok(StrObject::intern(thread, one)?.value()),
        (Some(first), Some(second), third) => {
            let first = StrObject::intern(thread, first)?.value();
            let second = StrObject::intern(thread, second)?.value();
            let third = match third {
                Some(third) => Some(StrObject::intern(thread, third)?.value()),
                None => None,
            };
            let all = [first, second, third.unwrap_or(first)];
            let count = if third.is_some() { 3 } else { 2 };
            Ok(TupleObject::from_slice(thread, &all[..count])?.value())
        }
    }
}

/// `text` with every `\n` replaced.
pub fn expand_lf(thread: &mut Thread, text: Ref<StrObject>, ending: &str) -> PyResult<Ref<StrObject>> {
    if position(text.chars(), b'\n').is_none() {
        return Ok(text);
    }
    let mut out: Vec<u32> = Vec::with_capacity(text.len() + 16);
    for c in text.chars().iter() {
        if c == 10 {
            out.extend(ending.bytes().map(u32::from));
        } else {
            out.push(c);
        }
    }
    StrObject::from_code_points(thread, out.iter().copied())
}

/// A decoder that also looks after line endings.
#[repr(C)]
pub struct NewlineDecoderObject {
    header: Header,
    decoder: Field<Option<Value>>,
    seen: Cell<u32>,
    translate: Cell<bool>,
    pending_cr: Cell<bool>,
    _pad: [u8; 2],
}
heap_object!(
    NewlineDecoderObject,
    "_io.IncrementalNewlineDecoder",
    NEWLINE_DECODER_LAYOUT,
    [decoder]
);

/// `_io.IncrementalNewlineDecoder`.
pub static NEWLINE_DECODER: NativeClass = NativeClass::new("_io", "IncrementalNewlineDecoder", &NEWLINE_DECODER_LAYOUT)
    .flags(TypeFlags::SUBCLASSABLE)
    .methods(NewlineDecoderMethods::TYPE_METHODS);

static INIT: Signature = slot_signature("IncrementalNewlineDecoder", &["decoder", "translate", "errors"], 2, 0);

fn decode(thread: &mut Thread, this: Ref<NewlineDecoderObject>, input: Value, last: bool) -> PyResult<Value> {
    let text = match this.decoder.get().filter(|decoder| *decoder != none()) {
        Some(decoder) => invoke::method(thread, decoder, "decode", &[input, pyrs_object::bool_value(last)])?,
        None => input,
    };
    let Some(mut text) = text.downcast::<StrObject>() else {
        let class = class_of(text).name_for_message();
        return Err(thread.type_error(format_args!("decoder should return a string result, not '{class}'")));
    };
    if this.pending_cr.get() && (!text.is_empty() || last) {
        let chars: Vec<u32> = std::iter::once(13).chain(text.chars().iter()).collect();
        text = StrObject::from_code_points(thread, chars.iter().copied())?;
        this.pending_cr.set(false);
    }
    let length = text.len();
    if !last && length > 0 && text.chars().get(length - 1) == 13 {
        text = StrObject::from_chars(thread, text.chars_unbound().slice(0..length - 1))?;
        this.pending_cr.set(true);
    }
    Ok(translate(thread, text, &this.seen, this.translate.get())?.value())
}

/// Holds the methods of IncrementalNewlineDecoder.
pub struct NewlineDecoderMethods;

/// Codec used when reading a file in universal newlines mode.
#[pymethods]
impl NewlineDecoderMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, _args: Args) -> PyResult<Value> {
        match class.downcast::<TypeObject>() {
            Some(class) => Ok(class.allocate_instance::<NewlineDecoderObject>(thread)?.value()),
            None => Err(thread.type_error(format_args!("__new__() needs a class"))),
        }
    }

    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        let [decoder, translate, _errors] = invoke::bind::<3>(thread, &INIT, args)?;
        let translate = protocol::truth(thread, translate.unwrap_or_else(none))?;
        if let Some(this) = this.downcast::<NewlineDecoderObject>() {
            this.decoder.set(this, decoder);
            this.translate.set(translate);
            this.pending_cr.set(false);
            this.seen.set(0);
        }
        Ok(())
    }

    #[method(keywords = "input, final")]
    fn decode(
        thread: &mut Thread,
        this: Ref<NewlineDecoderObject>,
        input: Value,
        last: Option<bool>,
    ) -> PyResult<Value> {
        decode(thread, this, input, last.unwrap_or(false))
    }

    #[method]
    fn getstate(thread: &mut Thread, this: Ref<NewlineDecoderObject>) -> PyResult<Value> {
        let (mut buffer, mut flag) = (BytesObject::new(thread, b"")?.value(), 0);
        if let Some(decoder) = this.decoder.get().filter(|decoder| *decoder != none()) {
            let state = invoke::method(thread, decoder, "getstate", &[])?;
            let Some(state) = state.downcast::<TupleObject>().filter(|state| state.len() == 2) else {
                return Err(thread.type_error(format_args!("illegal decoder state")));
            };
            buffer = state.items()[0];
            flag = protocol::index_i64(thread, state.items()[1])?;
        }
        let flag = flag << 1 | i64::from(this.pending_cr.get());
        let flag = pyrs_object::int::from_i64(thread, flag)?;
        Ok(TupleObject::from_slice(thread, &[buffer, flag])?.value())
    }

    #[method]
    fn setstate(thread: &mut Thread, this: Ref<NewlineDecoderObject>, state: Value) -> PyResult<()> {
        let Some(state) = state.downcast::<TupleObject>().filter(|state| state.len() == 2) else {
            return Err(thread.type_error(format_args!("state argument must be a tuple")));
        };
        let flag = protocol::index_i64(thread, state.items()[1])?;
        this.pending_cr.set(flag & 1 != 0);
        if let Some(decoder) = this.decoder.get().filter(|decoder| *decoder != none()) {
            let inner = pyrs_object::int::from_i64(thread, flag >> 1)?;
            let inner = TupleObject::from_slice(thread, &[state.items()[0], inner])?;
            invoke::method(thread, decoder, "setstate", &[inner.value()])?;
        }
        Ok(())
    }

    #[method]
    fn reset(thread: &mut Thread, this: Ref<NewlineDecoderObject>) -> PyResult<()> {
        this.seen.set(0);
        this.pending_cr.set(false);
        match this.decoder.get().filter(|decoder| *decoder != none()) {
            Some(decoder) => invoke::method(thread, decoder, "reset", &[]).map(|_| ()),
            None => Ok(()),
        }
    }

    #[getter]
    fn newlines(thread: &mut Thread, this: Ref<NewlineDecoderObject>) -> PyResult<Value> {
        seen_value(thread, this.seen.get())
    }
}
