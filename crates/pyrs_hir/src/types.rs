//! The type lattice: a set of kinds, refined by an exact shape or a constant.
//!
//! `join` goes up (fewer facts). Only shapes that objects never leave (exact built-in types) may be in a type: what is
//! known of other shapes holds at one place of the program only, and the builder keeps it apart.

use std::fmt;

bitflags::bitflags! {
    /// Kinds of values.
    #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
    pub struct Kinds: u16 {
        /// Small int, tagged.
        const INT = 1;
        /// Exact float, immediate or boxed.
        const FLOAT = 2;
        /// True or False.
        const BOOL = 4;
        /// None.
        const NONE = 8;
        /// Any other heap object.
        const OBJECT = 16;
        /// No value: the word 0.
        const EMPTY = 32;
        /// An unboxed double.
        const F64 = 64;
        /// An unboxed truth value.
        const B1 = 128;
        /// A raw address.
        const PTR = 256;
    }
}

impl Kinds {
    /// Every value.
    pub const ANY: Kinds = Kinds::INT
        .union(Kinds::FLOAT)
        .union(Kinds::BOOL)
        .union(Kinds::NONE)
        .union(Kinds::OBJECT);
    /// Kinds that are pointers for certain.
    pub const HEAP: Kinds = Kinds::BOOL.union(Kinds::NONE).union(Kinds::OBJECT);
}

/// How a value is held.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Repr {
    /// A value word.
    Tagged,
    /// An unboxed double.
    F64,
    /// An unboxed truth value.
    B1,
    /// A raw address.
    Ptr,
}

/// A type.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct Type {
    /// Possible kinds.
    pub kinds: Kinds,
    /// Address of the exact shape, or 0.
    pub shape: u64,
    /// The word, if it is a constant, or 0.
    pub constant: u64,
}

const NAMES: [(&str, Kinds); 10] = [
    ("any", Kinds::ANY),
    ("int", Kinds::INT),
    ("float", Kinds::FLOAT),
    ("bool", Kinds::BOOL),
    ("none", Kinds::NONE),
    ("object", Kinds::OBJECT),
    ("empty", Kinds::EMPTY),
    ("f64", Kinds::F64),
    ("b1", Kinds::B1),
    ("ptr", Kinds::PTR),
];

impl Type {
    /// Any value.
    pub const ANY: Type = Type::of(Kinds::ANY);
    /// Any value or none.
    pub const MAYBE_EMPTY: Type = Type::of(Kinds::ANY.union(Kinds::EMPTY));
    /// The word 0.
    pub const EMPTY: Type = Type::of(Kinds::EMPTY);
    /// Small int.
    pub const INT: Type = Type::of(Kinds::INT);
    /// Float.
    pub const FLOAT: Type = Type::of(Kinds::FLOAT);
    /// True or False.
    pub const BOOL: Type = Type::of(Kinds::BOOL);
    /// Unboxed double.
    pub const F64: Type = Type::of(Kinds::F64);
    /// Unboxed truth value.
    pub const B1: Type = Type::of(Kinds::B1);
    /// Raw address.
    pub const PTR: Type = Type::of(Kinds::PTR);

    /// A type of kinds alone.
    pub const fn of(kinds: Kinds) -> Type {
        Type {
            kinds,
            shape: 0,
            constant: 0,
        }
    }

    /// A heap object of an exact shape.
    pub const fn object(shape: u64) -> Type {
        Type {
            kinds: Kinds::OBJECT,
            shape,
            constant: 0,
        }
    }

    /// The representation.
    pub fn repr(self) -> Repr {
        if self.kinds.contains(Kinds::F64) {
            Repr::F64
        } else if self.kinds.contains(Kinds::B1) {
            Repr::B1
        } else if self.kinds.contains(Kinds::PTR) {
            Repr::Ptr
        } else {
            Repr::Tagged
        }
    }

    /// Whether every value of this type has one of the kinds.
    pub fn within(self, kinds: Kinds) -> bool {
        kinds.contains(self.kinds)
    }

    /// Whether some value of this type may have one of the kinds.
    pub fn may_be(self, kinds: Kinds) -> bool {
        self.kinds.intersects(kinds)
    }

    /// Whether all values of `self` are values of `other`.
    pub fn is_subtype(self, other: Type) -> bool {
        other.kinds.contains(self.kinds)
            && (other.shape == 0 || other.shape == self.shape)
            && (other.constant == 0 || other.constant == self.constant)
    }

    /// The least type above both.
    pub fn join(self, other: Type) -> Type {
        Type {
            kinds: self.kinds | other.kinds,
            shape: if self.shape == other.shape { self.shape } else { 0 },
            constant: if self.constant == other.constant {
                self.constant
            } else {
                0
            },
        }
    }

    /// Reads the form that `Display` writes.
    pub fn parse(text: &str) -> Option<Type> {
        let (text, constant) = match text.split_once('=') {
            Some((left, word)) => (left, parse_word(word)?),
            None => (text, 0),
        };
        let (text, shape) = match text.split_once('@') {
            Some((left, word)) => (left, parse_word(word)?),
            None => (text, 0),
        };
        let mut kinds = Kinds::empty();
        for part in text.split('|') {
            kinds |= NAMES.iter().find(|(name, _)| *name == part)?.1;
        }
        Some(Type { kinds, shape, constant })
    }
}

/// Reads a number, hexadecimal after `0x`.
pub fn parse_word(text: &str) -> Option<u64> {
    match text.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16).ok(),
        None => text.parse().ok(),
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut left = self.kinds;
        let mut first = true;
        for (name, kinds) in NAMES {
            if left.contains(kinds) && !left.is_empty() {
                left -= kinds;
                f.write_str(if first { "" } else { "|" })?;
                f.write_str(name)?;
                first = false;
            }
        }
        if self.shape != 0 {
            write!(f, "@{:#x}", self.shape)?;
        }
        if self.constant != 0 {
            write!(f, "={:#x}", self.constant)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_print_and_parse() {
        for ty in [
            Type::ANY,
            Type::INT,
            Type::object(0x7f00),
            Type::MAYBE_EMPTY,
            Type::of(Kinds::INT | Kinds::FLOAT),
            Type {
                constant: 7,
                ..Type::INT
            },
        ] {
            assert_eq!(Type::parse(&ty.to_string()), Some(ty));
        }
    }

    #[test]
    fn join_forgets() {
        let joined = Type::object(8).join(Type::object(16));
        assert_eq!(joined, Type::of(Kinds::OBJECT));
        assert!(Type::object(8).is_subtype(joined));
        assert!(Type::INT.is_subtype(Type::ANY));
    }
}
