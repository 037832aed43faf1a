//! `sqlite3.Cursor`: what it is and what may be done with it; running statements is in [`super::execute`].
//!
//! A cursor that a program has dropped in the middle of its rows keeps its tables locked until the collector finds it dead;
//! the connection looks for such cursors before it reports a lock. One that was dropped just before may be missed.
//!
//! Invariant: while a cursor is locked (it runs a statement or makes a row) nothing else may be done with it.

use super::connection::{self, ConnectionObject};
use super::errors;
use super::execute;
use super::handles::{Handle, Using};
use super::statement::{self, StatementObject};
use pyrs_lib_os::invoke;
use pyrs_macros::pymethods;
use pyrs_object::header::{Field, Header, Ref};
use pyrs_object::list::ListObject;
use pyrs_object::native_class::{NativeClass, allocate};
use pyrs_object::str::StrObject;
use pyrs_object::type_object::TypeFlags;
use pyrs_object::{Args, PyResult, Thread, Value, class_of, heap_object, int, none, protocol};
use std::cell::Cell;
use std::sync::Arc;

/// A cursor.
#[repr(C)]
pub struct CursorObject {
    header: Header,
    pub(super) connection: Field<Option<Ref<ConnectionObject>>>,
    /// `description`.
    pub description: Field<Option<Value>>,
    /// Converters of the columns, None for none; empty if there is none at all.
    pub(super) converters: Field<Option<Ref<ListObject>>>,
    statement: Field<Option<Ref<StatementObject>>>,
    /// An `Arc` of what the statement has open, while there is a statement.
    running: Cell<*const Handle>,
    pub(super) row_factory: Field<Option<Value>>,
    pub(super) last_row_id: Field<Option<Value>>,
    array_size: Cell<u32>,
    closed: Cell<bool>,
    pub(super) locked: Cell<bool>,
    initialised: Cell<bool>,
    pub(super) row_count: Cell<i64>,
}
heap_object!(
    CursorObject,
    "sqlite3.Cursor",
    CURSOR_LAYOUT,
    [connection, description, converters, statement, row_factory, last_row_id],
    drop = release
);

unsafe fn release(object: *mut u8) {
    // SAFETY: called for dead cursors only, once.
    unsafe {
        if let Some(handle) = (*(object as *const CursorObject)).take_running() {
            handle.stall();
        }
    }
}

impl CursorObject {
    fn take_running(&self) -> Option<Arc<Handle>> {
        let pointer = self.running.replace(std::ptr::null());
        // SAFETY: the pointer was made of an `Arc`, and is taken once.
        (!pointer.is_null()).then(|| unsafe { Arc::from_raw(pointer) })
    }

    /// The statement that it runs.
    pub fn statement(&self) -> Option<Ref<StatementObject>> {
        self.statement.get()
    }
}

/// Gives a cursor a statement, or none.
pub fn set_statement(this: Ref<CursorObject>, statement: Option<Ref<StatementObject>>) {
    drop(this.take_running());
    if let Some(statement) = statement {
        this.running.set(statement.shared_handle());
    }
    this.statement.set(this, statement);
}

/// `sqlite3.Cursor`.
pub static CURSOR: NativeClass = NativeClass::new("sqlite3", "Cursor", &CURSOR_LAYOUT)
    .subclassable()
    .flags(TypeFlags::HAS_WEAKREF)
    .methods(CursorMethods::TYPE_METHODS);

/// Checks that nothing runs on the cursor.
pub fn check_unlocked(thread: &mut Thread, this: Ref<CursorObject>) -> PyResult<()> {
    if this.locked.get() {
        return Err(errors::programming(
            thread,
            format_args!("Recursive use of cursors not allowed."),
        ));
    }
    Ok(())
}

/// The connection and the open database of a cursor that may be used.
pub fn usable(thread: &mut Thread, this: Ref<CursorObject>) -> PyResult<(Ref<ConnectionObject>, Using)> {
    let Some(connection) = this.connection.get().filter(|_| this.initialised.get()) else {
        return Err(errors::programming(
            thread,
            format_args!("Base Cursor.__init__ not called."),
        ));
    };
    if this.closed.get() {
        return Err(errors::programming(
            thread,
            format_args!("Cannot operate on a closed cursor."),
        ));
    }
    check_unlocked(thread, this)?;
    let database = connection::usable(thread, connection)?;
    check_unlocked(thread, this)?;
    Ok((connection, database))
}

/// Lets the statement go.
pub fn drop_statement(thread: &mut Thread, this: Ref<CursorObject>) {
    if let Some(statement) = this.statement.get() {
        statement::reset(thread, statement);
        set_statement(this, None);
    }
}

fn receiver(thread: &mut Thread, this: Value) -> PyResult<Ref<CursorObject>> {
    match this.downcast() {
        Some(this) => Ok(this),
        None => Err(pyrs_object::native_class::wrong_receiver(
            thread,
            "sqlite3.Cursor",
            this,
        )),
    }
}

fn size_argument(thread: &mut Thread, value: Value) -> PyResult<u32> {
    let number = protocol::index(thread, value)?;
    match int::as_i64(number) {
        Some(number) if number < 0 => Err(thread.value_error(format_args!("Cannot convert negative int"))),
        Some(number) if number <= i64::from(u32::MAX) => Ok(number as u32),
        None if protocol::index_clamped(thread, number)? < 0 => {
            Err(thread.value_error(format_args!("Cannot convert negative int")))
        }
        _ => Err(thread.overflow_error(format_args!("Python int too large for C uint32_t"))),
    }
}

/// Holds the methods of cursors.
pub struct CursorMethods;

/// A cursor of a database: it runs statements and gives their rows.
#[pymethods]
impl CursorMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, _args: Args) -> PyResult<Value> {
        let this: Ref<CursorObject> = allocate(thread, class)?;
        // SAFETY: the layout has a drop function, and the object is registered once.
        unsafe { thread.heap().register_drop(this.as_ptr().cast()) };
        Ok(this.value())
    }

    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        let this = receiver(thread, this)?;
        if args.names().is_some() && class_of(this.value()) == CURSOR.get() {
            return Err(thread.type_error(format_args!("Cursor() takes no keyword arguments")));
        }
        let &[given] = args.positional() else {
            let count = args.positional().len();
            return Err(thread.type_error(format_args!("Cursor expected 1 argument, got {count}")));
        };
        let Some(connection) = given.downcast::<ConnectionObject>() else {
            let name = class_of(given).name_for_message();
            return Err(thread.type_error(format_args!(
                "Cursor() argument 1 must be sqlite3.Connection, not {name}"
            )));
        };
        check_unlocked(thread, this)?;
        drop_statement(thread, this);
        this.connection.set(this, Some(connection));
        this.description.set(this, None);
        this.converters.set(this, None);
        this.row_factory.set(this, None);
        this.last_row_id.set(this, None);
        this.array_size.set(1);
        this.closed.set(false);
        this.row_count.set(-1);
        connection::check_thread(thread, connection)?;
        this.initialised.set(true);
        Ok(())
    }

    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let this = receiver(thread, this)?;
        execute::next_row(thread, this)
    }

    /// Executes an SQL statement.
    #[method(signature = "($self, sql, parameters=(), /)")]
    fn execute(
        thread: &mut Thread,
        this: Ref<CursorObject>,
        sql: Ref<StrObject>,
        parameters: Option<Value>,
    ) -> PyResult<Value> {
        execute::once(thread, this, sql, parameters)?;
        Ok(this.value())
    }

    /// Executes an SQL statement once for each of the given parameters.
    #[method(signature = "($self, sql, seq_of_parameters, /)")]
    fn executemany(
        thread: &mut Thread,
        this: Ref<CursorObject>,
        sql: Ref<StrObject>,
        seq_of_parameters: Value,
    ) -> PyResult<Value> {
        execute::many(thread, this, sql, seq_of_parameters)?;
        Ok(this.value())
    }

    /// Executes several SQL statements.
    #[method(signature = "($self, sql_script, /)")]
    fn executescript(thread: &mut Thread, this: Ref<CursorObject>, sql_script: Ref<StrObject>) -> PyResult<Value> {
        execute::script(thread, this, sql_script)?;
        Ok(this.value())
    }

    /// The next row, or None.
    #[method]
    fn fetchone(thread: &mut Thread, this: Ref<CursorObject>) -> PyResult<Value> {
        Ok(execute::next_row(thread, this)?.unwrap_or_else(none))
    }

    /// The next rows, as many as arraysize says.
    #[method(keywords = "size", signature = "($self, /, size=1)")]
    fn fetchmany(thread: &mut Thread, this: Ref<CursorObject>, size: Option<Value>) -> PyResult<Value> {
        let most = match size {
            Some(size) => size_argument(thread, size)?,
            None => this.array_size.get(),
        };
        let rows = ListObject::with_capacity(thread, 0)?;
        while rows.len() < most as usize {
            let Some(row) = execute::next_row(thread, this)? else {
                break;
            };
            rows.push(thread, row)?;
        }
        Ok(rows.value())
    }

    /// All rows that are left.
    #[method]
    fn fetchall(thread: &mut Thread, this: Ref<CursorObject>) -> PyResult<Value> {
        let rows = ListObject::with_capacity(thread, 0)?;
        while let Some(row) = execute::next_row(thread, this)? {
            rows.push(thread, row)?;
        }
        Ok(rows.value())
    }

    /// Does nothing; the database interface demands it.
    #[method(signature = "($self, sizes, /)")]
    fn setinputsizes(_thread: &mut Thread, _this: Ref<CursorObject>, _sizes: Value) {}

    /// Does nothing; the database interface demands it.
    #[method(signature = "($self, size, column=None, /)")]
    fn setoutputsize(_thread: &mut Thread, _this: Ref<CursorObject>, _size: Value, _column: Option<Value>) {}

    /// Closes the cursor.
    #[method]
    fn close(thread: &mut Thread, this: Ref<CursorObject>) -> PyResult<()> {
        check_unlocked(thread, this)?;
        let Some(connection) = this.connection.get() else {
            return Err(errors::programming(
                thread,
                format_args!("Base Cursor.__init__ not called."),
            ));
        };
        let _using = connection::usable(thread, connection)?;
        drop_statement(thread, this);
        this.closed.set(true);
        Ok(())
    }

    #[getter(kind = "member")]
    fn connection(_thread: &mut Thread, this: Ref<CursorObject>) -> Option<Ref<ConnectionObject>> {
        this.connection.get()
    }

    #[getter(kind = "member")]
    fn description(_thread: &mut Thread, this: Ref<CursorObject>) -> Option<Value> {
        this.description.get()
    }

    #[getter(kind = "member")]
    fn lastrowid(_thread: &mut Thread, this: Ref<CursorObject>) -> Option<Value> {
        this.last_row_id.get()
    }

    #[getter(kind = "member")]
    fn rowcount(_thread: &mut Thread, this: Ref<CursorObject>) -> i64 {
        this.row_count.get()
    }

    #[getter]
    fn arraysize(_thread: &mut Thread, this: Ref<CursorObject>) -> u32 {
        this.array_size.get()
    }
    #[setter]
    fn set_arraysize(thread: &mut Thread, this: Ref<CursorObject>, value: Option<Value>) -> PyResult<()> {
        let Some(value) = value else {
            return Err(errors::not_deletable(thread, this.value(), "arraysize"));
        };
        let size = size_argument(thread, value)?;
        this.array_size.set(size);
        Ok(())
    }

    #[getter]
    fn row_factory(_thread: &mut Thread, this: Ref<CursorObject>) -> Option<Value> {
        this.row_factory.get()
    }
    #[setter]
    fn set_row_factory(thread: &mut Thread, this: Ref<CursorObject>, value: Option<Value>) -> PyResult<()> {
        if value.is_none() {
            return Err(thread.attribute_error_plain(format_args!("cannot delete row_factory attribute")));
        }
        this.row_factory.set(this, invoke::given(value));
        Ok(())
    }
}
