//! The module `_multiprocessing`: semaphores that processes share, on POSIX's named ones.
//!
//! Invariant: the handle of an object is an open semaphore, or [`libc::SEM_FAILED`]; it stays open as long as the object
//! lives, and in forked children.

use crate::os_error::{last_errno, last_os_error, poll};
use pyrs_macros::{pymethods, pymodule};
use pyrs_object::convert::{Signature, bind_slot};
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::{NativeClass, allocate};
use pyrs_object::str::as_str;
use pyrs_object::type_object::{TypeFlags, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, convert, heap_object, int, none, protocol};
use std::cell::Cell;
use std::ffi::CString;

const RECURSIVE_MUTEX: i64 = 0;
const SEMAPHORE: i64 = 1;
const SEM_VALUE_MAX: i64 = i32::MAX as i64;

/// A semaphore or lock.
#[repr(C)]
pub struct SemLockObject {
    header: Header,
    name: Field<Option<Value>>,
    handle: Cell<*mut libc::sem_t>,
    kind: Cell<i64>,
    maximum: Cell<i64>,
    /// How often this process has it.
    count: Cell<i64>,
    /// The thread that took it last.
    owner: Cell<u64>,
}
heap_object!(
    SemLockObject,
    "_multiprocessing.SemLock",
    SEM_LOCK_LAYOUT,
    [name],
    drop = release
);

unsafe fn release(object: *mut u8) {
    // SAFETY: called once, for dead objects; the handle is open or the one that says that it is not.
    unsafe {
        let handle = (*(object as *const SemLockObject)).handle.replace(libc::SEM_FAILED);
        if handle != libc::SEM_FAILED {
            libc::sem_close(handle);
        }
    }
}

/// `_multiprocessing.SemLock`.
pub static SEM_LOCK: NativeClass = NativeClass::new("_multiprocessing", "SemLock", &SEM_LOCK_LAYOUT)
    .flags(TypeFlags::SUBCLASSABLE)
    .methods(SemLockMethods::TYPE_METHODS);

static NEW: Signature = Signature::of_slot("SemLock", &["kind", "value", "maxvalue", "name", "unlink"], 5);

/// A name as the system takes it.
pub(crate) fn c_name(thread: &mut Thread, what: &str, value: Value) -> PyResult<CString> {
    let Some(text) = as_str(value) else {
        let class = class_of(value).name_for_message();
        return Err(thread.type_error(format_args!("{what} must be str, not {class}")));
    };
    let bytes = crate::codec::encode(thread, pyrs_text::codec::Encoding::Utf8, text, "strict")?;
    match CString::new(bytes) {
        Ok(text) => Ok(text),
        Err(_) => Err(thread.value_error(format_args!("embedded null character"))),
    }
}

fn this_thread() -> u64 {
    // SAFETY: no arguments.
    unsafe { libc::pthread_self() as u64 }
}

fn is_mine(this: Ref<SemLockObject>) -> bool {
    this.count.get() > 0 && this.owner.get() == this_thread()
}

fn c_int(thread: &mut Thread, value: Option<Value>) -> PyResult<i64> {
    let number = protocol::index(thread, value.unwrap_or_else(none))?;
    match int::as_i64(number).filter(|number| i32::try_from(*number).is_ok()) {
        Some(number) => Ok(number),
        None => Err(thread.overflow_error(format_args!("Python int too large to convert to C int"))),
    }
}

/// An object for an open semaphore, which is closed if there is no room for one.
fn adopt(
    thread: &mut Thread,
    class: Value,
    handle: *mut libc::sem_t,
    kind: i64,
    maximum: i64,
    name: Option<Value>,
) -> PyResult<Value> {
    let this: Ref<SemLockObject> = match allocate(thread, class) {
        Ok(this) => this,
        Err(raised) => {
            // SAFETY: the semaphore is open, and nobody has it.
            unsafe { libc::sem_close(handle) };
            return Err(raised);
        }
    };
    this.handle.set(handle);
    this.kind.set(kind);
    this.maximum.set(maximum);
    this.name.set(this, name);
    // SAFETY: the layout has a drop function, and the object is registered once.
    unsafe { thread.heap().register_drop(this.as_ptr().cast()) };
    Ok(this.value())
}

/// The value of a semaphore.
fn value_of(thread: &mut Thread, this: Ref<SemLockObject>) -> PyResult<i32> {
    let mut value = 0;
    // SAFETY: the handle is open as long as the object lives.
    match unsafe { libc::sem_getvalue(this.handle.get(), &mut value) } {
        0 => Ok(value),
        _ => Err(last_os_error(thread, None)),
    }
}

/// Now and so many seconds, as the system takes deadlines.
fn deadline(thread: &mut Thread, seconds: f64) -> PyResult<libc::timespec> {
    let seconds = seconds.max(0.0);
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the result is written to `now`.
    if unsafe { libc::clock_gettime(libc::CLOCK_REALTIME, &mut now) } != 0 {
        return Err(last_os_error(thread, None));
    }
    if seconds.is_nan() || seconds > 1e15 {
        now.tv_sec = now.tv_sec.saturating_add(1_000_000_000_000_000);
        return Ok(now);
    }
    now.tv_sec += seconds as i64;
    now.tv_nsec += (seconds.fract() * 1e9) as i64;
    now.tv_sec += now.tv_nsec / 1_000_000_000;
    now.tv_nsec %= 1_000_000_000;
    Ok(now)
}

fn acquire(thread: &mut Thread, this: Ref<SemLockObject>, block: bool, timeout: Option<f64>) -> PyResult<bool> {
    if this.kind.get() == RECURSIVE_MUTEX && is_mine(this) {
        this.count.set(this.count.get() + 1);
        return Ok(true);
    }
    let deadline = match timeout {
        Some(seconds) if block => Some(deadline(thread, seconds)?),
        _ => None,
    };
    let handle = this.handle.get();
    // SAFETY: the handle is open.
    let mut result = unsafe { libc::sem_trywait(handle) };
    let mut errno = last_errno();
    while result != 0 {
        match errno {
            libc::EINTR => poll(thread)?,
            libc::EAGAIN if block => {}
            libc::EAGAIN | libc::ETIMEDOUT => return Ok(false),
            _ => return Err(crate::os_error::os_error(thread, errno, None)),
        }
        (result, errno) = thread.blocking(|| {
            // SAFETY: the handle is open, the deadline lives.
            let result = unsafe {
                match &deadline {
                    Some(deadline) => libc::sem_timedwait(handle, deadline),
                    None if block => libc::sem_wait(handle),
                    None => libc::sem_trywait(handle),
                }
            };
            (result, last_errno())
        });
        if result != 0 && errno == libc::EAGAIN {
            return Ok(false);
        }
    }
    this.count.set(this.count.get() + 1);
    this.owner.set(this_thread());
    Ok(true)
}

fn give(thread: &mut Thread, this: Ref<SemLockObject>) -> PyResult<()> {
    if this.kind.get() == RECURSIVE_MUTEX {
        if !is_mine(this) {
            let message = format_args!("attempt to release recursive lock not owned by thread");
            return Err(thread.assertion_error(message));
        }
        if this.count.get() > 1 {
            this.count.set(this.count.get() - 1);
            return Ok(());
        }
    } else if i64::from(value_of(thread, this)?) >= this.maximum.get() {
        return Err(thread.value_error(format_args!("semaphore or lock released too many times")));
    }
    // SAFETY: the handle is open.
    if unsafe { libc::sem_post(this.handle.get()) } != 0 {
        return Err(last_os_error(thread, None));
    }
    this.count.set(this.count.get() - 1);
    Ok(())
}

/// Holds the methods of SemLock.
pub struct SemLockMethods;

/// Semaphore/Mutex type
#[pymethods]
impl SemLockMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let [kind, value, maximum, name, unlink] = bind_slot::<5>(thread, &NEW, args)?;
        let kind = c_int(thread, kind)?;
        let value = c_int(thread, value)?;
        let maximum = c_int(thread, maximum)?;
        let name = name.unwrap_or_else(none);
        let c_name = c_name(thread, "SemLock() argument 'name'", name)?;
        let unlink = protocol::truth(thread, unlink.unwrap_or_else(none))?;
        if kind != RECURSIVE_MUTEX && kind != SEMAPHORE {
            return Err(thread.value_error(format_args!("unrecognized kind")));
        }
        // SAFETY: the name is a C string; mode and value are what the call takes with these flags.
        let handle = unsafe {
            libc::sem_open(
                c_name.as_ptr(),
                libc::O_CREAT | libc::O_EXCL,
                0o600 as libc::c_uint,
                value as libc::c_uint,
            )
        };
        if handle == libc::SEM_FAILED {
            return Err(last_os_error(thread, None));
        }
        // SAFETY: the name is a C string.
        if unlink && unsafe { libc::sem_unlink(c_name.as_ptr()) } != 0 {
            let raised = last_os_error(thread, None);
            // SAFETY: the semaphore is open, and nobody has it.
            unsafe { libc::sem_close(handle) };
            return Err(raised);
        }
        adopt(thread, class, handle, kind, maximum, (!unlink).then_some(name))
    }

    /// Takes the semaphore or lock; whether it was taken before the timeout, in seconds.
    #[method(keywords = "block, timeout", signature = "($self, /, block=True, timeout=None)")]
    fn acquire(
        thread: &mut Thread,
        this: Ref<SemLockObject>,
        block: Option<bool>,
        timeout: Option<Value>,
    ) -> PyResult<bool> {
        let timeout = match timeout.filter(|timeout| *timeout != none()) {
            Some(timeout) => Some(convert::to_f64(thread, timeout)?),
            None => None,
        };
        acquire(thread, this, block.unwrap_or(true), timeout)
    }

    /// Gives it back.
    #[method(signature = "($self, /)")]
    fn release(thread: &mut Thread, this: Ref<SemLockObject>) -> PyResult<()> {
        give(thread, this)
    }

    /// Takes it.
    #[method(name = "__enter__", signature = "($self, /)")]
    fn enter(thread: &mut Thread, this: Ref<SemLockObject>) -> PyResult<bool> {
        acquire(thread, this, true, None)
    }

    /// Gives it back.
    #[method(
        name = "__exit__",
        signature = "($self, exc_type=None, exc_value=None, exc_tb=None, /)"
    )]
    fn exit(
        thread: &mut Thread,
        this: Ref<SemLockObject>,
        class: Option<Value>,
        value: Option<Value>,
        traceback: Option<Value>,
    ) -> PyResult<()> {
        let _ = (class, value, traceback);
        give(thread, this)
    }

    /// How often this process has it.
    #[method(name = "_count", signature = "($self, /)")]
    fn count(_thread: &mut Thread, this: Ref<SemLockObject>) -> PyResult<i64> {
        Ok(this.count.get())
    }

    /// Whether this thread took it last.
    #[method(name = "_is_mine", signature = "($self, /)")]
    fn mine(_thread: &mut Thread, this: Ref<SemLockObject>) -> PyResult<bool> {
        Ok(is_mine(this))
    }

    /// The value of the semaphore.
    #[method(name = "_get_value", signature = "($self, /)")]
    fn get_value(thread: &mut Thread, this: Ref<SemLockObject>) -> PyResult<i64> {
        Ok(i64::from(value_of(thread, this)?.max(0)))
    }

    /// Whether the value is zero.
    #[method(name = "_is_zero", signature = "($self, /)")]
    fn is_zero(thread: &mut Thread, this: Ref<SemLockObject>) -> PyResult<bool> {
        Ok(value_of(thread, this)? <= 0)
    }

    /// Called in a forked child, which has taken nothing.
    #[method(name = "_after_fork", signature = "($self, /)")]
    fn after_fork(_thread: &mut Thread, this: Ref<SemLockObject>) {
        this.count.set(0);
    }

    /// Opens a semaphore of another process by its name.
    #[classmethod(name = "_rebuild", signature = "($type, handle, kind, maxvalue, name, /)")]
    fn rebuild(
        thread: &mut Thread,
        class: Value,
        handle: Value,
        kind: i32,
        maximum: i32,
        name: Value,
    ) -> PyResult<Value> {
        let given = (name != none()).then_some(name);
        let handle = match given {
            Some(name) => {
                let c_name = c_name(thread, "_rebuild() argument 4", name)?;
                // SAFETY: the name is a C string.
                let handle = unsafe { libc::sem_open(c_name.as_ptr(), 0) };
                if handle == libc::SEM_FAILED {
                    return Err(last_os_error(thread, None));
                }
                handle
            }
            // A number is no semaphore: after a fork the objects themselves are there, and need no rebuilding.
            None => {
                let _ = handle;
                return Err(thread.value_error(format_args!("a semaphore without a name cannot be rebuilt")));
            }
        };
        adopt(thread, class, handle, kind.into(), maximum.into(), given)
    }

    #[getter(kind = "member")]
    fn handle(thread: &mut Thread, this: Ref<SemLockObject>) -> PyResult<Value> {
        int::from_u64(thread, this.handle.get() as u64)
    }
    #[getter(kind = "member")]
    fn kind(_thread: &mut Thread, this: Ref<SemLockObject>) -> PyResult<i64> {
        Ok(this.kind.get())
    }
    #[getter(kind = "member")]
    fn maxvalue(_thread: &mut Thread, this: Ref<SemLockObject>) -> PyResult<i64> {
        Ok(this.maximum.get())
    }
    #[getter(kind = "member")]
    fn name(_thread: &mut Thread, this: Ref<SemLockObject>) -> PyResult<Value> {
        Ok(this.name.get().unwrap_or_else(none))
    }
}

/// Semaphores for the package multiprocessing.
#[pymodule(name = "_multiprocessing")]
pub mod module {
    use super::*;
    use pyrs_object::dict::DictObject;
    use pyrs_object::module::ModuleObject;

    /// Removes the name of a semaphore.
    #[function(name = "sem_unlink", signature = "($module, name, /)")]
    fn sem_unlink(thread: &mut Thread, name: Value) -> PyResult<Value> {
        let name = c_name(thread, "sem_unlink() argument", name)?;
        // SAFETY: the name is a C string.
        match unsafe { libc::sem_unlink(name.as_ptr()) } {
            0 => Ok(none()),
            _ => Err(last_os_error(thread, None)),
        }
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        let class = SEM_LOCK.create(thread)?;
        let limit = Value::small_int(SEM_VALUE_MAX);
        class.dict.get().set_str(thread, "SEM_VALUE_MAX", limit)?;
        class.modified();
        let dict = module.dict.get();
        dict.set_str(thread, "SemLock", class.value())?;
        let flags = DictObject::new(thread)?;
        for name in ["HAVE_SEM_OPEN", "HAVE_SEM_TIMEDWAIT"] {
            flags.set_str(thread, name, Value::small_int(1))?;
        }
        dict.set_str(thread, "flags", flags.value())
    }
}

pub use module::MODULE;

/// Shared memory objects, for `multiprocessing.shared_memory`.
#[pymodule(name = "_posixshmem")]
pub mod shared_memory {
    use super::*;

    /// Opens a shared memory object. Returns a file descriptor.
    #[function(keywords = "path, flags, mode", signature = "($module, /, path, flags, mode=511)")]
    fn shm_open(thread: &mut Thread, path: Value, flags: i32, mode: Option<i32>) -> PyResult<i64> {
        let name = c_name(thread, "shm_open() argument 1", path)?;
        let mode = mode.unwrap_or(0o777) as libc::mode_t;
        // SAFETY: the name is a C string.
        match crate::os_error::retry(thread, || unsafe { libc::shm_open(name.as_ptr(), flags, mode) })? {
            Ok(descriptor) => Ok(descriptor.into()),
            Err(errno) => Err(crate::os_error::os_error(thread, errno, Some(path))),
        }
    }

    /// Removes a shared memory object, as unlink() does a file.
    #[function(keywords = "path", signature = "($module, /, path)")]
    fn shm_unlink(thread: &mut Thread, path: Value) -> PyResult<Value> {
        let name = c_name(thread, "shm_unlink() argument 1", path)?;
        // SAFETY: the name is a C string.
        match crate::os_error::retry(thread, || unsafe { libc::shm_unlink(name.as_ptr()) })? {
            Ok(_) => Ok(none()),
            Err(errno) => Err(crate::os_error::os_error(thread, errno, Some(path))),
        }
    }
}
