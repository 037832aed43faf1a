//! Strings that grow: how a chain of `text += part` costs the parts and not the whole each time.
//!
//! The result of a long concatenation is marked, and where a marked string is the left operand again the text moves into a
//! *buffer* with room behind it. The strings of the chain then are short objects that share the buffer: each is a prefix of
//! it, and what a published string shows never changes. Only the string that ends where the used part ends can be
//! extended in place. A buffer is a raw array whose first word counts the used bytes.

use crate::array::RawArray;
use crate::core::core;
use crate::errors::PyResult;
use crate::header::Ref;
use crate::str::{Chars, StrObject};
use crate::thread::Thread;

/// Results shorter than this, in bytes, are copied: a short object and a share of a buffer are no gain.
const MIN_BYTES: usize = 256;
/// Bytes in front of the text in the buffer's array.
const USED_SIZE: usize = std::mem::size_of::<usize>();
/// Byte offset of the text in a buffer.
pub(crate) const TEXT_OFFSET: usize = RawArray::ITEMS_OFFSET + USED_SIZE;

/// Memory for a text and what may be appended to it.
#[derive(Clone, Copy)]
pub(crate) struct Buffer(pub(crate) Ref<RawArray>);

impl Buffer {
    fn new(thread: &mut Thread, room: usize) -> PyResult<Self> {
        RawArray::new(thread, USED_SIZE + room).map(Self)
    }

    fn used(self) -> usize {
        // SAFETY: the array begins with the count, aligned to eight bytes.
        unsafe { *self.0.data_ptr().cast::<usize>() }
    }

    fn set_used(self, bytes: usize) {
        // SAFETY: as above.
        unsafe { *self.0.data_ptr().cast::<usize>() = bytes };
    }

    fn room(self) -> usize {
        self.0.capacity() - USED_SIZE
    }

    fn text(self) -> *mut u8 {
        self.0.data_ptr().wrapping_add(USED_SIZE)
    }
}

/// Notes that `string` is the result of a concatenation: if it is long, the next one gives it room to grow.
pub fn mark_concatenation(string: Ref<StrObject>) {
    if string.len() * string.width() >= MIN_BYTES {
        string.mark_growing();
    }
}

/// `left + right` in amortised time of `right`, where `left` is the result of such a chain; else `None`.
///
/// # Errors
/// MemoryError.
pub fn append(thread: &mut Thread, left: Ref<StrObject>, right: Ref<StrObject>) -> PyResult<Option<Ref<StrObject>>> {
    if !left.is_growing() || right.width() > left.width() {
        return Ok(None);
    }
    let width = left.width();
    let (old, new) = (left.len() * width, (left.len() + right.len()) * width);
    // A finalizer may append too: the buffer is chosen when nothing allocates any more.
    let result = StrObject::sharing(thread)?;
    let buffer = match left.buffer() {
        Some(buffer) if buffer.used() == old && buffer.room() >= new => buffer,
        _ => {
            let buffer = Buffer::new(thread, new + new / 4)?;
            // SAFETY: the buffer is fresh and larger.
            unsafe { std::ptr::copy_nonoverlapping(left.data_ptr(), buffer.text(), old) };
            buffer
        }
    };
    buffer.set_used(new);
    // SAFETY: the bytes behind `old` are inside the buffer and no string shows them yet.
    unsafe { write(buffer.text().add(old), width, right.chars()) };
    result.share(
        buffer,
        left.len() + right.len(),
        width,
        left.is_ascii() && right.is_ascii(),
    );
    debug_assert!(core().types.str_.get() == result.class());
    Ok(Some(result))
}

/// Writes code points as units of `width` bytes.
///
/// # Safety
/// There is room at `target`, which is aligned for the width, and `chars` are not wider.
unsafe fn write(target: *mut u8, width: usize, chars: Chars<'_>) {
    // SAFETY: as promised by the caller.
    unsafe {
        match (chars, width) {
            (Chars::One(s), 1) => std::ptr::copy_nonoverlapping(s.as_ptr(), target, s.len()),
            (Chars::Two(s), 2) => std::ptr::copy_nonoverlapping(s.as_ptr(), target.cast(), s.len()),
            (Chars::Four(s), 4) => std::ptr::copy_nonoverlapping(s.as_ptr(), target.cast(), s.len()),
            (chars, 2) => {
                for (i, c) in chars.iter().enumerate() {
                    *target.cast::<u16>().add(i) = c as u16;
                }
            }
            (chars, _) => {
                for (i, c) in chars.iter().enumerate() {
                    *target.cast::<u32>().add(i) = c;
                }
            }
        }
    }
}
