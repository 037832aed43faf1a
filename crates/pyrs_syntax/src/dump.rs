//! A line dump of the tree, to compare it with CPython's and for tests.
//!
//! One line per node (`Name@line:column-line:column`), per scalar field (`.name=value`) and per non-empty list
//! (`.name`), indented by nesting. Empty lists and absent values are left out. Text is quoted if it is plain ASCII,
//! hexadecimal otherwise; floats are hexadecimal bits; ints are hexadecimal digits, so that the dump is exact.

use crate::ast::{Constant, ConstantKind, Conversion};
use crate::position::{LineIndex, TextRange};
use std::fmt::Write;

/// Collects the lines of a dump.
pub struct Dumper<'a> {
    out: String,
    indent: usize,
    lines: &'a LineIndex,
}

/// What can be a field of a node or an element of its list.
pub trait Dump {
    /// Writes `self` as the field `name` of the current node.
    fn field(&self, name: &str, d: &mut Dumper<'_>);
    /// Writes `self` as an element of a list.
    fn item(&self, d: &mut Dumper<'_>);
}

/// The dump of a whole tree.
pub fn dump(tree: &impl Dump, lines: &LineIndex) -> String {
    let mut dumper = Dumper {
        out: String::new(),
        indent: 0,
        lines,
    };
    tree.item(&mut dumper);
    dumper.out
}

impl Dumper<'_> {
    /// One line at the current indentation.
    pub(crate) fn line(&mut self, text: &str) {
        self.out.extend(std::iter::repeat_n(' ', self.indent));
        self.out.push_str(text);
        self.out.push('\n');
    }

    /// A field on one line.
    pub(crate) fn scalar_field(&mut self, name: &str, value: &str) {
        self.out.extend(std::iter::repeat_n(' ', self.indent));
        // The Rust spelling of a field that is a keyword has a prefix of its own.
        let name = name.strip_prefix("r#").unwrap_or(name);
        let _ = writeln!(self.out, ".{name}={value}");
    }

    /// A field whose value has lines of its own.
    pub(crate) fn nested_field(&mut self, name: &str, value: impl FnOnce(&mut Self)) {
        self.out.extend(std::iter::repeat_n(' ', self.indent));
        let name = name.strip_prefix("r#").unwrap_or(name);
        let _ = writeln!(self.out, ".{name}");
        self.indent += 1;
        value(self);
        self.indent -= 1;
    }

    /// A node and its fields.
    pub(crate) fn node(&mut self, name: &str, range: Option<TextRange>, fields: impl FnOnce(&mut Self)) {
        self.out.extend(std::iter::repeat_n(' ', self.indent));
        self.out.push_str(name);
        if let Some(range) = range {
            let start = self.lines.line_column(range.start);
            let end = self.lines.line_column(range.end);
            let _ = write!(self.out, "@{}:{}-{}:{}", start.line, start.column, end.line, end.column);
        }
        self.out.push('\n');
        self.indent += 1;
        fields(self);
        self.indent -= 1;
    }
}

/// Values that are one word of text.
macro_rules! scalars {
    ($($ty:ty => |$value:ident| $text:expr;)*) => { $(
        impl Dump for $ty {
            fn field(&self, name: &str, d: &mut Dumper<'_>) { let $value = self; d.scalar_field(name, &$text) }
            fn item(&self, d: &mut Dumper<'_>) { let $value = self; d.line(&$text) }
        }
    )* };
}

scalars! {
    Box<str> => |value| quoted(value.as_bytes());
    u32 => |value| value.to_string();
    bool => |value| u8::from(*value).to_string();
    ConstantKind => |value| match value { ConstantKind::U => "'u'".to_owned() };
    Conversion => |value| value.value().to_string();
    Constant => |value| constant(value);
}

impl<T: Dump> Dump for Option<T> {
    fn field(&self, name: &str, d: &mut Dumper<'_>) {
        if let Some(value) = self {
            value.field(name, d);
        }
    }
    fn item(&self, d: &mut Dumper<'_>) {
        match self {
            Some(value) => value.item(d),
            None => d.line("None"),
        }
    }
}

impl<T: Dump> Dump for Vec<T> {
    fn field(&self, name: &str, d: &mut Dumper<'_>) {
        if !self.is_empty() {
            d.nested_field(name, |d| self.item(d));
        }
    }
    fn item(&self, d: &mut Dumper<'_>) {
        for element in self {
            element.item(d);
        }
    }
}

macro_rules! boxed {
    ($($ty:ident),*) => { $(
        impl Dump for Box<crate::ast::$ty> {
            fn field(&self, name: &str, d: &mut Dumper<'_>) { (**self).field(name, d) }
            fn item(&self, d: &mut Dumper<'_>) { (**self).item(d) }
        }
    )* };
}

boxed!(Expr, Pattern, Arguments, Arg);

fn quoted(bytes: &[u8]) -> String {
    let plain = bytes
        .iter()
        .all(|&b| (b' '..=b'~').contains(&b) && b != b'\\' && b != b'\'');
    match std::str::from_utf8(bytes) {
        Ok(text) if plain => format!("'{text}'"),
        _ => bytes.iter().fold("x".to_owned(), |mut out, b| {
            let _ = write!(out, "{b:02x}");
            out
        }),
    }
}

fn constant(value: &Constant) -> String {
    match value {
        Constant::None => "None".to_owned(),
        Constant::True => "True".to_owned(),
        Constant::False => "False".to_owned(),
        Constant::Ellipsis => "Ellipsis".to_owned(),
        Constant::Int(digits) => hexadecimal(digits),
        Constant::Float(value) => format!("f{:016x}", value.to_bits()),
        Constant::Imaginary(value) => format!("j{:016x}", value.to_bits()),
        Constant::Str(bytes) => format!("s{}", quoted(bytes)),
        Constant::Bytes(bytes) => format!("b{}", quoted(bytes)),
        Constant::Complex(real, imaginary) => format!("c{:016x}{:016x}", real.to_bits(), imaginary.to_bits()),
        Constant::Tuple(items) => format!("({})", constants(items)),
        Constant::FrozenSet(items) => format!("{{{}}}", constants(items)),
    }
}

fn constants(items: &[Constant]) -> String {
    items.iter().map(constant).collect::<Vec<_>>().join(" ")
}

/// The int of `digits` in hexadecimal. Quadratic schoolbook conversion: a dump is no hot path, and literals are short.
fn hexadecimal(digits: &str) -> String {
    let (radix, digits) = match digits.get(..2) {
        Some("0x") => (16, &digits[2..]),
        Some("0o") => (8, &digits[2..]),
        Some("0b") => (2, &digits[2..]),
        _ => (10, digits),
    };
    let mut limbs: Vec<u32> = Vec::new(); // little-endian
    for digit in digits.chars() {
        let mut carry = u64::from(digit.to_digit(radix).unwrap_or(0));
        for limb in &mut limbs {
            let wide = u64::from(*limb) * u64::from(radix) + carry;
            *limb = wide as u32;
            carry = wide >> 32;
        }
        if carry > 0 {
            limbs.push(carry as u32);
        }
    }
    let mut out = match limbs.pop() {
        Some(top) => format!("0x{top:x}"),
        None => "0x0".to_owned(),
    };
    for limb in limbs.iter().rev() {
        let _ = write!(out, "{limb:08x}");
    }
    out
}
