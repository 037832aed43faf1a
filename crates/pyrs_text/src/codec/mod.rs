//! The codecs that the runtime itself has: UTF-8, UTF-16, UTF-32, Latin-1 and ASCII.
//!
//! A decoder or encoder runs until the end or the first error, which it describes; the caller asks the error handler
//! and goes on where that says. So the handlers (which may run Python code) are outside of this crate.

pub mod ascii;
pub mod utf16_32;
pub mod utf8;

/// Bytes that cannot be decoded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DecodeError {
    /// First of the bytes.
    pub start: usize,
    /// Past the last.
    pub end: usize,
    /// Reason.
    pub reason: &'static str,
}

/// Code points that cannot be encoded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EncodeError {
    /// First of the code points.
    pub start: usize,
    /// Past the last.
    pub end: usize,
    /// Reason.
    pub reason: &'static str,
}

/// Byte order of the wide encodings.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ByteOrder {
    /// Least significant byte first.
    Little,
    /// Most significant byte first.
    Big,
    /// As a byte order mark says, else little endian; encoders write the mark.
    Marked,
}

/// A built-in encoding.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-16.
    Utf16(ByteOrder),
    /// UTF-32.
    Utf32(ByteOrder),
    /// Latin-1.
    Latin1,
    /// ASCII.
    Ascii,
}

impl Encoding {
    /// The encoding of a name, in any of its common spellings.
    pub fn from_name(name: &str) -> Option<Encoding> {
        // No name is longer than the buffer.
        let mut key = [0; 32];
        let key = key.get_mut(..name.len())?;
        for (target, c) in key.iter_mut().zip(name.bytes()) {
            *target = if c == b'-' || c == b' ' {
                b'_'
            } else {
                c.to_ascii_lowercase()
            };
        }
        Some(match std::str::from_utf8(key).ok()? {
            "utf8" | "utf_8" | "u8" | "utf" | "cp65001" => Encoding::Utf8,
            "utf16" | "utf_16" | "u16" => Encoding::Utf16(ByteOrder::Marked),
            "utf_16_le" | "utf_16le" | "utf16le" | "utf16_le" | "unicodelittleunmarked" => {
                Encoding::Utf16(ByteOrder::Little)
            }
            "utf_16_be" | "utf_16be" | "utf16be" | "utf16_be" | "unicodebigunmarked" => Encoding::Utf16(ByteOrder::Big),
            "utf32" | "utf_32" | "u32" => Encoding::Utf32(ByteOrder::Marked),
            "utf_32_le" | "utf_32le" | "utf32le" | "utf32_le" => Encoding::Utf32(ByteOrder::Little),
            "utf_32_be" | "utf_32be" | "utf32be" | "utf32_be" => Encoding::Utf32(ByteOrder::Big),
            "latin1" | "latin_1" | "latin" | "l1" | "iso_8859_1" | "iso8859_1" | "iso8859" | "8859" | "cp819"
            | "iso_ir_100" => Encoding::Latin1,
            "ascii" | "us_ascii" | "646" | "ansi_x3.4_1968" | "iso646_us" => Encoding::Ascii,
            _ => return None,
        })
    }

    /// The name that error messages have, for an unmarked wide encoding of `order`.
    pub const fn error_name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf16(ByteOrder::Marked) => "utf-16",
            Encoding::Utf16(ByteOrder::Little) => "utf-16-le",
            Encoding::Utf16(ByteOrder::Big) => "utf-16-be",
            Encoding::Utf32(ByteOrder::Marked) => "utf-32",
            Encoding::Utf32(ByteOrder::Little) => "utf-32-le",
            Encoding::Utf32(ByteOrder::Big) => "utf-32-be",
            Encoding::Latin1 => "latin-1",
            Encoding::Ascii => "ascii",
        }
    }

    /// Resolves a byte order mark: the encoding with a definite order, and the bytes that the mark takes.
    pub fn resolve_mark(self, bytes: &[u8]) -> (Encoding, usize) {
        match (self, bytes) {
            (Encoding::Utf16(ByteOrder::Marked), [0xff, 0xfe, ..]) => (Encoding::Utf16(ByteOrder::Little), 2),
            (Encoding::Utf16(ByteOrder::Marked), [0xfe, 0xff, ..]) => (Encoding::Utf16(ByteOrder::Big), 2),
            (Encoding::Utf16(ByteOrder::Marked), _) => (Encoding::Utf16(ByteOrder::Little), 0),
            (Encoding::Utf32(ByteOrder::Marked), [0xff, 0xfe, 0, 0, ..]) => (Encoding::Utf32(ByteOrder::Little), 4),
            (Encoding::Utf32(ByteOrder::Marked), [0, 0, 0xfe, 0xff, ..]) => (Encoding::Utf32(ByteOrder::Big), 4),
            (Encoding::Utf32(ByteOrder::Marked), _) => (Encoding::Utf32(ByteOrder::Little), 0),
            (same, _) => (same, 0),
        }
    }

    /// Decodes from `start` to the end or the first error; code points go to `out`.
    pub fn decode(self, bytes: &[u8], start: usize, out: &mut Vec<u32>) -> Result<(), DecodeError> {
        match self {
            Encoding::Utf8 => utf8::decode(bytes, start, out),
            Encoding::Utf16(order) => utf16_32::decode_16(bytes, start, order == ByteOrder::Big, out),
            Encoding::Utf32(order) => utf16_32::decode_32(bytes, start, order == ByteOrder::Big, out),
            Encoding::Latin1 => {
                out.extend(bytes[start..].iter().map(|b| u32::from(*b)));
                Ok(())
            }
            Encoding::Ascii => ascii::decode(bytes, start, out),
        }
    }

    /// Encodes from `start` to the end or the first error; bytes go to `out`.
    pub fn encode(self, chars: &[u32], start: usize, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        match self {
            Encoding::Utf8 => utf8::encode(chars, start, out),
            Encoding::Utf16(order) => utf16_32::encode_16(chars, start, order == ByteOrder::Big, out),
            Encoding::Utf32(order) => utf16_32::encode_32(chars, start, order == ByteOrder::Big, out),
            Encoding::Latin1 => ascii::encode(chars, start, 0x100, "ordinal not in range(256)", out),
            Encoding::Ascii => ascii::encode(chars, start, 0x80, "ordinal not in range(128)", out),
        }
    }

    /// The byte order mark that an encoder writes first.
    pub const fn mark(self) -> &'static [u8] {
        match self {
            Encoding::Utf16(ByteOrder::Marked) => &[0xff, 0xfe],
            Encoding::Utf32(ByteOrder::Marked) => &[0xff, 0xfe, 0, 0],
            _ => &[],
        }
    }
}

/// The run of code points from `start` on that satisfy `bad`, as an error.
fn bad_run(chars: &[u32], start: usize, bad: impl Fn(u32) -> bool, reason: &'static str) -> EncodeError {
    let length = chars[start..].iter().take_while(|c| bad(**c)).count();
    EncodeError {
        start,
        end: start + length,
        reason,
    }
}

fn is_surrogate(c: u32) -> bool {
    (0xd800..0xe000).contains(&c)
}
