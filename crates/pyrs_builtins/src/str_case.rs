//! Methods of `str` about case and character classes.

use crate::text_builder::TextBuilder;
use pyrs_macros::pymethods;
use pyrs_object::str::{Chars, StrObject};
use pyrs_object::{PyResult, Ref, Thread};
use pyrs_text::unicode::{self, case};

/// Whether there are characters and all satisfy `test`.
fn all(string: Ref<StrObject>, test: impl Fn(u32) -> bool) -> bool {
    !string.is_empty() && string.chars().iter().all(test)
}

/// Applies a case mapping.
fn mapped(
    thread: &mut Thread,
    string: Ref<StrObject>,
    map: fn(&[u32], &mut dyn FnMut(u32)),
) -> PyResult<Ref<StrObject>> {
    let chars: Vec<u32> = string.chars().iter().collect();
    let mut out = TextBuilder::with_capacity(chars.len());
    map(&chars, &mut |c| out.push(c));
    out.finish(thread)
}

/// Applies a mapping of ASCII text in place to a copy; `None` if the text is not ASCII.
fn mapped_ascii(
    thread: &mut Thread,
    string: Ref<StrObject>,
    map: impl FnOnce(&mut [u8]),
) -> Option<PyResult<Ref<StrObject>>> {
    let mut bytes = string.as_ascii()?.as_bytes().to_vec();
    map(&mut bytes);
    Some(StrObject::from_latin1(thread, &bytes))
}

/// Holds the case methods of `str`.
pub struct StrCase;

#[pymethods]
impl StrCase {
    /// Return a copy of the string converted to lowercase.
    #[method]
    fn lower(thread: &mut Thread, this: Ref<StrObject>) -> PyResult<Ref<StrObject>> {
        match mapped_ascii(thread, this, <[u8]>::make_ascii_lowercase) {
            Some(result) => result,
            None => mapped(thread, this, |chars, mut out| case::lower(chars, &mut out)),
        }
    }

    /// Return a copy of the string converted to uppercase.
    #[method]
    fn upper(thread: &mut Thread, this: Ref<StrObject>) -> PyResult<Ref<StrObject>> {
        match mapped_ascii(thread, this, <[u8]>::make_ascii_uppercase) {
            Some(result) => result,
            None => mapped(thread, this, |chars, mut out| case::upper(chars, &mut out)),
        }
    }

    /// Return a version of the string suitable for caseless comparisons.
    #[method]
    fn casefold(thread: &mut Thread, this: Ref<StrObject>) -> PyResult<Ref<StrObject>> {
        match mapped_ascii(thread, this, <[u8]>::make_ascii_lowercase) {
            Some(result) => result,
            None => mapped(thread, this, |chars, mut out| case::fold(chars, &mut out)),
        }
    }

    /// Return a version of the string where each word is titlecased.
    ///
    /// More specifically, words start with uppercased characters and all remaining
    /// cased characters have lower case.
    #[method]
    fn title(thread: &mut Thread, this: Ref<StrObject>) -> PyResult<Ref<StrObject>> {
        mapped(thread, this, |chars, mut out| case::title(chars, &mut out))
    }

    /// Return a capitalized version of the string.
    ///
    /// More specifically, make the first character have upper case and the rest lower
    /// case.
    #[method]
    fn capitalize(thread: &mut Thread, this: Ref<StrObject>) -> PyResult<Ref<StrObject>> {
        mapped(thread, this, |chars, mut out| case::capitalize(chars, &mut out))
    }

    /// Convert uppercase characters to lowercase and lowercase characters to uppercase.
    #[method]
    fn swapcase(thread: &mut Thread, this: Ref<StrObject>) -> PyResult<Ref<StrObject>> {
        mapped(thread, this, |chars, mut out| case::swap(chars, &mut out))
    }

    /// Return True if the string is a lowercase string, False otherwise.
    ///
    /// A string is lowercase if all cased characters in the string are lowercase and
    /// there is at least one cased character in the string.
    #[method]
    fn islower(_thread: &mut Thread, this: Ref<StrObject>) -> bool {
        let chars = this.chars();
        !chars.iter().any(|c| unicode::is_upper(c) || unicode::is_title(c)) && chars.iter().any(unicode::is_lower)
    }

    /// Return True if the string is an uppercase string, False otherwise.
    ///
    /// A string is uppercase if all cased characters in the string are uppercase and
    /// there is at least one cased character in the string.
    #[method]
    fn isupper(_thread: &mut Thread, this: Ref<StrObject>) -> bool {
        let chars = this.chars();
        !chars.iter().any(|c| unicode::is_lower(c) || unicode::is_title(c)) && chars.iter().any(unicode::is_upper)
    }

    /// Return True if the string is a title-cased string, False otherwise.
    ///
    /// In a title-cased string, upper- and title-case characters may only
    /// follow uncased characters and lowercase characters only cased ones.
    #[method]
    fn istitle(_thread: &mut Thread, this: Ref<StrObject>) -> bool {
        let (mut found, mut inside) = (false, false);
        for c in this.chars().iter() {
            let starts = unicode::is_upper(c) || unicode::is_title(c);
            let continues = unicode::is_lower(c);
            if (starts && inside) || (continues && !inside) {
                return false;
            }
            inside = starts || continues;
            found |= inside;
        }
        found
    }

    /// Return True if the string is a whitespace string, False otherwise.
    ///
    /// A string is whitespace if all characters in the string are whitespace and there
    /// is at least one character in the string.
    #[method]
    fn isspace(_thread: &mut Thread, this: Ref<StrObject>) -> bool {
        all(this, unicode::is_space)
    }

    /// Return True if the string is an alphabetic string, False otherwise.
    ///
    /// A string is alphabetic if all characters in the string are alphabetic and there
    /// is at least one character in the string.
    #[method]
    fn isalpha(_thread: &mut Thread, this: Ref<StrObject>) -> bool {
        all(this, unicode::is_alpha)
    }

    /// Return True if the string is an alpha-numeric string, False otherwise.
    ///
    /// A string is alpha-numeric if all characters in the string are alpha-numeric and
    /// there is at least one character in the string.
    #[method]
    fn isalnum(_thread: &mut Thread, this: Ref<StrObject>) -> bool {
        all(this, unicode::is_alnum)
    }

    /// Return True if the string is a digit string, False otherwise.
    ///
    /// A string is a digit string if all characters in the string are digits and there
    /// is at least one character in the string.
    #[method]
    fn isdigit(_thread: &mut Thread, this: Ref<StrObject>) -> bool {
        all(this, unicode::is_digit)
    }

    /// Return True if the string is a decimal string, False otherwise.
    ///
    /// A string is a decimal string if all characters in the string are decimal and
    /// there is at least one character in the string.
    #[method]
    fn isdecimal(_thread: &mut Thread, this: Ref<StrObject>) -> bool {
        all(this, unicode::is_decimal)
    }

    /// Return True if the string is a numeric string, False otherwise.
    ///
    /// A string is numeric if all characters in the string are numeric and there is at
    /// least one character in the string.
    #[method]
    fn isnumeric(_thread: &mut Thread, this: Ref<StrObject>) -> bool {
        all(this, unicode::is_numeric)
    }

    /// Return True if the string is a valid Python identifier, False otherwise.
    ///
    /// Call keyword.iskeyword(s) to test whether string s is a reserved identifier,
    /// such as "def" or "class".
    #[method]
    fn isidentifier(_thread: &mut Thread, this: Ref<StrObject>) -> bool {
        !this.is_empty()
            && unicode::is_identifier_start(this.chars().get(0))
            && this.chars().iter().skip(1).all(unicode::is_identifier_continue)
    }

    /// Return True if all characters in the string are printable, False otherwise.
    ///
    /// A character is printable if repr() may use it in its output.
    #[method]
    fn isprintable(_thread: &mut Thread, this: Ref<StrObject>) -> bool {
        this.chars().iter().all(unicode::is_printable)
    }

    /// Return True if all characters in the string are ASCII, False otherwise.
    ///
    /// ASCII characters have code points in the range U+0000-U+007F.
    /// Empty string is ASCII too.
    #[method]
    fn isascii(_thread: &mut Thread, this: Ref<StrObject>) -> bool {
        matches!(this.chars(), Chars::One(_)) && this.is_ascii()
    }
}
