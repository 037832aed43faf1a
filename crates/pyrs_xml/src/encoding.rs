//! Encodings of the input, and what a character takes in it.

/// The characters of an encoding of single bytes; None for bytes that are none.
pub type Map = [Option<char>; 256];

/// An encoding.
#[derive(Clone, Debug, PartialEq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-16, the low byte first.
    Utf16Little,
    /// UTF-16, the high byte first.
    Utf16Big,
    /// ISO 8859-1.
    Latin1,
    /// US-ASCII.
    Ascii,
    /// Any other of single bytes.
    Single(Box<Map>),
}

/// A name that the parser knows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Known {
    /// UTF-8.
    Utf8,
    /// UTF-16 of either order.
    Utf16,
    /// The low byte first.
    Utf16Little,
    /// The high byte first.
    Utf16Big,
    /// ISO 8859-1.
    Latin1,
    /// US-ASCII.
    Ascii,
}

impl Known {
    /// By name.
    pub fn find(name: &str) -> Option<Known> {
        let table = [
            ("utf-8", Known::Utf8),
            ("utf-16", Known::Utf16),
            ("utf-16le", Known::Utf16Little),
            ("utf-16be", Known::Utf16Big),
            ("iso-8859-1", Known::Latin1),
            ("us-ascii", Known::Ascii),
        ];
        let row = table.iter().find(|row| row.0.eq_ignore_ascii_case(name));
        row.map(|row| row.1)
    }
}

/// How far decoding came.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Decoded {
    /// To the end, but for this many bytes of a character that is not complete.
    Rest(usize),
    /// To something that is no character.
    Bad,
}

impl Encoding {
    /// Whether characters have two bytes.
    pub fn is_wide(&self) -> bool {
        matches!(self, Encoding::Utf16Little | Encoding::Utf16Big)
    }

    /// How many bytes a character has in this encoding.
    pub fn width(&self, character: char) -> usize {
        match self {
            Encoding::Utf8 => character.len_utf8(),
            Encoding::Utf16Little | Encoding::Utf16Big => character.len_utf16() * 2,
            Encoding::Latin1 | Encoding::Ascii | Encoding::Single(_) => 1,
        }
    }

    /// Appends what bytes stand for.
    pub fn decode(&self, bytes: &[u8], output: &mut Vec<u8>) -> Decoded {
        match self {
            Encoding::Utf8 => decode_utf8(bytes, output),
            Encoding::Utf16Little => decode_utf16(bytes, output, u16::from_le_bytes),
            Encoding::Utf16Big => decode_utf16(bytes, output, u16::from_be_bytes),
            Encoding::Latin1 => decode_single(bytes, output, |byte| Some(char::from(byte))),
            Encoding::Ascii => decode_single(bytes, output, |byte| byte.is_ascii().then(|| char::from(byte))),
            Encoding::Single(map) => decode_single(bytes, output, |byte| map.get(usize::from(byte)).copied().flatten()),
        }
    }

    /// The bytes of a text in this encoding.
    pub fn encode(&self, text: &str) -> Vec<u8> {
        match self {
            Encoding::Utf8 | Encoding::Ascii => text.as_bytes().to_vec(),
            Encoding::Utf16Little => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Encoding::Utf16Big => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            Encoding::Latin1 => text.chars().map(|character| character as u8).collect(),
            Encoding::Single(map) => text
                .chars()
                .filter_map(|character| map.iter().position(|entry| *entry == Some(character)))
                .map(|byte| byte as u8)
                .collect(),
        }
    }
}

fn decode_utf8(bytes: &[u8], output: &mut Vec<u8>) -> Decoded {
    match std::str::from_utf8(bytes) {
        Ok(_) => {
            output.extend_from_slice(bytes);
            Decoded::Rest(0)
        }
        Err(error) => {
            output.extend_from_slice(&bytes[..error.valid_up_to()]);
            match error.error_len() {
                None => Decoded::Rest(bytes.len() - error.valid_up_to()),
                Some(_) => Decoded::Bad,
            }
        }
    }
}

fn decode_utf16(bytes: &[u8], output: &mut Vec<u8>, unit: fn([u8; 2]) -> u16) -> Decoded {
    let mut position = 0;
    while let Some(&[first, second]) = bytes.get(position..position + 2) {
        let high = unit([first, second]);
        let character = match high {
            0xd800..0xdc00 => {
                let Some(&[first, second]) = bytes.get(position + 2..position + 4) else {
                    break;
                };
                let low = unit([first, second]);
                if !(0xdc00..0xe000).contains(&low) {
                    return Decoded::Bad;
                }
                position += 2;
                char::from_u32(0x10000 + (u32::from(high - 0xd800) << 10) + u32::from(low - 0xdc00))
            }
            _ => char::from_u32(u32::from(high)),
        };
        let Some(character) = character else {
            return Decoded::Bad;
        };
        push(output, character);
        position += 2;
    }
    Decoded::Rest(bytes.len() - position)
}

fn decode_single(bytes: &[u8], output: &mut Vec<u8>, character: impl Fn(u8) -> Option<char>) -> Decoded {
    for &byte in bytes {
        match character(byte) {
            Some(character) => push(output, character),
            None => return Decoded::Bad,
        }
    }
    Decoded::Rest(0)
}

/// Appends a character.
pub fn push(output: &mut Vec<u8>, character: char) {
    output.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
}
