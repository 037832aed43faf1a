//! The slots of `set` and `frozenset`.

use super::algebra::{self, as_set, expect_set};
use super::iterator;
use crate::repr_guard::ReprGuard;
use pyrs_macros::pymethods;
use pyrs_object::set::SetObject;
use pyrs_object::slots::{BinaryOp, CompareOp};
use pyrs_object::str::StrObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, bool_value, core, not_implemented, protocol};

fn class_argument(thread: &mut Thread, class: Value) -> PyResult<Ref<TypeObject>> {
    match class.downcast() {
        Some(class) => Ok(class),
        None => {
            let name = class_of(class).name_for_message();
            Err(thread.type_error(format_args!("X is not a type object ({name})")))
        }
    }
}

/// The one argument of `set()` or `frozenset()`, if it is given.
fn iterable_argument(thread: &mut Thread, args: Args, name: &str) -> PyResult<Option<Value>> {
    match args.positional() {
        [] => Ok(None),
        [iterable] => Ok(Some(*iterable)),
        more => {
            let given = more.len();
            Err(thread.type_error(format_args!("{name} expected at most 1 argument, got {given}")))
        }
    }
}

/// `{1, 2}`, or `Name({1, 2})` for other classes than `set`.
fn set_repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
    let set = expect_set(thread, this)?;
    let class = set.class();
    let name = class.name_for_message();
    let Some(_guard) = ReprGuard::enter(this) else {
        return Ok(StrObject::from_str(thread, &format!("{name}(...)"))?.value());
    };
    if set.is_empty() {
        return Ok(StrObject::from_str(thread, &format!("{name}()"))?.value());
    }
    let plain = class == core().types.set.get();
    // The keys are taken first: their reprs may change the set.
    let keys = crate::sequence::collect(thread, this)?;
    let mut text = if plain { String::new() } else { format!("{name}(") }.into_bytes();
    text.push(b'{');
    let mut index = 0;
    while let Some(key) = keys.get(index) {
        if index > 0 {
            text.extend_from_slice(b", ");
        }
        text.extend_from_slice(&protocol::repr(thread, key)?.to_generalised_utf8());
        index += 1;
    }
    text.extend_from_slice(if plain { b"}" } else { b"})" });
    Ok(StrObject::from_generalised_utf8(thread, &text)?.value())
}

fn set_contains(thread: &mut Thread, this: Value, key: Value) -> PyResult<bool> {
    let set = expect_set(thread, this)?;
    let (key, hash) = algebra::lookup_key(thread, key)?;
    set.contains_hashed(thread, key, hash)
}

/// Subset order.
fn set_compare(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
    let (Some(a), Some(b)) = (as_set(left), as_set(right)) else {
        return Ok(not_implemented());
    };
    let result = match op {
        CompareOp::Eq => algebra::equal(thread, a, b)?,
        CompareOp::Ne => !algebra::equal(thread, a, b)?,
        CompareOp::Le => algebra::is_subset(thread, a, right)?,
        CompareOp::Ge => algebra::is_subset(thread, b, left)?,
        CompareOp::Lt => a.len() < b.len() && algebra::is_subset(thread, a, right)?,
        CompareOp::Gt => b.len() < a.len() && algebra::is_subset(thread, b, left)?,
    };
    Ok(bool_value(result))
}

fn set_binary(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
    let (Some(set), Some(_)) = (as_set(left), as_set(right)) else {
        return Ok(not_implemented());
    };
    let result = match op {
        BinaryOp::And => algebra::intersection(thread, set, right)?,
        BinaryOp::Or => algebra::union(thread, set, right)?,
        BinaryOp::Xor => algebra::symmetric_difference(thread, set, right)?,
        BinaryOp::Sub => algebra::difference(thread, set, right)?,
        _ => return Ok(not_implemented()),
    };
    Ok(result.value())
}

/// Spreads the bits of one key's hash, so that those of neighbouring ints don't cancel out.
fn spread(hash: u64) -> u64 {
    ((hash ^ 89_869_747) ^ (hash << 16)).wrapping_mul(3_644_798_167)
}

/// The hash of a frozenset: the same for every order of its keys.
fn frozen_hash(set: Ref<SetObject>) -> i64 {
    let cached = set.cached_hash.get();
    if cached != 0 {
        return cached;
    }
    let (mut hash, mut position) = (0u64, 0);
    while let Some((at, _)) = set.next_key(position) {
        hash ^= spread(set.slot_hash(at) as u64);
        position = at + 1;
    }
    hash ^= (set.len() as u64 + 1).wrapping_mul(1_927_868_237);
    hash ^= (hash >> 11) ^ (hash >> 25);
    hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923);
    let hash = if hash == u64::MAX { 590_923_713 } else { hash as i64 };
    set.cached_hash.set(hash);
    hash
}

/// The slots of `set`.
pub struct SetSlots;

/// Build an unordered collection of unique elements.
#[pymethods]
impl SetSlots {
    #[slot]
    fn new(thread: &mut Thread, class: Value, _args: Args) -> PyResult<Value> {
        let class = class_argument(thread, class)?;
        Ok(SetObject::with_class(thread, class)?.value())
    }

    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        let set = expect_set(thread, this)?;
        if args.names().is_some() {
            return Err(thread.type_error(format_args!("set() takes no keyword arguments")));
        }
        let iterable = iterable_argument(thread, args, "set")?;
        if !set.is_empty() {
            set.clear();
        }
        match iterable {
            Some(iterable) => algebra::update(thread, set, iterable),
            None => Ok(()),
        }
    }

    #[slot]
    fn len(thread: &mut Thread, this: Value) -> PyResult<usize> {
        Ok(expect_set(thread, this)?.len())
    }

    #[slot]
    fn contains(thread: &mut Thread, this: Value, key: Value) -> PyResult<bool> {
        set_contains(thread, this, key)
    }

    #[slot]
    fn iter(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let set = expect_set(thread, this)?;
        iterator::new(thread, set)
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        set_repr(thread, this)
    }

    #[slot]
    fn compare(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        set_compare(thread, op, left, right)
    }

    #[slot(ops = "And Or Xor Sub")]
    fn binary(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        set_binary(thread, op, left, right)
    }

    #[slot(ops = "And Or Xor Sub")]
    fn inplace(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        let (Some(set), Some(_)) = (as_set(left), as_set(right)) else {
            return Ok(not_implemented());
        };
        match op {
            BinaryOp::And => {
                let kept = algebra::intersection(thread, set, right)?;
                set.take_from(kept);
            }
            BinaryOp::Or => algebra::update(thread, set, right)?,
            BinaryOp::Xor => algebra::symmetric_difference_update(thread, set, right)?,
            BinaryOp::Sub => algebra::difference_update(thread, set, right)?,
            _ => return Ok(not_implemented()),
        }
        Ok(left)
    }
}

/// The slots of `frozenset`.
pub struct FrozenSetSlots;

/// Build an immutable unordered collection of unique elements.
#[pymethods]
impl FrozenSetSlots {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let class = class_argument(thread, class)?;
        let frozenset = core().types.frozenset.get();
        let plain = class == frozenset;
        // A derived class whose `__init__` takes keywords gets them; that of `object` would ignore them.
        let init = |class: Ref<TypeObject>| class.slot(|s| s.init).map(|f| f as usize);
        if args.names().is_some() && init(class) == init(frozenset) {
            return Err(thread.type_error(format_args!("frozenset() takes no keyword arguments")));
        }
        let iterable = iterable_argument(thread, args, "frozenset")?;
        match iterable {
            Some(iterable) if plain && class_of(iterable) == class => Ok(iterable),
            Some(iterable) => Ok(algebra::collect_as(thread, class, iterable)?.value()),
            None => Ok(SetObject::with_class(thread, class)?.value()),
        }
    }

    #[slot]
    fn len(thread: &mut Thread, this: Value) -> PyResult<usize> {
        Ok(expect_set(thread, this)?.len())
    }

    #[slot]
    fn contains(thread: &mut Thread, this: Value, key: Value) -> PyResult<bool> {
        set_contains(thread, this, key)
    }

    #[slot]
    fn iter(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let set = expect_set(thread, this)?;
        iterator::new(thread, set)
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        set_repr(thread, this)
    }

    #[slot]
    fn hash(thread: &mut Thread, this: Value) -> PyResult<i64> {
        Ok(frozen_hash(expect_set(thread, this)?))
    }

    #[slot]
    fn compare(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        set_compare(thread, op, left, right)
    }

    #[slot(ops = "And Or Xor Sub")]
    fn binary(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        set_binary(thread, op, left, right)
    }
}
