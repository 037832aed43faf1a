//! `tuple`.

use crate::repr_guard::ReprGuard;
use crate::{slicing, text_builder::TextBuilder};
use pyrs_macros::pymethods;
use pyrs_object::iterator::SequenceIterator;
use pyrs_object::range::SliceObject;
use pyrs_object::slots::{BinaryOp, CompareOp};
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, bool_value, core, not_implemented, protocol};

/// Fills the class.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    TupleMethods::register(thread, core().types.tuple.get())
}

/// The receiver of a slot, which a wrapper may call with anything.
pub fn tuple_of(thread: &mut Thread, value: Value) -> PyResult<Ref<TupleObject>> {
    match value.downcast() {
        Some(tuple) => Ok(tuple),
        None => {
            let name = class_of(value).name_for_message();
            Err(thread.type_error(format_args!("expected a tuple, not '{name}'")))
        }
    }
}

/// Compares two sequences item by item, as tuples and lists do. The items are read anew each time, for comparing may
/// change a list.
pub(crate) fn compare_items(
    thread: &mut Thread,
    op: CompareOp,
    left: &dyn Fn(usize) -> Option<Value>,
    right: &dyn Fn(usize) -> Option<Value>,
    lengths: &dyn Fn() -> (usize, usize),
) -> PyResult<Value> {
    let (left_length, right_length) = lengths();
    if left_length != right_length && matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(bool_value(op == CompareOp::Ne));
    }
    let mut index = 0;
    while let (Some(a), Some(b)) = (left(index), right(index)) {
        if !protocol::equals(thread, a, b)? {
            return match op {
                CompareOp::Eq => Ok(bool_value(false)),
                CompareOp::Ne => Ok(bool_value(true)),
                _ => protocol::compare(thread, op, a, b),
            };
        }
        index += 1;
    }
    let (left_length, right_length) = lengths();
    Ok(bool_value(op.holds(left_length.cmp(&right_length))))
}

/// `open`, the items' representations, `close`. The items are read anew each time.
pub(crate) fn join_reprs(
    thread: &mut Thread,
    open: &str,
    item: &dyn Fn(usize) -> Option<Value>,
    close: &str,
) -> PyResult<Value> {
    let mut out = TextBuilder::with_capacity(32);
    out.push_str(open);
    let mut index = 0;
    while let Some(value) = item(index) {
        if index > 0 {
            out.push_str(", ");
        }
        let text = protocol::repr(thread, value)?;
        out.push_chars(text.chars_unbound());
        index += 1;
    }
    out.push_str(close);
    Ok(out.finish(thread)?.value())
}

/// The first position of an item between bounds that equals `value`.
pub(crate) fn find(
    thread: &mut Thread,
    item: &impl Fn(usize) -> Option<Value>,
    value: Value,
    start: usize,
    stop: usize,
) -> PyResult<Option<usize>> {
    let mut index = start;
    while index < stop
        && let Some(candidate) = item(index)
    {
        if protocol::equals(thread, candidate, value)? {
            return Ok(Some(index));
        }
        index += 1;
    }
    Ok(None)
}

/// Bounds of `index(value, start, stop)`: missing ones are the ends, negative ones count from the end.
pub(crate) fn index_bounds(
    thread: &mut Thread,
    start: Option<Value>,
    stop: Option<Value>,
    length: usize,
) -> PyResult<(usize, usize)> {
    let mut bound = |value: Option<Value>, default: usize| -> PyResult<usize> {
        let Some(value) = value else { return Ok(default) };
        if !pyrs_object::int::is_int(value)
            && protocol::convert(thread, pyrs_object::slots::UnaryOp::Index, value)?.is_none()
        {
            return Err(thread.type_error(format_args!(
                "slice indices must be integers or have an __index__ method"
            )));
        }
        let index = protocol::index_clamped(thread, value)?;
        Ok(if index < 0 {
            index.saturating_add(length as i64).max(0) as usize
        } else {
            index as usize
        })
    };
    Ok((bound(start, 0)?, bound(stop, usize::MAX)?))
}

fn repeat(thread: &mut Thread, tuple: Ref<TupleObject>, count: usize) -> PyResult<Value> {
    let exact = tuple.class() == core().types.tuple.get();
    if exact && (count == 1 || tuple.is_empty()) {
        return Ok(tuple.value());
    }
    let Some(length) = tuple.len().checked_mul(count).filter(|n| *n < isize::MAX as usize / 8) else {
        return Err(thread.memory_error());
    };
    let result = TupleObject::with_length(thread, length)?;
    if length == 0 {
        return Ok(result.value());
    }
    result.initialise_slice(0, tuple.items());
    // What is there already is copied behind itself, until the tuple is full.
    let mut filled = tuple.len();
    while filled < length {
        let more = filled.min(length - filled);
        result.initialise_slice(filled, &result.items()[..more]);
        filled += more;
    }
    Ok(result.value())
}

/// Holds the methods of `tuple`.
pub struct TupleMethods;

/// Built-in immutable sequence.
///
/// If no argument is given, the constructor returns an empty tuple.
/// If iterable is specified the tuple is initialized from iterable's items.
///
/// If the argument is a tuple, the return value is the same object.
#[pymethods]
impl TupleMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let Some(class) = class.downcast::<TypeObject>() else {
            return Err(thread.type_error(format_args!("tuple.__new__(X): X is not a type object")));
        };
        let exact = class == core().types.tuple.get();
        let init = |class: Ref<TypeObject>| class.slot(|s| s.init).map(|f| f as usize);
        if args.names().is_some() && init(class) == init(core().types.tuple.get()) {
            return Err(thread.type_error(format_args!("tuple() takes no keyword arguments")));
        }
        let items = match args.positional() {
            [] => core().empty_tuple.get(),
            [iterable] => crate::sequence::collect_tuple(thread, *iterable)?,
            more => {
                let count = more.len();
                return Err(thread.type_error(format_args!("tuple expected at most 1 argument, got {count}")));
            }
        };
        if exact {
            return Ok(items.value());
        }
        let tuple = TupleObject::with_class(thread, class, items.len())?;
        tuple.initialise_slice(0, items.items());
        Ok(tuple.value())
    }

    #[slot]
    fn len(thread: &mut Thread, this: Value) -> PyResult<usize> {
        Ok(tuple_of(thread, this)?.len())
    }

    #[slot]
    fn iter(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let this = tuple_of(thread, this)?;
        Ok(SequenceIterator::of_tuple(thread, this)?.value())
    }

    #[slot]
    fn getitem(thread: &mut Thread, this: Value, key: Value) -> PyResult<Value> {
        let this = tuple_of(thread, this)?;
        if let Some(slice) = key.downcast::<SliceObject>() {
            let resolved = slicing::resolve(thread, slice, || this.len())?;
            if resolved.count == this.len() && resolved.step == 1 && this.class() == core().types.tuple.get() {
                return Ok(this.value());
            }
            if let Some(range) = resolved.range() {
                return Ok(TupleObject::from_slice(thread, &this.items_unbound()[range])?.value());
            }
            let result = TupleObject::with_length(thread, resolved.count)?;
            for (index, position) in resolved.positions().enumerate() {
                result.initialise_item(index, this.items()[position]);
            }
            return Ok(result.value());
        }
        if class_of(key).slot(|s| s.unary).is_none() {
            let name = class_of(key).name_for_message();
            return Err(thread.type_error(format_args!("tuple indices must be integers or slices, not {name}")));
        }
        let index = match key.as_small_int() {
            Some(index) => index,
            None => index_of(thread, key, "tuple")?,
        };
        match slicing::position(index, this.len()) {
            Some(position) => Ok(this.items()[position]),
            None => Err(thread.index_error(format_args!("tuple index out of range"))),
        }
    }

    #[slot]
    fn contains(thread: &mut Thread, this: Value, value: Value) -> PyResult<bool> {
        let this = tuple_of(thread, this)?;
        Ok(find(thread, &|i| this.items().get(i).copied(), value, 0, usize::MAX)?.is_some())
    }

    #[slot]
    fn hash(thread: &mut Thread, this: Value) -> PyResult<i64> {
        let this = tuple_of(thread, this)?;
        if let Some(hash) = this.cached_hash() {
            return Ok(hash);
        }
        if thread.native_stack_exhausted() {
            return Err(thread.recursion_error(format_args!("maximum recursion depth exceeded while hashing a tuple")));
        }
        let mut fold = pyrs_object::hash::Fold::new();
        for item in this.items_unbound() {
            fold.add(protocol::hash(thread, *item)?);
        }
        let hash = fold.finish(this.len());
        this.cache_hash(hash);
        Ok(hash)
    }

    #[slot]
    fn compare(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        let (Some(a), Some(b)) = (left.downcast::<TupleObject>(), right.downcast::<TupleObject>()) else {
            return Ok(not_implemented());
        };
        let (left_item, right_item) = (|i| a.items().get(i).copied(), |i| b.items().get(i).copied());
        compare_items(thread, op, &left_item, &right_item, &|| (a.len(), b.len()))
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let tuple = tuple_of(thread, this)?;
        let Some(_guard) = ReprGuard::enter(this) else {
            return Ok(pyrs_object::str::StrObject::from_str(thread, "(...)")?.value());
        };
        let close = if tuple.len() == 1 { ",)" } else { ")" };
        join_reprs(thread, "(", &|i| tuple.items().get(i).copied(), close)
    }

    #[slot(plain_ops = "Add", ops = "Mul")]
    fn binary(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        match (op, left.downcast::<TupleObject>(), right.downcast::<TupleObject>()) {
            (BinaryOp::Add, Some(a), Some(b)) => {
                let result = TupleObject::with_length(thread, a.len() + b.len())?;
                result.initialise_slice(0, a.items());
                result.initialise_slice(a.len(), b.items());
                Ok(result.value())
            }
            (BinaryOp::Add, Some(_), None) if !slicing::other_may_decide(right) => {
                let name = class_of(right).name_for_message();
                Err(thread.type_error(format_args!("can only concatenate tuple (not \"{name}\") to tuple")))
            }
            (BinaryOp::Mul, Some(tuple), None) => match slicing::repeat_count(thread, right)? {
                Some(count) => repeat(thread, tuple, count),
                None => not_a_count(thread, right),
            },
            (BinaryOp::Mul, None, Some(tuple)) => match slicing::repeat_count(thread, left)? {
                Some(count) => repeat(thread, tuple, count),
                None => not_a_count(thread, left),
            },
            (BinaryOp::Mul, Some(_), Some(_)) => not_a_count(thread, right),
            _ => Ok(not_implemented()),
        }
    }

    /// Return number of occurrences of value.
    #[method]
    fn count(thread: &mut Thread, this: Ref<TupleObject>, value: Value) -> PyResult<i64> {
        let mut count = 0;
        for item in this.items_unbound() {
            count += protocol::equals(thread, *item, value)? as i64;
        }
        Ok(count)
    }

    /// Return first index of value.
    ///
    /// Raises ValueError if the value is not present.
    #[method(signature = "($self, value, start=0, stop=sys.maxsize, /)")]
    fn index(
        thread: &mut Thread,
        this: Ref<TupleObject>,
        value: Value,
        start: Option<Value>,
        stop: Option<Value>,
    ) -> PyResult<i64> {
        let (start, stop) = index_bounds(thread, start, stop, this.len())?;
        match find(thread, &|i| this.items().get(i).copied(), value, start, stop)? {
            Some(position) => Ok(position as i64),
            None => Err(thread.value_error(format_args!("tuple.index(x): x not in tuple"))),
        }
    }

    #[method]
    fn __getnewargs__(thread: &mut Thread, this: Ref<TupleObject>) -> PyResult<Value> {
        let plain = TupleObject::from_slice(thread, this.items_unbound())?;
        Ok(TupleObject::from_slice(thread, &[plain.value()])?.value())
    }

    /// See PEP 585
    #[classmethod(signature = "($type, object, /)")]
    fn __class_getitem__(thread: &mut Thread, class: Ref<TypeObject>, item: Value) -> PyResult<Value> {
        crate::generic_alias::new(thread, class.value(), item)
    }
}

/// What `sequence * value` says where `value` is no integer.
pub(crate) fn not_a_count(thread: &mut Thread, value: Value) -> PyResult<Value> {
    if slicing::other_may_decide(value) {
        return Ok(not_implemented());
    }
    let name = class_of(value).name_for_message();
    Err(thread.type_error(format_args!("can't multiply sequence by non-int of type '{name}'")))
}

/// An index that is no small int.
pub(crate) fn index_of(thread: &mut Thread, key: Value, kind: &str) -> PyResult<i64> {
    if !pyrs_object::int::is_int(key) && protocol::convert(thread, pyrs_object::slots::UnaryOp::Index, key)?.is_none() {
        let name = class_of(key).name_for_message();
        return Err(thread.type_error(format_args!("{kind} indices must be integers or slices, not {name}")));
    }
    slicing::index(thread, key)
}
