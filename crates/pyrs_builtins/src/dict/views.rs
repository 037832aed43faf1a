//! Views of dicts: `dict_keys`, `dict_values` and `dict_items`.

use super::iterators::{self, Direction, Part};
use crate::repr_guard::ReprGuard;
use pyrs_macros::pymethods;
use pyrs_object::dict::DictObject;
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{PyResult, Ref, Thread, Value, heap_object, protocol};

/// A view, told apart by its class.
#[repr(C)]
pub struct DictView {
    header: Header,
    /// The dict.
    pub dict: Field<Ref<DictObject>>,
}
heap_object!(DictView, "dictionary view", DICT_VIEW_LAYOUT, [dict]);

/// The class of `dict.keys()`.
pub static DICT_KEYS: NativeClass =
    NativeClass::new("builtins", "dict_keys", &DICT_VIEW_LAYOUT).methods(SetViewMethods::TYPE_METHODS);
/// The class of `dict.values()`.
pub static DICT_VALUES: NativeClass =
    NativeClass::new("builtins", "dict_values", &DICT_VIEW_LAYOUT).methods(ValuesMethods::TYPE_METHODS);
/// The class of `dict.items()`.
pub static DICT_ITEMS: NativeClass =
    NativeClass::new("builtins", "dict_items", &DICT_VIEW_LAYOUT).methods(SetViewMethods::TYPE_METHODS);

/// A view of a dict.
pub fn new(thread: &mut Thread, dict: Ref<DictObject>, part: Part) -> PyResult<Value> {
    let class = match part {
        Part::Key => DICT_KEYS.get(),
        Part::Value => DICT_VALUES.get(),
        Part::Item => DICT_ITEMS.get(),
    };
    let view: Ref<DictView> = class.allocate_instance(thread)?;
    view.dict.set(view, dict);
    Ok(view.value())
}

fn part_of(view: Ref<DictView>) -> Part {
    let class = class_of(view.value());
    if class == DICT_KEYS.get() {
        Part::Key
    } else if class == DICT_VALUES.get() {
        Part::Value
    } else {
        Part::Item
    }
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
    for class in [&DICT_KEYS, &DICT_VALUES, &DICT_ITEMS] {
        class.create(thread)?;
    }
    Ok(())
}
