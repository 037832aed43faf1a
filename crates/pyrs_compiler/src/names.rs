//! Interned identifiers, and mangling of private names.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::rc::Rc;

/// An interned identifier, mangled where that applies.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub(crate) struct Name(u32);

/// Hashes the small integers that interning makes: SipHash would dominate name lookup.
#[derive(Default)]
pub(crate) struct NameHasher(u64);

impl Hasher for NameHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u32(&mut self, value: u32) {
        self.write_u64(u64::from(value));
    }

    fn write_usize(&mut self, value: usize) {
        self.write_u64(value as u64);
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(5) ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 ^= self.0 >> 32;
    }
}

pub(crate) type NameBuildHasher = BuildHasherDefault<NameHasher>;
/// A map keyed by names or other small integers.
pub(crate) type NameMap<K, V> = HashMap<K, V, NameBuildHasher>;
/// A set of names.
pub(crate) type NameSet = HashSet<Name, NameBuildHasher>;

/// The identifiers of one compilation.
#[derive(Default)]
pub(crate) struct Interner {
    indices: HashMap<Rc<str>, Name>,
    texts: Vec<Rc<str>>,
}

impl Interner {
    pub(crate) fn intern(&mut self, text: &str) -> Name {
        if let Some(&name) = self.indices.get(text) {
            return name;
        }
        let name = Name(self.texts.len() as u32);
        let text: Rc<str> = text.into();
        self.texts.push(text.clone());
        self.indices.insert(text, name);
        name
    }

    pub(crate) fn text(&self, name: Name) -> &Rc<str> {
        &self.texts[name.0 as usize]
    }

    /// `text` as it is called in a class body `class`: `__x` becomes `_Class__x`.
    pub(crate) fn mangle(&mut self, class: Option<Name>, text: &str) -> Name {
        let private = text.starts_with("__") && !text.ends_with("__") && !text.contains('.');
        let Some(class) = class.filter(|_| private) else {
            return self.intern(text);
        };
        let class = self.text(class).clone();
        match class.trim_start_matches('_') {
            "" => self.intern(text),
            stripped => self.intern(&format!("_{stripped}{text}")),
        }
    }
}
