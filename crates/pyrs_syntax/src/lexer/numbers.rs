//! Number literals.

use super::recorder::RawKind;
use super::{LexResult, Lexer, Literal};

/// The radix of an int literal with a prefix.
#[derive(Clone, Copy)]
struct Radix {
    name: &'static str,
    is_digit: fn(u8) -> bool,
}

fn radix(letter: u8) -> Option<Radix> {
    Some(match letter.to_ascii_lowercase() {
        b'x' => Radix {
            name: "hexadecimal",
            is_digit: |b| b.is_ascii_hexdigit(),
        },
        b'o' => Radix {
            name: "octal",
            is_digit: |b| matches!(b, b'0'..=b'7'),
        },
        b'b' => Radix {
            name: "binary",
            is_digit: |b| matches!(b, b'0' | b'1'),
        },
        _ => return None,
    })
}

/// Keywords that may stand right after a number.
const KEYWORDS_AFTER: [&[u8]; 8] = [b"and", b"else", b"for", b"if", b"in", b"is", b"or", b"not"];

impl Lexer<'_> {
    pub(super) fn number(&mut self) -> LexResult<()> {
        if self.peek(0) == b'0'
            && let Some(radix) = radix(self.peek(1))
        {
            return self.prefixed_int(radix);
        }
        self.decimal_number()
    }

    /// Digits with single underscores between them, from `at`. The error is the offset where a digit is missing.
    fn digits(&self, mut at: usize, is_digit: fn(u8) -> bool) -> Result<usize, usize> {
        loop {
            if !is_digit(self.byte(at)) {
                return Err(at);
            }
            while is_digit(self.byte(at)) {
                at += 1;
            }
            if self.byte(at) != b'_' {
                return Ok(at);
            }
            at += 1;
        }
    }

    fn prefixed_int(&mut self, radix: Radix) -> LexResult<()> {
        let start = self.pos;
        let first = if self.peek(2) == b'_' { start + 3 } else { start + 2 };
        let (end, is_complete) = match self.digits(first, radix.is_digit) {
            Ok(end) => (end, true),
            Err(end) => (end, false),
        };
        let next = self.byte(end);
        if next.is_ascii_digit() {
            let message = format!("invalid digit '{}' in {} literal", next as char, radix.name);
            return self.fail_at(message, end);
        }
        if !is_complete {
            return self.fail_at(format!("invalid {} literal", radix.name), end - 1);
        }
        self.after_number(start, end, radix.name)?;
        let digits = self.text[start..end].replace('_', "").to_ascii_lowercase();
        self.finish_number(Literal::Int(digits.into()), end);
        Ok(())
    }

    fn decimal_digits(&self, at: usize) -> LexResult<usize> {
        self.digits(at, |b| b.is_ascii_digit())
            .or_else(|end| self.fail_at("invalid decimal literal", end.saturating_sub(1)))
    }

    fn decimal_number(&mut self) -> LexResult<()> {
        let start = self.pos;
        let mut end = start;
        let mut is_float = false;
        if self.peek(0) != b'.' {
            end = self.decimal_digits(start)?;
        }
        let integer_end = end;
        if self.byte(end) == b'.' {
            is_float = true;
            end += 1;
            if self.byte(end).is_ascii_digit() {
                end = self.decimal_digits(end)?;
            }
        }
        if matches!(self.byte(end), b'e' | b'E') {
            let is_signed = matches!(self.byte(end + 1), b'+' | b'-');
            let exponent = end + 1 + usize::from(is_signed);
            if self.byte(exponent).is_ascii_digit() {
                is_float = true;
                end = self.decimal_digits(exponent)?;
            } else if is_signed {
                return self.fail_at("invalid decimal literal", end + 1);
            }
        }
        let digits = self.text[start..end].replace('_', "");
        if matches!(self.byte(end), b'j' | b'J') {
            end += 1;
            self.after_number(start, end, "imaginary")?;
            self.finish_number(Literal::Imaginary(self.float(&digits)?), end);
        } else if is_float {
            self.after_number(start, end, "decimal")?;
            self.finish_number(Literal::Float(self.float(&digits)?), end);
        } else {
            self.check_leading_zeros(&digits, start, integer_end)?;
            self.after_number(start, end, "decimal")?;
            let digits = if digits.starts_with('0') {
                "0".into()
            } else {
                digits.into()
            };
            self.finish_number(Literal::Int(digits), end);
        }
        Ok(())
    }

    fn check_leading_zeros(&self, digits: &str, start: usize, end: usize) -> LexResult<()> {
        if self.record.is_none() && digits.starts_with('0') && digits.bytes().any(|b| b != b'0') {
            let zeros = self.bytes[start..end]
                .iter()
                .take_while(|b| matches!(b, b'0' | b'_'))
                .count();
            let message = "leading zeros in decimal integer literals are not permitted; \
                           use an 0o prefix for octal integers";
            return self.fail(message, start, start + zeros);
        }
        Ok(())
    }

    fn float(&self, digits: &str) -> LexResult<f64> {
        digits
            .parse()
            .or_else(|_| self.fail("invalid decimal literal", self.pos, self.pos + 1))
    }

    /// A number may not run into a word; into a keyword it may, with a warning.
    fn after_number(&mut self, start: usize, end: usize, kind: &str) -> LexResult<()> {
        let next = self.byte(end);
        if !(next.is_ascii_alphabetic() || next == b'_' || next >= 0x80) {
            return Ok(());
        }
        if KEYWORDS_AFTER
            .iter()
            .any(|keyword| self.bytes[end..].starts_with(keyword))
        {
            self.warn(format!("invalid {kind} literal"), start, end);
            return Ok(());
        }
        self.fail_at(format!("invalid {kind} literal"), end - 1)
    }

    fn finish_number(&mut self, literal: Literal, end: usize) {
        let start = std::mem::replace(&mut self.pos, end);
        self.push_literal(literal, start, end);
        self.record(RawKind::Number, start, end);
    }
}
