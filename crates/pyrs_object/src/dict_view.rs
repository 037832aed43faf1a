//! Views of dicts, and what of an entry they show. The methods are in `pyrs_builtins`; `OrderedDict` derives its own views.

use crate::dict::DictObject;
use crate::errors::PyResult;
use crate::header::{Field, Header, Ref};
use crate::heap_object;
use crate::static_root::StaticRoot;
use crate::thread::Thread;
use crate::tuple::TupleObject;
use crate::type_object::TypeObject;
use crate::value::Value;
use std::cell::Cell;

/// What of an entry a view or iterator shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(usize)]
pub enum Part {
    /// The key.
    Key,
    /// The value.
    Value,
    /// A tuple of both.
    Item,
}

impl Part {
    /// That part of an entry.
    pub fn of(self, thread: &mut Thread, key: Value, value: Value) -> PyResult<Value> {
        match self {
            Part::Key => Ok(key),
            Part::Value => Ok(value),
            Part::Item => Ok(TupleObject::from_slice(thread, &[key, value])?.value()),
        }
    }

    /// The class of a dict's views of it.
    pub fn class(self) -> Ref<TypeObject> {
        match CLASSES[self as usize].get().and_then(|class| class.downcast()) {
            Some(class) => class,
            None => unreachable!("views are made when the built-in classes are there"),
        }
    }

    /// Names the class of a dict's views of it.
    pub fn set_class(self, thread: &mut Thread, class: Ref<TypeObject>) {
        CLASSES[self as usize].set(thread, Some(class.value()));
    }
}

/// A view.
#[repr(C)]
pub struct DictView {
    header: Header,
    /// The dict.
    pub dict: Field<Ref<DictObject>>,
    /// What it shows. Zeroed memory is `Part::Key`.
    pub part: Cell<Part>,
}
heap_object!(DictView, "dictionary view", DICT_VIEW_LAYOUT, [dict]);

static CLASSES: [StaticRoot; 3] = [const { StaticRoot::new() }; 3];

impl DictView {
    /// A view of a class.
    pub fn new(
        thread: &mut Thread,
        class: Ref<TypeObject>,
        dict: Ref<DictObject>,
        part: Part,
    ) -> PyResult<Ref<DictView>> {
        let view: Ref<DictView> = class.allocate_instance(thread)?;
        view.dict.set(view, dict);
        view.part.set(part);
        Ok(view)
    }
}
