//! `code`: the `co_` attributes.

use pyrs_macros::pymethods;
use pyrs_object::bytes::BytesObject;
use pyrs_object::code::{AWAITABLE_FLAG, CodeObject};
use pyrs_object::list::ListObject;
use pyrs_object::slots::CompareOp;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::{
    Args, PyResult, Raised, Ref, Thread, Value, bool_value, class_of, core, none, not_implemented, protocol,
};

fn texts<'a>(thread: &mut Thread, items: impl Iterator<Item = &'a str>) -> PyResult<Ref<TupleObject>> {
    let list = ListObject::with_capacity(thread, 4)?;
    for text in items {
        let text = StrObject::intern(thread, text)?;
        list.push(thread, text.value())?;
    }
    TupleObject::from_slice(thread, list.items())
}

/// The methods of `code`.
pub struct CodeMethods;

#[pymethods]
impl CodeMethods {
    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let Some(code) = this.downcast::<CodeObject>() else {
            return Err(thread.type_error(format_args!("code expected")));
        };
        let text = format!(
            "<code object {} at {:#x}, file \"{}\", line {}>",
            code.name.get().to_string_lossy(),
            this.bits(),
            code.filename.get().to_string_lossy(),
            code.template().first_line
        );
        Ok(StrObject::from_str(thread, &text)?.value())
    }

    #[slot]
    fn hash(_thread: &mut Thread, this: Value) -> PyResult<i64> {
        Ok(this
            .downcast::<CodeObject>()
            .map_or(0, |c| c.name.get().hash() ^ i64::from(c.template().first_line)))
    }

    /// Equal templates of the same name and file make equal code.
    #[slot]
    fn compare(_thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        let (Some(a), Some(b)) = (left.downcast::<CodeObject>(), right.downcast::<CodeObject>()) else {
            return Ok(not_implemented());
        };
        let same = a == b || (a.name.get().equals(&b.name.get()) && a.template() == b.template());
        match op {
            CompareOp::Eq => Ok(bool_value(same)),
            CompareOp::Ne => Ok(bool_value(!same)),
            _ => Ok(not_implemented()),
        }
    }

    #[getter(kind = "member")]
    fn co_argcount(_thread: &mut Thread, this: Ref<CodeObject>) -> u32 {
        this.template().argcount
    }

    #[getter(kind = "member")]
    fn co_posonlyargcount(_thread: &mut Thread, this: Ref<CodeObject>) -> u32 {
        this.template().posonly_argcount
    }

    #[getter(kind = "member")]
    fn co_kwonlyargcount(_thread: &mut Thread, this: Ref<CodeObject>) -> u32 {
        this.template().kwonly_argcount
    }

    #[getter]
    fn co_nlocals(_thread: &mut Thread, this: Ref<CodeObject>) -> usize {
        this.template().varnames.len()
    }

    #[getter(kind = "member")]
    fn co_stacksize(_thread: &mut Thread, this: Ref<CodeObject>) -> usize {
        this.register_count()
    }

    #[getter(kind = "member")]
    fn co_flags(_thread: &mut Thread, this: Ref<CodeObject>) -> u32 {
        this.flags.get()
    }

    #[getter(kind = "member")]
    fn co_firstlineno(_thread: &mut Thread, this: Ref<CodeObject>) -> u32 {
        this.template().first_line
    }

    #[getter(kind = "member")]
    fn co_name(_thread: &mut Thread, this: Ref<CodeObject>) -> Ref<StrObject> {
        this.name.get()
    }

    #[getter(kind = "member")]
    fn co_qualname(_thread: &mut Thread, this: Ref<CodeObject>) -> Ref<StrObject> {
        this.qualname.get()
    }

    #[getter(kind = "member")]
    fn co_filename(_thread: &mut Thread, this: Ref<CodeObject>) -> Ref<StrObject> {
        this.filename.get()
    }

    #[getter]
    fn co_varnames(_thread: &mut Thread, this: Ref<CodeObject>) -> Ref<TupleObject> {
        this.varnames.get().unwrap_or_else(|| core().empty_tuple.get())
    }

    #[getter(kind = "member")]
    fn co_names(thread: &mut Thread, this: Ref<CodeObject>) -> PyResult<Ref<TupleObject>> {
        texts(thread, this.template().names.iter().map(|n| &**n))
    }

    #[getter]
    fn co_cellvars(thread: &mut Thread, this: Ref<CodeObject>) -> PyResult<Ref<TupleObject>> {
        texts(thread, this.template().cellvars.iter().map(|(n, _)| &**n))
    }

    #[getter]
    fn co_freevars(thread: &mut Thread, this: Ref<CodeObject>) -> PyResult<Ref<TupleObject>> {
        texts(thread, this.template().freevars.iter().map(|n| &**n))
    }

    #[getter(kind = "member")]
    fn co_consts(thread: &mut Thread, this: Ref<CodeObject>) -> PyResult<Ref<TupleObject>> {
        let count = this.template().constants.len();
        let tuple = TupleObject::with_length(thread, count)?;
        for i in 0..count {
            tuple.initialise_item(i, this.constant(i));
        }
        Ok(tuple)
    }

    /// The instruction words of this runtime: not CPython's bytecode.
    #[getter]
    fn co_code(thread: &mut Thread, this: Ref<CodeObject>) -> PyResult<Ref<BytesObject>> {
        let words = this.template().instructions.iter();
        let bytes: Vec<u8> = words.flat_map(|instruction| instruction.0.to_le_bytes()).collect();
        BytesObject::new(thread, &bytes)
    }

    /// The source positions in the form of this runtime.
    #[getter(kind = "member")]
    fn co_linetable(thread: &mut Thread, this: Ref<CodeObject>) -> PyResult<Ref<BytesObject>> {
        BytesObject::new(thread, &this.template().positions)
    }

    /// `(start, end, line)` of each run of instructions on a line; an instruction counts two, as in `f_lasti`. The first
    /// row is the place where a call begins, before the first instruction.
    #[method]
    fn co_lines(thread: &mut Thread, this: Ref<CodeObject>) -> PyResult<Value> {
        let rows = ListObject::with_capacity(thread, 8)?;
        let begin = [0, 2, i64::from(this.template().first_line)].map(Value::small_int);
        let begin = TupleObject::from_slice(thread, &begin)?;
        rows.push(thread, begin.value())?;
        let count = this.template().instructions.len();
        let (mut start, mut line) = (0, this.line_of(0));
        for pc in 1..=count {
            let next = if pc < count { Some(this.line_of(pc)) } else { None };
            // What has no line of its own belongs to what is before it.
            if next == Some(line) || (next == Some(0) && line != 0) {
                continue;
            }
            let place = [2 * start + 2, 2 * pc as i64 + 2].map(Value::small_int);
            let line_value = if line == 0 {
                none()
            } else {
                Value::small_int(line.into())
            };
            let row = [place[0], place[1], line_value];
            let row = TupleObject::from_slice(thread, &row)?;
            rows.push(thread, row.value())?;
            start = pc as i64;
            line = next.unwrap_or(line);
        }
        let rows = TupleObject::from_slice(thread, rows.items())?;
        Ok(pyrs_object::iterator::SequenceIterator::of_tuple(thread, rows)?.value())
    }

    /// `(line, end_line, column, end_column)` of the place where a call begins and of each instruction.
    #[method]
    fn co_positions(thread: &mut Thread, this: Ref<CodeObject>) -> PyResult<Value> {
        let rows = ListObject::with_capacity(thread, this.template().instructions.len() + 1)?;
        let line = Value::small_int(this.template().first_line.into());
        let begin = TupleObject::from_slice(thread, &[line, line, none(), none()])?;
        rows.push(thread, begin.value())?;
        for (length, place) in this.places() {
            let row = match place {
                // The head of a function has no columns.
                Some([line, end_line, 0, 0]) => {
                    let lines = [line, end_line].map(|number| Value::small_int(number.into()));
                    [lines[0], lines[1], none(), none()]
                }
                Some(numbers) => numbers.map(|number| Value::small_int(number.into())),
                None => [none(); 4],
            };
            let row = TupleObject::from_slice(thread, &row)?;
            for _ in 0..length {
                rows.push(thread, row.value())?;
            }
        }
        let rows = TupleObject::from_slice(thread, rows.items())?;
        Ok(pyrs_object::iterator::SequenceIterator::of_tuple(thread, rows)?.value())
    }

    /// The same as replace().
    #[method]
    fn __replace__(thread: &mut Thread, this: Ref<CodeObject>, args: Args) -> PyResult<Ref<CodeObject>> {
        Self::replace(thread, this, args)
    }

    /// A code object with another name, file, first line or positions; other parts can only be given as they are.
    #[method]
    fn replace(thread: &mut Thread, this: Ref<CodeObject>, args: Args) -> PyResult<Ref<CodeObject>> {
        let mut template = this.template();
        let mut filename = this.filename.get();
        let (mut name, mut qualname) = (this.name.get(), this.qualname.get());
        let mut flags = this.flags.get();
        if !args.positional().is_empty() {
            return Err(thread.type_error(format_args!("replace() takes no positional arguments")));
        }
        for (key, value) in args.keywords() {
            match key.to_string_lossy().as_str() {
                "co_filename" => filename = text_argument(thread, key, value)?,
                "co_name" => name = text_argument(thread, key, value)?,
                "co_qualname" => qualname = text_argument(thread, key, value)?,
                "co_flags" => flags = replaced_flags(thread, flags, value)?,
                "co_firstlineno" => {
                    let line = number_argument(thread, key, value)?;
                    let mut copy = template.clone();
                    copy.first_line = line;
                    template = Box::leak(Box::new(copy));
                }
                // In the form of this runtime; what is damaged has no positions.
                "co_linetable" => {
                    let Some(bytes) = value.downcast::<BytesObject>() else {
                        return Err(wrong_type(thread, key, "bytes", value));
                    };
                    let mut copy = template.clone();
                    copy.positions = bytes.data().into();
                    template = Box::leak(Box::new(copy));
                }
                _ => check_unchanged(thread, this, key, value)?,
            }
        }
        let copy = Ref::<CodeObject>::from_template(thread, template, filename)?;
        copy.name.set(copy, name);
        copy.qualname.set(copy, qualname);
        copy.flags.set(flags);
        Ok(copy)
    }
}

/// An argument of `replace` that must be a string.
fn text_argument(thread: &mut Thread, key: Ref<StrObject>, value: Value) -> PyResult<Ref<StrObject>> {
    match value.downcast::<StrObject>() {
        Some(text) => Ok(text),
        None => Err(wrong_type(thread, key, "str", value)),
    }
}

#[cold]
fn wrong_type(thread: &mut Thread, key: Ref<StrObject>, expected: &str, value: Value) -> Raised {
    let key = key.to_string_lossy();
    let found = match value == none() {
        true => "None".to_owned(),
        false => class_of(value).name_for_message(),
    };
    thread.type_error(format_args!(
        "replace() argument '{key}' must be {expected}, not {found}"
    ))
}

/// An argument of `replace` that must be a number that is not negative.
fn number_argument(thread: &mut Thread, key: Ref<StrObject>, value: Value) -> PyResult<u32> {
    let number = protocol::index_clamped(thread, value)?;
    match u32::try_from(number) {
        Ok(number) => Ok(number),
        Err(_) if number < 0 => {
            let key = key.to_string_lossy();
            Err(thread.value_error(format_args!("{key} must be a positive integer")))
        }
        Err(_) => Err(thread.overflow_error(format_args!("Python int too large to convert to C int"))),
    }
}

/// The flag by which a generator may be awaited is the only one that code is not made for.
fn replaced_flags(thread: &mut Thread, old: u32, value: Value) -> PyResult<u32> {
    let new = protocol::index_clamped(thread, value)?;
    match u32::try_from(new).ok().filter(|new| (new ^ old) & !AWAITABLE_FLAG == 0) {
        Some(new) => Ok(new),
        None => Err(thread.not_implemented_error(format_args!(
            "code.replace(): cannot replace 'co_flags' of register code"
        ))),
    }
}

/// The parts that register code cannot have replaced must be equal to those that it has.
fn check_unchanged(thread: &mut Thread, code: Ref<CodeObject>, key: Ref<StrObject>, value: Value) -> PyResult<()> {
    const NUMBERS: &[&str] = &[
        "co_argcount",
        "co_posonlyargcount",
        "co_kwonlyargcount",
        "co_nlocals",
        "co_stacksize",
    ];
    const TUPLES: &[&str] = &["co_consts", "co_names", "co_varnames", "co_freevars", "co_cellvars"];
    const BYTES: &[&str] = &["co_code", "co_exceptiontable"];
    let text = key.to_string_lossy();
    if NUMBERS.contains(&text.as_str()) {
        number_argument(thread, key, value)?;
    } else if TUPLES.contains(&text.as_str()) {
        if value.downcast::<TupleObject>().is_none() {
            return Err(wrong_type(thread, key, "tuple", value));
        }
    } else if BYTES.contains(&text.as_str()) {
        if value.downcast::<BytesObject>().is_none() {
            return Err(wrong_type(thread, key, "bytes", value));
        }
    } else {
        return Err(thread.type_error(format_args!("replace() got an unexpected keyword argument '{text}'")));
    }
    let old = protocol::getattr(thread, code.value(), key)?;
    if protocol::equals(thread, old, value)? {
        return Ok(());
    }
    Err(thread.not_implemented_error(format_args!("code.replace(): cannot replace '{text}' of register code")))
}

/// Registers the class.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    CodeMethods::register(thread, core().types.code.get())
}
