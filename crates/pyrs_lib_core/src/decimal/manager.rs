//! The context manager that `localcontext` makes.

use super::context::{self, ContextObject};
use pyrs_macros::pymethods;
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::{Args, PyResult, Raised, Ref, Thread, Value, heap_object, none};

/// Makes one context current for the time of a `with` block.
#[repr(C)]
pub struct ManagerObject {
    header: Header,
    local: Field<Option<Ref<ContextObject>>>,
    outer: Field<Option<Ref<ContextObject>>>,
}
heap_object!(ManagerObject, "decimal.ContextManager", MANAGER_LAYOUT, [local, outer]);

/// `decimal.ContextManager`.
pub static MANAGER: NativeClass =
    NativeClass::new("decimal", "ContextManager", &MANAGER_LAYOUT).methods(ManagerMethods::TYPE_METHODS);

const PARAMETERS: [&str; 9] = [
    "ctx", "prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps",
];

/// `localcontext(ctx, **attributes)`.
pub fn new(thread: &mut Thread, args: Args) -> PyResult<Value> {
    let [given, attributes @ ..] = super::arguments::bind(thread, PARAMETERS, 0, args)?;
    let outer = context::current(thread)?;
    let template = match given.filter(|given| *given != none()) {
        None => outer,
        Some(given) => match given.downcast() {
            Some(context) => context,
            None => return Err(thread.type_error(format_args!("optional argument must be a context"))),
        },
    };
    let local = context::copy(thread, template)?;
    context::set_attributes(thread, local, &attributes)?;
    let manager: Ref<ManagerObject> = MANAGER.get().allocate_instance(thread)?;
    manager.local.set(manager, Some(local));
    manager.outer.set(manager, Some(outer));
    Ok(manager.value())
}

#[cold]
fn empty(thread: &mut Thread) -> Raised {
    thread.system_error(format_args!("a context manager has two contexts"))
}

struct ManagerMethods;

#[pymethods]
impl ManagerMethods {
    #[slot]
    fn new(thread: &mut Thread, _class: Value, _args: Args) -> PyResult<Value> {
        Err(thread.type_error(format_args!("cannot create 'decimal.ContextManager' instances")))
    }

    /// Makes the context current.
    #[method(name = "__enter__")]
    fn enter(thread: &mut Thread, this: Ref<ManagerObject>) -> PyResult<Value> {
        let Some(local) = this.local.get() else {
            return Err(empty(thread));
        };
        context::set_current(thread, local.value())?;
        Ok(local.value())
    }

    /// Makes the context before current again.
    #[method(name = "__exit__")]
    fn exit(thread: &mut Thread, this: Ref<ManagerObject>, _args: Args) -> PyResult<Value> {
        let Some(outer) = this.outer.get() else {
            return Err(empty(thread));
        };
        context::set_current(thread, outer.value())?;
        Ok(pyrs_object::bool_value(false))
    }
}
