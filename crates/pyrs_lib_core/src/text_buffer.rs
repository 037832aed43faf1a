//! A growing string that is as wide as its widest character.

use pyrs_object::str::{Chars, StrObject};
use pyrs_object::{PyResult, Ref, Thread, core};

/// Characters of a string to be.
pub enum TextBuffer {
    /// Latin-1.
    One(Vec<u8>),
    /// Wider characters, and the widest.
    Wide(Vec<u32>, u32),
}

impl Default for TextBuffer {
    fn default() -> Self {
        TextBuffer::One(Vec::new())
    }
}

impl TextBuffer {
    /// Number of characters.
    pub fn len(&self) -> usize {
        match self {
            TextBuffer::One(bytes) => bytes.len(),
            TextBuffer::Wide(units, _) => units.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Appends Latin-1 characters.
    #[inline]
    pub fn push_bytes(&mut self, more: &[u8]) {
        match self {
            TextBuffer::One(bytes) => bytes.extend_from_slice(more),
            TextBuffer::Wide(units, _) => units.extend(more.iter().map(|c| *c as u32)),
        }
    }

    /// Appends a character.
    #[inline]
    pub fn push(&mut self, c: u32) {
        match (&mut *self, u8::try_from(c)) {
            (TextBuffer::One(bytes), Ok(c)) => bytes.push(c),
            _ => self.push_wide(std::iter::once(c)),
        }
    }

    /// Appends characters of a string.
    pub fn push_chars(&mut self, chars: Chars) {
        match chars {
            Chars::One(bytes) => self.push_bytes(bytes),
            Chars::Two(units) => self.push_wide(units.iter().map(|c| *c as u32)),
            Chars::Four(units) => self.push_wide(units.iter().copied()),
        }
    }

    fn push_wide(&mut self, chars: impl Iterator<Item = u32>) {
        if let TextBuffer::One(bytes) = self {
            let widest = bytes.iter().copied().max().unwrap_or(0) as u32;
            *self = TextBuffer::Wide(bytes.iter().map(|c| *c as u32).collect(), widest);
        }
        if let TextBuffer::Wide(units, widest) = self {
            for c in chars {
                *widest = c.max(*widest);
                units.push(c);
            }
        }
    }

    /// The string.
    pub fn finish(&self, thread: &mut Thread) -> PyResult<Ref<StrObject>> {
        match self {
            TextBuffer::One(bytes) => StrObject::from_latin1(thread, bytes),
            TextBuffer::Wide(units, widest) if *widest > 255 => {
                let string = StrObject::with_length(thread, core().types.str_.get(), units.len(), *widest)?;
                string.fill(0, units.iter().copied());
                Ok(string)
            }
            TextBuffer::Wide(units, _) => StrObject::from_code_points(thread, units.iter().copied()),
        }
    }
}
