//! The slots of `dict`.

use super::iterators::{Direction, Part};
use super::{iterators, key_hash, merge};
use crate::repr_guard::ReprGuard;
use pyrs_macros::pymethods;
use pyrs_object::dict::DictObject;
use pyrs_object::slots::{BinaryOp, CompareOp};
use pyrs_object::str::StrObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, bool_value, core, not_implemented, protocol};

/// The receiver of a slot, which a wrapper may call with anything.
pub fn dict_of(thread: &mut Thread, value: Value) -> PyResult<Ref<DictObject>> {
    match value.downcast() {
        Some(dict) => Ok(dict),
        None => {
            let name = class_of(value).name_for_message();
            Err(thread.type_error(format_args!("expected a dict, not '{name}'")))
        }
    }
}

/// Whether two dicts have equal values under equal keys.
fn equal(thread: &mut Thread, left: Ref<DictObject>, right: Ref<DictObject>) -> PyResult<bool> {
    if left.len() != right.len() {
        return Ok(false);
    }
    let mut position = 0;
    while let Some((at, key, value)) = left.next_entry(position) {
        let Some(other) = right.get_hashed(thread, key, left.entry_hash(at))? else {
            return Ok(false);
        };
        if !protocol::equals(thread, value, other)? {
            return Ok(false);
        }
        position = at + 1;
    }
    Ok(true)
}

/// The slots of `dict`.
pub struct DictSlots;

/// dict() -> new empty dictionary
/// dict(mapping) -> new dictionary initialized from a mapping object's
///     (key, value) pairs
/// dict(iterable) -> new dictionary initialized as if via:
///     d = {}
///     for k, v in iterable:
///         d[k] = v
/// dict(**kwargs) -> new dictionary initialized with the name=value pairs
///     in the keyword argument list.  For example:  dict(one=1, two=2)
#[pymethods]
impl DictSlots {
    #[slot]
    fn new(thread: &mut Thread, class: Value, _args: Args) -> PyResult<Value> {
        match class.downcast::<TypeObject>() {
            Some(class) => Ok(DictObject::with_class(thread, class)?.value()),
            None => {
                let name = class_of(class).name_for_message();
                Err(thread.type_error(format_args!("X is not a type object ({name})")))
            }
        }
    }

    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        let dict = dict_of(thread, this)?;
        merge::update_from_args(thread, dict, args, "dict")
    }

    #[slot]
    fn len(thread: &mut Thread, this: Value) -> PyResult<usize> {
        Ok(dict_of(thread, this)?.len())
    }

    #[slot]
    fn getitem(thread: &mut Thread, this: Value, key: Value) -> PyResult<Value> {
        let dict = dict_of(thread, this)?;
        let hash = key_hash(thread, key, "dict key")?;
        if let Some(value) = dict.get_hashed(thread, key, hash)? {
            return Ok(value);
        }
        if dict.class() != core().types.dict.get()
            && let Some(value) = protocol::call_special(thread, this, core().names.missing.get(), &[key])?
        {
            return Ok(value);
        }
        Err(thread.key_error(key))
    }

    #[slot]
    fn setitem(thread: &mut Thread, this: Value, key: Value, value: Option<Value>) -> PyResult<()> {
        let dict = dict_of(thread, this)?;
        let hash = key_hash(thread, key, "dict key")?;
        match value {
            Some(value) => dict.set_hashed(thread, key, hash, value),
            None => match dict.find(thread, key, hash)? {
                Some(entry) => {
                    dict.remove_at(entry);
                    Ok(())
                }
                None => Err(thread.key_error(key)),
            },
        }
    }

    #[slot]
    fn contains(thread: &mut Thread, this: Value, key: Value) -> PyResult<bool> {
        let dict = dict_of(thread, this)?;
        let hash = key_hash(thread, key, "dict key")?;
        Ok(dict.find(thread, key, hash)?.is_some())
    }

    #[slot]
    fn iter(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let dict = dict_of(thread, this)?;
        iterators::new(thread, dict, Part::Key, Direction::Forward)
    }

    #[slot]
    fn compare(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        match (left.downcast(), right.downcast(), op) {
            (Some(left), Some(right), CompareOp::Eq) => Ok(bool_value(equal(thread, left, right)?)),
            (Some(left), Some(right), CompareOp::Ne) => Ok(bool_value(!equal(thread, left, right)?)),
            _ => Ok(not_implemented()),
        }
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let dict = dict_of(thread, this)?;
        let Some(_guard) = ReprGuard::enter(this) else {
            return Ok(StrObject::from_str(thread, "{...}")?.value());
        };
        let (mut text, mut position) = (b"{".to_vec(), 0);
        while let Some((at, key, value)) = dict.next_entry(position) {
            position = at + 1;
            if text.len() > 1 {
                text.extend_from_slice(b", ");
            }
            text.extend_from_slice(&protocol::repr(thread, key)?.to_generalised_utf8());
            text.extend_from_slice(b": ");
            text.extend_from_slice(&protocol::repr(thread, value)?.to_generalised_utf8());
        }
        text.push(b'}');
        Ok(StrObject::from_generalised_utf8(thread, &text)?.value())
    }

    #[slot(ops = "Or")]
    fn binary(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        match (op, left.downcast::<DictObject>(), right.downcast::<DictObject>()) {
            (BinaryOp::Or, Some(left), Some(_)) => {
                let merged = left.copy(thread)?;
                merge::update(thread, merged, right)?;
                Ok(merged.value())
            }
            _ => Ok(not_implemented()),
        }
    }

    #[slot(ops = "Or")]
    fn inplace(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        match (op, left.downcast::<DictObject>()) {
            (BinaryOp::Or, Some(dict)) => {
                merge::update(thread, dict, right)?;
                Ok(left)
            }
            _ => Ok(not_implemented()),
        }
    }
}
