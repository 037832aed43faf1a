//! Items of a view: reading and writing one by its format, which is a native single character of the `struct` module.

use pyrs_object::bytes::BytesObject;
use pyrs_object::convert::to_f64;
use pyrs_object::str::StrObject;
use pyrs_object::{PyResult, Raised, Ref, Thread, Value, bool_value, core, float, int, protocol};

/// The character of a format, if it is a native single one.
pub fn code_of(format: &StrObject) -> Option<u8> {
    let text = format.as_ascii()?;
    match *text.strip_prefix('@').unwrap_or(text).as_bytes() {
        [code] if size_of_code(code).is_some() => Some(code),
        _ => None,
    }
}

/// Bytes of an item.
pub fn size_of_code(code: u8) -> Option<usize> {
    Some(match code {
        b'c' | b'b' | b'B' | b'?' => 1,
        b'h' | b'H' | b'e' => 2,
        b'i' | b'I' | b'f' => 4,
        b'l' | b'L' => size_of::<std::ffi::c_long>(),
        b'q' | b'Q' | b'd' => 8,
        b'n' | b'N' | b'P' => size_of::<usize>(),
        _ => return None,
    })
}

/// An item as a number or byte, for comparison without Python code.
#[derive(Clone, Copy, Debug)]
pub enum Item {
    /// An integer or bool.
    Int(i128),
    /// A float.
    Float(f64),
    /// A byte of format `c`.
    Byte(u8),
}

impl Item {
    /// Python's `==` of the items' values.
    pub fn equals(self, other: Item) -> bool {
        match (self, other) {
            (Item::Int(a), Item::Int(b)) => a == b,
            (Item::Float(a), Item::Float(b)) => a == b,
            (Item::Byte(a), Item::Byte(b)) => a == b,
            // Items have at most 64 bits: a double that is equal to one converts without loss.
            (Item::Int(a), Item::Float(b)) | (Item::Float(b), Item::Int(a)) => b.fract() == 0.0 && b as i128 == a,
            _ => false,
        }
    }
}

/// Reads an item. `bytes` is as long as the item.
pub fn read(code: u8, bytes: &[u8]) -> Item {
    let mut word = [0; 8];
    word[..bytes.len()].copy_from_slice(bytes);
    let unsigned = match bytes.len() {
        1 => u64::from(word[0]),
        2 => u64::from(u16::from_ne_bytes([word[0], word[1]])),
        4 => u64::from(u32::from_ne_bytes([word[0], word[1], word[2], word[3]])),
        _ => u64::from_ne_bytes(word),
    };
    match code {
        b'c' => Item::Byte(word[0]),
        b'?' => Item::Int((word[0] != 0).into()),
        b'e' => Item::Float(half_to_f64(unsigned as u16)),
        b'f' => Item::Float(f64::from(f32::from_bits(unsigned as u32))),
        b'd' => Item::Float(f64::from_bits(unsigned)),
        b'b' | b'h' | b'i' | b'l' | b'q' | b'n' => {
            let unused = 64 - 8 * bytes.len() as u32;
            Item::Int(((unsigned << unused) as i64 >> unused).into())
        }
        _ => Item::Int(unsigned.into()),
    }
}

/// An item as a Python value.
pub fn unpack(thread: &mut Thread, code: u8, bytes: &[u8]) -> PyResult<Value> {
    match read(code, bytes) {
        Item::Int(number) if code == b'?' => Ok(bool_value(number != 0)),
        Item::Int(number) => match i64::try_from(number) {
            Ok(number) => int::from_i64(thread, number),
            Err(_) => int::from_u64(thread, number as u64),
        },
        Item::Float(number) => float::from_f64(thread, number),
        Item::Byte(byte) => Ok(BytesObject::new(thread, &[byte])?.value()),
    }
}

#[cold]
fn invalid(thread: &mut Thread, what: &str, code: u8) -> Raised {
    let code = code as char;
    let message = format_args!("memoryview: invalid {what} for format '{code}'");
    if what == "type" {
        thread.type_error(message)
    } else {
        thread.value_error(message)
    }
}

/// Maps the errors of a conversion to those of the item.
fn checked<T>(thread: &mut Thread, code: u8, result: PyResult<T>) -> PyResult<T> {
    result.map_err(|raised| {
        let types = &core().types;
        if thread.clear_if(types.type_error.get()) {
            invalid(thread, "type", code)
        } else if thread.clear_if(types.overflow_error.get()) || thread.clear_if(types.value_error.get()) {
            invalid(thread, "value", code)
        } else {
            raised
        }
    })
}

/// A Python value as the bytes of an item.
pub fn pack(thread: &mut Thread, code: u8, size: usize, value: Value) -> PyResult<[u8; 8]> {
    let mut out = [0; 8];
    match code {
        b'c' => {
            let byte: Option<Ref<BytesObject>> = value.downcast();
            match byte.map(|b| (b.len(), b.data().first().copied())) {
                Some((1, Some(byte))) => out[0] = byte,
                Some(_) => return Err(invalid(thread, "value", code)),
                None => return Err(invalid(thread, "type", code)),
            }
        }
        b'?' => out[0] = protocol::truth(thread, value)?.into(),
        b'e' | b'f' | b'd' => {
            let number = to_f64(thread, value);
            let number = checked(thread, code, number)?;
            match code {
                b'd' => out = number.to_ne_bytes(),
                b'f' => out[..4].copy_from_slice(&(number as f32).to_ne_bytes()),
                _ => match f64_to_half(number) {
                    Some(bits) => out[..2].copy_from_slice(&bits.to_ne_bytes()),
                    None => return Err(invalid(thread, "value", code)),
                },
            }
        }
        _ => {
            let number = protocol::index(thread, value);
            let number = checked(thread, code, number)?;
            let signed = matches!(code, b'b' | b'h' | b'i' | b'l' | b'q' | b'n');
            match in_range(number, signed, 8 * size as u32) {
                Some(word) => match size {
                    1 => out[..1].copy_from_slice(&(word as u8).to_ne_bytes()),
                    2 => out[..2].copy_from_slice(&(word as u16).to_ne_bytes()),
                    4 => out[..4].copy_from_slice(&(word as u32).to_ne_bytes()),
                    _ => out = word.to_ne_bytes(),
                },
                None => return Err(invalid(thread, "value", code)),
            }
        }
    }
    Ok(out)
}

/// An int as a word, if it has a form of so many bits.
fn in_range(number: Value, signed: bool, bits: u32) -> Option<u64> {
    let number = match int::as_i64(number) {
        Some(number) => i128::from(number),
        None => i128::try_from(&int::as_big(number)?).ok()?,
    };
    let (low, high) = if signed {
        (-(1i128 << (bits - 1)), (1i128 << (bits - 1)) - 1)
    } else {
        (0, (1i128 << bits) - 1)
    };
    (low..=high).contains(&number).then_some(number as u64)
}

/// A half-precision number.
fn half_to_f64(bits: u16) -> f64 {
    let sign = if bits & 0x8000 != 0 { -1.0 } else { 1.0 };
    let (exponent, mantissa) = (i32::from(bits >> 10 & 0x1f), f64::from(bits & 0x3ff));
    sign * match exponent {
        0 => mantissa * 2f64.powi(-24),
        0x1f if mantissa == 0.0 => f64::INFINITY,
        0x1f => f64::NAN,
        _ => (1024.0 + mantissa) * 2f64.powi(exponent - 25),
    }
}

/// The nearest half-precision number, ties to even; `None` beyond the largest.
fn f64_to_half(number: f64) -> Option<u16> {
    let sign = if number.is_sign_negative() { 0x8000 } else { 0 };
    let magnitude = number.abs();
    if number.is_nan() {
        return Some(sign | 0x7e00);
    }
    if magnitude.is_infinite() {
        return Some(sign | 0x7c00);
    }
    if magnitude == 0.0 {
        return Some(sign);
    }
    let (_, exponent) = pyrs_object::hash::frexp(magnitude);
    // Units of the last place: those of the number's binade, at least the subnormals'.
    let unit = (exponent - 11).max(-24);
    let units = (magnitude * 2f64.powi(-unit)).round_ties_even() as u32;
    // The exponent field counts binades above the subnormals; a carry out of the mantissa moves it by itself.
    let bits = (((unit + 24) as u32) << 10) + units;
    (bits < 0x7c00).then_some(sign | bits as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_round_trip() {
        for bits in 0..0x7c00u16 {
            assert_eq!(f64_to_half(half_to_f64(bits)), Some(bits), "{bits:#x}");
        }
        assert_eq!(f64_to_half(-0.0), Some(0x8000));
        assert_eq!(f64_to_half(65504.0), Some(0x7bff));
        assert_eq!(f64_to_half(65519.0), Some(0x7bff));
        assert_eq!(f64_to_half(65520.0), None);
        assert_eq!(f64_to_half(1e-9), Some(0));
    }

    #[test]
    fn items_are_read_by_format() {
        assert!(matches!(read(b'b', &[0xff]), Item::Int(-1)));
        assert!(matches!(read(b'B', &[0xff]), Item::Int(255)));
        assert!(matches!(read(b'h', &(-2i16).to_ne_bytes()), Item::Int(-2)));
        assert!(matches!(read(b'Q', &u64::MAX.to_ne_bytes()), Item::Int(n) if n == u64::MAX.into()));
        assert!(Item::Int(1).equals(Item::Float(1.0)));
        assert!(!Item::Byte(1).equals(Item::Int(1)));
        assert!(!Item::Float(f64::NAN).equals(Item::Float(f64::NAN)));
    }
}
