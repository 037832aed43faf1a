//! Codecs by a table: a str, or a mapping of numbers.

use crate::codec::{self, Codec};
use pyrs_object::bytes::as_bytes;
use pyrs_object::core::core;
use pyrs_object::dict::DictObject;
use pyrs_object::str::StrObject;
use pyrs_object::{PyResult, Ref, Thread, Value, none, protocol};
use pyrs_text::codec::{DecodeError, EncodeError};

const CODEC: Codec<'static> = Codec {
    name: "charmap",
    encoding: None,
};
const UNDEFINED: &str = "character maps to <undefined>";

/// `mapping[key]`, or `None` where that raises LookupError or is None.
fn item(thread: &mut Thread, mapping: Value, key: u32) -> PyResult<Option<Value>> {
    match protocol::getitem(thread, mapping, Value::small_int(key.into())) {
        Ok(value) => Ok(Some(value).filter(|value| *value != none())),
        Err(raised) => {
            if thread.clear_if(core().types.lookup_error.get()) {
                Ok(None)
            } else {
                Err(raised)
            }
        }
    }
}

/// Appends what a byte stands for; false if it is undefined.
fn decode_byte(thread: &mut Thread, mapping: Value, byte: u8, out: &mut Vec<u32>) -> PyResult<bool> {
    const NOTHING: u32 = 0xfffe;
    if let Some(table) = mapping.downcast::<StrObject>() {
        let index = byte as usize;
        if index >= table.len() || table.chars().get(index) == NOTHING {
            return Ok(false);
        }
        out.push(table.chars().get(index));
        return Ok(true);
    }
    let Some(value) = item(thread, mapping, byte.into())? else {
        return Ok(false);
    };
    if let Some(number) = pyrs_object::int::as_i64(value) {
        if number == i64::from(NOTHING) {
            return Ok(false);
        }
        if !(0..0x11_0000).contains(&number) {
            return Err(thread.type_error(format_args!("character mapping must be in range(0x110000)")));
        }
        out.push(number as u32);
        return Ok(true);
    }
    let Some(text) = value.downcast::<StrObject>() else {
        return Err(thread.type_error(format_args!("character mapping must return integer, None or str")));
    };
    if text.len() == 1 && text.chars().get(0) == NOTHING {
        return Ok(false);
    }
    out.extend(text.chars().iter());
    Ok(true)
}

/// `charmap_decode` with a mapping.
pub fn decode(thread: &mut Thread, bytes: &[u8], errors: &str, mapping: Value) -> PyResult<Ref<StrObject>> {
    let step = |thread: &mut Thread, start: usize, out: &mut Vec<u32>| {
        for (at, byte) in bytes.iter().enumerate().skip(start) {
            if !decode_byte(thread, mapping, *byte, out)? {
                return Ok(Err(DecodeError {
                    start: at,
                    end: at + 1,
                    reason: UNDEFINED,
                }));
            }
        }
        Ok(Ok(()))
    };
    codec::decode_with(thread, CODEC, bytes, errors, true, step).map(|(text, _)| text)
}

/// Appends the bytes of a character; false if there are none.
fn encode_char(thread: &mut Thread, mapping: Value, c: u32, out: &mut Vec<u8>) -> PyResult<bool> {
    let Some(value) = item(thread, mapping, c)? else {
        return Ok(false);
    };
    if let Some(number) = pyrs_object::int::as_i64(value) {
        if !(0..256).contains(&number) {
            return Err(thread.type_error(format_args!("character mapping must be in range(256)")));
        }
        out.push(number as u8);
        return Ok(true);
    }
    match as_bytes(&value) {
        Some(bytes) => {
            out.extend_from_slice(bytes);
            Ok(true)
        }
        None => Err(thread.type_error(format_args!(
            "character mapping must return integer, bytes or None, not {}",
            pyrs_object::class_of(value).name_for_message()
        ))),
    }
}

/// `charmap_encode` with a mapping.
pub fn encode(thread: &mut Thread, text: Ref<StrObject>, errors: &str, mapping: Value) -> PyResult<Vec<u8>> {
    let step = |thread: &mut Thread, chars: &[u32], start: usize, out: &mut Vec<u8>| {
        for (at, c) in chars.iter().enumerate().skip(start) {
            if encode_char(thread, mapping, *c, out)? {
                continue;
            }
            // The error covers the whole run.
            let mut end = at + 1;
            while end < chars.len() && !encode_char(thread, mapping, chars[end], &mut Vec::new())? {
                end += 1;
            }
            return Ok(Err(EncodeError {
                start: at,
                end,
                reason: UNDEFINED,
            }));
        }
        Ok(Ok(()))
    };
    let chars: Vec<u32> = text.chars().iter().collect();
    let mut out = Vec::with_capacity(chars.len());
    codec::encode_with(thread, CODEC, text, &chars, errors, &mut out, step)?;
    Ok(out)
}

/// `charmap_build(table)`: the mapping that encodes what the table decodes.
pub fn build(thread: &mut Thread, table: Ref<StrObject>) -> PyResult<Ref<DictObject>> {
    let mapping = DictObject::new(thread)?;
    for (byte, c) in table.chars_unbound().iter().enumerate().take(256) {
        if c != 0xfffe {
            mapping.set(thread, Value::small_int(c.into()), Value::small_int(byte as i64))?;
        }
    }
    Ok(mapping)
}
