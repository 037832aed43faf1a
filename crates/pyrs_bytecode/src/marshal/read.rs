//! Bytes to template.

use super::varint::{read_unsigned, unzigzag};
use super::{MAGIC, MAX_NESTING, MarshalError, tag};
use crate::{CacheSite, CodeFlags, CodeTemplate, Constant, ExceptionEntry, Instr};

/// Stack that one level of nesting needs at most; the reader grows the stack when less is left.
const STACK_RED_ZONE: usize = 64 << 10;
const STACK_SEGMENT: usize = 1 << 20;

/// The template that `bytes` hold.
pub fn read_template(bytes: &[u8]) -> Result<CodeTemplate, MarshalError> {
    let rest = bytes.strip_prefix(&MAGIC).ok_or(MarshalError::BadMagic)?;
    let mut reader = Reader {
        rest,
        strings: Vec::new(),
        depth: 0,
    };
    let count = reader.length("string table")?;
    reader.strings.reserve(count);
    for _ in 0..count {
        let length = reader.length("string")?;
        let string = reader.bytes(length, "string")?;
        reader.strings.push(string);
    }
    let template = reader.template()?;
    if reader.rest.is_empty() {
        Ok(template)
    } else {
        Err(MarshalError::Malformed("end"))
    }
}

struct Reader<'b> {
    rest: &'b [u8],
    strings: Vec<&'b [u8]>,
    depth: u32,
}

type Read<T> = Result<T, MarshalError>;

impl<'b> Reader<'b> {
    fn bytes(&mut self, length: usize, what: &'static str) -> Read<&'b [u8]> {
        let (taken, rest) = self
            .rest
            .split_at_checked(length)
            .ok_or(MarshalError::Malformed(what))?;
        self.rest = rest;
        Ok(taken)
    }

    fn byte(&mut self, what: &'static str) -> Read<u8> {
        Ok(self.bytes(1, what)?[0])
    }

    fn number<T: TryFrom<u64>>(&mut self, what: &'static str) -> Read<T> {
        let value = read_unsigned(&mut self.rest).ok_or(MarshalError::Malformed(what))?;
        value.try_into().map_err(|_| MarshalError::Malformed(what))
    }

    /// A count of things that take at least a byte each: more than there are bytes left is damage.
    fn length(&mut self, what: &'static str) -> Read<usize> {
        let length = self.number(what)?;
        if length > self.rest.len() {
            Err(MarshalError::Malformed(what))
        } else {
            Ok(length)
        }
    }

    fn string(&mut self, what: &'static str) -> Read<&'b [u8]> {
        let index: usize = self.number(what)?;
        self.strings.get(index).copied().ok_or(MarshalError::Malformed(what))
    }

    fn text(&mut self, what: &'static str) -> Read<Box<str>> {
        let text = std::str::from_utf8(self.string(what)?).map_err(|_| MarshalError::Malformed(what))?;
        Ok(text.into())
    }

    fn list<T>(&mut self, what: &'static str, mut item: impl FnMut(&mut Self) -> Read<T>) -> Read<Vec<T>> {
        let count = self.length(what)?;
        let mut list = Vec::new();
        for _ in 0..count {
            list.push(item(self)?);
        }
        Ok(list)
    }

    fn float(&mut self) -> Read<f64> {
        let mut bits = [0; 8];
        bits.copy_from_slice(self.bytes(8, "float")?);
        Ok(f64::from_bits(u64::from_le_bytes(bits)))
    }

    fn nested<T>(&mut self, f: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        if self.depth >= MAX_NESTING {
            return Err(MarshalError::Malformed("nesting"));
        }
        self.depth += 1;
        let result = stacker::maybe_grow(STACK_RED_ZONE, STACK_SEGMENT, || f(self));
        self.depth -= 1;
        result
    }

    fn constant(&mut self) -> Read<Constant> {
        let tag = self.byte("constant")?;
        Ok(match tag {
            tag::NONE => Constant::None,
            tag::FALSE => Constant::Bool(false),
            tag::TRUE => Constant::Bool(true),
            tag::ELLIPSIS => Constant::Ellipsis,
            tag::INT => Constant::Int(unzigzag(self.number("int")?)),
            tag::BIG_POSITIVE | tag::BIG_NEGATIVE => Constant::BigInt {
                negative: tag == tag::BIG_NEGATIVE,
                magnitude: self.string("int")?.to_vec(),
            },
            tag::FLOAT => Constant::Float(self.float()?),
            tag::COMPLEX => Constant::Complex(self.float()?, self.float()?),
            tag::STR => Constant::Str(self.string("str")?.into()),
            tag::BYTES => Constant::Bytes(self.string("bytes")?.into()),
            tag::TUPLE => Constant::Tuple(self.nested(|r| r.list("tuple", Self::constant))?),
            tag::FROZEN_SET => Constant::FrozenSet(self.nested(|r| r.list("frozenset", Self::constant))?),
            tag::SLICE => Constant::Slice(Box::new(
                self.nested(|r| Ok([r.constant()?, r.constant()?, r.constant()?]))?,
            )),
            tag::CODE => Constant::Code(Box::new(self.nested(Self::template)?)),
            _ => return Err(MarshalError::Malformed("constant")),
        })
    }

    fn cache_site(&mut self) -> Read<CacheSite> {
        match self.byte("cache site")? {
            tag::SITE_CALL => Ok(CacheSite::Call),
            tag::SITE_NAME => Ok(CacheSite::Name(self.number("cache site")?)),
            tag::SITE_KEYWORDS => Ok(CacheSite::Keywords(self.number("cache site")?)),
            _ => Err(MarshalError::Malformed("cache site")),
        }
    }

    fn exception_entry(&mut self) -> Read<ExceptionEntry> {
        Ok(ExceptionEntry {
            start: self.number("exception table")?,
            end: self.number("exception table")?,
            handler: self.number("exception table")?,
            register: self.number("exception table")?,
        })
    }

    fn instructions(&mut self) -> Read<Vec<Instr>> {
        let count = self.length("instructions")?;
        let length = count.checked_mul(8).ok_or(MarshalError::Malformed("instructions"))?;
        let words = self.bytes(length, "instructions")?.chunks_exact(8);
        Ok(words
            .map(|word| Instr(word.iter().rev().fold(0, |value, &byte| value << 8 | u64::from(byte))))
            .collect())
    }

    fn template(&mut self) -> Read<CodeTemplate> {
        let name = self.text("name")?;
        let qualname = self.text("qualname")?;
        let first_line = self.number("first line")?;
        let flags = CodeFlags::from_bits(self.number("flags")?).ok_or(MarshalError::Malformed("flags"))?;
        Ok(CodeTemplate {
            name,
            qualname,
            first_line,
            flags,
            argcount: self.number("argcount")?,
            posonly_argcount: self.number("argcount")?,
            kwonly_argcount: self.number("argcount")?,
            register_count: self.number("register count")?,
            first_free_register: self.number("register count")?,
            varnames: self.list("varnames", |r| r.text("varnames"))?,
            cellvars: self.list("cellvars", |r| Ok((r.text("cellvars")?, r.number("cellvars")?)))?,
            freevars: self.list("freevars", |r| r.text("freevars"))?,
            names: self.list("names", |r| r.text("names"))?,
            caches: self.list("caches", Self::cache_site)?,
            exception_table: self.list("exception table", Self::exception_entry)?,
            positions: self.string("positions")?.into(),
            instructions: self.instructions()?,
            constants: self.list("constants", Self::constant)?,
        })
    }
}
