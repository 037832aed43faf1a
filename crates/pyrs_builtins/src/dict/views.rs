//! Views of dicts: `dict_keys`, `dict_values` and `dict_items`.

use super::iterators::{self, Direction};
use crate::repr_guard::ReprGuard;
use crate::set::algebra;
use pyrs_macros::pymethods;
use pyrs_object::dict::DictObject;
use pyrs_object::dict_view::{DICT_VIEW_LAYOUT, DictView, Part};
use pyrs_object::native_class::NativeClass;
use pyrs_object::set::SetObject;
use pyrs_object::slots::{BinaryOp, CompareOp};
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{PyResult, Ref, Thread, Value, bool_value, core, not_implemented, protocol};

static DICT_KEYS: NativeClass =
    NativeClass::new("builtins", "dict_keys", &DICT_VIEW_LAYOUT).methods(SetViewMethods::TYPE_METHODS);
static DICT_VALUES: NativeClass =
    NativeClass::new("builtins", "dict_values", &DICT_VIEW_LAYOUT).methods(ValuesMethods::TYPE_METHODS);
static DICT_ITEMS: NativeClass =
    NativeClass::new("builtins", "dict_items", &DICT_VIEW_LAYOUT).methods(SetViewMethods::TYPE_METHODS);

/// A view of a dict.
pub fn new(thread: &mut Thread, dict: Ref<DictObject>, part: Part) -> PyResult<Value> {
    let view = DictView::new(thread, Part::class(part), dict, part)?;
    Ok(view.value())
}

fn part_of(view: Ref<DictView>) -> Part {
    view.part.get()
}

fn view_of(thread: &mut Thread, value: Value) -> PyResult<Ref<DictView>> {
    match value.downcast() {
        Some(view) => Ok(view),
        None => {
            let name = class_of(value).name_for_message();
            Err(thread.type_error(format_args!("expected a dictionary view, not '{name}'")))
        }
    }
}

fn iterator(thread: &mut Thread, view: Value, direction: Direction) -> PyResult<Value> {
    let view = view_of(thread, view)?;
    iterators::new(thread, view.dict.get(), part_of(view), direction)
}

/// `dict_keys([1, 2])`.
fn view_repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
    let Some(_guard) = ReprGuard::enter(this) else {
        return Ok(StrObject::from_str(thread, "...")?.value());
    };
    let items = crate::sequence::collect(thread, this)?;
    let mut text = format!("{}([", class_of(this).name_for_message()).into_bytes();
    let mut index = 0;
    while let Some(item) = items.get(index) {
        if index > 0 {
            text.extend_from_slice(b", ");
        }
        text.extend_from_slice(&protocol::repr(thread, item)?.to_generalised_utf8());
        index += 1;
    }
    text.extend_from_slice(b"])");
    Ok(StrObject::from_generalised_utf8(thread, &text)?.value())
}

fn mapping_of(thread: &mut Thread, view: Ref<DictView>) -> PyResult<Value> {
    crate::mapping_proxy::new(thread, view.dict.get().value())
}

/// The methods of `dict_values`.
pub struct ValuesMethods;

#[pymethods]
impl ValuesMethods {
    #[slot]
    fn len(thread: &mut Thread, this: Value) -> PyResult<usize> {
        Ok(view_of(thread, this)?.dict.get().len())
    }

    #[slot]
    fn iter(thread: &mut Thread, this: Value) -> PyResult<Value> {
        iterator(thread, this, Direction::Forward)
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        view_repr(thread, this)
    }

    /// Return a reverse iterator over the dict values.
    #[method]
    fn __reversed__(thread: &mut Thread, this: Ref<DictView>) -> PyResult<Value> {
        iterator(thread, this.value(), Direction::Backward)
    }

    /// dictionary that this view refers to
    #[getter]
    fn mapping(thread: &mut Thread, this: Ref<DictView>) -> PyResult<Value> {
        mapping_of(thread, this)
    }
}

/// Whether a key or item is in a view.
fn view_contains(thread: &mut Thread, view: Ref<DictView>, item: Value) -> PyResult<bool> {
    let dict = view.dict.get();
    if part_of(view) == Part::Key {
        let hash = super::key_hash(thread, item, "dict key")?;
        return Ok(dict.find(thread, item, hash)?.is_some());
    }
    let Some(&[key, value]) = item.downcast::<TupleObject>().map(|pair| pair.items_unbound()) else {
        return Ok(false);
    };
    let hash = super::key_hash(thread, key, "dict key")?;
    match dict.get_hashed(thread, key, hash)? {
        Some(found) => protocol::equals(thread, found, value),
        None => Ok(false),
    }
}

fn is_set_view(value: Value) -> bool {
    value
        .downcast::<DictView>()
        .is_some_and(|view| part_of(view) != Part::Value)
}

/// Whether all items of an iterable are in a container.
fn all_in(thread: &mut Thread, items: Value, container: Value) -> PyResult<bool> {
    let iterator = protocol::iter(thread, items)?;
    while let Some(item) = protocol::next(thread, iterator)? {
        if !protocol::contains(thread, container, item)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// `view op other` for a set or another view.
fn view_compare(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<bool> {
    let (a, b) = (protocol::len(thread, left)?, protocol::len(thread, right)?);
    match op {
        CompareOp::Eq => Ok(a == b && all_in(thread, left, right)?),
        CompareOp::Ne => Ok(!(a == b && all_in(thread, left, right)?)),
        CompareOp::Lt => Ok(a < b && all_in(thread, left, right)?),
        CompareOp::Le => Ok(a <= b && all_in(thread, left, right)?),
        CompareOp::Gt => Ok(a > b && all_in(thread, right, left)?),
        CompareOp::Ge => Ok(a >= b && all_in(thread, right, left)?),
    }
}

/// The set of what a view and an iterable share.
fn view_intersection(thread: &mut Thread, view: Value, other: Value) -> PyResult<Ref<SetObject>> {
    let (view, other) = match (is_set_view(view), is_set_view(other)) {
        (false, _) => (other, view),
        // The smaller one of two views is walked.
        (true, true) if protocol::len(thread, other)? > protocol::len(thread, view)? => (other, view),
        _ => (view, other),
    };
    if let Some(set) = algebra::as_set(other)
        && set.class() == core().types.set.get()
        && protocol::len(thread, view)? <= set.len()
    {
        return algebra::intersection(thread, set, view);
    }
    let result = SetObject::new(thread)?;
    let view = view_of(thread, view)?;
    protocol::for_each(thread, other, |thread, item| {
        if view_contains(thread, view, item)? {
            let hash = algebra::element_hash(thread, item)?;
            result.add_hashed(thread, item, hash)?;
        }
        Ok(())
    })?;
    Ok(result)
}

/// The methods of `dict_keys` and `dict_items`.
pub struct SetViewMethods;

#[pymethods]
impl SetViewMethods {
    #[slot]
    fn len(thread: &mut Thread, this: Value) -> PyResult<usize> {
        Ok(view_of(thread, this)?.dict.get().len())
    }

    #[slot]
    fn iter(thread: &mut Thread, this: Value) -> PyResult<Value> {
        iterator(thread, this, Direction::Forward)
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        view_repr(thread, this)
    }

    #[slot]
    fn contains(thread: &mut Thread, this: Value, item: Value) -> PyResult<bool> {
        let view = view_of(thread, this)?;
        view_contains(thread, view, item)
    }

    #[slot]
    fn compare(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        if !is_set_view(left) || !(is_set_view(right) || algebra::as_set(right).is_some()) {
            return Ok(not_implemented());
        }
        view_compare(thread, op, left, right).map(bool_value)
    }

    #[slot(ops = "And Or Xor Sub")]
    fn binary(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        if op == BinaryOp::And {
            return Ok(view_intersection(thread, left, right)?.value());
        }
        if !matches!(op, BinaryOp::Or | BinaryOp::Xor | BinaryOp::Sub) {
            return Ok(not_implemented());
        }
        let result = algebra::collect_as(thread, core().types.set.get(), left)?;
        match op {
            BinaryOp::Or => algebra::update(thread, result, right)?,
            BinaryOp::Xor => algebra::symmetric_difference_update(thread, result, right)?,
            _ => algebra::difference_update(thread, result, right)?,
        }
        Ok(result.value())
    }

    /// Return True if the view and the given iterable have a null intersection.
    #[method]
    fn isdisjoint(thread: &mut Thread, this: Ref<DictView>, other: Value) -> PyResult<bool> {
        let iterator = protocol::iter(thread, other)?;
        while let Some(item) = protocol::next(thread, iterator)? {
            if view_contains(thread, this, item)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Return a reverse iterator over the dict keys or items.
    #[method]
    fn __reversed__(thread: &mut Thread, this: Ref<DictView>) -> PyResult<Value> {
        iterator(thread, this.value(), Direction::Backward)
    }

    /// dictionary that this view refers to
    #[getter]
    fn mapping(thread: &mut Thread, this: Ref<DictView>) -> PyResult<Value> {
        mapping_of(thread, this)
    }
}

/// Makes the classes.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    for (part, class) in [
        (Part::Key, &DICT_KEYS),
        (Part::Value, &DICT_VALUES),
        (Part::Item, &DICT_ITEMS),
    ] {
        let class = class.create(thread)?;
        part.set_class(thread, class);
    }
    Ok(())
}
