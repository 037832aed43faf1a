//! `code`: the `co_` attributes.

use pyrs_macros::pymethods;
use pyrs_object::code::{AWAITABLE_FLAG, CodeObject};
use pyrs_object::list::ListObject;
use pyrs_object::slots::CompareOp;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, bool_value, core, int, none, not_implemented};

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

    #[getter]
    fn co_argcount(_thread: &mut Thread, this: Ref<CodeObject>) -> u32 {
        this.template().argcount
    }

    #[getter]
    fn co_posonlyargcount(_thread: &mut Thread, this: Ref<CodeObject>) -> u32 {
        this.template().posonly_argcount
    }

    #[getter]
    fn co_kwonlyargcount(_thread: &mut Thread, this: Ref<CodeObject>) -> u32 {
        this.template().kwonly_argcount
    }

    #[getter]
    fn co_nlocals(_thread: &mut Thread, this: Ref<CodeObject>) -> usize {
        this.template().varnames.len()
    }

    #[getter]
    fn co_stacksize(_thread: &mut Thread, this: Ref<CodeObject>) -> usize {
        this.register_count()
    }

    #[getter]
    fn co_flags(_thread: &mut Thread, this: Ref<CodeObject>) -> u32 {
        this.flags.get()
    }

    #[getter]
    fn co_firstlineno(_thread: &mut Thread, this: Ref<CodeObject>) -> u32 {
        this.template().first_line
    }

    #[getter]
    fn co_name(_thread: &mut Thread, this: Ref<CodeObject>) -> Ref<StrObject> {
        this.name.get()
    }

    #[getter]
    fn co_qualname(_thread: &mut Thread, this: Ref<CodeObject>) -> Ref<StrObject> {
        this.qualname.get()
    }

    #[getter]
    fn co_filename(_thread: &mut Thread, this: Ref<CodeObject>) -> Ref<StrObject> {
        this.filename.get()
    }

    #[getter]
    fn co_varnames(_thread: &mut Thread, this: Ref<CodeObject>) -> Ref<TupleObject> {
        this.varnames.get().unwrap_or_else(|| core().empty_tuple.get())
    }

    #[getter]
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

    #[getter]
    fn co_consts(thread: &mut Thread, this: Ref<CodeObject>) -> PyResult<Ref<TupleObject>> {
        let count = this.template().constants.len();
        let tuple = TupleObject::with_length(thread, count)?;
        for i in 0..count {
            tuple.initialise_item(i, this.constant(i));
        }
        Ok(tuple)
    }

    /// `(start, end, line)` of each run of instructions on a line; positions count instructions.
    #[method]
    fn co_lines(thread: &mut Thread, this: Ref<CodeObject>) -> PyResult<Value> {
        let rows = ListObject::with_capacity(thread, 8)?;
        let count = this.template().instructions.len();
        let (mut start, mut line) = (0, this.line_of(0));
        for pc in 1..=count {
            let next = if pc < count { Some(this.line_of(pc)) } else { None };
            if next == Some(line) {
                continue;
            }
            let row = [start, pc as i64, line.into()].map(Value::small_int);
            let row = TupleObject::from_slice(thread, &row)?;
            rows.push(thread, row.value())?;
            start = pc as i64;
            line = next.unwrap_or(line);
        }
        let rows = TupleObject::from_slice(thread, rows.items())?;
        Ok(pyrs_object::iterator::SequenceIterator::of_tuple(thread, rows)?.value())
    }

    /// `(line, end_line, column, end_column)` of each instruction.
    #[method]
    fn co_positions(thread: &mut Thread, this: Ref<CodeObject>) -> PyResult<Value> {
        let rows = ListObject::with_capacity(thread, this.template().instructions.len())?;
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

    /// A code object with another `co_filename`, `co_name` or `co_qualname`; other parts cannot be replaced.
    #[method]
    fn replace(thread: &mut Thread, this: Ref<CodeObject>, args: Args) -> PyResult<Ref<CodeObject>> {
        let mut filename = this.filename.get();
        let (mut name, mut qualname) = (this.name.get(), this.qualname.get());
        let (mut flags, old) = (this.flags.get(), i64::from(this.flags.get()));
        let awaitable = i64::from(AWAITABLE_FLAG);
        if !args.positional().is_empty() {
            return Err(thread.type_error(format_args!("replace() takes no positional arguments")));
        }
        for (key, value) in args.keywords() {
            let key = key.to_string_lossy();
            let text = value.downcast::<StrObject>();
            match (key.as_str(), text) {
                // The flag by which a generator may be awaited is the only one that code is not made for.
                ("co_flags", _) if int::as_i64(value).is_some_and(|new| new ^ old == 0 || new ^ old == awaitable) => {
                    flags = int::as_i64(value).unwrap_or(old) as u32;
                }
                ("co_filename", Some(text)) => filename = text,
                ("co_name", Some(text)) => name = text,
                ("co_qualname", Some(text)) => qualname = text,
                ("co_filename" | "co_name" | "co_qualname", None) => {
                    return Err(thread.type_error(format_args!("replace() argument '{key}' must be str")));
                }
                _ => {
                    return Err(thread.not_implemented_error(format_args!(
                        "code.replace(): cannot replace '{key}' of register code"
                    )));
                }
            }
        }
        let copy = Ref::<CodeObject>::from_template(thread, this.template(), filename)?;
        copy.name.set(copy, name);
        copy.qualname.set(copy, qualname);
        copy.flags.set(flags);
        Ok(copy)
    }
}

/// Registers the class.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    CodeMethods::register(thread, core().types.code.get())
}
