//! Format strings: what each character stands for, and the layout of a whole string.

use pyrs_object::array::RawArray;
use pyrs_object::{PyResult, Raised, Ref, Thread};

/// How the bytes of numbers are ordered, and whether the platform's sizes and alignment count.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Mode {
    /// Most significant byte first.
    pub big: bool,
    /// Sizes and alignment of the platform's C compiler.
    pub native: bool,
}

/// What a format character stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Fill bytes.
    Pad,
    /// One byte as bytes.
    Char,
    /// bytes of fixed length.
    Bytes,
    /// bytes with their length in front.
    Pascal,
    /// A truth value.
    Bool,
    /// A signed integer.
    Signed,
    /// An unsigned integer.
    Unsigned,
    /// A pointer: an unsigned integer that may be given as a negative one.
    Pointer,
    /// A float.
    Float,
    /// A complex number: two floats.
    Complex,
}

struct Row {
    code: u8,
    kind: Kind,
    /// Bytes in the standard modes; 0 where the character is for the native mode only.
    standard: u8,
    native: u8,
    alignment: u8,
}

const fn row(code: u8, kind: Kind, standard: u8, native: u8, alignment: u8) -> Row {
    Row {
        code,
        kind,
        standard,
        native,
        alignment,
    }
}

const WORD: u8 = size_of::<usize>() as u8;

/// The one table of format characters.
static ROWS: &[Row] = &[
    row(b'x', Kind::Pad, 1, 1, 1),
    row(b'c', Kind::Char, 1, 1, 1),
    row(b's', Kind::Bytes, 1, 1, 1),
    row(b'p', Kind::Pascal, 1, 1, 1),
    row(b'?', Kind::Bool, 1, 1, 1),
    row(b'b', Kind::Signed, 1, 1, 1),
    row(b'B', Kind::Unsigned, 1, 1, 1),
    row(b'h', Kind::Signed, 2, 2, 2),
    row(b'H', Kind::Unsigned, 2, 2, 2),
    row(b'i', Kind::Signed, 4, 4, 4),
    row(b'I', Kind::Unsigned, 4, 4, 4),
    row(b'l', Kind::Signed, 4, WORD, WORD),
    row(b'L', Kind::Unsigned, 4, WORD, WORD),
    row(b'q', Kind::Signed, 8, 8, 8),
    row(b'Q', Kind::Unsigned, 8, 8, 8),
    row(b'n', Kind::Signed, 0, WORD, WORD),
    row(b'N', Kind::Unsigned, 0, WORD, WORD),
    row(b'P', Kind::Pointer, 0, WORD, WORD),
    row(b'e', Kind::Float, 2, 2, 2),
    row(b'f', Kind::Float, 4, 4, 4),
    row(b'd', Kind::Float, 8, 8, 8),
    row(b'F', Kind::Complex, 8, 8, 4),
    row(b'D', Kind::Complex, 16, 16, 8),
];

/// A run of equal fields.
#[derive(Clone, Copy)]
pub struct Run {
    /// Format character.
    pub code: u8,
    /// What it stands for.
    pub kind: Kind,
    /// Bytes of a field.
    pub size: usize,
    /// Number of fields; 1 for bytes of fixed length.
    pub count: usize,
    /// Of the first field, from the start.
    pub offset: usize,
}

/// Layout of a format.
pub struct Layout {
    /// Byte order and sizes.
    pub mode: Mode,
    /// Runs in order, without padding.
    pub runs: Vec<Run>,
    /// Bytes in all.
    pub size: usize,
    /// Number of values.
    pub count: usize,
}

/// Why a format is refused.
pub enum Refusal {
    /// An unknown character.
    BadChar,
    /// A number at the end.
    CountWithoutChar,
    /// More bytes than there can be.
    TooLong,
    /// A NUL.
    Null,
}

impl Refusal {
    /// The message.
    pub fn text(&self) -> &'static str {
        match self {
            Refusal::BadChar => "bad char in struct format",
            Refusal::CountWithoutChar => "repeat count given without format specifier",
            Refusal::TooLong => "total struct size too long",
            Refusal::Null => "embedded null character",
        }
    }
}

fn split_mode(format: &[u8]) -> (Mode, &[u8]) {
    let big_machine = cfg!(target_endian = "big");
    let (big, native) = match format.first() {
        Some(b'<') => (false, false),
        Some(b'>' | b'!') => (true, false),
        Some(b'=') => (big_machine, false),
        Some(b'@') => (big_machine, true),
        _ => {
            let mode = Mode {
                big: big_machine,
                native: true,
            };
            return (mode, format);
        }
    };
    (Mode { big, native }, &format[1..])
}

/// Computes the layout of a format.
pub fn parse(format: &[u8]) -> Result<Layout, Refusal> {
    if format.contains(&0) {
        return Err(Refusal::Null);
    }
    let (mode, mut rest) = split_mode(format);
    let mut layout = Layout {
        mode,
        runs: Vec::new(),
        size: 0,
        count: 0,
    };
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        if matches!(first, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c) {
            continue;
        }
        let mut code = first;
        let mut count = 1usize;
        if first.is_ascii_digit() {
            count = 0;
            loop {
                let digit = usize::from(code - b'0');
                count = count
                    .checked_mul(10)
                    .and_then(|count| count.checked_add(digit))
                    .filter(|count| *count <= isize::MAX as usize)
                    .ok_or(Refusal::TooLong)?;
                let Some((&next, after)) = rest.split_first() else {
                    return Err(Refusal::CountWithoutChar);
                };
                (code, rest) = (next, after);
                if !code.is_ascii_digit() {
                    break;
                }
            }
        }
        layout.add(code, count)?;
    }
    Ok(layout)
}

impl Layout {
    fn add(&mut self, code: u8, count: usize) -> Result<(), Refusal> {
        let native = self.mode.native;
        let row = ROWS
            .iter()
            .find(|row| row.code == code && (native || row.standard != 0));
        let Some(row) = row else {
            return Err(Refusal::BadChar);
        };
        let size = usize::from(if native { row.native } else { row.standard });
        let alignment = if native { usize::from(row.alignment) } else { 1 };
        let offset = self.size.checked_next_multiple_of(alignment).ok_or(Refusal::TooLong)?;
        self.size = count
            .checked_mul(size)
            .and_then(|bytes| bytes.checked_add(offset))
            .filter(|size| *size <= isize::MAX as usize)
            .ok_or(Refusal::TooLong)?;
        let (size, count) = match row.kind {
            Kind::Pad => return Ok(()),
            Kind::Bytes | Kind::Pascal => (count, 1),
            _ => (size, count),
        };
        if count == 0 {
            return Ok(());
        }
        self.count += count;
        self.runs.push(Run {
            code,
            kind: row.kind,
            size,
            count,
            offset,
        });
        Ok(())
    }
}

const RUN_BYTES: usize = size_of::<Run>();

/// The runs in an array of the heap.
pub fn store(thread: &mut Thread, runs: &[Run]) -> PyResult<Ref<RawArray>> {
    let array = RawArray::new(thread, runs.len() * RUN_BYTES)?;
    for (index, run) in runs.iter().enumerate() {
        // SAFETY: the array has room for all runs.
        unsafe { array.data_ptr().cast::<Run>().add(index).write_unaligned(*run) };
    }
    Ok(array)
}

/// Run `index` of an array that [`store`] made of at least `index + 1` runs.
pub fn load(array: Ref<RawArray>, index: usize) -> Run {
    assert!((index + 1) * RUN_BYTES <= array.capacity());
    // SAFETY: `store` wrote a run there.
    unsafe { array.data_ptr().cast::<Run>().add(index).read_unaligned() }
}

/// Raises `struct.error` for a format that is refused.
#[cold]
pub fn refuse(thread: &mut Thread, refusal: &Refusal) -> Raised {
    super::error(thread, format_args!("{}", refusal.text()))
}
