//! Functions of `sys`.

use pyrs_macros::pymodule;

#[pymodule(name = "sys")]
pub(crate) mod module {
    use pyrs_builtins::int_text;
    use pyrs_object::core::{core, none};
    use pyrs_object::errors::PyResult;
    use pyrs_object::exception::ExceptionObject;
    use pyrs_object::gil;
    use pyrs_object::header::Ref;
    use pyrs_object::int;
    use pyrs_object::protocol;
    use pyrs_object::str::StrObject;
    use pyrs_object::thread::{AsyncHooks, Thread};
    use pyrs_object::tuple::TupleObject;
    use pyrs_object::type_object::{TypeFlags, TypeObject, class_of};
    use pyrs_object::value::Value;
    use std::sync::atomic::Ordering;

    /// Exit by raising SystemExit(status).
    #[function]
    fn exit(thread: &mut Thread, status: Option<Value>) -> PyResult<Value> {
        let class = core().types.system_exit.get();
        Err(match status {
            Some(status) => {
                // A tuple is what the exception is made of.
                let arguments = match status.downcast::<TupleObject>() {
                    Some(tuple) => tuple.items_unbound(),
                    None => std::slice::from_ref(&status),
                };
                let exception = protocol::call(thread, class.value(), arguments)?;
                match exception.downcast::<ExceptionObject>() {
                    Some(exception) => thread.raise(exception),
                    None => thread.type_error(format_args!("SystemExit is no exception")),
                }
            }
            None => thread.raise_with(class, &[]),
        })
    }

    /// Return a frame object from the call stack.
    #[function]
    fn _getframe(thread: &mut Thread, depth: Option<i64>) -> PyResult<Value> {
        let depth = depth.unwrap_or(0).max(0) as usize;
        match pyrs_interp::frames::frame_object(thread, depth)? {
            Some(frame) => Ok(frame.value()),
            None => Err(thread.value_error(format_args!("call stack is not deep enough"))),
        }
    }

    /// Return the name of the module of a caller.
    #[function]
    fn _getframemodulename(thread: &mut Thread, depth: Option<i64>) -> PyResult<Value> {
        let mut left = depth.unwrap_or(0).max(0);
        let mut found = None;
        pyrs_interp::frames::walk(thread, &mut |info, _| {
            if left == 0 {
                found = info.function;
                return false;
            }
            left -= 1;
            true
        });
        match found {
            Some(function) => {
                let name = core().names.module.get();
                Ok(protocol::getattr_optional(thread, function, name)?.unwrap_or_else(none))
            }
            None => Ok(none()),
        }
    }

    /// Return the exception being handled.
    #[function]
    fn exception(thread: &mut Thread) -> PyResult<Value> {
        Ok(thread.handled.unwrap_or_else(none))
    }

    /// Return (type, value, traceback) of the exception being handled.
    #[function]
    fn exc_info(thread: &mut Thread) -> PyResult<Value> {
        let parts = pyrs_interp::exceptions::exit_arguments(thread.handled);
        Ok(TupleObject::from_slice(thread, &parts)?.value())
    }

    /// Return the recursion limit.
    #[function]
    fn getrecursionlimit(thread: &mut Thread) -> PyResult<i64> {
        Ok(thread.recursion_limit as i64)
    }

    /// Set the recursion limit.
    #[function]
    fn setrecursionlimit(thread: &mut Thread, limit: i64) -> PyResult<()> {
        if limit < 1 {
            return Err(thread.value_error(format_args!("recursion limit must be greater or equal than 1")));
        }
        let depth = thread.depth;
        if limit <= depth as i64 {
            return Err(thread.recursion_error(format_args!(
                "cannot set the recursion limit to {limit} at the recursion depth {depth}: the limit is too low"
            )));
        }
        thread.recursion_limit = limit.min(i32::MAX as i64) as u32;
        Ok(())
    }

    /// Return the one object of a string's text.
    #[function]
    fn intern(thread: &mut Thread, string: Ref<StrObject>) -> PyResult<Value> {
        if string.class() != core().types.str_.get() {
            let class = string.class().name_for_message();
            return Err(thread.type_error(format_args!("can't intern {class}")));
        }
        Ok(string.interned(thread)?.value())
    }

    /// Whether a string is the one object of its text.
    #[function]
    fn _is_interned(_thread: &mut Thread, string: Ref<StrObject>) -> PyResult<bool> {
        Ok(string.is_interned())
    }

    /// Return the size of an object in bytes.
    #[function(keywords = "object, default", signature = "")]
    fn getsizeof(thread: &mut Thread, object: Value, default: Option<Value>) -> PyResult<Value> {
        let size = size_of(thread, object);
        match (size, default) {
            (Err(raised), Some(default)) => {
                if !thread.clear_if(core().types.type_error.get()) {
                    return Err(raised);
                }
                Ok(default)
            }
            (size, _) => int::from_u64(thread, size? as u64),
        }
    }

    /// What `__sizeof__` says.
    fn size_of(thread: &mut Thread, object: Value) -> PyResult<i64> {
        let name = StrObject::intern(thread, "__sizeof__")?;
        let Some(size) = protocol::call_special(thread, object, name, &[])? else {
            let class = class_of(object).name_for_message();
            return Err(thread.type_error(format_args!("Type {class} doesn't define __sizeof__")));
        };
        if !int::is_int(size) {
            return Err(thread.type_error(format_args!("an integer is required")));
        }
        let size = protocol::index_i64(thread, size)?;
        if size < 0 {
            return Err(thread.value_error(format_args!("__sizeof__() should return >= 0")));
        }
        Ok(size)
    }

    fn hook_argument(
        thread: &mut Thread,
        name: &str,
        hook: Option<Value>,
        old: Option<Value>,
    ) -> PyResult<Option<Value>> {
        match hook {
            None => Ok(old),
            Some(hook) if hook == none() => Ok(None),
            Some(hook) if class_of(hook).slot(|s| s.call).is_some() => Ok(Some(hook)),
            Some(hook) => {
                let class = class_of(hook).name_for_message();
                Err(thread.type_error(format_args!("callable {name} expected, got {class}")))
            }
        }
    }

    /// set_asyncgen_hooks([firstiter] [, finalizer])
    ///
    /// Set a finalizer for async generators objects.
    #[function(keywords = "firstiter, finalizer", signature = "")]
    fn set_asyncgen_hooks(thread: &mut Thread, firstiter: Option<Value>, finalizer: Option<Value>) -> PyResult<()> {
        let old = thread.async_hooks;
        let finalizer = hook_argument(thread, "finalizer", finalizer, old.finalizer)?;
        let firstiter = hook_argument(thread, "firstiter", firstiter, old.firstiter)?;
        thread.async_hooks = AsyncHooks { firstiter, finalizer };
        Ok(())
    }

    /// Return the installed asynchronous generators hooks.
    ///
    /// This returns a namedtuple of the form (firstiter, finalizer).
    #[function]
    fn get_asyncgen_hooks(thread: &mut Thread) -> PyResult<Value> {
        let hooks = thread.async_hooks;
        let fields = [
            hooks.firstiter.unwrap_or_else(none),
            hooks.finalizer.unwrap_or_else(none),
        ];
        super::super::facts::asyncgen_hooks(thread, &fields)
    }

    /// Enable or disable origin tracking for coroutine objects in this thread.
    ///
    /// Coroutine objects will track 'depth' frames of traceback information
    /// about where they came from, available in their cr_origin attribute.
    ///
    /// Set a depth of 0 to disable.
    #[function(keywords = "depth")]
    fn set_coroutine_origin_tracking_depth(thread: &mut Thread, depth: i64) -> PyResult<()> {
        if depth < 0 {
            return Err(thread.value_error(format_args!("depth must be >= 0")));
        }
        thread.origin_depth = depth.min(i64::from(u32::MAX)) as u32;
        Ok(())
    }

    /// Check status of origin tracking for coroutine objects in this thread.
    #[function]
    fn get_coroutine_origin_tracking_depth(thread: &mut Thread) -> PyResult<i64> {
        Ok(thread.origin_depth.into())
    }

    /// Private function for clearing certain descriptors from a type's dictionary.
    ///
    /// See gh-135228 for context.
    #[function]
    fn _clear_type_descriptors(thread: &mut Thread, class: Ref<TypeObject>) -> PyResult<()> {
        if class.has(TypeFlags::IMMUTABLE) || !class.has(TypeFlags::HEAP) {
            return Err(thread.type_error(format_args!("argument is immutable")));
        }
        for name in ["__dict__", "__weakref__"] {
            let name = StrObject::intern(thread, name)?;
            class.dict.get().remove(thread, name.value())?;
        }
        class.modified();
        Ok(())
    }

    /// Return an estimate of the references to an object: references are not counted.
    #[function]
    fn getrefcount(_thread: &mut Thread, object: Value) -> PyResult<i64> {
        let _ = object;
        Ok(1)
    }

    /// Return the default string encoding.
    #[function]
    fn getdefaultencoding(_thread: &mut Thread) -> PyResult<&'static str> {
        Ok("utf-8")
    }

    /// Return the encoding of file names.
    #[function]
    fn getfilesystemencoding(_thread: &mut Thread) -> PyResult<&'static str> {
        Ok("utf-8")
    }

    /// Return the error mode for file names.
    #[function]
    fn getfilesystemencodeerrors(_thread: &mut Thread) -> PyResult<&'static str> {
        Ok("surrogateescape")
    }

    /// Return the limit of digits in conversions between int and str; 0 for none.
    #[function]
    fn get_int_max_str_digits(_thread: &mut Thread) -> PyResult<i64> {
        Ok(int_text::MAX_STR_DIGITS.load(Ordering::Relaxed) as i64)
    }

    /// Set the limit of digits in conversions between int and str; 0 for none.
    #[function(keywords = "maxdigits")]
    fn set_int_max_str_digits(thread: &mut Thread, maxdigits: i32) -> PyResult<()> {
        let least = int_text::STR_DIGITS_THRESHOLD;
        match usize::try_from(maxdigits) {
            Ok(digits) if digits == 0 || digits >= least => int_text::MAX_STR_DIGITS.store(digits, Ordering::Relaxed),
            _ => {
                return Err(thread.value_error(format_args!("maxdigits must be >= {least} or 0 for unlimited")));
            }
        }
        Ok(())
    }

    /// Whether the runtime is shutting down.
    #[function]
    fn is_finalizing(_thread: &mut Thread) -> PyResult<bool> {
        Ok(gil::is_ending())
    }

    /// Return the interval between thread switches.
    #[function]
    fn getswitchinterval(_thread: &mut Thread) -> PyResult<f64> {
        Ok(gil::switch_interval().as_secs_f64())
    }

    /// Set the interval between thread switches, in seconds.
    #[function]
    fn setswitchinterval(thread: &mut Thread, interval: f64) -> PyResult<()> {
        let positive = std::time::Duration::try_from_secs_f64(interval)
            .ok()
            .filter(|d| !d.is_zero());
        match positive {
            Some(interval) => gil::set_switch_interval(interval),
            None => return Err(thread.value_error(format_args!("switch interval must be strictly positive"))),
        }
        Ok(())
    }

    /// audit(event, *args)
    ///
    /// Tell the audit hooks of an event.
    #[function]
    fn audit(thread: &mut Thread, args: pyrs_object::Args) -> PyResult<()> {
        let Some((event, rest)) = args.positional().split_first() else {
            return Err(thread.type_error(format_args!("audit expected at least 1 argument, got 0")));
        };
        match event.downcast::<StrObject>() {
            Some(event) => super::super::audit::raise_event(thread, event, rest),
            None => {
                let class = class_of(*event).name_for_message();
                Err(thread.type_error(format_args!("audit() argument 1 must be str, not {class}")))
            }
        }
    }

    /// Add a function that is called with the name and the arguments of each event from now on.
    #[function(keywords = "hook")]
    fn addaudithook(thread: &mut Thread, hook: Value) -> PyResult<()> {
        super::super::audit::add(thread, hook)
    }

    /// Print an object as the interactive prompt does.
    #[function]
    fn displayhook(thread: &mut Thread, value: Value) -> PyResult<()> {
        if value == none() {
            return Ok(());
        }
        let underscore = StrObject::intern(thread, "_")?;
        core().builtins.get().set(thread, underscore.value(), none())?;
        let text = protocol::repr(thread, value)?;
        let Some(stdout) = crate::sys::attribute(core().names.stdout.get()) else {
            return Err(thread.runtime_error(format_args!("lost sys.stdout")));
        };
        let newline = StrObject::from_str(thread, "\n")?;
        for part in [text, newline] {
            protocol::call_method(thread, stdout, core().names.write.get(), &[part.value()])?;
        }
        core().builtins.get().set(thread, underscore.value(), value)
    }

    /// Print an exception that cannot be raised, as its UnraisableHookArgs tells of it.
    #[function]
    fn unraisablehook(thread: &mut Thread, unraisable: Value) -> PyResult<()> {
        crate::hooks::default_unraisable(thread, unraisable)
    }

    /// Enter the debugger that PYTHONBREAKPOINT names: pdb.set_trace if it is not set, none if it is 0.
    #[function]
    fn breakpointhook(thread: &mut Thread, args: pyrs_object::Args) -> PyResult<Value> {
        let wanted = match std::env::var("PYTHONBREAKPOINT") {
            Ok(name) if !name.is_empty() => name,
            _ => "pdb.set_trace".to_owned(),
        };
        if wanted == "0" {
            return Ok(none());
        }
        let (module, name) = wanted.rsplit_once('.').unwrap_or(("builtins", &wanted));
        match breakpoint_function(thread, module, name) {
            Ok(function) => protocol::call_args(thread, function, args),
            Err(raised) => {
                let types = &core().types;
                let expected = [&types.import_error, &types.attribute_error, &types.value_error];
                if !expected.iter().any(|class| thread.clear_if(class.get())) {
                    return Err(raised);
                }
                let message = format!("Ignoring unimportable $PYTHONBREAKPOINT: \"{wanted}\"");
                pyrs_lib_os::warnings::warn(thread, "RuntimeWarning", &message, 1)?;
                Ok(none())
            }
        }
    }

    fn breakpoint_function(thread: &mut Thread, module: &str, name: &str) -> PyResult<Value> {
        pyrs_lib_os::invoke::import(thread, module)?;
        let full = StrObject::intern(thread, module)?;
        let Some(module) = core().modules.get().get_interned(full) else {
            return Err(thread.import_error(format_args!("no module")));
        };
        pyrs_lib_os::invoke::attribute(thread, module, name)
    }

    /// The number of processors that -X cpu_count pretends, or -1.
    #[function]
    fn _get_cpu_count_config(_thread: &mut Thread) -> i32 {
        pyrs_lib_os::posix::CPU_COUNT.load(Ordering::Relaxed)
    }

    /// Whether threads take turns: they do.
    #[function]
    fn _is_gil_enabled(_thread: &mut Thread) -> bool {
        true
    }

    /// Print an exception and its traceback to sys.stderr.
    #[function]
    fn excepthook(thread: &mut Thread, class: Value, value: Value, traceback: Value) -> PyResult<()> {
        let _ = (class, traceback);
        if let Some(exception) = value.downcast::<ExceptionObject>() {
            crate::traceback::show(thread, exception);
        }
        Ok(())
    }
}

pub(crate) use module::MODULE;
