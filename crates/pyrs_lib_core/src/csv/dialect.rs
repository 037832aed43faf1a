//! Dialects: how fields are separated and quoted; and the table of named ones.

use super::{StrObject, error};
use pyrs_macros::pymethods;
use pyrs_object::dict::DictObject;
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::static_root::StaticRoot;
use pyrs_object::str::as_str;
use pyrs_object::type_object::class_of;
use pyrs_object::{Args, PyResult, Raised, Ref, Thread, Value, core, heap_object, none, protocol};
use std::cell::Cell;

/// When fields are quoted, by CPython's numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Quoting {
    /// Where it is needed.
    Minimal,
    /// All.
    All,
    /// All but numbers.
    NonNumeric,
    /// None.
    Never,
    /// Strings.
    Strings,
    /// All but None.
    NotNull,
}

/// Names of the constants of the module, in the order of their numbers.
pub static QUOTING: &[(&str, Quoting)] = &[
    ("QUOTE_MINIMAL", Quoting::Minimal),
    ("QUOTE_ALL", Quoting::All),
    ("QUOTE_NONNUMERIC", Quoting::NonNumeric),
    ("QUOTE_NONE", Quoting::Never),
    ("QUOTE_STRINGS", Quoting::Strings),
    ("QUOTE_NOTNULL", Quoting::NotNull),
];

/// A checked dialect.
#[repr(C)]
pub struct DialectObject {
    header: Header,
    /// Behind records.
    pub line_end: Field<Option<Ref<StrObject>>>,
    delimiter: Cell<u64>,
    /// A character, or a number that is none.
    quote: Cell<u64>,
    escape: Cell<u64>,
    quoting: Cell<u64>,
    double_quote: Cell<u64>,
    skip_space: Cell<u64>,
    strict: Cell<u64>,
}
heap_object!(DialectObject, "_csv.Dialect", DIALECT_LAYOUT, [line_end]);

/// `_csv.Dialect`.
pub static DIALECT: NativeClass =
    NativeClass::new("_csv", "Dialect", &DIALECT_LAYOUT).methods(DialectMethods::TYPE_METHODS);

/// Dialects by name.
static NAMED: StaticRoot = StaticRoot::new();

/// Stands for a character that is not set.
const UNSET: u64 = u64::MAX;
const SPACE: u32 = 0x20;

/// A dialect's rules without the heap.
#[derive(Clone)]
pub struct Rules {
    /// Between fields.
    pub delimiter: u32,
    /// Around fields.
    pub quote: Option<u32>,
    /// In front of special characters.
    pub escape: Option<u32>,
    /// When fields are quoted.
    pub quoting: Quoting,
    /// Quotes in quoted fields are doubled.
    pub double_quote: bool,
    /// Blanks behind delimiters are passed over.
    pub skip_space: bool,
    /// Bad input is an error.
    pub strict: bool,
}

impl DialectObject {
    /// The rules.
    pub fn rules(&self) -> Rules {
        let character = |word: u64| u32::try_from(word).ok();
        Rules {
            delimiter: self.delimiter.get() as u32,
            quote: character(self.quote.get()),
            escape: character(self.escape.get()),
            quoting: QUOTING
                .get(self.quoting.get() as usize)
                .map_or(Quoting::Minimal, |row| row.1),
            double_quote: self.double_quote.get() != 0,
            skip_space: self.skip_space.get() != 0,
            strict: self.strict.get() != 0,
        }
    }
}

/// The dict of named dialects.
pub fn named(thread: &mut Thread) -> PyResult<Ref<DictObject>> {
    if let Some(known) = NAMED.get().and_then(|known| known.downcast()) {
        return Ok(known);
    }
    let made = DictObject::new(thread)?;
    NAMED.set(thread, Some(made.value()));
    Ok(made)
}

/// The dialect of a name.
pub fn find(thread: &mut Thread, name: Value) -> PyResult<Value> {
    let known = named(thread)?;
    match known.get(thread, name)? {
        Some(dialect) => Ok(dialect),
        None => Err(error(thread, format_args!("unknown dialect"))),
    }
}

static PARAMETERS: &[&str] = &[
    "delimiter",
    "doublequote",
    "escapechar",
    "lineterminator",
    "quotechar",
    "quoting",
    "skipinitialspace",
    "strict",
];

/// A dialect made of another one or of any object with such attributes, and keyword arguments.
pub fn make(thread: &mut Thread, base: Option<Value>, args: Args) -> PyResult<Ref<DialectObject>> {
    let mut base = base.filter(|base| *base != none());
    let mut given: [Option<Value>; 8] = [None; 8];
    for (name, value) in args.keywords() {
        let text = name.to_string_lossy();
        match PARAMETERS.iter().position(|parameter| *parameter == text) {
            Some(index) => given[index] = Some(value),
            None if text == "dialect" && base.is_none() => base = Some(value).filter(|base| *base != none()),
            None => {
                return Err(thread.type_error(format_args!(
                    "this function got an unexpected keyword argument '{text}'"
                )));
            }
        }
    }
    if let Some(name) = base.filter(|base| as_str(*base).is_some()) {
        base = Some(find(thread, name)?);
    }
    if let Some(base) = base {
        if let Some(ready) = base.downcast::<DialectObject>()
            && given.iter().all(Option::is_none)
        {
            return Ok(ready);
        }
        for (slot, name) in given.iter_mut().zip(PARAMETERS) {
            if slot.is_none() {
                let name = StrObject::intern(thread, name)?;
                *slot = protocol::getattr_optional(thread, base, name)?;
            }
        }
    }
    build(thread, given)
}

fn build(thread: &mut Thread, given: [Option<Value>; 8]) -> PyResult<Ref<DialectObject>> {
    let [
        delimiter,
        double_quote,
        escape,
        line_end,
        quote,
        quoting,
        skip_space,
        strict,
    ] = given;
    let delimiter = match delimiter {
        Some(value) => u64::from(character(thread, "delimiter", "", value)?),
        None => u64::from(b','),
    };
    let double_quote = double_quote.map_or(Ok(true), |value| protocol::truth(thread, value))?;
    let escape = optional_character(thread, "escapechar", escape, UNSET)?;
    let line_end = match line_end {
        None => StrObject::from_str(thread, "\r\n")?,
        Some(value) => match as_str(value) {
            Some(text) => text,
            None => {
                let class = class_of(value).name_for_message();
                return Err(thread.type_error(format_args!("\"lineterminator\" must be a string, not {class}")));
            }
        },
    };
    let no_quote_given = quote == Some(none());
    let quote = optional_character(thread, "quotechar", quote, u64::from(b'"'))?;
    let quoting = match quoting {
        None if no_quote_given => Quoting::Never as u64,
        None => Quoting::Minimal as u64,
        Some(value) => quoting_number(thread, value)?,
    };
    if quote == UNSET && quoting != Quoting::Never as u64 {
        return Err(thread.type_error(format_args!("quotechar must be set if quoting enabled")));
    }
    let skip_space = skip_space.map_or(Ok(false), |value| protocol::truth(thread, value))?;
    let strict = strict.map_or(Ok(false), |value| protocol::truth(thread, value))?;
    let dialect: Ref<DialectObject> = DIALECT.get().allocate_instance(thread)?;
    dialect.line_end.set(dialect, Some(line_end));
    dialect.delimiter.set(delimiter);
    dialect.quote.set(quote);
    dialect.escape.set(escape);
    dialect.quoting.set(quoting);
    dialect.double_quote.set(double_quote.into());
    dialect.skip_space.set(skip_space.into());
    dialect.strict.set(strict.into());
    check(thread, &dialect.rules(), line_end)?;
    Ok(dialect)
}

fn character(thread: &mut Thread, name: &str, or_none: &str, value: Value) -> PyResult<u32> {
    let Some(text) = as_str(value) else {
        let class = class_of(value).name_for_message();
        return Err(thread.type_error(format_args!(
            "\"{name}\" must be a unicode character{or_none}, not {class}"
        )));
    };
    if text.len() != 1 {
        let length = text.len();
        return Err(thread.type_error(format_args!(
            "\"{name}\" must be a unicode character{or_none}, not a string of length {length}"
        )));
    }
    Ok(text.chars().get(0))
}

fn optional_character(thread: &mut Thread, name: &str, value: Option<Value>, default: u64) -> PyResult<u64> {
    match value {
        None => Ok(default),
        Some(value) if value == none() => Ok(UNSET),
        Some(value) => Ok(character(thread, name, " or None", value)?.into()),
    }
}

fn quoting_number(thread: &mut Thread, value: Value) -> PyResult<u64> {
    let class = class_of(value);
    if class != core().types.int.get() {
        let class = class.name_for_message();
        return Err(thread.type_error(format_args!("\"quoting\" must be an integer, not {class}")));
    }
    match pyrs_object::int::as_i64(value) {
        Some(number) if (0..QUOTING.len() as i64).contains(&number) => Ok(number as u64),
        _ => Err(thread.type_error(format_args!("bad \"quoting\" value"))),
    }
}

/// Refuses characters that stand for two things.
fn check(thread: &mut Thread, rules: &Rules, line_end: Ref<StrObject>) -> PyResult<()> {
    let bad = |thread: &mut Thread, what: &str| -> Raised { thread.value_error(format_args!("bad {what} value")) };
    let special = [
        ("delimiter", Some(rules.delimiter)),
        ("escapechar", rules.escape),
        ("quotechar", rules.quote),
    ];
    for (name, character) in special {
        let Some(character) = character else { continue };
        let blank = character == SPACE && rules.skip_space && name != "delimiter";
        if is_line_end(character) || blank {
            return Err(bad(thread, name));
        }
    }
    for (index, (first, a)) in special.iter().enumerate() {
        for (second, b) in &special[index + 1..] {
            if a.is_some() && a == b {
                return Err(bad(thread, &format!("{first} or {second}")));
            }
        }
    }
    for (name, character) in special {
        if character.is_some_and(|character| line_end.chars().iter().any(|c| c == character)) {
            return Err(bad(thread, &format!("{name} or lineterminator")));
        }
    }
    Ok(())
}

/// Whether a character ends a line.
pub fn is_line_end(character: u32) -> bool {
    character == u32::from(b'\n') || character == u32::from(b'\r')
}

fn shown(thread: &mut Thread, word: u64) -> PyResult<Value> {
    match u32::try_from(word) {
        Ok(character) => Ok(StrObject::from_char(thread, character)?.value()),
        Err(_) => Ok(none()),
    }
}

/// Holds the methods of dialects.
pub struct DialectMethods;

/// CSV dialect
///
/// The Dialect type records CSV dialect options.
#[pymethods]
impl DialectMethods {
    #[slot]
    fn new(thread: &mut Thread, _class: Value, args: Args) -> PyResult<Value> {
        let base = args.positional().first().copied();
        Ok(make(thread, base, args)?.value())
    }

    #[getter]
    fn delimiter(thread: &mut Thread, this: Ref<DialectObject>) -> PyResult<Value> {
        shown(thread, this.delimiter.get())
    }

    #[getter]
    fn quotechar(thread: &mut Thread, this: Ref<DialectObject>) -> PyResult<Value> {
        shown(thread, this.quote.get())
    }

    #[getter]
    fn escapechar(thread: &mut Thread, this: Ref<DialectObject>) -> PyResult<Value> {
        shown(thread, this.escape.get())
    }

    #[getter]
    fn lineterminator(_thread: &mut Thread, this: Ref<DialectObject>) -> Option<Ref<StrObject>> {
        this.line_end.get()
    }

    #[getter]
    fn quoting(_thread: &mut Thread, this: Ref<DialectObject>) -> u64 {
        this.quoting.get()
    }

    #[getter]
    fn doublequote(_thread: &mut Thread, this: Ref<DialectObject>) -> bool {
        this.double_quote.get() != 0
    }

    #[getter]
    fn skipinitialspace(_thread: &mut Thread, this: Ref<DialectObject>) -> bool {
        this.skip_space.get() != 0
    }

    #[getter]
    fn strict(_thread: &mut Thread, this: Ref<DialectObject>) -> bool {
        this.strict.get() != 0
    }

    #[method(name = "__reduce__")]
    fn reduce(thread: &mut Thread, _this: Ref<DialectObject>) -> PyResult<Value> {
        Err(thread.type_error(format_args!("cannot pickle 'Dialect' instances")))
    }

    #[method(name = "__reduce_ex__")]
    fn reduce_ex(thread: &mut Thread, _this: Ref<DialectObject>, _protocol: Value) -> PyResult<Value> {
        Err(thread.type_error(format_args!("cannot pickle 'Dialect' instances")))
    }
}
