//! Import instructions. Importing itself is `builtins.__import__`, which comes from importlib.

use pyrs_object::core::{core, none};
use pyrs_object::errors::PyResult;
use pyrs_object::frame::Frame;
use pyrs_object::header::Ref;
use pyrs_object::protocol;
use pyrs_object::str::StrObject;
use pyrs_object::thread::Thread;
use pyrs_object::type_object::class_of;
use pyrs_object::value::Value;

/// `ImportName`.
///
/// # Safety
/// `frame` is a live frame.
pub unsafe fn import_name(
    thread: &mut Thread,
    frame: *mut Frame,
    name: usize,
    level: Value,
    from_list: Value,
) -> PyResult<Value> {
    // SAFETY: as promised by the caller.
    let (function, name, namespace) = unsafe {
        let code = (*frame).code.unwrap_unchecked();
        (crate::names::function_of(frame), code.name_at(name), (*frame).special)
    };
    let Some(import) = function.builtins.get().get_interned(core().names.import.get()) else {
        return Err(thread.import_error(format_args!("__import__ not found")));
    };
    let globals = function.globals.get().value();
    let locals = namespace.unwrap_or_else(none);
    protocol::call(thread, import, &[name.value(), globals, locals, from_list, level])
}

/// `ImportFrom`: the attribute, or the submodule of that name.
///
/// # Safety
/// `frame` is a live frame.
pub unsafe fn import_from(thread: &mut Thread, frame: *mut Frame, module: Value, name: usize) -> PyResult<Value> {
    // SAFETY: as promised by the caller.
    let name = unsafe { (*frame).code.unwrap_unchecked().name_at(name) };
    if let Some(value) = protocol::getattr_optional(thread, module, name)? {
        return Ok(value);
    }
    let names = &core().names;
    let module_name = protocol::getattr_optional(thread, module, names.name.get())?;
    let module_name = module_name.and_then(|v| v.downcast::<StrObject>());
    if let Some(module_name) = module_name {
        let full = format!("{}.{}", module_name.to_string_lossy(), name.to_string_lossy());
        let full = StrObject::intern(thread, &full)?;
        if let Some(value) = core().modules.get().get_interned(full) {
            return Ok(value);
        }
    }
    Err(cannot_import(thread, module, module_name, name)?)
}

#[cold]
fn cannot_import(
    thread: &mut Thread,
    module: Value,
    module_name: Option<Ref<StrObject>>,
    name: Ref<StrObject>,
) -> PyResult<pyrs_object::errors::Raised> {
    let names = &core().names;
    let origin = protocol::getattr_optional(thread, module, names.file.get())?;
    let origin = origin.and_then(|v| v.downcast::<StrObject>());
    let spec = protocol::getattr_optional(thread, module, names.spec.get())?;
    let initialising = match spec {
        Some(spec) if spec != none() => match protocol::getattr_optional(thread, spec, names.initializing.get())? {
            Some(flag) => protocol::truth(thread, flag)?,
            None => false,
        },
        _ => false,
    };
    let text = name.to_string_lossy();
    let from = module_name.map_or_else(|| "<unknown module name>".to_owned(), |n| n.to_string_lossy());
    let place = origin.map_or_else(|| "unknown location".to_owned(), |o| o.to_string_lossy());
    let raised = if initialising {
        thread.import_error(format_args!(
            "cannot import name '{text}' from partially initialized module '{from}' (most likely due to a circular \
             import) ({place})"
        ))
    } else {
        thread.import_error(format_args!("cannot import name '{text}' from '{from}' ({place})"))
    };
    // ImportError's fields: msg is the argument; name, path, name_from.
    if let Some(exception) = thread.raised
        && class_of(exception.value()) == core().types.import_error.get()
    {
        let message = exception.args.get().and_then(|a| a.items().first().copied());
        exception.set_extra(
            thread,
            &[
                message,
                module_name.map(|n| n.value()),
                origin.map(|o| o.value()),
                Some(name.value()),
            ],
        );
    }
    Ok(raised)
}
