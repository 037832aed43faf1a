//! The exceptions of the database interface, and which of them a result code of SQLite raises.

use super::constants::result_name;
use libsqlite3_sys as ffi;
use pyrs_object::exception::EXCEPTION_LAYOUT;
use pyrs_object::header::Ref;
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::StrObject;
use pyrs_object::type_object::TypeObject;
use pyrs_object::{PyResult, Raised, Thread, Value, core, protocol};
use std::ffi::CStr;
use std::fmt::Arguments;

macro_rules! exceptions {
    ($($constant:ident $name:literal $base:expr;)*) => {
        $(
            #[doc = concat!("`sqlite3.", $name, "`.")]
            pub static $constant: NativeClass = NativeClass::new("sqlite3", $name, &EXCEPTION_LAYOUT)
                .base($base)
                .subclassable()
                .with_dict();
        )*
        /// All of them by name, each after its base.
        pub static ALL: &[(&str, &NativeClass)] = &[$(($name, &$constant)),*];
    };
}

exceptions! {
    WARNING "Warning" || core().types.exception.get();
    ERROR "Error" || core().types.exception.get();
    INTERFACE_ERROR "InterfaceError" || ERROR.get();
    DATABASE_ERROR "DatabaseError" || ERROR.get();
    INTERNAL_ERROR "InternalError" || DATABASE_ERROR.get();
    OPERATIONAL_ERROR "OperationalError" || DATABASE_ERROR.get();
    PROGRAMMING_ERROR "ProgrammingError" || DATABASE_ERROR.get();
    INTEGRITY_ERROR "IntegrityError" || DATABASE_ERROR.get();
    DATA_ERROR "DataError" || DATABASE_ERROR.get();
    NOT_SUPPORTED_ERROR "NotSupportedError" || DATABASE_ERROR.get();
}

/// Raises ProgrammingError.
#[cold]
pub fn programming(thread: &mut Thread, message: Arguments) -> Raised {
    thread.raise_message(PROGRAMMING_ERROR.get(), message)
}

/// Raises OperationalError.
#[cold]
pub fn operational(thread: &mut Thread, message: Arguments) -> Raised {
    thread.raise_message(OPERATIONAL_ERROR.get(), message)
}

/// Raises the AttributeError of what cannot be deleted.
#[cold]
pub fn not_deletable(thread: &mut Thread, object: Value, name: &str) -> Raised {
    let class = pyrs_object::class_of(object).name_for_message();
    thread.attribute_error_plain(format_args!(
        "attribute '{name}' of '{class}' objects cannot be deleted"
    ))
}

/// Raises DataError.
#[cold]
pub fn data(thread: &mut Thread, message: Arguments) -> Raised {
    thread.raise_message(DATA_ERROR.get(), message)
}

fn class_of_code(code: i32) -> Ref<TypeObject> {
    let class = match code & 0xff {
        ffi::SQLITE_INTERNAL | ffi::SQLITE_NOTFOUND => &INTERNAL_ERROR,
        ffi::SQLITE_ERROR
        | ffi::SQLITE_PERM
        | ffi::SQLITE_ABORT
        | ffi::SQLITE_BUSY
        | ffi::SQLITE_LOCKED
        | ffi::SQLITE_READONLY
        | ffi::SQLITE_INTERRUPT
        | ffi::SQLITE_IOERR
        | ffi::SQLITE_FULL
        | ffi::SQLITE_CANTOPEN
        | ffi::SQLITE_PROTOCOL
        | ffi::SQLITE_EMPTY
        | ffi::SQLITE_SCHEMA => &OPERATIONAL_ERROR,
        ffi::SQLITE_TOOBIG => &DATA_ERROR,
        ffi::SQLITE_CONSTRAINT | ffi::SQLITE_MISMATCH => &INTEGRITY_ERROR,
        ffi::SQLITE_MISUSE | ffi::SQLITE_RANGE => &INTERFACE_ERROR,
        _ => &DATABASE_ERROR,
    };
    class.get()
}

/// A text of SQLite's own.
///
/// # Safety
/// The pointer is null or that of a text that ends with a zero.
pub unsafe fn text(pointer: *const std::ffi::c_char) -> String {
    if pointer.is_null() {
        return String::new();
    }
    // SAFETY: promised by the caller.
    unsafe { CStr::from_ptr(pointer) }.to_string_lossy().into_owned()
}

/// Raises what an extended result code means.
#[cold]
pub fn of_code(thread: &mut Thread, code: i32, message: &str) -> Raised {
    if code & 0xff == ffi::SQLITE_NOMEM {
        return thread.memory_error();
    }
    let raised = thread.raise_message(class_of_code(code), format_args!("{message}"));
    match describe(thread, code) {
        Ok(()) => raised,
        Err(raised) => raised,
    }
}

fn describe(thread: &mut Thread, code: i32) -> PyResult<()> {
    let Some(exception) = thread.take_raised() else {
        return Ok(());
    };
    let name = StrObject::from_str(thread, result_name(code))?.value();
    for (attribute, value) in [
        ("sqlite_errorcode", Value::small_int(code.into())),
        ("sqlite_errorname", name),
    ] {
        let attribute = StrObject::intern(thread, attribute)?;
        protocol::setattr(thread, exception.value(), attribute, Some(value))?;
    }
    let _ = thread.reraise(exception);
    Ok(())
}

/// Raises what a result code means, in the words of the code.
#[cold]
pub fn of_plain_code(thread: &mut Thread, code: i32) -> Raised {
    // SAFETY: the function returns static texts.
    let message = unsafe { text(ffi::sqlite3_errstr(code)) };
    of_code(thread, code, &message)
}

/// Raises the last error of a database.
#[cold]
pub fn of_database(thread: &mut Thread, database: *mut ffi::sqlite3) -> Raised {
    // SAFETY: the database is open; its text is copied at once.
    let (code, message) = unsafe {
        (
            ffi::sqlite3_extended_errcode(database),
            text(ffi::sqlite3_errmsg(database)),
        )
    };
    of_code(thread, code, &message)
}
