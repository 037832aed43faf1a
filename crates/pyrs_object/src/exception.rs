//! Exception objects: layout and raw operations.
//!
//! Fields that only some classes have (`StopIteration.value`, `OSError.errno`, ...) are in `extra`, by position; the
//! table of positions is that of the class's getters in `pyrs_builtins`.

use crate::array::ValueArray;
use crate::core::core;
use crate::errors::PyResult;
use crate::header::{Field, Header, Ref};
use crate::heap_object;
use crate::thread::Thread;
use crate::traceback::TracebackObject;
use crate::tuple::TupleObject;
use crate::type_object::TypeObject;
use crate::value::Value;
use std::cell::Cell;

/// An instance of BaseException or a subclass.
#[repr(C)]
pub struct ExceptionObject {
    header: Header,
    /// `args`.
    pub args: Field<Option<Ref<TupleObject>>>,
    /// `__traceback__`.
    pub traceback: Field<Option<Ref<TracebackObject>>>,
    /// `__context__`.
    pub context: Field<Option<Ref<ExceptionObject>>>,
    /// `__cause__`.
    pub cause: Field<Option<Ref<ExceptionObject>>>,
    /// Fields of particular classes, by position.
    pub extra: Field<Option<Ref<ValueArray>>>,
    /// `__suppress_context__`.
    pub suppress_context: Cell<u64>,
}
heap_object!(
    ExceptionObject,
    "exception",
    EXCEPTION_LAYOUT,
    [args, traceback, context, cause, extra]
);

impl ExceptionObject {
    /// A new exception of `class`, without running `__init__`.
    pub fn new(thread: &mut Thread, class: Ref<TypeObject>, args: Ref<TupleObject>) -> PyResult<Ref<ExceptionObject>> {
        let exception: Ref<ExceptionObject> = class.allocate_instance(thread)?;
        exception.args.set(exception, Some(args));
        if class.is_subtype(core().types.stop_iteration.get()) {
            exception.set_extra(thread, &[args.items().first().copied()]);
        }
        Ok(exception)
    }

    /// Reads an extra field.
    pub fn extra_field(&self, index: usize) -> Option<Value> {
        let extra = self.extra.get()?;
        if index < extra.capacity() {
            extra.get(index)
        } else {
            None
        }
    }
}

impl Ref<ExceptionObject> {
    /// Sets all extra fields. Out of memory leaves them empty: the exception itself matters more.
    pub fn set_extra(self, thread: &mut Thread, fields: &[Option<Value>]) {
        let pending = thread.raised;
        match ValueArray::new(thread, fields.len()) {
            Ok(array) => {
                for (i, field) in fields.iter().enumerate() {
                    array.set(i, *field);
                }
                self.extra.set(self, Some(array));
            }
            Err(_) => thread.raised = pending,
        }
    }

    /// Sets one extra field.
    pub fn set_extra_field(self, thread: &mut Thread, index: usize, value: Option<Value>) -> PyResult<()> {
        let array = match self.extra.get() {
            Some(array) if index < array.capacity() => array,
            old => {
                let bigger = ValueArray::new(thread, index + 1)?;
                if let Some(old) = old {
                    bigger.copy_from(old, old.capacity());
                }
                self.extra.set(self, Some(bigger));
                bigger
            }
        };
        array.set(index, value);
        Ok(())
    }

    /// Sets `__context__` to the exception being handled, unless that would make a cycle (which is then cut).
    pub fn chain_context(self, handled: Ref<ExceptionObject>) {
        if handled == self {
            return;
        }
        // Programs can make cycles in which this exception is not: a second walk at half the speed meets the first there.
        let (mut walk, mut slow, mut even) = (handled, handled, false);
        while let Some(next) = walk.context.get() {
            if next == self {
                walk.context.set(walk, None);
                break;
            }
            walk = next;
            if walk == slow {
                break;
            }
            if even {
                slow = slow.context.get().unwrap_or(slow);
            }
            even = !even;
        }
        self.context.set(self, Some(handled));
    }
}
