//! The numbers of the code list, as `re._constants` of Python 3.14 counts them.

/// Version of the code list.
pub const MAGIC: u32 = 20230612;
/// Bytes of a code word.
pub const CODE_SIZE: usize = 4;
/// Stands for no limit of a repetition.
pub const MAX_REPEAT: u32 = u32::MAX;
/// Most groups of a pattern.
pub const MAX_GROUPS: u32 = i32::MAX as u32 / 2;

/// Declares an enum whose variants are numbered from 0, with a checked conversion from code words.
macro_rules! codes {
    ($(#[$meta:meta])* $name:ident { $($variant:ident)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u32)]
        pub(crate) enum $name { $($variant),* }
        impl $name {
            const ALL: &'static [$name] = &[$($name::$variant),*];
            /// The meaning of a code word.
            pub(crate) fn from_word(word: u32) -> Option<$name> {
                Self::ALL.get(word as usize).copied()
            }
        }
    };
}

impl Category {
    /// Number of categories.
    pub(crate) const COUNT: usize = Category::ALL.len();
}

codes! {
    /// Operations.
    Op {
        Failure Success Any AnyAll Assert AssertNot At Branch Category Charset BigCharset GroupRef GroupRefExists In
        Info Jump Literal Mark MaxUntil MinUntil NotLiteral Negate Range Repeat RepeatOne Subpattern MinRepeatOne
        AtomicGroup PossessiveRepeat PossessiveRepeatOne
        GroupRefIgnore InIgnore LiteralIgnore NotLiteralIgnore
        GroupRefLocIgnore InLocIgnore LiteralLocIgnore NotLiteralLocIgnore
        GroupRefUniIgnore InUniIgnore LiteralUniIgnore NotLiteralUniIgnore RangeUniIgnore
    }
}

codes! {
    /// Positions.
    AtCode {
        Beginning BeginningLine BeginningString Boundary NonBoundary End EndLine EndString
        LocBoundary LocNonBoundary UniBoundary UniNonBoundary
    }
}

codes! {
    /// Categories of characters.
    Category {
        Digit NotDigit Space NotSpace Word NotWord Linebreak NotLinebreak LocWord LocNotWord
        UniDigit UniNotDigit UniSpace UniNotSpace UniWord UniNotWord UniLinebreak UniNotLinebreak
    }
}
