//! The item types of arrays: one row each, from type code to reading and writing an item.

use pyrs_object::convert::FromValue;
use pyrs_object::str::StrObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{PyResult, Raised, Thread, Value, float, int, protocol};

/// What an item is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    /// A signed integer.
    Signed,
    /// An unsigned integer.
    Unsigned,
    /// A floating-point number.
    Float,
    /// A character.
    Char,
}

/// An item type.
pub struct ItemType {
    /// Type code.
    pub code: char,
    /// Bytes of an item.
    pub size: usize,
    /// What it is.
    pub class: Class,
    /// Its name in errors.
    name: &'static str,
    /// The format of a buffer of such items, as in `struct`.
    pub format: &'static str,
    /// CPython's number of the format in pickles, for little-endian machines.
    pub machine_format: i64,
}

macro_rules! item_types {
    ($($code:literal $size:literal $class:ident $name:literal $machine:literal;)*) => {
        /// All item types.
        pub static ITEM_TYPES: &[ItemType] = &[$(ItemType {
            code: $code as char,
            size: $size,
            class: Class::$class,
            name: $name,
            format: {
                const TEXT: &[u8] = &[$code];
                match std::str::from_utf8(TEXT) { Ok(text) => text, Err(_) => "" }
            },
            machine_format: $machine,
        }),*];
    };
}

item_types! {
    b'b' 1 Signed "signed char" 1;
    b'B' 1 Unsigned "unsigned byte integer" 0;
    b'u' 4 Char "wchar" 20;
    b'w' 4 Char "character" 20;
    b'h' 2 Signed "signed short integer" 4;
    b'H' 2 Unsigned "unsigned short" 2;
    b'i' 4 Signed "signed integer" 8;
    b'I' 4 Unsigned "unsigned int" 6;
    b'l' 8 Signed "signed long" 12;
    b'L' 8 Unsigned "unsigned long" 10;
    b'q' 8 Signed "signed long long" 12;
    b'Q' 8 Unsigned "unsigned long long" 10;
    b'f' 4 Float "float" 14;
    b'd' 8 Float "double" 16;
}

/// The position of a type code in [`ITEM_TYPES`].
pub fn find(code: char) -> Option<usize> {
    ITEM_TYPES.iter().position(|item| item.code == code)
}

impl ItemType {
    /// The value of an item's bytes.
    pub fn read(&self, thread: &mut Thread, bytes: &[u8]) -> PyResult<Value> {
        let mut word = [0; 8];
        let count = bytes.len().min(8);
        word[..count].copy_from_slice(&bytes[..count]);
        let unsigned = u64::from_le_bytes(word);
        let unused = 64 - 8 * self.size as u32;
        match self.class {
            Class::Signed => int::from_i64(thread, (unsigned << unused) as i64 >> unused),
            Class::Unsigned => int::from_u64(thread, unsigned),
            Class::Float if self.size == 4 => float::from_f64(thread, f32::from_bits(unsigned as u32).into()),
            Class::Float => float::from_f64(thread, f64::from_bits(unsigned)),
            Class::Char => {
                let code = unsigned as u32;
                if code > 0x10_ffff {
                    return Err(
                        thread.value_error(format_args!("character U+{code:x} is not in range [U+0000; U+10ffff]"))
                    );
                }
                Ok(StrObject::from_code_points(thread, std::iter::once(code))?.value())
            }
        }
    }

    /// The bytes of an item with a value, the first `size` of them.
    ///
    /// # Errors
    /// TypeError, OverflowError.
    pub fn write(&self, thread: &mut Thread, value: Value) -> PyResult<[u8; 8]> {
        let bits = match self.class {
            Class::Signed => self.signed(thread, value)? as u64,
            Class::Unsigned => self.unsigned(thread, value)?,
            Class::Float => {
                let Some(number) = f64::from_value(thread, value)? else {
                    let class = class_of(value).name_for_message();
                    return Err(thread.type_error(format_args!("must be real number, not {class}")));
                };
                match self.size {
                    4 => u64::from((number as f32).to_bits()),
                    _ => number.to_bits(),
                }
            }
            Class::Char => self.character(thread, value)?.into(),
        };
        Ok(bits.to_le_bytes())
    }

    fn character(&self, thread: &mut Thread, value: Value) -> PyResult<u32> {
        let Some(text) = value.downcast::<StrObject>() else {
            let class = class_of(value).name_for_message();
            return Err(thread.type_error(format_args!("array item must be a unicode character, not {class}")));
        };
        match (text.len(), (!text.is_empty()).then(|| text.chars().get(0))) {
            (1, Some(code)) => Ok(code),
            (length, _) => Err(thread.type_error(format_args!(
                "array item must be a unicode character, not a string of length {length}"
            ))),
        }
    }

    #[cold]
    fn out_of_range(&self, thread: &mut Thread, side: &str) -> Raised {
        let name = self.name;
        thread.overflow_error(format_args!("{name} is {side}"))
    }

    fn index(&self, thread: &mut Thread, value: Value) -> PyResult<Value> {
        if int::is_int(value) {
            return Ok(value);
        }
        protocol::index(thread, value)
    }

    fn signed(&self, thread: &mut Thread, value: Value) -> PyResult<i64> {
        let index = self.index(thread, value)?;
        let Some(number) = int::as_i64(index) else {
            let text = if self.size == 8 && self.code == 'q' {
                "int too big to convert"
            } else {
                "Python int too large to convert to C long"
            };
            return Err(thread.overflow_error(format_args!("{text}")));
        };
        let limit = i64::MAX >> (64 - 8 * self.size as u32);
        if number > limit {
            return Err(self.out_of_range(thread, "greater than maximum"));
        }
        if number < -limit - 1 {
            return Err(self.out_of_range(thread, "less than minimum"));
        }
        Ok(number)
    }

    fn unsigned(&self, thread: &mut Thread, value: Value) -> PyResult<u64> {
        let index = self.index(thread, value)?;
        let number = match int::as_i64(index) {
            Some(number) if number >= 0 => number as u64,
            Some(_) if self.size <= 2 => return Err(self.out_of_range(thread, "less than minimum")),
            Some(_) if self.code == 'Q' => {
                return Err(thread.overflow_error(format_args!("can't convert negative int to unsigned")));
            }
            Some(_) => {
                return Err(thread.overflow_error(format_args!("can't convert negative value to unsigned int")));
            }
            None => {
                let big = int::as_big(index).and_then(|big| u64::try_from(big).ok());
                match big {
                    Some(number) => number,
                    None => return Err(thread.overflow_error(format_args!("int too big to convert"))),
                }
            }
        };
        if number > u64::MAX >> (64 - 8 * self.size as u32) {
            return Err(self.out_of_range(thread, "greater than maximum"));
        }
        Ok(number)
    }
}
