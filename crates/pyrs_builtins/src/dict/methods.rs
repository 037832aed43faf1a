//! The methods of `dict`.

use super::iterators::{Direction, Part};
use super::{iterators, key_hash, merge, views};
use pyrs_macros::pymethods;
use pyrs_object::dict::{DictObject, EntryIndex};
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, core, none, protocol};

/// The methods of `dict`.
pub struct DictMethods;

#[pymethods]
impl DictMethods {
    /// Remove all items from the dict.
    #[method]
    fn clear(_thread: &mut Thread, this: Ref<DictObject>) {
        this.clear();
    }

    /// Return a shallow copy of the dict.
    #[method]
    fn copy(thread: &mut Thread, this: Ref<DictObject>) -> PyResult<Ref<DictObject>> {
        if super::merge::walkable(this.value()).is_none() {
            let copy = DictObject::new(thread)?;
            super::merge::update(thread, copy, this.value())?;
            return Ok(copy);
        }
        this.copy(thread)
    }

    /// Create a new dictionary with keys from iterable and values set to value.
    #[classmethod(signature = "(iterable, value=None, /)")]
    fn fromkeys(thread: &mut Thread, class: Value, iterable: Value, value: Option<Value>) -> PyResult<Value> {
        let value = value.unwrap_or_else(none);
        let made = protocol::call(thread, class, &[])?;
        let plain = made
            .downcast::<DictObject>()
            .filter(|_| class_of(made) == core().types.dict.get());
        protocol::for_each(thread, iterable, |thread, key| match plain {
            Some(dict) => {
                let hash = key_hash(thread, key, "dict key")?;
                dict.set_hashed(thread, key, hash, value)
            }
            None => protocol::setitem(thread, made, key, Some(value)),
        })?;
        Ok(made)
    }

    /// Return the value for key if key is in the dictionary, else default.
    #[method(signature = "(key, default=None, /)")]
    fn get(thread: &mut Thread, this: Ref<DictObject>, key: Value, default: Option<Value>) -> PyResult<Value> {
        let hash = key_hash(thread, key, "dict key")?;
        let found = this.get_hashed(thread, key, hash)?;
        Ok(found.or(default).unwrap_or_else(none))
    }

    /// Return a set-like object providing a view on the dict's items.
    #[method]
    fn items(thread: &mut Thread, this: Ref<DictObject>) -> PyResult<Value> {
        views::new(thread, this, Part::Item)
    }

    /// Return a set-like object providing a view on the dict's keys.
    #[method]
    fn keys(thread: &mut Thread, this: Ref<DictObject>) -> PyResult<Value> {
        views::new(thread, this, Part::Key)
    }

    /// Return an object providing a view on the dict's values.
    #[method]
    fn values(thread: &mut Thread, this: Ref<DictObject>) -> PyResult<Value> {
        views::new(thread, this, Part::Value)
    }

    /// D.pop(k[,d]) -> v, remove specified key and return the corresponding value.
    ///
    /// If the key is not found, return the default if given; otherwise,
    /// raise a KeyError.
    #[method(signature = "(key, default=<unrepresentable>, /)")]
    fn pop(thread: &mut Thread, this: Ref<DictObject>, key: Value, default: Option<Value>) -> PyResult<Value> {
        // The key of an empty dict is not hashed.
        if !this.is_empty() {
            let hash = key_hash(thread, key, "dict key")?;
            if let Some(entry) = this.find(thread, key, hash)?
                && let Some(value) = this.remove_at(entry)
            {
                return Ok(value);
            }
        }
        match default {
            Some(default) => Ok(default),
            None => Err(thread.key_error(key)),
        }
    }

    /// Remove and return a (key, value) pair as a 2-tuple.
    ///
    /// Pairs are returned in LIFO (last-in, first-out) order.
    /// Raises KeyError if the dict is empty.
    #[method]
    fn popitem(thread: &mut Thread, this: Ref<DictObject>) -> PyResult<Ref<TupleObject>> {
        match this.previous_entry(this.entry_limit()) {
            Some((at, key, value)) => {
                let pair = TupleObject::from_slice(thread, &[key, value])?;
                this.remove_at(EntryIndex(at));
                Ok(pair)
            }
            None => Err(thread.raise_message(
                core().types.key_error.get(),
                format_args!("popitem(): dictionary is empty"),
            )),
        }
    }

    /// Insert key with a value of default if key is not in the dictionary.
    ///
    /// Return the value for key if key is in the dictionary, else default.
    #[method(signature = "(key, default=None, /)")]
    fn setdefault(thread: &mut Thread, this: Ref<DictObject>, key: Value, default: Option<Value>) -> PyResult<Value> {
        let hash = key_hash(thread, key, "dict key")?;
        if let Some(value) = this.get_hashed(thread, key, hash)? {
            return Ok(value);
        }
        let default = default.unwrap_or_else(none);
        this.set_hashed(thread, key, hash, default)?;
        Ok(default)
    }

    /// D.update([E, ]**F) -> None.  Update D from mapping/iterable E and F.
    ///
    /// If E is present and has a .keys() method, then does:  for k in E.keys(): D[k] = E[k]
    /// If E is present and lacks a .keys() method, then does:  for k, v in E: D[k] = v
    /// In either case, this is followed by: for k in F:  D[k] = F[k]
    #[method]
    fn update(thread: &mut Thread, this: Ref<DictObject>, args: Args) -> PyResult<()> {
        merge::update_from_args(thread, this, args, "update")
    }

    /// Return a reverse iterator over the dict keys.
    #[method]
    fn __reversed__(thread: &mut Thread, this: Ref<DictObject>) -> PyResult<Value> {
        iterators::new(thread, this, Part::Key, Direction::Backward)
    }

    /// See PEP 585
    #[classmethod]
    fn __class_getitem__(thread: &mut Thread, class: Value, item: Value) -> PyResult<Value> {
        crate::generic_alias::new(thread, class, item)
    }
}
