//! The module `_thread`: starting threads, locks, thread-local data. Absent: the C-level hook for uncaught exceptions;
//! `threading` has its own.

mod futex;
mod handle;
mod local;
mod lock;
pub(crate) mod queue;
mod start;

use handle::HANDLE;
use local::LOCAL;
use lock::{LOCK, RLOCK};
use pyrs_macros::pymodule;
use pyrs_object::core::core;
use pyrs_object::errors::PyResult;
use pyrs_object::function::Args;
use pyrs_object::header::Ref;
use pyrs_object::module::ModuleObject;
use pyrs_object::str::StrObject;
use pyrs_object::thread::Thread;
use pyrs_object::value::Value;
use pyrs_object::{gil, int};

#[pymodule(name = "_thread")]
pub(crate) mod module {
    use super::*;

    /// Return a new lock.
    #[function]
    fn allocate_lock(thread: &mut Thread) -> PyResult<Value> {
        lock::new_lock(thread, LOCK.get())
    }

    /// An obsolete synonym of allocate_lock().
    #[function]
    fn allocate(thread: &mut Thread) -> PyResult<Value> {
        lock::new_lock(thread, LOCK.get())
    }

    /// Return the identity of the running thread: a number other than 0, used again when the thread has ended.
    #[function]
    fn get_ident(thread: &mut Thread) -> PyResult<Value> {
        int::from_u64(thread, thread.ident)
    }

    /// Return the identity of the main thread.
    #[function]
    fn _get_main_thread_ident(thread: &mut Thread) -> PyResult<Value> {
        // SAFETY: threads that are listed live during this turn.
        let main = gil::threads().into_iter().find(|other| unsafe { (**other).is_main });
        // SAFETY: as above.
        let ident = main.map_or(0, |main| unsafe { (*main).ident });
        int::from_u64(thread, ident)
    }

    /// Return the system's number of the running thread.
    #[function]
    fn get_native_id(_thread: &mut Thread) -> PyResult<i64> {
        // SAFETY: a query without arguments.
        Ok(unsafe { libc::gettid() } as i64)
    }

    /// Return the number of threads that were started here and run.
    #[function]
    fn _count(_thread: &mut Thread) -> PyResult<i64> {
        Ok(start::running() as i64)
    }

    /// Whether this is the main interpreter: there is no other.
    #[function]
    fn _is_main_interpreter(_thread: &mut Thread) -> PyResult<bool> {
        Ok(true)
    }

    /// Whether daemon threads may be started.
    #[function]
    fn daemon_threads_allowed(_thread: &mut Thread) -> PyResult<bool> {
        Ok(true)
    }

    /// Start a new thread that calls the function, and return its identity.
    #[function(signature = "(function, args, kwargs={}, /)")]
    fn start_new_thread(thread: &mut Thread, args: Args) -> PyResult<Value> {
        start::start_new_thread(thread, args)
    }

    /// An obsolete synonym of start_new_thread().
    #[function(signature = "(function, args, kwargs={}, /)")]
    fn start_new(thread: &mut Thread, args: Args) -> PyResult<Value> {
        start::start_new_thread(thread, args)
    }

    /// Start a new thread that calls the function, and return a handle of it. For internal use by threading.
    #[function(
        keywords = "function, handle, daemon",
        signature = "($module, /, function, handle=None, daemon=True)"
    )]
    fn start_joinable_thread(
        thread: &mut Thread,
        function: Value,
        handle: Option<Value>,
        daemon: Option<bool>,
    ) -> PyResult<Value> {
        start::start_joinable_thread(thread, function, handle, daemon.unwrap_or(true))
    }

    /// Return a handle of a thread that runs already. For internal use by threading.
    #[function]
    fn _make_thread_handle(thread: &mut Thread, ident: i64) -> PyResult<Value> {
        let handle = handle::new_handle(thread)?;
        handle.set_running(ident as u64);
        Ok(handle.value())
    }

    /// Wait for all threads that are no daemons. For internal use by threading.
    #[function]
    fn _shutdown(thread: &mut Thread) -> PyResult<()> {
        handle::wait_for_all(thread)
    }

    /// Raise SystemExit, which ends the thread quietly.
    #[function]
    fn exit(thread: &mut Thread) -> PyResult<Value> {
        start::exit(thread)
    }

    /// An obsolete synonym of exit().
    #[function]
    fn exit_thread(thread: &mut Thread) -> PyResult<Value> {
        start::exit(thread)
    }

    /// Let a signal arrive at the main thread, as if it had been sent.
    #[function(keywords = "signum", signature = "(signum=signal.SIGINT, /)")]
    fn interrupt_main(thread: &mut Thread, signum: Option<i32>) -> PyResult<()> {
        crate::signal::simulate(thread, signum.unwrap_or(libc::SIGINT))
    }

    /// Return the stack size of new threads, and set it if one is given.
    #[function]
    fn stack_size(thread: &mut Thread, size: Option<i64>) -> PyResult<i64> {
        start::stack_size(thread, size)
    }

    /// Set the name that the system shows for the running thread.
    #[function(keywords = "name")]
    fn set_name(_thread: &mut Thread, name: Ref<StrObject>) -> PyResult<()> {
        start::set_name(&name.to_string_lossy());
        Ok(())
    }

    /// The exception that locks raise.
    #[attr]
    fn error(_thread: &mut Thread) -> PyResult<Value> {
        Ok(core().types.runtime_error.get().value())
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        let dict = module.dict.get();
        let lock = LOCK.create(thread)?;
        for name in ["LockType", "lock"] {
            dict.set_str(thread, name, lock.value())?;
        }
        for (name, class) in [("RLock", &RLOCK), ("_ThreadHandle", &HANDLE), ("_local", &LOCAL)] {
            let class = class.create(thread)?;
            dict.set_str(thread, name, class.value())?;
        }
        dict.set_str(thread, "_NAME_MAXLEN", Value::small_int(start::LONGEST_NAME as i64))?;
        let longest = pyrs_object::float::from_f64(thread, 9_223_372_036.0)?;
        dict.set_str(thread, "TIMEOUT_MAX", longest)
    }
}

pub use module::MODULE;
