//! Strings under construction: bytes while all characters are Latin-1, code points from the first wider one on.

use pyrs_object::str::{Chars, StrObject};
use pyrs_object::{PyResult, Ref, Thread};
use smallvec::SmallVec;

/// A string under construction. Short ones need no memory but the string's own.
#[derive(Default)]
pub struct TextBuilder {
    narrow: SmallVec<[u8; 96]>,
    /// Everything, once a character beyond Latin-1 has come.
    wide: Option<Vec<u32>>,
}

impl TextBuilder {
    /// An empty one with room.
    pub fn with_capacity(capacity: usize) -> TextBuilder {
        TextBuilder {
            narrow: SmallVec::with_capacity(capacity),
            wide: None,
        }
    }

    /// Code points so far.
    pub fn len(&self) -> usize {
        self.wide.as_ref().map_or(self.narrow.len(), Vec::len)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn widen(&mut self) -> &mut Vec<u32> {
        let narrow = &mut self.narrow;
        self.wide
            .get_or_insert_with(|| std::mem::take(narrow).into_iter().map(u32::from).collect())
    }

    /// Appends a code point.
    #[inline]
    pub fn push(&mut self, c: u32) {
        match &mut self.wide {
            Some(wide) => wide.push(c),
            None if c < 0x100 => self.narrow.push(c as u8),
            None => self.widen().push(c),
        }
    }

    /// Appends code points.
    #[inline]
    pub fn push_chars(&mut self, chars: Chars) {
        match (chars, &mut self.wide) {
            (Chars::One(bytes), None) => self.narrow.extend_from_slice(bytes),
            (Chars::One(bytes), Some(wide)) => wide.extend(bytes.iter().map(|b| u32::from(*b))),
            (Chars::Two(units), _) => self.widen().extend(units.iter().map(|c| u32::from(*c))),
            (Chars::Four(units), _) => self.widen().extend_from_slice(units),
        }
    }

    /// Appends a text.
    pub fn push_str(&mut self, text: &str) {
        if text.is_ascii() {
            self.push_chars(Chars::One(text.as_bytes()));
        } else {
            text.chars().for_each(|c| self.push(c as u32));
        }
    }

    /// Appends a code point several times.
    pub fn push_repeated(&mut self, c: u32, count: usize) {
        for _ in 0..count {
            self.push(c);
        }
    }

    /// The characters as bytes; none is beyond Latin-1.
    pub fn into_latin1(self) -> Vec<u8> {
        match self.wide {
            None => self.narrow.into_vec(),
            Some(wide) => wide.into_iter().map(|c| c as u8).collect(),
        }
    }

    /// The string.
    pub fn finish(self, thread: &mut Thread) -> PyResult<Ref<StrObject>> {
        match self.wide {
            None => StrObject::from_latin1(thread, &self.narrow),
            Some(wide) => StrObject::from_code_points(thread, wide.iter().copied()),
        }
    }
}

/// An upper bound of a string's code points that tells its width.
#[inline]
pub fn maximum(string: &StrObject) -> u32 {
    match string.width() {
        1 if string.is_ascii() => 0x7f,
        1 => 0xff,
        2 => 0xffff,
        _ => 0x10_ffff,
    }
}

/// Copies code points into a string under construction, which is wide enough and has room.
#[inline]
pub fn copy_into(target: Ref<StrObject>, start: usize, chars: Chars) {
    let (source, width) = match chars {
        Chars::One(s) => (s.as_ptr(), 1),
        Chars::Two(s) => (s.as_ptr().cast(), 2),
        Chars::Four(s) => (s.as_ptr().cast(), 4),
    };
    if width != target.width() {
        target.fill(start, chars.iter());
        return;
    }
    assert!(start + chars.len() <= target.len());
    // SAFETY: both have the same width, and the target, which is fresh, has room from `start` on.
    unsafe {
        let source = std::slice::from_raw_parts(source, chars.len() * width);
        copy_bytes(source, target.data_ptr().add(start * width));
    }
}

/// Copies bytes; pieces of text mostly are so short that a call for it would take longer.
///
/// # Safety
/// There is room for the bytes at `target`, which is not in `source`.
#[inline(always)]
pub unsafe fn copy_bytes(source: &[u8], target: *mut u8) {
    let (from, length) = (source.as_ptr(), source.len());
    // SAFETY: both words lie in the source, and at the same places in the target; so do single bytes.
    unsafe {
        match length {
            0..4 => {
                for i in 0..length {
                    *target.add(i) = *from.add(i);
                }
            }
            4..8 => {
                let (first, last) = (
                    from.cast::<u32>().read_unaligned(),
                    from.add(length - 4).cast::<u32>().read_unaligned(),
                );
                target.cast::<u32>().write_unaligned(first);
                target.add(length - 4).cast::<u32>().write_unaligned(last);
            }
            8..=16 => {
                let (first, last) = (
                    from.cast::<u64>().read_unaligned(),
                    from.add(length - 8).cast::<u64>().read_unaligned(),
                );
                target.cast::<u64>().write_unaligned(first);
                target.add(length - 8).cast::<u64>().write_unaligned(last);
            }
            _ => std::ptr::copy_nonoverlapping(from, target, length),
        }
    }
}
