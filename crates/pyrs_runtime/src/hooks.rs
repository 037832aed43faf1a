//! `sys.excepthook` and `sys.unraisablehook`: what is done with exceptions that nobody catches.
//!
//! The runtime's own hooks print natively. A program's hook that fails is told of, and then the exception is printed anyway.

use crate::{exit, sys, traceback};
use pyrs_object::core::{core, none};
use pyrs_object::errors::PyResult;
use pyrs_object::exception::ExceptionObject;
use pyrs_object::header::Ref;
use pyrs_object::protocol;
use pyrs_object::str::StrObject;
use pyrs_object::struct_sequence::{Field, StructSequence};
use pyrs_object::thread::Thread;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::class_of;
use pyrs_object::value::Value;

/// The argument of `sys.unraisablehook`.
static UNRAISABLE_ARGS: StructSequence = StructSequence::new(
    "UnraisableHookArgs",
    "builtins",
    &[
        Field("exc_type"),
        Field("exc_value"),
        Field("exc_traceback"),
        Field("err_msg"),
        Field("object"),
    ],
);

/// A hook of `sys`: `None` if the program has deleted it; whether it is the runtime's own.
fn hook(thread: &mut Thread, name: &str) -> PyResult<Option<(Value, bool)>> {
    let dict = sys::dictionary(thread)?;
    let original = StrObject::intern(thread, &format!("__{name}__"))?;
    let name = StrObject::intern(thread, name)?;
    let Some(hook) = dict.get_interned(name) else {
        return Ok(None);
    };
    Ok(Some((hook, dict.get_interned(original) == Some(hook))))
}

/// Class, exception and traceback.
fn parts(exception: Ref<ExceptionObject>) -> [Value; 3] {
    let traceback = exception.traceback.get().map_or_else(none, Ref::value);
    [exception.class().value(), exception.value(), traceback]
}

/// Does what is to be done with an exception that ends a program. The exit status, if the hook asks for one.
pub(crate) fn print(thread: &mut Thread, exception: Ref<ExceptionObject>) -> Option<i32> {
    if remember(thread, exception).is_err() {
        thread.take_raised();
    }
    let hook = match hook(thread, "excepthook") {
        Ok(hook) => hook,
        Err(_) => {
            thread.take_raised();
            None
        }
    };
    match hook {
        Some((_, true)) => traceback::show(thread, exception),
        None => {
            traceback::write_error(thread, "sys.excepthook is missing\n");
            traceback::show(thread, exception);
        }
        Some((hook, false)) => {
            let Err(_raised) = protocol::call(thread, hook, &parts(exception)) else {
                return None;
            };
            let second = thread.take_raised()?;
            if second.class().is_subtype(core().types.system_exit.get()) {
                return Some(exit::system_exit_status(thread, second));
            }
            traceback::write_error(thread, "Error in sys.excepthook:\n");
            traceback::show(thread, second);
            traceback::write_error(thread, "\nOriginal exception was:\n");
            traceback::show(thread, exception);
        }
    }
    None
}

/// `sys.last_exc` and its older forms.
fn remember(thread: &mut Thread, exception: Ref<ExceptionObject>) -> PyResult<()> {
    let dict = sys::dictionary(thread)?;
    let [class, value, traceback] = parts(exception);
    dict.set_str(thread, "last_exc", value)?;
    dict.set_str(thread, "last_type", class)?;
    dict.set_str(thread, "last_value", value)?;
    dict.set_str(thread, "last_traceback", traceback)
}

/// Does what is to be done with an exception that cannot be raised. `heading` is the first line, with its colon and end.
pub(crate) fn unraisable(thread: &mut Thread, exception: Ref<ExceptionObject>, heading: &str) {
    let pending = thread.raised.take();
    let found = hook(thread, "unraisablehook");
    match found {
        Ok(Some((hook, false))) if hook != none() => {
            if call_unraisable(thread, hook, exception, heading).is_err()
                && let Some(second) = thread.take_raised()
            {
                let name = match protocol::repr(thread, hook) {
                    Ok(text) => text.to_string_lossy(),
                    Err(_) => {
                        thread.take_raised();
                        "<object repr() failed>".to_owned()
                    }
                };
                traceback::write_error(thread, &format!("Exception ignored in sys.unraisablehook: {name}\n"));
                traceback::show_short(thread, second);
            }
        }
        _ => {
            thread.raised = None;
            traceback::write_error(thread, heading);
            traceback::show_short(thread, exception);
        }
    }
    thread.raised = pending;
}

fn call_unraisable(thread: &mut Thread, hook: Value, exception: Ref<ExceptionObject>, heading: &str) -> PyResult<()> {
    let message = StrObject::from_str(thread, heading.trim_end_matches('\n').trim_end_matches(':'))?;
    let [class, value, traceback] = parts(exception);
    let args = UNRAISABLE_ARGS.create(thread, &[class, value, traceback, message.value(), none()])?;
    protocol::call(thread, hook, &[args]).map(|_| ())
}

/// `sys.__unraisablehook__`.
pub(crate) fn default_unraisable(thread: &mut Thread, args: Value) -> PyResult<()> {
    let class = UNRAISABLE_ARGS.class(thread)?;
    let fields = match args.downcast::<TupleObject>() {
        Some(tuple) if class_of(args) == class => tuple,
        _ => {
            return Err(thread.type_error(format_args!(
                "sys.unraisablehook argument type must be UnraisableHookArgs"
            )));
        }
    };
    let &[_, value, _, message, object] = fields.items() else {
        return Err(thread.system_error(format_args!("UnraisableHookArgs without its fields")));
    };
    let mut heading = match message.downcast::<StrObject>() {
        Some(message) => message.to_string_lossy(),
        None => "Exception ignored in".to_owned(),
    };
    if object != none() {
        let text = protocol::repr(thread, object)?.to_string_lossy();
        heading = format!("{heading}: {text}");
        traceback::write_error(thread, &format!("{heading}\n"));
    } else if message != none() {
        traceback::write_error(thread, &format!("{heading}:\n"));
    }
    if let Some(exception) = value.downcast::<ExceptionObject>() {
        traceback::show_short(thread, exception);
    }
    Ok(())
}
