//! `BaseException`: arguments, texts, chaining, notes.

use pyrs_macros::pymethods;
use pyrs_object::dict::DictObject;
use pyrs_object::exception::ExceptionObject;
use pyrs_object::list::ListObject;
use pyrs_object::str::StrObject;
use pyrs_object::traceback::TracebackObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, bool_value, core, none, protocol};

/// The value as an exception.
pub fn exception_of(thread: &mut Thread, value: Value) -> PyResult<Ref<ExceptionObject>> {
    match value.downcast() {
        Some(exception) => Ok(exception),
        None => Err(thread.type_error(format_args!("exception expected"))),
    }
}

/// `args`.
pub fn args_of(exception: Ref<ExceptionObject>) -> Ref<TupleObject> {
    exception.args.get().unwrap_or_else(|| core().empty_tuple.get())
}

/// A fresh exception with `args` set to the positional arguments.
pub fn new_exception(thread: &mut Thread, class: Value, args: Args) -> PyResult<Ref<ExceptionObject>> {
    let Some(class) = class.downcast::<TypeObject>() else {
        return Err(thread.type_error(format_args!("exceptions must derive from BaseException")));
    };
    let args = TupleObject::from_slice(thread, args.positional())?;
    ExceptionObject::new(thread, class, args)
}

/// Raises TypeError if there are keyword arguments.
pub fn no_keywords(thread: &mut Thread, this: Value, args: &Args) -> PyResult<()> {
    if args.names().is_some() {
        let class = class_of(this).name_for_message();
        return Err(thread.type_error(format_args!("{class}() takes no keyword arguments")));
    }
    Ok(())
}

/// `BaseException.__init__`.
pub fn init_args(thread: &mut Thread, this: Value, args: Args) -> PyResult<Ref<ExceptionObject>> {
    let exception = exception_of(thread, this)?;
    let args = TupleObject::from_slice(thread, args.positional())?;
    exception.args.set(exception, Some(args));
    Ok(exception)
}

/// `BaseException.__str__`.
pub fn plain_str(thread: &mut Thread, this: Value) -> PyResult<Value> {
    let exception = exception_of(thread, this)?;
    let args = args_of(exception);
    let text = match args.items_unbound() {
        [] => core().empty_str.get(),
        [only] => protocol::str(thread, *only)?,
        _ => protocol::repr(thread, args.value())?,
    };
    Ok(text.value())
}

/// Adds a note to an exception.
pub fn add_note(thread: &mut Thread, exception: Ref<ExceptionObject>, note: Value) -> PyResult<()> {
    let name = core().names.notes.get();
    let notes = match protocol::getattr_optional(thread, exception.value(), name)? {
        Some(notes) => notes,
        None => {
            let notes = ListObject::with_capacity(thread, 1)?.value();
            protocol::setattr(thread, exception.value(), name, Some(notes))?;
            notes
        }
    };
    match notes.downcast::<ListObject>() {
        Some(notes) => notes.push(thread, note),
        None => Err(thread.type_error(format_args!("Cannot add note: __notes__ is not a list"))),
    }
}

/// Adds a note to the pending exception. If that fails the exception stays as it is: it matters more.
pub fn note_pending(thread: &mut Thread, text: &str) {
    if let Some(exception) = thread.take_raised() {
        if let Ok(note) = StrObject::from_str(thread, text) {
            let _ = add_note(thread, exception, note.value());
        }
        let _ = thread.reraise(exception);
    }
}

fn optional_exception(thread: &mut Thread, value: Option<Value>, what: &str) -> PyResult<Option<Ref<ExceptionObject>>> {
    match value {
        None => Err(thread.type_error(format_args!("__{what}__ may not be deleted"))),
        Some(value) if value == none() => Ok(None),
        Some(value) => match value.downcast::<ExceptionObject>() {
            Some(exception) => Ok(Some(exception)),
            None => Err(thread.type_error(format_args!(
                "exception {what} must be None or derive from BaseException"
            ))),
        },
    }
}

/// The exception's own attributes; `None` if there are none.
fn attributes_of(thread: &mut Thread, exception: Ref<ExceptionObject>) -> PyResult<Option<Ref<DictObject>>> {
    let dict = protocol::getattr_optional(thread, exception.value(), core().names.dict.get())?;
    Ok(dict.and_then(|d| d.downcast::<DictObject>()).filter(|d| !d.is_empty()))
}

/// `(class, args)`, followed by the attributes and `fields`, if there are any of these.
pub fn reduce(
    thread: &mut Thread,
    exception: Ref<ExceptionObject>,
    args: Ref<TupleObject>,
    fields: &[(&str, Option<Value>)],
) -> PyResult<Ref<TupleObject>> {
    let class = class_of(exception.value()).value();
    let own = attributes_of(thread, exception)?;
    let state = match (own, fields.iter().any(|(_, value)| value.is_some())) {
        (None, false) => return TupleObject::from_slice(thread, &[class, args.value()]),
        (Some(own), false) => own,
        (own, true) => {
            let state = DictObject::new(thread)?;
            if let Some(own) = own {
                crate::dict::merge::merge_dict(thread, state, own)?;
            }
            for (name, value) in fields {
                if let Some(value) = value {
                    state.set_str(thread, name, *value)?;
                }
            }
            state
        }
    };
    TupleObject::from_slice(thread, &[class, args.value(), state.value()])
}

/// The methods of `BaseException`.
pub struct BaseExceptionMethods;

/// Common base class for all exceptions
#[pymethods]
impl BaseExceptionMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        Ok(new_exception(thread, class, args)?.value())
    }

    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        no_keywords(thread, this, &args)?;
        let exception = init_args(thread, this, args)?;
        let types = &core().types;
        let class = class_of(this);
        if class.is_subtype(types.stop_iteration.get()) {
            let value = args.positional().first().copied().unwrap_or_else(none);
            exception.set_extra_field(thread, 0, Some(value))?;
        } else if class.is_subtype(types.system_exit.get()) {
            let code = match args.positional() {
                [] => none(),
                [code] => *code,
                _ => args_of(exception).value(),
            };
            exception.set_extra_field(thread, 0, Some(code))?;
        }
        Ok(())
    }

    #[slot]
    fn str(thread: &mut Thread, this: Value) -> PyResult<Value> {
        plain_str(thread, this)
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let exception = exception_of(thread, this)?;
        let mut parts = Vec::new();
        for arg in args_of(exception).items_unbound() {
            parts.push(protocol::repr(thread, *arg)?.to_string_lossy());
        }
        let text = format!("{}({})", class_of(this).short_name(), parts.join(", "));
        Ok(StrObject::from_str(thread, &text)?.value())
    }

    #[getter]
    fn args(_thread: &mut Thread, this: Ref<ExceptionObject>) -> Ref<TupleObject> {
        args_of(this)
    }

    #[setter]
    fn set_args(thread: &mut Thread, this: Ref<ExceptionObject>, value: Option<Value>) -> PyResult<()> {
        let Some(value) = value else {
            return Err(thread.type_error(format_args!("args may not be deleted")));
        };
        let args = crate::sequence::collect_tuple(thread, value)?;
        this.args.set(this, Some(args));
        Ok(())
    }

    #[getter]
    fn __traceback__(_thread: &mut Thread, this: Ref<ExceptionObject>) -> Option<Ref<TracebackObject>> {
        this.traceback.get()
    }

    #[setter(name = "__traceback__")]
    fn set_traceback(thread: &mut Thread, this: Ref<ExceptionObject>, value: Option<Value>) -> PyResult<()> {
        let traceback = match value {
            None => return Err(thread.type_error(format_args!("__traceback__ may not be deleted"))),
            Some(value) if value == none() => None,
            Some(value) => match value.downcast() {
                Some(traceback) => Some(traceback),
                None => return Err(thread.type_error(format_args!("__traceback__ must be a traceback or None"))),
            },
        };
        this.traceback.set(this, traceback);
        Ok(())
    }

    #[getter]
    fn __context__(_thread: &mut Thread, this: Ref<ExceptionObject>) -> Option<Ref<ExceptionObject>> {
        this.context.get()
    }

    #[setter(name = "__context__")]
    fn set_context(thread: &mut Thread, this: Ref<ExceptionObject>, value: Option<Value>) -> PyResult<()> {
        let context = optional_exception(thread, value, "context")?;
        this.context.set(this, context);
        Ok(())
    }

    #[getter]
    fn __cause__(_thread: &mut Thread, this: Ref<ExceptionObject>) -> Option<Ref<ExceptionObject>> {
        this.cause.get()
    }

    #[setter(name = "__cause__")]
    fn set_cause(thread: &mut Thread, this: Ref<ExceptionObject>, value: Option<Value>) -> PyResult<()> {
        let cause = optional_exception(thread, value, "cause")?;
        this.cause.set(this, cause);
        this.suppress_context.set(1);
        Ok(())
    }

    #[getter]
    fn __suppress_context__(_thread: &mut Thread, this: Ref<ExceptionObject>) -> bool {
        this.suppress_context.get() != 0
    }

    #[setter(name = "__suppress_context__")]
    fn set_suppress_context(thread: &mut Thread, this: Ref<ExceptionObject>, value: Option<Value>) -> PyResult<()> {
        let Some(value) = value else {
            return Err(thread.type_error(format_args!("can't delete numeric/char attribute")));
        };
        if value != bool_value(true) && value != bool_value(false) {
            return Err(thread.type_error(format_args!("attribute value type must be bool")));
        }
        this.suppress_context.set((value == bool_value(true)) as u64);
        Ok(())
    }

    /// Set self.__traceback__ to tb and return self.
    #[method]
    fn with_traceback(thread: &mut Thread, this: Ref<ExceptionObject>, tb: Value) -> PyResult<Ref<ExceptionObject>> {
        Self::set_traceback(thread, this, Some(tb))?;
        Ok(this)
    }

    /// Add a note to the exception
    #[method]
    fn add_note(thread: &mut Thread, this: Ref<ExceptionObject>, note: Value) -> PyResult<()> {
        if note.downcast::<StrObject>().is_none() {
            let class = if note == none() {
                "None".to_owned()
            } else {
                class_of(note).name_for_message()
            };
            return Err(thread.type_error(format_args!("add_note() argument must be str, not {class}")));
        }
        add_note(thread, this, note)
    }

    #[method]
    fn __reduce__(thread: &mut Thread, this: Ref<ExceptionObject>) -> PyResult<Ref<TupleObject>> {
        reduce(thread, this, args_of(this), &[])
    }

    #[method]
    fn __setstate__(thread: &mut Thread, this: Ref<ExceptionObject>, state: Value) -> PyResult<()> {
        if state == none() {
            return Ok(());
        }
        let Some(state) = state.downcast::<DictObject>() else {
            return Err(thread.type_error(format_args!("state is not a dictionary")));
        };
        let mut position = 0;
        while let Some((at, key, value)) = state.next_entry(position) {
            position = at + 1;
            let Some(name) = key.downcast::<StrObject>() else {
                let class = class_of(key).name_for_message();
                return Err(thread.type_error(format_args!("attribute name must be string, not '{class}'")));
            };
            protocol::setattr(thread, this.value(), name, Some(value))?;
        }
        Ok(())
    }
}

/// The methods of `KeyError`.
pub struct KeyErrorMethods;

/// Mapping key not found.
#[pymethods]
impl KeyErrorMethods {
    /// The repr of the key, so that an empty string is seen.
    #[slot]
    fn str(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let exception = exception_of(thread, this)?;
        match args_of(exception).items_unbound() {
            [only] => Ok(protocol::repr(thread, *only)?.value()),
            _ => plain_str(thread, this),
        }
    }
}

/// Registers BaseException and KeyError.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    let types = &core().types;
    let base = types.base_exception.get();
    BaseExceptionMethods::register(thread, base)?;
    crate::object::add_instance_dict(thread, base)?;
    KeyErrorMethods::register(thread, types.key_error.get())
}
