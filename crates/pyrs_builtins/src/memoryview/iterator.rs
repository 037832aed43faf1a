//! `memory_iterator`: the items of a view of one dimension.

use super::subscript;
use pyrs_macros::pymethods;
use pyrs_object::header::{Field, Header};
use pyrs_object::memory_view::MemoryViewObject;
use pyrs_object::native_class::NativeClass;
use pyrs_object::{PyResult, Ref, Thread, Value, heap_object};
use std::cell::Cell;

/// The iterator.
#[repr(C)]
pub struct MemoryIterator {
    header: Header,
    /// The view; empty once exhausted.
    view: Field<Option<Ref<MemoryViewObject>>>,
    index: Cell<usize>,
}
heap_object!(MemoryIterator, "memory iterator", MEMORY_ITERATOR_LAYOUT, [view]);

/// The class.
pub static MEMORY_ITERATOR: NativeClass = NativeClass::new("builtins", "memory_iterator", &MEMORY_ITERATOR_LAYOUT)
    .methods(MemoryIteratorMethods::TYPE_METHODS);

impl MemoryIterator {
    /// An iterator.
    pub fn new(thread: &mut Thread, view: Ref<MemoryViewObject>) -> PyResult<Ref<MemoryIterator>> {
        let iterator: Ref<MemoryIterator> = MEMORY_ITERATOR.get().allocate_instance(thread)?;
        iterator.view.set(iterator, Some(view));
        Ok(iterator)
    }
}

/// Holds the methods.
pub struct MemoryIteratorMethods;

#[pymethods]
impl MemoryIteratorMethods {
    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let Some(iterator) = this.downcast::<MemoryIterator>() else {
            return Ok(None);
        };
        let Some(view) = iterator.view.get() else {
            return Ok(None);
        };
        let index = iterator.index.get();
        let item = subscript::item(thread, view, index)?;
        match item {
            Some(_) => iterator.index.set(index + 1),
            None => iterator.view.set(iterator, None),
        }
        Ok(item)
    }
}
