//! Audit hooks: functions that are told of events, and may forbid them by raising.
//!
//! Events come from `sys.audit`, which the library calls, from imports and from `sys.addaudithook` itself. Absent: the
//! events of native modules. Hooks cannot be taken away again.

use pyrs_lib_os::static_root::StaticRoot;
use pyrs_object::core::{core, none};
use pyrs_object::errors::PyResult;
use pyrs_object::header::Ref;
use pyrs_object::list::ListObject;
use pyrs_object::protocol;
use pyrs_object::str::StrObject;
use pyrs_object::thread::Thread;
use pyrs_object::tuple::TupleObject;
use pyrs_object::value::Value;

static HOOKS: StaticRoot = StaticRoot::new();

/// Whether anybody listens.
pub(crate) fn is_on() -> bool {
    HOOKS.get().is_some()
}

/// Tells all hooks of an event.
pub(crate) fn raise_event(thread: &mut Thread, event: Ref<StrObject>, args: &[Value]) -> PyResult<()> {
    let Some(hooks) = HOOKS.get().and_then(|hooks| hooks.downcast::<ListObject>()) else {
        return Ok(());
    };
    let args = TupleObject::from_slice(thread, args)?;
    let mut index = 0;
    while let Some(hook) = hooks.get(index) {
        protocol::call(thread, hook, &[event.value(), args.value()])?;
        index += 1;
    }
    Ok(())
}

/// Adds a hook, unless one of the earlier ones forbids it.
pub(super) fn add(thread: &mut Thread, hook: Value) -> PyResult<()> {
    let event = StrObject::intern(thread, "sys.addaudithook")?;
    if let Err(raised) = raise_event(thread, event, &[]) {
        // A hook that raises an Exception forbids it silently.
        return match thread.clear_if(core().types.exception.get()) {
            true => Ok(()),
            false => Err(raised),
        };
    }
    let hooks = match HOOKS.get().and_then(|hooks| hooks.downcast::<ListObject>()) {
        Some(hooks) => hooks,
        None => {
            let hooks = ListObject::with_capacity(thread, 1)?;
            HOOKS.set(thread, Some(hooks.value()));
            hooks
        }
    };
    hooks.push(thread, hook)
}

/// The event of an import that is about to search for a module.
pub(crate) fn importing(thread: &mut Thread, name: Value) -> PyResult<()> {
    let event = StrObject::intern(thread, "import")?;
    let mut args = [name, none(), none(), none(), none()];
    for (place, attribute) in args[2..].iter_mut().zip(["path", "meta_path", "path_hooks"]) {
        let attribute = StrObject::intern(thread, attribute)?;
        if let Some(value) = super::attribute(attribute) {
            *place = value;
        }
    }
    raise_event(thread, event, &args)
}
