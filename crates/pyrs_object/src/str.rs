//! Strings: length, cached hash and code points of one, two or four bytes each, whichever the widest needs.
//!
//! Invariants: the width is the smallest possible; `ASCII` is set exactly if all code points are below 128, and then
//! the data are valid UTF-8. Lone surrogates are ordinary code points. Attribute names are *interned*: one object per
//! text, compared by address. The text of a string made by many concatenations may be elsewhere: see
//! [`str_append`](crate::str_append).

use crate::core::core;
use crate::errors::PyResult;
use crate::header::{Header, Ref};
use crate::layout::Layout;
use crate::str_append::{self, Buffer};
use crate::thread::Thread;
use crate::type_object::TypeObject;
use crate::value::Value;
use std::cell::Cell;

/// A string or an instance of a subclass.
#[repr(C)]
pub struct StrObject {
    header: Header,
    /// Code points.
    length: Cell<usize>,
    /// Hash, or [`NO_HASH`].
    hash: Cell<i64>,
    /// Bytes a code point: 1, 2 or 4.
    width: Cell<u8>,
    ascii: Cell<bool>,
    interned: Cell<bool>,
    /// Some object has, or had, an attribute slot of this name.
    property: Cell<bool>,
    /// The text is in a [buffer](crate::str_append) that other strings may share: the only datum is its reference.
    shares: Cell<bool>,
    /// The result of a concatenation, likely to be the left operand of the next.
    grows: Cell<bool>,
    _pad: [u8; 2],
}

/// Bytes of the reference to a buffer.
const BUFFER_REF_SIZE: usize = 8;

/// Stands for a hash not computed yet. No hash has this value.
pub const NO_HASH: i64 = 0;

/// Layout of [`StrObject`].
pub static STR_LAYOUT: Layout = Layout {
    name: "str",
    trace: {
        unsafe fn trace(object: *mut u8, visitor: &mut pyrs_gc::Visitor) {
            // SAFETY: called for strings only; one that shares a buffer has its reference for data.
            unsafe {
                if (*(object as *const StrObject)).shares.get() {
                    visitor.visit(*object.add(StrObject::DATA_OFFSET).cast::<u64>());
                }
            }
        }
        trace
    },
    size: {
        unsafe fn size(object: *const u8) -> usize {
            // SAFETY: called for strings only.
            let string = unsafe { &*(object as *const StrObject) };
            if string.shares.get() {
                return StrObject::DATA_OFFSET + BUFFER_REF_SIZE;
            }
            StrObject::data_size(string.length.get(), string.width.get() as usize)
        }
        size
    },
    fixed_size: 0,
    drop: None,
    wants_finalizer: None,
};
crate::heap_object!(@impl StrObject, STR_LAYOUT);

/// The code points of a string by width.
#[derive(Clone, Copy)]
pub enum Chars<'a> {
    /// Latin-1.
    One(&'a [u8]),
    /// Up to U+FFFF.
    Two(&'a [u16]),
    /// Beyond.
    Four(&'a [u32]),
}

impl<'a> Chars<'a> {
    /// Code point at `index`.
    #[inline]
    pub fn get(self, index: usize) -> u32 {
        match self {
            Chars::One(s) => s[index] as u32,
            Chars::Two(s) => s[index] as u32,
            Chars::Four(s) => s[index],
        }
    }

    /// Number of code points.
    #[inline]
    pub fn len(self) -> usize {
        match self {
            Chars::One(s) => s.len(),
            Chars::Two(s) => s.len(),
            Chars::Four(s) => s.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// A part.
    pub fn slice(self, range: std::ops::Range<usize>) -> Chars<'a> {
        match self {
            Chars::One(s) => Chars::One(&s[range]),
            Chars::Two(s) => Chars::Two(&s[range]),
            Chars::Four(s) => Chars::Four(&s[range]),
        }
    }

    /// All code points.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = u32> + Clone + 'a {
        (0..self.len()).map(move |i| self.get(i))
    }
}

impl StrObject {
    /// Byte offset of the data.
    pub const DATA_OFFSET: usize = std::mem::size_of::<StrObject>();
    /// Byte offset of the length.
    pub const LENGTH_OFFSET: usize = std::mem::offset_of!(StrObject, length);

    fn data_size(length: usize, width: usize) -> usize {
        Self::DATA_OFFSET + (length * width).next_multiple_of(8)
    }

    /// A string with uninitialised data, all of which the caller writes before anybody sees it; `maximum` is the largest code point that it will hold.
    pub fn with_length(
        thread: &mut Thread,
        class: Ref<TypeObject>,
        length: usize,
        maximum: u32,
    ) -> PyResult<Ref<StrObject>> {
        let width = if maximum < 0x100 {
            1
        } else if maximum < 0x1_0000 {
            2
        } else {
            4
        };
        if length > isize::MAX as usize / 8 {
            return Err(thread.memory_error());
        }
        let shape = class.root_shape();
        let size = Self::data_size(length, width) + shape.extension_size();
        // An instance of a subclass has attributes behind the text, which must be empty.
        let string = if shape.has_extension() {
            thread.allocate::<StrObject>(shape, size)?
        } else {
            thread.allocate_data::<StrObject>(shape, size)?
        };
        string.length.set(length);
        string.width.set(width as u8);
        string.ascii.set(maximum < 0x80);
        Ok(string)
    }

    /// A string of a UTF-8 text.
    pub fn from_str(thread: &mut Thread, text: &str) -> PyResult<Ref<StrObject>> {
        if text.is_ascii() {
            return Self::from_latin1(thread, text.as_bytes());
        }
        // Lead bytes tell how wide the widest character is; all other bytes are smaller than those of its length.
        let maximum = match text.bytes().fold(0, u8::max) {
            0..=0xc3 => 0xff,
            0xc4..=0xef => 0xffff,
            _ => 0x10_ffff,
        };
        let length = text.chars().count();
        let string = Self::with_length(thread, core().types.str_.get(), length, maximum)?;
        string.fill(0, text.chars().map(|c| c as u32));
        Ok(string)
    }

    /// A string of generalised UTF-8: surrogates are encoded one by one, and never joined.
    ///
    /// The bytes must be well-formed in that sense; stray bytes become U+FFFD.
    pub fn from_generalised_utf8(thread: &mut Thread, bytes: &[u8]) -> PyResult<Ref<StrObject>> {
        if bytes.is_ascii() {
            return Self::from_latin1(thread, bytes);
        }
        Self::from_code_points(thread, GeneralisedUtf8 { bytes })
    }

    /// A string of code points. The iterator is run three times.
    pub fn from_code_points(thread: &mut Thread, chars: impl Iterator<Item = u32> + Clone) -> PyResult<Ref<StrObject>> {
        let (mut length, mut maximum) = (0, 0);
        for c in chars.clone() {
            length += 1;
            maximum = maximum.max(c);
        }
        if length == 0
            && let Some(empty) = core().empty_str.try_get()
        {
            return Ok(empty);
        }
        let string = Self::with_length(thread, core().types.str_.get(), length, maximum)?;
        string.fill(0, chars);
        Ok(string)
    }

    /// A string of Latin-1 bytes.
    pub fn from_latin1(thread: &mut Thread, bytes: &[u8]) -> PyResult<Ref<StrObject>> {
        match bytes {
            [] => {
                if let Some(empty) = core().empty_str.try_get() {
                    return Ok(empty);
                }
            }
            [byte] => {
                if let Some(strings) = core().latin1_strings.try_get() {
                    // SAFETY: the tuple holds strings only.
                    return Ok(unsafe { strings.items()[*byte as usize].cast_unchecked() });
                }
            }
            _ => {}
        }
        let maximum = if bytes.is_ascii() { 0x7f } else { 0xff };
        let string = Self::with_length(thread, core().types.str_.get(), bytes.len(), maximum)?;
        // SAFETY: the string has room for the bytes.
        unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), string.data_ptr(), bytes.len()) };
        Ok(string)
    }

    /// A string of a part of another's code points.
    pub fn from_chars(thread: &mut Thread, chars: Chars) -> PyResult<Ref<StrObject>> {
        match chars {
            Chars::One(bytes) => Self::from_latin1(thread, bytes),
            Chars::Two(units) => Self::from_code_points(thread, units.iter().map(|&c| c as u32)),
            Chars::Four(units) => Self::from_code_points(thread, units.iter().copied()),
        }
    }

    /// The string of one code point.
    pub fn from_char(thread: &mut Thread, c: u32) -> PyResult<Ref<StrObject>> {
        if c < 0x100 {
            Self::from_latin1(thread, &[c as u8])
        } else {
            Self::from_code_points(thread, std::iter::once(c))
        }
    }

    /// The interned string of a text.
    pub fn intern(thread: &mut Thread, text: &str) -> PyResult<Ref<StrObject>> {
        crate::intern::intern_text(thread, text)
    }

    /// A string for a constant: interned if it looks like an identifier, as CPython does.
    pub fn intern_if_name(thread: &mut Thread, bytes: &[u8]) -> PyResult<Ref<StrObject>> {
        let is_name = bytes.len() <= 64 && bytes.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_');
        match std::str::from_utf8(bytes) {
            Ok(text) if is_name => Self::intern(thread, text),
            _ => Self::from_generalised_utf8(thread, bytes),
        }
    }

    /// Code points.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.length.get()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether all code points are below 128.
    #[inline(always)]
    pub fn is_ascii(&self) -> bool {
        self.ascii.get()
    }

    /// Whether this is the one object of its text.
    #[inline(always)]
    pub fn is_interned(&self) -> bool {
        self.interned.get()
    }

    /// Whether some object has, or had, an attribute slot of this name.
    pub fn is_property(&self) -> bool {
        self.property.get()
    }

    pub(crate) fn mark_property(&self) {
        self.property.set(true);
    }

    pub(crate) fn mark_interned(&self) {
        self.interned.set(true);
    }

    /// Bytes a code point.
    #[inline(always)]
    pub fn width(&self) -> usize {
        self.width.get() as usize
    }

    /// Address of the data.
    #[inline(always)]
    pub fn data_ptr(&self) -> *mut u8 {
        // SAFETY: the data, or the reference to the buffer that they start, follow the fixed part in the same object.
        unsafe {
            let data = (self as *const Self as *mut u8).add(Self::DATA_OFFSET);
            if self.shares.get() {
                return (*data.cast::<*mut u8>()).add(str_append::TEXT_OFFSET);
            }
            data
        }
    }

    /// The buffer that the string shares.
    pub(crate) fn buffer(&self) -> Option<Buffer> {
        if !self.shares.get() {
            return None;
        }
        // SAFETY: the reference is where other strings have their data.
        unsafe { Some(Buffer(*(self as *const Self).byte_add(Self::DATA_OFFSET).cast())) }
    }

    /// Whether the string is the result of a concatenation worth growing in place.
    pub(crate) fn is_growing(&self) -> bool {
        self.grows.get()
    }

    pub(crate) fn mark_growing(&self) {
        self.grows.set(true);
    }

    /// An empty string with room for the reference of a buffer, which [`Ref::share`] gives it.
    pub(crate) fn sharing(thread: &mut Thread) -> PyResult<Ref<StrObject>> {
        let shape = core().types.str_.get().root_shape();
        let string = thread.allocate::<StrObject>(shape, Self::DATA_OFFSET + BUFFER_REF_SIZE)?;
        // The size is that of an empty buffer's string from the start; the reference is null until it is known.
        string.shares.set(true);
        string.width.set(1);
        Ok(string)
    }

    /// The data as bytes.
    #[inline(always)]
    pub fn data(&self) -> &[u8] {
        // SAFETY: the data are inside the object and never change once it is published.
        unsafe { std::slice::from_raw_parts(self.data_ptr(), self.len() * self.width()) }
    }

    /// The code points.
    #[inline]
    pub fn chars(&self) -> Chars<'_> {
        // SAFETY: the data are inside the object, aligned to 8, and never change once it is published.
        unsafe {
            match self.width.get() {
                1 => Chars::One(std::slice::from_raw_parts(self.data_ptr(), self.len())),
                2 => Chars::Two(std::slice::from_raw_parts(self.data_ptr().cast(), self.len())),
                _ => Chars::Four(std::slice::from_raw_parts(self.data_ptr().cast(), self.len())),
            }
        }
    }

    /// The text, if it is ASCII.
    #[inline]
    pub fn as_ascii(&self) -> Option<&str> {
        if self.is_ascii() {
            // SAFETY: ASCII is UTF-8.
            Some(unsafe { std::str::from_utf8_unchecked(self.data()) })
        } else {
            None
        }
    }

    /// The text in UTF-8, with U+FFFD for lone surrogates.
    pub fn to_string_lossy(&self) -> String {
        match self.as_ascii() {
            Some(text) => text.to_owned(),
            None => self
                .chars()
                .iter()
                .map(|c| char::from_u32(c).unwrap_or('\u{fffd}'))
                .collect(),
        }
    }

    /// The text in generalised UTF-8.
    pub fn to_generalised_utf8(&self) -> Vec<u8> {
        if self.is_ascii() {
            return self.data().to_vec();
        }
        let mut bytes = Vec::with_capacity(self.len() * 2);
        for c in self.chars().iter() {
            push_generalised_utf8(&mut bytes, c);
        }
        bytes
    }

    /// Whether two strings have the same code points.
    #[inline]
    pub fn equals(&self, other: &StrObject) -> bool {
        std::ptr::eq(self, other)
            || (self.len() == other.len() && self.width() == other.width() && self.data() == other.data())
    }

    /// Whether the text is `text`.
    pub fn equals_str(&self, text: &str) -> bool {
        match self.as_ascii() {
            Some(own) => own == text,
            None => self.chars().iter().eq(text.chars().map(|c| c as u32)),
        }
    }

    /// The hash.
    #[inline(always)]
    pub fn hash(&self) -> i64 {
        let hash = self.hash.get();
        if hash != NO_HASH { hash } else { self.compute_hash() }
    }

    #[cold]
    fn compute_hash(&self) -> i64 {
        let hash = crate::hash::hash_bytes(self.data());
        self.hash.set(hash);
        hash
    }
}

impl Ref<StrObject> {
    /// Makes a string of [`StrObject::sharing`] show the first `length` code points of a buffer.
    pub(crate) fn share(self, buffer: Buffer, length: usize, width: usize, ascii: bool) {
        // SAFETY: the object has room for the reference; the barrier follows the store.
        unsafe {
            *self.as_ptr().byte_add(StrObject::DATA_OFFSET).cast() = buffer.0;
            pyrs_gc::write_barrier(self.as_ptr().cast());
        }
        self.length.set(length);
        self.width.set(width as u8);
        self.ascii.set(ascii);
        self.grows.set(true);
    }

    /// Writes code points into a string under construction from `start` on.
    pub fn fill(self, start: usize, chars: impl Iterator<Item = u32>) {
        let room = self.len().saturating_sub(start);
        let data = self.data_ptr();
        let chars = chars.take(room).enumerate();
        // SAFETY: `i` is below the room left; the width holds the largest code point.
        unsafe {
            match self.width() {
                1 => chars.for_each(|(i, c)| *data.add(start + i) = c as u8),
                2 => chars.for_each(|(i, c)| *data.cast::<u16>().add(start + i) = c as u16),
                _ => chars.for_each(|(i, c)| *data.cast::<u32>().add(start + i) = c),
            }
        }
    }

    /// The interned string of the same text.
    #[inline]
    pub fn interned(self, thread: &mut Thread) -> PyResult<Ref<StrObject>> {
        if self.is_interned() {
            Ok(self)
        } else {
            crate::intern::intern_string(thread, self)
        }
    }

    /// The code points, free of the borrow: a string under a live reference neither moves nor changes.
    pub fn chars_unbound<'a>(self) -> Chars<'a> {
        // SAFETY: the collector doesn't move objects, and the caller holds the reference on its stack.
        unsafe { (*(self.as_ptr() as *const StrObject)).chars() }
    }
}

/// Appends a code point in generalised UTF-8.
pub fn push_generalised_utf8(bytes: &mut Vec<u8>, c: u32) {
    match c {
        0..0x80 => bytes.push(c as u8),
        0x80..0x800 => bytes.extend([0xc0 | (c >> 6) as u8, 0x80 | (c & 0x3f) as u8]),
        0x800..0x1_0000 => bytes.extend([
            0xe0 | (c >> 12) as u8,
            0x80 | (c >> 6 & 0x3f) as u8,
            0x80 | (c & 0x3f) as u8,
        ]),
        _ => bytes.extend([
            0xf0 | (c >> 18) as u8,
            0x80 | (c >> 12 & 0x3f) as u8,
            0x80 | (c >> 6 & 0x3f) as u8,
            0x80 | (c & 0x3f) as u8,
        ]),
    }
}

/// Decodes generalised UTF-8, with U+FFFD for stray bytes.
#[derive(Clone)]
struct GeneralisedUtf8<'a> {
    bytes: &'a [u8],
}

impl Iterator for GeneralisedUtf8<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let &first = self.bytes.first()?;
        let (length, bits) = match first {
            0..0x80 => (1, first as u32),
            0xc0..0xe0 => (2, first as u32 & 0x1f),
            0xe0..0xf0 => (3, first as u32 & 0x0f),
            0xf0..0xf8 => (4, first as u32 & 0x07),
            _ => (0, 0),
        };
        let tail = self.bytes.get(1..length);
        match tail {
            Some(tail) if tail.iter().all(|b| b & 0xc0 == 0x80) => {
                self.bytes = &self.bytes[length..];
                Some(tail.iter().fold(bits, |c, b| c << 6 | (*b as u32 & 0x3f)))
            }
            _ => {
                self.bytes = &self.bytes[1..];
                Some(0xfffd)
            }
        }
    }
}

/// The string, if the value is one.
#[inline(always)]
pub fn as_str(value: Value) -> Option<Ref<StrObject>> {
    value.downcast()
}
