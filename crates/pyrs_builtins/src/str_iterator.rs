//! Iterators over strings, bytes and bytearrays.

use crate::sequence_iterator::reduce_by;
use pyrs_macros::pymethods;
use pyrs_object::bytes::{ByteArrayObject, BytesObject};
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::StrObject;
use pyrs_object::{PyResult, Ref, Thread, Value, core, heap_object};
use std::cell::Cell;

/// Iterator over the characters of a string, or the bytes of bytes or a bytearray.
#[repr(C)]
pub struct StrIterator {
    header: Header,
    /// What is iterated over; empty once exhausted.
    source: Field<Option<Value>>,
    index: Cell<usize>,
}
heap_object!(StrIterator, "str iterator", STR_ITERATOR_LAYOUT, [source]);

/// Iterator over an ASCII string.
pub static STR_ASCII_ITERATOR: NativeClass =
    NativeClass::new("builtins", "str_ascii_iterator", &STR_ITERATOR_LAYOUT).methods(StrIteratorMethods::TYPE_METHODS);
/// Iterator over any string.
pub static STR_ITERATOR: NativeClass =
    NativeClass::new("builtins", "str_iterator", &STR_ITERATOR_LAYOUT).methods(StrIteratorMethods::TYPE_METHODS);
/// Iterator over bytes.
pub static BYTES_ITERATOR: NativeClass =
    NativeClass::new("builtins", "bytes_iterator", &STR_ITERATOR_LAYOUT).methods(StrIteratorMethods::TYPE_METHODS);
/// Iterator over a bytearray.
pub static BYTEARRAY_ITERATOR: NativeClass =
    NativeClass::new("builtins", "bytearray_iterator", &STR_ITERATOR_LAYOUT).methods(StrIteratorMethods::TYPE_METHODS);

/// Makes the iterator classes.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    for class in [&STR_ASCII_ITERATOR, &STR_ITERATOR, &BYTES_ITERATOR, &BYTEARRAY_ITERATOR] {
        class.create(thread)?;
    }
    Ok(())
}

impl StrIterator {
    /// Iterator over a string.
    pub fn new(thread: &mut Thread, string: Ref<StrObject>) -> PyResult<Ref<StrIterator>> {
        let class = if string.is_ascii() {
            &STR_ASCII_ITERATOR
        } else {
            &STR_ITERATOR
        };
        Self::over(thread, class, string.value())
    }

    /// Iterator over bytes.
    pub fn of_bytes(thread: &mut Thread, bytes: Ref<BytesObject>) -> PyResult<Ref<StrIterator>> {
        Self::over(thread, &BYTES_ITERATOR, bytes.value())
    }

    /// Iterator over a bytearray.
    pub fn of_bytearray(thread: &mut Thread, bytes: Ref<ByteArrayObject>) -> PyResult<Ref<StrIterator>> {
        Self::over(thread, &BYTEARRAY_ITERATOR, bytes.value())
    }

    fn over(thread: &mut Thread, class: &'static NativeClass, source: Value) -> PyResult<Ref<StrIterator>> {
        let iterator: Ref<StrIterator> = class.get().allocate_instance(thread)?;
        iterator.source.set(iterator, Some(source));
        Ok(iterator)
    }

    fn remaining(&self) -> usize {
        let Some(source) = self.source.get() else { return 0 };
        let length = match source.downcast::<StrObject>() {
            Some(string) => string.len(),
            None => pyrs_object::bytes::as_bytes(&source).map_or(0, <[u8]>::len),
        };
        length.saturating_sub(self.index.get())
    }
}

/// Holds the methods of the iterators.
pub struct StrIteratorMethods;

#[pymethods]
impl StrIteratorMethods {
    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let Some(iterator) = this.downcast::<StrIterator>() else {
            return Ok(None);
        };
        if iterator.remaining() == 0 {
            iterator.source.set(iterator, None);
            return Ok(None);
        }
        let Some(source) = iterator.source.get() else {
            return Ok(None);
        };
        let index = iterator.index.get();
        iterator.index.set(index + 1);
        match source.downcast::<StrObject>() {
            Some(string) => {
                let c = string.chars().get(index);
                Ok(Some(StrObject::from_char(thread, c)?.value()))
            }
            None => Ok(pyrs_object::bytes::as_bytes(&source)
                .and_then(|bytes| bytes.get(index))
                .map(|b| Value::small_int(i64::from(*b)))),
        }
    }

    /// Private method returning an estimate of len(list(it)).
    #[method(name = "__length_hint__")]
    fn length_hint(_thread: &mut Thread, this: Ref<StrIterator>) -> usize {
        this.remaining()
    }

    /// Return state information for pickling.
    #[method]
    fn __reduce__(thread: &mut Thread, this: Ref<StrIterator>) -> PyResult<Value> {
        match this.source.get() {
            Some(source) => {
                let index = pyrs_object::int::from_u64(thread, this.index.get() as u64)?;
                reduce_by(thread, "iter", source, Some(index))
            }
            None => {
                let class = this.class();
                let of_str = class == STR_ITERATOR.get() || class == STR_ASCII_ITERATOR.get();
                let empty = if of_str {
                    core().empty_str.get().value()
                } else {
                    core().empty_tuple.get().value()
                };
                reduce_by(thread, "iter", empty, None)
            }
        }
    }

    /// Set state information for unpickling.
    #[method]
    fn __setstate__(_thread: &mut Thread, this: Ref<StrIterator>, state: i64) {
        if this.source.get().is_some() {
            this.index.set(0);
            this.index.set((state.max(0) as usize).min(this.remaining()));
        }
    }
}
