//! `TextIOWrapper`: encoding, decoding and line endings over a buffered stream.
//!
//! UTF-8, ASCII and Latin-1 are done here; other encodings go through the incremental codecs of `codecs.lookup`.
//! Invariant: with a native encoding, `carry` holds the bytes read but not decoded (an incomplete character, or a `\r`
//! that may be half of an ending), and `snapshot` the bytes that the last block of `decoded` came from, so that `tell`
//! is a byte position. Absent: positions inside of a block of a codec that is Python's.

use super::base::{self, TEXT_IO_BASE, closed_error, unsupported};
use super::buffered::{self, BufferedObject};
use super::newline::{self, NEWLINE_DECODER, Newline};
use super::open_writers;
use crate::codec;
use crate::invoke::heap_ref;
use crate::invoke::{self, slot_signature};
use pyrs_macros::pymethods;
use pyrs_object::array::RawArray;
use pyrs_object::bytes::{BytesObject, as_bytes};
use pyrs_object::convert::{OptionalNone, Signature};
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::{Chars, StrObject};
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeFlags, TypeObject, class_of};
use pyrs_object::{Args, PyResult, Raised, Ref, Thread, Value, heap_object, none, protocol};
use pyrs_text::codec::Encoding;
use std::cell::Cell;

/// A text stream.
#[repr(C)]
pub struct TextIoObject {
    header: Header,
    buffer: Field<Option<Value>>,
    encoding: Field<Option<Value>>,
    errors: Field<Option<Value>>,
    encoder: Field<Option<Value>>,
    decoder: Field<Option<Value>>,
    pending: Field<Option<Ref<RawArray>>>,
    decoded: Field<Option<Ref<StrObject>>>,
    snapshot: Field<Option<Ref<BytesObject>>>,
    carry: Field<Option<Ref<BytesObject>>>,
    pending_length: Cell<usize>,
    /// First character of `decoded` not handed out.
    position: Cell<usize>,
    /// First character of `decoded` that came from `snapshot`.
    snapshot_start: Cell<usize>,
    chunk_size: Cell<usize>,
    seen: Cell<u32>,
    flags: Cell<u32>,
    native: Cell<Option<Encoding>>,
    newline: Cell<Newline>,
    _pad: [u8; 5],
}
heap_object!(
    TextIoObject,
    "_io.TextIOWrapper",
    TEXT_IO_LAYOUT,
    [
        buffer, encoding, errors, encoder, decoder, pending, decoded, snapshot, carry
    ]
);

const LINE_BUFFERING: u32 = 1;
const WRITE_THROUGH: u32 = 2;
const DETACHED: u32 = 4;
const READY: u32 = 8;
const LISTED: u32 = 16;
const ITERATING: u32 = 32;
const SEEKABLE: u32 = 64;
const CAN_READ: u32 = 128;
const CAN_WRITE: u32 = 256;

/// Bytes that wait to be written before they go to the buffer below.
const PENDING_BYTES: usize = 8192;

/// `_io.TextIOWrapper`.
pub static TEXT_IO: NativeClass = NativeClass::new("_io", "TextIOWrapper", &TEXT_IO_LAYOUT)
    .base(|| TEXT_IO_BASE.get())
    .flags(base::STREAM_FLAGS.union(TypeFlags::HAS_FINALIZER))
    .methods(TextIoMethods::TYPE_METHODS);

static INIT: Signature = slot_signature(
    "TextIOWrapper",
    &[
        "buffer",
        "encoding",
        "errors",
        "newline",
        "line_buffering",
        "write_through",
    ],
    1,
    0,
);

/// What a text stream is made with.
pub struct Settings {
    /// `encoding`; None for the locale's.
    pub encoding: Option<Value>,
    /// `errors`.
    pub errors: Option<Value>,
    /// `newline`.
    pub newline: Newline,
    /// `line_buffering`.
    pub line_buffering: bool,
    /// `write_through`.
    pub write_through: bool,
}

impl TextIoObject {
    fn has(&self, flag: u32) -> bool {
        self.flags.get() & flag != 0
    }

    fn set_flag(&self, flag: u32, on: bool) {
        let flags = self.flags.get() & !flag;
        self.flags.set(if on { flags | flag } else { flags });
    }
}

fn native_encoding(name: &str) -> Option<Encoding> {
    Encoding::from_name(name).filter(|e| matches!(e, Encoding::Utf8 | Encoding::Ascii | Encoding::Latin1))
}

impl TextIoObject {
    fn stream(&self, thread: &mut Thread) -> PyResult<Value> {
        match self.buffer.get() {
            Some(buffer) if self.has(READY) => Ok(buffer),
            _ if self.has(DETACHED) => Err(thread.value_error(format_args!("underlying buffer has been detached"))),
            _ => Err(thread.value_error(format_args!("I/O operation on uninitialized object"))),
        }
    }

    fn native_buffer(&self) -> Option<Ref<BufferedObject>> {
        buffered::as_native(self.buffer.get()?)
    }

    fn check_open(&self, thread: &mut Thread) -> PyResult<()> {
        let stream = self.stream(thread)?;
        let closed = match self.native_buffer() {
            Some(buffer) => buffer.is_closed(thread)?,
            None => base::is_closed(thread, stream)?,
        };
        if closed {
            return Err(closed_error(thread));
        }
        Ok(())
    }

    fn errors_text(&self) -> String {
        match self.errors.get().and_then(|v| v.downcast::<StrObject>()) {
            Some(text) => text.to_string_lossy(),
            None => "strict".to_owned(),
        }
    }

    fn initialise(&self, thread: &mut Thread, buffer: Value, settings: Settings) -> PyResult<()> {
        self.flags.set(0);
        let errors = match settings.errors {
            Some(errors) => errors,
            None => StrObject::intern(thread, "strict")?.value(),
        };
        let encoding = match settings.encoding {
            Some(encoding) => encoding,
            None => StrObject::intern(thread, "UTF-8")?.value(),
        };
        self.buffer.set(heap_ref(self), Some(buffer));
        self.errors.set(heap_ref(self), Some(errors));
        self.newline.set(settings.newline);
        self.chunk_size.set(PENDING_BYTES);
        self.set_flag(LINE_BUFFERING, settings.line_buffering);
        self.set_flag(WRITE_THROUGH, settings.write_through);
        self.clear_decoded();
        self.pending_length.set(0);
        self.seen.set(0);
        for (flag, method) in [(CAN_READ, "readable"), (CAN_WRITE, "writable")] {
            let able = invoke::method(thread, buffer, method, &[])?;
            let able = protocol::truth(thread, able)?;
            self.set_flag(flag, able);
        }
        self.set_encoding(thread, encoding)?;
        let seekable = invoke::method(thread, buffer, "seekable", &[])?;
        let seekable = protocol::truth(thread, seekable)?;
        self.set_flag(SEEKABLE, seekable);
        self.set_flag(READY, true);
        if let Some(buffer) = self.native_buffer() {
            buffer.set_owned(true);
        }
        Ok(())
    }

    fn set_encoding(&self, thread: &mut Thread, encoding: Value) -> PyResult<()> {
        let Some(name) = encoding.downcast::<StrObject>() else {
            let class = class_of(encoding).name_for_message();
            return Err(thread.type_error(format_args!(
                "TextIOWrapper() argument 'encoding' must be str or None, not {class}"
            )));
        };
        let (encoding, text) = match name.to_string_lossy() {
            text if text == "locale" => (StrObject::intern(thread, "UTF-8")?.value(), "UTF-8".to_owned()),
            text => (encoding, text),
        };
        self.encoding.set(heap_ref(self), Some(encoding));
        self.encoder.set(heap_ref(self), None);
        self.decoder.set(heap_ref(self), None);
        self.native.set(native_encoding(&text));
        if self.native.get().is_some() {
            return Ok(());
        }
        let codecs = invoke::import(thread, "codecs")?;
        let info = invoke::method(thread, codecs, "lookup", &[encoding])?;
        if let Some(is_text) = invoke::attribute_optional(thread, info, "_is_text_encoding")?
            && !protocol::truth(thread, is_text)?
        {
            let shown = protocol::repr(thread, encoding)?.to_string_lossy();
            let message = format_args!("{shown} is not a text encoding; use codecs.open() to handle arbitrary codecs");
            return Err(thread.lookup_error(message));
        }
        self.make_coders(thread, info)
    }

    fn make_coders(&self, thread: &mut Thread, info: Value) -> PyResult<()> {
        let errors = self.errors.get().unwrap_or_else(none);
        if self.has(CAN_READ) {
            let mut decoder = invoke::method(thread, info, "incrementaldecoder", &[errors])?;
            if self.newline.get().is_universal() {
                let translate = pyrs_object::bool_value(self.newline.get() == Newline::Universal);
                decoder = protocol::call(thread, NEWLINE_DECODER.get().value(), &[decoder, translate])?;
            }
            self.decoder.set(heap_ref(self), Some(decoder));
        }
        if self.has(CAN_WRITE) {
            let encoder = invoke::method(thread, info, "incrementalencoder", &[errors])?;
            self.encoder.set(heap_ref(self), Some(encoder));
        }
        Ok(())
    }

    fn clear_decoded(&self) {
        self.decoded.set(heap_ref(self), None);
        self.snapshot.set(heap_ref(self), None);
        self.carry.set(heap_ref(self), None);
        self.position.set(0);
        self.snapshot_start.set(0);
    }

    // ----- writing -----

    fn write_below(&self, thread: &mut Thread, data: &[u8]) -> PyResult<()> {
        if let Some(buffer) = self.native_buffer() {
            return buffer.write_bytes(thread, data);
        }
        let stream = self.stream(thread)?;
        let bytes = BytesObject::new(thread, data)?;
        invoke::method(thread, stream, "write", &[bytes.value()]).map(|_| ())
    }

    /// Hands what waits to the buffer below.
    pub fn flush_pending(&self, thread: &mut Thread) -> PyResult<()> {
        let length = self.pending_length.get();
        if length == 0 {
            return Ok(());
        }
        let Some(pending) = self.pending.get() else {
            return Ok(());
        };
        self.write_below(thread, &pending.bytes()[..length])?;
        self.pending_length.set(0);
        Ok(())
    }

    fn push(&self, thread: &mut Thread, data: &[u8]) -> PyResult<()> {
        let length = self.pending_length.get();
        if length + data.len() > PENDING_BYTES {
            self.flush_pending(thread)?;
            if data.len() >= PENDING_BYTES {
                return self.write_below(thread, data);
            }
        }
        let pending = match self.pending.get() {
            Some(pending) => pending,
            None => {
                let pending = RawArray::new(thread, PENDING_BYTES)?;
                self.pending.set(heap_ref(self), Some(pending));
                pending
            }
        };
        let length = self.pending_length.get();
        pending.bytes_mut()[length..length + data.len()].copy_from_slice(data);
        self.pending_length.set(length + data.len());
        if !self.has(LISTED) {
            self.set_flag(LISTED, true);
            open_writers::add(thread, heap_ref(self).value());
        }
        Ok(())
    }

    fn encode(&self, thread: &mut Thread, text: Ref<StrObject>) -> PyResult<()> {
        match self.native.get() {
            Some(encoding) => {
                let plain = text.is_ascii() || encoding == Encoding::Latin1 && text.width() == 1;
                if plain {
                    let data = text.chars_unbound();
                    if let Chars::One(data) = data {
                        return self.push(thread, data);
                    }
                }
                let errors = self.errors_text();
                let data = codec::encode(thread, encoding, text, &errors)?;
                self.push(thread, &data)
            }
            None => {
                let Some(encoder) = self.encoder.get() else {
                    return Err(unsupported(thread, "not writable"));
                };
                let data = invoke::method(thread, encoder, "encode", &[text.value()])?;
                match as_bytes(&data) {
                    Some(bytes) => self.push(thread, bytes),
                    None => {
                        let class = class_of(data).name_for_message();
                        Err(thread.type_error(format_args!("encoder should return a bytes object, not '{class}'")))
                    }
                }
            }
        }
    }

    /// `write(text)`.
    pub fn write_text(&self, thread: &mut Thread, text: Ref<StrObject>) -> PyResult<()> {
        self.check_open(thread)?;
        if !self.has(CAN_WRITE) {
            return Err(unsupported(thread, "not writable"));
        }
        let watches = self.has(LINE_BUFFERING);
        let chars = text.chars_unbound();
        let ends_line =
            watches && (newline::position(chars, b'\n').is_some() || newline::position(chars, b'\r').is_some());
        let encoded = match self.newline.get().written() {
            Some(ending) => newline::expand_lf(thread, text, ending)?,
            None => text,
        };
        self.encode(thread, encoded)?;
        if ends_line || self.has(WRITE_THROUGH) {
            self.flush_pending(thread)?;
        }
        if ends_line {
            self.flush_below(thread)?;
        }
        if self.decoded.get().is_some() {
            self.clear_decoded();
        }
        Ok(())
    }

    fn flush_below(&self, thread: &mut Thread) -> PyResult<()> {
        if let Some(buffer) = self.native_buffer() {
            return buffer.flush_all(thread);
        }
        let stream = self.stream(thread)?;
        invoke::method(thread, stream, "flush", &[]).map(|_| ())
    }

    // ----- reading -----

    fn rest_length(&self) -> usize {
        self.decoded.get().map_or(0, |text| text.len() - self.position.get())
    }

    fn read_below(&self, thread: &mut Thread) -> PyResult<Ref<BytesObject>> {
        if !self.has(CAN_READ) {
            return Err(unsupported(thread, "not readable"));
        }
        if let Some(buffer) = self.native_buffer() {
            return buffer.read_some(thread, self.chunk_size.get());
        }
        let stream = self.stream(thread)?;
        let size = Value::small_int(self.chunk_size.get() as i64);
        let method = match invoke::attribute_optional(thread, stream, "read1")? {
            Some(method) => method,
            None => invoke::attribute(thread, stream, "read")?,
        };
        let data = protocol::call(thread, method, &[size])?;
        self.expect_bytes(thread, data, "read1")
    }

    fn expect_bytes(&self, thread: &mut Thread, data: Value, method: &str) -> PyResult<Ref<BytesObject>> {
        if let Some(bytes) = data.downcast::<BytesObject>() {
            return Ok(bytes);
        }
        if let Some(bytes) = as_bytes(&data) {
            return BytesObject::new(thread, bytes);
        }
        let class = class_of(data).name_for_message();
        Err(thread.type_error(format_args!(
            "underlying {method}() should have returned a bytes-like object, not '{class}'"
        )))
    }

    /// Decodes a block, with what was carried over in front.
    fn decode(&self, thread: &mut Thread, block: Ref<BytesObject>, last: bool) -> PyResult<Ref<StrObject>> {
        let Some(encoding) = self.native.get() else {
            let Some(decoder) = self.decoder.get() else {
                return Err(unsupported(thread, "not readable"));
            };
            let last = pyrs_object::bool_value(last);
            let text = invoke::method(thread, decoder, "decode", &[block.value(), last])?;
            return match text.downcast() {
                Some(text) => Ok(text),
                None => {
                    let class = class_of(text).name_for_message();
                    Err(thread.type_error(format_args!("decoder should return a string result, not '{class}'")))
                }
            };
        };
        let input = match self.carry.get() {
            Some(carry) if !carry.is_empty() => {
                let joined = [carry.data(), block.data()].concat();
                BytesObject::new(thread, &joined)?
            }
            _ => block,
        };
        let universal = self.newline.get().is_universal();
        let mut usable = input.len();
        if universal && !last && input.data().last() == Some(&b'\r') {
            usable -= 1;
        }
        let errors = self.errors_text();
        let (text, consumed) = codec::decode(thread, encoding, &input.data()[..usable], &errors, last)?;
        let carry = BytesObject::new(thread, &input.data()[consumed..])?;
        self.carry.set(heap_ref(self), Some(carry));
        self.snapshot.set(heap_ref(self), Some(input));
        if !universal {
            return Ok(text);
        }
        newline::translate(thread, text, &self.seen, self.newline.get() == Newline::Universal)
    }

    /// Reads and decodes the next block behind what is left; false at the end of the stream.
    fn read_chunk(&self, thread: &mut Thread) -> PyResult<bool> {
        let block = self.read_below(thread)?;
        let last = block.is_empty();
        let text = self.decode(thread, block, last)?;
        let rest = self.rest_length();
        let joined = match self.decoded.get() {
            Some(old) if rest > 0 => {
                let old = old.chars_unbound();
                let old = old.slice(self.position.get()..old.len());
                let new = text.chars_unbound();
                join(thread, old, new)?
            }
            _ => text,
        };
        self.decoded.set(heap_ref(self), Some(joined));
        self.snapshot_start.set(rest);
        self.position.set(0);
        Ok(!last)
    }

    fn take(&self, thread: &mut Thread, count: usize) -> PyResult<Ref<StrObject>> {
        let Some(decoded) = self.decoded.get() else {
            return StrObject::from_latin1(thread, b"");
        };
        let start = self.position.get();
        let end = start + count.min(decoded.len() - start);
        self.position.set(end);
        if start == 0 && end == decoded.len() {
            return Ok(decoded);
        }
        StrObject::from_chars(thread, decoded.chars_unbound().slice(start..end))
    }

    fn read_all(&self, thread: &mut Thread) -> PyResult<Ref<StrObject>> {
        if !self.has(CAN_READ) {
            return Err(unsupported(thread, "not readable"));
        }
        let data = match (self.native_buffer(), self.native.get()) {
            (Some(buffer), Some(encoding)) => {
                let data = buffer.read_rest(thread)?;
                return self.decode_rest(thread, encoding, data);
            }
            (Some(buffer), None) => {
                let data = buffer.read_rest(thread)?;
                BytesObject::new(thread, &data)?
            }
            (None, _) => {
                let stream = self.stream(thread)?;
                let data = invoke::method(thread, stream, "read", &[])?;
                if data == none() {
                    return Err(crate::os_error::os_error(thread, libc::EAGAIN, None));
                }
                self.expect_bytes(thread, data, "read")?
            }
        };
        let text = self.decode(thread, data, true)?;
        self.behind_rest(thread, text)
    }

    /// Decodes everything that is left of the stream, and puts it behind what is decoded.
    fn decode_rest(&self, thread: &mut Thread, encoding: Encoding, mut data: Vec<u8>) -> PyResult<Ref<StrObject>> {
        if let Some(carry) = self.carry.get().filter(|carry| !carry.is_empty()) {
            data.splice(..0, carry.data().iter().copied());
        }
        let errors = self.errors_text();
        let (mut text, _) = codec::decode(thread, encoding, &data, &errors, true)?;
        if self.newline.get().is_universal() {
            text = newline::translate(thread, text, &self.seen, self.newline.get() == Newline::Universal)?;
        }
        self.behind_rest(thread, text)
    }

    /// What is decoded but not handed out, and a text behind it. Nothing is left then.
    fn behind_rest(&self, thread: &mut Thread, text: Ref<StrObject>) -> PyResult<Ref<StrObject>> {
        let rest = self.take(thread, usize::MAX)?;
        self.clear_decoded();
        if rest.is_empty() {
            return Ok(text);
        }
        join(thread, rest.chars_unbound(), text.chars_unbound())
    }

    /// Length of the next line, if what is decoded has all of it and is narrow text where `\n` ends lines.
    fn line_at_hand(&self) -> Option<usize> {
        if !matches!(self.newline.get(), Newline::Universal | Newline::Lf) {
            return None;
        }
        match self.decoded.get()?.chars_unbound() {
            Chars::One(bytes) => memchr::memchr(b'\n', bytes.get(self.position.get()..)?).map(|at| at + 1),
            _ => None,
        }
    }

    fn read_line(&self, thread: &mut Thread, limit: usize) -> PyResult<Ref<StrObject>> {
        self.flush_pending(thread)?;
        if let Some(length) = self.line_at_hand() {
            return self.take(thread, length.min(limit));
        }
        let mut searched = 0;
        loop {
            if let Some(decoded) = self.decoded.get() {
                let chars = decoded.chars_unbound();
                let start = self.position.get();
                let rest = chars.slice(start..chars.len());
                // One character back, because an ending of two may straddle the border.
                let from = searched.min(rest.len()).saturating_sub(1);
                if let Some(at) = self.newline.get().line_end(rest.slice(from..rest.len())) {
                    return self.take(thread, (from + at).min(limit));
                }
                searched = rest.len();
                if searched >= limit {
                    return self.take(thread, limit);
                }
            }
            if !self.read_chunk(thread)? && self.rest_length() == searched {
                return self.take(thread, limit);
            }
        }
    }

    /// Bytes of the snapshot that the first `count` characters of it came from.
    fn snapshot_bytes(&self, count: usize) -> usize {
        let Some(snapshot) = self.snapshot.get() else { return 0 };
        let data = snapshot.data();
        let translates = self.newline.get() == Newline::Universal;
        let (mut at, mut left) = (0, count);
        while left > 0 && at < data.len() {
            let byte = data[at];
            at += 1;
            if byte == b'\r' && translates && data.get(at) == Some(&b'\n') {
                at += 1;
            }
            if byte >= 0xc0 && self.native.get() == Some(Encoding::Utf8) {
                while at < data.len() && data[at] & 0xc0 == 0x80 {
                    at += 1;
                }
            }
            left -= 1;
        }
        at
    }

    fn tell(&self, thread: &mut Thread) -> PyResult<i64> {
        let stream = self.stream(thread)?;
        self.check_open(thread)?;
        if !self.has(SEEKABLE) {
            return Err(unsupported(thread, "underlying stream is not seekable"));
        }
        if self.has(ITERATING) {
            return Err(thread.os_error_plain(format_args!("telling position disabled by next() call")));
        }
        self.flush_pending(thread)?;
        self.flush_below(thread)?;
        let position = invoke::method(thread, stream, "tell", &[])?;
        let position = protocol::index_i64(thread, position)?;
        if self.native.get().is_some() {
            let Some(snapshot) = self.snapshot.get() else {
                return Ok(position);
            };
            let consumed = self.position.get().saturating_sub(self.snapshot_start.get());
            let used = self.snapshot_bytes(consumed);
            return Ok(position - (snapshot.len() - used) as i64);
        }
        let carried = match self.decoder.get() {
            Some(decoder) if self.decoded.get().is_some() => {
                let state = invoke::method(thread, decoder, "getstate", &[])?;
                let state = state
                    .downcast::<TupleObject>()
                    .and_then(|state| state.items().first().copied());
                state.is_some_and(|bytes| as_bytes(&bytes).is_some_and(|bytes| !bytes.is_empty()))
            }
            _ => false,
        };
        if self.rest_length() > 0 || carried {
            return Err(thread.os_error_plain(format_args!("can't reconstruct logical file position")));
        }
        Ok(position)
    }

    fn seek(&self, thread: &mut Thread, cookie: Value, whence: i32) -> PyResult<Value> {
        let stream = self.stream(thread)?;
        self.check_open(thread)?;
        if !self.has(SEEKABLE) {
            return Err(unsupported(thread, "underlying stream is not seekable"));
        }
        let offset = protocol::index_i64(thread, cookie)?;
        let target = match whence {
            0 if offset < 0 => {
                return Err(thread.value_error(format_args!("negative seek position {offset}")));
            }
            0 => cookie,
            1 if offset != 0 => return Err(unsupported(thread, "can't do nonzero cur-relative seeks")),
            1 => {
                let position = self.tell(thread)?;
                pyrs_object::int::from_i64(thread, position)?
            }
            2 if offset != 0 => return Err(unsupported(thread, "can't do nonzero end-relative seeks")),
            2 => cookie,
            _ => {
                return Err(thread.value_error(format_args!("invalid whence ({whence}, should be 0, 1 or 2)")));
            }
        };
        self.flush_pending(thread)?;
        self.flush_below(thread)?;
        let whence = if whence == 2 { 2 } else { 0 };
        let position = invoke::method(thread, stream, "seek", &[target, Value::small_int(whence)])?;
        self.clear_decoded();
        if let Some(decoder) = self.decoder.get() {
            invoke::method(thread, decoder, "reset", &[])?;
        }
        if let Some(encoder) = self.encoder.get() {
            if position == Value::small_int(0) {
                invoke::method(thread, encoder, "reset", &[])?;
            } else {
                invoke::method(thread, encoder, "setstate", &[Value::small_int(0)])?;
            }
        }
        Ok(position)
    }
}

fn join(thread: &mut Thread, first: Chars, second: Chars) -> PyResult<Ref<StrObject>> {
    if let (Chars::One(first), Chars::One(second)) = (first, second) {
        return StrObject::from_latin1(thread, &[first, second].concat());
    }
    let chars: Vec<u32> = first.iter().chain(second.iter()).collect();
    StrObject::from_code_points(thread, chars.iter().copied())
}

/// Makes a text stream.
pub fn wrap(thread: &mut Thread, buffer: Value, settings: Settings) -> PyResult<Ref<TextIoObject>> {
    let text: Ref<TextIoObject> = TEXT_IO.get().allocate_instance(thread)?;
    text.newline.set(Newline::Universal);
    text.initialise(thread, buffer, settings)?;
    Ok(text)
}

fn truth_of(thread: &mut Thread, value: Option<Value>, default: bool) -> PyResult<bool> {
    match invoke::given(value) {
        Some(value) => protocol::truth(thread, value),
        None => Ok(default),
    }
}

#[cold]
fn not_str(thread: &mut Thread, function: &str, value: Value) -> Raised {
    let class = class_of(value).name_for_message();
    thread.type_error(format_args!("{function}() argument must be str, not {class}"))
}

/// Holds the methods of TextIOWrapper.
pub struct TextIoMethods;

/// Character and line based layer over a BufferedIOBase object, buffer.
#[pymethods]
impl TextIoMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, _args: Args) -> PyResult<Value> {
        let Some(class) = class.downcast::<TypeObject>() else {
            return Err(thread.type_error(format_args!("__new__() needs a class")));
        };
        let text: Ref<TextIoObject> = class.allocate_instance(thread)?;
        text.newline.set(Newline::Universal);
        text.native.set(None);
        Ok(text.value())
    }

    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        let Some(text) = this.downcast::<TextIoObject>() else {
            return Ok(());
        };
        let [buffer, encoding, errors, newline, line_buffering, write_through] =
            invoke::bind::<6>(thread, &INIT, args)?;
        if let Some(errors) = invoke::given(errors) {
            invoke::expect_str(thread, "TextIOWrapper", "errors", errors)?;
        }
        let settings = Settings {
            encoding: invoke::given(encoding),
            errors: invoke::given(errors),
            newline: Newline::from_argument(thread, newline)?,
            line_buffering: truth_of(thread, line_buffering, false)?,
            write_through: truth_of(thread, write_through, false)?,
        };
        text.initialise(thread, buffer.unwrap_or_else(none), settings)
    }

    #[slot]
    fn finalize(thread: &mut Thread, this: Value) {
        if this.downcast::<TextIoObject>().is_some_and(|text| text.has(READY)) {
            base::close_quietly(thread, this);
        }
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let Some(text) = this.downcast::<TextIoObject>() else {
            return Ok(this);
        };
        let mut out = "<_io.TextIOWrapper".to_owned();
        for name in ["name", "mode"] {
            if let Some(value) = invoke::attribute_optional(thread, this, name)? {
                let value = protocol::repr(thread, value)?.to_string_lossy();
                out.push_str(&format!(" {name}={value}"));
            }
        }
        let encoding = protocol::repr(thread, text.encoding.get().unwrap_or_else(none))?.to_string_lossy();
        out.push_str(&format!(" encoding={encoding}>"));
        Ok(StrObject::from_str(thread, &out)?.value())
    }

    /// Reconfigure the text stream with new parameters.
    #[method(
        keywords = "encoding, errors, newline, line_buffering, write_through",
        kwonly = "encoding"
    )]
    fn reconfigure(
        thread: &mut Thread,
        this: Ref<TextIoObject>,
        encoding: Option<Value>,
        errors: Option<Value>,
        newline: Option<Value>,
        line_buffering: Option<Value>,
        write_through: Option<Value>,
    ) -> PyResult<()> {
        this.stream(thread)?;
        let changes = invoke::given(encoding).is_some() || invoke::given(errors).is_some() || newline.is_some();
        if this.decoded.get().is_some() && changes {
            return Err(unsupported(
                thread,
                "It is not possible to set the encoding or newline of stream after the first read",
            ));
        }
        let line_buffering = truth_of(thread, line_buffering, this.has(LINE_BUFFERING))?;
        let write_through = truth_of(thread, write_through, this.has(WRITE_THROUGH))?;
        let newline = match newline {
            None => this.newline.get(),
            some => Newline::from_argument(thread, some)?,
        };
        this.flush_pending(thread)?;
        this.flush_below(thread)?;
        this.newline.set(newline);
        this.set_flag(LINE_BUFFERING, line_buffering);
        this.set_flag(WRITE_THROUGH, write_through);
        if let Some(errors) = invoke::given(errors) {
            invoke::expect_str(thread, "reconfigure", "errors", errors)?;
            this.errors.set(this, Some(errors));
        } else if invoke::given(encoding).is_some() {
            let strict = StrObject::intern(thread, "strict")?;
            this.errors.set(this, Some(strict.value()));
        }
        if changes {
            let encoding = invoke::given(encoding).or(this.encoding.get()).unwrap_or_else(none);
            this.set_encoding(thread, encoding)?;
        }
        Ok(())
    }

    #[method]
    fn detach(thread: &mut Thread, this: Ref<TextIoObject>) -> PyResult<Value> {
        let stream = this.stream(thread)?;
        invoke::method(thread, this.value(), "flush", &[])?;
        if let Some(buffer) = this.native_buffer() {
            buffer.set_owned(false);
        }
        this.buffer.set(this, None);
        this.set_flag(READY, false);
        this.set_flag(DETACHED, true);
        Ok(stream)
    }

    #[method]
    fn write(thread: &mut Thread, this: Ref<TextIoObject>, text: Value) -> PyResult<usize> {
        this.stream(thread)?;
        let Some(text) = text.downcast::<StrObject>() else {
            return Err(not_str(thread, "write", text));
        };
        this.write_text(thread, text)?;
        Ok(text.len())
    }

    #[method]
    fn read(thread: &mut Thread, this: Ref<TextIoObject>, size: OptionalNone<i64>) -> PyResult<Ref<StrObject>> {
        this.stream(thread)?;
        this.check_open(thread)?;
        this.flush_pending(thread)?;
        let Some(size) = size.0.filter(|size| *size >= 0) else {
            return this.read_all(thread);
        };
        let wanted = size as usize;
        let mut result = this.take(thread, wanted)?;
        while result.len() < wanted {
            let more = this.read_chunk(thread)?;
            let part = this.take(thread, wanted - result.len())?;
            if result.is_empty() {
                result = part;
            } else if !part.is_empty() {
                result = join(thread, result.chars_unbound(), part.chars_unbound())?;
            }
            if !more {
                break;
            }
        }
        Ok(result)
    }

    #[method]
    fn readline(thread: &mut Thread, this: Ref<TextIoObject>, size: OptionalNone<i64>) -> PyResult<Ref<StrObject>> {
        this.check_open(thread)?;
        let limit = size
            .0
            .filter(|size| *size >= 0)
            .map_or(usize::MAX, |size| size as usize);
        this.read_line(thread, limit)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let Some(text) = this.downcast::<TextIoObject>() else {
            return Ok(None);
        };
        text.set_flag(ITERATING, true);
        let (line, any) = if text.class() == TEXT_IO.get() {
            text.check_open(thread)?;
            let line = text.read_line(thread, usize::MAX)?;
            (line.value(), !line.is_empty())
        } else {
            let line = invoke::method(thread, this, "readline", &[])?;
            (line, protocol::len(thread, line)? > 0)
        };
        if any {
            return Ok(Some(line));
        }
        text.set_flag(ITERATING, false);
        Ok(None)
    }

    #[method]
    fn flush(thread: &mut Thread, this: Ref<TextIoObject>) -> PyResult<()> {
        this.check_open(thread)?;
        this.set_flag(ITERATING, false);
        this.flush_pending(thread)?;
        this.flush_below(thread)
    }

    #[method]
    fn close(thread: &mut Thread, this: Ref<TextIoObject>) -> PyResult<()> {
        let stream = this.stream(thread)?;
        if base::is_closed(thread, stream)? {
            return Ok(());
        }
        let flushed = invoke::method(thread, this.value(), "flush", &[]);
        let pending = if flushed.is_err() { thread.take_raised() } else { None };
        this.pending_length.set(0);
        let closed = invoke::method(thread, stream, "close", &[]);
        match pending {
            Some(exception) => {
                if let (Err(_), Some(second)) = (closed, thread.take_raised()) {
                    second.chain_context(exception);
                    return Err(thread.reraise(second));
                }
                Err(thread.reraise(exception))
            }
            None => closed.map(|_| ()),
        }
    }

    #[method]
    fn fileno(thread: &mut Thread, this: Ref<TextIoObject>) -> PyResult<Value> {
        let stream = this.stream(thread)?;
        invoke::method(thread, stream, "fileno", &[])
    }
    #[method]
    fn seekable(thread: &mut Thread, this: Ref<TextIoObject>) -> PyResult<Value> {
        let stream = this.stream(thread)?;
        invoke::method(thread, stream, "seekable", &[])
    }
    #[method]
    fn readable(thread: &mut Thread, this: Ref<TextIoObject>) -> PyResult<Value> {
        let stream = this.stream(thread)?;
        invoke::method(thread, stream, "readable", &[])
    }
    #[method]
    fn writable(thread: &mut Thread, this: Ref<TextIoObject>) -> PyResult<Value> {
        let stream = this.stream(thread)?;
        invoke::method(thread, stream, "writable", &[])
    }
    #[method]
    fn isatty(thread: &mut Thread, this: Ref<TextIoObject>) -> PyResult<Value> {
        let stream = this.stream(thread)?;
        invoke::method(thread, stream, "isatty", &[])
    }

    #[method]
    fn seek(thread: &mut Thread, this: Ref<TextIoObject>, cookie: Value, whence: Option<i32>) -> PyResult<Value> {
        this.seek(thread, cookie, whence.unwrap_or(0))
    }
    #[method]
    fn tell(thread: &mut Thread, this: Ref<TextIoObject>) -> PyResult<i64> {
        this.tell(thread)
    }

    #[method]
    fn truncate(thread: &mut Thread, this: Ref<TextIoObject>, pos: OptionalNone<Value>) -> PyResult<Value> {
        let stream = this.stream(thread)?;
        invoke::method(thread, this.value(), "flush", &[])?;
        match pos.0 {
            Some(size) => invoke::method(thread, stream, "truncate", &[size]),
            None => invoke::method(thread, stream, "truncate", &[]),
        }
    }

    #[getter]
    fn buffer(thread: &mut Thread, this: Ref<TextIoObject>) -> PyResult<Value> {
        this.stream(thread)
    }
    #[getter]
    fn encoding(_thread: &mut Thread, this: Ref<TextIoObject>) -> Option<Value> {
        this.encoding.get()
    }
    #[getter]
    fn errors(_thread: &mut Thread, this: Ref<TextIoObject>) -> Option<Value> {
        this.errors.get()
    }
    #[getter]
    fn line_buffering(_thread: &mut Thread, this: Ref<TextIoObject>) -> bool {
        this.has(LINE_BUFFERING)
    }
    #[getter]
    fn write_through(_thread: &mut Thread, this: Ref<TextIoObject>) -> bool {
        this.has(WRITE_THROUGH)
    }
    #[getter]
    fn name(thread: &mut Thread, this: Ref<TextIoObject>) -> PyResult<Value> {
        let stream = this.stream(thread)?;
        invoke::attribute(thread, stream, "name")
    }
    #[getter]
    fn closed(thread: &mut Thread, this: Ref<TextIoObject>) -> PyResult<Value> {
        let stream = this.stream(thread)?;
        invoke::attribute(thread, stream, "closed")
    }
    #[getter]
    fn newlines(thread: &mut Thread, this: Ref<TextIoObject>) -> PyResult<Value> {
        match this.decoder.get() {
            Some(decoder) => Ok(invoke::attribute_optional(thread, decoder, "newlines")?.unwrap_or_else(none)),
            None => newline::seen_value(thread, this.seen.get()),
        }
    }
    #[getter(name = "_CHUNK_SIZE")]
    fn chunk_size(_thread: &mut Thread, this: Ref<TextIoObject>) -> usize {
        this.chunk_size.get()
    }
    #[setter(name = "_CHUNK_SIZE")]
    fn set_chunk_size(thread: &mut Thread, this: Ref<TextIoObject>, value: Option<Value>) -> PyResult<()> {
        let Some(value) = value else {
            return Err(thread.attribute_error_plain(format_args!("cannot delete attribute")));
        };
        let size = protocol::index_i64(thread, value)?;
        if size <= 0 {
            return Err(thread.value_error(format_args!("a strictly positive integer is required")));
        }
        this.chunk_size.set(size as usize);
        Ok(())
    }
}
