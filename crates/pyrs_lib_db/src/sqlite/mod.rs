//! The module `_sqlite3`: databases of SQLite, which is compiled in, by the database interface 2.0.
//!
//! Connections, cursors, statements, blobs and rows are objects of the heap; what SQLite has open for them is behind
//! [`handles`], what it calls back is [`callbacks`].

mod adapt;
mod backup;
mod blob;
mod callbacks;
mod connection;
mod connection_methods;
mod constants;
mod cursor;
mod errors;
mod execute;
mod handles;
mod register;
mod row;
mod statement;
mod values;

use pyrs_macros::pymodule;

#[pymodule(name = "_sqlite3")]
pub(crate) mod module {
    use super::*;
    use crate::sqlite::connection::CONNECTION;
    use crate::sqlite::values::Text;
    use libsqlite3_sys as ffi;
    use pyrs_object::dict::DictObject;
    use pyrs_object::module::ModuleObject;
    use pyrs_object::str::StrObject;
    use pyrs_object::{Args, PyResult, Ref, Thread, Value, protocol};
    use std::sync::atomic::Ordering;

    /// Opens a connection to a database file, or to a database in memory (":memory:").
    #[function(
        signature = "($module, /, database, timeout=5.0, detect_types=0, isolation_level='', check_same_thread=True, factory=ConnectionType, cached_statements=128, uri=False, *, autocommit=sqlite3.LEGACY_TRANSACTION_CONTROL)"
    )]
    fn connect(thread: &mut Thread, args: Args) -> PyResult<Value> {
        connection::warn_of_positions(thread, "sqlite3.connect", args)?;
        let by_name = args
            .keywords()
            .find(|(name, _)| name.equals_str("factory"))
            .map(|(_, value)| value);
        let factory = args.positional().get(5).copied().or(by_name);
        let factory = factory.unwrap_or_else(|| CONNECTION.get().value());
        protocol::call_args(thread, factory, args)
    }

    /// Whether a text ends with a complete SQL statement.
    #[function(keywords = "statement", signature = "($module, /, statement)")]
    fn complete_statement(thread: &mut Thread, statement: Ref<StrObject>) -> PyResult<bool> {
        let text = Text::of(thread, statement)?.c_string(thread)?;
        // SAFETY: the text lives during the call.
        Ok(unsafe { ffi::sqlite3_complete(text.as_ptr()) != 0 })
    }

    /// Shows exceptions in callbacks, or ignores them.
    #[function(signature = "($module, enable, /)")]
    fn enable_callback_tracebacks(thread: &mut Thread, enable: Value) -> PyResult<()> {
        let enable = protocol::truth(thread, enable)?;
        callbacks::SHOW_EXCEPTIONS.store(enable, Ordering::Relaxed);
        Ok(())
    }

    /// Registers a function that makes objects of a class fit for SQLite.
    #[function(signature = "($module, type, adapter, /)")]
    fn register_adapter(thread: &mut Thread, r#type: Value, adapter: Value) -> PyResult<()> {
        adapt::register_adapter(thread, r#type, adapter)
    }

    /// Registers a function that makes objects of stored bytes.
    #[function(signature = "($module, typename, converter, /)")]
    fn register_converter(thread: &mut Thread, typename: Ref<StrObject>, converter: Value) -> PyResult<()> {
        adapt::register_converter(thread, typename, converter)
    }

    /// Adapts an object to a protocol.
    #[function(signature = "($module, obj, proto=PrepareProtocolType, alt=<unrepresentable>, /)")]
    fn adapt(thread: &mut Thread, obj: Value, proto: Option<Value>, alt: Option<Value>) -> PyResult<Value> {
        let protocol = proto.unwrap_or_else(|| adapt::PREPARE_PROTOCOL.get().value());
        adapt::adapt(thread, obj, protocol, alt)
    }

    #[attr]
    fn sqlite_version(_thread: &mut Thread) -> String {
        // SAFETY: the function returns a static text.
        unsafe { errors::text(ffi::sqlite3_libversion()) }
    }

    #[attr]
    fn threadsafety(_thread: &mut Thread) -> i64 {
        // SAFETY: a query without arguments.
        match unsafe { ffi::sqlite3_threadsafe() } {
            0 => 0,
            2 => 1,
            _ => 3,
        }
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        // SAFETY: nothing of SQLite is in use yet; URIs are for connections that ask for them.
        unsafe {
            ffi::sqlite3_config(ffi::SQLITE_CONFIG_URI, 0 as std::ffi::c_int);
            ffi::sqlite3_initialize();
        }
        let dict = module.dict.get();
        for (name, class) in errors::ALL {
            let class = class.create(thread)?;
            dict.set_str(thread, name, class.value())?;
        }
        callbacks::CALLBACK.create(thread)?;
        statement::STATEMENT.create(thread)?;
        for (name, class) in [
            ("Blob", &blob::BLOB),
            ("Connection", &connection::CONNECTION),
            ("Cursor", &cursor::CURSOR),
            ("PrepareProtocol", &adapt::PREPARE_PROTOCOL),
            ("Row", &row::ROW),
        ] {
            let class = class.create(thread)?;
            dict.set_str(thread, name, class.value())?;
        }
        for (name, root) in [("adapters", &adapt::ADAPTERS), ("converters", &adapt::CONVERTERS)] {
            let table = DictObject::new(thread)?.value();
            root.set(thread, Some(table));
            dict.set_str(thread, name, table)?;
        }
        for (name, number) in constants::RESULT_CODES.iter().chain(constants::OTHERS) {
            dict.set_str(thread, name, Value::small_int(i64::from(*number)))?;
        }
        for (name, number) in [
            ("PARSE_DECLTYPES", connection::PARSE_DECLARED_TYPES),
            ("PARSE_COLNAMES", connection::PARSE_COLUMN_NAMES),
            ("LEGACY_TRANSACTION_CONTROL", connection::LEGACY),
        ] {
            dict.set_str(thread, name, Value::small_int(number))?;
        }
        Ok(())
    }
}

pub use module::MODULE;
