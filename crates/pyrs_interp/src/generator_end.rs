//! What happens to generators that die before they have ended, and where coroutines come from.
//!
//! The collector finds them some time after the last reference is gone: finalizers run later than with reference counts.

use crate::generator;
use pyrs_object::core::core;
use pyrs_object::errors::PyResult;
use pyrs_object::generator::{AsyncFlags, GeneratorObject, GeneratorState};
use pyrs_object::header::Ref;
use pyrs_object::protocol;
use pyrs_object::str::StrObject;
use pyrs_object::thread::Thread;
use pyrs_object::tuple::TupleObject;
use pyrs_object::value::Value;

/// The finalizer of generators of all kinds: warns of coroutines that were never awaited, hands asynchronous generators to
/// their hook, and closes the rest. Exceptions stay pending.
pub fn finalize(thread: &mut Thread, this: Value) {
    let Some(object) = this.downcast::<GeneratorObject>() else {
        return;
    };
    // An exception stays pending for the caller to report.
    let _reported = finish(thread, object);
}

fn finish(thread: &mut Thread, object: Ref<GeneratorObject>) -> PyResult<()> {
    let types = &core().types;
    match object.state.get() {
        GeneratorState::Closed | GeneratorState::Running => return Ok(()),
        GeneratorState::Created if object.class() == types.coroutine.get() => {
            object.state.set(GeneratorState::Closed);
            return warn_unawaited(thread, object);
        }
        GeneratorState::Created | GeneratorState::Suspended => {}
    }
    if object.class() == types.async_generator.get()
        && let Some(hook) = object.hook.get()
        && !object.has(AsyncFlags::ENDED)
    {
        return protocol::call(thread, hook, &[object.value()]).map(|_| ());
    }
    generator::close(thread, object).map(|_| ())
}

fn module(thread: &mut Thread, name: &str) -> PyResult<Option<Value>> {
    let name = StrObject::intern(thread, name)?;
    match core().builtins.get().get_interned(core().names.import.get()) {
        Some(import) => protocol::call(thread, import, &[name.value()]).map(Some),
        None => Ok(None),
    }
}

/// "coroutine ... was never awaited", by the function of `warnings` that shows the origin too.
fn warn_unawaited(thread: &mut Thread, object: Ref<GeneratorObject>) -> PyResult<()> {
    let Some(warnings) = module(thread, "warnings")? else {
        return Ok(());
    };
    let function = StrObject::intern(thread, "_warn_unawaited_coroutine")?;
    protocol::call_method(thread, warnings, function, &[object.value()]).map(|_| ())
}

/// A warning of a built-in category, for the caller of the running native function.
pub fn warn(thread: &mut Thread, category: &str, message: &str) -> PyResult<()> {
    let Some(warnings) = module(thread, "warnings")? else {
        return Ok(());
    };
    let category = StrObject::intern(thread, category)?;
    let Some(category) = core().builtins.get().get_interned(category) else {
        return Ok(());
    };
    let message = StrObject::from_str(thread, message)?;
    let warn = StrObject::intern(thread, "warn")?;
    protocol::call_method(thread, warnings, warn, &[message.value(), category]).map(|_| ())
}

/// Remembers where a coroutine was made, if the thread tracks that; `skip` innermost frames are left out.
pub fn record_origin(thread: &mut Thread, object: Ref<GeneratorObject>, skip: usize) -> PyResult<()> {
    if thread.origin_depth == 0 || object.class() != core().types.coroutine.get() {
        return Ok(());
    }
    let depth = thread.origin_depth as usize;
    let mut sites = Vec::new();
    let mut position = 0;
    crate::frames::walk(thread, &mut |info, _| {
        position += 1;
        if position > skip {
            sites.push((info.code, info.pc));
        }
        sites.len() < depth
    });
    // The frames keep their code alive while this goes on: they are all on the stack.
    let tuple = TupleObject::with_length(thread, sites.len())?;
    object.hook.set(object, Some(tuple.value()));
    for (index, (code, pc)) in sites.into_iter().enumerate() {
        let line = code.line_of(pc);
        let site = [
            code.filename.get().value(),
            Value::small_int(line.into()),
            code.name.get().value(),
        ];
        let site = TupleObject::from_slice(thread, &site)?;
        tuple.initialise_item(index, site.value());
    }
    Ok(())
}
