//! `sys.unraisablehook`: where exceptions go that nobody can catch.
//!
//! Invariant: the runtime's own printing is used unless a program has set another hook.

use pyrs_object::core::none;
use pyrs_object::dict::DictObject;
use pyrs_object::errors::PyResult;
use pyrs_object::exception::ExceptionObject;
use pyrs_object::header::Ref;
use pyrs_object::protocol;
use pyrs_object::str::StrObject;
use pyrs_object::struct_sequence::{Field, StructSequence};
use pyrs_object::thread::Thread;
use pyrs_object::type_object::class_of;
use pyrs_object::value::Value;

static ARGUMENTS: StructSequence = StructSequence::new(
    "UnraisableHookArgs",
    "sys",
    &[
        Field("exc_type"),
        Field("exc_value"),
        Field("exc_traceback"),
        Field("err_msg"),
        Field("object"),
    ],
);

/// Enters the hooks once more under their second names.
pub(crate) fn fill(thread: &mut Thread, dict: Ref<DictObject>) -> PyResult<()> {
    for (name, second) in [
        ("unraisablehook", "__unraisablehook__"),
        ("excepthook", "__excepthook__"),
        ("displayhook", "__displayhook__"),
    ] {
        let name = StrObject::intern(thread, name)?;
        if let Some(hook) = dict.get_interned(name) {
            dict.set_str(thread, second, hook)?;
        }
    }
    Ok(())
}

/// The hook, if a program has set one.
pub(crate) fn hook(thread: &mut Thread) -> PyResult<Option<Value>> {
    let name = StrObject::intern(thread, "unraisablehook")?;
    let own = StrObject::intern(thread, "__unraisablehook__")?;
    let hook = super::attribute(name);
    Ok(hook.filter(|hook| *hook != none() && Some(*hook) != super::attribute(own)))
}

/// Calls a hook.
pub(crate) fn call(
    thread: &mut Thread,
    hook: Value,
    exception: Ref<ExceptionObject>,
    heading: &str,
) -> PyResult<()> {
    let message = StrObject::from_str(thread, heading.trim_end_matches([':', '\n']))?;
    let traceback = exception.traceback.get().map_or_else(none, Ref::value);
    let fields = [
        class_of(exception.value()).value(),
        exception.value(),
        traceback,
        message.value(),
        none(),
    ];
    let arguments = ARGUMENTS.create(thread, &fields)?;
    protocol::call(thread, hook, &[arguments]).map(|_| ())
}

/// The hook that is set at first.
pub(crate) fn default(thread: &mut Thread, unraisable: Value) -> PyResult<()> {
    let mut fields = [none(); 3];
    for (slot, name) in fields.iter_mut().zip(["exc_value", "err_msg", "object"]) {
        let name = StrObject::intern(thread, name)?;
        *slot = protocol::getattr(thread, unraisable, name)?;
    }
    let [exception, message, object] = fields;
    let mut heading = match message == none() {
        true => "Exception ignored in".to_owned(),
        false => protocol::str(thread, message)?.to_string_lossy(),
    };
    if object != none() {
        heading.push_str(": ");
        heading.push_str(&protocol::repr(thread, object)?.to_string_lossy());
        heading.push('\n');
    } else {
        heading.push_str(":\n");
    }
    if let Some(exception) = exception.downcast::<ExceptionObject>() {
        crate::pending::print_below(thread, exception, &heading);
    }
    Ok(())
}
