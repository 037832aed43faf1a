//! The iterator of `iter_unpack`.

use super::{StructObject, error, pack};
use crate::buffer;
use crate::collect::wrong_receiver;
use pyrs_macros::pymethods;
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::{PyResult, Ref, Thread, Value, heap_object};
use std::cell::Cell;

/// Unpacks one piece after the other; without source at the end.
#[repr(C)]
pub struct IteratorObject {
    header: Header,
    layout: Field<Option<Ref<StructObject>>>,
    source: Field<Option<Value>>,
    position: Cell<usize>,
}
heap_object!(
    IteratorObject,
    "_struct.unpack_iterator",
    ITERATOR_LAYOUT,
    [layout, source]
);

/// `_struct.unpack_iterator`.
pub static ITERATOR: NativeClass =
    NativeClass::new("_struct", "unpack_iterator", &ITERATOR_LAYOUT).methods(IteratorMethods::TYPE_METHODS);

/// `layout.iter_unpack(source)`.
pub fn new(thread: &mut Thread, layout: Ref<StructObject>, source: Value) -> PyResult<Value> {
    let size = layout.size.get();
    if size == 0 {
        return Err(error(
            thread,
            format_args!("cannot iteratively unpack with a struct of length 0"),
        ));
    }
    let length = buffer::readable(thread, source)?.data().len();
    if length % size != 0 {
        return Err(error(
            thread,
            format_args!("iterative unpacking requires a buffer of a multiple of {size} bytes"),
        ));
    }
    let iterator: Ref<IteratorObject> = ITERATOR.get().allocate_instance(thread)?;
    iterator.layout.set(iterator, Some(layout));
    iterator.source.set(iterator, Some(source));
    Ok(iterator.value())
}

/// Holds the methods of the iterator.
pub struct IteratorMethods;

#[pymethods]
impl IteratorMethods {
    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let Some(this) = this.downcast::<IteratorObject>() else {
            return Err(wrong_receiver(thread, "_struct.unpack_iterator", this));
        };
        let (Some(layout), Some(source)) = (this.layout.get(), this.source.get()) else {
            return Ok(None);
        };
        let start = this.position.get();
        let end = start + layout.size.get();
        let piece = buffer::readable(thread, source)?
            .data()
            .get(start..end)
            .map(<[u8]>::to_vec);
        let Some(piece) = piece else {
            this.source.set(this, None);
            return Ok(None);
        };
        this.position.set(end);
        pack::unpack(thread, layout, &piece).map(Some)
    }

    #[method(name = "__length_hint__")]
    fn length_hint(thread: &mut Thread, this: Ref<IteratorObject>) -> PyResult<usize> {
        let (Some(layout), Some(source)) = (this.layout.get(), this.source.get()) else {
            return Ok(0);
        };
        let length = buffer::readable(thread, source)?.data().len();
        Ok(length.saturating_sub(this.position.get()) / layout.size.get().max(1))
    }
}
