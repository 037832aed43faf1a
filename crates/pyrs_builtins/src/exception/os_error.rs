//! `OSError`: the subclass for an error number, and the text.

use super::base::{args_of, exception_of, init_args, new_exception, plain_str};
use super::fields::field;
use pyrs_macros::pymethods;
use pyrs_object::core::Root;
use pyrs_object::core::Types;
use pyrs_object::exception::ExceptionObject;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, core, int, none, protocol};

/// Error numbers that have a class of their own.
type Row = (i32, fn(&Types) -> &Root<TypeObject>);
static SUBCLASSES: &[Row] = &[
    (libc::EAGAIN, |t| &t.blocking_io_error),
    (libc::EALREADY, |t| &t.blocking_io_error),
    (libc::EINPROGRESS, |t| &t.blocking_io_error),
    (libc::EPIPE, |t| &t.broken_pipe_error),
    (libc::ESHUTDOWN, |t| &t.broken_pipe_error),
    (libc::ECHILD, |t| &t.child_process_error),
    (libc::ECONNABORTED, |t| &t.connection_aborted_error),
    (libc::ECONNREFUSED, |t| &t.connection_refused_error),
    (libc::ECONNRESET, |t| &t.connection_reset_error),
    (libc::EEXIST, |t| &t.file_exists_error),
    (libc::ENOENT, |t| &t.file_not_found_error),
    (libc::EISDIR, |t| &t.is_a_directory_error),
    (libc::ENOTDIR, |t| &t.not_a_directory_error),
    (libc::EINTR, |t| &t.interrupted_error),
    (libc::EACCES, |t| &t.permission_error),
    (libc::EPERM, |t| &t.permission_error),
    (libc::ESRCH, |t| &t.process_lookup_error),
    (libc::ETIMEDOUT, |t| &t.timeout_error),
];

/// The class for an error number.
pub fn class_for(errno: i64) -> Ref<TypeObject> {
    let types = &core().types;
    match SUBCLASSES.iter().find(|(number, _)| i64::from(*number) == errno) {
        Some((_, class)) => class(types).get(),
        None => types.os_error.get(),
    }
}

/// Sets `args` and the fields: with two to five arguments, the first two are number and text.
fn fill(thread: &mut Thread, exception: Ref<ExceptionObject>, args: &[Value]) -> PyResult<()> {
    let (mut fields, mut kept) = ([None; 5], args);
    if (2..=5).contains(&args.len()) {
        fields[0] = Some(args[0]);
        fields[1] = Some(args[1]);
        let given = |i: usize| args.get(i).copied().filter(|v| *v != none());
        // The fourth argument is the Windows error number, which does not count here.
        fields[2] = given(2);
        fields[3] = given(4);
        if fields[2].is_some() {
            kept = &args[..2];
        }
        // In place of the file name, BlockingIOError has the number of characters that were written.
        let blocking = core().types.blocking_io_error.get();
        if class_of(exception.value()).is_subtype(blocking)
            && let Some(count) = args.get(2).filter(|v| int::is_int(**v))
        {
            (fields[2], fields[4]) = (None, Some(*count));
            kept = &args[..args.len().min(3)];
        }
    }
    let kept = TupleObject::from_slice(thread, kept)?;
    exception.args.set(exception, Some(kept));
    exception.set_extra(thread, &fields);
    Ok(())
}

/// The methods of `OSError`.
pub struct OsErrorMethods;

/// Base class for I/O related errors.
#[pymethods]
impl OsErrorMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let base = core().types.os_error.get();
        let errno = args.positional().first().and_then(|v| pyrs_object::int::as_i64(*v));
        let class = match errno {
            Some(errno) if class == base.value() && (2..=5).contains(&args.positional().len()) => {
                class_for(errno).value()
            }
            _ => class,
        };
        let exception = new_exception(thread, class, args)?;
        fill(thread, exception, args.positional())?;
        Ok(exception.value())
    }

    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        super::base::no_keywords(thread, this, &args)?;
        let exception = init_args(thread, this, args)?;
        fill(thread, exception, args.positional())
    }

    #[slot]
    fn str(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let exception = exception_of(thread, this)?;
        let get = |i: usize| field(exception, i, None);
        let (Some(errno), Some(strerror)) = (get(0), get(1)) else {
            return plain_str(thread, this);
        };
        let errno = protocol::str(thread, errno)?.to_string_lossy();
        let strerror = protocol::str(thread, strerror)?.to_string_lossy();
        let mut text = format!("[Errno {errno}] {strerror}");
        if let Some(filename) = get(2) {
            text += ": ";
            text += &protocol::repr(thread, filename)?.to_string_lossy();
        }
        if let Some(filename) = get(3) {
            text += " -> ";
            text += &protocol::repr(thread, filename)?.to_string_lossy();
        }
        Ok(StrObject::from_str(thread, &text)?.value())
    }

    #[method]
    fn __reduce__(thread: &mut Thread, this: Ref<ExceptionObject>) -> PyResult<Ref<TupleObject>> {
        let args = args_of(this);
        let args = match (args.items_unbound(), field(this, 2, None), field(this, 3, None)) {
            ([a, b], Some(file), None) => TupleObject::from_slice(thread, &[*a, *b, file])?,
            ([a, b], Some(file), Some(other)) => TupleObject::from_slice(thread, &[*a, *b, file, none(), other])?,
            _ => args,
        };
        super::base::reduce(thread, this, args, &[])
    }

    #[getter]
    fn characters_written(thread: &mut Thread, this: Ref<ExceptionObject>) -> PyResult<Value> {
        match this.extra_field(4) {
            Some(count) => Ok(count),
            None => Err(thread.attribute_error_plain(format_args!("characters_written"))),
        }
    }

    #[setter]
    fn set_characters_written(thread: &mut Thread, this: Ref<ExceptionObject>, value: Option<Value>) -> PyResult<()> {
        let value = match value {
            Some(value) => Some(protocol::index(thread, value)?),
            None => None,
        };
        this.set_extra_field(thread, 4, value)
    }
}

/// Raises the OSError (or subclass) of an error number, with its text and a file name if there is one.
pub fn raise_errno(thread: &mut Thread, errno: i32, text: &str, filename: Option<Value>) -> pyrs_object::Raised {
    let class = class_for(errno.into());
    let Ok(text) = StrObject::from_str(thread, text) else {
        return thread.raised();
    };
    let mut args = [Value::small_int(errno.into()), text.value(), none()];
    let count = match filename {
        Some(filename) => {
            args[2] = filename;
            3
        }
        None => 2,
    };
    let raised = thread.raise_with(class, &args[..count]);
    if let Some(exception) = thread.raised.filter(|e| class_of(e.value()) == class) {
        thread.raised = None;
        return match fill(thread, exception, &args[..count]) {
            Ok(()) => thread.reraise(exception),
            Err(raised) => raised,
        };
    }
    raised
}

/// Registers the class.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    OsErrorMethods::register(thread, core().types.os_error.get())
}
