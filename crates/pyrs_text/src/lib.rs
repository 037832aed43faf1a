//! Text algorithms that need no heap: numbers to and from text, format specifications, Unicode character data, escapes
//! and codecs.
//!
//! Invariant: nothing here knows Python values; strings are slices or iterators of code points, where lone surrogates
//! are ordinary. Deliberately absent: big-number arithmetic (dashu-int, in the callers).

pub mod codec;
pub mod escape;
pub mod float_format;
pub mod float_hex;
pub mod format_spec;
pub mod hexadecimal;
pub mod number_layout;
pub mod number_parse;
pub mod unicode;
