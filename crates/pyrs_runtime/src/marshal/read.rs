//! Bytes to values.
//!
//! Values that later ones may refer to are kept in a list on the heap, which is the only state that holds values.

use super::{MAX_DEPTH, SHARED};
use pyrs_lib_core::buffer::Buffer;
use pyrs_object::bytes::BytesObject;
use pyrs_object::code::CodeObject;
use pyrs_object::core::{bool_value, core, none};
use pyrs_object::dict::DictObject;
use pyrs_object::errors::PyResult;
use pyrs_object::float::{self, ComplexObject};
use pyrs_object::header::Ref;
use pyrs_object::int;
use pyrs_object::list::ListObject;
use pyrs_object::range::SliceObject;
use pyrs_object::set::SetObject;
use pyrs_object::str::StrObject;
use pyrs_object::thread::Thread;
use pyrs_object::tuple::TupleObject;
use pyrs_object::value::Value;
use pyrs_object::{Raised, class_of, protocol};

/// Where bytes come from.
pub enum Input {
    /// A buffer.
    Memory { data: Buffer, position: usize },
    /// The method `read` of a file.
    File { read: Value },
}

/// Reads one value.
pub struct Reader {
    input: Input,
    allow_code: bool,
    depth: usize,
    shared: Ref<ListObject>,
}

#[cold]
fn bad(thread: &mut Thread, what: &str) -> Raised {
    thread.value_error(format_args!("bad marshal data ({what})"))
}

impl Reader {
    /// A reader at the beginning of its input.
    pub fn new(thread: &mut Thread, input: Input, allow_code: bool) -> PyResult<Reader> {
        Ok(Reader {
            input,
            allow_code,
            depth: 0,
            shared: ListObject::with_capacity(thread, 4)?,
        })
    }

    /// The value; a missing one is an error here.
    pub fn whole(mut self, thread: &mut Thread) -> PyResult<Value> {
        match self.value(thread)? {
            Some(value) => Ok(value),
            None => Err(thread.type_error(format_args!("NULL object in marshal data for object"))),
        }
    }

    fn take(&mut self, thread: &mut Thread, length: usize) -> PyResult<Vec<u8>> {
        let taken = match &mut self.input {
            Input::Memory { data, position } => {
                let taken = data.data().get(*position..).and_then(|rest| rest.get(..length));
                *position += length;
                taken.map(<[u8]>::to_vec)
            }
            Input::File { read } => {
                let read = *read;
                let wanted = int::from_u64(thread, length as u64)?;
                let data = protocol::call(thread, read, &[wanted])?;
                let Some(bytes) = data.downcast::<BytesObject>() else {
                    let class = class_of(data).name_for_message();
                    return Err(thread.type_error(format_args!("file.read() returned not bytes but {class}")));
                };
                if bytes.len() > length {
                    let found = bytes.len();
                    return Err(thread.value_error(format_args!(
                        "read() returned too much data: {length} bytes requested, {found} returned"
                    )));
                }
                Some(bytes.data().to_vec()).filter(|bytes| bytes.len() == length)
            }
        };
        match taken {
            Some(bytes) => Ok(bytes),
            None if matches!(self.input, Input::File { .. }) && length == 1 => {
                Err(thread.eof_error(format_args!("EOF read where object expected")))
            }
            None => Err(thread.eof_error(format_args!("marshal data too short"))),
        }
    }

    fn byte(&mut self, thread: &mut Thread) -> PyResult<u8> {
        if let Input::Memory { data, position } = &mut self.input
            && let Some(byte) = data.data().get(*position)
        {
            *position += 1;
            return Ok(*byte);
        }
        Ok(self.take(thread, 1)?.first().copied().unwrap_or_default())
    }

    fn array<const N: usize>(&mut self, thread: &mut Thread) -> PyResult<[u8; N]> {
        let bytes = self.take(thread, N)?;
        match bytes.try_into() {
            Ok(array) => Ok(array),
            Err(_) => Err(thread.eof_error(format_args!("marshal data too short"))),
        }
    }

    fn number(&mut self, thread: &mut Thread) -> PyResult<i32> {
        Ok(i32::from_le_bytes(self.array(thread)?))
    }

    fn length(&mut self, thread: &mut Thread, what: &str) -> PyResult<usize> {
        let number = self.number(thread)?;
        match usize::try_from(number) {
            Ok(length) => Ok(length),
            Err(_) => Err(bad(thread, &format!("{what} size out of range"))),
        }
    }

    fn counted(&mut self, thread: &mut Thread, what: &str) -> PyResult<Vec<u8>> {
        let length = self.length(thread, what)?;
        self.take(thread, length)
    }

    fn short(&mut self, thread: &mut Thread) -> PyResult<Vec<u8>> {
        let length = self.byte(thread)?;
        self.take(thread, length.into())
    }

    /// `None` for the mark at the end of a dict.
    fn value(&mut self, thread: &mut Thread) -> PyResult<Option<Value>> {
        let code = match self.byte(thread) {
            Ok(code) => code,
            Err(_) if thread.clear_if(core().types.eof_error.get()) => {
                return Err(thread.eof_error(format_args!("EOF read where object expected")));
            }
            Err(raised) => return Err(raised),
        };
        if self.depth >= MAX_DEPTH {
            return Err(bad(thread, "recursion limit exceeded"));
        }
        self.depth += 1;
        let value = self.typed(thread, code & !SHARED, code & SHARED != 0);
        self.depth -= 1;
        value
    }

    fn present(&mut self, thread: &mut Thread, what: &str) -> PyResult<Value> {
        match self.value(thread)? {
            Some(value) => Ok(value),
            None => Err(thread.type_error(format_args!("NULL object in marshal data for {what}"))),
        }
    }

    /// Gives a value a number before its parts are read, if it is shared; `share` then says what it is.
    fn reserve(&mut self, thread: &mut Thread, shared: bool) -> PyResult<Option<usize>> {
        if !shared {
            return Ok(None);
        }
        let place = self.shared.len();
        self.shared.push(thread, none())?;
        Ok(Some(place))
    }

    fn share(&mut self, place: Option<usize>, value: Value) -> Value {
        if let Some(place) = place {
            self.shared.set(place, value);
        }
        value
    }

    fn typed(&mut self, thread: &mut Thread, code: u8, shared: bool) -> PyResult<Option<Value>> {
        let value = match code {
            b'0' => return Ok(None),
            b'N' => none(),
            b'T' => bool_value(true),
            b'F' => bool_value(false),
            b'.' => core().ellipsis.get().value(),
            b'S' => core().types.stop_iteration.get().value(),
            b'r' => {
                let number = self.number(thread)?;
                let known = usize::try_from(number).ok().and_then(|number| self.shared.get(number));
                return match known {
                    Some(value) => Ok(Some(value)),
                    None => Err(bad(thread, "invalid reference")),
                };
            }
            b'(' | b')' | b'[' | b'{' | b'<' | b'>' | b':' | b'c' => {
                let place = self.reserve(thread, shared)?;
                return self.container(thread, code, place).map(Some);
            }
            _ => {
                let value = self.scalar(thread, code)?;
                let place = self.reserve(thread, shared)?;
                self.share(place, value)
            }
        };
        Ok(Some(value))
    }

    fn scalar(&mut self, thread: &mut Thread, code: u8) -> PyResult<Value> {
        match code {
            b'i' => Ok(Value::small_int(self.number(thread)?.into())),
            b'I' => {
                let bytes = self.array(thread)?;
                int::from_i64(thread, i64::from_le_bytes(bytes))
            }
            b'l' => self.long(thread),
            b'g' => {
                let bytes = self.array(thread)?;
                float::from_f64(thread, f64::from_le_bytes(bytes))
            }
            b'f' => {
                let number = self.float_text(thread)?;
                float::from_f64(thread, number)
            }
            b'y' => {
                let (real, imaginary) = (self.array(thread)?, self.array(thread)?);
                let complex = ComplexObject::new(thread, f64::from_le_bytes(real), f64::from_le_bytes(imaginary))?;
                Ok(complex.value())
            }
            b'x' => {
                let (real, imaginary) = (self.float_text(thread)?, self.float_text(thread)?);
                Ok(ComplexObject::new(thread, real, imaginary)?.value())
            }
            b's' => {
                let bytes = self.counted(thread, "bytes object")?;
                Ok(BytesObject::new(thread, &bytes)?.value())
            }
            b'z' | b'Z' | b'a' | b'A' => {
                let bytes = match code {
                    b'z' | b'Z' => self.short(thread)?,
                    _ => self.counted(thread, "string")?,
                };
                let text = StrObject::from_latin1(thread, &bytes)?;
                self.interned(thread, text, code.is_ascii_uppercase())
            }
            b'u' | b't' => {
                let bytes = self.counted(thread, "string")?;
                let text = self.decoded(thread, &bytes)?;
                self.interned(thread, text, code == b't')
            }
            _ => Err(bad(thread, "unknown type code")),
        }
    }

    fn interned(&mut self, thread: &mut Thread, text: Ref<StrObject>, intern: bool) -> PyResult<Value> {
        Ok(if intern { text.interned(thread)? } else { text }.value())
    }

    /// UTF-8 in which surrogates may occur, as codecs read it.
    fn decoded(&mut self, thread: &mut Thread, bytes: &[u8]) -> PyResult<Ref<StrObject>> {
        if let Ok(text) = std::str::from_utf8(bytes) {
            return StrObject::from_str(thread, text);
        }
        let data = BytesObject::new(thread, bytes)?.value();
        let decode = StrObject::intern(thread, "decode")?;
        let utf8 = StrObject::intern(thread, "utf-8")?.value();
        let pass = StrObject::intern(thread, "surrogatepass")?.value();
        let text = protocol::call_method(thread, data, decode, &[utf8, pass])?;
        match text.downcast::<StrObject>() {
            Some(text) => Ok(text),
            None => Err(bad(thread, "string is no text")),
        }
    }

    fn long(&mut self, thread: &mut Thread) -> PyResult<Value> {
        let count = self.number(thread)?;
        if count == i32::MIN {
            return Err(bad(thread, "long size out of range"));
        }
        let digits = self.take(thread, count.unsigned_abs() as usize * 2)?;
        let (mut magnitude, mut bits, mut held) = (Vec::with_capacity(digits.len()), 0u32, 0);
        let mut last = 1;
        for pair in digits.chunks_exact(2) {
            last = u16::from_le_bytes([pair[0], pair[1]]);
            if last > 0x7fff {
                return Err(bad(thread, "digit out of range in long"));
            }
            bits |= u32::from(last) << held;
            held += 15;
            while held >= 8 {
                magnitude.push(bits as u8);
                bits >>= 8;
                held -= 8;
            }
        }
        if last == 0 {
            return Err(bad(thread, "unnormalized long data"));
        }
        magnitude.push(bits as u8);
        int::from_bytes(thread, count < 0, &magnitude)
    }

    fn float_text(&mut self, thread: &mut Thread) -> PyResult<f64> {
        let bytes = self.short(thread)?;
        let number = std::str::from_utf8(&bytes)
            .ok()
            .and_then(pyrs_text::number_parse::parse_float);
        match number {
            Some(number) => Ok(number),
            None => {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                Err(thread.value_error(format_args!("could not convert string to float: '{text}'")))
            }
        }
    }

    fn container(&mut self, thread: &mut Thread, code: u8, place: Option<usize>) -> PyResult<Value> {
        match code {
            b'(' | b')' => {
                let length = match code {
                    b')' => self.byte(thread)?.into(),
                    _ => self.length(thread, "tuple")?,
                };
                let items = ListObject::with_capacity(thread, length.min(1 << 16))?;
                for _ in 0..length {
                    let item = self.present(thread, "tuple")?;
                    items.push(thread, item)?;
                }
                let tuple = TupleObject::from_slice(thread, items.items())?;
                Ok(self.share(place, tuple.value()))
            }
            b'[' => {
                let length = self.length(thread, "list")?;
                let list = ListObject::with_capacity(thread, length.min(1 << 16))?;
                self.share(place, list.value());
                for _ in 0..length {
                    let item = self.present(thread, "list")?;
                    list.push(thread, item)?;
                }
                Ok(list.value())
            }
            b'{' => {
                let dict = DictObject::new(thread)?;
                self.share(place, dict.value());
                while let Some(key) = self.value(thread)? {
                    let Some(value) = self.value(thread)? else { break };
                    dict.set(thread, key, value)?;
                }
                Ok(dict.value())
            }
            b'<' | b'>' => self.set(thread, code == b'>', place),
            b':' => {
                let mut parts = [none(); 3];
                for part in &mut parts {
                    *part = self.present(thread, "slice")?;
                }
                let slice = SliceObject::new(thread, parts[0], parts[1], parts[2])?;
                Ok(self.share(place, slice.value()))
            }
            _ => self.code_object(thread, place),
        }
    }

    fn set(&mut self, thread: &mut Thread, frozen: bool, place: Option<usize>) -> PyResult<Value> {
        let length = self.length(thread, "set")?;
        let set = match frozen {
            true => SetObject::new_frozen(thread)?,
            false => SetObject::new(thread)?,
        };
        self.share(place, set.value());
        for _ in 0..length {
            let item = self.present(thread, "set")?;
            set.add(thread, item)?;
        }
        Ok(set.value())
    }

    fn code_object(&mut self, thread: &mut Thread, place: Option<usize>) -> PyResult<Value> {
        if !self.allow_code {
            return Err(thread.value_error(format_args!("unmarshalling code objects is disallowed")));
        }
        let template = self.counted(thread, "code object")?;
        let Ok(template) = pyrs_bytecode::marshal::read_template(&template) else {
            return Err(bad(thread, "code of another build"));
        };
        let flags = u32::from_le_bytes(self.array(thread)?);
        let filename = self.name(thread)?;
        let name = self.name(thread)?;
        let qualname = self.name(thread)?;
        let code = Ref::<CodeObject>::from_template(thread, Box::leak(Box::new(template)), filename)?;
        code.flags.set(flags);
        code.name.set(code, name);
        code.qualname.set(code, qualname);
        Ok(self.share(place, code.value()))
    }

    fn name(&mut self, thread: &mut Thread) -> PyResult<Ref<StrObject>> {
        let value = self.present(thread, "code object")?;
        match value.downcast::<StrObject>() {
            Some(text) => Ok(text),
            None => Err(bad(thread, "name in code is no string")),
        }
    }
}
