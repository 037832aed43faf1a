//! Raising from Rust. An operation that fails stores the exception in the thread and returns [`Raised`], which is
//! nothing but the knowledge that it did: a `PyResult<Value>` is one word, zero for an error, in native code too.

use crate::core::core;
use crate::exception::ExceptionObject;
use crate::header::Ref;
use crate::str::StrObject;
use crate::thread::Thread;
use crate::tuple::TupleObject;
use crate::type_object::TypeObject;
use crate::value::Value;
use std::fmt::Arguments;

/// The thread has a pending exception.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub struct Raised(());

/// Result of an operation that may raise.
pub type PyResult<T> = Result<T, Raised>;

macro_rules! raisers {
    ($($method:ident => $class:ident),* $(,)?) => {
        impl Thread {
            $(
                #[doc = concat!("Raises `", stringify!($class), "` (snake case) with a message.")]
                #[cold]
                #[inline(never)]
                pub fn $method(&mut self, message: Arguments) -> Raised {
                    self.raise_message(core().types.$class.get(), message)
                }
            )*
        }
    };
}

raisers! {
    type_error => type_error,
    value_error => value_error,
    index_error => index_error,
    attribute_error_plain => attribute_error,
    name_error_plain => name_error,
    unbound_local_error => unbound_local_error,
    zero_division_error => zero_division_error,
    overflow_error => overflow_error,
    runtime_error => runtime_error,
    recursion_error => recursion_error,
    not_implemented_error => not_implemented_error,
    system_error => system_error,
    import_error => import_error,
    lookup_error => lookup_error,
    assertion_error => assertion_error,
    buffer_error => buffer_error,
    eof_error => eof_error,
    os_error_plain => os_error,
    unicode_error => unicode_error,
}

impl Thread {
    /// Raises an exception that exists already.
    #[cold]
    pub fn raise(&mut self, exception: Ref<ExceptionObject>) -> Raised {
        if let Some(handled) = self.handled.and_then(|v| v.downcast::<ExceptionObject>()) {
            exception.chain_context(handled);
        }
        self.raised = Some(exception);
        Raised(())
    }

    /// Puts an exception back that was taken: neither its context nor its traceback changes.
    pub fn reraise(&mut self, exception: Ref<ExceptionObject>) -> Raised {
        self.raised = Some(exception);
        Raised(())
    }

    /// The pending exception stays; for callers that know there is one.
    pub fn raised(&self) -> Raised {
        debug_assert!(self.raised.is_some());
        Raised(())
    }

    /// Raises `class(message)`.
    #[cold]
    #[inline(never)]
    pub fn raise_message(&mut self, class: Ref<TypeObject>, message: Arguments) -> Raised {
        let text = std::fmt::format(message);
        match StrObject::from_str(self, &text) {
            Ok(text) => self.raise_with(class, &[text.value()]),
            Err(raised) => raised,
        }
    }

    /// Raises `class(*args)` for a built-in exception class.
    #[cold]
    #[inline(never)]
    pub fn raise_with(&mut self, class: Ref<TypeObject>, args: &[Value]) -> Raised {
        let made = TupleObject::from_slice(self, args).and_then(|args| ExceptionObject::new(self, class, args));
        match made {
            Ok(exception) => self.raise(exception),
            Err(raised) => raised,
        }
    }

    /// Raises KeyError with the key.
    #[cold]
    pub fn key_error(&mut self, key: Value) -> Raised {
        self.raise_with(core().types.key_error.get(), &[key])
    }

    /// Raises StopIteration with a value, or without one for `None`.
    #[cold]
    pub fn stop_iteration(&mut self, value: Option<Value>) -> Raised {
        let args: &[Value] = match &value {
            Some(value) => std::slice::from_ref(value),
            None => &[],
        };
        self.raise_with(core().types.stop_iteration.get(), args)
    }

    /// Raises the MemoryError that is kept ready.
    #[cold]
    pub fn memory_error(&mut self) -> Raised {
        let exception = core().memory_error.get();
        self.raised = Some(exception);
        Raised(())
    }

    /// Raises AttributeError with `name` and `obj` set.
    #[cold]
    pub fn attribute_error(&mut self, object: Value, name: Ref<StrObject>, message: Arguments) -> Raised {
        let raised = self.raise_message(core().types.attribute_error.get(), message);
        if let Some(exception) = self.raised {
            exception.set_extra(self, &[Some(name.value()), Some(object)]);
        }
        raised
    }

    /// Raises NameError (or a subclass) with `name` set.
    #[cold]
    pub fn name_error(&mut self, class: Ref<TypeObject>, name: Ref<StrObject>, message: Arguments) -> Raised {
        let raised = self.raise_message(class, message);
        if let Some(exception) = self.raised {
            exception.set_extra(self, &[Some(name.value())]);
        }
        raised
    }

    /// Whether the pending exception is an instance of `class`.
    pub fn raised_is(&self, class: Ref<TypeObject>) -> bool {
        self.raised.is_some_and(|e| e.class().is_subtype(class))
    }

    /// If the pending exception is an instance of `class`, forgets it and says so.
    pub fn clear_if(&mut self, class: Ref<TypeObject>) -> bool {
        let matches = self.raised_is(class);
        if matches {
            self.raised = None;
        }
        matches
    }
}
