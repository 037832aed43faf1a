//! Text that is being put together: bytes as long as all characters are Latin-1, code points from then on.

use pyrs_object::str::{Chars, StrObject};
use pyrs_object::{PyResult, Ref, Thread};

/// Characters. Invariant: one of the two is empty.
#[derive(Default)]
pub struct Characters {
    narrow: Vec<u8>,
    wide: Vec<u32>,
}

impl Characters {
    /// Number of characters.
    pub fn len(&self) -> usize {
        self.narrow.len() + self.wide.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.narrow.clear();
        self.wide.clear();
    }

    /// Adds a character.
    pub fn push(&mut self, character: u32) {
        match u8::try_from(character) {
            Ok(byte) if self.wide.is_empty() => self.narrow.push(byte),
            _ => {
                self.wide.extend(self.narrow.drain(..).map(u32::from));
                self.wide.push(character);
            }
        }
    }

    /// Adds Latin-1 characters.
    pub fn extend_narrow(&mut self, bytes: &[u8]) {
        if self.wide.is_empty() {
            self.narrow.extend_from_slice(bytes);
        } else {
            self.wide.extend(bytes.iter().copied().map(u32::from));
        }
    }

    /// Adds characters.
    pub fn extend(&mut self, chars: Chars) {
        match chars {
            Chars::One(bytes) => self.extend_narrow(bytes),
            chars => chars.iter().for_each(|character| self.push(character)),
        }
    }

    /// Adds other text.
    pub fn append(&mut self, other: &Characters) {
        self.extend_narrow(&other.narrow);
        other.wide.iter().for_each(|character| self.push(*character));
    }

    /// The string.
    pub fn to_str(&self, thread: &mut Thread) -> PyResult<Ref<StrObject>> {
        if self.wide.is_empty() {
            StrObject::from_latin1(thread, &self.narrow)
        } else {
            StrObject::from_code_points(thread, self.wide.iter().copied())
        }
    }
}
