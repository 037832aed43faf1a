//! What the module remembers: names and functions of the Python part of asyncio, and the tasks that there are.
//!
//! The functions are looked up when they are needed first: the Python part imports this module while it is itself
//! being imported.

use pyrs_object::dict::DictObject;
use pyrs_object::header::{Field, Header};
use pyrs_object::module::import;
use pyrs_object::native_class::NativeClass;
use pyrs_object::set::SetObject;
use pyrs_object::static_root::StaticRoot;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::TypeObject;
use pyrs_object::{PyResult, Ref, Thread, Value, core, heap_object, none, protocol};
use std::cell::Cell;

use super::task::TaskObject;

macro_rules! state {
    (
        functions { $($function:ident: $module:literal $attribute:literal;)* }
        names { $($name:ident;)* }
    ) => {
        /// The state of the module.
        #[repr(C)]
        pub struct StateObject {
            header: Header,
            /// The names of keyword arguments `(context=)`.
            pub context_keyword: Field<Option<Ref<TupleObject>>>,
            /// The names of keyword arguments `(msg=)`.
            pub message_keyword: Field<Option<Ref<TupleObject>>>,
            /// Tasks that are in their first, eager step.
            pub eager_tasks: Field<Option<Ref<SetObject>>>,
            /// A `weakref.WeakSet` of registered tasks that are none of this module's.
            pub foreign_tasks: Field<Option<Value>>,
            /// The newest task that is registered. The list does not keep its tasks alive.
            pub first_task: Cell<*mut TaskObject>,
            /// The first task of the list that has survived a collection; all behind it have.
            pub first_old_task: Cell<*mut TaskObject>,
            /// Number of the last task without a name.
            pub named: Cell<u64>,
            $($function: Field<Option<Value>>,)*
            $($name: Field<Option<Ref<StrObject>>>,)*
        }
        heap_object!(
            StateObject,
            "_asyncio state",
            STATE_LAYOUT,
            [
                context_keyword,
                message_keyword,
                eager_tasks,
                foreign_tasks,
                $($function,)*
                $($name,)*
            ]
        );

        impl StateObject {
            fn intern_names(this: Ref<StateObject>, thread: &mut Thread) -> PyResult<()> {
                $(
                    let name = StrObject::intern(thread, stringify!($name))?;
                    this.$name.set(this, Some(name));
                )*
                Ok(())
            }
        }

        $(
            #[doc = concat!("`", $module, ".", $attribute, "`")]
            pub fn $function(thread: &mut Thread) -> PyResult<Value> {
                let state = state();
                if let Some(function) = state.$function.get() {
                    return Ok(function);
                }
                let function = module_attribute(thread, $module, $attribute)?;
                state.$function.set(state, Some(function));
                Ok(function)
            }
        )*

        /// Interned names of attributes.
        pub mod name {
            use super::{StrObject, state};
            use pyrs_object::Ref;
            $(
                #[doc = concat!("`", stringify!($name), "`")]
                pub fn $name() -> Ref<StrObject> {
                    match state().$name.get() {
                        Some(name) => name,
                        None => unreachable!("names are interned when the state is made"),
                    }
                }
            )*
        }
    };
}

state! {
    functions {
        cancelled_error_class: "asyncio.exceptions" "CancelledError";
        invalid_state_error_class: "asyncio.exceptions" "InvalidStateError";
        future_repr: "asyncio.base_futures" "_future_repr";
        task_repr: "asyncio.base_tasks" "_task_repr";
        task_get_stack: "asyncio.base_tasks" "_task_get_stack";
        task_print_stack: "asyncio.base_tasks" "_task_print_stack";
        is_coroutine: "asyncio.coroutines" "iscoroutine";
        event_loop_policy: "asyncio.events" "_get_event_loop_policy";
        extract_stack: "traceback" "extract_stack";
        weak_set: "weakref" "WeakSet";
    }
    names {
        add_done_callback;
        call_exception_handler;
        call_soon;
        cancel;
        discard;
        add;
        done;
        get_debug;
        get_event_loop;
        get_loop;
        is_running;
        result;
        _asyncio_future_blocking;
        _loop;
    }
}

static STATE_CLASS: NativeClass = NativeClass::new("_asyncio", "_State", &STATE_LAYOUT);

static STATE: StaticRoot = StaticRoot::new();

/// The state; the module's init function has made it.
#[inline]
pub fn state() -> Ref<StateObject> {
    match STATE.get().and_then(|state| state.downcast()) {
        Some(state) => state,
        None => unreachable!("classes and functions of the module are reached by its init function"),
    }
}

/// Makes the state unless there is one.
pub fn create(thread: &mut Thread) -> PyResult<()> {
    if STATE.get().is_some() {
        return Ok(());
    }
    let class = STATE_CLASS.create(thread)?;
    let state: Ref<StateObject> = class.allocate_instance(thread)?;
    StateObject::intern_names(state, thread)?;
    let keyword = |thread: &mut Thread, name: &str| {
        let name = StrObject::intern(thread, name)?;
        TupleObject::from_slice(thread, &[name.value()])
    };
    let context = keyword(thread, "context")?;
    state.context_keyword.set(state, Some(context));
    let message = keyword(thread, "msg")?;
    state.message_keyword.set(state, Some(message));
    let eager = SetObject::new(thread)?;
    state.eager_tasks.set(state, Some(eager));
    STATE.set(thread, Some(state.value()));
    super::registry::watch(thread, state);
    Ok(())
}

fn module_attribute(thread: &mut Thread, module: &str, attribute: &str) -> PyResult<Value> {
    let module = import(thread, module)?;
    let attribute = StrObject::intern(thread, attribute)?;
    protocol::getattr(thread, module, attribute)
}

/// One of the exception classes of asyncio.
fn class(thread: &mut Thread, value: Value) -> PyResult<Ref<TypeObject>> {
    match value.downcast() {
        Some(class) => Ok(class),
        None => Err(thread.type_error(format_args!(
            "asyncio.exceptions holds something that is no exception class"
        ))),
    }
}

/// `asyncio.exceptions.CancelledError`.
pub fn cancelled_error(thread: &mut Thread) -> PyResult<Ref<TypeObject>> {
    let value = cancelled_error_class(thread)?;
    class(thread, value)
}

/// Raises `asyncio.exceptions.InvalidStateError`.
pub fn invalid_state(thread: &mut Thread, message: std::fmt::Arguments) -> pyrs_object::Raised {
    let found = invalid_state_error_class(thread).and_then(|value| class(thread, value));
    match found {
        Ok(class) => thread.raise_message(class, message),
        Err(raised) => raised,
    }
}

/// Hands a context of messages to the exception handler of an event loop.
pub fn call_exception_handler(thread: &mut Thread, event_loop: Value, entries: &[(&str, Value)]) -> PyResult<()> {
    let context = DictObject::new(thread)?;
    for (key, value) in entries {
        context.set_str(thread, key, *value)?;
    }
    protocol::call_method(thread, event_loop, name::call_exception_handler(), &[context.value()]).map(|_| ())
}

/// Text as the value of such a context.
pub fn text(thread: &mut Thread, text: &str) -> PyResult<Value> {
    Ok(StrObject::from_str(thread, text)?.value())
}

/// `None` for what is missing and for Python's None.
pub fn not_none(value: Option<Value>) -> Option<Value> {
    value.filter(|value| *value != none())
}

/// Whether an exception is to be raised through a task: KeyboardInterrupt and SystemExit.
pub fn ends_program(exception: Ref<TypeObject>) -> bool {
    let types = &core().types;
    exception.is_subtype(types.keyboard_interrupt.get()) || exception.is_subtype(types.system_exit.get())
}
