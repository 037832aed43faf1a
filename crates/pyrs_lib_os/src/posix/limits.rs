//! Limits and settings of the system: `sysconf`.

use pyrs_macros::pymodule;

macro_rules! names {
    ($($name:ident = $number:ident,)*) => {
        /// Name and number.
        static NAMES: &[(&str, i32)] = &[$((stringify!($name), libc::$number)),*];
    };
}

names! {
    SC_ARG_MAX = _SC_ARG_MAX,
    SC_CHILD_MAX = _SC_CHILD_MAX,
    SC_CLK_TCK = _SC_CLK_TCK,
    SC_NGROUPS_MAX = _SC_NGROUPS_MAX,
    SC_OPEN_MAX = _SC_OPEN_MAX,
    SC_STREAM_MAX = _SC_STREAM_MAX,
    SC_TZNAME_MAX = _SC_TZNAME_MAX,
    SC_JOB_CONTROL = _SC_JOB_CONTROL,
    SC_SAVED_IDS = _SC_SAVED_IDS,
    SC_VERSION = _SC_VERSION,
    SC_PAGESIZE = _SC_PAGESIZE,
    SC_PAGE_SIZE = _SC_PAGESIZE,
    SC_SEM_NSEMS_MAX = _SC_SEM_NSEMS_MAX,
    SC_SEM_VALUE_MAX = _SC_SEM_VALUE_MAX,
    SC_IOV_MAX = _SC_IOV_MAX,
    SC_GETPW_R_SIZE_MAX = _SC_GETPW_R_SIZE_MAX,
    SC_GETGR_R_SIZE_MAX = _SC_GETGR_R_SIZE_MAX,
    SC_LOGIN_NAME_MAX = _SC_LOGIN_NAME_MAX,
    SC_TTY_NAME_MAX = _SC_TTY_NAME_MAX,
    SC_THREAD_STACK_MIN = _SC_THREAD_STACK_MIN,
    SC_NPROCESSORS_CONF = _SC_NPROCESSORS_CONF,
    SC_NPROCESSORS_ONLN = _SC_NPROCESSORS_ONLN,
    SC_PHYS_PAGES = _SC_PHYS_PAGES,
    SC_AVPHYS_PAGES = _SC_AVPHYS_PAGES,
    SC_HOST_NAME_MAX = _SC_HOST_NAME_MAX,
    SC_LINE_MAX = _SC_LINE_MAX,
}

#[pymodule(name = "posix")]
pub(super) mod table {
    use super::NAMES;
    use crate::os_error::{last_errno, os_error};
    use pyrs_object::dict::DictObject;
    use pyrs_object::str::StrObject;
    use pyrs_object::{PyResult, Ref, Thread, Value, int, protocol};

    #[attr]
    fn sysconf_names(thread: &mut Thread) -> PyResult<Ref<DictObject>> {
        let dict = DictObject::new(thread)?;
        for (name, number) in NAMES {
            dict.set_str(thread, name, Value::small_int((*number).into()))?;
        }
        Ok(dict)
    }

    /// Return an integer-valued system configuration variable.
    #[function]
    fn sysconf(thread: &mut Thread, name: Value) -> PyResult<i64> {
        let number = match name.downcast::<StrObject>() {
            Some(text) => NAMES
                .iter()
                .find(|(name, _)| text.equals_str(name))
                .map(|(_, number)| *number),
            None if int::is_int(name) => i32::try_from(protocol::index_i64(thread, name)?).ok(),
            None => {
                return Err(thread.type_error(format_args!("configuration names must be strings or integers")));
            }
        };
        let Some(number) = number else {
            return Err(thread.value_error(format_args!("unrecognized configuration name")));
        };
        // SAFETY: a query by number; the error number tells "no limit" from a failure.
        let (result, errno) = unsafe {
            *libc::__errno_location() = 0;
            (libc::sysconf(number), last_errno())
        };
        if result == -1 && errno != 0 {
            return Err(os_error(thread, errno, None));
        }
        Ok(result)
    }
}
