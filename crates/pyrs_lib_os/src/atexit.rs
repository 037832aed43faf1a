//! The module `atexit`: functions to be called when the program ends, last registered first.

use crate::static_root::StaticRoot;
use pyrs_macros::pymodule;

/// Rows of (function, positional arguments, keyword dict).
static CALLBACKS: StaticRoot = StaticRoot::new();

/// Register functions to be called when interpreter exits.
#[pymodule(name = "atexit")]
mod module {
    use super::CALLBACKS;
    use crate::invoke;
    use pyrs_object::core::core;
    use pyrs_object::list::ListObject;
    use pyrs_object::tuple::TupleObject;
    use pyrs_object::type_object::class_of;
    use pyrs_object::{Args, PyResult, Ref, Thread, Value, protocol};

    fn callbacks(thread: &mut Thread) -> PyResult<Ref<ListObject>> {
        if let Some(list) = CALLBACKS.get().and_then(|list| list.downcast()) {
            return Ok(list);
        }
        let list = ListObject::with_capacity(thread, 4)?;
        CALLBACKS.set(thread, Some(list.value()));
        Ok(list)
    }

    /// Register a function to be executed upon normal program termination.
    #[function]
    fn register(thread: &mut Thread, args: Args) -> PyResult<Value> {
        let Some((&function, positional)) = args.positional().split_first() else {
            return Err(thread.type_error(format_args!("register() takes at least 1 argument (0 given)")));
        };
        if class_of(function).slot(|s| s.call).is_none() {
            return Err(thread.type_error(format_args!("the first argument must be callable")));
        }
        let arguments = TupleObject::from_slice(thread, &args.all()[1..])?;
        debug_assert!(positional.len() <= arguments.len());
        let names = args.names().map_or_else(pyrs_object::none, Ref::value);
        let row = TupleObject::from_slice(thread, &[function, arguments.value(), names])?;
        callbacks(thread)?.push(thread, row.value())?;
        Ok(function)
    }

    /// Unregister an exit function which was previously registered.
    #[function]
    fn unregister(thread: &mut Thread, func: Value) -> PyResult<()> {
        let list = callbacks(thread)?;
        let mut index = 0;
        while let Some(row) = list.get(index).and_then(|row| row.downcast::<TupleObject>()) {
            if protocol::equals(thread, row.items()[0], func)? && index < list.len() {
                list.splice(thread, index, 1, &[])?;
            } else {
                index += 1;
            }
        }
        Ok(())
    }

    /// Clear the list of previously registered exit functions.
    #[function(name = "_clear")]
    fn clear(thread: &mut Thread) -> PyResult<()> {
        callbacks(thread)?.clear();
        Ok(())
    }

    /// Return the number of registered exit functions.
    #[function(name = "_ncallbacks")]
    fn count(thread: &mut Thread) -> PyResult<usize> {
        Ok(callbacks(thread)?.len())
    }

    /// Run all registered exit functions. What they raise is reported, and the others still run.
    #[function(name = "_run_exitfuncs")]
    fn run(thread: &mut Thread) -> PyResult<()> {
        while let Some(row) = callbacks(thread)?.pop().and_then(|row| row.downcast::<TupleObject>()) {
            let [function, arguments, names] = *row.items() else {
                continue;
            };
            let Some(arguments) = arguments.downcast::<TupleObject>() else {
                continue;
            };
            let call = Args::new(arguments.items_unbound(), names.downcast());
            if protocol::call_args(thread, function, call).is_err() {
                report(thread, function)?;
            }
        }
        Ok(())
    }

    fn report(thread: &mut Thread, function: Value) -> PyResult<()> {
        let Some(exception) = thread.take_raised() else {
            return Ok(());
        };
        if exception.class().is_subtype(core().types.system_exit.get()) {
            return Err(thread.reraise(exception));
        }
        let shown = protocol::repr(thread, function)?.to_string_lossy();
        let Some(stderr) = invoke::sys_attribute(thread, "stderr")? else {
            return Ok(());
        };
        let head = format!("Exception ignored in atexit callback {shown}:\n");
        let head = pyrs_object::str::StrObject::from_str(thread, &head)?;
        invoke::method(thread, stderr, "write", &[head.value()])?;
        if let Some(hook) = invoke::sys_attribute(thread, "__excepthook__")? {
            let traceback = exception.traceback.get().map_or_else(pyrs_object::none, Ref::value);
            let args = [exception.class().value(), exception.value(), traceback];
            protocol::call(thread, hook, &args)?;
        }
        Ok(())
    }
}

pub use module::MODULE;
