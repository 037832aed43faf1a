//! The binary form of a code template, for cache files and the packed library.
//!
//! Layout: magic with version, the table of strings (each once), then the template; all numbers are varints, except
//! instruction words and floats. Invariant: the reader accepts any bytes without panicking or allocating more than a
//! small multiple of their length; it checks form, not sense, so that untrusted bytes need [`crate::verify`] too.

mod read;
pub(crate) mod varint;
mod write;

pub use read::read_template;
pub use write::{constant_key, write_template};

/// First bytes of the binary form; the last one is the version, to be raised with every change of form or opcodes.
pub const MAGIC: [u8; 8] = *b"pyrscod\x01";

/// How deep constants and codes may nest.
const MAX_NESTING: u32 = 10_000;

/// Why bytes are no template.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MarshalError {
    /// Another kind of file, or made by another version.
    BadMagic,
    /// Truncated or damaged; the name of what was being read.
    Malformed(&'static str),
}

impl std::fmt::Display for MarshalError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            MarshalError::BadMagic => f.write_str("bad magic number in code file"),
            MarshalError::Malformed(what) => write!(f, "malformed {what} in code file"),
        }
    }
}

impl std::error::Error for MarshalError {}

/// Tags of constants.
mod tag {
    pub const NONE: u8 = 0;
    pub const FALSE: u8 = 1;
    pub const TRUE: u8 = 2;
    pub const ELLIPSIS: u8 = 3;
    pub const INT: u8 = 4;
    pub const BIG_POSITIVE: u8 = 5;
    pub const BIG_NEGATIVE: u8 = 6;
    pub const FLOAT: u8 = 7;
    pub const COMPLEX: u8 = 8;
    pub const STR: u8 = 9;
    pub const BYTES: u8 = 10;
    pub const TUPLE: u8 = 11;
    pub const FROZEN_SET: u8 = 12;
    pub const SLICE: u8 = 13;
    pub const CODE: u8 = 14;

    pub const SITE_CALL: u8 = 0;
    pub const SITE_NAME: u8 = 1;
    pub const SITE_KEYWORDS: u8 = 2;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CacheSite, CodeFlags, CodeTemplate, Constant, ExceptionEntry, Instr, Op};

    fn sample() -> CodeTemplate {
        let inner = CodeTemplate {
            name: "g".into(),
            qualname: "f.<locals>.g".into(),
            ..CodeTemplate::default()
        };
        CodeTemplate {
            name: "f".into(),
            qualname: "f".into(),
            first_line: 7,
            flags: CodeFlags::OPTIMIZED | CodeFlags::HAS_DOCSTRING,
            argcount: 2,
            posonly_argcount: 1,
            kwonly_argcount: 0,
            register_count: 12,
            varnames: vec!["a".into(), "b".into()],
            cellvars: vec![("a".into(), 0)],
            freevars: vec!["z".into()],
            first_free_register: 2,
            names: vec!["f".into(), "é".into()],
            constants: vec![
                Constant::None,
                Constant::Bool(true),
                Constant::Ellipsis,
                Constant::Int(i64::MIN),
                Constant::BigInt {
                    negative: true,
                    magnitude: vec![1, 2, 3, 4, 5, 6, 7, 8, 9],
                },
                Constant::Float(-0.0),
                Constant::Complex(1.5, f64::INFINITY),
                Constant::Str(b"\xed\xa0\x80".as_slice().into()),
                Constant::Bytes(b"\0\xff".as_slice().into()),
                Constant::Tuple(vec![Constant::FrozenSet(vec![Constant::Int(-1)])]),
                Constant::Slice(Box::new([Constant::None, Constant::Int(2), Constant::None])),
                Constant::Code(Box::new(inner)),
            ],
            instructions: vec![Instr::new(Op::Return, 0, 3, 0, 0)],
            caches: vec![CacheSite::Call, CacheSite::Name(1), CacheSite::Keywords(9)],
            exception_table: vec![ExceptionEntry {
                start: 0,
                end: 1,
                handler: 0,
                register: 3,
            }],
            positions: b"\x01\x00\x02".as_slice().into(),
        }
    }

    #[test]
    fn reads_back_what_it_writes() {
        let template = sample();
        let bytes = write_template(&template);
        assert_eq!(read_template(&bytes), Ok(template));
    }

    #[test]
    fn damaged_bytes_are_errors_or_other_templates() {
        let bytes = write_template(&sample());
        for end in 0..bytes.len() {
            assert!(read_template(&bytes[..end]).is_err(), "prefix of {end} bytes");
        }
        let mut state = 0x2545_f491_4f6c_dd1du64;
        for _ in 0..20_000 {
            let mut damaged = bytes.clone();
            for _ in 0..3 {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                let at = (state >> 8) as usize % damaged.len();
                damaged[at] = state as u8;
            }
            let _ = read_template(&damaged);
        }
        assert_eq!(read_template(b"pyrscod\x00rest"), Err(MarshalError::BadMagic));
    }
}
