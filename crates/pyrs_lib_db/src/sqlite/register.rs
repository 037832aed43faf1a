//! Making functions, aggregates, collations and hooks known to SQLite.
//!
//! Invariant: what is made known is entered in the connection's dict of callbacks before anything can call it again, under
//! a key that what replaces it has too.

use super::callbacks::{self, CallbackObject};
use super::connection::{self, ConnectionObject};
use super::errors;
use super::handles::Database;
use super::values::Text;
use libsqlite3_sys as ffi;
use pyrs_lib_core::foreign::released;
use pyrs_object::convert::{FromValue, Receiver, Signature, bind_slot};
use pyrs_object::header::Ref;
use pyrs_object::str::StrObject;
use pyrs_object::{Args, PyResult, Raised, Thread, Value, class_of, core, none, protocol};
use std::ffi::c_void;
use std::sync::Arc;

/// How many of the first parameters are to become positional-only.
pub struct Deprecated(pub usize);

const fn signature(
    name: &'static str,
    parameters: &'static [&'static str],
    required: u64,
    keyword_only_from: usize,
) -> Signature {
    Signature {
        name,
        module: "",
        receiver: Receiver::Static,
        parameters,
        required,
        keywords_from: 0,
        keyword_only_from,
    }
}

static CREATE_FUNCTION: Signature = signature("create_function", &["name", "narg", "func", "deterministic"], 0b111, 3);
static CREATE_AGGREGATE: Signature = signature("create_aggregate", &["name", "n_arg", "aggregate_class"], 0b111, 3);
/// Parameters of `set_authorizer`.
pub static SET_AUTHORIZER: Signature = signature("set_authorizer", &["authorizer_callback"], 1, 1);
/// Parameters of `set_progress_handler`.
pub static SET_PROGRESS_HANDLER: Signature = signature("set_progress_handler", &["progress_handler", "n"], 0b11, 2);
/// Parameters of `set_trace_callback`.
pub static SET_TRACE_CALLBACK: Signature = signature("set_trace_callback", &["trace_callback"], 1, 1);

/// Binds arguments, with a warning if those that are to become positional-only are given by name.
pub fn bind<const N: usize>(
    thread: &mut Thread,
    signature: &'static Signature,
    args: Args,
    deprecated: Deprecated,
) -> PyResult<[Option<Value>; N]> {
    let values = bind_slot::<N>(thread, signature, args)?;
    if args.positional().len() < deprecated.0 {
        let names: Vec<String> = signature.parameters[..deprecated.0]
            .iter()
            .map(|name| format!("'{name}'"))
            .collect();
        let (plural, capital) = if names.len() == 1 {
            ("", "Parameter")
        } else {
            ("s", "Parameters")
        };
        let list = match names.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, first)) => format!("{} and {last}", first.join(", ")),
            None => String::new(),
        };
        let text = format!(
            "Passing keyword argument{plural} {list} to _sqlite3.Connection.{}() is deprecated. {capital} {list} will \
             become positional-only in Python 3.15.",
            signature.name
        );
        pyrs_object::warn::warn(thread, core().types.deprecation_warning.get(), &text)?;
    }
    Ok(values)
}

fn converted<T: FromValue>(
    thread: &mut Thread,
    signature: &'static Signature,
    index: usize,
    value: Option<Value>,
) -> PyResult<T> {
    pyrs_object::convert::required(thread, signature, index, value)
}

fn keep(
    thread: &mut Thread,
    this: Ref<ConnectionObject>,
    key: &str,
    callback: Option<Ref<CallbackObject>>,
) -> PyResult<()> {
    let Some(callbacks) = this.callbacks.get() else {
        return Ok(());
    };
    let key = StrObject::from_str(thread, key)?.value();
    match callback {
        Some(callback) => callbacks.set(thread, key, callback.value()),
        None => callbacks.remove(thread, key).map(|_| ()),
    }
}

/// The callback for a callable; `None` for None.
fn callback_for(
    thread: &mut Thread,
    this: Ref<ConnectionObject>,
    callable: Value,
) -> PyResult<Option<Ref<CallbackObject>>> {
    match callable == none() {
        true => Ok(None),
        false => CallbackObject::new(thread, this, callable).map(Some),
    }
}

fn address(callback: Option<Ref<CallbackObject>>) -> *mut c_void {
    callback.map_or(std::ptr::null_mut(), |callback| callback.as_ptr().cast())
}

/// Calls SQLite; once more if statements that nobody has any more were in the way.
fn registered(thread: &mut Thread, database: &Arc<Database>, mut call: impl FnMut() -> i32) -> i32 {
    match released(thread, &mut call) {
        ffi::SQLITE_BUSY => {
            connection::close_forgotten(thread, database);
            released(thread, call)
        }
        code => code,
    }
}

fn check_count(thread: &mut Thread, database: &Database, count: i32, name: &str) -> PyResult<()> {
    // SAFETY: the database is open.
    let most = unsafe { ffi::sqlite3_limit(database.pointer, ffi::SQLITE_LIMIT_FUNCTION_ARG, -1) };
    if count < -1 || count > most {
        return Err(errors::programming(
            thread,
            format_args!("'{name}' must be between -1 and {most}, not {count}"),
        ));
    }
    Ok(())
}

fn function_key(name: &str, count: i32) -> String {
    format!("function {} {count}", name.to_ascii_lowercase())
}

/// `create_function`.
pub fn create_function(thread: &mut Thread, this: Ref<ConnectionObject>, args: Args) -> PyResult<()> {
    let [name, count, callable, deterministic] = bind::<4>(thread, &CREATE_FUNCTION, args, Deprecated(3))?;
    let name: Ref<StrObject> = converted(thread, &CREATE_FUNCTION, 0, name)?;
    let count: i32 = converted(thread, &CREATE_FUNCTION, 1, count)?;
    let deterministic = match deterministic {
        Some(value) => protocol::truth(thread, value)?,
        None => false,
    };
    let database = connection::usable(thread, this)?;
    let name = Text::of(thread, name)?.c_string(thread)?;
    check_count(thread, &database, count, "narg")?;
    let callback = Some(CallbackObject::new(thread, this, callable.unwrap_or_else(none))?);
    let mut flags = ffi::SQLITE_UTF8;
    if deterministic {
        flags |= ffi::SQLITE_DETERMINISTIC;
    }
    let pointer = address(callback);
    // SAFETY: the callback is kept below for as long as SQLite may call it.
    let code = registered(thread, &database, || unsafe {
        ffi::sqlite3_create_function_v2(
            database.pointer,
            name.as_ptr(),
            count,
            flags,
            pointer,
            Some(callbacks::function),
            None,
            None,
            None,
        )
    });
    if code != ffi::SQLITE_OK {
        return Err(errors::operational(thread, format_args!("Error creating function")));
    }
    keep(thread, this, &function_key(&name.to_string_lossy(), count), callback)
}

/// `create_aggregate`.
pub fn create_aggregate(thread: &mut Thread, this: Ref<ConnectionObject>, args: Args) -> PyResult<()> {
    let [name, count, class] = bind::<3>(thread, &CREATE_AGGREGATE, args, Deprecated(3))?;
    let name: Ref<StrObject> = converted(thread, &CREATE_AGGREGATE, 0, name)?;
    let count: i32 = converted(thread, &CREATE_AGGREGATE, 1, count)?;
    let database = connection::usable(thread, this)?;
    let name = Text::of(thread, name)?.c_string(thread)?;
    check_count(thread, &database, count, "n_arg")?;
    let callback = Some(CallbackObject::new(thread, this, class.unwrap_or_else(none))?);
    let pointer = address(callback);
    // SAFETY: as above.
    let code = registered(thread, &database, || unsafe {
        ffi::sqlite3_create_function_v2(
            database.pointer,
            name.as_ptr(),
            count,
            ffi::SQLITE_UTF8,
            pointer,
            None,
            Some(callbacks::step),
            Some(callbacks::finalize),
            None,
        )
    });
    if code != ffi::SQLITE_OK {
        return Err(errors::operational(thread, format_args!("Error creating aggregate")));
    }
    keep(thread, this, &function_key(&name.to_string_lossy(), count), callback)
}

/// `create_window_function`.
pub fn create_window_function(
    thread: &mut Thread,
    this: Ref<ConnectionObject>,
    name: Ref<StrObject>,
    count: i32,
    class: Value,
) -> PyResult<()> {
    let database = connection::usable(thread, this)?;
    let name = Text::of(thread, name)?.c_string(thread)?;
    check_count(thread, &database, count, "num_params")?;
    let callback = callback_for(thread, this, class)?;
    let pointer = address(callback);
    let step = callback.map(|_| callbacks::step as unsafe extern "C" fn(_, _, _));
    let last = callback.map(|_| callbacks::finalize as unsafe extern "C" fn(_));
    let value = callback.map(|_| callbacks::value as unsafe extern "C" fn(_));
    let inverse = callback.map(|_| callbacks::inverse as unsafe extern "C" fn(_, _, _));
    // SAFETY: as above.
    let code = registered(thread, &database, || unsafe {
        ffi::sqlite3_create_window_function(
            database.pointer,
            name.as_ptr(),
            count,
            ffi::SQLITE_UTF8,
            pointer,
            step,
            last,
            value,
            inverse,
            None,
        )
    });
    if code != ffi::SQLITE_OK {
        return Err(failed(thread, &database));
    }
    keep(thread, this, &function_key(&name.to_string_lossy(), count), callback)
}

fn failed(thread: &mut Thread, database: &Database) -> Raised {
    errors::of_database(thread, database.pointer)
}

/// `create_collation`.
pub fn create_collation(
    thread: &mut Thread,
    this: Ref<ConnectionObject>,
    name: Ref<StrObject>,
    callable: Value,
) -> PyResult<()> {
    let database = connection::usable(thread, this)?;
    let name = Text::of(thread, name)?.c_string(thread)?;
    if callable != none() && class_of(callable).slot(|s| s.call).is_none() {
        return Err(thread.type_error(format_args!("parameter must be callable")));
    }
    let callback = callback_for(thread, this, callable)?;
    let pointer = address(callback);
    let collate = callback.map(|_| callbacks::collate as unsafe extern "C" fn(_, _, _, _, _) -> _);
    // SAFETY: as above.
    let code = registered(thread, &database, || unsafe {
        ffi::sqlite3_create_collation_v2(
            database.pointer,
            name.as_ptr(),
            ffi::SQLITE_UTF8,
            pointer,
            collate,
            None,
        )
    });
    if code != ffi::SQLITE_OK {
        return Err(failed(thread, &database));
    }
    let key = format!("collation {}", name.to_string_lossy().to_ascii_lowercase());
    keep(thread, this, &key, callback)
}

/// `set_authorizer`.
pub fn set_authorizer(thread: &mut Thread, this: Ref<ConnectionObject>, callable: Value) -> PyResult<()> {
    let database = connection::usable(thread, this)?;
    let callback = callback_for(thread, this, callable)?;
    let hook = callback.map(|_| callbacks::authorize as unsafe extern "C" fn(_, _, _, _, _, _) -> _);
    // SAFETY: as above.
    let code = unsafe { ffi::sqlite3_set_authorizer(database.pointer, hook, address(callback)) };
    if code != ffi::SQLITE_OK {
        return Err(errors::operational(
            thread,
            format_args!("Error setting authorizer callback"),
        ));
    }
    keep(thread, this, "authorizer", callback)
}

/// `set_progress_handler`.
pub fn set_progress_handler(
    thread: &mut Thread,
    this: Ref<ConnectionObject>,
    callable: Value,
    n: Option<Value>,
) -> PyResult<()> {
    let n: i32 = converted(thread, &SET_PROGRESS_HANDLER, 1, n)?;
    let database = connection::usable(thread, this)?;
    let callback = callback_for(thread, this, callable)?;
    let hook = callback.map(|_| callbacks::progress as unsafe extern "C" fn(_) -> _);
    let n = if callback.is_some() { n } else { 0 };
    // SAFETY: as above.
    unsafe { ffi::sqlite3_progress_handler(database.pointer, n, hook, address(callback)) };
    keep(thread, this, "progress", callback)
}

/// `set_trace_callback`.
pub fn set_trace_callback(thread: &mut Thread, this: Ref<ConnectionObject>, callable: Value) -> PyResult<()> {
    let database = connection::usable(thread, this)?;
    let callback = callback_for(thread, this, callable)?;
    let hook = callback.map(|_| callbacks::trace as unsafe extern "C" fn(_, _, _, _) -> _);
    let mask = if callback.is_some() { ffi::SQLITE_TRACE_STMT } else { 0 };
    // SAFETY: as above.
    unsafe { ffi::sqlite3_trace_v2(database.pointer, mask, hook, address(callback)) };
    keep(thread, this, "trace", callback)
}
