//! `sqlite3.Connection`: its state, how it opens and closes, and transactions. Its methods are in
//! [`super::connection_methods`].
//!
//! Invariant: operations hold the database by a count of their own, so that a connection that is closed meanwhile (by
//! another thread or a callback) closes the database when the last of them has ended.

use super::connection_methods::ConnectionMethods;
use super::errors;
use super::handles::{Database, Using};
use libsqlite3_sys as ffi;
use pyrs_lib_core::foreign::released;
use pyrs_lib_os::path;
use pyrs_object::convert::{FromValue, Receiver, Signature, bind_slot};
use pyrs_object::dict::DictObject;
use pyrs_object::header::{Field, Header, Ref};
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::StrObject;
use pyrs_object::type_object::TypeFlags;
use pyrs_object::{Args, PyResult, Thread, Value, bool_value, class_of, core, heap_object, int, none, protocol};
use std::cell::Cell;
use std::ffi::CString;
use std::sync::Arc;

/// `PARSE_DECLTYPES`.
pub const PARSE_DECLARED_TYPES: i64 = 1;
/// `PARSE_COLNAMES`.
pub const PARSE_COLUMN_NAMES: i64 = 2;
/// `LEGACY_TRANSACTION_CONTROL`.
pub const LEGACY: i64 = -1;
/// Names of `isolation_level`; the number that a connection holds is one more, zero for None.
const LEVELS: [&str; 4] = ["", "DEFERRED", "IMMEDIATE", "EXCLUSIVE"];

/// Who begins and ends transactions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Transactions {
    /// The connection, before a statement that changes data, as `isolation_level` says.
    Legacy,
    /// There is always one (`autocommit=False`).
    Always,
    /// Nobody but the program's SQL (`autocommit=True`).
    Never,
}

/// A connection.
#[repr(C)]
pub struct ConnectionObject {
    header: Header,
    /// An `Arc`, or null.
    database: Cell<*const Database>,
    pub(super) row_factory: Field<Option<Value>>,
    /// Empty for str.
    pub(super) text_factory: Field<Option<Value>>,
    /// Statements by text, the least used first.
    pub(super) cache: Field<Option<Ref<DictObject>>>,
    /// What SQLite may call, by kind and name.
    pub(super) callbacks: Field<Option<Ref<DictObject>>>,
    /// Instances of running aggregates by number.
    pub(super) instances: Field<Option<Ref<DictObject>>>,
    pub(super) next_instance: Cell<i64>,
    pub(super) cache_size: Cell<usize>,
    detected: Cell<i64>,
    owner: Cell<u64>,
    autocommit: Cell<i64>,
    level: Cell<u32>,
    initialised: Cell<bool>,
    checks_thread: Cell<bool>,
}
heap_object!(
    ConnectionObject,
    "sqlite3.Connection",
    CONNECTION_LAYOUT,
    [row_factory, text_factory, cache, callbacks, instances],
    drop = release
);

/// `sqlite3.Connection`.
pub static CONNECTION: NativeClass = NativeClass::new("sqlite3", "Connection", &CONNECTION_LAYOUT)
    .subclassable()
    .flags(TypeFlags::HAS_FINALIZER)
    .methods(ConnectionMethods::TYPE_METHODS);

unsafe fn release(object: *mut u8) {
    // SAFETY: called for dead connections only, once; no operation is going on, for it would hold the connection.
    unsafe { drop((*(object as *const ConnectionObject)).take_database()) };
}

impl ConnectionObject {
    fn take_database(&self) -> Option<Arc<Database>> {
        let pointer = self.database.replace(std::ptr::null());
        // SAFETY: the pointer was made of an `Arc`, and is taken once.
        (!pointer.is_null()).then(|| unsafe { Arc::from_raw(pointer) })
    }

    /// The open database.
    pub fn database(&self) -> Option<Arc<Database>> {
        let pointer = self.database.get();
        if pointer.is_null() {
            return None;
        }
        // SAFETY: the connection has a count of the `Arc`; another one is made for the caller.
        unsafe {
            Arc::increment_strong_count(pointer);
            Some(Arc::from_raw(pointer))
        }
    }

    /// Whether the database is open.
    pub fn is_open(&self) -> bool {
        !self.database.get().is_null()
    }

    /// Bits of `PARSE_DECLTYPES` and `PARSE_COLNAMES`.
    pub fn detected_types(&self) -> i64 {
        self.detected.get()
    }

    /// Who begins transactions.
    pub fn transactions(&self) -> Transactions {
        match self.autocommit.get() {
            LEGACY => Transactions::Legacy,
            0 => Transactions::Always,
            _ => Transactions::Never,
        }
    }

    /// `isolation_level`.
    pub fn isolation_level(&self) -> Option<&'static str> {
        LEVELS.get((self.level.get() as usize).checked_sub(1)?).copied()
    }
}

/// A new connection without a database.
pub fn allocate(thread: &mut Thread, class: Value) -> PyResult<Ref<ConnectionObject>> {
    let this: Ref<ConnectionObject> = pyrs_object::native_class::allocate(thread, class)?;
    this.autocommit.set(LEGACY);
    // SAFETY: the layout has a drop function, and the object is registered once.
    unsafe { thread.heap().register_drop(this.as_ptr().cast()) };
    Ok(this)
}

/// Checks that this is the thread that may use the connection.
pub fn check_thread(thread: &mut Thread, this: Ref<ConnectionObject>) -> PyResult<()> {
    if this.initialised.get() && this.checks_thread.get() && thread.ident != this.owner.get() {
        let (owner, own) = (this.owner.get(), thread.ident);
        return Err(errors::programming(
            thread,
            format_args!(
                "SQLite objects created in a thread can only be used in that same thread. The object was created in \
                 thread id {owner} and this is thread id {own}."
            ),
        ));
    }
    Ok(())
}

/// The open database, or the error that there is none. Other threads may be using it.
pub fn opened(thread: &mut Thread, this: Ref<ConnectionObject>) -> PyResult<Arc<Database>> {
    if !this.initialised.get() {
        return Err(errors::programming(
            thread,
            format_args!("Base Connection.__init__ not called."),
        ));
    }
    match this.database() {
        Some(database) => Ok(database),
        None => Err(errors::programming(
            thread,
            format_args!("Cannot operate on a closed database."),
        )),
    }
}

/// The open database for an operation of this thread.
pub fn usable(thread: &mut Thread, this: Ref<ConnectionObject>) -> PyResult<Using> {
    check_thread(thread, this)?;
    let database = opened(thread, this)?;
    Ok(Using::new(thread, database))
}

/// Whether a transaction is open.
pub fn in_transaction(database: &Database) -> bool {
    // SAFETY: the database is open.
    unsafe { ffi::sqlite3_get_autocommit(database.pointer) == 0 }
}

/// Runs a statement without parameters and rows.
pub fn run_simple(thread: &mut Thread, database: &Arc<Database>, sql: &str) -> PyResult<()> {
    let Ok(text) = CString::new(sql) else {
        return Err(thread.value_error(format_args!("embedded null character")));
    };
    // SAFETY: the database is open; the statement ends here.
    let code = released(thread, || unsafe {
        database.reap();
        let mut statement = std::ptr::null_mut();
        let code = ffi::sqlite3_prepare_v2(
            database.pointer,
            text.as_ptr(),
            -1,
            &mut statement,
            std::ptr::null_mut(),
        );
        if code != ffi::SQLITE_OK {
            return code;
        }
        ffi::sqlite3_step(statement);
        ffi::sqlite3_finalize(statement)
    });
    match code {
        ffi::SQLITE_OK => Ok(()),
        _ => Err(errors::of_database(thread, database.pointer)),
    }
}

/// `commit` and `rollback`.
pub fn end_transaction(thread: &mut Thread, this: Ref<ConnectionObject>, command: &str) -> PyResult<()> {
    let database = usable(thread, this)?;
    match this.transactions() {
        Transactions::Legacy if in_transaction(&database) => run_simple(thread, &database, command),
        Transactions::Always => {
            run_simple(thread, &database, command)?;
            run_simple(thread, &database, "BEGIN")
        }
        _ => Ok(()),
    }
}

/// The number of an `isolation_level`.
fn level_number(thread: &mut Thread, value: Value) -> PyResult<u32> {
    if value == none() {
        return Ok(0);
    }
    let Some(text) = value.downcast::<StrObject>() else {
        return Err(thread.type_error(format_args!("isolation_level must be str or None")));
    };
    let text = super::values::Text::of(thread, text)?;
    if text.data().contains(&0) {
        return Err(thread.value_error(format_args!("embedded null character")));
    }
    match LEVELS
        .iter()
        .position(|level| level.as_bytes().eq_ignore_ascii_case(text.data()))
    {
        Some(position) => Ok(position as u32 + 1),
        None => Err(thread.value_error(format_args!(
            "isolation_level string must be '', 'DEFERRED', 'IMMEDIATE', or 'EXCLUSIVE'"
        ))),
    }
}

/// Sets `isolation_level`; None commits.
pub fn set_level(thread: &mut Thread, this: Ref<ConnectionObject>, value: Value) -> PyResult<()> {
    let level = level_number(thread, value)?;
    this.level.set(level);
    if level == 0 {
        let database = usable(thread, this)?;
        if in_transaction(&database) {
            run_simple(thread, &database, "COMMIT")?;
        }
    }
    Ok(())
}

fn autocommit_number(thread: &mut Thread, value: Value) -> PyResult<i64> {
    match int::as_bool(value) {
        Some(on) => Ok(on.into()),
        None if int::is_int(value) && int::as_i64(value) == Some(LEGACY) => Ok(LEGACY),
        None => Err(thread.value_error(format_args!(
            "autocommit must be True, False, or sqlite3.LEGACY_TRANSACTION_CONTROL"
        ))),
    }
}

/// `autocommit`.
pub fn autocommit_value(this: Ref<ConnectionObject>) -> Value {
    match this.autocommit.get() {
        LEGACY => Value::small_int(LEGACY),
        on => bool_value(on != 0),
    }
}

/// Sets `autocommit`.
pub fn set_autocommit(thread: &mut Thread, this: Ref<ConnectionObject>, value: Value) -> PyResult<()> {
    let database = usable(thread, this)?;
    let number = autocommit_number(thread, value)?;
    match (number, in_transaction(&database)) {
        (1, true) => run_simple(thread, &database, "COMMIT")?,
        (0, false) => run_simple(thread, &database, "BEGIN")?,
        _ => {}
    }
    this.autocommit.set(number);
    Ok(())
}

/// Closes the database, if it is open.
pub fn close(thread: &mut Thread, this: Ref<ConnectionObject>) {
    if let Some(cache) = this.cache.get() {
        cache.clear();
    }
    let database = this.take_database();
    released(thread, || drop(database));
}

/// `close`.
pub fn close_by_user(thread: &mut Thread, this: Ref<ConnectionObject>) -> PyResult<()> {
    check_thread(thread, this)?;
    if !this.initialised.get() {
        return Err(errors::programming(
            thread,
            format_args!("Base Connection.__init__ not called."),
        ));
    }
    if this.is_open() && this.transactions() == Transactions::Always {
        let database = usable(thread, this)?;
        if in_transaction(&database) {
            run_simple(thread, &database, "ROLLBACK")?;
        }
    }
    close(thread, this);
    Ok(())
}

/// The parameters of `Connection`.
static INIT: Signature = Signature {
    name: "Connection",
    module: "",
    receiver: Receiver::Static,
    parameters: &[
        "database",
        "timeout",
        "detect_types",
        "isolation_level",
        "check_same_thread",
        "factory",
        "cached_statements",
        "uri",
        "autocommit",
    ],
    required: 1,
    keywords_from: 0,
    keyword_only_from: 8,
};

/// Warns if parameters that are to become keyword-only are given by position.
pub fn warn_of_positions(thread: &mut Thread, function: &str, args: Args) -> PyResult<()> {
    if args.positional().len() <= 1 {
        return Ok(());
    }
    let text = format!(
        "Passing more than 1 positional argument to {function}() is deprecated. Parameters 'timeout', 'detect_types', \
         'isolation_level', 'check_same_thread', 'factory', 'cached_statements' and 'uri' will become keyword-only \
         parameters in Python 3.15."
    );
    pyrs_object::warn::warn(thread, core().types.deprecation_warning.get(), &text)
}

fn converted<T: FromValue>(thread: &mut Thread, value: Option<Value>, default: T) -> PyResult<T> {
    match value {
        Some(value) => Ok(T::from_value(thread, value)?.unwrap_or(default)),
        None => Ok(default),
    }
}

fn file_name(thread: &mut Thread, value: Value) -> PyResult<CString> {
    let Some(path) = path::fspath(thread, value)? else {
        let class = class_of(value).name_for_message();
        return Err(thread.type_error(format_args!("expected str, bytes or os.PathLike object, not {class}")));
    };
    let bytes = path::encode(thread, path)?;
    CString::new(bytes).map_err(|_| thread.value_error(format_args!("embedded null byte")))
}

/// `Connection.__init__`.
pub fn initialise(thread: &mut Thread, this: Ref<ConnectionObject>, args: Args) -> PyResult<()> {
    warn_of_positions(thread, "_sqlite3.Connection", args)?;
    let [
        database,
        timeout,
        detect,
        level,
        same_thread,
        _factory,
        cached,
        uri,
        autocommit,
    ] = bind_slot::<9>(thread, &INIT, args)?;
    let name = file_name(thread, database.unwrap_or_else(none))?;
    let timeout = converted(thread, timeout, 5.0)?;
    let detected = i64::from(converted(thread, detect, 0i32)?);
    let level = match level {
        Some(level) => level_number(thread, level)?,
        None => 1,
    };
    let same_thread = converted(thread, same_thread, true)?;
    let cached = converted(thread, cached, 128i32)?;
    let uri = converted(thread, uri, false)?;
    let autocommit = match autocommit {
        Some(value) => autocommit_number(thread, value)?,
        None => LEGACY,
    };
    this.initialised.set(false);
    close(thread, this);
    let database = open(thread, &name, uri, timeout)?;
    if this.is_open() {
        // Somebody else has initialised it while the file was opened.
        close(thread, this);
    }
    this.database.set(Arc::into_raw(Arc::new(database)));
    this.detected.set(detected);
    this.level.set(level);
    this.checks_thread.set(same_thread);
    this.owner.set(thread.ident);
    this.cache_size.set(cached.max(0) as usize);
    this.autocommit.set(autocommit);
    this.row_factory.set(this, None);
    this.text_factory.set(this, None);
    let cache = DictObject::new(thread)?;
    this.cache.set(this, Some(cache));
    let callbacks = DictObject::new(thread)?;
    this.callbacks.set(this, Some(callbacks));
    let instances = DictObject::new(thread)?;
    this.instances.set(this, Some(instances));
    this.initialised.set(true);
    if autocommit == 0 {
        let database = usable(thread, this)?;
        run_simple(thread, &database, "BEGIN")?;
    }
    Ok(())
}

/// Opens a database.
fn open(thread: &mut Thread, name: &CString, uri: bool, timeout: f64) -> PyResult<Database> {
    let mut flags = ffi::SQLITE_OPEN_READWRITE | ffi::SQLITE_OPEN_CREATE;
    if uri {
        flags |= ffi::SQLITE_OPEN_URI;
    }
    let mut pointer: *mut ffi::sqlite3 = std::ptr::null_mut();
    // SAFETY: the name lives; the database is this function's own.
    let code = released(thread, || unsafe {
        let code = ffi::sqlite3_open_v2(name.as_ptr(), &mut pointer, flags, std::ptr::null());
        if code == ffi::SQLITE_OK {
            ffi::sqlite3_busy_timeout(pointer, (timeout * 1000.0) as i32);
            // This build of SQLite checks foreign keys unless it is told not to.
            ffi::sqlite3_db_config(
                pointer,
                ffi::SQLITE_DBCONFIG_ENABLE_FKEY,
                0 as std::ffi::c_int,
                std::ptr::null_mut::<std::ffi::c_int>(),
            );
        }
        code
    });
    if pointer.is_null() {
        return Err(thread.memory_error());
    }
    if code != ffi::SQLITE_OK {
        let raised = errors::of_database(thread, pointer);
        drop(Database::new(pointer));
        return Err(raised);
    }
    Ok(Database::new(pointer))
}

/// Overwrites the part of the stack that nobody uses: earlier calls have left addresses of cursors there, which the
/// collector would find in the gaps of its own frames.
#[inline(never)]
fn forget_stack() {
    let mut unused = [0u64; 4096];
    std::hint::black_box(&mut unused);
}

/// Collects what programs have forgotten, and closes its statements: they may be in the middle of their rows.
#[inline(never)]
pub fn close_forgotten(thread: &mut Thread, database: &Arc<Database>) {
    thread.forget_temporaries();
    forget_stack();
    thread.heap().collect(pyrs_object::gc::Reason::Requested);
    released(thread, || database.reap());
}

/// Calls `object.name()`.
pub fn call_by_name(thread: &mut Thread, object: Value, name: &str, args: &[Value]) -> PyResult<Value> {
    let name = StrObject::intern(thread, name)?;
    protocol::call_method(thread, object, name, args)
}
