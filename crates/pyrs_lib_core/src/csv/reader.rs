//! Reading records.
//!
//! A record is read within one call, over as many lines as it has; between calls there is no state but the count.

use super::characters::Characters;
use super::dialect::{self, DialectObject, Quoting, Rules, is_line_end};
use super::{error, field_limit};
use crate::collect::wrong_receiver;
use pyrs_macros::pymethods;
use pyrs_object::header::{Field, Header};
use pyrs_object::list::ListObject;
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::{Chars, as_str};
use pyrs_object::type_object::class_of;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, core, heap_object, none, protocol};
use std::cell::Cell;

/// A reader.
#[repr(C)]
pub struct ReaderObject {
    header: Header,
    lines: Field<Option<Value>>,
    dialect: Field<Option<Ref<DialectObject>>>,
    line_count: Cell<usize>,
}
heap_object!(ReaderObject, "_csv.reader", READER_LAYOUT, [lines, dialect]);

/// `_csv.Reader`.
pub static READER: NativeClass =
    NativeClass::new("_csv", "reader", &READER_LAYOUT).methods(ReaderMethods::TYPE_METHODS);

/// `reader(iterable, dialect, **parameters)`.
pub fn new(thread: &mut Thread, args: Args) -> PyResult<Value> {
    let (lines, base) = match *args.positional() {
        [lines] => (lines, None),
        [lines, base] => (lines, Some(base)),
        [] => return Err(thread.type_error(format_args!("reader expected at least 1 argument, got 0"))),
        ref more => {
            let count = more.len();
            return Err(thread.type_error(format_args!("reader expected at most 2 arguments, got {count}")));
        }
    };
    let lines = protocol::iter(thread, lines)?;
    let dialect = dialect::make(thread, base, args)?;
    let reader: Ref<ReaderObject> = READER.get().allocate_instance(thread)?;
    reader.lines.set(reader, Some(lines));
    reader.dialect.set(reader, Some(dialect));
    Ok(reader.value())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    RecordStart,
    FieldStart,
    Escaped,
    /// Behind an escaped line end.
    EscapedLineEnd,
    InField,
    InQuotes,
    EscapedInQuotes,
    /// Behind a quote in a quoted field: its end, or the first of two.
    QuoteInQuotes,
    /// Behind the line end of a record.
    LineEnd,
}

/// A record that is being read.
struct Record {
    rules: Rules,
    state: State,
    fields: Ref<ListObject>,
    field: Characters,
    quoted: bool,
}

const LINE_FEED: u32 = 0x0a;
const SPACE: u32 = 0x20;

impl Record {
    fn push(&mut self, thread: &mut Thread, character: u32) -> PyResult<()> {
        let limit = field_limit();
        if self.field.len() as i64 >= limit {
            return Err(error(thread, format_args!("field larger than field limit ({limit})")));
        }
        self.field.push(character);
        Ok(())
    }

    fn save(&mut self, thread: &mut Thread) -> PyResult<()> {
        let (empty, plain) = (self.field.is_empty(), !self.quoted);
        let quoting = self.rules.quoting;
        let value = if plain && empty && matches!(quoting, Quoting::NotNull | Quoting::Strings) {
            none()
        } else {
            let text = self.field.to_str(thread)?.value();
            let number = plain && !empty && matches!(quoting, Quoting::NonNumeric | Quoting::Strings);
            match number {
                true => protocol::call(thread, core().types.float.get().value(), &[text])?,
                false => text,
            }
        };
        self.field.clear();
        self.quoted = false;
        self.fields.push(thread, value)
    }

    /// How many of the next characters only add to the field.
    fn plain_run(&self, bytes: &[u8]) -> usize {
        let rules = &self.rules;
        let is = |special: Option<u32>, byte: u8| special == Some(u32::from(byte));
        let quote = rules.quote.filter(|_| rules.quoting != Quoting::Never);
        let end = match self.state {
            State::InQuotes => bytes
                .iter()
                .position(|byte| is(quote, *byte) || is(rules.escape, *byte)),
            State::RecordStart | State::FieldStart | State::InField => {
                let starts = self.state != State::InField;
                let first = bytes.first().copied().unwrap_or(b'\n');
                if starts && (is(quote, first) || first == b' ' && rules.skip_space) {
                    return 0;
                }
                let (delimiter, escape) = (rules.delimiter, rules.escape);
                bytes.iter().position(|byte| {
                    matches!(byte, b'\n' | b'\r') || u32::from(*byte) == delimiter || is(escape, *byte)
                })
            }
            _ => return 0,
        };
        end.unwrap_or(bytes.len())
    }

    /// The characters of a line.
    fn feed_narrow(&mut self, thread: &mut Thread, bytes: &[u8]) -> PyResult<()> {
        let mut rest = bytes;
        while !rest.is_empty() {
            let run = self.plain_run(rest);
            let fits = (self.field.len() + run) as i64 <= field_limit();
            if run > 0 && fits {
                self.field.extend_narrow(&rest[..run]);
                rest = &rest[run..];
                if self.state != State::InQuotes {
                    self.state = State::InField;
                }
            }
            if let Some((first, behind)) = rest.split_first() {
                self.feed(thread, Some(u32::from(*first)))?;
                rest = behind;
            }
        }
        Ok(())
    }

    /// Ends the record at a line end (`Some`) or the end of the line (`None`).
    fn end(&mut self, thread: &mut Thread, character: Option<u32>) -> PyResult<()> {
        self.save(thread)?;
        self.state = match character {
            Some(_) => State::LineEnd,
            None => State::RecordStart,
        };
        Ok(())
    }

    fn start_field(&mut self, thread: &mut Thread, character: Option<u32>) -> PyResult<()> {
        let Some(c) = character.filter(|c| !is_line_end(*c)) else {
            return self.end(thread, character);
        };
        if self.rules.quote == Some(c) && self.rules.quoting != Quoting::Never {
            self.quoted = true;
            self.state = State::InQuotes;
        } else if self.rules.escape == Some(c) {
            self.state = State::Escaped;
        } else if c == SPACE && self.rules.skip_space {
            self.state = State::FieldStart;
        } else if c == self.rules.delimiter {
            self.save(thread)?;
            self.state = State::FieldStart;
        } else {
            self.push(thread, c)?;
            self.state = State::InField;
        }
        Ok(())
    }

    fn in_field(&mut self, thread: &mut Thread, character: Option<u32>) -> PyResult<()> {
        let Some(c) = character.filter(|c| !is_line_end(*c)) else {
            return self.end(thread, character);
        };
        if self.rules.escape == Some(c) {
            self.state = State::Escaped;
        } else if c == self.rules.delimiter {
            self.save(thread)?;
            self.state = State::FieldStart;
        } else {
            self.push(thread, c)?;
            self.state = State::InField;
        }
        Ok(())
    }

    fn in_quotes(&mut self, thread: &mut Thread, character: Option<u32>) -> PyResult<()> {
        match character {
            None => {}
            Some(c) if self.rules.escape == Some(c) => self.state = State::EscapedInQuotes,
            Some(c) if self.rules.quote == Some(c) && self.rules.quoting != Quoting::Never => {
                self.state = match self.rules.double_quote {
                    true => State::QuoteInQuotes,
                    false => State::InField,
                };
            }
            Some(c) => self.push(thread, c)?,
        }
        Ok(())
    }

    fn behind_quote(&mut self, thread: &mut Thread, character: Option<u32>) -> PyResult<()> {
        let Some(c) = character.filter(|c| !is_line_end(*c)) else {
            return self.end(thread, character);
        };
        if self.rules.quoting != Quoting::Never && self.rules.quote == Some(c) {
            self.push(thread, c)?;
            self.state = State::InQuotes;
        } else if c == self.rules.delimiter {
            self.save(thread)?;
            self.state = State::FieldStart;
        } else if self.rules.strict {
            let shown = |c: u32| char::from_u32(c).unwrap_or(char::REPLACEMENT_CHARACTER);
            let (delimiter, quote) = (shown(self.rules.delimiter), shown(self.rules.quote.unwrap_or(c)));
            return Err(error(thread, format_args!("'{delimiter}' expected after '{quote}'")));
        } else {
            self.push(thread, c)?;
            self.state = State::InField;
        }
        Ok(())
    }

    /// One character of a line, or its end.
    fn feed(&mut self, thread: &mut Thread, character: Option<u32>) -> PyResult<()> {
        match (self.state, character) {
            (State::RecordStart, None) | (State::EscapedLineEnd, None) => Ok(()),
            (State::RecordStart, Some(c)) if is_line_end(c) => {
                self.state = State::LineEnd;
                Ok(())
            }
            (State::RecordStart | State::FieldStart, _) => self.start_field(thread, character),
            (State::Escaped, Some(c)) if is_line_end(c) => {
                self.push(thread, c)?;
                self.state = State::EscapedLineEnd;
                Ok(())
            }
            (State::Escaped, _) => {
                self.push(thread, character.unwrap_or(LINE_FEED))?;
                self.state = State::InField;
                Ok(())
            }
            (State::EscapedLineEnd | State::InField, _) => self.in_field(thread, character),
            (State::InQuotes, _) => self.in_quotes(thread, character),
            (State::EscapedInQuotes, _) => {
                self.push(thread, character.unwrap_or(LINE_FEED))?;
                self.state = State::InQuotes;
                Ok(())
            }
            (State::QuoteInQuotes, _) => self.behind_quote(thread, character),
            (State::LineEnd, None) => {
                self.state = State::RecordStart;
                Ok(())
            }
            (State::LineEnd, Some(c)) if is_line_end(c) => Ok(()),
            (State::LineEnd, Some(_)) => Err(error(
                thread,
                format_args!(
                    "new-line character seen in unquoted field - do you need to open the file with newline=''?"
                ),
            )),
        }
    }
}

fn read(thread: &mut Thread, this: Ref<ReaderObject>) -> PyResult<Option<Value>> {
    let (Some(lines), Some(dialect)) = (this.lines.get(), this.dialect.get()) else {
        return Ok(None);
    };
    let mut record = Record {
        rules: dialect.rules(),
        state: State::RecordStart,
        fields: ListObject::with_capacity(thread, 0)?,
        field: Characters::default(),
        quoted: false,
    };
    loop {
        let Some(line) = protocol::next(thread, lines)? else {
            if record.field.is_empty() && record.state != State::InQuotes {
                return Ok(None);
            }
            if record.rules.strict {
                return Err(error(thread, format_args!("unexpected end of data")));
            }
            record.save(thread)?;
            break;
        };
        let Some(text) = as_str(line) else {
            let class = class_of(line).name_for_message();
            return Err(error(
                thread,
                format_args!("iterator should return strings, not {class} (the file should be opened in text mode)"),
            ));
        };
        this.line_count.set(this.line_count.get() + 1);
        match text.chars_unbound() {
            Chars::One(bytes) => record.feed_narrow(thread, bytes)?,
            chars => {
                for character in chars.iter() {
                    record.feed(thread, Some(character))?;
                }
            }
        }
        record.feed(thread, None)?;
        if record.state == State::RecordStart {
            break;
        }
    }
    Ok(Some(record.fields.value()))
}

/// Holds the methods of readers.
pub struct ReaderMethods;

/// CSV reader
///
/// Reader objects are responsible for reading and parsing tabular data
/// in CSV format.
#[pymethods]
impl ReaderMethods {
    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        match this.downcast() {
            Some(this) => read(thread, this),
            None => Err(wrong_receiver(thread, "_csv.reader", this)),
        }
    }

    #[getter]
    fn dialect(_thread: &mut Thread, this: Ref<ReaderObject>) -> Option<Ref<DialectObject>> {
        this.dialect.get()
    }

    #[getter]
    fn line_num(_thread: &mut Thread, this: Ref<ReaderObject>) -> usize {
        this.line_count.get()
    }
}
