//! `OrderedDict`: a dict, whose entries are in order anyway, with what depends on order: moves, ends, comparison.
//!
//! It iterates with iterators of its own, which notice every change of order. Python code that overrides `__setitem__` sees
//! what constructors, `update`, `copy` and `setdefault` store.

use super::ordered_views::{self, ORDERED_ITEMS, ORDERED_KEYS, ORDERED_VALUES};
use crate::collect::wrong_receiver;
use crate::repr_guard::ReprGuard;
use pyrs_macros::pymethods;
use pyrs_object::core::core;
use pyrs_object::dict::{DICT_LAYOUT, DictObject, EntryIndex};
use pyrs_object::dict_view::{DictView, Part};
use pyrs_object::native_class::NativeClass;
use pyrs_object::slots::{BinaryOp, CompareOp};
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeFlags, TypeObject, class_of};
use pyrs_object::{Args, PyResult, Raised, Ref, Thread, Value, bool_value, none, not_implemented, protocol};

/// `collections.OrderedDict`.
pub static ORDERED_DICT: NativeClass = NativeClass::new("collections", "OrderedDict", &DICT_LAYOUT)
    .base(|| core().types.dict.get())
    .flags(
        TypeFlags::SUBCLASSABLE
            .union(TypeFlags::MAPPING)
            .union(TypeFlags::HAS_WEAKREF)
            .union(TypeFlags::HAS_DICT),
    )
    .methods(OrderedDictMethods::TYPE_METHODS);

fn of(thread: &mut Thread, this: Value) -> PyResult<Ref<DictObject>> {
    match this.downcast() {
        Some(dict) => Ok(dict),
        None => Err(wrong_receiver(thread, "collections.OrderedDict", this)),
    }
}

fn is_ordered(value: Value) -> bool {
    class_of(value).is_subtype(ORDERED_DICT.get())
}

/// Whether storing an item is what dict does.
fn stores_plainly(dict: Ref<DictObject>) -> bool {
    let set = |class: Ref<TypeObject>| class.slot(|s| s.setitem).map(|slot| slot as usize);
    set(dict.class()) == set(core().types.dict.get())
}

fn store(thread: &mut Thread, dict: Ref<DictObject>, key: Value, value: Value) -> PyResult<()> {
    match stores_plainly(dict) {
        true => dict.set(thread, key, value),
        false => protocol::setitem(thread, dict.value(), key, Some(value)),
    }
}

/// Stores the entries of a dict.
fn store_dict(thread: &mut Thread, target: Ref<DictObject>, source: Ref<DictObject>) -> PyResult<()> {
    if stores_plainly(target) && target.is_empty() && target != source && !source.is_empty() {
        return target.fill_from(thread, source);
    }
    let mut position = 0;
    while let Some((at, key, value)) = source.next_entry(position) {
        position = at + 1;
        let version = source.version();
        store(thread, target, key, value)?;
        if source.version() != version && source != target {
            return Err(thread.runtime_error(format_args!("dict mutated during update")));
        }
    }
    Ok(())
}

#[cold]
fn wrong_length(thread: &mut Thread, length: usize) -> Raised {
    match length {
        0 => thread.value_error(format_args!("need more than 0 values to unpack")),
        1 => thread.value_error(format_args!("need more than 1 value to unpack")),
        _ => thread.value_error(format_args!("too many values to unpack (expected 2)")),
    }
}

/// Stores the pairs of an iterable.
fn store_pairs(thread: &mut Thread, target: Ref<DictObject>, pairs: Value) -> PyResult<()> {
    protocol::for_each(thread, pairs, |thread, pair| {
        if let Some(items) = pair.downcast::<TupleObject>()
            && let &[key, value] = items.items_unbound()
        {
            return store(thread, target, key, value);
        }
        let items = crate::collect::to_list(thread, pair)?;
        match (items.get(0), items.get(1), items.len()) {
            (Some(key), Some(value), 2) => store(thread, target, key, value),
            (_, _, length) => Err(wrong_length(thread, length)),
        }
    })
}

/// Stores what a mapping or an iterable of pairs has.
fn update_from(thread: &mut Thread, target: Ref<DictObject>, source: Value) -> PyResult<()> {
    if let Some(dict) = source.downcast::<DictObject>() {
        let class = dict.class();
        if class == core().types.dict.get() || class == ORDERED_DICT.get() {
            return store_dict(thread, target, dict);
        }
    }
    let keys = core().names.keys.get();
    if let Some(keys) = protocol::getattr_optional(thread, source, keys)? {
        let keys = protocol::call(thread, keys, &[])?;
        return protocol::for_each(thread, keys, |thread, key| {
            let value = protocol::getitem(thread, source, key)?;
            store(thread, target, key, value)
        });
    }
    let items = StrObject::intern(thread, "items")?;
    if let Some(items) = protocol::getattr_optional(thread, source, items)? {
        let pairs = protocol::call(thread, items, &[])?;
        return store_pairs(thread, target, pairs);
    }
    store_pairs(thread, target, source)
}

fn store_keywords(thread: &mut Thread, target: Ref<DictObject>, args: Args) -> PyResult<()> {
    for (key, value) in args.keywords() {
        store(thread, target, key.value(), value)?;
    }
    Ok(())
}

/// Whether two dicts have their keys in the same order.
fn same_order(thread: &mut Thread, left: Ref<DictObject>, right: Ref<DictObject>) -> PyResult<bool> {
    let (mut here, mut there) = (0, 0);
    let versions = (left.version(), right.version());
    loop {
        match (left.next_entry(here), right.next_entry(there)) {
            (Some((at, key, _)), Some((other_at, other_key, _))) => {
                let equal = protocol::equals(thread, key, other_key)?;
                if (left.version(), right.version()) != versions {
                    return Err(thread.runtime_error(format_args!("OrderedDict mutated during iteration")));
                }
                if !equal {
                    return Ok(false);
                }
                (here, there) = (at + 1, other_at + 1);
            }
            (None, None) => return Ok(true),
            _ => return Ok(false),
        }
    }
}

fn end_of(dict: Ref<DictObject>, last: bool) -> Option<(usize, Value, Value)> {
    match last {
        true => dict.previous_entry(dict.entry_limit()),
        false => dict.next_entry(0),
    }
}

fn view(thread: &mut Thread, dict: Ref<DictObject>, part: Part) -> PyResult<Value> {
    let class = match part {
        Part::Key => ORDERED_KEYS.get(),
        Part::Value => ORDERED_VALUES.get(),
        Part::Item => ORDERED_ITEMS.get(),
    };
    Ok(DictView::new(thread, class, dict, part)?.value())
}

/// Another one of the class, empty.
fn empty_like(thread: &mut Thread, dict: Ref<DictObject>) -> PyResult<Value> {
    match dict.class() == ORDERED_DICT.get() {
        true => Ok(DictObject::with_class(thread, dict.class())?.value()),
        false => protocol::call(thread, dict.class().value(), &[]),
    }
}

/// Holds the methods of OrderedDict.
pub struct OrderedDictMethods;

/// Dictionary that remembers insertion order
#[pymethods]
impl OrderedDictMethods {
    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        let dict = of(thread, this)?;
        match args.positional() {
            [] => {}
            [source] => update_from(thread, dict, *source)?,
            more => {
                let given = more.len();
                return Err(thread.type_error(format_args!("expected at most 1 argument, got {given}")));
            }
        }
        store_keywords(thread, dict, args)
    }

    /// Stores what a mapping or an iterable of pairs has, and then keyword arguments.
    #[method]
    fn update(thread: &mut Thread, this: Ref<DictObject>, args: Args) -> PyResult<()> {
        match args.positional() {
            [] => {}
            [source] => update_from(thread, this, *source)?,
            more => {
                let given = more.len();
                return Err(thread.type_error(format_args!(
                    "update() takes at most 1 positional argument ({given} given)"
                )));
            }
        }
        store_keywords(thread, this, args)
    }

    /// Move an existing element to the end (or beginning if last is false).
    ///
    /// Raise KeyError if the element does not exist.
    #[method(keywords = "key, last", signature = "($self, /, key, last=True)")]
    fn move_to_end(thread: &mut Thread, this: Ref<DictObject>, key: Value, last: Option<bool>) -> PyResult<()> {
        let last = last.unwrap_or(true);
        let hash = protocol::hash(thread, key)?;
        match (this.find(thread, key, hash)?, last) {
            (None, _) => Err(thread.key_error(key)),
            (Some(entry), true) if entry.0 + 1 == this.entry_limit() => Ok(()),
            (Some(entry), true) => this.move_to_end(thread, entry),
            (Some(entry), false) => this.move_to_front(thread, entry),
        }
    }

    /// Remove and return a (key, value) pair: the last one, or the first if last is false.
    #[method(keywords = "last", signature = "($self, /, last=True)")]
    fn popitem(thread: &mut Thread, this: Ref<DictObject>, last: Option<bool>) -> PyResult<Ref<TupleObject>> {
        match end_of(this, last.unwrap_or(true)) {
            Some((at, key, value)) => {
                let pair = TupleObject::from_slice(thread, &[key, value])?;
                this.remove_at(EntryIndex(at));
                Ok(pair)
            }
            None => {
                let message = format_args!("dictionary is empty");
                Err(thread.raise_message(core().types.key_error.get(), message))
            }
        }
    }

    /// Remove a key and return its value, or the default if the key is not there, or raise KeyError.
    #[method(keywords = "key, default", signature = "($self, /, key, default=<unrepresentable>)")]
    fn pop(thread: &mut Thread, this: Ref<DictObject>, key: Value, default: Option<Value>) -> PyResult<Value> {
        let hash = protocol::hash(thread, key)?;
        let found = this.find(thread, key, hash)?;
        match (found.and_then(|entry| this.remove_at(entry)), default) {
            (Some(value), _) => Ok(value),
            (None, Some(default)) => Ok(default),
            (None, None) => Err(thread.key_error(key)),
        }
    }

    /// Insert key with a value of default if key is not in the dictionary.
    ///
    /// Return the value for key if key is in the dictionary, else default.
    #[method(keywords = "key, default", signature = "($self, /, key, default=None)")]
    fn setdefault(thread: &mut Thread, this: Ref<DictObject>, key: Value, default: Option<Value>) -> PyResult<Value> {
        let default = default.unwrap_or_else(none);
        if stores_plainly(this) {
            let hash = protocol::hash(thread, key)?;
            if let Some(value) = this.get_hashed(thread, key, hash)? {
                return Ok(value);
            }
            this.set_hashed(thread, key, hash, default)?;
            return Ok(default);
        }
        if protocol::contains(thread, this.value(), key)? {
            return protocol::getitem(thread, this.value(), key);
        }
        protocol::setitem(thread, this.value(), key, Some(default))?;
        Ok(default)
    }

    /// Create a new ordered dictionary with keys from iterable and values set to value.
    #[classmethod(keywords = "iterable, value", signature = "($type, /, iterable, value=None)")]
    fn fromkeys(thread: &mut Thread, class: Value, iterable: Value, value: Option<Value>) -> PyResult<Value> {
        let value = value.unwrap_or_else(none);
        let made = protocol::call(thread, class, &[])?;
        protocol::for_each(thread, iterable, |thread, key| match made.downcast::<DictObject>() {
            Some(dict) => store(thread, dict, key, value),
            None => protocol::setitem(thread, made, key, Some(value)),
        })?;
        Ok(made)
    }

    /// A shallow copy.
    #[method(signature = "($self, /)")]
    fn copy(thread: &mut Thread, this: Ref<DictObject>) -> PyResult<Value> {
        let made = empty_like(thread, this)?;
        let plain = this.class() == ORDERED_DICT.get();
        if let Some(copy) = made.downcast::<DictObject>().filter(|_| plain) {
            store_dict(thread, copy, this)?;
            return Ok(made);
        }
        let mut position = 0;
        while let Some((at, key, _)) = this.next_entry(position) {
            position = at + 1;
            let version = this.version();
            let value = protocol::getitem(thread, this.value(), key)?;
            protocol::setitem(thread, made, key, Some(value))?;
            if this.version() != version {
                return Err(thread.runtime_error(format_args!("OrderedDict mutated during iteration")));
            }
        }
        Ok(made)
    }

    /// Remove all items.
    #[method(signature = "($self, /)")]
    fn clear(_thread: &mut Thread, this: Ref<DictObject>) {
        this.clear();
    }

    /// A view on the keys, in order.
    #[method(signature = "($self, /)")]
    fn keys(thread: &mut Thread, this: Ref<DictObject>) -> PyResult<Value> {
        view(thread, this, Part::Key)
    }

    /// A view on the values, in order.
    #[method(signature = "($self, /)")]
    fn values(thread: &mut Thread, this: Ref<DictObject>) -> PyResult<Value> {
        view(thread, this, Part::Value)
    }

    /// A view on the items, in order.
    #[method(signature = "($self, /)")]
    fn items(thread: &mut Thread, this: Ref<DictObject>) -> PyResult<Value> {
        view(thread, this, Part::Item)
    }

    #[slot]
    fn iter(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let dict = of(thread, this)?;
        ordered_views::iterator(thread, dict, Part::Key, false)
    }

    /// od.__reversed__() <==> reversed(od)
    #[method(name = "__reversed__", signature = "($self, /)")]
    fn reversed(thread: &mut Thread, this: Ref<DictObject>) -> PyResult<Value> {
        ordered_views::iterator(thread, this, Part::Key, true)
    }

    /// Size in memory, in bytes.
    #[method(name = "__sizeof__", signature = "($self, /)")]
    fn sizeof(_thread: &mut Thread, this: Ref<DictObject>) -> PyResult<i64> {
        Ok((std::mem::size_of::<DictObject>() + this.entry_limit() * 32) as i64)
    }

    /// Return state information for pickling
    #[method(name = "__reduce__", signature = "($self, /)")]
    fn reduce(thread: &mut Thread, this: Ref<DictObject>) -> PyResult<Value> {
        let getstate = StrObject::intern(thread, "__getstate__")?;
        let state = protocol::call_method(thread, this.value(), getstate, &[])?;
        let items = StrObject::intern(thread, "items")?;
        let items = protocol::call_method(thread, this.value(), items, &[])?;
        let items = protocol::iter(thread, items)?;
        let args = TupleObject::from_slice(thread, &[])?;
        let row = [this.class().value(), args.value(), state, none(), items];
        Ok(TupleObject::from_slice(thread, &row)?.value())
    }

    #[slot]
    fn compare(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
            return Ok(not_implemented());
        }
        let (Some(a), Some(b)) = (left.downcast::<DictObject>(), right.downcast::<DictObject>()) else {
            return Ok(not_implemented());
        };
        let Some(compare) = core().types.dict.get().slot(|s| s.compare) else {
            return Ok(not_implemented());
        };
        let equal = compare(thread, CompareOp::Eq, left, right)?;
        let mut equal = protocol::truth(thread, equal)?;
        if equal && is_ordered(left) && is_ordered(right) {
            equal = same_order(thread, a, b)?;
        }
        Ok(bool_value(equal == (op == CompareOp::Eq)))
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let dict = of(thread, this)?;
        let name = class_of(this).short_name();
        if dict.is_empty() {
            return Ok(StrObject::from_str(thread, &format!("{name}()"))?.value());
        }
        let Some(_guard) = ReprGuard::enter(this) else {
            return Ok(StrObject::from_str(thread, "...")?.value());
        };
        let copy = match dict.class() == ORDERED_DICT.get() {
            true => dict.copy(thread)?.value(),
            false => protocol::call(thread, core().types.dict.get().value(), &[this])?,
        };
        let mut text = format!("{name}(").into_bytes();
        text.extend(protocol::repr(thread, copy)?.to_generalised_utf8());
        text.push(b')');
        Ok(StrObject::from_generalised_utf8(thread, &text)?.value())
    }

    #[slot(ops = "Or")]
    fn binary(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        if op != BinaryOp::Or {
            return Ok(not_implemented());
        }
        let own = if is_ordered(left) { left } else { right };
        let (Some(_), Some(_)) = (left.downcast::<DictObject>(), right.downcast::<DictObject>()) else {
            return Ok(not_implemented());
        };
        let made = protocol::call(thread, class_of(own).value(), &[left])?;
        let Some(dict) = made.downcast::<DictObject>() else {
            return Ok(made);
        };
        update_from(thread, dict, right)?;
        Ok(made)
    }

    #[slot(ops = "Or")]
    fn inplace(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        match (op, left.downcast::<DictObject>()) {
            (BinaryOp::Or, Some(dict)) => {
                update_from(thread, dict, right)?;
                Ok(left)
            }
            _ => Ok(not_implemented()),
        }
    }
}
