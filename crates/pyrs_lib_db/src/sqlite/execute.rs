//! Running statements on a cursor: transactions that begin by themselves, parameters, rows and their conversion.

use super::adapt;
use super::connection::{self, ConnectionObject, Transactions};
use super::cursor::{self, CursorObject};
use super::errors;
use super::handles::Database;
use super::row;
use super::statement::{self, StatementObject};
use super::values::{self, Text};
use libsqlite3_sys as ffi;
use pyrs_lib_core::foreign::released;
use pyrs_object::bytes::BytesObject;
use pyrs_object::header::Ref;
use pyrs_object::list::ListObject;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::{PyResult, Thread, Value, core, int, none, protocol};
use std::ffi::CStr;
use std::sync::Arc;

/// A cursor's statement and what it runs on.
struct Run<'a> {
    cursor: Ref<CursorObject>,
    connection: Ref<ConnectionObject>,
    database: &'a Arc<Database>,
    statement: Ref<StatementObject>,
}

/// `execute`.
pub fn once(
    thread: &mut Thread,
    this: Ref<CursorObject>,
    sql: Ref<StrObject>,
    parameters: Option<Value>,
) -> PyResult<()> {
    let parameters = match parameters {
        Some(parameters) => parameters,
        None => core().empty_tuple.get().value(),
    };
    locked(thread, this, |thread, connection, database| {
        let run = begin(thread, this, connection, database, sql, false)?;
        run_once(thread, &run, parameters, false)?;
        // SAFETY: the database is open.
        let id = unsafe { ffi::sqlite3_last_insert_rowid(database.pointer) };
        let id = int::from_i64(thread, id)?;
        this.last_row_id.set(this, Some(id));
        Ok(())
    })
}

/// `executemany`.
pub fn many(thread: &mut Thread, this: Ref<CursorObject>, sql: Ref<StrObject>, parameters: Value) -> PyResult<()> {
    let (_, _) = cursor::usable(thread, this)?;
    let parameters = protocol::iter(thread, parameters)?;
    locked(thread, this, |thread, connection, database| {
        let run = begin(thread, this, connection, database, sql, true)?;
        while let Some(set) = protocol::next(thread, parameters)? {
            run_once(thread, &run, set, true)?;
        }
        Ok(())
    })
}

/// Runs `work` with the cursor locked; after an error the cursor has no statement.
fn locked(
    thread: &mut Thread,
    this: Ref<CursorObject>,
    work: impl FnOnce(&mut Thread, Ref<ConnectionObject>, &Arc<Database>) -> PyResult<()>,
) -> PyResult<()> {
    let (connection, database) = cursor::usable(thread, this)?;
    this.locked.set(true);
    let result = work(thread, connection, &database);
    this.locked.set(false);
    match result {
        Ok(()) => {
            if let Some(statement) = this.statement()
                && !statement.is_busy()
            {
                cursor::set_statement(this, None);
            }
        }
        Err(_) => {
            cursor::drop_statement(thread, this);
            this.row_count.set(-1);
        }
    }
    result
}

/// Makes the cursor ready for a statement.
fn begin<'a>(
    thread: &mut Thread,
    this: Ref<CursorObject>,
    connection: Ref<ConnectionObject>,
    database: &'a Arc<Database>,
    sql: Ref<StrObject>,
    multiple: bool,
) -> PyResult<Run<'a>> {
    cursor::drop_statement(thread, this);
    this.description.set(this, None);
    this.converters.set(this, None);
    let mut statement = statement::cached(thread, connection, database, sql)?;
    if statement.is_busy() {
        statement = statement::prepare(thread, database, sql)?;
    }
    cursor::set_statement(this, Some(statement));
    statement::reset(thread, statement);
    this.row_count.set(if statement.is_dml() { 0 } else { -1 });
    if multiple && statement.is_readonly() {
        return Err(errors::programming(
            thread,
            format_args!("executemany() can only execute DML statements."),
        ));
    }
    if connection.transactions() == Transactions::Legacy
        && statement.is_dml()
        && let Some(level) = connection.isolation_level()
        && !connection::in_transaction(database)
    {
        connection::run_simple(thread, database, &format!("BEGIN {level}"))?;
    }
    Ok(Run {
        cursor: this,
        connection,
        database,
        statement,
    })
}

fn run_once(thread: &mut Thread, run: &Run, parameters: Value, multiple: bool) -> PyResult<()> {
    let (this, statement) = (run.cursor, run.statement);
    statement::bind_all(thread, run.database, statement, parameters)?;
    let code = statement::step(thread, run.database, statement);
    if code != ffi::SQLITE_DONE && code != ffi::SQLITE_ROW {
        return Err(errors::of_database(thread, run.database.pointer));
    }
    find_converters(thread, run)?;
    if this.description.get().is_none() && statement.column_count() > 0 {
        let description = describe(thread, run)?;
        this.description.set(this, Some(description));
    }
    if code == ffi::SQLITE_DONE && statement.is_dml() {
        this.row_count.set(this.row_count.get() + changes(run.database));
    }
    if code == ffi::SQLITE_DONE || multiple {
        statement::reset(thread, statement);
    }
    Ok(())
}

fn changes(database: &Database) -> i64 {
    // SAFETY: the database is open.
    unsafe { ffi::sqlite3_changes64(database.pointer) }
}

/// Bytes of a name that SQLite lends.
fn column_text(statement: Ref<StatementObject>, column: i32, declared: bool) -> Vec<u8> {
    // SAFETY: the statement is open; the text is copied at once.
    unsafe {
        let text = match declared {
            true => ffi::sqlite3_column_decltype(statement.pointer(), column),
            false => ffi::sqlite3_column_name(statement.pointer(), column),
        };
        match text.is_null() {
            true => Vec::new(),
            false => CStr::from_ptr(text).to_bytes().to_vec(),
        }
    }
}

/// Looks up the converters of the columns, if the connection detects types.
fn find_converters(thread: &mut Thread, run: &Run) -> PyResult<()> {
    let detected = run.connection.detected_types();
    if detected == 0 {
        return Ok(());
    }
    let count = run.statement.column_count();
    let converters = ListObject::with_capacity(thread, count.max(0) as usize)?;
    for column in 0..count {
        let mut converter = None;
        if detected & connection::PARSE_COLUMN_NAMES != 0 {
            let name = column_text(run.statement, column, false);
            let open = name.iter().position(|byte| *byte == b'[');
            if let Some(open) = open
                && let Some(length) = name[open + 1..].iter().position(|byte| *byte == b']')
            {
                converter = adapt::converter(thread, &name[open + 1..open + 1 + length])?;
            }
        }
        if converter.is_none() && detected & connection::PARSE_DECLARED_TYPES != 0 {
            let declared = column_text(run.statement, column, true);
            if !declared.is_empty() {
                let end = declared.iter().position(|byte| matches!(byte, b' ' | b'('));
                converter = adapt::converter(thread, &declared[..end.unwrap_or(declared.len())])?;
            }
        }
        converters.push(thread, converter.unwrap_or_else(none))?;
    }
    run.cursor.converters.set(run.cursor, Some(converters));
    Ok(())
}

/// `description`: the names of the columns, each with six times None.
fn describe(thread: &mut Thread, run: &Run) -> PyResult<Value> {
    let count = run.statement.column_count().max(0);
    let columns = ListObject::with_capacity(thread, count as usize)?;
    for column in 0..count {
        let mut name = column_text(run.statement, column, false);
        if run.connection.detected_types() & connection::PARSE_COLUMN_NAMES != 0
            && let Some(open) = name.iter().position(|byte| *byte == b'[')
        {
            name.truncate(match open {
                0 => 0,
                open if name[open - 1] == b' ' => open - 1,
                open => open,
            });
        }
        let name = values::decode(thread, &name)?;
        let nothing = none();
        let entry = TupleObject::from_slice(thread, &[name, nothing, nothing, nothing, nothing, nothing, nothing])?;
        columns.push(thread, entry.value())?;
    }
    Ok(TupleObject::from_slice(thread, columns.items())?.value())
}

/// The row that the statement is at.
fn fetch(thread: &mut Thread, this: Ref<CursorObject>, run: &Run) -> PyResult<Ref<TupleObject>> {
    // SAFETY: the statement is open.
    let count = unsafe { ffi::sqlite3_data_count(run.statement.pointer()) }.max(0);
    let text_factory = run.connection.text_factory.get();
    let row = TupleObject::with_length(thread, count as usize)?;
    for index in 0..count {
        row.initialise_item(index as usize, none());
    }
    let converters = this.converters.get();
    for index in 0..count {
        let converter = converters
            .and_then(|list| list.get(index as usize))
            .filter(|c| *c != none());
        let pointer = run.statement.pointer();
        // SAFETY: the statement is open, and the cursor is locked, so that it stays at its row.
        let item = unsafe {
            match converter {
                None => values::column(thread, pointer, index, text_factory)?,
                Some(converter) => match values::column_bytes(pointer, index) {
                    None => none(),
                    Some(data) => {
                        let bytes = BytesObject::new(thread, data)?.value();
                        protocol::call(thread, converter, &[bytes])?
                    }
                },
            }
        };
        row.initialise_item(index as usize, item);
    }
    Ok(row)
}

/// The next row, as the row factory makes it.
pub fn next_row(thread: &mut Thread, this: Ref<CursorObject>) -> PyResult<Option<Value>> {
    let (connection, database) = cursor::usable(thread, this)?;
    let Some(statement) = this.statement() else {
        return Ok(None);
    };
    if statement.pointer().is_null() {
        // The connection was opened anew; the statement is of the former database.
        cursor::set_statement(this, None);
        return Ok(None);
    }
    let run = Run {
        cursor: this,
        connection,
        database: &database,
        statement,
    };
    this.locked.set(true);
    let row = fetch(thread, this, &run);
    this.locked.set(false);
    let row = row?;
    let code = statement::step(thread, &database, statement);
    if code == ffi::SQLITE_DONE {
        if statement.is_dml() {
            this.row_count.set(changes(&database));
        }
        cursor::drop_statement(thread, this);
    } else if code != ffi::SQLITE_ROW {
        let raised = errors::of_database(thread, database.pointer);
        cursor::drop_statement(thread, this);
        return Err(raised);
    }
    match this.row_factory.get() {
        None => Ok(Some(row.value())),
        Some(factory) if factory == row::ROW.get().value() => row::new(thread, factory, this, row).map(Some),
        Some(factory) => protocol::call(thread, factory, &[this.value(), row.value()]).map(Some),
    }
}

/// `executescript`.
pub fn script(thread: &mut Thread, this: Ref<CursorObject>, sql: Ref<StrObject>) -> PyResult<()> {
    let (connection, database) = cursor::usable(thread, this)?;
    let text = Text::of(thread, sql)?;
    // SAFETY: the database is open.
    let limit = unsafe { ffi::sqlite3_limit(database.pointer, ffi::SQLITE_LIMIT_SQL_LENGTH, -1) };
    if text.data().len() > limit.max(0) as usize {
        return Err(errors::data(thread, format_args!("query string is too large")));
    }
    let script =
        std::ffi::CString::new(text.data()).map_err(|_| thread.value_error(format_args!("embedded null character")))?;
    if connection.transactions() == Transactions::Legacy && connection::in_transaction(&database) {
        connection::run_simple(thread, &database, "COMMIT")?;
    }
    let mut rest = script.as_ptr();
    loop {
        // SAFETY: SQLite leaves the pointer inside of the script; a statement is finalized where it was made.
        let code = released(thread, || unsafe {
            if *rest == 0 {
                return None;
            }
            let mut statement = std::ptr::null_mut();
            let code = ffi::sqlite3_prepare_v2(database.pointer, rest, -1, &mut statement, &mut rest);
            if code != ffi::SQLITE_OK {
                return Some(code);
            }
            while ffi::sqlite3_step(statement) == ffi::SQLITE_ROW {}
            Some(ffi::sqlite3_finalize(statement))
        });
        match code {
            None => return Ok(()),
            Some(ffi::SQLITE_OK) => {}
            Some(_) => return Err(errors::of_database(thread, database.pointer)),
        }
    }
}
