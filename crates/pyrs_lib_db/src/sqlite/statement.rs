//! Prepared statements and the binding of parameters to them.
//!
//! Absent: a cache, which is the connection's.

use super::adapt;
use super::connection::ConnectionObject;
use super::errors;
use super::handles::{Database, Handle, Kind};
use super::values::{self, Text};
use libsqlite3_sys as ffi;
use pyrs_lib_core::foreign::released;
use pyrs_object::dict::DictObject;
use pyrs_object::header::{Header, Ref};
use pyrs_object::list::ListObject;
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::TypeFlags;
use pyrs_object::{PyResult, Thread, Value, class_of, core, heap_object, protocol};
use std::cell::Cell;
use std::sync::Arc;

/// A prepared statement.
#[repr(C)]
pub struct StatementObject {
    header: Header,
    /// An `Arc`, given up when the object dies.
    handle: Cell<*const Handle>,
    changes_data: Cell<u64>,
}
heap_object!(
    StatementObject,
    "sqlite3.Statement",
    STATEMENT_LAYOUT,
    [],
    drop = release
);

/// `sqlite3.Statement`, which no name leads to.
pub static STATEMENT: NativeClass = NativeClass::new("sqlite3", "Statement", &STATEMENT_LAYOUT);

unsafe fn release(object: *mut u8) {
    // SAFETY: called for dead statements only, once; the pointer is null or an `Arc`'s.
    unsafe {
        let this = &*(object as *const StatementObject);
        let handle = this.handle.replace(std::ptr::null());
        if !handle.is_null() {
            Arc::from_raw(handle).abandon();
        }
    }
}

impl StatementObject {
    /// SQLite's statement; null once its database is closed.
    pub fn pointer(&self) -> *mut ffi::sqlite3_stmt {
        // SAFETY: the `Arc` is the object's own as long as it lives.
        unsafe { self.handle.get().as_ref() }.map_or(std::ptr::null_mut(), Handle::statement)
    }

    /// What SQLite has open for it, for the one who runs it.
    pub fn shared_handle(&self) -> *const Handle {
        let handle = self.handle.get();
        if !handle.is_null() {
            // SAFETY: the `Arc` is the object's own as long as it lives; this makes another count.
            unsafe { Arc::increment_strong_count(handle) };
        }
        handle
    }

    /// Whether it inserts, updates, deletes or replaces.
    pub fn is_dml(&self) -> bool {
        self.changes_data.get() != 0
    }

    /// Whether it is in the middle of a run.
    pub fn is_busy(&self) -> bool {
        // SAFETY: the statement is open or null, which is not busy.
        unsafe { ffi::sqlite3_stmt_busy(self.pointer()) != 0 }
    }

    /// Whether it writes nothing.
    pub fn is_readonly(&self) -> bool {
        // SAFETY: the statement is open, or null.
        unsafe { ffi::sqlite3_stmt_readonly(self.pointer()) != 0 }
    }

    /// How many columns a row has.
    pub fn column_count(&self) -> i32 {
        // SAFETY: the statement is open, or null.
        unsafe { ffi::sqlite3_column_count(self.pointer()) }
    }
}

/// The text from the first byte on that is neither blank nor comment; `None` if there is none.
pub fn skip_blanks(mut sql: &[u8]) -> Option<&[u8]> {
    loop {
        match sql {
            [] => return None,
            [b' ' | b'\t' | b'\x0c' | b'\n' | b'\r', rest @ ..] => sql = rest,
            [b'-', b'-', rest @ ..] => {
                let end = rest.iter().position(|byte| *byte == b'\n')?;
                sql = &rest[end + 1..];
            }
            [b'/', b'*', rest @ ..] => {
                let end = rest.windows(2).position(|pair| pair == b"*/")?;
                sql = &rest[end + 2..];
            }
            _ => return Some(sql),
        }
    }
}

fn begins_with_change(sql: &[u8]) -> bool {
    let Some(sql) = skip_blanks(sql) else { return false };
    ["insert", "update", "delete", "replace"].iter().any(|word| {
        sql.get(..word.len())
            .is_some_and(|begin| begin.eq_ignore_ascii_case(word.as_bytes()))
    })
}

/// Prepares a statement.
pub fn prepare(thread: &mut Thread, database: &Arc<Database>, sql: Ref<StrObject>) -> PyResult<Ref<StatementObject>> {
    let text = Text::of(thread, sql)?;
    // SAFETY: the database is open.
    let limit = unsafe { ffi::sqlite3_limit(database.pointer, ffi::SQLITE_LIMIT_SQL_LENGTH, -1) };
    if text.data().len() > limit.max(0) as usize {
        return Err(errors::data(thread, format_args!("query string is too large")));
    }
    let Ok(query) = std::ffi::CString::new(text.data()) else {
        return Err(errors::programming(
            thread,
            format_args!("the query contains a null character"),
        ));
    };
    let mut pointer = std::ptr::null_mut();
    let mut tail = std::ptr::null();
    let code = released(thread, || {
        database.reap();
        let length = query.as_bytes_with_nul().len() as i32;
        // SAFETY: the text has the length given, and the places for the results live.
        unsafe { ffi::sqlite3_prepare_v2(database.pointer, query.as_ptr(), length, &mut pointer, &mut tail) }
    });
    if code != ffi::SQLITE_OK {
        return Err(errors::of_database(thread, database.pointer));
    }
    let handle = database.adopt(Kind::Statement, pointer.cast());
    // SAFETY: SQLite leaves the pointer inside of the text.
    let rest = unsafe { std::ffi::CStr::from_ptr(tail) };
    if skip_blanks(rest.to_bytes()).is_some() {
        handle.abandon();
        return Err(errors::programming(
            thread,
            format_args!("You can only execute one statement at a time."),
        ));
    }
    let this: Ref<StatementObject> = match STATEMENT.get().allocate_instance(thread) {
        Ok(this) => this,
        Err(raised) => {
            handle.abandon();
            return Err(raised);
        }
    };
    this.handle.set(Arc::into_raw(handle));
    // SAFETY: the layout has a drop function, and the object is registered once.
    unsafe { thread.heap().register_drop(this.as_ptr().cast()) };
    let changes = !this.is_readonly() && begins_with_change(query.as_bytes());
    this.changes_data.set(changes.into());
    Ok(this)
}

/// Runs a statement to its next row; a result code.
pub fn step(thread: &mut Thread, database: &Arc<Database>, statement: Ref<StatementObject>) -> i32 {
    let pointer = statement.pointer();
    if pointer.is_null() {
        return ffi::SQLITE_DONE;
    }
    // SAFETY: the database is held, which closes its statements last.
    let code = released(thread, || unsafe { ffi::sqlite3_step(pointer) });
    if code & 0xff != ffi::SQLITE_LOCKED {
        return code;
    }
    // A cursor that nobody has any more may be in the middle of its rows.
    super::connection::close_forgotten(thread, database);
    // SAFETY: as above; a failed step begins anew.
    released(thread, || unsafe { ffi::sqlite3_step(pointer) })
}

/// Ends a run.
pub fn reset(thread: &mut Thread, statement: Ref<StatementObject>) {
    let pointer = statement.pointer();
    if !pointer.is_null() {
        // SAFETY: the statement is open.
        released(thread, || unsafe { ffi::sqlite3_reset(pointer) });
    }
}

fn bind_one(
    thread: &mut Thread,
    database: &Database,
    statement: Ref<StatementObject>,
    position: i32,
    value: Value,
) -> PyResult<()> {
    let value = if adapt::needed(value) {
        adapt::adapt(thread, value, adapt::PREPARE_PROTOCOL.get().value(), Some(value))?
    } else {
        value
    };
    let Some(stored) = values::to_stored(thread, value)? else {
        let class = class_of(value).name_for_message();
        return Err(errors::programming(
            thread,
            format_args!("Error binding parameter {position}: type '{class}' is not supported"),
        ));
    };
    // SAFETY: the statement is open.
    let code = unsafe { values::bind(statement.pointer(), position, &stored) };
    if code != ffi::SQLITE_OK {
        return Err(errors::of_database(thread, database.pointer));
    }
    Ok(())
}

fn parameter_name(statement: Ref<StatementObject>, position: i32) -> Option<String> {
    // SAFETY: the statement is open, and lends the name.
    unsafe {
        let name = ffi::sqlite3_bind_parameter_name(statement.pointer(), position);
        (!name.is_null()).then(|| errors::text(name))
    }
}

fn is_sequence(parameters: Value) -> bool {
    let class = class_of(parameters);
    parameters.downcast::<DictObject>().is_none()
        && class.slot(|s| s.getitem).is_some()
        && (class.has(TypeFlags::HEAP) || !class.has(TypeFlags::MAPPING))
}

/// Binds parameters: a sequence, or a mapping of names.
pub fn bind_all(
    thread: &mut Thread,
    database: &Database,
    statement: Ref<StatementObject>,
    parameters: Value,
) -> PyResult<()> {
    // SAFETY: the statement is open, or null.
    let needed = unsafe { ffi::sqlite3_bind_parameter_count(statement.pointer()) };
    if is_sequence(parameters) {
        return bind_sequence(thread, database, statement, parameters, needed);
    }
    if class_of(parameters).slot(|s| s.getitem).is_none() {
        return Err(errors::programming(
            thread,
            format_args!("parameters are of unsupported type"),
        ));
    }
    for position in 1..=needed {
        let Some(name) = parameter_name(statement, position) else {
            return Err(errors::programming(
                thread,
                format_args!("Binding {position} has no name, but you supplied a dictionary (which has only names)."),
            ));
        };
        let name = name.get(1..).unwrap_or_default().to_owned();
        let key = StrObject::from_str(thread, &name)?.value();
        let value = match protocol::getitem(thread, parameters, key) {
            Ok(value) => value,
            Err(raised) => {
                if !thread.clear_if(core().types.lookup_error.get()) {
                    return Err(raised);
                }
                return Err(errors::programming(
                    thread,
                    format_args!("You did not supply a value for binding parameter :{name}."),
                ));
            }
        };
        bind_one(thread, database, statement, position, value)?;
    }
    Ok(())
}

fn bind_sequence(
    thread: &mut Thread,
    database: &Database,
    statement: Ref<StatementObject>,
    parameters: Value,
    needed: i32,
) -> PyResult<()> {
    let given = protocol::len(thread, parameters)?;
    if given != needed.max(0) as usize {
        let verb = if given == 1 { "is" } else { "are" };
        return Err(errors::programming(
            thread,
            format_args!(
                "Incorrect number of bindings supplied. The current statement uses {needed}, and there {verb} {given} supplied."
            ),
        ));
    }
    for position in 1..=needed {
        if let Some(name) = parameter_name(statement, position).filter(|name| !name.starts_with('?')) {
            return Err(errors::programming(
                thread,
                format_args!(
                    "Binding {position} ('{name}') is a named parameter, but you supplied a sequence which requires \
                     nameless (qmark) placeholders."
                ),
            ));
        }
        let index = position as usize - 1;
        let value = if let Some(tuple) = exact::<TupleObject>(parameters, core().types.tuple.get()) {
            tuple.items().get(index).copied()
        } else if let Some(list) = exact::<ListObject>(parameters, core().types.list.get()) {
            list.get(index)
        } else {
            Some(protocol::getitem(thread, parameters, Value::small_int(index as i64))?)
        };
        let Some(value) = value else {
            return Err(thread.index_error(format_args!("list index out of range")));
        };
        bind_one(thread, database, statement, position, value)?;
    }
    Ok(())
}

fn exact<T: pyrs_object::HeapObject>(value: Value, class: Ref<pyrs_object::type_object::TypeObject>) -> Option<Ref<T>> {
    value.downcast::<T>().filter(|_| class_of(value) == class)
}

/// The statement for a text: the connection's cached one, or a new one.
pub fn cached(
    thread: &mut Thread,
    connection: Ref<ConnectionObject>,
    database: &Arc<Database>,
    sql: Ref<StrObject>,
) -> PyResult<Ref<StatementObject>> {
    let Some(cache) = connection.cache.get().filter(|_| connection.cache_size.get() > 0) else {
        return prepare(thread, database, sql);
    };
    let hit = cache
        .remove(thread, sql.value())?
        .and_then(|hit| hit.downcast::<StatementObject>());
    let statement = match hit {
        Some(statement) if !statement.pointer().is_null() => statement,
        _ => prepare(thread, database, sql)?,
    };
    if cache.len() >= connection.cache_size.get()
        && let Some((_, oldest, _)) = cache.next_entry(0)
    {
        cache.remove(thread, oldest)?;
    }
    cache.set(thread, sql.value(), statement.value())?;
    Ok(statement)
}
