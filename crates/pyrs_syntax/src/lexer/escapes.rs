//! Escape sequences in str and bytes literals.

use super::strings::Prefix;
use super::{LexResult, Lexer};

/// Appends a code point, a surrogate too, in generalised UTF-8.
fn push_code_point(out: &mut Vec<u8>, code: u32) {
    let tail = |shift: u32| 0x80 | (code >> shift & 0x3F) as u8;
    match code {
        0..0x80 => out.push(code as u8),
        0x80..0x800 => out.extend([0xC0 | (code >> 6) as u8, tail(0)]),
        0x800..0x1_0000 => out.extend([0xE0 | (code >> 12) as u8, tail(6), tail(0)]),
        _ => out.extend([0xF0 | (code >> 18) as u8, tail(12), tail(6), tail(0)]),
    }
}

impl Lexer<'_> {
    /// Appends the value of the source bytes from `start` to `end`, a piece of a literal with `prefix`.
    pub(super) fn decode_text(&mut self, start: usize, end: usize, prefix: Prefix, out: &mut Vec<u8>) -> LexResult<()> {
        if self.record.is_some() {
            return Ok(());
        }
        let mut at = start;
        while at < end {
            let rest = &self.bytes[at..end];
            let plain = rest
                .iter()
                .position(|&b| b == b'\\' || b == b'\r')
                .unwrap_or(rest.len());
            if prefix.is_bytes && !rest[..plain].is_ascii() {
                return self.fail_in_value("bytes can only contain ASCII literal characters", start, end);
            }
            out.extend_from_slice(&rest[..plain]);
            at += plain;
            match rest.get(plain) {
                None => {}
                Some(b'\r') => {
                    out.push(b'\n');
                    at += if self.byte(at + 1) == b'\n' { 2 } else { 1 };
                }
                Some(_) if prefix.is_raw => {
                    out.push(b'\\');
                    at += 1;
                }
                Some(_) => at = self.escape(at, start, end, prefix, out)?,
            }
        }
        Ok(())
    }

    /// The escape sequence whose backslash is at `at`; gives the offset after it.
    fn escape(&mut self, at: usize, start: usize, end: usize, prefix: Prefix, out: &mut Vec<u8>) -> LexResult<usize> {
        let letter = self.byte(at + 1);
        let simple = match letter {
            b'\n' => return Ok(at + 2),
            b'\r' => return Ok(at + if self.byte(at + 2) == b'\n' { 3 } else { 2 }),
            b'\\' | b'\'' | b'"' => letter,
            b'a' => 7,
            b'b' => 8,
            b't' => 9,
            b'n' => 10,
            b'v' => 11,
            b'f' => 12,
            b'r' => 13,
            b'0'..=b'7' => return Ok(self.octal_escape(at, end, prefix, out)),
            b'x' => return self.hexadecimal_escape(at, start, end, 2, prefix, out),
            b'u' if !prefix.is_bytes => {
                return self.hexadecimal_escape(at, start, end, 4, prefix, out);
            }
            b'U' if !prefix.is_bytes => {
                return self.hexadecimal_escape(at, start, end, 8, prefix, out);
            }
            b'N' if !prefix.is_bytes => return self.named_escape(at, start, end, out),
            _ => {
                self.warn_invalid_escape(at);
                out.push(b'\\');
                return Ok(at + 1);
            }
        };
        out.push(simple);
        Ok(at + 2)
    }

    pub(super) fn warn_invalid_escape(&mut self, at: usize) {
        let Some(character) = self.text.get(at + 1..).and_then(|rest| rest.chars().next()) else {
            return;
        };
        let message = format!(
            "\"\\{character}\" is an invalid escape sequence. Such sequences will not work in the future. \
             Did you mean \"\\\\{character}\"? A raw string is also an option."
        );
        self.warn(message, at, at + 1 + character.len_utf8());
    }

    fn octal_escape(&mut self, at: usize, end: usize, prefix: Prefix, out: &mut Vec<u8>) -> usize {
        let digits = &self.bytes[at + 1..end.min(at + 4)];
        let count = digits.iter().take_while(|b| matches!(b, b'0'..=b'7')).count();
        let value = digits[..count]
            .iter()
            .fold(0, |value, &b| value * 8 + u32::from(b - b'0'));
        let after = at + 1 + count;
        if value > 0xFF {
            let digits = &self.text[at + 1..after];
            let message = format!(
                "\"\\{digits}\" is an invalid octal escape sequence. Such sequences will not work in the future. \
                 Did you mean \"\\\\{digits}\"? A raw string is also an option."
            );
            self.warn(message, at, after);
        }
        if prefix.is_bytes {
            out.push(value as u8)
        } else {
            push_code_point(out, value)
        }
        after
    }

    fn hexadecimal_escape(
        &mut self,
        at: usize,
        start: usize,
        end: usize,
        width: usize,
        prefix: Prefix,
        out: &mut Vec<u8>,
    ) -> LexResult<usize> {
        let digits = &self.bytes[at + 2..end.min(at + 2 + width)];
        let count = digits.iter().take_while(|b| b.is_ascii_hexdigit()).count();
        let after = at + 2 + count;
        if count < width {
            if prefix.is_bytes {
                let message = format!("(value error) invalid \\x escape at position {}", at - start);
                return self.fail_in_value(message, start, end);
            }
            let shape = match width {
                2 => "xXX",
                4 => "uXXXX",
                _ => "UXXXXXXXX",
            };
            return self.bad_unicode_escape(at, after, start, end, &format!("truncated \\{shape} escape"));
        }
        let value = u32::from_str_radix(&self.text[at + 2..after], 16).unwrap_or(u32::MAX);
        if value > 0x10_FFFF {
            return self.bad_unicode_escape(at, after, start, end, "illegal Unicode character");
        }
        if prefix.is_bytes {
            out.push(value as u8)
        } else {
            push_code_point(out, value)
        }
        Ok(after)
    }

    fn named_escape(&mut self, at: usize, start: usize, end: usize, out: &mut Vec<u8>) -> LexResult<usize> {
        let rest = &self.bytes[at + 2..end];
        let close = rest.iter().position(|&b| b == b'}');
        let (Some(b'{'), Some(close @ 2..)) = (rest.first(), close) else {
            // An unclosed name is taken up to the end of the literal.
            let after = if rest.first() == Some(&b'{') {
                end.max(at + 3)
            } else {
                at + 2
            };
            let after = if close == Some(1) { at + 3 } else { after };
            return self.bad_unicode_escape(at, after, start, end, "malformed \\N character escape");
        };
        let after = at + 2 + close + 1;
        match unicode_names2::character(&self.text[at + 3..after - 1]) {
            Some(character) => push_code_point(out, character as u32),
            None => {
                return self.bad_unicode_escape(at, after, start, end, "unknown Unicode character name");
            }
        }
        Ok(after)
    }

    fn bad_unicode_escape<T>(&self, at: usize, after: usize, start: usize, end: usize, reason: &str) -> LexResult<T> {
        let (first, last) = (at - start, (after - start).saturating_sub(1));
        let message =
            format!("(unicode error) 'unicodeescape' codec can't decode bytes in position {first}-{last}: {reason}");
        self.fail_in_value(message, start, end)
    }
}
