//! The format specification mini-language, shared by `str`, `int`, `float` and `complex`.
//!
//! Invariant: a [`FormatSpec`] is syntactically valid; which parts a type allows is checked by
//! [`FormatSpec::check_str`] and its siblings, with the message that Python code sees.

/// Where the text goes in a wider field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Align {
    /// `<`
    Left,
    /// `>`
    Right,
    /// `^`
    Center,
    /// `=`: padding between sign and digits.
    AfterSign,
}

/// Whether positive numbers have a sign.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sign {
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// Space.
    Space,
}

/// A parsed format specification.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FormatSpec {
    /// Padding; a space if not given.
    pub fill: u32,
    /// Alignment, if given (`0` before the width gives `=` to numbers).
    pub align: Option<Align>,
    /// Sign, if given.
    pub sign: Option<Sign>,
    /// `z`.
    pub no_negative_zero: bool,
    /// `#`.
    pub alternate: bool,
    /// Least width.
    pub width: usize,
    /// `,` or `_` in the integer part.
    pub grouping: Option<char>,
    /// Digits after `.`.
    pub precision: Option<usize>,
    /// `,` or `_` in the fraction.
    pub fraction_grouping: Option<char>,
    /// Presentation type.
    pub kind: Option<u32>,
}

fn align_of(c: u32) -> Option<Align> {
    match char::from_u32(c)? {
        '<' => Some(Align::Left),
        '>' => Some(Align::Right),
        '^' => Some(Align::Center),
        '=' => Some(Align::AfterSign),
        _ => None,
    }
}

/// The code points of a specification, read from left to right.
struct Cursor<'a> {
    text: &'a [u32],
    position: usize,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<char> {
        char::from_u32(*self.text.get(self.position)?)
    }

    fn accept(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        self.position += usize::from(found);
        found
    }

    /// Decimal digits of any script; `None` if there are none.
    fn number(&mut self) -> Result<Option<usize>, String> {
        let mut number: Option<usize> = None;
        while let Some(digit) = self
            .text
            .get(self.position)
            .and_then(|c| crate::unicode::decimal_value(*c))
        {
            let grown = number
                .unwrap_or(0)
                .checked_mul(10)
                .and_then(|n| n.checked_add(digit as usize));
            number = match grown {
                Some(n) if n <= isize::MAX as usize => Some(n),
                _ => return Err("Too many decimal digits in format string".to_owned()),
            };
            self.position += 1;
        }
        Ok(number)
    }

    /// `,` or `_`, at most one of them.
    fn grouping(&mut self) -> Result<Option<char>, String> {
        let comma = self.accept(',');
        let underscore = self.accept('_');
        match (comma, underscore) {
            (true, true) => Err("Cannot specify both ',' and '_'.".to_owned()),
            (false, true) if self.peek() == Some(',') => Err("Cannot specify both ',' and '_'.".to_owned()),
            (true, false) => Ok(Some(',')),
            (false, true) => Ok(Some('_')),
            (false, false) => Ok(None),
        }
    }
}

impl FormatSpec {
    /// Parses a specification for an object of the type named `type_name`; `numeric` types take `0` as `=`.
    pub fn parse(text: &[u32], type_name: &str, numeric: bool) -> Result<FormatSpec, String> {
        let mut cursor = Cursor { text, position: 0 };
        let mut spec = FormatSpec {
            fill: ' ' as u32,
            align: None,
            sign: None,
            no_negative_zero: false,
            alternate: false,
            width: 0,
            grouping: None,
            precision: None,
            fraction_grouping: None,
            kind: None,
        };
        let mut filled = false;
        if let Some(align) = text.get(1).and_then(|c| align_of(*c)) {
            spec.fill = text[0];
            spec.align = Some(align);
            cursor.position = 2;
            filled = true;
        } else if let Some(align) = text.first().and_then(|c| align_of(*c)) {
            spec.align = Some(align);
            cursor.position = 1;
        }
        spec.sign = match cursor.peek() {
            Some('+') => Some(Sign::Plus),
            Some('-') => Some(Sign::Minus),
            Some(' ') => Some(Sign::Space),
            _ => None,
        };
        cursor.position += usize::from(spec.sign.is_some());
        spec.no_negative_zero = cursor.accept('z');
        spec.alternate = cursor.accept('#');
        if !filled && cursor.accept('0') {
            spec.fill = '0' as u32;
            if spec.align.is_none() && numeric {
                spec.align = Some(Align::AfterSign);
            }
        }
        spec.width = cursor.number()?.unwrap_or(0);
        spec.grouping = cursor.grouping()?;
        if cursor.accept('.') {
            spec.precision = cursor.number()?;
            spec.fraction_grouping = cursor.grouping()?;
            if spec.precision.is_none() && spec.fraction_grouping.is_none() {
                return Err("Format specifier missing precision".to_owned());
            }
        }
        match &text[cursor.position..] {
            [] => {}
            [kind] => spec.kind = Some(*kind),
            _ => {
                let shown: String = text.iter().map(|c| char::from_u32(*c).unwrap_or('\u{fffd}')).collect();
                return Err(format!(
                    "Invalid format specifier '{shown}' for object of type '{type_name}'"
                ));
            }
        }
        spec.check_grouping()?;
        Ok(spec)
    }

    /// The presentation type as an ASCII letter; 0 if there is none, 1 if it is no ASCII character.
    pub fn kind_ascii(&self) -> u8 {
        match self.kind {
            None => 0,
            Some(kind) => u8::try_from(kind).ok().filter(u8::is_ascii).unwrap_or(1),
        }
    }

    fn check_grouping(&self) -> Result<(), String> {
        let kind = self.kind_ascii();
        let decimal = matches!(kind, b'd' | b'e' | b'f' | b'g' | b'E' | b'G' | b'%' | b'F' | 0);
        if let Some(separator) = self.grouping
            && !(decimal || (separator == '_' && matches!(kind, b'b' | b'o' | b'x' | b'X')))
        {
            return Err(cannot_group(separator, self.kind.unwrap_or(0)));
        }
        Ok(())
    }

    /// Checks what strings allow.
    pub fn check_str(&self) -> Result<(), String> {
        if !matches!(self.kind_ascii(), b's' | 0) {
            return Err(self.unknown_code("str"));
        }
        if let Some(separator) = self.grouping {
            return Err(cannot_group(separator, 's' as u32));
        }
        let message = match self {
            FormatSpec {
                sign: Some(Sign::Space),
                ..
            } => "Space not allowed in string format specifier",
            FormatSpec { sign: Some(_), .. } => "Sign not allowed in string format specifier",
            FormatSpec {
                no_negative_zero: true, ..
            } => "Negative zero coercion (z) not allowed in string format specifier",
            FormatSpec { alternate: true, .. } => "Alternate form (#) not allowed in string format specifier",
            FormatSpec {
                align: Some(Align::AfterSign),
                ..
            } => "'=' alignment not allowed in string format specifier",
            _ => return Ok(()),
        };
        Err(message.to_owned())
    }

    /// Checks what integer presentations allow.
    pub fn check_int(&self) -> Result<(), String> {
        let message = if self.precision.is_some() {
            "Precision not allowed in integer format specifier"
        } else if self.no_negative_zero {
            "Negative zero coercion (z) not allowed in integer format specifier"
        } else if self.kind_ascii() == b'c' && self.sign.is_some() {
            "Sign not allowed with integer format specifier 'c'"
        } else if self.kind_ascii() == b'c' && self.alternate {
            "Alternate form (#) not allowed with integer format specifier 'c'"
        } else {
            return Ok(());
        };
        Err(message.to_owned())
    }

    /// Checks what complex numbers allow.
    pub fn check_complex(&self) -> Result<(), String> {
        if self.fill == '0' as u32 {
            return Err("Zero padding is not allowed in complex format specifier".to_owned());
        }
        if self.align == Some(Align::AfterSign) {
            return Err("'=' alignment flag is not allowed in complex format specifier".to_owned());
        }
        Ok(())
    }

    /// The message for a presentation type that the type does not have.
    pub fn unknown_code(&self, type_name: &str) -> String {
        let kind = self.kind.unwrap_or(0);
        match kind {
            0x21..0x80 => {
                let c = kind as u8 as char;
                format!("Unknown format code '{c}' for object of type '{type_name}'")
            }
            _ => format!("Unknown format code '\\x{kind:x}' for object of type '{type_name}'"),
        }
    }
}

fn cannot_group(separator: char, kind: u32) -> String {
    match kind {
        0x21..0x80 => format!("Cannot specify '{separator}' with '{}'.", kind as u8 as char),
        _ => format!("Cannot specify '{separator}' with '\\x{kind:x}'."),
    }
}
