//! What SQLite calls back: functions, aggregates, collations, and the hooks of a connection.
//!
//! SQLite holds the address of a [`CallbackObject`]. Invariants: the connection's dict of callbacks keeps the object where
//! it is for as long as SQLite may call it; instances of aggregates are in the connection's dict of instances, by a number
//! that SQLite's memory holds; exceptions stay in Python, SQLite gets a code.

use super::connection::ConnectionObject;
use super::errors;
use super::values;
use libsqlite3_sys as ffi;
use pyrs_lib_core::foreign::called_back;
use pyrs_object::header::{Field, Header, Ref};
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::{PyResult, Thread, Value, core, heap_object, int, none, protocol};
use std::ffi::{c_char, c_int, c_uint, c_void};
use std::sync::atomic::{AtomicBool, Ordering};

/// A callable that SQLite knows.
#[repr(C)]
pub struct CallbackObject {
    header: Header,
    callable: Field<Value>,
    connection: Field<Ref<ConnectionObject>>,
}
heap_object!(
    CallbackObject,
    "sqlite3 callback",
    CALLBACK_LAYOUT,
    [callable, connection]
);

/// Their class, which Python code never sees.
pub static CALLBACK: NativeClass = NativeClass::new("sqlite3", "_Callback", &CALLBACK_LAYOUT);

/// Whether exceptions in callbacks are shown.
pub static SHOW_EXCEPTIONS: AtomicBool = AtomicBool::new(false);

impl CallbackObject {
    /// A callback of a connection. It is kept by entering it in the connection's dict.
    pub fn new(
        thread: &mut Thread,
        connection: Ref<ConnectionObject>,
        callable: Value,
    ) -> PyResult<Ref<CallbackObject>> {
        let class = CALLBACK.get();
        // Both fields are filled before anything else is allocated.
        let this: Ref<CallbackObject> = class.allocate_instance(thread)?;
        this.callable.set(this, callable);
        this.connection.set(this, connection);
        Ok(this)
    }
}

/// The callback behind SQLite's pointer.
///
/// # Safety
/// The pointer is one that was made of a callback which its connection still keeps.
unsafe fn callback_at(pointer: *mut c_void) -> Ref<CallbackObject> {
    // SAFETY: promised by the caller.
    unsafe { Ref::from_address(pointer as u64) }
}

/// Drops the pending exception, or shows it.
fn forget_exception(thread: &mut Thread, callable: Value) {
    let Some(exception) = thread.take_raised() else { return };
    if !SHOW_EXCEPTIONS.load(Ordering::Relaxed) {
        return;
    }
    let what = match protocol::repr(thread, callable) {
        Ok(text) => text.to_string_lossy(),
        Err(_) => {
            thread.take_raised();
            "whose repr() failed".to_owned()
        }
    };
    if let Some(hook) = core().hooks.unraisable.get() {
        hook(
            thread,
            exception,
            &format!("Exception ignored on sqlite3 callback {what}:\n"),
        );
        thread.take_raised();
    }
}

/// Tells SQLite that a function failed.
///
/// # Safety
/// The context is that of the running function.
unsafe fn fail(thread: &mut Thread, context: *mut ffi::sqlite3_context, callable: Value, message: &str) {
    // SAFETY: promised by the caller; SQLite copies the text.
    unsafe {
        if thread.raised_is(core().types.memory_error.get()) {
            ffi::sqlite3_result_error_nomem(context);
        } else if thread.raised_is(core().types.overflow_error.get()) {
            ffi::sqlite3_result_error_toobig(context);
        } else {
            ffi::sqlite3_result_error(context, message.as_ptr().cast(), message.len() as c_int);
        }
    }
    forget_exception(thread, callable);
}

/// The arguments of a function as a tuple, after `first`.
///
/// # Safety
/// There are so many values.
unsafe fn arguments(
    thread: &mut Thread,
    first: Option<Value>,
    count: c_int,
    values: *mut *mut ffi::sqlite3_value,
) -> PyResult<Ref<TupleObject>> {
    let shift = usize::from(first.is_some());
    let count = count.max(0) as usize;
    let filler = none();
    let tuple = TupleObject::with_length(thread, count + shift)?;
    for index in 0..count + shift {
        tuple.initialise_item(index, filler);
    }
    if let Some(first) = first {
        tuple.initialise_item(0, first);
    }
    for index in 0..count {
        // SAFETY: promised by the caller.
        let value = unsafe { values::argument(thread, *values.add(index))? };
        tuple.initialise_item(index + shift, value);
    }
    Ok(tuple)
}

/// Gives SQLite a function's result.
///
/// # Safety
/// The context is that of the running function.
unsafe fn give_result(thread: &mut Thread, context: *mut ffi::sqlite3_context, result: Value) -> PyResult<bool> {
    let Some(stored) = values::to_stored(thread, result)? else {
        return Ok(false);
    };
    // SAFETY: promised by the caller.
    unsafe { values::set_result(context, &stored) };
    Ok(true)
}

/// A plain function.
pub unsafe extern "C" fn function(
    context: *mut ffi::sqlite3_context,
    count: c_int,
    values: *mut *mut ffi::sqlite3_value,
) {
    called_back((), |thread| {
        // SAFETY: SQLite passes what the function was made with, and so many values.
        unsafe {
            let callback = callback_at(ffi::sqlite3_user_data(context));
            let callable = callback.callable.get();
            let called = arguments(thread, None, count, values)
                .and_then(|args| protocol::call(thread, callable, args.items_unbound()))
                .and_then(|result| give_result(thread, context, result));
            if !matches!(called, Ok(true)) {
                fail(thread, context, callable, "user-defined function raised exception");
            }
        }
    });
}

/// The place in SQLite's memory for the number of an aggregate's instance: zero if there is none yet.
///
/// # Safety
/// The context is that of a running aggregate.
unsafe fn instance_number(context: *mut ffi::sqlite3_context, make: bool) -> *mut i64 {
    let size = if make { std::mem::size_of::<i64>() as c_int } else { 0 };
    // SAFETY: promised by the caller.
    unsafe { ffi::sqlite3_aggregate_context(context, size).cast() }
}

fn instance_of(thread: &mut Thread, connection: Ref<ConnectionObject>, number: i64) -> PyResult<Option<Value>> {
    match connection.instances.get() {
        Some(instances) => instances.get(thread, Value::small_int(number)),
        None => Ok(None),
    }
}

/// Calls a method of an aggregate's instance; on failure SQLite is told so.
///
/// # Safety
/// The context is that of the running aggregate.
unsafe fn call_method(
    thread: &mut Thread,
    context: *mut ffi::sqlite3_context,
    callable: Value,
    instance: Value,
    name: &str,
    args: &[Value],
) -> Option<Value> {
    let found = StrObject::intern(thread, name).and_then(|name| protocol::getattr(thread, instance, name));
    let what = match found {
        Ok(method) => match protocol::call(thread, method, args) {
            Ok(result) => return Some(result),
            Err(_) => "raised error",
        },
        Err(_) if thread.raised_is(core().types.attribute_error.get()) => "not defined",
        Err(_) => "raised error",
    };
    // SAFETY: promised by the caller.
    unsafe {
        fail(
            thread,
            context,
            callable,
            &format!("user-defined aggregate's '{name}' method {what}"),
        );
    }
    None
}

/// The instance of a running aggregate, made if this is its first step.
///
/// # Safety
/// The context is that of the running aggregate.
unsafe fn ensure_instance(
    thread: &mut Thread,
    context: *mut ffi::sqlite3_context,
    callback: Ref<CallbackObject>,
) -> Option<Value> {
    let (callable, connection) = (callback.callable.get(), callback.connection.get());
    // SAFETY: promised by the caller; the place is null or a number.
    unsafe {
        let place = instance_number(context, true);
        if place.is_null() {
            ffi::sqlite3_result_error_nomem(context);
            return None;
        }
        if *place != 0 {
            return instance_of(thread, connection, *place).ok().flatten();
        }
        let made = protocol::call(thread, callable, &[]).and_then(|instance| {
            let number = connection.next_instance.get() + 1;
            connection.next_instance.set(number);
            if let Some(instances) = connection.instances.get() {
                instances.set(thread, Value::small_int(number), instance)?;
            }
            *place = number;
            Ok(instance)
        });
        match made {
            Ok(instance) => Some(instance),
            Err(_) => {
                fail(
                    thread,
                    context,
                    callable,
                    "user-defined aggregate's '__init__' method raised error",
                );
                None
            }
        }
    }
}

/// A step of an aggregate, or the taking back of one.
///
/// # Safety
/// SQLite calls it.
unsafe fn move_window(
    context: *mut ffi::sqlite3_context,
    count: c_int,
    values: *mut *mut ffi::sqlite3_value,
    method: &'static str,
) {
    called_back((), |thread| {
        // SAFETY: SQLite passes what the aggregate was made with, and so many values.
        unsafe {
            let callback = callback_at(ffi::sqlite3_user_data(context));
            let Some(instance) = ensure_instance(thread, context, callback) else {
                return;
            };
            let callable = callback.callable.get();
            match arguments(thread, None, count, values) {
                Ok(args) => {
                    call_method(thread, context, callable, instance, method, args.items_unbound());
                }
                Err(_) => {
                    let message = format!("user-defined aggregate's '{method}' method raised error");
                    fail(thread, context, callable, &message);
                }
            }
        }
    });
}

/// `step` of aggregates.
pub unsafe extern "C" fn step(context: *mut ffi::sqlite3_context, count: c_int, values: *mut *mut ffi::sqlite3_value) {
    // SAFETY: SQLite calls it.
    unsafe { move_window(context, count, values, "step") };
}

/// `inverse` of window functions.
pub unsafe extern "C" fn inverse(
    context: *mut ffi::sqlite3_context,
    count: c_int,
    values: *mut *mut ffi::sqlite3_value,
) {
    // SAFETY: SQLite calls it.
    unsafe { move_window(context, count, values, "inverse") };
}

/// Asks an instance for its result.
///
/// # Safety
/// SQLite calls it.
unsafe fn ask(context: *mut ffi::sqlite3_context, method: &'static str, last: bool) {
    called_back((), |thread| {
        // SAFETY: SQLite passes what the aggregate was made with.
        unsafe {
            let callback = callback_at(ffi::sqlite3_user_data(context));
            let (callable, connection) = (callback.callable.get(), callback.connection.get());
            let place = instance_number(context, false);
            if place.is_null() || *place == 0 {
                // No step came before: the result is NULL.
                return;
            }
            let instance = instance_of(thread, connection, *place).ok().flatten();
            if last && let Some(instances) = connection.instances.get() {
                let _ = instances.remove(thread, Value::small_int(*place));
                *place = 0;
            }
            let Some(instance) = instance else { return };
            let Some(result) = call_method(thread, context, callable, instance, method, &[]) else {
                return;
            };
            if !matches!(give_result(thread, context, result), Ok(true)) {
                let message = format!("user-defined aggregate's '{method}' method raised error");
                fail(thread, context, callable, &message);
            }
        }
    });
}

/// `value` of window functions.
pub unsafe extern "C" fn value(context: *mut ffi::sqlite3_context) {
    // SAFETY: SQLite calls it.
    unsafe { ask(context, "value", false) };
}

/// `finalize` of aggregates.
pub unsafe extern "C" fn finalize(context: *mut ffi::sqlite3_context) {
    // SAFETY: SQLite calls it.
    unsafe { ask(context, "finalize", true) };
}

/// A text that SQLite passes with its length.
///
/// # Safety
/// There are so many bytes.
unsafe fn sized_text(thread: &mut Thread, length: c_int, pointer: *const c_void) -> PyResult<Value> {
    let length = length.max(0) as usize;
    if pointer.is_null() || length == 0 {
        return values::decode(thread, &[]);
    }
    // SAFETY: promised by the caller.
    let data = unsafe { std::slice::from_raw_parts(pointer.cast::<u8>(), length) };
    values::decode(thread, data)
}

/// A collation.
pub unsafe extern "C" fn collate(
    pointer: *mut c_void,
    left_length: c_int,
    left: *const c_void,
    right_length: c_int,
    right: *const c_void,
) -> c_int {
    called_back(0, |thread| {
        // SAFETY: SQLite passes what the collation was made with, and the texts with their lengths.
        let (callable, texts) = unsafe {
            let callable = callback_at(pointer).callable.get();
            let left = sized_text(thread, left_length, left);
            let texts = left.and_then(|left| Ok([left, sized_text(thread, right_length, right)?]));
            (callable, texts)
        };
        let order = texts
            .and_then(|texts| protocol::call(thread, callable, &texts))
            .and_then(|result| {
                let result = protocol::index(thread, result)?;
                Ok(match int::as_i64(result) {
                    Some(number) => number.signum() as c_int,
                    None => protocol::index_clamped(thread, result)?.signum() as c_int,
                })
            });
        match order {
            Ok(order) => order,
            Err(_) => {
                forget_exception(thread, callable);
                0
            }
        }
    })
}

/// A text that SQLite passes, or None for null.
///
/// # Safety
/// The pointer is null or that of a text that ends with a zero.
unsafe fn optional_text(thread: &mut Thread, pointer: *const c_char) -> PyResult<Value> {
    if pointer.is_null() {
        return Ok(none());
    }
    // SAFETY: promised by the caller.
    let data = unsafe { std::ffi::CStr::from_ptr(pointer) };
    values::decode(thread, data.to_bytes())
}

/// The authorizer.
pub unsafe extern "C" fn authorize(
    pointer: *mut c_void,
    action: c_int,
    first: *const c_char,
    second: *const c_char,
    database: *const c_char,
    source: *const c_char,
) -> c_int {
    called_back(ffi::SQLITE_DENY, |thread| {
        // SAFETY: SQLite passes what the hook was set with, and texts or null.
        unsafe {
            let callable = callback_at(pointer).callable.get();
            let mut args = [Value::small_int(action.into()); 5];
            let mut decided = Ok(());
            for (slot, text) in args[1..].iter_mut().zip([first, second, database, source]) {
                match optional_text(thread, text) {
                    Ok(text) => *slot = text,
                    Err(raised) => {
                        decided = Err(raised);
                        break;
                    }
                }
            }
            let result = decided.and_then(|()| protocol::call(thread, callable, &args));
            let code = result.and_then(|result| match int::is_int(result) {
                true => protocol::index_i64(thread, result).map(|code| i32::try_from(code).ok()),
                false => Ok(None),
            });
            match code {
                Ok(code) => code.unwrap_or(ffi::SQLITE_DENY),
                Err(_) => {
                    forget_exception(thread, callable);
                    ffi::SQLITE_DENY
                }
            }
        }
    })
}

/// The progress handler: nonzero ends the statement.
pub unsafe extern "C" fn progress(pointer: *mut c_void) -> c_int {
    called_back(1, |thread| {
        // SAFETY: SQLite passes what the hook was set with.
        let callable = unsafe { callback_at(pointer) }.callable.get();
        let stop = protocol::call(thread, callable, &[]).and_then(|result| protocol::truth(thread, result));
        match stop {
            Ok(stop) => stop.into(),
            Err(_) => {
                forget_exception(thread, callable);
                1
            }
        }
    })
}

/// The trace hook.
pub unsafe extern "C" fn trace(kind: c_uint, pointer: *mut c_void, statement: *mut c_void, sql: *mut c_void) -> c_int {
    if kind != ffi::SQLITE_TRACE_STMT as c_uint {
        return 0;
    }
    called_back(0, |thread| {
        // SAFETY: SQLite passes what the hook was set with, the statement and its text.
        unsafe {
            let callback = callback_at(pointer);
            let callable = callback.callable.get();
            let text = traced_text(thread, callback, statement.cast(), sql.cast());
            let called = text.and_then(|text| protocol::call(thread, callable, &[text]));
            if called.is_err() {
                forget_exception(thread, callable);
            }
        }
        0
    })
}

/// What is traced: comments of triggers as they are, statements with their parameters.
///
/// # Safety
/// As in [`trace`].
unsafe fn traced_text(
    thread: &mut Thread,
    callback: Ref<CallbackObject>,
    statement: *mut ffi::sqlite3_stmt,
    sql: *const c_char,
) -> PyResult<Value> {
    // SAFETY: promised by the caller; the expanded text is freed after it was copied.
    unsafe {
        if !sql.is_null() && std::ffi::CStr::from_ptr(sql).to_bytes().starts_with(b"--") {
            return optional_text(thread, sql);
        }
        let expanded = ffi::sqlite3_expanded_sql(statement);
        if expanded.is_null() {
            let database = ffi::sqlite3_db_handle(statement);
            if ffi::sqlite3_errcode(database) == ffi::SQLITE_NOMEM {
                return Err(thread.memory_error());
            }
            let _ = errors::data(
                thread,
                format_args!("Expanded SQL string exceeds the maximum string length"),
            );
            forget_exception(thread, callback.callable.get());
            return optional_text(thread, ffi::sqlite3_sql(statement));
        }
        let text = optional_text(thread, expanded);
        ffi::sqlite3_free(expanded.cast());
        text
    }
}
