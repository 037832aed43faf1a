//! Functions of `sys` about the inside of the runtime: counts, caches, and what it does without.
//!
//! They are a module of their own here, whose functions `sys` takes over. Absent: `_current_frames`,
//! `_current_exceptions`, `_baserepl`.

use pyrs_macros::pymodule;

#[pymodule(name = "sys")]
pub(crate) mod module {
    use pyrs_object::core::{core, none};
    use pyrs_object::errors::PyResult;
    use pyrs_object::header::Ref;
    use pyrs_object::protocol;
    use pyrs_object::str::StrObject;
    use pyrs_object::thread::Thread;
    use pyrs_object::tuple::TupleObject;
    use pyrs_object::value::Value;
    use std::sync::atomic::{AtomicI32, Ordering};

    /// Flags for loading extension modules, which there are none of.
    static LOADING: AtomicI32 = AtomicI32::new(libc::RTLD_NOW);

    /// Return the flags that would be used to load extension modules.
    #[function]
    fn getdlopenflags(_thread: &mut Thread) -> i32 {
        LOADING.load(Ordering::Relaxed)
    }

    /// Set the flags that would be used to load extension modules.
    #[function]
    fn setdlopenflags(_thread: &mut Thread, flags: i32) {
        LOADING.store(flags, Ordering::Relaxed);
    }

    /// Return the number of objects on the heap.
    #[function]
    fn getallocatedblocks(thread: &mut Thread) -> PyResult<Value> {
        let gc = pyrs_lib_os::invoke::import(thread, "gc")?;
        let objects = pyrs_lib_os::invoke::method(thread, gc, "get_objects", &[])?;
        Ok(Value::small_int(protocol::len(thread, objects)? as i64))
    }

    /// Return the number of strings of which there is only one object for a text.
    #[function(keywords = "_only_immortal", kwonly = "_only_immortal")]
    fn getunicodeinternedsize(_thread: &mut Thread, only: Option<bool>) -> usize {
        let _ = only;
        pyrs_object::intern::count()
    }

    /// Whether an object is never freed: what is no object of the heap, and the few that the runtime itself holds.
    #[function(signature = "($module, op, /)")]
    fn _is_immortal(_thread: &mut Thread, object: Value) -> bool {
        let interned = object.downcast::<StrObject>().is_some_and(|text| text.is_interned());
        !object.is_heap() || interned || object == none() || object == core().ellipsis.get().value()
    }

    /// Forget cached attributes of classes. They are checked whenever they are used, so that nothing is to be done.
    #[function]
    fn _clear_internal_caches(_thread: &mut Thread) {}

    /// The older name of _clear_internal_caches().
    #[function]
    fn _clear_type_cache(thread: &mut Thread) -> PyResult<()> {
        let message = "sys._clear_type_cache() is deprecated and may be removed in a future version of Python. \
                       Use sys._clear_internal_caches() instead.";
        pyrs_lib_os::warnings::warn(thread, "DeprecationWarning", message, 1)
    }

    /// Print the number of objects on the heap to stderr.
    #[function]
    fn _debugmallocstats(thread: &mut Thread) -> PyResult<()> {
        let count = getallocatedblocks(thread)?;
        let count = protocol::repr(thread, count)?.to_string_lossy();
        eprintln!("{count} objects on the heap");
        Ok(())
    }

    /// Whether another process may send code to this one: it may not.
    #[function]
    fn is_remote_debug_enabled(_thread: &mut Thread) -> bool {
        false
    }

    /// Run a script in another Python process, which is not supported.
    #[function(keywords = "pid, script")]
    fn remote_exec(thread: &mut Thread, pid: i32, script: Value) -> PyResult<()> {
        let _ = (pid, script);
        Err(thread.runtime_error(format_args!("Remote debugging is not enabled")))
    }

    /// Whether calls are shown to the profiler perf: they are not.
    #[function]
    fn is_stack_trampoline_active(_thread: &mut Thread) -> bool {
        false
    }

    /// Show calls to the profiler perf, which is not supported.
    #[function]
    fn activate_stack_trampoline(thread: &mut Thread, backend: Ref<StrObject>) -> PyResult<()> {
        let backend = backend.to_string_lossy();
        Err(thread.value_error(format_args!("perf trampoline not available: {backend}")))
    }

    /// Stop showing calls to the profiler perf.
    #[function]
    fn deactivate_stack_trampoline(_thread: &mut Thread) {}

    /// Where the sources come from: (name, branch, revision).
    #[attr]
    fn _git(thread: &mut Thread) -> PyResult<Value> {
        let texts = ["pyrs", "", ""];
        let git = TupleObject::with_length(thread, texts.len())?;
        for (index, text) in texts.iter().enumerate() {
            let text = StrObject::from_str(thread, text)?;
            git.initialise_item(index, text.value());
        }
        Ok(git.value())
    }
}

pub(crate) use module::MODULE;
