//! `__dict__` of instances that keep their attributes in slots.

use crate::attribute;
use crate::core::core;
use crate::descriptor::{GetSetDef, GetSetObject};
use crate::dict::DictObject;
use crate::errors::PyResult;
use crate::header::Ref;
use crate::instance::{materialize_dict, replace_dict};
use crate::thread::Thread;
use crate::type_object::{TypeObject, class_of};

/// The getter and setter of `__dict__` for instances that keep their attributes in slots.
pub static INSTANCE_DICT: GetSetDef = GetSetDef {
    name: "__dict__",
    doc: "dictionary for instance variables",
    get: |thread, this| match this.as_object() {
        Some(object) if object.shape().is_extensible() => Ok(materialize_dict(thread, object)?.value()),
        _ => Err(attribute::no_attribute(thread, this, core().names.dict.get())),
    },
    set: Some(|thread, this, value| {
        let Some(object) = this.as_object().filter(|o| o.shape().is_extensible()) else {
            return Err(attribute::no_attribute(thread, this, core().names.dict.get()));
        };
        match value {
            None => {
                // The next access makes a new one.
                let empty = DictObject::new(thread)?;
                replace_dict(thread, object, empty)
            }
            Some(value) => match value.downcast::<DictObject>() {
                Some(dict) => replace_dict(thread, object, dict),
                None => {
                    let class = class_of(value).name_for_message();
                    Err(thread.type_error(format_args!("__dict__ must be set to a dictionary, not a '{class}'")))
                }
            },
        }
    }),
    member: false,
};

/// Enters `__dict__` in the namespace of a class that adds it.
pub fn add_instance_dict(thread: &mut Thread, class: Ref<TypeObject>) -> PyResult<()> {
    let getset = GetSetObject::new(thread, class.value(), &INSTANCE_DICT)?;
    class
        .dict
        .get()
        .set(thread, core().names.dict.get().value(), getset.value())
}
