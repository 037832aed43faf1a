//! What the module keeps: its exception classes, templates of contexts, the context variable, and classes of Python's
//! library that it uses.

use super::context::ContextObject;
use pyrs_object::static_root::StaticRoot;
use pyrs_object::tuple::TupleObject;
use pyrs_object::{PyResult, Raised, Ref, Thread, Value, protocol};

/// A dict of all names that initialisation enters in the module.
pub static NAMES: StaticRoot = StaticRoot::new();
/// Signals, then the conditions of InvalidOperation, as in `signals`.
pub static CLASSES: StaticRoot = StaticRoot::new();
/// `DecimalTuple`.
pub static DECIMAL_TUPLE: StaticRoot = StaticRoot::new();
/// `numbers.Rational`.
pub static RATIONAL: StaticRoot = StaticRoot::new();
/// The class of `flags` and `traps`.
pub static SIGNAL_DICT: StaticRoot = StaticRoot::new();
/// The hash of [`VARIABLE`].
pub static VARIABLE_HASH: StaticRoot = StaticRoot::new();
/// The context variable.
pub static VARIABLE: StaticRoot = StaticRoot::new();
/// `DefaultContext`.
pub static DEFAULT_CONTEXT: StaticRoot = StaticRoot::new();
/// `BasicContext`.
pub static BASIC_CONTEXT: StaticRoot = StaticRoot::new();
/// `ExtendedContext`.
pub static EXTENDED_CONTEXT: StaticRoot = StaticRoot::new();

#[cold]
fn missing(thread: &mut Thread) -> Raised {
    thread.system_error(format_args!("the module _decimal is not initialised"))
}

fn get(thread: &mut Thread, root: &'static StaticRoot) -> PyResult<Value> {
    match root.get() {
        Some(value) => Ok(value),
        None => Err(missing(thread)),
    }
}

/// The exception classes.
pub fn classes(thread: &mut Thread) -> PyResult<Ref<TupleObject>> {
    match CLASSES.get().and_then(|classes| classes.downcast()) {
        Some(classes) => Ok(classes),
        None => Err(missing(thread)),
    }
}

/// `DecimalTuple`.
pub fn decimal_tuple(thread: &mut Thread) -> PyResult<Value> {
    get(thread, &DECIMAL_TUPLE)
}

/// `numbers.Rational`.
pub fn rational(thread: &mut Thread) -> PyResult<Value> {
    get(thread, &RATIONAL)
}

/// The class of `flags` and `traps`.
pub fn signal_dict(thread: &mut Thread) -> PyResult<Value> {
    get(thread, &SIGNAL_DICT)
}

/// The context variable and its hash.
#[inline]
pub fn variable(thread: &mut Thread) -> PyResult<(Value, i64)> {
    let variable = get(thread, &VARIABLE)?;
    match VARIABLE_HASH.get().and_then(Value::as_small_int) {
        Some(hash) => Ok((variable, hash)),
        None => Ok((variable, protocol::hash(thread, variable)?)),
    }
}

/// `DefaultContext`, once it exists.
pub fn default_context() -> Option<Ref<ContextObject>> {
    DEFAULT_CONTEXT.get().and_then(|context| context.downcast())
}

/// Whether a context is one of the three that `setcontext` copies.
pub fn is_template(context: Ref<ContextObject>) -> bool {
    [&DEFAULT_CONTEXT, &BASIC_CONTEXT, &EXTENDED_CONTEXT]
        .iter()
        .any(|root| root.get() == Some(context.value()))
}
