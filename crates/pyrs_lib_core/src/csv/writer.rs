//! Writing records.

use super::characters::Characters;
use super::dialect::{self, DialectObject, Quoting, Rules, is_line_end};
use super::{StrObject, error};
use pyrs_macros::pymethods;
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::slots::UnaryOp;
use pyrs_object::str::{Chars, as_str};
use pyrs_object::type_object::class_of;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, core, heap_object, none, protocol};

/// A writer.
#[repr(C)]
pub struct WriterObject {
    header: Header,
    write: Field<Option<Value>>,
    dialect: Field<Option<Ref<DialectObject>>>,
}
heap_object!(WriterObject, "_csv.writer", WRITER_LAYOUT, [write, dialect]);

/// `_csv.Writer`.
pub static WRITER: NativeClass =
    NativeClass::new("_csv", "writer", &WRITER_LAYOUT).methods(WriterMethods::TYPE_METHODS);

/// `writer(file, dialect, **parameters)`.
pub fn new(thread: &mut Thread, args: Args) -> PyResult<Value> {
    let (file, base) = match *args.positional() {
        [file] => (file, None),
        [file, base] => (file, Some(base)),
        [] => return Err(thread.type_error(format_args!("writer expected at least 1 argument, got 0"))),
        ref more => {
            let count = more.len();
            return Err(thread.type_error(format_args!("writer expected at most 2 arguments, got {count}")));
        }
    };
    let dialect = dialect::make(thread, base, args)?;
    let name = StrObject::intern(thread, "write")?;
    let write = protocol::getattr_optional(thread, file, name)?;
    let Some(write) = write.filter(|write| class_of(*write).slot(|s| s.call).is_some()) else {
        return Err(thread.type_error(format_args!("argument 1 must have a \"write\" method")));
    };
    let writer: Ref<WriterObject> = WRITER.get().allocate_instance(thread)?;
    writer.write.set(writer, Some(write));
    writer.dialect.set(writer, Some(dialect));
    Ok(writer.value())
}

/// A record that is being written.
struct Line {
    rules: Rules,
    line_end: Option<Ref<StrObject>>,
    /// Whether the line end has other characters than those that always count as such.
    own_end: bool,
    text: Characters,
    fields: usize,
}

impl Line {
    fn new(dialect: Ref<DialectObject>) -> Line {
        let line_end = dialect.line_end.get();
        Line {
            rules: dialect.rules(),
            line_end,
            own_end: line_end.is_some_and(|end| !end.chars().iter().all(is_line_end)),
            text: Characters::default(),
            fields: 0,
        }
    }

    /// Whether a character must be quoted or escaped.
    #[inline]
    fn is_special(&self, character: u32) -> bool {
        let special = Some(character);
        character == self.rules.delimiter
            || special == self.rules.escape
            || special == self.rules.quote
            || is_line_end(character)
            || self.own_end
                && self
                    .line_end
                    .is_some_and(|end| end.chars().iter().any(|c| c == character))
    }

    /// Adds a field; `null` for None.
    fn add(&mut self, thread: &mut Thread, field: Chars, quoted: bool, null: bool) -> PyResult<()> {
        if self.fields > 0 {
            self.text.push(self.rules.delimiter);
        }
        self.fields += 1;
        let mut quoted = quoted;
        if field.is_empty() && self.rules.delimiter == u32::from(b' ') && self.rules.skip_space {
            if never_quoted(self.rules.quoting, null) {
                return Err(error(
                    thread,
                    format_args!("empty field must be quoted if delimiter is a space and skipinitialspace is true"),
                ));
            }
            quoted = true;
        }
        let special = match field {
            Chars::One(bytes) => bytes.iter().any(|byte| self.is_special(u32::from(*byte))),
            chars => chars.iter().any(|character| self.is_special(character)),
        };
        if special {
            return self.add_special(thread, field, quoted);
        }
        let quote = self.rules.quote.filter(|_| quoted);
        quote.into_iter().for_each(|quote| self.text.push(quote));
        self.text.extend(field);
        quote.into_iter().for_each(|quote| self.text.push(quote));
        Ok(())
    }

    /// Adds a field some of whose characters are special.
    fn add_special(&mut self, thread: &mut Thread, field: Chars, quoted: bool) -> PyResult<()> {
        let mut quoted = quoted;
        let mut out = Characters::default();
        for c in field.iter() {
            let is = |special: Option<u32>| special == Some(c);
            let special = self.is_special(c);
            let mut escape = special && self.rules.quoting == Quoting::Never;
            if special && !escape {
                if is(self.rules.quote) && self.rules.double_quote {
                    out.push(c);
                } else {
                    escape = is(self.rules.quote) || is(self.rules.escape);
                }
                quoted |= !escape;
            }
            if escape {
                match self.rules.escape {
                    Some(escape) => out.push(escape),
                    None => return Err(error(thread, format_args!("need to escape, but no escapechar set"))),
                }
            }
            out.push(c);
        }
        let quote = self.rules.quote.filter(|_| quoted);
        quote.into_iter().for_each(|quote| self.text.push(quote));
        self.text.append(&out);
        quote.into_iter().for_each(|quote| self.text.push(quote));
        Ok(())
    }
}

fn never_quoted(quoting: Quoting, null: bool) -> bool {
    quoting == Quoting::Never || null && matches!(quoting, Quoting::Strings | Quoting::NotNull)
}

/// Whether a value counts as a number: it can be converted to one.
fn is_number(thread: &mut Thread, value: Value) -> PyResult<bool> {
    let class = class_of(value);
    if class.is_subtype(core().types.complex.get()) {
        return Ok(true);
    }
    for op in [UnaryOp::Float, UnaryOp::Index, UnaryOp::Int] {
        for name in op.special_names() {
            let name = StrObject::intern(thread, name)?;
            if class.lookup(name).is_some() {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

fn write_row(thread: &mut Thread, this: Ref<WriterObject>, row: Value) -> PyResult<Value> {
    let (Some(write), Some(dialect)) = (this.write.get(), this.dialect.get()) else {
        return Ok(none());
    };
    let fields = match protocol::iter(thread, row) {
        Ok(fields) => fields,
        Err(_) if thread.clear_if(core().types.type_error.get()) => {
            let class = class_of(row).name_for_message();
            return Err(error(thread, format_args!("iterable expected, not {class}")));
        }
        Err(raised) => return Err(raised),
    };
    let mut line = Line::new(dialect);
    let mut null = false;
    while let Some(field) = protocol::next(thread, fields)? {
        let quoted = match line.rules.quoting {
            Quoting::NonNumeric => !is_number(thread, field)?,
            Quoting::All => true,
            Quoting::Strings => as_str(field).is_some(),
            Quoting::NotNull => field != none(),
            Quoting::Minimal | Quoting::Never => false,
        };
        null = field == none();
        let text = match as_str(field) {
            Some(text) => text.chars_unbound(),
            None if null => Chars::One(&[]),
            None => protocol::str(thread, field)?.chars_unbound(),
        };
        line.add(thread, text, quoted, null)?;
    }
    if line.fields > 0 && line.text.is_empty() {
        if never_quoted(line.rules.quoting, null) {
            return Err(error(thread, format_args!("single empty field record must be quoted")));
        }
        line.fields = 0;
        line.add(thread, Chars::One(&[]), true, null)?;
    }
    if let Some(end) = line.line_end {
        line.text.extend(end.chars_unbound());
    }
    let text = line.text.to_str(thread)?;
    protocol::call(thread, write, &[text.value()])
}

/// Holds the methods of writers.
pub struct WriterMethods;

/// CSV writer
///
/// Writer objects are responsible for generating tabular data
/// in CSV format from sequence input.
#[pymethods]
impl WriterMethods {
    /// Construct and write a CSV record from an iterable of fields.
    ///
    /// Non-string elements will be converted to string.
    #[method]
    fn writerow(thread: &mut Thread, this: Ref<WriterObject>, row: Value) -> PyResult<Value> {
        write_row(thread, this, row)
    }

    /// Construct and write a series of iterables to a csv file.
    ///
    /// Non-string elements will be converted to string.
    #[method]
    fn writerows(thread: &mut Thread, this: Ref<WriterObject>, rows: Value) -> PyResult<()> {
        protocol::for_each(thread, rows, |thread, row| write_row(thread, this, row).map(|_| ()))
    }

    #[getter]
    fn dialect(_thread: &mut Thread, this: Ref<WriterObject>) -> Option<Ref<DialectObject>> {
        this.dialect.get()
    }
}
