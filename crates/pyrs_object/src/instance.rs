//! Plain instances (no native part) and the attributes that any object with an extension has.
//!
//! The extension is the overflow word and the inline slots behind the native part. The overflow word holds a
//! [`ValueArray`] for slots past the inline ones, or the dict in dict mode.

use crate::array::ValueArray;
use crate::dict::DictObject;
use crate::errors::PyResult;
use crate::header::{Header, Ref};
use crate::heap_object;
use crate::shape::MAX_PROPERTIES;
use crate::str::StrObject;
use crate::thread::Thread;
use crate::value::Value;

/// An instance of a class without a native part.
#[repr(C)]
pub struct InstanceObject {
    header: Header,
}
heap_object!(InstanceObject, "instance", INSTANCE_LAYOUT, []);

/// Byte offset of the overflow word in plain instances.
pub const OVERFLOW_OFFSET: usize = 8;
/// Byte offset of the first inline slot in plain instances.
pub const SLOTS_OFFSET: usize = 16;

/// Address of the overflow word. The object's shape must have an extension.
#[inline(always)]
fn extension(object: Ref<Header>) -> *mut Option<Value> {
    let shape = object.shape();
    debug_assert!(shape.has_extension());
    // SAFETY: the extension follows the native part.
    unsafe {
        let address = object.as_ptr().cast::<u8>();
        let fixed = shape.layout().fixed_size;
        let size = if fixed != 0 {
            fixed
        } else {
            (shape.layout().size)(address)
        };
        address.add(size).cast()
    }
}

fn store(object: Ref<Header>, slot: *mut Option<Value>, value: Option<Value>) {
    // SAFETY: `slot` is a word of `object`'s extension.
    unsafe {
        *slot = value;
        pyrs_gc::write_barrier(object.as_ptr().cast());
    }
}

/// Reads property `index` of an object that is not in dict mode.
pub fn get_slot(object: Ref<Header>, index: u32) -> Option<Value> {
    let inline = object.shape().inline_capacity();
    let words = extension(object);
    // SAFETY: inline slots follow the overflow word; the overflow word holds an array outside of dict mode.
    unsafe {
        if (index as usize) < inline {
            *words.add(1 + index as usize)
        } else {
            let overflow = (*words)?.downcast::<ValueArray>()?;
            overflow.get(index as usize - inline)
        }
    }
}

/// Writes property `index` of an object that is not in dict mode; makes room for it.
pub fn set_slot(thread: &mut Thread, object: Ref<Header>, index: u32, value: Option<Value>) -> PyResult<()> {
    let inline = object.shape().inline_capacity();
    let words = extension(object);
    if (index as usize) < inline {
        // SAFETY: inside the extension.
        store(object, unsafe { words.add(1 + index as usize) }, value);
        return Ok(());
    }
    let position = index as usize - inline;
    // SAFETY: the overflow word is there.
    let old = unsafe { *words }.and_then(|v| v.downcast::<ValueArray>());
    let array = match old {
        Some(array) if position < array.capacity() => array,
        old => {
            let bigger = ValueArray::new(thread, (2 * position).max(4))?;
            if let Some(old) = old {
                bigger.copy_from(old, old.capacity());
            }
            store(object, words, Some(bigger.value()));
            bigger
        }
    };
    array.set(position, value);
    Ok(())
}

/// The dict that holds the attributes of an object in dict mode.
pub fn attribute_dict(object: Ref<Header>) -> Option<Ref<DictObject>> {
    if !object.shape().is_dict_mode() {
        return None;
    }
    // SAFETY: dict mode keeps a dict in the overflow word.
    unsafe { *extension(object) }.and_then(|v| v.downcast::<DictObject>())
}

/// The value of an own attribute.
pub fn get_attribute(object: Ref<Header>, name: Ref<StrObject>) -> Option<Value> {
    let shape = object.shape();
    if !shape.has_extension() {
        return None;
    }
    if let Some(dict) = attribute_dict(object) {
        return dict.get_interned(name);
    }
    get_slot(object, shape.find(name)?)
}

/// Sets an own attribute. The object's shape must be extensible or have the property.
pub fn set_attribute(thread: &mut Thread, object: Ref<Header>, name: Ref<StrObject>, value: Value) -> PyResult<()> {
    let shape = object.shape();
    if let Some(dict) = attribute_dict(object) {
        return dict.set(thread, name.value(), value);
    }
    if let Some(index) = shape.find(name) {
        return set_slot(thread, object, index, Some(value));
    }
    if shape.property_count() >= MAX_PROPERTIES {
        let dict = materialize_dict(thread, object)?;
        return dict.set(thread, name.value(), value);
    }
    let next = shape.with_property(thread, name)?;
    // The slot is filled before the shape says that it is there, so that an error in between leaves no hole.
    set_slot(thread, object, shape.property_count(), Some(value))?;
    object.set_shape(next);
    Ok(())
}

/// Deletes an own attribute; false if there is none.
pub fn delete_attribute(thread: &mut Thread, object: Ref<Header>, name: Ref<StrObject>) -> PyResult<bool> {
    let shape = object.shape();
    if !shape.has_extension() {
        return Ok(false);
    }
    if attribute_dict(object).is_none() && shape.find(name).is_none() {
        return Ok(false);
    }
    let dict = materialize_dict(thread, object)?;
    Ok(dict.remove(thread, name.value())?.is_some())
}

/// The object's `__dict__`: from now on its attributes live there.
pub fn materialize_dict(thread: &mut Thread, object: Ref<Header>) -> PyResult<Ref<DictObject>> {
    if let Some(dict) = attribute_dict(object) {
        return Ok(dict);
    }
    let shape = object.shape();
    let dict = DictObject::new(thread)?;
    let reserved = shape.instance_class().reserved_slots.get();
    let count = shape.property_count().saturating_sub(reserved);
    if count > 0 {
        dict.reserve(thread, count as usize)?;
    }
    for index in reserved..shape.property_count() {
        if let (Some(name), Some(value)) = (shape.property_name(index), get_slot(object, index)) {
            dict.set(thread, name, value)?;
        }
    }
    replace_dict(thread, object, dict)?;
    Ok(dict)
}

/// Makes `dict` the object's `__dict__`.
pub fn replace_dict(thread: &mut Thread, object: Ref<Header>, dict: Ref<DictObject>) -> PyResult<()> {
    let shape = object.shape();
    let next = if shape.is_dict_mode() {
        shape
    } else {
        shape.dict_mode(thread)?
    };
    let words = extension(object);
    let reserved = shape.instance_class().reserved_slots.get() as usize;
    for index in reserved..shape.inline_capacity() {
        // SAFETY: inside the extension.
        store(object, unsafe { words.add(1 + index) }, None);
    }
    store(object, words, Some(dict.value()));
    object.set_shape(next);
    Ok(())
}
