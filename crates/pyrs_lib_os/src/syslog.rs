//! The module `syslog`: messages to the system's log.
//!
//! The C library keeps a pointer to the name of the program; it is held for the process, as long as the log is open.

use pyrs_macros::pymodule;
use pyrs_object::str::StrObject;
use pyrs_object::{PyResult, Ref, Thread};
use std::ffi::CString;
use std::sync::Mutex;

/// Whether the log is open, and the name that it was opened with.
struct Log {
    is_open: bool,
    name: Option<CString>,
}

static LOG: Mutex<Log> = Mutex::new(Log {
    is_open: false,
    name: None,
});

macro_rules! constants {
    ($($name:ident)*) => { &[$((stringify!($name), libc::$name as i64)),*] };
}

static CONSTANTS: &[(&str, i64)] = constants! {
    LOG_ALERT LOG_AUTH LOG_AUTHPRIV LOG_CONS LOG_CRIT LOG_CRON LOG_DAEMON LOG_DEBUG LOG_EMERG LOG_ERR LOG_FTP LOG_INFO
    LOG_KERN LOG_LOCAL0 LOG_LOCAL1 LOG_LOCAL2 LOG_LOCAL3 LOG_LOCAL4 LOG_LOCAL5 LOG_LOCAL6 LOG_LOCAL7 LOG_LPR LOG_MAIL
    LOG_NDELAY LOG_NEWS LOG_NOTICE LOG_NOWAIT LOG_ODELAY LOG_PERROR LOG_PID LOG_SYSLOG LOG_USER LOG_UUCP LOG_WARNING
};

fn c_text(thread: &mut Thread, text: Ref<StrObject>) -> PyResult<CString> {
    let bytes = crate::codec::encode(thread, pyrs_text::codec::Encoding::Utf8, text, "strict")?;
    match CString::new(bytes) {
        Ok(text) => Ok(text),
        Err(_) => Err(thread.value_error(format_args!("embedded null character"))),
    }
}

/// The last part of `sys.argv[0]`, which messages go by where no name is given.
fn program_name(thread: &mut Thread) -> PyResult<Option<CString>> {
    let Some(argv) = crate::invoke::sys_attribute(thread, "argv")? else {
        return Ok(None);
    };
    let first = argv
        .downcast::<pyrs_object::list::ListObject>()
        .and_then(|argv| argv.get(0))
        .and_then(|first| first.downcast::<StrObject>());
    let Some(first) = first else { return Ok(None) };
    let text = first.to_string_lossy();
    let name = text.rsplit('/').next().unwrap_or_default();
    Ok(CString::new(name).ok().filter(|name| !name.is_empty()))
}

fn open(thread: &mut Thread, name: Option<CString>, options: i32, facility: i32) -> PyResult<()> {
    let name = match name {
        Some(name) => Some(name),
        None => program_name(thread)?,
    };
    let mut log = LOG.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let pointer = name.as_ref().map_or(std::ptr::null(), |name| name.as_ptr());
    // SAFETY: the name is kept until the log is closed or opened with another one.
    unsafe { libc::openlog(pointer, options, facility) };
    *log = Log { is_open: true, name };
    Ok(())
}

#[pymodule(name = "syslog")]
pub(crate) mod module {
    use super::{CONSTANTS, LOG, c_text, open};
    use pyrs_object::module::ModuleObject;
    use pyrs_object::str::StrObject;
    use pyrs_object::type_object::class_of;
    use pyrs_object::{Args, PyResult, Ref, Thread, int, protocol};

    /// syslog([priority=LOG_INFO,] message)
    ///
    /// Send a message to the log, which is opened if it is not.
    #[function]
    fn syslog(thread: &mut Thread, args: Args) -> PyResult<()> {
        let (priority, message) = match *args.positional() {
            [message] => (None, message),
            [priority, message] => (Some(priority), message),
            _ => return Err(thread.type_error(format_args!("syslog.syslog requires 1 to 2 arguments"))),
        };
        let Some(text) = message.downcast::<StrObject>() else {
            let class = class_of(message).name_for_message();
            let place = if priority.is_some() { " 2" } else { "" };
            return Err(thread.type_error(format_args!("syslog() argument{place} must be str, not {class}")));
        };
        let priority = match priority {
            Some(priority) => protocol::index_clamped(thread, priority)? as i32,
            None => libc::LOG_INFO,
        };
        let text = c_text(thread, text)?;
        let is_open = LOG.lock().unwrap_or_else(std::sync::PoisonError::into_inner).is_open;
        if !is_open {
            open(thread, None, 0, libc::LOG_USER)?;
        }
        // SAFETY: format and text end with a zero, and the format takes one text.
        thread.blocking(|| unsafe { libc::syslog(priority, c"%s".as_ptr(), text.as_ptr()) });
        Ok(())
    }

    /// Set what later messages are marked with: a name, options and the facility.
    #[function(keywords = "ident, logoption, facility")]
    fn openlog(
        thread: &mut Thread,
        ident: Option<Ref<StrObject>>,
        logoption: Option<i32>,
        facility: Option<i32>,
    ) -> PyResult<()> {
        let name = match ident {
            Some(ident) => Some(c_text(thread, ident)?),
            None => None,
        };
        open(thread, name, logoption.unwrap_or(0), facility.unwrap_or(libc::LOG_USER))
    }

    /// Close the log.
    #[function]
    fn closelog(_thread: &mut Thread) {
        let mut log = LOG.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if log.is_open {
            // SAFETY: a plain library call.
            unsafe { libc::closelog() };
            log.is_open = false;
            log.name = None;
        }
    }

    /// Set which priorities are logged. The mask before.
    #[function]
    fn setlogmask(_thread: &mut Thread, maskpri: i32) -> i32 {
        // SAFETY: a plain library call.
        unsafe { libc::setlogmask(maskpri) }
    }

    /// The mask of one priority.
    #[function(name = "LOG_MASK")]
    fn log_mask(_thread: &mut Thread, pri: i32) -> i32 {
        1i32.wrapping_shl(pri as u32)
    }

    /// The mask of all priorities up to one.
    #[function(name = "LOG_UPTO")]
    fn log_upto(_thread: &mut Thread, pri: i32) -> i32 {
        1i32.wrapping_shl(pri.wrapping_add(1) as u32).wrapping_sub(1)
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        for (name, value) in CONSTANTS {
            let value = int::from_i64(thread, *value)?;
            module.dict.get().set_str(thread, name, value)?;
        }
        Ok(())
    }
}

pub use module::MODULE;
