//! The module `errno`: error numbers of the system.

use pyrs_macros::pymodule;

macro_rules! numbers {
    ($($name:ident)*) => {
        /// Name and number of each error.
        const NUMBERS: &[(&str, i32)] = &[$((stringify!($name), libc::$name)),*];
    };
}

numbers! {
    EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EAGAIN ENOMEM EACCES EFAULT ENOTBLK EBUSY EEXIST EXDEV
    ENODEV ENOTDIR EISDIR EINVAL ENFILE EMFILE ENOTTY ETXTBSY EFBIG ENOSPC ESPIPE EROFS EMLINK EPIPE EDOM ERANGE EDEADLK
    ENAMETOOLONG ENOLCK ENOSYS ENOTEMPTY ELOOP EWOULDBLOCK ENOMSG EIDRM ENOSTR ENODATA ETIME ENOSR EREMOTE ENOLINK EPROTO
    EBADMSG EOVERFLOW EILSEQ EUSERS ENOTSOCK EDESTADDRREQ EMSGSIZE EPROTOTYPE ENOPROTOOPT EPROTONOSUPPORT ESOCKTNOSUPPORT
    EOPNOTSUPP ENOTSUP EPFNOSUPPORT EAFNOSUPPORT EADDRINUSE EADDRNOTAVAIL ENETDOWN ENETUNREACH ENETRESET ECONNABORTED
    ECONNRESET ENOBUFS EISCONN ENOTCONN ESHUTDOWN ETOOMANYREFS ETIMEDOUT ECONNREFUSED EHOSTDOWN EHOSTUNREACH EALREADY
    EINPROGRESS ESTALE EDQUOT ECANCELED EOWNERDEAD ENOTRECOVERABLE
}

#[pymodule(name = "errno")]
pub(crate) mod module {
    use super::NUMBERS;
    use pyrs_object::dict::DictObject;
    use pyrs_object::errors::PyResult;
    use pyrs_object::header::Ref;
    use pyrs_object::module::ModuleObject;
    use pyrs_object::str::StrObject;
    use pyrs_object::thread::Thread;
    use pyrs_object::value::Value;

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        let codes = DictObject::new(thread)?;
        for (name, number) in NUMBERS {
            let number = Value::small_int(*number as i64);
            module.dict.get().set_str(thread, name, number)?;
            if codes.get(thread, number)?.is_none() {
                let name = StrObject::intern(thread, name)?;
                codes.set(thread, number, name.value())?;
            }
        }
        module.dict.get().set_str(thread, "errorcode", codes.value())
    }
}

pub use module::MODULE;
