//! Template to bytes.

use std::collections::HashMap;

use super::varint::{write_unsigned, zigzag};
use super::{MAGIC, tag};
use crate::{CacheSite, CodeTemplate, Constant};

/// The binary form of `template`.
pub fn write_template(template: &CodeTemplate) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.template(template);
    let mut out = MAGIC.to_vec();
    write_unsigned(&mut out, writer.strings.len() as u64);
    for string in &writer.strings {
        write_unsigned(&mut out, string.len() as u64);
        out.extend_from_slice(string);
    }
    out.extend_from_slice(&writer.out);
    out
}

/// Bytes that are equal for two constants exactly if they are the same constant: of one type, floats bit by bit.
pub fn constant_key(constant: &Constant) -> Vec<u8> {
    let mut writer = Writer {
        inline_strings: true,
        ..Writer::default()
    };
    writer.constant(constant);
    writer.out
}

#[derive(Default)]
struct Writer<'t> {
    out: Vec<u8>,
    strings: Vec<&'t [u8]>,
    indices: HashMap<&'t [u8], u64>,
    inline_strings: bool,
}

impl<'t> Writer<'t> {
    fn number(&mut self, value: impl Into<u64>) {
        write_unsigned(&mut self.out, value.into());
    }

    fn length(&mut self, length: usize) {
        write_unsigned(&mut self.out, length as u64);
    }

    fn string(&mut self, string: &'t [u8]) {
        if self.inline_strings {
            self.length(string.len());
            self.out.extend_from_slice(string);
            return;
        }
        let next = self.strings.len() as u64;
        let index = *self.indices.entry(string).or_insert(next);
        if index == next {
            self.strings.push(string);
        }
        self.number(index);
    }

    fn text_list(&mut self, list: &'t [Box<str>]) {
        self.length(list.len());
        for text in list {
            self.string(text.as_bytes());
        }
    }

    fn float(&mut self, value: f64) {
        self.out.extend_from_slice(&value.to_bits().to_le_bytes());
    }

    fn constants(&mut self, tag: u8, items: &'t [Constant]) {
        self.out.push(tag);
        self.length(items.len());
        for item in items {
            self.constant(item);
        }
    }

    fn constant(&mut self, constant: &'t Constant) {
        match constant {
            Constant::None => self.out.push(tag::NONE),
            Constant::Bool(value) => self.out.push(if *value { tag::TRUE } else { tag::FALSE }),
            Constant::Ellipsis => self.out.push(tag::ELLIPSIS),
            Constant::Int(value) => {
                self.out.push(tag::INT);
                self.number(zigzag(*value));
            }
            Constant::BigInt { negative, magnitude } => {
                self.out.push(if *negative {
                    tag::BIG_NEGATIVE
                } else {
                    tag::BIG_POSITIVE
                });
                self.string(magnitude);
            }
            Constant::Float(value) => {
                self.out.push(tag::FLOAT);
                self.float(*value);
            }
            Constant::Complex(real, imaginary) => {
                self.out.push(tag::COMPLEX);
                self.float(*real);
                self.float(*imaginary);
            }
            Constant::Str(bytes) => {
                self.out.push(tag::STR);
                self.string(bytes);
            }
            Constant::Bytes(bytes) => {
                self.out.push(tag::BYTES);
                self.string(bytes);
            }
            Constant::Tuple(items) => self.constants(tag::TUPLE, items),
            Constant::FrozenSet(items) => self.constants(tag::FROZEN_SET, items),
            Constant::Slice(parts) => {
                self.out.push(tag::SLICE);
                parts.iter().for_each(|part| self.constant(part));
            }
            Constant::Code(code) => {
                self.out.push(tag::CODE);
                self.template(code);
            }
        }
    }

    fn template(&mut self, t: &'t CodeTemplate) {
        self.string(t.name.as_bytes());
        self.string(t.qualname.as_bytes());
        for value in [
            t.first_line,
            t.flags.bits(),
            t.argcount,
            t.posonly_argcount,
            t.kwonly_argcount,
        ] {
            self.number(value);
        }
        self.number(t.register_count);
        self.number(t.first_free_register);
        self.text_list(&t.varnames);
        self.length(t.cellvars.len());
        for (name, register) in &t.cellvars {
            self.string(name.as_bytes());
            self.number(*register);
        }
        self.text_list(&t.freevars);
        self.text_list(&t.names);
        self.length(t.caches.len());
        for site in &t.caches {
            match *site {
                CacheSite::Call => self.out.push(tag::SITE_CALL),
                CacheSite::Name(index) => {
                    self.out.push(tag::SITE_NAME);
                    self.number(index);
                }
                CacheSite::Keywords(index) => {
                    self.out.push(tag::SITE_KEYWORDS);
                    self.number(index);
                }
            }
        }
        self.length(t.exception_table.len());
        for entry in &t.exception_table {
            for value in [entry.start, entry.end, entry.handler, u32::from(entry.register)] {
                self.number(value);
            }
        }
        self.string(&t.positions);
        self.length(t.instructions.len());
        for instr in &t.instructions {
            self.out.extend_from_slice(&instr.0.to_le_bytes());
        }
        self.length(t.constants.len());
        for constant in &t.constants {
            self.constant(constant);
        }
    }
}
