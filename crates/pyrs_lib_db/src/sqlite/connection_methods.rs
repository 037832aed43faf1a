//! What Python code can do with a connection, but for callbacks, whose registration is in [`super::register`].

use super::backup;
use super::blob;
use super::connection::{self, ConnectionObject, Transactions};
use super::constants::OTHERS;
use super::cursor::{CURSOR, CursorObject};
use super::errors;
use super::register::{self, Deprecated};
use super::statement;
use super::values::Text;
use libsqlite3_sys as ffi;
use pyrs_lib_core::buffer;
use pyrs_lib_core::foreign::released;
use pyrs_lib_os::{invoke, path};
use pyrs_macros::pymethods;
use pyrs_object::bytes::BytesObject;
use pyrs_object::convert::OptionalNone;
use pyrs_object::header::Ref;
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::StrObject;
use pyrs_object::{Args, PyResult, Thread, Value, bool_value, class_of, core, none, protocol};
use std::ffi::CString;

/// The name of a database of the connection, `main` unless another one is given.
fn schema_name(thread: &mut Thread, name: Option<Ref<StrObject>>) -> PyResult<CString> {
    match name {
        Some(name) => Text::of(thread, name)?.c_string(thread),
        None => Ok(c"main".to_owned()),
    }
}

fn receiver(thread: &mut Thread, this: Value) -> PyResult<Ref<ConnectionObject>> {
    match this.downcast() {
        Some(this) => Ok(this),
        None => Err(pyrs_object::native_class::wrong_receiver(
            thread,
            "sqlite3.Connection",
            this,
        )),
    }
}

/// A new cursor's method, called with arguments.
fn on_new_cursor(thread: &mut Thread, this: Ref<ConnectionObject>, name: &str, args: Args) -> PyResult<Value> {
    let cursor = connection::call_by_name(thread, this.value(), "cursor", &[])?;
    let name = StrObject::intern(thread, name)?;
    protocol::call_method_args(thread, cursor, name, args)
}

fn is_config(op: i32) -> bool {
    OTHERS
        .iter()
        .any(|(name, number)| *number == op && name.starts_with("SQLITE_DBCONFIG_"))
}

fn exception(class: &'static NativeClass) -> Value {
    class.get().value()
}

/// Holds the methods of connections.
pub struct ConnectionMethods;

/// A connection to a database of SQLite.
#[pymethods]
impl ConnectionMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, _args: Args) -> PyResult<Value> {
        Ok(connection::allocate(thread, class)?.value())
    }

    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        let this = receiver(thread, this)?;
        connection::initialise(thread, this, args)
    }

    #[slot]
    fn finalize(thread: &mut Thread, this: Value) {
        let Some(connection) = this.downcast::<ConnectionObject>().filter(|c| c.is_open()) else {
            return;
        };
        let text = match protocol::repr(thread, this) {
            Ok(text) => text.to_string_lossy(),
            Err(_) => {
                thread.take_raised();
                "<sqlite3.Connection object>".to_owned()
            }
        };
        // An exception stays pending for the caller to report.
        let _reported = pyrs_object::warn::warn(
            thread,
            core().types.resource_warning.get(),
            &format!("unclosed database in {text}"),
        );
        connection::close(thread, connection);
    }

    #[slot]
    fn call(thread: &mut Thread, this: Value, args: Args) -> PyResult<Value> {
        let this = receiver(thread, this)?;
        let database = connection::usable(thread, this)?;
        let &[sql] = args.positional() else {
            let given = args.positional().len();
            return Err(thread.type_error(format_args!("function takes exactly 1 argument ({given} given)")));
        };
        let Some(sql) = sql.downcast::<StrObject>() else {
            let class = class_of(sql).name_for_message();
            return Err(thread.type_error(format_args!("argument 1 must be str, not {class}")));
        };
        Ok(statement::prepare(thread, &database, sql)?.value())
    }

    /// Makes a cursor.
    #[method(keywords = "factory", signature = "($self, /, factory=<unrepresentable>)")]
    fn cursor(thread: &mut Thread, this: Ref<ConnectionObject>, factory: Option<Value>) -> PyResult<Value> {
        connection::usable(thread, this)?;
        let factory = factory.unwrap_or_else(|| CURSOR.get().value());
        let cursor = protocol::call(thread, factory, &[this.value()])?;
        let Some(made) = cursor.downcast::<CursorObject>() else {
            let class = class_of(cursor).name_for_message();
            return Err(thread.type_error(format_args!("factory must return a cursor, not {class}")));
        };
        if let Some(row_factory) = this.row_factory.get() {
            made.row_factory.set(made, Some(row_factory));
        }
        Ok(cursor)
    }

    /// Opens a blob for reading and writing in place.
    #[method(
        keywords = "readonly, name",
        kwonly = "readonly",
        signature = "($self, table, column, rowid, /, *, readonly=False, name='main')"
    )]
    fn blobopen(
        thread: &mut Thread,
        this: Ref<ConnectionObject>,
        table: Ref<StrObject>,
        column: Ref<StrObject>,
        rowid: Value,
        readonly: Option<bool>,
        name: Option<Ref<StrObject>>,
    ) -> PyResult<Value> {
        let place = blob::Place {
            table: Text::of(thread, table)?.c_string(thread)?,
            column: Text::of(thread, column)?.c_string(thread)?,
            schema: schema_name(thread, name)?,
        };
        blob::open(thread, this, place, rowid, readonly.unwrap_or(false))
    }

    /// Commits the open transaction.
    #[method]
    fn commit(thread: &mut Thread, this: Ref<ConnectionObject>) -> PyResult<()> {
        connection::end_transaction(thread, this, "COMMIT")
    }

    /// Rolls the open transaction back.
    #[method]
    fn rollback(thread: &mut Thread, this: Ref<ConnectionObject>) -> PyResult<()> {
        connection::end_transaction(thread, this, "ROLLBACK")
    }

    /// Closes the connection; what was not committed is lost.
    #[method]
    fn close(thread: &mut Thread, this: Ref<ConnectionObject>) -> PyResult<()> {
        connection::close_by_user(thread, this)
    }

    /// Executes an SQL statement on a new cursor, which is returned.
    #[method(signature = "($self, sql, parameters=(), /)")]
    fn execute(thread: &mut Thread, this: Ref<ConnectionObject>, args: Args) -> PyResult<Value> {
        on_new_cursor(thread, this, "execute", args)
    }

    /// Executes an SQL statement for each of the given parameters on a new cursor, which is returned.
    #[method(signature = "($self, sql, parameters, /)")]
    fn executemany(thread: &mut Thread, this: Ref<ConnectionObject>, args: Args) -> PyResult<Value> {
        on_new_cursor(thread, this, "executemany", args)
    }

    /// Executes several SQL statements on a new cursor, which is returned.
    #[method(signature = "($self, sql_script, /)")]
    fn executescript(thread: &mut Thread, this: Ref<ConnectionObject>, args: Args) -> PyResult<Value> {
        on_new_cursor(thread, this, "executescript", args)
    }

    /// Ends what runs in other threads on this connection.
    #[method]
    fn interrupt(thread: &mut Thread, this: Ref<ConnectionObject>) -> PyResult<()> {
        let database = connection::opened(thread, this)?;
        // SAFETY: the database is open, and stays so during the call.
        unsafe { ffi::sqlite3_interrupt(database.pointer) };
        Ok(())
    }

    /// An iterator of the SQL statements that make the database anew.
    #[method(keywords = "filter", kwonly = "filter", signature = "($self, /, *, filter=None)")]
    fn iterdump(thread: &mut Thread, this: Ref<ConnectionObject>, filter: Option<Value>) -> PyResult<Value> {
        connection::opened(thread, this)?;
        let dump = pyrs_lib_core::invoke::module_attribute(thread, "sqlite3.dump", "_iterdump")?;
        let filter = filter.unwrap_or_else(none);
        invoke::call_keywords(thread, dump, &[this.value(), filter], &["filter"])
    }

    /// Copies the database into another one.
    #[method(
        keywords = "target, pages, progress, name, sleep",
        kwonly = "pages",
        signature = "($self, /, target, *, pages=-1, progress=None, name='main', sleep=0.25)"
    )]
    fn backup(
        thread: &mut Thread,
        this: Ref<ConnectionObject>,
        target: Ref<ConnectionObject>,
        pages: Option<i32>,
        progress: OptionalNone<Value>,
        name: Option<Ref<StrObject>>,
        sleep: Option<f64>,
    ) -> PyResult<()> {
        let order = backup::Order {
            pages: pages.unwrap_or(-1),
            progress: progress.0,
            schema: schema_name(thread, name)?,
            sleep: sleep.unwrap_or(0.25),
        };
        backup::run(thread, this, target, &order)
    }

    /// The database as bytes.
    #[method(keywords = "name", kwonly = "name", signature = "($self, /, *, name='main')")]
    fn serialize(thread: &mut Thread, this: Ref<ConnectionObject>, name: Option<Ref<StrObject>>) -> PyResult<Value> {
        let database = connection::usable(thread, this)?;
        let schema = schema_name(thread, name)?;
        let mut size: ffi::sqlite3_int64 = 0;
        // SAFETY: the database is open; the memory is freed below.
        let data = released(thread, || unsafe {
            ffi::sqlite3_serialize(database.pointer, schema.as_ptr(), &mut size, 0)
        });
        if data.is_null() {
            let name = schema.to_string_lossy().into_owned();
            return Err(errors::operational(
                thread,
                format_args!("unable to serialize '{name}'"),
            ));
        }
        // SAFETY: SQLite has allocated so many bytes, which are copied before they are freed.
        unsafe {
            let bytes = BytesObject::new(thread, std::slice::from_raw_parts(data, size.max(0) as usize));
            ffi::sqlite3_free(data.cast());
            Ok(bytes?.value())
        }
    }

    /// Replaces the database by one in memory that bytes describe.
    #[method(keywords = "name", kwonly = "name", signature = "($self, data, /, *, name='main')")]
    fn deserialize(
        thread: &mut Thread,
        this: Ref<ConnectionObject>,
        data: Value,
        name: Option<Ref<StrObject>>,
    ) -> PyResult<()> {
        let data = match data.downcast::<StrObject>() {
            Some(text) => Text::of(thread, text)?.data().to_vec(),
            None => buffer::readable(thread, data)?.to_vec(),
        };
        let database = connection::usable(thread, this)?;
        let schema = schema_name(thread, name)?;
        let size = data.len() as i64;
        // SAFETY: the copy has room for the data and belongs to SQLite, which frees it in any case.
        let code = released(thread, || unsafe {
            let copy = ffi::sqlite3_malloc64(data.len() as u64).cast::<u8>();
            if copy.is_null() && !data.is_empty() {
                return ffi::SQLITE_NOMEM;
            }
            if !data.is_empty() {
                std::ptr::copy_nonoverlapping(data.as_ptr(), copy, data.len());
            }
            let flags = ffi::SQLITE_DESERIALIZE_FREEONCLOSE | ffi::SQLITE_DESERIALIZE_RESIZEABLE;
            ffi::sqlite3_deserialize(database.pointer, schema.as_ptr(), copy, size, size, flags)
        });
        match code {
            ffi::SQLITE_OK => Ok(()),
            code => Err(errors::of_plain_code(thread, code)),
        }
    }

    /// Creates a function for SQL.
    #[method(signature = "($self, /, name, narg, func, *, deterministic=False)")]
    fn create_function(thread: &mut Thread, this: Ref<ConnectionObject>, args: Args) -> PyResult<()> {
        register::create_function(thread, this, args)
    }

    /// Creates an aggregate for SQL.
    #[method(signature = "($self, /, name, n_arg, aggregate_class)")]
    fn create_aggregate(thread: &mut Thread, this: Ref<ConnectionObject>, args: Args) -> PyResult<()> {
        register::create_aggregate(thread, this, args)
    }

    /// Creates an aggregate that works on windows, or removes it (None).
    #[method(signature = "($self, name, num_params, aggregate_class, /)")]
    fn create_window_function(
        thread: &mut Thread,
        this: Ref<ConnectionObject>,
        name: Ref<StrObject>,
        num_params: i32,
        aggregate_class: Value,
    ) -> PyResult<()> {
        register::create_window_function(thread, this, name, num_params, aggregate_class)
    }

    /// Creates an order of texts, or removes it (None).
    #[method(signature = "($self, name, callback, /)")]
    fn create_collation(
        thread: &mut Thread,
        this: Ref<ConnectionObject>,
        name: Ref<StrObject>,
        callback: Value,
    ) -> PyResult<()> {
        register::create_collation(thread, this, name, callback)
    }

    /// Sets what is asked for leave before data are used.
    #[method(signature = "($self, /, authorizer_callback)")]
    fn set_authorizer(thread: &mut Thread, this: Ref<ConnectionObject>, args: Args) -> PyResult<()> {
        let [callable] = register::bind::<1>(thread, &register::SET_AUTHORIZER, args, Deprecated(1))?;
        register::set_authorizer(thread, this, callable.unwrap_or_else(none))
    }

    /// Sets what is called each time that so many instructions have run.
    #[method(signature = "($self, /, progress_handler, n)")]
    fn set_progress_handler(thread: &mut Thread, this: Ref<ConnectionObject>, args: Args) -> PyResult<()> {
        let [callable, n] = register::bind::<2>(thread, &register::SET_PROGRESS_HANDLER, args, Deprecated(1))?;
        register::set_progress_handler(thread, this, callable.unwrap_or_else(none), n)
    }

    /// Sets what is called with each statement that runs.
    #[method(signature = "($self, /, trace_callback)")]
    fn set_trace_callback(thread: &mut Thread, this: Ref<ConnectionObject>, args: Args) -> PyResult<()> {
        let [callable] = register::bind::<1>(thread, &register::SET_TRACE_CALLBACK, args, Deprecated(1))?;
        register::set_trace_callback(thread, this, callable.unwrap_or_else(none))
    }

    /// Allows extensions of SQLite to be loaded, or forbids it.
    #[method(signature = "($self, enable, /)")]
    fn enable_load_extension(thread: &mut Thread, this: Ref<ConnectionObject>, enable: bool) -> PyResult<()> {
        let database = connection::usable(thread, this)?;
        // SAFETY: the database is open.
        let code = unsafe { ffi::sqlite3_enable_load_extension(database.pointer, enable.into()) };
        if code != ffi::SQLITE_OK {
            return Err(errors::operational(
                thread,
                format_args!("Error enabling load extension"),
            ));
        }
        Ok(())
    }

    /// Loads an extension of SQLite.
    #[method(
        keywords = "entrypoint",
        kwonly = "entrypoint",
        signature = "($self, name, /, *, entrypoint=None)"
    )]
    fn load_extension(
        thread: &mut Thread,
        this: Ref<ConnectionObject>,
        name: Value,
        entrypoint: OptionalNone<Ref<StrObject>>,
    ) -> PyResult<()> {
        let database = connection::usable(thread, this)?;
        let name = path::encode(thread, name)?;
        let name = CString::new(name).map_err(|_| thread.value_error(format_args!("embedded null character")))?;
        let entry = match entrypoint.0 {
            Some(entry) => Some(Text::of(thread, entry)?.c_string(thread)?),
            None => None,
        };
        let entry = entry.as_ref().map_or(std::ptr::null(), |entry| entry.as_ptr());
        let mut message: *mut std::ffi::c_char = std::ptr::null_mut();
        // SAFETY: the texts live; the message is freed below.
        let code = released(thread, || unsafe {
            ffi::sqlite3_load_extension(database.pointer, name.as_ptr(), entry, &mut message)
        });
        if code != ffi::SQLITE_OK {
            // SAFETY: null or a text of SQLite's.
            let text = unsafe {
                let text = errors::text(message);
                ffi::sqlite3_free(message.cast());
                text
            };
            return Err(errors::operational(thread, format_args!("{text}")));
        }
        Ok(())
    }

    /// Sets a limit, and returns what it was.
    #[method(signature = "($self, category, limit, /)")]
    fn setlimit(thread: &mut Thread, this: Ref<ConnectionObject>, category: i32, limit: i32) -> PyResult<i32> {
        let database = connection::usable(thread, this)?;
        // SAFETY: the database is open.
        let old = unsafe { ffi::sqlite3_limit(database.pointer, category, limit) };
        if old < 0 {
            return Err(errors::programming(thread, format_args!("'category' is out of bounds")));
        }
        Ok(old)
    }

    /// A limit.
    #[method(signature = "($self, category, /)")]
    fn getlimit(thread: &mut Thread, this: Ref<ConnectionObject>, category: i32) -> PyResult<i32> {
        Self::setlimit(thread, this, category, -1)
    }

    /// Sets an option.
    #[method(signature = "($self, op, enable=True, /)")]
    fn setconfig(thread: &mut Thread, this: Ref<ConnectionObject>, op: i32, enable: Option<bool>) -> PyResult<()> {
        let database = connection::usable(thread, this)?;
        if !is_config(op) {
            return Err(thread.value_error(format_args!("unknown config 'op': {op}")));
        }
        let (wanted, mut actual) = (std::ffi::c_int::from(enable.unwrap_or(true)), 0 as std::ffi::c_int);
        // SAFETY: these options take a number and a place for one.
        let code = unsafe { ffi::sqlite3_db_config(database.pointer, op, wanted, &raw mut actual) };
        if code != ffi::SQLITE_OK {
            return Err(errors::of_database(thread, database.pointer));
        }
        if wanted != actual {
            return Err(errors::operational(thread, format_args!("Unable to set config")));
        }
        Ok(())
    }

    /// An option.
    #[method(signature = "($self, op, /)")]
    fn getconfig(thread: &mut Thread, this: Ref<ConnectionObject>, op: i32) -> PyResult<bool> {
        let database = connection::usable(thread, this)?;
        if !is_config(op) {
            return Err(thread.value_error(format_args!("unknown config 'op': {op}")));
        }
        let mut actual = 0 as std::ffi::c_int;
        // SAFETY: these options take a number and a place for one.
        let code = unsafe { ffi::sqlite3_db_config(database.pointer, op, -1 as std::ffi::c_int, &raw mut actual) };
        if code != ffi::SQLITE_OK {
            return Err(errors::of_database(thread, database.pointer));
        }
        Ok(actual != 0)
    }

    #[method(name = "__enter__")]
    fn enter(thread: &mut Thread, this: Ref<ConnectionObject>) -> PyResult<Value> {
        connection::opened(thread, this)?;
        Ok(this.value())
    }

    /// Commits, or rolls back after an exception.
    #[method(name = "__exit__", signature = "($self, type, value, traceback, /)")]
    fn exit(
        thread: &mut Thread,
        this: Ref<ConnectionObject>,
        kind: Value,
        value: Value,
        traceback: Value,
    ) -> PyResult<Value> {
        if this.transactions() == Transactions::Never {
            return Ok(bool_value(false));
        }
        let nothing = none();
        if kind != nothing || value != nothing || traceback != nothing {
            connection::call_by_name(thread, this.value(), "rollback", &[])?;
            return Ok(bool_value(false));
        }
        if let Err(raised) = connection::call_by_name(thread, this.value(), "commit", &[]) {
            // The commit failed: its error goes on once everything is rolled back.
            let Some(failed) = thread.take_raised() else {
                return Err(raised);
            };
            if connection::call_by_name(thread, this.value(), "rollback", &[]).is_err()
                && let Some(second) = thread.raised
            {
                second.chain_context(failed);
                return Err(thread.raised());
            }
            return Err(thread.reraise(failed));
        }
        Ok(bool_value(false))
    }

    #[getter]
    fn isolation_level(thread: &mut Thread, this: Ref<ConnectionObject>) -> PyResult<Option<&'static str>> {
        connection::opened(thread, this)?;
        Ok(this.isolation_level())
    }
    #[setter]
    fn set_isolation_level(thread: &mut Thread, this: Ref<ConnectionObject>, value: Option<Value>) -> PyResult<()> {
        match value {
            Some(value) => connection::set_level(thread, this, value),
            None => Err(thread.attribute_error_plain(format_args!("cannot delete attribute"))),
        }
    }

    #[getter]
    fn autocommit(thread: &mut Thread, this: Ref<ConnectionObject>) -> PyResult<Value> {
        connection::usable(thread, this)?;
        Ok(connection::autocommit_value(this))
    }
    #[setter]
    fn set_autocommit(thread: &mut Thread, this: Ref<ConnectionObject>, value: Option<Value>) -> PyResult<()> {
        match value {
            Some(value) => connection::set_autocommit(thread, this, value),
            None => Err(thread.attribute_error_plain(format_args!("cannot delete autocommit attribute"))),
        }
    }

    #[getter]
    fn total_changes(thread: &mut Thread, this: Ref<ConnectionObject>) -> PyResult<i32> {
        let database = connection::opened(thread, this)?;
        // SAFETY: the database is open.
        Ok(unsafe { ffi::sqlite3_total_changes(database.pointer) })
    }

    #[getter]
    fn in_transaction(thread: &mut Thread, this: Ref<ConnectionObject>) -> PyResult<bool> {
        let database = connection::opened(thread, this)?;
        Ok(connection::in_transaction(&database))
    }

    #[getter]
    fn row_factory(_thread: &mut Thread, this: Ref<ConnectionObject>) -> Option<Value> {
        this.row_factory.get()
    }
    #[setter]
    fn set_row_factory(thread: &mut Thread, this: Ref<ConnectionObject>, value: Option<Value>) -> PyResult<()> {
        if value.is_none() {
            return Err(thread.attribute_error_plain(format_args!("cannot delete row_factory attribute")));
        }
        this.row_factory.set(this, invoke::given(value));
        Ok(())
    }

    #[getter]
    fn text_factory(_thread: &mut Thread, this: Ref<ConnectionObject>) -> Value {
        match this.text_factory.get() {
            Some(factory) => factory,
            None => core().types.str_.get().value(),
        }
    }
    #[setter]
    fn set_text_factory(thread: &mut Thread, this: Ref<ConnectionObject>, value: Option<Value>) -> PyResult<()> {
        if value.is_none() {
            return Err(thread.attribute_error_plain(format_args!("cannot delete text_factory attribute")));
        }
        let plain = core().types.str_.get().value();
        this.text_factory.set(this, value.filter(|value| *value != plain));
        Ok(())
    }

    #[getter(name = "Warning", kind = "member")]
    fn warning(_thread: &mut Thread, _this: Ref<ConnectionObject>) -> Value {
        exception(&errors::WARNING)
    }
    #[getter(name = "Error", kind = "member")]
    fn error(_thread: &mut Thread, _this: Ref<ConnectionObject>) -> Value {
        exception(&errors::ERROR)
    }
    #[getter(name = "InterfaceError", kind = "member")]
    fn interface_error(_thread: &mut Thread, _this: Ref<ConnectionObject>) -> Value {
        exception(&errors::INTERFACE_ERROR)
    }
    #[getter(name = "DatabaseError", kind = "member")]
    fn database_error(_thread: &mut Thread, _this: Ref<ConnectionObject>) -> Value {
        exception(&errors::DATABASE_ERROR)
    }
    #[getter(name = "DataError", kind = "member")]
    fn data_error(_thread: &mut Thread, _this: Ref<ConnectionObject>) -> Value {
        exception(&errors::DATA_ERROR)
    }
    #[getter(name = "OperationalError", kind = "member")]
    fn operational_error(_thread: &mut Thread, _this: Ref<ConnectionObject>) -> Value {
        exception(&errors::OPERATIONAL_ERROR)
    }
    #[getter(name = "IntegrityError", kind = "member")]
    fn integrity_error(_thread: &mut Thread, _this: Ref<ConnectionObject>) -> Value {
        exception(&errors::INTEGRITY_ERROR)
    }
    #[getter(name = "InternalError", kind = "member")]
    fn internal_error(_thread: &mut Thread, _this: Ref<ConnectionObject>) -> Value {
        exception(&errors::INTERNAL_ERROR)
    }
    #[getter(name = "ProgrammingError", kind = "member")]
    fn programming_error(_thread: &mut Thread, _this: Ref<ConnectionObject>) -> Value {
        exception(&errors::PROGRAMMING_ERROR)
    }
    #[getter(name = "NotSupportedError", kind = "member")]
    fn not_supported_error(_thread: &mut Thread, _this: Ref<ConnectionObject>) -> Value {
        exception(&errors::NOT_SUPPORTED_ERROR)
    }
}
