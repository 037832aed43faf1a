//! The module `_thread`: locks and thread identity. Starting threads is absent: `start_new_thread` says so.
//!
//! With one thread of Python code a lock is a flag; waiting for a taken one could never end, so that it raises
//! RuntimeError where no timeout was given.

use pyrs_macros::{pymethods, pymodule};
use pyrs_object::core::core;
use pyrs_object::errors::PyResult;
use pyrs_object::header::{Header, Ref};
use pyrs_object::heap_object;
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::StrObject;
use pyrs_object::thread::Thread;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::value::Value;
use std::cell::Cell;

/// A lock or a reentrant lock, by its class.
#[repr(C)]
pub struct LockObject {
    header: Header,
    /// How often it is taken.
    count: Cell<u64>,
}
heap_object!(LockObject, "lock", LOCK_LAYOUT, []);

static LOCK: NativeClass = NativeClass::new("_thread", "lock", &LOCK_LAYOUT).methods(LockMethods::TYPE_METHODS);
static RLOCK: NativeClass = NativeClass::new("_thread", "RLock", &LOCK_LAYOUT)
    .subclassable()
    .methods(RLockMethods::TYPE_METHODS);

fn new_lock(thread: &mut Thread, class: Ref<TypeObject>) -> PyResult<Value> {
    let lock: Ref<LockObject> = class.allocate_instance(thread)?;
    Ok(lock.value())
}

/// Takes a lock that is taken already: only a bounded wait can end.
fn wait(thread: &mut Thread, blocking: Option<bool>, timeout: Option<f64>) -> PyResult<bool> {
    let timeout = timeout.unwrap_or(-1.0);
    if blocking == Some(false) {
        if timeout != -1.0 {
            return Err(thread.value_error(format_args!("can't specify a timeout for a non-blocking call")));
        }
        return Ok(false);
    }
    if timeout >= 0.0 {
        std::thread::sleep(std::time::Duration::from_secs_f64(timeout.min(1e9)));
        return Ok(false);
    }
    Err(thread.runtime_error(format_args!(
        "deadlock: the lock is held, and no other thread could release it"
    )))
}

fn describe(thread: &mut Thread, this: Value, kind: &str) -> PyResult<Value> {
    let count = this.downcast::<LockObject>().map_or(0, |lock| lock.count.get());
    let state = if count > 0 { "locked" } else { "unlocked" };
    let class = class_of(this).name_for_message();
    let extra = if kind == "RLock" {
        format!(" owner={} count={count}", if count > 0 { 1 } else { 0 })
    } else {
        String::new()
    };
    let text = format!("<{state} _thread.{class} object{extra} at {:#x}>", this.bits());
    Ok(StrObject::from_str(thread, &text)?.value())
}

fn release(thread: &mut Thread, this: Ref<LockObject>, message: &str) -> PyResult<()> {
    match this.count.get().checked_sub(1) {
        Some(count) => {
            this.count.set(count);
            Ok(())
        }
        None => Err(thread.runtime_error(format_args!("{message}"))),
    }
}

struct LockMethods;

#[pymethods]
impl LockMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: pyrs_object::Args) -> PyResult<Value> {
        let _ = args;
        match class.downcast::<TypeObject>() {
            Some(class) => new_lock(thread, class),
            None => Err(thread.type_error(format_args!("a class is required"))),
        }
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        describe(thread, this, "lock")
    }

    /// Take the lock.
    #[method(keywords = "blocking, timeout")]
    fn acquire(
        thread: &mut Thread,
        this: Ref<LockObject>,
        blocking: Option<bool>,
        timeout: Option<f64>,
    ) -> PyResult<bool> {
        if this.count.get() > 0 {
            return wait(thread, blocking, timeout);
        }
        this.count.set(1);
        Ok(true)
    }

    /// Release the lock.
    #[method]
    fn release(thread: &mut Thread, this: Ref<LockObject>) -> PyResult<()> {
        release(thread, this, "release unlocked lock")
    }

    /// Whether the lock is taken.
    #[method]
    fn locked(_thread: &mut Thread, this: Ref<LockObject>) -> PyResult<bool> {
        Ok(this.count.get() > 0)
    }

    /// Take the lock.
    #[method]
    fn __enter__(thread: &mut Thread, this: Ref<LockObject>) -> PyResult<bool> {
        LockMethods::acquire(thread, this, None, None)
    }

    /// Release the lock.
    #[method]
    fn __exit__(thread: &mut Thread, this: Value, args: pyrs_object::Args) -> PyResult<()> {
        let _ = args;
        match this.downcast::<LockObject>() {
            Some(this) => release(thread, this, "release unlocked lock"),
            None => Err(thread.type_error(format_args!("a lock is required"))),
        }
    }

    /// Make the lock free in a forked child.
    #[method]
    fn _at_fork_reinit(_thread: &mut Thread, this: Ref<LockObject>) -> PyResult<()> {
        this.count.set(0);
        Ok(())
    }
}

struct RLockMethods;

#[pymethods]
impl RLockMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: pyrs_object::Args) -> PyResult<Value> {
        let _ = args;
        match class.downcast::<TypeObject>() {
            Some(class) => new_lock(thread, class),
            None => Err(thread.type_error(format_args!("a class is required"))),
        }
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        describe(thread, this, "RLock")
    }

    /// Take the lock once more.
    #[method(keywords = "blocking, timeout")]
    fn acquire(
        _thread: &mut Thread,
        this: Ref<LockObject>,
        blocking: Option<bool>,
        timeout: Option<f64>,
    ) -> PyResult<bool> {
        let _ = (blocking, timeout);
        this.count.set(this.count.get() + 1);
        Ok(true)
    }

    /// Release the lock once.
    #[method]
    fn release(thread: &mut Thread, this: Ref<LockObject>) -> PyResult<()> {
        release(thread, this, "cannot release un-acquired lock")
    }

    /// Whether the lock is taken.
    #[method]
    fn locked(_thread: &mut Thread, this: Ref<LockObject>) -> PyResult<bool> {
        Ok(this.count.get() > 0)
    }

    /// Take the lock once more.
    #[method]
    fn __enter__(thread: &mut Thread, this: Ref<LockObject>) -> PyResult<bool> {
        RLockMethods::acquire(thread, this, None, None)
    }

    /// Release the lock once.
    #[method]
    fn __exit__(thread: &mut Thread, this: Value, args: pyrs_object::Args) -> PyResult<()> {
        let _ = args;
        match this.downcast::<LockObject>() {
            Some(this) => release(thread, this, "cannot release un-acquired lock"),
            None => Err(thread.type_error(format_args!("a lock is required"))),
        }
    }

    /// Whether this thread holds the lock.
    #[method]
    fn _is_owned(_thread: &mut Thread, this: Ref<LockObject>) -> PyResult<bool> {
        Ok(this.count.get() > 0)
    }

    /// How often this thread holds the lock.
    #[method]
    fn _recursion_count(thread: &mut Thread, this: Ref<LockObject>) -> PyResult<Value> {
        pyrs_object::int::from_u64(thread, this.count.get())
    }

    /// Make the lock free in a forked child.
    #[method]
    fn _at_fork_reinit(_thread: &mut Thread, this: Ref<LockObject>) -> PyResult<()> {
        this.count.set(0);
        Ok(())
    }
}

#[pymodule(name = "_thread")]
pub(crate) mod module {
    use super::*;
    use pyrs_object::module::ModuleObject;

    /// Return a new lock.
    #[function]
    fn allocate_lock(thread: &mut Thread) -> PyResult<Value> {
        new_lock(thread, LOCK.get())
    }

    /// Return the number of the running thread.
    #[function]
    fn get_ident(thread: &mut Thread) -> PyResult<Value> {
        // SAFETY: a query without arguments.
        pyrs_object::int::from_u64(thread, unsafe { libc::pthread_self() } as u64)
    }

    /// Return the system's number of the running thread.
    #[function]
    fn get_native_id(_thread: &mut Thread) -> PyResult<i64> {
        // SAFETY: a query without arguments.
        Ok(unsafe { libc::gettid() } as i64)
    }

    /// Return the number of threads started by this module that run.
    #[function]
    fn _count(_thread: &mut Thread) -> PyResult<i64> {
        Ok(0)
    }

    /// Start a new thread: not supported yet.
    #[function]
    fn start_new_thread(thread: &mut Thread, args: pyrs_object::Args) -> PyResult<Value> {
        let _ = args;
        Err(thread.not_implemented_error(format_args!("starting threads is not supported yet")))
    }

    /// Return the stack size of new threads.
    #[function]
    fn stack_size(_thread: &mut Thread, size: Option<i64>) -> PyResult<i64> {
        let _ = size;
        Ok(0)
    }

    /// The exception that locks raise.
    #[attr]
    fn error(_thread: &mut Thread) -> PyResult<Value> {
        Ok(core().types.runtime_error.get().value())
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        let lock = LOCK.create(thread)?;
        let rlock = RLOCK.create(thread)?;
        let dict = module.dict.get();
        dict.set_str(thread, "LockType", lock.value())?;
        dict.set_str(thread, "lock", lock.value())?;
        dict.set_str(thread, "RLock", rlock.value())?;
        let longest = pyrs_object::float::from_f64(thread, 9_223_372_036.0)?;
        dict.set_str(thread, "TIMEOUT_MAX", longest)
    }
}

pub use module::MODULE;
