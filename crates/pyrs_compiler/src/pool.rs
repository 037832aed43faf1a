//! Constants, names and cache sites of a code under construction.

use std::collections::HashMap;

use pyrs_bytecode::marshal::constant_key;
use pyrs_bytecode::{CacheSite, CodeTemplate, Constant, Op};

use crate::names::{Interner, Name, NameMap};

/// Cache sites that are not shared; beyond, instructions with one opcode and name share theirs.
const OWN_SITES: usize = 60_000;
/// Names that 16-bit operands can index.
const NAME_LIMIT: usize = 65_536;

/// The pools.
#[derive(Default)]
pub(crate) struct Pool {
    pub(crate) constants: Vec<Constant>,
    constant_indices: HashMap<Vec<u8>, u32>,
    names: Vec<Name>,
    name_indices: NameMap<Name, u32>,
    pub(crate) caches: Vec<CacheSite>,
    shared_sites: HashMap<(u8, u32), u16>,
    overflow: bool,
}

impl Pool {
    pub(crate) fn constant(&mut self, constant: Constant) -> i32 {
        let next = self.constants.len() as u32;
        let index = *self.constant_indices.entry(constant_key(&constant)).or_insert(next);
        if index == next {
            self.constants.push(constant);
        }
        index as i32
    }

    pub(crate) fn code(&mut self, code: CodeTemplate) -> i32 {
        self.constants.push(Constant::Code(Box::new(code)));
        self.constants.len() as i32 - 1
    }

    pub(crate) fn name(&mut self, name: Name) -> u16 {
        let next = self.names.len() as u32;
        let index = *self.name_indices.entry(name).or_insert(next);
        if index == next {
            self.names.push(name);
            self.overflow |= self.names.len() > NAME_LIMIT;
        }
        index as u16
    }

    /// The cache site of an instruction with a name. Names of variables share one site for each opcode: what is cached
    /// is the same for all of them.
    pub(crate) fn name_site(&mut self, op: Op, name: Name) -> u16 {
        let index = u32::from(self.name(name));
        let variable = matches!(op, Op::LoadGlobal | Op::StoreGlobal | Op::LoadName | Op::StoreName);
        self.site(op, CacheSite::Name(index), variable)
    }

    pub(crate) fn call_site(&mut self, op: Op) -> u16 {
        self.site(op, CacheSite::Call, false)
    }

    pub(crate) fn keyword_site(&mut self, op: Op, names: Constant) -> u16 {
        let index = self.constant(names) as u32;
        self.site(op, CacheSite::Keywords(index), false)
    }

    fn site(&mut self, op: Op, site: CacheSite, share: bool) -> u16 {
        if !share && self.caches.len() < OWN_SITES {
            self.caches.push(site);
            return self.caches.len() as u16 - 1;
        }
        let index = match site {
            CacheSite::Call => 0,
            CacheSite::Name(index) | CacheSite::Keywords(index) => index,
        };
        if let Some(&shared) = self.shared_sites.get(&(op as u8, index)) {
            return shared;
        }
        self.overflow |= self.caches.len() > usize::from(u16::MAX);
        let shared = self.caches.len() as u16;
        self.caches.push(site);
        self.shared_sites.insert((op as u8, index), shared);
        shared
    }

    /// Whether 16-bit operands were not enough.
    pub(crate) fn overflowed(&self) -> bool {
        self.overflow
    }

    pub(crate) fn name_texts(&self, interner: &Interner) -> Vec<Box<str>> {
        self.names
            .iter()
            .map(|name| Box::from(&**interner.text(*name)))
            .collect()
    }
}
