//! The module `_collections`.

mod default_dict;
mod deque;
mod ordered_dict;
mod ordered_views;
mod tuple_getter;

use pyrs_macros::pymodule;

/// High performance data structures.
#[pymodule(name = "_collections")]
pub mod module {
    use super::{default_dict, deque, ordered_dict, ordered_views, tuple_getter};
    use pyrs_object::core::core;
    use pyrs_object::dict::DictObject;
    use pyrs_object::module::ModuleObject;
    use pyrs_object::slots::BinaryOp;
    use pyrs_object::str::StrObject;
    use pyrs_object::type_object::class_of;
    use pyrs_object::{PyResult, Ref, Thread, Value, protocol};

    /// Whether a dict subclass has dict's own `get` and `__setitem__`.
    fn is_plain(thread: &mut Thread, mapping: Value) -> PyResult<bool> {
        let (class, dict) = (class_of(mapping), core().types.dict.get());
        let get = StrObject::intern(thread, "get")?;
        let set = core().names.setitem.get();
        Ok(class.lookup(get) == dict.lookup(get) && class.lookup(set) == dict.lookup(set))
    }

    /// Count elements in the iterable, updating the mapping.
    #[function(name = "_count_elements")]
    fn count_elements(thread: &mut Thread, mapping: Value, iterable: Value) -> PyResult<()> {
        let one = Value::small_int(1);
        if let Some(dict) = mapping.downcast::<DictObject>()
            && is_plain(thread, mapping)?
        {
            return protocol::for_each(thread, iterable, |thread, item| {
                let hash = protocol::hash(thread, item)?;
                let Some(entry) = dict.find(thread, item, hash)? else {
                    return dict.insert_new(thread, item, hash, one);
                };
                let old = dict.entry(entry.0).map_or(one, |(_, count)| count);
                if let Some(count) = old.as_small_int().and_then(|count| Value::try_small_int(count + 1)) {
                    dict.set_value_at(entry, count);
                    return Ok(());
                }
                let count = protocol::binary(thread, BinaryOp::Add, old, one)?;
                dict.set_hashed(thread, item, hash, count)
            });
        }
        let get = StrObject::intern(thread, "get")?;
        let get = protocol::getattr(thread, mapping, get)?;
        protocol::for_each(thread, iterable, |thread, item| {
            let old = protocol::call(thread, get, &[item, Value::small_int(0)])?;
            let count = protocol::binary(thread, BinaryOp::Add, old, one)?;
            protocol::setitem(thread, mapping, item, Some(count))
        })
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        let dict = module.dict.get();
        for (name, class) in [
            ("deque", &deque::DEQUE),
            ("_deque_iterator", &deque::DEQUE_ITERATOR),
            ("_deque_reverse_iterator", &deque::DEQUE_REVERSE_ITERATOR),
            ("_tuplegetter", &tuple_getter::TUPLE_GETTER),
            ("OrderedDict", &ordered_dict::ORDERED_DICT),
        ] {
            let class = class.create(thread)?;
            dict.set_str(thread, name, class.value())?;
        }
        ordered_views::create(thread)?;
        let class = default_dict::create(thread)?;
        dict.set_str(thread, "defaultdict", class.value())
    }
}

pub use module::MODULE;
