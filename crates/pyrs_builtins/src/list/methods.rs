//! The methods of `list`.

use super::{extend, sort};
use crate::tuple;
use pyrs_macros::pymethods;
use pyrs_object::list::ListObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::TypeObject;
use pyrs_object::{PyResult, Ref, Thread, Value, none, protocol};

/// Holds the methods of `list`.
pub(super) struct ListMethods;

#[pymethods]
impl ListMethods {
    /// Append object to the end of the list.
    #[method]
    fn append(thread: &mut Thread, this: Ref<ListObject>, object: Value) -> PyResult<()> {
        this.push(thread, object)
    }

    /// Extend list by appending elements from the iterable.
    #[method]
    fn extend(thread: &mut Thread, this: Ref<ListObject>, iterable: Value) -> PyResult<()> {
        extend(thread, this, iterable)
    }

    /// Insert object before index.
    #[method]
    fn insert(thread: &mut Thread, this: Ref<ListObject>, index: i64, object: Value) -> PyResult<()> {
        let length = this.len() as i64;
        let position = if index < 0 {
            (index + length).max(0)
        } else {
            index.min(length)
        };
        this.insert_at(thread, position as usize, object)
    }

    /// Remove and return item at index (default last).
    ///
    /// Raises IndexError if list is empty or index is out of range.
    #[method]
    fn pop(thread: &mut Thread, this: Ref<ListObject>, index: Option<i64>) -> PyResult<Value> {
        let Some(index) = index else {
            return match this.pop() {
                Some(item) => Ok(item),
                None => Err(thread.index_error(format_args!("pop from empty list"))),
            };
        };
        if this.is_empty() {
            return Err(thread.index_error(format_args!("pop from empty list")));
        }
        match crate::slicing::position(index, this.len()).and_then(|position| this.remove_at(position)) {
            Some(item) => Ok(item),
            None => Err(thread.index_error(format_args!("pop index out of range"))),
        }
    }

    /// Remove first occurrence of value.
    ///
    /// Raises ValueError if the value is not present.
    #[method]
    fn remove(thread: &mut Thread, this: Ref<ListObject>, value: Value) -> PyResult<()> {
        match tuple::find(thread, &|i| this.get(i), value, 0, usize::MAX)? {
            Some(position) if position < this.len() => this.splice(thread, position, 1, &[]),
            _ => Err(thread.value_error(format_args!("list.remove(x): x not in list"))),
        }
    }

    /// Remove all items from list.
    #[method]
    fn clear(_thread: &mut Thread, this: Ref<ListObject>) -> PyResult<()> {
        this.clear();
        Ok(())
    }

    /// Return a shallow copy of the list.
    #[method]
    fn copy(thread: &mut Thread, this: Ref<ListObject>) -> PyResult<Value> {
        let items = TupleObject::from_slice(thread, this.items())?;
        Ok(ListObject::from_slice(thread, items.items_unbound())?.value())
    }

    /// Return first index of value.
    ///
    /// Raises ValueError if the value is not present.
    #[method]
    fn index(
        thread: &mut Thread,
        this: Ref<ListObject>,
        value: Value,
        start: Option<Value>,
        stop: Option<Value>,
    ) -> PyResult<i64> {
        let (start, stop) = tuple::index_bounds(thread, start, stop, this.len())?;
        match tuple::find(thread, &|i| this.get(i), value, start, stop)? {
            Some(position) => Ok(position as i64),
            None => Err(thread.value_error(format_args!("list.index(x): x not in list"))),
        }
    }

    /// Return number of occurrences of value.
    #[method]
    fn count(thread: &mut Thread, this: Ref<ListObject>, value: Value) -> PyResult<i64> {
        let (mut count, mut index) = (0, 0);
        while let Some(item) = this.get(index) {
            count += protocol::equals(thread, item, value)? as i64;
            index += 1;
        }
        Ok(count)
    }

    /// Reverse *IN PLACE*.
    #[method]
    fn reverse(_thread: &mut Thread, this: Ref<ListObject>) -> PyResult<()> {
        let length = this.len();
        for low in 0..length / 2 {
            let high = length - 1 - low;
            let (a, b) = (this.items()[low], this.items()[high]);
            this.set(low, b);
            this.set(high, a);
        }
        Ok(())
    }

    /// Sort the list in ascending order and return None.
    ///
    /// The sort is in-place (i.e. the list itself is modified) and stable (i.e. the
    /// order of two equal elements is maintained).
    ///
    /// If a key function is given, apply it once to each list item and sort them,
    /// ascending or descending, according to their function values.
    ///
    /// The reverse flag can be set to sort in descending order.
    #[method(
        keywords = "key, reverse",
        kwonly = "key",
        signature = "(/, *, key=None, reverse=False)"
    )]
    fn sort(thread: &mut Thread, this: Ref<ListObject>, key: Option<Value>, reverse: Option<bool>) -> PyResult<()> {
        let key = key.filter(|key| *key != none());
        sort::sort(thread, this, key, reverse.unwrap_or(false))
    }

    /// Return a reverse iterator over the list.
    #[method]
    fn __reversed__(thread: &mut Thread, this: Ref<ListObject>) -> PyResult<Value> {
        let iterator = crate::sequence_iterator::reverse_of_list(thread, this)?;
        Ok(iterator)
    }

    /// See PEP 585
    #[classmethod]
    fn __class_getitem__(thread: &mut Thread, class: Ref<TypeObject>, item: Value) -> PyResult<Value> {
        crate::generic_alias::new(thread, class.value(), item)
    }
}
