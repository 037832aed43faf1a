//! `sys.settrace`, `sys.setprofile` and what belongs to them. The events are the interpreter's: `pyrs_interp::trace`.

use pyrs_macros::pymodule;

#[pymodule(name = "sys")]
pub(crate) mod module {
    use pyrs_interp::trace;
    use pyrs_object::Args;
    use pyrs_object::core::none;
    use pyrs_object::errors::PyResult;
    use pyrs_object::gil;
    use pyrs_object::protocol;
    use pyrs_object::thread::{Thread, Tracing};
    use pyrs_object::tuple::TupleObject;
    use pyrs_object::type_object::class_of;
    use pyrs_object::value::Value;

    fn given(function: Value) -> Option<Value> {
        Some(function).filter(|function| *function != none())
    }

    /// Return the function of this thread that settrace() has set, or None.
    #[function]
    fn gettrace(thread: &mut Thread) -> Value {
        thread.tracing.function.unwrap_or_else(none)
    }

    /// Return the function of this thread that setprofile() has set, or None.
    #[function]
    fn getprofile(thread: &mut Thread) -> Value {
        thread.tracing.profile.unwrap_or_else(none)
    }

    /// Set the function that is told of each call in this thread, and whose result is told of lines, returns and
    /// exceptions there; None for none.
    #[function]
    fn settrace(thread: &mut Thread, function: Value) -> PyResult<()> {
        thread.tracing.function = given(function);
        trace::changed(thread)
    }

    /// Set the function that is told of calls and returns in this thread, those of native functions too; None for none.
    #[function]
    fn setprofile(thread: &mut Thread, function: Value) -> PyResult<()> {
        thread.tracing.profile = given(function);
        trace::changed(thread)
    }

    /// Changes the state of all threads.
    fn in_all_threads(thread: &mut Thread, change: impl Fn(&mut Tracing)) -> PyResult<()> {
        let own: *mut Thread = thread;
        for other in gil::threads().into_iter().filter(|other| *other != own) {
            // SAFETY: threads in the list are live, and wait for their turn while this one has it.
            let tracing = unsafe { &mut (*other).tracing };
            change(tracing);
            tracing.update();
        }
        change(&mut thread.tracing);
        trace::changed(thread)
    }

    /// Set the function of settrace() in all threads that run.
    #[function]
    fn _settraceallthreads(thread: &mut Thread, function: Value) -> PyResult<()> {
        in_all_threads(thread, |tracing| tracing.function = given(function))
    }

    /// Set the function of setprofile() in all threads that run.
    #[function]
    fn _setprofileallthreads(thread: &mut Thread, function: Value) -> PyResult<()> {
        in_all_threads(thread, |tracing| tracing.profile = given(function))
    }

    /// Call a function with a tuple of arguments: traced, even from the function that traces.
    #[function]
    fn call_tracing(thread: &mut Thread, function: Value, args: Value) -> PyResult<Value> {
        let Some(args) = args.downcast::<TupleObject>() else {
            let class = class_of(args).name_for_message();
            return Err(thread.type_error(format_args!("call_tracing() argument 2 must be tuple, not {class}")));
        };
        let inside = std::mem::replace(&mut thread.tracing.inside, false);
        thread.tracing.update();
        let result = protocol::call_args(thread, function, Args::positional_only(args.items_unbound()));
        thread.tracing.inside = inside;
        thread.tracing.update();
        result
    }
}

pub(crate) use module::MODULE;
