//! Writing records.

use super::dialect::{self, DialectObject, Quoting, Rules, is_line_end};
use super::{StrObject, error};
use pyrs_macros::pymethods;
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::slots::UnaryOp;
use pyrs_object::str::as_str;
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
    text: Vec<u32>,
    fields: usize,
}

impl Line {
    /// Adds a field; `null` for None.
    fn add(&mut self, thread: &mut Thread, field: &[u32], quoted: bool, null: bool) -> PyResult<()> {
        let rules = &self.rules;
        if self.fields > 0 {
            self.text.push(rules.delimiter);
        }
        self.fields += 1;
        let mut quoted = quoted;
        if field.is_empty() && rules.delimiter == u32::from(b' ') && rules.skip_space {
            if never_quoted(rules.quoting, null) {
                return Err(error(
                    thread,
                    format_args!("empty field must be quoted if delimiter is a space and skipinitialspace is true"),
                ));
            }
            quoted = true;
        }
        let mut out = Vec::with_capacity(field.len() + 2);
        for c in field {
            let is = |special: Option<u32>| special == Some(*c);
            let special = *c == rules.delimiter
                || is(rules.escape)
                || is(rules.quote)
                || is_line_end(*c)
                || rules.line_end.contains(c);
            let mut escape = special && rules.quoting == Quoting::Never;
            if special && !escape {
                if is(rules.quote) && rules.double_quote {
                    out.push(*c);
                } else {
                    escape = is(rules.quote) || is(rules.escape);
                }
                quoted |= !escape;
            }
            if escape {
                match rules.escape {
                    Some(escape) => out.push(escape),
                    None => return Err(error(thread, format_args!("need to escape, but no escapechar set"))),
                }
            }
            out.push(*c);
        }
        let quote = rules.quote.filter(|_| quoted);
        self.text.extend(quote);
        self.text.extend(out);
        self.text.extend(quote);
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
    let mut line = Line {
        rules: dialect.rules(),
        text: Vec::new(),
        fields: 0,
    };
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
        let text: Vec<u32> = match as_str(field) {
            Some(text) => text.chars().iter().collect(),
            None if null => Vec::new(),
            None => protocol::str(thread, field)?.chars().iter().collect(),
        };
        line.add(thread, &text, quoted, null)?;
    }
    if line.fields > 0 && line.text.is_empty() {
        if never_quoted(line.rules.quoting, null) {
            return Err(error(thread, format_args!("single empty field record must be quoted")));
        }
        line.fields = 0;
        line.add(thread, &[], true, null)?;
    }
    let end = std::mem::take(&mut line.rules.line_end);
    line.text.extend(end);
    let text = StrObject::from_code_points(thread, line.text.iter().copied())?;
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
