//! Characters of decoded input, which is UTF-8 throughout.

/// The character at a position and its length; None at the end.
pub fn at(text: &[u8], position: usize) -> Option<(char, usize)> {
    let first = *text.get(position)?;
    if first < 0x80 {
        return Some((char::from(first), 1));
    }
    let length = match first {
        0..0xe0 => 2,
        0xe0..0xf0 => 3,
        _ => 4,
    };
    let bytes = text.get(position..position + length)?;
    let character = std::str::from_utf8(bytes).ok()?.chars().next()?;
    Some((character, length))
}

/// Whether XML has this character at all.
pub fn allowed(character: char) -> bool {
    !matches!(character, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}')
}

/// Whether a byte is one of XML's four blanks.
pub fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// A part of decoded input.
pub fn text(bytes: &[u8]) -> &str {
    // Cut at token borders, which are borders of characters; what decoders make is UTF-8.
    std::str::from_utf8(bytes).unwrap_or_default()
}

/// The first position at or behind `position` whose byte is not plain character data.
pub fn end_of_plain(text: &[u8], position: usize) -> usize {
    let rest = text.get(position..).unwrap_or_default();
    let end = rest
        .iter()
        .position(|&byte| matches!(byte, b'<' | b'&' | b']' | b'\n' | b'\r' | 0..=8 | 0x0b..=0x1f | 0xef));
    position + end.unwrap_or(rest.len())
}

/// The character that a reference such as `&#65;` stands for, from what is between `&#` and `;`.
pub fn of_number(digits: &[u8]) -> Option<char> {
    let (digits, base) = match digits.strip_prefix(b"x") {
        Some(digits) => (digits, 16),
        None => (digits, 10),
    };
    let mut number = 0u32;
    for &digit in digits {
        number = number * base + char::from(digit).to_digit(base)?;
        if number > 0x10ffff {
            return None;
        }
    }
    char::from_u32(number).filter(|character| allowed(*character))
}

/// The character that a reference to one of the five predefined entities stands for.
pub fn predefined(name: &[u8]) -> Option<char> {
    match name {
        b"lt" => Some('<'),
        b"gt" => Some('>'),
        b"amp" => Some('&'),
        b"quot" => Some('"'),
        b"apos" => Some('\''),
        _ => None,
    }
}
