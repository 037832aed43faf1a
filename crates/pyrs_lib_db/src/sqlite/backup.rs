//! `Connection.backup`.

use super::connection::{self, ConnectionObject};
use super::errors;
use libsqlite3_sys as ffi;
use pyrs_lib_core::foreign::released;
use pyrs_object::header::Ref;
use pyrs_object::{PyResult, Thread, Value, class_of, protocol};
use std::ffi::CString;

/// How a backup goes.
pub struct Order {
    /// Pages in one go; all for none or fewer.
    pub pages: i32,
    /// Called after each go.
    pub progress: Option<Value>,
    /// The database to copy.
    pub schema: CString,
    /// Seconds to wait while another connection writes.
    pub sleep: f64,
}

/// Copies a database.
pub fn run(
    thread: &mut Thread,
    source: Ref<ConnectionObject>,
    target: Ref<ConnectionObject>,
    order: &Order,
) -> PyResult<()> {
    let from = connection::usable(thread, source)?;
    if source == target {
        return Err(thread.value_error(format_args!("target cannot be the same connection instance")));
    }
    let to = connection::usable(thread, target)?;
    if let Some(progress) = order.progress
        && class_of(progress).slot(|s| s.call).is_none()
    {
        return Err(thread.type_error(format_args!("progress argument must be a callable")));
    }
    let pages = if order.pages == 0 { -1 } else { order.pages };
    let wait = (order.sleep * 1000.0) as i32;
    // SAFETY: both databases are open, and stay so until the backup is finished below.
    let backup = released(thread, || unsafe {
        ffi::sqlite3_backup_init(to.pointer, c"main".as_ptr(), from.pointer, order.schema.as_ptr())
    });
    if backup.is_null() {
        return Err(errors::of_database(thread, to.pointer));
    }
    let mut failed = None;
    loop {
        // SAFETY: the backup is open.
        let code = released(thread, || unsafe { ffi::sqlite3_backup_step(backup, pages) });
        if let Some(progress) = order.progress {
            // SAFETY: the backup is open.
            let (left, all) = unsafe {
                (
                    ffi::sqlite3_backup_remaining(backup),
                    ffi::sqlite3_backup_pagecount(backup),
                )
            };
            let args = [code, left, all].map(|number| Value::small_int(number.into()));
            if let Err(raised) = protocol::call(thread, progress, &args) {
                failed = Some(raised);
                break;
            }
        }
        match code {
            ffi::SQLITE_OK => {}
            ffi::SQLITE_BUSY | ffi::SQLITE_LOCKED => {
                // SAFETY: a number.
                released(thread, || unsafe { ffi::sqlite3_sleep(wait) });
            }
            _ => break,
        }
    }
    // SAFETY: the backup is open, and forgotten.
    let code = released(thread, || unsafe { ffi::sqlite3_backup_finish(backup) });
    match (failed, code) {
        (Some(raised), _) => Err(raised),
        (None, ffi::SQLITE_OK) => Ok(()),
        (None, _) => Err(errors::of_database(thread, to.pointer)),
    }
}
