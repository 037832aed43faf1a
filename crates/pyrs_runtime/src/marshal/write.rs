//! Values to bytes.
//!
//! Addresses of objects stand for them while they are written: what is met twice is written once. All of them are reachable
//! from the value, whose containers only a `__buffer__` method could change meanwhile. Items of a set are written in the order of their bytes, which makes equal sets equal bytes.

use std::collections::HashMap;

use super::{MAX_DEPTH, SHARED};
use pyrs_lib_core::buffer;
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
use pyrs_object::{Raised, class_of};

/// The bytes of a value.
pub fn bytes_of(thread: &mut Thread, value: Value, version: i64, allow_code: bool) -> PyResult<Vec<u8>> {
    let mut writer = Writer {
        bytes: Vec::new(),
        version,
        allow_code,
        depth: 0,
        seen: HashMap::new(),
    };
    writer.value(thread, value)?;
    Ok(writer.bytes)
}

struct Writer {
    bytes: Vec<u8>,
    version: i64,
    allow_code: bool,
    depth: usize,
    /// Number of each shared object, by its address.
    seen: HashMap<u64, u32>,
}

#[cold]
fn unmarshallable(thread: &mut Thread) -> Raised {
    thread.value_error(format_args!("unmarshallable object"))
}

impl Writer {
    fn length(&mut self, thread: &mut Thread, length: usize) -> PyResult<()> {
        match i32::try_from(length) {
            Ok(length) => {
                self.bytes.extend_from_slice(&length.to_le_bytes());
                Ok(())
            }
            Err(_) => Err(unmarshallable(thread)),
        }
    }

    fn value(&mut self, thread: &mut Thread, value: Value) -> PyResult<()> {
        let singleton = match value {
            _ if value == none() => Some(b'N'),
            _ if value == bool_value(true) => Some(b'T'),
            _ if value == bool_value(false) => Some(b'F'),
            _ if value == core().ellipsis.get().value() => Some(b'.'),
            _ if value == core().types.stop_iteration.get().value() => Some(b'S'),
            _ => None,
        };
        if let Some(code) = singleton {
            self.bytes.push(code);
            return Ok(());
        }
        if self.depth >= MAX_DEPTH {
            return Err(thread.value_error(format_args!("object too deeply nested to marshal")));
        }
        if self.reference(value) {
            return Ok(());
        }
        self.depth += 1;
        let done = self.typed(thread, value);
        self.depth -= 1;
        done
    }

    /// Writes a reference to an object that was written already, or else gives it a number.
    fn reference(&mut self, value: Value) -> bool {
        if self.version < 3 || int::as_i64(value).is_some() {
            return false;
        }
        let next = self.seen.len() as u32;
        let number = *self.seen.entry(value.bits()).or_insert(next);
        if number < next {
            self.bytes.push(b'r');
            self.bytes.extend_from_slice(&number.to_le_bytes());
        }
        number < next
    }

    /// A type code, with the mark of a shared value if this one has a number.
    fn code(&mut self, code: u8) {
        self.bytes.push(if self.version < 3 { code } else { code | SHARED });
    }

    fn typed(&mut self, thread: &mut Thread, value: Value) -> PyResult<()> {
        let class = class_of(value);
        let types = &core().types;
        if class == types.int.get() {
            self.int(thread, value)
        } else if class == types.float.get() {
            self.code(if self.version > 1 { b'g' } else { b'f' });
            self.float(thread, float::as_f64(value).unwrap_or_default())
        } else if let Some(complex) = value
            .downcast::<ComplexObject>()
            .filter(|_| class == types.complex.get())
        {
            self.code(if self.version > 1 { b'y' } else { b'x' });
            self.float(thread, complex.real.get())?;
            self.float(thread, complex.imaginary.get())
        } else if let Some(bytes) = value.downcast::<BytesObject>().filter(|_| class == types.bytes.get()) {
            self.code(b's');
            self.length(thread, bytes.len())?;
            self.bytes.extend_from_slice(bytes.data());
            Ok(())
        } else if let Some(text) = value.downcast::<StrObject>().filter(|_| class == types.str_.get()) {
            self.text(thread, text)
        } else if let Some(tuple) = value.downcast::<TupleObject>().filter(|_| class == types.tuple.get()) {
            match u8::try_from(tuple.len()) {
                Ok(length) if self.version >= 4 => {
                    self.code(b')');
                    self.bytes.push(length);
                }
                _ => {
                    self.code(b'(');
                    self.length(thread, tuple.len())?;
                }
            }
            self.items(thread, tuple.items_unbound())
        } else if let Some(list) = value.downcast::<ListObject>().filter(|_| class == types.list.get()) {
            self.code(b'[');
            let length = list.len();
            self.length(thread, length)?;
            for index in 0..length {
                // A `__buffer__` of an item may have changed the list.
                let Some(item) = list.get(index) else {
                    return Err(unmarshallable(thread));
                };
                self.value(thread, item)?;
            }
            Ok(())
        } else if let Some(dict) = value.downcast::<DictObject>().filter(|_| class == types.dict.get()) {
            self.dict(thread, dict)
        } else if let Some(set) = value.downcast::<SetObject>() {
            match class {
                _ if class == types.set.get() => self.set(thread, set, b'<'),
                _ if class == types.frozenset.get() => self.set(thread, set, b'>'),
                _ => Err(unmarshallable(thread)),
            }
        } else if let Some(slice) = value.downcast::<SliceObject>().filter(|_| self.version >= 5) {
            self.code(b':');
            let parts = [slice.start.get(), slice.stop.get(), slice.step.get()];
            self.items(thread, &parts)
        } else if let Some(code) = value.downcast::<CodeObject>() {
            self.code_object(thread, code)
        } else if let Some(data) = buffer::try_readable(thread, value)? {
            self.code(b's');
            self.length(thread, data.data().len())?;
            self.bytes.extend_from_slice(data.data());
            Ok(())
        } else {
            Err(unmarshallable(thread))
        }
    }

    fn items(&mut self, thread: &mut Thread, items: &[Value]) -> PyResult<()> {
        items.iter().try_for_each(|item| self.value(thread, *item))
    }

    /// 32 bits, or else digits of 15 bits, whose number is negative for a negative value.
    fn int(&mut self, thread: &mut Thread, value: Value) -> PyResult<()> {
        if let Some(small) = int::as_i64(value).and_then(|small| i32::try_from(small).ok()) {
            self.bytes.push(b'i');
            self.bytes.extend_from_slice(&small.to_le_bytes());
            return Ok(());
        }
        let shared = self.version >= 3 && int::as_i64(value).is_none();
        self.bytes.push(if shared { b'l' | SHARED } else { b'l' });
        let Some(big) = int::as_big(value) else {
            return Err(unmarshallable(thread));
        };
        let (sign, magnitude) = big.into_parts();
        let negative = sign == pyrs_object::big::Sign::Negative;
        let (mut digits, mut bits, mut count) = (Vec::new(), 0u32, 0);
        for byte in magnitude.to_le_bytes() {
            bits |= u32::from(byte) << count;
            count += 8;
            if count >= 15 {
                digits.push((bits & 0x7fff) as u16);
                bits >>= 15;
                count -= 15;
            }
        }
        if bits != 0 {
            digits.push(bits as u16);
        }
        while digits.last() == Some(&0) {
            digits.pop();
        }
        let Ok(length) = i32::try_from(digits.len()) else {
            return Err(unmarshallable(thread));
        };
        let length = if negative { -length } else { length };
        self.bytes.extend_from_slice(&length.to_le_bytes());
        self.bytes.extend(digits.iter().flat_map(|digit| digit.to_le_bytes()));
        Ok(())
    }

    /// Eight bytes, or a text with its length in a byte in the old versions.
    fn float(&mut self, thread: &mut Thread, number: f64) -> PyResult<()> {
        if self.version > 1 {
            self.bytes.extend_from_slice(&number.to_le_bytes());
            return Ok(());
        }
        let value = float::from_f64(thread, number)?;
        let text = pyrs_object::protocol::repr(thread, value)?.to_string_lossy();
        self.bytes.push(text.len() as u8);
        self.bytes.extend_from_slice(text.as_bytes());
        Ok(())
    }

    fn text(&mut self, thread: &mut Thread, text: Ref<StrObject>) -> PyResult<()> {
        let interned = text.is_interned();
        if let Some(ascii) = text.as_ascii().filter(|_| self.version >= 4) {
            match u8::try_from(ascii.len()) {
                Ok(length) => {
                    self.code(if interned { b'Z' } else { b'z' });
                    self.bytes.push(length);
                }
                Err(_) => {
                    self.code(if interned { b'A' } else { b'a' });
                    self.length(thread, ascii.len())?;
                }
            }
            self.bytes.extend_from_slice(ascii.as_bytes());
            return Ok(());
        }
        let bytes = text.to_generalised_utf8();
        self.code(if interned && self.version >= 3 { b't' } else { b'u' });
        self.length(thread, bytes.len())?;
        self.bytes.extend_from_slice(&bytes);
        Ok(())
    }

    /// Keys and values, then a byte that no value begins with.
    fn dict(&mut self, thread: &mut Thread, dict: Ref<DictObject>) -> PyResult<()> {
        self.code(b'{');
        let mut position = 0;
        while let Some((at, key, value)) = dict.next_entry(position) {
            self.value(thread, key)?;
            self.value(thread, value)?;
            position = at + 1;
        }
        self.bytes.push(b'0');
        Ok(())
    }

    fn set(&mut self, thread: &mut Thread, set: Ref<SetObject>, code: u8) -> PyResult<()> {
        self.code(code);
        self.length(thread, set.len())?;
        let mut order = Vec::with_capacity(set.len());
        let mut position = 0;
        while let Some((at, item)) = set.next_key(position) {
            order.push((bytes_of(thread, item, self.version, self.allow_code)?, at));
            position = at + 1;
        }
        order.sort_unstable();
        for (_, at) in order {
            if let Some((_, item)) = set.next_key(at) {
                self.value(thread, item)?;
            }
        }
        Ok(())
    }

    /// The template, then what the object has of its own.
    fn code_object(&mut self, thread: &mut Thread, code: Ref<CodeObject>) -> PyResult<()> {
        if !self.allow_code {
            return Err(thread.value_error(format_args!("marshalling code objects is disallowed")));
        }
        self.code(b'c');
        let template = pyrs_bytecode::marshal::write_template(code.template());
        self.length(thread, template.len())?;
        self.bytes.extend_from_slice(&template);
        self.bytes.extend_from_slice(&code.flags.get().to_le_bytes());
        for text in [code.filename.get(), code.name.get(), code.qualname.get()] {
            self.value(thread, text.value())?;
        }
        Ok(())
    }
}
