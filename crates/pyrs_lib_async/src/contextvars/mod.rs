//! The module `_contextvars`: variables whose values belong to the running context.
//!
//! A context is a dict from variables to values; copying one copies the dict when either side changes first. The
//! running context of a thread is made when something is set or copied; [`Thread::context`] holds it.

use pyrs_macros::{pymethods, pymodule};
use pyrs_object::convert::{Signature, bind_slot};
use pyrs_object::dict::DictObject;
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::native_class::{generic_alias, wrong_receiver};
use pyrs_object::slots::CompareOp;
use pyrs_object::static_root::StaticRoot;
use pyrs_object::str::StrObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, heap_object, none, not_implemented, protocol};
use std::cell::Cell;

/// A context.
#[repr(C)]
pub struct ContextObject {
    header: Header,
    values: Field<Option<Ref<DictObject>>>,
    /// The context that was running when this one was entered.
    previous: Field<Option<Value>>,
    entered: Cell<u64>,
    /// Whether another context uses the dict, too.
    shared: Cell<u64>,
}
heap_object!(
    ContextObject,
    "_contextvars.Context",
    CONTEXT_LAYOUT,
    [values, previous]
);

static CONTEXT: NativeClass =
    NativeClass::new("_contextvars", "Context", &CONTEXT_LAYOUT).methods(ContextMethods::TYPE_METHODS);

/// A variable.
#[repr(C)]
pub struct VariableObject {
    header: Header,
    name: Field<Option<Value>>,
    default: Field<Option<Value>>,
}
heap_object!(
    VariableObject,
    "_contextvars.ContextVar",
    VARIABLE_LAYOUT,
    [name, default]
);

static VARIABLE: NativeClass =
    NativeClass::new("_contextvars", "ContextVar", &VARIABLE_LAYOUT).methods(VariableMethods::TYPE_METHODS);

/// What `set` returns, for `reset`.
#[repr(C)]
pub struct TokenObject {
    header: Header,
    context: Field<Option<Value>>,
    variable: Field<Option<Value>>,
    old: Field<Option<Value>>,
    used: Cell<u64>,
}
heap_object!(
    TokenObject,
    "_contextvars.Token",
    TOKEN_LAYOUT,
    [context, variable, old]
);

static TOKEN: NativeClass =
    NativeClass::new("_contextvars", "Token", &TOKEN_LAYOUT).methods(TokenMethods::TYPE_METHODS);

/// `Token.MISSING`.
#[repr(C)]
pub struct MissingObject {
    header: Header,
}
heap_object!(MissingObject, "_contextvars._MissingType", MISSING_LAYOUT, []);

static MISSING_TYPE: NativeClass =
    NativeClass::new("_contextvars", "_MissingType", &MISSING_LAYOUT).methods(MissingMethods::TYPE_METHODS);

/// The one instance of `Token.MISSING`.
static MISSING: StaticRoot = StaticRoot::new();

struct MissingMethods;

#[pymethods]
impl MissingMethods {
    #[slot]
    fn repr(thread: &mut Thread, _this: Value) -> PyResult<Value> {
        Ok(StrObject::from_str(thread, "<Token.MISSING>")?.value())
    }
}

fn missing(thread: &mut Thread) -> PyResult<Value> {
    if let Some(missing) = MISSING.get() {
        return Ok(missing);
    }
    let class = MISSING_TYPE.create(thread)?;
    let made: Ref<MissingObject> = class.allocate_instance(thread)?;
    MISSING.set(thread, Some(made.value()));
    Ok(made.value())
}

fn new_context(thread: &mut Thread, values: Option<Ref<DictObject>>) -> PyResult<Ref<ContextObject>> {
    let context: Ref<ContextObject> = CONTEXT.get().allocate_instance(thread)?;
    context.values.set(context, values);
    Ok(context)
}

fn current(thread: &mut Thread) -> PyResult<Ref<ContextObject>> {
    if let Some(context) = thread.context.and_then(|context| context.downcast()) {
        return Ok(context);
    }
    let context = new_context(thread, None)?;
    context.entered.set(1);
    thread.context = Some(context.value());
    Ok(context)
}

fn look_up(thread: &mut Thread, context: Ref<ContextObject>, variable: Value) -> PyResult<Option<Value>> {
    match context.values.get() {
        Some(values) => values.get(thread, variable),
        None => Ok(None),
    }
}

/// The dict of a context that is about to change: its own from now on.
fn own_values(thread: &mut Thread, context: Ref<ContextObject>) -> PyResult<Ref<DictObject>> {
    let values = match context.values.get() {
        Some(values) if context.shared.get() == 0 => return Ok(values),
        Some(values) => values.copy(thread)?,
        None => DictObject::new(thread)?,
    };
    context.values.set(context, Some(values));
    context.shared.set(0);
    Ok(values)
}

fn copy(thread: &mut Thread, context: Ref<ContextObject>) -> PyResult<Ref<ContextObject>> {
    let copy = new_context(thread, context.values.get())?;
    context.shared.set(1);
    copy.shared.set(1);
    Ok(copy)
}

/// A copy of the running context.
pub(crate) fn copy_current(thread: &mut Thread) -> PyResult<Ref<ContextObject>> {
    let context = current(thread)?;
    copy(thread, context)
}

/// Makes a context the running one, until [`exit`].
pub(crate) fn enter(thread: &mut Thread, context: Ref<ContextObject>) -> PyResult<()> {
    if context.entered.get() != 0 {
        let shown = protocol::repr(thread, context.value())?.to_string_lossy();
        return Err(thread.runtime_error(format_args!("cannot enter context: {shown} is already entered")));
    }
    context.previous.set(context, thread.context);
    context.entered.set(1);
    thread.context = Some(context.value());
    Ok(())
}

/// Leaves the running context, which was entered last.
pub(crate) fn exit(thread: &mut Thread, context: Ref<ContextObject>) {
    thread.context = context.previous.get();
    context.entered.set(0);
    context.previous.set(context, None);
}

fn variable_of(thread: &mut Thread, key: Value) -> PyResult<Value> {
    if key.downcast::<VariableObject>().is_some() {
        return Ok(key);
    }
    let shown = protocol::repr(thread, key)?.to_string_lossy();
    Err(thread.type_error(format_args!("a ContextVar key was expected, got {shown}")))
}

struct ContextMethods;

/// Context() -> an empty context
#[pymethods]
impl ContextMethods {
    #[slot]
    fn new(thread: &mut Thread, _class: Value, args: Args) -> PyResult<Value> {
        if !args.all().is_empty() {
            return Err(thread.type_error(format_args!("Context() does not accept any arguments")));
        }
        Ok(new_context(thread, None)?.value())
    }

    /// Call *callable* in this context.
    #[method]
    fn run(thread: &mut Thread, this: Ref<ContextObject>, args: Args) -> PyResult<Value> {
        let Some(&callable) = args.positional().first() else {
            return Err(thread.type_error(format_args!("run() missing 1 required positional argument")));
        };
        enter(thread, this)?;
        let result = protocol::call_args(thread, callable, args.skip_first());
        exit(thread, this);
        result
    }

    /// Return a shallow copy of the context object.
    #[method]
    fn copy(thread: &mut Thread, this: Ref<ContextObject>) -> PyResult<Ref<ContextObject>> {
        copy(thread, this)
    }

    /// Return the value for `key` if `key` has the value in the context object.
    #[method]
    fn get(thread: &mut Thread, this: Ref<ContextObject>, key: Value, default: Option<Value>) -> PyResult<Value> {
        let key = variable_of(thread, key)?;
        Ok(look_up(thread, this, key)?.unwrap_or_else(|| default.unwrap_or_else(none)))
    }

    /// Return all variables in the context object.
    #[method]
    fn keys(thread: &mut Thread, this: Ref<ContextObject>) -> PyResult<Value> {
        view(thread, this, "keys")
    }

    /// Return a list of all variables' values in the context object.
    #[method]
    fn values(thread: &mut Thread, this: Ref<ContextObject>) -> PyResult<Value> {
        view(thread, this, "values")
    }

    /// Return all variables and their values in the context object.
    #[method]
    fn items(thread: &mut Thread, this: Ref<ContextObject>) -> PyResult<Value> {
        view(thread, this, "items")
    }

    #[slot]
    fn iter(thread: &mut Thread, this: Value) -> PyResult<Value> {
        match this.downcast::<ContextObject>() {
            Some(context) => view(thread, context, "keys"),
            None => Err(wrong_receiver(thread, "_contextvars.Context", this)),
        }
    }

    #[slot]
    fn len(_thread: &mut Thread, this: Value) -> PyResult<usize> {
        let values = this
            .downcast::<ContextObject>()
            .and_then(|context| context.values.get());
        Ok(values.map_or(0, |values| values.len()))
    }

    #[slot]
    fn contains(thread: &mut Thread, this: Value, key: Value) -> PyResult<bool> {
        let key = variable_of(thread, key)?;
        match this.downcast::<ContextObject>() {
            Some(context) => Ok(look_up(thread, context, key)?.is_some()),
            None => Ok(false),
        }
    }

    #[slot]
    fn getitem(thread: &mut Thread, this: Value, key: Value) -> PyResult<Value> {
        let key = variable_of(thread, key)?;
        let found = match this.downcast::<ContextObject>() {
            Some(context) => look_up(thread, context, key)?,
            None => None,
        };
        match found {
            Some(value) => Ok(value),
            None => Err(thread.key_error(key)),
        }
    }

    #[slot]
    fn compare(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        let (Some(a), Some(b)) = (left.downcast::<ContextObject>(), right.downcast::<ContextObject>()) else {
            return Ok(not_implemented());
        };
        if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
            return Ok(not_implemented());
        }
        let (a, b) = (own_values(thread, a)?, own_values(thread, b)?);
        protocol::compare(thread, op, a.value(), b.value())
    }
}

/// An iterator over the dict's keys, values or items.
fn view(thread: &mut Thread, context: Ref<ContextObject>, method: &str) -> PyResult<Value> {
    let values = own_values(thread, context)?;
    let method = StrObject::intern(thread, method)?;
    let view = protocol::call_method(thread, values.value(), method, &[])?;
    protocol::iter(thread, view)
}

static VARIABLE_NEW: Signature = Signature {
    keywords_from: 1,
    keyword_only_from: 1,
    ..Signature::of_slot("ContextVar", &["name", "default"], 1)
};

struct VariableMethods;

/// ContextVar(name, *, default)
#[pymethods]
impl VariableMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let [name, default] = bind_slot::<2>(thread, &VARIABLE_NEW, args)?;
        let name = name.unwrap_or_else(none);
        if name.downcast::<StrObject>().is_none() {
            return Err(thread.type_error(format_args!("context variable name must be a str")));
        }
        protocol::hash(thread, name)?;
        let variable: Ref<VariableObject> = pyrs_object::native_class::allocate(thread, class)?;
        variable.name.set(variable, Some(name));
        variable.default.set(variable, default);
        Ok(variable.value())
    }

    /// Return a value for the context variable for the current context.
    #[method]
    fn get(thread: &mut Thread, this: Ref<VariableObject>, default: Option<Value>) -> PyResult<Value> {
        if let Some(context) = thread.context.and_then(|context| context.downcast::<ContextObject>())
            && let Some(value) = look_up(thread, context, this.value())?
        {
            return Ok(value);
        }
        match default.or(this.default.get()) {
            Some(value) => Ok(value),
            None => Err(thread.raise_with(pyrs_object::core().types.lookup_error.get(), &[this.value()])),
        }
    }

    /// Call to set a new value for the context variable in the current context.
    #[method]
    fn set(thread: &mut Thread, this: Ref<VariableObject>, value: Value) -> PyResult<Ref<TokenObject>> {
        let context = current(thread)?;
        let old = look_up(thread, context, this.value())?;
        let token: Ref<TokenObject> = TOKEN.get().allocate_instance(thread)?;
        token.context.set(token, Some(context.value()));
        token.variable.set(token, Some(this.value()));
        token.old.set(token, old);
        own_values(thread, context)?.set(thread, this.value(), value)?;
        Ok(token)
    }

    /// Reset the context variable.
    #[method]
    fn reset(thread: &mut Thread, this: Ref<VariableObject>, token: Ref<TokenObject>) -> PyResult<()> {
        reset(thread, this, token)
    }

    /// The name of the variable.
    #[getter]
    fn name(_thread: &mut Thread, this: Ref<VariableObject>) -> Option<Value> {
        this.name.get()
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let Some(variable) = this.downcast::<VariableObject>() else {
            return Ok(this);
        };
        let name = protocol::repr(thread, variable.name.get().unwrap_or_else(none))?.to_string_lossy();
        let default = match variable.default.get() {
            Some(default) => {
                let default = protocol::repr(thread, default)?.to_string_lossy();
                format!(" default={default}")
            }
            None => String::new(),
        };
        let address = this.bits();
        let text = format!("<ContextVar name={name}{default} at {address:#x}>");
        Ok(StrObject::from_str(thread, &text)?.value())
    }

    /// See PEP 585
    #[classmethod(name = "__class_getitem__")]
    fn class_getitem(thread: &mut Thread, class: Ref<TypeObject>, item: Value) -> PyResult<Value> {
        generic_alias(thread, class, item)
    }
}

fn reset(thread: &mut Thread, variable: Ref<VariableObject>, token: Ref<TokenObject>) -> PyResult<()> {
    let shown = |thread: &mut Thread| Ok(protocol::repr(thread, token.value())?.to_string_lossy());
    if token.used.get() != 0 {
        let shown = shown(thread)?;
        return Err(thread.runtime_error(format_args!("{shown} has already been used once")));
    }
    if token.variable.get() != Some(variable.value()) {
        let shown = shown(thread)?;
        return Err(thread.value_error(format_args!("{shown} was created by a different ContextVar")));
    }
    let context = current(thread)?;
    if token.context.get() != Some(context.value()) {
        let shown = shown(thread)?;
        return Err(thread.value_error(format_args!("{shown} was created in a different Context")));
    }
    token.used.set(1);
    let values = own_values(thread, context)?;
    match token.old.get() {
        Some(old) => values.set(thread, variable.value(), old),
        None => values.remove(thread, variable.value()).map(|_| ()),
    }
}

struct TokenMethods;

#[pymethods]
impl TokenMethods {
    /// The variable that the token was made by.
    #[getter]
    fn var(_thread: &mut Thread, this: Ref<TokenObject>) -> Option<Value> {
        this.variable.get()
    }

    /// The value before, or Token.MISSING.
    #[getter]
    fn old_value(thread: &mut Thread, this: Ref<TokenObject>) -> PyResult<Value> {
        match this.old.get() {
            Some(old) => Ok(old),
            None => missing(thread),
        }
    }

    /// Enter into Token context manager.
    #[method(name = "__enter__")]
    fn enter(_thread: &mut Thread, this: Ref<TokenObject>) -> Ref<TokenObject> {
        this
    }

    /// Exit from Token context manager, restore the linked ContextVar.
    #[method(name = "__exit__")]
    fn exit(thread: &mut Thread, this: Ref<TokenObject>, _args: Args) -> PyResult<()> {
        match this.variable.get().and_then(|variable| variable.downcast()) {
            Some(variable) => reset(thread, variable, this),
            None => Ok(()),
        }
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let Some(token) = this.downcast::<TokenObject>() else {
            return Ok(this);
        };
        let used = if token.used.get() != 0 { " used" } else { "" };
        let variable = protocol::repr(thread, token.variable.get().unwrap_or_else(none))?.to_string_lossy();
        let address = this.bits();
        let text = format!("<Token{used} var={variable} at {address:#x}>");
        Ok(StrObject::from_str(thread, &text)?.value())
    }

    /// See PEP 585
    #[classmethod(name = "__class_getitem__")]
    fn class_getitem(thread: &mut Thread, class: Ref<TypeObject>, item: Value) -> PyResult<Value> {
        generic_alias(thread, class, item)
    }
}

/// Context Variables
#[pymodule(name = "_contextvars")]
pub mod module {
    use super::{CONTEXT, ContextObject, TOKEN, VARIABLE, class_of, copy_current, missing};
    use pyrs_object::module::ModuleObject;
    use pyrs_object::{PyResult, Ref, Thread};

    /// Return a copy of the current context.
    #[function]
    fn copy_context(thread: &mut Thread) -> PyResult<Ref<ContextObject>> {
        copy_current(thread)
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        for (name, class) in [("Context", &CONTEXT), ("ContextVar", &VARIABLE), ("Token", &TOKEN)] {
            let class = class.create(thread)?;
            module.dict.get().set_str(thread, name, class.value())?;
        }
        let missing = missing(thread)?;
        debug_assert!(class_of(missing) == super::MISSING_TYPE.get());
        TOKEN.get().dict.get().set_str(thread, "MISSING", missing)?;
        TOKEN.get().modified();
        Ok(())
    }
}

pub use module::MODULE;
