//! The module `sys.monitoring`: tools, their names and callbacks.
//!
//! Callbacks are kept, but no event comes: the interpreter has no instrumented instructions. So asking for events raises
//! NotImplementedError instead of letting a tool wait for them.

use pyrs_lib_os::static_root::StaticRoot;
use pyrs_macros::pymodule;
use pyrs_object::core::none;
use pyrs_object::dict::DictObject;
use pyrs_object::errors::PyResult;
use pyrs_object::header::Ref;
use pyrs_object::thread::Thread;
use pyrs_object::value::Value;

/// Names of tools by number, and callbacks by number and event.
static STATE: StaticRoot = StaticRoot::new();
/// Tools that there can be, less two that are the runtime's own.
const TOOLS: i64 = 6;
/// Events that there are.
const EVENTS: &[(&str, i64)] = &[
    ("PY_START", 1),
    ("PY_RESUME", 1 << 1),
    ("PY_RETURN", 1 << 2),
    ("PY_YIELD", 1 << 3),
    ("CALL", 1 << 4),
    ("LINE", 1 << 5),
    ("INSTRUCTION", 1 << 6),
    ("JUMP", 1 << 7),
    ("BRANCH_LEFT", 1 << 8),
    ("BRANCH_RIGHT", 1 << 9),
    ("STOP_ITERATION", 1 << 10),
    ("RAISE", 1 << 11),
    ("EXCEPTION_HANDLED", 1 << 12),
    ("PY_UNWIND", 1 << 13),
    ("PY_THROW", 1 << 14),
    ("RERAISE", 1 << 15),
    ("C_RETURN", 1 << 16),
    ("C_RAISE", 1 << 17),
    ("BRANCH", 1 << 18),
    ("NO_EVENTS", 0),
];
/// First bit that is no event.
const END: i64 = 1 << 19;

fn state(thread: &mut Thread) -> PyResult<Ref<DictObject>> {
    if let Some(state) = STATE.get().and_then(|state| state.downcast()) {
        return Ok(state);
    }
    let state = DictObject::new(thread)?;
    STATE.set(thread, Some(state.value()));
    Ok(state)
}

fn check_tool(thread: &mut Thread, tool: i64) -> PyResult<()> {
    if (0..TOOLS).contains(&tool) {
        return Ok(());
    }
    Err(thread.value_error(format_args!(
        "invalid tool {tool} (must be between 0 and {})",
        TOOLS - 1
    )))
}

/// The key of a tool's name, or of its callback for an event.
fn key(tool: i64, event: i64) -> Value {
    Value::small_int(event * 8 + tool)
}

fn check_in_use(thread: &mut Thread, tool: i64) -> PyResult<()> {
    check_tool(thread, tool)?;
    let state = state(thread)?;
    if state.get(thread, key(tool, 0))?.is_none() {
        return Err(thread.value_error(format_args!("tool {tool} is not in use")));
    }
    Ok(())
}

/// Refuses all but the empty set of events.
fn check_events(thread: &mut Thread, events: i64) -> PyResult<()> {
    if !(0..END).contains(&events) {
        return Err(thread.value_error(format_args!("invalid event set 0x{events:x}")));
    }
    if events != 0 {
        return Err(thread.not_implemented_error(format_args!("events of sys.monitoring are not supported yet")));
    }
    Ok(())
}

fn forget(thread: &mut Thread, tool: i64, with_name: bool) -> PyResult<()> {
    let state = state(thread)?;
    for (_, event) in EVENTS.iter().filter(|(_, event)| with_name || *event != 0) {
        let key = key(tool, *event);
        if state.get(thread, key)?.is_some() {
            state.remove(thread, key)?;
        }
    }
    Ok(())
}

/// Tools that watch programs run.
#[pymodule(name = "sys.monitoring")]
pub(super) mod module {
    use super::{END, EVENTS, check_events, check_in_use, check_tool, forget, key, none, state};
    use pyrs_object::code::CodeObject;
    use pyrs_object::core::core;
    use pyrs_object::dict::DictObject;
    use pyrs_object::errors::PyResult;
    use pyrs_object::header::Ref;
    use pyrs_object::module::ModuleObject;
    use pyrs_object::protocol;
    use pyrs_object::str::StrObject;
    use pyrs_object::thread::Thread;
    use pyrs_object::value::Value;

    /// Take a tool's number under a name.
    #[function]
    fn use_tool_id(thread: &mut Thread, tool_id: i64, name: Value) -> PyResult<()> {
        check_tool(thread, tool_id)?;
        if name.downcast::<StrObject>().is_none() {
            return Err(thread.value_error(format_args!("tool name must be a str")));
        }
        let state = state(thread)?;
        if state.get(thread, key(tool_id, 0))?.is_some() {
            return Err(thread.value_error(format_args!("tool {tool_id} is already in use")));
        }
        state.set(thread, key(tool_id, 0), name)
    }

    /// Forget the callbacks of a tool.
    #[function]
    fn clear_tool_id(thread: &mut Thread, tool_id: i64) -> PyResult<()> {
        check_tool(thread, tool_id)?;
        forget(thread, tool_id, false)
    }

    /// Give a tool's number back.
    #[function]
    fn free_tool_id(thread: &mut Thread, tool_id: i64) -> PyResult<()> {
        check_tool(thread, tool_id)?;
        forget(thread, tool_id, true)
    }

    /// The name of a tool, None if the number is free.
    #[function]
    fn get_tool(thread: &mut Thread, tool_id: i64) -> PyResult<Value> {
        check_tool(thread, tool_id)?;
        let state = state(thread)?;
        Ok(state.get(thread, key(tool_id, 0))?.unwrap_or_else(none))
    }

    /// Set what is called for an event. What was called before.
    #[function]
    fn register_callback(thread: &mut Thread, tool_id: i64, event: i64, func: Value) -> PyResult<Value> {
        check_tool(thread, tool_id)?;
        if event.count_ones() != 1 {
            return Err(thread.value_error(format_args!("The callback can only be set for one event at a time")));
        }
        if !(0..END).contains(&event) {
            return Err(thread.value_error(format_args!("invalid event {event}")));
        }
        let (state, key) = (state(thread)?, key(tool_id, event));
        let old = state.get(thread, key)?.unwrap_or_else(none);
        if func != none() {
            state.set(thread, key, func)?;
        } else if old != none() {
            state.remove(thread, key)?;
        }
        Ok(old)
    }

    /// The events of a tool.
    #[function]
    fn get_events(thread: &mut Thread, tool_id: i64) -> PyResult<i64> {
        check_tool(thread, tool_id)?;
        Ok(0)
    }

    /// Set the events of a tool: none are supported yet.
    #[function]
    fn set_events(thread: &mut Thread, tool_id: i64, event_set: i64) -> PyResult<()> {
        check_in_use(thread, tool_id)?;
        check_events(thread, event_set)
    }

    fn check_code(thread: &mut Thread, code: Value) -> PyResult<()> {
        match code.downcast::<CodeObject>() {
            Some(_) => Ok(()),
            None => Err(thread.type_error(format_args!("code must be a code object"))),
        }
    }

    /// The events of a tool in one code object.
    #[function]
    fn get_local_events(thread: &mut Thread, tool_id: i64, code: Value) -> PyResult<i64> {
        check_code(thread, code)?;
        check_tool(thread, tool_id)?;
        Ok(0)
    }

    /// Set the events of a tool in one code object: none are supported yet.
    #[function]
    fn set_local_events(thread: &mut Thread, tool_id: i64, code: Value, event_set: i64) -> PyResult<()> {
        check_code(thread, code)?;
        check_in_use(thread, tool_id)?;
        check_events(thread, event_set)
    }

    /// Turn events on again that callbacks have turned off: none come.
    #[function]
    fn restart_events(_thread: &mut Thread) {}

    /// The tools of each event.
    #[function]
    fn _all_events(thread: &mut Thread) -> PyResult<Ref<DictObject>> {
        DictObject::new(thread)
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        let dict = module.dict.get();
        for (name, number) in [
            ("DEBUGGER_ID", 0),
            ("COVERAGE_ID", 1),
            ("PROFILER_ID", 2),
            ("OPTIMIZER_ID", 5),
        ] {
            dict.set_str(thread, name, Value::small_int(number))?;
        }
        let object = core().types.object.get();
        for name in ["DISABLE", "MISSING"] {
            let marker = protocol::call(thread, object.value(), &[])?;
            dict.set_str(thread, name, marker)?;
        }
        let class = pyrs_builtins::simple_namespace::SIMPLE_NAMESPACE.get();
        let events = protocol::call(thread, class.value(), &[])?;
        for (name, number) in EVENTS {
            let name = StrObject::intern(thread, name)?;
            protocol::setattr(thread, events, name, Some(Value::small_int(*number)))?;
        }
        dict.set_str(thread, "events", events)
    }
}

pub(super) use module::MODULE;
